//! Which sites: median, centre, cover, capacity, with proof of how good.

mod answer;
mod arcs;
mod bound;
mod budget;
mod capacity;
mod check;
mod conflict;
mod cover;
mod error;
mod matrix;
mod nearby;
mod problem;
pub mod queue;
mod random;
mod reach;
pub mod read;
mod reduce;
mod rules;
pub mod run;
pub mod shapes;
mod solve;
mod start;
mod swap;
mod transport;
mod tree;
mod weigh;
mod whatif;

pub use answer::{Alternative, Answer, Case, Proof, Spared};
pub use budget::{Budget, Limit, Progress, Unlimited};
pub use check::{Verdict, verify};
pub use error::{Result, SitingError};
pub use matrix::{MOST_CELLS, Matrix};
pub use problem::{Capacity, Model, Problem};
pub use rules::Rule;
pub use solve::{Settings, solve};
pub use whatif::{Change, Today};
