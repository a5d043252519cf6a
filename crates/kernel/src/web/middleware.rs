//! What happens to every request: an id, a log line without personal data, a visit, headers, pages for faults.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::account;
use crate::db::DbError;
use crate::site::Site;

use super::visit::{DESK_COOKIE, LANGUAGE_COOKIE, VISIT_COOKIE, VisitData, cookie};
use super::{Fault, Visit, html_with, see, set_cookie};

#[derive(askama::Template)]
#[template(path = "pages/fault.html")]
struct FaultPage {
    chrome: page::Chrome,
    title: String,
    text: String,
    request_id: String,
    broken: bool,
}

/// The outermost layer.
pub(super) async fn every_request(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let request_id = crate::seal::hex(&crate::seal::random::<8>());
    let method = request.method().clone();
    // The pattern of the route, not the path: a path can hold a reference.
    let pattern = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", MatchedPath::as_str)
        .to_owned();
    let headers = request.headers().clone();
    let mut new_visit = false;
    let ip = address(&site, &request);
    let uri = request.uri().clone();
    let (mut answer, data) = match visit(&site, &headers, &uri, ip, &mut new_visit).await {
        Ok(data) => {
            request.extensions_mut().insert(data.clone());
            let answer = match refuse_before(&site, &method, &headers, &data) {
                Some(fault) => fault.into_response(),
                None => next.run(request).await,
            };
            (answer, data)
        }
        Err((error, data)) => (Fault::from(error).into_response(), data),
    };
    if let Some(fault) = answer.extensions_mut().remove::<Fault>() {
        answer = fault_page(&site, &data, &fault, &request_id);
    } else if answer.status() == StatusCode::METHOD_NOT_ALLOWED
        || (answer.status() == StatusCode::NOT_FOUND && pattern == "none")
    {
        answer = fault_page(&site, &data, &Fault::Missing, &request_id);
    } else if answer.status().is_client_error() && !answer.headers().contains_key(header::CONTENT_TYPE)
        || is_plain_error(&answer)
    {
        // What the framework refused (a body too long, a path that is not text) gets a page of ours.
        answer = fault_page(&site, &data, &Fault::Missing, &request_id);
    }
    let open = is_open(&data.path);
    if new_visit && !open {
        set_cookie(&mut answer, &site, VISIT_COOKIE, &data.visit, 180 * 86_400);
    }
    secure(&mut answer, &request_id, &site);
    if open {
        let headers = answer.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    let took = began.elapsed();
    site.metrics().request(&pattern, answer.status().as_u16(), took);
    tracing::info!(
        request_id,
        method = method.as_str(),
        route = pattern,
        status = answer.status().as_u16(),
        micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "{method} {pattern} answered {}",
        answer.status().as_u16()
    );
    answer
}

/// An interface for other people's programs: problems come as JSON, pages elsewhere may read it, and nobody gets a cookie.
fn is_open(path: &str) -> bool {
    path.starts_with("/api/")
}

fn is_plain_error(answer: &Response) -> bool {
    let plain = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"text/plain"));
    plain && (answer.status().is_client_error() || answer.status().is_server_error())
}

async fn visit(
    site: &Site,
    headers: &HeaderMap,
    uri: &Uri,
    ip: IpAddr,
    new_visit: &mut bool,
) -> Result<VisitData, (DbError, VisitData)> {
    let words = site.words();
    let lang = cookie(headers, LANGUAGE_COOKIE)
        .and_then(|code| words.offered(code))
        .unwrap_or_else(|| {
            words.best(
                headers
                    .get(header::ACCEPT_LANGUAGE)
                    .and_then(|v| v.to_str().ok())
                    .unwrap_or_default(),
            )
        });
    let known = cookie(headers, VISIT_COOKIE)
        .filter(|v| v.len() == 32)
        .map(str::to_owned);
    *new_visit = known.is_none();
    let now = site.now();
    let mut data = VisitData {
        lang,
        staff: None,
        visit: known.unwrap_or_else(|| crate::seal::hex(&site.random())),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        ip,
        now,
        json: is_open(uri.path())
            || headers
                .get(header::ACCEPT)
                .is_some_and(|v| v.as_bytes().starts_with(b"application/json")),
    };
    if let Some(token) = cookie(headers, DESK_COOKIE) {
        match account::signed_in(site, token, now).await {
            // Who signs in or out gets a new token for forms with it.
            Ok(Some(staff)) => {
                data.staff = Some(staff);
                token.clone_into(&mut data.visit);
                *new_visit = false;
            }
            Ok(None) => {}
            Err(error) => return Err((error, data)),
        }
    }
    Ok(data)
}

fn address(site: &Site, request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|c| c.0.ip());
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.rsplit(',').next())
        .and_then(|v| v.trim().parse().ok());
    let ip = if site.config().server.behind_proxy {
        forwarded.or(peer)
    } else {
        peer
    };
    ip.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

/// Requests that no handler should see: posts from other sites, and too many of them.
fn refuse_before(site: &Site, method: &Method, headers: &HeaderMap, data: &VisitData) -> Option<Fault> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return None;
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if text("sec-fetch-site").is_some_and(|from| from != "same-origin" && from != "none") {
        return Some(Fault::Stale);
    }
    let host = text("host").unwrap_or_default();
    if let Some(origin) = text("origin") {
        let from = origin.split_once("://").map_or(origin, |(_, host)| host);
        if from != host && origin != site.public_url() {
            return Some(Fault::Stale);
        }
    }
    site.posts()
        .check_key(&data.ip)
        .is_err()
        .then(|| Fault::Often(Duration::from_secs(60)))
}

fn fault_page(site: &Site, data: &VisitData, fault: &Fault, request_id: &str) -> Response {
    if matches!(fault, Fault::SignIn) && !data.json {
        return see(&format!("/desk/sign-in?to={}", page::encode(&data.path)));
    }
    let visit = Visit::new(site.clone(), data.clone());
    let tongue = visit.tongue();
    let key = fault.key();
    let title = tongue.t(&format!("fault-{key}-title")).into_owned();
    let text = match fault {
        Fault::Refused(words) => words.clone(),
        _ => tongue.t(&format!("fault-{key}-text")).into_owned(),
    };
    let mut answer = if data.json {
        let problem = serde_json::json!({ "type": "about:blank", "title": title, "status": fault.status().as_u16(),
            "detail": text, "instance": format!("urn:request:{request_id}") });
        let mut answer = (fault.status(), problem.to_string()).into_response();
        answer.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        answer
    } else {
        let broken = matches!(fault, Fault::Broken | Fault::Busy(_));
        let page = FaultPage {
            chrome: visit.chrome(),
            title,
            text,
            request_id: request_id.to_owned(),
            broken,
        };
        html_with(fault.status(), &page).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    };
    let wait = match fault {
        Fault::Busy(wait) => Some(wait.unwrap_or(Duration::from_secs(10))),
        Fault::Often(wait) => Some(*wait),
        _ => None,
    };
    if let Some(wait) = wait {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs()));
    }
    answer
}

/// What a page may load: all of it from here; what a map shows also from these servers.
pub(crate) fn policy(map_from: &[String]) -> Result<HeaderValue, axum::http::header::InvalidHeaderValue> {
    let also: String = map_from.iter().map(|origin| format!(" {origin}")).collect();
    HeaderValue::from_str(&format!(
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:{also}; \
         font-src 'self'; connect-src 'self'{also}; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'"
    ))
}

/// A page with the force's base map on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithMap;

fn secure(answer: &mut Response, request_id: &str, site: &Site) {
    let policy = match answer.extensions_mut().remove::<WithMap>() {
        Some(WithMap) => site.policies().1.clone(),
        None => site.policies().0.clone(),
    };
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(self), microphone=()",
    );
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    if site.is_https() {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}
