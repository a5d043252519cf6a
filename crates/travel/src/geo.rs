use serde::{Deserialize, Serialize};

use crate::error::{Result, TravelError};

/// Mean radius of the earth in metres.
const EARTH: f64 = 6_371_008.8;

/// A place in WGS84 degrees, checked to be on the world.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub lat: f64,
    pub lon: f64,
}

impl Place {
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let there = lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0;
        there.then_some(Self { lat, lon })
    }

    /// Reads `LAT,LON`.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || {
            TravelError::Question(format!(
                "`{text}` is not a place: write LAT,LON such as 51.5,-0.12"
            ))
        };
        let (lat, lon) = text.split_once(',').ok_or_else(bad)?;
        let lat = lat.trim().parse().map_err(|_| bad())?;
        let lon = lon.trim().parse().map_err(|_| bad())?;
        Self::new(lat, lon).ok_or_else(bad)
    }

    /// Great-circle metres.
    pub fn metres_to(self, other: Place) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let dlon = (other.lon - self.lon).to_radians();
        let h = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * EARTH * h.clamp(0.0, 1.0).sqrt().asin()
    }
}

/// A coordinate in ten-millionths of a degree, as stored: 1.1 cm at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Fixed {
    pub lat: i32,
    pub lon: i32,
}

impl Fixed {
    pub fn place(self) -> Place {
        Place {
            lat: f64::from(self.lat) * 1e-7,
            lon: f64::from(self.lon) * 1e-7,
        }
    }
}

impl From<Place> for Fixed {
    fn from(p: Place) -> Self {
        Self {
            lat: (p.lat * 1e7).round() as i32,
            lon: (p.lon * 1e7).round() as i32,
        }
    }
}

/// Flat metres around a place: good to a part in a thousand within 50 km, which is all that snapping needs.
#[derive(Debug, Clone, Copy)]
pub struct Flat {
    at: Place,
    per_lat: f64,
    per_lon: f64,
}

impl Flat {
    pub fn around(at: Place) -> Self {
        let per_lat = EARTH.to_radians();
        Self {
            at,
            per_lat,
            per_lon: per_lat * at.lat.to_radians().cos().max(1e-6),
        }
    }

    pub fn xy(&self, p: Place) -> (f64, f64) {
        (
            (p.lon - self.at.lon) * self.per_lon,
            (p.lat - self.at.lat) * self.per_lat,
        )
    }

    pub fn place(&self, x: f64, y: f64) -> Place {
        Place {
            lat: self.at.lat + y / self.per_lat,
            lon: self.at.lon + x / self.per_lon,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_must_be_on_the_world() {
        assert!(Place::new(91.0, 0.0).is_none());
        assert!(Place::new(0.0, -180.5).is_none());
        assert!(Place::new(f64::NAN, 0.0).is_none());
        assert!(Place::parse("51.5, -0.12").is_ok());
        assert!(Place::parse("51.5;-0.12").is_err());
    }

    #[test]
    fn one_degree_of_latitude_is_111_kilometres() {
        let a = Place { lat: 51.0, lon: 0.0 };
        let b = Place { lat: 52.0, lon: 0.0 };
        assert!((a.metres_to(b) - 111_195.0).abs() < 1.0);
        let (x, y) = Flat::around(a).xy(b);
        assert!(x.abs() < 1e-6 && (y - 111_195.0).abs() < 1.0);
    }
}
