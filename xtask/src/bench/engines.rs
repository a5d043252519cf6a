//! The engines' own benchmarks: for streets, timetables and sites one table with the aims, and the same as JSON; where a Python
//! with the peers is named, what they need for the same work in the same call.

mod peers;
mod table;

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

use self::peers::Peers;
use crate::shell::{Call, Scratch, call, cargo, say, target, tell};

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Which engines: travel, siting, triage, forms, atlas; all where none is named
    engines: Vec<String>,
    /// Python of an environment in which peers are installed
    #[arg(long)]
    python: Option<PathBuf>,
    /// Folder with the scripts that run the peers
    #[arg(long, requires = "python")]
    peers: Option<PathBuf>,
    /// Where the figures go as JSON
    #[arg(long)]
    json: Option<PathBuf>,
}

impl Options {
    fn wants(&self, engine: &str) -> bool {
        self.engines.is_empty() || self.engines.iter().any(|e| e == engine)
    }
}

/// Seconds that each file of the TSPLIB table may take: all eighteen in a minute.
const TSPLIB_SECONDS: &str = "3";

pub fn run(options: &Options) -> anyhow::Result<()> {
    let (travel, siting) = (options.wants("travel"), options.wants("siting"));
    if travel || siting {
        let scratch = Scratch::new("engines")?;
        let peers = Peers::find(options.peers.as_deref(), options.python.as_deref());
        let streets = scratch.path().join("streets");
        std::fs::create_dir_all(&streets)?;
        let mut figures = Vec::new();
        // The matrices that the sites are chosen by are made of these streets: they come first whichever engine is asked.
        say("\n== travel");
        let graph = if peers.make_streets(&streets)? {
            "the streets that the peers' figures are of"
        } else {
            let folder = streets.to_string_lossy().into_owned();
            example("travel_bench", &["like-london", &folder])?.run()?;
            "streets made here: the best known figures are of others"
        };
        let folder = streets.to_string_lossy().into_owned();
        read(
            example("travel_bench", &["graph", &folder, "London"])?,
            &mut figures,
        )?;
        if travel {
            read(example("travel_bench", &["hard"])?, &mut figures)?;
            let out = scratch.path().join("cities").to_string_lossy().into_owned();
            read(example("travel_bench", &["cities", &out])?, &mut figures)?;
        }
        if siting {
            say("\n== siting");
            siting_figures(scratch.path(), &folder, &mut figures)?;
        }
        let theirs = peers.run(&streets, scratch.path(), travel, siting)?;
        let rows = table::rows(&figures, &theirs, travel, siting);
        tell(&format!("\nLondon: {graph}.\n{}", table::text(&rows)));
        peers.say_what_is_missing();
        let path = options
            .json
            .clone()
            .unwrap_or_else(|| target().join("bench/engines.json"));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let all = serde_json::json!({ "rows": rows, "figures": figures, "peers": theirs });
        std::fs::write(&path, serde_json::to_string_pretty(&all)?)?;
        say(&format!("the same as JSON: {}", path.display()));
    }
    for package in ["triage", "forms", "atlas"] {
        if options.wants(package) {
            say(&format!("\n== {package}"));
            cargo(&["bench", "-p", package]).run()?;
        }
    }
    Ok(())
}

/// An example of an engine, built for release.
fn example(name: &str, args: &[&str]) -> anyhow::Result<Call> {
    let package = name.trim_end_matches("_bench");
    cargo(&["build", "--release", "-q", "-p", package, "--example", name]).run()?;
    let program = target().join("release/examples").join(name);
    Ok(call(&program.to_string_lossy(), args))
}

/// Runs it and takes in each line of JSON.
fn read(call: Call, figures: &mut Vec<Value>) -> anyhow::Result<()> {
    let done = call.lines(|line| {
        if line.starts_with('{')
            && let Ok(figure) = serde_json::from_str(line)
        {
            figures.push(figure);
        }
    })?;
    anyhow::ensure!(done, "a benchmark failed");
    Ok(())
}

fn siting_figures(scratch: &Path, streets: &str, figures: &mut Vec<Value>) -> anyhow::Result<()> {
    let json = scratch.join("siting.json").to_string_lossy().into_owned();
    let kinds = [
        "pmed-fast",
        "pmed-proof",
        "tsplib",
        "msoa",
        "median",
        "set-cover",
        "max-cover",
        "center",
        "staffing",
        "what-if",
    ];
    let mut args = vec!["--json", &json, "--seconds", TSPLIB_SECONDS];
    args.extend(kinds);
    let bench = example("siting_bench", &args)?.env("BLUELAMP_MATRICES", streets);
    anyhow::ensure!(bench.lines(|_| {})?, "the benchmark of siting failed");
    let text = std::fs::read_to_string(&json)?;
    let rows: Vec<Value> = serde_json::from_str(&text).context("the figures of siting")?;
    figures.extend(rows);
    Ok(())
}
