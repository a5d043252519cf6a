//! How long a search may go on, told by the caller: the engine itself owns no clock.

/// How far a search has come, for a progress line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Best objective so far.
    pub objective: f64,
    /// Proved bound so far.
    pub bound: f64,
    /// Branches looked at.
    pub branches: usize,
}

/// Asked often by every search. Without a clock (`Unlimited`) a search depends on its input and seed alone.
pub trait Budget {
    /// Seconds since the search began; 0 where there is no clock.
    fn elapsed(&self) -> f64 {
        0.0
    }
    /// True when the search must stop and hand back what it has.
    fn spent(&self) -> bool {
        false
    }
    /// Hears of progress now and then.
    fn note(&self, _progress: Progress) {}
}

/// How many steps may pass between two looks at the clock where each looks at so many list entries: with a million demands
/// every one, and never more than `usual`.
pub(crate) fn between_looks(usual: usize, entries: usize) -> usize {
    (20_000_000 / entries.max(1)).clamp(1, usual)
}

/// No clock and no limit: the same input and seed give the same answer on every machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unlimited;

impl Budget for Unlimited {}

/// A limit on a clock that the caller brings, for example CPU seconds or wall time.
pub struct Limit<C: Fn() -> f64> {
    clock: C,
    seconds: f64,
}

impl<C: Fn() -> f64> Limit<C> {
    /// `clock` gives seconds since the search began.
    pub fn new(seconds: f64, clock: C) -> Self {
        Self { clock, seconds }
    }
}

impl<C: Fn() -> f64> Budget for Limit<C> {
    fn elapsed(&self) -> f64 {
        (self.clock)()
    }
    fn spent(&self) -> bool {
        (self.clock)() >= self.seconds
    }
}
