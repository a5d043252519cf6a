//! `travel build`, `matrix`, `reach` and `journey`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use travel::geo::Place;
use travel::{About, Element, Inputs, Mode, Network, Progress, When, run};

/// More threads than any machine has would only cost memory.
const MOST_THREADS: usize = 256;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Prepare a network of streets, and timetables where given, in one file
    Build {
        /// OpenStreetMap extracts (.osm.pbf)
        #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
        osm: Vec<PathBuf>,
        /// Timetables (GTFS: zip archives or folders)
        #[arg(long, value_name = "FILE", num_args = 1..)]
        gtfs: Vec<PathBuf>,
        /// The file to write
        #[arg(long, value_name = "NET")]
        out: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Minutes from every place to every place
    Matrix {
        #[command(flatten)]
        how: How,
        /// Places: id,lat,lon
        #[arg(long, value_name = "CSV")]
        from: PathBuf,
        /// Places: id,lat,lon
        #[arg(long, value_name = "CSV")]
        to: PathBuf,
        /// The table to write: from,to,minutes[,p90]; what cannot be reached is left empty
        #[arg(long, value_name = "CSV")]
        out: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// What can be reached from a place within so many minutes, as GeoJSON
    Reach {
        #[command(flatten)]
        how: How,
        #[arg(long, value_name = "LAT,LON", value_parser = Place::parse, allow_hyphen_values = true)]
        at: Place,
        #[arg(
            long,
            value_name = "MINUTES",
            value_delimiter = ',',
            default_value = "15,30,45"
        )]
        minutes: Vec<f64>,
        #[arg(long, value_name = "GEOJSON")]
        out: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// One journey, leg by leg
    Journey {
        #[command(flatten)]
        how: How,
        #[arg(long, value_name = "LAT,LON", value_parser = Place::parse, allow_hyphen_values = true)]
        from: Place,
        #[arg(long, value_name = "LAT,LON", value_parser = Place::parse, allow_hyphen_values = true)]
        to: Place,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub struct How {
    /// A network that `travel build` made
    #[arg(long, value_name = "NET")]
    net: PathBuf,
    /// walk, step-free, cycle, drive, transit or step-free-transit
    #[arg(long, value_parser = Mode::parse)]
    mode: Mode,
    /// Day and time of leaving, for public transport: 2019-05-14T08:00
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    depart: Option<When>,
    /// Day and time of arriving, instead
    #[arg(long, value_name = "WHEN", value_parser = When::parse, conflicts_with = "depart")]
    arrive: Option<When>,
    /// Minutes of the window of departures (or arrivals); every minute of it is asked
    #[arg(long, value_name = "MINUTES")]
    window: Option<u32>,
    /// Threads that share the work; as many as the machine has if not given
    #[arg(long)]
    threads: Option<usize>,
}

impl How {
    fn when(&self) -> Option<When> {
        let mut when = match (&self.depart, &self.arrive) {
            (_, Some(arrive)) => When {
                arrive_by: true,
                ..arrive.clone()
            },
            (Some(depart), None) => depart.clone(),
            (None, None) => return None,
        };
        if let Some(window) = self.window {
            when.window = window;
        }
        Some(when)
    }

    fn options(&self) -> run::Options {
        let usual = run::Options::default();
        run::Options {
            threads: self.threads.unwrap_or(usual.threads).clamp(1, MOST_THREADS),
            ..usual
        }
    }
}

pub fn run(command: &Command, out: &mut impl Write) -> anyhow::Result<bool> {
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{msg:36} {bar:30} {pos}/{len}")?);
    let never = AtomicBool::new(false);
    let told = |what: &str, done: u64, all: u64| {
        bar.set_length(all);
        bar.set_position(done);
        bar.set_message(what.to_owned());
    };
    let progress = Progress::new(&told, &never);
    let right = match command {
        Command::Build {
            osm,
            gtfs,
            out: file,
            json,
        } => {
            let inputs = Inputs {
                osm: osm.clone(),
                gtfs: gtfs.clone(),
                ..Inputs::default()
            };
            let built = run::build(&inputs, file, &progress);
            bar.finish_and_clear();
            let built = built?;
            if *json {
                line(out, &built)?;
            } else {
                writeln!(
                    out,
                    "{} nodes, {} edges, {} stops, {} trips: {} bytes in {}",
                    built.nodes,
                    built.edges,
                    built.stops,
                    built.trips,
                    built.bytes,
                    built.out.display()
                )?;
                left_out(out, &built.about)?;
            }
            true
        }
        Command::Matrix {
            how,
            from,
            to,
            out: file,
            json,
        } => {
            let net = Network::load(&how.net)?;
            let (from, to) = (run::read_points(from)?, run::read_points(to)?);
            let when = how.when();
            let done = run::matrix(
                &net,
                &from,
                &to,
                how.mode,
                when.as_ref(),
                file,
                &how.options(),
                &progress,
            );
            bar.finish_and_clear();
            let done = done?;
            if *json {
                line(out, &done)?;
            } else {
                writeln!(
                    out,
                    "{} by {} places: {} reached, {} not, in {}",
                    done.from,
                    done.to,
                    done.reached,
                    done.unreached,
                    done.out.display()
                )?;
                for note in &done.notes {
                    writeln!(out, "  {note}")?;
                }
            }
            true
        }
        Command::Reach {
            how,
            at,
            minutes,
            out: file,
            json,
        } => {
            let net = Network::load(&how.net)?;
            let when = how.when();
            let map = run::reach(
                &net,
                *at,
                minutes,
                how.mode,
                when.as_ref(),
                file,
                &how.options(),
                &progress,
            );
            bar.finish_and_clear();
            let map = map?;
            if *json {
                let limits: Vec<_> = map["features"].as_array().into_iter().flatten().collect();
                let limits: Vec<_> = limits.iter().map(|f| &f["properties"]).collect();
                let notes = map.get("notes").cloned().unwrap_or_else(|| serde_json::json!([]));
                let told = serde_json::json!({ "out": file, "limits": limits, "notes": notes });
                line(out, &told)?;
            } else {
                writeln!(out, "{}", file.display())?;
                for note in map["notes"].as_array().into_iter().flatten() {
                    writeln!(out, "  {}", note.as_str().unwrap_or_default())?;
                }
            }
            true
        }
        Command::Journey { how, from, to, json } => {
            let net = Network::load(&how.net)?;
            let when = how.when();
            let journey = run::journey(
                &net,
                *from,
                *to,
                how.mode,
                when.as_ref(),
                &how.options(),
                &progress,
            );
            bar.finish_and_clear();
            let journey = journey?;
            let options = how.options();
            match (&journey, json) {
                (Some(found), true) => line(out, found)?,
                (None, _) => {
                    let none = Progress::none();
                    let why = run::why_none(&net, *from, *to, how.mode, when.as_ref(), &options, &none)?;
                    if *json {
                        // The answer is null; the reason is for whoever reads along.
                        line(out, &journey)?;
                        writeln!(std::io::stderr(), "there is no way: {why}")?;
                    } else {
                        writeln!(out, "there is no way: {why}")?;
                    }
                }
                (Some(found), false) => {
                    for words in &found.words {
                        writeln!(out, "{words}")?;
                    }
                    let minutes = found.minutes;
                    if found.depart.is_empty() {
                        writeln!(out, "{minutes:.1} minutes")?;
                    } else {
                        let (depart, arrive) = (&found.depart, &found.arrive);
                        writeln!(out, "{minutes:.1} minutes, from {depart} to {arrive}")?;
                    }
                    if let Some(note) = run::nothing_runs(&net, how.mode, when.as_ref())? {
                        writeln!(out, "  {note}")?;
                    }
                }
            }
            journey.is_some()
        }
    };
    Ok(right)
}

fn line(out: &mut impl Write, value: &impl Serialize) -> anyhow::Result<()> {
    writeln!(out, "{}", serde_json::to_string(value)?)?;
    Ok(())
}

/// What was left out of the streets and the timetables, the first of it.
fn left_out(out: &mut impl Write, about: &About) -> anyhow::Result<()> {
    const MOST: usize = 20;
    let far = about.timetable.as_ref().map_or(0, |t| t.stops_without_a_street);
    if far > 0 {
        writeln!(
            out,
            "  {far} stops are near no street: nobody gets on or off there"
        )?;
    }
    let streets = about.streets.skipped.iter().map(|s| {
        let element = match s.element {
            Element::Way => "way",
            Element::Relation => "relation",
        };
        format!("{element} {}: {}", s.id, s.why)
    });
    let problems = about.timetable.iter().flat_map(|t| &t.problems);
    let problems = problems.map(|p| match p.row {
        0 => format!("{} {}: {}", p.feed, p.file, p.what),
        row => format!("{} {}, row {row}: {}", p.feed, p.file, p.what),
    });
    let in_all = about.streets.skipped_in_all + about.timetable.as_ref().map_or(0, |t| t.problems_in_all);
    let half = streets.take(MOST / 2).collect::<Vec<_>>();
    let told: Vec<String> = half.into_iter().chain(problems.take(MOST / 2)).collect();
    for text in &told {
        writeln!(out, "  {text}")?;
    }
    let more = in_all.saturating_sub(told.len() as u64);
    if more > 0 {
        writeln!(out, "  and {more} more that were left out: --json tells them")?;
    }
    Ok(())
}
