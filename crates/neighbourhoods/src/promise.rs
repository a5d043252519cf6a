//! A promise of a ward's team: a contract in public, never silently dropped.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::db::{DbError, FromRow, Row};
use kernel::id;

use crate::fact;
use crate::officer::words;
use crate::written::{Reading, Written, Wrongs};

id!(
    /// A promise of a ward's team.
    PromiseId,
    "prm"
);

words!(
    State {
        Open => "open",
        Kept => "kept",
        Missed => "missed",
        Stopped => "stopped",
    }
);

impl State {
    /// A promise ends once, and says how.
    pub fn may_become(self, next: Self) -> bool {
        self == Self::Open && next != Self::Open
    }
}

/// What is promised, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPromise {
    pub(crate) problem: String,
    pub(crate) evidence: String,
    pub(crate) action: String,
    pub(crate) owner: String,
    pub(crate) due_on: Date,
}

impl NewPromise {
    /// `made_on` is the day it was or is made: it cannot be due before.
    pub fn parse(written: &Written, made_on: Date) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let problem = read.need("problem", 500, "promise-no-problem");
        let evidence = read.need("evidence", 2_000, "promise-no-evidence");
        let action = read.need("action", 2_000, "promise-no-action");
        let owner = read.need("owner", 100, "promise-no-owner");
        let due_on = read.need_day("due", "promise-no-due");
        if due_on.is_some_and(|d| d < made_on) {
            read.say("due", "promise-due-past");
        }
        let made = due_on.map(|due_on| Self {
            problem,
            evidence,
            action,
            owner,
            due_on,
        });
        read.end(made)
    }

    pub fn written(&self) -> Written {
        Written::default()
            .with("problem", &self.problem)
            .with("evidence", &self.evidence)
            .with("action", &self.action)
            .with("owner", &self.owner)
            .with_day("due", Some(self.due_on))
    }

    pub fn problem(&self) -> &str {
        &self.problem
    }

    pub fn evidence(&self) -> &str {
        &self.evidence
    }

    pub fn action(&self) -> &str {
        &self.action
    }

    pub fn due_on(&self) -> Date {
        self.due_on
    }
}

/// How a promise ends, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub(crate) state: State,
    pub(crate) outcome: String,
}

impl Ending {
    pub fn parse(written: &Written) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let state = read.pick(
            "state",
            |t| State::parse(t).filter(|s| State::Open.may_become(*s)),
            "promise-no-state",
        );
        let outcome = read.need("outcome", 2_000, "promise-no-outcome");
        let made = state.map(|state| Self { state, outcome });
        read.end(made)
    }
}

/// A promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    pub id: PromiseId,
    pub ward: String,
    pub facts: NewPromise,
    pub made_on: Date,
    pub state: State,
    pub outcome: String,
    pub ended_on: Option<Date>,
    pub updated_at: Moment,
    pub updated_by: String,
    /// By when it was first promised, where the day was moved since.
    pub first_due_on: Option<Date>,
}

impl FromRow for Promise {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let day = |t: &str| t.parse::<Date>().ok();
        let days = |column: &str| -> Result<Option<Date>, DbError> {
            let text: Option<String> = row.get(column)?;
            text.map(|t| day(&t).ok_or_else(|| DbError::Shape(column.to_owned())))
                .transpose()
        };
        let due_on: Date = row.parse("due_on", day)?;
        Ok(Self {
            id: row.get("id")?,
            ward: row.get("ward")?,
            facts: NewPromise {
                problem: row.get("problem")?,
                evidence: row.get("evidence")?,
                action: row.get("action")?,
                owner: row.get("owner")?,
                due_on,
            },
            made_on: row.parse("made_on", day)?,
            state: row.parse("state", State::parse)?,
            outcome: row.get("outcome")?,
            ended_on: days("ended_on")?,
            updated_at: row.get("updated_at")?,
            updated_by: row.get("updated_by")?,
            // Moved and moved back, it is what it was.
            first_due_on: days("first_due_on")?.filter(|first| *first != due_on),
        })
    }
}

impl Promise {
    /// Nobody has said anything about it for three months.
    pub fn is_silent(&self, now: Moment, zone: &TimeZone) -> bool {
        self.state == State::Open && fact::is_stale(self.updated_at, now, zone)
    }

    pub fn is_late(&self, today: Date) -> bool {
        self.state == State::Open && self.facts.due_on < today
    }
}

/// What was done since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    pub promise: PromiseId,
    pub words: String,
    pub by_role: String,
    pub at: Moment,
}

impl FromRow for News {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            promise: row.get("promise")?,
            words: row.get("words")?,
            by_role: row.get("by_role")?,
            at: row.get("at")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_says_all_of_it_and_is_not_due_before_it_was_made() {
        let today: Date = "2026-11-25".parse().unwrap();
        let wrong = NewPromise::parse(&Written::default(), today).unwrap_err();
        assert_eq!(wrong.0.len(), 5);
        let written = Written::default()
            .with("problem", "Mopeds")
            .with("evidence", "41 calls since June")
            .with("action", "Patrols on Friday evenings")
            .with("owner", "Ward sergeant")
            .with("due", "2026-11-24");
        assert_eq!(
            NewPromise::parse(&written, today).unwrap_err().0[0].key,
            "promise-due-past"
        );
        assert!(NewPromise::parse(&written.with("due", "2026-11-25"), today).is_ok());
    }

    #[test]
    fn a_promise_ends_once_and_says_how() {
        assert!(State::Open.may_become(State::Stopped));
        for ended in [State::Kept, State::Missed, State::Stopped] {
            assert!(State::ALL.iter().all(|next| !ended.may_become(*next)));
        }
        let wrong = Ending::parse(&Written::default().with("state", "open")).unwrap_err();
        assert_eq!(wrong.0.len(), 2);
        assert!(
            Ending::parse(
                &Written::default()
                    .with("state", "stopped")
                    .with("outcome", "Moved")
            )
            .is_ok()
        );
    }
}
