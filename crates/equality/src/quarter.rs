//! A quarter of a year: all that is kept of when someone answered.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::db::{FromValue, Value};
use page::Tongue;

/// `2026-Q4`: October to December 2026. Earlier ones are less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i16,
    number: i8,
}

impl Quarter {
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            number: (day.month() - 1) / 3 + 1,
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once("-Q")?;
        let plain = year.len() == 4 && number.len() == 1 && year.bytes().all(|b| b.is_ascii_digit());
        let (year, number) = (year.parse().ok()?, number.parse().ok()?);
        (plain && (1..=4).contains(&number)).then_some(Self { year, number })
    }

    pub fn first_day(self) -> Date {
        Date::new(self.year, self.number * 3 - 2, 1).unwrap_or(Date::MIN)
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        Self::of(self.first_day().checked_sub(1.day()).unwrap_or(Date::MIN))
    }

    /// The one after.
    #[must_use]
    pub fn after(self) -> Self {
        Self::of(self.first_day().checked_add(3.months()).unwrap_or(Date::MAX))
    }

    /// When it begins, in the force's zone.
    pub fn begins(self, zone: &TimeZone) -> Moment {
        let midnight = self.first_day().to_zoned_datetime(zone.clone());
        midnight.map_or(Moment::from_millis(0), |z| z.timestamp().into())
    }

    /// `October to December 2026`.
    pub fn said(self, tongue: &Tongue) -> String {
        let month = |number: i8| tongue.t(&format!("month-{number}")).into_owned();
        let (first, last) = (month(self.number * 3 - 2), month(self.number * 3));
        let values = [
            ("first", first.as_str().into()),
            ("last", last.as_str().into()),
            ("year", self.year.to_string().into()),
        ];
        tongue.ta("equality-quarter", &values)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

impl From<Quarter> for Value {
    fn from(quarter: Quarter) -> Self {
        Self::Text(quarter.to_string())
    }
}

impl FromValue for Quarter {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Self::parse(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_quarter_is_that_of_its_days_and_reads_itself_back() {
        let quarter = Quarter::of(date(2026, 11, 25));
        assert_eq!(quarter.to_string(), "2026-Q4");
        assert_eq!(Quarter::parse("2026-Q4"), Some(quarter));
        assert_eq!(quarter.first_day(), date(2026, 10, 1));
        assert_eq!(Quarter::of(date(2026, 3, 31)).to_string(), "2026-Q1");
        assert_eq!(Quarter::of(date(2026, 4, 1)).to_string(), "2026-Q2");
        assert_eq!(quarter.after().to_string(), "2027-Q1");
        assert_eq!(quarter.after().before(), quarter);
        assert!(quarter.before() < quarter && quarter < quarter.after());
    }

    #[test]
    fn what_is_no_quarter_is_refused() {
        for wrong in [
            "", "2026", "2026-Q5", "2026-Q0", "26-Q1", "-026-Q1", "2026-Q11", "2026-q1", "2026-Q1 ",
        ] {
            assert_eq!(Quarter::parse(wrong), None, "{wrong}");
        }
    }
}
