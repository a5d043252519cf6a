use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, Query, Tx};
use kernel::site::Site;

use super::history::{self, Changed};
use crate::keeper::Keeper;

/// Tables whose facts belong to a ward.
const OF_WARDS: [&str; 7] = [
    "ward_team",
    "ward_post",
    "ward_promise",
    "ward_question",
    "ward_group",
    "ward_school",
    "ward_school_report",
];

/// The areas that some fact belongs to, each with how many of which kind: the name of the table without what all have.
pub async fn wards_with_facts(q: &mut impl Query) -> Result<Vec<(String, &'static str, i64)>, DbError> {
    let mut found = Vec::new();
    // Of any area: a ward, a borough or the force.
    let tables = OF_WARDS
        .iter()
        .map(|t| (*t, "ward"))
        .chain([("ward_course", "area")]);
    for (table, column) in tables {
        let sql = format!(
            "SELECT {column} AS area, count(*) AS facts FROM {table} WHERE {column} IS NOT NULL AND {column} <> ''
             GROUP BY {column} ORDER BY {column}"
        );
        for row in &q.rows(&sql, args![]).await? {
            let kind = table.strip_prefix("ward_").unwrap_or(table);
            found.push((row.get("area")?, kind, row.get("facts")?));
        }
    }
    Ok(found)
}

/// Gives everything of a ward that is no more to the keeper's ward. What that ward says of its own team stays.
pub async fn give_to(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    old: &str,
    borough: &str,
    now: Moment,
) -> Result<usize, DbError> {
    let mut moved = 0;
    tx.exec(
        "DELETE FROM ward_team WHERE ward = $1 AND EXISTS (SELECT 1 FROM ward_team t WHERE t.ward = $2)",
        args![old, by.area()],
    )
    .await?;
    for table in OF_WARDS {
        let sql = format!("UPDATE {table} SET ward = $1 WHERE ward = $2");
        moved += tx.exec(&sql, args![by.area(), old]).await?;
    }
    moved += tx
        .exec(
            "UPDATE ward_course SET area = $1 WHERE area = $2",
            args![by.area(), old],
        )
        .await?;
    tx.exec(
        "DELETE FROM ward_reminder WHERE ward = $1 AND EXISTS (SELECT 1 FROM ward_reminder r WHERE r.ward = $2)",
        args![old, by.area()],
    )
    .await?;
    tx.exec(
        "UPDATE ward_reminder SET ward = $1 WHERE ward = $2",
        args![by.area(), old],
    )
    .await?;
    for table in ["ward_question", "ward_group", "ward_school"] {
        let sql = format!("UPDATE {table} SET borough = $1 WHERE ward = $2");
        tx.exec(&sql, args![borough, by.area()]).await?;
    }
    let changes = [Changed::new("ward", old, by.area())];
    history::write(tx, site, by, by.area(), "ward.inherited", &changes, now).await?;
    Ok(moved)
}
