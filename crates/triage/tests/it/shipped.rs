use serde_json::json;
use triage::{Lang, Thrive};

use crate::{facts, triage};

#[test]
fn the_shipped_tables_load_without_a_problem() {
    assert!(triage().rule_count() >= 40);
    assert!(triage().versions().iter().all(|(_, version)| !version.is_empty()));
    assert_eq!(
        triage()
            .grades()
            .iter()
            .map(|g| g.code.as_ref())
            .collect::<Vec<_>>(),
        ["I", "S", "E", "R"]
    );
    assert_eq!(triage().grade("I").and_then(|g| g.clock_minutes), Some(15));
    assert_eq!(triage().outcomes().len(), 8);
}

#[test]
fn loaded_tables_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(triage());
}

#[test]
fn every_shipped_scenario_is_graded_as_expected() {
    let report = triage().check_csv(triage::shipped_scenarios());
    assert!(report.scenarios >= 120, "{}", report.scenarios);
    assert_eq!(report.under_graded_most_urgent, 0, "{}", report.to_text());
    assert!(report.safe(), "{}", report.to_text());
    assert!(report.all_right(), "{}", report.to_text());
    assert_eq!(report.by_kind.len(), 15, "every flow has scenarios");
    // The last row is for a flow that nobody has named yet, which a scenario cannot have.
    assert_eq!(report.rules_not_reached, ["r-last"], "every rule has a scenario");
}

#[test]
fn a_decision_says_which_row_of_which_table_gave_it_and_what_it_looked_at() {
    let decision = triage().decide(&facts(json!({
        "kind": "burglary", "happeningNow": "yes", "burglaryPlace": "home", "vulnerable": ["over-65"]
    })));
    assert_eq!(
        (&*decision.grade, &*decision.outcome_suggestion),
        ("I", "deploy_now")
    );
    let first = &decision.reasons[0];
    assert_eq!(
        (&*first.rule_id, &*first.table, &*first.key),
        ("i-burglary-now", "Grade", "intruder-now")
    );
    assert!(
        first.table_version.starts_with("2026.1+"),
        "{}",
        first.table_version
    );
    assert_eq!(
        first.facts.iter().map(AsRef::as_ref).collect::<Vec<_>>(),
        ["kind", "happeningNow"]
    );
    assert_eq!(decision.reasons[1].rule_id.as_ref(), "raise-older");
    assert_eq!(decision.interrupts[0].kind.as_ref(), "intruder-now");
    assert!(triage().reason_text("intruder-now", Lang::Cy).contains("bwrgler"));
}

#[test]
fn a_grade_that_a_person_has_set_is_only_ever_suggested_upward() {
    let calm = facts(json!({"kind": "theft", "happeningNow": "no", "forceUsed": "no"}));
    let kept = triage().decide_again(&calm, "S").expect("grade");
    assert_eq!((&*kept.grade, kept.raises), ("S", false));
    assert_eq!(kept.kept.as_deref(), Some("S"));
    assert_eq!(
        kept.outcome_suggestion.as_ref(),
        "deploy_later",
        "an outcome that goes with the grade"
    );
    let worse = facts(json!({"kind": "theft", "happeningNow": "yes"}));
    let raised = triage().decide_again(&worse, "R").expect("grade");
    assert_eq!((&*raised.grade, raised.raises, raised.kept), ("I", true, None));
    assert!(triage().decide_again(&calm, "X").is_err());
}

#[test]
fn an_answer_outside_what_it_can_be_counts_as_unsure_and_is_told() {
    let odd = triage().decide(&facts(
        json!({"kind": "criminal-damage", "fireUsed": "perhaps", "happeningNow": "no"}),
    ));
    let unsure = triage().decide(&facts(
        json!({"kind": "criminal-damage", "fireUsed": "unsure", "happeningNow": "no"}),
    ));
    assert_eq!(odd.grade, unsure.grade);
    assert_eq!(odd.odd_answers[0].name.as_ref(), "fireUsed");
}

#[test]
fn yes_and_no_may_come_as_true_and_false_and_numbers_as_text() {
    let words = json!({"kind": "theft", "happeningNow": "no", "forceUsed": "yes", "hoursSince": 0.25});
    let flags = json!({"kind": "theft", "happeningNow": false, "forceUsed": true, "hoursSince": "0.25"});
    assert_eq!(triage().decide(&facts(words)), triage().decide(&facts(flags)));
}

#[test]
fn the_thrive_record_says_what_is_known_what_is_unknown_and_what_was_not_asked() {
    let answers = facts(json!({
        "kind": "assault", "happeningNow": "no", "weapon": "unsure", "injury": "minor", "evidenceKinds": ["cctv"],
        "repeatContacts": 4, "vulnerable": ["pregnant"], "contactChannel": "email", "whatHappened": "He pushed me"
    }));
    let decision = triage().decide(&answers);
    let record = Thrive::from_answers(triage(), &answers, &decision);
    let known = |e: &triage::Element, name: &str| e.facts.iter().any(|f| f.label.as_ref() == name);
    assert!(known(&record.threat, "happeningNow") && known(&record.harm, "injury"));
    assert!(known(&record.risk, "repeatContacts") && known(&record.vulnerability, "vulnerable"));
    assert!(known(&record.investigation, "evidenceKinds") && known(&record.engagement, "contactChannel"));
    assert!(record.threat.unknown.iter().any(|n| n.as_ref() == "weapon"));
    assert!(
        record
            .threat
            .unknown
            .iter()
            .any(|n| n.as_ref() == "suspectPresent")
    );
    assert!(
        record
            .threat
            .not_asked
            .iter()
            .any(|n| n.as_ref() == "abuserNearby")
    );
    let written = serde_json::to_string(&record).expect("json");
    assert!(!written.contains("pushed"), "free text stays out of the record");
    assert_eq!(triage().answer_label("weapon", Lang::Cy), "Arf");
}

#[test]
fn the_trace_names_the_answer_that_spoke_against_each_row() {
    let traces = triage().trace(&facts(
        json!({"kind": "theft", "happeningNow": "no", "forceUsed": "no"}),
    ));
    let grade = &traces[0];
    let (last, against) = grade.rows.last().expect("rows");
    assert_eq!((last.as_ref(), against), ("r-theft", &None));
    assert_eq!(grade.rows[0].1.as_deref(), Some("suspectPresent"));
}

#[test]
fn scenario_files_with_mistakes_say_the_line() {
    let text = "id,kind,expect_grade,answers\n\
        a,theft,S,{}\nb,theft,Z,{}\nc,theft,R,not json\nd,theft,R,\"{\"\"weapn\"\":\"\"yes\"\"}\"\na,theft,E,{}\n\
        e,theft,R,\"{\"\"weapon\"\":\"\"perhaps\"\"}\"\nf,theft\n";
    let report = triage().check_csv(text);
    assert_eq!(
        report.problems.iter().map(|p| p.line).collect::<Vec<_>>(),
        [3, 4, 6, 8]
    );
    assert_eq!(report.warnings.iter().map(|p| p.line).collect::<Vec<_>>(), [5, 7]);
    assert_eq!(report.under.len(), 1, "{}", report.to_text());
    assert!(report.to_text().contains("1 graded too low"));
    assert!(!report.safe() && !report.all_right());
    assert_eq!(
        serde_json::to_value(&report).expect("json")["under"][0]["got"],
        "E"
    );
    assert!(!triage().check_csv("").all_right());
}

#[test]
fn scenario_answers_may_stand_in_columns_of_their_own() {
    let text = "note,id,expect_grade,kind,happeningNow,forceUsed,evidenceKinds,hoursSince,weapon\n\
        by phone,a,R,theft,no,no,cctv; photos,30,\nnow,b,I,theft,yes,yes,,,\njust now,c,I,theft,no,yes,,0.5,\n";
    let report = triage().check_csv(text);
    assert!(report.all_right(), "{}", report.to_text());
    assert_eq!(report.scenarios, 3);
}
