//! Turn restrictions for cars: which ways in and out of a junction may follow each other.
//!
//! A restriction is a chain of stretches that ends in a way out: the way in alone when it holds over a junction, more when it holds
//! over stretches between. Who drives along the beginning of a chain remembers it: those stretches have copies of their own
//! in the routing graph, one for each beginning. Only the junctions concerned and those beside them are told apart by way in
//! and way out.

use std::collections::{BTreeMap, HashMap};

use crate::graph::{Arc, FAR};
use crate::mode::Street;
use crate::read_streets::{RawStreets, Turn, Via};

/// No restriction goes over more stretches.
const LONGEST_CHAIN: usize = 64;

/// What follows a chain of stretches: ways out that are closed, and those that alone are open when there are any.
#[derive(Default)]
struct Rules {
    closed: Vec<u32>,
    only: Vec<u32>,
}

/// Turn restrictions found on the map, by direction of stretches.
#[derive(Default)]
pub(crate) struct Turns {
    /// Junctions where turns are told apart: true where one is restricted, false for those beside.
    pub at: HashMap<u32, bool>,
    /// By chain, way in first.
    rules: BTreeMap<Vec<u32>, Rules>,
    pub used: u64,
    /// Relations of the map whose ways do not meet as they say.
    pub left_out: Vec<i64>,
}

/// Stretches by way and junctions by number, as the map names them.
struct Lookup<'a> {
    raw: &'a RawStreets,
    ms: &'a [u32],
    by_way: HashMap<i64, Vec<u32>>,
    by_id: HashMap<i64, u32>,
}

impl<'a> Lookup<'a> {
    fn new(raw: &'a RawStreets, ms: &'a [u32]) -> Self {
        let mut by_way: HashMap<i64, Vec<u32>> = HashMap::new();
        for (e, s) in raw.stretches.iter().enumerate() {
            by_way.entry(s.way).or_default().push(e as u32);
        }
        let ids = raw.ids.iter().enumerate();
        Self {
            raw,
            ms,
            by_way,
            by_id: ids.map(|(v, &id)| (id, v as u32)).collect(),
        }
    }

    fn stretches(&self, way: i64) -> &[u32] {
        self.by_way.get(&way).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where a direction begins and ends.
    fn ends(&self, d: u32) -> (u32, u32) {
        let s = &self.raw.stretches[d as usize / 2];
        if d.is_multiple_of(2) {
            (s.from, s.to)
        } else {
            (s.to, s.from)
        }
    }

    /// Open directions of some stretches.
    fn open<'b>(&'b self, stretches: &'b [u32]) -> impl Iterator<Item = u32> + 'b {
        let both = stretches.iter().flat_map(|&e| [2 * e, 2 * e + 1]);
        both.filter(|&d| self.ms[d as usize] < FAR)
    }

    fn into(&self, way: i64, v: u32) -> Vec<u32> {
        self.open(self.stretches(way))
            .filter(|&d| self.ends(d).1 == v)
            .collect()
    }

    fn out_of(&self, way: i64, v: u32) -> Vec<u32> {
        self.open(self.stretches(way))
            .filter(|&d| self.ends(d).0 == v)
            .collect()
    }

    /// Chains with their way out, as one relation means them; empty when its ways do not meet, or in more than one manner.
    fn chains(&self, turn: &Turn, from: i64, to: i64) -> Vec<(Vec<u32>, u32)> {
        match &turn.via {
            Via::Node(id) => {
                let Some(&v) = self.by_id.get(id) else {
                    return Vec::new();
                };
                let (ins, outs) = (self.into(from, v), self.out_of(to, v));
                // A way that runs through the junction is ambiguous unless the turn is back onto itself.
                match ins[..] {
                    [i] if from == to => outs
                        .iter()
                        .filter(|&&o| o == i ^ 1)
                        .map(|&o| (vec![i], o))
                        .collect(),
                    [i] if outs.len() == 1 => vec![(vec![i], outs[0])],
                    _ => Vec::new(),
                }
            }
            Via::Ways(ways) => {
                let between: Vec<u32> = ways.iter().flat_map(|&w| self.stretches(w)).copied().collect();
                let whole = ways.iter().all(|&w| !self.stretches(w).is_empty());
                if !whole || between.len() > LONGEST_CHAIN {
                    return Vec::new();
                }
                let mut begins: Vec<u32> = self.open(self.stretches(from)).map(|d| self.ends(d).1).collect();
                begins.sort_unstable();
                begins.dedup();
                let along = |a: u32| {
                    let (over, b) = self.along(&between, a)?;
                    match (&self.into(from, a)[..], &self.out_of(to, b)[..]) {
                        (&[i], &[o]) if a != b => Some((std::iter::once(i).chain(over).collect(), o)),
                        _ => None,
                    }
                };
                begins.into_iter().filter_map(along).collect()
            }
        }
    }

    /// All of some stretches one after the other from a junction, and where they end; none when there is not one way to do it.
    fn along(&self, stretches: &[u32], from: u32) -> Option<(Vec<u32>, u32)> {
        let mut left = stretches.to_vec();
        let (mut at, mut gone) = (from, Vec::new());
        while !left.is_empty() {
            let mut next = self.open(&left).filter(|&d| self.ends(d).0 == at);
            let d = next.next()?;
            if next.next().is_some() {
                return None;
            }
            drop(next);
            gone.push(d);
            left.retain(|&e| e != d / 2);
            at = self.ends(d).1;
        }
        Some((gone, at))
    }
}

impl Turns {
    pub fn find(raw: &RawStreets, ms: &[u32]) -> Self {
        let look = Lookup::new(raw, ms);
        let blocked = |v: u32| raw.blocked[v as usize] >> Street::Drive as u8 & 1 == 1;
        let mut t = Self::default();
        for turn in &raw.turns {
            let pairs = turn
                .from
                .iter()
                .flat_map(|&f| turn.to.iter().map(move |&o| (f, o)));
            let chains: Vec<_> = pairs.flat_map(|(f, o)| look.chains(turn, f, o)).collect();
            if chains.is_empty() {
                t.left_out.push(turn.id);
                continue;
            }
            t.used += 1;
            for (chain, out) in chains {
                let junctions: Vec<u32> = chain.iter().map(|&d| look.ends(d).1).collect();
                // What nobody can drive through needs no rule.
                if junctions.iter().any(|&v| blocked(v)) {
                    continue;
                }
                t.at.extend(junctions.iter().map(|&v| (v, true)));
                let rules = t.rules.entry(chain).or_default();
                if turn.forbids {
                    rules.closed.push(out)
                } else {
                    rules.only.push(out)
                }
            }
        }
        // Nor does anyone go past the junction, turn round at the next and come back to turn the other way.
        for (e, s) in raw.stretches.iter().enumerate() {
            if ms[2 * e].min(ms[2 * e + 1]) < FAR {
                let (from, to) = (t.at.get(&s.from) == Some(&true), t.at.get(&s.to) == Some(&true));
                for (next, beside) in [(s.from, to), (s.to, from)] {
                    if beside && !blocked(next) {
                        t.at.entry(next).or_insert(false);
                    }
                }
            }
        }
        t
    }

    /// Whether someone who came along a chain may go on this way out.
    fn allows(&self, came: &[u32], out: u32, choices: usize) -> bool {
        // Turning round in the junction is left to dead ends.
        if came.last().is_some_and(|&i| out == i ^ 1) && choices > 1 {
            return false;
        }
        (0..came.len())
            .filter_map(|k| self.rules.get(&came[k..]))
            .all(|r| !r.closed.contains(&out) && (r.only.is_empty() || r.only.contains(&out)))
    }

    /// Adds the arcs at the junctions told apart, and the copies of stretches; gives begin, end and direction of each copy.
    pub fn join(
        &self,
        mode: &Directions<'_>,
        fresh: &mut impl FnMut(u32) -> u32,
        arcs: &mut Vec<Arc>,
    ) -> Vec<u32> {
        // Every beginning of a chain that is more than its way in, with its copy.
        let mut copies: BTreeMap<&[u32], (u32, u32)> = BTreeMap::new();
        let mut made = Vec::new();
        let mut ending: HashMap<u32, Vec<&[u32]>> = HashMap::new();
        for chain in self.rules.keys() {
            for long in 2..=chain.len() {
                let (came, d) = (&chain[..long], chain[long - 1]);
                if copies.contains_key(came) {
                    continue;
                }
                let (a, b) = (mode.ends)(d as usize);
                let (begin, end) = (fresh(a), fresh(b));
                copies.insert(came, (begin, end));
                ending.entry(b).or_default().push(came);
                arcs.push(Arc {
                    from: begin,
                    to: end,
                    weight: mode.ms[d as usize],
                });
                made.extend([begin, end, d]);
            }
        }
        let mut junctions: Vec<u32> = self.at.keys().copied().collect();
        junctions.sort_unstable();
        let none = Vec::new();
        for v in junctions {
            let outs = mode.out.get(&v).unwrap_or(&none);
            let plain = mode.into.get(&v).unwrap_or(&none);
            let plain = plain
                .iter()
                .map(|i| (std::slice::from_ref(i), mode.head[*i as usize]));
            let copied = ending.get(&v).into_iter().flatten();
            let copied = copied.filter_map(|&came| copies.get(came).map(|c| (came, c.1)));
            for (came, node) in plain.chain(copied) {
                for &o in outs.iter().filter(|&&o| self.allows(came, o, outs.len())) {
                    // The longest beginning of a chain that the way so far ends with.
                    let mut way = came.to_vec();
                    way.push(o);
                    let copy = (0..way.len() - 1).find_map(|k| copies.get(&way[k..]));
                    arcs.push(Arc {
                        from: node,
                        to: copy.map_or(mode.tail[o as usize], |c| c.0),
                        weight: 0,
                    });
                }
            }
        }
        made
    }
}

/// The stretches of one mode as they meet at the junctions told apart.
pub(crate) struct Directions<'a> {
    pub into: &'a HashMap<u32, Vec<u32>>,
    pub out: &'a HashMap<u32, Vec<u32>>,
    pub ms: &'a [u32],
    /// Routing nodes where a direction begins and ends.
    pub tail: &'a [u32],
    pub head: &'a [u32],
    /// Junctions where it does.
    pub ends: &'a dyn Fn(usize) -> (u32, u32),
}
