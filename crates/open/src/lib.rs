//! Open interfaces for other people's programs.
//!
//! `/api` speaks as the police data API of data.police.uk does about forces and neighbourhoods: the same paths, names
//! and types, so that its clients work unchanged. What it does better is in `docs/api.md`. It keeps nothing of its own.

mod coverage;
mod force;
mod limit;
mod police;
#[cfg(test)]
mod tests;
mod ward;
mod wire;

use std::sync::Arc;

use kernel::site::Feature;

/// The slice, as the program lists it.
pub fn feature() -> Feature {
    Feature {
        name: "open",
        routes: police::routes(),
        parts: vec![Arc::new(limit::Limit::default())],
        ..Feature::default()
    }
}
