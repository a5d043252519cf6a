//! Preparing a hierarchy: which shortcuts there are (a chordal completion), and what they weigh (triangles).
//!
//! Most of the work of a large map lies in the triangles of its long cuts. Nodes of one cut follow each other in rank, so their
//! shortcuts lie side by side in every row and are worked on in runs, several at a time.

use crate::graph::{FAR, Graph, NONE};
use crate::hierarchy::{Hierarchy, Rows};
use crate::order::Mesh;

pub(crate) fn mesh(graph: &Graph) -> Mesh {
    let back = graph.reversed();
    let n = graph.nodes();
    let (mut first, mut head) = (vec![0_u32], Vec::with_capacity(graph.arcs() * 2));
    for v in 0..n {
        // Both rows are sorted, so one merge gives each neighbour once.
        let start = head.len();
        head.extend(graph.leaving(v).map(|a| a.0));
        head.extend(back.leaving(v).map(|a| a.0));
        head[start..].sort_unstable();
        let mut kept = start;
        for i in start..head.len() {
            if kept == start || head[kept - 1] != head[i] {
                head[kept] = head[i];
                kept += 1;
            }
        }
        head.truncate(kept);
        first.push(head.len() as u32);
    }
    Mesh { first, head }
}

/// The chordal completion by rank (first taken out = rank 0): each node's later neighbours, ascending.
pub(crate) struct Fill {
    rank: Vec<u32>,
    first: Vec<u32>,
    head: Vec<u32>,
    parent: Vec<u32>,
}

impl Fill {
    /// None when it needs more than `budget` shortcuts.
    pub fn new(mesh: &Mesh, taken: &[u32], out: usize, budget: usize) -> Option<Self> {
        let n = taken.len();
        let mut rank = vec![0_u32; n];
        for (r, &v) in taken.iter().enumerate() {
            rank[v as usize] = r as u32;
        }
        let (mut first, mut head, mut parent) = (vec![0_u32], Vec::new(), vec![NONE; n]);
        // What a node inherits from those it is the first later neighbour of, as a chain of rows already written.
        let mut child = vec![NONE; n];
        let mut sibling = vec![NONE; n];
        // Core nodes stay, so they hand nothing on: what joined them is remembered by each.
        let mut joined: Vec<Vec<u32>> = vec![Vec::new(); n - out];
        let mut mark = vec![NONE; n];
        for r in 0..n {
            let start = head.len();
            mark[r] = r as u32;
            let mut add = |h: u32, head: &mut Vec<u32>| {
                if h > r as u32 && mark[h as usize] != r as u32 {
                    mark[h as usize] = r as u32;
                    head.push(h);
                }
            };
            for &u in mesh.of(taken[r]) {
                add(rank[u as usize], &mut head);
            }
            let mut c = child[r];
            while c != NONE {
                for i in first[c as usize] as usize..first[c as usize + 1] as usize {
                    add(head[i], &mut head);
                }
                c = sibling[c as usize];
            }
            if r >= out {
                for c in std::mem::take(&mut joined[r - out]) {
                    for i in first[c as usize] as usize..first[c as usize + 1] as usize {
                        add(head[i], &mut head);
                    }
                }
            }
            head[start..].sort_unstable();
            if head.len() > budget {
                return None;
            }
            if r < out
                && let Some(&p) = head.get(start)
            {
                parent[r] = p;
                if (p as usize) < out {
                    sibling[r] = child[p as usize];
                    child[p as usize] = r as u32;
                } else {
                    for &h in &head[start..] {
                        joined[h as usize - out].push(r as u32);
                    }
                }
            }
            first.push(head.len() as u32);
        }
        head.shrink_to_fit();
        Some(Self {
            rank,
            first,
            head,
            parent,
        })
    }

    fn row(&self, r: usize) -> std::ops::Range<usize> {
        self.first[r] as usize..self.first[r + 1] as usize
    }

    /// The hierarchy with the first `out` nodes taken out; the others are its core.
    pub fn weigh(self, graph: &Graph, out: usize) -> Hierarchy {
        let n = self.rank.len();
        let mut up = vec![FAR; self.head.len()];
        let mut down = vec![FAR; self.head.len()];
        for v in 0..graph.nodes() {
            for (to, w) in graph.leaving(v) {
                let (a, b) = (self.rank[v as usize], self.rank[to as usize]);
                let row = self.row(a.min(b) as usize);
                if let Ok(i) = self.head[row.clone()].binary_search(&a.max(b)) {
                    let slot = if a < b {
                        &mut up[row.start + i]
                    } else {
                        &mut down[row.start + i]
                    };
                    *slot = (*slot).min(w);
                }
            }
        }
        let shape = Shape {
            first: &self.first,
            head: &self.head,
            run: runs(&self.first, &self.head),
            out,
        };
        widest(&shape, Pass::Fill, &mut up, &mut down);
        // A shortcut that a way over others beats is dropped; what is kept is never changed here.
        let mut kept = [Kept::all(&up), Kept::all(&down)];
        if out == n {
            let plain = [up.clone(), down.clone()];
            widest(&shape, Pass::Beat, &mut up, &mut down);
            kept = [Kept::same(&plain[0], &up), Kept::same(&plain[1], &down)];
            [up, down] = plain;
        }
        drop(shape);
        self.rows(&up, &down, &kept, out)
    }

    fn rows(&self, up: &[u32], down: &[u32], kept: &[Kept; 2], out: usize) -> Hierarchy {
        let n = self.rank.len();
        let flip = |r: u32| n as u32 - 1 - r;
        let core = n - out;
        let (mut hu, mut hd) = (
            RowsMade::sized(n, kept[0].count),
            RowsMade::sized(n, kept[1].count),
        );
        let mut core_arcs = Vec::new();
        for p in 0..n {
            let r = n - 1 - p;
            for e in self.row(r) {
                let q = flip(self.head[e]);
                if r >= out {
                    if up[e] < FAR {
                        core_arcs.push((p as u32, q, up[e]));
                    }
                    if down[e] < FAR {
                        core_arcs.push((q, p as u32, down[e]));
                    }
                } else {
                    if kept[0].has(e) {
                        hu.push(q, up[e]);
                    }
                    if kept[1].has(e) {
                        hd.push(q, down[e]);
                    }
                }
            }
            hu.close();
            hd.close();
        }
        let place: Vec<u32> = self.rank.iter().map(|&r| flip(r)).collect();
        let parent = (0..n).map(|p| match self.parent[n - 1 - p] {
            NONE => NONE,
            r => flip(r),
        });
        let parent: Vec<u32> = parent.collect();
        let core_in = core_rows(core, core_arcs.iter().map(|&(a, b, w)| (b, a, w)));
        let core_out = core_rows(core, core_arcs.iter().copied());
        Hierarchy {
            place: place.into(),
            parent: parent.into(),
            up: hu.done(),
            down: hd.done(),
            core: core as u32,
            core_out,
            core_in,
        }
    }
}

/// Which shortcuts of one direction stay.
struct Kept {
    bits: Vec<u64>,
    count: usize,
}

impl Kept {
    fn of(len: usize, stays: impl Fn(usize) -> bool) -> Self {
        let (mut bits, mut count) = (vec![0_u64; len.div_ceil(64)], 0);
        for e in 0..len {
            let stays = stays(e);
            bits[e / 64] |= u64::from(stays) << (e % 64);
            count += usize::from(stays);
        }
        Self { bits, count }
    }

    fn all(weight: &[u32]) -> Self {
        Self::of(weight.len(), |e| weight[e] < FAR)
    }

    fn same(plain: &[u32], best: &[u32]) -> Self {
        Self::of(plain.len(), |e| plain[e] < FAR && plain[e] == best[e])
    }

    fn has(&self, e: usize) -> bool {
        self.bits[e / 64] >> (e % 64) & 1 == 1
    }
}

/// Who lies below the node that is worked on: lists that nodes move along as the work goes through their rows.
struct Below {
    /// By node, the first of those that wait for it.
    waiting: Vec<u32>,
    next: Vec<u32>,
    /// By node, the shortcut by which it waits.
    by: Vec<u32>,
}

impl Below {
    fn new(nodes: usize) -> Self {
        Self {
            waiting: vec![NONE; nodes],
            next: vec![NONE; nodes],
            by: vec![0; nodes],
        }
    }

    fn wait(&mut self, v: u32, by: u32, head: &[u32]) {
        let list = &mut self.waiting[head[by as usize] as usize];
        (self.next[v as usize], self.by[v as usize]) = (*list, by);
        *list = v;
    }
}

/// By shortcut, how many from it on have heads that follow each other. In any row that has these heads they lie side by side.
fn runs(first: &[u32], head: &[u32]) -> Vec<u8> {
    let mut run = vec![1_u8; head.len()];
    for row in first.windows(2) {
        for e in (row[0] as usize..(row[1] as usize).saturating_sub(1)).rev() {
            if head[e + 1] == head[e] + 1 {
                run[e] = run[e + 1].saturating_add(1);
            }
        }
    }
    run
}

struct Shape<'a> {
    first: &'a [u32],
    head: &'a [u32],
    run: Vec<u8>,
    /// Nodes from here on are the core and below nobody.
    out: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Pass {
    /// From below: a shortcut weighs no more than the way over a node below both its ends.
    Fill,
    /// From above: and no more than the way over a node above its lower end, which then makes it needless.
    Beat,
}

/// Goes through all triangles `v` below `a` below `b`.
#[inline(always)]
fn triangles(shape: &Shape<'_>, pass: Pass, up: &mut [u32], down: &mut [u32]) {
    let n = shape.first.len() - 1;
    let mut slot_of = vec![0_u32; n];
    let mut below = Below::new(n);
    for v in (0..shape.out).filter(|&v| shape.first[v] < shape.first[v + 1]) {
        let by = match pass {
            Pass::Fill => shape.first[v],
            Pass::Beat => shape.first[v + 1] - 1,
        };
        below.wait(v as u32, by, shape.head);
    }
    for i in 0..n {
        let a = if pass == Pass::Fill { i } else { n - 1 - i };
        let mut v = std::mem::replace(&mut below.waiting[a], NONE);
        if v == NONE {
            continue;
        }
        let (row, end) = (shape.first[a] as usize, shape.first[a + 1] as usize);
        for (k, &h) in shape.head[row..end].iter().enumerate() {
            slot_of[h as usize] = k as u32;
        }
        // Everything below lies before the row, so both can be held at once.
        let (up_low, up_ab) = up[..end].split_at_mut(row);
        let (down_low, down_ab) = down[..end].split_at_mut(row);
        while v != NONE {
            let (next, va) = (below.next[v as usize], below.by[v as usize] as usize);
            let (begin, end) = (
                shape.first[v as usize] as usize,
                shape.first[v as usize + 1] as usize,
            );
            let (v_to_a, a_to_v) = (up_low[va], down_low[va]);
            let (mut best_up, mut best_down) = (v_to_a, a_to_v);
            let mut at = va + 1;
            while at < end {
                let long = usize::from(shape.run[at]).min(end - at);
                let slot = slot_of[shape.head[at] as usize] as usize;
                let (up_vb, down_vb) = (&mut up_low[at..at + long], &mut down_low[at..at + long]);
                let (up_ab, down_ab) = (&mut up_ab[slot..slot + long], &mut down_ab[slot..slot + long]);
                if pass == Pass::Fill {
                    lower(up_ab, up_vb, a_to_v);
                    lower(down_ab, down_vb, v_to_a);
                } else {
                    best_up = best_up.min(least(up_vb, down_ab));
                    best_down = best_down.min(least(up_ab, down_vb));
                    lower(up_vb, up_ab, v_to_a);
                    lower(down_vb, down_ab, a_to_v);
                }
                at += long;
            }
            if pass == Pass::Beat {
                (up_low[va], down_low[va]) = (best_up, best_down);
                if va > begin {
                    below.wait(v, va as u32 - 1, shape.head);
                }
            } else if va + 1 < end {
                below.wait(v, va as u32 + 1, shape.head);
            }
            v = next;
        }
    }
}

#[inline(always)]
fn lower(slots: &mut [u32], by: &[u32], more: u32) {
    for (s, &b) in slots.iter_mut().zip(by) {
        *s = (*s).min(b + more);
    }
}

#[inline(always)]
fn least(a: &[u32], b: &[u32]) -> u32 {
    a.iter().zip(b).fold(u32::MAX, |best, (&x, &y)| best.min(x + y))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn triangles_avx2(shape: &Shape<'_>, pass: Pass, up: &mut [u32], down: &mut [u32]) {
    match pass {
        Pass::Fill => triangles(shape, Pass::Fill, up, down),
        Pass::Beat => triangles(shape, Pass::Beat, up, down),
    }
}

/// The same numbers on any processor; with AVX2 eight at a time.
#[allow(unsafe_code)]
fn widest(shape: &Shape<'_>, pass: Pass, up: &mut [u32], down: &mut [u32]) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor was just asked and has AVX2; the function is otherwise safe code.
        return unsafe { triangles_avx2(shape, pass, up, down) };
    }
    triangles(shape, pass, up, down);
}

struct RowsMade {
    first: Vec<u32>,
    head: Vec<u32>,
    weight: Vec<u32>,
}

impl RowsMade {
    fn sized(nodes: usize, arcs: usize) -> Self {
        let mut first = Vec::with_capacity(nodes + 1);
        first.push(0);
        Self {
            first,
            head: Vec::with_capacity(arcs),
            weight: Vec::with_capacity(arcs),
        }
    }

    fn push(&mut self, head: u32, weight: u32) {
        self.head.push(head);
        self.weight.push(weight);
    }

    fn close(&mut self) {
        self.first.push(self.head.len() as u32);
    }

    fn done(self) -> Rows {
        Rows {
            first: self.first.into(),
            head: self.head.into(),
            weight: self.weight.into(),
        }
    }
}

fn core_rows(core: usize, arcs: impl Iterator<Item = (u32, u32, u32)>) -> Rows {
    let mut sorted: Vec<_> = arcs.collect();
    sorted.sort_unstable();
    let mut rows = RowsMade::sized(core, sorted.len());
    let mut i = 0;
    for v in 0..core as u32 {
        while let Some(&(a, b, w)) = sorted.get(i).filter(|x| x.0 == v) {
            debug_assert_eq!(a, v);
            rows.push(b, w);
            i += 1;
        }
        rows.close();
    }
    rows.done()
}
