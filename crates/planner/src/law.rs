//! What must be so whatever the data: closing a place, or shortening its hours, never makes anyone's way shorter.

use proptest::prelude::*;
use travel::Progress;
use travel::geo::Place;

use crate::ask::{Called, METHOD, Side, Stamp, compare};
use crate::at::At;
use crate::base::Base;
use crate::measure::round2;
use crate::people::People;
use crate::scenario::{BaseId, Edit};
use crate::site::Site;
use crate::way::Way;

pub fn stamp() -> Stamp {
    Stamp {
        base: String::new(),
        base_name: String::new(),
        week: String::new(),
        method: METHOD.to_owned(),
        seed: 1,
        data: Vec::new(),
    }
}

pub fn site(number: usize, at: (f64, f64), hours: &str, step_free: Option<bool>) -> Site {
    Site {
        id: format!("s{number}"),
        name: format!("Place {number}"),
        kind: "counter".to_owned(),
        at: Place { lat: at.0, lon: at.1 },
        grid: None,
        hours: hours.to_owned(),
        open: true,
        step_free,
        address: String::new(),
        ward: None,
        borough: None,
        cost: None,
        cost_source: String::new(),
        receipt: None,
        cells: None,
    }
}

pub fn base(points: &[(f64, f64, u16)], sites: Vec<Site>) -> Base {
    let n = points.len();
    let people = People {
        ids: (0..n).map(|i| format!("p{i}")).collect(),
        at: points.iter().map(|p| Place { lat: p.0, lon: p.1 }).collect(),
        people: points.iter().map(|p| f64::from(p.2)).collect(),
        ward: vec![None; n],
        borough: vec![None; n],
        ..People::default()
    };
    assert!(people.is_whole());
    let week = "2026-11-23".parse().unwrap();
    Base::new(
        BaseId::parse("pbs_0").unwrap(),
        people,
        sites,
        week,
        "nowhere".into(),
        places::Holidays::default(),
    )
}

const HOURS: [&str; 4] = [
    "24/7",
    "Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00",
    "",
    "Tu 09:00-11:00",
];

fn points() -> impl Strategy<Value = Vec<(f64, f64, u16)>> {
    proptest::collection::vec((51.3..51.7_f64, -0.5..0.3_f64, 0_u16..900), 1..25)
}

fn sites() -> impl Strategy<Value = Vec<Site>> {
    let one = (
        51.3..51.7_f64,
        -0.5..0.3_f64,
        0_usize..HOURS.len(),
        proptest::option::of(any::<bool>()),
    );
    proptest::collection::vec(one, 2..8).prop_map(|list| {
        list.into_iter()
            .enumerate()
            .map(|(i, (lat, lon, h, step))| site(i, (lat, lon), HOURS[h], step))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn closing_a_place_or_its_doors_never_makes_anyones_way_shorter(
        points in points(), sites in sites(), which in 0_usize..8, way in 0_usize..4, at in 0_usize..5, shut: bool,
    ) {
        let (way, at) = (Way::FOUR[way], At::FIVE[at]);
        let id = format!("s{}", which % sites.len());
        let base = base(&points, sites);
        let edit = if shut {
            Edit::Close { site: id }
        } else {
            Edit::Hours { site: id, hours: "Tu 09:00-09:30".to_owned() }
        };
        let before = base.today().unwrap().to_vec();
        let after = base.apply(&[edit]).unwrap();
        let [a, b] = [&before, &after].map(|s| base.reach(s, way, at, &Progress::none()).unwrap());
        // One's own way is found without looking at everyone's.
        for (i, (minutes, to)) in a.minutes.iter().zip(&a.to).enumerate() {
            let own = base.reach_of(i, &before, way, at, &Progress::none()).unwrap();
            prop_assert_eq!(own, (*minutes, *to));
        }
        for (x, y) in a.minutes.iter().zip(&b.minutes) {
            // Hours that nobody had said may become shorter, never longer.
            prop_assert!(y >= x, "{x} {y}");
        }
        let side = |name: &str, spots| Side {
            called: Called { id: name.to_owned(), name: name.to_owned() },
            spots,
            money: Vec::new(),
            evidence: None,
        };
        let c = compare(&base, &side("a", before), &side("b", after), way, at, stamp(), &Progress::none()).unwrap();
        prop_assert!(c.all.shorter == 0.0 && c.gained == 0.0);
        prop_assert!(c.after.over_45 >= c.before.over_45 && c.after.over_60 >= c.before.over_60);
        let newly = c.newly_over_45.people + c.newly_over_45.undecided;
        prop_assert!(newly >= c.after.over_45 - c.before.over_45 - 0.02);
        prop_assert!(c.estimate || c.newly_over_45.undecided == 0.0);
        // Whoever is cut off is counted as that, and never makes a mean look better.
        let all = c.boroughs.iter().chain(&c.wards).chain([&c.all]);
        for one in all {
            let [before, after] = [one.mean_before, one.mean_after].map(|m| m.unwrap_or(0.0));
            prop_assert_eq!(one.change.unwrap_or(0.0), round2(after - before));
            prop_assert!(one.change.unwrap_or(0.0) >= -0.011);
            prop_assert!((one.after.not_reached - one.before.not_reached - one.lost).abs() < 0.02);
        }
    }

    #[test]
    fn nobody_goes_to_a_custody_suite_of_their_own_accord(points in points(), sites in sites()) {
        let plain = base(&points, sites.clone());
        let mut more = sites;
        let mut suite = site(99, (51.5, -0.1), "24/7", Some(true));
        suite.kind = crate::site::CUSTODY.to_owned();
        more.push(suite);
        let more = base(&points, more);
        let none = Progress::none();
        prop_assert_eq!(
            plain.reach(plain.today().unwrap(), Way::USUAL, At::USUAL, &none).unwrap(),
            more.reach(more.today().unwrap(), Way::USUAL, At::USUAL, &none).unwrap()
        );
    }

    #[test]
    fn a_place_that_is_moved_there_is_as_good_as_one_that_was_there(
        points in points(), sites in sites(), to in (51.3..51.7_f64, -0.5..0.3_f64),
    ) {
        let at = Place { lat: to.0, lon: to.1 };
        let moved_base = base(&points, sites.clone());
        let moved = moved_base.apply(&[Edit::Move {
                site: "s0".into(),
                at,
                to: String::new(),
            }]).unwrap();
        let mut there = sites;
        there[0].at = at;
        let there_base = base(&points, there);
        let there = there_base.today().unwrap().to_vec();
        let a = moved_base.reach(&moved, Way::USUAL, At::USUAL, &Progress::none()).unwrap();
        let b = there_base.reach(&there, Way::USUAL, At::USUAL, &Progress::none()).unwrap();
        prop_assert_eq!(a, b);
    }
}
