//! The search with exact linear bounds: a case goes on from the exchange where the case it came from ended, and so do the
//! trials that look ahead.

use super::ahead::{Ahead, End, doubtful};
use super::{Search, pricing};
use crate::arcs::{Arcs, Columns};
use crate::bound::{CLOSED, Climb, FREE, Grid, OPEN, View};
use crate::simplex::{Basis, Ended, Simplex};

/// More free sites than this, and the table of full ones may grow too large to be kept inverted.
const MOST_SITES: usize = 2_000;
/// Exchanges that a case may take.
const EXCHANGES: usize = 20_000;

/// How far to look ahead.
#[derive(Clone, Copy)]
struct Look {
    /// Sites tried both ways before one is chosen.
    probes: usize,
    /// How many of them may be no better than the best so far, one after the other.
    poor: usize,
    /// Exchanges of one trial.
    exchanges: usize,
}
/// The first choice is part of every case after it.
const FIRST: Look = Look {
    probes: 40,
    poor: 20,
    exchanges: 60,
};
const LATER: Look = Look {
    probes: 12,
    poor: 4,
    exchanges: 30,
};

pub(super) struct Exact<'a> {
    simplex: Simplex<'a>,
    trial: Simplex<'a>,
    /// What trials brought for each unit that a site was short of being open, and of being closed: sums and how many.
    known: [Vec<(f64, u32)>; 2],
}

/// A site tried both ways: what the prices are worth, as the simplex has it, and the prices.
struct Tried {
    score: f64,
    site: u32,
    ends: [(f64, Vec<f64>); 2],
}

impl<'a> Exact<'a> {
    /// None where the question is no plain cover, or too large.
    pub(super) fn new(arcs: &'a Arcs, columns: &'a Columns) -> Option<Self> {
        let plain = arcs.flat
            && arcs.sides.is_empty()
            && arcs.least == 0
            && arcs.most >= arcs.m
            && arcs.roof.iter().all(|r| r.is_infinite());
        let sites = (0..arcs.m).filter(|&j| !columns.of(j).is_empty()).count();
        if !plain || sites > MOST_SITES {
            return None;
        }
        let simplex = Simplex::new(arcs, columns)?;
        let trial = simplex.clone();
        let known = [vec![(0.0, 0); arcs.m], vec![(0.0, 0); arcs.m]];
        Some(Self {
            simplex,
            trial,
            known,
        })
    }

    /// Sites in doubt, in the order of what trials so far let expect; those never tried are taken to be like the rest.
    fn promising(&self, doubtful: Vec<(f64, u32)>) -> Vec<(f64, u32)> {
        let mean = |list: &[(f64, u32)]| {
            let (sum, count) = list
                .iter()
                .filter(|k| k.1 > 0)
                .fold((0.0, 0), |a, k| (a.0 + k.0 / f64::from(k.1), a.1 + 1));
            if count > 0 { sum / f64::from(count) } else { 1.0 }
        };
        let means = [mean(&self.known[0]), mean(&self.known[1])];
        let share = self.simplex.share();
        let score = |j: u32| {
            let x = share[j as usize].clamp(0.0, 1.0);
            let gain = |k: usize, far: f64| {
                let (sum, count) = self.known[k][j as usize];
                let each = if count > 0 {
                    sum / f64::from(count)
                } else {
                    means[k]
                };
                (each * far).max(1e-6)
            };
            gain(0, 1.0 - x) * gain(1, x)
        };
        let mut list: Vec<(f64, (f64, u32))> = doubtful.into_iter().map(|d| (score(d.1), d)).collect();
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.1.cmp(&b.1.1)));
        list.into_iter().map(|l| l.1).collect()
    }

    /// A little more than what closes a case, for what rounding takes away again.
    fn target(&self, cut: f64) -> f64 {
        cut + self.simplex.little(cut)
    }

    pub(super) fn basis(&self) -> Basis {
        self.simplex.basis()
    }
}

impl Search<'_> {
    /// Leads a climb to the best prices of its case, or good enough ones, and tells it how far each site is open there. Where
    /// the figures go wrong it says no, and the search goes on without the simplex.
    pub(super) fn settle(&mut self, status: &[u8], basis: Option<&Basis>, climb: &mut Climb<'_>) -> bool {
        let Some(exact) = self.linear.as_mut().filter(|_| self.cut.is_finite()) else {
            return false;
        };
        let target = exact.target(self.cut);
        let inherited = climb.best.value;
        exact.simplex.go(status, basis);
        let ended = exact.simplex.run(target, EXCHANGES, self.budget);
        climb.hear(&exact.simplex.prices());
        let value = exact.simplex.value();
        let little = 5.0 * exact.simplex.little(value);
        // The prices must be worth what the simplex took them to be, and the best of all be no worse than those before.
        let sound = match ended {
            Ended::Lost => false,
            Ended::Best => climb.best.value >= value - little && inherited <= value + little,
            Ended::Enough => climb.best.value >= self.cut,
            Ended::Early => self.budget.spent(),
        };
        if sound {
            for (j, &x) in exact.simplex.share().iter().enumerate() {
                climb.share[j] = x.clamp(0.0, 1.0);
                climb.chosen[j] = x > 0.5;
            }
        } else {
            self.linear = None;
        }
        sound
    }

    /// Tries the most doubtful sites both ways, some exchanges each.
    pub(super) fn look_ahead_exactly(
        &mut self,
        status: &[u8],
        climb: &Climb<'_>,
        grid: Grid,
    ) -> Option<Ahead> {
        let from = climb.best.value;
        let gap = (self.cut - from).max(1e-9);
        let mut best: Option<Tried> = None;
        let exact = self.linear.as_mut()?;
        let target = exact.target(self.cut);
        exact.simplex.go(status, None);
        let first = exact.known[0].iter().all(|k| k.1 == 0);
        let look = if first { FIRST } else { LATER };
        let mut poor = 0;
        for (doubt, site) in exact
            .promising(doubtful(status, climb))
            .into_iter()
            .take(look.probes)
        {
            if (doubt < 1e-6 && best.is_some()) || poor >= look.poor {
                break;
            }
            let ends = [OPEN, CLOSED].map(|kind| {
                exact.trial.copy(&exact.simplex);
                exact.trial.decide(site, kind);
                let ended = exact.trial.run(target, look.exchanges, self.budget);
                if ended == Ended::Lost {
                    (from, climb.best.prices.clone())
                } else {
                    (exact.trial.value(), exact.trial.prices())
                }
            });
            let far = [1.0 - climb.share[site as usize], climb.share[site as usize]];
            for k in 0..2 {
                let known = &mut exact.known[k][site as usize];
                known.0 += (ends[k].0.min(self.cut) - from).max(0.0) / far[k].max(1e-6);
                known.1 += 1;
            }
            let lift = |value: f64| ((value.min(self.cut) - from) / gap).max(1e-3);
            let score = lift(ends[0].0) * lift(ends[1].0);
            let closes = ends.iter().any(|e| e.0 >= target);
            if closes || best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(Tried { score, site, ends });
                poor = 0;
            } else {
                poor += 1;
            }
            if closes || self.budget.spent() {
                break;
            }
        }
        let Tried { site, ends, .. } = best?;
        // What the prices are worth is computed again, without the simplex.
        let mut kinds = [OPEN, CLOSED].into_iter();
        let ends = ends.map(|(_, prices)| {
            let mut status = status.to_vec();
            status[site as usize] = kinds.next().unwrap_or(FREE);
            let pricing = pricing(self.arcs, self.filling, &self.reaching);
            let view = View::new(self.arcs, &status, false);
            let shown = Climb::new(self.arcs, pricing, &view, grid, &prices, 0.0);
            let shown = if shown.best.value < climb.best.value {
                Climb::new(self.arcs, pricing, &view, grid, &climb.best.prices, 0.0)
            } else {
                shown
            };
            End {
                value: shown.best.value,
                prices: shown.best.prices,
                lean: None,
            }
        });
        Some(Ahead { site, ends })
    }
}
