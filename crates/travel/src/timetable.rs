//! A timetable joined to the streets: calls of trips, days of services, walks between stops.

use std::collections::{BTreeMap, HashMap};

use crate::col::Col;
use crate::doors::{Inner, doors, keep_off_steps, street_walks, transfers};
use crate::error::Result;
use crate::geo::{Fixed, Place};
use crate::graph::rows_rise;
use crate::gtfs::RawTimetable;
use crate::mode::{Speeds, Street};
use crate::progress::Progress;
use crate::streets::{Names, Streets};

pub(crate) const DAY: i32 = 86_400;

/// To the nearest second.
pub(crate) fn whole_seconds(ms: u32) -> i32 {
    (ms.saturating_add(500) / 1_000) as i32
}

/// Stops, trips and when they run. Seconds after midnight; days since 1970.
#[derive(Debug, Clone, Default)]
pub struct Timetable {
    pub(crate) stop_lat: Col<i32>,
    pub(crate) stop_lon: Col<i32>,
    pub(crate) stop_wheelchair: Col<u8>,
    pub(crate) stop_id: Names,
    pub(crate) stop_name: Names,
    /// Seconds that a change at the stop takes at least.
    pub(crate) change: Col<i32>,
    pub(crate) route_name: Names,
    pub(crate) route_kind: Col<u32>,
    pub(crate) trip_id: Names,
    pub(crate) trip_headsign: Names,
    pub(crate) trip_route: Col<u32>,
    pub(crate) trip_service: Col<u32>,
    pub(crate) trip_wheelchair: Col<u8>,
    pub(crate) call_first: Col<u32>,
    pub(crate) call_stop: Col<u32>,
    pub(crate) call_arrive: Col<i32>,
    pub(crate) call_depart: Col<i32>,
    pub(crate) call_closed: Col<u8>,
    pub(crate) service_first: Col<u32>,
    pub(crate) service_day: Col<i32>,
    /// Where a stop meets the street: itself, or the entrances of its station.
    pub(crate) door_stop: Col<u32>,
    pub(crate) door_lat: Col<i32>,
    pub(crate) door_lon: Col<i32>,
    /// Seconds between the door and the stop, on foot and step-free; -1 where there is no such way.
    pub(crate) door_walk: Col<i32>,
    pub(crate) door_step_free: Col<i32>,
    /// Walks from stop to stop, on foot and step-free.
    pub(crate) walks: [Walks; 2],
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Walks {
    pub first: Col<u32>,
    pub to: Col<u32>,
    pub seconds: Col<i32>,
}

impl Walks {
    pub fn from(&self, stop: u32) -> impl Iterator<Item = (u32, i32)> + '_ {
        let row = self.first[stop as usize] as usize..self.first[stop as usize + 1] as usize;
        self.to[row.clone()]
            .iter()
            .copied()
            .zip(self.seconds[row].iter().copied())
    }

    fn build(rows: &[BTreeMap<u32, i32>]) -> Self {
        let (mut first, mut to, mut seconds) = (vec![0_u32], Vec::new(), Vec::new());
        for row in rows {
            for (&t, &s) in row {
                to.push(t);
                seconds.push(s);
            }
            first.push(to.len() as u32);
        }
        Self {
            first: first.into(),
            to: to.into(),
            seconds: seconds.into(),
        }
    }

    pub fn reversed(&self) -> Self {
        let n = self.first.len().saturating_sub(1);
        let mut rows = vec![Vec::new(); n];
        for v in 0..n as u32 {
            for (to, s) in self.from(v) {
                rows[to as usize].push((v, s));
            }
        }
        let (mut first, mut to, mut seconds) = (vec![0_u32], Vec::new(), Vec::new());
        for row in rows {
            to.extend(row.iter().map(|x| x.0));
            seconds.extend(row.iter().map(|x| x.1));
            first.push(to.len() as u32);
        }
        Self {
            first: first.into(),
            to: to.into(),
            seconds: seconds.into(),
        }
    }
}

/// One trip from one stop to the next, on the clock of the asked day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hop {
    pub depart: i32,
    pub arrive: i32,
    pub from: u32,
    pub to: u32,
    /// Index into [`Running::trips`].
    pub trip: u32,
    /// Its place in the trip.
    pub order: u32,
    /// 1: nobody gets on before it, 2: nobody gets off after it.
    pub closed: u8,
}

/// What runs within some hours of one day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    /// By departure.
    pub hops: Vec<Hop>,
    /// Trip and the seconds its clock is moved by: trips of the day before run past midnight.
    pub trips: Vec<(u32, i32)>,
}

impl Timetable {
    pub fn stops(&self) -> usize {
        self.stop_lat.len()
    }

    pub fn trips(&self) -> usize {
        self.trip_route.len()
    }

    pub fn stop_name(&self, stop: u32) -> &str {
        self.stop_name.get(stop)
    }

    pub fn stop_place(&self, stop: u32) -> Place {
        Fixed {
            lat: self.stop_lat[stop as usize],
            lon: self.stop_lon[stop as usize],
        }
        .place()
    }

    fn calls(&self, trip: u32) -> std::ops::Range<usize> {
        self.call_first[trip as usize] as usize..self.call_first[trip as usize + 1] as usize
    }

    fn runs(&self, service: u32, day: i32) -> bool {
        let row =
            self.service_first[service as usize] as usize..self.service_first[service as usize + 1] as usize;
        self.service_day[row].binary_search(&day).is_ok()
    }

    /// Whether anything runs on a day.
    pub fn any_runs(&self, day: i32) -> bool {
        self.service_day.contains(&day)
    }

    /// Trips that set out on a day.
    pub fn trips_on(&self, day: i32) -> usize {
        let services = 0..self.service_first.len().saturating_sub(1) as u32;
        let runs: Vec<bool> = services.map(|s| self.runs(s, day)).collect();
        let trips = self.trip_service.iter();
        trips.filter(|s| runs.get(**s as usize) == Some(&true)).count()
    }

    /// Trips under way between two times, seconds on the clock of `day`; those of days before that run on among them.
    pub fn trips_between(&self, day: i32, from: i32, to: i32) -> usize {
        let mut count = 0;
        for trip in 0..self.trips() as u32 {
            let calls = self.calls(trip);
            let (Some(&begins), Some(&ends)) = (
                self.call_depart[calls.clone()].first(),
                self.call_arrive[calls].last(),
            ) else {
                continue;
            };
            let runs = (-10..=1).any(|before| {
                let shift = before * DAY;
                ends + shift >= from
                    && begins + shift <= to
                    && self.runs(self.trip_service[trip as usize], day + before)
            });
            count += usize::from(runs);
        }
        count
    }

    /// Hops that depart at or after `from` and arrive by `to`, seconds on the clock of `day`.
    pub(crate) fn running(&self, day: i32, from: i32, to: i32, step_free: bool) -> Running {
        let mut out = Running::default();
        for trip in 0..self.trips() as u32 {
            if step_free && self.trip_wheelchair[trip as usize] == 2 {
                continue;
            }
            let calls = self.calls(trip);
            let (Some(&begins), Some(&ends)) = (
                self.call_depart[calls.clone()].first(),
                self.call_arrive[calls.clone()].last(),
            ) else {
                continue;
            };
            for before in -10..=1 {
                let shift = before * DAY;
                if ends + shift < from
                    || begins + shift > to
                    || !self.runs(self.trip_service[trip as usize], day + before)
                {
                    continue;
                }
                let id = out.trips.len() as u32;
                out.trips.push((trip, shift));
                for (order, i) in (calls.start..calls.end - 1).enumerate() {
                    let hop = Hop {
                        depart: self.call_depart[i] + shift,
                        arrive: self.call_arrive[i + 1] + shift,
                        from: self.call_stop[i],
                        to: self.call_stop[i + 1],
                        trip: id,
                        order: order as u32,
                        closed: self.call_closed[i] & 1 | self.call_closed[i + 1] & 2,
                    };
                    if hop.depart >= from && hop.arrive <= to {
                        let inaccessible = |s: u32| step_free && self.stop_wheelchair[s as usize] == 2;
                        let closed = hop.closed
                            | u8::from(inaccessible(hop.from))
                            | u8::from(inaccessible(hop.to)) << 1;
                        out.hops.push(Hop { closed, ..hop });
                    }
                }
            }
        }
        out.hops
            .sort_unstable_by_key(|h| (h.depart, h.arrive, h.trip, h.order));
        out
    }

    pub(crate) fn build(
        raw: &mut RawTimetable,
        streets: &Streets,
        speeds: &Speeds,
        transfer_minutes: f64,
        progress: &Progress<'_>,
    ) -> Result<Self> {
        let n = raw.stops.len();
        let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
        for (i, s) in raw.stops.iter().enumerate() {
            if let Some(p) = s.parent {
                children.entry(p).or_default().push(i as u32);
            }
        }
        let mut made = Self::tables(raw);
        let inner = Inner::new(raw);
        let mut doors = doors(raw, &children, &inner);
        keep_off_steps(streets, speeds, &mut doors);
        made.door_stop = doors.iter().map(|d| d.stop).collect::<Vec<_>>().into();
        made.door_lat = doors
            .iter()
            .map(|d| Fixed::from(d.place).lat)
            .collect::<Vec<_>>()
            .into();
        made.door_lon = doors
            .iter()
            .map(|d| Fixed::from(d.place).lon)
            .collect::<Vec<_>>()
            .into();
        made.door_walk = doors.iter().map(|d| d.seconds[0]).collect::<Vec<_>>().into();
        made.door_step_free = doors.iter().map(|d| d.seconds[1]).collect::<Vec<_>>().into();
        let limit = (transfer_minutes.clamp(0.0, 60.0) * 60_000.0) as u32;
        for (k, mode) in [Street::Walk, Street::StepFree].into_iter().enumerate() {
            let mut rows: Vec<BTreeMap<u32, i32>> = vec![BTreeMap::new(); n];
            let joined = street_walks(streets, mode, speeds, &doors, k, limit, &mut rows, progress)?;
            if mode == Street::Walk {
                let mut has = vec![false; n];
                doors
                    .iter()
                    .zip(&joined)
                    .filter(|x| *x.1)
                    .for_each(|(d, _)| has[d.stop as usize] = true);
                let stops = raw
                    .stops
                    .iter()
                    .zip(&has)
                    .filter(|(s, has)| matches!(s.kind, 0 | 4) && !**has);
                raw.read.stops_without_a_street = stops.count() as u64;
            }
            for (a, b, s) in inner.between_stops(raw, k) {
                let slot = rows[a as usize].entry(b).or_insert(i32::MAX);
                *slot = (*slot).min(s);
            }
            if k == 1 {
                let closed = |s: u32| raw.stops[s as usize].wheelchair == 2;
                for (a, row) in rows.iter_mut().enumerate() {
                    row.retain(|&b, _| !closed(a as u32) && !closed(b));
                }
            }
            transfers(raw, &children, k, &mut rows, &mut made.change);
            made.walks[k] = Walks::build(&rows);
        }
        Ok(made)
    }

    fn tables(raw: &RawTimetable) -> Self {
        let (mut call_first, mut stop, mut arrive, mut depart, mut closed) =
            (vec![0_u32], Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for t in &raw.trips {
            for c in &t.calls {
                stop.push(c.stop);
                arrive.push(c.arrive);
                depart.push(c.depart);
                closed.push(c.closed);
            }
            call_first.push(stop.len() as u32);
        }
        let (mut service_first, mut service_day) = (vec![0_u32], Vec::new());
        for days in &raw.services {
            service_day.extend_from_slice(days);
            service_first.push(service_day.len() as u32);
        }
        let at = |s: &crate::gtfs::RawStop| Fixed::from(s.place);
        let texts = |it: Vec<&str>| Names::new(&it);
        Self {
            stop_lat: raw.stops.iter().map(|s| at(s).lat).collect::<Vec<_>>().into(),
            stop_lon: raw.stops.iter().map(|s| at(s).lon).collect::<Vec<_>>().into(),
            stop_wheelchair: raw.stops.iter().map(|s| s.wheelchair).collect::<Vec<_>>().into(),
            stop_id: texts(raw.stops.iter().map(|s| s.id.as_str()).collect()),
            stop_name: texts(raw.stops.iter().map(|s| s.name.as_str()).collect()),
            change: vec![0; raw.stops.len()].into(),
            route_name: texts(raw.routes.iter().map(|r| r.name.as_str()).collect()),
            route_kind: raw
                .routes
                .iter()
                .map(|r| u32::from(r.kind))
                .collect::<Vec<_>>()
                .into(),
            trip_id: texts(raw.trips.iter().map(|t| t.id.as_str()).collect()),
            trip_headsign: texts(raw.trips.iter().map(|t| t.headsign.as_str()).collect()),
            trip_route: raw.trips.iter().map(|t| t.route).collect::<Vec<_>>().into(),
            trip_service: raw.trips.iter().map(|t| t.service).collect::<Vec<_>>().into(),
            trip_wheelchair: raw.trips.iter().map(|t| t.wheelchair).collect::<Vec<_>>().into(),
            call_first: call_first.into(),
            call_stop: stop.into(),
            call_arrive: arrive.into(),
            call_depart: depart.into(),
            call_closed: closed.into(),
            service_first: service_first.into(),
            service_day: service_day.into(),
            ..Self::default()
        }
    }

    pub(crate) fn is_sound(&self) -> bool {
        let (stops, trips, calls, doors) = (
            self.stops(),
            self.trips(),
            self.call_stop.len(),
            self.door_stop.len(),
        );
        let routes = self.route_kind.len();
        let services = self.service_first.len().saturating_sub(1);
        let within = |col: &[u32], end: usize| col.iter().all(|&v| (v as usize) < end);
        let sane = |t: &[i32]| t.iter().all(|&s| (-DAY..=20 * DAY).contains(&s));
        self.stop_lon.len() == stops
            && self.stop_wheelchair.len() == stops
            && self.change.len() == stops
            && self.stop_id.is_sound()
            && self.stop_name.is_sound()
            && self.route_name.is_sound()
            && self.trip_id.is_sound()
            && self.trip_headsign.is_sound()
            && within(&self.trip_route, routes)
            && within(&self.trip_service, services)
            && self.trip_service.len() == trips
            && self.trip_wheelchair.len() == trips
            && self.call_first.len() == trips + 1
            && rows_rise(&self.call_first, calls)
            && self.call_first.windows(2).all(|w| w[1] - w[0] >= 2)
            && within(&self.call_stop, stops)
            && self.call_arrive.len() == calls
            && self.call_depart.len() == calls
            && self.call_closed.len() == calls
            && sane(&self.call_arrive)
            && sane(&self.call_depart)
            && rows_rise(&self.service_first, self.service_day.len())
            && self.service_day.iter().all(|d| (-100_000..200_000).contains(d))
            && self.change.iter().all(|s| (0..=DAY).contains(s))
            && within(&self.door_stop, stops)
            && [
                self.door_lat.len(),
                self.door_lon.len(),
                self.door_walk.len(),
                self.door_step_free.len(),
            ]
            .iter()
            .all(|&l| l == doors)
            && self.walks.iter().all(|w| {
                w.first.len() == stops + 1
                    && rows_rise(&w.first, w.to.len())
                    && w.seconds.len() == w.to.len()
                    && within(&w.to, stops)
                    && w.seconds.iter().all(|s| (0..=DAY).contains(s))
            })
    }

    pub(crate) fn door_place(&self, door: usize) -> Place {
        Fixed {
            lat: self.door_lat[door],
            lon: self.door_lon[door],
        }
        .place()
    }

    /// Doors that may be used, with the seconds to their stop.
    pub(crate) fn doors(&self, step_free: bool) -> Vec<(usize, u32, i32)> {
        let seconds = if step_free {
            &self.door_step_free
        } else {
            &self.door_walk
        };
        let open = |&(d, stop): &(usize, u32)| {
            seconds[d] >= 0 && !(step_free && self.stop_wheelchair[stop as usize] == 2)
        };
        let all = self.door_stop.iter().copied().enumerate();
        all.filter(open).map(|(d, stop)| (d, stop, seconds[d])).collect()
    }
}
