//! Where people and places lie: within the force, on its streets; and what its timetable does for them.

use atlas::Areas;
use jiff::civil::Date;
use travel::geo::Place;
use travel::{Network, Street};

use crate::at::At;
use crate::base::{self, Base, STREETS};
use crate::error::{PlanError, Result};
use crate::notes;
use crate::people::People;
use crate::read::{self, Read1};
use crate::said::{Said, said};
use crate::site::Site;
use crate::table::MOST_METRES;

/// A place has its door on a street; further away it stands in the water or the streets are of somewhere else.
const DOOR_METRES: f64 = 300.0;

/// Says how much of the timetable runs at each of the five times; where nothing does, minutes are those of walking.
pub(super) fn note_trips(net: &Network, file: &str, monday: Date, warnings: &mut Vec<Said>) {
    let mut counts = Vec::new();
    for at in At::FIVE {
        let Some(count) = base::trips(net, at, monday) else {
            return;
        };
        counts.push(format!("{at}: {count}"));
        if count == 0 {
            warnings.push(said!("planner-said-warn-quiet", file = file, at = at.to_string()));
        }
    }
    warnings.push(said!(
        "planner-said-warn-trips",
        file = file,
        counts = counts.join(", ")
    ));
}

/// Says of how many people the way by car, or without steps, cannot be told, as no such street is near, and which places
/// nobody reaches so.
pub(super) fn note_roads(
    net: &Network,
    file: &str,
    people: &People,
    sites: &[Site],
    warnings: &mut Vec<Said>,
) {
    for (street, mode) in [
        (Street::Drive, "planner-mode-drive"),
        (Street::StepFree, "planner-mode-step-free-transit"),
    ] {
        let far = base::far_from(net, street, &people.at);
        let count = |i: usize| people.people.get(i).copied().unwrap_or(0.0);
        let points = (0..).zip(&far).filter(|(_, f)| **f).map(|(i, _)| i);
        let (points, lost) = points.fold((0_usize, 0.0), |(n, sum), i| (n + 1, sum + count(i)));
        if points > 0 {
            warnings.push(said!(
                "planner-said-warn-no-road",
                file = file,
                people = lost,
                points = points,
                mode = Said::new(mode)
            ));
        }
        let spots: Vec<Place> = sites.iter().map(|s| s.at).collect();
        let far = base::far_from(net, street, &spots);
        let far = sites.iter().zip(far).filter(|(_, far)| *far);
        let names: Vec<&str> = far.map(|(s, _)| s.name.as_str()).collect();
        if !names.is_empty() {
            warnings.push(said!(
                "planner-said-warn-off-road",
                file = file,
                names = notes::named(&names),
                mode = Said::new(mode)
            ));
        }
    }
}

/// Without the force's areas nobody knows what lies outside of it; what is so far from the others surely does.
const APART_METRES: f64 = 300_000.0;

/// Leaves out points and places that are nowhere near the middle of the points, by row. Where the middles of both lie
/// apart, either file may be the one that is wrong.
pub(super) fn together(
    mut people: Read1<People>,
    mut places: Read1<Vec<Site>>,
) -> Result<(Read1<People>, Read1<Vec<Site>>)> {
    let Some(middle) = middle_of(&people.found.at) else {
        return Ok((people, places));
    };
    let of_places: Vec<Place> = places.found.iter().map(|s| s.at).collect();
    if let Some(there) = middle_of(&of_places).filter(|p| p.metres_to(middle) > APART_METRES) {
        let swapped = Place::new(there.lon, there.lat).is_some_and(|p| p.metres_to(middle) <= APART_METRES);
        let km = format!("{:.0}", there.metres_to(middle) / 1_000.0);
        let why = said!("planner-said-file-apart", km = km);
        return Err(PlanError::file(
            &format!("{}, {}", people.file, places.file),
            if swapped {
                said!("planner-said-file-swapped", why = why)
            } else {
                why
            },
        ));
    }
    let away = |at: &Place| at.metres_to(middle);
    let far = |list: &mut dyn Iterator<Item = Place>| -> Vec<usize> {
        list.enumerate()
            .filter(|(_, at)| away(at) > APART_METRES)
            .map(|(i, _)| i)
            .collect()
    };
    let why = |name: &str, at: Option<&Place>| {
        let km = at.map_or(0.0, |a| away(a) / 1_000.0);
        said!("planner-said-row-far", name = name, km = format!("{km:.0}"))
    };
    let lost = far(&mut people.found.at.iter().copied());
    if !lost.is_empty() {
        people.leave_out(&lost, People::keep, |p, i| {
            why(p.ids.get(i).map_or("", String::as_str), p.at.get(i))
        })?;
    }
    let lost = far(&mut places.found.iter().map(|s| s.at));
    if !lost.is_empty() {
        places.leave_out(&lost, thin, |sites, i| {
            let site = sites.get(i);
            why(site.map_or("", |s| s.name.as_str()), site.map(|s| &s.at))
        })?;
    }
    Ok((people, places))
}

/// Where a place that a scenario adds or moves lies: in a ward and borough where the force's areas are known, near the
/// people where they are not, and on a street where there are streets; or why it cannot be there.
pub(crate) fn home(
    base: &Base,
    areas: Option<&Areas>,
    name: &str,
    at: Place,
) -> Result<(Option<String>, Option<String>)> {
    let areas = areas.filter(|a| !a.wards().is_empty());
    let mut home = (None, None);
    match areas {
        Some(areas) => {
            let found = read::ward_at(areas, at);
            home =
                found.ok_or_else(|| PlanError::Question(said!("planner-said-row-in-water", name = name)))?;
        }
        None => {
            let middle = middle_of(&base.people.at);
            let away = middle.map_or(0.0, |m| at.metres_to(m));
            if away > APART_METRES {
                return Err(PlanError::Question(said!(
                    "planner-said-row-far",
                    name = name,
                    km = format!("{:.0}", away / 1_000.0)
                )));
            }
        }
    }
    if let Some(net) = base.net()? {
        let snaps = net
            .streets
            .snaps(Street::Walk, &[at], &net.about.speeds, DOOR_METRES);
        if snaps.iter().all(Option::is_none) {
            return Err(PlanError::Question(said!(
                "planner-said-row-no-door",
                name = name,
                file = STREETS
            )));
        }
    }
    Ok(home)
}

/// The middle of points: half of them lie north of it, and half east.
fn middle_of(points: &[Place]) -> Option<Place> {
    let middle = |of: &dyn Fn(&Place) -> f64| {
        let mut list: Vec<f64> = points.iter().map(of).collect();
        list.sort_by(f64::total_cmp);
        list.get(list.len() / 2).copied().unwrap_or(0.0)
    };
    Place::new(middle(&|p| p.lat), middle(&|p| p.lon))
}

fn thin(sites: &mut Vec<Site>, keep: &[bool]) {
    let mut at = 0;
    sites.retain(|_| {
        at += 1;
        keep.get(at - 1) == Some(&true)
    });
}

/// Points that no street is near are refused by row: the streets miss part of the force.
pub(super) fn joined_people(net: &Network, file: &str, mut read: Read1<People>) -> Result<Read1<People>> {
    let snaps = net
        .streets
        .snaps(Street::Walk, &read.found.at, &net.about.speeds, MOST_METRES);
    let far: Vec<usize> = (0..snaps.len())
        .filter(|i| snaps.get(*i).is_none_or(Option::is_none))
        .collect();
    if far.is_empty() {
        return Ok(read);
    }
    let lost: f64 = far.iter().filter_map(|i| read.found.people.get(*i)).sum();
    read.leave_out(
        &far,
        |p, keep| p.keep(keep),
        |p, i| {
            said!(
                "planner-said-row-no-street",
                name = p.ids.get(i).map_or("", String::as_str),
                file = file
            )
        },
    )?;
    read.warnings.push(said!(
        "planner-said-warn-missed",
        file = file,
        points = far.len(),
        people = lost
    ));
    Ok(read)
}

pub(super) fn joined_places(
    net: &Network,
    file: &str,
    mut read: Read1<Vec<Site>>,
) -> Result<Read1<Vec<Site>>> {
    let at: Vec<Place> = read.found.iter().map(|s| s.at).collect();
    let snaps = net
        .streets
        .snaps(Street::Walk, &at, &net.about.speeds, DOOR_METRES);
    let far: Vec<usize> = (0..snaps.len())
        .filter(|i| snaps.get(*i).is_none_or(Option::is_none))
        .collect();
    if !far.is_empty() {
        read.leave_out(&far, thin, |sites, i| {
            said!(
                "planner-said-row-no-door",
                name = sites.get(i).map_or("", |s| s.name.as_str()),
                file = file
            )
        })?;
    }
    Ok(read)
}
