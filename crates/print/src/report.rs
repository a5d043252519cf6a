//! A report: what was found, with tables, drawings and where it is from.

use serde_json::{Value, json};

use crate::error::{PrintError, Result};
use crate::parts::{Language, Picture};
use crate::press::Press;
use crate::sheet::Sheet;
use crate::world::Kind;

/// Some 300 pages.
const LONGEST: usize = 1_000_000;

/// All texts in the reader's language already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub language: Language,
    /// Whose it is: the force.
    pub from: String,
    pub title: String,
    /// Lines below the title: the day, the area, who made it.
    pub under: Vec<String>,
    /// What it says in short; the heading first.
    pub summary: Section,
    /// The heading of a list of contents; `None` prints none.
    pub contents: Option<String>,
    pub sections: Vec<Section>,
    /// Where the figures are from; the heading first.
    pub sources: Section,
    /// “Page {page} of {pages}”.
    pub page_words: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub heading: String,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// A heading below the section's.
    Heading(String),
    /// Points of a list.
    Points(Vec<String>),
    Table(Table),
    Picture(Picture),
    /// A text and the address it is found at, with `http://` or `https://`.
    Link {
        text: String,
        url: String,
    },
}

/// The head is repeated on each page that the table reaches; the first column names the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows; printed above it.
    pub caption: String,
    pub head: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// Figures stand below one another at the end of the column.
    pub figures: bool,
}

impl Press {
    /// A PDF of the report that a screen reader can read (PDF/UA-1). It works for milliseconds, with long tables for
    /// seconds: not on a thread that answers requests.
    pub fn report(&self, report: &Report) -> Result<Vec<u8>> {
        let mut sheet = Sheet::new(self, LONGEST);
        let data = json!({
            "language": sheet.language(&report.language)?,
            "from": sheet.text(&report.from),
            "title": sheet.needed("the title", &report.title)?,
            "under": sheet.texts(&report.under),
            "summary": section(&mut sheet, &report.summary)?,
            "contents": report.contents.as_deref().map(|c| sheet.text(c)),
            "sections": report.sections.iter().map(|s| section(&mut sheet, s)).collect::<Result<Vec<_>>>()?,
            "sources": section(&mut sheet, &report.sources)?,
            "page": sheet.text(&report.page_words),
        });
        sheet.checked()?.pdf(Kind::Report, &data)
    }
}

fn section(sheet: &mut Sheet<'_>, section: &Section) -> Result<Value> {
    let mut parts = Vec::new();
    for p in &section.parts {
        parts.push(part(sheet, p)?);
    }
    let heading = sheet.needed("the heading of a section", &section.heading)?;
    Ok(json!({ "heading": heading, "parts": parts }))
}

fn part(sheet: &mut Sheet<'_>, part: &Part) -> Result<Value> {
    Ok(match part {
        Part::Text(text) => json!({ "is": "text", "text": sheet.text(text) }),
        Part::Heading(text) => json!({ "is": "heading", "text": sheet.needed("a heading", text)? }),
        Part::Points(points) => json!({ "is": "points", "points": sheet.texts(points) }),
        Part::Picture(picture) => json!({ "is": "picture", "picture": sheet.picture(picture)? }),
        Part::Link { text, url } => {
            json!({ "is": "link", "text": sheet.text(text), "link": sheet.link(url)? })
        }
        Part::Table(table) => {
            if table.head.is_empty() || table.rows.iter().any(|r| r.len() != table.head.len()) {
                return Err(PrintError::Row(table.caption.clone()));
            }
            let head: Vec<String> = table.head.iter().map(|c| sheet.text(&c.name)).collect();
            let mut cells = Vec::new();
            for cell in table.rows.iter().flatten() {
                cells.push(sheet.text(cell));
            }
            json!({
                "is": "table",
                "caption": sheet.needed("the caption of a table", &table.caption)?,
                "head": head,
                "figures": table.head.iter().map(|c| c.figures).collect::<Vec<_>>(),
                "cells": cells,
            })
        }
    })
}
