//! After a new key came: everything that an older key sealed is sealed anew, so that the old key can be thrown away.

use crate::args;
use crate::db::{DbError, Query, Value};
use crate::file::FileId;
use crate::seal::Keys;
use crate::site::Site;

/// A sealed column: its table, the column that names a row, and what it was sealed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedColumn {
    pub table: &'static str,
    pub id: &'static str,
    pub column: &'static str,
    pub kind: &'static str,
}

/// The kernel's own.
pub(crate) const COLUMNS: &[SealedColumn] = &[
    SealedColumn {
        table: "mail",
        id: "id",
        column: "letter",
        kind: "mail",
    },
    SealedColumn {
        table: "account_staff",
        id: "id",
        column: "totp",
        kind: "totp",
    },
    SealedColumn {
        table: "key_check",
        id: "id",
        column: "sealed",
        kind: "key-check",
    },
    SealedColumn {
        table: "file",
        id: "id",
        column: "name",
        kind: "file-name",
    },
];

const BATCH: usize = 200;

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Resealed {
    /// Fields looked at.
    pub fields: usize,
    /// Of these, sealed anew.
    pub anew: usize,
    /// Files in the store sealed anew.
    pub files: usize,
}

/// Goes through every sealed column. A row that changes meanwhile is sealed with the new key anyway, so it is left
/// as it is; run again, nothing is left to do. Stops at the first field that no key opens, naming table and row.
pub async fn reseal(site: &Site) -> Result<Resealed, DbError> {
    let mut done = Resealed::default();
    for column in site.sealed() {
        one_column(site, *column, &mut done).await?;
    }
    let mut last = String::new();
    loop {
        let sql = format!("SELECT id FROM file WHERE id > $1 ORDER BY id LIMIT {BATCH}");
        let rows = site.db().read().rows(&sql, args![last.as_str()]).await?;
        let Some(end) = rows.last() else { return Ok(done) };
        last = end.get("id")?;
        for row in &rows {
            let id: FileId = row.get("id")?;
            done.files += crate::file::reseal(site, &id)
                .await
                .map_err(|e| DbError::Broken(format!("file {id}: {e}")))?;
        }
    }
}

async fn one_column(site: &Site, what: SealedColumn, done: &mut Resealed) -> Result<(), DbError> {
    let SealedColumn {
        table,
        id,
        column,
        kind,
    } = what;
    let keys = site.keys();
    let mut last = String::new();
    loop {
        let sql = format!(
            "SELECT {id} AS id, {column} AS sealed FROM {table} WHERE {id} > $1 AND {column} IS NOT NULL ORDER BY {id} LIMIT {BATCH}"
        );
        let rows = site.db().read().rows(&sql, args![last.as_str()]).await?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.get("id")?;
        let mut tx = site.db().begin().await?;
        for row in &rows {
            done.fields += 1;
            let sealed: Vec<u8> = row.get("sealed")?;
            if Keys::number_of(&sealed) == keys.current() {
                continue;
            }
            let row_id: String = row.get("id")?;
            let plain = keys
                .open(kind, &sealed)
                .map_err(|e| DbError::Broken(format!("{table} {row_id}: {e}")))?;
            let sql = format!("UPDATE {table} SET {column} = $1 WHERE {id} = $2 AND {column} = $3");
            let anew: Value = keys.seal(kind, &plain).into();
            done.anew += tx.exec(&sql, vec![anew, row_id.into(), sealed.into()]).await?;
        }
        tx.commit().await?;
    }
}
