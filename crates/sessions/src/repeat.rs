//! When sessions are that were planned together: the same weekday and the same time on the wall clock, whatever summer
//! time does.

use jiff::civil::{Date, Time};
use jiff::{Span, tz::TimeZone};
use kernel::Moment;

/// The most sessions that are planned at once: half a year of weeks.
pub const MOST: usize = 26;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    Once,
    Weekly,
    Fortnightly,
    /// On the same weekday of the month, such as each second Tuesday; a fifth one is the last of its month.
    Monthly,
}

impl Repeat {
    pub const ALL: [Self; 4] = [Self::Once, Self::Weekly, Self::Fortnightly, Self::Monthly];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Weekly => "weekly",
            Self::Fortnightly => "fortnightly",
            Self::Monthly => "monthly",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }

    /// The first day and those that follow, `times` in all (at least one, at most [`MOST`]).
    pub fn days(self, first: Date, times: usize) -> Vec<Date> {
        let times = if self == Self::Once {
            1
        } else {
            times.clamp(1, MOST)
        };
        (0..i64::try_from(times).unwrap_or(1))
            .map_while(|n| match self {
                Self::Once => Some(first),
                Self::Weekly => first.checked_add(Span::new().try_weeks(n).ok()?).ok(),
                Self::Fortnightly => first.checked_add(Span::new().try_weeks(2 * n).ok()?).ok(),
                Self::Monthly => same_weekday(first, n),
            })
            .collect()
    }
}

fn same_weekday(first: Date, months_on: i64) -> Option<Date> {
    let month = first
        .first_of_month()
        .checked_add(Span::new().try_months(months_on).ok()?)
        .ok()?;
    let which = (first.day() - 1) / 7 + 1;
    let which = if which == 5 { -1 } else { which };
    month.nth_weekday_of_month(which, first.weekday()).ok()
}

/// From one time of a day to another, in the force's own zone. A time that a change of the clocks skips or repeats is
/// taken as calendars take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub starts_at: Moment,
    pub ends_at: Moment,
}

impl Slot {
    /// `None` when it does not end after it starts.
    pub fn new(day: Date, from: Time, to: Time, zone: &TimeZone) -> Option<Self> {
        let at = |time: Time| {
            let zoned = day.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
            Some(Moment::from(zoned.timestamp()))
        };
        let (starts_at, ends_at) = (at(from)?, at(to)?);
        (starts_at < ends_at).then_some(Self { starts_at, ends_at })
    }

    pub fn meets(&self, starts_at: Moment, ends_at: Moment) -> bool {
        self.starts_at < ends_at && starts_at < self.ends_at
    }
}

/// Reads a time as people write it: `18:30`, `6.30pm`, `6 pm`, `1830`, `midday`.
pub fn time(text: &str) -> Option<Time> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    match plain.as_str() {
        "midday" | "noon" => return Time::new(12, 0, 0, 0).ok(),
        "midnight" => return Time::new(0, 0, 0, 0).ok(),
        _ => {}
    }
    let (digits, half) = match (
        plain.strip_suffix("am").or_else(|| plain.strip_suffix("a.m.")),
        plain.strip_suffix("pm").or_else(|| plain.strip_suffix("p.m.")),
    ) {
        (Some(rest), _) => (rest, Some(0)),
        (_, Some(rest)) => (rest, Some(12)),
        _ => (plain.as_str(), None),
    };
    let (hour, minute) = match digits.split_once([':', '.', 'h']) {
        Some((hour, minute)) => (hour, minute),
        None if digits.len() > 2 && digits.is_char_boundary(digits.len() - 2) => {
            digits.split_at(digits.len() - 2)
        }
        None => (digits, "00"),
    };
    let number = |t: &str, most: usize| {
        (!t.is_empty() && t.len() <= most && t.bytes().all(|b| b.is_ascii_digit()))
            .then(|| t.parse::<i8>().ok())
            .flatten()
    };
    if minute.len() != 2 {
        return None;
    }
    let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn london() -> TimeZone {
        TimeZone::get("Europe/London").unwrap()
    }

    #[test]
    fn a_weekly_session_stays_at_its_local_time_when_the_clocks_change() {
        let days = Repeat::Weekly.days(date(2026, 10, 20), 3);
        assert_eq!(days, [date(2026, 10, 20), date(2026, 10, 27), date(2026, 11, 3)]);
        let six = time("6pm").unwrap();
        let slots: Vec<Slot> = days
            .iter()
            .map(|d| Slot::new(*d, six, time("7pm").unwrap(), &london()).unwrap())
            .collect();
        // 17:00 in UTC in summer, 18:00 in winter: a week and an hour apart.
        assert_eq!(
            slots[1].starts_at.seconds_since(slots[0].starts_at),
            7 * 86_400 + 3_600
        );
        assert_eq!(slots[2].starts_at.seconds_since(slots[1].starts_at), 7 * 86_400);
        for slot in slots {
            let local = slot.starts_at.timestamp().to_zoned_datetime(london());
            assert_eq!(local.time(), six);
        }
    }

    #[test]
    fn each_second_tuesday_and_each_last_friday_stay_that() {
        let second = Repeat::Monthly.days(date(2026, 12, 8), 4);
        assert_eq!(
            second,
            [
                date(2026, 12, 8),
                date(2027, 1, 12),
                date(2027, 2, 9),
                date(2027, 3, 9)
            ]
        );
        // 29 January 2027 is a fifth Friday: from then on the last one of each month.
        let last = Repeat::Monthly.days(date(2027, 1, 29), 3);
        assert_eq!(last, [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 26)]);
    }

    #[test]
    fn once_is_once_however_often_is_asked() {
        assert_eq!(Repeat::Once.days(date(2027, 1, 29), 9).len(), 1);
        assert_eq!(Repeat::Weekly.days(date(2027, 1, 29), 900).len(), MOST);
        assert_eq!(Repeat::Weekly.days(date(2027, 1, 29), 0).len(), 1);
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let at = |h, m| Time::new(h, m, 0, 0).ok();
        for (text, expected) in [
            ("18:30", at(18, 30)),
            (" 6.30 PM", at(18, 30)),
            ("6pm", at(18, 0)),
            ("12am", at(0, 0)),
            ("12:15pm", at(12, 15)),
            ("1830", at(18, 30)),
            ("930", at(9, 30)),
            ("18h30", at(18, 30)),
            ("9", at(9, 0)),
            ("midday", at(12, 0)),
            ("", None),
            ("25:00", None),
            ("13pm", None),
            ("0am", None),
            ("6:5", None),
            ("half six", None),
            ("18:30:00", None),
            ("٦pm", None),
            ("-6", None),
        ] {
            assert_eq!(time(text), expected, "{text}");
        }
    }

    #[test]
    fn a_session_ends_after_it_starts() {
        let day = date(2026, 12, 8);
        assert!(Slot::new(day, time("6pm").unwrap(), time("6pm").unwrap(), &london()).is_none());
        assert!(Slot::new(day, time("6pm").unwrap(), time("5pm").unwrap(), &london()).is_none());
    }

    proptest! {
        #[test]
        fn repeated_days_keep_their_weekday_and_only_go_forward(
            days in 0_i64..20_000, which in 0_usize..4, times in 0_usize..40
        ) {
            let first = date(2020, 1, 1).checked_add(Span::new().days(days)).unwrap();
            let all = Repeat::ALL[which].days(first, times);
            prop_assert_eq!(all[0], first);
            prop_assert!(all.len() <= MOST);
            for pair in all.windows(2) {
                prop_assert!(pair[0] < pair[1]);
                prop_assert_eq!(pair[0].weekday(), pair[1].weekday());
            }
        }

        #[test]
        fn any_text_at_all_can_be_offered_as_a_time(text in "\\PC{0,12}") {
            let _ = time(&text);
        }
    }
}
