//! Runs scenarios with expected grades and shows where the tables differ.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::{AnswerType, Facts, Triage};

const MOST_SCENARIOS: usize = 100_000;

/// A line of a scenarios file. Every field that is not named here is an answer of that name.
#[derive(Deserialize)]
struct Line {
    id: String,
    kind: String,
    expect_grade: String,
    #[serde(default)]
    expect_outcome: String,
    /// A JSON object of answers by name.
    #[serde(default)]
    answers: String,
    #[serde(default)]
    note: String,
}

const HEADINGS: [&str; 6] = ["id", "kind", "expect_grade", "expect_outcome", "answers", "note"];

/// A scenario whose grade or outcome was not the expected one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    pub id: String,
    pub kind: String,
    pub expected: String,
    pub got: String,
    /// Rules that spoke, the most urgent first.
    pub rules: Vec<String>,
    pub note: String,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScenarioProblem {
    /// The line in the file, 1 being the heading.
    pub line: u64,
    pub why: String,
}

/// What became of all scenarios.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    pub scenarios: usize,
    pub right: usize,
    /// Grades, the most urgent first: the order of the confusion table's rows and columns.
    pub grades: Vec<String>,
    /// `confusion[expected][got]`, in the order of `grades`.
    pub confusion: Vec<Vec<usize>>,
    /// Graded less urgent than expected.
    pub under: Vec<Miss>,
    /// Graded more urgent than expected.
    pub over: Vec<Miss>,
    pub wrong_outcomes: Vec<Miss>,
    /// Under-graded ones among those that were expected to be the most urgent. Must be empty.
    pub under_graded_most_urgent: usize,
    pub by_kind: BTreeMap<String, usize>,
    /// Rules that no scenario reached.
    pub rules_not_reached: Vec<String>,
    /// Lines that could not be run.
    pub problems: Vec<ScenarioProblem>,
    /// Lines that were run although a name or a value in them is not in `answers.json`, or a cell failed.
    pub warnings: Vec<ScenarioProblem>,
}

impl CheckReport {
    /// Every line was read, and no scenario was graded or answered differently.
    pub fn all_right(&self) -> bool {
        self.scenarios > 0
            && self.right == self.scenarios
            && self.wrong_outcomes.is_empty()
            && self.problems.is_empty()
            && self.warnings.is_empty()
    }

    /// Nothing was graded too low and every line was read; over-grading is allowed.
    pub fn safe(&self) -> bool {
        self.scenarios > 0 && self.under.is_empty() && self.problems.is_empty()
    }

    /// The report for people.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let width = self
            .grades
            .iter()
            .map(|g| g.chars().count())
            .max()
            .unwrap_or(1)
            .max(6);
        // Writing to a String does not fail.
        let _ = write!(text, "{:>10} ", "expected");
        for grade in &self.grades {
            let _ = write!(text, " {grade:>width$}");
        }
        let _ = writeln!(text, "   <- suggested");
        for (grade, row) in self.grades.iter().zip(&self.confusion) {
            let _ = write!(text, "{grade:>10} ");
            for count in row {
                let _ = write!(text, " {count:>width$}");
            }
            text.push('\n');
        }
        let _ = writeln!(
            text,
            "{} scenarios, {} right, {} graded too low ({} of them among the most urgent), {} too high, {} other outcomes",
            self.scenarios,
            self.right,
            self.under.len(),
            self.under_graded_most_urgent,
            self.over.len(),
            self.wrong_outcomes.len()
        );
        for (heading, misses) in [
            ("Too low", &self.under),
            ("Too high", &self.over),
            ("Other outcome", &self.wrong_outcomes),
        ] {
            for miss in misses {
                let _ = writeln!(
                    text,
                    "{heading}: {} ({}): expected {}, suggested {} by {}. {}",
                    miss.id,
                    miss.kind,
                    miss.expected,
                    miss.got,
                    miss.rules.join(", "),
                    miss.note
                );
            }
        }
        for problem in self.problems.iter().chain(&self.warnings) {
            let _ = writeln!(text, "Line {}: {}", problem.line, problem.why);
        }
        if !self.rules_not_reached.is_empty() {
            let _ = writeln!(text, "No scenario reaches: {}", self.rules_not_reached.join(", "));
        }
        text
    }
}

impl Triage {
    /// Runs a CSV of scenarios: columns `id`, `kind`, `expect_grade`, and if wanted `expect_outcome` and `note`, in any order.
    /// The answers are a JSON object in the column `answers`, or columns of their own, headed by the answer's name: an empty
    /// field is no answer, and several ticks are parted by `;`. Lines that cannot be read are in `problems`; at most 100,000
    /// lines are run.
    pub fn check_csv(&self, text: &str) -> CheckReport {
        let grades: Vec<String> = self.grades().iter().map(|g| g.code.to_string()).collect();
        let mut report = CheckReport {
            confusion: vec![vec![0; grades.len()]; grades.len()],
            grades,
            ..CheckReport::default()
        };
        let mut reached = std::collections::HashSet::new();
        let mut ids = std::collections::HashSet::new();
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::Fields)
            .flexible(false)
            .from_reader(text.as_bytes());
        let headings = match reader.headers() {
            Ok(headings) => headings.clone(),
            Err(e) => {
                report.problems.push(ScenarioProblem {
                    line: 1,
                    why: e.to_string(),
                });
                return report;
            }
        };
        for record in reader.records() {
            let at = record
                .as_ref()
                .map_or_else(csv::Error::position, csv::StringRecord::position);
            let line = at.map_or(0, csv::Position::line);
            let why = record.map_err(|e| e.to_string()).and_then(|record| {
                let one: Line = record.deserialize(Some(&headings)).map_err(|e| e.to_string())?;
                if !ids.insert(one.id.clone()) {
                    return Err(format!("id `{}` is there twice", one.id));
                }
                let mut answers = if one.answers.is_empty() {
                    serde_json::Map::new()
                } else {
                    serde_json::from_str(&one.answers).map_err(|e| format!("answers: {e}"))?
                };
                for (name, field) in headings.iter().zip(&record) {
                    if !HEADINGS.contains(&name) && !field.is_empty() {
                        answers.insert(name.to_owned(), self.answer_of_field(name, field));
                    }
                }
                self.run_scenario(one, line, answers, &mut report, &mut reached)
            });
            if let Err(why) = why {
                report.problems.push(ScenarioProblem { line, why });
            }
            if report.scenarios >= MOST_SCENARIOS {
                let why = format!("only the first {MOST_SCENARIOS} scenarios were run");
                report.problems.push(ScenarioProblem { line, why });
                break;
            }
        }
        report.rules_not_reached = self
            .rule_ids()
            .filter(|id| !reached.contains(*id))
            .map(str::to_owned)
            .collect();
        report
    }

    fn answer_of_field(&self, name: &str, field: &str) -> serde_json::Value {
        match self.answer(name).map(|a| a.kind) {
            Some(AnswerType::List) => field
                .split(';')
                .map(str::trim)
                .filter(|v| !v.is_empty())
                .collect(),
            _ => field.into(),
        }
    }

    fn run_scenario(
        &self,
        scenario: Line,
        line: u64,
        mut answers: serde_json::Map<String, serde_json::Value>,
        report: &mut CheckReport,
        reached: &mut std::collections::HashSet<String>,
    ) -> Result<(), String> {
        let grades = &report.grades;
        let place = |code: &str| grades.iter().position(|g| g == code);
        let expected = place(&scenario.expect_grade)
            .ok_or_else(|| format!("there is no grade `{}`", scenario.expect_grade))?;
        if !scenario.expect_outcome.is_empty()
            && !self
                .outcomes()
                .iter()
                .any(|o| o.code.as_ref() == scenario.expect_outcome)
        {
            return Err(format!("there is no outcome `{}`", scenario.expect_outcome));
        }
        let mut warnings = Vec::new();
        for unknown in answers.keys().filter(|name| self.answer(name).is_none()) {
            warnings.push(format!(
                "`{unknown}` is not in answers.json and was not looked at"
            ));
        }
        answers.insert("kind".to_owned(), scenario.kind.as_str().into());
        let facts = Facts::from_json(answers.into()).map_err(|e| e.to_string())?;
        let decision = self.decide(&facts);
        for fault in &decision.faults {
            warnings.push(format!(
                "cell `{}` of rule `{}` failed",
                fault.cell, fault.rule_id
            ));
        }
        for odd in &decision.odd_answers {
            warnings.push(format!("`{}` cannot be `{}`", odd.name, odd.value));
        }
        let got = place(&decision.grade).ok_or("no grade was suggested")?;
        let rules: Vec<String> = decision.reasons.iter().map(|r| r.rule_id.to_string()).collect();
        reached.extend(rules.iter().cloned());
        let miss = |expected: &str, got: &str| Miss {
            id: scenario.id.clone(),
            kind: scenario.kind.clone(),
            expected: expected.to_owned(),
            got: got.to_owned(),
            rules: rules.clone(),
            note: scenario.note.clone(),
        };
        report
            .warnings
            .extend(warnings.into_iter().map(|why| ScenarioProblem { line, why }));
        report.scenarios += 1;
        *report.by_kind.entry(scenario.kind.clone()).or_default() += 1;
        if let Some(count) = report
            .confusion
            .get_mut(expected)
            .and_then(|row| row.get_mut(got))
        {
            *count += 1;
        }
        match got.cmp(&expected) {
            std::cmp::Ordering::Equal => report.right += 1,
            std::cmp::Ordering::Greater => {
                report.under.push(miss(&scenario.expect_grade, &decision.grade));
                report.under_graded_most_urgent += usize::from(expected == 0);
            }
            std::cmp::Ordering::Less => report.over.push(miss(&scenario.expect_grade, &decision.grade)),
        }
        if !scenario.expect_outcome.is_empty() && *scenario.expect_outcome != *decision.outcome_suggestion {
            report
                .wrong_outcomes
                .push(miss(&scenario.expect_outcome, &decision.outcome_suggestion));
        }
        Ok(())
    }
}
