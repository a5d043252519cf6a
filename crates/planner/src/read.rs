//! People and places from tables that others wrote: every row that cannot be used is named, and a file that is
//! mostly wrong is refused as a whole.

mod people;
mod places;

use ::places::{Table, TableError, TableRow};
use atlas::{Areas, LatLon};
use serde::{Deserialize, Serialize};
use travel::geo::Place;

pub use people::people;
pub use places::places;

use crate::error::{PlanError, Result};
use crate::said::{Kept, Said, said};

/// Of the refused rows of a file so many are kept by name; the rest is counted.
const MOST_NAMED: usize = 1_000;
/// When nothing is loaded for them, so many are told at once.
const FIRST_NAMED: usize = 50;
/// Wards leave gaps of a few metres between roughly drawn borders.
const GAP_M: f64 = 60.0;

/// A row that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    pub file: String,
    pub row: u64,
    pub why: Said,
}

/// A row that was left out as it is kept.
#[derive(Debug, Serialize)]
pub struct KeptRow<'a> {
    file: &'a str,
    row: u64,
    why: Kept,
}

impl Refused {
    pub fn kept(&self) -> KeptRow<'_> {
        KeptRow {
            file: &self.file,
            row: self.row,
            why: self.why.kept(),
        }
    }

    pub fn said(&self) -> Said {
        said!(
            "planner-said-of-row",
            file = &self.file,
            row = self.row,
            why = self.why.clone()
        )
    }
}

/// What a file gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Read1<T> {
    pub found: T,
    pub file: String,
    /// Rows of the file; and of each thing found, the row it stood in.
    pub rows: u64,
    pub row_of: Vec<u64>,
    pub refused: Vec<Refused>,
    pub refused_in_all: u64,
    pub warnings: Vec<Said>,
}

impl<T> Read1<T> {
    /// Leaves out what turned out not to fit elsewhere, by its row.
    pub(crate) fn leave_out(
        &mut self,
        which: &[usize],
        drop: impl FnOnce(&mut T, &[bool]),
        why: impl Fn(&T, usize) -> Said,
    ) -> Result<()> {
        let mut keep = vec![true; self.row_of.len()];
        for &i in which {
            if let Some(k) = keep.get_mut(i) {
                *k = false;
            }
            self.refused_in_all += 1;
            if self.refused.len() < MOST_NAMED {
                self.refused.push(Refused {
                    file: self.file.clone(),
                    row: self.row_of.get(i).copied().unwrap_or(0),
                    why: why(&self.found, i),
                });
            }
        }
        judge(&self.file, self.rows, self.refused_in_all, &self.refused)?;
        drop(&mut self.found, &keep);
        let mut kept = keep.iter();
        self.row_of.retain(|_| kept.next() == Some(&true));
        Ok(())
    }
}

/// The codes of the ward and borough in which a place lies.
pub(crate) fn ward_at(areas: &Areas, at: Place) -> Option<(Option<String>, Option<String>)> {
    let ward = LatLon::new(at.lat, at.lon)
        .and_then(|p| areas.find_near(p, GAP_M))
        .and_then(|w| areas.ward(w))?;
    let borough = areas.borough(ward.borough);
    Some((
        Some(ward.code.as_str().to_owned()),
        borough.map(|b| b.code.as_str().to_owned()),
    ))
}

/// More than a tenth of the rows left out, or all: the file as a whole is not what it should be.
fn judge(file: &str, rows: u64, refused_in_all: u64, refused: &[Refused]) -> Result<()> {
    if rows == 0 {
        return Err(PlanError::Row {
            file: file.to_owned(),
            row: 1,
            why: Said::new("planner-said-rows-none"),
        });
    }
    let most = (rows / 10).max(1);
    if refused_in_all > most || refused_in_all == rows {
        let mut named = refused.to_vec();
        named.sort_by_key(|r| r.row);
        named.truncate(FIRST_NAMED);
        return Err(PlanError::Rows {
            file: file.to_owned(),
            rows,
            refused: named,
            refused_in_all,
        });
    }
    Ok(())
}

/// Why a table cannot be read.
fn of_table(file: &str, error: &TableError) -> PlanError {
    let why = match error {
        TableError::TooLarge => Said::new("planner-said-file-large"),
        TableError::Unreadable(_) => Said::new("planner-said-file-no-table"),
        TableError::OtherSheet => Said::new("planner-said-file-sheet"),
        TableError::NoHeadings => Said::new("planner-said-file-empty"),
        TableError::TwiceHeaded(heading) => said!("planner-said-file-heading-twice", heading = heading),
    };
    PlanError::file(file, why)
}

/// The table of a file.
fn table(file: &str, bytes: &[u8]) -> Result<Table> {
    Table::read(bytes).map_err(|e| of_table(file, &e))
}

/// Under which heading something stands.
type Column = &'static str;

/// A table that is read, with what became of its rows.
struct Sheet<'t> {
    file: String,
    table: &'t Table,
    /// The headings of which something is read.
    columns: Vec<Column>,
    refused: Vec<Refused>,
    refused_in_all: u64,
}

impl<'t> Sheet<'t> {
    fn new(file: &str, table: &'t Table) -> Self {
        Self {
            file: file.to_owned(),
            table,
            columns: Vec::new(),
            refused: Vec::new(),
            refused_in_all: 0,
        }
    }

    fn rows(&self) -> u64 {
        u64::try_from(self.table.len()).unwrap_or(u64::MAX)
    }

    /// The first of these columns that is there; earlier names count more.
    fn column(&mut self, names: &[Column]) -> Option<Column> {
        let found = names.iter().copied().find(|n| self.table.has(n));
        self.columns.extend(found);
        found
    }

    fn needed(&mut self, names: &[Column]) -> Result<Column> {
        self.column(names).ok_or_else(|| PlanError::Row {
            file: self.file.clone(),
            row: 1,
            why: said!(
                "planner-said-row-no-column",
                names = names.join(" / "),
                head = self.table.headings().join(", ")
            ),
        })
    }

    fn refuse(&mut self, row: u64, why: Said) {
        self.refused_in_all += 1;
        if self.refused.len() < MOST_NAMED {
            self.refused.push(Refused {
                file: self.file.clone(),
                row,
                why,
            });
        }
    }

    /// Says of which columns and cells nothing is read: a name may be misspelt, a comma may stand in a text.
    fn unread(&self, warnings: &mut Vec<Said>) {
        let columns: Vec<&str> = self.table.unread(|h| self.columns.contains(&h)).collect();
        if !columns.is_empty() {
            warnings.push(said!(
                "planner-said-warn-columns",
                file = &self.file,
                columns = columns.join(", ")
            ));
        }
        if let Some(first) = self.table.wider().first() {
            warnings.push(said!(
                "planner-said-warn-wider",
                file = &self.file,
                rows = self.table.wider().len(),
                first = *first
            ));
        }
    }

    fn finish<T>(self, found: T, row_of: Vec<u64>, mut warnings: Vec<Said>) -> Read1<T> {
        self.unread(&mut warnings);
        Read1 {
            found,
            rows: self.rows(),
            file: self.file,
            row_of,
            refused: self.refused,
            refused_in_all: self.refused_in_all,
            warnings,
        }
    }
}

/// A figure as people write it: `1,234` and `£1,234.50` are figures, `1,2` is none.
fn figure(text: &str) -> Option<f64> {
    let text = text.trim_start_matches('£');
    let (whole, _) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    let is_grouped = rest.peek().is_some();
    if is_grouped && (!(1..=3).contains(&first.len()) || rest.any(|g| g.len() != 3)) {
        return None;
    }
    text.replace(',', "").parse().ok().filter(|n: &f64| n.is_finite())
}

/// Where a row lies: degrees, or metres of the British National Grid.
struct Where {
    degrees: Option<(Column, Column)>,
    grid: Option<(Column, Column)>,
}

const LAT: &[Column] = &["lat", "latitude"];
const LON: &[Column] = &["lon", "lng", "long", "longitude"];

impl Where {
    fn of(sheet: &mut Sheet<'_>) -> Result<Self> {
        let mut pair = |a: &[Column], b: &[Column]| sheet.column(a).zip(sheet.column(b));
        let degrees = pair(LAT, LON);
        let grid = pair(&["e", "easting", "x"], &["n", "northing", "y"]);
        if degrees.is_none() && grid.is_none() {
            sheet.needed(LAT)?;
            sheet.needed(LON)?;
        }
        Ok(Self { degrees, grid })
    }

    fn read(&self, row: TableRow<'_>) -> std::result::Result<(Place, Option<(f64, f64)>), Said> {
        let number = |at: Column| row.get(at).parse::<f64>().ok().filter(|n| n.is_finite());
        let grid = self.grid.and_then(|(e, n)| number(e).zip(number(n)));
        if let Some((lat, lon)) = self.degrees {
            if row.get(lat).is_empty() && row.get(lon).is_empty() {
                return Err(Said::new("planner-said-row-no-degrees"));
            }
            let place = number(lat).zip(number(lon)).and_then(|(a, o)| Place::new(a, o));
            let place = place.ok_or_else(|| {
                said!(
                    "planner-said-row-no-place",
                    lat = short(row.get(lat)),
                    lon = short(row.get(lon))
                )
            })?;
            return Ok((place, grid));
        }
        let (e, n) = grid.ok_or_else(|| Said::new("planner-said-row-no-grid"))?;
        let place = atlas::from_national_grid(e, n)
            .and_then(|p| Place::new(p.lat(), p.lon()))
            .ok_or_else(|| said!("planner-said-row-off-grid", e = e, n = n))?;
        Ok((place, grid))
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
