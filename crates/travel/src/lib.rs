//! Streets and timetables to travel-time matrices and reach maps.

mod access;
pub mod ask;
mod col;
mod error;
pub mod geo;
pub mod graph;
pub mod hierarchy;
mod mode;
mod net;
mod order;
pub mod pbf;
mod progress;
mod read_streets;
mod snap;
mod streets;

pub use error::{Result, TravelError};
pub use mode::{Mode, Speeds, Street};
pub use net::{About, Inputs, Network};
pub use progress::Progress;
pub use read_streets::StreetsRead;
pub use snap::Snap;
pub use streets::{Streets, Stretch};
