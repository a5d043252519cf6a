//! Words of a definition: one per language, with room for answers given earlier.

use std::borrow::Cow;
use std::sync::Arc;

use crate::words::Words;

/// A language as this definition and the built-in messages know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lang {
    /// Which translation of the definition; 0 is the language it was written in.
    pub index: usize,
    /// Which built-in messages.
    pub words: Words,
}

/// A text in which `{{ name }}` stands for an earlier answer.
#[derive(Debug, Clone)]
pub(crate) enum Template {
    Plain(Arc<str>),
    Parts(Arc<[Part]>),
}

#[derive(Debug, Clone)]
pub(crate) enum Part {
    Words(Box<str>),
    /// The answer of the component with this name; empty when there is none.
    Answer(Box<str>),
}

impl Template {
    /// Splits on `{{ … }}`. What is not a plain answer name (`context.data.x`, filters we do not
    /// know) becomes nothing, as does a `{% … %}` tag: neither may reach the page as raw text.
    pub fn parse(text: &str) -> Self {
        if !text.contains("{{") && !text.contains("{%") {
            return Self::Plain(text.into());
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
            let (before, from) = rest.split_at(at);
            if !before.is_empty() {
                parts.push(Part::Words(before.into()));
            }
            let is_answer = from.starts_with("{{");
            let close = if is_answer { "}}" } else { "%}" };
            let inside_on = from.get(2..).unwrap_or_default();
            let Some(end) = inside_on.find(close) else {
                // Unclosed: it is only two braces in a sentence.
                parts.push(Part::Words(from.into()));
                rest = "";
                break;
            };
            let inside = inside_on.get(..end).unwrap_or_default();
            if is_answer && let Some(name) = answer_name(inside) {
                parts.push(Part::Answer(name.into()));
            }
            rest = inside_on.get(end + 2..).unwrap_or_default();
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.into()));
        }
        Self::Parts(parts.into())
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Plain(text) => text.is_empty(),
            Self::Parts(parts) => parts.is_empty(),
        }
    }

    /// The text with answers put in; `answer` gives the display text for a name.
    pub fn fill<'t>(&'t self, answer: &dyn Fn(&str) -> String) -> Cow<'t, str> {
        match self {
            Self::Plain(text) => Cow::Borrowed(text),
            Self::Parts(parts) => {
                let mut out = String::new();
                for part in parts.iter() {
                    match part {
                        Part::Words(words) => out.push_str(words),
                        Part::Answer(name) => out.push_str(&answer(name)),
                    }
                }
                Cow::Owned(out)
            }
        }
    }

    /// The names of answers this text asks for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let parts: &[Part] = match self {
            Self::Plain(_) => &[],
            Self::Parts(parts) => parts,
        };
        parts.iter().filter_map(|part| match part {
            Part::Answer(name) => Some(&**name),
            Part::Words(_) => None,
        })
    }
}

/// `name`, or `'name' | answer`.
fn answer_name(inside: &str) -> Option<&str> {
    let (first, filter) = match inside.split_once('|') {
        Some((first, filter)) => (first.trim(), Some(filter.trim())),
        None => (inside.trim(), None),
    };
    let quoted = |q: char| first.strip_prefix(q).and_then(|f| f.strip_suffix(q));
    let name = match filter {
        None => first,
        Some("answer") => quoted('\'').or_else(|| quoted('"'))?,
        Some("escape") => first,
        Some(_) => return None,
    };
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')).then_some(name)
}

/// One text in every language the definition has.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    base: Template,
    others: Box<[Option<Template>]>,
}

impl Text {
    /// `translations` holds one entry for each language after the first.
    pub fn new(base: &str, translations: Vec<Option<String>>) -> Self {
        let others: Vec<_> = translations
            .into_iter()
            .map(|t| t.filter(|t| !t.is_empty()).map(|t| Template::parse(&t)))
            .collect();
        let any = others.iter().any(Option::is_some);
        Self {
            base: Template::parse(base),
            others: if any { others.into() } else { Box::default() },
        }
    }

    /// The same for a text whose braces mean something else.
    pub fn verbatim(base: &str, translations: Vec<Option<String>>) -> Self {
        let plain = |text: &str| Template::Plain(text.into());
        Self {
            base: plain(base),
            others: translations
                .into_iter()
                .map(|t| t.as_deref().map(plain))
                .collect(),
        }
    }

    pub fn get(&self, lang: Lang) -> &Template {
        lang.index
            .checked_sub(1)
            .and_then(|i| self.others.get(i))
            .and_then(Option::as_ref)
            .unwrap_or(&self.base)
    }

    /// Whether the author left it empty. A translation of what is not there does not count: the designer
    /// keeps old ones.
    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }

    /// Every language's template, for checks at load.
    pub fn all(&self) -> impl Iterator<Item = &Template> {
        std::iter::once(&self.base).chain(self.others.iter().flatten())
    }
}

/// The first letter small, unless the word is an abbreviation (`UK passport`, `IMEI`).
pub(crate) fn lower_first(text: &str) -> Cow<'_, str> {
    let mut chars = text.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else {
        return Cow::Borrowed(text);
    };
    // A name of two words keeps its first capital too: `National Insurance number`.
    let name = text
        .split_whitespace()
        .nth(1)
        .is_some_and(|w| w.starts_with(char::is_uppercase));
    if name || !first.is_uppercase() || second.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let mut out: String = first.to_lowercase().collect();
    out.push_str(text.get(first.len_utf8()..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> String {
        Template::parse(text)
            .fill(&|name| format!("<{name}>"))
            .into_owned()
    }

    #[test]
    fn an_earlier_answer_stands_in_a_title() {
        assert_eq!(
            filled("When is {{ first }} {{last}}'s day?"),
            "When is <first> <last>'s day?"
        );
        assert_eq!(filled("Hello {{ 'first' | answer }}"), "Hello <first>");
    }

    #[test]
    fn what_is_not_an_answer_becomes_nothing() {
        assert_eq!(filled("a{{ context.data.x }}b{% if x %}c"), "abc");
        assert_eq!(filled("a {{ b"), "a {{ b");
        assert_eq!(filled("{{}}"), "");
    }

    #[test]
    fn an_abbreviation_keeps_its_capitals() {
        assert_eq!(lower_first("Full name"), "full name");
        assert_eq!(lower_first("UK passport"), "UK passport");
        assert_eq!(
            lower_first("National Insurance number"),
            "National Insurance number"
        );
        assert_eq!(lower_first("Élan"), "élan");
        assert_eq!(lower_first(""), "");
    }
}
