//! What can go wrong, in the words of whoever plans.

use kernel::db::DbError;

use crate::engine;
use crate::read::Refused;
use crate::said::{Said, said};

#[derive(Debug)]
pub enum PlanError {
    /// A file as a whole cannot be used; nothing was kept.
    File {
        file: String,
        why: Said,
    },
    /// A row of a file.
    Row {
        file: String,
        row: u64,
        why: Said,
    },
    /// So many rows of a file cannot be used that nothing was kept; the first of them by name.
    Rows {
        file: String,
        rows: u64,
        refused: Vec<Refused>,
        refused_in_all: u64,
    },
    /// The question does not make sense for what is loaded.
    Question(Said),
    /// The data could not be kept.
    Lost,
    /// Nothing has been loaded yet.
    Nothing,
    NoScenario(String),
    Stale,
    /// A file in the data folder is not as it was written.
    Damaged(String),
    /// Something of our own went wrong; the detail is for the log.
    Broken(String),
    Siting(siting::SitingError),
    Travel(travel::TravelError),
    Db(DbError),
}

impl std::fmt::Display for PlanError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.said().fmt(f)?;
        let Self::Rows {
            refused,
            refused_in_all,
            ..
        } = self
        else {
            return Ok(());
        };
        for r in refused {
            write!(f, "\n  {}", r.said())?;
        }
        match more_rows(refused, *refused_in_all) {
            0 => Ok(()),
            more => write!(f, "\n  {}", said!("planner-said-rows-more", count = more)),
        }
    }
}

/// Of the rows that cannot be used, how many are not named.
pub fn more_rows(named: &[Refused], in_all: u64) -> u64 {
    in_all.saturating_sub(u64::try_from(named.len()).unwrap_or(0))
}

impl std::error::Error for PlanError {}

impl From<siting::SitingError> for PlanError {
    fn from(error: siting::SitingError) -> Self {
        Self::Siting(error)
    }
}

impl From<travel::TravelError> for PlanError {
    fn from(error: travel::TravelError) -> Self {
        Self::Travel(error)
    }
}

impl From<DbError> for PlanError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

pub type Result<T> = std::result::Result<T, PlanError>;

impl PlanError {
    pub fn file(file: &str, why: Said) -> Self {
        Self::File {
            file: file.to_owned(),
            why,
        }
    }

    /// A question that does not make sense, by the key of what is said.
    pub fn question(key: &str) -> Self {
        Self::Question(Said::new(key))
    }

    /// What a program did to a file that should have worked: a disk that is full, a folder that may not be read.
    pub fn io(file: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind::{NotFound, PermissionDenied, StorageFull};
        let key = match error.kind() {
            NotFound => "planner-said-file-not-there",
            PermissionDenied => "planner-said-file-not-allowed",
            StorageFull => "planner-said-file-no-room",
            _ => "planner-said-file-unreadable",
        };
        Self::file(file, Said::new(key))
    }

    pub fn broken(detail: impl std::fmt::Display) -> Self {
        tracing::warn!("The planner could not do its work: {detail}");
        Self::Broken(detail.to_string())
    }

    /// In words, for the language of whoever reads them.
    pub fn said(&self) -> Said {
        match self {
            Self::File { file, why } => said!("planner-said-of-file", file = file, why = why.clone()),
            Self::Row { file, row, why } => {
                said!("planner-said-of-row", file = file, row = *row, why = why.clone())
            }
            Self::Rows {
                file,
                rows,
                refused_in_all,
                ..
            } => said!(
                "planner-said-of-file",
                file = file,
                why = said!(
                    "planner-said-rows-too-many",
                    refused = *refused_in_all,
                    rows = *rows
                )
            ),
            Self::Question(why) => why.clone(),
            Self::Lost => Said::new("planner-said-lost"),
            Self::Nothing => Said::new("planner-said-nothing"),
            Self::NoScenario(which) => said!("planner-said-no-scenario", which = which),
            Self::Stale => Said::new("planner-said-stale"),
            Self::Damaged(file) => said!("planner-said-damaged", file = file),
            Self::Broken(_) => Said::new("planner-said-broken"),
            Self::Siting(error) => engine::of_siting(error),
            Self::Travel(error) => engine::of_travel(error),
            Self::Db(_) => Said::new("planner-said-db"),
        }
    }
}
