//! Sessions for the programs that people follow them with: calendars and feed readers.

mod atom;
mod ical;

pub use atom::atom;
pub use ical::ical;

use kernel::Moment;
use kernel::site::Site;
use page::Tongue;

use crate::meetings::Meeting;
use crate::session::Session;
use crate::view::Said;

/// What a feed is about and for whom.
pub struct Feed<'a> {
    pub site: &'a Site,
    pub areas: &'a atlas::Areas,
    pub tongue: &'a Tongue,
    /// Its heading, such as "Sessions in Saltway".
    pub title: String,
    /// The path of the page that it follows, and its own.
    pub page: String,
    pub own: String,
    pub sessions: &'a [Session],
    /// In calendars alone.
    pub meetings: &'a [Meeting],
}

impl Feed<'_> {
    fn said<'s>(&'s self, session: &'s Session) -> Said<'s> {
        Said {
            session,
            areas: self.areas,
            tongue: self.tongue,
        }
    }

    fn address(&self, session: &Session) -> String {
        format!("{}/session/{}", self.site.public_url(), session.id)
    }

    /// When something in it changed last.
    pub fn changed_at(&self) -> Moment {
        self.sessions
            .iter()
            .map(|s| s.changed_at)
            .max()
            .unwrap_or(Moment::from_millis(0))
    }
}

/// Both crates speak chrono; nothing else here does.
fn utc(at: Moment) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(at.millis()).unwrap_or_default()
}

/// Text as a line of a calendar or of XML may hold it.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .collect()
}
