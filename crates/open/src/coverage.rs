//! What is behind the answers: how many wards have each kind of fact, and how fresh it is. An empty list elsewhere can
//! mean "none" or "nobody wrote it down"; here the two are told apart.

use std::collections::BTreeSet;

use atlas::{Gazetteer, WardCode};
use axum::response::Response;
use kernel::web::{Fault, Visit};
use neighbourhoods::{officers, promises};
use serde_json::json;
use sessions::Area;

use crate::force;
use crate::police::{admit, answer};

const DAYS_AHEAD: i64 = 28;
/// A promise of which nothing was heard for longer is counted.
const SILENT_DAYS: i64 = 92;
const MOST_SESSIONS: u32 = 20_000;

/// The half that is about crimes and stops; another feature's when there is one.
const NOT_SERVED: [&str; 12] = [
    "crime-last-updated",
    "crimes-street-dates",
    "crime-categories",
    "crimes-street",
    "crimes-at-location",
    "crimes-no-location",
    "outcomes-at-location",
    "outcomes-for-crime",
    "stops-street",
    "stops-at-location",
    "stops-no-location",
    "stops-force",
];

pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    admit(&visit)?;
    let site = &visit.site;
    let ground = site.part::<Gazetteer>()?;
    let wards = ground.areas().wards();
    let zone = site.days().zone();
    let today = visit.now.date(zone);
    let mut read = site.db().read();
    let posts = officers::posts(&mut read, today).await?;
    let manned: BTreeSet<&str> = posts
        .iter()
        .filter(|p| p.days.has(today))
        .map(|p| p.ward.as_str())
        .collect();
    let promised = promises::counts(&mut read, visit.now.plus_days(-SILENT_DAYS)).await?;
    let ahead = visit.now.plus_days(DAYS_AHEAD);
    let planned = sessions::between(&mut read, &Area::Force, visit.now, ahead, MOST_SESSIONS).await?;
    let with_event: BTreeSet<&str> = planned
        .iter()
        .filter(|s| !s.is_cancelled())
        .map(|s| s.ward.as_str())
        .collect();
    let without = |has: &dyn Fn(&str) -> bool| -> Vec<WardCode> {
        wards
            .iter()
            .map(|w| w.code)
            .filter(|code| !has(code.as_str()))
            .collect()
    };
    let open = |code: &str| promised.iter().any(|(ward, open, _)| ward == code && *open > 0);
    answer(&json!({
        "force": force::id(&site.config().force.name),
        "as_of": visit.now.timestamp().to_string(),
        "neighbourhoods": {
            "count": wards.len(),
            "without_population": wards.iter().filter(|w| w.population.is_none()).count(),
        },
        "people": {
            "without": without(&|code| manned.contains(code)),
        },
        "priorities": {
            "open": promised.iter().map(|(_, open, _)| open).sum::<i64>(),
            "silent_days": SILENT_DAYS,
            "silent": promised.iter().map(|(_, _, silent)| silent).sum::<i64>(),
            "without": without(&open),
        },
        "events": {
            "days_ahead": DAYS_AHEAD,
            "planned": planned.iter().filter(|s| !s.is_cancelled()).count(),
            "without": without(&|code| with_event.contains(code)),
        },
        "not_served": NOT_SERVED,
    }))
}
