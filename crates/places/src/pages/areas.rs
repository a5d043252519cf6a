//! `/map/wards.json`, `/map/boroughs.json`: the force's boundaries for the map that a script draws.

use std::sync::Arc;

use atlas::Gazetteer;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::web::{Fault, Visit};

use crate::map::{Atlas, File, Files};

pub(super) async fn wards(visit: Visit, headers: HeaderMap) -> Result<Response, Fault> {
    send(&visit, &headers, |files| &files.wards).await
}

pub(super) async fn boroughs(visit: Visit, headers: HeaderMap) -> Result<Response, Fault> {
    send(&visit, &headers, |files| &files.boroughs).await
}

async fn send(visit: &Visit, headers: &HeaderMap, which: fn(&Files) -> &File) -> Result<Response, Fault> {
    let (atlas, ground) = (visit.site.part::<Atlas>()?, visit.site.part::<Gazetteer>()?);
    let (drawn, areas) = (Arc::clone(&atlas), Arc::clone(&ground));
    // Thinning all borders takes a while, once.
    let drawing = tokio::task::spawn_blocking(move || {
        drawn.files(&areas);
    });
    drawing.await.map_err(|e| Fault::broken("the map", e))?;
    let file = which(atlas.files(&ground));
    let told = |name| {
        headers
            .get(name)
            .and_then(|v: &HeaderValue| v.to_str().ok())
            .unwrap_or_default()
    };
    let zipped = !file.gzip.is_empty() && told(header::ACCEPT_ENCODING).contains("gzip");
    let mut answer = if told(header::IF_NONE_MATCH).contains(&file.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if zipped {
        file.gzip.clone().into_response()
    } else {
        file.plain.clone().into_response()
    };
    let set = answer.headers_mut();
    set.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/geo+json"),
    );
    set.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=3600"),
    );
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&file.etag) {
        set.insert(header::ETAG, etag);
    }
    if zipped && answer.status() == StatusCode::OK {
        answer
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(answer)
}
