//! Readers of problems from text. Every size is capped before memory is taken; every refusal names the file and the row.

mod graph;
mod plane;
mod words;

pub use graph::pmed;
pub use plane::{Distance, tsplib};
