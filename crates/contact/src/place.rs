//! Where something happened: from a postcode, an address, a pin or words to the ward whose team should know.

use std::path::Path;
use std::sync::Arc;

use atlas::{Areas, Confidence, Gazetteer, Place, Postcodes};

/// The force's map, as `bluelamp import` or the demo left it in the data folder.
#[derive(Debug)]
pub struct Atlas(Gazetteer);

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub ward: Option<String>,
    pub borough: Option<String>,
    /// Latitude and longitude.
    pub at: Option<(f64, f64)>,
}

/// The files of the map in its folder.
pub const AREAS: &str = "areas.blob";
pub const POSTCODES: &str = "postcodes.blob";
pub const PLACES: &str = "places.json";

impl Atlas {
    /// Loads the map; none when there are no areas.
    pub fn load(folder: &Path) -> Result<Option<Self>, String> {
        let read = |name: &str| {
            let path = folder.join(name);
            match std::fs::read(&path) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(e) => Err(format!("{}: {e}", path.display())),
            }
        };
        let Some(bytes) = read(AREAS)? else {
            return Ok(None);
        };
        let areas = Areas::from_blob(&bytes).map_err(|e| format!("atlas/{AREAS}: {e}"))?;
        let postcodes = match read(POSTCODES)? {
            Some(bytes) => {
                Postcodes::from_blob(&bytes, &areas).map_err(|e| format!("atlas/{POSTCODES}: {e}"))?
            }
            None => Postcodes::default(),
        };
        let places = match read(PLACES)? {
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|e| format!("atlas/{PLACES}: {e}"))?,
            None => Vec::new(),
        };
        Ok(Some(Self::new(areas, postcodes, places)))
    }

    pub fn new(areas: Areas, postcodes: Postcodes, places: Vec<Place>) -> Self {
        Self(Gazetteer::new(Arc::new(areas), Arc::new(postcodes), places))
    }

    pub fn areas(&self) -> &Areas {
        self.0.areas()
    }

    /// The ward of a place in someone's words. What several places fit equally well is left to the handler.
    pub fn locate(&self, words: &str) -> Found {
        let found = self.0.locate(words);
        if found.confidence == Confidence::Unsure {
            return Found::default();
        }
        let areas = self.areas();
        Found {
            ward: found
                .ward
                .and_then(|ix| areas.ward(ix))
                .map(|w| w.code.as_str().to_owned()),
            borough: found
                .borough
                .and_then(|ix| areas.borough(ix))
                .map(|b| b.code.as_str().to_owned()),
            at: found.at.map(|p| (p.lat(), p.lon())),
        }
    }

    /// The names of a ward and its borough, for people.
    pub fn names(&self, ward: Option<&str>, borough: Option<&str>) -> String {
        let areas = self.areas();
        let ward = ward
            .and_then(atlas::WardCode::parse)
            .and_then(|c| areas.ward(areas.ward_by_code(&c)?));
        let borough = borough
            .and_then(atlas::BoroughCode::parse)
            .and_then(|c| areas.borough(areas.borough_by_code(&c)?));
        let names: Vec<&str> = [ward.map(|w| &*w.name), borough.map(|b| &*b.name)]
            .into_iter()
            .flatten()
            .collect();
        names.join(", ")
    }
}
