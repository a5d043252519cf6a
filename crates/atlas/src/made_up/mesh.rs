//! The ground plan: thousands of small cells without gap or overlap, grown together into wards and boroughs.
//!
//! Every corner is computed once and shared, so neighbours' borders are equal to the last digit.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use delaunator::{EMPTY, Point, triangulate};

use super::random::Random;
use super::{Drawn, MIDDLE};
use crate::outline::{chain, rings_into_shape};
use crate::point::LatLon;
use crate::shape::{Ring, Shape, twice_area};

/// From the middle to the outskirts, in metres.
const REACH_M: f64 = 24_000.0;
const CELLS_PER_WARD: usize = 26;
/// Above 1 the middle is denser than the outskirts.
const CROWDING: f64 = 1.35;

pub(super) struct Plan {
    pub wards: Vec<Drawn>,
    pub river: Shape,
}

/// The plan is made on a disc of radius 1 with even cells; only then is it stretched to the ground.
struct Outline {
    turns: [f64; 3],
}

impl Outline {
    fn reach(&self, angle: f64) -> f64 {
        let [a, b, c] = self.turns;
        1.0 + 0.07 * (2.0 * angle + a).sin() + 0.05 * (3.0 * angle + b).sin() + 0.03 * (7.0 * angle + c).sin()
    }

    fn holds(&self, (u, v): (f64, f64)) -> bool {
        u.hypot(v) <= self.reach(v.atan2(u))
    }
}

struct River {
    turns: [f64; 3],
}

impl River {
    /// How far north of the middle it runs, in metres, at so many metres east.
    fn north_at(&self, east: f64) -> f64 {
        let [a, b, c] = self.turns;
        2_200.0 * (east / 4_600.0 + a).sin()
            + 900.0 * (east / 1_900.0 + b).sin()
            + 1_500.0 * (east / 11_000.0 + c).sin()
    }

    fn half_width(east: f64) -> f64 {
        // Wider to the sea.
        90.0 + 110.0 * ((east / REACH_M + 1.0) / 2.0).clamp(0.0, 1.0)
    }
}

fn ground((u, v): (f64, f64)) -> (f64, f64) {
    let r = u.hypot(v);
    let stretch = if r > 0.0 { r.powf(CROWDING) / r } else { 0.0 };
    (u * stretch * REACH_M * 1.12, v * stretch * REACH_M * 0.92)
}

fn place((east, north): (f64, f64)) -> LatLon {
    LatLon::new(MIDDLE.0, MIDDLE.1)
        .and_then(|m| m.moved_m(east, north))
        .unwrap_or(LatLon::ORIGIN)
}

/// A bee's comb with every point pushed a little, up to `reach` from the middle.
fn scatter(random: &mut Random, spacing: f64, push: f64, reach: f64) -> Vec<(f64, f64)> {
    let tall = spacing * 0.75f64.sqrt();
    let (across, up) = ((reach / spacing).ceil() as i32, (reach / tall).ceil() as i32);
    let mut points = Vec::new();
    for j in -up..=up {
        for i in -across..=across {
            let shift = if j.rem_euclid(2) == 1 { 0.5 } else { 0.0 };
            let mut pushed = |at: f64| at + (random.unit() - 0.5) * 2.0 * push * spacing;
            let u = pushed((f64::from(i) + shift) * spacing);
            let v = pushed(f64::from(j) * tall);
            points.push((u, v));
        }
    }
    points
}

pub(super) fn plan(random: &mut Random, boroughs: usize, wards: usize) -> Plan {
    let mut turn = || random.unit() * std::f64::consts::TAU;
    let outline = Outline {
        turns: [turn(), turn(), turn()],
    };
    let river = River {
        turns: [turn(), turn(), turn()],
    };
    let fine = comb_spacing(wards * CELLS_PER_WARD);
    let cells = scatter(random, fine, 0.36, 1.2 + 3.0 * fine);
    let on_ground: Vec<(f64, f64)> = cells.iter().map(|c| ground(*c)).collect();
    let inside: Vec<bool> = cells.iter().map(|c| outline.holds(*c)).collect();
    let north: Vec<bool> = on_ground.iter().map(|&(x, y)| y > river.north_at(x)).collect();
    let mesh = Mesh::new(&on_ground);

    let seeds = ward_seeds(random, &outline, &cells, &inside, wards);
    let dry = |a: usize, b: usize| north.get(a) == north.get(b);
    let within = |c: usize| inside.get(c) == Some(&true);
    let mut ward_of = mesh.grow(&cells, &seeds, |a, b| within(b) && dry(a, b), random);
    // A spit cut off by the river joins its neighbour on the other bank.
    mesh.fill_rest(&mut ward_of, within);

    let homes = group_wards(&mesh, &ward_of, &cells, &seeds, boroughs, dry);
    let shapes = mesh.outlines(&ward_of, seeds.len());
    let drawn = shapes.into_iter().zip(homes).filter_map(|(shape, borough)| {
        Some(Drawn {
            borough,
            shape: shape?,
        })
    });
    Plan {
        wards: drawn.collect(),
        river: draw_river(&river, &outline),
    }
}

/// The distance of neighbours at which about so many points fall on the disc.
fn comb_spacing(count: usize) -> f64 {
    (std::f64::consts::PI / count.max(1) as f64 / 0.75f64.sqrt()).sqrt()
}

/// One cell for each ward to grow from, evenly spread.
fn ward_seeds(
    random: &mut Random,
    outline: &Outline,
    cells: &[(f64, f64)],
    inside: &[bool],
    wards: usize,
) -> Vec<usize> {
    let mut spacing = comb_spacing(wards + wards / 16);
    for _ in 0..200 {
        let points: Vec<_> = scatter(random, spacing, 0.3, 1.2)
            .into_iter()
            .filter(|p| outline.holds(*p))
            .collect();
        let mut seeds = BTreeSet::new();
        for (u, v) in points {
            let near = |c: usize| {
                cells
                    .get(c)
                    .map_or(f64::MAX, |(x, y)| (x - u).powi(2) + (y - v).powi(2))
            };
            let free = (0..cells.len()).filter(|c| inside.get(*c) == Some(&true));
            if let Some(cell) = free.min_by(|a, b| near(*a).total_cmp(&near(*b))) {
                seeds.insert(cell);
            }
        }
        if seeds.len() >= wards {
            let all: Vec<usize> = seeds.into_iter().collect();
            let mut kept = random.shuffled(&all);
            kept.truncate(wards);
            kept.sort_unstable();
            return kept;
        }
        spacing *= 0.98;
    }
    // Tiny cities whose comb misses: the first cells will do.
    (0..cells.len())
        .filter(|c| inside.get(*c) == Some(&true))
        .take(wards)
        .collect()
}

const NONE: usize = usize::MAX;

struct Mesh {
    /// For each pair of neighbours, twice: the cell, its neighbour, and their common border, the cell always on
    /// the same hand.
    borders: Vec<(usize, usize, LatLon, LatLon)>,
    neighbours: Vec<Vec<usize>>,
}

impl Mesh {
    fn new(points: &[(f64, f64)]) -> Self {
        let sites: Vec<Point> = points.iter().map(|&(x, y)| Point { x, y }).collect();
        let net = triangulate(&sites);
        let site = |e: usize| net.triangles.get(e).copied().unwrap_or(0);
        let at = |e: usize| points.get(site(e)).copied().unwrap_or((0.0, 0.0));
        let corners: Vec<LatLon> = (0..net.triangles.len() / 3)
            .map(|t| place(circumcentre(at(3 * t), at(3 * t + 1), at(3 * t + 2))))
            .collect();
        let mut neighbours = vec![Vec::new(); points.len()];
        let mut borders = Vec::with_capacity(net.triangles.len());
        for (e, &twin) in net.halfedges.iter().enumerate() {
            if twin == EMPTY {
                continue;
            }
            let next = if e % 3 == 2 { e - 2 } else { e + 1 };
            let (a, b) = (site(e), site(next));
            if let Some(list) = neighbours.get_mut(a) {
                list.push(b);
            }
            if let (Some(&from), Some(&to)) = (corners.get(e / 3), corners.get(twin / 3)) {
                borders.push((a, b, from, to));
            }
        }
        Self { borders, neighbours }
    }

    fn around(&self, cell: usize) -> &[usize] {
        self.neighbours.get(cell).map_or(&[], Vec::as_slice)
    }

    /// Every cell goes to the seed that reaches it first, over rough ground; so each seed's cells hang together.
    fn grow(
        &self,
        cells: &[(f64, f64)],
        seeds: &[usize],
        may: impl Fn(usize, usize) -> bool,
        random: &mut Random,
    ) -> Vec<usize> {
        let rough: Vec<f64> = cells.iter().map(|_| 0.6 + 0.8 * random.unit()).collect();
        let mut owner = vec![NONE; cells.len()];
        let mut heap: BinaryHeap<Reverse<(u64, usize, usize)>> = seeds
            .iter()
            .enumerate()
            .map(|(label, &cell)| Reverse((0, cell, label)))
            .collect();
        while let Some(Reverse((cost, cell, label))) = heap.pop() {
            let Some(slot) = owner.get_mut(cell).filter(|o| **o == NONE) else {
                continue;
            };
            *slot = label;
            for &next in self.around(cell) {
                if owner.get(next) == Some(&NONE)
                    && may(cell, next)
                    && let (Some(a), Some(b), Some(r)) = (cells.get(cell), cells.get(next), rough.get(next))
                {
                    let step = (a.0 - b.0).hypot(a.1 - b.1) * r * 1e9;
                    heap.push(Reverse((cost + step as u64, next, label)));
                }
            }
        }
        owner
    }

    fn fill_rest(&self, owner: &mut [usize], within: impl Fn(usize) -> bool) {
        loop {
            let found: Vec<(usize, usize)> = (0..owner.len())
                .filter(|&c| within(c) && owner.get(c) == Some(&NONE))
                .filter_map(|c| {
                    let label = self
                        .around(c)
                        .iter()
                        .filter_map(|n| owner.get(*n))
                        .find(|o| **o != NONE)?;
                    Some((c, *label))
                })
                .collect();
            if found.is_empty() {
                return;
            }
            for (cell, label) in found {
                if let Some(slot) = owner.get_mut(cell) {
                    *slot = label;
                }
            }
        }
    }

    fn outlines(&self, owner: &[usize], count: usize) -> Vec<Option<Shape>> {
        let mut edges: Vec<Vec<(LatLon, LatLon)>> = vec![Vec::new(); count];
        for &(a, b, from, to) in &self.borders {
            let (mine, theirs) = (
                owner.get(a).copied().unwrap_or(NONE),
                owner.get(b).copied().unwrap_or(NONE),
            );
            if mine != theirs
                && from != to
                && let Some(list) = edges.get_mut(mine)
            {
                list.push((from, to));
            }
        }
        edges
            .into_iter()
            .map(|mut list| {
                list.sort_unstable();
                let mut rings: Vec<Ring> = chain(&list);
                let largest = rings.iter().map(twice_area).max_by_key(|a| a.abs()).unwrap_or(0);
                if largest < 0 {
                    rings.iter_mut().for_each(|r| r.reverse());
                }
                rings_into_shape(rings)
            })
            .collect()
    }
}

/// Where the three cells meet.
fn circumcentre(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> (f64, f64) {
    let (bx, by, cx, cy) = (b.0 - a.0, b.1 - a.1, c.0 - a.0, c.1 - a.1);
    let d = 2.0 * (bx * cy - by * cx);
    if d == 0.0 {
        return ((a.0 + b.0 + c.0) / 3.0, (a.1 + b.1 + c.1) / 3.0);
    }
    let (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy);
    (a.0 + (cy * b2 - by * c2) / d, a.1 + (bx * c2 - cx * b2) / d)
}

/// Which borough each ward is in: boroughs grow by turns, the smallest first, and keep to one bank where they can.
fn group_wards(
    mesh: &Mesh,
    ward_of: &[usize],
    cells: &[(f64, f64)],
    seeds: &[usize],
    boroughs: usize,
    dry: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let middle: Vec<(f64, f64)> = seeds
        .iter()
        .map(|s| cells.get(*s).copied().unwrap_or((0.0, 0.0)))
        .collect();
    let mut near: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); seeds.len()];
    let mut over: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); seeds.len()];
    for &(a, b, ..) in &mesh.borders {
        let (Some(&p), Some(&q)) = (ward_of.get(a), ward_of.get(b)) else {
            continue;
        };
        if p != q && p != NONE && q != NONE {
            let list = if dry(a, b) {
                near.get_mut(p)
            } else {
                over.get_mut(p)
            };
            list.map(|l| l.insert(q));
        }
    }
    let apart = |a: usize, b: usize| match (middle.get(a), middle.get(b)) {
        (Some(p), Some(q)) => (p.0 - q.0).hypot(p.1 - q.1),
        _ => f64::MAX,
    };
    // Each new borough starts as far as can be from those before.
    let mut starts: Vec<usize> = vec![0];
    while starts.len() < boroughs.min(seeds.len()) {
        let lonely = |w: usize| starts.iter().map(|s| apart(w, *s)).fold(f64::MAX, f64::min);
        let Some(next) = (0..seeds.len()).max_by(|a, b| lonely(*a).total_cmp(&lonely(*b))) else {
            break;
        };
        starts.push(next);
    }
    let mut home = vec![NONE; seeds.len()];
    let mut members: Vec<Vec<usize>> = starts.iter().map(|s| vec![*s]).collect();
    for (b, s) in starts.iter().enumerate() {
        if let Some(slot) = home.get_mut(*s) {
            *slot = b;
        }
    }
    for links in [&near, &over] {
        let mut growing: BTreeSet<(usize, usize)> =
            members.iter().enumerate().map(|(b, m)| (m.len(), b)).collect();
        while let Some((size, b)) = growing.pop_first() {
            let (Some(list), Some(&start)) = (members.get_mut(b), starts.get(b)) else {
                continue;
            };
            let next = list
                .iter()
                .filter_map(|w| links.get(*w))
                .flatten()
                .copied()
                .filter(|w| home.get(*w) == Some(&NONE))
                .min_by(|x, y| apart(*x, start).total_cmp(&apart(*y, start)).then(x.cmp(y)));
            let Some(next) = next else { continue };
            list.push(next);
            if let Some(slot) = home.get_mut(next) {
                *slot = b;
            }
            growing.insert((size + 1, b));
        }
    }
    home.into_iter().map(|h| if h == NONE { 0 } else { h }).collect()
}

fn draw_river(river: &River, outline: &Outline) -> Shape {
    let widest = (-200..=200).map(|i| f64::from(i) / 200.0 * REACH_M * 1.3);
    // Where the stretched disc holds the middle of the stream.
    let inside = |east: f64| {
        let (x, y) = (east / (REACH_M * 1.12), river.north_at(east) / (REACH_M * 0.92));
        let r = x.hypot(y);
        let back = if r > 0.0 { r.powf(1.0 / CROWDING) / r } else { 0.0 };
        outline.holds((x * back, y * back))
    };
    let along: Vec<f64> = widest.filter(|e| inside(*e)).collect();
    let bank =
        |side: f64| move |&east: &f64| place((east, river.north_at(east) + side * River::half_width(east)));
    let ring: Ring = along
        .iter()
        .map(bank(-1.0))
        .chain(along.iter().rev().map(bank(1.0)))
        .collect();
    Shape::new(vec![vec![ring]]).unwrap_or_default()
}
