use proptest::prelude::*;
use triage::Lang;

use crate::triage;

fn kinds(text: &str) -> Vec<String> {
    let mut kinds: Vec<String> = triage()
        .scan(text, Lang::En)
        .iter()
        .map(|e| e.kind.to_string())
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[test]
fn emergencies_are_found_in_every_language_whatever_the_case_and_the_accents() {
    for (text, kind) in [
        ("HE’S GOT A KNIFE", "weapon"),
        ("they are attacking me", "violence-now"),
        ("Mae ganddo GYLLELL", "weapon"),
        ("mae’r tŷ ar dân", "fire"),
        ("mae'r ty ar dan", "fire"),
        ("Rydw i eisiau marw", "suicide"),
        ("i want to die", "suicide"),
        ("she was strangled", "strangulation"),
        ("someone is in my house", "intruder-now"),
        ("mae rhywun yn torri i mewn", "intruder-now"),
        ("my mum has gone missing", "missing-person"),
        ("my boy was left alone; child is in danger", "child-at-risk"),
        ("I was raped", "sexual-recent"),
        ("he threatened to kill me", "threat-to-kill"),
        ("bygwth lladd", "threat-to-kill"),
        ("he is in the next room", "abuser-nearby"),
        ("she is not breathing", "injury"),
        ("there is a bomb", "bomb"),
    ] {
        assert!(kinds(text).iter().any(|k| k == kind), "{text}: {:?}", kinds(text));
    }
}

#[test]
fn a_word_inside_another_word_is_not_an_emergency() {
    assert_eq!(
        kinds("Gunnersbury, a begun swordfish, Killburn, axel, gunned"),
        [""; 0]
    );
    assert_eq!(kinds("The council painted the bench green."), [""; 0]);
}

#[test]
fn a_span_covers_the_words_in_the_text_as_it_was_written() {
    let text = "Ŵyr neb. — Mae’r tŷ AR DÂN!";
    let found = triage().scan(text, Lang::Cy);
    let fire = found.iter().find(|e| e.kind.as_ref() == "fire").expect("fire");
    assert_eq!(&text[fire.start..fire.end], "AR DÂN");
    assert!(fire.interrupt);
}

#[test]
fn a_negation_is_told_and_changes_nothing() {
    let found = triage().scan("He has no knife", Lang::En);
    assert!(
        found
            .iter()
            .any(|e| e.kind.as_ref() == "weapon" && e.negated && e.interrupt)
    );
    let found = triage().scan("He has a knife", Lang::En);
    assert!(found.iter().any(|e| e.kind.as_ref() == "weapon" && !e.negated));
    let found = triage().scan("Doedd dim gyllell", Lang::Cy);
    assert!(found.iter().any(|e| e.negated));
}

#[test]
fn every_kind_of_emergency_of_the_list_but_those_only_rows_name_has_phrases_in_english_and_welsh() {
    let (_, list) = triage::shipped()[3];
    let list: serde_json::Value = serde_json::from_str(list).expect("json");
    for kind in triage().emergency_kinds() {
        let langs: Vec<&str> = list["phrases"]
            .as_array()
            .expect("phrases")
            .iter()
            .filter(|p| p["kind"] == *kind.code)
            .filter_map(|p| p["lang"].as_str())
            .collect();
        let only_rows = matches!(kind.code.as_ref(), "in-progress" | "road-danger");
        for lang in ["en", "cy", "en-simple"] {
            assert!(
                only_rows || langs.contains(&lang) || kind.code.as_ref() == "fire" && lang == "en-simple",
                "{} {lang}",
                kind.code
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_scanned_without_harm_and_spans_are_at_characters(text in "\\PC{0,400}") {
        for found in triage().scan(&text, Lang::En) {
            prop_assert!(text.get(found.start..found.end).is_some());
        }
    }

    #[test]
    fn a_phrase_is_found_wherever_it_stands(before in "[a-z .,]{0,60}", after in "[a-z .,]{0,60}") {
        let text = format!("{before}. someone is in my house! {after}");
        prop_assert!(kinds(&text).iter().any(|k| k == "intruder-now"), "{text}");
    }

    #[test]
    fn repeated_words_are_told_a_bounded_number_of_times(times in 1usize..3_000) {
        let found = triage().scan(&"knife gun ".repeat(times), Lang::En);
        prop_assert!(!found.is_empty() && found.len() <= 200);
    }
}
