//! Boroughs and wards by their codes, as people call them.

use std::collections::BTreeMap;

use atlas::{BoroughCode, Gazetteer, WardCode};
use kernel::site::Site;
use kernel::web::Fault;

/// The same by name and in the order of names; what the map does not know is left out.
pub fn names<T>(site: &Site, of: BTreeMap<String, T>) -> Result<Vec<(String, T)>, Fault> {
    let ground = site.part::<Gazetteer>()?;
    let areas = ground.areas();
    let name = |code: &str| {
        let borough = BoroughCode::parse(code).and_then(|c| areas.borough(areas.borough_by_code(&c)?));
        let ward = WardCode::parse(code).and_then(|c| areas.ward(areas.ward_by_code(&c)?));
        borough
            .map(|b| b.name.clone())
            .or_else(|| ward.map(|w| w.name.clone()))
    };
    let mut all: Vec<(String, T)> = of
        .into_iter()
        .filter_map(|(code, one)| Some((name(&code)?, one)))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(all)
}
