//! A poster for one occasion: on a door, in a library, on a lamp post.

use serde_json::json;

use crate::error::Result;
use crate::parts::{Address, EasyRead, Language, Picture};
use crate::press::Press;
use crate::sheet::Sheet;
use crate::world::Kind;

/// More is no poster.
const LONGEST: usize = 6_000;
/// Sizes of type, the largest first. At the last the smallest letters of an A4 poster have 12 points.
const SCALES: [f64; 8] = [1.5, 1.35, 1.2, 1.1, 1.0, 0.93, 0.86, 0.8];

/// How large the type is; the paper is A4 both times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// One page, in the largest type with which all of it fits.
    A4,
    /// No letter below 18 points, on as many pages as it takes.
    Large,
}

/// All texts in the reader's language already; lines are lines on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poster {
    pub size: Size,
    pub language: Language,
    /// Whose it is: the force.
    pub from: String,
    /// A small line over the title, such as “Meet your ward officers”; may be empty.
    pub over: String,
    pub title: String,
    /// What changed: cancelled, and why; moved, and whither.
    pub notice: Option<String>,
    /// When, where, what, who. The first two are printed larger.
    pub facts: Vec<Fact>,
    pub map: Option<Picture>,
    pub easy: Option<EasyRead>,
    pub address: Option<Address>,
    /// Small lines at the end: who to ask for another language, where the map is from.
    pub foot: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub lines: Vec<String>,
}

impl Fact {
    pub fn new<T: Into<String>>(label: impl Into<String>, lines: impl IntoIterator<Item = T>) -> Self {
        Self {
            label: label.into(),
            lines: lines.into_iter().map(Into::into).collect(),
        }
    }
}

impl Press {
    /// A PDF of the poster that a screen reader can read (PDF/UA-1). It works for some milliseconds: not on a thread
    /// that answers requests.
    pub fn poster(&self, poster: &Poster) -> Result<Vec<u8>> {
        let mut sheet = Sheet::new(self, LONGEST);
        let mut data = json!({
            "large": poster.size == Size::Large,
            "language": sheet.language(&poster.language)?,
            "from": sheet.text(&poster.from),
            "over": sheet.text(&poster.over),
            "title": sheet.needed("the title", &poster.title)?,
            "notice": poster.notice.as_deref().map(|n| sheet.text(n)),
            "facts": poster.facts.iter().map(|f| json!({
                "label": sheet.text(&f.label),
                "lines": sheet.texts(&f.lines),
            })).collect::<Vec<_>>(),
            "map": poster.map.as_ref().map(|p| sheet.picture(p)).transpose()?,
            "easy": poster.easy.as_ref().map(|e| sheet.easy_read(e)).transpose()?,
            "address": poster.address.as_ref().map(|a| sheet.address(a)).transpose()?,
            "foot": sheet.texts(&poster.foot),
        });
        let sheet = sheet.checked()?;
        if poster.size == Size::Large {
            data["scale"] = json!(1.0);
            return sheet.pdf(Kind::Poster, &data);
        }
        // The largest type that fits: more type never takes fewer pages.
        let (mut from, mut fits) = (0, SCALES.len() - 1);
        while from < fits {
            let middle = (from + fits) / 2;
            data["scale"] = json!(SCALES.get(middle));
            if sheet.pages(Kind::Poster, &data)? <= 1 {
                fits = middle;
            } else {
                from = middle + 1;
            }
        }
        data["scale"] = json!(SCALES.get(fits));
        sheet.pdf(Kind::Poster, &data)
    }
}
