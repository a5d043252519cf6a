//! A first answer that keeps to the rules. Where each group needs a site of its own, or some people reach few sites, random
//! sites and swaps can go on for ever without one; as a small cover of groups and people it is found by construction.

use std::collections::HashSet;

use crate::arcs::Arcs;
use crate::budget::Budget;
use crate::check::rule_holds;
use crate::problem::Problem;
use crate::random::Random;
use crate::rules::Rule;
use crate::weigh;

/// Steps of the search for a small cover.
const STEPS: usize = 20_000;

/// At most `most` sites (and as many as that if `fill`) that keep every rule and leave nobody out.
/// A set of no more than `enough` sites is small enough. `reaches` says whether a cost is near enough for a demand.
pub(crate) fn construct(
    problem: &Problem,
    (most, fill): (usize, bool),
    enough: f64,
    reaches: impl Fn(usize, f64) -> bool,
    seed: u64,
    budget: &dyn Budget,
) -> Option<Vec<u32>> {
    let m = problem.matrix.sites();
    let mut shut = vec![false; m];
    for rule in &problem.rules {
        if let Rule::MustClose { sites } = rule {
            sites.iter().for_each(|&j| shut[j] = true);
        }
    }
    let rows = rows(problem, &shut, reaches);
    if rows.iter().any(Vec::is_empty) {
        return None;
    }
    let mut open = vec![false; m];
    if !rows.is_empty() {
        let arcs = Arcs::of_rows(&rows, m);
        let mut random = Random::new(seed);
        let found = weigh::cover(&arcs, &arcs.columns(), &mut random, STEPS, enough, budget)?;
        found.iter().for_each(|&j| open[j as usize] = true);
    }
    let mut count = open.iter().filter(|o| **o).count();
    let broken = |open: &[bool]| problem.rules.iter().filter(|r| !rule_holds(r, open)).count();
    let mut bad = broken(&open);
    // The rest of the sites, whichever break nothing; swaps find better ones from there.
    for j in (0..m).filter(|&j| !shut[j]) {
        if count >= most || (!fill && bad == 0) {
            break;
        }
        if !open[j] {
            open[j] = true;
            let now = broken(&open);
            if now > bad {
                open[j] = false;
            } else {
                (bad, count) = (now, count + 1);
            }
        }
    }
    let whole = bad == 0 && count <= most && (!fill || count == most);
    whole.then(|| (0..m as u32).filter(|&j| open[j as usize]).collect())
}

/// Lists of sites of which one at least must be open, each list once.
fn rows(problem: &Problem, shut: &[bool], reaches: impl Fn(usize, f64) -> bool) -> Vec<Vec<u32>> {
    let m = problem.matrix.sites();
    let mut known: HashSet<Vec<u32>> = HashSet::new();
    let mut rows = Vec::new();
    let mut add = |list: Vec<u32>| {
        if list.len() < m && known.insert(list.clone()) {
            rows.push(list);
        }
    };
    let free = |sites: &[usize]| -> Vec<u32> {
        let mut list: Vec<u32> = sites.iter().filter(|&&j| !shut[j]).map(|&j| j as u32).collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    for rule in &problem.rules {
        match rule {
            Rule::MustKeep { sites } => sites.iter().for_each(|&j| add(free(&[j]))),
            Rule::AtLeast { sites, least } => {
                // One of each of so many parts is surely enough.
                let list = free(sites);
                for part in 0..*least {
                    add(list.iter().copied().skip(part).step_by(*least).collect());
                }
            }
            _ => {}
        }
    }
    for i in 0..problem.matrix.demands() {
        let row = problem.matrix.row(i);
        if row.iter().all(|&c| reaches(i, c)) {
            continue;
        }
        let near = (0..m).filter(|&j| !shut[j] && reaches(i, row[j]));
        add(near.map(|j| j as u32).collect());
    }
    rows
}
