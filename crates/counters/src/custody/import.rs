//! Occupancy from a table that another system wrote: `suite,at,held,cells`.

use std::collections::HashMap;
use std::io::Read;

use atlas::read::{RowProblem, Summary};
use kernel::Moment;
use kernel::audit;
use kernel::db::DbError;
use kernel::site::Site;
use places::{Kind, PlaceId, directory};

use super::store::{self, Put};
use super::{Count, CountError};

/// Why nothing of a file was taken.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{0}: the heading lacks {1}; it must name suite, at and held, and may name cells")]
    Heading(String, &'static str),
    #[error(transparent)]
    Db(#[from] DbError),
}

const MOST_PROBLEMS: usize = 50;

fn refuse(summary: &mut Summary, row: u64, why: String) {
    summary.refused += 1;
    if summary.problems.len() < MOST_PROBLEMS {
        summary.problems.push(RowProblem {
            file: summary.file.clone(),
            row,
            why,
        });
    }
}

/// Reads a file. Rows (the heading is row 1) that can be used are kept, all in one transaction; the others are named with the reason. A suite
/// is called by its id, its code in the directory or its name. With `preview` nothing is kept. The same file twice
/// changes nothing.
pub async fn import(
    site: &Site,
    file: &str,
    reader: impl Read,
    preview: bool,
    now: Moment,
) -> Result<Summary, ImportError> {
    let mut csv = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(reader);
    let heading: Vec<String> = csv
        .headers()
        .map(|h| {
            h.iter()
                .map(|c| c.trim_start_matches('\u{feff}').to_lowercase())
                .collect()
        })
        .unwrap_or_default();
    let column = |name: &'static str| {
        let at = heading.iter().position(|c| c == name);
        at.ok_or(ImportError::Heading(file.to_owned(), name))
    };
    let (suite, at, held) = (column("suite")?, column("at")?, column("held")?);
    let cells = column("cells").ok();
    let known = known(site).await?;
    let mut summary = Summary {
        file: file.to_owned(),
        ..Summary::default()
    };
    let mut tx = site.db().begin().await?;
    let mut record = csv::StringRecord::new();
    let mut said: HashMap<(PlaceId, Moment), (u64, Count)> = HashMap::new();
    for row in 2.. {
        match csv.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                summary.read += 1;
                refuse(&mut summary, row, format!("the row cannot be read: {error}"));
                if matches!(error.kind(), csv::ErrorKind::Io(_)) {
                    break;
                }
                continue;
            }
        }
        summary.read += 1;
        let field = |at: usize| record.get(at).unwrap_or("");
        let Some((place, capacity)) = known.get(&field(suite).to_lowercase()) else {
            refuse(
                &mut summary,
                row,
                format!(
                    "no custody suite is called \u{201c}{}\u{201d}",
                    short(field(suite))
                ),
            );
            continue;
        };
        let written = cells.map_or("", field);
        let cells = match (written, capacity) {
            ("", Some(capacity)) => capacity.to_string(),
            (written, _) => written.to_owned(),
        };
        let count = match field(at) {
            "" => Err(CountError::At),
            at => Count::parse(field(held), &cells, at, site.days().zone(), now),
        };
        match count {
            Err(error) => refuse(&mut summary, row, error.to_string()),
            Ok(count) => {
                let (before, first) = said
                    .entry((place.clone(), count.at))
                    .or_insert_with(|| (row, count.clone()));
                if *first != count {
                    let why = format!("row {before} says otherwise of the same moment");
                    refuse(&mut summary, row, why);
                    continue;
                }
                match store::put(&mut tx, place, &count, "import", now).await? {
                    Put::Added => summary.added += 1,
                    Put::Changed => summary.changed += 1,
                    Put::Same => summary.same += 1,
                }
            }
        }
    }
    if !preview && summary.added + summary.changed > 0 {
        let detail = format!("{file}: {} added, {} changed", summary.added, summary.changed);
        audit::write(
            &mut tx,
            "system",
            "custody.imported",
            "custody",
            &detail,
            now,
            site.random(),
        )
        .await?;
        tx.commit().await?;
    }
    Ok(summary)
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// The suites by each of their names in small letters, with their capacity. A name that two have is nobody's.
async fn known(site: &Site) -> Result<HashMap<String, (PlaceId, Option<i64>)>, DbError> {
    let capacity: HashMap<PlaceId, i64> = store::suites(&mut site.db().read())
        .await?
        .into_iter()
        .map(|(place, suite)| (place, suite.cells))
        .collect();
    let directory = directory(site).await?;
    let mut known = HashMap::new();
    let mut twice = Vec::new();
    for place in directory.all().iter().filter(|p| p.facts.kind == Kind::Custody) {
        let of = (place.id.clone(), capacity.get(&place.id).copied());
        let mut names = vec![place.id.as_str().to_owned(), place.facts.name.to_lowercase()];
        if !place.facts.code.is_empty() {
            names.push(place.facts.code.to_lowercase());
        }
        names.sort();
        names.dedup();
        for name in names {
            if known.insert(name.clone(), of.clone()).is_some() {
                twice.push(name);
            }
        }
    }
    for name in twice {
        known.remove(&name);
    }
    Ok(known)
}
