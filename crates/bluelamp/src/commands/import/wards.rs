//! `import officers` and `import schools`: tables of the force's own, row by row, each with what became of it.

use std::io::Write;

use anyhow::{anyhow, bail};
use atlas::{Ended, Gazetteer};
use kernel::Site;
use neighbourhoods::import::{self, By, Imported};
use places::Table;

use super::tables::{self, Tables};
use super::told;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Officers,
    Schools,
}

pub async fn run(tables: &Tables, kind: Kind, out: &mut impl Write) -> anyhow::Result<bool> {
    let (site, _) = tables.open().await?;
    let mut all = Vec::new();
    for file in &tables.files {
        let table = tables::table(file)?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let imported = one(&site, kind, &name, &table, tables.preview).await?;
        if tables.preview && !tables.json {
            for row in &imported.rows {
                let what = if row.added { "new" } else { "changed" };
                writeln!(out, "row {}: {what}: {}", row.row, row.name)?;
                for line in row.lines() {
                    writeln!(out, "    {line}")?;
                }
            }
            if !imported.unknown.is_empty() {
                writeln!(out, "columns that are not read: {}", imported.unknown.join(", "))?;
            }
        }
        all.push(imported.summary);
    }
    told(&all, tables.json, out)?;
    if tables.preview && !tables.json {
        writeln!(out, "a preview: nothing was changed")?;
    }
    Ok(all.iter().all(|s| s.refused == 0))
}

/// Does the work of a table in one transaction, and lets it fall when it is a preview.
pub async fn one(
    site: &Site,
    kind: Kind,
    name: &str,
    table: &Table,
    preview: bool,
) -> anyhow::Result<Imported> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    let ended = site.part::<Ended>().map_err(|e| anyhow!(e))?;
    if ground.areas().wards().is_empty() {
        bail!("import the areas first: wards are looked up in them");
    }
    let now = site.now();
    let mut tx = site.db().begin().await?;
    let by = By::operator(name);
    let imported = match kind {
        Kind::Officers => import::officers(&mut tx, site, &ground, &ended, &by, name, table, now).await?,
        Kind::Schools => import::schools(&mut tx, site, &ground, &ended, &by, name, table, now).await?,
    };
    if !preview {
        tx.commit().await?;
    }
    Ok(imported)
}
