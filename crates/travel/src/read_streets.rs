//! From an OpenStreetMap extract to junctions and the stretches of street between them.

use std::collections::HashMap;
use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use crate::access::{self, Ferry, Restriction, Rule};
use crate::error::{Result, TravelError};
use crate::geo::{Fixed, Place};
use crate::graph::NONE;
use crate::mode::Speeds;
use crate::pbf::{self, Elements, Member, MemberKind, Tags};
use crate::progress::Progress;

/// Two neighbouring nodes of a street further apart than this are a mistake.
const LONGEST_GAP: f64 = 20_000.0;

/// Ferries may cross open water between two nodes.
const LONGEST_CROSSING: f64 = 500_000.0;
/// Metres a minute of a ferry that can be believed: from a raft on a rope to the fastest catamaran.
const FERRY_SPEEDS: std::ops::RangeInclusive<f64> = 8.0..=2_000.0;
/// No turn restriction has more members of one role.
const MOST_MEMBERS: usize = 32;
/// What was left out is listed up to this many; more is only counted.
const MOST_LISTED: usize = 300;
const MOST_CONDITIONS_LISTED: u64 = 150;

/// What of the map something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Element {
    Way,
    Relation,
}

/// One thing of the map that was left out, or taken otherwise than it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    pub element: Element,
    /// The map's own number.
    pub id: i64,
    pub why: String,
}

/// What was read and what was left out, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StreetsRead {
    pub ways: u64,
    pub streets: u64,
    pub nodes_missing_from_the_extract: u64,
    pub nodes_off_the_world: u64,
    pub gaps_too_long: u64,
    pub ferries: u64,
    /// They do not say how long they take, or lie partly outside the extract.
    pub ferries_left_out: u64,
    pub restrictions: u64,
    pub restrictions_used: u64,
    /// Time-dependent, for other vehicles, or with members that are not in the extract or do not meet.
    pub restrictions_left_out: u64,
    /// Tags of streets that hold at some times or for some vehicles only: taken as if they were not there.
    pub conditions_left_out: u64,
    pub skipped_in_all: u64,
    pub skipped: Vec<Skipped>,
}

impl StreetsRead {
    pub(crate) fn skip(&mut self, element: Element, id: i64, why: impl Into<String>) {
        self.skipped_in_all += 1;
        if self.skipped.len() < MOST_LISTED {
            let why = why.into();
            self.skipped.push(Skipped { element, id, why });
        }
    }
}

/// Forbidden or commanded turns of one relation, by way and node of the map.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub id: i64,
    pub from: Vec<i64>,
    pub to: Vec<i64>,
    pub via: Via,
    pub forbids: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Via {
    Node(i64),
    /// In any order.
    Ways(Vec<i64>),
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
    /// How long a ferry takes from end to end, with the wait.
    minutes: Option<f64>,
    nodes: Vec<i64>,
}

struct Ways<'a> {
    speeds: &'a Speeds,
    ways: Vec<Way>,
    seen: HashMap<i64, ()>,
    names: Vec<String>,
    by_name: HashMap<String, u32>,
    turns: Vec<Turn>,
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
        let (rule, minutes) = match access::ferry(tags) {
            Ferry::None => (access::way(tags, self.speeds), None),
            Ferry::Runs(rule, minutes) => (Some(rule), Some(minutes)),
            Ferry::LeftOut(why) => {
                self.read.ferries_left_out += 1;
                self.read.skip(Element::Way, id, why);
                (None, None)
            }
        };
        let Some(rule) = rule else {
            return Ok(());
        };
        if nodes.len() < 2 || self.seen.insert(id, ()).is_some() {
            return Ok(());
        }
        for why in access::conditions(tags) {
            self.read.conditions_left_out += 1;
            // There may be many of these: they leave room for what is left out whole.
            if self.read.conditions_left_out <= MOST_CONDITIONS_LISTED {
                self.read.skip(Element::Way, id, why);
            } else {
                self.read.skipped_in_all += 1;
            }
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
            minutes,
            nodes: nodes.to_vec(),
        });
        Ok(())
    }

    fn relation(&mut self, id: i64, members: &[Member<'_>], tags: &Tags<'_>) -> Result<()> {
        let forbids = match access::restriction(tags) {
            Restriction::None => return Ok(()),
            Restriction::LeftOut(why) => {
                self.read.restrictions += 1;
                self.read.restrictions_left_out += 1;
                self.read.skip(Element::Relation, id, why);
                return Ok(());
            }
            Restriction::Forbids => true,
            Restriction::Commands => false,
        };
        self.read.restrictions += 1;
        let with = |role: &str, kind: MemberKind| -> Vec<i64> {
            let found = members.iter().filter(|m| m.role == role && m.kind == kind);
            found.map(|m| m.id).take(MOST_MEMBERS).collect()
        };
        let (from, to) = (with("from", MemberKind::Way), with("to", MemberKind::Way));
        let (nodes, ways) = (with("via", MemberKind::Node), with("via", MemberKind::Way));
        let via = match (&nodes[..], &ways[..]) {
            (&[node], []) => Some(Via::Node(node)),
            ([], [_, ..]) => Some(Via::Ways(ways)),
            _ => None,
        };
        // No entry and no exit may name several ways on one side.
        let clear = !from.is_empty() && !to.is_empty() && (from.len() == 1 || to.len() == 1);
        match via.filter(|_| clear && (forbids || from.len() == 1 && to.len() == 1)) {
            Some(via) => self.turns.push(Turn {
                id,
                from,
                to,
                via,
                forbids,
            }),
            None => {
                self.read.restrictions_left_out += 1;
                let why =
                    "a turn restriction without a way in, a way out and one junction or some ways between";
                self.read.skip(Element::Relation, id, why);
            }
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
    read.streets = ways.ways.iter().filter(|w| w.minutes.is_none()).count() as u64;
    read.nodes_off_the_world = nodes.off_the_world;
    read.nodes_missing_from_the_extract =
        nodes.at.iter().filter(|a| a.is_none()).count() as u64 - nodes.off_the_world.min(n as u64);
    // A restriction that was in two files counts once.
    ways.turns.sort_by_key(|t| t.id);
    ways.turns.dedup_by_key(|t| t.id);
    let mut raw = RawStreets {
        names: ways.names,
        read,
        ..RawStreets::default()
    };
    raw.turns = ways.turns;
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
        let mut rule = w.rule;
        if let Some(minutes) = w.minutes {
            match crossing(w, minutes, &index, at) {
                Ok(speed) => rule.at_speed(speed),
                Err(why) => {
                    raw.read.ferries_left_out += 1;
                    raw.read.skip(Element::Way, w.id, why);
                    continue;
                }
            }
            raw.read.ferries += 1;
        }
        let longest = if w.minutes.is_some() {
            LONGEST_CROSSING
        } else {
            LONGEST_GAP
        };
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
                    rule,
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
                if there.metres_to(here.place()) > longest {
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

/// Metres a minute of a ferry that takes so long from end to end.
fn crossing(
    way: &Way,
    minutes: f64,
    index: &impl Fn(i64) -> usize,
    at: &[Option<Fixed>],
) -> std::result::Result<f64, &'static str> {
    let places: Option<Vec<Place>> = way
        .nodes
        .iter()
        .map(|&id| at.get(index(id)).copied().flatten().map(Fixed::place))
        .collect();
    let places = places.ok_or("a ferry that lies partly outside the extract")?;
    let metres: f64 = places.windows(2).map(|p| p[0].metres_to(p[1])).sum();
    Some(metres / minutes)
        .filter(|speed| FERRY_SPEEDS.contains(speed))
        .ok_or("a ferry whose duration does not fit its length")
}
