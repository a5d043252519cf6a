//! Minutes without a network: straight distance, a detour and a speed. Always labelled an estimate, and never near enough to a
//! threshold to decide it.

use serde::{Deserialize, Serialize};

use crate::geo::Place;
use crate::mode::Mode;

/// What an estimate assumes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assumed {
    /// How much longer the way is than the straight line.
    pub detour: f64,
    /// Metres a minute.
    pub walk: f64,
    pub step_free: f64,
    pub cycle: f64,
    pub drive: f64,
    /// Waiting included, which `transit_wait` is not.
    pub transit: f64,
    /// Minutes added to each journey by public transport.
    pub transit_wait: f64,
}

impl Default for Assumed {
    fn default() -> Self {
        Self {
            detour: 1.3,
            walk: 80.0,
            step_free: 60.0,
            cycle: 250.0,
            drive: 400.0,
            transit: 300.0,
            transit_wait: 8.0,
        }
    }
}

/// Minutes that are no measurement.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    pub minutes: f64,
    pub estimate: bool,
}

impl Estimate {
    /// Whether a threshold may be judged by this: not within ten minutes of it.
    pub fn decides(self, threshold: f64) -> bool {
        (self.minutes - threshold).abs() > 10.0
    }
}

pub fn estimate(mode: Mode, from: Place, to: Place, assumed: &Assumed) -> Estimate {
    let metres = from.metres_to(to) * assumed.detour.max(1.0);
    let on_foot = metres / assumed.walk.max(1.0);
    let minutes = match mode {
        Mode::Walk => on_foot,
        Mode::StepFree => metres / assumed.step_free.max(1.0),
        Mode::Cycle => metres / assumed.cycle.max(1.0),
        Mode::Drive => metres / assumed.drive.max(1.0),
        Mode::Transit => on_foot.min(assumed.transit_wait + metres / assumed.transit.max(1.0)),
        Mode::StepFreeTransit => (metres / assumed.step_free.max(1.0))
            .min(assumed.transit_wait + metres / assumed.transit.max(1.0)),
    };
    Estimate {
        minutes,
        estimate: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilometre_is_walked_in_sixteen_minutes_with_the_detour() {
        let (a, b) = (
            Place { lat: 51.5, lon: -0.1 },
            Place {
                lat: 51.508_993,
                lon: -0.1,
            },
        );
        let e = estimate(Mode::Walk, a, b, &Assumed::default());
        assert!((e.minutes - 16.25).abs() < 0.02 && e.estimate);
        assert!(e.decides(45.0) && !e.decides(25.0));
    }

    #[test]
    fn public_transport_is_never_slower_than_walking() {
        let (a, b) = (
            Place { lat: 51.5, lon: -0.1 },
            Place {
                lat: 51.5005,
                lon: -0.1,
            },
        );
        let assumed = Assumed::default();
        assert_eq!(
            estimate(Mode::Transit, a, b, &assumed),
            estimate(Mode::Walk, a, b, &assumed)
        );
    }
}
