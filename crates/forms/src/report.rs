//! A whole definition and a whole set of answers at once, for the command line and for tests.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::answers::{Answers, FileRef};
use crate::component::{Component, Kind};
use crate::definition::{Definition, PageKind};
use crate::error::{FormError, LoadProblem};
use crate::walk::{Ending, Row};

/// What a definition holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The file, as named by the caller.
    pub file: String,
    /// How many pages.
    pub pages: usize,
    /// How many components, content and questions under options included.
    pub components: usize,
    /// The language codes it is written in.
    pub languages: Vec<String>,
    /// Odd, but not in the way.
    pub notes: Vec<LoadProblem>,
}

/// Loads a definition and says what it holds.
///
/// # Errors
/// [`FormError::Refused`] with every problem found.
pub fn check(
    file_name: &str,
    text: &str,
    resolver: &dyn Fn(&str) -> Option<String>,
) -> Result<Summary, FormError> {
    let form = Definition::parse(file_name, text, resolver)?;
    Ok(Summary {
        file: file_name.to_owned(),
        pages: form.pages().len(),
        components: form.component_count(),
        languages: form.languages().to_vec(),
        notes: form.notes().to_vec(),
    })
}

/// How a resident with these answers would have come through a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WalkReport {
    /// The paths of the pages walked, in order, up to the end or to the first with a problem.
    pub pages: Vec<String>,
    /// What is wrong on the last of them.
    pub problems: Vec<PageProblem>,
    /// Whether it came to check answers and could be sent.
    pub finished: bool,
    /// Whether it came to a page from which nothing can be sent.
    pub stopped: bool,
    /// The answers that count, by name.
    pub answers: Value,
    /// The same in words.
    pub rows: Vec<Row>,
    /// Answers given that no page on the way asked for.
    pub unused: Vec<String>,
}

/// A problem with the page it is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageProblem {
    /// The page's path.
    pub page: String,
    /// The component's name.
    pub component: String,
    /// The id of the field.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

/// Walks a form with a flat object of answers, `{"fullName": "Ada Example", …}`.
///
/// Answers may be as the engine keeps them (see [`Answers`]) and also as people write them: dates as
/// `{"day": 1, …}` or `name__day`, `"yes"` for a yes-or-no question, numbers as text, files as names.
pub fn walk(form: &Definition, given: &Value, lang: &str, today: Date) -> WalkReport {
    let answers = form.read_answers(given);
    let mut pages = Vec::new();
    let mut problems = Vec::new();
    let way = form.walk(&answers, today);
    let last_bad = form.finish(&answers, lang, today).err();
    for page in &way.pages {
        pages.push(page.path().to_owned());
        if let Some(bad) = last_bad
            .as_ref()
            .filter(|b| b.page == page.path() && !b.problems.is_empty())
        {
            problems = bad
                .problems
                .iter()
                .map(|p| PageProblem {
                    page: bad.page.clone(),
                    component: p.component.clone(),
                    field: p.field.clone(),
                    message: p.message.clone(),
                })
                .collect();
            break;
        }
    }
    let (rows, kept) = form.rows_and_answers(&answers, lang, today, pages.len());
    let unused = given
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .filter(|name| {
            let plain = name.split("__").next().unwrap_or(name);
            !kept.contains_key(plain) && !kept.keys().any(|k| k.rsplit('.').next() == Some(plain))
        })
        .cloned()
        .collect();
    let stopped = problems.is_empty() && way.ending == Ending::Stopped;
    WalkReport {
        finished: last_bad.is_none(),
        stopped,
        pages,
        problems,
        answers: Value::Object(kept),
        rows,
        unused,
    }
}

impl Definition {
    /// Takes a flat object of answers as people write them. Nothing is refused here: what cannot be read
    /// stays as it is and is found by [`Definition::finish`].
    pub fn read_answers(&self, given: &Value) -> Answers {
        let mut answers = Answers::default();
        let Some(map) = given.as_object() else {
            return answers;
        };
        for page in &self.pages {
            if let Some(repeat) = &page.repeat {
                if let Some(items) = map.get(&repeat.name).and_then(Value::as_array) {
                    let read = items
                        .iter()
                        .take(crate::load::MOST_PAGES)
                        .map(|item| {
                            let item = item.as_object().cloned().unwrap_or_default();
                            let mut out = Map::new();
                            for c in self.components(page) {
                                if let Some(value) = read_one(c, &item) {
                                    out.insert(c.name().to_owned(), value);
                                }
                            }
                            Value::Object(out)
                        })
                        .collect();
                    answers.set(&repeat.name, Value::Array(read));
                }
                continue;
            }
            if page.kind() == PageKind::Status {
                continue;
            }
            for c in self.components(page).filter(|c| c.is_question()) {
                if let Some(value) = read_one(c, map) {
                    answers.set(c.name(), value);
                }
            }
        }
        self.settle(answers)
    }

    /// Brings every answer that can be taken to the form it is kept in.
    fn settle(&self, mut answers: Answers) -> Answers {
        for c in self.components.iter().filter(|c| c.is_question()) {
            let Some(value) = answers.get(&c.name) else {
                continue;
            };
            let settled = {
                let always = |_| true;
                let asked = crate::condition::Asked {
                    definition: self,
                    answers: &answers,
                    reached: &always,
                    // Only the shape matters here; whether a date is too late is asked on the walk.
                    today: Date::constant(2000, 1, 1),
                };
                let entered = crate::entered::Entered::from_value(c, value);
                crate::accept::accept(c, &entered, &asked).ok()
            };
            if let Some(settled) = settled.filter(|s| !s.is_null()) {
                answers.set(&c.name, settled);
            }
        }
        answers
    }
}

fn read_one(c: &Component, map: &Map<String, Value>) -> Option<Value> {
    let field = crate::entered::last_segment(&c.name);
    let parts = c.kind.parts();
    let given = map.get(&c.name).or_else(|| map.get(field));
    if given.is_none() && !parts.is_empty() {
        let object: Map<String, Value> = parts
            .iter()
            .filter_map(|p| Some(((*p).to_owned(), map.get(&format!("{field}__{p}"))?.clone())))
            .collect();
        return (!object.is_empty()).then_some(Value::Object(object));
    }
    let given = given?;
    if !matches!(c.kind, Kind::Files { .. }) {
        return Some(given.clone());
    }
    let one = |v: &Value| match v {
        Value::String(name) => json!(FileRef {
            id: name.clone(),
            name: name.clone(),
            size: 1_024,
            media_type: media_type(name).to_owned(),
        }),
        other => other.clone(),
    };
    Some(match given {
        Value::Array(files) => Value::Array(files.iter().map(one).collect()),
        Value::String(_) => Value::Array(vec![one(given)]),
        other => other.clone(),
    })
}

/// By the end of the name: enough for answers written by hand.
pub(crate) fn media_type(name: &str) -> &'static str {
    match name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "pdf" => "application/pdf",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}
