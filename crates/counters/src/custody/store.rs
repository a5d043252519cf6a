//! All the SQL of custody.

use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::site::Site;
use places::PlaceId;

use super::{Count, Suite};

impl FromRow for Count {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            at: row.get("at")?,
            held: row.get("held")?,
            cells: row.get("cells")?,
        })
    }
}

impl FromRow for Suite {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            cells: row.get("cells")?,
            visiting: row.get("visiting")?,
            version: row.get("version")?,
        })
    }
}

/// What is said of each suite.
pub async fn suites(q: &mut impl Query) -> Result<Vec<(PlaceId, Suite)>, DbError> {
    let rows = q
        .rows(
            "SELECT place, cells, visiting, version FROM custody_suite ORDER BY place",
            args![],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("place")?, Suite::from_row(r)?)))
        .collect()
}

/// Says something else of a suite if it is still as it was seen (0: nothing was said yet).
pub async fn set_suite(
    tx: &mut Tx,
    site: &Site,
    place: &PlaceId,
    suite: &Suite,
    actor: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let changed = if suite.version == 0 {
        tx.exec(
            "INSERT INTO custody_suite (place, cells, visiting, changed_at, version) VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (place) DO NOTHING",
            args![place, suite.cells, suite.visiting.as_str(), now],
        )
        .await?
    } else {
        tx.exec(
            "UPDATE custody_suite SET cells = $1, visiting = $2, changed_at = $3, version = version + 1
             WHERE place = $4 AND version = $5",
            args![suite.cells, suite.visiting.as_str(), now, place, suite.version],
        )
        .await?
    };
    if changed == 1 {
        let detail = format!("{} cells", suite.cells);
        audit::write(
            tx,
            actor,
            "custody.suite",
            place.as_str(),
            &detail,
            now,
            site.random(),
        )
        .await?;
    }
    Ok(changed == 1)
}

/// What came of a count that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    Added,
    Changed,
    Same,
}

/// Keeps two numbers; the newest word about a moment counts.
pub async fn put(
    tx: &mut Tx,
    place: &PlaceId,
    count: &Count,
    source: &str,
    now: Moment,
) -> Result<Put, DbError> {
    let before: Option<Count> = tx
        .opt(
            "SELECT at, held, cells FROM custody_count WHERE place = $1 AND at = $2",
            args![place, count.at],
        )
        .await?;
    if before.as_ref() == Some(count) {
        return Ok(Put::Same);
    }
    tx.exec(
        "INSERT INTO custody_count (place, at, held, cells, source, entered_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (place, at) DO UPDATE SET held = excluded.held, cells = excluded.cells, source = excluded.source,
           entered_at = excluded.entered_at",
        args![place, count.at, count.held, count.cells, source, now],
    )
    .await?;
    Ok(if before.is_some() {
        Put::Changed
    } else {
        Put::Added
    })
}

/// The counts of a suite since a moment, oldest first.
pub async fn counts(q: &mut impl Query, place: &PlaceId, since: Moment) -> Result<Vec<Count>, DbError> {
    q.all(
        "SELECT at, held, cells FROM custody_count WHERE place = $1 AND at >= $2 ORDER BY at",
        args![place, since],
    )
    .await
}

/// The newest count of each suite.
pub async fn newest(q: &mut impl Query) -> Result<Vec<(PlaceId, Count)>, DbError> {
    let rows = q
        .rows(
            "SELECT c.place, c.at, c.held, c.cells FROM custody_count c
             JOIN (SELECT place, max(at) AS at FROM custody_count GROUP BY place) n ON n.place = c.place AND n.at = c.at
             ORDER BY c.place",
            args![],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("place")?, Count::from_row(r)?)))
        .collect()
}

/// The newest counts of a suite, each with who entered it.
pub async fn newest_of(
    q: &mut impl Query,
    place: &PlaceId,
    most: u32,
) -> Result<Vec<(Count, String)>, DbError> {
    let rows = q
        .rows(
            "SELECT at, held, cells, source FROM custody_count WHERE place = $1 ORDER BY at DESC LIMIT $2",
            args![place, most],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((Count::from_row(r)?, r.get("source")?)))
        .collect()
}

/// Deletes one count and gives what it said.
pub async fn take_out(tx: &mut Tx, place: &PlaceId, at: Moment) -> Result<Option<Count>, DbError> {
    let count = tx
        .opt(
            "SELECT at, held, cells FROM custody_count WHERE place = $1 AND at = $2",
            args![place, at],
        )
        .await?;
    tx.exec(
        "DELETE FROM custody_count WHERE place = $1 AND at = $2",
        args![place, at],
    )
    .await?;
    Ok(count)
}
