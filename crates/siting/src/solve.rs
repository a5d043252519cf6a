//! From a question to an answer with its proof.

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Case, Proof};
use crate::arcs::{Arcs, weighted_cost};
use crate::bound::FREE;
use crate::budget::Budget;
use crate::check::verify;
use crate::error::Result;
use crate::problem::{Model, Problem};
use crate::random::Random;
use crate::tree::{Effort, Found, Search};
use crate::{capacity, conflict, cover, nearby, reach, start};

/// How to search. The defaults suit every model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub seed: u64,
    /// Stop after this many branches.
    pub branches: usize,
    /// Stop once the relative gap is this small; 0 asks for a proof.
    pub gap: f64,
    /// Look for a good answer only: a bound comes along, but no branching.
    pub heuristic: bool,
    /// How many near alternatives to list.
    pub alternatives: usize,
    /// Let the separate checker decide whether to say "proved".
    pub check: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            branches: 1_000_000,
            gap: 0.0,
            heuristic: false,
            alternatives: 5,
            check: true,
        }
    }
}

impl Settings {
    pub(crate) fn effort(&self) -> Effort {
        let usual = Effort::default();
        Effort {
            root_steps: if self.heuristic { 600 } else { usual.root_steps },
            seed: self.seed,
            branches: self.branches,
            gap: self.gap,
            heuristic: self.heuristic,
            starts: if self.heuristic { 1 } else { usual.starts },
            ..usual
        }
    }
}

/// Solves a question as far as the budget allows.
///
/// # Errors
/// Only when the question itself does not make sense: a search that runs out of time answers with a gap,
/// and a question without an answer says so.
pub fn solve(problem: &Problem, settings: &Settings, budget: &dyn Budget) -> Result<Answer> {
    problem.check()?;
    let rules = !problem.rules.is_empty() || matches!(problem.model, Model::Capacitated { .. });
    if rules && conflict::none_can_hold(problem) {
        return Ok(impossible(problem));
    }
    let mut answer = match problem.model {
        Model::PMedian { .. } | Model::Plant => median(problem, settings, budget)?,
        Model::MaxCover { limit, p } => max_cover(problem, limit, p, settings, budget)?,
        Model::SetCover { limit } => {
            let (arcs, found) = cover::cheapest(problem, limit, false, settings.effort(), budget, None);
            let mut answer = finish(problem, &arcs, found, |cost| cost);
            let exact = |open: &[u32]| covering(problem, limit, open);
            let tries = (settings.alternatives, TRIES);
            answer.alternatives = nearby::alternatives(problem, &answer, &exact, &|cost| cost, tries);
            answer
        }
        Model::PCenter { p } => center(problem, cover::center(problem, p, settings.effort(), budget)),
        Model::Capacitated { single_source } => capacity::solve(problem, single_source, settings, budget)?,
    };
    complete(problem, &mut answer);
    answer.binding = nearby::binding(problem, &answer);
    if !answer.found && !answer.infeasible && conflict::none_can_hold(problem) {
        answer = impossible(problem);
    }
    if answer.infeasible {
        answer.conflict = conflict::smallest(problem);
    }
    if settings.check {
        let verdict = verify(problem, &answer)?;
        if !verdict.agrees {
            answer.proved = false;
            answer.method.push_str("; the checker disagrees: ");
            answer.method.push_str(&verdict.problems.join("; "));
            if answer.bound.is_some() {
                answer.bound = verdict.bound;
            }
        }
    }
    answer.names = if problem.site_names.is_empty() {
        Vec::new()
    } else {
        answer.open.iter().map(|&j| problem.site_name(j)).collect()
    };
    answer.cpu_s = Some(budget.elapsed()).filter(|s| *s > 0.0);
    Ok(answer)
}

/// Swaps around an answer that are tried for the list of alternatives.
const TRIES: usize = 20_000;

/// What sites cost that are within the limit of every demand and keep the rules; infinite where they do not.
fn covering(problem: &Problem, limit: f64, open: &[u32]) -> f64 {
    let near = |i| open.iter().any(|&j| problem.matrix.at(i, j as usize) <= limit);
    let sites: Vec<usize> = open.iter().map(|&j| j as usize).collect();
    if problem.keeps(&sites) && (0..problem.matrix.demands()).all(near) {
        sites.iter().map(|&j| problem.fixed_cost(j)).sum()
    } else {
        f64::INFINITY
    }
}

/// Adds what follows from the open sites: who is served where.
fn complete(problem: &Problem, answer: &mut Answer) {
    if !answer.found || matches!(problem.model, Model::Capacitated { .. }) {
        return;
    }
    let within = match problem.model {
        Model::MaxCover { limit, .. } => limit,
        _ => f64::MAX,
    };
    answer.assignment = (0..problem.matrix.demands())
        .map(|i| {
            let row = problem.matrix.row(i);
            let nearest = answer
                .open
                .iter()
                .copied()
                .min_by(|&a, &b| row[a].total_cmp(&row[b]).then(a.cmp(&b)));
            nearest.filter(|&j| row[j] <= within)
        })
        .collect();
}

fn center(problem: &Problem, found: cover::Center) -> Answer {
    let objective = found.open.is_some().then_some(found.radius);
    let bound = found.bound.is_finite().then_some(found.bound);
    let gap = match (objective, bound) {
        (Some(o), Some(b)) => Some(if o == b {
            0.0
        } else {
            (o - b).abs() / o.abs().max(1e-9)
        }),
        _ => None,
    };
    Answer {
        model: problem.model,
        found: objective.is_some(),
        names: Vec::new(),
        assignment: Vec::new(),
        flows: Vec::new(),
        open: found
            .open
            .unwrap_or_default()
            .into_iter()
            .map(|j| j as usize)
            .collect(),
        objective,
        bound,
        gap,
        proved: gap == Some(0.0),
        infeasible: objective.is_none() && !found.stopped,
        conflict: Vec::new(),
        method: format!("bisection over set covers, {} branches", found.branches),
        alternatives: Vec::new(),
        binding: Vec::new(),
        branches: found.branches,
        cpu_s: None,
        proof: found.proof.map(tidy),
    }
}

fn rules_hold(problem: &Problem, arcs: &Arcs, open: &[u32]) -> bool {
    if open.len() < arcs.least || open.len() > arcs.most {
        return false;
    }
    if arcs.sides.is_empty() {
        return true;
    }
    let mut flags = vec![false; problem.matrix.sites()];
    for &j in open {
        flags[j as usize] = true;
    }
    arcs.sides.iter().all(|s| s.holds(&flags))
}

/// A first answer where swaps may find none: rules to keep, or people out of reach of some sites.
fn first(problem: &Problem, arcs: &Arcs, settings: &Settings, budget: &dyn Budget) -> Option<Vec<u32>> {
    let people = !matches!(problem.model, Model::MaxCover { .. });
    let ends = |i: usize| people && problem.weights[i] > 0.0;
    let apart = || (0..arcs.n).any(|i| ends(i) && problem.matrix.row(i).iter().any(|c| c.is_infinite()));
    if arcs.sides.is_empty() && !apart() {
        return None;
    }
    let fill = arcs.least == arcs.most;
    let reaches = |i: usize, c: f64| !ends(i) || c.is_finite();
    let enough = arcs.most as f64;
    start::construct(problem, (arcs.most, fill), enough, reaches, settings.seed, budget)
}

fn median(problem: &Problem, settings: &Settings, budget: &dyn Budget) -> Result<Answer> {
    let arcs = Arcs::by_cost(problem)?;
    let columns = arcs.columns();
    let exact = |open: &[u32]| {
        if !rules_hold(problem, &arcs, open) {
            return f64::INFINITY;
        }
        let fixed: f64 = open.iter().map(|&j| problem.fixed_cost(j as usize)).sum();
        fixed + weighted_cost(&problem.matrix, &problem.weights, open)
    };
    let first = first(problem, &arcs, settings, budget);
    let found = Search::new(&arcs, &columns, &exact, budget, settings.effort())
        .run(&vec![FREE; arcs.m], first.as_deref());
    let mut answer = finish(problem, &arcs, found, |cost| cost);
    let tries = (settings.alternatives, TRIES);
    answer.alternatives = nearby::alternatives(problem, &answer, &exact, &|cost| cost, tries);
    Ok(answer)
}

/// The rules alone cannot hold together: nothing needs to be searched.
fn impossible(problem: &Problem) -> Answer {
    Answer {
        model: problem.model,
        found: false,
        open: Vec::new(),
        names: Vec::new(),
        assignment: Vec::new(),
        flows: Vec::new(),
        objective: None,
        bound: None,
        gap: None,
        proved: false,
        infeasible: true,
        conflict: conflict::smallest(problem),
        method: "the rules cannot hold together".to_owned(),
        alternatives: Vec::new(),
        binding: Vec::new(),
        branches: 0,
        cpu_s: None,
        proof: None,
    }
}

/// List entries that the walk over large covers looks at: about a third of a second, and less where only a quick answer counts.
const WALK: usize = 250_000_000;
const QUICK_WALK: usize = 150_000_000;

fn max_cover(
    problem: &Problem,
    limit: f64,
    p: usize,
    settings: &Settings,
    budget: &dyn Budget,
) -> Result<Answer> {
    let arcs = Arcs::by_cover(problem, limit, (0, p), |i| problem.weights[i]);
    let columns = arcs.columns();
    let exact = |open: &[u32]| {
        if !rules_hold(problem, &arcs, open) {
            return f64::INFINITY;
        }
        let near = |i: &usize| open.iter().all(|&j| problem.matrix.at(*i, j as usize) > limit);
        (0..arcs.n).filter(near).map(|i| problem.weights[i]).sum()
    };
    let effort = settings.effort();
    let walk = if arcs.sides.is_empty() {
        let mut random = Random::new(settings.seed);
        let walk = if settings.heuristic { QUICK_WALK } else { WALK };
        Some(reach::widest(&arcs, &columns, p, &mut random, walk, budget))
    } else {
        first(problem, &arcs, settings, budget)
    };
    let effort = Effort {
        starts: usize::from(walk.is_none() || !arcs.sides.is_empty()),
        kicks: if walk.is_none() || !arcs.sides.is_empty() {
            10
        } else {
            0
        },
        root_steps: if settings.heuristic { 600 } else { 6_000 },
        root_patience: 30,
        branch_steps: 300,
        branch_patience: 6,
        stride: 0.01,
        probes: 6,
        probe_steps: 50,
        ..effort
    };
    let found =
        Search::new(&arcs, &columns, &exact, budget, effort).run(&vec![FREE; arcs.m], walk.as_deref());
    let all: f64 = problem.weights.iter().sum();
    let mut answer = finish(problem, &arcs, found, |cost| all - cost);
    let tries = (settings.alternatives, TRIES);
    answer.alternatives = nearby::alternatives(problem, &answer, &exact, &|cost| all - cost, tries);
    Ok(answer)
}

/// Turns what the search found into an answer in the model's own terms.
pub(crate) fn finish(problem: &Problem, arcs: &Arcs, found: Found, value: impl Fn(f64) -> f64) -> Answer {
    let Found {
        open,
        cost,
        bound,
        proof,
        branches,
        stopped,
    } = found;
    let has = cost.is_finite();
    let mut lower = bound.min(cost);
    if arcs.whole && lower.is_finite() {
        lower = (lower - 1e-6 * (1.0 + lower.abs() * 1e-6)).ceil().min(cost);
    }
    if !arcs.whole && has && cost - lower <= 1e-9 * (1.0 + cost.abs()) {
        lower = cost;
    }
    let open: Vec<usize> = if has {
        open.unwrap_or_default().into_iter().map(|j| j as usize).collect()
    } else {
        Vec::new()
    };
    let objective = has.then(|| value(cost));
    let bound = lower.is_finite().then(|| value(lower));
    let gap = match (objective, bound) {
        (Some(o), Some(b)) => Some(if o == b {
            0.0
        } else {
            (o - b).abs() / o.abs().max(1e-9)
        }),
        _ => None,
    };
    Answer {
        model: problem.model,
        found: has,
        names: Vec::new(),
        assignment: Vec::new(),
        flows: Vec::new(),
        open,
        objective,
        bound,
        gap,
        proved: gap == Some(0.0),
        infeasible: !has && !stopped && bound.is_none(),
        conflict: Vec::new(),
        method: format!(
            "swaps with a Lagrangian bound, {}",
            if branches <= 1 {
                "no branching".to_owned()
            } else {
                format!("{branches} branches")
            }
        ),
        alternatives: Vec::new(),
        binding: Vec::new(),
        branches,
        cpu_s: None,
        proof: Some(tidy(proof)),
    }
}

/// Drops prices that no case uses.
fn tidy(proof: Proof) -> Proof {
    let mut place = vec![usize::MAX; proof.prices.len()];
    let mut kept = Vec::new();
    let mut cases = proof.cases;
    for case in &mut cases {
        if let Case::Bound { prices } | Case::Sure { prices, .. } = case {
            if place[*prices] == usize::MAX {
                place[*prices] = kept.len();
                kept.push(proof.prices[*prices].clone());
            }
            *prices = place[*prices];
        }
    }
    Proof {
        cases,
        prices: kept,
        radius: proof.radius,
    }
}
