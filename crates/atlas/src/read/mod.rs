//! Reading areas and postcodes from files that others wrote.
//!
//! Everything streams, nothing trusts: rows that cannot be used are counted and the first of them listed with
//! why; only a file that cannot be read at all is an error.

mod geojson;
mod postcodes;
mod source;

use serde::Serialize;

pub use geojson::{AreaLevel, AreaOptions, read_areas};
pub use postcodes::{PostcodeOptions, read_postcodes};
pub use source::Packing;

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file, as packed as it is.
    pub bytes: u64,
    pub rows: u64,
}

/// Called every few thousand rows and at the end.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress);

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    pub file: String,
    /// Rows or features seen; the sum of the five below.
    pub read: u64,
    pub added: u64,
    pub changed: u64,
    pub same: u64,
    /// Left out as they should be: postcodes no longer in use, areas of another kind.
    pub skipped: u64,
    pub refused: u64,
    /// The first of the refused, at most [`MOST_PROBLEMS`].
    pub problems: Vec<RowProblem>,
    pub bytes: u64,
}

/// Why a row was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    pub file: String,
    /// Line of a CSV file; number of a feature, from 1, in GeoJSON.
    pub row: u64,
    pub why: String,
}

pub const MOST_PROBLEMS: usize = 100;

impl Summary {
    fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            ..Self::default()
        }
    }

    fn refuse(&mut self, row: u64, why: String) {
        self.refused += 1;
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(RowProblem {
                file: self.file.clone(),
                row,
                why,
            });
        }
    }
}

impl std::fmt::Display for RowProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: row {}: {}", self.file, self.row, self.why)
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            file,
            read,
            added,
            changed,
            same,
            skipped,
            refused,
            ..
        } = self;
        write!(
            f,
            "{file}: {read} read, {added} added, {changed} changed, {same} as before, {skipped} skipped, {refused} refused"
        )
    }
}

/// Text for a message: short, on one line.
fn shown(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(40)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
