//! Readers of problems from text. Every size is capped before memory is taken; every refusal names the file and the row.

mod graph;
mod plane;
mod table;
mod warehouse;
mod words;

pub use graph::pmed;
pub use plane::{Distance, tsplib};
pub use table::{Table, figures_csv, matrix_csv};
pub use warehouse::{cap, single_source};
