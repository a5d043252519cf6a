use std::collections::HashMap;

use jiff::civil::Date;
use kernel::Moment;
use kernel::account::StaffId;
use kernel::args;
use kernel::db::{DbError, FromRow, Query, Row, Tx, Value};
use kernel::id::sorted_text;
use kernel::site::Site;

use super::history::{self, Changed};
use crate::keeper::Keeper;
use crate::officer::{Absence, Days, Duty, NewAbsence, NewOfficer, OPEN_END, Officer, OfficerId, Post};

const COLUMNS: &str = "o.id AS id, o.number AS number, o.rank AS rank, o.name AS name, o.named AS named, o.email AS email, \
     o.phone AS phone, o.about AS about, o.languages AS languages, o.hours AS hours, o.confirmed_at AS confirmed_at, \
     o.confirmed_by AS confirmed_by";

/// Someone of a ward's team: the officer and the post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub officer: Officer,
    pub post: Post,
}

/// Columns of an officer and of a post that both have.
fn member(row: &Row) -> Result<Member, DbError> {
    let officer = Officer::from_row(row)?;
    Ok(Member {
        post: Post {
            id: row.get("post")?,
            officer: officer.id.clone(),
            ward: row.get("ward")?,
            duty: row.parse("duty", Duty::parse)?,
            days: Days::from_row(row)?,
        },
        officer,
    })
}

/// Who serves in a ward on this day or will later: leaders first, then those who serve longest.
pub async fn team(q: &mut impl Query, ward: &str, day: Date) -> Result<Vec<Member>, DbError> {
    let rows = q
        .rows(
            &format!(
                "SELECT {COLUMNS}, p.id AS post, p.ward AS ward, p.duty AS duty, p.starts_on AS starts_on, p.ends_on AS ends_on
                 FROM ward_post p JOIN ward_officer o ON o.id = p.officer
                 WHERE p.ward = $1 AND (p.ends_on IS NULL OR p.ends_on >= $2)
                 ORDER BY CASE p.duty WHEN 'leader' THEN 0 WHEN 'dedicated' THEN 1 ELSE 2 END, p.starts_on, o.name, p.id"
            ),
            args![ward, day.to_string()],
        )
        .await?;
    rows.iter().map(member).collect()
}

/// Who serves in any ward on this day or will later, ward by ward.
pub async fn serving(q: &mut impl Query, day: Date) -> Result<Vec<Member>, DbError> {
    let rows = q
        .rows(
            &format!(
                "SELECT {COLUMNS}, p.id AS post, p.ward AS ward, p.duty AS duty, p.starts_on AS starts_on, p.ends_on AS ends_on
                 FROM ward_post p JOIN ward_officer o ON o.id = p.officer
                 WHERE p.ends_on IS NULL OR p.ends_on >= $1 ORDER BY p.ward, o.number, o.name, p.starts_on, p.id"
            ),
            args![day.to_string()],
        )
        .await?;
    rows.iter().map(member).collect()
}

/// The posts of every ward that have not ended, for the list of cover.
pub async fn posts(q: &mut impl Query, day: Date) -> Result<Vec<Post>, DbError> {
    q.all(
        "SELECT id, officer, ward, duty, starts_on, ends_on FROM ward_post
         WHERE ends_on IS NULL OR ends_on >= $1 ORDER BY ward, starts_on, id",
        args![day.to_string()],
    )
    .await
}

/// Absences that have not ended, of those who serve in a ward and of those who cover there.
pub async fn absences(q: &mut impl Query, ward: &str, day: Date) -> Result<Vec<Absence>, DbError> {
    q.all(
        "SELECT id, officer, why, starts_on, ends_on, cover FROM ward_absence a
         WHERE a.ends_on >= $2 AND (
           a.officer IN (SELECT officer FROM ward_post WHERE ward = $1)
           OR a.officer IN (SELECT b.cover FROM ward_absence b JOIN ward_post p ON p.officer = b.officer
                            WHERE p.ward = $1 AND b.ends_on >= $2))
         ORDER BY starts_on, id",
        args![ward, day.to_string()],
    )
    .await
}

/// All absences that have not ended.
pub async fn all_absences(q: &mut impl Query, day: Date) -> Result<Vec<Absence>, DbError> {
    q.all(
        "SELECT id, officer, why, starts_on, ends_on, cover FROM ward_absence WHERE ends_on >= $1
         ORDER BY starts_on, id",
        args![day.to_string()],
    )
    .await
}

pub async fn find(q: &mut impl Query, id: &OfficerId) -> Result<Option<Officer>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_officer o WHERE o.id = $1"),
        args![id],
    )
    .await
}

/// The force's own numbers for officers.
pub async fn numbers(q: &mut impl Query) -> Result<Vec<(OfficerId, String)>, DbError> {
    let rows = q
        .rows(
            "SELECT id, number FROM ward_officer WHERE number IS NOT NULL ORDER BY id",
            args![],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("id")?, r.get("number")?)))
        .collect()
}

/// By the force's own number for them.
pub async fn by_number(q: &mut impl Query, number: &str) -> Result<Option<Officer>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_officer o WHERE o.number = $1"),
        args![number],
    )
    .await
}

/// Where an officer serves or served, newest first.
pub async fn posts_of(q: &mut impl Query, id: &OfficerId) -> Result<Vec<Post>, DbError> {
    q.all(
        "SELECT id, officer, ward, duty, starts_on, ends_on FROM ward_post WHERE officer = $1
         ORDER BY starts_on DESC, id DESC",
        args![id],
    )
    .await
}

/// Who an officer is at the desk and in the force's own lists.
#[derive(Debug, Clone, Default)]
pub struct Known<'a> {
    pub number: Option<&'a str>,
    pub staff: Option<&'a StaffId>,
}

/// Takes a new officer into the ward's team from this day.
#[allow(clippy::too_many_arguments)]
pub async fn add(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    new: &NewOfficer,
    known: Known<'_>,
    duty: Duty,
    from: Date,
    now: Moment,
) -> Result<OfficerId, DbError> {
    let id = OfficerId::new(now, site.random());
    tx.exec(
        "INSERT INTO ward_officer (id, number, staff, rank, name, named, email, phone, about, languages, hours,
           confirmed_at, confirmed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            &id,
            known.number,
            known.staff,
            new.rank.as_str(),
            new.name.as_str(),
            new.named,
            new.email.as_str(),
            new.phone.as_str(),
            new.about.as_str(),
            new.languages.as_str(),
            new.hours.as_str(),
            now,
            by.role()
        ],
    )
    .await?;
    let changes = Changed::between(&Default::default(), &new.written());
    history::write(tx, site, by, id.as_str(), "officer.added", &changes, now).await?;
    post(tx, site, by, &id, duty, from, now).await?;
    Ok(id)
}

/// An officer begins to serve in the keeper's ward.
pub async fn post(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    officer: &OfficerId,
    duty: Duty,
    from: Date,
    now: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO ward_post (id, officer, ward, duty, starts_on) VALUES ($1, $2, $3, $4, $5)",
        args![
            format!("pst_{}", sorted_text(now, &site.random())),
            officer,
            by.area(),
            duty.as_str(),
            from.to_string()
        ],
    )
    .await?;
    let changes = [
        Changed::new("duty", "", duty.as_str()),
        Changed::new("from", "", from.to_string()),
    ];
    history::write(tx, site, by, officer.as_str(), "officer.posted", &changes, now).await
}

/// The last day of an officer in the keeper's ward. A post that had not begun ends on the day it would have.
pub async fn end_post(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    officer: &OfficerId,
    last: Date,
    now: Moment,
) -> Result<bool, DbError> {
    let ended = tx
        .exec(
            "UPDATE ward_post SET ends_on = CASE WHEN starts_on > $1 THEN starts_on ELSE $1 END
             WHERE officer = $2 AND ward = $3 AND (ends_on IS NULL OR ends_on > $1)",
            args![last.to_string(), officer, by.area()],
        )
        .await?;
    if ended > 0 {
        let changes = [Changed::new("to", "", last.to_string())];
        history::write(tx, site, by, officer.as_str(), "officer.left", &changes, now).await?;
    }
    Ok(ended > 0)
}

/// Whether an officer serves in the keeper's ward on this day or will.
pub async fn serves(
    q: &mut impl Query,
    by: &Keeper,
    officer: &OfficerId,
    day: Date,
) -> Result<bool, DbError> {
    let many: i64 = q
        .one(
            "SELECT count(*) FROM ward_post WHERE officer = $1 AND ward = $2 AND (ends_on IS NULL OR ends_on >= $3)",
            args![officer, by.area(), day.to_string()],
        )
        .await?;
    Ok(many > 0)
}

/// Changes what is said of an officer; that confirms it too.
pub async fn change(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    before: &Officer,
    new: &NewOfficer,
    now: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "UPDATE ward_officer SET rank = $1, name = $2, named = $3, email = $4, phone = $5, about = $6, languages = $7,
           hours = $8, confirmed_at = $9, confirmed_by = $10 WHERE id = $11",
        args![
            new.rank.as_str(),
            new.name.as_str(),
            new.named,
            new.email.as_str(),
            new.phone.as_str(),
            new.about.as_str(),
            new.languages.as_str(),
            new.hours.as_str(),
            now,
            by.role(),
            &before.id
        ],
    )
    .await?;
    let changes = Changed::between(&before.facts.written(), &new.written());
    let what = if changes.is_empty() {
        "officer.confirmed"
    } else {
        "officer.changed"
    };
    history::write(tx, site, by, before.id.as_str(), what, &changes, now).await
}

/// An officer is away.
pub async fn away(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    officer: &OfficerId,
    new: &NewAbsence,
    now: Moment,
) -> Result<String, DbError> {
    let id = format!("abs_{}", sorted_text(now, &site.random()));
    tx.exec(
        "INSERT INTO ward_absence (id, officer, why, starts_on, ends_on, cover) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            id.as_str(),
            officer,
            new.why.as_str(),
            new.from.to_string(),
            new.to.map_or_else(|| OPEN_END.to_owned(), |to| to.to_string()),
            new.cover.as_ref()
        ],
    )
    .await?;
    // Why somebody is away can be a matter of their health: it is not repeated in the history.
    let changes = [
        Changed::new("from", "", new.from.to_string()),
        Changed::new("to", "", new.to.map_or_else(String::new, |to| to.to_string())),
        Changed::new("cover", "", new.cover.as_ref().map_or("", OfficerId::as_str)),
    ];
    history::write(tx, site, by, officer.as_str(), "officer.away", &changes, now).await?;
    Ok(id)
}

/// An absence that was entered by mistake, or ended early, goes.
pub async fn back(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    officer: &OfficerId,
    absence: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let gone = tx
        .exec(
            "DELETE FROM ward_absence WHERE id = $1 AND officer = $2",
            args![absence, officer],
        )
        .await?;
    if gone == 1 {
        history::write(tx, site, by, officer.as_str(), "officer.back", &[], now).await?;
    }
    Ok(gone == 1)
}

/// Officers who serve on this day in any of these wards, by name, each once with a ward of theirs.
pub async fn of_borough(q: &mut impl Query, wards: &[String], day: Date) -> Result<Vec<Member>, DbError> {
    let mut all: Vec<Member> = Vec::new();
    for some in wards.chunks(MOST_WARDS) {
        let places: Vec<String> = (2..=some.len() + 1).map(|n| format!("${n}")).collect();
        let mut args: Vec<Value> = args![day.to_string()];
        args.extend(some.iter().map(Value::from));
        let rows = q
            .rows(
                &format!(
                    "SELECT {COLUMNS}, p.id AS post, p.ward AS ward, p.duty AS duty, p.starts_on AS starts_on,
                       p.ends_on AS ends_on
                     FROM ward_officer o JOIN ward_post p ON p.officer = o.id
                     WHERE p.starts_on <= $1 AND (p.ends_on IS NULL OR p.ends_on >= $1) AND p.ward IN ({})",
                    places.join(", ")
                ),
                args,
            )
            .await?;
        for row in &rows {
            all.push(member(row)?);
        }
    }
    let key = |m: &Member| {
        (
            m.officer.facts.name.clone(),
            m.officer.id.clone(),
            m.post.id.clone(),
        )
    };
    all.sort_by_key(key);
    // Someone may serve in several of them.
    all.dedup_by(|a, b| a.officer.id == b.officer.id);
    Ok(all)
}

/// A statement holds 32 values at most, and one of them is the day.
const MOST_WARDS: usize = 30;

/// The names of all officers, those who left too.
pub async fn names(q: &mut impl Query) -> Result<HashMap<OfficerId, String>, DbError> {
    let rows = q
        .rows("SELECT id, name FROM ward_officer ORDER BY id", args![])
        .await?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}

/// The sign-in of an officer, where it is known.
pub async fn sign_in(q: &mut impl Query, id: &OfficerId) -> Result<Option<StaffId>, DbError> {
    let rows = q
        .rows("SELECT staff FROM ward_officer WHERE id = $1", args![id])
        .await?;
    Ok(rows.first().map(|r| r.get("staff")).transpose()?.flatten())
}

/// Keeps whose sign-in it is that an officer has.
pub async fn tie(tx: &mut Tx, id: &OfficerId, staff: &StaffId) -> Result<(), DbError> {
    tx.exec(
        "UPDATE ward_officer SET staff = $1 WHERE id = $2 AND staff IS NULL",
        args![staff, id],
    )
    .await?;
    Ok(())
}

/// The officers that have this sign-in.
pub async fn of_sign_in(q: &mut impl Query, staff: &StaffId) -> Result<Vec<OfficerId>, DbError> {
    let rows = q
        .rows(
            "SELECT id FROM ward_officer WHERE staff = $1 ORDER BY id",
            args![staff],
        )
        .await?;
    rows.iter().map(|r| r.get("id")).collect()
}

/// Everyone who serves or ever served in a ward, by their names.
pub async fn ever_of(q: &mut impl Query, ward: &str) -> Result<Vec<(OfficerId, String)>, DbError> {
    let rows = q
        .rows(
            "SELECT DISTINCT o.id AS id, o.name AS name FROM ward_officer o JOIN ward_post p ON p.officer = o.id
             WHERE p.ward = $1 ORDER BY o.id",
            args![ward],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}

/// Whether an officer serves or ever served in the keeper's ward.
pub async fn served(q: &mut impl Query, by: &Keeper, officer: &OfficerId) -> Result<bool, DbError> {
    let many: i64 = q
        .one(
            "SELECT count(*) FROM ward_post WHERE officer = $1 AND ward = $2",
            args![officer, by.area()],
        )
        .await?;
    Ok(many > 0)
}

/// Absences of an officer that have not ended on this day.
pub async fn absences_of(q: &mut impl Query, id: &OfficerId, day: Date) -> Result<Vec<Absence>, DbError> {
    q.all(
        "SELECT id, officer, why, starts_on, ends_on, cover FROM ward_absence WHERE officer = $1 AND ends_on >= $2
         ORDER BY starts_on, id",
        args![id, day.to_string()],
    )
    .await
}

/// Officers whose names are public, each with a ward they serve in on this day.
pub async fn named_everywhere(q: &mut impl Query, day: Date) -> Result<Vec<(String, String)>, DbError> {
    let rows = q
        .rows(
            "SELECT o.name AS name, p.ward AS ward FROM ward_officer o JOIN ward_post p ON p.officer = o.id
             WHERE o.named = 1 AND p.starts_on <= $1 AND (p.ends_on IS NULL OR p.ends_on >= $1) ORDER BY o.name, p.ward",
            args![day.to_string()],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("name")?, r.get("ward")?)))
        .collect()
}
