//! The places that sessions are listed, followed and fed by: a ward, a borough, the force.

use atlas::{Areas, Borough, BoroughCode, Ward, WardCode};
use page::{Lang, Tongue};

/// What someone looks at or follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    Force,
    Borough(BoroughCode),
    Ward(WardCode),
}

impl Area {
    /// A code that the force has, or `force`.
    pub fn parse(text: &str, areas: &Areas) -> Option<Self> {
        if text == "force" {
            return Some(Self::Force);
        }
        Self::ward(text, areas).or_else(|| Self::borough(text, areas))
    }

    pub fn ward(code: &str, areas: &Areas) -> Option<Self> {
        ward(areas, code).map(|w| Self::Ward(w.code))
    }

    pub fn borough(code: &str, areas: &Areas) -> Option<Self> {
        borough(areas, code).map(|b| Self::Borough(b.code))
    }

    /// As it is kept and posted: the code, or `force`. Codes are in capitals, so they never meet.
    pub fn key(&self) -> &str {
        match self {
            Self::Force => "force",
            Self::Borough(code) => code.as_str(),
            Self::Ward(code) => code.as_str(),
        }
    }

    /// The beginning of its addresses: `/ward/E05000001`, and nothing for the force.
    pub fn path(&self) -> String {
        match self {
            Self::Force => String::new(),
            Self::Borough(code) => format!("/borough/{code}"),
            Self::Ward(code) => format!("/ward/{code}"),
        }
    }

    /// The title of its list of sessions.
    pub fn title(&self, areas: &Areas, tongue: &Tongue, force: &str) -> String {
        let key = match self {
            Self::Force => "sessions-title-force",
            _ => "sessions-title",
        };
        tongue.t1(key, "area", self.name(areas, tongue, force))
    }

    /// Its name in the reader's language; the force's own for the force.
    pub fn name(&self, areas: &Areas, tongue: &Tongue, force: &str) -> String {
        match self {
            Self::Force => force.to_owned(),
            Self::Borough(code) => borough_name(areas, code.as_str(), tongue),
            Self::Ward(code) => ward_name(areas, code.as_str(), tongue),
        }
    }
}

pub fn ward<'a>(areas: &'a Areas, code: &str) -> Option<&'a Ward> {
    areas.ward(areas.ward_by_code(&WardCode::parse(code)?)?)
}

pub fn borough<'a>(areas: &'a Areas, code: &str) -> Option<&'a Borough> {
    areas.borough(areas.borough_by_code(&BoroughCode::parse(code)?)?)
}

/// The borough that a ward is in; none for a ward that is no more.
pub fn borough_of<'a>(areas: &'a Areas, code: &str) -> Option<&'a Borough> {
    areas.borough(ward(areas, code)?.borough)
}

fn in_welsh<'a>(tongue: &Tongue, name: &'a str, welsh: Option<&'a String>) -> &'a str {
    match welsh {
        Some(welsh) if tongue.lang() == Lang::CY => welsh,
        _ => name,
    }
}

/// A ward that is no more is called by its code: what happened there stays to be read.
pub fn ward_name(areas: &Areas, code: &str, tongue: &Tongue) -> String {
    ward(areas, code)
        .map_or(code, |w| in_welsh(tongue, &w.name, w.name_cy.as_ref()))
        .to_owned()
}

pub fn borough_name(areas: &Areas, code: &str, tongue: &Tongue) -> String {
    borough(areas, code)
        .map_or(code, |b| in_welsh(tongue, &b.name, b.name_cy.as_ref()))
        .to_owned()
}
