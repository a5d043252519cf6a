//! `import`: areas and postcodes from files that others wrote, places from tables.
//!
//! What was imported before stays, rows that cannot be used are named, and the new file takes the place of the
//! old one at once or not at all. Processes read the places as they start.

mod london;
mod sessions;
mod tables;
mod wards;

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use atlas::read::{AreaLevel, AreaOptions, PostcodeOptions, Progress, Summary, read_areas, read_postcodes};
use atlas::{Areas, AreasDraft, Ended, Postcodes, PostcodesDraft};
use indicatif::{ProgressBar, ProgressStyle};

use crate::start::{Place, Steps, folder, site};

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Boroughs and wards: GeoJSON, plain, gzip or Zstandard
    Areas {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        to: To,
        /// What the files hold, where their codes and names do not tell
        #[arg(long, value_enum, default_value_t = Level::Auto)]
        level: Level,
    },
    /// Postcodes: CSV, plain, gzip or Zstandard
    Postcodes {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        to: To,
    },
    /// Counters, hubs, custody suites and venues: CSV, XLSX or GeoJSON
    Places(tables::Tables),
    /// How many were held in custody suites at which moments: CSV with suite, at, held and, where known, cells
    Custody(tables::Tables),
    /// Officers and their wards' bases: CSV or XLSX
    Officers(tables::Tables),
    /// Schools and their officers: CSV, XLSX or GeoJSON
    Schools(tables::Tables),
    /// Sessions, meetings and training, planned or held: CSV or XLSX
    Sessions(tables::Tables),
    /// The London example, whole: areas, postcodes, police sites, custody suites, libraries, fire stations, council
    /// offices, schools
    London {
        /// The folder of the open files (01_boundaries, 02_postcodes, 04_sites)
        folder: PathBuf,
        #[command(flatten)]
        to: To,
    },
}

/// What became of files: their figures, and what else there is to say.
#[derive(Default)]
struct Taken {
    all: Vec<Summary>,
    notes: Vec<String>,
}

impl Taken {
    fn say(self, json: bool, out: &mut impl Write) -> anyhow::Result<bool> {
        told(&self.all, json, out)?;
        if !json {
            for note in &self.notes {
                writeln!(out, "{note}")?;
            }
        }
        Ok(self.all.iter().all(|s| s.refused == 0))
    }
}

#[derive(Debug, clap::Args)]
pub struct To {
    /// Data folder of the force
    #[arg(
        long,
        value_name = "DIR",
        default_value = "bluelamp-data",
        env = "BLUELAMP_DATA"
    )]
    data: PathBuf,
    /// Forget what was imported before
    #[arg(long)]
    anew: bool,
    /// The summary as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Level {
    Auto,
    Borough,
    Ward,
}

const AREAS: &str = "areas.blob";
const POSTCODES: &str = "postcodes.blob";
const ENDED: &str = "ended.json";
/// Streets and other places that people name.
pub const PLACES: &str = "places.json";

pub async fn run(command: &Command, out: &mut impl Write) -> anyhow::Result<bool> {
    match command {
        Command::Areas { files, to, level } => areas(files, to, *level)?.say(to.json, out),
        Command::Postcodes { files, to } => postcodes(files, to)?.say(to.json, out),
        Command::Places(tables) => tables::places(tables, out).await,
        Command::Custody(tables) => tables::custody(tables, out).await,
        Command::Officers(tables) => wards::run(tables, wards::Kind::Officers, out).await,
        Command::Schools(tables) => wards::run(tables, wards::Kind::Schools, out).await,
        Command::Sessions(tables) => sessions::run(tables, out).await,
        // The lists hold what cannot be used and say so; the example is whole all the same.
        Command::London { folder, to } => {
            london(folder, to).await?.say(to.json, out)?;
            Ok(true)
        }
    }
}

/// Everything of the folder that this program has a place for, in the order in which one needs the other.
async fn london(folder: &Path, to: &To) -> anyhow::Result<Taken> {
    let files = |names: &[&str]| -> Vec<PathBuf> { names.iter().map(|n| folder.join(n)).collect() };
    let mut taken = areas(&files(&[london::BOROUGHS, london::WARDS]), to, Level::Auto)?;
    let more = postcodes(&files(&[london::POSTCODES]), to)?;
    taken.all.extend(more.all);
    taken.notes.extend(more.notes);
    let place = Place {
        data: to.data.clone(),
        config: None,
    };
    let (site, _) = site(place.config()?, place.data(), Steps::TakeIfEmbedded, true).await?;
    let tongue = site.words().tongue(page::Lang::EN);
    for (name, table) in london::places(folder)? {
        let plan = tables::one(&site, &name, &table, false).await?;
        taken.all.push(plan.summary(&tongue));
    }
    for (name, table) in london::schools(folder)? {
        let imported = wards::one(&site, wards::Kind::Schools, &name, &table, false).await?;
        taken.all.push(imported.summary);
    }
    Ok(taken)
}

fn areas(files: &[PathBuf], to: &To, level: Level) -> anyhow::Result<Taken> {
    let place = to.data.join("atlas");
    let known = load_areas(&place)?;
    let before = known.as_ref().filter(|_| !to.anew);
    let mut draft = before.map_or_else(AreasDraft::default, AreasDraft::from);
    let options = AreaOptions {
        level: match level {
            Level::Auto => AreaLevel::Auto,
            Level::Borough => AreaLevel::Borough,
            Level::Ward => AreaLevel::Ward,
        },
        ..AreaOptions::default()
    };
    let mut all = Vec::new();
    for file in files {
        all.push(with_bar(file, |name, reader, told| {
            read_areas(&mut draft, name, reader, &options, &mut |p| told(p))
        })?);
    }
    let (areas, lost) = draft.build()?;
    if let Some(before) = before {
        not_over(before, &areas)?;
    }
    // Postcodes are kept with the numbers of their wards, which may be others now.
    let kept = match before {
        Some(before) => load_postcodes(&place, before)?
            .map(|old| again(&old, &areas))
            .transpose()?,
        None => None,
    };
    folder(&place)?;
    keep(&place.join(AREAS), &areas.to_blob())?;
    match kept {
        Some(postcodes) => keep(&place.join(POSTCODES), &postcodes.to_blob(&areas))?,
        None if place.join(POSTCODES).exists() => std::fs::remove_file(place.join(POSTCODES))?,
        None => {}
    }
    // A code that is no more leads to the wards that lie there now.
    let ended = match &known {
        Some(known) => Ended::between(known, &areas).after(&load_ended(&place)?, &areas),
        None => Ended::default(),
    };
    keep(&place.join(ENDED), &serde_json::to_vec(&ended)?)?;
    let mut notes: Vec<String> = lost.iter().map(|ward| format!("left out {ward:?}")).collect();
    notes.push(format!(
        "{} boroughs and {} wards in all",
        areas.boroughs().len(),
        areas.wards().len()
    ));
    if !ended.is_empty() {
        notes.push(format!(
            "{} wards ended with changes of boundaries; their codes lead to the wards that lie there now. \
             `bluelamp staff list` names staff who kept one, /desk/wards/lost the facts of one",
            ended.len()
        ));
    }
    Ok(Taken { all, notes })
}

/// Wards of another map laid over those that are there would give people two wards each.
fn not_over(before: &Areas, areas: &Areas) -> anyhow::Result<()> {
    let is_new = |ward: &&atlas::Ward| before.ward_by_code(&ward.code).is_none();
    let (new, old): (Vec<&atlas::Ward>, Vec<_>) = areas.wards().iter().partition(is_new);
    let over: Vec<String> = new
        .iter()
        .filter_map(|new| {
            let under = old.iter().find(|w| w.shape.contains(new.middle))?;
            let (code, name) = (&under.code, &under.name);
            Some(format!("{} {} over {code} {name}", new.code, new.name))
        })
        .collect();
    if over.is_empty() {
        return Ok(());
    }
    let first = over.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    bail!(
        "{} new wards lie over wards that are there ({first}). If the boundaries have changed, import boroughs and wards \
         with --anew: the old codes then lead to the wards that lie there now. Nothing was taken",
        over.len()
    )
}

fn postcodes(files: &[PathBuf], to: &To) -> anyhow::Result<Taken> {
    let place = to.data.join("atlas");
    let Some(areas) = load_areas(&place)? else {
        bail!("import the areas first: a postcode is looked up in them");
    };
    let before = if to.anew {
        None
    } else {
        load_postcodes(&place, &areas)?
    };
    let mut draft = before.map_or_else(PostcodesDraft::default, PostcodesDraft::from_postcodes);
    let mut all = Vec::new();
    for file in files {
        all.push(with_bar(file, |name, reader, told| {
            read_postcodes(
                &mut draft,
                &areas,
                name,
                reader,
                &PostcodeOptions::default(),
                &mut |p| told(p),
            )
        })?);
    }
    let postcodes = draft.build()?;
    keep(&place.join(POSTCODES), &postcodes.to_blob(&areas))?;
    let notes = vec![format!("{} postcodes in all", postcodes.len())];
    Ok(Taken { all, notes })
}

/// The same postcodes, looked up in other areas.
fn again(old: &Postcodes, areas: &Areas) -> anyhow::Result<Postcodes> {
    let mut draft = PostcodesDraft::default();
    for place in old.iter() {
        draft.put(place.postcode, place.at, areas.find(place.at));
    }
    Ok(draft.build()?)
}

pub fn load_areas(place: &Path) -> anyhow::Result<Option<Areas>> {
    let file = place.join(AREAS);
    if !file.exists() {
        return Ok(None);
    }
    let bytes = std::fs::read(&file).with_context(|| format!("{}", file.display()))?;
    Ok(Some(
        Areas::from_blob(&bytes).with_context(|| format!("{}", file.display()))?,
    ))
}

pub fn load_ended(place: &Path) -> anyhow::Result<Ended> {
    let file = place.join(ENDED);
    if !file.exists() {
        return Ok(Ended::default());
    }
    serde_json::from_slice(&std::fs::read(&file)?).with_context(|| format!("{}", file.display()))
}

pub fn load_postcodes(place: &Path, areas: &Areas) -> anyhow::Result<Option<Postcodes>> {
    let file = place.join(POSTCODES);
    if !file.exists() {
        return Ok(None);
    }
    let bytes = std::fs::read(&file).with_context(|| format!("{}", file.display()))?;
    Ok(Some(
        Postcodes::from_blob(&bytes, areas).with_context(|| format!("{}", file.display()))?,
    ))
}

/// Whole or not at all: under another name first.
pub fn keep(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = file.with_extension("new");
    let mut out = File::create(&beside).with_context(|| format!("{}", beside.display()))?;
    out.write_all(bytes)?;
    out.sync_all()?;
    std::fs::rename(&beside, file).with_context(|| format!("{}", file.display()))
}

/// Reads a file under a bar that shows how far it is (on a terminal only).
fn with_bar(
    file: &Path,
    read: impl FnOnce(&str, BufReader<File>, &mut dyn FnMut(Progress)) -> atlas::Result<Summary>,
) -> anyhow::Result<Summary> {
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let opened = File::open(file).with_context(|| format!("{}", file.display()))?;
    let bar = ProgressBar::new(opened.metadata()?.len());
    bar.set_style(ProgressStyle::with_template(
        "{prefix:24} {bar:30} {bytes}/{total_bytes} {msg}",
    )?);
    bar.set_prefix(name.clone());
    let summary = read(
        &name,
        BufReader::with_capacity(1 << 20, opened),
        &mut |progress| {
            bar.set_position(progress.bytes);
            bar.set_message(format!("{} rows", progress.rows));
        },
    );
    bar.finish_and_clear();
    Ok(summary?)
}

fn told(all: &[Summary], json: bool, out: &mut impl Write) -> anyhow::Result<()> {
    if json {
        writeln!(out, "{}", serde_json::to_string(all)?)?;
        return Ok(());
    }
    for one in all {
        for problem in &one.problems {
            writeln!(out, "{}: row {}: {}", problem.file, problem.row, problem.why)?;
        }
        let unnamed = one
            .refused
            .saturating_sub(u64::try_from(one.problems.len()).unwrap_or(u64::MAX));
        if unnamed > 0 {
            writeln!(out, "{}: and {unnamed} more rows", one.file)?;
        }
        writeln!(
            out,
            "{}: {} rows read: {} added, {} changed, {} the same, {} left out, {} refused",
            one.file, one.read, one.added, one.changed, one.same, one.skipped, one.refused
        )?;
    }
    Ok(())
}
