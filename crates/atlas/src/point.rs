//! A place on the earth, and how far and which way to another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeStruct};

/// Steps in a degree: a point is kept to a ten-millionth of a degree, which is 1.1 cm or less.
pub(crate) const STEPS: f64 = 1e7;
/// The mean radius of the earth in metres.
const EARTH_M: f64 = 6_371_008.8;

/// A place: latitude -90 to 90 and longitude -180 to 180, in degrees on WGS84.
///
/// Kept as whole ten-millionths of a degree, so that two points are equal, or on one side of a
/// border, exactly and everywhere alike.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LatLon {
    lat: i32,
    lon: i32,
}

impl LatLon {
    /// Where the equator and the Greenwich meridian meet.
    pub const ORIGIN: Self = Self { lat: 0, lon: 0 };

    /// `None` when either is not a number or out of range.
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let good = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        // In range, so the rounded steps fit in 32 bits.
        good.then(|| Self {
            lat: (lat * STEPS).round() as i32,
            lon: (lon * STEPS).round() as i32,
        })
    }

    /// From ten-millionths of a degree.
    pub(crate) fn from_steps(lat: i32, lon: i32) -> Option<Self> {
        let good = lat.unsigned_abs() <= 900_000_000 && lon.unsigned_abs() <= 1_800_000_000;
        good.then_some(Self { lat, lon })
    }

    /// Ten-millionths of a degree east.
    pub(crate) fn x(self) -> i32 {
        self.lon
    }

    /// Ten-millionths of a degree north.
    pub(crate) fn y(self) -> i32 {
        self.lat
    }

    pub fn lat(self) -> f64 {
        f64::from(self.lat) / STEPS
    }

    pub fn lon(self) -> f64 {
        f64::from(self.lon) / STEPS
    }

    /// Metres along the surface of a round earth; within 0.5 % of the true distance.
    pub fn distance_m(self, other: Self) -> f64 {
        let (a, b) = (self.lat().to_radians(), other.lat().to_radians());
        let north = ((b - a) / 2.0).sin();
        let east = ((other.lon() - self.lon()).to_radians() / 2.0).sin();
        let h = north * north + a.cos() * b.cos() * east * east;
        2.0 * EARTH_M * h.sqrt().min(1.0).asin()
    }

    /// Degrees clockwise from north in which `other` lies, 0 up to 360; 0 for the same place.
    pub fn bearing_deg(self, other: Self) -> f64 {
        if self == other {
            return 0.0;
        }
        let (a, b) = (self.lat().to_radians(), other.lat().to_radians());
        let turn = (other.lon() - self.lon()).to_radians();
        let east = turn.sin() * b.cos();
        let north = a.cos() * b.sin() - a.sin() * b.cos() * turn.cos();
        let degrees = east.atan2(north).to_degrees().rem_euclid(360.0);
        if degrees >= 360.0 { 0.0 } else { degrees }
    }

    /// The direction of `other` in words, such as `north-east`.
    pub fn direction(self, other: Self) -> &'static str {
        const WORDS: [&str; 8] = [
            "north",
            "north-east",
            "east",
            "south-east",
            "south",
            "south-west",
            "west",
            "north-west",
        ];
        let eighth = (self.bearing_deg(other) / 45.0).round() as usize;
        WORDS.get(eighth % 8).copied().unwrap_or("north")
    }

    /// The place that lies so many metres east and north; good for distances within a city.
    pub fn moved_m(self, east: f64, north: f64) -> Option<Self> {
        let lat = self.lat() + (north / EARTH_M).to_degrees();
        let lon = self.lon() + (east / EARTH_M / self.lat().to_radians().cos()).to_degrees();
        Self::new(lat, lon)
    }
}

/// `51.50073,-0.12463`: five decimals, about a metre.
impl fmt::Display for LatLon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.5},{:.5}", self.lat(), self.lon())
    }
}

impl fmt::Debug for LatLon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.7},{:.7}", self.lat(), self.lon())
    }
}

/// The text is not `latitude,longitude` in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a latitude and a longitude such as 51.5007,-0.1246")]
pub struct NotAPoint;

impl FromStr for LatLon {
    type Err = NotAPoint;

    fn from_str(text: &str) -> Result<Self, NotAPoint> {
        let (lat, lon) = text.split_once(',').ok_or(NotAPoint)?;
        let number = |t: &str| t.trim().parse::<f64>().map_err(|_| NotAPoint);
        Self::new(number(lat)?, number(lon)?).ok_or(NotAPoint)
    }
}

impl Serialize for LatLon {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_struct("LatLon", 2)?;
        pair.serialize_field("lat", &self.lat())?;
        pair.serialize_field("lon", &self.lon())?;
        pair.end()
    }
}

impl<'de> Deserialize<'de> for LatLon {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Pair {
            lat: f64,
            lon: f64,
        }
        let pair = Pair::deserialize(deserializer)?;
        Self::new(pair.lat, pair.lon).ok_or_else(|| serde::de::Error::custom(NotAPoint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).unwrap()
    }

    #[test]
    fn a_degree_of_latitude_is_about_111_kilometres() {
        assert!((at(51.0, 0.0).distance_m(at(52.0, 0.0)) - 111_195.0).abs() < 1.0);
    }

    #[test]
    fn directions_are_told_in_words() {
        let here = at(54.5, 2.5);
        assert_eq!(here.direction(at(54.6, 2.5)), "north");
        assert_eq!(here.direction(at(54.6, 2.672)), "north-east");
        assert_eq!(here.direction(at(54.5, 2.4)), "west");
        assert_eq!(here.direction(here), "north");
    }

    #[test]
    fn places_off_the_earth_are_refused() {
        for (lat, lon) in [(90.1, 0.0), (0.0, 180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(LatLon::new(lat, lon), None);
        }
        assert!("51.5".parse::<LatLon>().is_err());
        assert!("95,0".parse::<LatLon>().is_err());
        assert_eq!("51.5, -0.1".parse::<LatLon>(), Ok(at(51.5, -0.1)));
    }

    proptest! {
        #[test]
        fn distance_is_the_same_both_ways_and_never_negative(
            a in -90.0..90.0f64, b in -180.0..180.0f64, c in -90.0..90.0f64, d in -180.0..180.0f64,
        ) {
            let (p, q) = (at(a, b), at(c, d));
            prop_assert!(p.distance_m(q) >= 0.0);
            prop_assert!((p.distance_m(q) - q.distance_m(p)).abs() < 1e-6);
            prop_assert!((0.0..360.0).contains(&p.bearing_deg(q)));
        }

        #[test]
        fn moving_by_metres_moves_by_that_many(east in -20_000.0..20_000.0f64, north in -20_000.0..20_000.0f64) {
            let p = at(54.5, 2.5);
            let far = p.distance_m(p.moved_m(east, north).unwrap());
            prop_assert!((far - east.hypot(north)).abs() < 1.0 + far * 0.005);
        }
    }
}
