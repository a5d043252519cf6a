//! The answers of one report, as the tables see them.

use rust_decimal::Decimal;
use serde_json::Value;
use zen_expression::Variable;

use crate::error::TriageError;

/// More names than any form has.
const MOST: usize = 2_000;
/// How deep answers inside answers are looked into.
const DEEPEST: usize = 8;

/// The answers of one report by name, read once and cheap to look into.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Sorted by name. Answers inside answers are here under `outer.inner`, too.
    entries: Vec<(Box<str>, Fact)>,
    whole: serde_json::Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fact {
    Bool(bool),
    Number(Decimal),
    Text(Box<str>),
    /// A text that is also a number: which of both it is, the question's type tells.
    Digits(Box<str>, Decimal),
    List(Box<[Box<str>]>),
    Other(Value),
}

impl Facts {
    /// Reads a JSON object of answers: strings, numbers, booleans, lists of strings; null is the same as
    /// absent. The flow's name is the answer `kind`.
    ///
    /// # Errors
    /// When it is not an object or has more than 2,000 names.
    pub fn from_json(answers: Value) -> Result<Self, TriageError> {
        let Value::Object(whole) = answers else {
            return Err(TriageError::NotAnObject);
        };
        let mut entries = Vec::with_capacity(whole.len());
        flatten("", &whole, 0, &mut entries);
        if entries.len() > MOST {
            return Err(TriageError::TooManyAnswers(entries.len(), MOST));
        }
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        entries.dedup_by(|(a, _), (b, _)| a == b);
        Ok(Self { entries, whole })
    }

    /// The answer as it was given.
    pub fn get(&self, name: &str) -> Option<&Value> {
        name.split('.')
            .try_fold(None, |at: Option<&Value>, part| match at {
                None => self.whole.get(part).map(Some),
                Some(Value::Object(inner)) => inner.get(part).map(Some),
                Some(_) => None,
            })
            .flatten()
            .filter(|v| !v.is_null())
    }

    /// The flow the answers belong to, or an empty text.
    pub fn kind(&self) -> &str {
        self.get("kind").and_then(Value::as_str).unwrap_or_default()
    }

    /// All answers as they were given.
    pub fn as_json(&self) -> &serde_json::Map<String, Value> {
        &self.whole
    }

    pub(crate) fn sorted(&self) -> &[(Box<str>, Fact)] {
        &self.entries
    }
}

fn flatten(
    before: &str,
    object: &serde_json::Map<String, Value>,
    depth: usize,
    into: &mut Vec<(Box<str>, Fact)>,
) {
    for (name, value) in object {
        let path = if before.is_empty() {
            name.clone()
        } else {
            format!("{before}.{name}")
        };
        let fact = match value {
            Value::Null => continue,
            Value::Bool(b) => Fact::Bool(*b),
            Value::String(s) => match digits(s) {
                Some(number) => Fact::Digits(s.as_str().into(), number),
                None => Fact::Text(s.as_str().into()),
            },
            Value::Number(_) => match Variable::from(value.clone()) {
                Variable::Number(n) => Fact::Number(n),
                // Beyond what can be compared: told as an odd answer.
                _ => Fact::Text(value.to_string().into()),
            },
            Value::Array(items) => match strings(items) {
                Some(list) => Fact::List(list),
                None => Fact::Other(value.clone()),
            },
            Value::Object(inner) => {
                if depth < DEEPEST && into.len() <= MOST {
                    flatten(&path, inner, depth + 1, into);
                }
                Fact::Other(value.clone())
            }
        };
        into.push((path.into(), fact));
    }
}

/// Number questions of a form hand over text, such as `450.00`.
fn digits(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let fits = (1..=16).contains(&text.len()) && text.bytes().any(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn strings(items: &[Value]) -> Option<Box<[Box<str>]>> {
    items.iter().map(|i| i.as_str().map(Box::from)).collect()
}

/// One value as a cell looks at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Val<'a> {
    Null,
    Bool(bool),
    Number(&'a Decimal),
    Text(&'a str),
    List(&'a [Box<str>]),
    /// A one-element list made of a single answer to a question that takes several.
    One(&'a str),
    Other(&'a Value),
}

impl Val<'_> {
    pub(crate) fn to_variable(self) -> Variable {
        match self {
            Self::Null => Variable::Null,
            Self::Bool(b) => Variable::Bool(b),
            Self::Number(n) => Variable::Number(*n),
            Self::Text(s) => Variable::String(s.into()),
            Self::List(l) => {
                Variable::from_array(l.iter().map(|s| Variable::String(s.as_ref().into())).collect())
            }
            Self::One(s) => Variable::from_array(vec![Variable::String(s.into())]),
            Self::Other(v) => Variable::from(v.clone()),
        }
    }

    /// As a person would write it, for messages.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::Null => "no answer".to_owned(),
            Self::Bool(b) => b.to_string(),
            Self::Number(n) => n.to_string(),
            Self::Text(s) => format!("`{s}`"),
            Self::List([]) => "nothing ticked".to_owned(),
            Self::List(l) => format!("`{}`", l.join("`, `")),
            Self::One(s) => format!("`{s}`"),
            Self::Other(v) => v.to_string(),
        }
    }
}
