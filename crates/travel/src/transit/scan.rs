//! One scan over the hops of a day: for every stop the pairs of departure and arrival that are worth taking.

use std::collections::HashMap;

use super::{NEVER, Near};
use crate::timetable::{Hop, Walks};

pub(super) struct Plan<'a> {
    pub hops: &'a [Hop],
    /// By hop: which list of `walks` holds the walks to where it begins.
    pub pair: &'a [u32],
    pub walks: &'a PairWalks,
    pub change: &'a [i32],
    pub trips: usize,
    pub stops: usize,
    pub most: i32,
    /// Where the window is at the places that are scanned from: its first minute, its last one's number, whether time is turned.
    pub minutes: Option<(i32, i32, bool)>,
}

/// For two stops that follow each other on a trip, who may walk to the first one, those first for whom walking on to the second
/// is the longest detour. Someone for whom it is none gets on there instead, so most of a list need not be read.
#[derive(Debug, Default)]
pub(super) struct PairWalks {
    first: Vec<u32>,
    all: Vec<PairWalk>,
}

#[derive(Debug, Clone, Copy)]
struct PairWalk {
    detour: i32,
    stop: u32,
    seconds: i32,
}

impl PairWalks {
    pub fn build(hops: &[Hop], walks_in: &Walks, stops: usize) -> (Vec<u32>, Self) {
        let mut ids: HashMap<(u32, u32), u32> = HashMap::new();
        let mut made = Self {
            first: vec![0],
            all: Vec::new(),
        };
        let mut to_second = vec![NEVER; stops];
        let mut pair = Vec::with_capacity(hops.len());
        for h in hops {
            let next = ids.len() as u32;
            let id = *ids.entry((h.from, h.to)).or_insert(next);
            pair.push(id);
            if id != next {
                continue;
            }
            walks_in.from(h.to).for_each(|(w, s)| to_second[w as usize] = s);
            // Someone who is at the second stop already walks there in no time.
            to_second[h.to as usize] = 0;
            let start = made.all.len();
            made.all
                .extend(walks_in.from(h.from).map(|(stop, seconds)| PairWalk {
                    detour: to_second[stop as usize].saturating_sub(seconds),
                    stop,
                    seconds,
                }));
            made.all[start..].sort_unstable_by_key(|p| (std::cmp::Reverse(p.detour), p.stop));
            made.first.push(made.all.len() as u32);
            walks_in
                .from(h.to)
                .for_each(|(w, _)| to_second[w as usize] = NEVER);
            to_second[h.to as usize] = NEVER;
        }
        (pair, made)
    }

    fn of(&self, pair: u32) -> &[PairWalk] {
        &self.all[self.first[pair as usize] as usize..self.first[pair as usize + 1] as usize]
    }
}

/// Pairs worth taking: departures fall, arrivals fall.
pub(super) type Profile = Vec<(i32, i32)>;

#[derive(Clone, Copy)]
struct Aboard {
    best: i32,
    /// Where the trip was last looked at: its departure, and whether one may get on there.
    depart: i32,
    open: bool,
}

const NOT_ABOARD: Aboard = Aboard {
    best: NEVER,
    depart: 0,
    open: false,
};

#[derive(Default)]
pub(super) struct Scan {
    /// By getting on at the stop.
    pub board: Vec<Profile>,
    /// By being put down at the stop: the next ride from there or from a stop near by, time to change included.
    change: Vec<Profile>,
    /// The last pair of each list in `change`: small enough to stay in the cache, and it turns most offers away.
    last: Vec<(i32, i32)>,
    trip: Vec<Aboard>,
    kept: Vec<(u32, Aboard)>,
    egress: Vec<i32>,
}

impl Plan<'_> {
    pub fn scan(&self, work: &mut Scan, egress: &Near) {
        for list in [&mut work.board, &mut work.change] {
            list.resize_with(self.stops, Vec::new);
            list.iter_mut().for_each(Vec::clear);
        }
        work.last.clear();
        work.last.resize(self.stops, (i32::MIN, i32::MAX));
        work.trip.clear();
        work.trip.resize(self.trips, NOT_ABOARD);
        work.egress.clear();
        work.egress.resize(self.stops, NEVER);
        for &(stop, seconds) in egress {
            work.egress[stop as usize] = seconds;
        }
        let mut at = 0;
        while let Some(first) = self.hops.get(at) {
            let end = at
                + self.hops[at..]
                    .iter()
                    .take_while(|h| h.depart == first.depart)
                    .count();
            // Hops that take no time may hang together in any order: until nothing changes. Each pass begins with the trips
            // as they were, or a trip that calls twice in one moment would lead back in time.
            let instant = self.hops[at..end].iter().any(|h| h.arrive == h.depart);
            if instant {
                work.kept.clear();
                work.kept.extend(
                    self.hops[at..end]
                        .iter()
                        .map(|h| (h.trip, work.trip[h.trip as usize])),
                );
            }
            for _ in 0..64 {
                let mut changed = false;
                for i in at..end {
                    changed |= self.hop(work, i);
                }
                if !(instant && changed) {
                    break;
                }
                for &(trip, aboard) in &work.kept {
                    work.trip[trip as usize] = aboard;
                }
            }
            at = end;
        }
    }

    /// The minute of the window that a moment at the place scanned from serves: the last one before which nobody would have
    /// left, or the first by which one has arrived. Moments of one minute are alike, so far fewer pairs are worth keeping.
    fn on_the_minute(&self, moment: i32) -> i32 {
        match self.minutes {
            None => moment,
            Some((begin, last, true)) => {
                let minute = (-moment - begin).div_euclid(60).min(last);
                if minute < 0 { NEVER } else { -(begin + 60 * minute) }
            }
            Some((begin, last, false)) => {
                let minute = (moment - begin + 59).div_euclid(60).max(0);
                if minute > last { NEVER } else { begin + 60 * minute }
            }
        }
    }

    fn hop(&self, work: &mut Scan, i: usize) -> bool {
        let h = &self.hops[i];
        let before = work.trip[h.trip as usize];
        let mut best = before.best;
        if h.closed & 2 == 0 {
            let walk = work.egress[h.to as usize];
            if walk < NEVER {
                best = best.min(self.on_the_minute(h.arrive + walk));
            }
            // From the end, where departures are just later than this arrival.
            let later = work.change[h.to as usize].iter().rev().find(|p| p.0 >= h.arrive);
            best = best.min(later.map_or(NEVER, |p| p.1));
        }
        if best >= NEVER || best - h.depart > self.most {
            return false;
        }
        let open = h.closed & 1 == 0;
        work.trip[h.trip as usize] = Aboard {
            best,
            depart: h.depart,
            open,
        };
        if !open || !insert(&mut work.board[h.from as usize], h.depart, best) {
            return false;
        }
        work.offer_change(h.from, h.depart - self.change[h.from as usize], best);
        // Who reaches the next stop of this very trip in time was told there.
        let told = before.open && before.best == best;
        let spare = if told { before.depart - h.depart } else { i32::MIN };
        for p in self.walks.of(self.pair[i]) {
            if p.detour <= spare {
                break;
            }
            work.offer_change(p.stop, h.depart - p.seconds, best);
        }
        true
    }
}

impl Scan {
    /// By stop: what the quickest way from getting on there takes, [`NEVER`] where nothing leaves.
    pub fn quickest(&self) -> Vec<i32> {
        let quickest = |p: &Profile| p.iter().map(|(depart, arrive)| arrive - depart).min();
        self.board.iter().map(|p| quickest(p).unwrap_or(NEVER)).collect()
    }

    fn offer_change(&mut self, stop: u32, depart: i32, arrive: i32) {
        let last = &mut self.last[stop as usize];
        if depart <= last.0 && arrive >= last.1 {
            return;
        }
        let profile = &mut self.change[stop as usize];
        if insert(profile, depart, arrive)
            && let Some(&now) = profile.last()
        {
            *last = now;
        }
    }
}

/// Puts a pair in when none is better, and takes out those that it beats.
fn insert(profile: &mut Profile, depart: i32, arrive: i32) -> bool {
    let mut at = profile.len();
    while at > 0 && profile[at - 1].0 < depart {
        at -= 1;
    }
    if at > 0 && profile[at - 1].1 <= arrive {
        return false;
    }
    // One that leaves at the same time and arrives later is beaten too.
    let start = if at > 0 && profile[at - 1].0 == depart {
        at - 1
    } else {
        at
    };
    let beaten = profile[start..].iter().take_while(|p| p.1 >= arrive).count();
    if beaten == 1 {
        profile[start] = (depart, arrive);
    } else {
        profile.splice(start..start + beaten, [(depart, arrive)]);
    }
    true
}
