//! A leaflet: the places of a ward or borough with their hours, to take home.

use serde_json::json;

use crate::error::Result;
use crate::parts::{Address, EasyRead, Language, Picture};
use crate::press::Press;
use crate::sheet::Sheet;
use crate::world::Kind;

/// Some sixty pages.
const LONGEST: usize = 200_000;

/// All texts in the reader's language already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaflet {
    /// One column in type of 18 points and more.
    pub large: bool,
    pub language: Language,
    /// Whose it is: the force.
    pub from: String,
    pub title: String,
    pub intro: Vec<String>,
    pub map: Option<Picture>,
    pub groups: Vec<Group>,
    pub easy: Option<EasyRead>,
    pub address: Option<Address>,
    /// “Page {page} of {pages}”.
    pub page_words: String,
    /// Small lines at the end.
    pub foot: Vec<String>,
}

/// Places of one kind, or what else belongs together: “Hubs”, “Your team”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub heading: String,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// Address, hours, telephone, what is there: a line each.
    pub lines: Vec<String>,
}

impl Press {
    /// A PDF of the leaflet that a screen reader can read (PDF/UA-1). Not on a thread that answers requests.
    pub fn leaflet(&self, leaflet: &Leaflet) -> Result<Vec<u8>> {
        let mut sheet = Sheet::new(self, LONGEST);
        let mut groups = Vec::new();
        for group in &leaflet.groups {
            let mut entries = Vec::new();
            for entry in &group.entries {
                entries.push(json!({
                    "name": sheet.needed("the name of an entry", &entry.name)?,
                    "lines": sheet.texts(&entry.lines),
                }));
            }
            let heading = sheet.needed("the heading of a group", &group.heading)?;
            groups.push(json!({ "heading": heading, "entries": entries }));
        }
        let data = json!({
            "large": leaflet.large,
            "language": sheet.language(&leaflet.language)?,
            "from": sheet.text(&leaflet.from),
            "title": sheet.needed("the title", &leaflet.title)?,
            "intro": sheet.texts(&leaflet.intro),
            "map": leaflet.map.as_ref().map(|p| sheet.picture(p)).transpose()?,
            "groups": groups,
            "easy": leaflet.easy.as_ref().map(|e| sheet.easy_read(e)).transpose()?,
            "address": leaflet.address.as_ref().map(|a| sheet.address(a)).transpose()?,
            "page": sheet.text(&leaflet.page_words),
            "foot": sheet.texts(&leaflet.foot),
        });
        sheet.checked()?.pdf(Kind::Leaflet, &data)
    }
}
