//! What open sites achieve, added up from the raw figures.

use super::Verdict;
use crate::answer::Answer;
use crate::problem::{Model, Problem};
use crate::rules::Rule;

/// A demand must be said to be served by a site that is open and no farther than its nearest.
pub(super) fn assignment(problem: &Problem, answer: &Answer, open: &[bool], verdict: &mut Verdict) {
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
            verdict.problems.push(format!(
                "demand {} is not assigned to a nearest open site",
                problem.demand_name(i)
            ));
            return;
        }
    }
}

/// Adds up who is served where when sites can be full.
pub(super) fn filled(
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
pub(super) fn achieved(problem: &Problem, open: &[bool]) -> std::result::Result<f64, String> {
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
                return Err(format!(
                    "demand {} is not reached within {limit}",
                    problem.demand_name(i)
                ));
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
