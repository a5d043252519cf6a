//! The way through a form: which pages, in which order, and what each step does to the answers.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::accept::{Fault, accept};
use crate::answers::{Answers, FileRef};
use crate::component::{Component, Kind};
use crate::condition::Asked;
use crate::definition::{Definition, Page, PageKind};
use crate::entered::{Entered, last_segment};
use crate::error::FormError;
use crate::load::MOST_PAGES;
use crate::text::Lang;
use crate::words::{Label, Rule};

/// One thing wrong with what was sent, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The component's name.
    pub component: String,
    /// The id of the field to go to: a link `#field` focuses it.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

/// What a page's form sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Posted<'p> {
    /// Field names and values, in the order sent; any at all.
    pub fields: &'p [(String, String)],
    /// Files the caller has stored from this request, with the field name each came under.
    pub files: &'p [(String, FileRef)],
}

impl<'p> Posted<'p> {
    /// Fields without files.
    pub fn fields(fields: &'p [(String, String)]) -> Self {
        Self { fields, files: &[] }
    }

    fn value(&self, name: &str) -> Option<&'p str> {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// What comes after a page was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Go to this page: a path of the form, at times with a query (`/bicycles?item=2`).
    Next(String),
    /// Everything is there: go to check answers. The path is the form's own summary page, or `/summary`.
    Check(String),
    /// Show the same page again with these; the answers are as they were, but for files that were kept.
    Problems(Vec<Problem>),
}

/// How a walk ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// At check answers.
    Check,
    /// At a page from which the form cannot be sent.
    Stopped,
}

/// The pages that apply to these answers, in order.
#[derive(Debug)]
pub struct Walk<'d> {
    pub pages: Vec<&'d Page>,
    pub ending: Ending,
}

/// Where somebody who asks for a page should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// There: show it.
    Here,
    /// Something before it is missing, or it does not apply: send them to this path.
    Instead(String),
}

/// One answer of a finished form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The page it was asked on.
    pub page: String,
    /// The title of the section, in the language asked for; empty without one.
    pub section: String,
    /// The component's name.
    pub name: String,
    /// What was asked, short.
    pub title: String,
    /// The answer in words; empty when the question was left empty.
    pub text: String,
    /// The answer as kept.
    pub value: Value,
    /// On a repeat page: which one, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<usize>,
    /// Where "Change" leads: the page's path, with the item's number on a repeat page.
    pub change: String,
}

/// A form whose every question that applies has a good answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finished {
    /// The answers in the order they were asked. Hidden and left-out questions are not there.
    pub rows: Vec<Row>,
    /// The answers as one object, by name; repeat pages under the repeat's name.
    pub answers: Value,
}

/// Why a form is not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unfinished {
    /// The first page with something wrong or missing, or the page at which the way ends.
    pub page: String,
    /// What is wrong there; empty when the way ends at this page.
    pub problems: Vec<Problem>,
}

/// Page numbers reached on a walk.
#[derive(Debug, Clone, Copy)]
struct Reached([u64; MOST_PAGES.div_ceil(64)]);

impl Reached {
    fn none() -> Self {
        Self([0; MOST_PAGES.div_ceil(64)])
    }

    fn insert(&mut self, page: usize) -> bool {
        let Some(word) = self.0.get_mut(page / 64) else {
            return false;
        };
        let bit = 1 << (page % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    fn has(&self, page: usize) -> bool {
        self.0.get(page / 64).is_some_and(|w| w & (1 << (page % 64)) != 0)
    }
}

/// A walk by page numbers.
struct Way {
    pages: Vec<usize>,
    reached: Reached,
    ending: Ending,
}

impl Definition {
    /// The pages that apply to these answers, in order, whether or not each is answered yet.
    pub fn walk(&self, answers: &Answers, today: Date) -> Walk<'_> {
        let way = self.way(answers, today);
        Walk {
            pages: way.pages.iter().filter_map(|i| self.pages.get(*i)).collect(),
            ending: way.ending,
        }
    }

    fn way(&self, answers: &Answers, today: Date) -> Way {
        let mut reached = Reached::none();
        let mut pages = Vec::with_capacity(self.pages.len().min(64));
        let mut at = Some(self.first);
        let mut ending = Ending::Check;
        // On an ordered form the first page may have a condition too.
        if self.ordered {
            at = self.next_in_order(0, answers, &reached, today);
        }
        while let Some(number) = at {
            let Some(page) = self.pages.get(number) else { break };
            // Links that lead round are refused at load; this only makes the loop's end plain.
            if !reached.insert(number) {
                break;
            }
            pages.push(number);
            match page.kind {
                PageKind::Summary => break,
                PageKind::Terminal => {
                    ending = Ending::Stopped;
                    break;
                }
                _ => {}
            }
            at = if self.ordered {
                self.next_in_order(number + 1, answers, &reached, today)
            } else {
                let next = self.next_by_link(page, answers, &reached, today);
                if next.is_none() && self.pages.iter().any(|p| p.kind == PageKind::Summary) {
                    ending = Ending::Stopped;
                }
                next
            };
        }
        Way {
            pages,
            reached,
            ending,
        }
    }

    fn next_in_order(&self, from: usize, answers: &Answers, reached: &Reached, today: Date) -> Option<usize> {
        let has = |page| reached.has(page);
        let asked = Asked {
            definition: self,
            answers,
            reached: &has,
            today,
        };
        (from..self.pages.len()).find(|i| {
            self.pages
                .get(*i)
                .is_some_and(|p| p.kind != PageKind::Status && asked.holds_or_none(p.condition))
        })
    }

    pub(crate) fn reached_pages(&self, answers: &Answers, today: Date) -> Vec<usize> {
        self.way(answers, today).pages
    }

    /// Writes what of a page's post can be taken into the answers, for showing the page again.
    pub(crate) fn lay_posted(
        &self,
        number: usize,
        answers: &mut Answers,
        posted: Posted<'_>,
        lang: Lang,
        today: Date,
    ) {
        if let Some(page) = self.pages.get(number) {
            let reached = self.way(answers, today).reached;
            self.check_page(page, number, answers, Some(posted), lang, today, &reached);
        }
    }

    /// The first link whose condition holds; else the last one without a condition.
    fn next_by_link(&self, page: &Page, answers: &Answers, reached: &Reached, today: Date) -> Option<usize> {
        let has = |page| reached.has(page);
        let asked = Asked {
            definition: self,
            answers,
            reached: &has,
            today,
        };
        page.links
            .iter()
            .find(|l| l.condition.is_some_and(|c| asked.holds(c)))
            .or_else(|| page.links.iter().rfind(|l| l.condition.is_none()))
            .map(|l| l.to)
    }

    /// Whether this page may be shown now, or where to send the reader instead.
    pub fn open(&self, path: &str, answers: &Answers, today: Date) -> Result<Open, FormError> {
        let number = self
            .page_number(path)
            .ok_or_else(|| FormError::NoSuchPage(path.to_owned()))?;
        let way = self.way(answers, today);
        for at in &way.pages {
            if *at == number {
                return Ok(Open::Here);
            }
            if !self.is_good(*at, answers, &way.reached, today) {
                return Ok(Open::Instead(self.path_of(*at)));
            }
        }
        Ok(Open::Instead(way.pages.last().map_or_else(
            || self.first_page().path.clone(),
            |p| self.path_of(*p),
        )))
    }

    /// The page before this one on the way, for the "Back" link.
    pub fn back(&self, path: &str, answers: &Answers, today: Date) -> Option<&Page> {
        let number = self.page_number(path)?;
        let way = self.way(answers, today);
        let at = way.pages.iter().position(|p| *p == number)?;
        self.pages.get(*way.pages.get(at.checked_sub(1)?)?)
    }

    /// Where somebody who comes back later goes on: the first page that is not answered, or check answers.
    pub fn resume(&self, answers: &Answers, today: Date) -> Step {
        let way = self.way(answers, today);
        for at in &way.pages {
            let seen = self.is_seen(*at, answers, &way.reached, today);
            if !seen || !self.is_good(*at, answers, &way.reached, today) {
                return Step::Next(self.path_of(*at));
            }
        }
        self.end_of(&way)
    }

    /// (pages answered before this one, pages on the way with questions), for "3 of 12".
    pub fn progress(&self, path: &str, answers: &Answers, today: Date) -> (usize, usize) {
        let way = self.way(answers, today);
        let here = self.page_number(path);
        let asks = |i: &usize| {
            self.pages
                .get(*i)
                .is_some_and(|p| self.components(p).any(Component::is_question))
        };
        let before = way
            .pages
            .iter()
            .take_while(|i| Some(**i) != here)
            .filter(|i| asks(i))
            .count();
        (before, way.pages.iter().filter(|i| asks(i)).count())
    }

    fn end_of(&self, way: &Way) -> Step {
        match way.ending {
            Ending::Stopped => Step::Next(way.pages.last().map(|p| self.path_of(*p)).unwrap_or_default()),
            Ending::Check => Step::Check(self.summary_path()),
        }
    }

    /// The path of check answers: the form's own, or `/summary` when it has none.
    pub fn summary_path(&self) -> String {
        self.pages
            .iter()
            .find(|p| p.kind == PageKind::Summary)
            .map_or_else(|| "/summary".to_owned(), |p| p.path.clone())
    }

    fn path_of(&self, number: usize) -> String {
        self.pages.get(number).map(|p| p.path.clone()).unwrap_or_default()
    }

    // ---- sending a page ----------------------------------------------------------------------

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

    fn asks(&self, number: usize) -> bool {
        self.pages
            .get(number)
            .is_some_and(|p| self.components(p).any(Component::is_question))
    }

    fn remove_file(&self, page: &Page, answers: &mut Answers, id: &str) {
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
    fn keep_files(
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
            let Kind::Files { counts, .. } = &c.kind else {
                continue;
            };
            let field = last_segment(&c.name);
            let most = counts.exactly.or(counts.max).unwrap_or(100).min(1_000);
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
    fn check_page(
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

    /// Whether a question is put at all: its own condition, and for one under an option, that the
    /// option is chosen.
    pub(crate) fn is_visible(&self, c: &Component, asked: &Asked<'_>) -> bool {
        if !asked.holds_or_none(c.condition) {
            return false;
        }
        let Some((owner, item)) = c.under else { return true };
        let Some(owner) = self.components.get(owner) else {
            return false;
        };
        let chosen = asked.answers.get(&owner.name).unwrap_or(&Value::Null);
        let option = owner
            .kind
            .list()
            .and_then(|l| self.lists.get(l))
            .and_then(|l| l.items.get(item))
            .map(|i| i.posted.as_str());
        option.is_some_and(|o| Entered::from_value(owner, chosen).has(o)) && self.is_visible(owner, asked)
    }

    /// The problem a fault is, in words.
    pub(crate) fn problem(&self, c: &Component, fault: &Fault, lang: Lang, answers: &Answers) -> Problem {
        let fill = |name: &str| self.answer_text(name, answers, lang);
        let label = [&c.error_name, &c.short, &c.title]
            .into_iter()
            .find(|t| !t.get(lang).is_empty())
            .map(|t| t.get(lang).fill(&fill).into_owned())
            .unwrap_or_default();
        let limit = match fault.rule {
            Rule::DateBefore | Rule::DateAfter => crate::display::date_in_words(lang.words, &fault.limit),
            Rule::MonthBefore | Rule::MonthAfter => {
                crate::display::date_in_words(lang.words, fault.limit.get(..7).unwrap_or_default())
            }
            _ => fault.limit.clone(),
        };
        let message = match c.custom.of(fault.rule, !fault.missing.is_empty()) {
            Some(custom) => fill_custom(&custom.get(lang).fill(&fill), &label, &limit),
            None if !fault.missing.is_empty() => lang.words.must_include(&label, &fault.missing),
            None => {
                let named = fault.named.map(|n| lang.words.label(n));
                lang.words.say(fault.rule, named.unwrap_or(&label), &limit)
            }
        };
        let name = last_segment(&c.name);
        let field = match fault.part {
            Some(part) => format!("{name}-{part}"),
            None => name.to_owned(),
        };
        Problem {
            component: c.name.clone(),
            field,
            message,
        }
    }

    /// The words of the answer with this name, for `{{ name }}` in a text.
    pub(crate) fn answer_text(&self, name: &str, answers: &Answers, lang: Lang) -> String {
        match (self.component(name), answers.get(name)) {
            (Some(c), Some(value)) => self.display(c, value, lang, &|_| String::new()),
            _ => String::new(),
        }
    }

    // ---- repeat pages ------------------------------------------------------------------------

    /// The steps of a repeat page that concern one item; `None` when the page as a whole was sent.
    #[expect(clippy::too_many_arguments, reason = "part of submit, split off for reading")]
    fn submit_item(
        &self,
        page: &Page,
        number: usize,
        answers: &mut Answers,
        posted: Posted<'_>,
        lang: Lang,
        today: Date,
        reached: &Reached,
    ) -> Option<Step> {
        let repeat = page.repeat.as_ref()?;
        let have = answers.items(&repeat.name).len();
        if let Some(n) = posted.value("remove-item") {
            if let Some(at) = item_index(n, have) {
                answers.items_mut(&repeat.name).remove(at);
            }
            return Some(Step::Next(page.path.clone()));
        }
        let full = || {
            let c = self.components(page).find(|c| c.is_question())?;
            let title = repeat.title.get(lang).fill(&|_| String::new());
            Some(Step::Problems(vec![Problem {
                component: c.name.clone(),
                field: "add-another".to_owned(),
                message: lang.words.say(Rule::RepeatMax, &title, &repeat.max.to_string()),
            }]))
        };
        if posted.value("action") == Some("add-another") {
            return if have >= repeat.max {
                full()
            } else {
                Some(Step::Next(format!("{}?item=new", page.path)))
            };
        }
        let at = match posted.value("item") {
            Some("new") => None,
            Some(n) => Some(item_index(n, have)?),
            // The first one is asked for without pressing "add another".
            None if have == 0 => None,
            None => return None,
        };
        if at.is_none() && have >= repeat.max {
            return full();
        }
        let mut tentative = self.with_item(page, answers, at);
        let (problems, ok) =
            self.check_page(page, number, &mut tentative, Some(posted), lang, today, reached);
        if !ok {
            return Some(Step::Problems(problems));
        }
        let has = |p| reached.has(p) || p == number;
        let asked = Asked {
            definition: self,
            answers: &tentative,
            reached: &has,
            today,
        };
        let item: Map<String, Value> = self
            .components(page)
            .filter(|c| c.is_question() && self.is_visible(c, &asked))
            .filter_map(|c| Some((c.name.clone(), tentative.get(&c.name)?.clone())))
            .collect();
        let items = answers.items_mut(&repeat.name);
        match at.and_then(|at| items.get_mut(at)) {
            Some(slot) => *slot = Value::Object(item),
            None => items.push(Value::Object(item)),
        }
        Some(Step::Next(page.path.clone()))
    }

    /// The answers with one item's own laid over them.
    pub(crate) fn with_item(&self, page: &Page, answers: &Answers, at: Option<usize>) -> Answers {
        let mut out = answers.clone();
        for c in self.components(page) {
            out.remove(&c.name);
        }
        if let Some(repeat) = &page.repeat
            && let Some(Value::Object(item)) = at.and_then(|at| answers.items(&repeat.name).get(at))
        {
            for (name, value) in item {
                out.set(name, value.clone());
            }
        }
        out
    }

    fn check_repeat(
        &self,
        page: &Page,
        number: usize,
        answers: &Answers,
        lang: Lang,
        today: Date,
        reached: &Reached,
    ) -> Vec<Problem> {
        let Some(repeat) = &page.repeat else {
            return Vec::new();
        };
        let have = answers.items(&repeat.name).len();
        let name = self
            .components(page)
            .find(|c| c.is_question())
            .map(|c| c.name.clone())
            .unwrap_or_default();
        let title = repeat.title.get(lang).fill(&|_| String::new());
        let counted = if have < repeat.min {
            Some((Rule::RepeatMin, repeat.min))
        } else if have > repeat.max {
            Some((Rule::RepeatMax, repeat.max))
        } else {
            None
        };
        if let Some((rule, limit)) = counted {
            let message = lang.words.say(rule, &title, &limit.to_string());
            return vec![Problem {
                component: name,
                field: "add-another".to_owned(),
                message,
            }];
        }
        for at in 0..have {
            let mut item = self.with_item(page, answers, Some(at));
            let (problems, _) = self.check_page(page, number, &mut item, None, lang, today, reached);
            if !problems.is_empty() {
                return problems
                    .into_iter()
                    .map(|p| Problem {
                        message: format!("{title} {}: {}", at + 1, p.message),
                        ..p
                    })
                    .collect();
            }
        }
        Vec::new()
    }

    // ---- the whole ---------------------------------------------------------------------------

    /// Problems of one page with the answers as kept.
    fn problems_of(
        &self,
        number: usize,
        answers: &Answers,
        lang: Lang,
        today: Date,
        reached: &Reached,
    ) -> Vec<Problem> {
        let Some(page) = self.pages.get(number) else {
            return Vec::new();
        };
        if page.repeat.is_some() {
            return self.check_repeat(page, number, answers, lang, today, reached);
        }
        let mut copy = answers.clone();
        self.check_page(page, number, &mut copy, None, lang, today, reached)
            .0
    }

    /// Whether a page's answers as kept are all good.
    fn is_good(&self, number: usize, answers: &Answers, reached: &Reached, today: Date) -> bool {
        let Some(page) = self.pages.get(number) else {
            return true;
        };
        if page.repeat.is_some() {
            return self
                .problems_of(number, answers, self.lang(""), today, reached)
                .is_empty();
        }
        let has = |p| reached.has(p);
        let asked = Asked {
            definition: self,
            answers,
            reached: &has,
            today,
        };
        page.all
            .iter()
            .filter_map(|i| self.components.get(*i))
            .filter(|c| c.is_question())
            .all(|c| {
                if !self.is_visible(c, &asked) {
                    return true;
                }
                let kept = answers.get(&c.name).unwrap_or(&Value::Null);
                accept(c, &Entered::from_value(c, kept), &asked).is_ok()
            })
    }

    /// Whether every question of a page has been put to the reader: an answer is there, if only `null`.
    fn is_seen(&self, number: usize, answers: &Answers, reached: &Reached, today: Date) -> bool {
        let Some(page) = self.pages.get(number) else {
            return true;
        };
        if let Some(repeat) = &page.repeat {
            return answers.get(&repeat.name).is_some();
        }
        let has = |p| reached.has(p);
        let asked = Asked {
            definition: self,
            answers,
            reached: &has,
            today,
        };
        self.components(page)
            .filter(|c| c.is_question() && !matches!(c.kind, Kind::Hidden | Kind::Payment { .. }))
            .all(|c| !self.is_visible(c, &asked) || answers.get(&c.name).is_some())
    }

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
    fn rows_of(
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
    fn page_rows(
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

/// `item=2` is the second, counted from 1.
pub(crate) fn item_index(text: &str, have: usize) -> Option<usize> {
    text.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < have)
}

/// The format's messages name their parts `{{#label}}`, `{{#limit}}`, `{{lowerFirst(#label)}}`; the
/// template engine has already taken out what stands in double braces without a `#`.
fn fill_custom(message: &str, label: &str, limit: &str) -> String {
    if !message.contains('{') {
        return message.to_owned();
    }
    let mut out = message.to_owned();
    for (name, value) in [
        ("{{#label}}", label),
        ("{{#title}}", label),
        ("{#label}", label),
        ("{#title}", label),
        ("{{#limit}}", limit),
        ("{#limit}", limit),
    ] {
        out = out.replace(name, value);
    }
    out.replace("{{lowerFirst(#label)}}", &crate::text::lower_first(label))
}

/// Labels used by pages that only list things.
pub(crate) fn none_yet(lang: Lang) -> &'static str {
    lang.words.label(Label::NoneYet)
}
