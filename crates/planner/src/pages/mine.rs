//! What changes for one reader: their nearest place now and then, by each way at each time. Nothing they ask is kept.

use std::sync::Arc;

use atlas::{Confidence, Gazetteer};
use kernel::web::{Fault, Visit};
use page::Cell;
use travel::Progress;
use travel::geo::Place;

use super::InWords;
use super::opening::opening;
use super::public::Tried;
use super::shown::{self, Shown};
use crate::ask::Side;
use crate::at::At;
use crate::scenario::Spot;
use crate::service::away;
use crate::way::Way;

pub(super) struct Mine {
    pub found: String,
    pub area: String,
    /// One for each way, the one that was asked for first.
    pub tables: Vec<Shown>,
    pub night: Vec<String>,
    pub near: Vec<String>,
}

pub(super) enum Where {
    At(String, Place),
    Choose(Vec<(String, String)>),
    Nothing,
}

pub(super) fn locate(visit: &Visit, q: &str) -> Where {
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

/// Minutes, and the number of the place in its list.
type Goes = (f32, u32);

/// The small area nearest to a spot may be so far away, and no further.
const MOST_AWAY: f64 = 5_000.0;

pub(super) async fn mine_of(
    visit: &Visit,
    tried: &Tried,
    first: Way,
    found: String,
    place: Place,
) -> Result<Option<Mine>, Fault> {
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
    let all: Vec<(Way, At, Goes, Goes)> = away(move || {
        let mut all = Vec::new();
        for way in Way::FOUR {
            for at in At::FIVE {
                let none = Progress::none();
                all.push((
                    way,
                    at,
                    work.reach_of(point, &today, way, at, &none)?,
                    work.reach_of(point, &plan, way, at, &none)?,
                ));
            }
        }
        Ok(all)
    })
    .await
    .for_reader(visit)?;
    let name = |side: &Side, (_, to): &Goes| {
        let to = usize::try_from(*to).ok();
        to.and_then(|t| side.spots.get(t)).map_or_else(
            || tongue.t("planner-nowhere").into_owned(),
            |s| s.site.name.clone(),
        )
    };
    let minutes = |(m, _): &Goes| shown::minutes(m.is_finite().then(|| f64::from(*m)));
    let heads = [
        "planner-when-and-how",
        "planner-nearest-now",
        "planner-minutes-now",
        "planner-nearest-then",
        "planner-minutes-then",
    ];
    let table = |way: Way| Shown {
        caption: tongue.t1(
            "planner-mine-table",
            "mode",
            tongue.t(&format!("planner-mode-{way}")),
        ),
        heads: heads
            .iter()
            .enumerate()
            .map(|(i, k)| match i {
                2 | 4 => Cell::number(tongue.t(k)),
                _ => Cell::text(tongue.t(k)),
            })
            .collect(),
        rows: all
            .iter()
            .filter(|(w, ..)| *w == way)
            .map(|(_, at, before, after)| {
                vec![
                    Cell::text(tongue.t(&format!("planner-at-{}", at.slug()))),
                    Cell::text(name(&tried.today, before)),
                    Cell::number(minutes(before)),
                    Cell::text(name(&tried.plan, after)),
                    Cell::number(minutes(after)),
                ]
            })
            .collect(),
        chart: String::new(),
    };
    let mut ways = Way::FOUR;
    ways.sort_by_key(|w| *w != first);
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
                ("hours", opening(&tongue, &s.hours, base.week).into()),
            ],
        )
    };
    Ok(Some(Mine {
        found,
        area: people.name(point).to_owned(),
        tables: ways.into_iter().map(table).collect(),
        night: near
            .iter()
            .filter(|(_, s)| s.hours.is_known() && s.hours.left(moment).is_some())
            .take(3)
            .map(line)
            .collect(),
        near: near.iter().take(4).map(line).collect(),
    }))
}
