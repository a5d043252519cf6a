//! From journeys to the median and the 90th percentile of a window.

use super::{NEVER, When};

/// Minutes of the window for one pair.
pub(super) struct Minutes {
    begin: i32,
    arrive_by: bool,
    most: i32,
    best: Vec<i32>,
    direct: i32,
    sorted: Vec<i32>,
}

impl Minutes {
    pub fn new(when: &When) -> Self {
        Self {
            begin: when.seconds,
            arrive_by: when.arrive_by,
            most: when.most_minutes as i32 * 60,
            best: vec![NEVER; when.window as usize],
            direct: NEVER,
            sorted: Vec::with_capacity(when.window as usize),
        }
    }

    pub fn reset(&mut self, direct: i32) {
        self.best.fill(NEVER);
        self.direct = direct;
    }

    /// Leaves before the first minute of a window of departures.
    pub fn too_early(&self, leave: i32) -> bool {
        !self.arrive_by && leave < self.begin
    }

    /// A journey that leaves the first place and arrives at the last; false when later ones cannot matter.
    pub fn offer(&mut self, leave: i32, arrive: i32) -> bool {
        let last = self.best.len() as i32 - 1;
        if self.arrive_by {
            // The first minute by which it has arrived.
            let minute = (arrive - self.begin + 59).div_euclid(60).max(0);
            if minute <= last {
                let slot = &mut self.best[minute as usize];
                *slot = (*slot).min(-leave);
            }
            minute <= last
        } else {
            let minute = (leave - self.begin) / 60;
            let slot = &mut self.best[minute.clamp(0, last) as usize];
            *slot = (*slot).min(arrive);
            minute < last
        }
    }

    /// A journey that takes as long changes nothing, before any was offered.
    pub fn limit(&self) -> i32 {
        self.direct.min(self.most + 1)
    }

    /// Median and 90th percentile where no journey is better than the walk.
    pub fn on_foot(&self) -> (i32, i32) {
        let took = if self.direct <= self.most { self.direct } else { -1 };
        (took, took)
    }

    /// The same once some were offered: what the worst minute takes so far.
    pub fn worst(&self) -> i32 {
        let n = self.best.len();
        let (mut best, mut worst) = (NEVER, 0);
        for k in 0..n {
            let minute = if self.arrive_by { k } else { n - 1 - k };
            best = best.min(self.best[minute]);
            worst = worst.max(self.took(best, minute));
        }
        worst.min(self.most + 1)
    }

    /// What it takes from a minute on, or up to it, with the best that is known.
    fn took(&self, best: i32, minute: usize) -> i32 {
        let clock = self.begin + minute as i32 * 60;
        let took = if best >= NEVER {
            NEVER
        } else if self.arrive_by {
            clock + best
        } else {
            best - clock
        };
        took.min(self.direct)
    }

    /// Median and 90th percentile by nearest rank, seconds.
    pub fn finish(&mut self) -> (i32, i32) {
        let n = self.best.len();
        self.sorted.clear();
        let mut best = NEVER;
        for k in 0..n {
            let minute = if self.arrive_by { k } else { n - 1 - k };
            best = best.min(self.best[minute]);
            let took = self.took(best, minute);
            self.sorted.push(if took <= self.most { took } else { NEVER });
        }
        self.sorted.sort_unstable();
        let at = |part: f64| {
            let rank = ((part * n as f64).ceil() as usize).clamp(1, n);
            Some(self.sorted[rank - 1]).filter(|&t| t < NEVER).unwrap_or(-1)
        };
        (at(0.5), at(0.9))
    }
}
