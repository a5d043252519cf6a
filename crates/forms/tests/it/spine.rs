//! Common pages kept once.

use forms::{Answers, Definition, FormError};
use serde_json::{Value, json};

use crate::examples::{TODAY, list};

fn spine() -> Value {
    json!({
        "schema": 2, "engine": "V2", "name": "Spine",
        "pages": [
            {"id": "s1", "path": "/where", "title": "", "components": [{"id": "sc1", "type": "TextField", "name": "place", "title": "Where"}]},
            {"id": "s2", "path": "/injuries", "title": "", "components": [{"id": "sc2", "type": "YesNoField", "name": "hurt", "title": "Hurt"}]},
            {"id": "s3", "path": "/contact", "title": "", "components": [{"id": "sc3", "type": "RadiosField", "name": "how", "title": "How", "list": "hows"}]},
            {"id": "s4", "path": "/summary", "title": "", "controller": "SummaryPageController"}],
        "lists": [list("hows", &["email", "phone"])], "sections": [{"id": "sec", "name": "about", "title": "About"}],
        "conditions": [{"id": "isHurt", "displayName": "hurt", "items": [{"id": "i", "componentId": "sc2", "operator": "is", "type": "BooleanValue", "value": true}]}],
        "metadata": {"translations": {"cy": {"components": {"sc1": {"title": "Ble"}}}}, "bluelamp": {"pictures": {"/where": "map"}}},
    })
}

fn flow(bluelamp: Value) -> Value {
    json!({
        "schema": 2, "engine": "V2", "name": "Theft",
        "pages": [{"id": "f1", "path": "/stolen", "title": "", "section": "about", "components": [{"id": "fc1", "type": "TextField", "name": "stolen", "title": "Stolen"}]}],
        "lists": [], "sections": [], "conditions": [],
        "metadata": {"bluelamp": bluelamp, "translations": {"cy": {"components": {"fc1": {"title": "Dwyn"}}}}},
    })
}

fn read(flow: &Value, spine: &Value) -> Result<Definition, Vec<String>> {
    let text = spine.to_string();
    Definition::parse("theft.json", &flow.to_string(), &|name| {
        (name == "spine.json").then(|| text.clone())
    })
    .map_err(|e: FormError| e.problems().iter().map(ToString::to_string).collect())
}

#[test]
fn the_flows_pages_stand_after_the_spine_page_it_names() {
    let form = read(
        &flow(json!({"spine": "spine.json", "after": "/where", "kind": "theft"})),
        &spine(),
    )
    .unwrap();
    let paths: Vec<&str> = form.pages().iter().map(forms::Page::path).collect();
    assert_eq!(paths, ["/where", "/stolen", "/injuries", "/contact", "/summary"]);
    assert_eq!(form.name("en"), "Theft");
    assert_eq!(form.bluelamp()["kind"], "theft");
    assert_eq!(form.bluelamp()["pictures"]["/where"], "map");
    assert_eq!(
        (form.pages()[0].file(), form.pages()[1].file()),
        ("spine.json", "theft.json")
    );
    let answers = Answers::default();
    let page = |path| forms::html::fragment(&form.view(path, &answers, "cy", TODAY).unwrap());
    assert!(page("/where").contains("Ble") && page("/stolen").contains("Dwyn"));
}

#[test]
fn a_page_left_out_takes_its_conditions_along() {
    let form = read(
        &flow(json!({"spine": "spine.json", "after": "/where", "omit": ["/injuries"]})),
        &spine(),
    )
    .unwrap();
    assert_eq!(form.pages().len(), 4);
    let mut other = spine();
    other["pages"][2]["condition"] = json!("isHurt");
    let problems = read(
        &flow(json!({"spine": "spine.json", "after": "/where", "omit": ["/injuries"]})),
        &other,
    )
    .unwrap_err();
    assert!(
        problems[0].contains("spine.json: /contact: there is no condition isHurt"),
        "{problems:?}"
    );
}

#[test]
fn clashes_and_wrong_names_are_refused() {
    let fine = json!({"spine": "spine.json", "after": "/where"});
    let with = |change: &dyn Fn(&mut Value)| {
        let mut f = flow(fine.clone());
        change(&mut f);
        read(&f, &spine()).unwrap_err().join("\n")
    };
    assert!(
        with(&|f| f["pages"][0]["components"][0]["name"] = json!("place"))
            .contains("theft.json: /stolen: place: another question has this name, on /where")
    );
    assert!(with(&|f| f["pages"][0]["path"] = json!("/contact")).contains("two pages have this path"));
    assert!(with(&|f| f["lists"] = json!([list("hows", &["x"])])).contains("two lists"));
    assert!(with(&|f| f["conditions"] = json!([{"id": "isHurt", "displayName": "x", "items": [{"componentId": "fc1", "operator": "is", "type": "StringValue", "value": "x"}]}])).contains("two conditions"));
    assert!(
        with(&|f| f["metadata"]["translations"]["cy"]["components"]["sc1"] = json!({"title": "Arall"}))
            .contains("the spine translates it to cy as well")
    );
    assert!(with(&|f| f["metadata"]["bluelamp"]["after"] = json!("/nope")).contains("no page of the spine"));
    assert!(with(&|f| f["metadata"]["bluelamp"]["omit"] = json!(["/nope"])).contains("does not have"));
    for name in [
        "../spine.json",
        "a/b.json",
        "/etc/passwd",
        "..",
        ".hidden",
        "",
        "c:\\x",
    ] {
        assert!(
            with(&|f| f["metadata"]["bluelamp"]["spine"] = json!(name))
                .contains("must be a file in the same folder"),
            "{name}"
        );
    }
    assert!(with(&|f| f["metadata"]["bluelamp"]["spine"] = json!("other.json")).contains("is not there"));
    let mut nested = spine();
    nested["metadata"]["bluelamp"]["spine"] = json!("spine.json");
    assert!(read(&flow(fine), &nested).unwrap_err()[0].contains("cannot have a spine"));
}
