//! Loads that were begun from the page, so that whoever waits sees how far they are.

use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::id;
use serde::{Deserialize, Serialize};

use super::{json, text};
use crate::read::{KeptRow, Refused};
use crate::said::{Kept, Said};

id!(
    /// A load that was begun from the page.
    LoadingId,
    "pld"
);

/// A load of which nothing was heard for so long has ended with its process.
const SILENT_SECONDS: i64 = 120;

/// Where a load stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Running,
    Done,
    Failed,
}

impl Stands {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Running, Self::Done, Self::Failed]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// What was typed beside the files, so that it is there again when something is wrong.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub name: String,
    pub date: String,
    pub licence: String,
    pub source: String,
    pub net: String,
    pub net_licence: String,
    pub week: String,
    pub directory: bool,
}

/// Why a load failed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Problem {
    /// The field of the form that is wrong.
    pub field: String,
    pub why: Said,
    /// The first of the rows that cannot be used, and how many there are in all.
    pub rows: Vec<Refused>,
    pub rows_in_all: u64,
}

/// A problem as it is kept.
#[derive(Serialize)]
struct KeptProblem<'a> {
    field: &'a str,
    why: Kept,
    rows: Vec<KeptRow<'a>>,
    rows_in_all: u64,
}

impl Problem {
    pub fn new(field: &str, why: Said) -> Self {
        Self {
            field: field.to_owned(),
            why,
            rows: Vec::new(),
            rows_in_all: 0,
        }
    }

    fn kept(&self) -> KeptProblem<'_> {
        KeptProblem {
            field: &self.field,
            why: self.why.kept(),
            rows: self.rows.iter().map(Refused::kept).collect(),
            rows_in_all: self.rows_in_all,
        }
    }
}

/// A load as its row tells.
#[derive(Debug, Clone)]
pub struct Loading {
    pub state: Stands,
    pub step: String,
    pub done: u64,
    pub parts: u64,
    pub problem: Option<Problem>,
    pub typed: Typed,
    pub told_at: Moment,
}

impl Loading {
    /// Whether its process ended before it did.
    pub fn is_lost(&self, now: Moment) -> bool {
        self.state == Stands::Running && self.told_at.plus_seconds(SILENT_SECONDS) < now
    }
}

impl FromRow for Loading {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let count = |column: &str| Ok::<u64, DbError>(u64::try_from(row.get::<i64>(column)?).unwrap_or(0));
        Ok(Self {
            state: row.parse("state", Stands::parse)?,
            step: row.get("step")?,
            done: count("done")?,
            parts: count("parts")?,
            problem: json(row, "problem")?,
            typed: json(row, "typed")?,
            told_at: row.get("told_at")?,
        })
    }
}

/// Notes that a load begins, and forgets those of days before.
pub async fn begin_loading(tx: &mut Tx, id: &LoadingId, typed: &Typed, now: Moment) -> Result<(), DbError> {
    tx.exec(
        "DELETE FROM plan_loading WHERE began_at < $1",
        args![now.plus_days(-1)],
    )
    .await?;
    tx.exec(
        "INSERT INTO plan_loading (id, state, step, done, parts, problem, typed, began_at, told_at)
         VALUES ($1, 'running', '', 0, 0, 'null', $2, $3, $3)",
        args![id, text(typed)?, now],
    )
    .await?;
    Ok(())
}

/// Says how far a load is.
pub async fn tell_loading(
    tx: &mut Tx,
    id: &LoadingId,
    (step, done, parts): (&str, u64, u64),
    now: Moment,
) -> Result<(), DbError> {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    tx.exec(
        "UPDATE plan_loading SET step = $1, done = $2, parts = $3, told_at = $4 WHERE id = $5 AND state = 'running'",
        args![step, count(done), count(parts), now, id],
    )
    .await?;
    Ok(())
}

/// Says that a load has ended; and why, when it failed.
pub async fn end_loading(
    tx: &mut Tx,
    id: &LoadingId,
    problem: Option<&Problem>,
    now: Moment,
) -> Result<(), DbError> {
    let state = if problem.is_none() {
        Stands::Done
    } else {
        Stands::Failed
    };
    tx.exec(
        "UPDATE plan_loading SET state = $1, problem = $2, told_at = $3 WHERE id = $4",
        args![state.as_str(), text(&problem.map(Problem::kept))?, now, id],
    )
    .await?;
    Ok(())
}

pub async fn loading(q: &mut impl Query, id: &LoadingId) -> Result<Option<Loading>, DbError> {
    q.opt(
        "SELECT state, step, done, parts, problem, typed, told_at FROM plan_loading WHERE id = $1",
        args![id],
    )
    .await
}
