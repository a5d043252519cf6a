//! What became of a report: the timeline, what was promised, the Victims' Code clocks, messages both ways, reviews.
//!
//! A person opens their case with its reference and a code sent to the channel they gave; no account. A victim sees
//! what the Victims' Code gives them; a witness sees that it was received and can write. Each view is in the audit
//! log and shown to them.

mod case;
mod desk;
mod jobs;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod todo;

use contact::{OutcomeChosen, ReportAccepted};
use kernel::event::Event;
use kernel::job::{Job, Jobs};
use kernel::reseal::SealedColumn;
use kernel::site::{DeskLink, Feature};
use kernel::web::Access;

pub use case::{Case, Clock, ClockKind, Standing};
pub use store::person_wrote;

pub const WORDS: &[page::Source] = &[
    ("en", "cases", include_str!("words/en.ftl")),
    ("cy", "cases", include_str!("words/cy.ftl")),
    ("en-simple", "cases", include_str!("words/en-simple.ftl")),
];

/// The slice, as the program lists it.
pub fn feature() -> Feature {
    Feature {
        name: "cases",
        words: WORDS,
        routes: pages::routes().merge(desk::routes()),
        jobs: Jobs::default()
            .add::<jobs::OpenCase>()
            .add::<jobs::SendCode>()
            .add::<jobs::TellOutcome>(),
        subscribes: vec![
            (ReportAccepted::NAME, jobs::OpenCase::NAME),
            (OutcomeChosen::NAME, jobs::TellOutcome::NAME),
        ],
        desk: vec![DeskLink {
            href: "/desk/clocks",
            key: "clocks-link",
            access: Access::Desk,
        }],
        sealed: &[
            SealedColumn {
                table: "case_message",
                id: "id",
                column: "words",
                kind: "message",
            },
            SealedColumn {
                table: "case_review",
                id: "report",
                column: "words",
                kind: "review",
            },
            SealedColumn {
                table: "case_review",
                id: "report",
                column: "answer",
                kind: "review",
            },
        ],
        ..Feature::default()
    }
}
