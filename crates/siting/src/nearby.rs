//! What an answer's reader asks next: what else would nearly do, and what stands in the way of better.

use crate::answer::{Alternative, Answer};
use crate::check::rule_holds;
use crate::matrix::Matrix;
use crate::problem::{Model, Problem};

/// One open site gives way to one that is closed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swapped {
    pub close: usize,
    pub open: usize,
    /// What it costs to reach the nearest open site then, weights times costs; where there is no way, [`NO_WAY`] counts.
    pub cost: f64,
    /// The weight that is further than the limit then.
    pub beyond: f64,
}

/// What a demand costs that no open site reaches: far more than any way, and still a figure that can be compared.
pub const NO_WAY: f64 = 1e9;

impl Swapped {
    /// Least beyond the limit, then least cost. What adding up in another order makes of a sum must not reorder them.
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let whole = |x: f64| (x * 1e6).round();
        whole(self.beyond)
            .total_cmp(&whole(other.beyond))
            .then(whole(self.cost).total_cmp(&whole(other.cost)))
            .then((self.close, self.open).cmp(&(other.close, other.open)))
    }
}

/// The best swaps around these open sites, at most so many: the least weight beyond the limit first, then the least cost.
/// `fixed` gives what a site costs to open. Rules are not looked at, see [`Problem::keeps`].
pub fn swaps(
    matrix: &Matrix,
    weights: &[f64],
    fixed: &dyn Fn(usize) -> f64,
    open: &[usize],
    limit: f64,
    most: usize,
) -> Vec<Swapped> {
    let m = matrix.sites();
    let is_open = |j: &usize| open.contains(j);
    let closed: Vec<usize> = (0..m).filter(|j| !is_open(j)).collect();
    let cost = Sums::new(matrix, weights, open, |c| c.min(NO_WAY));
    let beyond = limit
        .is_finite()
        .then(|| Sums::new(matrix, weights, open, |c| f64::from(u8::from(c > limit))));
    let mut list: Vec<Swapped> = Vec::new();
    for (r, &close) in open.iter().enumerate() {
        let (cost, beyond) = (cost.without(r), beyond.as_ref().map(|b| b.without(r)));
        list.extend(closed.iter().map(|&j| Swapped {
            close,
            open: j,
            cost: cost[j] + fixed(j) - fixed(close),
            beyond: beyond.as_ref().map_or(0.0, |b| b[j]),
        }));
        if list.len() > most.saturating_mul(2) {
            list.select_nth_unstable_by(most, Swapped::order);
            list.truncate(most);
        }
    }
    list.sort_by(Swapped::order);
    list.truncate(most);
    list
}

/// What the nearest open site costs all demands, ready for the question what it would be with one site for another.
struct Sums<'a, C> {
    matrix: &'a Matrix,
    weights: &'a [f64],
    cell: C,
    /// By open site, the demands it is nearest to: demand, its cost, the cost of the next site.
    served: Vec<Vec<(usize, f64, f64)>>,
    now: f64,
    /// By site, what everybody would save if it were open too.
    gain: Vec<f64>,
}

impl<'a, C: Fn(f64) -> f64> Sums<'a, C> {
    fn new(matrix: &'a Matrix, weights: &'a [f64], open: &[usize], cell: C) -> Self {
        let mut served = vec![Vec::new(); open.len()];
        let (mut now, mut gain) = (0.0, vec![0.0; matrix.sites()]);
        for (i, &weight) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let row = matrix.row(i);
            let (mut nearest, mut first, mut second) = (0, f64::INFINITY, cell(f64::INFINITY));
            for (r, &j) in open.iter().enumerate() {
                let c = cell(row[j]);
                if c < first {
                    (nearest, first, second) = (r, c, first.min(second));
                } else {
                    second = second.min(c);
                }
            }
            if let Some(list) = served.get_mut(nearest).filter(|_| first.is_finite()) {
                list.push((i, first, second));
                now += weight * first;
                for (gain, &c) in gain.iter_mut().zip(row) {
                    *gain += weight * (first - cell(c)).max(0.0);
                }
            }
        }
        Self {
            matrix,
            weights,
            cell,
            served,
            now,
            gain,
        }
    }

    /// By site, what everybody pays with it in the place of the open site `r`.
    fn without(&self, r: usize) -> Vec<f64> {
        let mut sums: Vec<f64> = self.gain.iter().map(|gain| self.now - gain).collect();
        for &(i, first, second) in &self.served[r] {
            let weight = self.weights[i];
            for (sum, &c) in sums.iter_mut().zip(self.matrix.row(i)) {
                let c = (self.cell)(c);
                // It goes to the next site or to the new one, whatever it would have saved above.
                *sum += weight * (second.min(c) - first + (first - c).max(0.0));
            }
        }
        sums
    }
}

/// The best swaps around an answer that are answers themselves. `cost` gives what a set of open sites costs exactly, infinite where
/// it is no answer; `value` turns that into the objective.
pub(crate) fn alternatives(
    problem: &Problem,
    answer: &Answer,
    cost: &dyn Fn(&[u32]) -> f64,
    value: &dyn Fn(f64) -> f64,
    (count, tries): (usize, usize),
) -> Vec<Alternative> {
    if count == 0 || !answer.found {
        return Vec::new();
    }
    let limit = match problem.model {
        Model::MaxCover { limit, .. } | Model::SetCover { limit } => limit,
        _ => f64::INFINITY,
    };
    // A cover has to reach everyone, whoever they are.
    let everyone = vec![1.0; problem.matrix.demands()];
    let weights = if matches!(problem.model, Model::SetCover { .. }) {
        &everyone
    } else {
        &problem.weights
    };
    let fixed = |j| problem.fixed_cost(j);
    let all = swaps(&problem.matrix, weights, &fixed, &answer.open, limit, tries);
    let mut list: Vec<Alternative> = Vec::new();
    for swap in all {
        let set: Vec<u32> = answer
            .open
            .iter()
            .map(|&j| if j == swap.close { swap.open } else { j } as u32)
            .collect();
        let cost = cost(&set);
        if cost.is_finite() {
            list.push(Alternative {
                close: Some(swap.close),
                open: Some(swap.open),
                objective: value(cost),
            });
        }
        if list.len() == count {
            break;
        }
    }
    let better = |a: f64, b: f64| {
        if problem.model.maximises() {
            b.total_cmp(&a)
        } else {
            a.total_cmp(&b)
        }
    };
    list.sort_by(|a, b| better(a.objective, b.objective));
    list
}

/// Rules and limits that leave no room in this answer, in words.
pub(crate) fn binding(problem: &Problem, answer: &Answer) -> Vec<String> {
    let mut list = Vec::new();
    if !answer.found {
        return list;
    }
    let m = problem.matrix.sites();
    let mut open = vec![false; m];
    for &j in &answer.open {
        open[j] = true;
    }
    for rule in &problem.rules {
        // A rule binds when opening or closing a single site could break it.
        let tight = (0..m).any(|j| {
            let mut other = open.clone();
            other[j] = !other[j];
            !rule_holds(rule, &other)
        });
        if tight {
            list.push(rule.words(problem));
        }
    }
    match problem.model {
        Model::PMedian { p } | Model::PCenter { p } | Model::MaxCover { p, .. } if answer.open.len() == p => {
            list.push(format!("p = {p}: no more sites may be open"));
        }
        _ => {}
    }
    let name = |i: usize| problem.demand_name(i);
    if let (Model::PCenter { .. }, Some(radius)) = (problem.model, answer.objective) {
        for i in 0..problem.matrix.demands() {
            let row = problem.matrix.row(i);
            let near = answer.open.iter().fold(f64::INFINITY, |a, &j| a.min(row[j]));
            if near == radius {
                list.push(format!(
                    "demand {} is {radius} from its nearest open site",
                    name(i)
                ));
            }
            if list.len() > 20 {
                break;
            }
        }
    }
    if let Model::SetCover { limit } = problem.model {
        for i in 0..problem.matrix.demands() {
            let row = problem.matrix.row(i);
            let mut within = (0..m).filter(|&j| row[j] <= limit);
            if let (Some(only), None) = (within.next(), within.next()) {
                list.push(format!(
                    "only {} reaches demand {}",
                    problem.site_name(only),
                    name(i)
                ));
            }
            if list.len() > 20 {
                break;
            }
        }
    }
    list
}
