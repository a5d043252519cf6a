//! Questions that are a plain model in another shape: several modes, day and night, nobody beyond a limit, two aims.

use crate::answer::Answer;
use crate::budget::Budget;
use crate::error::{Result, SitingError};
use crate::matrix::Matrix;
use crate::problem::{Model, Problem};
use crate::rules::Rule;
use crate::solve::{Settings, solve};

/// One matrix out of several modes, each with its own limit: a cell is the share of the limit used, so the limit of
/// the combined matrix is 1. With `every`, a site reaches a demand only by all modes, otherwise by any one.
///
/// # Errors
/// When there is no mode, sizes differ, or a limit is not positive.
pub fn by_modes(modes: &[(&Matrix, f64)], every: bool) -> Result<Matrix> {
    let Some((first, _)) = modes.first() else {
        return Err(SitingError::question("there is no mode"));
    };
    let (n, m) = (first.demands(), first.sites());
    let fits = |(matrix, limit): &(&Matrix, f64)| {
        matrix.demands() == n && matrix.sites() == m && limit.is_finite() && *limit > 0.0
    };
    if !modes.iter().all(fits) {
        return Err(SitingError::question(
            "all modes need the same size and a positive limit",
        ));
    }
    let mut combined = Matrix::unreachable(n, m)?;
    for i in 0..n {
        for (j, cell) in combined.row_mut(i).iter_mut().enumerate() {
            let shares = modes.iter().map(|(matrix, limit)| matrix.at(i, j) / limit);
            *cell = if every {
                shares.fold(0.0, f64::max)
            } else {
                shares.fold(f64::INFINITY, f64::min)
            };
        }
    }
    Ok(combined)
}

/// Rules that no one of these demands may lie beyond `limit` of an open site ("no group worse than").
/// A demand that no site reaches gives a rule that cannot hold, so that the conflict is named.
pub fn nobody_beyond(matrix: &Matrix, demands: &[usize], limit: f64) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut lists: Vec<Vec<usize>> = demands
        .iter()
        .map(|&i| {
            (0..matrix.sites())
                .filter(|&j| matrix.at(i, j) <= limit)
                .collect()
        })
        .collect();
    // Whoever keeps a short list keeps every longer one that holds it.
    lists.sort_by_key(Vec::len);
    for list in lists {
        let held = rules.iter().any(|r| match r {
            Rule::AtLeast { sites, .. } => sites.iter().all(|j| list.contains(j)),
            _ => false,
        });
        if !held {
            rules.push(Rule::AtLeast {
                sites: list,
                least: 1,
            });
        }
    }
    rules
}

/// Day and night service as one median: sites 0..m open by day, sites m..2m the same places open round the clock.
/// Demands 0..n are by day (any open place serves them), n..2n by night (only places open round the clock).
/// `places` are open in all, `nights` of them round the clock.
///
/// # Errors
/// When the weights do not fit, or there are more nights than places or places than sites.
pub fn day_and_night(
    matrix: &Matrix,
    day: &[f64],
    night: &[f64],
    places: usize,
    nights: usize,
) -> Result<Problem> {
    let (n, m) = (matrix.demands(), matrix.sites());
    if day.len() != n || night.len() != n {
        return Err(SitingError::question(
            "day and night both need one weight per demand",
        ));
    }
    if nights == 0 || nights > places || places > m {
        return Err(SitingError::question(
            "nights must be 1 or more, and no more than places, and these no more than sites",
        ));
    }
    let mut both = Matrix::unreachable(2 * n, 2 * m)?;
    for i in 0..n {
        let row = matrix.row(i);
        let by_day = both.row_mut(i);
        by_day[..m].copy_from_slice(row);
        by_day[m..].copy_from_slice(row);
        both.row_mut(n + i)[m..].copy_from_slice(row);
    }
    let mut problem = Problem::new(Model::PMedian { p: places }, both);
    problem.weights = day.iter().chain(night).copied().collect();
    problem.rules = (0..m)
        .map(|j| Rule::NotTogether {
            sites: vec![j, m + j],
        })
        .collect();
    problem.rules.push(Rule::AtMost {
        sites: (m..2 * m).collect(),
        most: nights,
    });
    problem.rules.push(Rule::AtLeast {
        sites: (m..2 * m).collect(),
        least: nights,
    });
    Ok(problem)
}

/// One point of a trade-off: what the open sites cost by the second measure, and the best answer at that cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub second: f64,
    pub answer: Answer,
}

/// The whole trade-off between a model's objective and a cost of the open sites: from the best answer at any cost down,
/// each point the best that is cheaper by at least `step` than the one before, until nothing fits or `most` points.
/// With whole costs and step 1, and every answer proved, no point is missing.
///
/// # Errors
/// When the question makes no sense or the step is not positive.
pub fn trade_off(
    problem: &Problem,
    costs: &[(usize, f64)],
    step: f64,
    most: usize,
    settings: &Settings,
    budget: &dyn Budget,
) -> Result<Vec<Point>> {
    if !step.is_finite() || step <= 0.0 {
        return Err(SitingError::question("the step between points must be positive"));
    }
    let mut points: Vec<Point> = Vec::new();
    let mut limit: Option<f64> = None;
    while points.len() < most && !budget.spent() {
        let mut question = problem.clone();
        if let Some(limit) = limit {
            question.rules.push(Rule::Budget {
                costs: costs.to_vec(),
                most: limit,
            });
        }
        let answer = solve(&question, settings, budget)?;
        if !answer.found {
            break;
        }
        let second: f64 = costs
            .iter()
            .filter(|(j, _)| answer.open.contains(j))
            .map(|(_, c)| c)
            .sum();
        // An equally good answer that costs less makes the dearer one pointless.
        while points
            .last()
            .is_some_and(|p| p.answer.objective == answer.objective)
        {
            points.pop();
        }
        points.push(Point { second, answer });
        limit = Some(second - step);
    }
    Ok(points)
}
