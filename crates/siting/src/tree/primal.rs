//! The side of the search that looks for good answers.

use super::Search;
use crate::random::Random;

/// How much worse than the best a kick may end in every other round, as a share of what one site costs on average.
const SLACK: f64 = 0.2;

impl Search<'_> {
    pub(super) fn shuffle(&mut self) {
        for k in (1..self.order.len()).rev() {
            let other = self.random.below(k + 1);
            self.order.swap(k, other);
        }
    }

    pub(super) fn polish(&mut self, open: &[u32]) {
        let mut hash = 0u64;
        for &j in open {
            hash = hash.wrapping_add(Random::new(u64::from(j) + 17).next());
        }
        if !self.tried.insert(hash) {
            return;
        }
        if let Some(filling) = self.filling {
            if let Some(better) = filling.polish(open) {
                self.offer(&better);
            }
            return;
        }
        self.swap.set(open);
        let order = std::mem::take(&mut self.order);
        self.swap.improve(&order);
        self.order = order;
        if self.swap.total < self.cost || self.best.is_none() {
            let sites = self.swap.sites();
            self.offer(&sites);
        }
    }

    pub(super) fn starts(&mut self) {
        let (m, arcs) = (self.arcs.m, self.arcs);
        let count = if arcs.least == arcs.most {
            arcs.most
        } else {
            arcs.least.max(1)
        };
        for _ in 0..self.effort.starts {
            self.shuffle();
            let open: Vec<u32> = self.order.iter().copied().take(count.min(m)).collect();
            self.polish(&open);
            if self.enough() || self.budget.spent() {
                return;
            }
        }
    }

    /// A longer walk from the best answer.
    pub(super) fn wander(&mut self) {
        if self.effort.wander == 0
            || self.best.is_none()
            || !self.arcs.sides.is_empty()
            || self.filling.is_some()
        {
            return;
        }
        for round in 0..2 {
            let from = if round == 0 {
                self.best.clone().unwrap_or_default()
            } else {
                self.swap.sites()
            };
            self.swap.set(&from);
            let budget = self.budget;
            self.swap
                .wander(self.effort.wander / 2, &mut self.random, &|| budget.spent());
            let sites = self.swap.sites();
            self.offer(&sites);
        }
    }

    /// Kicks the best answer a little and polishes again.
    pub(super) fn kicks(&mut self, floor: f64) {
        let Some(mut base) = self.best.clone() else { return };
        let mut base_cost = self.cost;
        // A kick costs a few looks at every list: fewer of them where the lists are long.
        let size = self.arcs.site.len().max(1);
        let kicks = self.effort.kicks.min(if self.effort.heuristic {
            3 + 3_000_000 / size
        } else {
            8 + 6_000_000 / size
        });
        for round in 0..kicks {
            if self.budget.spent() || self.enough() || floor >= self.cut || base.is_empty() {
                return;
            }
            let strength = 2 + self
                .random
                .below(2 + (round * base.len() / self.effort.kicks.max(1)) / 6);
            let mut open = base.clone();
            for _ in 0..strength.min(base.len()) {
                let out = self.random.below(open.len());
                let into = self.random.below(self.arcs.m) as u32;
                if !open.contains(&into) {
                    open[out] = into;
                }
            }
            self.shuffle();
            let before = self.cost;
            self.polish(&open);
            if self.swap.total <= base_cost && self.swap.broken() == 0.0 {
                base = self.swap.sites();
                base_cost = self.swap.total;
            }
            if self.cost < before {
                base = self.best.clone().unwrap_or(base);
                base_cost = self.cost;
            }
        }
    }

    /// Swaps a few sites around one demand and mends only there, over and over; what is worse is taken back. With short lists
    /// such a kick costs a hundredth of one that looks everywhere. Every other round may go a little way downhill, because
    /// where many sites cost next to the same each kick alone finds nothing better.
    pub(super) fn near_kicks(&mut self, count: usize) {
        let arcs = self.arcs;
        let short = arcs.site.len() <= arcs.n.saturating_mul(arcs.m / 4);
        // As many kicks in vain as there are swaps: the rest of the time is better spent on the bound.
        let patience = arcs.most * arcs.m.saturating_sub(arcs.most);
        if self.vain > patience
            || arcs.flat
            || !short
            || !arcs.sides.is_empty()
            || self.filling.is_some()
            || arcs.n == 0
        {
            return;
        }
        let Some(base) = self.best.clone() else { return };
        self.swap.set(&base);
        let mut before = self.swap.total;
        let mut record = before;
        let mut near: Vec<u32> = Vec::new();
        self.rounds += 1;
        let slack = if self.rounds.is_multiple_of(2) {
            SLACK * record.abs() / base.len().max(1) as f64
        } else {
            0.0
        };
        for kick in 0..count {
            if kick % 64 == 0 && self.budget.spent() {
                break;
            }
            let row = arcs.row(self.random.below(arcs.n));
            if row.is_empty() {
                continue;
            }
            near.clear();
            near.extend_from_slice(&arcs.site[row]);
            // Close to the demand there is something open; the rest of its list is the room to mend in.
            let core = near.len().div_ceil(2);
            for _ in 0..1 + self.random.below(3) {
                let (out, into) = (
                    near[self.random.below(core)] as usize,
                    near[self.random.below(core)] as usize,
                );
                if self.swap.open[out] && !self.swap.open[into] {
                    self.swap.apply((Some(out as u32), Some(into as u32)));
                }
            }
            if !self.swap.moved() {
                continue;
            }
            for k in (1..near.len()).rev() {
                near.swap(k, self.random.below(k + 1));
            }
            self.swap.improve(&near);
            self.vain += 1;
            let fine = 1e-9 * (1.0 + before.abs());
            if self.swap.total > before.max(record + slack) + fine {
                self.swap.take_back();
                continue;
            }
            self.swap.keep();
            let better = self.swap.total < record - fine;
            before = self.swap.total;
            record = record.min(before);
            if better && self.swap.broken() == 0.0 {
                let sites = self.swap.sites();
                if self.offer(&sites) {
                    self.vain = 0;
                }
            }
        }
    }
}
