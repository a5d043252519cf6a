use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, Query, Tx};
use kernel::id::sorted_text;
use kernel::site::Site;

use crate::keeper::Keeping;
use crate::plan::Plan;
use crate::repeat::Slot;
use crate::session::{After, Before, Kind, Session, SessionId, Step, StepKind};

pub(super) const COLUMNS: &str = "id, kind, ward, borough, title, about, place, venue, address, lat, lon, starts_at, \
    ends_at, officers, languages, bsl, private_room, step_free, state, why, was_starts_at, was_ends_at, was_venue, series, \
    attendance, topics, follow_up, follow_up_on, version, made_at, changed_at";

fn json(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| DbError::Broken(e.to_string()))
}

#[allow(clippy::too_many_arguments)]
async fn step(
    tx: &mut Tx,
    site: &Site,
    by: &Keeping,
    id: &SessionId,
    kind: StepKind,
    why: &str,
    was: Option<&Before>,
    now: Moment,
) -> Result<String, DbError> {
    let step = format!("sst_{}", sorted_text(now, &site.random()));
    tx.exec(
        "INSERT INTO session_step (id, session, kind, by_name, why, was_starts_at, was_ends_at, was_venue, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            step.as_str(),
            id,
            kind.as_str(),
            by.name(),
            why,
            was.map(|w| w.starts_at),
            was.map(|w| w.ends_at),
            was.map_or("", |w| w.venue.as_str()),
            now
        ],
    )
    .await?;
    let action = format!("session.{}", kind.as_str());
    audit::write(
        tx,
        by.actor(),
        &action,
        id.as_str(),
        by.ward(),
        now,
        site.random(),
    )
    .await?;
    Ok(step)
}

/// Plans a session of the keeper's ward.
pub async fn insert(
    tx: &mut Tx,
    site: &Site,
    by: &Keeping,
    plan: &Plan,
    slot: Slot,
    series: Option<&str>,
    now: Moment,
) -> Result<SessionId, DbError> {
    let id = SessionId::new(now, site.random());
    tx.exec(
        "INSERT INTO session_session (id, kind, ward, borough, title, about, place, venue, address, lat, lon, starts_at,
           ends_at, officers, languages, bsl, private_room, step_free, state, series, made_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'planned', $19, $20, $20)",
        args![
            &id,
            plan.kind.as_str(),
            by.ward(),
            plan.borough.as_str(),
            plan.title.as_str(),
            plan.about.as_str(),
            plan.venue.place.as_deref(),
            plan.venue.name.as_str(),
            plan.venue.address.as_str(),
            plan.venue.at.map(|p| p.lat()),
            plan.venue.at.map(|p| p.lon()),
            slot.starts_at,
            slot.ends_at,
            json(&plan.officers)?,
            plan.offered.languages.join(" "),
            plan.offered.bsl,
            plan.offered.private_room,
            plan.offered.step_free,
            series,
            now
        ],
    )
    .await?;
    step(tx, site, by, &id, StepKind::Planned, "", None, now).await?;
    Ok(id)
}

pub async fn find(q: &mut impl Query, id: &SessionId) -> Result<Option<Session>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM session_session WHERE id = $1"),
        args![id],
    )
    .await
}

/// The one of a ward and kind that begins at a moment.
pub async fn same(
    q: &mut impl Query,
    ward: &str,
    kind: Kind,
    starts_at: Moment,
) -> Result<Option<Session>, DbError> {
    q.opt(
        &format!(
            "SELECT {COLUMNS} FROM session_session WHERE ward = $1 AND kind = $2 AND starts_at = $3 ORDER BY id LIMIT 1"
        ),
        args![ward, kind.as_str(), starts_at],
    )
    .await
}

pub async fn steps(q: &mut impl Query, id: &SessionId) -> Result<Vec<Step>, DbError> {
    q.all(
        "SELECT kind, by_name, why, was_starts_at, was_ends_at, was_venue, at FROM session_step
         WHERE session = $1 ORDER BY id",
        args![id],
    )
    .await
}

/// The last step that followers are told of.
pub async fn last_told(q: &mut impl Query, id: &SessionId) -> Result<Option<String>, DbError> {
    let rows = q
        .rows(
            "SELECT id FROM session_step WHERE session = $1 AND kind IN ('moved', 'cancelled') ORDER BY id DESC LIMIT 1",
            args![id],
        )
        .await?;
    rows.first().map(|r| r.get("id")).transpose()
}

/// Those that were planned together with one and come after it, still to be held.
pub async fn later_of_series(q: &mut impl Query, session: &Session) -> Result<Vec<Session>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM session_session
             WHERE series = $1 AND starts_at > $2 AND state = 'planned' ORDER BY starts_at"
        ),
        args![session.series.as_deref(), session.starts_at],
    )
    .await
}

/// What came of a change: the id of its step, or that someone else was quicker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    Done(String),
    Stale,
}

/// Cancels a session of the keeper's ward that is planned as this version says.
pub async fn cancel(
    tx: &mut Tx,
    site: &Site,
    by: &Keeping,
    session: &Session,
    why: &str,
    now: Moment,
) -> Result<Changed, DbError> {
    let done = tx
        .exec(
            "UPDATE session_session SET state = 'cancelled', why = $1, version = version + 1, changed_at = $2
             WHERE id = $3 AND version = $4 AND ward = $5 AND state = 'planned' AND attendance IS NULL",
            args![why, now, &session.id, session.version, by.ward()],
        )
        .await?;
    if done == 0 {
        return Ok(Changed::Stale);
    }
    let step = step(tx, site, by, &session.id, StepKind::Cancelled, why, None, now).await?;
    Ok(Changed::Done(step))
}

/// Changes a session of the keeper's ward. With another time or venue it is moved: `why` is for everyone to read, and
/// the first time and venue stay beside it.
#[allow(clippy::too_many_arguments)]
pub async fn change(
    tx: &mut Tx,
    site: &Site,
    by: &Keeping,
    session: &Session,
    plan: &Plan,
    slot: Slot,
    why: Option<&str>,
    now: Moment,
) -> Result<Changed, DbError> {
    let was = why.map(|_| Before {
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        venue: session.venue.name.clone(),
    });
    // What was said first is what people have on paper.
    let shown = was.as_ref().map(|was| session.before.as_ref().unwrap_or(was));
    let shown = shown.or(session.before.as_ref());
    let done = tx
        .exec(
            "UPDATE session_session SET kind = $1, title = $2, about = $3, place = $4, venue = $5, address = $6, lat = $7,
               lon = $8, starts_at = $9, ends_at = $10, officers = $11, languages = $12, bsl = $13, private_room = $14,
               step_free = $15, why = $16, was_starts_at = $17, was_ends_at = $18, was_venue = $19,
               version = version + 1, changed_at = $20
             WHERE id = $21 AND version = $22 AND ward = $23 AND state = 'planned'",
            args![
                plan.kind.as_str(),
                plan.title.as_str(),
                plan.about.as_str(),
                plan.venue.place.as_deref(),
                plan.venue.name.as_str(),
                plan.venue.address.as_str(),
                plan.venue.at.map(|p| p.lat()),
                plan.venue.at.map(|p| p.lon()),
                slot.starts_at,
                slot.ends_at,
                json(&plan.officers)?,
                plan.offered.languages.join(" "),
                plan.offered.bsl,
                plan.offered.private_room,
                plan.offered.step_free,
                why.unwrap_or(&session.why),
                shown.map(|w| w.starts_at),
                shown.map(|w| w.ends_at),
                shown.map_or("", |w| w.venue.as_str()),
                now,
                &session.id,
                session.version,
                by.ward()
            ],
        )
        .await?;
    if done == 0 {
        return Ok(Changed::Stale);
    }
    let kind = if why.is_some() {
        StepKind::Moved
    } else {
        StepKind::Changed
    };
    let why = why.unwrap_or_default();
    let step = step(tx, site, by, &session.id, kind, why, was.as_ref(), now).await?;
    Ok(Changed::Done(step))
}

/// Writes down what came of a session that has begun.
pub async fn note_after(
    tx: &mut Tx,
    site: &Site,
    by: &Keeping,
    session: &Session,
    after: &After,
    now: Moment,
) -> Result<Changed, DbError> {
    let done = tx
        .exec(
            "UPDATE session_session SET attendance = $1, topics = $2, follow_up = $3, follow_up_on = $4,
               version = version + 1, changed_at = $5
             WHERE id = $6 AND version = $7 AND ward = $8 AND state = 'planned' AND starts_at <= $5",
            args![
                after.attendance,
                json(&after.topics)?,
                after.follow_up.as_str(),
                after.follow_up_on.map(|d| d.to_string()),
                now,
                &session.id,
                session.version,
                by.ward()
            ],
        )
        .await?;
    if done == 0 {
        return Ok(Changed::Stale);
    }
    let step = step(tx, site, by, &session.id, StepKind::Held, "", None, now).await?;
    Ok(Changed::Done(step))
}
