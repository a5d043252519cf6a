//! Areas as small SVG paths, for maps that need no script.
//!
//! Borders are thinned out once for both neighbours, so that no slit opens between them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use crate::areas::{Areas, BoroughIx, WardIx};
use crate::point::{LatLon, STEPS};
use crate::shape::{Bounds, Ring, Shape};

/// A map of all boroughs and wards in whole units: x to the right, y down.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// For `viewBox="0 0 width height"`.
    pub width: u32,
    pub height: u32,
    /// In the order of [`Areas::wards`]; for the `d` of an SVG path with `fill-rule="evenodd"`.
    pub wards: Vec<String>,
    /// In the order of [`Areas::boroughs`].
    pub boroughs: Vec<String>,
    frame: Frame,
}

/// Where the box around everything lies on the paper: equirectangular about its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
}

impl Frame {
    fn new(b: Bounds, width: u32) -> (Self, u32) {
        let (wide, high) = (
            f64::from(b.east) - f64::from(b.west),
            f64::from(b.north) - f64::from(b.south),
        );
        let narrow = ((f64::from(b.north) + f64::from(b.south)) / 2.0 / STEPS)
            .to_radians()
            .cos()
            .max(0.01);
        let across = f64::from(width) / wide.max(1.0);
        let down = across / narrow;
        let frame = Self {
            west: f64::from(b.west),
            north: f64::from(b.north),
            across,
            down,
        };
        (frame, ((high * down).ceil() as u32).max(1))
    }

    fn xy(&self, p: LatLon) -> (f64, f64) {
        (
            (f64::from(p.x()) - self.west) * self.across,
            (self.north - f64::from(p.y())) * self.down,
        )
    }
}

impl Drawing {
    /// `width` in units (10 to 20,000; 2,000 is good for a page); no border moves by more than `slack` units.
    pub fn new(areas: &Areas, width: u32, slack: f64) -> Self {
        let width = width.clamp(10, 20_000);
        let (frame, height) = Frame::new(areas.bounds(), width);
        let draw = |shapes: Vec<&Shape>| -> Vec<String> {
            let thin = Thinner::new(&shapes, frame, slack.max(0.0));
            shapes.iter().map(|s| thin.path(s)).collect()
        };
        let wards = draw(areas.wards().iter().map(|w| &w.shape).collect());
        let boroughs = draw(areas.boroughs().iter().map(|b| &b.shape).collect());
        Self {
            width,
            height,
            wards,
            boroughs,
            frame,
        }
    }

    /// Where a place is on the drawing; outside 0..width, 0..height when it is off it.
    pub fn xy(&self, p: LatLon) -> (f64, f64) {
        self.frame.xy(p)
    }

    pub fn ward(&self, ix: WardIx) -> Option<&str> {
        self.wards.get(usize::from(ix.0)).map(String::as_str)
    }

    pub fn borough(&self, ix: BoroughIx) -> Option<&str> {
        self.boroughs.get(usize::from(ix.0)).map(String::as_str)
    }

    /// The whole map as an SVG document: wards of class `ward` titled with their names, boroughs of class `borough` over
    /// them. Colours are the style sheet's; without one the outlines are drawn thin and black.
    pub fn to_svg(&self, areas: &Areas) -> String {
        let (w, h) = (self.width, self.height);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" fill=\"none\" stroke=\"#000\" fill-rule=\"evenodd\">"
        );
        for (ward, d) in areas.wards().iter().zip(&self.wards) {
            let (code, name) = (ward.code, escaped(&ward.name));
            // Writing into a String cannot fail.
            let _ = write!(
                out,
                "<path class=\"ward\" data-code=\"{code}\" d=\"{d}\"><title>{name}</title></path>"
            );
        }
        for (borough, d) in areas.boroughs().iter().zip(&self.boroughs) {
            let code = borough.code;
            let _ = write!(
                out,
                "<path class=\"borough\" data-code=\"{code}\" stroke-width=\"3\" d=\"{d}\"/>"
            );
        }
        out.push_str("</svg>");
        out
    }
}

/// The outlines of all boroughs and all wards for a map that is drawn elsewhere: no border moves by more than
/// `slack_m` metres, and neighbours still share theirs. What would vanish stays as it is.
pub(crate) fn thinned(areas: &Areas, slack_m: f64) -> (Vec<Outline>, Vec<Outline>) {
    // A unit of this frame is a metre.
    let bounds = areas.bounds();
    let (west, east) = (bounds.south_west(), bounds.north_east());
    let across = LatLon::new(west.lat() / 2.0 + east.lat() / 2.0, west.lon())
        .zip(LatLon::new(west.lat() / 2.0 + east.lat() / 2.0, east.lon()))
        .map_or(1.0, |(a, b)| a.distance_m(b));
    let (frame, _) = Frame::new(bounds, (across.round() as u32).max(1));
    let draw = |shapes: Vec<&Shape>| {
        let thin = Thinner::new(&shapes, frame, slack_m.max(0.0));
        let outline = |shape: &&Shape| {
            let ring = |r: &Ring| {
                Some(thin.thin(r))
                    .filter(|t| t.len() >= 3)
                    .unwrap_or_else(|| r.clone())
            };
            let polygon = |p: &Vec<Ring>| p.iter().map(ring).collect();
            shape.polygons().iter().map(polygon).collect()
        };
        shapes.iter().map(outline).collect()
    };
    (
        draw(areas.boroughs().iter().map(|b| &b.shape).collect()),
        draw(areas.wards().iter().map(|w| &w.shape).collect()),
    )
}

/// Polygons, each an outer ring and its holes.
pub(crate) type Outline = Vec<Vec<Ring>>;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

struct Thinner {
    frame: Frame,
    slack: f64,
    /// Corners where more than two borders meet: they stay.
    joints: HashSet<LatLon>,
}

impl Thinner {
    fn new(shapes: &[&Shape], frame: Frame, slack: f64) -> Self {
        let mut two: HashMap<LatLon, [Option<LatLon>; 2]> = HashMap::new();
        let mut joints = HashSet::new();
        for (a, b) in shapes.iter().flat_map(|s| s.edges()) {
            for (p, q) in [(a, b), (b, a)] {
                let known = two.entry(p).or_default();
                if known.contains(&Some(q)) {
                    continue;
                }
                match known.iter_mut().find(|k| k.is_none()) {
                    Some(free) => *free = Some(q),
                    None => drop(joints.insert(p)),
                }
            }
        }
        Self { frame, slack, joints }
    }

    fn path(&self, shape: &Shape) -> String {
        let mut out = String::new();
        for ring in shape.rings() {
            let points = self.whole_units(&self.thin(ring));
            if points.len() >= 3 {
                write_ring(&mut out, &points);
            }
        }
        if out.is_empty() {
            // Smaller than a unit, but to be seen and pressed nevertheless.
            let (x, y) = self.frame.xy(shape.middle());
            let _ = write!(out, "M{} {}h1v1h-1z", x as i64, y as i64);
        }
        out
    }

    fn whole_units(&self, ring: &[LatLon]) -> Vec<(i64, i64)> {
        let mut points: Vec<(i64, i64)> = ring
            .iter()
            .map(|p| self.frame.xy(*p))
            .map(|(x, y)| (x.round() as i64, y.round() as i64))
            .collect();
        points.dedup();
        while points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        points
    }

    fn thin(&self, ring: &Ring) -> Ring {
        // Begin at a joint; a ring without one at its least point, whoever's ring it is.
        let start = ring.iter().position(|p| self.joints.contains(p));
        let start = start.or_else(|| ring.iter().enumerate().min_by_key(|(_, p)| **p).map(|(i, _)| i));
        let start = start.unwrap_or(0);
        let turned: Vec<LatLon> = ring
            .iter()
            .cycle()
            .skip(start)
            .take(ring.len() + 1)
            .copied()
            .collect();
        let mut kept = Ring::new();
        let mut from = 0;
        for to in 1..turned.len() {
            let ends = to + 1 == turned.len() || turned.get(to).is_some_and(|p| self.joints.contains(p));
            if ends {
                let arc = turned.get(from..=to).unwrap_or_default();
                let thinned = self.thin_arc(arc);
                kept.extend(thinned.iter().take(thinned.len().saturating_sub(1)));
                from = to;
            }
        }
        kept
    }

    /// The same points whichever way the line is walked.
    fn thin_arc(&self, arc: &[LatLon]) -> Vec<LatLon> {
        let backwards: Vec<LatLon> = arc.iter().rev().copied().collect();
        if backwards.as_slice() < arc {
            let mut kept = self.douglas_peucker(&backwards);
            kept.reverse();
            kept
        } else {
            self.douglas_peucker(arc)
        }
    }

    fn douglas_peucker(&self, arc: &[LatLon]) -> Vec<LatLon> {
        let points: Vec<(f64, f64)> = arc.iter().map(|p| self.frame.xy(*p)).collect();
        let mut keep = vec![false; points.len()];
        let mut stretches = vec![(0, points.len().saturating_sub(1))];
        while let Some((from, to)) = stretches.pop() {
            for end in [from, to] {
                if let Some(k) = keep.get_mut(end) {
                    *k = true;
                }
            }
            let (Some(&a), Some(&b)) = (points.get(from), points.get(to)) else {
                continue;
            };
            let away = |i: &usize| points.get(*i).map_or(0.0, |p| off_line(*p, a, b));
            let farthest = (from + 1..to).max_by(|i, j| away(i).total_cmp(&away(j)));
            // A closed line has no direction of its own: it is always split once.
            let Some(split) = farthest.filter(|i| away(i) > self.slack || a == b) else {
                continue;
            };
            stretches.push((from, split));
            stretches.push((split, to));
        }
        arc.iter()
            .zip(keep)
            .filter(|(_, k)| *k)
            .map(|(p, _)| *p)
            .collect()
    }
}

fn off_line(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let long = dx * dx + dy * dy;
    let along = if long > 0.0 {
        (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / long).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (p.0 - a.0 - along * dx).hypot(p.1 - a.1 - along * dy)
}

/// `M10 20l3-4-5 6z`: relative steps, no more separators than needed.
fn write_ring(out: &mut String, points: &[(i64, i64)]) {
    let Some((&first, rest)) = points.split_first() else {
        return;
    };
    let _ = write!(out, "M{} {}l", first.0, first.1);
    let mut before = first;
    for (i, &p) in rest.iter().enumerate() {
        let (dx, dy) = (p.0 - before.0, p.1 - before.1);
        let gap = |n: i64, needed: bool| if needed && n >= 0 { " " } else { "" };
        let _ = write!(out, "{}{dx}{}{dy}", gap(dx, i > 0), gap(dy, true));
        before = p;
    }
    out.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::{City, Size};

    #[test]
    fn neighbours_keep_the_same_points_of_the_border_they_share() {
        let city = City::new(5, Size::SMALL).unwrap();
        let shapes: Vec<&Shape> = city.areas.wards().iter().map(|w| &w.shape).collect();
        let (frame, _) = Frame::new(city.areas.bounds(), 1_000);
        let thin = Thinner::new(&shapes, frame, 3.0);
        let mut edges: HashMap<(LatLon, LatLon), u32> = HashMap::new();
        let (mut before, mut after) = (0, 0);
        for shape in &shapes {
            for ring in shape.rings() {
                let kept = thin.thin(ring);
                (before, after) = (before + ring.len(), after + kept.len());
                for (a, b) in crate::shape::edges(&kept) {
                    *edges.entry((a.min(b), a.max(b))).or_default() += 1;
                }
            }
        }
        assert!(after * 5 < before * 4, "{after} of {before}");
        // Every line is drawn twice but those around the city.
        let once: Vec<_> = edges.iter().filter(|(_, n)| **n == 1).map(|(e, _)| *e).collect();
        let mut ends: HashMap<LatLon, u32> = HashMap::new();
        once.iter()
            .for_each(|(a, b)| [a, b].iter().for_each(|p| *ends.entry(**p).or_default() += 1));
        assert!(ends.values().all(|n| n % 2 == 0) && !once.is_empty());
        assert!(edges.values().all(|n| *n <= 2));
    }

    #[test]
    fn the_drawing_is_small_whole_and_lies_in_its_frame() {
        let city = City::new(5, Size::SMALL).unwrap();
        let drawing = Drawing::new(&city.areas, 1_000, 2.0);
        let svg = drawing.to_svg(&city.areas);
        assert!(svg.len() < 20_000, "{}", svg.len());
        assert_eq!(svg.matches("<path").count(), 40);
        assert!(
            drawing
                .wards
                .iter()
                .chain(&drawing.boroughs)
                .all(|d| d.starts_with('M') && d.ends_with('z'))
        );
        for ward in city.areas.wards() {
            let (x, y) = drawing.xy(ward.middle);
            assert!((0.0..=1_000.0).contains(&x) && (0.0..=f64::from(drawing.height)).contains(&y));
        }
    }
}
