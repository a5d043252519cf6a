//! A compiled decision table: which rows match, and why.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;
use zen_expression::expression::Standard;
use zen_expression::{Expression, Isolate, Variable, compile_expression};

use crate::answers::{AnswerType, Vocabulary};
use crate::cell::{self, Cell};
use crate::error::{Flaw, Problems};
use crate::facts::Val;
use crate::grades::{Catalogue, Reasons};
use crate::jdm::{HitPolicy, RawDecisionTable};

/// Where a column's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// An answer, by its place in the vocabulary.
    Answer(usize),
    /// What a table above gave, by its place among all such outputs of the file.
    Above(usize),
    /// Nothing: the cell is a whole expression over the answers.
    Nothing,
}

#[derive(Debug)]
pub(crate) struct InColumn {
    /// The answer's name, or the column's id where the cells are whole expressions.
    pub(crate) name: Arc<str>,
    pub(crate) from: From,
}

#[derive(Debug)]
pub(crate) enum Test {
    Unary(Cell),
    Whole(Box<str>, Expression<Standard>),
}

#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) id: Arc<str>,
    /// The cells that are not open, with their columns' places.
    pub(crate) tests: Vec<(usize, Test)>,
    /// Names of the answers that the row looks at.
    pub(crate) looks_at: Arc<[Arc<str>]>,
    /// The grade's place in the catalogue, 0 being the most urgent; none in a table that helps others.
    pub(crate) grade: Option<usize>,
    pub(crate) outcome: Option<Arc<str>>,
    pub(crate) reason: Option<Arc<str>>,
    /// The kind of emergency for which 999 is offered before sending.
    pub(crate) interrupt: Option<Arc<str>>,
    /// Outputs that tables below look at: place among all such outputs, and the word given.
    pub(crate) gives: Vec<(usize, Option<Given>)>,
}

/// What a table hands to the tables below it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    Text(Box<str>),
    Number(Decimal),
    Bool(bool),
}

impl Given {
    pub(crate) fn val(&self) -> Val<'_> {
        match self {
            Self::Text(t) => Val::Text(t),
            Self::Number(n) => Val::Number(n),
            Self::Bool(b) => Val::Bool(*b),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: Arc<str>,
    pub(crate) version: Arc<str>,
    pub(crate) policy: HitPolicy,
    pub(crate) columns: Vec<InColumn>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) grades: bool,
}

/// A cell that could not be answered for what it was given. Its row counts as not matching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub table: Arc<str>,
    pub rule_id: Arc<str>,
    pub column: Arc<str>,
    /// The cell as it is written.
    pub cell: String,
    /// What it was given.
    pub value: String,
}

/// What the tables of one file share while they are asked.
pub(crate) struct Asked<'a> {
    pub(crate) answers: &'a [Val<'a>],
    pub(crate) above: Vec<Option<&'a Given>>,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) isolate: Option<Isolate>,
    pub(crate) faults: Vec<Fault>,
}

impl<'a> Asked<'a> {
    fn value(&self, from: From) -> Val<'a> {
        match from {
            From::Answer(place) => self.answers.get(place).copied().unwrap_or(Val::Null),
            From::Above(place) => self
                .above
                .get(place)
                .copied()
                .flatten()
                .map_or(Val::Null, Given::val),
            From::Nothing => Val::Null,
        }
    }
}

/// Makes the environment only when a cell needs it, since most tables never do.
fn isolate<'i>(
    slot: &'i mut Option<Isolate>,
    answers: &[Val<'_>],
    vocabulary: &Vocabulary,
) -> &'i mut Isolate {
    slot.get_or_insert_with(|| {
        let whole = Variable::empty_object();
        for (answer, value) in vocabulary.answers.iter().zip(answers) {
            whole.dot_insert(&answer.name, value.to_variable());
        }
        Isolate::with_environment(whole)
    })
}

impl Table {
    /// Whether the rule matches. A cell that fails is written down and does not match.
    fn rule_matches(&self, rule: &Rule, asked: &mut Asked<'_>) -> bool {
        rule.tests.iter().all(|(place, test)| {
            let Some(column) = self.columns.get(*place) else {
                return false;
            };
            let value = asked.value(column.from);
            let (answers, vocabulary) = (asked.answers, asked.vocabulary);
            let slot = &mut asked.isolate;
            let (source, result) = match test {
                Test::Unary(cell) => (
                    &cell.source,
                    cell.matches(value, || isolate(slot, answers, vocabulary)),
                ),
                Test::Whole(source, expression) => {
                    let ran = isolate(slot, answers, vocabulary).run_compiled(expression.bytecode());
                    (source, ran.ok().and_then(|v| v.as_bool()).ok_or(cell::CellFails))
                }
            };
            result.unwrap_or_else(|_| {
                // Nothing answered is no fault: `> 3` simply does not match it.
                if value != Val::Null || column.from == From::Nothing {
                    asked.faults.push(Fault {
                        table: self.name.clone(),
                        rule_id: rule.id.clone(),
                        column: column.name.clone(),
                        cell: source.to_string(),
                        value: value.describe(),
                    });
                }
                false
            })
        })
    }

    /// Calls `hit` for the first matching rule, or for each of them, by the table's policy.
    pub(crate) fn ask<'t>(&'t self, asked: &mut Asked<'t>, mut hit: impl FnMut(&'t Rule)) {
        for rule in &self.rules {
            if self.rule_matches(rule, asked) {
                for (place, given) in &rule.gives {
                    if let Some(slot) = asked.above.get_mut(*place) {
                        *slot = given.as_ref();
                    }
                }
                hit(rule);
                if self.policy == HitPolicy::First {
                    return;
                }
            }
        }
    }

    /// For each row above the first that matched, or for each that did not: the cell that said no.
    pub(crate) fn why_not(&self, asked: &mut Asked<'_>) -> Vec<(Arc<str>, Option<Arc<str>>)> {
        let mut said = Vec::with_capacity(self.rules.len());
        for rule in &self.rules {
            let against = rule.tests.iter().find_map(|(place, test)| {
                let column = self.columns.get(*place)?;
                let value = asked.value(column.from);
                let (answers, vocabulary) = (asked.answers, asked.vocabulary);
                let slot = &mut asked.isolate;
                let yes = match test {
                    Test::Unary(cell) => cell
                        .matches(value, || isolate(slot, answers, vocabulary))
                        .unwrap_or(false),
                    Test::Whole(_, expression) => isolate(slot, answers, vocabulary)
                        .run_compiled(expression.bytecode())
                        .ok()
                        .and_then(|v| v.as_bool())
                        .unwrap_or(false),
                };
                (!yes).then(|| column.name.clone())
            });
            let matched = against.is_none();
            said.push((rule.id.clone(), against));
            if matched && self.policy == HitPolicy::First {
                break;
            }
        }
        said
    }
}

/// What the rules of all files may name.
pub(crate) struct Known<'a> {
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) reasons: &'a Reasons,
    pub(crate) kinds: &'a [Arc<str>],
}

/// One file's tables, in the order in which they are asked.
#[derive(Debug)]
pub(crate) struct Graph {
    pub(crate) tables: Vec<Table>,
    /// How many values tables hand to tables below.
    pub(crate) handed: usize,
}

const OWN: [&str; 4] = ["grade", "outcome", "reason", "interrupt"];

pub(crate) fn compile(
    raw: Vec<RawDecisionTable>,
    fingerprint: &str,
    known: &Known<'_>,
    problems: &mut Problems<'_>,
) -> Graph {
    let mut handed: HashMap<(usize, String), usize> = HashMap::new();
    let mut visible: Vec<(bool, HashMap<String, usize>)> = Vec::new();
    let mut tables = Vec::with_capacity(raw.len());
    for (at, table) in raw.into_iter().enumerate() {
        // What arrives: the answers, if they are passed on all the way, and what the tables above gave.
        let mut answers = table.fed_by_input;
        let mut above: HashMap<String, usize> = HashMap::new();
        for &feeder in &table.fed_by {
            if let Some((passes, gives)) = visible.get(feeder) {
                answers |= passes;
                above.extend(gives.iter().map(|(k, v)| (k.clone(), *v)));
            }
        }
        let mut gives: HashMap<String, usize> = if table.pass_through {
            above.clone()
        } else {
            HashMap::new()
        };
        if table.feeds_table && table.policy == HitPolicy::First {
            for column in &table.outputs {
                let Some(field) = &column.field else { continue };
                let path = match &table.output_path {
                    Some(path) => format!("{path}.{field}"),
                    None => field.clone(),
                };
                let next = handed.len();
                let place = *handed.entry((at, path.clone())).or_insert(next);
                gives.insert(path, place);
            }
        }
        let compiled = compile_table(&table, fingerprint, answers, &above, &gives, known, problems);
        visible.push((table.pass_through && answers, gives));
        tables.push(compiled);
    }
    Graph {
        tables,
        handed: handed.len(),
    }
}

fn compile_table(
    raw: &RawDecisionTable,
    fingerprint: &str,
    answers: bool,
    above: &HashMap<String, usize>,
    gives: &HashMap<String, usize>,
    known: &Known<'_>,
    problems: &mut Problems<'_>,
) -> Table {
    let mut columns = Vec::with_capacity(raw.inputs.len());
    for column in &raw.inputs {
        let from = match &column.field {
            None => From::Nothing,
            Some(field) => match (above.get(field), known.vocabulary.find(field)) {
                (Some(place), _) => From::Above(*place),
                (None, Some(place)) if answers => From::Answer(place),
                (None, Some(_)) => {
                    problems.in_table(&raw.name, Flaw::NotReceived(column.id.clone(), field.clone()));
                    From::Nothing
                }
                (None, None) => {
                    problems.in_table(&raw.name, Flaw::UnknownAnswer(column.id.clone(), field.clone()));
                    From::Nothing
                }
            },
        };
        let name = column.field.as_deref().unwrap_or(&column.id).into();
        columns.push(InColumn { name, from });
    }
    let grades = raw.outputs.iter().any(|c| c.field.as_deref() == Some("grade"));
    let mut rules = Vec::with_capacity(raw.rows.len());
    for row in &raw.rows {
        let mut tests = Vec::new();
        for (place, (column, source)) in columns.iter().zip(&row.inputs).enumerate() {
            if cell::is_open(source) {
                continue;
            }
            let whole = raw.inputs.get(place).is_some_and(|c| c.field.is_none());
            match compile_test(source, whole) {
                Ok(test) => {
                    check_values(column, &test, known, |flaw| {
                        problems.in_rule(&raw.name, &row.id, flaw)
                    });
                    tests.push((place, test));
                }
                Err(why) => {
                    let cell: String = source.chars().take(80).collect();
                    problems.in_rule(
                        &raw.name,
                        &row.id,
                        Flaw::BadCell(column.name.to_string(), cell, why),
                    );
                }
            }
        }
        let looks_at: Vec<Arc<str>> = tests
            .iter()
            .filter_map(|(place, _)| columns.get(*place))
            .map(|c| c.name.clone())
            .collect();
        let mut rule = Rule {
            id: row.id.as_str().into(),
            tests,
            looks_at: looks_at.into(),
            grade: None,
            outcome: None,
            reason: None,
            interrupt: None,
            gives: Vec::new(),
        };
        read_outputs(raw, row, grades, gives, known, &mut rule, problems);
        rules.push(rule);
    }
    Table {
        name: raw.name.as_str().into(),
        version: format!("{}+{fingerprint}", raw.version).into(),
        policy: raw.policy,
        columns,
        rules,
        grades,
    }
}

fn compile_test(source: &str, whole: bool) -> Result<Test, String> {
    if !whole {
        return Cell::compile(source).map(Test::Unary);
    }
    cell::check_size(source)?;
    let expression = compile_expression(source).map_err(|e| e.to_string())?;
    cell::check_code(expression.bytecode())?;
    Ok(Test::Whole(source.into(), expression))
}

/// Words in a cell that the answer can never be are typing mistakes, which would silently never match.
fn check_values(column: &InColumn, test: &Test, known: &Known<'_>, mut add: impl FnMut(Flaw)) {
    let From::Answer(place) = column.from else { return };
    let (Some(answer), Test::Unary(cell)) = (known.vocabulary.answers.get(place), test) else {
        return;
    };
    if !matches!(answer.kind, AnswerType::Choice | AnswerType::List) {
        return;
    }
    for alternative in cell.alternatives().unwrap_or_default() {
        let words: &[Box<str>] = match alternative {
            cell::Alternative::Is(w) | cell::Alternative::Has(w) => std::slice::from_ref(w),
            cell::Alternative::OneOf(words) => words,
            _ => &[],
        };
        for word in words.iter().filter(|w| !answer.has(w)) {
            add(Flaw::UnknownValue(
                answer.name.to_string(),
                cell.source.to_string(),
                word.to_string(),
                answer.values.join(", "),
            ));
        }
    }
}

fn read_outputs(
    raw: &RawDecisionTable,
    row: &crate::jdm::Row,
    grades: bool,
    gives: &HashMap<String, usize>,
    known: &Known<'_>,
    rule: &mut Rule,
    problems: &mut Problems<'_>,
) {
    let id = &row.id;
    for (column, source) in raw.outputs.iter().zip(&row.outputs) {
        let Some(field) = column.field.as_deref() else {
            continue;
        };
        let given = if source.trim().is_empty() {
            None
        } else {
            match constant(source) {
                Ok(given) => Some(given),
                Err(why) => {
                    let cell: String = source.chars().take(80).collect();
                    problems.in_rule(&raw.name, id, Flaw::BadCell(field.to_owned(), cell, why));
                    continue;
                }
            }
        };
        let path = match &raw.output_path {
            Some(path) => format!("{path}.{field}"),
            None => field.to_owned(),
        };
        if raw.feeds_table
            && let Some(place) = gives.get(&path)
        {
            rule.gives.push((*place, given.clone()));
        }
        let Some(own) = OWN.iter().find(|o| **o == field) else {
            continue;
        };
        if !grades {
            continue;
        }
        let word: Option<Arc<str>> = match given {
            None => None,
            Some(Given::Text(word)) => Some(word.as_ref().into()),
            Some(_) => {
                problems.in_rule(&raw.name, id, Flaw::NotAWord(own, source.clone()));
                continue;
            }
        };
        match (*own, word) {
            ("grade", Some(word)) => match known.catalogue.place(&word) {
                Some(place) => rule.grade = Some(place),
                None => problems.in_rule(&raw.name, id, Flaw::UnknownGrade(word.to_string())),
            },
            ("outcome", word) => rule.outcome = word,
            ("reason", word) => rule.reason = word,
            ("interrupt", word) => rule.interrupt = word,
            _ => {}
        }
    }
    if !grades {
        return;
    }
    if rule.grade.is_none() && !problems_name_grade(raw, row) {
        problems.in_rule(&raw.name, id, Flaw::NotAWord("grade", String::new()));
    }
    match &rule.reason {
        Some(key) if known.reasons.texts.contains_key(key.as_ref()) => {}
        Some(key) => problems.in_rule(&raw.name, id, Flaw::UnknownReason(key.to_string())),
        None => problems.in_rule(&raw.name, id, Flaw::NotAWord("reason", String::new())),
    }
    if let Some(outcome) = &rule.outcome {
        if known.catalogue.outcome(outcome).is_none() {
            problems.in_rule(&raw.name, id, Flaw::UnknownOutcome(outcome.to_string()));
        } else if let Some(grade) = rule.grade.and_then(|g| known.catalogue.grades.get(g))
            && !grade.outcomes.contains(outcome)
        {
            let flaw = Flaw::OutcomeOfOtherGrade(outcome.to_string(), grade.code.to_string());
            problems.in_rule(&raw.name, id, flaw);
        }
    }
    if let Some(kind) = &rule.interrupt
        && !known.kinds.contains(kind)
    {
        problems.in_rule(&raw.name, id, Flaw::UnknownKind(kind.to_string()));
    }
}

/// Whether a grade was written at all; an unknown one has been told about already.
fn problems_name_grade(raw: &RawDecisionTable, row: &crate::jdm::Row) -> bool {
    raw.outputs
        .iter()
        .zip(&row.outputs)
        .any(|(c, source)| c.field.as_deref() == Some("grade") && !source.trim().is_empty())
}

/// An output is worked out once, when the table is loaded: it is the same for every report.
fn constant(source: &str) -> Result<Given, String> {
    cell::check_size(source)?;
    let expression = compile_expression(source.trim()).map_err(|e| e.to_string())?;
    cell::check_code(expression.bytecode())?;
    let asks = expression.bytecode().iter().any(|op| {
        use zen_expression::compiler::Opcode::{FetchEnv, FetchFast, FetchRootEnv};
        matches!(op, FetchEnv(_) | FetchFast(_) | FetchRootEnv)
    });
    if asks {
        return Err("an output must be the same for every report that the row catches".to_owned());
    }
    match expression.evaluate(Variable::Null).map_err(|e| e.to_string())? {
        Variable::String(s) => Ok(Given::Text(s.as_str().into())),
        Variable::Number(n) => Ok(Given::Number(n)),
        Variable::Bool(b) => Ok(Given::Bool(b)),
        other => Err(format!(
            "an output is a word, a number, true or false, not {}",
            other.type_name()
        )),
    }
}
