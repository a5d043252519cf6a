//! What can go wrong before a search starts. A search itself always ends in a stated result.

/// A problem that cannot be read or does not make sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SitingError {
    /// A file breaks its format. `row` counts lines from 1.
    #[error("{file}, row {row}: {what}")]
    Row { file: String, row: usize, what: String },
    /// A file as a whole cannot be used.
    #[error("{file}: {what}")]
    File { file: String, what: String },
    /// The problem is too large for this program to hold.
    #[error("the problem is too large: {0}")]
    TooLarge(String),
    /// The question does not make sense for these data.
    #[error("{0}")]
    Question(String),
}

impl SitingError {
    pub(crate) fn row(file: &str, row: usize, what: impl Into<String>) -> Self {
        Self::Row {
            file: file.to_owned(),
            row,
            what: what.into(),
        }
    }
    pub(crate) fn file(file: &str, what: impl Into<String>) -> Self {
        Self::File {
            file: file.to_owned(),
            what: what.into(),
        }
    }
    pub(crate) fn question(what: impl Into<String>) -> Self {
        Self::Question(what.into())
    }
}

/// Shorthand for this crate's results.
pub type Result<T> = std::result::Result<T, SitingError>;
