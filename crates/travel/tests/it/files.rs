//! Files from outside: damaged, foreign and hostile ones end in an error that says so.

use proptest::prelude::*;
use travel::{Network, Progress, Speeds, TravelError};

use crate::feed::folder;
use crate::map::{Map, block, bytes, raw_block};

fn small() -> Map {
    let mut map = Map::default();
    map.node(1, 0.0, 0.0).node(2, 300.0, 0.0).node(3, 300.0, 300.0);
    map.way(
        10,
        &[1, 2, 3],
        &[("highway", "residential"), ("name", "Å Street")],
    );
    map.relation(
        5,
        &[(10, 1, "from"), (2, 0, "via"), (10, 1, "to")],
        &[("type", "restriction"), ("restriction", "no_u_turn")],
    );
    map
}

fn read(pbf: &[u8]) -> Result<Network, TravelError> {
    Network::from_osm_bytes("map", pbf, &Speeds::default(), &Progress::none())
}

fn header() -> Vec<u8> {
    let mut head = Vec::new();
    bytes(4, b"OsmSchema-V0.6", &mut head);
    let mut out = Vec::new();
    block("OSMHeader", &head, &mut out);
    out
}

#[test]
fn an_extract_cut_anywhere_is_refused() {
    let pbf = small().pbf();
    assert!(read(&pbf).is_ok());
    for cut in 0..pbf.len() {
        assert!(read(&pbf[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn other_files_are_refused_with_a_reason() {
    for other in [
        &b"<?xml version=\"1.0\"?><osm></osm>"[..],
        b"PK\x03\x04 a zip archive of some kind",
        &[0xff; 100],
    ] {
        let said = read(other).unwrap_err().to_string();
        assert!(
            said.contains("map: not a readable OpenStreetMap extract"),
            "{said}"
        );
    }
}

#[test]
fn a_block_that_inflates_without_end_is_refused() {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..40 {
        std::io::Write::write_all(&mut packer, &zeros).unwrap();
    }
    let mut blob = Vec::new();
    bytes(3, &packer.finish().unwrap(), &mut blob);
    let mut pbf = header();
    raw_block("OSMData", &blob, &mut pbf);
    let said = read(&pbf).unwrap_err().to_string();
    assert!(said.contains("inflates to more"), "{said}");
}

#[test]
fn many_blocks_that_each_inflate_within_bounds_are_refused_together() {
    // A field that nobody reads, two megabytes of nothing: a few kilobytes in the file.
    let mut content = Vec::new();
    bytes(15, &vec![0; 2 << 20], &mut content);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &content).unwrap();
    let mut blob = Vec::new();
    bytes(3, &packed.finish().unwrap(), &mut blob);
    let mut file = header();
    (0..12).for_each(|_| raw_block("OSMData", &blob, &mut file));
    let said = read(&file).unwrap_err().to_string();
    assert!(said.contains("far more than any real extract"), "{said}");
}

#[test]
fn coordinates_off_the_world_leave_the_node_out() {
    let mut map = small();
    map.node_at(4, 95.0, 10.0)
        .node_at(5, 10.0, 200.0)
        .way(11, &[3, 4, 5], &[("highway", "residential")]);
    let net = read(&map.pbf()).unwrap();
    assert_eq!(
        (net.about.streets.nodes_off_the_world, net.streets.edges()),
        (2, 1)
    );
}

#[test]
fn an_extract_without_streets_says_so() {
    let mut map = Map::default();
    map.node(1, 0.0, 0.0)
        .node(2, 300.0, 0.0)
        .way(10, &[1, 2], &[("waterway", "river")]);
    assert!(matches!(read(&map.pbf()), Err(TravelError::NoStreets)));
    let mut gone = Map::default();
    gone.way(10, &[1, 2], &[("highway", "residential")]);
    assert!(matches!(read(&gone.pbf()), Err(TravelError::NoStreets)));
}

#[test]
fn a_gap_across_the_country_is_not_a_street() {
    let mut map = small();
    map.node_at(4, 55.0, 10.0)
        .way(11, &[3, 4], &[("highway", "residential")]);
    let net = read(&map.pbf()).unwrap();
    assert_eq!((net.about.streets.gaps_too_long, net.streets.edges()), (1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_extract_never_breaks_the_reader(at in any::<prop::sample::Index>(), to in any::<u8>(), more in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        let mut pbf = small().pbf();
        for (i, b) in std::iter::once((at, to)).chain(more) {
            let i = i.index(pbf.len());
            pbf[i] = b;
        }
        let _ = read(&pbf);
    }

    #[test]
    fn a_changed_network_is_never_loaded(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let folder = folder("changed");
        let path = folder.join("net");
        if !path.exists() {
            read(&small().pbf()).unwrap().save(&path).unwrap();
        }
        let mut bytes = std::fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let other = folder.join("other");
        std::fs::write(&other, &bytes).unwrap();
        prop_assert!(Network::load(&other).is_err());
    }
}

#[test]
fn a_network_is_the_same_after_a_round_through_a_file() {
    let path = folder("round").join("net");
    let mut net = read(&small().pbf()).unwrap();
    net.save(&path).unwrap();
    let first = std::fs::read(&path).unwrap();
    let mut loaded = Network::load(&path).unwrap();
    assert_eq!(loaded.about, net.about);
    let again = folder("round").join("again");
    loaded.save(&again).unwrap();
    assert!(first == std::fs::read(&again).unwrap());
}

#[test]
fn cut_and_foreign_networks_are_refused() {
    let path = folder("cut").join("net");
    read(&small().pbf()).unwrap().save(&path).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let other = folder("cut").join("other");
    for cut in [0, 7, 31, 100, bytes.len() - 1] {
        std::fs::write(&other, &bytes[..cut]).unwrap();
        assert!(
            matches!(Network::load(&other), Err(TravelError::Net { .. })),
            "cut at {cut}"
        );
    }
    std::fs::write(&other, small().pbf()).unwrap();
    assert!(
        Network::load(&other)
            .unwrap_err()
            .to_string()
            .contains("begins differently")
    );
    let mut newer = bytes.clone();
    newer[8] = 99;
    std::fs::write(&other, &newer).unwrap();
    assert!(
        Network::load(&other)
            .unwrap_err()
            .to_string()
            .contains("version 99")
    );
    assert!(matches!(
        Network::load(&folder("cut").join("absent")),
        Err(TravelError::File { .. })
    ));
    assert!(Network::load(&folder("cut")).is_err());
}

#[test]
fn long_work_stops_when_told_to() {
    let stop = std::sync::atomic::AtomicBool::new(true);
    let quiet = |_: &str, _: u64, _: u64| {};
    let got = Network::from_osm_bytes(
        "map",
        &small().pbf(),
        &Speeds::default(),
        &Progress::new(&quiet, &stop),
    );
    assert!(matches!(got, Err(TravelError::Cancelled)));
}
