//! Licences, sources and unwanted crates, by the rules of `deny.toml`.
//!
//! `cargo deny` reads the same file and says more; building it takes minutes that a fresh machine does not
//! have, and its list of advisories needs a network. So the three rules that need neither are checked here.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use serde_json::Value;

use crate::shell::{cargo, root, say};

struct Rules {
    allowed: BTreeSet<String>,
    exceptions: BTreeMap<String, BTreeSet<String>>,
    banned: BTreeSet<String>,
}

fn rules() -> anyhow::Result<Rules> {
    let text = std::fs::read_to_string(root().join("deny.toml")).context("deny.toml")?;
    let table: toml::Table = text.parse().context("deny.toml")?;
    let texts = |v: Option<&toml::Value>| -> BTreeSet<String> {
        v.and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let part = |name: &str| table.get(name).and_then(toml::Value::as_table);
    let licences = part("licenses").context("deny.toml: no [licenses]")?;
    let exceptions = licences
        .get("exceptions")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|e| Some((e.get("crate")?.as_str()?.to_owned(), texts(e.get("allow")))))
        .collect();
    let banned = part("bans")
        .and_then(|b| b.get("deny"))
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|e| e.get("crate").and_then(toml::Value::as_str))
        .map(str::to_owned)
        .collect();
    Ok(Rules {
        allowed: texts(licences.get("allow")),
        exceptions,
        banned,
    })
}

pub fn run() -> anyhow::Result<bool> {
    let rules = rules()?;
    let text = cargo(&["metadata", "--format-version", "1", "--locked", "--all-features"]).output()?;
    let data: Value = serde_json::from_str(&text)?;
    let packages = data
        .get("packages")
        .and_then(Value::as_array)
        .context("no packages")?;
    let mut wrong = Vec::new();
    for package in packages {
        let field = |name: &str| package.get(name).and_then(Value::as_str);
        let name = field("name").unwrap_or("?");
        match field("source") {
            None | Some("registry+https://github.com/rust-lang/crates.io-index") => {}
            Some(other) => wrong.push(format!("{name}: comes from {other}")),
        }
        if rules.banned.contains(name) {
            wrong.push(format!("{name}: is not wanted (deny.toml says why)"));
        }
        let allowed = |licence: &str| {
            rules.allowed.contains(licence) || rules.exceptions.get(name).is_some_and(|e| e.contains(licence))
        };
        match field("license") {
            Some(expression) if holds(expression, &allowed) => {}
            Some(expression) => wrong.push(format!("{name}: licence {expression}")),
            // A licence in a file of its own is read by a person and named in deny.toml.
            None if rules.exceptions.contains_key(name) => {}
            None => wrong.push(format!("{name}: names no licence")),
        }
    }
    say(&format!("{} crates looked at", packages.len()));
    for line in &wrong {
        say(line);
    }
    Ok(wrong.is_empty())
}

/// Whether an SPDX expression can be met: OR, AND, WITH, brackets, and the older slash for OR. What is no
/// expression is not met.
fn holds(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any(&words, &mut at, allowed) == Some(true) && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut right = all(words, at, allowed)?;
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        right |= all(words, at, allowed)?;
    }
    Some(right)
}

fn all(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut right = one(words, at, allowed)?;
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        right &= one(words, at, allowed)?;
    }
    Some(right)
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let word = words.get(*at)?;
    *at += 1;
    if *word == "(" {
        let right = any(words, at, allowed)?;
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return closed.then_some(right);
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1)?;
        *at += 2;
        return Some(allowed(&format!("{word} WITH {exception}")) || allowed(word));
    }
    Some(allowed(word))
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn an_expression_of_licences_is_met_or_not() {
        let allowed = |l: &str| l == "MIT" || l == "Apache-2.0";
        for yes in [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/GPL-3.0",
            "(MIT OR X) AND Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(holds(yes, &allowed), "{yes}");
        }
        for no in ["GPL-3.0", "MIT AND GPL-3.0", "", "(MIT", "MIT OR", "MIT MIT"] {
            assert!(!holds(no, &allowed), "{no}");
        }
    }
}
