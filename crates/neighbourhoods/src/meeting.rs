//! What a group did: the meetings that it held, and the money that it asked for.

use jiff::civil::Date;
use kernel::db::{DbError, FromRow, Row};

use crate::officer::words;
use crate::written::{Reading, Written, Wrongs};

/// More people than come to any meeting, and more pounds than any fund has.
const MOST_PEOPLE: i64 = 100_000;
const MOST_POUNDS: i64 = 100_000_000;

/// A meeting that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub id: String,
    pub held: NewMeeting,
    /// How many of those who sit had to be there, as it was then; none where the group had not said.
    pub quorum: Option<i64>,
}

impl Meeting {
    /// Whether enough of those who sit were there; nothing where nobody said how many that is.
    pub fn is_quorate(&self) -> Option<bool> {
        self.quorum.map(|quorum| self.held.members >= quorum)
    }
}

/// A meeting as it is entered, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMeeting {
    pub(crate) day: Date,
    pub(crate) place: String,
    /// Everyone, those who sit among them.
    pub(crate) came: i64,
    pub(crate) members: i64,
    pub(crate) decided: String,
}

impl NewMeeting {
    /// A meeting of today or before: what is to come is the group's next meeting.
    pub fn parse(written: &Written, today: Date) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let day = read.need_day("held-day", "meeting-no-day");
        if day.is_some_and(|d| d > today) {
            read.say("held-day", "meeting-not-yet");
        }
        let place = read.text("held-where", 300);
        let came = read.number("came", 0..=MOST_PEOPLE, "meeting-no-came");
        let members = read.number("members", 0..=MOST_PEOPLE, "meeting-no-members");
        if came.zip(members).is_some_and(|(came, members)| members > came) {
            read.say("members", "meeting-too-many");
        }
        let decided = read.text("decided", 2_000);
        let made = day.zip(came).zip(members).map(|((day, came), members)| Self {
            day,
            place,
            came,
            members,
            decided,
        });
        read.end(made)
    }

    pub fn written(&self) -> Written {
        Written::default()
            .with("held-day", self.day.to_string())
            .with("held-where", &self.place)
            .with("came", self.came.to_string())
            .with("members", self.members.to_string())
            .with("decided", &self.decided)
    }
}

impl FromRow for Meeting {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            held: NewMeeting {
                day: row.parse("day", |t| t.parse().ok())?,
                place: row.get("place")?,
                came: row.get("came")?,
                members: row.get("members")?,
                decided: row.get("decided")?,
            },
            quorum: row.get("quorum")?,
        })
    }
}

words!(
    /// What came of a bid.
    BidState {
        Asked => "asked",
        Granted => "granted",
        Refused => "refused",
        Withdrawn => "withdrawn",
    }
);

/// Money that a group asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bid {
    pub id: String,
    pub facts: NewBid,
}

/// A bid as it is entered, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBid {
    pub(crate) what: String,
    pub(crate) fund: String,
    pub(crate) pounds: i64,
    pub(crate) asked_on: Date,
    pub(crate) state: BidState,
    pub(crate) granted: Option<i64>,
    /// What the money did, or why there was none.
    pub(crate) outcome: String,
}

impl NewBid {
    pub fn parse(written: &Written) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let what = read.need("what", 300, "bid-no-what");
        let fund = read.text("fund", 200);
        let pounds = read.number("pounds", 1..=MOST_POUNDS, "bid-no-pounds");
        let asked_on = read.need_day("asked", "bid-no-asked");
        let state = read.pick("state", BidState::parse, "bid-no-state");
        let granted = match state {
            Some(BidState::Granted) => read.number("granted", 1..=MOST_POUNDS, "bid-no-granted"),
            _ => None,
        };
        let outcome = read.text("outcome", 1_000);
        let made = pounds
            .zip(asked_on)
            .zip(state)
            .map(|((pounds, asked_on), state)| Self {
                what,
                fund,
                pounds,
                asked_on,
                state,
                granted,
                outcome,
            });
        read.end(made)
    }

    pub fn written(&self) -> Written {
        Written::default()
            .with("what", &self.what)
            .with("fund", &self.fund)
            .with("pounds", self.pounds.to_string())
            .with_day("asked", Some(self.asked_on))
            .with("state", self.state.as_str())
            .with(
                "granted",
                self.granted.map_or_else(String::new, |g| g.to_string()),
            )
            .with("outcome", &self.outcome)
    }
}

impl FromRow for Bid {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            facts: NewBid {
                what: row.get("what")?,
                fund: row.get("fund")?,
                pounds: row.get("pounds")?,
                asked_on: row.parse("asked_on", |t| t.parse().ok())?,
                state: row.parse("state", BidState::parse)?,
                granted: row.get("granted")?,
                outcome: row.get("outcome")?,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn held() -> Written {
        Written::default()
            .with("held-day", "2026-11-03")
            .with("came", "31")
            .with("members", "8")
    }

    #[test]
    fn a_meeting_that_was_held_says_how_many_came_and_how_many_of_those_who_sit() {
        let today = date(2026, 11, 25);
        let meeting = NewMeeting::parse(&held(), today).unwrap();
        assert_eq!((meeting.came, meeting.members), (31, 8));
        assert_eq!(NewMeeting::parse(&meeting.written(), today), Ok(meeting.clone()));
        for (field, value, key) in [
            ("members", "32", "meeting-too-many"),
            ("came", "many", "meeting-no-came"),
            ("came", "-1", "meeting-no-came"),
            ("held-day", "2026-11-26", "meeting-not-yet"),
            ("held-day", "", "meeting-no-day"),
        ] {
            let wrong = NewMeeting::parse(&held().with(field, value), today).unwrap_err();
            assert_eq!(wrong.0[0].key, key, "{field} {value}");
        }
        let of = |quorum| Meeting {
            id: String::new(),
            held: meeting.clone(),
            quorum,
        };
        assert_eq!(of(None).is_quorate(), None);
        assert_eq!(of(Some(8)).is_quorate(), Some(true));
        assert_eq!(of(Some(9)).is_quorate(), Some(false));
    }

    #[test]
    fn a_granted_bid_says_how_much_and_no_other_does() {
        let bid = Written::default()
            .with("what", "Lights on the footpath")
            .with("pounds", "£2,500")
            .with("asked", "2026-06-01")
            .with("state", "granted");
        let wrong = NewBid::parse(&bid).unwrap_err();
        assert_eq!(wrong.0[0].key, "bid-no-granted");
        let granted = NewBid::parse(&bid.clone().with("granted", "1 800")).unwrap();
        assert_eq!((granted.pounds, granted.granted), (2_500, Some(1_800)));
        assert_eq!(NewBid::parse(&granted.written()), Ok(granted));
        let refused = NewBid::parse(&bid.with("state", "refused").with("granted", "1")).unwrap();
        assert_eq!(refused.granted, None);
    }
}
