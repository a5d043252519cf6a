//! How many call handlers are needed in each half-hour: the wish in fields, the answer in words and a table.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html, html_with};
use page::{Chrome, Problems};

use super::answer::{Answer, answer};
use super::fields::{Field, Fields};
use super::propose::effort;
use super::said;
use crate::service::away;
use crate::solve::of_calls;
use crate::wish::{Handlers, Line, Wish};

#[derive(askama::Template)]
#[template(path = "pages/handlers.html")]
struct HandlersPage {
    chrome: Chrome,
    problems: Problems,
    lines: Vec<(String, Vec<Field>)>,
    answer: Option<Answer>,
}

/// The lines that a force has: their names, and within how many seconds they are to be answered.
const LINES: [(&str, &str, &str); 2] = [("1", "999", "10"), ("2", "101", "30")];

fn page(visit: &Visit, fields: Fields<'_>, answer: Option<Answer>) -> HandlersPage {
    let tongue = visit.tongue();
    let lines = LINES
        .iter()
        .map(|(n, name, seconds)| {
            let id = |field: &str| format!("{field}_{n}");
            let one =
                |field: &str, label: &str, usual: &str, look| fields.field(&id(field), label, usual, look);
            let list = vec![
                one("name", "planner-line-name", name, ("10", "")),
                fields.list(&id("calls"), "planner-line-calls", 8),
                one("handle", "planner-line-handle", "", ("4", "")),
                one("patience", "planner-line-patience", "", ("4", "")),
                one("share", "planner-line-share", "90", ("4", "%")),
                one("seconds", "planner-line-seconds", seconds, ("4", "")),
                one("give_up", "planner-line-give-up", "", ("4", "%")),
            ];
            (tongue.t1("planner-line-title", "number", *n), list)
        })
        .collect();
    HandlersPage {
        chrome: visit.chrome(),
        problems: fields.problems,
        lines,
        answer,
    }
}

pub(super) async fn form(visit: Visit) -> Result<Response, Fault> {
    let posted = Posted::default();
    html(&page(&visit, Fields::new(&visit, &posted), None))
}

/// The lines of which calls are given; a line without any is left out.
fn wish(fields: &mut Fields<'_>) -> Wish {
    let mut lines = Vec::new();
    for (n, usual, _) in LINES {
        let id = |field: &str| format!("{field}_{n}");
        if fields.text(&id("calls")).is_empty() {
            continue;
        }
        let name: String = match fields.text(&id("name")) {
            "" => usual.to_owned(),
            name => name.chars().take(60).collect(),
        };
        fields.group.clone_from(&name);
        let calls = fields.figures(&id("calls"), "planner-line-calls", 100_000.0);
        if calls.len() > 336 {
            fields.wrong(&id("calls"), "planner-many-calls");
        }
        lines.push(Line {
            name,
            calls,
            handle_seconds: fields.needed(&id("handle"), "planner-line-handle", 1.0, 86_400.0),
            patience_seconds: fields.needed(&id("patience"), "planner-line-patience", 1.0, 86_400.0),
            share: fields.needed(&id("share"), "planner-line-share", 1.0, 99.99) / 100.0,
            seconds: fields.needed(&id("seconds"), "planner-line-seconds", 0.0, 86_400.0),
            most_give_up: fields
                .number(&id("give_up"), "planner-line-give-up", 0.0, 100.0)
                .map(|share| share / 100.0),
        });
    }
    if lines.is_empty() {
        fields.wrong("calls_1", "planner-need-calls");
    }
    Wish::Handlers(Handlers { lines })
}

pub(super) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let mut fields = Fields::new(&visit, &posted);
    let wish = wish(&mut fields);
    if fields.problems.is_empty() {
        let found = away(move || of_calls(&wish, effort())).await;
        match found {
            Ok(found) => {
                let answer = answer(&visit, None, &found)?;
                return html(&page(&visit, fields, Some(answer)));
            }
            Err(e) => fields.problems.add("calls_1", said(&visit, e)?),
        }
    }
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&visit, fields, None))
}
