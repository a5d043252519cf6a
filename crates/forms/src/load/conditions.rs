//! Conditions of both schemas, to one tree.

use serde_json::Value;

use super::{Loader, date_of, real_of, renamed, str_of, whole};
use crate::component::{Kind, posted_text};
use crate::condition::{Against, Operator, Test, Unit};
use crate::spine::Sources;

/// How many comparisons one condition may come to once the conditions it names are written out.
const MOST_COMPARISONS: u64 = 5_000;
const DEEPEST_GROUP: usize = 20;

impl<'s> Loader<'s> {
    /// Gives every condition its number before anything refers to one.
    pub(super) fn number_conditions(&mut self, s: &'s Sources) {
        for (number, (file, value)) in s.conditions.iter().enumerate() {
            let id = str_of(value, "id");
            let name = str_of(value, "name");
            if id.is_empty() && name.is_empty() {
                self.problem(file, "", "", "a condition without an id");
                continue;
            }
            for key in [id, name] {
                if !key.is_empty()
                    && self
                        .condition_ids
                        .insert(key.to_owned(), number)
                        .is_some_and(|n| n != number)
                {
                    self.problem(file, "", key, "two conditions have this id");
                }
            }
        }
    }

    /// The condition a page, component, option or link names.
    pub(super) fn condition_of(
        &mut self,
        file: &str,
        page: &str,
        component: &str,
        value: Option<&Value>,
    ) -> Option<usize> {
        let name = match value {
            None | Some(Value::Null) => return None,
            Some(Value::String(name)) => name.trim(),
            Some(_) => {
                self.problem(file, page, component, "a condition is named by its id");
                return None;
            }
        };
        if name.is_empty() {
            return None;
        }
        let found = self.condition_ids.get(name).copied();
        if found.is_none() {
            self.problem(file, page, component, format!("there is no condition {name}"));
        }
        found
    }

    pub(super) fn conditions(&mut self, s: &'s Sources) -> Vec<Test> {
        s.conditions
            .iter()
            .map(|(file, value)| {
                let id = str_of(value, "id");
                let called = match str_of(value, "displayName") {
                    "" if id.is_empty() => str_of(value, "name"),
                    "" => id,
                    display => display,
                };
                if let Some(items) = value.get("items") {
                    self.v2(file, called, value, items)
                } else {
                    let list = value.get("value").and_then(|v| v.get("conditions"));
                    match list {
                        Some(Value::Array(list)) => self.v1_group(file, called, list, 0),
                        _ => {
                            let why = if value.get("value").is_some_and(Value::is_string) {
                                "a condition written as an expression is not read; draw it with the designer's fields"
                            } else {
                                "a condition without items"
                            };
                            self.problem(file, "", called, why);
                            Test::Never
                        }
                    }
                }
            })
            .collect()
    }

    fn v2(&mut self, file: &str, called: &str, value: &Value, items: &Value) -> Test {
        let Some(items) = items.as_array().filter(|i| !i.is_empty() && i.len() <= 200) else {
            self.problem(file, "", called, "a condition has 1 to 200 items");
            return Test::Never;
        };
        let any = match str_of(value, "coordinator") {
            "and" => false,
            "or" => true,
            "" if items.len() == 1 => false,
            other => {
                self.problem(
                    file,
                    "",
                    called,
                    format!("its items are joined with \"{other}\"; it must be and or or"),
                );
                false
            }
        };
        let tests: Vec<Test> = items
            .iter()
            .map(|item| self.v2_item(file, called, item))
            .collect();
        if any { Test::Any(tests) } else { Test::All(tests) }
    }

    fn v2_item(&mut self, file: &str, called: &str, item: &Value) -> Test {
        if item.get("componentId").is_none() {
            let name = str_of(item, "conditionId");
            return match self.condition_ids.get(name) {
                Some(n) => Test::Other(*n),
                None => {
                    self.problem(
                        file,
                        "",
                        called,
                        format!("it names the condition {name}, which is not there"),
                    );
                    Test::Never
                }
            };
        }
        let id = str_of(item, "componentId");
        let Some(component) = self.component_ids.get(id).copied() else {
            self.problem(
                file,
                "",
                called,
                format!("it asks about the component {id}, which is not there"),
            );
            return Test::Never;
        };
        let Some(operator) = self.operator(file, called, item) else {
            return Test::Never;
        };
        let value = item.get("value").unwrap_or(&Value::Null);
        let against = match str_of(item, "type") {
            "BooleanValue" => value
                .as_bool()
                .or(match value.as_str() {
                    Some("true") => Some(true),
                    Some("false") => Some(false),
                    _ => None,
                })
                .map(Against::Flag),
            "StringValue" | "Value" => {
                Some(Against::Text(posted_text(value).into_owned())).filter(|_| !value.is_null())
            }
            "NumberValue" => real_of(value).map(Against::Number),
            "DateValue" => value.as_str().and_then(date_of).map(Against::Date),
            "RelativeDate" => relative(value),
            "ListItemRef" => return self.list_items(file, called, component, operator, value),
            other => {
                self.problem(
                    file,
                    "",
                    called,
                    format!("there is no condition type \"{other}\""),
                );
                return Test::Never;
            }
        };
        let Some(against) = against else {
            self.problem(
                file,
                "",
                called,
                format!("the value {value} does not fit its type"),
            );
            return Test::Never;
        };
        self.comparison(file, called, component, operator, against)
    }

    fn operator(&mut self, file: &str, called: &str, item: &Value) -> Option<Operator> {
        let text = str_of(item, "operator");
        let operator = text.parse().ok();
        if operator.is_none() {
            self.problem(file, "", called, format!("there is no operator \"{text}\""));
        }
        operator
    }

    fn list_items(
        &mut self,
        file: &str,
        called: &str,
        component: usize,
        operator: Operator,
        value: &Value,
    ) -> Test {
        let list_id = str_of(value, "listId");
        let Some(list) = self.list_ids.get(list_id).copied() else {
            self.problem(
                file,
                "",
                called,
                format!("it names the list {list_id}, which is not there"),
            );
            return Test::Never;
        };
        let wanted: Vec<&str> = match value.get("itemId") {
            Some(Value::String(id)) => vec![id],
            Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if wanted.is_empty() {
            self.problem(file, "", called, "it names no list item");
            return Test::Never;
        }
        let raw = self
            .list_values
            .get(list)
            .and_then(|v| v.get("items"))
            .and_then(Value::as_array);
        let mut values = Vec::new();
        let mut missing = Vec::new();
        for id in wanted {
            let by_id = raw.and_then(|items| items.iter().find(|i| str_of(i, "id") == id));
            let posted = match by_id {
                Some(item) => item.get("value").map(|v| posted_text(v).trim().to_owned()),
                None => self
                    .lists
                    .get(list)
                    .and_then(|l| l.items.iter().find(|i| i.posted == id))
                    .map(|i| i.posted.clone()),
            };
            match posted {
                Some(posted) => values.push(posted),
                None => missing.push(id),
            }
        }
        for id in missing {
            self.problem(file, "", called, format!("the list {list_id} has no item {id}"));
        }
        let all = str_of(value, "itemsCoordinator") == "and";
        self.comparison(
            file,
            called,
            component,
            operator,
            Against::Options { values, all },
        )
    }

    /// Refuses what could never be true: a date operator on a text, a question about content.
    fn comparison(
        &mut self,
        file: &str,
        called: &str,
        component: usize,
        operator: Operator,
        against: Against,
    ) -> Test {
        let Some(c) = self.components.get(component) else {
            return Test::Never;
        };
        let name = c.name.clone();
        let is_date = matches!(c.kind, Kind::Date { .. } | Kind::MonthYear { .. });
        let is_flag = matches!(c.kind, Kind::YesNo | Kind::Declaration { .. });
        let by_length = matches!(
            operator,
            Operator::LongerThan | Operator::ShorterThan | Operator::HasLength
        );
        let why = if !c.is_question() || matches!(c.kind, Kind::Files { .. } | Kind::Payment { .. }) {
            Some("does not support conditions")
        } else if !is_date
            && (matches!(against, Against::Date(_) | Against::Relative { .. })
                || matches!(operator, Operator::Before | Operator::After))
        {
            Some("is no date")
        } else if matches!(against, Against::Flag(_)) && !is_flag {
            Some("is not answered with yes or no")
        } else if is_date && by_length {
            Some("is a date, which has no length")
        } else if by_length && !matches!(against, Against::Number(_) | Against::Text(_)) {
            Some("is compared by length with something that is no number")
        } else {
            None
        };
        if let Some(why) = why {
            self.problem(file, "", called, format!("it asks about {name}, which {why}"));
            return Test::Never;
        }
        let against = match against {
            Against::Text(text) if by_length => match text.trim().parse() {
                Ok(n) => Against::Number(n),
                Err(_) => {
                    self.problem(file, "", called, format!("{text} is no length"));
                    return Test::Never;
                }
            },
            other => other,
        };
        Test::Compare {
            component,
            operator,
            against,
        }
    }

    // ---- the older schema --------------------------------------------------------------------

    /// Conditions one after another, each with the word that joins it to those before; "and" binds
    /// more closely than "or".
    fn v1_group(&mut self, file: &str, called: &str, list: &[Value], depth: usize) -> Test {
        if list.is_empty() || list.len() > 200 || depth > DEEPEST_GROUP {
            self.problem(
                file,
                "",
                called,
                "a condition has 1 to 200 items, in groups not too deep",
            );
            return Test::Never;
        }
        let mut any: Vec<Vec<Test>> = vec![Vec::new()];
        for (i, item) in list.iter().enumerate() {
            let word = coordinator(item);
            match (i, word) {
                (0, _) => {}
                (_, "or") => any.push(Vec::new()),
                (_, "and") => {}
                (_, other) => self.problem(
                    file,
                    "",
                    called,
                    format!("its items are joined with \"{other}\"; it must be and or or"),
                ),
            }
            let test = if let Some(group) = item.get("conditions").and_then(Value::as_array) {
                self.v1_group(file, called, group, depth + 1)
            } else if item.get("conditionName").is_some() {
                let name = str_of(item, "conditionName");
                match self.condition_ids.get(name) {
                    Some(n) => Test::Other(*n),
                    None => {
                        self.problem(
                            file,
                            "",
                            called,
                            format!("it names the condition {name}, which is not there"),
                        );
                        Test::Never
                    }
                }
            } else {
                self.v1_item(file, called, item)
            };
            if let Some(last) = any.last_mut() {
                last.push(test);
            }
        }
        let mut groups: Vec<Test> = any.into_iter().map(Test::All).collect();
        match (groups.len(), groups.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                groups.push(last);
                Test::Any(groups)
            }
            (_, None) => Test::Never,
        }
    }

    fn v1_item(&mut self, file: &str, called: &str, item: &Value) -> Test {
        let field = item.get("field").map(|f| str_of(f, "name")).unwrap_or_default();
        let Some(operator) = self.operator(file, called, item) else {
            return Test::Never;
        };
        let Some(component) = self.v1_component(field) else {
            self.problem(
                file,
                "",
                called,
                format!("it asks about the component {field}, which is not there"),
            );
            return Test::Never;
        };
        let value = item.get("value").unwrap_or(&Value::Null);
        let against = if str_of(value, "type") == "RelativeDate" {
            relative(value)
        } else {
            let text = value
                .get("value")
                .map(posted_text)
                .unwrap_or_default()
                .into_owned();
            match self.components.get(component).map(|c| &c.kind) {
                Some(Kind::YesNo | Kind::Declaration { .. }) => match text.as_str() {
                    "true" | "yes" => Some(Against::Flag(true)),
                    "false" | "no" => Some(Against::Flag(false)),
                    _ => None,
                },
                Some(Kind::Number { .. }) => text.trim().parse().ok().map(Against::Number),
                Some(Kind::Date { .. } | Kind::MonthYear { .. }) => date_of(&text).map(Against::Date),
                _ => Some(Against::Text(text)),
            }
        };
        let Some(against) = against else {
            self.problem(
                file,
                "",
                called,
                format!("the value of its comparison with {field} does not fit"),
            );
            return Test::Never;
        };
        self.comparison(file, called, component, operator, against)
    }

    /// `section.name`, or the name alone.
    fn v1_component(&self, field: &str) -> Option<usize> {
        if let Some(n) = self.component_ids.get(field) {
            return Some(*n);
        }
        let name = field.rsplit('.').next().unwrap_or(field);
        if let Some(n) = self.component_ids.get(name) {
            return Some(*n);
        }
        renamed(name, self.component_ids.keys().map(String::as_str))
            .and_then(|k| self.component_ids.get(k).copied())
    }

    // ---- cycles and size ---------------------------------------------------------------------

    /// Refuses conditions that lead back to themselves, and ones that double until they would run for
    /// ever.
    pub(super) fn check_expansion(&mut self, tests: &[Test]) {
        let others: Vec<(Vec<usize>, u64)> = tests
            .iter()
            .map(|t| {
                let mut named = Vec::new();
                let mut own = 0;
                measure(t, &mut named, &mut own);
                (named, own)
            })
            .collect();
        let mut total: Vec<Option<u64>> = vec![None; tests.len()];
        let mut on_way = vec![false; tests.len()];
        for start in 0..tests.len() {
            let mut stack = vec![(start, 0_usize)];
            while let Some((at, next)) = stack.pop() {
                if total.get(at).copied().flatten().is_some() {
                    continue;
                }
                let Some((named, own)) = others.get(at) else {
                    continue;
                };
                if let Some(mark) = on_way.get_mut(at) {
                    *mark = true;
                }
                if let Some(other) = named.get(next) {
                    stack.push((at, next + 1));
                    if on_way.get(*other) == Some(&true) {
                        self.problem(
                            "",
                            "",
                            &self.condition_name(*other),
                            "the condition leads back to itself",
                        );
                        return;
                    }
                    stack.push((*other, 0));
                    continue;
                }
                let sum = named
                    .iter()
                    .filter_map(|n| total.get(*n).copied().flatten())
                    .fold(*own, u64::saturating_add);
                if sum > MOST_COMPARISONS {
                    self.problem(
                        "",
                        "",
                        &self.condition_name(at),
                        format!("the condition comes to more than {MOST_COMPARISONS} comparisons"),
                    );
                    return;
                }
                if let Some(slot) = total.get_mut(at) {
                    *slot = Some(sum);
                }
                if let Some(mark) = on_way.get_mut(at) {
                    *mark = false;
                }
            }
        }
    }

    fn condition_name(&self, number: usize) -> String {
        let mut names: Vec<&String> = self
            .condition_ids
            .iter()
            .filter(|(_, n)| **n == number)
            .map(|(name, _)| name)
            .collect();
        names.sort();
        names.first().map(|n| (*n).clone()).unwrap_or_default()
    }
}

fn measure(test: &Test, named: &mut Vec<usize>, own: &mut u64) {
    match test {
        Test::All(tests) | Test::Any(tests) => {
            for test in tests {
                measure(test, named, own);
            }
        }
        Test::Other(n) => {
            *own = own.saturating_add(1);
            named.push(*n);
        }
        Test::Compare { .. } | Test::Never => *own = own.saturating_add(1),
    }
}

/// The joining word of an item; a group has its first member's.
fn coordinator(item: &Value) -> &str {
    match item
        .get("conditions")
        .and_then(Value::as_array)
        .and_then(|g| g.first())
    {
        Some(first) if str_of(item, "coordinator").is_empty() => str_of(first, "coordinator"),
        _ => str_of(item, "coordinator"),
    }
}

fn relative(value: &Value) -> Option<Against> {
    let period = value.get("period").and_then(whole).filter(|p| *p <= 100_000)?;
    let unit = match str_of(value, "unit").trim() {
        "days" | "day" => Unit::Days,
        "weeks" | "week" => Unit::Weeks,
        "months" | "month" => Unit::Months,
        "years" | "year" => Unit::Years,
        _ => return None,
    };
    let past = match str_of(value, "direction").trim() {
        "in the past" | "past" => true,
        "in the future" | "future" => false,
        _ => return None,
    };
    Some(Against::Relative {
        period: i32::try_from(period).ok()?,
        unit,
        past,
    })
}
