use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::col::Col;
use crate::error::{Result, TravelError};

/// No way there. Every real distance is smaller: 2³⁰ units, 12 days in milliseconds.
pub const FAR: u32 = 1 << 30;

/// No such node.
pub const NONE: u32 = u32::MAX;

/// One directed arc: from node, to node, weight in whole units (milliseconds for streets).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arc {
    pub from: u32,
    pub to: u32,
    pub weight: u32,
}

/// A directed graph in rows: the arcs of node `v` are `first[v]..first[v + 1]`.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub(crate) first: Col<u32>,
    pub(crate) head: Col<u32>,
    pub(crate) weight: Col<u32>,
}

impl Graph {
    /// Arcs to nodes at or past `nodes` are an error; loops and arcs of [`FAR`] or more are dropped, and of parallel
    /// arcs the quickest stays.
    pub fn from_arcs(nodes: u32, arcs: &[Arc]) -> Result<Self> {
        if nodes >= FAR || arcs.len() >= FAR as usize {
            return Err(TravelError::TooLarge(format!(
                "{nodes} nodes and {} arcs in one graph",
                arcs.len()
            )));
        }
        let n = nodes as usize;
        let mut first = vec![0_u32; n + 1];
        for a in arcs {
            if a.from >= nodes || a.to >= nodes {
                return Err(TravelError::Question(format!(
                    "an arc joins {} and {} but there are {nodes} nodes",
                    a.from, a.to
                )));
            }
            first[a.from as usize + 1] += 1;
        }
        for v in 0..n {
            first[v + 1] += first[v];
        }
        let mut at = first.clone();
        let mut rows = vec![(0_u32, 0_u32); arcs.len()];
        for a in arcs {
            let slot = &mut at[a.from as usize];
            rows[*slot as usize] = (a.to, a.weight);
            *slot += 1;
        }
        let (mut head, mut weight) = (Vec::with_capacity(arcs.len()), Vec::with_capacity(arcs.len()));
        let mut kept = vec![0_u32; n + 1];
        for v in 0..n {
            let row = &mut rows[first[v] as usize..first[v + 1] as usize];
            row.sort_unstable();
            let mut last = NONE;
            for &(to, w) in row.iter() {
                if to != last && to != v as u32 && w < FAR {
                    head.push(to);
                    weight.push(w);
                    last = to;
                }
            }
            kept[v + 1] = head.len() as u32;
        }
        Ok(Self {
            first: kept.into(),
            head: head.into(),
            weight: weight.into(),
        })
    }

    pub fn nodes(&self) -> u32 {
        (self.first.len() as u32).saturating_sub(1)
    }

    pub fn arcs(&self) -> usize {
        self.head.len()
    }

    /// The arcs that leave a node, as (to, weight).
    pub fn leaving(&self, v: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let row = self.first[v as usize] as usize..self.first[v as usize + 1] as usize;
        self.head[row.clone()]
            .iter()
            .copied()
            .zip(self.weight[row].iter().copied())
    }

    /// The same graph with every arc turned round.
    pub fn reversed(&self) -> Self {
        let n = self.nodes() as usize;
        let mut first = vec![0_u32; n + 1];
        for &h in self.head.iter() {
            first[h as usize + 1] += 1;
        }
        for v in 0..n {
            first[v + 1] += first[v];
        }
        let mut at = first.clone();
        let mut head = vec![0; self.head.len()];
        let mut weight = vec![0; self.head.len()];
        for v in 0..n as u32 {
            for (to, w) in self.leaving(v) {
                let slot = &mut at[to as usize];
                head[*slot as usize] = v;
                weight[*slot as usize] = w;
                *slot += 1;
            }
        }
        Self {
            first: first.into(),
            head: head.into(),
            weight: weight.into(),
        }
    }

    /// That rows rise and heads exist: what a file must satisfy before anything is looked up in it.
    pub(crate) fn is_sound(&self) -> bool {
        let n = self.nodes();
        rows_rise(&self.first, self.head.len())
            && self.head.len() == self.weight.len()
            && self.head.iter().all(|&h| h < n)
            && self.weight.iter().all(|&w| w < FAR)
    }
}

pub(crate) fn rows_rise(first: &[u32], end: usize) -> bool {
    first.first() == Some(&0) && first.is_sorted() && first.last().is_some_and(|&l| l as usize == end)
}

/// A search that can be repeated without clearing everything: only what was touched is reset.
pub struct Search {
    pub dist: Vec<u32>,
    pub parent: Vec<u32>,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
}

impl Search {
    pub fn new(nodes: u32) -> Self {
        let n = nodes as usize;
        Self {
            dist: vec![FAR; n],
            parent: vec![NONE; n],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    /// Dijkstra from seeds (node, already spent), up to and including `limit` (and never as far as [`FAR`]). `settled` is called for nodes in order of
    /// distance and may end the search by returning false.
    pub fn run(
        &mut self,
        graph: &Graph,
        seeds: &[(u32, u32)],
        limit: u32,
        mut settled: impl FnMut(u32, u32) -> bool,
    ) {
        let limit = limit.min(FAR - 1);
        for &v in &self.touched {
            self.dist[v as usize] = FAR;
            self.parent[v as usize] = NONE;
        }
        self.touched.clear();
        self.heap.clear();
        for &(v, d) in seeds {
            if d <= limit && d < self.dist[v as usize] {
                self.touch(v, d, NONE);
            }
        }
        while let Some(Reverse((d, v))) = self.heap.pop() {
            if d > self.dist[v as usize] {
                continue;
            }
            if !settled(v, d) {
                return;
            }
            for (to, w) in graph.leaving(v) {
                let next = d.saturating_add(w);
                if next <= limit && next < self.dist[to as usize] {
                    self.touch(to, next, v);
                }
            }
        }
    }

    fn touch(&mut self, v: u32, d: u32, from: u32) {
        if self.dist[v as usize] == FAR {
            self.touched.push(v);
        }
        self.dist[v as usize] = d;
        self.parent[v as usize] = from;
        self.heap.push(Reverse((d, v)));
    }

    /// The nodes on the way to `v`, seed first.
    pub fn path(&self, v: u32) -> Vec<u32> {
        let mut path = vec![v];
        let mut at = v;
        while let Some(&p) = self.parent.get(at as usize).filter(|&&p| p != NONE) {
            path.push(p);
            at = p;
        }
        path.reverse();
        path
    }
}
