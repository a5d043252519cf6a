//! From a place to the nearest point of a usable street.

use crate::col::Col;
use crate::geo::{Flat, Place};
use crate::graph::{FAR, rows_rise};
use crate::mode::Street;
use crate::streets::Streets;

/// Sides of a cell in ten-millionths of a degree: 222 m north, 180 to 445 m east between the equator and 60°.
const TALL: i32 = 20_000;
const WIDE: i32 = 40_000;
/// How much further one goes for a street that leads somewhere, metres: out of a courtyard, not off an island.
const FURTHER_FOR_MORE: f64 = 250.0;
/// Rings of cells looked through at most.
const MOST_RINGS: i32 = 64;

/// Cells that streets run through, sorted by key, each with the shape points where its segments begin.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    pub key: Col<u64>,
    pub first: Col<u32>,
    pub segment: Col<u32>,
}

fn cell(lat: i32, lon: i32) -> (i32, i32) {
    (lat.div_euclid(TALL), lon.div_euclid(WIDE))
}

/// Metres from the middle of `flat` to a cell.
fn off(flat: &Flat, row: i32, column: i32) -> f64 {
    let corner = |row: i32, column: i32| {
        flat.xy(Place {
            lat: f64::from(row) * f64::from(TALL) * 1e-7,
            lon: f64::from(column) * f64::from(WIDE) * 1e-7,
        })
    };
    let (a, b) = (corner(row, column), corner(row + 1, column + 1));
    let apart = |from: f64, to: f64| from.max(-to).max(0.0);
    apart(a.0, b.0).hypot(apart(a.1, b.1))
}

fn key(row: i32, column: i32) -> u64 {
    let shift = |v: i32| (i64::from(v) + (1 << 31)) as u64;
    shift(row) << 32 | shift(column)
}

impl Grid {
    pub fn build(shape_first: &[u32], lat: &[i32], lon: &[i32]) -> Self {
        let mut all: Vec<(u64, u32)> = Vec::new();
        for row in shape_first.windows(2) {
            for i in row[0]..row[1].saturating_sub(1) {
                let k = i as usize;
                // Pieces no longer than a cell, each put in the cells of its box: a long diagonal stays cheap.
                let span = f64::from(lat[k + 1].abs_diff(lat[k])) / f64::from(TALL);
                let span = span.max(f64::from(lon[k + 1].abs_diff(lon[k])) / f64::from(WIDE));
                let pieces = span.ceil().clamp(1.0, 4096.0);
                let on = |a: i32, b: i32, t: f64| {
                    (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as i32
                };
                let mut t = 0.0;
                while t < pieces {
                    let a = cell(
                        on(lat[k], lat[k + 1], t / pieces),
                        on(lon[k], lon[k + 1], t / pieces),
                    );
                    t += 1.0;
                    let b = cell(
                        on(lat[k], lat[k + 1], t / pieces),
                        on(lon[k], lon[k + 1], t / pieces),
                    );
                    for r in a.0.min(b.0)..=a.0.max(b.0) {
                        for c in a.1.min(b.1)..=a.1.max(b.1) {
                            all.push((key(r, c), i));
                        }
                    }
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        let (mut keys, mut first) = (Vec::new(), vec![0_u32]);
        for (i, &(k, _)) in all.iter().enumerate() {
            if keys.last() != Some(&k) {
                if i > 0 {
                    first.push(i as u32);
                }
                keys.push(k);
            }
        }
        if !keys.is_empty() {
            first.push(all.len() as u32);
        }
        let segment: Vec<u32> = all.into_iter().map(|x| x.1).collect();
        Self {
            key: keys.into(),
            first: first.into(),
            segment: segment.into(),
        }
    }

    fn of(&self, row: i32, column: i32) -> &[u32] {
        match self.key.binary_search(&key(row, column)) {
            Ok(i) => &self.segment[self.first[i] as usize..self.first[i + 1] as usize],
            Err(_) => &[],
        }
    }

    pub fn is_sound(&self, points: usize) -> bool {
        self.first.len() == self.key.len() + 1
            && self.key.is_sorted()
            && rows_rise(&self.first, self.segment.len())
            && self.segment.iter().all(|&s| (s as usize) + 1 < points)
    }
}

/// Where a place meets the streets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    pub place: Place,
    pub edge: u32,
    /// How far along the stretch, from 0 at its beginning to 1.
    pub along: f64,
    pub at: Place,
    /// Straight from the place to the street.
    pub metres: f64,
    /// What those metres cost on foot, milliseconds.
    pub ms: u32,
    /// Metres a minute off the street.
    pub pace: f64,
}

impl Snap {
    /// Straight to another place without going to the street first: where it is no further than the street is for either, or,
    /// beside one stretch, no further than to the street and back. Milliseconds, [`FAR`] where a street must be used.
    pub(crate) fn straight(&self, to: &Snap) -> u32 {
        let metres = self.place.metres_to(to.place);
        let most = if self.edge == to.edge {
            self.metres + to.metres
        } else {
            self.metres.min(to.metres)
        };
        if metres <= most {
            off_street_ms(metres, self.pace)
        } else {
            FAR
        }
    }
}

fn off_street_ms(metres: f64, pace: f64) -> u32 {
    (metres / pace.max(1.0) * 60_000.0).round().min(1e9) as u32
}

impl Streets {
    /// The nearest point of a stretch the mode may use, within `most_metres`. A stretch of a small group that leads nowhere
    /// is taken only when there is nothing else about as near.
    pub fn snap(&self, mode: Street, place: Place, most_metres: f64, metres_a_minute: f64) -> Option<Snap> {
        let [good, poor] = self.nearest(mode, place, most_metres);
        let (metres, segment, t, at) = match (good, poor) {
            (Some(g), Some(p)) if g.0 > p.0 + FURTHER_FOR_MORE => p,
            _ => good.or(poor)?,
        };
        let edge = self.shape_first.partition_point(|&f| f <= segment) as u32 - 1;
        let (from, to) = (
            self.shape_first[edge as usize] as usize,
            self.shape_first[edge as usize + 1] as usize,
        );
        let point = |i: usize| self.shape_at(i);
        let (mut before, mut all) = (0.0, 0.0);
        for i in from..to - 1 {
            let step = point(i).metres_to(point(i + 1));
            if i < segment as usize {
                before += step;
            } else if i == segment as usize {
                before += step * t;
            }
            all += step;
        }
        let along = if all > 0.0 {
            (before / all).clamp(0.0, 1.0)
        } else {
            0.0
        };
        Some(Snap {
            place,
            edge,
            along,
            at,
            metres,
            ms: off_street_ms(metres, metres_a_minute),
            pace: metres_a_minute,
        })
    }

    pub(crate) fn shape_at(&self, i: usize) -> Place {
        Place {
            lat: f64::from(self.shape_lat[i]) * 1e-7,
            lon: f64::from(self.shape_lon[i]) * 1e-7,
        }
    }

    #[allow(clippy::type_complexity)]
    fn nearest(&self, mode: Street, place: Place, most: f64) -> [Option<(f64, u32, f64, Place)>; 2] {
        let open = &self.modes[mode as usize].open;
        let flat = Flat::around(place);
        let (row, column) = cell((place.lat * 1e7) as i32, (place.lon * 1e7) as i32);
        let side = Flat::around(place).xy(Place {
            lat: place.lat + f64::from(TALL) * 1e-7,
            lon: place.lon + f64::from(WIDE) * 1e-7,
        });
        let side = side.0.min(side.1).max(1.0);
        let mut best: [Option<(f64, u32, f64, Place)>; 2] = [None, None];
        for ring in 0..=MOST_RINGS {
            // Nothing in this ring or beyond can be nearer than this.
            let nearest_left = f64::from(ring - 1).max(0.0) * side;
            if nearest_left > most || best[0].is_some_and(|b| b.0 <= nearest_left) {
                break;
            }
            for r in -ring..=ring {
                let whole_row = r.abs() == ring;
                let step = if whole_row { 1 } else { (2 * ring).max(1) };
                let mut c = -ring;
                while c <= ring {
                    let beyond = |g: &(f64, u32, f64, Place)| off(&flat, row + r, column + c) > g.0 + 1.0;
                    let segments = match &best[0] {
                        // Most of the cells around are further than what was found.
                        Some(g) if ring > 0 && beyond(g) => &[],
                        _ => self.grid.of(row + r, column + c),
                    };
                    for &segment in segments {
                        let i = segment as usize;
                        let (a, b) = (flat.xy(self.shape_at(i)), flat.xy(self.shape_at(i + 1)));
                        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
                        let long = dx * dx + dy * dy;
                        let t = if long > 0.0 {
                            (-(a.0 * dx + a.1 * dy) / long).clamp(0.0, 1.0)
                        } else {
                            0.0
                        };
                        let (x, y) = (a.0 + t * dx, a.1 + t * dy);
                        let metres = x.hypot(y);
                        let better = |slot: &Option<(f64, u32, f64, Place)>| {
                            slot.is_none_or(|s| metres < s.0 || metres == s.0 && segment < s.1)
                        };
                        // What is further than a street that leads somewhere is never taken, wherever it leads.
                        if metres > most || !better(&best[0]) {
                            continue;
                        }
                        // Which stretch it is of takes a search: only for what is nearer.
                        let edge = self.shape_first.partition_point(|&f| f <= segment) - 1;
                        let kind = open[edge];
                        let slot = &mut best[usize::from(kind == 2)];
                        if kind != 0 && better(slot) {
                            *slot = Some((metres, segment, t, flat.place(x, y)));
                        }
                    }
                    c += step;
                }
            }
        }
        best
    }
}
