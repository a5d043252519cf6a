//! Going forward, back, and forward again.

use forms::{Answers, FileRef, Open, PageKind, Posted, Step};
use serde_json::json;

use crate::examples::{TODAY, branching, fields, list, message, one_page, parse, problems, send};

const BORN: [(&str, &str); 3] = [("born__day", "1"), ("born__month", "2"), ("born__year", "1980")];

#[test]
fn a_page_under_a_condition_is_walked_only_when_it_holds() {
    let form = branching();
    let mut answers = Answers::default();
    assert_eq!(
        send(&form, &mut answers, "/born", &BORN),
        Step::Next("/vehicle".into())
    );
    assert_eq!(
        send(&form, &mut answers, "/vehicle", &[("vehicle", "car")]),
        Step::Next("/colour".into())
    );
    assert_eq!(
        send(&form, &mut answers, "/vehicle", &[("vehicle", "boat")]),
        Step::Next("/extras".into())
    );
    let walked: Vec<&str> = form
        .walk(&answers, TODAY)
        .pages
        .iter()
        .map(|p| p.path())
        .collect();
    assert_eq!(walked, ["/born", "/vehicle", "/extras", "/summary"]);
}

#[test]
fn going_back_and_changing_an_answer_loses_no_other() {
    let form = branching();
    let mut answers = Answers::default();
    send(&form, &mut answers, "/born", &BORN);
    send(&form, &mut answers, "/vehicle", &[("vehicle", "car")]);
    send(&form, &mut answers, "/colour", &[("colour", "red")]);
    send(
        &form,
        &mut answers,
        "/extras",
        &[("extras", "bag"), ("extras", "phone")],
    );
    send(&form, &mut answers, "/vehicle", &[("vehicle", "boat")]);
    let finished = form.finish(&answers, "en", TODAY).unwrap();
    assert_eq!(
        finished.answers.get("colour"),
        None,
        "left out while it does not apply"
    );
    send(&form, &mut answers, "/vehicle", &[("vehicle", "car")]);
    let finished = form.finish(&answers, "en", TODAY).unwrap();
    assert_eq!(finished.answers["colour"], "red", "and back when it does");
    assert_eq!(finished.answers["extras"], json!(["bag", "phone"]));
}

#[test]
fn a_change_from_check_answers_goes_back_there_unless_new_pages_came() {
    let form = branching();
    let mut answers = Answers::default();
    send(&form, &mut answers, "/born", &BORN);
    send(&form, &mut answers, "/vehicle", &[("vehicle", "boat")]);
    send(&form, &mut answers, "/extras", &[]);
    let change = |answers: &mut Answers, path: &str, pairs: &[(&str, &str)]| {
        form.submit(answers, path, Posted::fields(&fields(pairs)), "en", TODAY, true)
            .unwrap()
    };
    let check = Step::Check("/summary".into());
    assert_eq!(change(&mut answers, "/vehicle", &[("vehicle", "bicycle")]), check);
    assert_eq!(
        change(&mut answers, "/vehicle", &[("vehicle", "car")]),
        Step::Next("/colour".into())
    );
    assert_eq!(change(&mut answers, "/colour", &[("colour", "blue")]), check);
}

#[test]
fn a_page_cannot_be_opened_before_the_ones_it_needs() {
    let form = branching();
    let mut answers = Answers::default();
    let open = |answers: &Answers, path: &str| form.open(path, answers, TODAY).unwrap();
    assert_eq!(open(&answers, "/extras"), Open::Instead("/born".into()));
    assert_eq!(open(&answers, "/born"), Open::Here);
    send(&form, &mut answers, "/born", &BORN);
    send(&form, &mut answers, "/vehicle", &[("vehicle", "boat")]);
    assert_eq!(open(&answers, "/summary"), Open::Here);
    assert_eq!(
        open(&answers, "/colour"),
        Open::Instead("/summary".into()),
        "does not apply"
    );
    assert!(form.open("/nowhere", &answers, TODAY).is_err());
}

#[test]
fn somebody_who_comes_back_goes_on_where_they_left() {
    let form = branching();
    let mut answers = Answers::default();
    assert_eq!(form.resume(&answers, TODAY), Step::Next("/born".into()));
    send(&form, &mut answers, "/born", &BORN);
    send(&form, &mut answers, "/vehicle", &[("vehicle", "boat")]);
    // Everything there is optional, and still it was not put to them yet.
    assert_eq!(form.resume(&answers, TODAY), Step::Next("/extras".into()));
    send(&form, &mut answers, "/extras", &[]);
    assert_eq!(form.resume(&answers, TODAY), Step::Check("/summary".into()));
    assert_eq!(form.back("/extras", &answers, TODAY).unwrap().path(), "/vehicle");
    assert!(form.back("/born", &answers, TODAY).is_none());
    assert_eq!(form.progress("/extras", &answers, TODAY), (2, 3));
}

#[test]
fn a_relative_date_turns_on_the_birthday() {
    let form = branching();
    let at = |year: &str, month: &str, day: &str| {
        let mut answers = Answers::default();
        send(
            &form,
            &mut answers,
            "/born",
            &[("born__day", day), ("born__month", month), ("born__year", year)],
        )
    };
    assert_eq!(
        at("2010", "11", "26"),
        Step::Next("/too-young".into()),
        "15 until tomorrow"
    );
    assert_eq!(at("2010", "11", "25"), Step::Next("/vehicle".into()), "16 today");
}

#[test]
fn a_form_that_ends_at_a_terminal_page_cannot_be_sent() {
    let form = branching();
    let mut answers = Answers::default();
    let step = send(
        &form,
        &mut answers,
        "/born",
        &[("born__day", "1"), ("born__month", "1"), ("born__year", "2020")],
    );
    assert_eq!(step, Step::Next("/too-young".into()));
    assert_eq!(form.page("/too-young").unwrap().kind(), PageKind::Terminal);
    let unfinished = form.finish(&answers, "en", TODAY).unwrap_err();
    assert_eq!(
        (unfinished.page.as_str(), unfinished.problems.len()),
        ("/too-young", 0)
    );
}

#[test]
fn wrong_input_changes_nothing_that_was_kept() {
    let form = branching();
    let mut answers = Answers::default();
    send(&form, &mut answers, "/born", &BORN);
    let before = answers.clone();
    let step = send(
        &form,
        &mut answers,
        "/born",
        &[("born__day", "31"), ("born__month", "2"), ("born__year", "1980")],
    );
    let problems = problems(step);
    assert_eq!(problems[0].message, "Date of birth must be a real date");
    assert_eq!(problems[0].field, "born-day");
    assert_eq!(answers, before);
}

#[test]
fn messages_follow_the_pattern_of_the_public_service() {
    let form = branching();
    let mut answers = Answers::default();
    let first = |pairs: &[(&str, &str)], lang: &str| {
        let mut answers = Answers::default();
        let step = form
            .submit(
                &mut answers,
                "/born",
                Posted::fields(&fields(pairs)),
                lang,
                TODAY,
                false,
            )
            .unwrap();
        problems(step).remove(0).message
    };
    assert_eq!(first(&[], "en"), "Enter date of birth");
    assert_eq!(first(&[], "cy"), "Date of birth: rhowch ateb");
    assert_eq!(first(&[], "en-simple"), "Answer this: Date of birth");
    assert_eq!(
        first(&[("born__day", "1")], "en"),
        "Date of birth must include a month and year"
    );
    assert_eq!(
        problems(send(&form, &mut answers, "/vehicle", &[]))
            .remove(0)
            .message,
        "Select kind of vehicle"
    );
    let step = send(&form, &mut answers, "/vehicle", &[("vehicle", "spaceship")]);
    assert_eq!(problems(step).remove(0).message, "Select kind of vehicle");
}

#[test]
fn every_rule_of_text_and_numbers_has_its_message() {
    let text = |schema: serde_json::Value, options: serde_json::Value| {
        one_page(
            json!([{"id": "c", "type": "TextField", "name": "plate", "title": "Number plate", "schema": schema,
                    "options": options}]),
            json!([]),
        )
    };
    let say = |form: &forms::Definition, value: &str| message(form, &[("plate", value)]);
    let form = text(json!({"min": 3, "max": 8, "regex": "^[A-Z0-9 ]+$"}), json!({}));
    assert_eq!(say(&form, "A"), "Number plate must be 3 characters or more");
    assert_eq!(
        say(&form, "AAAAAAAAAAA"),
        "Number plate must be 8 characters or less"
    );
    assert_eq!(say(&form, "abc"), "Enter a valid number plate");
    let form = text(
        json!({"regex": "^x$"}),
        json!({"customValidationMessages": {"string.pattern.base": "{{#label}} is x"}}),
    );
    assert_eq!(say(&form, "y"), "Number plate is x");
    let form = text(json!({}), json!({"customValidationMessage": "Give us the plate"}));
    assert_eq!(say(&form, ""), "Give us the plate");
    let number = one_page(
        json!([{"id": "c", "type": "NumberField", "name": "plate", "title": "Value", "schema": {"min": 1, "max": 10, "precision": 0}}]),
        json!([]),
    );
    assert_eq!(say(&number, "x"), "Value must be a number");
    assert_eq!(say(&number, "1.5"), "Value must be a whole number");
    assert_eq!(say(&number, "0"), "Value must be 1 or higher");
    assert_eq!(say(&number, "11"), "Value must be 10 or lower");
    let words = one_page(
        json!([{"id": "c", "type": "MultilineTextField", "name": "plate", "title": "Story", "options": {"maxWords": 2}}]),
        json!([]),
    );
    assert_eq!(say(&words, "one two three"), "Story must be 2 words or fewer");
    let question = one_page(
        json!([{"id": "c", "type": "TextField", "name": "plate", "title": "What is it?"}]),
        json!([]),
    );
    assert_eq!(say(&question, ""), "Enter an answer to ‘What is it?’");
}

#[test]
fn dates_keep_to_their_limits_and_say_them_in_words() {
    let form = one_page(
        json!([{"id": "c", "type": "DatePartsField", "name": "when", "title": "Day it happened",
                "options": {"maxDaysInPast": 7, "maxDaysInFuture": 0}}]),
        json!([]),
    );
    let say = |d: &str, m: &str, y: &str| {
        message(&form, &[("when__day", d), ("when__month", m), ("when__year", y)])
    };
    assert_eq!(
        say("26", "11", "2026"),
        "Day it happened must be the same as or before 25 November 2026"
    );
    assert_eq!(
        say("17", "11", "2026"),
        "Day it happened must be the same as or after 18 November 2026"
    );
    let mut answers = Answers::default();
    let step = send(
        &form,
        &mut answers,
        "/one",
        &[
            ("when__day", "25"),
            ("when__month", "Nov"),
            ("when__year", "2026"),
        ],
    );
    assert_eq!(step, Step::Check("/summary".into()));
    assert_eq!(answers.get("when"), Some(&json!("2026-11-25")));
}

#[test]
fn an_address_says_what_is_missing_where_it_is_missing() {
    let form = one_page(
        json!([{"id": "c", "type": "UkAddressField", "name": "home", "title": "Address"}]),
        json!([]),
    );
    let step = send(
        &form,
        &mut Answers::default(),
        "/one",
        &[
            ("home__addressLine1", "1 Example Street"),
            ("home__postcode", "nope"),
        ],
    );
    let found: Vec<(String, String)> = problems(step).into_iter().map(|p| (p.field, p.message)).collect();
    assert_eq!(
        found,
        [
            ("home-town".to_owned(), "Enter town or city".to_owned()),
            (
                "home-postcode".to_owned(),
                "Enter a full UK postcode, like AA3 1AB".to_owned()
            ),
        ]
    );
}

#[test]
fn a_question_under_an_option_is_asked_only_with_it() {
    let mut kinds = list("kinds", &["email", "none"]);
    kinds["items"][0]["conditional"] =
        json!({"components": [{"type": "EmailAddressField", "name": "mail", "title": "Email address"}]});
    let form = one_page(
        json!([{"id": "c", "type": "RadiosField", "name": "how", "title": "How", "list": "kinds"}]),
        json!([kinds]),
    );
    let mut answers = Answers::default();
    let step = send(&form, &mut answers, "/one", &[("how", "email"), ("mail", "")]);
    assert_eq!(problems(step)[0].message, "Enter email address");
    send(
        &form,
        &mut answers,
        "/one",
        &[("how", "email"), ("mail", "ada@example.com")],
    );
    assert_eq!(
        form.finish(&answers, "en", TODAY).unwrap().answers["mail"],
        "ada@example.com"
    );
    send(
        &form,
        &mut answers,
        "/one",
        &[("how", "none"), ("mail", "ada@example.com")],
    );
    assert_eq!(
        form.finish(&answers, "en", TODAY).unwrap().answers.get("mail"),
        None
    );
}

#[test]
fn an_option_that_is_hidden_stays_hidden_after_an_error_and_cannot_be_sent() {
    let mut kinds = list("kinds", &["car", "secret"]);
    kinds["items"][1]["condition"] = json!("never");
    let form = parse(&json!({
        "schema": 2, "engine": "V2", "pages": [{"id": "p", "path": "/one", "title": "", "components": [
            {"id": "c", "type": "RadiosField", "name": "kind", "title": "Kind", "list": "kinds"},
            {"id": "d", "type": "TextField", "name": "note", "title": "Note"}]}],
        "lists": [kinds], "sections": [],
        "conditions": [{"id": "never", "displayName": "n", "items": [{"id": "i", "componentId": "d", "operator": "is",
            "type": "StringValue", "value": "open sesame"}]}],
    }));
    let answers = Answers::default();
    let posted = fields(&[("kind", "secret"), ("note", "x")]);
    let step = form
        .submit(
            &mut answers.clone(),
            "/one",
            Posted::fields(&posted),
            "en",
            TODAY,
            false,
        )
        .unwrap();
    let problems = problems(step);
    assert_eq!(problems[0].message, "Select kind");
    let view = form.view("/one", &answers, "en", TODAY).unwrap();
    assert!(!forms::html::fragment(&view).contains("SECRET"));
    let view = view.with_posted(&posted, &problems);
    assert!(!forms::html::fragment(&view).contains("SECRET"));
    let posted = fields(&[("note", "open sesame")]);
    let view = form
        .view("/one", &answers, "en", TODAY)
        .unwrap()
        .with_posted(&posted, &[]);
    assert!(
        forms::html::fragment(&view).contains("SECRET"),
        "shown once its condition holds"
    );
}

fn repeat_form() -> forms::Definition {
    parse(&json!({
        "schema": 2, "engine": "V2",
        "pages": [
            {"id": "p", "path": "/bicycles", "title": "Bicycles", "controller": "RepeatPageController",
             "repeat": {"options": {"name": "bicycles", "title": "Bicycle"}, "schema": {"min": 1, "max": 2}},
             "components": [
                {"id": "a", "type": "TextField", "name": "make", "title": "Make"},
                {"id": "b", "type": "NumberField", "name": "worth", "title": "Value in pounds", "options": {"required": false}}]},
            {"id": "s", "path": "/summary", "title": "", "controller": "SummaryPageController"}],
        "lists": [], "sections": [], "conditions": [],
    }))
}

#[test]
fn a_repeat_page_adds_changes_and_removes() {
    let form = repeat_form();
    let mut answers = Answers::default();
    assert_eq!(
        problems(send(&form, &mut answers, "/bicycles", &[]))[0].message,
        "Enter make"
    );
    let list = Step::Next("/bicycles".into());
    assert_eq!(
        send(
            &form,
            &mut answers,
            "/bicycles",
            &[("item", "new"), ("make", "Red Example")]
        ),
        list
    );
    assert_eq!(
        send(&form, &mut answers, "/bicycles", &[("action", "add-another")]),
        Step::Next("/bicycles?item=new".into())
    );
    send(
        &form,
        &mut answers,
        "/bicycles",
        &[("item", "new"), ("make", "Blue Sample"), ("worth", "200")],
    );
    let step = send(
        &form,
        &mut answers,
        "/bicycles",
        &[("item", "new"), ("make", "Third")],
    );
    assert!(
        problems(step)[0]
            .message
            .starts_with("You can add no more than 2")
    );
    send(
        &form,
        &mut answers,
        "/bicycles",
        &[("item", "1"), ("make", "Green Example")],
    );
    assert_eq!(
        send(&form, &mut answers, "/bicycles", &[("action", "continue")]),
        Step::Check("/summary".into())
    );
    let finished = form.finish(&answers, "en", TODAY).unwrap();
    assert_eq!(
        finished.answers["bicycles"],
        json!([{"make": "Green Example", "worth": null}, {"make": "Blue Sample", "worth": 200}])
    );
    assert_eq!(finished.rows[2].item, Some(2));
    assert_eq!(finished.rows[2].change, "/bicycles?item=2");
    send(&form, &mut answers, "/bicycles", &[("remove-item", "1")]);
    send(&form, &mut answers, "/bicycles", &[("remove-item", "1")]);
    send(&form, &mut answers, "/bicycles", &[("remove-item", "1")]);
    assert_eq!(form.finish(&answers, "en", TODAY).unwrap_err().page, "/bicycles");
}

fn file(id: &str, media: &str, size: u64) -> (String, FileRef) {
    let file = FileRef {
        id: id.into(),
        name: format!("{id}.png"),
        size,
        media_type: media.into(),
    };
    ("photos".into(), file)
}

#[test]
fn files_that_are_good_are_kept_and_the_others_named() {
    let form = parse(&json!({
        "schema": 2, "engine": "V2",
        "pages": [{"id": "p", "path": "/one", "title": "Photos", "controller": "FileUploadPageController", "components": [
            {"id": "c", "type": "FileUploadField", "name": "photos", "title": "Photos",
             "options": {"accept": "image/png,image/jpeg", "maxMegabytes": 1}, "schema": {"min": 1, "max": 2}}]}],
        "lists": [], "sections": [], "conditions": [],
    }));
    let mut answers = Answers::default();
    let send = |answers: &mut Answers, files: &[(String, FileRef)], pairs: &[(&str, &str)]| {
        form.submit(
            answers,
            "/one",
            Posted {
                fields: &fields(pairs),
                files,
            },
            "en",
            TODAY,
            false,
        )
        .unwrap()
    };
    assert_eq!(problems(send(&mut answers, &[], &[]))[0].message, "Upload photos");
    let step = send(
        &mut answers,
        &[
            file("a", "image/png", 10),
            file("b", "text/html", 10),
            file("c", "image/png", 9_000_000),
        ],
        &[],
    );
    let messages: Vec<String> = problems(step).into_iter().map(|p| p.message).collect();
    assert_eq!(
        messages,
        [
            "b.png: The selected file must be one of these types: PNG, JPEG",
            "c.png: The selected file must be smaller than 1MB"
        ]
    );
    assert_eq!(answers.get("photos").unwrap().as_array().unwrap().len(), 1);
    assert_eq!(
        send(
            &mut answers,
            &[file("d", "image/jpeg", 10)],
            &[("action", "upload")]
        ),
        Step::Next("/one".into())
    );
    let step = send(&mut answers, &[file("e", "image/jpeg", 10)], &[]);
    assert_eq!(problems(step)[0].message, "You can only upload 2 files or fewer");
    assert_eq!(
        send(&mut answers, &[], &[("remove", "a")]),
        Step::Next("/one".into())
    );
    assert_eq!(send(&mut answers, &[], &[]), Step::Check("/summary".into()));
    assert_eq!(form.finish(&answers, "en", TODAY).unwrap().rows[0].text, "d.png");
}

#[test]
fn payment_is_refused_politely_and_only_where_something_is_due() {
    let pay = |amount: i32| {
        parse(&json!({
            "schema": 2, "engine": "V2",
            "pages": [
                {"id": "p", "path": "/pay", "title": "", "components": [
                    {"id": "c", "type": "PaymentField", "name": "fee", "title": "Fee", "options": {"amount": amount, "description": "A fee"}}]},
                {"id": "s", "path": "/summary", "title": "", "controller": "SummaryPageController"}],
            "lists": [], "sections": [], "conditions": [],
        }))
    };
    let form = pay(10);
    assert!(form.notes()[0].why.contains("payment is not offered"));
    let step = send(&form, &mut Answers::default(), "/pay", &[]);
    assert_eq!(
        problems(step)[0].message,
        "You cannot pay here. We do not take payments online"
    );
    assert_eq!(
        send(&pay(0), &mut Answers::default(), "/pay", &[]),
        Step::Check("/summary".into())
    );
}

#[test]
fn translations_are_found_by_id_or_name_and_nested_or_dotted() {
    let form = parse(&json!({
        "schema": 2, "engine": "V2", "name": "Report",
        "pages": [{"id": "p", "path": "/one", "title": "Page", "section": "s", "components": [
            {"id": "c", "type": "TextField", "name": "first", "title": "First name", "hint": "As on your card"},
            {"type": "RadiosField", "name": "kind", "title": "Kind", "list": "kinds"}]}],
        "lists": [list("kinds", &["car"])],
        "sections": [{"id": "s", "name": "s", "title": "Section"}], "conditions": [],
        "metadata": {"translations": {
            "cy": {"pages": {"p": {"title": "Tudalen"}}, "components": {"c": {"title": "Enw cyntaf"}, "kind": {"title": "Math"}},
                   "listItems": {"kinds-car": {"text": "Car (cy)"}}, "form": {"title": "Adroddiad"}, "sections": {"s": {"title": "Adran"}}},
            "en-simple": {"components.c.title": "Your first name", "pages./one.title": "Your page"},
        }},
    }));
    let answers = Answers::default();
    let page = |lang: &str| forms::html::fragment(&form.view("/one", &answers, lang, TODAY).unwrap());
    assert_eq!(form.name("cy"), "Adroddiad");
    for word in [
        "Tudalen",
        "Enw cyntaf",
        "Math",
        "Car (cy)",
        "Adran",
        "As on your card",
    ] {
        assert!(page("cy").contains(word), "{word}");
    }
    for word in ["Your page", "Your first name", "Kind"] {
        assert!(page("en-simple").contains(word), "{word}");
    }
    assert!(
        page("fr").contains("First name"),
        "an unknown language falls back"
    );
    assert!(page("en-GB").contains("First name"));
}

#[test]
fn a_question_that_was_never_put_does_not_hide_what_others_say() {
    let item = |n: usize, operator: &str| {
        json!({"id": format!("i{n}"), "componentId": format!("c{n}"), "operator": operator, "type": "ListItemRef",
               "value": {"listId": "kinds", "itemId": ["kinds-a"]}})
    };
    for order in [[2, 1], [1, 2]] {
        let items: Vec<serde_json::Value> = order.iter().map(|n| item(*n, "contains")).collect();
        let form = parse(&json!({
            "schema": 2, "engine": "V2",
            "pages": [
                {"id": "p1", "path": "/one", "title": "", "components": [
                    {"id": "c1", "type": "CheckboxesField", "name": "first", "title": "First", "list": "kinds"}]},
                {"id": "p2", "path": "/never", "title": "", "condition": "no", "components": [
                    {"id": "c2", "type": "CheckboxesField", "name": "second", "title": "Second", "list": "kinds"}]},
                {"id": "p3", "path": "/three", "title": "Three", "condition": "either"},
                {"id": "p4", "path": "/four", "title": "Four", "condition": "without"}],
            "lists": [list("kinds", &["a", "b"])], "sections": [],
            "conditions": [
                {"id": "no", "displayName": "no", "items": [item(2, "contains")]},
                {"id": "either", "displayName": "either", "coordinator": "or", "items": items},
                {"id": "without", "displayName": "without", "items": [item(2, "does not contain")]}],
        }));
        let mut answers = Answers::default();
        assert_eq!(
            send(&form, &mut answers, "/one", &[("first", "a")]),
            Step::Next("/three".into()),
            "{order:?}"
        );
        let walked: Vec<&str> = form
            .walk(&answers, TODAY)
            .pages
            .iter()
            .map(|p| p.path())
            .collect();
        assert_eq!(walked, ["/one", "/three", "/four"]);
    }
}
