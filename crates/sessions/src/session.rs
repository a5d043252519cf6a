//! A session: an hour at a known place with a ward officer, a meeting, or a training. What it is, where it stands, what
//! came of it.

use atlas::LatLon;
use jiff::civil::Date;
use kernel::Moment;
use kernel::account::StaffId;
use kernel::db::{DbError, FromRow, Row};
use kernel::id;
use serde::{Deserialize, Serialize};

id!(
    /// A session.
    SessionId,
    "ses"
);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A Community Contact Session: come and talk, no need to say beforehand.
    Contact,
    /// A meeting of a ward panel or of a street.
    Meeting,
    Training,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Contact, Self::Meeting, Self::Training];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Meeting => "meeting",
            Self::Training => "training",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Planned,
    Cancelled,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Planned, Self::Cancelled]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// Where it is: out of the directory of places, or written down for this once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Venue {
    /// The id of a place of the directory.
    pub place: Option<String>,
    pub name: String,
    pub address: String,
    pub at: Option<LatLon>,
}

/// Who will be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    pub id: StaffId,
    pub name: String,
}

/// What there is for those who need it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    /// Codes of the languages that are spoken besides English.
    pub languages: Vec<String>,
    /// An interpreter of British Sign Language.
    pub bsl: bool,
    pub private_room: bool,
    pub step_free: bool,
}

/// What people said, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Topic {
    pub said: String,
    #[serde(default)]
    pub did: String,
}

/// What came of it, written down afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct After {
    pub attendance: i64,
    pub topics: Vec<Topic>,
    pub follow_up: String,
    /// By when the team comes back to it.
    pub follow_up_on: Option<Date>,
}

/// Where and when it was to be before it was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub venue: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub id: SessionId,
    pub kind: Kind,
    pub ward: String,
    pub borough: String,
    /// Empty for the usual words of its kind.
    pub title: String,
    pub about: String,
    pub venue: Venue,
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub officers: Vec<Officer>,
    pub offered: Offered,
    pub state: State,
    /// Why it was cancelled or moved, for everyone to read.
    pub why: String,
    pub before: Option<Before>,
    /// Sessions that were planned together.
    pub series: Option<String>,
    pub after: Option<After>,
    /// Grows with each change: tells two people who change it at once apart, and calendars which is newer.
    pub version: i64,
    pub made_at: Moment,
    pub changed_at: Moment,
}

impl Session {
    pub fn is_cancelled(&self) -> bool {
        self.state == State::Cancelled
    }

    /// It was moved and still takes place.
    pub fn is_moved(&self) -> bool {
        self.before.is_some() && !self.is_cancelled()
    }

    pub fn is_over(&self, now: Moment) -> bool {
        self.ends_at <= now
    }

    /// Not over and not cancelled: it can still be moved or cancelled.
    pub fn is_open(&self, now: Moment) -> bool {
        !self.is_cancelled() && !self.is_over(now)
    }

    /// It took place, and nobody wrote down what came of it.
    pub fn awaits_after(&self, now: Moment) -> bool {
        !self.is_cancelled() && self.starts_at <= now && self.after.is_none()
    }
}

impl FromRow for Session {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let at = match (row.get::<Option<f64>>("lat")?, row.get::<Option<f64>>("lon")?) {
            (Some(lat), Some(lon)) => LatLon::new(lat, lon),
            _ => None,
        };
        let before = match (
            row.get::<Option<Moment>>("was_starts_at")?,
            row.get::<Option<Moment>>("was_ends_at")?,
        ) {
            (Some(starts_at), Some(ends_at)) => Some(Before {
                starts_at,
                ends_at,
                venue: row.get("was_venue")?,
            }),
            _ => None,
        };
        let after = match row.get::<Option<i64>>("attendance")? {
            Some(attendance) => Some(After {
                attendance,
                topics: json(row, "topics")?,
                follow_up: row.get("follow_up")?,
                follow_up_on: row
                    .get::<Option<String>>("follow_up_on")?
                    .map(|d| d.parse().map_err(|_| DbError::Shape("follow_up_on".to_owned())))
                    .transpose()?,
            }),
            None => None,
        };
        let languages: String = row.get("languages")?;
        Ok(Self {
            id: row.get("id")?,
            kind: row.parse("kind", Kind::parse)?,
            ward: row.get("ward")?,
            borough: row.get("borough")?,
            title: row.get("title")?,
            about: row.get("about")?,
            venue: Venue {
                place: row.get("place")?,
                name: row.get("venue")?,
                address: row.get("address")?,
                at,
            },
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            officers: json(row, "officers")?,
            offered: Offered {
                languages: languages.split_whitespace().map(str::to_owned).collect(),
                bsl: row.get("bsl")?,
                private_room: row.get("private_room")?,
                step_free: row.get("step_free")?,
            },
            state: row.parse("state", State::parse)?,
            why: row.get("why")?,
            before,
            series: row.get("series")?,
            after,
            version: row.get("version")?,
            made_at: row.get("made_at")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

fn json<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<T, DbError> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| DbError::Shape(column.to_owned()))
}

/// What happened to a session, for its page and its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    pub by_name: String,
    pub why: String,
    pub at: Moment,
    /// Of a move: when and where it was to be before.
    pub was: Option<Before>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    Planned,
    Changed,
    Moved,
    Cancelled,
    /// What came of it was written down.
    Held,
}

impl StepKind {
    pub const ALL: [Self; 5] = [
        Self::Planned,
        Self::Changed,
        Self::Moved,
        Self::Cancelled,
        Self::Held,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Held => "held",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

impl FromRow for Step {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let was = match (
            row.get::<Option<Moment>>("was_starts_at")?,
            row.get::<Option<Moment>>("was_ends_at")?,
        ) {
            (Some(starts_at), Some(ends_at)) => Some(Before {
                starts_at,
                ends_at,
                venue: row.get("was_venue")?,
            }),
            _ => None,
        };
        Ok(Self {
            kind: row.parse("kind", StepKind::parse)?,
            by_name: row.get("by_name")?,
            why: row.get("why")?,
            at: row.get("at")?,
            was,
        })
    }
}
