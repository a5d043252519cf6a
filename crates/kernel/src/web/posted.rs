//! What a form sent: checked to come from this visit, fields and files apart.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use tokio::sync::OwnedSemaphorePermit;

use crate::site::Site;

use super::visit::VisitData;
use super::{Fault, Visit};

/// A file as it came. Nothing of it is believed yet.
#[derive(Debug, Clone)]
pub struct Upload {
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
    /// It was longer than a file may be; the bytes beyond were not kept.
    pub too_large: bool,
}

/// A posted form whose anti-forgery token was right.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
    /// Its share of the memory that all uploads together may take, until it is let go.
    _room: Option<Arc<OwnedSemaphorePermit>>,
}

const MOST_FIELDS: usize = 500;

impl Posted {
    /// The first value of a field, or "".
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(n, _)| n == name)
    }

    /// All fields in the order they came, without the anti-forgery token.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    pub fn files(&self) -> &[Upload] {
        &self.files
    }

    pub fn take_files(&mut self) -> Vec<Upload> {
        std::mem::take(&mut self.files)
    }
}

impl FromRequest<Site> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Fault> {
        let data = request
            .extensions()
            .get::<VisitData>()
            .cloned()
            .ok_or(Fault::Broken)?;
        let visit = Visit::new(site.clone(), data);
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("")
            .to_owned();
        let mut posted = if kind.starts_with("multipart/form-data") {
            multipart(request, site, &visit).await?
        } else {
            let body = axum::body::Bytes::from_request(request, site).await;
            let body = body.map_err(|_| Fault::Refused(visit.tongue().t("form-too-large").into_owned()))?;
            Self {
                fields: decode(&body),
                ..Self::default()
            }
        };
        if !crate::seal::same(posted.text("csrf"), &visit.csrf()) {
            return Err(Fault::Stale);
        }
        posted.fields.retain(|(name, _)| name != "csrf");
        Ok(posted)
    }
}

/// Megabytes that the body of a request says it has.
fn megabytes(request: &Request) -> u32 {
    let told = request.headers().get(header::CONTENT_LENGTH);
    let bytes = told.and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    // A body that does not say is taken for a full one.
    let megabytes = bytes.map_or(u64::from(super::UPLOADS_MEGABYTES) / 2, |b| b / 1_000_000 + 1);
    u32::try_from(megabytes)
        .unwrap_or(u32::MAX)
        .min(super::UPLOADS_MEGABYTES)
}

async fn multipart(request: Request, site: &Site, visit: &Visit) -> Result<Posted, Fault> {
    let room = Arc::clone(site.uploads()).try_acquire_many_owned(megabytes(&request));
    let room = room.map_err(|_| Fault::Busy(Some(Duration::from_secs(10))))?;
    let csrf = visit.csrf();
    let too_large = || Fault::Refused(visit.tongue().t("form-too-large").into_owned());
    let mut parts = Multipart::from_request(request, site)
        .await
        .map_err(|_| too_large())?;
    let largest = site.config().files.largest;
    let mut posted = Posted {
        _room: Some(Arc::new(room)),
        ..Posted::default()
    };
    while let Some(mut part) = parts.next_field().await.map_err(|_| too_large())? {
        if posted.fields.len() + posted.files.len() >= MOST_FIELDS {
            return Err(too_large());
        }
        let field = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let limit = if file.is_some() {
            largest
        } else {
            super::routes::FORM_BYTES
        };
        let mut bytes = Vec::new();
        // The token stands before the files in every form of ours: from elsewhere, nothing is held in memory.
        let mut over = file.is_some() && !crate::seal::same(posted.text("csrf"), &csrf);
        while let Some(chunk) = part.chunk().await.map_err(|_| too_large())? {
            // What is beyond the limit is read to its end and let go, so that the browser gets an answer.
            over = over || bytes.len() + chunk.len() > limit;
            if !over {
                bytes.extend_from_slice(&chunk);
            }
        }
        match file {
            // A browser sends an empty nameless file where none was chosen.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => posted.files.push(Upload {
                field,
                name,
                bytes,
                too_large: over,
            }),
            None if over => return Err(too_large()),
            None => posted
                .fields
                .push((field, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(posted)
}

/// `application/x-www-form-urlencoded`; what is malformed is taken as it stands.
fn decode(body: &[u8]) -> Vec<(String, String)> {
    body.split(|b| *b == b'&')
        .filter(|pair| !pair.is_empty())
        .take(MOST_FIELDS)
        .map(|pair| {
            let mut halves = pair.splitn(2, |b| *b == b'=');
            let mut half = || plain(halves.next().unwrap_or_default());
            (half(), half())
        })
        .collect()
}

fn plain(text: &[u8]) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let hex = |b: Option<&u8>| {
            b.and_then(|b| char::from(*b).to_digit(16))
                .and_then(|d| u8::try_from(d).ok())
        };
        rest = after;
        match first {
            b'+' => out.push(b' '),
            b'%' => match (hex(after.first()), hex(after.get(1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest = after.get(2..).unwrap_or_default();
                }
                _ => out.push(b'%'),
            },
            b => out.push(*b),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_with_its_pluses_percents_and_broken_escapes() {
        let fields = decode(b"a=1+2&b=%C3%A9%26&c=100%&d&=x&&e=%zz");
        let expected = [
            ("a", "1 2"),
            ("b", "é&"),
            ("c", "100%"),
            ("d", ""),
            ("", "x"),
            ("e", "%zz"),
        ];
        assert_eq!(fields, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
}
