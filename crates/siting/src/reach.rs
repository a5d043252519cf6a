//! A search for large covers: swap after swap, better or not, never undoing a recent one, while demands that stay out
//! grow heavier. What every swap would bring is kept up to date, so that a step costs microseconds instead of a look
//! at every list.

use crate::arcs::{Arcs, Columns};
use crate::budget::{Budget, between_looks};
use crate::random::Random;

/// How much heavier a demand gets each time, as a share of its own weight.
const GROWTH: f64 = 0.25;

/// Steps without anything better after which the weights are forgotten.
const PATIENCE: usize = 300;

struct State<'a> {
    arcs: &'a Arcs,
    columns: &'a Columns,
    /// Open sites, by slot.
    open: Vec<u32>,
    slot: Vec<usize>,
    /// How many open sites reach each demand, and which one where there is just one (the sum of their numbers).
    covers: Vec<u32>,
    owner: Vec<u32>,
    /// What a closed site would newly reach; what only an open one reaches.
    gain: Vec<f64>,
    loss: Vec<f64>,
    /// What only the open site of a slot reaches and another site reaches too: one row per slot.
    both: Vec<f64>,
    /// What each demand counts in this search: its own weight, and more the longer it stays out.
    weight: Vec<f64>,
    /// Demands that nobody reaches, and where they stand in that list.
    bare: Vec<u32>,
    place: Vec<usize>,
    /// Weight reached.
    total: f64,
    work: usize,
}

impl<'a> State<'a> {
    fn new(arcs: &'a Arcs, columns: &'a Columns, slots: usize) -> Self {
        let mut state = Self {
            arcs,
            columns,
            open: Vec::new(),
            slot: vec![usize::MAX; arcs.m],
            covers: vec![0; arcs.n],
            owner: vec![0; arcs.n],
            gain: vec![0.0; arcs.m],
            loss: vec![0.0; slots],
            both: vec![0.0; slots * arcs.m],
            weight: arcs.roof.clone(),
            bare: Vec::new(),
            place: vec![usize::MAX; arcs.n],
            total: 0.0,
            work: 0,
        };
        for i in 0..arcs.n {
            if !arcs.row(i).is_empty() {
                state.place[i] = state.bare.len();
                state.bare.push(i as u32);
            }
            for &j in &arcs.site[arcs.row(i)] {
                state.gain[j as usize] += arcs.roof[i];
            }
        }
        state
    }

    /// Says that only the site in `slot` reaches a demand (or no longer so).
    fn alone(&mut self, i: usize, slot: usize, weight: f64) {
        self.loss[slot] += weight;
        self.work += self.arcs.row(i).len();
        let m = self.arcs.m;
        let row = &mut self.both[slot * m..(slot + 1) * m];
        for &j in &self.arcs.site[self.arcs.row(i)] {
            row[j as usize] += weight;
        }
    }

    fn lay_bare(&mut self, i: usize) {
        self.place[i] = self.bare.len();
        self.bare.push(i as u32);
        self.total -= self.arcs.roof[i];
        self.would_gain(i, self.weight[i]);
    }

    fn clothe(&mut self, i: usize) {
        let at = self.place[i];
        self.bare.swap_remove(at);
        if let Some(&moved) = self.bare.get(at) {
            self.place[moved as usize] = at;
        }
        self.total += self.arcs.roof[i];
        self.would_gain(i, -self.weight[i]);
    }

    fn would_gain(&mut self, i: usize, weight: f64) {
        self.work += self.arcs.row(i).len();
        for &j in &self.arcs.site[self.arcs.row(i)] {
            self.gain[j as usize] += weight;
        }
    }

    /// Whoever is out grows heavier.
    fn grow(&mut self) {
        for k in 0..self.bare.len() {
            let i = self.bare[k] as usize;
            let more = self.arcs.roof[i] * GROWTH;
            self.weight[i] += more;
            self.would_gain(i, more);
        }
    }

    /// Everybody counts as at first.
    fn forget(&mut self) {
        for i in 0..self.arcs.n {
            let less = self.arcs.roof[i] - self.weight[i];
            if less != 0.0 {
                self.weight[i] = self.arcs.roof[i];
                match self.covers[i] {
                    0 => self.would_gain(i, less),
                    1 => self.alone(i, self.slot[self.owner[i] as usize], less),
                    _ => {}
                }
            }
        }
    }

    fn put(&mut self, j: u32, slot: usize) {
        if slot == self.open.len() {
            self.open.push(j);
        } else {
            self.open[slot] = j;
        }
        self.slot[j as usize] = slot;
        let columns = self.columns;
        for &(_, i) in columns.of(j as usize) {
            let i = i as usize;
            let weight = self.weight[i];
            match self.covers[i] {
                0 => {
                    self.clothe(i);
                    self.alone(i, slot, weight);
                }
                1 => self.alone(i, self.slot[self.owner[i] as usize], -weight),
                _ => {}
            }
            self.covers[i] += 1;
            self.owner[i] = self.owner[i].wrapping_add(j);
        }
    }

    fn take(&mut self, slot: usize) {
        let j = self.open[slot];
        let columns = self.columns;
        for &(_, i) in columns.of(j as usize) {
            let i = i as usize;
            let weight = self.weight[i];
            self.covers[i] -= 1;
            self.owner[i] = self.owner[i].wrapping_sub(j);
            match self.covers[i] {
                0 => {
                    self.alone(i, slot, -weight);
                    self.lay_bare(i);
                }
                1 => self.alone(i, self.slot[self.owner[i] as usize], weight),
                _ => {}
            }
        }
        self.slot[j as usize] = usize::MAX;
    }

    fn swap(&mut self, slot: usize, into: u32) -> u32 {
        let out = self.open[slot];
        self.take(slot);
        self.put(into, slot);
        out
    }

    /// The swap that brings most, and what it brings. Closed sites that `may` not come in are marked with minus infinity.
    fn best(
        &self,
        may: &[f64],
        stays: impl Fn(u32) -> bool,
        random: &mut Random,
    ) -> Option<(f64, usize, u32)> {
        let m = self.arcs.m;
        let mut best: Option<(f64, usize)> = None;
        for (slot, row) in self.both.chunks_exact(m).enumerate().take(self.open.len()) {
            if stays(self.open[slot]) {
                continue;
            }
            let mut top = [f64::NEG_INFINITY; 8];
            let chunks = may.chunks_exact(8).zip(row.chunks_exact(8));
            for (a, b) in chunks {
                for k in 0..8 {
                    top[k] = top[k].max(a[k] + b[k]);
                }
            }
            let from = m / 8 * 8;
            let rest = may[from..].iter().zip(&row[from..]);
            let top = rest
                .map(|(a, b)| a + b)
                .chain(top)
                .fold(f64::NEG_INFINITY, f64::max);
            let value = top - self.loss[slot];
            let equal = best.is_some_and(|(v, _)| v == value) && random.below(2) == 0;
            if best.is_none_or(|(v, _)| value > v) || equal {
                best = Some((value, slot));
            }
        }
        let (value, slot) = best.filter(|b| b.0 > f64::NEG_INFINITY)?;
        let row = &self.both[slot * m..(slot + 1) * m];
        let into = (0..m).find(|&j| may[j] + row[j] - self.loss[slot] >= value)?;
        Some((value, slot, into as u32))
    }
}

/// The best set of `count` sites met within an amount of work (list entries looked at).
pub(crate) fn widest(
    arcs: &Arcs,
    columns: &Columns,
    count: usize,
    random: &mut Random,
    work: usize,
    budget: &dyn Budget,
) -> Vec<u32> {
    let m = arcs.m;
    let mut state = State::new(arcs, columns, count);
    // The first answer: one after the other, each time the site that newly reaches most.
    for slot in 0..count.min(m) {
        let next = (0..m)
            .filter(|&j| state.slot[j] == usize::MAX)
            .max_by(|&a, &b| state.gain[a].total_cmp(&state.gain[b]).then(b.cmp(&a)));
        if let Some(j) = next {
            state.put(j as u32, slot);
        }
    }
    let mut best = state.open.clone();
    let mut record = state.total;
    let mut held = vec![0usize; m];
    let mut may = vec![0.0; m];
    let look = between_looks(64, arcs.site.len());
    let (mut step, mut since) = (0usize, 0usize);
    // Small questions are done after few steps, and nothing is better than leaving nobody out.
    while state.work < work && step < 25 * m && count < m && !state.bare.is_empty() {
        step += 1;
        since += 1;
        if step % look == 0 && budget.spent() {
            break;
        }
        for j in 0..m {
            let fresh = state.slot[j] == usize::MAX && held[j] <= step;
            may[j] = if fresh { state.gain[j] } else { f64::NEG_INFINITY };
        }
        let pick = state.best(&may, |j| held[j as usize] > step, random);
        state.work += count * m / 4 + m;
        let Some((value, slot, into)) = pick else { continue };
        if value <= 0.0 {
            // Level ground: whoever stays out grows heavier until a way towards them looks good.
            state.grow();
        }
        let out = state.swap(slot, into);
        held[into as usize] = step + 1 + random.below(count / 4 + 2);
        held[out as usize] = step + 4 + random.below(count / 3 + 4);
        if state.total > record + 1e-9 * (1.0 + record.abs()) {
            record = state.total;
            best.clone_from(&state.open);
            since = 0;
        }
        if since > PATIENCE {
            // Nothing better for long: on with the plain weights, a few sites elsewhere.
            state.forget();
            for _ in 0..2 + random.below(count / 4 + 1) {
                let (slot, into) = (random.below(count), random.below(m) as u32);
                if state.slot[into as usize] == usize::MAX {
                    state.swap(slot, into);
                }
            }
            since = 0;
        }
    }
    best
}
