//! Between HTTP and the features: routes with their access, visits, posted forms, faults.

mod asked;
mod fault;
mod middleware;
mod posted;
mod routes;
mod server;
mod visit;

pub use asked::UrlQuery;
pub use fault::Fault;
pub(crate) use middleware::policy;
pub use posted::{Posted, Upload};
pub use routes::{Access, Line, Routes};
pub use server::{app, serve};
pub use visit::Visit;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A page that was made.
pub fn html(template: &impl askama::Template) -> Result<Response, Fault> {
    html_with(StatusCode::OK, template)
}

/// A page with another status than 200, as 422 for a form with problems.
pub fn html_with(status: StatusCode, template: &impl askama::Template) -> Result<Response, Fault> {
    let body = template
        .render()
        .map_err(|e| Fault::broken("a page could not be made", e))?;
    let mut answer = (status, body).into_response();
    answer.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    Ok(answer)
}

/// A page with a [`Visit::map`] on it: it may fetch the force's base map from where that is, as no other page may.
#[must_use]
pub fn with_map(mut page: Response) -> Response {
    page.extensions_mut().insert(middleware::WithMap);
    page
}
/// Megabytes of memory that all files under way to the server take together. More wait in the browsers.
pub(crate) const UPLOADS_MEGABYTES: u32 = 400;
/// The largest body of a form that takes as many files as one answer may have, each as large as one may be.
pub const WITH_FILES: usize = crate::config::ATTACHED + 2_000_000;

/// "See other": after a form was taken.
pub fn see(path: &str) -> Response {
    axum::response::Redirect::to(path).into_response()
}

/// Adds a cookie that only this site reads and no script sees. With negative seconds it ends with the browser.
pub fn set_cookie(answer: &mut Response, site: &crate::site::Site, name: &str, value: &str, seconds: i64) {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let lasts = if seconds < 0 {
        String::new()
    } else {
        format!("; Max-Age={seconds}")
    };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{lasts}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// A file that the browser saves under this name; never shown in a frame or guessed at.
pub fn download(name: &str, kind: &str, bytes: Vec<u8>, inline: bool) -> Response {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%' | ';') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let how = if inline { "inline" } else { "attachment" };
    let full = page::encode(name).replace('/', "_");
    let disposition = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{full}");
    let mut answer = bytes.into_response();
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(kind).unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}
