//! A borough: its wards, how quickly they answer, its map.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Visit, html};
use page::{Chrome, Link};

use super::{borough_of, elsewhere, group, pace, ward};
use crate::map::{Maps, Piece};
use crate::store;
use crate::store::question::Of;
use crate::ward::{BoroughName, ground};

#[derive(askama::Template)]
#[template(path = "pages/borough.html")]
struct BoroughPage {
    chrome: Chrome,
    borough: BoroughName,
    wards: Vec<Link>,
    groups: Vec<group::Line>,
    sessions: Vec<ward::Coming>,
    paces: Vec<(String, String)>,
    map: Option<Piece>,
}

/// Shown on the page itself; the rest is behind a link.
const SESSIONS_SHOWN: u32 = 3;

pub async fn borough(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let borough = borough_of(&visit, &code)?;
    if let Some(there) = elsewhere(&code, format!("/borough/{}", borough.code), &borough.code) {
        return Ok(there);
    }
    let ground = ground(&visit.site)?;
    let areas = ground.areas();
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let wards = borough
        .wards(areas, visit.lang())
        .into_iter()
        .map(|w| Link::new(w.href(), w.name))
        .collect();
    let paces = vec![
        (
            borough.name.clone(),
            pace::said(tongue, pace::of(&visit, Of::Borough(&borough.code)).await?),
        ),
        (
            visit.site.config().force.name.clone(),
            pace::said(tongue, pace::of(&visit, Of::Force).await?),
        ),
    ];
    let sessions = match sessions::Area::borough(&borough.code, areas) {
        Some(here) => {
            let mut read = visit.site.db().read();
            ward::coming(&chrome, areas, &mut read, &here, visit.now, SESSIONS_SHOWN).await?
        }
        None => Vec::new(),
    };
    let groups = store::group::of_borough(&mut visit.site.db().read(), &borough.code).await?;
    let groups = groups
        .iter()
        .map(|g| group::line(&chrome, visit.now, g))
        .collect();
    let map = visit.site.part::<Maps>()?.borough(areas, borough.ix);
    html(&BoroughPage {
        chrome,
        borough,
        wards,
        groups,
        sessions,
        paces,
        map,
    })
}
