//! Whether a place is open at a time of the week, and for how long still.

use jiff::civil::{Date, DateTime};
use places::Holidays;

use crate::said::Said;

/// Opening hours. The week that stands for all has no bank holiday where there is such a week; where there is none, a
/// place is open on that day as its hours say of bank holidays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hours(places::Hours);

/// The end of a day, in minutes.
pub const DAY: u16 = 24 * 60;
/// Hours that nobody has said count as these, from and to in minutes after midnight, on every day: most places with a
/// public door are open then, and nobody is sent at night to a door that nobody has said is open.
pub const UNSAID: (u16, u16) = (8 * 60, 20 * 60);
/// The same as clocks show it.
pub fn unsaid() -> [String; 2] {
    let (from, to) = UNSAID;
    [from, to].map(|m| format!("{:02}:{:02}", m / 60, m % 60))
}
/// As long as a week and a day ahead is looked at: whoever is open so long does not close.
const LOOK_DAYS: usize = 8;

/// Why hours cannot be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    TooLong,
    BySun,
    SchoolHolidays,
    Notation,
}

impl Unread {
    pub fn said(self) -> Said {
        Said::new(self.key())
    }

    /// The message for pages.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooLong => "planner-hours-too-long",
            Self::BySun => "planner-hours-by-sun",
            Self::SchoolHolidays => "planner-hours-school",
            Self::Notation => "planner-hours-notation",
        }
    }
}

impl Hours {
    /// Reads OpenStreetMap's notation; an empty text is "nobody has said".
    ///
    /// # Errors
    /// Why it cannot be relied on.
    pub fn parse(text: &str, holidays: &Holidays) -> Result<Self, Unread> {
        let read = places::Hours::parse(text, holidays);
        read.map(Self).map_err(|refused| match refused.key {
            "hours-too-long" => Unread::TooLong,
            "hours-by-sun" => Unread::BySun,
            "hours-school-holidays" => Unread::SchoolHolidays,
            _ => Unread::Notation,
        })
    }

    /// Minutes for which it is surely still open; none when it is closed. Hours that nobody has said are [`UNSAID`].
    pub fn left(&self, at: DateTime) -> Option<f32> {
        let now = u32::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).ok()?;
        if !self.0.is_known() {
            let (from, to) = (u32::from(UNSAID.0), u32::from(UNSAID.1));
            return (from..to).contains(&now).then(|| (to - now) as f32);
        }
        let day_long = 24 * 60;
        let mut day = at.date();
        let mut end = now;
        for ahead in 0..LOOK_DAYS {
            let midnight = day_long * u32::try_from(ahead).ok()?;
            for part in self.0.day(day).into_iter().filter(|p| p.sure) {
                let (from, to) = (midnight + u32::from(part.from), midnight + u32::from(part.to));
                if from <= end && to > end {
                    end = to;
                }
            }
            if end < midnight + day_long {
                let left = end.saturating_sub(now);
                return (left > 0).then_some(left as f32);
            }
            day = day.tomorrow().ok()?;
        }
        Some(f32::INFINITY)
    }

    /// The parts of each day of a week in which it is surely open, in minutes after midnight.
    pub fn week(&self, monday: Date) -> [Vec<(u16, u16)>; 7] {
        std::array::from_fn(|ahead| {
            let days = jiff::Span::new().days(i64::try_from(ahead).unwrap_or(0));
            let day = monday.checked_add(days).unwrap_or(monday);
            let sure = self.0.day(day).into_iter().filter(|p| p.sure);
            sure.map(|p| (p.from, p.to)).collect()
        })
    }

    /// Whether it is known to be open day and night, all week.
    pub fn is_round_the_clock(&self, monday: Date) -> bool {
        self.is_known() && self.week(monday).iter().all(|day| *day == [(0, DAY)])
    }

    pub fn is_known(&self) -> bool {
        self.0.is_known()
    }

    /// Hours a week in which it is surely open; none where nobody has said.
    pub fn a_week(&self, monday: Date) -> Option<f64> {
        let minutes = self
            .week(monday)
            .into_iter()
            .flatten()
            .map(|(from, to)| to - from);
        let minutes: u32 = minutes.map(u32::from).sum();
        self.is_known().then(|| f64::from(minutes) / 60.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holidays() -> Holidays {
        let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
        Holidays::of(&kernel::clock::WorkingDays::new(
            zone,
            ["2026-11-26".parse().unwrap()],
        ))
    }

    fn left(hours: &str, at: &str) -> Option<f32> {
        Hours::parse(hours, &holidays())
            .unwrap()
            .left(at.parse().unwrap())
    }

    #[test]
    fn a_place_is_open_within_its_hours_and_until_they_end() {
        // 24 November 2026 is a Tuesday.
        let day = "Mo-Fr 10:00-22:00; Sa,Su 09:00-19:00";
        assert_eq!(left(day, "2026-11-24T10:00"), Some(720.0));
        assert_eq!(left(day, "2026-11-24T21:30"), Some(30.0));
        assert_eq!(left(day, "2026-11-24T22:00"), None);
        assert_eq!(left(day, "2026-11-24T02:00"), None);
        assert_eq!(left(day, "2026-11-29T14:00"), Some(300.0));
        assert_eq!(left("24/7", "2026-11-24T02:00"), Some(f32::INFINITY));
        assert_eq!(left("Mo-Su 00:00-24:00", "2026-11-24T02:00"), Some(f32::INFINITY));
    }

    #[test]
    fn hours_that_nobody_has_said_are_those_of_the_day_and_never_of_the_night() {
        for (at, open) in [
            ("2026-11-24T02:00", None),
            ("2026-11-24T07:59", None),
            ("2026-11-24T08:00", Some(720.0)),
            ("2026-11-24T18:00", Some(120.0)),
            ("2026-11-29T14:00", Some(360.0)),
            ("2026-11-24T20:00", None),
        ] {
            assert_eq!(left("", at), open, "{at}");
        }
    }

    #[test]
    fn hours_that_pass_midnight_count_into_the_next_day() {
        let late = "Fr,Sa 18:00-03:00";
        assert_eq!(left(late, "2026-11-28T02:00"), Some(60.0));
        assert_eq!(left(late, "2026-11-27T23:00"), Some(240.0));
        assert_eq!(left("Su 18:00-03:00", "2026-11-30T01:00"), Some(120.0));
        assert_eq!(left("Mo-Fr 08:00-18:00; We off", "2026-11-25T10:00"), None);
    }

    #[test]
    fn a_perhaps_is_not_open_and_bank_holidays_are_those_of_the_force() {
        assert_eq!(left("Mo-Fr 09:00-17:00 unknown", "2026-11-24T10:00"), None);
        assert_eq!(left("Mo-Fr 09:00-17:00; PH off", "2026-11-24T10:00"), Some(420.0));
        assert_eq!(left("Mo-Fr 09:00-17:00; PH off", "2026-12-25T10:00"), None);
        // A day that the force itself added.
        assert_eq!(left("Mo-Fr 09:00-17:00; PH off", "2026-11-26T10:00"), None);
        assert_eq!(left("Mo-Fr 09:00-17:00", "2026-11-26T10:00"), Some(420.0));
    }

    #[test]
    fn hours_that_are_not_understood_are_refused_with_the_reason() {
        for (bad, why) in [
            ("sometimes", "Write the hours as"),
            ("Mo-Fr sunrise-sunset", "sun"),
            ("SH off", "School"),
        ] {
            let said = Hours::parse(bad, &holidays()).unwrap_err().said().to_string();
            assert!(said.contains(why), "{bad}: {said}");
        }
    }
}
