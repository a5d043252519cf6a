//! Hubs such that each ward's team is within a walk.

use siting::{Model, Problem, solve as search};
use travel::Progress;

use crate::at::At;
use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::round2;
use crate::said::{Said, said};
use crate::scenario::Edit;
use crate::solve::further::{Further, worst_first};
use crate::solve::instance::{Instance, sure};
use crate::solve::{Effort, Proposal};
use crate::wish::Hubs;

pub fn solve(base: &Base, wish: &Hubs, effort: Effort, out: &mut Proposal) -> Result<()> {
    let people = &base.people;
    if people.wards.is_empty() {
        return Err(PlanError::question("planner-said-no-wards"));
    }
    let table = base.table(wish.mode, At::USUAL, &Progress::none())?;
    out.estimate = table.estimate;
    let limit = sure(wish.minutes, wish.mode, table.estimate, &mut out.notes);
    if table.estimate {
        out.notes.push(Said::new("planner-said-note-walks"));
    }
    let instance = Instance::new(base, &wish.rules, |kind| kind != "custody", &mut out.notes)?;
    let (wards, points) = middles(base);
    let mut near: Vec<usize> = Vec::new();
    let mut far: Vec<&str> = Vec::new();
    for (k, i) in points.iter().enumerate() {
        let row = table.row(*i);
        let any = instance
            .sites
            .iter()
            .any(|j| row.get(*j).is_some_and(|m| f64::from(*m) <= limit));
        if any {
            near.push(k);
        } else {
            far.push(
                wards
                    .get(k)
                    .map_or("", |w| people.wards.get(*w).map_or("", |a| a.name.as_str())),
            );
        }
    }
    let teams = points.len();
    out.unit = "hubs".to_owned();
    out.weighs = said!("planner-said-weighs-hubs", minutes = wish.minutes);
    if !far.is_empty() {
        let named: Vec<&str> = far.iter().take(10).copied().collect();
        out.notes.push(said!(
            "planner-said-note-wards-far",
            count = far.len(),
            teams = teams,
            minutes = wish.minutes,
            named = format!("{}{}", named.join(", "), if far.len() > 10 { ", …" } else { "" })
        ));
    }
    if near.is_empty() {
        out.conflict = vec![Said::new("planner-said-conflict-no-ward")];
        return Ok(());
    }
    let rows: Vec<usize> = near.iter().filter_map(|k| points.get(*k).copied()).collect();
    let mut question = Problem::new(Model::SetCover { limit }, instance.matrix(&table, &rows)?);
    question.site_names = instance.names(base);
    question.demand_names = near
        .iter()
        .filter_map(|k| people.wards.get(*wards.get(*k)?))
        .map(|w| w.name.clone())
        .collect();
    question.rules.clone_from(&instance.rules);
    let answer = search(&question, &effort.settings(), &effort.limit(2.0))?;
    let needed = answer.objective.unwrap_or(f64::INFINITY);
    match wish.most {
        Some(most) if needed > most as f64 => {
            // Fewer than needed: as many teams as can be.
            if needed.is_finite() {
                let least = answer.bound.unwrap_or(0.0);
                let note = said!("planner-said-note-hubs-needed", needed = needed, least = least);
                out.notes.push(if far.is_empty() {
                    note
                } else {
                    // No number of hubs is enough for a ward that nothing reaches.
                    said!(
                        "planner-said-note-hubs-needed-of",
                        needed = needed,
                        least = least,
                        near = near.len(),
                        teams = teams
                    )
                });
            } else {
                out.notes.push(Said::new("planner-said-note-hubs-unknown"));
            }
            question.model = Model::MaxCover {
                limit,
                p: most.min(instance.sites.len()).max(1),
            };
            let cover = search(&question, &effort.settings(), &effort.limit(2.0))?;
            instance.tell(base, &cover, out, round2);
            out.larger_is_better = true;
            out.unit = "wards".to_owned();
            out.weighs = said!("planner-said-weighs-teams", minutes = wish.minutes, most = most);
        }
        _ => instance.tell(base, &answer, out, |x| x),
    }
    // Counters and libraries that no team uses stay what they are: only a hub can stop being one.
    let is_hub = |id: &str| base.sites.iter().any(|s| s.id == id && s.kind == "hub");
    out.closes.retain(|id| is_hub(id));
    out.edits
        .retain(|e| !matches!(e, Edit::Close { site } if !is_hub(site)));
    if out.found {
        let today = |j: usize| base.sites.get(j).is_some_and(|s| s.open && s.kind == "hub");
        let then = |j: usize| {
            base.sites
                .get(j)
                .is_some_and(|s| out.open.iter().any(|o| o.id == s.id))
        };
        let teams = wards.iter().zip(&points).filter_map(|(w, i)| {
            let row = table.row(*i);
            let nearest = |of: &dyn Fn(usize) -> bool| {
                let there = row.iter().enumerate().filter(|(j, _)| of(*j));
                there
                    .map(|(j, m)| (f64::from(*m), j))
                    .min_by(|a, b| a.0.total_cmp(&b.0))
            };
            let (before, after) = (nearest(&today), nearest(&then));
            let minutes = |found: Option<(f64, usize)>| found.map_or(f64::INFINITY, |(m, _)| m);
            let to = after
                .filter(|(m, _)| m.is_finite())
                .and_then(|(_, j)| base.sites.get(j));
            let to = to.map_or_else(String::new, |s| s.name.clone());
            Some(Further::new(
                &people.wards.get(*w)?.name,
                minutes(before),
                minutes(after),
                to,
            ))
        });
        out.further = worst_first(teams.collect());
    }
    Ok(())
}

/// For each ward with people its number and the point nearest the middle of its people.
fn middles(base: &Base) -> (Vec<usize>, Vec<usize>) {
    let people = &base.people;
    let mut sums = vec![(0.0_f64, 0.0_f64, 0.0_f64); people.wards.len()];
    let ward = |i: usize| {
        let w = people.ward.get(i).copied().flatten()?;
        usize::try_from(w).ok()
    };
    // A ward in which nobody is counted has its middle too.
    let weight = |i: usize| people.people.get(i).copied().unwrap_or(0.0).max(1e-6);
    for (i, at) in people.at.iter().enumerate() {
        if let Some(sum) = ward(i).and_then(|w| sums.get_mut(w)) {
            let n = weight(i);
            *sum = (sum.0 + at.lat * n, sum.1 + at.lon * n, sum.2 + n);
        }
    }
    let mut best: Vec<Option<(f64, usize)>> = vec![None; people.wards.len()];
    for (i, at) in people.at.iter().enumerate() {
        let Some(w) = ward(i) else { continue };
        let (Some(sum), Some(slot)) = (sums.get(w), best.get_mut(w)) else {
            continue;
        };
        let middle = travel::geo::Place {
            lat: sum.0 / sum.2,
            lon: sum.1 / sum.2,
        };
        let away = at.metres_to(middle);
        if slot.is_none_or(|(a, _)| away < a) {
            *slot = Some((away, i));
        }
    }
    best.iter()
        .enumerate()
        .filter_map(|(w, b)| Some((w, b.as_ref()?.1)))
        .unzip()
}
