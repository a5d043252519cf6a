//! `siting solve` and `siting verify` as people and programs outside call them.

use std::path::Path;
use std::process::Output;

use crate::program::bluelamp;

const MINUTES: &str =
    "from,to,minutes\nash,north,10\nash,south,30\nelm,north,40\nelm,south,5\noak,north,20\noak,south,\n";
const PEOPLE: &str = "id,weight\nash,100\nelm,50\noak,10\n";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        place.write("minutes.csv", MINUTES);
        place.write("people.csv", PEOPLE);
        place
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).expect("a file");
    }

    fn run(&self, args: &[&str]) -> Output {
        bluelamp()
            .arg("siting")
            .args(args)
            .current_dir(self.path())
            .output()
            .expect("the program runs")
    }

    /// What it says to an input that it refuses, with exit code 1 or 2.
    fn refused(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{args:?}: {said}");
        assert!(
            !said.contains("panicked") && output.stdout.is_empty(),
            "{args:?}: {said}"
        );
        said
    }
}

fn solve<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["solve", "--matrix", "minutes.csv", "--weights", "people.csv"];
    args.extend(more);
    args
}

#[test]
fn what_solve_writes_verify_agrees_with() {
    let place = Place::new();
    let output = place.run(&solve(&["--model", "p-median", "--p", "1", "--json"]));
    assert_eq!(output.status.code(), Some(0));
    let json = String::from_utf8(output.stdout).expect("text");
    let answer: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(answer["objective"], 3200.0);
    assert_eq!(answer["proved"], true);
    assert_eq!(answer["names"], serde_json::json!(["north"]));
    place.write("answer.json", &json);
    place.write(
        "forged.json",
        &json.replacen("\"objective\":3200.0", "\"objective\":1.0", 1),
    );
    let verify = |file| {
        let mut args = solve(&["--model", "p-median", "--p", "1"]);
        args[0] = "verify";
        args.push(file);
        place.run(&args).status.code()
    };
    assert_eq!(verify("answer.json"), Some(0));
    assert_eq!(verify("forged.json"), Some(1));
}

#[test]
fn figures_without_sense_are_refused_with_a_reason() {
    let place = Place::new();
    for (more, says) in [
        (["--p", "1", "--time-limit", "NaN"], "seconds above zero"),
        (["--p", "1", "--time-limit", "-5"], "seconds above zero"),
        (["--p", "1", "--limit", "NaN"], "a number, zero or more"),
        (["--p", "1", "--limit", "-3"], "a number, zero or more"),
        (["--p", "1", "--capacity", "-3"], "a number, zero or more"),
        (["--model", "p-median", "--p", "-1"], "1 or more"),
        (["--model", "p-median", "--p", "0"], "1 or more"),
        (["--model", "p-median", "--p", "7"], "there are 2 sites"),
        (["--model", "p-mean", "--p", "1"], "there are p-median"),
    ] {
        let said = place.refused(&solve(&more));
        assert!(said.contains(says), "{more:?}: {said}");
    }
}

#[test]
fn rules_without_sense_are_refused_by_name() {
    let place = Place::new();
    for (model, rules, says) in [
        (
            "capacitated",
            r#"{"capacities":[["north",5],["south",-2]]}"#,
            "site south is -2",
        ),
        (
            "plant",
            r#"{"budget":{"costs":[["south",-4]],"most":3}}"#,
            "south costs -4",
        ),
        ("plant", r#"{"must_keep":["west"]}"#, "west"),
        ("plant", r#"{"must_kep":[]}"#, "rules.json"),
        ("plant", "[1, 2", "rules.json"),
    ] {
        place.write("rules.json", rules);
        let said = place.refused(&solve(&["--model", model, "--rules", "rules.json"]));
        assert!(said.contains(says), "{rules}: {said}");
    }
}

#[test]
fn what_is_no_answer_is_called_so() {
    let place = Place::new();
    for text in ["", "[]", "{\"objective\":", "null", "a page of words"] {
        place.write("answer.json", text);
        let said = place.refused(&["verify", "--matrix", "minutes.csv", "--p", "1", "answer.json"]);
        assert!(
            said.contains("answer.json") && said.contains("not an answer"),
            "{said}"
        );
    }
    let said = place.refused(&["verify", "--matrix", "minutes.csv", "--p", "1", "absent.json"]);
    assert!(said.contains("absent.json"), "{said}");
}

#[test]
fn what_cannot_be_is_told_with_the_names_in_the_way() {
    let place = Place::new();
    place.write("far.csv", "from,to,minutes\nash,north,10\nelm,north,\n");
    let said = place.refused(&["solve", "--matrix", "far.csv", "--p", "1"]);
    assert!(said.contains("elm can reach no site"), "{said}");
    place.write(
        "apart.csv",
        "from,to,minutes\nash,north,10\nash,south,\nelm,north,\nelm,south,7\n",
    );
    let output = place.run(&[
        "solve",
        "--matrix",
        "apart.csv",
        "--model",
        "p-center",
        "--p",
        "1",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["infeasible"], true);
    assert_eq!(
        answer["conflict"],
        serde_json::json!(["at most 1 sites", "demand ash", "demand elm"])
    );
}

#[test]
fn the_time_limit_without_a_word_is_told() {
    let output = Place::new().run(&["solve", "--help"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("--time-limit") && said.contains("[default: 60]"),
        "{said}"
    );
}
