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
