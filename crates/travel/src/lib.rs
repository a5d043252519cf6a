//! Streets and timetables to travel-time matrices and reach maps.

mod col;
mod error;
pub mod geo;
pub mod graph;
pub mod hierarchy;
mod order;
pub mod pbf;
mod progress;

pub use error::{Result, TravelError};
pub use progress::Progress;
