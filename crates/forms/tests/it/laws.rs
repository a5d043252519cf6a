//! What holds for every definition and everything that is posted.

use forms::{Answers, Definition, Posted, Step, html, sample};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::examples::{TODAY, branching, list, one_page};
use crate::pages::all_components;

fn everything() -> Definition {
    one_page(all_components(), json!([list("kinds", &["car", "van"])]))
}

fn any_fields() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        "[a-w]",
        "[fgmps]__(day|month|year|addressLine1|town|postcode|easting|northing|latitude|longitude)",
        "(born|vehicle|colour|extras)(__day|__month|__year)?",
        "(action|item|remove|remove-item)",
        "\\PC{0,8}",
    ];
    let value = prop_oneof![
        "\\PC{0,30}",
        "-?[0-9]{0,12}(\\.[0-9]{0,4})?",
        "(car|van|true|false|bicycle|new|upload|add-another|1|2|31|2026|TQ123456)",
        "[\\[\\{\\}\\]\",:0-9a-zA-Z]{0,40}",
        "(\\x00|\\r\\n|\\n|<|>|\"|'|&){0,10}",
    ];
    prop::collection::vec((name, value), 0..12)
}

/// Changes one place of a tree to something else.
fn spoil(value: &mut Value, mut at: usize, with: &Value) -> usize {
    if at == 0 {
        *value = with.clone();
        return 0;
    }
    at -= 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(map) => map.values_mut().collect(),
        _ => return at + 1,
    };
    for child in children {
        let left = spoil(child, at, with);
        if left == 0 {
            return 0;
        }
        at = left - 1;
    }
    at + 1
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|f| serde_json::Number::from_f64(f).map_or(Value::Null, Value::Number)),
        "\\PC{0,12}".prop_map(Value::from),
        "(/one|kinds|isCar|c1|RadiosField|PaymentField|GeospatialField|RepeatPageController|\\{\\{ vehicle \\}\\})".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(
                "(id|name|type|path|value|items|list|condition|components|schema|options|next|repeat)",
                inner,
                0..4
            )
            .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

fn branching_source() -> Value {
    json!({
        "schema": 2, "engine": "V2", "name": "Everything", "startPage": "/one",
        "pages": [
            {"id": "p1", "path": "/one", "title": "", "section": "s", "components": all_components()},
            {"id": "p2", "path": "/two", "title": "Two", "condition": "k", "controller": "RepeatPageController",
             "repeat": {"options": {"name": "many", "title": "Thing"}, "schema": {"min": 1, "max": 3}},
             "components": [{"id": "x1", "type": "DatePartsField", "name": "day", "title": "{{ a }}", "options": {"maxDaysInPast": 3}}],
             "next": []},
            {"id": "p3", "path": "/summary", "title": "", "controller": "SummaryPageController"}],
        "lists": [list("kinds", &["car", "van"])],
        "sections": [{"id": "s", "name": "s", "title": "S"}],
        "conditions": [
            {"id": "k", "displayName": "k", "coordinator": "or", "items": [
                {"id": "i", "conditionId": "l"},
                {"id": "j", "componentId": "x1", "operator": "is at least", "type": "RelativeDate", "value": {"period": 2, "unit": "months", "direction": "in the past"}}]},
            {"id": "l", "displayName": "l", "items": [
                {"id": "m", "componentId": "i", "operator": "is not", "type": "ListItemRef", "value": {"listId": "kinds", "itemId": "kinds-car"}}]}],
        "metadata": {"translations": {"cy": {"components": {"a": {"title": "C"}}}}, "bluelamp": {"pictures": {"/one": "p"}}},
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn nothing_posted_makes_it_panic_and_what_is_taken_is_taken_again(fields in any_fields(), lang in "(en|cy|en-simple|xx)") {
        for form in [everything(), branching()] {
            for page in form.pages() {
                let mut answers = Answers::default();
                let step = form.submit(&mut answers, page.path(), Posted::fields(&fields), &lang, TODAY, false).unwrap();
                let problems = match step { Step::Problems(p) => p, _ => Vec::new() };
                let view = form.view(page.path(), &answers, &lang, TODAY).unwrap().with_posted(&fields, &problems);
                let shown = html::fragment(&view);
                prop_assert!(!shown.contains("<script"));
                let _ = html::error_summary(&problems, &lang);
                // An answer that was taken is a good answer when it is looked at again.
                if problems.is_empty() && !fields.iter().any(|(n, _)| matches!(n.as_str(), "action" | "remove")) && page.path() != "/summary" {
                    let again = sample::posted(&form, page.path(), &answers);
                    let mut twice = Answers::default();
                    form.submit(&mut twice, page.path(), Posted::fields(&again), &lang, TODAY, false).unwrap();
                    prop_assert_eq!(&answers, &twice);
                }
            }
        }
    }

    #[test]
    fn no_answers_of_any_shape_make_it_panic(answers in any_json(), more in prop::collection::btree_map("([a-w]|born|vehicle|extras|many)", any_json(), 0..8)) {
        let mut all: serde_json::Map<String, Value> = answers.as_object().cloned().unwrap_or_default();
        all.extend(more);
        let kept = Answers::from_json(Value::Object(all.clone())).unwrap();
        for form in [everything(), branching()] {
            let _ = form.finish(&kept, "en", TODAY);
            let _ = form.rows(&kept, "cy", TODAY);
            let _ = form.resume(&kept, TODAY);
            let report = forms::report::walk(&form, &Value::Object(all.clone()), "en", TODAY);
            prop_assert!(report.pages.len() <= form.pages().len());
            for page in form.pages() {
                let _ = form.open(page.path(), &kept, TODAY);
                let _ = html::fragment(&form.view(page.path(), &kept, "en-simple", TODAY).unwrap());
            }
        }
    }

    #[test]
    fn a_definition_spoiled_anywhere_is_refused_or_runs(at in 1_usize..420, with in any_json(), seed in any::<usize>()) {
        let mut source = branching_source();
        spoil(&mut source, at, &with);
        if let Ok(form) = Definition::parse("spoiled.json", &source.to_string(), &|_| None) {
            let mut n = seed;
            let answers = sample::complete(&form, TODAY, &mut |_| { n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); n >> 33 });
            let walk = form.walk(&answers, TODAY);
            prop_assert!(walk.pages.len() <= form.pages().len());
            let _ = form.finish(&answers, "en", TODAY);
            for page in form.pages() {
                let _ = html::fragment(&form.view(page.path(), &answers, "cy", TODAY).unwrap());
            }
        }
    }

    #[test]
    fn no_text_makes_loading_panic(text in "(\\PC|\\n|: |- |\\{|\\}|\\[|\\]|&a |\\*a |\\||>|'|\"|#|!!|pages|components|%|\\t| ){0,60}") {
        let _ = Definition::parse("x.yaml", &text, &|_| None);
        let _ = Definition::parse("x.json", &text, &|_| None);
    }

    #[test]
    fn changing_any_answer_and_changing_it_back_loses_nothing(order in prop::collection::vec(0_usize..3, 1..6)) {
        let form = branching();
        let mut n = 0;
        let mut answers = sample::complete(&form, TODAY, &mut |_| { n += 1; 0 });
        answers.set("born", json!("1980-01-01"));
        answers.set("vehicle", json!("car"));
        answers.set("colour", json!("red"));
        answers.set("extras", json!(["bag"]));
        let before = form.finish(&answers, "en", TODAY).unwrap();
        for choice in order {
            let vehicle = ["car", "bicycle", "boat"][choice];
            let fields = [("vehicle".to_owned(), vehicle.to_owned())];
            form.submit(&mut answers, "/vehicle", Posted::fields(&fields), "en", TODAY, true).unwrap();
        }
        let fields = [("vehicle".to_owned(), "car".to_owned())];
        form.submit(&mut answers, "/vehicle", Posted::fields(&fields), "en", TODAY, true).unwrap();
        prop_assert_eq!(form.finish(&answers, "en", TODAY).unwrap(), before);
    }
}

#[test]
fn a_made_up_answer_is_a_valid_answer_for_every_component() {
    let form = everything();
    for seed in 0..20_usize {
        let mut n = seed;
        let answers = sample::complete(&form, TODAY, &mut |_| {
            n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            n >> 33
        });
        let unfinished = form.finish(&answers, "en", TODAY).unwrap_err();
        let left: Vec<&str> = unfinished.problems.iter().map(|p| p.component.as_str()).collect();
        assert_eq!(
            left,
            ["v"],
            "only payment cannot be answered: {:?}",
            unfinished.problems
        );
    }
}
