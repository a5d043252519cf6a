use std::path::PathBuf;

/// Everything that can go wrong, in the words of someone who hands over a file.
#[derive(Debug, thiserror::Error)]
pub enum TravelError {
    #[error("{path}: {source}", path = path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("cannot read: {0}")]
    Io(#[from] std::io::Error),
    #[error("{file}: not a readable OpenStreetMap extract (.osm.pbf): {reason}")]
    Pbf { file: String, reason: String },
    #[error("{file}: not a readable timetable (GTFS): {reason}")]
    Gtfs { file: String, reason: String },
    #[error("{file}, row {row}: {reason}")]
    Row { file: String, row: u64, reason: String },
    #[error("{file}: not a prepared network: {reason}")]
    Net { file: String, reason: String },
    #[error("there is no street in the data that anyone may use")]
    NoStreets,
    #[error("the network was built without a timetable, so public transport cannot be asked")]
    NoTimetable,
    #[error("{0}")]
    Question(String),
    #[error("too large: {0}")]
    TooLarge(String),
    #[error("stopped on request")]
    Cancelled,
}

pub type Result<T> = std::result::Result<T, TravelError>;
