//! All the SQL of counters.

use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow as _, Query, Row, Tx};
use kernel::site::Site;
use places::PlaceId;

use crate::reason::{Outcome, Reason, Referred};
use crate::tap::{CounterVisit, Tap, TapId, What};
use crate::usage::{Cost, Usage};

/// What came of a tap that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Kept,
    /// It was told before: nothing changed.
    Again,
    /// Someone else went on with the visit meanwhile, or it is not there.
    TooLate,
}

/// How long a tap can be undone.
const UNDO_MINUTES: i64 = 60;

const VISIT: &str = "id, reason, came_at, begun_at, ended_at, outcome, referred";

/// Waits for one's turn at this counter: two who count there at once would each hold rows that the other wants next.
async fn turn(tx: &mut Tx, place: &PlaceId) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO counter_turn (place, turns) VALUES ($1, 1)
         ON CONFLICT (place) DO UPDATE SET turns = counter_turn.turns + 1",
        args![place],
    )
    .await?;
    Ok(())
}

/// Takes in a tap, once.
pub async fn take(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    tap: &Tap,
    staff: &str,
    now: Moment,
) -> Result<Told, DbError> {
    turn(tx, place).await?;
    let known: i64 = tx
        .one("SELECT count(*) FROM counter_tap WHERE id = $1", args![&tap.id])
        .await?;
    if known > 0 {
        return Ok(Told::Again);
    }
    let visit = match &tap.what {
        What::Come { .. } => tap.id.clone(),
        What::Begin { visit } | What::End { visit, .. } => visit.clone(),
        What::Undo { tap: other } => match undoable(tx, place, other, staff, tap.at).await? {
            Some(visit) => visit,
            None => return Ok(Told::TooLate),
        },
    };
    let new = tx
        .exec(
            "INSERT INTO counter_tap (id, place, visit, kind, at, told_at, staff, undone)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT (id) DO NOTHING",
            args![&tap.id, place, &visit, tap.what.kind(), tap.at, now, staff],
        )
        .await?;
    if new == 0 {
        return Ok(Told::Again);
    }
    let done = match &tap.what {
        What::Come { reason, waits } => {
            let begun = (!waits).then_some(tap.at);
            come(tx, zone, place, &visit, *reason, tap.at, begun).await?
        }
        What::Begin { .. } => begin(tx, zone, place, &visit, tap.at).await?,
        What::End {
            outcome, referred, ..
        } => end(tx, zone, place, &visit, *outcome, *referred, tap.at).await?,
        What::Undo { tap: other } => undo(tx, zone, place, &visit, other).await?,
    };
    if done {
        return Ok(Told::Kept);
    }
    tx.exec("DELETE FROM counter_tap WHERE id = $1", args![&tap.id])
        .await?;
    Ok(Told::TooLate)
}

async fn visit(q: &mut impl Query, place: &PlaceId, id: &TapId) -> Result<Option<CounterVisit>, DbError> {
    q.opt(
        &format!("SELECT {VISIT} FROM counter_visit WHERE id = $1 AND place = $2"),
        args![id, place],
    )
    .await
}

async fn come(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    id: &TapId,
    reason: Reason,
    at: Moment,
    begun: Option<Moment>,
) -> Result<bool, DbError> {
    let new = tx
        .exec(
            "INSERT INTO counter_visit (id, place, reason, came_at, begun_at, ended_at, outcome, referred)
             VALUES ($1, $2, $3, $4, $5, NULL, '', '') ON CONFLICT (id) DO NOTHING",
            args![id, place, reason.as_str(), at, begun],
        )
        .await?;
    if new == 1 {
        came(tx, zone, place, reason, at, 1).await?;
        if begun.is_some() {
            tally(tx, zone, place, at, "wait", "0", 1).await?;
        }
    }
    Ok(new == 1)
}

async fn came(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    reason: Reason,
    at: Moment,
    by: i64,
) -> Result<(), DbError> {
    let hour = at.timestamp().to_zoned_datetime(zone.clone()).hour().to_string();
    tally(tx, zone, place, at, "reason", reason.as_str(), by).await?;
    tally(tx, zone, place, at, "hour", &hour, by).await
}

async fn begin(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    id: &TapId,
    at: Moment,
) -> Result<bool, DbError> {
    let Some(mut found) = visit(tx, place, id).await? else {
        return Ok(false);
    };
    let at = at.max(found.came_at);
    let changed = tx
        .exec(
            "UPDATE counter_visit SET begun_at = $1 WHERE id = $2 AND begun_at IS NULL AND ended_at IS NULL",
            args![at, id],
        )
        .await?;
    found.begun_at = Some(at);
    if changed == 1 {
        waited(tx, zone, place, &found, 1).await?;
    }
    Ok(changed == 1)
}

async fn waited(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    of: &CounterVisit,
    by: i64,
) -> Result<(), DbError> {
    match of.wait() {
        Some(minutes) => tally(tx, zone, place, of.came_at, "wait", &minutes.to_string(), by).await,
        None => Ok(()),
    }
}

async fn end(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    id: &TapId,
    outcome: Outcome,
    referred: Option<Referred>,
    at: Moment,
) -> Result<bool, DbError> {
    let Some(mut found) = visit(tx, place, id).await? else {
        return Ok(false);
    };
    let at = at.max(found.begun_at.unwrap_or(found.came_at));
    let to = referred.map_or("", Referred::as_str);
    let changed = tx
        .exec(
            "UPDATE counter_visit SET ended_at = $1, outcome = $2, referred = $3 WHERE id = $4 AND ended_at IS NULL",
            args![at, outcome.as_str(), to, id],
        )
        .await?;
    found.ended_at = Some(at);
    found.outcome = Some(outcome);
    found.referred = referred;
    if changed == 1 {
        ended(tx, zone, place, &found, 1).await?;
    }
    Ok(changed == 1)
}

async fn ended(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    of: &CounterVisit,
    by: i64,
) -> Result<(), DbError> {
    if let Some(outcome) = of.outcome {
        tally(tx, zone, place, of.came_at, "outcome", outcome.as_str(), by).await?;
    }
    if let Some(to) = of.referred {
        tally(tx, zone, place, of.came_at, "referred", to.as_str(), by).await?;
    }
    match of.duration().filter(|_| of.outcome != Some(Outcome::Unnoted)) {
        Some(minutes) => tally(tx, zone, place, of.came_at, "duration", &minutes.to_string(), by).await,
        None => Ok(()),
    }
}

/// The visit of a tap that this person may still undo: theirs, not long ago, and nobody went on from there.
async fn undoable(
    tx: &mut Tx,
    place: &PlaceId,
    tap: &TapId,
    staff: &str,
    at: Moment,
) -> Result<Option<TapId>, DbError> {
    let row: Option<Row> = tx
        .opt(
            "SELECT visit FROM counter_tap t WHERE id = $1 AND place = $2 AND staff = $3 AND undone = 0
               AND kind <> 'undo' AND at >= $4
               AND NOT EXISTS (SELECT 1 FROM counter_tap o WHERE o.visit = t.visit AND o.undone = 0 AND o.kind <> 'undo'
                 AND CASE o.kind WHEN 'come' THEN 1 WHEN 'begin' THEN 2 ELSE 3 END
                   > CASE t.kind WHEN 'come' THEN 1 WHEN 'begin' THEN 2 ELSE 3 END)",
            args![tap, place, staff, at.plus_minutes(-UNDO_MINUTES)],
        )
        .await?;
    row.map(|r| r.get("visit")).transpose()
}

async fn undo(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    id: &TapId,
    tap: &TapId,
) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE counter_tap SET undone = 1 WHERE id = $1 AND undone = 0",
            args![tap],
        )
        .await?;
    let (Some(found), 1) = (visit(tx, place, id).await?, changed) else {
        return Ok(false);
    };
    let kind: String = tx
        .one("SELECT kind FROM counter_tap WHERE id = $1", args![tap])
        .await?;
    match kind.as_str() {
        "come" => {
            tx.exec("DELETE FROM counter_visit WHERE id = $1", args![id])
                .await?;
            came(tx, zone, place, found.reason, found.came_at, -1).await?;
            waited(tx, zone, place, &found, -1).await?;
            // Only the program itself can have ended it since.
            ended(tx, zone, place, &found, -1).await?;
        }
        "begin" => {
            tx.exec(
                "UPDATE counter_visit SET begun_at = NULL WHERE id = $1",
                args![id],
            )
            .await?;
            waited(tx, zone, place, &found, -1).await?;
        }
        _ => {
            tx.exec(
                "UPDATE counter_visit SET ended_at = NULL, outcome = '', referred = '' WHERE id = $1",
                args![id],
            )
            .await?;
            ended(tx, zone, place, &found, -1).await?;
        }
    }
    Ok(true)
}

/// Counts up or down in the month in which they came.
async fn tally(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    came: Moment,
    what: &str,
    value: &str,
    by: i64,
) -> Result<(), DbError> {
    put_tally(tx, place, &month(zone, came), what, value, by).await
}

async fn put_tally(
    tx: &mut Tx,
    place: &PlaceId,
    month: &str,
    what: &str,
    value: &str,
    by: i64,
) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO counter_tally (place, month, what, value, visits) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (place, month, what, value) DO UPDATE SET visits = counter_tally.visits + excluded.visits",
        args![place, month, what, value, by],
    )
    .await?;
    Ok(())
}

/// The month of a moment, as `2026-11`.
pub fn month(zone: &TimeZone, at: Moment) -> String {
    let date = at.date(zone);
    format!("{:04}-{:02}", date.year(), date.month())
}

/// Who is there: those at the counter and those who wait, in the order in which they came.
pub async fn there(q: &mut impl Query, place: &PlaceId) -> Result<Vec<CounterVisit>, DbError> {
    q.all(
        &format!("SELECT {VISIT} FROM counter_visit WHERE place = $1 AND ended_at IS NULL ORDER BY came_at, id LIMIT 200"),
        args![place],
    )
    .await
}

/// The newest tap of this person at this counter that can still be undone, with the reason of its visit.
pub async fn newest(
    q: &mut impl Query,
    place: &PlaceId,
    staff: &str,
    now: Moment,
) -> Result<Option<(TapId, String, Reason)>, DbError> {
    let row: Option<Row> = q
        .opt(
            "SELECT t.id, t.kind, v.reason FROM counter_tap t JOIN counter_visit v ON v.id = t.visit
             WHERE t.place = $1 AND t.staff = $2 AND t.undone = 0 AND t.kind <> 'undo' AND t.at >= $3
             ORDER BY t.at DESC, t.told_at DESC, CASE t.kind WHEN 'come' THEN 1 WHEN 'begin' THEN 2 ELSE 3 END DESC LIMIT 1",
            args![place, staff, now.plus_minutes(-UNDO_MINUTES)],
        )
        .await?;
    row.map(|r| Ok((r.get("id")?, r.get("kind")?, r.parse("reason", Reason::parse)?)))
        .transpose()
}

/// How many came to each counter since a moment, and how many are still there.
pub async fn since(q: &mut impl Query, from: Moment) -> Result<Vec<(PlaceId, i64, i64)>, DbError> {
    let rows = q
        .rows(
            "SELECT place, CAST(sum(CASE WHEN came_at >= $1 THEN 1 ELSE 0 END) AS BIGINT) AS came,
                    CAST(sum(CASE WHEN ended_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS there
             FROM counter_visit WHERE came_at >= $1 OR ended_at IS NULL GROUP BY place ORDER BY place",
            args![from],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("place")?, r.get("came")?, r.get("there")?)))
        .collect()
}

/// A visit by its id alone, and the counter it was to.
pub async fn find(q: &mut impl Query, id: &TapId) -> Result<Option<(PlaceId, CounterVisit)>, DbError> {
    let row: Option<Row> = q
        .opt(
            &format!("SELECT place, {VISIT} FROM counter_visit WHERE id = $1"),
            args![id],
        )
        .await?;
    row.map(|r| Ok((r.get("place")?, CounterVisit::from_row(&r)?)))
        .transpose()
}

/// Ends a visit of which a report came, as a tap of whoever saw to it last: they can undo it.
pub async fn reported(
    tx: &mut Tx,
    zone: &TimeZone,
    id: &TapId,
    tap: &TapId,
    at: Moment,
    now: Moment,
) -> Result<Option<Told>, DbError> {
    let row: Option<Row> = tx
        .opt(
            "SELECT place, staff FROM counter_tap WHERE visit = $1 AND undone = 0 ORDER BY at DESC, told_at DESC LIMIT 1",
            args![id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (place, staff): (PlaceId, String) = (row.get("place")?, row.get("staff")?);
    let what = What::End {
        visit: id.clone(),
        outcome: Outcome::Report,
        referred: None,
    };
    let tap = Tap {
        id: tap.clone(),
        what,
        at,
    };
    take(tx, zone, &place, &tap, &staff, now).await.map(Some)
}

/// Visits that nobody ended, of all counters, oldest first.
pub async fn forgotten(
    q: &mut impl Query,
    before: Moment,
    most: u32,
) -> Result<Vec<(PlaceId, TapId)>, DbError> {
    let rows = q
        .rows(
            "SELECT place, id FROM counter_visit WHERE ended_at IS NULL AND came_at < $1 ORDER BY came_at, id LIMIT $2",
            args![before, most],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("place")?, r.get("id")?))).collect()
}

/// Ends a visit that nobody ended.
pub async fn end_forgotten(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    id: &TapId,
    now: Moment,
) -> Result<bool, DbError> {
    turn(tx, place).await?;
    end(tx, zone, place, id, Outcome::Unnoted, None, now).await
}

const COLUMNS: usize = 8;
/// Visits of one statement, which takes 32 values.
const ROWS: usize = 4;

/// `($1, $2, …)` for a row that begins after so many values.
fn placeholders(after: usize) -> String {
    let numbers: Vec<String> = (1..=COLUMNS).map(|n| format!("${}", after + n)).collect();
    format!("({})", numbers.join(", "))
}

/// Keeps visits of the past, all at once: for a demonstration or another system's records.
pub async fn fill(
    tx: &mut Tx,
    zone: &TimeZone,
    place: &PlaceId,
    visits: &[CounterVisit],
) -> Result<(), DbError> {
    let mut tallies = std::collections::BTreeMap::<(String, &str, String), i64>::new();
    for some in visits.chunks(ROWS) {
        let rows: Vec<String> = (0..some.len()).map(|row| placeholders(row * COLUMNS)).collect();
        let values = some.iter().flat_map(|one| {
            args![
                &one.id,
                place,
                one.reason.as_str(),
                one.came_at,
                one.begun_at,
                one.ended_at,
                one.outcome.map_or("", Outcome::as_str),
                one.referred.map_or("", Referred::as_str)
            ]
        });
        tx.exec(
            &format!(
                "INSERT INTO counter_visit (id, place, reason, came_at, begun_at, ended_at, outcome, referred)
                 VALUES {}",
                rows.join(", ")
            ),
            values.collect(),
        )
        .await?;
    }
    for one in visits {
        let month = month(zone, one.came_at);
        let hour = one.came_at.timestamp().to_zoned_datetime(zone.clone()).hour();
        let mut count = |what, value: Option<String>| {
            if let Some(value) = value {
                *tallies.entry((month.clone(), what, value)).or_default() += 1;
            }
        };
        count("reason", Some(one.reason.as_str().to_owned()));
        count("hour", Some(hour.to_string()));
        count("wait", one.wait().map(|m| m.to_string()));
        count("duration", one.duration().map(|m| m.to_string()));
        count("outcome", one.outcome.map(|o| o.as_str().to_owned()));
        count("referred", one.referred.map(|r| r.as_str().to_owned()));
    }
    for ((month, what, value), visits) in tallies {
        put_tally(tx, place, &month, what, &value, visits).await?;
    }
    Ok(())
}

/// How each counter was used in a month; of one alone when it is named.
pub async fn usage(
    q: &mut impl Query,
    place: Option<&PlaceId>,
    month: &str,
) -> Result<Vec<(PlaceId, Usage)>, DbError> {
    let of = place.map_or("", PlaceId::as_str);
    let rows = q
        .rows(
            "SELECT place, month, what, value, visits FROM counter_tally
             WHERE month = $1 AND ($2 = '' OR place = $2) AND visits > 0 ORDER BY place",
            args![month, of],
        )
        .await?;
    Ok(gathered(&rows)?
        .into_iter()
        .map(|(place, _, usage)| (place, usage))
        .collect())
}

/// How counters were used in every month before this one, oldest first; of one counter alone when it is named. A month
/// that goes on is told to nobody: who looks before and after someone went in would know why they came.
pub async fn history(
    q: &mut impl Query,
    place: Option<&PlaceId>,
    before: &str,
) -> Result<Vec<(PlaceId, String, Usage)>, DbError> {
    let of = place.map_or("", PlaceId::as_str);
    let rows = q
        .rows(
            "SELECT place, month, what, value, visits FROM counter_tally
             WHERE ($1 = '' OR place = $1) AND month < $2 AND visits > 0 ORDER BY place, month",
            args![of, before],
        )
        .await?;
    gathered(&rows)
}

/// Rows in order of place and month become one usage for each.
fn gathered(rows: &[Row]) -> Result<Vec<(PlaceId, String, Usage)>, DbError> {
    let mut all: Vec<(PlaceId, String, Usage)> = Vec::new();
    for row in rows {
        let (place, month): (PlaceId, String) = (row.get("place")?, row.get("month")?);
        if all.last().is_none_or(|(p, m, _)| *p != place || *m != month) {
            all.push((place, month, Usage::default()));
        }
        let (what, value): (String, String) = (row.get("what")?, row.get("value")?);
        let known = match all.last_mut() {
            Some((_, _, usage)) => usage.take(&what, &value, row.get("visits")?),
            None => false,
        };
        if !known {
            return Err(DbError::Shape("value".to_owned()));
        }
    }
    Ok(all)
}

/// The months before this one in which anyone came, oldest first.
pub async fn months(q: &mut impl Query, before: &str) -> Result<Vec<String>, DbError> {
    let rows = q
        .rows(
            "SELECT DISTINCT month FROM counter_tally WHERE what = 'reason' AND visits > 0 AND month < $1
             ORDER BY month",
            args![before],
        )
        .await?;
    rows.iter().map(Row::only).collect()
}

/// What counters cost, newest year first; of one alone when it is named.
pub async fn costs(q: &mut impl Query, place: Option<&PlaceId>) -> Result<Vec<(PlaceId, Cost)>, DbError> {
    let of = place.map_or("", PlaceId::as_str);
    let rows = q
        .rows(
            "SELECT place, year, pounds, source FROM counter_cost WHERE ($1 = '' OR place = $1) ORDER BY place, year DESC",
            args![of],
        )
        .await?;
    rows.iter()
        .map(|r| {
            let year = i16::try_from(r.get::<i64>("year")?).map_err(|_| DbError::Shape("year".to_owned()))?;
            let cost = Cost {
                year,
                pounds: r.get("pounds")?,
                source: r.get("source")?,
            };
            Ok((r.get("place")?, cost))
        })
        .collect()
}

/// What a counter costs in a year, in the place of what was said of that year before.
pub async fn set_cost(
    tx: &mut Tx,
    site: &Site,
    place: &PlaceId,
    cost: &Cost,
    actor: &str,
    now: Moment,
) -> Result<(), DbError> {
    let year = i64::from(cost.year);
    tx.exec(
        "INSERT INTO counter_cost (place, year, pounds, source, changed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (place, year) DO UPDATE SET pounds = excluded.pounds, source = excluded.source,
           changed_at = excluded.changed_at",
        args![place, year, cost.pounds, cost.source.as_str(), now],
    )
    .await?;
    let detail = format!("{} £{} ({})", cost.year, cost.pounds, cost.source);
    audit::write(
        tx,
        actor,
        "counter.cost",
        place.as_str(),
        &detail,
        now,
        site.random(),
    )
    .await
}
