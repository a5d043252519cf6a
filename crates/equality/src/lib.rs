//! Who it was that sent something, in numbers alone.
//!
//! After something was sent, whoever sent it may say something of themselves: age, health, ethnic group and so on.
//! Every question may be left empty. The answers are kept apart: without a reference, without a moment, in no order,
//! sealed; a code that is shown once is the only way back to them. The desk reads sums of quarters that are over, and no
//! number under five can be read or worked out.
//!
//! Nothing here is written to the audit record: a row of it has a moment, which is what ties two things together.

mod answer;
mod desk;
mod hide;
mod jobs;
mod pages;
mod quarter;
mod questions;
mod store;
mod tally;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::db::{DbError, Tx};
use kernel::id::Code;
use kernel::job::Jobs;
use kernel::reseal::SealedColumn;
use kernel::seal::Keys;
use kernel::site::{AfterLink, DeskLink, Feature};
use kernel::web::Access;

pub use quarter::Quarter;
pub use questions::{Counted, Questions, Within};

pub const WORDS: &[page::Source] = &[
    ("en", "equality", include_str!("words/en.ftl")),
    ("cy", "equality", include_str!("words/cy.ftl")),
    ("en-simple", "equality", include_str!("words/en-simple.ftl")),
];

/// The slice, as the program lists it.
pub fn feature(questions: Arc<Questions>) -> Feature {
    Feature {
        name: "equality",
        words: WORDS,
        routes: pages::routes().merge(desk::routes()),
        jobs: Jobs::default()
            .every::<jobs::ForgetUnsent>(3_600)
            .every::<jobs::LayDown>(3_600),
        after: vec![AfterLink {
            href: "/about-you",
            key: "equality",
            picture: "people",
        }],
        desk: vec![DeskLink {
            href: "/desk/equality",
            key: "equality-link",
            access: Access::Supervisor,
        }],
        sealed: &[
            SealedColumn {
                table: "equality_draft",
                id: "token_hash",
                column: "answers",
                kind: answer::DRAFT,
            },
            SealedColumn {
                table: "equality_answer",
                id: "code_hash",
                column: "answers",
                kind: answer::KEPT,
            },
        ],
        parts: vec![questions],
        ..Feature::default()
    }
}

/// Keeps answers of a quarter, for a demonstration.
pub async fn fill(
    tx: &mut Tx,
    keys: &Keys,
    about: &str,
    quarter: Quarter,
    answers: &forms::Answers,
    random: [u8; 12],
) -> Result<(), DbError> {
    let hash = answer::code_hash(keys, &Code::new(random));
    store::insert(tx, keys, &hash, about, quarter, answers, None).await
}
