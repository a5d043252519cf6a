//! `cargo bench -p triage`: what a decision costs, with its reasons.
//! Budget: a 40-rule table in under 4 microseconds (250,000 decisions a second on one core), a text of 10,000 characters
//! scanned in well under a millisecond, and all files loaded in under 50 milliseconds.

use divan::{Bencher, black_box};
use serde_json::{Value, json};
use triage::{Facts, Lang, Triage, shipped};

fn main() {
    divan::main();
}

fn load(files: &[(&str, String)]) -> Triage {
    Triage::load(files).unwrap_or_else(|problems| unreachable!("{}", problems[0]))
}

/// A table of 40 rules over the shipped answers, which all but the last row refuse late.
fn forty_rules() -> Triage {
    let kinds = ["theft", "burglary", "assault", "drugs", "hate-crime"];
    let mut rules: Vec<Value> = (0..39)
        .map(|n| {
            json!({
                "_id": format!("rule-{n}"),
                "kind": format!("'{}', 'vehicle-crime'", kinds[n % kinds.len()]),
                "hours": format!("<= {}", n % 8 + 1),
                "contacts": format!(">= {}", n / 5 + 4),
                "evidence": "contains($, 'forensic'), contains($, 'cctv')",
                "grade": if n < 20 { "'S'" } else { "'E'" },
                "reason": "'no-rule'"
            })
        })
        .collect();
    rules.push(json!({"_id": "last", "grade": "'R'", "reason": "'no-rule'"}));
    let inputs = json!([
        {"id": "kind", "field": "kind"}, {"id": "hours", "field": "hoursSince"},
        {"id": "contacts", "field": "repeatContacts"}, {"id": "evidence", "field": "evidenceKinds"}
    ]);
    let table = json!({
        "version": "1",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "t", "type": "decisionTableNode", "name": "t", "content": {
                "hitPolicy": "collect", "inputs": inputs.clone(),
                "outputs": [{"id": "grade", "field": "grade"}, {"id": "reason", "field": "reason"}],
                "rules": rules.clone()}},
            {"id": "out", "type": "outputNode", "name": "out"}
        ],
        "edges": [{"id": "1", "sourceId": "in", "targetId": "t"}, {"id": "2", "sourceId": "t", "targetId": "out"}]
    });
    let mut first = table.clone();
    first["nodes"][1]["content"]["hitPolicy"] = json!("first");
    // Rows that hide each other would be refused: each gets hours of its own below the ones before.
    for (n, rule) in rules.iter_mut().enumerate().take(39) {
        rule["hours"] = json!(format!("<= {}", n + 1));
    }
    first["nodes"][1]["content"]["rules"] = Value::Array(rules);
    let mut files: Vec<(&str, String)> = shipped()
        .iter()
        .take(4)
        .map(|(n, t)| (*n, (*t).to_owned()))
        .collect();
    files.push(("grade.json", first.to_string()));
    load(&files)
}

fn report() -> Facts {
    let answers = json!({
        "kind": "burglary", "happeningNow": "no", "suspectPresent": "no", "injury": "none", "weapon": "no",
        "childPresent": "no", "burglaryPlace": "shed", "wasIn": "no", "hoursSince": 30, "repeatContacts": 1,
        "suspectKnown": "no", "evidenceKinds": ["cctv", "photos"], "vulnerable": ["none"], "feelUnsafe": "no", "role": "victim",
        "whereKind": "address", "whenKind": "between"
    });
    Facts::from_json(answers).unwrap_or_default()
}

/// The last row is hit, so that all 40 are asked.
#[divan::bench]
fn decide_forty_rules(bench: Bencher<'_, '_>) {
    let (triage, facts) = (forty_rules(), report());
    assert_eq!(&*triage.decide(&facts).reasons[0].rule_id, "last");
    bench.bench_local(|| triage.decide(black_box(&facts)));
}

/// Both shipped tables, some 130 rules.
#[divan::bench]
fn decide_shipped_tables(bench: Bencher<'_, '_>) {
    let Ok(triage) = Triage::load_shipped() else {
        unreachable!()
    };
    let facts = report();
    bench.bench_local(|| triage.decide(black_box(&facts)));
}

/// From the posted JSON on, with a short free text.
#[divan::bench]
fn read_scan_and_decide_shipped_tables(bench: Bencher<'_, '_>) {
    let Ok(triage) = Triage::load_shipped() else {
        unreachable!()
    };
    let mut answers = Value::Object(report().as_json().clone());
    answers["whatHappened"] = json!(
        "Somebody forced the shed door in the night and took two bicycles and a drill. The lock is broken. \
         There is a camera on the house opposite. We were away until this morning and noticed it at breakfast."
    );
    bench.bench_local(|| {
        let facts = Facts::from_json(black_box(&answers).clone()).unwrap_or_default();
        triage.decide(&facts)
    });
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn scan(bench: Bencher<'_, '_>, characters: usize) {
    let Ok(triage) = Triage::load_shipped() else {
        unreachable!()
    };
    let text: String = "He came over to the house and he was on the way back again to my neighbour. "
        .chars()
        .cycle()
        .take(characters)
        .collect();
    bench
        .counter(divan::counter::BytesCount::new(text.len()))
        .bench_local(|| triage.scan(black_box(&text), Lang::En));
}

#[divan::bench]
fn load_shipped_tables(bench: Bencher<'_, '_>) {
    bench.bench_local(Triage::load_shipped);
}
