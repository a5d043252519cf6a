use contact::ReportId;
use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::site::Site;

use super::meet;
use crate::case::ClockKind;
use crate::todo::{How, Todo};

impl FromRow for Todo {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            report: row.get("report")?,
            how: row.parse("how", How::parse)?,
            what: row.get("what")?,
            due_at: row.get("due_at")?,
            key: row.get("key")?,
        })
    }
}

/// Puts it on the list; the second time it is there.
pub async fn add(tx: &mut Tx, todo: &Todo, meets: &[ClockKind], now: Moment) -> Result<(), DbError> {
    let meets: Vec<&str> = meets.iter().map(|k| k.as_str()).collect();
    tx.exec(
        "INSERT INTO case_todo (key, report, how, what, meets, made_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (key) DO NOTHING",
        args![
            todo.key.as_str(),
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
        "SELECT report, how, what, due_at, key FROM case_todo WHERE report = $1 AND done_at IS NULL ORDER BY due_at, key",
        args![report],
    )
    .await
}

/// What is to do for all, first due first, from the one after `after`.
pub async fn open(q: &mut impl Query, after: Option<&Todo>, most: u32) -> Result<Vec<Todo>, DbError> {
    let (at, key) = after.map_or((i64::MIN, ""), |t| (t.due_at.millis(), t.key.as_str()));
    q.all(
        "SELECT report, how, what, due_at, key FROM case_todo WHERE done_at IS NULL AND (due_at, key) > ($1, $2)
         ORDER BY due_at, key LIMIT $3",
        args![at, key, most],
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
            meet(tx, report, kind, now).await?;
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
