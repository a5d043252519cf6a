//! People and places from tables that others wrote: every row that cannot be used is named, and a file that is
//! mostly wrong is refused as a whole.

mod people;
mod places;

use std::io::Read;

use atlas::{Areas, LatLon};
use serde::{Deserialize, Serialize};
use travel::geo::Place;

pub use people::people;
pub use places::places;

use crate::error::{PlanError, Result};
use crate::said::{Kept, Said, said};

/// Of the refused rows of a file so many are kept by name; the rest is counted.
const MOST_NAMED: usize = 1_000;
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
        let last = refused.last();
        return Err(PlanError::Row {
            file: file.to_owned(),
            row: last.map_or(1, |r| r.row),
            why: said!(
                "planner-said-rows-too-many",
                why = last.map(|r| r.why.clone()).unwrap_or_default(),
                refused = refused_in_all,
                rows = rows
            ),
        });
    }
    Ok(())
}

struct Sheet<R: Read> {
    file: String,
    reader: csv::Reader<R>,
    head: Vec<String>,
    rows: u64,
    refused: Vec<Refused>,
    refused_in_all: u64,
}

impl<R: Read> Sheet<R> {
    fn new(file: &str, from: R) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(from);
        let head = reader.headers().map_err(|e| PlanError::file(file, of_csv(&e)))?;
        let head: Vec<String> = head
            .iter()
            .map(|h| h.trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect();
        if head.iter().all(String::is_empty) {
            return Err(PlanError::file(file, Said::new("planner-said-file-empty")));
        }
        Ok(Self {
            file: file.to_owned(),
            reader,
            head,
            rows: 0,
            refused: Vec::new(),
            refused_in_all: 0,
        })
    }

    /// The first of these columns that is there; earlier names count more.
    fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|n| self.head.iter().position(|h| h == n))
    }

    fn needed(&self, names: &[&str]) -> Result<usize> {
        self.column(names).ok_or_else(|| PlanError::Row {
            file: self.file.clone(),
            row: 1,
            why: said!(
                "planner-said-row-no-column",
                names = names.join(" / "),
                head = self.head.join(", ")
            ),
        })
    }

    fn next(&mut self, record: &mut csv::StringRecord) -> Result<Option<u64>> {
        let file = self.file.clone();
        let more = self.reader.read_record(record).map_err(|e| PlanError::Row {
            row: e.position().map_or(self.rows + 2, csv::Position::line),
            why: of_csv(&e),
            file,
        })?;
        if !more {
            return Ok(None);
        }
        self.rows += 1;
        Ok(Some(record.position().map_or(0, csv::Position::line)))
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

    fn finish<T>(self, found: T, row_of: Vec<u64>, warnings: Vec<Said>) -> Read1<T> {
        Read1 {
            found,
            file: self.file,
            rows: self.rows,
            row_of,
            refused: self.refused,
            refused_in_all: self.refused_in_all,
            warnings,
        }
    }
}

/// Where a row lies: degrees, or metres of the British National Grid.
struct Where {
    degrees: Option<(usize, usize)>,
    grid: Option<(usize, usize)>,
}

impl Where {
    fn of<R: Read>(sheet: &Sheet<R>) -> Result<Self> {
        let pair = |a: &[&str], b: &[&str]| sheet.column(a).zip(sheet.column(b));
        let degrees = pair(&["lat", "latitude"], &["lon", "lng", "long", "longitude"]);
        let grid = pair(&["e", "easting", "x"], &["n", "northing", "y"]);
        if degrees.is_none() && grid.is_none() {
            sheet.needed(&["lat", "latitude"])?;
            sheet.needed(&["lon", "lng", "long", "longitude"])?;
        }
        Ok(Self { degrees, grid })
    }

    fn read(&self, record: &csv::StringRecord) -> std::result::Result<(Place, Option<(f64, f64)>), Said> {
        let number = |at: usize| {
            record
                .get(at)
                .and_then(|t| t.parse::<f64>().ok())
                .filter(|n| n.is_finite())
        };
        let grid = self.grid.and_then(|(e, n)| number(e).zip(number(n)));
        if let Some((lat, lon)) = self.degrees {
            let text = |at: usize| record.get(at).unwrap_or_default();
            if text(lat).is_empty() && text(lon).is_empty() {
                return Err(Said::new("planner-said-row-no-degrees"));
            }
            let place = number(lat).zip(number(lon)).and_then(|(a, o)| Place::new(a, o));
            let place = place.ok_or_else(|| {
                said!(
                    "planner-said-row-no-place",
                    lat = short(text(lat)),
                    lon = short(text(lon))
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

/// Why a table cannot be read.
fn of_csv(error: &csv::Error) -> Said {
    Said::new(match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "planner-said-file-letters",
        csv::ErrorKind::Io(_) => "planner-said-file-unreadable",
        _ => "planner-said-file-no-table",
    })
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
