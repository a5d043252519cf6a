//! The server: assets, health, metrics, the features' routes; and how it starts and stops.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

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

/// Ready means: a report could be kept now.
async fn ready(State(site): State<Site>) -> Response {
    let well = tokio::time::timeout(Duration::from_secs(3), site.can_keep()).await;
    let why = match well {
        Ok(Ok(())) => return "ready\n".into_response(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the database takes too long to write".to_owned(),
    };
    tracing::warn!("Not ready: {why}");
    (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be used\n").into_response()
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

/// A connection that sends nothing for so long is closed; a visitor's browser opens another without a word.
const SILENT: Duration = Duration::from_secs(20);
/// Connections from one address; many people can be behind one, and nobody shall keep everybody out from one.
const FROM_ONE: usize = 200;

/// Serves until `stop` says so, then lets the requests under way finish, for ten seconds at most.
pub async fn serve(
    site: &Site,
    app: Router,
    listener: tokio::net::TcpListener,
    stop: tokio::sync::watch::Receiver<bool>,
) -> std::io::Result<()> {
    serve_patiently(site, app, listener, stop, SILENT).await
}

async fn serve_patiently(
    site: &Site,
    app: Router,
    listener: tokio::net::TcpListener,
    mut stop: tokio::sync::watch::Receiver<bool>,
    silent: Duration,
) -> std::io::Result<()> {
    let room = Arc::new(Semaphore::new(site.config().server.connections));
    let guests = Guests::default();
    let all = GracefulShutdown::new();
    // A body that stops coming is given up as a head is.
    let app = app.layer(RequestBodyTimeoutLayer::new(silent));
    loop {
        let seat = tokio::select! {
            seat = Arc::clone(&room).acquire_owned() => seat.map_err(std::io::Error::other)?,
            () = stopped(&mut stop) => break,
        };
        let (stream, from) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                // No file left, or the other side is gone already: neither ends the server.
                Err(error) => {
                    tracing::warn!("A connection could not be taken: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = stopped(&mut stop) => break,
        };
        // Behind a proxy all come from one address.
        let guest = guests.admit(from.ip());
        if guest.is_none() && !site.config().server.behind_proxy {
            continue;
        }
        let app = app.clone().layer(Extension(ConnectInfo(from)));
        // HTTP/1 alone: to find out which version is spoken, a silent connection would be waited for without end.
        let mut http = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new()).http1_only();
        http.http1().timer(TokioTimer::new()).header_read_timeout(silent);
        let _ = stream.set_nodelay(true);
        let serving = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
        let serving = all.watch(serving.into_owned());
        tokio::spawn(async move {
            // A visitor who goes away in the middle is no fault.
            let _ = serving.await;
            drop((seat, guest));
        });
    }
    drop(listener);
    site.stop();
    let _ = tokio::time::timeout(Duration::from_secs(10), all.shutdown()).await;
    Ok(())
}

async fn stopped(stop: &mut tokio::sync::watch::Receiver<bool>) {
    let _ = stop.wait_for(|s| *s).await;
}

/// Who is connected, counted by address.
#[derive(Clone, Default)]
struct Guests(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Guests {
    fn admit(&self, from: IpAddr) -> Option<Guest> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let many = all.entry(from).or_default();
        if *many >= FROM_ONE {
            return None;
        }
        *many += 1;
        Some(Guest {
            from,
            all: self.clone(),
        })
    }
}

struct Guest {
    from: IpAddr,
    all: Guests,
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(many) = all.get_mut(&self.from) {
            *many -= 1;
            if *many == 0 {
                all.remove(&self.from);
            }
        }
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[tokio::test]
    async fn the_silent_and_the_many_do_not_keep_others_out_and_a_stop_waits_for_nobody_idle() {
        let config = crate::config::Config {
            server: crate::config::ServerConfig {
                connections: 10,
                ..Default::default()
            },
            ..Default::default()
        };
        let test = crate::testing::site_with(config, Vec::new).await.unwrap();
        let app = Router::new().route("/", get(|| async { "here" }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, told) = tokio::sync::watch::channel(false);
        let site = test.site.clone();
        let patience = Duration::from_millis(300);
        let serving =
            tokio::spawn(async move { serve_patiently(&site, app, listener, told, patience).await });
        let mut silent = Vec::new();
        for n in 0..30 {
            let mut one = TcpStream::connect(address).await.unwrap();
            match n % 3 {
                0 => {}
                1 => one.write_all(b"GET / HTTP/1.1\r\nHost:").await.unwrap(),
                _ => one
                    .write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab")
                    .await
                    .unwrap(),
            }
            silent.push(one);
        }
        let mut visitor = TcpStream::connect(address).await.unwrap();
        visitor
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            .await
            .unwrap();
        let mut answer = [0; 1_000];
        let read = tokio::time::timeout(Duration::from_secs(20), visitor.read(&mut answer)).await;
        let many = read.unwrap().unwrap();
        assert!(String::from_utf8_lossy(&answer[..many]).ends_with("here"));
        tell.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), serving)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
        assert!(test.site.is_stopping());
    }
}
