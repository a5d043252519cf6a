//! The journeys of `e2e/` in a real browser, against a demonstration of their own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};

use crate::needs;
use crate::shell::{Scratch, call, cargo, say, target};
use crate::test::{Tally, count};

/// `cargo xtask browser`.
pub fn alone(filter: Option<&str>) -> anyhow::Result<bool> {
    needs::node_modules()?;
    needs::browser_and_server()?;
    let mut tally = Tally::default();
    let right = run(filter, &mut tally)?;
    crate::shell::tell(&format!("{} passed, {} failed", tally.passed, tally.failed));
    Ok(right)
}

pub fn run(filter: Option<&str>, tally: &mut Tally) -> anyhow::Result<bool> {
    let chromium = needs::chromium().context("Chromium is not installed")?;
    build()?;
    let folder = Scratch::new("browser")?;
    let demo = Demo::start(&folder)?;
    let args: Vec<&str> = std::iter::once("e2e/run.mjs").chain(filter).collect();
    call("node", &args)
        .env("BLUELAMP_URL", &demo.url)
        .env("BLUELAMP_PROGRAM", &program("debug").to_string_lossy())
        .env("CHROMIUM", &chromium.to_string_lossy())
        .lines(|line| {
            if line.ends_with(" failed") && line.contains(" passed, ") {
                tally.passed += count(line, "passed");
                tally.failed += count(line, "failed");
            }
        })
}

/// The program, as the tests built it.
pub fn build() -> anyhow::Result<()> {
    cargo(&["build", "--workspace", "--all-features", "--locked", "--bins"]).run()
}

/// Where cargo puts the program.
pub fn program(profile: &str) -> std::path::PathBuf {
    target().join(profile).join("bluelamp")
}

/// A demonstration of its own, ended when it is dropped.
pub struct Demo {
    child: Child,
    pub url: String,
}

impl Demo {
    pub fn start(folder: &Scratch) -> anyhow::Result<Self> {
        let mut child = Command::new(program("debug"))
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .context("the demonstration cannot be started")?;
        let out = child.stdout.take().context("no output")?;
        for line in BufReader::new(out).lines() {
            let line = line?;
            if let Some(url) = line.strip_prefix("ready ") {
                say(&format!("The demonstration is at {url}"));
                return Ok(Self {
                    child,
                    url: url.to_owned(),
                });
            }
        }
        let status = child.wait()?;
        bail!("the demonstration ended before it was ready: {status}")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
