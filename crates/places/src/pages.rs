//! What the public sees of the directory.

mod areas;
mod find;
mod near;
mod place;
mod suggest;

use jiff::civil::DateTime;
use kernel::web::{Access, Routes, Visit};

pub(crate) use find::SOURCE;
pub use find::in_all;
pub(crate) use place::ahead;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/near", Access::Anyone, near::near)
        .get("/map/wards.json", Access::Anyone, areas::wards)
        .get("/map/boroughs.json", Access::Anyone, areas::boroughs)
        .get("/place/{id}", Access::Anyone, place::place)
        .get("/suggest", Access::Anyone, suggest::suggest)
        .post("/suggest", Access::Anyone, suggest::take)
        .get("/suggest/sent", Access::Anyone, suggest::sent)
        .get("/suggestions", Access::Anyone, suggest::suggestions)
}

pub(crate) fn finder_routes() -> Routes {
    Routes::default().get("/find", Access::Anyone, find::find)
}

/// The time of the clock on the force's walls.
pub(crate) fn wall(visit: &Visit) -> DateTime {
    let zone = visit.site.days().zone().clone();
    visit.now.timestamp().to_zoned_datetime(zone).datetime()
}
