//! Measures the engine beside its aims.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]
use siting::*;
fn cpu() -> f64 {
    let t = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = t.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
fn main() {
    let data = std::path::PathBuf::from(
        std::env::var("BLUELAMP_SHARED")
            .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned()),
    )
    .join("data/07_location");
    let args: Vec<String> = std::env::args().collect();
    let opt: std::collections::HashMap<String, f64> =
        std::fs::read_to_string(data.join("orlib_pmed/pmedopt.txt"))
            .unwrap()
            .lines()
            .skip(1)
            .filter_map(|l| {
                let mut w = l.split_whitespace();
                Some((w.next()?.to_owned(), w.next()?.parse().ok()?))
            })
            .collect();
    let heuristic = args.get(1).map(String::as_str) == Some("h");
    let only: Option<usize> = args.get(2).and_then(|a| a.parse().ok());
    let (mut total, mut good, mut proved) = (0.0, 0, 0);
    for k in 1..=40 {
        if only.is_some_and(|o| o != k) {
            continue;
        }
        let name = format!("pmed{k}");
        let text = std::fs::read_to_string(data.join(format!("orlib_pmed/{name}.txt"))).unwrap();
        let c0 = cpu();
        let problem = read::pmed(&name, &text).unwrap();
        let c1 = cpu();
        let t = std::time::Instant::now();
        let limit = Limit::new(60.0, move || t.elapsed().as_secs_f64());
        let a = solve(
            &problem,
            &Settings {
                heuristic,
                ..Default::default()
            },
            &limit,
        )
        .unwrap();
        let c2 = cpu();
        total += c2 - c1;
        let o = a.objective.unwrap();
        good += usize::from(o == opt[&name]);
        proved += usize::from(a.proved);
        println!(
            "{name} n {} p {:?} opt {} obj {o} bound {:.3} proved {} branches {} read {:.2} cpu {:.2} wall {:.3}",
            problem.weights.len(),
            problem.model,
            opt[&name],
            a.bound.unwrap(),
            a.proved,
            a.branches,
            c1 - c0,
            c2 - c1,
            t.elapsed().as_secs_f64()
        );
    }
    println!("total {total:.2} good {good} proved {proved}");
}
