//! What someone of the force has to do so that a person is told: nobody is told by a button alone.

use contact::{Reach, Report, ReportId};
use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::site::Site;

use crate::case::ClockKind;
use crate::store;

/// How it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Call,
    Post,
    /// The known way is not safe: another has to be found first.
    Safe,
    /// A support service gets the person's details.
    Support,
}

impl How {
    pub const ALL: [Self; 4] = [Self::Call, Self::Post, Self::Safe, Self::Support];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Post => "post",
            Self::Safe => "safe",
            Self::Support => "support",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|h| h.as_str() == text)
    }

    /// How this person is told, when no letter of ours can do it.
    pub fn by_hand(report: &Report, reach: Reach) -> Option<Self> {
        match reach {
            Reach::Nobody => None,
            _ if report.held_at.is_some() => Some(Self::Safe),
            Reach::Phone => Some(Self::Call),
            Reach::Letter => Some(Self::Post),
            Reach::Email | Reach::Text => None,
        }
    }
}

/// Something to do for one report.
#[derive(Debug, Clone)]
pub struct Todo {
    pub report: ReportId,
    pub how: How,
    /// `receipt`, `news`, `message` or `support`.
    pub what: String,
    pub due_at: Moment,
}

impl FromRow for Todo {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            report: row.get("report")?,
            how: row.parse("how", How::parse)?,
            what: row.get("what")?,
            due_at: row.get("due_at")?,
        })
    }
}

/// Puts it on the list; the second time it is there.
pub async fn add(
    tx: &mut Tx,
    key: &str,
    todo: &Todo,
    meets: &[ClockKind],
    now: Moment,
) -> Result<(), DbError> {
    let meets: Vec<&str> = meets.iter().map(|k| k.as_str()).collect();
    tx.exec(
        "INSERT INTO case_todo (key, report, how, what, meets, made_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (key) DO NOTHING",
        args![
            key,
            &todo.report,
            todo.how.as_str(),
            todo.what.as_str(),
            meets.join(" "),
            now,
            todo.due_at
        ],
    )
    .await?;
    Ok(())
}

/// What is to do for one report, first due first.
pub async fn of(q: &mut impl Query, report: &ReportId) -> Result<Vec<Todo>, DbError> {
    q.all(
        "SELECT report, how, what, due_at FROM case_todo WHERE report = $1 AND done_at IS NULL ORDER BY due_at, key",
        args![report],
    )
    .await
}

/// What is to do for all, first due first.
pub async fn open(q: &mut impl Query, most: u32) -> Result<Vec<Todo>, DbError> {
    q.all(
        "SELECT report, how, what, due_at FROM case_todo WHERE done_at IS NULL ORDER BY due_at, key LIMIT $1",
        args![most],
    )
    .await
}

/// It was done: the person was told of all that waited, or the service has the details. Clocks are met now, not before.
pub async fn done(
    tx: &mut Tx,
    site: &Site,
    report: &ReportId,
    support: bool,
    actor: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let sign = if support { "=" } else { "<>" };
    let rows = tx
        .rows(
            &format!(
                "UPDATE case_todo SET done_at = $1 WHERE report = $2 AND how {sign} 'support' AND done_at IS NULL
                 RETURNING meets"
            ),
            args![now, report],
        )
        .await?;
    for row in &rows {
        let meets: String = row.get("meets")?;
        for kind in meets.split(' ').filter_map(ClockKind::parse) {
            store::meet(tx, report, kind, now).await?;
        }
    }
    if !rows.is_empty() {
        let action = if support {
            "case.support-passed"
        } else {
            "case.told"
        };
        audit::write(tx, actor, action, report.as_str(), "", now, site.random()).await?;
    }
    Ok(!rows.is_empty())
}
