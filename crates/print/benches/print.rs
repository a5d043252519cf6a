//! What a page costs: `cargo bench -p print`.
#![allow(clippy::expect_used)]

#[path = "../samples.rs"]
#[allow(dead_code)]
mod samples;

use print::{Press, Size};

fn main() {
    divan::main();
}

/// Another text each time, as different sessions have.
fn posters(bench: divan::Bencher<'_, '_>, size: Size) {
    let press = Press::new();
    let (sample, mut number) = (samples::poster(size), 0);
    bench
        .with_inputs(|| {
            number += 1;
            let mut poster = sample.clone();
            poster.title = format!("Contact session number {number}");
            poster
        })
        .bench_local_values(|poster| press.poster(&poster).expect("a poster"));
}

#[divan::bench]
fn a4_poster(bench: divan::Bencher<'_, '_>) {
    posters(bench, Size::A4);
}

#[divan::bench]
fn large_poster(bench: divan::Bencher<'_, '_>) {
    posters(bench, Size::Large);
}

#[divan::bench(args = [20, 700], sample_count = 20)]
fn report_with_a_table_of_rows(bench: divan::Bencher<'_, '_>, rows: usize) {
    let press = Press::new();
    let (sample, mut number) = (samples::report(rows), 0);
    bench
        .with_inputs(|| {
            number += 1;
            let mut report = sample.clone();
            report.title = format!("Report number {number}");
            report
        })
        .bench_local_values(|report| press.report(&report).expect("a report"));
}
