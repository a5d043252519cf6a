//! What must hold for every report there could be.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use triage::{AnswerType, Worse};

use crate::{facts, reports, triage};

fn order(answers: &Map<String, Value>) -> u32 {
    triage()
        .decide(&facts(Value::Object(answers.clone())))
        .grade_order
}

/// The same report with one answer made worse, in every way the answers' own order knows.
fn made_worse(answers: &Map<String, Value>) -> Vec<(String, Map<String, Value>)> {
    let mut all = Vec::new();
    let mut with = |name: &str, value: Value| {
        let mut worse = answers.clone();
        worse.insert(name.to_owned(), value);
        all.push((name.to_owned(), worse));
    };
    for answer in triage().answers() {
        let now = answers.get(answer.name.as_ref());
        match answer.kind {
            AnswerType::Choice => {
                let at = now
                    .and_then(Value::as_str)
                    .and_then(|v| answer.rises.iter().position(|r| r.as_ref() == v));
                if let Some(at) = at {
                    for worse in answer.rises.iter().skip(at + 1) {
                        with(&answer.name, json!(worse));
                    }
                }
            }
            AnswerType::List if answer.more_is_worse => {
                let ticked: Vec<Value> = now.and_then(Value::as_array).cloned().unwrap_or_default();
                for more in answer.values.iter().filter(|v| !ticked.contains(&json!(v))) {
                    let mut ticked = ticked.clone();
                    ticked.push(json!(more));
                    with(&answer.name, Value::Array(ticked));
                }
            }
            AnswerType::Number => {
                if let (Some(worse), Some(n)) = (answer.worse, now.and_then(Value::as_f64)) {
                    match worse {
                        Worse::Higher => with(&answer.name, json!(n * 2.0 + 1.0)),
                        Worse::Lower => with(&answer.name, json!(n / 2.0)),
                    }
                }
            }
            _ => {}
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_worse_answer_never_lowers_the_grade(answers in reports::any()) {
        let before = order(&answers);
        for (name, worse) in made_worse(&answers) {
            prop_assert!(order(&worse) <= before, "{name}: {answers:?} -> {worse:?}");
        }
    }

    #[test]
    fn a_missing_answer_is_never_less_urgent_than_unsure(answers in reports::any()) {
        for answer in triage().answers() {
            if answer.kind == AnswerType::Choice && answer.values.iter().any(|v| v.as_ref() == "unsure") {
                let mut unsure = answers.clone();
                unsure.insert(answer.name.to_string(), json!("unsure"));
                let mut missing = answers.clone();
                missing.remove(answer.name.as_ref());
                prop_assert!(order(&missing) <= order(&unsure), "{}: {answers:?}", answer.name);
            }
        }
    }

    #[test]
    fn words_in_free_text_never_lower_the_grade(answers in reports::any(), text in "[a-z ]{0,40}", word in 0usize..6) {
        let said = ["he has a knife", "help me please", "mae rhywun yn torri i mewn", "not a gun", "no", ""][word];
        let before = order(&answers);
        let mut with = answers.clone();
        with.insert("whatHappened".to_owned(), json!(format!("{text} {said}")));
        prop_assert!(order(&with) <= before);
    }

    #[test]
    fn a_grade_set_by_a_person_is_never_lowered(answers in reports::any(), at in 0usize..4) {
        let grade = &triage().grades()[at];
        let decision = triage().decide_again(&facts(Value::Object(answers)), &grade.code).expect("grade");
        prop_assert!(decision.grade_order <= grade.order);
        let suits = triage().grade(&decision.grade).expect("grade").outcomes.contains(&decision.outcome_suggestion);
        prop_assert!(suits, "an outcome that goes with the grade");
    }

    #[test]
    fn every_report_gets_a_grade_an_outcome_and_a_reason(answers in reports::any()) {
        let decision = triage().decide(&facts(Value::Object(answers)));
        prop_assert!(triage().grade(&decision.grade).is_some());
        prop_assert!(triage().outcomes().iter().any(|o| o.code == decision.outcome_suggestion));
        prop_assert_eq!(&decision.reasons[0].grade, &decision.grade);
        let places: Vec<u32> = decision
            .reasons
            .iter()
            .map(|r| triage().grade(&r.grade).expect("grade").order)
            .collect();
        prop_assert!(places.is_sorted(), "the most urgent reason first: {places:?}");
        prop_assert!(decision.faults.is_empty(), "{:?}", decision.faults);
    }
}
