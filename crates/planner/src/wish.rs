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

/// What is wrong with a wish, and in which of its fields.
type Wrong = (&'static str, Said);

fn wrong(field: &'static str, key: &str) -> std::result::Result<(), Wrong> {
    Err((field, Said::new(key)))
}

fn no_groups(rules: &Rules, key: &str) -> std::result::Result<(), Wrong> {
    if rules.no_group_worse.is_empty() {
        Ok(())
    } else {
        wrong("no_group_worse", key)
    }
}

fn sane(field: &'static str, x: f64, least: f64, most: f64) -> std::result::Result<(), Wrong> {
    if x.is_finite() && (least..=most).contains(&x) {
        return Ok(());
    }
    Err((
        field,
        said!(
            "planner-said-wish-figure",
            what = field,
            found = x,
            least = least,
            most = most
        ),
    ))
}

/// A share, which may have been written in hundredths.
fn share(field: &'static str, x: f64, least: f64, most: f64) -> std::result::Result<(), Wrong> {
    sane(field, x, least, most).map_err(|(field, why)| {
        if x > 1.0 && (least..=most).contains(&(x / 100.0)) {
            (
                field,
                said!("planner-said-wish-share", why = why, found = x, share = x / 100.0),
            )
        } else {
            (field, why)
        }
    })
}

fn some(field: &'static str, count: Option<usize>) -> std::result::Result<(), Wrong> {
    if count == Some(0) {
        return Err((field, said!("planner-said-wish-none", what = field)));
    }
    Ok(())
}

/// The row of a wish in which something stands in its quotes.
fn row_with(text: &str, what: &str) -> Option<u64> {
    let what = format!("\"{what}\"");
    let row = text.lines().position(|l| l.contains(&what))?;
    u64::try_from(row + 1).ok()
}

fn of_file(file: &str, row: Option<u64>, why: Said) -> PlanError {
    match row {
        Some(row) => PlanError::Row {
            file: file.to_owned(),
            row,
            why,
        },
        None => PlanError::file(file, why),
    }
}

impl Wish {
    /// Reads a wish; what is wrong is named with its line.
    ///
    /// # Errors
    /// When it is not a wish, or its figures make no sense.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        // Some programs put a mark before a text that says how it is written.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let wish: Self = serde_json::from_str(text).map_err(|e| PlanError::Row {
            file: file.to_owned(),
            row: row_of(text, &e),
            why: said!("planner-said-wish-not", why = of_json(&e)),
        })?;
        wish.check().map_err(|(field, why)| {
            let name = field.rsplit('.').next().unwrap_or(field);
            of_file(file, row_with(text, name), why)
        })?;
        Ok(wish)
    }

    /// Names the file of a wish, and its row, for what turned out to be wrong with it when it was answered.
    pub fn blame(file: &str, text: &str, error: PlanError) -> PlanError {
        let PlanError::Question(why) = error else {
            return error;
        };
        let field = match why.key() {
            "planner-said-places-many" => Some("places"),
            "planner-said-sessions-many" => Some("sessions"),
            "planner-said-custody-many" => Some("close"),
            "planner-said-rule-no-cost" => Some("budget"),
            "planner-said-no-kind" => Some("kinds"),
            _ => None,
        };
        let row = match field {
            Some(field) => row_with(text, field),
            None => why.texts().find_map(|t| row_with(text, t)),
        };
        of_file(file, row, why)
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

    fn rules(&self) -> Option<&Rules> {
        match self {
            Self::Fewest(w) => Some(&w.rules),
            Self::Best(w) => Some(&w.rules),
            Self::Hubs(w) => Some(&w.rules),
            Self::Custody(w) => Some(&w.rules),
            Self::Sessions(w) => Some(&w.rules),
            Self::Handlers(_) => None,
        }
    }

    fn check(&self) -> std::result::Result<(), Wrong> {
        if let Some(budget) = self.rules().and_then(|r| r.budget) {
            sane("rules.budget", budget, 0.0, 1e12)?;
        }
        match self {
            Self::Fewest(w) => {
                sane("minutes", w.minutes, 0.1, 1e6)?;
                share("share", w.share, 0.0001, 1.0)
            }
            Self::Best(w) => match (w.places, w.rules.budget) {
                (None, None) => wrong("ask", "planner-said-wish-how-many"),
                (places, _) => some("places", places),
            },
            Self::Hubs(w) => {
                no_groups(&w.rules, "planner-said-wish-groups-hubs")?;
                some("most", w.most)?;
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
                share("most_full", w.most_full, 1e-6, 0.9)?;
                sane("arrivals.a_day", w.arrivals.a_day, 0.001, 1e6)?;
                if !matches!(w.arrivals.by_hour.len(), 0 | 24) {
                    return wrong("by_hour", "planner-said-wish-hours");
                }
                for share in &w.arrivals.by_hour {
                    sane("arrivals.by_hour", *share, 0.0, 1e9)?;
                }
                for (_, share) in &w.arrivals.by_borough {
                    sane("arrivals.by_borough", *share, 0.0, 1e9)?;
                }
                for hours in &w.stay.hours {
                    sane("stay.hours", *hours, 0.01, 1_000.0)?;
                }
                if let Some(hours) = w.stay.mean_hours {
                    sane("stay.mean_hours", hours, 0.01, 1_000.0)?;
                }
                if w.stay.hours.is_empty() && w.stay.mean_hours.is_none() {
                    return wrong("stay", "planner-said-wish-stay");
                }
                Ok(())
            }
            Self::Handlers(w) => {
                if w.lines.is_empty() || w.lines.len() > 20 {
                    return wrong("lines", "planner-said-wish-lines");
                }
                for line in &w.lines {
                    if line.calls.is_empty() || line.calls.len() > 336 {
                        return Err(("calls", said!("planner-said-wish-calls", line = &line.name)));
                    }
                    share("share", line.share, 0.0001, 0.9999)?;
                    if let Some(most) = line.most_give_up {
                        share("most_give_up", most, 0.0, 1.0)?;
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
            assert!(said.contains(why) && said.starts_with("w"), "{text}: {said}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_figure_is_named_with_file_row_and_how_to_write_it() {
        for (text, why) in [
            (
                "{\"ask\": \"fewest\",\n \"share\": 95}",
                "w, row 2: share is 95: write 0.0001 to 1; 95 % is written 0.95",
            ),
            (
                "{\"ask\": \"best\", \"places\": 2,\n\"rules\":\n{\"budget\": -5}}",
                "w, row 3: rules.budget is -5",
            ),
            (r#"{"ask": "hubs", "most": 0}"#, "w, row 1: most is 0"),
            (
                r#"{"ask": "handlers", "lines": [{"name": "999", "calls": [9], "handle_seconds": 9,
                   "patience_seconds": 9, "share": 90, "seconds": 9}]}"#,
                "w, row 2: share is 90: write 0.0001 to 0.9999; 90 % is written 0.9",
            ),
        ] {
            let said = Wish::parse("w", text).unwrap_err().to_string();
            assert!(said.starts_with(why), "{text}: {said}");
        }
        assert!(Wish::parse("w", "\u{feff}{\"ask\": \"fewest\"}").is_ok());
    }

    #[test]
    fn what_is_found_wrong_with_a_wish_later_is_named_with_file_and_row_too() {
        let text = "{\"ask\": \"best\",\n\"places\": 99,\n\"rules\": {\"keep\": [\"zz\"]}}";
        let blame = |why: Said| Wish::blame("w", text, PlanError::Question(why)).to_string();
        let many = said!("planner-said-places-many", wanted = 99_usize, there = 3_usize);
        assert!(blame(many).starts_with("w, row 2: places is 99"));
        assert!(
            blame(said!("planner-said-rule-no-place", id = "zz")).starts_with("w, row 3: a rule names zz")
        );
        assert!(blame(Said::new("planner-said-nobody-reaches")).starts_with("w: nobody"));
    }
}
