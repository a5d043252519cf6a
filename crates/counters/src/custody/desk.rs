//! The suites as staff keep them: two numbers at a moment, capacity, visiting, use over time.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use kernel::account::{self, Role, StaffId};
use kernel::audit;
use kernel::web::{Access, Fault, Posted, Routes, Visit, html, html_with, see};
use page::{Chrome, Problems};
use places::{Kind, Place, PlaceId, directory};

use super::{Count, Suite, by, day, read_cells, store};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk/custody", Access::Desk, list)
        .get("/desk/custody/{id}", Access::Desk, suite)
        .post("/desk/custody/{id}/count", Access::Desk, count)
        .post("/desk/custody/{id}/remove", Access::Desk, remove)
        .post("/desk/custody/{id}", Access::Supervisor, say)
}

/// Days of use that staff see.
const DAYS: i64 = 28;

struct ListLine {
    href: String,
    name: String,
    cells: String,
    newest: String,
    when: String,
}

#[derive(askama::Template)]
#[template(path = "custody/desk_list.html")]
struct ListPage {
    chrome: Chrome,
    lines: Vec<ListLine>,
}

async fn list(visit: Visit) -> Result<Response, Fault> {
    let mut read = visit.site.db().read();
    let suites: HashMap<PlaceId, Suite> = store::suites(&mut read).await?.into_iter().collect();
    let newest: HashMap<PlaceId, Count> = store::newest(&mut read).await?.into_iter().collect();
    let directory = directory(&visit.site).await?;
    let chrome = visit.chrome();
    let today = visit.now.date(visit.site.days().zone());
    let unknown = || chrome.t("suite-unknown").into_owned();
    let lines = directory
        .all()
        .iter()
        .filter(|p| p.facts.kind == Kind::Custody && !p.is_gone(today))
        .map(|p| ListLine {
            href: format!("/desk/custody/{}", p.id),
            name: p.name(visit.lang()).to_owned(),
            cells: suites.get(&p.id).map_or_else(unknown, |s| s.cells.to_string()),
            newest: newest
                .get(&p.id)
                .map_or_else(unknown, |c| of(&chrome, c.held, c.cells)),
            when: newest.get(&p.id).map_or_else(String::new, |c| {
                chrome.tongue.ago(c.at.timestamp(), visit.now.timestamp())
            }),
        })
        .collect();
    html(&ListPage { chrome, lines })
}

/// `12 of 30 cells`.
fn of(chrome: &Chrome, held: i64, cells: i64) -> String {
    chrome.ta(
        "suite-of",
        &[("held", held.to_string().into()), ("cells", cells.into())],
    )
}

async fn found(visit: &Visit, id: &str) -> Result<Arc<Place>, Fault> {
    let id = PlaceId::parse(id).ok_or(Fault::Missing)?;
    let directory = directory(&visit.site).await?;
    let place = directory.find(&id).filter(|p| p.facts.kind == Kind::Custody);
    place.cloned().ok_or(Fault::Missing)
}

struct DayLine {
    day: String,
    mean: String,
    most: i64,
    width: i64,
}

/// What someone typed that could not be taken.
#[derive(Default)]
struct Typed {
    problems: Problems,
    held: String,
    cells_now: String,
    at: String,
    /// More people than cells: to be sent once more.
    sure: bool,
    /// Capacity and visiting, when these were sent.
    suite: Option<(String, String)>,
}

#[derive(askama::Template)]
#[template(path = "custody/desk_suite.html")]
struct SuitePage {
    chrome: Chrome,
    problems: Problems,
    name: String,
    place: String,
    base: String,
    hours: String,
    held: String,
    cells_now: String,
    at: String,
    cells: String,
    visiting: String,
    version: i64,
    may_say: bool,
    sure: bool,
    newest: Vec<CountLine>,
    days: Vec<DayLine>,
}

/// One count, so that a slip can be found and taken out.
struct CountLine {
    millis: i64,
    when: String,
    numbers: String,
    who: String,
}

/// Counts that are listed one by one.
const NEWEST: u32 = 12;

async fn suite(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    suite_page(&visit, &place, Typed::default()).await
}

async fn suite_page(visit: &Visit, place: &Place, typed: Typed) -> Result<Response, Fault> {
    let mut read = visit.site.db().read();
    let suites = store::suites(&mut read).await?;
    let suite = suites.into_iter().find(|(p, _)| *p == place.id).map(|(_, s)| s);
    let counts = store::counts(&mut read, &place.id, visit.now.plus_days(-DAYS)).await?;
    let chrome = visit.chrome();
    let days = by(&counts, day(visit.site.days().zone()));
    let days = days.iter().rev().filter_map(|(day, mean)| {
        let (held, cells) = mean.whole()?;
        Some(DayLine {
            day: chrome.tongue.day(*day),
            mean: of(&chrome, held, cells),
            most: mean.most,
            width: (held * 100 / cells.max(1)).min(100),
        })
    });
    let version = suite.as_ref().map_or(0, |s| s.version);
    let capacity = suite.as_ref().map(|s| s.cells.to_string()).unwrap_or_default();
    let (cells, visiting) = typed
        .suite
        .unwrap_or_else(|| (capacity.clone(), suite.map(|s| s.visiting).unwrap_or_default()));
    let status = if typed.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = SuitePage {
        name: place.name(visit.lang()).to_owned(),
        place: format!("/place/{}", place.id),
        base: format!("/desk/custody/{}", place.id),
        hours: place.facts.hours.text().to_owned(),
        days: days.collect(),
        held: typed.held,
        cells_now: if typed.cells_now.is_empty() {
            capacity
        } else {
            typed.cells_now
        },
        at: typed.at,
        may_say: visit.desk()?.role >= Role::Supervisor,
        sure: typed.sure,
        newest: newest(visit, &place.id).await?,
        problems: typed.problems,
        chrome,
        cells,
        visiting,
        version,
    };
    html_with(status, &page)
}

async fn newest(visit: &Visit, place: &PlaceId) -> Result<Vec<CountLine>, Fault> {
    let mut read = visit.site.db().read();
    let tongue = visit.tongue();
    let mut lines = Vec::new();
    for (count, source) in store::newest_of(&mut read, place, NEWEST).await? {
        let staff = match source.strip_prefix("staff:").and_then(StaffId::parse) {
            Some(id) => account::find(&mut read, &id).await?,
            None => None,
        };
        lines.push(CountLine {
            millis: count.at.millis(),
            when: tongue.day_time(count.at.timestamp()),
            numbers: of(&visit.chrome(), count.held, count.cells),
            who: staff.map_or_else(|| tongue.t("suite-by-import").into_owned(), |s| s.name),
        });
    }
    Ok(lines)
}

/// Takes out a count that was a slip; what it said stays in the log.
async fn remove(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let at = posted
        .text("at")
        .parse()
        .map(Moment::from_millis)
        .map_err(|_| Fault::Missing)?;
    let actor = visit.desk()?.actor();
    let mut tx = visit.site.db().begin().await?;
    if let Some(count) = store::take_out(&mut tx, &place.id, at).await? {
        let detail = format!("{} of {} at {}", count.held, count.cells, count.at);
        audit::write(
            &mut tx,
            &actor,
            "custody.count-removed",
            place.id.as_str(),
            &detail,
            visit.now,
            visit.random(),
        )
        .await?;
        tx.commit().await?;
    }
    Ok(see(&format!("/desk/custody/{}", place.id)))
}

/// Two numbers of this moment, or of an earlier one.
async fn count(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let [held, cells, at] = ["held", "cells_now", "at"].map(|name| posted.text(name).trim());
    let zone = visit.site.days().zone();
    let count = match Count::parse(held, cells, at, zone, visit.now) {
        Ok(count) => count,
        Err(error) => {
            let field = match error {
                super::CountError::Held | super::CountError::TooMany => "held",
                super::CountError::Cells => "cells_now",
                super::CountError::At | super::CountError::Future | super::CountError::Old => "at",
            };
            let mut typed = Typed {
                held: held.to_owned(),
                cells_now: cells.to_owned(),
                at: at.to_owned(),
                ..Typed::default()
            };
            typed.problems.add(field, visit.tongue().t(error.key()));
            return suite_page(&visit, &place, typed).await;
        }
    };
    if count.held > count.cells && posted.text("sure") != "yes" {
        let mut typed = Typed {
            held: held.to_owned(),
            cells_now: cells.to_owned(),
            at: at.to_owned(),
            sure: true,
            ..Typed::default()
        };
        typed.problems.add("held", visit.tongue().t("suite-held-more"));
        return suite_page(&visit, &place, typed).await;
    }
    let actor = visit.desk()?.actor();
    let mut tx = visit.site.db().begin().await?;
    store::put(&mut tx, &place.id, &count, &actor, visit.now).await?;
    let detail = format!("{} of {}", count.held, count.cells);
    audit::write(
        &mut tx,
        &actor,
        "custody.count",
        place.id.as_str(),
        &detail,
        visit.now,
        visit.random(),
    )
    .await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/custody/{}", place.id)))
}

const LONGEST: usize = 2_000;

/// Capacity, and how to become a visitor.
async fn say(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let tongue = visit.tongue();
    let [cells, visiting, version] = ["cells", "visiting", "version"].map(|name| posted.text(name).trim());
    let mut typed = Typed {
        suite: Some((cells.to_owned(), visiting.to_owned())),
        ..Typed::default()
    };
    let parsed = read_cells(cells);
    if let Err(error) = parsed {
        typed.problems.add("cells", tongue.t(error.key()));
    }
    if visiting.chars().count() > LONGEST {
        typed.problems.add("visiting", tongue.t("suite-visiting-long"));
    }
    let (Ok(cells), true) = (parsed, typed.problems.is_empty()) else {
        return suite_page(&visit, &place, typed).await;
    };
    let suite = Suite {
        cells,
        visiting: visiting.to_owned(),
        version: version.parse().unwrap_or(0),
    };
    let actor = visit.desk()?.actor();
    let mut tx = visit.site.db().begin().await?;
    if !store::set_suite(&mut tx, &visit.site, &place.id, &suite, &actor, visit.now).await? {
        typed.problems.add("", tongue.t("suite-changed-meanwhile"));
        return suite_page(&visit, &place, typed).await;
    }
    tx.commit().await?;
    Ok(see(&format!("/desk/custody/{}", place.id)))
}
