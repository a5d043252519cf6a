//! "Which of these is it?": asked when the words for a place fit several.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use forms::Answers;
use kernel::web::{Fault, Posted, UrlQuery, Visit, html_with, see};
use page::{Choice, Chrome, MapView, Problems};

use super::{Way, book, draft_of};
use crate::book::{Book, Flow};
use crate::place;
use crate::store;

/// The question of the spine that holds the place.
const WHERE: &str = "where";
/// As long as the question lets an answer be.
const LONGEST: usize = 500;

fn typed(answers: &Answers) -> String {
    answers
        .get(WHERE)
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Where to go after a page: to `to`, by way of this question when the page was about a place and left it open.
pub(super) fn by_way_of(book: &Book, flow: &Flow, posted: &Posted, answers: &Answers, to: String) -> String {
    if !posted.has(WHERE) || place::choices(book.ground(), &typed(answers)).is_empty() {
        return to;
    }
    format!("/report/{}/which-place?to={}", flow.name, page::encode(&to))
}

/// A map beside the question where it happened; a pin on it writes the answer, and nothing else depends on it. Whoever
/// runs a base map is not told of a report about something that nobody may know of.
pub(super) fn map(visit: &Visit, flow: &Flow, view: &forms::PageView<'_>) -> Result<Option<MapView>, Fault> {
    if !view.asks(WHERE) {
        return Ok(None);
    }
    let book = book(visit)?;
    let areas = book.ground().areas();
    if areas.wards().is_empty() {
        return Ok(None);
    }
    let (a, b) = (areas.bounds().south_west(), areas.bounds().north_east());
    let bounds = format!("{:.5},{:.5},{:.5},{:.5}", a.lon(), a.lat(), b.lon(), b.lat());
    let mut map = MapView {
        field: WHERE,
        ..visit.map(bounds)
    };
    if flow.sensitive {
        map.style.clear();
        map.credit.clear();
    }
    Ok(Some(map))
}

#[derive(askama::Template)]
#[template(path = "pages/place.html")]
struct PlacePage {
    chrome: Chrome,
    problems: Problems,
    typed: String,
    choices: Vec<Choice>,
    to: String,
}

fn ask(
    visit: &Visit,
    flow: &Flow,
    typed: String,
    names: &[String],
    to: String,
    missed: bool,
) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let mut choices: Vec<Choice> = names.iter().map(|name| Choice::new(name, name)).collect();
    choices.push(Choice::new("none", tongue.t("which-place-none")));
    let mut problems = Problems::default();
    let mut status = StatusCode::OK;
    if missed {
        problems.add("place", tongue.t("which-place-missed"));
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let page = PlacePage {
        chrome: visit.chrome_with_exit(flow.sensitive),
        problems,
        typed,
        choices,
        to,
    };
    html_with(status, &page)
}

/// Only on with the same form: an address from outside leads nowhere else.
fn on(flow: &Flow, to: &str) -> String {
    if to.starts_with(&format!("/report/{}/", flow.name)) {
        to.to_owned()
    } else {
        format!("/report/{}", flow.name)
    }
}

pub(super) async fn which_place(
    visit: Visit,
    Path(name): Path<String>,
    UrlQuery(way): UrlQuery<Way>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let to = on(flow, &way.to);
    let Some(draft) = draft_of(&visit, &headers, flow).await? else {
        return Ok(see(&format!("/report/{}", flow.name)));
    };
    let typed = typed(&draft.answers);
    let names = place::choices(book.ground(), &typed);
    if names.is_empty() || draft.report.is_some() {
        return Ok(see(&to));
    }
    ask(&visit, flow, typed, &names, to, false)
}

pub(super) async fn which_place_take(
    visit: Visit,
    Path(name): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let to = on(flow, posted.text("to"));
    let Some(mut draft) = draft_of(&visit, &headers, flow).await? else {
        return Ok(see(&format!("/report/{}", flow.name)));
    };
    let typed = typed(&draft.answers);
    let names = place::choices(book.ground(), &typed);
    let chosen = posted.text("place");
    if draft.report.is_some() || names.is_empty() || chosen == "none" {
        return Ok(see(&to));
    }
    let Some(chosen) = names.iter().find(|n| *n == chosen) else {
        return ask(&visit, flow, typed, &names, to, true);
    };
    // What they wrote stays beside it: it may say which corner.
    let both: String = format!("{chosen} ({typed})").chars().take(LONGEST).collect();
    draft.answers.set(WHERE, serde_json::Value::String(both));
    match store::save(visit.site.db(), visit.site.keys(), &draft, visit.now).await? {
        true => Ok(see(&to)),
        // Another page was kept meanwhile: the choice is put again, on top of it.
        false => ask(&visit, flow, typed, &names, to, false),
    }
}
