//! A place of the directory, and how what someone enters becomes one.

use std::collections::BTreeSet;

use atlas::{Gazetteer, LatLon, Postcode};
use jiff::civil::Date;
use kernel::{Moment, id};

use crate::hours::{Holidays, Hours};

/// A list of words that are kept and posted by a name of their own.
macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($variant),* }

        impl $type {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}
pub(crate) use named;

id!(
    /// A place of the directory.
    PlaceId,
    "plc"
);
id!(
    /// Some days on which a place is closed or has other hours.
    ExceptionId,
    "exc"
);

named! {
    /// What a place is. The words for it are `place-kind-…`.
    Kind {
        Counter = "counter",
        Hub = "hub",
        Custody = "custody",
        Library = "library",
        FireStation = "fire-station",
        Council = "council",
        Venue = "venue",
    }
}

impl Kind {
    /// Where the police themselves can be met; the others are rooms that they may use.
    pub fn is_for_visitors(self) -> bool {
        matches!(self, Self::Counter | Self::Hub)
    }

    /// A room of someone else in which a session can be held.
    pub fn is_venue(self) -> bool {
        matches!(
            self,
            Self::Hub | Self::Library | Self::FireStation | Self::Council | Self::Venue
        )
    }
}

named! {
    /// Whether a place has something; nobody may have said.
    Known {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

impl Known {
    /// What people write in forms and tables.
    pub fn read(text: &str) -> Option<Self> {
        Some(match text.trim().to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" | "oes" | "ydy" => Self::Yes,
            "no" | "n" | "false" | "0" | "nac oes" | "nac ydy" => Self::No,
            "" | "unknown" | "?" | "not known" => Self::Unknown,
            _ => return None,
        })
    }

    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

named! {
    /// What can be done at a place. The words for it are `place-offer-…`.
    Offer {
        Report = "report",
        Officer = "officer",
        Help = "help",
        Statement = "statement",
        Property = "property",
        Found = "found",
        Documents = "documents",
        Bail = "bail",
        Licence = "licence",
        Records = "records",
        Complaint = "complaint",
        Digital = "digital",
        Interpreter = "interpreter",
        Safe = "safe",
    }
}

/// Who confirmed that what is said of a place is right, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    pub at: Moment,
    /// Their role or how it came in (`officer`, `supervisor`, `import`): the public is not told a name.
    pub by: String,
}

/// Days on which a place is closed or open at other times than usual.
#[derive(Debug, Clone)]
pub struct Exception {
    pub id: ExceptionId,
    pub from: Date,
    pub to: Date,
    /// None: closed.
    pub hours: Option<Hours>,
    pub why: String,
    pub announced_at: Moment,
    pub announced_by: String,
}

impl Exception {
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A change of hours that is about to be announced. Made by [`Announced::parse`] alone.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Announced {
    pub from: Date,
    pub to: Date,
    /// None: closed.
    pub hours: Option<Hours>,
    pub why: String,
}

/// An announcement is for some weeks; a place that closes for longer closes.
const LONGEST_ANNOUNCED: i32 = 366;

impl Announced {
    /// Reads the fields `from`, `to` (the same day when empty), `closed` (`yes`, or else `hours`) and `why`.
    pub fn parse<'t>(
        field: impl Fn(&str) -> &'t str,
        today: Date,
        holidays: &Holidays,
    ) -> Result<Self, Vec<Trouble>> {
        let mut read = Read {
            field,
            troubles: Vec::new(),
        };
        let from = read.day("from");
        if from.is_none() && read.troubles.is_empty() {
            read.wrong("from", "announce-from-needed", "");
        }
        let to = read.day("to").or(from);
        if let (Some(from), Some(to)) = (from, to) {
            let long = from.until(to).map_or(i32::MAX, |s| s.get_days());
            if to < from {
                read.wrong("to", "place-days-turned", "");
            } else if to < today {
                read.wrong("to", "announce-over", "");
            } else if long > LONGEST_ANNOUNCED {
                read.wrong("to", "announce-long", "");
            }
        }
        let hours = match read.text("closed") {
            "yes" => None,
            "no" => {
                let hours = read.hours(holidays).filter(Hours::is_known);
                if hours.is_none() && !read.troubles.iter().any(|t| t.field == "hours") {
                    read.wrong("hours", "announce-hours-needed", "");
                }
                hours
            }
            _ => {
                read.wrong("closed", "announce-choose", "");
                None
            }
        };
        let why = read.line("why");
        match (from, to, read.troubles.is_empty()) {
            (Some(from), Some(to), true) => Ok(Self { from, to, hours, why }),
            _ => Err(read.troubles),
        }
    }
}

/// What is said of a place. Made by [`Facts::parse`] alone.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Facts {
    /// What the source of an import calls it; "" for none.
    pub code: String,
    pub kind: Kind,
    pub name: String,
    /// "" where it has none of its own.
    pub name_cy: String,
    pub address: String,
    pub postcode: String,
    pub at: LatLon,
    /// Codes of the ward and borough it lies in.
    pub ward: Option<String>,
    pub borough: Option<String>,
    /// Codes of wards or boroughs it is for: those of a hub, of a custody suite.
    pub serves: Vec<String>,
    pub hours: Hours,
    pub step_free: Known,
    pub private_room: Known,
    pub parking: Known,
    pub bsl: Known,
    /// Languages spoken there besides English, by code: `cy`, `pl`.
    pub languages: Vec<String>,
    pub offers: BTreeSet<Offer>,
    pub phone: String,
    /// Whose house it is, when it is not the police's.
    pub host: String,
    pub notes: String,
    pub notes_cy: String,
    pub notes_easy: String,
    /// The first day it is there, and the first day it is no longer there.
    pub opens_on: Option<Date>,
    pub closes_on: Option<Date>,
    pub closing_why: String,
}

/// A place of the directory.
#[derive(Debug, Clone)]
pub struct Place {
    pub id: PlaceId,
    pub facts: Facts,
    /// Newest first.
    pub exceptions: Vec<Exception>,
    pub confirmed: Option<Confirmed>,
    pub changed_at: Moment,
    pub version: i64,
}

impl Place {
    pub fn name(&self, lang: page::Lang) -> &str {
        or_english(&self.facts.name_cy, &self.facts.name, lang == page::Lang::CY)
    }

    /// Whether this is its whole name in English or Welsh, however case and accents are written.
    pub fn is_called(&self, text: &str) -> bool {
        let asked = atlas::words(text);
        let names = [&self.facts.name, &self.facts.name_cy];
        !asked.is_empty() && names.iter().any(|name| atlas::words(name) == asked)
    }

    pub fn notes(&self, lang: page::Lang) -> &str {
        let facts = &self.facts;
        if lang.is_easy() {
            or_english(&facts.notes_easy, &facts.notes, true)
        } else {
            or_english(&facts.notes_cy, &facts.notes, lang == page::Lang::CY)
        }
    }

    /// Whether it is there on this day: opened already and not closed for good.
    pub fn is_there(&self, day: Date) -> bool {
        self.facts.opens_on.is_none_or(|from| from <= day) && self.facts.closes_on.is_none_or(|to| day < to)
    }

    /// Closed for good.
    pub fn is_gone(&self, day: Date) -> bool {
        self.facts.closes_on.is_some_and(|to| to <= day)
    }

    /// The address in one line, its postcode last.
    pub fn whole_address(&self) -> String {
        let parts = [self.facts.address.as_str(), self.facts.postcode.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        parts.join(", ")
    }
}

fn or_english<'a>(own: &'a str, english: &'a str, wanted: bool) -> &'a str {
    if wanted && !own.is_empty() { own } else { english }
}

/// Something of what was entered that cannot be taken: the field, and the words that say why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub field: &'static str,
    /// A key of the words; `$what` is filled with `what`.
    pub key: &'static str,
    pub what: String,
}

impl Trouble {
    pub fn say(&self, tongue: &page::Tongue) -> String {
        tongue.t1(self.key, "what", self.what.as_str())
    }
}

/// The fields of a place as forms post them and tables head them.
pub const FIELDS: &[&str] = &[
    "code",
    "kind",
    "name",
    "name_cy",
    "address",
    "postcode",
    "lat",
    "lon",
    "serves",
    "hours",
    "step_free",
    "private_room",
    "parking",
    "bsl",
    "languages",
    "offers",
    "phone",
    "host",
    "notes",
    "notes_cy",
    "notes_easy",
    "opens_on",
    "closes_on",
    "closing_why",
];

const LONGEST_LINE: usize = 200;
const LONGEST_NOTES: usize = 4_000;

impl Facts {
    /// Reads what was entered, field by field; gives all troubles at once.
    pub fn parse<'t>(
        field: impl Fn(&str) -> &'t str,
        ground: &Gazetteer,
        holidays: &Holidays,
    ) -> Result<Self, Vec<Trouble>> {
        let mut read = Read {
            field,
            troubles: Vec::new(),
        };
        let kind = read.kind();
        let name = read.line("name");
        if name.is_empty() {
            read.wrong("name", "place-name-needed", "");
        }
        let (postcode, at) = read.point(ground);
        let (ward, borough) = at.map(|p| home(p, ground)).unwrap_or_default();
        if at.is_some() && borough.is_none() && !ground.areas().boroughs().is_empty() {
            read.wrong("lat", "place-outside", "");
        }
        let serves = read.serves(ground);
        let hours = read.hours(holidays);
        let [step_free, private_room, parking, bsl] =
            ["step_free", "private_room", "parking", "bsl"].map(|name| read.known(name));
        let languages = read.languages();
        let offers = read.offers();
        let phone = read.phone();
        let opens_on = read.day("opens_on");
        let closes_on = read.day("closes_on");
        if let (Some(from), Some(to)) = (opens_on, closes_on)
            && to <= from
        {
            read.wrong("closes_on", "place-days-turned", "");
        }
        let facts = Self {
            code: read.line("code"),
            kind: kind.unwrap_or(Kind::Venue),
            name,
            name_cy: read.line("name_cy"),
            address: read.line("address"),
            postcode,
            at: at.unwrap_or(LatLon::ORIGIN),
            ward,
            borough,
            serves,
            hours: hours.unwrap_or_default(),
            step_free,
            private_room,
            parking,
            bsl,
            languages,
            offers,
            phone,
            host: read.line("host"),
            notes: read.notes("notes"),
            notes_cy: read.notes("notes_cy"),
            notes_easy: read.notes("notes_easy"),
            opens_on,
            closes_on,
            closing_why: read.line("closing_why"),
        };
        if read.troubles.is_empty() {
            Ok(facts)
        } else {
            Err(read.troubles)
        }
    }

    /// One field as a form shows it and a table holds it: what [`Facts::parse`] reads back.
    pub fn field(&self, name: &str) -> String {
        let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
        match name {
            "code" => self.code.clone(),
            "kind" => self.kind.as_str().to_owned(),
            "name" => self.name.clone(),
            "name_cy" => self.name_cy.clone(),
            "address" => self.address.clone(),
            "postcode" => self.postcode.clone(),
            "lat" => format!("{:.7}", self.at.lat()),
            "lon" => format!("{:.7}", self.at.lon()),
            "serves" => self.serves.join(" "),
            "hours" => self.hours.text().to_owned(),
            "step_free" => self.step_free.as_str().to_owned(),
            "private_room" => self.private_room.as_str().to_owned(),
            "parking" => self.parking.as_str().to_owned(),
            "bsl" => self.bsl.as_str().to_owned(),
            "languages" => self.languages.join(" "),
            "offers" => {
                let names: Vec<&str> = self.offers.iter().map(|o| o.as_str()).collect();
                names.join(" ")
            }
            "phone" => self.phone.clone(),
            "host" => self.host.clone(),
            "notes" => self.notes.clone(),
            "notes_cy" => self.notes_cy.clone(),
            "notes_easy" => self.notes_easy.clone(),
            "opens_on" => day(self.opens_on),
            "closes_on" => day(self.closes_on),
            "closing_why" => self.closing_why.clone(),
            _ => String::new(),
        }
    }

    /// The fields in which two differ, each with the value before and after.
    pub fn differences(&self, after: &Self) -> Vec<(&'static str, String, String)> {
        FIELDS
            .iter()
            .map(|name| (*name, self.field(name), after.field(name)))
            .filter(|(_, before, after)| before != after)
            .collect()
    }
}

/// The codes of the ward and borough of a point; a point a few metres outside, as on a quay, is still in them.
fn home(at: LatLon, ground: &Gazetteer) -> (Option<String>, Option<String>) {
    let found = ground.at_point(at);
    let areas = ground.areas();
    let ward = found.ward.and_then(|ix| areas.ward(ix));
    let borough = found.borough.and_then(|ix| areas.borough(ix));
    (
        ward.map(|w| w.code.as_str().to_owned()),
        borough.map(|b| b.code.as_str().to_owned()),
    )
}

struct Read<F> {
    field: F,
    troubles: Vec<Trouble>,
}

impl<'t, F: Fn(&str) -> &'t str> Read<F> {
    fn wrong(&mut self, field: &'static str, key: &'static str, what: impl Into<String>) {
        self.troubles.push(Trouble {
            field,
            key,
            what: what.into(),
        });
    }

    fn text(&self, name: &str) -> &'t str {
        (self.field)(name).trim()
    }

    /// One line of text, its spaces put right.
    fn line(&mut self, name: &'static str) -> String {
        let words: Vec<&str> = self.text(name).split_whitespace().collect();
        let line = words.join(" ");
        if line.chars().count() > LONGEST_LINE {
            self.wrong(name, "place-too-long", LONGEST_LINE.to_string());
        }
        line
    }

    fn notes(&mut self, name: &'static str) -> String {
        let notes = self.text(name).replace("\r\n", "\n");
        if notes.chars().count() > LONGEST_NOTES {
            self.wrong(name, "place-too-long", LONGEST_NOTES.to_string());
        }
        notes
    }

    fn kind(&mut self) -> Option<Kind> {
        let text = self.text("kind").to_lowercase().replace([' ', '_'], "-");
        let kind = Kind::parse(&text);
        match (&kind, text.is_empty()) {
            (None, true) => self.wrong("kind", "place-kind-needed", ""),
            (None, false) => self.wrong("kind", "place-kind-wrong", text),
            _ => {}
        }
        kind
    }

    /// The postcode as it is written properly, and the point: as given, or the middle of the postcode.
    fn point(&mut self, ground: &Gazetteer) -> (String, Option<LatLon>) {
        let written = self.text("postcode");
        let postcode = Postcode::parse_exact(written);
        if postcode.is_none() && !written.is_empty() {
            self.wrong("postcode", "place-postcode-wrong", written);
        }
        let (lat, lon) = (self.text("lat"), self.text("lon"));
        let at = if lat.is_empty() && lon.is_empty() {
            let known = postcode.and_then(|p| ground.postcodes().get(p)).map(|p| p.at);
            if known.is_none() {
                match postcode {
                    Some(p) => self.wrong("postcode", "place-postcode-unknown", p.to_string()),
                    None if written.is_empty() => self.wrong("postcode", "place-where-needed", ""),
                    None => {}
                }
            }
            known
        } else {
            let number = |t: &str| t.parse::<f64>().ok().filter(|n| n.is_finite());
            let at = number(lat)
                .zip(number(lon))
                .and_then(|(lat, lon)| LatLon::new(lat, lon));
            if at.is_none() {
                self.wrong("lat", "place-point-wrong", format!("{lat}, {lon}"));
            }
            at
        };
        (postcode.map(|p| p.to_string()).unwrap_or_default(), at)
    }

    fn list(&self, name: &str) -> Vec<String> {
        let parts = self.text(name).split([' ', ',', ';', '|', '\n', '\r']);
        let mut list: Vec<String> = Vec::new();
        for part in parts.map(str::trim).filter(|p| !p.is_empty()) {
            if !list.iter().any(|have| have == part) {
                list.push(part.to_owned());
            }
        }
        list
    }

    fn serves(&mut self, ground: &Gazetteer) -> Vec<String> {
        let areas = ground.areas();
        let list: Vec<String> = self.list("serves").iter().map(|c| c.to_uppercase()).collect();
        for code in &list {
            let ward = atlas::WardCode::parse(code).and_then(|c| areas.ward_by_code(&c));
            let borough = atlas::BoroughCode::parse(code).and_then(|c| areas.borough_by_code(&c));
            if ward.is_none() && borough.is_none() {
                self.wrong("serves", "place-area-unknown", code.clone());
            }
        }
        list
    }

    fn hours(&mut self, holidays: &Holidays) -> Option<Hours> {
        match Hours::parse(self.text("hours"), holidays) {
            Ok(hours) => Some(hours),
            Err(why) => {
                self.wrong("hours", why.key, why.what);
                None
            }
        }
    }

    fn known(&mut self, name: &'static str) -> Known {
        let text = self.text(name);
        Known::read(text).unwrap_or_else(|| {
            self.wrong(name, "place-known-wrong", text);
            Known::Unknown
        })
    }

    fn languages(&mut self) -> Vec<String> {
        let list: Vec<String> = self.list("languages").iter().map(|c| c.to_lowercase()).collect();
        for code in &list {
            let form = (2..=3).contains(&code.split('-').next().unwrap_or_default().len())
                && code.len() <= 12
                && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            if !form {
                self.wrong("languages", "place-language-wrong", code.clone());
            }
        }
        list
    }

    fn offers(&mut self) -> BTreeSet<Offer> {
        let mut offers = BTreeSet::new();
        for name in self.list("offers") {
            match Offer::parse(&name.to_lowercase()) {
                Some(offer) => drop(offers.insert(offer)),
                None => self.wrong("offers", "place-offer-wrong", name),
            }
        }
        offers
    }

    fn phone(&mut self) -> String {
        let phone = self.line("phone");
        let form = phone
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '(' | ')' | '-'));
        if !form || phone.len() > 30 {
            self.wrong("phone", "place-phone-wrong", phone.clone());
        }
        phone
    }

    fn day(&mut self, name: &'static str) -> Option<Date> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let day = text.parse::<Date>().ok();
        if day.is_none() {
            self.wrong(name, "place-day-wrong", text);
        }
        day
    }
}
