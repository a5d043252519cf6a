//! What comes out of the press, read again.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../../samples.rs"]
mod samples;

mod document;
mod poster;
mod report;
