//! Other people's tools on the same work, in an environment of their own. Nothing of ours needs them.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::shell::{call, root, say, tell};

pub struct Peers {
    at: Option<(PathBuf, PathBuf)>,
    missing: RefCell<Vec<String>>,
}

/// A peer's piece of work: its script with arguments, and the row of the table that it belongs to.
type Work = (&'static str, &'static [&'static str], &'static str);

/// No solver gets longer than this for one piece of work.
const MOST: &str = "60";

const TRAVEL: &[Work] = &[(
    "matrix_bench.py",
    &["pandana", "--sites", "100", "--reps", "1"],
    "london-minutes",
)];

const SITING: &[Work] = &[
    (
        "pmedian_bench.py",
        &["highspy", "london:73:32", "--tl", MOST],
        "median-73",
    ),
    (
        "covering_bench.py",
        &["highspy", "lscp", "600", "--minutes", "12", "--tl", MOST],
        "set-cover",
    ),
    (
        "covering_bench.py",
        &["highspy", "mclp", "600", "--minutes", "12", "--tl", MOST],
        "max-cover",
    ),
    (
        "covering_bench.py",
        &["highspy", "pcenter", "150", "--tl", MOST],
        "center-150",
    ),
    ("erlang_bench.py", &[], "staffing-c"),
];

impl Peers {
    pub fn find(scripts: Option<&Path>, python: Option<&Path>) -> Self {
        let at = match (scripts, python) {
            (Some(scripts), Some(python)) if python.is_file() => {
                let inner = scripts.join("planning");
                let scripts = if inner.is_dir() { inner } else { scripts.to_owned() };
                Some((scripts, python.to_owned()))
            }
            _ => None,
        };
        let missing = if at.is_none() {
            vec!["all of them (name --peers FOLDER and --python PROGRAM)".to_owned()]
        } else {
            Vec::new()
        };
        Self {
            at,
            missing: RefCell::new(missing),
        }
    }

    pub fn say_what_is_missing(&self) {
        for what in &*self.missing.borrow() {
            tell(&format!("peer left out: {what}"));
        }
    }

    /// Runs a script of theirs and reads its last line of JSON; what is not installed is left out and said so.
    fn ask(&self, script: &Path, args: &[&str], data: Option<&str>) -> Option<Value> {
        let (_, python) = self.at.as_ref()?;
        let script = script.to_string_lossy();
        let mut all: Vec<&str> = vec![&script];
        all.extend(args);
        if let Some(data) = data {
            all.extend(["--data", data]);
        }
        let (mut last, mut why) = (None, String::new());
        let done = call(&python.to_string_lossy(), &all).lines(|line| {
            if line.starts_with('{') {
                last = serde_json::from_str(line).ok().or_else(|| last.take());
            }
            if line.contains("Error") {
                line.clone_into(&mut why);
            }
        });
        if last.is_none() || !matches!(done, Ok(true)) {
            let name = args.first().copied().unwrap_or_default();
            let short = Path::new(&*script)
                .file_name()
                .unwrap_or_default()
                .to_string_lossy();
            self.missing.borrow_mut().push(format!(
                "{short} {name}: {}",
                if why.is_empty() {
                    "it ended with an error"
                } else {
                    &why
                }
            ));
        }
        last
    }

    /// The streets that the figures of the peers are of; false where their scripts are not at hand.
    pub fn make_streets(&self, folder: &Path) -> anyhow::Result<bool> {
        let Some((scripts, python)) = &self.at else {
            return Ok(false);
        };
        let data = folder.to_string_lossy();
        if self
            .ask(&scripts.join("gen_street_graph.py"), &["--out", &data], None)
            .is_none()
        {
            return Ok(false);
        }
        let tables = root().join("crates/travel/oracle/graph_from_arrays.py");
        call(&python.to_string_lossy(), &[&tables.to_string_lossy(), &data]).succeeds()
    }

    /// What they need, each with the row it belongs to.
    pub fn run(
        &self,
        streets: &Path,
        scratch: &Path,
        travel: bool,
        siting: bool,
    ) -> anyhow::Result<Vec<Value>> {
        let Some((scripts, _)) = &self.at else {
            return Ok(Vec::new());
        };
        say("\n== peers");
        let data = streets.to_string_lossy().into_owned();
        let mut found = Vec::new();
        let mut note = |row: &str, figure: Option<Value>| {
            if let Some(mut figure) = figure {
                figure["row"] = json!(row);
                found.push(figure);
            }
        };
        let matrix = scripts.join("matrix_bench.py");
        if travel {
            let args = ["scipy", "--sites", "100", "--reps", "1"];
            note("london-minutes", self.ask(&matrix, &args, Some(&data)));
            for (script, args, row) in TRAVEL {
                note(row, self.ask(&scripts.join(script), args, Some(&data)));
            }
            let porto = scratch.join("cities/porto");
            if porto.is_dir() {
                let check = root().join("crates/travel/oracle/streets_against_peers.py");
                let folder = porto.to_string_lossy().into_owned();
                note("porto-minutes", self.ask(&check, &[&folder], None));
            }
        }
        if siting {
            let shared =
                std::env::var_os("BLUELAMP_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
            let graphs = shared.join("data/07_location/orlib_pmed");
            if graphs.is_dir() {
                for k in 1..=40 {
                    let file = graphs.join(format!("pmed{k}.txt")).to_string_lossy().into_owned();
                    let args = ["kmedoids", &file, "--restarts", "100"];
                    let one = self.ask(&scripts.join("pmedian_bench.py"), &args, None);
                    let stop = one.is_none();
                    note("pmed-fast", one);
                    if stop {
                        break;
                    }
                }
                let file = graphs.join("pmed40.txt").to_string_lossy().into_owned();
                let args = ["highspy", &file, "--tl", MOST];
                note(
                    "pmed-proof",
                    self.ask(&scripts.join("pmedian_bench.py"), &args, None),
                );
            }
            // The matrix that their scripts read.
            let args = ["scipy", "--sites", "600", "--reps", "1"];
            if self.ask(&matrix, &args, Some(&data)).is_some() {
                for (script, args, row) in SITING {
                    let data = (*script != "erlang_bench.py").then_some(data.as_str());
                    note(row, self.ask(&scripts.join(script), args, data));
                }
            }
        }
        Ok(found)
    }
}
