//! Outlines of areas: rings, polygons with holes, many polygons.

use crate::point::LatLon;

/// A closed line. The first point is not repeated at the end. At least three points.
pub type Ring = Vec<LatLon>;

/// The outline of an area: one or more polygons, each an outer ring followed by its holes.
///
/// A point is inside when a line from it to the far east crosses the rings an odd number of times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    polygons: Vec<Vec<Ring>>,
}

/// A box in ten-millionths of a degree, all four sides included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    pub(crate) west: i32,
    pub(crate) south: i32,
    pub(crate) east: i32,
    pub(crate) north: i32,
}

impl Bounds {
    pub fn south_west(&self) -> LatLon {
        LatLon::from_steps(self.south, self.west).unwrap_or(LatLon::ORIGIN)
    }

    pub fn north_east(&self) -> LatLon {
        LatLon::from_steps(self.north, self.east).unwrap_or(LatLon::ORIGIN)
    }

    pub(crate) fn around(points: impl IntoIterator<Item = LatLon>) -> Option<Self> {
        points.into_iter().fold(None, |bounds: Option<Self>, p| {
            let b = bounds.unwrap_or(Self {
                west: p.x(),
                south: p.y(),
                east: p.x(),
                north: p.y(),
            });
            Some(Self {
                west: b.west.min(p.x()),
                south: b.south.min(p.y()),
                east: b.east.max(p.x()),
                north: b.north.max(p.y()),
            })
        })
    }

    pub(crate) fn join(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }
}

impl Shape {
    /// Drops repeated points and rings of no area; `None` when no outer ring is left.
    pub fn new(polygons: Vec<Vec<Ring>>) -> Option<Self> {
        let mut kept = Vec::with_capacity(polygons.len());
        for rings in polygons {
            let mut good = Vec::with_capacity(rings.len());
            for (i, mut ring) in rings.into_iter().enumerate() {
                ring.dedup();
                while ring.len() > 1 && ring.first() == ring.last() {
                    ring.pop();
                }
                if ring.len() >= 3 && twice_area(&ring) != 0 {
                    good.push(ring);
                } else if i == 0 {
                    break;
                }
            }
            if !good.is_empty() {
                kept.push(good);
            }
        }
        (!kept.is_empty()).then_some(Self { polygons: kept })
    }

    pub fn polygons(&self) -> &[Vec<Ring>] {
        &self.polygons
    }

    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.polygons.iter().flatten()
    }

    pub fn points(&self) -> impl Iterator<Item = LatLon> {
        self.rings().flatten().copied()
    }

    pub(crate) fn edges(&self) -> impl Iterator<Item = (LatLon, LatLon)> {
        self.rings().flat_map(edges)
    }

    pub fn bounds(&self) -> Bounds {
        Bounds::around(self.points()).unwrap_or(Bounds {
            west: 0,
            south: 0,
            east: 0,
            north: 0,
        })
    }

    /// Plain ray casting over every edge: the meaning that the fast look-up is tested against.
    ///
    /// A point exactly on a border belongs to the area east of it, or north where the border runs
    /// due east. Whole numbers, so neighbours with the same border never both claim or both miss it.
    pub fn contains(&self, p: LatLon) -> bool {
        self.edges()
            .filter(|&(a, b)| Edge::new(a, b).is_some_and(|e| e.is_east_of(p.x(), p.y())))
            .count()
            % 2
            == 1
    }

    /// Square metres, as if the earth were flat here; holes taken off.
    pub fn area_m2(&self) -> f64 {
        let b = self.bounds();
        let middle = (f64::from(b.south) + f64::from(b.north)) / 2.0 / crate::point::STEPS;
        let step_m = 111_195.08 / crate::point::STEPS;
        let one = step_m * step_m * middle.to_radians().cos();
        let polygon = |rings: &Vec<Ring>| {
            rings.iter().enumerate().fold(0.0, |sum, (i, ring)| {
                let area = (twice_area(ring) as f64 / 2.0).abs();
                if i == 0 { sum + area } else { sum - area }
            })
        };
        self.polygons.iter().map(polygon).sum::<f64>().max(0.0) * one
    }

    /// A point surely inside, near the middle of the largest polygon: where a label or a pin goes.
    pub fn middle(&self) -> LatLon {
        let largest = self
            .polygons
            .iter()
            .max_by_key(|rings| rings.first().map_or(0, |r| twice_area(r).abs()));
        let Some(outer) = largest.and_then(|rings| rings.first()) else {
            return LatLon::ORIGIN;
        };
        let centre = centroid(outer);
        if self.contains(centre) {
            return centre;
        }
        // Else the middle of the widest stretch inside on some parallels through the polygon.
        let Some(b) = Bounds::around(outer.iter().copied()) else {
            return centre;
        };
        let height = i64::from(b.north) - i64::from(b.south);
        let mut best = (0i64, centre);
        for part in [8, 4, 12, 6, 10, 2, 14, 5, 11, 1, 15] {
            let y = (i64::from(b.south) + height * part / 16) as i32;
            let mut crossings: Vec<i64> = self
                .edges()
                .filter_map(|(a, b)| Edge::new(a, b))
                .filter(|e| e.spans(y))
                .map(|e| e.x_at(y))
                .collect();
            crossings.sort_unstable();
            for pair in crossings.chunks_exact(2) {
                if let &[west, east] = pair
                    && east - west > best.0
                    && let Some(p) = LatLon::from_steps(y, ((west + east) / 2) as i32)
                    && self.contains(p)
                {
                    best = (east - west, p);
                }
            }
        }
        best.1
    }

    /// Metres from a point to the nearest border.
    pub fn border_distance_m(&self, p: LatLon) -> f64 {
        let east = f64::from(p.y())
            .mul_add(1.0 / crate::point::STEPS, 0.0)
            .to_radians()
            .cos();
        let nearest = self
            .edges()
            .map(|(a, b)| {
                let flat = |q: LatLon| {
                    (
                        (i64::from(q.x()) - i64::from(p.x())) as f64 * east,
                        (i64::from(q.y()) - i64::from(p.y())) as f64,
                    )
                };
                let ((ax, ay), (bx, by)) = (flat(a), flat(b));
                let (dx, dy) = (bx - ax, by - ay);
                let along = if dx == 0.0 && dy == 0.0 {
                    0.0
                } else {
                    -(ax * dx + ay * dy) / (dx * dx + dy * dy)
                };
                let along = along.clamp(0.0, 1.0);
                (ax + along * dx).hypot(ay + along * dy)
            })
            .fold(f64::INFINITY, f64::min);
        nearest * 111_195.08 / crate::point::STEPS
    }

    /// The outline of several shapes together, where borders that two of them share exactly fall away.
    /// `None` when nothing is left.
    pub fn union(shapes: &[&Self]) -> Option<Self> {
        crate::outline::union(shapes)
    }
}

pub(crate) fn edges(ring: &Ring) -> impl Iterator<Item = (LatLon, LatLon)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Twice the signed area in steps: positive when the ring runs anticlockwise.
pub(crate) fn twice_area(ring: &Ring) -> i128 {
    edges(ring)
        .map(|(a, b)| i128::from(a.x()) * i128::from(b.y()) - i128::from(b.x()) * i128::from(a.y()))
        .sum()
}

fn centroid(ring: &Ring) -> LatLon {
    let Some(&origin) = ring.first() else {
        return LatLon::ORIGIN;
    };
    let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
    for (a, b) in edges(ring) {
        let from = |p: LatLon| {
            (
                (i64::from(p.x()) - i64::from(origin.x())) as f64,
                (i64::from(p.y()) - i64::from(origin.y())) as f64,
            )
        };
        let ((ax, ay), (bx, by)) = (from(a), from(b));
        let cross = ax * by - bx * ay;
        sum += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    let at = |origin: i32, moment: f64| (f64::from(origin) + moment / (3.0 * sum)).round() as i32;
    LatLon::from_steps(at(origin.y(), y), at(origin.x(), x)).unwrap_or(origin)
}

/// A border that is not due east-west, from its lower to its upper end: the same whichever of two
/// neighbours it is taken from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub x1: i32,
    pub y1: i32,
    pub x2: i32,
    pub y2: i32,
}

impl Edge {
    pub fn new(a: LatLon, b: LatLon) -> Option<Self> {
        let (low, high) = if a.y() < b.y() { (a, b) } else { (b, a) };
        (low.y() != high.y()).then(|| Self {
            x1: low.x(),
            y1: low.y(),
            x2: high.x(),
            y2: high.y(),
        })
    }

    pub fn spans(&self, y: i32) -> bool {
        self.y1 <= y && y < self.y2
    }

    /// Whether the line from the point to the far east crosses it. No product overflows: longitudes differ
    /// by at most 3.6e9 steps, latitudes by 1.8e9, and 3.6e9 * 1.8e9 < 2^63.
    pub fn is_east_of(&self, x: i32, y: i32) -> bool {
        self.spans(y)
            && (i64::from(x) - i64::from(self.x1)) * (i64::from(self.y2) - i64::from(self.y1))
                < (i64::from(self.x2) - i64::from(self.x1)) * (i64::from(y) - i64::from(self.y1))
    }

    /// Where it crosses a parallel that it spans, rounded down to a step.
    pub fn x_at(&self, y: i32) -> i64 {
        let (dx, dy) = (
            i64::from(self.x2) - i64::from(self.x1),
            i64::from(self.y2) - i64::from(self.y1),
        );
        i64::from(self.x1) + (dx * (i64::from(y) - i64::from(self.y1))).div_euclid(dy.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Ring {
        points
            .iter()
            .map(|&(lon, lat)| LatLon::new(lat, lon).unwrap())
            .collect()
    }

    fn square(west: f64, south: f64, side: f64) -> Ring {
        let (e, n) = (west + side, south + side);
        ring(&[(west, south), (e, south), (e, n), (west, n), (west, south)])
    }

    fn at(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).unwrap()
    }

    #[test]
    fn a_hole_is_outside_and_an_island_in_it_is_inside() {
        let shape = Shape::new(vec![
            vec![square(0.0, 0.0, 9.0), square(3.0, 3.0, 3.0)],
            vec![square(4.0, 4.0, 1.0)],
        ])
        .unwrap();
        assert!(shape.contains(at(1.0, 1.0)));
        assert!(!shape.contains(at(3.5, 3.5)));
        assert!(shape.contains(at(4.5, 4.5)));
        assert!(!shape.contains(at(9.5, 1.0)));
        assert!(shape.contains(shape.middle()), "{:?}", shape.middle());
    }

    #[test]
    fn a_point_on_a_border_belongs_to_the_east_and_to_the_north() {
        let west = Shape::new(vec![vec![square(0.0, 0.0, 1.0)]]).unwrap();
        let east = Shape::new(vec![vec![square(1.0, 0.0, 1.0)]]).unwrap();
        let north = Shape::new(vec![vec![square(0.0, 1.0, 1.0)]]).unwrap();
        assert!(!west.contains(at(0.5, 1.0)) && east.contains(at(0.5, 1.0)));
        assert!(!west.contains(at(1.0, 0.5)) && north.contains(at(1.0, 0.5)));
    }

    #[test]
    fn rings_of_no_area_are_dropped() {
        assert_eq!(
            Shape::new(vec![vec![ring(&[(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)])]]),
            None
        );
        assert_eq!(Shape::new(vec![]), None);
        let line_for_a_hole = ring(&[(0.2, 0.2), (0.4, 0.4), (0.2, 0.2)]);
        let shape = Shape::new(vec![vec![square(0.0, 0.0, 1.0), line_for_a_hole]]).unwrap();
        assert_eq!(shape.rings().count(), 1);
    }

    #[test]
    fn the_area_is_in_square_metres_and_the_middle_of_a_crescent_is_inside_it() {
        let hectare = at(54.5, 2.5);
        let corner = |e, n| hectare.moved_m(e, n).unwrap();
        let shape = Shape::new(vec![vec![vec![
            corner(0.0, 0.0),
            corner(100.0, 0.0),
            corner(100.0, 100.0),
            corner(0.0, 100.0),
        ]]])
        .unwrap();
        assert!((shape.area_m2() - 10_000.0).abs() < 20.0, "{}", shape.area_m2());
        assert!((shape.border_distance_m(corner(50.0, 30.0)) - 30.0).abs() < 0.5);
        let crescent = ring(&[
            (0.0, 0.0),
            (10.0, 0.0),
            (10.0, 10.0),
            (0.0, 10.0),
            (0.0, 9.0),
            (9.0, 9.0),
            (9.0, 1.0),
            (0.0, 1.0),
        ]);
        let shape = Shape::new(vec![vec![crescent]]).unwrap();
        assert!(shape.contains(shape.middle()));
    }
}
