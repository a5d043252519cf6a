//! How fast wards are found. London's wards when the shared data is there, otherwise the made-up city's.
//!
//! `cargo bench -p atlas`
#![allow(clippy::unwrap_used)]

use std::sync::{Arc, LazyLock};

use atlas::made_up::{City, Size};
use atlas::read::{AreaOptions, PostcodeOptions, read_areas, read_postcodes};
use atlas::{Areas, AreasDraft, Drawing, Gazetteer, LatLon, Postcode, Postcodes, PostcodesDraft};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn shared(path: &str) -> Option<Vec<u8>> {
    let beside = || format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(format!(
        "{}/data/{path}",
        std::env::var("BLUELAMP_SHARED").unwrap_or_else(|_| beside())
    ))
    .ok()
}

const AREAS: [&str; 2] = ["london_boroughs_2022", "london_wards_2022_from_postcodes"];

fn area_files() -> Option<Vec<Vec<u8>>> {
    AREAS
        .iter()
        .map(|f| shared(&format!("01_boundaries/{f}.geojson")))
        .collect()
}

fn read(files: &[Vec<u8>]) -> Areas {
    let mut draft = AreasDraft::default();
    for bytes in files {
        read_areas(
            &mut draft,
            "areas",
            bytes.as_slice(),
            &AreaOptions::default(),
            &mut |_| (),
        )
        .unwrap();
    }
    draft.build().unwrap().0
}

fn read_codes(areas: &Areas, bytes: &[u8]) -> Postcodes {
    let mut draft = PostcodesDraft::default();
    read_postcodes(
        &mut draft,
        areas,
        "codes",
        bytes,
        &PostcodeOptions::default(),
        &mut |_| (),
    )
    .unwrap();
    draft.build().unwrap()
}

struct World {
    gazetteer: Gazetteer,
    /// 65,536 points spread over the box around everything.
    anywhere: Vec<LatLon>,
    /// Places where people live.
    homes: Vec<(Postcode, LatLon)>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let codes = shared("02_postcodes/london_postcodes.csv.gz");
    let (areas, postcodes, places) = match (area_files(), codes) {
        (Some(files), Some(codes)) => {
            let areas = read(&files);
            let postcodes = read_codes(&areas, &codes);
            (areas, postcodes, Vec::new())
        }
        _ => {
            let city = City::new(1, Size::WHOLE).unwrap();
            (city.areas, city.postcodes, city.places)
        }
    };
    let (sw, ne) = (areas.bounds().south_west(), areas.bounds().north_east());
    let mut state = 7u64;
    let mut unit = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut between = |a: f64, b: f64| a + (b - a) * unit();
    let anywhere = (0..65_536)
        .map(|_| LatLon::new(between(sw.lat(), ne.lat()), between(sw.lon(), ne.lon())).unwrap())
        .collect();
    let mut homes: Vec<_> = postcodes.iter().map(|p| (p.postcode, p.at)).collect();
    for i in (1..homes.len()).rev() {
        homes.swap(i, between(0.0, i as f64) as usize);
    }
    homes.truncate(65_536);
    World {
        gazetteer: Gazetteer::new(Arc::new(areas), Arc::new(postcodes), places),
        anywhere,
        homes,
    }
});

#[divan::bench]
fn ward_of_any_point(bencher: Bencher) {
    let w = &*WORLD;
    let areas = w.gazetteer.areas();
    bencher.counter(ItemsCount::new(w.anywhere.len())).bench(|| {
        w.anywhere
            .iter()
            .filter(|p| areas.find(black_box(**p)).is_some())
            .count()
    });
}

#[divan::bench]
fn ward_of_a_home(bencher: Bencher) {
    let w = &*WORLD;
    let areas = w.gazetteer.areas();
    bencher.counter(ItemsCount::new(w.homes.len())).bench(|| {
        w.homes
            .iter()
            .filter(|h| areas.find(black_box(h.1)).is_some())
            .count()
    });
}

#[divan::bench]
fn postcode_to_ward(bencher: Bencher) {
    let w = &*WORLD;
    let codes = w.gazetteer.postcodes();
    bencher.counter(ItemsCount::new(w.homes.len())).bench(|| {
        w.homes
            .iter()
            .filter(|h| codes.get(black_box(h.0)).is_some_and(|p| p.ward.is_some()))
            .count()
    });
}

#[divan::bench]
fn nearest_postcode(bencher: Bencher) {
    let w = &*WORLD;
    let codes = w.gazetteer.postcodes();
    bencher.counter(ItemsCount::new(4_096usize)).bench(|| {
        w.anywhere
            .iter()
            .take(4_096)
            .filter(|p| codes.nearest(black_box(**p), 5_000.0).is_some())
            .count()
    });
}

#[divan::bench(args = ["an address", "a ward", "a misspelt ward"])]
fn locate(bencher: Bencher, what: &str) {
    let w = &*WORLD;
    let ward = &w.gazetteer.areas().wards()[100].name;
    let text = match what {
        "an address" => format!("Flat 3, 14 Mill Lane, {}", w.homes[5].0),
        "a ward" => ward.clone(),
        _ => format!("{}x{}", &ward[..2], &ward[2..]),
    };
    bencher.bench(|| w.gazetteer.locate(black_box(&text)));
}

#[divan::bench(sample_count = 10)]
fn read_areas_from_geojson(bencher: Bencher) {
    let files = area_files().unwrap_or_else(|| {
        vec![atlas::to_geojson(&City::new(1, Size::WHOLE).unwrap().areas, true, true).into_bytes()]
    });
    let bytes: usize = files.iter().map(Vec::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| read(&files));
}

#[divan::bench(sample_count = 10)]
fn read_postcodes_from_gzipped_csv(bencher: Bencher) {
    let areas = WORLD.gazetteer.areas();
    if let Some(bytes) = shared("02_postcodes/london_postcodes.csv.gz") {
        bencher
            .counter(BytesCount::new(bytes.len()))
            .bench(|| read_codes(areas, &bytes));
    }
}

#[divan::bench(sample_count = 10)]
fn load_stored_areas(bencher: Bencher) {
    let blob = WORLD.gazetteer.areas().to_blob();
    bencher
        .counter(BytesCount::new(blob.len()))
        .bench(|| Areas::from_blob(&blob).unwrap());
}

#[divan::bench(sample_count = 10)]
fn load_stored_postcodes(bencher: Bencher) {
    let areas = WORLD.gazetteer.areas();
    let blob = WORLD.gazetteer.postcodes().to_blob(areas);
    bencher
        .counter(BytesCount::new(blob.len()))
        .bench(|| Postcodes::from_blob(&blob, areas).unwrap());
}

#[divan::bench(sample_count = 5)]
fn make_up_the_whole_city() -> City {
    City::new(black_box(1), Size::WHOLE).unwrap()
}

#[divan::bench(sample_count = 5)]
fn draw_all_wards_as_svg(bencher: Bencher) {
    let areas = WORLD.gazetteer.areas();
    bencher.bench(|| Drawing::new(areas, 2_000, 1.5));
}
