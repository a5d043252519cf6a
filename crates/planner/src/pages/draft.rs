//! A scenario: its changes by list, its accounts, what it does to people, and whether the public reads it.

use std::collections::{HashMap, HashSet};

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, download, html, html_with};
use page::{Choice, Chrome, Problems, Tongue};
use serde::Deserialize;

use super::accounts;
use super::found::{HowFound, how_found};
use super::opening::opening;
use super::picture::{self, Key};
use super::shown::{self, Shown};
use super::{How, InWords};
use crate::hours::Hours;
use crate::scenario::{Edit, MoneyKind, TODAY};
use crate::service::Desk;
use crate::store::{self, Scenario, State};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub mode: String,
    pub at: String,
    pub borough: String,
    pub kind: String,
}

/// A place of the list, with whether it is open in the scenario.
struct Item {
    id: String,
    name: String,
    about: String,
    open: bool,
    hours: String,
}

#[derive(askama::Template)]
#[template(path = "pages/scenario.html")]
struct ScenarioPage {
    chrome: Chrome,
    problems: Problems,
    scenario: Scenario,
    is_draft: bool,
    /// The data of before with which it was made; empty for those of today.
    older: String,
    state: String,
    colour: &'static str,
    address: String,
    edits: Vec<(usize, String)>,
    boroughs: Vec<Choice>,
    kinds: Vec<Choice>,
    borough: String,
    kind: String,
    more: usize,
    items: Vec<Item>,
    money_kinds: Vec<Choice>,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    query: String,
    estimate: bool,
    told: String,
    notes: Vec<String>,
    summary: Shown,
    money: Option<Shown>,
    tables: Vec<Shown>,
    newly: Vec<Shown>,
    wards: String,
    how_found: Option<HowFound>,
    /// Whether a place that is added has steps.
    steps: Vec<Choice>,
    map: String,
    key: Vec<Key>,
    stamp: String,
    licences: Vec<String>,
    typed: Typed,
}

/// What was typed, so that nothing of it is lost when something of it is wrong.
#[derive(Default)]
pub(super) struct Typed {
    pub add_name: String,
    pub add_where: String,
    pub add_hours: String,
    pub add_steps: String,
    pub add_cost: String,
    pub add_source: String,
    pub what: String,
    pub amount: String,
    pub source: String,
    /// Hours of places by their ids, and those of the listed that were ticked.
    pub hours: HashMap<String, String>,
    pub ticked: Option<HashSet<String>>,
}

pub(super) async fn found(visit: &Visit, id: &str) -> Result<(Desk, Scenario), Fault> {
    let id = crate::ScenarioId::parse(id).ok_or(Fault::Missing)?;
    let found = store::scenario(&mut visit.site.db().read(), &id)
        .await?
        .ok_or(Fault::Missing)?;
    Ok((Desk::of(&visit.site, &found.base).await.for_reader(visit)?, found))
}

pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    html(
        &page(
            &visit,
            &desk,
            scenario,
            &asked,
            Problems::default(),
            Typed::default(),
        )
        .await?,
    )
}

pub(super) async fn wrong(
    visit: &Visit,
    desk: &Desk,
    scenario: Scenario,
    asked: &Asked,
    (field, why): (&str, String),
    typed: Typed,
) -> Result<Response, Fault> {
    let mut problems = Problems::default();
    problems.add(field, why);
    let page = page(visit, desk, scenario, asked, problems, typed).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The list shows so many places; a borough or kind makes it shorter.
const SHOWN: usize = 24;

async fn page(
    visit: &Visit,
    desk: &Desk,
    scenario: Scenario,
    asked: &Asked,
    problems: Problems,
    typed: Typed,
) -> Result<ScenarioPage, Fault> {
    let tongue = visit.tongue();
    let how = How::read(&asked.mode, &asked.at);
    let side = desk.side_of(&scenario).for_reader(visit)?;
    let c = desk
        .compare_sides(
            desk.side(TODAY).await.for_reader(visit)?,
            side.clone(),
            how.way,
            how.at,
        )
        .await
        .for_reader(visit)?;
    let borough_name = |code: &str| {
        desk.base
            .people
            .boroughs
            .iter()
            .find(|b| b.code == code)
            .map_or_else(|| code.to_owned(), |b| b.name.clone())
    };
    let mut boroughs: Vec<String> = side.spots.iter().filter_map(|s| s.site.borough.clone()).collect();
    boroughs.sort();
    boroughs.dedup();
    let mut kinds: Vec<String> = side.spots.iter().map(|s| s.site.kind.clone()).collect();
    kinds.sort();
    kinds.dedup();
    let every = |key: &str, chosen: &str| Choice::new("", tongue.t(key)).checked(chosen.is_empty());
    let listed: Vec<Item> = side
        .spots
        .iter()
        .filter(|s| asked.borough.is_empty() || s.site.borough.as_deref() == Some(&asked.borough))
        .filter(|s| asked.kind.is_empty() || s.site.kind == asked.kind)
        .map(|s| Item {
            id: s.site.id.clone(),
            name: s.site.name.clone(),
            about: match &s.site.borough {
                Some(code) => format!("{}, {}", shown::kind(&tongue, &s.site.kind), borough_name(code)),
                None => shown::kind(&tongue, &s.site.kind),
            },
            open: match &typed.ticked {
                Some(ticked) => ticked.contains(&s.site.id),
                None => s.site.open,
            },
            hours: typed.hours.get(&s.site.id).unwrap_or(&s.site.hours).clone(),
        })
        .collect();
    let more = listed.len().saturating_sub(SHOWN);
    let items = listed.into_iter().take(SHOWN).collect();
    let id = scenario.id.to_string();
    Ok(ScenarioPage {
        chrome: visit.chrome(),
        problems,
        is_draft: scenario.state == State::Draft,
        older: match store::newest_base(&mut visit.site.db().read()).await? {
            Some(newest) if newest.id != desk.row.id => {
                format!(
                    "{}, {}",
                    desk.row.name,
                    tongue.date_time(desk.row.made_at.timestamp())
                )
            }
            _ => String::new(),
        },
        state: tongue
            .t(&format!("planner-state-{}", scenario.state.as_str()))
            .into_owned(),
        colour: match scenario.state {
            State::Draft => "grey",
            State::Published => "green",
            State::Withdrawn => "yellow",
        },
        address: scenario
            .slug
            .as_ref()
            .map(|s| format!("/plans/{s}"))
            .unwrap_or_default(),
        edits: scenario
            .edits
            .iter()
            .enumerate()
            .map(|(i, e)| (i, words(&tongue, desk, e)))
            .collect(),
        boroughs: std::iter::once(every("planner-every-borough", &asked.borough))
            .chain(
                boroughs
                    .iter()
                    .map(|b| Choice::new(b.clone(), borough_name(b)).checked(*b == asked.borough)),
            )
            .collect(),
        kinds: std::iter::once(every("planner-every-kind", &asked.kind))
            .chain(
                kinds
                    .iter()
                    .map(|k| Choice::new(k.clone(), shown::kind(&tongue, k)).checked(*k == asked.kind)),
            )
            .collect(),
        items,
        more,
        borough: asked.borough.clone(),
        kind: asked.kind.clone(),
        money_kinds: MoneyKind::ALL
            .into_iter()
            .map(|k| {
                Choice::new(
                    k.name(),
                    tongue.t(&format!("planner-money-{}", k.name().replace('_', "-"))),
                )
            })
            .collect(),
        modes: how.modes(visit),
        times: how.times(visit),
        query: how.query(),
        estimate: c.estimate,
        told: shown::told(&tongue, &c),
        notes: shown::notes(&tongue, &c.notes),
        wards: format!("/desk/plan/wards?a={TODAY}&b={id}&{}", how.query()),
        steps: [
            ("yes", "planner-step-free"),
            ("no", "planner-has-steps-choice"),
            ("", "planner-steps-not-known"),
        ]
        .map(|(value, key)| Choice::new(value, tongue.t(key)).checked(typed.add_steps == value))
        .into(),
        summary: shown::summary_of_change(&tongue, &c),
        money: accounts::accounts(&tongue, &c.money_b),
        tables: shown::tables_of_change(&tongue, &c),
        newly: shown::newly(&tongue, &c, shown::AREAS),
        how_found: c.evidence_b.as_ref().map(|e| how_found(&tongue, Some(desk), e)),
        map: format!("/desk/plan/map.svg?a={TODAY}&b={id}&{}", how.query()),
        key: picture::key_of_change(&tongue),
        stamp: shown::stamp(&tongue, &c.stamp),
        licences: shown::licences(&tongue, &c.stamp),
        scenario,
        typed,
    })
}

/// A change in the reader's words.
pub(crate) fn words(tongue: &Tongue, desk: &Desk, edit: &Edit) -> String {
    let name = match edit {
        Edit::Add { site } => site.name.clone(),
        other => desk
            .base
            .sites
            .iter()
            .find(|s| s.id == other.site())
            .map_or_else(|| other.site().to_owned(), |s| s.name.clone()),
    };
    match edit {
        Edit::Close { .. } => tongue.t1("planner-edit-close", "place", name),
        Edit::Open { .. } => tongue.t1("planner-edit-open", "place", name),
        Edit::Hours { hours, .. } => tongue.ta(
            "planner-edit-hours",
            &[
                ("place", name.into()),
                ("hours", said_hours(tongue, desk, hours).into()),
            ],
        ),
        Edit::Move { at, .. } => tongue.ta(
            "planner-edit-move",
            &[
                ("place", name.into()),
                ("where", format!("{:.5}, {:.5}", at.lat, at.lon).into()),
            ],
        ),
        Edit::Add { site } => tongue.ta(
            "planner-edit-add",
            &[
                ("place", name.into()),
                ("hours", said_hours(tongue, desk, &site.hours).into()),
            ],
        ),
    }
}

/// Opening hours in the reader's words; as they were written where they cannot be read.
fn said_hours(tongue: &Tongue, desk: &Desk, text: &str) -> String {
    Hours::parse(text, desk.base.holidays()).map_or_else(
        |_| text.to_owned(),
        |hours| opening(tongue, &hours, desk.base.week),
    )
}

pub(super) async fn csv(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let table = desk.csv(scenario.id.as_str()).await.for_reader(&visit)?;
    Ok(download(
        "figures.csv",
        "text/csv; charset=utf-8",
        table.into_bytes(),
        false,
    ))
}

pub(super) async fn geojson(
    visit: Visit,
    Path(id): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let how = How::read(&asked.mode, &asked.at);
    let map = desk
        .geojson(scenario.id.as_str(), how.way, how.at)
        .await
        .for_reader(&visit)?;
    Ok(download(
        "map.geojson",
        "application/geo+json",
        map.into_bytes(),
        false,
    ))
}

/// The report, also of what is not public yet: it says so.
pub(super) async fn pdf(
    visit: Visit,
    Path(id): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let how = How::read(&asked.mode, &asked.at);
    let bytes = desk
        .pdf(&scenario, how.way, how.at, &visit.tongue())
        .await
        .for_reader(&visit)?;
    Ok(download("report.pdf", "application/pdf", bytes, false))
}
