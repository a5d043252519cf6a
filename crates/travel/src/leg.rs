//! The legs of a journey, as data and in words.

use serde::{Deserialize, Serialize};

use crate::mode::Street;
use crate::path::{Path, Step};

/// Streets named in one sentence.
const MOST_NAMED: usize = 7;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Journey {
    /// When to leave, at the latest: `08:03:10`; hours pass 24 after midnight. Empty on streets alone.
    pub depart: String,
    pub arrive: String,
    pub minutes: f64,
    pub legs: Vec<Leg>,
    /// The same in English, a sentence for each leg that is more than a few steps.
    pub words: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Leg {
    /// On streets: on foot, step-free, by bicycle or by car.
    Street {
        mode: Street,
        from: String,
        to: String,
        minutes: f64,
        metres: f64,
        streets: Vec<String>,
        /// The same with how far and what kind of way, unnamed ones too.
        steps: Vec<Step>,
    },
    Wait {
        at: String,
        minutes: f64,
    },
    Ride {
        /// Bus, tram, train …
        vehicle: String,
        route: String,
        towards: String,
        trip: String,
        from: String,
        to: String,
        depart: String,
        arrive: String,
        minutes: f64,
        /// Where it calls from getting on to getting off.
        calls: Vec<CallAt>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallAt {
    pub stop: String,
    pub id: String,
    pub time: String,
}

/// `08:03:10` of seconds after midnight.
pub fn clock_text(seconds: i32) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let s = seconds.unsigned_abs();
    format!("{sign}{:02}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60)
}

pub(crate) fn vehicle(kind: u32) -> &'static str {
    match kind {
        0 | 5 | 900..=999 => "tram",
        1 | 400..=404 | 500..=699 => "underground",
        2 | 100..=199 => "train",
        3 | 11 | 700..=899 => "bus",
        200..=299 => "coach",
        4 | 1000..=1299 => "ferry",
        6 | 1300..=1399 => "cable car",
        7 | 1400..=1499 => "funicular",
        12 | 405 => "monorail",
        _ => "service",
    }
}

fn whole(minutes: f64) -> String {
    if minutes < 0.5 {
        return "less than a minute".into();
    }
    let m = minutes.round().max(1.0);
    if m < 1.5 {
        "1 minute".into()
    } else {
        format!("{m:.0} minutes")
    }
}

fn far(metres: f64) -> String {
    if metres < 1_000.0 {
        format!("{metres:.0} m")
    } else {
        format!("{:.1} km", metres / 1_000.0)
    }
}

/// The streets with names and ferries, in order; of many the longest.
fn by_way_of(steps: &[Step]) -> String {
    let mut named: Vec<(String, f64)> = Vec::new();
    for s in steps {
        let Some(name) = called(s) else { continue };
        match named.last_mut().filter(|l| l.0 == name) {
            Some(last) => last.1 += s.metres,
            None => named.push((name, s.metres)),
        }
    }
    let mut longest: Vec<usize> = (0..named.len()).collect();
    longest.sort_by(|&a, &b| named[b].1.total_cmp(&named[a].1));
    longest.truncate(MOST_NAMED);
    longest.sort_unstable();
    let told: Vec<String> = longest
        .iter()
        .map(|&i| format!("{} ({})", named[i].0, far(named[i].1)))
        .collect();
    match &told[..] {
        [] => String::new(),
        [one] => format!(" by way of {one}"),
        [many @ .., last] => format!(" by way of {} and {last}", many.join(", ")),
    }
}

/// What one says of a step; none where there is no name for it.
fn called(step: &Step) -> Option<String> {
    match (step.kind.as_str(), step.street.as_str()) {
        ("ferry", "") => Some("a ferry".to_owned()),
        ("ferry", name) => Some(format!("the ferry {name}")),
        (_, "") => None,
        (_, name) => Some(name.to_owned()),
    }
}

impl Leg {
    pub fn words(&self) -> String {
        match self {
            Self::Street {
                mode,
                to,
                minutes,
                metres,
                steps,
                ..
            } => {
                if *metres < 0.5 && *minutes < 0.01 {
                    return "You are there already.".into();
                }
                let verb = match mode {
                    Street::Walk => "Walk",
                    Street::StepFree => "Go step-free",
                    Street::Cycle => "Cycle",
                    Street::Drive => "Drive",
                };
                let stairs = if steps.iter().any(|s| s.kind == "steps") {
                    ", over steps"
                } else {
                    ""
                };
                format!(
                    "{verb} {} ({}){} to {to}{stairs}.",
                    whole(*minutes),
                    far(*metres),
                    by_way_of(steps)
                )
            }
            Self::Wait { at, minutes } => format!("Wait {} at {at}.", whole(*minutes)),
            Self::Ride {
                vehicle,
                route,
                towards,
                from,
                to,
                depart,
                arrive,
                calls,
                ..
            } => {
                let towards = if towards.is_empty() {
                    String::new()
                } else {
                    format!(" towards {towards}")
                };
                let stops = calls.len().saturating_sub(1);
                let stops = if stops == 1 {
                    "1 stop".to_owned()
                } else {
                    format!("{stops} stops")
                };
                let hm = |t: &str| t.get(..t.len().saturating_sub(3)).unwrap_or(t).to_owned();
                format!(
                    "Take the {vehicle} {route}{towards} from {from} at {} to {to} at {} ({stops}).",
                    hm(depart),
                    hm(arrive)
                )
            }
        }
    }
}

impl Journey {
    pub(crate) fn of(depart: String, arrive: String, minutes: f64, legs: Vec<Leg>) -> Self {
        // A few steps between the door and the stop need no sentence.
        let worth =
            |l: &&Leg| !matches!(l, Leg::Street { minutes, .. } if *minutes < 0.25) || legs.len() == 1;
        let words = legs.iter().filter(worth).map(Leg::words).collect();
        Self {
            depart,
            arrive,
            minutes,
            legs,
            words,
        }
    }
}

pub(crate) fn street_leg(mode: Street, from: &str, to: &str, minutes: f64, path: Option<&Path>) -> Leg {
    let steps = path.map(|p| p.steps.clone()).unwrap_or_default();
    let mut streets: Vec<String> = steps.iter().filter_map(called).collect();
    streets.dedup();
    // Straight to the next door one goes on foot.
    let mode = match mode {
        Street::Cycle | Street::Drive if path.is_some() && steps.is_empty() => Street::Walk,
        mode => mode,
    };
    Leg::Street {
        mode,
        from: from.to_owned(),
        to: to.to_owned(),
        minutes,
        metres: path.map_or(0.0, |p| p.metres),
        streets,
        steps,
    }
}
