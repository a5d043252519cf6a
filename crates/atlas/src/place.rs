//! Named places and streets.

use serde::{Deserialize, Serialize};

use crate::point::LatLon;
use crate::postcode::Postcode;

/// A street or a place with a name that people say instead of an address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub name: String,
    pub kind: PlaceKind,
    pub at: LatLon,
    #[serde(default)]
    pub postcode: Option<Postcode>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKind {
    Street,
    Library,
    FireStation,
    Hospital,
    Park,
    PoliceStation,
    School,
    Shop,
    Station,
    TownHall,
    #[serde(other)]
    Other,
}

impl PlaceKind {
    /// `fire-station`, `Fire station` and `FIRE_STATION` are one; what is not known is `Other`.
    pub fn parse(text: &str) -> Self {
        let plain: String = text.trim().to_lowercase().replace([' ', '_'], "-");
        match plain.as_str() {
            "street" | "road" => Self::Street,
            "library" => Self::Library,
            "fire-station" => Self::FireStation,
            "hospital" => Self::Hospital,
            "park" => Self::Park,
            "police-station" => Self::PoliceStation,
            "school" => Self::School,
            "shop" | "supermarket" => Self::Shop,
            "station" | "railway-station" => Self::Station,
            "town-hall" => Self::TownHall,
            _ => Self::Other,
        }
    }
}
