//! What can be known about a table before any report comes: rows nobody reaches, answers nobody catches, and rows
//! that would lower a grade.
//!
//! Each column is turned into a finite list of values that stand for all there are: every value of a choice, every set of ticks
//! of a list, and for numbers a point on, between and beyond all limits that cells name. A cell is then the set of values it matches,
//! found by asking the cell itself, so that what is proven is what will run.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use zen_expression::{Isolate, Variable};

use crate::answers::{Answer, AnswerType, Worse};
use crate::cell::{Cell, Literal};
use crate::error::{Flaw, Problems};
use crate::facts::Val;
use crate::jdm::HitPolicy;
use crate::table::{From, InColumn, Known, Table, Test};

/// Lists with more values than this are not laid out: 2^10 sets of ticks each.
const MOST_TICKS: usize = 10;
/// How many pieces a proof may cut the answers into before it gives up.
const MOST_STEPS: usize = 400_000;

/// A set of a column's values.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Set(Vec<u64>);

impl Set {
    fn full(size: usize) -> Self {
        let mut words = vec![u64::MAX; size / 64];
        if !size.is_multiple_of(64) {
            words.push((1u64 << (size % 64)) - 1);
        }
        Self(words)
    }

    fn of(size: usize, yes: impl Fn(usize) -> bool) -> Self {
        let mut words = vec![0u64; size.div_ceil(64)];
        for at in (0..size).filter(|at| yes(*at)) {
            if let Some(word) = words.get_mut(at / 64) {
                *word |= 1 << (at % 64);
            }
        }
        Self(words)
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|w| *w == 0)
    }

    fn within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    fn both(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|w| w >> (at % 64) & 1 == 1)
    }

    fn first(&self) -> Option<usize> {
        self.0
            .iter()
            .enumerate()
            .find(|(_, w)| **w != 0)
            .map(|(at, w)| at * 64 + w.trailing_zeros() as usize)
    }
}

/// A value that stands for others.
#[derive(Debug, Clone)]
enum Sample {
    Null,
    Text(Box<str>),
    Number(Decimal),
    List(Box<[Box<str>]>),
}

impl Sample {
    fn val(&self) -> Val<'_> {
        match self {
            Self::Null => Val::Null,
            Self::Text(t) => Val::Text(t),
            Self::Number(n) => Val::Number(n),
            Self::List(l) => Val::List(l),
        }
    }
}

/// The rows of a table as sets: `None` where a row's cell cannot be laid out.
struct Laid {
    samples: Vec<Vec<Sample>>,
    /// For each rule one set for each column, or none if any of its cells looks at more than its column.
    rules: Vec<Option<Vec<Set>>>,
}

pub(crate) fn check(table: &Table, known: &Known<'_>, problems: &mut Problems<'_>) {
    let laid = lay_out(table, known);
    check_hiding(table, &laid, problems);
    if table.policy == HitPolicy::First {
        check_gap(table, &laid, problems);
    }
    if table.grades {
        if table.policy == HitPolicy::First {
            check_order(table, known, problems);
        }
        check_direction(table, &laid, known, problems);
    }
}

fn answer<'a>(column: &InColumn, known: &Known<'a>) -> Option<&'a Answer> {
    match column.from {
        From::Answer(place) => known.vocabulary.answers.get(place),
        From::Above(_) | From::Nothing => None,
    }
}

fn lay_out(table: &Table, known: &Known<'_>) -> Laid {
    let cells = |place: usize| {
        table
            .rules
            .iter()
            .flat_map(move |r| &r.tests)
            .filter_map(move |(at, test)| match test {
                Test::Unary(cell) if *at == place => Some(cell),
                _ => None,
            })
    };
    let mut samples = Vec::with_capacity(table.columns.len());
    for (place, column) in table.columns.iter().enumerate() {
        samples.push(samples_of(answer(column, known), cells(place)));
    }
    let mut isolate = Isolate::with_environment(Variable::empty_object());
    let rules = table
        .rules
        .iter()
        .map(|rule| {
            let mut sets: Vec<Set> = samples
                .iter()
                .map(|s: &Vec<Sample>| Set::full(s.len().max(1)))
                .collect();
            for (place, test) in &rule.tests {
                let Test::Unary(cell) = test else { return None };
                if !cell.own_answer_only {
                    return None;
                }
                let column = samples.get(*place).filter(|column| !column.is_empty())?;
                let yes: Vec<bool> = column
                    .iter()
                    .map(|s| cell.matches(s.val(), || &mut isolate).unwrap_or(false))
                    .collect();
                *sets.get_mut(*place)? = Set::of(column.len(), |at| yes.get(at).copied().unwrap_or(false));
            }
            Some(sets)
        })
        .collect();
    Laid { samples, rules }
}

fn samples_of<'c>(answer: Option<&Answer>, cells: impl Iterator<Item = &'c Cell>) -> Vec<Sample> {
    let mut numbers = BTreeSet::new();
    let mut words: BTreeSet<Box<str>> = BTreeSet::new();
    let mut plain = true;
    for cell in cells {
        plain &= cell.alternatives().is_some();
        for literal in cell.literals() {
            match literal {
                Literal::Number(n) => {
                    numbers.insert(n);
                }
                Literal::Word(w) => {
                    words.insert(w.into());
                }
            }
        }
    }
    match answer.map(|a| (a, a.kind)) {
        Some((a, AnswerType::Choice)) => {
            let values = a.values.iter().map(|v| Sample::Text(v.clone()));
            std::iter::once(Sample::Null).chain(values).collect()
        }
        Some((a, AnswerType::List)) => {
            if plain {
                // Where cells only ask "is this ticked", each tick alone and none at all show every difference.
                let ticks = a.values.iter().filter(|v| words.contains(*v));
                let alone = ticks.map(|v| Sample::List([v.clone()].into()));
                let nothing = Sample::List(Box::default());
                let all = Sample::List(a.values.clone().into());
                return std::iter::once(nothing).chain(alone).chain([all]).collect();
            }
            if a.values.len() > MOST_TICKS {
                return Vec::new();
            }
            (0..1usize << a.values.len())
                .map(|ticks| {
                    let ticked = a.values.iter().enumerate().filter(|(at, _)| ticks >> at & 1 == 1);
                    Sample::List(ticked.map(|(_, v)| v.clone()).collect())
                })
                .collect()
        }
        _ => {
            let mut samples = vec![Sample::Null];
            samples.extend(words.into_iter().map(Sample::Text));
            samples.push(Sample::Text("any other text".into()));
            let step = Decimal::new(1, 3);
            let mut points: Vec<Decimal> = Vec::new();
            for n in numbers {
                points.extend([
                    n.checked_sub(step).unwrap_or(n),
                    n,
                    n.checked_add(step).unwrap_or(n),
                ]);
            }
            points.sort();
            points.dedup();
            samples.extend(points.into_iter().map(Sample::Number));
            if matches!(answer.map(|a| a.kind), Some(AnswerType::Number)) {
                samples.retain(|s| !matches!(s, Sample::Text(_)));
                if samples.len() == 1 {
                    samples.push(Sample::Number(Decimal::ZERO));
                }
            }
            samples
        }
    }
}

fn check_hiding(table: &Table, laid: &Laid, problems: &mut Problems<'_>) {
    for (at, (rule, sets)) in table.rules.iter().zip(&laid.rules).enumerate() {
        let Some(sets) = sets else { continue };
        if let Some(place) = sets.iter().position(Set::is_empty) {
            let column = table.columns.get(place).map_or("", |c| c.name.as_ref());
            let flaw = Flaw::Unreachable(format!("its cell of `{column}` matches no answer"));
            problems.in_rule(&table.name, &rule.id, flaw);
            continue;
        }
        let above = || laid.rules.iter().zip(&table.rules).take(at);
        if table.policy == HitPolicy::Collect {
            let same = above().find(|(s, r)| {
                s.as_ref() == Some(sets)
                    && (r.grade, &r.outcome, &r.reason, &r.interrupt, &r.gives)
                        == (
                            rule.grade,
                            &rule.outcome,
                            &rule.reason,
                            &rule.interrupt,
                            &rule.gives,
                        )
            });
            if let Some((_, other)) = same {
                problems.in_rule(&table.name, &rule.id, Flaw::Repeated(other.id.to_string()));
            }
            continue;
        }
        let hidden = above().find(|(s, _)| {
            s.as_ref()
                .is_some_and(|s| sets.iter().zip(s).all(|(mine, theirs)| mine.within(theirs)))
        });
        if let Some((_, other)) = hidden {
            problems.in_rule(&table.name, &rule.id, Flaw::Shadowed(other.id.to_string()));
            continue;
        }
        let others: Vec<&Vec<Set>> = above().filter_map(|(s, _)| s.as_ref()).collect();
        let mut steps = MOST_STEPS / table.rules.len().max(1);
        if uncovered(sets, &others, &mut steps) == Ok(None) {
            let flaw = Flaw::Unreachable("the rows above it together catch all it could".to_owned());
            problems.in_rule(&table.name, &rule.id, flaw);
        }
    }
}

fn check_gap(table: &Table, laid: &Laid, problems: &mut Problems<'_>) {
    if table.rules.iter().any(|r| r.tests.is_empty()) {
        return;
    }
    // A list too long to lay out, or a cell over other answers, leaves the proof to a last row with empty cells.
    // A column that could not be laid out is one value that stands for all.
    let whole: Vec<Set> = laid.samples.iter().map(|s| Set::full(s.len().max(1))).collect();
    let rules: Vec<&Vec<Set>> = laid.rules.iter().flatten().collect();
    let mut steps = MOST_STEPS;
    match uncovered(&whole, &rules, &mut steps) {
        Ok(None) => {}
        Ok(Some(hole)) => {
            let mut parts = Vec::new();
            for ((column, samples), at) in table.columns.iter().zip(&laid.samples).zip(&hole) {
                if let Some(sample) = samples.get(*at) {
                    parts.push(format!("{} = {}", column.name, sample.val().describe()));
                }
            }
            parts.truncate(8);
            problems.in_table(&table.name, Flaw::Gap(parts.join(", ")));
        }
        Err(()) => {
            let unproven = "every answer for certain (the table is too large to prove it)";
            problems.in_table(&table.name, Flaw::Gap(unproven.to_owned()));
        }
    }
}

/// Finds one combination inside `piece` that no rule covers. `Err` when the proof would take too long.
fn uncovered(piece: &[Set], rules: &[&Vec<Set>], steps: &mut usize) -> Result<Option<Vec<usize>>, ()> {
    let mut waiting: Vec<(Vec<Set>, usize)> = vec![(piece.to_vec(), 0)];
    while let Some((mut piece, from)) = waiting.pop() {
        *steps = steps.checked_sub(1).ok_or(())?;
        let meets = |rule: &Vec<Set>| piece.iter().zip(rule).all(|(p, r)| p.meets(r));
        let Some((at, rule)) = rules.iter().enumerate().skip(from).find(|(_, r)| meets(r)) else {
            return Ok(piece.iter().map(Set::first).collect());
        };
        // What the rule leaves, cut into pieces that do not overlap.
        for column in 0..piece.len() {
            let (Some(mine), Some(theirs)) = (piece.get(column), rule.get(column)) else {
                continue;
            };
            if mine.within(theirs) {
                continue;
            }
            let (outside, inside) = (mine.without(theirs), mine.both(theirs));
            let mut rest = piece.clone();
            if let Some(slot) = rest.get_mut(column) {
                *slot = outside;
            }
            waiting.push((rest, at + 1));
            if let Some(slot) = piece.get_mut(column) {
                *slot = inside;
            }
        }
    }
    Ok(None)
}

/// In a first-hit table a less urgent row must not stand above a more urgent one, or it would hide it.
fn check_order(table: &Table, known: &Known<'_>, problems: &mut Problems<'_>) {
    let code = |place: usize| {
        known
            .catalogue
            .grades
            .get(place)
            .map_or("", |g| g.code.as_ref())
            .to_owned()
    };
    let mut least = 0;
    for rule in &table.rules {
        let Some(grade) = rule.grade else { continue };
        if grade < least {
            problems.in_rule(&table.name, &rule.id, Flaw::OutOfOrder(code(grade), code(least)));
        }
        least = least.max(grade);
    }
}

/// A cell that matches a value must match every worse one, and a missing answer wherever it matches "unsure". With the
/// rows' order this proves that no worse answer lowers a grade.
fn check_direction(table: &Table, laid: &Laid, known: &Known<'_>, problems: &mut Problems<'_>) {
    for (rule, sets) in table.rules.iter().zip(&laid.rules) {
        let Some(sets) = sets else {
            problems.in_rule(
                &table.name,
                &rule.id,
                Flaw::Other(
                    "a cell looks at other answers than its column's or is beyond what can be laid out, so nobody can \
                     prove that it never lowers a grade"
                        .to_owned(),
                ),
            );
            continue;
        };
        for ((column, samples), set) in table.columns.iter().zip(&laid.samples).zip(sets) {
            let Some(answer) = answer(column, known) else {
                continue;
            };
            if let Some(flaw) = lowers(answer, samples, set) {
                problems.in_rule(&table.name, &rule.id, flaw);
            }
        }
    }
}

fn lowers(answer: &Answer, samples: &[Sample], set: &Set) -> Option<Flaw> {
    let matches = |wanted: &str| {
        samples
            .iter()
            .enumerate()
            .any(|(at, s)| matches!(s, Sample::Text(t) if t.as_ref() == wanted) && set.has(at))
    };
    let matches_null = samples
        .iter()
        .enumerate()
        .any(|(at, s)| matches!(s, Sample::Null) && set.has(at));
    match answer.kind {
        AnswerType::Choice => {
            if matches("unsure") && !matches_null {
                return Some(Flaw::MissingIsNotUnsure(answer.name.to_string()));
            }
            answer.rises.windows(2).find_map(|pair| match pair {
                [better, worse] if matches(better) && !matches(worse) => Some(Flaw::Lowers(
                    answer.name.to_string(),
                    better.to_string(),
                    worse.to_string(),
                )),
                _ => None,
            })
        }
        AnswerType::Number => {
            let worse = answer.worse?;
            let numbers: Vec<(usize, &Decimal)> = samples
                .iter()
                .enumerate()
                .filter_map(|(at, s)| match s {
                    Sample::Number(n) => Some((at, n)),
                    _ => None,
                })
                .collect();
            numbers.windows(2).find_map(|pair| {
                let [(low_at, low), (high_at, high)] = pair else {
                    return None;
                };
                let (better, worse) = match worse {
                    Worse::Higher => ((*low_at, low), (*high_at, high)),
                    Worse::Lower => ((*high_at, high), (*low_at, low)),
                };
                (set.has(better.0) && !set.has(worse.0))
                    .then(|| Flaw::Lowers(answer.name.to_string(), better.1.to_string(), worse.1.to_string()))
            })
        }
        AnswerType::List if answer.more_is_worse => samples.iter().enumerate().find_map(|(at, sample)| {
            let Sample::List(few) = sample else { return None };
            if !set.has(at) {
                return None;
            }
            // All sets of ticks stand in binary order, so that one tick more is one bit more; a short list is tried whole.
            let others: Vec<usize> = if samples.len() > 64 {
                (0..MOST_TICKS)
                    .map(|bit| at | 1 << bit)
                    .filter(|other| *other != at)
                    .collect()
            } else {
                (0..samples.len()).collect()
            };
            others.into_iter().find_map(|other| match samples.get(other) {
                Some(Sample::List(more)) if !set.has(other) && few.iter().all(|v| more.contains(v)) => {
                    Some(Flaw::Lowers(
                        answer.name.to_string(),
                        Val::List(few).describe(),
                        Val::List(more).describe(),
                    ))
                }
                _ => None,
            })
        }),
        AnswerType::List | AnswerType::Text | AnswerType::Word => None,
    }
}
