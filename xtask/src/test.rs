//! `cargo xtask test`: everything, in the order in which a fault is cheapest to find.

use std::time::Instant;

use crate::browser;
use crate::clients;
use crate::crates;
use crate::needs;
use crate::server::Server;
use crate::shell::{Call, cargo, say, tell};

/// The crates whose tests use a database run again on a server: the kernel and every feature. The program's own
/// tests start processes on embedded databases.
const ON_A_SERVER: &str = "rdeps(=kernel) - package(=bluelamp)";

/// What was found so far.
#[derive(Default)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    steps: Vec<(String, bool, f64)>,
}

impl Tally {
    /// A step that is itself one check.
    fn step(&mut self, name: &str, work: impl FnOnce() -> anyhow::Result<bool>) {
        let right = self.timed(name, |_| work());
        if right {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }

    /// A step that counts its own checks. One that failed without counting a failure (it did not compile,
    /// say) counts as one.
    fn counted(&mut self, name: &str, work: impl FnOnce(&mut Self) -> anyhow::Result<bool>) {
        let before = self.failed;
        if !self.timed(name, work) && self.failed == before {
            self.failed += 1;
        }
    }

    fn timed(&mut self, name: &str, work: impl FnOnce(&mut Self) -> anyhow::Result<bool>) -> bool {
        say(&format!("\n== {name}"));
        let began = Instant::now();
        let right = work(self).unwrap_or_else(|error| {
            say(&format!("{name}: {error:#}"));
            false
        });
        self.steps
            .push((name.to_owned(), right, began.elapsed().as_secs_f64()));
        right
    }
}

pub fn run(quick: bool) -> anyhow::Result<bool> {
    let mut tally = Tally::default();
    tally.timed("What the tests need", |_| {
        needs::node_modules()?;
        needs::nextest()?;
        if !quick {
            needs::browser_and_server()?;
        }
        Ok(true)
    });
    tally.step("Format", || cargo(&["fmt", "--all", "--check"]).succeeds());
    tally.step("Licences, sources, unwanted crates", crates::run);
    tally.step("Lints", || {
        cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--locked",
            "--",
            "-D",
            "warnings",
        ])
        .succeeds()
    });
    tally.counted("Tests on the embedded database", |t| {
        nextest(
            t,
            cargo(&[
                "nextest",
                "run",
                "--workspace",
                "--all-features",
                "--locked",
                "--no-fail-fast",
            ]),
        )
    });
    tally.counted("Examples in the documentation", |t| {
        doc_tests(
            t,
            cargo(&[
                "test",
                "--doc",
                "--workspace",
                "--all-features",
                "--locked",
                "--no-fail-fast",
            ]),
        )
    });
    if !quick {
        tally.counted("Tests on PostgreSQL", |t| {
            let server = Server::start(false)?;
            // The same selection of features as before, narrowed by a filter: nothing is built twice.
            let args = [
                "nextest",
                "run",
                "--workspace",
                "--all-features",
                "--locked",
                "--no-fail-fast",
                "-E",
                ON_A_SERVER,
            ];
            nextest(t, cargo(&args).env("BLUELAMP_TEST_DB", &server.url()))
        });
        tally.counted("Journeys in a browser", |t| browser::run(None, t));
        tally.counted("Clients of the open interfaces", clients::run);
    }
    say("");
    for (name, right, seconds) in &tally.steps {
        say(&format!(
            "{} {seconds:>7.1} s  {name}",
            if *right { "ok   " } else { "WRONG" }
        ));
    }
    tell(&format!("{} passed, {} failed", tally.passed, tally.failed));
    Ok(tally.failed == 0)
}

/// `Summary [ 1.2s] 120 tests run: 118 passed (1 slow), 2 failed, 3 skipped`
fn nextest(tally: &mut Tally, call: Call) -> anyhow::Result<bool> {
    call.env("CARGO_TERM_COLOR", "never")
        .env("NEXTEST_NO_TESTS", "pass")
        .lines(|line| {
            let Some((_, counts)) = line
                .split_once("tests run:")
                .or_else(|| line.split_once("test run:"))
            else {
                return;
            };
            if line.trim_start().starts_with("Summary") {
                tally.passed += count(counts, "passed");
                tally.failed += count(counts, "failed") + count(counts, "timed out");
            }
        })
}

/// `test result: ok. 3 passed; 0 failed; …`
fn doc_tests(tally: &mut Tally, call: Call) -> anyhow::Result<bool> {
    call.env("CARGO_TERM_COLOR", "never").lines(|line| {
        if let Some(counts) = line.strip_prefix("test result: ") {
            tally.passed += count(counts, "passed");
            tally.failed += count(counts, "failed");
        }
    })
}

/// The number before a word.
pub fn count(text: &str, word: &str) -> usize {
    let words: Vec<&str> = text
        .split([' ', ',', ';', '(', ')'])
        .filter(|w| !w.is_empty())
        .collect();
    let joined = format!(" {} ", words.join(" "));
    joined
        .find(&format!(" {word} "))
        .and_then(|at| joined.get(..at))
        .and_then(|before| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn the_counts_of_a_summary_are_read() {
        let line = " 120 tests run: 118 passed (1 slow), 2 failed, 1 timed out, 3 skipped";
        assert_eq!(count(line, "passed"), 118);
        assert_eq!(count(line, "failed"), 2);
        assert_eq!(count(line, "timed out"), 1);
        assert_eq!(count("ok. 3 passed; 0 failed; 1 ignored", "passed"), 3);
        assert_eq!(count("nothing", "failed"), 0);
    }
}
