//! The layout and components as another crate uses them.
mod fixtures;
mod gallery;
