//! Suggestions: as they come, as they are answered, counted by ward.

use atlas::LatLon;
use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::seal::Keys;
use kernel::site::Site;

use super::By;
use crate::suggestion::{NewSuggestion, Said, State, Suggestion, SuggestionId, Verdict, Wish};

const COLUMNS: &str =
    "id, kind, lang, lat, lon, ward, borough, made_at, state, same_as, title, answer, answered_at,
    answered_by, version";

impl FromRow for Suggestion {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let at = row.get::<Option<f64>>("lat")?.zip(row.get::<Option<f64>>("lon")?);
        Ok(Self {
            id: row.get("id")?,
            wish: row.parse("kind", Wish::parse)?,
            at: at.and_then(|(lat, lon)| LatLon::new(lat, lon)),
            ward: row.get("ward")?,
            borough: row.get("borough")?,
            lang: row.get("lang")?,
            made_at: row.get("made_at")?,
            state: row.parse("state", State::parse)?,
            same_as: row.get("same_as")?,
            title: row.get("title")?,
            answer: row.get("answer")?,
            answered_at: row.get("answered_at")?,
            answered_by: row.get("answered_by")?,
            version: row.get("version")?,
        })
    }
}

pub async fn suggest(
    tx: &mut Tx,
    site: &Site,
    new: &NewSuggestion,
    now: Moment,
) -> Result<SuggestionId, DbError> {
    let id = SuggestionId::new(now, site.random());
    tx.exec(
        "INSERT INTO place_suggestion (id, kind, said, lang, lat, lon, ward, borough, made_at, state, title, answer,
           answered_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'new', '', '', '', 1)",
        args![
            &id,
            new.wish.as_str(),
            site.keys().seal_json("suggestion", &new.said),
            new.lang.code(),
            new.at.lat(),
            new.at.lon(),
            new.ward.clone(),
            new.borough.as_str(),
            now
        ],
    )
    .await?;
    audit::write(
        tx,
        "resident",
        "suggestion.made",
        id.as_str(),
        "",
        now,
        site.random(),
    )
    .await?;
    Ok(id)
}

pub async fn suggestion(
    q: &mut impl Query,
    keys: &Keys,
    id: &SuggestionId,
) -> Result<Option<(Suggestion, Said)>, DbError> {
    let row: Option<Row> = q
        .opt(
            &format!("SELECT {COLUMNS}, said FROM place_suggestion WHERE id = $1"),
            args![id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let said = keys
        .open_json("suggestion", &row.get::<Vec<u8>>("said")?)
        .map_err(|e| DbError::Broken(e.to_string()))?;
    Ok(Some((Suggestion::from_row(&row)?, said)))
}

/// Those in these states, oldest first.
pub async fn suggestions_in(
    q: &mut impl Query,
    states: [State; 2],
    most: u32,
) -> Result<Vec<Suggestion>, DbError> {
    let [a, b] = states.map(State::as_str);
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM place_suggestion WHERE state IN ($1, $2) ORDER BY made_at, id LIMIT $3"
        ),
        args![a, b, most],
    )
    .await
}

/// What the public reads, newest answer first, each with how many people suggested it.
pub async fn answered(q: &mut impl Query, most: u32) -> Result<Vec<(Suggestion, i64)>, DbError> {
    let rows = q
        .rows(
            &format!(
                "SELECT {COLUMNS}, (SELECT count(*) FROM place_suggestion o WHERE o.same_as = place_suggestion.id) AS others
                 FROM place_suggestion WHERE answered_at IS NOT NULL AND same_as IS NULL AND state IN ('yes', 'no')
                 ORDER BY answered_at DESC, id DESC LIMIT $1"
            ),
            args![most],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((Suggestion::from_row(row)?, 1 + row.get::<i64>("others")?)))
        .collect()
}

/// How many were made and how many answered, by ward; those that were put aside are not counted.
pub async fn suggestions_by_ward(q: &mut impl Query) -> Result<Vec<(Option<String>, i64, i64)>, DbError> {
    let rows = q
        .rows(
            "SELECT ward, count(*) AS made,
                    CAST(sum(CASE WHEN state IN ('yes', 'no') THEN 1 ELSE 0 END) AS BIGINT) AS answered
             FROM place_suggestion WHERE state <> 'aside' GROUP BY ward ORDER BY 2 DESC, 1",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("ward")?, row.get("made")?, row.get("answered")?)))
        .collect()
}

/// Writes down that someone read what a resident wrote.
pub async fn seen(
    tx: &mut Tx,
    site: &Site,
    by: By<'_>,
    id: &SuggestionId,
    now: Moment,
) -> Result<(), DbError> {
    audit::write(
        tx,
        by.actor,
        "suggestion.viewed",
        id.as_str(),
        "",
        now,
        site.random(),
    )
    .await
}

/// Sorts or answers a suggestion if it is still as it was seen, and with it those that say the same. Gives the ids of
/// all that were answered.
pub async fn decide(
    tx: &mut Tx,
    site: &Site,
    by: By<'_>,
    before: &Suggestion,
    verdict: &Verdict,
    now: Moment,
) -> Result<Option<Vec<SuggestionId>>, DbError> {
    let answered_at = verdict.state.is_answered().then_some(now);
    let changed = tx
        .exec(
            "UPDATE place_suggestion SET state = $1, title = $2, answer = $3, same_as = $4, answered_at = $5,
               answered_by = $6, version = version + 1
             WHERE id = $7 AND version = $8",
            args![
                verdict.state.as_str(),
                verdict.title.as_str(),
                verdict.answer.as_str(),
                verdict.same_as.as_ref(),
                answered_at,
                by.role,
                &before.id,
                before.version
            ],
        )
        .await?;
    if changed == 0 {
        return Ok(None);
    }
    audit::write(
        tx,
        by.actor,
        "suggestion.decided",
        before.id.as_str(),
        verdict.state.as_str(),
        now,
        site.random(),
    )
    .await?;
    let rows = tx
        .rows(
            "UPDATE place_suggestion SET state = $1, title = $2, answer = $3, answered_at = $4, answered_by = $5,
               version = version + 1
             WHERE same_as = $6 RETURNING id",
            args![
                verdict.state.as_str(),
                verdict.title.as_str(),
                verdict.answer.as_str(),
                answered_at,
                by.role,
                &before.id
            ],
        )
        .await?;
    let mut all = vec![before.id.clone()];
    for row in &rows {
        let id: SuggestionId = row.get("id")?;
        audit::write(
            tx,
            by.actor,
            "suggestion.decided",
            id.as_str(),
            verdict.state.as_str(),
            now,
            site.random(),
        )
        .await?;
        all.push(id);
    }
    Ok(Some(all))
}
