//! The triage through its front door, with the tables that come with the program.

// The helpers below are tests, too, which clippy only sees of functions marked as such.
#![allow(clippy::expect_used, clippy::panic)]

mod hostile;
mod laws;
mod oracle;
mod problems;
mod shipped;
mod words;

use serde_json::Value;
use triage::{Facts, Triage};

/// The shipped tables, loaded once for all tests.
pub fn triage() -> &'static Triage {
    static LOADED: std::sync::OnceLock<Triage> = std::sync::OnceLock::new();
    LOADED.get_or_init(|| {
        Triage::load_shipped().unwrap_or_else(|problems| {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("the shipped tables have problems:\n{}", all.join("\n"))
        })
    })
}

pub fn facts(answers: Value) -> Facts {
    Facts::from_json(answers).expect("answers are an object")
}

/// Which of the shipped answers a test needs to make reports of its own.
pub mod reports {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};
    use triage::AnswerType;

    /// Any answer the shipped forms can give, or none, for every question the tables know.
    pub fn any() -> impl Strategy<Value = Map<String, Value>> {
        let answers: Vec<(String, BoxedStrategy<Option<Value>>)> = crate::triage()
            .answers()
            .iter()
            .filter(|a| !matches!(a.kind, AnswerType::Text | AnswerType::Word))
            .map(|a| {
                let name = a.name.to_string();
                let values: Vec<String> = a.values.iter().map(|v| v.to_string()).collect();
                let value = match a.kind {
                    AnswerType::Choice => proptest::sample::select(values).prop_map(|v| json!(v)).boxed(),
                    AnswerType::List => {
                        let most = values.len();
                        proptest::sample::subsequence(values, 0..=most.min(3))
                            .prop_map(|v| json!(v))
                            .boxed()
                    }
                    _ => prop_oneof![
                        (0u32..12).prop_map(|n| json!(n)),
                        (0u32..800).prop_map(|n| json!(f64::from(n) / 4.0)),
                        (9_990u32..10_010).prop_map(|n| json!(n)),
                    ]
                    .boxed(),
                };
                let often = if name == "kind" { 0.98 } else { 0.3 };
                (name, proptest::option::weighted(often, value).boxed())
            })
            .collect();
        let (names, values): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
        values.prop_map(move |values| {
            names
                .iter()
                .cloned()
                .zip(values)
                .filter_map(|(name, value)| value.map(|v| (name, v)))
                .collect()
        })
    }
}
