//! What every feature stands on: database door, accounts, audit, jobs, events, mail, files, web.
//!
//! It knows no feature by name. A feature hands over a [`site::Feature`] (words, routes, jobs, subscriptions)
//! and the program makes a [`site::Site`] of them.

pub mod account;
pub mod audit;
pub mod clock;
pub mod config;
pub mod db;
pub mod event;
pub mod file;
pub mod id;
pub mod job;
pub mod mail;
pub mod metrics;
mod pages;
pub mod reseal;
pub mod seal;
pub mod site;
#[cfg(feature = "testing")]
pub mod testing;
pub mod web;

#[cfg(test)]
#[cfg(feature = "testing")]
mod tests;

/// One cryptography library for all connections; the second time changes nothing.
pub(crate) fn use_ring() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

pub use clock::Moment;
pub use pages::WORDS;
pub use site::{Feature, Site};
pub use web::{Access, Fault, Routes, Visit};
