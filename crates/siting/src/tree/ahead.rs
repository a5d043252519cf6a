//! Which site to split on: the doubtful ones are tried both ways before one is chosen.

use super::{Search, pricing};
use crate::bound::{CLOSED, Climb, FREE, Grid, Lean, OPEN, View};
use crate::budget::between_looks;

/// A site tried both ways: open, closed.
pub(super) struct Ahead {
    pub site: u32,
    pub ends: [End; 2],
}

pub(super) struct End {
    pub value: f64,
    pub prices: Vec<f64>,
    pub lean: Option<Lean>,
}

/// Free sites, those that the prices are least sure of first.
pub(super) fn doubtful(status: &[u8], climb: &Climb<'_>) -> Vec<(f64, u32)> {
    let mut list: Vec<(f64, u32)> = climb
        .view
        .free()
        .iter()
        .filter(|&&j| status[j as usize] == FREE)
        .map(|&j| {
            let share = climb.share[j as usize];
            (share.min(1.0 - share), j)
        })
        .collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    list
}

impl Search<'_> {
    /// Tries the most doubtful sites both ways for a few steps: the one that lifts both bounds most makes the
    /// smallest tree, and one that closes a case at once is taken at once.
    pub(super) fn look_ahead(&self, status: &[u8], climb: &Climb<'_>, grid: Grid) -> Option<Ahead> {
        let pricing = pricing(self.arcs, self.filling, &self.reaching);
        let from = climb.best.value;
        let gap = (self.cut - from).max(1e-9);
        // Covers are so alike that it is known beforehand whom a site's closing leaves short.
        let lean = self.arcs.flat.then(|| climb.lean());
        let mut best: Option<(f64, Ahead)> = None;
        for (doubt, site) in doubtful(status, climb).into_iter().take(self.effort.probes) {
            if doubt < 0.02 && best.is_some() {
                break;
            }
            let ends = [OPEN, CLOSED].map(|kind| {
                let mut status = status.to_vec();
                status[site as usize] = kind;
                let view = View::new(self.arcs, &status, pricing.full());
                let mut trial = Climb::new(
                    self.arcs,
                    pricing,
                    &view,
                    grid,
                    &climb.best.prices,
                    self.effort.stride,
                );
                if let Some(lean) = &lean {
                    trial.follow(&lean.decided(self.reaching.0, site, kind == OPEN));
                }
                let upper = self.cut.min(from.abs() * 1.5 + 1.0);
                let look = between_looks(1_000, view.site.len());
                for k in 1..=self.effort.probe_steps {
                    let late = k % look == 0 && self.budget.spent();
                    if trial.best.value >= self.cut || !trial.feasible || late {
                        break;
                    }
                    trial.step(upper);
                }
                let value = if trial.feasible {
                    trial.best.value
                } else {
                    f64::INFINITY
                };
                End {
                    value,
                    lean: lean.is_some().then(|| trial.lean()),
                    prices: trial.best.prices,
                }
            });
            let lift = |end: &End| ((end.value.min(self.cut) - from) / gap).max(1e-3);
            let score = lift(&ends[0]) * lift(&ends[1]);
            let closes = ends.iter().any(|e| e.value >= self.cut);
            if closes || best.as_ref().is_none_or(|b| score > b.0) {
                best = Some((score, Ahead { site, ends }));
            }
            if closes || self.budget.spent() {
                break;
            }
        }
        best.map(|b| b.1)
    }
}
