//! The way the command line asks.

use siting::run::{Input, Request, Source, problem, solve, verify};
use siting::{Settings, Unlimited};

fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

fn request(model: &str, rules: Option<&str>) -> Request {
    let minutes =
        "from,to,minutes\nash,north,10\nash,south,30\nelm,north,40\nelm,south,5\noak,north,20\noak,south,\n";
    Request {
        model: model.to_owned(),
        input: Input::Matrix {
            matrix: source("minutes.csv", minutes),
            weights: Some(source("people.csv", "id,weight\nash,100\nelm,50\noak,10\n")),
        },
        p: Some(1),
        limit: Some(20.0),
        capacity: None,
        rules: rules.map(|r| source("rules.json", r)),
    }
}

#[test]
fn every_model_answers_and_its_json_is_verified() {
    for (model, objective) in [
        ("p-median", 3200.0),
        ("p-center", 40.0),
        ("max-cover", 110.0),
        ("plant", 1450.0),
    ] {
        let request = request(model, None);
        let answer = solve(&request, &Settings::default(), &Unlimited).unwrap();
        assert_eq!(answer.objective, Some(objective), "{model}");
        assert!(answer.proved, "{answer:?}");
        let json = serde_json::to_string(&answer).unwrap();
        let verdict = verify(&request, &source("answer.json", &json)).unwrap();
        assert!(verdict.agrees && verdict.proved, "{verdict:?}");
        let forged = json.replacen(&format!("\"objective\":{objective:?}"), "\"objective\":1.0", 1);
        assert_ne!(forged, json);
        assert!(!verify(&request, &source("answer.json", &forged)).unwrap().agrees);
    }
}

#[test]
fn a_set_cover_needs_both() {
    let answer = solve(&request("set-cover", None), &Settings::default(), &Unlimited).unwrap();
    assert_eq!(answer.names, ["north", "south"]);
}

#[test]
fn rules_change_the_answer_and_conflicts_are_named() {
    let rules = r#"{"must_close":["north"]}"#;
    let answer = solve(
        &request("max-cover", Some(rules)),
        &Settings::default(),
        &Unlimited,
    )
    .unwrap();
    assert_eq!(
        (answer.objective, answer.names),
        (Some(50.0), vec!["south".to_owned()])
    );
    let rules = r#"{"must_close":["north"],"must_keep":["north","south"]}"#;
    let answer = solve(&request("plant", Some(rules)), &Settings::default(), &Unlimited).unwrap();
    assert!(answer.infeasible);
    assert_eq!(answer.conflict, ["keep north", "close north"]);
}

#[test]
fn what_is_missing_or_unknown_is_said() {
    let said = |request: &Request| problem(request).unwrap_err().to_string();
    assert!(
        said(&Request {
            p: None,
            ..request("p-median", None)
        })
        .contains("--p")
    );
    assert!(
        said(&Request {
            limit: None,
            ..request("max-cover", None)
        })
        .contains("--limit")
    );
    assert!(said(&request("p-mean", None)).contains("there are p-median"));
    assert!(said(&request("plant", Some(r#"{"must_keep":["west"]}"#))).contains("west"));
    assert!(said(&request("plant", Some(r#"{"must_kep":[]}"#))).contains("rules.json"));
    // Rules that a model would pass over are refused, not forgotten.
    let rooms = r#"{"capacities":[["north",5]]}"#;
    let groups = r#"{"no_group_worse":["older"]}"#;
    for model in ["p-median", "p-center", "set-cover", "max-cover", "plant"] {
        assert!(
            said(&request(model, Some(rooms))).contains("capacities"),
            "{model}"
        );
        assert!(
            said(&request(model, Some(groups))).contains("no_group_worse"),
            "{model}"
        );
    }
    assert!(said(&request("capacitated", Some(groups))).contains("no_group_worse"));
}
