//! Community Contact Sessions, meetings and training: a ward officer plans one in a minute, the public sees, follows and
//! comes, and afterwards reads what was said and what was done.
//!
//! A session that was cancelled or moved stays to be seen as such: on pages, in calendars and feeds, in letters.
//! `neighbourhoods` and the police API call [`coming`], [`past`] and [`between`].

mod area;
mod desk;
mod feed;
mod finder;
mod follow;
mod follower;
mod gone;
mod import;
mod jobs;
mod keeper;
mod map;
mod meetings;
mod near;
mod pages;
mod plan;
mod poster;
mod repeat;
mod rota;
mod session;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod venue;
mod view;
mod warn;

use std::sync::Arc;

use kernel::job::Jobs;
use kernel::reseal::SealedColumn;
use kernel::site::{DeskLink, Feature, StartLink};
use kernel::web::Access;
use print::Press;

pub use area::Area;
pub use finder::SOURCE;
pub use import::Import;
pub use keeper::{Keeper, Keeping};
pub use meetings::{Meeting, Meetings};
pub use near::NEAR;
pub use plan::Plan;
pub use repeat::{Repeat, Slot};
pub use rota::{Asked as RotaAsked, Gone, Rota};
pub use session::{After, Before, Kind, Offered, Officer, Session, SessionId, State, Topic, Venue};
pub use store::{
    Changed, between, cancel, change, changed, coming, find, insert, is_name, naming, note_after, past,
};
/// What belongs to wards that are no more, for whoever gives it to others.
pub mod ended {
    pub use crate::gone::page;
    pub use crate::store::{Held, give, held};
}
pub use venue::rooms;
pub use view::Said;

pub const WORDS: &[page::Source] = &[
    ("en", "sessions", include_str!("words/en.ftl")),
    ("cy", "sessions", include_str!("words/cy.ftl")),
    ("en-simple", "sessions", include_str!("words/en-simple.ftl")),
];

/// The slice, as the program lists it. Posters are printed with this press.
pub fn feature(press: Arc<Press>) -> Feature {
    Feature {
        name: "sessions",
        words: WORDS,
        routes: pages::routes()
            .merge(poster::routes())
            .merge(follow::routes())
            .merge(desk::routes()),
        jobs: Jobs::default()
            .add::<jobs::TellFollowers>()
            .every::<jobs::WriteWeek>(3_600)
            .every::<jobs::ForgetUnconfirmed>(3_600),
        subscribes: Vec::new(),
        parts: vec![press],
        desk: vec![DeskLink {
            href: "/desk/sessions",
            key: "sessions-link",
            access: Access::Desk,
        }],
        start: vec![StartLink {
            href: "/sessions",
            key: "sessions",
            picture: "calendar",
            asks: None,
        }],
        sealed: &[SealedColumn {
            table: "session_follower",
            id: "id",
            column: "sealed",
            kind: "follower",
        }],
        ..Feature::default()
    }
}
