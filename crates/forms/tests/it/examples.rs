//! Forms that the tests share.

use forms::{Answers, Definition, Posted, Problem, Step};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

pub const TODAY: Date = date(2026, 11, 25);

pub fn parse(value: &Value) -> Definition {
    match Definition::parse("test.json", &value.to_string(), &|_| None) {
        Ok(form) => form,
        Err(error) => panic!("{:#?}", error.problems()),
    }
}

/// A form of one page with these components.
pub fn one_page(components: Value, lists: Value) -> Definition {
    parse(&json!({
        "schema": 2, "engine": "V2", "name": "Test",
        "pages": [
            {"id": "p1", "path": "/one", "title": "", "components": components},
            {"id": "ps", "path": "/summary", "title": "", "controller": "SummaryPageController"},
        ],
        "lists": lists, "sections": [], "conditions": [],
    }))
}

pub fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect()
}

pub fn send(form: &Definition, answers: &mut Answers, path: &str, pairs: &[(&str, &str)]) -> Step {
    form.submit(answers, path, Posted::fields(&fields(pairs)), "en", TODAY, false)
        .unwrap()
}

pub fn problems(step: Step) -> Vec<Problem> {
    match step {
        Step::Problems(problems) => problems,
        other => panic!("no problems but {other:?}"),
    }
}

/// The first message of sending these to the page `/one`.
pub fn message(form: &Definition, pairs: &[(&str, &str)]) -> String {
    problems(send(form, &mut Answers::default(), "/one", pairs))
        .remove(0)
        .message
}

pub fn list(id: &str, values: &[&str]) -> Value {
    let items: Vec<Value> = values
        .iter()
        .map(|v| json!({"id": format!("{id}-{v}"), "text": v.to_uppercase(), "value": v}))
        .collect();
    json!({"id": id, "name": id, "title": id, "type": "string", "items": items})
}

/// Asks for an age, then for a vehicle, its colour when it is a car, and things stolen.
pub fn branching() -> Definition {
    parse(&json!({
        "schema": 2, "engine": "V2", "name": "Branching",
        "pages": [
            {"id": "p1", "path": "/born", "title": "", "components": [
                {"id": "c1", "type": "DatePartsField", "name": "born", "title": "When were you born?",
                 "shortDescription": "Date of birth"}]},
            {"id": "p2", "path": "/too-young", "title": "Too young", "controller": "TerminalPageController",
             "condition": "young", "components": [{"id": "m", "type": "Markdown", "content": "Ask an adult."}]},
            {"id": "p3", "path": "/vehicle", "title": "", "components": [
                {"id": "c2", "type": "RadiosField", "name": "vehicle", "title": "What was it?",
                 "shortDescription": "Kind of vehicle", "list": "kinds"}]},
            {"id": "p4", "path": "/colour", "title": "", "condition": "isCar", "components": [
                {"id": "c3", "type": "TextField", "name": "colour", "title": "What colour is the {{ vehicle }}?",
                 "shortDescription": "Colour"}]},
            {"id": "p5", "path": "/extras", "title": "Extras", "components": [
                {"id": "c4", "type": "CheckboxesField", "name": "extras", "title": "What was in it?",
                 "list": "things", "options": {"required": false}}]},
            {"id": "ps", "path": "/summary", "title": "", "controller": "SummaryPageController"},
        ],
        "lists": [list("kinds", &["car", "bicycle", "boat"]), list("things", &["phone", "bag", "tools"])],
        "sections": [],
        "conditions": [
            {"id": "isCar", "displayName": "is a car", "items": [
                {"id": "i1", "componentId": "c2", "operator": "is", "type": "ListItemRef",
                 "value": {"listId": "kinds", "itemId": ["kinds-car"]}}]},
            {"id": "young", "displayName": "under 16", "items": [
                {"id": "i2", "componentId": "c1", "operator": "is less than", "type": "RelativeDate",
                 "value": {"period": 16, "unit": "years", "direction": "in the past"}}]},
        ],
    }))
}
