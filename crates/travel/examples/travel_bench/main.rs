//! Measures the engine beside its aims: a table and one line of JSON for each piece of work, with CPU seconds and peak memory.
//!
//! - `graph FOLDER [NAME]`: FOLDER holds `arcs.csv` (from,to,weight), `nodes.csv` (id,lon,lat), `demand.csv` and `sites.csv` (one node
//!   a line) and, when there is one, `pop.csv` (people at each place of demand). Writes `table.u32` (100 sites x demand) for
//!   `oracle/streets_against_peers.py` and, with people, `minutes.f64` and `pop.f64` for the benchmark of `siting`.
//! - `like-london FOLDER`: makes such a folder.
//! - `hard`: preparation on grid, star and random graphs made here.
//! - `transit NET FROM.csv TO.csv DEPART`: every minute of an hour, public transport.
//! - `build FILE.osm.pbf…`: reading, preparing, saving and loading a city.
//! - `dump NET MODE FOLDER [DEMAND SITES]`: writes arcs, places and distances for `oracle/streets_against_peers.py`.
//! - `cities [FOLDER]`: what there is in `BLUELAMP_SHARED` or the folder `shared` beside the project: Porto and Porto Alegre, built,
//!   loaded and asked; arcs, tables and minutes for the peers go to FOLDER.
//! - without a word: `hard` and `cities`.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod made;

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};
use travel::ask::Asking;
use travel::geo::Place;
use travel::graph::{Arc, Graph, Search};
use travel::hierarchy::{Ends, Hierarchy, Way};
use travel::run::{Options, Point, cells, matrix, read_points};
use travel::{Inputs, Mode, Network, Progress, When};

use crate::made::mixed;

/// CPU seconds of all threads so far: user and system, in hundredths.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|t| t.parse().ok())
        .collect();
    ticks.iter().sum::<f64>() / 100.0
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|k| k.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}

struct Timer(f64, Instant);

impl Timer {
    fn start() -> Self {
        // The peak is that of this piece of work, not of an earlier one.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        Self(cpu(), Instant::now())
    }

    fn done(&self, work: &str, aim_cpu_s: Option<f64>, repeats: u32, mut more: Value) {
        let (cpu_s, wall_s) = (
            (cpu() - self.0) / f64::from(repeats),
            self.1.elapsed().as_secs_f64() / f64::from(repeats),
        );
        let aim = aim_cpu_s.map_or_else(String::new, |a| format!("{a:.2}"));
        println!(
            "{work:<58} {cpu_s:>9.4} CPU s {wall_s:>9.4} wall s  aim {aim:>5}  peak {:>5.0} MB",
            peak_mb()
        );
        if let Some(m) = more.as_object_mut() {
            m.insert("work".into(), json!(work));
            m.insert("cpu_s".into(), json!(cpu_s));
            m.insert("wall_s".into(), json!(wall_s));
            m.insert("aim_cpu_s".into(), json!(aim_cpu_s));
            m.insert("peak_mb".into(), json!(peak_mb().round()));
        }
        println!("{more}");
    }
}

fn rows(path: &str) -> Vec<Vec<f64>> {
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text
        .lines()
        .map(|l| l.split(',').filter_map(|f| f.parse().ok()).collect::<Vec<f64>>());
    rows.filter(|r| !r.is_empty()).collect()
}

fn graph(dir: &str, name: &str) {
    let arc = |r: &Vec<f64>| Arc {
        from: r[0] as u32,
        to: r[1] as u32,
        weight: r[2] as u32,
    };
    let arcs: Vec<Arc> = rows(&format!("{dir}/arcs.csv")).iter().map(arc).collect();
    let at = |r: &Vec<f64>| ((r[1] * 69_000.0) as f32, (r[2] * 111_000.0) as f32);
    let at: Vec<(f32, f32)> = rows(&format!("{dir}/nodes.csv")).iter().map(at).collect();
    let one = |p: &str| -> Vec<Ends> {
        rows(&format!("{dir}/{p}.csv"))
            .iter()
            .map(|r| vec![(r[0] as u32, 0)])
            .collect()
    };
    let (demand, every_site) = (one("demand"), one("sites"));
    let sites = &every_site[..every_site.len().min(100)];
    let n = at.len() as u32;
    let graph = Graph::from_arcs(n, &arcs).unwrap();
    let (prepare_aim, table_aim) = (Some(3.0), Some(if n > 100_000 { 0.10 } else { 0.05 }));
    for (how, at) in [("with places", Some(&at[..])), ("without places", None)] {
        let t = Timer::start();
        let h = Hierarchy::prepare(&graph, at, &Progress::none()).unwrap();
        let info = json!({ "nodes": n, "arcs": graph.arcs(), "shortcuts": h.arcs(), "core": h.core() });
        t.done(&format!("{name}: prepare {n} nodes {how}"), prepare_aim, 1, info);
        let t = Timer::start();
        let mut table = Vec::new();
        for _ in 0..20 {
            table = h
                .targets(&demand, Way::Out)
                .table(sites, 1, &Progress::none())
                .unwrap();
        }
        let work = format!("{name}: {} x {} minutes {how}", demand.len(), sites.len());
        t.done(&work, table_aim, 20, json!({}));
        if how == "with places" {
            write_table(Path::new(dir), &table);
            people(dir, &h, &demand, &every_site);
        }
    }
    let mut search = Search::new(n);
    let t = Timer::start();
    for s in sites {
        search.run(&graph, s, u32::MAX >> 2, |_, _| true);
    }
    t.done(&format!("{name}: the same by plain Dijkstra"), None, 1, json!({}));
}

fn write_table(folder: &Path, table: &[u32]) {
    let bytes: Vec<u8> = table.iter().flat_map(|d| d.to_le_bytes()).collect();
    std::fs::write(folder.join("table.u32"), bytes).unwrap();
}

/// Every place to every site, row by row, and the people: what the benchmark of `siting` reads.
fn people(dir: &str, h: &Hierarchy, demand: &[Ends], sites: &[Ends]) {
    let Ok(people) = std::fs::read_to_string(format!("{dir}/pop.csv")) else {
        return;
    };
    let back = h.targets(sites, Way::Out);
    let cells = back.table(demand, 1, &Progress::none()).unwrap();
    let bytes = |numbers: Vec<f64>| -> Vec<u8> { numbers.iter().flat_map(|v| v.to_le_bytes()).collect() };
    let minutes = bytes(cells.iter().map(|&ms| f64::from(ms)).collect());
    std::fs::write(format!("{dir}/minutes.f64"), minutes).unwrap();
    let people = people.lines().filter_map(|l| l.trim().parse().ok()).collect();
    std::fs::write(format!("{dir}/pop.f64"), bytes(people)).unwrap();
}

fn hard() {
    for (name, n, arcs) in made::hard() {
        let g = Graph::from_arcs(n, &arcs).unwrap();
        let t = Timer::start();
        let h = Hierarchy::prepare(&g, None, &Progress::none()).unwrap();
        let info = json!({ "nodes": n, "arcs": g.arcs(), "shortcuts": h.arcs(), "core": h.core() });
        t.done(&format!("prepare {name}"), Some(3.0), 1, info);
        let pick = |count: u64, salt: u64| -> Vec<Ends> {
            (0..count)
                .map(|k| vec![((mixed(k + salt) % u64::from(n)) as u32, 0)])
                .collect()
        };
        let (from, to) = (pick(100, 1 << 40), pick(4_835, 1 << 41));
        let t = Timer::start();
        let table = h
            .targets(&to, Way::Out)
            .table(&from, 1, &Progress::none())
            .unwrap();
        t.done(&format!("4835 x 100 minutes, {name}"), None, 1, json!({}));
        let mut s = Search::new(n);
        let t = Timer::start();
        for (k, f) in from.iter().enumerate() {
            s.run(&g, f, u32::MAX >> 2, |_, _| true);
            let row = &table[k * to.len()..][..to.len()];
            let same = to.iter().zip(row).all(|(t, &d)| s.dist[t[0].0 as usize] == d);
            assert!(same, "{name}: differs from Dijkstra");
        }
        t.done(&format!("the same by plain Dijkstra, {name}"), None, 1, json!({}));
    }
}

fn places(file: &Path) -> Vec<Place> {
    read_points(file).unwrap().iter().map(|p| p.place).collect()
}

fn every_twelfth(from: &[Place]) -> Vec<Place> {
    from.iter().copied().step_by(12).take(100).collect()
}

fn asking<'a>(net: &'a Network, threads: usize, progress: &'a Progress<'a>) -> Asking<'a> {
    Asking {
        speeds: &net.about.speeds,
        most_metres: 1_000.0,
        threads,
        progress,
    }
}

fn transit(args: &[String]) {
    let net = Network::load(Path::new(&args[0])).unwrap();
    let from = places(Path::new(&args[1]));
    let to = if args[2] == "12th" {
        every_twelfth(&from)
    } else {
        places(Path::new(&args[2]))
    };
    every_minute(&net, &from, &to, &When::parse(&args[3]).unwrap());
}

fn every_minute(net: &Network, from: &[Place], to: &[Place], when: &When) {
    for threads in [1, 2] {
        for (a, b, turned) in [(from, to, ""), (to, from, ", turned round")] {
            let quiet = Progress::none();
            let how = asking(net, threads, &quiet);
            let t = Timer::start();
            let got = cells(net, Mode::Transit, a, b, Some(when), &how).unwrap();
            let reached = got.iter().filter(|c| c.minutes.is_some()).count();
            let work = format!(
                "public transport, {} x {} every minute, {threads} threads{turned}",
                a.len(),
                b.len()
            );
            t.done(&work, Some(5.0), 1, json!({ "reached": reached }));
        }
    }
}

fn build(files: &[String]) {
    for f in files {
        let inputs = Inputs {
            osm: vec![PathBuf::from(f)],
            ..Inputs::default()
        };
        let name = Path::new(f).file_name().unwrap_or_default().to_string_lossy();
        built(&name, &inputs);
    }
}

fn built(name: &str, inputs: &Inputs) -> Network {
    let t = Timer::start();
    let mut net = Network::build(inputs, &Progress::none()).unwrap();
    let size = json!({ "nodes": net.streets.nodes(), "edges": net.streets.edges() });
    t.done(&format!("{name}: build"), None, 1, size);
    let out = std::env::temp_dir().join(format!("bench-{}.net", std::process::id()));
    let bytes = net.save(&out).unwrap();
    let t = Timer::start();
    for _ in 0..10 {
        Network::load(&out).unwrap();
    }
    t.done(&format!("{name}: load"), Some(1.0), 10, json!({ "bytes": bytes }));
    // As others would ask it: from the file.
    let net = Network::load(&out).unwrap();
    std::fs::remove_file(&out).unwrap();
    net
}

fn dump(args: &[String]) {
    let net = Network::load(Path::new(&args[0])).unwrap();
    let mode = Mode::parse(&args[1]).unwrap();
    let count = |i: usize, usual: u64| args.get(i).map_or(usual, |a| a.parse().unwrap());
    let work = format!("{} by {}", Path::new(&args[0]).display(), mode.street().name());
    dump_to(
        &net,
        mode,
        Path::new(&args[2]),
        count(3, 2_000),
        count(4, 50),
        &work,
        None,
    );
}

fn dump_to(net: &Network, mode: Mode, dir: &Path, demand: u64, sites: u64, work: &str, aim: Option<f64>) {
    let mode = mode.street();
    std::fs::create_dir_all(dir).unwrap();
    let g = net.streets.graph(mode);
    let mut text = String::from("from,to,ms\n");
    for v in 0..g.nodes() {
        g.leaving(v)
            .for_each(|(to, w)| text += &format!("{v},{to},{w}\n"));
    }
    std::fs::write(dir.join("arcs.csv"), text).unwrap();
    let n = u64::from(g.nodes());
    let pick =
        |count: u64, salt: u64| -> Vec<u32> { (0..count).map(|k| (mixed(k + salt) % n) as u32).collect() };
    let (sources, targets) = (pick(sites, 1 << 40), pick(demand, 1 << 41));
    let ends = |list: &[u32]| -> Vec<Ends> { list.iter().map(|&v| vec![(v, 0)]).collect() };
    let lines = |list: &[u32]| list.iter().map(|v| format!("{v}\n")).collect::<String>();
    std::fs::write(dir.join("sites.csv"), lines(&sources)).unwrap();
    std::fs::write(dir.join("demand.csv"), lines(&targets)).unwrap();
    let h = net.streets.hierarchy(mode);
    let (from, to) = (ends(&sources), ends(&targets));
    let mut table = Vec::new();
    let t = Timer::start();
    for _ in 0..20 {
        table = h
            .targets(&to, Way::Out)
            .table(&from, 1, &Progress::none())
            .unwrap();
    }
    let work = format!("{work}: {demand} x {sites} minutes");
    t.done(&work, aim, 20, json!({ "nodes": n }));
    write_table(dir, &table);
}

/// Porto's streets, those of Newport and the timetables of Porto Alegre, where they are at hand.
fn cities(out: Option<&Path>) {
    let root = std::env::var_os("BLUELAMP_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let data = root.join("data/06_travel");
    let inputs = |osm: &str, gtfs: &[&str]| Inputs {
        osm: vec![data.join(osm)],
        gtfs: gtfs.iter().map(|g| data.join(g)).collect(),
        ..Inputs::default()
    };
    let porto = inputs("porto_pt/porto_portugal.osm.pbf", &[]);
    let newport = inputs(
        "newport_uk/newport-2023-06-13.osm.pbf",
        &["newport_uk/newport-20230613_gtfs.zip"],
    );
    let feeds = ["porto_alegre_br/poa_eptc.zip", "porto_alegre_br/poa_trensurb.zip"];
    let alegre = inputs("porto_alegre_br/poa_osm.pbf", &feeds);
    for inputs in [&porto, &newport, &alegre] {
        if let Some(missing) = inputs.osm.iter().chain(&inputs.gtfs).find(|p| !p.exists()) {
            println!("cities are left out: there is no {}", missing.display());
            return;
        }
    }
    let net = built("Porto", &porto);
    if let Some(out) = out {
        dump_to(
            &net,
            Mode::Drive,
            &out.join("porto"),
            4_835,
            100,
            "Porto by car",
            Some(0.05),
        );
    }
    let net = built("Newport", &newport);
    if let Some(out) = out {
        dump_to(
            &net,
            Mode::Walk,
            &out.join("newport"),
            2_000,
            50,
            "Newport on foot",
            None,
        );
        let at: Vec<Place> = (0..60)
            .filter_map(|k| net.streets.middle((mixed(k) % net.streets.edges() as u64) as u32))
            .collect();
        matrix_for_peers(&net, Mode::Walk, None, &at, &at, &out.join("newport"));
    }
    let net = built("Porto Alegre", &alegre);
    let hexagons = places(&data.join("porto_alegre_br/poa_hexgrid.csv"));
    let day = When::parse("2019-05-14T14:00").unwrap();
    every_minute(&net, &hexagons, &every_twelfth(&hexagons), &day);
    if let Some(out) = out {
        dump_to(
            &net,
            Mode::Walk,
            &out.join("alegre"),
            2_000,
            50,
            "Porto Alegre on foot",
            None,
        );
        let (from, to): (Vec<_>, Vec<_>) = (
            hexagons.iter().copied().step_by(40).collect(),
            hexagons.iter().copied().step_by(60).collect(),
        );
        matrix_for_peers(&net, Mode::Transit, Some(&day), &from, &to, &out.join("alegre"));
    }
    let place = |lat, lon| Place::new(lat, lon).unwrap();
    let (from, to) = (place(-30.0262849, -51.2282682), place(-30.0538460, -51.1582459));
    let quiet = Progress::none();
    let how = asking(&net, 1, &quiet);
    for (name, mode) in [
        ("walk", Mode::Walk),
        ("drive", Mode::Drive),
        ("transit", Mode::Transit),
    ] {
        let t = Timer::start();
        for _ in 0..10 {
            net.journey(mode, from, to, Some(&day), &how).unwrap();
        }
        t.done(&format!("Porto Alegre: one journey, {name}"), None, 10, json!({}));
    }
}

/// Points and minutes as tables, to be compared with what others find from door to door.
fn matrix_for_peers(
    net: &Network,
    mode: Mode,
    when: Option<&When>,
    from: &[Place],
    to: &[Place],
    out: &Path,
) {
    let points = |list: &[Place], side: &str| -> Vec<Point> {
        let named = list.iter().enumerate();
        named
            .map(|(i, &place)| Point {
                id: format!("{side}{i}"),
                place,
            })
            .collect()
    };
    let (from, to) = (points(from, "a"), points(to, "b"));
    for (name, list) in [("from.csv", &from), ("to.csv", &to)] {
        let rows = list
            .iter()
            .map(|p| format!("{},{},{}\n", p.id, p.place.lat, p.place.lon));
        let text: String = std::iter::once("id,lat,lon\n".to_owned()).chain(rows).collect();
        std::fs::write(out.join(name), text).unwrap();
    }
    let options = Options {
        threads: 2,
        ..Options::default()
    };
    let (file, none) = (out.join("minutes.csv"), Progress::none());
    matrix(net, &from, &to, mode, when, &file, &options, &none).unwrap();
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    match (args.first().map(String::as_str), rest) {
        (Some("graph"), [folder, more @ ..]) => graph(folder, more.first().map_or("graph", String::as_str)),
        (Some("like-london"), [folder]) => made::like_london(Path::new(folder)).unwrap(),
        (Some("transit"), [_, _, _, _]) => transit(rest),
        (Some("build"), [_, ..]) => build(rest),
        (Some("dump"), [_, _, _, ..]) => dump(rest),
        (Some("hard"), []) => hard(),
        (Some("cities"), _) => cities(rest.first().map(Path::new)),
        (None, _) => {
            hard();
            cities(None);
        }
        _ => eprintln!("what there is to measure is said at the head of this example"),
    }
}
