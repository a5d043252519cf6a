//! `plan load`, `measure`, `change`, `solve`, `compare`, `export`: what closing or opening a place does to people.

mod told;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use kernel::Site;
use planner::{
    At, Desk, Edit, Effort, Evidence, Load, Origin, PlanError, Planner, Proposal, ScenarioId, Way, Wish,
};
use serde::Serialize;
use travel::geo::Place as Point;

use super::import::keep as keep_file;
use super::operate::there;
use super::read_text;
use crate::start::{Place, Steps, site};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Load people, places and, where there are, streets and a timetable: all of it or nothing
    Load {
        #[command(flatten)]
        place: Place,
        /// Points with people: id,lat,lon,people and, where known, aged_65, disabled, no_car, little_english, decile,
        /// ward_code, borough_code
        #[arg(long, value_name = "CSV")]
        people: PathBuf,
        /// Places: name,lat,lon and, where known, id, kind, hours, state (open or candidate), step_free, cost, receipt, cells
        #[arg(long, value_name = "CSV")]
        places: PathBuf,
        /// A network that `travel build` made; without it every time is an estimate
        #[arg(long, value_name = "NET")]
        net: Option<PathBuf>,
        /// What to call it
        #[arg(long)]
        name: Option<String>,
        /// The day that the figures of people and places are of; that of the files if not given
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<Date>,
        /// The licence under which the figures may be used
        #[arg(long, default_value = "")]
        licence: String,
        /// Who made the figures
        #[arg(long, default_value = "")]
        source: String,
        #[command(flatten)]
        origins: Box<Origins>,
        /// A day of the week whose timetable is used
        #[arg(long, value_name = "YYYY-MM-DD")]
        week: Option<Date>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// How long people need to the nearest open place: who is over 45 and 60 minutes away
    Measure {
        #[command(flatten)]
        place: Place,
        /// A scenario by its id or name; today if not given
        #[arg(long, value_name = "ID", default_value = planner::TODAY)]
        scenario: String,
        #[command(flatten)]
        how: How,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a scenario: today with some places closed, opened, moved, added or open at other hours
    Change {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        name: String,
        /// Places to close, by id
        #[arg(long, value_name = "ID", num_args = 1..)]
        close: Vec<String>,
        /// Places to open, by id
        #[arg(long, value_name = "ID", num_args = 1..)]
        open: Vec<String>,
        /// Other opening hours
        #[arg(long, value_name = "ID=STRING", num_args = 1.., value_parser = pair)]
        hours: Vec<(String, String)>,
        /// Places to move
        #[arg(long = "move", value_name = "ID=LAT,LON", num_args = 1.., value_parser = pair)]
        moved: Vec<(String, String)>,
        /// Places to add, as JSON: {"id": …, "name": …, "kind": "session", "at": {"lat": …, "lon": …}, "hours": …, "open": true}
        #[arg(long, value_name = "JSON")]
        add: Vec<String>,
        /// Why
        #[arg(long, default_value = "")]
        why: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Let the engines propose: the wish as data, the answer with bound, gap, alternatives and what stands in the way
    Solve {
        #[command(flatten)]
        place: Place,
        /// The wish (JSON): {"ask": "fewest" | "best" | "hubs" | "custody" | "sessions" | "handlers", …}
        #[arg(long, value_name = "FILE")]
        goal: PathBuf,
        /// Keep the answer as a scenario of this name
        #[arg(long, value_name = "NAME")]
        keep: Option<String>,
        /// Search no longer than so many seconds
        #[arg(long, value_name = "S", default_value_t = 60.0)]
        time_limit: f64,
        /// The same seed gives the same answer
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write every figure of a scenario: as a table, as a map, as a report
    Export {
        /// A scenario by its id or name, or `today`
        scenario: String,
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        to: To,
        #[command(flatten)]
        how: How,
    },
    /// Two scenarios beside each other: who gains and who loses
    Compare {
        /// A scenario by its id or name, or `today`
        a: String,
        b: String,
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        how: How,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// Where places, streets and timetable are from, where that is not where the people are from.
#[derive(Debug, clap::Args)]
pub struct Origins {
    /// The licence of the places; that of --licence if not given
    #[arg(long, default_value = "")]
    places_licence: String,
    #[arg(long, default_value = "")]
    places_source: String,
    #[arg(long, value_name = "YYYY-MM-DD")]
    places_date: Option<Date>,
    /// The licence of streets and timetable; that of OpenStreetMap if not given
    #[arg(long, default_value = "")]
    net_licence: String,
    /// Who made them; the files of which the network was built if not given
    #[arg(long, default_value = "")]
    net_source: String,
    /// Their day; the first of the timetable if not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    net_date: Option<Date>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub struct To {
    /// A table (CSV) of every group, borough and ward by the four ways at the five times
    #[arg(long, value_name = "OUT")]
    csv: Option<PathBuf>,
    /// The whole report (PDF)
    #[arg(long, value_name = "OUT")]
    pdf: Option<PathBuf>,
    /// A map (GeoJSON) of places and points
    #[arg(long, value_name = "OUT")]
    geojson: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct How {
    /// transit, walk, drive, step-free-transit, step-free, cycle or straight-line
    #[arg(long, default_value = "transit", value_parser = way)]
    mode: Way,
    /// A day of the week and a time
    #[arg(long, default_value = "Tue 10:00", value_parser = at)]
    at: At,
}

fn way(text: &str) -> Result<Way, String> {
    Way::parse(text).ok_or_else(|| {
        "no way to travel: choose transit, walk, drive, step-free-transit, step-free, cycle or straight-line".to_owned()
    })
}

fn at(text: &str) -> Result<At, String> {
    At::parse(text).ok_or_else(|| "no time of the week: write it as Tue 10:00".to_owned())
}

fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned()))
        .ok_or_else(|| "write it as ID=VALUE".to_owned())
}

async fn opened(place: &Place) -> anyhow::Result<Site> {
    there(&place.data())?;
    Ok(site(place.config()?, place.data(), Steps::TakeIfEmbedded, false)
        .await?
        .0)
}

pub async fn run(command: Command, out: &mut impl Write) -> anyhow::Result<bool> {
    let by = Planner::operator();
    match command {
        Command::Load {
            place,
            people,
            places,
            net,
            name,
            date,
            licence,
            source,
            origins,
            week,
            json,
        } => {
            let (site, _) = site(place.config()?, place.data(), Steps::TakeIfEmbedded, true).await?;
            let what = Load {
                people,
                places,
                net,
                name,
                date,
                licence,
                source,
                of_places: Origin {
                    licence: origins.places_licence,
                    source: origins.places_source,
                    date: origins.places_date,
                },
                of_net: Origin {
                    licence: origins.net_licence,
                    source: origins.net_source,
                    date: origins.net_date,
                },
                week,
            };
            let bar = ProgressBar::new(0);
            bar.set_style(ProgressStyle::with_template("{msg:36} {bar:30} {pos}/{len}")?);
            let shown = bar.clone();
            let told = move |what: &str, done: u64, all: u64| {
                shown.set_length(all);
                shown.set_position(done);
                shown.set_message(what.to_owned());
            };
            let report = planner::load(&site, &by, what, told).await;
            bar.finish_and_clear();
            let report = report?;
            if json {
                return line(out, &report);
            }
            writeln!(
                out,
                "{}: {} people at {} points, {} places, {} of them open",
                report.base, report.people, report.points, report.places, report.open
            )?;
            for d in &report.datasets {
                writeln!(
                    out,
                    "{}: {} of {}, {} rows, {} left out, SHA-256 {}",
                    d.kind, d.name, d.date, d.rows, d.rows_refused, d.checksum
                )?;
                if !d.licence.is_empty() {
                    writeln!(out, "  {}", d.licence)?;
                }
                for r in &d.refused {
                    writeln!(out, "  {}, row {}: {}", r.file, r.row, r.why)?;
                }
            }
            for warning in &report.warnings {
                writeln!(out, "note: {warning}")?;
            }
            Ok(true)
        }
        Command::Measure {
            place,
            scenario,
            how,
            json,
        } => {
            let desk = Desk::holding(&opened(&place).await?, &scenario).await?;
            let found = desk.measure(&scenario, how.mode, how.at).await?;
            if json {
                return line(out, &found);
            }
            told::measured(out, &found)?;
            Ok(true)
        }
        Command::Change {
            place,
            name,
            close,
            open,
            hours,
            moved,
            add,
            why,
            json,
        } => {
            let desk = Desk::newest(&opened(&place).await?).await?;
            let mut edits: Vec<Edit> = Vec::new();
            for text in add {
                let site = serde_json::from_str(&text).context("--add is not a place in JSON")?;
                edits.push(Edit::Add { site });
            }
            edits.extend(open.into_iter().map(|site| Edit::Open { site }));
            edits.extend(close.into_iter().map(|site| Edit::Close { site }));
            edits.extend(hours.into_iter().map(|(site, hours)| Edit::Hours { site, hours }));
            for (site, to) in moved {
                edits.push(Edit::Move {
                    at: Point::parse(&to)?,
                    site,
                    to: String::new(),
                });
            }
            if edits.is_empty() {
                bail!("say what changes: --close, --open, --hours, --move or --add");
            }
            let made = desk.change(&by, &name, &why, edits, Vec::new()).await?;
            if json {
                return line(out, &made);
            }
            writeln!(out, "{}: {}", made.scenario.id, made.scenario.name)?;
            told::compared(out, &made.compared)?;
            Ok(true)
        }
        Command::Solve {
            place,
            goal,
            keep,
            time_limit,
            seed,
            json,
        } => {
            let text = goal_text(&goal)?;
            let file = goal.file_name().unwrap_or(goal.as_os_str()).to_string_lossy();
            let wish = Wish::parse(&file, &text)?;
            if !time_limit.is_finite() || time_limit <= 0.0 {
                bail!("--time-limit is {time_limit}: write a number of seconds");
            }
            let effort = Effort {
                seconds: time_limit,
                seed,
                ..Effort::default()
            };
            // Calls alone are weighed for handlers: nothing need be loaded.
            let (desk, found) = if matches!(wish, Wish::Handlers(_)) {
                (None, planner::of_calls(&wish, effort))
            } else {
                let desk = Desk::newest(&opened(&place).await?).await?;
                let found = desk.solve(wish, effort).await;
                (Some(desk), found)
            };
            let found = found.map_err(|e| Wish::blame(&file, &text, e))?;
            let wanted = keep.is_some();
            let kept = match (keep, &desk) {
                (Some(name), Some(desk)) if found.found && !found.edits.is_empty() => {
                    let evidence = Evidence::from(&found);
                    let why = evidence.why().to_string();
                    Some(desk.keep(&by, &name, &why, evidence).await?)
                }
                _ => None,
            };
            if json {
                line(
                    out,
                    &Solved {
                        kept: kept.as_ref().map(ScenarioId::as_str),
                        proposal: &found,
                    },
                )?;
            } else {
                let sites = desk.as_ref().map_or(&[][..], |d| d.base.sites.as_slice());
                told::proposal(out, &found, sites)?;
                match kept {
                    Some(id) => writeln!(out, "kept as {id}")?,
                    None if wanted => writeln!(out, "nothing is kept: no place changes")?,
                    None => {}
                }
            }
            Ok(found.found)
        }
        Command::Export {
            scenario,
            place,
            to,
            how,
        } => {
            let site = opened(&place).await?;
            let desk = Desk::holding(&site, &scenario).await?;
            // All is made before anything is written, so that what cannot be made leaves no part of it behind.
            let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
            if let Some(file) = to.csv {
                files.push((file, desk.csv(&scenario).await?.into_bytes()));
            }
            if let Some(file) = to.geojson {
                let map = desk.geojson(&scenario, how.mode, how.at).await?;
                files.push((file, map.into_bytes()));
            }
            if let Some(file) = to.pdf {
                let tongue = site.words().tongue(page::Lang::EN);
                let report = if scenario.eq_ignore_ascii_case(planner::TODAY) {
                    desk.pdf_of_today(how.mode, how.at, &tongue).await?
                } else {
                    let found = desk.scenario(&scenario).await?;
                    desk.pdf(&found, how.mode, how.at, &tongue).await?
                };
                files.push((file, report));
            }
            for (number, (file, bytes)) in files.iter().enumerate() {
                keep_file(file, bytes).with_context(|| {
                    let left = files.get(number..).unwrap_or_default();
                    let left: Vec<String> = left.iter().map(|(f, _)| f.display().to_string()).collect();
                    format!("not written: {}", left.join(", "))
                })?;
                writeln!(out, "{}", file.display())?;
            }
            Ok(true)
        }
        Command::Compare {
            a,
            b,
            place,
            how,
            json,
        } => {
            let site = opened(&place).await?;
            // Both are of one base: that of the first that is a scenario.
            let of = if a.eq_ignore_ascii_case(planner::TODAY) {
                &b
            } else {
                &a
            };
            let desk = Desk::holding(&site, of).await?;
            let found = desk.compare(&a, &b, how.mode, how.at).await?;
            if json {
                return line(out, &found);
            }
            told::compared(out, &found)?;
            Ok(true)
        }
    }
}

/// A proposal as JSON, with the id of the scenario that was made of it.
#[derive(Serialize)]
struct Solved<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<&'a str>,
    #[serde(flatten)]
    proposal: &'a Proposal,
}

/// The text of a wish; a file that cannot be read is named in words.
fn goal_text(goal: &Path) -> anyhow::Result<String> {
    read_text(goal, 16 << 20).map_err(|error| match error.downcast_ref::<std::io::Error>() {
        Some(io) => PlanError::io(&goal.display().to_string(), io).into(),
        None => error,
    })
}

fn line(out: &mut impl Write, value: &impl Serialize) -> anyhow::Result<bool> {
    writeln!(out, "{}", serde_json::to_string(value)?)?;
    Ok(true)
}
