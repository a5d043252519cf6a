//! Streets and timetables to travel-time matrices and reach maps.
//!
//! A [`Network`] is built from OpenStreetMap extracts and GTFS feeds once, kept in one file and mapped into memory when it is
//! asked: tables of minutes ([`Streets::table`], [`Network::window`]), one journey with its legs ([`Network::journey`]) and reach
//! maps ([`Network::reach`]). [`run`] holds the same as functions over files; [`estimate`] serves where there is no network.
//!
//! What is not told apart: access and turns that depend on the time of day (listed, and taken as if they were not there), transfers
//! between particular routes or trips, zones of time (feeds are compared by their own clocks), and the hour that is lost or won
//! when clocks change. A ferry takes as long as the map says, and half the time between two, or ten minutes, to wait for.
//!
//! Nothing here reads a clock, makes randomness or, but for a [`Ready`] network, holds anything between calls. Long work reports to a [`Progress`] and stops when
//! told to. The same inputs give the same bytes and the same answers, however many threads share the work.

mod access;
mod archive;
pub mod ask;
mod col;
mod contract;
mod days;
mod doors;
mod error;
pub mod estimate;
pub mod geo;
pub mod graph;
mod gtfs;
pub mod hierarchy;
mod journey;
mod leg;
mod mode;
mod net;
mod order;
mod path;
pub mod pbf;
mod progress;
mod reach;
mod read_streets;
mod ready;
pub mod run;
mod snap;
mod streets;
mod timetable;
mod transit;
mod turns;
mod why;

pub use days::{day_number, day_text};
pub use error::{Result, TravelError};
pub use gtfs::{Problem, TimetableRead};
pub use leg::{CallAt, Journey, Leg, clock_text};
pub use mode::{Mode, Speeds, Street};
pub use net::{About, Inputs, Network};
pub use path::{Path, Step};
pub use progress::Progress;
pub use read_streets::{Element, Skipped, StreetsRead};
pub use ready::Ready;
pub use snap::Snap;
pub use streets::{Streets, Stretch};
pub use timetable::Timetable;
pub use transit::{When, Window};
