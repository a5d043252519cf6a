//! The fewest places such that a share of the people are within so many minutes.

use siting::{Answer, Model, Problem, Settings, solve as search};
use travel::Progress;

use crate::base::Base;
use crate::engine;
use crate::error::Result;
use crate::measure::round2;
use crate::said::{Said, said};
use crate::solve::fair::{self, Cover};
use crate::solve::instance::{Instance, for_visitors, note_lost, note_shut, sure};
use crate::solve::nights::nights;
use crate::solve::others::{Nearly, SHOWN, others};
use crate::solve::{Effort, Proposal};
use crate::wish::Fewest;

pub fn solve(base: &Base, wish: &Fewest, effort: Effort, out: &mut Proposal) -> Result<()> {
    let table = base.table(wish.mode, wish.at, &Progress::none())?;
    out.estimate = table.estimate;
    let limit = sure(wish.minutes, wish.mode, table.estimate, &mut out.notes);
    let mut instance = Instance::new(base, &wish.rules, for_visitors, &mut out.notes)?;
    instance.beside(base, wish.mode, wish.at, &table, &mut out.notes)?;
    note_shut(instance.at(base, wish.mode, Some(wish.at))?, &mut out.notes);
    out.weighs = said!(
        "planner-said-weighs-fewest",
        share = round2(wish.share * 100.0),
        minutes = wish.minutes,
        unit = Said::new(crate::solve::instance::unit_key(wish.mode)),
    );
    out.unit = "places".to_owned();
    let weights = &base.people.people;
    let all: f64 = weights.iter().sum();
    let (mut points, lost) = instance.reached(&table, weights, limit);
    note_lost(lost, "planner-said-note-lost-limit", &mut out.notes);
    let target = all * wish.share;
    if all - lost < target * (1.0 - 1e-12) {
        out.conflict = vec![
            said!(
                "planner-said-conflict-share",
                share = round2(wish.share * 100.0),
                minutes = wish.minutes
            ),
            said!(
                "planner-said-conflict-every",
                // Rounded down: 99.996 % is not everyone.
                share = ((all - lost) / all * 10_000.0).floor() / 100.0
            ),
        ];
        out.method = Said::new("planner-said-method-reach");
        return Ok(());
    }
    let whole = wish.share >= 1.0 - 1e-12;
    if !wish.rules.no_group_worse.is_empty() {
        // A group's time is that of all its people, also of those who stay beyond the limit.
        points = instance.reached(&table, weights, f64::INFINITY).0;
    }
    let mut question = Problem::new(
        if whole {
            Model::SetCover { limit }
        } else {
            Model::MaxCover { limit, p: 1 }
        },
        instance.matrix(&table, &points)?,
    );
    question.site_names = instance.names(base);
    question.demand_names = points.iter().map(|i| base.people.name(*i).to_owned()).collect();
    question.rules.clone_from(&instance.rules);
    if !whole {
        question.weights = points.iter().filter_map(|i| weights.get(*i).copied()).collect();
    }
    let found = if whole {
        let answer = search(&question, &effort.settings(), &effort.limit(1.0))?;
        let low = answer
            .bound
            .map_or(0, |b| (b - 1e-6).ceil().max(1.0) as usize - 1);
        answer.found.then(|| (answer.clone(), low)).ok_or(answer)
    } else {
        share(&mut question, limit, target, effort)?
    };
    let (mut told, mut low) = match found {
        Ok(found) => found,
        Err(none) => {
            out.conflict = none.conflict.iter().map(|c| engine::of_rule(c)).collect();
            out.method = engine::of_method(&none.method);
            match none.bound.filter(|b| out.conflict.is_empty() && *b < target) {
                Some(most) => out.conflict = rules_leave(&question, wish, most / all),
                None if out.conflict.is_empty() => out.notes.push(Said::new("planner-said-note-unknown")),
                None => {}
            }
            return Ok(());
        }
    };
    // One in each borough needs as many as there are boroughs, whatever the search could prove.
    low = low.max(instance.least().saturating_sub(1));
    let groups = &wish.rules.no_group_worse;
    let (mut priced, mut close, mut kept) = (false, Vec::new(), Vec::new());
    let most_beyond = (question.weights.iter().sum::<f64>() - target).max(0.0);
    if !groups.is_empty() {
        let now = base.reach(base.today()?, wish.mode, wish.at, &Progress::none())?;
        kept = fair::kept(base, groups, &now.minutes, &points, &mut out.notes)?;
        if !kept.iter().all(|g| g.holds(&question.matrix, &told.open)) {
            let cover = Cover {
                limit,
                most_beyond: (!whole).then_some(most_beyond),
            };
            let (fair, surely) = fair::fewest(&kept, &question, cover, (low, told.open.len()), effort)?;
            let Some(fair) = fair else {
                out.method = Said::new("planner-said-method-prices");
                no_worse_is_too_much(&kept, &question, low.max(surely), out);
                return Ok(());
            };
            low = low.max(surely);
            priced = true;
            told = fair;
        }
        close = fair::binding(&kept, &question.matrix, &told.open);
    }
    let people = covered(&question, &told.open, limit);
    instance.tell(base, &told, out, round2);
    question.weights = points.iter().filter_map(|i| weights.get(*i).copied()).collect();
    let found = others(
        &question,
        &told.open,
        limit,
        |swap, open| {
            let enough = if whole {
                swap.beyond <= 0.0
            } else {
                swap.beyond <= most_beyond * (1.0 + 1e-9)
            };
            enough && kept.iter().all(|g| g.holds(&question.matrix, open))
        },
        SHOWN,
    );
    out.alternatives = found
        .iter()
        .map(|swap| Nearly {
            objective: told.open.len() as f64,
            people: Some(round2(question.weights.iter().sum::<f64>() - swap.beyond)),
            instead_of: instance.id(base, swap.close),
            open: instance.id(base, swap.open),
            ..Nearly::default()
        })
        .collect();
    out.binding.extend(close);
    if priced {
        out.method = said!("planner-said-method-prices-then", then = out.method.clone());
    }
    let places = told.open.len();
    out.objective = Some(places as f64);
    out.bound = Some((low + 1).min(places) as f64);
    out.gap = Some((places - (low + 1).min(places)) as f64 / places.max(1) as f64);
    out.proved = places <= low + 1;
    if !whole {
        out.method = said!("planner-said-method-halving", then = out.method.clone());
        out.notes
            .push(said!("planner-said-note-covered", people = round2(people)));
    }
    if out.found && wish.rules.round_the_clock {
        nights(base, &instance, wish.mode, effort, out)?;
    }
    Ok(())
}

/// Why no number of places is enough: under these rules so many people at most are within the limit.
fn rules_leave(question: &Problem, wish: &Fewest, most: f64) -> Vec<Said> {
    let mut conflict = vec![said!(
        "planner-said-conflict-share",
        share = round2(wish.share * 100.0),
        minutes = wish.minutes
    )];
    conflict.extend(question.rules.iter().map(|r| engine::of_rule(&r.words(question))));
    conflict.push(said!(
        "planner-said-conflict-under-rules",
        share = (most * 10_000.0).floor() / 100.0
    ));
    conflict
}

/// People within the limit of these places.
fn covered(question: &Problem, open: &[usize], limit: f64) -> f64 {
    let near = |i: usize| open.iter().any(|j| question.matrix.at(i, *j) <= limit);
    let weights = question.weights.iter().enumerate();
    weights.filter(|(i, _)| near(*i)).map(|(_, w)| w).sum()
}

/// No number of places keeps the groups as they are: is it certain?
fn no_worse_is_too_much(kept: &[fair::Kept], question: &Problem, low: usize, out: &mut Proposal) {
    let every: Vec<usize> = (0..question.matrix.sites()).collect();
    let broken = kept.iter().find(|g| !g.holds(&question.matrix, &every));
    if let Some(group) = broken {
        out.conflict = vec![
            group.at_most(),
            said!(
                "planner-said-conflict-every-mean",
                mean = round2(group.mean(&question.matrix, &every))
            ),
        ];
    } else if low >= question.matrix.sites() {
        out.conflict = std::iter::once(Said::new("planner-said-conflict-others"))
            .chain(kept.iter().map(fair::Kept::at_most))
            .collect();
    } else {
        out.notes.push(Said::new("planner-said-note-groups-unknown"));
    }
}

/// Halves the number of places until one more than what is proved to be too few is enough. Gives the answer and what is
/// surely too few; or the answer that says why there is none.
fn share(
    question: &mut Problem,
    limit: f64,
    target: f64,
    effort: Effort,
) -> Result<std::result::Result<(Answer, usize), Answer>> {
    let m = question.matrix.sites();
    // Whether so many places can be enough, by a search that stops as soon as it knows.
    let mut ask = |p: usize, prove: bool| -> Result<Answer> {
        question.model = Model::MaxCover { limit, p };
        let settings = Settings {
            heuristic: !prove,
            alternatives: 0,
            ..effort.settings()
        };
        Ok(search(question, &settings, &effort.limit(8.0))?)
    };
    let enough = |a: &Answer| a.objective.is_some_and(|o| o >= target * (1.0 - 1e-9));
    let too_few = |a: &Answer| a.infeasible || a.bound.is_some_and(|b| b < target * (1.0 - 1e-9));
    // Too few, surely; and enough, with its answer.
    let (mut low, mut high) = (0_usize, m);
    let mut found: Option<Answer> = None;
    let mut conflict = Vec::new();
    let mut from = 0_usize;
    let mut best = loop {
        if from + 1 >= high
            && let Some(found) = found.take()
        {
            break found;
        }
        let p = if found.is_none() && from + 1 >= high {
            m
        } else {
            (from + high).div_ceil(2).max(1)
        };
        let answer = ask(p, false)?;
        if enough(&answer) {
            high = answer.open.len().min(p);
            found = Some(answer);
        } else {
            if answer.infeasible {
                conflict.clone_from(&answer.conflict);
            }
            if p == m {
                // All of them are not allowed together, or do not reach: the rules are in the way.
                return Ok(Err(Answer {
                    conflict: if conflict.is_empty() {
                        answer.conflict.clone()
                    } else {
                        conflict
                    },
                    ..answer
                }));
            }
            if too_few(&answer) {
                low = low.max(p);
            }
            from = p;
        }
    };
    // One fewer: either proved to be too few, or enough after all.
    while high > 1 && low + 1 < high {
        let answer = ask(high - 1, true)?;
        if enough(&answer) {
            high = answer.open.len().min(high - 1);
            best = answer;
            continue;
        }
        if too_few(&answer) {
            low = high - 1;
        }
        break;
    }
    let shown = ask(best.open.len().max(1), true)?;
    Ok(Ok((if enough(&shown) { shown } else { best }, low)))
}
