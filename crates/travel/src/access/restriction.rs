//! What holds for turns, and what holds at some times or for some vehicles only.

use super::{BIKE, CAR, FOOT, WHEELS, get};
use crate::pbf::Tags;

/// Tags that say who may pass or how fast, but only at some times or for some vehicles, each with how it is taken.
pub(crate) fn conditions(tags: &Tags<'_>) -> Vec<String> {
    let about = |key: &str| {
        let what = key.strip_suffix(":conditional")?;
        let what = what.split(':').next()?;
        let access = FOOT.iter().chain(WHEELS).chain(BIKE).chain(CAR);
        access
            .chain(&["oneway", "maxspeed"])
            .any(|k| *k == what)
            .then_some(())
    };
    let told = |&(key, value): &(&str, &str)| {
        about(key)?;
        Some(format!(
            "{key}={}: {}, taken as if it were not there",
            short(value),
            depends(value)
        ))
    };
    tags.iter().filter_map(told).collect()
}

/// What `no @ (Mo-Fr 07:00-19:00); no @ (weight>7.5)` depends on.
fn depends(value: &str) -> &'static str {
    let mut on = value
        .split(';')
        .filter_map(|part| part.split_once('@'))
        .map(|p| p.1);
    let of_vehicles = |condition: &str| condition.contains(['<', '>', '=']);
    match on.next() {
        None => "conditional in a way that cannot be read",
        Some(first) if of_vehicles(first) && on.all(of_vehicles) => "for some vehicles only",
        Some(_) => "time-dependent",
    }
}

fn short(text: &str) -> String {
    text.chars().take(100).collect()
}

/// What a relation says of turns by car.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Restriction {
    /// It is none.
    None,
    Forbids,
    Commands,
    LeftOut(String),
}

pub(crate) fn restriction(tags: &Tags<'_>) -> Restriction {
    if !get(tags, "type").is_some_and(|t| t == "restriction" || t.starts_with("restriction:")) {
        return Restriction::None;
    }
    let out = |why: &str| Restriction::LeftOut(format!("a turn restriction {why}"));
    let cars = |e: &str| matches!(e.trim(), "motorcar" | "motor_vehicle");
    if get(tags, "except").is_some_and(|e| e.split(';').any(cars)) {
        return out("that does not bind cars");
    }
    const KEYS: [&str; 3] = ["restriction:motorcar", "restriction:motor_vehicle", "restriction"];
    let timed = ["hour_on", "hour_off", "day_on", "day_off"];
    let value = KEYS.iter().find_map(|k| get(tags, k));
    let conditional = || KEYS.iter().find_map(|k| get(tags, &format!("{k}:conditional")));
    match value {
        Some(v) if timed.iter().any(|k| get(tags, k).is_some()) => out(&format!(
            "({} at some hours): time-dependent, taken as none",
            short(v)
        )),
        Some(v) if v.starts_with("no_") => Restriction::Forbids,
        Some(v) if v.starts_with("only_") => Restriction::Commands,
        _ => match conditional() {
            Some(v) => out(&format!("({}): {}, taken as none", short(v), depends(v))),
            None => out("for other vehicles, or of no known kind"),
        },
    }
}
