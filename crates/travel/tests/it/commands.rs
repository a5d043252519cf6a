//! The commands as functions: points in, minutes and maps out.

use travel::geo::Place;
use travel::run::{self, Options, points_from};
use travel::{Inputs, Mode, Network, Progress, Speeds};

use crate::feed::folder;
use crate::map::{Map, at};

fn grid() -> Map {
    let mut map = Map::default();
    let street = [("highway", "residential")];
    for y in 0..6_i64 {
        for x in 0..6_i64 {
            map.node(y * 10 + x + 1, x as f64 * 200.0, y as f64 * 200.0);
        }
    }
    for y in 0..6_i64 {
        map.way(
            100 + y,
            &(0..6).map(|x| y * 10 + x + 1).collect::<Vec<_>>(),
            &street,
        );
        map.way(
            200 + y,
            &(0..6).map(|x| x * 10 + y + 1).collect::<Vec<_>>(),
            &street,
        );
    }
    map
}

#[test]
fn points_are_read_in_any_order_of_columns() {
    let points = points_from("p.csv", &b"\xef\xbb\xbfname,LON,lat,id\nx,-0.1,51.5,one\n"[..]).unwrap();
    assert_eq!(
        (points.len(), points[0].id.as_str(), points[0].place.lat),
        (1, "one", 51.5)
    );
}

#[test]
fn a_bad_row_is_named_by_file_and_number() {
    let said = |text: &str| points_from("p.csv", text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        said("id,lat,lon\na,51.5,-0.1\nb,95,0\n"),
        "p.csv, row 3: latitude and longitude are no place on the world"
    );
    assert!(said("id,lat,lon\na,NaN,0\n").contains("row 2"));
    assert!(said("id,lat,lon\na,inf,0\n").contains("row 2"));
    assert!(said("id,lat,lon\na,1\n").contains("row 2"));
    assert!(said("id,lat\na,1\n").contains("no column lon"));
    assert!(said("id,lat,lon\n").contains("no points"));
}

#[test]
fn a_matrix_is_written_with_unreachable_pairs_left_empty() {
    let folder = folder("matrix");
    let osm = folder.join("map.osm.pbf");
    let mut map = grid();
    map.node(901, 0.0, 3_000.0).node(902, 200.0, 3_000.0).way(
        900,
        &[901, 902],
        &[("highway", "residential")],
    );
    std::fs::write(&osm, map.pbf()).unwrap();
    let net_file = folder.join("net");
    let built = run::build(
        &Inputs {
            osm: vec![osm],
            ..Inputs::default()
        },
        &net_file,
        &Progress::none(),
    )
    .unwrap();
    assert_eq!((built.nodes, built.edges), (38, 61));
    let net = Network::load(&net_file).unwrap();
    let point = |id: &str, east: f64, north: f64| {
        let (lat, lon) = at(east, north);
        run::Point {
            id: id.into(),
            place: Place::new(lat, lon).unwrap(),
        }
    };
    let from = [point("a", 0.0, 0.0), point("island", 100.0, 3_000.0)];
    let to = [
        point("b", 1_000.0, 1_000.0),
        point("far, \"away\"", 30_000.0, 0.0),
    ];
    let out = folder.join("out.csv");
    let done = run::matrix(
        &net,
        &from,
        &to,
        Mode::Walk,
        None,
        &out,
        &Options::default(),
        &Progress::none(),
    )
    .unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    assert_eq!(
        text,
        "from,to,minutes\na,b,25.00\na,\"far, \"\"away\"\"\",\nisland,b,\nisland,\"far, \"\"away\"\"\",\n"
    );
    assert_eq!(
        (done.reached, done.unreached, done.without_a_street),
        (1, 3, vec!["far, \"away\"".to_owned()])
    );
}

type Ring = Vec<(f64, f64)>;

fn rings(map: &serde_json::Value, k: usize) -> Vec<Vec<Ring>> {
    let list = |v: &serde_json::Value| v.as_array().unwrap().clone();
    let polygons = list(&map["features"][k]["geometry"]["coordinates"]);
    let pair = |p: &serde_json::Value| (p[0].as_f64().unwrap(), p[1].as_f64().unwrap());
    polygons
        .iter()
        .map(|p| {
            list(p)
                .iter()
                .map(|r| list(r).iter().map(pair).collect())
                .collect()
        })
        .collect()
}

fn area(r: &Ring) -> f64 {
    r.windows(2)
        .map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1)
        .sum::<f64>()
        / 2.0
}

/// Whether two stretches cross inside both.
fn cross(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64)) -> bool {
    let side =
        |p: (f64, f64), q: (f64, f64), r: (f64, f64)| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[test]
fn reach_maps_have_valid_rings_that_grow_with_the_minutes() {
    let net = Network::from_osm_bytes("map", &grid().pbf(), &Speeds::default(), &Progress::none()).unwrap();
    let (lat, lon) = at(500.0, 500.0);
    let out = folder("reach").join("reach.geojson");
    let at_place = Place::new(lat, lon).unwrap();
    let map = run::reach(
        &net,
        at_place,
        &[5.0, 2.0, 10.0],
        Mode::Walk,
        None,
        &out,
        &Options::default(),
        &Progress::none(),
    );
    let map = map.unwrap();
    let mut sizes = Vec::new();
    for (k, minutes) in [10.0, 5.0, 2.0].into_iter().enumerate() {
        assert_eq!(map["features"][k]["properties"]["minutes"], minutes);
        let polygons = rings(&map, k);
        assert!(!polygons.is_empty());
        let mut size = 0.0;
        for p in &polygons {
            for (i, r) in p.iter().enumerate() {
                assert!(r.len() >= 4 && r.first() == r.last());
                assert!(
                    (area(r) > 0.0) == (i == 0),
                    "outer rings run counterclockwise, holes clockwise"
                );
                size += area(r);
                for (x, a) in r.windows(2).enumerate() {
                    for b in r.windows(2).skip(x + 2) {
                        assert!(!cross(a[0], a[1], b[0], b[1]), "a ring crosses itself");
                    }
                }
            }
        }
        sizes.push(size);
    }
    assert!(sizes[0] > sizes[1] && sizes[1] > sizes[2]);
    let none = net.reach(Mode::Walk, at_place, &[], None, &ask(&net));
    assert!(none.is_err());
    let away = net
        .reach(
            Mode::Walk,
            Place::new(0.0, 0.0).unwrap(),
            &[15.0],
            None,
            &ask(&net),
        )
        .unwrap();
    assert_eq!(
        away["features"][0]["geometry"]["coordinates"],
        serde_json::json!([])
    );
}

fn ask(net: &Network) -> travel::ask::Asking<'_> {
    static QUIET: std::sync::LazyLock<Progress<'static>> = std::sync::LazyLock::new(Progress::none);
    travel::ask::Asking {
        speeds: &net.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &QUIET,
    }
}
