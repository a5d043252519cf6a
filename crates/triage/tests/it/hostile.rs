//! Files and answers that somebody made to do harm, or by mistake.

use proptest::prelude::*;
use serde_json::{Value, json};
use triage::{Facts, Flaw, Triage, shipped};

use crate::triage;

fn with(name: &str, text: &str) -> Vec<(String, String)> {
    shipped()
        .iter()
        .map(|(n, t)| {
            (
                n.to_string(),
                if *n == name {
                    text.to_owned()
                } else {
                    t.to_string()
                },
            )
        })
        .collect()
}

#[test]
fn a_file_that_is_too_big_is_refused_before_it_is_read() {
    let problems = Triage::load(&with("grade.json", &" ".repeat(2 * 1024 * 1024 + 1))).expect_err("too big");
    assert!(matches!(problems[0].what, Flaw::TooBig(..)), "{}", problems[0]);
}

#[test]
fn deep_json_and_deep_cells_are_refused() {
    assert!(Triage::load(&with("grade.json", &"[".repeat(100_000))).is_err());
    for cell in [
        "(".repeat(300),
        "not ".repeat(90),
        "-".repeat(390),
        "[".repeat(200),
        "!".repeat(200),
        "a ? ".repeat(90),
        "`".to_owned(),
        "`${a".to_owned(),
    ] {
        let text = shipped()[4].1.replacen("\"'yes'\"", &json!(cell).to_string(), 1);
        assert!(Triage::load(&with("grade.json", &text)).is_err(), "{cell}");
    }
}

#[test]
fn a_phrase_that_stands_for_too_many_is_refused() {
    let bomb = "{a|b|c|d|e|f|g|h}".repeat(12);
    let text = shipped()[3].1.replacen("being {", &format!("{bomb}{{"), 1);
    let problems = Triage::load(&with("emergency-words.json", &text)).expect_err("too many");
    assert!(problems[0].to_string().contains("2,000"), "{}", problems[0]);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        Just(json!("decisionTableNode")),
        Just(json!("first")),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(
                prop_oneof![
                    "[a-z]{1,8}",
                    Just("nodes".to_owned()),
                    Just("kind".to_owned()),
                    Just("weapon".to_owned())
                ],
                inner,
                0..6
            )
            .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_at_all_are_decided_without_harm(answers in any_json()) {
        if let Ok(facts) = Facts::from_json(answers) {
            let decision = triage().decide(&facts);
            prop_assert!(triage().grade(&decision.grade).is_some());
            let _ = triage().trace(&facts);
        }
    }

    #[test]
    fn any_json_in_place_of_a_table_is_refused_without_harm(text in any_json()) {
        prop_assert!(Triage::load(&[("grade.json", text.to_string())]).is_err());
    }

    #[test]
    fn any_text_in_a_cell_is_read_or_refused_without_harm(cell in "[-a-z0-9$#'\"\\[\\]().,<>=! +*/?:|&{}`\\\\]{0,60}") {
        let table = json!({
            "version": "1",
            "nodes": [
                {"id": "in", "type": "inputNode", "name": "in"},
                {"id": "t", "type": "decisionTableNode", "name": "t", "content": {
                    "hitPolicy": "first",
                    "inputs": [{"id": "a", "field": "repeatContacts"}],
                    "outputs": [{"id": "g", "field": "grade"}, {"id": "r", "field": "reason"}],
                    "rules": [
                        {"_id": "1", "a": cell, "g": "'S'", "r": "'no-rule'"},
                        {"_id": "2", "a": "", "g": "'R'", "r": "'no-rule'"}
                    ]}},
                {"id": "out", "type": "outputNode", "name": "out"}
            ],
            "edges": [{"id": "1", "sourceId": "in", "targetId": "t"}, {"id": "2", "sourceId": "t", "targetId": "out"}]
        });
        let files: Vec<(&str, String)> = shipped()
            .iter()
            .take(3)
            .map(|(n, t)| (*n, t.to_string()))
            .chain([
                ("emergency-words.json", json!({"version": "1", "kinds": [], "negations": [], "phrases": []}).to_string()),
                ("grade.json", table.to_string()),
            ])
            .collect();
        if let Ok(triage) = Triage::load(&files) {
            for n in [json!(null), json!(1), json!("x"), json!([1]), json!({"a": 1})] {
                let decision = triage.decide(&Facts::from_json(json!({"repeatContacts": n})).expect("object"));
                prop_assert!(triage.grade(&decision.grade).is_some());
            }
        }
    }
}
