//! Days on which a place is closed or open at other times: announced ahead, or for today.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Choice, Chrome, Problems};

use super::edit::date_field;
use super::{kept, problems};
use crate::hours::Holidays;
use crate::pages::{ahead, wall};
use crate::place::{Announced, ExceptionId, Place};
use crate::store::{self, By};

#[derive(askama::Template)]
#[template(path = "desk/days.html")]
struct DaysPage {
    chrome: Chrome,
    problems: Problems,
    back: String,
    id: String,
    name: String,
    from: [String; 3],
    to: [String; 3],
    closed: Vec<Choice>,
    hours: String,
    why: String,
    ahead: Vec<(String, String)>,
}

pub(super) async fn days(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let (place, _) = kept(&visit, &id).await?;
    show(&visit, &place, &Posted::default(), Problems::default())
}

fn show(visit: &Visit, place: &Place, posted: &Posted, problems: Problems) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let today = wall(visit).date();
    let parts =
        |name: &str| ["day", "month", "year"].map(|p| posted.text(&format!("{name}__{p}")).to_owned());
    let mut from = parts("from");
    if from.iter().all(String::is_empty) && problems.is_empty() {
        from = [
            today.day().to_string(),
            today.month().to_string(),
            today.year().to_string(),
        ];
    }
    let closed = [("yes", "announce-closed"), ("no", "announce-other")]
        .map(|(value, key)| Choice::new(value, tongue.t(key)).checked(posted.text("closed") == value));
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = DaysPage {
        chrome: visit.chrome(),
        problems,
        back: format!("/desk/places/{}", place.id),
        id: place.id.to_string(),
        name: place.facts.name.clone(),
        from,
        to: parts("to"),
        closed: closed.into(),
        hours: posted.text("hours").to_owned(),
        why: posted.text("why").to_owned(),
        ahead: ahead(&tongue, place, today),
    };
    html_with(status, &page)
}

pub(super) async fn take(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (place, staff) = kept(&visit, &id).await?;
    let (from, to) = (date_field(&posted, "from"), date_field(&posted, "to"));
    let field = |name: &str| match name {
        "from" => from.as_str(),
        "to" => to.as_str(),
        _ => posted.text(name),
    };
    let holidays = Holidays::of(visit.site.days());
    let new = match Announced::parse(field, wall(&visit).date(), &holidays) {
        Ok(new) => new,
        Err(troubles) => return show(&visit, &place, &posted, problems(&troubles, &visit.tongue())),
    };
    let actor = staff.actor();
    let by = By {
        actor: &actor,
        role: staff.role.as_str(),
    };
    let mut tx = visit.site.db().begin().await?;
    store::announce(&mut tx, &visit.site, by, &place.id, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/places/{id}/days")))
}

pub(super) async fn remove(
    visit: Visit,
    Path((id, exception)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Fault> {
    let (place, staff) = kept(&visit, &id).await?;
    let exception = ExceptionId::parse(&exception).ok_or(Fault::Missing)?;
    let actor = staff.actor();
    let by = By {
        actor: &actor,
        role: staff.role.as_str(),
    };
    let mut tx = visit.site.db().begin().await?;
    store::withdraw(&mut tx, &visit.site, by, &place.id, &exception, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/places/{id}/days")))
}
