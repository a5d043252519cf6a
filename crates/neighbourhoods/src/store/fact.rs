use jiff::civil::Date;
use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::site::Site;

use super::history;
use crate::fact::{Confirmed, Kind, Old};
use crate::keeper::Keeper;

impl FromRow for Old {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            kind: row.parse("what", Kind::parse)?,
            id: row.get("id")?,
            name: row.get("name")?,
            confirmed: Confirmed::from_row(row)?,
        })
    }
}

/// What nobody confirmed since before this moment: of a ward, the oldest first.
pub async fn old(q: &mut impl Query, ward: &str, before: Moment, day: Date) -> Result<Vec<Old>, DbError> {
    q.all(
        "SELECT 'team' AS what, ward AS id, '' AS name, confirmed_at, confirmed_by FROM ward_team
           WHERE ward = $1 AND confirmed_at < $2
         UNION ALL SELECT 'officer', id, name, confirmed_at, confirmed_by FROM ward_officer o
           WHERE confirmed_at < $2 AND EXISTS (SELECT 1 FROM ward_post p WHERE p.officer = o.id AND p.ward = $1
             AND p.starts_on <= $3 AND (p.ends_on IS NULL OR p.ends_on >= $3))
         UNION ALL SELECT 'group', id, name, confirmed_at, confirmed_by FROM ward_group
           WHERE ward = $1 AND confirmed_at < $2 AND ended_on IS NULL
         UNION ALL SELECT 'school', id, name, confirmed_at, confirmed_by FROM ward_school
           WHERE ward = $1 AND confirmed_at < $2 AND ended_on IS NULL
         UNION ALL SELECT 'course', id, name, confirmed_at, confirmed_by FROM ward_course
           WHERE area = $1 AND confirmed_at < $2 AND ended_on IS NULL
         ORDER BY confirmed_at, id LIMIT 200",
        args![ward, before, day.to_string()],
    )
    .await
}

/// How many facts of each ward nobody confirmed since before this moment.
pub async fn old_counts(
    q: &mut impl Query,
    before: Moment,
    day: Date,
) -> Result<Vec<(String, i64)>, DbError> {
    let rows = q
        .rows(
            "SELECT ward, count(*) AS many FROM (
               SELECT ward FROM ward_team WHERE confirmed_at < $1
               UNION ALL SELECT p.ward FROM ward_officer o JOIN ward_post p ON p.officer = o.id
                 WHERE o.confirmed_at < $1 AND p.starts_on <= $2 AND (p.ends_on IS NULL OR p.ends_on >= $2)
               UNION ALL SELECT ward FROM ward_group WHERE ward IS NOT NULL AND confirmed_at < $1 AND ended_on IS NULL
               UNION ALL SELECT ward FROM ward_school WHERE confirmed_at < $1 AND ended_on IS NULL
               UNION ALL SELECT area FROM ward_course WHERE confirmed_at < $1 AND ended_on IS NULL
             ) AS old GROUP BY ward ORDER BY ward",
            args![before, day.to_string()],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("ward")?, r.get("many")?)))
        .collect()
}

/// Someone who keeps the ward says that a fact is still right; false when it is not one of this ward.
pub async fn confirm(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    kind: Kind,
    id: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let sql = match kind {
        Kind::Team => {
            "UPDATE ward_team SET confirmed_at = $1, confirmed_by = $2 WHERE ward = $3 AND ward = $4"
        }
        Kind::Officer => {
            "UPDATE ward_officer SET confirmed_at = $1, confirmed_by = $2 WHERE id = $3
               AND EXISTS (SELECT 1 FROM ward_post p WHERE p.officer = ward_officer.id AND p.ward = $4)"
        }
        Kind::Group => {
            "UPDATE ward_group SET confirmed_at = $1, confirmed_by = $2 WHERE id = $3 AND ward = $4 AND ended_on IS NULL"
        }
        Kind::School => {
            "UPDATE ward_school SET confirmed_at = $1, confirmed_by = $2 WHERE id = $3 AND ward = $4 AND ended_on IS NULL"
        }
        Kind::Course => {
            "UPDATE ward_course SET confirmed_at = $1, confirmed_by = $2 WHERE id = $3 AND area = $4 AND ended_on IS NULL"
        }
    };
    let confirmed = tx.exec(sql, args![now, by.role(), id, by.area()]).await?;
    if confirmed == 1 {
        let what = format!("{}.confirmed", kind.as_str());
        history::write(tx, site, by, id, &what, &[], now).await?;
    }
    Ok(confirmed == 1)
}
