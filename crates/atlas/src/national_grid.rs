//! Ordnance Survey National Grid (EPSG:27700) eastings and northings to latitude and longitude.
//!
//! The inverse transverse Mercator projection on the Airy 1830 ellipsoid, then the seven-parameter
//! Helmert transformation that Ordnance Survey publishes. No shift grid is used: a point is within
//! about 5 m anywhere in Great Britain (about 2 m in London), enough to say the ward.

use crate::point::LatLon;

struct Ellipsoid {
    a: f64,
    b: f64,
}

const AIRY: Ellipsoid = Ellipsoid {
    a: 6_377_563.396,
    b: 6_356_256.909,
};
const WGS84: Ellipsoid = Ellipsoid {
    a: 6_378_137.0,
    b: 6_356_752.314_245,
};

const SCALE: f64 = 0.999_601_271_7;
const ORIGIN_LAT_DEG: f64 = 49.0;
const ORIGIN_LON_DEG: f64 = -2.0;
const FALSE_EAST: f64 = 400_000.0;
const FALSE_NORTH: f64 = -100_000.0;

impl Ellipsoid {
    fn e2(&self) -> f64 {
        1.0 - (self.b * self.b) / (self.a * self.a)
    }

    fn to_cartesian(&self, lat: f64, lon: f64) -> [f64; 3] {
        let (sin, cos) = lat.sin_cos();
        let nu = self.a / (1.0 - self.e2() * sin * sin).sqrt();
        [
            nu * cos * lon.cos(),
            nu * cos * lon.sin(),
            nu * (1.0 - self.e2()) * sin,
        ]
    }

    fn to_lat_lon(&self, [x, y, z]: [f64; 3]) -> (f64, f64) {
        let p = x.hypot(y);
        let mut lat = z.atan2(p * (1.0 - self.e2()));
        for _ in 0..6 {
            let sin = lat.sin();
            let nu = self.a / (1.0 - self.e2() * sin * sin).sqrt();
            lat = (z + self.e2() * nu * sin).atan2(p);
        }
        (lat, y.atan2(x))
    }
}

/// The distance along the meridian from the grid's true origin to a latitude.
fn meridian(lat: f64) -> f64 {
    let n = (AIRY.a - AIRY.b) / (AIRY.a + AIRY.b);
    let (n2, n3) = (n * n, n * n * n);
    let origin = ORIGIN_LAT_DEG.to_radians();
    let (minus, plus) = (lat - origin, lat + origin);
    let first = (1.0 + n + 1.25 * n2 + 1.25 * n3) * minus;
    let second = (3.0 * n + 3.0 * n2 + 2.625 * n3) * minus.sin() * plus.cos();
    let third = (1.875 * n2 + 1.875 * n3) * (2.0 * minus).sin() * (2.0 * plus).cos();
    let fourth = (35.0 / 24.0) * n3 * (3.0 * minus).sin() * (3.0 * plus).cos();
    AIRY.b * SCALE * (first - second + third - fourth)
}

/// Metres east and north of the National Grid's origin to a place; `None` outside the grid
/// (0 to 700,000 m east, 0 to 1,300,000 m north; zero itself means "no coordinates" in postcode files).
pub fn from_national_grid(easting: f64, northing: f64) -> Option<LatLon> {
    if !on_grid(easting, northing) {
        return None;
    }
    let mut lat = ORIGIN_LAT_DEG.to_radians();
    for _ in 0..12 {
        let left = northing - FALSE_NORTH - meridian(lat);
        if left.abs() < 1e-5 {
            break;
        }
        lat += left / (AIRY.a * SCALE);
    }
    let (sin, cos) = lat.sin_cos();
    let tan = sin / cos;
    let e2 = AIRY.e2();
    let nu = AIRY.a * SCALE / (1.0 - e2 * sin * sin).sqrt();
    let rho = AIRY.a * SCALE * (1.0 - e2) / (1.0 - e2 * sin * sin).powf(1.5);
    let eta2 = nu / rho - 1.0;
    let (t2, t4) = (tan * tan, tan.powi(4));
    let de = easting - FALSE_EAST;
    let lat_osgb = lat - tan / (2.0 * rho * nu) * de.powi(2)
        + tan / (24.0 * rho * nu.powi(3)) * (5.0 + 3.0 * t2 + eta2 - 9.0 * t2 * eta2) * de.powi(4)
        - tan / (720.0 * rho * nu.powi(5)) * (61.0 + 90.0 * t2 + 45.0 * t4) * de.powi(6);
    let lon_osgb = ORIGIN_LON_DEG.to_radians() + de / (cos * nu)
        - de.powi(3) / (6.0 * cos * nu.powi(3)) * (nu / rho + 2.0 * t2)
        + de.powi(5) / (120.0 * cos * nu.powi(5)) * (5.0 + 28.0 * t2 + 24.0 * t4)
        - de.powi(7) / (5040.0 * cos * nu.powi(7)) * (61.0 + 662.0 * t2 + 1320.0 * t4 + 720.0 * tan.powi(6));

    let [x, y, z] = AIRY.to_cartesian(lat_osgb, lon_osgb);
    // OSGB36 to WGS84: shifts in metres, turns in seconds of arc, scale in parts per million.
    let (rx, ry, rz) = (seconds(0.1502), seconds(0.2470), seconds(0.8421));
    let s = 1.0 - 20.4894e-6;
    let turned = [
        446.448 + s * x - rz * y + ry * z,
        -125.157 + rz * x + s * y - rx * z,
        542.060 - ry * x + rx * y + s * z,
    ];
    let (lat, lon) = WGS84.to_lat_lon(turned);
    LatLon::new(lat.to_degrees(), lon.to_degrees())
}

/// Whether the pair can be metres on the National Grid.
pub(crate) fn on_grid(easting: f64, northing: f64) -> bool {
    easting > 0.0 && easting <= 700_000.0 && northing > 0.0 && northing <= 1_300_000.0
}

/// The place of a grid reference in letters, such as `TQ 300 804` or `SD37`: the middle of its square.
/// Two to ten digits.
pub fn from_grid_reference(text: &str) -> Option<LatLon> {
    let mut letters = Vec::new();
    let mut digits = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c.to_ascii_uppercase() {
            c @ 'A'..='Z' if c != 'I' && letters.len() < 2 && digits.is_empty() => letters.push(c as u8),
            c @ '0'..='9' if letters.len() == 2 && digits.len() < 10 => digits.push(c),
            _ => return None,
        }
    }
    let &[first, second] = letters.as_slice() else {
        return None;
    };
    if digits.len() < 2 || !digits.len().is_multiple_of(2) {
        return None;
    }
    // Squares run A to Z without I, five to a row from the north-west; the first letter's square is 500 km.
    let place = |c: u8| i64::from(c - b'A') - i64::from(c > b'I');
    let (big, small) = (place(first), place(second));
    let east = (big % 5 - 2) * 500 + (small % 5) * 100;
    let north = (3 - big / 5) * 500 + (4 - small / 5) * 100;
    let (e, n) = digits.split_at_checked(digits.len() / 2)?;
    let square = 100_000.0 / 10f64.powi(e.len() as i32);
    let part = |d: &str| d.parse::<f64>().ok().map(|v| (v + 0.5) * square);
    from_national_grid(east as f64 * 1000.0 + part(e)?, north as f64 * 1000.0 + part(n)?)
}

fn seconds(s: f64) -> f64 {
    (s / 3600.0).to_radians()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordnance_surveys_worked_example_comes_out_within_five_metres() {
        // The worked example of the projection (a Norfolk water tower), given in ETRS89 by Ordnance Survey's converter.
        let found = from_national_grid(651_409.903, 313_177.270).unwrap();
        let true_place = LatLon::new(52.657_977, 1.716_038).unwrap();
        assert!(found.distance_m(true_place) < 5.0, "{found:?}");
    }

    #[test]
    fn what_is_off_the_grid_is_refused() {
        for (e, n) in [
            (0.0, 0.0),
            (-1.0, 5.0),
            (700_001.0, 5.0),
            (5.0, 1_300_001.0),
            (f64::NAN, 5.0),
        ] {
            assert_eq!(from_national_grid(e, n), None);
        }
    }

    #[test]
    fn a_grid_reference_in_letters_is_the_middle_of_its_square() {
        let found = from_grid_reference("TG 51409 13177").unwrap();
        let same = from_national_grid(651_409.5, 313_177.5).unwrap();
        assert!(found.distance_m(same) < 1.0);
        assert!(from_grid_reference("tq38").is_some());
        for bad in ["", "TQ", "TQ3", "T33", "TQ333", "TI33", "AA11", "ÄQ33", "TQ33X"] {
            assert_eq!(from_grid_reference(bad), None, "{bad}");
        }
    }
}
