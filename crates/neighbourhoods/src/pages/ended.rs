//! A ward that ended with a change of boundaries: which wards lie there now.

use atlas::{Ended, WardCode};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Visit, html_with};
use page::{Chrome, Link};

use crate::ward::{WardName, ground};

#[derive(askama::Template)]
#[template(path = "pages/ended.html")]
struct EndedPage {
    chrome: Chrome,
    name: String,
    code: String,
    wards: Vec<Link>,
}

/// The wards that lie now where an ended one was; nothing when the code was never one.
pub fn now_there(visit: &Visit, code: &str) -> Result<Option<(String, Vec<WardName>)>, Fault> {
    let Some(code) = WardCode::parse(code) else {
        return Ok(None);
    };
    let ended = visit.site.part::<Ended>()?;
    let Some(gone) = ended.get(&code) else {
        return Ok(None);
    };
    let ground = ground(&visit.site)?;
    let wards = gone.successors.iter();
    let wards = wards.filter_map(|s| WardName::find(ground.areas(), s.code.as_str(), visit.lang()));
    Ok(Some((gone.name.clone(), wards.collect())))
}

/// The page of an ended ward; nothing when the code was never one.
pub fn page(visit: &Visit, code: &str) -> Result<Response, Fault> {
    let (name, wards) = now_there(visit, code)?.ok_or(Fault::Missing)?;
    let wards = wards.iter();
    let wards = wards.map(|w| Link::new(w.href(), format!("{}, {}", w.name, w.borough_name)));
    html_with(
        StatusCode::GONE,
        &EndedPage {
            chrome: visit.chrome(),
            name,
            code: code.to_uppercase(),
            wards: wards.collect(),
        },
    )
}
