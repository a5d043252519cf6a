//! The desk: what waits, most urgent first; one report with its reasons; a person decides.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use kernel::audit;
use kernel::file::{self, FileId};
use kernel::web::{Access, Fault, Routes, UrlQuery, Visit, download, html};
use page::Chrome;
use serde::Deserialize;

use crate::book::Book;
use crate::error::ContactError;
use crate::store::{self, Authority};

mod care;
mod change;
mod decide;
mod list;
mod reach;
mod report;
mod teams;

use change::{close, grade, kept, note, reopen, take, team};
use decide::outcome;
use list::{find, list, list_fragment, live};
pub use report::{Tab, tabs};
use report::{parse_id, report};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk", Access::Desk, list)
        .get("/desk/list", Access::Desk, list_fragment)
        .get("/desk/live", Access::Desk, live)
        .get("/desk/find", Access::Desk, find)
        .get("/desk/redirects", Access::Desk, redirects)
        .get("/desk/reports/{id}", Access::Desk, report)
        .post("/desk/reports/{id}/take", Access::Desk, take)
        .post("/desk/reports/{id}/grade", Access::Desk, grade)
        .post("/desk/reports/{id}/outcome", Access::Desk, outcome)
        .post("/desk/reports/{id}/kept", Access::Desk, kept)
        .post("/desk/reports/{id}/close", Access::Desk, close)
        .post("/desk/reports/{id}/reopen", Access::Desk, reopen)
        .post("/desk/reports/{id}/hold", Access::Desk, reach::hold)
        .post("/desk/reports/{id}/reach", Access::Desk, reach::change)
        .post("/desk/reports/{id}/team", Access::Desk, team)
        .post("/desk/reports/{id}/note", Access::Desk, note)
        .get("/desk/reports/{id}/files/{file}", Access::Desk, report_file)
}

fn authority(visit: &Visit) -> Result<Authority, Fault> {
    visit.desk().map(Authority::of)
}

fn book(visit: &Visit) -> Result<Arc<Book>, Fault> {
    visit.site.part::<Book>()
}

#[derive(Deserialize)]
struct Which {
    #[serde(default)]
    original: String,
}

/// The copy without place and device, or the original as evidence; each opening is in the audit log.
async fn report_file(
    visit: Visit,
    Path((id, wanted)): Path<(String, String)>,
    UrlQuery(which): UrlQuery<Which>,
) -> Result<Response, Fault> {
    let (id, by) = (parse_id(&id)?, authority(&visit)?);
    let site = &visit.site;
    let mut read = site.db().read();
    let report = store::find(&mut read, &id).await?.filter(|r| by.may_see(r));
    if report.is_none() {
        return Err(ContactError::NoSuchReport.told(&visit.tongue()));
    }
    let wanted = FileId::parse(&wanted).ok_or(Fault::Missing)?;
    let found = file::find(&mut read, &wanted)
        .await?
        .filter(|f| f.owner == id.as_str())
        .ok_or(Fault::Missing)?;
    let original = which.original == "yes";
    let action = if original {
        "file.original-viewed"
    } else {
        "file.viewed"
    };
    let mut tx = site.db().begin().await?;
    audit::write(
        &mut tx,
        by.actor(),
        action,
        wanted.as_str(),
        id.as_str(),
        visit.now,
        visit.random(),
    )
    .await?;
    tx.commit().await?;
    let bytes = if original {
        file::original(site, &found).await?
    } else {
        file::shown(site, &found).await?
    };
    let inline = found.kind.starts_with("image/") && !original;
    Ok(download(&found.name(site), &found.kind, bytes, inline))
}

#[derive(askama::Template)]
#[template(path = "desk/redirects.html")]
struct RedirectsPage {
    chrome: Chrome,
    lines: Vec<(String, i64, i64, i64)>,
}

async fn redirects(visit: Visit) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let lang = visit.lang().code();
    let counts = store::counts(&mut visit.site.db().read()).await?;
    let name = |id: &str| {
        book.matter(id)
            .map_or_else(|| id.to_owned(), |m| m.name.of(lang).to_owned())
    };
    let lines = counts
        .into_iter()
        .map(|c| (name(&c.matter), c.shown, c.went, c.told))
        .collect();
    html(&RedirectsPage {
        chrome: visit.chrome(),
        lines,
    })
}
