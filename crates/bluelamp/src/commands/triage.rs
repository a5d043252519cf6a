//! `triage check`: scenarios with the grade that each must get.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use triage::{FILES, Triage};

use super::read_text;

const MOST_BYTES: u64 = 64 << 20;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Run scenarios: a table of expected against suggested grades. Exit 0 when nothing is graded too low
    Check {
        /// Columns: id, kind, expect_grade, answers (a JSON object); if wanted expect_outcome, note
        scenarios: PathBuf,
        /// A folder with tables of its own; the shipped ones if not given
        #[arg(long, value_name = "DIR")]
        tables: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

pub fn run(command: &Command, out: &mut impl Write) -> anyhow::Result<bool> {
    let Command::Check {
        scenarios,
        tables,
        json,
    } = command;
    let triage = match tables {
        Some(folder) => Triage::load(&files(folder)?),
        None => Triage::load_shipped(),
    };
    let triage = match triage {
        Ok(triage) => triage,
        Err(problems) => {
            for problem in problems {
                writeln!(out, "{problem}")?;
            }
            return Ok(false);
        }
    };
    let report = triage.check_csv(&read_text(scenarios, MOST_BYTES)?);
    if *json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        write!(out, "{}", report.to_text())?;
    }
    Ok(report.safe())
}

/// The tables of a folder: the known files, and more tables by their names.
fn files(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let table = name.ends_with(".json") && (name.starts_with("grade") || name.starts_with("raise"));
        if table || FILES.contains(&name.as_str()) {
            found.push((name, read_text(&path, MOST_BYTES)?));
        }
    }
    if found.is_empty() {
        bail!("{} holds no tables", folder.display());
    }
    found.sort();
    Ok(found)
}
