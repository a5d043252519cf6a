//! From our data to Typst's: every text goes into a JSON file, never into the source.

use std::collections::{BTreeMap, BTreeSet};

use fast_qr::convert::{Builder, svg::SvgBuilder};
use serde_json::{Value, json};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::error::{PrintError, Result};
use crate::parts::{Address, EasyRead, Language, Picture};
use crate::press::Press;
use crate::text::{address_pieces, breakable, clean, in_its_direction};
use crate::world::{Kind, Paper};

/// Longer addresses make codes that telephones do not read.
const LONGEST_ADDRESS: usize = 300;
/// What was not used by this many documents in a row is forgotten.
const REMEMBERED: usize = 3;

/// One document being made: its pictures, and what was found wrong on the way.
pub(crate) struct Sheet<'a> {
    press: &'a Press,
    pictures: BTreeMap<String, Bytes>,
    lacking: BTreeSet<char>,
    letters: usize,
    most: usize,
    right_to_left: bool,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(press: &'a Press, most: usize) -> Self {
        Self {
            press,
            pictures: BTreeMap::new(),
            lacking: BTreeSet::new(),
            letters: 0,
            most,
            right_to_left: false,
        }
    }

    /// What can be printed of a text. Little pictures that no font has are left out; letters that no font has are
    /// remembered and refused.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let text = clean(text);
        self.letters += text.chars().count();
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if self.press.has(c) {
                out.push(c);
            } else if crate::text::says_something(c) {
                self.lacking.insert(c);
            }
        }
        in_its_direction(breakable(&clean(&out)), self.right_to_left)
    }

    pub(crate) fn texts(&mut self, texts: &[String]) -> Vec<String> {
        let texts = texts.iter().map(|t| self.text(t));
        texts.filter(|t| !t.is_empty()).collect()
    }

    pub(crate) fn needed(&mut self, what: &'static str, text: &str) -> Result<String> {
        let printed = self.text(text);
        // Letters that no font has are told of as such.
        if printed.is_empty() && self.lacking.is_empty() {
            return Err(PrintError::Empty(what));
        }
        Ok(printed)
    }

    /// What follows is in this language.
    pub(crate) fn language(&mut self, language: &Language) -> Result<Value> {
        let code = language.code.split(['-', '_']).next().unwrap_or_default();
        if !matches!(code.len(), 2..=3) || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err(PrintError::Language(language.code.clone()));
        }
        self.right_to_left = language.right_to_left;
        Ok(json!({ "code": code.to_ascii_lowercase(), "rtl": language.right_to_left }))
    }

    pub(crate) fn picture(&mut self, picture: &Picture) -> Result<Value> {
        let description = clean(&picture.description);
        if description.is_empty() {
            return Err(PrintError::NoDescription);
        }
        if !picture.svg.contains("<svg") {
            return Err(PrintError::Picture(description));
        }
        let file = self.add(&picture.svg);
        Ok(json!({ "file": file, "alt": description, "caption": self.text(&picture.caption) }))
    }

    pub(crate) fn easy_read(&mut self, easy: &EasyRead) -> Result<Value> {
        let around = self.right_to_left;
        let language = self.language(&easy.language)?;
        let heading = self.needed("the heading of the Easy Read", &easy.heading)?;
        let mut steps = Vec::new();
        for step in &easy.steps {
            steps.push(json!({
                "picture": step.picture.as_ref().map(|p| self.picture(p)).transpose()?,
                "text": self.text(&step.text),
            }));
        }
        self.right_to_left = around;
        Ok(json!({ "language": language, "heading": heading, "steps": steps }))
    }

    pub(crate) fn address(&mut self, address: &Address) -> Result<Value> {
        let mut data = self.link(&address.url)?;
        let code = fast_qr::QRBuilder::new(address.url.trim())
            .ecl(fast_qr::ECL::M)
            .build()
            .map_err(|_| PrintError::Address(address.url.clone()))?;
        let code = SvgBuilder::default().margin(2).to_str(&code);
        let description = clean(&address.description);
        if description.is_empty() {
            return Err(PrintError::NoDescription);
        }
        data["file"] = json!(self.add(&code));
        data["alt"] = json!(description);
        data["lead"] = json!(self.text(&address.lead));
        Ok(data)
    }

    /// Where a link leads, and the same as letters on paper.
    pub(crate) fn link(&mut self, url: &str) -> Result<Value> {
        let url = url.trim();
        let shown = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        let shown = shown.map(|s| s.trim_end_matches('/')).filter(|s| !s.is_empty());
        let plain = url.chars().all(|c| c.is_ascii_graphic());
        match shown.filter(|_| plain && url.len() <= LONGEST_ADDRESS) {
            Some(shown) => Ok(json!({ "url": url, "shown": address_pieces(shown) })),
            None => Err(PrintError::Address(url.chars().take(100).collect())),
        }
    }

    fn add(&mut self, svg: &str) -> String {
        let name = format!("/picture-{}.svg", self.pictures.len());
        self.pictures
            .insert(name.clone(), Bytes::from_string(svg.to_owned()));
        name
    }

    /// Nothing was found wrong, or what.
    pub(crate) fn checked(self) -> Result<Self> {
        if !self.lacking.is_empty() {
            return Err(PrintError::Letters(self.lacking.into_iter().collect()));
        }
        if self.letters > self.most {
            return Err(PrintError::TooLong {
                letters: self.letters,
                most: self.most,
            });
        }
        Ok(self)
    }

    /// How many pages it takes.
    pub(crate) fn pages(&self, kind: Kind, data: &Value) -> Result<usize> {
        Ok(self.set(kind, data)?.pages().len())
    }

    /// Sets it and writes it out as PDF/UA-1, which refuses what a screen reader could not read.
    pub(crate) fn pdf(&self, kind: Kind, data: &Value) -> Result<Vec<u8>> {
        let document = self.set(kind, data)?;
        let standards =
            PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| PrintError::Broken(format!("{e:?}")))?;
        let options = PdfOptions {
            standards,
            ident: Smart::Auto,
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|all| broken(&all));
        typst::comemo::evict(REMEMBERED);
        pdf
    }

    fn set(&self, kind: Kind, data: &Value) -> Result<PagedDocument> {
        let data = Bytes::from_string(data.to_string());
        let paper = Paper::new(self.press, kind, data, &self.pictures)?;
        typst::compile(&paper).output.map_err(|all| broken(&all))
    }
}

fn broken(all: &[SourceDiagnostic]) -> PrintError {
    let said: Vec<String> = all.iter().map(|d| d.message.to_string()).collect();
    PrintError::Broken(said.join("; "))
}
