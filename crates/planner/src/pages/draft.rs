//! A scenario: its changes by list, its accounts, what it does to people, and whether the public reads it.

use atlas::Gazetteer;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, download, html, html_with, see};
use page::{Cell, Choice, Chrome, Problems, Tongue};
use serde::Deserialize;
use travel::geo::Place;

use super::desk::{again, newest};
use super::shown::{self, Key, Shown};
use super::{How, said};
use crate::hours::Hours;
use crate::scenario::{Edit, Money, MoneyKind, TODAY, apply};
use crate::service::Desk;
use crate::site::{Site, slug};
use crate::store::{self, NewScenario, Planner, Scenario, State};

pub(super) async fn make(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let Some(desk) = newest(&visit).await? else {
        return Ok(see("/desk/plan"));
    };
    let edits = match posted.text("edits") {
        "" => Vec::new(),
        text => serde_json::from_str::<Vec<Edit>>(text)
            .map_err(|_| Fault::Refused(visit.tongue().t("planner-wrong-edits").into_owned()))?,
    };
    let (name, why) = (posted.text("name"), posted.text("why"));
    match desk.draft(&Planner::staff(visit.desk()?), name, why, edits).await {
        Ok(id) => Ok(see(&format!("/desk/plan/scenarios/{id}"))),
        Err(e) => again(&visit, "name", said(e)?, name, why).await,
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    mode: String,
    at: String,
    borough: String,
    kind: String,
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
    state: String,
    colour: &'static str,
    address: String,
    edits: Vec<(usize, String)>,
    boroughs: Vec<Choice>,
    kinds: Vec<Choice>,
    items: Vec<Item>,
    money_kinds: Vec<Choice>,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    query: String,
    estimate: bool,
    told: String,
    summary: Shown,
    money: Option<Shown>,
    tables: Vec<Shown>,
    newly: Option<Shown>,
    map: String,
    key: Vec<Key>,
    stamp: String,
    typed: Typed,
}

/// What was typed, so that nothing of it is lost when something of it is wrong.
#[derive(Default)]
struct Typed {
    add_name: String,
    add_where: String,
    add_hours: String,
    add_cost: String,
    what: String,
    amount: String,
    source: String,
}

async fn found(visit: &Visit, id: &str) -> Result<(Desk, Scenario), Fault> {
    let id = crate::ScenarioId::parse(id).ok_or(Fault::Missing)?;
    let found = store::scenario(&mut visit.site.db().read(), &id)
        .await?
        .ok_or(Fault::Missing)?;
    Ok((Desk::of(&visit.site, &found.base).await?, found))
}

pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
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

async fn wrong(
    visit: &Visit,
    desk: &Desk,
    scenario: Scenario,
    field: &str,
    why: String,
    typed: Typed,
) -> Result<Response, Fault> {
    let mut problems = Problems::default();
    problems.add(field, why);
    let page = page(visit, desk, scenario, &Asked::default(), problems, typed).await?;
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
    let side = desk.side_of(&scenario)?;
    let c = desk
        .compare_sides(desk.side(TODAY).await?, side.clone(), how.way, how.at)
        .await?;
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
    let items = side
        .spots
        .iter()
        .filter(|s| asked.borough.is_empty() || s.site.borough.as_deref() == Some(&asked.borough))
        .filter(|s| asked.kind.is_empty() || s.site.kind == asked.kind)
        .take(SHOWN)
        .map(|s| Item {
            id: s.site.id.clone(),
            name: s.site.name.clone(),
            about: match &s.site.borough {
                Some(code) => format!("{}, {}", s.site.kind, borough_name(code)),
                None => s.site.kind.clone(),
            },
            open: s.site.open,
            hours: s.site.hours.clone(),
        })
        .collect();
    let id = scenario.id.to_string();
    Ok(ScenarioPage {
        chrome: visit.chrome(),
        problems,
        is_draft: scenario.state == State::Draft,
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
                    .map(|k| Choice::new(k.clone(), k.clone()).checked(*k == asked.kind)),
            )
            .collect(),
        items,
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
        summary: shown::summary_of_change(&tongue, &c),
        money: shown::accounts(&tongue, &c.money_b),
        tables: shown::tables_of_change(&tongue, &c),
        newly: shown::newly(&tongue, &c),
        map: format!("/desk/plan/map.svg?a={TODAY}&b={id}&{}", how.query()),
        key: shown::key_of_change(&tongue),
        stamp: shown::stamp(&tongue, &c.stamp),
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
            &[("place", name.into()), ("hours", hours.as_str().into())],
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
            &[("place", name.into()), ("hours", site.hours.as_str().into())],
        ),
    }
}

async fn amend(
    visit: &Visit,
    desk: &Desk,
    scenario: Scenario,
    edits: Vec<Edit>,
    money: Vec<Money>,
    field: &str,
    typed: Typed,
) -> Result<Response, Fault> {
    let new = NewScenario {
        base: scenario.base.clone(),
        name: scenario.name.clone(),
        why: scenario.why.clone(),
        edits,
        money,
    };
    match desk.amend(&Planner::staff(visit.desk()?), &scenario, new).await {
        Ok(()) => Ok(see(&format!("/desk/plan/scenarios/{}", scenario.id))),
        Err(e) => {
            let why = said(e)?;
            wrong(visit, desk, scenario, field, why, typed).await
        }
    }
}

/// The list of places as it was posted: what differs from the scenario becomes a change.
pub(super) async fn places(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let spots = apply(&desk.base.sites, &scenario.edits)?;
    let mut edits = scenario.edits.clone();
    let ticked = |id: &str| posted.fields().iter().any(|(n, v)| n == "open" && v == id);
    let listed: Vec<&str> = posted
        .fields()
        .iter()
        .filter(|(n, _)| n == "shown")
        .map(|(_, v)| v.as_str())
        .collect();
    let (mut opens, mut others) = (Vec::new(), Vec::new());
    for spot in spots.iter().filter(|s| listed.contains(&s.site.id.as_str())) {
        let id = spot.site.id.as_str();
        let hours = posted.text(&format!("hours-{id}")).trim();
        if posted.has(&format!("hours-{id}")) && hours != spot.site.hours {
            others.push(Edit::Hours {
                site: id.to_owned(),
                hours: hours.to_owned(),
            });
        }
        match (spot.site.open, ticked(id)) {
            (true, false) => others.push(Edit::Close { site: id.to_owned() }),
            (false, true) => opens.push(Edit::Open { site: id.to_owned() }),
            _ => {}
        }
    }
    edits.extend(opens);
    edits.extend(others);
    let edits = shorter(edits);
    let money = scenario.money.clone();
    amend(&visit, &desk, scenario, edits, money, "places", Typed::default()).await
}

/// Takes out changes that undo one another: closing and opening again, hours that are changed again later.
fn shorter(edits: Vec<Edit>) -> Vec<Edit> {
    let mut kept: Vec<Edit> = Vec::new();
    for edit in edits {
        let before = kept
            .iter()
            .rposition(|k| k.site() == edit.site() && same_matter(k, &edit));
        match (before.and_then(|b| kept.get(b)), &edit) {
            (Some(Edit::Close { .. }), Edit::Open { .. }) | (Some(Edit::Open { .. }), Edit::Close { .. }) => {
                if let Some(b) = before {
                    kept.remove(b);
                }
            }
            (Some(Edit::Hours { .. }), Edit::Hours { .. }) | (Some(Edit::Move { .. }), Edit::Move { .. }) => {
                if let Some(b) = before {
                    kept.remove(b);
                }
                kept.push(edit);
            }
            _ => kept.push(edit),
        }
    }
    kept
}

fn same_matter(a: &Edit, b: &Edit) -> bool {
    let is_open = |e: &Edit| matches!(e, Edit::Close { .. } | Edit::Open { .. });
    (is_open(a) && is_open(b)) || std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// A place that is not on the list: a weekly session, a shared desk.
pub(super) async fn add(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let tongue = visit.tongue();
    let text = |f: &str| posted.text(f).trim().to_owned();
    let typed = || Typed {
        add_name: text("add_name"),
        add_where: text("add_where"),
        add_hours: text("add_hours"),
        add_cost: text("add_cost"),
        ..Typed::default()
    };
    let name = text("add_name");
    if name.is_empty() {
        let why = tongue.t("planner-need-name").into_owned();
        return wrong(&visit, &desk, scenario, "add_name", why, typed()).await;
    }
    let Some(at) = place_of(&visit, &text("add_where")) else {
        let why = tongue.t("planner-need-where").into_owned();
        return wrong(&visit, &desk, scenario, "add_where", why, typed()).await;
    };
    let hours = text("add_hours");
    if let Err(why) = Hours::parse(&hours) {
        return wrong(&visit, &desk, scenario, "add_hours", why, typed()).await;
    }
    let cost = match text("add_cost").replace([',', '£'], "").as_str() {
        "" => None,
        t => match t.parse::<f64>().ok().filter(|c| c.is_finite() && *c >= 0.0) {
            Some(cost) => Some(cost),
            None => {
                let why = tongue.t("planner-wrong-amount").into_owned();
                return wrong(&visit, &desk, scenario, "add_cost", why, typed()).await;
            }
        },
    };
    let taken = |id: &str| {
        desk.base.sites.iter().any(|s| s.id == id) || scenario.edits.iter().any(|e| e.site() == id)
    };
    let base = slug(&name);
    let mut own = base.clone();
    let mut number = 2;
    while taken(&own) {
        own = format!("{base}-{number}");
        number += 1;
    }
    let site = Site {
        id: own,
        name: name.chars().take(120).collect(),
        kind: "session".to_owned(),
        at,
        grid: None,
        hours,
        open: true,
        step_free: None,
        address: String::new(),
        ward: None,
        borough: None,
        cost,
        receipt: None,
        cells: None,
    };
    let mut edits = scenario.edits.clone();
    edits.push(Edit::Add { site: Box::new(site) });
    let money = scenario.money.clone();
    amend(&visit, &desk, scenario, edits, money, "add_name", typed()).await
}

/// A postcode, an address, a pin.
pub(super) fn place_of(visit: &Visit, text: &str) -> Option<Place> {
    if let Ok(place) = Place::parse(text) {
        return Some(place);
    }
    let ground = visit.site.part::<Gazetteer>().ok()?;
    let found = ground.locate(text);
    let at = found
        .at
        .filter(|_| found.confidence != atlas::Confidence::Unsure)?;
    Place::new(at.lat(), at.lon())
}

pub(super) async fn undo(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let mut edits = scenario.edits.clone();
    let at = posted
        .text("number")
        .parse::<usize>()
        .ok()
        .filter(|n| *n < edits.len());
    if let Some(at) = at {
        edits.remove(at);
    }
    let money = scenario.money.clone();
    amend(&visit, &desk, scenario, edits, money, "edits", Typed::default()).await
}

pub(super) async fn money(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let tongue = visit.tongue();
    let text = |f: &str| posted.text(f).trim().chars().take(200).collect::<String>();
    let typed = || Typed {
        what: text("what"),
        amount: text("amount"),
        source: text("source"),
        ..Typed::default()
    };
    let amount = text("amount").replace([',', '£'], "").parse::<f64>().ok();
    let amount = amount.filter(|a| a.is_finite() && (0.0..=1e12).contains(a));
    let missing = [
        ("what", text("what").is_empty(), "planner-need-what"),
        ("amount", amount.is_none(), "planner-wrong-amount"),
        ("source", text("source").is_empty(), "planner-need-source"),
    ];
    if let Some((field, _, key)) = missing.into_iter().find(|m| m.1) {
        let why = tongue.t(key).into_owned();
        return wrong(&visit, &desk, scenario, field, why, typed()).await;
    }
    let mut money = scenario.money.clone();
    money.push(Money {
        kind: MoneyKind::parse(posted.text("kind")).unwrap_or(MoneyKind::CostAYear),
        what: text("what"),
        amount: amount.unwrap_or(0.0),
        source: text("source"),
    });
    let edits = scenario.edits.clone();
    amend(&visit, &desk, scenario, edits, money, "what", typed()).await
}

pub(super) async fn state(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let to = State::parse(posted.text("state")).ok_or(Fault::Missing)?;
    match desk.publish(&Planner::staff(visit.desk()?), &scenario, to).await {
        Ok(_) => Ok(see(&format!("/desk/plan/scenarios/{}", scenario.id))),
        Err(e) => {
            let why = said(e)?;
            wrong(&visit, &desk, scenario, "state", why, Typed::default()).await
        }
    }
}

pub(super) async fn csv(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let table = desk.csv(scenario.id.as_str()).await?;
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
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let how = How::read(&asked.mode, &asked.at);
    let map = desk.geojson(scenario.id.as_str(), how.way, how.at).await?;
    Ok(download(
        "map.geojson",
        "application/geo+json",
        map.into_bytes(),
        false,
    ))
}

/// The heads of a list of cells, for tables that have words of their own.
pub(super) fn heads(visit: &Visit, keys: &[&str]) -> Vec<Cell> {
    let tongue = visit.tongue();
    keys.iter().map(|k| Cell::text(tongue.t(k))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(id: &str) -> Edit {
        Edit::Close { site: id.into() }
    }

    fn open(id: &str) -> Edit {
        Edit::Open { site: id.into() }
    }

    fn hours(id: &str, hours: &str) -> Edit {
        Edit::Hours {
            site: id.into(),
            hours: hours.into(),
        }
    }

    #[test]
    fn changes_that_undo_one_another_are_taken_out() {
        assert_eq!(shorter(vec![close("a"), open("a")]), []);
        assert_eq!(shorter(vec![open("a"), close("b"), close("a")]), [close("b")]);
        assert_eq!(
            shorter(vec![hours("a", "24/7"), hours("a", "Mo 10:00-12:00")]),
            [hours("a", "Mo 10:00-12:00")]
        );
        let both = vec![close("a"), hours("b", "24/7"), open("c")];
        assert_eq!(shorter(both.clone()), both);
    }
}
