//! Who did what to what: one row in the transaction of each change, and a chain over all rows.
//!
//! A row is written without a place; the sealer (a job of every worker) gives it the next number and the
//! hash of (the hash before, the row). So writers never wait for one another, and from a second after it was
//! written a row cannot be changed, moved or taken out without [`verify`] noticing. The head of the chain is
//! also kept in a file beside the keys, so that cutting the end off is noticed too.

use std::path::Path;

use crate::args;
use crate::clock::Moment;
use crate::db::{Db, DbError, FromRow, Query, Row, Tx};
use crate::id::{Random, sorted_text};
use crate::seal::{hex, sha256};

/// One thing done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub at: Moment,
    /// `staff:…`, `resident:…`, `system`.
    pub actor: String,
    /// `report.sent`, `grade.confirmed`, `case.viewed`, …
    pub action: String,
    /// The id of the thing it was done to.
    pub subject: String,
    /// Facts without personal data, for people.
    pub detail: String,
}

impl FromRow for Entry {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            actor: row.get("actor")?,
            action: row.get("action")?,
            subject: row.get("subject")?,
            detail: row.get("detail")?,
        })
    }
}

/// Writes that something was done, in the transaction in which it is done.
pub async fn write(
    tx: &mut Tx,
    actor: &str,
    action: &str,
    subject: &str,
    detail: &str,
    now: Moment,
    random: Random,
) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO audit (id, at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            format!("aud_{}", sorted_text(now, &random)),
            now,
            actor,
            action,
            subject,
            detail
        ],
    )
    .await?;
    Ok(())
}

/// What was done to one thing, newest first.
pub async fn about(
    q: &mut impl Query,
    subject: &str,
    action: Option<&str>,
    most: u32,
) -> Result<Vec<Entry>, DbError> {
    q.all(
        "SELECT id, at, actor, action, subject, detail FROM audit
         WHERE subject = $1 AND ($2 = '' OR action = $2) ORDER BY id DESC LIMIT $3",
        args![subject, action.unwrap_or(""), most],
    )
    .await
}

fn link(before: &str, seq: i64, entry: &Entry) -> String {
    let seq = seq.to_string();
    let at = entry.at.millis().to_string();
    // Each part with its length, so that no two rows can be cut differently into the same text.
    let mut parts: Vec<u8> = Vec::new();
    for part in [
        before,
        &seq,
        &entry.id,
        &at,
        &entry.actor,
        &entry.action,
        &entry.subject,
        &entry.detail,
    ] {
        parts.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        parts.extend(part.as_bytes());
    }
    hex(&sha256(&[&parts]))
}

/// Gives up to `most` rows their place in the chain; says how many it was.
pub async fn seal(db: &Db, head_file: &Path, most: u32) -> Result<usize, DbError> {
    let mut tx = db.begin().await?;
    // One sealer at a time: the others find nothing to do.
    let lock = format!(
        "SELECT seq, hash FROM audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1{}",
        tx.skip_locked()
    );
    let last = tx.rows(&lock, args![]).await?;
    let chained: i64 = match last.first() {
        Some(row) => row.get("seq")?,
        // An empty answer is the beginning, or another sealer that holds the last row.
        None if tx
            .one::<i64>("SELECT count(*) FROM audit WHERE seq = 1", args![])
            .await?
            > 0 =>
        {
            return Ok(0);
        }
        None => 0,
    };
    let mut hash: String = last
        .first()
        .map(|r| r.get("hash"))
        .transpose()?
        .unwrap_or_default();
    let waiting: Vec<Entry> = tx
        .all(
            "SELECT id, at, actor, action, subject, detail FROM audit WHERE seq IS NULL ORDER BY id LIMIT $1",
            args![most],
        )
        .await?;
    let mut seq = chained;
    for entry in &waiting {
        seq += 1;
        hash = link(&hash, seq, entry);
        tx.exec(
            "UPDATE audit SET seq = $1, hash = $2 WHERE id = $3 AND seq IS NULL",
            args![seq, hash.as_str(), entry.id.as_str()],
        )
        .await?;
    }
    if waiting.is_empty() {
        return Ok(0);
    }
    tx.commit().await?;
    // The file is written after the commit: it may lag behind the chain, never be ahead of it.
    let beside = head_file.with_extension("new");
    let text = format!("{seq} {hash}\n");
    if std::fs::write(&beside, text)
        .and_then(|()| std::fs::rename(&beside, head_file))
        .is_err()
    {
        tracing::warn!("The head of the audit chain could not be written to its file");
    }
    Ok(waiting.len())
}

/// What [`verify`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// Rows in the chain.
    pub chained: i64,
    /// Rows that have no place yet.
    pub waiting: i64,
    /// The first thing that is wrong, in words; none if all is well.
    pub wrong: Option<String>,
}

/// Recomputes the whole chain.
pub async fn verify(db: &Db, head_file: &Path) -> Result<Verified, DbError> {
    let mut read = db.read();
    let mut found = Verified {
        waiting: read
            .one("SELECT count(*) FROM audit WHERE seq IS NULL", args![])
            .await?,
        ..Verified::default()
    };
    let head = std::fs::read_to_string(head_file).ok();
    let head = head
        .as_deref()
        .and_then(|h| h.trim().split_once(' '))
        .and_then(|(s, h)| Some((s.parse::<i64>().ok()?, h.to_owned())));
    let mut hash = String::new();
    loop {
        let rows = read
            .rows(
                "SELECT id, at, actor, action, subject, detail, seq, hash FROM audit
                 WHERE seq > $1 ORDER BY seq LIMIT 5000",
                args![found.chained],
            )
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let (entry, seq) = (Entry::from_row(row)?, row.get::<i64>("seq")?);
            if seq != found.chained + 1 {
                found.wrong = Some(format!(
                    "row {} is missing: {} follows {}",
                    found.chained + 1,
                    seq,
                    found.chained
                ));
                return Ok(found);
            }
            hash = link(&hash, seq, &entry);
            if row.get::<Option<String>>("hash")?.as_deref() != Some(hash.as_str()) {
                found.wrong = Some(format!("row {seq} ({}) was changed", entry.id));
                return Ok(found);
            }
            if head.as_ref().is_some_and(|(s, h)| *s == seq && *h != hash) {
                found.wrong = Some(format!(
                    "the chain was written anew: row {seq} is not the one in the head file"
                ));
                return Ok(found);
            }
            found.chained = seq;
        }
    }
    found.wrong = match head {
        Some((seq, _)) if seq > found.chained => Some(format!(
            "the end was cut off: the head file knows {seq} rows, the table has {}",
            found.chained
        )),
        None if found.chained > 0 => Some(format!(
            "the head file {} is not there or cannot be read: whether the end was cut off cannot be told",
            head_file.display()
        )),
        _ => None,
    };
    Ok(found)
}
