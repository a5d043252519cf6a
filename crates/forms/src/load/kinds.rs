//! What each component type needs, read from its definition.

use regex::RegexBuilder;
use serde_json::Value;

use super::{Loader, date_of, real_of, renamed, str_of, whole};
use crate::component::{Bounds, Counts, Kind, NumberRules, PhoneFormat, Prose, ProseFormat, TextRules};

const LONGEST_REGEX: usize = 1_000;
/// What a compiled pattern may take in memory. Bytes.
const LARGEST_REGEX: usize = 256 * 1024;
/// What a file may have when the definition does not say. Bytes.
const LARGEST_UPLOAD: u64 = 25 * 1024 * 1024;

impl Loader<'_> {
    pub(super) fn kind(
        &mut self,
        file: &str,
        page: &str,
        called: &str,
        type_name: &str,
        value: &Value,
    ) -> Option<Kind> {
        let options = value.get("options").unwrap_or(&Value::Null);
        let schema = value.get("schema").unwrap_or(&Value::Null);
        let at = Place { file, page, called };
        let keys = [str_of(value, "id"), str_of(value, "name")];
        let autocomplete = || {
            let text = str_of(options, "autocomplete");
            let plain = text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b' '));
            if plain { text.to_owned() } else { String::new() }
        };
        Some(match type_name {
            "TextField" | "MultilineTextField" => Kind::Text {
                rules: TextRules {
                    length: self.counts(at, schema)?,
                    regex: self.regex(at, schema)?,
                    max_words: self.count(at, options, "maxWords")?,
                    rows: (type_name == "MultilineTextField").then(|| {
                        self.count(at, options, "rows")
                            .flatten()
                            .unwrap_or(5)
                            .clamp(1, 50)
                    }),
                },
                autocomplete: autocomplete(),
            },
            "EmailAddressField" => Kind::Email,
            "TelephoneNumberField" => Kind::Phone(match str_of(options, "format") {
                "uk" => PhoneFormat::Uk,
                "international" => PhoneFormat::International,
                "" => PhoneFormat::Any,
                other => {
                    self.at(
                        at,
                        format!("a telephone format {other}; there are uk and international"),
                    );
                    return None;
                }
            }),
            "NumberField" => Kind::Number {
                rules: Box::new(NumberRules {
                    bounds: self.bounds(at, schema)?,
                    precision: schema
                        .get("precision")
                        .and_then(real_of)
                        .map(|p| whole(&Value::from(p.max(0.0))).unwrap_or(0)),
                    min_precision: self.count(at, schema, "minPrecision")?,
                    digits: Counts {
                        min: self.count(at, schema, "minLength")?,
                        max: self.count(at, schema, "maxLength")?,
                        exactly: None,
                    },
                    prefix: str_of(options, "prefix").to_owned(),
                    suffix: str_of(options, "suffix").to_owned(),
                }),
                autocomplete: autocomplete(),
            },
            "DatePartsField" => {
                let days = |key: &str| {
                    options
                        .get(key)
                        .and_then(real_of)
                        .filter(|d| d.abs() < 400_000.0)
                        .and_then(super::number)
                        .and_then(|n| n.as_i64())
                };
                let earliest = self.date(at, options, "earliestDate", false)?;
                let latest = self.date(at, options, "latestDate", false)?;
                if earliest.zip(latest).is_some_and(|(e, l)| e > l) {
                    self.at(at, "earliestDate is after latestDate");
                }
                Kind::Date {
                    days_past: days("maxDaysInPast"),
                    days_future: days("maxDaysInFuture"),
                    earliest,
                    latest,
                }
            }
            "MonthYearField" => Kind::MonthYear {
                earliest: self.date(at, options, "earliestMonthYear", true)?,
                latest: self.date(at, options, "latestMonthYear", true)?,
            },
            "YesNoField" => Kind::YesNo,
            "RadiosField" => Kind::Radios {
                list: self.list(at, value)?,
            },
            "CheckboxesField" => Kind::Checkboxes {
                list: self.list(at, value)?,
                counts: self.counts(at, schema)?,
            },
            "SelectField" => Kind::Select {
                list: self.list(at, value)?,
                autocomplete: autocomplete(),
            },
            "AutocompleteField" => Kind::Autocomplete {
                list: self.list(at, value)?,
            },
            "UkAddressField" => Kind::Address {
                hide_title: options.get("hideTitle").and_then(Value::as_bool).unwrap_or(false),
            },
            "FileUploadField" => Kind::Files {
                accept: str_of(options, "accept")
                    .split(',')
                    .map(|t| t.trim().to_ascii_lowercase())
                    .filter(|t| !t.is_empty())
                    .collect(),
                counts: self.counts(at, schema)?,
                max_bytes: options
                    .get("maxMegabytes")
                    .and_then(whole)
                    .and_then(|mb| u64::try_from(mb).ok())
                    .map_or(LARGEST_UPLOAD, |mb| mb.saturating_mul(1024 * 1024)),
            },
            "DeclarationField" => Kind::Declaration {
                label: self.text_of(
                    str_of(options, "declarationConfirmationLabel"),
                    "components",
                    &keys,
                    "declarationConfirmationLabel",
                ),
            },
            "EastingNorthingField" => {
                let part = |name: &str| schema.get(name).cloned().unwrap_or(Value::Null);
                Kind::EastingNorthing {
                    easting: within(self.bounds(at, &part("easting"))?, 0.0, 700_000.0),
                    northing: within(self.bounds(at, &part("northing"))?, 0.0, 1_300_000.0),
                }
            }
            "LatLongField" => {
                let part = |name: &str| schema.get(name).cloned().unwrap_or(Value::Null);
                Kind::LatLong {
                    latitude: within(self.bounds(at, &part("latitude"))?, 49.85, 60.859),
                    longitude: within(self.bounds(at, &part("longitude"))?, -13.687, 1.767),
                }
            }
            "OsGridRefField" => Kind::OsGridRef,
            "NationalGridFieldNumberField" => Kind::GridField,
            "GeospatialField" => Kind::Places {
                counts: self.counts(at, schema)?,
            },
            "HiddenField" => Kind::Hidden,
            "PaymentField" => {
                let amount = options.get("amount").and_then(real_of);
                if !amount.is_some_and(|a| (0.0..=100_000.0).contains(&a)) {
                    self.at(at, "a PaymentField needs options.amount between 0 and 100000");
                    return None;
                }
                self.note(
                    file,
                    page,
                    called,
                    "payment is not offered: a resident who comes to this page is told so",
                );
                let mut cases = Vec::new();
                for case in options
                    .get("conditionalAmounts")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    let condition = self.condition_of(file, page, called, case.get("condition"));
                    if let (Some(condition), Some(amount)) = (condition, case.get("amount").and_then(real_of))
                    {
                        cases.push((condition, amount));
                    }
                }
                Kind::Payment {
                    description: self.text_of(
                        str_of(options, "description"),
                        "components",
                        &keys,
                        "paymentDescription",
                    ),
                    amount: amount.unwrap_or_default(),
                    cases,
                }
            }
            "Details" => Kind::Details,
            "Html" => Kind::Html,
            "Markdown" => Kind::Markdown,
            "InsetText" => Kind::Inset,
            "List" => Kind::List {
                list: self.list(at, value)?,
                numbered: str_of(options, "type") == "numbered",
                bulleted: str_of(options, "type") == "bulleted",
                hide_title: options.get("hideTitle").and_then(Value::as_bool).unwrap_or(false),
            },
            "NotificationBanner" => Kind::Banner {
                success: str_of(options, "type") == "success",
                heading: self.text_of(str_of(options, "heading"), "components", &keys, "heading"),
            },
            "" => {
                self.at(at, "a component without a type");
                return None;
            }
            other => {
                self.at(at, format!("there is no component type {other}"));
                return None;
            }
        })
    }

    /// The body of content components and declarations.
    pub(super) fn prose(&self, kind: &Kind, value: &Value, keys: &[&str]) -> Option<Prose> {
        let format = match kind {
            Kind::Html => ProseFormat::Html,
            Kind::Markdown | Kind::Declaration { .. } | Kind::Details | Kind::Inset | Kind::Banner { .. } => {
                // Before Markdown, authors wrote HTML into these.
                if str_of(value, "content").trim_start().starts_with('<') {
                    ProseFormat::Html
                } else {
                    ProseFormat::Markdown
                }
            }
            _ => return None,
        };
        Some(Prose {
            format,
            text: self.text_of(str_of(value, "content"), "components", keys, "content"),
            ready: Vec::new(),
        })
    }

    fn at(&mut self, at: Place<'_>, why: impl Into<String>) {
        self.problem(at.file, at.page, at.called, why);
    }

    fn list(&mut self, at: Place<'_>, value: &Value) -> Option<usize> {
        let name = match value.get("list") {
            Some(Value::String(name)) => name.trim(),
            _ => "",
        };
        let found = self.list_ids.get(name).copied().or_else(|| {
            self.v1
                .then(|| renamed(name, self.list_ids.keys().map(String::as_str)))
                .flatten()
                .and_then(|k| self.list_ids.get(k).copied())
        });
        if found.is_none() {
            self.at(
                at,
                if name.is_empty() {
                    "it names no list".to_owned()
                } else {
                    format!("there is no list {name}")
                },
            );
        }
        found
    }

    /// `Some(None)` when not given; `None` after a problem.
    fn count(&mut self, at: Place<'_>, from: &Value, key: &str) -> Option<Option<usize>> {
        match from.get(key) {
            None | Some(Value::Null) => Some(None),
            Some(Value::String(s)) if s.trim().is_empty() => Some(None),
            Some(value) => match whole(value) {
                Some(n) => Some(Some(n)),
                None => {
                    self.at(at, format!("{key} must be a whole number, not {value}"));
                    None
                }
            },
        }
    }

    fn counts(&mut self, at: Place<'_>, schema: &Value) -> Option<Counts> {
        let counts = Counts {
            min: self.count(at, schema, "min")?,
            max: self.count(at, schema, "max")?,
            exactly: self.count(at, schema, "length")?,
        };
        if counts.min.zip(counts.max).is_some_and(|(min, max)| min > max) {
            self.at(at, "min is more than max");
        }
        Some(counts)
    }

    fn bounds(&mut self, at: Place<'_>, schema: &Value) -> Option<Bounds> {
        let mut one = |key: &str| match schema.get(key) {
            None | Some(Value::Null) => Some(None),
            Some(Value::String(s)) if s.trim().is_empty() => Some(None),
            Some(value) => match real_of(value) {
                Some(n) => Some(Some(n)),
                None => {
                    self.at(at, format!("{key} must be a number, not {value}"));
                    None
                }
            },
        };
        let bounds = Bounds {
            min: one("min")?,
            max: one("max")?,
        };
        if bounds.min.zip(bounds.max).is_some_and(|(min, max)| min > max) {
            self.at(at, "min is more than max");
        }
        Some(bounds)
    }

    fn date(
        &mut self,
        at: Place<'_>,
        options: &Value,
        key: &str,
        month: bool,
    ) -> Option<Option<jiff::civil::Date>> {
        let text = str_of(options, key).trim();
        if text.is_empty() {
            return Some(None);
        }
        let date = if month && text.len() == 7 {
            date_of(&format!("{text}-01"))
        } else {
            date_of(text)
        };
        if date.is_none() {
            self.at(at, format!("{key} {text} is no date"));
        }
        date.map(Some)
    }

    fn regex(&mut self, at: Place<'_>, schema: &Value) -> Option<Option<regex::Regex>> {
        let pattern = match schema.get("regex") {
            None | Some(Value::Null) => return Some(None),
            Some(Value::String(pattern)) => pattern.trim(),
            Some(_) => {
                self.at(at, "regex must be text");
                return None;
            }
        };
        if pattern.is_empty() {
            return Some(None);
        }
        if pattern.len() > LONGEST_REGEX {
            self.at(
                at,
                format!("a regex of {} bytes; the most is {LONGEST_REGEX}", pattern.len()),
            );
            return None;
        }
        match RegexBuilder::new(&from_javascript(pattern))
            .size_limit(LARGEST_REGEX)
            .nest_limit(50)
            .build()
        {
            Ok(regex) => Some(Some(regex)),
            Err(error) => {
                let text = error.to_string();
                let last = text
                    .lines()
                    .last()
                    .unwrap_or_default()
                    .trim()
                    .trim_start_matches("error: ");
                self.at(at, format!("the regex cannot be used: {last}"));
                None
            }
        }
    }
}

/// Where a component stands, for messages.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    page: &'a str,
    called: &'a str,
}

fn within(given: Bounds, min: f64, max: f64) -> Bounds {
    Bounds {
        min: given.min.or(Some(min)),
        max: given.max.or(Some(max)),
    }
}

/// Patterns are written for JavaScript, where a `[` and doubled signs mean nothing special inside a
/// class, and `\d`, `\w` are ASCII.
fn from_javascript(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str(if in_class { "0-9" } else { "[0-9]" }),
                Some('w') => out.push_str(if in_class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" }),
                Some(next) => {
                    out.push('\\');
                    out.push(next);
                }
                None => out.push('\\'),
            },
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                if chars.peek() == Some(&'^') {
                    chars.next();
                    out.push('^');
                }
            }
            '[' => out.push_str("\\["),
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            '-' if in_class && chars.peek() == Some(&'-') => out.push_str("\\-"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        regex::Regex::new(&from_javascript(pattern))
            .unwrap()
            .is_match(text)
    }

    #[test]
    fn javascript_patterns_keep_their_meaning() {
        assert!(matches(
            r"^[a-zA-Z]{1,2}\d[a-zA-Z\d]?\s?\d[a-zA-Z]{2}$",
            "SW1A 2AA"
        ));
        assert!(matches("^[[&&a]+$", "[&a"));
        assert!(!matches(r"^\d+$", "٣"));
        assert!(matches(r"^[\w.\/-]+$", "a.b/c-d"));
    }
}
