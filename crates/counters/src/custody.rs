//! Custody suites: how many could be held and how many were, where to ask, how to become a visitor. Never who is held.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Moment;

use crate::protect::{LEAST, Number};

pub(crate) mod desk;
pub(crate) mod import;
pub(crate) mod pages;
pub(crate) mod store;

/// Ten years: what is older is a slip of the pen.
const OLDEST_DAYS: i64 = 3_653;
/// More cells than any suite has.
const MOST_CELLS: i64 = 500;

/// What is said of a suite besides what the directory says of every place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    pub cells: i64,
    /// How to become an independent custody visitor there; "" for what is said of all.
    pub visiting: String,
    pub version: i64,
}

/// Two numbers at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub at: Moment,
    pub held: i64,
    pub cells: i64,
}

/// Why two numbers cannot be kept. The key of its words is `suite-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    #[error("the number of people held is not a whole number")]
    Held,
    #[error("the number of cells is not a whole number from 1 to 500")]
    Cells,
    #[error("more than two people to a cell")]
    TooMany,
    #[error("the time is not one such as 2026-11-25 06:00")]
    At,
    #[error("the time lies in the future")]
    Future,
    #[error("the time lies more than ten years back")]
    Old,
}

impl CountError {
    pub fn key(self) -> &'static str {
        match self {
            Self::Held => "suite-held-wrong",
            Self::Cells => "suite-cells-wrong",
            Self::TooMany => "suite-held-too-many",
            Self::At => "suite-at-wrong",
            Self::Future => "suite-at-future",
            Self::Old => "suite-at-old",
        }
    }
}

pub fn read_cells(text: &str) -> Result<i64, CountError> {
    let cells = text.trim().parse().ok();
    cells
        .filter(|c| (1..=MOST_CELLS).contains(c))
        .ok_or(CountError::Cells)
}

impl Count {
    /// Reads what was entered; without a time it is now.
    pub fn parse(
        held: &str,
        cells: &str,
        at: &str,
        zone: &TimeZone,
        now: Moment,
    ) -> Result<Self, CountError> {
        let held: i64 = held.trim().parse().map_err(|_| CountError::Held)?;
        let cells = read_cells(cells)?;
        if held < 0 {
            return Err(CountError::Held);
        }
        if held > 2 * cells {
            return Err(CountError::TooMany);
        }
        let at = if at.trim().is_empty() {
            now
        } else {
            read_moment(at, zone)?
        };
        if at > now {
            return Err(CountError::Future);
        }
        if at < now.plus_days(-OLDEST_DAYS) {
            return Err(CountError::Old);
        }
        Ok(Self { at, held, cells })
    }
}

/// A moment with its distance from UTC, or a time of the clock on the force's walls.
fn read_moment(text: &str, zone: &TimeZone) -> Result<Moment, CountError> {
    let text = text.trim();
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(at.into());
    }
    // A day alone is no moment.
    if !text.contains(':') {
        return Err(CountError::At);
    }
    let at: jiff::civil::DateTime = text.parse().map_err(|_| CountError::At)?;
    let zoned = at.to_zoned_datetime(zone.clone()).map_err(|_| CountError::At)?;
    Ok(zoned.timestamp().into())
}

/// What several counts say together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mean {
    pub counts: i64,
    held: i64,
    cells: i64,
    pub most: i64,
}

impl Mean {
    pub fn take(&mut self, count: &Count) {
        self.counts += 1;
        self.held += count.held;
        self.cells += count.cells;
        self.most = self.most.max(count.held);
    }

    /// People held and cells there were, as a mean, to the nearest whole number. None without a count.
    pub fn whole(&self) -> Option<(i64, i64)> {
        let mean = |sum: i64| (2 * sum + self.counts) / (2 * self.counts);
        (self.counts > 0).then(|| (mean(self.held), mean(self.cells)))
    }

    /// The same for the public, and no number that says something about one person.
    pub fn published(&self) -> Option<(Number, i64)> {
        let (held, cells) = self.whole().filter(|_| self.counts >= LEAST)?;
        Some((Number::alone(held), cells))
    }
}

/// Counts of one suite, day by day or month by month.
pub fn by<K: Ord>(counts: &[Count], key: impl Fn(&Count) -> K) -> BTreeMap<K, Mean> {
    let mut all = BTreeMap::<K, Mean>::new();
    for count in counts {
        all.entry(key(count)).or_default().take(count);
    }
    all
}

pub fn day(zone: &TimeZone) -> impl Fn(&Count) -> Date {
    |count| count.at.date(zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Moment {
        Moment::from_millis(1_795_600_800_000)
    }

    fn read(held: &str, cells: &str, at: &str) -> Result<Count, CountError> {
        let zone = TimeZone::get("Europe/London").unwrap();
        Count::parse(held, cells, at, &zone, now())
    }

    #[test]
    fn two_numbers_are_kept_when_they_can_be_so() {
        assert_eq!(read("12", "30", "").map(|c| c.at), Ok(now()));
        for (held, cells, at, wrong) in [
            ("-1", "30", "", CountError::Held),
            ("twelve", "30", "", CountError::Held),
            ("12", "0", "", CountError::Cells),
            ("12", "501", "", CountError::Cells),
            ("61", "30", "", CountError::TooMany),
            ("12", "30", "2026-11-25", CountError::At),
            ("12", "30", "yesterday", CountError::At),
            ("12", "30", "2026-11-25 10:01", CountError::Future),
            ("9223372036854775807", "30", "", CountError::TooMany),
        ] {
            assert_eq!(read(held, cells, at), Err(wrong), "{held} {cells} {at}");
        }
    }

    #[test]
    fn a_time_is_that_of_the_clock_on_the_wall_unless_it_says_otherwise() {
        let summer = read("1", "2", "2026-07-01 12:00").unwrap().at;
        assert_eq!(read("1", "2", "2026-07-01T11:00:00Z").unwrap().at, summer);
        assert_eq!(read("1", "2", "2026-07-01T12:00:00+01:00").unwrap().at, summer);
    }

    #[test]
    fn a_mean_of_few_counts_or_few_people_is_not_published() {
        let count = |held| Count {
            at: now(),
            held,
            cells: 20,
        };
        let of = |all: &[i64]| {
            let mut mean = Mean::default();
            all.iter().for_each(|h| mean.take(&count(*h)));
            mean
        };
        assert_eq!(of(&[12, 13, 12, 12]).published(), None);
        assert_eq!(
            of(&[12, 13, 12, 12, 12]).published(),
            Some((Number::Exact(12), 20))
        );
        assert_eq!(of(&[1, 2, 1, 2, 1]).published(), Some((Number::Few, 20)));
        assert_eq!(of(&[1, 2]).whole(), Some((2, 20)));
        assert_eq!(Mean::default().whole(), None);
    }
}
