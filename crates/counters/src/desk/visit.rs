//! One visit to a counter: when it was, what came of it, and help to report online.

use axum::extract::Path;
use axum::response::Response;
use contact::Origin;
use kernel::web::{Fault, Visit, html};
use page::{Chrome, Row};

use super::found;
use crate::store;
use crate::tap::TapId;

#[derive(askama::Template)]
#[template(path = "desk/visit.html")]
struct VisitPage {
    chrome: Chrome,
    back: String,
    counter: String,
    reason: String,
    id: String,
    rows: Vec<Row>,
    /// Still there: whoever helps them to report begins here.
    open: bool,
    /// Where it is read, and its reference.
    reports: Vec<(String, String)>,
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let id = TapId::parse(&id).ok_or(Fault::Missing)?;
    let mut read = visit.site.db().read();
    let (place, one) = store::find(&mut read, &id).await?.ok_or(Fault::Missing)?;
    let place = found(&visit, place.as_str()).await?;
    let origin = Origin::new("counter", id.as_str()).ok_or(Fault::Missing)?;
    let reports = contact::by_origin(&mut read, &origin).await?;
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let mut rows = Vec::new();
    let mut row = |key: &str, value: String| rows.push(Row::new(tongue.t(key), value));
    row("visit-came", tongue.day_time(one.came_at.timestamp()));
    if let Some(at) = one.begun_at {
        row("visit-begun", tongue.day_time(at.timestamp()));
    }
    if let (Some(at), Some(outcome)) = (one.ended_at, one.outcome) {
        row("visit-ended", tongue.day_time(at.timestamp()));
        let mut words = tongue
            .t(&format!("visit-outcome-{}", outcome.as_str()))
            .into_owned();
        if let Some(to) = one.referred {
            words = format!(
                "{words}: {}",
                tongue.t(&format!("visit-referred-{}", to.as_str()))
            );
        }
        row("visit-outcome", words);
    }
    let page = VisitPage {
        back: format!("/desk/counters/{}", place.id),
        counter: place.name(visit.lang()).to_owned(),
        reason: tongue
            .t(&format!("visit-reason-{}", one.reason.as_str()))
            .into_owned(),
        id: id.as_str().to_owned(),
        open: one.ended_at.is_none(),
        reports: reports
            .iter()
            .map(|r| (format!("/desk/reports/{}", r.id), r.reference.to_string()))
            .collect(),
        rows,
        chrome: chrome.clone(),
    };
    html(&page)
}
