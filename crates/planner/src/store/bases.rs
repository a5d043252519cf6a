//! What was loaded together, and which of it questions are asked of.

use jiff::civil::Date;
use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::id::Random;

use super::{Planner, json, text};
use crate::load::{Dataset, Loaded};
use crate::read::Refused;
use crate::said::Said;
use crate::scenario::BaseId;

/// A base as its row tells.
#[derive(Debug, Clone)]
pub struct BaseRow {
    pub id: BaseId,
    pub name: String,
    pub week: Date,
    pub estimate: bool,
    pub warnings: Vec<Said>,
    pub made_at: Moment,
    pub made_by: String,
}

impl FromRow for BaseRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            week: row.parse("week", |t| t.parse().ok())?,
            estimate: row.get("estimate")?,
            warnings: json(row, "warnings")?,
            made_at: row.get("made_at")?,
            made_by: row.get("made_by")?,
        })
    }
}

/// Keeps what was loaded; its folder is there already.
pub async fn insert_base(
    tx: &mut Tx,
    by: &Planner,
    loaded: &Loaded,
    now: Moment,
    random: Random,
) -> Result<(), DbError> {
    let id = &loaded.base.id;
    tx.exec(
        "INSERT INTO plan_base (id, name, week, estimate, warnings, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            id,
            loaded.name.as_str(),
            loaded.base.week.to_string(),
            loaded.estimate,
            text(&loaded.warnings.iter().map(Said::kept).collect::<Vec<_>>())?,
            now,
            by.name.as_str()
        ],
    )
    .await?;
    for d in &loaded.datasets {
        tx.exec(
            "INSERT INTO plan_dataset (base, kind, name, day, licence, source, checksum, kept, lines, refused, problems)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                id,
                d.kind.as_str(),
                d.name.as_str(),
                d.date.as_str(),
                d.licence.as_str(),
                d.source.as_str(),
                d.checksum.as_str(),
                d.kept.as_str(),
                i64::try_from(d.rows).unwrap_or(i64::MAX),
                i64::try_from(d.rows_refused).unwrap_or(i64::MAX),
                text(&d.refused.iter().map(Refused::kept).collect::<Vec<_>>())?
            ],
        )
        .await?;
    }
    audit::write(
        tx,
        &by.actor,
        "plan.loaded",
        id.as_str(),
        &loaded.name,
        now,
        random,
    )
    .await
}

const BASE: &str = "SELECT id, name, week, estimate, warnings, made_at, made_by FROM plan_base";
/// What was loaded last, or taken again since.
const NEWEST: &str = "ORDER BY COALESCE(taken_at, made_at) DESC, id DESC";

/// The base of which questions are asked.
pub async fn newest_base(q: &mut impl Query) -> Result<Option<BaseRow>, DbError> {
    q.opt(&format!("{BASE} {NEWEST} LIMIT 1"), args![]).await
}

/// All that was loaded, that of which questions are asked first.
pub async fn bases(q: &mut impl Query) -> Result<Vec<BaseRow>, DbError> {
    q.all(&format!("{BASE} {NEWEST} LIMIT 100"), args![]).await
}

/// Makes what was loaded before that of which questions are asked, until something else is loaded or taken.
pub async fn take_base(
    tx: &mut Tx,
    by: &Planner,
    base: &BaseRow,
    now: Moment,
    random: Random,
) -> Result<(), DbError> {
    tx.exec(
        "UPDATE plan_base SET taken_at = $1 WHERE id = $2",
        args![now, &base.id],
    )
    .await?;
    audit::write(
        tx,
        &by.actor,
        "plan.data-taken",
        base.id.as_str(),
        &base.name,
        now,
        random,
    )
    .await
}

pub async fn base(q: &mut impl Query, id: &BaseId) -> Result<Option<BaseRow>, DbError> {
    q.opt(&format!("{BASE} WHERE id = $1"), args![id]).await
}

impl FromRow for Dataset {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let count = |column: &str| Ok::<u64, DbError>(u64::try_from(row.get::<i64>(column)?).unwrap_or(0));
        Ok(Self {
            kind: row.get("kind")?,
            name: row.get("name")?,
            date: row.get("day")?,
            licence: row.get("licence")?,
            source: row.get("source")?,
            checksum: row.get("checksum")?,
            kept: row.get("kept")?,
            rows: count("lines")?,
            rows_refused: count("refused")?,
            refused: json(row, "problems")?,
        })
    }
}

/// The files of a base.
pub async fn datasets(q: &mut impl Query, base: &BaseId) -> Result<Vec<Dataset>, DbError> {
    q.all(
        "SELECT kind, name, day, licence, source, checksum, kept, lines, refused, problems FROM plan_dataset
         WHERE base = $1 ORDER BY CASE kind WHEN 'people' THEN 1 WHEN 'places' THEN 2 ELSE 3 END",
        args![base],
    )
    .await
}
