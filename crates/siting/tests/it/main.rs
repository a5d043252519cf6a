//! The engine against brute force, against published optima, and against bad input.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod bad_input;
mod brute;
mod outside;
mod published;
mod whatif;
