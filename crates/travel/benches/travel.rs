//! Tables of distances on a made grid: `cargo bench -p travel`.

use divan::Bencher;
use travel::Progress;
use travel::graph::{Arc, Graph};
use travel::hierarchy::{Ends, Hierarchy, Way};

fn main() {
    divan::main();
}

/// A square of streets with weights that look random and are not.
fn grid(side: u32) -> Option<Graph> {
    let mut arcs = Vec::new();
    for y in 0..side {
        for x in 0..side {
            let v = y * side + x;
            let weight = |k: u32| 50 + (v.wrapping_mul(2_654_435_761).rotate_left(k) >> 25);
            if x + 1 < side {
                arcs.push(Arc {
                    from: v,
                    to: v + 1,
                    weight: weight(3),
                });
                arcs.push(Arc {
                    from: v + 1,
                    to: v,
                    weight: weight(7),
                });
            }
            if y + 1 < side {
                arcs.push(Arc {
                    from: v,
                    to: v + side,
                    weight: weight(11),
                });
                arcs.push(Arc {
                    from: v + side,
                    to: v,
                    weight: weight(17),
                });
            }
        }
    }
    Graph::from_arcs(side * side, &arcs).ok()
}

#[divan::bench(args = [100, 200])]
fn prepare(bencher: Bencher<'_, '_>, side: u32) {
    let graph = grid(side);
    bencher.bench_local(|| {
        graph
            .as_ref()
            .and_then(|g| Hierarchy::prepare(g, None, &Progress::none()).ok())
    });
}

#[divan::bench(args = [100, 200])]
fn table_of_2000_by_64(bencher: Bencher<'_, '_>, side: u32) {
    let hierarchy = grid(side).and_then(|g| Hierarchy::prepare(&g, None, &Progress::none()).ok());
    let pick = |count: u32, step: u32| -> Vec<Ends> {
        (0..count).map(|k| vec![(k * step % (side * side), 0)]).collect()
    };
    let (sources, targets) = (pick(64, 7_919), pick(2_000, 104_729));
    bencher.bench_local(|| {
        hierarchy.as_ref().and_then(|h| {
            h.targets(&targets, Way::Out)
                .table(&sources, 1, &Progress::none())
                .ok()
        })
    });
}
