//! Minutes from every point with people to every place, by one way of travel at one time.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use kernel::seal::sha256;
use travel::ask::Asking;
use travel::estimate::{Assumed, estimate};
use travel::geo::Place;
use travel::{Network, Progress, When, run};

use crate::at::At;
use crate::error::{PlanError, Result};
use crate::way::Way;

/// A point or place further from every street than this is joined to none.
pub const MOST_METRES: f64 = 1_000.0;

/// Minutes beyond which no journey by public transport is looked for; none where minutes are guessed or nothing rides.
pub fn longest_ride(way: Way, estimate: bool) -> Option<u32> {
    (way.rides() && !estimate).then(|| When::new(0, 0).most_minutes)
}

/// One row for each point, one column for each place. Infinite: no way within what was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: usize,
    /// Minutes; over the departures of an hour their median.
    pub cells: Vec<f32>,
    /// The 90th percentile over the departures of the hour; none where time does not matter.
    pub slow: Option<Vec<f32>>,
    /// Straight distance, a detour and a speed: not measured.
    pub estimate: bool,
}

/// Metres east and north, of people and of places.
pub type Grids<'a> = (&'a [(f64, f64)], &'a [(f64, f64)]);

/// Where people and places lie, in degrees and, where both are known so, in metres of one flat grid.
#[derive(Debug, Clone, Copy)]
pub struct Ends<'a> {
    pub from: &'a [Place],
    pub to: &'a [Place],
    pub grid: Option<Grids<'a>>,
}

impl Table {
    pub fn row(&self, point: usize) -> &[f32] {
        let from = point.saturating_mul(self.columns);
        self.cells.get(from..from + self.columns).unwrap_or(&[])
    }

    pub fn slow_row(&self, point: usize) -> &[f32] {
        let from = point.saturating_mul(self.columns);
        let slow = self.slow.as_ref().unwrap_or(&self.cells);
        slow.get(from..from + self.columns).unwrap_or(&[])
    }

    /// Measured on a network.
    pub fn measured(
        net: &Network,
        ends: Ends<'_>,
        way: Way,
        at: At,
        monday: jiff::civil::Date,
        progress: &Progress<'_>,
    ) -> Result<Self> {
        let Way::Travel(mode) = way else {
            return Ok(Self::guessed(ends, way));
        };
        let when = if way.rides() {
            let moment = at.in_week(monday);
            let text = format!("{}T{:02}:{:02}", moment.date(), moment.hour(), moment.minute());
            Some(When::parse(&text)?)
        } else {
            None
        };
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let how = Asking {
            speeds: &net.about.speeds,
            most_metres: MOST_METRES,
            threads,
            progress,
        };
        let minutes = |m: Option<f64>| m.map_or(f32::INFINITY, hundredths);
        let mut cells = Vec::with_capacity(ends.from.len() * ends.to.len());
        let mut slow = Vec::with_capacity(if when.is_some() { cells.capacity() } else { 0 });
        run::each_cell(net, mode, ends.from, ends.to, when.as_ref(), &how, |c| {
            cells.push(minutes(c.minutes));
            if when.is_some() {
                slow.push(minutes(c.p90));
            }
        })?;
        Ok(Self {
            columns: ends.to.len(),
            cells,
            slow: when.is_some().then_some(slow),
            estimate: false,
        })
    }

    /// Without a network.
    pub fn guessed(ends: Ends<'_>, way: Way) -> Self {
        let assumed = Assumed::default();
        let mut cells = Vec::with_capacity(ends.from.len() * ends.to.len());
        for (i, &from) in ends.from.iter().enumerate() {
            for (j, &to) in ends.to.iter().enumerate() {
                cells.push(match way {
                    Way::Travel(mode) => hundredths(estimate(mode, from, to, &assumed).minutes),
                    Way::Straight => metres(ends, i, j, from, to),
                });
            }
        }
        Self {
            columns: ends.to.len(),
            cells,
            slow: None,
            estimate: way != Way::Straight,
        }
    }
}

/// Minutes are kept to the hundredth, so that a table read from its file is the table that was made.
fn hundredths(minutes: f64) -> f32 {
    ((minutes * 100.0).round() / 100.0) as f32
}

/// Whole metres, on the grid where both ends are on it.
fn metres(ends: Ends<'_>, i: usize, j: usize, from: Place, to: Place) -> f32 {
    let flat = ends
        .grid
        .and_then(|(a, b)| Some((a.get(i)?, b.get(j)?)))
        .map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1));
    flat.unwrap_or_else(|| from.metres_to(to)).round() as f32
}

const MAGIC: &[u8; 8] = b"BLTABLE1";

/// Writes a table whole or not at all: what it is for, its size, the cells, their checksum.
pub fn keep(file: &Path, key: &str, table: &Table) -> std::io::Result<()> {
    let mut body: Vec<u8> = Vec::with_capacity(table.cells.len() * 8 + 64);
    for n in [
        u64::try_from(key.len()).unwrap_or(0),
        u64::try_from(table.columns).unwrap_or(0),
        u64::try_from(table.cells.len()).unwrap_or(0),
        u64::from(table.slow.is_some()),
        u64::from(table.estimate),
    ] {
        body.extend(n.to_le_bytes());
    }
    body.extend(key.as_bytes());
    for cell in table.cells.iter().chain(table.slow.iter().flatten()) {
        body.extend(cell.to_le_bytes());
    }
    let beside = file.with_extension("part");
    let mut out = File::create(&beside)?;
    out.write_all(MAGIC)?;
    out.write_all(&sha256(&[&body]))?;
    out.write_all(&body)?;
    out.sync_all()?;
    std::fs::rename(&beside, file)
}

/// Reads what [`keep`] wrote under the same key; none when there is no such file.
pub fn load(file: &Path, key: &str) -> Result<Option<Table>> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(PlanError::io(&file.display().to_string(), &e)),
    };
    let damaged = || PlanError::Damaged(file.display().to_string());
    let body = bytes.get(40..).ok_or_else(damaged)?;
    if bytes.get(..8) != Some(MAGIC) || bytes.get(8..40) != Some(sha256(&[body]).as_slice()) {
        return Err(damaged());
    }
    let number = |at: usize| {
        body.get(at * 8..at * 8 + 8)
            .and_then(|b| b.try_into().ok())
            .map(u64::from_le_bytes)
            .and_then(|n| usize::try_from(n).ok())
            .ok_or_else(damaged)
    };
    let (long, columns, size) = (number(0)?, number(1)?, number(2)?);
    let (slow, estimate) = (number(3)? == 1, number(4)? == 1);
    let rest = body.get(40..).ok_or_else(damaged)?;
    let (written, rest) = rest.split_at_checked(long).ok_or_else(damaged)?;
    if written != key.as_bytes() {
        return Ok(None);
    }
    let cells: Vec<f32> = rest
        .chunks_exact(4)
        .filter_map(|c| c.try_into().ok())
        .map(f32::from_le_bytes)
        .collect();
    let all = if slow { size.saturating_mul(2) } else { size };
    if cells.len() != all || columns == 0 || size % columns != 0 {
        return Err(damaged());
    }
    let mut cells = cells;
    let second = cells.split_off(size);
    Ok(Some(Table {
        columns,
        cells,
        slow: slow.then_some(second),
        estimate,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lat: f64, lon: f64) -> Place {
        Place::new(lat, lon).unwrap()
    }

    #[test]
    fn a_table_is_read_back_as_it_was_and_a_changed_one_is_refused() {
        let from = [place(51.5, -0.1), place(51.6, -0.1)];
        let to = [place(51.5, -0.1), place(51.55, -0.2), place(51.4, 0.0)];
        let ends = Ends {
            from: &from,
            to: &to,
            grid: None,
        };
        let table = Table::guessed(ends, Way::USUAL);
        assert!(table.estimate && table.row(0)[0] == 0.0 && table.row(1).len() == 3);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("t.table");
        keep(&file, "transit", &table).unwrap();
        assert_eq!(load(&file, "transit").unwrap(), Some(table));
        assert_eq!(load(&file, "walk").unwrap(), None);
        assert_eq!(load(&folder.path().join("absent"), "walk").unwrap(), None);
        let mut bytes = std::fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&file, bytes).unwrap();
        assert!(matches!(load(&file, "transit"), Err(PlanError::Damaged(_))));
    }

    #[test]
    fn straight_lines_are_whole_metres_of_the_grid() {
        let (from, to) = ([place(51.5, -0.1)], [place(51.5, -0.1)]);
        let ends = Ends {
            from: &from,
            to: &to,
            grid: Some((&[(530_000.0, 180_000.0)], &[(530_003.0, 180_004.0)])),
        };
        let table = Table::guessed(ends, Way::Straight);
        assert_eq!(table.cells, [5.0]);
        assert!(!table.estimate);
    }
}
