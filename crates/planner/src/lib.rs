//! What closing or opening a place does to people, before anyone decides.
//!
//! A force loads its people, places, streets and timetable (a [`Base`]), measures how long people need to the nearest open
//! place, changes places in a scenario and compares. Estimates are labelled and decide nothing near a limit. The same
//! data, method and seed give the same figures.

mod ask;
mod at;
mod base;
mod error;
#[cfg(test)]
mod golden;
mod hours;
#[cfg(test)]
mod law;
mod load;
mod measure;
mod people;
mod random;
mod read;
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

use kernel::site::Feature;

pub use ask::{Accounts, Affected, Called, Change, Compared, Measured, Newly, Stamp};
pub use at::At;
pub use base::Base;
pub use error::{PlanError, Result};
pub use load::{Dataset, Load, Report};
pub use measure::{Figures, Named, Told};
pub use people::{Group, People};
pub use scenario::{BaseId, Edit, Money, MoneyKind, ScenarioId, TODAY};
pub use service::{Desk, Made, load};
pub use site::Site;
pub use solve::{Effort, Proposal};
pub use store::{Planner, Scenario, State};
pub use way::Way;
pub use wish::Wish;

/// The slice, as the program lists it.
pub fn feature() -> Feature {
    Feature {
        name: "planner",
        parts: vec![std::sync::Arc::new(service::Shelf::default())],
        ..Feature::default()
    }
}
