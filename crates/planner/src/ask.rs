//! The questions: measure, compare. What is handed back is told the same way by pages, commands and files.

use serde::{Deserialize, Serialize};
use travel::Progress;

use crate::at::At;
use crate::base::Base;
use crate::error::Result;
use crate::evidence::Evidence;
use crate::load::Dataset;
use crate::measure::{self, Figures, MARGIN, Reach, Told, round2};
use crate::notes;
use crate::people::{Area, People};
use crate::said::{Said, named};
use crate::scenario::{Money, Spot, balance};
use crate::way::Way;

/// The method by which figures are made; a change of any figure is a new version.
pub const METHOD: &str = "3";
/// Proposals search with this seed unless another is given.
pub const SEED: u64 = 1;

/// What a figure rests on: with it, it can be made again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stamp {
    /// What these data were given for an id when they were loaded; "" where that says nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub base: String,
    pub base_name: String,
    /// The Monday of the week whose timetable was used.
    pub week: String,
    pub method: String,
    pub seed: u64,
    pub data: Vec<Used>,
}

/// A dataset as figures name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Used {
    pub kind: String,
    pub name: String,
    pub date: String,
    pub licence: String,
    #[serde(default)]
    pub source: String,
    pub checksum: String,
}

impl From<&Dataset> for Used {
    fn from(d: &Dataset) -> Self {
        Self {
            kind: d.kind.clone(),
            name: d.name.clone(),
            date: d.date.clone(),
            licence: d.licence.clone(),
            source: d.source.clone(),
            checksum: d.checksum.clone(),
        }
    }
}

/// A scenario as figures name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    pub id: String,
    pub name: String,
}

/// An answer to "how well can people reach it?".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub scenario: Called,
    pub mode: Way,
    pub at: At,
    pub estimate: bool,
    /// Nothing runs at this time in the timetable: minutes by public transport are those of walking.
    pub quiet: bool,
    /// Places that count at this time; and of these, those whose hours are not known.
    pub places: usize,
    pub hours_unknown: usize,
    #[serde(flatten)]
    pub told: Told,
    /// What must be known beside the figures.
    pub notes: Vec<Said>,
    pub stamp: Stamp,
}

pub fn measure(
    base: &Base,
    scenario: Called,
    spots: &[Spot],
    way: Way,
    at: At,
    stamp: Stamp,
    progress: &Progress<'_>,
) -> Result<Measured> {
    let reach = base.reach(spots, way, at, progress)?;
    let moment = at.in_week(base.week);
    let count = |spot: &&Spot| spot.left(way, moment).is_some();
    Ok(Measured {
        scenario,
        mode: way,
        at,
        estimate: reach.estimate,
        quiet: base.is_quiet(way, at)?,
        places: spots.iter().filter(count).count(),
        hours_unknown: spots.iter().filter(count).filter(|s| !s.hours.is_known()).count(),
        told: measure::told(&base.people, &reach),
        notes: notes::of_places(base, spots.iter(), way)?,
        stamp,
    })
}

/// Before and after of one set of people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub code: String,
    pub name: String,
    pub people: f64,
    /// Of those who can get there both times, so that what is after less what was before is the change.
    pub mean_before: Option<f64>,
    pub mean_after: Option<f64>,
    pub change: Option<f64>,
    pub over_45: f64,
    pub over_60: f64,
    /// People who can get there both times, whose way gets longer, and shorter.
    pub longer: f64,
    pub shorter: f64,
    /// Can get there before and no more after; and the other way round.
    pub lost: f64,
    pub gained: f64,
    /// All the figures of each side; the means are those above.
    pub before: Figures,
    pub after: Figures,
}

/// A point whose people are newly beyond a limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Affected {
    pub point: String,
    pub name: String,
    pub ward: String,
    pub borough: String,
    pub people: f64,
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub place_before: String,
    pub place_after: String,
}

/// So many points are named: all of a large city.
const MOST_NAMED: usize = 5_000;

/// Points that are newly beyond one limit, most people first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Newly {
    /// Surely: within the limit before and over it after.
    pub people: f64,
    /// So many more may be newly over it, which an estimate cannot tell; always 0 where times were measured.
    pub undecided: f64,
    pub points: usize,
    /// The first of them.
    pub named: Vec<Affected>,
    /// The first of those who may be.
    pub perhaps: Vec<Affected>,
    pub points_perhaps: usize,
}

/// Two scenarios beside each other, the second less the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    pub a: Called,
    pub b: Called,
    pub mode: Way,
    pub at: At,
    pub estimate: bool,
    /// Nothing runs at this time in the timetable: minutes by public transport are those of walking.
    pub quiet: bool,
    pub before: Figures,
    pub after: Figures,
    pub all: Change,
    /// Can get there before and no more after; and the other way round.
    pub lost: f64,
    pub gained: f64,
    /// Worst off first.
    pub boroughs: Vec<Change>,
    pub wards: Vec<Change>,
    pub groups: Vec<Change>,
    pub deciles: Vec<Change>,
    pub newly_over_45: Newly,
    pub newly_over_60: Newly,
    /// Everyone on a bad departure of the hour, where there is a timetable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_a_bad_departure: Option<Change>,
    pub money_a: Accounts,
    pub money_b: Accounts,
    /// How the planner found the places of each, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_a: Option<Evidence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_b: Option<Evidence>,
    /// What must be known beside the figures.
    pub notes: Vec<Said>,
    pub stamp: Stamp,
}

/// What it costs and brings, with where each figure is from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Accounts {
    /// Saved less spent a year.
    pub a_year: f64,
    /// What comes in less what goes out once.
    pub once: f64,
    pub lines: Vec<Money>,
}

impl From<Vec<Money>> for Accounts {
    fn from(lines: Vec<Money>) -> Self {
        let (a_year, once) = balance(&lines);
        Self { a_year, once, lines }
    }
}

/// One side of a comparison.
#[derive(Debug, Clone)]
pub struct Side {
    pub called: Called,
    pub spots: Vec<Spot>,
    pub money: Vec<Money>,
    pub evidence: Option<Evidence>,
}

pub fn compare(
    base: &Base,
    a: &Side,
    b: &Side,
    way: Way,
    at: At,
    stamp: Stamp,
    progress: &Progress<'_>,
) -> Result<Compared> {
    let before = base.reach(&a.spots, way, at, progress)?;
    let after = base.reach(&b.spots, way, at, progress)?;
    let people = &base.people;
    // Who can get there no more is worse off than anyone whose way gets longer.
    let worst_first = |mut list: Vec<Change>| {
        list.sort_by(|x, y| {
            let key = |c: &Change| c.change.unwrap_or(f64::NEG_INFINITY);
            y.lost
                .total_cmp(&x.lost)
                .then_with(|| key(y).total_cmp(&key(x)))
                .then_with(|| x.code.cmp(&y.code))
        });
        list
    };
    let set = |code: &str, name: &str, weights: &[f64]| changed(code, name, weights, &before, &after);
    let areas = |list: &[Area], of: &[Option<u32>]| {
        let mut weights = vec![Vec::new(); list.len()];
        for (i, at) in of.iter().enumerate() {
            let slot = at.and_then(|a| weights.get_mut(usize::try_from(a).ok()?));
            if let (Some(slot), Some(n)) = (slot, people.people.get(i)) {
                slot.push((i, *n));
            }
        }
        worst_first(
            list.iter()
                .zip(weights)
                .map(|(area, own)| changed_at(&area.code, &area.name, own.into_iter(), &before, &after))
                .collect(),
        )
    };
    let all = set("all", "all", &people.people);
    let on_a_bad_departure = [&before, &after].iter().any(|r| r.has_bad_departures()).then(|| {
        changed(
            "all",
            "all",
            &people.people,
            &before.when_slow(),
            &after.when_slow(),
        )
    });
    let mut notes = notes::of_hours(base, a, b);
    notes.extend(notes::of_places(base, b.spots.iter().chain(&a.spots), way)?);
    Ok(Compared {
        a: a.called.clone(),
        b: b.called.clone(),
        mode: way,
        at,
        estimate: before.estimate,
        quiet: base.is_quiet(way, at)?,
        before: all.before.clone(),
        after: all.after.clone(),
        lost: all.lost,
        gained: all.gained,
        all,
        boroughs: areas(&people.boroughs, &people.borough),
        wards: areas(&people.wards, &people.ward),
        groups: worst_first(
            people
                .groups
                .iter()
                .map(|(g, counts)| set(g.name(), &named(g.name(), g.name()), counts))
                .collect(),
        ),
        deciles: worst_first(
            measure::deciles(people)
                .map(|(d, points)| {
                    let own = points
                        .into_iter()
                        .filter_map(|i| Some((i, *people.people.get(i)?)));
                    let code = format!("decile_{d}");
                    changed_at(&code, &named(&code, &d.to_string()), own, &before, &after)
                })
                .collect(),
        ),
        newly_over_45: newly(people, (a, &before), (b, &after), 45.0),
        newly_over_60: newly(people, (a, &before), (b, &after), 60.0),
        on_a_bad_departure,
        money_a: a.money.clone().into(),
        money_b: b.money.clone().into(),
        evidence_a: a.evidence.clone(),
        evidence_b: b.evidence.clone(),
        notes,
        stamp,
    })
}

fn changed(code: &str, name: &str, weights: &[f64], before: &Reach, after: &Reach) -> Change {
    changed_at(code, name, weights.iter().copied().enumerate(), before, after)
}

fn changed_at(
    code: &str,
    name: &str,
    own: impl Iterator<Item = (usize, f64)>,
    before: &Reach,
    after: &Reach,
) -> Change {
    let minutes = |r: &Reach, i: usize| r.minutes.get(i).copied().unwrap_or(f32::INFINITY);
    let points: Vec<(f32, f32, f64)> = own
        .map(|(i, n)| (minutes(before, i), minutes(after, i), n))
        .collect();
    let f = (
        measure::figures(points.iter().map(|p| (p.0, p.2)), before.estimate),
        measure::figures(points.iter().map(|p| (p.1, p.2)), after.estimate),
    );
    let (old, new) = f;
    let sum =
        |which: &dyn Fn(&&(f32, f32, f64)) -> bool| -> f64 { points.iter().filter(which).map(|p| p.2).sum() };
    let there = |p: &(f32, f32, f64)| p.0.is_finite() && p.1.is_finite();
    let lost = sum(&|p| p.0.is_finite() && !p.1.is_finite());
    let gained = sum(&|p| !p.0.is_finite() && p.1.is_finite());
    let people = sum(&|p| there(p));
    let mean = |minutes: fn(&(f32, f32, f64)) -> f32| {
        let all = points.iter().filter(|p| there(p));
        let all: f64 = all.map(|p| f64::from(minutes(p)) * p.2).sum();
        (people > 0.0).then(|| round2(all / people))
    };
    // A mean over the people of one side alone would look better when those furthest away are cut off.
    let (mean_before, mean_after) = if lost > 0.0 || gained > 0.0 {
        (mean(|p| p.0), mean(|p| p.1))
    } else {
        (old.mean, new.mean)
    };
    Change {
        code: code.to_owned(),
        name: name.to_owned(),
        people: old.people,
        mean_before,
        mean_after,
        change: mean_before.zip(mean_after).map(|(b, a)| round2(a - b)),
        over_45: round2(new.over_45 - old.over_45),
        over_60: round2(new.over_60 - old.over_60),
        longer: round2(sum(&|p| there(p) && p.1 > p.0)),
        shorter: round2(sum(&|p| there(p) && p.1 < p.0)),
        lost: round2(lost),
        gained: round2(gained),
        before: Figures {
            mean: mean_before,
            ..old
        },
        after: Figures {
            mean: mean_after,
            ..new
        },
    }
}

fn newly(people: &People, before: (&Side, &Reach), after: (&Side, &Reach), limit: f64) -> Newly {
    let margin = if before.1.estimate { MARGIN } else { 0.0 };
    let far = |r: &Reach, i: usize| r.minutes.get(i).map_or(f64::INFINITY, |m| f64::from(*m));
    let over = |r: &Reach, i: usize| measure::surely_over(far(r, i), limit, margin);
    let within = |r: &Reach, i: usize| measure::surely_within(far(r, i), limit, margin);
    let mut points: Vec<(usize, f64)> = Vec::new();
    let mut perhaps: Vec<(usize, f64)> = Vec::new();
    for (i, n) in people.people.iter().enumerate().filter(|(_, n)| **n > 0.0) {
        if within(before.1, i) && over(after.1, i) {
            points.push((i, *n));
        } else if !over(before.1, i) && !within(after.1, i) && far(after.1, i) > far(before.1, i) {
            perhaps.push((i, *n));
        }
    }
    for list in [&mut points, &mut perhaps] {
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    let place = |side: &(&Side, &Reach), i: usize| {
        let to = side.1.to.get(i).and_then(|t| usize::try_from(*t).ok());
        to.and_then(|t| side.0.spots.get(t))
            .map_or_else(String::new, |s| s.site.name.clone())
    };
    let minutes = |r: &Reach, i: usize| {
        r.minutes
            .get(i)
            .filter(|m| m.is_finite())
            .map(|m| round2(f64::from(*m)))
    };
    let named = |list: &[(usize, f64)]| {
        let first = list.iter().take(MOST_NAMED);
        first
            .map(|&(i, n)| Affected {
                point: people.ids.get(i).cloned().unwrap_or_default(),
                name: people.name(i).to_owned(),
                ward: people.ward_of(i).map_or_else(String::new, |w| w.name.clone()),
                borough: people.borough_of(i).map_or_else(String::new, |b| b.name.clone()),
                people: n,
                before: minutes(before.1, i),
                after: minutes(after.1, i),
                place_before: place(&before, i),
                place_after: place(&after, i),
            })
            .collect()
    };
    let sum = |list: &[(usize, f64)]| round2(list.iter().map(|p| p.1).sum());
    Newly {
        people: sum(&points),
        undecided: sum(&perhaps),
        points: points.len(),
        named: named(&points),
        points_perhaps: perhaps.len(),
        perhaps: named(&perhaps),
    }
}
