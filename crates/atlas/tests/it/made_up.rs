//! The made-up city holds together.

use std::collections::{BTreeSet, HashMap};

use atlas::made_up::{City, Size};
use atlas::read::{AreaOptions, read_areas};
use atlas::{AreasDraft, LatLon, PlaceKind};
use proptest::prelude::*;

use crate::shared;

fn whole() -> City {
    City::new(1, Size::WHOLE).unwrap()
}

#[test]
fn the_whole_city_has_32_boroughs_and_630_wards_and_streets_and_places_in_each() {
    let city = whole();
    assert_eq!((city.areas.boroughs().len(), city.areas.wards().len()), (32, 630));
    for borough in city.areas.boroughs() {
        assert!(
            (6..=40).contains(&borough.wards.len()),
            "{} has {}",
            borough.name,
            borough.wards.len()
        );
    }
    let per_ward = city.postcodes.per_ward();
    assert_eq!(per_ward.len(), 630);
    assert!(per_ward.values().all(|n| (40..=60).contains(n)));
    for p in city.postcodes.iter() {
        assert_eq!(city.areas.find(p.at), p.ward, "{}", p.postcode);
    }
    let kinds: BTreeSet<PlaceKind> = city.places.iter().map(|p| p.kind).collect();
    assert_eq!(kinds.len(), 10);
    assert_eq!(
        city.places
            .iter()
            .filter(|p| p.kind == PlaceKind::TownHall)
            .count(),
        32
    );
    let wards: BTreeSet<&str> = city.areas.wards().iter().map(|w| w.name.as_str()).collect();
    assert_eq!(wards.len(), 630, "names are unique");
}

#[test]
fn the_same_seed_makes_the_same_city_and_another_seed_another() {
    let make = |seed| City::new(seed, Size::SMALL).unwrap().to_geojson();
    assert_eq!(make(7), make(7));
    assert_ne!(make(7), make(8));
}

#[test]
fn every_border_is_shared_exactly_by_two_wards_or_is_the_citys_own() {
    let city = whole();
    let mut seen: HashMap<(LatLon, LatLon), i32> = HashMap::new();
    for ward in city.areas.wards() {
        for ring in ward.shape.rings() {
            for (i, &a) in ring.iter().enumerate() {
                let b = ring[(i + 1) % ring.len()];
                let (key, way) = if a < b { ((a, b), 1) } else { ((b, a), -1) };
                *seen.entry(key).or_default() += way;
            }
        }
    }
    // What is left over is one closed line around the city: each of its corners is entered once and left once.
    let mut ends: HashMap<LatLon, i32> = HashMap::new();
    let rim: Vec<_> = seen.into_iter().filter(|(_, n)| *n != 0).collect();
    for ((a, b), n) in &rim {
        assert_eq!(n.abs(), 1);
        *ends.entry(*a).or_default() += n;
        *ends.entry(*b).or_default() -= n;
    }
    assert!(ends.values().all(|n| *n == 0));
    assert!(rim.len() > 100 && rim.len() < 2_000, "{}", rim.len());
    let all: f64 = city.areas.wards().iter().map(|w| w.shape.area_m2()).sum();
    let boroughs: f64 = city.areas.boroughs().iter().map(|b| b.shape.area_m2()).sum();
    assert!((all / boroughs - 1.0).abs() < 1e-3, "{all} {boroughs}");
}

#[test]
fn the_map_file_reads_back_to_the_same_areas() {
    let city = City::new(3, Size::SMALL).unwrap();
    let text = atlas::to_geojson(&city.areas, true, true);
    let mut draft = AreasDraft::default();
    let options = AreaOptions::default();
    let summary = read_areas(&mut draft, "city", text.as_bytes(), &options, &mut |_| ()).unwrap();
    assert_eq!(
        (summary.added, summary.refused),
        (40, 0),
        "{:?}",
        summary.problems
    );
    let (areas, lost) = draft.build().unwrap();
    assert!(lost.is_empty());
    for (read, made) in areas.wards().iter().zip(city.areas.wards()) {
        assert_eq!(read, made);
    }
}

#[test]
fn no_outcode_is_allotted_and_no_name_is_londons() {
    let city = whole();
    let Some(outcodes) = shared("02_postcodes/gb_outcodes.csv") else {
        return;
    };
    let text = String::from_utf8(outcodes).unwrap();
    let allotted: BTreeSet<&str> = text.lines().filter_map(|l| l.split(',').next()).collect();
    for p in city.postcodes.iter() {
        assert!(
            !allotted.contains(p.postcode.outcode().as_str()),
            "{}",
            p.postcode
        );
    }
    let mut draft = AreasDraft::default();
    for file in [
        "london_boroughs_2022",
        "london_wards_2022_generalised",
        "london_wards_2018",
        "london_wards_2013",
    ] {
        let Some(bytes) = shared(&format!("01_boundaries/{file}.geojson")) else {
            return;
        };
        read_areas(
            &mut draft,
            file,
            bytes.as_slice(),
            &AreaOptions::default(),
            &mut |_| (),
        )
        .unwrap();
    }
    let (london, _) = draft.build().unwrap();
    let real: BTreeSet<&str> = london.wards().iter().map(|w| w.name.as_str()).collect();
    let real: BTreeSet<&str> = real
        .into_iter()
        .chain(london.boroughs().iter().map(|b| b.name.as_str()))
        .collect();
    let ours = city
        .areas
        .wards()
        .iter()
        .map(|w| &w.name)
        .chain(city.areas.boroughs().iter().map(|b| &b.name));
    let taken: Vec<_> = ours.filter(|n| real.contains(n.as_str())).collect();
    assert!(taken.is_empty(), "{taken:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_seed_and_size_makes_a_city_without_gap_or_overlap(seed: u64, boroughs in 1..7u16, wards in 4..60u16) {
        let size = Size { boroughs, wards, postcodes_per_ward: 5 };
        let city = City::new(seed, size).unwrap();
        prop_assert_eq!(city.areas.wards().len(), usize::from(wards.max(boroughs)));
        for (i, p) in city.postcodes.iter().enumerate() {
            let holders = city.areas.wards().iter().filter(|w| w.shape.contains(p.at)).count();
            prop_assert_eq!(holders, 1);
            if i % 7 == 0 {
                prop_assert_eq!(city.areas.find(p.at), p.ward);
            }
        }
    }
}
