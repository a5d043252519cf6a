//! Set cover, and the centre by way of it.

use crate::answer::{Case, Proof};
use crate::arcs::Arcs;
use crate::budget::Budget;
use crate::problem::Problem;
use crate::random::Random;
use crate::reduce::{Reduced, reduce};
use crate::tree::{Effort, Found, Search};
use crate::{start, weigh};

/// Prices of the smaller form as prices of all demands: a dropped demand pays nothing.
pub(crate) fn widen(prices: &[f64], kept: &[u32], n: usize) -> Vec<f64> {
    let mut all = vec![0.0; n];
    for (&i, &price) in kept.iter().zip(prices) {
        all[i as usize] = price;
    }
    all.extend_from_slice(&prices[kept.len()..]);
    all
}

/// The answer to "is there a cover cheaper than this?" or "what is the cheapest cover?".
pub(crate) fn cheapest(
    problem: &Problem,
    limit: f64,
    unit: bool,
    effort: Effort,
    budget: &dyn Budget,
    warm: Option<&[u32]>,
) -> (Arcs, Found) {
    let mut arcs = Arcs::by_cover(problem, limit, (0, problem.matrix.sites()), |_| f64::INFINITY);
    if unit {
        arcs.fixed = vec![1.0; arcs.m];
        arcs.whole = true;
    }
    if let Some(i) = (0..arcs.n).find(|&i| arcs.row(i).is_empty()) {
        // Nothing reaches this demand: any price it pays is a bound.
        let mut prices = vec![0.0; arcs.n + arcs.sides.len()];
        prices[i] = 1e15;
        let proof = Proof {
            cases: vec![Case::Bound { prices: 0 }],
            prices: vec![prices],
            radius: None,
        };
        let found = Found {
            open: None,
            cost: f64::INFINITY,
            bound: f64::INFINITY,
            proof,
            branches: 0,
            stopped: false,
        };
        return (arcs, found);
    }
    let Reduced {
        arcs: small,
        kept,
        status,
        rounds,
    } = reduce(&arcs, budget);
    let columns = small.columns();
    let exact = |open: &[u32]| {
        let mut flags = vec![false; small.m];
        for &j in open {
            flags[j as usize] = true;
        }
        let all = (0..small.n).all(|i| small.site[small.row(i)].iter().any(|&j| flags[j as usize]));
        if all && small.sides.iter().all(|s| s.holds(&flags)) {
            open.iter().map(|&j| small.fixed[j as usize]).sum()
        } else {
            f64::INFINITY
        }
    };
    let mut random = Random::new(effort.seed);
    let light = if small.sides.is_empty() {
        weigh::cover(
            &small,
            &columns,
            &mut random,
            effort.cover_steps,
            effort.enough,
            budget,
        )
    } else {
        let reaches = |_: usize, c: f64| c <= limit;
        start::construct(
            problem,
            (arcs.m, false),
            effort.enough,
            reaches,
            effort.seed,
            budget,
        )
    };
    let starts = if light.is_some() && small.sides.is_empty() {
        0
    } else {
        effort.starts
    };
    let warm = light.as_deref().or(warm);
    let effort = Effort {
        starts,
        kicks: 0,
        root_steps: effort.root_steps * 4,
        root_patience: 60,
        branch_steps: 800,
        branch_patience: 16,
        stride: 0.01,
        linear: true,
        probes: 6,
        probe_steps: 150,
        ..effort
    };
    let mut found = Search::new(&small, &columns, &exact, budget, effort).run(&status, warm);
    for prices in &mut found.proof.prices {
        *prices = widen(prices, &kept, arcs.n);
    }
    if let Some(root) = found.proof.cases.first().cloned()
        && !rounds.is_empty()
    {
        let then = found.proof.cases.len();
        found.proof.cases.push(root);
        found.proof.cases[0] = Case::Spare { rounds, then };
    }
    (arcs, found)
}

/// Bisects the distances that occur: at each, are `p` sites enough?
pub(crate) fn center(problem: &Problem, p: usize, effort: Effort, budget: &dyn Budget) -> Center {
    let matrix = &problem.matrix;
    let n = matrix.demands();
    let least = (0..n)
        .map(|i| matrix.row(i).iter().copied().fold(f64::INFINITY, f64::min))
        .fold(0.0, f64::max);
    let mut result = Center {
        open: None,
        radius: f64::INFINITY,
        bound: f64::NEG_INFINITY,
        proof: None,
        branches: 0,
        stopped: false,
    };
    let reach = |open: &[u32]| {
        (0..n)
            .map(|i| {
                open.iter()
                    .fold(f64::INFINITY, |a, &j| a.min(matrix.at(i, j as usize)))
            })
            .fold(0.0, f64::max)
    };
    let mut values: Vec<f64> = Vec::new();
    if least.is_finite() {
        let cells = (0..n).flat_map(|i| matrix.row(i).iter().copied());
        // A first answer bounds the distances worth sorting.
        let start = greedy_center(problem, p);
        let high = start.as_ref().map_or(f64::INFINITY, |open| reach(open));
        if problem.rules.is_empty() && high.is_finite() {
            result.radius = high;
            result.open = start;
        }
        let top = if result.open.is_some() {
            result.radius
        } else {
            f64::MAX
        };
        values = cells.filter(|c| *c >= least && *c <= top).collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
    }
    // values[low] is the lowest that may still do; from `high` on it is known to do.
    let (mut low, mut high) = (0usize, values.len());
    if result.open.is_some() {
        high = high.saturating_sub(1);
    }
    let mut lower: Option<(f64, Proof)> = None;
    while low < high {
        let mid = low + (high - low) / 2;
        let radius = values[mid];
        let question = Effort {
            enough: p as f64,
            ceiling: p as f64 + 1.0,
            ..effort
        };
        let warm = result.open.clone();
        let (_, found) = cheapest(problem, radius, true, question, budget, warm.as_deref());
        result.branches += found.branches;
        if found.cost <= p as f64 {
            if let Some(open) = found.open {
                // The cover may reach even nearer than it was asked to.
                let now = reach(&open);
                high = values.partition_point(|v| *v < now).min(mid);
                result.radius = now;
                result.open = Some(open);
            }
        } else if found.bound > p as f64 + 0.5 || found.bound.is_infinite() {
            low = mid + 1;
            lower = Some((radius, found.proof));
        } else {
            result.stopped = true;
            break;
        }
    }
    if !result.stopped && low < values.len() && result.open.is_none() {
        result.stopped = true;
    }
    match lower {
        Some((radius, mut proof)) => {
            proof.radius = Some(radius);
            result.bound = values.get(low).copied().unwrap_or(f64::INFINITY);
            result.proof = Some(proof);
        }
        None => {
            // Even the nearest site of the worst placed demand is that far; the checker sees that for itself.
            result.bound = least;
        }
    }
    result
}

pub(crate) struct Center {
    pub open: Option<Vec<u32>>,
    pub radius: f64,
    pub bound: f64,
    pub proof: Option<Proof>,
    pub branches: usize,
    pub stopped: bool,
}

/// Opens the site nearest to the demand that is worst off, `p` times.
fn greedy_center(problem: &Problem, p: usize) -> Option<Vec<u32>> {
    let matrix = &problem.matrix;
    let n = matrix.demands();
    let mut distance = vec![f64::INFINITY; n];
    let mut open: Vec<u32> = Vec::new();
    for _ in 0..p {
        let worst = (0..n).max_by(|&a, &b| distance[a].total_cmp(&distance[b]))?;
        let row = matrix.row(worst);
        let site = (0..row.len()).min_by(|&a, &b| row[a].total_cmp(&row[b]))? as u32;
        if open.contains(&site) {
            break;
        }
        open.push(site);
        for (i, d) in distance.iter_mut().enumerate() {
            *d = d.min(matrix.at(i, site as usize));
        }
    }
    Some(open)
}
