//! The program as a whole: its arrows, what is never in its sources, and the real process.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

mod arrows;
mod command;
mod loss;
mod never;
mod post;
mod process;
mod program;
mod resident;
mod siting;
mod source;
mod travel;
