//! The list of what waits, most urgent first, and how it stays up to date.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use kernel::Moment;
use kernel::id::Reference;
use kernel::site::Site;
use kernel::web::{Fault, UrlQuery, Visit, html_with, see};
use page::{Chrome, Link, Tongue};
use serde::Deserialize;

use super::{authority, book};
use crate::book::Book;
use crate::place;
use crate::report::{Report, ReportId, State};
use crate::store::{self, Filter};

/// Reports on one page of a list.
const PAGE: u32 = 50;

#[derive(Deserialize)]
pub(super) struct At {
    #[serde(default)]
    list: String,
    #[serde(default)]
    after: String,
}

/// One line of a list, in words.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) reference: String,
    pub(super) grade: String,
    pub(super) colour: &'static str,
    pub(super) about: String,
    pub(super) place: String,
    pub(super) received: String,
    pub(super) due: String,
    pub(super) late: bool,
    pub(super) state: String,
    /// Someone wrote, and nobody has read it.
    pub(super) wrote: bool,
}

#[derive(askama::Template)]
#[template(path = "desk/list.html")]
struct ListPage {
    chrome: Chrome,
    tabs: Vec<Link>,
    table: String,
    events: &'static str,
    fragment: String,
    not_found: bool,
}

#[derive(askama::Template)]
#[template(path = "desk/table.html")]
struct Table<'a> {
    chrome: &'a Chrome,
    caption: String,
    lines: Vec<Line>,
    more: String,
}

pub(super) fn colour(urgency: i64) -> &'static str {
    match urgency {
        ..=1 => "red",
        2 => "orange",
        3 => "yellow",
        _ => "grey",
    }
}

pub(super) fn line(book: &Book, tongue: &Tongue, report: &Report, now: Moment) -> Line {
    let lang = tongue.lang().code();
    let waiting = report
        .promised_to
        .filter(|_| report.state == State::Accepted && report.kept_at.is_none());
    let due = waiting.unwrap_or(report.due_at);
    Line {
        href: format!("/desk/reports/{}", report.id),
        reference: report.reference.to_string(),
        grade: report.grade.clone(),
        colour: colour(report.urgency),
        about: book
            .flow(&report.flow)
            .map_or_else(|| report.flow.clone(), |f| f.title(lang)),
        place: place::names(book.ground(), report.ward.as_deref(), report.borough.as_deref()),
        received: tongue.ago(report.received_at.timestamp(), now.timestamp()),
        due: tongue.day_time(due.timestamp()),
        late: report.state.is_open() && report.kept_at.is_none() && due < now,
        state: state_words(tongue, report),
        wrote: report.wrote_at.is_some(),
    }
}

pub(super) fn state_words(tongue: &Tongue, report: &Report) -> String {
    match (report.state, report.outcome) {
        (State::Accepted, Some(outcome)) => tongue.t(&outcome.key()).into_owned(),
        (state, _) => tongue.t(&format!("state-{}", state.as_str())).into_owned(),
    }
}

async fn table(visit: &Visit, chrome: &Chrome, at: &At) -> Result<String, Fault> {
    let book = book(visit)?;
    let by = authority(visit)?;
    let filter = Filter::parse(&at.list);
    let mut read = visit.site.db().read();
    let after = match ReportId::parse(&at.after) {
        Some(id) => store::find(&mut read, &id).await?.filter(|r| by.may_see(r)),
        None => None,
    };
    let reports = store::queue(&mut read, &by, filter, after.as_ref(), PAGE).await?;
    let full = reports.len() == usize::try_from(PAGE).unwrap_or(0);
    let more = reports.last().filter(|_| full);
    let table = Table {
        chrome,
        caption: chrome
            .t(&format!("desk-caption-{}", filter.as_str()))
            .into_owned(),
        more: more
            .map(|r| format!("/desk?list={}&after={}", filter.as_str(), r.id))
            .unwrap_or_default(),
        lines: reports
            .iter()
            .map(|r| line(&book, &chrome.tongue, r, visit.now))
            .collect(),
    };
    askama::Template::render(&table).map_err(|e| Fault::broken("the list could not be made", e))
}

async fn list_page(visit: &Visit, at: &At, not_found: bool) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let filter = Filter::parse(&at.list);
    let tab = |f: Filter| {
        let text = chrome.t(&format!("desk-{}", f.as_str())).into_owned();
        Link::new(format!("/desk?list={}", f.as_str()), text).current(f == filter)
    };
    let table = table(visit, &chrome, at).await?;
    let page = ListPage {
        tabs: Filter::ALL.map(tab).to_vec(),
        fragment: format!(
            "/desk/list?list={}&after={}",
            filter.as_str(),
            page::encode(&at.after)
        ),
        events: "/desk/live",
        table,
        chrome,
        not_found,
    };
    html_with(
        if not_found {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::OK
        },
        &page,
    )
}

pub(super) async fn list(visit: Visit, UrlQuery(at): UrlQuery<At>) -> Result<Response, Fault> {
    list_page(&visit, &at, false).await
}

/// The list alone, for the page to lay in place of the old one.
pub(super) async fn list_fragment(visit: Visit, UrlQuery(at): UrlQuery<At>) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    Ok(axum::response::Html(table(&visit, &chrome, &at).await?).into_response())
}

/// A stream ends after so long and the browser asks again: then it is seen again who is signed in.
const LIVE_MINUTES: i64 = 5;

/// Tells an open list when something changed. Processes do not talk to one another: each asks the database every
/// second for a number that changes with any step.
pub(super) async fn live(visit: Visit) -> Result<Response, Fault> {
    authority(&visit)?;
    let seen = newest_step(&visit.site).await;
    let until = visit.now.plus_minutes(LIVE_MINUTES);
    let stream = futures_util::stream::unfold((visit.site, seen), move |(site, seen)| async move {
        while !site.is_stopping() && site.now() < until {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let now = newest_step(&site).await;
            if now != seen {
                let event = SseEvent::default().data("changed");
                return Some((Ok::<_, Infallible>(event), (site, now)));
            }
        }
        None
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()).into_response())
}

async fn newest_step(site: &Site) -> String {
    store::newest_step(&mut site.db().read())
        .await
        .unwrap_or_default()
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    reference: String,
}

pub(super) async fn find(visit: Visit, UrlQuery(wanted): UrlQuery<Wanted>) -> Result<Response, Fault> {
    let by = authority(&visit)?;
    let found = match Reference::parse(&wanted.reference) {
        Some(reference) => store::by_reference(&mut visit.site.db().read(), &reference).await?,
        None => None,
    };
    match found.filter(|r| by.may_see(r)) {
        Some(report) => Ok(see(&format!("/desk/reports/{}", report.id))),
        None => {
            list_page(
                &visit,
                &At {
                    list: String::new(),
                    after: String::new(),
                },
                true,
            )
            .await
        }
    }
}
