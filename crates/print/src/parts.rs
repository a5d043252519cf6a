//! What posters, reports and leaflets have in common.

/// What a text is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// As in HTML's `lang`: `en`, `cy`, `ur`, `ku-Arab`.
    pub code: String,
    pub right_to_left: bool,
}

impl Language {
    pub fn new(code: &str, right_to_left: bool) -> Self {
        Self {
            code: code.to_owned(),
            right_to_left,
        }
    }

    pub fn english() -> Self {
        Self::new("en", false)
    }
}

/// A drawing and what it shows, in words, for who does not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// A whole SVG document.
    pub svg: String,
    pub description: String,
    /// Printed below it; may be empty.
    pub caption: String,
}

/// Where more can be read: a code to scan, and the address in letters beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// With `http://` or `https://`.
    pub url: String,
    /// “Scan this code or go to”.
    pub lead: String,
    /// What the code is, for who does not see it: “A code that leads to …”.
    pub description: String,
}

/// The same in Easy Read: one sentence and one picture at a time. It has a language of its own, because a poster in
/// Urdu may have an English one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EasyRead {
    pub language: Language,
    pub heading: String,
    pub steps: Vec<EasyStep>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EasyStep {
    pub picture: Option<Picture>,
    pub text: String,
}
