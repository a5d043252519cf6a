//! One page with fields for one fact, so that every fact is kept in the same way.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Visit, html_with};
use page::{Choice, Chrome, Problems};

use crate::store::history::Line;
use crate::written::Written;

/// How a field looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Line { kind: &'static str, width: &'static str },
    Long { rows: u8 },
    Day,
    Choice(Vec<Choice>),
    Select(Vec<Choice>),
}

/// A field, in the reader's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub kind: Kind,
}

/// Makes fields: the label is the message of the key, the hint the message `KEY-hint` where there is one.
#[derive(Debug)]
pub struct Fields<'c> {
    chrome: &'c Chrome,
    list: Vec<Field>,
}

impl<'c> Fields<'c> {
    pub fn new(chrome: &'c Chrome) -> Self {
        Self {
            chrome,
            list: Vec::new(),
        }
    }

    fn add(mut self, name: &'static str, key: &str, kind: Kind) -> Self {
        let hint = format!("{key}-hint");
        let hint = if self.chrome.tongue.has(&hint) {
            self.chrome.t(&hint).into_owned()
        } else {
            String::new()
        };
        self.list.push(Field {
            name,
            label: self.chrome.t(key).into_owned(),
            hint,
            kind,
        });
        self
    }

    pub fn line(self, name: &'static str, key: &str) -> Self {
        let (kind, width) = ("text", "30");
        self.add(name, key, Kind::Line { kind, width })
    }

    pub fn email(self, name: &'static str, key: &str) -> Self {
        let (kind, width) = ("email", "30");
        self.add(name, key, Kind::Line { kind, width })
    }

    pub fn phone(self, name: &'static str, key: &str) -> Self {
        let (kind, width) = ("tel", "20");
        self.add(name, key, Kind::Line { kind, width })
    }

    pub fn long(self, name: &'static str, key: &str, rows: u8) -> Self {
        self.add(name, key, Kind::Long { rows })
    }

    pub fn day(self, name: &'static str, key: &str) -> Self {
        self.add(name, key, Kind::Day)
    }

    /// One of several; the words of each are the message `PREFIX-VALUE`.
    pub fn choice(self, name: &'static str, key: &str, prefix: &str, values: &[&'static str]) -> Self {
        let choices = values
            .iter()
            .map(|v| Choice::new(*v, self.chrome.t(&format!("{prefix}-{v}")).into_owned()))
            .collect();
        self.add(name, key, Kind::Choice(choices))
    }

    pub fn yes_no(self, name: &'static str, key: &str) -> Self {
        self.choice(name, key, key, &["yes", "no"])
    }

    /// One of a list that is not a matter of words: officers, places.
    pub fn select(self, name: &'static str, key: &str, choices: Vec<Choice>) -> Self {
        self.add(name, key, Kind::Select(choices))
    }

    pub fn done(self) -> Vec<Field> {
        self.list
    }
}

/// Everything of such a page but the frame.
#[derive(Debug, Default)]
pub struct Form {
    pub title: String,
    pub caption: String,
    pub back: String,
    pub action: String,
    pub lead: String,
    pub button: String,
    pub fields: Vec<Field>,
    pub written: Written,
    pub problems: Problems,
    /// Where a button takes the fact off the pages; "" for none.
    pub end: String,
    /// What happened to this fact before.
    pub history: Vec<Line>,
}

#[derive(askama::Template)]
#[template(path = "desk/form.html")]
struct FormPage {
    chrome: Chrome,
    form: Form,
    history: Vec<HistoryLine>,
}

impl Form {
    pub fn page(mut self, visit: &Visit) -> Result<Response, Fault> {
        self.check();
        let chrome = visit.chrome();
        let history = history_lines(&chrome, visit, std::mem::take(&mut self.history));
        let status = self.status();
        html_with(
            status,
            &FormPage {
                chrome,
                form: self,
                history,
            },
        )
    }

    pub fn status(&self) -> StatusCode {
        if self.problems.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// Marks the choices that were made.
    pub fn check(&mut self) {
        for field in &mut self.fields {
            if let Kind::Choice(choices) | Kind::Select(choices) = &mut field.kind {
                let said = self.written.of(field.name);
                choices.iter_mut().for_each(|c| c.checked = c.value == said);
            }
        }
    }
}

/// A line of history in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    pub what: String,
    pub by: String,
    pub when: String,
    pub changes: Vec<(String, String, String)>,
}

pub fn history_lines(chrome: &Chrome, visit: &Visit, lines: Vec<Line>) -> Vec<HistoryLine> {
    let ago = |at: kernel::Moment| chrome.tongue.ago(at.timestamp(), visit.now.timestamp());
    lines
        .into_iter()
        .map(|line| HistoryLine {
            what: chrome
                .t(&format!("did-{}", line.what.replace('.', "-")))
                .into_owned(),
            by: line.by_name,
            when: ago(line.at),
            changes: line
                .changes
                .into_iter()
                .filter(|c| !c.field.contains("__"))
                .map(|c| (c.field, c.was, c.became))
                .collect(),
        })
        .collect()
}
