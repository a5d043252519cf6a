//! Boards, panels, watches and other groups through which residents have a say.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::db::{DbError, FromRow, Row};
use kernel::id;

use crate::fact::Confirmed;
use crate::officer::{Days, words};
use crate::written::{Reading, Written, Wrongs};

id!(
    /// A group of a ward or borough.
    GroupId,
    "grp"
);

words!(
    /// What a group is.
    GroupKind {
        Board => "board",
        Panel => "panel",
        Watch => "watch",
        Other => "other",
    }
);

words!(
    /// What someone is in a group.
    SeatRole {
        Chair => "chair",
        ViceChair => "vice-chair",
        Member => "member",
        Guest => "guest",
    }
);

words!(
    PaperKind {
        Agenda => "agenda",
        Minutes => "minutes",
        Paper => "paper",
    }
);

/// What is said of a group, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    pub(crate) kind: GroupKind,
    pub(crate) name: String,
    pub(crate) does: String,
    pub(crate) joining: String,
    pub(crate) meets: String,
    pub(crate) next_at: Option<Moment>,
    pub(crate) next_where: String,
    /// How many of those who sit must be there for it to decide.
    pub(crate) quorum: Option<i64>,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) web: String,
}

impl NewGroup {
    pub fn parse(written: &Written, zone: &TimeZone) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let kind = read.pick("kind", GroupKind::parse, "group-no-kind");
        let name = read.need("name", 200, "group-no-name");
        let does = read.need("does", 2_000, "group-no-does");
        let joining = read.need("joining", 1_000, "group-no-joining");
        let meets = read.text("meets", 200);
        let day = read.day("next");
        let time = read.time("next-time");
        if day.is_some() && time.is_none() && written.of("next-time").is_empty() {
            read.say("next-time", "group-no-time");
        }
        let next_where = read.text("next-where", 300);
        let quorum = read.number_or_none("quorum", 1..=1_000, "group-no-quorum");
        let email = read.email("email");
        let phone = read.phone("phone");
        let web = read.web("web");
        let next_at = day.zip(time).and_then(|(day, time)| moment(day, time, zone));
        let made = kind.map(|kind| Self {
            kind,
            name,
            does,
            joining,
            meets,
            next_at,
            next_where,
            quorum,
            email,
            phone,
            web,
        });
        read.end(made)
    }

    pub fn written(&self, zone: &TimeZone) -> Written {
        let next = self
            .next_at
            .map(|at| at.timestamp().to_zoned_datetime(zone.clone()).datetime());
        let time = next.map_or_else(String::new, |n| format!("{:02}:{:02}", n.hour(), n.minute()));
        Written::default()
            .with("kind", self.kind.as_str())
            .with("name", &self.name)
            .with("does", &self.does)
            .with("joining", &self.joining)
            .with("meets", &self.meets)
            .with_day("next", next.map(DateTime::date))
            .with("next-time", time)
            .with("next-where", &self.next_where)
            .with("quorum", self.quorum.map_or_else(String::new, |q| q.to_string()))
            .with("email", &self.email)
            .with("phone", &self.phone)
            .with("web", &self.web)
    }
}

fn moment(day: Date, time: Time, zone: &TimeZone) -> Option<Moment> {
    let zoned = day.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
    Some(zoned.timestamp().into())
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub ward: Option<String>,
    pub borough: String,
    pub facts: NewGroup,
    pub ended_on: Option<String>,
    pub confirmed: Confirmed,
}

impl Group {
    /// The code of the area that keeps it.
    pub fn area(&self) -> &str {
        self.ward.as_deref().unwrap_or(&self.borough)
    }

    /// The next meeting, unless it has been.
    pub fn next(&self, now: Moment) -> Option<Moment> {
        self.facts.next_at.filter(|at| *at > now)
    }
}

impl FromRow for Group {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            ward: row.get("ward")?,
            borough: row.get("borough")?,
            facts: NewGroup {
                kind: row.parse("kind", GroupKind::parse)?,
                name: row.get("name")?,
                does: row.get("does")?,
                joining: row.get("joining")?,
                meets: row.get("meets")?,
                next_at: row.get("next_at")?,
                next_where: row.get("next_where")?,
                quorum: row.get("quorum")?,
                email: row.get("email")?,
                phone: row.get("phone")?,
                web: row.get("web")?,
            },
            ended_on: row.get("ended_on")?,
            confirmed: Confirmed::from_row(row)?,
        })
    }
}

/// A seat in a group; its name only with that person's leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub id: String,
    pub role: SeatRole,
    pub stands_for: String,
    pub name: String,
    pub days: Days,
}

impl FromRow for Seat {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            role: row.parse("role", SeatRole::parse)?,
            stands_for: row.get("stands_for")?,
            name: row.get("name")?,
            days: Days::from_row(row)?,
        })
    }
}

/// A seat as it is entered, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeat {
    pub(crate) role: SeatRole,
    pub(crate) stands_for: String,
    pub(crate) name: String,
    pub(crate) from: Date,
}

impl NewSeat {
    pub fn parse(written: &Written) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let role = read.pick("role", SeatRole::parse, "seat-no-role");
        let stands_for = read.need("stands-for", 200, "seat-no-stands-for");
        let name = read.text("seat-name", 100);
        let from = read.need_day("seat-from", "seat-no-from");
        let made = role.zip(from).map(|(role, from)| Self {
            role,
            stands_for,
            name,
            from,
        });
        read.end(made)
    }
}

/// A paper of a group: a file of ours, or an address elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub id: String,
    pub kind: PaperKind,
    pub title: String,
    pub day: Date,
    pub file: Option<String>,
    pub web: String,
}

impl FromRow for Paper {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            kind: row.parse("kind", PaperKind::parse)?,
            title: row.get("title")?,
            day: row.parse("day", |t| t.parse().ok())?,
            file: row.get("file")?,
            web: row.get("web")?,
        })
    }
}

/// A paper as it is entered, checked. Whether there is a file is looked at beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPaper {
    pub(crate) kind: PaperKind,
    pub(crate) title: String,
    pub(crate) day: Date,
    pub(crate) web: String,
}

impl NewPaper {
    pub fn parse(written: &Written, has_file: bool) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let kind = read.pick("paper-kind", PaperKind::parse, "paper-no-kind");
        let title = read.need("title", 200, "paper-no-title");
        let day = read.need_day("paper-day", "paper-no-day");
        let web = read.web("paper-web");
        if has_file != web.is_empty() {
            read.say("file", "paper-one-way");
        }
        let made = kind.zip(day).map(|(kind, day)| Self {
            kind,
            title,
            day,
            web,
        });
        read.end(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/London").unwrap()
    }

    fn full() -> Written {
        Written::default()
            .with("kind", "panel")
            .with("name", "Riverside ward panel")
            .with("does", "Sets the promises with the team")
            .with("joining", "Come to a meeting")
    }

    #[test]
    fn a_group_says_what_it_does_and_how_to_join() {
        let wrong = NewGroup::parse(&Written::default(), &zone()).unwrap_err();
        let fields: Vec<_> = wrong.0.iter().map(|w| w.field).collect();
        assert_eq!(fields, ["kind", "name", "does", "joining"]);
        assert!(NewGroup::parse(&full(), &zone()).is_ok());
    }

    #[test]
    fn the_next_meeting_keeps_its_local_hour_and_needs_one() {
        let day = full().with_day("next", Some("2027-06-03".parse().unwrap()));
        let wrong = NewGroup::parse(&day, &zone()).unwrap_err();
        assert_eq!(wrong.0[0].key, "group-no-time");
        let group = NewGroup::parse(&day.with("next-time", "7pm"), &zone()).unwrap();
        assert_eq!(group.next_at.unwrap().to_string(), "2027-06-03T18:00:00.000Z");
        let again = NewGroup::parse(&group.written(&zone()), &zone()).unwrap();
        assert_eq!(again, group);
    }

    #[test]
    fn a_paper_is_a_file_or_an_address_and_not_both() {
        let written = Written::default()
            .with("paper-kind", "minutes")
            .with("title", "Minutes")
            .with("paper-day", "2026-11-01");
        assert!(NewPaper::parse(&written, true).is_ok());
        assert!(NewPaper::parse(&written, false).is_err());
        let both = written.with("paper-web", "https://panel.example/minutes");
        assert!(NewPaper::parse(&both, false).is_ok());
        assert!(NewPaper::parse(&both, true).is_err());
    }
}
