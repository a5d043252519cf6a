//! What can go wrong, in words an operator can act on.

use std::io;

/// Everything that `atlas` refuses. Problems of single rows are not errors: they are
/// counted and listed in a [`Summary`](crate::read::Summary).
#[derive(Debug, thiserror::Error)]
pub enum AtlasError {
    #[error("{file}: could not be read: {source}")]
    Io { file: String, source: io::Error },
    #[error("{file}: is larger than {limit} bytes when unpacked, which is more than allowed")]
    TooBig { file: String, limit: u64 },
    #[error("{file}: unpacks to more than {ratio} times its size, which no honest file of this kind does")]
    Bomb { file: String, ratio: u64 },
    #[error("{file}: a line is longer than {limit} bytes")]
    LongLine { file: String, limit: usize },
    #[error("{file}: line {line}, column {column}: is not GeoJSON: {why}")]
    NotGeoJson {
        file: String,
        line: usize,
        column: usize,
        why: String,
    },
    #[error("{file}: is not a GeoJSON feature collection")]
    NotFeatures { file: String },
    #[error("{file}: line {line}: is not CSV: {why}")]
    NotCsv { file: String, line: u64, why: String },
    #[error("{file}: has no column for {missing}; its columns are: {found}")]
    NoColumn {
        file: String,
        missing: &'static str,
        found: String,
    },
    #[error("there are no areas: import boroughs and wards first")]
    NoAreas,
    #[error("there are {found} {what}, but at most {limit} can be held")]
    TooMany {
        what: &'static str,
        found: usize,
        limit: usize,
    },
    #[error("the stored {what} cannot be used: {why}")]
    BadBlob { what: &'static str, why: &'static str },
}

pub type Result<T> = std::result::Result<T, AtlasError>;
