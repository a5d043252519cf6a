//! All the SQL of this slice.

use forms::Answers;
use jiff::civil::Date;
use kernel::args;
use kernel::db::{DbError, Query, Row, Tx};
use kernel::seal::Keys;

use crate::answer::{self, DRAFT, Draft, KEPT};
use crate::quarter::Quarter;

const COLUMNS: &str = "token_hash, about, answers, replaces";

pub async fn draft(q: &mut impl Query, keys: &Keys, token_hash: &str) -> Result<Option<Draft>, DbError> {
    let row: Option<Row> = q
        .opt(
            &format!("SELECT {COLUMNS} FROM equality_draft WHERE token_hash = $1"),
            args![token_hash],
        )
        .await?;
    row.map(|r| Draft::from_row(&r, keys)).transpose()
}

pub async fn begin(tx: &mut Tx, keys: &Keys, draft: &Draft, today: Date) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO equality_draft (token_hash, about, answers, replaces, day) VALUES ($1, $2, $3, $4, $5)",
        args![
            draft.token_hash.as_str(),
            draft.about.as_str(),
            answer::seal(keys, DRAFT, &draft.answers),
            draft.replaces.as_deref(),
            today.to_string()
        ],
    )
    .await?;
    Ok(())
}

/// The newest answers, which nobody else changes before this transaction ends: pages that are sent at once from two tabs
/// are taken one on top of the other. None when they were sent or forgotten: nothing comes back to life.
pub async fn hold(tx: &mut Tx, keys: &Keys, token_hash: &str, today: Date) -> Result<Option<Draft>, DbError> {
    let row: Option<Row> = tx
        .opt(
            &format!("UPDATE equality_draft SET day = $2 WHERE token_hash = $1 RETURNING {COLUMNS}"),
            args![token_hash, today.to_string()],
        )
        .await?;
    row.map(|r| Draft::from_row(&r, keys)).transpose()
}

/// Keeps the answers so far, of a draft that is held.
pub async fn save(tx: &mut Tx, keys: &Keys, draft: &Draft) -> Result<(), DbError> {
    tx.exec(
        "UPDATE equality_draft SET answers = $1 WHERE token_hash = $2",
        args![
            answer::seal(keys, DRAFT, &draft.answers),
            draft.token_hash.as_str()
        ],
    )
    .await?;
    Ok(())
}

/// Takes it away for good, as it was at that moment: of two who press "send" at once, one gets it.
pub async fn take(tx: &mut Tx, keys: &Keys, token_hash: &str) -> Result<Option<Draft>, DbError> {
    let row: Option<Row> = tx
        .opt(
            &format!("DELETE FROM equality_draft WHERE token_hash = $1 RETURNING {COLUMNS}"),
            args![token_hash],
        )
        .await?;
    row.map(|r| Draft::from_row(&r, keys)).transpose()
}

pub async fn forget_unsent(tx: &mut Tx, before: Date) -> Result<usize, DbError> {
    tx.exec(
        "DELETE FROM equality_draft WHERE day < $1",
        args![before.to_string()],
    )
    .await
}

pub async fn insert(
    tx: &mut Tx,
    keys: &Keys,
    code_hash: &str,
    about: &str,
    quarter: Quarter,
    answers: &Answers,
    day: Option<Date>,
) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO equality_answer (code_hash, about, quarter, answers, day) VALUES ($1, $2, $3, $4, $5)",
        args![
            code_hash,
            about,
            quarter,
            answer::seal(keys, KEPT, answers),
            day.map(|d| d.to_string())
        ],
    )
    .await?;
    Ok(())
}

/// Other answers in the place of those; `false` when they were deleted meanwhile.
pub async fn replace(tx: &mut Tx, keys: &Keys, code_hash: &str, answers: &Answers) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE equality_answer SET answers = $1 WHERE code_hash = $2",
            args![answer::seal(keys, KEPT, answers), code_hash],
        )
        .await?;
    Ok(changed == 1)
}

pub async fn delete(tx: &mut Tx, code_hash: &str) -> Result<bool, DbError> {
    // Whoever was changing them in another browser changes nothing any more.
    tx.exec("DELETE FROM equality_draft WHERE replaces = $1", args![code_hash])
        .await?;
    let gone = tx
        .exec(
            "DELETE FROM equality_answer WHERE code_hash = $1",
            args![code_hash],
        )
        .await?;
    Ok(gone == 1)
}

/// What they were about, and the answers.
pub async fn by_code(
    q: &mut impl Query,
    keys: &Keys,
    code_hash: &str,
) -> Result<Option<(String, Answers)>, DbError> {
    let row: Option<Row> = q
        .opt(
            "SELECT about, answers FROM equality_answer WHERE code_hash = $1",
            args![code_hash],
        )
        .await?;
    row.map(|r| Ok((r.get("about")?, answer::open(keys, KEPT, &r)?)))
        .transpose()
}

/// Lays what was sent before this day down anew, without the day and in the order of the hashes, which is no order at
/// all: neither the rows' places nor the transactions they were written in say any more who came after whom.
pub async fn lay_down(tx: &mut Tx, before: Date) -> Result<usize, DbError> {
    let mut rows = tx
        .rows(
            "DELETE FROM equality_answer WHERE day < $1 RETURNING code_hash, about, quarter, answers",
            args![before.to_string()],
        )
        .await?
        .iter()
        .map(|r| {
            Ok((
                r.get("code_hash")?,
                r.get("about")?,
                r.get("quarter")?,
                r.get("answers")?,
            ))
        })
        .collect::<Result<Vec<(String, String, Quarter, Vec<u8>)>, DbError>>()?;
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let many = rows.len();
    for (code_hash, about, quarter, answers) in rows {
        tx.exec(
            "INSERT INTO equality_answer (code_hash, about, quarter, answers) VALUES ($1, $2, $3, $4)",
            args![code_hash, about, quarter, answers],
        )
        .await?;
    }
    Ok(many)
}

/// Quarters with answers, newest first, and how many of each subject.
pub async fn many(q: &mut impl Query) -> Result<Vec<(Quarter, String, i64)>, DbError> {
    let rows = q
        .rows(
            "SELECT quarter, about, count(*) AS many FROM equality_answer
             GROUP BY quarter, about ORDER BY quarter DESC, about",
            args![],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("quarter")?, r.get("about")?, r.get("many")?)))
        .collect()
}

/// Some of a quarter's answers, those after a hash: the last hash, and what each was about and said. None at the end.
pub async fn some(
    q: &mut impl Query,
    keys: &Keys,
    quarter: Quarter,
    after: &str,
    most: u32,
) -> Result<Option<(String, Vec<(String, Answers)>)>, DbError> {
    let rows = q
        .rows(
            "SELECT code_hash, about, answers FROM equality_answer
             WHERE quarter = $1 AND code_hash > $2 ORDER BY code_hash LIMIT $3",
            args![quarter, after, most],
        )
        .await?;
    let Some(last) = rows.last() else { return Ok(None) };
    let read = |r: &Row| Ok((r.get("about")?, answer::open(keys, KEPT, r)?));
    let found = rows.iter().map(read).collect::<Result<_, DbError>>()?;
    Ok(Some((last.get("code_hash")?, found)))
}
