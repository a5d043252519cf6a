//! Measures the engine beside its aims: `cargo run --release -p siting --example siting_bench -- [FILTER…] [--json FILE]
//! [--seconds S]` (how long each file of the TSPLIB table may take, 10 where not said).
//! Instances come from the shared data folder (`BLUELAMP_SHARED`) and, for the London street matrices, from
//! `BLUELAMP_MATRICES`: `minutes.f64` (4,835 x 600, row by row) and `pop.f64`. What is absent is skipped and said so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::panic)]

use std::path::{Path, PathBuf};

use siting::queue::{Interval, Promise};
use siting::{Limit, Matrix, Model, Problem, Settings, Today, read, solve, verify};

/// CPU seconds of this process.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split_whitespace()
        .next()
        .and_then(|w| w.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1e9
}

/// Most memory held so far, in megabytes.
fn peak() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|w| w.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

fn reset_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

#[derive(serde::Serialize)]
struct Row {
    work: String,
    objective: Option<f64>,
    bound: Option<f64>,
    gap_percent: Option<f64>,
    proved: bool,
    known_best: Option<f64>,
    branches: usize,
    cpu_s: f64,
    check_cpu_s: f64,
    peak_mb: u64,
    aim: String,
}

struct Bench {
    filters: Vec<String>,
    rows: Vec<Row>,
}

impl Bench {
    fn wants(&self, name: &str) -> bool {
        self.filters.is_empty()
            || self
                .filters
                .iter()
                .any(|f| name.starts_with(f.as_str()) || f.starts_with(name))
    }

    fn run(
        &mut self,
        name: &str,
        aim: &str,
        known: Option<f64>,
        seconds: f64,
        settings: Settings,
        problem: &Problem,
    ) {
        if !self.wants(name) {
            return;
        }
        reset_peak();
        let begin = cpu();
        let limit = Limit::new(seconds, move || cpu() - begin);
        let answer = solve(
            problem,
            &Settings {
                check: false,
                ..settings
            },
            &limit,
        )
        .unwrap();
        let spent = cpu() - begin;
        let memory = peak();
        let begin = cpu();
        let verdict = verify(problem, &answer).unwrap();
        let check = cpu() - begin;
        let row = Row {
            work: name.to_owned(),
            objective: answer.objective,
            bound: answer.bound,
            gap_percent: answer.gap.map(|g| g * 100.0),
            proved: answer.proved && verdict.agrees && verdict.proved,
            known_best: known,
            branches: answer.branches,
            cpu_s: spent,
            check_cpu_s: check,
            peak_mb: memory,
            aim: aim.to_owned(),
        };
        let missed = known.is_some_and(|k| answer.objective.is_none_or(|o| (o - k).abs() > 1e-6 * k.abs()));
        println!(
            "{:<34} {:>15} bound {:>15} gap {:>8}% {} {}cpu {:>7.3} check {:>6.3} branches {:>6} {:>5} MB  {}{}",
            row.work,
            row.objective.map_or("none".to_owned(), |o| format!("{o:.3}")),
            row.bound.map_or("none".to_owned(), |o| format!("{o:.3}")),
            row.gap_percent.map_or("-".to_owned(), |g| format!("{g:.4}")),
            if row.proved { "proved" } else { "      " },
            if missed {
                format!("known {} ", known.unwrap())
            } else {
                String::new()
            },
            row.cpu_s,
            row.check_cpu_s,
            row.branches,
            row.peak_mb,
            if row.aim.is_empty() {
                String::new()
            } else {
                format!("aim: {}", row.aim)
            },
            if verdict.agrees {
                String::new()
            } else {
                format!(" CHECKER: {:?}", verdict.problems)
            },
        );
        self.rows.push(row);
    }

    /// A figure without a bound.
    fn plain(&mut self, work: &str, objective: Option<f64>, cpu_s: f64, aim: &str) {
        self.rows.push(Row {
            work: work.to_owned(),
            objective,
            bound: None,
            gap_percent: None,
            proved: false,
            known_best: None,
            branches: 0,
            cpu_s,
            check_cpu_s: 0.0,
            peak_mb: peak(),
            aim: aim.to_owned(),
        });
    }

    fn total(&self, prefix: &str) {
        let rows: Vec<&Row> = self.rows.iter().filter(|r| r.work.starts_with(prefix)).collect();
        let best = rows
            .iter()
            .filter(|r| {
                r.known_best
                    .is_some_and(|k| r.objective.is_some_and(|o| (o - k).abs() <= 1e-6 * k.abs()))
            })
            .count();
        println!(
            "== {prefix}: {} runs, {best} as good as known, {} proved, {:.2} CPU s in all (+ {:.2} for the checker)",
            rows.len(),
            rows.iter().filter(|r| r.proved).count(),
            rows.iter().map(|r| r.cpu_s).sum::<f64>(),
            rows.iter().map(|r| r.check_cpu_s).sum::<f64>()
        );
    }
}

fn words(path: &Path) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned();
    text.lines()
        .map(|l| {
            l.split([' ', ','])
                .filter(|w| !w.is_empty())
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

fn floats(path: &Path) -> Option<Vec<f64>> {
    let bytes = std::fs::read(path).ok()?;
    Some(
        bytes
            .chunks_exact(8)
            .map(|c| f64::from_le_bytes(c.try_into().unwrap()))
            .collect(),
    )
}

fn columns(cells: &[f64], width: usize, keep: usize) -> Matrix {
    let rows = cells.len() / width;
    let cut: Vec<f64> = cells
        .chunks_exact(width)
        .flat_map(|r| r[..keep].iter().copied())
        .collect();
    Matrix::new(rows, keep, cut).unwrap()
}

/// Invented demands and sites, denser towards the middle, whole seconds between them.
fn invented(demands: usize, sites: usize) -> Problem {
    let mut state = 2017u64;
    let mut unit = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut point = || {
        let (r, a) = (
            unit().sqrt() * unit().sqrt() * 30_000.0,
            unit() * std::f64::consts::TAU,
        );
        (r * a.cos() * 1.3, r * a.sin())
    };
    let from: Vec<_> = (0..demands).map(|_| point()).collect();
    let to: Vec<_> = (0..sites).map(|_| point()).collect();
    let cells = from
        .iter()
        .flat_map(|a| {
            to.iter()
                .map(move |b| (((a.0 - b.0).abs() + (a.1 - b.1).abs()) / 6.0).floor())
        })
        .collect();
    let mut problem = Problem::new(
        Model::PMedian { p: 73 },
        Matrix::new(demands, sites, cells).unwrap(),
    );
    problem.weights = (0..demands)
        .map(|_| 1_000.0 + (unit() * 1_400.0).floor())
        .collect();
    problem
}

fn main() {
    let shared = std::env::var("BLUELAMP_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let data = PathBuf::from(shared).join("data/07_location");
    let mut filters: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        let at = filters.iter().position(|f| f == name)?;
        filters.remove(at);
        Some(filters.remove(at))
    };
    let json = option("--json");
    let seconds = option("--seconds").map_or(10.0, |s| s.parse().unwrap());
    let mut bench = Bench {
        filters,
        rows: Vec::new(),
    };
    let usual = Settings::default();
    pmed(&mut bench, &data, usual);
    tsplib(&mut bench, &data, seconds, usual);
    msoa(&mut bench, &data, usual);
    warehouses(&mut bench, &data, usual);
    streets(&mut bench, usual);
    staffing(&mut bench);
    what_if(&mut bench);
    million(&mut bench);
    if let Some(path) = json {
        std::fs::write(path, serde_json::to_string_pretty(&bench.rows).unwrap()).unwrap();
    }
}

fn pmed(bench: &mut Bench, data: &Path, usual: Settings) {
    let best = |file: &str, at: usize| -> Option<f64> {
        let all = words(&data.join("orlib_pmed").join(file));
        let name = format!("pmed{at}");
        all.iter()
            .find(|w| w.first() == Some(&name))
            .and_then(|w| w.get(1)?.parse().ok())
    };
    for (kind, heuristic) in [
        ("pmed-fast", true),
        ("pmed-proof", false),
        ("pcenter-pmed", false),
    ] {
        if !bench.wants(kind) {
            continue;
        }
        let begin = cpu();
        for k in 1..=40 {
            let path = data.join(format!("orlib_pmed/pmed{k}.txt"));
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            let mut problem = read::pmed(&format!("pmed{k}.txt"), &text).unwrap();
            let mut known = best("pmedopt.txt", k);
            if kind == "pcenter-pmed" {
                let Model::PMedian { p } = problem.model else {
                    continue;
                };
                problem.model = Model::PCenter { p };
                known = best("kcenteropt.txt", k);
            }
            bench.run(
                &format!("{kind}{k}"),
                "",
                known,
                (60.0 - (cpu() - begin)).max(1.0),
                Settings { heuristic, ..usual },
                &problem,
            );
        }
        bench.total(kind);
    }
}

fn tsplib(bench: &mut Bench, data: &Path, seconds: f64, usual: Settings) {
    if !bench.wants("tsplib") {
        return;
    }
    for line in words(&data.join("tsplib/tsplib_pmedian_optima.csv"))
        .iter()
        .skip(1)
    {
        let (name, p, best) = (
            &line[0],
            line[2].parse().unwrap(),
            line[3].parse::<f64>().unwrap(),
        );
        let Ok(text) = std::fs::read_to_string(data.join(format!("tsplib/{name}.tsp"))) else {
            continue;
        };
        let problem = read::tsplib(name, &text, p, read::Distance::Truncated).unwrap();
        bench.run(
            &format!("tsplib {name} {p}"),
            "0.05 %, gap < 0.5 %",
            Some(best),
            seconds,
            usual,
            &problem,
        );
    }
    bench.total("tsplib");
}

fn msoa(bench: &mut Bench, data: &Path, usual: Settings) {
    if !bench.wants("msoa") {
        return;
    }
    let demand = words(&data.join("london_ref_demand_msoa.csv"));
    let sites: Vec<Vec<String>> = std::fs::read_to_string(data.join("london_ref_candidates_police.csv"))
        .unwrap_or_default()
        .lines()
        .map(|l| l.split(',').map(str::to_owned).collect())
        .collect();
    if demand.len() < 2 {
        println!("msoa: skipped, no data");
        return;
    }
    let number = |w: &String| w.parse::<f64>().unwrap();
    let mut cells = Vec::new();
    for d in &demand[1..] {
        for s in &sites[1..] {
            let (dx, dy) = (
                number(&d[2]) - number(&s[s.len() - 3]),
                number(&d[3]) - number(&s[s.len() - 2]),
            );
            cells.push(((dx * dx + dy * dy).sqrt() + 0.5).floor());
        }
    }
    let matrix = Matrix::new(demand.len() - 1, sites.len() - 1, cells).unwrap();
    let mut problem = Problem::new(Model::PMedian { p: 16 }, matrix);
    problem.weights = demand[1..].iter().map(|d| number(&d[4])).collect();
    let known = [
        (16, 30_101_303_241.0),
        (32, 21_267_689_439.0),
        (73, 14_180_864_755.0),
        (150, 10_682_464_113.0),
    ];
    for (p, best) in known {
        problem.model = Model::PMedian { p };
        bench.run(
            &format!("msoa 1002x184 {p}"),
            "proved, 5 s in all",
            Some(best),
            60.0,
            usual,
            &problem,
        );
    }
    bench.total("msoa");
}

fn warehouses(bench: &mut Bench, data: &Path, usual: Settings) {
    let capacitated = Model::Capacitated { single_source: false };
    if bench.wants("cap") {
        for line in words(&data.join("orlib_cap/optimal-solutions.txt")) {
            let (Some(name), Some(best)) = (line.first(), line.get(1).and_then(|w| w.parse::<f64>().ok()))
            else {
                continue;
            };
            let folder = match name.as_str() {
                "capa" | "capb" | "capc" => "a-c",
                n if n.starts_with("cap7") => "70",
                n if n.starts_with("cap10") => "100",
                _ => "130",
            };
            let path = data.join(format!("orlib_cap/beasley-cap/{folder}/{name}.txt"));
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            let problem = read::cap(name, &text, Model::Plant, None).unwrap();
            bench.run(
                &format!("cap plant {name}"),
                "",
                Some(best),
                30.0,
                usual,
                &problem,
            );
            // The optima of the large files at their published capacities, from Beasley's own list.
            let list: &[(f64, f64)] = match name.as_str() {
                "capa" => &[
                    (8000., 19240822.449),
                    (10000., 18438046.543),
                    (12000., 17765201.949),
                    (14000., 17160439.012),
                ],
                "capb" => &[
                    (5000., 13656379.578),
                    (6000., 13361927.449),
                    (7000., 13198556.434),
                    (8000., 13082516.496),
                ],
                "capc" => &[
                    (5000., 11646596.974),
                    (5750., 11570340.289),
                    (6500., 11518743.744),
                    (7250., 11505767.394),
                ],
                _ => &[(0.0, best)],
            };
            for &(room, best) in list {
                let problem = read::cap(name, &text, capacitated, Some(room)).unwrap();
                bench.run(
                    &format!("cap full {name} {room}"),
                    "",
                    (best > 0.0).then_some(best),
                    60.0,
                    usual,
                    &problem,
                );
            }
        }
        bench.total("cap");
    }
    if bench.wants("single") {
        let mut files: Vec<_> = std::fs::read_dir(data.join("sscflp_orlib"))
            .map(|d| d.filter_map(|e| Some(e.ok()?.path())).collect())
            .unwrap_or_default();
        files.sort();
        for path in files {
            let name = path.file_name().unwrap().to_string_lossy().to_string();
            if !name.starts_with("cap") {
                continue;
            }
            let (problem, best) =
                read::single_source(&name, &std::fs::read_to_string(&path).unwrap()).unwrap();
            bench.run(&format!("single {name}"), "", best, 20.0, usual, &problem);
        }
        bench.total("single");
    }
}

fn streets(bench: &mut Bench, usual: Settings) {
    if bench.wants("invented") {
        let mut problem = invented(4_994, 600);
        for p in [73, 150] {
            problem.model = Model::PMedian { p };
            bench.run(
                &format!("invented 4994x600 {p}"),
                "gap < 0.1 % in 10 s",
                None,
                10.0,
                usual,
                &problem,
            );
        }
    }
    let folder = PathBuf::from(std::env::var("BLUELAMP_MATRICES").unwrap_or_default());
    let (Some(minutes), Some(people)) = (
        floats(&folder.join("minutes.f64")),
        floats(&folder.join("pop.f64")),
    ) else {
        println!("streets: skipped, no BLUELAMP_MATRICES");
        return;
    };
    let of = |model: Model, keep: usize| {
        let mut problem = Problem::new(model, columns(&minutes, 600, keep));
        problem.weights.clone_from(&people);
        problem
    };
    if bench.wants("median") {
        let problem = of(Model::PMedian { p: 32 }, 73);
        bench.run(
            "median 4835x73 32",
            "proved in 2 s, < 200 MB",
            None,
            20.0,
            usual,
            &problem,
        );
        for p in [73, 150] {
            let problem = of(Model::PMedian { p }, 600);
            bench.run(
                &format!("median 4835x600 {p}"),
                "gap < 0.1 % in 10 s",
                None,
                10.0,
                usual,
                &problem,
            );
        }
    }
    if bench.wants("set-cover") {
        let problem = of(Model::SetCover { limit: 7_200.0 }, 600);
        bench.run(
            "set-cover 4835x600",
            "35 proved in 1 s",
            Some(35.0),
            20.0,
            usual,
            &problem,
        );
    }
    if bench.wants("max-cover") {
        let problem = of(
            Model::MaxCover {
                limit: 7_200.0,
                p: 32,
            },
            600,
        );
        let fast = Settings {
            heuristic: true,
            ..usual
        };
        bench.run(
            "max-cover 4835x600 fast",
            "8,153,286 in 0.5 s",
            Some(8_153_286.0),
            10.0,
            fast,
            &problem,
        );
        bench.run(
            "max-cover 4835x600",
            "gap 0.02 % in 10 s",
            Some(8_153_286.0),
            10.0,
            usual,
            &problem,
        );
    }
    if bench.wants("center") {
        for sites in [73, 150] {
            let problem = of(Model::PCenter { p: 32 }, sites);
            bench.run(
                &format!("center 4835x{sites} 32"),
                "0.3 s",
                None,
                20.0,
                usual,
                &problem,
            );
        }
    }
}

/// A million demands: what is asked is that the time is kept, with what was found by then.
fn million(bench: &mut Bench) {
    if !bench.filters.iter().any(|f| f == "million") {
        return;
    }
    let mut problem = invented(1_000_000, 60);
    for model in [
        Model::PMedian { p: 10 },
        Model::Plant,
        Model::MaxCover {
            limit: 2_400.0,
            p: 10,
        },
        Model::SetCover { limit: 9_000.0 },
        Model::PCenter { p: 10 },
    ] {
        problem.model = model;
        let settings = Settings::default();
        reset_peak();
        let begin = std::time::Instant::now();
        let limit = Limit::new(10.0, move || begin.elapsed().as_secs_f64());
        let answer = solve(&problem, &settings, &limit).unwrap();
        println!(
            "{} of 1,000,000 x 60 in {:.1} s, {} MB: {:?} bound {:?} {}",
            model.name(),
            begin.elapsed().as_secs_f64(),
            peak(),
            answer.objective,
            answer.bound,
            answer.method
        );
        let work = format!("a million demands, {}", model.name());
        bench.plain(
            &work,
            answer.objective,
            begin.elapsed().as_secs_f64(),
            "10 s asked for",
        );
    }
}

/// A week of quarters of an hour, calls of seven minutes, nine of ten to be answered in twenty seconds.
fn staffing(bench: &mut Bench) {
    if !bench.wants("staffing") {
        return;
    }
    let calls = |k: u32| {
        let day = (f64::from(k % 96) - 30.0) / 96.0 * std::f64::consts::TAU;
        (40.0 + 35.0 * day.sin() + 10.0 * (f64::from(k) / 96.0).sin())
            .round()
            .max(1.0)
    };
    let promise = Promise {
        share: 0.9,
        seconds: 20.0,
        most_give_up: None,
    };
    for (name, patience_s) in [
        ("staffing, nobody gives up (Erlang C)", None),
        ("staffing, callers give up (Erlang A)", Some(120.0)),
    ] {
        let week: Vec<Interval> = (0..672)
            .map(|k| Interval {
                calls: calls(k),
                length_s: 900.0,
                handle_s: 420.0,
                patience_s,
            })
            .collect();
        let (begin, rounds) = (cpu(), 300);
        let mut staff = 0u32;
        for _ in 0..rounds {
            staff = std::hint::black_box(&week)
                .iter()
                .map(|i| i.staff(&promise).unwrap().0)
                .sum();
        }
        let each = (cpu() - begin) / f64::from(rounds * 672);
        println!(
            "{name:<38} {:.3} µs an interval, {staff} in all  aim: 0.5 µs",
            each * 1e6
        );
        bench.plain(name, Some(f64::from(staff)), each, "0.5 µs");
    }
}

/// Closing each of 73 places of London's size, and opening each of the 527 others.
fn what_if(bench: &mut Bench) {
    if !bench.wants("what-if") {
        return;
    }
    let problem = invented(4_994, 600);
    let open: Vec<usize> = (0..73).collect();
    let begin = cpu();
    let today = Today::new(&problem.matrix, &problem.weights, &open).unwrap();
    let ready = cpu() - begin;
    let mut longest: f64 = 0.0;
    for site in 0..600 {
        let begin = cpu();
        let change = if site < 73 {
            today.if_closed(site, &[2_700.0])
        } else {
            today.if_opened(site, &[2_700.0])
        };
        change.unwrap();
        longest = longest.max(cpu() - begin);
    }
    println!(
        "what-if 4994x600: the longest of 600 {:.3} ms, made ready in {:.3} ms  aim: 50 ms",
        longest * 1e3,
        ready * 1e3
    );
    bench.plain("what-if 4994x600", None, ready + longest, "50 ms");
}
