//! Someone tells us something: what it is about, whether someone is in danger, the questions, the report; and the
//! desk where it waits for a person who decides.
//!
//! [`Book::load`] reads the force's forms and tables; [`feature`] hands the slice to the program. Other features
//! call the functions that are public here, inside their own transactions.

mod book;
mod desk;
mod draft;
mod error;
mod helped;
mod jobs;
mod pages;
mod place;
mod report;
mod search;
mod send;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::file::{self, FileError};
use kernel::job::Jobs;
use kernel::reseal::SealedColumn;
use kernel::site::{DeskLink, Feature, Site};
use kernel::web::Access;

pub use book::{Book, Flow, Matter, Urgency};
pub use desk::{Tab, tabs};
pub use draft::Draft;
pub use error::ContactError;
pub use helped::{Help, Origin};
pub use place::Found;
pub use report::{
    AnswerRow, Contact, Content, Outcome, Reach, Reason, Report, ReportId, State, Step, Suggestion,
};
pub use send::{
    OutcomeChosen, Promise, ReportAccepted, is_paper_code, keep, make, paper_code, promise, receipt,
};
pub use store::{
    Authority, Change, Filter, NewReport, add_words, by_draft, by_origin, by_reference, change, content,
    find, hand_over, hold, note, open_one, person_told, queue, reopen, steps, take, visible, was_read,
    withdraw,
};

pub const WORDS: &[page::Source] = &[
    ("en", "contact", include_str!("words/en.ftl")),
    ("cy", "contact", include_str!("words/cy.ftl")),
    ("en-simple", "contact", include_str!("words/en-simple.ftl")),
];

/// The slice, as the program lists it.
pub fn feature(book: Arc<Book>) -> Feature {
    Feature {
        name: "contact",
        words: WORDS,
        routes: pages::routes().merge(desk::routes()).merge(helped::routes()),
        jobs: Jobs::default().every::<jobs::ForgetDrafts>(3_600),
        subscribes: Vec::new(),
        desk: vec![
            DeskLink {
                href: "/desk",
                key: "desk-link",
                access: Access::Desk,
            },
            DeskLink {
                href: "/desk/redirects",
                key: "redirects-link",
                access: Access::Desk,
            },
        ],
        sealed: &[
            SealedColumn {
                table: "contact_draft",
                id: "token_hash",
                column: "answers",
                kind: "draft",
            },
            SealedColumn {
                table: "contact_report",
                id: "id",
                column: "content",
                kind: "report",
            },
            SealedColumn {
                table: "contact_step",
                id: "id",
                column: "words",
                kind: "step",
            },
        ],
        sends: Some(Arc::clone(&book) as Arc<dyn kernel::site::Sends>),
        parts: vec![book],
        ..Feature::default()
    }
}

/// The daily proof that nothing accepted is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Reconciled {
    /// Reports accepted.
    pub accepted: i64,
    /// Of these, with a team that has them.
    pub owned: i64,
    /// Receipts sent.
    pub mailed: i64,
    /// References of reports that lack an owner, their audit row or their first step.
    pub missing: Vec<String>,
    /// Files that were accepted and are not in the store.
    pub missing_files: Vec<String>,
    /// Letters that no server would take, by what they are about: for a person to look at.
    pub unsent: Vec<String>,
}

pub async fn reconcile(site: &Site) -> Result<Reconciled, FileError> {
    let (accepted, owned, mailed, missing) = store::reconcile(&mut site.db().read()).await?;
    let missing_files = file::missing(site).await?;
    Ok(Reconciled {
        accepted,
        owned,
        mailed,
        missing,
        missing_files: missing_files.iter().map(ToString::to_string).collect(),
        unsent: kernel::mail::given_up(&mut site.db().read(), site.now()).await?,
    })
}
