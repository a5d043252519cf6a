//! What someone plans: read from a form with all its problems at once, or from a row of a table.

use atlas::{Gazetteer, LatLon};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::web::Posted;
use page::{Lang, Problems, Tongue};

use crate::area;
use crate::repeat::{MOST, Repeat, Slot, time};
use crate::session::{Kind, Offered, Officer, Session, Venue};

/// The longest texts that are taken.
const NAME: usize = 120;
const ABOUT: usize = 2_000;
/// Nothing lasts longer, and nothing is planned further ahead.
const LONGEST_HOURS: i64 = 12;
const AHEAD_DAYS: i64 = 550;

/// A session as it is to be, checked: when it is comes beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub kind: Kind,
    pub ward: String,
    pub borough: String,
    pub title: String,
    pub about: String,
    pub venue: Venue,
    pub officers: Vec<Officer>,
    pub offered: Offered,
}

/// What was typed, kept as it is for the page that shows it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    pub kind: String,
    pub ward: String,
    pub title: String,
    pub about: String,
    /// The id of a place or of an earlier session at the same venue, or `new`.
    pub venue: String,
    pub venue_name: String,
    pub venue_address: String,
    pub day: String,
    pub month: String,
    pub year: String,
    pub from: String,
    pub to: String,
    pub repeat: String,
    pub times: String,
    pub officers: Vec<String>,
    pub languages: Vec<String>,
    pub offered: Vec<String>,
    pub why: String,
    /// A move is one of all that come after it in the series too.
    pub later: bool,
}

impl Form {
    pub fn of(posted: &Posted) -> Self {
        let text = |name: &str| posted.text(name).trim().to_owned();
        let all = |name: &str| {
            let values = posted.fields().iter().filter(|(n, _)| n == name);
            values.map(|(_, v)| v.clone()).filter(|v| !v.is_empty()).collect()
        };
        Self {
            kind: text("kind"),
            ward: text("ward"),
            title: text("title"),
            about: text("about"),
            venue: text("venue"),
            venue_name: text("venue-name"),
            venue_address: text("venue-address"),
            day: text("date__day"),
            month: text("date__month"),
            year: text("date__year"),
            from: text("from"),
            to: text("to"),
            repeat: text("repeat"),
            times: text("times"),
            officers: all("officers"),
            languages: all("languages"),
            offered: all("offered"),
            why: text("why"),
            later: posted.text("later") == "yes",
        }
    }

    /// As a session stands, to change it or to plan one like it.
    pub fn like(session: &Session, zone: &TimeZone) -> Self {
        let starts = session.starts_at.timestamp().to_zoned_datetime(zone.clone());
        let ends = session.ends_at.timestamp().to_zoned_datetime(zone.clone());
        let yes = |name: &str, is: bool| is.then(|| name.to_owned());
        let offered = &session.offered;
        let mut form = Self {
            kind: session.kind.as_str().to_owned(),
            ward: session.ward.clone(),
            title: session.title.clone(),
            about: session.about.clone(),
            venue: session.id.to_string(),
            venue_name: session.venue.name.clone(),
            venue_address: session.venue.address.clone(),
            from: clock(starts.time()),
            to: clock(ends.time()),
            repeat: Repeat::Once.as_str().to_owned(),
            times: "6".to_owned(),
            officers: session.officers.iter().map(|o| o.id.to_string()).collect(),
            languages: offered.languages.clone(),
            offered: [
                yes("bsl", offered.bsl),
                yes("private", offered.private_room),
                yes("step-free", offered.step_free),
            ]
            .into_iter()
            .flatten()
            .collect(),
            ..Self::default()
        };
        form.set_date(starts.date());
        form
    }

    pub fn set_date(&mut self, date: Date) {
        self.day = date.day().to_string();
        self.month = date.month().to_string();
        self.year = date.year().to_string();
    }
}

fn clock(time: jiff::civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// What a form is read against.
pub struct Known<'a> {
    pub gazetteer: &'a Gazetteer,
    pub zone: &'a TimeZone,
    /// Who can be chosen.
    pub officers: &'a [Officer],
    /// What `venue` stands for, looked up before.
    pub venue: Option<Venue>,
    pub now: Moment,
    /// Whether it may be over already: a table brings what was.
    pub past: bool,
}

impl Form {
    /// The plan and when it is to be; every problem with the field it is about.
    pub fn parse(&self, known: &Known<'_>, tongue: &Tongue) -> Result<(Plan, Vec<Slot>), Problems> {
        let mut problems = Problems::default();
        let mut wrong = |field: &str, key: &str| problems.add(field, tongue.t(key));
        let kind = Kind::parse(&self.kind);
        if kind.is_none() {
            wrong("kind", "session-problem-kind");
        }
        let areas = known.gazetteer.areas();
        let borough = area::borough_of(areas, &self.ward);
        if borough.is_none() {
            wrong("ward", "session-problem-ward");
        }
        if self.title.chars().count() > NAME {
            wrong("title", "session-problem-title");
        }
        if self.about.chars().count() > ABOUT {
            wrong("about", "session-problem-about");
        }
        let venue = self.venue(known, &mut wrong);
        let slots = self.slots(known, &mut wrong);
        let officers: Vec<Officer> = known
            .officers
            .iter()
            .filter(|o| self.officers.iter().any(|id| id == o.id.as_str()))
            .cloned()
            .collect();
        let languages = languages(&self.languages.join(" "));
        if languages.is_none() {
            wrong("languages", "session-problem-languages");
        }
        let has = |name: &str| self.offered.iter().any(|o| o == name);
        let made = (|| {
            let plan = Plan {
                kind: kind?,
                ward: area::ward(areas, &self.ward)?.code.to_string(),
                borough: borough?.code.to_string(),
                title: self.title.clone(),
                about: self.about.clone(),
                venue: venue?,
                officers,
                offered: Offered {
                    languages: languages?,
                    bsl: has("bsl"),
                    private_room: has("private"),
                    step_free: has("step-free"),
                },
            };
            Some((plan, slots?))
        })();
        problems.check(made)
    }

    fn venue(&self, known: &Known<'_>, wrong: &mut impl FnMut(&str, &str)) -> Option<Venue> {
        if self.venue != "new" {
            if known.venue.is_none() {
                wrong("venue", "session-problem-venue");
            }
            return known.venue.clone();
        }
        let name_ok = (1..=NAME).contains(&self.venue_name.chars().count());
        if !name_ok {
            wrong("venue-name", "session-problem-venue-name");
        }
        let address_ok = (1..=300).contains(&self.venue_address.chars().count());
        if !address_ok {
            wrong("venue-address", "session-problem-venue-address");
        }
        (name_ok && address_ok).then(|| Venue {
            place: None,
            name: self.venue_name.clone(),
            address: self.venue_address.clone(),
            at: point(known.gazetteer, &self.venue_address),
        })
    }

    fn slots(&self, known: &Known<'_>, wrong: &mut impl FnMut(&str, &str)) -> Option<Vec<Slot>> {
        let date = date(&self.day, &self.month, &self.year);
        let today = known.now.date(known.zone);
        match date {
            None => wrong("date", "session-problem-date"),
            Some(date) if date < today && !known.past => wrong("date", "session-problem-past"),
            Some(date) if is_too_far_ahead(date, today) => wrong("date", "session-problem-ahead"),
            Some(_) => {}
        }
        let (from, to) = (time(&self.from), time(&self.to));
        if from.is_none() {
            wrong("from", "session-problem-from");
        }
        if to.is_none() {
            wrong("to", "session-problem-to");
        }
        let repeat = Repeat::parse(&self.repeat);
        if repeat.is_none() {
            wrong("repeat", "session-problem-repeat");
        }
        let times = match repeat {
            Some(Repeat::Once) | None => Some(1),
            Some(_) => self
                .times
                .parse::<usize>()
                .ok()
                .filter(|n| (2..=MOST).contains(n)),
        };
        if times.is_none() {
            wrong("times", "session-problem-times");
        }
        let (date, from, to) = (date?, from?, to?);
        let slots: Option<Vec<Slot>> = repeat?
            .days(date, times?)
            .into_iter()
            .map(|day| Slot::new(day, from, to, known.zone))
            .collect();
        let too_long = |s: &Slot| s.ends_at.seconds_since(s.starts_at) > LONGEST_HOURS * 3_600;
        match &slots {
            None => wrong("to", "session-problem-order"),
            Some(all) if all.iter().any(too_long) => wrong("to", "session-problem-long"),
            Some(all) if all.first().is_some_and(|s| s.ends_at <= known.now && !known.past) => {
                wrong("date", "session-problem-past");
            }
            Some(_) => return slots,
        }
        None
    }
}

fn is_too_far_ahead(date: Date, today: Date) -> bool {
    today
        .checked_add(jiff::Span::new().days(AHEAD_DAYS))
        .is_ok_and(|last| date > last)
}

pub fn date(day: &str, month: &str, year: &str) -> Option<Date> {
    let year: i16 = year.trim().parse().ok()?;
    // Years are written in full: 26 is not meant to be in Roman times.
    (1_000..=9_999).contains(&year).then_some(())?;
    Date::new(year, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()
}

/// Codes of languages, apart by spaces or commas; `None` when one is not known. English is spoken everywhere.
pub fn languages(text: &str) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split([' ', ',', ';']).filter(|w| !w.is_empty()) {
        let lang = spoken()
            .find(|l| l.code().eq_ignore_ascii_case(word) || l.name().to_lowercase() == word.to_lowercase());
        match lang {
            Some(lang) if !found.iter().any(|f| f == lang.code()) => found.push(lang.code().to_owned()),
            Some(_) => {}
            None if word.eq_ignore_ascii_case("en") || word.eq_ignore_ascii_case("english") => {}
            None => return None,
        }
    }
    Some(found)
}

/// The languages that someone at a session may speak besides English.
pub fn spoken() -> impl Iterator<Item = Lang> {
    Lang::all().filter(|l| *l != Lang::EN && !l.is_easy())
}

/// Where an address is, if it says so clearly.
pub fn point(gazetteer: &Gazetteer, address: &str) -> Option<LatLon> {
    let found = gazetteer.locate(address);
    (found.confidence != atlas::Confidence::Unsure)
        .then_some(found.at)
        .flatten()
}
