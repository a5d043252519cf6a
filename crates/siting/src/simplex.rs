//! The exact linear bound of a cover. Every demand offers a price, no site may be offered more than it costs, and the prices
//! together are to be as high as can be: a simplex that starts from no prices at all. Whatever it reaches on the way are
//! prices that prove what they prove, so a step gone wrong costs time and nothing else.
//!
//! A site that is open for certain gives back whatever it is not offered; one that is closed may be offered any amount. Both
//! leave the prices so far allowed, so a case goes on where the one before it ended.
//!
//! Most sites are not offered all they cost: only the table of full sites and paying demands is inverted.

mod inverse;
mod step;

use std::rc::Rc;

use crate::arcs::{Arcs, Columns};
use crate::bound::{CLOSED, OPEN};
use crate::budget::Budget;
use crate::random::Random;

use self::inverse::Inverse;

const NONE: u32 = u32::MAX;
/// Less than this is nought.
const TINY: f64 = 1e-9;
/// What is not worth an exchange.
const LITTLE: f64 = 1e-7;
/// A measure beyond this says nothing any more.
const LARGE: f64 = 1e9;
/// Exchanges after which all figures are computed afresh.
const FRESH: usize = 100;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// No prices are higher.
    Best,
    /// High enough.
    Enough,
    /// Out of exchanges or time.
    Early,
    /// The figures no longer agree with one another.
    Lost,
}

/// Who pays and who is full: enough to find everything else again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Basis {
    paying: Vec<u32>,
    full: Vec<u32>,
}

/// Prices go on rising for ever in this direction.
#[derive(Debug, Clone)]
struct Beyond {
    demand: Option<u32>,
    fall: Vec<f64>,
    far: f64,
}

/// Whom each site reaches, as closely packed as can be.
struct Reach {
    start: Vec<usize>,
    demand: Vec<u32>,
}

impl Reach {
    fn new(columns: &Columns, m: usize) -> Self {
        let mut reach = Self {
            start: vec![0],
            demand: Vec::new(),
        };
        for j in 0..m {
            reach.demand.extend(columns.of(j).iter().map(|c| c.1));
            reach.start.push(reach.demand.len());
        }
        reach
    }

    fn of(&self, site: u32) -> &[u32] {
        &self.demand[self.start[site as usize]..self.start[site as usize + 1]]
    }
}

#[derive(Clone)]
pub(crate) struct Simplex<'a> {
    arcs: &'a Arcs,
    reach: Rc<Reach>,
    /// What a site costs on average: everything is computed in that unit.
    unit: f64,
    /// What sites cost, and a very little less each: exact ties would lead in circles.
    true_cost: Vec<f64>,
    cost: Vec<f64>,
    kind: Vec<u8>,
    /// Demands that pay and sites that are full, as many of the one as of the other, and where each stands.
    paying: Vec<u32>,
    full: Vec<u32>,
    demand_at: Vec<u32>,
    site_at: Vec<u32>,
    inverse: Inverse,
    /// By place in `paying`.
    price: Vec<f64>,
    /// What a site is not offered; by site.
    spare: Vec<f64>,
    /// The answer's side: how far each site is open, how far each demand is short of one.
    share: Vec<f64>,
    short: Vec<f64>,
    /// What a step towards each demand and site is measured by.
    demand_scale: Vec<f64>,
    site_scale: Vec<f64>,
    value: f64,
    since: usize,
    beyond: Option<Beyond>,
    room: step::Room,
}

impl<'a> Simplex<'a> {
    /// None where a site is paid for being opened.
    pub(crate) fn new(arcs: &'a Arcs, columns: &'a Columns) -> Option<Self> {
        if !arcs.fixed.iter().all(|f| f.is_finite() && *f >= 0.0) {
            return None;
        }
        let paid = arcs.fixed.iter().filter(|f| **f > 0.0);
        let unit = paid.clone().sum::<f64>() / paid.count().max(1) as f64;
        let unit = if unit > 0.0 { unit } else { 1.0 };
        let true_cost: Vec<f64> = arcs.fixed.iter().map(|f| f / unit).collect();
        let mut random = Random::new(1);
        let less = |f: &f64| f * (1.0 - 1e-9 * (500 + random.below(500)) as f64);
        let cost = true_cost.iter().map(less).collect();
        let (n, m) = (arcs.n, arcs.m);
        let mut simplex = Self {
            arcs,
            reach: Rc::new(Reach::new(columns, m)),
            unit,
            true_cost,
            cost,
            kind: vec![0; m],
            paying: Vec::new(),
            full: Vec::new(),
            demand_at: vec![NONE; n],
            site_at: vec![NONE; m],
            inverse: Inverse::default(),
            price: Vec::new(),
            spare: vec![0.0; m],
            share: vec![0.0; m],
            short: vec![0.0; n],
            demand_scale: vec![1.0; n],
            site_scale: vec![1.0; m],
            value: 0.0,
            since: 0,
            beyond: None,
            room: step::Room::new(n, m),
        };
        simplex.measure();
        simplex.refresh();
        Some(simplex)
    }

    /// Becomes a copy, in the room it has already.
    pub(crate) fn copy(&mut self, from: &Self) {
        self.kind.clone_from(&from.kind);
        self.paying.clone_from(&from.paying);
        self.full.clone_from(&from.full);
        self.demand_at.clone_from(&from.demand_at);
        self.site_at.clone_from(&from.site_at);
        self.inverse.copy(&from.inverse);
        self.price.clone_from(&from.price);
        self.spare.clone_from(&from.spare);
        self.share.clone_from(&from.share);
        self.short.clone_from(&from.short);
        self.demand_scale.clone_from(&from.demand_scale);
        self.site_scale.clone_from(&from.site_scale);
        self.value = from.value;
        self.since = from.since;
        self.beyond.clone_from(&from.beyond);
    }

    pub(crate) fn value(&self) -> f64 {
        self.value * self.unit
    }

    /// What is little to be added to a bound of this size.
    pub(crate) fn little(&self, bound: f64) -> f64 {
        2e-6 * (self.unit + bound.abs())
    }

    /// How far each site is open in the linear answer.
    pub(crate) fn share(&self) -> &[f64] {
        &self.share
    }

    pub(crate) fn basis(&self) -> Basis {
        Basis {
            paying: self.paying.clone(),
            full: self.full.clone(),
        }
    }

    /// Goes to a case: what is decided about each site, and where the case it came from ended.
    pub(crate) fn go(&mut self, status: &[u8], basis: Option<&Basis>) {
        self.kind.copy_from_slice(status);
        self.beyond = None;
        match basis {
            Some(basis) if basis.paying != self.paying || basis.full != self.full => {
                self.take(basis);
                if !self.invert() {
                    self.start_again();
                }
            }
            _ => self.refresh(),
        }
        if !self.allowed() {
            self.start_again();
        }
    }

    /// Goes on with one more site decided.
    pub(crate) fn decide(&mut self, site: u32, kind: u8) {
        self.kind[site as usize] = kind;
        self.beyond = None;
        self.refresh();
    }

    fn start_again(&mut self) {
        self.take(&Basis {
            paying: Vec::new(),
            full: Vec::new(),
        });
        self.inverse = Inverse::default();
        self.refresh();
    }

    fn take(&mut self, basis: &Basis) {
        self.demand_at.fill(NONE);
        self.site_at.fill(NONE);
        self.paying.clone_from(&basis.paying);
        self.full.clone_from(&basis.full);
        for (at, &i) in self.paying.iter().enumerate() {
            self.demand_at[i as usize] = at as u32;
        }
        for (at, &j) in self.full.iter().enumerate() {
            self.site_at[j as usize] = at as u32;
        }
    }

    /// The measures as they are without any prices: a step towards a demand moves every site that reaches it.
    fn measure(&mut self) {
        for (i, scale) in self.demand_scale.iter_mut().enumerate() {
            *scale = 1.0 + self.arcs.row(i).len() as f64;
        }
        self.site_scale.fill(1.0);
    }

    /// Inverts the table from scratch; false where it has no inverse.
    fn invert(&mut self) -> bool {
        let size = self.paying.len();
        let mut table = vec![vec![0.0; size]; size];
        for (at, &i) in self.paying.iter().enumerate() {
            for &j in self.sites(i) {
                if let Some(row) = table.get_mut(self.site_at[j as usize] as usize) {
                    row[at] = 1.0;
                }
            }
        }
        let Some(inverse) = Inverse::of(table) else {
            return false;
        };
        self.inverse = inverse;
        self.refresh();
        true
    }

    fn sites(&self, demand: u32) -> &'a [u32] {
        let arcs = self.arcs;
        &arcs.site[arcs.row(demand as usize)]
    }

    /// The prices that make the full sites full at these costs, and what every site is left with.
    fn solved(&self, cost: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let paid = |row: &Vec<f64>| -> f64 {
            row.iter()
                .zip(&self.full)
                .map(|(x, &j)| x * cost[j as usize])
                .sum()
        };
        let price: Vec<f64> = self.inverse.rows().iter().map(paid).collect();
        let mut spare = cost.to_vec();
        for (&i, p) in self.paying.iter().zip(&price) {
            for &j in self.sites(i) {
                spare[j as usize] -= p;
            }
        }
        (price, spare)
    }

    /// Computes every figure from the inverse.
    fn refresh(&mut self) {
        self.since = 0;
        let (price, spare) = self.solved(&self.cost);
        self.price = price;
        self.spare = spare;
        // Sites that are not full: open for certain or not at all.
        for (j, share) in self.share.iter_mut().enumerate() {
            *share = given(self.kind[j]);
        }
        for &j in &self.full {
            self.share[j as usize] = 0.0;
        }
        let mut sum = vec![0.0; self.full.len()];
        for (&i, row) in self.paying.iter().zip(self.inverse.rows()) {
            let left = 1.0 - self.sites(i).iter().map(|&j| self.share[j as usize]).sum::<f64>();
            if left != 0.0 {
                for (s, x) in sum.iter_mut().zip(row) {
                    *s += left * x;
                }
            }
        }
        for (&j, s) in self.full.iter().zip(sum) {
            self.share[j as usize] = s;
        }
        for i in 0..self.arcs.n as u32 {
            self.short[i as usize] = 1.0 - self.sites(i).iter().map(|&j| self.share[j as usize]).sum::<f64>();
        }
        self.value = self.worth(&self.price, &self.spare);
    }

    /// The bound that prices show, where sites are left with so much.
    fn worth(&self, price: &[f64], spare: &[f64]) -> f64 {
        let kept = self.kind.iter().zip(spare).filter(|(k, _)| **k == OPEN);
        price.iter().sum::<f64>() + kept.map(|(_, s)| s).sum::<f64>()
    }

    /// Whether the prices keep every limit, and the full sites are full.
    fn allowed(&self) -> bool {
        let left = |j: usize| match self.site_at[j] {
            NONE if self.kind[j] == CLOSED => true,
            NONE => self.spare[j] > -LITTLE,
            _ => self.spare[j].abs() < LITTLE,
        };
        self.price.iter().all(|p| *p > -LITTLE) && (0..self.arcs.m).all(left)
    }

    /// Exchanges until the prices are as high as can be or reach `target`, `most` times at most.
    pub(crate) fn run(&mut self, target: f64, most: usize, budget: &dyn Budget) -> Ended {
        let target = target / self.unit;
        let mut again = false;
        for step in 0..most {
            if self.value >= target {
                return Ended::Enough;
            }
            if step % 64 == 63 && budget.spent() {
                return Ended::Early;
            }
            let done = self.step(target);
            let sound = match done {
                step::Done::Exchanged => true,
                step::Done::Endless => return Ended::Enough,
                step::Done::Nothing if self.since == 0 => return Ended::Best,
                step::Done::Nothing => {
                    self.refresh();
                    self.allowed()
                }
                step::Done::Doubtful => false,
            };
            if sound && self.since >= FRESH {
                self.refresh();
            }
            if !sound || (self.since == 0 && !self.allowed()) {
                // From scratch, once; after that it is better left.
                if again || !self.invert() || !self.allowed() {
                    self.start_again();
                    return Ended::Lost;
                }
                again = true;
            }
        }
        Ended::Early
    }

    /// The prices, one per demand. With the true costs where the same demands can pay them.
    pub(crate) fn prices(&self) -> Vec<f64> {
        let mut all = vec![0.0; self.arcs.n];
        let price = if let Some(beyond) = &self.beyond {
            if let Some(i) = beyond.demand {
                all[i as usize] = beyond.far * self.unit;
            }
            let there = |(p, f): (&f64, &f64)| p - beyond.far * f;
            self.price.iter().zip(&beyond.fall).map(there).collect()
        } else {
            let (price, spare) = self.solved(&self.true_cost);
            let kept = |(j, s): (usize, &f64)| *s > -TINY || self.kind[j] == CLOSED;
            let fits = price.iter().all(|p| *p > -TINY) && spare.iter().enumerate().all(kept);
            // Short of the best prices, dearer sites can also mean that less is paid.
            let more = self.worth(&price, &spare) > self.value;
            if fits && more { price } else { self.price.clone() }
        };
        for (&i, p) in self.paying.iter().zip(price) {
            all[i as usize] = p.max(0.0) * self.unit;
        }
        all
    }
}

/// How far a site that is not full is open.
fn given(kind: u8) -> f64 {
    if kind == OPEN { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests;
