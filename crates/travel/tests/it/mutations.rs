//! Valid files, changed thousands of times by a seeded generator: the readers end in an error or an answer, within bounds of time
//! and memory. The same files are seeds for `fuzz/`.

use travel::ask::Asking;
use travel::geo::Place;
use travel::run::points_from;
use travel::{Mode, Network, Progress, Speeds, Street, When};
use xxhash_rust::xxh3::Xxh3;

use crate::feed::{folder, zip, zip64};
use crate::map::{Map, at};

/// No input of some kilobytes may keep a reader busy for longer, in processor seconds.
const LONGEST: f64 = 2.0;
/// Nor make the process grow by more, in megabytes.
const LARGEST: f64 = 200.0;

/// A generator of its own (SplitMix64), so that a failing round can be run again by its number.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ x >> 31
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What breaks readers of text and of numbers.
const NASTY: [&[u8]; 22] = [
    b"",
    b"NaN",
    b"inf",
    b"-1",
    b"-0",
    b"1e400",
    b"1e-400",
    b"99999999999999999999",
    b"2147483648",
    b"99:99:99",
    b"239:59:59",
    b"-1:00:00",
    b"\"",
    b"\r",
    b"\n\n",
    b",,,,",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"20240230",
    b"99999999",
    b"A",
    b"1",
];
const NUMBERS: [u64; 10] = [
    0,
    1,
    0x7f,
    0xff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    1 << 30,
    u64::MAX,
    1 << 63,
];

fn changed(from: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = from.to_vec();
    // Half the time one or two small changes in place, so that much of what is behind a first check is reached.
    let (most, kinds) = *random.of(&[(2, 5), (6, 10)]);
    for _ in 0..=random.below(most) {
        let n = bytes.len();
        let i = random.below(n);
        let j = (i + random.below(24)).min(n);
        match random.below(kinds) {
            0 if n > 0 => bytes[i] = random.next() as u8,
            1 if n > 0 => bytes[i] ^= 1 << random.below(8),
            2 if n > 0 => bytes[i] = *random.of(&[0, 1, 0x7f, 0x80, 0xff, b',', b'\n', b'"']),
            3 | 4 => {
                let wide = *random.of(&[2, 4, 8]);
                let number = random.of(&NUMBERS).to_le_bytes();
                let end = (i + wide).min(n);
                bytes[i..end].copy_from_slice(&number[..end - i]);
            }
            5 => drop(bytes.drain(i..j)),
            6 => {
                let piece = bytes[i..j].to_vec();
                let to = random.below(n);
                bytes.splice(to..to, piece);
            }
            // A field, as fields of tables are.
            7 | 8 => {
                let ends = |b: &u8| matches!(b, b',' | b'\n');
                let begin = bytes[..i].iter().rposition(ends).map_or(0, |k| k + 1);
                let end = bytes[i..].iter().position(ends).map_or(n, |k| i + k);
                bytes.splice(begin..end, random.of(&NASTY).iter().copied());
            }
            _ => bytes.truncate(if random.below(8) == 0 { i } else { n }),
        }
    }
    bytes
}

fn figure(path: &str, of: impl Fn(&str) -> Option<f64>) -> f64 {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    of(&text).unwrap_or_default()
}

fn cpu_seconds() -> f64 {
    figure("/proc/thread-self/schedstat", |t| {
        t.split(' ').next()?.parse().ok()
    }) / 1e9
}

fn peak_megabytes() -> f64 {
    let kilobytes = |t: &str| {
        let line = t.lines().find(|l| l.starts_with("VmHWM"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    };
    figure("/proc/self/status", kilobytes) / 1024.0
}

/// Runs `read` over changed inputs; says whether each was taken. Some must be and some must not, or the test shows nothing.
fn rounds(name: &str, count: u64, valid: &[Vec<u8>], mut read: impl FnMut(&[u8]) -> bool) {
    for v in valid {
        assert!(read(v), "{name}: what is valid is refused");
    }
    let before = peak_megabytes();
    let mut taken = 0;
    for round in 0..count {
        let mut random = Random(round);
        let from: &Vec<u8> = random.of(valid);
        let bytes = changed(from, &mut random);
        let begin = cpu_seconds();
        taken += u64::from(read(&bytes));
        let took = cpu_seconds() - begin;
        assert!(took < LONGEST, "{name}, round {round}: {took} s");
        let grown = peak_megabytes() - before;
        assert!(grown < LARGEST, "{name}, round {round}: {grown} MB more");
    }
    assert!(
        taken > 0 && taken < count,
        "{name}: {taken} of {count} were taken"
    );
}

fn map() -> Map {
    let street = [("highway", "residential"), ("name", "Long Street")];
    let mut map = Map::default();
    for k in 0..12_i64 {
        map.node(k + 1, k as f64 * 150.0, (k % 3) as f64 * 40.0);
    }
    map.tagged_node(20, 300.0, 200.0, &[("barrier", "bollard")])
        .node(21, 900.0, 700.0)
        .way(1, &[1, 2, 3, 4, 5, 6], &street)
        .way(2, &[6, 7, 8, 9, 10, 11, 12], &street)
        .way(3, &[3, 20, 8], &[("highway", "tertiary"), ("maxspeed", "20 mph")])
        .way(4, &[5, 9], &[("highway", "steps")])
        .way(5, &[4, 10], &[("highway", "service"), ("oneway", "yes")])
        .way(6, &[10, 21], &[("route", "ferry"), ("duration", "00:05")]);
    let no = [("type", "restriction"), ("restriction", "no_left_turn")];
    map.relation(1, &[(1, 1, "from"), (6, 0, "via"), (2, 1, "to")], &no)
        .relation(2, &[(1, 1, "from"), (3, 1, "via"), (2, 1, "to")], &no);
    map
}

fn tables() -> Vec<(&'static str, Vec<u8>)> {
    let mut stops =
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\n".to_owned();
    for (id, east, kind, parent) in [
        ("A", 0.0, 0, ""),
        ("B", 600.0, 0, ""),
        ("S", 1_500.0, 1, ""),
        ("P", 1_500.0, 0, "S"),
        ("E", 1_450.0, 2, "S"),
    ] {
        let (lat, lon) = at(east, 0.0);
        stops += &format!("{id},Stop {id},{lat:.6},{lon:.6},{kind},{parent},1\n");
    }
    let text = |t: &str| t.as_bytes().to_vec();
    vec![
        (
            "agency.txt",
            text("agency_name,agency_timezone\nExample,Europe/London\n"),
        ),
        ("stops.txt", stops.into_bytes()),
        (
            "routes.txt",
            text("route_id,route_short_name,route_type\nr1,One,3\nr2,Two,1\n"),
        ),
        (
            "calendar.txt",
            text(
                "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n\
                 wk,1,1,1,1,1,0,0,20240101,20241231\n",
            ),
        ),
        (
            "calendar_dates.txt",
            text("service_id,date,exception_type\nwk,20240309,1\nwk,20240401,2\n"),
        ),
        (
            "trips.txt",
            text("route_id,service_id,trip_id,wheelchair_accessible\nr1,wk,t1,1\nr1,wk,t2,1\nr2,wk,t3,1\n"),
        ),
        (
            "stop_times.txt",
            text(
                "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n\
                 t1,08:02:00,08:02:00,A,1,0,0\nt1,,,B,2,0,0\nt1,08:05:00,08:05:00,P,3,0,0\n\
                 t2,24:10:00,24:10:00,A,1,0,0\nt2,24:12:00,24:13:00,B,2,1,0\n\
                 t3,00:00:00,00:00:00,B,1,0,0\nt3,00:02:00,00:02:00,P,2,0,0\n",
            ),
        ),
        (
            "frequencies.txt",
            text("trip_id,start_time,end_time,headway_secs\nt3,08:00:00,09:00:00,300\n"),
        ),
        (
            "transfers.txt",
            text("from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,B,2,90\nB,B,2,60\nS,S,0,\n"),
        ),
        (
            "pathways.txt",
            text(
                "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time\np,E,P,2,1,30\nq,E,P,5,1,\n",
            ),
        ),
    ]
}

fn feeds() -> Vec<Vec<u8>> {
    let tables = tables();
    let stored: Vec<_> = tables
        .iter()
        .map(|t| (t.0, t.1.clone(), 0, t.1.len() as u32))
        .collect();
    vec![zip(&stored), zip64(&tables)]
}

fn streets() -> Network {
    Network::from_osm_bytes("map", &map().pbf(), &Speeds::default(), &Progress::none()).unwrap()
}

/// Everything a network can be asked.
fn ask(net: &Network) {
    let progress = Progress::none();
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 1_000.0,
        threads: 1,
        progress: &progress,
    };
    let mut places: Vec<Place> = (0..3).filter_map(|e| net.streets.middle(e)).collect();
    places.extend([at(10.0, 60.0), at(1_500.0, 30.0)].map(|p| Place::new(p.0, p.1).unwrap()));
    for mode in Street::ALL {
        net.streets.table(mode, &places, &places[1..], &how).unwrap();
    }
    let when = When {
        window: 3,
        ..When::parse("2024-03-05T08:00").unwrap()
    };
    let (a, b) = (places[places.len() - 2], places[places.len() - 1]);
    for mode in [
        Mode::Walk,
        Mode::StepFree,
        Mode::Cycle,
        Mode::Drive,
        Mode::Transit,
        Mode::StepFreeTransit,
    ] {
        let asked = net.journey(mode, a, b, Some(&when), &how);
        if net.timetable.is_some() || !mode.rides() {
            asked.unwrap();
            net.why_none(mode, a, b, Some(&when), &how).unwrap();
        }
    }
    let riding = net.timetable.is_some();
    let mode = if riding { Mode::Transit } else { Mode::Drive };
    net.reach(mode, a, &[3.0], Some(&when), &how).unwrap();
    if riding {
        for arrive_by in [false, true] {
            let when = When {
                arrive_by,
                ..when.clone()
            };
            net.window(&places, &places[..2], &when, &how).unwrap();
        }
    }
}

#[test]
fn changed_extracts_end_in_an_error_or_in_streets() {
    rounds("pbf", 4_000, &[map().pbf()], |bytes| {
        let read = Network::from_osm_bytes("map", bytes, &Speeds::default(), &Progress::none());
        read.inspect(ask).is_ok()
    });
}

#[test]
fn changed_feeds_end_in_an_error_or_in_a_timetable() {
    let plain = streets();
    rounds("gtfs", 4_000, &feeds(), |bytes| {
        let mut net = plain.clone();
        let added = net.add_timetable_bytes("feed", bytes, 10.0, &Progress::none());
        added.is_ok() && {
            ask(&net);
            true
        }
    });
}

/// Sets the length and the checksum right, so that what stands behind them is reached.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() >= 32 {
        let long = bytes.len() as u64;
        bytes[16..24].copy_from_slice(&long.to_le_bytes());
        let mut hash = Xxh3::new();
        hash.update(&bytes[..24]);
        hash.update(&bytes[32..]);
        bytes[24..32].copy_from_slice(&hash.digest().to_le_bytes());
    }
    bytes
}

/// Gives one part of the file the place or the length of another, or any length.
fn parts_moved(bytes: &mut [u8], random: &mut Random) {
    let count = bytes
        .get(12..16)
        .and_then(|b| b.try_into().ok())
        .map_or(0, u32::from_le_bytes) as usize;
    let number = |k: usize, field: usize| 32 + k * 40 + 24 + field * 8;
    let (a, b, field) = (random.below(count), random.below(count), random.below(2));
    let (to, from) = (number(a, field), number(b, field));
    if to.max(from) + 8 > bytes.len() {
        return;
    }
    if random.below(2) == 0 {
        let other: [u8; 8] = std::array::from_fn(|i| bytes[from + i]);
        bytes[to..to + 8].copy_from_slice(&other);
    } else {
        let long = 4 * random.below(64) as u64;
        bytes[to..to + 8].copy_from_slice(&long.to_le_bytes());
    }
}

fn prepared() -> Vec<u8> {
    let mut net = streets();
    net.add_timetable_bytes("feed", &feeds()[0], 10.0, &Progress::none())
        .unwrap();
    let path = folder("prepared").join("net");
    net.save(&path).unwrap();
    std::fs::read(&path).unwrap()
}

#[test]
fn changed_networks_that_claim_to_be_whole_end_in_an_error_or_in_answers() {
    let path = folder("claims").join("net");
    let valid = prepared();
    let mut random = Random(7);
    rounds("net", 3_000, std::slice::from_ref(&valid), |bytes| {
        let mut bytes = bytes.to_vec();
        if bytes != valid && random.below(4) == 0 {
            parts_moved(&mut bytes, &mut random);
        }
        std::fs::write(&path, sealed(bytes)).unwrap();
        Network::load(&path).is_ok_and(|net| {
            ask(&net);
            true
        })
    });
}

#[test]
fn changed_tables_of_places_end_in_an_error_or_in_places() {
    let text = b"id,lat,lon,more\none,51.5,-0.1,x\n\"two, too\",51.51,-0.12,\nthree,51.52,-0.13,y\n";
    rounds("points", 10_000, &[text.to_vec()], |bytes| {
        points_from("points.csv", bytes).is_ok_and(|points| {
            points
                .iter()
                .all(|p| p.place.lat.abs() <= 90.0 && p.place.lon.abs() <= 180.0)
        })
    });
}

#[test]
#[ignore = "writes files to begin fuzzing with into the folder that BLUELAMP_SEEDS names"]
fn seeds_for_fuzzing_are_written() {
    let Some(root) = std::env::var_os("BLUELAMP_SEEDS").map(std::path::PathBuf::from) else {
        panic!("BLUELAMP_SEEDS names no folder");
    };
    let [stored, large] = feeds().try_into().unwrap();
    for (target, name, bytes) in [
        ("pbf", "map", map().pbf()),
        ("gtfs", "stored", stored),
        ("gtfs", "large", large),
        ("net", "net", prepared()),
        ("points", "points", b"id,lat,lon\none,51.5,-0.1\n".to_vec()),
        (
            "matrix",
            "matrix",
            b"from,to,minutes\na,x,1\na,y,2\nb,x,\nb,y,4\n--\nid,weight\na,1\nb,2\n".to_vec(),
        ),
    ] {
        let folder = root.join(target);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}
