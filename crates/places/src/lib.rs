//! Where to turn to: the force's living directory of counters, hubs, custody suites and the rooms of others.
//!
//! The public finds what is open near them and by when they are there; staff keep it true. Other features read it
//! through [`directory`]; [`Hours`] reads opening hours for all of them.

mod alike;
mod beside;
mod desk;
mod directory;
mod hours;
mod import;
mod map;
mod pages;
mod place;
mod said;
mod search;
mod standing;
mod store;
mod suggestion;
mod table;
#[cfg(test)]
mod tests;
mod ways;

use std::sync::Arc;

use kernel::reseal::SealedColumn;
use kernel::site::{DeskLink, Feature, Site, StartLink};
use kernel::web::Access;

pub use beside::{NearAsked, NearFound, NearSource, NearThing};
pub use directory::{Directory, directory};
pub use hours::{Holidays, Hours, Refused, Stretch};
pub use import::{Plan, Planned, Step};
pub use pages::in_all;
pub use place::{
    Announced, Confirmed, Exception, ExceptionId, FIELDS, Facts, Kind, Known, Offer, Place, PlaceId, Trouble,
};
pub use search::{Entry, Index, Source};
pub use standing::{Day, Standing};
pub use store::{By, add, announce, change, confirm, find, withdraw};
pub use suggestion::{NewSuggestion, SuggestionId, Verdict};
pub use table::{Row as TableRow, Table, TableError};
pub use ways::{Minutes, Reckoned, Ways};

/// What is done with suggestions, for whoever does it elsewhere than on our pages.
pub mod suggestions {
    pub use crate::store::{decide, suggest as make, suggestion as find};
}

pub const WORDS: &[page::Source] = &[
    ("en", "places", include_str!("words/en.ftl")),
    ("cy", "places", include_str!("words/cy.ftl")),
    ("en-simple", "places", include_str!("words/en-simple.ftl")),
];

/// The slice, as the program lists it. `ways` are the force's streets and timetables.
pub fn feature(ways: Arc<Ways>) -> Feature {
    Feature {
        name: "places",
        words: WORDS,
        routes: pages::routes().merge(desk::routes()),
        start: vec![
            StartLink {
                href: "/near",
                key: "near",
                picture: "map",
                asks: Some("q"),
            },
            StartLink {
                href: "/find",
                key: "find",
                picture: "eye",
                asks: Some("q"),
            },
        ],
        desk: vec![
            DeskLink {
                href: "/desk/places",
                key: "places-link",
                access: Access::Desk,
            },
            DeskLink {
                href: "/desk/suggestions",
                key: "suggestions-link",
                access: Access::Desk,
            },
        ],
        sealed: &[SealedColumn {
            table: "place_suggestion",
            id: "id",
            column: "said",
            kind: "suggestion",
        }],
        parts: vec![
            ways,
            Arc::new(directory::Shelf::default()),
            Arc::new(map::Atlas::default()),
            // Whatever `finder` and `beside` hand over later takes the place of these.
            Arc::new(search::Finder::default()),
            Arc::new(beside::Beside::default()),
        ],
        warm: vec![|site| Box::pin(warm(site))],
        ..Feature::default()
    }
}

/// What can be found of the directory, and the wards and boroughs.
pub const SOURCE: Source = pages::SOURCE;

/// What others of the force have near a spot, shown by the finder in this order. Listed after [`feature`].
pub fn beside(sources: Vec<NearSource>) -> Feature {
    Feature {
        name: "beside",
        parts: vec![Arc::new(beside::Beside::new(sources))],
        ..Feature::default()
    }
}

/// Reads the directory and the index, draws the map, and looks once at all streets. What fails here is told to whoever
/// asks for it.
async fn warm(site: Site) {
    let began = std::time::Instant::now();
    let _ = directory(&site).await;
    if let Ok(finder) = site.part::<search::Finder>() {
        let _ = finder.index(&site).await;
    }
    let (Ok(ground), Ok(atlas), Ok(ways)) = (
        site.part::<atlas::Gazetteer>(),
        site.part::<map::Atlas>(),
        site.part::<Ways>(),
    ) else {
        return;
    };
    let now = site
        .now()
        .timestamp()
        .to_zoned_datetime(site.days().zone().clone());
    let drawn = tokio::task::spawn_blocking(move || {
        atlas.warm(&ground);
        ways.warm(now.datetime());
    });
    let _ = drawn.await;
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(millis, "The finder is ready");
}

/// The search over everything that features hand over, as the program lists it.
pub fn finder(sources: Vec<Source>) -> Feature {
    Feature {
        name: "finder",
        routes: pages::finder_routes(),
        parts: vec![Arc::new(search::Finder::new(sources))],
        ..Feature::default()
    }
}
