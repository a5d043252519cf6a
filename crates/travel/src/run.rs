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
use crate::transit::{When, Window};
use crate::why::use_of;

/// No more points are read from one file.
const MOST_POINTS: usize = 2_000_000;
/// A written matrix has no more pairs: some ten gigabytes of text.
const MOST_PAIRS: u64 = 400_000_000;
/// Pairs worked on at a time, so that a large matrix is never in memory whole.
const PAIRS_AT_ONCE: usize = 4_000_000;
/// Places without a street that are named; more are only counted.
const MOST_NAMED: usize = 100;

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
    /// How many places have no street of the mode near enough, and the first of them by id.
    pub without_a_street_in_all: usize,
    pub without_a_street: Vec<String>,
    /// The longest way from a place to its street, metres; its time is counted.
    pub furthest_from_a_street: f64,
    pub mean_minutes: Option<f64>,
    /// What the numbers do not say of themselves: that nothing runs on the day, for instance.
    pub notes: Vec<String>,
}

/// Minutes of one pair and, over a window, the 90th percentile; none where there is no way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    pub minutes: Option<f64>,
    pub p90: Option<f64>,
}

impl Window {
    pub(crate) fn cells(&self) -> impl Iterator<Item = Cell> {
        let minutes = |s: i32| (s >= 0).then(|| f64::from(s) / 60.0);
        self.median.iter().zip(&self.p90).map(move |(&m, &p)| Cell {
            minutes: minutes(m),
            p90: minutes(p),
        })
    }
}

/// When, where the mode rides at all.
pub(crate) fn when_riding(mode: Mode, when: Option<&When>) -> Result<Option<When>> {
    if !mode.rides() {
        return Ok(None);
    }
    let when =
        when.ok_or_else(|| TravelError::Question("public transport needs --depart or --arrive".into()))?;
    Ok(Some(When {
        step_free: mode == Mode::StepFreeTransit,
        ..when.clone()
    }))
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
    let mut cells = Vec::with_capacity(from.len() * to.len());
    each_cell(net, mode, from, to, when, how, |c| cells.push(c))?;
    Ok(cells)
}

/// As [`cells`], each handed out in its turn: whoever keeps less of them needs less memory.
pub fn each_cell(
    net: &Network,
    mode: Mode,
    from: &[Place],
    to: &[Place],
    when: Option<&When>,
    how: &Asking<'_>,
    each: impl FnMut(Cell),
) -> Result<()> {
    if let Some(when) = when_riding(mode, when)? {
        net.window(from, to, &when, how)?.cells().for_each(each);
        return Ok(());
    }
    let table = net.streets.table(mode.street(), from, to, how)?;
    let cell = |&ms: &u32| Cell {
        minutes: (ms < FAR).then(|| f64::from(ms) / 60_000.0),
        p90: None,
    };
    table.ms.iter().map(cell).for_each(each);
    Ok(())
}

/// `travel matrix`: writes `from,to,minutes[,p90]`; unreachable pairs are left empty. The file appears whole or not at all.
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
    let pairs = from.len() as u64 * to.len() as u64;
    if pairs > MOST_PAIRS {
        return Err(TravelError::TooLarge(format!(
            "{} x {} places in one matrix; at most {MOST_PAIRS} pairs are written",
            from.len(),
            to.len()
        )));
    }
    let places = |points: &[Point]| -> Vec<Place> { points.iter().map(|p| p.place).collect() };
    let (a, b) = (places(from), places(to));
    let mut notes = Vec::new();
    notes.extend(nothing_runs(net, mode, when)?);
    let failed = |source| TravelError::File {
        path: out.to_owned(),
        source,
    };
    let (mut reached, mut sum) = (0, 0.0);
    let mut beside = Beside::create(out).map_err(failed)?;
    {
        let mut rows = csv::Writer::from_writer(&mut beside.file);
        let csv_failed = |e: csv::Error| failed(std::io::Error::other(e));
        let head: &[&str] = if mode.rides() {
            &["from", "to", "minutes", "p90"]
        } else {
            &["from", "to", "minutes"]
        };
        rows.write_record(head).map_err(csv_failed)?;
        let text = |m: Option<f64>| m.map(|m| format!("{m:.2}")).unwrap_or_default();
        let at_once = (PAIRS_AT_ONCE / to.len().max(1)).max(1);
        for (points, part) in from.chunks(at_once).zip(a.chunks(at_once)) {
            let cells = cells(net, mode, part, &b, when, &how)?;
            for (f, row) in points.iter().zip(cells.chunks(to.len().max(1))) {
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
        }
        rows.flush().map_err(failed)?;
    }
    beside.done().map_err(failed)?;
    let mut done = MatrixDone {
        out: out.to_owned(),
        from: from.len(),
        to: to.len(),
        mode,
        reached,
        unreached: pairs as usize - reached,
        without_a_street_in_all: 0,
        without_a_street: Vec::new(),
        furthest_from_a_street: 0.0,
        mean_minutes: (reached > 0).then(|| sum / reached as f64),
        notes,
    };
    done.streets_near(net, (from, &a), (to, &b), &how);
    Ok(done)
}

impl MatrixDone {
    fn streets_near(
        &mut self,
        net: &Network,
        from: (&[Point], &[Place]),
        to: (&[Point], &[Place]),
        how: &Asking<'_>,
    ) {
        let mut told = std::collections::HashSet::new();
        for (points, places) in [from, to] {
            let snaps = net
                .streets
                .snaps(self.mode.street(), places, how.speeds, how.most_metres);
            for (p, s) in points.iter().zip(snaps) {
                match s {
                    Some(s) => self.furthest_from_a_street = self.furthest_from_a_street.max(s.metres),
                    // A place that is on both sides counts once.
                    None if told.insert((&p.id, p.place.lat.to_bits(), p.place.lon.to_bits())) => {
                        self.without_a_street_in_all += 1;
                        if self.without_a_street.len() < MOST_NAMED {
                            self.without_a_street.push(p.id.clone());
                        }
                    }
                    None => {}
                }
            }
        }
        if self.without_a_street_in_all > 0 {
            let (count, metres) = (self.without_a_street_in_all, how.most_metres);
            let use_of = use_of(self.mode.street());
            let places = if count == 1 { "place has" } else { "places have" };
            self.notes.push(format!(
                "{count} {places} no street {use_of} within {metres:.0} m"
            ));
        }
    }
}

/// A file that is written under another name first: whoever looks finds it whole or not at all.
struct Beside<'a> {
    file: BufWriter<File>,
    part: PathBuf,
    out: &'a Path,
    whole: bool,
}

impl<'a> Beside<'a> {
    fn create(out: &'a Path) -> std::io::Result<Self> {
        let mut part = out.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        Ok(Self {
            file: BufWriter::new(File::create(&part)?),
            part,
            out,
            whole: false,
        })
    }

    fn done(mut self) -> std::io::Result<()> {
        self.file.flush()?;
        std::fs::rename(&self.part, self.out)?;
        self.whole = true;
        Ok(())
    }
}

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        if !self.whole {
            let _ = std::fs::remove_file(&self.part);
        }
    }
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
    let near = net
        .streets
        .snaps(mode.street(), &[at], how.speeds, how.most_metres);
    if near.iter().all(Option::is_none) {
        return Err(TravelError::Question(format!(
            "no street {} is within {:.0} m of {},{}",
            use_of(mode.street()),
            how.most_metres,
            at.lat,
            at.lon
        )));
    }
    let mut map = net.reach(mode, at, minutes, when, &how)?;
    if let Some(note) = nothing_runs(net, mode, when)? {
        map["notes"] = serde_json::json!([note]);
    }
    let failed = |source| TravelError::File {
        path: out.to_owned(),
        source,
    };
    let mut beside = Beside::create(out).map_err(failed)?;
    serde_json::to_writer(&mut beside.file, &map).map_err(|e| failed(e.into()))?;
    beside.done().map_err(failed)?;
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

/// That nothing runs at the time, for a mode that rides.
pub fn nothing_runs(net: &Network, mode: Mode, when: Option<&When>) -> Result<Option<String>> {
    match when_riding(mode, when)? {
        Some(when) => net.nothing_runs(&when),
        None => Ok(None),
    }
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
