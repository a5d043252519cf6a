//! Streets: what the map says is what the table shows.

use travel::ask::Asking;
use travel::geo::Place;
use travel::{Mode, Network, Progress, Speeds, Street};

use crate::map::{Map, at};

fn place(east: f64, north: f64) -> Place {
    let (lat, lon) = at(east, north);
    Place::new(lat, lon).unwrap()
}

fn net(map: &Map) -> Network {
    Network::from_osm_bytes("map", &map.pbf(), &Speeds::default(), &Progress::none()).unwrap()
}

fn minutes(net: &Network, mode: Street, from: Place, to: Place) -> Option<f64> {
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &Progress::none(),
    };
    let table = net.streets.table(mode, &[from], &[to], &how).unwrap();
    let turned = net.streets.table(mode, &[from, from], &[to], &how).unwrap();
    assert_eq!(
        table.minutes(0, 0),
        turned.minutes(1, 0),
        "both ways to make a table agree"
    );
    table.minutes(0, 0)
}

fn about(left: Option<f64>, right: f64) {
    let left = left.expect("there is a way");
    assert!((left - right).abs() < 0.01, "{left} is not {right}");
}

/// A square of streets, 400 m a side, corners 1 to 4 counterclockwise from the south-west.
fn square(with: &[(&str, &str)]) -> Map {
    let mut map = Map::default();
    map.node(1, 0.0, 0.0)
        .node(2, 400.0, 0.0)
        .node(3, 400.0, 400.0)
        .node(4, 0.0, 400.0);
    map.way(10, &[1, 2], with)
        .way(11, &[2, 3], with)
        .way(12, &[3, 4], with)
        .way(13, &[4, 1], with);
    map
}

#[test]
fn walking_is_eighty_metres_a_minute() {
    let n = net(&square(&[("highway", "residential")]));
    about(
        minutes(&n, Street::Walk, place(0.0, 0.0), place(400.0, 400.0)),
        10.0,
    );
    about(
        minutes(&n, Street::StepFree, place(0.0, 0.0), place(400.0, 0.0)),
        400.0 / 60.0,
    );
    about(
        minutes(&n, Street::Cycle, place(0.0, 0.0), place(400.0, 0.0)),
        400.0 / 250.0,
    );
    about(
        minutes(&n, Street::Drive, place(0.0, 0.0), place(400.0, 0.0)),
        0.4 / 25.0 * 60.0,
    );
}

#[test]
fn a_place_is_snapped_to_the_street_and_not_to_its_corner() {
    let n = net(&square(&[("highway", "residential")]));
    // 40 m south of the southern street, 100 m and 300 m along it.
    about(
        minutes(&n, Street::Walk, place(100.0, -40.0), place(300.0, -40.0)),
        (40.0 + 200.0 + 40.0) / 80.0,
    );
    let snap = n
        .streets
        .snap(Street::Walk, place(100.0, -40.0), 500.0, 80.0)
        .unwrap();
    assert!((snap.metres - 40.0).abs() < 0.1 && (snap.along - 0.25).abs() < 0.01);
    assert_eq!(
        n.streets.snap(Street::Walk, place(100.0, -600.0), 500.0, 80.0),
        None
    );
}

#[test]
fn a_one_way_street_sends_cars_round_and_lets_walkers_back() {
    let one_way = [("highway", "residential"), ("oneway", "yes")];
    let mut map = Map::default();
    map.node(1, 0.0, 0.0)
        .node(2, 400.0, 0.0)
        .node(3, 400.0, 400.0)
        .node(4, 0.0, 400.0);
    map.way(10, &[1, 2], &one_way)
        .way(11, &[2, 3], &one_way)
        .way(12, &[3, 4], &one_way)
        .way(13, &[4, 1], &one_way);
    let n = net(&map);
    let (a, b) = (place(100.0, 0.0), place(300.0, 0.0));
    about(minutes(&n, Street::Drive, a, b), 0.2 / 25.0 * 60.0);
    about(minutes(&n, Street::Drive, b, a), 1.4 / 25.0 * 60.0);
    about(minutes(&n, Street::Walk, b, a), 2.5);
}

#[test]
fn a_barrier_stops_those_it_is_meant_for() {
    let street = [("highway", "residential")];
    let mut cut = Map::default();
    cut.node(1, 0.0, 0.0)
        .node(2, 400.0, 0.0)
        .node(3, 400.0, 400.0)
        .node(4, 0.0, 400.0);
    cut.tagged_node(5, 200.0, 0.0, &[("barrier", "bollard")]);
    cut.way(10, &[1, 5, 2], &street)
        .way(11, &[2, 3], &street)
        .way(12, &[3, 4], &street)
        .way(13, &[4, 1], &street);
    let n = net(&cut);
    let (a, b) = (place(150.0, 0.0), place(250.0, 0.0));
    about(minutes(&n, Street::Walk, a, b), 1.25);
    about(minutes(&n, Street::Cycle, a, b), 0.4);
    about(minutes(&n, Street::Drive, a, b), 1.5 / 25.0 * 60.0);
}

#[test]
fn steps_are_walked_at_half_pace_and_not_rolled() {
    let mut map = Map::default();
    map.node(1, 0.0, 0.0)
        .node(2, 100.0, 0.0)
        .node(3, 120.0, 0.0)
        .node(4, 220.0, 0.0);
    let path = [("highway", "footway")];
    map.way(10, &[1, 2], &path)
        .way(11, &[2, 3], &[("highway", "steps")])
        .way(12, &[3, 4], &path);
    let n = net(&map);
    about(
        minutes(&n, Street::Walk, place(0.0, 0.0), place(220.0, 0.0)),
        200.0 / 80.0 + 20.0 / 40.0,
    );
    assert_eq!(
        minutes(&n, Street::StepFree, place(0.0, 0.0), place(220.0, 0.0)),
        None
    );
}

/// A crossroads at 0, 0 with arms of 300 m and a way round from the east arm to the north arm.
fn crossroads() -> Map {
    let street = [("highway", "residential")];
    let mut map = Map::default();
    map.node(1, 0.0, 0.0)
        .node(2, -300.0, 0.0)
        .node(3, 300.0, 0.0)
        .node(4, 0.0, 300.0)
        .node(5, 0.0, -900.0)
        .node(6, 300.0, 300.0);
    map.way(20, &[2, 1], &street)
        .way(30, &[1, 3], &street)
        .way(40, &[1, 4], &street)
        .way(50, &[1, 5], &street);
    map.way(60, &[3, 6, 4], &street);
    map
}

#[test]
fn a_forbidden_turn_is_not_made_by_car_and_is_on_foot() {
    let mut map = crossroads();
    let no_left = [("type", "restriction"), ("restriction", "no_left_turn")];
    map.relation(1, &[(20, 1, "from"), (1, 0, "via"), (40, 1, "to")], &no_left);
    let n = net(&map);
    assert_eq!(
        (
            n.about.streets.restrictions_used,
            n.about.streets.restrictions_left_out
        ),
        (1, 0)
    );
    let (a, b) = (place(-200.0, 0.0), place(0.0, 200.0));
    about(minutes(&n, Street::Walk, a, b), 5.0);
    about(
        minutes(&n, Street::Drive, a, b),
        (200.0 + 300.0 + 600.0 + 100.0) * 60.0 / 25_000.0,
    );
    about(minutes(&n, Street::Drive, b, a), 0.4 / 25.0 * 60.0);
}

#[test]
fn a_commanded_turn_leaves_no_other() {
    let mut map = crossroads();
    let only = [("type", "restriction"), ("restriction", "only_straight_on")];
    map.relation(1, &[(20, 1, "from"), (1, 0, "via"), (30, 1, "to")], &only);
    let n = net(&map);
    about(
        minutes(&n, Street::Drive, place(-200.0, 0.0), place(0.0, 200.0)),
        1200.0 * 60.0 / 25_000.0,
    );
    about(
        minutes(&n, Street::Drive, place(-200.0, 0.0), place(200.0, 0.0)),
        400.0 * 60.0 / 25_000.0,
    );
}

#[test]
fn a_turn_forbidden_over_a_stretch_binds_only_those_who_came_that_way() {
    let street = [("highway", "residential")];
    let mut map = Map::default();
    // A ladder: from the west (2) or the south (7) to 1, over 1-3, then north to 4; round by 5 otherwise.
    map.node(1, 0.0, 0.0)
        .node(2, -300.0, 0.0)
        .node(3, 100.0, 0.0)
        .node(4, 100.0, 300.0)
        .node(5, 400.0, 0.0)
        .node(6, 400.0, 300.0);
    map.node(7, 0.0, -900.0);
    map.way(20, &[2, 1], &street)
        .way(70, &[7, 1], &street)
        .way(13, &[1, 3], &street)
        .way(34, &[3, 4], &street);
    map.way(35, &[3, 5], &street)
        .way(56, &[5, 6], &street)
        .way(64, &[6, 4], &street);
    let no = [("type", "restriction"), ("restriction", "no_u_turn")];
    map.relation(1, &[(20, 1, "from"), (13, 1, "via"), (34, 1, "to")], &no);
    let n = net(&map);
    assert_eq!(n.about.streets.restrictions_used, 1);
    let goal = place(100.0, 200.0);
    about(
        minutes(&n, Street::Drive, place(0.0, -200.0), goal),
        500.0 * 60.0 / 25_000.0,
    );
    about(
        minutes(&n, Street::Drive, place(-200.0, 0.0), goal),
        (200.0 + 100.0 + 300.0 + 300.0 + 300.0 + 100.0) * 60.0 / 25_000.0,
    );
}

#[test]
fn what_is_not_joined_is_not_reached() {
    let street = [("highway", "residential")];
    let mut map = square(&street);
    map.node(21, 0.0, 900.0)
        .node(22, 400.0, 900.0)
        .way(30, &[21, 22], &street);
    let n = net(&map);
    assert_eq!(
        minutes(&n, Street::Walk, place(0.0, 0.0), place(100.0, 900.0)),
        None
    );
}

#[test]
fn a_courtyard_is_left_for_the_street_and_an_island_is_not() {
    let path = [("highway", "footway")];
    let mut map = Map::default();
    let street = [("highway", "residential")];
    // A comb of streets large enough to lead somewhere, 100 m south of a courtyard and 400 m south of an island.
    for x in 0..30_i64 {
        map.node(x + 1, x as f64 * 50.0, 0.0)
            .node(x + 101, x as f64 * 50.0, -50.0)
            .way(x + 500, &[x + 1, x + 101], &street);
    }
    map.way(499, &(1..=30).collect::<Vec<_>>(), &street);
    map.node(201, 0.0, 100.0)
        .node(202, 50.0, 100.0)
        .way(600, &[201, 202], &path);
    map.node(203, 900.0, 400.0)
        .node(204, 950.0, 400.0)
        .way(601, &[203, 204], &path);
    let n = net(&map);
    let snap = |p| n.streets.snap(Street::Walk, p, 500.0, 80.0).unwrap().metres;
    assert!((snap(place(20.0, 100.0)) - 100.0).abs() < 0.1);
    assert!(snap(place(920.0, 400.0)) < 0.1);
}

#[test]
fn a_place_to_itself_and_to_one_beside_it_is_not_by_way_of_the_street() {
    let n = net(&square(&[("highway", "residential")]));
    let yard = place(100.0, -40.0);
    for mode in [Street::Walk, Street::StepFree, Street::Cycle, Street::Drive] {
        assert_eq!(minutes(&n, mode, yard, yard), Some(0.0), "{mode:?}");
    }
    // 20 m apart and 40 m from the street; 60 m apart it is still shorter than to the street and back.
    about(minutes(&n, Street::Walk, yard, place(120.0, -40.0)), 20.0 / 80.0);
    about(minutes(&n, Street::Drive, yard, place(120.0, -40.0)), 20.0 / 80.0);
    about(minutes(&n, Street::Walk, yard, place(160.0, -40.0)), 60.0 / 80.0);
    // Across the street, straight is the way along it.
    about(minutes(&n, Street::Walk, yard, place(100.0, 40.0)), 80.0 / 80.0);
    // In the middle of the block, nearer to each other than to any street, each to another one.
    let (south, north) = (place(200.0, 150.0), place(200.0, 250.0));
    about(minutes(&n, Street::Walk, south, north), 100.0 / 80.0);
    // Behind two different streets and further apart than these: along the streets.
    about(
        minutes(&n, Street::Walk, place(200.0, 20.0), place(380.0, 200.0)),
        (20.0 + 200.0 + 200.0 + 20.0) / 80.0,
    );
}

/// Two quays 1,200 m apart, each with a street of 400 m, and a ferry between them.
fn quays(with: &[(&str, &str)]) -> Map {
    let street = [("highway", "residential")];
    let mut map = Map::default();
    map.node(1, -400.0, 0.0)
        .node(2, 0.0, 0.0)
        .node(3, 600.0, 0.0)
        .node(4, 1_200.0, 0.0)
        .node(5, 1_600.0, 0.0);
    let mut tags = vec![("route", "ferry"), ("name", "Example Ferry")];
    tags.extend_from_slice(with);
    map.way(10, &[1, 2], &street)
        .way(20, &[2, 3, 4], &tags)
        .way(30, &[4, 5], &street);
    map
}

#[test]
fn a_ferry_takes_the_minutes_it_says_and_half_the_time_between_two() {
    let (a, b) = (place(-80.0, 0.0), place(1_280.0, 0.0));
    let timed = net(&quays(&[("duration", "00:06"), ("interval", "PT20M")]));
    assert_eq!((timed.about.streets.ferries, timed.about.streets.streets), (1, 2));
    about(minutes(&timed, Street::Walk, a, b), 1.0 + 6.0 + 10.0 + 1.0);
    about(minutes(&timed, Street::Cycle, a, b), 16.0 + 160.0 / 250.0);
    assert_eq!(
        minutes(&timed, Street::Drive, a, b),
        None,
        "it does not say that cars may"
    );
    assert_eq!(minutes(&timed, Street::StepFree, a, b), None, "nor wheelchairs");
    // Nobody gets on or off in the middle of the water.
    let snap = timed
        .streets
        .snap(Street::Walk, place(600.0, 10.0), 2_000.0, 80.0);
    assert!((snap.unwrap().metres - 600.0).abs() < 1.0, "{snap:?}");
    let all = [("duration", "6"), ("motor_vehicle", "yes"), ("wheelchair", "yes")];
    let open = net(&quays(&all));
    // How often is not said: ten minutes of waiting.
    about(
        minutes(&open, Street::Drive, a, b),
        16.0 + 160.0 * 60.0 / 25_000.0,
    );
    about(minutes(&open, Street::StepFree, a, b), 16.0 + 160.0 / 60.0);
}

#[test]
fn a_ferry_that_does_not_say_how_long_or_cannot_be_believed_is_left_out_and_listed() {
    for (with, why) in [
        (&[][..], "does not say how long"),
        (&[("duration", "soon")], "does not say how long"),
        (&[("duration", "0:00")], "does not say how long"),
        (&[("duration", "47:00")], "does not fit its length"),
        (&[("duration", "10"), ("access", "private")], "nobody may use"),
    ] {
        let n = net(&quays(with));
        let read = &n.about.streets;
        assert_eq!((read.ferries, read.ferries_left_out), (0, 1), "{with:?}");
        assert_eq!((read.skipped[0].id, read.skipped_in_all), (20, 1));
        assert!(read.skipped[0].why.contains(why), "{:?}", read.skipped);
        assert_eq!(
            minutes(&n, Street::Walk, place(-80.0, 0.0), place(1_280.0, 0.0)),
            None
        );
    }
    let mut map = quays(&[("duration", "10")]);
    map.way(21, &[4, 99], &[("route", "ferry"), ("duration", "10")]);
    let read = net(&map).about.streets;
    assert_eq!((read.ferries, read.ferries_left_out), (1, 1));
    assert!(
        read.skipped[0].why.contains("outside the extract"),
        "{:?}",
        read.skipped
    );
}

#[test]
fn what_holds_at_some_times_only_is_listed_and_taken_as_not_there() {
    let mut map = crossroads();
    let busy = [
        ("type", "restriction"),
        ("restriction:conditional", "no_left_turn @ (Mo-Fr 07:00-19:00)"),
    ];
    let heavy = [("type", "restriction"), ("restriction:hgv", "no_left_turn")];
    let hours = [
        ("type", "restriction"),
        ("restriction", "no_left_turn"),
        ("hour_on", "07:00"),
        ("hour_off", "19:00"),
    ];
    let members = [(20, 1, "from"), (1, 0, "via"), (40, 1, "to")];
    map.relation(1, &members, &busy)
        .relation(2, &members, &heavy)
        .relation(3, &members, &hours);
    map.way(
        70,
        &[2, 4],
        &[
            ("highway", "service"),
            ("access:conditional", "no @ (22:00-06:00)"),
            ("motor_vehicle:conditional", "no @ (weight>7.5)"),
            ("parking:lane:conditional", "no @ (Mo-Fr)"),
        ],
    );
    let n = net(&map);
    let read = &n.about.streets;
    assert_eq!(
        (
            read.restrictions,
            read.restrictions_used,
            read.restrictions_left_out
        ),
        (3, 0, 3)
    );
    assert_eq!(read.conditions_left_out, 2);
    let mut said: Vec<String> = read
        .skipped
        .iter()
        .map(|s| format!("{} {}", s.id, s.why))
        .collect();
    said.sort();
    assert_eq!(
        said,
        [
            "1 a turn restriction (no_left_turn @ (Mo-Fr 07:00-19:00)): time-dependent, taken as none",
            "2 a turn restriction for other vehicles, or of no known kind",
            "3 a turn restriction (no_left_turn at some hours): time-dependent, taken as none",
            "70 access:conditional=no @ (22:00-06:00): time-dependent, taken as if it were not there",
            "70 motor_vehicle:conditional=no @ (weight>7.5): for some vehicles only, taken as if it were not there",
        ]
    );
    about(
        minutes(&n, Street::Drive, place(-200.0, 0.0), place(0.0, 200.0)),
        0.4 / 25.0 * 60.0,
    );
}

/// Streets in which a turn is restricted from the west (2) over 1-3 and 3-4 to the north (5); from the south (7) one joins at
/// 1, from the east (8) at 3. Round by 6 it is longer.
fn long_junction(relation: &[(i64, u64, &str)], value: &'static str) -> Network {
    let street = [("highway", "residential")];
    let mut map = Map::default();
    map.node(1, 0.0, 0.0)
        .node(2, -300.0, 0.0)
        .node(3, 100.0, 0.0)
        .node(4, 200.0, 0.0)
        .node(5, 200.0, 300.0)
        .node(6, 700.0, 0.0)
        .node(9, 700.0, 300.0)
        .node(7, 0.0, -900.0)
        .node(8, 100.0, -900.0);
    map.way(20, &[2, 1], &street)
        .way(70, &[7, 1], &street)
        .way(80, &[8, 3], &street)
        .way(13, &[1, 3], &street)
        .way(34, &[3, 4], &street)
        .way(45, &[4, 5], &street)
        .way(46, &[4, 6], &street)
        .way(69, &[6, 9, 5], &street);
    map.relation(1, relation, &[("type", "restriction"), ("restriction", value)]);
    net(&map)
}

fn driven(metres: f64) -> f64 {
    metres * 60.0 / 25_000.0
}

#[test]
fn a_turn_forbidden_over_several_ways_binds_only_those_who_came_all_that_way() {
    // The ways between may be named in any order.
    for between in [[13, 34], [34, 13]] {
        let [a, b] = between.map(|w| (w, 1, "via"));
        let n = long_junction(&[(20, 1, "from"), a, b, (45, 1, "to")], "no_left_turn");
        assert_eq!(
            (
                n.about.streets.restrictions_used,
                n.about.streets.restrictions_left_out
            ),
            (1, 0)
        );
        let goal = place(200.0, 200.0);
        about(
            minutes(&n, Street::Drive, place(0.0, -200.0), goal),
            driven(200.0 + 200.0 + 200.0),
        );
        about(
            minutes(&n, Street::Drive, place(100.0, -200.0), goal),
            driven(200.0 + 100.0 + 200.0),
        );
        about(
            minutes(&n, Street::Drive, place(-200.0, 0.0), goal),
            driven(200.0 + 200.0 + 500.0 + 300.0 + 500.0 + 100.0),
        );
        about(minutes(&n, Street::Walk, place(-200.0, 0.0), goal), 600.0 / 80.0);
    }
}

#[test]
fn a_commanded_turn_over_several_ways_leaves_no_other() {
    let way = [(20, 1, "from"), (13, 1, "via"), (34, 1, "via"), (46, 1, "to")];
    let n = long_junction(&way, "only_straight_on");
    about(
        minutes(&n, Street::Drive, place(-200.0, 0.0), place(200.0, 200.0)),
        driven(200.0 + 200.0 + 500.0 + 300.0 + 500.0 + 100.0),
    );
    about(
        minutes(&n, Street::Drive, place(0.0, -200.0), place(200.0, 200.0)),
        driven(600.0),
    );
}

#[test]
fn a_turn_over_ways_that_do_not_meet_is_left_out_and_listed() {
    for relation in [
        &[(20, 1, "from"), (13, 1, "via"), (46, 1, "via"), (45, 1, "to")][..],
        &[(20, 1, "from"), (13, 1, "via"), (999, 1, "via"), (45, 1, "to")],
        &[(20, 1, "from"), (13, 1, "via"), (3, 0, "via"), (45, 1, "to")],
        &[(20, 1, "from"), (45, 1, "to")],
        &[
            (20, 1, "from"),
            (70, 1, "from"),
            (13, 1, "via"),
            (34, 1, "to"),
            (80, 1, "to"),
        ],
    ] {
        let n = long_junction(relation, "no_left_turn");
        let read = &n.about.streets;
        assert_eq!(
            (read.restrictions_used, read.restrictions_left_out),
            (0, 1),
            "{relation:?}"
        );
        assert_eq!((read.skipped.len(), read.skipped[0].id), (1, 1));
        about(
            minutes(&n, Street::Drive, place(-200.0, 0.0), place(200.0, 200.0)),
            driven(600.0),
        );
    }
}

#[test]
fn no_entry_from_several_ways_holds_for_each() {
    let relation = [(20, 1, "from"), (70, 1, "from"), (1, 0, "via"), (13, 1, "to")];
    let n = long_junction(&relation, "no_entry");
    assert_eq!(n.about.streets.restrictions_used, 1);
    for from in [place(-200.0, 0.0), place(0.0, -200.0)] {
        assert_eq!(minutes(&n, Street::Drive, from, place(200.0, 200.0)), None);
    }
    about(
        minutes(&n, Street::Drive, place(100.0, -200.0), place(200.0, 200.0)),
        driven(500.0),
    );
}

#[test]
fn a_journey_is_told_in_words_in_every_mode() {
    let mut map = Map::default();
    map.node(1, 0.0, 0.0)
        .node(2, 400.0, 0.0)
        .node(3, 400.0, 30.0)
        .node(4, 400.0, 430.0)
        .node(5, 800.0, 0.0)
        .node(6, 800.0, 430.0);
    let named = |name: &'static str| [("highway", "residential"), ("name", name)];
    map.way(10, &[1, 2], &named("Low Street"))
        .way(20, &[2, 3], &[("highway", "steps")])
        .way(30, &[3, 4], &named("High Street"))
        .way(40, &[2, 5], &named("Low Street"))
        .way(50, &[5, 6, 4], &named("Ring Road"));
    let n = net(&map);
    let how = Asking {
        speeds: &n.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &Progress::none(),
    };
    let tell = |mode: Mode, from: Place, to: Place| {
        let j = n.journey(mode, from, to, None, &how).unwrap().unwrap();
        assert_eq!(j.words.len(), 1, "{j:?}");
        j.words[0].clone()
    };
    let (from, to) = (place(0.0, 0.0), place(400.0, 400.0));
    assert_eq!(
        tell(Mode::Walk, from, to),
        "Walk 10 minutes (800 m) by way of Low Street (400 m) and High Street (370 m) to the end, over steps."
    );
    let round = "by way of Low Street (800 m), Ring Road (830 m) and High Street (30 m) to the end.";
    let told = [
        (Mode::StepFree, "Go step-free 28 minutes (1.7 km)"),
        (Mode::Cycle, "Cycle 7 minutes (1.7 km)"),
        (Mode::Drive, "Drive 4 minutes (1.7 km)"),
    ];
    for (mode, begins) in told {
        assert_eq!(tell(mode, from, to), format!("{begins} {round}"));
    }
    let yard = place(200.0, 50.0);
    for mode in [Mode::Walk, Mode::StepFree, Mode::Cycle, Mode::Drive] {
        assert_eq!(tell(mode, yard, yard), "You are there already.");
    }
    // Next door one does not go by car.
    assert_eq!(
        tell(Mode::Drive, yard, place(230.0, 50.0)),
        "Walk less than a minute (30 m) to the end."
    );
}

#[test]
fn a_ferry_is_named_in_the_journey() {
    let n = net(&quays(&[("duration", "6")]));
    let how = Asking {
        speeds: &n.about.speeds,
        most_metres: 500.0,
        threads: 1,
        progress: &Progress::none(),
    };
    let (a, b) = (place(-80.0, 0.0), place(1_280.0, 0.0));
    let j = n.journey(Mode::Walk, a, b, None, &how).unwrap().unwrap();
    assert_eq!(
        j.words,
        ["Walk 18 minutes (1.4 km) by way of the ferry Example Ferry (1.2 km) to the end."]
    );
}

#[test]
fn why_there_is_no_way_is_said() {
    let street = [("highway", "residential")];
    let mut map = square(&street);
    map.node(21, 0.0, 900.0)
        .node(22, 400.0, 900.0)
        .way(30, &[21, 22], &street);
    let n = net(&map);
    let how = Asking {
        speeds: &n.about.speeds,
        most_metres: 200.0,
        threads: 1,
        progress: &Progress::none(),
    };
    let why = |from, to| n.why_none(Mode::Drive, from, to, None, &how).unwrap();
    let (here, island, sea) = (place(0.0, 0.0), place(100.0, 900.0), place(0.0, -900.0));
    assert_eq!(
        why(here, island),
        "the streets for driving at the start do not lead to the end"
    );
    assert_eq!(
        why(sea, here),
        "no street for driving is within 200 m of the start"
    );
    assert_eq!(why(here, sea), "no street for driving is within 200 m of the end");
}
