//! How long answers take, in a ward, its borough and the whole force.

use std::collections::HashMap;
use std::sync::Mutex;

use kernel::Moment;
use kernel::web::{Fault, Visit};
use page::Tongue;

use crate::question::Pace;
use crate::store::question::{self, Of};

/// Counting goes back so many days.
const DAYS: i64 = 365;
/// Boroughs and the force are counted again after so many seconds.
const FRESH_SECONDS: i64 = 60;

/// What was counted of boroughs and the force a moment ago; can be dropped.
#[derive(Debug, Default)]
pub struct Paces(Mutex<HashMap<String, (Moment, Pace)>>);

impl Paces {
    fn known(&self, area: &str, now: Moment) -> Option<Pace> {
        let held = self.0.lock().ok()?;
        let (at, pace) = held.get(area)?;
        let age = now.seconds_since(*at);
        (0..FRESH_SECONDS).contains(&age).then_some(*pace)
    }

    fn keep(&self, area: &str, now: Moment, pace: Pace) {
        if let Ok(mut held) = self.0.lock() {
            held.insert(area.to_owned(), (now, pace));
        }
    }
}

pub async fn of(visit: &Visit, of: Of<'_>) -> Result<Pace, Fault> {
    let (now, mut read) = (visit.now, visit.site.db().read());
    let area = match of {
        Of::Ward(_) => None,
        Of::Borough(code) => Some(code),
        Of::Force => Some(""),
    };
    let paces = visit.site.part::<Paces>()?;
    if let Some(known) = area.and_then(|a| paces.known(a, now)) {
        return Ok(known);
    }
    let times = question::times(&mut read, of, now.plus_days(-DAYS)).await?;
    let pace = Pace::of(times, now);
    if let Some(area) = area {
        paces.keep(area, now, pace);
    }
    Ok(pace)
}

/// `Half of the answers took less than 20 hours. 41 of 45 came within 72 hours.`
pub fn said(tongue: &Tongue, pace: Pace) -> String {
    match pace.median {
        None => tongue.t("pace-none").into_owned(),
        Some(seconds) => tongue.ta(
            "pace",
            &[
                ("span", tongue.span(seconds).as_str().into()),
                ("intime", pace.in_time.into()),
                ("counted", pace.counted.into()),
            ],
        ),
    }
}
