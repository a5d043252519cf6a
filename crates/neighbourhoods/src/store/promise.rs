use jiff::civil::Date;
use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, Query, Tx};
use kernel::id::sorted_text;
use kernel::site::Site;

use super::history::{self, Changed};
use crate::keeper::Keeper;
use crate::promise::{Ending, NewPromise, News, Promise, PromiseId, State};

const COLUMNS: &str = "id, ward, problem, evidence, action, owner, made_on, due_on, state, outcome, ended_on, updated_at, updated_by, \
     first_due_on";

/// The promises of a ward: the open ones first, due soonest first; then those that ended, newest first.
pub async fn of_ward(q: &mut impl Query, ward: &str) -> Result<Vec<Promise>, DbError> {
    let open =
        format!("SELECT {COLUMNS} FROM ward_promise WHERE ward = $1 AND state = 'open' ORDER BY due_on, id");
    let mut all: Vec<Promise> = q.all(&open, args![ward]).await?;
    let ended = format!(
        "SELECT {COLUMNS} FROM ward_promise WHERE ward = $1 AND state <> 'open' ORDER BY ended_on DESC, id DESC LIMIT 200"
    );
    all.extend(q.all::<Promise>(&ended, args![ward]).await?);
    Ok(all)
}

pub async fn find(q: &mut impl Query, id: &PromiseId) -> Result<Option<Promise>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_promise WHERE id = $1"),
        args![id],
    )
    .await
}

/// What was done since for all promises of a ward, oldest first.
pub async fn news(q: &mut impl Query, ward: &str) -> Result<Vec<News>, DbError> {
    q.all(
        "SELECT n.promise AS promise, n.words AS words, n.by_role AS by_role, n.at AS at
         FROM ward_promise_news n JOIN ward_promise p ON p.id = n.promise WHERE p.ward = $1 ORDER BY n.id",
        args![ward],
    )
    .await
}

/// For each ward: open promises, and those of them nobody updated since `stale`.
pub async fn counts(q: &mut impl Query, stale: Moment) -> Result<Vec<(String, i64, i64)>, DbError> {
    let rows = q
        .rows(
            "SELECT ward, count(*) AS open, CAST(sum(CASE WHEN updated_at < $1 THEN 1 ELSE 0 END) AS BIGINT) AS silent
             FROM ward_promise WHERE state = 'open' GROUP BY ward",
            args![stale],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("ward")?, r.get("open")?, r.get("silent")?)))
        .collect()
}

pub async fn make(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    new: &NewPromise,
    made_on: Date,
    now: Moment,
) -> Result<PromiseId, DbError> {
    let id = PromiseId::new(now, site.random());
    tx.exec(
        "INSERT INTO ward_promise (id, ward, problem, evidence, action, owner, made_on, due_on, state, outcome,
           updated_at, updated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9, $10)",
        args![
            &id,
            by.area(),
            new.problem.as_str(),
            new.evidence.as_str(),
            new.action.as_str(),
            new.owner.as_str(),
            made_on.to_string(),
            new.due_on.to_string(),
            now,
            by.role()
        ],
    )
    .await?;
    let changes = Changed::between(&Default::default(), &new.written());
    history::write(tx, site, by, id.as_str(), "promise.made", &changes, now).await?;
    Ok(id)
}

/// Corrects a promise that is open; `false` when it ended meanwhile or is of another ward. A correction is no news: a
/// promise that fell silent stays so. The day that was told first stays beside another one.
pub async fn change(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    before: &Promise,
    new: &NewPromise,
    now: Moment,
) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE ward_promise SET problem = $1, evidence = $2, action = $3, owner = $4,
               first_due_on = CASE WHEN due_on <> $5 THEN coalesce(first_due_on, due_on) ELSE first_due_on END,
               due_on = $5 WHERE id = $6 AND ward = $7 AND state = 'open'",
            args![
                new.problem.as_str(),
                new.evidence.as_str(),
                new.action.as_str(),
                new.owner.as_str(),
                new.due_on.to_string(),
                &before.id,
                by.area()
            ],
        )
        .await?;
    if changed == 1 {
        let changes = Changed::between(&before.facts.written(), &new.written());
        history::write(tx, site, by, before.id.as_str(), "promise.changed", &changes, now).await?;
    }
    Ok(changed == 1)
}

/// Tells the public what was done since.
pub async fn tell(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &PromiseId,
    words: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let touched = tx
        .exec(
            "UPDATE ward_promise SET updated_at = $1, updated_by = $2 WHERE id = $3 AND ward = $4 AND state = 'open'",
            args![now, by.role(), id, by.area()],
        )
        .await?;
    if touched == 0 {
        return Ok(false);
    }
    tx.exec(
        "INSERT INTO ward_promise_news (id, promise, words, by_role, at) VALUES ($1, $2, $3, $4, $5)",
        args![
            format!("nws_{}", sorted_text(now, &site.random())),
            id,
            words,
            by.role(),
            now
        ],
    )
    .await?;
    let changes = [Changed::new("news", "", words)];
    history::write(tx, site, by, id.as_str(), "promise.news", &changes, now).await?;
    Ok(true)
}

/// Ends a promise with its outcome; of two who press at once the second is told so.
pub async fn end(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &PromiseId,
    ending: &Ending,
    today: Date,
    now: Moment,
) -> Result<bool, DbError> {
    if !State::Open.may_become(ending.state) {
        return Ok(false);
    }
    let ended = tx
        .exec(
            "UPDATE ward_promise SET state = $1, outcome = $2, ended_on = $3, updated_at = $4, updated_by = $5
             WHERE id = $6 AND ward = $7 AND state = 'open'",
            args![
                ending.state.as_str(),
                ending.outcome.as_str(),
                today.to_string(),
                now,
                by.role(),
                id,
                by.area()
            ],
        )
        .await?;
    if ended == 1 {
        let changes = [
            Changed::new("state", State::Open.as_str(), ending.state.as_str()),
            Changed::new("outcome", "", &ending.outcome),
        ];
        history::write(tx, site, by, id.as_str(), "promise.ended", &changes, now).await?;
    }
    Ok(ended == 1)
}
