//! A sentence that is told in the language of whoever reads it: commands and files in English, pages in the reader's.

use std::fmt;
use std::sync::OnceLock;

use page::{Lang, Tongue, Words};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The key of a message and what goes into it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    key: String,
    with: Vec<(String, Part)>,
}

/// What goes into a sentence: a whole number, a text as it is, or another sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Part {
    Number(i64),
    Text(String),
    Said(Box<Kept>),
}

/// A sentence as it is kept: it can be told in any language later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    with: Vec<(String, Part)>,
}

/// `said!("plan-rows-lost", file = name, count = 3)`
macro_rules! said {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::said::Said::new($key)$(.with(stringify!($name), $value))*
    };
}
pub(crate) use said;

impl Said {
    pub fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            with: Vec::new(),
        }
    }

    /// A text that has no translation: a name, a line that was written down in an older form.
    pub fn plain(text: impl Into<String>) -> Self {
        let text: String = text.into();
        Self::new("planner-said-plain").with("text", text)
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Filling>) -> Self {
        let part = match value.into() {
            Filling::Number(number) => Part::Number(number),
            Filling::Text(text) => Part::Text(text),
            Filling::Said(said) => Part::Said(Box::new(said.kept())),
        };
        self.with.push((name.to_owned(), part));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The texts that go into it: names, ids, figures.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.with.iter().filter_map(|(_, part)| match part {
            Part::Text(text) => Some(text.as_str()),
            Part::Number(_) | Part::Said(_) => None,
        })
    }

    /// In the reader's language.
    pub fn told(&self, tongue: &Tongue) -> String {
        told(&self.key, &self.with, tongue)
    }

    /// For keeping until someone reads it.
    pub fn kept(&self) -> Kept {
        Kept {
            key: self.key.clone(),
            with: self.with.clone(),
        }
    }
}

fn told(key: &str, with: &[(String, Part)], tongue: &Tongue) -> String {
    if key.is_empty() {
        return String::new();
    }
    let args: Vec<(&str, page::Arg<'_>)> = with
        .iter()
        .map(|(name, part)| {
            let arg = match part {
                // As a number it chooses between one and many; a large one has its thousands set apart.
                Part::Number(number) if number.abs() < 1_000 => (*number).into(),
                Part::Number(number) => tongue.number(*number).into(),
                Part::Text(text) => text.clone().into(),
                Part::Said(said) => told(&said.key, &said.with, tongue).into(),
            };
            (name.as_str(), arg)
        })
        .collect();
    tongue.ta(key, &args)
}

/// A value for [`Said::with`].
#[derive(Debug)]
pub enum Filling {
    Number(i64),
    Text(String),
    Said(Said),
}

macro_rules! fill {
    ($filling:ident: $($kind:ty),*) => {
        $(impl From<$kind> for Filling {
            fn from(value: $kind) -> Self {
                fill!(@ $filling value)
            }
        })*
    };
    (@ Text $value:ident) => { Self::Text($value.to_string()) };
    (@ Number $value:ident) => { Self::Number(i64::try_from($value).unwrap_or(i64::MAX)) };
}
fill!(Text: &str, String, &String, jiff::civil::Date);
fill!(Number: u8, u32, u64, usize);

impl From<f64> for Filling {
    fn from(value: f64) -> Self {
        if value.fract() == 0.0 && value.abs() < 1e15 {
            Self::Number(value as i64)
        } else {
            Self::Text(value.to_string())
        }
    }
}

impl From<Said> for Filling {
    fn from(said: Said) -> Self {
        Self::Said(said)
    }
}

/// The name of a set of people as commands print it: `People aged 65 and over`, `Deprivation group 3 of 10`.
pub fn named(code: &str, name: &str) -> String {
    let key = format!("planner-group-{}", code.replace('_', "-"));
    if english().is_some_and(|tongue| tongue.has(&key)) {
        return Said::new(&key).to_string();
    }
    match code.strip_prefix("decile_") {
        Some("1") => Said::new("planner-decile-first").to_string(),
        Some("10") => Said::new("planner-decile-last").to_string(),
        Some(n) => said!("planner-decile", n = n).to_string(),
        None => name.to_owned(),
    }
}

/// English, for commands, files and logs; read once.
fn english() -> Option<&'static Tongue> {
    static ENGLISH: OnceLock<Option<Tongue>> = OnceLock::new();
    let read = || {
        let own = crate::WORDS.iter().filter(|(code, _, _)| *code == "en");
        Words::load(own).ok().map(|w| w.tongue(Lang::EN))
    };
    ENGLISH.get_or_init(read).as_ref()
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match english() {
            Some(tongue) => f.write_str(&self.told(tongue)),
            None => f.write_str(&self.key),
        }
    }
}

/// In what is handed out a sentence stands in English.
impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// As it was kept, or as a plain text.
impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Part::deserialize(deserializer)? {
            Part::Number(number) => Self::plain(number.to_string()),
            Part::Text(text) => Self::plain(text),
            Part::Said(kept) => Self {
                key: kept.key,
                with: kept.with,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_people_have_names_in_commands_too() {
        assert_eq!(named("aged_65", "aged_65"), "People aged 65 and over");
        assert_eq!(named("decile_3", "3"), "Deprivation group 3 of 10");
        assert_eq!(named("E09000001", "City of London"), "City of London");
    }

    #[test]
    fn a_sentence_is_kept_and_told_in_every_language() {
        let why = said!("planner-said-row-no-figure", what = "people");
        let whole = said!("planner-said-of-row", file = "p.csv", row = 3_u64, why = why);
        assert_eq!(whole.to_string(), "p.csv, row 3: has no figure for people");
        let kept = serde_json::to_string(&whole.kept()).unwrap();
        let read: Said = serde_json::from_str(&kept).unwrap();
        assert_eq!(read, whole);
        let words = Words::load(crate::WORDS).unwrap();
        let mut told: Vec<String> = ["en", "cy", "en-simple"]
            .iter()
            .map(|l| read.told(&words.tongue(Lang::parse(l).unwrap())))
            .collect();
        assert!(
            told.iter().all(|t| t.contains("p.csv") && t.contains('3')),
            "{told:?}"
        );
        told.dedup();
        assert_eq!(told.len(), 3, "{told:?}");
        // What an older version wrote is shown as it stands.
        let old: Said = serde_json::from_str(r#""the streets have no timetable""#).unwrap();
        assert_eq!(old.to_string(), "the streets have no timetable");
        assert_eq!(
            serde_json::to_string(&old).unwrap(),
            r#""the streets have no timetable""#
        );
    }
}
