//! The outline of several neighbouring shapes together.

use std::collections::HashMap;

use crate::point::LatLon;
use crate::shape::{Ring, Shape, twice_area};

/// Edges that run once each way cancel; the rest is chained into rings, outer rings and holes told apart.
pub(crate) fn union(shapes: &[&Shape]) -> Option<Shape> {
    let mut left: HashMap<(LatLon, LatLon), u32> = HashMap::new();
    for shape in shapes {
        for polygon in shape.polygons() {
            for (i, ring) in polygon.iter().enumerate() {
                // Outer rings anticlockwise, holes clockwise, so that neighbours run against each other.
                let forward = (twice_area(ring) > 0) == (i == 0);
                for (a, b) in crate::shape::edges(ring) {
                    let (a, b) = if forward { (a, b) } else { (b, a) };
                    match left.get_mut(&(b, a)) {
                        Some(n) if *n > 1 => *n -= 1,
                        Some(_) => drop(left.remove(&(b, a))),
                        None => *left.entry((a, b)).or_default() += 1,
                    }
                }
            }
        }
    }
    let mut edges: Vec<(LatLon, LatLon)> = left.into_keys().collect();
    edges.sort_unstable();
    rings_into_shape(chain(&edges))
}

/// Joins directed edges (sorted by their start) end to start into rings.
pub(crate) fn chain(edges: &[(LatLon, LatLon)]) -> Vec<Ring> {
    let mut used = vec![false; edges.len()];
    let mut rings = Vec::new();
    for first in 0..edges.len() {
        if used.get(first).copied().unwrap_or(true) {
            continue;
        }
        let mut ring: Ring = Vec::new();
        let mut at = Some(first);
        while let Some(i) = at {
            let Some((&(from, to), done)) = edges.get(i).zip(used.get_mut(i)) else {
                break;
            };
            *done = true;
            // A line that comes back to where it has been closes a ring there: touching rings come apart.
            ring.push(from);
            if let Some(start) = ring.iter().position(|p| *p == to) {
                rings.push(ring.split_off(start));
            }
            let next = edges.partition_point(|e| e.0 < to);
            at = (next..edges.len())
                .take_while(|&j| edges.get(j).is_some_and(|e| e.0 == to))
                .find(|&j| used.get(j) == Some(&false));
        }
    }
    rings.retain(|r| r.len() >= 3);
    rings
}

/// Anticlockwise rings are outer; each clockwise one is a hole of the smallest outer ring around it.
pub(crate) fn rings_into_shape(rings: Vec<Ring>) -> Option<Shape> {
    let (mut outer, holes): (Vec<Ring>, Vec<Ring>) = rings.into_iter().partition(|r| twice_area(r) > 0);
    outer.sort_by_key(|r| (std::cmp::Reverse(twice_area(r)), r.first().copied()));
    let alone: Vec<Option<Shape>> = outer.iter().map(|r| Shape::new(vec![vec![r.clone()]])).collect();
    let mut polygons: Vec<Vec<Ring>> = outer.into_iter().map(|r| vec![r]).collect();
    for hole in holes {
        let around = |shape: &Option<Shape>| {
            let inside = |p: &LatLon| shape.as_ref().is_some_and(|s| s.contains(*p));
            hole.iter().filter(|p| inside(p)).count() * 2 >= hole.len()
        };
        // Sorted largest first, so the last that surrounds the hole is the smallest.
        if let Some(polygon) = alone.iter().rposition(around).and_then(|i| polygons.get_mut(i)) {
            polygon.push(hole);
        }
    }
    Shape::new(polygons)
}
