//! A report: what was told, where it stands, how urgent it is, what was decided.

use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::db::{DbError, FromRow, Row};
use kernel::id;
use kernel::id::Reference;
use serde::{Deserialize, Serialize};

use crate::helped::Origin;

id!(
    /// A report from the public.
    ReportId,
    "rep"
);

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has decided about it yet.
    Waiting,
    /// Something was promised: an officer, a call, an appointment.
    Accepted,
    /// It is for another body, and the person was told which.
    Referred,
    Closed,
    /// The person took it back.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Accepted,
        Self::Referred,
        Self::Closed,
        Self::Withdrawn,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Referred => "referred",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// What was closed can be opened again when something new comes; what was withdrawn stays so.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Waiting | Self::Accepted => true,
            Self::Referred | Self::Closed => next != Self::Withdrawn,
            Self::Withdrawn => false,
        }
    }

    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Accepted)
    }
}

/// What becomes of a report, as the handler chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    DeployNow,
    DeployLater,
    Appointment,
    Callback,
    VideoNow,
    ResolvedRemote,
    Advised,
    Signposted,
}

impl Outcome {
    pub const ALL: [Self; 8] = [
        Self::DeployNow,
        Self::DeployLater,
        Self::Appointment,
        Self::Callback,
        Self::VideoNow,
        Self::ResolvedRemote,
        Self::Advised,
        Self::Signposted,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::DeployNow => "deploy_now",
            Self::DeployLater => "deploy_later",
            Self::Appointment => "appointment",
            Self::Callback => "callback",
            Self::VideoNow => "video_now",
            Self::ResolvedRemote => "resolved_remote",
            Self::Advised => "advised",
            Self::Signposted => "signposted",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.as_str() == text)
    }

    /// The key of its words: `outcome-deploy-now`.
    pub fn key(self) -> String {
        format!("outcome-{}", self.as_str().replace('_', "-"))
    }

    /// Where it leaves the report.
    pub fn state(self) -> State {
        match self {
            Self::DeployNow | Self::DeployLater | Self::Appointment | Self::Callback | Self::VideoNow => {
                State::Accepted
            }
            Self::ResolvedRemote | Self::Advised => State::Closed,
            Self::Signposted => State::Referred,
        }
    }

    /// Minutes within which it is promised when the handler chooses no window of their own.
    pub fn default_window(self) -> Option<(i64, i64)> {
        match self {
            Self::DeployNow => Some((0, 15)),
            Self::DeployLater => Some((0, 60)),
            Self::VideoNow => Some((0, 10)),
            Self::Callback | Self::Appointment | Self::ResolvedRemote | Self::Advised | Self::Signposted => {
                None
            }
        }
    }
}

/// How the person wants to be reached, and what to be careful of. Binds every letter we send.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub name: String,
    pub email: String,
    pub phone: String,
    /// `email`, `text`, `phone`, `letter` or `none`.
    pub channel: String,
    /// `any`, `morning`, `afternoon`, `evening`.
    pub hours: String,
    pub cautions: Vec<String>,
    pub safe_word: String,
    pub needs: Vec<String>,
    pub language: String,
}

/// The way a person can be reached; a way without its address is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Email,
    Text,
    /// Someone has to call.
    Phone,
    /// Someone has to write and post.
    Letter,
    Nobody,
}

impl Contact {
    pub fn reach(&self) -> Reach {
        match self.channel.as_str() {
            "email" if !self.email.is_empty() => Reach::Email,
            "text" if !self.phone.is_empty() => Reach::Text,
            "phone" if !self.phone.is_empty() => Reach::Phone,
            "letter" => Reach::Letter,
            _ => Reach::Nobody,
        }
    }

    /// Where a letter may go; nothing when the person asked for none or for a call.
    pub fn letter_box(&self) -> Option<(kernel::mail::Channel, &str)> {
        match self.reach() {
            Reach::Email => Some((kernel::mail::Channel::Email, &self.email)),
            Reach::Text => Some((kernel::mail::Channel::Text, &self.phone)),
            _ => None,
        }
    }
}

impl Contact {
    /// The next moment at which this person said it is safe to reach them: now, or when their hours begin.
    pub fn safe_from(&self, now: Moment, zone: &TimeZone) -> Moment {
        let (from, to) = match self.hours.as_str() {
            "morning" => (8, 12),
            "afternoon" => (12, 17),
            "evening" => (17, 21),
            _ => return now,
        };
        let local = now.timestamp().to_zoned_datetime(zone.clone());
        if (from..to).contains(&local.hour()) {
            return now;
        }
        let day = if local.hour() < from {
            Ok(local.date())
        } else {
            local.date().tomorrow()
        };
        let begins = day
            .ok()
            .and_then(|d| d.at(from, 0, 0, 0).to_zoned_datetime(zone.clone()).ok());
        begins.map_or(now, |z| z.timestamp().into())
    }
}

/// One answer as the person gave it, in their language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRow {
    pub section: String,
    pub name: String,
    pub title: String,
    pub text: String,
}

/// Everything of a report that is personal; sealed as one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Content {
    pub contact: Contact,
    pub rows: Vec<AnswerRow>,
    /// The answers by name, for the tables of urgency when something is added.
    pub answers: serde_json::Value,
    pub thrive: serde_json::Value,
    /// Where the person said it was, in their words.
    pub place: String,
}

/// A reason for a grade, as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub rule: String,
    pub table: String,
    pub version: String,
    pub key: String,
    pub facts: Vec<String>,
}

/// What the tables made of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub grade: String,
    pub outcome: String,
    pub reasons: Vec<Reason>,
    pub table_version: String,
}

/// A report as its row knows it: enough for a list, nothing personal.
#[derive(Debug, Clone)]
pub struct Report {
    pub id: ReportId,
    pub reference: Reference,
    pub flow: String,
    pub channel: String,
    pub lang: String,
    pub role: String,
    pub enhanced: bool,
    pub state: State,
    pub grade: String,
    pub urgency: i64,
    pub suggested: String,
    pub outcome: Option<Outcome>,
    pub promised_from: Option<Moment>,
    pub promised_to: Option<Moment>,
    pub kept_at: Option<Moment>,
    pub team: String,
    pub owner: Option<String>,
    pub ward: Option<String>,
    pub borough: Option<String>,
    pub version: i64,
    pub received_at: Moment,
    pub due_at: Moment,
    /// Since when nothing is sent, because the way to the person may not be safe.
    pub held_at: Option<Moment>,
    /// Which other body it is for.
    pub body: Option<String>,
    /// Where someone of the force helped to make it.
    pub origin: Option<Origin>,
    /// Since when something from the person waits to be read by someone of the force.
    pub wrote_at: Option<Moment>,
}

pub(crate) const COLUMNS: &str = "id, reference, flow, channel, lang, role, enhanced, state, grade, urgency, suggested, \
     outcome, promised_from, promised_to, kept_at, team, owner, ward, borough, version, received_at, due_at, held_at, body, origin, wrote_at";

impl FromRow for Report {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let outcome: Option<String> = row.get("outcome")?;
        let outcome = match outcome {
            Some(text) => Some(Outcome::parse(&text).ok_or_else(|| DbError::Shape("outcome".to_owned()))?),
            None => None,
        };
        Ok(Self {
            id: row.get("id")?,
            reference: row.get("reference")?,
            flow: row.get("flow")?,
            channel: row.get("channel")?,
            lang: row.get("lang")?,
            role: row.get("role")?,
            enhanced: row.get("enhanced")?,
            state: row.parse("state", State::parse)?,
            grade: row.get("grade")?,
            urgency: row.get("urgency")?,
            suggested: row.get("suggested")?,
            outcome,
            promised_from: row.get("promised_from")?,
            promised_to: row.get("promised_to")?,
            kept_at: row.get("kept_at")?,
            team: row.get("team")?,
            owner: row.get("owner")?,
            ward: row.get("ward")?,
            borough: row.get("borough")?,
            version: row.get("version")?,
            received_at: row.get("received_at")?,
            due_at: row.get("due_at")?,
            held_at: row.get("held_at")?,
            body: row.get("body")?,
            origin: Origin::parse(&row.get::<String>("origin")?),
            wrote_at: row.get("wrote_at")?,
        })
    }
}

/// What happened to a report at the desk.
#[derive(Debug, Clone)]
pub struct Step {
    pub kind: String,
    pub by_name: String,
    pub was: String,
    pub became: String,
    pub words: String,
    pub at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_outcome_is_read_back_and_nothing_else_is() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
            assert!(State::Waiting.may_become(outcome.state()));
        }
        assert_eq!(State::parse("Waiting"), None);
        assert_eq!(Outcome::parse(""), None);
    }

    #[test]
    fn what_was_withdrawn_stays_so() {
        for next in State::ALL {
            assert!(!State::Withdrawn.may_become(next));
        }
    }

    #[test]
    fn letters_wait_for_the_hours_that_are_safe() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let at = |text: &str| Moment::from(text.parse::<jiff::Timestamp>().unwrap());
        let evening = Contact {
            hours: "evening".into(),
            ..Contact::default()
        };
        let now = at("2026-11-25T10:00:00Z");
        assert_eq!(evening.safe_from(now, &zone), at("2026-11-25T17:00:00Z"));
        assert_eq!(
            evening.safe_from(at("2026-11-25T22:00:00Z"), &zone),
            at("2026-11-26T17:00:00Z")
        );
        assert_eq!(
            evening.safe_from(at("2026-11-25T18:30:00Z"), &zone),
            at("2026-11-25T18:30:00Z")
        );
        assert_eq!(Contact::default().safe_from(now, &zone), now);
        let summer = Contact {
            hours: "morning".into(),
            ..Contact::default()
        };
        assert_eq!(
            summer.safe_from(at("2026-07-01T05:00:00Z"), &zone),
            at("2026-07-01T07:00:00Z")
        );
    }

    #[test]
    fn a_person_who_wants_no_letters_gets_none() {
        for channel in ["none", "letter", "phone", "", "pigeon"] {
            let contact = Contact {
                email: "a@b.c".into(),
                phone: "07".into(),
                channel: channel.into(),
                ..Contact::default()
            };
            assert_eq!(contact.letter_box(), None, "{channel}");
        }
    }
}
