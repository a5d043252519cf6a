//! A form definition, checked and compiled: what may be asked, in what order, under which conditions.

use std::collections::HashMap;

use serde_json::Value;

use crate::component::{Component, List};
use crate::condition::Condition;
use crate::error::LoadProblem;
use crate::text::{Lang, Text};
use crate::words::Words;

/// A form definition, checked and compiled. Made by [`Definition::parse`]; never changes after that.
#[derive(Debug)]
pub struct Definition {
    pub(crate) file: String,
    pub(crate) name: Text,
    pub(crate) pages: Vec<Page>,
    pub(crate) components: Vec<Component>,
    pub(crate) lists: Vec<List>,
    pub(crate) sections: Vec<Section>,
    pub(crate) conditions: Vec<Condition>,
    /// Language codes; the first is the one the definition was written in.
    pub(crate) languages: Vec<String>,
    pub(crate) by_path: HashMap<String, usize>,
    pub(crate) by_name: HashMap<String, usize>,
    /// Pages follow each other in order (V2); otherwise by their links (V1).
    pub(crate) ordered: bool,
    pub(crate) first: usize,
    pub(crate) declaration: Text,
    pub(crate) metadata: Value,
    pub(crate) bluelamp: Value,
    pub(crate) notes: Vec<LoadProblem>,
}

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// Introduces the form; asks nothing.
    Start,
    /// Asks or explains.
    Question,
    /// The same questions again for each thing: every bicycle, every witness.
    Repeat,
    /// Takes files.
    FileUpload,
    /// The way ends here without sending: this form is not for you.
    Terminal,
    /// Check your answers.
    Summary,
    /// Shown after sending.
    Status,
}

/// One page of a form.
#[derive(Debug)]
pub struct Page {
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) kind: PageKind,
    pub(crate) section: Option<usize>,
    pub(crate) condition: Option<usize>,
    /// Components shown on the page itself, in order.
    pub(crate) components: Vec<usize>,
    /// These and the ones under their options, in the order they are read.
    pub(crate) all: Vec<usize>,
    pub(crate) links: Vec<Link>,
    pub(crate) repeat: Option<Repeat>,
    pub(crate) picture: Option<String>,
    /// Whether anything on it is under a condition.
    pub(crate) depends: bool,
    pub(crate) file: String,
}

#[derive(Debug)]
pub(crate) struct Link {
    pub to: usize,
    pub condition: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct Repeat {
    pub name: String,
    pub title: Text,
    pub min: usize,
    pub max: usize,
}

#[derive(Debug)]
pub(crate) struct Section {
    pub title: Text,
    pub hide_title: bool,
}

impl Page {
    /// Its address within the form, such as `/date-of-birth`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is for.
    pub fn kind(&self) -> PageKind {
        self.kind
    }

    /// Its id in the definition, or empty.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The file it was read from: the spine's or the flow's own.
    pub fn file(&self) -> &str {
        &self.file
    }
}

impl Definition {
    /// The file it was read from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The form's name in a language.
    pub fn name(&self, lang: &str) -> String {
        self.name
            .get(self.lang(lang))
            .fill(&|_| String::new())
            .into_owned()
    }

    /// Language codes it is written in; the first is its own, the others are translations.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Every page, in the order of the definition.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The page with this path.
    pub fn page(&self, path: &str) -> Option<&Page> {
        self.page_number(path).and_then(|i| self.pages.get(i))
    }

    pub(crate) fn page_number(&self, path: &str) -> Option<usize> {
        if let Some(i) = self.by_path.get(path) {
            return Some(*i);
        }
        let trimmed = path.trim_matches('/');
        self.by_path.get(&format!("/{trimmed}")).copied()
    }

    /// The page the form begins with.
    pub fn first_page(&self) -> &Page {
        match self.pages.get(self.first) {
            Some(page) => page,
            None => unreachable!("a definition without pages is refused at load"),
        }
    }

    /// The components of a page, in the order they are read.
    pub fn components<'d>(&'d self, page: &'d Page) -> impl Iterator<Item = &'d Component> {
        page.all.iter().filter_map(|i| self.components.get(*i))
    }

    /// The component whose answer has this name.
    pub fn component(&self, name: &str) -> Option<&Component> {
        self.by_name.get(name).and_then(|i| self.components.get(*i))
    }

    /// The title of a question or of content, without answers filled in.
    pub fn component_title(&self, component: &Component, lang: &str) -> String {
        let text = component.title.get(self.lang(lang));
        text.fill(&|_| String::new()).into_owned()
    }

    /// What can be chosen, as it comes back from a page, with its words; nothing where there is nothing to choose.
    pub fn options(&self, component: &Component, lang: &str) -> Vec<(String, String)> {
        let lang = self.lang(lang);
        let list = component.kind.list().and_then(|l| self.lists.get(l));
        let items = list.map_or(&[][..], |l| &l.items).iter();
        items
            .map(|item| {
                let text = item.text.get(lang).fill(&|_| String::new());
                (item.posted.clone(), text.into_owned())
            })
            .collect()
    }

    /// How many components there are, content included.
    pub fn component_count(&self) -> usize {
        self.components.len()
    }

    /// The page's title in a language, without answers filled in; for lists of pages.
    pub fn page_title(&self, page: &Page, lang: &str) -> String {
        let lang = self.lang(lang);
        self.title_text(page)
            .map(|t| t.get(lang).fill(&|_| String::new()).into_owned())
            .unwrap_or_default()
    }

    /// The page's own title, else its first question's.
    pub(crate) fn title_text<'d>(&'d self, page: &'d Page) -> Option<&'d Text> {
        if !page.title.is_empty() {
            return Some(&page.title);
        }
        self.components(page)
            .find(|c| c.is_question())
            .map(|c| &c.title)
            .filter(|t| !t.is_empty())
    }

    /// Whatever the definition says under `metadata.bluelamp`; `Null` when nothing.
    pub fn bluelamp(&self) -> &Value {
        &self.bluelamp
    }

    /// Whatever the definition says under `metadata`.
    pub fn metadata(&self) -> &Value {
        &self.metadata
    }

    /// The declaration text that older definitions put on the check-answers page.
    pub fn declaration(&self, lang: &str) -> String {
        self.declaration
            .get(self.lang(lang))
            .fill(&|_| String::new())
            .into_owned()
    }

    /// Things that are odd but did not stop the definition from loading.
    pub fn notes(&self) -> &[LoadProblem] {
        &self.notes
    }

    /// Pages follow each other in order (V2) rather than by links (V1).
    pub(crate) fn is_ordered(&self) -> bool {
        self.ordered
    }

    /// The translation for a language code: itself, its plain language, or the definition's own.
    pub(crate) fn lang(&self, code: &str) -> Lang {
        let index = self
            .languages
            .iter()
            .position(|l| l == code)
            .or_else(|| {
                let plain = code.split('-').next().unwrap_or(code);
                (code != "en-simple")
                    .then(|| self.languages.iter().position(|l| l == plain))
                    .flatten()
            })
            .unwrap_or(0);
        Lang {
            index,
            words: Words::of(code),
        }
    }
}
