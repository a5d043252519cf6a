//! Meetings of groups, which another feature keeps: they stand among the sessions of a ward or borough, as entries of
//! their own.

use std::pin::Pin;

use kernel::Moment;
use kernel::db::DbError;
use kernel::site::Site;

use crate::area::Area;

type Answer = Pin<Box<dyn Future<Output = Result<Vec<Meeting>, DbError>> + Send>>;

/// The next meeting of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The group's.
    pub id: String,
    pub title: String,
    pub place: String,
    pub at: Moment,
    /// Of the group's page.
    pub path: String,
    /// When somebody last said so.
    pub said_at: Moment,
}

/// Handed to the program by the feature that knows groups.
#[derive(Clone, Copy)]
pub struct Meetings(pub fn(Site, Area, Moment) -> Answer);

impl std::fmt::Debug for Meetings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Meetings")
    }
}

/// Meetings to come of an area's groups; none where no other feature has any.
pub async fn coming(site: &Site, area: &Area, now: Moment) -> Result<Vec<Meeting>, DbError> {
    match site.part::<Meetings>() {
        Ok(source) => (source.0)(site.clone(), *area, now).await,
        Err(_) => Ok(Vec::new()),
    }
}
