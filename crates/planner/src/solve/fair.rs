//! "No group worse than today", as a limit that a search keeps.
//!
//! A group's mean time is a sum over points of minutes to the nearest open place, so a price on it goes into the costs of
//! an ordinary search. What is proved with any prices bounds every answer that keeps the limits.

use siting::{Alternative, Answer, Matrix, Model, Problem, Settings, solve as search};

use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::{round2, weights_of};
use crate::people::Group;
use crate::said::{Said, said};
use crate::solve::Effort;
use crate::solve::others::{SHOWN, others};

pub fn known_group(base: &Base, name: &str) -> Result<Vec<f64>> {
    weights_of(&base.people, name)
        .ok_or_else(|| PlanError::Question(said!("planner-said-no-group", name = name)))
}

/// A group in words: its own, or the name of a borough or ward.
pub fn called(base: &Base, code: &str) -> Said {
    if Group::ALL.iter().any(|g| g.name() == code) {
        return Said::new(&format!("planner-group-{}", code.replace('_', "-")));
    }
    match code.strip_prefix("decile_") {
        Some("1") => Said::new("planner-decile-first"),
        Some("10") => Said::new("planner-decile-last"),
        Some(n) => said!("planner-decile", n = n),
        None => {
            let areas = base.people.boroughs.iter().chain(&base.people.wards);
            let found = areas.into_iter().find(|a| a.code == code);
            Said::plain(found.map_or(code, |a| a.name.as_str()))
        }
    }
}

/// A group that must not be worse off: its weights at the points, and its mean today.
pub struct Kept {
    name: Said,
    weights: Vec<f64>,
    all: f64,
    pub most: f64,
}

impl Kept {
    pub fn mean(&self, matrix: &Matrix, open: &[usize]) -> f64 {
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

    /// The rule in words.
    pub fn at_most(&self) -> Said {
        said!(
            "planner-said-conflict-group",
            group = self.name.clone(),
            most = round2(self.most)
        )
    }

    pub fn holds(&self, matrix: &Matrix, open: &[usize]) -> bool {
        self.mean(matrix, open) <= self.most + 1e-6
    }
}

/// The groups of a rule with their mean time today. `now` has minutes of every point, `points` are the rows of the search.
pub fn kept(
    base: &Base,
    names: &[String],
    now: &[f32],
    points: &[usize],
    notes: &mut Vec<Said>,
) -> Result<Vec<Kept>> {
    let mut kept = Vec::new();
    for name in names {
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
            .map(|(i, w)| now.get(*i).map_or(f64::INFINITY, |m| f64::from(*m)) * w)
            .sum();
        if all > 0.0 && sum.is_finite() {
            kept.push(Kept {
                name: called(base, name),
                weights: own,
                all,
                most: sum / all,
            });
        } else {
            notes.push(said!("planner-said-note-group-lost", group = called(base, name)));
        }
    }
    Ok(kept)
}

/// Which limits stand close to what they allow.
pub fn binding(kept: &[Kept], matrix: &Matrix, open: &[usize]) -> Vec<Said> {
    kept.iter()
        .filter_map(|group| {
            let mean = group.mean(matrix, open);
            (mean >= group.most * 0.98).then(|| {
                said!(
                    "planner-said-binding-group",
                    group = group.name.clone(),
                    mean = round2(mean),
                    most = round2(group.most)
                )
            })
        })
        .collect()
}

/// An answer that keeps the groups' limits, with what is to be said of them.
pub struct Fair {
    pub answer: Answer,
    pub binding: Vec<Said>,
    pub conflict: Vec<Said>,
    /// It was found with prices on the time of groups.
    pub priced: bool,
}

impl From<Answer> for Fair {
    fn from(answer: Answer) -> Self {
        Self {
            answer,
            binding: Vec::new(),
            conflict: Vec::new(),
            priced: false,
        }
    }
}

/// Rounds of prices on the groups.
const ROUNDS: usize = 14;

/// Puts a price on each group's time and raises it until the group is no worse off. With any prices, what the search
/// proves less what the limits are worth bounds every answer that keeps the rule.
pub fn best(kept: &[Kept], mut question: Problem, effort: Effort, notes: &mut Vec<Said>) -> Result<Fair> {
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
            return Ok(answer.into());
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
        question.weights.clone_from(&plain);
        answer.alternatives = others(
            &question,
            &answer.open,
            f64::INFINITY,
            |_, open| kept.iter().all(|g| g.holds(&question.matrix, open)),
            SHOWN,
        )
        .iter()
        .map(|swap| Alternative {
            close: Some(swap.close),
            open: Some(swap.open),
            objective: swap.cost,
        })
        .collect();
        return Ok(Fair {
            binding: binding(kept, &question.matrix, &answer.open),
            conflict: Vec::new(),
            priced: true,
            answer,
        });
    }
    // None was found. Is it certain that there is none? Then a group alone cannot be kept as it is.
    let mut answer = last.ok_or_else(|| PlanError::broken("no search was made"))?;
    answer.found = false;
    answer.open.clear();
    (answer.objective, answer.bound, answer.gap, answer.proved) = (None, None, None, false);
    answer.alternatives.clear();
    answer.binding.clear();
    let mut conflict = Vec::new();
    for group in kept {
        question.weights.clone_from(&group.weights);
        let alone = search(&question, &effort.settings(), &effort.limit(4.0))?;
        if alone.bound.is_some_and(|b| b / group.all > group.most + 1e-6) {
            conflict = vec![
                group.at_most(),
                said!(
                    "planner-said-conflict-whatever",
                    mean = round2(alone.bound.unwrap_or(0.0) / group.all)
                ),
            ];
            answer.infeasible = true;
        }
    }
    if conflict.is_empty() && answer.conflict.is_empty() {
        notes.push(Said::new("planner-said-note-groups-unknown"));
    }
    Ok(Fair {
        conflict,
        ..answer.into()
    })
}

/// What so many places can do about the limits.
pub enum Enough {
    Yes(Box<Answer>),
    /// Proved: so many cannot keep all of them.
    No,
    Unknown,
}

/// People beyond the limit, of whom there may be so many; none where every row must be served within it.
#[derive(Debug, Clone, Copy)]
pub struct Cover {
    pub limit: f64,
    pub most_beyond: Option<f64>,
}

/// How often prices are changed for one number of places.
const TRIES: usize = 10;

/// Whether `p` places can keep every group's limit, and the cover. Each limit is a figure that may be 1 at most; with
/// prices that add up to 1, a mean of these figures that is surely over 1 shows that one of them is broken.
pub fn enough(kept: &[Kept], plain: &Problem, cover: Cover, p: usize, effort: Effort) -> Result<Enough> {
    let matrix = &plain.matrix;
    let beyond = |minutes: f64| f64::from(u8::from(minutes > cover.limit));
    let figures = |open: &[usize]| -> Vec<f64> {
        let mut list: Vec<f64> = kept
            .iter()
            .map(|g| g.mean(matrix, open) / g.most.max(1e-9))
            .collect();
        if let Some(most) = cover.most_beyond {
            let people: f64 = (0..matrix.demands())
                .map(|i| {
                    let nearest = open
                        .iter()
                        .map(|j| matrix.at(i, *j))
                        .fold(f64::INFINITY, f64::min);
                    plain.weights.get(i).copied().unwrap_or(0.0) * beyond(nearest)
                })
                .sum();
            list.push(people / most.max(1e-6));
        }
        list
    };
    let count = kept.len() + usize::from(cover.most_beyond.is_some());
    let mut prices = vec![1.0 / count.max(1) as f64; count];
    for _ in 0..TRIES {
        let mut cells = Vec::with_capacity(matrix.demands() * matrix.sites());
        for i in 0..matrix.demands() {
            let of_groups: f64 = kept
                .iter()
                .zip(&prices)
                .map(|(g, price)| price * g.weights.get(i).copied().unwrap_or(0.0) / g.all / g.most.max(1e-9))
                .sum();
            let of_cover = cover.most_beyond.map_or(0.0, |most| {
                prices.last().copied().unwrap_or(0.0) * plain.weights.get(i).copied().unwrap_or(0.0)
                    / most.max(1e-6)
            });
            cells.extend(matrix.row(i).iter().map(|minutes| {
                if cover.most_beyond.is_none() && *minutes > cover.limit {
                    f64::INFINITY
                } else {
                    (of_groups * minutes + of_cover * beyond(*minutes)) * SCALE
                }
            }));
        }
        let mut question = Problem::new(
            Model::PMedian { p },
            Matrix::new(matrix.demands(), matrix.sites(), cells)?,
        );
        question.site_names.clone_from(&plain.site_names);
        question.rules.clone_from(&plain.rules);
        let settings = Settings {
            alternatives: 0,
            ..effort.settings()
        };
        let answer = search(&question, &settings, &effort.limit(40.0))?;
        if answer.infeasible || answer.bound.is_some_and(|b| b / SCALE > 1.0 + 1e-6) {
            return Ok(Enough::No);
        }
        if !answer.found {
            return Ok(Enough::Unknown);
        }
        let told = figures(&answer.open);
        if told.iter().all(|f| *f <= 1.0 + 1e-9) {
            return Ok(Enough::Yes(Box::new(answer)));
        }
        for (price, figure) in prices.iter_mut().zip(&told) {
            *price = (*price * (4.0 * (figure - 1.0)).clamp(-2.0, 2.0).exp()).max(1e-4);
        }
        let sum: f64 = prices.iter().sum();
        prices.iter_mut().for_each(|p| *p /= sum);
    }
    Ok(Enough::Unknown)
}

/// The engine's costs are told apart to some places after the point; shares are small.
const SCALE: f64 = 1e6;

/// The fewest places that keep every limit: `from` is what is needed without the groups, `low` what is surely too few.
/// Gives the answer and what is surely too few.
pub fn fewest(
    kept: &[Kept],
    plain: &Problem,
    cover: Cover,
    (low, from): (usize, usize),
    effort: Effort,
) -> Result<(Option<Answer>, usize)> {
    let m = plain.matrix.sites();
    let (mut too_few, mut not_found, mut best) = (low, low, None::<(usize, Answer)>);
    let (mut p, mut step) = (from.max(1), 1);
    while p <= m {
        match enough(kept, plain, cover, p, effort)? {
            Enough::Yes(answer) => {
                best = Some((p, *answer));
                break;
            }
            Enough::No => (too_few, not_found) = (too_few.max(p), p),
            Enough::Unknown => not_found = p,
        }
        if p == m {
            break;
        }
        p = (p + step).min(m);
        step *= 2;
    }
    // Between what was not found to be enough and what is.
    while let Some((high, _)) = &best
        && not_found + 1 < *high
    {
        let middle = (not_found + *high) / 2;
        match enough(kept, plain, cover, middle, effort)? {
            Enough::Yes(answer) => best = Some((middle, *answer)),
            Enough::No => (too_few, not_found) = (too_few.max(middle), middle),
            Enough::Unknown => not_found = middle,
        }
    }
    Ok((best.map(|b| b.1), too_few))
}
