//! Schools, their named officers, and which school someone means.

use atlas::LatLon;
use jiff::civil::Date;
use kernel::db::{DbError, FromRow, Row};
use kernel::id;

use crate::fact::Confirmed;
use crate::officer::{Days, OfficerId, words};
use crate::written::{Reading, Written, Wrongs};

id!(
    /// A school.
    SchoolId,
    "sch"
);

words!(
    Phase {
        Nursery => "nursery",
        Primary => "primary",
        Secondary => "secondary",
        AllThrough => "all-through",
        Special => "special",
        Referral => "referral",
        College => "college",
        Other => "other",
    }
);

words!(
    /// Whether an officer is the school's own or covers.
    SchoolDuty {
        Named => "named",
        Cover => "cover",
    }
);

impl Phase {
    /// As the national register and others write it; nothing for words that name no kind of school.
    pub fn from_words(text: &str) -> Option<Self> {
        let plain = text.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| plain.contains(w));
        Some(if has(&["referral", "alternative provision"]) {
            Self::Referral
        } else if has(&["special"]) {
            Self::Special
        } else if has(&["all-through", "all through"]) {
            Self::AllThrough
        } else if has(&["nursery", "early years"]) {
            Self::Nursery
        } else if has(&["primary", "infant", "junior", "first school"]) {
            Self::Primary
        } else if has(&["secondary", "high school", "upper"]) {
            Self::Secondary
        } else if has(&["college", "sixth", "16 plus", "further"]) {
            Self::College
        } else if has(&[
            "not applicable",
            "school",
            "academy",
            "academies",
            "universit",
            "establishment",
            "provision",
        ]) {
            // Of these the register says no more.
            Self::Other
        } else {
            return Self::parse(plain.trim());
        })
    }
}

/// What is said of a school, checked. Which ward it lies in is found on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSchool {
    pub(crate) urn: Option<String>,
    pub(crate) name: String,
    pub(crate) phase: Phase,
    pub(crate) address: String,
    pub(crate) postcode: String,
    pub(crate) at: Option<LatLon>,
    pub(crate) ward: String,
    pub(crate) borough: String,
}

impl NewSchool {
    /// `home` gives the ward, the borough and the point of what was written about the place.
    pub fn parse(
        written: &Written,
        home: impl FnOnce(&Written) -> Option<(String, String, Option<LatLon>)>,
    ) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let name = read.need("name", 200, "school-no-name");
        let urn = read.text("urn", 20);
        let address = read.text("address", 300);
        let postcode = read.text("postcode", 10).to_uppercase();
        let phase = read.pick("phase", Phase::from_words, "school-no-phase");
        let found = home(written);
        if found.is_none() {
            read.say("postcode", "school-no-ward");
        }
        let made = found.zip(phase).map(|((ward, borough, at), phase)| Self {
            urn: Some(urn).filter(|u| !u.is_empty()),
            name,
            phase,
            address,
            postcode,
            at,
            ward,
            borough,
        });
        read.end(made)
    }

    pub fn written(&self) -> Written {
        Written::default()
            .with("urn", self.urn.as_deref().unwrap_or(""))
            .with("name", &self.name)
            .with("phase", self.phase.as_str())
            .with("address", &self.address)
            .with("postcode", &self.postcode)
            .with("ward", &self.ward)
    }
}

/// A school.
#[derive(Debug, Clone, PartialEq)]
pub struct School {
    pub id: SchoolId,
    pub facts: NewSchool,
    pub ended_on: Option<String>,
    pub has_link: bool,
    pub confirmed: Confirmed,
}

impl FromRow for School {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let at = match (row.get::<Option<f64>>("lat")?, row.get::<Option<f64>>("lon")?) {
            (Some(lat), Some(lon)) => LatLon::new(lat, lon),
            _ => None,
        };
        Ok(Self {
            id: row.get("id")?,
            facts: NewSchool {
                urn: row.get("urn")?,
                name: row.get("name")?,
                phase: row.parse("phase", Phase::parse)?,
                address: row.get("address")?,
                postcode: row.get("postcode")?,
                at,
                ward: row.get("ward")?,
                borough: row.get("borough")?,
            },
            ended_on: row.get("ended_on")?,
            has_link: row.get::<Option<String>>("link_hash")?.is_some(),
            confirmed: Confirmed::from_row(row)?,
        })
    }
}

/// An officer of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub id: String,
    pub school: SchoolId,
    pub officer: OfficerId,
    pub duty: SchoolDuty,
    pub days: Days,
}

impl FromRow for Charge {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            school: row.get("school")?,
            officer: row.get("officer")?,
            duty: row.parse("duty", SchoolDuty::parse)?,
            days: Days::from_row(row)?,
        })
    }
}

/// Who is a school's own officer on a day.
pub fn named_on(charges: &[Charge], day: Date) -> Option<&Charge> {
    charges
        .iter()
        .find(|c| c.duty == SchoolDuty::Named && c.days.has(day))
}

/// Words that most schools have in their name, so that they tell none from another.
const COMMON: &[&str] = &[
    "school",
    "the",
    "of",
    "and",
    "primary",
    "secondary",
    "academy",
    "nursery",
    "infant",
    "junior",
    "college",
    "high",
    "ce",
    "rc",
    "st",
    "saint",
];

/// A name as names are compared: small letters, words with one space between.
pub fn plain(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(|w| {
            w.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        })
        .filter(|w| !w.is_empty())
        .map(|w| if w == "saint" { "st".to_owned() } else { w })
        .collect();
    words.join(" ")
}

/// Which of these schools someone means, by what they called it; none when it is not clear.
pub fn meant<'s>(called: &str, schools: &'s [(SchoolId, String)]) -> Option<&'s SchoolId> {
    let called = plain(called);
    if called.is_empty() {
        return None;
    }
    let only = |mut found: Vec<&'s SchoolId>| if found.len() == 1 { found.pop() } else { None };
    let exact: Vec<&SchoolId> = schools
        .iter()
        .filter(|(_, name)| *name == called)
        .map(|(id, _)| id)
        .collect();
    if !exact.is_empty() {
        return only(exact);
    }
    // All the telling words of one name are in the other.
    let telling = |text: &str| -> Vec<String> {
        text.split(' ')
            .filter(|w| !COMMON.contains(w))
            .map(str::to_owned)
            .collect()
    };
    let asked = telling(&called);
    if asked.is_empty() {
        return None;
    }
    let within = |a: &[String], b: &[String]| !a.is_empty() && a.iter().all(|w| b.contains(w));
    let near: Vec<&(SchoolId, String)> = schools
        .iter()
        .filter(|(_, name)| {
            let known = telling(name);
            within(&asked, &known) || within(&known, &asked)
        })
        .collect();
    if near.len() < 2 {
        return near.first().map(|(id, _)| id);
    }
    // Of several, the one whose common words fit too: the primary, not the nursery.
    let whole: Vec<&SchoolId> = near
        .iter()
        .filter(|(_, name)| called.split(' ').all(|w| name.split(' ').any(|n| n == w)))
        .map(|(id, _)| id)
        .collect();
    only(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schools() -> Vec<(SchoolId, String)> {
        [
            "Mill Lane Primary School",
            "Mill Lane Nursery",
            "Saint Brine's Academy",
            "Harbour High",
        ]
        .iter()
        .zip(1..)
        .map(|(name, n)| (SchoolId::parse(&format!("sch_{n}")).unwrap(), plain(name)))
        .collect()
    }

    #[test]
    fn a_school_is_known_by_what_people_call_it_and_a_doubt_stays_one() {
        let all = schools();
        let found = |called: &str| meant(called, &all).map(|id| id.as_str().to_owned());
        assert_eq!(found("Mill Lane primary").as_deref(), Some("sch_1"));
        assert_eq!(
            found("mill lane nursery school"),
            None,
            "no school has all these words"
        );
        assert_eq!(found("Mill Lane Nursery").as_deref(), Some("sch_2"));
        assert_eq!(found("St Brine’s").as_deref(), Some("sch_3"));
        assert_eq!(found("the Harbour High School").as_deref(), Some("sch_4"));
        assert_eq!(found("Mill Lane"), None, "two have that name");
        for nothing in ["", "school", "the academy", "Upton"] {
            assert_eq!(found(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_phase_is_known_as_the_register_writes_it() {
        for (text, phase) in [
            ("Primary", Phase::Primary),
            ("Middle deemed secondary", Phase::Secondary),
            ("Pupil referral unit", Phase::Referral),
            ("Special schools", Phase::Special),
            ("16 plus", Phase::College),
            ("all-through", Phase::AllThrough),
            ("Not applicable", Phase::Other),
            ("Academy converter", Phase::Other),
        ] {
            assert_eq!(Phase::from_words(text), Some(phase), "{text}");
        }
        for unknown in ["", "Banana", "seconary", "yes"] {
            assert_eq!(Phase::from_words(unknown), None, "{unknown}");
        }
    }
}
