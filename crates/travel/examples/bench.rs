//! Measures the engine on the same work as other tools: a graph from CSV files and its table of distances.
//!
//! `bench graph FOLDER`: FOLDER holds `arcs.csv` (from,to,weight), `nodes.csv` (id,lon,lat), `demand.csv` and `sites.csv` (one node a
//! line) and, when there is one, `ref.u32` (sites x demand).
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]

use std::time::Instant;

use travel::Progress;
use travel::graph::{Arc, Graph, Search};
use travel::hierarchy::{Ends, Hierarchy, Way};

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    stat.split(' ')
        .next()
        .and_then(|t| t.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1e9
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

fn rows(path: &str) -> Vec<Vec<f64>> {
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text
        .lines()
        .map(|l| l.split(',').filter_map(|f| f.parse().ok()).collect::<Vec<f64>>());
    rows.filter(|r| !r.is_empty()).collect()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let dir = &args[2];
    let arcs: Vec<Arc> = rows(&format!("{dir}/arcs.csv"))
        .iter()
        .map(|r| Arc {
            from: r[0] as u32,
            to: r[1] as u32,
            weight: r[2] as u32,
        })
        .collect();
    let at: Vec<(f32, f32)> = rows(&format!("{dir}/nodes.csv"))
        .iter()
        .map(|r| ((r[1] * 69000.0) as f32, (r[2] * 111000.0) as f32))
        .collect();
    let one = |p: &str| -> Vec<Ends> {
        rows(&format!("{dir}/{p}.csv"))
            .iter()
            .map(|r| vec![(r[0] as u32, 0)])
            .collect()
    };
    let (demand, sites) = (one("demand"), one("sites"));
    let n = at.len() as u32;
    let graph = Graph::from_arcs(n, &arcs).unwrap();
    for with in [true, false] {
        let t = Instant::now();
        let c = cpu();
        let h = Hierarchy::prepare(&graph, with.then_some(&at[..]), &Progress::none()).unwrap();
        println!(
            "prepare wall {:.3} cpu {:.3} arcs {} core {} peak {:.0} MB",
            t.elapsed().as_secs_f64(),
            cpu() - c,
            h.arcs(),
            h.core(),
            peak_mb()
        );
        for _ in 0..3 {
            let t = Instant::now();
            let c = cpu();
            let targets = h.targets(&demand, Way::Out);
            let t1 = t.elapsed().as_secs_f64();
            let table = targets.table(&sites[..100], 1, &Progress::none()).unwrap();
            println!(
                "table wall {:.4} cpu {:.4} (targets {:.4})",
                t.elapsed().as_secs_f64(),
                cpu() - c,
                t1
            );
            if let Ok(bytes) = std::fs::read(format!("{dir}/ref.u32")) {
                let want: Vec<u32> = bytes
                    .chunks(4)
                    .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                    .collect();
                println!("equal {}", want == table);
            }
        }
    }
    let mut s = Search::new(n);
    let t = Instant::now();
    for x in &sites[..10] {
        s.run(&graph, x, u32::MAX >> 2, |_, _| true);
    }
    println!("dijkstra x10 {:.3}", t.elapsed().as_secs_f64());
}
