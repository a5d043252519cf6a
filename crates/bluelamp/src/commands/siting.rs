//! `siting solve` and `siting verify`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use siting::run::{Input, Request, Source};
use siting::{Limit, Settings, run};

use super::read_text;

/// A matrix of 64 million cells as text.
const MOST_BYTES: u64 = 4 << 30;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Which sites to open, with a bound on how good any answer can be
    Solve {
        #[command(flatten)]
        question: Question,
        /// Stop after so many seconds with the best answer found and its gap
        #[arg(long, value_name = "S", default_value_t = 60.0, value_parser = seconds, allow_negative_numbers = true)]
        time_limit: f64,
        /// The same seed gives the same answer
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// A good answer only, without proof
        #[arg(long)]
        heuristic: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Recompute objective and bound of an answer from the raw input: exit 0 when they agree
    Verify {
        #[command(flatten)]
        question: Question,
        /// What `siting solve --json` wrote
        answer: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub struct Question {
    /// p-median, p-center, set-cover, max-cover, plant or capacitated
    #[arg(long, default_value = "p-median")]
    model: String,
    #[command(flatten)]
    figures: Figures,
    /// Weights of the demands: id,weight
    #[arg(long, value_name = "CSV", requires = "matrix")]
    weights: Option<PathBuf>,
    /// How many sites, 1 or more
    #[arg(long, value_parser = how_many, allow_negative_numbers = true)]
    p: Option<usize>,
    /// Minutes within which a demand counts as covered
    #[arg(long, value_name = "MINUTES", value_parser = amount, allow_negative_numbers = true)]
    limit: Option<f64>,
    /// For warehouse files that hold the word "capacity" instead of a figure
    #[arg(long, value_parser = amount, allow_negative_numbers = true)]
    capacity: Option<f64>,
    /// Rules the answer must keep to (JSON)
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Figures {
    /// An OR-Library file: p-median graph or warehouses
    #[arg(long, value_name = "FILE")]
    orlib: Option<PathBuf>,
    /// A TSPLIB file; distances are cut to whole numbers
    #[arg(long, value_name = "FILE")]
    tsplib: Option<PathBuf>,
    /// A matrix: from,to,minutes
    #[arg(long, value_name = "CSV")]
    matrix: Option<PathBuf>,
}

pub fn run(command: &Command, out: &mut impl Write) -> anyhow::Result<bool> {
    match command {
        Command::Solve {
            question,
            time_limit,
            seed,
            heuristic,
            json,
        } => {
            let settings = Settings {
                seed: *seed,
                heuristic: *heuristic,
                ..Settings::default()
            };
            let began = Instant::now();
            let limit = Limit::new(*time_limit, move || began.elapsed().as_secs_f64());
            let mut answer = run::solve(&question.request()?, &settings, &limit)?;
            answer.cpu_s = cpu_seconds();
            if *json {
                writeln!(out, "{}", serde_json::to_string(&answer)?)?;
            } else {
                let figure = |f: Option<f64>| f.map_or_else(|| "none".to_owned(), |f| f.to_string());
                writeln!(out, "objective {}", figure(answer.objective))?;
                writeln!(out, "bound     {}", figure(answer.bound))?;
                writeln!(out, "gap       {}", figure(answer.gap))?;
                writeln!(out, "proved    {}", answer.proved)?;
                writeln!(out, "open      {}", answer.names.join(", "))?;
                writeln!(out, "found by  {}", answer.method)?;
                for conflict in &answer.conflict {
                    writeln!(out, "conflict  {conflict}")?;
                }
            }
            Ok(answer.found)
        }
        Command::Verify {
            question,
            answer,
            json,
        } => {
            let verdict = run::verify(&question.request()?, &source(answer)?)?;
            if *json {
                writeln!(out, "{}", serde_json::to_string(&verdict)?)?;
            } else {
                writeln!(out, "{verdict:#?}")?;
            }
            Ok(verdict.agrees)
        }
    }
}

/// A number of minutes or the like.
fn amount(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x.is_finite() && (0.0..=1e12).contains(&x) => Ok(x),
        _ => Err("it should be a number, zero or more".to_owned()),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x <= 1e9 => Ok(x),
        _ => Err("it should be a number of seconds above zero".to_owned()),
    }
}

fn how_many(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(p) if p > 0 => Ok(p),
        _ => Err("it should be a whole number, 1 or more".to_owned()),
    }
}

fn source(file: &Path) -> anyhow::Result<Source> {
    Ok(Source {
        name: file.display().to_string(),
        text: read_text(file, MOST_BYTES)?,
    })
}

impl Question {
    fn request(&self) -> anyhow::Result<Request> {
        let Figures {
            orlib,
            tsplib,
            matrix,
        } = &self.figures;
        let input = match (orlib, tsplib, matrix) {
            (Some(file), ..) => Input::Orlib { file: source(file)? },
            (_, Some(file), _) => Input::Tsplib { file: source(file)? },
            (_, _, Some(file)) => Input::Matrix {
                matrix: source(file)?,
                weights: self.weights.as_deref().map(source).transpose()?,
            },
            _ => anyhow::bail!("one of --orlib, --tsplib and --matrix is needed"),
        };
        Ok(Request {
            model: self.model.clone(),
            input,
            p: self.p,
            limit: self.limit,
            capacity: self.capacity,
            rules: self.rules.as_deref().map(source).transpose()?,
        })
    }
}

/// Processor seconds of this thread, which did all the work; where the system tells.
fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
