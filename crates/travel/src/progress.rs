use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Result, TravelError};

/// How far long work has come, and whether it should go on.
///
/// The caller's callback gets the name of the step, what is done and what there is to do (0 when unknown).
pub struct Progress<'a> {
    report: &'a (dyn Fn(&str, u64, u64) + Sync),
    cancelled: &'a AtomicBool,
}

static NEVER: AtomicBool = AtomicBool::new(false);

fn silent(_: &str, _: u64, _: u64) {}

impl Progress<'static> {
    /// Nobody watches and nobody stops it.
    pub fn none() -> Self {
        Self {
            report: &silent,
            cancelled: &NEVER,
        }
    }
}

impl<'a> Progress<'a> {
    pub fn new(report: &'a (dyn Fn(&str, u64, u64) + Sync), cancelled: &'a AtomicBool) -> Self {
        Self { report, cancelled }
    }

    /// Reports a step; fails with [`TravelError::Cancelled`] once the flag is set.
    pub fn step(&self, what: &str, done: u64, all: u64) -> Result<()> {
        self.check()?;
        (self.report)(what, done, all);
        Ok(())
    }

    pub fn check(&self) -> Result<()> {
        if self.cancelled.load(Ordering::Relaxed) {
            Err(TravelError::Cancelled)
        } else {
            Ok(())
        }
    }
}
