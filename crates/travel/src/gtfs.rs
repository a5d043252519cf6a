//! Reads a GTFS feed leniently: what it breaks is listed with file and row, used where that is safe and left out where not.

mod calls;
mod tables;
mod ways;

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::days::day_text;
use crate::error::{Result, TravelError};
use crate::geo::Place;
use crate::progress::Progress;

/// Problems kept in full, in all and of one table; more are only counted.
const MOST_LISTED: usize = 500;
const MOST_LISTED_OF_A_TABLE: usize = 100;
const MOST_ROWS: usize = 40_000_000;

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
}
