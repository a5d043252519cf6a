//! What stands in the fields: as just posted, or as kept from before. Both are checked and shown by
//! the same code, so an answer kept is never judged differently from an answer sent.

use std::borrow::Cow;

use serde_json::Value;

use crate::answers::FileRef;
use crate::component::{Component, Kind, posted_text};

/// The content of a component's fields.
#[derive(Debug, Clone)]
pub(crate) enum Entered<'a> {
    Nothing,
    One(Cow<'a, str>),
    /// In the order of the component's parts.
    Parts(Vec<Cow<'a, str>>),
    Many(Vec<Cow<'a, str>>),
    Files(Vec<FileRef>),
    Places(Value),
}

impl<'a> Entered<'a> {
    pub fn from_posted(c: &Component, posted: &'a [(String, String)]) -> Self {
        Self::from_fields(&c.kind, last_segment(&c.name), posted)
    }

    fn from_fields(kind: &Kind, name: &str, posted: &'a [(String, String)]) -> Self {
        let parts = kind.parts();
        if !parts.is_empty() {
            let mut values = vec![Cow::Borrowed(""); parts.len()];
            for (field, value) in posted {
                let part = field.strip_prefix(name).and_then(|f| f.strip_prefix("__"));
                if let Some(part) = part
                    && let Some(slot) = parts
                        .iter()
                        .position(|p| *p == part)
                        .and_then(|i| values.get_mut(i))
                {
                    *slot = clean_line(value);
                }
            }
            return Self::Parts(values);
        }
        let mut all = posted
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, v)| v.as_str());
        match kind {
            Kind::Checkboxes { .. } => Self::Many(all.map(clean_line).collect()),
            Kind::Files { .. } | Kind::Payment { .. } => Self::Nothing,
            Kind::Text { rules, .. } if rules.rows.is_some() => all
                .next_back()
                .map_or(Self::Nothing, |v| Self::One(clean_text(v))),
            Kind::Places { .. } => all
                .next_back()
                .map_or(Self::Nothing, |v| Self::One(clean_text(v))),
            _ => all
                .next_back()
                .map_or(Self::Nothing, |v| Self::One(clean_line(v))),
        }
    }

    pub fn from_value(c: &Component, value: &'a Value) -> Self {
        let parts = c.kind.parts();
        if !parts.is_empty() {
            return match (value, &c.kind) {
                (Value::String(date), Kind::Date { .. } | Kind::MonthYear { .. }) => {
                    // Kept as year first; shown as the parts are asked.
                    let mut pieces: Vec<Cow<'a, str>> = date
                        .split('-')
                        .rev()
                        .map(|p| Cow::Borrowed(unpadded(p)))
                        .collect();
                    pieces.resize(parts.len(), Cow::Borrowed(""));
                    Self::Parts(pieces)
                }
                (Value::Object(map), _) => Self::Parts(
                    parts
                        .iter()
                        .map(|p| map.get(*p).map(posted_text).unwrap_or_default())
                        .collect(),
                ),
                _ => Self::Nothing,
            };
        }
        match (&c.kind, value) {
            (_, Value::Null) => Self::Nothing,
            (Kind::Checkboxes { .. }, Value::Array(many)) => {
                Self::Many(many.iter().map(posted_text).collect())
            }
            (Kind::Checkboxes { .. }, one) => Self::Many(vec![posted_text(one)]),
            (Kind::Files { .. }, value) => {
                Self::Files(serde_json::from_value(value.clone()).unwrap_or_default())
            }
            (Kind::Places { .. }, value @ Value::Array(_)) => Self::Places(value.clone()),
            (Kind::YesNo | Kind::Declaration { .. }, Value::String(s)) => {
                Self::One(Cow::Borrowed(match s.as_str() {
                    "yes" | "Yes" => "true",
                    "no" | "No" => "false",
                    other => other,
                }))
            }
            (_, Value::Array(_) | Value::Object(_)) => Self::Nothing,
            (_, one) => Self::One(posted_text(one)),
        }
    }

    /// The text of a single field.
    pub fn text(&self) -> &str {
        match self {
            Self::One(text) => text,
            _ => "",
        }
    }

    pub fn part(&self, number: usize) -> &str {
        match self {
            Self::Parts(parts) => parts.get(number).map_or("", |p| p),
            _ => "",
        }
    }

    /// Whether this option is chosen.
    pub fn has(&self, value: &str) -> bool {
        match self {
            Self::One(text) => text == value,
            Self::Many(many) => many.iter().any(|v| v == value),
            _ => false,
        }
    }
}

/// The field name of a component; older forms keep the section before a dot.
pub(crate) fn last_segment(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn unpadded(piece: &str) -> &str {
    let short = piece.trim_start_matches('0');
    if piece.len() <= 2 && !short.is_empty() {
        short
    } else {
        piece
    }
}

/// One line: no control characters, no space around it.
fn clean_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        let replaced: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        return Cow::Owned(replaced.trim().to_owned());
    }
    Cow::Borrowed(text)
}

/// Several lines: browsers send CR LF.
fn clean_text(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.chars().any(|c| c.is_control() && c != '\n') {
        let one = text.replace("\r\n", "\n").replace('\r', "\n");
        let kept: String = one
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        return Cow::Owned(kept.trim().to_owned());
    }
    Cow::Borrowed(text)
}
