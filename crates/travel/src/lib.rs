//! Streets and timetables to travel-time matrices and reach maps.

mod access;
mod archive;
pub mod ask;
mod col;
mod error;
pub mod geo;
pub mod graph;
mod gtfs;
pub mod hierarchy;
mod mode;
mod net;
mod order;
pub mod pbf;
mod progress;
mod read_streets;
mod snap;
mod streets;
mod timetable;
mod transit;

pub use error::{Result, TravelError};
pub use gtfs::{Problem, TimetableRead, day_number, day_text};
pub use mode::{Mode, Speeds, Street};
pub use net::{About, Inputs, Network};
pub use progress::Progress;
pub use read_streets::StreetsRead;
pub use snap::Snap;
pub use streets::{Stretch, Streets};
pub use timetable::Timetable;
pub use transit::{When, Window};
