//! The triage through its front door, with the tables that come with the program.

mod shipped;

use serde_json::Value;
use triage::{Facts, Triage};

pub fn triage() -> Triage {
    Triage::load_shipped().unwrap_or_else(|problems| {
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("the shipped tables have problems:\n{}", all.join("\n"))
    })
}

pub fn facts(answers: Value) -> Facts {
    Facts::from_json(answers).expect("answers are an object")
}
