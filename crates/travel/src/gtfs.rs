//! Reads a GTFS feed leniently: what it breaks is listed with file and row, used where that is safe and left out where not.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::days::{clock, date, day_text};
use crate::error::{Result, TravelError};
use crate::geo::Place;
use crate::progress::Progress;

/// Problems kept in full, in all and of one table; more are only counted.
const MOST_LISTED: usize = 500;
const MOST_LISTED_OF_A_TABLE: usize = 100;
const MOST_ROWS: usize = 40_000_000;
/// Runs that one row of `frequencies.txt` may stand for, and all of them together.
const MOST_RUNS: i32 = 3_000;
const MOST_FREQUENT_TIMES: usize = 20_000_000;

/// One thing a feed breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub feed: String,
    pub file: String,
    /// The line in the file, the header being line 1; 0 for the whole file.
    pub row: u64,
    pub what: String,
}

/// What was read from all feeds and what was left out, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimetableRead {
    pub feeds: u64,
    pub stops: u64,
    pub routes: u64,
    pub trips: u64,
    pub stop_times: u64,
    pub services: u64,
    pub first_day: String,
    pub last_day: String,
    pub stops_without_a_street: u64,
    pub trips_left_out: u64,
    pub rows_left_out: u64,
    pub times_filled_in: u64,
    pub problems_in_all: u64,
    pub problems: Vec<Problem>,
}

impl TimetableRead {
    fn add(&mut self, feed: &str, file: &str, row: u64, what: String) {
        self.problems_in_all += 1;
        // A table that is wrong throughout leaves room for what is wrong in the others.
        let earlier = self.problems.iter().nth_back(MOST_LISTED_OF_A_TABLE - 1);
        let full = earlier.is_some_and(|p| p.file == file && p.feed == feed);
        if self.problems.len() < MOST_LISTED && !full {
            self.problems.push(Problem {
                feed: feed.to_owned(),
                file: file.to_owned(),
                row,
                what,
            });
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct RawStop {
    pub id: String,
    pub name: String,
    pub place: Place,
    /// 0 stop, 1 station, 2 entrance, 3 node, 4 boarding area.
    pub kind: u8,
    pub parent: Option<u32>,
    /// 0 unknown, 1 yes, 2 no.
    pub wheelchair: u8,
}

#[derive(Debug, Clone)]
pub(crate) struct RawRoute {
    pub name: String,
    pub kind: u16,
}

#[derive(Debug, Clone)]
pub(crate) struct RawTrip {
    pub id: String,
    pub route: u32,
    pub service: u32,
    pub headsign: String,
    pub wheelchair: u8,
    pub calls: Vec<Call>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Call {
    pub stop: u32,
    pub arrive: i32,
    pub depart: i32,
    /// 1: nobody gets on, 2: nobody gets off.
    pub closed: u8,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct RawTransfer {
    pub from: u32,
    pub to: u32,
    /// None: not possible.
    pub seconds: Option<i32>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct RawPathway {
    pub from: u32,
    pub to: u32,
    pub seconds: i32,
    pub both_ways: bool,
    pub step_free: bool,
}

/// Several feeds in one.
#[derive(Debug, Default)]
pub(crate) struct RawTimetable {
    pub stops: Vec<RawStop>,
    pub routes: Vec<RawRoute>,
    pub trips: Vec<RawTrip>,
    /// Days since 1970 on which each service runs, ascending.
    pub services: Vec<Vec<i32>>,
    pub transfers: Vec<RawTransfer>,
    pub pathways: Vec<RawPathway>,
    pub zones: Vec<String>,
    pub read: TimetableRead,
}

/// One table row by row, by column name.
struct Rows {
    reader: csv::Reader<Box<dyn Read>>,
    columns: HashMap<String, usize>,
    record: csv::ByteRecord,
    row: u64,
}

impl Rows {
    fn next(&mut self) -> std::result::Result<bool, csv::Error> {
        let more = self.reader.read_byte_record(&mut self.record)?;
        self.row = self.record.position().map_or(0, csv::Position::line);
        Ok(more)
    }

    fn get(&self, column: &str) -> std::borrow::Cow<'_, str> {
        let bytes = self
            .columns
            .get(column)
            .and_then(|&i| self.record.get(i))
            .unwrap_or_default();
        String::from_utf8_lossy(bytes.trim_ascii())
    }

    fn digit(&self, column: &str) -> u8 {
        self.get(column).parse().unwrap_or(0)
    }
}

/// The trips of one feed: their places in the list by id, and their rows.
struct Trips {
    ids: HashMap<String, u32>,
    rows: Vec<u64>,
}

pub(crate) struct Reader<'a, 'p> {
    out: &'a mut RawTimetable,
    archive: Archive,
    feed: String,
    /// Trips left out that are listed already.
    told: HashSet<usize>,
    progress: &'a Progress<'p>,
}

impl RawTimetable {
    pub fn add_feed(&mut self, path: &Path, progress: &Progress<'_>) -> Result<()> {
        self.add(Archive::open(path)?, progress)
    }

    pub fn add(&mut self, archive: Archive, progress: &Progress<'_>) -> Result<()> {
        let feed = archive.name().to_owned();
        self.read.feeds += 1;
        Reader {
            out: self,
            archive,
            feed,
            told: HashSet::new(),
            progress,
        }
        .run()
    }

    pub fn finish(&mut self) {
        let r = &mut self.read;
        r.stops = self.stops.len() as u64;
        r.routes = self.routes.len() as u64;
        r.trips = self.trips.len() as u64;
        r.stop_times = self.trips.iter().map(|t| t.calls.len() as u64).sum();
        r.services = self.services.len() as u64;
        let days = || self.services.iter().flatten().copied();
        r.first_day = days().min().map(day_text).unwrap_or_default();
        r.last_day = days().max().map(day_text).unwrap_or_default();
        self.zones.sort();
        self.zones.dedup();
        if self.zones.len() > 1 {
            let what = format!(
                "times are in several zones ({}) and are compared as they stand",
                self.zones.join(", ")
            );
            r.add("", "agency.txt", 0, what);
        }
    }
}

impl Reader<'_, '_> {
    fn open(&self, table: &str) -> Result<Option<Rows>> {
        let Some(bytes) = self.archive.table(table)? else {
            return Ok(None);
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(bytes);
        let mut record = csv::ByteRecord::new();
        let mut columns = HashMap::new();
        if reader
            .read_byte_record(&mut record)
            .map_err(|e| self.broken(table, 1, &e))?
        {
            for (i, name) in record.iter().enumerate() {
                let name = name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name).trim_ascii();
                columns
                    .entry(String::from_utf8_lossy(name).trim_matches('"').to_owned())
                    .or_insert(i);
            }
        }
        Ok(Some(Rows {
            reader,
            columns,
            record,
            row: 1,
        }))
    }

    fn broken(&self, table: &str, row: u64, e: &csv::Error) -> TravelError {
        TravelError::Row {
            file: format!("{}/{table}", self.feed),
            row,
            reason: e.to_string(),
        }
    }

    /// Every row of a table through `each`; a reason from it means that the row is left out.
    fn each(
        &mut self,
        table: &'static str,
        needs: &[&str],
        mut each: impl FnMut(&mut RawTimetable, &Rows) -> std::result::Result<(), String>,
    ) -> Result<bool> {
        let Some(mut rows) = self.open(table)? else {
            return Ok(false);
        };
        if let Some(missing) = needs.iter().find(|c| !rows.columns.contains_key(**c)) {
            let reason = format!("{table} has no column {missing}");
            return Err(TravelError::Gtfs {
                file: self.feed.clone(),
                reason,
            });
        }
        let mut count = 0_usize;
        loop {
            let more = rows.next().map_err(|e| self.broken(table, rows.row + 1, &e))?;
            if !more {
                return Ok(true);
            }
            count += 1;
            if count > MOST_ROWS {
                return Err(TravelError::TooLarge(format!(
                    "{}/{table} has over {MOST_ROWS} rows",
                    self.feed
                )));
            }
            if count.is_multiple_of(100_000) {
                self.progress.step(table, count as u64, 0)?;
            }
            if rows.record.iter().all(|f| f.trim_ascii().is_empty()) {
                continue;
            }
            if let Err(what) = each(self.out, &rows) {
                self.out.read.rows_left_out += 1;
                self.out.read.add(&self.feed, table, rows.row, what);
            }
        }
    }

    fn run(mut self) -> Result<()> {
        self.progress.step("reading a timetable", 0, 0)?;
        self.each("agency.txt", &[], |out, r| {
            let zone = r.get("agency_timezone").into_owned();
            if !zone.is_empty() {
                out.zones.push(zone);
            }
            Ok(())
        })?;
        let stops = self.stops()?;
        let routes = self.routes()?;
        let services = self.services()?;
        let first_trip = self.out.trips.len();
        let trips = self.trips(&routes, &services)?;
        let rows = trips.rows;
        self.calls(&stops, trips.ids)?;
        for (i, row) in rows.into_iter().enumerate() {
            if self.out.trips[first_trip + i].calls.is_empty() && !self.told.contains(&(first_trip + i)) {
                self.out.read.trips_left_out += 1;
                let what = format!(
                    "the trip {} calls nowhere and is left out",
                    self.out.trips[first_trip + i].id
                );
                self.out.read.add(&self.feed, "trips.txt", row, what);
            }
        }
        self.frequencies(first_trip)?;
        self.transfers(&stops)?;
        self.pathways(&stops)?;
        // Pattern trips of frequencies and trips without calls run no more.
        self.out.trips.retain(|t| t.calls.len() > 1);
        Ok(())
    }

    fn stops(&mut self) -> Result<HashMap<String, u32>> {
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

    fn routes(&mut self) -> Result<HashMap<String, u32>> {
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

    fn services(&mut self) -> Result<HashMap<String, u32>> {
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

    fn trips(&mut self, routes: &HashMap<String, u32>, services: &HashMap<String, u32>) -> Result<Trips> {
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

    fn calls(&mut self, stops: &HashMap<String, u32>, trips: HashMap<String, u32>) -> Result<()> {
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

    fn frequencies(&mut self, first_trip: usize) -> Result<()> {
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

    fn transfers(&mut self, stops: &HashMap<String, u32>) -> Result<()> {
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

    fn pathways(&mut self, stops: &HashMap<String, u32>) -> Result<()> {
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
