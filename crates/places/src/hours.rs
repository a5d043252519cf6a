//! Opening hours as OpenStreetMap writes them: read, checked, asked for a day.
//!
//! The crate that understands the notation knows bank holidays that are not England's, guesses the hour of sunrise,
//! and counts a day of school holidays as any other. So the bank holidays are handed in, and strings that need what
//! we do not know are refused with the reason rather than read wrongly. Its calendar library stays in this file.

use std::sync::Arc;

use chrono::NaiveDate;
use compact_calendar::CompactCalendar;
use jiff::civil::Date;
use kernel::clock::WorkingDays;
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};

/// Longer than any true opening hours.
const LONGEST: usize = 255;
/// The years whose bank holidays are known.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// The end of a day, in minutes.
pub const DAY: u16 = 24 * 60;

/// The bank holidays that `PH` means.
#[derive(Debug, Clone, Default)]
pub struct Holidays(Arc<CompactCalendar>);

impl Holidays {
    pub fn of(days: &WorkingDays) -> Self {
        let mut calendar = CompactCalendar::default();
        for day in YEARS.flat_map(|year| days.bank_holidays(year)).filter_map(naive) {
            calendar.insert(day);
        }
        Self(Arc::new(calendar))
    }
}

fn naive(day: Date) -> Option<NaiveDate> {
    let (month, of_month) = (u32::try_from(day.month()).ok()?, u32::try_from(day.day()).ok()?);
    NaiveDate::from_ymd_opt(day.year().into(), month, of_month)
}

/// Why a string is no opening hours that can be relied on: a key of the words, and what of the string it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub key: &'static str,
    pub what: String,
}

/// Part of a day when someone is there, in minutes from its midnight to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub from: u16,
    pub to: u16,
    /// False: only perhaps, as the note says (`by appointment`).
    pub sure: bool,
    pub note: String,
}

/// When a place is open; the default is that nobody has said.
#[derive(Debug, Clone, Default)]
pub struct Hours {
    text: String,
    read: Option<OpeningHours>,
}

impl PartialEq for Hours {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Hours {
    /// # Errors
    /// The reason why the string cannot be relied on.
    pub fn parse(text: &str, holidays: &Holidays) -> Result<Self, Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        let refused = |key, what: &str| {
            Err(Refused {
                key,
                what: what.to_owned(),
            })
        };
        if text.len() > LONGEST {
            return refused("hours-too-long", &LONGEST.to_string());
        }
        let Ok(read) = text.parse::<OpeningHours>() else {
            return refused("hours-not-read", text);
        };
        let bare = outside_quotes(&read.to_string()).to_lowercase();
        if ["dawn", "sunrise", "sunset", "dusk"]
            .iter()
            .any(|sun| bare.contains(sun))
        {
            return refused("hours-by-sun", text);
        }
        if words(&bare).any(|word| word == "sh") {
            return refused("hours-school-holidays", text);
        }
        let context =
            Context::default().with_holidays(ContextHolidays::new(Arc::clone(&holidays.0), Arc::default()));
        Ok(Self {
            text: text.to_owned(),
            read: Some(read.with_context(context)),
        })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether anybody has said.
    pub fn is_known(&self) -> bool {
        self.read.is_some()
    }

    /// The parts of a day when someone is there, in their order, none touching the next of its kind.
    pub fn day(&self, day: Date) -> Vec<Stretch> {
        let (Some(read), Some(day)) = (&self.read, naive(day)) else {
            return Vec::new();
        };
        read.schedule_at(day)
            .into_iter()
            .filter(|part| part.kind != RuleKind::Closed)
            .map(|part| Stretch {
                from: part.range.start.mins_from_midnight(),
                to: part.range.end.mins_from_midnight().min(DAY),
                sure: part.kind == RuleKind::Open,
                note: part.comment.to_string(),
            })
            .filter(|part| part.from < part.to)
            .collect()
    }
}

/// What of a string is rules and not a comment.
fn outside_quotes(text: &str) -> String {
    text.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}
