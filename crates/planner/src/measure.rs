//! How well people can reach what is open: minutes to the nearest place, added up.

use serde::{Deserialize, Serialize};

use crate::people::{Area, Group, People};
use crate::said::named;

/// The two limits that are always told.
pub const LIMITS: [f64; 2] = [45.0, 60.0];
/// An estimate decides nothing within so many minutes of a limit.
pub const MARGIN: f64 = 10.0;
/// Up to so many minutes an estimate is taken as it is; from here to the first limit the margin grows to the whole, so
/// that what is asked for a longer way is never harder.
const SHORT: f64 = 20.0;

/// Within how many minutes of a limit an estimate decides nothing.
pub fn margin_of(limit: f64) -> f64 {
    let [first, _] = LIMITS;
    MARGIN * ((limit - SHORT) / (first - SHORT)).clamp(0.0, 1.0)
}

/// Whether so many minutes are surely within a limit. Exactly at it they are, and so they are exactly the margin below it.
pub fn surely_within(minutes: f64, limit: f64, margin: f64) -> bool {
    minutes <= limit - margin
}

/// Whether so many minutes are surely over a limit.
pub fn surely_over(minutes: f64, limit: f64, margin: f64) -> bool {
    minutes > limit + margin
}

/// Where each point's people go: minutes and the place, infinite where there is nowhere, and no number where it cannot
/// be told because no street of this way of travel is near.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    pub minutes: Vec<f32>,
    /// On a bad departure: the 90th percentile of the hour.
    pub slow: Vec<f32>,
    /// Number of the place in the scenario's list; `u32::MAX` for nowhere.
    pub to: Vec<u32>,
    pub estimate: bool,
}

impl Reach {
    /// Whether a bad departure of the hour is worse than the middle one for anyone.
    pub fn has_bad_departures(&self) -> bool {
        differ(&self.slow, &self.minutes)
    }

    /// The same on a bad departure.
    pub fn when_slow(&self) -> Self {
        Self {
            minutes: self.slow.clone(),
            ..self.clone()
        }
    }
}

/// What is told of a set of people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub people: f64,
    /// Surely further than 45 and 60 minutes away; who has nowhere to go is among them.
    pub over_45: f64,
    pub over_60: f64,
    /// So near to the limit that an estimate cannot tell; always 0 where times were measured.
    pub undecided_45: f64,
    pub undecided_60: f64,
    /// Cannot get there at all.
    pub not_reached: f64,
    /// Joined to no street of this way of travel, so that it cannot be told; in none of the figures but `people`.
    #[serde(default)]
    pub untold: f64,
    /// Of those who can get there.
    pub mean: Option<f64>,
    /// Of everyone: none where the person in the middle (or the ninetieth of a hundred) cannot get there.
    pub median: Option<f64>,
    pub p90: Option<f64>,
    pub longest: Option<f64>,
}

/// The figures of a named set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    pub code: String,
    pub name: String,
    #[serde(flatten)]
    pub figures: Figures,
}

/// All that is told at one time by one way of travel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub all: Figures,
    /// The same on a bad departure of the hour, where there is a timetable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_a_bad_departure: Option<Figures>,
    pub boroughs: Vec<Named>,
    pub wards: Vec<Named>,
    pub groups: Vec<Named>,
    pub deciles: Vec<Named>,
}

/// Two decimals: enough for people, and the same text everywhere; nothing at all is 0 and not "-0", as an empty sum is.
pub fn round2(x: f64) -> f64 {
    (x * 100.0).round() / 100.0 + 0.0
}

/// The figures of points (minutes, people), in any order.
pub fn figures(points: impl Iterator<Item = (f32, f64)>, estimate: bool) -> Figures {
    let mut list: Vec<(f32, f64)> = points.filter(|(_, w)| *w > 0.0).collect();
    let everyone: f64 = list.iter().map(|p| p.1).sum();
    let untold: f64 = list.iter().filter(|p| p.0.is_nan()).map(|p| p.1).sum();
    list.retain(|p| !p.0.is_nan());
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    let people: f64 = list.iter().map(|p| p.1).sum();
    let reached = || list.iter().filter(|p| p.0.is_finite());
    let reached_people: f64 = reached().map(|p| p.1).sum();
    let margin = if estimate { MARGIN } else { 0.0 };
    let limit = |limit: f64| {
        let sum = |which: &dyn Fn(f64) -> bool| -> f64 {
            let own = list.iter().filter(|p| which(f64::from(p.0)));
            own.map(|p| p.1).sum()
        };
        let over = sum(&|m| surely_over(m, limit, margin));
        let not_within = sum(&|m| !surely_within(m, limit, margin));
        (round2(over), round2(not_within - over))
    };
    let share = |q: f64| {
        let mut sum = 0.0;
        let at = list.iter().find(|p| {
            sum += p.1;
            // As good as reached: adding up in another order must not move the answer.
            sum >= q * people * (1.0 - 1e-12)
        });
        at.map(|p| f64::from(p.0)).filter(|m| m.is_finite()).map(round2)
    };
    let [(over_45, undecided_45), (over_60, undecided_60)] = LIMITS.map(limit);
    Figures {
        people: round2(everyone),
        over_45,
        over_60,
        undecided_45,
        undecided_60,
        not_reached: round2(people - reached_people),
        untold: round2(untold),
        mean: (reached_people > 0.0)
            .then(|| reached().map(|p| f64::from(p.0) * p.1).sum::<f64>() / reached_people)
            .map(round2),
        median: share(0.5),
        p90: share(0.9),
        longest: reached().next_back().map(|p| round2(f64::from(p.0))),
    }
}

/// Adds everything up.
pub fn told(people: &People, reach: &Reach) -> Told {
    let minutes = || reach.minutes.iter().copied();
    let by = |weights: &[f64]| {
        figures(
            minutes()
                .zip(weights.iter().copied())
                .collect::<Vec<_>>()
                .into_iter(),
            reach.estimate,
        )
    };
    Told {
        all: by(&people.people),
        on_a_bad_departure: reach.has_bad_departures().then(|| {
            figures(
                reach.slow.iter().copied().zip(people.people.iter().copied()),
                reach.estimate,
            )
        }),
        boroughs: areas(people, reach, &people.boroughs, &people.borough),
        wards: areas(people, reach, &people.wards, &people.ward),
        groups: people
            .groups
            .iter()
            .map(|(group, counts)| Named {
                code: group.name().to_owned(),
                name: named(group.name(), group.name()),
                figures: by(counts),
            })
            .collect(),
        deciles: deciles(people)
            .map(|(decile, points)| Named {
                name: named(&format!("decile_{decile}"), &decile.to_string()),
                code: format!("decile_{decile}"),
                figures: figures(
                    points
                        .into_iter()
                        .filter_map(|i| Some((*reach.minutes.get(i)?, *people.people.get(i)?))),
                    reach.estimate,
                ),
            })
            .collect(),
    }
}

/// Whether two lists of minutes are different anywhere; what cannot be told is the same in both.
fn differ(a: &[f32], b: &[f32]) -> bool {
    a.iter()
        .zip(b)
        .any(|(a, b)| a != b && !(a.is_nan() && b.is_nan()))
}

/// The points of each decile that has any, most deprived first.
pub fn deciles(people: &People) -> impl Iterator<Item = (u8, Vec<usize>)> + '_ {
    (1..=10_u8).filter_map(|d| {
        let points: Vec<usize> = people
            .decile
            .iter()
            .enumerate()
            .filter(|(_, p)| **p == d)
            .map(|(i, _)| i)
            .collect();
        (!points.is_empty()).then_some((d, points))
    })
}

/// How many people of a named group live at each point: `aged_65`, `decile_1`, a borough's code; none for a name
/// that is not known here.
pub fn weights_of(people: &People, name: &str) -> Option<Vec<f64>> {
    if let Some(group) = Group::parse(name) {
        return people.group(group).map(<[f64]>::to_vec);
    }
    let only = |keep: &dyn Fn(usize) -> bool| {
        let weights: Vec<f64> = people
            .people
            .iter()
            .enumerate()
            .map(|(i, n)| if keep(i) { *n } else { 0.0 })
            .collect();
        weights.iter().any(|w| *w > 0.0).then_some(weights)
    };
    if let Some(decile) = name.strip_prefix("decile_").and_then(|d| d.parse::<u8>().ok()) {
        return only(&|i| people.decile.get(i) == Some(&decile));
    }
    if people.boroughs.iter().any(|b| b.code == name) {
        return only(&|i| people.borough_of(i).is_some_and(|b| b.code == name));
    }
    if people.wards.iter().any(|w| w.code == name) {
        return only(&|i| people.ward_of(i).is_some_and(|w| w.code == name));
    }
    None
}

fn areas(people: &People, reach: &Reach, list: &[Area], of: &[Option<u32>]) -> Vec<Named> {
    let mut points: Vec<Vec<(f32, f64)>> = vec![Vec::new(); list.len()];
    for (i, at) in of.iter().enumerate() {
        let slot = at.and_then(|a| points.get_mut(usize::try_from(a).ok()?));
        if let (Some(slot), Some(m), Some(n)) = (slot, reach.minutes.get(i), people.people.get(i)) {
            slot.push((*m, *n));
        }
    }
    list.iter()
        .zip(points)
        .map(|(area, points)| Named {
            code: area.code.clone(),
            name: area.name.clone(),
            figures: figures(points.into_iter(), reach.estimate),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_are_counted_beyond_each_limit_and_at_each_share() {
        let points = [
            (10.0, 50.0),
            (45.0, 30.0),
            (46.0, 10.0),
            (61.0, 5.0),
            (f32::INFINITY, 5.0),
        ];
        let f = figures(points.into_iter(), false);
        assert_eq!((f.people, f.over_45, f.over_60), (100.0, 20.0, 10.0));
        assert_eq!((f.undecided_45, f.not_reached), (0.0, 5.0));
        assert_eq!((f.median, f.p90), (Some(10.0), Some(46.0)));
        let mean = (500.0 + 1_350.0 + 460.0 + 305.0) / 95.0;
        assert_eq!(f.mean, Some(round2(mean)));
        assert_eq!(f.longest, Some(61.0));
    }

    #[test]
    fn an_estimate_decides_nothing_within_ten_minutes_of_a_limit() {
        let points = [(34.9, 1.0), (35.0, 2.0), (55.0, 4.0), (55.1, 8.0), (70.1, 16.0)];
        let f = figures(points.into_iter(), true);
        // Exactly at the edge it is surely within, as a search for places counts it.
        assert_eq!((f.over_45, f.undecided_45), (24.0, 4.0));
        assert_eq!((f.over_60, f.undecided_60), (16.0, 12.0));
    }

    #[test]
    fn what_cannot_be_told_is_over_no_limit_and_in_no_mean() {
        let points = [(10.0, 50.0), (f32::NAN, 30.0), (f32::INFINITY, 20.0)];
        let f = figures(points.into_iter(), false);
        assert_eq!((f.people, f.untold, f.not_reached), (100.0, 30.0, 20.0));
        assert_eq!((f.over_60, f.mean, f.median), (20.0, Some(10.0), Some(10.0)));
    }

    #[test]
    fn a_longer_limit_is_never_harder_and_both_limits_have_the_whole_margin() {
        assert_eq!(LIMITS.map(margin_of), [MARGIN; 2]);
        assert_eq!((margin_of(0.0), margin_of(20.0)), (0.0, 0.0));
        let sure = |tenth: u32| f64::from(tenth) / 10.0 - margin_of(f64::from(tenth) / 10.0);
        for tenth in 0..1_500 {
            let step = sure(tenth + 1) - sure(tenth);
            assert!((0.0..0.11).contains(&step), "{tenth}: {step}");
        }
    }

    #[test]
    fn nobody_at_all_has_no_minutes() {
        let f = figures(std::iter::empty(), false);
        assert_eq!((f.mean, f.median, f.people), (None, None, 0.0));
        let f = serde_json::to_string(&figures([(5.0, 3.0)].into_iter(), true)).unwrap();
        assert!(!f.contains("-0"), "{f}");
        let f = figures([(f32::INFINITY, 3.0)].into_iter(), false);
        assert_eq!(
            (f.mean, f.median, f.not_reached, f.over_60),
            (None, None, 3.0, 3.0)
        );
    }

    proptest! {
        #[test]
        fn longer_ways_never_make_a_figure_better(
            points in proptest::collection::vec((0.0_f32..120.0, 0.0_f64..500.0, 0.0_f32..60.0), 1..60),
            estimate: bool,
        ) {
            let before = figures(points.iter().map(|p| (p.0, p.1)), estimate);
            let after = figures(points.iter().map(|p| (p.0 + p.2, p.1)), estimate);
            prop_assert!(after.over_45 >= before.over_45 && after.over_60 >= before.over_60);
            prop_assert!(after.over_45 + after.undecided_45 >= before.over_45 + before.undecided_45 - 0.02);
            prop_assert!(after.median >= before.median && after.p90 >= before.p90);
            prop_assert!(after.mean >= before.mean && after.longest >= before.longest);
        }

        #[test]
        fn the_order_of_points_changes_nothing(
            points in proptest::collection::vec((0.0_f32..120.0, 0_u16..500), 1..60),
        ) {
            let list = |p: &[(f32, u16)]| p.iter().map(|p| (p.0, f64::from(p.1))).collect::<Vec<_>>();
            let there = figures(list(&points).into_iter(), false);
            let mut back = points.clone();
            back.reverse();
            let back = figures(list(&back).into_iter(), false);
            prop_assert_eq!(there.median, back.median);
            prop_assert_eq!(there.over_45, back.over_45);
        }
    }
}
