//! Conditions, compiled to a tree that holds component numbers instead of names.

use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;
use serde_json::Value;

use crate::answers::Answers;
use crate::component::{Kind, posted_text};
use crate::definition::Definition;

/// A condition with its name for messages.
#[derive(Debug)]
pub(crate) struct Condition {
    pub test: Test,
}

#[derive(Debug)]
pub(crate) enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    /// Another condition, by number. Cycles are refused at load.
    Other(usize),
    Compare {
        component: usize,
        operator: Operator,
        against: Against,
    },
    /// Names something a V1 definition does not have; the format's own engine calls that untrue.
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Is,
    IsNot,
    LongerThan,
    ShorterThan,
    HasLength,
    Contains,
    DoesNotContain,
    AtLeast,
    AtMost,
    LessThan,
    MoreThan,
    Before,
    After,
}

impl FromStr for Operator {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text.trim() {
            "is" => Self::Is,
            "is not" => Self::IsNot,
            "is longer than" => Self::LongerThan,
            "is shorter than" => Self::ShorterThan,
            "has length" => Self::HasLength,
            "contains" => Self::Contains,
            "does not contain" => Self::DoesNotContain,
            "is at least" => Self::AtLeast,
            "is at most" => Self::AtMost,
            "is less than" => Self::LessThan,
            "is more than" => Self::MoreThan,
            "is before" => Self::Before,
            "is after" => Self::After,
            _ => return Err(()),
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

#[derive(Debug)]
pub(crate) enum Against {
    Text(String),
    Number(f64),
    Flag(bool),
    Date(Date),
    /// So many units before (`past`) or after today.
    Relative {
        period: i32,
        unit: Unit,
        past: bool,
    },
    /// Options of a list as they are posted; `all` joins them with "and".
    Options {
        values: Vec<String>,
        all: bool,
    },
}

/// An answer as a condition sees it.
enum Seen<'a> {
    /// Its page has not been reached on this walk, so nothing can be said about it.
    Unreached,
    /// Reached and left empty.
    Empty,
    Value(&'a Value),
}

/// What conditions are asked about.
pub(crate) struct Asked<'a> {
    pub definition: &'a Definition,
    pub answers: &'a Answers,
    /// Whether the page with this number has been reached.
    pub reached: &'a dyn Fn(usize) -> bool,
    pub today: Date,
}

impl Asked<'_> {
    pub fn holds(&self, condition: usize) -> bool {
        self.definition
            .conditions
            .get(condition)
            .is_some_and(|c| self.test(&c.test))
    }

    /// No condition is a condition that holds.
    pub fn holds_or_none(&self, condition: Option<usize>) -> bool {
        condition.is_none_or(|c| self.holds(c))
    }

    fn test(&self, test: &Test) -> bool {
        match test {
            Test::All(tests) => tests.iter().all(|t| self.test(t)),
            Test::Any(tests) => tests.iter().any(|t| self.test(t)),
            Test::Other(condition) => self.holds(*condition),
            Test::Compare {
                component,
                operator,
                against,
            } => self.compare(*component, *operator, against),
            Test::Never => false,
        }
    }

    fn seen(&self, component: usize) -> Seen<'_> {
        let Some(c) = self.definition.components.get(component) else {
            return Seen::Unreached;
        };
        if !(self.reached)(c.page) {
            return Seen::Unreached;
        }
        match self.answers.get(&c.name) {
            None | Some(Value::Null) => Seen::Empty,
            Some(Value::String(s)) if s.is_empty() => Seen::Empty,
            Some(Value::Array(a)) if a.is_empty() => Seen::Empty,
            Some(value) => Seen::Value(value),
        }
    }

    fn compare(&self, component: usize, operator: Operator, against: &Against) -> bool {
        let value = match self.seen(component) {
            // An answer that is not there yet is not any value and holds none. In the older engine nothing
            // at all could be said of it.
            Seen::Unreached => {
                return matches!(operator, Operator::IsNot | Operator::DoesNotContain)
                    && self.definition.is_ordered();
            }
            Seen::Empty => {
                return matches!(operator, Operator::IsNot | Operator::DoesNotContain)
                    || (operator == Operator::ShorterThan
                        && matches!(against, Against::Number(n) if *n > 0.0));
            }
            Seen::Value(value) => value,
        };
        match operator {
            Operator::Is => self.same(component, value, against),
            Operator::IsNot => match against {
                // "is not any of these".
                Against::Options { values, .. } => values.iter().all(|v| posted_text(value) != v.as_str()),
                _ => !self.same(component, value, against),
            },
            Operator::Contains => contains(value, against, false),
            Operator::DoesNotContain => contains(value, against, true),
            Operator::LongerThan | Operator::ShorterThan | Operator::HasLength => {
                let Against::Number(limit) = against else {
                    return false;
                };
                let length = value.as_str().map_or(0, |s| s.chars().count());
                let length = u32::try_from(length).map_or(f64::MAX, f64::from);
                match operator {
                    Operator::LongerThan => length > *limit,
                    Operator::ShorterThan => length < *limit,
                    _ => (length - *limit).abs() < f64::EPSILON,
                }
            }
            Operator::AtLeast
            | Operator::AtMost
            | Operator::LessThan
            | Operator::MoreThan
            | Operator::Before
            | Operator::After => self.ordered(value, operator, against),
        }
    }

    fn same(&self, component: usize, value: &Value, against: &Against) -> bool {
        match against {
            Against::Flag(flag) => match value {
                Value::Bool(b) => b == flag,
                Value::String(s) => s == if *flag { "true" } else { "false" },
                _ => false,
            },
            Against::Number(n) => as_number(value).is_some_and(|v| (v - n).abs() < 1e-9),
            Against::Text(text) => match value {
                Value::Array(many) => many.iter().any(|v| posted_text(v) == text.as_str()),
                Value::Object(_) => self.definition.components.get(component).is_some_and(|c| {
                    c.kind.parts().iter().all(|p| value.get(p).is_some())
                        && joined_parts(&c.kind, value) == *text
                }),
                _ => posted_text(value) == text.as_str(),
            },
            Against::Date(date) => as_date(value).is_some_and(|d| d == *date),
            Against::Relative { .. } => self
                .limit(against)
                .is_some_and(|limit| as_date(value) == Some(limit)),
            Against::Options { values, .. } => match value {
                Value::Array(_) => contains(value, against, false),
                _ => values.iter().any(|v| posted_text(value) == v.as_str()),
            },
        }
    }

    /// The date a relative limit means today.
    fn limit(&self, against: &Against) -> Option<Date> {
        match against {
            Against::Date(date) => Some(*date),
            Against::Relative { period, unit, past } => {
                let n = if *past { period.checked_neg()? } else { *period };
                let span = match unit {
                    Unit::Days => Span::new().try_days(n),
                    Unit::Weeks => Span::new().try_weeks(n),
                    Unit::Months => Span::new().try_months(n),
                    Unit::Years => Span::new().try_years(n),
                };
                self.today.checked_add(span.ok()?).ok()
            }
            _ => None,
        }
    }

    fn ordered(&self, value: &Value, operator: Operator, against: &Against) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let order = match against {
            Against::Number(n) => as_number(value).and_then(|v| v.partial_cmp(n)),
            Against::Text(t) => match (as_number(value), t.trim().parse::<f64>()) {
                (Some(v), Ok(n)) => v.partial_cmp(&n),
                _ => None,
            },
            Against::Options { values, .. } => match (as_number(value), values.first()) {
                (Some(v), Some(t)) => t.parse::<f64>().ok().and_then(|n| v.partial_cmp(&n)),
                _ => None,
            },
            Against::Date(_) | Against::Relative { .. } => match (as_date(value), self.limit(against)) {
                (Some(date), Some(limit)) => Some(date.cmp(&limit)),
                _ => None,
            },
            Against::Flag(_) => None,
        };
        let Some(order) = order else {
            return false;
        };
        // "At least 18 years in the past" is further back, so it turns the order round.
        let order = match against {
            Against::Relative { past: true, .. } => order.reverse(),
            _ => order,
        };
        match operator {
            Operator::AtLeast => order != Less,
            Operator::AtMost => order != Greater,
            Operator::LessThan => order == Less,
            Operator::MoreThan => order == Greater,
            Operator::Before => order == Less,
            Operator::After => order == Greater,
            _ => order == Equal,
        }
    }
}

/// Whether a set of chosen options holds these; `without` asks the opposite of each.
fn contains(value: &Value, against: &Against, without: bool) -> bool {
    let has = |wanted: &str| match value {
        Value::Array(many) => many.iter().any(|v| posted_text(v) == wanted),
        single => posted_text(single) == wanted,
    };
    match against {
        Against::Options { values, all: true } => values.iter().all(|v| has(v) != without),
        Against::Options { values, all: false } => values.iter().any(|v| has(v) != without),
        Against::Text(text) => has(text) != without,
        Against::Number(n) => has(&n.to_string()) != without,
        _ => false,
    }
}

fn joined_parts(kind: &Kind, value: &Value) -> String {
    let mut out = String::new();
    for part in kind.parts() {
        if let Some(v) = value.get(part) {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(&posted_text(v));
        }
    }
    out
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    }
}

/// Dates are kept as `2026-11-25`, months as `2026-11`.
fn as_date(value: &Value) -> Option<Date> {
    let text = value.as_str()?;
    if text.len() == 7 {
        return format!("{text}-01").parse().ok();
    }
    text.parse().ok()
}
