//! What is wrong with a definition, said so that the person who drew it can find the place.

use serde::Serialize;

/// One thing that is wrong with a form definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoadProblem {
    /// The file it stands in, as the caller named it.
    pub file: String,
    /// The page's path, or empty when the trouble is not on a page.
    pub page: String,
    /// The component's name (or a list's or condition's), or empty.
    pub component: String,
    /// What is wrong, in words.
    pub why: String,
}

impl LoadProblem {
    pub(crate) fn new(file: &str, page: &str, component: &str, why: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            page: page.to_owned(),
            component: component.to_owned(),
            why: why.into(),
        }
    }
}

impl std::fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: ", self.file)?;
        if !self.page.is_empty() {
            write!(f, "{}: ", self.page)?;
        }
        if !self.component.is_empty() {
            write!(f, "{}: ", self.component)?;
        }
        f.write_str(&self.why)
    }
}

/// What can go wrong in this crate.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The definition was refused; every problem found is listed.
    #[error("the form definition is refused: {}", .0.first().map_or_else(String::new, ToString::to_string))]
    Refused(Vec<LoadProblem>),
    /// No page has this path.
    #[error("the form has no page {0}")]
    NoSuchPage(String),
}

impl FormError {
    /// The load problems, if this is a refused definition.
    pub fn problems(&self) -> &[LoadProblem] {
        match self {
            Self::Refused(problems) => problems,
            Self::NoSuchPage(_) => &[],
        }
    }
}
