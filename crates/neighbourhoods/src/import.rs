//! Officers and schools from tables that others keep. Every row is taken, or refused with a reason; nothing is guessed.

mod officers;
mod schools;
pub mod table;

use atlas::read::{MOST_PROBLEMS, RowProblem, Summary};
use atlas::{Areas, Ended, Gazetteer, WardCode};
use kernel::db::DbError;
use places::{Table, TableRow};

use crate::keeper::{Keeper, Log};
use crate::store::history::Changed;
use crate::written::Written;

pub use officers::officers;
pub use schools::schools;

/// What a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Added,
    Changed,
    Same,
}

/// What a file did: its figures, and row by row what was added or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    pub summary: Summary,
    pub rows: Vec<RowDone>,
    /// The headings of columns that are not read.
    pub unknown: Vec<String>,
}

impl Imported {
    /// For a table with these headings, which must have one of each of `needed`, as `told` names them. What it has no column
    /// for is said once and not of every row; then nothing of it can be taken (`false`).
    fn begin(file: &str, table: &Table, known: &[&[&str]], needed: &[(&str, &[&[&str]])]) -> (Self, bool) {
        let mut imported = Self::default();
        imported.summary.file = file.to_owned();
        let unknown = table.unread(|h| known.iter().any(|k| k.contains(&h)));
        imported.unknown = unknown.map(str::to_owned).collect();
        let lacks = |ways: &[&[&str]]| !ways.iter().any(|headings| headings.iter().any(|h| table.has(h)));
        let missing: Vec<&str> = needed
            .iter()
            .filter(|(_, ways)| lacks(ways))
            .map(|(told, _)| *told)
            .collect();
        if missing.is_empty() {
            return (imported, true);
        }
        let rows = u64::try_from(table.len()).unwrap_or(u64::MAX);
        imported.summary.read = rows;
        imported.summary.refused = rows;
        imported.summary.problems.push(RowProblem {
            file: file.to_owned(),
            row: 1,
            why: format!(
                "the table has no column for {}: nothing of it can be taken",
                missing.join(", ")
            ),
        });
        (imported, false)
    }
}

/// What a row did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDone {
    pub row: u64,
    pub name: String,
    /// New; otherwise something that was there was changed.
    pub added: bool,
    /// Of each change what it was (`officer.changed`, `officer.posted`, …) and its fields.
    pub changes: Vec<(String, Vec<Changed>)>,
}

impl RowDone {
    /// Field by field, as a person reads it.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (what, fields) in &self.changes {
            // What is said of a ward's team is another thing than what is said of the officer.
            let of = if what.starts_with("team.") { "ward " } else { "" };
            for field in fields {
                let change = match field.was.as_str() {
                    "" => field.became.clone(),
                    was => format!("{was} → {}", field.became),
                };
                lines.push(format!("{of}{}: {change}", field.field));
            }
        }
        lines
    }
}

/// Who takes the rows in: the operator at the command line, or a supervisor at the desk.
#[derive(Debug, Clone)]
pub struct By {
    keeper: Keeper,
    log: Log,
}

impl By {
    /// The operator, with a file of this name.
    pub fn operator(file: &str) -> Self {
        Self::new(Keeper::import("", file))
    }

    /// Someone who keeps every ward.
    pub(crate) fn new(keeper: Keeper) -> Self {
        let log = Log::default();
        Self {
            keeper: keeper.telling(&log),
            log,
        }
    }

    fn of(&self, area: &str) -> Keeper {
        self.keeper.elsewhere(area)
    }
}

/// Why a row did nothing.
#[derive(Debug)]
enum Stopped {
    /// A reason for whoever keeps the table.
    Refused(String),
    Db(DbError),
}

impl From<DbError> for Stopped {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

fn refused<T>(why: impl Into<String>) -> Result<T, Stopped> {
    Err(Stopped::Refused(why.into()))
}

/// Counts a row and what it did; a failing database ends the import.
fn count(
    imported: &mut Imported,
    by: &By,
    row: u64,
    name: &str,
    done: Result<Done, Stopped>,
) -> Result<(), DbError> {
    let changes = by.log.take();
    if matches!(done, Ok(Done::Added | Done::Changed)) {
        imported.rows.push(RowDone {
            row,
            name: name.to_owned(),
            added: matches!(done, Ok(Done::Added)),
            changes,
        });
    }
    let summary = &mut imported.summary;
    summary.read += 1;
    match done {
        Ok(Done::Added) => summary.added += 1,
        Ok(Done::Changed) => summary.changed += 1,
        Ok(Done::Same) => summary.same += 1,
        Err(Stopped::Db(error)) => return Err(error),
        Err(Stopped::Refused(why)) => {
            summary.refused += 1;
            if summary.problems.len() < MOST_PROBLEMS {
                summary.problems.push(RowProblem {
                    file: summary.file.clone(),
                    row,
                    why,
                });
            }
        }
    }
    Ok(())
}

/// The fields of a row, each from the first of its headings that says something. Fields without any such column stay
/// unsaid, which is not the same as empty.
fn written(row: &TableRow<'_>, has: impl Fn(&str) -> bool, fields: &[(&str, &[&str])]) -> Written {
    let mut written = Written::default();
    for (field, headings) in fields {
        if headings.iter().any(|h| has(h)) {
            written.set(field, row.any(headings));
        }
    }
    written
}

/// The ward that a cell names: by its code, or by a name that only one ward has.
fn ward_of<'a>(areas: &'a Areas, ended: &Ended, cell: &str) -> Result<&'a atlas::Ward, Stopped> {
    if cell.is_empty() {
        return refused("the row names no ward");
    }
    let code = WardCode::parse(cell);
    if let Some(ward) = code
        .and_then(|c| areas.ward_by_code(&c))
        .and_then(|ix| areas.ward(ix))
    {
        return Ok(ward);
    }
    if let Some(gone) = code.and_then(|c| ended.get(&c)) {
        let names: Vec<String> = gone
            .successors
            .iter()
            .map(|s| {
                let name = areas
                    .ward_by_code(&s.code)
                    .and_then(|ix| areas.ward(ix))
                    .map_or("", |w| w.name.as_str());
                format!("{} {name} ({}%)", s.code, s.percent)
            })
            .collect();
        return refused(format!(
            "the ward {cell} ({}) ended with a change of boundaries; where it was is now: {}. Name one of these",
            gone.name,
            names.join(", ")
        ));
    }
    let named: Vec<&atlas::Ward> = areas
        .wards()
        .iter()
        .filter(|w| w.name.eq_ignore_ascii_case(cell.trim()))
        .collect();
    match named.as_slice() {
        [one] => Ok(one),
        [] => refused(format!("no ward has the code or name {cell}")),
        several => {
            let codes: Vec<&str> = several.iter().map(|w| w.code.as_str()).collect();
            refused(format!(
                "{} wards are called {cell}: give the code, one of {}",
                several.len(),
                codes.join(", ")
            ))
        }
    }
}

/// The code of a ward's borough.
fn borough_of<'a>(areas: &'a Areas, ward: &atlas::Ward) -> &'a str {
    areas.borough(ward.borough).map_or("", |b| b.code.as_str())
}

/// The ward at a postcode or point.
fn ward_at<'a>(ground: &'a Gazetteer, text: &str) -> Option<(&'a atlas::Ward, Option<atlas::LatLon>)> {
    let found = ground.locate(text);
    let ward = ground.areas().ward(found.ward?)?;
    Some((ward, found.at))
}
