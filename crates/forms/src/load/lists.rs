//! Lists and their items.

use std::collections::HashSet;

use serde_json::Value;

use super::{Loader, MOST_ITEMS, number, str_of};
use crate::component::{Item, List};
use crate::spine::Sources;

impl<'s> Loader<'s> {
    pub(super) fn lists(&mut self, s: &'s Sources) {
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

    pub(super) fn items(
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
            self.only_text(file, "", called, item, &["description"]);
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
}
