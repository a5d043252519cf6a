use serde::{Deserialize, Serialize};

use crate::error::{Result, TravelError};

/// How someone moves on streets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Street {
    Walk,
    StepFree,
    Cycle,
    Drive,
}

impl Street {
    pub const ALL: [Street; 4] = [Self::Walk, Self::StepFree, Self::Cycle, Self::Drive];

    pub fn name(self) -> &'static str {
        match self {
            Self::Walk => "walk",
            Self::StepFree => "step-free",
            Self::Cycle => "cycle",
            Self::Drive => "drive",
        }
    }
}

/// How someone travels: on streets alone, or by public transport with walking at both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    Walk,
    StepFree,
    Cycle,
    Drive,
    Transit,
    /// Public transport for someone who cannot take steps: step-free streets, stops and vehicles only.
    StepFreeTransit,
}

impl Mode {
    pub fn parse(text: &str) -> Result<Self> {
        Ok(match text {
            "walk" => Self::Walk,
            "step-free" => Self::StepFree,
            "cycle" => Self::Cycle,
            "drive" => Self::Drive,
            "transit" => Self::Transit,
            "step-free-transit" => Self::StepFreeTransit,
            _ => {
                return Err(TravelError::Question(format!(
                    "`{text}` is no way to travel: choose walk, step-free, cycle, drive, transit or step-free-transit"
                )));
            }
        })
    }

    /// The streets someone uses in this mode.
    pub fn street(self) -> Street {
        match self {
            Self::Walk | Self::Transit => Street::Walk,
            Self::StepFree | Self::StepFreeTransit => Street::StepFree,
            Self::Cycle => Street::Cycle,
            Self::Drive => Street::Drive,
        }
    }

    pub fn rides(self) -> bool {
        matches!(self, Self::Transit | Self::StepFreeTransit)
    }
}

/// Speeds, in metres a minute unless said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Speeds {
    /// 80 is the usual London convention.
    pub walk: f64,
    pub step_free: f64,
    pub cycle: f64,
    /// What share of a speed limit is driven on average, from 0 to 1.
    pub drive_share: f64,
}

impl Default for Speeds {
    fn default() -> Self {
        Self {
            walk: 80.0,
            step_free: 60.0,
            cycle: 250.0,
            drive_share: 0.8,
        }
    }
}

impl Speeds {
    pub fn check(&self) -> Result<()> {
        let sane = |v: f64| v.is_finite() && (1.0..=5_000.0).contains(&v);
        let share = self.drive_share.is_finite() && (0.05..=1.5).contains(&self.drive_share);
        if sane(self.walk) && sane(self.step_free) && sane(self.cycle) && share {
            Ok(())
        } else {
            Err(TravelError::Question(
                "a speed is not between 1 and 5,000 metres a minute".into(),
            ))
        }
    }

    /// Metres a minute from the door to the street: on foot, whatever comes after.
    pub fn to_the_street(&self, mode: Street) -> f64 {
        if mode == Street::StepFree {
            self.step_free
        } else {
            self.walk
        }
    }
}
