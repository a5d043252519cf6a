//! A tap at a counter: someone comes, their turn begins, it ends, or the last tap was wrong.

use kernel::Moment;
use kernel::db::{DbError, FromValue, Value};

use crate::reason::{Outcome, Reason, Referred};

/// The id of a tap, made by the browser in which it was tapped; that of the first tap is the visit's too.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TapId(String);

impl TapId {
    /// Letters, digits and dashes, as browsers make unique ids.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (16..=40).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || b == b'-');
        fits.then(|| Self(text.to_owned()))
    }

    /// For a form that works without script.
    pub fn new(random: kernel::id::Random) -> Self {
        Self(kernel::seal::hex(&random))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&TapId> for Value {
    fn from(id: &TapId) -> Self {
        Self::Text(id.0.clone())
    }
}

impl FromValue for TapId {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Self::parse(text),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Someone comes: to the counter at once, or to wait.
    Come { reason: Reason, waits: bool },
    /// Someone who waited is at the counter.
    Begin { visit: TapId },
    End {
        visit: TapId,
        outcome: Outcome,
        referred: Option<Referred>,
    },
    /// An earlier tap of the same person did not mean what it said.
    Undo { tap: TapId },
}

impl What {
    /// As it is kept.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Come { .. } => "come",
            Self::Begin { .. } => "begin",
            Self::End { .. } => "end",
            Self::Undo { .. } => "undo",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tap {
    pub id: TapId,
    pub what: What,
    pub at: Moment,
}

/// Why a tap cannot be read. The key of its words is `tap-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TapError {
    #[error("not a tap")]
    Unreadable,
    #[error("no reason")]
    NoReason,
    #[error("no outcome")]
    NoOutcome,
    #[error("too long ago")]
    TooOld,
}

impl TapError {
    pub fn key(self) -> &'static str {
        match self {
            Self::Unreadable => "tap-unreadable",
            Self::NoReason => "tap-no-reason",
            Self::NoOutcome => "tap-no-outcome",
            Self::TooOld => "tap-too-old",
        }
    }
}

/// A browser may be without a network for a shift and the night after it.
const OLDEST_MILLIS: i64 = 36 * 3_600_000;

impl Tap {
    /// Reads what a form or a queue of taps says. A browser says how long ago a tap was, not when: its clock may be
    /// wrong, but it goes at the right pace.
    pub fn parse<'t>(field: impl Fn(&str) -> &'t str, now: Moment) -> Result<Self, TapError> {
        let id = |name: &str| TapId::parse(field(name)).ok_or(TapError::Unreadable);
        let ago = match field("ago") {
            "" => 0,
            text => text.parse::<i64>().map_err(|_| TapError::Unreadable)?,
        };
        if ago > OLDEST_MILLIS {
            return Err(TapError::TooOld);
        }
        let what = match field("kind") {
            "come" => What::Come {
                reason: Reason::parse(field("reason")).ok_or(TapError::NoReason)?,
                waits: field("waits") == "yes",
            },
            "begin" => What::Begin { visit: id("visit")? },
            "end" => {
                let to = Referred::parse(field("referred"));
                // To say where someone is sent says that they are sent on.
                let outcome = match (field("outcome"), to) {
                    ("", Some(_)) => Outcome::Referred,
                    (text, _) => Outcome::parse(text)
                        .filter(|o| *o != Outcome::Unnoted)
                        .ok_or(TapError::NoOutcome)?,
                };
                let to = to.unwrap_or(Referred::Elsewhere);
                What::End {
                    visit: id("visit")?,
                    outcome,
                    referred: (outcome == Outcome::Referred).then_some(to),
                }
            }
            "undo" => What::Undo { tap: id("of")? },
            _ => return Err(TapError::Unreadable),
        };
        Ok(Self {
            id: id("id")?,
            what,
            at: Moment::from_millis(now.millis().saturating_sub(ago.max(0))),
        })
    }
}

/// A visit as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterVisit {
    pub id: TapId,
    pub reason: Reason,
    pub came_at: Moment,
    pub begun_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub outcome: Option<Outcome>,
    pub referred: Option<Referred>,
}

impl CounterVisit {
    /// Whole minutes until someone had time.
    pub fn wait(&self) -> Option<i64> {
        Some(minutes(self.begun_at?.seconds_since(self.came_at)))
    }

    /// Whole minutes at the counter.
    pub fn duration(&self) -> Option<i64> {
        Some(minutes(self.ended_at?.seconds_since(self.begun_at?)))
    }
}

/// Held to a day: what takes longer was forgotten.
fn minutes(seconds: i64) -> i64 {
    (seconds / 60).clamp(0, 24 * 60)
}

impl kernel::db::FromRow for CounterVisit {
    fn from_row(row: &kernel::db::Row) -> Result<Self, DbError> {
        let outcome: String = row.get("outcome")?;
        let referred: String = row.get("referred")?;
        Ok(Self {
            id: row.get("id")?,
            reason: row.parse("reason", Reason::parse)?,
            came_at: row.get("came_at")?,
            begun_at: row.get("begun_at")?,
            ended_at: row.get("ended_at")?,
            outcome: Outcome::parse(&outcome),
            referred: Referred::parse(&referred),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Moment {
        Moment::from_millis(1_795_600_800_000)
    }

    fn read(fields: &[(&str, &'static str)]) -> Result<Tap, TapError> {
        Tap::parse(
            |name| fields.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v),
            now(),
        )
    }

    const ID: (&str, &str) = ("id", "0123456789abcdef0123");

    #[test]
    fn a_tap_says_how_long_ago_it_was() {
        let tap = read(&[ID, ("kind", "come"), ("reason", "lost"), ("ago", "60000")]).unwrap();
        assert_eq!(tap.at, now().plus_minutes(-1));
        // A clock that went backwards does not put a tap into the future.
        let tap = read(&[ID, ("kind", "come"), ("reason", "lost"), ("ago", "-5000")]).unwrap();
        assert_eq!(tap.at, now());
        let old = read(&[ID, ("kind", "come"), ("reason", "lost"), ("ago", "999999999999")]);
        assert_eq!(old, Err(TapError::TooOld));
    }

    #[test]
    fn a_tap_without_its_reason_or_outcome_is_refused_by_name() {
        assert_eq!(read(&[ID, ("kind", "come")]), Err(TapError::NoReason));
        let visit = ("visit", "0123456789abcdef0123");
        assert_eq!(read(&[ID, ("kind", "end"), visit]), Err(TapError::NoOutcome));
        // Only the program itself ends a visit so.
        let unnoted = read(&[ID, ("kind", "end"), visit, ("outcome", "unnoted")]);
        assert_eq!(unnoted, Err(TapError::NoOutcome));
        assert_eq!(
            read(&[("kind", "come"), ("reason", "lost")]),
            Err(TapError::Unreadable)
        );
    }

    #[test]
    fn who_is_sent_on_is_sent_somewhere_and_nobody_else_is() {
        let visit = ("visit", "0123456789abcdef0123");
        let end = |outcome: &'static str, to: &'static str| match read(&[
            ID,
            ("kind", "end"),
            visit,
            ("outcome", outcome),
            ("referred", to),
        ])
        .map(|t| t.what)
        {
            Ok(What::End { referred, .. }) => referred,
            other => panic!("{other:?}"),
        };
        assert_eq!(end("referred", "council"), Some(Referred::Council));
        assert_eq!(end("referred", ""), Some(Referred::Elsewhere));
        assert_eq!(end("", "support"), Some(Referred::Support));
        assert_eq!(end("done", "council"), None);
    }

    proptest! {
        #[test]
        fn any_text_at_all_can_be_offered_as_a_tap(texts in proptest::collection::vec("\\PC*", 8)) {
            let names = ["id", "kind", "reason", "visit", "outcome", "referred", "of", "ago"];
            let _ = Tap::parse(
                |name| names.iter().position(|n| *n == name).and_then(|i| texts.get(i)).map_or("", String::as_str),
                now(),
            );
        }
    }
}
