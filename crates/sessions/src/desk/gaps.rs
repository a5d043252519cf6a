//! Wards without a session in the coming weeks, and those to which hardly anyone comes.

use axum::response::Response;
use jiff::civil::{Date, Time};
use kernel::web::{Fault, UrlQuery, Visit, html};
use page::{Cell, Chrome, Link, Tongue};
use places::Place;
use serde::Deserialize;

use crate::area::{self, Area};
use crate::pages::gazetteer;
use crate::session::Venue;
use crate::store::{self, Quiet};
use crate::venue;
use crate::warn::is_same_venue;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    area: String,
}

#[derive(askama::Template)]
#[template(path = "desk/gaps.html")]
struct GapsPage {
    chrome: Chrome,
    title: String,
    weeks: i64,
    few: i64,
    boroughs: Vec<Link>,
    gap_heads: Vec<Cell>,
    gaps: Vec<Vec<Cell>>,
    low_heads: Vec<Cell>,
    low: Vec<Vec<Cell>>,
}

/// An inspector comes to the wards of their borough; the others can be chosen.
pub(crate) async fn list(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let gazetteer = gazetteer(&visit)?;
    let areas = gazetteer.areas();
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let own = visit.desk()?.area.clone().unwrap_or_default();
    // Someone whose own area is no more sees the whole force.
    let own = if Area::parse(&own, areas).is_some() {
        own
    } else {
        String::new()
    };
    let code = if asked.area.is_empty() { own } else { asked.area };
    let area = match code.as_str() {
        "" | "force" => Area::Force,
        code => Area::parse(code, areas).ok_or(Fault::Missing)?,
    };
    // An officer of a ward sees the wards around it.
    let area = match area {
        Area::Ward(code) => area::borough_of(areas, code.as_str()).map_or(area, |b| Area::Borough(b.code)),
        other => other,
    };
    let force = &visit.site.config().force;
    let until = visit.now.plus_days(force.session_gap_days);
    let mut read = visit.site.db().read();
    let all = store::quiet(&mut read, visit.now).await?;
    let directory = places::directory(&visit.site).await?;
    let today = visit.now.date(visit.site.days().zone());
    let quiet = |ward: &str| {
        all.binary_search_by(|q| q.ward.as_str().cmp(ward))
            .ok()
            .and_then(|at| all.get(at))
    };
    let within = |ward: &atlas::Ward| match area {
        Area::Borough(code) => areas.borough(ward.borough).is_some_and(|b| b.code == code),
        _ => true,
    };
    let when = |at: Option<kernel::Moment>| match at {
        Some(at) => tongue.day_time(at.timestamp()),
        None => tongue.t("gaps-never").into_owned(),
    };
    let mut gaps = Vec::new();
    let mut low = Vec::new();
    for ward in areas.wards().iter().filter(|w| within(w)) {
        let code = ward.code.as_str();
        let known = quiet(code);
        let borough = area::borough_of(areas, code).map_or_else(String::new, |b| b.name.clone());
        let link = Cell::link(ward.name.clone(), format!("/desk/sessions?ward={code}"));
        if known.and_then(|q| q.next).is_none_or(|next| next > until) {
            gaps.push(vec![
                link.clone(),
                Cell::text(borough.clone()),
                Cell::text(when(known.and_then(|q| q.last))),
                Cell::text(when(known.and_then(|q| q.next))),
            ]);
        }
        if let Some(quiet) = known.filter(|q| is_low(q, force.session_few)) {
            let came: Vec<String> = quiet.came.iter().map(ToString::to_string).collect();
            let used = store::latest_venues(&mut read, code, 4).await?;
            let rooms = venue::rooms(&directory, areas, ward, force.session_walk_metres, today, 12);
            let others = rooms
                .iter()
                .filter(|room| !used.iter().any(|s| is_same_venue(&s.venue, &Venue::of(room))))
                .filter_map(|room| room_words(room, today, tongue))
                .take(3);
            let others: Vec<String> = others.collect();
            low.push(vec![
                link,
                Cell::text(borough),
                Cell::text(came.join(", ")),
                Cell::text(others.join("; ")),
            ]);
        }
    }
    let heads = |keys: &[&str]| keys.iter().map(|k| Cell::text(tongue.t(k))).collect();
    let name = area.name(areas, tongue, &force.name);
    let mut boroughs =
        vec![Link::new("/desk/sessions/gaps?area=force", force.name.clone()).current(area == Area::Force)];
    boroughs.extend(areas.boroughs().iter().map(|b| {
        Link::new(format!("/desk/sessions/gaps?area={}", b.code), b.name.clone())
            .current(area == Area::Borough(b.code))
    }));
    html(&GapsPage {
        title: tongue.t1("gaps-title", "area", name),
        weeks: force.session_gap_days / 7,
        few: force.session_few,
        gap_heads: heads(&["desk-sessions-ward", "gaps-borough", "gaps-last", "gaps-next"]),
        low_heads: heads(&["desk-sessions-ward", "gaps-borough", "gaps-came", "gaps-rooms"]),
        boroughs,
        gaps,
        low,
        chrome,
    })
}

/// A room and until when it is open longest in the coming week; nothing where nobody has said.
fn room_words(room: &Place, today: Date, tongue: &Tongue) -> Option<String> {
    let days = room.days(today, 7);
    let open = days
        .iter()
        .flat_map(|d| d.stretches.iter().map(move |s| (s.to, d.date)));
    let (latest, day) = open.max_by_key(|(to, day)| (*to, std::cmp::Reverse(*day)))?;
    let minute = latest.min(24 * 60 - 1);
    let time = Time::new(
        i8::try_from(minute / 60).ok()?,
        i8::try_from(minute % 60).ok()?,
        0,
        0,
    )
    .ok()?;
    Some(tongue.ta(
        "gaps-room",
        &[
            ("name", room.facts.name.as_str().into()),
            ("day", tongue.day(day).as_str().into()),
            ("time", tongue.time(time).as_str().into()),
        ],
    ))
}

/// Fewer than the force's number came to each of the last four.
pub(crate) fn is_low(quiet: &Quiet, few: i64) -> bool {
    quiet.came.len() == 4 && quiet.came.iter().all(|n| *n < few)
}
