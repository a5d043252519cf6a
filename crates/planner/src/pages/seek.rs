//! Where a reader lives, by what they typed.

use atlas::{Confidence, Gazetteer, How};
use kernel::web::Visit;
use travel::geo::Place;

pub(super) enum Where {
    At(String, Place),
    Choose(Vec<(String, String)>),
    /// A whole borough, in which nobody lives in the middle.
    Borough(String),
    /// It is known, or has the form of a postcode, and is not of this force.
    Outside,
    Nothing,
}

pub(super) fn locate(visit: &Visit, q: &str) -> Where {
    let at = |p: atlas::LatLon| Place::new(p.lat(), p.lon());
    let pin = || Place::parse(q).map_or(Where::Nothing, |p| Where::At(q.to_owned(), p));
    let Ok(ground) = visit.site.part::<Gazetteer>() else {
        return pin();
    };
    let found = ground.locate(q);
    let whole = |how: How, is_ward: bool| how == How::AreaName && !is_ward;
    match found.at.and_then(at) {
        Some(_) if found.confidence != Confidence::Unsure && whole(found.how, found.ward.is_some()) => {
            Where::Borough(found.name)
        }
        Some(place) if found.confidence != Confidence::Unsure => Where::At(found.name, place),
        None if found.outside => Where::Outside,
        _ => {
            let places = found.candidates.into_iter();
            let places = places.filter(|c| !whole(c.how, c.ward.is_some()));
            let choices: Vec<(String, String)> = places.map(|c| (c.name, c.at.to_string())).collect();
            if choices.is_empty() {
                pin()
            } else {
                Where::Choose(choices)
            }
        }
    }
}
