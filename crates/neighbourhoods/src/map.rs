//! A ward drawn as SVG, for readers without script.

use std::sync::OnceLock;

use atlas::{Areas, BoroughIx, Drawing, Shape, WardIx};

/// The whole force drawn once, when the first page asks for it; can be dropped and drawn again.
#[derive(Debug, Default)]
pub struct Maps(OnceLock<Drawing>);

/// A piece of the map: paths and the box that shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    pub view_box: String,
    /// What the page is about.
    pub here: Vec<Path>,
    /// What lies around it.
    pub around: Vec<Path>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path {
    pub d: String,
    pub name: String,
    pub href: String,
}

const WIDTH: u32 = 12_000;
/// Borders are thinned by so many units: a few metres in a city.
const SLACK: f64 = 3.0;

impl Maps {
    fn drawing(&self, areas: &Areas) -> &Drawing {
        self.0.get_or_init(|| Drawing::new(areas, WIDTH, SLACK))
    }

    /// A ward among its neighbours.
    pub fn ward(&self, areas: &Areas, ix: WardIx) -> Option<Piece> {
        let drawing = self.drawing(areas);
        let frame = Frame::around(drawing, &areas.ward(ix)?.shape, 0.12);
        let mut piece = Piece {
            view_box: frame.view_box(),
            ..Piece::default()
        };
        for (number, ward) in (0_u16..).zip(areas.wards()) {
            let Some(d) = drawing.ward(WardIx(number)) else {
                continue;
            };
            let path = Path {
                d: d.to_owned(),
                name: ward.name.clone(),
                href: format!("/ward/{}", ward.code),
            };
            if WardIx(number) == ix {
                piece.here.push(path);
            } else if frame.meets(&Frame::around(drawing, &ward.shape, 0.0)) {
                piece.around.push(path);
            }
        }
        Some(piece)
    }

    /// The wards of a borough.
    pub fn borough(&self, areas: &Areas, ix: BoroughIx) -> Option<Piece> {
        let drawing = self.drawing(areas);
        let borough = areas.borough(ix)?;
        let frame = Frame::around(drawing, &borough.shape, 0.03);
        let here = borough.wards.iter().filter_map(|w| {
            let ward = areas.ward(*w)?;
            Some(Path {
                d: drawing.ward(*w)?.to_owned(),
                name: ward.name.clone(),
                href: format!("/ward/{}", ward.code),
            })
        });
        Some(Piece {
            view_box: frame.view_box(),
            here: here.collect(),
            around: Vec::new(),
        })
    }
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Frame {
    /// The box around a shape, with a margin in parts of its longer side.
    fn around(drawing: &Drawing, shape: &Shape, margin: f64) -> Self {
        let bounds = shape.bounds();
        let (left, bottom) = drawing.xy(bounds.south_west());
        let (right, top) = drawing.xy(bounds.north_east());
        let wide = (right - left).max(bottom - top) * margin;
        Self {
            left: left - wide,
            top: top - wide,
            right: right + wide,
            bottom: bottom + wide,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn view_box(&self) -> String {
        format!(
            "{:.0} {:.0} {:.0} {:.0}",
            self.left,
            self.top,
            (self.right - self.left).max(1.0),
            (self.bottom - self.top).max(1.0)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use atlas::made_up::{City, Size};

    #[test]
    fn a_ward_is_drawn_among_its_neighbours_and_weighs_little() {
        let city = City::new(3, Size::SMALL).unwrap();
        let maps = Maps::default();
        for (i, ward) in (0_u16..).zip(city.areas.wards()) {
            let piece = maps.ward(&city.areas, WardIx(i)).unwrap();
            assert_eq!(piece.here.len(), 1, "{}", ward.name);
            assert!(
                !piece.around.is_empty() && piece.around.len() < 20,
                "{}",
                ward.name
            );
            let bytes: usize = piece.here.iter().chain(&piece.around).map(|p| p.d.len()).sum();
            assert!(bytes < 20_000, "{} bytes for {}", bytes, ward.name);
            let numbers: Vec<f64> = piece.view_box.split(' ').map(|n| n.parse().unwrap()).collect();
            assert!(numbers.len() == 4 && numbers[2] > 0.0 && numbers[3] > 0.0);
        }
        let borough = maps.borough(&city.areas, BoroughIx(0)).unwrap();
        assert_eq!(borough.here.len(), city.areas.boroughs()[0].wards.len());
    }
}
