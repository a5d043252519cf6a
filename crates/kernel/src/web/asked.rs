//! What stands behind the question mark of an address.

use axum::extract::{FromRequestParts, Query};
use axum::http::{Uri, request::Parts};
use serde::de::DeserializeOwned;

use super::Fault;

/// The fields of an address. Links are copied, cut and glued together: of a field that is there twice the last counts.
#[derive(Debug, Clone, Copy, Default)]
pub struct UrlQuery<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for UrlQuery<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let read = |uri: &Uri| Query::try_from_uri(uri).ok();
        let found = read(&parts.uri).or_else(|| read(&once_each(parts.uri.query()?)?));
        found.map(|Query(asked)| Self(asked)).ok_or(Fault::Missing)
    }
}

/// An address with the last of each field.
fn once_each(query: &str) -> Option<Uri> {
    let name = |pair: &str| pair.split('=').next().map(str::to_owned);
    let pairs: Vec<&str> = query.split('&').collect();
    let last = pairs
        .iter()
        .enumerate()
        .filter(|(at, pair)| pairs.iter().skip(at + 1).all(|later| name(later) != name(pair)))
        .map(|(_, pair)| *pair);
    format!("/?{}", last.collect::<Vec<_>>().join("&")).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, serde::Deserialize, PartialEq)]
    #[serde(default)]
    struct Asked {
        at: String,
        page: u32,
    }

    async fn asked(uri: &str) -> Result<Asked, Fault> {
        let (mut parts, ()) = axum::http::Request::get(uri).body(()).unwrap().into_parts();
        UrlQuery::from_request_parts(&mut parts, &())
            .await
            .map(|UrlQuery(asked)| asked)
    }

    #[tokio::test]
    async fn of_a_field_that_is_there_twice_the_last_counts() {
        let is = |at: &str, page| Asked {
            at: at.to_owned(),
            page,
        };
        assert_eq!(asked("/near").await.unwrap(), is("", 0));
        assert_eq!(asked("/near?at=a%26b&page=2").await.unwrap(), is("a&b", 2));
        assert_eq!(
            asked("/near?at=a&page=2&at=c%20d&&at&page=3&at=e").await.unwrap(),
            is("e", 3)
        );
        assert_eq!(asked("/near?utm=x&utm=y&at=a").await.unwrap(), is("a", 0));
        assert!(matches!(
            asked("/near?page=many&page=few").await,
            Err(Fault::Missing)
        ));
    }
}
