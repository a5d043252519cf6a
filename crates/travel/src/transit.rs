//! Public transport over every minute of a window: a profile connection scan.
//!
//! For each place on the shorter side of the question one scan over the hops of the day, latest first, gives for every stop all
//! pairs (departure, arrival) that are worth taking. Places on the other side then read their minutes from the stops
//! they can walk to. When the shorter side is where journeys begin, time and direction are turned round.

mod minutes;
mod scan;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::minutes::Minutes;
use self::scan::{PairWalks, Plan, Scan};
use crate::ask::{Asking, transposed};
use crate::error::{Result, TravelError};
use crate::geo::Place;
use crate::graph::FAR;
use crate::hierarchy::{Ends, Sweep, Way};
use crate::mode::Street;
use crate::progress::Progress;
use crate::snap::Snap;
use crate::streets::Streets;
use crate::timetable::{DAY, Hop, Timetable, whole_seconds};

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
    /// No walk to the first stop or from the last is longer.
    pub most_walk_minutes: u32,
    /// No way without any ride is longer. More than the walk to a stop: whoever would walk half an hour and ride on walks a
    /// few minutes more where that is quicker, and no minutes by public transport should be more than those on foot.
    #[serde(default = "two_hours")]
    pub most_on_foot_minutes: u32,
    pub step_free: bool,
}

fn two_hours() -> u32 {
    120
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
            most_on_foot_minutes: two_hours(),
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
            && self.most_on_foot_minutes <= 1_440
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

    /// The first and the last second at which a vehicle can matter.
    pub(crate) fn span(&self) -> (i32, i32) {
        let most = self.most_minutes as i32 * 60;
        let end = self.seconds + (self.window as i32 - 1) * 60;
        if self.arrive_by {
            (self.seconds - most, end)
        } else {
            (self.seconds, end + most)
        }
    }

    pub(crate) fn street(&self) -> Street {
        street(self.step_free)
    }
}

fn street(step_free: bool) -> Street {
    if step_free { Street::StepFree } else { Street::Walk }
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

/// Stops that can be used, where they meet the streets, and the sweep over the streets to or from them.
#[derive(Debug)]
pub(crate) struct Doors {
    /// Stop, and the seconds between it and its door.
    stops: Vec<(u32, i32)>,
    snaps: Vec<Option<Snap>>,
    sweep: Arc<Sweep>,
}

/// What runs in some hours of a day, in the order in which it is scanned.
#[derive(Debug)]
pub(crate) struct Course {
    turned: bool,
    hops: Vec<Hop>,
    pair: Vec<u32>,
    walks: PairWalks,
    trips: usize,
}

/// The part of a network that a transit question needs.
pub(crate) struct Scene<'a> {
    pub streets: &'a Streets,
    pub timetable: &'a Timetable,
}

impl Scene<'_> {
    /// Stops near each place, to them or from them.
    pub fn near(&self, places: &[Place], to_stops: bool, when: &When, how: &Asking<'_>) -> Result<Vec<Near>> {
        let doors = self.doors(to_stops, when.step_free, how);
        self.near_by(&doors, places, to_stops, when, how)
    }

    /// Where stops meet the streets, for places that go to them or come from them.
    pub fn doors(&self, to_stops: bool, step_free: bool, how: &Asking<'_>) -> Doors {
        let mode = street(step_free);
        let doors = self.timetable.doors(step_free);
        let places: Vec<Place> = doors.iter().map(|d| self.timetable.door_place(d.0)).collect();
        let (ends, snaps) = self.ends(mode, &places, !to_stops, how);
        let way = if to_stops { Way::Out } else { Way::Back };
        Doors {
            stops: doors.iter().map(|&(_, stop, inner)| (stop, inner)).collect(),
            snaps,
            sweep: Arc::new(self.streets.hierarchy(mode).sweep(&ends, way)),
        }
    }

    /// As [`Scene::near`], by doors that were found before for the same way of going.
    pub fn near_by(
        &self,
        doors: &Doors,
        places: &[Place],
        to_stops: bool,
        when: &When,
        how: &Asking<'_>,
    ) -> Result<Vec<Near>> {
        let mode = when.street();
        let way = if to_stops { Way::Out } else { Way::Back };
        let targets = self.streets.hierarchy(mode).along(Arc::clone(&doors.sweep));
        let wide = doors.stops.len();
        let limit = when.most_walk_minutes as i32 * 60;
        let mut out = Vec::with_capacity(places.len());
        // In parts, so that a large question does not hold every place times every stop at once.
        for part in places.chunks(256) {
            let (ends, snaps) = self.ends(mode, part, to_stops, how);
            let mut table = targets.table(&ends, how.threads, how.progress)?;
            self.streets
                .at_hand(mode, &snaps, &doors.snaps, way, |i, k, direct| {
                    let cell = &mut table[i * wide + k];
                    *cell = (*cell).min(direct);
                });
            for row in table.chunks(wide.max(1)).take(part.len()) {
                let mut near = Near::new();
                for (&ms, &(stop, inner)) in row.iter().zip(&doors.stops) {
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
            if wide == 0 {
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
    ) -> (Vec<Ends>, Vec<Option<Snap>>) {
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
        let access = self.near(from, true, when, how)?;
        let egress = self.near(to, false, when, how)?;
        let walked = self.walked(from, to, when, how)?;
        self.fill(&access, &egress, &walked, when, how)
    }

    /// Seconds of a walk without a ride, by the numbers of both places.
    pub fn walked(
        &self,
        from: &[Place],
        to: &[Place],
        when: &When,
        how: &Asking<'_>,
    ) -> Result<impl Fn(usize, usize) -> i32 + Sync + use<>> {
        let limit = when.most_on_foot_minutes.min(when.most_minutes) as i32 * 60;
        let walked = self.streets.table(when.street(), from, to, how)?;
        // As the scan reads it: everyone on the longer side for one place of the shorter.
        let (ms, (row, column)) = if from.len() < to.len() {
            (walked.ms, (to.len(), 1))
        } else {
            (transposed(&walked.ms, from.len(), to.len()), (1, from.len()))
        };
        Ok(move |f: usize, t: usize| {
            let ms = ms[f * row + t * column];
            let seconds = whole_seconds(ms);
            if ms < FAR && seconds <= limit {
                seconds
            } else {
                NEVER
            }
        })
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
        let course = self.course(when.day, when.span(), when.step_free, access.len() < egress.len());
        self.fill_on(&course, access, egress, direct, when, how)
    }

    /// What runs between two moments of a day, ready to be scanned: from where journeys begin when it is turned round.
    pub fn course(&self, day: i32, (lo, hi): (i32, i32), step_free: bool, turned: bool) -> Course {
        let running = self.timetable.running(day, lo, hi, step_free);
        let walks = &self.timetable.walks[usize::from(step_free)];
        let (hops, walks) = if turned {
            (turn_round(&running.hops), walks.clone())
        } else {
            (latest_first(running.hops), walks.reversed())
        };
        let (pair, walks) = PairWalks::build(&hops, &walks, self.timetable.stops());
        Course {
            turned,
            hops,
            pair,
            walks,
            trips: running.trips.len(),
        }
    }

    /// As [`Scene::fill`], on a course that holds at least the span of the question.
    pub fn fill_on(
        &self,
        course: &Course,
        access: &[Near],
        egress: &[Near],
        direct: &(dyn Fn(usize, usize) -> i32 + Sync),
        when: &When,
        how: &Asking<'_>,
    ) -> Result<Window> {
        let (rows, columns) = (access.len(), egress.len());
        let turned = course.turned;
        let (centre, around) = if turned {
            (access, egress)
        } else {
            (egress, access)
        };
        // At night most stops near a place are served by nothing: they are passed over once and not for every pair.
        let mut served = vec![false; self.timetable.stops()];
        for h in &course.hops {
            served[h.from as usize] = true;
        }
        let around: Vec<Near> = around
            .iter()
            .map(|near| near.iter().filter(|n| served[n.0 as usize]).copied().collect())
            .collect();
        let plan = Plan {
            hops: &course.hops,
            pair: &course.pair,
            walks: &course.walks,
            change: &self.timetable.change,
            trips: course.trips,
            stops: self.timetable.stops(),
            most: when.most_minutes as i32 * 60,
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
                let quickest = work.quickest();
                let mut minutes = Minutes::new(when);
                let mut near_by: Vec<(i32, u32, i32)> = Vec::new();
                let pairs = around.iter().enumerate().map(|(a, near)| {
                    let (f, t) = if turned { (c, a) } else { (a, c) };
                    minutes.reset(direct(f, t));
                    let offer = |minutes: &mut Minutes, stop: u32, walk: i32| {
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
                    };
                    // A stop whose quickest way takes as long as the worst minute by the best stop changes nothing.
                    let limit = minutes.limit();
                    near_by.clear();
                    near_by.extend(
                        near.iter()
                            .map(|&(stop, walk)| (quickest[stop as usize] + walk, stop, walk))
                            .filter(|n| n.0 < limit),
                    );
                    let Some(&best) = near_by.iter().min() else {
                        return minutes.on_foot();
                    };
                    offer(&mut minutes, best.1, best.2);
                    let limit = if near_by.len() > 2 { minutes.worst() } else { NEVER };
                    for &other in near_by.iter().filter(|n| n.0 < limit && **n != best) {
                        offer(&mut minutes, other.1, other.2);
                    }
                    minutes.finish()
                });
                pairs.collect()
            })?;
        // In strips: whole columns of a long table would miss the cache at every step.
        const STRIP: usize = 64;
        for from in (0..around.len()).step_by(STRIP) {
            for (c, column) in columns_of.iter().enumerate() {
                for (a, &(median, p90)) in column.iter().enumerate().skip(from).take(STRIP) {
                    let cell = if turned { c * columns + a } else { a * columns + c };
                    out.median[cell] = median;
                    out.p90[cell] = p90;
                }
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

#[cfg(test)]
mod raptor;
#[cfg(test)]
mod tests;
