//! What can go wrong, in the words of whoever plans.

use kernel::db::DbError;
use kernel::web::Fault;

#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A file as a whole cannot be used; nothing was kept.
    #[error("{file}: {why}")]
    File { file: String, why: String },
    /// A row of a file.
    #[error("{file}, row {row}: {why}")]
    Row { file: String, row: u64, why: String },
    /// The question does not make sense for what is loaded.
    #[error("{0}")]
    Question(String),
    #[error("the data could not be kept: nothing was loaded. Try again")]
    Lost,
    #[error("nothing has been loaded yet: use `plan load` first")]
    Nothing,
    #[error("there is no scenario {0}")]
    NoScenario(String),
    #[error("someone else changed it in the meantime, or it is no draft any more: look at it again")]
    Stale,
    /// A file in the data folder is not as it was written.
    #[error("{0} is not as it was written: load the data again")]
    Damaged(String),
    #[error(transparent)]
    Siting(#[from] siting::SitingError),
    #[error(transparent)]
    Travel(#[from] travel::TravelError),
    #[error("the plan could not be kept or read")]
    Db(#[from] DbError),
}

pub type Result<T> = std::result::Result<T, PlanError>;

impl PlanError {
    pub fn file(file: &str, why: impl Into<String>) -> Self {
        Self::File {
            file: file.to_owned(),
            why: why.into(),
        }
    }

    pub fn question(why: impl Into<String>) -> Self {
        Self::Question(why.into())
    }
}

impl From<PlanError> for Fault {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Db(e) => e.into(),
            PlanError::NoScenario(_) => Self::Missing,
            PlanError::Damaged(_) => Self::broken("plan", error),
            PlanError::File { .. }
            | PlanError::Row { .. }
            | PlanError::Question(_)
            | PlanError::Nothing
            | PlanError::Lost
            | PlanError::Stale
            | PlanError::Siting(_)
            | PlanError::Travel(_) => Self::Refused(error.to_string()),
        }
    }
}
