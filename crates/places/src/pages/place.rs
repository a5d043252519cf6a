//! `/place/ID`: all that the public may know of one place.

use atlas::Gazetteer;
use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Visit, html};
use page::{Chrome, Lang, Link, Row, Tongue};

use super::wall;
use crate::directory::directory;
use crate::place::{Facts, Kind, Known, Place, PlaceId};

/// Days of the table of opening times.
const DAYS: usize = 7;
/// And of the days up to this one the bank holidays: people plan Christmas in November.
const AHEAD: i32 = 42;

struct DayLine {
    day: String,
    hours: String,
    why: String,
    today: bool,
}

#[derive(askama::Template)]
#[template(path = "pages/place.html")]
struct PlacePage {
    chrome: Chrome,
    name: String,
    kind: String,
    standing: String,
    colour: &'static str,
    custody: bool,
    /// How a counter is used; where to ask about custody.
    more: Link,
    closing: String,
    days: Vec<DayLine>,
    ahead: Vec<String>,
    rows: Vec<Row>,
    offers: Vec<String>,
    notes: Vec<String>,
    wards: Vec<Link>,
    confirmed: String,
    near: String,
}

pub(super) async fn place(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let id = PlaceId::parse(&id).ok_or(Fault::Missing)?;
    let directory = directory(&visit.site).await?;
    let place = directory.find(&id).ok_or(Fault::Missing)?;
    let (tongue, now) = (visit.tongue(), wall(&visit));
    let facts = &place.facts;
    let standing = place.standing(now);
    let custody = facts.kind == Kind::Custody;
    let known = facts.hours.is_known() && !place.is_gone(now.date()) && !custody;
    let days = place.days(now.date(), if known { AHEAD } else { 0 });
    let is_shown = |(at, day): &(usize, &crate::standing::Day)| {
        *at < DAYS || visit.site.days().is_bank_holiday(day.date)
    };
    let days = days
        .iter()
        .enumerate()
        .filter(is_shown)
        .map(|(_, day)| day)
        .map(|day| DayLine {
            day: tongue.day(day.date),
            hours: day.say(&tongue),
            why: match &day.why {
                Some(why) => why.clone(),
                None if visit.site.days().is_bank_holiday(day.date) => tongue.t("day-holiday").into_owned(),
                None => String::new(),
            },
            today: day.date == now.date(),
        });
    let confirmed = place.confirmed.as_ref().map_or_else(
        || tongue.t("place-not-confirmed").into_owned(),
        |c| {
            let day = tongue.date(c.at.date(visit.site.days().zone()));
            let by = tongue.t(&format!("place-by-{}", c.by)).into_owned();
            tongue.ta(
                "place-confirmed",
                &[("day", day.as_str().into()), ("by", by.as_str().into())],
            )
        },
    );
    html(&PlacePage {
        name: place.name(tongue.lang()).to_owned(),
        kind: tongue
            .t(&format!("place-kind-{}", facts.kind.as_str()))
            .into_owned(),
        standing: place.say_standing(&tongue, &standing, now),
        colour: place.colour(&standing),
        more: more(&tongue, place),
        custody,
        closing: closing(&tongue, facts, now.date()),
        days: days.collect(),
        ahead: ahead(&tongue, place, now.date())
            .into_iter()
            .map(|(_, line)| line)
            .collect(),
        rows: rows(&tongue, place),
        offers: facts
            .offers
            .iter()
            .map(|o| tongue.t(&format!("place-offer-{}", o.as_str())).into_owned())
            .collect(),
        notes: place.notes(tongue.lang()).lines().map(str::to_owned).collect(),
        wards: areas(&visit, facts)?,
        confirmed,
        near: format!("/near?at={}", facts.at),
        chrome: visit.chrome(),
    })
}

/// What other pages say of a place of this kind.
fn more(tongue: &Tongue, place: &Place) -> Link {
    match place.facts.kind {
        Kind::Counter | Kind::Hub => Link::new(format!("/counters/{}", place.id), tongue.t("place-use")),
        Kind::Custody => Link::new("/custody", tongue.t("place-custody")),
        _ => Link::default(),
    }
}

/// That it closes for good on a day to come, and why.
fn closing(tongue: &Tongue, facts: &Facts, today: jiff::civil::Date) -> String {
    let Some(day) = facts.closes_on.filter(|d| *d > today) else {
        return String::new();
    };
    let day = tongue.full_date(day);
    tongue.ta(
        "place-closing",
        &[
            ("day", day.as_str().into()),
            ("why", facts.closing_why.as_str().into()),
        ],
    )
}

/// Announced changes that are not over yet: the id and a line of words.
pub(crate) fn ahead(tongue: &Tongue, place: &Place, today: jiff::civil::Date) -> Vec<(String, String)> {
    let mut ahead: Vec<_> = place
        .exceptions
        .iter()
        .filter(|e| e.to >= today && place.is_there(e.from.max(today)))
        .collect();
    ahead.sort_by_key(|e| e.from);
    ahead
        .iter()
        .map(|e| {
            let (from, to) = (tongue.day(e.from), tongue.day(e.to));
            let hours = place.day(e.from.max(today)).say(tongue);
            let key = match (e.hours.is_none(), e.from == e.to) {
                (true, true) => "ahead-closed-day",
                (true, false) => "ahead-closed-days",
                (false, true) => "ahead-other-day",
                (false, false) => "ahead-other-days",
            };
            let values = [
                ("from", from.as_str().into()),
                ("to", to.as_str().into()),
                ("hours", hours.as_str().into()),
                ("why", e.why.as_str().into()),
            ];
            (e.id.to_string(), tongue.ta(key, &values).trim_end().to_owned())
        })
        .collect()
}

fn rows(tongue: &Tongue, place: &Place) -> Vec<Row> {
    let facts = &place.facts;
    let mut rows = vec![Row::new(tongue.t("place-address"), place.whole_address())];
    let mut some = |key: &str, text: &str| {
        if !text.is_empty() {
            rows.push(Row::new(tongue.t(key), text));
        }
    };
    some("place-phone", &facts.phone);
    some("place-host", &facts.host);
    let languages: Vec<String> = facts
        .languages
        .iter()
        .map(|code| Lang::parse(code).map_or_else(|| code.clone(), |l| l.name().to_owned()))
        .collect();
    some("place-languages", &languages.join(", "));
    for (key, known) in [
        ("place-step-free", facts.step_free),
        ("place-room", facts.private_room),
        ("place-parking", facts.parking),
        ("place-bsl", facts.bsl),
    ] {
        some(key, &tongue.t(known_key(known)));
    }
    rows
}

fn known_key(known: Known) -> &'static str {
    match known {
        Known::Yes => "known-yes",
        Known::No => "known-no",
        Known::Unknown => "known-unknown",
    }
}

/// The wards it is for, or else the one it lies in.
fn areas(visit: &Visit, facts: &Facts) -> Result<Vec<Link>, Fault> {
    let ground = visit.site.part::<Gazetteer>()?;
    let areas = ground.areas();
    let codes = if facts.serves.is_empty() {
        facts.ward.iter().cloned().collect()
    } else {
        facts.serves.clone()
    };
    let link = |code: &String| {
        if let Some(ward) = atlas::WardCode::parse(code).and_then(|c| areas.ward(areas.ward_by_code(&c)?)) {
            return Some(Link::new(format!("/ward/{code}"), ward.name.clone()));
        }
        let borough =
            atlas::BoroughCode::parse(code).and_then(|c| areas.borough(areas.borough_by_code(&c)?))?;
        Some(Link::new(format!("/borough/{code}"), borough.name.clone()))
    };
    Ok(codes.iter().filter_map(link).collect())
}
