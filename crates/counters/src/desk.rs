//! The counter's own pages: a visit in two taps, the queue, and what a counter costs.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::web::{Access, Fault, Posted, Routes, Visit, html, html_with, see};
use page::{Chrome, Problems};
use places::{Place, PlaceId, directory};
use serde::Serialize;

use crate::reason::{Outcome, Reason, Referred};
use crate::store::{self, Told};
use crate::tap::{CounterVisit, Tap, TapId};

pub(crate) mod cost;
mod visit;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk/counters", Access::Desk, list)
        // It answers for the counter's pages when there is no network: it lies beside them and says nothing of its own.
        .get("/desk/counters/worker.js", Access::Anyone, worker)
        .get("/desk/counters/{id}", Access::Desk, counter)
        .get("/desk/visits/{id}", Access::Desk, visit::show)
        .get("/desk/counters/{id}/now", Access::Desk, now)
        .post("/desk/counters/{id}/tap", Access::Desk, tap)
        .post("/desk/counters/{id}/taps", Access::Desk, taps)
        .get("/desk/counters/{id}/cost", Access::Admin, cost::form)
        .post("/desk/counters/{id}/cost", Access::Admin, cost::take)
}

/// The counter of this id.
pub(crate) async fn found(visit: &Visit, id: &str) -> Result<Arc<Place>, Fault> {
    let id = PlaceId::parse(id).ok_or(Fault::Missing)?;
    let directory = directory(&visit.site).await?;
    let place = directory.find(&id).filter(|p| p.facts.kind.is_for_visitors());
    place.cloned().ok_or(Fault::Missing)
}

struct ListLine {
    href: String,
    name: String,
    came: i64,
    there: i64,
}

#[derive(askama::Template)]
#[template(path = "desk/list.html")]
struct ListPage {
    chrome: Chrome,
    lines: Vec<ListLine>,
}

async fn list(visit: Visit) -> Result<Response, Fault> {
    let today = visit.now.date(visit.site.days().zone());
    let counts = store::since(&mut visit.site.db().read(), midnight(&visit)).await?;
    let counts: HashMap<PlaceId, (i64, i64)> = counts.into_iter().map(|(p, c, t)| (p, (c, t))).collect();
    let directory = directory(&visit.site).await?;
    let lines = directory
        .all()
        .iter()
        .filter(|p| p.facts.kind.is_for_visitors() && p.is_there(today))
        .map(|p| {
            let (came, there) = counts.get(&p.id).copied().unwrap_or_default();
            ListLine {
                href: format!("/desk/counters/{}", p.id),
                name: p.name(visit.lang()).to_owned(),
                came,
                there,
            }
        })
        .collect();
    html(&ListPage {
        chrome: visit.chrome(),
        lines,
    })
}

/// The beginning of today on the force's clocks.
fn midnight(visit: &Visit) -> kernel::Moment {
    let zone = visit.site.days().zone();
    let start = visit.now.date(zone).to_zoned_datetime(zone.clone());
    start.map_or(visit.now, |z| z.timestamp().into())
}

/// Someone who is there, as the page shows them.
struct Line {
    visit: String,
    reason: String,
    since: String,
    /// Ids for the taps that its buttons would be.
    taps: [String; 2],
}

/// Who is at the counter now, who waits, and what can be undone.
struct Now {
    base: String,
    csrf: String,
    served: Vec<Line>,
    waiting: Vec<Line>,
    came: String,
    undo: Option<(String, String)>,
    undo_tap: String,
    outcomes: Vec<(&'static str, String)>,
    referred: Vec<(&'static str, String)>,
}

impl Now {
    async fn of(visit: &Visit, place: &Place) -> Result<Self, Fault> {
        let (site, tongue) = (&visit.site, visit.tongue());
        let mut read = site.db().read();
        let there = store::there(&mut read, &place.id).await?;
        let counts = store::since(&mut read, midnight(visit)).await?;
        let came = counts
            .iter()
            .find(|(p, ..)| *p == place.id)
            .map_or(0, |(_, c, _)| *c);
        let newest = store::newest(&mut read, &place.id, &visit.desk()?.actor(), visit.now).await?;
        let tap = || TapId::new(site.random()).as_str().to_owned();
        let reason = |r: Reason| tongue.t(&format!("visit-reason-{}", r.as_str())).into_owned();
        let line = |one: &CounterVisit| {
            let from = one.begun_at.unwrap_or(one.came_at);
            let time = tongue.time(tongue.local(from.timestamp()).time());
            let span = tongue.span(visit.now.seconds_since(from));
            Line {
                visit: one.id.as_str().to_owned(),
                reason: reason(one.reason),
                since: tongue.ta(
                    "counter-since",
                    &[("time", time.as_str().into()), ("span", span.as_str().into())],
                ),
                taps: [tap(), tap()],
            }
        };
        Ok(Self {
            base: format!("/desk/counters/{}", place.id),
            csrf: visit.csrf(),
            served: there.iter().filter(|v| v.begun_at.is_some()).map(line).collect(),
            waiting: there.iter().filter(|v| v.begun_at.is_none()).map(line).collect(),
            came: tongue.t1("counter-came", "count", came),
            undo: newest.map(|(tap, kind, of)| {
                let what = tongue.t1(&format!("counter-undo-{kind}"), "reason", reason(of).as_str());
                (tap.as_str().to_owned(), what)
            }),
            undo_tap: tap(),
            outcomes: [Outcome::Done, Outcome::Report, Outcome::Officer, Outcome::Left]
                .into_iter()
                .map(|o| {
                    (
                        o.as_str(),
                        tongue.t(&format!("visit-outcome-{}", o.as_str())).into_owned(),
                    )
                })
                .collect(),
            referred: Referred::ALL
                .iter()
                .map(|r| {
                    (
                        r.as_str(),
                        tongue.t(&format!("visit-referred-{}", r.as_str())).into_owned(),
                    )
                })
                .collect(),
        })
    }

    /// A line to be filled in by the script for someone it knows of and the server does not yet.
    fn blank(&self) -> Line {
        Line {
            visit: String::new(),
            reason: String::new(),
            since: String::new(),
            taps: [String::new(), String::new()],
        }
    }
}

#[derive(askama::Template)]
#[template(path = "desk/counter.html")]
struct CounterPage {
    chrome: Chrome,
    problems: Problems,
    name: String,
    tap: String,
    reasons: Vec<(&'static str, String, &'static str)>,
    now: Now,
    admin: bool,
    use_href: String,
}

#[derive(askama::Template)]
#[template(path = "desk/now.html")]
struct NowPart {
    chrome: Chrome,
    now: Now,
}

async fn counter(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    counter_page(&visit, &place, Problems::default(), StatusCode::OK).await
}

async fn counter_page(
    visit: &Visit,
    place: &Place,
    problems: Problems,
    status: StatusCode,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let reasons = Reason::ALL.iter().map(|r| {
        let words = chrome.t(&format!("visit-reason-{}", r.as_str())).into_owned();
        (r.as_str(), words, r.picture())
    });
    let page = CounterPage {
        name: place.name(visit.lang()).to_owned(),
        tap: TapId::new(visit.random()).as_str().to_owned(),
        reasons: reasons.collect(),
        now: Now::of(visit, place).await?,
        admin: visit.desk()?.role == kernel::account::Role::Admin,
        use_href: format!("/counters/{}", place.id),
        chrome,
        problems,
    };
    html_with(status, &page)
}

/// The part of the page that changes, for a script that looks again.
async fn now(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    html(&NowPart {
        now: Now::of(&visit, &place).await?,
        chrome: visit.chrome(),
    })
}

/// One tap by a form.
async fn tap(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let again = async |key: &str, status| {
        let mut problems = Problems::default();
        problems.add("", visit.tongue().t(key));
        counter_page(&visit, &place, problems, status).await
    };
    let tap = match Tap::parse(|name| posted.text(name), visit.now) {
        Ok(tap) => tap,
        Err(error) => return again(error.key(), StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let mut tx = visit.site.db().begin().await?;
    let staff = visit.desk()?.actor();
    let told = store::take(
        &mut tx,
        visit.site.days().zone(),
        &place.id,
        &tap,
        &staff,
        visit.now,
    )
    .await?;
    tx.commit().await?;
    match told {
        Told::Kept | Told::Again => Ok(see(&format!("/desk/counters/{}", place.id))),
        Told::TooLate => again("tap-too-late", StatusCode::CONFLICT).await,
    }
}

/// What came of each tap of a queue, in its order. None of them needs to be sent again.
#[derive(Serialize)]
struct Answers {
    taps: Vec<&'static str>,
}

/// The most taps of one post; a browser with more sends them in turns.
const MOST: usize = 100;

/// A queue of taps, oldest first, each a JSON object of texts. The same queue sent twice counts once.
async fn taps(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let staff = visit.desk()?.actor();
    let zone = visit.site.days().zone();
    let mut answers = Vec::new();
    let mut tx = visit.site.db().begin().await?;
    let queue = posted
        .fields()
        .iter()
        .filter(|(name, _)| name == "tap")
        .take(MOST);
    for (_, text) in queue {
        let fields: HashMap<String, String> = serde_json::from_str(text).unwrap_or_default();
        let parsed = Tap::parse(|name| fields.get(name).map_or("", String::as_str), visit.now);
        answers.push(match parsed {
            Err(_) => "refused",
            Ok(tap) => match store::take(&mut tx, zone, &place.id, &tap, &staff, visit.now).await? {
                Told::Kept => "kept",
                Told::Again => "again",
                Told::TooLate => "late",
            },
        });
    }
    tx.commit().await?;
    let body = serde_json::to_string(&Answers { taps: answers })
        .map_err(|e| Fault::broken("the answer to taps", e))?;
    Ok(typed(body.into_bytes(), "application/json"))
}

async fn worker() -> Result<Response, Fault> {
    let script = page::asset("counter-worker.js").ok_or(Fault::Missing)?;
    let mut answer = typed(script.bytes.to_vec(), script.content_type);
    answer
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(answer)
}

fn typed(body: Vec<u8>, kind: &'static str) -> Response {
    let mut answer = body.into_response();
    answer
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
