use std::time::Duration;

use kernel::args;
use kernel::db::{Db, DbError, FromRow, Query, Row};

/// How often one matter was shown the way, in all.
#[derive(Debug, Clone)]
pub struct Counted {
    pub matter: String,
    pub shown: i64,
    pub went: i64,
    pub told: i64,
}

impl FromRow for Counted {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            matter: row.get("matter")?,
            shown: row.get("shown")?,
            went: row.get("went")?,
            told: row.get("told")?,
        })
    }
}

/// Nobody is kept from the way to help because it could not be counted.
async fn count(db: &Db, sql: &str, matter: &str, day: &str) {
    let counting = async {
        let mut tx = db.begin().await?;
        tx.exec(sql, args![matter, day]).await?;
        tx.commit().await
    };
    match tokio::time::timeout(Duration::from_secs(1), counting).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!("A redirect was not counted: {error}"),
        Err(_) => tracing::warn!("A redirect was not counted: the database takes too long"),
    }
}

/// Someone was shown where a matter goes.
pub async fn shown(db: &Db, matter: &str, day: &str) {
    let sql = "INSERT INTO contact_redirect (matter, day, shown) VALUES ($1, $2, 1)
               ON CONFLICT (matter, day) DO UPDATE SET shown = contact_redirect.shown + 1";
    count(db, sql, matter, day).await;
}

/// Someone followed the link.
pub async fn went(db: &Db, matter: &str, day: &str) {
    let sql = "INSERT INTO contact_redirect (matter, day, went) VALUES ($1, $2, 1)
               ON CONFLICT (matter, day) DO UPDATE SET went = contact_redirect.went + 1";
    count(db, sql, matter, day).await;
}

/// Someone told us all the same.
pub async fn told(db: &Db, matter: &str, day: &str) {
    let sql = "INSERT INTO contact_redirect (matter, day, told) VALUES ($1, $2, 1)
               ON CONFLICT (matter, day) DO UPDATE SET told = contact_redirect.told + 1";
    count(db, sql, matter, day).await;
}

pub async fn counts(q: &mut impl Query) -> Result<Vec<Counted>, DbError> {
    q.all(
        "SELECT matter, CAST(sum(shown) AS BIGINT) AS shown, CAST(sum(went) AS BIGINT) AS went,
                CAST(sum(told) AS BIGINT) AS told
         FROM contact_redirect GROUP BY matter ORDER BY 2 DESC, matter",
        args![],
    )
    .await
}
