//! Where something happened: from a postcode, an address, a pin or words to the ward whose team should know.

use std::path::Path;

use atlas::{Areas, LatLon, Postcode, Postcodes};

/// The force's map, as `bluelamp import` or the demo left it in the data folder.
#[derive(Debug)]
pub struct Atlas {
    areas: Areas,
    postcodes: Option<Postcodes>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub ward: Option<String>,
    pub borough: Option<String>,
    pub at: Option<(f64, f64)>,
}

impl Atlas {
    /// Loads `areas.blob` and `postcodes.blob`; none when there are no areas.
    pub fn load(folder: &Path) -> Result<Option<Self>, String> {
        let read = |name: &str| {
            let path = folder.join(name);
            match std::fs::read(&path) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(e) => Err(format!("{}: {e}", path.display())),
            }
        };
        let Some(bytes) = read("areas.blob")? else { return Ok(None) };
        let areas = Areas::from_blob(&bytes).map_err(|e| format!("atlas/areas.blob: {e}"))?;
        let postcodes = match read("postcodes.blob")? {
            Some(bytes) => {
                Some(Postcodes::from_blob(&bytes, &areas).map_err(|e| format!("atlas/postcodes.blob: {e}"))?)
            }
            None => None,
        };
        Ok(Some(Self { areas, postcodes }))
    }

    pub fn new(areas: Areas, postcodes: Option<Postcodes>) -> Self {
        Self { areas, postcodes }
    }

    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// The ward of a place in someone's words: a pin, a postcode anywhere in it, or the name of a ward or borough.
    pub fn locate(&self, words: &str) -> Found {
        let words: String = words.chars().take(500).collect();
        if let Some(point) = pin(&words) {
            return self.at(point);
        }
        if let Some(found) = self.by_postcode(&words) {
            return found;
        }
        self.by_name(&words)
    }

    fn at(&self, point: LatLon) -> Found {
        let ward = self.areas.find(point).and_then(|ix| self.areas.ward(ix));
        let borough = ward.and_then(|w| self.areas.borough(w.borough));
        Found {
            ward: ward.map(|w| w.code.as_str().to_owned()),
            borough: borough.map(|b| b.code.as_str().to_owned()),
            at: Some((point.lat(), point.lon())),
        }
    }

    fn by_postcode(&self, words: &str) -> Option<Found> {
        let postcodes = self.postcodes.as_ref()?;
        let parts: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
        let pairs = parts.windows(2).map(|pair| pair.concat());
        let candidates = pairs.chain(parts.iter().map(|p| (*p).to_owned()));
        candidates.filter_map(|c| Postcode::parse(&c)).find_map(|p| postcodes.get(p)).map(|p| self.at(p.at))
    }

    fn by_name(&self, words: &str) -> Found {
        let plain = format!(" {} ", words.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " "));
        let says = |name: &str| {
            let name = name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
            name.trim().len() > 3 && plain.contains(&format!(" {} ", name.trim()))
        };
        let mut wards = self.areas.wards().iter().filter(|w| says(&w.name));
        if let (Some(ward), None) = (wards.next(), wards.next()) {
            let borough = self.areas.borough(ward.borough);
            return Found {
                ward: Some(ward.code.as_str().to_owned()),
                borough: borough.map(|b| b.code.as_str().to_owned()),
                at: None,
            };
        }
        let borough = self.areas.boroughs().iter().find(|b| says(&b.name));
        Found { ward: None, borough: borough.map(|b| b.code.as_str().to_owned()), at: None }
    }

    /// The names of a ward and its borough, for people.
    pub fn names(&self, ward: Option<&str>, borough: Option<&str>) -> String {
        let ward = ward.and_then(|code| self.areas.wards().iter().find(|w| w.code.as_str() == code));
        let borough = borough.and_then(|code| self.areas.boroughs().iter().find(|b| b.code.as_str() == code));
        match (ward, borough) {
            (Some(w), Some(b)) => format!("{}, {}", w.name, b.name),
            (Some(w), None) => w.name.clone(),
            (None, Some(b)) => b.name.clone(),
            (None, None) => String::new(),
        }
    }
}

/// `51.5, -0.1`, as a map puts it into the field.
fn pin(words: &str) -> Option<LatLon> {
    let (lat, lon) = words.trim().split_once(',')?;
    LatLon::new(lat.trim().parse().ok()?, lon.trim().parse().ok()?)
}
