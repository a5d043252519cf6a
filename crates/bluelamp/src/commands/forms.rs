//! `forms check` and `forms walk`: definitions, as their designer drew them.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use forms::{Definition, FormError, report};
use jiff::civil::Date;
use kernel::clock::Clock;
use serde_json::Value;

use super::read_text;

/// No definition that a person drew comes near this.
const MOST_BYTES: u64 = 8 << 20;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Load definitions: `ok FILE pages=N components=N`, or what is wrong with file, page and component
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Walk one form with answers: pages in order, problems, final answers
    Walk {
        file: PathBuf,
        /// A JSON object: {"fullName": "Ada Example", …}
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
        /// The language of messages: en, cy, en-simple
        #[arg(long, default_value = "en")]
        language: String,
        /// The day on which it is answered; today if not given
        #[arg(long, value_name = "YYYY-MM-DD")]
        today: Option<Date>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

pub fn run(command: &Command, out: &mut impl Write) -> anyhow::Result<bool> {
    match command {
        Command::Check { files } => {
            let mut right = true;
            for file in files {
                right &= check(file, out)?;
            }
            Ok(right)
        }
        Command::Walk {
            file,
            answers,
            language,
            today,
            json,
        } => walk(file, answers, language, *today, *json, out),
    }
}

/// Another file of the same folder, for definitions that share their common pages; the program's own where there is none,
/// or where a force's file builds on the one that it replaces.
fn beside(file: &Path, name: &str) -> Option<String> {
    let plain = !name.is_empty() && !name.contains(['/', '\\', '\0']) && name != "." && name != "..";
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let itself = file.file_name().is_some_and(|n| n == name);
    let there = (plain && !itself).then(|| read_text(&folder.join(name), MOST_BYTES).ok());
    let own = || contact::Book::own_file(name).or_else(|| equality::Questions::own_file(name));
    there.flatten().or_else(|| own().map(str::to_owned))
}

fn check(file: &Path, out: &mut impl Write) -> anyhow::Result<bool> {
    let name = file.display().to_string();
    let text = match read_text(file, MOST_BYTES) {
        Ok(text) => text,
        Err(e) => {
            writeln!(out, "{e:#}")?;
            return Ok(false);
        }
    };
    match Definition::parse(&name, &text, &|other| beside(file, other)) {
        Ok(form) => {
            writeln!(
                out,
                "ok {name} pages={} components={}",
                form.pages().len(),
                form.component_count()
            )?;
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            for why in contact::Book::unusable(&stem, &form) {
                // The definition is right, and walks; only under /report it would have to be named otherwise.
                writeln!(
                    std::io::stderr(),
                    "{name}: cannot be filled in under /report: {why}"
                )?;
            }
            Ok(true)
        }
        Err(FormError::Refused(problems)) => {
            for problem in problems {
                writeln!(out, "{problem}")?;
            }
            Ok(false)
        }
        Err(e) => {
            writeln!(out, "{name}: {e}")?;
            Ok(false)
        }
    }
}

fn walk(
    file: &Path,
    answers: &Path,
    language: &str,
    today: Option<Date>,
    json: bool,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let name = file.display().to_string();
    let text = read_text(file, MOST_BYTES)?;
    let form = Definition::parse(&name, &text, &|other| beside(file, other))?;
    let given: Value = serde_json::from_str(&read_text(answers, MOST_BYTES)?)
        .with_context(|| format!("{}", answers.display()))?;
    let today = today.unwrap_or_else(|| Clock::system().now().date(&jiff::tz::TimeZone::UTC));
    let walked = report::walk(&form, &given, language, today);
    if json {
        writeln!(out, "{}", serde_json::to_string(&walked)?)?;
    } else {
        for page in &walked.pages {
            writeln!(out, "page {page}")?;
        }
        for problem in &walked.problems {
            writeln!(
                out,
                "problem {}: {}: {}",
                problem.page, problem.component, problem.message
            )?;
        }
        for row in &walked.rows {
            writeln!(out, "answer {}: {}", row.title, row.text)?;
        }
        for unused in &walked.unused {
            writeln!(out, "unused {unused}")?;
        }
        writeln!(
            out,
            "{}",
            if walked.finished {
                "finished"
            } else {
                "not finished"
            }
        )?;
    }
    Ok(walked.finished)
}
