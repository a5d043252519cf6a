//! `import places`, `import custody`: tables of the force's own, row by row, each with what became of it.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use atlas::Gazetteer;
use kernel::Site;
use page::{Lang, Tongue};
use places::{By, Holidays, Plan, Step, Table, directory};

use super::told;
use crate::start::{Place, Steps, site};

#[derive(Debug, clap::Args)]
pub struct Tables {
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub place: Place,
    /// Show what would change and change nothing
    #[arg(long)]
    pub preview: bool,
    /// The figures and refused rows as JSON
    #[arg(long)]
    pub json: bool,
}

impl Tables {
    /// The site of the data folder, and English for what is said of rows.
    pub async fn open(&self) -> anyhow::Result<(Site, Tongue)> {
        let (site, _) = site(
            self.place.config()?,
            self.place.data(),
            Steps::TakeIfEmbedded,
            false,
        )
        .await?;
        let tongue = site.words().tongue(Lang::EN);
        Ok((site, tongue))
    }
}

/// The table of a file, however large the file is.
pub fn table(file: &Path) -> anyhow::Result<Table> {
    let named = || format!("{}", file.display());
    let opened = std::fs::File::open(file).with_context(named)?;
    Table::read_from(opened).with_context(named)?.with_context(named)
}

pub async fn places(tables: &Tables, out: &mut impl Write) -> anyhow::Result<bool> {
    let (site, tongue) = tables.open().await?;
    let mut all = Vec::new();
    for file in &tables.files {
        let table = table(file)?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let plan = one(&site, &name, &table, tables.preview).await?;
        if tables.preview && !tables.json {
            preview(&plan, out)?;
        }
        all.push(plan.summary(&tongue));
    }
    told(&all, tables.json, out)?;
    Ok(all.iter().all(|s| s.refused == 0))
}

/// Two numbers at a moment, row by row; with a preview nothing is kept.
pub async fn custody(tables: &Tables, out: &mut impl Write) -> anyhow::Result<bool> {
    let (site, _) = tables.open().await?;
    let mut all = Vec::new();
    for file in &tables.files {
        let reader = std::fs::File::open(file).with_context(|| format!("{}", file.display()))?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        all.push(counters::import(&site, &name, reader, tables.preview, site.now()).await?);
    }
    told(&all, tables.json, out)?;
    Ok(all.iter().all(|s| s.refused == 0))
}

/// What a table would change; done unless it is a preview.
pub async fn one(site: &Site, name: &str, table: &Table, preview: bool) -> anyhow::Result<Plan> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    if ground.areas().wards().is_empty() {
        bail!("import the areas first: a place is looked up in them");
    }
    let directory = directory(site).await?;
    let plan = Plan::new(name, table, &directory, &ground, &Holidays::of(site.days()));
    if !preview {
        let by = By {
            actor: "system",
            role: "import",
        };
        let mut tx = site.db().begin().await?;
        let missed = plan.take(&mut tx, site, by, site.now()).await?;
        if !missed.is_empty() {
            bail!("{name}: someone changed the places of rows {missed:?} meanwhile; nothing was taken");
        }
        tx.commit().await?;
    }
    Ok(plan)
}

fn preview(plan: &Plan, out: &mut impl Write) -> anyhow::Result<()> {
    if !plan.unread.is_empty() {
        writeln!(out, "columns that are not read: {}", plan.unread.join(", "))?;
    }
    for planned in &plan.rows {
        match &planned.step {
            Step::Add(facts) => writeln!(out, "row {}: new: {}", planned.row, facts.name)?,
            Step::Change(place, facts) => {
                writeln!(out, "row {}: changed: {}", planned.row, place.facts.name)?;
                for (field, before, after) in place.facts.differences(facts) {
                    writeln!(out, "    {field}: {before:?} becomes {after:?}")?;
                }
            }
            Step::Same(_) | Step::Refuse(_) => {}
        }
    }
    Ok(())
}
