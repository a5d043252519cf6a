//! The program: one binary that serves, works and answers questions on the command line.

mod cli;
mod commands;
mod features;
mod site_pages;
mod start;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

/// Pages are many short-lived texts: this allocator takes a tenth off a request.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Reads on the embedded engine run where they are called and can hold a thread for a moment, so there are
/// more threads than cores.
const THREADS: usize = 8;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    start::log(cli.command.is_quiet());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => {
            let result = runtime.block_on(cli.run(&mut std::io::stdout().lock()));
            // Whatever still blocks a thread (a slow disk) does not keep the program from ending.
            runtime.shutdown_timeout(std::time::Duration::from_secs(2));
            result
        }
        Err(e) => Err(e.into()),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "bluelamp: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whoever reads the output has had enough, as `head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}
