//! The force's data: report flows, tables of urgency, what is not for the police, and the map.
//!
//! All of it is text in `forms/`, inside the program; a file of the same name in the data folder's `forms/`
//! comes in its place.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use atlas::Gazetteer;
use forms::Definition;
use kernel::Moment;
use kernel::db::Reader;
use kernel::site::{Sends, Sent, Subject};
use serde::Deserialize;
use triage::Triage;

use crate::{search, store};

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// One thing people report.
#[derive(Debug)]
pub struct Flow {
    /// Its name in addresses: `theft`.
    pub name: String,
    pub definition: Definition,
    pub kind: String,
    pub group: String,
    pub order: i64,
    /// Shows the button that leaves the page at once; keeps nothing in the browser after it is closed.
    pub sensitive: bool,
    summary: HashMap<String, String>,
    search: Vec<String>,
    picture: String,
}

impl Flow {
    pub fn title(&self, lang: &str) -> String {
        self.definition.name(lang)
    }

    /// The picture beside it in the Easy Read edition: that of its own first page.
    pub fn picture(&self) -> &str {
        &self.picture
    }

    pub fn summary(&self, lang: &str) -> &str {
        self.summary
            .get(lang)
            .or_else(|| self.summary.get("en"))
            .map_or("", String::as_str)
    }
}

/// Words in each language.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Texts(HashMap<String, String>);

impl Texts {
    pub fn of(&self, lang: &str) -> &str {
        self.0
            .get(lang)
            .or_else(|| self.0.get("en"))
            .map_or("", String::as_str)
    }
}

/// Something that another body deals with; `not-ours.yaml` explains each field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    pub id: String,
    pub name: Texts,
    #[serde(default)]
    search: HashMap<String, Vec<String>>,
    pub body: Texts,
    pub phone: Option<String>,
    pub text: Option<String>,
    pub link: Option<String>,
    #[serde(default)]
    pub hours: Texts,
    #[serde(default)]
    pub say: Texts,
    #[serde(default)]
    pub why: Texts,
    #[serde(default)]
    pub still: Texts,
    pub tell_flow: Option<String>,
    #[serde(skip)]
    pub picture: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Matters {
    matters: Vec<Matter>,
    #[serde(default)]
    pictures: HashMap<String, String>,
}

/// What a search found, best first.
#[derive(Debug, Clone, Copy)]
pub enum Hit<'b> {
    Flow(&'b Flow),
    Matter(&'b Matter),
}

/// How urgent words are that came after the report.
#[derive(Debug, Clone)]
pub struct Urgency {
    pub danger: bool,
    /// The kinds of danger that the words speak of.
    pub kinds: Vec<String>,
    pub grade: String,
    pub order: i64,
}

/// All of it.
#[derive(Debug)]
pub struct Book {
    flows: Vec<Flow>,
    matters: Vec<Matter>,
    triage: Triage,
    ground: Arc<Gazetteer>,
}

impl Book {
    /// Loads what is in the program, overridden file by file from `DATA/forms`. `ground` is the force's map.
    ///
    /// # Errors
    /// Every problem of every file, each with the file's name.
    pub fn load(data: Option<&Path>, ground: Arc<Gazetteer>) -> Result<Arc<Self>, Vec<String>> {
        let mut problems = Vec::new();
        let mut files: Vec<(String, String)> = Vec::new();
        let overrides = data.map(|d| d.join("forms"));
        for (name, inside) in FILES {
            let own = overrides.as_ref().map(|o| o.join(name)).filter(|p| p.exists());
            match own.map(std::fs::read_to_string) {
                None => files.push(((*name).to_owned(), (*inside).to_owned())),
                Some(Ok(text)) => files.push(((*name).to_owned(), text)),
                Some(Err(e)) => problems.push(format!("forms/{name}: {e}")),
            }
        }
        if let Some(folder) = &overrides {
            more_flows(folder, &mut files, &mut problems);
        }
        let flows = flows(&files, &mut problems);
        let matters = matters(&files, &mut problems);
        let tables: Vec<(&str, &str)> = files
            .iter()
            .filter_map(|(name, text)| Some((name.strip_prefix("triage/")?, text.as_str())))
            .filter(|(name, _)| *name != "scenarios.csv")
            .collect();
        let triage = Triage::load(&tables)
            .map_err(|all| problems.extend(all.iter().map(ToString::to_string)))
            .ok();
        match triage {
            Some(triage) if problems.is_empty() => Ok(Arc::new(Self {
                flows,
                matters,
                triage,
                ground,
            })),
            _ => Err(problems),
        }
    }

    /// The program's own file of this name, for a force's own that builds on it.
    pub fn own_file(name: &str) -> Option<&'static str> {
        FILES.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
    }

    /// What would keep a form from being filled in or sent, because an address or a field of ours has the name already.
    pub fn unusable<'d>(stem: &'d str, definition: &'d Definition) -> impl Iterator<Item = String> + 'd {
        const PATHS: [&str; 5] = ["/send", "/sent", "/save", "/warning", "/which-place"];
        const FIELDS: [&str; 3] = ["csrf", "changing", "action"];
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let name = (stem.is_empty() || !stem.chars().all(plain))
            .then(|| "a form's name has small letters, digits and dashes only".to_owned())
            .or_else(|| {
                matches!(stem, "return" | "not-ours").then(|| format!("`{stem}` is an address of ours"))
            });
        let pages = definition.pages().iter();
        let paths = pages.clone().filter(|p| PATHS.contains(&p.path()));
        let paths = paths.map(|p| format!("page {}: this path is an address of ours", p.path()));
        let fields = pages.flat_map(|p| definition.components(p));
        let fields = fields.filter(|c| FIELDS.contains(&c.name()));
        let fields = fields.map(|c| format!("component {}: this name is a field of ours", c.name()));
        name.into_iter().chain(paths).chain(fields)
    }

    /// In the order of the list.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    pub fn flow(&self, name: &str) -> Option<&Flow> {
        self.flows.iter().find(|f| f.name == name)
    }

    pub fn matters(&self) -> &[Matter] {
        &self.matters
    }

    pub fn matter(&self, id: &str) -> Option<&Matter> {
        self.matters.iter().find(|m| m.id == id)
    }

    pub fn triage(&self) -> &Triage {
        &self.triage
    }

    /// What words that come later, in a message, say of urgency: a danger, and the grade it asks for.
    pub fn urgency_of(&self, flow: &str, words: &str) -> Urgency {
        let kind = self.flow(flow).map_or("something-else", |f| f.kind.as_str());
        let facts = serde_json::json!({ "kind": kind, "whatHappened": words });
        let decision = self
            .triage
            .decide(&triage::Facts::from_json(facts).unwrap_or_default());
        Urgency {
            danger: !decision.emergencies.is_empty(),
            kinds: decision.emergencies.iter().map(|e| e.kind.to_string()).collect(),
            grade: decision.grade.to_string(),
            order: decision.grade_order.into(),
        }
    }

    /// The force's map; without areas until some were imported.
    pub fn ground(&self) -> &Gazetteer {
        &self.ground
    }

    /// What someone may mean by these words, at most ten.
    pub fn search(&self, words: &str) -> Vec<Hit<'_>> {
        let asked = search::Asked::new(words);
        let flows = self
            .flows
            .iter()
            .map(|f| (asked.score(&f.search), 0, Hit::Flow(f)));
        let matters = self.matters.iter().map(|m| {
            let phrases: Vec<&String> = m.search.values().flatten().chain(m.name.0.values()).collect();
            (asked.score(&phrases), 1, Hit::Matter(m))
        });
        let mut found: Vec<_> = flows.chain(matters).filter(|(score, ..)| *score > 0).collect();
        found.sort_by_key(|(score, kind, _)| (std::cmp::Reverse(*score), *kind));
        found.into_iter().map(|(.., hit)| hit).take(10).collect()
    }
}

/// What is offered after a report knows the flow by its name alone.
impl Sends for Book {
    fn subject(&self, name: &str, lang: &str) -> Option<Subject> {
        self.flow(name).map(|flow| Subject {
            name: flow.name.clone(),
            title: flow.title(lang),
            sensitive: flow.sensitive,
        })
    }

    fn sent(&self, mut db: Reader, from: Moment, to: Moment) -> Sent<'_> {
        Box::pin(async move { store::sent_online(&mut db, from, to).await })
    }

    fn is_danger(&self, words: &str) -> bool {
        self.urgency_of("something-else", words).danger
    }
}

/// Flows that a force added beside those of the program.
fn more_flows(folder: &Path, files: &mut Vec<(String, String)>, problems: &mut Vec<String>) {
    let Ok(found) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in found.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_flow = [".yaml", ".yml", ".json"].iter().any(|e| name.ends_with(e));
        if is_flow && !files.iter().any(|(n, _)| *n == name) {
            match std::fs::read_to_string(entry.path()) {
                Ok(text) => files.push((name, text)),
                Err(e) => problems.push(format!("forms/{name}: {e}")),
            }
        }
    }
}

fn flows(files: &[(String, String)], problems: &mut Vec<String>) -> Vec<Flow> {
    let resolve = |wanted: &str| {
        files
            .iter()
            .find(|(n, _)| n == wanted)
            .map(|(_, text)| text.clone())
    };
    let mut flows = Vec::new();
    for (name, text) in files {
        if name.contains('/') || matches!(name.as_str(), "spine.yaml" | "not-ours.yaml") {
            continue;
        }
        let definition = match Definition::parse(name, text, &resolve) {
            Ok(definition) => definition,
            Err(e) => {
                problems.push(format!("forms/{name}: {e}"));
                continue;
            }
        };
        let told = definition.bluelamp().clone();
        let text = |key: &str| told.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        let mut phrases: Vec<String> = definition
            .languages()
            .iter()
            .map(|l| definition.name(l))
            .collect();
        phrases.push(definition.name("en"));
        for key in ["search", "search_cy", "search_simple"] {
            let list = told.get(key).and_then(|v| v.as_array()).into_iter().flatten();
            phrases.extend(list.filter_map(|v| v.as_str()).map(str::to_owned));
        }
        let stem = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem)
            .to_owned();
        problems.extend(Book::unusable(&stem, &definition).map(|e| format!("forms/{name}: {e}")));
        flows.push(Flow {
            kind: text("kind").unwrap_or_else(|| stem.clone()),
            group: text("group").unwrap_or_else(|| "other".to_owned()),
            order: told
                .get("order")
                .and_then(serde_json::Value::as_i64)
                .unwrap_or(1_000),
            sensitive: told
                .get("sensitive")
                .and_then(serde_json::Value::as_bool)
                .unwrap_or(false),
            summary: serde_json::from_value(told.get("summary").cloned().unwrap_or_default())
                .unwrap_or_default(),
            search: phrases,
            picture: picture(&told),
            name: stem,
            definition,
        });
    }
    flows.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| a.name.cmp(&b.name)));
    flows
}

fn picture(told: &serde_json::Value) -> String {
    let pictures = told.get("pictures").and_then(|p| p.as_object());
    let own = told.get("picture").and_then(|v| v.as_str()).map(str::to_owned);
    own.or_else(|| pictures?.values().next()?.as_str().map(str::to_owned))
        .unwrap_or_else(|| "police".to_owned())
}

fn matters(files: &[(String, String)], problems: &mut Vec<String>) -> Vec<Matter> {
    let Some((name, text)) = files.iter().find(|(n, _)| n == "not-ours.yaml") else {
        return Vec::new();
    };
    match serde_yaml_ng::from_str::<Matters>(text) {
        Ok(found) => {
            let mut matters = found.matters;
            for matter in &mut matters {
                matter.picture = found
                    .pictures
                    .get(&matter.id)
                    .cloned()
                    .unwrap_or_else(|| "question".to_owned());
            }
            matters
        }
        Err(e) => {
            problems.push(format!("forms/{name}: {e}"));
            Vec::new()
        }
    }
}
