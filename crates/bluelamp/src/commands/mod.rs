//! What each command does.

pub mod check;
pub mod demo;
pub mod keys;
pub mod operate;
pub mod serve;
