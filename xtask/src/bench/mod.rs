//! `cargo xtask bench`: figures with the aims beside them. No test asserts them; people read them.

mod engines;
mod load;
mod plan;
mod process;
mod resident;
mod web;

#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// The release program on loopback: pages, whole reports, start-up, memory
    Web {
        /// Seconds for each measurement
        #[arg(long, default_value_t = 8)]
        seconds: u64,
        /// Whole reports to send for the figure of submissions
        #[arg(long, default_value_t = 4_000)]
        reports: usize,
        /// Leave PostgreSQL out
        #[arg(long)]
        embedded_only: bool,
        /// A release program that is built already; without it, it is built first
        #[arg(long, value_name = "FILE")]
        program: Option<std::path::PathBuf>,
    },
    /// The planner with a force of London's size: measured, changed, solved
    Plan,
    /// The engines: forms, triage, places, travel, siting
    Engines(engines::Options),
}

pub fn run(what: &What) -> anyhow::Result<()> {
    match what {
        What::Web {
            seconds,
            reports,
            embedded_only,
            program,
        } => web::run(*seconds, *reports, *embedded_only, program.as_deref()),
        What::Engines(options) => engines::run(options),
        What::Plan => plan::run(),
    }
}
