//! An answer as a person reads it.

use serde_json::Value;

use crate::component::{Component, Kind, posted_text};
use crate::definition::Definition;
use crate::text::Lang;
use crate::words::{Label, Words};

impl Definition {
    /// The answer in words; empty when there is none. `answer` fills earlier answers into option texts.
    pub(crate) fn display(
        &self,
        c: &Component,
        value: &Value,
        lang: Lang,
        answer: &dyn Fn(&str) -> String,
    ) -> String {
        let words = lang.words;
        match (&c.kind, value) {
            (_, Value::Null) => String::new(),
            (Kind::YesNo, Value::Bool(b)) => words.label(if *b { Label::Yes } else { Label::No }).to_owned(),
            (Kind::Declaration { label }, Value::Bool(true)) => {
                if label.is_empty() {
                    words.label(Label::Agreed).to_owned()
                } else {
                    label.get(lang).fill(answer).into_owned()
                }
            }
            (Kind::Declaration { .. }, Value::Bool(false)) => words.label(Label::NotAgreed).to_owned(),
            (Kind::Date { .. } | Kind::MonthYear { .. }, Value::String(text)) => date_in_words(words, text),
            (Kind::Radios { list } | Kind::Select { list, .. } | Kind::Autocomplete { list }, one) => {
                self.option_text(*list, &posted_text(one), lang, answer)
            }
            (Kind::Checkboxes { list, .. }, Value::Array(many)) => {
                let texts: Vec<String> = many
                    .iter()
                    .map(|v| self.option_text(*list, &posted_text(v), lang, answer))
                    .collect();
                texts.join(", ")
            }
            (Kind::Address { .. }, Value::Object(_)) => joined(&c.kind, value, ", "),
            (Kind::EastingNorthing { .. }, Value::Object(_)) => labelled(
                value,
                &[
                    ("easting", words.label(Label::Easting)),
                    ("northing", words.label(Label::Northing)),
                ],
            ),
            (Kind::LatLong { .. }, Value::Object(_)) => labelled(
                value,
                &[
                    ("latitude", words.label(Label::Latitude)),
                    ("longitude", words.label(Label::Longitude)),
                ],
            ),
            (Kind::Files { .. }, Value::Array(files)) => {
                let names: Vec<&str> = files
                    .iter()
                    .filter_map(|f| f.get("name").and_then(Value::as_str))
                    .collect();
                names.join(", ")
            }
            (Kind::Places { .. }, Value::Array(places)) => {
                let names: Vec<String> = places.iter().map(place_text).collect();
                names.join("\n")
            }
            (Kind::Number { rules, .. }, Value::Number(_)) => {
                let suffix = if rules.suffix.is_empty() {
                    String::new()
                } else {
                    format!(" {}", rules.suffix)
                };
                format!("{}{}{suffix}", rules.prefix, posted_text(value))
            }
            (_, Value::Array(_) | Value::Object(_)) => String::new(),
            (_, one) => posted_text(one).into_owned(),
        }
    }

    fn option_text(&self, list: usize, posted: &str, lang: Lang, answer: &dyn Fn(&str) -> String) -> String {
        self.lists
            .get(list)
            .and_then(|l| l.items.iter().find(|i| i.posted == posted))
            .map(|item| item.text.get(lang).fill(answer).into_owned())
            .unwrap_or_else(|| posted.to_owned())
    }
}

pub(crate) fn date_in_words(words: Words, text: &str) -> String {
    if let Ok(date) = text.parse() {
        return words.date(date);
    }
    match text.split_once('-') {
        Some((year, month)) if text.len() == 7 => {
            format!("{} {year}", words.month(month.parse().unwrap_or_default()))
        }
        _ => text.to_owned(),
    }
}

fn joined(kind: &Kind, value: &Value, between: &str) -> String {
    let lines: Vec<String> = kind
        .parts()
        .iter()
        .filter_map(|p| value.get(p))
        .map(|v| posted_text(v).into_owned())
        .filter(|t| !t.is_empty())
        .collect();
    lines.join(between)
}

fn labelled(value: &Value, parts: &[(&str, &str)]) -> String {
    let lines: Vec<String> = parts
        .iter()
        .filter_map(|(key, label)| value.get(key).map(|v| format!("{label}: {}", posted_text(v))))
        .collect();
    lines.join(", ")
}

/// One place as it can be typed again.
pub(crate) fn place_text(feature: &Value) -> String {
    let described = feature
        .get("properties")
        .and_then(|p| p.get("description"))
        .and_then(Value::as_str);
    if let Some(text) = described {
        return text.to_owned();
    }
    let coordinates = feature
        .get("geometry")
        .and_then(|g| g.get("coordinates"))
        .and_then(Value::as_array);
    match coordinates.map(Vec::as_slice) {
        Some([longitude, latitude, ..]) if longitude.is_number() => format!("{latitude}, {longitude}"),
        _ => String::new(),
    }
}
