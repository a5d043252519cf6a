//! What closing or opening a place does to people, before anyone decides.
//!
//! A force loads its people, places, streets and timetable (a [`Base`]), measures how long people need to the nearest open
//! place, changes places in a scenario and compares. Estimates are labelled and decide nothing near a limit. The same
//! data, method and seed give the same figures.

mod ask;
mod at;
mod base;
mod chart;
mod directory;
mod engine;
mod error;
mod evidence;
mod export;
#[cfg(test)]
mod golden;
mod hours;
#[cfg(test)]
mod law;
mod load;
mod map;
mod measure;
mod notes;
mod pages;
mod paper;
mod people;
mod pick;
mod random;
mod read;
mod said;
mod scenario;
mod service;
mod site;
mod solve;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod way;
mod wish;

use kernel::site::{DeskLink, Feature, StartLink};
use kernel::web::Access;

pub use ask::{Accounts, Affected, Called, Change, Compared, Measured, Newly, Side, Stamp, compare, measure};
pub use at::At;
pub use base::Base;
pub use directory::directory_table;
pub use error::{PlanError, Result};
pub use evidence::Evidence;
pub use load::{Dataset, Load, Origin, Report};
pub use measure::{Figures, Named, Told};
pub use people::{Area, Group, People};
pub use places::Holidays;
pub use said::{Said, named};
pub use scenario::{BaseId, Edit, Money, MoneyKind, ScenarioId, Spot, TODAY};
pub use service::{Desk, Made, load};
pub use site::Site;
pub use solve::{CustodyAnswer, Effort, Further, LineTold, Nearly, Proposal, of_calls, solve};
pub use store::{Planner, Scenario, State};
pub use way::Way;
pub use wish::Wish;

pub const WORDS: &[page::Source] = &[
    ("en", "planner", include_str!("words/en.ftl")),
    ("cy", "planner", include_str!("words/cy.ftl")),
    ("en-simple", "planner", include_str!("words/en-simple.ftl")),
    ("en", "planner-said", include_str!("words/said/en.ftl")),
    ("cy", "planner-said", include_str!("words/said/cy.ftl")),
    (
        "en-simple",
        "planner-said",
        include_str!("words/said/en-simple.ftl"),
    ),
];

/// The slice, as the program lists it.
pub fn feature() -> Feature {
    Feature {
        name: "planner",
        words: WORDS,
        routes: pages::routes(),
        desk: vec![DeskLink {
            href: "/desk/plan",
            key: "planner-link",
            access: Access::Supervisor,
        }],
        start: vec![StartLink {
            href: "/plans",
            key: "plans",
            picture: "map",
            asks: None,
        }],
        parts: vec![std::sync::Arc::new(service::Shelf::default())],
        ..Feature::default()
    }
}
