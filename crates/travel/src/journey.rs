//! One journey, so that a number can be explained.

use crate::ask::Asking;
use crate::error::{Result, TravelError};
use crate::geo::Place;
use crate::leg::{CallAt, Journey, Leg, clock_text, street_leg, vehicle};
use crate::mode::{Mode, Street};
use crate::net::Network;
use crate::path::Path;
use crate::timetable::{Hop, Running, Timetable, Walks};
use crate::transit::{NEVER, Near, When, turn_round};

/// What was ridden and walked, in order.
struct Found {
    depart: i32,
    arrive: i32,
    rides: Vec<Ride>,
    /// Seconds from the last stop to the place.
    egress: i32,
}

struct Ride {
    /// Seconds walked to where it is got on.
    walk: i32,
    trip: u32,
    /// Its first and last hop by their place in the trip.
    first: u32,
    last: u32,
}

#[derive(Clone, Copy)]
struct Ready {
    at: i32,
    /// The hop got on and off by, and the seconds walked since; none at the start.
    by: Option<(u32, u32, i32)>,
}

struct Best {
    time: i32,
    /// (got on, got off) by hop, and seconds walked since, first ride first.
    rides: Vec<(u32, u32, i32)>,
}

/// Earliest arrival over hops in order of departure. Works on turned hops alike.
fn earliest(
    hops: &[Hop],
    trips: usize,
    start: &Near,
    goal: &Near,
    begin: i32,
    walks: &Walks,
    change: &[i32],
) -> Option<Best> {
    let n = change.len();
    let mut ready = vec![Ready { at: NEVER, by: None }; n];
    let mut to_goal = vec![NEVER; n];
    for &(s, seconds) in goal {
        to_goal[s as usize] = seconds;
    }
    for &(s, seconds) in start {
        ready[s as usize].at = ready[s as usize].at.min(begin + seconds);
    }
    let mut on = vec![u32::MAX; trips];
    let mut best: Option<(i32, u32, u32)> = None;
    let mut at = hops.partition_point(|h| h.depart < begin);
    while let Some(first) = hops.get(at) {
        if best.is_some_and(|b| first.depart > b.0) {
            break;
        }
        let end = at + hops[at..].iter().take_while(|h| h.depart == first.depart).count();
        let instant = hops[at..end].iter().any(|h| h.arrive == h.depart);
        for _ in 0..64 {
            let mut changed = false;
            for (i, h) in hops.iter().enumerate().take(end).skip(at) {
                let seat = &mut on[h.trip as usize];
                // A seat taken at a later call of the same moment is none yet.
                if *seat == u32::MAX || *seat > i as u32 {
                    if h.closed & 1 != 0 || ready[h.from as usize].at > h.depart {
                        continue;
                    }
                    *seat = i as u32;
                    changed = true;
                }
                let seat = *seat;
                if h.closed & 2 != 0 {
                    continue;
                }
                let goal = to_goal[h.to as usize];
                if goal < NEVER && best.is_none_or(|b| h.arrive + goal < b.0) {
                    best = Some((h.arrive + goal, seat, i as u32));
                }
                let mut reach = |stop: u32, seconds: i32| {
                    let slot = &mut ready[stop as usize];
                    if h.arrive + seconds < slot.at {
                        *slot = Ready {
                            at: h.arrive + seconds,
                            by: Some((seat, i as u32, seconds)),
                        };
                        changed = true;
                    }
                };
                reach(h.to, change[h.to as usize]);
                walks.from(h.to).for_each(|(w, s)| reach(w, s));
            }
            if !(instant && changed) {
                break;
            }
        }
        at = end;
    }
    let (time, on, off) = best?;
    let mut rides = vec![(on, off, 0)];
    while let Some(by) = rides
        .last()
        .and_then(|r| hops.get(r.0 as usize))
        .and_then(|h| ready[h.from as usize].by)
    {
        rides.push(by);
        if rides.len() > 200 {
            break;
        }
    }
    rides.reverse();
    Some(Best { time, rides })
}

/// The earliest moment at each stop by being put down there, [`NEVER`] where that is not within the limits.
pub(crate) fn arrivals(timetable: &Timetable, start: &Near, when: &When) -> Vec<i32> {
    let running = timetable.running(
        when.day,
        when.seconds,
        when.seconds + when.most_minutes as i32 * 60,
        when.step_free,
    );
    let walks = &timetable.walks[usize::from(when.step_free)];
    let n = timetable.stops();
    let (mut ready, mut put_down) = (vec![NEVER; n], vec![NEVER; n]);
    for &(s, seconds) in start {
        ready[s as usize] = when.seconds + seconds;
    }
    let mut on = vec![false; running.trips.len()];
    // Twice over hops of one moment would be needed only where two of them take no time; a map may round that away.
    for h in &running.hops {
        let aboard = &mut on[h.trip as usize];
        *aboard |= h.closed & 1 == 0 && ready[h.from as usize] <= h.depart;
        if *aboard && h.closed & 2 == 0 && h.arrive < put_down[h.to as usize] {
            put_down[h.to as usize] = h.arrive;
            let again = &mut ready[h.to as usize];
            *again = (*again).min(h.arrive + timetable.change[h.to as usize]);
            for (w, s) in walks.from(h.to) {
                ready[w as usize] = ready[w as usize].min(h.arrive + s);
            }
        }
    }
    put_down
}

impl Network {
    /// The quickest journey; none when there is none within the limits. With public transport, of those that arrive first the one
    /// that leaves last.
    pub fn journey(
        &self,
        mode: Mode,
        from: Place,
        to: Place,
        when: Option<&When>,
        how: &Asking<'_>,
    ) -> Result<Option<Journey>> {
        if !mode.rides() {
            let path = self.street_path(mode.street(), from, to, how)?;
            return Ok(path.map(|p| {
                let leg = street_leg(mode.street(), "the start", "the end", p.minutes, Some(&p));
                Journey::of(String::new(), String::new(), p.minutes, vec![leg])
            }));
        }
        let when =
            when.ok_or_else(|| TravelError::Question("public transport needs --depart or --arrive".into()))?;
        let when = &When {
            step_free: mode == Mode::StepFreeTransit,
            ..when.clone()
        };
        when.check()?;
        let scene = self.scene()?;
        let start = scene.near(&[from], true, when, how)?.pop().unwrap_or_default();
        let goal = scene.near(&[to], false, when, how)?.pop().unwrap_or_default();
        let most = when.most_minutes as i32 * 60;
        let (lo, hi) = if when.arrive_by {
            (when.seconds - most, when.seconds)
        } else {
            (when.seconds, when.seconds + most)
        };
        let running = scene.timetable.running(when.day, lo, hi, when.step_free);
        let found = self.ride(scene.timetable, &running, &start, &goal, when);
        let walked = self.street_path(when.street(), from, to, how)?;
        let walked =
            walked.filter(|p| p.minutes <= f64::from(when.most_on_foot_minutes.min(when.most_minutes)));
        if let Some(p) = walked {
            let seconds = (p.minutes * 60.0).round() as i32;
            let slower = |f: &Found| {
                if when.arrive_by {
                    f.depart <= when.seconds - seconds
                } else {
                    f.arrive >= when.seconds + seconds
                }
            };
            if found.as_ref().is_none_or(slower) {
                let (a, b) = if when.arrive_by {
                    (when.seconds - seconds, when.seconds)
                } else {
                    (when.seconds, when.seconds + seconds)
                };
                let leg = street_leg(when.street(), "the start", "the end", p.minutes, Some(&p));
                return Ok(Some(Journey::of(
                    clock_text(a),
                    clock_text(b),
                    p.minutes,
                    vec![leg],
                )));
            }
        }
        let Some(found) = found.filter(|f| f.arrive - f.depart <= most) else {
            return Ok(None);
        };
        self.explain(scene.timetable, &running, &found, from, to, when, how)
            .map(Some)
    }

    fn street_path(&self, mode: Street, from: Place, to: Place, how: &Asking<'_>) -> Result<Option<Path>> {
        how.progress.check()?;
        let snaps = self.streets.snaps(mode, &[from, to], how.speeds, how.most_metres);
        let path = match &snaps[..] {
            [Some(a), Some(b)] => self.streets.path(mode, a, b),
            _ => None,
        };
        Ok(path)
    }

    fn ride(
        &self,
        timetable: &Timetable,
        running: &Running,
        start: &Near,
        goal: &Near,
        when: &When,
    ) -> Option<Found> {
        let walks = &timetable.walks[usize::from(when.step_free)];
        let trips = running.trips.len();
        let arrive = if when.arrive_by {
            when.seconds
        } else {
            earliest(
                &running.hops,
                trips,
                start,
                goal,
                when.seconds,
                walks,
                &timetable.change,
            )?
            .time
        };
        // Back from the arrival: of all journeys that arrive by then the one that leaves last.
        let mut turned = turn_round(&running.hops);
        turned.reverse();
        let best = earliest(
            &turned,
            trips,
            goal,
            start,
            -arrive,
            &walks.reversed(),
            &timetable.change,
        )?;
        let order = |i: u32| turned.get(i as usize).map_or(0, |h| u32::MAX - h.order);
        let hop = |i: u32| turned.get(i as usize).copied();
        // The last ride found is the first one taken, and what was walked since a turned ride is walked before the real one.
        let mut fixed = Vec::new();
        for &(on, off, walk) in best.rides.iter().rev() {
            fixed.push(Ride {
                walk,
                trip: hop(on)?.trip,
                first: order(off),
                last: order(on),
            });
        }
        let first_stop = hop(best.rides.last()?.1)?.to;
        let last_stop = hop(best.rides.first()?.0)?.from;
        let walk_to = start.iter().find(|n| n.0 == first_stop)?.1;
        let egress = goal.iter().find(|n| n.0 == last_stop)?.1;
        if let Some(r) = fixed.first_mut() {
            r.walk = walk_to;
        }
        let depart = -best.time;
        let arrive = -hop(best.rides.first()?.0)?.depart + egress;
        Some(Found {
            depart,
            arrive,
            rides: fixed,
            egress,
        })
    }

    #[allow(clippy::too_many_arguments)]
    fn explain(
        &self,
        timetable: &Timetable,
        running: &Running,
        found: &Found,
        from: Place,
        to: Place,
        when: &When,
        how: &Asking<'_>,
    ) -> Result<Journey> {
        let mode = when.street();
        let mut legs = Vec::new();
        let mut clock = found.depart;
        let (mut here, mut here_name, mut here_stop) = (from, "the start".to_owned(), None);
        for ride in &found.rides {
            let Some(&(trip, shift)) = running.trips.get(ride.trip as usize) else {
                continue;
            };
            let base = timetable.call_first[trip as usize];
            let (a, b) = ((base + ride.first) as usize, (base + ride.last + 1) as usize);
            let (on, off) = (timetable.call_stop[a], timetable.call_stop[b]);
            let (on_name, off_name) = (
                timetable.stop_name(on).to_owned(),
                timetable.stop_name(off).to_owned(),
            );
            if here_stop != Some(on) {
                let path = self.street_path(mode, here, timetable.stop_place(on), how)?;
                legs.push(street_leg(
                    mode,
                    &here_name,
                    &on_name,
                    f64::from(ride.walk) / 60.0,
                    path.as_ref(),
                ));
                clock += ride.walk;
            }
            let depart = timetable.call_depart[a] + shift;
            let arrive = timetable.call_arrive[b] + shift;
            if depart > clock {
                legs.push(Leg::Wait {
                    at: on_name.clone(),
                    minutes: f64::from(depart - clock) / 60.0,
                });
            }
            let calls = (a..=b).map(|i| CallAt {
                stop: timetable.stop_name(timetable.call_stop[i]).to_owned(),
                id: timetable.stop_id.get(timetable.call_stop[i]).to_owned(),
                time: clock_text(
                    if i == a {
                        timetable.call_depart[i]
                    } else {
                        timetable.call_arrive[i]
                    } + shift,
                ),
            });
            let route = timetable.trip_route[trip as usize];
            legs.push(Leg::Ride {
                vehicle: vehicle(timetable.route_kind[route as usize]).to_owned(),
                route: timetable.route_name.get(route).to_owned(),
                towards: timetable.trip_headsign.get(trip).to_owned(),
                trip: timetable.trip_id.get(trip).to_owned(),
                from: on_name,
                to: off_name.clone(),
                depart: clock_text(depart),
                arrive: clock_text(arrive),
                minutes: f64::from(arrive - depart) / 60.0,
                calls: calls.collect(),
            });
            clock = arrive;
            (here, here_name, here_stop) = (timetable.stop_place(off), off_name, Some(off));
        }
        let path = self.street_path(mode, here, to, how)?;
        legs.push(street_leg(
            mode,
            &here_name,
            "the end",
            f64::from(found.egress) / 60.0,
            path.as_ref(),
        ));
        let minutes = f64::from(found.arrive - found.depart) / 60.0;
        Ok(Journey::of(
            clock_text(found.depart),
            clock_text(found.arrive),
            minutes,
            legs,
        ))
    }
}
