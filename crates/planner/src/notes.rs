//! What must be known beside figures: what nobody has said of places, which of them no road reaches, and which are open
//! for so few hours that a figure of one time says little of them.

use std::collections::HashSet;

use crate::ask::Side;
use crate::at::At;
use crate::base::Base;
use crate::error::Result;
use crate::hours;
use crate::said::{Said, said};
use crate::scenario::Spot;
use crate::site::CUSTODY;
use crate::way::Way;

/// So many places are named, and the others counted.
const MOST_NAMED: usize = 12;
/// Hours a week below which a place that only opens is told apart from one that is there on most days.
const FEW_HOURS: f64 = 30.0;

/// Of the places that are open, each once.
pub fn of_places<'a>(base: &Base, spots: impl Iterator<Item = &'a Spot>, way: Way) -> Result<Vec<Said>> {
    let mut seen = HashSet::new();
    let open: Vec<&Spot> = spots
        .filter(|s| s.site.open && s.site.kind != CUSTODY && seen.insert(s.site.id.as_str()))
        .collect();
    let mut notes = unsaid(&open, way);
    let far: Vec<&str> = base
        .off_road(way, open.iter().map(|s| s.site.at).collect())?
        .into_iter()
        .filter_map(|i| open.get(i))
        .map(|s| s.site.name.as_str())
        .collect();
    if !far.is_empty() {
        notes.push(said!("planner-said-note-off-road", names = named(&far)));
    }
    Ok(notes)
}

/// How hours and steps count that nobody has said, of these places.
fn unsaid(open: &[&Spot], way: Way) -> Vec<Said> {
    let mut notes = Vec::new();
    let mut note = |unsaid: usize, known: bool, key: &str| match (unsaid, known) {
        (0, _) => {}
        (_, false) => notes.push(Said::new(&format!("planner-said-note-{key}-of-none"))),
        (count, true) => {
            let [from, to] = hours::unsaid();
            let key = format!("planner-said-note-{key}-unsaid");
            notes.push(said!(&key, count = count, from = from, to = to));
        }
    };
    let count = |unsaid: fn(&Spot) -> bool| open.iter().filter(|s| unsaid(s)).count();
    let known = open.first().map(|s| s.known);
    note(
        count(|s| !s.hours.is_known()),
        known.is_some_and(|k| k.hours),
        "hours",
    );
    if way.is_step_free() {
        note(
            count(|s| s.site.step_free.is_none()),
            known.is_some_and(|k| k.steps),
            "steps",
        );
    }
    notes
}

/// `North Counter, South Hall and 3 more`
pub fn named(names: &[&str]) -> Said {
    let first: Vec<&str> = names.iter().copied().take(MOST_NAMED).collect();
    let first = first.join(", ");
    if names.len() > MOST_NAMED {
        said!(
            "planner-said-and-more",
            names = first,
            count = names.len() - MOST_NAMED
        )
    } else {
        Said::plain(first)
    }
}

/// Which places that are new, or open at other hours, are open for a part of the week only.
pub fn of_hours(base: &Base, a: &Side, b: &Side) -> Vec<Said> {
    let mut notes: Vec<Said> = b
        .spots
        .iter()
        .filter(|s| s.site.open && s.site.kind != CUSTODY)
        .filter_map(|spot| {
            let old = a.spots.iter().find(|s| s.site.id == spot.site.id);
            let other_hours = old.is_none_or(|o| o.site.hours != spot.site.hours);
            if !other_hours && old.is_some_and(|o| o.site.open) {
                return None;
            }
            let week = spot.hours.a_week(base.week)?;
            let times = At::FIVE
                .iter()
                .filter(|at| spot.open_for(at.in_week(base.week)).is_some())
                .count();
            let key = match times {
                0 => "planner-said-note-at-no-time",
                5 => return None,
                _ if other_hours || week < FEW_HOURS => "planner-said-note-part-of-week",
                _ => return None,
            };
            let hours = (week * 10.0).round() / 10.0;
            Some(said!(key, place = &spot.site.name, hours = hours, times = times))
        })
        .collect();
    let more = notes.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        notes.truncate(MOST_NAMED);
        notes.push(said!("planner-said-note-part-more", count = more));
    }
    notes
}
