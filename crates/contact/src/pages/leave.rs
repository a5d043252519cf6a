//! "Exit this page": nothing of what is open stays open in this browser, and another site comes in its place.

use axum::http::HeaderMap;
use axum::response::Response;
use kernel::web::{Fault, Visit, see, set_cookie};

use super::{book, cookie_name};

/// Dull, and on nobody's list of worrying sites.
const AWAY: &str = "https://www.bbc.co.uk/weather";
/// The cookies of an opened case, and of what someone says of themselves after a report.
const OTHERS: [&str; 2] = ["bl_case", "bl_about"];

/// Closes what this browser has open. What was written stays kept: a return code opens it again.
pub(super) async fn leave(visit: Visit, headers: HeaderMap) -> Result<Response, Fault> {
    let mut answer = see(AWAY);
    // A link on another site must not be able to close what someone is writing.
    let from = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    if from == Some("cross-site") {
        return Ok(answer);
    }
    put_away(&visit, &headers, &mut answer)?;
    Ok(answer)
}

/// Nothing of what this browser wrote or opened is there for whoever uses it next: no half form, no receipt, no case.
pub(crate) fn put_away(visit: &Visit, headers: &HeaderMap, answer: &mut Response) -> Result<(), Fault> {
    for name in book(visit)?.flows().iter().map(|f| cookie_name(&f.name)) {
        if visit.cookie(headers, &name).is_some() {
            set_cookie(answer, &visit.site, &name, "", 0);
        }
    }
    for name in OTHERS {
        if visit.cookie(headers, name).is_some() {
            set_cookie(answer, &visit.site, name, "", 0);
        }
    }
    Ok(())
}
