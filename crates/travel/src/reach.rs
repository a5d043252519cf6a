//! How far one gets within some minutes: contours as polygons.
//!
//! Minutes along streets are spread over a grid (each street point serves those within a short walk of it), and the contour at each
//! limit is followed through the grid (marching squares), so rings close, do not cross and holes lie inside.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::access::FERRY;
use crate::ask::Asking;
use crate::error::{Result, TravelError};
use crate::geo::{Flat, Place};
use crate::graph::{FAR, Search};
use crate::journey::arrivals;
use crate::mode::Mode;
use crate::net::Network;
use crate::transit::{NEVER, When};

/// Grid points along the longer side at most.
const MOST_SIDE: f64 = 700.0;
const FINEST: f64 = 25.0;
/// How far from a street a place still counts as reached.
const BESIDE: f64 = 120.0;

type Ring = Vec<(f64, f64)>;

impl Network {
    /// A GeoJSON feature collection with one multipolygon for each limit, largest first; `minutes` from 1 to 1,440.
    pub fn reach(
        &self,
        mode: Mode,
        at: Place,
        minutes: &[f64],
        when: Option<&When>,
        how: &Asking<'_>,
    ) -> Result<Value> {
        let fine = |m: &f64| m.is_finite() && (1.0..=1_440.0).contains(m);
        if minutes.is_empty() || minutes.len() > 24 || !minutes.iter().all(fine) {
            return Err(TravelError::Question(
                "a reach map takes 1 to 24 limits between 1 and 1,440 minutes".into(),
            ));
        }
        let mut limits = minutes.to_vec();
        limits.sort_by(|a, b| b.total_cmp(a));
        limits.dedup();
        let most = (limits[0] * 60_000.0) as u32;
        let points = self.reached(mode, at, most, when, how)?;
        how.progress.step("contours", 0, limits.len() as u64)?;
        let pace = how.speeds.to_the_street(mode.street());
        let features: Vec<Value> = match Field::new(at, &points, pace, limits[0]) {
            None => limits.iter().map(|&m| feature(m, mode, json!([]))).collect(),
            Some(field) => limits
                .iter()
                .map(|&m| feature(m, mode, field.polygons(m as f32)))
                .collect(),
        };
        Ok(json!({ "type": "FeatureCollection", "features": features }))
    }

    /// Points along streets with their minutes, flat metres from `at`.
    fn reached(
        &self,
        mode: Mode,
        at: Place,
        most: u32,
        when: Option<&When>,
        how: &Asking<'_>,
    ) -> Result<Vec<(f64, f64, f32)>> {
        let street = mode.street();
        let net = &self.streets.modes[street as usize];
        let snap = self
            .streets
            .snaps(street, &[at], how.speeds, how.most_metres)
            .pop()
            .flatten();
        let mut seeds = snap
            .as_ref()
            .map(|s| self.streets.leaving(street, s))
            .unwrap_or_default();
        if mode.rides() {
            let when = when.ok_or_else(|| TravelError::Question("public transport needs --depart".into()))?;
            if when.arrive_by {
                return Err(TravelError::Question(
                    "a reach map begins with a departure: give when to leave, not when to arrive".into(),
                ));
            }
            let when = When {
                step_free: mode == Mode::StepFreeTransit,
                most_minutes: most.div_ceil(60_000).clamp(1, 1_440),
                ..when.clone()
            };
            when.check()?;
            let scene = self.scene()?;
            let start = scene.near(&[at], true, &when, how)?.pop().unwrap_or_default();
            let reached = arrivals(scene.timetable, &start, &when);
            for (door, stop, seconds) in scene.timetable.doors(when.step_free) {
                let arrive = reached[stop as usize];
                if arrive >= NEVER {
                    continue;
                }
                let place = scene.timetable.door_place(door);
                let spent = (arrive - when.seconds + seconds).max(0) as u32;
                if let Some(s) = self
                    .streets
                    .snaps(street, &[place], how.speeds, how.most_metres)
                    .pop()
                    .flatten()
                {
                    for (node, ms) in self.streets.leaving(street, &s) {
                        seeds.push((node, ms.saturating_add(spent.saturating_mul(1_000))));
                    }
                }
            }
        }
        let mut search = Search::new(net.graph.nodes());
        search.run(&net.graph, &seeds, most.min(FAR - 1), |_, _| true);
        let flat = Flat::around(at);
        let mut points = Vec::new();
        // Where it begins is reached, even far from the street.
        points.extend(snap.map(|_| (0.0, 0.0, 0.0)));
        let mut spread = |a: (f64, f64), b: (f64, f64), ta: f64, tb: f64| {
            let steps = ((b.0 - a.0).hypot(b.1 - a.1) / FINEST).ceil().clamp(1.0, 2_000.0);
            let mut i = 0.0;
            while i <= steps {
                let t = i / steps;
                let ms = ta + (tb - ta) * t;
                if ms <= f64::from(most) {
                    points.push((
                        a.0 + (b.0 - a.0) * t,
                        a.1 + (b.1 - a.1) * t,
                        (ms / 60_000.0) as f32,
                    ));
                }
                i += 1.0;
            }
        };
        for d in 0..net.ms.len() as u32 {
            let whole = net.ms[d as usize];
            let e = d / 2;
            // Nobody gets off a ferry on the way.
            if whole >= FAR || self.streets.edge_class[e as usize] == FERRY {
                continue;
            }
            let own = snap.as_ref().filter(|s| s.edge == e);
            let begin = search.dist[net.tail[d as usize] as usize];
            let row = self.streets.shape_first[e as usize] as usize
                ..self.streets.shape_first[e as usize + 1] as usize;
            let mut line: Vec<(f64, f64)> = row.map(|i| flat.xy(self.streets.shape_at(i))).collect();
            if d % 2 == 1 {
                line.reverse();
            }
            let all: f64 = line
                .windows(2)
                .map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1))
                .sum();
            let mut run = |from: f64, spent: f64| {
                let mut gone = 0.0;
                for w in line.windows(2) {
                    let step = (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1);
                    let part = |g: f64| if all > 0.0 { g / all } else { 0.0 };
                    let (a, b) = (part(gone), part(gone + step));
                    gone += step;
                    if b >= from {
                        let cut = if b > a {
                            ((from - a) / (b - a)).clamp(0.0, 1.0)
                        } else {
                            0.0
                        };
                        let p = (w[0].0 + (w[1].0 - w[0].0) * cut, w[0].1 + (w[1].1 - w[0].1) * cut);
                        let time = |x: f64| spent + f64::from(whole) * (x - from).max(0.0);
                        spread(p, w[1], time(a.max(from)), time(b));
                    }
                }
            };
            if begin < FAR {
                run(0.0, f64::from(begin));
            }
            if let Some(s) = own {
                let along = if d % 2 == 0 { s.along } else { 1.0 - s.along };
                run(along, f64::from(s.ms));
            }
        }
        Ok(points)
    }
}

fn feature(minutes: f64, mode: Mode, coordinates: Value) -> Value {
    json!({
        "type": "Feature",
        "properties": { "minutes": minutes, "mode": mode },
        "geometry": { "type": "MultiPolygon", "coordinates": coordinates },
    })
}

/// Minutes at grid points.
struct Field {
    flat: Flat,
    left: f64,
    bottom: f64,
    side: f64,
    wide: usize,
    tall: usize,
    value: Vec<f32>,
}

impl Field {
    fn new(at: Place, points: &[(f64, f64, f32)], pace: f64, most: f64) -> Option<Self> {
        let fold =
            |pick: fn(&(f64, f64, f32)) -> f64, f: fn(f64, f64) -> f64| points.iter().map(pick).reduce(f);
        let (left, right) = (fold(|p| p.0, f64::min)?, fold(|p| p.0, f64::max)?);
        let (bottom, top) = (fold(|p| p.1, f64::min)?, fold(|p| p.1, f64::max)?);
        let side = ((right - left).max(top - bottom) / MOST_SIDE).max(FINEST);
        let around = BESIDE.max(side * 1.5);
        let (left, bottom) = (left - around - side * 2.0, bottom - around - side * 2.0);
        let wide = ((right + around - left) / side).ceil() as usize + 3;
        let tall = ((top + around - bottom) / side).ceil() as usize + 3;
        let mut value = vec![f32::INFINITY; wide * tall];
        // The best of the points of a cell stands for all: fewer to spread.
        let mut cells: HashMap<(usize, usize), (f64, f64, f32)> = HashMap::new();
        for &(x, y, m) in points {
            let key = (
                ((x - left) / side * 2.0) as usize,
                ((y - bottom) / side * 2.0) as usize,
            );
            let slot = cells.entry(key).or_insert((x, y, m));
            if m < slot.2 {
                *slot = (x, y, m);
            }
        }
        let reach = (around / side).ceil() as usize;
        for &(x, y, m) in cells.values() {
            let (cx, cy) = (((x - left) / side) as usize, ((y - bottom) / side) as usize);
            for gy in cy.saturating_sub(reach)..=(cy + reach + 1).min(tall - 2) {
                for gx in cx.saturating_sub(reach)..=(cx + reach + 1).min(wide - 2) {
                    let far = (left + gx as f64 * side - x).hypot(bottom + gy as f64 * side - y);
                    if far <= around && gx > 0 && gy > 0 {
                        let all = m + (far / pace.max(1.0)) as f32;
                        let slot = &mut value[gy * wide + gx];
                        *slot = slot.min(all);
                    }
                }
            }
        }
        // Beyond what is reached minutes rise steeply, so that the contour lies between and not at infinity.
        let outside = most as f32 + 5.0;
        value.iter_mut().for_each(|v| *v = v.min(outside));
        Some(Self {
            flat: Flat::around(at),
            left,
            bottom,
            side,
            wide,
            tall,
            value,
        })
    }

    /// Multipolygon coordinates of everything at or under a limit: outer rings counterclockwise, holes clockwise.
    fn polygons(&self, limit: f32) -> Value {
        let rings = self.rings(limit);
        let (mut outer, mut holes): (Vec<(f64, Ring)>, Vec<Ring>) = (Vec::new(), Vec::new());
        for r in rings {
            let a = area(&r);
            if a > 0.0 {
                outer.push((a, r));
            } else if a < 0.0 {
                holes.push(r);
            }
        }
        // Smallest first: a hole belongs to the smallest ring around it.
        outer.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut polygons: Vec<Vec<Ring>> = outer.into_iter().map(|o| vec![o.1]).collect();
        for h in holes {
            if let Some(p) = polygons.iter_mut().find(|p| inside(h[0], &p[0])) {
                p.push(h);
            }
        }
        polygons.reverse();
        let point = |&(x, y): &(f64, f64)| {
            let p = self
                .flat
                .place(self.left + x * self.side, self.bottom + y * self.side);
            json!([(p.lon * 1e7).round() / 1e7, (p.lat * 1e7).round() / 1e7])
        };
        let ring = |r: &Ring| Value::Array(r.iter().chain(r.first()).map(point).collect());
        Value::Array(
            polygons
                .iter()
                .map(|p| Value::Array(p.iter().map(ring).collect()))
                .collect(),
        )
    }

    /// Follows the contour with what is reached on the left.
    fn rings(&self, limit: f32) -> Vec<Ring> {
        let at = |x: usize, y: usize| self.value[y * self.wide + x];
        let within = |x: usize, y: usize| at(x, y) <= limit;
        // A crossing is named by the grid edge it lies on: (x, y, 0) to the right of a point, (x, y, 1) above it.
        type Edge = (usize, usize, u8);
        let mut next: HashMap<Edge, Edge> = HashMap::new();
        let mut order: Vec<Edge> = Vec::new();
        for y in 0..self.tall - 1 {
            for x in 0..self.wide - 1 {
                let corners = [
                    within(x, y),
                    within(x + 1, y),
                    within(x + 1, y + 1),
                    within(x, y + 1),
                ];
                let (south, east, north, west) = ((x, y, 0), (x + 1, y, 1), (x, y + 1, 0), (x, y, 1));
                let edges = [south, east, north, west];
                let mut ins = Vec::new();
                let mut outs = Vec::new();
                // Going round counterclockwise: the contour enters over an edge that leads from reached to not.
                for k in 0..4 {
                    match (corners[k], corners[(k + 1) % 4]) {
                        (true, false) => ins.push(k),
                        (false, true) => outs.push(k),
                        _ => {}
                    }
                }
                for &i in &ins {
                    // With two pairs reached corners are kept apart: each turns to the nearest way out behind it.
                    let o = (1..4).map(|s| (i + 4 - s) % 4).find(|o| outs.contains(o));
                    if let Some(o) = o {
                        next.insert(edges[i], edges[o]);
                        order.push(edges[i]);
                    }
                }
            }
        }
        let cross = |e: &Edge| {
            let (x, y, up) = *e;
            let (a, b) = if up == 1 {
                (at(x, y), at(x, y + 1))
            } else {
                (at(x, y), at(x + 1, y))
            };
            // Kept off the grid points themselves, so that rings do not touch there.
            let t = f64::from(((limit - a) / (b - a)).clamp(0.02, 0.98));
            let t = if t.is_finite() { t } else { 0.5 };
            if up == 1 {
                (x as f64, y as f64 + t)
            } else {
                (x as f64 + t, y as f64)
            }
        };
        let mut rings = Vec::new();
        for start in order {
            let mut ring = Ring::new();
            let mut e = start;
            while let Some(n) = next.remove(&e) {
                ring.push(cross(&e));
                e = n;
            }
            if ring.len() >= 3 {
                rings.push(ring);
            }
        }
        rings
    }
}

/// Twice the area, positive counterclockwise.
fn area(r: &Ring) -> f64 {
    r.iter()
        .zip(r.iter().cycle().skip(1))
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum()
}

fn inside(p: (f64, f64), r: &Ring) -> bool {
    let mut odd = false;
    for (a, b) in r.iter().zip(r.iter().cycle().skip(1)) {
        if (a.1 > p.1) != (b.1 > p.1) && p.0 < a.0 + (p.1 - a.1) / (b.1 - a.1) * (b.0 - a.0) {
            odd = !odd;
        }
    }
    odd
}
