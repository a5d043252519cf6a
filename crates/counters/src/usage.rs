//! How one counter was used in one month, as it was tallied.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::protect::{self, Number};
use crate::reason::{Outcome, Reason, Referred};

/// How often each number of minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Minutes(BTreeMap<i64, i64>);

impl Minutes {
    pub fn add(&mut self, minutes: i64, times: i64) {
        *self.0.entry(minutes).or_default() += times;
    }

    pub fn many(&self) -> i64 {
        self.0.values().sum()
    }

    /// The minutes within which so many of a hundred were; unsaid for fewer than five.
    pub fn within(&self, percent: i64) -> Option<i64> {
        let many = self.many();
        if many < protect::LEAST {
            return None;
        }
        let wanted = (many * percent + 99) / 100;
        let mut seen = 0;
        self.0.iter().find_map(|(minutes, times)| {
            seen += times;
            (seen >= wanted).then_some(*minutes)
        })
    }
}

/// What was counted at a counter in a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    reasons: BTreeMap<Reason, i64>,
    hours: BTreeMap<u8, i64>,
    outcomes: BTreeMap<Outcome, i64>,
    referred: BTreeMap<Referred, i64>,
    pub waits: Minutes,
    pub durations: Minutes,
}

/// A part of the visits: what it is, how many in truth and as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<T> {
    pub of: T,
    pub number: Number,
}

impl Usage {
    /// Takes in one tally; false when it says something unknown.
    pub fn take(&mut self, what: &str, value: &str, visits: i64) -> bool {
        fn put<K: Ord>(into: &mut BTreeMap<K, i64>, key: Option<K>, visits: i64) -> bool {
            key.map(|key| *into.entry(key).or_default() += visits).is_some()
        }
        match what {
            "reason" => put(&mut self.reasons, Reason::parse(value), visits),
            "outcome" => put(&mut self.outcomes, Outcome::parse(value), visits),
            "referred" => put(&mut self.referred, Referred::parse(value), visits),
            "hour" => put(&mut self.hours, value.parse().ok().filter(|h| *h < 24), visits),
            "wait" => value.parse().map(|m| self.waits.add(m, visits)).is_ok(),
            "duration" => value.parse().map(|m| self.durations.add(m, visits)).is_ok(),
            _ => false,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    fn count(&self) -> i64 {
        self.reasons.values().sum()
    }

    /// All visits, unless that would give away how they are divided.
    pub fn total(&self) -> Number {
        let count = self.count();
        let whole = divided(Reason::ALL, &self.reasons).1
            && divided(Outcome::ALL, &self.outcomes).1
            && divided(&hours(), &self.hours).1;
        match Number::alone(count) {
            Number::Exact(_) if !whole => Number::Some,
            number => number,
        }
    }

    /// Each reason, in the order of the list.
    pub fn reasons(&self) -> Vec<Part<Reason>> {
        divided(Reason::ALL, &self.reasons).0
    }

    pub fn outcomes(&self) -> Vec<Part<Outcome>> {
        divided(Outcome::ALL, &self.outcomes).0
    }

    /// Where those were sent who were sent on. Their whole is said among the outcomes: when that would give away a
    /// part, nothing is said here.
    pub fn referred(&self) -> Vec<Part<Referred>> {
        match divided(Referred::ALL, &self.referred) {
            (parts, true) => parts,
            (_, false) => Vec::new(),
        }
    }

    /// Each hour of the day.
    pub fn hours(&self) -> Vec<Part<u8>> {
        divided(&hours(), &self.hours).0
    }

    /// Crimes, collisions, and everything else.
    pub fn split(&self) -> [Number; 3] {
        let reasons = self.reasons();
        let of = |reason| {
            reasons
                .iter()
                .find(|p| p.of == reason)
                .map_or(Number::Few, |p| p.number)
        };
        let (crime, collision) = (of(Reason::Crime), of(Reason::Collision));
        let others: Vec<Number> = reasons
            .iter()
            .filter(|p| !matches!(p.of, Reason::Crime | Reason::Collision))
            .map(|p| p.number)
            .collect();
        [
            crime,
            collision,
            protect::rest(self.total(), &[crime, collision], &others),
        ]
    }
}

fn hours() -> Vec<u8> {
    (0..24).collect()
}

/// The parts as published, and whether their whole may be said.
fn divided<T: Ord + Copy>(all: &[T], counts: &BTreeMap<T, i64>) -> (Vec<Part<T>>, bool) {
    let plain: Vec<i64> = all
        .iter()
        .map(|one| counts.get(one).copied().unwrap_or(0))
        .collect();
    let protected = protect::parts(&plain);
    let parts = all
        .iter()
        .zip(protected.numbers)
        .map(|(of, number)| Part { of: *of, number })
        .collect();
    (parts, protected.whole)
}

/// What a counter costs in a year from April to March.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// The year in which it begins.
    pub year: i16,
    pub pounds: i64,
    pub source: String,
}

/// The year from April to March in which a day lies.
pub fn year_of(day: Date) -> i16 {
    if day.month() < 4 {
        day.year() - 1
    } else {
        day.year()
    }
}

/// Pence for each visit of a month of which so many days have passed.
pub fn pence_a_visit(cost: &Cost, days: i64, visits: Number) -> Option<i64> {
    let visits = visits.exact().filter(|v| *v > 0)?;
    let leap = Date::new(cost.year + 1, 2, 29).is_ok();
    let year = if leap { 366 } else { 365 };
    let pence = cost.pounds.checked_mul(100)?.checked_mul(days)? / year;
    Some((pence + visits / 2) / visits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(tallies: &[(&str, &str, i64)]) -> Usage {
        let mut usage = Usage::default();
        for (what, value, visits) in tallies {
            assert!(usage.take(what, value, *visits), "{what} {value}");
        }
        usage
    }

    #[test]
    fn the_wait_of_half_and_of_nine_in_ten_is_said_and_not_of_a_few() {
        let mut waits = Minutes::default();
        waits.add(0, 3);
        assert_eq!(waits.within(50), None);
        waits.add(4, 2);
        waits.add(30, 5);
        assert_eq!((waits.within(50), waits.within(90)), (Some(4), Some(30)));
        assert_eq!(waits.within(30), Some(0));
    }

    #[test]
    fn crimes_and_other_business_are_told_apart() {
        let usage = usage(&[
            ("reason", "crime", 20),
            ("reason", "collision", 6),
            ("reason", "lost", 50),
            ("reason", "bail", 12),
        ]);
        assert_eq!(usage.total(), Number::Exact(88));
        assert_eq!(
            usage.split(),
            [Number::Exact(20), Number::Exact(6), Number::Exact(62)]
        );
    }

    #[test]
    fn a_tally_that_is_not_known_is_not_taken_for_another() {
        let mut usage = Usage::default();
        for (what, value) in [
            ("reason", "tea"),
            ("hour", "24"),
            ("wait", "long"),
            ("weather", "1"),
        ] {
            assert!(!usage.take(what, value, 1), "{what} {value}");
        }
        assert!(usage.is_empty());
    }

    #[test]
    fn a_visit_costs_its_share_of_the_days_that_passed() {
        let cost = Cost {
            year: 2026,
            pounds: 365_000,
            source: "Annual accounts".to_owned(),
        };
        // A thousand pounds a day: thirty days, 600 visits.
        assert_eq!(pence_a_visit(&cost, 30, Number::Exact(600)), Some(5_000));
        assert_eq!(pence_a_visit(&cost, 30, Number::Few), None);
        let march: Date = "2027-03-31".parse().unwrap();
        let april: Date = "2027-04-01".parse().unwrap();
        assert_eq!((year_of(march), year_of(april)), (2026, 2027));
    }
}
