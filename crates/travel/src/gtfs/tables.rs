//! Stops, routes, days and trips.

use std::collections::{BTreeMap, HashMap};

use super::{RawRoute, RawStop, RawTrip, Reader, Trips};
use crate::days::date;
use crate::error::{Result, TravelError};
use crate::geo::Place;

impl Reader<'_, '_> {
    pub(super) fn stops(&mut self) -> Result<HashMap<String, u32>> {
        let mut ids = HashMap::new();
        let mut parents = Vec::new();
        let there = self.each("stops.txt", &["stop_id"], |out, r| {
            let id = r.get("stop_id").into_owned();
            if id.is_empty() {
                return Err("a stop has no id".into());
            }
            if ids.contains_key(&id) {
                return Err(format!("the stop {id} is there twice"));
            }
            let kind = r.digit("location_type").min(4);
            let (lat, lon) = (r.get("stop_lat").parse::<f64>(), r.get("stop_lon").parse::<f64>());
            let place = match (lat, lon) {
                (Ok(lat), Ok(lon)) if lat != 0.0 || lon != 0.0 => Place::new(lat, lon),
                _ => None,
            };
            // Inner nodes of a station need not be anywhere.
            let place = match place {
                Some(p) => p,
                None if kind >= 3 => Place { lat: 0.0, lon: 0.0 },
                None => return Err(format!("the stop {id} is nowhere on the world")),
            };
            let mut name = r.get("stop_name").into_owned();
            let platform = r.get("platform_code");
            if !platform.is_empty() {
                name = format!("{name} ({platform})");
            }
            let index = out.stops.len() as u32;
            let parent = r.get("parent_station").into_owned();
            if !parent.is_empty() {
                parents.push((index, parent, r.row));
            }
            ids.insert(id.clone(), index);
            let wheelchair = r.digit("wheelchair_boarding").min(2);
            out.stops.push(RawStop {
                id,
                name,
                place,
                kind,
                parent: None,
                wheelchair,
            });
            Ok(())
        })?;
        if !there || ids.is_empty() {
            return Err(TravelError::Gtfs {
                file: self.feed.clone(),
                reason: "it has no stops".into(),
            });
        }
        for (stop, parent, row) in parents {
            match ids.get(&parent) {
                Some(&p) if p != stop => {
                    let inherited = self.out.stops[p as usize].wheelchair;
                    let s = &mut self.out.stops[stop as usize];
                    s.parent = Some(p);
                    if s.wheelchair == 0 {
                        s.wheelchair = inherited;
                    }
                }
                _ => self.out.read.add(
                    &self.feed,
                    "stops.txt",
                    row,
                    format!("there is no station {parent}"),
                ),
            }
        }
        Ok(ids)
    }

    pub(super) fn routes(&mut self) -> Result<HashMap<String, u32>> {
        let mut ids = HashMap::new();
        self.each("routes.txt", &["route_id"], |out, r| {
            let id = r.get("route_id").into_owned();
            if ids.contains_key(&id) {
                return Err(format!("the route {id} is there twice"));
            }
            let (short, long) = (r.get("route_short_name"), r.get("route_long_name"));
            let name = if short.is_empty() { long } else { short };
            let name = if name.is_empty() {
                id.clone()
            } else {
                name.into_owned()
            };
            let kind = r
                .get("route_type")
                .parse()
                .map_err(|_| format!("the route {id} has no kind"))?;
            ids.insert(id, out.routes.len() as u32);
            out.routes.push(RawRoute { name, kind });
            Ok(())
        })?;
        Ok(ids)
    }

    pub(super) fn services(&mut self) -> Result<HashMap<String, u32>> {
        let mut days: BTreeMap<String, Vec<i32>> = BTreeMap::new();
        const WEEK: [&str; 7] = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let mut all = 0_usize;
        let calendar = self.each("calendar.txt", &["service_id"], |_, r| {
            let id = r.get("service_id").into_owned();
            let (from, to) = (date(&r.get("start_date")), date(&r.get("end_date")));
            let (Some(from), Some(to)) = (from, to) else {
                return Err(format!("the service {id} has no readable dates"));
            };
            if to < from {
                return Err(format!("the service {id} ends before it begins"));
            }
            let on: Vec<bool> = WEEK.iter().map(|d| r.get(d) == "1").collect();
            let running = days.entry(id).or_default();
            // 1970-01-01 was a Thursday.
            let to = to.min(from.saturating_add(3_660));
            running.extend((from..=to).filter(|d| on[(d + 3).rem_euclid(7) as usize]));
            all += running.len();
            if all > 50_000_000 {
                Err("calendars run over too many days".into())
            } else {
                Ok(())
            }
        })?;
        let mut changes: Vec<(String, i32, bool)> = Vec::new();
        let dates = self.each("calendar_dates.txt", &["service_id", "date"], |_, r| {
            let id = r.get("service_id").into_owned();
            let day = date(&r.get("date")).ok_or_else(|| format!("{} is no date", r.get("date")))?;
            match r.digit("exception_type") {
                1 => changes.push((id, day, true)),
                2 => changes.push((id, day, false)),
                _ => return Err("an exception neither adds nor removes".into()),
            }
            Ok(())
        })?;
        if !calendar && !dates {
            return Err(TravelError::Gtfs {
                file: self.feed.clone(),
                reason: "it has no calendar".into(),
            });
        }
        let mut sets: BTreeMap<String, std::collections::BTreeSet<i32>> = days
            .into_iter()
            .map(|(id, d)| (id, d.into_iter().collect()))
            .collect();
        for (id, day, added) in changes {
            let set = sets.entry(id).or_default();
            if added {
                set.insert(day);
            } else {
                set.remove(&day);
            }
        }
        let mut ids = HashMap::new();
        for (id, set) in sets {
            ids.insert(id, self.out.services.len() as u32);
            self.out.services.push(set.into_iter().collect());
        }
        Ok(ids)
    }

    pub(super) fn trips(
        &mut self,
        routes: &HashMap<String, u32>,
        services: &HashMap<String, u32>,
    ) -> Result<Trips> {
        let (mut ids, mut rows) = (HashMap::new(), Vec::new());
        let mut unknown_route = None;
        let feed = self.feed.clone();
        self.each("trips.txt", &["trip_id", "service_id"], |out, r| {
            let id = r.get("trip_id").into_owned();
            if id.is_empty() || ids.contains_key(&id) {
                return Err(format!("the trip {id} is there twice or has no id"));
            }
            let Some(&service) = services.get(&*r.get("service_id")) else {
                out.read.trips_left_out += 1;
                return Err(format!("the trip {id} runs on no known day"));
            };
            let route = match routes.get(&*r.get("route_id")) {
                Some(&route) => route,
                None => {
                    out.read.add(
                        &feed,
                        "trips.txt",
                        r.row,
                        format!("the trip {id} is of no known route"),
                    );
                    *unknown_route.get_or_insert_with(|| {
                        out.routes.push(RawRoute {
                            name: "?".into(),
                            kind: 3,
                        });
                        out.routes.len() as u32 - 1
                    })
                }
            };
            ids.insert(id.clone(), out.trips.len() as u32);
            rows.push(r.row);
            out.trips.push(RawTrip {
                id,
                route,
                service,
                headsign: r.get("trip_headsign").into_owned(),
                wheelchair: r.digit("wheelchair_accessible").min(2),
                calls: Vec::new(),
            });
            Ok(())
        })?;
        Ok(Trips { ids, rows })
    }
}
