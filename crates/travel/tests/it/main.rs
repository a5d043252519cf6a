//! The engine from outside, on maps, graphs and timetables made for the purpose and, where they are at hand, on real ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod map;
mod streets;
mod tables;
