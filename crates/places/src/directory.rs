//! The directory in memory: every place with its hours read, looked up again when someone changed something.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use atlas::{Ended, Gazetteer, LatLon, WardCode};
use jiff::civil::Date;
use kernel::db::DbError;
use kernel::site::Site;

use crate::hours::Holidays;
use crate::place::{Place, PlaceId};
use crate::search::{Entry, Index};
use crate::store;

/// All places as they were at one revision.
#[derive(Debug, Default)]
pub struct Directory {
    revision: i64,
    places: Vec<Arc<Place>>,
    by_id: HashMap<PlaceId, Arc<Place>>,
    /// Their names, each with the place's id as its address; made when first asked for.
    names: OnceLock<Index>,
}

impl Directory {
    fn new(revision: i64, places: Vec<Place>) -> Self {
        let places: Vec<Arc<Place>> = places.into_iter().map(Arc::new).collect();
        let by_id = places.iter().map(|p| (p.id.clone(), Arc::clone(p))).collect();
        Self {
            revision,
            places,
            by_id,
            names: OnceLock::new(),
        }
    }

    /// The places that have all of these words in their names, best first; slips of a letter are forgiven.
    pub fn named(&self, text: &str, today: Date, most: usize) -> Vec<Arc<Place>> {
        let names = self.names.get_or_init(|| {
            let entry = |p: &Arc<Place>| Entry {
                title: p.facts.name.clone(),
                href: p.id.to_string(),
                words: p.facts.name_cy.clone(),
                ..Entry::default()
            };
            Index::new(self.places.iter().map(entry).collect())
        });
        let ids = names
            .with_all(text)
            .into_iter()
            .filter_map(|e| PlaceId::parse(&e.href));
        let there = ids
            .filter_map(|id| self.by_id.get(&id))
            .filter(|p| !p.is_gone(today));
        there.take(most).cloned().collect()
    }

    /// In the order of their names; those closed for good too.
    pub fn all(&self) -> &[Arc<Place>] {
        &self.places
    }

    pub fn find(&self, id: &PlaceId) -> Option<&Arc<Place>> {
        self.by_id.get(id)
    }

    /// The places that lie in a ward.
    pub fn in_ward<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Arc<Place>> {
        self.places
            .iter()
            .filter(move |p| p.facts.ward.as_deref() == Some(code))
    }

    /// The places that are for a ward or borough, wherever they lie.
    pub fn serving<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Arc<Place>> {
        self.places
            .iter()
            .filter(move |p| p.facts.serves.iter().any(|c| c == code))
    }

    /// Whether there is a place so near.
    pub(crate) fn has_near(&self, at: LatLon, metres: f64) -> bool {
        self.places.iter().any(|p| p.facts.at.distance_m(at) <= metres)
    }

    /// The places that may be meant, nearest first, each with its straight distance in metres.
    pub fn near(&self, at: LatLon, wanted: impl Fn(&Place) -> bool) -> Vec<(Arc<Place>, f64)> {
        let mut near: Vec<(Arc<Place>, f64)> = self
            .places
            .iter()
            .filter(|p| wanted(p))
            .map(|p| (Arc::clone(p), p.facts.at.distance_m(at)))
            .collect();
        near.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.id.cmp(&b.0.id)));
        near
    }
}

/// The newest directory that was read; dropped when another revision is there.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Option<Arc<Directory>>>);

/// Wards change under a place. Where it lies is looked up on the map of today, and one that is for a ward which ended is
/// for those that lie there now.
fn on_todays_map(place: &mut Place, ground: &Gazetteer, ended: Option<&Ended>) {
    let areas = ground.areas();
    if areas.wards().is_empty() {
        return;
    }
    let located = ground.at_point(place.facts.at);
    let ward = located.ward.and_then(|ix| areas.ward(ix));
    let borough = located.borough.and_then(|ix| areas.borough(ix));
    place.facts.ward = ward.map(|w| w.code.to_string());
    place.facts.borough = borough.map(|b| b.code.to_string());
    let Some(ended) = ended else { return };
    let mut serves: Vec<String> = Vec::new();
    for code in std::mem::take(&mut place.facts.serves) {
        let known = WardCode::parse(&code);
        let gone = known
            .filter(|c| areas.ward_by_code(c).is_none())
            .and_then(|c| ended.get(&c));
        let now = gone.map(|g| g.successors.iter().map(|s| s.code.to_string()).collect());
        for code in now.unwrap_or_else(|| vec![code]) {
            if !serves.contains(&code) {
                serves.push(code);
            }
        }
    }
    place.facts.serves = serves;
}

/// The directory as it is now. One small look at the database tells whether what is remembered is still so.
pub async fn directory(site: &Site) -> Result<Arc<Directory>, DbError> {
    let shelf = site
        .part::<Shelf>()
        .map_err(|_| DbError::Broken("the feature places is not listed".to_owned()))?;
    let revision = store::revision(&mut site.db().read()).await?;
    let kept = shelf.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(kept) = kept.filter(|d| d.revision == revision) {
        return Ok(kept);
    }
    let mut places = store::all(&mut site.db().read(), &Holidays::of(site.days())).await?;
    if let Ok(ground) = site.part::<Gazetteer>() {
        let ended = site.part::<Ended>().ok();
        places
            .iter_mut()
            .for_each(|p| on_todays_map(p, &ground, ended.as_deref()));
    }
    let directory = Arc::new(Directory::new(revision, places));
    *shelf.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&directory));
    Ok(directory)
}
