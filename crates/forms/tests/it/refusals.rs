//! Definitions that are refused, each with the place named.

use forms::Definition;
use serde_json::{Value, json};

use crate::examples::list;

fn good() -> Value {
    json!({
        "schema": 2, "engine": "V2", "name": "Good",
        "pages": [
            {"id": "p1", "path": "/one", "title": "One", "components": [
                {"id": "c1", "type": "RadiosField", "name": "kind", "title": "Kind", "list": "kinds"},
                {"id": "c2", "type": "TextField", "name": "word", "title": "Word"}]},
            {"id": "p2", "path": "/two", "title": "Two", "condition": "k1", "components": []},
            {"id": "p3", "path": "/summary", "title": "", "controller": "SummaryPageController"}],
        "lists": [list("kinds", &["a", "b"])], "sections": [],
        "conditions": [{"id": "k1", "displayName": "Kind is a", "items": [
            {"id": "i1", "componentId": "c1", "operator": "is", "type": "ListItemRef",
             "value": {"listId": "kinds", "itemId": ["kinds-a"]}}]}],
    })
}

fn problems(value: &Value) -> Vec<String> {
    match Definition::parse("bad.json", &value.to_string(), &|_| None) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_example_they_all_spoil_is_itself_good() {
    assert_eq!(problems(&good()), Vec::<String>::new());
}

#[test]
fn a_spoiled_definition_is_refused_with_file_page_and_component() {
    type Spoil = fn(&mut Value);
    let cases: &[(&str, Spoil, &str)] = &[
        (
            "unknown type",
            |d| d["pages"][0]["components"][1]["type"] = json!("LaserField"),
            "bad.json: /one: word: there is no component type LaserField",
        ),
        (
            "no type",
            |d| d["pages"][0]["components"][1]["type"] = json!(null),
            "bad.json: /one: word: a component without a type",
        ),
        (
            "no name",
            |d| d["pages"][0]["components"][1]["name"] = json!(""),
            "bad.json: /one: c2: a TextField needs a name",
        ),
        (
            "title of a page that is no text",
            |d| d["pages"][0]["title"] = json!(7),
            "bad.json: /one: title is a number; it must be text",
        ),
        (
            "title that is no text",
            |d| d["pages"][0]["components"][1]["title"] = json!({"en": "Word"}),
            "bad.json: /one: word: title is an object; it must be text",
        ),
        (
            "hint that is no text",
            |d| d["pages"][0]["components"][1]["hint"] = json!(["Word"]),
            "bad.json: /one: word: hint is a list; it must be text",
        ),
        (
            "bad name",
            |d| d["pages"][0]["components"][1]["name"] = json!("a b"),
            "bad.json: /one: a b: a name has letters a to z only",
        ),
        (
            "name twice",
            |d| d["pages"][0]["components"][1]["name"] = json!("kind"),
            "bad.json: /one: kind: another question has this name",
        ),
        (
            "id twice",
            |d| d["pages"][0]["components"][1]["id"] = json!("c1"),
            "bad.json: /one: word: two components have the id c1",
        ),
        (
            "path twice",
            |d| d["pages"][1]["path"] = json!("/one"),
            "bad.json: /one: two pages have this path",
        ),
        (
            "page id twice",
            |d| d["pages"][1]["id"] = json!("p1"),
            "bad.json: /two: two pages have the id p1",
        ),
        (
            "no path",
            |d| d["pages"][1]["path"] = json!(7),
            "a page without a path",
        ),
        (
            "odd path",
            |d| d["pages"][1]["path"] = json!("/a/../b"),
            "a path must look like /date-of-birth",
        ),
        (
            "list missing",
            |d| d["pages"][0]["components"][0]["list"] = json!("nope"),
            "bad.json: /one: kind: there is no list nope",
        ),
        (
            "no list",
            |d| {
                d["pages"][0]["components"][0]
                    .as_object_mut()
                    .unwrap()
                    .remove("list");
            },
            "bad.json: /one: kind: it names no list",
        ),
        (
            "page condition missing",
            |d| d["pages"][1]["condition"] = json!("nope"),
            "bad.json: /two: there is no condition nope",
        ),
        (
            "condition's component missing",
            |d| d["conditions"][0]["items"][0]["componentId"] = json!("nope"),
            "bad.json: Kind is a: it asks about the component nope",
        ),
        (
            "condition's list missing",
            |d| d["conditions"][0]["items"][0]["value"]["listId"] = json!("nope"),
            "it names the list nope",
        ),
        (
            "condition's item missing",
            |d| d["conditions"][0]["items"][0]["value"]["itemId"] = json!(["nope"]),
            "the list kinds has no item nope",
        ),
        (
            "condition's operator",
            |d| d["conditions"][0]["items"][0]["operator"] = json!("smells like"),
            "there is no operator \"smells like\"",
        ),
        (
            "condition's type",
            |d| d["conditions"][0]["items"][0]["type"] = json!("Guess"),
            "there is no condition type \"Guess\"",
        ),
        (
            "condition names itself",
            |d| d["conditions"][0]["items"] = json!([{"id": "i", "conditionId": "k1"}]),
            "leads back to itself",
        ),
        (
            "condition without coordinator",
            |d| {
                let i = d["conditions"][0]["items"][0].clone();
                d["conditions"][0]["items"].as_array_mut().unwrap().push(i);
            },
            "it must be and or or",
        ),
        (
            "condition on content",
            |d| {
                d["pages"][0]["components"]
                    .as_array_mut()
                    .unwrap()
                    .push(json!({"id": "m", "type": "Markdown", "content": "x"}));
                d["conditions"][0]["items"][0]["componentId"] = json!("m");
            },
            "does not support conditions",
        ),
        (
            "date compared with a text",
            |d| {
                d["conditions"][0]["items"][0] = json!({"id": "i", "componentId": "c2", "operator": "is before", "type": "DateValue", "value": "2020-01-01"});
            },
            "is no date",
        ),
        (
            "date value that is none",
            |d| {
                d["conditions"][0]["items"][0] = json!({"id": "i", "componentId": "c2", "operator": "is", "type": "DateValue", "value": "2020-02-31"});
            },
            "does not fit its type",
        ),
        (
            "bad regex",
            |d| d["pages"][0]["components"][1]["schema"] = json!({"regex": "(["}),
            "bad.json: /one: word: the regex cannot be used",
        ),
        (
            "look-around",
            |d| d["pages"][0]["components"][1]["schema"] = json!({"regex": "^(?=x)"}),
            "the regex cannot be used",
        ),
        (
            "huge regex",
            |d| d["pages"][0]["components"][1]["schema"] = json!({"regex": "((a{1000}){1000}){1000}"}),
            "the regex cannot be used",
        ),
        (
            "long regex",
            |d| d["pages"][0]["components"][1]["schema"] = json!({"regex": "a".repeat(2_000)}),
            "the most is 1000",
        ),
        (
            "min over max",
            |d| d["pages"][0]["components"][1]["schema"] = json!({"min": 5, "max": 4}),
            "min is more than max",
        ),
        (
            "max no number",
            |d| d["pages"][0]["components"][1]["schema"] = json!({"max": "many"}),
            "max must be a whole number",
        ),
        (
            "section missing",
            |d| d["pages"][0]["section"] = json!("nope"),
            "bad.json: /one: there is no section nope",
        ),
        (
            "repeat without bounds",
            |d| d["pages"][0]["controller"] = json!("RepeatPageController"),
            "bad.json: /one: a repeat page needs repeat.schema",
        ),
        (
            "upload without files",
            |d| d["pages"][0]["controller"] = json!("FileUploadPageController"),
            "needs a FileUploadField",
        ),
        (
            "item value twice",
            |d| d["lists"][0]["items"][1]["value"] = json!("a"),
            "two items have the value a",
        ),
        (
            "list twice",
            |d| {
                let l = d["lists"][0].clone();
                d["lists"].as_array_mut().unwrap().push(l);
            },
            "two lists have this name or id",
        ),
        (
            "word in a list of numbers",
            |d| d["lists"][0]["type"] = json!("number"),
            "is not a number",
        ),
        (
            "condition twice",
            |d| {
                let c = d["conditions"][0].clone();
                d["conditions"].as_array_mut().unwrap().push(c);
            },
            "two conditions have this id",
        ),
        ("no pages", |d| d["pages"] = json!([]), "there are no pages"),
        (
            "pages no list",
            |d| d["pages"] = json!({}),
            "pages must be a list",
        ),
        (
            "schema unknown",
            |d| d["schema"] = json!(3),
            "schema 3 is not known",
        ),
        (
            "engine unknown",
            |d| d["engine"] = json!("V9"),
            "engine \"V9\" is not known",
        ),
        (
            "payment without amount",
            |d| {
                d["pages"][0]["components"][1] =
                    json!({"id": "c2", "type": "PaymentField", "name": "pay", "title": "Pay"})
            },
            "needs options.amount",
        ),
        (
            "component no object",
            |d| d["pages"][0]["components"][1] = json!("x"),
            "a component must be an object",
        ),
    ];
    for (name, spoil, expected) in cases {
        let mut definition = good();
        spoil(&mut definition);
        let found = problems(&definition);
        assert!(found.iter().any(|p| p.contains(expected)), "{name}: {found:#?}");
    }
}

#[test]
fn links_that_lead_round_are_refused() {
    let page = |path: &str, next: &str| json!({"path": path, "title": "T", "components": [], "next": [{"path": next}]});
    let found = problems(&json!({
        "startPage": "/a", "pages": [page("/a", "/b"), page("/b", "/c"), page("/c", "/a")],
        "lists": [], "sections": [], "conditions": [],
    }));
    assert!(found[0].contains("leads round in a circle"), "{found:?}");
    let found = problems(&json!({
        "startPage": "/a", "pages": [page("/a", "/nowhere")], "lists": [], "sections": [], "conditions": [],
    }));
    assert!(found[0].contains("/nowhere, which is no page"), "{found:?}");
}

#[test]
fn conditions_that_double_for_ever_are_refused() {
    let mut definition = good();
    let conditions = definition["conditions"].as_array_mut().unwrap();
    for n in 2..60 {
        let before = format!("k{}", n - 1);
        conditions.push(
            json!({"id": format!("k{n}"), "displayName": format!("k{n}"), "coordinator": "and",
            "items": [{"id": "x", "conditionId": before}, {"id": "y", "conditionId": before}]}),
        );
    }
    let found = problems(&definition);
    assert!(found[0].contains("comparisons"), "{found:?}");
}

#[test]
fn sizes_have_their_limits() {
    let mut definition = good();
    let pages = definition["pages"].as_array_mut().unwrap();
    for n in 0..600 {
        pages.push(json!({"path": format!("/extra-{n}"), "title": "T"}));
    }
    assert!(problems(&definition)[0].contains("the most is 500"));
    let mut definition = good();
    definition["pages"][0]["title"] = json!("x".repeat(200_000));
    assert!(problems(&definition)[0].contains("a text of"));
    let huge = " ".repeat(3_000_000);
    assert!(Definition::parse("x.yaml", &huge, &|_| None).is_err());
}

#[test]
fn what_is_no_definition_at_all_is_refused() {
    for text in [
        "",
        "null",
        "[]",
        "7",
        "{",
        "{}",
        "- a\n- b",
        "a: [",
        "\u{0}",
        "--- a\n--- b",
        "a: &x [*x]",
    ] {
        for name in ["x.json", "x.yaml"] {
            assert!(
                Definition::parse(name, text, &|_| None).is_err(),
                "{name} {text:?}"
            );
        }
    }
}
