//! Which ward is mine: by postcode, address or name, or from the list.

use atlas::Confidence;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, html, see};
use page::{Chrome, Link};
use serde::Deserialize;

use crate::ward::{WardName, boroughs, ground};

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(askama::Template)]
#[template(path = "pages/find.html")]
struct FindPage {
    chrome: Chrome,
    q: String,
    problem: String,
    found: Vec<Link>,
    boroughs: Vec<Link>,
}

pub async fn find(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let ground = ground(&visit.site)?;
    let areas = ground.areas();
    let lang = visit.lang();
    let chrome = visit.chrome();
    let q = asked.q.trim().to_owned();
    let mut found = Vec::new();
    let mut problem = String::new();
    if !q.is_empty() {
        let place = ground.locate(&q);
        let ward = |ix| WardName::of(areas, ix, lang);
        if let Some(one) = place
            .ward
            .filter(|_| place.confidence != Confidence::Unsure)
            .and_then(ward)
        {
            return Ok(see(&one.href()));
        }
        // A borough's name is no ward, and leads to all of its wards.
        if place.ward.is_none()
            && place.candidates.is_empty()
            && let Some(borough) = place.borough.and_then(|ix| areas.borough(ix))
        {
            return Ok(see(&format!("/borough/{}", borough.code)));
        }
        for candidate in &place.candidates {
            let link = match (candidate.ward.and_then(ward), candidate.borough) {
                (Some(ward), _) => Link::new(ward.href(), format!("{}, {}", ward.name, ward.borough_name)),
                (None, Some(ix)) => match areas.borough(ix) {
                    Some(b) => Link::new(format!("/borough/{}", b.code), b.name.clone()),
                    None => continue,
                },
                (None, None) => continue,
            };
            if !found.contains(&link) {
                found.push(link);
            }
        }
        if found.is_empty() {
            let key = if place.outside {
                "wards-find-outside"
            } else {
                "wards-find-nothing"
            };
            problem = chrome.t(key).into_owned();
        }
    }
    let boroughs = boroughs(areas, lang)
        .into_iter()
        .map(|b| Link::new(format!("/borough/{}", b.code), b.name))
        .collect();
    html(&FindPage {
        chrome,
        q,
        problem,
        found,
        boroughs,
    })
}
