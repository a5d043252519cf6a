use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, Query, Row, Tx};
use kernel::seal::{Keys, hex, random};
use kernel::site::Site;
use page::Lang;

use crate::area::Area;
use crate::follower::{Email, Follower, FollowerId, Sealed, token_hash};

const COLUMNS: &str = "id, area, email_key, sealed, lang, asked_at, confirmed_at";

/// What came of asking to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follow {
    /// They have to confirm it by the letter.
    Asked(Follower),
    Already(Follower),
}

/// Someone asks to follow an area. Asked again, the link of the letter before stays good.
pub async fn ask(
    tx: &mut Tx,
    site: &Site,
    email: &Email,
    area: &Area,
    lang: Lang,
    now: Moment,
) -> Result<Follow, DbError> {
    let keys = site.keys();
    let id = FollowerId::new(now, site.random());
    let token = hex(&random::<24>());
    let sealed = Sealed {
        email: email.as_str().to_owned(),
        token: token.clone(),
    };
    let row: Option<Row> = tx
        .opt(
            &format!(
                "INSERT INTO session_follower (id, area, email_key, token_hash, sealed, lang, asked_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (email_key, area) DO UPDATE SET lang = excluded.lang, asked_at = excluded.asked_at
                 RETURNING {COLUMNS}"
            ),
            args![
                &id,
                area.key(),
                email.key(keys),
                token_hash(&token),
                keys.seal_json("follower", &sealed),
                lang.code(),
                now
            ],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Shape("follower".to_owned()))?;
    let follower = Follower::from_row(&row, keys)?;
    audit::write(
        tx,
        "resident",
        "session.follow-asked",
        follower.id.as_str(),
        area.key(),
        now,
        site.random(),
    )
    .await?;
    Ok(match follower.confirmed_at {
        Some(_) => Follow::Already(follower),
        None => Follow::Asked(follower),
    })
}

pub async fn of_token(q: &mut impl Query, keys: &Keys, token: &str) -> Result<Option<Follower>, DbError> {
    let row: Option<Row> = q
        .opt(
            &format!("SELECT {COLUMNS} FROM session_follower WHERE token_hash = $1"),
            args![token_hash(token)],
        )
        .await?;
    row.map(|r| Follower::from_row(&r, keys)).transpose()
}

/// Everything that the same address follows.
pub async fn follows_of(
    q: &mut impl Query,
    keys: &Keys,
    follower: &Follower,
) -> Result<Vec<Follower>, DbError> {
    let rows = q
        .rows(
            &format!("SELECT {COLUMNS} FROM session_follower WHERE email_key = $1 AND confirmed_at IS NOT NULL ORDER BY id"),
            args![follower.email_key.as_str()],
        )
        .await?;
    rows.iter().map(|r| Follower::from_row(r, keys)).collect()
}

/// The address is theirs: from now on letters come. `false` when it was confirmed before.
pub async fn confirm(tx: &mut Tx, site: &Site, follower: &Follower, now: Moment) -> Result<bool, DbError> {
    let done = tx
        .exec(
            "UPDATE session_follower SET confirmed_at = $1 WHERE id = $2 AND confirmed_at IS NULL",
            args![now, &follower.id],
        )
        .await?;
    if done == 1 {
        let (action, random) = ("session.follow-confirmed", site.random());
        audit::write(
            tx,
            "resident",
            action,
            follower.id.as_str(),
            &follower.area,
            now,
            random,
        )
        .await?;
    }
    Ok(done == 1)
}

/// Nothing of them is left.
pub async fn leave(tx: &mut Tx, site: &Site, follower: &Follower, now: Moment) -> Result<bool, DbError> {
    let done = tx
        .exec("DELETE FROM session_follower WHERE id = $1", args![&follower.id])
        .await?;
    if done == 1 {
        let (action, random) = ("session.follow-ended", site.random());
        audit::write(
            tx,
            "resident",
            action,
            follower.id.as_str(),
            &follower.area,
            now,
            random,
        )
        .await?;
    }
    Ok(done == 1)
}

/// The same for every area that the address follows.
pub async fn leave_all(tx: &mut Tx, site: &Site, follower: &Follower, now: Moment) -> Result<usize, DbError> {
    let done = tx
        .exec(
            "DELETE FROM session_follower WHERE email_key = $1",
            args![follower.email_key.as_str()],
        )
        .await?;
    if done > 0 {
        let (action, random) = ("session.follow-ended", site.random());
        audit::write(tx, "resident", action, follower.id.as_str(), "all", now, random).await?;
    }
    Ok(done)
}

/// Followers of an area after an id, in the order of their ids.
pub async fn of_area(
    q: &mut impl Query,
    keys: &Keys,
    area: &str,
    after: &str,
    most: u32,
) -> Result<Vec<Follower>, DbError> {
    let rows = q
        .rows(
            &format!(
                "SELECT {COLUMNS} FROM session_follower
                 WHERE area = $1 AND id > $2 AND confirmed_at IS NOT NULL ORDER BY id LIMIT $3"
            ),
            args![area, after, most],
        )
        .await?;
    rows.iter().map(|r| Follower::from_row(r, keys)).collect()
}

/// Followers who have not had the letter of a week; weeks are named by their Monday.
pub async fn without_week(
    q: &mut impl Query,
    keys: &Keys,
    week: &str,
    most: u32,
) -> Result<Vec<Follower>, DbError> {
    let rows = q
        .rows(
            &format!(
                "SELECT {COLUMNS} FROM session_follower
                 WHERE week < $1 AND confirmed_at IS NOT NULL ORDER BY week, id LIMIT $2"
            ),
            args![week, most],
        )
        .await?;
    rows.iter().map(|r| Follower::from_row(r, keys)).collect()
}

pub async fn wrote_week(tx: &mut Tx, id: &FollowerId, week: &str) -> Result<(), DbError> {
    tx.exec(
        "UPDATE session_follower SET week = $1 WHERE id = $2 AND week < $1",
        args![week, id],
    )
    .await?;
    Ok(())
}

/// Forgets who asked and never confirmed.
pub async fn forget_unconfirmed(tx: &mut Tx, before: Moment) -> Result<usize, DbError> {
    tx.exec(
        "DELETE FROM session_follower WHERE confirmed_at IS NULL AND asked_at < $1",
        args![before],
    )
    .await
}

/// How many are told of an area.
pub async fn count_of_area(q: &mut impl Query, area: &str) -> Result<i64, DbError> {
    q.one(
        "SELECT count(*) FROM session_follower WHERE area = $1 AND confirmed_at IS NOT NULL",
        args![area],
    )
    .await
}
