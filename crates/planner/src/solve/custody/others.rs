//! What is nearly as good: another suite stays instead of one, or one suite more or fewer closes.

use siting::{Rule, Settings};

use super::{Ask, Found};
use crate::error::Result;
use crate::measure::round2;
use crate::said::said;
use crate::solve::Proposal;
use crate::solve::others::{Nearly, SHOWN, others, swapped};

/// The searches around an answer share the time of one.
const PARTS: f64 = 100.0;
/// Exchanges that are worked out: those whose mean is least by nearness alone.
const TRIES: usize = 20;

/// Works out every alternative as the answer itself was: who is served where, and how full the suites get.
pub fn tell(ask: &mut Ask<'_>, open: &[usize], out: &mut Proposal) -> Result<()> {
    let all: f64 = ask.question.weights.iter().sum();
    let settings = Settings {
        heuristic: true,
        alternatives: 0,
        ..ask.effort.settings()
    };
    let told = |ask: &Ask<'_>, found: &Found| -> Option<Nearly> {
        let suites = found.told.as_ref().filter(|_| !found.over)?;
        let full = suites.iter().map(|s| s.full.max(s.simulated_full));
        Some(Nearly {
            objective: round2(found.answer.objective? / all),
            furthest: Some(round2(ask.furthest(&found.serves))),
            fullest: Some(full.fold(0.0, f64::max)),
            ..Nearly::default()
        })
    };
    let mut list = Vec::new();
    for swap in others(&ask.question, open, f64::INFINITY, |_, _| true, TRIES) {
        let then = swapped(open, &swap);
        let fixed = |j: usize| {
            let sites = vec![j];
            if then.contains(&j) {
                Rule::MustKeep { sites }
            } else {
                Rule::MustClose { sites }
            }
        };
        let mut rules = ask.rules(ask.wish.close);
        rules.extend((0..ask.cells.len()).map(fixed));
        ask.question.rules = rules;
        let found = ask.search(&settings, PARTS)?;
        if let Some(nearly) = told(ask, &found) {
            list.push(Nearly {
                instead_of: ask.instance.id(ask.base, swap.close),
                open: ask.instance.id(ask.base, swap.open),
                ..nearly
            });
        }
    }
    list.sort_by(|a: &Nearly, b| a.objective.total_cmp(&b.objective));
    list.truncate(SHOWN);
    // One fewer closes, and one more: whether the last one is worth what it saves.
    for close in [ask.wish.close.checked_sub(1), ask.wish.close.checked_add(1)]
        .into_iter()
        .flatten()
    {
        if close >= ask.cells.len() {
            continue;
        }
        ask.question.rules = ask.rules(close);
        let found = ask.search(&settings, PARTS)?;
        match told(ask, &found) {
            Some(nearly) => list.push(Nearly {
                what: Some(said!("planner-said-other-close", close = close)),
                ..nearly
            }),
            None => out
                .notes
                .push(said!("planner-said-note-other-close", close = close)),
        }
    }
    out.alternatives = list;
    Ok(())
}
