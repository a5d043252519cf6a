use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, Query, Tx};
use kernel::seal::{Keys, hex, random, sha256};
use kernel::site::Site;

use super::history;
use crate::keeper::Keeper;
use crate::question::{Content, NewAnswer, NewQuestion, Question, QuestionId, due};

const COLUMNS: &str = "id, ward, school, lang, asked_at, due_at, answered_at, answered_by, public_question, public_answer, \
     complained_at, replied_at, content, answer, complaint, reply, token";

/// What the sealed columns are sealed as.
pub const SEALED_AS: &str = "ward-question";

fn token_hash(token: &str) -> String {
    hex(&sha256(&[b"ward question ", token.as_bytes()]))
}

/// Whom a question is for, and who sends it.
#[derive(Debug, Clone, Copy)]
pub struct To<'a> {
    pub ward: &'a str,
    pub borough: &'a str,
    pub school: Option<&'a str>,
    pub lang: &'a str,
}

/// Keeps a question; gives its id and the token that opens the asker's own page.
pub async fn ask(
    tx: &mut Tx,
    site: &Site,
    new: &NewQuestion,
    to: To<'_>,
    now: Moment,
) -> Result<(QuestionId, String), DbError> {
    let id = QuestionId::new(now, site.random());
    let token = hex(&random::<16>());
    tx.exec(
        "INSERT INTO ward_question (id, token_hash, ward, borough, school, lang, content, asked_at, due_at, token)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            &id,
            token_hash(&token),
            to.ward,
            to.borough,
            to.school,
            to.lang,
            site.keys().seal_json(SEALED_AS, new.content()),
            now,
            due(now),
            site.keys().seal(SEALED_AS, token.as_bytes())
        ],
    )
    .await?;
    let actor = if to.school.is_some() { "school" } else { "resident" };
    audit::write(
        tx,
        actor,
        "question.asked",
        id.as_str(),
        to.ward,
        now,
        site.random(),
    )
    .await?;
    Ok((id, token))
}

pub async fn find(q: &mut impl Query, id: &QuestionId) -> Result<Option<Question>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_question WHERE id = $1"),
        args![id],
    )
    .await
}

pub async fn by_token(q: &mut impl Query, token: &str) -> Result<Option<Question>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_question WHERE token_hash = $1"),
        args![token_hash(token)],
    )
    .await
}

/// Opens what is sealed of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub content: Content,
    pub answer: String,
    pub complaint: String,
    pub reply: String,
    /// Of the asker's own page; "" for a question from before it was kept.
    pub token: String,
}

impl Opened {
    /// The path of the asker's own page, where it is known.
    pub fn page(&self) -> Option<String> {
        Some(format!("/question/{}", self.token)).filter(|_| !self.token.is_empty())
    }
}

pub fn open(keys: &Keys, question: &Question) -> Result<Opened, DbError> {
    let broken = |e: kernel::seal::SealError| DbError::Broken(e.to_string());
    let text = |sealed: &Option<Vec<u8>>| match sealed {
        None => Ok(String::new()),
        Some(sealed) => {
            let plain = keys.open(SEALED_AS, sealed).map_err(broken)?;
            Ok(String::from_utf8_lossy(&plain).into_owned())
        }
    };
    Ok(Opened {
        content: keys.open_json(SEALED_AS, &question.content).map_err(broken)?,
        answer: text(&question.answer)?,
        complaint: text(&question.complaint)?,
        reply: text(&question.reply)?,
        token: text(&question.token)?,
    })
}

/// What waits for a ward's answer, by clock.
pub async fn waiting(q: &mut impl Query, ward: &str) -> Result<Vec<Question>, DbError> {
    q.all(
        &format!("SELECT {COLUMNS} FROM ward_question WHERE ward = $1 AND answered_at IS NULL ORDER BY due_at, id LIMIT 200"),
        args![ward],
    )
    .await
}

/// What a ward has answered, newest first.
pub async fn answered(q: &mut impl Query, ward: &str, most: u32) -> Result<Vec<Question>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_question WHERE ward = $1 AND answered_at IS NOT NULL ORDER BY asked_at DESC, id DESC LIMIT $2"
        ),
        args![ward, most],
    )
    .await
}

/// Questions and answers that everyone may read, newest first.
pub async fn public(
    q: &mut impl Query,
    ward: &str,
    most: u32,
) -> Result<Vec<(String, String, Moment)>, DbError> {
    let rows = q
        .rows(
            "SELECT public_question, public_answer, answered_at FROM ward_question
             WHERE ward = $1 AND public_answer IS NOT NULL ORDER BY answered_at DESC LIMIT $2",
            args![ward, most],
        )
        .await?;
    rows.iter()
        .map(|r| {
            Ok((
                r.get("public_question")?,
                r.get("public_answer")?,
                r.get("answered_at")?,
            ))
        })
        .collect()
}

/// Whose questions are counted.
#[derive(Debug, Clone, Copy)]
pub enum Of<'a> {
    Ward(&'a str),
    Borough(&'a str),
    Force,
}

/// When questions were asked and answered since a moment.
pub async fn times(
    q: &mut impl Query,
    of: Of<'_>,
    since: Moment,
) -> Result<Vec<(Moment, Option<Moment>)>, DbError> {
    let (filter, code) = match of {
        Of::Ward(code) => ("ward = $2", code),
        Of::Borough(code) => ("borough = $2", code),
        Of::Force => ("$2 = ''", ""),
    };
    let rows = q
        .rows(
            &format!("SELECT asked_at, answered_at FROM ward_question WHERE asked_at >= $1 AND {filter}"),
            args![since, code],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("asked_at")?, r.get("answered_at")?)))
        .collect()
}

/// For each ward: questions that wait, and those of them whose clock has passed.
pub async fn counts(q: &mut impl Query, now: Moment) -> Result<Vec<(String, i64, i64)>, DbError> {
    let rows = q
        .rows(
            "SELECT ward, count(*) AS waiting, CAST(sum(CASE WHEN due_at < $1 THEN 1 ELSE 0 END) AS BIGINT) AS late
             FROM ward_question WHERE answered_at IS NULL GROUP BY ward",
            args![now],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("ward")?, r.get("waiting")?, r.get("late")?)))
        .collect()
}

/// Complaints that nobody replied to, oldest first.
pub async fn complaints(q: &mut impl Query) -> Result<Vec<Question>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_question WHERE complained_at IS NOT NULL AND replied_at IS NULL ORDER BY complained_at, id LIMIT 500"
        ),
        args![],
    )
    .await
}

/// Questions whose clock has passed without an answer, and of which the asker was not told so.
pub async fn untold(q: &mut impl Query, now: Moment, most: u32) -> Result<Vec<Question>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_question WHERE answered_at IS NULL AND due_at < $1 AND late_told_at IS NULL
             ORDER BY due_at, id LIMIT $2"
        ),
        args![now, most],
    )
    .await
}

/// The asker is told that the clock was missed; false when they were told or answered meanwhile.
pub async fn told_late(tx: &mut Tx, site: &Site, id: &QuestionId, now: Moment) -> Result<bool, DbError> {
    let done = tx
        .exec(
            "UPDATE ward_question SET late_told_at = $1 WHERE id = $2 AND late_told_at IS NULL AND answered_at IS NULL",
            args![now, id],
        )
        .await?;
    if done == 1 {
        let random = site.random();
        audit::write(tx, "system", "question.told-late", id.as_str(), "", now, random).await?;
    }
    Ok(done == 1)
}

/// Someone of the desk opened a question: written down, as with a report.
pub async fn viewed(
    tx: &mut Tx,
    site: &Site,
    actor: &str,
    id: &QuestionId,
    now: Moment,
) -> Result<(), DbError> {
    audit::write(tx, actor, "question.viewed", id.as_str(), "", now, site.random()).await
}

/// Answers once; `false` when somebody answered before, or it is another ward's.
pub async fn answer(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &QuestionId,
    new: &NewAnswer,
    now: Moment,
) -> Result<bool, DbError> {
    let (question, words) = match &new.public {
        Some((question, words)) => (Some(question.as_str()), Some(words.as_str())),
        None => (None, None),
    };
    let done = tx
        .exec(
            "UPDATE ward_question SET answered_at = $1, answered_by = $2, answer = $3, public_question = $4,
               public_answer = $5 WHERE id = $6 AND ward = $7 AND answered_at IS NULL",
            args![
                now,
                by.role(),
                site.keys().seal(SEALED_AS, new.answer.as_bytes()),
                question,
                words,
                id,
                by.area()
            ],
        )
        .await?;
    if done == 1 {
        history::write(tx, site, by, id.as_str(), "question.answered", &[], now).await?;
    }
    Ok(done == 1)
}

/// Takes a public answer off the page, for what should not have been there.
pub async fn unpublish(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &QuestionId,
    now: Moment,
) -> Result<bool, DbError> {
    let done = tx
        .exec(
            "UPDATE ward_question SET public_question = NULL, public_answer = NULL
             WHERE id = $1 AND ward = $2 AND public_answer IS NOT NULL",
            args![id, by.area()],
        )
        .await?;
    if done == 1 {
        history::write(tx, site, by, id.as_str(), "question.unpublished", &[], now).await?;
    }
    Ok(done == 1)
}

/// The asker complains that the clock was missed: once, and only then.
pub async fn complain(
    tx: &mut Tx,
    site: &Site,
    question: &Question,
    words: &str,
    now: Moment,
) -> Result<bool, DbError> {
    if !question.may_complain(now) {
        return Ok(false);
    }
    let done = tx
        .exec(
            "UPDATE ward_question SET complaint = $1, complained_at = $2 WHERE id = $3 AND complained_at IS NULL",
            args![
                site.keys().seal(SEALED_AS, words.as_bytes()),
                now,
                &question.id
            ],
        )
        .await?;
    if done == 1 {
        let subject = question.id.as_str();
        audit::write(
            tx,
            "resident",
            "question.complained",
            subject,
            "",
            now,
            site.random(),
        )
        .await?;
    }
    Ok(done == 1)
}

/// The inspector's reply to a complaint, once.
pub async fn reply(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &QuestionId,
    words: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let done = tx
        .exec(
            "UPDATE ward_question SET reply = $1, replied_at = $2
             WHERE id = $3 AND ward = $4 AND complained_at IS NOT NULL AND replied_at IS NULL",
            args![site.keys().seal(SEALED_AS, words.as_bytes()), now, id, by.area()],
        )
        .await?;
    if done == 1 {
        history::write(tx, site, by, id.as_str(), "question.complaint-answered", &[], now).await?;
    }
    Ok(done == 1)
}
