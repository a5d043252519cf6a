//! What each command does.

pub mod check;
pub mod demo;
pub mod forms;
pub mod import;
pub mod keys;
pub mod operate;
pub mod plan;
pub mod serve;
pub mod siting;
pub mod staff;
pub mod travel;
pub mod triage;

use std::path::Path;

use anyhow::{Context, bail};

/// Reads a text file that someone names, if it is of a size that makes sense.
pub fn read_text(file: &Path, most: u64) -> anyhow::Result<String> {
    let name = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("{name}"))?.len();
    if size > most {
        bail!("{name}: {size} bytes are too many");
    }
    std::fs::read_to_string(file).with_context(|| format!("{name}"))
}
