//! Timetables: what a feed says is what journeys show, and what it breaks is listed and left out.

use std::path::Path;

use proptest::prelude::*;
use travel::ask::Asking;
use travel::geo::Place;
use travel::{Inputs, Journey, Leg, Mode, Network, Progress, Speeds, TravelError, When, clock_text};

use crate::feed::{Feed, folder, zip, zip64};
use crate::map::{Map, at};

fn place(east: f64, north: f64) -> Place {
    let (lat, lon) = at(east, north);
    Place::new(lat, lon).unwrap()
}

/// One straight street of 6 km; stops A to D stand on it at 0, 2, 4 and 6 km, S at the end of steps off it.
fn street() -> Network {
    let mut map = Map::default();
    map.node(1, -100.0, 0.0)
        .node(2, 6_100.0, 0.0)
        .node(3, 4_000.0, 50.0)
        .node(4, 4_000.0, 0.0);
    map.way(
        10,
        &[1, 4, 2],
        &[("highway", "residential"), ("name", "Long Street")],
    );
    map.way(11, &[4, 3], &[("highway", "steps")]);
    Network::from_osm_bytes("map", &map.pbf(), &Speeds::default(), &Progress::none()).unwrap()
}

fn stops() -> String {
    let mut text = "stop_id,stop_name,stop_lat,stop_lon,wheelchair_boarding\n".to_owned();
    for (id, east, north) in [
        ("A", 0.0, 0.0),
        ("B", 2_000.0, 0.0),
        ("C", 4_000.0, 0.0),
        ("D", 6_000.0, 0.0),
        ("S", 4_000.0, 50.0),
    ] {
        let (lat, lon) = at(east, north);
        text += &format!("{id},Stop {id},{lat:.7},{lon:.7},\n");
    }
    text
}

const ROUTES: &str = "route_id,route_short_name,route_type\nr1,One,3\nr2,Two,1\n";
const CALENDAR: &str = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nwk,1,1,1,1,1,0,0,20240101,20241231\n";
const TIMES: &str = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";

fn with(tables: &[(&str, &str)], name: &str) -> Network {
    let mut all = vec![
        ("stops.txt", stops()),
        ("routes.txt", ROUTES.to_owned()),
        ("calendar.txt", CALENDAR.to_owned()),
    ];
    for t in tables {
        all.retain(|x| x.0 != t.0);
        all.push((t.0, t.1.to_owned()));
    }
    let borrowed: Vec<(&str, &str)> = all.iter().map(|t| (t.0, t.1.as_str())).collect();
    let mut net = street();
    net.add_timetable(&[Feed::new(&borrowed).write(name)], 10.0, &Progress::none())
        .unwrap();
    net
}

fn go(net: &Network, from: Place, to: Place, mode: Mode, depart: &str) -> Option<Journey> {
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &Progress::none(),
    };
    // What is ridden is asked about: half an hour of walking at most, where nothing runs.
    let when = When {
        most_on_foot_minutes: 30,
        ..When::parse(depart).unwrap()
    };
    net.journey(mode, from, to, Some(&when), &how).unwrap()
}

fn rides(j: &Journey) -> Vec<(String, String, String)> {
    let ride = |l: &Leg| match l {
        Leg::Ride {
            route,
            depart,
            arrive,
            ..
        } => Some((route.clone(), depart.clone(), arrive.clone())),
        _ => None,
    };
    j.legs.iter().filter_map(ride).collect()
}

fn text(a: &str, b: &str, c: &str) -> (String, String, String) {
    (a.to_owned(), b.to_owned(), c.to_owned())
}

#[test]
fn a_change_is_made_where_the_timetable_allows_it() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\nr2,wk,t2\nr2,wk,t3\n";
    let times = format!(
        "{TIMES}t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,B,2\nt2,08:06:00,08:06:00,B,1\nt2,08:10:00,08:10:00,D,2\n\
         t3,08:16:00,08:16:00,B,1\nt3,08:20:00,08:20:00,D,2\n"
    );
    let net = with(&[("trips.txt", trips), ("stop_times.txt", &times)], "change");
    let (a, d) = (place(0.0, 0.0), place(6_000.0, 0.0));
    let j = go(&net, a, d, Mode::Transit, "2024-03-05T07:50").unwrap();
    assert_eq!(
        rides(&j),
        [
            text("One", "08:00:00", "08:05:00"),
            text("Two", "08:06:00", "08:10:00")
        ]
    );
    assert_eq!(j.depart, "08:00:00");
    assert!(j.words[1].contains("Wait 1 minute at Stop B"), "{:?}", j.words);
    // With two minutes needed to change the next train is taken.
    let slow = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nB,B,2,120\n";
    let net = with(
        &[
            ("trips.txt", trips),
            ("stop_times.txt", &times),
            ("transfers.txt", slow),
        ],
        "slow-change",
    );
    let j = go(&net, a, d, Mode::Transit, "2024-03-05T07:50").unwrap();
    assert_eq!(rides(&j)[1], text("Two", "08:16:00", "08:20:00"));
    assert!(
        go(&net, a, d, Mode::Transit, "2024-03-09T07:50").is_none(),
        "nothing runs on a Saturday"
    );
}

#[test]
fn exceptions_add_and_remove_days() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,D,2\n");
    let dates = "service_id,date,exception_type\nwk,20240305,2\nwk,20240309,1\n";
    let net = with(
        &[
            ("trips.txt", trips),
            ("stop_times.txt", &times),
            ("calendar_dates.txt", dates),
        ],
        "dates",
    );
    let (a, d) = (place(0.0, 0.0), place(6_000.0, 0.0));
    assert!(go(&net, a, d, Mode::Transit, "2024-03-05T07:50").is_none());
    assert!(go(&net, a, d, Mode::Transit, "2024-03-06T07:50").is_some());
    assert!(go(&net, a, d, Mode::Transit, "2024-03-09T07:50").is_some());
}

#[test]
fn a_trip_past_midnight_is_found_on_both_days() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,24:10:00,24:10:00,A,1\nt1,24:20:00,24:20:00,D,2\n");
    let net = with(&[("trips.txt", trips), ("stop_times.txt", &times)], "night");
    let (a, d) = (place(0.0, 0.0), place(6_000.0, 0.0));
    let late = go(&net, a, d, Mode::Transit, "2024-03-08T23:50").unwrap();
    assert_eq!(rides(&late), [text("One", "24:10:00", "24:20:00")]);
    // Friday's service, asked for on Saturday's clock.
    let early = go(&net, a, d, Mode::Transit, "2024-03-09T00:05").unwrap();
    assert_eq!(rides(&early), [text("One", "00:10:00", "00:20:00")]);
    assert!(go(&net, a, d, Mode::Transit, "2024-03-10T00:05").is_none());
}

#[test]
fn frequencies_stand_for_trips() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,00:00:00,00:00:00,A,1\nt1,00:05:00,00:05:00,D,2\n");
    let every = "trip_id,start_time,end_time,headway_secs\nt1,08:00:00,09:00:00,600\n";
    let net = with(
        &[
            ("trips.txt", trips),
            ("stop_times.txt", &times),
            ("frequencies.txt", every),
        ],
        "every",
    );
    assert_eq!(net.about.timetable.as_ref().unwrap().trips, 6);
    let j = go(
        &net,
        place(0.0, 0.0),
        place(6_000.0, 0.0),
        Mode::Transit,
        "2024-03-05T08:11",
    )
    .unwrap();
    assert_eq!(rides(&j), [text("One", "08:20:00", "08:25:00")]);
}

#[test]
fn times_between_are_filled_in_by_distance() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,08:00:00,08:00:00,A,1\nt1,,,B,2\nt1,,,C,3\nt1,08:12:00,08:12:00,D,4\n");
    let net = with(&[("trips.txt", trips), ("stop_times.txt", &times)], "filled");
    assert_eq!(net.about.timetable.as_ref().unwrap().times_filled_in, 2);
    let j = go(
        &net,
        place(0.0, 0.0),
        place(4_000.0, 0.0),
        Mode::Transit,
        "2024-03-05T07:55",
    )
    .unwrap();
    let (_, depart, arrive) = rides(&j)[0].clone();
    assert_eq!(depart, "08:00:00");
    assert!(["08:07:59", "08:08:00"].contains(&arrive.as_str()), "{arrive}");
}

#[test]
fn a_stop_up_steps_and_a_vehicle_without_a_ramp_are_not_step_free() {
    let trips =
        "route_id,service_id,trip_id,wheelchair_accessible\nr1,wk,steep,1\nr1,wk,high,2\nr1,wk,low,1\n";
    let times = format!(
        "{TIMES}steep,08:00:00,08:00:00,A,1\nsteep,08:05:00,08:05:00,S,2\nhigh,08:10:00,08:10:00,A,1\nhigh,08:15:00,08:15:00,C,2\n\
         low,08:20:00,08:20:00,A,1\nlow,08:25:00,08:25:00,C,2\n"
    );
    let net = with(&[("trips.txt", trips), ("stop_times.txt", &times)], "ramp");
    let (a, c) = (place(0.0, 0.0), place(4_000.0, 0.0));
    assert_eq!(
        rides(&go(&net, a, c, Mode::Transit, "2024-03-05T07:55").unwrap())[0].1,
        "08:00:00"
    );
    assert_eq!(
        rides(&go(&net, a, c, Mode::StepFreeTransit, "2024-03-05T07:55").unwrap())[0].1,
        "08:20:00"
    );
}

#[test]
fn pathways_lead_from_the_entrance_to_the_platform() {
    let mut more =
        "stop_id,stop_name,stop_lat,stop_lon,wheelchair_boarding,location_type,parent_station\n".to_owned();
    let rows = [
        ("A", 0.0, 0, ""),
        ("ST", 6_000.0, 1, ""),
        ("P", 6_000.0, 0, "ST"),
        ("E", 5_700.0, 2, "ST"),
    ];
    for (id, east, kind, parent) in rows {
        let (lat, lon) = at(east, 0.0);
        more += &format!("{id},Stop {id},{lat:.7},{lon:.7},1,{kind},{parent}\n");
    }
    let pathways = "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time\np,E,P,2,1,90\nq,E,P,5,1,150\n";
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,P,2\n");
    let tables = [
        ("stops.txt", more.as_str()),
        ("pathways.txt", pathways),
        ("trips.txt", trips),
        ("stop_times.txt", times.as_str()),
    ];
    let net = with(&tables, "pathways");
    // At the entrance, 300 m before the platform: 90 s of stairs, 150 s by lift.
    let (a, e) = (place(0.0, 0.0), place(5_700.0, 0.0));
    assert_eq!(
        go(&net, a, e, Mode::Transit, "2024-03-05T07:55").unwrap().arrive,
        "08:06:30"
    );
    assert_eq!(
        go(&net, a, e, Mode::StepFreeTransit, "2024-03-05T07:55")
            .unwrap()
            .arrive,
        "08:07:30"
    );
}

#[test]
fn what_a_feed_breaks_is_listed_with_file_and_row() {
    let stops = stops() + "A,Again,51.5,-0.1,\nX,Nowhere,95,0,\n,No id,51.5,-0.1,\n";
    let trips =
        "route_id,service_id,trip_id\nr1,wk,good\nr1,never,lost\nr9,wk,strange\nr1,wk,back\nr1,wk,short\n";
    let times = format!(
        "{TIMES}good,08:00:00,08:00:00,A,1\ngood,nonsense,08:03:00,B,2\ngood,08:05:00,08:05:00,D,3\nghost,08:00:00,08:00:00,A,1\n\
         strange,09:00:00,09:00:00,A,1\nstrange,09:02:00,09:02:00,X,2\nstrange,09:05:00,09:05:00,D,3\n\
         back,08:10:00,08:10:00,A,1\nback,08:05:00,08:05:00,D,2\nshort,08:00:00,08:00:00,A,1\n"
    );
    let net = with(
        &[
            ("stops.txt", &stops),
            ("trips.txt", trips),
            ("stop_times.txt", &times),
        ],
        "broken",
    );
    let read = net.about.timetable.as_ref().unwrap();
    let has = |file: &str, row: u64, what: &str| {
        let found = read
            .problems
            .iter()
            .any(|p| p.file == file && p.row == row && p.what.contains(what));
        assert!(found, "{file} {row} {what}: {:#?}", read.problems);
    };
    has("stops.txt", 7, "twice");
    has("stops.txt", 8, "nowhere");
    has("stops.txt", 9, "no id");
    has("trips.txt", 3, "no known day");
    has("trips.txt", 4, "no known route");
    has("stop_times.txt", 3, "no time");
    has("stop_times.txt", 5, "no trip ghost");
    has("stop_times.txt", 7, "no stop X");
    has("stop_times.txt", 10, "goes back in time");
    assert_eq!((read.trips, read.trips_left_out), (2, 3));
    let j = go(
        &net,
        place(0.0, 0.0),
        place(6_000.0, 0.0),
        Mode::Transit,
        "2024-03-05T07:55",
    )
    .unwrap();
    assert_eq!(rides(&j), [text("One", "08:00:00", "08:05:00")]);
}

#[test]
fn trips_and_transfers_that_cannot_be_used_are_listed_with_their_rows() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\nr1,wk,idle\n";
    let times = format!("{TIMES}t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,D,2\n");
    let transfers = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_route_id\n\
                     A,B,2,60,\nB,C,2,60,r1\nC,D,9,,\nA,Q,2,60,\nA,C,2,,\n";
    let net = with(
        &[
            ("trips.txt", trips),
            ("stop_times.txt", &times),
            ("transfers.txt", transfers),
        ],
        "rows",
    );
    let read = net.about.timetable.as_ref().unwrap();
    let said: Vec<String> = read
        .problems
        .iter()
        .map(|p| format!("{} {}: {}", p.file, p.row, p.what))
        .collect();
    assert_eq!(
        said,
        [
            "trips.txt 3: the trip idle calls nowhere and is left out",
            "transfers.txt 3: a transfer between particular routes or trips is not told apart",
            "transfers.txt 4: it is a transfer of no known kind",
            "transfers.txt 5: there is no such stop",
            "transfers.txt 6: it does not say how long",
        ]
    );
    assert_eq!((read.trips, read.trips_left_out), (1, 1));
}

#[test]
fn a_table_that_is_wrong_throughout_leaves_room_for_the_others() {
    let mut trips = "route_id,service_id,trip_id\nr1,wk,t1\n".to_owned();
    (0..300).for_each(|k| trips += &format!("r1,never,x{k}\n"));
    let times =
        format!("{TIMES}t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,D,2\nghost,08:05:00,08:05:00,D,2\n");
    let net = with(&[("trips.txt", &trips), ("stop_times.txt", &times)], "wrong");
    let read = net.about.timetable.as_ref().unwrap();
    assert_eq!((read.problems_in_all, read.problems.len()), (301, 101));
    assert_eq!(read.problems[100].file, "stop_times.txt");
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let path = folder("refused").join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut net = street();
    net.add_timetable(&[path], 10.0, &Progress::none())
        .unwrap_err()
        .to_string()
}

#[test]
fn archives_made_to_hurt_are_refused() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,D,2\n");
    let stops = stops();
    let good = Feed::new(&[
        ("stops.txt", &stops),
        ("routes.txt", ROUTES),
        ("calendar.txt", CALENDAR),
        ("trips.txt", trips),
        ("stop_times.txt", &times),
    ]);
    let path = folder("refused").join("good.zip");
    std::fs::write(&path, good.zip()).unwrap();
    street().add_timetable(&[path], 10.0, &Progress::none()).unwrap();

    let bytes = good.zip();
    for cut in [0, 1, 30, bytes.len() / 2, bytes.len() - 3] {
        assert!(!refused("cut.zip", &bytes[..cut]).is_empty());
    }
    assert!(
        refused("path.zip", &zip(&[("../../etc/stops.txt", b"x".to_vec(), 0, 1)]))
            .contains("outside its folder")
    );
    assert!(refused("path.zip", &zip(&[("/stops.txt", b"x".to_vec(), 0, 1)])).contains("outside its folder"));
    assert!(
        refused(
            "bomb.zip",
            &zip(&[("stops.txt", vec![0; 1_000], 8, 3_000_000_000)])
        )
        .contains("refused")
    );
    // Says that it is small and is not: a gigabyte of zeros from a megabyte.
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b'0'; 1 << 20];
    std::io::Write::write_all(&mut packer, b"stop_id,stop_lat,stop_lon\n").unwrap();
    for _ in 0..64 {
        std::io::Write::write_all(&mut packer, &zeros).unwrap();
    }
    let packed = packer.finish().unwrap();
    let said = refused("lie.zip", &zip(&[("stops.txt", packed.clone(), 8, 10_000)]));
    assert!(said.contains("longer than it says"), "{said}");
    let said = refused("row.zip", &zip(&[("stops.txt", packed, 8, 65 << 20)]));
    assert!(
        said.contains("row is longer") || said.contains("refused"),
        "{said}"
    );
    assert!(refused("empty.zip", &zip(&[])).contains("no stops"));
    assert!(refused("kind.zip", &zip(&[("stops.txt", b"x".to_vec(), 12, 1)])).contains("method 12"));
    assert!(refused("none.zip", b"").contains("no zip"));
    assert!(
        refused(
            "columns.zip",
            &zip(&[("stops.txt", b"a,b\n1,2\n".to_vec(), 0, 8)])
        )
        .contains("stop_id")
    );
}

#[test]
fn an_archive_with_large_sizes_is_read_like_any_other() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,D,2\n");
    let stops = stops();
    let tables = [
        ("stops.txt", stops.as_str()),
        ("routes.txt", ROUTES),
        ("calendar.txt", CALENDAR),
        ("trips.txt", trips),
        ("stop_times.txt", &times),
    ];
    let bytes = zip64(&tables.map(|t| (t.0, t.1.as_bytes().to_vec())));
    let path = folder("large").join("large.zip");
    std::fs::write(&path, &bytes).unwrap();
    let mut net = street();
    net.add_timetable(&[path], 10.0, &Progress::none()).unwrap();
    let read = net.about.timetable.as_ref().unwrap();
    assert_eq!((read.stops, read.trips, read.stop_times), (5, 1, 2));
    // Without its locator, or with one that points anywhere, it is refused.
    let at = bytes.len() - 22 - 20;
    for (i, b) in [(at, b'X'), (at + 8, 0xff), (at + 15, 0xff), (at - 8, 1)] {
        let mut bad = bytes.clone();
        bad[i] = b;
        let said = refused("large.zip", &bad);
        assert!(said.contains("damaged") || said.contains("cut short"), "{said}");
    }
    // A size that is said to stand in an extra field and does not.
    let mut bad = bytes.clone();
    let field = bad.windows(4).rposition(|w| w == [1, 0, 24, 0]).unwrap();
    bad[field] = 2;
    assert!(refused("large.zip", &bad).contains("damaged"));
}

#[test]
fn without_a_timetable_public_transport_is_not_asked() {
    let net = street();
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &Progress::none(),
    };
    let when = When::parse("2024-03-05T08:00").unwrap();
    let asked = net.window(&[place(0.0, 0.0)], &[place(100.0, 0.0)], &when, &how);
    assert!(matches!(asked, Err(TravelError::NoTimetable)));
}

#[test]
fn a_window_counts_the_wait_and_walks_when_that_is_quicker() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\nr1,wk,t2\n";
    let times = format!(
        "{TIMES}t1,08:20:00,08:20:00,A,1\nt1,08:25:00,08:25:00,D,2\nt2,08:50:00,08:50:00,A,1\nt2,08:55:00,08:55:00,D,2\n"
    );
    let net = with(&[("trips.txt", trips), ("stop_times.txt", &times)], "window");
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &Progress::none(),
    };
    let when = When::parse("2024-03-05T08:00").unwrap();
    let (a, d, near) = (place(0.0, 0.0), place(6_000.0, 0.0), place(800.0, 0.0));
    let w = net.window(&[a], &[d, near], &when, &how).unwrap();
    // Minutes 0 to 20 wait for 08:20, 21 to 50 for 08:50, 51 to 59 would walk for over an hour: the 30th and the 54th in order.
    let mut took: Vec<i32> = (0..=20)
        .map(|m| 25 - m)
        .chain((21..=50).map(|m| 55 - m))
        .collect();
    took.sort_unstable();
    assert_eq!((w.median[0], w.p90[0]), (took[29] * 60, 75 * 60));
    let rested = When {
        most_on_foot_minutes: 74,
        ..when.clone()
    };
    let rides = net.window(&[a], &[d, near], &rested, &how).unwrap();
    assert_eq!((rides.median[0], rides.p90[0]), (took[29] * 60, -1));
    assert_eq!((w.median[1], w.p90[1]), (600, 600));
    let by = When {
        arrive_by: true,
        window: 1,
        ..When::parse("2024-03-05T08:30").unwrap()
    };
    assert_eq!(net.window(&[a], &[d], &by, &how).unwrap().median[0], 600);
    assert_eq!(clock_text(90_061), "25:01:01");
}

/// The limit of a walk to a stop is not one of a whole way on foot: a bus that is slower than walking for 40 minutes is left.
#[test]
fn nobody_rides_for_longer_than_they_would_walk() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,08:05:00,08:05:00,A,1\nt1,08:55:00,08:55:00,D,2\n");
    let net = with(&[("trips.txt", trips), ("stop_times.txt", &times)], "slow");
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &Progress::none(),
    };
    let when = When {
        window: 1,
        ..When::parse("2024-03-05T08:00").unwrap()
    };
    let (a, there) = (place(0.0, 0.0), place(3_200.0, 0.0));
    let seconds = net.window(&[a], &[there], &when, &how).unwrap().median[0];
    assert_eq!(seconds, 40 * 60);
    let journey = net
        .journey(Mode::Transit, a, there, Some(&when), &how)
        .unwrap()
        .unwrap();
    assert!(
        rides(&journey).is_empty() && (journey.minutes - 40.0).abs() < 0.1,
        "{journey:?}"
    );
}

#[test]
fn the_same_feeds_give_the_same_file() {
    let trips = "route_id,service_id,trip_id\nr1,wk,t1\n";
    let times = format!("{TIMES}t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:05:00,D,2\n");
    let make = |name: &str| {
        let mut net = with(&[("trips.txt", trips), ("stop_times.txt", &times)], "same");
        let out = folder("same-out").join(name);
        net.save(&out).unwrap();
        std::fs::read(&out).unwrap()
    };
    assert!(make("one") == make("two"));
    let _ = Inputs::default();
    let loaded = Network::load(Path::new(&folder("same-out").join("one"))).unwrap();
    let j = go(
        &loaded,
        place(0.0, 0.0),
        place(6_000.0, 0.0),
        Mode::Transit,
        "2024-03-05T07:55",
    )
    .unwrap();
    assert_eq!(rides(&j), [text("One", "08:00:00", "08:05:00")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_feed_never_breaks_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        calls in prop::collection::vec((0_u8..3, "[0-9:]{0,9}", "[A-DSX]", 0_u8..5), 0..12),
    ) {
        let trips = "route_id,service_id,trip_id\nr1,wk,t0\nr1,wk,t1\nr2,wk,t2\n";
        let mut times = TIMES.to_owned();
        for (trip, time, stop, order) in &calls {
            times += &format!("t{trip},{time},{time},{stop},{order}\n");
        }
        let stops = stops();
        let tables = [
            ("stops.txt", stops.as_str()), ("routes.txt", ROUTES), ("calendar.txt", CALENDAR), ("trips.txt", trips), ("stop_times.txt", &times),
            ("frequencies.txt", "trip_id,start_time,end_time,headway_secs\nt0,08:00:00,08:30:00,600\n"),
        ];
        let mut bytes = Feed::new(&tables).zip();
        let path = folder("changed-feed").join("feed.zip");
        std::fs::write(&path, &bytes).unwrap();
        let _ = street().add_timetable(std::slice::from_ref(&path), 10.0, &Progress::none());
        for (at, to) in changes {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        std::fs::write(&path, &bytes).unwrap();
        let mut net = street();
        if net.add_timetable(&[path], 10.0, &Progress::none()).is_ok() {
            let _ = go(&net, place(0.0, 0.0), place(6_000.0, 0.0), Mode::Transit, "2024-03-05T07:55");
        }
    }
}

#[test]
fn a_network_that_is_kept_ready_answers_as_if_it_were_asked_anew() {
    let trips = "route_id,service_id,trip_id,wheelchair_accessible\nr1,wk,t1,1\nr1,wk,t2,2\nr2,wk,t3,1\nr2,wk,t4,1\nr1,wk,t5,1\n";
    let times = format!(
        "{TIMES}t1,08:20:00,08:20:00,A,1\nt1,08:25:00,08:25:00,D,2\nt2,08:50:00,08:50:00,A,1\nt2,08:55:00,08:55:00,D,2\n\
         t3,08:31:00,08:31:00,B,1\nt3,08:33:00,08:33:00,C,2\nt3,08:34:00,08:34:00,S,3\nt4,09:45:00,09:45:00,A,1\nt4,10:40:00,10:40:00,D,2\n\
         t5,23:55:00,23:55:00,A,1\nt5,24:10:00,24:10:00,C,2\n"
    );
    let tables = [("trips.txt", trips), ("stop_times.txt", &times)];
    let net = with(&tables, "ready");
    let ready = travel::Ready::new(with(&tables, "ready again"), 500.0);
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &Progress::none(),
    };
    let spots: Vec<Place> = (0..9).map(|i| place(f64::from(i) * 750.0, 0.0)).collect();
    let (mut rode, mut asked) = (0, 0);
    // Back and forth in time, so that what was kept for one half hour is not taken for another, nor for another day.
    for clock in [
        "05T08:29", "05T08:30", "05T23:50", "06T00:01", "05T08:00", "09T08:30", "05T09:59",
    ] {
        for (window, most_minutes) in [(1, 120), (20, 120), (60, 30)] {
            for (mode, to) in [
                (Mode::Transit, &spots[..]),
                (Mode::StepFreeTransit, &spots[..]),
                (Mode::Transit, &spots[8..]),
                (Mode::Walk, &spots[..]),
            ] {
                let when = When {
                    window,
                    most_minutes,
                    ..When::parse(&format!("2024-03-{clock}")).unwrap()
                };
                let from = &spots[..1];
                let anew = travel::run::cells(&net, mode, from, to, Some(&when), &how).unwrap();
                let kept = ready.cells(mode, from, to, Some(&when)).unwrap();
                assert_eq!(kept, anew, "{mode:?} at {clock}, {window} minutes");
                asked += 1;
                let on_foot = travel::run::cells(&net, Mode::Walk, from, to, None, &how).unwrap();
                rode += usize::from(mode == Mode::Transit && anew != on_foot);
            }
        }
    }
    assert!(
        asked == 84 && rode > 10,
        "{rode} of {asked} were quicker by a ride"
    );
}
