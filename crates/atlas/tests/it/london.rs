//! London from the shared data, where it is present.

use atlas::read::{AreaOptions, PostcodeOptions, read_areas, read_postcodes};
use atlas::{Areas, AreasDraft, Postcode, PostcodesDraft};

use crate::shared;

fn areas() -> Option<Areas> {
    let mut draft = AreasDraft::default();
    for file in [
        "london_boroughs_2022.geojson",
        "london_wards_2022_from_postcodes.geojson",
    ] {
        let bytes = shared(&format!("01_boundaries/{file}"))?;
        let options = AreaOptions::default();
        let summary = read_areas(&mut draft, file, bytes.as_slice(), &options, &mut |_| ()).unwrap();
        println!("{summary}");
        assert_eq!(
            (summary.refused, summary.skipped),
            (0, 0),
            "{:?}",
            summary.problems
        );
        assert_eq!(summary.bytes, bytes.len() as u64);
    }
    let (areas, lost) = draft.build().unwrap();
    assert!(lost.is_empty(), "{lost:?}");
    Some(areas)
}

#[test]
fn london_has_33_boroughs_704_wards_and_180754_postcodes() {
    let Some(areas) = areas() else { return };
    assert_eq!((areas.boroughs().len(), areas.wards().len()), (33, 704));
    let Some(bytes) = shared("02_postcodes/london_postcodes.csv.gz") else {
        return;
    };
    let mut draft = PostcodesDraft::default();
    let options = PostcodeOptions::default();
    let summary = read_postcodes(
        &mut draft,
        &areas,
        "london",
        bytes.as_slice(),
        &options,
        &mut |_| (),
    )
    .unwrap();
    assert_eq!(
        (summary.added, summary.refused),
        (180_754, 0),
        "{:?}",
        summary.problems
    );
    let postcodes = draft.build().unwrap();
    assert_eq!(postcodes.len(), 180_754);
    let inside = postcodes
        .iter()
        .filter(|p| p.ward.is_some() && areas.find(p.at) == p.ward)
        .count();
    println!(
        "{inside} of {} postcodes lie in the ward of their code",
        postcodes.len()
    );
    assert!(inside > 180_700);

    let again = Areas::from_blob(&areas.to_blob()).unwrap();
    assert!(again.wards() == areas.wards() && again.boroughs() == areas.boroughs());
    let kept = atlas::Postcodes::from_blob(&postcodes.to_blob(&areas), &again).unwrap();
    assert!(kept.iter().eq(postcodes.iter()));

    let mut draft = PostcodesDraft::from_postcodes(kept);
    let again = read_postcodes(
        &mut draft,
        &areas,
        "london",
        bytes.as_slice(),
        &options,
        &mut |_| (),
    )
    .unwrap();
    assert_eq!((again.same, again.added, again.changed), (180_754, 0, 0));
    let Some(ended) = shared("02_postcodes/london_postcodes_terminated.csv.gz") else {
        return;
    };
    let summary = read_postcodes(
        &mut draft,
        &areas,
        "ended",
        ended.as_slice(),
        &options,
        &mut |_| (),
    )
    .unwrap();
    assert_eq!(
        (summary.skipped, summary.refused),
        (146_373, 0),
        "{:?}",
        summary.problems
    );
    let postcodes = draft.build().unwrap();
    assert_eq!(postcodes.len(), 180_754);
    assert!(postcodes.is_retired(Postcode::parse("BR1 1AD").unwrap()));
}

#[test]
fn the_grid_agrees_with_ray_casting_over_london() {
    let Some(areas) = areas() else { return };
    let b = areas.bounds();
    let (sw, ne) = (b.south_west(), b.north_east());
    let mut found = 0;
    for i in 0..60 {
        for j in 0..60 {
            let lat = sw.lat() + (ne.lat() - sw.lat()) * f64::from(i) / 59.0;
            let lon = sw.lon() + (ne.lon() - sw.lon()) * f64::from(j) / 59.0;
            let p = atlas::LatLon::new(lat, lon).unwrap();
            let plain = areas.wards().iter().position(|w| w.shape.contains(p));
            assert_eq!(areas.find(p).map(|w| usize::from(w.0)), plain, "{p:?}");
            found += usize::from(plain.is_some());
        }
    }
    assert!(found > 1_000);
}

#[test]
fn eastings_and_northings_give_the_same_places_within_five_metres() {
    let Some(areas) = areas() else { return };
    let Some(bytes) = shared("02_postcodes/gb_postcodes.csv.zst") else {
        return;
    };
    let Some(london) = shared("02_postcodes/london_postcodes.csv.gz") else {
        return;
    };
    let options = PostcodeOptions {
        keep_outside: false,
        ..PostcodeOptions::default()
    };
    let (mut ours, mut theirs) = (PostcodesDraft::default(), PostcodesDraft::default());
    let summary = read_postcodes(&mut ours, &areas, "gb", bytes.as_slice(), &options, &mut |_| ()).unwrap();
    println!("{summary}");
    assert_eq!(summary.read, 1_743_449);
    assert_eq!(summary.refused, 811, "{:?}", summary.problems.last());
    read_postcodes(
        &mut theirs,
        &areas,
        "london",
        london.as_slice(),
        &options,
        &mut |_| (),
    )
    .unwrap();
    let (ours, theirs) = (ours.build().unwrap(), theirs.build().unwrap());
    let mut worst: f64 = 0.0;
    for p in theirs.iter() {
        if let Some(same) = ours.get(p.postcode) {
            worst = worst.max(same.at.distance_m(p.at));
        }
    }
    println!(
        "{} of {} found, worst {worst:.2} m apart",
        ours.len(),
        theirs.len()
    );
    assert!(worst < 5.0 && ours.len() > 180_000);
}
