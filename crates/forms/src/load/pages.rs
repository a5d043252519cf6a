//! Pages: their kind, section, address, repetition.

use std::collections::HashSet;

use serde_json::Value;

use super::{LONGEST_NAME, Loader, MOST_COMPONENTS, renamed, str_of, whole};
use crate::component::Component;
use crate::definition::{Page, PageKind, Repeat};
use crate::spine::Sources;

impl<'s> Loader<'s> {
    pub(super) fn pages(&mut self, s: &'s Sources) -> Vec<Page> {
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
            self.only_text(file, &path, "", value, &["path", "title"]);
            let title = self.text_of(str_of(value, "title"), "pages", &[&id, &path], "title");
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
    pub(super) fn note_unknown_names(&mut self, pages: &[Page]) {
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

    pub(super) fn check_path(&mut self, file: &str, path: &str) {
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

    pub(super) fn check_page(&mut self, file: &str, page: &Page) {
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

    pub(super) fn page_kind(&mut self, file: &str, path: &str, value: &Value) -> PageKind {
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

    pub(super) fn section_of(&mut self, file: &str, path: &str, value: &Value) -> Option<usize> {
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

    pub(super) fn repeat(&mut self, file: &str, path: &str, id: &str, value: &Value) -> Option<Repeat> {
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
}
