//! What is never there; `docs/ARCHITECTURE.md` says why.

use crate::source::{Source, root, sources, texts};

/// Fails with every place at once.
fn nowhere(rule: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{rule}:\n  {}", wrong.join("\n  "));
}

fn is_store(source: &Source) -> bool {
    source.file_name() == "store.rs" || source.path.contains("/store/")
}

#[test]
fn no_sql_stands_outside_a_store_and_the_kernel() {
    // A statement, not a word of a sentence: the verb, then what follows it in every statement.
    let is_sql = |text: &str| {
        let text = text.trim_start();
        let after = |verb: &str, next: &[&str]| {
            text.strip_prefix(verb)
                .is_some_and(|rest| next.iter().any(|n| rest.contains(n)))
        };
        after("SELECT ", &["FROM", "$1", "count("])
            || after("INSERT INTO ", &["("])
            || after("UPDATE ", &[" SET "])
            || after("DELETE FROM ", &[""])
            || after("WITH ", &[" AS ("])
            || after("CREATE ", &["TABLE", "INDEX", "SCHEMA"])
    };
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|s| !is_store(s) && !s.is_below("crates/kernel/src/"))
        .flat_map(|s| {
            texts(&s.text)
                .into_iter()
                .filter(|(_, text)| is_sql(text))
                .map(|(line, text)| format!("{}:{line}: {}", s.path, text.lines().next().unwrap_or_default()))
                .collect::<Vec<_>>()
        })
        .collect();
    nowhere("SQL outside a store", &wrong);
}

#[test]
fn no_engine_of_the_database_is_named_outside_its_door() {
    // The program names one to its operator: the message that says where backups come from.
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|s| !s.is_below("crates/kernel/src/db/"))
        .flat_map(|s| {
            s.text
                .lines()
                .enumerate()
                .filter(|(_, line)| {
                    let line = line.to_lowercase();
                    line.contains("sqlite") || line.contains("postgres")
                })
                .map(|(i, line)| format!("{}:{}: {}", s.path, i + 1, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    nowhere("an engine named outside kernel/src/db", &wrong);
}

#[test]
fn the_kernel_names_no_feature() {
    let features = [
        "contact::",
        "cases::",
        "contact_",
        "case_",
        "\"contact.",
        "\"cases.",
    ];
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|s| s.is_below("crates/kernel/src/") && !s.path.ends_with("testing.rs"))
        .flat_map(|s| {
            s.text
                .lines()
                .enumerate()
                .filter(|(_, line)| features.iter().any(|f| line.contains(f)))
                // The kernel has a page of its own that says how to reach the force, and a database that
                // knows the word "case_" only by chance is not meant.
                .filter(|(_, line)| {
                    !line.contains("about_contact")
                        && !line.contains("to_ascii_lowercase")
                        && !line.contains("eq_ignore_ascii_case")
                })
                .map(|(i, line)| format!("{}:{}: {}", s.path, i + 1, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    nowhere("a feature named in the kernel", &wrong);
}

#[test]
fn no_handler_reads_the_clock_or_makes_randomness_by_itself() {
    let words = [
        "SystemTime::now",
        "Timestamp::now",
        "Zoned::now",
        "Utc::now",
        "getrandom::",
        "thread_rng",
        "rand::",
    ];
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|s| !s.is_below("crates/kernel/src/clock.rs") && !s.is_below("crates/kernel/src/seal.rs"))
        .flat_map(|s| {
            s.text
                .lines()
                .enumerate()
                .filter(|(_, line)| words.iter().any(|w| line.contains(w)))
                .map(|(i, line)| format!("{}:{}: {}", s.path, i + 1, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    nowhere("the clock or randomness taken where it should be given", &wrong);
}

#[test]
fn no_error_of_the_database_is_swallowed() {
    // What reads a database and turns its failure into "nothing there" loses a report in silence.
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|s| is_store(s))
        .flat_map(|s| {
            s.text
                .lines()
                .enumerate()
                .filter(|(_, line)| {
                    line.contains(".await.ok()")
                        || line.contains(".await.unwrap_or")
                        || line.contains(".await.unwrap_or_default()")
                })
                .map(|(i, line)| format!("{}:{}: {}", s.path, i + 1, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    nowhere("an error of the database swallowed", &wrong);
}

#[test]
fn no_page_carries_script_style_or_handlers_of_events_inline() {
    let mut wrong = Vec::new();
    let mut folders = vec![root().join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "html") {
                let text = std::fs::read_to_string(&path)
                    .expect("a template is text")
                    .to_lowercase();
                for (i, line) in text.lines().enumerate() {
                    let inline_script = line.contains("<script") && !line.contains("src=");
                    let handlers = [
                        " onclick=",
                        " onload=",
                        " onerror=",
                        " onsubmit=",
                        " onchange=",
                        "javascript:",
                    ];
                    if inline_script
                        || line.contains("<style")
                        || line.contains(" style=")
                        || handlers.iter().any(|h| line.contains(h))
                    {
                        wrong.push(format!("{}:{}: {}", path.display(), i + 1, line.trim()));
                    }
                }
            }
        }
    }
    nowhere("what the content security policy forbids", &wrong);
}
