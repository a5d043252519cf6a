//! What is refused when tables are loaded, and how it is said.

use serde_json::{Value, json};
use triage::{Facts, LoadProblem, Triage, shipped};

const NO_WORDS: &str = r#"{"version": "1", "kinds": [], "negations": [], "phrases": []}"#;

fn node(id: &str, policy: &str, columns: &[&str], rules: Value) -> Value {
    let inputs: Vec<Value> = columns
        .iter()
        .map(|c| json!({"id": c, "name": c, "field": c}))
        .collect();
    let outputs: Vec<Value> = ["grade", "outcome", "reason", "interrupt"]
        .iter()
        .map(|c| json!({"id": c, "field": c}))
        .collect();
    json!({"id": id, "type": "decisionTableNode", "name": id, "content": {
        "hitPolicy": policy, "inputs": inputs, "outputs": outputs, "rules": rules}})
}

fn graph(tables: Vec<Value>, edges: &[(&str, &str)]) -> Value {
    let mut nodes = vec![
        json!({"id": "in", "type": "inputNode"}),
        json!({"id": "out", "type": "outputNode"}),
    ];
    nodes.extend(tables);
    let edges: Vec<Value> = edges
        .iter()
        .enumerate()
        .map(|(n, (from, to))| json!({"id": format!("e{n}"), "sourceId": from, "targetId": to}))
        .collect();
    json!({"version": "7", "nodes": nodes, "edges": edges})
}

fn one(policy: &str, columns: &[&str], rules: Value) -> Value {
    graph(
        vec![node("t", policy, columns, rules)],
        &[("in", "t"), ("t", "out")],
    )
}

fn load(tables: &[(&str, Value)]) -> Result<Triage, Vec<LoadProblem>> {
    let lists = shipped()
        .into_iter()
        .take(3)
        .map(|(n, t)| (n.to_owned(), t.to_owned()));
    let words = ("emergency-words.json".to_owned(), NO_WORDS.to_owned());
    let tables = tables.iter().map(|(n, t)| (format!("triage/{n}"), t.to_string()));
    Triage::load(&lists.chain([words]).chain(tables).collect::<Vec<_>>())
}

/// The problems of one grade table, as an editor reads them.
fn said(table: Value) -> String {
    match load(&[("grade.json", table)]) {
        Ok(_) => "nothing".to_owned(),
        Err(problems) => problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn row(id: &str, grade: &str, cells: Value) -> Value {
    let mut row = json!({"_id": id, "grade": format!("'{grade}'"), "reason": "'no-rule'"});
    for (column, cell) in cells.as_object().expect("cells") {
        row[column] = cell.clone();
    }
    row
}

#[test]
fn a_small_sound_table_loads() {
    let table = one(
        "first",
        &["weapon"],
        json!([
            row("a", "S", json!({"weapon": "'yes'"})),
            row("z", "R", json!({}))
        ]),
    );
    assert_eq!(said(table), "nothing");
}

#[test]
fn what_is_wrong_is_said_with_file_table_and_rule() {
    let last = || row("z", "R", json!({}));
    for (rows, expected) in [
        (
            json!([
                row("a", "S", json!({"weapon": "'yes'"})),
                row("a", "R", json!({}))
            ]),
            "triage/grade.json: table `t`: rule `a`: the rule has no id, or an id that another rule has",
        ),
        (
            json!([row("a", "X", json!({"weapon": "'yes'"})), last()]),
            "rule `a`: grade `X` is not in grades.json",
        ),
        (
            json!([{"_id": "a", "grade": "'S'", "weapon": "'yes'"}, last()]),
            "rule `a`: `reason` must be one quoted word",
        ),
        (
            json!([{"_id": "a", "grade": "'S'", "reason": "'nobody-wrote-it'", "weapon": "'yes'"}, last()]),
            "rule `a`: reason `nobody-wrote-it` is not in reasons.json",
        ),
        (
            json!([{"_id": "a", "grade": "'S'", "outcome": "'vanish'", "reason": "'no-rule'", "weapon": "'yes'"}, last()]),
            "rule `a`: outcome `vanish` is not in grades.json",
        ),
        (
            json!([{"_id": "a", "grade": "'S'", "outcome": "'advised'", "reason": "'no-rule'", "weapon": "'yes'"}, last()]),
            "rule `a`: outcome `advised` does not go with grade `S`",
        ),
        (
            json!([{"_id": "a", "grade": "'S'", "interrupt": "'flood'", "reason": "'no-rule'", "weapon": "'yes'"}, last()]),
            "rule `a`: emergency kind `flood` is not in emergency-words.json",
        ),
        (
            json!([row("a", "S", json!({"weapon": "'yess'"})), last()]),
            "names `yess`, which the answer `weapon` cannot be",
        ),
        (
            json!([row("a", "S", json!({"weapon": "'yes"})), last()]),
            "rule `a`: cell of `weapon` `'yes` cannot be read",
        ),
        (
            json!([row("a", "S", json!({"weapon": "rand(10) > 5"})), last()]),
            "chance and the clock",
        ),
        (
            json!([
                row("a", "S", json!({"weapon": "'yes'"})),
                row("b", "S", json!({"weapon": "'yes'", "injury": "'serious'"})),
                last()
            ]),
            "rule `b`: the rule is wholly covered by rule `a` above it",
        ),
        (
            json!([
                row("a", "S", json!({"weapon": "'yes'"})),
                row("b", "S", json!({"injury": "'serious'"})),
                row(
                    "c",
                    "S",
                    json!({"weapon": "'yes'", "injury": "'serious'", "kind": "'theft'"})
                ),
                last()
            ]),
            "rule `c`: the rule is wholly covered by rule `a`",
        ),
        (
            json!([
                row("a", "S", json!({"kind": "'theft'", "burglaryPlace": "'home'"})),
                row(
                    "b",
                    "S",
                    json!({"kind": "'theft'", "burglaryPlace": "'shed', 'business', null"})
                ),
                row("c", "S", json!({"kind": "'theft'"})),
                last()
            ]),
            "rule `c`: the rule can never be reached: the rows above it together catch all it could",
        ),
        (
            json!([row("a", "S", json!({"repeatContacts": "[5..5) "})), last()]),
            "rule `a`: the rule can never be reached: its cell of `repeatContacts` matches no answer",
        ),
        (
            json!([row("a", "S", json!({"weapon": "'yes'"}))]),
            "table `t`: no rule catches kind = no answer, weapon = no answer",
        ),
        (
            json!([
                row("a", "R", json!({"weapon": "'yes'"})),
                row("b", "S", json!({"injury": "'serious'"})),
                last()
            ]),
            "rule `b`: grade S stands below a row of the less urgent grade R",
        ),
        (
            json!([row("a", "S", json!({"weapon": "'no', null"})), last()]),
            "rule `a`: `weapon` matches no but not unsure, which is worse",
        ),
        (
            json!([row("a", "S", json!({"weapon": "'unsure', 'yes'"})), last()]),
            "rule `a`: `weapon` matches `unsure` but not a missing answer: add `null` to the cell",
        ),
        (
            json!([row("a", "S", json!({"hoursSince": "> 3"})), last()]),
            "`hoursSince` matches",
        ),
        (
            json!([row("a", "S", json!({"repeatContacts": "[1..4]"})), last()]),
            "`repeatContacts` matches 4 but not 4.001",
        ),
        (
            json!([
                row("a", "S", json!({"vulnerable": "not contains($, 'alone')"})),
                last()
            ]),
            "`vulnerable`",
        ),
        (
            json!([row("a", "S", json!({"injury": "weapon == 'no'"})), last()]),
            "a cell looks at other answers than its column's",
        ),
    ] {
        let columns = [
            "kind",
            "weapon",
            "injury",
            "repeatContacts",
            "hoursSince",
            "burglaryPlace",
            "vulnerable",
        ];
        let used: Vec<&str> = columns
            .into_iter()
            .filter(|c| rows.as_array().expect("rows").iter().any(|r| r.get(*c).is_some()) || *c == "kind")
            .collect();
        let said = said(one("first", &used, rows));
        assert!(said.contains(expected), "expected: {expected}\nsaid: {said}");
    }
}

#[test]
fn other_nodes_loose_edges_circles_and_missing_versions_are_refused() {
    let rules = || json!([row("z", "R", json!({}))]);
    let mut table = one("first", &[], rules());
    table["nodes"]
        .as_array_mut()
        .expect("nodes")
        .push(json!({"id": "f", "type": "functionNode", "name": "Sum"}));
    assert!(said(table).contains("node `Sum` is a functionNode"));
    assert!(
        said(graph(
            vec![node("t", "first", &[], rules())],
            &[("in", "t"), ("t", "gone")]
        ))
        .contains("edge `e1`")
    );
    assert!(said(graph(vec![node("t", "first", &[], rules())], &[("in", "t")])).contains("not on a way"));
    let mut circle = graph(
        vec![node("a", "first", &[], rules()), node("b", "first", &[], rules())],
        &[("in", "a"), ("a", "b"), ("b", "a"), ("b", "out")],
    );
    circle["nodes"][2]["content"]["passThrough"] = json!(true);
    assert!(said(circle).contains("in a circle"));
    let mut table = one("first", &[], rules());
    table.as_object_mut().expect("object").remove("version");
    assert!(said(table.clone()).contains("the version is missing"));
    table["nodes"][2]["name"] = json!("Grade @ 2026-11");
    assert_eq!(
        said(table),
        "nothing",
        "the version may stand in the table's name"
    );
    assert!(said(one("unique", &[], rules())).contains("hit policy `unique`"));
    assert!(said(one("collect", &[], rules())).contains("no first-hit table that gives a grade"));
    assert!(said(one("first", &["weapn"], rules())).contains("column `weapn` looks at `weapn`"));
}

#[test]
fn a_missing_list_and_an_unknown_file_are_named() {
    let problems = Triage::load(&[("else.json", "{}"), ("answers.json", "{}")]).expect_err("problems");
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(
        all.iter()
            .any(|p| p.starts_with("else.json: a file of this name is not known")),
        "{all:?}"
    );
    assert!(
        all.iter()
            .any(|p| p == "grades.json: the file `grades.json` is missing"),
        "{all:?}"
    );
}

#[test]
fn tables_in_a_chain_hand_on_what_they_found() {
    let help = json!({"id": "help", "type": "decisionTableNode", "name": "help", "content": {
        "hitPolicy": "first", "passThrough": true, "outputPath": "seen",
        "inputs": [{"id": "c", "field": "vehicleCrime"}],
        "outputs": [{"id": "o", "field": "size"}],
        "rules": [{"_id": "h1", "c": "'of'", "o": "'large'"}, {"_id": "h2", "c": "", "o": "'small'"}]}});
    let grade = node(
        "t",
        "first",
        &["seen.size", "weapon"],
        json!([
            row("a", "S", json!({"seen.size": "'large'", "weapon": "'yes'"})),
            row("b", "E", json!({"seen.size": "'large'"})),
            row("z", "R", json!({}))
        ]),
    );
    let chain = graph(
        vec![grade, help.clone()],
        &[("in", "help"), ("help", "t"), ("t", "out")],
    );
    let triage = load(&[("grade.json", chain.clone())]).unwrap_or_else(|p| panic!("{}", p[0]));
    let grade = |answers: Value| {
        triage.decide(&Facts::from_json(answers).expect("object")).reasons[0]
            .rule_id
            .to_string()
    };
    assert_eq!(grade(json!({"vehicleCrime": "of", "weapon": "yes"})), "a");
    assert_eq!(grade(json!({"vehicleCrime": "of"})), "b");
    assert_eq!(grade(json!({"vehicleCrime": "from", "weapon": "yes"})), "z");
    let mut shut = chain;
    shut["nodes"][3]["content"]["passThrough"] = json!(false);
    let problems = load(&[("grade.json", shut)]).expect_err("answers do not arrive");
    assert!(
        problems[0].to_string().contains("turn on pass-through"),
        "{}",
        problems[0]
    );
}

#[test]
fn a_cell_that_fails_does_not_match_and_is_told() {
    let table = one(
        "first",
        &["asbSince"],
        json!([
            row("a", "S", json!({"asbSince": "> 3"})),
            row("z", "R", json!({}))
        ]),
    );
    let triage = load(&[("grade.json", table)]).unwrap_or_else(|p| panic!("{}", p[0]));
    let decision = triage.decide(&Facts::from_json(json!({"asbSince": "last summer"})).expect("object"));
    assert_eq!(decision.reasons[0].rule_id.as_ref(), "z");
    assert_eq!(
        (&*decision.faults[0].rule_id, &*decision.faults[0].cell),
        ("a", "> 3")
    );
    let decision = triage.decide(&Facts::default());
    assert!(decision.faults.is_empty(), "no answer is no fault");
}
