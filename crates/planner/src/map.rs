//! The force as a picture: wards in the colour of what changes for them, places by their shape.

use std::collections::HashMap;
use std::fmt::Write;

use atlas::{Areas, Drawing, LatLon};
use travel::geo::Place;

use crate::ask::Change;
use crate::chart::escaped;
use crate::measure::Figures;
use crate::people::People;
use crate::scenario::Spot;

/// Colours from much better to much worse; each is told apart by lightness too.
pub const SCALE: [(&str, &str); 5] = [
    ("much-shorter", "#1d5a94"),
    ("shorter", "#9cc3e6"),
    ("same", "#f3f2f1"),
    ("longer", "#f4a582"),
    ("much-longer", "#a50f15"),
];

/// Beyond the scale: where over half of the people can get there no more; and where over half never could.
pub const LOST: (&str, &str) = ("lost", "#0b0c0c");
pub const NEVER: (&str, &str) = ("never", "#858f96");

/// The colour of what changes for an area; none where nobody lives.
pub fn change_colour(c: &Change) -> Option<&'static str> {
    let scale = |class: usize| SCALE.get(class).map(|s| s.1);
    let most = |people: f64| people * 2.0 > c.people;
    if c.people <= 0.0 {
        return None;
    }
    if most(c.after.not_reached) {
        return Some(if most(c.before.not_reached) {
            NEVER.1
        } else {
            LOST.1
        });
    }
    if most(c.before.not_reached) {
        return scale(0);
    }
    scale(class_of(c.change?))
}

/// The place on the scale of a change in minutes.
pub fn class_of(change: f64) -> usize {
    match change {
        c if c <= -10.0 => 0,
        c if c <= -1.0 => 1,
        c if c < 1.0 => 2,
        c if c < 10.0 => 3,
        _ => 4,
    }
}

/// Colours of minutes, near to far.
pub const MINUTES: [(f64, &str); 5] = [
    (15.0, "#eff3ff"),
    (30.0, "#bdd7e7"),
    (45.0, "#6baed6"),
    (60.0, "#3182bd"),
    (f64::INFINITY, "#08306b"),
];

/// The colour of an area's minutes; none where nobody lives.
pub fn figures_colour(f: &Figures) -> Option<&'static str> {
    if f.people <= 0.0 {
        return None;
    }
    if f.not_reached * 2.0 > f.people {
        return Some(LOST.1);
    }
    f.mean.map(minutes_colour)
}

pub fn minutes_colour(minutes: f64) -> &'static str {
    MINUTES
        .iter()
        .find(|(most, _)| minutes <= *most)
        .map_or("#08306b", |(_, colour)| colour)
}

/// What is drawn.
pub struct Picture<'a> {
    pub title: String,
    /// Of wards, by their code.
    pub colours: HashMap<String, &'static str>,
    pub before: &'a [Spot],
    pub after: &'a [Spot],
    /// What the colours mean, drawn below the map; empty for a page, which has a list of its own.
    pub legend: Vec<(&'static str, String)>,
    /// Without its places it lies below a map whose places are links.
    pub places: bool,
}

/// Where a place lies on the paper of the map.
pub struct Paper<'a> {
    drawing: Option<&'a Drawing>,
    frame: Frame,
}

impl<'a> Paper<'a> {
    pub fn new(people: &People, drawing: Option<&'a Drawing>) -> Self {
        Self {
            drawing,
            frame: Frame::around(people),
        }
    }

    pub fn size(&self) -> (f64, f64) {
        match self.drawing {
            Some(d) => (f64::from(d.width), f64::from(d.height)),
            None => (600.0, f64::from(self.frame.height)),
        }
    }

    pub fn xy(&self, at: Place) -> Option<(f64, f64)> {
        match self.drawing {
            Some(d) => LatLon::new(at.lat, at.lon).map(|p| d.xy(p)),
            None => Some(self.frame.xy(at.lat, at.lon)),
        }
    }
}

/// As an SVG document. Without the force's areas the points with people stand for its shape.
pub fn svg(picture: &Picture<'_>, people: &People, map: Option<(&Areas, &Drawing)>) -> String {
    match map {
        Some((areas, drawing)) => {
            let mut out = head(&picture.title, drawing.width, drawing.height, &picture.legend);
            for (ward, path) in areas.wards().iter().zip(&drawing.wards) {
                let colour = picture
                    .colours
                    .get(ward.code.as_str())
                    .copied()
                    .unwrap_or("#ffffff");
                let _ = write!(
                    out,
                    "<path d=\"{path}\" fill=\"{colour}\" fill-rule=\"evenodd\" stroke=\"#fff\" stroke-width=\"0.3\"/>"
                );
            }
            for path in &drawing.boroughs {
                let _ = write!(
                    out,
                    "<path d=\"{path}\" fill=\"none\" stroke=\"#0b0c0c\" stroke-width=\"0.8\"/>"
                );
            }
            let place = |lat: f64, lon: f64| LatLon::new(lat, lon).map(|p| drawing.xy(p));
            marks(&mut out, picture, place);
            out + "</svg>"
        }
        None => {
            let frame = Frame::around(people);
            let mut out = head(&picture.title, 600, frame.height, &picture.legend);
            for (i, at) in people.at.iter().enumerate() {
                let (x, y) = frame.xy(at.lat, at.lon);
                let colour = people
                    .ward_of(i)
                    .and_then(|w| picture.colours.get(&w.code))
                    .copied()
                    .unwrap_or("#b1b4b6");
                let _ = write!(
                    out,
                    "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"3\" fill=\"{colour}\"/>"
                );
            }
            marks(&mut out, picture, |lat, lon| Some(frame.xy(lat, lon)));
            out + "</svg>"
        }
    }
}

/// The height of a line of the legend.
const LINE: u32 = 22;

fn head(title: &str, width: u32, height: u32, legend: &[(&str, String)]) -> String {
    let lines = u32::try_from(legend.len()).unwrap_or(0);
    let whole = height + if lines > 0 { lines * LINE + 12 } else { 0 };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {whole}\" width=\"{width}\" height=\"{whole}\">\
         <title>{}</title>",
        escaped(title)
    );
    for (line, (colour, text)) in (0..).zip(legend) {
        let y = height + 12 + line * LINE;
        let _ = write!(
            out,
            "<rect x=\"8\" y=\"{y}\" width=\"16\" height=\"16\" fill=\"{colour}\" stroke=\"#0b0c0c\"/>\
             <text x=\"32\" y=\"{}\" font-family=\"DejaVu Sans, Arial, sans-serif\" font-size=\"14\">{}</text>",
            y + 13,
            escaped(text)
        );
    }
    out
}

/// A dot stays, a cross closes, a square opens.
fn marks(out: &mut String, picture: &Picture<'_>, place: impl Fn(f64, f64) -> Option<(f64, f64)>) {
    if !picture.places {
        return;
    }
    let was = |id: &str| picture.before.iter().any(|s| s.site.id == id && s.site.open);
    for spot in picture.after {
        let (before, after) = (was(&spot.site.id), spot.site.open);
        let Some((x, y)) = place(spot.site.at.lat, spot.site.at.lon).filter(|_| before || after) else {
            continue;
        };
        let name = escaped(&spot.site.name);
        let _ = match (before, after) {
            (true, true) => write!(
                out,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"#12284c\" stroke=\"#fff\"><title>{name}</title></circle>"
            ),
            (true, false) => write!(
                out,
                "<path d=\"M{:.1} {:.1}l10 10m0 -10l-10 10\" stroke=\"#fff\" stroke-width=\"5\"/>\
                 <path d=\"M{:.1} {:.1}l10 10m0 -10l-10 10\" stroke=\"#0b0c0c\" stroke-width=\"2.5\"><title>{name}</title></path>",
                x - 5.0,
                y - 5.0,
                x - 5.0,
                y - 5.0
            ),
            _ => write!(
                out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"10\" height=\"10\" fill=\"#00703c\" stroke=\"#fff\"><title>{name}</title></rect>",
                x - 5.0,
                y - 5.0
            ),
        };
    }
}

struct Frame {
    west: f64,
    north: f64,
    scale: f64,
    narrow: f64,
    height: u32,
}

impl Frame {
    fn around(people: &People) -> Self {
        let fold = |of: &dyn Fn(&travel::geo::Place) -> f64| {
            people
                .at
                .iter()
                .map(of)
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
                    (a.min(x), b.max(x))
                })
        };
        let (south, north) = fold(&|p| p.lat);
        let (west, east) = fold(&|p| p.lon);
        let narrow = north.to_radians().cos().max(0.01);
        let scale = 580.0 / ((east - west) * narrow).max(1e-6);
        let height = ((north - south).max(0.0) * scale + 20.0).clamp(20.0, 4_000.0);
        Self {
            west,
            north,
            scale,
            narrow,
            height: height as u32,
        }
    }

    fn xy(&self, lat: f64, lon: f64) -> (f64, f64) {
        (
            10.0 + (lon - self.west) * self.narrow * self.scale,
            10.0 + (self.north - lat) * self.scale,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_its_place_on_the_scale() {
        let classes: Vec<usize> = [-11.0, -10.0, -1.0, 0.0, 0.9, 1.0, 10.0]
            .into_iter()
            .map(class_of)
            .collect();
        assert_eq!(classes, [0, 0, 1, 2, 2, 3, 4]);
        assert_eq!(minutes_colour(44.9), "#6baed6");
        assert_eq!(minutes_colour(500.0), "#08306b");
    }
}
