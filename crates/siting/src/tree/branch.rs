//! One case of the search: how far the prices climb there, what they make sure of, and what it is split into.

use std::collections::BinaryHeap;
use std::rc::Rc;

use super::ahead::doubtful;
use super::{Filling, Item, Search, pricing};
use crate::answer::Case;
use crate::bound::{CLOSED, Climb, FREE, Grid, OPEN, View};
use crate::budget::between_looks;

/// Steps of a climb where every site is decided and only who is served where is open.
const DECIDED_STEPS: usize = 400;

impl Search<'_> {
    /// Looks at one case: climbs, fixes what is sure, and either closes it or splits it in two.
    pub(super) fn branch(&mut self, item: Item, grid: Grid, number: usize, heap: &mut BinaryHeap<Item>) {
        let root = number == 1;
        let Item {
            bound: inherited,
            mut status,
            mut prices,
            mut at,
            mut lean,
            mut basis,
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
                    self.close_full(filling, &sites, &prices, at, grid);
                }
                return;
            }
            let pricing = pricing(self.arcs, self.filling, &reaching);
            let view = View::new(self.arcs, &status, pricing.full());
            let mut climb = Climb::new(self.arcs, pricing, &view, grid, &prices, size);
            if let Some(lean) = lean.take() {
                climb.follow(&lean);
            }
            let settled = self.settle(&status, basis.take().as_deref(), &mut climb);
            if settled {
                self.listen(&climb);
            }
            let limit = if settled {
                0
            } else if root {
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
                if worth && !settled && round < 12 && !self.budget.spent() && !self.effort.heuristic {
                    continue;
                }
            }
            if self.effort.probes > 0 && !self.effort.heuristic {
                let ahead = if settled {
                    self.look_ahead_exactly(&status, &climb, grid)
                } else {
                    self.look_ahead(&status, &climb, grid)
                };
                let Some(ahead) = ahead else {
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
                        let basis = self.linear.as_ref().map(|e| Rc::new(e.basis()));
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
                                basis: basis.clone(),
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
                    basis: None,
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
    fn close_full(&mut self, filling: &dyn Filling, sites: &[u32], otherwise: &[f64], at: usize, grid: Grid) {
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
        let prices = exact.as_deref().unwrap_or(otherwise);
        if filling.sharp() || broken.is_some() {
            let kept = self.keep(prices);
            self.proof.cases[at] = Case::Bound { prices: kept };
            return;
        }
        // What serves demands in parts costs less than what serves each whole: prices climb between the two.
        let status: Vec<u8> = flags.iter().map(|o| if *o { OPEN } else { CLOSED }).collect();
        let view = View::new(self.arcs, &status, true);
        let mut climb = Climb::new(self.arcs, filling.pricing(), &view, grid, prices, 0.1);
        let cost = (self.exact)(sites);
        let upper = if cost.is_finite() { cost } else { self.cut };
        let mut done = 0;
        while done < DECIDED_STEPS && climb.best.value < self.cut.min(cost) && climb.feasible {
            climb.step(upper);
            done += 1;
            if done % 50 == 0 && self.budget.spent() {
                break;
            }
        }
        let kept = self.keep(&climb.best.prices);
        self.proof.cases[at] = Case::Bound { prices: kept };
        if climb.feasible && climb.best.value < self.cut && cost > climb.best.value {
            // The prices show less than the cost: what lies between stays open.
            self.loose = self.loose.min(climb.best.value);
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
