//! How fresh a fact is: when somebody last said that it is right, and as what.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::db::{DbError, Row};
use page::Tongue;

use crate::officer::words;

/// Months after which a promise nobody updated, or a fact nobody confirmed, is shown in red.
pub const STALE_MONTHS: i64 = 3;

/// When a fact was last confirmed, and as what the person did who confirmed it. Never by name: it may not be safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    pub at: Moment,
    pub role: String,
}

impl Confirmed {
    pub fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            at: row.get("confirmed_at")?,
            role: row.get("confirmed_by")?,
        })
    }

    pub fn badge(&self, tongue: &Tongue, now: Moment, zone: &TimeZone) -> Badge {
        let old = is_stale(self.at, now, zone);
        let by = tongue.t(role_key(&self.role)).into_owned();
        let ago = tongue.ago(self.at.timestamp(), now.timestamp());
        let span = tongue.span(now.seconds_since(self.at));
        let text = tongue.ta(
            if old { "fact-old" } else { "fact-confirmed" },
            &[
                ("ago", ago.as_str().into()),
                ("span", span.as_str().into()),
                ("by", by.as_str().into()),
            ],
        );
        Badge {
            text: sentence(&text),
            old,
        }
    }
}

words!(
    /// What can be confirmed with one press.
    Kind {
        Team => "team",
        Officer => "officer",
        Group => "group",
        School => "school",
        Course => "course",
    }
);

/// A fact that nobody confirmed for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    pub kind: Kind,
    pub id: String,
    /// "" for a ward's team.
    pub name: String,
    pub confirmed: Confirmed,
}

/// Nothing that was confirmed later than this many days ago is old; what was earlier is looked at by the calendar.
pub const SURELY_DAYS: i64 = 88;

/// The words for as what somebody spoke.
pub fn role_key(role: &str) -> &'static str {
    match role {
        "officer" => "by-officer",
        "supervisor" => "by-supervisor",
        "admin" => "by-admin",
        "import" => "by-import",
        _ => "by-force",
    }
}

/// The same with a capital letter at its beginning, whatever word stands there in this language.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A small line under a fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Badge {
    pub text: String,
    /// In red.
    pub old: bool,
}

/// Whether three months of the calendar have passed since.
pub fn is_stale(then: Moment, now: Moment, zone: &TimeZone) -> bool {
    stale_from(then.date(zone)).is_some_and(|from| from <= now.date(zone))
}

fn stale_from(day: Date) -> Option<Date> {
    day.checked_add(STALE_MONTHS.months()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn a_fact_turns_red_on_the_day_three_months_after() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let then = at("2026-08-31T10:00:00Z");
        assert!(!is_stale(then, at("2026-11-29T23:59:00Z"), &zone));
        assert!(
            is_stale(then, at("2026-11-30T00:00:00Z"), &zone),
            "November has no 31st"
        );
        // Late in a summer evening it is already the next day in London.
        let then = at("2026-06-01T23:30:00Z");
        assert!(!is_stale(then, at("2026-09-01T22:30:00Z"), &zone));
        assert!(is_stale(then, at("2026-09-01T23:30:00Z"), &zone));
    }
}
