//! A small map of a ward with the venue on it, drawn here: it needs no script and prints well.

use std::fmt::Write;

use atlas::{Areas, LatLon, Ward};

/// Units across.
const WIDE: f64 = 600.0;
/// Corners nearer than this to the one before are left out.
const FINE: f64 = 1.5;

/// Paths of a ward, its neighbours' and the place of the pin, in units of the box.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map {
    pub width: u32,
    pub height: u32,
    pub ward: String,
    pub others: Vec<String>,
    pub pin: Option<(i64, i64)>,
}

struct Frame {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
}

impl Frame {
    fn xy(&self, p: LatLon) -> (f64, f64) {
        (
            (p.lon() - self.west) * self.across,
            (self.north - p.lat()) * self.down,
        )
    }
}

impl Map {
    /// The ward, and the pin where the venue is; the box holds both.
    pub fn new(areas: &Areas, ward: &Ward, pin: Option<LatLon>) -> Self {
        let mut ends = [f64::MAX, f64::MIN, f64::MAX, f64::MIN];
        for p in ward.shape.points().chain(pin) {
            ends = [
                ends[0].min(p.lon()),
                ends[1].max(p.lon()),
                ends[2].min(p.lat()),
                ends[3].max(p.lat()),
            ];
        }
        let [west, east, south, north] = ends;
        if !(west < east && south < north) {
            return Self::default();
        }
        let narrow = ((south + north) / 2.0).to_radians().cos().max(0.01);
        let edge = 0.08 * (east - west).max((north - south) / narrow);
        let (west, east) = (west - edge, east + edge);
        let (south, north) = (south - edge * narrow, north + edge * narrow);
        let across = WIDE / (east - west);
        let frame = Frame {
            west,
            north,
            across,
            down: across / narrow,
        };
        let height = (north - south) * frame.down;
        let meets = |other: &&Ward| {
            let bounds = other.shape.bounds();
            let (low, high) = (bounds.south_west(), bounds.north_east());
            low.lon() <= east && high.lon() >= west && low.lat() <= north && high.lat() >= south
        };
        let others = areas.wards().iter().filter(|w| w.code != ward.code).filter(meets);
        Self {
            width: WIDE as u32,
            height: height.ceil() as u32,
            ward: path(&frame, ward),
            others: others.map(|w| path(&frame, w)).collect(),
            pin: pin.map(|p| {
                let (x, y) = frame.xy(p);
                (x.round() as i64, y.round() as i64)
            }),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.ward.is_empty()
    }

    /// A whole document, for paper: its colours are in it.
    pub fn to_svg(&self) -> String {
        let (w, h) = (self.width, self.height);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\">\
             <rect width=\"{w}\" height=\"{h}\" fill=\"#f3f2f1\"/>"
        );
        // Writing into a String cannot fail.
        for other in &self.others {
            let _ = write!(
                out,
                "<path d=\"{other}\" fill=\"#ffffff\" stroke=\"#b1b4b6\" fill-rule=\"evenodd\"/>"
            );
        }
        let _ = write!(
            out,
            "<path d=\"{}\" fill=\"#d2e2f1\" stroke=\"#12284c\" stroke-width=\"3\" fill-rule=\"evenodd\"/>",
            self.ward
        );
        if let Some((x, y)) = self.pin {
            let _ = write!(
                out,
                "<path transform=\"translate({x} {y})\" d=\"{PIN}\" fill=\"#12284c\" stroke=\"#ffffff\" stroke-width=\"2\"/>\
                 <circle cx=\"{x}\" cy=\"{}\" r=\"7\" fill=\"#ffffff\"/>",
                y - 30
            );
        }
        out.push_str("</svg>");
        out
    }
}

/// A drop that stands on its point.
pub const PIN: &str = "M0 0C-6 -12 -18 -18 -18 -30A18 18 0 0 1 18 -30C18 -18 6 -12 0 0z";

fn path(frame: &Frame, ward: &Ward) -> String {
    let mut out = String::new();
    for ring in ward.shape.rings() {
        let mut last: Option<(f64, f64)> = None;
        let mut many = 0;
        let mut text = String::new();
        for p in ring.iter() {
            let (x, y) = frame.xy(*p);
            if last.is_some_and(|(a, b)| (x - a).abs() < FINE && (y - b).abs() < FINE) {
                continue;
            }
            let _ = write!(text, "{}{:.0} {:.0}", if many == 0 { "M" } else { "L" }, x, y);
            many += 1;
            last = Some((x, y));
        }
        if many >= 3 {
            out.push_str(&text);
            out.push('z');
        }
    }
    out
}
