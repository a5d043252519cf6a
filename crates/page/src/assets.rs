//! Styles, scripts and pictures, inside the program.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file the browser may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// The plain name, such as `bluelamp.css` or `pictures/phone.svg`.
    pub name: &'static str,
    /// The name with the fingerprint of its content, such as `bluelamp.0123456789abcdef.css`.
    pub fingerprinted: &'static str,
    /// The content.
    pub bytes: &'static [u8],
    /// The content compressed with gzip, where that is smaller.
    pub gzip: Option<&'static [u8]>,
    /// For the `Content-Type` header.
    pub content_type: &'static str,
    /// For the `ETag` header, with its quotes.
    pub etag: &'static str,
    /// Asked for by its fingerprinted name: may be kept for ever.
    pub immutable: bool,
}

/// The asset of this path below `/assets/`, by plain or fingerprinted name.
pub fn asset(path: &str) -> Option<Asset> {
    let at = NAMES.binary_search_by(|(name, _)| (*name).cmp(path)).ok()?;
    let (_, index) = NAMES.get(at)?;
    let mut found = *ASSETS.get(*index)?;
    found.immutable = path == found.fingerprinted;
    Some(found)
}

/// The address of an asset: fingerprinted, so that it may be cached for ever. A name that is not there gives
/// an address that is not there.
pub fn url(name: &str) -> String {
    format!(
        "/assets/{}",
        asset(name).map_or(name, |found| found.fingerprinted)
    )
}

/// Every asset, by plain name.
pub fn all() -> &'static [Asset] {
    ASSETS
}

/// The ids of the pictures, for `pictures/ID.svg`.
pub fn pictures() -> impl Iterator<Item = &'static str> {
    ASSETS
        .iter()
        .filter_map(|a| a.name.strip_prefix("pictures/")?.strip_suffix(".svg"))
}

/// Who drew the pictures and under what licence, as the licence asks it to be said.
pub const PICTURES_CREDIT: &str =
    "Pictures: OpenMoji, the open-source emoji and icon project. License: CC BY-SA 4.0";
/// Where the pictures come from.
pub const PICTURES_SOURCE: &str = "https://openmoji.org";
/// The licence of the pictures.
pub const PICTURES_LICENCE: &str = "https://creativecommons.org/licenses/by-sa/4.0/";
