//! The other way to ask for a window, kept to be measured against and to check the scan: range-RAPTOR.
//!
//! Trips of equal stops are put into patterns that no trip overtakes in. For each moment of leaving, latest first, patterns are
//! followed from stops that are reached earlier than before, until nothing improves; what later moments reached stays. See
//! `docs/decisions/0009`.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::timetable::{Running, Walks};

struct Pattern {
    stops: Vec<u32>,
    /// 1: nobody gets on, 2: nobody gets off.
    closed: Vec<u8>,
    trips: usize,
    /// By trip, then by stop.
    arrive: Vec<i32>,
    depart: Vec<i32>,
}

pub(super) struct Raptor {
    patterns: Vec<Pattern>,
    /// By stop: pattern and place in it.
    at_stop: Vec<Vec<(u32, u32)>>,
    walks: Walks,
    change: Vec<i32>,
    most: i32,
}

/// One trip: its stops with what is closed at each, arrivals, departures.
type Run = (Vec<(u32, u8)>, Vec<i32>, Vec<i32>);

impl Raptor {
    fn new(hops: &[Hop], trips: usize, walks: Walks, change: &[i32], most: i32) -> Self {
        let mut by_trip: Vec<Vec<Hop>> = vec![Vec::new(); trips];
        hops.iter().for_each(|h| by_trip[h.trip as usize].push(*h));
        let mut alike: BTreeMap<Vec<(u32, u8)>, Vec<Run>> = BTreeMap::new();
        for hops in by_trip.iter_mut().filter(|h| !h.is_empty()) {
            hops.sort_by_key(|h| h.order);
            let n = hops.len();
            let mut stops: Vec<(u32, u8)> = hops.iter().map(|h| (h.from, h.closed & 1)).collect();
            stops.push((hops[n - 1].to, 1));
            stops[0].1 |= 2;
            (0..n).for_each(|i| stops[i + 1].1 |= hops[i].closed & 2);
            let arrive = std::iter::once(hops[0].depart).chain(hops.iter().map(|h| h.arrive));
            let depart = hops.iter().map(|h| h.depart).chain([hops[n - 1].arrive]);
            let run = (stops.clone(), arrive.collect(), depart.collect());
            alike.entry(stops).or_default().push(run);
        }
        let mut patterns = Vec::new();
        for (stops, mut runs) in alike {
            runs.sort_by(|a, b| (&a.2, &a.1).cmp(&(&b.2, &b.1)));
            // Each run joins the first pattern whose last run it does not overtake anywhere.
            let mut made: Vec<Vec<Run>> = Vec::new();
            for run in runs {
                let after = |last: &Run| {
                    let not_before = |a: &[i32], b: &[i32]| a.iter().zip(b).all(|(x, y)| x <= y);
                    not_before(&last.1, &run.1) && not_before(&last.2, &run.2)
                };
                match made.iter_mut().find(|m| m.last().is_some_and(after)) {
                    Some(pattern) => pattern.push(run),
                    None => made.push(vec![run]),
                }
            }
            patterns.extend(made.into_iter().map(|runs| Pattern {
                stops: stops.iter().map(|s| s.0).collect(),
                closed: stops.iter().map(|s| s.1).collect(),
                trips: runs.len(),
                arrive: runs.iter().flat_map(|r| r.1.iter().copied()).collect(),
                depart: runs.iter().flat_map(|r| r.2.iter().copied()).collect(),
            }));
        }
        let mut at_stop = vec![Vec::new(); change.len()];
        for (p, pattern) in patterns.iter().enumerate() {
            for (i, &s) in pattern.stops.iter().enumerate() {
                at_stop[s as usize].push((p as u32, i as u32));
            }
        }
        Self {
            patterns,
            at_stop,
            walks,
            change: change.to_vec(),
            most,
        }
    }

    /// By stop: pairs of leaving and being put down there, latest leaving first and ever earlier arrival.
    fn range(&self, near: &Near, moments: &[i32]) -> Vec<Vec<(i32, i32)>> {
        let n = self.change.len();
        let (mut ready, mut put) = (vec![NEVER; n], vec![NEVER; n]);
        let mut found: Vec<Vec<(i32, i32)>> = vec![Vec::new(); n];
        let (mut marked, mut is_marked) = (Vec::new(), vec![false; n]);
        let mut begin = vec![u32::MAX; self.patterns.len()];
        let mut queue = Vec::new();
        for &moment in moments {
            let reach = |stop: u32, time: i32, ready: &mut [i32], marked: &mut Vec<u32>, is: &mut [bool]| {
                let s = stop as usize;
                if time < ready[s] {
                    ready[s] = time;
                    if !std::mem::replace(&mut is[s], true) {
                        marked.push(stop);
                    }
                }
            };
            for &(stop, seconds) in near {
                reach(stop, moment + seconds, &mut ready, &mut marked, &mut is_marked);
            }
            while !marked.is_empty() {
                for stop in marked.drain(..) {
                    is_marked[stop as usize] = false;
                    for &(p, i) in &self.at_stop[stop as usize] {
                        let slot = &mut begin[p as usize];
                        if *slot == u32::MAX {
                            queue.push(p);
                        }
                        *slot = (*slot).min(i);
                    }
                }
                for p in queue.drain(..) {
                    let pattern = &self.patterns[p as usize];
                    let from = std::mem::replace(&mut begin[p as usize], u32::MAX) as usize;
                    let wide = pattern.stops.len();
                    let mut trip = pattern.trips;
                    for i in from..wide {
                        let stop = pattern.stops[i];
                        let s = stop as usize;
                        if trip < pattern.trips && pattern.closed[i] & 2 == 0 {
                            let arrive = pattern.arrive[trip * wide + i];
                            if arrive < put[s] && arrive - moment <= self.most {
                                put[s] = arrive;
                                match found[s].last_mut().filter(|f| f.0 == moment) {
                                    Some(last) => last.1 = arrive,
                                    None => found[s].push((moment, arrive)),
                                }
                                let again = arrive + self.change[s];
                                reach(stop, again, &mut ready, &mut marked, &mut is_marked);
                                for (w, seconds) in self.walks.from(stop) {
                                    reach(w, arrive + seconds, &mut ready, &mut marked, &mut is_marked);
                                }
                            }
                        }
                        if pattern.closed[i] & 1 == 0 && ready[s] < NEVER {
                            let leaves = |t: usize| pattern.depart[t * wide + i];
                            if trip == pattern.trips {
                                let (mut lo, mut hi) = (0, pattern.trips);
                                while lo < hi {
                                    let half = lo.midpoint(hi);
                                    if leaves(half) < ready[s] {
                                        lo = half + 1
                                    } else {
                                        hi = half
                                    }
                                }
                                trip = lo;
                            } else {
                                while trip > 0 && leaves(trip - 1) >= ready[s] {
                                    trip -= 1;
                                }
                            }
                        }
                    }
                }
            }
        }
        found
    }
}

/// As [`Scene::fill`], from the places where the window is: each minute of it is a moment. With `events`, from the other places,
/// for every moment at which something leaves a stop near them.
pub(super) fn fill(
    timetable: &Timetable,
    access: &[Near],
    egress: &[Near],
    direct: &dyn Fn(usize, usize) -> i32,
    when: &When,
    events: bool,
) -> Window {
    let most = when.most_minutes as i32 * 60;
    let end = when.seconds + (when.window as i32 - 1) * 60;
    let (lo, hi) = if when.arrive_by {
        (when.seconds - most, end)
    } else {
        (when.seconds, end + most)
    };
    let Running { hops, trips } = timetable.running(when.day, lo, hi, when.step_free);
    let walks = &timetable.walks[usize::from(when.step_free)];
    let turned = when.arrive_by != events;
    let (hops, walks) = if turned {
        (turn_round(&hops), walks.reversed())
    } else {
        (hops, walks.clone())
    };
    let raptor = Raptor::new(&hops, trips.len(), walks, &timetable.change, most);
    let (centre, around) = if turned {
        (egress, access)
    } else {
        (access, egress)
    };
    let wide = egress.len();
    let mut out = Window {
        median: vec![-1; access.len() * wide],
        p90: vec![-1; access.len() * wide],
        to: wide,
    };
    let minute = |k: i32| when.seconds + k * 60;
    let mut minutes = Minutes::new(when);
    for (c, near) in centre.iter().enumerate() {
        let mut moments: Vec<i32> = if events {
            let close: HashMap<u32, i32> = near.iter().copied().collect();
            let leaving = hops
                .iter()
                .filter_map(|h| close.get(&h.from).map(|w| h.depart - w));
            leaving.collect()
        } else {
            let signed = |k| if turned { -minute(k) } else { minute(k) };
            (0..when.window as i32).map(signed).collect()
        };
        moments.sort_unstable_by(|a, b| b.cmp(a));
        moments.dedup();
        let found = raptor.range(near, &moments);
        for (a, near) in around.iter().enumerate() {
            let (f, t) = if turned { (a, c) } else { (c, a) };
            minutes.reset(direct(f, t));
            for &(stop, walk) in near {
                for &(moment, put) in &found[stop as usize] {
                    let (leave, arrive) = if turned {
                        (-(put + walk), -moment)
                    } else {
                        (moment, put + walk)
                    };
                    if !minutes.too_early(leave) {
                        minutes.offer(leave, arrive);
                    }
                }
            }
            (out.median[f * wide + t], out.p90[f * wide + t]) = minutes.finish();
        }
    }
    out
}
