//! `bluelamp travel` as someone meets it who has a map, a timetable and two tables, and as someone who means harm.

mod made;

use std::path::PathBuf;

use serde_json::Value;

use self::made::{square, timetable, zip};
use crate::program::bluelamp;

struct Ran {
    right: bool,
    out: String,
    all: String,
}

/// A folder with files of the test, and the command run beside them.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).expect("a file");
        self
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file that was written")
    }

    /// Runs a line as it would be typed.
    fn travel(&self, line: &str) -> Ran {
        let output = bluelamp()
            .arg("travel")
            .args(line.split_whitespace())
            .current_dir(self.0.path())
            .output()
            .expect("the program runs");
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        let all = format!("{out}{}", String::from_utf8_lossy(&output.stderr));
        assert!(!all.contains("panicked"), "{line}: {all}");
        assert!(output.status.code().is_some(), "{line}: ended by a signal");
        Ran {
            right: output.status.success(),
            out,
            all,
        }
    }

    fn json(&self, line: &str) -> Value {
        let ran = self.travel(line);
        assert!(ran.right, "{line}: {}", ran.all);
        serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{line}: {e}: {}", ran.all))
    }

    /// That a line is refused, and with these words.
    fn refused(&self, line: &str, words: &str) {
        let ran = self.travel(line);
        assert!(!ran.right, "{line}: {}", ran.all);
        assert!(ran.all.contains(words), "{line}: {} has no: {words}", ran.all);
    }
}

/// A square with a bus, built, and two tables of points.
fn town() -> Desk {
    let desk = Desk::new();
    desk.write("town.osm.pbf", square("residential"))
        .write("bus.zip", zip(&timetable()))
        .write("from.csv", "id,lat,lon\nwest,51.5,-0.1\nnorth,51.509,-0.1\n")
        .write("to.csv", "lon,lat,id,more\n-0.0855,51.5,east,x\n");
    let built = desk.json("build --osm town.osm.pbf --gtfs bus.zip --out town.net --json");
    assert_eq!(built["nodes"], 36);
    assert_eq!((&built["stops"], &built["trips"]), (&2.into(), &36.into()));
    desk
}

#[test]
fn a_town_is_built_and_asked_in_every_mode() {
    let desk = town();
    // A kilometre and a half along two edges: to the east end, 1,004 m from the west end and 2,005 m from the north.
    let minutes = |mode: &str| -> Vec<f64> {
        let when = if mode.contains("transit") {
            " --depart 2024-05-07T07:55 --window 10"
        } else {
            ""
        };
        let line = format!(
            "matrix --net town.net --from from.csv --to to.csv --mode {mode}{when} --out m.csv --json"
        );
        let told = desk.json(&line);
        assert_eq!(
            (&told["reached"], &told["unreached"]),
            (&2.into(), &0.into()),
            "{told}"
        );
        assert_eq!(told["notes"], serde_json::json!([]));
        let table = desk.read("m.csv");
        let mut rows = table.lines();
        let head = if mode.contains("transit") {
            "from,to,minutes,p90"
        } else {
            "from,to,minutes"
        };
        assert_eq!(rows.next(), Some(head));
        rows.map(|r| r.split(',').nth(2).and_then(|m| m.parse().ok()).expect(r))
            .collect()
    };
    let near = |got: &[f64], want: [f64; 2]| {
        assert!(
            got.iter().zip(want).all(|(g, w)| (g - w).abs() < 0.1),
            "{got:?} {want:?}"
        );
    };
    near(&minutes("walk"), [1_004.0 / 80.0, 2_005.0 / 80.0]);
    near(&minutes("step-free"), [1_004.0 / 60.0, 2_005.0 / 60.0]);
    near(&minutes("cycle"), [1_004.0 / 250.0, 2_005.0 / 250.0]);
    near(&minutes("drive"), [1_004.0 / 416.7, 2_005.0 / 416.7]);
    // Two minutes by bus, and over ten minutes a wait of nought to nine: half of them wait no longer than four.
    near(&minutes("transit")[..1], [2.0 + 4.0, 0.0]);

    let map =
        desk.json("reach --net town.net --at 51.5,-0.1 --minutes 5,10 --mode walk --out r.geojson --json");
    assert_eq!(map["limits"].as_array().map(Vec::len), Some(2));
    let written: Value = serde_json::from_str(&desk.read("r.geojson")).expect("GeoJSON");
    assert_eq!(written["type"], "FeatureCollection");
    assert_eq!(written["features"][0]["geometry"]["type"], "MultiPolygon");

    let line =
        "journey --net town.net --from 51.5,-0.1 --to 51.5,-0.0855 --mode transit --depart 2024-05-07T07:55";
    let told = desk.travel(line);
    assert!(
        told.right
            && told
                .out
                .contains("Take the bus 7 from West End at 08:00 to East End at 08:02"),
        "{}",
        told.all
    );
    let legs = desk.json(&format!("{line} --json"));
    assert_eq!(
        (&legs["depart"], &legs["arrive"]),
        (&"08:00:00".into(), &"08:02:00".into())
    );
    let by = desk.travel(&line.replace("--depart 2024-05-07T07:55", "--arrive 2024-05-07T09:05"));
    assert!(by.out.contains("at 09:00 to East End at 09:02"), "{}", by.all);
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let desk = town();
    let first = std::fs::read(desk.path("town.net")).expect("a network");
    desk.json("build --osm town.osm.pbf --gtfs bus.zip --out again.net --json");
    assert_eq!(first, std::fs::read(desk.path("again.net")).expect("a network"));
}

#[test]
fn maps_that_are_none_are_refused_and_nothing_is_written() {
    let desk = Desk::new();
    let whole = square("residential");
    desk.write("cut.osm.pbf", &whole[..whole.len() / 2])
        .write("text.osm.pbf", "id,lat,lon\nwest,51.5,-0.1\n")
        .write("empty.osm.pbf", "")
        .write("huge.osm.pbf", [&[0xff_u8; 4][..], &[0; 60]].concat())
        .write("buildings.osm.pbf", square("proposed"));
    std::fs::create_dir(desk.path("folder.osm.pbf")).expect("a folder");
    for (file, words) in [
        ("cut.osm.pbf", "cut.osm.pbf: not a readable OpenStreetMap extract"),
        ("text.osm.pbf", "another kind of file"),
        ("empty.osm.pbf", "it is empty"),
        ("huge.osm.pbf", "a block header is too long"),
        ("buildings.osm.pbf", "there is no street in the data"),
        ("folder.osm.pbf", "is a directory"),
        ("absent.osm.pbf", "absent.osm.pbf"),
    ] {
        desk.refused(&format!("build --osm {file} --out out.net --json"), words);
        assert!(!desk.path("out.net").exists(), "{file}");
    }
}

#[test]
fn timetables_that_are_none_or_mean_harm_are_refused() {
    let desk = Desk::new();
    desk.write("town.osm.pbf", square("residential"));
    let whole = zip(&timetable());
    let mut away = timetable();
    away.push(("../../stops.txt", "stop_id\n".into()));
    let without = |gone: &str| {
        zip(&timetable()
            .into_iter()
            .filter(|f| f.0 != gone)
            .collect::<Vec<_>>())
    };
    let with = |table: &'static str, text: &str| {
        let mut files = timetable();
        files.retain(|f| f.0 != table);
        files.push((table, text.to_owned()));
        zip(&files)
    };
    for (name, bytes, words) in [
        (
            "cut.zip",
            whole[..whole.len() / 2].to_vec(),
            "it is no zip archive",
        ),
        ("away.zip", zip(&away), "would land outside its folder"),
        ("no-stops.zip", without("stops.txt"), "it has no stops"),
        ("no-days.zip", without("calendar.txt"), "it has no calendar"),
        ("no-trips.zip", without("trips.txt"), "no trip in it can be used"),
        (
            "header.zip",
            with("stop_times.txt", "T0,06:00:00,06:00:00,A,1\n"),
            "stop_times.txt has no column",
        ),
        (
            "nowhere.zip",
            with(
                "stops.txt",
                "stop_id,stop_name,stop_lat,stop_lon\nA,West End,151.5,0\nB,East End,nan,nan\n",
            ),
            "it has no stops",
        ),
    ] {
        desk.write(name, bytes);
        desk.refused(
            &format!("build --osm town.osm.pbf --gtfs {name} --out out.net"),
            words,
        );
        assert!(!desk.path("out.net").exists(), "{name}");
    }
}

#[test]
fn tables_of_points_are_refused_by_file_and_row() {
    let desk = town();
    for (name, text, words) in [
        (
            "head.csv",
            "west,51.5,-0.1\n",
            "head.csv, row 1: there is no column id",
        ),
        ("off.csv", "id,lat,lon\na,51.5,-0.1\nb,95,0\n", "off.csv, row 3"),
        ("nan.csv", "id,lat,lon\na,NaN,-0.1\n", "nan.csv, row 2"),
        ("inf.csv", "id,lat,lon\na,51.5,inf\n", "inf.csv, row 2"),
        ("short.csv", "id,lat,lon\na,51.5\n", "short.csv, row 2"),
        ("empty.csv", "", "empty.csv, row 1"),
        ("none.csv", "id,lat,lon\n", "none.csv, row 1: it holds no points"),
    ] {
        desk.write(name, text);
        let line = format!("matrix --net town.net --from {name} --to to.csv --mode walk --out out.csv");
        desk.refused(&line, words);
    }
    desk.write("latin.csv", b"id,lat,lon\nCaf\xe9,51.5,-0.1\n");
    desk.refused(
        "matrix --net town.net --from latin.csv --to to.csv --mode walk --out out.csv",
        "latin.csv, row 2",
    );
    desk.refused(
        "matrix --net town.net --from absent.csv --to to.csv --mode walk --out out.csv",
        "absent.csv",
    );
    assert!(!desk.path("out.csv").exists());
    desk.refused(
        "matrix --net town.net --from from.csv --to to.csv --mode walk --out no/such/folder/out.csv",
        "no/such/folder/out.csv",
    );
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let desk = town();
    let matrix =
        |more: &str| format!("matrix --net town.net --from from.csv --to to.csv --out out.csv {more}");
    for (line, words) in [
        (matrix("--mode transit"), "public transport needs --depart"),
        (matrix("--mode transit --depart 2024-05-07T07:55 --window 0"), "from 1 minute to a day"),
        (matrix("--mode transit --depart 2024-05-07T07:55 --window 100000"), "from 1 minute to a day"),
        (matrix("--mode transit --depart 2024-05-07T07:55 --window -5"), "-5"),
        (matrix("--mode transit --depart tomorrow"), "no day and time"),
        (matrix("--mode transit --depart 2024-02-30T07:55"), "no day and time"),
        (matrix("--mode transit --depart 2024-05-07T25:00"), "no day and time"),
        (matrix("--mode swim"), "no way to travel"),
        (
            "reach --net town.net --at 51.5,-0.1 --minutes 0 --mode walk --out out.csv".into(),
            "between 1 and 1,440 minutes",
        ),
        (
            "reach --net town.net --at 51.5,-0.1 --minutes NaN --mode walk --out out.csv".into(),
            "between 1 and 1,440 minutes",
        ),
        (
            "reach --net town.net --at 51.5,-0.1 --minutes 15 --mode transit --out out.csv".into(),
            "needs --depart",
        ),
        (
            "reach --net town.net --at 51.5,-0.1 --minutes 15 --mode transit --arrive 2024-05-07T08:00 --out out.csv"
                .into(),
            "a reach map begins with a departure",
        ),
        (
            "reach --net town.net --at 91,0 --minutes 15 --mode walk --out out.csv".into(),
            "is not a place",
        ),
        (
            "reach --net town.net --at 48.9,2.3 --minutes 15 --mode walk --out out.csv".into(),
            "no street for walking is within 1000 m of 48.9,2.3",
        ),
        (
            "journey --net town.net --from 51.5 --to 51.5,-0.1 --mode walk".into(),
            "is not a place",
        ),
        (
            "journey --net town.net --from 51.5,-0.1 --to 51.5,-0.0855 --mode transit".into(),
            "needs",
        ),
        (
            "journey --net town.net --from 51.5,-0.1 --to 48.9,2.3 --mode walk".into(),
            "there is no way: no street for walking is within 1000 m of the end",
        ),
    ] {
        desk.refused(&line, words);
        assert!(!desk.path("out.csv").exists(), "{line}");
    }
}

#[test]
fn a_network_without_what_is_asked_says_so() {
    let desk = Desk::new();
    desk.write("paths.osm.pbf", square("footway"))
        .write("from.csv", "id,lat,lon\nwest,51.5,-0.1\n")
        .write("to.csv", "id,lat,lon\neast,51.5,-0.0855\n");
    desk.json("build --osm paths.osm.pbf --out paths.net --json");
    let matrix =
        |mode: &str| format!("matrix --net paths.net --from from.csv --to to.csv --mode {mode} --out m.csv");
    desk.refused(
        &format!("{} --depart 2024-05-07T07:55", matrix("transit")),
        "built without a timetable",
    );
    let told = desk.json(&format!("{} --json", matrix("drive")));
    assert_eq!(
        (&told["reached"], &told["without_a_street_in_all"]),
        (&0.into(), &2.into())
    );
    assert_eq!(
        told["notes"][0],
        "2 places have no street for driving within 1000 m"
    );
    assert_eq!(desk.read("m.csv"), "from,to,minutes\nwest,east,\n");
    let told = desk.travel(&matrix("drive"));
    assert!(told.out.contains("no street for driving"), "{}", told.all);
}

#[test]
fn a_day_on_which_nothing_runs_is_said() {
    let desk = town();
    let line = "matrix --net town.net --from from.csv --to to.csv --mode transit --out m.csv";
    let late = desk.json(&format!("{line} --depart 2031-05-07T07:55 --json"));
    let why = "nothing runs on 2031-05-07: the timetable is for 2024-05-01 to 2024-05-15";
    assert_eq!(late["notes"], serde_json::json!([why]));
    // Minutes are those of walking: 1,004 m.
    assert!(
        desk.read("m.csv").contains("west,east,12."),
        "{}",
        desk.read("m.csv")
    );
    let night = desk.json(&format!("{line} --depart 2024-05-07T20:00 --json"));
    assert_eq!(
        night["notes"],
        serde_json::json!(["nothing runs on 2024-05-07 between 20:00:00 and 22:59:00"])
    );
    // The day after the last: the evening before might run past midnight, and here does not.
    let after = desk.json(&format!("{line} --depart 2024-05-16T07:55 --json"));
    assert_eq!(after["notes"].as_array().map(Vec::len), Some(1), "{after}");
    let reach = "reach --net town.net --at 51.5,-0.1 --minutes 20 --mode transit --out r.geojson";
    let told = desk.travel(&format!("{reach} --depart 2031-05-07T07:55"));
    assert!(told.right && told.out.contains(why), "{}", told.all);
    let journey = "journey --net town.net --from 51.5,-0.1 --to 51.5,-0.0855 --mode transit";
    let told = desk.travel(&format!("{journey} --depart 2031-05-07T07:55"));
    assert!(told.right && told.out.contains(why), "{}", told.all);
}

#[test]
fn points_far_from_every_street_are_counted_and_left_empty() {
    let desk = town();
    let mut text = String::from("id,lat,lon\nwest,51.5,-0.1\n");
    (0..150).for_each(|k| text += &format!("far{k},{},10\n", 40 + k % 10));
    desk.write("far.csv", text);
    let told = desk.json("matrix --net town.net --from far.csv --to to.csv --mode walk --out m.csv --json");
    assert_eq!((&told["reached"], &told["unreached"]), (&1.into(), &150.into()));
    assert_eq!(told["without_a_street_in_all"], 150);
    // Named are the first of them only.
    assert_eq!(told["without_a_street"].as_array().map(Vec::len), Some(100));
    assert!(desk.read("m.csv").contains("far0,east,\n"));
}

#[test]
fn a_hundred_thousand_points_are_asked_and_too_many_pairs_are_refused() {
    let desk = town();
    let mut text = String::from("id,lat,lon\n");
    (0..100_000).for_each(|k| text += &format!("p{k},{},-0.09\n", 51.5 + f64::from(k % 900) * 1e-5));
    desk.write("many.csv", text);
    let told = desk.json("matrix --net town.net --from many.csv --to to.csv --mode cycle --out m.csv --json");
    assert_eq!(told["reached"], 100_000);
    assert_eq!(desk.read("m.csv").lines().count(), 100_001);
    desk.refused(
        "matrix --net town.net --from many.csv --to many.csv --mode walk --out all.csv",
        "too large: 100000 x 100000 places",
    );
    assert!(!desk.path("all.csv").exists() && !desk.path("all.csv.part").exists());
}

#[test]
fn a_network_that_was_cut_or_is_something_else_is_refused() {
    let desk = town();
    let whole = std::fs::read(desk.path("town.net")).expect("a network");
    let mut flipped = whole.clone();
    if let Some(b) = flipped.last_mut() {
        *b ^= 1;
    }
    desk.write("cut.net", &whole[..whole.len() - 1])
        .write("short.net", &whole[..10])
        .write("flipped.net", flipped)
        .write("text.net", "x".repeat(4_000));
    for (file, words) in [
        ("cut.net", "cut short"),
        ("short.net", "too short"),
        ("flipped.net", "checksum does not match"),
        ("text.net", "it begins differently"),
        ("town.osm.pbf", "not a prepared network"),
        ("absent.net", "absent.net"),
        (".", "is a directory"),
    ] {
        let line = format!("journey --net {file} --from 51.5,-0.1 --to 51.5,-0.09 --mode walk");
        desk.refused(&line, words);
    }
}
