//! What the program's `travel` commands do, as plain functions over files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ask::Asking;
use crate::error::{Result, TravelError};
use crate::geo::Place;
use crate::graph::FAR;
use crate::leg::Journey;
use crate::mode::{Mode, Street};
use crate::net::{About, Inputs, Network};
use crate::progress::Progress;
use crate::transit::When;

/// No more points are read from one file.
const MOST_POINTS: usize = 2_000_000;

/// A row of `id,lat,lon`.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub id: String,
    pub place: Place,
}

/// What `travel build` did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Built {
    pub out: PathBuf,
    pub bytes: u64,
    pub nodes: usize,
    pub edges: usize,
    pub stops: usize,
    pub trips: usize,
    /// Stretches by mode, and how many nodes the mode's routing has.
    pub modes: Vec<BuiltMode>,
    #[serde(flatten)]
    pub about: About,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BuiltMode {
    pub mode: Street,
    pub open_edges: usize,
    pub nodes: u32,
    pub shortcuts: usize,
}

/// `travel build --osm FILE… [--gtfs FILE…] --out NET`
pub fn build(inputs: &Inputs, out: &Path, progress: &Progress<'_>) -> Result<Built> {
    if inputs.osm.is_empty() {
        return Err(TravelError::Question(
            "give at least one OpenStreetMap extract".into(),
        ));
    }
    let mut net = Network::build(inputs, progress)?;
    let bytes = net.save(out)?;
    let modes = Street::ALL.map(|mode| BuiltMode {
        mode,
        open_edges: net.streets.modes[mode as usize]
            .open
            .iter()
            .filter(|&&o| o > 0)
            .count(),
        nodes: net.streets.graph(mode).nodes(),
        shortcuts: net.streets.hierarchy(mode).arcs(),
    });
    Ok(Built {
        out: out.to_owned(),
        bytes,
        nodes: net.streets.nodes(),
        edges: net.streets.edges(),
        stops: net.timetable.as_ref().map_or(0, |t| t.stops()),
        trips: net.timetable.as_ref().map_or(0, |t| t.trips()),
        modes: modes.to_vec(),
        about: net.about.clone(),
    })
}

/// Reads `id,lat,lon`, in any order of columns; more columns are ignored. Every row must be a place on the world.
pub fn read_points(path: &Path) -> Result<Vec<Point>> {
    let file = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let handle = File::open(path).map_err(|source| TravelError::File {
        path: path.to_owned(),
        source,
    })?;
    points_from(&file, handle)
}

/// As [`read_points`], from anything that can be read; `file` is for messages.
pub fn points_from(file: &str, from: impl std::io::Read) -> Result<Vec<Point>> {
    let bad = |row: u64, reason: String| TravelError::Row {
        file: file.to_owned(),
        row,
        reason,
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(from);
    let head = reader.headers().map_err(|e| bad(1, e.to_string()))?.clone();
    let column = |name: &str| {
        let at = head
            .iter()
            .position(|h| h.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name));
        at.ok_or_else(|| bad(1, format!("there is no column {name}: the header is id,lat,lon")))
    };
    let (id, lat, lon) = (column("id")?, column("lat")?, column("lon")?);
    let mut points = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|e| bad(points.len() as u64 + 2, e.to_string()))?
    {
        let row = record.position().map_or(0, csv::Position::line);
        let number = |i: usize| record.get(i).unwrap_or_default().parse::<f64>().ok();
        let place = number(lat)
            .zip(number(lon))
            .and_then(|(lat, lon)| Place::new(lat, lon));
        let place =
            place.ok_or_else(|| bad(row, "latitude and longitude are no place on the world".into()))?;
        points.push(Point {
            id: record.get(id).unwrap_or_default().to_owned(),
            place,
        });
        if points.len() > MOST_POINTS {
            return Err(TravelError::TooLarge(format!(
                "{file} holds over {MOST_POINTS} points"
            )));
        }
    }
    if points.is_empty() {
        Err(bad(1, "it holds no points".into()))
    } else {
        Ok(points)
    }
}

/// How commands ask.
#[derive(Debug, Clone)]
pub struct Options {
    pub threads: usize,
    /// A place further from every street is joined to none.
    pub most_metres: f64,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            threads,
            most_metres: 1_000.0,
        }
    }
}

impl Options {
    fn asking<'a>(&'a self, net: &'a Network, progress: &'a Progress<'a>) -> Asking<'a> {
        Asking {
            speeds: &net.about.speeds,
            most_metres: self.most_metres,
            threads: self.threads,
            progress,
        }
    }
}

/// What `travel matrix` did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MatrixDone {
    pub out: PathBuf,
    pub from: usize,
    pub to: usize,
    pub mode: Mode,
    pub reached: usize,
    pub unreached: usize,
    /// Places that no street of the mode is near enough to, by id.
    pub without_a_street: Vec<String>,
    /// The longest way from a place to its street, metres; its time is counted.
    pub furthest_from_a_street: f64,
    pub mean_minutes: Option<f64>,
}

/// Minutes of one pair and, over a window, the 90th percentile; none where there is no way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    pub minutes: Option<f64>,
    pub p90: Option<f64>,
}

/// The whole matrix in memory, row by row.
pub fn cells(
    net: &Network,
    mode: Mode,
    from: &[Place],
    to: &[Place],
    when: Option<&When>,
    how: &Asking<'_>,
) -> Result<Vec<Cell>> {
    if mode.rides() {
        let when = when.ok_or_else(|| TravelError::Question("public transport needs --depart".into()))?;
        let when = When {
            step_free: mode == Mode::StepFreeTransit,
            ..when.clone()
        };
        let w = net.window(from, to, &when, how)?;
        let minutes = |s: i32| (s >= 0).then(|| f64::from(s) / 60.0);
        return Ok(w
            .median
            .iter()
            .zip(&w.p90)
            .map(|(&m, &p)| Cell {
                minutes: minutes(m),
                p90: minutes(p),
            })
            .collect());
    }
    let table = net.streets.table(mode.street(), from, to, how)?;
    let cell = |&ms: &u32| Cell {
        minutes: (ms < FAR).then(|| f64::from(ms) / 60_000.0),
        p90: None,
    };
    Ok(table.ms.iter().map(cell).collect())
}

/// `travel matrix`: writes `from,to,minutes[,p90]`; unreachable pairs are left empty.
#[allow(clippy::too_many_arguments)]
pub fn matrix(
    net: &Network,
    from: &[Point],
    to: &[Point],
    mode: Mode,
    when: Option<&When>,
    out: &Path,
    options: &Options,
    progress: &Progress<'_>,
) -> Result<MatrixDone> {
    let how = options.asking(net, progress);
    let places = |points: &[Point]| -> Vec<Place> { points.iter().map(|p| p.place).collect() };
    let (a, b) = (places(from), places(to));
    let cells = cells(net, mode, &a, &b, when, &how)?;
    let failed = |source| TravelError::File {
        path: out.to_owned(),
        source,
    };
    let mut file = BufWriter::new(File::create(out).map_err(failed)?);
    let head: &[&str] = if mode.rides() {
        &["from", "to", "minutes", "p90"]
    } else {
        &["from", "to", "minutes"]
    };
    let text = |m: Option<f64>| m.map(|m| format!("{m:.2}")).unwrap_or_default();
    let (mut reached, mut sum) = (0, 0.0);
    {
        let mut rows = csv::Writer::from_writer(&mut file);
        let csv_failed = |e: csv::Error| failed(std::io::Error::other(e));
        rows.write_record(head).map_err(csv_failed)?;
        for (f, row) in from.iter().zip(cells.chunks(to.len().max(1))) {
            progress.check()?;
            for (t, cell) in to.iter().zip(row) {
                if let Some(m) = cell.minutes {
                    reached += 1;
                    sum += m;
                }
                let minutes = text(cell.minutes);
                if mode.rides() {
                    rows.write_record([&f.id, &t.id, &minutes, &text(cell.p90)])
                        .map_err(csv_failed)?;
                } else {
                    rows.write_record([&f.id, &t.id, &minutes]).map_err(csv_failed)?;
                }
            }
        }
        rows.flush().map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    let mut without = Vec::new();
    let mut furthest = 0.0_f64;
    for (points, places) in [(from, &a), (to, &b)] {
        let snaps = net
            .streets
            .snaps(mode.street(), places, how.speeds, how.most_metres);
        for (p, s) in points.iter().zip(snaps) {
            match s {
                Some(s) => furthest = furthest.max(s.metres),
                None => without.push(p.id.clone()),
            }
        }
    }
    without.dedup();
    Ok(MatrixDone {
        out: out.to_owned(),
        from: from.len(),
        to: to.len(),
        mode,
        reached,
        unreached: cells.len() - reached,
        without_a_street: without,
        furthest_from_a_street: furthest,
        mean_minutes: (reached > 0).then(|| sum / reached as f64),
    })
}

/// `travel reach`: writes GeoJSON and gives it back.
#[allow(clippy::too_many_arguments)]
pub fn reach(
    net: &Network,
    at: Place,
    minutes: &[f64],
    mode: Mode,
    when: Option<&When>,
    out: &Path,
    options: &Options,
    progress: &Progress<'_>,
) -> Result<Value> {
    let how = options.asking(net, progress);
    let map = net.reach(mode, at, minutes, when, &how)?;
    std::fs::write(out, map.to_string()).map_err(|source| TravelError::File {
        path: out.to_owned(),
        source,
    })?;
    Ok(map)
}

/// `travel journey`: the legs, in words and as data; none when there is no way.
pub fn journey(
    net: &Network,
    from: Place,
    to: Place,
    mode: Mode,
    when: Option<&When>,
    options: &Options,
    progress: &Progress<'_>,
) -> Result<Option<Journey>> {
    net.journey(mode, from, to, when, &options.asking(net, progress))
}

/// Why [`journey`] found none.
pub fn why_none(
    net: &Network,
    from: Place,
    to: Place,
    mode: Mode,
    when: Option<&When>,
    options: &Options,
    progress: &Progress<'_>,
) -> Result<String> {
    net.why_none(mode, from, to, when, &options.asking(net, progress))
}
