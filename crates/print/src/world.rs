//! The whole world that Typst sees: our sources, one file of data, its pictures, the fonts. No disk, no network, no clock.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::error::{PrintError, Result};
use crate::press::Press;

/// What is printed; each has a Typst file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Poster,
    Report,
    Leaflet,
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

pub(crate) struct Paper<'a> {
    press: &'a Press,
    main: Source,
    house: Source,
    data: (FileId, Bytes),
    pictures: HashMap<FileId, Bytes>,
}

impl<'a> Paper<'a> {
    pub(crate) fn new(
        press: &'a Press,
        kind: Kind,
        data: Bytes,
        pictures: &BTreeMap<String, Bytes>,
    ) -> Result<Self> {
        let main = match kind {
            Kind::Poster => include_str!("typst/poster.typ"),
            Kind::Report => include_str!("typst/report.typ"),
            Kind::Leaflet => include_str!("typst/leaflet.typ"),
        };
        let pictures = pictures.iter().map(|(name, svg)| Ok((id(name)?, svg.clone())));
        Ok(Self {
            press,
            main: Source::new(id("/main.typ")?, main.to_owned()),
            house: Source::new(id("/house.typ")?, include_str!("typst/house.typ").to_owned()),
            data: (id("/data.json")?, data),
            pictures: pictures.collect::<Result<_>>()?,
        })
    }
}

fn id(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|e| PrintError::Broken(e.to_string()))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl World for Paper<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let ours = [&self.main, &self.house].into_iter().find(|s| s.id() == id);
        ours.cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        self.pictures.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.font(index)
    }

    /// There is no day: the same inputs give the same bytes.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
