//! Taking a page that was posted.

use jiff::civil::Date;
use serde_json::Value;

use super::{Posted, Problem, Reached, Step};
use crate::accept::{Fault, accept};
use crate::answers::Answers;
use crate::component::{Component, Kind};
use crate::condition::Asked;
use crate::definition::{Definition, Page, PageKind};
use crate::entered::{Entered, last_segment};
use crate::error::FormError;
use crate::text::Lang;
use crate::words::Rule;

impl Definition {
    /// Takes what a page sent.
    ///
    /// When all is well the answers are kept and the next page is told. When not, the answers stay as
    /// they were (only files that are good are kept, because a browser cannot send them twice).
    /// `changing` is true when the reader came from check answers by "Change": they go back there
    /// unless the change brought pages they have not seen.
    ///
    /// Besides its questions a page may send `remove` (a file's id), `remove-item` (an item's number),
    /// `item` (`new` or an item's number, on a repeat page) and `action` (`upload`, `add-another`).
    pub fn submit(
        &self,
        answers: &mut Answers,
        path: &str,
        posted: Posted<'_>,
        lang: &str,
        today: Date,
        changing: bool,
    ) -> Result<Step, FormError> {
        let number = self
            .page_number(path)
            .ok_or_else(|| FormError::NoSuchPage(path.to_owned()))?;
        let Some(page) = self.pages.get(number) else {
            return Err(FormError::NoSuchPage(path.to_owned()));
        };
        let lang = self.lang(lang);
        let before = self.way(answers, today);
        if let Some(step) = self.submit_item(page, number, answers, posted, lang, today, &before.reached) {
            return Ok(step);
        }
        if page.repeat.is_none() {
            let removing = posted.value("remove");
            if let Some(id) = removing {
                self.remove_file(page, answers, id);
            }
            let mut problems = self.keep_files(page, answers, posted, lang, today, &before.reached);
            let mut tentative = answers.clone();
            let (checked, ok) = self.check_page(
                page,
                number,
                &mut tentative,
                Some(posted),
                lang,
                today,
                &before.reached,
            );
            // Adding or removing a file is not yet sending the page: what else is good there is kept,
            // and what is missing is not held against anyone.
            if removing.is_some() || posted.value("action") == Some("upload") {
                *answers = tentative;
                return Ok(if problems.is_empty() {
                    Step::Next(page.path.clone())
                } else {
                    Step::Problems(problems)
                });
            }
            // Of a component whose files were refused one by one, that says enough.
            let refused: Vec<String> = problems.iter().map(|p| p.component.clone()).collect();
            problems.extend(checked.into_iter().filter(|p| !refused.contains(&p.component)));
            if !ok || !problems.is_empty() {
                return Ok(Step::Problems(problems));
            }
            *answers = tentative;
        } else {
            let problems = self.check_repeat(page, number, answers, lang, today, &before.reached);
            if !problems.is_empty() {
                return Ok(Step::Problems(problems));
            }
        }
        let after = self.way(answers, today);
        if changing {
            let fresh = after.pages.iter().find(|p| {
                let new = !before.reached.has(**p);
                (new && !self.is_seen(**p, answers, &after.reached, today))
                    || !self.is_good(**p, answers, &after.reached, today)
                    || (new
                        && !self.asks(**p)
                        && self.pages.get(**p).is_some_and(|p| p.kind == PageKind::Terminal))
            });
            return Ok(match fresh {
                Some(page) => Step::Next(self.path_of(*page)),
                None => self.end_of(&after),
            });
        }
        let at = after.pages.iter().position(|p| *p == number);
        let next = at.and_then(|at| after.pages.get(at + 1));
        Ok(match next {
            Some(next) if self.pages.get(*next).is_some_and(|p| p.kind == PageKind::Summary) => {
                Step::Check(self.path_of(*next))
            }
            Some(next) => Step::Next(self.path_of(*next)),
            None => self.end_of(&after),
        })
    }

    pub(super) fn asks(&self, number: usize) -> bool {
        self.pages
            .get(number)
            .is_some_and(|p| self.components(p).any(Component::is_question))
    }

    pub(super) fn remove_file(&self, page: &Page, answers: &mut Answers, id: &str) {
        for c in self
            .components(page)
            .filter(|c| matches!(c.kind, Kind::Files { .. }))
        {
            if let Some(Value::Array(files)) = answers.0.get_mut(&c.name) {
                files.retain(|f| f.get("id").and_then(Value::as_str) != Some(id));
            }
        }
    }

    /// Keeps the good ones among the files just sent, and says what is wrong with the others.
    pub(super) fn keep_files(
        &self,
        page: &Page,
        answers: &mut Answers,
        posted: Posted<'_>,
        lang: Lang,
        today: Date,
        reached: &Reached,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        for c in self.components(page) {
            if !matches!(c.kind, Kind::Files { .. }) {
                continue;
            }
            let field = last_segment(&c.name);
            let most = c.most_files();
            for (name, file) in posted.files {
                if name != field || problems.len() > 20 {
                    continue;
                }
                let has = |p| reached.has(p);
                let asked = Asked {
                    definition: self,
                    answers,
                    reached: &has,
                    today,
                };
                // Only its own faults count here: how many there must be is asked at the end.
                let faults = accept(c, &Entered::Files(vec![file.clone()]), &asked)
                    .err()
                    .unwrap_or_default();
                let own = faults
                    .into_iter()
                    .find(|f| matches!(f.rule, Rule::FileType | Rule::FileSize | Rule::FileEmpty));
                if let Some(fault) = own {
                    let mut problem = self.problem(c, &fault, lang, answers);
                    problem.message = format!("{}: {}", file.name, problem.message);
                    problems.push(problem);
                    continue;
                }
                let kept = answers.items_mut(&c.name);
                if kept
                    .iter()
                    .any(|f| f.get("id").and_then(Value::as_str) == Some(&file.id))
                {
                    continue;
                }
                if kept.len() >= most {
                    let fault = Fault {
                        rule: Rule::FilesAtMost,
                        limit: most.to_string(),
                        part: None,
                        missing: Vec::new(),
                        named: None,
                    };
                    problems.push(self.problem(c, &fault, lang, answers));
                    break;
                }
                kept.push(serde_json::to_value(file).unwrap_or(Value::Null));
            }
        }
        problems
    }

    /// Checks a page's questions, with what was just sent (`posted`) or as kept, and writes the values
    /// taken into `answers`. Returns the problems, and whether all was taken.
    #[expect(
        clippy::too_many_arguments,
        reason = "one check, asked from five places with what each has"
    )]
    pub(super) fn check_page(
        &self,
        page: &Page,
        number: usize,
        answers: &mut Answers,
        posted: Option<Posted<'_>>,
        lang: Lang,
        today: Date,
        reached: &Reached,
    ) -> (Vec<Problem>, bool) {
        let mut problems = Vec::new();
        let mut ok = true;
        let mut reached = *reached;
        reached.insert(number);
        let has = |p| reached.has(p);
        for index in &page.all {
            let Some(c) = self.components.get(*index).filter(|c| c.is_question()) else {
                continue;
            };
            let taken = {
                let asked = Asked {
                    definition: self,
                    answers,
                    reached: &has,
                    today,
                };
                if !self.is_visible(c, &asked) {
                    continue;
                }
                let kept = answers.get(&c.name).unwrap_or(&Value::Null);
                let entered = match (posted, &c.kind) {
                    (Some(posted), kind) if !matches!(kind, Kind::Files { .. }) => {
                        Entered::from_posted(c, posted.fields)
                    }
                    _ => Entered::from_value(c, kept),
                };
                // A hidden field that was not sent keeps what it was prefilled with.
                let entered = match (&c.kind, entered) {
                    (Kind::Hidden, Entered::Nothing) => Entered::from_value(c, kept),
                    (_, entered) => entered,
                };
                accept(c, &entered, &asked)
            };
            match taken {
                Ok(value) => {
                    if answers.get(&c.name) != Some(&value) {
                        answers.set(&c.name, value);
                    }
                }
                Err(faults) => {
                    ok = false;
                    for fault in faults.iter().take(5) {
                        problems.push(self.problem(c, fault, lang, answers));
                    }
                }
            }
        }
        (problems, ok)
    }
}
