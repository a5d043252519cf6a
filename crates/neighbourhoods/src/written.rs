//! What someone wrote into the fields of a form or the cells of a row, and reading it into types.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use kernel::web::Posted;
use page::{Problems, Tongue};

/// Fields by name, trimmed. Nothing of it is believed yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written(BTreeMap<String, String>);

impl Written {
    pub fn posted(posted: &Posted) -> Self {
        let mut written = Self::default();
        for (name, value) in posted.fields() {
            // The first of several counts, as in `Posted::text`.
            written
                .0
                .entry(name.clone())
                .or_insert_with(|| value.trim().to_owned());
        }
        written
    }

    pub fn of(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether there was such a field at all, empty or not.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into().trim().to_owned());
    }

    /// A day, in the three parts of a date field.
    #[must_use]
    pub fn with_day(self, name: &str, day: Option<Date>) -> Self {
        let Some(day) = day else { return self };
        self.with(&format!("{name}__day"), day.day().to_string())
            .with(&format!("{name}__month"), day.month().to_string())
            .with(&format!("{name}__year"), day.year().to_string())
    }

    /// The field as one text: of a day in three parts `2026-11-25`.
    pub fn whole(&self, name: &str) -> String {
        let parts = ["day", "month", "year"].map(|p| self.part(name, p).to_owned());
        match day_of(&parts) {
            Some(day) => day.to_string(),
            None => self.of(name).to_owned(),
        }
    }

    pub fn part(&self, name: &str, part: &str) -> &str {
        self.of(&format!("{name}__{part}"))
    }
}

/// One thing that is wrong: the field, the key of its words, and the number that they may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub field: &'static str,
    pub key: &'static str,
    pub most: usize,
}

/// Everything that is wrong with what was written, in the order of the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrongs(pub Vec<Wrong>);

impl Wrongs {
    pub fn one(field: &'static str, key: &'static str) -> Self {
        Self(vec![Wrong { field, key, most: 0 }])
    }

    pub fn problems(&self, tongue: &Tongue) -> Problems {
        let mut problems = Problems::default();
        for wrong in &self.0 {
            problems.add(wrong.field, tongue.t1(wrong.key, "most", wrong.most));
        }
        problems
    }
}

/// Reads fields one after the other and gathers all that is wrong.
#[derive(Debug)]
pub struct Reading<'w> {
    written: &'w Written,
    wrong: Wrongs,
}

impl<'w> Reading<'w> {
    pub fn new(written: &'w Written) -> Self {
        Self {
            written,
            wrong: Wrongs::default(),
        }
    }

    pub fn say(&mut self, field: &'static str, key: &'static str) {
        self.wrong.0.push(Wrong { field, key, most: 0 });
    }

    /// Text that may be absent.
    pub fn text(&mut self, field: &'static str, most: usize) -> String {
        let text: String = self
            .written
            .of(field)
            .chars()
            .filter(|c| !c.is_control() || *c == '\n')
            .collect();
        if text.chars().count() > most {
            self.wrong.0.push(Wrong {
                field,
                key: "written-too-long",
                most,
            });
        }
        text
    }

    /// Text that must be there.
    pub fn need(&mut self, field: &'static str, most: usize, missing: &'static str) -> String {
        let text = self.text(field, most);
        if text.is_empty() {
            self.say(field, missing);
        }
        text
    }

    /// One of several; what is not among them is refused.
    pub fn pick<T>(
        &mut self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        missing: &'static str,
    ) -> Option<T> {
        let picked = parse(self.written.of(field));
        if picked.is_none() {
            self.say(field, missing);
        }
        picked
    }

    /// A day that may be absent: in three parts, or as `2026-11-25`, `25/11/2026`.
    pub fn day(&mut self, field: &'static str) -> Option<Date> {
        let parts = ["day", "month", "year"].map(|p| self.written.part(field, p).to_owned());
        let whole = self.written.of(field);
        if parts.iter().all(String::is_empty) && whole.is_empty() {
            return None;
        }
        let found = if whole.is_empty() {
            day_of(&parts)
        } else {
            whole.get(..10).and_then(|t| t.parse().ok()).or_else(|| {
                let split: Vec<String> = whole.split(['/', '.', '-']).map(str::to_owned).collect();
                day_of(&<[String; 3]>::try_from(split).ok()?)
            })
        };
        if found.is_none() {
            self.say(field, "written-no-day");
        }
        found
    }

    pub fn need_day(&mut self, field: &'static str, missing: &'static str) -> Option<Date> {
        let before = self.wrong.0.len();
        let day = self.day(field);
        if day.is_none() && self.wrong.0.len() == before {
            self.say(field, missing);
        }
        day
    }

    /// A time of day that may be absent: `19:30`, `7pm`, `7.30 pm`.
    pub fn time(&mut self, field: &'static str) -> Option<Time> {
        let text = self.written.of(field);
        if text.is_empty() {
            return None;
        }
        let found = time_of(text);
        if found.is_none() {
            self.say(field, "written-no-time");
        }
        found
    }

    /// A whole number within bounds that must be there, as people write it: `2,500`, `£2 500`.
    pub fn number(
        &mut self,
        field: &'static str,
        within: std::ops::RangeInclusive<i64>,
        missing: &'static str,
    ) -> Option<i64> {
        let found = number_of(self.written.of(field)).filter(|n| within.contains(n));
        if found.is_none() {
            self.say(field, missing);
        }
        found
    }

    /// The same where it may be absent.
    pub fn number_or_none(
        &mut self,
        field: &'static str,
        within: std::ops::RangeInclusive<i64>,
        wrong: &'static str,
    ) -> Option<i64> {
        if self.written.of(field).is_empty() {
            return None;
        }
        self.number(field, within, wrong)
    }

    /// An e-mail address that may be absent.
    pub fn email(&mut self, field: &'static str) -> String {
        let text = self.text(field, 200);
        if !text.is_empty() && !is_email(&text) {
            self.say(field, "written-no-email");
        }
        text
    }

    /// A telephone number that may be absent, as people write it.
    pub fn phone(&mut self, field: &'static str) -> String {
        let text = self.text(field, 40);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let fits = text
            .chars()
            .all(|c| c.is_ascii_digit() || " +()-.x".contains(c) || c.is_alphabetic());
        if !text.is_empty() && (digits < 3 || !fits) {
            self.say(field, "written-no-phone");
        }
        text
    }

    /// An address on the web that may be absent.
    pub fn web(&mut self, field: &'static str) -> String {
        let text = self.text(field, 500);
        let fits = (text.starts_with("https://") || text.starts_with("http://"))
            && text.len() > 10
            && !text.contains(char::is_whitespace);
        if !text.is_empty() && !fits {
            self.say(field, "written-no-web");
        }
        text
    }

    /// The thing, if nothing was wrong.
    pub fn end<T>(self, made: Option<T>) -> Result<T, Wrongs> {
        match made {
            Some(made) if self.wrong.0.is_empty() => Ok(made),
            _ => Err(self.wrong),
        }
    }
}

fn number_of(text: &str) -> Option<i64> {
    let plain = text.trim_start_matches('£').replace([',', ' '], "");
    plain.parse().ok()
}

fn time_of(text: &str) -> Option<Time> {
    let plain = text.to_lowercase().replace([' ', '.'], ":");
    let (plain, add) = match (plain.strip_suffix("pm"), plain.strip_suffix("am")) {
        (Some(rest), _) => (rest.trim_end_matches(':'), Some(12)),
        (_, Some(rest)) => (rest.trim_end_matches(':'), Some(0)),
        _ => (plain.as_str(), None),
    };
    let (hour, minute) = plain.split_once(':').unwrap_or((plain, "0"));
    let hour: i8 = hour.parse().ok()?;
    let hour = match add {
        // 12am is midnight, 12pm midday.
        Some(add) if (1..=12).contains(&hour) => hour % 12 + add,
        Some(_) => return None,
        None if text.contains([':', '.']) => hour,
        None => return None,
    };
    Time::new(hour, minute.parse().ok()?, 0, 0).ok()
}

fn day_of(parts: &[String; 3]) -> Option<Date> {
    let [day, month, year] = parts;
    Date::new(
        year.trim().parse().ok().filter(|y| (1900..2200).contains(y))?,
        month.trim().parse().ok()?,
        day.trim().parse().ok()?,
    )
    .ok()
}

/// Roughly an address: someone, an at sign, a place with a dot. A letter to it proves the rest.
pub fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, place)| {
        !who.is_empty()
            && place.contains('.')
            && !place.starts_with('.')
            && !place.ends_with('.')
            && !text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>'))
            && !place.contains('@')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it_and_refused_when_there_is_none_such() {
        for (text, day) in [
            ("2026-11-25", Some("2026-11-25")),
            ("25/11/2026", Some("2026-11-25")),
            ("5.1.2027", Some("2027-01-05")),
            ("2026-11-25T10:00:00", Some("2026-11-25")),
            ("31/02/2026", None),
            ("soon", None),
            ("1/2", None),
            ("٣/١/2026", None),
        ] {
            let written = Written::default().with("due", text);
            let mut reading = Reading::new(&written);
            assert_eq!(reading.day("due"), day.map(|d| d.parse().unwrap()), "{text}");
            assert_eq!(reading.end(Some(())).is_ok(), day.is_some(), "{text}");
        }
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (text, hours) in [
            ("19:30", Some((19, 30))),
            ("7pm", Some((19, 0))),
            ("7.30 pm", Some((19, 30))),
            ("12am", Some((0, 0))),
            ("12:15 pm", Some((12, 15))),
            ("9.05", Some((9, 5))),
            ("7", None),
            ("13pm", None),
            ("25:00", None),
            ("evening", None),
        ] {
            assert_eq!(
                time_of(text),
                hours.map(|(h, m)| Time::new(h, m, 0, 0).unwrap()),
                "{text}"
            );
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let written = Written::default()
            .with("email", "nobody")
            .with("phone", "call me")
            .with("web", "javascript:alert(1)")
            .with("words", "x".repeat(11));
        let mut reading = Reading::new(&written);
        reading.email("email");
        reading.phone("phone");
        reading.web("web");
        reading.text("words", 10);
        reading.need("name", 10, "officer-no-name");
        reading.need_day("due", "promise-no-due");
        let wrong = reading.end(Some(())).unwrap_err();
        let fields: Vec<_> = wrong.0.iter().map(|w| w.field).collect();
        assert_eq!(fields, ["email", "phone", "web", "words", "name", "due"]);
    }

    #[test]
    fn an_address_has_someone_and_somewhere() {
        for good in ["a@b.example", "first.last+tag@mail.example.org"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.example",
            "a@.example",
            "a@b.",
            "a b@c.example",
            "a@b@c.example",
            "<a@b.example>",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
