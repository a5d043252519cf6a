//! Tables from the hierarchy are those of a plain Dijkstra.

use proptest::prelude::*;
use travel::Progress;
use travel::graph::{Arc, FAR, Graph};
use travel::hierarchy::{Ends, Hierarchy, Way};

/// The textbook search, written on its own: no heap, no shared code with the crate.
fn textbook(n: u32, arcs: &[Arc], from: &Ends) -> Vec<u32> {
    let mut dist = vec![u64::MAX; n as usize];
    for &(v, d) in from {
        dist[v as usize] = dist[v as usize].min(u64::from(d));
    }
    let mut done = vec![false; n as usize];
    while let Some(v) = (0..n as usize)
        .filter(|&v| !done[v] && dist[v] < u64::MAX)
        .min_by_key(|&v| dist[v])
    {
        done[v] = true;
        for a in arcs.iter().filter(|a| a.from as usize == v) {
            let next = dist[v] + u64::from(a.weight);
            dist[a.to as usize] = dist[a.to as usize].min(next);
        }
    }
    dist.into_iter()
        .map(|d| u32::try_from(d).map_or(FAR, |d| d.min(FAR)))
        .collect()
}

fn any_graph() -> impl Strategy<Value = (u32, Vec<Arc>)> {
    (1_u32..40).prop_flat_map(|n| {
        let arc = (0..n, 0..n, prop_oneof![0_u32..5, 0_u32..10_000]);
        let arc = arc.prop_map(|(from, to, weight)| Arc { from, to, weight });
        (Just(n), prop::collection::vec(arc, 0..160))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_table_equals_a_textbook_search((n, arcs) in any_graph(), seed in any::<u64>()) {
        let graph = Graph::from_arcs(n, &arcs).unwrap();
        let at: Vec<(f32, f32)> = (0..n).map(|v| {
            let mix = (u64::from(v) + 1).wrapping_mul(seed | 1);
            ((mix >> 40) as f32, (mix >> 20 & 0xfffff) as f32)
        }).collect();
        let with_at = if seed % 2 == 0 { Some(&at[..]) } else { None };
        let h = Hierarchy::prepare(&graph, with_at, &Progress::none()).unwrap();
        let points: Vec<Ends> = (0..n).map(|v| vec![(v, v % 3), ((v * 7 + 1) % n, 5)]).collect();
        let singles: Vec<Ends> = (0..n).map(|v| vec![(v, 0)]).collect();
        let out = h.targets(&singles, Way::Out).table(&points, 1, &Progress::none()).unwrap();
        let two = h.targets(&singles, Way::Out).table(&points, 2, &Progress::none()).unwrap();
        prop_assert_eq!(&out, &two);
        for (s, p) in points.iter().enumerate() {
            prop_assert_eq!(&out[s * n as usize..][..n as usize], &textbook(n, &arcs, p)[..]);
        }
        let back = h.targets(&points, Way::Back).table(&singles, 1, &Progress::none()).unwrap();
        let reverse: Vec<Arc> = arcs.iter().map(|a| Arc { from: a.to, to: a.from, weight: a.weight }).collect();
        for s in 0..n as usize {
            let d = textbook(n, &reverse, &singles[s]);
            for (t, p) in points.iter().enumerate() {
                let want = p.iter().map(|&(v, w)| d[v as usize].saturating_add(w).min(FAR)).min().unwrap();
                prop_assert_eq!(back[s * n as usize + t], want);
            }
        }
    }
}
