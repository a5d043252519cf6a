//! Officers and schools from tables that others keep. Every row is taken, or refused with a reason; nothing is guessed.

mod officers;
mod schools;

use atlas::read::{MOST_PROBLEMS, RowProblem, Summary};
use atlas::{Areas, Ended, Gazetteer, WardCode};
use kernel::db::DbError;
use places::TableRow;

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

/// Counts a row; a failing database ends the import.
fn count(summary: &mut Summary, row: u64, done: Result<Done, Stopped>) -> Result<(), DbError> {
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
