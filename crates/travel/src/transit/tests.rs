//! Windows of minutes are those of a search that knows nothing of scans: trip by trip until nothing improves.

use proptest::prelude::*;

use super::*;
use crate::mode::Speeds;
use crate::timetable::Walks;

#[derive(Debug, Clone)]
struct Toy {
    stops: usize,
    /// Calls: stop, arrival, departure, closed bits.
    trips: Vec<Vec<(u32, i32, i32, u8)>>,
    walks: Vec<(u32, u32, i32)>,
    change: Vec<i32>,
    access: Vec<Near>,
    egress: Vec<Near>,
    direct: i32,
}

const BEGIN: i32 = 8 * 3_600;

fn toy() -> impl Strategy<Value = Toy> {
    (2_usize..9).prop_flat_map(|stops| {
        let s = stops as u32;
        // Whole minutes and short steps, so that equal times and hops that take no time are common.
        let call = (
            0..s,
            0_i32..4,
            0_i32..2,
            prop_oneof![6 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8)],
        );
        let trip = (0_i32..70, prop::collection::vec(call, 2..7));
        let trip = trip.prop_map(|(start, calls)| {
            let mut clock = BEGIN + start * 60;
            let make = |(stop, run, wait, closed): (u32, i32, i32, u8)| {
                let arrive = clock + run * 60;
                clock = arrive + wait * 30;
                (stop, arrive, clock, closed)
            };
            calls.into_iter().map(make).collect::<Vec<_>>()
        });
        let near = || {
            prop::collection::vec((0..s, 0_i32..600), 0..4).prop_map(|mut n| {
                n.sort_unstable();
                n.dedup_by_key(|x| x.0);
                n
            })
        };
        (
            prop::collection::vec(trip, 0..14),
            prop::collection::vec((0..s, 0..s, 30_i32..400), 0..8),
            prop::collection::vec(prop_oneof![Just(0_i32), 0_i32..300], stops),
            prop::collection::vec(near(), 1..4),
            prop::collection::vec(near(), 1..4),
            prop_oneof![Just(NEVER), 300_i32..5_000],
        )
            .prop_map(move |(trips, walks, change, access, egress, direct)| {
                let mut walks: Vec<_> = walks.into_iter().filter(|w| w.0 != w.1).collect();
                walks.sort_unstable();
                walks.dedup_by_key(|w| (w.0, w.1));
                Toy {
                    stops,
                    trips,
                    walks,
                    change,
                    access,
                    egress,
                    direct,
                }
            })
    })
}

impl Toy {
    fn timetable(&self) -> Timetable {
        let mut t = Timetable::default();
        let (mut first, mut stop, mut arrive, mut depart, mut closed) =
            (vec![0], vec![], vec![], vec![], vec![]);
        for trip in &self.trips {
            for &(s, a, d, c) in trip {
                stop.push(s);
                arrive.push(a);
                depart.push(d);
                closed.push(c);
            }
            first.push(stop.len() as u32);
        }
        let n = self.trips.len();
        t.stop_lat = vec![0; self.stops].into();
        t.stop_lon = vec![0; self.stops].into();
        t.stop_wheelchair = vec![0; self.stops].into();
        t.change = self.change.clone().into();
        t.trip_route = vec![0; n].into();
        t.trip_service = vec![0; n].into();
        t.trip_wheelchair = vec![0; n].into();
        t.call_first = first.into();
        t.call_stop = stop.into();
        t.call_arrive = arrive.into();
        t.call_depart = depart.into();
        t.call_closed = closed.into();
        t.service_first = vec![0, 1].into();
        t.service_day = vec![0].into();
        let (mut first, mut to, mut seconds) = (vec![0], vec![], vec![]);
        for s in 0..self.stops as u32 {
            for w in self.walks.iter().filter(|w| w.0 == s) {
                to.push(w.1);
                seconds.push(w.2);
            }
            first.push(to.len() as u32);
        }
        let walks = Walks {
            first: first.into(),
            to: to.into(),
            seconds: seconds.into(),
        };
        t.walks = [walks.clone(), walks];
        t
    }

    /// Trips that lie within the horizon hop by hop, as the question limits them.
    fn earliest(&self, from: usize, to: usize, leave: i32) -> i32 {
        let mut ready = vec![NEVER; self.stops];
        for &(s, walk) in &self.access[from] {
            ready[s as usize] = leave + walk;
        }
        let mut best = NEVER;
        loop {
            let before = (ready.clone(), best);
            for trip in &self.trips {
                for (i, &(s, _, depart, closed)) in trip.iter().enumerate() {
                    if closed & 1 != 0 || ready[s as usize] > depart {
                        continue;
                    }
                    for &(t, arrive, _, closed) in &trip[i + 1..] {
                        if closed & 2 != 0 {
                            continue;
                        }
                        if let Some(e) = self.egress[to].iter().find(|e| e.0 == t) {
                            best = best.min(arrive + e.1);
                        }
                        let again = &mut ready[t as usize];
                        *again = (*again).min(arrive + self.change[t as usize]);
                        for w in self.walks.iter().filter(|w| w.0 == t) {
                            ready[w.1 as usize] = ready[w.1 as usize].min(arrive + w.2);
                        }
                    }
                }
            }
            if before == (ready.clone(), best) {
                return best;
            }
        }
    }

    fn expect(&self, from: usize, to: usize, when: &When) -> (i32, i32) {
        let most = when.most_minutes as i32 * 60;
        let mut leaves: Vec<i32> = Vec::new();
        for trip in &self.trips {
            for call in trip {
                leaves.extend(
                    self.access[from]
                        .iter()
                        .filter(|a| a.0 == call.0)
                        .map(|a| call.2 - a.1),
                );
            }
        }
        let by_leave: Vec<(i32, i32)> = if when.arrive_by {
            leaves
                .into_iter()
                .map(|l| (l, self.earliest(from, to, l)))
                .collect()
        } else {
            Vec::new()
        };
        let mut took: Vec<i32> = (0..when.window as i32)
            .map(|k| {
                let clock = when.seconds + k * 60;
                let ridden = if when.arrive_by {
                    let in_time = by_leave.iter().filter(|x| x.1 <= clock).map(|x| clock - x.0);
                    in_time.min().unwrap_or(NEVER)
                } else {
                    self.earliest(from, to, clock) - clock
                };
                let t = ridden.min(self.direct);
                if t <= most { t } else { NEVER }
            })
            .collect();
        took.sort_unstable();
        let n = took.len();
        let rank = |percent: usize| (percent * n).div_ceil(100).max(1) - 1;
        let shown = |t: i32| if t < NEVER { t } else { -1 };
        (shown(took[rank(50)]), shown(took[rank(90)]))
    }

    fn asked(&self, when: &When, threads: usize) -> Window {
        let timetable = self.timetable();
        let streets = Streets::default();
        let scene = Scene {
            streets: &streets,
            timetable: &timetable,
        };
        let how = Asking {
            speeds: &Speeds::default(),
            most_metres: 500.0,
            threads,
            progress: &Progress::none(),
        };
        let direct = self.direct;
        scene
            .fill(&self.access, &self.egress, &|_, _| direct, when, &how)
            .unwrap()
    }
}

fn when(arrive_by: bool) -> When {
    // Long enough for every toy trip, so that only the question limits.
    let seconds = if arrive_by { BEGIN + 40 * 60 } else { BEGIN + 7 };
    When {
        window: 30,
        arrive_by,
        most_minutes: 150,
        ..When::new(0, seconds)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_window_equals_a_search_trip_by_trip(toy in toy(), arrive_by in any::<bool>()) {
        let when = when(arrive_by);
        let got = toy.asked(&when, 1);
        prop_assert_eq!(&got, &toy.asked(&when, 2));
        for f in 0..toy.access.len() {
            for t in 0..toy.egress.len() {
                let cell = f * toy.egress.len() + t;
                prop_assert_eq!((got.median[cell], got.p90[cell]), toy.expect(f, t, &when), "from {} to {}", f, t);
            }
        }
    }

    #[test]
    fn range_raptor_finds_the_same_windows(toy in toy(), arrive_by in any::<bool>(), events in any::<bool>()) {
        let when = when(arrive_by);
        let timetable = toy.timetable();
        let got = raptor::fill(&timetable, &toy.access, &toy.egress, &|_, _| toy.direct, &when, events);
        prop_assert_eq!(got, toy.asked(&when, 1));
    }

    #[test]
    fn one_more_trip_never_makes_a_journey_later(toy in toy(), arrive_by in any::<bool>()) {
        let when = when(arrive_by);
        let mut fewer = toy.clone();
        fewer.trips.pop();
        let (all, some) = (toy.asked(&when, 1), fewer.asked(&when, 1));
        let worth = |t: i32| if t < 0 { NEVER } else { t };
        for (a, b) in all.median.iter().zip(&some.median).chain(all.p90.iter().zip(&some.p90)) {
            prop_assert!(worth(*a) <= worth(*b));
        }
    }
}

#[test]
fn a_day_and_time_is_read() {
    let w = When::parse("2019-05-14T08:30").unwrap();
    assert_eq!((w.day, w.seconds), (18_030, 8 * 3_600 + 1_800));
    for bad in [
        "",
        "2019-05-14",
        "2019-13-14T08:00",
        "2019-05-14T25:00",
        "2019-5-x4T1:1",
        "-1-1-1T0:0",
    ] {
        assert!(When::parse(bad).is_err(), "{bad}");
    }
}

/// `cargo test --release -p travel range_raptor_on -- --ignored --nocapture`
#[test]
#[ignore = "a measurement of some minutes, for decision 0009"]
#[allow(clippy::print_stderr)]
fn range_raptor_on_porto_alegre_finds_the_same_and_takes_so_long() {
    let root = std::env::var_os("BLUELAMP_SHARED").map(std::path::PathBuf::from);
    let root = root
        .unwrap_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"))
        .join("data/06_travel/porto_alegre_br");
    if !root.exists() {
        eprintln!("skipped: there is no {}", root.display());
        return;
    }
    let inputs = crate::Inputs {
        osm: vec![root.join("poa_osm.pbf")],
        gtfs: vec![root.join("poa_eptc.zip"), root.join("poa_trensurb.zip")],
        ..crate::Inputs::default()
    };
    let net = crate::Network::build(&inputs, &Progress::none()).unwrap();
    let points = crate::run::read_points(&root.join("poa_hexgrid.csv")).unwrap();
    let all: Vec<Place> = points.iter().map(|p| p.place).collect();
    let some: Vec<Place> = all.iter().copied().step_by(12).take(100).collect();
    let scene = net.scene().unwrap();
    let quiet = Progress::none();
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 1_000.0,
        threads: 1,
        progress: &quiet,
    };
    let when = When::parse("2019-05-14T14:00").unwrap();
    let cpu = || {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let first = text.split_whitespace().next().and_then(|t| t.parse::<f64>().ok());
        first.unwrap_or_default() / 1e9
    };
    for (from, to) in [(&all, &some), (&some, &all)] {
        let walked = scene.streets.table(when.street(), from, to, &how).unwrap();
        let limit = when.most_walk_minutes as i32 * 60;
        let direct = |f: usize, t: usize| {
            let seconds = whole_seconds(walked.ms[f * to.len() + t]);
            if seconds <= limit { seconds } else { NEVER }
        };
        let access = scene.near(from, true, &when, &how).unwrap();
        let egress = scene.near(to, false, &when, &how).unwrap();
        let begin = cpu();
        let scanned = scene.fill(&access, &egress, &direct, &when, &how).unwrap();
        eprintln!("{} x {}: scan {:.2} CPU s", from.len(), to.len(), cpu() - begin);
        for events in [false, true] {
            let begin = cpu();
            let got = raptor::fill(scene.timetable, &access, &egress, &direct, &when, events);
            let what = if events { "every departure" } else { "every minute" };
            eprintln!("    range-RAPTOR from {what}: {:.2} CPU s", cpu() - begin);
            assert!(got == scanned);
        }
    }
}
