//! `import sessions`: what was planned or held, from a table.

use std::io::Write;

use anyhow::{anyhow, bail};
use atlas::Gazetteer;
use places::directory;
use sessions::Import;

use super::tables::{self, Tables};
use super::told;

pub async fn run(tables: &Tables, out: &mut impl Write) -> anyhow::Result<bool> {
    let (site, tongue) = tables.open().await?;
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    if ground.areas().wards().is_empty() {
        bail!("import the areas first: a session is a ward's");
    }
    let directory = directory(&site).await?;
    let mut all = Vec::new();
    for file in &tables.files {
        let table = tables::table(file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        // Compared and done in one transaction: nobody changes a session between.
        let mut tx = site.db().begin().await?;
        let now = site.now();
        let import = Import::new(&site, &mut tx, &name, &table, &directory, &tongue, now).await?;
        if tables.preview && !tables.json {
            for (row, added, what, lines) in import.told(site.days().zone()) {
                let how = if added { "new" } else { "changed" };
                writeln!(out, "row {row}: {how}: {what}")?;
                for line in lines {
                    writeln!(out, "    {line}")?;
                }
            }
            if !import.unknown().is_empty() {
                writeln!(out, "columns that are not read: {}", import.unknown().join(", "))?;
            }
        }
        if !tables.preview {
            import.take(&mut tx, &site, None, now).await?;
            tx.commit().await?;
        }
        all.push(import.summary());
    }
    told(&all, tables.json, out)?;
    if tables.preview && !tables.json {
        writeln!(out, "a preview: nothing was changed")?;
    }
    Ok(all.iter().all(|s| s.refused == 0))
}
