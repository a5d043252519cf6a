//! Loading: files in, a base in the data folder and its rows out. All of it or nothing.

use std::path::{Path, PathBuf};

use atlas::Areas;
use jiff::civil::Date;
use kernel::clock::WorkingDays;
use kernel::seal::{hex, sha256};
use places::Holidays;
use serde::{Deserialize, Serialize};
use travel::geo::Place;
use travel::{Network, Progress, Street};

use crate::at::{At, first_week, monday_of, week_of};
use crate::base::{Base, PEOPLE, PLACES, STREETS, write_json};
use crate::error::{PlanError, Result};
use crate::people::People;
use crate::read::{self, Read1, Refused};
use crate::said::{Said, said};
use crate::scenario::BaseId;
use crate::site::Site;
use crate::table::MOST_METRES;
use crate::way::Way;

/// A place has its door on a street; further away it stands in the water or the streets are of somewhere else.
const DOOR_METRES: f64 = 300.0;

/// What is loaded.
#[derive(Debug, Clone, Default)]
pub struct Load {
    pub people: PathBuf,
    pub places: PathBuf,
    pub net: Option<PathBuf>,
    /// What the base is called; the name of the file of people if not given.
    pub name: Option<String>,
    /// The day that the figures are of; of each file its own day if not given.
    pub date: Option<Date>,
    pub licence: String,
    pub source: String,
    /// A day of the week that stands for all.
    pub week: Option<Date>,
}

/// One of the files that were loaded, as it is kept and told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// `people`, `places` or `net`.
    pub kind: String,
    pub name: String,
    pub date: String,
    pub licence: String,
    pub source: String,
    /// SHA-256 of the file as it was given.
    pub checksum: String,
    pub rows: u64,
    pub rows_refused: u64,
    #[serde(default)]
    pub refused: Vec<Refused>,
    /// SHA-256 of the file as it is kept.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub kept: String,
}

/// Everything that was read, in its folder, not yet in the database.
#[derive(Debug)]
pub struct Loaded {
    pub base: Base,
    pub name: String,
    pub datasets: Vec<Dataset>,
    pub warnings: Vec<Said>,
    /// Minutes by public transport or on streets are guessed.
    pub estimate: bool,
}

/// What is told of a load.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub base: BaseId,
    pub name: String,
    pub week: Date,
    pub estimate: bool,
    pub people: f64,
    pub points: usize,
    pub places: usize,
    pub open: usize,
    pub datasets: Vec<Dataset>,
    pub warnings: Vec<Said>,
}

impl Loaded {
    pub fn report(&self) -> Report {
        Report {
            base: self.base.id.clone(),
            name: self.name.clone(),
            week: self.base.week,
            estimate: self.estimate,
            people: self.base.people.all(),
            points: self.base.people.len(),
            places: self.base.sites.len(),
            open: self.base.sites.iter().filter(|s| s.open).count(),
            datasets: self.datasets.clone(),
            warnings: self.warnings.clone(),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>> {
    let name = file_name(path);
    let failed = |e: std::io::Error| PlanError::io(&name, &e);
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > most {
        return Err(PlanError::file(
            &name,
            said!("planner-said-file-bytes", bytes = size, most = most),
        ));
    }
    std::fs::read(path).map_err(failed)
}

fn day_of(path: &Path, today: Date) -> Date {
    let changed = std::fs::metadata(path).and_then(|m| m.modified()).ok();
    changed
        .and_then(|t| jiff::Timestamp::try_from(t).ok())
        .map_or(today, |t| t.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

/// What is known of the force when something is loaded.
pub struct Around<'a> {
    /// Its wards and boroughs, where they were imported.
    pub areas: Option<&'a Areas>,
    /// Its bank holidays.
    pub days: &'a WorkingDays,
    pub today: Date,
}

/// Reads everything and writes the folder `plans/ID`. When this fails nothing of it stays.
pub fn load(
    what: &Load,
    id: BaseId,
    plans: &Path,
    around: &Around<'_>,
    progress: &Progress<'_>,
) -> Result<Loaded> {
    let today = around.today;
    let holidays = Holidays::of(around.days);
    let areas = around.areas.filter(|a| !a.wards().is_empty());
    let step = |text: &str, done: u64| progress.step(text, done, 4).map_err(PlanError::from);
    step("people", 0)?;
    let people_bytes = bytes_of(&what.people, 1 << 30)?;
    let people = read::people(&file_name(&what.people), people_bytes.as_slice(), areas)?;
    step("places", 1)?;
    let places_bytes = bytes_of(&what.places, 1 << 28)?;
    let places = read::places(
        &file_name(&what.places),
        places_bytes.as_slice(),
        areas,
        &holidays,
    )?;
    step("streets", 2)?;
    let net = what.net.as_deref().map(Network::load).transpose()?;
    let (people, places) = match &net {
        Some(net) => {
            let file = file_name(what.net.as_deref().unwrap_or(Path::new("")));
            (
                joined_people(net, &file, people)?,
                joined_places(net, &file, places)?,
            )
        }
        None => (people, places),
    };
    let (people, places) = match areas {
        Some(_) => (people, places),
        None => together(people, places)?,
    };
    let mut warnings: Vec<Said> = people.warnings.iter().chain(&places.warnings).cloned().collect();
    if !places.found.iter().any(|s| s.open) {
        return Err(PlanError::file(
            &file_name(&what.places),
            Said::new("planner-said-file-none-open"),
        ));
    }
    let week = week(what, net.as_ref(), around, &mut warnings)?;
    let estimate = net.as_ref().is_none_or(|n| n.timetable.is_none());
    if net.is_none() {
        warnings.push(Said::new("planner-said-warn-no-streets"));
    } else if estimate {
        warnings.push(Said::new("planner-said-warn-no-timetable"));
    }
    step("files", 3)?;
    let beside = plans.join(format!("{id}.part"));
    let place = plans.join(id.as_str());
    let failed = |e: std::io::Error| PlanError::io(&plans.display().to_string(), &e);
    std::fs::create_dir_all(&beside).map_err(failed)?;
    let mut written = (|| -> Result<(String, String, String)> {
        let kept_people = write_json(&beside.join(PEOPLE), &people.found)?;
        let kept_places = write_json(&beside.join(PLACES), &places.found)?;
        let mut net_sum = String::new();
        if let Some(from) = &what.net {
            let to = beside.join(STREETS);
            std::fs::copy(from, &to).map_err(failed)?;
            net_sum = hex(&sha256(&[&std::fs::read(&to).map_err(failed)?]));
        }
        std::fs::rename(&beside, &place).map_err(failed)?;
        Ok((kept_people, kept_places, net_sum))
    })();
    let base = Base::new(
        id,
        people.found.clone(),
        places.found.clone(),
        week,
        place.clone(),
        holidays,
    );
    if written.is_ok()
        && net.is_some()
        && let Err(e) = prepare(&base, progress)
    {
        written = Err(e);
    }
    let (kept_people, kept_places, net_sum) = match written {
        Ok(sums) => sums,
        Err(e) => {
            forget(plans, &base.id);
            return Err(e);
        }
    };
    let dataset = |kind: &str, path: &Path, checksum: String, kept: String| Dataset {
        kind: kind.to_owned(),
        name: file_name(path),
        date: what.date.unwrap_or_else(|| day_of(path, today)).to_string(),
        licence: what.licence.clone(),
        source: what.source.clone(),
        checksum,
        rows: 0,
        rows_refused: 0,
        refused: Vec::new(),
        kept,
    };
    let sum = |bytes: &[u8]| hex(&sha256(&[bytes]));
    let mut datasets = vec![
        Dataset {
            rows: people.rows,
            rows_refused: people.refused_in_all,
            refused: people.refused,
            ..dataset("people", &what.people, sum(&people_bytes), kept_people)
        },
        Dataset {
            rows: places.rows,
            rows_refused: places.refused_in_all,
            refused: places.refused,
            ..dataset("places", &what.places, sum(&places_bytes), kept_places)
        },
    ];
    if let Some(path) = &what.net {
        datasets.push(dataset("net", path, net_sum.clone(), net_sum));
    }
    let name = what.name.clone().unwrap_or_else(|| {
        what.people
            .file_stem()
            .map_or_else(|| "people".to_owned(), |s| s.to_string_lossy().into_owned())
    });
    Ok(Loaded {
        base,
        name: name.chars().take(100).collect(),
        datasets,
        warnings,
        estimate,
    })
}

/// Takes away the folder of a base that did not come to be.
pub fn forget(plans: &Path, id: &BaseId) {
    let _ = std::fs::remove_dir_all(plans.join(format!("{id}.part")));
    let _ = std::fs::remove_dir_all(plans.join(id.as_str()));
}

/// The tables that every page shows are made now, while someone waits for it anyway.
fn prepare(base: &Base, progress: &Progress<'_>) -> Result<()> {
    let tables: Vec<(Way, At)> = Way::FOUR
        .into_iter()
        .flat_map(|way| At::FIVE.map(|at| (way, at)))
        .filter(|(way, at)| way.rides() || *at == At::USUAL)
        .collect();
    let all = u64::try_from(tables.len()).unwrap_or(0);
    for (number, (way, at)) in (0..).zip(tables) {
        progress.step("tables", number, all)?;
        base.table(way, at, progress)?;
    }
    Ok(())
}

/// The week that stands for all: with every day of the timetable, and without a bank holiday where there is such a week.
fn week(what: &Load, net: Option<&Network>, around: &Around<'_>, warnings: &mut Vec<Said>) -> Result<Date> {
    let monday = chosen_week(what, net, around, warnings)?;
    let holiday = (0..7)
        .filter_map(|d| monday.checked_add(jiff::Span::new().days(d)).ok())
        .find(|d| around.days.is_bank_holiday(*d));
    if let Some(day) = holiday {
        warnings.push(said!("planner-said-warn-holiday", monday = monday, day = day));
    }
    Ok(monday)
}

fn chosen_week(
    what: &Load,
    net: Option<&Network>,
    around: &Around<'_>,
    warnings: &mut Vec<Said>,
) -> Result<Date> {
    let today = around.today;
    let file = what.net.as_deref().map(file_name).unwrap_or_default();
    let Some((timetable, read)) =
        net.and_then(|n| Some((n.timetable.as_ref()?, n.about.timetable.as_ref()?)))
    else {
        let soon = today.checked_add(jiff::Span::new().weeks(12)).unwrap_or(today);
        let ordinary = |d: Date| !around.days.is_bank_holiday(d);
        let first = first_week(monday_of(today), soon, ordinary);
        return Ok(what.week.map_or(first, monday_of));
    };
    let day = |text: &str| text.parse::<Date>().ok();
    let (first, last) = day(&read.first_day)
        .zip(day(&read.last_day))
        .ok_or_else(|| PlanError::file(&file, Said::new("planner-said-file-no-journey")))?;
    let running = |d: Date| {
        let number = travel::day_number(
            i64::from(d.year()),
            u32::try_from(d.month()).unwrap_or(0),
            u32::try_from(d.day()).unwrap_or(0),
        );
        number.map_or(0, |n| timetable.trips_on(n))
    };
    let monday = match what.week {
        Some(day) => {
            let monday = monday_of(day);
            let any = (0..7)
                .filter_map(|d| monday.checked_add(jiff::Span::new().days(d)).ok())
                .any(|d| running(d) > 0);
            if !any {
                return Err(PlanError::file(
                    &file,
                    said!(
                        "planner-said-file-no-week",
                        first = first,
                        last = last,
                        monday = monday
                    ),
                ));
            }
            monday
        }
        None => week_of(first, last, |d| {
            if around.days.is_bank_holiday(d) {
                0
            } else {
                running(d)
            }
        })
        .or_else(|| week_of(first, last, running))
        .ok_or_else(|| PlanError::file(&file, Said::new("planner-said-file-no-journey")))?,
    };
    if last < today {
        let feed = net.map(|n| n.about.sources.join(", ")).unwrap_or_default();
        warnings.push(said!(
            "planner-said-warn-ended",
            file = &file,
            feed = feed,
            last = last,
            monday = monday
        ));
    }
    for problem in read.problems.iter().take(3) {
        warnings.push(said!(
            "planner-said-warn-feed",
            file = &file,
            feed = &problem.feed,
            inner = &problem.file,
            row = problem.row.to_string(),
            what = &problem.what
        ));
    }
    Ok(monday)
}

/// Without the force's areas nobody knows what lies outside of it; what is so far from the others surely does.
const APART_METRES: f64 = 300_000.0;

/// Leaves out points and places that are nowhere near the middle of the points, by row.
fn together(
    mut people: Read1<People>,
    mut places: Read1<Vec<Site>>,
) -> Result<(Read1<People>, Read1<Vec<Site>>)> {
    let middle = |of: &dyn Fn(&Place) -> f64| {
        let mut list: Vec<f64> = people.found.at.iter().map(of).collect();
        list.sort_by(f64::total_cmp);
        list.get(list.len() / 2).copied().unwrap_or(0.0)
    };
    let Some(middle) = Place::new(middle(&|p| p.lat), middle(&|p| p.lon)) else {
        return Ok((people, places));
    };
    let away = |at: &Place| at.metres_to(middle);
    let far = |list: &mut dyn Iterator<Item = Place>| -> Vec<usize> {
        list.enumerate()
            .filter(|(_, at)| away(at) > APART_METRES)
            .map(|(i, _)| i)
            .collect()
    };
    let why = |name: &str, at: Option<&Place>| {
        let km = at.map_or(0.0, |a| away(a) / 1_000.0);
        said!("planner-said-row-far", name = name, km = format!("{km:.0}"))
    };
    let lost = far(&mut people.found.at.iter().copied());
    if !lost.is_empty() {
        people.leave_out(&lost, People::keep, |p, i| {
            why(p.ids.get(i).map_or("", String::as_str), p.at.get(i))
        })?;
    }
    let lost = far(&mut places.found.iter().map(|s| s.at));
    if !lost.is_empty() {
        places.leave_out(&lost, thin, |sites, i| {
            let site = sites.get(i);
            why(site.map_or("", |s| s.name.as_str()), site.map(|s| &s.at))
        })?;
    }
    Ok((people, places))
}

fn thin(sites: &mut Vec<Site>, keep: &[bool]) {
    let mut at = 0;
    sites.retain(|_| {
        at += 1;
        keep.get(at - 1) == Some(&true)
    });
}

/// Points that no street is near are refused by row: the streets miss part of the force.
fn joined_people(net: &Network, file: &str, mut read: Read1<People>) -> Result<Read1<People>> {
    let snaps = net
        .streets
        .snaps(Street::Walk, &read.found.at, &net.about.speeds, MOST_METRES);
    let far: Vec<usize> = (0..snaps.len())
        .filter(|i| snaps.get(*i).is_none_or(Option::is_none))
        .collect();
    if far.is_empty() {
        return Ok(read);
    }
    let lost: f64 = far.iter().filter_map(|i| read.found.people.get(*i)).sum();
    read.leave_out(
        &far,
        |p, keep| p.keep(keep),
        |p, i| {
            said!(
                "planner-said-row-no-street",
                name = p.ids.get(i).map_or("", String::as_str),
                file = file
            )
        },
    )?;
    read.warnings.push(said!(
        "planner-said-warn-missed",
        file = file,
        points = far.len(),
        people = lost
    ));
    Ok(read)
}

fn joined_places(net: &Network, file: &str, mut read: Read1<Vec<Site>>) -> Result<Read1<Vec<Site>>> {
    let at: Vec<Place> = read.found.iter().map(|s| s.at).collect();
    let snaps = net
        .streets
        .snaps(Street::Walk, &at, &net.about.speeds, DOOR_METRES);
    let far: Vec<usize> = (0..snaps.len())
        .filter(|i| snaps.get(*i).is_none_or(Option::is_none))
        .collect();
    if !far.is_empty() {
        read.leave_out(&far, thin, |sites, i| {
            said!(
                "planner-said-row-no-door",
                name = sites.get(i).map_or("", |s| s.name.as_str()),
                file = file
            )
        })?;
    }
    Ok(read)
}
