use kernel::Moment;
use kernel::args;
use kernel::db::{Db, DbError, Query, Row, Tx};
use kernel::seal::Keys;

use crate::draft::Draft;

const COLUMNS: &str =
    "token_hash, flow, answers, warned, touched_at, report, origin, helper, helper_name, version";

pub async fn by_token(q: &mut impl Query, keys: &Keys, token_hash: &str) -> Result<Option<Draft>, DbError> {
    let row: Option<Row> = q
        .opt(
            &format!("SELECT {COLUMNS} FROM contact_draft WHERE token_hash = $1"),
            args![token_hash],
        )
        .await?;
    row.map(|r| Draft::from_row(&r, keys)).transpose()
}

pub async fn by_return_code(
    q: &mut impl Query,
    keys: &Keys,
    return_hash: &str,
) -> Result<Option<Draft>, DbError> {
    let row: Option<Row> = q
        .opt(
            &format!("SELECT {COLUMNS} FROM contact_draft WHERE return_hash = $1 AND report IS NULL"),
            args![return_hash],
        )
        .await?;
    row.map(|r| Draft::from_row(&r, keys)).transpose()
}

/// Keeps the answers so far, unless the draft was sent or kept by another page since it was read: then `false`,
/// and the caller takes its page on top of what is there now.
pub async fn save(db: &Db, keys: &Keys, draft: &Draft, now: Moment) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    let kept = tx
        .exec(
            "INSERT INTO contact_draft (token_hash, flow, answers, warned, started_at, touched_at, origin, helper,
               helper_name)
             VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)
             ON CONFLICT (token_hash) DO UPDATE SET answers = excluded.answers, warned = excluded.warned,
               touched_at = excluded.touched_at, version = contact_draft.version + 1
             WHERE contact_draft.report IS NULL AND contact_draft.version = $9",
            args![
                draft.token_hash.as_str(),
                draft.flow.as_str(),
                keys.seal_json("draft", &draft.answers.to_json()),
                draft.warned.as_str(),
                now,
                draft.help.as_ref().map_or_else(String::new, |h| h.origin.text()),
                draft.help.as_ref().map_or("", |h| h.actor.as_str()),
                draft.help.as_ref().map_or("", |h| h.name.as_str()),
                draft.version
            ],
        )
        .await?;
    tx.commit().await?;
    Ok(kept == 1)
}

pub async fn set_return_code(tx: &mut Tx, token_hash: &str, return_hash: &str) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE contact_draft SET return_hash = $1 WHERE token_hash = $2 AND report IS NULL",
            args![return_hash, token_hash],
        )
        .await?;
    Ok(changed == 1)
}

/// A sent draft keeps only the way to its receipt; its answers are in the report.
pub async fn touch_sent(tx: &mut Tx, keys: &Keys, token_hash: &str, report: &str) -> Result<(), DbError> {
    tx.exec(
        "UPDATE contact_draft SET report = $1, answers = $2, return_hash = NULL WHERE token_hash = $3",
        args![
            report,
            keys.seal_json("draft", &serde_json::json!({})),
            token_hash
        ],
    )
    .await?;
    Ok(())
}

pub async fn old_drafts(q: &mut impl Query, before: Moment) -> Result<Vec<String>, DbError> {
    let rows = q
        .rows(
            "SELECT token_hash FROM contact_draft WHERE touched_at < $1 LIMIT 500",
            args![before],
        )
        .await?;
    rows.iter().map(Row::only).collect()
}

pub async fn delete_old(tx: &mut Tx, token_hash: &str, before: Moment) -> Result<bool, DbError> {
    let gone = tx
        .exec(
            "DELETE FROM contact_draft WHERE token_hash = $1 AND touched_at < $2",
            args![token_hash, before],
        )
        .await?;
    Ok(gone == 1)
}

/// The draft belongs to another browser from now on, its files too; its return code is used up.
pub async fn move_to(db: &Db, draft: &Draft, token_hash: &str, now: Moment) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    tx.exec(
        "UPDATE contact_draft SET token_hash = $1, return_hash = NULL, touched_at = $2 WHERE token_hash = $3",
        args![token_hash, now, draft.token_hash.as_str()],
    )
    .await?;
    kernel::file::give(&mut tx, &draft.file_owner(), &format!("draft {token_hash}")).await?;
    tx.commit().await
}
