//! The Lagrangian bound: every demand gets a price (its multiplier) for being served, every rule a price for being
//! kept; a site is then worth what its demands would pay beyond cost, and the best sites are simply sorted out.
//! The prices climb by the volume method: steps along an average of past directions, from the best prices so far.

mod pricing;

pub(crate) use self::pricing::{Pricing, Reaching, Roomy};
use crate::arcs::{Arcs, Columns};

pub(crate) const FREE: u8 = 0;
pub(crate) const OPEN: u8 = 1;
pub(crate) const CLOSED: u8 = 2;

/// The lists without closed sites, and without choices behind a site that is open for certain.
pub(crate) struct View {
    pub start: Vec<usize>,
    pub site: Vec<u32>,
    pub cost: Vec<f64>,
    roof: Vec<f64>,
    free: Vec<u32>,
    opened: Vec<u32>,
}

impl View {
    /// `behind`: choices behind an open site still count (they do where sites can be full).
    pub(crate) fn new(arcs: &Arcs, status: &[u8], behind: bool) -> Self {
        let mut view = Self {
            start: Vec::with_capacity(arcs.n + 1),
            site: Vec::with_capacity(arcs.site.len()),
            cost: Vec::with_capacity(arcs.site.len()),
            roof: arcs.roof.clone(),
            free: Vec::new(),
            opened: Vec::new(),
        };
        view.start.push(0);
        for i in 0..arcs.n {
            let range = arcs.row(i);
            // Nobody is served better by a site that is no nearer than one that is open for certain.
            let sure = range
                .clone()
                .find(|&a| status[arcs.site[a] as usize] == OPEN)
                .filter(|_| !behind);
            let reach = sure.map_or(f64::INFINITY, |a| arcs.cost[a]);
            for a in range {
                if arcs.cost[a] > reach {
                    break;
                }
                let j = arcs.site[a];
                if status[j as usize] != CLOSED && (arcs.cost[a] < reach || sure == Some(a)) {
                    view.site.push(j);
                    view.cost.push(arcs.cost[a]);
                }
            }
            let from = view.start[i];
            if view.site.len() == from + 1 && reach == 0.0 {
                // Served for nothing, whatever else happens: no price is needed.
                view.site.truncate(from);
                view.cost.truncate(from);
                view.roof[i] = 0.0;
            }
            view.start.push(view.site.len());
        }
        for j in 0..arcs.m as u32 {
            match status[j as usize] {
                FREE => view.free.push(j),
                OPEN => view.opened.push(j),
                _ => {}
            }
        }
        view
    }
    pub(crate) fn free(&self) -> &[u32] {
        &self.free
    }
    pub(crate) fn opened(&self) -> &[u32] {
        &self.opened
    }
}

/// Prices and what they say. `prices` holds one per demand, then one per rule.
#[derive(Debug, Clone)]
pub(crate) struct Prices {
    pub prices: Vec<f64>,
    pub value: f64,
    /// What opening each site adds under these prices.
    pub worth: Vec<f64>,
}

/// Rounds prices to short decimals, so that a certificate stays small and says exactly what was computed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grid {
    inverse: f64,
    step: f64,
}

impl Grid {
    pub(crate) fn for_size(typical: f64) -> Self {
        let digits = (6.5 - typical.max(1e-9).log10()).floor().clamp(-9.0, 12.0) as i32;
        if digits >= 0 {
            Self {
                inverse: 10f64.powi(digits),
                step: 1.0,
            }
        } else {
            Self {
                inverse: 1.0,
                step: 10f64.powi(-digits),
            }
        }
    }
    fn snap(self, x: f64) -> f64 {
        // Adding and taking away 1.5 * 2^52 rounds to the nearest whole number without a call.
        const MAGIC: f64 = 6_755_399_441_055_744.0;
        if self.step == 1.0 {
            let y = x * self.inverse;
            if y.abs() < 1e15 {
                ((y + MAGIC) - MAGIC) / self.inverse
            } else {
                x
            }
        } else {
            let y = x / self.step;
            if y.abs() < 1e15 {
                ((y + MAGIC) - MAGIC) * self.step
            } else {
                x
            }
        }
    }
}

/// Where a climb was heading when it ended: how far its sites on average left each demand short, and how often each site
/// was open. A climb with one more site decided starts from there instead of finding it out again.
#[derive(Debug, Clone)]
pub(crate) struct Lean {
    way: Vec<f64>,
    share: Vec<f64>,
}

impl Lean {
    /// The same with one site open or closed for certain; `columns`: whom it reaches, for nothing.
    pub(crate) fn decided(&self, columns: &Columns, site: u32, open: bool) -> Self {
        let mut lean = self.clone();
        let share = if open { 1.0 } else { 0.0 };
        let change = share - lean.share[site as usize];
        lean.share[site as usize] = share;
        for &(_, i) in columns.of(site as usize) {
            lean.way[i as usize] -= change;
        }
        lean
    }
}

/// The climb. One per branch; `best` only ever gets better.
pub(crate) struct Climb<'a> {
    arcs: &'a Arcs,
    pricing: &'a dyn Pricing,
    pub view: &'a View,
    grid: Grid,
    pub best: Prices,
    /// The sites that the latest prices would open.
    pub chosen: Vec<bool>,
    /// How often each site was opened lately: near 1 or 0 when the prices are sure.
    pub share: Vec<f64>,
    trial: Vec<f64>,
    worth: Vec<f64>,
    slope: Vec<f64>,
    way: Vec<f64>,
    order: Vec<(f64, u32)>,
    step: f64,
    alpha: f64,
    red: u32,
    since: u32,
    mark: f64,
    pub feasible: bool,
}

impl<'a> Climb<'a> {
    pub(crate) fn new(
        arcs: &'a Arcs,
        pricing: &'a dyn Pricing,
        view: &'a View,
        grid: Grid,
        prices: &[f64],
        step: f64,
    ) -> Self {
        let width = arcs.n + arcs.sides.len();
        let mut climb = Self {
            arcs,
            pricing,
            view,
            grid,
            best: Prices {
                prices: Vec::new(),
                value: f64::NEG_INFINITY,
                worth: Vec::new(),
            },
            chosen: vec![false; arcs.m],
            share: vec![0.0; arcs.m],
            trial: prices.to_vec(),
            worth: vec![0.0; arcs.m],
            slope: vec![0.0; width],
            way: vec![0.0; width],
            order: Vec::new(),
            step,
            alpha: 0.1,
            red: 0,
            since: 0,
            mark: f64::NEG_INFINITY,
            feasible: true,
        };
        climb.trial.resize(width, 0.0);
        climb.snap();
        let value = climb.evaluate();
        climb.way.copy_from_slice(&climb.slope);
        for (s, &c) in climb.share.iter_mut().zip(&climb.chosen) {
            *s = if c { 1.0 } else { 0.0 };
        }
        climb.best = Prices {
            prices: climb.trial.clone(),
            value,
            worth: climb.worth.clone(),
        };
        climb.mark = value;
        climb
    }

    /// Takes these prices, if they show more than the best so far.
    pub(crate) fn hear(&mut self, prices: &[f64]) {
        self.trial.copy_from_slice(prices);
        self.snap();
        let value = self.evaluate();
        if value > self.best.value {
            self.best.value = value;
            std::mem::swap(&mut self.best.prices, &mut self.trial);
            std::mem::swap(&mut self.best.worth, &mut self.worth);
        }
    }

    fn snap(&mut self) {
        let (n, grid) = (self.arcs.n, self.grid);
        for (i, x) in self.trial.iter_mut().enumerate() {
            let y = grid.snap(*x).max(0.0);
            *x = if i < n { y.min(self.view.roof[i]) } else { y };
        }
    }

    /// The bound at `trial`; fills `worth`, `chosen` and `slope`.
    fn evaluate(&mut self) -> f64 {
        let arcs = self.arcs;
        let view = self.view;
        self.worth.copy_from_slice(&arcs.fixed);
        let mut value: f64 = self.trial[..arcs.n].iter().sum();
        self.pricing.worths(view, &self.trial[..arcs.n], &mut self.worth);
        for (k, side) in arcs.sides.iter().enumerate() {
            let price = self.trial[arcs.n + k];
            if price > 0.0 {
                value += price * side.least;
                for &(j, a) in &side.terms {
                    self.worth[j as usize] -= price * a;
                }
            }
        }
        self.chosen.fill(false);
        for &j in &view.opened {
            self.chosen[j as usize] = true;
            value += self.worth[j as usize];
        }
        let low = arcs.least.saturating_sub(view.opened.len());
        let Some(high) = arcs.most.checked_sub(view.opened.len()) else {
            self.feasible = false;
            return f64::INFINITY;
        };
        if low > view.free.len() {
            self.feasible = false;
            return f64::INFINITY;
        }
        self.order.clear();
        self.order
            .extend(view.free.iter().map(|&j| (self.worth[j as usize], j)));
        let good = self.order.iter().filter(|w| w.0 < 0.0).count();
        let take = good.max(low).min(high).min(self.order.len());
        if take > 0 && take < self.order.len() {
            self.order
                .select_nth_unstable_by(take - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        for &(w, j) in &self.order[..take] {
            self.chosen[j as usize] = true;
            value += w;
        }
        self.pricing.slope(
            view,
            &self.trial[..arcs.n],
            &self.chosen,
            &mut self.slope[..arcs.n],
        );
        for (k, side) in arcs.sides.iter().enumerate() {
            self.slope[arcs.n + k] = -side.slack(&self.chosen);
        }
        value
    }

    pub(crate) fn lean(&self) -> Lean {
        Lean {
            way: self.way.clone(),
            share: self.share.clone(),
        }
    }

    /// Heads where another climb was heading.
    pub(crate) fn follow(&mut self, lean: &Lean) {
        self.share.copy_from_slice(&lean.share);
        let roofs = self
            .view
            .roof
            .iter()
            .copied()
            .chain(std::iter::repeat(f64::INFINITY));
        for ((way, &to), roof) in self.way.iter_mut().zip(&lean.way).zip(roofs) {
            *way = if roof == 0.0 { 0.0 } else { to };
        }
        self.alpha = 0.05;
    }

    /// One step. `upper` is the cost of the best answer known (it sets how far to go).
    pub(crate) fn step(&mut self, upper: f64) {
        let whole: f64 = self.way.iter().map(|w| w * w).sum();
        // What the prices' limits would cut off is no part of the way.
        let n = self.arcs.n;
        let free = |k: usize, price: f64, way: f64| {
            (way > 0.0 || price > 0.0) && (way < 0.0 || k >= n || price < self.view.roof[k])
        };
        let norm: f64 = self
            .way
            .iter()
            .zip(&self.best.prices)
            .enumerate()
            .filter(|(k, (w, p))| free(*k, **p, **w))
            .map(|(_, (w, _))| w * w)
            .sum();
        if norm < 1e-12 || !self.feasible {
            return;
        }
        let gap = (upper - self.best.value).max(upper.abs() * 1e-6);
        let length = self.step * gap / norm;
        for ((t, b), w) in self.trial.iter_mut().zip(&self.best.prices).zip(&self.way) {
            *t = b + length * w;
        }
        self.snap();
        let value = self.evaluate();
        // The new direction: as short as a mix of the old one and the latest slope can be.
        let (mut gg, mut gw) = (0.0, 0.0);
        for (g, w) in self.slope.iter().zip(&self.way) {
            gg += g * g;
            gw += g * w;
        }
        let between = gg - 2.0 * gw + whole;
        let best = if between > 1e-12 {
            (whole - gw) / between
        } else {
            self.alpha
        };
        let alpha = best.clamp(self.alpha / 10.0, self.alpha);
        for (w, g) in self.way.iter_mut().zip(&self.slope) {
            *w += alpha * (g - *w);
        }
        for (s, &c) in self.share.iter_mut().zip(&self.chosen) {
            *s += alpha * (if c { 1.0 } else { 0.0 } - *s);
        }
        if value > self.best.value {
            self.best.value = value;
            std::mem::swap(&mut self.best.prices, &mut self.trial);
            std::mem::swap(&mut self.best.worth, &mut self.worth);
            self.red = 0;
            if gw > 0.0 {
                self.step = (self.step * 1.1).min(2.0);
            }
        } else {
            self.red += 1;
            if self.red >= 20 {
                self.step = (self.step * 0.66).max(1e-5);
                self.red = 0;
            }
        }
        self.since += 1;
        if self.since >= 100 {
            if self.best.value - self.mark < 0.01 * gap {
                self.alpha = (self.alpha * 0.5).max(1e-3);
            }
            self.mark = self.best.value;
            self.since = 0;
        }
    }

    /// Sites that must be open or closed in any answer cheaper than `cut`, by the best prices alone.
    pub(crate) fn sure(&self, cut: f64) -> (Vec<u32>, Vec<u32>) {
        let worth = &self.best.worth;
        let mut order: Vec<(f64, u32)> = self.view.free.iter().map(|&j| (worth[j as usize], j)).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let low = self.arcs.least.saturating_sub(self.view.opened.len());
        let high = self.arcs.most.saturating_sub(self.view.opened.len());
        let good = order.iter().filter(|w| w.0 < 0.0).count();
        let take = good.max(low).min(high).min(order.len());
        let (mut opened, mut closed) = (Vec::new(), Vec::new());
        let value = self.best.value;
        for (at, &(w, j)) in order.iter().enumerate() {
            if at < take {
                // Without it the next best comes in, where one must or one would.
                let next = order.get(take).map(|o| o.0);
                let other = match next {
                    Some(next) if take == low || next < 0.0 => next,
                    None if take == low => f64::INFINITY,
                    _ => 0.0,
                };
                if value - w + other >= cut {
                    opened.push(j);
                }
            } else {
                let last = if take > 0 { order[take - 1].0 } else { 0.0 };
                let leaves = if take == high {
                    if take == 0 { f64::NEG_INFINITY } else { last }
                } else if last > 0.0 {
                    last
                } else {
                    0.0
                };
                if value + w - leaves >= cut {
                    closed.push(j);
                }
            }
        }
        (opened, closed)
    }
}
