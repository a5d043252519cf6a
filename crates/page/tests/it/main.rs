//! The layout and components as another crate uses them.
#![allow(clippy::unwrap_used)] // Helpers of tests fail as tests do.

mod fixtures;
mod gallery;
