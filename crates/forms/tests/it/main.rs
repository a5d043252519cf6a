//! The engine through its front door.

mod examples;
mod flows;
mod laws;
mod pages;
mod refusals;
mod samples;
mod spine;
