//! Minutes from where someone is to places: by the force's streets and timetable, or a labelled estimate.

use std::path::Path;

use atlas::LatLon;
use jiff::civil::DateTime;
use travel::estimate::{Assumed, estimate};
use travel::geo::Place as Spot;
use travel::{Mode, Network, Ready, When, day_number};

/// Streets further away than this are not walked to.
const MOST_METRES: f64 = 1_000.0;
/// Departures of this many minutes are looked at.
const WINDOW: u32 = 20;

/// The streets and timetables of the force, mapped into memory; without any, every answer is an estimate.
#[derive(Debug, Default)]
pub struct Ways {
    nets: Vec<Ready>,
    /// Files that are no network, and why.
    skipped: Vec<String>,
}

/// How long it takes, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minutes {
    /// Only to compare, where there is no way.
    pub minutes: f64,
    pub how: Reckoned,
}

/// How minutes are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reckoned {
    /// On the force's own streets, and by its timetables.
    OnStreets,
    /// From the distance: the force has no streets or no timetable for this.
    Estimate,
    /// Both ends lie on the force's streets, and nothing leads from one to the other in this way.
    NoWay,
}

impl Minutes {
    /// Shorter ways first, what cannot be reached last.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let none = |m: &Self| m.how == Reckoned::NoWay;
        none(self)
            .cmp(&none(other))
            .then(self.minutes.total_cmp(&other.minutes))
    }
}

impl Ways {
    /// Maps every `*.net` of a folder; a folder that is not there has none. A file that is no network is left out and
    /// named: minutes are then estimates, but whoever wants to report something still can.
    pub fn load(folder: &Path) -> Self {
        let mut ways = Self::default();
        let Ok(entries) = std::fs::read_dir(folder) else {
            return ways;
        };
        let mut files: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "net"));
        files.sort();
        for file in &files {
            match Network::load(file) {
                Ok(net) => ways.nets.push(Ready::new(net, MOST_METRES)),
                Err(error) => {
                    tracing::error!("streets are left out: {error}");
                    ways.skipped.push(error.to_string());
                }
            }
        }
        ways
    }

    pub fn is_empty(&self) -> bool {
        self.nets.is_empty()
    }

    /// How many networks can be used.
    pub fn len(&self) -> usize {
        self.nets.len()
    }

    /// Files that are no network, each by name and with why.
    pub fn skipped(&self) -> &[String] {
        &self.skipped
    }

    /// Minutes to each place, in their order. `at` is the time of the clock on the wall, for timetables.
    pub fn minutes(&self, mode: Mode, from: LatLon, to: &[LatLon], at: DateTime) -> Vec<Minutes> {
        let spots: Vec<Spot> = to.iter().map(|p| spot(*p)).collect();
        let mut found: Vec<Option<Minutes>> = vec![None; to.len()];
        for net in &self.nets {
            let reached = reckoned(net, mode, spot(from), &spots, at);
            for (have, new) in found.iter_mut().zip(reached) {
                // What one network cannot reach another may.
                let better = match (&have, new) {
                    (_, None) => false,
                    (None, Some(_)) => true,
                    (Some(have), Some(new)) => new.order(have).is_lt(),
                };
                if better {
                    *have = new;
                }
            }
        }
        let estimated = |to: &Spot| Minutes {
            minutes: estimate(mode, spot(from), *to, &Assumed::default()).minutes,
            how: Reckoned::Estimate,
        };
        found
            .into_iter()
            .zip(&spots)
            .map(|(reckoned, to)| reckoned.unwrap_or_else(|| estimated(to)))
            .collect()
    }

    /// Asks once in every way, so that the first visitor does not wait until the files are read.
    pub fn warm(&self, at: DateTime) {
        for net in &self.nets {
            let Some(place) = net.net().streets.somewhere() else {
                continue;
            };
            for mode in [
                Mode::Walk,
                Mode::StepFree,
                Mode::Cycle,
                Mode::Drive,
                Mode::Transit,
                Mode::StepFreeTransit,
            ] {
                let _ = reckoned(net, mode, place, &[place], at);
            }
        }
    }
}

fn spot(p: LatLon) -> Spot {
    Spot {
        lat: p.lat(),
        lon: p.lon(),
    }
}

/// None for what does not lie on this network, or when it has no timetable for the day.
fn reckoned(ready: &Ready, mode: Mode, from: Spot, to: &[Spot], at: DateTime) -> Vec<Option<Minutes>> {
    let nothing = || vec![None; to.len()];
    let net = ready.net();
    let when = when(at).map(|w| When {
        step_free: mode == Mode::StepFreeTransit,
        ..w
    });
    if mode.rides() {
        // Streets without a timetable, or with one of another year: walking alone would be a wrong answer.
        let runs = |day: i32| net.timetable.as_ref().is_some_and(|t| t.any_runs(day));
        if !when.as_ref().is_some_and(|w| runs(w.day) || runs(w.day - 1)) {
            return nothing();
        }
    }
    let lies = |spots: &[Spot]| {
        net.streets
            .snaps(mode.street(), spots, &net.about.speeds, MOST_METRES)
    };
    if lies(&[from]).iter().all(Option::is_none) {
        return nothing();
    }
    let there = lies(to);
    let cells = match ready.cells(mode, &[from], to, when.as_ref()) {
        Ok(cells) => cells,
        Err(error) => {
            tracing::warn!("no minutes from {}: {error}", net.about.sources.join(", "));
            return nothing();
        }
    };
    cells
        .into_iter()
        .zip(there)
        .zip(to)
        .map(|((cell, there), to)| {
            there?;
            Some(match cell.minutes {
                Some(minutes) => Minutes {
                    minutes,
                    how: Reckoned::OnStreets,
                },
                None => Minutes {
                    minutes: estimate(mode, from, *to, &Assumed::default()).minutes,
                    how: Reckoned::NoWay,
                },
            })
        })
        .collect()
}

fn when(at: DateTime) -> Option<When> {
    let (month, day) = (u32::try_from(at.month()).ok()?, u32::try_from(at.day()).ok()?);
    let day = day_number(at.year().into(), month, day)?;
    let seconds = i32::from(at.hour()) * 3_600 + i32::from(at.minute()) * 60;
    Some(When {
        window: WINDOW,
        ..When::new(day, seconds)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_network_is_left_out_and_named_and_stops_nothing() {
        let folder = std::env::temp_dir().join(format!("bluelamp-ways-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("town.net"), b"half of a network").unwrap();
        std::fs::write(folder.join("empty.net"), b"").unwrap();
        std::fs::write(folder.join("notes.txt"), b"not looked at").unwrap();
        let ways = Ways::load(&folder);
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(ways.is_empty());
        let skipped = ways.skipped().join(" ");
        assert!(
            skipped.contains("town.net") && skipped.contains("empty.net"),
            "{skipped}"
        );
        // Without them every answer is an estimate, as it is without a folder.
        let at = |lat| LatLon::new(lat, -0.1).unwrap();
        let noon = "2026-11-24T12:00".parse().unwrap();
        let minutes = ways.minutes(Mode::Walk, at(51.5), &[at(51.51)], noon);
        assert_eq!(minutes[0].how, Reckoned::Estimate);
        assert!(Ways::load(&folder).skipped().is_empty());
    }
}
