//! What of the notation is taken, and how it is made plain before it is read.

use opening_hours_syntax::RuleKind;
use opening_hours_syntax::rules::day::{Date, HolidayKind, Month, MonthdayRange, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleOperator, RuleSequence};

/// Longer than any true opening hours.
const LONGEST: usize = 255;
const DAYS: [&str; 9] = ["mo", "tu", "we", "th", "fr", "sa", "su", "ph", "sh"];

/// Why a string is no opening hours that can be relied on: a key of the words, and what of the string it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub key: &'static str,
    pub what: String,
}

fn refused<T>(key: &'static str, what: &str) -> Result<T, Refused> {
    Err(Refused {
        key,
        what: what.to_owned(),
    })
}

/// A string that is not the notation, with the slip that people make most.
pub(super) fn unread(text: &str) -> Refused {
    let bare = Pieces::of(text).bare().to_lowercase();
    let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).collect();
    let ends = |w: &str, end: &str| {
        w.strip_suffix(end)
            .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let key = if words.iter().any(|w| ends(w, "am") || ends(w, "pm")) {
        "hours-am-pm"
    } else if words.iter().any(|w| w.len() >= 3 && names_a_day(w)) {
        "hours-day-names"
    } else {
        "hours-not-read"
    };
    Refused {
        key,
        what: text.to_owned(),
    }
}

fn names_a_day(word: &str) -> bool {
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    .iter()
    .any(|day| day.starts_with(word))
}

/// The parts between `||`, each made plain and found right.
pub(super) fn parts(text: &str) -> Result<Vec<String>, Refused> {
    if text.len() > LONGEST {
        return refused("hours-too-long", &LONGEST.to_string());
    }
    let plain = Pieces::of(text).plain();
    let parts: Vec<String> = plain
        .split_outside("||")
        .iter()
        .map(|p| p.trim().to_owned())
        .collect();
    for part in &parts {
        let Ok(read) = opening_hours_syntax::parse(part) else {
            return Err(unread(text));
        };
        if let Some(key) = trouble(part, &read) {
            return refused(key, text);
        }
    }
    // Rules that come after a fallback change those before it too.
    let one_rule = |part: &String| opening_hours_syntax::parse(part).is_ok_and(|read| read.rules.len() == 1);
    if !parts.iter().skip(1).all(one_rule) {
        return refused("hours-bars", text);
    }
    Ok(parts)
}

/// A string cut into what is outside and what is inside of quotes, by turns.
struct Pieces(Vec<String>);

impl Pieces {
    fn of(text: &str) -> Self {
        Self(text.split('"').map(str::to_owned).collect())
    }

    /// What is outside of quotes.
    fn bare(&self) -> String {
        self.0
            .iter()
            .step_by(2)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The same, said so that the crate reads it as the notation means it: `Sa, Su` is one list of days, and a comment
    /// alone says that it is not certain.
    fn plain(mut self) -> Self {
        let last = self.0.len().saturating_sub(1);
        for i in (0..self.0.len()).step_by(2) {
            let named = self
                .0
                .get(i + 2)
                .is_some_and(|after| after.trim_start().starts_with(':'));
            let Some(piece) = self.0.get_mut(i) else { break };
            *piece = days_together(piece);
            if i < last && !named && !ends_with_a_state(piece) {
                piece.truncate(piece.trim_end().len());
                piece.push_str(" unknown ");
            }
        }
        self
    }

    fn split_outside(&self, mark: &str) -> Vec<String> {
        let mut parts = vec![String::new()];
        for (i, piece) in self.0.iter().enumerate() {
            if i > 0
                && let Some(part) = parts.last_mut()
            {
                part.push('"');
            }
            let mut pieces = if i % 2 == 0 {
                piece.split(mark)
            } else {
                piece.split("\0")
            };
            if let (Some(first), Some(part)) = (pieces.next(), parts.last_mut()) {
                part.push_str(first);
            }
            parts.extend(pieces.map(str::to_owned));
        }
        parts
    }
}

fn ends_with_a_state(piece: &str) -> bool {
    let word = piece
        .trim_end()
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    ["open", "closed", "off", "unknown"].contains(&word.to_lowercase().as_str())
}

/// Takes out the spaces around a comma that follows a day: `Sa , Su` is `Sa,Su`.
fn days_together(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len());
    for (i, part) in piece.split(',').enumerate() {
        let after_day = i > 0 && ends_with_a_day(&out);
        if after_day {
            out.truncate(out.trim_end().len());
        }
        if i > 0 {
            out.push(',');
        }
        out.push_str(if after_day { part.trim_start() } else { part });
    }
    out
}

fn ends_with_a_day(text: &str) -> bool {
    let text = text.trim_end();
    if text.ends_with(']') {
        return true;
    }
    let word = text
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    DAYS.contains(&word.to_lowercase().as_str())
}

/// What of a part that was read cannot be relied on.
fn trouble(part: &str, read: &OpeningHoursExpression) -> Option<&'static str> {
    let bare = Pieces::of(part).bare().to_lowercase();
    if holiday_and_weekday(&bare) {
        return Some("hours-holiday-and-day");
    }
    if turned_days(&bare) {
        return Some("hours-no-such-day");
    }
    let spans = || read.rules.iter().flat_map(|rule| &rule.time_selector.spans);
    if let Some(key) = spans().find_map(span) {
        return Some(key);
    }
    if let Some(key) = read.rules.iter().find_map(days) {
        return Some(key);
    }
    if read.rules.iter().filter(|r| is_whole_days(r)).count() > all_day_said(&bare) {
        return Some("hours-no-times");
    }
    // The notation lets such a rule replace all before it; who writes it means "also".
    let replaces = |r: &&RuleSequence| {
        r.operator == RuleOperator::Normal && r.day_selector.is_empty() && r.kind != RuleKind::Closed
    };
    if read.rules.iter().skip(1).any(|r| replaces(&r)) {
        return Some("hours-days-missing");
    }
    // The rule of a day takes away what the rule of the day before left after midnight.
    let past_midnight = |s: &TimeSpan| match (s.range.start, s.range.end) {
        (Time::Fixed(from), Time::Fixed(to)) => to.mins_from_midnight() > super::DAY || to < from,
        _ => false,
    };
    (read.rules.len() > 1 && spans().any(past_midnight)).then_some("hours-past-midnight")
}

fn span(span: &TimeSpan) -> Option<&'static str> {
    if span.open_end {
        return Some("hours-open-end");
    }
    if span.repeats.is_some() {
        return Some("hours-points");
    }
    match (span.range.start, span.range.end) {
        (Time::Fixed(_), Time::Fixed(_)) => None,
        _ => Some("hours-by-sun"),
    }
}

fn days(rule: &RuleSequence) -> Option<&'static str> {
    let school = |d: &WeekDayRange| {
        matches!(
            d,
            WeekDayRange::Holiday {
                kind: HolidayKind::School,
                ..
            }
        )
    };
    if rule.day_selector.weekday.iter().any(school) {
        return Some("hours-school-holidays");
    }
    rule.day_selector.monthday.iter().find_map(|range| match range {
        MonthdayRange::Month { .. } => None,
        MonthdayRange::Date { start, end } => {
            let (
                Date::Fixed { month, day, year },
                Date::Fixed {
                    month: to_month,
                    day: to_day,
                    year: to_year,
                },
            ) = (&start.0, &end.0)
            else {
                return Some("hours-counted-days");
            };
            if start.1 != Default::default() || end.1 != Default::default() {
                return Some("hours-counted-days");
            }
            let turned = month == to_month && day > to_day && year == to_year;
            let there = *day <= longest(*month) && *to_day <= longest(*to_month);
            (turned || !there).then_some("hours-no-such-day")
        }
    })
}

fn longest(month: Month) -> u8 {
    match month {
        Month::February => 29,
        Month::April | Month::June | Month::September | Month::November => 30,
        _ => 31,
    }
}

/// `Jun 30-24`, which the crate takes to end in July.
fn turned_days(bare: &str) -> bool {
    bare.split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .any(|word| {
            let pair = word.trim_end_matches(':').split_once('-');
            let number = |t: &str| t.parse::<u8>().ok();
            pair.and_then(|(a, b)| Some(number(a)? > number(b)?))
                .unwrap_or(false)
        })
}

/// `Mo-Fr` without times: open all day, or forgotten?
fn is_whole_days(rule: &RuleSequence) -> bool {
    let all_day = rule.time_selector == Default::default();
    rule.kind == RuleKind::Open && all_day
}

/// How often it is said that a place is open all day.
fn all_day_said(bare: &str) -> usize {
    let tight: String = bare.split_whitespace().collect();
    let times = ["24/7", "0:00-24:00", "0:00-0:00", "0:00-00:00"];
    let words = bare
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| *w == "open");
    times.iter().map(|t| tight.matches(t).count()).sum::<usize>() + words.count()
}

/// `PH We`: a Wednesday that is a bank holiday, which the crate reads as one or the other.
fn holiday_and_weekday(bare: &str) -> bool {
    let holiday = |w: &str| matches!(w, "ph" | "sh");
    let weekday = |w: &str| DAYS.contains(&w.split(['-', '[']).next().unwrap_or_default()) && !holiday(w);
    // Lists of days, and what stands between them.
    let words: Vec<&str> = bare.split_whitespace().collect();
    let last = |w: &str| w.rsplit(',').next().unwrap_or_default().to_owned();
    let first = |w: &str| w.split(',').next().unwrap_or_default().to_owned();
    let mut before = String::new();
    for word in &words {
        let counted =
            matches!(*word, "day" | "days") || word.starts_with(['+', '-']) || word.parse::<u8>().is_ok();
        if counted {
            continue;
        }
        let (from, to) = (first(word), last(word));
        if (holiday(&before) && weekday(&from)) || (weekday(&before) && holiday(&from)) {
            return true;
        }
        before = to;
    }
    false
}
