//! A contraction hierarchy for tables of distances.
//!
//! Preparation: nodes are ordered by [`crate::order`], taken out one after the other with shortcuts between what they joined
//! (a chordal completion, [`crate::contract`]), the shortcuts get their weights from triangles, and those that are no shortest way are dropped
//! again. A table is then a short climb from each source and one sweep down over what the targets need, for many sources
//! at a time. A graph without short cuts (a random one) keeps the nodes that are dear to take out in a core that is
//! searched by Dijkstra, so that preparation stays bounded.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use crate::col::Col;
use crate::contract::{Fill, mesh};
use crate::error::{Result, TravelError};
use crate::graph::{FAR, Graph, NONE, rows_rise};
use crate::order::order;
use crate::progress::Progress;

/// How many sources one sweep serves: one cache line of distances.
pub const LANES: usize = 16;

/// Shortcuts a node may cost on average before the plan is given up for the core plan.
const MOST_FILL: usize = 32;

/// Positions count from the top: position 0 was taken out last. Every row leads to smaller positions.
#[derive(Debug, Clone, Default)]
pub struct Hierarchy {
    pub(crate) place: Col<u32>,
    pub(crate) parent: Col<u32>,
    pub(crate) up: Rows,
    pub(crate) down: Rows,
    /// Positions below this are the core.
    pub(crate) core: u32,
    pub(crate) core_out: Rows,
    pub(crate) core_in: Rows,
}

/// Arcs by position: in `up` from the position to `head`, in `down` from `head` to the position.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub first: Col<u32>,
    pub head: Col<u32>,
    pub weight: Col<u32>,
}

impl Rows {
    fn of(&self, v: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        let row = self.first[v] as usize..self.first[v + 1] as usize;
        self.head[row.clone()]
            .iter()
            .copied()
            .zip(self.weight[row].iter().copied())
    }

    fn is_sound(&self, nodes: usize, rises: bool) -> bool {
        self.first.len() == nodes + 1
            && rows_rise(&self.first, self.head.len())
            && self.head.len() == self.weight.len()
            && self.weight.iter().all(|&w| w < FAR)
            && (0..nodes).all(|v| {
                let end = if rises { v } else { nodes };
                self.of(v).all(|(h, _)| (h as usize) < end)
            })
    }
}

/// Which way a table is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the sources to the targets.
    Out,
    /// From the targets to the sources, along the arcs.
    Back,
}

/// One end of a table: nodes with what is already spent between the point and the node. The nodes must be of the graph.
pub type Ends = Vec<(u32, u32)>;

impl Hierarchy {
    /// `at`: x and y of each node in any flat measure; it makes better cuts than the graph's own shape.
    pub fn prepare(graph: &Graph, at: Option<&[(f32, f32)]>, progress: &Progress<'_>) -> Result<Self> {
        let n = graph.nodes() as usize;
        if at.is_some_and(|at| at.len() != n) {
            return Err(TravelError::Question(
                "there must be one coordinate for each node".into(),
            ));
        }
        let mesh = mesh(graph);
        progress.step("ordering nodes", 0, n as u64)?;
        let mut plan = order(&mesh, at);
        progress.step("shortcuts", 0, n as u64)?;
        let budget = (MOST_FILL * n + 1_000_000).max(mesh.head.len() * 2);
        let filled = loop {
            match Fill::new(&mesh, &plan.taken, n - plan.left, budget) {
                Some(filled) => break filled,
                // It looked as if it could be cut and cannot.
                None if plan.left < plan.rest => plan.left = plan.rest,
                None => return Err(TravelError::TooLarge("the graph has too many arcs".into())),
            }
        };
        drop(mesh);
        progress.check()?;
        let hierarchy = filled.weigh(graph, n - plan.left);
        progress.step("shortcuts", n as u64, n as u64)?;
        Ok(hierarchy)
    }

    pub fn nodes(&self) -> u32 {
        self.place.len() as u32
    }

    /// Nodes that are left to Dijkstra: 0 on maps of streets.
    pub fn core(&self) -> u32 {
        self.core
    }

    /// Arcs of the hierarchy, both ways and the core's.
    pub fn arcs(&self) -> usize {
        self.up.head.len() + self.down.head.len() + self.core_out.head.len()
    }

    pub(crate) fn is_sound(&self, graph: &Graph) -> bool {
        let n = graph.nodes() as usize;
        let core = self.core as usize;
        let mut seen = vec![false; n];
        let places = self.place.len() == n
            && self.place.iter().all(|&p| {
                seen.get_mut(p as usize)
                    .is_some_and(|s| !std::mem::replace(s, true))
            });
        places
            && core <= n
            && self.parent.len() == n
            && self
                .parent
                .iter()
                .enumerate()
                .all(|(v, &p)| p == NONE || (p as usize) < v)
            && self.up.is_sound(n, true)
            && self.down.is_sound(n, true)
            && self.core_out.is_sound(core, false)
            && self.core_in.is_sound(core, false)
    }

    /// Prepares the sweep to a set of targets; good for any number of sources.
    pub fn targets(&self, targets: &[Ends], way: Way) -> Targets<'_> {
        self.along(Arc::new(self.sweep(targets, way)))
    }

    /// A sweep that was prepared before, by this hierarchy.
    pub(crate) fn along(&self, sweep: Arc<Sweep>) -> Targets<'_> {
        Targets {
            hierarchy: self,
            sweep,
        }
    }

    /// What [`Hierarchy::targets`] prepares, to be kept.
    pub(crate) fn sweep(&self, targets: &[Ends], way: Way) -> Sweep {
        let rows = if way == Way::Out { &self.down } else { &self.up };
        let n = self.place.len();
        let mut wanted = vec![false; n];
        for &(v, _) in targets.iter().flatten() {
            wanted[self.place[v as usize] as usize] = true;
        }
        for v in (0..n).rev() {
            if wanted[v] {
                for (h, _) in rows.of(v) {
                    wanted[h as usize] = true;
                }
            }
        }
        let mut local = vec![NONE; n];
        let mut count = 0;
        let (mut first, mut arcs) = (vec![0_u32], Vec::new());
        for v in 0..n {
            if wanted[v] {
                local[v] = count;
                count += 1;
                arcs.extend(rows.of(v).map(|(h, w)| (local[h as usize], w)));
                first.push(arcs.len() as u32);
            }
        }
        let ends = targets.iter().map(|t| {
            t.iter()
                .map(|&(v, spent)| (local[self.place[v as usize] as usize], spent))
                .collect()
        });
        let ends = ends.collect();
        Sweep {
            way,
            local,
            first,
            arcs,
            ends,
        }
    }
}

/// The part of a hierarchy below which a set of targets lies.
pub struct Targets<'a> {
    hierarchy: &'a Hierarchy,
    sweep: Arc<Sweep>,
}

/// The same without its hierarchy.
#[derive(Debug)]
pub(crate) struct Sweep {
    way: Way,
    local: Vec<u32>,
    first: Vec<u32>,
    arcs: Vec<(u32, u32)>,
    ends: Vec<Ends>,
}

type Lane = [u32; LANES];

impl Targets<'_> {
    /// Distances from each source to each target, source by source; [`FAR`] where there is no way. The rows are the
    /// same however many threads share the work.
    pub fn table(&self, sources: &[Ends], threads: usize, progress: &Progress<'_>) -> Result<Vec<u32>> {
        let wide = self.sweep.ends.len();
        let cells = sources.len().checked_mul(wide).filter(|&c| c <= 1 << 32);
        let cells =
            cells.ok_or_else(|| TravelError::TooLarge(format!("{} x {wide} distances", sources.len())))?;
        let mut out = vec![FAR; cells];
        if cells == 0 {
            return Ok(out);
        }
        let batches: Vec<_> = sources.chunks(LANES).zip(out.chunks_mut(LANES * wide)).collect();
        let all = batches.len();
        let threads = threads.clamp(1, all);
        if threads == 1 {
            let mut work = self.work();
            for (i, (from, rows)) in batches.into_iter().enumerate() {
                progress.step("minutes", i as u64, all as u64)?;
                self.batch(from, rows, &mut work);
            }
            return Ok(out);
        }
        let queue = std::sync::Mutex::new(batches.into_iter());
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut work = self.work();
                    while progress.check().is_ok() {
                        let next = queue.lock().ok().and_then(|mut q| q.next());
                        let Some((from, rows)) = next else { break };
                        self.batch(from, rows, &mut work);
                    }
                });
            }
        });
        progress.check()?;
        Ok(out)
    }

    fn work(&self) -> Work {
        let n = self.hierarchy.place.len();
        Work {
            lanes: vec![[FAR; LANES]; self.sweep.first.len() - 1],
            dist: vec![FAR; n],
            climbed: Vec::new(),
            on: vec![false; n],
            heap: BinaryHeap::new(),
        }
    }

    fn batch(&self, from: &[Ends], rows: &mut [u32], work: &mut Work) {
        work.lanes.fill([FAR; LANES]);
        for (lane, ends) in from.iter().enumerate() {
            self.climb(ends, work);
            for &v in &work.climbed {
                let d = std::mem::replace(&mut work.dist[v as usize], FAR);
                work.on[v as usize] = false;
                let at = self.sweep.local[v as usize];
                if at != NONE {
                    work.lanes[at as usize][lane] = d;
                }
            }
        }
        sweep(&self.sweep.first, &self.sweep.arcs, &mut work.lanes);
        for (t, ends) in self.sweep.ends.iter().enumerate() {
            let mut best = [FAR; LANES];
            for &(at, spent) in ends {
                let lane = &work.lanes[at as usize];
                for k in 0..LANES {
                    best[k] = best[k].min(lane[k] + spent.min(FAR));
                }
            }
            for (row, &b) in rows.chunks_mut(self.sweep.ends.len()).zip(&best) {
                row[t] = b;
            }
        }
    }

    /// Everything above the source with its distance, in `work.climbed`.
    fn climb(&self, ends: &Ends, work: &mut Work) {
        let h = self.hierarchy;
        let (rows, core) = match self.sweep.way {
            Way::Out => (&h.up, &h.core_out),
            Way::Back => (&h.down, &h.core_in),
        };
        work.climbed.clear();
        for &(v, spent) in ends {
            let mut at = h.place[v as usize];
            let d = &mut work.dist[at as usize];
            *d = (*d).min(spent.min(FAR));
            while at != NONE && !std::mem::replace(&mut work.on[at as usize], true) {
                work.climbed.push(at);
                at = h.parent[at as usize];
            }
        }
        // Lowest first; a node's ways up are all among its ancestors.
        if ends.len() > 1 || h.core > 0 {
            work.climbed.sort_unstable_by(|a, b| b.cmp(a));
        }
        let mut i = 0;
        while let Some(&v) = work.climbed.get(i) {
            i += 1;
            let d = work.dist[v as usize];
            if d >= FAR {
                continue;
            }
            for (to, w) in rows.of(v as usize) {
                let slot = &mut work.dist[to as usize];
                *slot = (*slot).min(d + w);
                if to < h.core && !std::mem::replace(&mut work.on[to as usize], true) {
                    work.climbed.push(to);
                }
            }
        }
        if h.core > 0 {
            work.heap.clear();
            let seeds = work.climbed.iter().filter(|&&v| v < h.core);
            work.heap
                .extend(seeds.map(|&v| Reverse((work.dist[v as usize], v))));
            while let Some(Reverse((d, v))) = work.heap.pop() {
                if d > work.dist[v as usize] {
                    continue;
                }
                for (to, w) in core.of(v as usize) {
                    if d + w < work.dist[to as usize] {
                        work.dist[to as usize] = d + w;
                        if !std::mem::replace(&mut work.on[to as usize], true) {
                            work.climbed.push(to);
                        }
                        work.heap.push(Reverse((d + w, to)));
                    }
                }
            }
        }
    }
}

struct Work {
    lanes: Vec<Lane>,
    dist: Vec<u32>,
    climbed: Vec<u32>,
    on: Vec<bool>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
}

/// One pass from the top: each node takes the best of what it had and what comes down to it, in all lanes.
#[inline(always)]
fn sweep_plain(first: &[u32], arcs: &[(u32, u32)], lanes: &mut [Lane]) {
    for v in 0..lanes.len() {
        let (above, own) = lanes.split_at_mut(v);
        let mut best = own[0];
        for &(h, w) in &arcs[first[v] as usize..first[v + 1] as usize] {
            let from = &above[h as usize];
            for k in 0..LANES {
                best[k] = best[k].min(from[k] + w);
            }
        }
        own[0] = best;
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn sweep_avx2(first: &[u32], arcs: &[(u32, u32)], lanes: &mut [Lane]) {
    sweep_plain(first, arcs, lanes);
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
fn sweep(first: &[u32], arcs: &[(u32, u32)], lanes: &mut [Lane]) {
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor was just asked and has AVX2; the function is otherwise safe code.
        unsafe { sweep_avx2(first, arcs, lanes) }
    } else {
        sweep_plain(first, arcs, lanes);
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn sweep(first: &[u32], arcs: &[(u32, u32)], lanes: &mut [Lane]) {
    sweep_plain(first, arcs, lanes);
}
