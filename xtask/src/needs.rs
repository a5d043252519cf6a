//! What the tests need besides Rust and Node; each is fetched when it is not there.

use std::path::PathBuf;

use anyhow::{Context, bail};

use crate::shell::{call, cargo, is_there, root, say};

/// The programs of PostgreSQL, where distributions put them.
pub fn postgres_programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|e| e.path().join("bin"))
        .filter(|p| p.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|p| p.join("initdb").is_file())
    })
}

pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| {
            let path = std::env::var_os("PATH")?;
            std::env::split_paths(&path)
                .map(|folder| folder.join(name))
                .find(|p| p.is_file())
        })
}

/// Gets Debian packages that are missing.
fn packages(names: &[&str]) -> anyhow::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    if !is_there("apt-get") {
        bail!("please install: {}", names.join(", "));
    }
    say(&format!("Installing {}", names.join(", ")));
    let as_root = |args: &[&str]| {
        let call = if is_root() {
            call("apt-get", args)
        } else {
            call("sudo", &[&["-n", "apt-get"], args].concat())
        };
        call.env("DEBIAN_FRONTEND", "noninteractive")
    };
    let install = [&["install", "-y", "-qq", "--no-install-recommends"], names].concat();
    // The lists may be old or absent on a fresh machine.
    if !as_root(&install).succeeds()? {
        as_root(&["update", "-qq"]).run()?;
        as_root(&install)
            .run()
            .context("the packages cannot be installed")?;
    }
    Ok(())
}

pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0)
}

/// The runner of the tests.
pub fn nextest() -> anyhow::Result<()> {
    if is_there("cargo-nextest") || cargo(&["nextest", "--version"]).output().is_ok() {
        return Ok(());
    }
    cargo(&["install", "cargo-nextest", "--locked"]).run()
}

/// What npm brings: the design system for the build, the tools of the browser journeys.
pub fn node_modules() -> anyhow::Result<()> {
    let mark = root().join("node_modules/.package-lock.json");
    let lock = root().join("package-lock.json");
    let time = |p: &PathBuf| std::fs::metadata(p).and_then(|m| m.modified());
    if let (Ok(mark), Ok(lock)) = (time(&mark), time(&lock))
        && mark >= lock
    {
        return Ok(());
    }
    call("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).run()
}

/// A browser and a database server.
pub fn browser_and_server() -> anyhow::Result<()> {
    let mut missing = Vec::new();
    if chromium().is_none() {
        missing.push("chromium");
    }
    if postgres_programs().is_none() {
        missing.push("postgresql");
    }
    packages(&missing)
}
