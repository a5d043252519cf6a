//! The fewest places such that a share of the people are within so many minutes.

use siting::{Answer, Model, Problem, Settings, solve as search};
use travel::Progress;

use crate::base::Base;
use crate::error::Result;
use crate::measure::round2;
use crate::solve::best::nights;
use crate::solve::instance::{Instance, for_visitors, note_lost, sure};
use crate::solve::{Effort, Proposal};
use crate::wish::Fewest;

pub fn solve(base: &Base, wish: &Fewest, effort: Effort, out: &mut Proposal) -> Result<()> {
    let table = base.table(wish.mode, wish.at, &Progress::none())?;
    out.estimate = table.estimate;
    let limit = sure(wish.minutes, wish.mode, table.estimate, &mut out.notes);
    let instance = Instance::new(base, &wish.rules, for_visitors)?;
    out.weighs = format!(
        "the number of open places, such that {} % of the people are within {} {} of one",
        round2(wish.share * 100.0),
        wish.minutes,
        crate::solve::instance::unit(wish.mode),
    );
    out.unit = "places".to_owned();
    let weights = &base.people.people;
    let all: f64 = weights.iter().sum();
    let (points, lost) = instance.reached(&table, weights, limit);
    note_lost(
        lost,
        "are within the limit of no place that may be open",
        &mut out.notes,
    );
    let target = all * wish.share;
    if all - lost < target * (1.0 - 1e-12) {
        out.conflict = vec![
            format!(
                "{} % of the people within {} minutes",
                round2(wish.share * 100.0),
                wish.minutes
            ),
            format!(
                "even with every place open only {} % are surely within it",
                round2((all - lost) / all * 100.0)
            ),
        ];
        "no places reach so many".clone_into(&mut out.method);
        return Ok(());
    }
    let whole = wish.share >= 1.0 - 1e-12;
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
    if whole {
        let answer = search(&question, &effort.settings(), &effort.limit(1.0))?;
        instance.tell(base, &answer, out, |x| x);
    } else {
        question.weights = points.iter().filter_map(|i| weights.get(*i).copied()).collect();
        share(base, &instance, question, limit, target, effort, out)?;
    }
    if out.found && wish.rules.round_the_clock {
        nights(base, &instance, wish.mode, effort, out)?;
    }
    Ok(())
}

/// Halves the number of places until one more than what is proved to be too few is enough.
fn share(
    base: &Base,
    instance: &Instance,
    mut question: Problem,
    limit: f64,
    target: f64,
    effort: Effort,
    out: &mut Proposal,
) -> Result<()> {
    let m = instance.sites.len();
    // Whether so many places can be enough, by a search that stops as soon as it knows.
    let mut ask = |p: usize, prove: bool| -> Result<Answer> {
        question.model = Model::MaxCover { limit, p };
        let settings = Settings {
            heuristic: !prove,
            alternatives: if prove { 5 } else { 0 },
            ..effort.settings()
        };
        Ok(search(&question, &settings, &effort.limit(8.0))?)
    };
    let enough = |a: &Answer| a.objective.is_some_and(|o| o >= target * (1.0 - 1e-9));
    let too_few = |a: &Answer| a.infeasible || a.bound.is_some_and(|b| b < target * (1.0 - 1e-9));
    // Too few, surely; and enough, with its answer.
    let (mut low, mut high) = (0_usize, m);
    let mut best: Option<Answer> = None;
    let mut conflict = Vec::new();
    let mut from = 0_usize;
    while from + 1 < high || best.is_none() {
        let p = if best.is_none() && from + 1 >= high {
            m
        } else {
            (from + high).div_ceil(2).max(1)
        };
        let answer = ask(p, false)?;
        if enough(&answer) {
            high = answer.open.len().min(p);
            best = Some(answer);
            if p == high && high <= from + 1 {
                break;
            }
        } else {
            if answer.infeasible {
                conflict.clone_from(&answer.conflict);
            }
            if p == m {
                // All of them are not allowed together, or do not reach: the rules are in the way.
                out.conflict = if conflict.is_empty() {
                    answer.conflict
                } else {
                    conflict
                };
                out.method = answer.method;
                return Ok(());
            }
            if too_few(&answer) {
                low = low.max(p);
            }
            from = p;
        }
    }
    let Some(mut best) = best else { return Ok(()) };
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
    let told = if enough(&shown) { shown } else { best };
    let people = told.objective.unwrap_or(0.0);
    instance.tell(base, &told, out, round2);
    for other in &mut out.alternatives {
        other.objective = round2(other.objective);
    }
    let places = told.open.len();
    out.objective = Some(places as f64);
    out.bound = Some((low + 1) as f64);
    out.gap = Some((places - (low + 1).min(places)) as f64 / places.max(1) as f64);
    out.proved = places == low + 1;
    out.method = format!("halving over maximal covers; {}", told.method);
    out.notes
        .push(format!("{} people are surely within the limit", round2(people)));
    out.notes
        .push("alternatives name the people within the limit after the swap".to_owned());
    Ok(())
}
