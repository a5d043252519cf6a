//! From the tree of values to a [`Definition`], with every problem named by file, page and component.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::component::{Component, Custom, Item, List};
use crate::condition::Condition;
use crate::definition::{Definition, Link, Page, PageKind, Repeat, Section};
use crate::error::{FormError, LoadProblem};
use crate::spine::{self, Sources};
use crate::text::Text;

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

    fn lists(&mut self, s: &'s Sources) {
        let mut items_in_all = 0_usize;
        for (file, value) in &s.lists {
            let id = str_of(value, "id");
            let name = str_of(value, "name");
            let called = if name.is_empty() { id } else { name };
            if called.is_empty() {
                self.problem(file, "", "", "a list without a name");
                continue;
            }
            let number = self.lists.len();
            let keys: HashSet<&str> = [id, name].into_iter().filter(|k| !k.is_empty()).collect();
            for key in keys {
                if self.list_ids.insert(key.to_owned(), number).is_some() {
                    self.problem(file, "", key, "two lists have this name or id");
                }
            }
            let numeric = match str_of(value, "type") {
                "number" => true,
                "string" | "" => false,
                other => {
                    self.problem(
                        file,
                        "",
                        called,
                        format!("a list of type {other}; there are string and number"),
                    );
                    false
                }
            };
            let no_items = Vec::new();
            let raw = match value.get("items") {
                Some(Value::Array(items)) => items,
                None => &no_items,
                Some(_) => {
                    self.problem(file, "", called, "the items of a list must be a list");
                    &no_items
                }
            };
            items_in_all = items_in_all.saturating_add(raw.len());
            if items_in_all > MOST_ITEMS {
                self.problem(
                    file,
                    "",
                    called,
                    format!("more than {MOST_ITEMS} list items in all"),
                );
                return;
            }
            let items = self.items(file, called, name, numeric, raw);
            self.lists.push(List { items });
            self.list_values.push(value);
        }
    }

    fn items(
        &mut self,
        file: &str,
        called: &str,
        list_name: &str,
        numeric: bool,
        raw: &[Value],
    ) -> Vec<Item> {
        let mut seen = HashSet::new();
        let mut ids = HashSet::new();
        let mut items = Vec::new();
        for item in raw {
            let given = match item.get("value") {
                Some(v @ (Value::String(_) | Value::Number(_) | Value::Bool(_))) => v.clone(),
                _ => {
                    self.problem(file, "", called, "a list item without a value");
                    continue;
                }
            };
            let value = match (&given, numeric) {
                (Value::Number(_), true) => given,
                (Value::String(t), true) => match t.trim().parse::<f64>().ok().and_then(number) {
                    Some(n) => n,
                    None => {
                        self.problem(
                            file,
                            "",
                            called,
                            format!("{t} is not a number, and the list is one of numbers"),
                        );
                        continue;
                    }
                },
                (Value::String(t), false) => Value::String(t.trim().to_owned()),
                (other, false) => Value::String(crate::component::posted_text(other).into_owned()),
                (_, true) => {
                    self.problem(file, "", called, "a value that is no number in a list of numbers");
                    continue;
                }
            };
            let posted = crate::component::posted_text(&value).into_owned();
            if !seen.insert(posted.clone()) {
                self.problem(file, "", called, format!("two items have the value {posted}"));
            }
            let id = str_of(item, "id");
            if !id.is_empty() && !ids.insert(id) {
                self.problem(file, "", called, format!("two items have the id {id}"));
            }
            let condition = self.condition_of(file, "", called, item.get("condition"));
            let dotted = format!("{list_name}.{posted}");
            let text = item
                .get("text")
                .map(crate::component::posted_text)
                .unwrap_or_default();
            let hint = match item.get("hint") {
                Some(Value::String(t)) => t.as_str(),
                Some(hint) => str_of(hint, "text"),
                None => "",
            };
            let hint = if hint.is_empty() {
                str_of(item, "description")
            } else {
                hint
            };
            self.long(file, "", called, &text);
            self.long(file, "", called, hint);
            items.push(Item {
                text: self.text_of(&text, "listItems", &[id, &dotted], "text"),
                hint: self.text_of(hint, "listItems", &[id, &dotted], "hint"),
                value,
                posted,
                condition,
            });
        }
        items
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

    fn pages(&mut self, s: &'s Sources) -> Vec<Page> {
        let mut pages: Vec<Page> = Vec::new();
        let mut paths = HashSet::new();
        let mut ids = HashSet::new();
        for (file, value) in &s.pages {
            let path = str_of(value, "path").trim().to_owned();
            let id = str_of(value, "id").to_owned();
            self.check_path(file, &path);
            if !paths.insert(path.clone()) {
                self.problem(file, &path, "", "two pages have this path");
            }
            if !id.is_empty() && !ids.insert(id.clone()) {
                self.problem(file, &path, "", format!("two pages have the id {id}"));
            }
            let kind = self.page_kind(file, &path, value);
            let title = str_of(value, "title");
            self.long(file, &path, "", title);
            let title = self.text_of(title, "pages", &[&id, &path], "title");
            let section = self.section_of(file, &path, value);
            let condition = self.condition_of(file, &path, "", value.get("condition"));
            let repeat = (kind == PageKind::Repeat)
                .then(|| self.repeat(file, &path, &id, value))
                .flatten();
            let number = pages.len();
            let mut page = Page {
                path,
                id,
                title,
                kind,
                section,
                condition,
                components: Vec::new(),
                all: Vec::new(),
                links: Vec::new(),
                repeat,
                picture: None,
                depends: false,
                file: file.clone(),
            };
            page.picture = self.picture(&[&page.path, &page.id]);
            match value.get("components") {
                Some(Value::Array(raw)) => {
                    if self.components.len().saturating_add(raw.len()) > MOST_COMPONENTS {
                        self.problem(
                            file,
                            &page.path,
                            "",
                            format!("more than {MOST_COMPONENTS} components in all"),
                        );
                        return pages;
                    }
                    for component in raw {
                        if let Some(i) = self.component(file, &mut page, number, component, None) {
                            page.components.push(i);
                        }
                    }
                }
                None | Some(Value::Null) => {}
                Some(_) => self.problem(file, &page.path, "", "the components of a page must be a list"),
            }
            self.check_page(file, &page);
            pages.push(page);
        }
        pages
    }

    /// A title that asks for an answer nobody gives is shown with a gap; say so to its author.
    fn note_unknown_names(&mut self, pages: &[Page]) {
        let mut unknown = Vec::new();
        for page in pages {
            let titles = page.title.all().map(|t| ("", t));
            let of_components = page
                .all
                .iter()
                .filter_map(|i| self.components.get(*i))
                .flat_map(|c| {
                    let content = c.content.as_ref().map(|p| &p.text);
                    [Some(&c.title), Some(&c.hint), content]
                        .into_iter()
                        .flatten()
                        .flat_map(|t| t.all())
                        .map(|t| (c.name.as_str(), t))
                });
            for (component, template) in titles.chain(of_components) {
                for name in template.names() {
                    if !self.component_ids.contains_key(name) {
                        unknown.push((
                            page.file.clone(),
                            page.path.clone(),
                            component.to_owned(),
                            name.to_owned(),
                        ));
                    }
                }
            }
        }
        for (file, path, component, name) in unknown {
            self.note(
                &file,
                &path,
                &component,
                format!("it shows the answer {name}, which no question gives"),
            );
        }
    }

    fn check_path(&mut self, file: &str, path: &str) {
        let fine = path.len() > 1
            && path.len() <= 300
            && path.starts_with('/')
            && path
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~'))
            && !path.contains("//")
            && !path.contains("..");
        if path.is_empty() {
            self.problem(file, "", "", "a page without a path");
        } else if !fine {
            self.problem(file, path, "", "a path must look like /date-of-birth");
        }
    }

    fn check_page(&mut self, file: &str, page: &Page) {
        let questions = page
            .all
            .iter()
            .filter(|i| self.components.get(**i).is_some_and(Component::is_question))
            .count();
        let has_files = page.all.iter().any(|i| {
            self.components
                .get(*i)
                .is_some_and(|c| matches!(c.kind, crate::component::Kind::Files { .. }))
        });
        if page.kind == PageKind::FileUpload && !has_files {
            self.problem(file, &page.path, "", "a file upload page needs a FileUploadField");
        }
        if page.kind == PageKind::Repeat && questions == 0 {
            self.problem(file, &page.path, "", "a repeat page needs a question");
        }
        if page.kind == PageKind::Repeat && has_files {
            self.problem(file, &page.path, "", "a repeat page cannot take files");
        }
    }

    fn page_kind(&mut self, file: &str, path: &str, value: &Value) -> PageKind {
        match str_of(value, "controller").trim() {
            "" | "PageController" | "./pages/page.js" | "QuestionPageController" => PageKind::Question,
            "StartPageController" | "./pages/start.js" => PageKind::Start,
            "TerminalPageController" | "./pages/terminal.js" => PageKind::Terminal,
            "RepeatPageController" | "./pages/repeat.js" => PageKind::Repeat,
            "FileUploadPageController" | "./pages/file-upload.js" => PageKind::FileUpload,
            "SummaryPageController"
            | "SummaryPageWithConfirmationEmailController"
            | "./pages/summary.js"
            | "./pages/summary-with-confirmation-email.js" => PageKind::Summary,
            "StatusPageController" | "./pages/status.js" => PageKind::Status,
            other => {
                // The format lets a service bring controllers of its own and runs such a page as a
                // plain one where they are not known.
                self.note(
                    file,
                    path,
                    "",
                    format!("the controller {other} is not known; run as a question page"),
                );
                PageKind::Question
            }
        }
    }

    fn section_of(&mut self, file: &str, path: &str, value: &Value) -> Option<usize> {
        let name = str_of(value, "section");
        if name.is_empty() {
            return None;
        }
        let keys: Vec<String> = self.section_ids.keys().cloned().collect();
        let found = self.section_ids.get(name).copied().or_else(|| {
            self.v1
                .then(|| renamed(name, keys.iter().map(String::as_str)))
                .flatten()
                .and_then(|k| self.section_ids.get(k).copied())
        });
        if found.is_none() {
            if self.v1 {
                self.note(
                    file,
                    path,
                    "",
                    format!("there is no section {name}; shown without one"),
                );
            } else {
                self.problem(file, path, "", format!("there is no section {name}"));
            }
        }
        found
    }

    fn repeat(&mut self, file: &str, path: &str, id: &str, value: &Value) -> Option<Repeat> {
        let repeat = value.get("repeat");
        let name = repeat
            .and_then(|r| r.get("options"))
            .map(|o| str_of(o, "name"))
            .unwrap_or_default();
        let title = repeat
            .and_then(|r| r.get("options"))
            .map(|o| str_of(o, "title"))
            .unwrap_or_default();
        let bound = |key: &str| {
            repeat
                .and_then(|r| r.get("schema"))
                .and_then(|s| s.get(key))
                .and_then(whole)
        };
        let (Some(min), Some(max)) = (bound("min"), bound("max")) else {
            self.problem(file, path, "", "a repeat page needs repeat.schema.min and max");
            return None;
        };
        if name.is_empty() || name.len() > LONGEST_NAME || title.is_empty() {
            self.problem(
                file,
                path,
                "",
                "a repeat page needs repeat.options.name and title",
            );
            return None;
        }
        if min < 1 || max < min || max > 200 {
            self.problem(file, path, "", "repeat.schema must have 1 ≤ min ≤ max ≤ 200");
            return None;
        }
        Some(Repeat {
            name: name.to_owned(),
            title: self.text_of(title, "pages", &[id, path], "repeatTitle"),
            min,
            max,
        })
    }

    /// Puts a component into the flat list, with the ones under its options.
    pub fn component(
        &mut self,
        file: &str,
        page: &mut Page,
        page_number: usize,
        value: &Value,
        under: Option<(usize, usize)>,
    ) -> Option<usize> {
        let path = page.path.clone();
        let mut name = str_of(value, "name").trim().to_owned();
        let id = str_of(value, "id").to_owned();
        let type_name = str_of(value, "type").trim();
        let called = if name.is_empty() {
            id.as_str()
        } else {
            name.as_str()
        }
        .to_owned();
        if !value.is_object() {
            self.problem(file, &path, "", "a component must be an object");
            return None;
        }
        let kind = self.kind(file, &path, &called, type_name, value)?;
        let is_question = kind.is_question();
        if name.is_empty() {
            if is_question {
                self.problem(file, &path, &called, format!("a {type_name} needs a name"));
                return None;
            }
        } else if name.len() > LONGEST_NAME || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
            self.problem(file, &path, &called, "a name has letters a to z only");
            return None;
        }
        let number = self.components.len();
        if number >= MOST_COMPONENTS {
            self.problem(
                file,
                &path,
                &called,
                format!("more than {MOST_COMPONENTS} components in all"),
            );
            return None;
        }
        if !id.is_empty() && self.component_ids.insert(id.clone(), number).is_some() {
            self.problem(file, &path, &called, format!("two components have the id {id}"));
        }
        if is_question {
            self.question_names
                .entry(name.clone())
                .or_default()
                .push((page_number, number));
        } else if name.is_empty() {
            name = id.clone();
        }
        let options = value.get("options").unwrap_or(&Value::Null);
        if !matches!(options, Value::Null | Value::Object(_)) {
            self.problem(file, &path, &called, "options must be an object");
        }
        let keys = [id.as_str(), name.as_str()];
        for field in ["title", "hint", "shortDescription", "errorDescription", "content"] {
            self.long(file, &path, &called, str_of(value, field));
        }
        let condition = self.condition_of(file, &path, &called, options.get("condition"));
        let custom = Custom {
            one: Some(str_of(options, "customValidationMessage"))
                .filter(|m| !m.is_empty())
                .map(|m| self.message_of(m, &keys, "customValidationMessage")),
            by_rule: options
                .get("customValidationMessages")
                .and_then(Value::as_object)
                .map(|map| {
                    map.iter()
                        .filter_map(|(rule, m)| {
                            let field = format!("customValidationMessages.{rule}");
                            Some((rule.clone(), self.message_of(m.as_str()?, &keys, &field)))
                        })
                        .collect()
                })
                .unwrap_or_default(),
        };
        let content = self.prose(&kind, value, &keys);
        let instruction = Some(str_of(options, "instructionText"))
            .filter(|t| !t.is_empty())
            .map(|t| crate::component::Prose {
                format: crate::component::ProseFormat::Markdown,
                text: self.text_of(t, "components", &keys, "instructionText"),
                ready: Vec::new(),
            });
        let component = Component {
            title: self.text_of(str_of(value, "title"), "components", &keys, "title"),
            hint: self.text_of(str_of(value, "hint"), "components", &keys, "hint"),
            short: self.text_of(
                str_of(value, "shortDescription").trim_end(),
                "components",
                &keys,
                "shortDescription",
            ),
            error_name: self.text_of(
                str_of(value, "errorDescription").trim_end(),
                "components",
                &keys,
                "errorDescription",
            ),
            content,
            instruction,
            required: options.get("required").and_then(Value::as_bool).unwrap_or(true),
            optional_text: options
                .get("optionalText")
                .and_then(Value::as_bool)
                .unwrap_or(true),
            classes: classes(str_of(options, "classes")),
            condition,
            custom,
            picture: self.picture(&[&name, &id]),
            nested: Vec::new(),
            under,
            page: page_number,
            name,
            id,
            kind,
        };
        let list = component.kind.list().filter(|_| is_question);
        self.components.push(component);
        page.all.push(number);
        if let Some(list) = list {
            self.nested(file, page, page_number, number, list);
        }
        Some(number)
    }

    /// The components under the options of a question's list.
    fn nested(&mut self, file: &str, page: &mut Page, page_number: usize, owner: usize, list: usize) {
        let depth = {
            let mut depth = 0;
            let mut at = Some(owner);
            while let Some(i) = at {
                depth += 1;
                at = self
                    .components
                    .get(i)
                    .and_then(|c| c.under)
                    .map(|(owner, _)| owner);
            }
            depth
        };
        let Some(value) = self.list_values.get(list).copied() else {
            return;
        };
        let Some(items) = value.get("items").and_then(Value::as_array) else {
            return;
        };
        for (item, raw) in items.iter().enumerate() {
            let Some(components) = raw
                .get("conditional")
                .and_then(|c| c.get("components"))
                .and_then(Value::as_array)
            else {
                continue;
            };
            if depth > 3 {
                self.problem(
                    file,
                    &page.path,
                    "",
                    "options with questions under them, more than three deep",
                );
                return;
            }
            for component in components {
                if let Some(i) = self.component(file, page, page_number, component, Some((owner, item)))
                    && let Some(owner) = self.components.get_mut(owner)
                {
                    owner.nested.push((item, i));
                }
            }
        }
    }

    /// Two questions may share a name only in the older schema, where the section tells them apart.
    fn name_questions(&mut self, pages: &mut [Page]) {
        let mut names: Vec<_> = std::mem::take(&mut self.question_names).into_iter().collect();
        names.sort();
        for (name, places) in names {
            if let [(_, number)] = places.as_slice() {
                // An id of one component that is the name of another would make conditions guess.
                self.component_ids.entry(name).or_insert(*number);
                continue;
            }
            let mut sections = HashSet::new();
            let told_apart = self.v1
                && places.iter().all(|(page, _)| {
                    pages
                        .get(*page)
                        .and_then(|p| p.section)
                        .is_some_and(|s| sections.insert(s))
                });
            for (page, number) in &places {
                let Some(page) = pages.get(*page) else { continue };
                if told_apart {
                    let section = page.section.and_then(|s| self.section_names.get(s).cloned());
                    if let Some(c) = self.components.get_mut(*number) {
                        c.name = format!("{}.{name}", section.unwrap_or_default());
                        self.component_ids.insert(c.name.clone(), *number);
                    }
                } else {
                    let (file, path) = (page.file.clone(), page.path.clone());
                    let others: Vec<&str> = places
                        .iter()
                        .filter_map(|(p, n)| {
                            (n != number)
                                .then(|| pages.get(*p).map(|p| p.path.as_str()))
                                .flatten()
                        })
                        .collect();
                    self.problem(
                        &file,
                        &path,
                        &name,
                        format!("another question has this name, on {}", others.join(", ")),
                    );
                }
            }
        }
        let repeats: HashMap<String, (String, String)> = pages
            .iter()
            .filter_map(|p| {
                p.repeat
                    .as_ref()
                    .map(|r| (r.name.clone(), (p.file.clone(), p.path.clone())))
            })
            .collect();
        if repeats.len() < pages.iter().filter(|p| p.repeat.is_some()).count() {
            self.problem("", "", "", "two repeat pages have the same name");
        }
        for c in 0..self.components.len() {
            let Some(name) = self
                .components
                .get(c)
                .filter(|c| c.is_question())
                .map(|c| c.name.clone())
            else {
                continue;
            };
            if let Some((file, path)) = repeats.get(&name) {
                self.problem(file, path, &name, "a question and a repeat have the same name");
            }
        }
    }

    fn links(&mut self, s: &Sources, pages: &mut [Page]) {
        let by_path: HashMap<String, usize> = pages
            .iter()
            .enumerate()
            .map(|(i, p)| (p.path.clone(), i))
            .collect();
        for (number, (file, value)) in s.pages.iter().enumerate() {
            let Some(path) = pages.get(number).map(|p| p.path.clone()) else {
                return;
            };
            let Some(next) = value.get("next") else { continue };
            let Some(next) = next.as_array() else {
                self.problem(file, &path, "", "next must be a list of links");
                continue;
            };
            if next.len() > MOST_PAGES {
                self.problem(file, &path, "", "too many links");
                continue;
            }
            let mut links = Vec::new();
            for link in next {
                let to = str_of(link, "path");
                if !str_of(link, "redirect").is_empty() {
                    self.problem(
                        file,
                        &path,
                        "",
                        "a link that redirects to another site is not offered",
                    );
                    continue;
                }
                let condition = self.condition_of(file, &path, "", link.get("condition"));
                match by_path.get(to) {
                    Some(to) => links.push(Link { to: *to, condition }),
                    None => self.problem(file, &path, "", format!("a link to {to}, which is no page")),
                }
            }
            if let Some(page) = pages.get_mut(number) {
                page.links = links;
            }
        }
    }

    /// V2 forms run in the order of their pages; the older engine follows links.
    fn is_ordered(&self, s: &Sources, pages: &[Page]) -> bool {
        match s.engine.as_str() {
            "V2" => true,
            _ => pages.iter().all(|p| p.links.is_empty()),
        }
    }

    fn check_link_cycles(&mut self, pages: &[Page]) {
        // 0 not seen, 1 on the way, 2 done; a loop of our own instead of recursion, as depth is the file's.
        let mut state = vec![0_u8; pages.len()];
        for start in 0..pages.len() {
            let mut stack = vec![(start, 0_usize)];
            while let Some((at, next)) = stack.pop() {
                let Some(page) = pages.get(at) else { continue };
                if next == 0 {
                    match state.get(at) {
                        Some(0) => {
                            if let Some(s) = state.get_mut(at) {
                                *s = 1;
                            }
                        }
                        _ => continue,
                    }
                }
                match page.links.get(next) {
                    Some(link) => {
                        stack.push((at, next + 1));
                        if state.get(link.to) == Some(&1) {
                            let to = pages.get(link.to).map(|p| p.path.clone()).unwrap_or_default();
                            self.problem(
                                &page.file,
                                &page.path,
                                "",
                                format!("its link to {to} leads round in a circle"),
                            );
                        } else {
                            stack.push((link.to, 0));
                        }
                    }
                    None => {
                        if let Some(s) = state.get_mut(at) {
                            *s = 2;
                        }
                    }
                }
            }
        }
    }

    fn first_page(
        &mut self,
        s: &Sources,
        pages: &[Page],
        ordered: bool,
        by_path: &HashMap<String, usize>,
    ) -> usize {
        if ordered {
            return 0;
        }
        if !s.start_page.is_empty() {
            if let Some(i) = by_path.get(&s.start_page) {
                return *i;
            }
            self.problem("", &s.start_page, "", "startPage is no page");
            return 0;
        }
        let linked: HashSet<usize> = pages.iter().flat_map(|p| p.links.iter().map(|l| l.to)).collect();
        let mut starts = (0..pages.len()).filter(|i| !linked.contains(i));
        match (starts.next(), starts.next()) {
            (Some(only), None) => only,
            _ => {
                self.problem(
                    "",
                    "",
                    "",
                    "the form does not say which page is the first (startPage)",
                );
                0
            }
        }
    }
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
