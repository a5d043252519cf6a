//! A drawn map around a spot: the wards, the spot, the places of the list by their numbers. For who has no script.

use std::io::Write;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::seal::sha256;

use atlas::{Areas, Drawing, Gazetteer, LatLon};

/// Units across the force's area: fine enough to look at a mile of it.
const ACROSS: u32 = 20_000;
/// The least that a map shows, in metres from its middle to its side.
const LEAST_M: f64 = 900.0;
/// Bytes of outlines that a page carries at most. A wider view has coarser lines, and the widest has none.
const MOST_LINES: usize = 40_000;
/// Units by which the borders of a wide view may be off: unseen where a mile takes a few points of the screen.
const COARSE: f64 = 40.0;
/// Height of a map whose width is 1.
const SHAPE: f64 = 0.62;

/// No border of the map on a screen is moved by more metres than this.
const SLACK_M: f64 = 12.0;

/// The force's area, drawn once when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    sheet: OnceLock<Sheet>,
    files: OnceLock<Files>,
}

/// Boundaries as GeoJSON, ready to be sent.
#[derive(Debug)]
pub(crate) struct Files {
    pub boroughs: File,
    pub wards: File,
}

#[derive(Debug)]
pub(crate) struct File {
    pub plain: Vec<u8>,
    pub gzip: Vec<u8>,
    pub etag: String,
}

impl File {
    fn new(text: String) -> Self {
        let mut packer = GzEncoder::new(Vec::new(), Compression::new(6));
        // Writing into memory cannot fail; if it did, the plain text would be sent.
        let gzip = packer
            .write_all(text.as_bytes())
            .and_then(|()| packer.finish())
            .unwrap_or_default();
        let hash = sha256(&[text.as_bytes()]);
        let mark: String = hash.iter().take(8).map(|b| format!("{b:02x}")).collect();
        Self {
            plain: text.into_bytes(),
            gzip,
            etag: format!("\"{mark}\""),
        }
    }
}

/// The whole force: `west,south,east,north`. None when it has no areas yet.
pub(crate) fn bounds(ground: &Gazetteer) -> Option<String> {
    let areas = ground.areas();
    if areas.wards().is_empty() {
        return None;
    }
    let (a, b) = (areas.bounds().south_west(), areas.bounds().north_east());
    Some(format!(
        "{:.5},{:.5},{:.5},{:.5}",
        a.lon(),
        a.lat(),
        b.lon(),
        b.lat()
    ))
}

#[derive(Debug)]
struct Sheet {
    drawing: Drawing,
    coarse: Drawing,
    /// Where each ward lies on it: left, top, right, bottom.
    boxes: Vec<[f64; 4]>,
}

/// What a map shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Map {
    pub view: String,
    /// Outlines and names of wards.
    pub wards: Vec<(String, String)>,
    pub here: (f64, f64),
    pub marks: Vec<Mark>,
    /// How large marks and lines are in this view.
    pub size: f64,
    pub line: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub x: f64,
    pub y: f64,
    pub number: usize,
    pub open: bool,
    pub name: String,
}

impl Sheet {
    fn new(areas: &Areas) -> Self {
        let drawing = Drawing::new(areas, ACROSS, 3.0);
        let around = |shape: &atlas::Shape| {
            shape.points().map(|p| drawing.xy(p)).fold(
                [f64::MAX, f64::MAX, f64::MIN, f64::MIN],
                |[l, t, r, b], (x, y)| [l.min(x), t.min(y), r.max(x), b.max(y)],
            )
        };
        let boxes = areas.wards().iter().map(|w| around(&w.shape)).collect();
        Self {
            coarse: Drawing::new(areas, ACROSS, COARSE),
            drawing,
            boxes,
        }
    }
}

impl Atlas {
    /// The boundaries of boroughs and wards, thinned and packed.
    pub fn files(&self, ground: &Gazetteer) -> &Files {
        self.files.get_or_init(|| {
            let (boroughs, wards) = atlas::to_map(ground.areas(), SLACK_M);
            Files {
                boroughs: File::new(boroughs),
                wards: File::new(wards),
            }
        })
    }

    /// Draws what the first visitor would else wait for.
    pub fn warm(&self, ground: &Gazetteer) {
        self.files(ground);
        self.sheet.get_or_init(|| Sheet::new(ground.areas()));
    }

    /// A map with the spot in its middle that shows all of the places. None when the force has no areas yet.
    pub fn around(&self, ground: &Gazetteer, here: LatLon, places: &[(LatLon, bool, String)]) -> Option<Map> {
        let areas = ground.areas();
        if areas.wards().is_empty() {
            return None;
        }
        let sheet = self.sheet.get_or_init(|| Sheet::new(areas));
        let (x, y) = sheet.drawing.xy(here);
        let metre = here
            .moved_m(1_000.0, 0.0)
            .map_or(1.0, |p| (sheet.drawing.xy(p).0 - x).abs() / 1_000.0);
        let spots: Vec<(f64, f64)> = places.iter().map(|(p, ..)| sheet.drawing.xy(*p)).collect();
        // Half of the width, so that every spot is in and none on the edge.
        let half = spots
            .iter()
            .map(|(px, py)| (px - x).abs().max((py - y).abs() / SHAPE))
            .fold(LEAST_M * metre, f64::max)
            * 1.12;
        let (left, top, right, bottom) = (x - half, y - half * SHAPE, x + half, y + half * SHAPE);
        let seen = |b: &[f64; 4]| b[0] < right && b[2] > left && b[1] < bottom && b[3] > top;
        let in_view: Vec<usize> = (0..sheet.boxes.len())
            .filter(|n| sheet.boxes.get(*n).is_some_and(seen))
            .collect();
        let lines = |drawing: &Drawing| -> Option<Vec<(String, String)>> {
            let all = in_view.iter().filter_map(|n| {
                let (ward, outline) = (areas.wards().get(*n)?, drawing.wards.get(*n)?);
                Some((outline.clone(), ward.name.clone()))
            });
            let all: Vec<_> = all.collect();
            let bytes: usize = all.iter().map(|(outline, name)| outline.len() + name.len()).sum();
            (bytes <= MOST_LINES).then_some(all)
        };
        let wards = lines(&sheet.drawing).or_else(|| lines(&sheet.coarse));
        let marks = places.iter().zip(&spots).zip(1..);
        Some(Map {
            view: format!("{left:.0} {top:.0} {:.0} {:.0}", 2.0 * half, 2.0 * half * SHAPE),
            wards: wards.unwrap_or_default(),
            here: (x.round(), y.round()),
            marks: marks
                .map(|(((_, open, name), (px, py)), number)| Mark {
                    x: px.round(),
                    y: py.round(),
                    number,
                    open: *open,
                    name: name.clone(),
                })
                .collect(),
            size: (half * 0.035).round().max(1.0),
            line: (half * 0.004).round().max(1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use atlas::made_up::{City, Size};
    use std::sync::Arc;

    #[test]
    fn every_place_of_the_list_is_on_the_map_and_far_wards_are_not() {
        let city = City::new(5, Size::SMALL).unwrap();
        let ground = Gazetteer::new(Arc::new(city.areas), Arc::new(city.postcodes), Vec::new());
        let wards = ground.areas().wards();
        let here = wards[3].middle;
        let places = [
            (wards[4].middle, true, "A".to_owned()),
            (wards[5].middle, false, "B".to_owned()),
        ];
        let map = Atlas::default().around(&ground, here, &places).unwrap();
        let view: Vec<f64> = map.view.split(' ').map(|n| n.parse().unwrap()).collect();
        for mark in &map.marks {
            assert!(mark.x > view[0] && mark.x < view[0] + view[2]);
            assert!(mark.y > view[1] && mark.y < view[1] + view[3]);
        }
        assert!(map.wards.len() < wards.len() && !map.wards.is_empty());
        assert_eq!(map.marks[1].number, 2);
        // From however far someone asks, a page stays light.
        for away in [10_000.0, 50_000.0, 300_000.0, 3_000_000.0] {
            let there = wards[0].middle.moved_m(0.0, -away).unwrap();
            let map = Atlas::default().around(&ground, there, &places).unwrap();
            let bytes: usize = map
                .wards
                .iter()
                .map(|(outline, name)| outline.len() + name.len())
                .sum();
            assert!(bytes <= MOST_LINES, "{away}: {bytes}");
        }
        let small = Atlas::default().around(&ground, here, &[]).unwrap();
        assert!(small.wards.len() <= map.wards.len());
        assert_eq!(Atlas::default().around(&Gazetteer::default(), here, &[]), None);
    }
}
