//! Officers, where they serve, when they are away, and whether a ward is covered.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::db::{DbError, FromRow, Row};
use kernel::id;

use crate::fact::Confirmed;
use crate::written::{Reading, Written, Wrongs};

id!(
    /// An officer as the public may know them.
    OfficerId,
    "off"
);

/// Officers that a ward has at least.
pub const LEAST: usize = 2;
/// How far ahead gaps are looked for.
pub const AHEAD_DAYS: i32 = 28;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($variant),+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.as_str() == text)
            }
        }
    };
}
pub(crate) use words;

words!(
    /// Lowest first.
    Rank {
        Pcso => "pcso",
        Constable => "constable",
        Sergeant => "sergeant",
        Inspector => "inspector",
    }
);

words!(
    /// As what an officer serves in a ward.
    Duty {
        Dedicated => "dedicated",
        Support => "support",
        Leader => "leader",
    }
);

words!(
    /// Why an officer is away: for the desk alone.
    Why {
        Leave => "leave",
        Abstraction => "abstraction",
        Training => "training",
        Sick => "sick",
        Other => "other",
    }
);

impl Rank {
    /// As files write it: `PC`, `Police Constable`, `Sgt`, …
    pub fn from_words(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect::<String>()
            .to_lowercase();
        match plain.as_str() {
            "pcso" | "policecommunitysupportofficer" | "communitysupportofficer" => Some(Self::Pcso),
            "pc" | "constable" | "policeconstable" | "dwo" | "dedicatedwardofficer" | "wardofficer" => {
                Some(Self::Constable)
            }
            "ps" | "sgt" | "sergeant" | "policesergeant" => Some(Self::Sergeant),
            "insp" | "inspector" | "pi" | "policeinspector" => Some(Self::Inspector),
            _ => None,
        }
    }
}

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    pub id: OfficerId,
    pub number: Option<String>,
    pub facts: NewOfficer,
    pub confirmed: Confirmed,
}

/// What is said of an officer, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOfficer {
    pub(crate) rank: Rank,
    pub(crate) name: String,
    pub(crate) named: bool,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) about: String,
    pub(crate) languages: String,
    pub(crate) hours: String,
}

impl NewOfficer {
    pub fn parse(written: &Written) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let rank = read.pick("rank", Rank::parse, "officer-no-rank");
        let name = read.need("name", 100, "officer-no-name");
        let named = read.pick("named", yes_no, "officer-no-named");
        let email = read.email("email");
        let phone = read.phone("phone");
        let about = read.text("about", 1_000);
        let languages = read.text("languages", 200);
        let hours = read.text("hours", 300);
        let made = rank.zip(named).map(|(rank, named)| Self {
            rank,
            name,
            named,
            email,
            phone,
            about,
            languages,
            hours,
        });
        read.end(made)
    }

    pub fn written(&self) -> Written {
        Written::default()
            .with("rank", self.rank.as_str())
            .with("name", &self.name)
            .with("named", if self.named { "yes" } else { "no" })
            .with("email", &self.email)
            .with("phone", &self.phone)
            .with("about", &self.about)
            .with("languages", &self.languages)
            .with("hours", &self.hours)
    }

    pub fn rank(&self) -> Rank {
        self.rank
    }

    /// The name, where the public may know it.
    pub fn public_name(&self) -> Option<&str> {
        self.named.then_some(self.name.as_str())
    }

    pub fn email(&self) -> &str {
        &self.email
    }

    pub fn phone(&self) -> &str {
        &self.phone
    }

    pub fn about(&self) -> &str {
        &self.about
    }
}

pub fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

impl FromRow for Officer {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            number: row.get("number")?,
            facts: NewOfficer {
                rank: row.parse("rank", Rank::parse)?,
                name: row.get("name")?,
                named: row.get("named")?,
                email: row.get("email")?,
                phone: row.get("phone")?,
                about: row.get("about")?,
                languages: row.get("languages")?,
                hours: row.get("hours")?,
            },
            confirmed: Confirmed::from_row(row)?,
        })
    }
}

/// How the last day of an absence is kept while nobody knows it: later than all that there are.
pub const OPEN_END: &str = "9999-12-31";

/// The days of something, both ends included; open when it has no last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub from: Date,
    pub to: Option<Date>,
}

impl Days {
    pub fn has(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    pub(crate) fn from_row(row: &Row) -> Result<Self, DbError> {
        let to: Option<String> = row.get("ends_on")?;
        let to = to
            .filter(|t| t != OPEN_END)
            .map(|t| t.parse().map_err(|_| DbError::Shape("ends_on".to_owned())));
        Ok(Self {
            from: row.parse("starts_on", |t| t.parse().ok())?,
            to: to.transpose()?,
        })
    }
}

/// An officer's service in a ward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub id: String,
    pub officer: OfficerId,
    pub ward: String,
    pub duty: Duty,
    pub days: Days,
}

impl FromRow for Post {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            officer: row.get("officer")?,
            ward: row.get("ward")?,
            duty: row.parse("duty", Duty::parse)?,
            days: Days::from_row(row)?,
        })
    }
}

/// Days on which an officer is away from the ward, and who covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    pub id: String,
    pub officer: OfficerId,
    pub why: Why,
    pub days: Days,
    pub cover: Option<OfficerId>,
}

impl FromRow for Absence {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            officer: row.get("officer")?,
            why: row.parse("why", Why::parse)?,
            days: Days::from_row(row)?,
            cover: row.get("cover")?,
        })
    }
}

/// What is said of an absence, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAbsence {
    pub(crate) why: Why,
    pub(crate) from: Date,
    /// None while nobody knows.
    pub(crate) to: Option<Date>,
    pub(crate) cover: Option<OfficerId>,
}

impl NewAbsence {
    pub fn parse(written: &Written, officer: &OfficerId) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let why = read.pick("why", Why::parse, "away-no-why");
        let from = read.need_day("from", "away-no-from");
        let to = read.day("to");
        let cover = match written.of("cover") {
            "" => None,
            text => read.pick("cover", |_| OfficerId::parse(text), "away-no-cover"),
        };
        if cover.as_ref() == Some(officer) {
            read.say("cover", "away-cover-self");
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            read.say("to", "away-backwards");
        }
        let made = why.zip(from).map(|(why, from)| Self { why, from, to, cover });
        read.end(made)
    }
}

/// How a ward stands on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cover {
    /// Dedicated officers who serve in the ward.
    pub posted: usize,
    /// Of these, not away; and those who cover for the others.
    pub there: usize,
}

impl Cover {
    pub fn is_enough(self) -> bool {
        self.there >= LEAST
    }
}

/// Counts each person once, whoever's place they take.
pub fn cover_on(day: Date, posts: &[Post], absences: &[Absence]) -> Cover {
    let away = |id: &OfficerId| absences.iter().find(|a| a.officer == *id && a.days.has(day));
    let mut posted: Vec<&OfficerId> = posts
        .iter()
        .filter(|p| p.duty == Duty::Dedicated && p.days.has(day))
        .map(|p| &p.officer)
        .collect();
    posted.sort();
    posted.dedup();
    let mut there: Vec<&OfficerId> = posted
        .iter()
        .filter_map(|id| match away(id) {
            None => Some(*id),
            // Whoever covers must be there themselves.
            Some(absence) => absence.cover.as_ref().filter(|c| away(c).is_none()),
        })
        .collect();
    there.sort();
    there.dedup();
    Cover {
        posted: posted.len(),
        there: there.len(),
    }
}

/// A stretch of days on which too few are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub from: Date,
    pub to: Date,
    /// The fewest on any of these days.
    pub there: usize,
}

/// Gaps from today for the next four weeks, in order.
pub fn gaps(today: Date, posts: &[Post], absences: &[Absence]) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    let mut before: Option<Date> = None;
    for ahead in 0..AHEAD_DAYS {
        let Ok(day) = today.checked_add(i64::from(ahead).days()) else {
            break;
        };
        let cover = cover_on(day, posts, absences);
        if cover.is_enough() {
            continue;
        }
        match found.last_mut() {
            Some(gap) if before == Some(gap.to) && gap.to.tomorrow().ok() == Some(day) => {
                gap.to = day;
                gap.there = gap.there.min(cover.there);
            }
            _ => found.push(Gap {
                from: day,
                to: day,
                there: cover.there,
            }),
        }
        before = Some(day);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn officer(n: u32) -> OfficerId {
        OfficerId::parse(&format!("off_{n}")).unwrap()
    }

    fn post(n: u32, duty: Duty) -> Post {
        Post {
            id: format!("pst_{n}"),
            officer: officer(n),
            ward: "DH-01-01".to_owned(),
            duty,
            days: Days {
                from: day("2026-01-01"),
                to: None,
            },
        }
    }

    fn away(n: u32, from: &str, to: &str, cover: Option<u32>) -> Absence {
        Absence {
            id: format!("abs_{n}"),
            officer: officer(n),
            why: Why::Leave,
            days: Days {
                from: day(from),
                to: Some(day(to)),
            },
            cover: cover.map(officer),
        }
    }

    #[test]
    fn two_dedicated_officers_are_enough_and_a_leader_does_not_count() {
        let today = day("2026-11-25");
        let two = [
            post(1, Duty::Dedicated),
            post(2, Duty::Dedicated),
            post(3, Duty::Leader),
        ];
        assert_eq!(gaps(today, &two, &[]), []);
        let one = [post(1, Duty::Dedicated), post(3, Duty::Leader)];
        assert_eq!(cover_on(today, &one, &[]), Cover { posted: 1, there: 1 });
        assert_eq!(gaps(today, &one, &[]).len(), 1, "one gap over all the days");
    }

    #[test]
    fn leave_makes_a_gap_that_cover_closes_unless_the_cover_is_away_too() {
        let posts = [post(1, Duty::Dedicated), post(2, Duty::Dedicated)];
        let today = day("2026-11-25");
        let gap = Gap {
            from: day("2026-12-01"),
            to: day("2026-12-03"),
            there: 1,
        };
        assert_eq!(
            gaps(today, &posts, &[away(1, "2026-12-01", "2026-12-03", None)]),
            [gap]
        );
        assert_eq!(
            gaps(today, &posts, &[away(1, "2026-12-01", "2026-12-03", Some(9))]),
            []
        );
        let both = [
            away(1, "2026-12-01", "2026-12-03", Some(9)),
            away(9, "2026-12-02", "2026-12-02", None),
        ];
        let gap = Gap {
            from: day("2026-12-02"),
            to: day("2026-12-02"),
            there: 1,
        };
        assert_eq!(gaps(today, &posts, &both), [gap]);
        // The colleague who is there anyway cannot be counted twice.
        assert_eq!(
            gaps(today, &posts, &[away(1, "2026-12-01", "2026-12-03", Some(2))]).len(),
            1
        );
    }

    #[test]
    fn two_gaps_with_a_day_between_are_two() {
        let posts = [post(1, Duty::Dedicated), post(2, Duty::Dedicated)];
        let away = [
            away(1, "2026-12-01", "2026-12-01", None),
            away(2, "2026-12-03", "2026-12-04", None),
        ];
        assert_eq!(gaps(day("2026-11-25"), &posts, &away).len(), 2);
    }

    #[test]
    fn a_rank_is_known_however_a_file_writes_it() {
        assert_eq!(Rank::from_words("Police Constable"), Some(Rank::Constable));
        assert_eq!(Rank::from_words("Sgt."), Some(Rank::Sergeant));
        assert_eq!(Rank::from_words("P.C.S.O."), Some(Rank::Pcso));
        assert_eq!(Rank::from_words("Wizard"), None);
    }

    #[test]
    fn an_absence_that_ends_before_it_begins_or_covers_itself_is_refused() {
        let written = Written::default()
            .with("why", "leave")
            .with("from", "2026-12-05")
            .with("to", "2026-12-01")
            .with("cover", "off_1");
        let wrong = NewAbsence::parse(&written, &officer(1)).unwrap_err();
        let keys: Vec<_> = wrong.0.iter().map(|w| w.key).collect();
        assert_eq!(keys, ["away-cover-self", "away-backwards"]);
    }
}
