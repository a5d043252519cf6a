//! Embeds `migrations/*.sql` in their order, so that the program needs no file beside it.

use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../migrations");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files: Vec<_> = std::fs::read_dir(&folder)?
        .filter_map(Result::ok)
        .map(|f| f.path())
        .collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "sql"));
    files.sort();
    let mut out = String::from(
        "/// Name and text of each migration, in order.\npub const MIGRATIONS: &[(&str, &str)] = &[\n",
    );
    for file in files {
        println!("cargo:rerun-if-changed={}", file.display());
        let name = file.file_stem().and_then(|n| n.to_str()).unwrap_or_default();
        writeln!(out, "    ({name:?}, include_str!({:?})),", file.canonicalize()?)?;
    }
    out.push_str("];\n");
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("migrations.rs"), out)?;
    Ok(())
}
