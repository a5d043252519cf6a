//! Components, and the questions among them by name.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{LONGEST_NAME, Loader, MOST_COMPONENTS, classes, str_of};
use crate::component::{Component, Custom};
use crate::definition::Page;

impl<'s> Loader<'s> {
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
        let read = ["title", "hint", "shortDescription", "errorDescription", "content"];
        self.only_text(file, &path, &called, value, &read);
        self.only_text(
            file,
            &path,
            &called,
            options,
            &["customValidationMessage", "instructionText"],
        );
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
    pub(super) fn nested(
        &mut self,
        file: &str,
        page: &mut Page,
        page_number: usize,
        owner: usize,
        list: usize,
    ) {
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
    pub(super) fn name_questions(&mut self, pages: &mut [Page]) {
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
}
