//! Our evaluator against zen-engine, the format's own, on the shipped tables. Where the Python package `zen-engine` is not
//! installed (`BLUELAMP_PYTHON` names another interpreter), the test says so and passes.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::{facts, reports, triage};

const REPORTS: usize = 2_000;

#[test]
fn zen_engine_gives_the_same_rows_for_the_shipped_tables() {
    let mut runner = TestRunner::deterministic();
    let mut given = Vec::with_capacity(REPORTS);
    let any = reports::any();
    for _ in 0..REPORTS {
        given.push(facts(Value::Object(
            any.new_tree(&mut runner).expect("report").current(),
        )));
    }
    let table = |place: usize| {
        let mut table: Value = serde_json::from_str(triage::shipped()[place].1).expect("json");
        // The engine gives rows back without their ids, so each row's id is made an output of its own.
        let content = &mut table["nodes"][1]["content"];
        content["outputs"]
            .as_array_mut()
            .expect("outputs")
            .push(json!({"id": "out-id", "name": "Id", "field": "id"}));
        for rule in content["rules"].as_array_mut().expect("rules") {
            rule["out-id"] = json!(format!("'{}'", rule["_id"].as_str().expect("id")));
        }
        table
    };
    let seen: Vec<Value> = given.iter().map(|f| triage().as_seen(f)).collect();
    let asked = json!({"tables": [table(4), table(5)], "inputs": seen});
    let Some(answers) = ask(&asked) else {
        println!("skipped: the Python package zen-engine is not installed");
        return;
    };
    let mut same = 0;
    for (at, facts) in given.iter().enumerate() {
        let decision = triage().decide(facts);
        let ours = |table: &str| -> Vec<&str> {
            let mut ids: Vec<&str> = decision
                .reasons
                .iter()
                .filter(|r| r.table.as_ref() == table)
                .map(|r| r.rule_id.as_ref())
                .collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(
            ours("Grade"),
            [answers[0][at]["id"].as_str().expect("a row")],
            "{}",
            triage().as_seen(facts)
        );
        let mut theirs: Vec<&str> = answers[1][at]["raised"]
            .as_array()
            .expect("rows")
            .iter()
            .filter_map(|r| r["id"].as_str())
            .collect();
        theirs.sort_unstable();
        assert_eq!(ours("Raise"), theirs, "{}", triage().as_seen(facts));
        same += 1;
    }
    println!("zen-engine agrees on {same} of {REPORTS} reports, both tables");
}

fn ask(asked: &Value) -> Option<Value> {
    let python = std::env::var("BLUELAMP_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/ask_zen_engine.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let text = asked.to_string();
    let writer = std::thread::spawn(move || {
        // A script that ended before it read everything has said so by its status.
        let _ = input.write_all(text.as_bytes());
    });
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?;
    if output.status.code() == Some(3) {
        return None;
    }
    assert!(output.status.success(), "the oracle failed");
    serde_json::from_slice(&output.stdout).ok()
}
