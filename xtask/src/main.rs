//! The project's own commands: `cargo xtask test`, `cargo xtask bench web`, `cargo xtask tidy`.
//!
//! It stands on little, so that it is there in seconds on a fresh machine; the long work is that of the
//! programs it calls.

mod bench;
mod browser;
mod clients;
mod crates;
mod needs;
mod server;
mod shell;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "The project's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run every test, fetching what they need first; the last line is `N passed, N failed`
    Test {
        /// Leave out what needs a browser or a database server
        #[arg(long)]
        quick: bool,
    },
    /// Measure: a table for people, JSON for programs, the aims beside the figures
    Bench {
        #[command(subcommand)]
        what: bench::What,
    },
    /// Run the journeys in a real browser against a fresh demonstration
    Browser {
        /// Only journeys whose name contains this
        filter: Option<String>,
    },
    /// Ask the open interfaces with the clients that others wrote for their originals
    Clients,
    /// Check licences, sources and unwanted crates of everything the program is built from
    Crates,
    /// Format everything and remove what tests and benchmarks left behind
    Tidy,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Test { quick } => test::run(quick),
        Command::Bench { what } => bench::run(&what).map(|()| true),
        Command::Browser { filter } => browser::alone(filter.as_deref()),
        Command::Clients => clients::alone(),
        Command::Crates => crates::run(),
        Command::Tidy => tidy().map(|()| true),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            shell::say(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn tidy() -> anyhow::Result<()> {
    shell::cargo(&["fmt", "--all"]).run()?;
    for left in ["e2e/results", "demo-data"] {
        let path = shell::root().join(left);
        if path.exists() {
            std::fs::remove_dir_all(&path)?;
            shell::say(&format!("removed {left}"));
        }
    }
    Ok(())
}
