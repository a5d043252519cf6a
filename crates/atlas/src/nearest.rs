//! The nearest of many points: a k-d tree kept as one list of numbers.

use crate::point::{LatLon, STEPS};

/// An order of the points in which the middle of every stretch splits it: west and east, south and north
/// by turns. Four bytes a point.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    order: Vec<u32>,
}

struct Search<'a> {
    order: &'a [u32],
    points: &'a [LatLon],
    x: f64,
    y: f64,
    /// How much shorter a step east is than a step north here.
    narrow: f64,
    /// Square of the distance, in steps north.
    best: f64,
    found: Option<u32>,
}

impl Tree {
    pub fn new(points: &[LatLon]) -> Self {
        let mut order: Vec<u32> = (0..points.len() as u32).collect();
        split(&mut order, points, true);
        Self { order }
    }

    /// The place in `points` (the same as built with) of the nearest, and its distance in metres.
    pub fn nearest(&self, points: &[LatLon], p: LatLon, within_m: f64) -> Option<(usize, f64)> {
        let reach = within_m / 111_195.08 * STEPS;
        let mut search = Search {
            order: &self.order,
            points,
            x: f64::from(p.x()),
            y: f64::from(p.y()),
            narrow: p.lat().to_radians().cos().max(0.001),
            best: reach * reach * 1.01,
            found: None,
        };
        search.look(0, self.order.len(), true);
        let found = search.found? as usize;
        let metres = points.get(found)?.distance_m(p);
        (metres <= within_m).then_some((found, metres))
    }
}

fn along(points: &[LatLon], i: u32, east: bool) -> i32 {
    points
        .get(i as usize)
        .map_or(0, |p| if east { p.x() } else { p.y() })
}

fn split(order: &mut [u32], points: &[LatLon], east: bool) {
    if order.len() < 2 {
        return;
    }
    let middle = order.len() / 2;
    let (before, _, after) = order.select_nth_unstable_by_key(middle, |&i| (along(points, i, east), i));
    split(before, points, !east);
    split(after, points, !east);
}

impl Search<'_> {
    /// As deep as the number of points has binary digits.
    fn look(&mut self, from: usize, to: usize, east: bool) {
        if from >= to {
            return;
        }
        let middle = from + (to - from) / 2;
        let Some(&i) = self.order.get(middle) else { return };
        let Some(p) = self.points.get(i as usize) else {
            return;
        };
        let (dx, dy) = (
            (f64::from(p.x()) - self.x) * self.narrow,
            f64::from(p.y()) - self.y,
        );
        let square = dx * dx + dy * dy;
        // Of points equally near the first in the list is told.
        if square < self.best || (square == self.best && self.found.is_some_and(|f| i < f)) {
            (self.best, self.found) = (square, Some(i));
        }
        let beyond = if east { dx } else { dy };
        let (near, far) = if beyond > 0.0 {
            ((from, middle), (middle + 1, to))
        } else {
            ((middle + 1, to), (from, middle))
        };
        self.look(near.0, near.1, !east);
        if beyond * beyond <= self.best {
            self.look(far.0, far.1, !east);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_tree_finds_what_trying_every_point_finds(
            spots in prop::collection::vec((-3000i32..3000, -3000i32..3000), 0..80),
            (x, y) in (-4000i32..4000, -4000i32..4000),
        ) {
            let place = |(x, y): (i32, i32)| LatLon::from_steps(545_000_000 + y * 100, 25_000_000 + x * 100).unwrap();
            let points: Vec<LatLon> = spots.into_iter().map(place).collect();
            let p = place((x, y));
            let found = Tree::new(&points).nearest(&points, p, 5_000.0).map(|(_, m)| m);
            let by_hand = points.iter().map(|q| q.distance_m(p)).filter(|m| *m <= 5_000.0).min_by(f64::total_cmp);
            match (found, by_hand) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 0.5, "{} {}", a, b),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }
}
