//! "Exit this page": nothing of what is open stays open in this browser, and another site comes in its place.

use axum::http::HeaderMap;
use axum::response::Response;
use kernel::web::{Fault, Visit, see, set_cookie};

use super::{book, cookie_name};

/// Dull, and on nobody's list of worrying sites.
const AWAY: &str = "https://www.bbc.co.uk/weather";
/// The cookie of an opened case.
const CASE: &str = "bl_case";

/// Closes the drafts and the case of this browser. What was written stays kept: a return code opens it again.
pub(super) async fn leave(visit: Visit, headers: HeaderMap) -> Result<Response, Fault> {
    let mut answer = see(AWAY);
    // A link on another site must not be able to close what someone is writing.
    let from = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    if from == Some("cross-site") {
        return Ok(answer);
    }
    for name in book(&visit)?.flows().iter().map(|f| cookie_name(&f.name)) {
        if visit.cookie(&headers, &name).is_some() {
            set_cookie(&mut answer, &visit.site, &name, "", 0);
        }
    }
    if visit.cookie(&headers, CASE).is_some() {
        set_cookie(&mut answer, &visit.site, CASE, "", 0);
    }
    Ok(answer)
}
