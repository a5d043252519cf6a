//! Fast interchange: open one site, close another, keep what is better. Each demand knows its nearest and second
//! nearest open site, so that one candidate costs only the demands that would look at it.

use crate::arcs::{Arcs, Columns};
use crate::random::Random;

const NONE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Near {
    first: f64,
    second: f64,
    at: u32,
    then: u32,
}

/// A set of open sites that moves by adding, dropping and swapping.
pub(crate) struct Swap<'a> {
    arcs: &'a Arcs,
    columns: &'a Columns,
    pub open: Vec<bool>,
    /// The open ones, in no order, and where each stands in that list.
    list: Vec<u32>,
    place: Vec<u32>,
    pub count: usize,
    near: Vec<Near>,
    /// What closing a site would cost its demands (opening costs apart).
    loss: Vec<f64>,
    /// The objective as the lists see it, opening costs included, broken rules not.
    pub total: f64,
    touching: Vec<Vec<(u32, f64)>>,
    sums: Vec<f64>,
    /// More than any set of open sites can cost.
    pub fine: f64,
    extra: Vec<f64>,
    touched: Vec<u32>,
    /// Moves since it was last set, so that they can be taken back.
    moves: Vec<Move>,
}

/// One move: a site to close and a site to open.
type Move = (Option<u32>, Option<u32>);

impl<'a> Swap<'a> {
    pub(crate) fn new(arcs: &'a Arcs, columns: &'a Columns) -> Self {
        let mut touching = vec![Vec::new(); arcs.m];
        for (k, side) in arcs.sides.iter().enumerate() {
            for &(j, a) in &side.terms {
                touching[j as usize].push((k as u32, a));
            }
        }
        let refuse: f64 = arcs.refuse.iter().sum();
        Self {
            arcs,
            columns,
            open: vec![false; arcs.m],
            list: Vec::new(),
            place: vec![NONE; arcs.m],
            count: 0,
            near: vec![
                Near {
                    first: 0.0,
                    second: 0.0,
                    at: NONE,
                    then: NONE
                };
                arcs.n
            ],
            loss: vec![0.0; arcs.m],
            total: 0.0,
            touching,
            sums: vec![0.0; arcs.sides.len()],
            fine: refuse + arcs.fixed.iter().map(|f| f.abs()).sum::<f64>() + 1.0,
            extra: vec![0.0; arcs.m],
            touched: Vec::new(),
            moves: Vec::new(),
        }
    }

    pub(crate) fn set(&mut self, open: &[u32]) {
        self.open.fill(false);
        self.list.clear();
        self.count = 0;
        for &j in open {
            if !self.open[j as usize] {
                self.open[j as usize] = true;
                self.place[j as usize] = self.list.len() as u32;
                self.list.push(j);
                self.count += 1;
            }
        }
        self.refresh();
        self.moves.clear();
    }

    /// From here on, what is done can be taken back.
    pub(crate) fn keep(&mut self) {
        self.moves.clear();
    }

    pub(crate) fn moved(&self) -> bool {
        !self.moves.is_empty()
    }

    pub(crate) fn take_back(&mut self) {
        while let Some((out, into)) = self.moves.pop() {
            self.apply((into, out));
            self.moves.pop();
        }
    }

    pub(crate) fn sites(&self) -> Vec<u32> {
        (0..self.arcs.m as u32)
            .filter(|&j| self.open[j as usize])
            .collect()
    }

    fn refresh(&mut self) {
        self.loss.fill(0.0);
        self.total = 0.0;
        for i in 0..self.arcs.n {
            let near = self.look(i);
            self.near[i] = near;
            self.total += near.first;
            if near.at != NONE {
                self.loss[near.at as usize] += near.second - near.first;
            }
        }
        for (k, side) in self.arcs.sides.iter().enumerate() {
            self.sums[k] = side.slack(&self.open);
        }
        for j in 0..self.arcs.m {
            if self.open[j] {
                self.total += self.arcs.fixed[j];
            }
        }
    }

    fn look(&self, i: usize) -> Near {
        let refuse = self.arcs.refuse[i];
        let mut near = Near {
            first: refuse,
            second: refuse,
            at: NONE,
            then: NONE,
        };
        for a in self.arcs.row(i) {
            let j = self.arcs.site[a];
            if self.open[j as usize] {
                if near.at == NONE {
                    near.first = self.arcs.cost[a];
                    near.at = j;
                } else {
                    near.second = self.arcs.cost[a];
                    near.then = j;
                    break;
                }
            }
        }
        near
    }

    /// Broken rules, in rule units: 0 when all hold.
    pub(crate) fn broken(&self) -> f64 {
        let count = self.count.saturating_sub(self.arcs.most) + self.arcs.least.saturating_sub(self.count);
        self.sums
            .iter()
            .map(|s| if *s < -1e-7 { -s } else { 0.0 })
            .sum::<f64>()
            + count as f64
    }

    fn broken_after(&self, out: Option<u32>, into: Option<u32>) -> f64 {
        let count = self.count + usize::from(into.is_some()) - usize::from(out.is_some());
        let mut sum = (count.saturating_sub(self.arcs.most) + self.arcs.least.saturating_sub(count)) as f64;
        if self.sums.is_empty() {
            return sum;
        }
        let change = |k: u32| {
            let find = |j: Option<u32>| {
                j.and_then(|j| self.touching[j as usize].iter().find(|t| t.0 == k))
                    .map_or(0.0, |t| t.1)
            };
            find(into) - find(out)
        };
        for (k, s) in self.sums.iter().enumerate() {
            let after = s + change(k as u32);
            if after < -1e-7 {
                sum -= after;
            }
        }
        sum
    }

    /// Applies a move.
    pub(crate) fn apply(&mut self, (out, into): Move) {
        self.moves.push((out, into));
        if let Some(r) = out {
            self.open[r as usize] = false;
            let at = self.place[r as usize] as usize;
            self.list.swap_remove(at);
            if let Some(&moved) = self.list.get(at) {
                self.place[moved as usize] = at as u32;
            }
            self.count -= 1;
            self.total -= self.arcs.fixed[r as usize];
            for &(k, a) in &self.touching[r as usize] {
                self.sums[k as usize] -= a;
            }
        }
        if let Some(j) = into {
            self.open[j as usize] = true;
            self.place[j as usize] = self.list.len() as u32;
            self.list.push(j);
            self.count += 1;
            self.total += self.arcs.fixed[j as usize];
            for &(k, a) in &self.touching[j as usize] {
                self.sums[k as usize] += a;
            }
        }
        if let Some(r) = out {
            let columns = self.columns;
            for &(_, i) in columns.of(r as usize) {
                let near = self.near[i as usize];
                if near.at == r || near.then == r {
                    self.put(i as usize, self.look(i as usize));
                }
            }
            self.loss[r as usize] = 0.0;
        }
        if let Some(j) = into {
            let columns = self.columns;
            for &(c, i) in columns.of(j as usize) {
                let mut near = self.near[i as usize];
                if near.at == j || near.then == j {
                    continue;
                }
                if c < near.first || near.at == NONE {
                    near.second = near.first;
                    near.then = near.at;
                    near.first = c;
                    near.at = j;
                } else if c < near.second {
                    near.second = c;
                    near.then = j;
                } else {
                    continue;
                }
                self.put(i as usize, near);
            }
        }
    }

    fn put(&mut self, i: usize, near: Near) {
        let old = self.near[i];
        if old.at != NONE {
            self.loss[old.at as usize] -= old.second - old.first;
        }
        if near.at != NONE {
            self.loss[near.at as usize] += near.second - near.first;
        }
        self.total += near.first - old.first;
        self.near[i] = near;
    }

    /// What opening `j` would gain, opening cost apart; fills `extra` for the sites whose closing it would soften.
    fn gain(&mut self, j: u32) -> f64 {
        let columns = self.columns;
        let mut gain = 0.0;
        self.touched.clear();
        for &(c, i) in columns.of(j as usize) {
            let near = &self.near[i as usize];
            if c >= near.second {
                continue;
            }
            let soft = if c < near.first {
                gain += near.first - c;
                near.second - near.first
            } else {
                near.second - c
            };
            if near.at != NONE {
                let slot = &mut self.extra[near.at as usize];
                if *slot == 0.0 {
                    self.touched.push(near.at);
                }
                *slot += soft;
            }
        }
        gain
    }

    /// The best move that opens `j`, and what it saves; fines for broken rules count.
    fn best_with(&mut self, j: u32, cheapest: Option<u32>, open: &[u32]) -> (f64, Move) {
        let gain = self.gain(j) - self.arcs.fixed[j as usize];
        let strict = self.arcs.sides.is_empty();
        let mut best = (f64::NEG_INFINITY, (None, None));
        let now = self.fine * self.broken();
        let add = gain + now - self.fine * self.broken_after(None, Some(j));
        if add > best.0 {
            best = (add, (None, Some(j)));
        }
        let saving = |s: &Self, r: u32| s.extra[r as usize] - s.loss[r as usize] + s.arcs.fixed[r as usize];
        if strict {
            let change = now - self.fine * self.broken_after(Some(j), Some(j));
            for &r in self.touched.iter().chain(cheapest.iter()) {
                let save = gain + saving(self, r) + change;
                if save > best.0 {
                    best = (save, (Some(r), Some(j)));
                }
            }
        } else {
            for &r in open {
                let save = gain + saving(self, r) + now;
                if save > best.0 {
                    let save = save - self.fine * self.broken_after(Some(r), Some(j));
                    if save > best.0 {
                        best = (save, (Some(r), Some(j)));
                    }
                }
            }
        }
        for &r in &self.touched {
            self.extra[r as usize] = 0.0;
        }
        best
    }

    fn cheapest(&self) -> Option<u32> {
        let cost = |r: u32| self.loss[r as usize] - self.arcs.fixed[r as usize];
        let mut best: Option<(f64, u32)> = None;
        for &r in &self.list {
            let own = cost(r);
            if best.is_none_or(|(least, at)| own < least || (own == least && r < at)) {
                best = Some((own, r));
            }
        }
        best.map(|b| b.1)
    }

    /// Goes on from here by the best swap that does not undo a recent one, better or not; ends at the best set met.
    pub(crate) fn wander(&mut self, steps: usize, random: &mut Random, stop: &dyn Fn() -> bool) {
        let m = self.arcs.m;
        let (mut best, mut best_total) = (self.sites(), self.total);
        let mut held = vec![0usize; m];
        for step in 1..=steps {
            if step % 64 == 0 && stop() {
                break;
            }
            let open = self.sites();
            let mut pick: Option<(f64, u32, u32)> = None;
            for j in 0..m as u32 {
                if self.open[j as usize] {
                    continue;
                }
                let gain = self.gain(j) - self.arcs.fixed[j as usize];
                for &r in &open {
                    let save =
                        gain + self.extra[r as usize] - self.loss[r as usize] + self.arcs.fixed[r as usize];
                    let fresh = held[j as usize] <= step && held[r as usize] <= step;
                    let record = self.total - save < best_total - 1e-9 * (1.0 + best_total.abs());
                    if (fresh || record) && pick.is_none_or(|(s, ..)| save > s) {
                        pick = Some((save, r, j));
                    }
                }
                for &r in &self.touched {
                    self.extra[r as usize] = 0.0;
                }
            }
            let Some((_, out, into)) = pick else { continue };
            self.apply((Some(out), Some(into)));
            held[into as usize] = step + 2 + random.below(open.len() / 4 + 1);
            held[out as usize] = step + 6 + random.below(12);
            if self.total < best_total - 1e-9 * (1.0 + best_total.abs()) {
                best_total = self.total;
                best = self.sites();
            }
        }
        self.set(&best);
    }

    /// Takes every better move it meets, going through `order` until a whole round brings nothing.
    pub(crate) fn improve(&mut self, order: &[u32]) {
        // Only rules ask for every open site, in order.
        let ruled = !self.arcs.sides.is_empty();
        let mut open = if ruled { self.sites() } else { Vec::new() };
        let mut cheapest = self.cheapest();
        let mut quiet = 0;
        let mut at = 0;
        let mut moves = 0usize;
        while quiet < order.len() && moves < 200_000 {
            let j = order[at];
            at = if at + 1 == order.len() { 0 } else { at + 1 };
            quiet += 1;
            let (save, change) = if self.open[j as usize] {
                if self.arcs.least == self.arcs.most && self.arcs.sides.is_empty() {
                    continue;
                }
                let save = self.arcs.fixed[j as usize] - self.loss[j as usize]
                    + self.fine * (self.broken() - self.broken_after(Some(j), None));
                (save, (Some(j), None))
            } else {
                self.best_with(j, cheapest, &open)
            };
            if save > 1e-9 * (1.0 + self.total.abs()) {
                self.apply(change);
                moves += 1;
                if ruled {
                    open = self.sites();
                }
                cheapest = self.cheapest();
                quiet = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Matrix;
    use crate::problem::{Model, Problem};

    #[test]
    fn what_is_taken_back_never_was() {
        let mut random = Random::new(5);
        let (n, m) = (60, 30);
        let cells = (0..n * m).map(|_| random.below(50) as f64).collect();
        let problem = Problem::new(Model::PMedian { p: 6 }, Matrix::new(n, m, cells).unwrap());
        let arcs = Arcs::by_cost(&problem).unwrap();
        let columns = arcs.columns();
        let mut swap = Swap::new(&arcs, &columns);
        let order: Vec<u32> = (0..m as u32).collect();
        for _ in 0..200 {
            let mut open = order.clone();
            for k in 0..6 {
                open.swap(k, k + random.below(m - k));
            }
            open.truncate(6);
            swap.set(&open);
            let before = (swap.sites(), swap.total, swap.loss.clone());
            swap.improve(&order);
            assert!(swap.total <= before.1);
            let better = swap.total;
            swap.take_back();
            assert_eq!((swap.sites(), swap.total, swap.loss.clone()), before);
            swap.improve(&order);
            swap.keep();
            swap.take_back();
            assert_eq!(swap.total, better);
        }
    }
}
