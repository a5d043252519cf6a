//! Walks the cases of a proof: each must be shown, and together they must leave nothing out.

use std::rc::Rc;

use super::prices::{CLOSED, Costs, FREE, OPEN, costs};
use super::spare;
use super::value::rule_holds;
use crate::answer::{Case, Proof};
use crate::problem::{Model, Problem};

/// The bound that the cases show, in the model's own terms.
pub(super) fn shown(problem: &Problem, proof: &Proof) -> std::result::Result<Option<f64>, String> {
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
    let ignored = vec![false; costs.problem.matrix.demands()];
    let mut stack = vec![(0usize, vec![FREE; m], Rc::new(ignored))];
    let mut lowest = f64::INFINITY;
    let mut seen = vec![false; proof.cases.len()];
    let prices_of = |k: usize| {
        proof
            .prices
            .get(k)
            .ok_or_else(|| "a case names prices that are not there".to_owned())
    };
    while let Some((at, mut status, ignored)) = stack.pop() {
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
                stack.push((*then, status, ignored));
            }
            Case::Split { site, opened, closed } => {
                if status.get(*site as usize) != Some(&FREE) {
                    return Err(format!("site {site} is decided twice"));
                }
                let mut other = status.clone();
                other[*site as usize] = OPEN;
                status[*site as usize] = CLOSED;
                stack.push((*opened, other, Rc::clone(&ignored)));
                stack.push((*closed, status, ignored));
            }
            Case::Spare { rounds, then } => {
                let mut fewer = ignored.to_vec();
                spare::follow(costs, rounds, &mut status, &mut fewer)?;
                stack.push((*then, status, Rc::new(fewer)));
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
