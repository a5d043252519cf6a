//! The night's question inside a day's: which of the proposed places is open round the clock.

use siting::{Model, Problem, Rule, solve as search};
use travel::Progress;

use crate::at::At;
use crate::base::Base;
use crate::error::Result;
use crate::measure::round2;
use crate::said::said;
use crate::scenario::Edit;
use crate::solve::instance::{Instance, note_lost};
use crate::solve::{Effort, Nights, Proposal};
use crate::way::Way;

/// Of the proposed places one in each borough is open round the clock, so that nights are shortest.
pub fn nights(base: &Base, instance: &Instance, way: Way, effort: Effort, out: &mut Proposal) -> Result<()> {
    let chosen: Vec<usize> = (0..instance.sites.len())
        .filter(|at| {
            let site = instance.sites.get(*at).and_then(|j| base.sites.get(*j));
            site.is_some_and(|s| out.open.iter().any(|p| p.id == s.id))
        })
        .collect();
    let table = base.table(way, At::NIGHT, &Progress::none())?;
    let mut night = Instance::of(
        chosen
            .iter()
            .filter_map(|at| instance.sites.get(*at).copied())
            .collect(),
    );
    // Their hours are what is chosen here.
    night.at(base, way, None)?;
    let today = base.today()?;
    let always = |j: &usize| {
        today
            .get(*j)
            .is_some_and(|s| s.hours.is_round_the_clock(base.week))
    };
    let by_borough = night.by_borough(base);
    let boroughs = by_borough.len();
    let mut rules: Vec<Rule> = Vec::new();
    for sites in by_borough.into_values() {
        // Where a place is open day and night anyway, no other has to be for it.
        let there: Vec<usize> = sites
            .iter()
            .copied()
            .filter(|at| night.sites.get(*at).is_some_and(&always))
            .collect();
        rules.push(Rule::AtMost {
            sites: sites.clone(),
            most: 1,
        });
        rules.push(Rule::AtLeast {
            sites: if there.is_empty() { sites } else { there },
            least: 1,
        });
    }
    if boroughs == 0 {
        return Ok(());
    }
    let (points, lost) = night.reached(&table, &base.people.people, f64::INFINITY);
    note_lost(lost, "planner-said-note-lost-night", &mut out.notes);
    if points.is_empty() {
        return Ok(());
    }
    let mut question = Problem::new(Model::PMedian { p: boroughs }, night.matrix(&table, &points)?);
    question.weights = points
        .iter()
        .filter_map(|i| base.people.people.get(*i).copied())
        .collect();
    question.site_names = night.names(base);
    question.rules = rules;
    let all: f64 = question.weights.iter().sum();
    let answer = search(&question, &effort.settings(), &effort.limit(2.0))?;
    let open = night.picked(base, &answer.open);
    for (place, at) in open.iter().zip(&answer.open) {
        // What is open day and night already is no change.
        if night.sites.get(*at).is_some_and(&always) {
            continue;
        }
        let closes = base.sites.iter().enumerate().find(|(j, s)| {
            s.open && s.borough.as_deref() == Some(&place.borough) && always(j) && out.closes.contains(&s.id)
        });
        if let Some((_, closes)) = closes {
            out.notes.push(said!(
                "planner-said-note-night-closes",
                closes = &closes.name,
                extends = &place.name
            ));
        }
        out.edits.push(Edit::Hours {
            site: place.id.clone(),
            hours: "24/7".to_owned(),
        });
    }
    out.nights = Some(Nights {
        open,
        objective: answer.objective.map(|o| round2(o / all)),
        bound: answer.bound.map(|o| round2(o / all)),
        gap: answer.gap,
        proved: answer.proved,
    });
    Ok(())
}
