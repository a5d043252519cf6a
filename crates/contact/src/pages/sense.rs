//! What no single answer shows to be wrong: answers that contradict each other, a number that cannot be called.

use forms::{Answers, Problem};
use kernel::web::{Posted, Visit};

use crate::book::Flow;

fn problem(visit: &Visit, field: &str, key: &str) -> Problem {
    Problem {
        component: field.to_owned(),
        field: field.to_owned(),
        message: visit.tongue().t(key).into_owned(),
    }
}

/// All of them, of a page that is otherwise right. `answers` are those with this page.
pub(super) fn problems(
    visit: &Visit,
    flow: &Flow,
    path: &str,
    posted: &Posted,
    answers: &Answers,
) -> Vec<Problem> {
    let found = [
        wrong_reference(posted).map(|key| ("existingReference", key)),
        turned_dates(posted, answers).map(|key| ("whenTo__day", key)),
        wrong_phone(posted, answers).map(|key| ("phone", key)),
    ];
    let mut all: Vec<Problem> = found
        .into_iter()
        .flatten()
        .map(|(field, key)| problem(visit, field, key))
        .collect();
    all.extend(none_and_more(flow, path, posted).map(|name| problem(visit, name, "form-none-and-more")));
    all
}

/// A reference of ours that was mistyped is told at once: it has a check letter. A crime number is anything else.
fn wrong_reference(posted: &Posted) -> Option<&'static str> {
    let typed = posted.text("existingReference").trim().to_uppercase();
    let wrong = typed.starts_with("BL") && kernel::id::Reference::parse(&typed).is_none();
    wrong.then_some("form-wrong-reference")
}

fn turned_dates(posted: &Posted, answers: &Answers) -> Option<&'static str> {
    // Dates are kept as text that sorts as they do.
    let date = |name: &str| answers.get(name).and_then(|v| v.as_str());
    let turned =
        posted.has("whenTo__day") && date("whenFrom").zip(date("whenTo")).is_some_and(|(a, b)| a > b);
    turned.then_some("form-dates-turned")
}

/// A number that can be called; for text messages one that is no landline.
fn wrong_phone(posted: &Posted, answers: &Answers) -> Option<&'static str> {
    let typed = posted.text("phone").trim();
    if typed.is_empty() {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !(10..=15).contains(&digits.len()) {
        return Some("form-wrong-phone");
    }
    let national = digits
        .trim_start_matches("00")
        .strip_prefix("44")
        .map(|rest| format!("0{}", rest.trim_start_matches('0')));
    let national = national.unwrap_or(digits);
    let text = answers.get("contactChannel").and_then(|v| v.as_str()) == Some("text");
    let landline = ["01", "02", "03", "08"].iter().any(|p| national.starts_with(p)) && national.len() <= 11;
    (text && landline).then_some("form-no-mobile")
}

/// Questions of the page to which "none of these" was chosen together with something else.
fn none_and_more<'f>(flow: &'f Flow, path: &str, posted: &'f Posted) -> impl Iterator<Item = &'f str> {
    let page = flow.definition.page(path);
    let asked = page.into_iter().flat_map(|p| flow.definition.components(p));
    let boxes = asked
        .filter(|c| c.type_name() == "CheckboxesField")
        .map(|c| c.name());
    boxes.filter(|name| {
        let chosen = posted.fields().iter().filter(|(n, _)| n == name);
        let chosen: Vec<&str> = chosen
            .map(|(_, v)| v.as_str())
            .filter(|v| !v.is_empty())
            .collect();
        chosen.len() > 1 && chosen.contains(&"none")
    })
}

/// "Must be a real date" helps nobody who wrote the year in two numbers.
pub(super) fn short_years(visit: &Visit, posted: &Posted, problems: &mut [Problem]) {
    for problem in problems {
        let year = posted.text(&format!("{}__year", problem.component)).trim();
        if (1..4).contains(&year.len()) && year.bytes().all(|b| b.is_ascii_digit()) {
            problem.message = visit.tongue().t("form-short-year").into_owned();
        }
    }
}
