//! Texts in the languages offered.

use serde::{Deserialize, Serialize};

use crate::error::{Flaw, Problems};

/// A language or edition that Bluelamp is offered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    #[serde(rename = "en")]
    En,
    #[serde(rename = "cy")]
    Cy,
    /// Easy Read.
    #[serde(rename = "en-simple")]
    EnSimple,
}

impl Lang {
    pub const ALL: [Self; 3] = [Self::En, Self::Cy, Self::EnSimple];

    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Cy => "cy",
            Self::EnSimple => "en-simple",
        }
    }

    /// The language of a code. One that is not offered reads as English, as a page would.
    pub fn of(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|l| l.code() == code)
            .unwrap_or_default()
    }
}

/// One text in every language offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    pub en: String,
    pub cy: String,
    #[serde(rename = "en-simple")]
    pub en_simple: String,
}

impl Texts {
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Cy => &self.cy,
            Lang::EnSimple => &self.en_simple,
        }
    }

    pub(crate) fn check(&self, of: &str, problems: &mut Problems<'_>) {
        for lang in Lang::ALL {
            if self.in_lang(lang).trim().is_empty() {
                problems.add(Flaw::NoText(of.to_owned(), lang.code().to_owned()));
            }
        }
    }
}
