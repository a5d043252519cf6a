//! From an OpenStreetMap extract to junctions and the stretches of street between them.

use std::collections::HashMap;
use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use crate::access::{self, Rule};
use crate::error::{Result, TravelError};
use crate::geo::{Fixed, Place};
use crate::graph::NONE;
use crate::mode::Speeds;
use crate::pbf::{self, Elements, Member, MemberKind, Tags};
use crate::progress::Progress;

/// Two neighbouring nodes of a street further apart than this are a mistake.
const LONGEST_GAP: f64 = 20_000.0;

/// What was read and what was left out, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StreetsRead {
    pub ways: u64,
    pub streets: u64,
    pub nodes_missing_from_the_extract: u64,
    pub nodes_off_the_world: u64,
    pub gaps_too_long: u64,
    pub ferries_left_out: u64,
    pub restrictions: u64,
    pub restrictions_used: u64,
    /// Conditional or timed, over more than one stretch, or with members that are not in the extract.
    pub restrictions_left_out: u64,
}

/// A forbidden or commanded turn, by way and node of the map.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub from: i64,
    pub to: i64,
    pub via: Via,
    pub forbids: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Via {
    Node(i64),
    Way(i64),
}

/// A stretch between two junctions.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    pub from: u32,
    pub to: u32,
    pub way: i64,
    pub name: u32,
    pub rule: Rule,
    pub metres: f64,
    /// Where it runs, both ends included.
    pub shape: Vec<Fixed>,
}

#[derive(Default)]
pub(crate) struct RawStreets {
    pub at: Vec<Fixed>,
    /// The map's own number of each junction.
    pub ids: Vec<i64>,
    /// Modes that cannot pass a junction, as bits.
    pub blocked: Vec<u8>,
    pub stretches: Vec<Stretch>,
    pub names: Vec<String>,
    pub turns: Vec<Turn>,
    pub read: StreetsRead,
}

struct Way {
    id: i64,
    name: u32,
    rule: Rule,
    nodes: Vec<i64>,
}

struct Ways<'a> {
    speeds: &'a Speeds,
    ways: Vec<Way>,
    seen: HashMap<i64, ()>,
    names: Vec<String>,
    by_name: HashMap<String, u32>,
    turns: Vec<(i64, Turn)>,
    read: StreetsRead,
}

impl Elements for Ways<'_> {
    fn wants_ways(&self) -> bool {
        true
    }
    fn wants_relations(&self) -> bool {
        true
    }

    fn way(&mut self, id: i64, nodes: &[i64], tags: &Tags<'_>) -> Result<()> {
        self.read.ways += 1;
        if tags.contains(&("route", "ferry")) {
            self.read.ferries_left_out += 1;
        }
        let Some(rule) = access::way(tags, self.speeds) else {
            return Ok(());
        };
        if nodes.len() < 2 || self.seen.insert(id, ()).is_some() {
            return Ok(());
        }
        let named = tags
            .iter()
            .find(|t| t.0 == "name")
            .or_else(|| tags.iter().find(|t| t.0 == "ref"));
        let text = named
            .map(|t| t.1.chars().take(120).collect::<String>())
            .unwrap_or_default();
        let next = self.names.len() as u32;
        let name = *self.by_name.entry(text.clone()).or_insert(next);
        if name == next {
            self.names.push(text);
        }
        self.ways.push(Way {
            id,
            name,
            rule,
            nodes: nodes.to_vec(),
        });
        Ok(())
    }

    fn relation(&mut self, id: i64, members: &[Member<'_>], tags: &Tags<'_>) -> Result<()> {
        let Some(forbids) = access::restriction(tags) else {
            if tags.contains(&("type", "restriction")) {
                self.read.restrictions += 1;
                self.read.restrictions_left_out += 1;
            }
            return Ok(());
        };
        self.read.restrictions += 1;
        let one = |role: &str| {
            let mut found = members.iter().filter(|m| m.role == role);
            let first = found.next();
            first.filter(|_| found.next().is_none())
        };
        let made = (|| {
            let from = one("from").filter(|m| m.kind == MemberKind::Way)?.id;
            let to = one("to").filter(|m| m.kind == MemberKind::Way)?.id;
            let via = one("via")?;
            let via = match via.kind {
                MemberKind::Node => Via::Node(via.id),
                MemberKind::Way => Via::Way(via.id),
                MemberKind::Relation => return None,
            };
            Some(Turn {
                from,
                to,
                via,
                forbids,
            })
        })();
        match made {
            Some(turn) => self.turns.push((id, turn)),
            None => self.read.restrictions_left_out += 1,
        }
        Ok(())
    }
}

struct Nodes<'a> {
    wanted: &'a [i64],
    at: Vec<Option<Fixed>>,
    blocked: Vec<u8>,
    off_the_world: u64,
}

impl Elements for Nodes<'_> {
    fn wants_nodes(&self) -> bool {
        true
    }

    fn node(&mut self, id: i64, lat: i64, lon: i64, tags: &Tags<'_>) -> Result<()> {
        let Ok(i) = self.wanted.binary_search(&id) else {
            return Ok(());
        };
        let on_the_world = lat.unsigned_abs() <= 900_000_000 && lon.unsigned_abs() <= 1_800_000_000;
        if !on_the_world {
            self.off_the_world += 1;
            return Ok(());
        }
        self.at[i] = Some(Fixed {
            lat: lat as i32,
            lon: lon as i32,
        });
        self.blocked[i] = access::node(tags);
        Ok(())
    }
}

/// A file to read twice: its name for messages and its bytes.
pub(crate) struct Source<R> {
    pub name: String,
    pub bytes: R,
}

pub(crate) fn read_streets<R: Read + Seek>(
    sources: &mut [Source<R>],
    speeds: &Speeds,
    progress: &Progress<'_>,
) -> Result<RawStreets> {
    let mut ways = Ways {
        speeds,
        ways: Vec::new(),
        seen: HashMap::new(),
        names: Vec::new(),
        by_name: HashMap::new(),
        turns: Vec::new(),
        read: StreetsRead::default(),
    };
    for s in sources.iter_mut() {
        pbf::read(&s.name, &mut s.bytes, &mut ways, progress)?;
    }
    if ways.ways.is_empty() {
        return Err(TravelError::NoStreets);
    }
    let mut wanted: Vec<i64> = ways.ways.iter().flat_map(|w| w.nodes.iter().copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let n = wanted.len();
    if n >= NONE as usize / 4 {
        return Err(TravelError::TooLarge(format!("{n} points of streets")));
    }
    let mut nodes = Nodes {
        wanted: &wanted,
        at: vec![None; n],
        blocked: vec![0; n],
        off_the_world: 0,
    };
    for s in sources.iter_mut() {
        pbf::read(&s.name, &mut s.bytes, &mut nodes, progress)?;
    }
    let mut read = ways.read;
    read.streets = ways.ways.len() as u64;
    read.nodes_off_the_world = nodes.off_the_world;
    read.nodes_missing_from_the_extract =
        nodes.at.iter().filter(|a| a.is_none()).count() as u64 - nodes.off_the_world.min(n as u64);
    // A restriction that was in two files counts once.
    ways.turns.sort_by_key(|t| t.0);
    ways.turns.dedup_by_key(|t| t.0);
    let mut raw = RawStreets {
        names: ways.names,
        read,
        ..RawStreets::default()
    };
    raw.turns = ways.turns.into_iter().map(|t| t.1).collect();
    ways.ways.sort_by_key(|w| w.id);
    cut(&mut raw, &ways.ways, &wanted, &nodes.at, &nodes.blocked);
    if raw.stretches.is_empty() {
        return Err(TravelError::NoStreets);
    }
    Ok(raw)
}

/// Cuts ways at junctions, at barriers and where the extract ends.
fn cut(raw: &mut RawStreets, ways: &[Way], wanted: &[i64], at: &[Option<Fixed>], blocked: &[u8]) {
    let index = |id: i64| wanted.binary_search(&id).unwrap_or(usize::MAX);
    let mut uses = vec![0_u8; wanted.len()];
    for w in ways {
        let last = w.nodes.len() - 1;
        for (i, &id) in w.nodes.iter().enumerate() {
            let u = &mut uses[index(id)];
            *u = u.saturating_add(if i == 0 || i == last { 2 } else { 1 });
        }
    }
    let mut junction = vec![NONE; wanted.len()];
    let mut ends = Vec::new();
    for w in ways {
        let mut run: Vec<usize> = Vec::new();
        let mut finish = |run: &mut Vec<usize>, raw: &mut RawStreets| {
            if run.len() > 1 {
                let (a, b) = (run[0], run[run.len() - 1]);
                for x in [a, b] {
                    if junction[x] == NONE {
                        junction[x] = raw.at.len() as u32;
                        raw.at.push(at[x].unwrap_or_default());
                        raw.ids.push(wanted[x]);
                        raw.blocked.push(blocked[x]);
                    }
                }
                let shape: Vec<Fixed> = run.iter().map(|&x| at[x].unwrap_or_default()).collect();
                let metres = shape
                    .windows(2)
                    .map(|p| p[0].place().metres_to(p[1].place()))
                    .sum();
                ends.push((junction[a], junction[b]));
                raw.stretches.push(Stretch {
                    from: junction[a],
                    to: junction[b],
                    way: w.id,
                    name: w.name,
                    rule: w.rule,
                    metres,
                    shape,
                });
            }
            run.clear();
        };
        for &id in &w.nodes {
            let x = index(id);
            let Some(here) = at[x] else {
                finish(&mut run, raw);
                continue;
            };
            if let Some(&before) = run.last() {
                if before == x {
                    continue;
                }
                let there: Place = at[before].unwrap_or_default().place();
                if there.metres_to(here.place()) > LONGEST_GAP {
                    raw.read.gaps_too_long += 1;
                    finish(&mut run, raw);
                }
            }
            run.push(x);
            if run.len() > 1 && (uses[x] > 1 || blocked[x] != 0) {
                finish(&mut run, raw);
                run.push(x);
            }
        }
        finish(&mut run, raw);
    }
}
