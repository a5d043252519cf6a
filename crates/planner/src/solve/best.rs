//! The best so many places, or the best for a budget: the mean time is least, and no group pays for it that must not.

use siting::{Model, Problem, solve as search};
use travel::Progress;

use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::round2;
use crate::said::{Said, said};
use crate::solve::fair::{Fair, best, called, kept, known_group};
use crate::solve::idle::{drop_idle, note_idle};
use crate::solve::instance::{Instance, for_visitors, note_lost, note_shut, unit, unit_key};
use crate::solve::nights::nights;
use crate::solve::{Effort, Proposal};
use crate::wish::Best;

pub fn solve(base: &Base, wish: &Best, effort: Effort, out: &mut Proposal) -> Result<()> {
    let table = base.table(wish.mode, wish.at, &Progress::none())?;
    out.estimate = table.estimate;
    let mut instance = Instance::new(base, &wish.rules, for_visitors, &mut out.notes)?;
    instance.beside(base, wish.mode, wish.at, &table, &mut out.notes)?;
    note_shut(instance.at(base, wish.mode, Some(wish.at))?, &mut out.notes);
    let whose = wish.people.as_deref();
    out.unit = unit(wish.mode).to_owned();
    out.weighs = said!(
        "planner-said-weighs-best",
        unit = Said::new(unit_key(wish.mode)),
        whose = whose.map_or_else(|| Said::new("planner-said-everyone"), |w| called(base, w))
    );
    let m = instance.sites.len();
    if wish.places.is_some_and(|p| p > m) {
        return Err(PlanError::Question(said!(
            "planner-said-places-many",
            wanted = wish.places.unwrap_or(0),
            there = m
        )));
    }
    let needed = instance.least();
    if let Some(p) = wish.places.filter(|p| *p < needed) {
        // A search would look for long for what cannot be.
        out.conflict = vec![
            said!("planner-said-conflict-places", count = p),
            said!("planner-said-conflict-boroughs", count = needed),
        ];
        out.method = Said::new("planner-said-method-boroughs");
        return Ok(());
    }
    let weights = match whose {
        Some(name) => known_group(base, name)?,
        None => base.people.people.clone(),
    };
    let (points, lost) = instance.reached(&table, &weights, f64::INFINITY);
    note_lost(lost, "planner-said-note-lost-all", &mut out.notes);
    if points.is_empty() {
        return Err(PlanError::question("planner-said-nobody-reaches"));
    }
    let weight: Vec<f64> = points.iter().filter_map(|i| weights.get(*i).copied()).collect();
    let all: f64 = weight.iter().sum();
    let model = match wish.places {
        Some(p) => Model::PMedian { p },
        None => Model::Plant,
    };
    let mut question = Problem::new(model, instance.matrix(&table, &points)?);
    question.weights = weight;
    question.site_names = instance.names(base);
    question.rules.clone_from(&instance.rules);
    let mut found = if wish.rules.no_group_worse.is_empty() {
        Fair::from(search(&question, &effort.settings(), &effort.limit(1.0))?)
    } else {
        let now = base.reach(base.today()?, wish.mode, wish.at, &Progress::none())?;
        let kept = kept(
            base,
            &wish.rules.no_group_worse,
            &now.minutes,
            &points,
            &mut out.notes,
        )?;
        best(&kept, question.clone(), effort, &mut out.notes)?
    };
    note_idle(drop_idle(&question, &mut found.answer.open), &mut out.notes);
    let exact = out.unit == "metres";
    instance.tell(base, &found.answer, out, |sum| {
        if exact { sum } else { round2(sum / all) }
    });
    out.binding.extend(found.binding);
    if !found.conflict.is_empty() {
        out.conflict = found.conflict;
    }
    if found.priced {
        out.method = said!("planner-said-method-prices-then", then = out.method.clone());
    }
    if exact {
        out.unit = "people x metres".to_owned();
    }
    if out.found && wish.rules.round_the_clock {
        nights(base, &instance, wish.mode, effort, out)?;
    }
    Ok(())
}
