//! The server: assets, health, metrics, the features' routes; and how it starts and stops.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

use crate::args;
use crate::db::Query;
use crate::site::Site;

use super::middleware::every_request;
use super::{Fault, Routes};

/// The whole web application of a site.
pub fn app(site: &Site, routes: Routes) -> Router {
    let inner = routes
        .into_router()
        .fallback(|| async { Fault::Missing })
        .layer(CatchPanicLayer::custom(|_| {
            Fault::broken("a handler", "it stopped in the middle").into_response()
        }))
        .layer(from_fn_with_state(site.clone(), every_request));
    Router::new()
        .route("/assets/{*path}", get(asset))
        .route("/health/live", get(|| async { "live\n" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .merge(inner)
        .with_state(site.clone())
}

async fn asset(State(site): State<Site>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(found) = page::asset(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let told = |name| {
        headers
            .get(name)
            .and_then(|v: &HeaderValue| v.to_str().ok())
            .unwrap_or_default()
    };
    if told(header::IF_NONE_MATCH).contains(found.etag) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let zipped = found
        .gzip
        .filter(|_| told(header::ACCEPT_ENCODING).contains("gzip"));
    let mut answer = zipped.unwrap_or(found.bytes).into_response();
    let caching = if found.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let set = answer.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(found.content_type));
    set.insert(header::ETAG, HeaderValue::from_static(found.etag));
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    set.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    // A worker keeps to the policy that its own script came with.
    set.insert(header::CONTENT_SECURITY_POLICY, site.policies().1.clone());
    if zipped.is_some() {
        set.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer
}

/// Ready means: a statement runs and no migration is missing.
async fn ready(State(site): State<Site>) -> Response {
    match site
        .db()
        .read()
        .one::<i64>("SELECT count(*) FROM migration", args![])
        .await
    {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!("Not ready: {error}");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database cannot be reached\n",
            )
                .into_response()
        }
    }
}

async fn metrics(State(site): State<Site>) -> Response {
    let backlog = crate::job::backlog(&mut site.db().read(), site.now()).await.ok();
    let waiting = backlog.map_or(-1, |(many, _)| many);
    let age = backlog
        .and_then(|(_, oldest)| oldest)
        .map_or(0, |at| site.now().seconds_since(at));
    let dead = site
        .db()
        .read()
        .one("SELECT count(*) FROM job WHERE dead_at IS NOT NULL", args![])
        .await
        .unwrap_or(-1);
    let text = site.metrics().text(waiting, age, dead);
    (
        [(
            header::CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        )],
        text,
    )
        .into_response()
}

/// Serves until `stop` says so, then lets the requests under way finish, for ten seconds at most.
pub async fn serve(
    app: Router,
    listener: tokio::net::TcpListener,
    mut stop: tokio::sync::watch::Receiver<bool>,
) -> std::io::Result<()> {
    let mut late = stop.clone();
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = stop.wait_for(|s| *s).await;
    });
    tokio::select! {
        result = serving => result,
        () = async move {
            let _ = late.wait_for(|s| *s).await;
            tokio::time::sleep(Duration::from_secs(10)).await;
        } => Ok(()),
    }
}
