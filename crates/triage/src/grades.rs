//! `grades.json` and `reasons.json`: the force's grades, outcomes and the sentences handlers read.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Flaw, Problems};
use crate::texts::Texts;

/// From when a grade's clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClockStart {
    /// The report was received.
    Receipt,
    /// An officer was sent.
    Dispatch,
}

/// How urgent a report is, as this force says it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Short and stable, such as `I`.
    pub code: Arc<str>,
    /// 1 is the most urgent.
    pub order: u32,
    /// Minutes until an officer is there; none where nobody is sent.
    #[serde(default)]
    pub clock_minutes: Option<u32>,
    pub clock_start: ClockStart,
    /// Outcomes that go with the grade; the first is suggested when no rule suggests one that fits.
    pub outcomes: Vec<Arc<str>>,
    pub names: Texts,
}

/// What can become of a report.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Such as `deploy_now`.
    pub code: Arc<str>,
    /// Whether an officer sees the person.
    pub attends: bool,
    pub names: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GradesFile {
    version: String,
    grades: Vec<Grade>,
    outcomes: Vec<Outcome>,
}

#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    pub(crate) version: Arc<str>,
    /// From the most urgent to the least.
    pub(crate) grades: Vec<Grade>,
    pub(crate) outcomes: Vec<Outcome>,
}

const MOST_GRADES: usize = 20;
const MOST_OUTCOMES: usize = 60;
const MOST_REASONS: usize = 5_000;

impl Catalogue {
    pub(crate) fn parse(text: &str, problems: &mut Problems<'_>) -> Self {
        let file: GradesFile = match serde_json::from_str(text) {
            Ok(file) => file,
            Err(e) => {
                problems.add(Flaw::NotJson(e.to_string()));
                return Self::default();
            }
        };
        let GradesFile {
            version,
            mut grades,
            outcomes,
        } = file;
        if version.trim().is_empty() {
            problems.add(Flaw::NoVersion);
        }
        if grades.len() > MOST_GRADES {
            problems.add(Flaw::TooMany("grades", grades.len(), MOST_GRADES));
        }
        if grades.is_empty() {
            problems.add(Flaw::Other("there are no grades".to_owned()));
        }
        if outcomes.len() > MOST_OUTCOMES {
            problems.add(Flaw::TooMany("outcomes", outcomes.len(), MOST_OUTCOMES));
        }
        grades.sort_by_key(|g| g.order);
        for (at, grade) in grades.iter().enumerate() {
            let twice = |other: &Grade| other.code == grade.code || other.order == grade.order;
            if grades.iter().take(at).any(twice) {
                problems.add(Flaw::Twice(grade.code.to_string()));
            }
            if grade.outcomes.is_empty() {
                problems.add(Flaw::Other(format!("grade `{}` has no outcome", grade.code)));
            }
            for code in &grade.outcomes {
                if !outcomes.iter().any(|o| o.code == *code) {
                    problems.add(Flaw::UnknownOutcome(code.to_string()));
                }
            }
            grade.names.check(&grade.code, problems);
        }
        for (at, outcome) in outcomes.iter().enumerate() {
            if outcomes.iter().take(at).any(|o| o.code == outcome.code) {
                problems.add(Flaw::Twice(outcome.code.to_string()));
            }
            outcome.names.check(&outcome.code, problems);
        }
        Self {
            version: version.into(),
            grades,
            outcomes,
        }
    }

    /// A grade's place, 0 being the most urgent.
    pub(crate) fn place(&self, code: &str) -> Option<usize> {
        self.grades.iter().position(|g| g.code.as_ref() == code)
    }

    pub(crate) fn outcome(&self, code: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.code.as_ref() == code)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonsFile {
    version: String,
    reasons: BTreeMap<String, Texts>,
}

#[derive(Debug, Default)]
pub(crate) struct Reasons {
    pub(crate) version: Arc<str>,
    pub(crate) texts: BTreeMap<String, Texts>,
}

impl Reasons {
    pub(crate) fn parse(text: &str, problems: &mut Problems<'_>) -> Self {
        let file: ReasonsFile = match serde_json::from_str(text) {
            Ok(file) => file,
            Err(e) => {
                problems.add(Flaw::NotJson(e.to_string()));
                return Self::default();
            }
        };
        if file.version.trim().is_empty() {
            problems.add(Flaw::NoVersion);
        }
        if file.reasons.len() > MOST_REASONS {
            problems.add(Flaw::TooMany("reasons", file.reasons.len(), MOST_REASONS));
        }
        for (key, texts) in &file.reasons {
            texts.check(key, problems);
        }
        Self {
            version: file.version.into(),
            texts: file.reasons,
        }
    }
}
