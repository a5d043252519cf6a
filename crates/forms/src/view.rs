//! One page as somebody sees it: its questions with what stands in them and what is wrong with it.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::answers::Answers;
use crate::component::{Component, Kind};
use crate::condition::Asked;
use crate::definition::{Definition, Page, PageKind};
use crate::entered::Entered;
use crate::error::FormError;
use crate::text::Lang;
use crate::walk::{Posted, Problem, item_index};
use crate::words::Label;

/// One page as somebody sees it. Made by [`Definition::view`], shown by [`crate::html::fragment`].
#[derive(Debug)]
pub struct PageView<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) page: &'a Page,
    pub(crate) lang: Lang,
    pub(crate) easy_read: bool,
    /// As kept, with what was posted laid over them where conditions on the page ask.
    pub(crate) answers: Cow<'a, Answers>,
    pub(crate) posted: Option<&'a [(String, String)]>,
    pub(crate) problems: &'a [Problem],
    /// On a repeat page.
    pub(crate) item: Item,
    number: usize,
    today: Date,
    /// Pages reached; empty when nothing on the page depends on an answer.
    reached: Vec<usize>,
}

/// What of a repeat page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// The page does not repeat, or shows what was added so far.
    None,
    New,
    At(usize),
}

impl Definition {
    /// A page as somebody with these answers sees it, in this language.
    pub fn view<'a>(
        &'a self,
        path: &str,
        answers: &'a Answers,
        lang: &str,
        today: Date,
    ) -> Result<PageView<'a>, FormError> {
        let number = self
            .page_number(path)
            .ok_or_else(|| FormError::NoSuchPage(path.to_owned()))?;
        let page = self
            .pages
            .get(number)
            .ok_or_else(|| FormError::NoSuchPage(path.to_owned()))?;
        let item = match &page.repeat {
            Some(repeat) if answers.items(&repeat.name).is_empty() => Item::New,
            _ => Item::None,
        };
        let reached = if page.depends {
            self.reached_pages(answers, today)
        } else {
            Vec::new()
        };
        let mut view = PageView {
            definition: self,
            page,
            lang: self.lang(lang),
            easy_read: lang == "en-simple",
            answers: Cow::Borrowed(answers),
            posted: None,
            problems: &[],
            item,
            number,
            today,
            reached,
        };
        view.lay_item();
        Ok(view)
    }
}

impl<'a> PageView<'a> {
    /// Shows again what was just sent, with what is wrong with it.
    #[must_use]
    pub fn with_posted(mut self, posted: &'a [(String, String)], problems: &'a [Problem]) -> Self {
        self.posted = Some(posted);
        self.problems = problems;
        let item = posted.iter().find(|(n, _)| n == "item").map(|(_, v)| v.as_str());
        let mut view = self.with_item(item);
        if view.page.depends {
            // A question or option that waits for an answer on this same page appears or goes with it,
            // by the same rule as when the page is checked.
            let mut answers = view.answers.into_owned();
            view.definition.lay_posted(
                view.number,
                &mut answers,
                Posted::fields(posted),
                view.lang,
                view.today,
            );
            view.answers = Cow::Owned(answers);
        }
        view
    }

    /// On a repeat page: which item is shown, from the query `item`: `new`, or a number from 1. `None`
    /// shows the list of items.
    #[must_use]
    pub fn with_item(mut self, item: Option<&str>) -> Self {
        if let Some(repeat) = &self.page.repeat {
            let have = self.answers.items(&repeat.name).len();
            match item {
                Some("new") => self.item = Item::New,
                Some(n) => {
                    if let Some(at) = item_index(n, have) {
                        self.item = Item::At(at);
                    }
                }
                None => {}
            }
            self.lay_item();
        }
        self
    }

    fn lay_item(&mut self) {
        let at = match self.item {
            Item::None => return,
            Item::New => None,
            Item::At(at) => Some(at),
        };
        self.answers = Cow::Owned(self.definition.with_item(self.page, &self.answers, at));
    }

    /// The page's path.
    pub fn path(&self) -> &str {
        &self.page.path
    }

    /// What the page is for.
    pub fn kind(&self) -> PageKind {
        self.page.kind
    }

    /// The heading as words, for `<title>`.
    pub fn title(&self) -> String {
        let text = self.definition.title_text(self.page);
        text.map(|t| t.get(self.lang).fill(&|name| self.answer(name)).into_owned())
            .unwrap_or_default()
    }

    /// The title of the page's section, unless it is hidden.
    pub fn section(&self) -> Option<String> {
        let section = self.definition.sections.get(self.page.section?)?;
        (!section.hide_title).then(|| {
            section
                .title
                .get(self.lang)
                .fill(&|name| self.answer(name))
                .into_owned()
        })
    }

    /// Whether the form around it needs `enctype="multipart/form-data"`.
    pub fn takes_files(&self) -> bool {
        self.definition
            .components(self.page)
            .any(|c| matches!(c.kind, Kind::Files { .. }))
    }

    /// Whether one of its questions has this name.
    pub fn asks(&self, name: &str) -> bool {
        self.definition
            .components(self.page)
            .any(|c| c.name() == name && c.is_question())
    }

    /// Whether anything on it can be sent.
    pub fn has_questions(&self) -> bool {
        self.definition.components(self.page).any(Component::is_question)
    }

    /// The problems given to [`Self::with_posted`].
    pub fn problems(&self) -> &'a [Problem] {
        self.problems
    }

    pub(crate) fn answer(&self, name: &str) -> String {
        self.definition.answer_text(name, &self.answers, self.lang)
    }

    pub(crate) fn entered<'v>(&'v self, c: &Component) -> Entered<'v> {
        if let Some(posted) = self.posted
            && !matches!(c.kind, Kind::Files { .. })
        {
            return Entered::from_posted(c, posted);
        }
        match self.answers.get(&c.name) {
            Some(value) => Entered::from_value(c, value),
            None => Entered::Nothing,
        }
    }

    /// Whether a condition of something on this page holds.
    pub(crate) fn holds(&self, condition: Option<usize>) -> bool {
        let Some(condition) = condition else { return true };
        let has = |page| page == self.number || self.reached.contains(&page);
        let asked = Asked {
            definition: self.definition,
            answers: &self.answers,
            reached: &has,
            today: self.today,
        };
        asked.holds(condition)
    }

    pub(crate) fn yes_no(&self, yes: bool) -> &'static str {
        self.lang.words.label(if yes { Label::Yes } else { Label::No })
    }
}
