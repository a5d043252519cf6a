//! Where something happened: from a postcode, an address, a pin or words to the ward whose team should know.

use atlas::{Confidence, Gazetteer, How};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub ward: Option<String>,
    pub borough: Option<String>,
    /// Latitude and longitude.
    pub at: Option<(f64, f64)>,
}

/// The ward of a place in someone's words. What several places fit equally well is left to the handler.
pub fn locate(ground: &Gazetteer, words: &str) -> Found {
    let found = ground.locate(words);
    if found.confidence == Confidence::Unsure {
        return Found::default();
    }
    let areas = ground.areas();
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

/// A place that is known exactly, said the same way each time: a postcode with the number of the house, a pin, a named
/// place. None for a street, an area, or words that fit several.
pub fn exact(ground: &Gazetteer, words: &str) -> Option<String> {
    let found = ground.locate(words);
    if found.confidence != Confidence::Sure {
        return None;
    }
    match found.how {
        How::Postcode => {
            let parts: Vec<String> = found.name.split(' ').map(str::to_lowercase).collect();
            let mut said = words.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
            let house = said.find(|w| {
                w.starts_with(|c: char| c.is_ascii_digit())
                    && !parts.iter().any(|p| p == w)
                    && !found.name.to_lowercase().replace(' ', "").contains(w.as_str())
            });
            Some(format!("{} {}", found.name, house.unwrap_or_default()))
        }
        How::Pin => found.at.map(|p| format!("pin {:.4} {:.4}", p.lat(), p.lon())),
        How::PlaceName => Some(found.name),
        How::PartialPostcode | How::AreaName | How::StreetName | How::Nothing => None,
    }
}

/// Places that these words may mean, when they fit several: whoever wrote them knows which.
pub fn choices(ground: &Gazetteer, words: &str) -> Vec<String> {
    let found = ground.locate(words);
    if found.confidence != Confidence::Unsure || found.candidates.len() < 2 {
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::new();
    for candidate in found.candidates {
        if !names.contains(&candidate.name) {
            names.push(candidate.name);
        }
    }
    names
}

/// The names of a ward and its borough, for people.
pub fn names(ground: &Gazetteer, ward: Option<&str>, borough: Option<&str>) -> String {
    let areas = ground.areas();
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
