//! Wards and boroughs by their codes, with the names that people know them by.

use std::sync::Arc;

use atlas::{Areas, BoroughCode, BoroughIx, Gazetteer, Ward, WardCode, WardIx};
use kernel::site::Site;
use kernel::web::Fault;
use page::Lang;

/// A ward as pages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardName {
    pub ix: WardIx,
    pub code: String,
    pub name: String,
    pub borough_ix: BoroughIx,
    pub borough: String,
    pub borough_name: String,
}

/// A borough as pages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoroughName {
    pub ix: BoroughIx,
    pub code: String,
    pub name: String,
}

/// The force's map, for names and outlines.
pub fn ground(site: &Site) -> Result<Arc<Gazetteer>, Fault> {
    site.part::<Gazetteer>()
}

fn said<'a>(name: &'a str, welsh: Option<&'a String>, lang: Lang) -> String {
    match welsh {
        Some(welsh) if lang == Lang::CY => welsh.clone(),
        _ => name.to_owned(),
    }
}

impl WardName {
    pub fn of(areas: &Areas, ix: WardIx, lang: Lang) -> Option<Self> {
        let ward: &Ward = areas.ward(ix)?;
        let borough = areas.borough(ward.borough)?;
        Some(Self {
            ix,
            code: ward.code.as_str().to_owned(),
            name: said(&ward.name, ward.name_cy.as_ref(), lang),
            borough_ix: ward.borough,
            borough: borough.code.as_str().to_owned(),
            borough_name: said(&borough.name, borough.name_cy.as_ref(), lang),
        })
    }

    /// By its code, in any case of letters.
    pub fn find(areas: &Areas, code: &str, lang: Lang) -> Option<Self> {
        let ix = areas.ward_by_code(&WardCode::parse(code)?)?;
        Self::of(areas, ix, lang)
    }

    pub fn href(&self) -> String {
        format!("/ward/{}", self.code)
    }

    pub fn desk(&self) -> String {
        format!("/desk/wards/{}", self.code)
    }
}

impl BoroughName {
    pub fn of(areas: &Areas, ix: BoroughIx, lang: Lang) -> Option<Self> {
        let borough = areas.borough(ix)?;
        Some(Self {
            ix,
            code: borough.code.as_str().to_owned(),
            name: said(&borough.name, borough.name_cy.as_ref(), lang),
        })
    }

    pub fn find(areas: &Areas, code: &str, lang: Lang) -> Option<Self> {
        let ix = areas.borough_by_code(&BoroughCode::parse(code)?)?;
        Self::of(areas, ix, lang)
    }

    /// The wards in it, by name.
    pub fn wards(&self, areas: &Areas, lang: Lang) -> Vec<WardName> {
        let mut wards: Vec<WardName> = areas
            .borough(self.ix)
            .map(|b| b.wards.as_slice())
            .unwrap_or_default()
            .iter()
            .filter_map(|ix| WardName::of(areas, *ix, lang))
            .collect();
        wards.sort_by(|a, b| a.name.cmp(&b.name));
        wards
    }
}

/// All boroughs, by name.
pub fn boroughs(areas: &Areas, lang: Lang) -> Vec<BoroughName> {
    let mut all: Vec<BoroughName> = (0_u16..)
        .zip(areas.boroughs())
        .filter_map(|(i, _)| BoroughName::of(areas, BoroughIx(i), lang))
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}
