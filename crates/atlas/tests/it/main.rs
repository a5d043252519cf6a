//! What the crate does for those who use it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod locating;
mod london;
mod made_up;
mod reading;

/// A file of the shared data, or `None` (and a line that says so) where there is none.
fn shared(path: &str) -> Option<Vec<u8>> {
    let beside = || format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR"));
    let root = std::env::var("BLUELAMP_SHARED").unwrap_or_else(|_| beside());
    let whole = format!("{root}/data/{path}");
    let found = std::fs::read(&whole).ok();
    if found.is_none() {
        println!("skipped: {whole} is not here");
    }
    found
}
