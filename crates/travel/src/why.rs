//! Why there is no journey, in a sentence.

use crate::ask::Asking;
use crate::days::day_text;
use crate::error::Result;
use crate::geo::Place;
use crate::leg::clock_text;
use crate::mode::{Mode, Street};
use crate::net::Network;
use crate::transit::When;

/// `no street for walking`, `no street without steps`.
pub(crate) fn use_of(street: Street) -> &'static str {
    match street {
        Street::Walk => "for walking",
        Street::StepFree => "without steps",
        Street::Cycle => "for cycling",
        Street::Drive => "for driving",
    }
}

impl Network {
    /// That no trip of the timetable runs at the time, if so: what is asked of that time is answered by walks alone.
    pub fn nothing_runs(&self, when: &When) -> Result<Option<String>> {
        when.check()?;
        let timetable = self.scene()?.timetable;
        let day = day_text(when.day);
        // Trips of the evening before run past midnight.
        if !timetable.any_runs(when.day) && !timetable.any_runs(when.day - 1) {
            let dates = self.about.timetable.as_ref();
            let dates = dates.map(|t| format!(": the timetable is for {} to {}", t.first_day, t.last_day));
            return Ok(Some(format!(
                "nothing runs on {day}{}",
                dates.unwrap_or_default()
            )));
        }
        let (lo, hi) = when.span();
        let none = timetable
            .running(when.day, lo, hi, when.step_free)
            .hops
            .is_empty();
        Ok(none.then(|| {
            let (from, to) = (clock_text(lo), clock_text(hi));
            format!("nothing runs on {day} between {from} and {to}")
        }))
    }

    /// What keeps [`Network::journey`] from finding one. Asked of a pair that has one, it is about what is missing last.
    pub fn why_none(
        &self,
        mode: Mode,
        from: Place,
        to: Place,
        when: Option<&When>,
        how: &Asking<'_>,
    ) -> Result<String> {
        let street = mode.street();
        let snaps = self
            .streets
            .snaps(street, &[from, to], how.speeds, how.most_metres);
        let use_of = use_of(street);
        for (snap, end) in snaps.iter().zip(["start", "end"]) {
            if snap.is_none() {
                return Ok(format!(
                    "no street {use_of} is within {:.0} m of the {end}",
                    how.most_metres
                ));
            }
        }
        let (Some(when), true) = (when, mode.rides()) else {
            return Ok(format!(
                "the streets {use_of} at the start do not lead to the end"
            ));
        };
        let when = &When {
            step_free: mode == Mode::StepFreeTransit,
            ..when.clone()
        };
        let scene = self.scene()?;
        if let Some(why) = self.nothing_runs(when)? {
            return Ok(why);
        }
        for (place, to_stops, end) in [(from, true, "start"), (to, false, "end")] {
            let near = scene.near(&[place], to_stops, when, how)?;
            if near.iter().all(Vec::is_empty) {
                return Ok(format!(
                    "no stop is within {} minutes of the {end}",
                    when.most_walk_minutes
                ));
            }
        }
        Ok(format!(
            "nothing gets there within {} minutes, with walks of up to {} minutes to the first stop and from the last",
            when.most_minutes, when.most_walk_minutes
        ))
    }
}
