//! The engines' own benchmarks, one after another.

use crate::shell::{cargo, say};

pub fn run() -> anyhow::Result<()> {
    for package in ["triage", "forms", "atlas"] {
        say(&format!("\n== {package}"));
        cargo(&["bench", "-p", package]).run()?;
    }
    for package in ["siting", "travel"] {
        say(&format!("\n== {package}"));
        let example = format!("{package}_bench");
        cargo(&["run", "--release", "-p", package, "--example", &example]).run()?;
    }
    Ok(())
}
