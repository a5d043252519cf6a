//! How a ward's team is reached and where it works from.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, see};

use super::form::{Fields, Form};
use super::kept;
use crate::store;
use crate::team::NewTeam;
use crate::ward::WardName;
use crate::written::{Written, Wrongs};

pub async fn form(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (ward, _) = kept(&visit, &code)?;
    let team = store::team::find(&mut visit.site.db().read(), &ward.code).await?;
    let written = team.map(|t| t.facts.written()).unwrap_or_default();
    show(&visit, &ward, written, Wrongs::default()).await
}

async fn show(visit: &Visit, ward: &WardName, written: Written, wrong: Wrongs) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let history = store::history::of_thing(&mut visit.site.db().read(), &ward.code, 20).await?;
    Form {
        title: chrome.t("team-title").into_owned(),
        caption: ward.name.clone(),
        back: ward.desk(),
        action: format!("{}/team", ward.desk()),
        button: chrome.t("wards-keep-button").into_owned(),
        fields: Fields::new(&chrome)
            .email("email", "team-email")
            .phone("phone", "team-phone")
            .long("about", "team-about", 4)
            .long("base-words", "team-base", 3)
            .done(),
        problems: wrong.problems(&chrome.tongue),
        written,
        history,
        ..Form::default()
    }
    .page(visit)
}

pub async fn take(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code)?;
    let written = Written::posted(&posted);
    let new = match NewTeam::parse(&written) {
        Ok(new) => new,
        Err(wrong) => return show(&visit, &ward, written, wrong).await,
    };
    let mut tx = visit.site.db().begin().await?;
    store::team::put(&mut tx, &visit.site, &by, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&ward.desk()))
}
