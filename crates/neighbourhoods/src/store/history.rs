use std::collections::HashMap;

use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::id::sorted_text;
use kernel::site::Site;
use serde::{Deserialize, Serialize};

use super::officer;
use crate::keeper::Keeper;
use crate::officer::OfficerId;
use crate::written::Written;

/// A field that was changed: its name, what it was, what it became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub field: String,
    pub was: String,
    pub became: String,
}

impl Changed {
    pub fn new(field: &str, was: impl Into<String>, became: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            was: was.into(),
            became: became.into(),
        }
    }

    /// The fields that differ; a day in three parts is one field.
    pub fn between(was: &Written, became: &Written) -> Vec<Self> {
        let names = was.names().chain(became.names().filter(|n| !was.has(n)));
        let mut fields: Vec<&str> = Vec::new();
        for name in names.map(|n| n.split_once("__").map_or(n, |(day, _)| day)) {
            if !fields.contains(&name) {
                fields.push(name);
            }
        }
        fields
            .into_iter()
            .map(|n| Self::new(n, was.whole(n), became.whole(n)))
            .filter(|c| c.was != c.became)
            .collect()
    }
}

/// One line of the desk's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub thing: String,
    /// `promise.made`, `officer.confirmed`, …
    pub what: String,
    pub changes: Vec<Changed>,
    pub by_name: String,
    pub at: Moment,
}

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let changes: String = row.get("changes")?;
        Ok(Self {
            thing: row.get("thing")?,
            what: row.get("what")?,
            changes: serde_json::from_str(&changes).map_err(|_| DbError::Shape("changes".to_owned()))?,
            by_name: row.get("by_name")?,
            at: row.get("at")?,
        })
    }
}

/// Writes who did what, for the desk's history and for the audit record (there without the words).
pub async fn write(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    thing: &str,
    what: &str,
    changes: &[Changed],
    now: Moment,
) -> Result<(), DbError> {
    by.tell(what, changes);
    let text = serde_json::to_string(changes).map_err(|e| DbError::Broken(e.to_string()))?;
    tx.exec(
        "INSERT INTO ward_change (id, area, thing, what, changes, by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            format!("chg_{}", sorted_text(now, &site.random())),
            by.area(),
            thing,
            what,
            text,
            by.name(),
            now
        ],
    )
    .await?;
    let fields: Vec<&str> = changes.iter().map(|c| c.field.as_str()).collect();
    let detail = format!("{} {}", by.area(), fields.join(" "));
    audit::write(tx, by.actor(), what, thing, detail.trim_end(), now, site.random()).await
}

/// What was changed in an area, newest first.
pub async fn of_area(q: &mut impl Query, area: &str, most: u32) -> Result<Vec<Line>, DbError> {
    let lines = q
        .all(
            "SELECT thing, what, changes, by_name, at FROM ward_change WHERE area = $1 ORDER BY id DESC LIMIT $2",
            args![area, most],
        )
        .await?;
    named(q, lines).await
}

/// The lines with officers by their names: what is kept of them is their id, which tells nobody anything.
async fn named(q: &mut impl Query, mut lines: Vec<Line>) -> Result<Vec<Line>, DbError> {
    let mut names: HashMap<String, String> = HashMap::new();
    let fields = lines.iter_mut().flat_map(|line| &mut line.changes);
    for value in fields.flat_map(|c| [&mut c.was, &mut c.became]) {
        let Some(id) = OfficerId::parse(value) else {
            continue;
        };
        if !names.contains_key(value.as_str()) {
            let officer = officer::find(q, &id).await?;
            let name = officer.map_or_else(|| value.clone(), |o| o.facts.name);
            names.insert(value.clone(), name);
        }
        if let Some(name) = names.get(value.as_str()) {
            value.clone_from(name);
        }
    }
    Ok(lines)
}

/// What was changed in one thing, newest first.
pub async fn of_thing(q: &mut impl Query, thing: &str, most: u32) -> Result<Vec<Line>, DbError> {
    let lines = q
        .all(
            "SELECT thing, what, changes, by_name, at FROM ward_change WHERE thing = $1 ORDER BY id DESC LIMIT $2",
            args![thing, most],
        )
        .await?;
    named(q, lines).await
}

/// The id of the newest line of all.
pub async fn newest(q: &mut impl Query) -> Result<Option<String>, DbError> {
    let rows = q
        .rows("SELECT id FROM ward_change ORDER BY id DESC LIMIT 1", args![])
        .await?;
    rows.first().map(Row::only).transpose()
}
