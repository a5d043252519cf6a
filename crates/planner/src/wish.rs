//! A wish as data: what to look for, and what must hold whatever is found.

use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::error::{PlanError, Result};
use crate::said::{Said, said};
use crate::way::Way;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Wish {
    /// The fewest places such that a share of the people are within so many minutes.
    Fewest(Fewest),
    /// The best so many places, or the best for a budget: the mean time is least.
    Best(Best),
    /// The fewest hubs such that each ward's team is within a walk.
    Hubs(Hubs),
    /// Which custody suites can close.
    Custody(Custody),
    /// Where contact sessions reach most of those who are far from every place.
    Sessions(Sessions),
    /// How many call handlers are needed in each half-hour.
    Handlers(Handlers),
}

/// What every answer about places keeps to. Places are named by id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Kinds of places that may be open; all but custody suites when empty.
    pub kinds: Vec<String>,
    pub keep: Vec<String>,
    pub close: Vec<String>,
    /// Lists of which no two may be open together.
    pub not_together: Vec<Vec<String>>,
    /// In every borough that has a place at least so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each_borough: Option<usize>,
    /// One in every borough open round the clock: chosen among those proposed so that nights are shortest.
    pub round_the_clock: bool,
    /// What the open places may cost together a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<f64>,
    /// Groups (`aged_65`, `decile_1`, a borough's code) whose mean time must not get longer than today.
    pub no_group_worse: Vec<String>,
}

fn transit() -> Way {
    Way::USUAL
}
fn walk() -> Way {
    Way::Travel(travel::Mode::Walk)
}
fn drive() -> Way {
    Way::Travel(travel::Mode::Drive)
}
fn usual() -> At {
    At::USUAL
}
fn limit() -> f64 {
    45.0
}
fn all() -> f64 {
    1.0
}
fn twenty() -> f64 {
    20.0
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fewest {
    #[serde(default = "transit")]
    pub mode: Way,
    #[serde(default = "usual")]
    pub at: At,
    #[serde(default = "limit")]
    pub minutes: f64,
    /// From 0 to 1.
    #[serde(default = "all")]
    pub share: f64,
    #[serde(default)]
    pub rules: Rules,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Best {
    #[serde(default = "transit")]
    pub mode: Way,
    #[serde(default = "usual")]
    pub at: At,
    /// How many places; as many as the budget allows if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<usize>,
    /// Whose time counts: everyone's if not given, or that of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<String>,
    #[serde(default)]
    pub rules: Rules,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hubs {
    #[serde(default = "walk")]
    pub mode: Way,
    #[serde(default = "twenty")]
    pub minutes: f64,
    /// No more hubs than this: then as many teams as possible are within the walk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
    #[serde(default)]
    pub rules: Rules,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// How many sessions.
    pub sessions: usize,
    /// Who is further than this from every open place counts as far.
    #[serde(default = "limit")]
    pub beyond: f64,
    #[serde(default = "transit")]
    pub mode: Way,
    #[serde(default = "usual")]
    pub at: At,
    /// A session reaches those within this walk.
    #[serde(default = "twenty")]
    pub walk: f64,
    #[serde(default)]
    pub rules: Rules,
}

/// Arrests: how many in a day, at which hours, from where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrivals {
    pub a_day: f64,
    /// Shares of the 24 hours; even if not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_hour: Vec<f64>,
    /// Shares of the boroughs by code; by population if not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_borough: Vec<(String, f64)>,
}

/// How long people are held: measured lengths, or their mean alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Stay {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_hours: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    /// How many suites close.
    pub close: usize,
    #[serde(default = "drive")]
    pub mode: Way,
    #[serde(default = "usual")]
    pub at: At,
    /// No borough's arrests go further.
    pub minutes: f64,
    /// The chance that a suite is full at its peak stays below this.
    pub most_full: f64,
    pub arrivals: Arrivals,
    pub stay: Stay,
    #[serde(default)]
    pub rules: Rules,
}

/// One telephone line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub name: String,
    /// Calls in each half-hour of a day: 48, or any number of half-hours.
    pub calls: Vec<f64>,
    pub handle_seconds: f64,
    /// Mean time that a caller waits before giving up.
    pub patience_seconds: f64,
    /// This share is answered within the seconds.
    pub share: f64,
    pub seconds: f64,
    /// At most this share gives up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_give_up: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handlers {
    pub lines: Vec<Line>,
}

/// The line that an error is about. What stands inside a wish is read after its kind is known, and has lost its line by
/// then: it is that of the first thing that the error names.
fn row_of(text: &str, error: &serde_json::Error) -> u64 {
    let line = |n: usize| u64::try_from(n).unwrap_or(1);
    if error.line() > 0 {
        return line(error.line());
    }
    let said = error.to_string();
    let named = said.split('`').nth(1).map(|name| format!("\"{name}\""));
    let at = named.and_then(|name| text.lines().position(|l| l.contains(&name)));
    line(at.map_or(1, |a| a + 1))
}

/// What a reader of JSON found, as far as whoever wrote it can use it.
fn of_json(error: &serde_json::Error) -> Said {
    let text = error.to_string();
    let name = text.split('`').nth(1).unwrap_or_default();
    for (begins, key) in [
        ("unknown field", "planner-said-json-unknown-field"),
        ("unknown variant", "planner-said-json-unknown-word"),
        ("missing field", "planner-said-json-missing-field"),
        ("duplicate field", "planner-said-json-twice"),
    ] {
        if text.starts_with(begins) {
            // What it could have been stands behind, each in its marks.
            let known: Vec<&str> = text.split('`').skip(3).step_by(2).collect();
            return match known.as_slice() {
                [] => said!(key, name = name),
                known => said!(
                    "planner-said-json-known",
                    why = said!(key, name = name),
                    known = known.join(", ")
                ),
            };
        }
    }
    // Our own readers of times and ways begin with what they found.
    for (middle, key) in [
        (" is no time of the week", "planner-said-json-time"),
        (" is no way to travel", "planner-said-json-way"),
    ] {
        if let Some((found, _)) = text.split_once(middle) {
            return said!(key, found = found);
        }
    }
    let found = text
        .split_once(": ")
        .and_then(|(_, rest)| rest.split_once(", expected"));
    match (error.classify(), found) {
        (serde_json::error::Category::Data, Some((found, _))) => {
            said!("planner-said-json-kind", found = found)
        }
        _ => Said::new("planner-said-json-syntax"),
    }
}

impl Wish {
    /// Reads a wish; what is wrong is named with its line.
    ///
    /// # Errors
    /// When it is not a wish, or its figures make no sense.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let wish: Self = serde_json::from_str(text).map_err(|e| PlanError::Row {
            file: file.to_owned(),
            row: row_of(text, &e),
            why: said!("planner-said-wish-not", why = of_json(&e)),
        })?;
        wish.check()?;
        Ok(wish)
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Fewest(_) => "fewest",
            Self::Best(_) => "best",
            Self::Hubs(_) => "hubs",
            Self::Custody(_) => "custody",
            Self::Sessions(_) => "sessions",
            Self::Handlers(_) => "handlers",
        }
    }

    fn check(&self) -> Result<()> {
        let no_groups = |rules: &Rules, what: &str| {
            if rules.no_group_worse.is_empty() {
                Ok(())
            } else {
                Err(PlanError::question(what))
            }
        };
        let sane = |what: &str, x: f64, least: f64, most: f64| {
            if x.is_finite() && (least..=most).contains(&x) {
                Ok(())
            } else {
                Err(PlanError::Question(said!(
                    "planner-said-wish-figure",
                    what = what,
                    found = x,
                    least = least,
                    most = most
                )))
            }
        };
        match self {
            Self::Fewest(w) => {
                sane("minutes", w.minutes, 0.1, 1e6)?;
                sane("share", w.share, 0.0001, 1.0)
            }
            Self::Best(w) => match (w.places, w.rules.budget) {
                (None, None) => Err(PlanError::question("planner-said-wish-how-many")),
                (Some(0), _) => Err(PlanError::question("planner-said-wish-none")),
                _ => Ok(()),
            },
            Self::Hubs(w) => {
                no_groups(&w.rules, "planner-said-wish-groups-hubs")?;
                sane("minutes", w.minutes, 0.1, 1e6)
            }
            Self::Sessions(w) => {
                sane("beyond", w.beyond, 0.0, 1e6)?;
                sane("walk", w.walk, 0.1, 1e6)?;
                sane("sessions", w.sessions as f64, 1.0, 100_000.0)
            }
            Self::Custody(w) => {
                no_groups(&w.rules, "planner-said-wish-groups-custody")?;
                sane("minutes", w.minutes, 0.1, 1e6)?;
                sane("most_full", w.most_full, 1e-6, 0.9)?;
                sane("arrivals.a_day", w.arrivals.a_day, 0.001, 1e6)?;
                if !matches!(w.arrivals.by_hour.len(), 0 | 24) {
                    return Err(PlanError::question("planner-said-wish-hours"));
                }
                for share in w
                    .arrivals
                    .by_hour
                    .iter()
                    .chain(w.arrivals.by_borough.iter().map(|b| &b.1))
                {
                    sane("a share of arrivals", *share, 0.0, 1e9)?;
                }
                for hours in w.stay.hours.iter().chain(&w.stay.mean_hours) {
                    sane("a stay", *hours, 0.01, 1_000.0)?;
                }
                if w.stay.hours.is_empty() && w.stay.mean_hours.is_none() {
                    return Err(PlanError::question("planner-said-wish-stay"));
                }
                Ok(())
            }
            Self::Handlers(w) => {
                if w.lines.is_empty() || w.lines.len() > 20 {
                    return Err(PlanError::question("planner-said-wish-lines"));
                }
                for line in &w.lines {
                    if line.calls.is_empty() || line.calls.len() > 336 {
                        return Err(PlanError::Question(said!(
                            "planner-said-wish-calls",
                            line = &line.name
                        )));
                    }
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_read_with_its_usual_figures() {
        let wish = Wish::parse(
            "w",
            r#"{"ask": "fewest", "share": 0.95, "rules": {"each_borough": 1}}"#,
        )
        .unwrap();
        let Wish::Fewest(w) = &wish else {
            panic!("{wish:?}")
        };
        assert_eq!((w.mode, w.at), (Way::USUAL, At::USUAL));
        assert!((w.minutes - 45.0).abs() < 1e-9 && w.rules.each_borough == Some(1));
        let text = serde_json::to_string(&wish).unwrap();
        assert_eq!(Wish::parse("w", &text).unwrap(), wish);
    }

    #[test]
    fn a_wish_that_makes_no_sense_is_refused_with_its_line() {
        for (text, why) in [
            ("{", "w, row 1: not a wish"),
            (r#"{"ask": "magic"}"#, "unknown variant"),
            (
                "{\"ask\": \"fewest\",\n\"minuets\": 3}",
                "w, row 2: not a wish: unknown field `minuets`; known are mode, at, minutes",
            ),
            (
                r#"{"ask": "fewest", "at": "noon"}"#,
                "noon is no time of the week",
            ),
            (r#"{"ask": "fewest", "mode": "boat"}"#, "boat is no way to travel"),
            (r#"{"ask": "fewest", "share": "all"}"#, "is not of the kind"),
            (r#"{"ask": "fewest", "share": 2}"#, "share is 2"),
            (r#"{"ask": "best"}"#, "how many places"),
            (r#"{"ask": "best", "places": 0}"#, "places is 0"),
            (r#"{"ask": "handlers", "lines": []}"#, "lines"),
            (
                r#"{"ask":"hubs","rules":{"no_group_worse":["aged_65"]}}"#,
                "has no say about hubs",
            ),
            (
                r#"{"ask":"custody","close":1,"minutes":60,"most_full":0.01,"arrivals":{"a_day":9},"stay":{}}"#,
                "how long people are held",
            ),
        ] {
            let said = Wish::parse("w", text).unwrap_err().to_string();
            assert!(said.contains(why), "{text}: {said}");
        }
    }
}
