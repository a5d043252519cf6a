//! What the public reads and tries: the plan, the evidence, what changes for them. Nothing they ask is kept.

use std::sync::Arc;

use atlas::{Confidence, Gazetteer};
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::web::{Fault, Visit, download, html};
use page::{Cell, Choice, Chrome, Link, Problems, encode};
use serde::Deserialize;
use travel::Progress;
use travel::geo::Place;

use super::How;
use super::draft::words;
use super::shown::{self, Key, Shown};
use crate::ask::{Called, Compared, Side};
use crate::at::At;
use crate::measure::Reach;
use crate::scenario::{Edit, Spot, TODAY, accounts, apply};
use crate::service::{Desk, away};
use crate::store::{self, Scenario};
use crate::way::Way;

#[derive(askama::Template)]
#[template(path = "pages/plans.html")]
struct PlansPage {
    chrome: Chrome,
    plans: Vec<(String, String, String, String)>,
}

pub(super) async fn list(visit: Visit) -> Result<Response, Fault> {
    let found = store::published(&mut visit.site.db().read()).await?;
    let tongue = visit.tongue();
    let plans = found
        .into_iter()
        .filter_map(|s| {
            let when = s
                .published_at
                .map_or_else(String::new, |m| tongue.date(m.date(visit.site.days().zone())));
            Some((format!("/plans/{}", s.slug?), s.name, s.why, when))
        })
        .collect();
    html(&PlansPage {
        chrome: visit.chrome(),
        plans,
    })
}

#[derive(askama::Template)]
#[template(path = "pages/method.html")]
struct MethodPage {
    chrome: Chrome,
}

pub(super) async fn method(visit: Visit) -> Result<Response, Fault> {
    html(&MethodPage {
        chrome: visit.chrome(),
    })
}

/// The address of a plan: whose postcode, how, and which places the reader switched on and off.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    mode: String,
    at: String,
    on: String,
    off: String,
}

const MOST_SWITCHES: usize = 200;

impl Asked {
    fn list(text: &str) -> Vec<String> {
        text.split(',')
            .filter(|t| !t.is_empty())
            .take(MOST_SWITCHES)
            .map(str::to_owned)
            .collect()
    }

    fn how(&self) -> How {
        How::read(&self.mode, &self.at)
    }

    /// The same page with one place switched over.
    fn switched(&self, slug: &str, id: &str, is_open: bool) -> String {
        let (mut on, mut off) = (Self::list(&self.on), Self::list(&self.off));
        let (from, to) = if is_open {
            (&mut on, &mut off)
        } else {
            (&mut off, &mut on)
        };
        if from.iter().any(|i| i == id) {
            from.retain(|i| i != id);
        } else {
            to.push(id.to_owned());
        }
        self.address(slug, &on.join(","), &off.join(","), "#places")
    }

    fn address(&self, slug: &str, on: &str, off: &str, anchor: &str) -> String {
        let mut parts = Vec::new();
        for (name, value) in [
            ("q", self.q.as_str()),
            ("mode", &self.mode),
            ("at", &self.at),
            ("on", on),
            ("off", off),
        ] {
            if !value.is_empty() {
                parts.push(format!("{name}={}", encode(value)));
            }
        }
        let query = if parts.is_empty() {
            String::new()
        } else {
            format!("?{}", parts.join("&"))
        };
        format!("/plans/{slug}{query}{anchor}")
    }
}

/// A published plan with what the reader switched.
struct Tried {
    desk: Desk,
    scenario: Scenario,
    slug: String,
    today: Side,
    plan: Side,
    /// The reader's own version, where they switched anything.
    switched: bool,
}

async fn tried(visit: &Visit, slug: &str, asked: &Asked) -> Result<Tried, Fault> {
    let scenario = store::by_slug(&mut visit.site.db().read(), slug)
        .await?
        .ok_or(Fault::Missing)?;
    let desk = Desk::of(&visit.site, &scenario.base).await?;
    let today = Side {
        called: Called {
            id: TODAY.to_owned(),
            name: visit.tongue().t("planner-today").into_owned(),
        },
        ..desk.side(TODAY).await?
    };
    let mut plan = desk.side_of(&scenario)?;
    let mut edits = scenario.edits.clone();
    let mut switched = false;
    for (ids, open) in [(Asked::list(&asked.on), true), (Asked::list(&asked.off), false)] {
        for id in ids {
            // Places that are not there, or are so already, are left out: an old link still works.
            if plan.spots.iter().any(|s| s.site.id == id && s.site.open != open) {
                edits.push(if open {
                    Edit::Open { site: id }
                } else {
                    Edit::Close { site: id }
                });
            }
        }
    }
    if edits.len() > scenario.edits.len()
        && let Ok(spots) = apply(&desk.base.sites, &edits)
    {
        switched = true;
        plan = Side {
            called: Called {
                id: scenario.id.to_string(),
                name: visit
                    .tongue()
                    .t1("planner-your-version", "plan", scenario.name.as_str()),
            },
            spots,
            money: accounts(&desk.base.sites, &edits, &scenario.money),
        };
    }
    Ok(Tried {
        slug: slug.to_owned(),
        desk,
        scenario,
        today,
        plan,
        switched,
    })
}

struct Item {
    name: String,
    about: String,
    state: String,
    colour: &'static str,
    href: String,
    act: String,
}

struct Mine {
    found: String,
    area: String,
    table: Shown,
    night: Vec<String>,
    near: Vec<String>,
}

#[derive(askama::Template)]
#[template(path = "pages/plan.html")]
struct PlanPage {
    chrome: Chrome,
    problems: Problems,
    title: String,
    why: Vec<String>,
    when: String,
    slug: String,
    changes: Vec<String>,
    q: String,
    choices: Vec<Link>,
    mine: Option<Mine>,
    on: String,
    off: String,
    mode: String,
    at: String,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    switched: bool,
    plain: String,
    estimate: bool,
    told: String,
    summary: Shown,
    money: Option<Shown>,
    tables: Vec<Shown>,
    newly: Option<Shown>,
    items: Vec<Item>,
    map: String,
    key: Vec<Key>,
    stamp: String,
    licences: Vec<String>,
}

pub(super) async fn plan(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let tried = tried(&visit, &slug, &asked).await?;
    let tongue = visit.tongue();
    let how = asked.how();
    let c = tried
        .desk
        .compare_sides(tried.today.clone(), tried.plan.clone(), how.way, how.at)
        .await?;
    let mut problems = Problems::default();
    let mut choices = Vec::new();
    let mut mine = None;
    let mut spot = None;
    let q: String = asked.q.trim().chars().take(200).collect();
    if !q.is_empty() {
        match locate(&visit, &q) {
            Where::At(name, place) => {
                spot = Some(place);
                mine = mine_of(&visit, &tried, name, place).await?;
                if mine.is_none() {
                    problems.add("q", tongue.t("planner-q-outside"));
                }
            }
            Where::Choose(list) => {
                problems.add("q", tongue.t("planner-q-choose"));
                choices = list
                    .into_iter()
                    .map(|(name, at)| {
                        let asked = Asked {
                            q: at,
                            ..asked.clone()
                        };
                        Link::new(asked.address(&slug, &asked.on, &asked.off, "#mine"), name)
                    })
                    .collect();
            }
            Where::Nothing => problems.add("q", tongue.t("planner-q-nothing")),
        }
    }
    let scenario = &tried.scenario;
    let same = format!(
        "{}&on={}&off={}",
        how.query(),
        encode(&asked.on),
        encode(&asked.off)
    );
    html(&PlanPage {
        chrome: visit.chrome(),
        problems,
        title: scenario.name.clone(),
        why: scenario.why.lines().map(str::to_owned).collect(),
        when: scenario
            .published_at
            .map_or_else(String::new, |m| tongue.date(m.date(visit.site.days().zone()))),
        changes: scenario
            .edits
            .iter()
            .map(|e| words(&tongue, &tried.desk, e))
            .collect(),
        q,
        choices,
        mine,
        on: asked.on.clone(),
        off: asked.off.clone(),
        mode: how.way.to_string(),
        at: how.at.slug(),
        modes: how.modes(&visit),
        times: how.times(&visit),
        switched: tried.switched,
        plain: Asked {
            on: String::new(),
            off: String::new(),
            ..asked.clone()
        }
        .address(&slug, "", "", ""),
        estimate: c.estimate,
        told: shown::told(&tongue, &c),
        summary: shown::summary_of_change(&tongue, &c),
        money: shown::accounts_in_short(&tongue, &c.money_b),
        newly: shown::newly(&tongue, &c),
        items: items(&visit, &tried, &asked, spot),
        map: format!("/plans/{slug}/map.svg?{same}"),
        key: shown::key_of_change(&tongue),
        stamp: shown::stamp(&tongue, &c.stamp),
        licences: shown::licences(&c.stamp),
        tables: shown::tables_of_change(&tongue, &c),
        slug,
    })
}

/// Of places that stay, and of those that could open, so many are listed: those nearest the reader.
const LISTED: usize = 14;

/// Every place that changes, and some that stay or could open.
fn items(visit: &Visit, tried: &Tried, asked: &Asked, near: Option<Place>) -> Vec<Item> {
    let tongue = visit.tongue();
    let was = |id: &str| tried.today.spots.iter().any(|s| s.site.id == id && s.site.open);
    let mut spots: Vec<&Spot> = tried
        .plan
        .spots
        .iter()
        .filter(|s| s.site.kind != "custody")
        .collect();
    if let Some(place) = near {
        let away = |s: &Spot| s.site.at.metres_to(place);
        spots.sort_by(|a, b| {
            away(a)
                .total_cmp(&away(b))
                .then_with(|| a.site.id.cmp(&b.site.id))
        });
    }
    let ways = [
        (true, false, "planner-closes", "red", usize::MAX),
        (false, true, "planner-opens", "green", usize::MAX),
        (true, true, "planner-stays", "blue", LISTED),
        (false, false, "planner-could-open", "grey", LISTED),
    ];
    let mut list = Vec::new();
    for (before, after, key, colour, most) in ways {
        let own = spots
            .iter()
            .filter(|s| s.site.open == after && was(&s.site.id) == before)
            .take(most);
        list.extend(own.map(|s| {
            Item {
                name: s.site.name.clone(),
                about: s.site.hours.clone(),
                state: tongue.t(key).into_owned(),
                colour,
                href: asked.switched(&tried.slug, &s.site.id, after),
                act: tongue
                    .t(if after {
                        "planner-switch-off"
                    } else {
                        "planner-switch-on"
                    })
                    .into_owned(),
            }
        }));
    }
    list
}

enum Where {
    At(String, Place),
    Choose(Vec<(String, String)>),
    Nothing,
}

fn locate(visit: &Visit, q: &str) -> Where {
    let at = |p: atlas::LatLon| Place::new(p.lat(), p.lon());
    let Ok(ground) = visit.site.part::<Gazetteer>() else {
        return Place::parse(q).map_or(Where::Nothing, |p| Where::At(q.to_owned(), p));
    };
    let found = ground.locate(q);
    match found.at.and_then(at) {
        Some(place) if found.confidence != Confidence::Unsure => Where::At(found.name, place),
        _ if !found.candidates.is_empty() => Where::Choose(
            found
                .candidates
                .into_iter()
                .map(|c| (c.name, c.at.to_string()))
                .collect(),
        ),
        _ => Place::parse(q).map_or(Where::Nothing, |p| Where::At(q.to_owned(), p)),
    }
}

/// The small area nearest to a spot may be so far away, and no further.
const MOST_AWAY: f64 = 5_000.0;

async fn mine_of(visit: &Visit, tried: &Tried, found: String, place: Place) -> Result<Option<Mine>, Fault> {
    let tongue = visit.tongue();
    let base = Arc::clone(&tried.desk.base);
    let people = &base.people;
    let nearest = people
        .at
        .iter()
        .map(|p| p.metres_to(place))
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let Some((point, _)) = nearest.filter(|(_, m)| *m <= MOST_AWAY) else {
        return Ok(None);
    };
    let (today, plan) = (tried.today.spots.clone(), tried.plan.spots.clone());
    let work = Arc::clone(&base);
    let all: Vec<(Way, At, Reach, Reach)> = away(move || {
        let mut all = Vec::new();
        for way in Way::FOUR {
            for at in At::FIVE {
                let none = Progress::none();
                all.push((
                    way,
                    at,
                    work.reach(&today, way, at, &none)?,
                    work.reach(&plan, way, at, &none)?,
                ));
            }
        }
        Ok(all)
    })
    .await?;
    let name = |side: &Side, r: &Reach| {
        let to = r.to.get(point).and_then(|t| usize::try_from(*t).ok());
        to.and_then(|t| side.spots.get(t)).map_or_else(
            || tongue.t("planner-nowhere").into_owned(),
            |s| s.site.name.clone(),
        )
    };
    let minutes = |r: &Reach| {
        let m = r.minutes.get(point).copied().unwrap_or(f32::INFINITY);
        shown::minutes(m.is_finite().then(|| f64::from(m)))
    };
    let rows = all
        .iter()
        .map(|(way, at, before, after)| {
            vec![
                Cell::text(format!(
                    "{}, {}",
                    tongue.t(&format!("planner-mode-{way}")),
                    tongue.t(&format!("planner-at-{}", at.slug()))
                )),
                Cell::text(name(&tried.today, before)),
                Cell::number(minutes(before)),
                Cell::text(name(&tried.plan, after)),
                Cell::number(minutes(after)),
            ]
        })
        .collect();
    let heads = [
        "planner-when-and-how",
        "planner-nearest-now",
        "planner-minutes-now",
        "planner-nearest-then",
        "planner-minutes-then",
    ];
    let moment = At::NIGHT.in_week(base.week);
    let spot = people.at.get(point).copied().unwrap_or(place);
    let mut near: Vec<(f64, &Spot)> = tried
        .plan
        .spots
        .iter()
        .filter(|s| s.site.open && s.site.kind != "custody")
        .map(|s| (s.site.at.metres_to(spot), s))
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.site.id.cmp(&b.1.site.id)));
    let line = |(metres, s): &(f64, &Spot)| {
        tongue.ta(
            "planner-near-line",
            &[
                ("place", s.site.name.as_str().into()),
                ("km", format!("{:.1}", metres / 1_000.0).into()),
                (
                    "hours",
                    if s.site.hours.is_empty() {
                        tongue.t("planner-hours-unknown").into_owned().into()
                    } else {
                        s.site.hours.as_str().into()
                    },
                ),
            ],
        )
    };
    Ok(Some(Mine {
        found,
        area: people.name(point).to_owned(),
        table: Shown {
            caption: tongue.t("planner-mine-table").into_owned(),
            heads: heads
                .iter()
                .enumerate()
                .map(|(i, k)| match i {
                    2 | 4 => Cell::number(tongue.t(k)),
                    _ => Cell::text(tongue.t(k)),
                })
                .collect(),
            rows,
            chart: String::new(),
        },
        night: near
            .iter()
            .filter(|(_, s)| s.hours.is_known() && s.hours.left(moment).is_some())
            .take(3)
            .map(line)
            .collect(),
        near: near.iter().take(4).map(line).collect(),
    }))
}

async fn compared(tried: &Tried, how: How) -> Result<Compared, Fault> {
    Ok(tried
        .desk
        .compare_sides(tried.today.clone(), tried.plan.clone(), how.way, how.at)
        .await?)
}

pub(super) async fn map(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let tried = tried(&visit, &slug, &asked).await?;
    let c = compared(&tried, asked.how()).await?;
    let svg = shown::picture(
        &visit.site,
        &tried.desk.base.people,
        c.b.name.clone(),
        &tried.today.spots,
        &tried.plan.spots,
        Ok(&c.wards),
    )?;
    Ok(download("map.svg", "image/svg+xml", svg.into_bytes(), true))
}

pub(super) async fn csv(visit: Visit, Path(slug): Path<String>) -> Result<Response, Fault> {
    let tried = tried(&visit, &slug, &Asked::default()).await?;
    let table = tried.desk.csv(tried.scenario.id.as_str()).await?;
    Ok(download(
        &format!("{slug}.csv"),
        "text/csv; charset=utf-8",
        table.into_bytes(),
        false,
    ))
}

pub(super) async fn geojson(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let tried = tried(&visit, &slug, &Asked::default()).await?;
    let how = asked.how();
    let map = tried
        .desk
        .geojson(tried.scenario.id.as_str(), how.way, how.at)
        .await?;
    Ok(download(
        &format!("{slug}.geojson"),
        "application/geo+json",
        map.into_bytes(),
        false,
    ))
}

pub(super) async fn pdf(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    // Making it takes a moment of a processor: not for whoever asks without end.
    if !kernel::account::may_try(&visit.site, "plan-pdf", &visit.ip(), 30, 600, visit.now).await? {
        return Err(Fault::Often(std::time::Duration::from_secs(600)));
    }
    let tried = tried(&visit, &slug, &Asked::default()).await?;
    let how = asked.how();
    let bytes = tried
        .desk
        .pdf(&tried.scenario, how.way, how.at, &visit.tongue())
        .await?;
    Ok(download(&format!("{slug}.pdf"), "application/pdf", bytes, false))
}
