//! Whether a place is open at a moment, and when that changes: usual hours, announced days, first and last day together.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use crate::hours::{DAY, Stretch};
use crate::place::{Exception, Place};

/// How far ahead an opening is looked for, in days: past the longest run of closed days around Christmas.
const AHEAD: i32 = 70;
/// Open for so many days without a break is open always.
const ALWAYS: i32 = 8;

/// How a place stands at a moment. Times are those of the clock on its wall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// None: it never closes.
    Open { until: Option<DateTime>, note: String },
    /// Someone may be there, as the note says.
    Perhaps { until: Option<DateTime>, note: String },
    /// None: not in the next weeks.
    Closed { opens: Option<DateTime> },
    /// Nobody has said when it is open.
    NotSaid,
    /// It opens for the first time on this day.
    NotYet(Date),
    /// Closed for good on this day.
    Gone(Date),
}

impl Standing {
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }
}

/// A day of a place: when someone is there, and what makes it another day than usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    pub stretches: Vec<Stretch>,
    /// Why the hours of this day are not the usual ones.
    pub why: Option<String>,
}

impl Place {
    /// The announced change that counts on a day: of several the newest.
    pub fn exception(&self, day: Date) -> Option<&Exception> {
        self.exceptions
            .iter()
            .filter(|e| e.covers(day))
            .max_by_key(|e| (e.announced_at, e.id.clone()))
    }

    /// What is known of a day.
    pub fn day(&self, date: Date) -> Day {
        let exception = self.exception(date);
        let stretches = match exception {
            _ if !self.is_there(date) => Vec::new(),
            Some(exception) => exception.hours.as_ref().map(|h| h.day(date)).unwrap_or_default(),
            None => self.facts.hours.day(date),
        };
        let why = exception.filter(|_| self.is_there(date)).map(|e| e.why.clone());
        Day { date, stretches, why }
    }

    /// So many days from this one on.
    pub fn days(&self, from: Date, many: i32) -> Vec<Day> {
        (0..many)
            .filter_map(|n| from.checked_add(n.days()).ok())
            .map(|date| self.day(date))
            .collect()
    }

    /// How it stands at this time of the clock on its wall.
    pub fn standing(&self, at: DateTime) -> Standing {
        let today = at.date();
        if let Some(day) = self.facts.closes_on.filter(|_| self.is_gone(today)) {
            return Standing::Gone(day);
        }
        if let Some(day) = self.facts.opens_on.filter(|d| *d > today) {
            return Standing::NotYet(day);
        }
        let minute = minute_of(at.time());
        let first = self.day(today);
        if let Some(now) = first.stretches.iter().find(|s| s.from <= minute && minute < s.to) {
            let until = self.end(today, now);
            let note = now.note.clone();
            return if now.sure {
                Standing::Open { until, note }
            } else {
                Standing::Perhaps { until, note }
            };
        }
        if !self.facts.hours.is_known() && self.exception(today).is_none() {
            return Standing::NotSaid;
        }
        let later = |day: &Day| {
            let after = if day.date == today { minute } else { 0 };
            let next = day.stretches.iter().find(|s| s.from >= after)?;
            moment(day.date, next.from)
        };
        let opens = (0..AHEAD)
            .filter_map(|n| today.checked_add(n.days()).ok())
            .find_map(|date| later(&self.day(date)));
        Standing::Closed { opens }
    }

    /// When a stretch of a day ends; at midnight it may go on.
    fn end(&self, day: Date, stretch: &Stretch) -> Option<DateTime> {
        let mut end = (day, stretch.to);
        for n in 1..=ALWAYS {
            if end.1 < DAY {
                return moment(end.0, end.1);
            }
            let next = day.checked_add(n.days()).ok()?;
            let goes_on = self.day(next).stretches.into_iter().next();
            match goes_on.filter(|s| s.from == 0 && s.sure == stretch.sure) {
                Some(more) => end = (next, more.to),
                None => return moment(next, 0),
            }
        }
        None
    }

    /// Times at which something of so many minutes can begin while the place is surely open, on the whole hour or at
    /// opening, in the days from `from` on: between nine in the morning and eight in the evening.
    pub fn suggested(&self, from: Date, days: i32, minutes: u16) -> Vec<DateTime> {
        let mut times = Vec::new();
        for day in self.days(from, days) {
            for open in day.stretches.iter().filter(|s| s.sure) {
                let (first, last) = (open.from.max(9 * 60), open.to.min(20 * 60));
                let hours = (0..24).map(|h| h * 60).filter(|m| *m > first);
                let starts = std::iter::once(first).chain(hours);
                let fitting = starts.filter(|m| m.saturating_add(minutes) <= last);
                times.extend(fitting.filter_map(|m| moment(day.date, m)));
            }
        }
        times
    }
}

fn minute_of(time: Time) -> u16 {
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0)
}

/// The end of a day is the midnight of the next.
fn moment(day: Date, minute: u16) -> Option<DateTime> {
    let midnight = day.at(0, 0, 0, 0);
    midnight.checked_add(i64::from(minute).minutes()).ok()
}
