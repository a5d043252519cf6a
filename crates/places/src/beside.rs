//! What other features have near a spot, such as sessions and the ward's team. They know of the finder, not the finder of
//! them: each hands over a [`NearSource`], and the program lists them.

use std::future::Future;
use std::pin::Pin;

use atlas::LatLon;
use kernel::Moment;
use kernel::db::DbError;
use kernel::site::Site;
use page::{Link, Tongue};

/// Where someone is who looks for something.
#[derive(Debug, Clone)]
pub struct NearAsked {
    pub at: LatLon,
    /// The code of the ward in which it lies.
    pub ward: Option<String>,
    /// The wards around, nearest first, the own one among them.
    pub around: Vec<String>,
    pub now: Moment,
    pub tongue: Tongue,
}

/// What a feature has near there, in the reader's words.
#[derive(Debug, Clone, Default)]
pub struct NearFound {
    pub title: String,
    /// In the order in which they are read; of many the finder shows the nearest.
    pub things: Vec<NearThing>,
    /// Said when there is nothing; "" leaves the whole part out.
    pub none: String,
    pub more: Option<Link>,
}

#[derive(Debug, Clone, Default)]
pub struct NearThing {
    pub name: String,
    pub href: String,
    /// A few words that tell how it stands, such as when it begins; "" for none.
    pub tag: String,
    pub colour: &'static str,
    pub lines: Vec<String>,
    /// Where it is on the map, and how far; none for what has no place.
    pub at: Option<LatLon>,
    /// The place of the directory in which it is, `Some("")` for one that is not in it: who wants no steps is shown only
    /// what is known to have none. None for what is in no place.
    pub venue: Option<String>,
}

type Answer = Pin<Box<dyn Future<Output = Result<NearFound, DbError>> + Send>>;

/// Someone who has things near a spot.
#[derive(Clone, Copy)]
pub struct NearSource(pub fn(Site, NearAsked) -> Answer);

impl std::fmt::Debug for NearSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NearSource")
    }
}

/// All of them, as the program lists them.
#[derive(Debug, Default)]
pub(crate) struct Beside(Vec<NearSource>);

impl Beside {
    pub fn new(sources: Vec<NearSource>) -> Self {
        Self(sources)
    }

    /// What each of them has, in the order of the list; nothing of those that have nothing to say.
    pub async fn near(&self, site: &Site, asked: &NearAsked) -> Result<Vec<NearFound>, DbError> {
        let mut found = Vec::with_capacity(self.0.len());
        for source in &self.0 {
            let part = (source.0)(site.clone(), asked.clone()).await?;
            if !part.things.is_empty() || !part.none.is_empty() {
                found.push(part);
            }
        }
        Ok(found)
    }
}
