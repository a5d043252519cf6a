//! Why there is no journey, in a sentence.

use crate::ask::Asking;
use crate::days::day_text;
use crate::error::Result;
use crate::geo::Place;
use crate::mode::{Mode, Street};
use crate::net::Network;
use crate::transit::When;

impl Network {
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
        let use_of = match street {
            Street::Walk => "for walking",
            Street::StepFree => "without steps",
            Street::Cycle => "for cycling",
            Street::Drive => "for driving",
        };
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
        // Trips of the evening before run past midnight.
        let runs = |day: i32| scene.timetable.any_runs(day);
        if !runs(when.day) && !runs(when.day - 1) {
            let dates = self.about.timetable.as_ref();
            let dates = dates.map(|t| format!(": the timetable is for {} to {}", t.first_day, t.last_day));
            return Ok(format!(
                "nothing runs on {}{}",
                day_text(when.day),
                dates.unwrap_or_default()
            ));
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
