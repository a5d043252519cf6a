//! Public transport over every minute of a window: a profile connection scan.
//!
//! For each place on the shorter side of the question one scan over the hops of the day, latest first, gives for every stop all
//! pairs (departure, arrival) that are worth taking. Places on the other side then read their minutes from the stops
//! they can walk to. When the shorter side is where journeys begin, time and direction are turned round.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::ask::Asking;
use crate::error::{Result, TravelError};
use crate::geo::Place;
use crate::graph::FAR;
use crate::hierarchy::{Ends, Way};
use crate::mode::Street;
use crate::progress::Progress;
use crate::streets::Streets;
use crate::timetable::{DAY, Hop, Timetable, Walks, whole_seconds};

/// When and how far someone travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct When {
    /// Days since 1970-01-01, see [`crate::day_number`].
    pub day: i32,
    /// Seconds after midnight at which the window begins.
    pub seconds: i32,
    /// Minutes of the window: each is asked.
    pub window: u32,
    /// The window is of arrivals, not of departures.
    pub arrive_by: bool,
    /// A journey that takes longer counts as none.
    pub most_minutes: u32,
    /// No walk to the first stop, from the last or without any ride is longer.
    pub most_walk_minutes: u32,
    pub step_free: bool,
}

impl When {
    pub fn new(day: i32, seconds: i32) -> Self {
        Self {
            day,
            seconds,
            window: 60,
            arrive_by: false,
            most_minutes: 120,
            most_walk_minutes: 30,
            step_free: false,
        }
    }

    /// Reads `2019-05-14T08:00`.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || TravelError::Question(format!("`{text}` is no day and time: write 2019-05-14T08:00"));
        let (day, time) = text.split_once('T').ok_or_else(bad)?;
        let mut parts = day.splitn(3, '-');
        let mut part = || parts.next().filter(|p| p.bytes().all(|b| b.is_ascii_digit()));
        let year = part().and_then(|p| p.parse().ok()).ok_or_else(bad)?;
        let month = part().and_then(|p| p.parse().ok()).ok_or_else(bad)?;
        let date = part().and_then(|p| p.parse().ok()).ok_or_else(bad)?;
        let day = crate::days::day_number(year, month, date).ok_or_else(bad)?;
        let mut parts = time.splitn(3, ':');
        let mut part = |most: i32| {
            parts.next().map_or(Some(0), |p| {
                p.parse::<i32>().ok().filter(|v| (0..most).contains(v))
            })
        };
        let (h, m, s) = (
            part(24).ok_or_else(bad)?,
            part(60).ok_or_else(bad)?,
            part(60).ok_or_else(bad)?,
        );
        Ok(Self::new(day, h * 3_600 + m * 60 + s))
    }

    pub(crate) fn check(&self) -> Result<()> {
        let fine = (1..=1_440).contains(&self.window)
            && (1..=1_440).contains(&self.most_minutes)
            && self.most_walk_minutes <= 240
            && (0..DAY).contains(&self.seconds)
            && (-100_000..200_000).contains(&self.day);
        if fine {
            Ok(())
        } else {
            Err(TravelError::Question(
                "a window and a longest journey are from 1 minute to a day, a walk at most 4 hours".into(),
            ))
        }
    }

    pub(crate) fn street(&self) -> Street {
        if self.step_free {
            Street::StepFree
        } else {
            Street::Walk
        }
    }
}

/// Seconds for each pair, row by row: median and 90th percentile over the window. -1 where more than half (or a tenth)
/// of the minutes have no journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    pub median: Vec<i32>,
    pub p90: Vec<i32>,
    pub to: usize,
}

/// What can be reached on foot from a place: stop and seconds.
pub(crate) type Near = Vec<(u32, i32)>;

/// The part of a network that a transit question needs.
pub(crate) struct Scene<'a> {
    pub streets: &'a Streets,
    pub timetable: &'a Timetable,
}

impl Scene<'_> {
    /// Stops near each place, to them or from them.
    pub fn near(&self, places: &[Place], to_stops: bool, when: &When, how: &Asking<'_>) -> Result<Vec<Near>> {
        let mode = when.street();
        let doors = self.timetable.doors(when.step_free);
        let door_places: Vec<Place> = doors.iter().map(|d| self.timetable.door_place(d.0)).collect();
        let door_ends = self.ends(mode, &door_places, !to_stops, how);
        let way = if to_stops { Way::Out } else { Way::Back };
        let targets = self.streets.hierarchy(mode).targets(&door_ends.0, way);
        let limit = when.most_walk_minutes as i32 * 60;
        let mut out = Vec::with_capacity(places.len());
        // In parts, so that a large question does not hold every place times every stop at once.
        for part in places.chunks(256) {
            let (ends, snaps) = self.ends(mode, part, to_stops, how);
            let mut table = targets.table(&ends, how.threads, how.progress)?;
            self.streets
                .at_hand(mode, &snaps, &door_ends.1, way, |i, k, direct| {
                    let cell = &mut table[i * doors.len() + k];
                    *cell = (*cell).min(direct);
                });
            for row in table.chunks(doors.len().max(1)).take(part.len()) {
                let mut near = Near::new();
                for (&ms, &(_, stop, inner)) in row.iter().zip(&doors) {
                    if ms < FAR {
                        let seconds = whole_seconds(ms) + inner;
                        if seconds <= limit {
                            near.push((stop, seconds));
                        }
                    }
                }
                // A stop with several doors counts once.
                near.sort_unstable();
                near.dedup_by_key(|n| n.0);
                out.push(near);
            }
            if doors.is_empty() {
                out.extend(part.iter().map(|_| Near::new()));
            }
        }
        Ok(out)
    }

    #[allow(clippy::type_complexity)]
    fn ends(
        &self,
        mode: Street,
        places: &[Place],
        leaving: bool,
        how: &Asking<'_>,
    ) -> (Vec<Ends>, Vec<Option<crate::Snap>>) {
        let snaps = self.streets.snaps(mode, places, how.speeds, how.most_metres);
        let ends = snaps.iter().map(|s| match s {
            Some(s) if leaving => self.streets.leaving(mode, s),
            Some(s) => self.streets.arriving(mode, s),
            None => Ends::new(),
        });
        (ends.collect(), snaps)
    }

    pub fn window(&self, from: &[Place], to: &[Place], when: &When, how: &Asking<'_>) -> Result<Window> {
        when.check()?;
        let walk_limit = when.most_walk_minutes.min(when.most_minutes) as i32 * 60;
        let walked = self.streets.table(when.street(), from, to, how)?;
        let direct = |f: usize, t: usize| {
            let ms = walked.ms[f * to.len() + t];
            let seconds = whole_seconds(ms);
            if ms < FAR && seconds <= walk_limit {
                seconds
            } else {
                NEVER
            }
        };
        let access = self.near(from, true, when, how)?;
        let egress = self.near(to, false, when, how)?;
        self.fill(&access, &egress, &direct, when, how)
    }

    /// The scan itself, once it is known who is near which stop. `direct` gives the seconds of a walk without a ride.
    pub fn fill(
        &self,
        access: &[Near],
        egress: &[Near],
        direct: &(dyn Fn(usize, usize) -> i32 + Sync),
        when: &When,
        how: &Asking<'_>,
    ) -> Result<Window> {
        let (rows, columns) = (access.len(), egress.len());
        let most = when.most_minutes as i32 * 60;
        let end = when.seconds + (when.window as i32 - 1) * 60;
        let (lo, hi) = if when.arrive_by {
            (when.seconds - most, end)
        } else {
            (when.seconds, end + most)
        };
        let running = self.timetable.running(when.day, lo, hi, when.step_free);
        let walks = &self.timetable.walks[usize::from(when.step_free)];
        let turned = rows < columns;
        let (hops, walks) = if turned {
            (turn_round(&running.hops), walks.clone())
        } else {
            (latest_first(running.hops.clone()), walks.reversed())
        };
        let (centre, around) = if turned {
            (access, egress)
        } else {
            (egress, access)
        };
        let (pair, walks) = PairWalks::build(&hops, &walks, self.timetable.stops());
        let plan = Plan {
            hops: &hops,
            pair,
            walks,
            change: &self.timetable.change,
            trips: running.trips.len(),
            stops: self.timetable.stops(),
            most,
            minutes: (turned != when.arrive_by).then_some((when.seconds, when.window as i32 - 1, turned)),
        };
        let mut out = Window {
            median: vec![-1; rows * columns],
            p90: vec![-1; rows * columns],
            to: columns,
        };
        if rows * columns == 0 {
            return Ok(out);
        }
        let columns_of: Vec<Vec<(i32, i32)>> =
            shared(centre.len(), how.threads, how.progress, |work: &mut Scan, c| {
                plan.scan(work, &centre[c]);
                let mut minutes = Minutes::new(when);
                let pairs = around.iter().enumerate().map(|(a, near)| {
                    let (f, t) = if turned { (c, a) } else { (a, c) };
                    minutes.reset(direct(f, t));
                    for &(stop, walk) in near {
                        let profile = &work.board[stop as usize];
                        // Both ways departures and arrivals rise, so the rest can be left once the window is full.
                        if turned {
                            let begin = profile.partition_point(|p| minutes.too_early(-p.1));
                            profile[begin..]
                                .iter()
                                .all(|&(d, a)| minutes.offer(-a, -d + walk));
                        } else {
                            let end = profile.partition_point(|p| !minutes.too_early(p.0 - walk));
                            profile[..end]
                                .iter()
                                .rev()
                                .all(|&(d, a)| minutes.offer(d - walk, a));
                        }
                    }
                    minutes.finish()
                });
                pairs.collect()
            })?;
        for (c, column) in columns_of.into_iter().enumerate() {
            for (a, (median, p90)) in column.into_iter().enumerate() {
                let cell = if turned { c * columns + a } else { a * columns + c };
                out.median[cell] = median;
                out.p90[cell] = p90;
            }
        }
        Ok(out)
    }
}

pub(crate) const NEVER: i32 = i32::MAX / 4;

/// Latest departure first; of equal ones the later arrival, and the later hop of a trip.
pub(crate) fn latest_first(mut hops: Vec<Hop>) -> Vec<Hop> {
    hops.sort_unstable_by_key(|h| std::cmp::Reverse((h.depart, h.arrive, h.trip, h.order)));
    hops
}

/// The same hops with time and direction turned round, latest departure first.
pub(crate) fn turn_round(hops: &[Hop]) -> Vec<Hop> {
    let turned = hops.iter().map(|h| Hop {
        depart: -h.arrive,
        arrive: -h.depart,
        from: h.to,
        to: h.from,
        trip: h.trip,
        order: u32::MAX - h.order,
        closed: h.closed >> 1 & 1 | h.closed << 1 & 2,
    });
    latest_first(turned.collect())
}

/// Work shared by threads, results in order.
fn shared<T: Send, W: Default>(
    count: usize,
    threads: usize,
    progress: &Progress<'_>,
    each: impl Fn(&mut W, usize) -> T + Sync,
) -> Result<Vec<T>> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let run = || {
        let (mut work, mut made) = (W::default(), Vec::new());
        loop {
            let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if i >= count || progress.step("public transport", i as u64, count as u64).is_err() {
                return made;
            }
            made.push((i, each(&mut work, i)));
        }
    };
    let threads = threads.clamp(1, count.max(1));
    let mut all = if threads == 1 {
        run()
    } else {
        std::thread::scope(|scope| {
            let handles: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
            handles
                .into_iter()
                .filter_map(|h| h.join().ok())
                .flatten()
                .collect()
        })
    };
    progress.check()?;
    all.sort_unstable_by_key(|x| x.0);
    Ok(all.into_iter().map(|x| x.1).collect())
}

struct Plan<'a> {
    hops: &'a [Hop],
    /// By hop: which list of `walks` holds the walks to where it begins.
    pair: Vec<u32>,
    walks: PairWalks,
    change: &'a [i32],
    trips: usize,
    stops: usize,
    most: i32,
    /// Where the window is at the places that are scanned from: its first minute, its last one's number, whether time is turned.
    minutes: Option<(i32, i32, bool)>,
}

/// For two stops that follow each other on a trip, who may walk to the first one, those first for whom walking on to the second
/// is the longest detour. Someone for whom it is none gets on there instead, so most of a list need not be read.
#[derive(Default)]
struct PairWalks {
    first: Vec<u32>,
    all: Vec<PairWalk>,
}

#[derive(Clone, Copy)]
struct PairWalk {
    detour: i32,
    stop: u32,
    seconds: i32,
}

impl PairWalks {
    fn build(hops: &[Hop], walks_in: &Walks, stops: usize) -> (Vec<u32>, Self) {
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
type Profile = Vec<(i32, i32)>;

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
struct Scan {
    /// By getting on at the stop.
    board: Vec<Profile>,
    /// By being put down at the stop: the next ride from there or from a stop near by, time to change included.
    change: Vec<Profile>,
    /// The last pair of each list in `change`: small enough to stay in the cache, and it turns most offers away.
    last: Vec<(i32, i32)>,
    trip: Vec<Aboard>,
    kept: Vec<(u32, Aboard)>,
    egress: Vec<i32>,
}

impl Plan<'_> {
    fn scan(&self, work: &mut Scan, egress: &Near) {
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

/// Minutes of the window for one pair.
struct Minutes {
    begin: i32,
    arrive_by: bool,
    most: i32,
    best: Vec<i32>,
    direct: i32,
    sorted: Vec<i32>,
}

impl Minutes {
    fn new(when: &When) -> Self {
        Self {
            begin: when.seconds,
            arrive_by: when.arrive_by,
            most: when.most_minutes as i32 * 60,
            best: vec![NEVER; when.window as usize],
            direct: NEVER,
            sorted: Vec::with_capacity(when.window as usize),
        }
    }

    fn reset(&mut self, direct: i32) {
        self.best.fill(NEVER);
        self.direct = direct;
    }

    /// Leaves before the first minute of a window of departures.
    fn too_early(&self, leave: i32) -> bool {
        !self.arrive_by && leave < self.begin
    }

    /// A journey that leaves the first place and arrives at the last; false when later ones cannot matter.
    fn offer(&mut self, leave: i32, arrive: i32) -> bool {
        let last = self.best.len() as i32 - 1;
        if self.arrive_by {
            // The first minute by which it has arrived.
            let minute = (arrive - self.begin + 59).div_euclid(60).max(0);
            if minute <= last {
                let slot = &mut self.best[minute as usize];
                *slot = (*slot).min(-leave);
            }
            minute <= last
        } else {
            let minute = (leave - self.begin) / 60;
            let slot = &mut self.best[minute.clamp(0, last) as usize];
            *slot = (*slot).min(arrive);
            minute < last
        }
    }

    /// Median and 90th percentile by nearest rank, seconds.
    fn finish(&mut self) -> (i32, i32) {
        let n = self.best.len();
        self.sorted.clear();
        let mut best = NEVER;
        for k in 0..n {
            let minute = if self.arrive_by { k } else { n - 1 - k };
            best = best.min(self.best[minute]);
            let clock = self.begin + minute as i32 * 60;
            let took = if best >= NEVER {
                NEVER
            } else if self.arrive_by {
                clock + best
            } else {
                best - clock
            };
            let took = took.min(self.direct);
            self.sorted.push(if took <= self.most { took } else { NEVER });
        }
        self.sorted.sort_unstable();
        let at = |part: f64| {
            let rank = ((part * n as f64).ceil() as usize).clamp(1, n);
            Some(self.sorted[rank - 1]).filter(|&t| t < NEVER).unwrap_or(-1)
        };
        (at(0.5), at(0.9))
    }
}

#[cfg(test)]
mod raptor;
#[cfg(test)]
mod tests;
