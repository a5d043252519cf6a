//! Readers of problems from text. Every size is capped before memory is taken; every refusal names the file and the row.

mod graph;
mod plane;
mod warehouse;
mod words;

pub use graph::pmed;
pub use plane::{Distance, tsplib};
pub use warehouse::{cap, single_source};
