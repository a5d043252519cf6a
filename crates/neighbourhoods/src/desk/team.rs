//! How a ward's team is reached and where it works from.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, see};
use page::{Choice, Chrome};
use places::{Place, PlaceId};

use super::form::{Fields, Form};
use super::kept;
use crate::store;
use crate::team::NewTeam;
use crate::ward::WardName;
use crate::written::{Written, Wrongs};

pub async fn form(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (ward, _) = kept(&visit, &code).await?;
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
            .select(
                "base",
                "team-base-place",
                rooms(visit, &chrome, ward, written.of("base")).await?,
            )
            .select(
                "hub",
                "team-hub",
                rooms(visit, &chrome, ward, written.of("hub")).await?,
            )
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
    let (ward, by) = kept(&visit, &code).await?;
    let written = Written::posted(&posted);
    let mut new = NewTeam::parse(&written);
    // A place is one of the directory: what is not there is refused, however it was posted.
    let directory = places::directory(&visit.site).await?;
    for field in ["base", "hub"] {
        let id = written.of(field);
        let is_there = PlaceId::parse(id).is_some_and(|id| directory.find(&id).is_some());
        if !id.is_empty() && !is_there {
            new = Err(Wrongs::one(field, "team-no-place"));
        }
    }
    let new = match new {
        Ok(new) => new,
        Err(wrong) => return show(&visit, &ward, written, wrong).await,
    };
    let mut tx = visit.site.db().begin().await?;
    store::team::put(&mut tx, &visit.site, &by, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&ward.desk()))
}

/// How far outside the ward a team may well have its base.
const NEAR_METRES: f64 = 3_000.0;
const MOST: usize = 40;

/// The places of the directory that a team can work from or be met at: those of the ward and those near it, by name;
/// and the one that was chosen, wherever it is.
async fn rooms(visit: &Visit, chrome: &Chrome, ward: &WardName, chosen: &str) -> Result<Vec<Choice>, Fault> {
    let ground = crate::ward::ground(&visit.site)?;
    let today = visit.now.date(visit.site.days().zone());
    let directory = places::directory(&visit.site).await?;
    let fits = |p: &Place| !p.is_gone(today) && (p.facts.kind.is_for_visitors() || p.facts.kind.is_venue());
    let middle = ground.areas().ward(ward.ix).map(|w| w.middle);
    let near = middle.map_or_else(Vec::new, |at| directory.near(at, fits));
    let mut found: Vec<_> = near
        .into_iter()
        .filter(|(p, metres)| *metres <= NEAR_METRES || p.facts.ward.as_deref() == Some(ward.code.as_str()))
        .map(|(p, _)| p)
        .take(MOST)
        .collect();
    if let Some(place) = PlaceId::parse(chosen).and_then(|id| directory.find(&id))
        && !found.iter().any(|p| p.id == place.id)
    {
        found.push(place.clone());
    }
    let mut choices: Vec<Choice> = found
        .iter()
        .map(|p| {
            let kind = chrome
                .t(&format!("place-kind-{}", p.facts.kind.as_str()))
                .into_owned();
            let name = format!("{} ({kind}), {}", p.name(visit.lang()), p.whole_address());
            Choice::new(p.id.to_string(), name)
        })
        .collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    choices.insert(0, Choice::new("", chrome.t("team-place-none").into_owned()));
    Ok(choices)
}
