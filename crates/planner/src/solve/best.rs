//! The best so many places, or the best for a budget: the mean time is least, and no group pays for it that must not.

use siting::{Answer, Matrix, Model, Problem, Rule, solve as search};
use travel::Progress;

use crate::at::At;
use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::{round2, weights_of};
use crate::scenario::{Edit, today};
use crate::solve::instance::{Instance, for_visitors, note_lost, unit};
use crate::solve::{Effort, Nights, Proposal};
use crate::way::Way;
use crate::wish::Best;

pub fn solve(base: &Base, wish: &Best, effort: Effort, out: &mut Proposal) -> Result<()> {
    let table = base.table(wish.mode, wish.at, &Progress::none())?;
    out.estimate = table.estimate;
    let instance = Instance::new(base, &wish.rules, for_visitors)?;
    let m = instance.sites.len();
    if wish.places.is_some_and(|p| p > m) {
        return Err(PlanError::Question(format!(
            "places is {}, but only {m} may be open",
            wish.places.unwrap_or(0)
        )));
    }
    let whose = wish.people.as_deref();
    let weights = match whose {
        Some(name) => known_group(base, name)?,
        None => base.people.people.clone(),
    };
    let (points, lost) = instance.reached(&table, &weights, f64::INFINITY);
    note_lost(
        lost,
        "can get to no place that may be open and are not counted",
        &mut out.notes,
    );
    if points.is_empty() {
        return Err(PlanError::question(
            "nobody can get to any place that may be open",
        ));
    }
    let weight: Vec<f64> = points.iter().filter_map(|i| weights.get(*i).copied()).collect();
    let all: f64 = weight.iter().sum();
    out.unit = unit(wish.mode).to_owned();
    out.weighs = format!(
        "the mean {} to the nearest open place, of {}",
        out.unit,
        whose.unwrap_or("everyone")
    );
    let model = match wish.places {
        Some(p) => Model::PMedian { p },
        None => Model::Plant,
    };
    let mut question = Problem::new(model, instance.matrix(&table, &points)?);
    question.weights = weight;
    question.site_names = instance.names(base);
    question.rules.clone_from(&instance.rules);
    let answer = if wish.rules.no_group_worse.is_empty() {
        search(&question, &effort.settings(), &effort.limit(1.0))?
    } else {
        fair(base, wish, &points, question, effort, out)?
    };
    let exact = out.unit == "metres";
    instance.tell(
        base,
        &answer,
        out,
        |sum| if exact { sum } else { round2(sum / all) },
    );
    if exact {
        out.unit = "people x metres".to_owned();
    }
    if out.found && wish.rules.round_the_clock {
        nights(base, &instance, wish.mode, effort, out)?;
    }
    Ok(())
}

fn known_group(base: &Base, name: &str) -> Result<Vec<f64>> {
    weights_of(&base.people, name).ok_or_else(|| {
        PlanError::Question(format!(
            "the people loaded have no group {name}: aged_65, disabled, no_car, little_english, decile_1 … decile_10, or a code of a borough or ward"
        ))
    })
}

/// A group that must not be worse off: its weights at the points, and its mean today.
struct Kept {
    name: String,
    weights: Vec<f64>,
    all: f64,
    most: f64,
}

impl Kept {
    fn mean(&self, matrix: &Matrix, open: &[usize]) -> f64 {
        let nearest = |i: usize| {
            open.iter()
                .map(|j| matrix.at(i, *j))
                .fold(f64::INFINITY, f64::min)
        };
        let sum: f64 = self
            .weights
            .iter()
            .enumerate()
            .filter(|(_, w)| **w > 0.0)
            .map(|(i, w)| w * nearest(i))
            .sum();
        sum / self.all
    }

    fn holds(&self, matrix: &Matrix, open: &[usize]) -> bool {
        self.mean(matrix, open) <= self.most + 1e-6
    }
}

/// Rounds of prices on the groups.
const ROUNDS: usize = 14;

/// Puts a price on each group's time and raises it until the group is no worse off. With any prices, what the search
/// proves less what the limits are worth bounds every answer that keeps the rule.
fn fair(
    base: &Base,
    wish: &Best,
    points: &[usize],
    mut question: Problem,
    effort: Effort,
    out: &mut Proposal,
) -> Result<Answer> {
    let now = base.reach(&today(&base.sites)?, wish.mode, wish.at, &Progress::none())?;
    let mut kept = Vec::new();
    for name in &wish.rules.no_group_worse {
        let weights = known_group(base, name)?;
        let own: Vec<f64> = points
            .iter()
            .map(|i| weights.get(*i).copied().unwrap_or(0.0))
            .collect();
        let all: f64 = own.iter().sum();
        let sum: f64 = points
            .iter()
            .zip(&own)
            .filter(|(_, w)| **w > 0.0)
            .map(|(i, w)| now.minutes.get(*i).map_or(f64::INFINITY, |m| f64::from(*m)) * w)
            .sum();
        if all > 0.0 && sum.is_finite() {
            kept.push(Kept {
                name: name.clone(),
                weights: own,
                all,
                most: sum / all,
            });
        } else {
            out.notes.push(format!(
                "{name}: today not all of them can get to a place, so the rule says nothing"
            ));
        }
    }
    let plain = question.weights.clone();
    let people: f64 = plain.iter().sum();
    let cost = |matrix: &Matrix, open: &[usize]| -> f64 {
        plain
            .iter()
            .enumerate()
            .map(|(i, w)| {
                w * open
                    .iter()
                    .map(|j| matrix.at(i, *j))
                    .fold(f64::INFINITY, f64::min)
            })
            .sum()
    };
    let mut prices = vec![0.0_f64; kept.len()];
    let mut step = 0.5_f64;
    let mut best: Option<(f64, Answer)> = None;
    let mut bound = f64::NEG_INFINITY;
    let mut last: Option<Answer> = None;
    for round in 0..ROUNDS {
        question.weights.clone_from(&plain);
        for (group, price) in kept.iter().zip(&prices) {
            for (w, own) in question.weights.iter_mut().zip(&group.weights) {
                *w += price * people * own / group.all;
            }
        }
        let answer = search(&question, &effort.settings(), &effort.limit(ROUNDS as f64))?;
        if !answer.found {
            return Ok(answer);
        }
        let worth: f64 = kept.iter().zip(&prices).map(|(g, p)| p * people * g.most).sum();
        if let Some(b) = answer.bound {
            bound = bound.max(b - worth);
        }
        let over: Vec<f64> = kept
            .iter()
            .map(|g| g.mean(&question.matrix, &answer.open) / g.most.max(1e-9) - 1.0)
            .collect();
        if kept.iter().all(|g| g.holds(&question.matrix, &answer.open)) {
            let own = cost(&question.matrix, &answer.open);
            if best.as_ref().is_none_or(|(c, _)| own < *c - 1e-9) {
                best = Some((own, answer.clone()));
            }
            if prices.iter().all(|p| *p == 0.0) {
                break;
            }
        }
        // Dearer where the group is worse off, cheaper where there is room.
        let scale = over.iter().fold(1e-9_f64, |a, o| a.max(o.abs()));
        for (price, o) in prices.iter_mut().zip(&over) {
            *price = (*price + step * o / scale).max(0.0);
        }
        if round >= 4 {
            step *= 0.7;
        }
        last = Some(answer);
    }
    if let Some((objective, mut answer)) = best {
        let lower = bound.min(objective);
        answer.objective = Some(objective);
        answer.bound = Some(lower);
        answer.gap = Some(((objective - lower) / objective.abs().max(1e-9)).max(0.0));
        if objective - lower <= 1e-9 * (1.0 + objective.abs()) {
            answer.gap = Some(0.0);
        } else {
            answer.proved = false;
        }
        answer.method = format!("prices on the time of groups; {}", answer.method);
        answer.alternatives.clear();
        for group in &kept {
            let mean = group.mean(&question.matrix, &answer.open);
            if mean >= group.most * 0.98 {
                answer.binding.push(format!(
                    "{} no worse than today: {} of at most {}",
                    group.name,
                    round2(mean),
                    round2(group.most)
                ));
            }
        }
        return Ok(answer);
    }
    // None was found. Is it certain that there is none? Then a group alone cannot be kept as it is.
    let mut answer = last.ok_or_else(|| PlanError::question("no search was made"))?;
    answer.found = false;
    answer.open.clear();
    (answer.objective, answer.bound, answer.gap, answer.proved) = (None, None, None, false);
    answer.alternatives.clear();
    answer.binding.clear();
    for group in &kept {
        question.weights.clone_from(&group.weights);
        let alone = search(&question, &effort.settings(), &effort.limit(4.0))?;
        if alone.bound.is_some_and(|b| b / group.all > group.most + 1e-6) {
            answer.conflict = vec![
                format!(
                    "{} no worse than today ({} at most)",
                    group.name,
                    round2(group.most)
                ),
                format!(
                    "whatever is opened under the other rules, their mean is {} or more",
                    round2(alone.bound.unwrap_or(0.0) / group.all)
                ),
            ];
            answer.infeasible = true;
        }
    }
    if answer.conflict.is_empty() {
        out.notes.push(
            "no answer was found that keeps every group as it is; that there is none is not proved"
                .to_owned(),
        );
    }
    Ok(answer)
}

/// Of the proposed places one in each borough is open round the clock, so that nights are shortest.
pub fn nights(base: &Base, instance: &Instance, way: Way, effort: Effort, out: &mut Proposal) -> Result<()> {
    let chosen: Vec<usize> = (0..instance.sites.len())
        .filter(|at| {
            let site = instance.sites.get(*at).and_then(|j| base.sites.get(*j));
            site.is_some_and(|s| out.open.iter().any(|p| p.id == s.id))
        })
        .collect();
    let table = base.table(way, At::NIGHT, &Progress::none())?;
    let night = Instance {
        sites: chosen
            .iter()
            .filter_map(|at| instance.sites.get(*at).copied())
            .collect(),
        rules: Vec::new(),
    };
    let rules: Vec<Rule> = night
        .by_borough(base)
        .into_values()
        .flat_map(|sites| {
            [
                Rule::AtLeast {
                    sites: sites.clone(),
                    least: 1,
                },
                Rule::AtMost { sites, most: 1 },
            ]
        })
        .collect();
    let boroughs = rules.len() / 2;
    if boroughs == 0 {
        out.notes
            .push("places have no borough, so none is chosen for round the clock".to_owned());
        return Ok(());
    }
    let (points, lost) = night.reached(&table, &base.people.people, f64::INFINITY);
    note_lost(lost, "can get to none of the places at night", &mut out.notes);
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
    for place in &open {
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
