//! Times of the week at which access is measured, and the week that stands for all weeks.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use page::Tongue;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the week and a time: `Tue 10:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// 0 is Monday.
    day: u8,
    /// Minutes after midnight.
    minute: u16,
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl At {
    /// The five times of a defensible test: by day, after work, on both days of the weekend, at night.
    pub const FIVE: [Self; 5] = [
        Self::of(1, 10),
        Self::of(1, 18),
        Self::of(5, 14),
        Self::of(6, 14),
        Self::of(1, 2),
    ];
    /// The one shown first.
    pub const USUAL: Self = Self::of(1, 10);
    /// The one that asks about round-the-clock places.
    pub const NIGHT: Self = Self::of(1, 2);

    const fn of(day: u8, hour: u16) -> Self {
        Self {
            day,
            minute: hour * 60,
        }
    }

    /// Reads `Tue 10:00`, `tuesday 10:00` or `Sat 14.30`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (day, time) = text.split_once([' ', 'T', '-', '+'])?;
        let short = day.get(..3)?;
        let at = DAYS.iter().position(|d| d.eq_ignore_ascii_case(short))?;
        let long = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        if day.len() > 3 && !long.get(at).is_some_and(|l| l.starts_with(day)) {
            return None;
        }
        let (hour, minute) = time.trim().split_once([':', '.'])?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(Self {
            day: u8::try_from(at).ok()?,
            minute: hour * 60 + minute,
        })
    }

    pub fn weekday(self) -> u8 {
        self.day
    }

    /// The moment of this time in the week that begins on `monday`.
    pub fn in_week(self, monday: Date) -> DateTime {
        let day = monday
            .checked_add(jiff::Span::new().days(i64::from(self.day)))
            .unwrap_or(monday);
        let hour = i8::try_from(self.minute / 60).unwrap_or(0);
        let minute = i8::try_from(self.minute % 60).unwrap_or(0);
        day.at(hour, minute, 0, 0)
    }

    /// Two hours that begin at this time, as opening hours are written.
    pub fn hours_of_a_session(self) -> String {
        let day = DAYS
            .get(usize::from(self.day))
            .and_then(|d| d.get(..2))
            .unwrap_or("Mo");
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!(
            "{day} {}-{}",
            clock(self.minute),
            clock((self.minute + 120) % (24 * 60))
        )
    }

    /// In the reader's words: `Tuesday 10am`.
    pub fn words(self, tongue: &Tongue) -> String {
        let part = |n: u16| i8::try_from(n).unwrap_or(0);
        let time = Time::new(part(self.minute / 60), part(self.minute % 60), 0, 0);
        tongue.ta(
            "planner-day-and-time",
            &[
                (
                    "day",
                    tongue
                        .t(&format!("weekday-{}", u16::from(self.day) + 1))
                        .into_owned()
                        .into(),
                ),
                ("time", tongue.time(time.unwrap_or(Time::midnight())).into()),
            ],
        )
    }

    /// For names of files and fields: `tue-1000`.
    pub fn slug(self) -> String {
        self.to_string().to_lowercase().replace(' ', "-").replace(':', "")
    }

    pub fn from_slug(text: &str) -> Option<Self> {
        let (day, time) = text.split_once('-')?;
        let (hour, minute) = time.split_at_checked(2)?;
        Self::parse(&format!("{day} {hour}:{minute}"))
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = DAYS.get(usize::from(self.day)).copied().unwrap_or("Mon");
        write!(f, "{day} {:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("{text} is no time of the week such as Tue 10:00"))
        })
    }
}

/// The Monday of the week of a day.
pub fn monday_of(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(back)).unwrap_or(day)
}

/// The Monday of the week that stands for all weeks: of those in which public transport runs on every day it does
/// at all, and nearly as much as in any of them (one of several timetables may end long before the others), the one
/// nearest the middle. `running` tells of a day how many trips set out.
pub fn week_of(first: Date, last: Date, running: impl Fn(Date) -> usize) -> Option<Date> {
    let all = first.until(last).ok()?.get_days();
    let mut weeks: Vec<(usize, usize, i64, Date)> = Vec::new();
    let mut monday = monday_of(first);
    for _ in 0..1_000 {
        if monday > last {
            break;
        }
        let trips: Vec<usize> = (0..7)
            .filter_map(|d| monday.checked_add(jiff::Span::new().days(d)).ok())
            .filter(|d| *d >= first && *d <= last)
            .map(&running)
            .filter(|trips| *trips > 0)
            .collect();
        let middle = i64::from(first.until(monday).map_or(0, |s| s.get_days())) + 3;
        let away = (2 * middle - i64::from(all)).abs();
        weeks.push((trips.len(), trips.iter().sum(), away, monday));
        monday = monday.checked_add(jiff::Span::new().days(7)).ok()?;
    }
    let days = weeks.iter().map(|w| w.0).max().filter(|d| *d > 0)?;
    weeks.retain(|w| w.0 == days);
    let most = weeks.iter().map(|w| w.1).max()?;
    let full = weeks.into_iter().filter(|w| w.1 * 10 >= most * 9);
    full.min_by_key(|w| w.2).map(|w| w.3)
}

/// The Monday of the first week from `monday` on whose days are all ordinary; `monday` itself where there is none before
/// the last day.
pub fn first_week(monday: Date, last: Date, ordinary: impl Fn(Date) -> bool) -> Date {
    let mut week = monday;
    while week <= last {
        let days = (0..7).filter_map(|d| week.checked_add(jiff::Span::new().days(d)).ok());
        if days.into_iter().all(&ordinary) {
            return week;
        }
        let Ok(next) = week.checked_add(jiff::Span::new().days(7)) else {
            break;
        };
        week = next;
    }
    monday
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_the_week_is_read_as_people_write_it() {
        for text in ["Tue 10:00", "tuesday 10:00", "TUE 10.00", " tues 10:00 "] {
            assert_eq!(At::parse(text), Some(At::USUAL), "{text}");
        }
        for text in [
            "",
            "10:00",
            "Tue",
            "Tue 24:00",
            "Tux 10:00",
            "tuebday 10:00",
            "Tue 10:60",
        ] {
            assert_eq!(At::parse(text), None, "{text}");
        }
        for at in At::FIVE {
            assert_eq!(At::parse(&at.to_string()), Some(at));
            assert_eq!(At::from_slug(&at.slug()), Some(at));
        }
    }

    #[test]
    fn the_week_that_stands_for_all_has_every_day_and_lies_in_the_middle() {
        let day = |t: &str| t.parse::<Date>().unwrap();
        let but_one = |d: Date| usize::from(d != day("2019-05-30"));
        let week = week_of(day("2019-04-15"), day("2019-07-15"), but_one);
        // The week of the middle, 27 May, lacks a day; the one after it is nearer than the one before.
        assert_eq!(week, Some(day("2019-06-03")));
        assert_eq!(week_of(day("2019-04-15"), day("2019-07-15"), |_| 0), None);
        // Buses until the middle of July, trains until the end of the year: no week without buses stands for all.
        let both = |d: Date| if d > day("2019-07-15") { 100 } else { 3_100 };
        let week = week_of(day("2019-03-01"), day("2019-12-31"), both);
        assert_eq!(week, Some(day("2019-07-08")));
        // Without a timetable it is the first week that has no bank holiday.
        let christmas = day("2026-12-21");
        let ordinary = |d: Date| ![day("2026-12-25"), day("2026-12-28"), day("2027-01-01")].contains(&d);
        assert_eq!(
            first_week(christmas, day("2027-03-01"), ordinary),
            day("2027-01-04")
        );
        assert_eq!(first_week(christmas, christmas, |_| false), christmas);
        assert_eq!(
            At::NIGHT.in_week(day("2019-06-03")).to_string(),
            "2019-06-04T02:00:00"
        );
    }
}
