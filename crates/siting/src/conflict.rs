//! Why nothing fits: the smallest set of rules that cannot hold together.

use crate::check::as_row;
use crate::problem::{Model, Problem};

/// One demand on the open sites, in words and as a row: the sum of coefficients over open sites is at least `least`.
#[derive(Clone)]
struct Demand {
    words: String,
    terms: Vec<(u32, f64)>,
    least: f64,
}

/// Looks for open sites that keep every row. `None`: not settled within the number of cases allowed.
fn satisfiable(rows: &[&Demand], m: usize, mut cases: usize) -> Option<bool> {
    let mut stack: Vec<Vec<u8>> = vec![vec![0; m]];
    while let Some(mut state) = stack.pop() {
        cases = cases.checked_sub(1)?;
        if !follow(rows, &mut state) {
            continue;
        }
        // With every free site closed: is anything still missing?
        let short = rows.iter().find(|r| {
            let sum: f64 = r
                .terms
                .iter()
                .filter(|t| state[t.0 as usize] == 1)
                .map(|t| t.1)
                .sum();
            sum < r.least - tolerance(r)
        });
        let Some(row) = short else { return Some(true) };
        let pick = row
            .terms
            .iter()
            .filter(|t| state[t.0 as usize] == 0 && t.1 > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some(&(j, _)) = pick {
            let mut closed = state.clone();
            closed[j as usize] = 2;
            stack.push(closed);
            state[j as usize] = 1;
            stack.push(state);
        }
    }
    Some(false)
}

fn tolerance(row: &Demand) -> f64 {
    1e-7 * (1.0 + row.least.abs())
}

/// Decides what follows; false when a row cannot be kept.
fn follow(rows: &[&Demand], state: &mut [u8]) -> bool {
    loop {
        let mut changed = false;
        for row in rows {
            let most: f64 = row
                .terms
                .iter()
                .map(|&(j, a)| match state[j as usize] {
                    1 => a,
                    0 => a.max(0.0),
                    _ => 0.0,
                })
                .sum();
            if most < row.least - tolerance(row) {
                return false;
            }
            for &(j, a) in &row.terms {
                if state[j as usize] == 0 && most - a.abs() < row.least - tolerance(row) {
                    state[j as usize] = if a > 0.0 { 1 } else { 2 };
                    changed = true;
                }
            }
        }
        if !changed {
            return true;
        }
    }
}

/// Every demand on the open sites; those that may be named come first, with their number.
fn demands(problem: &Problem) -> (Vec<Demand>, Vec<Demand>) {
    let m = problem.matrix.sites();
    let sparse = |row: Vec<f64>| {
        row.into_iter()
            .enumerate()
            .filter(|(_, a)| *a != 0.0)
            .map(|(j, a)| (j as u32, a))
            .collect()
    };
    let mut named: Vec<Demand> = problem
        .rules
        .iter()
        .map(|rule| {
            let (row, least) = as_row(rule, m);
            Demand {
                words: rule.words(problem),
                terms: sparse(row),
                least,
            }
        })
        .collect();
    let all = |sign: f64| (0..m as u32).map(|j| (j, sign)).collect::<Vec<_>>();
    match problem.model {
        Model::PMedian { p } => {
            named.push(Demand {
                words: format!("at most {p} sites"),
                terms: all(-1.0),
                least: -(p as f64),
            });
            named.push(Demand {
                words: format!("at least {p} sites"),
                terms: all(1.0),
                least: p as f64,
            });
        }
        Model::PCenter { p } | Model::MaxCover { p, .. } => {
            named.push(Demand {
                words: format!("at most {p} sites"),
                terms: all(-1.0),
                least: -(p as f64),
            });
        }
        Model::Capacitated { .. } => {
            let scale = problem
                .capacity
                .of_site
                .iter()
                .fold(0.0_f64, |a, &s| a.max(s))
                .max(1e-300);
            let total: f64 = problem.capacity.of_demand.iter().sum();
            named.push(Demand {
                words: format!("together the open sites hold the whole demand of {total}"),
                terms: sparse(problem.capacity.of_site.iter().map(|s| s / scale).collect()),
                least: total / scale,
            });
        }
        Model::Plant => named.push(Demand {
            words: "at least one site".to_owned(),
            terms: all(1.0),
            least: 1.0,
        }),
        Model::SetCover { .. } => {}
    }
    (named, reaches(problem))
}

/// Who must reach an open site, as rows. Where any distance will do, only those who cannot reach every site are named.
fn reaches(problem: &Problem) -> Vec<Demand> {
    let limit = match problem.model {
        Model::SetCover { limit } => Some(limit),
        Model::MaxCover { .. } => return Vec::new(),
        _ => None,
    };
    let counts = |i: usize| {
        limit.is_some() || matches!(problem.model, Model::PCenter { .. }) || problem.weights[i] > 0.0
    };
    let mut reach = Vec::new();
    for i in (0..problem.matrix.demands()).filter(|&i| counts(i)) {
        let row = problem.matrix.row(i);
        let within = |c: f64| limit.map_or(c.is_finite(), |limit| c <= limit);
        if limit.is_none() && row.iter().all(|&c| within(c)) {
            continue;
        }
        let terms: Vec<(u32, f64)> = (0u32..)
            .zip(row)
            .filter(|(_, c)| within(**c))
            .map(|(j, _)| (j, 1.0))
            .collect();
        let name = problem.demand_name(i);
        reach.push(Demand {
            words: match limit {
                Some(limit) => format!("demand {name} within {limit}"),
                None => format!("demand {name}"),
            },
            terms,
            least: 1.0,
        });
    }
    reach
}

const CASES: usize = 20_000;

/// Fewer cases where each takes long.
fn cases(rows: &[&Demand]) -> usize {
    let terms: usize = rows.iter().map(|r| r.terms.len()).sum();
    (100_000_000 / terms.max(1)).clamp(20, CASES)
}

/// True when it is certain that no open sites keep all the rules.
pub(crate) fn none_can_hold(problem: &Problem) -> bool {
    let (named, reach) = demands(problem);
    let all: Vec<&Demand> = named.iter().chain(&reach).collect();
    satisfiable(&all, problem.matrix.sites(), cases(&all)) == Some(false)
}

/// A set of rules that cannot hold together, none of which could be left out. Empty when there is none, or when that
/// could not be settled.
pub(crate) fn smallest(problem: &Problem) -> Vec<String> {
    let m = problem.matrix.sites();
    let (named, reach) = demands(problem);
    if let Some(bare) = reach.iter().find(|d| d.terms.is_empty()) {
        return vec![format!("no site reaches {}", bare.words)];
    }
    // Where the rules alone are in one another's way, nobody's reach needs naming.
    let mut kept: Vec<&Demand> = named.iter().collect();
    if satisfiable(&kept, m, cases(&kept)) != Some(false) {
        kept.extend(&reach);
        if satisfiable(&kept, m, cases(&kept)) != Some(false) {
            return Vec::new();
        }
    }
    // Leave out one after the other; what still cannot hold without it never needed it. Large chunks first.
    let mut size = kept.len().div_ceil(2).max(1);
    loop {
        let mut at = kept.len();
        while at > 0 {
            let from = at.saturating_sub(size);
            let rest: Vec<&Demand> = kept[..from].iter().chain(&kept[at..]).copied().collect();
            if satisfiable(&rest, m, cases(&rest)) == Some(false) {
                kept = rest;
            }
            at = from.min(kept.len());
        }
        if size == 1 {
            break;
        }
        size = size.div_ceil(2);
    }
    kept.iter().map(|d| d.words.clone()).collect()
}
