//! The commands and their arguments.

use std::io::Write;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands::{
    check, demo, forms, import, keys, operate, plan, serve, siting, staff, travel, triage,
};
use crate::start::Place;

/// Through which a police force and its public reach each other.
#[derive(Debug, Parser)]
#[command(name = "bluelamp", version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the website, and do the background work unless told otherwise
    Serve {
        #[command(flatten)]
        place: Place,
        /// Address to listen on, instead of server.listen
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
        /// Leave the background work to `bluelamp work`
        #[arg(long)]
        no_work: bool,
    },
    /// Do the background work: letters, reminders, the audit chain. Any number of these may run
    Work {
        #[command(flatten)]
        place: Place,
    },
    /// Serve an invented force, filled with invented people and reports
    Demo {
        /// Address to listen on
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
        listen: String,
        /// Folder of the demonstration; filled when it is empty
        #[arg(long, value_name = "DIR", default_value = "demo-data")]
        data: PathBuf,
        /// The same seed makes the same force
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Print the sign-in codes of this moment and end
        #[arg(long)]
        codes: bool,
    },
    /// Bring the database up to date
    Migrate {
        #[command(flatten)]
        place: Place,
    },
    /// Look whether everything that is needed is there and right
    Check {
        #[command(flatten)]
        place: Place,
    },
    /// Copy the embedded database to FILE while it is in use
    Backup {
        #[command(flatten)]
        place: Place,
        file: PathBuf,
    },
    /// List every route: method, path, who may come
    Routes {
        #[command(flatten)]
        place: Place,
    },
    /// The keys that seal personal fields
    Keys {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: keys::Command,
    },
    /// Who works for the force and can sign in
    Staff {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: staff::Command,
    },
    /// Prove that nothing accepted is lost: exit 0 when every report has an owner and its records
    Reconcile {
        #[command(flatten)]
        place: Place,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Form definitions
    Forms {
        #[command(subcommand)]
        command: forms::Command,
    },
    /// Tables of urgency
    Triage {
        #[command(subcommand)]
        command: triage::Command,
    },
    /// Read boroughs, wards and postcodes from files that others wrote
    Import {
        #[command(subcommand)]
        command: import::Command,
    },
    /// What closing or opening a place does to people
    Plan {
        #[command(subcommand)]
        command: plan::Command,
    },
    /// Which places are best
    Siting {
        #[command(subcommand)]
        command: siting::Command,
    },
    /// How long it takes to get there
    Travel {
        #[command(subcommand)]
        command: travel::Command,
    },
    /// The record of who did what
    Audit {
        #[command(subcommand)]
        command: operate::AuditCommand,
    },
}

impl Command {
    /// Commands that answer on the screen log warnings only.
    pub fn is_quiet(&self) -> bool {
        !matches!(self, Self::Serve { .. } | Self::Work { .. })
    }
}

impl Cli {
    /// Runs the command. `false` means that what was asked about is wrong, as the output says.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<bool> {
        match self.command {
            Command::Serve {
                place,
                listen,
                no_work,
            } => serve::serve(&place, listen.as_deref(), !no_work, out).await,
            Command::Work { place } => serve::work(&place).await,
            Command::Demo { codes: true, .. } => demo::codes(out),
            Command::Demo {
                listen, data, seed, ..
            } => demo::run(&listen, data, seed, out).await,
            Command::Migrate { place } => operate::migrate(&place, out).await,
            Command::Check { place } => check::run(&place, out).await,
            Command::Backup { place, file } => operate::backup(&place, &file, out).await,
            Command::Routes { place } => operate::routes(&place, out).await,
            Command::Keys { place, command } => keys::run(&place, &command, out).await,
            Command::Staff { place, command } => staff::run(&place, &command, out).await,
            Command::Reconcile { place, json } => operate::reconcile(&place, json, out).await,
            Command::Forms { command } => forms::run(&command, out),
            Command::Triage { command } => triage::run(&command, out),
            Command::Import { command } => import::run(&command, out).await,
            Command::Plan { command } => plan::run(command, out).await,
            Command::Siting { command } => siting::run(&command, out),
            Command::Travel { command } => travel::run(&command, out),
            Command::Audit { command } => operate::audit(&command, out).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_one_another() {
        Cli::command().debug_assert();
    }
}
