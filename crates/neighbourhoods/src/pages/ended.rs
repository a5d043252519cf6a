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

/// The page of an ended ward; nothing when the code was never one.
pub fn page(visit: &Visit, code: &str) -> Result<Response, Fault> {
    let code = WardCode::parse(code).ok_or(Fault::Missing)?;
    let ended = visit.site.part::<Ended>()?;
    let gone = ended.get(&code).ok_or(Fault::Missing)?;
    let ground = ground(&visit.site)?;
    let chrome = visit.chrome();
    let wards = gone
        .successors
        .iter()
        .filter_map(|s| {
            let ward = WardName::find(ground.areas(), s.code.as_str(), visit.lang())?;
            Some(Link::new(
                ward.href(),
                format!("{}, {}", ward.name, ward.borough_name),
            ))
        })
        .collect();
    html_with(
        StatusCode::GONE,
        &EndedPage {
            chrome,
            name: gone.name.clone(),
            code: code.to_string(),
            wards,
        },
    )
}
