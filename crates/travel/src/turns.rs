//! Turn restrictions for cars: which ways in and out of a junction may follow each other.
//!
//! Those over a junction and those over one stretch are held; timed and conditional ones, and those over several stretches, are
//! left out and counted. Only the junctions concerned and those beside them are told apart by way in and way out.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::graph::{Arc, FAR};
use crate::mode::Street;
use crate::read_streets::{RawStreets, Via};

/// Turn restrictions found on the map: which turns at a junction are closed, by direction.
#[derive(Default)]
pub(crate) struct Turns {
    /// Junctions where turns are told apart: true where one is restricted, false for those beside.
    pub at: HashMap<u32, bool>,
    /// (way in, way out) that may not follow each other.
    closed: Vec<(u32, u32)>,
    /// From a way in only this way out.
    only: Vec<(u32, u32)>,
    /// Way in, stretch between, way out, whether it forbids.
    over: Vec<(u32, u32, u32, bool)>,
    pub used: u64,
    pub left_out: u64,
}

impl Turns {
    pub fn find(raw: &RawStreets, ms: &[u32]) -> Self {
        let mut by_way: HashMap<i64, Vec<u32>> = HashMap::new();
        for (e, s) in raw.stretches.iter().enumerate() {
            by_way.entry(s.way).or_default().push(e as u32);
        }
        let mut by_id: HashMap<i64, u32> = HashMap::new();
        for (v, &id) in raw.ids.iter().enumerate() {
            by_id.insert(id, v as u32);
        }
        // Open directions of a way that end (or begin) at a junction.
        let touching = |way: i64, v: u32, arrives: bool| -> Vec<u32> {
            let edges = by_way.get(&way).map(Vec::as_slice).unwrap_or_default();
            let both = edges.iter().flat_map(|&e| [2 * e, 2 * e + 1]);
            both.filter(|&d| {
                let s = &raw.stretches[d as usize / 2];
                let end = if (d % 2 == 0) == arrives { s.to } else { s.from };
                ms[d as usize] < FAR && end == v
            })
            .collect()
        };
        let mut t = Self::default();
        for turn in &raw.turns {
            let before = t.closed.len() + t.only.len() + t.over.len();
            match turn.via {
                Via::Node(id) => {
                    if let Some(&v) = by_id.get(&id) {
                        let (ins, outs) = (touching(turn.from, v, true), touching(turn.to, v, false));
                        // A way that runs through the junction is ambiguous unless the turn is back onto itself.
                        if ins.len() == 1 && (outs.len() == 1 || turn.from == turn.to) {
                            for &i in &ins {
                                for &o in outs.iter().filter(|&&o| turn.from != turn.to || o == i ^ 1) {
                                    t.at.insert(v, true);
                                    if turn.forbids {
                                        t.closed.push((i, o))
                                    } else {
                                        t.only.push((i, o))
                                    }
                                }
                            }
                        }
                    }
                }
                Via::Way(id) => {
                    if let Some(&[e]) = by_way.get(&id).map(Vec::as_slice) {
                        for d in [2 * e, 2 * e + 1] {
                            let s = &raw.stretches[e as usize];
                            let (a, b) = if d % 2 == 0 {
                                (s.from, s.to)
                            } else {
                                (s.to, s.from)
                            };
                            let (ins, outs) = (touching(turn.from, a, true), touching(turn.to, b, false));
                            if let ([i], [o]) = (&ins[..], &outs[..])
                                && ms[d as usize] < FAR
                                && a != b
                            {
                                t.at.insert(a, true);
                                t.at.insert(b, true);
                                t.over.push((*i, d, *o, turn.forbids));
                            }
                        }
                    }
                }
            }
            if t.closed.len() + t.only.len() + t.over.len() > before {
                t.used += 1
            } else {
                t.left_out += 1
            }
        }
        // Nor does anyone go past the junction, turn round at the next and come back to turn the other way.
        for (e, s) in raw.stretches.iter().enumerate() {
            if ms[2 * e].min(ms[2 * e + 1]) < FAR {
                let (from, to) = (t.at.get(&s.from) == Some(&true), t.at.get(&s.to) == Some(&true));
                for (next, beside) in [(s.from, to), (s.to, from)] {
                    if beside && raw.blocked[next as usize] >> Street::Drive as u8 & 1 == 0 {
                        t.at.entry(next).or_insert(false);
                    }
                }
            }
        }
        t
    }

    fn allows(&self, i: u32, o: u32, choices: usize) -> bool {
        // Turning round in the junction is left to dead ends.
        if o == i ^ 1 && choices > 1 {
            return false;
        }
        let mut commanded = self.only.iter().filter(|x| x.0 == i).peekable();
        if commanded.peek().is_some() {
            return commanded.any(|x| x.1 == o);
        }
        !self.closed.contains(&(i, o))
    }

    #[allow(clippy::too_many_arguments)]
    pub fn join(
        &self,
        into: &HashMap<u32, Vec<u32>>,
        out: &HashMap<u32, Vec<u32>>,
        ms: &[u32],
        tail: &[u32],
        head: &[u32],
        fresh: &mut impl FnMut(u32) -> u32,
        arcs: &mut Vec<Arc>,
    ) -> Vec<u32> {
        let mut junctions: Vec<u32> = self.at.keys().copied().collect();
        junctions.sort_unstable();
        let none = Vec::new();
        // Stretches that are run through a second time by those who came from a restricted way in: they remember it.
        let mut copies: HashMap<(u32, u32), u32> = HashMap::new();
        let (mut copied, mut made) = (Vec::new(), Vec::new());
        for &(i, over, _, _) in &self.over {
            if let Entry::Vacant(free) = copies.entry((i, over)) {
                // Where a copy lies matters only for ordering, so any junction serves.
                let (begin, end) = (fresh(0), fresh(0));
                free.insert(begin);
                arcs.push(Arc {
                    from: begin,
                    to: end,
                    weight: ms[over as usize],
                });
                copied.push((i, over, end));
                made.extend([begin, end, over]);
            }
        }
        for v in junctions {
            let outs = out.get(&v).unwrap_or(&none);
            for &i in into.get(&v).unwrap_or(&none) {
                for &o in outs.iter().filter(|&&o| self.allows(i, o, outs.len())) {
                    let to = copies.get(&(i, o)).copied().unwrap_or(tail[o as usize]);
                    arcs.push(Arc {
                        from: head[i as usize],
                        to,
                        weight: 0,
                    });
                }
            }
            for &(i, over, end) in copied
                .iter()
                .filter(|c| into.get(&v).is_some_and(|l| l.contains(&c.1)))
            {
                let rules = || self.over.iter().filter(|x| x.0 == i && x.1 == over);
                let must: Vec<u32> = rules().filter(|x| !x.3).map(|x| x.2).collect();
                for &o in outs.iter().filter(|&&o| self.allows(over, o, outs.len())) {
                    let closed = rules().any(|x| x.3 && x.2 == o) || !must.is_empty() && !must.contains(&o);
                    if !closed {
                        arcs.push(Arc {
                            from: end,
                            to: tail[o as usize],
                            weight: 0,
                        });
                    }
                }
            }
        }
        made
    }
}
