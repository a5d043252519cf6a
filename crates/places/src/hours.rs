//! Opening hours as OpenStreetMap writes them: read, checked, asked for a day.
//!
//! The crate that understands the notation was compared with the notation's reference, string by string. Where the two
//! understand a string differently it is put right or refused with the reason ([`check`]), so that none is read wrongly.
//! The bank holidays are handed in: the crate's own list lacks those of England. Its calendar library stays in this file.

mod check;

use std::sync::Arc;

use chrono::NaiveDate;
use compact_calendar::CompactCalendar;
use jiff::civil::Date;
use kernel::clock::WorkingDays;
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};

pub use check::Refused;

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
#[derive(Clone, Default)]
pub struct Hours {
    text: String,
    /// The parts between `||`: a later one counts where those before it are closed.
    parts: Vec<OpeningHours>,
}

impl std::fmt::Debug for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.text.fmt(f)
    }
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
        let context =
            Context::default().with_holidays(ContextHolidays::new(Arc::clone(&holidays.0), Arc::default()));
        let parts: Result<Vec<OpeningHours>, Refused> = check::parts(text)?
            .iter()
            .map(|part| match part.parse::<OpeningHours>() {
                Ok(read) => Ok(read.with_context(context.clone())),
                Err(_) => Err(check::unread(text)),
            })
            .collect();
        Ok(Self {
            text: text.to_owned(),
            parts: parts?,
        })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether anybody has said.
    pub fn is_known(&self) -> bool {
        !self.parts.is_empty()
    }

    /// The parts of a day when someone is there, in their order, none touching the next of its kind.
    pub fn day(&self, day: Date) -> Vec<Stretch> {
        let Some(day) = naive(day) else { return Vec::new() };
        let mut parts = self.parts.iter().map(|part| stretches(part, day));
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |before, later| instead(before, &later))
    }
}

fn stretches(part: &OpeningHours, day: NaiveDate) -> Vec<Stretch> {
    part.schedule_at(day)
        .into_iter()
        .filter(|range| range.kind != RuleKind::Closed)
        .map(|range| Stretch {
            from: range.range.start.mins_from_midnight(),
            to: range.range.end.mins_from_midnight().min(DAY),
            sure: range.kind == RuleKind::Open,
            note: range.comment.to_string(),
        })
        .filter(|range| range.from < range.to)
        .collect()
}

/// The same stretches, and what of the later ones lies in the gaps between them.
fn instead(before: Vec<Stretch>, later: &[Stretch]) -> Vec<Stretch> {
    let mut gaps = Vec::new();
    let mut from = 0;
    for stretch in &before {
        gaps.push((from, stretch.from));
        from = stretch.to;
    }
    gaps.push((from, DAY));
    let mut all = before;
    for (from, to) in gaps {
        let inside = later.iter().map(|s| Stretch {
            from: s.from.max(from),
            to: s.to.min(to),
            ..s.clone()
        });
        all.extend(inside.filter(|s| s.from < s.to));
    }
    all.sort_by_key(|s| s.from);
    // What goes on in the same way is one stretch.
    all.dedup_by(|next, last| {
        let same = last.to == next.from && last.sure == next.sure && last.note == next.note;
        if same {
            last.to = next.to;
        }
        same
    });
    all
}

#[cfg(test)]
mod tests;
