//! Real streets and timetables, where they are at hand: `BLUELAMP_SHARED`, or the folder `shared` beside the project.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::path::PathBuf;

use travel::ask::Asking;
use travel::geo::Place;
use travel::graph::{FAR, Graph};
use travel::{Inputs, Journey, Leg, Mode, Network, Progress, Speeds, Street, When};

use crate::map::Map;

fn shared(file: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BLUELAMP_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let path = root.join("data/06_travel").join(file);
    if path.exists() {
        Some(path)
    } else {
        eprintln!("skipped: there is no {}", path.display());
        None
    }
}

fn streets(file: &str) -> Option<Network> {
    let inputs = Inputs {
        osm: vec![shared(file)?],
        ..Inputs::default()
    };
    Some(Network::build(&inputs, &Progress::none()).unwrap())
}

/// Dijkstra of one's own, over the public rows of a graph.
fn dijkstra(graph: &Graph, from: &[(u32, u32)]) -> Vec<u32> {
    let mut dist = vec![FAR; graph.nodes() as usize];
    let mut heap = BinaryHeap::new();
    for &(v, d) in from {
        if d < dist[v as usize] {
            dist[v as usize] = d;
            heap.push(Reverse((d, v)));
        }
    }
    while let Some(Reverse((d, v))) = heap.pop() {
        if d == dist[v as usize] {
            for (to, w) in graph.leaving(v) {
                if d + w < dist[to as usize] {
                    dist[to as usize] = d + w;
                    heap.push(Reverse((d + w, to)));
                }
            }
        }
    }
    dist
}

/// Places spread over the streets, by middle points of stretches.
fn spread(net: &Network, mode: Street, count: u32) -> Vec<Place> {
    let edges = net.streets.edges() as u32;
    let mut places = Vec::new();
    for k in 0..count * 4 {
        let e = (u64::from(k) * 7_919 % u64::from(edges)) as u32;
        if net.streets.times(mode, e)[0].is_some() {
            places.extend(net.streets.middle(e));
        }
        if places.len() == count as usize {
            break;
        }
    }
    places
}

fn ask<'a>(speeds: &'a Speeds, progress: &'a Progress<'a>) -> Asking<'a> {
    Asking {
        speeds,
        most_metres: 1_000.0,
        threads: 2,
        progress,
    }
}

fn equals_dijkstra(file: &str, count: u32) {
    let Some(net) = streets(file) else { return };
    let progress = Progress::none();
    let how = ask(&net.about.speeds, &progress);
    for mode in Street::ALL {
        let graph = net.streets.graph(mode);
        let places = spread(&net, mode, count);
        let table = net
            .streets
            .table(mode, &places, &places[..count as usize / 2], &how)
            .unwrap();
        for (f, snap) in table.from_snaps.iter().enumerate() {
            let snap = snap.unwrap();
            // Both ways along the stretch from the point, by hand.
            let mut seeds = Vec::new();
            let ends = |s: &travel::Snap, leaving: bool| {
                let mut out = Vec::new();
                for (k, ms) in net.streets.times(mode, s.edge).into_iter().enumerate() {
                    let Some(ms) = ms else { continue };
                    let (tail, head) = net.streets.ends_of(mode, 2 * s.edge + k as u32).unwrap();
                    let gone = if k == 0 { s.along } else { 1.0 - s.along };
                    let part = if leaving { 1.0 - gone } else { gone };
                    out.push((
                        if leaving { head } else { tail },
                        (f64::from(ms) * part).round() as u32 + s.ms,
                    ));
                }
                out
            };
            seeds.extend(ends(&snap, true));
            let dist = dijkstra(graph, &seeds);
            for t in 0..table.to {
                let goal = table.to_snaps[t].unwrap();
                let want = ends(&goal, false)
                    .iter()
                    .map(|&(v, d)| dist[v as usize].saturating_add(d))
                    .min()
                    .unwrap_or(FAR)
                    .min(FAR);
                let got = table.ms[f * table.to + t];
                // Nearer to each other than to any street: straight.
                let metres = snap.place.metres_to(goal.place);
                let straight = (metres / snap.pace * 60_000.0).round() as u32;
                if snap.edge == goal.edge {
                    assert!(got <= want);
                } else if metres <= snap.metres.min(goal.metres) {
                    assert_eq!(got, want.min(straight), "{file} {mode:?} {f} {t}");
                } else {
                    assert_eq!(got, want, "{file} {mode:?} {f} {t}");
                }
            }
        }
        // On streets, going by way of a third place is never quicker.
        let n = table.to;
        let on_street = |k: usize| table.to_snaps[k].is_some_and(|s| s.metres < 0.5);
        for a in (0..n).step_by(5) {
            for b in (0..n).step_by(7) {
                for c in (0..n)
                    .step_by(3)
                    .filter(|&c| [a, b, c].into_iter().all(on_street))
                {
                    let via = table.ms[a * n + b].saturating_add(table.ms[b * n + c]);
                    assert!(
                        table.ms[a * n + c] <= via.saturating_add(2) || via >= FAR,
                        "{file} {mode:?} {a} {b} {c}"
                    );
                }
            }
        }
    }
}

#[test]
fn tables_of_newport_equal_a_dijkstra() {
    equals_dijkstra("newport_uk/newport-2023-06-13.osm.pbf", 60);
}

#[test]
fn tables_of_moorgate_equal_a_dijkstra() {
    equals_dijkstra("london_uk/moorgate.osm.pbf", 120);
}

#[test]
fn tables_of_porto_alegre_equal_a_dijkstra() {
    equals_dijkstra("porto_alegre_br/poa_osm.pbf", 60);
}

#[test]
fn tables_of_porto_equal_a_dijkstra() {
    let full = std::env::var_os("BLUELAMP_FULL").is_some();
    equals_dijkstra("porto_pt/porto_portugal.osm.pbf", if full { 200 } else { 24 });
}

fn transit(osm: &str, gtfs: &[&str]) -> Option<Network> {
    let gtfs = gtfs.iter().map(|g| shared(g)).collect::<Option<Vec<_>>>()?;
    let inputs = Inputs {
        osm: vec![shared(osm)?],
        gtfs,
        ..Inputs::default()
    };
    Some(Network::build(&inputs, &Progress::none()).unwrap())
}

fn go(net: &Network, from: (f64, f64), to: (f64, f64), when: &When) -> Journey {
    let progress = Progress::none();
    let place = |p: (f64, f64)| Place::new(p.0, p.1).unwrap();
    net.journey(
        Mode::Transit,
        place(from),
        place(to),
        Some(when),
        &ask(&net.about.speeds, &progress),
    )
    .unwrap()
    .unwrap()
}

/// Route, stop and time of getting on, stop and time of getting off.
fn rides(j: &Journey) -> Vec<[String; 5]> {
    let ride = |l: &Leg| match l {
        Leg::Ride {
            route,
            from,
            to,
            depart,
            arrive,
            ..
        } => Some([route, from, depart, to, arrive].map(String::clone)),
        _ => None,
    };
    j.legs.iter().filter_map(ride).collect()
}

#[test]
fn newport_bus_1_takes_the_hospital_visitor_to_canberra_crescent() {
    let Some(net) = transit(
        "newport_uk/newport-2023-06-13.osm.pbf",
        &["newport_uk/newport-20230613_gtfs.zip"],
    ) else {
        return;
    };
    let (hospital, crescent) = ((51.582691, -3.003995), (51.582428, -3.027067));
    // Worked by hand from stop_times.txt: service 1 runs on weekdays, its sixth and twelfth calls.
    let want = [
        "1",
        "St Woolos Hospital",
        "09:23:18",
        "Canberra Crescent",
        "09:30:00",
    ];
    let j = go(
        &net,
        hospital,
        crescent,
        &When::parse("2023-07-12T09:20").unwrap(),
    );
    assert_eq!(rides(&j), [want]);
    let by = When {
        arrive_by: true,
        ..When::parse("2023-07-12T09:35").unwrap()
    };
    assert_eq!(rides(&go(&net, hospital, crescent, &by)), [want]);
    let progress = Progress::none();
    let places = [hospital, crescent].map(|p| Place::new(p.0, p.1).unwrap());
    let sunday = When {
        most_walk_minutes: 1,
        most_on_foot_minutes: 1,
        ..When::parse("2030-07-12T09:20").unwrap()
    };
    let how = ask(&net.about.speeds, &progress);
    assert_eq!(
        net.journey(Mode::Transit, places[0], places[1], Some(&sunday), &how)
            .unwrap(),
        None,
        "after the calendar"
    );
}

/// Worked by hand from stop_times.txt, with walks of at most three minutes, so that only the stop itself serves.
#[test]
fn newport_buses_of_the_gaer_are_caught_changed_and_missed_as_the_timetable_has_it() {
    let Some(net) = transit(
        "newport_uk/newport-2023-06-13.osm.pbf",
        &["newport_uk/newport-20230613_gtfs.zip"],
    ) else {
        return;
    };
    let near = |text: &str| When {
        most_walk_minutes: 3,
        most_on_foot_minutes: 3,
        ..When::parse(text).unwrap()
    };
    let (baptist, friars_walk) = ((51.573517, -3.016867), (51.587681, -2.994448));
    let (gaer_shops, hospital) = ((51.576870, -3.018875), (51.580421, -2.994809));
    let bala_drive = (51.597805, -3.050399);
    // The 09:50 round of service 2C calls there at its 21st and last calls, Mondays to Saturdays.
    let round = [
        "2C",
        "Gear Baptist Church",
        "10:10:00",
        "Friars Walk 11",
        "10:26:00",
    ];
    for day in ["2023-07-12", "2023-07-15"] {
        let when = near(&format!("{day}T10:05"));
        assert_eq!(rides(&go(&net, baptist, friars_walk, &when)), [round], "{day}");
    }
    // By 09:20 at the hospital: the 08:50 round of 2A, its 26th and 35th calls.
    let by = When {
        arrive_by: true,
        ..near("2023-07-12T09:20")
    };
    let want = ["2A", "Gaer Shops", "09:10:04", "Royal Gwent Hospital", "09:19:45"];
    assert_eq!(rides(&go(&net, gaer_shops, hospital, &by)), [want]);
    // Service 1 leaves Bala Drive once an hour, at 10:10:55, and the next 2A to the shops is the 10:50 round.
    let j = go(&net, bala_drive, gaer_shops, &near("2023-07-12T10:00"));
    let ridden = rides(&j);
    let (first, last) = (&ridden[0], &ridden[ridden.len() - 1]);
    assert_eq!([&first[0], &first[1], &first[2]], ["1", "Bala Drive", "10:10:55"]);
    assert_eq!([&last[0], &last[3], &last[4]], ["2A", "Gaer Shops", "11:10:04"]);
    // On Sundays only coaches run.
    let progress = Progress::none();
    let how = ask(&net.about.speeds, &progress);
    let place = |p: (f64, f64)| Place::new(p.0, p.1).unwrap();
    let (from, to) = (place(baptist), place(friars_walk));
    let sunday = near("2023-07-16T10:05");
    let none = net.journey(Mode::Transit, from, to, Some(&sunday), &how);
    assert_eq!(none.unwrap(), None);
    let why = net
        .why_none(Mode::Transit, from, to, Some(&sunday), &how)
        .unwrap();
    assert!(
        why.starts_with("nothing gets there within 120 minutes, with walks of up to 3"),
        "{why}"
    );
    let later = near("2030-07-16T10:05");
    let why = net.why_none(Mode::Transit, from, to, Some(&later), &how).unwrap();
    assert_eq!(
        why,
        "nothing runs on 2030-07-16: the timetable is for 2023-06-05 to 2024-03-01"
    );
}

#[test]
fn a_train_of_porto_alegre_leaves_mercado_every_ten_minutes() {
    let feeds = ["porto_alegre_br/poa_eptc.zip", "porto_alegre_br/poa_trensurb.zip"];
    let Some(net) = transit("porto_alegre_br/poa_osm.pbf", &feeds) else {
        return;
    };
    // By hand: the trip FULLW_MR_NH_14:11:00 leaves at 14:11 and reaches Farrapos, the fourth station, at 14:17:35.
    let j = go(
        &net,
        (-30.0262849, -51.2282682),
        (-29.9988, -51.1973),
        &When::parse("2019-05-14T14:05").unwrap(),
    );
    assert_eq!(
        rides(&j),
        [[
            "LINHA1",
            "ESTACAO MERCADO",
            "14:11:00",
            "ESTACAO FARRAPOS",
            "14:17:35"
        ]]
    );
    // Times of the buses between first and last stop are filled in, every one of them.
    assert_eq!(net.about.timetable.as_ref().unwrap().times_filled_in, 125_271);
}

#[test]
fn chester_bus_lt7_reaches_caergwrle_in_two_minutes() {
    let Some(feed) = shared("chester_uk/chester-20230816-small_gtfs.zip") else {
        return;
    };
    // No extract covers it, so the two stops get a street of their own each.
    let (church, station) = ((53.118076, -3.033546), (53.108116, -3.033322));
    let mut map = Map::default();
    map.node_at(1, church.0, church.1)
        .node_at(2, church.0 + 0.0002, church.1)
        .way(1, &[1, 2], &[("highway", "footway")]);
    map.node_at(3, station.0, station.1)
        .node_at(4, station.0 + 0.0002, station.1)
        .way(2, &[3, 4], &[("highway", "footway")]);
    let mut net = Network::from_osm_bytes("map", &map.pbf(), &Speeds::default(), &Progress::none()).unwrap();
    net.add_timetable(&[feed], 10.0, &Progress::none()).unwrap();
    let from_church = |time: &str| {
        // On foot no further than the stop itself.
        let when = When {
            most_walk_minutes: 1,
            most_on_foot_minutes: 1,
            ..When::parse(&format!("2023-08-16T{time}")).unwrap()
        };
        rides(&go(&net, church, station, &when))
    };
    assert_eq!(
        from_church("09:00"),
        [[
            "LT7",
            "St Cynfarch`s Church",
            "09:17:00",
            "Caergwrle Railway Station",
            "09:19:00"
        ]]
    );
    let next = from_church("10:00");
    assert_eq!(
        (next[0][2].as_str(), next[0][4].as_str()),
        ("10:40:00", "10:45:00")
    );
}

#[test]
fn a_journey_arrives_when_the_table_says() {
    let feeds = ["porto_alegre_br/poa_eptc.zip", "porto_alegre_br/poa_trensurb.zip"];
    let Some(net) = transit("porto_alegre_br/poa_osm.pbf", &feeds) else {
        return;
    };
    let progress = Progress::none();
    let how = ask(&net.about.speeds, &progress);
    let places = spread(&net, Street::Walk, 5);
    for (mode, arrive_by) in [
        (Mode::Transit, false),
        (Mode::Transit, true),
        (Mode::StepFreeTransit, false),
    ] {
        // Two ways of working out the same: a scan of profiles over a window, and one search for one moment.
        let step_free = mode == Mode::StepFreeTransit;
        let when = When {
            window: 1,
            arrive_by,
            step_free,
            ..When::parse("2019-05-14T15:10").unwrap()
        };
        let table = net.window(&places, &places, &when, &how).unwrap();
        for (f, &from) in places.iter().enumerate() {
            for (t, &to) in places.iter().enumerate() {
                let asked = net.journey(mode, from, to, Some(&when), &how).unwrap();
                let clock = |text: &str| {
                    text.split(':')
                        .fold(0, |all, part| all * 60 + part.parse::<i32>().unwrap())
                };
                let took = asked.map(|j| {
                    let legs: f64 = j.legs.iter().map(minutes_of).sum();
                    assert!((legs - j.minutes).abs() < 0.05, "legs add up: {j:#?}");
                    if arrive_by {
                        when.seconds - clock(&j.depart)
                    } else {
                        clock(&j.arrive) - when.seconds
                    }
                });
                assert_eq!(
                    took.unwrap_or(-1),
                    table.median[f * places.len() + t],
                    "{mode:?} {arrive_by} {f} {t}"
                );
            }
        }
    }
}

fn minutes_of(leg: &Leg) -> f64 {
    match leg {
        Leg::Street { minutes, .. } | Leg::Wait { minutes, .. } | Leg::Ride { minutes, .. } => *minutes,
    }
}
