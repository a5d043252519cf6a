//! The separate checker: recomputes an answer's objective and bound from the raw problem.
//!
//! It shares no code with the search. It reads the raw matrix, adds the answer up, and walks the proof: every case
//! must be shown by prices that anyone can add up, and the cases must leave nothing out.

mod prices;
mod spare;
mod value;
mod walk;

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::error::Result;
use crate::problem::{Model, Problem};

pub(crate) use prices::as_row;
pub(crate) use value::rule_holds;
use value::{achieved, assignment, filled};
use walk::shown;

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
