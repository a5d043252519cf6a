//! The working form of every model without capacities: for each demand, the sites that may serve it, nearest first.
//!
//! One form serves the median, plant and cover models: open between `least` and `most` sites, pay what they cost to
//! open, and for each demand pay the cheapest open site on its list or, where that is allowed, go without.

use crate::error::{Result, SitingError};
use crate::matrix::Matrix;
use crate::problem::{Model, Problem};
use crate::rules::Side;

#[derive(Debug, Clone)]
pub(crate) struct Arcs {
    pub n: usize,
    pub m: usize,
    pub start: Vec<usize>,
    pub site: Vec<u32>,
    pub cost: Vec<f64>,
    /// The highest multiplier that leaves the bound right: the cost of the cheapest choice that is not listed.
    pub roof: Vec<f64>,
    /// What the local search takes an unlisted choice to cost.
    pub refuse: Vec<f64>,
    pub fixed: Vec<f64>,
    pub least: usize,
    pub most: usize,
    pub sides: Vec<Side>,
    /// Being served costs nothing: only who reaches whom counts.
    pub flat: bool,
    /// Every possible objective is a whole number, so that a bound may be rounded up.
    pub whole: bool,
}

/// How many of its nearest sites a demand keeps: with many sites open, far ones never matter.
fn reach(m: usize, most: usize) -> usize {
    let share = m.div_ceil(most.max(1));
    m.min((share * 3 + 10).max(40))
}

/// The rules as rows. Where sites can be full, one more: together the open ones must hold everything.
fn sides(problem: &Problem) -> Vec<Side> {
    let mut sides: Vec<Side> = problem.rules.iter().map(crate::rules::Rule::side).collect();
    if matches!(problem.model, Model::Capacitated { .. }) {
        let capacity = &problem.capacity;
        let scale = capacity
            .of_site
            .iter()
            .fold(0.0_f64, |a, &s| a.max(s))
            .max(1e-300);
        let terms = capacity
            .of_site
            .iter()
            .enumerate()
            .map(|(j, s)| (j as u32, s / scale))
            .collect();
        sides.push(Side {
            terms,
            least: capacity.of_demand.iter().sum::<f64>() / scale,
        });
    }
    sides
}

/// Sorts a row; whole costs go as plain numbers, which is several times faster.
fn sort(
    row: &mut [(f64, u32)],
    keys: &mut Vec<u64>,
    order: impl Fn(&(f64, u32), &(f64, u32)) -> std::cmp::Ordering,
) {
    const TOP: f64 = (1u64 << 31) as f64;
    if !row.iter().all(|(c, _)| c.fract() == 0.0 && *c < TOP) {
        row.sort_unstable_by(order);
        return;
    }
    keys.clear();
    keys.extend(row.iter().map(|&(c, j)| (c as u64) << 32 | u64::from(j)));
    keys.sort_unstable();
    for (slot, &key) in row.iter_mut().zip(keys.iter()) {
        *slot = ((key >> 32) as f64, key as u32);
    }
}

impl Arcs {
    /// Distances as costs (median, plant).
    pub(crate) fn by_cost(problem: &Problem) -> Result<Self> {
        let (n, m) = (problem.matrix.demands(), problem.matrix.sites());
        let (least, most) = match problem.model {
            Model::PMedian { p } => (p, p),
            _ => (1, m),
        };
        let keep = if matches!(problem.model, Model::PMedian { .. }) {
            reach(m, most)
        } else {
            m
        };
        let mut arcs = Self::empty(problem, least, most);
        let mut row: Vec<(f64, u32)> = Vec::with_capacity(m);
        let mut keys: Vec<u64> = Vec::new();
        for i in 0..n {
            let weight = problem.weights[i];
            if weight == 0.0 {
                arcs.close_row(0.0, 0.0);
                continue;
            }
            row.clear();
            let cells = problem.matrix.row(i).iter().enumerate();
            row.extend(
                cells
                    .filter(|(_, c)| c.is_finite())
                    .map(|(j, &c)| (c * weight, j as u32)),
            );
            if row.is_empty() {
                return Err(SitingError::Question(format!(
                    "demand {} can reach no site at all",
                    problem.demand_name(i)
                )));
            }
            let far = row.iter().fold(0.0_f64, |a, c| a.max(c.0));
            let all = row.len() == m;
            let order = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            let roof = if row.len() > keep {
                let (_, next, _) = row.select_nth_unstable_by(keep, order);
                let next = next.0;
                row.truncate(keep);
                next
            } else {
                f64::INFINITY
            };
            sort(&mut row, &mut keys, order);
            for &(c, j) in &row {
                arcs.site.push(j);
                arcs.cost.push(c);
            }
            // Out of reach is worse than any sum of reachable costs could make good.
            let refuse = if all {
                far * 1.5 + 1.0
            } else {
                (far + 1.0) * n as f64
            };
            arcs.close_row(roof, refuse);
        }
        arcs.whole = arcs.cost.iter().chain(&arcs.fixed).all(|c| c.fract() == 0.0);
        Ok(arcs)
    }

    /// Reaching within a limit costs nothing; going without costs `without(i)` (infinite: not allowed).
    pub(crate) fn by_cover(
        problem: &Problem,
        limit: f64,
        (least, most): (usize, usize),
        without: impl Fn(usize) -> f64,
    ) -> Self {
        let (n, m) = (problem.matrix.demands(), problem.matrix.sites());
        let mut arcs = Self::empty(problem, least, most);
        arcs.flat = true;
        let dear: f64 = arcs.fixed.iter().map(|f| f.abs()).sum::<f64>() + m as f64 + 1.0;
        for i in 0..n {
            for (j, &c) in problem.matrix.row(i).iter().enumerate() {
                if c <= limit {
                    arcs.site.push(j as u32);
                    arcs.cost.push(0.0);
                }
            }
            let cost = without(i);
            arcs.close_row(cost, if cost.is_finite() { cost } else { dear });
        }
        arcs.whole = arcs.fixed.iter().all(|f| f.fract() == 0.0)
            && arcs.roof.iter().all(|r| r.is_infinite() || r.fract() == 0.0);
        arcs
    }

    /// Lists of which one site each must be open, every site as dear as another.
    pub(crate) fn of_rows(rows: &[Vec<u32>], m: usize) -> Self {
        let mut arcs = Self {
            n: rows.len(),
            m,
            start: vec![0],
            site: Vec::new(),
            cost: Vec::new(),
            roof: Vec::new(),
            refuse: Vec::new(),
            fixed: vec![1.0; m],
            least: 0,
            most: m,
            sides: Vec::new(),
            flat: true,
            whole: true,
        };
        for row in rows {
            arcs.site.extend_from_slice(row);
            arcs.cost.resize(arcs.site.len(), 0.0);
            arcs.close_row(f64::INFINITY, m as f64 + 1.0);
        }
        arcs
    }

    fn empty(problem: &Problem, least: usize, most: usize) -> Self {
        let m = problem.matrix.sites();
        Self {
            n: problem.matrix.demands(),
            m,
            start: vec![0],
            site: Vec::new(),
            cost: Vec::new(),
            roof: Vec::new(),
            refuse: Vec::new(),
            fixed: (0..m).map(|j| problem.fixed_cost(j)).collect(),
            least,
            most,
            sides: sides(problem),
            flat: false,
            whole: false,
        }
    }

    fn close_row(&mut self, roof: f64, refuse: f64) {
        self.start.push(self.site.len());
        self.roof.push(roof);
        self.refuse.push(refuse);
    }

    pub(crate) fn row(&self, i: usize) -> std::ops::Range<usize> {
        self.start[i]..self.start[i + 1]
    }

    /// The lists the other way round: for each site, the demands that have it on their list.
    pub(crate) fn columns(&self) -> Columns {
        let mut start = vec![0usize; self.m + 2];
        for &j in &self.site {
            start[j as usize + 2] += 1;
        }
        for j in 2..self.m + 2 {
            start[j] += start[j - 1];
        }
        let mut arc = vec![(0.0, 0u32); self.site.len()];
        for i in 0..self.n {
            for a in self.row(i) {
                let slot = &mut start[self.site[a] as usize + 1];
                arc[*slot] = (self.cost[a], i as u32);
                *slot += 1;
            }
        }
        start.pop();
        Columns { start, arc }
    }
}

pub(crate) struct Columns {
    start: Vec<usize>,
    arc: Vec<(f64, u32)>,
}

impl Columns {
    pub(crate) fn of(&self, j: usize) -> &[(f64, u32)] {
        &self.arc[self.start[j]..self.start[j + 1]]
    }
}

/// The exact weighted cost of open sites on the raw matrix; infinite when a demand with weight reaches none.
pub(crate) fn weighted_cost(matrix: &Matrix, weights: &[f64], open: &[u32]) -> f64 {
    let mut sum = 0.0;
    for (i, &w) in weights.iter().enumerate() {
        if w > 0.0 {
            let row = matrix.row(i);
            sum += w * open.iter().fold(f64::INFINITY, |a, &j| a.min(row[j as usize]));
        }
    }
    sum
}
