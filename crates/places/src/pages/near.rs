//! `/near`: what is open near someone, now and next.

use std::sync::Arc;

use atlas::{Confidence, Gazetteer, LatLon, Located};
use axum::extract::Query as UrlQuery;
use axum::response::Response;
use jiff::civil::DateTime;
use kernel::web::{Fault, Visit, html};
use page::{Choice, Chrome, Link, Problems, Tongue, encode};
use serde::Deserialize;
use travel::Mode;

use super::wall;
use crate::directory::{Directory, directory};
use crate::map::{Atlas, Map};
use crate::place::{Kind, Place};
use crate::standing::Standing;
use crate::ways::{Minutes, Ways};

/// Places of each list.
const SHOWN: usize = 5;
const SHOWN_MORE: usize = 20;
/// Places whose minutes are reckoned: near ones as the crow flies can be far on streets.
const RECKONED: usize = 24;
const LONGEST_QUESTION: usize = 200;

/// The address of the page; each part may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    at: String,
    mode: String,
    kind: String,
    open: String,
    step_free: String,
    room: String,
    parking: String,
    bsl: String,
    more: String,
}

/// Ways of getting there, as the page offers them.
const MODES: [(&str, Mode); 5] = [
    ("walk", Mode::Walk),
    ("step-free", Mode::StepFree),
    ("cycle", Mode::Cycle),
    ("drive", Mode::Drive),
    ("transit", Mode::Transit),
];

impl Asked {
    fn mode(&self) -> (&'static str, Mode) {
        let named = MODES.into_iter().find(|(name, _)| *name == self.mode);
        named.unwrap_or(("walk", Mode::Walk))
    }

    fn kind(&self) -> Option<Kind> {
        Kind::parse(&self.kind)
    }

    fn wants(&self, place: &Place, now: DateTime) -> bool {
        let facts = &place.facts;
        let kind = match self.kind() {
            Some(kind) => facts.kind == kind,
            None => facts.kind.is_for_visitors(),
        };
        let has = |wanted: &str, known: crate::place::Known| wanted.is_empty() || known.is_yes();
        kind && !place.is_gone(now.date())
            && has(&self.step_free, facts.step_free)
            && has(&self.room, facts.private_room)
            && has(&self.parking, facts.parking)
            && has(&self.bsl, facts.bsl)
    }

    /// The same question about another spot.
    fn about(&self, at: LatLon) -> String {
        let mut href = format!("/near?at={at}");
        let own = [
            ("mode", &self.mode),
            ("kind", &self.kind),
            ("open", &self.open),
            ("step_free", &self.step_free),
            ("room", &self.room),
            ("parking", &self.parking),
            ("bsl", &self.bsl),
        ];
        for (name, value) in own.iter().filter(|(_, v)| !v.is_empty()) {
            href.push_str(&format!("&{name}={}", encode(value)));
        }
        href
    }
}

/// One place of a list.
struct Item {
    /// Its number on the map.
    number: usize,
    name: String,
    href: String,
    kind: String,
    address: String,
    standing: String,
    colour: &'static str,
    way: String,
    has: Vec<String>,
}

struct Found {
    map: Option<Map>,
    spot: String,
    ward: Option<Link>,
    open: Vec<Item>,
    closed: Vec<Item>,
    estimated: bool,
    /// Where a longer list is; "" when this is all.
    more: String,
    /// Custody suites are for information: nobody visits one because it is open.
    custody: bool,
}

#[derive(askama::Template)]
#[template(path = "pages/near.html")]
struct NearPage {
    chrome: Chrome,
    problems: Problems,
    q: String,
    at: String,
    modes: Vec<Choice>,
    kinds: Vec<Choice>,
    filters: Vec<(&'static str, String, bool)>,
    filtered: bool,
    choices: Vec<Link>,
    found: Option<Found>,
}

pub(super) async fn near(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let (site, tongue) = (&visit.site, visit.tongue());
    let ground = site.part::<Gazetteer>()?;
    let mut asked = asked;
    asked.q = asked.q.trim().chars().take(LONGEST_QUESTION).collect();
    let mut problems = Problems::default();
    let mut choices = Vec::new();
    let located = locate(&asked, &ground, &tongue, &mut problems, &mut choices);
    let found = match located {
        Some(located) => {
            let directory = directory(site).await?;
            Some(look(&visit, &directory, &asked, &located, &ground).await?)
        }
        None => None,
    };
    let (mode, _) = asked.mode();
    let modes = MODES
        .iter()
        .map(|(name, _)| Choice::new(*name, tongue.t(&format!("near-mode-{name}"))).checked(*name == mode))
        .collect();
    let mut kinds = vec![Choice::new("", tongue.t("near-kind-police")).checked(asked.kind().is_none())];
    kinds.extend(Kind::ALL.iter().map(|kind| {
        let label = tongue.t(&format!("place-kind-{}", kind.as_str())).into_owned();
        Choice::new(kind.as_str(), label).checked(asked.kind() == Some(*kind))
    }));
    let filters = [
        ("open", &asked.open),
        ("step_free", &asked.step_free),
        ("room", &asked.room),
        ("parking", &asked.parking),
        ("bsl", &asked.bsl),
    ]
    .map(|(name, value)| {
        let label = tongue
            .t(&format!("near-only-{}", name.replace('_', "-")))
            .into_owned();
        (name, label, !value.is_empty())
    });
    html(&NearPage {
        chrome: visit.chrome(),
        problems,
        at: if asked.q.is_empty() {
            asked.at.clone()
        } else {
            String::new()
        },
        q: asked.q,
        modes,
        kinds,
        filtered: filters.iter().any(|(_, _, on)| *on),
        filters: filters.into(),
        choices,
        found,
    })
}

/// The spot that is meant; or what is wrong, or several that may be meant.
fn locate(
    asked: &Asked,
    ground: &Gazetteer,
    tongue: &Tongue,
    problems: &mut Problems,
    choices: &mut Vec<Link>,
) -> Option<(LatLon, Located)> {
    if asked.q.is_empty() {
        if asked.at.is_empty() {
            return None;
        }
        let Ok(at) = asked.at.parse::<LatLon>() else {
            problems.add("q", tongue.t("near-pin-wrong"));
            return None;
        };
        return Some((at, ground.at_point(at)));
    }
    let located = ground.locate(&asked.q);
    if let Some(at) = located.at.filter(|_| located.confidence != Confidence::Unsure) {
        return Some((at, located));
    }
    choices.extend(
        located
            .candidates
            .iter()
            .map(|c| Link::new(asked.about(c.at), c.name.clone())),
    );
    if choices.is_empty() {
        let key = if located.outside {
            "near-outside"
        } else {
            "near-nothing"
        };
        problems.add("q", tongue.t1(key, "what", asked.q.as_str()));
    }
    None
}

async fn look(
    visit: &Visit,
    directory: &Directory,
    asked: &Asked,
    (at, located): &(LatLon, Located),
    ground: &Gazetteer,
) -> Result<Found, Fault> {
    let (now, tongue) = (wall(visit), visit.tongue());
    let ways = visit.site.part::<Ways>()?;
    let near = directory.near(*at, |p| asked.wants(p, now));
    let (open, closed): (Vec<_>, Vec<_>) = near
        .into_iter()
        .map(|(place, metres)| (place.standing(now), place, metres))
        .partition(|(standing, place, _)| standing.is_open() && place.facts.kind != Kind::Custody);
    let closed = if asked.open.is_empty() { closed } else { Vec::new() };
    let mode = asked.mode();
    let most = if asked.more.is_empty() { SHOWN } else { SHOWN_MORE };
    let longer = asked.more.is_empty() && open.len().max(closed.len()) > most;
    let mut estimated = false;
    let mut marks: Vec<(LatLon, bool, String)> = Vec::new();
    let mut list = |all: Vec<(Standing, Arc<Place>, f64)>| -> Vec<Item> {
        let near: Vec<_> = all.into_iter().take(RECKONED).collect();
        let points: Vec<LatLon> = near.iter().map(|(_, p, _)| p.facts.at).collect();
        let minutes = ways.minutes(mode.1, *at, &points, now);
        let mut near: Vec<_> = near.into_iter().zip(minutes).collect();
        near.sort_by(|a, b| a.1.minutes.total_cmp(&b.1.minutes));
        near.truncate(most);
        estimated |= near.iter().any(|(_, m)| m.estimate);
        near.iter()
            .map(|((standing, place, metres), minutes)| {
                let item = item(&tongue, now, standing, place, *metres, mode.0, *minutes);
                marks.push((place.facts.at, standing.is_open(), item.name.clone()));
                Item {
                    number: marks.len(),
                    ..item
                }
            })
            .collect()
    };
    let (open, closed) = (list(open), list(closed));
    let areas = ground.areas();
    let ward = located.ward.and_then(|ix| areas.ward(ix));
    let borough = located.borough.and_then(|ix| areas.borough(ix));
    let names: Vec<&str> = [ward.map(|w| &*w.name), borough.map(|b| &*b.name)]
        .into_iter()
        .flatten()
        .collect();
    let spot = match (asked.q.is_empty(), names.is_empty()) {
        (false, _) => located.name.clone(),
        (true, false) => names.join(", "),
        (true, true) => at.to_string(),
    };
    let atlas = visit.site.part::<Atlas>()?;
    Ok(Found {
        map: atlas.around(ground, *at, &marks),
        spot,
        ward: ward.map(|w| Link::new(format!("/ward/{}", w.code), w.name.clone())),
        open,
        closed,
        estimated,
        more: if longer {
            format!("{}&more=yes#found", asked.about(*at))
        } else {
            String::new()
        },
        custody: asked.kind() == Some(Kind::Custody),
    })
}

fn item(
    tongue: &Tongue,
    now: DateTime,
    standing: &Standing,
    place: &Place,
    metres: f64,
    mode: &str,
    minutes: Minutes,
) -> Item {
    let facts = &place.facts;
    let has = [
        ("step-free", facts.step_free),
        ("room", facts.private_room),
        ("parking", facts.parking),
        ("bsl", facts.bsl),
    ];
    let span = tongue.span((minutes.minutes.ceil().max(1.0) * 60.0) as i64);
    let key = if minutes.estimate { "about" } else { "reckoned" };
    let values = [("span", span.as_str().into()), ("miles", miles(metres).into())];
    Item {
        number: 0,
        name: place.name(tongue.lang()).to_owned(),
        href: format!("/place/{}", place.id),
        kind: tongue
            .t(&format!("place-kind-{}", facts.kind.as_str()))
            .into_owned(),
        address: place.whole_address(),
        standing: place.say_standing(tongue, standing, now),
        colour: place.colour(standing),
        way: tongue.ta(&format!("near-way-{mode}-{key}"), &values),
        has: has
            .iter()
            .filter(|(_, known)| known.is_yes())
            .map(|(name, _)| tongue.t(&format!("place-has-{name}")).into_owned())
            .collect(),
    }
}

/// Miles to a tenth, as signs on the road say them.
fn miles(metres: f64) -> String {
    format!("{:.1}", (metres / 1_609.344).max(0.1))
}
