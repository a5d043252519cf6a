//! From a data folder and a configuration to a running site.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use atlas::{Ended, Gazetteer};
use contact::Book;
use equality::Questions;
use kernel::clock::Clock;
use kernel::config::{Config, DataDir, load};
use kernel::db::{Db, MIGRATIONS, migrate, pending, unknown};
use kernel::seal::Keys;
use kernel::site::Parts;
use kernel::{Routes, Site};
use places::Ways;
use print::Press;
use tracing_subscriber::EnvFilter;

use crate::commands::import::{PLACES, load_areas, load_ended, load_postcodes};

/// Where a force keeps what is its own, and how it is set up.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// Folder of the embedded database, the keys and the files
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "bluelamp-data",
        env = "BLUELAMP_DATA"
    )]
    pub data: PathBuf,
    /// Configuration; DIR/bluelamp.toml if it is there. The environment (BLUELAMP_SERVER__LISTEN=…) has the last word
    #[arg(long, global = true, value_name = "FILE", env = "BLUELAMP_CONFIG")]
    pub config: Option<PathBuf>,
}

impl Place {
    pub fn data(&self) -> DataDir {
        DataDir::new(&self.data)
    }

    pub fn config(&self) -> anyhow::Result<Config> {
        let beside = self.data.join("bluelamp.toml");
        let file = self
            .config
            .as_deref()
            .or_else(|| Some(beside.as_path()).filter(|f| f.exists()));
        Ok(load(file, std::env::vars())?)
    }
}

/// Logs as one JSON object a line, to stderr; `RUST_LOG` says which.
pub fn log(quiet: bool) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(if quiet { "warn" } else { "info" }));
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

/// What to do with a database that has not had every migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steps {
    /// The embedded database is this program's own: it is brought up to date. A server's is changed by
    /// `bluelamp migrate` alone, because other processes may be using it.
    TakeIfEmbedded,
    /// Nothing is changed, and nothing is refused: for commands that look.
    Leave,
}

/// The force's database. A command that looks never makes the one that it was to look at.
pub async fn database(config: &Config, data: &DataDir, make: bool) -> anyhow::Result<Db> {
    if config.database.url.is_empty() {
        let file = data.database();
        // Before it is opened: a new file under this name would also throw away the log that lies beside it.
        if make && !file.exists() && data.audit_head().exists() {
            bail!("{}", gone(data));
        }
        let opened = match make {
            true => Db::open_file(&file),
            false if file.exists() => Db::open_there(&file),
            false => bail!("there is no database {}", file.display()),
        };
        return opened.with_context(|| format!("the database {} cannot be opened", file.display()));
    }
    // The address can hold a password: it is not repeated.
    Db::connect(&config.database.url, None)
        .await
        .context("the database of database.url cannot be reached")
}

fn gone(data: &DataDir) -> String {
    format!(
        "the database is not there or empty, but {} tells of one that was not: bring it back, or begin with another \
         data folder",
        data.audit_head().display()
    )
}

/// Puts the site together. `make` says whether a data folder that is not there is made.
pub async fn site(config: Config, data: DataDir, steps: Steps, make: bool) -> anyhow::Result<(Site, Routes)> {
    if make {
        folder(data.path())?;
    } else if !data.path().is_dir() {
        bail!("there is no data folder {}", data.path().display());
    }
    let db = database(&config, &data, make).await?;
    let newer = unknown(&db).await?;
    if !newer.is_empty() {
        bail!(
            "the database was made by a newer version of this program: it has {}",
            newer.join(", ")
        );
    }
    let missing = pending(&db).await?;
    if missing.len() == MIGRATIONS.len() && data.audit_head().exists() {
        bail!("{}", gone(&data));
    }
    if !missing.is_empty() {
        match steps {
            Steps::TakeIfEmbedded if config.database.url.is_empty() => {
                let taken = migrate(&db).await?;
                tracing::info!(steps = taken.len(), "The database was brought up to date");
            }
            Steps::TakeIfEmbedded => bail!(
                "the database lacks {} of the steps of this version: run `bluelamp migrate` first",
                missing.len()
            ),
            Steps::Leave => {}
        }
    }
    let keys = match steps {
        Steps::TakeIfEmbedded => Keys::of(&db, &data.keys()).await?,
        Steps::Leave => Keys::there(&db, &data.keys()).await?,
    };
    let ground = ground(&data)?;
    let book = book(&data, Arc::clone(&ground))?;
    let questions = questions(&data)?;
    let ways = ways(&data);
    let ended = ended(&data)?;
    let press = press(&config)?;
    Ok(Site::new(Parts {
        config,
        data,
        db,
        keys,
        clock: Clock::system(),
        features: crate::features::all(ground, book, questions, ways, ended, press),
    })?)
}

/// The wards that ended with a change of boundaries, as `import areas` noted them.
fn ended(data: &DataDir) -> anyhow::Result<Arc<Ended>> {
    Ok(Arc::new(load_ended(&data.path().join("atlas"))?))
}

/// The force's map, as `import` or the demonstration left it in the data folder; empty when there is none yet.
pub fn ground(data: &DataDir) -> anyhow::Result<Arc<Gazetteer>> {
    let folder = data.path().join("atlas");
    let Some(areas) = load_areas(&folder)? else {
        return Ok(Arc::default());
    };
    let postcodes = load_postcodes(&folder, &areas)?.unwrap_or_default();
    let file = folder.join(PLACES);
    let places = if file.exists() {
        serde_json::from_slice(&std::fs::read(&file)?).with_context(|| format!("{}", file.display()))?
    } else {
        Vec::new()
    };
    Ok(Arc::new(Gazetteer::new(
        Arc::new(areas),
        Arc::new(postcodes),
        places,
    )))
}

/// The forms and tables of this force; every problem of every file, one a line.
pub fn book(data: &DataDir, ground: Arc<Gazetteer>) -> anyhow::Result<Arc<Book>> {
    Book::load(Some(data.path()), ground).map_err(|problems| anyhow::anyhow!(problems.join("\n")))
}

/// The questions about the person of this force; every problem, one a line.
pub fn questions(data: &DataDir) -> anyhow::Result<Arc<Questions>> {
    Questions::load(Some(data.path())).map_err(|problems| anyhow::anyhow!(problems.join("\n")))
}

/// The fonts that are compiled in, and those of the force's folder.
pub fn press(config: &Config) -> anyhow::Result<Arc<Press>> {
    Ok(Arc::new(match config.print.fonts.as_str() {
        "" => Press::new(),
        folder => Press::with_folder(Path::new(folder)).context("print.fonts")?,
    }))
}

/// The force's streets and timetables: what `travel build` left in `DATA/travel`, mapped into memory.
pub fn ways(data: &DataDir) -> Arc<Ways> {
    Arc::new(Ways::load(&data.path().join("travel")))
}

/// Makes the folder, for its owner alone.
pub fn folder(path: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .with_context(|| format!("the data folder {} cannot be made", path.display()))
}
