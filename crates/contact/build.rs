//! Embeds the force's form definitions and decision tables, so that the program needs no file beside it.

use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?)
        .join("../../forms")
        .canonicalize()?;
    let mut out = String::from(
        "/// Name and text of each file of `forms/`.\npub(crate) const FILES: &[(&str, &str)] = &[\n",
    );
    for folder in ["", "triage"] {
        let at = root.join(folder);
        println!("cargo:rerun-if-changed={}", at.display());
        let mut files: Vec<_> = std::fs::read_dir(&at)?
            .filter_map(Result::ok)
            .map(|f| f.path())
            .collect();
        files.sort();
        for file in files.iter().filter(|f| f.is_file()) {
            println!("cargo:rerun-if-changed={}", file.display());
            let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            writeln!(
                out,
                "    ({name:?}, include_str!({:?})),",
                file.display().to_string()
            )?;
        }
    }
    out.push_str("];\n");
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("files.rs"), out)?;
    Ok(())
}
