//! Streets ready to be asked: geometry, one routing graph and hierarchy per mode, and an index for snapping.

use std::collections::HashMap;

use crate::col::Col;
use crate::error::Result;
use crate::geo::{Fixed, Place};
use crate::graph::{Arc, FAR, Graph, NONE};
use crate::hierarchy::Hierarchy;
use crate::mode::{Speeds, Street};
use crate::progress::Progress;
use crate::read_streets::{Element, RawStreets};
use crate::snap::Grid;
use crate::turns::{Directions, Turns};

/// Groups of fewer nodes than this are not snapped to while there is a larger one: a courtyard that the map does not join to the street.
const SMALLEST_GROUP: u32 = 24;

/// Streets of one area. Stretch `e` is travelled forward as direction `2e` and back as `2e + 1`.
#[derive(Debug, Clone, Default)]
pub struct Streets {
    pub(crate) node_lat: Col<i32>,
    pub(crate) node_lon: Col<i32>,
    pub(crate) edge_from: Col<u32>,
    pub(crate) edge_to: Col<u32>,
    pub(crate) edge_way: Col<i64>,
    pub(crate) edge_name: Col<u32>,
    pub(crate) edge_class: Col<u8>,
    pub(crate) edge_mm: Col<u32>,
    pub(crate) shape_first: Col<u32>,
    pub(crate) shape_lat: Col<i32>,
    pub(crate) shape_lon: Col<i32>,
    pub(crate) names: Names,
    pub(crate) modes: [ModeNet; 4],
    pub(crate) grid: Grid,
}

/// A stretch of street between two junctions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch<'a> {
    pub from: u32,
    pub to: u32,
    /// The map's own number of the way it is part of.
    pub way: i64,
    pub name: &'a str,
    pub class: &'static str,
    pub metres: f64,
}

/// Texts end to end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub first: Col<u32>,
    pub bytes: Col<u8>,
}

impl Names {
    pub fn new<S: AsRef<str>>(texts: &[S]) -> Self {
        let (mut first, mut bytes) = (vec![0_u32], Vec::new());
        for t in texts {
            bytes.extend_from_slice(t.as_ref().as_bytes());
            first.push(bytes.len() as u32);
        }
        Self {
            first: first.into(),
            bytes: bytes.into(),
        }
    }

    pub fn len(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    pub fn get(&self, i: u32) -> &str {
        let row = self.first.get(i as usize).zip(self.first.get(i as usize + 1));
        let bytes = row.and_then(|(&a, &b)| self.bytes.get(a as usize..b as usize));
        bytes
            .and_then(|b| std::str::from_utf8(b).ok())
            .unwrap_or_default()
    }

    pub fn is_sound(&self) -> bool {
        crate::graph::rows_rise(&self.first, self.bytes.len())
    }
}

/// What one mode may use. Milliseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct ModeNet {
    /// By direction: [`FAR`] where closed.
    pub ms: Col<u32>,
    /// The routing node where a direction begins, by direction; [`NONE`] where closed.
    pub tail: Col<u32>,
    pub head: Col<u32>,
    /// 1 where a point may be snapped to a stretch, 2 where only when nothing better is near.
    pub open: Col<u8>,
    /// Stretches told apart for turn restrictions over a stretch: begin, end and direction, three numbers each.
    pub copies: Col<u32>,
    pub graph: Graph,
    pub hierarchy: Hierarchy,
}

impl Streets {
    /// A junction in the middle of the list: somewhere on these streets. None when there are none.
    pub fn somewhere(&self) -> Option<Place> {
        let v = self.nodes() / 2;
        let (lat, lon) = (*self.node_lat.get(v)?, *self.node_lon.get(v)?);
        Some(Fixed { lat, lon }.place())
    }

    pub fn nodes(&self) -> usize {
        self.node_lat.len()
    }

    pub fn edges(&self) -> usize {
        self.edge_from.len()
    }

    /// One stretch between two junctions.
    pub fn stretch(&self, edge: u32) -> Option<Stretch<'_>> {
        let e = edge as usize;
        let name = self.names.get(*self.edge_name.get(e)?);
        let class = crate::access::CLASSES
            .get(usize::from(*self.edge_class.get(e)?))
            .copied()
            .unwrap_or_default();
        let metres = f64::from(*self.edge_mm.get(e)?) / 1000.0;
        Some(Stretch {
            from: self.edge_from[e],
            to: self.edge_to[e],
            way: self.edge_way[e],
            name,
            class,
            metres,
        })
    }

    /// A point of the stretch near its middle.
    pub fn middle(&self, edge: u32) -> Option<crate::geo::Place> {
        let row = self.shape_first.get(edge as usize..edge as usize + 2)?;
        let (a, b) = (row[0] as usize, row[1] as usize);
        let half = a + (b - a - 1) / 2;
        let (p, q) = (self.shape_at(half), self.shape_at(half + 1));
        crate::geo::Place::new((p.lat + q.lat) / 2.0, (p.lon + q.lon) / 2.0)
    }

    /// Milliseconds forward and back on a stretch; none where the mode may not go.
    pub fn times(&self, mode: Street, edge: u32) -> [Option<u32>; 2] {
        let net = &self.modes[mode as usize];
        let one = |d: u32| net.ms.get(d as usize).copied().filter(|&ms| ms < FAR);
        [one(2 * edge), one(2 * edge + 1)]
    }

    /// The routing graph of a mode: its nodes are junctions, or ways into and out of one where turns are restricted.
    pub fn graph(&self, mode: Street) -> &Graph {
        &self.modes[mode as usize].graph
    }

    pub fn hierarchy(&self, mode: Street) -> &Hierarchy {
        &self.modes[mode as usize].hierarchy
    }

    /// Routing nodes of a direction (twice the stretch, plus one for back): where it begins and ends.
    pub fn ends_of(&self, mode: Street, direction: u32) -> Option<(u32, u32)> {
        let net = &self.modes[mode as usize];
        let (a, b) = (
            *net.tail.get(direction as usize)?,
            *net.head.get(direction as usize)?,
        );
        (a != NONE).then_some((a, b))
    }

    pub(crate) fn build(raw: &mut RawStreets, speeds: &Speeds, progress: &Progress<'_>) -> Result<Self> {
        speeds.check()?;
        let s = &raw.stretches;
        let mut first = vec![0_u32];
        let (mut lat, mut lon) = (Vec::new(), Vec::new());
        for e in s {
            lat.extend(e.shape.iter().map(|p| p.lat));
            lon.extend(e.shape.iter().map(|p| p.lon));
            first.push(lat.len() as u32);
        }
        let mut made = Self {
            node_lat: raw.at.iter().map(|p| p.lat).collect::<Vec<_>>().into(),
            node_lon: raw.at.iter().map(|p| p.lon).collect::<Vec<_>>().into(),
            edge_from: s.iter().map(|e| e.from).collect::<Vec<_>>().into(),
            edge_to: s.iter().map(|e| e.to).collect::<Vec<_>>().into(),
            edge_way: s.iter().map(|e| e.way).collect::<Vec<_>>().into(),
            edge_name: s.iter().map(|e| e.name).collect::<Vec<_>>().into(),
            edge_class: s.iter().map(|e| e.rule.class).collect::<Vec<_>>().into(),
            edge_mm: s
                .iter()
                .map(|e| (e.metres * 1000.0).round().min(f64::from(FAR)) as u32)
                .collect::<Vec<_>>()
                .into(),
            shape_first: first.into(),
            shape_lat: lat.into(),
            shape_lon: lon.into(),
            names: Names::new(&raw.names),
            modes: Default::default(),
            grid: Grid::default(),
        };
        for mode in Street::ALL {
            progress.step(mode.name(), mode as u64, 4)?;
            made.modes[mode as usize] = mode_net(raw, mode, progress)?;
        }
        progress.step("index", 0, 1)?;
        made.grid = Grid::build(&made.shape_first, &made.shape_lat, &made.shape_lon);
        Ok(made)
    }
}

fn milliseconds(metres: f64, per_minute: f64) -> u32 {
    if per_minute <= 0.0 {
        return FAR;
    }
    let ms = (metres / per_minute * 60_000.0).round().max(1.0);
    if ms < f64::from(FAR / 2) { ms as u32 } else { FAR }
}

/// The routing graph of one mode. A plain junction is one node. A junction that the mode may not pass gives each stretch
/// a dead end of its own; one with turn restrictions gets a node per way in and per way out, joined where allowed.
fn mode_net(raw: &mut RawStreets, mode: Street, progress: &Progress<'_>) -> Result<ModeNet> {
    let m = mode as usize;
    let stretches = &raw.stretches;
    let mut ms = Vec::with_capacity(stretches.len() * 2);
    for e in stretches {
        ms.push(milliseconds(e.metres, e.rule.forward[m]));
        ms.push(milliseconds(e.metres, e.rule.back[m]));
    }
    let ends = |d: usize| {
        let e = &stretches[d / 2];
        if d.is_multiple_of(2) {
            (e.from, e.to)
        } else {
            (e.to, e.from)
        }
    };
    let mut into: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut out: HashMap<u32, Vec<u32>> = HashMap::new();
    let turns = if mode == Street::Drive {
        Turns::find(raw, &ms)
    } else {
        Turns::default()
    };
    let special = |v: u32| turns.at.contains_key(&v);
    let (mut tail, mut head) = (vec![NONE; ms.len()], vec![NONE; ms.len()]);
    let mut node = vec![NONE; raw.at.len()];
    let mut place: Vec<u32> = Vec::new();
    let mut fresh = |v: u32| {
        place.push(v);
        place.len() as u32 - 1
    };
    let mut arcs = Vec::new();
    for d in 0..ms.len() {
        if ms[d] >= FAR {
            continue;
        }
        let (a, b) = ends(d);
        for (v, is_tail) in [(a, true), (b, false)] {
            let id = if special(v) {
                let list = if is_tail { &mut out } else { &mut into };
                list.entry(v).or_default().push(d as u32);
                fresh(v)
            } else if raw.blocked[v as usize] >> m & 1 == 1 {
                // The dead end is shared by both directions of the same stretch end.
                let twin = d ^ 1;
                let known = if is_tail { head[twin] } else { tail[twin] };
                if known == NONE { fresh(v) } else { known }
            } else {
                if node[v as usize] == NONE {
                    node[v as usize] = fresh(v);
                }
                node[v as usize]
            };
            if is_tail { tail[d] = id } else { head[d] = id }
        }
        arcs.push(Arc {
            from: tail[d],
            to: head[d],
            weight: ms[d],
        });
    }
    let directions = Directions {
        into: &into,
        out: &out,
        ms: &ms,
        tail: &tail,
        head: &head,
        ends: &ends,
    };
    let copies = turns.join(&directions, &mut fresh, &mut arcs);
    let n = place.len() as u32;
    let graph = Graph::from_arcs(n, &arcs)?;
    if mode == Street::Drive {
        raw.read.restrictions_used = turns.used;
        raw.read.restrictions_left_out += turns.left_out.len() as u64;
        for &id in &turns.left_out {
            raw.read.skip(
                Element::Relation,
                id,
                "a turn restriction whose ways do not meet as it says",
            );
        }
    }
    let at = flat(&raw.at, &place);
    let hierarchy = Hierarchy::prepare(&graph, Some(&at), progress)?;
    let group = groups(&graph);
    let mut size = vec![0_u32; n as usize];
    for &g in &group {
        size[g as usize] += 1;
    }
    let stretches = &raw.stretches;
    let open = (0..stretches.len()).map(|e| {
        let stops = !stretches[e].rule.no_stopping[m];
        let directions = [2 * e, 2 * e + 1].into_iter().filter(|&d| stops && ms[d] < FAR);
        let best = directions.map(|d| {
            let (a, b) = (group[tail[d] as usize], group[head[d] as usize]);
            size[a as usize].min(size[b as usize])
        });
        match best.max() {
            None => 0,
            Some(s) if s >= SMALLEST_GROUP => 1,
            Some(_) => 2,
        }
    });
    let open: Vec<u8> = open.collect();
    Ok(ModeNet {
        ms: ms.into(),
        tail: tail.into(),
        head: head.into(),
        open: open.into(),
        copies: copies.into(),
        graph,
        hierarchy,
    })
}

fn flat(at: &[Fixed], place: &[u32]) -> Vec<(f32, f32)> {
    let mean = at.iter().map(|p| f64::from(p.lat)).sum::<f64>() / at.len().max(1) as f64;
    let squeeze = (mean * 1e-7).to_radians().cos().max(0.01);
    place
        .iter()
        .map(|&v| at[v as usize])
        .map(|p| ((f64::from(p.lon) * squeeze) as f32, p.lat as f32))
        .collect()
}

/// Which nodes can reach each other: a number per node (Tarjan, without recursion).
pub(crate) fn groups(graph: &Graph) -> Vec<u32> {
    let n = graph.nodes() as usize;
    let (mut index, mut low, mut group) = (vec![NONE; n], vec![0_u32; n], vec![NONE; n]);
    let (mut stack, mut calls) = (Vec::new(), Vec::new());
    let (mut next, mut groups) = (0_u32, 0_u32);
    for root in 0..n {
        if index[root] != NONE {
            continue;
        }
        calls.push((root as u32, graph.first[root]));
        while let Some(&mut (v, ref mut arc)) = calls.last_mut() {
            let vi = v as usize;
            if index[vi] == NONE {
                index[vi] = next;
                low[vi] = next;
                next += 1;
                stack.push(v);
            }
            if *arc < graph.first[vi + 1] {
                let to = graph.head[*arc as usize] as usize;
                if index[to] == NONE {
                    calls.push((to as u32, graph.first[to]));
                } else {
                    *arc += 1;
                    if group[to] == NONE {
                        low[vi] = low[vi].min(index[to]).min(low[to]);
                    }
                }
                continue;
            }
            if low[vi] == index[vi] {
                while let Some(u) = stack.pop() {
                    group[u as usize] = groups;
                    if u == v {
                        break;
                    }
                }
                groups += 1;
            }
            calls.pop();
        }
    }
    group
}
