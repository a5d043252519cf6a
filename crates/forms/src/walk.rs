//! The way through a form: which pages, in which order, and what each step does to the answers.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

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

mod items;
mod rows;
mod submit;

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
