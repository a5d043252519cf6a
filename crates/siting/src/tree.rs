//! Branch and bound over open sites, on the Lagrangian bound. Every case that is cut off leaves its reason behind.

mod ahead;
mod branch;
mod effort;
mod exact;
mod primal;

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

pub(crate) use self::effort::Effort;
use self::exact::Exact;
use crate::answer::{Case, Proof};
use crate::arcs::{Arcs, Columns};
use crate::bound::{Grid, Lean, Pricing, Reaching, Roomy};
use crate::budget::{Budget, Progress};
use crate::random::Random;
use crate::simplex::Basis;
use crate::swap::Swap;

/// What the search found, in the cost of the working form.
pub(crate) struct Found {
    pub open: Option<Vec<u32>>,
    pub cost: f64,
    pub bound: f64,
    pub proof: Proof,
    pub branches: usize,
    pub stopped: bool,
}

struct Item {
    bound: f64,
    age: usize,
    status: Vec<u8>,
    prices: Vec<f64>,
    at: usize,
    prices_at: usize,
    lean: Option<Lean>,
    /// Where the linear bound of the case it came from ended.
    basis: Option<Rc<Basis>>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Item {}
impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Item {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives its greatest: the lowest bound first, the youngest among equals.
        other.bound.total_cmp(&self.bound).then(self.age.cmp(&other.age))
    }
}

fn pricing<'p>(arcs: &Arcs, filling: Option<&'p dyn Filling>, reaching: &'p Reaching<'_>) -> &'p dyn Pricing {
    match filling {
        Some(filling) => filling.pricing(),
        None if arcs.flat => reaching,
        None => &Roomy,
    }
}

/// How sites that can be full differ from those that cannot.
pub(crate) trait Filling: Pricing {
    /// A better set of open sites near this one, if there is any that fits.
    fn polish(&self, open: &[u32]) -> Option<Vec<u32>>;
    /// Prices that show what exactly these open sites cost at least.
    fn prices(&self, open: &[u32]) -> Option<Vec<f64>>;
    /// True when that is what the open sites really cost.
    fn sharp(&self) -> bool;
    fn pricing(&self) -> &dyn Pricing;
}

pub(crate) struct Search<'a> {
    arcs: &'a Arcs,
    filling: Option<&'a dyn Filling>,
    reaching: Reaching<'a>,
    /// Exact linear bounds, where the form allows them and as long as they hold.
    linear: Option<Exact<'a>>,
    swap: Swap<'a>,
    exact: &'a dyn Fn(&[u32]) -> f64,
    budget: &'a dyn Budget,
    effort: Effort,
    random: Random,
    best: Option<Vec<u32>>,
    cost: f64,
    /// Everything at or above this needs no look.
    cut: f64,
    tried: std::collections::HashSet<u64>,
    order: Vec<u32>,
    /// Kicks around one demand since the last that brought something.
    vain: usize,
    /// Rounds of such kicks.
    rounds: usize,
    proof: Proof,
    /// Lowest bound among cases left open.
    loose: f64,
}

impl<'a> Search<'a> {
    /// `exact` gives the true cost of a set of open sites (infinite when it breaks a rule or leaves someone out).
    pub(crate) fn new(
        arcs: &'a Arcs,
        columns: &'a Columns,
        exact: &'a dyn Fn(&[u32]) -> f64,
        budget: &'a dyn Budget,
        effort: Effort,
    ) -> Self {
        let mut search = Self {
            arcs,
            filling: None,
            reaching: Reaching(columns),
            linear: effort.linear.then(|| Exact::new(arcs, columns)).flatten(),
            swap: Swap::new(arcs, columns),
            exact,
            budget,
            effort,
            random: Random::new(effort.seed),
            best: None,
            cost: f64::INFINITY,
            cut: f64::INFINITY,
            tried: std::collections::HashSet::new(),
            order: (0..arcs.m as u32).collect(),
            vain: 0,
            rounds: 0,
            proof: Proof::default(),
            loose: f64::INFINITY,
        };
        search.lower_cut();
        search
    }

    pub(crate) fn with(mut self, filling: &'a dyn Filling) -> Self {
        self.filling = Some(filling);
        self
    }

    fn lower_cut(&mut self) {
        let upper = self.cost.min(self.effort.ceiling);
        let scale = 1.0 + upper.abs();
        self.cut = if upper.is_infinite() {
            f64::INFINITY
        } else if self.arcs.whole {
            // Nothing between the two whole numbers is possible; the small margin pays for rounding in the checker.
            upper - 1.0 + (scale * 1e-12).max(1e-7)
        } else {
            upper - scale * 1e-10
        };
        if self.effort.gap > 0.0 {
            self.cut = self.cut.min(upper - self.effort.gap * upper.abs());
        }
    }

    /// Offers a set of open sites as an answer.
    pub(crate) fn offer(&mut self, open: &[u32]) -> bool {
        let cost = (self.exact)(open);
        if cost < self.cost {
            self.cost = cost;
            let mut open = open.to_vec();
            open.sort_unstable();
            self.best = Some(open);
            self.lower_cut();
            return true;
        }
        false
    }

    fn enough(&self) -> bool {
        self.cost <= self.effort.enough
    }

    fn keep(&mut self, prices: &[f64]) -> usize {
        self.proof.prices.push(prices.to_vec());
        self.proof.prices.len() - 1
    }

    /// First prices: halfway between the nearest and the second nearest open site.
    fn first_prices(&mut self) -> Vec<f64> {
        let arcs = self.arcs;
        let mut prices = vec![0.0; arcs.n + arcs.sides.len()];
        let mut open = vec![false; arcs.m];
        for &j in self.best.iter().flatten() {
            open[j as usize] = true;
        }
        for (i, price) in prices.iter_mut().enumerate().take(arcs.n) {
            let mut seen = arcs
                .row(i)
                .filter(|&a| open[arcs.site[a] as usize])
                .map(|a| arcs.cost[a]);
            let first = seen.next();
            let second = seen.next();
            *price = match (first, second) {
                (Some(a), Some(b)) => (a + b) / 2.0,
                (Some(a), None) => a.max(arcs.roof[i].min(a * 1.5)),
                _ => arcs.cost[arcs.row(i)].last().copied().unwrap_or(0.0),
            };
            if arcs.cost[arcs.row(i)].last() == Some(&0.0) {
                // Covers: the share of a site's opening cost, or of the demand's own weight.
                let near = arcs.row(i).len().max(1) as f64;
                let mean = arcs
                    .row(i)
                    .map(|a| arcs.fixed[arcs.site[a] as usize].max(0.0))
                    .sum::<f64>()
                    / near;
                *price = if arcs.roof[i].is_finite() {
                    arcs.roof[i] / 2.0
                } else {
                    mean / near
                };
            }
        }
        prices
    }

    pub(crate) fn run(mut self, start: &[u8], warm: Option<&[u32]>) -> Found {
        if let Some(open) = warm {
            self.offer(open);
            self.polish(open);
        }
        self.starts();
        self.wander();
        let prices = self.first_prices();
        let typical = prices.iter().sum::<f64>() / prices.len().max(1) as f64;
        let grid = Grid::for_size(typical);
        self.proof.cases.push(Case::Decided);
        let mut heap = BinaryHeap::new();
        let root = self.keep(&prices);
        heap.push(Item {
            bound: f64::NEG_INFINITY,
            age: 0,
            status: start.to_vec(),
            prices,
            at: 0,
            prices_at: root,
            lean: None,
            basis: None,
        });
        let mut branches = 0;
        let mut stopped = false;
        while let Some(item) = heap.pop() {
            let halt = self.enough()
                || (branches > 0
                    && (self.budget.spent() || branches >= self.effort.branches || self.effort.heuristic));
            if item.bound >= self.cut && branches > 0 {
                self.proof.cases[item.at] = Case::Bound {
                    prices: item.prices_at,
                };
                continue;
            }
            if halt {
                stopped = true;
                self.loose = self.loose.min(item.bound);
                self.proof.cases[item.at] = Case::Bound {
                    prices: item.prices_at,
                };
                continue;
            }
            branches += 1;
            self.branch(item, grid, branches, &mut heap);
            if !heap.is_empty() {
                self.near_kicks(self.effort.near_kicks);
            }
            if branches % 16 == 1 {
                let bound = heap.peek().map_or(self.cut, |i| i.bound);
                self.budget.note(Progress {
                    objective: self.cost,
                    bound,
                    branches,
                });
            }
        }
        // With no case left open, everything else costs at least as much as the best answer (or the cut asked for).
        let upper = self.cost.min(self.effort.ceiling);
        let closed = if self.effort.gap > 0.0 { self.cut } else { upper };
        let bound = self.loose.min(closed);
        Found {
            open: self.best,
            cost: self.cost,
            bound,
            proof: self.proof,
            branches,
            stopped,
        }
    }
}
