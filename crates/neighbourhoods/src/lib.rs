//! Wards as residents know them: who the officers are and how to reach them, what was promised and what came of it,
//! what was asked and how long answers take, groups, schools, training.
//!
//! Facts are public and carry when somebody last confirmed them. A ward's own officers keep them, supervisors keep
//! all; every change is in the history. What a person asks is sealed, and only an officer makes an answer public.

mod desk;
mod fact;

mod keeper;
mod letter;
mod map;
mod officer;
mod pages;
mod promise;
mod question;
mod store;
mod team;
#[cfg(test)]
mod tests;
mod ward;
mod written;

use std::sync::Arc;

use kernel::reseal::SealedColumn;
use kernel::site::{DeskLink, Feature, StartLink};
use kernel::web::Access;

pub use keeper::Keeper;
pub use officer::{Absence, Cover, Duty, NewAbsence, NewOfficer, Officer, OfficerId, Post, Rank};
pub use promise::{Ending, NewPromise, News, Promise, PromiseId, State};
pub use question::{NewAnswer, NewQuestion, Pace, Question, QuestionId};
pub use store::officer::{Known, Member};
pub use store::question::To;
pub use team::{NewTeam, Team};
pub use written::{Written, Wrong, Wrongs};

/// What other features and the program read and fill, inside their own transactions.
pub mod officers {
    pub use crate::store::officer::{add, away, post, team};
}
/// As [`officers`], for promises.
pub mod promises {
    pub use crate::store::promise::{end, make, of_ward, tell};
}
/// As [`officers`], for questions.
pub mod questions {
    pub use crate::store::question::{answer, ask, complain};
}
/// As [`officers`], for how a team is reached.
pub mod teams {
    pub use crate::store::team::{find, put};
}

pub const WORDS: &[page::Source] = &[
    ("en", "neighbourhoods", include_str!("words/en.ftl")),
    ("cy", "neighbourhoods", include_str!("words/cy.ftl")),
    ("en-simple", "neighbourhoods", include_str!("words/en-simple.ftl")),
];

const fn sealed(column: &'static str) -> SealedColumn {
    SealedColumn {
        table: "ward_question",
        id: "id",
        column,
        kind: store::question::SEALED_AS,
    }
}

/// The slice, as the program lists it.
pub fn feature() -> Feature {
    Feature {
        name: "neighbourhoods",
        words: WORDS,
        routes: pages::routes().merge(desk::routes()),
        desk: vec![
            DeskLink {
                href: "/desk/wards",
                key: "wards-link",
                access: Access::Desk,
            },
            DeskLink {
                href: "/desk/wards/complaints",
                key: "complaints-link",
                access: Access::Supervisor,
            },
        ],
        start: vec![StartLink {
            href: "/wards",
            key: "wards",
            picture: "police",
            asks: Some("q"),
        }],
        sealed: const {
            &[
                sealed("content"),
                sealed("answer"),
                sealed("complaint"),
                sealed("reply"),
            ]
        },
        parts: vec![Arc::new(map::Maps::default()), Arc::new(pages::Paces::default())],
        ..Feature::default()
    }
}
