//! Branch and bound over open sites, on the Lagrangian bound. Every case that is cut off leaves its reason behind.

mod ahead;
mod effort;
mod primal;

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use self::ahead::doubtful;
pub(crate) use self::effort::Effort;
use crate::answer::{Case, Proof};
use crate::arcs::{Arcs, Columns};
use crate::bound::{CLOSED, Climb, FREE, Grid, Lean, OPEN, Pricing, Reaching, Roomy, View};
use crate::budget::{Budget, Progress, between_looks};
use crate::random::Random;
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
    /// What those prices show.
    fn least(&self, open: &[u32]) -> f64;
    /// True when that is what the open sites really cost.
    fn sharp(&self) -> bool;
    fn pricing(&self) -> &dyn Pricing;
}

pub(crate) struct Search<'a> {
    arcs: &'a Arcs,
    filling: Option<&'a dyn Filling>,
    reaching: Reaching<'a>,
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

    /// Looks at one case: climbs, fixes what is sure, and either closes it or splits it in two.
    fn branch(&mut self, item: Item, grid: Grid, number: usize, heap: &mut BinaryHeap<Item>) {
        let root = number == 1;
        let Item {
            bound: inherited,
            mut status,
            mut prices,
            mut at,
            mut lean,
            ..
        } = item;
        let mut size = if root { 0.1 } else { self.effort.stride };
        let mut round = 0;
        let reaching = self.reaching;
        loop {
            round += 1;
            let opened = status.iter().filter(|&&s| s == OPEN).count();
            let free = status.iter().filter(|&&s| s == FREE).count();
            if free == 0 || opened >= self.arcs.most || opened + free <= self.arcs.least {
                let all = opened < self.arcs.most && opened + free <= self.arcs.least;
                let sites: Vec<u32> = (0..self.arcs.m as u32)
                    .filter(|&j| status[j as usize] == OPEN || (all && status[j as usize] == FREE))
                    .collect();
                if sites.len() >= self.arcs.least && sites.len() <= self.arcs.most {
                    self.offer(&sites);
                }
                self.proof.cases[at] = Case::Decided;
                if let Some(filling) = self.filling {
                    self.close_full(filling, &sites, &prices, at);
                }
                return;
            }
            let pricing = pricing(self.arcs, self.filling, &reaching);
            let view = View::new(self.arcs, &status, pricing.full());
            let mut climb = Climb::new(self.arcs, pricing, &view, grid, &prices, size);
            if let Some(lean) = lean.take() {
                climb.follow(&lean);
            }
            let limit = if root {
                self.effort.root_steps
            } else {
                self.effort.branch_steps
            };
            let look = between_looks(50, view.site.len());
            let mut done = 0;
            let mut last = climb.best.value;
            let mut slow = 0;
            while done < limit && climb.best.value < self.cut && climb.feasible {
                let upper = self.cost.min(self.effort.ceiling);
                let upper = if upper.is_finite() {
                    upper
                } else {
                    climb.best.value.abs() * 1.5 + 1.0
                };
                for k in 1..=10 {
                    climb.step(upper);
                    if k % look == 0 && self.budget.spent() {
                        break;
                    }
                }
                if look < 10 && self.budget.spent() {
                    break;
                }
                done += 10;
                let often = match self.effort.heuristic {
                    true => 60,
                    false if self.arcs.flat => 100,
                    false => 10,
                };
                if (root && done % often == 0) || done == 10 || done + 10 > limit {
                    self.listen(&climb);
                    if self.enough() {
                        break;
                    }
                }
                if done % 50 == 0 {
                    if self.budget.spent() {
                        break;
                    }
                    let gap = self.cut - climb.best.value;
                    slow = if climb.best.value - last < gap * 0.01 {
                        slow + 1
                    } else {
                        0
                    };
                    last = climb.best.value;
                    let patience = if root {
                        self.effort.root_patience
                    } else {
                        self.effort.branch_patience
                    };
                    if slow >= patience {
                        break;
                    }
                }
            }
            if root && round == 1 {
                let floor = climb.best.value;
                self.kicks(floor);
                if floor < self.cut {
                    self.near_kicks(self.effort.near_kicks * 10);
                }
            }
            let value = climb.best.value.max(f64::NEG_INFINITY);
            let kept = self.keep(&climb.best.prices);
            if value >= self.cut || !climb.feasible {
                self.proof.cases[at] = Case::Bound { prices: kept };
                return;
            }
            let (opened, closed) = climb.sure(self.cut);
            if !opened.is_empty() || !closed.is_empty() {
                let fixed = opened.len() + closed.len();
                for &j in &opened {
                    status[j as usize] = OPEN;
                }
                for &j in &closed {
                    status[j as usize] = CLOSED;
                }
                let then = self.proof.cases.len();
                self.proof.cases.push(Case::Decided);
                self.proof.cases[at] = Case::Sure {
                    prices: kept,
                    opened,
                    closed,
                    then,
                };
                at = then;
                // Much fell away, or all that is left is small: the climb is worth another round.
                let left = view.free().len() - fixed;
                let worth = fixed * 10 >= view.free().len() || left == 0;
                prices.clone_from(&climb.best.prices);
                size = self.effort.stride;
                if worth && round < 12 && !self.budget.spent() && !self.effort.heuristic {
                    continue;
                }
            }
            if self.effort.probes > 0 && !self.effort.heuristic {
                let Some(ahead) = self.look_ahead(&status, &climb, grid) else {
                    round += 1;
                    if round < 40 {
                        continue;
                    }
                    self.loose = self.loose.min(value.max(inherited));
                    self.proof.cases[at] = Case::Bound { prices: kept };
                    return;
                };
                let from = self.split(at, ahead.site);
                let done = [0, 1].map(|k: usize| ahead.ends[k].value >= self.cut);
                for (k, end) in ahead.ends.iter().enumerate().filter(|(k, _)| done[*k]) {
                    let prices = self.keep(&end.prices);
                    self.proof.cases[from + k] = Case::Bound { prices };
                }
                match done {
                    [true, true] => return,
                    [false, false] => {
                        for (k, end) in ahead.ends.into_iter().enumerate() {
                            let mut status = status.clone();
                            status[ahead.site as usize] = [OPEN, CLOSED][k];
                            let prices_at = self.keep(&end.prices);
                            heap.push(Item {
                                bound: end.value.max(value).max(inherited),
                                age: number * 2 + usize::from(k == 0),
                                status,
                                prices: end.prices,
                                at: from + k,
                                prices_at,
                                lean: end.lean,
                            });
                        }
                        return;
                    }
                    [closed, _] => {
                        // Only one of the two is left: go on with it.
                        let k = usize::from(closed);
                        status[ahead.site as usize] = [OPEN, CLOSED][k];
                        at = from + k;
                        let [first, second] = ahead.ends;
                        let end = if closed { second } else { first };
                        (prices, lean) = (end.prices, end.lean);
                        size = self.effort.stride;
                        if self.budget.spent() {
                            let prices_at = self.keep(&prices);
                            self.loose = self.loose.min(value.max(inherited));
                            self.proof.cases[at] = Case::Bound { prices: prices_at };
                            return;
                        }
                        continue;
                    }
                }
            }
            // Split on the site the prices are least sure of.
            let Some((_, site)) = doubtful(&status, &climb).first().copied() else {
                size = 0.05;
                if round < 40 {
                    continue;
                }
                self.loose = self.loose.min(value.max(inherited));
                self.proof.cases[at] = Case::Bound { prices: kept };
                return;
            };
            let prices = climb.best.prices.clone();
            let from = self.split(at, site);
            let sure_open = climb.share[site as usize] >= 0.5;
            for (k, kind) in [OPEN, CLOSED].into_iter().enumerate() {
                let mut status = status.clone();
                status[site as usize] = kind;
                let favoured = (kind == OPEN) == sure_open;
                heap.push(Item {
                    bound: value.max(inherited),
                    age: number * 2 + usize::from(favoured),
                    status,
                    prices: prices.clone(),
                    at: from + k,
                    prices_at: kept,
                    lean: None,
                });
            }
            return;
        }
    }

    /// Writes down a split; gives the place of its first case (open), the second (closed) follows.
    fn split(&mut self, at: usize, site: u32) -> usize {
        let from = self.proof.cases.len();
        self.proof.cases.push(Case::Decided);
        self.proof.cases.push(Case::Decided);
        self.proof.cases[at] = Case::Split {
            site,
            opened: from,
            closed: from + 1,
        };
        from
    }

    /// A decided case where sites can be full needs prices to show its cost.
    fn close_full(&mut self, filling: &dyn Filling, sites: &[u32], otherwise: &[f64], at: usize) {
        let mut flags = vec![false; self.arcs.m];
        for &j in sites {
            flags[j as usize] = true;
        }
        let broken = self.arcs.sides.iter().position(|s| !s.holds(&flags));
        let exact = match broken {
            // A broken rule alone, priced high enough, shows that this is no answer.
            Some(k) => {
                let side = &self.arcs.sides[k];
                let mut prices = vec![0.0; self.arcs.n + self.arcs.sides.len()];
                let upper = if self.cost.is_finite() {
                    self.cost.abs()
                } else {
                    0.0
                };
                prices[self.arcs.n + k] = 10.0 * (upper + self.swap.fine) / -side.slack(&flags);
                Some(prices)
            }
            None => filling.prices(sites),
        };
        let kept = self.keep(exact.as_deref().unwrap_or(otherwise));
        self.proof.cases[at] = Case::Bound { prices: kept };
        let least = filling.least(sites);
        if !filling.sharp() && least < self.cut && (self.exact)(sites) > least {
            // The prices show less than the cost: what lies between stays open.
            self.loose = self.loose.min(least);
        }
    }

    /// Hears what the prices would open, and sees whether it makes a better answer.
    fn listen(&mut self, climb: &Climb<'_>) {
        let mut open: Vec<u32> = (0..self.arcs.m as u32)
            .filter(|&j| climb.chosen[j as usize])
            .collect();
        if open.is_empty() {
            open.extend(climb.view.free().first());
            open.extend(climb.view.opened().first());
        }
        self.polish(&open);
    }
}
