//! What someone of the force has to do so that a person is told: nobody is told by a button alone.

use contact::{Reach, Report, ReportId};
use kernel::Moment;

pub use crate::store::todo::{add, done, of, open};

/// How it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Call,
    Post,
    /// The known way is not safe: another has to be found first.
    Safe,
    /// A support service gets the person's details.
    Support,
}

impl How {
    pub const ALL: [Self; 4] = [Self::Call, Self::Post, Self::Safe, Self::Support];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Post => "post",
            Self::Safe => "safe",
            Self::Support => "support",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|h| h.as_str() == text)
    }

    /// How this person is told, when no letter of ours can do it.
    pub fn by_hand(report: &Report, reach: Reach) -> Option<Self> {
        match reach {
            Reach::Nobody => None,
            _ if report.held_at.is_some() => Some(Self::Safe),
            Reach::Phone => Some(Self::Call),
            Reach::Letter => Some(Self::Post),
            Reach::Email | Reach::Text => None,
        }
    }
}

/// Something to do for one report.
#[derive(Debug, Clone)]
pub struct Todo {
    pub report: ReportId,
    pub how: How,
    /// `receipt`, `news`, `message` or `support`.
    pub what: String,
    pub due_at: Moment,
    /// What makes it once: the second time it is there.
    pub key: String,
}
