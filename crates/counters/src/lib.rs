//! What happens at counters and custody suites.
//!
//! At a counter every visit is tapped twice: why someone came, and what came of it. Nothing says who they were.
//! How counters are used is published with all reasons, not crimes alone, and without small numbers. Of custody
//! suites the public reads where to ask; never who is held.

mod area;
mod custody;
mod desk;
mod jobs;
mod pages;
mod protect;
mod reason;
mod store;
mod tap;
#[cfg(test)]
mod tests;
mod usage;

use contact::ReportAccepted;
use kernel::event::Event as _;
use kernel::job::{Job as _, Jobs};
use kernel::site::{DeskLink, Feature, StartLink};
use kernel::web::Access;

pub use custody::import::{ImportError, import};
pub use custody::store::{put, set_suite};
pub use custody::{Count, Suite};
pub use reason::{Outcome, Reason, Referred};
pub use store::{fill, set_cost};
pub use tap::{CounterVisit, TapId};
pub use usage::Cost;

pub const WORDS: &[page::Source] = &[
    ("en", "counters", include_str!("words/en.ftl")),
    ("cy", "counters", include_str!("words/cy.ftl")),
    ("en-simple", "counters", include_str!("words/en-simple.ftl")),
];

/// The slice, as the program lists it.
pub fn feature() -> Feature {
    Feature {
        name: "counters",
        words: WORDS,
        routes: desk::routes()
            .merge(pages::routes())
            .merge(custody::desk::routes())
            .merge(custody::pages::routes()),
        jobs: Jobs::default()
            .add::<jobs::TieReport>()
            .every::<jobs::EndForgotten>(3_600),
        subscribes: vec![(ReportAccepted::NAME, jobs::TieReport::NAME)],
        start: vec![StartLink {
            href: "/custody",
            key: "custody",
            picture: "lock",
            asks: None,
        }],
        desk: vec![
            DeskLink {
                href: "/desk/counters",
                key: "counters-link",
                access: Access::Desk,
            },
            DeskLink {
                href: "/desk/custody",
                key: "custody-link",
                access: Access::Desk,
            },
        ],
        ..Feature::default()
    }
}
