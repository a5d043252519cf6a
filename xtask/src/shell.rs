//! Calling other programs, and saying what goes on.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into)
}

/// A line for the person who waits.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A line of the result.
pub fn tell(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// A command under way to be run.
pub struct Call(Command, String);

pub fn call(program: &str, args: &[&str]) -> Call {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    Call(command, format!("{program} {}", args.join(" ")))
}

/// The cargo that called us, so that it is the same everywhere.
pub fn cargo(args: &[&str]) -> Call {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut made = call(&program, args);
    made.1 = format!("cargo {}", args.join(" "));
    // What `cargo run` tells its child would make cargo build some crates anew.
    for (name, _) in std::env::vars() {
        if name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" || name == "CARGO_MANIFEST_PATH" {
            made.0.env_remove(name);
        }
    }
    made
}

impl Call {
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    pub fn succeeds(mut self) -> anyhow::Result<bool> {
        say(&format!("$ {}", self.1));
        let status = self
            .0
            .status()
            .with_context(|| format!("{} cannot be run", self.1))?;
        Ok(status.success())
    }

    pub fn run(self) -> anyhow::Result<()> {
        let what = self.1.clone();
        if self.succeeds()? {
            Ok(())
        } else {
            bail!("{what} failed")
        }
    }

    /// Runs it and gives what it wrote to its output; nothing is shown.
    pub fn output(mut self) -> anyhow::Result<String> {
        let output = self
            .0
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("{} cannot be run", self.1))?;
        if !output.status.success() {
            bail!("{} failed", self.1);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it, shows each line as it comes, and hands it on.
    pub fn lines(mut self, mut each: impl FnMut(&str)) -> anyhow::Result<bool> {
        say(&format!("$ {}", self.1));
        // Both ways into one pipe: programs differ in where they write what counts.
        let (from, to) = std::io::pipe()?;
        let mut child = self
            .0
            .stdout(to.try_clone()?)
            .stderr(to)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{} cannot be run", self.1))?;
        // Our own ends of the pipe stay in the command: without it the pipe would never end.
        drop(self);
        for line in BufReader::new(from).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            say(&line);
            each(&line);
        }
        Ok(child.wait()?.success())
    }
}

/// Whether a program is found on the path.
pub fn is_there(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// A port that was free a moment ago.
pub fn free_port() -> anyhow::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A folder that is gone when it is dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new(name: &str) -> anyhow::Result<Self> {
        let path =
            std::env::temp_dir().join(format!("bluelamp-{name}-{}-{}", std::process::id(), free_port()?));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
