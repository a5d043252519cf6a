//! What prices show: nobody can do better than the prices of being served less what the sites would earn by them.

use crate::problem::{Model, Problem};
use crate::rules::Rule;

/// The question as the proof sees it: minimise opening costs plus serving costs.
pub(super) struct Costs<'a> {
    pub(super) problem: &'a Problem,
    /// What serving demand i costs at distance d; `None`: cannot.
    pub(super) serve: Box<dyn Fn(usize, f64) -> Option<f64> + 'a>,
    /// What leaving a demand unserved costs; infinite: not allowed.
    pub(super) without: Box<dyn Fn(usize) -> f64 + 'a>,
    pub(super) fixed: Vec<f64>,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) rows: Vec<(Vec<f64>, f64)>,
    pub(super) capacitated: bool,
    /// For each demand the sites that can serve it, nearest first, and where its list begins.
    nearest: Vec<u32>,
    from: Vec<usize>,
    whole: bool,
}

pub(super) fn costs<'a>(problem: &'a Problem, radius: Option<f64>) -> Costs<'a> {
    let m = problem.matrix.sites();
    let limit = match problem.model {
        Model::SetCover { limit } | Model::MaxCover { limit, .. } => limit,
        _ => radius.unwrap_or(f64::NEG_INFINITY),
    };
    let weights = &problem.weights;
    let cover = move |_: usize, d: f64| (d <= limit).then_some(0.0);
    let (least, most) = match problem.model {
        Model::PMedian { p } => (p, p),
        Model::MaxCover { p, .. } => (0, p),
        Model::Plant | Model::Capacitated { .. } => (1, m),
        _ => (0, m),
    };
    let capacitated = matches!(problem.model, Model::Capacitated { .. });
    let by_cover = !capacitated && !matches!(problem.model, Model::PMedian { .. } | Model::Plant);
    let mut rows: Vec<(Vec<f64>, f64)> = problem.rules.iter().map(|r| as_row(r, m)).collect();
    if capacitated {
        // What follows from the capacities: the open sites together hold everything.
        let of_site = &problem.capacity.of_site;
        let scale = of_site.iter().fold(0.0_f64, |a, &s| a.max(s)).max(1e-300);
        let all: f64 = problem.capacity.of_demand.iter().sum();
        rows.push((of_site.iter().map(|s| s / scale).collect(), all / scale));
    }
    let fixed: Vec<f64> = match problem.model {
        Model::MaxCover { .. } => vec![0.0; m],
        Model::PCenter { .. } => vec![1.0; m],
        _ => (0..m).map(|j| problem.fixed_cost(j)).collect(),
    };
    let is_whole = |x: f64| x.is_infinite() || x.fract() == 0.0;
    let whole = fixed.iter().all(|f| is_whole(*f))
        && match problem.model {
            Model::MaxCover { .. } => weights.iter().all(|w| is_whole(*w)),
            Model::Capacitated { single_source: false } => false,
            Model::PMedian { .. } | Model::Plant | Model::Capacitated { .. } => (0..weights.len())
                .all(|i| weights[i] == 0.0 || problem.matrix.row(i).iter().all(|d| is_whole(d * weights[i]))),
            _ => true,
        };
    let within = if by_cover { limit } else { f64::INFINITY };
    let (nearest, from) = if capacitated {
        (Vec::new(), Vec::new())
    } else {
        nearest_first(problem, within)
    };
    Costs {
        problem,
        serve: if by_cover {
            Box::new(cover)
        } else {
            Box::new(move |i, d| {
                if weights[i] == 0.0 {
                    Some(0.0)
                } else {
                    d.is_finite().then(|| d * weights[i])
                }
            })
        },
        without: match problem.model {
            Model::MaxCover { .. } => Box::new(move |i| weights[i]),
            _ => Box::new(|_| f64::INFINITY),
        },
        fixed,
        least,
        most,
        rows,
        nearest,
        from,
        capacitated,
        whole,
    }
}

fn nearest_first(problem: &Problem, within: f64) -> (Vec<u32>, Vec<usize>) {
    let m = problem.matrix.sites();
    let (mut all, mut starts) = (Vec::new(), vec![0]);
    for i in 0..problem.matrix.demands() {
        let row = problem.matrix.row(i);
        let from = all.len();
        all.extend((0..m as u32).filter(|&j| row[j as usize] <= within));
        all[from..].sort_unstable_by(|&a, &b| row[a as usize].total_cmp(&row[b as usize]).then(a.cmp(&b)));
        starts.push(all.len());
    }
    (all, starts)
}

/// A rule as a row: the sum of coefficients over open sites is at least the number.
pub(crate) fn as_row(rule: &Rule, m: usize) -> (Vec<f64>, f64) {
    let mut row = vec![0.0; m];
    let mut all = |sites: &[usize], sign: f64| {
        for &j in sites {
            row[j] = sign;
        }
    };
    let least = match rule {
        Rule::MustKeep { sites } => {
            all(sites, 1.0);
            row.iter().sum()
        }
        Rule::MustClose { sites } => {
            all(sites, -1.0);
            0.0
        }
        Rule::AtLeast { sites, least } => {
            all(sites, 1.0);
            *least as f64
        }
        Rule::AtMost { sites, most } => {
            all(sites, -1.0);
            -(*most as f64)
        }
        Rule::NotTogether { sites } => {
            all(sites, -1.0);
            -1.0
        }
        Rule::Needs { first, then } => {
            row[*then] += 1.0;
            row[*first] -= 1.0;
            0.0
        }
        Rule::Budget { costs, most } => {
            for &(j, c) in costs {
                row[j] -= c;
            }
            -most
        }
    };
    (row, least)
}

/// What prices show for a case.
pub(super) struct Shown {
    /// Bound over all ways to choose the free sites.
    pub(super) value: f64,
    base: f64,
    worth: Vec<f64>,
    /// Free sites, most worth having first.
    order: Vec<u32>,
    place: Vec<usize>,
    sums: Vec<f64>,
    low: usize,
    high: usize,
}

pub(super) const FREE: u8 = 0;
pub(super) const OPEN: u8 = 1;
pub(super) const CLOSED: u8 = 2;

impl Costs<'_> {
    pub(super) fn price(&self, prices: &[f64], status: &[u8]) -> std::result::Result<Shown, String> {
        let n = self.problem.matrix.demands();
        let m = status.len();
        if prices.len() != n + self.rows.len() || prices.iter().any(|p| !p.is_finite()) {
            return Err(
                "a list of prices has the wrong length or holds a figure that is not a number".to_owned(),
            );
        }
        let mut worth = self.fixed.clone();
        let mut base = 0.0;
        let opened: Vec<usize> = (0..m).filter(|&j| status[j] == OPEN).collect();
        if self.capacitated {
            base += prices[..n].iter().sum::<f64>();
            for (j, w) in worth.iter_mut().enumerate() {
                *w += self.filling(j, &prices[..n]);
            }
        }
        for (i, &price) in prices[..n].iter().enumerate() {
            if self.capacitated {
                break;
            }
            let price = price.min((self.without)(i));
            base += price;
            if price <= 0.0 {
                continue;
            }
            let row = self.problem.matrix.row(i);
            let order = &self.nearest[self.from[i]..self.from[i + 1]];
            let pays = |j: u32| (self.serve)(i, row[j as usize]).filter(|c| *c < price);
            // With a site open for certain, nobody is better served by one that is no nearer.
            let paying = order.iter().take_while(|&&j| pays(j).is_some());
            let sure = paying.clone().copied().find(|&j| status[j as usize] == OPEN);
            let reach = sure.and_then(pays).unwrap_or(f64::INFINITY);
            for &j in paying {
                match pays(j) {
                    Some(c) if c < reach || sure == Some(j) => worth[j as usize] += c - price,
                    // Equals of the sure site add nothing.
                    _ => {}
                }
                if sure == Some(j) {
                    break;
                }
            }
        }
        for ((row, least), &price) in self.rows.iter().zip(&prices[n..]) {
            if price < 0.0 {
                return Err("the price of a rule is negative".to_owned());
            }
            base += price * least;
            for (w, a) in worth.iter_mut().zip(row) {
                *w -= price * a;
            }
        }
        base += opened.iter().map(|&j| worth[j]).sum::<f64>();
        let mut order: Vec<u32> = (0..m as u32).filter(|&j| status[j as usize] == FREE).collect();
        order.sort_by(|&a, &b| worth[a as usize].total_cmp(&worth[b as usize]));
        let mut place = vec![usize::MAX; m];
        let mut sums = vec![0.0];
        for (k, &j) in order.iter().enumerate() {
            place[j as usize] = k;
            sums.push(sums[k] + worth[j as usize]);
        }
        let low = self.least.saturating_sub(opened.len());
        let Some(high) = self.most.checked_sub(opened.len()) else {
            return Ok(Shown {
                value: f64::INFINITY,
                base,
                worth,
                order,
                place,
                sums,
                low,
                high: 0,
            });
        };
        let mut shown = Shown {
            value: 0.0,
            base,
            worth,
            order,
            place,
            sums,
            low,
            high,
        };
        shown.value = shown.least(None, 0);
        Ok(shown)
    }

    /// The most that a site can be paid for its room: those who pay most per unit come first.
    fn filling(&self, site: usize, prices: &[f64]) -> f64 {
        let of_demand = &self.problem.capacity.of_demand;
        let mut paying: Vec<(f64, f64)> = Vec::new();
        let mut sum = 0.0;
        for (i, &price) in prices.iter().enumerate() {
            let saving = price - self.problem.weights[i] * self.problem.matrix.at(i, site);
            if saving > 0.0 {
                if of_demand[i] > 0.0 {
                    paying.push((saving, of_demand[i]));
                } else {
                    sum -= saving;
                }
            }
        }
        paying.sort_by(|a, b| (b.0 / b.1).total_cmp(&(a.0 / a.1)));
        let whole = matches!(self.problem.model, Model::Capacitated { single_source: true });
        let room = self.problem.capacity.of_site[site] + SLACK;
        if let Some(most) = whole.then(|| most_paid(&paying, room)).flatten() {
            return sum - most;
        }
        let mut room = self.problem.capacity.of_site[site];
        for (saving, amount) in paying {
            let part = (room / amount).clamp(0.0, 1.0);
            room -= part * amount;
            sum -= part * saving;
        }
        sum
    }

    pub(super) fn round(&self, value: f64) -> f64 {
        if self.whole && value.is_finite() {
            (value - 1e-8 * (1.0 + value.abs() * 1e-4)).ceil()
        } else {
            value
        }
    }
}

/// Up to so many demands are fitted whole into a site, and so many sets of them are compared; of more a part of one may be
/// left over.
const MOST_WHOLE: usize = 64;
const MOST_SETS: usize = 200_000;
/// What adding up may make of a room that is just enough.
const SLACK: f64 = 1e-6;

/// The most that demands pay, (payment, amount) with those first that pay most per unit, when each fits whole or not at all.
/// Every set of the first ones is kept with its room that no other beats in both. None when there are too many.
fn most_paid(paying: &[(f64, f64)], room: f64) -> Option<f64> {
    if paying.len() > MOST_WHOLE {
        return None;
    }
    let all: f64 = paying.iter().map(|p| p.0).sum();
    let (mut sets, mut rest) = (vec![(0.0, room)], all);
    let mut best = 0.0_f64;
    for (k, &(pay, amount)) in paying.iter().enumerate() {
        rest -= pay;
        let with: Vec<(f64, f64)> = sets
            .iter()
            .filter(|s| s.1 >= amount)
            .map(|s| (s.0 + pay, s.1 - amount))
            .collect();
        sets.extend(with);
        if sets.len() > MOST_SETS {
            return None;
        }
        best = sets.iter().fold(best, |a, s| a.max(s.0));
        // What remains cannot pay more per unit than the next one, nor more than all of it.
        let rate = paying.get(k + 1).map_or(0.0, |p| p.0 / p.1);
        sets.retain(|s| s.0 + rest.min(s.1 * rate) > best);
        sets.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.total_cmp(&a.0)));
        let mut most = f64::NEG_INFINITY;
        sets.retain(|s| {
            let better = s.0 > most;
            most = most.max(s.0);
            better
        });
    }
    Some(best)
}

impl Shown {
    /// The least sum when `without` may not be taken and `taken` are taken already.
    fn least(&self, without: Option<u32>, taken: usize) -> f64 {
        let skip = without.map(|j| self.place[j as usize]);
        let size = self.order.len() - usize::from(skip.is_some());
        let low = self.low.saturating_sub(taken);
        let Some(high) = self.high.checked_sub(taken) else {
            return f64::INFINITY;
        };
        if low > size {
            return f64::INFINITY;
        }
        let mut good = self.order.partition_point(|&j| self.worth[j as usize] < 0.0);
        if skip.is_some_and(|k| k < good) {
            good -= 1;
        }
        let take = good.max(low).min(high).min(size);
        let sum = match skip {
            Some(k) if k < take => self.sums[take + 1] - (self.sums[k + 1] - self.sums[k]),
            _ => self.sums[take],
        };
        self.base + sum
    }
    pub(super) fn if_closed(&self, j: u32) -> f64 {
        self.least(Some(j), 0)
    }
    pub(super) fn if_open(&self, j: u32) -> f64 {
        self.least(Some(j), 1) + self.worth[j as usize]
    }
}
