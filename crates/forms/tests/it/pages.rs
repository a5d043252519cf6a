//! How a page looks, beside the markup the design system's own macros make.

use forms::{Answers, Definition, html};
use serde_json::json;

use crate::examples::{TODAY, fields, list, one_page, parse, problems, send};

fn page(form: &Definition) -> String {
    html::fragment(&form.view("/one", &Answers::default(), "en", TODAY).unwrap())
}

#[test]
fn a_single_question_is_the_heading_of_its_page() {
    let form = one_page(
        json!([{"id": "c", "type": "TextField", "name": "first", "title": "First name", "hint": "As on your card"}]),
        json!([]),
    );
    assert_eq!(
        page(&form).trim(),
        "<div class=\"govuk-form-group\"><h1 class=\"govuk-label-wrapper\"><label class=\"govuk-label govuk-label--l\" \
         for=\"first\">First name</label></h1><div id=\"first-hint\" class=\"govuk-hint\">As on your card</div>\
         <input class=\"govuk-input\" id=\"first\" name=\"first\" type=\"text\" aria-describedby=\"first-hint\"></div>"
    );
}

#[test]
fn an_error_is_told_to_the_field_and_linked_from_the_summary() {
    let form = one_page(
        json!([{"id": "c", "type": "RadiosField", "name": "kind", "title": "Kind", "list": "kinds"}]),
        json!([list("kinds", &["car", "van"])]),
    );
    let problems = problems(send(&form, &mut Answers::default(), "/one", &[]));
    let answers = Answers::default();
    let view = form
        .view("/one", &answers, "en", TODAY)
        .unwrap()
        .with_posted(&[], &problems);
    let page = html::fragment(&view);
    assert!(
        page.contains("<fieldset class=\"govuk-fieldset\" aria-describedby=\"kind-error\">"),
        "{page}"
    );
    assert!(page.contains("<p id=\"kind-error\" class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">Error:</span> Select kind</p>"));
    let summary = html::error_summary(&problems, "en");
    assert!(summary.contains("<a href=\"#kind\">Select kind</a>"));
    assert!(
        page.contains("id=\"kind\" name=\"kind\" type=\"radio\""),
        "the link leads to the first option"
    );
    assert!(page.contains("id=\"kind-2\""));
}

#[test]
fn every_error_link_leads_to_a_field_that_is_there() {
    let form = one_page(all_components(), json!([list("kinds", &["car", "van"])]));
    let answers = Answers::default();
    let problems = problems(send(&form, &mut Answers::default(), "/one", &[]));
    assert!(problems.len() > 15);
    let page = html::fragment(
        &form
            .view("/one", &answers, "en", TODAY)
            .unwrap()
            .with_posted(&[], &problems),
    );
    for problem in &problems {
        let id = format!(" id=\"{}\"", problem.field);
        assert_eq!(page.matches(&id).count(), 1, "{problem:?}");
    }
}

pub fn all_components() -> serde_json::Value {
    json!([
        {"type": "TextField", "name": "a", "title": "T"},
        {"type": "MultilineTextField", "name": "b", "title": "T", "schema": {"max": 100}},
        {"type": "EmailAddressField", "name": "c", "title": "T"},
        {"type": "TelephoneNumberField", "name": "d", "title": "T"},
        {"type": "NumberField", "name": "e", "title": "T", "options": {"prefix": "£", "suffix": "a week"}},
        {"type": "DatePartsField", "name": "f", "title": "T"},
        {"type": "MonthYearField", "name": "g", "title": "T"},
        {"type": "YesNoField", "name": "h", "title": "T"},
        {"type": "RadiosField", "name": "i", "title": "T", "list": "kinds"},
        {"type": "CheckboxesField", "name": "j", "title": "T", "list": "kinds"},
        {"type": "SelectField", "name": "k", "title": "T", "list": "kinds"},
        {"type": "AutocompleteField", "name": "l", "title": "T", "list": "kinds"},
        {"type": "UkAddressField", "name": "m", "title": "T"},
        {"type": "FileUploadField", "name": "n", "title": "T"},
        {"type": "DeclarationField", "name": "o", "title": "T", "content": "I agree to *everything*"},
        {"type": "EastingNorthingField", "name": "p", "title": "T"},
        {"type": "OsGridRefField", "name": "q", "title": "T"},
        {"type": "NationalGridFieldNumberField", "name": "r", "title": "T"},
        {"type": "LatLongField", "name": "s", "title": "T"},
        {"type": "GeospatialField", "name": "t", "title": "T"},
        {"type": "HiddenField", "name": "u", "title": "T"},
        {"type": "PaymentField", "name": "v", "title": "T", "options": {"amount": 5, "description": "Fee"}},
        {"type": "Details", "title": "More", "content": "Words"},
        {"type": "Html", "content": "<p>Words</p>"},
        {"type": "Markdown", "content": "## Words"},
        {"type": "InsetText", "content": "Words"},
        {"type": "List", "name": "w", "title": "T", "list": "kinds", "options": {"type": "numbered"}},
        {"type": "NotificationBanner", "title": "Important", "content": "Words", "options": {"heading": "Look"}},
    ])
}

#[test]
fn what_was_typed_is_shown_again_and_cannot_act() {
    let form = one_page(
        json!([{"id": "c", "type": "TextField", "name": "first", "title": "First", "schema": {"max": 3}},
               {"id": "d", "type": "MultilineTextField", "name": "more", "title": "More"}]),
        json!([]),
    );
    let evil = "\"><script>alert(1)</script>";
    let posted = fields(&[("first", evil), ("more", "</textarea><script>x</script>")]);
    let problems = problems(send(&form, &mut Answers::default(), "/one", &[("first", evil)]));
    let answers = Answers::default();
    let page = html::fragment(
        &form
            .view("/one", &answers, "en", TODAY)
            .unwrap()
            .with_posted(&posted, &problems),
    );
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
}

#[test]
fn an_answer_in_a_title_cannot_act_either() {
    let form = parse(&json!({
        "schema": 2, "engine": "V2", "pages": [
            {"id": "p", "path": "/one", "title": "", "components": [{"id": "c", "type": "TextField", "name": "first", "title": "First"}]},
            {"id": "q", "path": "/two", "title": "Hello {{ first }}", "components": [
                {"id": "m", "type": "Markdown", "content": "Dear {{ first }}"}, {"id": "h", "type": "Html", "content": "<p>{{ first }}</p>"}]}],
        "lists": [], "sections": [], "conditions": [],
    }));
    let mut answers = Answers::default();
    answers.set("first", json!("<b>[x](javascript:y)</b>"));
    let page = html::fragment(&form.view("/two", &answers, "en", TODAY).unwrap());
    assert!(!page.contains("<b>") && !page.contains("href"), "{page}");
    assert!(page.contains("Hello &lt;b&gt;"), "{page}");
}

#[test]
fn easy_read_has_its_pictures_and_other_languages_have_not() {
    let form = parse(&json!({
        "schema": 2, "engine": "V2",
        "pages": [{"id": "p", "path": "/one", "title": "One", "components": [
            {"type": "TextField", "name": "a", "title": "A"}, {"type": "TextField", "name": "b", "title": "B"}]}],
        "lists": [], "sections": [], "conditions": [],
        "metadata": {"bluelamp": {"pictures": {"/one": "clock", "a": "person", "b": "../evil"}}},
    }));
    let answers = Answers::default();
    let page = |lang: &str| html::fragment(&form.view("/one", &answers, lang, TODAY).unwrap());
    assert!(page("en-simple").contains("src=\"/assets/pictures/clock.svg\" alt=\"\""));
    assert!(page("en-simple").contains("/assets/pictures/person.svg"));
    assert!(!page("en-simple").contains("evil"));
    assert!(!page("en").contains("<img"));
}

#[test]
fn check_answers_links_each_row_to_its_page() {
    let form = one_page(
        json!([{"id": "c", "type": "TextField", "name": "first", "title": "First <name>"}]),
        json!([]),
    );
    let mut answers = Answers::default();
    answers.set("first", json!("Ada\nExample & co"));
    let rows = form.rows(&answers, "en", TODAY);
    let list = html::summary_list(&rows, Some("/report/theft"), "change=yes", "en");
    assert!(list.contains("href=\"/report/theft/one?change=yes\">Change<span class=\"govuk-visually-hidden\"> first &lt;name&gt;</span>"), "{list}");
    assert!(list.contains("Ada<br>Example &amp; co"));
}
