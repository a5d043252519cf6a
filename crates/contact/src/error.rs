//! What can go wrong with a report, in the desk's words.

use kernel::Fault;
use kernel::db::DbError;
use page::Tongue;

#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    #[error("there is no such report")]
    NoSuchReport,
    #[error("someone else has changed this report meanwhile")]
    ChangedMeanwhile,
    #[error("the report cannot become that any more")]
    NotPossible,
    #[error("the appointment was given away meanwhile")]
    SlotTaken,
    #[error("the report could not be kept")]
    Db(#[from] DbError),
    #[error("a sealed field could not be opened")]
    Seal(#[from] kernel::seal::SealError),
}

impl ContactError {
    /// As a fault in the reader's language.
    pub fn told(self, tongue: &Tongue) -> Fault {
        match self {
            Self::NoSuchReport => Fault::Missing,
            Self::ChangedMeanwhile => Fault::Refused(tongue.t("desk-changed-meanwhile").into_owned()),
            Self::NotPossible => Fault::Refused(tongue.t("desk-not-possible").into_owned()),
            Self::SlotTaken => Fault::Refused(tongue.t("desk-slot-taken").into_owned()),
            Self::Db(e) => e.into(),
            Self::Seal(e) => e.into(),
        }
    }
}
