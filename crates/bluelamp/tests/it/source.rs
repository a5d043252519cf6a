//! The sources of the workspace, as the guards read them.

use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace is there")
}

/// One file of a crate: its path below the workspace, and its text without tests and comments.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn is_below(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Every Rust file below `crates/*/src` that is not a test.
pub fn sources() -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root.join("crates")).expect("crates/") {
        collect(&root, &entry.expect("a crate").path().join("src"), &mut found);
    }
    assert!(found.len() > 50, "only {} sources were found", found.len());
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            collect(root, &path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" && !path.to_string_lossy().contains("/tests/") {
            let text = std::fs::read_to_string(&path).expect("a source is text");
            found.push(Source {
                path: path
                    .strip_prefix(root)
                    .expect("below the workspace")
                    .to_string_lossy()
                    .into_owned(),
                text: bare(&text),
            });
        }
    }
}

/// Without the unit tests at the end and without lines that are comments.
fn bare(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines()
        .map(|line| {
            if line.trim_start().starts_with("//") {
                ""
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The texts between quotation marks, with the line each begins on.
pub fn texts(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut chars = code.chars().peekable();
    let mut line = 1;
    let mut before = ' ';
    while let Some(c) = chars.next() {
        match c {
            '\n' => line += 1,
            // A character literal that is a quotation mark.
            '"' if before == '\'' => {}
            '"' => {
                let (start, mut text) = (line, String::new());
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => {
                            if chars.next() == Some('\n') {
                                line += 1;
                            }
                            text.push(' ');
                        }
                        c => {
                            line += usize::from(c == '\n');
                            text.push(c);
                        }
                    }
                }
                found.push((start, text));
            }
            _ => {}
        }
        before = c;
    }
    found
}
