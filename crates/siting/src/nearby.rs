//! What an answer's reader asks next: what else would nearly do, and what stands in the way of better.

use crate::answer::{Alternative, Answer};
use crate::arcs::{Arcs, Columns};
use crate::check::rule_holds;
use crate::problem::{Model, Problem};
use crate::swap::Swap;

/// The best swaps around an answer, by their exact objective.
pub(crate) fn alternatives(
    arcs: &Arcs,
    columns: &Columns,
    answer: &Answer,
    exact: &dyn Fn(&[u32]) -> f64,
    value: &dyn Fn(f64) -> f64,
    count: usize,
) -> Vec<Alternative> {
    if count == 0 || !answer.found {
        return Vec::new();
    }
    let open: Vec<u32> = answer.open.iter().map(|&j| j as u32).collect();
    let mut swap = Swap::new(arcs, columns);
    swap.set(&open);
    let mut moves = swap.swaps();
    moves.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    let mut list: Vec<(f64, u32, u32)> = Vec::new();
    for (_, out, into) in moves.into_iter().take(count * 3) {
        let set: Vec<u32> = open.iter().map(|&j| if j == out { into } else { j }).collect();
        let cost = exact(&set);
        if cost.is_finite() {
            list.push((cost, out, into));
        }
    }
    list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    list.truncate(count);
    list.into_iter()
        .map(|(cost, out, into)| Alternative {
            close: Some(out as usize),
            open: Some(into as usize),
            objective: value(cost),
        })
        .collect()
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
