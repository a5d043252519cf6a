//! Loading: files in, a base in the data folder and its rows out. All of it or nothing.

mod lies;

use std::path::{Path, PathBuf};

use atlas::Areas;
use jiff::civil::Date;
use kernel::clock::WorkingDays;
use kernel::seal::{hex, sha256};
use places::Holidays;
use serde::{Deserialize, Serialize};
use travel::{Network, Progress};

use crate::at::{At, first_week, monday_of, week_of};
use crate::base::{Base, PEOPLE, PLACES, STREETS, write_json};
use crate::error::{PlanError, Result};
pub(crate) use crate::load::lies::home;
use crate::load::lies::{joined_people, joined_places, note_roads, note_trips, together};
use crate::read::{self, Refused};
use crate::said::{Said, said};
use crate::scenario::BaseId;
use crate::way::Way;

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
    /// Of the people; and of the places, unless theirs are given.
    pub licence: String,
    pub source: String,
    pub of_places: Origin,
    /// Of streets and timetable: without it the licence is that of OpenStreetMap, and day and source are the network's own.
    pub of_net: Origin,
    /// A day of the week that stands for all.
    pub week: Option<Date>,
}

/// Where one of the files is from; empty for what is not said.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub licence: String,
    pub source: String,
    pub date: Option<Date>,
}

/// The licence of the streets, as it must be said wherever they are used.
pub(crate) const OPENSTREETMAP: &str = "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)";

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

/// No table of people or places is larger.
const MOST_BYTES: u64 = 30_000_000;

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
    for (date, path) in [(what.date, &what.people), (what.of_places.date, &what.places)] {
        if let Some(day) = date.filter(|d| *d > today) {
            return Err(PlanError::file(
                &file_name(path),
                said!("planner-said-file-future", day = day),
            ));
        }
    }
    let holidays = Holidays::of(around.days);
    let areas = around.areas.filter(|a| !a.wards().is_empty());
    let step = |text: &str, done: u64| progress.step(text, done, 4).map_err(PlanError::from);
    step("people", 0)?;
    let people_bytes = bytes_of(&what.people, MOST_BYTES)?;
    let people = read::people(&file_name(&what.people), people_bytes.as_slice(), areas)?;
    step("places", 1)?;
    let places_bytes = bytes_of(&what.places, MOST_BYTES)?;
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
    if let Some(net) = &net {
        let file = file_name(what.net.as_deref().unwrap_or(Path::new("")));
        note_trips(net, &file, week, &mut warnings);
        note_roads(net, &file, &people.found, &places.found, &mut warnings);
    }
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
    let made = Base::new(
        id,
        people.found.clone(),
        places.found.clone(),
        week,
        place.clone(),
        holidays,
    );
    if written.is_ok()
        && net.is_some()
        && let Err(e) = prepare(&made, progress)
    {
        written = Err(e);
    }
    let (kept_people, kept_places, net_sum) = match written {
        Ok(sums) => sums,
        Err(e) => {
            forget(plans, &made.id);
            return Err(e);
        }
    };
    let own = Origin {
        licence: what.licence.clone(),
        source: what.source.clone(),
        date: what.date,
    };
    let of_places = what.of_places.or(&own);
    let dataset = |kind: &str, path: &Path, from: &Origin, checksum: String, kept: String| Dataset {
        kind: kind.to_owned(),
        name: file_name(path),
        date: from.date.unwrap_or_else(|| day_of(path, today)).to_string(),
        licence: from.licence.clone(),
        source: from.source.clone(),
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
            ..dataset("people", &what.people, &own, sum(&people_bytes), kept_people)
        },
        Dataset {
            rows: places.rows,
            rows_refused: places.refused_in_all,
            refused: places.refused,
            ..dataset(
                "places",
                &what.places,
                &of_places,
                sum(&places_bytes),
                kept_places,
            )
        },
    ];
    if let Some(path) = &what.net {
        let from = what.of_net.or(&origin_of(net.as_ref()));
        datasets.push(dataset("net", path, &from, net_sum.clone(), net_sum));
    }
    let name = what.name.clone().unwrap_or_else(|| {
        what.people
            .file_stem()
            .map_or_else(|| "people".to_owned(), |s| s.to_string_lossy().into_owned())
    });
    Ok(Loaded {
        base: made,
        name: name.chars().take(100).collect(),
        datasets,
        warnings,
        estimate,
    })
}

impl Origin {
    /// This, and where it says nothing the other.
    fn or(&self, other: &Self) -> Self {
        let text = |own: &String, other: &String| if own.is_empty() { other } else { own }.clone();
        Self {
            licence: text(&self.licence, &other.licence),
            source: text(&self.source, &other.source),
            date: self.date.or(other.date),
        }
    }
}

/// What a network says of itself: its files, and the days of its timetable.
fn origin_of(net: Option<&Network>) -> Origin {
    let timetable = net.and_then(|n| n.about.timetable.as_ref());
    let files = net.map(|n| n.about.sources.join(", ")).unwrap_or_default();
    Origin {
        licence: OPENSTREETMAP.to_owned(),
        source: match timetable {
            Some(t) => format!("{files} ({} – {})", t.first_day, t.last_day),
            None => files,
        },
        date: timetable.and_then(|t| t.first_day.parse().ok()),
    }
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
