//! The tables, made step by step: `migrations/NNNN_feature_what.sql`, one sequence for all.

use super::{Db, DbError, Query, Row, Tx};
use crate::args;

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// The migrations that this database has not had yet.
pub async fn pending(db: &Db) -> Result<Vec<&'static str>, DbError> {
    let done = done(db).await?;
    Ok(MIGRATIONS
        .iter()
        .map(|(name, _)| *name)
        .filter(|n| !done.iter().any(|d| d == n))
        .collect())
}

/// The migrations that this database has had and this program does not know: a newer program made them.
pub async fn unknown(db: &Db) -> Result<Vec<String>, DbError> {
    let mut done = done(db).await?;
    done.retain(|d| !MIGRATIONS.iter().any(|(name, _)| name == d));
    Ok(done)
}

async fn done(db: &Db) -> Result<Vec<String>, DbError> {
    match db
        .read()
        .rows("SELECT name FROM migration ORDER BY name", args![])
        .await
    {
        Ok(rows) => rows.iter().map(Row::only).collect(),
        // A database without the table has had none.
        Err(DbError::Broken(_)) => Ok(Vec::new()),
        Err(e) => Err(e),
    }
}

/// Brings the database up to date and says which steps were taken. Each step is all or nothing.
pub async fn migrate(db: &Db) -> Result<Vec<&'static str>, DbError> {
    let mut tx = db.begin().await?;
    tx.script("CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL)")
        .await?;
    tx.commit().await?;
    let mut taken = Vec::new();
    for (name, sql) in MIGRATIONS {
        let mut tx = db.begin().await?;
        if is_done(&mut tx, name, sql).await? {
            continue;
        }
        tx.script(sql).await?;
        tx.exec(
            "INSERT INTO migration (name, sha256) VALUES ($1, $2)",
            args![*name, fingerprint(sql)],
        )
        .await?;
        tx.commit().await?;
        taken.push(*name);
    }
    Ok(taken)
}

async fn is_done(tx: &mut Tx, name: &str, sql: &str) -> Result<bool, DbError> {
    let known = tx
        .rows("SELECT sha256 FROM migration WHERE name = $1", args![name])
        .await?;
    let Some(row) = known.first() else {
        return Ok(false);
    };
    if row.get::<String>("sha256")? == fingerprint(sql) {
        return Ok(true);
    }
    Err(DbError::Broken(format!(
        "{name} was changed after this database had taken it"
    )))
}

fn fingerprint(sql: &str) -> String {
    crate::seal::hex(&crate::seal::sha256(&[sql.as_bytes()]))
}
