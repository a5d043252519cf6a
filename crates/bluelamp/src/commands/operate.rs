//! The small commands of whoever keeps a force's program running.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use kernel::config::DataDir;
use kernel::db::Db;
use kernel::{Access, audit};

use crate::start::{Place, Steps, database, folder, site};

#[derive(Debug, clap::Subcommand)]
pub enum AuditCommand {
    /// Recompute the chain of the record: exit 0 when nothing was changed, moved or taken out
    Verify {
        #[command(flatten)]
        place: Place,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

pub async fn migrate(place: &Place, out: &mut impl Write) -> anyhow::Result<bool> {
    let (config, data) = (place.config()?, place.data());
    folder(data.path())?;
    let db = database(&config, &data, true).await?;
    let taken = kernel::db::migrate(&db).await?;
    for step in &taken {
        writeln!(out, "taken {step}")?;
    }
    writeln!(out, "{}: up to date, {} steps taken", db.engine(), taken.len())?;
    Ok(true)
}

pub async fn backup(place: &Place, file: &Path, out: &mut impl Write) -> anyhow::Result<bool> {
    let (config, data) = (place.config()?, place.data());
    there(&data)?;
    if file.exists() {
        bail!(
            "{} is there already: a backup never overwrites one",
            file.display()
        );
    }
    let db = database(&config, &data, false).await?;
    // Under another name first: a file with the right name is a whole backup.
    let beside = PathBuf::from(format!("{}.part", file.display()));
    let to = beside.clone();
    let copied = tokio::task::spawn_blocking(move || {
        own(&to)?;
        db.copy_to(&to)?;
        // A copy of damaged pages is no backup: better known tonight than on the day it is needed.
        Db::open_there(&to)?.is_whole().context("the database")
    });
    if let Err(e) = copied.await? {
        let _ = std::fs::remove_file(&beside);
        return Err(e);
    }
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", beside.display()));
    }
    std::fs::File::open(&beside)?.sync_all()?;
    std::fs::rename(&beside, file).with_context(|| format!("{} cannot be written", file.display()))?;
    let bytes = std::fs::metadata(file)?.len();
    writeln!(
        out,
        "{} bytes in {}. Without a copy of {} nothing personal in it can be read; keep the two apart.",
        bytes,
        file.display(),
        data.keys().display()
    )?;
    if config.files.store.is_empty() {
        writeln!(
            out,
            "What people sent is not in it: copy {} too, after this file (it only grows, and each file in it is sealed).",
            data.files().display()
        )?;
    }
    Ok(true)
}

/// An empty file that only its owner reads.
fn own(path: &Path) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(path);
    made.map(drop)
        .with_context(|| format!("{} cannot be made", path.display()))
}

pub async fn routes(place: &Place, out: &mut impl Write) -> anyhow::Result<bool> {
    let mut config = place.config()?;
    // Routes need no database of the force: an empty one in memory's stead is enough.
    config.database.url = String::new();
    let scratch = Scratch::new()?;
    let (site, _) = site(config, DataDir::new(&scratch.0), Steps::TakeIfEmbedded, true).await?;
    let mut lines = site.routes().to_vec();
    lines.sort_by_key(|l| (l.path, l.method));
    for line in lines {
        let access = match line.access {
            Access::Anyone => "anyone",
            Access::Resident => "resident",
            Access::Desk => "desk",
            Access::Supervisor => "supervisor",
            Access::Admin => "admin",
        };
        writeln!(out, "{:<5} {:<10} {}", line.method, access, line.path)?;
    }
    Ok(true)
}

/// A folder that is gone again when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> anyhow::Result<Self> {
        let name = kernel::seal::hex(&kernel::seal::random::<8>());
        let path = std::env::temp_dir().join(format!("bluelamp-{name}"));
        folder(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub async fn audit(command: &AuditCommand, out: &mut impl Write) -> anyhow::Result<bool> {
    let AuditCommand::Verify { place, json } = command;
    let (config, data) = (place.config()?, place.data());
    there(&data)?;
    let db = database(&config, &data, false).await?;
    let found = audit::verify(&db, &data.audit_head()).await?;
    if *json {
        writeln!(out, "{}", serde_json::to_string(&found)?)?;
    } else {
        match &found.wrong {
            None => writeln!(
                out,
                "ok {} rows in the chain, {} waiting for their place",
                found.chained, found.waiting
            )?,
            Some(wrong) => writeln!(out, "wrong: {wrong} ({} rows before it are right)", found.chained)?,
        }
    }
    Ok(found.wrong.is_none())
}

pub async fn reconcile(place: &Place, json: bool, out: &mut impl Write) -> anyhow::Result<bool> {
    there(&place.data())?;
    let (site, _) = site(place.config()?, place.data(), Steps::Leave, false).await?;
    let found = contact::reconcile(&site).await?;
    if json {
        writeln!(out, "{}", serde_json::to_string(&found)?)?;
    } else {
        writeln!(
            out,
            "{} accepted, {} with an owner, {} receipts sent",
            found.accepted, found.owned, found.mailed
        )?;
        for reference in &found.missing {
            writeln!(out, "missing {reference}")?;
        }
        for file in &found.missing_files {
            writeln!(out, "missing file {file}")?;
        }
        for about in &found.unsent {
            writeln!(out, "a letter about {about} could not be sent")?;
        }
    }
    Ok(found.missing.is_empty() && found.missing_files.is_empty() && found.owned == found.accepted)
}

/// A command that looks never makes the folder that it was to look at.
pub fn there(data: &DataDir) -> anyhow::Result<()> {
    if data.path().is_dir() {
        Ok(())
    } else {
        bail!("there is no data folder {}", data.path().display())
    }
}
