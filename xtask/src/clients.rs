//! Programs that others wrote for the original of an interface of ours, pointed at a demonstration.

use std::path::PathBuf;

use anyhow::Context;

use crate::browser::{Demo, build};
use crate::shell::{Scratch, call, is_there, say, target};
use crate::test::{Tally, count};

/// The version that was looked at; a newer one is a reviewed line.
const POLICE_API: &str = "police-api-client==1.2.2";

/// `cargo xtask clients`.
pub fn alone() -> anyhow::Result<bool> {
    let mut tally = Tally::default();
    let right = run(&mut tally)?;
    crate::shell::tell(&format!("{} passed, {} failed", tally.passed, tally.failed));
    Ok(right)
}

pub fn run(tally: &mut Tally) -> anyhow::Result<bool> {
    let Some(python) = python()? else {
        say(
            "skipped: Python or its package registry is not there, so the police data API is not asked by its client",
        );
        return Ok(true);
    };
    build()?;
    let folder = Scratch::new("clients")?;
    let demo = Demo::start(&folder)?;
    let python = python.to_string_lossy().into_owned();
    let counted = |tally: &mut Tally, line: &str| {
        if line.ends_with(" failed") && line.contains(" passed, ") {
            tally.passed += count(line, "passed");
            tally.failed += count(line, "failed");
        }
    };
    call(&python, &["e2e/clients/ask_police_api.py", &demo.url]).lines(|line| counted(tally, line))
}

/// The Python of an environment of our own with the clients in it; none when it cannot be made here.
fn python() -> anyhow::Result<Option<PathBuf>> {
    if !is_there("python3") {
        return Ok(None);
    }
    let folder = target().join("clients");
    let python = folder.join("bin/python");
    let has = |python: &PathBuf| -> anyhow::Result<bool> {
        if !python.is_file() {
            return Ok(false);
        }
        let asked = [
            "-c",
            "import police_api; assert police_api.__version__ == '1.2.2'",
        ];
        call(&python.to_string_lossy(), &asked).succeeds()
    };
    if has(&python)? {
        return Ok(Some(python));
    }
    let place = folder.to_str().context("the target folder is not UTF-8")?;
    let made = call("python3", &["-m", "venv", place]).succeeds()?
        && call(
            &python.to_string_lossy(),
            &[
                "-m",
                "pip",
                "install",
                "-q",
                "--disable-pip-version-check",
                POLICE_API,
            ],
        )
        .succeeds()?;
    Ok(Some(python).filter(|_| made))
}
