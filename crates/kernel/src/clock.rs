//! Moments, working days, and the clock that handlers are given rather than read.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A point in time, to the millisecond, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    pub fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub fn millis(self) -> i64 {
        self.0
    }

    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }

    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days.saturating_mul(24 * 60))
    }

    /// Whole seconds since an earlier moment; negative if it is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(1_000)
    }

    /// For dates and clocks; a number outside the calendar becomes its nearest end.
    pub fn timestamp(self) -> Timestamp {
        page::at_ms(self.0)
    }

    /// The date in the force's own time zone.
    pub fn date(self, zone: &TimeZone) -> Date {
        self.timestamp().to_zoned_datetime(zone.clone()).date()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at.as_millisecond())
    }
}

/// Where the program gets the time and its randomness from; tests hand in their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    pub fn new(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn system() -> Self {
        Self::new(|| Timestamp::now().into())
    }

    pub fn now(&self) -> Moment {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// The working days of England and Wales: Monday to Friday without bank holidays.
///
/// Bank holidays are worked out by the rules of the Banking and Financial Dealings Act 1971 as they have
/// been applied since 1978; a force adds the one-off days (a coronation, a jubilee) in its configuration.
#[derive(Debug, Clone)]
pub struct WorkingDays {
    zone: TimeZone,
    extra: BTreeSet<Date>,
}

impl WorkingDays {
    pub fn new(zone: TimeZone, extra: impl IntoIterator<Item = Date>) -> Self {
        Self {
            zone,
            extra: extra.into_iter().collect(),
        }
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub fn is_working(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.is_bank_holiday(day)
    }

    pub fn is_bank_holiday(&self, day: Date) -> bool {
        self.extra.contains(&day) || bank_holidays(day.year()).contains(&day)
    }

    /// The bank holidays of a year, those of this force among them, in order.
    pub fn bank_holidays(&self, year: i16) -> Vec<Date> {
        let mut days = bank_holidays(year);
        days.extend(self.extra.iter().filter(|d| d.year() == year));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The end of the last day of a period of working days that begins after the day of `from`.
    pub fn after(&self, from: Moment, days: u32) -> Moment {
        let mut day = from.date(&self.zone);
        let mut left = days;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            if self.is_working(day) {
                left -= 1;
            }
        }
        let end = day.at(23, 59, 59, 0).to_zoned_datetime(self.zone.clone());
        end.map_or(from, |z| z.timestamp().into())
    }
}

/// England and Wales, with substitute days.
pub fn bank_holidays(year: i16) -> Vec<Date> {
    let mut days = Vec::with_capacity(8);
    let at = |month, day| Date::new(year, month, day).ok();
    let first = |month: i8| at(month, 1).and_then(monday_from);
    days.extend(at(1, 1).map(next_weekday));
    if let Some(easter) = easter(year) {
        days.extend(easter.checked_sub(2.days()).ok());
        days.extend(easter.checked_add(1.day()).ok());
    }
    // The early May holiday of 2020 was moved to the 8th, and the spring one of 2012 and 2022 into June.
    if year == 2020 {
        days.extend(at(5, 8))
    } else {
        days.extend(first(5))
    }
    match year {
        2012 => days.extend([at(6, 4), at(6, 5)].into_iter().flatten()),
        2022 => days.extend([at(6, 2), at(6, 3), at(9, 19)].into_iter().flatten()),
        2023 => days.extend([at(5, 8), last_monday(year, 5)].into_iter().flatten()),
        _ => days.extend(last_monday(year, 5)),
    }
    days.extend(last_monday(year, 8));
    if let (Some(christmas), Some(boxing)) = (at(12, 25), at(12, 26)) {
        let first = next_weekday(christmas);
        let mut second = next_weekday(boxing);
        if second == first {
            second = second.tomorrow().unwrap_or(second);
        }
        days.extend([first, second]);
    }
    days
}

fn next_weekday(mut day: Date) -> Date {
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => return day,
        }
    }
    day
}

fn monday_from(day: Date) -> Option<Date> {
    let ahead = (7 - i64::from(day.weekday().to_monday_zero_offset())) % 7;
    day.checked_add(ahead.days()).ok()
}

fn last_monday(year: i16, month: i8) -> Option<Date> {
    let last = Date::new(year, month, 1).ok()?.last_of_month();
    last.checked_sub(i64::from(last.weekday().to_monday_zero_offset()).days())
        .ok()
}

/// Western Easter Sunday by the anonymous Gregorian method.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days() -> WorkingDays {
        WorkingDays::new(TimeZone::get("Europe/London").unwrap(), [])
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Moment {
        text.parse::<Timestamp>().unwrap().into()
    }

    #[test]
    fn a_day_that_was_made_a_bank_holiday_once_is_listed_with_the_others() {
        let london = TimeZone::get("Europe/London").unwrap();
        let days = WorkingDays::new(london, [date("2027-07-01"), date("2027-12-27")]);
        let listed = days.bank_holidays(2027);
        assert!(listed.is_sorted() && listed.len() == bank_holidays(2027).len() + 1);
        assert!(listed.iter().all(|d| days.is_bank_holiday(*d)));
    }

    #[test]
    fn the_bank_holidays_of_published_years_are_all_there() {
        let published = [
            (
                2024,
                "2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26",
            ),
            (
                2026,
                "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28",
            ),
            (
                2027,
                "2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28",
            ),
            (
                2022,
                "2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 2022-12-26 2022-12-27",
            ),
        ];
        for (year, listed) in published {
            let mut ours = bank_holidays(year);
            ours.sort();
            let listed: Vec<Date> = listed.split(' ').map(date).collect();
            assert_eq!(ours, listed, "{year}");
        }
    }

    #[test]
    fn five_working_days_skip_a_weekend_and_easter() {
        let due = days().after(at("2026-04-01T10:00:00Z"), 5);
        assert_eq!(due.date(days().zone()), date("2026-04-10"));
        let due = days().after(at("2026-11-25T23:30:00Z"), 1);
        assert_eq!(due.date(days().zone()), date("2026-11-26"));
    }

    #[test]
    fn a_report_late_at_night_in_summer_counts_from_its_local_day() {
        // 23:30 UTC on 1 June is already 2 June in London.
        let due = days().after(at("2026-06-01T23:30:00Z"), 1);
        assert_eq!(due.date(days().zone()), date("2026-06-03"));
    }
}
