//! The engine from outside, on maps, graphs and timetables made for the purpose and, where they are at hand, on real ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod commands;
mod feed;
mod feeds;
mod files;
mod map;
mod mutations;
mod places;
mod streets;
mod tables;
