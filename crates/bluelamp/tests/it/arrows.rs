//! Which crate may use which: `docs/arrows.txt` against the workspace as it is.

use std::collections::BTreeSet;
use std::process::Command;

use crate::source::root;

fn drawn() -> BTreeSet<(String, String)> {
    let text = std::fs::read_to_string(root().join("docs/arrows.txt")).expect("docs/arrows.txt");
    let mut arrows = BTreeSet::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let (from, to) = line
            .split_once("->")
            .unwrap_or_else(|| panic!("no arrow in: {line}"));
        for to in to.split(',') {
            let arrow = (from.trim().to_owned(), to.trim().to_owned());
            assert!(arrows.insert(arrow), "drawn twice: {line}");
        }
    }
    arrows
}

fn found() -> (BTreeSet<String>, BTreeSet<(String, String)>) {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata");
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON of cargo");
    let packages = data["packages"].as_array().expect("packages");
    let name = |v: &serde_json::Value| v["name"].as_str().expect("a name").to_owned();
    let ours: BTreeSet<String> = packages.iter().map(name).collect();
    let mut arrows = BTreeSet::new();
    for package in packages {
        for needed in package["dependencies"].as_array().expect("dependencies") {
            // What only tests need is not an arrow.
            if needed["kind"] != "dev" && needed["path"].is_string() && ours.contains(&name(needed)) {
                arrows.insert((name(package), name(needed)));
            }
        }
    }
    (ours, arrows)
}

#[test]
fn the_crates_use_one_another_only_as_drawn() {
    let (drawn, (_, found)) = (drawn(), found());
    let new: Vec<_> = found.difference(&drawn).collect();
    assert!(new.is_empty(), "not in docs/arrows.txt: {new:?}");
    let gone: Vec<_> = drawn.difference(&found).collect();
    assert!(
        gone.is_empty(),
        "drawn in docs/arrows.txt and not there: {gone:?}"
    );
}

#[test]
fn engines_and_the_kernel_know_no_feature() {
    let (_, found) = found();
    let engines = ["atlas", "forms", "print", "siting", "travel", "triage", "page"];
    for (from, to) in &found {
        if engines.contains(&from.as_str()) {
            assert!(engines.contains(&to.as_str()), "{from} -> {to}");
        }
        if from == "kernel" {
            assert_eq!(to, "page", "the kernel stands on the pages' looks alone");
        }
    }
}

#[test]
fn engines_need_no_runtime_no_database_and_no_web() {
    for engine in ["atlas", "forms", "print", "siting", "travel", "triage", "page"] {
        let text =
            std::fs::read_to_string(root().join(format!("crates/{engine}/Cargo.toml"))).expect("a manifest");
        let needed = text.split("[dev-dependencies]").next().unwrap_or_default();
        for word in ["tokio", "rusqlite", "postgres", "axum", "hyper", "kernel"] {
            let uses = needed.lines().any(|l| {
                l.split(['=', '.'])
                    .next()
                    .is_some_and(|name| name.trim().starts_with(word))
            });
            assert!(!uses, "{engine} needs {word}");
        }
    }
}
