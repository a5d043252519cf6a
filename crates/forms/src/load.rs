//! From the tree of values to a [`Definition`], with every problem named by file, page and component.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::component::{Component, List};
use crate::condition::Condition;
use crate::definition::{Definition, Section};
use crate::error::{FormError, LoadProblem};
use crate::spine::{self, Sources};
use crate::text::Text;

mod components;
mod links;
mod lists;
mod pages;

mod conditions;
mod kinds;

pub(crate) const MOST_PAGES: usize = 500;
pub(crate) const MOST_COMPONENTS: usize = 3_000;
pub(crate) const MOST_LISTS: usize = 500;
pub(crate) const MOST_ITEMS: usize = 20_000;
pub(crate) const MOST_CONDITIONS: usize = 2_000;
pub(crate) const LONGEST_TEXT: usize = 100_000;
const LONGEST_NAME: usize = 100;

impl Definition {
    /// Reads, checks and compiles a definition.
    ///
    /// `file_name` is used in messages and tells JSON (`.json`) from YAML. `resolver` gives the text
    /// of another file of the same folder, asked for only when the definition names a spine.
    ///
    /// # Errors
    /// [`FormError::Refused`] with every problem found.
    pub fn parse(
        file_name: &str,
        text: &str,
        resolver: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, FormError> {
        let sources = spine::gather(file_name, text, resolver).map_err(FormError::Refused)?;
        let mut loader = Loader::new(file_name, &sources);
        let definition = loader.load(&sources);
        match definition {
            Some(definition) if loader.problems.is_empty() => Ok(definition),
            _ => {
                if loader.problems.is_empty() {
                    loader.problem("", "", "", "the definition could not be read");
                }
                Err(FormError::Refused(loader.problems))
            }
        }
    }
}

/// Everything that is known while loading.
pub(crate) struct Loader<'s> {
    pub file: String,
    pub problems: Vec<LoadProblem>,
    pub notes: Vec<LoadProblem>,
    languages: Vec<String>,
    translations: &'s [(String, Map<String, Value>)],
    pictures: Map<String, Value>,
    /// The older schema: names instead of ids, links instead of order.
    pub v1: bool,
    pub components: Vec<Component>,
    /// Component id or name to number.
    pub component_ids: HashMap<String, usize>,
    pub list_ids: HashMap<String, usize>,
    pub lists: Vec<List>,
    /// Raw items, to find ids of items and the components under them.
    pub list_values: Vec<&'s Value>,
    pub condition_ids: HashMap<String, usize>,
    section_ids: HashMap<String, usize>,
    section_names: Vec<String>,
    question_names: HashMap<String, Vec<(usize, usize)>>,
}

impl<'s> Loader<'s> {
    fn new(file: &str, sources: &'s Sources) -> Self {
        let mut languages = vec![sources.language.clone()];
        languages.extend(sources.translations.iter().map(|(code, _)| code.clone()));
        Self {
            file: file.to_owned(),
            problems: Vec::new(),
            notes: Vec::new(),
            languages,
            translations: &sources.translations,
            pictures: sources
                .bluelamp
                .get("pictures")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
            v1: sources.v1,
            components: Vec::new(),
            component_ids: HashMap::new(),
            list_ids: HashMap::new(),
            lists: Vec::new(),
            list_values: Vec::new(),
            condition_ids: HashMap::new(),
            section_ids: HashMap::new(),
            section_names: Vec::new(),
            question_names: HashMap::new(),
        }
    }

    pub fn problem(&mut self, file: &str, page: &str, component: &str, why: impl Into<String>) {
        let file = if file.is_empty() {
            self.file.clone()
        } else {
            file.to_owned()
        };
        // A hostile file could earn one per node; a person reads the first few.
        if self.problems.len() < 200 {
            self.problems.push(LoadProblem::new(&file, page, component, why));
        }
    }

    pub fn note(&mut self, file: &str, page: &str, component: &str, why: impl Into<String>) {
        if self.notes.len() < 200 {
            self.notes.push(LoadProblem::new(file, page, component, why));
        }
    }

    fn load(&mut self, s: &'s Sources) -> Option<Definition> {
        let counts = [
            (s.pages.len(), MOST_PAGES, "pages"),
            (s.lists.len(), MOST_LISTS, "lists"),
            (s.conditions.len(), MOST_CONDITIONS, "conditions"),
            (s.sections.len(), MOST_PAGES, "sections"),
        ];
        for (have, most, what) in counts {
            if have > most {
                self.problem("", "", "", format!("{have} {what}; the most is {most}"));
                return None;
            }
        }
        if s.pages.is_empty() {
            self.problem("", "", "", "there are no pages");
            return None;
        }
        let sections = self.sections(s);
        self.number_conditions(s);
        self.lists(s);
        let mut pages = self.pages(s);
        self.name_questions(&mut pages);
        self.links(s, &mut pages);
        let conditions = self.conditions(s);
        if !self.problems.is_empty() {
            return None;
        }
        self.check_expansion(&conditions);
        let by_path: HashMap<String, usize> = pages
            .iter()
            .enumerate()
            .map(|(i, p)| (p.path.clone(), i))
            .collect();
        let by_name = self
            .components
            .iter()
            .enumerate()
            .filter(|(_, c)| c.is_question())
            .map(|(i, c)| (c.name.clone(), i))
            .collect();
        let ordered = self.is_ordered(s, &pages);
        if !ordered {
            self.check_link_cycles(&pages);
        }
        let first = self.first_page(s, &pages, ordered, &by_path);
        if !self.problems.is_empty() {
            return None;
        }
        self.note_unknown_names(&pages);
        let name = self.text_of(&s.name, "form", &[""], "title");
        let declaration = self.text_of(&s.declaration, "form", &[""], "declaration");
        let mut definition = Definition {
            file: self.file.clone(),
            name,
            pages,
            components: std::mem::take(&mut self.components),
            lists: std::mem::take(&mut self.lists),
            sections,
            conditions: conditions.into_iter().map(|test| Condition { test }).collect(),
            languages: std::mem::take(&mut self.languages),
            by_path,
            by_name,
            ordered,
            first,
            declaration,
            metadata: s.metadata.clone(),
            bluelamp: s.bluelamp.clone(),
            notes: std::mem::take(&mut self.notes),
        };
        definition.mark_dependent_pages();
        definition.prepare_prose();
        Some(definition)
    }

    // ---- words -----------------------------------------------------------------------------

    /// A translatable text: `translations.<lang>.<group>.<key>.<field>`, nested or as one dotted key.
    pub fn text_of(&self, base: &str, group: &str, keys: &[&str], field: &str) -> Text {
        let found = self
            .translations
            .iter()
            .map(|(_, map)| keys.iter().find_map(|key| lookup(map, group, key, field)))
            .collect();
        Text::new(base, found)
    }

    /// A message of the author's, in whose braces `#label` and `#limit` stand.
    fn message_of(&self, base: &str, keys: &[&str], field: &str) -> Text {
        let found = self
            .translations
            .iter()
            .map(|(_, map)| keys.iter().find_map(|key| lookup(map, "components", key, field)))
            .collect();
        Text::verbatim(base, found)
    }

    pub fn picture(&self, keys: &[&str]) -> Option<String> {
        let id = keys.iter().find_map(|k| self.pictures.get(*k))?.as_str()?;
        let plain = !id.is_empty()
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        plain.then(|| id.to_owned())
    }

    // ---- sections, lists -------------------------------------------------------------------

    fn sections(&mut self, s: &'s Sources) -> Vec<Section> {
        let mut out = Vec::new();
        for (file, value) in &s.sections {
            let id = str_of(value, "id");
            let name = str_of(value, "name");
            let title = str_of(value, "title");
            if name.is_empty() && id.is_empty() {
                self.problem(file, "", "", "a section without a name");
                continue;
            }
            let number = out.len();
            let keys: HashSet<&str> = [id, name].into_iter().filter(|k| !k.is_empty()).collect();
            for key in keys {
                if self.section_ids.insert(key.to_owned(), number).is_some() {
                    self.problem(file, "", key, "two sections have this name");
                }
            }
            let title = self.text_of(title, "sections", &[id, name], "title");
            self.section_names
                .push(if name.is_empty() { id } else { name }.to_owned());
            out.push(Section {
                title,
                hide_title: value.get("hideTitle").and_then(Value::as_bool).unwrap_or(false),
            });
        }
        out
    }

    /// What people read is text, and not without end.
    pub fn only_text(&mut self, file: &str, page: &str, component: &str, value: &Value, fields: &[&str]) {
        for field in fields {
            let kind = match value.get(field) {
                None | Some(Value::Null) => continue,
                Some(Value::String(text)) => {
                    self.long(file, page, component, text);
                    continue;
                }
                Some(Value::Bool(_)) => "yes or no",
                Some(Value::Number(_)) => "a number",
                Some(Value::Array(_)) => "a list",
                Some(Value::Object(_)) => "an object",
            };
            self.problem(
                file,
                page,
                component,
                format!("{field} is {kind}; it must be text"),
            );
        }
    }

    pub fn long(&mut self, file: &str, page: &str, component: &str, text: &str) {
        if text.len() > LONGEST_TEXT {
            self.problem(
                file,
                page,
                component,
                format!("a text of {} bytes; the most is {LONGEST_TEXT}", text.len()),
            );
        }
    }

    // ---- pages -----------------------------------------------------------------------------
}

impl Definition {
    /// Most pages are the same for everyone; only the others need the walk worked out to be shown.
    fn mark_dependent_pages(&mut self) {
        for page in &mut self.pages {
            page.depends = page.all.iter().filter_map(|i| self.components.get(*i)).any(|c| {
                c.condition.is_some()
                    || c.kind
                        .list()
                        .and_then(|l| self.lists.get(l))
                        .is_some_and(|l| l.items.iter().any(|i| i.condition.is_some()))
            });
        }
    }
}

/// One word of a translation file: nested objects, or one dotted key.
fn lookup(map: &Map<String, Value>, group: &str, key: &str, field: &str) -> Option<String> {
    if key.is_empty() && group != "form" {
        return None;
    }
    let entry = map.get(group);
    let entry = if key.is_empty() {
        entry
    } else {
        entry.and_then(|e| e.get(key))
    };
    if let Some(text) = entry.and_then(|e| e.get(field)).and_then(Value::as_str) {
        return Some(text.to_owned());
    }
    // `customValidationMessages.string.empty` nests once.
    if let Some((outer, inner)) = field.split_once('.')
        && let Some(text) = entry
            .and_then(|e| e.get(outer))
            .and_then(|o| o.get(inner))
            .and_then(Value::as_str)
    {
        return Some(text.to_owned());
    }
    let dotted = if key.is_empty() {
        format!("{group}.{field}")
    } else {
        format!("{group}.{key}.{field}")
    };
    map.get(&dotted).and_then(Value::as_str).map(str::to_owned)
}

/// A name in which the designer's upgrade put letters for digits, while a reference kept the digits:
/// same length, and different only where the reference has a digit. One match or none.
pub(crate) fn renamed<'k>(reference: &str, keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let mut matches = keys.filter(|key| {
        key.len() == reference.len()
            && key
                .bytes()
                .zip(reference.bytes())
                .all(|(k, r)| k == r || (r.is_ascii_digit() && k.is_ascii_alphabetic()))
    });
    match (matches.next(), matches.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// A string member, or empty.
pub(crate) fn str_of<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

pub(crate) fn number(real: f64) -> Option<Value> {
    if real.fract() == 0.0 && real.abs() < 9e15 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole and within an i64, by the line above"
        )]
        return Some(Value::Number((real as i64).into()));
    }
    serde_json::Number::from_f64(real).map(Value::Number)
}

/// A number member; the designer leaves numbers as text at times, and empty text for none.
pub(crate) fn real_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.trim().parse().ok().filter(|f: &f64| f.is_finite()),
        _ => None,
    }
}

pub(crate) fn whole(value: &Value) -> Option<usize> {
    let real = real_of(value)?;
    if real < 0.0 || real.fract() != 0.0 || real > 1e9 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative and at most 1e9"
    )]
    Some(real as usize)
}

pub(crate) fn date_of(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

/// Class names only: nothing that could leave the attribute.
fn classes(text: &str) -> String {
    text.split_whitespace()
        .filter(|c| {
            c.bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'!'))
        })
        .collect::<Vec<_>>()
        .join(" ")
}
