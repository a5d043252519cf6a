//! What was loaded together: people, places and, where there are, streets and a timetable; with the tables of
//! minutes made of them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use kernel::seal::{hex, sha256};
use places::Holidays;
use serde::Serialize;
use serde::de::DeserializeOwned;
use travel::geo::Place;
use travel::{Network, Progress, Street};

use crate::at::At;
use crate::error::{PlanError, Result};
use crate::measure::Reach;
use crate::people::People;
use crate::scenario::{self, BaseId, Column, Edit, Spot};
use crate::site::Site;
use crate::table::{self, Ends, Table};
use crate::way::Way;

pub(crate) const PEOPLE: &str = "people.json";
pub(crate) const PLACES: &str = "places.json";
pub(crate) const STREETS: &str = "streets.net";
/// Tables held in memory at once: about half a gigabyte of cells.
const MOST_CELLS: usize = 120_000_000;

type Key = (Way, Option<At>, Option<(u64, u64)>);

/// One force's data, ready for questions.
#[derive(Debug)]
pub struct Base {
    pub id: BaseId,
    pub people: People,
    pub sites: Vec<Site>,
    /// The Monday of the week that stands for all.
    pub week: Date,
    folder: PathBuf,
    holidays: Holidays,
    /// The places of today with their hours read, once.
    today: OnceLock<Vec<Spot>>,
    net: OnceLock<Option<Arc<Network>>>,
    /// Of each kind of street, the points that it is not near.
    untold: Mutex<HashMap<Street, Arc<Vec<bool>>>>,
    tables: Mutex<HashMap<Key, Arc<Table>>>,
}

impl Base {
    pub fn new(
        id: BaseId,
        people: People,
        sites: Vec<Site>,
        week: Date,
        folder: PathBuf,
        holidays: Holidays,
    ) -> Self {
        Self {
            id,
            people,
            sites,
            week,
            folder,
            holidays,
            today: OnceLock::new(),
            net: OnceLock::new(),
            untold: Mutex::default(),
            tables: Mutex::default(),
        }
    }

    /// Reads a base from its folder and holds its files against the checksums that were kept of them.
    pub fn open(
        id: BaseId,
        week: Date,
        folder: PathBuf,
        checksums: &[(&str, &str)],
        holidays: Holidays,
    ) -> Result<Self> {
        let people: People = read_json(&folder.join(PEOPLE), checksum(checksums, "people"))?;
        let sites: Vec<Site> = read_json(&folder.join(PLACES), checksum(checksums, "places"))?;
        if !people.is_whole() || sites.is_empty() {
            return Err(PlanError::Damaged(folder.display().to_string()));
        }
        Ok(Self::new(id, people, sites, week, folder, holidays))
    }

    /// The places as they are today.
    pub fn today(&self) -> Result<&[Spot]> {
        if let Some(today) = self.today.get() {
            return Ok(today);
        }
        let read = scenario::today(&self.sites, &self.holidays)?;
        Ok(self.today.get_or_init(|| read))
    }

    /// The places as the edits leave them.
    pub fn apply(&self, edits: &[Edit]) -> Result<Vec<Spot>> {
        scenario::apply(self.today()?.to_vec(), edits, &self.holidays)
    }

    /// The bank holidays by which opening hours are read.
    pub fn holidays(&self) -> &Holidays {
        &self.holidays
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The streets, loaded when they are first asked for.
    pub(crate) fn net(&self) -> Result<Option<Arc<Network>>> {
        if let Some(net) = self.net.get() {
            return Ok(net.clone());
        }
        let file = self.folder.join(STREETS);
        let net = if file.exists() {
            Some(Arc::new(Network::load(&file)?))
        } else {
            None
        };
        Ok(self.net.get_or_init(|| net).clone())
    }

    /// Whether minutes are guessed for this way of travel.
    pub fn is_estimate(&self, way: Way) -> Result<bool> {
        if way == Way::Straight {
            return Ok(false);
        }
        Ok(self.net()?.is_none_or(|n| way.rides() && n.timetable.is_none()))
    }

    /// How many trips of the timetable are under way in the hour after a time; none without a timetable.
    pub fn trips(&self, at: At) -> Result<Option<usize>> {
        let net = self.net()?;
        Ok(net.as_ref().and_then(|n| trips(n, at, self.week)))
    }

    /// Whether the way rides, and nothing runs then in the timetable: minutes are those of walking.
    pub fn is_quiet(&self, way: Way, at: At) -> Result<bool> {
        Ok(way.rides() && self.trips(at)? == Some(0))
    }

    /// The points that no street of this way of travel is near; none where minutes are guessed.
    fn untold(&self, way: Way) -> Result<Option<Arc<Vec<bool>>>> {
        let (Way::Travel(mode), false) = (way, self.is_estimate(way)?) else {
            return Ok(None);
        };
        let Some(net) = self.net()? else {
            return Ok(None);
        };
        let street = mode.street();
        let lock = || self.untold.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = lock().get(&street) {
            return Ok(Some(Arc::clone(there)));
        }
        let made = Arc::new(far_from(&net, street, &self.people.at));
        lock().insert(street, Arc::clone(&made));
        Ok(Some(made))
    }

    /// Whether the people of a point are near no street of this way of travel, so that it cannot be told how far they go.
    pub fn is_untold(&self, way: Way, point: usize) -> Result<bool> {
        let untold = self.untold(way)?;
        Ok(untold.is_some_and(|u| u.get(point) == Some(&true)))
    }

    /// Which of these spots no street of this way of travel is near; none where minutes are guessed.
    pub fn off_road(&self, way: Way, spots: Vec<Place>) -> Result<Vec<usize>> {
        let (Way::Travel(mode), false) = (way, self.is_estimate(way)?) else {
            return Ok(Vec::new());
        };
        let Some(net) = self.net()? else {
            return Ok(Vec::new());
        };
        let far = far_from(&net, mode.street(), &spots);
        Ok((0..).zip(far).filter(|(_, f)| *f).map(|(i, _)| i).collect())
    }

    /// The last day of the timetable; none without one.
    pub fn timetable_ends(&self) -> Result<Option<Date>> {
        let net = self.net()?;
        let read = net.as_ref().and_then(|n| n.about.timetable.as_ref());
        Ok(read.and_then(|t| t.last_day.parse().ok()))
    }

    /// Minutes from everyone to every place of the list.
    pub fn table(&self, way: Way, at: At, progress: &Progress<'_>) -> Result<Arc<Table>> {
        let estimate = self.is_estimate(way)?;
        let when = (way.rides() && !estimate).then_some(at);
        self.cached((way, when, None), || {
            if estimate || way == Way::Straight {
                let places: Vec<Place> = self.sites.iter().map(|s| s.at).collect();
                let grid: Option<Vec<(f64, f64)>> = self.sites.iter().map(|s| s.grid).collect();
                return Ok(Table::guessed(self.ends(&places, grid.as_deref()), way));
            }
            let name = when.map_or_else(|| way.name().to_owned(), |a| format!("{way}-{}", a.slug()));
            let key = format!("{} {name} {}", self.id, self.week);
            let file = self.folder.join(format!("{name}.table"));
            if let Some(kept) = table::load(&file, &key)? {
                return Ok(kept);
            }
            let places: Vec<Place> = self.sites.iter().map(|s| s.at).collect();
            let made = self.made(&places, way, at, progress)?;
            // Only a help for the next time: where it cannot be kept, it is made again.
            let _ = table::keep(&file, &key, &made);
            Ok(made)
        })
    }

    /// Minutes from everyone to one place that is not on the list.
    fn column(&self, way: Way, at: At, place: Place, progress: &Progress<'_>) -> Result<Arc<Table>> {
        let estimate = self.is_estimate(way)?;
        let when = (way.rides() && !estimate).then_some(at);
        let spot = (place.lat.to_bits(), place.lon.to_bits());
        self.cached((way, when, Some(spot)), || {
            if estimate || way == Way::Straight {
                Ok(Table::guessed(self.ends(&[place], None), way))
            } else {
                self.made(&[place], way, at, progress)
            }
        })
    }

    fn made(&self, places: &[Place], way: Way, at: At, progress: &Progress<'_>) -> Result<Table> {
        match self.net()? {
            Some(net) => Table::measured(&net, self.ends(places, None), way, at, self.week, progress),
            None => Ok(Table::guessed(self.ends(places, None), way)),
        }
    }

    fn ends<'a>(&'a self, to: &'a [Place], grid: Option<&'a [(f64, f64)]>) -> Ends<'a> {
        let own = Some(self.people.grid.as_slice()).filter(|g| !g.is_empty());
        Ends {
            from: &self.people.at,
            to,
            grid: own.zip(grid),
        }
    }

    fn cached(&self, key: Key, make: impl FnOnce() -> Result<Table>) -> Result<Arc<Table>> {
        let lock = || self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = lock().get(&key) {
            return Ok(Arc::clone(there));
        }
        // Made without holding the lock: two who ask at once may both make it, and make the same.
        let made = Arc::new(make()?);
        let mut tables = lock();
        let size = |t: &Table| t.cells.len() * if t.slow.is_some() { 2 } else { 1 };
        let held: usize = tables.values().map(|t| size(t)).sum();
        if held + size(&made) > MOST_CELLS {
            tables.clear();
        }
        tables.insert(key, Arc::clone(&made));
        Ok(made)
    }

    /// Where everyone goes at this time: the nearest place that is open, and still open when they get there.
    pub fn reach(&self, spots: &[Spot], way: Way, at: At, progress: &Progress<'_>) -> Result<Reach> {
        let doors = self.doors(spots, way, at, progress)?;
        let mut reach = Reach {
            minutes: Vec::with_capacity(self.people.len()),
            slow: Vec::with_capacity(self.people.len()),
            to: Vec::with_capacity(self.people.len()),
            estimate: doors.table.estimate,
        };
        let has_slow = doors.table.slow.is_some();
        let untold = self.untold(way)?;
        for point in 0..self.people.len() {
            if untold.as_ref().is_some_and(|u| u.get(point) == Some(&true)) {
                reach.minutes.push(f32::NAN);
                reach.slow.push(f32::NAN);
                reach.to.push(u32::MAX);
                continue;
            }
            let (minutes, to) = doors.nearest(point, false);
            reach.minutes.push(minutes);
            reach.to.push(to);
            reach.slow.push(if has_slow {
                doors.nearest(point, true).0
            } else {
                minutes
            });
        }
        Ok(reach)
    }

    /// The same for the people of one point: minutes, and the number of the place; infinite and [`u32::MAX`] for nowhere.
    /// Whether it can be told at all says [`Base::is_untold`].
    pub fn reach_of(
        &self,
        point: usize,
        spots: &[Spot],
        way: Way,
        at: At,
        progress: &Progress<'_>,
    ) -> Result<(f32, u32)> {
        Ok(self.doors(spots, way, at, progress)?.nearest(point, false))
    }

    /// The places that serve someone at this time.
    fn doors(&self, spots: &[Spot], way: Way, at: At, progress: &Progress<'_>) -> Result<Doors> {
        let mut doors = Doors {
            table: self.table(way, at, progress)?,
            listed: Vec::new(),
            own: Vec::new(),
        };
        let moment = at.in_week(self.week);
        for (number, spot) in (0..).zip(spots) {
            let Some(left) = spot.left(way, moment) else {
                continue;
            };
            match spot.column {
                Column::Base(j) => doors.listed.push((number, j, left)),
                Column::Own => doors
                    .own
                    .push((number, self.column(way, at, spot.site.at, progress)?, left)),
            }
        }
        Ok(doors)
    }
}

/// The points that no such street is near.
pub(crate) fn far_from(net: &Network, street: Street, points: &[Place]) -> Vec<bool> {
    let snaps = net
        .streets
        .snaps(street, points, &net.about.speeds, table::MOST_METRES);
    snaps.iter().map(Option::is_none).collect()
}

/// Trips of a network's timetable under way in the hour after a time of the week.
pub(crate) fn trips(net: &Network, at: At, monday: Date) -> Option<usize> {
    let timetable = net.timetable.as_ref()?;
    let moment = at.in_week(monday);
    let (month, day) = (
        u32::try_from(moment.month()).ok()?,
        u32::try_from(moment.day()).ok()?,
    );
    let day = travel::day_number(i64::from(moment.year()), month, day)?;
    let from = i32::from(moment.hour()) * 3_600 + i32::from(moment.minute()) * 60;
    Some(timetable.trips_between(day, from, from + 3_600))
}

/// Places with their numbers, where their minutes are found, and for how long they are open still.
struct Doors {
    table: Arc<Table>,
    listed: Vec<(u32, usize, f32)>,
    own: Vec<(u32, Arc<Table>, f32)>,
}

impl Doors {
    fn nearest(&self, point: usize, slow: bool) -> (f32, u32) {
        fn row(table: &Table, point: usize, slow: bool) -> &[f32] {
            if slow {
                table.slow_row(point)
            } else {
                table.row(point)
            }
        }
        let mut best = (f32::INFINITY, u32::MAX);
        let mut offer = |number: u32, minutes: f32, left: f32| {
            if minutes <= left
                && (minutes < best.0 || (minutes == best.0 && number < best.1))
                && minutes.is_finite()
            {
                best = (minutes, number);
            }
        };
        let cells = row(&self.table, point, slow);
        for &(number, j, left) in &self.listed {
            offer(number, cells.get(j).copied().unwrap_or(f32::INFINITY), left);
        }
        for (number, column, left) in &self.own {
            let cell = row(column, point, slow).first().copied();
            offer(*number, cell.unwrap_or(f32::INFINITY), *left);
        }
        best
    }
}

fn checksum<'a>(all: &[(&str, &'a str)], kind: &str) -> Option<&'a str> {
    all.iter().find(|(k, _)| *k == kind).map(|(_, c)| *c)
}

/// Writes a file of the base and gives its checksum.
pub(crate) fn write_json(file: &Path, value: &impl Serialize) -> Result<String> {
    let bytes = serde_json::to_vec(value).map_err(PlanError::broken)?;
    std::fs::write(file, &bytes).map_err(|e| PlanError::io(&file.display().to_string(), &e))?;
    Ok(hex(&sha256(&[&bytes])))
}

fn read_json<T: DeserializeOwned>(file: &Path, checksum: Option<&str>) -> Result<T> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|e| PlanError::io(&name, &e))?;
    if checksum.is_some_and(|c| c != hex(&sha256(&[&bytes]))) {
        return Err(PlanError::Damaged(name));
    }
    serde_json::from_slice(&bytes).map_err(|_| PlanError::Damaged(name))
}
