//! What is typed into the fields of a wish, and all that is wrong with it at once.

use kernel::web::{Posted, Visit};
use page::{Problems, Tongue};

use super::shown::{figure, kind};
use crate::base::Base;
use crate::site::slug;
use crate::wish::Rules;

/// A field of a form as its page shows it.
pub(super) struct Field {
    pub id: String,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub error: String,
    pub width: &'static str,
    pub suffix: &'static str,
    /// More than one row for a list.
    pub rows: u8,
}

/// Reads fields one after the other.
pub(super) struct Fields<'a> {
    posted: &'a Posted,
    tongue: Tongue,
    pub problems: Problems,
    /// Which of several groups of fields is read; empty where there is one.
    pub group: String,
}

impl<'a> Fields<'a> {
    pub fn new(visit: &Visit, posted: &'a Posted) -> Self {
        Self {
            posted,
            tongue: visit.tongue(),
            problems: Problems::default(),
            group: String::new(),
        }
    }

    pub fn text(&self, field: &str) -> &'a str {
        self.posted.text(field).trim()
    }

    /// What a field is called, with the group that it is in where there is one: `999: Seconds that a call takes`.
    fn called(&self, label: &str) -> String {
        let label = self.tongue.t(label);
        if self.group.is_empty() {
            label.into_owned()
        } else {
            format!("{}: {label}", self.group)
        }
    }

    pub fn wrong(&mut self, field: &str, key: &str) {
        self.problems.add(field, self.tongue.t(key));
    }

    /// Errors stand in a list above the form too: each says which field it is of, by the key of its label.
    fn out_of(&mut self, field: &str, label: &str, (least, most): (f64, f64)) {
        let why = self.tongue.ta(
            "planner-wrong-number",
            &[
                ("what", self.called(label).into()),
                ("least", figure(&self.tongue, least).into()),
                ("most", figure(&self.tongue, most).into()),
            ],
        );
        self.problems.add(field, why);
    }

    /// A number, or none where nothing was typed.
    pub fn number(&mut self, field: &str, label: &str, least: f64, most: f64) -> Option<f64> {
        let text = self.text(field).replace([',', '£', '%', ' '], "");
        if text.is_empty() {
            return None;
        }
        let found = text.parse::<f64>().ok().filter(|x| (least..=most).contains(x));
        if found.is_none() {
            self.out_of(field, label, (least, most));
        }
        found
    }

    /// A number that must be there; the least where it is not.
    pub fn needed(&mut self, field: &str, label: &str, least: f64, most: f64) -> f64 {
        if self.text(field).is_empty() {
            self.out_of(field, label, (least, most));
            return least;
        }
        self.number(field, label, least, most).unwrap_or(least)
    }

    /// A column of numbers, as it is pasted from a sheet.
    pub fn figures(&mut self, field: &str, label: &str, most: f64) -> Vec<f64> {
        let mut found = Vec::new();
        let parts = self.text(field).split([',', ';', '\t', ' ', '\n', '\r']);
        for part in parts.filter(|p| !p.is_empty()) {
            let figure = part.parse::<f64>().ok().filter(|x| (0.0..=most).contains(x));
            match figure {
                Some(figure) => found.push(figure),
                None => {
                    let why = self.tongue.ta(
                        "planner-wrong-figure",
                        &[
                            ("what", self.called(label).into()),
                            ("found", part.chars().take(30).collect::<String>().into()),
                            ("number", i64::try_from(found.len() + 1).unwrap_or(0).into()),
                        ],
                    );
                    self.problems.add(field, why);
                    break;
                }
            }
        }
        found
    }

    /// A line for each borough: its name or code, then a figure.
    pub fn by_borough(&mut self, field: &str, base: &Base) -> Vec<(String, f64)> {
        let mut found: Vec<(String, f64)> = Vec::new();
        for line in self.text(field).lines().map(str::trim).filter(|l| !l.is_empty()) {
            let cut = line.rsplit_once([' ', '\t', ',', ';', ':']);
            let part = cut.and_then(|(name, figure)| {
                let figure = figure.parse::<f64>().ok().filter(|x| (0.0..=1e9).contains(x))?;
                let name = name.trim_end_matches([' ', '\t', ',', ';', ':']);
                let boroughs = base.people.boroughs.iter();
                let named = |a: &&crate::Area| a.code == name || a.name.eq_ignore_ascii_case(name);
                Some((boroughs.into_iter().find(named)?.code.clone(), figure))
            });
            match part.filter(|(code, _)| !found.iter().any(|(c, _)| c == code)) {
                Some(part) => found.push(part),
                None => {
                    let line: String = line.chars().take(60).collect();
                    let why = self.tongue.t1("planner-wrong-borough", "line", line);
                    self.problems.add(field, why);
                    break;
                }
            }
        }
        found
    }

    /// Places by their ids or names, one on a line or with commas between them.
    pub fn places(&mut self, field: &str, base: &Base) -> Vec<String> {
        let lines = self.text(field).lines().map(str::trim).filter(|l| !l.is_empty());
        let mut found = Vec::new();
        for line in lines {
            // A name may have a comma in it.
            match find(base, line) {
                Some(id) => found.push(id),
                None => {
                    for name in line.split(',').map(str::trim).filter(|n| !n.is_empty()) {
                        match find(base, name) {
                            Some(id) => found.push(id),
                            None => self.no_place(field, name),
                        }
                    }
                }
            }
        }
        found
    }

    /// A list on each line, of places that may not be open together.
    fn apart(&mut self, field: &str, base: &Base) -> Vec<Vec<String>> {
        let mut lists = Vec::new();
        for line in self.text(field).lines().map(str::trim).filter(|l| !l.is_empty()) {
            let names: Vec<&str> = line.split(',').map(str::trim).filter(|n| !n.is_empty()).collect();
            let ids: Vec<String> = names.iter().filter_map(|n| find(base, n)).collect();
            match names.iter().find(|n| find(base, n).is_none()) {
                Some(name) => self.no_place(field, name),
                None if ids.len() < 2 => self.wrong(field, "planner-apart-two"),
                None => lists.push(ids),
            }
        }
        lists
    }

    /// Kinds of places by their names or as they are called here, with commas or spaces between them.
    pub fn kinds(&mut self, field: &str, base: &Base) -> Vec<String> {
        let mut known: Vec<String> = base.sites.iter().map(|s| s.kind.clone()).collect();
        known.sort();
        known.dedup();
        let of = |tongue: &Tongue, text: &str| {
            let text = text.trim();
            let same =
                |k: &&String| **k == slug(text) || kind(tongue, k).to_lowercase() == text.to_lowercase();
            known.iter().find(same).cloned()
        };
        let mut found = Vec::new();
        for part in self
            .text(field)
            .split([',', '\n', '\r'])
            .filter(|p| !p.trim().is_empty())
        {
            if let Some(one) = of(&self.tongue, part) {
                found.push(one);
                continue;
            }
            for word in part.split_whitespace() {
                match of(&self.tongue, word) {
                    Some(one) => found.push(one),
                    None if self.problems.of(field).is_none() => {
                        let known: Vec<String> = known.iter().map(|k| kind(&self.tongue, k)).collect();
                        let why = self.tongue.ta(
                            "planner-wrong-kind",
                            &[
                                ("kind", word.chars().take(60).collect::<String>().into()),
                                ("known", known.join(", ").into()),
                            ],
                        );
                        self.problems.add(field, why);
                    }
                    None => {}
                }
            }
        }
        found
    }

    fn no_place(&mut self, field: &str, name: &str) {
        // The first is enough: a list of ids of something else would be as long as the page.
        if self.problems.of(field).is_none() {
            let name: String = name.chars().take(60).collect();
            let why = self.tongue.t1("planner-wrong-place", "place", name);
            self.problems.add(field, why);
        }
    }

    /// What every answer about places keeps to, from the fields that all of them have.
    pub fn rules(&mut self, base: &Base) -> Rules {
        Rules {
            keep: self.places("keep", base),
            close: self.places("close", base),
            not_together: self.apart("not_together", base),
            ..Rules::default()
        }
    }

    /// The field again as it was typed, or as it is usual.
    pub fn field(
        &self,
        id: &str,
        label: &str,
        usual: &str,
        (width, suffix): (&'static str, &'static str),
    ) -> Field {
        let hint = format!("{label}-hint");
        Field {
            label: self.tongue.t(label).into_owned(),
            hint: if self.tongue.has(&hint) {
                self.tongue.t(&hint).into_owned()
            } else {
                String::new()
            },
            value: if self.posted.has(id) {
                self.posted.text(id).to_owned()
            } else {
                usual.to_owned()
            },
            error: self.problems.text(id).to_owned(),
            id: id.to_owned(),
            width,
            suffix,
            rows: 0,
        }
    }

    /// The same for a list.
    pub fn list(&self, id: &str, label: &str, rows: u8) -> Field {
        Field {
            rows,
            ..self.field(id, label, "", ("", ""))
        }
    }
}

fn find(base: &Base, name: &str) -> Option<String> {
    let of = |same: &dyn Fn(&crate::Site) -> bool| base.sites.iter().find(|s| same(s)).map(|s| s.id.clone());
    of(&|s| s.id == name).or_else(|| of(&|s| s.name.eq_ignore_ascii_case(name)))
}
