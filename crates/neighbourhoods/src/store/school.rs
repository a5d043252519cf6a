use jiff::civil::Date;
use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::id::sorted_text;
use kernel::seal::{hex, random, sha256};
use kernel::site::Site;

use super::history::{self, Changed};
use crate::keeper::Keeper;
use crate::officer::OfficerId;
use crate::school::{Charge, NewSchool, School, SchoolDuty, SchoolId, plain};

const COLUMNS: &str = "id, urn, name, phase, address, postcode, lat, lon, ward, borough, ended_on, link_hash, confirmed_at, confirmed_by";

/// What the reporter called a school is sealed as.
pub const SEALED_AS: &str = "ward-school";

pub async fn find(q: &mut impl Query, id: &SchoolId) -> Result<Option<School>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_school WHERE id = $1"),
        args![id],
    )
    .await
}

pub async fn by_urn(q: &mut impl Query, urn: &str) -> Result<Option<School>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_school WHERE urn = $1"),
        args![urn],
    )
    .await
}

/// Schools of the same name in a ward, whatever the spelling of small things: what an import finds without a number.
pub async fn by_name(q: &mut impl Query, ward: &str, name: &str) -> Result<Vec<School>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_school WHERE ward = $1 AND plain_name = $2 AND ended_on IS NULL ORDER BY id"
        ),
        args![ward, plain(name)],
    )
    .await
}

/// By the link that only the school has.
pub async fn by_link(q: &mut impl Query, token: &str) -> Result<Option<School>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_school WHERE link_hash = $1 AND ended_on IS NULL"),
        args![link_hash(token)],
    )
    .await
}

fn link_hash(token: &str) -> String {
    hex(&sha256(&[b"ward school ", token.as_bytes()]))
}

pub async fn of_ward(q: &mut impl Query, ward: &str) -> Result<Vec<School>, DbError> {
    q.all(
        &format!("SELECT {COLUMNS} FROM ward_school WHERE ward = $1 AND ended_on IS NULL ORDER BY name, id"),
        args![ward],
    )
    .await
}

pub async fn of_borough(q: &mut impl Query, borough: &str) -> Result<Vec<School>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_school WHERE borough = $1 AND ended_on IS NULL ORDER BY name, id"
        ),
        args![borough],
    )
    .await
}

/// For each borough: schools, and those of them with an officer of their own on this day.
pub async fn counts(q: &mut impl Query, day: Date) -> Result<Vec<(String, i64, i64)>, DbError> {
    let rows = q
        .rows(
            "SELECT s.borough AS borough, count(*) AS schools, CAST(sum(CASE WHEN EXISTS (
               SELECT 1 FROM ward_school_officer o JOIN ward_post p ON p.officer = o.officer
               WHERE o.school = s.id AND o.duty = 'named' AND o.starts_on <= $1 AND (o.ends_on IS NULL OR o.ends_on >= $1)
                 AND p.starts_on <= $1 AND (p.ends_on IS NULL OR p.ends_on >= $1)) THEN 1 ELSE 0 END) AS BIGINT) AS named
             FROM ward_school s WHERE s.ended_on IS NULL GROUP BY s.borough",
            args![day.to_string()],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("borough")?, r.get("schools")?, r.get("named")?)))
        .collect()
}

/// The plain names of a borough's schools, for finding which is meant.
pub async fn names(q: &mut impl Query, borough: &str) -> Result<Vec<(SchoolId, String)>, DbError> {
    let rows = q
        .rows(
            "SELECT id, plain_name FROM ward_school WHERE ended_on IS NULL AND ($1 = '' OR borough = $1) ORDER BY id",
            args![borough],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("id")?, r.get("plain_name")?)))
        .collect()
}

pub async fn add(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    new: &NewSchool,
    now: Moment,
) -> Result<SchoolId, DbError> {
    let id = SchoolId::new(now, site.random());
    tx.exec(
        "INSERT INTO ward_school (id, urn, name, plain_name, phase, address, postcode, lat, lon, ward, borough, confirmed_at,
           confirmed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            &id,
            new.urn.clone(),
            new.name.as_str(),
            plain(&new.name),
            new.phase.as_str(),
            new.address.as_str(),
            new.postcode.as_str(),
            new.at.map(|p| p.lat()),
            new.at.map(|p| p.lon()),
            new.ward.as_str(),
            new.borough.as_str(),
            now,
            by.role()
        ],
    )
    .await?;
    let changes = Changed::between(&Default::default(), &new.written());
    history::write(tx, site, by, id.as_str(), "school.added", &changes, now).await?;
    Ok(id)
}

/// Changes what is said of a school; that confirms it too.
pub async fn change(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    before: &School,
    new: &NewSchool,
    now: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "UPDATE ward_school SET urn = $1, name = $2, plain_name = $3, phase = $4, address = $5, postcode = $6, lat = $7,
           lon = $8, ward = $9, borough = $10, confirmed_at = $11, confirmed_by = $12, ended_on = NULL WHERE id = $13",
        args![
            new.urn.clone(),
            new.name.as_str(),
            plain(&new.name),
            new.phase.as_str(),
            new.address.as_str(),
            new.postcode.as_str(),
            new.at.map(|p| p.lat()),
            new.at.map(|p| p.lon()),
            new.ward.as_str(),
            new.borough.as_str(),
            now,
            by.role(),
            &before.id
        ],
    )
    .await?;
    let changes = Changed::between(&before.facts.written(), &new.written());
    let what = if changes.is_empty() {
        "school.confirmed"
    } else {
        "school.changed"
    };
    history::write(tx, site, by, before.id.as_str(), what, &changes, now).await
}

/// A school that has closed leaves the pages.
pub async fn end(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &SchoolId,
    day: Date,
    now: Moment,
) -> Result<bool, DbError> {
    let ended = tx
        .exec(
            "UPDATE ward_school SET ended_on = $1, link_hash = NULL WHERE id = $2 AND ward = $3 AND ended_on IS NULL",
            args![day.to_string(), id, by.area()],
        )
        .await?;
    if ended == 1 {
        history::write(tx, site, by, id.as_str(), "school.ended", &[], now).await?;
    }
    Ok(ended == 1)
}

/// Makes the link with which the school sends enquiries; the one before ends. It is shown once.
pub async fn new_link(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &SchoolId,
    now: Moment,
) -> Result<String, DbError> {
    let token = hex(&random::<16>());
    tx.exec(
        "UPDATE ward_school SET link_hash = $1 WHERE id = $2 AND ward = $3",
        args![link_hash(&token), id, by.area()],
    )
    .await?;
    history::write(tx, site, by, id.as_str(), "school.link", &[], now).await?;
    Ok(token)
}

/// Only while they serve in a ward, whichever it is: who has left the wards has left their schools.
const SERVES: &str = "EXISTS (SELECT 1 FROM ward_post p WHERE p.officer = c.officer AND (p.ends_on IS NULL OR p.ends_on >= $2))";

const CHARGES: &str = "c.id AS id, c.school AS school, c.officer AS officer, c.duty AS duty, c.starts_on AS starts_on, c.ends_on AS ends_on";

/// The officers of a ward's schools on this day or later, named ones first.
pub async fn charges_of_ward(q: &mut impl Query, ward: &str, day: Date) -> Result<Vec<Charge>, DbError> {
    q.all(
        &format!(
            "SELECT {CHARGES} FROM ward_school_officer c JOIN ward_school s ON s.id = c.school
             WHERE s.ward = $1 AND (c.ends_on IS NULL OR c.ends_on >= $2) AND {SERVES}
             ORDER BY CASE c.duty WHEN 'named' THEN 0 ELSE 1 END, c.starts_on, c.id"
        ),
        args![ward, day.to_string()],
    )
    .await
}

/// As [`charges_of_ward`], of a whole borough.
pub async fn charges_of_borough(
    q: &mut impl Query,
    borough: &str,
    day: Date,
) -> Result<Vec<Charge>, DbError> {
    q.all(
        &format!(
            "SELECT {CHARGES} FROM ward_school_officer c JOIN ward_school s ON s.id = c.school
             WHERE s.borough = $1 AND (c.ends_on IS NULL OR c.ends_on >= $2) AND {SERVES}
             ORDER BY CASE c.duty WHEN 'named' THEN 0 ELSE 1 END, c.starts_on, c.id"
        ),
        args![borough, day.to_string()],
    )
    .await
}

/// As [`charges_of_ward`], of every school, school by school.
pub async fn all_charges(q: &mut impl Query, day: Date) -> Result<Vec<Charge>, DbError> {
    q.all(
        &format!(
            "SELECT {CHARGES} FROM ward_school_officer c WHERE c.starts_on <= $1 AND (c.ends_on IS NULL OR c.ends_on >= $2)
               AND {SERVES} ORDER BY c.school, c.starts_on, c.id"
        ),
        args![day.to_string(), day.to_string()],
    )
    .await
}

/// Of a school, who has it on this day or will and serves in a ward then, named ones first.
pub async fn serving(q: &mut impl Query, school: &SchoolId, day: Date) -> Result<Vec<Charge>, DbError> {
    q.all(
        &format!(
            "SELECT {CHARGES} FROM ward_school_officer c
             WHERE c.school = $1 AND (c.ends_on IS NULL OR c.ends_on >= $2) AND {SERVES}
             ORDER BY CASE c.duty WHEN 'named' THEN 0 ELSE 1 END, c.starts_on, c.id"
        ),
        args![school, day.to_string()],
    )
    .await
}

/// The schools that an officer has on this day or will, by name.
pub async fn of_officer(q: &mut impl Query, officer: &OfficerId, day: Date) -> Result<Vec<School>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_school WHERE ended_on IS NULL AND id IN (SELECT c.school FROM ward_school_officer c
               WHERE c.officer = $1 AND (c.ends_on IS NULL OR c.ends_on >= $2)) ORDER BY name, id"
        ),
        args![officer, day.to_string()],
    )
    .await
}

/// Everyone who has or had this school, newest first.
pub async fn charges(q: &mut impl Query, school: &SchoolId) -> Result<Vec<Charge>, DbError> {
    q.all(
        &format!("SELECT {CHARGES} FROM ward_school_officer c WHERE c.school = $1 ORDER BY c.starts_on DESC, c.id DESC"),
        args![school],
    )
    .await
}

/// Gives a school an officer from this day on. An own officer before ends the day before.
#[allow(clippy::too_many_arguments)]
pub async fn give(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    school: &SchoolId,
    officer: &OfficerId,
    duty: SchoolDuty,
    from: Date,
    now: Moment,
) -> Result<(), DbError> {
    if duty == SchoolDuty::Named {
        let last = from.yesterday().unwrap_or(from);
        tx.exec(
            "UPDATE ward_school_officer SET ends_on = CASE WHEN starts_on > $1 THEN starts_on ELSE $1 END
             WHERE school = $2 AND duty = 'named' AND (ends_on IS NULL OR ends_on > $1)",
            args![last.to_string(), school],
        )
        .await?;
    }
    tx.exec(
        "INSERT INTO ward_school_officer (id, school, officer, duty, starts_on) VALUES ($1, $2, $3, $4, $5)",
        args![
            format!("chr_{}", sorted_text(now, &site.random())),
            school,
            officer,
            duty.as_str(),
            from.to_string()
        ],
    )
    .await?;
    let changes = [
        Changed::new("officer", "", officer.as_str()),
        Changed::new("duty", "", duty.as_str()),
        Changed::new("from", "", from.to_string()),
    ];
    history::write(tx, site, by, school.as_str(), "school.officer", &changes, now).await
}

/// The last day of an officer at a school.
pub async fn take(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    school: &SchoolId,
    charge: &str,
    last: Date,
    now: Moment,
) -> Result<bool, DbError> {
    let ended = tx
        .exec(
            "UPDATE ward_school_officer SET ends_on = CASE WHEN starts_on > $1 THEN starts_on ELSE $1 END
             WHERE id = $2 AND school = $3 AND (ends_on IS NULL OR ends_on > $1)",
            args![last.to_string(), charge, school],
        )
        .await?;
    if ended == 1 {
        let changes = [Changed::new("to", "", last.to_string())];
        history::write(
            tx,
            site,
            by,
            school.as_str(),
            "school.officer-left",
            &changes,
            now,
        )
        .await?;
    }
    Ok(ended == 1)
}

/// A report that names a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    pub report: String,
    pub named: Vec<u8>,
    pub at: Moment,
}

impl FromRow for Connected {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            report: row.get("report")?,
            named: row.get("named")?,
            at: row.get("at")?,
        })
    }
}

/// Connects a report with a school, or with none while nobody can say which; the second time it is there.
pub async fn connect(
    tx: &mut Tx,
    site: &Site,
    report: &str,
    school: Option<&SchoolId>,
    named: &str,
    ward: &str,
    at: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO ward_school_report (report, school, named, ward, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (report) DO NOTHING",
        args![
            report,
            school,
            site.keys().seal(SEALED_AS, named.as_bytes()),
            ward,
            at
        ],
    )
    .await?;
    Ok(())
}

/// The reports connected with a school, newest first.
pub async fn connected(q: &mut impl Query, school: &SchoolId) -> Result<Vec<Connected>, DbError> {
    q.all(
        "SELECT report, named, at FROM ward_school_report WHERE school = $1 ORDER BY at DESC, report DESC LIMIT 200",
        args![school],
    )
    .await
}

/// Reports that name a school nobody could find, newest first.
pub async fn unconnected(q: &mut impl Query) -> Result<Vec<Connected>, DbError> {
    q.all(
        "SELECT report, named, at FROM ward_school_report WHERE school IS NULL ORDER BY at DESC, report DESC LIMIT 100",
        args![],
    )
    .await
}

/// Questions of a school, newest first: their ids.
pub async fn enquiries(q: &mut impl Query, school: &SchoolId) -> Result<Vec<String>, DbError> {
    let rows = q
        .rows(
            "SELECT id FROM ward_question WHERE school = $1 ORDER BY asked_at DESC, id DESC LIMIT 50",
            args![school],
        )
        .await?;
    rows.iter().map(|r| r.get("id")).collect()
}

/// Every school that has not closed.
pub async fn all(q: &mut impl Query) -> Result<Vec<School>, DbError> {
    q.all(
        &format!("SELECT {COLUMNS} FROM ward_school WHERE ended_on IS NULL ORDER BY name, id"),
        args![],
    )
    .await
}
