//! When trips call where.

use std::collections::HashMap;

use super::{Call, RawStop, Reader};
use crate::days::clock;
use crate::error::Result;

impl Reader<'_, '_> {
    pub(super) fn calls(&mut self, stops: &HashMap<String, u32>, trips: HashMap<String, u32>) -> Result<()> {
        struct Row {
            trip: u32,
            order: u32,
            stop: u32,
            arrive: Option<i32>,
            depart: Option<i32>,
            closed: u8,
            row: u64,
        }
        let mut all: Vec<Row> = Vec::new();
        self.each(
            "stop_times.txt",
            &["trip_id", "stop_id", "stop_sequence"],
            |out, r| {
                let Some(&trip) = trips.get(&*r.get("trip_id")) else {
                    return Err(format!("there is no trip {}", r.get("trip_id")));
                };
                let Some(&stop) = stops.get(&*r.get("stop_id")) else {
                    return Err(format!("there is no stop {}", r.get("stop_id")));
                };
                if matches!(out.stops[stop as usize].kind, 1..=3) {
                    return Err(format!("{} is no place where anything stops", r.get("stop_id")));
                }
                let order = r
                    .get("stop_sequence")
                    .parse()
                    .map_err(|_| "its place in the trip is no number".to_owned())?;
                let time = |column: &str| {
                    let text = r.get(column);
                    if text.is_empty() {
                        Ok(None)
                    } else {
                        clock(&text).map(Some).ok_or(format!("{text} is no time"))
                    }
                };
                let (arrive, depart) = (time("arrival_time")?, time("departure_time")?);
                if arrive.zip(depart).is_some_and(|(a, d)| d < a) {
                    return Err("it departs before it arrives".into());
                }
                let closed =
                    u8::from(r.get("pickup_type") == "1") | u8::from(r.get("drop_off_type") == "1") << 1;
                all.push(Row {
                    trip,
                    order,
                    stop,
                    arrive: arrive.or(depart),
                    depart: depart.or(arrive),
                    closed,
                    row: r.row,
                });
                Ok(())
            },
        )?;
        all.sort_by_key(|r| (r.trip, r.order, r.row));
        let mut at = 0;
        while at < all.len() {
            let end = at + all[at..].partition_point(|r| r.trip == all[at].trip);
            let rows = &all[at..end];
            at = end;
            let id = rows[0].trip as usize;
            let first_timed = rows.iter().position(|r| r.arrive.is_some());
            let last_timed = rows.iter().rposition(|r| r.arrive.is_some());
            let (Some(a), Some(b)) = (first_timed, last_timed) else {
                self.leave_out(id, rows[0].row, "has no times");
                continue;
            };
            if b - a + 1 < rows.len() {
                let what = format!(
                    "the trip {} begins or ends without a time: those stops are left out",
                    self.out.trips[id].id
                );
                self.out.read.add(&self.feed, "stop_times.txt", rows[0].row, what);
            }
            let rows = &rows[a..=b];
            let mut calls: Vec<Call> = Vec::with_capacity(rows.len());
            let mut waiting: Vec<&Row> = Vec::new();
            let mut fault = None;
            let mut order = None;
            for r in rows {
                if order == Some(r.order) {
                    self.out.read.rows_left_out += 1;
                    self.out.read.add(
                        &self.feed,
                        "stop_times.txt",
                        r.row,
                        "two stops have the same place in the trip".into(),
                    );
                    continue;
                }
                order = Some(r.order);
                let (Some(arrive), Some(depart)) = (r.arrive, r.depart) else {
                    waiting.push(r);
                    continue;
                };
                if calls.last().is_some_and(|l| arrive < l.depart) {
                    fault = Some(r.row);
                    break;
                }
                let here = Call {
                    stop: r.stop,
                    arrive,
                    depart,
                    closed: r.closed,
                };
                if let Some(&last) = calls.last() {
                    self.out.read.times_filled_in += waiting.len() as u64;
                    let between: Vec<(u32, u8)> = waiting.iter().map(|w| (w.stop, w.closed)).collect();
                    fill(&self.out.stops, last, here, &between, &mut calls);
                }
                waiting.clear();
                calls.push(here);
            }
            if let Some(row) = fault {
                self.leave_out(id, row, "goes back in time");
            } else if calls.len() < 2 {
                self.leave_out(id, rows[0].row, "has fewer than two stops");
            } else {
                self.out.trips[id].calls = calls;
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, trip: usize, row: u64, why: &str) {
        self.out.read.trips_left_out += 1;
        self.told.insert(trip);
        let what = format!("the trip {} {why} and is left out", self.out.trips[trip].id);
        self.out.read.add(&self.feed, "stop_times.txt", row, what);
    }
}

/// Times between two timed stops, by how far the stops are apart in a straight line.
fn fill(stops: &[RawStop], last: Call, next: Call, between: &[(u32, u8)], calls: &mut Vec<Call>) {
    if between.is_empty() {
        return;
    }
    let at = |s: u32| stops[s as usize].place;
    let mut far = vec![0.0];
    let mut before = at(last.stop);
    for &(s, _) in between.iter().chain(std::iter::once(&(next.stop, 0))) {
        let here = at(s);
        far.push(far.last().copied().unwrap_or(0.0) + before.metres_to(here));
        before = here;
    }
    let all = far.last().copied().unwrap_or(0.0);
    let span = f64::from(next.arrive - last.depart);
    for (i, &(stop, closed)) in between.iter().enumerate() {
        let part = if all > 0.0 {
            far[i + 1] / all
        } else {
            (i + 1) as f64 / (between.len() + 1) as f64
        };
        let time = last.depart + (span * part).floor() as i32;
        calls.push(Call {
            stop,
            arrive: time,
            depart: time,
            closed,
        });
    }
}
