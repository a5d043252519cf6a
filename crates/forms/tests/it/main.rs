//! The engine through its front door.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers outside of #[test] functions fail a test by panicking"
)]

mod examples;
mod flows;
mod laws;
mod pages;
mod project;
mod refusals;
mod samples;
mod spine;
