//! Measures the engine beside its aims: a table and one line of JSON for each piece of work, with CPU seconds and peak memory.
//!
//! - `bench graph FOLDER`: FOLDER holds `arcs.csv` (from,to,weight), `nodes.csv` (id,lon,lat), `demand.csv` and `sites.csv` (one
//!   node a line) and, when there is one, `ref.u32` (100 sites x demand) to compare with.
//! - `bench hard`: preparation on grid, star and random graphs made here.
//! - `bench transit NET FROM.csv TO.csv DEPART`: every minute of an hour, public transport.
//! - `bench build FILE.osm.pbf…`: reading, preparing, saving and loading a city.
//! - `bench dump NET MODE FOLDER`: writes arcs, places and distances for `oracle/streets_against_pandana.py`.
//! - without a word: `hard`, and what there is in `BLUELAMP_SHARED` or the folder `shared` beside the project: Porto and Porto
//!   Alegre, built, loaded and asked.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};
use travel::ask::Asking;
use travel::geo::Place;
use travel::graph::{Arc, Graph, Search};
use travel::hierarchy::{Ends, Hierarchy, Way};
use travel::run::{cells, read_points};
use travel::{Inputs, Mode, Network, Progress, When};

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

fn graph(dir: &str) {
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
    let (demand, sites) = (one("demand"), one("sites"));
    let sites = &sites[..sites.len().min(100)];
    let n = at.len() as u32;
    let graph = Graph::from_arcs(n, &arcs).unwrap();
    let (prepare_aim, table_aim) = (Some(3.0), Some(if n > 100_000 { 0.10 } else { 0.05 }));
    let want = std::fs::read(format!("{dir}/ref.u32")).ok().map(|bytes| {
        bytes
            .chunks(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect::<Vec<u32>>()
    });
    for (how, at) in [("with places", Some(&at[..])), ("without places", None)] {
        let t = Timer::start();
        let h = Hierarchy::prepare(&graph, at, &Progress::none()).unwrap();
        let info = json!({ "nodes": n, "arcs": graph.arcs(), "shortcuts": h.arcs(), "core": h.core() });
        t.done(&format!("prepare {n} nodes {how}"), prepare_aim, 1, info);
        let t = Timer::start();
        let mut table = Vec::new();
        for _ in 0..20 {
            table = h
                .targets(&demand, Way::Out)
                .table(sites, 1, &Progress::none())
                .unwrap();
        }
        let equal = want.as_ref().map(|w| *w == table);
        t.done(
            &format!("{} x {} minutes", demand.len(), sites.len()),
            table_aim,
            20,
            json!({ "equals_reference": equal }),
        );
    }
    let mut search = Search::new(n);
    let t = Timer::start();
    for s in sites {
        search.run(&graph, s, u32::MAX >> 2, |_, _| true);
    }
    t.done("the same by plain Dijkstra", None, 1, json!({}));
}

fn mixed(x: u64) -> u64 {
    let x = (x ^ x >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^ x >> 29
}

fn both(arcs: &mut Vec<Arc>, a: u32, b: u32) {
    let weight = 100 + (mixed(u64::from(a) << 32 | u64::from(b)) >> 56) as u32;
    arcs.push(Arc {
        from: a,
        to: b,
        weight,
    });
    arcs.push(Arc {
        from: b,
        to: a,
        weight,
    });
}

fn hard() {
    let mut made: Vec<(&str, u32, Vec<Arc>)> = Vec::new();
    let side = 387_u32;
    let mut arcs = Vec::new();
    for v in 0..side * side {
        if v % side + 1 < side {
            both(&mut arcs, v, v + 1);
        }
        if v / side + 1 < side {
            both(&mut arcs, v, v + side);
        }
    }
    made.push(("full grid", side * side, arcs));
    let n = 150_000;
    let mut arcs = Vec::new();
    (1..n).for_each(|v| both(&mut arcs, 0, v));
    made.push(("star", n, arcs));
    let mut arcs = Vec::new();
    for v in 1..n {
        both(&mut arcs, 0, v);
        both(&mut arcs, v, if v + 1 < n { v + 1 } else { 1 });
    }
    made.push(("wheel", n, arcs));
    let mut arcs = Vec::new();
    for k in 0..u64::from(n) * 3 / 2 {
        both(
            &mut arcs,
            (mixed(2 * k) % u64::from(n)) as u32,
            (mixed(2 * k + 1) % u64::from(n)) as u32,
        );
    }
    made.push(("random, 3 a node", n, arcs));
    let mut arcs = Vec::new();
    for k in 0..400_000_u64 {
        both(
            &mut arcs,
            (mixed(2 * k) % 2_000) as u32,
            (mixed(2 * k + 1) % 2_000) as u32,
        );
    }
    made.push(("random, 400 a node", 2_000, arcs));
    for (name, n, arcs) in made {
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

fn transit(args: &[String]) {
    let net = Network::load(Path::new(&args[0])).unwrap();
    let places = |p: &str| -> Vec<Place> {
        read_points(Path::new(p))
            .unwrap()
            .iter()
            .map(|p| p.place)
            .collect()
    };
    let from = places(&args[1]);
    let to: Vec<Place> = if args[2] == "12th" {
        from.iter().copied().step_by(12).take(100).collect()
    } else {
        places(&args[2])
    };
    let when = When::parse(&args[3]).unwrap();
    for threads in [1, 2] {
        for (a, b, turned) in [(&from, &to, ""), (&to, &from, ", turned round")] {
            let quiet = Progress::none();
            let how = Asking {
                speeds: &net.about.speeds,
                most_metres: 1_000.0,
                threads,
                progress: &quiet,
            };
            let t = Timer::start();
            let got = cells(&net, Mode::Transit, a, b, Some(&when), &how).unwrap();
            let reached = got.iter().filter(|c| c.minutes.is_some()).count();
            let work = format!(
                "{} x {} every minute, {threads} threads{turned}",
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
        let t = Timer::start();
        let mut net = Network::build(&inputs, &Progress::none()).unwrap();
        let name = Path::new(f)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        t.done(
            &format!("build {name}"),
            None,
            1,
            json!({ "nodes": net.streets.nodes(), "edges": net.streets.edges() }),
        );
        let out = std::env::temp_dir().join(format!("bench-{}.net", std::process::id()));
        let bytes = net.save(&out).unwrap();
        let t = Timer::start();
        for _ in 0..10 {
            Network::load(&out).unwrap();
        }
        t.done(&format!("load {name}"), Some(1.0), 10, json!({ "bytes": bytes }));
        std::fs::remove_file(&out).unwrap();
    }
}

fn dump(args: &[String]) {
    let net = Network::load(Path::new(&args[0])).unwrap();
    let mode = Mode::parse(&args[1]).unwrap().street();
    let dir = Path::new(&args[2]);
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
    let (sources, targets) = (pick(50, 1 << 40), pick(2_000, 1 << 41));
    let ends = |list: &[u32]| -> Vec<Ends> { list.iter().map(|&v| vec![(v, 0)]).collect() };
    let lines = |list: &[u32]| list.iter().map(|v| format!("{v}\n")).collect::<String>();
    std::fs::write(dir.join("sites.csv"), lines(&sources)).unwrap();
    std::fs::write(dir.join("demand.csv"), lines(&targets)).unwrap();
    let t = Timer::start();
    let h = net.streets.hierarchy(mode);
    let table = h
        .targets(&ends(&targets), Way::Out)
        .table(&ends(&sources), 1, &Progress::none())
        .unwrap();
    t.done(
        &format!("{} x {} {}", targets.len(), sources.len(), mode.name()),
        None,
        1,
        json!({}),
    );
    let bytes: Vec<u8> = table.iter().flat_map(|d| d.to_le_bytes()).collect();
    std::fs::write(dir.join("table.u32"), bytes).unwrap();
}

/// Porto's streets, and the timetables of Porto Alegre, where they are at hand.
fn cities() {
    let root = std::env::var_os("BLUELAMP_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let at = |file: &str| root.join("data/06_travel").join(file);
    let text = |path: PathBuf| path.to_string_lossy().into_owned();
    let porto = at("porto_pt/porto_portugal.osm.pbf");
    let folder = at("porto_alegre_br");
    if !porto.exists() || !folder.exists() {
        println!("there is no {} or {}", porto.display(), folder.display());
        return;
    }
    build(&[text(porto)]);
    let inputs = Inputs {
        osm: vec![folder.join("poa_osm.pbf")],
        gtfs: vec![folder.join("poa_eptc.zip"), folder.join("poa_trensurb.zip")],
        ..Inputs::default()
    };
    let t = Timer::start();
    let mut net = Network::build(&inputs, &Progress::none()).unwrap();
    t.done("build Porto Alegre with its timetables", None, 1, json!({}));
    let out = std::env::temp_dir().join(format!("bench-{}.net", std::process::id()));
    let bytes = net.save(&out).unwrap();
    let t = Timer::start();
    for _ in 0..10 {
        Network::load(&out).unwrap();
    }
    t.done("load Porto Alegre", Some(1.0), 10, json!({ "bytes": bytes }));
    let hexagons = text(folder.join("poa_hexgrid.csv"));
    let day = "2019-05-14T14:00";
    transit(&[text(out.clone()), hexagons, "12th".into(), day.into()]);
    let place = |lat, lon| Place::new(lat, lon).unwrap();
    let (from, to) = (place(-30.0262849, -51.2282682), place(-30.0538460, -51.1582459));
    let quiet = Progress::none();
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 1_000.0,
        threads: 1,
        progress: &quiet,
    };
    let when = When::parse(day).unwrap();
    for (name, mode) in [
        ("walk", Mode::Walk),
        ("drive", Mode::Drive),
        ("transit", Mode::Transit),
    ] {
        let t = Timer::start();
        for _ in 0..10 {
            net.journey(mode, from, to, Some(&when), &how).unwrap();
        }
        t.done(&format!("one journey, {name}"), None, 10, json!({}));
    }
    std::fs::remove_file(&out).unwrap();
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("graph") => graph(&args[1]),
        Some("transit") => transit(&args[1..]),
        Some("build") => build(&args[1..]),
        Some("dump") => dump(&args[1..]),
        Some("hard") => hard(),
        None => {
            hard();
            cities();
        }
        _ => {
            eprintln!("graph FOLDER | hard | transit NET FROM TO DEPART | build FILE… | dump NET MODE FOLDER")
        }
    }
}
