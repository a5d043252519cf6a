//! Small, steady measurements of the parts that everything else waits for.
#![allow(clippy::unwrap_used)]

use siting::queue::{Interval, Promise};
use siting::{Matrix, Model, Problem, Settings, Today, Unlimited, solve};

fn main() {
    divan::main();
}

fn town(demands: usize, sites: usize) -> Matrix {
    let mut state = 11u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 20)
    };
    let from: Vec<(f64, f64)> = (0..demands).map(|_| (next(), next())).collect();
    let to: Vec<(f64, f64)> = (0..sites).map(|_| (next(), next())).collect();
    let cells = from
        .iter()
        .flat_map(|a| to.iter().map(move |b| (a.0 - b.0).hypot(a.1 - b.1).floor()))
        .collect();
    Matrix::new(demands, sites, cells).unwrap()
}

#[divan::bench]
fn erlang_c_staff_for_one_interval(bencher: divan::Bencher) {
    let interval = Interval {
        calls: 100.0,
        length_s: 1800.0,
        handle_s: 180.0,
        patience_s: None,
    };
    let promise = Promise {
        share: 0.9,
        seconds: 10.0,
        most_give_up: None,
    };
    bencher.bench_local(|| divan::black_box(&interval).staff(divan::black_box(&promise)));
}

#[divan::bench]
fn erlang_a_staff_for_one_interval(bencher: divan::Bencher) {
    let interval = Interval {
        calls: 100.0,
        length_s: 1800.0,
        handle_s: 180.0,
        patience_s: Some(90.0),
    };
    let promise = Promise {
        share: 0.9,
        seconds: 10.0,
        most_give_up: None,
    };
    bencher.bench_local(|| divan::black_box(&interval).staff(divan::black_box(&promise)));
}

#[divan::bench]
fn close_one_of_73_places_for_4994_demands(bencher: divan::Bencher) {
    let matrix = town(4_994, 600);
    let weights = vec![1_700.0; 4_994];
    let open: Vec<usize> = (0..73).collect();
    let today = Today::new(&matrix, &weights, &open).unwrap();
    bencher.bench_local(|| today.if_closed(divan::black_box(12), &[45.0, 60.0]));
}

#[divan::bench(sample_count = 10)]
fn median_of_500_by_100(bencher: divan::Bencher) {
    let problem = Problem::new(Model::PMedian { p: 20 }, town(500, 100));
    let settings = Settings {
        heuristic: true,
        ..Settings::default()
    };
    bencher.bench_local(|| solve(&problem, &settings, &Unlimited));
}
