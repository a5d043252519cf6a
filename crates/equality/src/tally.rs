//! How many chose what: counted from the sealed answers of a quarter, then read with small numbers left out.

use std::collections::{BTreeMap, HashMap};

use forms::Answers;
use kernel::db::DbError;
use kernel::site::Site;

use crate::hide::{self, Shown};
use crate::quarter::Quarter;
use crate::questions::{Counted, Questions};
use crate::store;

/// Kinds of which fewer sets of answers came are counted together; when all are fewer, nothing is shown.
pub const FEWEST: i64 = 10;

const BATCH: u32 = 1_000;

/// One kind's answers, or those of several kinds together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Block {
    /// Sets of answers.
    sets: i64,
    /// By question and option.
    counts: Vec<Vec<i64>>,
}

impl Block {
    fn add(&mut self, other: &Self) {
        self.sets += other.sets;
        if self.counts.is_empty() {
            self.counts.clone_from(&other.counts);
            return;
        }
        let both = self.counts.iter_mut().zip(&other.counts);
        for (mine, theirs) in both.flat_map(|(a, b)| a.iter_mut().zip(b)) {
            *mine += theirs;
        }
    }
}

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    One(String),
    /// Kinds with few answers, counted together.
    Rest(Vec<String>),
    All,
}

impl Column {
    /// As it stands in addresses: the name of a kind, that of one of several, nothing for all.
    pub fn name(&self) -> &str {
        match self {
            Self::One(name) => name,
            Self::Rest(names) => names.first().map_or("", String::as_str),
            Self::All => "",
        }
    }

    /// Whether this kind is counted here alone or with a few others.
    pub fn is(&self, kind: &str) -> bool {
        match self {
            Self::One(name) => name == kind,
            Self::Rest(names) => names.iter().any(|n| n == kind),
            Self::All => false,
        }
    }
}

/// A quarter as it can be read.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// With how many sets of answers each; all kinds at the end. Empty when there are too few.
    pub columns: Vec<(Column, i64)>,
    /// By question: by option, by column.
    pub shown: Vec<Shown>,
}

/// Counts the quarter from its answers, a batch at a time.
pub async fn tally(site: &Site, questions: &Questions, quarter: Quarter) -> Result<Tally, DbError> {
    let counted = questions.counted("en");
    let mut count = Count::new(&counted);
    let mut after = String::new();
    while let Some((last, some)) =
        store::some(&mut site.db().read(), site.keys(), quarter, &after, BATCH).await?
    {
        after = last;
        some.iter().for_each(|(about, answers)| count.add(about, answers));
    }
    Ok(count.read(questions, &counted))
}

struct Count<'q> {
    /// By name of a question: its number, and the numbers of its options.
    places: HashMap<&'q str, (usize, HashMap<&'q str, usize>)>,
    empty: Vec<Vec<i64>>,
    kinds: BTreeMap<String, Block>,
}

impl<'q> Count<'q> {
    fn new(counted: &'q [Counted]) -> Self {
        let options = |q: &'q Counted| {
            q.options
                .iter()
                .enumerate()
                .map(|(i, (v, _))| (v.as_str(), i))
                .collect()
        };
        Self {
            places: counted
                .iter()
                .enumerate()
                .map(|(i, q)| (q.name.as_str(), (i, options(q))))
                .collect(),
            empty: counted.iter().map(|q| vec![0; q.options.len()]).collect(),
            kinds: BTreeMap::new(),
        }
    }

    /// Answers to questions, or with options, that are asked no more are not counted.
    fn add(&mut self, about: &str, answers: &Answers) {
        let block = self.kinds.entry(about.to_owned()).or_insert_with(|| Block {
            sets: 0,
            counts: self.empty.clone(),
        });
        block.sets += 1;
        for (name, value) in answers.iter() {
            let Some((question, options)) = self.places.get(name) else {
                continue;
            };
            let option = value.as_str().and_then(|v| options.get(v));
            let cell = option.and_then(|o| block.counts.get_mut(*question)?.get_mut(*o));
            if let Some(cell) = cell {
                *cell += 1;
            }
        }
    }

    fn read(self, questions: &Questions, counted: &[Counted]) -> Tally {
        let blocks = columns(self.kinds);
        let all: i64 = blocks.iter().map(|(_, b)| b.sets).sum();
        if all < FEWEST {
            return Tally::default();
        }
        let sets: Vec<i64> = blocks.iter().map(|(_, b)| b.sets).collect();
        let by_kind = |question: usize| -> Vec<Vec<i64>> {
            let options = self.empty.get(question).map_or(0, Vec::len);
            let cell = |b: &Block, o: usize| {
                b.counts
                    .get(question)
                    .and_then(|q| q.get(o))
                    .copied()
                    .unwrap_or(0)
            };
            (0..options)
                .map(|o| blocks.iter().map(|(_, b)| cell(b, o)).collect())
                .collect()
        };
        let mut shown: Vec<Shown> = (0..counted.len())
            .map(|q| hide::shown(&by_kind(q), &sets))
            .collect();
        leave_out_within(questions, counted, &mut shown);
        let mut columns: Vec<(Column, i64)> = blocks.into_iter().map(|(c, b)| (c, b.sets)).collect();
        columns.push((Column::All, all));
        Tally { columns, shown }
    }
}

/// Kinds with enough answers by themselves, the others together; where even together they are few, with the smallest of
/// the rest.
fn columns(kinds: BTreeMap<String, Block>) -> Vec<(Column, Block)> {
    let (mut large, small): (Vec<_>, Vec<_>) = kinds.into_iter().partition(|(_, b)| b.sets >= FEWEST);
    let mut names = Vec::new();
    let mut rest = Block::default();
    for (name, block) in small {
        rest.add(&block);
        names.push(name);
    }
    if !names.is_empty() && rest.sets < FEWEST {
        let smallest = large.iter().enumerate().min_by_key(|(_, (_, b))| b.sets);
        if let Some((at, _)) = smallest {
            let (name, block) = large.remove(at);
            rest.add(&block);
            names.push(name);
        }
    }
    let mut columns: Vec<(Column, Block)> = large.into_iter().map(|(n, b)| (Column::One(n), b)).collect();
    if !names.is_empty() {
        columns.push((Column::Rest(names), rest));
    }
    columns
}

/// Who chose an option is counted again in the question that is put to them alone: where the one number is left out, the
/// others are, or they would add up to it.
fn leave_out_within(questions: &Questions, counted: &[Counted], shown: &mut [Shown]) {
    for (number, question) in counted.iter().enumerate() {
        let Some(within) = questions.within(&question.name) else {
            continue;
        };
        let owner = counted.iter().position(|q| q.name == within.question);
        let option = owner.and_then(|o| {
            let options = &counted.get(o)?.options;
            options.iter().position(|(value, _)| *value == within.answer)
        });
        let of = owner.zip(option).and_then(|(q, o)| shown.get(q)?.get(o).cloned());
        let (Some(of), Some(rows)) = (of, shown.get_mut(number)) else {
            continue;
        };
        for (cell, of) in rows.iter_mut().flat_map(|row| row.iter_mut().zip(&of)) {
            if of.is_none() {
                *cell = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let mut answers = Answers::default();
        for (name, value) in pairs {
            answers.set(name, (*value).into());
        }
        answers
    }

    /// What they were asked about, what they answered, how many of them.
    type Given<'a> = (&'a str, &'a [(&'a str, &'a str)], i64);

    fn read(given: &[Given<'_>]) -> (Tally, Vec<Counted>) {
        let questions = Questions::load(None).unwrap();
        let counted = questions.counted("en");
        let mut count = Count::new(&counted);
        for (about, pairs, times) in given {
            (0..*times).for_each(|_| count.add(about, &answers(pairs)));
        }
        (count.read(&questions, &counted), counted)
    }

    /// The numbers of one option, by column.
    fn row(tally: &Tally, counted: &[Counted], question: &str, option: &str) -> Vec<Option<i64>> {
        let q = counted.iter().position(|q| q.name == question).unwrap();
        let o = counted[q].options.iter().position(|(v, _)| v == option).unwrap();
        tally.shown[q][o].clone()
    }

    #[test]
    fn options_are_counted_by_kind_and_together() {
        let (tally, counted) = read(&[
            ("theft", &[("sex", "female"), ("age", "25-34")], 12),
            ("theft", &[("sex", "male")], 8),
            ("burglary", &[("sex", "female")], 9),
            (
                "burglary",
                &[("sex", "male"), ("sexWords", "none"), ("age", "gone")],
                6,
            ),
        ]);
        let kinds: Vec<_> = tally.columns.iter().map(|(c, n)| (c.clone(), *n)).collect();
        let one = |name: &str| Column::One(name.to_owned());
        assert_eq!(
            kinds,
            [(one("burglary"), 15), (one("theft"), 20), (Column::All, 35)]
        );
        assert_eq!(
            row(&tally, &counted, "sex", "female"),
            [Some(9), Some(12), Some(21)]
        );
        assert_eq!(row(&tally, &counted, "sex", "male"), [Some(6), Some(8), Some(14)]);
        assert_eq!(row(&tally, &counted, "age", "25-34")[1], Some(12));
        assert_eq!(row(&tally, &counted, "age", "16-24"), [None, None, None]);
    }

    #[test]
    fn kinds_with_few_answers_are_counted_together_and_too_few_are_not_shown() {
        let (tally, _) = read(&[("theft", &[], 40), ("drugs", &[], 4), ("assault", &[], 7)]);
        let rest = Column::Rest(vec!["assault".to_owned(), "drugs".to_owned()]);
        assert_eq!(
            tally.columns,
            [
                (Column::One("theft".to_owned()), 40),
                (rest, 11),
                (Column::All, 51)
            ]
        );
        // Two of drugs would be what is left of the whole.
        let (tally, _) = read(&[("theft", &[], 40), ("burglary", &[], 12), ("drugs", &[], 2)]);
        let rest = Column::Rest(vec!["drugs".to_owned(), "burglary".to_owned()]);
        assert_eq!(tally.columns[1], (rest, 14));
        let (tally, _) = read(&[("theft", &[("sex", "female")], 9)]);
        assert!(tally.columns.is_empty() && tally.shown.is_empty());
    }

    #[test]
    fn a_group_that_is_not_shown_is_not_shown_by_its_parts() {
        let (tally, counted) = read(&[
            (
                "theft",
                &[("ethnicGroup", "white"), ("ethnicWhite", "british")],
                30,
            ),
            ("theft", &[("ethnicGroup", "asian"), ("ethnicAsian", "indian")], 4),
            (
                "burglary",
                &[("ethnicGroup", "asian"), ("ethnicAsian", "indian")],
                9,
            ),
            (
                "burglary",
                &[("ethnicGroup", "white"), ("ethnicWhite", "irish")],
                21,
            ),
        ]);
        let group = row(&tally, &counted, "ethnicGroup", "asian");
        let part = row(&tally, &counted, "ethnicAsian", "indian");
        assert_eq!(group[1], None);
        for (group, part) in group.iter().zip(&part) {
            assert!(group.is_some() || part.is_none());
        }
        assert_eq!(row(&tally, &counted, "ethnicWhite", "british")[1], Some(30));
    }
}
