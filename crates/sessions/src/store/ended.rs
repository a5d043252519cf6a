use std::collections::BTreeMap;

use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, Query, Row, Tx};
use kernel::site::Site;

use crate::keeper::Keeping;

/// What of this slice belongs to an area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    pub sessions: i64,
    pub followers: i64,
}

/// The areas that sessions or followers belong to, each with how many.
pub async fn held(q: &mut impl Query) -> Result<BTreeMap<String, Held>, DbError> {
    let mut held: BTreeMap<String, Held> = BTreeMap::new();
    let sessions = "SELECT ward AS area, count(*) AS many FROM session_session GROUP BY ward ORDER BY ward";
    for row in &q.rows(sessions, args![]).await? {
        held.entry(row.get("area")?).or_default().sessions = row.get("many")?;
    }
    let followers = "SELECT area, count(*) AS many FROM session_follower GROUP BY area ORDER BY area";
    for row in &q.rows(followers, args![]).await? {
        held.entry(row.get("area")?).or_default().followers = row.get("many")?;
    }
    Ok(held)
}

/// Gives the sessions and the followers of a ward that is no more to the keeper's ward. Whoever follows both follows
/// the one; gives how many there were.
pub async fn give(
    tx: &mut Tx,
    site: &Site,
    by: &Keeping,
    old: &str,
    borough: &str,
    now: Moment,
) -> Result<usize, DbError> {
    let sessions = tx
        .exec(
            "UPDATE session_session SET ward = $1, borough = $2 WHERE ward = $3",
            args![by.ward(), borough, old],
        )
        .await?;
    let action = "session.ward-inherited";
    audit::write(tx, by.actor(), action, old, by.ward(), now, site.random()).await?;
    let rows: Vec<Row> = tx
        .rows(
            "SELECT id, EXISTS (SELECT 1 FROM session_follower o WHERE o.area = $1 AND o.email_key = f.email_key) AS both_wards
             FROM session_follower f WHERE area = $2 ORDER BY id",
            args![by.ward(), old],
        )
        .await?;
    for row in &rows {
        let (id, both): (String, bool) = (row.get("id")?, row.get("both_wards")?);
        let action = if both {
            tx.exec("DELETE FROM session_follower WHERE id = $1", args![id.as_str()])
                .await?;
            "session.follow-ended"
        } else {
            tx.exec(
                "UPDATE session_follower SET area = $1 WHERE id = $2",
                args![by.ward(), id.as_str()],
            )
            .await?;
            "session.follow-moved"
        };
        audit::write(tx, by.actor(), action, &id, by.ward(), now, site.random()).await?;
    }
    Ok(sessions + rows.len())
}
