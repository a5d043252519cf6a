use std::collections::HashMap;

use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, Query, Row, Tx, Value};
use kernel::id::Reference;
use kernel::seal::Keys;

use crate::helped::{Help, Origin};
use crate::report::{COLUMNS, Content, Report, ReportId, Suggestion};
use crate::send::Promise;
use crate::store::Authority;

/// A report good enough to keep: made only from a finished form and what the tables said of it.
#[derive(Debug, Clone)]
pub struct NewReport {
    pub id: ReportId,
    pub reference: Reference,
    /// The draft's hash: however often "send" is pressed, one draft becomes one report.
    pub draft: String,
    pub flow: String,
    pub channel: &'static str,
    pub lang: String,
    pub content: Content,
    pub role: String,
    pub enhanced: bool,
    pub suggestion: Suggestion,
    pub urgency: i64,
    pub team: String,
    pub ward: Option<String>,
    pub borough: Option<String>,
    pub at: Option<(f64, f64)>,
    pub person_key: Option<String>,
    pub phone_key: Option<String>,
    pub place_key: Option<String>,
    pub received_at: Moment,
    pub due_at: Moment,
    pub help: Option<Help>,
    /// What the receipt promises.
    pub promise: Promise,
}

/// Keeps it; `false` when this draft was sent before.
pub async fn insert(tx: &mut Tx, keys: &Keys, new: &NewReport) -> Result<bool, DbError> {
    let decision = serde_json::to_string(&new.suggestion).map_err(|e| DbError::Broken(e.to_string()))?;
    let kept = tx
        .exec(
            "INSERT INTO contact_report (id, reference, draft, flow, channel, lang, content, role, enhanced, state,
               grade, urgency, suggested, decision, team, ward, borough, lat, lon, person_key, phone_key, place_key,
               received_at, due_at, origin)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $10, $12, $13, $14, $15, $16, $17, $18,
               $19, $20, $21, $22, $23)
             ON CONFLICT (draft) DO NOTHING",
            args![
                &new.id,
                &new.reference,
                new.draft.as_str(),
                new.flow.as_str(),
                new.channel,
                new.lang.as_str(),
                keys.seal_json("report", &new.content),
                new.role.as_str(),
                new.enhanced,
                new.suggestion.grade.as_str(),
                new.urgency,
                decision,
                new.team.as_str(),
                new.ward.clone(),
                new.borough.clone(),
                new.at.map(|(lat, _)| lat),
                new.at.map(|(_, lon)| lon),
                new.person_key.clone(),
                new.phone_key.clone(),
                new.place_key.clone(),
                new.received_at,
                new.due_at,
                new.help.as_ref().map_or_else(String::new, |h| h.origin.text())
            ],
        )
        .await?;
    Ok(kept == 1)
}

pub async fn find(q: &mut impl Query, id: &ReportId) -> Result<Option<Report>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM contact_report WHERE id = $1"),
        args![id],
    )
    .await
}

/// Those of these reports that someone may see.
pub async fn visible<'a>(
    q: &mut impl Query,
    by: &Authority,
    ids: impl IntoIterator<Item = &'a ReportId>,
) -> Result<HashMap<ReportId, Report>, DbError> {
    let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
    let mut seen = HashMap::new();
    // A statement takes at most 32 values.
    for some in ids.chunks(32) {
        let places: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
        let places = places.join(", ");
        let found: Vec<Report> = q
            .all(
                &format!("SELECT {COLUMNS} FROM contact_report WHERE id IN ({places})"),
                some.to_vec(),
            )
            .await?;
        let found = found.into_iter().filter(|r| by.may_see(r));
        seen.extend(found.map(|r| (r.id.clone(), r)));
    }
    Ok(seen)
}

pub async fn by_reference(q: &mut impl Query, reference: &Reference) -> Result<Option<Report>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM contact_report WHERE reference = $1"),
        args![reference],
    )
    .await
}

/// What was made with help at a session or in a visit to a counter, oldest first. The caller may see all of it, or shows
/// no more than the references.
pub async fn by_origin(q: &mut impl Query, origin: &Origin) -> Result<Vec<Report>, DbError> {
    q.all(
        &format!("SELECT {COLUMNS} FROM contact_report WHERE origin = $1 ORDER BY received_at, id LIMIT 100"),
        args![origin.text()],
    )
    .await
}

pub async fn by_draft(q: &mut impl Query, draft: &str) -> Result<Option<Report>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM contact_report WHERE draft = $1"),
        args![draft],
    )
    .await
}

/// What the person wrote. The caller proves elsewhere that it may be read, and the reading is in the audit log.
pub async fn content(
    q: &mut impl Query,
    keys: &Keys,
    id: &ReportId,
) -> Result<Option<(Content, Suggestion)>, DbError> {
    let row: Option<Row> = q
        .opt(
            "SELECT content, decision FROM contact_report WHERE id = $1",
            args![id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let wrong = |e: &dyn std::fmt::Display| DbError::Broken(e.to_string());
    let content = keys
        .open_json("report", &row.get::<Vec<u8>>("content")?)
        .map_err(|e| wrong(&e))?;
    let suggestion = serde_json::from_str(&row.get::<String>("decision")?).map_err(|e| wrong(&e))?;
    Ok(Some((content, suggestion)))
}

/// More of the same than this is not counted: no rule asks, and half a town reports from one shopping centre.
const MANY: i64 = 50;

/// How many reports of the last year share the person, the phone or the place: for the tables of urgency.
pub async fn similar(q: &mut impl Query, keys: [Option<&str>; 3], since: Moment) -> Result<i64, DbError> {
    let mut most = 0;
    for (column, key) in ["person_key", "phone_key", "place_key"].into_iter().zip(keys) {
        let Some(key) = key else { continue };
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM contact_report WHERE {column} = $1 AND received_at > $2 LIMIT $3) AS alike"
        );
        most = most.max(q.one(&sql, args![key, since, MANY]).await?);
    }
    Ok(most)
}

/// Counts for the daily proof that nothing accepted is lost: (accepted, with an owner or a team, with a queued
/// or sent letter where one was wanted), and the references that lack something.
pub async fn reconcile(q: &mut impl Query) -> Result<(i64, i64, i64, Vec<String>), DbError> {
    let accepted = q.one("SELECT count(*) FROM contact_report", args![]).await?;
    let owned = q
        .one("SELECT count(*) FROM contact_report WHERE team <> ''", args![])
        .await?;
    let mailed = q
        .one(
            "SELECT count(*) FROM mail WHERE template = 'receipt' AND sent_at IS NOT NULL",
            args![],
        )
        .await?;
    // Each report has the audit row and the event of its acceptance, written in the same transaction.
    let rows = q
        .rows(
            "SELECT reference FROM contact_report r
             WHERE team = '' OR NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = r.id AND a.action = 'report.sent')
                OR NOT EXISTS (SELECT 1 FROM contact_step s WHERE s.report = r.id AND s.kind = 'received')
             ORDER BY reference LIMIT 1000",
            args![],
        )
        .await?;
    let missing = rows.iter().map(Row::only).collect::<Result<_, _>>()?;
    Ok((accepted, owned, mailed, missing))
}

/// How many reports came of each flow through the pages that end with a receipt, from one moment on and before another.
pub async fn sent_online(
    q: &mut impl Query,
    from: Moment,
    to: Moment,
) -> Result<Vec<(String, i64)>, DbError> {
    let rows = q
        .rows(
            "SELECT flow, count(*) AS many FROM contact_report
             WHERE received_at >= $1 AND received_at < $2 AND channel IN ('web', 'counter', 'session') GROUP BY flow",
            args![from, to],
        )
        .await?;
    rows.iter()
        .map(|r| Ok((r.get("flow")?, r.get("many")?)))
        .collect()
}
