//! Dates, times and spans as each language says them. Moments are shown in London's time.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ZonedDateTime};

use crate::words::{Arg, Tongue};

/// The moment of this many milliseconds since 1970 (UTC); held to what a calendar can show.
pub fn at_ms(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

impl Tongue {
    /// The moment on the wall clock in London.
    pub fn local(&self, at: Timestamp) -> ZonedDateTime {
        at.to_zoned_datetime(self.zone().clone())
    }

    fn month(&self, date: Date) -> String {
        self.t(&format!("month-{}", date.month())).into_owned()
    }

    fn weekday(&self, date: Date) -> String {
        self.t(&format!("weekday-{}", date.weekday().to_monday_one_offset()))
            .into_owned()
    }

    /// `2 March 2027`.
    pub fn date(&self, date: Date) -> String {
        self.ta(
            "date-pattern",
            &[
                ("day", Arg::from(date.day())),
                ("month", Arg::from(self.month(date))),
                ("year", Arg::from(date.year())),
            ],
        )
    }

    /// `Tuesday 2 March`; Easy Read says the year too: `Tuesday 2 March 2027`.
    pub fn day(&self, date: Date) -> String {
        if self.lang().is_easy() {
            return self.full_date(date);
        }
        self.ta(
            "day-pattern",
            &[
                ("weekday", Arg::from(self.weekday(date))),
                ("day", Arg::from(date.day())),
                ("month", Arg::from(self.month(date))),
            ],
        )
    }

    /// `Tuesday 2 March 2027`.
    pub fn full_date(&self, date: Date) -> String {
        self.ta(
            "day-year-pattern",
            &[
                ("weekday", Arg::from(self.weekday(date))),
                ("day", Arg::from(date.day())),
                ("month", Arg::from(self.month(date))),
                ("year", Arg::from(date.year())),
            ],
        )
    }

    /// `3pm`, `3:05pm`, `midday`, `midnight`.
    pub fn time(&self, time: Time) -> String {
        match (time.hour(), time.minute()) {
            (0, 0) => return self.t("midnight").into_owned(),
            (12, 0) => return self.t("midday").into_owned(),
            _ => {}
        }
        let hour = match time.hour() % 12 {
            0 => 12,
            hour => hour,
        };
        let clock = match time.minute() {
            0 => hour.to_string(),
            minute => format!("{hour}:{minute:02}"),
        };
        self.t1(
            if time.hour() < 12 { "time-am" } else { "time-pm" },
            "clock",
            clock,
        )
    }

    fn joined(&self, date: String, time: Time) -> String {
        self.ta(
            "at-pattern",
            &[("date", Arg::from(date)), ("time", Arg::from(self.time(time)))],
        )
    }

    /// `Tuesday 2 March at 3:05pm`, for moments within a few months of now.
    pub fn day_time(&self, at: Timestamp) -> String {
        let local = self.local(at);
        self.joined(self.day(local.date()), local.time())
    }

    /// `2 March 2027 at 3:05pm`, for records that are read years later.
    pub fn date_time(&self, at: Timestamp) -> String {
        let local = self.local(at);
        self.joined(self.date(local.date()), local.time())
    }

    /// `Tuesday 2 March 2027 at 3:05pm`.
    pub fn full_date_time(&self, at: Timestamp) -> String {
        let local = self.local(at);
        self.joined(self.full_date(local.date()), local.time())
    }

    /// `less than a minute`, `5 minutes`, `2 hours 10 minutes`, `3 days`, `2 weeks`: never more precise than
    /// a person needs. The sign is ignored.
    pub fn span(&self, seconds: i64) -> String {
        let minutes = seconds.unsigned_abs() / 60;
        let (hours, days) = (minutes / 60, minutes / (60 * 24));
        let two = |a: String, b: String| self.ta("span-two", &[("a", Arg::from(a)), ("b", Arg::from(b))]);
        match minutes {
            0 => self.t("span-less").into_owned(),
            1..60 => self.t1("span-minutes", "n", minutes),
            60..300 if !minutes.is_multiple_of(60) => two(
                self.t1("span-hours", "n", hours),
                self.t1("span-minutes", "n", minutes % 60),
            ),
            60..1_440 => self.t1("span-hours", "n", hours),
            1_440..20_160 => self.t1("span-days", "n", days),
            _ => self.t1("span-weeks", "n", days / 7),
        }
    }

    /// `just now`, `5 minutes ago`. A moment in the future counts as now.
    pub fn ago(&self, then: Timestamp, now: Timestamp) -> String {
        match now.as_second().saturating_sub(then.as_second()) {
            ..60 => self.t("just-now").into_owned(),
            seconds => self.t1("ago", "span", self.span(seconds)),
        }
    }

    /// `in 2 hours`. A moment that has passed counts as now.
    pub fn within(&self, then: Timestamp, now: Timestamp) -> String {
        match then.as_second().saturating_sub(now.as_second()) {
            ..60 => self.t("very-soon").into_owned(),
            seconds => self.t1("within", "span", self.span(seconds)),
        }
    }

    /// A whole number with its thousands set apart: `12,345`. Text comes back as it is.
    pub fn number<'a>(&self, number: impl Into<Arg<'a>>) -> String {
        let number = match number.into() {
            Arg::Number(number) => number,
            Arg::Text(text) => return text.into_owned(),
        };
        let digits = number.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if number < 0 {
            out.push('-');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, Words};
    use jiff::civil::{date, time};

    fn tongue(lang: Lang) -> Tongue {
        Words::load(&[]).unwrap().tongue(lang)
    }

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn english_dates_are_written_as_public_services_write_them() {
        let en = tongue(Lang::EN);
        assert_eq!(en.date(date(2027, 3, 2)), "2 March 2027");
        assert_eq!(en.day(date(2027, 3, 2)), "Tuesday 2 March");
        assert_eq!(en.full_date(date(2027, 3, 2)), "Tuesday 2 March 2027");
        assert_eq!(
            en.day_time(moment("2027-03-02T15:05:00Z")),
            "Tuesday 2 March at 3:05pm"
        );
        assert_eq!(
            en.date_time(moment("2027-03-02T15:05:00Z")),
            "2 March 2027 at 3:05pm"
        );
    }

    #[test]
    fn times_are_on_the_twelve_hour_clock_with_midday_and_midnight_named() {
        let en = tongue(Lang::EN);
        let said: Vec<String> = [(0, 0), (0, 5), (9, 0), (11, 59), (12, 0), (12, 1), (23, 30)]
            .iter()
            .map(|(h, m)| en.time(time(*h, *m, 0, 0)))
            .collect();
        assert_eq!(
            said,
            [
                "midnight", "12:05am", "9am", "11:59am", "midday", "12:01pm", "11:30pm"
            ]
        );
    }

    #[test]
    fn summer_time_is_said_in_summer() {
        assert_eq!(
            tongue(Lang::EN).day_time(moment("2027-07-01T11:00:00Z")),
            "Thursday 1 July at midday"
        );
        // The night the clocks go forward: 1am does not exist.
        assert_eq!(
            tongue(Lang::EN).day_time(moment("2027-03-28T01:00:00Z")),
            "Sunday 28 March at 2am"
        );
    }

    #[test]
    fn welsh_has_its_own_months_and_mutations() {
        let cy = tongue(Lang::CY);
        assert_eq!(
            cy.day_time(moment("2027-03-02T15:05:00Z")),
            "Dydd Mawrth 2 Mawrth am 3:05yp"
        );
        assert_eq!(cy.span(120), "2 funud");
        assert_eq!(cy.span(180), "3 munud");
        assert_eq!(
            cy.ago(moment("2027-03-02T10:00:00Z"), moment("2027-03-04T10:00:00Z")),
            "2 ddiwrnod yn ôl"
        );
    }

    #[test]
    fn easy_read_writes_the_year() {
        let easy = tongue(Lang::EN_SIMPLE);
        assert_eq!(
            easy.day_time(moment("2027-03-02T15:05:00Z")),
            "Tuesday 2 March 2027 at 3:05pm"
        );
    }

    #[test]
    fn spans_are_no_more_precise_than_a_person_needs() {
        let en = tongue(Lang::EN);
        let said: Vec<String> = [
            0,
            59,
            60,
            3_599,
            3_600,
            7_800,
            18_060,
            86_400,
            172_800,
            1_209_600,
            i64::MAX,
        ]
        .iter()
        .map(|s| en.span(*s))
        .collect();
        assert_eq!(
            said[..10],
            [
                "less than a minute",
                "less than a minute",
                "1 minute",
                "59 minutes",
                "1 hour",
                "2 hours 10 minutes",
                "5 hours",
                "1 day",
                "2 days",
                "2 weeks"
            ]
        );
        assert_eq!(en.span(-60), "1 minute");
    }

    #[test]
    fn a_clock_that_jumps_never_says_a_negative_time() {
        let en = tongue(Lang::EN);
        let (early, late) = (moment("2027-03-02T10:00:00Z"), moment("2027-03-02T10:05:00Z"));
        assert_eq!(en.ago(late, early), "just now");
        assert_eq!(en.ago(early, late), "5 minutes ago");
        assert_eq!(en.within(late, early), "in 5 minutes");
        assert_eq!(en.within(early, late), "in less than a minute");
        let _ = en.ago(Timestamp::MIN, Timestamp::MAX);
        let _ = en.day_time(at_ms(i64::MIN));
        let _ = en.day_time(at_ms(i64::MAX));
    }

    #[test]
    fn thousands_are_set_apart() {
        let en = tongue(Lang::EN);
        let said: Vec<String> = [0, 999, 1_000, 180_754, -1_234_567]
            .iter()
            .map(|n: &i64| en.number(n))
            .collect();
        assert_eq!(said, ["0", "999", "1,000", "180,754", "-1,234,567"]);
    }
}
