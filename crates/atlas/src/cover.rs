//! Which of many shapes holds a point: a grid over all of them.
//!
//! Most cells lie wholly inside one shape and answer at once. The others list the shapes whose
//! borders pass through, each with those of its edges that the cell's row of the grid meets, and the
//! answer is plain ray casting over these few. All in whole numbers, so the grid never changes the answer.

use crate::point::LatLon;
use crate::shape::{Bounds, Edge, Shape};

/// Nothing is here.
const EMPTY: u32 = u32::MAX;
/// Set when the rest of the cell is a place in `mixed`; otherwise the cell is the number of the one shape.
const MIXED: u32 = 1 << 31;
const FEWEST_CELLS: usize = 1 << 10;
const MOST_CELLS: usize = 1 << 20;

#[derive(Debug, Clone, Default)]
pub(crate) struct Cover {
    west: i64,
    south: i64,
    cols: u32,
    rows: u32,
    /// Cells are 2^n steps wide and high, so that finding one needs no division.
    shift_x: u32,
    shift_y: u32,
    cells: Vec<u32>,
    mixed: Vec<(u32, u32)>,
    candidates: Vec<Candidate>,
    edges: Vec<Edge>,
}

/// A shape that may hold the point, and its edges that matter in this row; no edges when it fills the cell.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    shape: u32,
    first: u32,
    last: u32,
    fills: bool,
}

impl Cover {
    /// Of shapes that overlap the first one wins.
    pub fn new<'a>(shapes: impl Iterator<Item = &'a Shape> + Clone) -> Self {
        let Some(bounds) = shapes.clone().map(Shape::bounds).reduce(Bounds::join) else {
            return Self::default();
        };
        let points = shapes.clone().map(|s| s.points().count()).sum::<usize>();
        let mut cover = Self::empty(bounds, (points * 4).clamp(FEWEST_CELLS, MOST_CELLS));
        let mut build = Build {
            found: Vec::new(),
            cell_marks: Vec::new(),
        };
        for (number, shape) in shapes.enumerate() {
            cover.add(number as u32, shape, &mut build);
        }
        cover.settle(build.found);
        cover
    }

    fn empty(b: Bounds, most_cells: usize) -> Self {
        let (width, height) = (
            i64::from(b.east) - i64::from(b.west),
            i64::from(b.north) - i64::from(b.south),
        );
        let narrow = ((f64::from(b.south) + f64::from(b.north)) / 2e7)
            .to_radians()
            .cos()
            .max(0.01);
        let (mut shift_x, mut shift_y) = (0, 0);
        let count = |shift: u32, length: i64| (length >> shift) as u64 + 1;
        while count(shift_x, width).saturating_mul(count(shift_y, height)) > most_cells as u64 {
            // Grow whichever side is the shorter on the ground.
            if (1u64 << shift_x) as f64 * narrow <= (1u64 << shift_y) as f64 {
                shift_x += 1;
            } else {
                shift_y += 1;
            }
        }
        let (cols, rows) = (count(shift_x, width) as u32, count(shift_y, height) as u32);
        let cells = vec![EMPTY; cols as usize * rows as usize];
        let (west, south) = (i64::from(b.west), i64::from(b.south));
        Self {
            west,
            south,
            cols,
            rows,
            shift_x,
            shift_y,
            cells,
            ..Self::default()
        }
    }

    fn col(&self, x: i64) -> i64 {
        (x - self.west) >> self.shift_x
    }

    fn row(&self, y: i64) -> i64 {
        (y - self.south) >> self.shift_y
    }

    fn add(&mut self, number: u32, shape: &Shape, build: &mut Build) {
        let b = shape.bounds();
        let (first_col, last_col) = (self.col(i64::from(b.west)), self.col(i64::from(b.east)));
        let (first_row, last_row) = (self.row(i64::from(b.south)), self.row(i64::from(b.north)));
        let width = (last_col - first_col + 1) as usize;
        let height = (last_row - first_row + 1) as usize;
        let mut border = std::mem::take(&mut build.cell_marks);
        border.clear();
        border.resize(width * height, false);
        let mut bands: Vec<Vec<Edge>> = vec![Vec::new(); height];
        for (a, b) in shape.edges() {
            let (low, high) = if a.y() <= b.y() { (a, b) } else { (b, a) };
            let edge = Edge::new(a, b);
            for row in self.row(i64::from(low.y()))..=self.row(i64::from(high.y())) {
                let floor = self.south + (row << self.shift_y);
                let ceiling = floor + (1 << self.shift_y) - 1;
                let at = (row - first_row) as usize;
                if let (Some(e), Some(band)) = (edge, bands.get_mut(at))
                    && i64::from(e.y2) > floor
                {
                    band.push(e);
                }
                let (west, east) = stretch(low, high, floor, ceiling);
                let from = self.col(west - 1).max(first_col);
                let to = self.col(east + 1).min(last_col);
                for col in from..=to {
                    if let Some(mark) = border.get_mut(at * width + (col - first_col) as usize) {
                        *mark = true;
                    }
                }
            }
        }
        for (at, band) in bands.iter().enumerate() {
            let first = self.edges.len() as u32;
            self.edges.extend_from_slice(band);
            let last = self.edges.len() as u32;
            let row = first_row + at as i64;
            let y = (self.south + (row << self.shift_y)) as i32;
            let mut inside = None;
            for col in 0..width {
                let cell = (row * i64::from(self.cols) + first_col + col as i64) as u32;
                if border.get(at * width + col).copied().unwrap_or(true) {
                    inside = None;
                    build.found.push((
                        cell,
                        Candidate {
                            shape: number,
                            first,
                            last,
                            fills: false,
                        },
                    ));
                    continue;
                }
                // No border passes between here and the cell before, so both are inside or both are not.
                let x = self.west + ((first_col + col as i64) << self.shift_x);
                let fills = *inside.get_or_insert_with(|| odd(band, x as i32, y));
                if fills {
                    build.found.push((
                        cell,
                        Candidate {
                            shape: number,
                            first: 0,
                            last: 0,
                            fills,
                        },
                    ));
                }
            }
        }
        build.cell_marks = border;
    }

    fn settle(&mut self, mut found: Vec<(u32, Candidate)>) {
        found.sort_by_key(|(cell, candidate)| (*cell, candidate.shape));
        for group in found.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(cell, first)) = group.first() else {
                continue;
            };
            let Some(slot) = self.cells.get_mut(cell as usize) else {
                continue;
            };
            if first.fills {
                *slot = first.shape;
                continue;
            }
            *slot = MIXED | self.mixed.len() as u32;
            let from = self.candidates.len() as u32;
            for &(_, candidate) in group {
                self.candidates.push(candidate);
                if candidate.fills {
                    break;
                }
            }
            self.mixed.push((from, self.candidates.len() as u32));
        }
        self.candidates.shrink_to_fit();
        self.edges.shrink_to_fit();
    }

    /// The number of the first shape that holds the point.
    #[inline]
    pub fn find(&self, p: LatLon) -> Option<u32> {
        let (x, y) = (i64::from(p.x()) - self.west, i64::from(p.y()) - self.south);
        if x < 0 || y < 0 {
            return None;
        }
        let (col, row) = ((x >> self.shift_x) as u64, (y >> self.shift_y) as u64);
        if col >= u64::from(self.cols) || row >= u64::from(self.rows) {
            return None;
        }
        let cell = *self.cells.get((row * u64::from(self.cols) + col) as usize)?;
        if cell & MIXED == 0 {
            return Some(cell);
        }
        if cell == EMPTY {
            return None;
        }
        self.among(cell & !MIXED, p)
    }

    fn among(&self, mixed: u32, p: LatLon) -> Option<u32> {
        let &(from, to) = self.mixed.get(mixed as usize)?;
        self.candidates
            .get(from as usize..to as usize)?
            .iter()
            .find(|c| {
                c.fills
                    || self
                        .edges
                        .get(c.first as usize..c.last as usize)
                        .is_some_and(|edges| odd(edges, p.x(), p.y()))
            })
            .map(|c| c.shape)
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.cells.len() * 4
            + self.mixed.len() * 8
            + self.candidates.len() * size_of::<Candidate>()
            + self.edges.len() * size_of::<Edge>()
    }
}

struct Build {
    found: Vec<(u32, Candidate)>,
    cell_marks: Vec<bool>,
}

#[inline]
fn odd(edges: &[Edge], x: i32, y: i32) -> bool {
    edges.iter().fold(false, |inside, e| inside ^ e.is_east_of(x, y))
}

/// The westmost and eastmost longitude of a line between two parallels, a step of rounding aside.
fn stretch(low: LatLon, high: LatLon, floor: i64, ceiling: i64) -> (i64, i64) {
    let (x1, y1) = (i64::from(low.x()), i64::from(low.y()));
    let (x2, y2) = (i64::from(high.x()), i64::from(high.y()));
    if y1 == y2 {
        return (x1.min(x2), x1.max(x2));
    }
    let at =
        |y: i64| x1 + (i128::from(x2 - x1) * i128::from(y.clamp(y1, y2) - y1) / i128::from(y2 - y1)) as i64;
    let (a, b) = (at(floor), at(ceiling));
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Ring;
    use proptest::prelude::*;

    fn by_hand(shapes: &[Shape], p: LatLon) -> Option<u32> {
        shapes.iter().position(|s| s.contains(p)).map(|i| i as u32)
    }

    /// A star around a middle: any such ring is simple, however spiky.
    fn star() -> impl Strategy<Value = Ring> {
        (
            -900i32..900,
            -900i32..900,
            prop::collection::vec(1i32..700, 3..24),
        )
            .prop_map(|(x, y, reach)| {
                let n = reach.len() as f64;
                let points = reach.iter().enumerate().map(|(i, r)| {
                    let turn = i as f64 / n * std::f64::consts::TAU;
                    let (px, py) = (f64::from(*r) * turn.cos(), f64::from(*r) * turn.sin());
                    LatLon::from_steps(545_000_000 + y + py as i32, 25_000_000 + x + px as i32).unwrap()
                });
                points.collect()
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
        /// The shapes are a few hundred steps across, so that points fall on borders and corners all the time.
        #[test]
        fn the_grid_says_what_plain_ray_casting_says(
            rings in prop::collection::vec((star(), prop::option::of(star())), 1..12),
            points in prop::collection::vec((-1700i32..1700, -1700i32..1700), 1..200),
        ) {
            let shapes: Vec<Shape> = rings
                .into_iter()
                .filter_map(|(outer, hole)| Shape::new(vec![std::iter::once(outer).chain(hole).collect()]))
                .collect();
            let cover = Cover::new(shapes.iter());
            let corners: Vec<LatLon> = shapes.iter().flat_map(Shape::points).collect();
            let scattered = points.iter().filter_map(|(x, y)| LatLon::from_steps(545_000_000 + y, 25_000_000 + x));
            for p in scattered.chain(corners) {
                prop_assert_eq!(cover.find(p), by_hand(&shapes, p), "{:?}", p);
            }
        }
    }

    #[test]
    fn far_away_and_without_any_shape_nothing_is_found() {
        let nothing = Cover::new(std::iter::empty());
        assert_eq!(nothing.find(LatLon::ORIGIN), None);
        let corners = [(0, 0), (10, 0), (10, 10), (0, 10)];
        let ring: Ring = corners
            .iter()
            .map(|&(x, y)| LatLon::from_steps(y, x).unwrap())
            .collect();
        let cover = Cover::new([Shape::new(vec![vec![ring]]).unwrap()].iter());
        for (lat, lon) in [(90.0, 180.0), (-90.0, -180.0), (0.0, 180.0)] {
            assert_eq!(cover.find(LatLon::new(lat, lon).unwrap()), None);
        }
        assert_eq!(cover.find(LatLon::ORIGIN), Some(0));
    }
}
