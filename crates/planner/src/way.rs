//! How people travel, each way measured on its own and never blended.

use std::fmt;

use page::Tongue;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use travel::Mode;

use crate::error::PlanError;

/// A way to get there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    Travel(Mode),
    /// Metres as the crow flies: for comparing with published problems, not for people.
    Straight,
}

impl Way {
    /// Public transport, on foot, by car, and public transport without steps.
    pub const FOUR: [Self; 4] = [
        Self::Travel(Mode::Transit),
        Self::Travel(Mode::Walk),
        Self::Travel(Mode::Drive),
        Self::Travel(Mode::StepFreeTransit),
    ];
    pub const USUAL: Self = Self::Travel(Mode::Transit);

    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim() {
            "straight-line" => Self::Straight,
            // Words that people use.
            "walking" => Self::Travel(Mode::Walk),
            "driving" | "car" => Self::Travel(Mode::Drive),
            "public-transport" => Self::Travel(Mode::Transit),
            other => Self::Travel(Mode::parse(other).ok()?),
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Straight => "straight-line",
            Self::Travel(Mode::Walk) => "walk",
            Self::Travel(Mode::StepFree) => "step-free",
            Self::Travel(Mode::Cycle) => "cycle",
            Self::Travel(Mode::Drive) => "drive",
            Self::Travel(Mode::Transit) => "transit",
            Self::Travel(Mode::StepFreeTransit) => "step-free-transit",
        }
    }

    /// Whether someone who travels so needs a place without steps.
    pub fn is_step_free(self) -> bool {
        matches!(self, Self::Travel(Mode::StepFree | Mode::StepFreeTransit))
    }

    /// Metres are no minutes: what is told of people's time cannot be asked of a straight line.
    pub fn of_people(self) -> Result<(), PlanError> {
        match self {
            Self::Straight => Err(PlanError::question("planner-said-straight")),
            Self::Travel(_) => Ok(()),
        }
    }

    /// In the reader's words.
    pub fn words(self, tongue: &Tongue) -> String {
        tongue.t(&format!("planner-mode-{self}")).into_owned()
    }

    /// Whether it depends on the time of day.
    pub fn rides(self) -> bool {
        matches!(self, Self::Travel(m) if m.rides())
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Way {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Way {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text} is no way to travel: transit, walk, drive, step-free-transit, step-free, cycle or straight-line"
            ))
        })
    }
}
