//! Finished answers, and the rows that show them.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Ending, Finished, Reached, Row, Unfinished};
use crate::answers::Answers;
use crate::component::Kind;
use crate::condition::Asked;
use crate::definition::{Definition, Page, PageKind};
use crate::text::Lang;

impl Definition {
    /// Checks everything that applies and gives the answers to keep, or the first page that is not right.
    pub fn finish(&self, answers: &Answers, lang: &str, today: Date) -> Result<Finished, Unfinished> {
        let lang = self.lang(lang);
        let way = self.way(answers, today);
        let mut rows = Vec::new();
        let mut out = Map::new();
        for number in &way.pages {
            // Only a page that is not right is checked again for its messages.
            if !self.is_good(*number, answers, &way.reached, today) {
                let problems = self.problems_of(*number, answers, lang, today, &way.reached);
                return Err(Unfinished {
                    page: self.path_of(*number),
                    problems,
                });
            }
            self.rows_of(*number, answers, lang, today, &way.reached, &mut rows, &mut out);
        }
        match way.ending {
            Ending::Stopped => Err(Unfinished {
                page: way.pages.last().map(|p| self.path_of(*p)).unwrap_or_default(),
                problems: Vec::new(),
            }),
            Ending::Check => Ok(Finished {
                rows,
                answers: Value::Object(out),
            }),
        }
    }

    /// Rows and answers of the first so many pages of the way.
    pub(crate) fn rows_and_answers(
        &self,
        answers: &Answers,
        lang: &str,
        today: Date,
        pages: usize,
    ) -> (Vec<Row>, Map<String, Value>) {
        let lang = self.lang(lang);
        let way = self.way(answers, today);
        let mut rows = Vec::new();
        let mut out = Map::new();
        for number in way.pages.iter().take(pages) {
            self.rows_of(*number, answers, lang, today, &way.reached, &mut rows, &mut out);
        }
        (rows, out)
    }

    /// The answers so far as rows, good or not, for check answers and for staff reading a draft.
    pub fn rows(&self, answers: &Answers, lang: &str, today: Date) -> Vec<Row> {
        let lang = self.lang(lang);
        let way = self.way(answers, today);
        let mut rows = Vec::new();
        let mut out = Map::new();
        for number in &way.pages {
            self.rows_of(*number, answers, lang, today, &way.reached, &mut rows, &mut out);
        }
        rows
    }

    #[expect(clippy::too_many_arguments, reason = "part of finish, split off for reading")]
    pub(super) fn rows_of(
        &self,
        number: usize,
        answers: &Answers,
        lang: Lang,
        today: Date,
        reached: &Reached,
        rows: &mut Vec<Row>,
        out: &mut Map<String, Value>,
    ) {
        let Some(page) = self.pages.get(number) else {
            return;
        };
        if matches!(page.kind, PageKind::Status) {
            return;
        }
        match &page.repeat {
            None => {
                for (name, value) in self.page_rows(page, answers, lang, today, reached, None, rows) {
                    out.insert(name, value);
                }
            }
            Some(repeat) => {
                let items = answers.items(&repeat.name).len();
                let mut all = Vec::with_capacity(items);
                for at in 0..items {
                    let item = self.with_item(page, answers, Some(at));
                    all.push(Value::Object(self.page_rows(
                        page,
                        &item,
                        lang,
                        today,
                        reached,
                        Some(at),
                        rows,
                    )));
                }
                out.insert(repeat.name.clone(), Value::Array(all));
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "part of finish, split off for reading")]
    pub(super) fn page_rows(
        &self,
        page: &Page,
        answers: &Answers,
        lang: Lang,
        today: Date,
        reached: &Reached,
        item: Option<usize>,
        rows: &mut Vec<Row>,
    ) -> Map<String, Value> {
        let has = |p| reached.has(p);
        let asked = Asked {
            definition: self,
            answers,
            reached: &has,
            today,
        };
        let fill = |name: &str| self.answer_text(name, answers, lang);
        let section = page
            .section
            .and_then(|s| self.sections.get(s))
            .filter(|s| !s.hide_title)
            .map(|s| s.title.get(lang).fill(&fill).into_owned())
            .unwrap_or_default();
        let mut map = Map::new();
        for c in self.components(page) {
            if !c.is_question() || !self.is_visible(c, &asked) || matches!(c.kind, Kind::Payment { .. }) {
                continue;
            }
            let value = answers.get(&c.name).cloned().unwrap_or(Value::Null);
            map.insert(c.name.clone(), value.clone());
            // Kept with the answers, but nothing to read back to the resident.
            if matches!(c.kind, Kind::Hidden) {
                continue;
            }
            let title = if c.short.get(lang).is_empty() {
                &c.title
            } else {
                &c.short
            };
            rows.push(Row {
                page: page.path.clone(),
                section: section.clone(),
                name: c.name.clone(),
                title: title.get(lang).fill(&fill).into_owned(),
                text: self.display(c, &value, lang, &fill),
                value,
                item: item.map(|at| at + 1),
                change: match item {
                    Some(at) => format!("{}?item={}", page.path, at + 1),
                    None => page.path.clone(),
                },
            });
        }
        map
    }
}
