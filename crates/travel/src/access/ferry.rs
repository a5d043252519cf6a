//! Ferries: who may go, and how long it takes with the wait.

use super::{BIKE, CAR, FERRY, FOOT, Rule, allowed, directions, get};
use crate::pbf::Tags;

/// Minutes someone waits for a ferry that does not say how often it goes.
const FERRY_WAIT: f64 = 10.0;

/// What a way says of itself as a ferry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ferry {
    /// It is none.
    None,
    /// Who may go, and the minutes from end to end with half the time between two departures.
    Runs(Rule, f64),
    LeftOut(&'static str),
}

pub(crate) fn ferry(tags: &Tags<'_>) -> Ferry {
    if get(tags, "route") != Some("ferry") || get(tags, "highway").is_some() {
        return Ferry::None;
    }
    let Some(crossing) = get(tags, "duration").and_then(minutes).filter(|m| *m > 0.0) else {
        return Ferry::LeftOut("a ferry that does not say how long it takes");
    };
    let wait = get(tags, "interval")
        .and_then(minutes)
        .map_or(FERRY_WAIT, |m| m / 2.0);
    // Cars and wheelchairs only where it says so: many ferries take neither.
    let cars = ["motorcar", "motor_vehicle", "vehicle"];
    let wheels = matches!(get(tags, "wheelchair"), Some("yes" | "designated"));
    let on_foot = allowed(tags, FOOT, true);
    let may = [
        on_foot,
        on_foot && wheels,
        allowed(tags, BIKE, on_foot),
        allowed(tags, CAR, false) && cars.iter().any(|k| get(tags, k).is_some()),
    ];
    let (forward, back) = directions(tags, "ferry");
    let speed = |mode: usize, open: bool| f64::from(u8::from(may[mode] && open));
    let rule = Rule {
        forward: [0, 1, 2, 3].map(|m| speed(m, forward[m])),
        back: [0, 1, 2, 3].map(|m| speed(m, back[m])),
        class: FERRY,
        no_stopping: [true; 4],
    };
    if rule.forward.iter().chain(&rule.back).any(|&s| s > 0.0) {
        Ferry::Runs(rule, crossing + wait)
    } else {
        Ferry::LeftOut("a ferry that nobody may use")
    }
}

/// `25`, `0:25`, `00:25:00` or `PT25M` in minutes, up to two days.
fn minutes(text: &str) -> Option<f64> {
    let number = |t: &str| {
        t.trim()
            .parse::<f64>()
            .ok()
            .filter(|v| v.is_finite() && (0.0..=10_000.0).contains(v))
    };
    let all = if let Some(iso) = text.strip_prefix("PT") {
        let mut all = 0.0;
        let mut rest = iso;
        while let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic()) {
            let unit = match rest.get(end..end + 1)? {
                "H" => 60.0,
                "M" => 1.0,
                "S" => 1.0 / 60.0,
                _ => return None,
            };
            all += number(rest.get(..end)?)? * unit;
            rest = rest.get(end + 1..)?;
        }
        Some(all).filter(|_| rest.is_empty())?
    } else {
        let parts: Vec<f64> = text.split(':').map(number).collect::<Option<_>>()?;
        match parts[..] {
            [m] => m,
            [h, m] => h * 60.0 + m,
            [h, m, s] => h * 60.0 + m + s / 60.0,
            _ => return None,
        }
    };
    Some(all).filter(|m| *m <= 2_880.0)
}
