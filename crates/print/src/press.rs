//! The fonts, ready to print with.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use crate::error::{PrintError, Result};
use crate::text::unseen;

/// Prints. Make one and keep it: looking through a folder of fonts takes a while.
///
/// It brings a sans-serif typeface, regular and bold, with the letters of Latin, Greek, Cyrillic, Arabic, Persian,
/// Hebrew, Armenian and Georgian. Urdu, Bengali, Gujarati, Punjabi, Tamil and others need fonts from a folder, such as
/// those that Debian's `fonts-noto-core` puts into `/usr/share/fonts/truetype/noto`.
#[derive(Debug)]
pub struct Press {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
}

#[derive(Debug)]
enum Slot {
    Ready(Font),
    /// Read from its file when a letter needs it.
    File {
        path: PathBuf,
        index: u32,
        font: OnceLock<Option<Font>>,
    },
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl Press {
    /// With the fonts that are compiled in.
    pub fn new() -> Self {
        let own = [dejavu::sans::regular(), dejavu::sans::bold()];
        let fonts: Vec<Font> = own.into_iter().flat_map(|f| Font::iter(Bytes::new(f))).collect();
        Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            slots: fonts.into_iter().map(Slot::Ready).collect(),
        }
    }

    /// And with every font (`ttf`, `otf`, `ttc`, `otc`) of a folder and the folders in it, in the order of their names.
    ///
    /// # Errors
    /// The folder, or a font in it, cannot be read.
    pub fn with_folder(folder: &Path) -> Result<Self> {
        let mut press = Self::new();
        let mut book: FontBook = (*press.book).clone();
        for path in font_files(folder)? {
            let data = std::fs::read(&path).map_err(|e| unreadable(&path, e))?;
            let infos: Vec<FontInfo> = FontInfo::iter(&data).collect();
            if infos.is_empty() {
                return Err(unreadable(&path, "it is no font"));
            }
            for (index, info) in (0..).zip(infos) {
                book.push(info);
                press.slots.push(Slot::File {
                    path: path.clone(),
                    index,
                    font: OnceLock::new(),
                });
            }
        }
        press.book = LazyHash::new(book);
        Ok(press)
    }

    /// The letters of a text that no font has: it would be refused. To ask before something is promised.
    pub fn lacks(&self, text: &str) -> Vec<char> {
        let mut lacks: Vec<char> = crate::text::clean(text)
            .chars()
            .filter(|c| !self.has(*c) && crate::text::says_something(*c))
            .collect();
        lacks.sort_unstable();
        lacks.dedup();
        lacks
    }

    pub(crate) fn has(&self, c: char) -> bool {
        let code = u32::from(c);
        unseen(c)
            || (0..self.slots.len())
                .filter_map(|i| self.book.info(i))
                .any(|info| info.coverage.contains(code))
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        match self.slots.get(index)? {
            Slot::Ready(font) => Some(font.clone()),
            Slot::File { path, index, font } => font
                .get_or_init(|| Font::new(Bytes::new(std::fs::read(path).ok()?), *index))
                .clone(),
        }
    }
}

fn font_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| unreadable(&folder, e))? {
            let path = entry.map_err(|e| unreadable(&folder, e))?.path();
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if ["ttf", "otf", "ttc", "otc"]
                .iter()
                .any(|e| ending.eq_ignore_ascii_case(e))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn unreadable(path: &Path, why: impl std::fmt::Display) -> PrintError {
    PrintError::Font {
        path: path.to_owned(),
        why: why.to_string(),
    }
}
