//! `keys`: the keys that seal personal fields.

use std::io::Write;

use kernel::seal::{Keys, random};

use crate::commands::operate::there;
use crate::start::Place;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add a sealing key: new fields are sealed with it, old ones stay readable
    Rotate,
}

pub fn run(place: &Place, command: &Command, out: &mut impl Write) -> anyhow::Result<bool> {
    let data = place.data();
    there(&data)?;
    match command {
        Command::Rotate => {
            let number = Keys::rotate(&data.keys(), random())?;
            writeln!(
                out,
                "Key {number} seals from now on. Start the processes again so that they use it, and copy {} anew.",
                data.keys().display()
            )?;
        }
    }
    Ok(true)
}
