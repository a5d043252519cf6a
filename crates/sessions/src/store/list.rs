use kernel::Moment;
use kernel::account::StaffId;
use kernel::args;
use kernel::db::{DbError, FromRow, Query, Row, Value};

use crate::area::Area;
use crate::session::{Officer, Session};

use super::session::COLUMNS;

/// The condition of an area with its value in the place `at`; the force's is true of all.
fn within(area: &Area, at: u8) -> String {
    match area {
        Area::Force => format!("${at} = 'force'"),
        Area::Borough(_) => format!("borough = ${at}"),
        Area::Ward(_) => format!("ward = ${at}"),
    }
}

/// No session lasts longer than half a day, so one that is on now began after this.
fn began_after(now: Moment) -> Moment {
    now.plus_minutes(-12 * 60)
}

/// What is on now or to come, soonest first; cancelled ones until their time has passed.
pub async fn coming(
    q: &mut impl Query,
    area: &Area,
    now: Moment,
    most: u32,
) -> Result<Vec<Session>, DbError> {
    let within = within(area, 1);
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM session_session WHERE {within} AND starts_at > $2 AND ends_at > $3
             ORDER BY starts_at, id LIMIT $4"
        ),
        args![area.key(), began_after(now), now, most],
    )
    .await
}

/// What is on now or begins before `until` in some wards, soonest first; cancelled ones until their time has passed.
pub async fn coming_near(
    q: &mut impl Query,
    wards: &[String],
    now: Moment,
    until: Moment,
    most: u32,
) -> Result<Vec<Session>, DbError> {
    if wards.is_empty() {
        return Ok(Vec::new());
    }
    // A statement holds 32 values at most.
    let mut all: Vec<Session> = Vec::new();
    for some in wards.chunks(28) {
        let places: Vec<String> = (5..5 + some.len()).map(|n| format!("${n}")).collect();
        let mut values = args![began_after(now), until, now, most];
        values.extend(some.iter().map(|w| Value::from(w.as_str())));
        let found: Vec<Session> = q
            .all(
                &format!(
                    "SELECT {COLUMNS} FROM session_session
                     WHERE ward IN ({}) AND starts_at > $1 AND starts_at < $2 AND ends_at > $3
                     ORDER BY starts_at, id LIMIT $4",
                    places.join(", ")
                ),
                values,
            )
            .await?;
        all.extend(found);
    }
    all.sort_by(|a, b| (a.starts_at, &a.id).cmp(&(b.starts_at, &b.id)));
    all.dedup_by(|a, b| a.id == b.id);
    all.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(all)
}

/// Planned sessions to come at which someone is to be: by their sign-in anywhere, by their name in a ward; soonest first.
pub async fn naming(
    q: &mut impl Query,
    staff: Option<&StaffId>,
    name: &str,
    ward: &str,
    now: Moment,
) -> Result<Vec<Session>, DbError> {
    // The officers of a session are JSON: an id stands there between quotation marks.
    let told = staff.map_or_else(String::new, |id| format!("%\"{id}\"%"));
    let all: Vec<Session> = q
        .all(
            &format!(
                "SELECT {COLUMNS} FROM session_session WHERE starts_at > $1 AND ends_at > $2 AND state = 'planned'
                   AND (ward = $3 OR officers LIKE $4) ORDER BY starts_at, id"
            ),
            args![began_after(now), now, ward, told],
        )
        .await?;
    let named = |o: &Officer| Some(&o.id) == staff || (staff.is_none() && is_name(&o.name, name));
    Ok(all.into_iter().filter(|s| s.officers.iter().any(named)).collect())
}

/// The same name, with or without the rank before it.
pub fn is_name(said: &str, name: &str) -> bool {
    let plain = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    let (said, name) = (plain(said), plain(name));
    said == name
        || ["pc", "ps", "pcso", "sgt", "insp"].iter().any(|rank| {
            said.strip_prefix(rank)
                .is_some_and(|rest| rest.trim_start() == name && rest.starts_with(' '))
        })
}

/// What is over, newest first.
pub async fn past(q: &mut impl Query, area: &Area, now: Moment, most: u32) -> Result<Vec<Session>, DbError> {
    let within = within(area, 1);
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM session_session WHERE {within} AND starts_at < $2 AND ends_at <= $2
             ORDER BY starts_at DESC, id DESC LIMIT $3"
        ),
        args![area.key(), now, most],
    )
    .await
}

/// The ones before one of these, to read on page by page.
pub async fn past_before(
    q: &mut impl Query,
    area: &Area,
    last: &Session,
    now: Moment,
    most: u32,
) -> Result<Vec<Session>, DbError> {
    let within = within(area, 1);
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM session_session
             WHERE {within} AND starts_at <= $2 AND (starts_at < $2 OR id < $3) AND ends_at <= $4
             ORDER BY starts_at DESC, id DESC LIMIT $5"
        ),
        args![area.key(), last.starts_at, &last.id, now, most],
    )
    .await
}

/// What begins in a span of time, soonest first.
pub async fn between(
    q: &mut impl Query,
    area: &Area,
    from: Moment,
    to: Moment,
    most: u32,
) -> Result<Vec<Session>, DbError> {
    let within = within(area, 1);
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM session_session WHERE {within} AND starts_at >= $2 AND starts_at < $3
             ORDER BY starts_at, id LIMIT $4"
        ),
        args![area.key(), from, to, most],
    )
    .await
}

/// What changed last, newest first.
pub async fn changed(q: &mut impl Query, area: &Area, most: u32) -> Result<Vec<Session>, DbError> {
    let within = within(area, 1);
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM session_session WHERE {within} ORDER BY changed_at DESC, id DESC LIMIT $2"
        ),
        args![area.key(), most],
    )
    .await
}

/// Planned sessions of the whole force that meet a span of time.
pub async fn overlapping(q: &mut impl Query, from: Moment, to: Moment) -> Result<Vec<Session>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM session_session
             WHERE starts_at > $1 AND starts_at < $2 AND ends_at > $3 AND state = 'planned' ORDER BY starts_at, id"
        ),
        args![began_after(from), to, from],
    )
    .await
}

/// Sessions of a ward that took place and of which nobody wrote down what came of them, oldest first.
pub async fn unwritten(
    q: &mut impl Query,
    ward: &str,
    now: Moment,
    most: u32,
) -> Result<Vec<Session>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM session_session
             WHERE ward = $1 AND ends_at <= $2 AND attendance IS NULL AND state = 'planned' ORDER BY ends_at, id LIMIT $3"
        ),
        args![ward, now, most],
    )
    .await
}

/// The newest session at each of a ward's venues, newest first.
pub async fn latest_venues(q: &mut impl Query, ward: &str, most: u32) -> Result<Vec<Session>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM (
               SELECT {COLUMNS}, row_number() OVER (PARTITION BY venue, address ORDER BY starts_at DESC, id DESC) AS nth
               FROM session_session WHERE ward = $1
             ) AS each_venue WHERE nth = 1 ORDER BY starts_at DESC, id DESC LIMIT $2"
        ),
        args![ward, most],
    )
    .await
}

/// How contact sessions of a ward go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    pub ward: String,
    /// The next one that is planned.
    pub next: Option<Moment>,
    /// The last one that took place.
    pub last: Option<Moment>,
    /// How many came to the last ones that somebody wrote down, newest first; at most four.
    pub came: Vec<i64>,
}

/// Of each ward that had a contact session in the last half a year, or has one to come.
pub async fn quiet(q: &mut impl Query, now: Moment) -> Result<Vec<Quiet>, DbError> {
    struct Line(String, Option<Moment>, Option<Moment>);
    impl FromRow for Line {
        fn from_row(row: &Row) -> Result<Self, DbError> {
            Ok(Self(row.get("ward")?, row.get("next")?, row.get("last")?))
        }
    }
    let half_a_year = now.plus_days(-183);
    let lines: Vec<Line> = q
        .all(
            "SELECT ward, min(CASE WHEN starts_at > $1 THEN starts_at END) AS next,
                    max(CASE WHEN starts_at <= $1 THEN starts_at END) AS last
             FROM session_session WHERE kind = 'contact' AND state = 'planned' AND starts_at > $2 GROUP BY ward ORDER BY ward",
            args![now, half_a_year],
        )
        .await?;
    let rows = q
        .rows(
            "SELECT ward, attendance FROM (
               SELECT ward, attendance, starts_at,
                      row_number() OVER (PARTITION BY ward ORDER BY starts_at DESC, id DESC) AS nth
               FROM session_session WHERE kind = 'contact' AND state = 'planned' AND attendance IS NOT NULL
                 AND starts_at > $1
             ) AS newest WHERE nth <= 4 ORDER BY ward, nth",
            args![half_a_year],
        )
        .await?;
    let mut found: Vec<Quiet> = lines
        .into_iter()
        .map(|Line(ward, next, last)| Quiet {
            ward,
            next,
            last,
            came: Vec::new(),
        })
        .collect();
    for row in &rows {
        let ward: String = row.get("ward")?;
        if let Ok(at) = found.binary_search_by(|q| q.ward.cmp(&ward))
            && let Some(quiet) = found.get_mut(at)
        {
            quiet.came.push(row.get("attendance")?);
        }
    }
    Ok(found)
}
