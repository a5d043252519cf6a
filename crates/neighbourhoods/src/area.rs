//! The areas that a fact can be of: a ward, a borough, the whole force.

use atlas::Areas;
use page::Lang;

use crate::ward::{BoroughName, WardName};

/// The code of the whole force.
pub const FORCE: &str = "force";

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Area {
    Ward(WardName),
    Borough(BoroughName),
    Force,
}

impl Area {
    /// By its code; a ward comes before a borough of the same code.
    pub fn find(areas: &Areas, code: &str, lang: Lang) -> Option<Self> {
        if code == FORCE {
            return Some(Self::Force);
        }
        WardName::find(areas, code, lang)
            .map(Self::Ward)
            .or_else(|| BoroughName::find(areas, code, lang).map(Self::Borough))
    }

    pub fn code(&self) -> &str {
        match self {
            Self::Ward(ward) => &ward.code,
            Self::Borough(borough) => &borough.code,
            Self::Force => FORCE,
        }
    }

    /// The name, given that of the force.
    pub fn name<'a>(&'a self, force: &'a str) -> &'a str {
        match self {
            Self::Ward(ward) => &ward.name,
            Self::Borough(borough) => &borough.name,
            Self::Force => force,
        }
    }

    /// Where the desk keeps it.
    pub fn desk(&self) -> String {
        match self {
            Self::Ward(ward) => ward.desk(),
            Self::Borough(borough) => format!("/desk/wards?borough={}", borough.code),
            Self::Force => "/desk/courses".to_owned(),
        }
    }

    /// The borough it lies in or is.
    pub fn borough(&self) -> &str {
        match self {
            Self::Ward(ward) => &ward.borough,
            Self::Borough(borough) => &borough.code,
            Self::Force => "",
        }
    }
}
