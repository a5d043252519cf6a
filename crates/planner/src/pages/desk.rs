//! The desk where plans are made: what is loaded, how things are today.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, download, html, html_with, see};
use page::{Cell, Choice, Chrome, Problems, Row, Tongue};
use serde::Deserialize;

use super::load::{more, refused_heads, refused_rows};
use super::picture::{self, Key};
use super::shown::{self, Shown};
use super::{How, InWords, ended};
use crate::error::PlanError;
use crate::scenario::{BaseId, TODAY};
use crate::service::Desk;
use crate::store::{BaseRow, Planner, Scenario, State};

/// The address of a page of figures; each part may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub scenario: String,
    pub a: String,
    pub b: String,
    pub mode: String,
    pub at: String,
    /// For the picture of the map: without its places.
    pub bare: String,
    /// For the list of all wards.
    pub borough: String,
    /// What was just done to the data: `loaded`, `taken`.
    pub news: String,
}

impl Asked {
    pub fn how(&self) -> How {
        How::read(&self.mode, &self.at)
    }
}

/// The newest base, or none yet.
pub(super) async fn newest(visit: &Visit) -> Result<Option<Desk>, Fault> {
    match Desk::newest(&visit.site).await {
        Err(PlanError::Nothing) => Ok(None),
        found => found.map(Some).for_reader(visit),
    }
}

/// The base of the scenarios that an address names, which may be an older one.
pub(super) async fn holding(visit: &Visit, asked: &Asked) -> Result<Desk, Fault> {
    let named = [&asked.b, &asked.a]
        .into_iter()
        .find(|id| crate::ScenarioId::parse(id).is_some());
    match Desk::holding(&visit.site, named.map_or(TODAY, String::as_str)).await {
        Err(PlanError::Nothing) => Err(Fault::Missing),
        found => found.for_reader(visit),
    }
}

#[derive(askama::Template)]
#[template(path = "pages/overview.html")]
struct OverviewPage {
    chrome: Chrome,
    loaded: Option<Loaded>,
    problems: Problems,
    named: String,
    why: String,
}

struct Loaded {
    /// What was just loaded, or taken again; empty for neither.
    news: String,
    rows: Vec<Row>,
    warnings: Vec<String>,
    refused: Vec<Vec<Cell>>,
    refused_heads: Vec<Cell>,
    refused_more: Vec<String>,
    /// Loaded before: by id, with what it is.
    others: Vec<(String, String)>,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    scenario_choices: Vec<Choice>,
    estimate: bool,
    title: String,
    places: String,
    notes: Vec<String>,
    summary: Vec<Row>,
    tables: Vec<Shown>,
    wards: String,
    map: String,
    key: Vec<Key>,
    stamp: String,
    scenarios: Vec<Vec<Cell>>,
    scenario_heads: Vec<Cell>,
    /// Made with data loaded before; what is public of them can be withdrawn still.
    earlier: Vec<Vec<Cell>>,
    earlier_heads: Vec<Cell>,
}

pub(super) async fn overview(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    html(&page(&visit, &asked, Problems::default(), "", "").await?)
}

/// The overview again, with what is wrong in the form for a new scenario.
pub(super) async fn again(
    visit: &Visit,
    field: &str,
    why: String,
    name: &str,
    text: &str,
) -> Result<Response, Fault> {
    let mut problems = Problems::default();
    problems.add(field, why);
    let page = page(visit, &Asked::default(), problems, name, text).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(
    visit: &Visit,
    asked: &Asked,
    problems: Problems,
    name: &str,
    why: &str,
) -> Result<OverviewPage, Fault> {
    let loaded = match newest(visit).await? {
        Some(desk) => Some(loaded(visit, &desk, asked).await?),
        None => None,
    };
    Ok(OverviewPage {
        chrome: visit.chrome(),
        loaded,
        problems,
        named: name.to_owned(),
        why: why.to_owned(),
    })
}

/// Of each file so many rows that were left out are listed.
const NAMED: usize = 50;

/// What was loaded, in a sentence.
fn news(tongue: &Tongue, desk: &Desk) -> String {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (points, places) = (count(desk.base.people.len()), count(desk.base.sites.len()));
    let left = desk.datasets.iter().map(|d| d.rows_refused).sum::<u64>();
    tongue.ta(
        "planner-loaded-now",
        &[
            ("points", points.into()),
            ("all-points", tongue.number(points).into()),
            ("places", places.into()),
            ("all-places", tongue.number(places).into()),
            ("rows", left.into()),
            ("all-rows", tongue.number(left).into()),
        ],
    )
}

async fn loaded(visit: &Visit, desk: &Desk, asked: &Asked) -> Result<Loaded, Fault> {
    let tongue = visit.tongue();
    let how = asked.how();
    let scenarios = desk.scenarios().await.for_reader(visit)?;
    let which = if asked.scenario.is_empty() {
        TODAY
    } else {
        &asked.scenario
    };
    let measured = desk.measure(which, how.way, how.at).await.for_reader(visit)?;
    let date = |m: kernel::Moment| tongue.date_time(m.timestamp());
    let ended = ended(visit, desk).await?;
    let rows = std::iter::once(Row::new(
        tongue.t("planner-loaded"),
        format!(
            "{}\n{} – {}",
            desk.row.name,
            date(desk.row.made_at),
            desk.row.made_by
        ),
    ))
    .chain(desk.datasets.iter().map(|d| {
        let ended = ended.as_deref().filter(|_| d.kind == "net");
        let licence = if d.licence.is_empty() {
            tongue.t("planner-no-licence").into_owned()
        } else {
            d.licence.clone()
        };
        Row::new(
            tongue.t(&format!("planner-data-{}", d.kind)),
            format!(
                "{} ({}){}\n{}\n{licence}\nSHA-256 {}",
                d.name,
                d.date,
                ended.map_or_else(String::new, |told| format!("\n{told}")),
                tongue.ta(
                    "planner-rows",
                    &[
                        ("rows", tongue.number(d.rows).into()),
                        ("refused", tongue.number(d.rows_refused).into())
                    ]
                ),
                d.checksum.get(..16).unwrap_or("")
            ),
        )
    }))
    .collect();
    let earlier = desk.earlier().await.for_reader(visit)?;
    let line = |s: &Scenario, base: Option<&BaseRow>| {
        let colour = match s.state {
            State::Draft => "grey",
            State::Published => "green",
            State::Withdrawn => "yellow",
        };
        vec![
            Cell::link(s.name.clone(), format!("/desk/plan/scenarios/{}", s.id)),
            Cell::tag(tongue.t(&format!("planner-state-{}", s.state.as_str())), colour),
            Cell::number(s.edits.len().to_string()),
            Cell::text(match base {
                Some(base) => format!("{}, {}", base.name, date(base.made_at)),
                None => format!("{}, {}", s.made_by, date(s.made_at)),
            }),
        ]
    };
    let choice = |id: &str, name: String| Choice::new(id, name).checked(id == which);
    let today = tongue.t("planner-today").into_owned();
    let mut title = measured.scenario.name.clone();
    if which == TODAY {
        title.clone_from(&today);
    }
    Ok(Loaded {
        rows,
        warnings: desk.row.warnings.iter().map(|w| w.told(&tongue)).collect(),
        refused: refused_rows(
            &tongue,
            desk.datasets.iter().flat_map(|d| d.refused.iter().take(NAMED)),
        ),
        refused_heads: refused_heads(&tongue),
        refused_more: desk
            .datasets
            .iter()
            .filter(|d| !d.refused.is_empty())
            .map(|d| {
                let named = d.refused.get(..NAMED).unwrap_or(&d.refused);
                (d, more(&tongue, named, d.rows_refused))
            })
            .filter(|(_, more)| !more.is_empty())
            .map(|(d, more)| format!("{}: {more}", d.name))
            .collect(),
        others: desk
            .others()
            .await
            .for_reader(visit)?
            .into_iter()
            .map(|b| {
                (
                    b.id.to_string(),
                    format!("{}, {} – {}", b.name, date(b.made_at), b.made_by),
                )
            })
            .collect(),
        news: match asked.news.as_str() {
            "loaded" => news(&tongue, desk),
            "taken" => tongue.t1("planner-taken", "base", desk.row.name.as_str()),
            _ => String::new(),
        },
        modes: how.modes(visit),
        times: how.times(visit),
        scenario_choices: std::iter::once(choice(TODAY, today))
            .chain(scenarios.iter().map(|s| choice(s.id.as_str(), s.name.clone())))
            .collect(),
        estimate: measured.estimate,
        title,
        places: {
            let count = i64::try_from(measured.places).unwrap_or(0);
            let open = tongue.t1("planner-places-open", "count", count);
            if measured.quiet {
                format!("{open} {}", tongue.t("planner-quiet"))
            } else {
                open
            }
        },
        notes: shown::notes(&tongue, &measured.notes),
        summary: shown::summary(&tongue, &measured),
        tables: shown::tables(&tongue, &measured),
        wards: format!("/desk/plan/wards?b={which}&{}", how.query()),
        map: format!("/desk/plan/map.svg?b={which}&{}", how.query()),
        key: picture::key_of_minutes(&tongue),
        stamp: shown::stamp(&tongue, &measured.stamp),
        scenarios: scenarios.iter().map(|s| line(s, None)).collect(),
        earlier: earlier.iter().map(|(s, base)| line(s, Some(base))).collect(),
        earlier_heads: vec![
            Cell::text(tongue.t("planner-scenario")),
            Cell::text(tongue.t("planner-state")),
            Cell::number(tongue.t("planner-changes")),
            Cell::text(tongue.t("planner-made-with")),
        ],
        scenario_heads: vec![
            Cell::text(tongue.t("planner-scenario")),
            Cell::text(tongue.t("planner-state")),
            Cell::number(tongue.t("planner-changes")),
            Cell::text(tongue.t("planner-made")),
        ],
    })
}

/// What was loaded before is that of which questions are asked again.
pub(super) async fn take(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let id = BaseId::parse(&id).ok_or(Fault::Missing)?;
    let desk = match Desk::of(&visit.site, &id).await {
        Err(PlanError::Nothing) => return Err(Fault::Missing),
        found => found.for_reader(&visit)?,
    };
    desk.take(&Planner::staff(visit.desk()?))
        .await
        .for_reader(&visit)?;
    Ok(see("/desk/plan?news=taken"))
}

/// Every figure of today as a table, or of two scenarios beside each other.
pub(super) async fn csv(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let desk = holding(&visit, &asked).await?;
    let (a, b) = (
        desk.side(&asked.a).await.for_reader(&visit)?,
        desk.side(&asked.b).await.for_reader(&visit)?,
    );
    let name = if asked.b.is_empty() {
        "today.csv"
    } else {
        "compared.csv"
    };
    let table = desk.csv_of(a, b).await.for_reader(&visit)?;
    let kind = "text/csv; charset=utf-8";
    Ok(download(name, kind, table.into_bytes(), false))
}

/// The map of one scenario, or of the change between two.
pub(super) async fn map(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let desk = holding(&visit, &asked).await?;
    let how = asked.how();
    let places = asked.bare.is_empty();
    let svg = if asked.a.is_empty() {
        let side = desk.side(&asked.b).await.for_reader(&visit)?;
        let m = desk.measure(&asked.b, how.way, how.at).await.for_reader(&visit)?;
        let title = m.scenario.name.clone();
        picture::picture(
            &visit.site,
            &desk.base.people,
            title,
            (&side.spots, &side.spots),
            places,
            Vec::new(),
            Err(&m.told.wards),
        )?
    } else {
        let (a, b) = (
            desk.side(&asked.a).await.for_reader(&visit)?,
            desk.side(&asked.b).await.for_reader(&visit)?,
        );
        let c = desk
            .compare(&asked.a, &asked.b, how.way, how.at)
            .await
            .for_reader(&visit)?;
        picture::picture(
            &visit.site,
            &desk.base.people,
            c.b.name.clone(),
            (&a.spots, &b.spots),
            places,
            Vec::new(),
            Ok(&c.wards),
        )?
    };
    Ok(download("map.svg", "image/svg+xml", svg.into_bytes(), true))
}
