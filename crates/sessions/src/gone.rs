//! A ward that ended with a change of boundaries: every address that it had says so, and which wards lie there now.

use atlas::{Ended, WardCode};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Visit, html_with};
use page::{Chrome, Link};

use crate::area;
use crate::pages::gazetteer;

#[derive(askama::Template)]
#[template(path = "pages/ended.html")]
struct EndedPage {
    chrome: Chrome,
    name: String,
    code: String,
    wards: Vec<Link>,
}

/// The answer for an address of an ended ward; `under` is what follows the ward in it, such as `/sessions`.
///
/// # Errors
/// Nothing is there when the code was never one of a ward.
pub fn page(visit: &Visit, code: &str, under: &str) -> Result<Response, Fault> {
    let code = WardCode::parse(code).ok_or(Fault::Missing)?;
    // Only the program knows of changes of boundaries.
    let ended = visit.site.part::<Ended>().map_err(|_| Fault::Missing)?;
    let gone = ended.get(&code).ok_or(Fault::Missing)?;
    let gazetteer = gazetteer(visit)?;
    let areas = gazetteer.areas();
    let chrome = visit.chrome();
    let wards = gone.successors.iter().filter_map(|s| {
        let code = s.code.as_str();
        area::ward(areas, code)?;
        let borough =
            area::borough_of(areas, code).map(|b| area::borough_name(areas, b.code.as_str(), &chrome.tongue));
        let name = area::ward_name(areas, code, &chrome.tongue);
        let name = match borough {
            Some(borough) => format!("{name}, {borough}"),
            None => name,
        };
        Some(Link::new(format!("/ward/{code}{under}"), name))
    });
    html_with(
        StatusCode::GONE,
        &EndedPage {
            wards: wards.collect(),
            name: gone.name.clone(),
            code: code.to_string(),
            chrome,
        },
    )
}
