//! Minutes from where someone is to places: by the force's streets and timetable, or a labelled estimate.

use std::path::Path;

use atlas::LatLon;
use jiff::civil::DateTime;
use travel::ask::Asking;
use travel::estimate::{Assumed, estimate};
use travel::geo::Place as Spot;
use travel::{Mode, Network, Progress, When, day_number};

/// Streets further away than this are not walked to.
const MOST_METRES: f64 = 1_000.0;
/// Departures of this many minutes are looked at.
const WINDOW: u32 = 20;

/// The streets and timetables of the force, mapped into memory; without any, every answer is an estimate.
#[derive(Debug, Default)]
pub struct Ways(Vec<Network>);

/// How long it takes, and whether that was reckoned on streets or only estimated from the distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minutes {
    pub minutes: f64,
    pub estimate: bool,
}

impl Ways {
    /// Maps every `*.net` of a folder; a folder that is not there has none.
    ///
    /// # Errors
    /// A file that is no network, by name.
    pub fn load(folder: &Path) -> Result<Self, String> {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return Ok(Self::default());
        };
        let mut files: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "net"));
        files.sort();
        let nets: Result<Vec<_>, _> = files
            .iter()
            .map(|f| Network::load(f).map_err(|e| e.to_string()))
            .collect();
        nets.map(Self)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Minutes to each place, in their order. `at` is the time of the clock on the wall, for timetables.
    pub fn minutes(&self, mode: Mode, from: LatLon, to: &[LatLon], at: DateTime) -> Vec<Minutes> {
        let spots: Vec<Spot> = to.iter().map(|p| spot(*p)).collect();
        let mut found: Vec<Option<f64>> = vec![None; to.len()];
        for net in &self.0 {
            let reached = reckoned(net, mode, spot(from), &spots, at);
            for (have, new) in found.iter_mut().zip(reached) {
                *have = match (*have, new) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
        }
        let estimated = |to: &Spot| estimate(mode, spot(from), *to, &Assumed::default()).minutes;
        found
            .into_iter()
            .zip(&spots)
            .map(|(reckoned, to)| Minutes {
                minutes: reckoned.unwrap_or_else(|| estimated(to)),
                estimate: reckoned.is_none(),
            })
            .collect()
    }
}

fn spot(p: LatLon) -> Spot {
    Spot {
        lat: p.lat(),
        lon: p.lon(),
    }
}

/// None for what cannot be reached on this network, or not at all in this way.
fn reckoned(net: &Network, mode: Mode, from: Spot, to: &[Spot], at: DateTime) -> Vec<Option<f64>> {
    let progress = Progress::none();
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: MOST_METRES,
        threads: 1,
        progress: &progress,
    };
    let when = when(at).map(|w| When {
        step_free: mode == Mode::StepFreeTransit,
        ..w
    });
    match travel::run::cells(net, mode, &[from], to, when.as_ref(), &how) {
        Ok(cells) => cells.into_iter().map(|c| c.minutes).collect(),
        // Streets without a timetable, asked for buses.
        Err(error) => {
            tracing::debug!("no minutes from {}: {error}", net.about.sources.join(", "));
            vec![None; to.len()]
        }
    }
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
