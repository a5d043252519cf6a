//! `/find`: everything that can be found by words.

use axum::response::Response;
use kernel::db::DbError;
use kernel::site::Site;
use kernel::web::{Fault, UrlQuery, Visit, html};
use page::{Chrome, Tongue, encode};
use serde::Deserialize;

use crate::directory::directory;
use crate::search::{Entry, Finder, Source};
use crate::store;

const SHOWN: usize = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
}

/// A page that knows the words.
pub(super) struct Hit {
    pub title: String,
    pub href: String,
    pub kind: String,
    pub detail: String,
}

#[derive(askama::Template)]
#[template(path = "pages/find.html")]
struct FindPage {
    chrome: Chrome,
    q: String,
    asked: bool,
    hits: Vec<Hit>,
    near: String,
}

pub(crate) async fn find(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let q: String = asked.q.trim().chars().take(120).collect();
    let hits = if q.is_empty() {
        Vec::new()
    } else {
        hits(&visit.site, &tongue, &q, SHOWN).await?
    };
    html(&FindPage {
        chrome: visit.chrome(),
        asked: !q.is_empty(),
        hits,
        near: format!("/near?q={}", encode(&q)),
        q,
    })
}

/// What fits some words best, best first.
pub(super) async fn hits(site: &Site, tongue: &Tongue, q: &str, most: usize) -> Result<Vec<Hit>, Fault> {
    let index = site.part::<Finder>()?.index(site).await?;
    let found = index.search(q, most).into_iter().map(|entry| Hit {
        title: match entry.called.as_str() {
            "" => entry.title.clone(),
            key => tongue.t(key).into_owned(),
        },
        href: entry.href.clone(),
        kind: tongue.t(&entry.kind).into_owned(),
        detail: entry.detail.clone(),
    });
    Ok(found.collect())
}

/// The places and areas of the force, for the index.
pub(crate) const SOURCE: Source = Source {
    revision: |site| Box::pin(async move { store::revision(&mut site.db().read()).await }),
    entries: |site| Box::pin(entries(site)),
};

/// What a kind of thing is called in every language, so that it is found in each.
pub fn in_all(site: &Site, key: &str) -> String {
    let words = site.words();
    let said: Vec<String> = words
        .languages()
        .map(|l| words.tongue(l).t(key).into_owned())
        .collect();
    said.join(" ")
}

async fn entries(site: Site) -> Result<Vec<Entry>, DbError> {
    let directory = directory(&site).await?;
    let today = site.now().date(site.days().zone());
    let in_all = |key: &str| in_all(&site, key);
    let mut entries = Vec::new();
    for place in directory.all().iter().filter(|p| !p.is_gone(today)) {
        let facts = &place.facts;
        let kind = format!("place-kind-{}", facts.kind.as_str());
        let offers = facts.offers.iter().map(|o| format!("place-offer-{}", o.as_str()));
        let has = [
            (facts.bsl, "near-only-bsl"),
            (facts.step_free, "near-only-step-free"),
            (facts.private_room, "near-only-room"),
            (facts.parking, "near-only-parking"),
        ];
        let has = has.iter().filter(|(known, _)| known.is_yes());
        let offers = offers.chain(has.map(|(_, key)| (*key).to_owned()));
        let offers: Vec<String> = offers.map(|key| in_all(&key)).collect();
        entries.push(Entry {
            title: facts.name.clone(),
            href: format!("/place/{}", place.id),
            words: format!(
                "{} {} {} {}",
                in_all(&kind),
                facts.name_cy,
                facts.host,
                offers.join(" ")
            ),
            kind,
            detail: place.whole_address(),
            ..Entry::default()
        });
    }
    if let Ok(ground) = site.part::<atlas::Gazetteer>() {
        let areas = ground.areas();
        for borough in areas.boroughs() {
            entries.push(Entry {
                title: borough.name.clone(),
                href: format!("/borough/{}", borough.code),
                kind: "find-kind-borough".to_owned(),
                detail: String::new(),
                words: format!(
                    "{} {}",
                    in_all("find-kind-borough"),
                    borough.name_cy.clone().unwrap_or_default()
                ),
                ..Entry::default()
            });
        }
        for ward in areas.wards() {
            let borough = areas.borough(ward.borough).map_or("", |b| b.name.as_str());
            entries.push(Entry {
                title: ward.name.clone(),
                href: format!("/ward/{}", ward.code),
                kind: "find-kind-ward".to_owned(),
                detail: borough.to_owned(),
                words: format!(
                    "{} {}",
                    in_all("find-kind-ward"),
                    ward.name_cy.clone().unwrap_or_default()
                ),
                ..Entry::default()
            });
        }
    }
    Ok(entries)
}
