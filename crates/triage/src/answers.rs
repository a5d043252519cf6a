//! `answers.json`: every answer the tables may look at, what it can be, and which value is worse.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Flaw, Problems};
use crate::facts::{Fact, Facts, Val};
use crate::thrive::ElementName;
use crate::{Lang, Texts};

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerType {
    /// One of the values.
    Choice,
    /// Any of the values.
    List,
    Number,
    /// Free text; scanned for emergency words.
    Text,
    /// A short text that is not scanned.
    Word,
}

/// In which direction a number gets worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Worse {
    Higher,
    Lower,
}

/// Who gave the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    #[default]
    Caller,
    System,
    Handler,
}

/// One answer the tables may look at.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Answer {
    pub name: Arc<str>,
    #[serde(rename = "type")]
    pub kind: AnswerType,
    /// What the answer can be, for choices and lists.
    #[serde(default)]
    pub values: Vec<Box<str>>,
    /// Values from the best to the worst. A rule that matches one must match every worse one, so that a worse
    /// answer can never lower a grade. Empty: the values have no order.
    #[serde(default)]
    pub rises: Vec<Box<str>>,
    /// For numbers: which way is worse.
    #[serde(default)]
    pub worse: Option<Worse>,
    /// For lists: ticking one more thing is worse.
    #[serde(default)]
    pub more_is_worse: bool,
    /// Elements of the THRIVE record the answer belongs to.
    #[serde(default)]
    pub thrive: Vec<ElementName>,
    #[serde(default)]
    pub source: Source,
    /// Flows that ask for it; empty means all.
    #[serde(default)]
    pub kinds: Vec<Box<str>>,
    pub label: Texts,
}

impl Answer {
    /// Whether the flow asks for this answer.
    pub fn asked_in(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|k| k.as_ref() == kind)
    }

    pub(crate) fn has(&self, value: &str) -> bool {
        self.values.iter().any(|v| v.as_ref() == value)
    }

    pub(crate) fn rank(&self, value: &str) -> Option<usize> {
        self.rises.iter().position(|v| v.as_ref() == value)
    }

    /// The answer's name for people.
    pub fn label(&self, lang: Lang) -> &str {
        self.label.in_lang(lang)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswersFile {
    version: String,
    answers: Vec<Answer>,
}

/// All answers, sorted by name.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) version: Arc<str>,
    pub(crate) answers: Vec<Answer>,
}

/// An answer that is not one of the values it can be. It is treated as `unsure`, or as missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OddAnswer {
    pub name: Arc<str>,
    pub value: String,
}

const MOST_ANSWERS: usize = 400;
const MOST_VALUES: usize = 60;
const UNSURE: &str = "unsure";
static NO: &str = "no";
static YES: &str = "yes";

impl Vocabulary {
    pub(crate) fn parse(text: &str, problems: &mut Problems<'_>) -> Self {
        let file: AnswersFile = match serde_json::from_str(text) {
            Ok(file) => file,
            Err(e) => {
                problems.add(Flaw::NotJson(e.to_string()));
                return Self::default();
            }
        };
        let mut answers = file.answers;
        if file.version.trim().is_empty() {
            problems.add(Flaw::NoVersion);
        }
        if answers.len() > MOST_ANSWERS {
            problems.add(Flaw::TooMany("answers", answers.len(), MOST_ANSWERS));
            answers.truncate(MOST_ANSWERS);
        }
        answers.sort_by(|a, b| a.name.cmp(&b.name));
        for pair in answers.windows(2) {
            if let [a, b] = pair
                && a.name == b.name
            {
                problems.add(Flaw::Twice(a.name.to_string()));
            }
        }
        for answer in &answers {
            let listed = matches!(answer.kind, AnswerType::Choice | AnswerType::List);
            if answer.values.len() > MOST_VALUES {
                problems.add(Flaw::TooMany("values", answer.values.len(), MOST_VALUES));
            }
            if listed == answer.values.is_empty() {
                problems.add(Flaw::Other(format!(
                    "`{}`: choices and lists need values, others have none",
                    answer.name
                )));
            }
            if let Some(odd) = answer.rises.iter().find(|v| !answer.has(v)) {
                problems.add(Flaw::Other(format!(
                    "`{}`: `{odd}` of `rises` is not one of its values",
                    answer.name
                )));
            }
            answer.label.check(&answer.name, problems);
        }
        Self {
            version: file.version.into(),
            answers,
        }
    }

    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.answers.binary_search_by(|a| a.name.as_ref().cmp(name)).ok()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Answer> {
        self.find(name).and_then(|at| self.answers.get(at))
    }

    /// The facts laid out in the vocabulary's order: one value for each answer. An answer outside what it can
    /// be is told apart, and counts as `unsure` where that is a value, otherwise as missing, so that it is never less
    /// urgent than either.
    pub(crate) fn lay_out<'a>(&'a self, facts: &'a Facts, odd: &mut Vec<OddAnswer>) -> Vec<Val<'a>> {
        let mut laid = vec![Val::Null; self.answers.len()];
        let mut given = facts.sorted().iter().peekable();
        for (answer, place) in self.answers.iter().zip(&mut laid) {
            if answer.kind == AnswerType::List {
                *place = Val::List(&[]);
            }
            while given
                .next_if(|(name, _)| name.as_ref() < answer.name.as_ref())
                .is_some()
            {}
            if let Some((_, fact)) = given.next_if(|(name, _)| name.as_ref() == answer.name.as_ref()) {
                *place = settle(answer, fact, odd);
            }
        }
        laid
    }
}

fn settle<'a>(answer: &'a Answer, fact: &'a Fact, odd: &mut Vec<OddAnswer>) -> Val<'a> {
    match (answer.kind, fact) {
        (AnswerType::Choice, Fact::Text(t)) if answer.has(t) => Val::Text(t),
        (AnswerType::Choice, Fact::Bool(true)) if answer.has(YES) => Val::Text(YES),
        (AnswerType::Choice, Fact::Bool(false)) if answer.has(NO) => Val::Text(NO),
        // A form that allows several where the tables know one: the worst of them counts.
        (AnswerType::Choice, Fact::List(l))
            if !l.is_empty() && l.iter().all(|v| answer.rank(v).is_some()) =>
        {
            l.iter()
                .max_by_key(|v| answer.rank(v))
                .map_or(Val::Null, |v| Val::Text(v))
        }
        (AnswerType::Choice, Fact::List(l)) if l.is_empty() => Val::Null,
        (AnswerType::Choice, Fact::Text(t)) if t.is_empty() => Val::Null,
        (AnswerType::List, Fact::Text(t)) if t.is_empty() => Val::List(&[]),
        (AnswerType::List, Fact::List(l)) => {
            // Values nobody knows stay in the list, where no cell asks for them.
            for v in l.iter().filter(|v| !answer.has(v)) {
                odd.push(OddAnswer {
                    name: answer.name.clone(),
                    value: v.to_string(),
                });
            }
            Val::List(l)
        }
        (AnswerType::List, Fact::Text(t)) => {
            if !answer.has(t) {
                odd.push(OddAnswer {
                    name: answer.name.clone(),
                    value: t.to_string(),
                });
            }
            Val::One(t)
        }
        (AnswerType::Number, Fact::Digits(_, n) | Fact::Number(n)) => Val::Number(n),
        (AnswerType::Text | AnswerType::Word, Fact::Text(t) | Fact::Digits(t, _)) => Val::Text(t),
        (AnswerType::Text | AnswerType::Word, Fact::Bool(b)) => Val::Bool(*b),
        (AnswerType::Text | AnswerType::Word, Fact::Number(n)) => Val::Number(n),
        (AnswerType::Text | AnswerType::Word, Fact::List(l)) => Val::List(l),
        (AnswerType::Text | AnswerType::Word, Fact::Other(v)) => Val::Other(v),
        (kind, fact) => {
            odd.push(OddAnswer {
                name: answer.name.clone(),
                value: say(fact),
            });
            match kind {
                AnswerType::Choice if answer.has(UNSURE) => Val::Text(UNSURE),
                AnswerType::List => Val::List(&[]),
                _ => Val::Null,
            }
        }
    }
}

fn say(fact: &Fact) -> String {
    match fact {
        Fact::Bool(b) => b.to_string(),
        Fact::Number(n) => n.to_string(),
        Fact::Text(t) | Fact::Digits(t, _) => t.chars().take(60).collect(),
        Fact::List(l) => l.join(", ").chars().take(60).collect(),
        Fact::Other(_) => "something else".to_owned(),
    }
}
