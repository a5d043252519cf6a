//! `keys`: the keys that seal personal fields.

use std::io::Write;

use kernel::seal::{Keys, random};

use crate::commands::operate::there;
use crate::start::{Place, Steps, site};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add a sealing key: new fields are sealed with it, old ones stay readable
    Rotate,
    /// Seal everything that an older key sealed anew; afterwards the old key can be taken out of the file
    Reseal,
}

pub async fn run(place: &Place, command: &Command, out: &mut impl Write) -> anyhow::Result<bool> {
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
        Command::Reseal => {
            let (site, _) = site(place.config()?, place.data(), Steps::Leave, false).await?;
            let done = kernel::reseal::reseal(&site).await?;
            writeln!(
                out,
                "{} of {} fields and {} files were sealed anew with key {}",
                done.anew,
                done.fields,
                done.files,
                site.keys().current()
            )?;
        }
    }
    Ok(true)
}
