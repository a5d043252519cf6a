//! The separate checker: recomputes an answer's objective and bound from the raw problem.
//!
//! It shares no code with the search. It reads the raw matrix, adds the answer up, and walks the proof: every case
//! must be shown by prices that anyone can add up, and the cases must leave nothing out.

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Case, Proof};
use crate::error::Result;
use crate::problem::{Model, Problem};
use crate::rules::Rule;

/// What the checker found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Verdict {
    /// Objective, bound and every claim of the answer hold.
    pub agrees: bool,
    /// The objective, added up anew. `None` when the answer breaks a rule or opens nothing.
    pub objective: Option<f64>,
    /// The bound that the proof really shows.
    pub bound: Option<f64>,
    /// Objective and bound meet: the answer is proved to be best.
    pub proved: bool,
    /// Where it does not agree.
    pub problems: Vec<String>,
}

/// Relative difference that adding up in another order may make.
const CLOSE: f64 = 1e-9;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= CLOSE * (1.0 + a.abs().max(b.abs()))
}

/// Recomputes everything an answer claims.
///
/// # Errors
/// When the problem itself does not make sense.
pub fn verify(problem: &Problem, answer: &Answer) -> Result<Verdict> {
    problem.check()?;
    let mut verdict = Verdict::default();
    if answer.model != problem.model {
        verdict
            .problems
            .push("the answer is for another model or other figures".to_owned());
        return Ok(verdict);
    }
    examine(problem, answer, &mut verdict);
    conclude(problem, answer, &mut verdict);
    Ok(verdict)
}

fn examine(problem: &Problem, answer: &Answer, verdict: &mut Verdict) {
    let m = problem.matrix.sites();
    let mut open = vec![false; m];
    for &j in &answer.open {
        match open.get_mut(j) {
            Some(slot) if !*slot => *slot = true,
            Some(_) => verdict.problems.push(format!("site {j} is named twice")),
            None => verdict.problems.push(format!("there is no site {j}")),
        }
    }
    if answer.found {
        let value = match problem.model {
            Model::Capacitated { single_source } => filled(problem, answer, &open, single_source),
            _ => {
                assignment(problem, answer, &open, verdict);
                achieved(problem, &open)
            }
        };
        match value {
            Ok(value) => verdict.objective = Some(value),
            Err(why) => verdict.problems.push(why),
        }
    }
    if let Some(proof) = &answer.proof {
        match shown(problem, proof) {
            Ok(bound) => verdict.bound = bound,
            Err(why) => verdict.problems.push(why),
        }
    }
    if let Model::PCenter { .. } = problem.model {
        // No choice of sites brings a demand nearer than the nearest of all sites.
        let nearest = |i: usize| {
            problem
                .matrix
                .row(i)
                .iter()
                .copied()
                .fold(f64::INFINITY, f64::min)
        };
        let least = (0..problem.matrix.demands()).map(nearest).fold(0.0, f64::max);
        verdict.bound = Some(verdict.bound.map_or(least, |b| b.max(least)));
    }
}

/// A demand must be said to be served by a site that is open and no farther than its nearest.
fn assignment(problem: &Problem, answer: &Answer, open: &[bool], verdict: &mut Verdict) {
    if answer.assignment.is_empty() {
        return;
    }
    if answer.assignment.len() != problem.matrix.demands() {
        verdict
            .problems
            .push("the assignment does not name every demand".to_owned());
        return;
    }
    for (i, to) in answer.assignment.iter().enumerate() {
        let row = problem.matrix.row(i);
        let nearest = row
            .iter()
            .zip(open)
            .filter(|(_, o)| **o)
            .fold(f64::INFINITY, |a, (c, _)| a.min(*c));
        let good = match to {
            Some(j) => open.get(*j) == Some(&true) && row[*j] == nearest,
            None => {
                nearest.is_infinite()
                    || matches!(problem.model, Model::MaxCover { limit, .. } if nearest > limit)
            }
        };
        if !good {
            verdict
                .problems
                .push(format!("demand {i} is not assigned to a nearest open site"));
            return;
        }
    }
}

/// Adds up who is served where when sites can be full.
fn filled(
    problem: &Problem,
    answer: &Answer,
    open: &[bool],
    single: bool,
) -> std::result::Result<f64, String> {
    if let Some(rule) = problem.rules.iter().find(|r| !rule_holds(r, open)) {
        return Err(format!("a rule is broken: {}", rule.words(problem)));
    }
    let n = problem.matrix.demands();
    let mut share = vec![0.0; n];
    let mut load = vec![0.0; open.len()];
    let mut sum: f64 = (0..open.len())
        .filter(|&j| open[j])
        .map(|j| problem.fixed_cost(j))
        .sum();
    let mut flows = answer.flows.clone();
    if single {
        if answer.assignment.len() != n {
            return Err("the assignment does not name every demand".to_owned());
        }
        flows = answer
            .assignment
            .iter()
            .enumerate()
            .filter_map(|(i, to)| to.map(|j| (i, j, 1.0)))
            .collect();
    }
    for (i, j, x) in flows {
        if i >= n || open.get(j) != Some(&true) || x.is_nan() || x < 0.0 {
            return Err(format!("demand {i} is served by site {j}, which is not open"));
        }
        share[i] += x;
        load[j] += x * problem.capacity.of_demand[i];
        if x > 0.0 {
            sum += x * problem.weights[i] * problem.matrix.at(i, j);
        }
    }
    if let Some(i) = share.iter().position(|s| (s - 1.0).abs() > 1e-7) {
        return Err(format!("{} of demand {i} is served, not all of it", share[i]));
    }
    if let Some(j) = (0..open.len()).find(|&j| load[j] > problem.capacity.of_site[j] * (1.0 + 1e-7) + 1e-7) {
        return Err(format!(
            "site {j} is given {}, but holds {}",
            load[j], problem.capacity.of_site[j]
        ));
    }
    if sum.is_finite() {
        Ok(sum)
    } else {
        Err("a demand cannot reach its site".to_owned())
    }
}

/// Whether a rule holds, read as a person would.
pub(crate) fn rule_holds(rule: &Rule, open: &[bool]) -> bool {
    let is = |j: usize| open.get(j) == Some(&true);
    let count = |sites: &[usize]| {
        let mut sites = sites.to_vec();
        sites.sort_unstable();
        sites.dedup();
        sites.into_iter().filter(|&j| is(j)).count()
    };
    match rule {
        Rule::MustKeep { sites } => sites.iter().all(|&j| is(j)),
        Rule::MustClose { sites } => !sites.iter().any(|&j| is(j)),
        Rule::AtLeast { sites, least } => count(sites) >= *least,
        Rule::AtMost { sites, most } => count(sites) <= *most,
        Rule::NotTogether { sites } => count(sites) <= 1,
        Rule::Needs { first, then } => !is(*first) || is(*then),
        Rule::Budget { costs, most } => {
            let sum: f64 = costs.iter().filter(|(j, _)| is(*j)).map(|(_, c)| c).sum();
            sum <= most + 1e-7 * (1.0 + most.abs())
        }
    }
}

/// The objective of open sites, or why they are no answer.
fn achieved(problem: &Problem, open: &[bool]) -> std::result::Result<f64, String> {
    let count = open.iter().filter(|o| **o).count();
    let too_many = |p: usize| {
        if count > p {
            Err(format!("{count} sites are open, but p is {p}"))
        } else {
            Ok(())
        }
    };
    match problem.model {
        Model::Plant if count == 0 => return Err("no site is open".to_owned()),
        Model::PMedian { p } if count != p => return Err(format!("{count} sites are open, but p is {p}")),
        Model::PCenter { p } | Model::MaxCover { p, .. } => too_many(p)?,
        _ => {}
    }
    if let Some(rule) = problem.rules.iter().find(|r| !rule_holds(r, open)) {
        return Err(format!("a rule is broken: {}", rule.words(problem)));
    }
    let nearest = |i: usize| {
        let row = problem.matrix.row(i);
        row.iter()
            .zip(open)
            .filter(|(_, o)| **o)
            .fold(f64::INFINITY, |a, (c, _)| a.min(*c))
    };
    let fixed: f64 = (0..open.len())
        .filter(|&j| open[j])
        .map(|j| problem.fixed_cost(j))
        .sum();
    let mut sum = 0.0;
    for (i, &w) in problem.weights.iter().enumerate() {
        let d = nearest(i);
        match problem.model {
            Model::PCenter { .. } => sum = d.max(sum),
            Model::SetCover { limit } if d > limit => {
                return Err(format!("demand {i} is not reached within {limit}"));
            }
            Model::SetCover { .. } => {}
            Model::MaxCover { limit, .. } => sum += if d <= limit { w } else { 0.0 },
            _ if w > 0.0 => sum += w * d,
            _ => {}
        }
    }
    if sum.is_infinite() {
        return Err("a demand reaches no open site".to_owned());
    }
    Ok(match problem.model {
        Model::PMedian { .. } | Model::Plant | Model::SetCover { .. } | Model::Capacitated { .. } => {
            sum + fixed
        }
        _ => sum,
    })
}

/// The question as the proof sees it: minimise opening costs plus serving costs.
struct Costs<'a> {
    problem: &'a Problem,
    /// What serving demand i costs at distance d; `None`: cannot.
    serve: Box<dyn Fn(usize, f64) -> Option<f64> + 'a>,
    /// What leaving a demand unserved costs; infinite: not allowed.
    without: Box<dyn Fn(usize) -> f64 + 'a>,
    fixed: Vec<f64>,
    least: usize,
    most: usize,
    rows: Vec<(Vec<f64>, f64)>,
    capacitated: bool,
    /// For each demand all sites, nearest first.
    nearest: Vec<u32>,
    whole: bool,
}

fn costs<'a>(problem: &'a Problem, radius: Option<f64>) -> Costs<'a> {
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
        nearest: if capacitated {
            Vec::new()
        } else {
            nearest_first(problem)
        },
        capacitated,
        whole,
    }
}

fn nearest_first(problem: &Problem) -> Vec<u32> {
    let m = problem.matrix.sites();
    let mut all = Vec::with_capacity(problem.matrix.demands() * m);
    for i in 0..problem.matrix.demands() {
        let row = problem.matrix.row(i);
        let from = all.len();
        all.extend(0..m as u32);
        all[from..].sort_unstable_by(|&a, &b| row[a as usize].total_cmp(&row[b as usize]).then(a.cmp(&b)));
    }
    all
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
struct Shown {
    /// Bound over all ways to choose the free sites.
    value: f64,
    base: f64,
    worth: Vec<f64>,
    /// Free sites, most worth having first.
    order: Vec<u32>,
    place: Vec<usize>,
    sums: Vec<f64>,
    low: usize,
    high: usize,
}

const FREE: u8 = 0;
const OPEN: u8 = 1;
const CLOSED: u8 = 2;

impl Costs<'_> {
    fn price(&self, prices: &[f64], status: &[u8]) -> std::result::Result<Shown, String> {
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
            let m = row.len();
            let order = &self.nearest[i * m..(i + 1) * m];
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
        let mut room = self.problem.capacity.of_site[site];
        for (saving, amount) in paying {
            let part = (room / amount).clamp(0.0, 1.0);
            room -= part * amount;
            sum -= part * saving;
        }
        sum
    }

    fn round(&self, value: f64) -> f64 {
        if self.whole && value.is_finite() {
            (value - 1e-8 * (1.0 + value.abs() * 1e-4)).ceil()
        } else {
            value
        }
    }
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
    fn if_closed(&self, j: u32) -> f64 {
        self.least(Some(j), 0)
    }
    fn if_open(&self, j: u32) -> f64 {
        self.least(Some(j), 1) + self.worth[j as usize]
    }
}

/// The bound that the cases show, in the model's own terms.
fn shown(problem: &Problem, proof: &Proof) -> std::result::Result<Option<f64>, String> {
    let costs = costs(problem, proof.radius);
    let lower = walk(&costs, proof)?;
    let bound = match problem.model {
        Model::MaxCover { .. } => problem.weights.iter().sum::<f64>() - lower,
        Model::PCenter { p } => match proof.radius {
            // More than p sites are needed at this distance, so the answer is the next distance that occurs.
            Some(radius) if lower > p as f64 + 1e-6 => {
                let cells = (0..problem.matrix.demands()).flat_map(|i| problem.matrix.row(i));
                cells
                    .filter(|c| **c > radius)
                    .fold(f64::INFINITY, |a, c| a.min(*c))
            }
            Some(_) => return Err("the proof does not show that p sites are too few".to_owned()),
            None => return Ok(None),
        },
        _ => lower,
    };
    Ok(Some(bound))
}

fn walk(costs: &Costs<'_>, proof: &Proof) -> std::result::Result<f64, String> {
    let m = costs.fixed.len();
    let mut stack = vec![(0usize, vec![FREE; m])];
    let mut lowest = f64::INFINITY;
    let mut seen = vec![false; proof.cases.len()];
    let prices_of = |k: usize| {
        proof
            .prices
            .get(k)
            .ok_or_else(|| "a case names prices that are not there".to_owned())
    };
    while let Some((at, mut status)) = stack.pop() {
        let Some(case) = proof.cases.get(at) else {
            return Err("a case is missing".to_owned());
        };
        if std::mem::replace(&mut seen[at], true) {
            return Err("a case is used twice".to_owned());
        }
        match case {
            Case::Bound { prices } => {
                let shown = costs.price(prices_of(*prices)?, &status)?;
                lowest = lowest.min(costs.round(shown.value));
            }
            Case::Decided => lowest = lowest.min(decided(costs, &status)?),
            Case::Sure {
                prices,
                opened,
                closed,
                then,
            } => {
                let shown = costs.price(prices_of(*prices)?, &status)?;
                for (&j, kind) in opened
                    .iter()
                    .map(|j| (j, OPEN))
                    .chain(closed.iter().map(|j| (j, CLOSED)))
                {
                    if status.get(j as usize) != Some(&FREE) {
                        return Err(format!("site {j} is decided twice"));
                    }
                    let other = if kind == OPEN {
                        shown.if_closed(j)
                    } else {
                        shown.if_open(j)
                    };
                    lowest = lowest.min(costs.round(other));
                    status[j as usize] = kind;
                }
                stack.push((*then, status));
            }
            Case::Split { site, opened, closed } => {
                if status.get(*site as usize) != Some(&FREE) {
                    return Err(format!("site {site} is decided twice"));
                }
                let mut other = status.clone();
                other[*site as usize] = OPEN;
                status[*site as usize] = CLOSED;
                stack.push((*opened, other));
                stack.push((*closed, status));
            }
        }
    }
    Ok(lowest)
}

/// The one answer left when every site is decided, or when the number of sites decides the rest.
fn decided(costs: &Costs<'_>, status: &[u8]) -> std::result::Result<f64, String> {
    if costs.capacitated {
        return Err("where sites can be full, a decided case needs prices".to_owned());
    }
    let count = |kind: u8| status.iter().filter(|s| **s == kind).count();
    let (opened, free) = (count(OPEN), count(FREE));
    let full = opened >= costs.most;
    let all = opened + free <= costs.least;
    if free > 0 && !full && !all {
        return Err("a case is said to be decided, but sites are free".to_owned());
    }
    let take_free = free > 0 && !full;
    let open: Vec<bool> = status
        .iter()
        .map(|s| *s == OPEN || (take_free && *s == FREE))
        .collect();
    let number = open.iter().filter(|o| **o).count();
    if number < costs.least
        || number > costs.most
        || !costs.problem.rules.iter().all(|r| rule_holds(r, &open))
    {
        return Ok(f64::INFINITY);
    }
    let mut sum: f64 = (0..open.len()).filter(|&j| open[j]).map(|j| costs.fixed[j]).sum();
    for i in 0..costs.problem.matrix.demands() {
        let row = costs.problem.matrix.row(i);
        let best = (0..open.len())
            .filter(|&j| open[j])
            .filter_map(|j| (costs.serve)(i, row[j]))
            .fold(f64::INFINITY, f64::min);
        sum += best.min((costs.without)(i));
    }
    Ok(sum)
}

/// Compares what was claimed with what was found.
fn conclude(problem: &Problem, answer: &Answer, verdict: &mut Verdict) {
    let better = |a: f64, b: f64| if problem.model.maximises() { a > b } else { a < b };
    if let Some(objective) = verdict.objective {
        match answer.objective {
            Some(claimed) if near(claimed, objective) => {}
            claimed => verdict
                .problems
                .push(format!("the objective is {objective}, not {claimed:?}")),
        }
        // The answer itself shows that nothing can be proved beyond it.
        if let Some(bound) = verdict.bound.as_mut()
            && (better(objective, *bound) || near(objective, *bound))
        {
            *bound = objective;
        }
    } else if answer.found && verdict.problems.is_empty() {
        verdict.problems.push("the answer opens nothing".to_owned());
    }
    match (answer.bound, verdict.bound) {
        (Some(claimed), Some(bound)) if better(bound, claimed) && !near(bound, claimed) => {
            verdict
                .problems
                .push(format!("the proof shows a bound of {bound}, not {claimed}"));
        }
        (Some(claimed), None) => verdict
            .problems
            .push(format!("nothing shows the bound of {claimed}")),
        _ => {}
    }
    verdict.proved = match (verdict.objective, verdict.bound) {
        (Some(o), Some(b)) => near(o, b),
        _ => false,
    };
    let impossible = verdict
        .bound
        .is_some_and(|b| b.is_infinite() && !problem.model.maximises());
    if answer.infeasible && !impossible && !crate::conflict::none_can_hold(problem) {
        verdict
            .problems
            .push("it is not shown that no answer exists".to_owned());
    }
    if answer.proved && !verdict.proved && !answer.infeasible {
        verdict
            .problems
            .push("the answer is said to be proved, but is not".to_owned());
    }
    verdict.bound = verdict.bound.filter(|b| b.is_finite());
    verdict.agrees = verdict.problems.is_empty();
}
