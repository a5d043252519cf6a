//! The five ways in which a request cannot be answered as asked.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::db::DbError;
use crate::file::FileError;
use crate::seal::SealError;

/// Becomes a page in the reader's language, or `application/problem+json`, in the outermost layer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    #[error("there is nothing here")]
    Missing,
    #[error("not allowed")]
    Forbidden,
    /// Not signed in: the desk leads to its sign-in page.
    #[error("sign in first")]
    SignIn,
    /// A sentence for the person, already in their words.
    #[error("{0}")]
    Refused(String),
    /// The form has no valid anti-forgery token: it is old, or from elsewhere.
    #[error("the form was not from this visit")]
    Stale,
    /// Try again in a while.
    #[error("busy")]
    Busy(Option<Duration>),
    /// Too many tries.
    #[error("too many tries")]
    Often(Duration),
    /// Ours to mend; the person is told a request id and nothing else.
    #[error("broken")]
    Broken,
}

impl Fault {
    /// Logs what broke (never what a person wrote) and forgets it.
    pub fn broken(what: &str, error: impl std::fmt::Display) -> Self {
        tracing::error!("{what}: {error}");
        Self::Broken
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Stale => StatusCode::FORBIDDEN,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Often(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Where its words are: `fault-…-title`, `fault-…-text`.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Forbidden => "forbidden",
            Self::SignIn => "sign-in",
            Self::Refused(_) => "refused",
            Self::Stale => "stale",
            Self::Busy(_) => "busy",
            Self::Often(_) => "often",
            Self::Broken => "broken",
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy(_) | DbError::Full(_) => {
                tracing::error!("{error}");
                Self::Busy(None)
            }
            DbError::Conflict(_) | DbError::Shape(_) | DbError::Broken(_) => Self::broken("database", error),
        }
    }
}

impl From<SealError> for Fault {
    fn from(error: SealError) -> Self {
        Self::broken("seal", error)
    }
}

impl From<FileError> for Fault {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Missing | FileError::OriginalOnly => Self::Missing,
            FileError::Db(e) => e.into(),
            FileError::Store(e) => {
                tracing::error!("file store: {e}");
                Self::Busy(None)
            }
        }
    }
}
