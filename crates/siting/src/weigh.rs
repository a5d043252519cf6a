//! A search for small covers: drop a site, then cover what came bare, while demands that stay bare long grow heavier.

use crate::arcs::{Arcs, Columns};
use crate::budget::{Budget, between_looks};
use crate::random::Random;

/// Looks for a cover cheaper than any it met, for a number of steps; gives the best one.
/// `enough`: stop at this cost.
pub(crate) fn cover(
    arcs: &Arcs,
    columns: &Columns,
    random: &mut Random,
    steps: usize,
    enough: f64,
    budget: &dyn Budget,
) -> Option<Vec<u32>> {
    let (n, m) = (arcs.n, arcs.m);
    if (0..n).any(|i| arcs.row(i).is_empty()) {
        return None;
    }
    let mut state = State {
        arcs,
        columns,
        open: vec![false; m],
        covers: vec![0; n],
        weight: vec![1; n],
        list: Vec::new(),
        cost: 0.0,
        score: (0..m).map(|j| columns.of(j).len() as i64).collect(),
        bare: Vec::new(),
        place: vec![usize::MAX; n],
        stamp: vec![0; m],
    };
    for i in 0..n {
        state.lay_bare(i);
    }
    let price = |j: u32| arcs.fixed[j as usize].max(1e-9);
    let mut best: Option<Vec<u32>> = None;
    let mut best_cost = f64::INFINITY;
    let mut last_in = u32::MAX;
    let look = between_looks(256, arcs.site.len() / m.max(1) * 16) as u64;
    for step in 1..=steps as u64 {
        while state.bare.is_empty() {
            // A full cover: keep it if it is cheaper, then drop what matters least.
            let cost = state.cost;
            if cost < best_cost {
                best_cost = cost;
                best = Some((0..m as u32).filter(|&j| state.open[j as usize]).collect());
            }
            let Some(out) = state.least(|_| true, price) else {
                return best;
            };
            state.flip(out);
        }
        if best_cost <= enough || (step % look == 0 && budget.spent()) {
            break;
        }
        // Sites that came in just now stay; among equals the one that has been in longest goes.
        if let Some(out) = state.least(|j| j != last_in, price).filter(|_| best.is_some()) {
            state.flip(out);
            state.stamp[out as usize] = step;
        }
        // As many come in as leave the whole cheaper than the best.
        while let Some(&row) = state.bare.get(random.below(state.bare.len())) {
            let mut pick: Option<(f64, u64, u32)> = None;
            for &j in &arcs.site[arcs.row(row as usize)] {
                if state.stamp[j as usize] == step {
                    continue;
                }
                let gain = state.score[j as usize] as f64 / price(j);
                let stamp = state.stamp[j as usize];
                if pick.is_none_or(|(g, s, _)| gain > g || (gain == g && stamp < s)) {
                    pick = Some((gain, stamp, j));
                }
            }
            let Some((_, _, into)) = pick.filter(|p| state.cost + price(p.2) < best_cost) else {
                break;
            };
            state.flip(into);
            state.stamp[into as usize] = step;
            last_in = into;
            if best.is_none() {
                break;
            }
            for k in 0..state.bare.len() {
                let i = state.bare[k] as usize;
                state.weight[i] += 1;
                for &j in &arcs.site[arcs.row(i)] {
                    state.score[j as usize] += 1;
                }
            }
        }
    }
    best
}

struct State<'a> {
    arcs: &'a Arcs,
    columns: &'a Columns,
    open: Vec<bool>,
    /// The open sites, and what they cost.
    list: Vec<u32>,
    cost: f64,
    covers: Vec<u32>,
    weight: Vec<i64>,
    /// For a closed site the weight it would cover; for an open one the weight only it covers.
    score: Vec<i64>,
    bare: Vec<u32>,
    place: Vec<usize>,
    stamp: Vec<u64>,
}

impl State<'_> {
    fn lay_bare(&mut self, i: usize) {
        self.place[i] = self.bare.len();
        self.bare.push(i as u32);
    }

    fn clothe(&mut self, i: usize) {
        let at = self.place[i];
        self.place[i] = usize::MAX;
        self.bare.swap_remove(at);
        if let Some(&moved) = self.bare.get(at) {
            self.place[moved as usize] = at;
        }
    }

    /// The open site whose loss per cost is least.
    fn least(&self, may: impl Fn(u32) -> bool, price: impl Fn(u32) -> f64) -> Option<u32> {
        let mut pick: Option<(f64, u64, u32)> = None;
        for &j in &self.list {
            if may(j) {
                let loss = self.score[j as usize] as f64 / price(j);
                let stamp = self.stamp[j as usize];
                if pick
                    .is_none_or(|(l, s, k)| loss < l || (loss == l && (stamp < s || (stamp == s && j < k))))
                {
                    pick = Some((loss, stamp, j));
                }
            }
        }
        pick.map(|p| p.2)
    }

    fn flip(&mut self, j: u32) {
        let opening = !self.open[j as usize];
        self.open[j as usize] = opening;
        if opening {
            self.list.push(j);
            self.cost += self.arcs.fixed[j as usize];
        } else {
            self.list.retain(|k| *k != j);
            self.cost -= self.arcs.fixed[j as usize];
        }
        let columns = self.columns;
        for &(_, i) in columns.of(j as usize) {
            let i = i as usize;
            let w = self.weight[i];
            let row = &self.arcs.site[self.arcs.row(i)];
            if opening {
                self.covers[i] += 1;
                if self.covers[i] == 1 {
                    self.clothe(i);
                    // Others no longer gain from it; this one alone holds it.
                    for &k in row {
                        if k != j {
                            self.score[k as usize] -= w;
                        }
                    }
                } else if self.covers[i] == 2
                    && let Some(&k) = row.iter().find(|&&k| k != j && self.open[k as usize])
                {
                    self.score[k as usize] -= w;
                }
            } else {
                self.covers[i] -= 1;
                if self.covers[i] == 0 {
                    self.lay_bare(i);
                    for &k in row {
                        if k != j {
                            self.score[k as usize] += w;
                        }
                    }
                } else if self.covers[i] == 1
                    && let Some(&k) = row.iter().find(|&&k| self.open[k as usize])
                {
                    self.score[k as usize] += w;
                }
            }
        }
    }
}
