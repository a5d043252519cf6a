//! What comes out of the press, read again.

#[allow(dead_code)]
#[path = "../../samples.rs"]
mod samples;

mod document;
mod poster;
mod report;
