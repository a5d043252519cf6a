//! In which order nodes are taken out of a graph: dead ends and bends first, then by cutting the map in halves, so that what
//! separates two halves is taken out last. On a map of streets the cuts are short, which is all the hierarchy needs.

use crate::graph::NONE;

/// Cells larger than this whose cut takes more than a sixth of them have no short cuts anywhere: random graphs.
const HARD_CELL: usize = 4_000;
/// Where one neighbour list is longer, looking up whether two nodes are joined is too dear for the simple reduction.
const LONG_LIST: usize = 256;

pub(crate) struct Order {
    /// Nodes, first taken out first.
    pub taken: Vec<u32>,
    /// How many at the end of `taken` are better left in.
    pub left: usize,
    /// How many were no dead ends or bends: leaving all of them in costs nothing.
    pub rest: usize,
}

/// Undirected neighbours in rows, without loops and doubles.
pub(crate) struct Mesh {
    pub first: Vec<u32>,
    pub head: Vec<u32>,
}

impl Mesh {
    pub fn of(&self, v: u32) -> &[u32] {
        &self.head[self.first[v as usize] as usize..self.first[v as usize + 1] as usize]
    }
}

/// `at` holds x and y of each node in any flat measure; without it the graph's own distances serve.
pub(crate) fn order(mesh: &Mesh, at: Option<&[(f32, f32)]>) -> Order {
    let n = mesh.first.len() - 1;
    let (mut taken, rest) = reduce(mesh);
    let rest_mesh = &rest.mesh;
    let ids = &rest.ids;
    let at: Vec<(f32, f32)> = match at {
        Some(at) => ids.iter().map(|&v| at[v as usize]).collect(),
        None => own_distances(rest_mesh),
    };
    let (dissection, nodes) = Dissection::new(rest_mesh, &at);
    let (cells, hard) = dissection.run(nodes);
    let rest = cells.len();
    let left = if hard { rest } else { 0 };
    taken.extend(cells.iter().map(|&c| ids[c as usize]));
    debug_assert_eq!(taken.len(), n);
    Order { taken, left, rest }
}

struct Reduced {
    mesh: Mesh,
    ids: Vec<u32>,
}

/// Takes out nodes with at most two neighbours, joining the two; repeats until none is left.
fn reduce(mesh: &Mesh) -> (Vec<u32>, Reduced) {
    let n = mesh.first.len() - 1;
    let mut near: Vec<Vec<u32>> = (0..n as u32).map(|v| mesh.of(v).to_vec()).collect();
    let mut degree: Vec<u32> = near.iter().map(|l| l.len() as u32).collect();
    let mut gone = vec![false; n];
    let mut taken = Vec::with_capacity(n);
    let mut queue: Vec<u32> = (0..n as u32).rev().filter(|&v| degree[v as usize] <= 2).collect();
    while let Some(v) = queue.pop() {
        if gone[v as usize] {
            continue;
        }
        let live: Vec<u32> = near[v as usize]
            .iter()
            .copied()
            .filter(|&u| !gone[u as usize])
            .collect();
        if let [a, b] = live[..] {
            let (short, long) = if near[a as usize].len() <= near[b as usize].len() {
                (a, b)
            } else {
                (b, a)
            };
            if near[short as usize].len() > LONG_LIST {
                near[short as usize].retain(|&u| !gone[u as usize]);
                if near[short as usize].len() > LONG_LIST {
                    continue;
                }
            }
            if near[short as usize].iter().rev().any(|&u| u == long) {
                degree[a as usize] -= 1;
                degree[b as usize] -= 1;
            } else {
                near[a as usize].push(b);
                near[b as usize].push(a);
            }
        } else if let [a] = live[..] {
            degree[a as usize] -= 1;
        }
        gone[v as usize] = true;
        taken.push(v);
        near[v as usize] = Vec::new();
        for u in live {
            if degree[u as usize] <= 2 {
                queue.push(u);
            }
        }
    }
    let ids: Vec<u32> = (0..n as u32).filter(|&v| !gone[v as usize]).collect();
    let mut short = vec![NONE; n];
    for (i, &v) in ids.iter().enumerate() {
        short[v as usize] = i as u32;
    }
    let (mut first, mut head) = (vec![0], Vec::new());
    for &v in &ids {
        head.extend(
            near[v as usize]
                .iter()
                .map(|&u| short[u as usize])
                .filter(|&u| u != NONE),
        );
        first.push(head.len() as u32);
    }
    (
        taken,
        Reduced {
            mesh: Mesh { first, head },
            ids,
        },
    )
}

fn breadth(mesh: &Mesh, from: u32, steps: &mut [u32], reached: &mut Vec<u32>) -> u32 {
    for &v in reached.iter() {
        steps[v as usize] = NONE;
    }
    reached.clear();
    reached.push(from);
    steps[from as usize] = 0;
    let mut i = 0;
    while let Some(&v) = reached.get(i) {
        i += 1;
        for &u in mesh.of(v) {
            if steps[u as usize] == NONE {
                steps[u as usize] = steps[v as usize] + 1;
                reached.push(u);
            }
        }
    }
    reached.last().copied().unwrap_or(from)
}

/// Two directions from steps to far-apart nodes, for graphs without coordinates.
fn own_distances(mesh: &Mesh) -> Vec<(f32, f32)> {
    let n = mesh.first.len() - 1;
    let mut at = vec![(0.0, 0.0); n];
    let mut done = vec![false; n];
    let mut steps = vec![NONE; n];
    let mut reached = Vec::new();
    for v in 0..n as u32 {
        if done[v as usize] {
            continue;
        }
        let a = breadth(mesh, v, &mut steps, &mut reached);
        let b = breadth(mesh, a, &mut steps, &mut reached);
        let group = reached.clone();
        let from_a: Vec<u32> = group.iter().map(|&u| steps[u as usize]).collect();
        breadth(mesh, b, &mut steps, &mut reached);
        let mut side = (b, 0);
        for (&u, &da) in group.iter().zip(&from_a) {
            let db = steps[u as usize];
            at[u as usize].0 = da as f32 - db as f32;
            done[u as usize] = true;
            if da.min(db) > side.1 {
                side = (u, da.min(db));
            }
        }
        let d = breadth(mesh, side.0, &mut steps, &mut reached);
        for &u in &group {
            at[u as usize].1 = steps[u as usize] as f32;
        }
        breadth(mesh, d, &mut steps, &mut reached);
        for &u in &group {
            at[u as usize].1 -= steps[u as usize] as f32;
        }
        for &u in &group {
            steps[u as usize] = NONE;
        }
        reached.clear();
    }
    at
}

/// Directions in which cells are tried to be cut, and which of them runs across each.
const WAYS: [(f32, f32); 8] = [
    (1.0, 0.0),
    (0.0, 1.0),
    (1.0, 1.0),
    (1.0, -1.0),
    (1.0, 0.41),
    (0.41, 1.0),
    (1.0, -0.41),
    (0.41, -1.0),
];
const ACROSS: [usize; 8] = [1, 0, 3, 2, 7, 6, 5, 4];
/// Smaller cells are cut in the first two directions only.
const SMALL_CELL: usize = 64;

struct Dissection<'a> {
    mesh: &'a Mesh,
    /// Nodes in each direction, cell by cell: sorted once, and divided as the cells are.
    along: [Vec<u32>; 8],
    /// Which cell a node is in now; NONE once it is part of a cut.
    cell: Vec<u32>,
    next_cell: u32,
    side: Vec<u8>,
    mate: Vec<u32>,
    seen: Vec<u32>,
    round: u32,
    spare: Vec<u32>,
}

impl<'a> Dissection<'a> {
    fn new(mesh: &'a Mesh, at: &[(f32, f32)]) -> (Self, Vec<u32>) {
        let n = at.len();
        let mut made = Self {
            mesh,
            along: Default::default(),
            cell: vec![0; n],
            next_cell: 1,
            side: vec![0; n],
            mate: vec![NONE; n],
            seen: vec![0; n],
            round: 0,
            spare: Vec::with_capacity(n),
        };
        let nodes = made.by_component();
        let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(n);
        for (&(dx, dy), along) in WAYS.iter().zip(&mut made.along) {
            keyed.clear();
            keyed.extend(nodes.iter().map(|&v| {
                let (x, y) = at[v as usize];
                let bits = (x * dx + y * dy).to_bits();
                let rises = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
                (u64::from(made.cell[v as usize]) << 32 | u64::from(rises), v)
            }));
            keyed.sort_unstable();
            *along = keyed.iter().map(|k| k.1).collect();
        }
        (made, nodes)
    }

    /// Nodes in the order to be taken out, and whether the graph has no short cuts.
    fn run(mut self, mut nodes: Vec<u32>) -> (Vec<u32>, bool) {
        let n = nodes.len();
        let mut todo: Vec<(usize, usize)> = Vec::new();
        let mut lo = 0;
        for hi in 1..=n {
            if hi == n || self.cell[nodes[hi] as usize] != self.cell[nodes[lo] as usize] {
                todo.push((lo, hi));
                lo = hi;
            }
        }
        while let Some((lo, hi)) = todo.pop() {
            if hi - lo <= 3 {
                continue;
            }
            let size = hi - lo;
            let (left, right) = self.split(&mut nodes, lo, hi);
            let cut = size - left - right;
            if size > HARD_CELL && cut > size / 6 {
                return (nodes, true);
            }
            for (a, b) in [(lo, lo + left), (lo + left, lo + left + right)] {
                let id = self.next_cell;
                self.next_cell += 1;
                for &v in &nodes[a..b] {
                    self.cell[v as usize] = id;
                }
                todo.push((a, b));
            }
            for &v in &nodes[lo + left + right..hi] {
                self.cell[v as usize] = NONE;
            }
        }
        (nodes, false)
    }

    fn by_component(&mut self) -> Vec<u32> {
        let n = self.cell.len();
        let mut nodes = Vec::with_capacity(n);
        self.cell.fill(NONE);
        for v in 0..n as u32 {
            if self.cell[v as usize] != NONE {
                continue;
            }
            let id = self.next_cell;
            self.next_cell += 1;
            let mut i = nodes.len();
            nodes.push(v);
            self.cell[v as usize] = id;
            while let Some(&x) = nodes.get(i) {
                i += 1;
                for &u in self.mesh.of(x) {
                    if self.cell[u as usize] == NONE {
                        self.cell[u as usize] = id;
                        nodes.push(u);
                    }
                }
            }
        }
        nodes
    }

    /// Puts a cell in the order left, right, cut; gives the sizes of left and right.
    fn split(&mut self, nodes: &mut [u32], lo: usize, hi: usize) -> (usize, usize) {
        let size = hi - lo;
        let id = self.cell[nodes[lo] as usize];
        let ways = if size < SMALL_CELL { 2 } else { WAYS.len() };
        let (mut least, mut way, mut half) = (f64::INFINITY, 0, size / 2);
        let (from, to) = ((size * 3 / 10).max(1), size - size * 3 / 10);
        for k in 0..ways {
            let row = &self.along[k][lo..hi];
            for &v in row {
                self.side[v as usize] = 1;
            }
            let mut crossing = 0_i64;
            for (i, &v) in row.iter().enumerate().take(to) {
                self.side[v as usize] = 0;
                for &u in self.mesh.of(v) {
                    if self.cell[u as usize] == id {
                        crossing += if self.side[u as usize] == 1 { 1 } else { -1 };
                    }
                }
                let small = (i + 1).min(size - i - 1);
                if i + 1 >= from && small > 0 {
                    let cost = (crossing as f64 + 0.5) / (small as f64).powf(0.7);
                    if cost < least {
                        (least, way, half) = (cost, k, i + 1);
                    }
                }
            }
        }
        let row = self.along[way][lo..hi].to_vec();
        for (i, &v) in row.iter().enumerate() {
            self.side[v as usize] = u8::from(i >= half);
        }
        if size > HARD_CELL && self.border(&row, id) > size / 6 {
            return (0, 0);
        }
        self.cover(&row, half, id);
        // A cut is kept in the order in which it runs, so that neighbours in it are neighbours on the map.
        let sizes = self.divide(way, lo, hi);
        nodes[lo..hi].copy_from_slice(&self.along[way][lo..hi]);
        for k in (0..ways).filter(|&k| k != way) {
            self.divide(k, lo, hi);
        }
        let cut = lo + sizes.0 + sizes.1;
        nodes[cut..hi].copy_from_slice(&self.along[ACROSS[way]][cut..hi]);
        sizes
    }

    /// Puts one direction of a cell in the order left, right, cut.
    fn divide(&mut self, way: usize, lo: usize, hi: usize) -> (usize, usize) {
        let row = &mut self.along[way][lo..hi];
        self.spare.clear();
        let mut left = 0;
        for i in 0..row.len() {
            let v = row[i];
            if self.side[v as usize] == 0 {
                row[left] = v;
                left += 1;
            } else {
                self.spare.push(v);
            }
        }
        let mut right = left;
        let mut last = row.len();
        for &v in self.spare.iter() {
            if self.side[v as usize] == 1 {
                row[right] = v;
                right += 1;
            }
        }
        for &v in self.spare.iter().rev() {
            if self.side[v as usize] > 1 {
                last -= 1;
                row[last] = v;
            }
        }
        (left, right - left)
    }

    /// How many nodes of the shorter side touch the other.
    fn border(&self, order: &[u32], id: u32) -> usize {
        let mut touching = [0, 0];
        for &v in order {
            let side = self.side[v as usize];
            let crosses = |&u: &u32| self.cell[u as usize] == id && self.side[u as usize] != side;
            touching[usize::from(side)] += usize::from(self.mesh.of(v).iter().any(crosses));
        }
        touching[0].min(touching[1])
    }

    /// Marks with side 2 the fewest nodes that touch every edge between the sides (König's theorem on a matching).
    fn cover(&mut self, order: &[u32], half: usize, id: u32) {
        let mesh = self.mesh;
        let mut edge: Vec<u32> = Vec::new();
        for &v in &order[..half] {
            let crosses = |&u: &u32| self.cell[u as usize] == id && self.side[u as usize] == 1;
            if mesh.of(v).iter().any(crosses) {
                edge.push(v);
            }
        }
        for &v in order {
            self.mate[v as usize] = NONE;
        }
        for &v in &edge {
            self.round += 1;
            self.augment(v, id);
        }
        // Alternating reach from unmatched nodes of the left side.
        self.round += 1;
        let mut stack: Vec<u32> = edge
            .iter()
            .copied()
            .filter(|&v| self.mate[v as usize] == NONE)
            .collect();
        for &v in &stack {
            self.seen[v as usize] = self.round;
        }
        let mut in_cut = Vec::new();
        while let Some(v) = stack.pop() {
            for &u in mesh.of(v) {
                if self.cell[u as usize] == id
                    && self.side[u as usize] == 1
                    && self.seen[u as usize] != self.round
                {
                    self.seen[u as usize] = self.round;
                    in_cut.push(u);
                    let w = self.mate[u as usize];
                    if w != NONE && self.seen[w as usize] != self.round {
                        self.seen[w as usize] = self.round;
                        stack.push(w);
                    }
                }
            }
        }
        in_cut.extend(
            edge.iter()
                .copied()
                .filter(|&v| self.seen[v as usize] != self.round),
        );
        for v in in_cut {
            self.side[v as usize] = 2;
        }
    }

    /// Kuhn's augmenting path without recursion: depth is bounded by the cut, but cuts of bad graphs are long.
    fn augment(&mut self, from: u32, id: u32) -> bool {
        let mesh = self.mesh;
        let mut stack = vec![(from, 0_usize, NONE)];
        while let Some(&mut (v, ref mut next, _)) = stack.last_mut() {
            let Some(&u) = mesh.of(v).get(*next) else {
                stack.pop();
                continue;
            };
            *next += 1;
            if self.cell[u as usize] != id
                || self.side[u as usize] != 1
                || self.seen[u as usize] == self.round
            {
                continue;
            }
            self.seen[u as usize] = self.round;
            let w = self.mate[u as usize];
            if let Some(top) = stack.last_mut() {
                top.2 = u;
            }
            if w == NONE {
                for &(v, _, u) in &stack {
                    self.mate[u as usize] = v;
                    self.mate[v as usize] = u;
                }
                return true;
            }
            stack.push((w, 0, NONE));
        }
        false
    }
}
