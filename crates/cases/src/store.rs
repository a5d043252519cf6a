//! All the SQL of this slice.

pub mod todo;

use contact::{ContactError, Report, ReportId};
use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::id::sorted_text;
use kernel::seal::{Keys, hex, random, sha256};
use kernel::site::Site;

use crate::case::{Case, Clock, ClockKind};

/// Proof that someone may see one case: made only by [`by_token`].
#[derive(Debug, Clone)]
pub struct CaseKey(ReportId);

impl CaseKey {
    pub fn report(&self) -> &ReportId {
        &self.0
    }
}

/// Opens a case with its first clocks; `false` when it is open already.
pub async fn open(tx: &mut Tx, report: &ReportId, clocks: &[Clock], now: Moment) -> Result<bool, DbError> {
    let new = tx
        .exec(
            "INSERT INTO case_case (report, opened_at) VALUES ($1, $2) ON CONFLICT (report) DO NOTHING",
            args![report, now],
        )
        .await?;
    if new == 1 {
        for clock in clocks {
            start(tx, report, clock).await?;
        }
    }
    Ok(new == 1)
}

pub async fn start(tx: &mut Tx, report: &ReportId, clock: &Clock) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO case_clock (report, kind, starts_at, due_at, met_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (report, kind) DO NOTHING",
        args![
            report,
            clock.kind.as_str(),
            clock.starts_at,
            clock.due_at,
            clock.met_at
        ],
    )
    .await?;
    Ok(())
}

/// The first time it was done counts.
pub async fn meet(tx: &mut Tx, report: &ReportId, kind: ClockKind, at: Moment) -> Result<(), DbError> {
    tx.exec(
        "UPDATE case_clock SET met_at = $1 WHERE report = $2 AND kind = $3 AND met_at IS NULL",
        args![at, report, kind.as_str()],
    )
    .await?;
    Ok(())
}

pub async fn clocks(q: &mut impl Query, report: &ReportId) -> Result<Vec<Clock>, DbError> {
    q.all(
        "SELECT kind, starts_at, due_at, met_at FROM case_clock WHERE report = $1 ORDER BY starts_at, due_at, kind",
        args![report],
    )
    .await
}

/// A clock of some case that is not met yet, for the desk.
#[derive(Debug, Clone)]
pub struct Due {
    pub report: ReportId,
    pub clock: Clock,
}

impl FromRow for Due {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            report: row.get("report")?,
            clock: Clock::from_row(row)?,
        })
    }
}

/// The clocks that run, first due first, from the one after `after`.
pub async fn due(q: &mut impl Query, after: Option<&Due>, most: u32) -> Result<Vec<Due>, DbError> {
    let (at, report, kind) = after.map_or((i64::MIN, "", ""), |d| {
        (d.clock.due_at.millis(), d.report.as_str(), d.clock.kind.as_str())
    });
    q.all(
        "SELECT report, kind, starts_at, due_at, met_at FROM case_clock
         WHERE met_at IS NULL AND (due_at, report, kind) > ($1, $2, $3)
         ORDER BY due_at, report, kind LIMIT $4",
        args![at, report, kind, most],
    )
    .await
}

/// Of the clocks begun since then, how often each kind was met in time, met late, is running, was missed: the force's
/// own measure.
pub async fn kept(
    q: &mut impl Query,
    since: Moment,
    now: Moment,
) -> Result<Vec<(String, [i64; 4])>, DbError> {
    let rows = q
        .rows(
            "SELECT kind, CAST(sum(CASE WHEN met_at <= due_at THEN 1 ELSE 0 END) AS BIGINT) AS met,
                    CAST(sum(CASE WHEN met_at > due_at THEN 1 ELSE 0 END) AS BIGINT) AS late,
                    CAST(sum(CASE WHEN met_at IS NULL AND due_at >= $1 THEN 1 ELSE 0 END) AS BIGINT) AS running,
                    CAST(sum(CASE WHEN met_at IS NULL AND due_at < $1 THEN 1 ELSE 0 END) AS BIGINT) AS missed
             FROM case_clock WHERE starts_at >= $2 GROUP BY kind ORDER BY kind",
            args![now, since],
        )
        .await?;
    rows.iter()
        .map(|r| {
            Ok((
                r.get("kind")?,
                [r.get("met")?, r.get("late")?, r.get("running")?, r.get("missed")?],
            ))
        })
        .collect()
}

/// One message of a thread.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: String,
    pub from_police: bool,
    pub by_name: String,
    pub words: String,
    pub at: Moment,
}

pub async fn messages(q: &mut impl Query, keys: &Keys, report: &ReportId) -> Result<Vec<Message>, DbError> {
    let rows = q
        .rows(
            "SELECT id, sender, by_name, words, at FROM case_message WHERE report = $1 ORDER BY id",
            args![report],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let words = keys
                .open("message", &row.get::<Vec<u8>>("words")?)
                .map_err(|e| DbError::Broken(e.to_string()))?;
            Ok(Message {
                id: row.get("id")?,
                from_police: row.get::<String>("sender")? == "police",
                by_name: row.get("by_name")?,
                words: String::from_utf8_lossy(&words).into_owned(),
                at: row.get("at")?,
            })
        })
        .collect()
}

/// Keeps a message and its audit row; gives its id.
pub async fn write(
    tx: &mut Tx,
    site: &Site,
    report: &ReportId,
    by: Writer<'_>,
    words: &str,
    now: Moment,
) -> Result<String, DbError> {
    let id = format!("msg_{}", sorted_text(now, &site.random()));
    let (sender, name, actor, action) = match by {
        Writer::Person => ("person", "", "resident", "message.from-person"),
        Writer::Police { name, actor } => ("police", name, actor, "message.from-police"),
    };
    tx.exec(
        "INSERT INTO case_message (id, report, sender, by_name, words, at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            id.as_str(),
            report,
            sender,
            name,
            site.keys().seal("message", words.as_bytes()),
            now
        ],
    )
    .await?;
    audit::write(tx, actor, action, report.as_str(), "", now, site.random()).await?;
    Ok(id)
}

/// Keeps what the person wrote; the lists of the desk say that it waits to be read. `raised` is the grade that their
/// words ask for.
pub async fn person_wrote(
    tx: &mut Tx,
    site: &Site,
    report: &ReportId,
    words: &str,
    raised: Option<(&str, i64)>,
    now: Moment,
) -> Result<(), ContactError> {
    write(tx, site, report, Writer::Person, words, now).await?;
    contact::add_words(tx, site, report, raised, now).await
}

#[derive(Debug, Clone, Copy)]
pub enum Writer<'a> {
    Person,
    Police { name: &'a str, actor: &'a str },
}

fn code_hash(keys: &Keys, report: &ReportId, code: &str) -> String {
    keys.lookup("case-code", &format!("{report} {code}"))
}

/// How long a code works, and how many wrong ones end it.
const CODE_MINUTES: i64 = 15;
const CODE_TRIES: i64 = 5;
/// How long an opened case stays open in a browser.
const KEY_MINUTES: i64 = 60;

/// Makes a new code for a case in one browser; the one before ends there. Six digits, the same each time for the same
/// `seed`: a job that runs twice sends one code.
pub async fn new_code(
    tx: &mut Tx,
    keys: &Keys,
    report: &ReportId,
    browser: &str,
    seed: &str,
    now: Moment,
) -> Result<String, DbError> {
    let hash = keys.lookup("case-code-number", seed);
    let number = hash.get(..15).and_then(|h| u64::from_str_radix(h, 16).ok());
    let number = number.ok_or_else(|| DbError::Broken("a code could not be made".to_owned()))?;
    let code = format!("{:06}", number % 1_000_000);
    tx.exec("DELETE FROM case_code WHERE ends_at < $1", args![now])
        .await?;
    tx.exec(
        "INSERT INTO case_code (report, browser, code_hash, made_at, ends_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (report, browser) DO UPDATE SET code_hash = excluded.code_hash, made_at = excluded.made_at,
           ends_at = excluded.ends_at, tries = 0",
        args![
            report,
            browser,
            code_hash(keys, report, &code),
            now,
            now.plus_minutes(CODE_MINUTES)
        ],
    )
    .await?;
    Ok(code)
}

/// Takes a code: right, it ends and a browser's token comes back; wrong, the try is counted. The caller commits
/// in both cases.
pub async fn use_code(
    tx: &mut Tx,
    keys: &Keys,
    report: &ReportId,
    browser: &str,
    code: &str,
    now: Moment,
) -> Result<Option<String>, DbError> {
    let typed: String = code.chars().filter(char::is_ascii_digit).collect();
    let row: Option<Row> = tx
        .opt(
            "UPDATE case_code SET tries = tries + 1
             WHERE report = $1 AND browser = $2 AND ends_at > $3 AND tries < $4 RETURNING code_hash",
            args![report, browser, now, CODE_TRIES],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    if !kernel::seal::same(&row.get::<String>("code_hash")?, &code_hash(keys, report, &typed)) {
        return Ok(None);
    }
    tx.exec(
        "DELETE FROM case_code WHERE report = $1 AND browser = $2",
        args![report, browser],
    )
    .await?;
    open_here(tx, report, now).await.map(Some)
}

/// Opens the case in a browser that proved it may; its token.
pub async fn open_here(tx: &mut Tx, report: &ReportId, now: Moment) -> Result<String, DbError> {
    tx.exec("DELETE FROM case_key WHERE ends_at < $1", args![now])
        .await?;
    let token = hex(&random::<24>());
    tx.exec(
        "INSERT INTO case_key (token_hash, report, ends_at) VALUES ($1, $2, $3)",
        args![token_hash(&token), report, now.plus_minutes(KEY_MINUTES)],
    )
    .await?;
    Ok(token)
}

fn token_hash(token: &str) -> String {
    hex(&sha256(&[b"case ", token.as_bytes()]))
}

/// The case that a browser's token opens.
pub async fn by_token(
    q: &mut impl Query,
    token: &str,
    now: Moment,
) -> Result<Option<(CaseKey, Case)>, DbError> {
    let row: Option<Row> = q
        .opt(
            "SELECT report FROM case_key WHERE token_hash = $1 AND ends_at > $2",
            args![token_hash(token), now],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let id: ReportId = row.get("report")?;
    let report = contact::find(q, &id).await?;
    Ok(report.map(|r| (CaseKey(id), Case::of(r))))
}

pub async fn leave(tx: &mut Tx, token: &str) -> Result<(), DbError> {
    tx.exec(
        "DELETE FROM case_key WHERE token_hash = $1",
        args![token_hash(token)],
    )
    .await?;
    Ok(())
}

/// A review that was asked for, and what came of it.
#[derive(Debug, Clone)]
pub struct Review {
    pub words: String,
    pub asked_at: Moment,
    pub acknowledged_at: Option<Moment>,
    pub decided_at: Option<Moment>,
    pub decision: Option<String>,
    pub answer: String,
}

pub async fn review(q: &mut impl Query, keys: &Keys, report: &ReportId) -> Result<Option<Review>, DbError> {
    let row: Option<Row> = q
        .opt(
            "SELECT words, asked_at, acknowledged_at, decided_at, decision, answer FROM case_review WHERE report = $1",
            args![report],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let open = |sealed: Vec<u8>| -> Result<String, DbError> {
        let plain = keys
            .open("review", &sealed)
            .map_err(|e| DbError::Broken(e.to_string()))?;
        Ok(String::from_utf8_lossy(&plain).into_owned())
    };
    let answer: Option<Vec<u8>> = row.get("answer")?;
    Ok(Some(Review {
        words: open(row.get("words")?)?,
        asked_at: row.get("asked_at")?,
        acknowledged_at: row.get("acknowledged_at")?,
        decided_at: row.get("decided_at")?,
        decision: row.get("decision")?,
        answer: answer.map(open).transpose()?.unwrap_or_default(),
    }))
}

/// Asks for a review; once for each case.
pub async fn ask_review(
    tx: &mut Tx,
    site: &Site,
    key: &CaseKey,
    words: &str,
    clocks: &[Clock],
    now: Moment,
) -> Result<bool, DbError> {
    let new = tx
        .exec(
            "INSERT INTO case_review (report, words, asked_at) VALUES ($1, $2, $3) ON CONFLICT (report) DO NOTHING",
            args![key.report(), site.keys().seal("review", words.as_bytes()), now],
        )
        .await?;
    if new == 1 {
        for clock in clocks {
            start(tx, key.report(), clock).await?;
        }
        audit::write(
            tx,
            "resident",
            "review.asked",
            key.report().as_str(),
            "",
            now,
            site.random(),
        )
        .await?;
    }
    Ok(new == 1)
}

/// Someone has taken the review up.
pub async fn acknowledge_review(
    tx: &mut Tx,
    site: &Site,
    report: &ReportId,
    actor: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE case_review SET acknowledged_at = $1 WHERE report = $2 AND acknowledged_at IS NULL",
            args![now, report],
        )
        .await?;
    if changed == 1 {
        audit::write(
            tx,
            actor,
            "review.acknowledged",
            report.as_str(),
            "",
            now,
            site.random(),
        )
        .await?;
    }
    Ok(changed == 1)
}

/// The result of a review. `stands` or `changed`.
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    pub decision: &'a str,
    pub answer: &'a str,
    pub actor: &'a str,
    pub name: &'a str,
}

pub async fn decide_review(
    tx: &mut Tx,
    site: &Site,
    report: &ReportId,
    verdict: Verdict<'_>,
    now: Moment,
) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE case_review SET decided_at = $1, decision = $2, answer = $3, by_name = $4,
               acknowledged_at = coalesce(acknowledged_at, $1)
             WHERE report = $5 AND decided_at IS NULL",
            args![
                now,
                verdict.decision,
                site.keys().seal("review", verdict.answer.as_bytes()),
                verdict.name,
                report
            ],
        )
        .await?;
    if changed == 1 {
        let detail = verdict.decision;
        audit::write(
            tx,
            verdict.actor,
            "review.decided",
            report.as_str(),
            detail,
            now,
            site.random(),
        )
        .await?;
    }
    Ok(changed == 1)
}

/// Who decided about the report last, so that nobody reviews themselves.
pub async fn was_decided_by(q: &mut impl Query, report: &Report, actor: &str) -> Result<bool, DbError> {
    let many: i64 = q
        .one(
            "SELECT count(*) FROM audit WHERE subject = $1 AND actor = $2 AND action IN ('report.outcome', 'report.closed')",
            args![&report.id, actor],
        )
        .await?;
    Ok(many > 0)
}
