//! Where stops meet the streets, and the walks between them: along streets, inside stations, and as the feed says.

use std::collections::{BTreeMap, HashMap};

use crate::col::Col;
use crate::error::Result;
use crate::geo::Place;
use crate::graph::Search;
use crate::gtfs::RawTimetable;
use crate::hierarchy::Way;
use crate::mode::{Speeds, Street};
use crate::progress::Progress;
use crate::snap::Snap;
use crate::streets::Streets;
use crate::timetable::{DAY, whole_seconds};

/// A stop further from any street than this is not joined to it.
const STOP_TO_STREET: f64 = 300.0;
/// A stop whose nearest step-free street is further than its nearest street by more than this is reached over steps.
const ROLLED_DETOUR: f64 = 25.0;

pub(crate) struct Door {
    pub stop: u32,
    pub place: Place,
    pub seconds: [i32; 2],
}

/// Ways inside stations, on foot and step-free: seconds between nodes that pathways join.
pub(crate) struct Inner {
    from: HashMap<u32, Vec<(u32, i32, bool)>>,
}

impl Inner {
    pub fn new(raw: &RawTimetable) -> Self {
        let mut from: HashMap<u32, Vec<(u32, i32, bool)>> = HashMap::new();
        for p in &raw.pathways {
            from.entry(p.from)
                .or_default()
                .push((p.to, p.seconds, p.step_free));
            if p.both_ways {
                from.entry(p.to)
                    .or_default()
                    .push((p.from, p.seconds, p.step_free));
            }
        }
        Self { from }
    }

    /// Everything reached within a station, in order of number.
    fn reached(&self, stop: u32, step_free: bool) -> BTreeMap<u32, i32> {
        let mut best = BTreeMap::from([(stop, 0)]);
        let mut queue = std::collections::BinaryHeap::from([std::cmp::Reverse((0, stop))]);
        while let Some(std::cmp::Reverse((d, v))) = queue.pop() {
            if best.get(&v).is_some_and(|&b| b < d) {
                continue;
            }
            for &(to, s, rolls) in self.from.get(&v).into_iter().flatten() {
                let next = d + s;
                if (rolls || !step_free) && next < DAY && best.get(&to).is_none_or(|&b| next < b) {
                    best.insert(to, next);
                    queue.push(std::cmp::Reverse((next, to)));
                }
            }
        }
        best.remove(&stop);
        best
    }

    pub fn between_stops(&self, raw: &RawTimetable, k: usize) -> Vec<(u32, u32, i32)> {
        let mut out = Vec::new();
        for (a, s) in raw.stops.iter().enumerate() {
            if matches!(s.kind, 0 | 4) && self.from.contains_key(&(a as u32)) {
                for (b, seconds) in self.reached(a as u32, k == 1) {
                    if matches!(raw.stops[b as usize].kind, 0 | 4) {
                        out.push((a as u32, b, seconds));
                    }
                }
            }
        }
        out
    }
}

/// A stop with pathways meets the street at the entrances they lead to; any other stop where it stands.
pub(crate) fn doors(raw: &RawTimetable, _children: &HashMap<u32, Vec<u32>>, inner: &Inner) -> Vec<Door> {
    let mut doors = Vec::new();
    for (i, s) in raw.stops.iter().enumerate() {
        if !matches!(s.kind, 0 | 4) {
            continue;
        }
        let stop = i as u32;
        let walk = inner.reached(stop, false);
        let rolled = inner.reached(stop, true);
        let entrances = walk.iter().filter(|e| raw.stops[*e.0 as usize].kind == 2);
        let before = doors.len();
        for (&e, &seconds) in entrances {
            let there = &raw.stops[e as usize];
            let step_free = if there.wheelchair == 2 {
                -1
            } else {
                rolled.get(&e).copied().unwrap_or(-1)
            };
            doors.push(Door {
                stop,
                place: there.place,
                seconds: [seconds, step_free],
            });
        }
        if doors.len() == before {
            let nowhere = s.place.lat == 0.0 && s.place.lon == 0.0;
            if !nowhere {
                doors.push(Door {
                    stop,
                    place: s.place,
                    seconds: [0, 0],
                });
            }
        }
    }
    doors
}

/// Takes step-free use from doors that only steps join to the street.
pub(crate) fn keep_off_steps(streets: &Streets, speeds: &Speeds, doors: &mut [Door]) {
    let places: Vec<Place> = doors.iter().map(|d| d.place).collect();
    let walked = streets.snaps(Street::Walk, &places, speeds, STOP_TO_STREET);
    let rolled = streets.snaps(Street::StepFree, &places, speeds, STOP_TO_STREET);
    for (d, (w, r)) in doors.iter_mut().zip(walked.iter().zip(&rolled)) {
        let near = matches!((w, r), (Some(w), Some(r)) if r.metres <= w.metres + ROLLED_DETOUR);
        if !near {
            d.seconds[1] = -1;
        }
    }
}

/// Walks along streets between doors, put into `rows` by stop; says which doors are joined to a street.
#[allow(clippy::too_many_arguments)]
pub(crate) fn street_walks(
    streets: &Streets,
    mode: Street,
    speeds: &Speeds,
    doors: &[Door],
    k: usize,
    limit: u32,
    rows: &mut [BTreeMap<u32, i32>],
    progress: &Progress<'_>,
) -> Result<Vec<bool>> {
    let places: Vec<Place> = doors.iter().map(|d| d.place).collect();
    let snaps = streets.snaps(mode, &places, speeds, STOP_TO_STREET);
    let used = |(d, s): (usize, &Option<Snap>)| s.filter(|_| doors[d].seconds[k] >= 0);
    let usable: Vec<Option<Snap>> = snaps.iter().enumerate().map(used).collect();
    let graph = streets.graph(mode);
    let mut at_node: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    for (d, snap) in usable.iter().enumerate() {
        for (node, ms) in snap
            .as_ref()
            .map(|s| streets.arriving(mode, s))
            .unwrap_or_default()
        {
            at_node.entry(node).or_default().push((d as u32, ms));
        }
    }
    let mut at_hand: Vec<Vec<(u32, u32)>> = vec![Vec::new(); doors.len()];
    streets.at_hand(mode, &usable, &usable, Way::Out, |d, other, ms| {
        at_hand[d].push((other as u32, ms));
    });
    let mut search = Search::new(graph.nodes());
    let mut best: HashMap<u32, u32> = HashMap::new();
    for (d, snap) in usable.iter().enumerate() {
        if d.is_multiple_of(256) {
            progress.step("walks between stops", d as u64, doors.len() as u64)?;
        }
        let Some(s) = snap else { continue };
        best.clear();
        search.run(graph, &streets.leaving(mode, s), limit, |v, ms| {
            for &(other, more) in at_node.get(&v).into_iter().flatten() {
                let all = ms.saturating_add(more);
                if all <= limit {
                    best.entry(other)
                        .and_modify(|b| *b = (*b).min(all))
                        .or_insert(all);
                }
            }
            true
        });
        for &(other, ms) in at_hand[d].iter().filter(|x| x.1 <= limit) {
            best.entry(other).and_modify(|b| *b = (*b).min(ms)).or_insert(ms);
        }
        let from = &doors[d];
        for (&other, &ms) in &best {
            let to = &doors[other as usize];
            if to.stop != from.stop {
                let seconds = (whole_seconds(ms))
                    .saturating_add(from.seconds[k])
                    .saturating_add(to.seconds[k]);
                let slot = rows[from.stop as usize].entry(to.stop).or_insert(seconds);
                *slot = (*slot).min(seconds);
            }
        }
    }
    Ok(snaps.iter().map(Option::is_some).collect())
}

/// What `transfers.txt` says, over what the streets say. A station stands for all its stops.
pub(crate) fn transfers(
    raw: &RawTimetable,
    children: &HashMap<u32, Vec<u32>>,
    k: usize,
    rows: &mut [BTreeMap<u32, i32>],
    change: &mut Col<i32>,
) {
    let stops_of = |s: u32| -> Vec<u32> {
        let of_station = children.get(&s).filter(|_| raw.stops[s as usize].kind == 1);
        let stops = |list: &Vec<u32>| {
            list.iter()
                .copied()
                .filter(|&c| matches!(raw.stops[c as usize].kind, 0 | 4))
                .collect()
        };
        of_station.map_or_else(|| vec![s], stops)
    };
    let mut least = change.to_vec();
    // Stations first, so that what is said of a stop itself wins.
    let mut rules: Vec<_> = raw.transfers.iter().collect();
    rules.sort_by_key(|t| raw.stops[t.from as usize].kind != 1 || raw.stops[t.to as usize].kind != 1);
    for t in rules {
        for a in stops_of(t.from) {
            for b in stops_of(t.to) {
                match t.seconds {
                    Some(s) if a == b => least[a as usize] = s,
                    Some(s) if k == 0 || rows[a as usize].contains_key(&b) => {
                        rows[a as usize].insert(b, s);
                    }
                    Some(_) => {}
                    None if a == b => least[a as usize] = DAY,
                    None => {
                        rows[a as usize].remove(&b);
                    }
                }
            }
        }
    }
    *change = least.into();
}
