//! A scenario: its changes by list, its accounts, what it does to people, and whether the public reads it.

use std::collections::{HashMap, HashSet};

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, UrlQuery, Visit, download, html, html_with};
use page::{Choice, Chrome, Problems};
use serde::Deserialize;

use super::accounts;
use super::changes::{counted, listed};
use super::found::{HowFound, how_found};
use super::picture::{self, Key};
use super::shown::{self, Shown};
use super::{How, InWords};
use crate::scenario::{MoneyKind, TODAY};
use crate::service::Desk;
use crate::site::Site;
use crate::store::{self, Scenario, State};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub mode: String,
    pub at: String,
    pub borough: String,
    pub kind: String,
    /// A name, or words of it.
    pub find: String,
}

impl Asked {
    /// Whether a place is of the borough, kind and name that are asked for.
    fn has(&self, site: &Site) -> bool {
        let name = site.name.to_lowercase();
        (self.borough.is_empty() || site.borough.as_deref() == Some(&self.borough))
            && (self.kind.is_empty() || site.kind == self.kind)
            && self
                .find
                .to_lowercase()
                .split_whitespace()
                .all(|word| name.contains(word))
    }
}

/// A place of the list, with whether it is open in the scenario.
struct Item {
    id: String,
    name: String,
    about: String,
    open: bool,
    hours: String,
    /// What is wrong with its hours.
    error: String,
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
    /// How many close, open and so on.
    counted: String,
    boroughs: Vec<Choice>,
    kinds: Vec<Choice>,
    asked: Asked,
    more: usize,
    items: Vec<Item>,
    money_kinds: Vec<Choice>,
    /// What was entered, to be taken out again.
    entered: Vec<(usize, String)>,
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
    /// Its name and reason as they are, or as they were typed.
    named: (String, String),
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
    pub money_kind: String,
    pub what: String,
    pub amount: String,
    pub source: String,
    /// Another name and reason, where those were typed.
    pub named: Option<(String, String)>,
    /// Hours of places by their ids, and those of the listed that were ticked.
    pub hours: HashMap<String, String>,
    pub ticked: Option<HashSet<String>>,
}

impl Typed {
    pub fn read(posted: &Posted) -> Self {
        let text = |field: &str| posted.text(field).trim().chars().take(200).collect::<String>();
        Self {
            add_name: text("add_name"),
            add_where: text("add_where"),
            add_hours: text("add_hours"),
            add_steps: text("add_steps"),
            add_cost: text("add_cost"),
            add_source: text("add_source"),
            money_kind: text("money_kind"),
            what: text("what"),
            amount: text("amount"),
            source: text("source"),
            named: posted
                .has("name")
                .then(|| (posted.text("name").to_owned(), posted.text("why").to_owned())),
            ..Self::default()
        }
    }
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
    problems: Problems,
    typed: Typed,
) -> Result<Response, Fault> {
    let page = page(visit, desk, scenario, asked, problems, typed).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The list shows so many places; a borough, a kind or a name makes it shorter.
const SHOWN: usize = 20;

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
    let mut boroughs: Vec<(String, String)> = side
        .spots
        .iter()
        .filter_map(|s| s.site.borough.as_deref())
        .map(|code| (borough_name(code), code.to_owned()))
        .collect();
    boroughs.sort();
    boroughs.dedup();
    let mut kinds: Vec<String> = side.spots.iter().map(|s| s.site.kind.clone()).collect();
    kinds.sort();
    kinds.dedup();
    let every = |key: &str, chosen: &str| Choice::new("", tongue.t(key)).checked(chosen.is_empty());
    let places: Vec<Item> = side
        .spots
        .iter()
        .filter(|s| asked.has(&s.site))
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
            error: problems.text(&format!("hours-{}", s.site.id)).to_owned(),
        })
        .collect();
    let more = places.len().saturating_sub(SHOWN);
    let items = places.into_iter().take(SHOWN).collect();
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
        edits: listed(&tongue, desk, &scenario.edits),
        counted: counted(&tongue, &scenario.edits),
        boroughs: std::iter::once(every("planner-every-borough", &asked.borough))
            .chain(
                boroughs.iter().map(|(name, code)| {
                    Choice::new(code.clone(), name.clone()).checked(*code == asked.borough)
                }),
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
        asked: asked.clone(),
        entered: scenario
            .money
            .iter()
            .map(|m| accounts::line(&tongue, m))
            .enumerate()
            .collect(),
        money_kinds: MoneyKind::ALL
            .into_iter()
            .map(|k| Choice::new(k.name(), accounts::kind(&tongue, k)).checked(k.name() == typed.money_kind))
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
        named: typed
            .named
            .clone()
            .unwrap_or_else(|| (scenario.name.clone(), scenario.why.clone())),
        scenario,
        typed,
    })
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
