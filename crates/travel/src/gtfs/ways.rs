//! Trips that stand for many, and the ways between stops.

use std::collections::HashMap;

use super::{Call, RawPathway, RawTransfer, RawTrip, Reader};
use crate::days::clock;
use crate::error::Result;

/// Runs that one row of `frequencies.txt` may stand for, and all of them together.
const MOST_RUNS: i32 = 3_000;
const MOST_FREQUENT_TIMES: usize = 20_000_000;

impl Reader<'_, '_> {
    pub(super) fn frequencies(&mut self, first_trip: usize) -> Result<()> {
        let mut by_id: HashMap<String, usize> = HashMap::new();
        if self.archive.table("frequencies.txt")?.is_some() {
            let new = self.out.trips.iter().enumerate().skip(first_trip);
            by_id = new.map(|(i, t)| (t.id.clone(), i)).collect();
        }
        let mut made: Vec<RawTrip> = Vec::new();
        let mut patterns = Vec::new();
        let mut times = 0_usize;
        self.each("frequencies.txt", &["trip_id"], |out, r| {
            let Some(&i) = by_id.get(&*r.get("trip_id")) else {
                return Err(format!("there is no trip {}", r.get("trip_id")));
            };
            let (from, to) = (clock(&r.get("start_time")), clock(&r.get("end_time")));
            let every = r.get("headway_secs").parse::<i32>().ok().filter(|&s| s > 0);
            let (Some(from), Some(to), Some(every)) = (from, to, every) else {
                return Err("it does not say from when to when and how often".into());
            };
            patterns.push(i);
            let t = &out.trips[i];
            let Some(first) = t.calls.first().map(|c| c.depart) else {
                return Ok(());
            };
            let mut run = 0;
            let mut at = from;
            while at < to {
                times += t.calls.len();
                if run == MOST_RUNS || times > MOST_FREQUENT_TIMES {
                    return Err("it stands for too many trips: the rest are left out".into());
                }
                let shift = at - first;
                let moved = t.calls.iter().map(|c| Call {
                    arrive: c.arrive + shift,
                    depart: c.depart + shift,
                    ..*c
                });
                made.push(RawTrip {
                    calls: moved.collect(),
                    ..t.clone()
                });
                run += 1;
                at += every;
            }
            Ok(())
        })?;
        for i in patterns {
            self.out.trips[i].calls.clear();
        }
        self.out.trips.extend(made);
        Ok(())
    }

    pub(super) fn transfers(&mut self, stops: &HashMap<String, u32>) -> Result<()> {
        self.each("transfers.txt", &["from_stop_id", "to_stop_id"], |out, r| {
            let particular = ["from_route_id", "to_route_id", "from_trip_id", "to_trip_id"];
            if particular.iter().any(|c| !r.get(c).is_empty()) {
                return Err("a transfer between particular routes or trips is not told apart".into());
            }
            let (Some(&from), Some(&to)) = (
                stops.get(&*r.get("from_stop_id")),
                stops.get(&*r.get("to_stop_id")),
            ) else {
                return Err("there is no such stop".into());
            };
            let seconds = match r.digit("transfer_type") {
                0 | 1 => return Ok(()),
                2 => Some(
                    r.get("min_transfer_time")
                        .parse::<i32>()
                        .ok()
                        .filter(|&s| (0..86_400).contains(&s))
                        .ok_or("it does not say how long")?,
                ),
                3 => None,
                _ => return Err("it is a transfer of no known kind".into()),
            };
            out.transfers.push(RawTransfer { from, to, seconds });
            Ok(())
        })?;
        Ok(())
    }

    pub(super) fn pathways(&mut self, stops: &HashMap<String, u32>) -> Result<()> {
        self.each(
            "pathways.txt",
            &["from_stop_id", "to_stop_id", "pathway_mode"],
            |out, r| {
                let (Some(&from), Some(&to)) = (
                    stops.get(&*r.get("from_stop_id")),
                    stops.get(&*r.get("to_stop_id")),
                ) else {
                    return Err("there is no such stop".into());
                };
                let mode = r.digit("pathway_mode");
                if !(1..=7).contains(&mode) {
                    return Err("it is of no known kind".into());
                }
                let given = r
                    .get("traversal_time")
                    .parse::<i32>()
                    .ok()
                    .filter(|&s| (0..86_400).contains(&s));
                let long = r
                    .get("length")
                    .parse::<f64>()
                    .ok()
                    .filter(|l| l.is_finite() && (0.0..100_000.0).contains(l));
                let (a, b) = (out.stops[from as usize].place, out.stops[to as usize].place);
                let apart = if a.lat == 0.0 || b.lat == 0.0 {
                    20.0
                } else {
                    a.metres_to(b)
                };
                // 80 m a minute; a lift takes half a minute to come and as long to go.
                let seconds = given.unwrap_or_else(|| {
                    let walked = long.unwrap_or(apart).min(100_000.0) / 80.0 * 60.0;
                    (if mode == 5 { walked.max(60.0) } else { walked }).ceil() as i32
                });
                let both_ways = r.digit("is_bidirectional") == 1;
                out.pathways.push(RawPathway {
                    from,
                    to,
                    seconds,
                    both_ways,
                    step_free: !matches!(mode, 2 | 4),
                });
                Ok(())
            },
        )?;
        Ok(())
    }
}
