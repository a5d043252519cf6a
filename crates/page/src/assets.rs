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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> String {
        String::from_utf8(asset(name).unwrap().bytes.to_vec()).unwrap()
    }

    #[test]
    fn an_asset_is_found_by_both_its_names_and_by_no_other() {
        let plain = asset("bluelamp.css").unwrap();
        assert!(!plain.immutable);
        let printed = asset(plain.fingerprinted).unwrap();
        assert!(printed.immutable);
        assert_eq!(url("bluelamp.css"), format!("/assets/{}", plain.fingerprinted));
        for other in [
            "",
            "/",
            "../Cargo.toml",
            "bluelamp",
            "bluelamp.0.css",
            "pictures",
            "pictures/none.svg",
        ] {
            assert!(asset(other).is_none(), "{other}");
        }
        for each in all() {
            assert_eq!(asset(each.name).map(|a| a.etag), Some(each.etag));
        }
    }

    #[test]
    fn nothing_that_only_gov_uk_may_use_is_served() {
        let css = text("bluelamp.css");
        for forbidden in ["GDS Transport", "font-face", "crest", "crown", "sourceMappingURL"] {
            assert!(!css.contains(forbidden), "{forbidden}");
        }
        for each in all() {
            assert!(
                !each.name.ends_with(".woff") && !each.name.ends_with(".woff2"),
                "{}",
                each.name
            );
        }
    }

    #[test]
    fn styles_ask_for_no_file_that_is_not_there() {
        for part in text("bluelamp.css").split("url(").skip(1) {
            let target = part.split(')').next().unwrap_or_default().trim_matches('"');
            let found = target.starts_with("data:")
                || target
                    .strip_prefix("/assets/")
                    .is_some_and(|n| asset(n).is_some());
            assert!(found, "{target}");
        }
    }

    #[test]
    fn the_classes_that_components_use_have_their_rules() {
        let css = text("bluelamp.css");
        for class in [
            ".govuk-button",
            ".govuk-input",
            ".govuk-radios__item",
            ".govuk-summary-list",
            ".govuk-error-summary",
            ".moj-timeline__item",
            ".moj-message-item--sent",
            ".govuk-exit-this-page",
            ".govuk-tag--red",
            ".bl-header",
            ".govuk-pagination",
        ] {
            assert!(css.contains(class), "{class}");
        }
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }

    #[test]
    fn what_every_page_loads_is_light() {
        let css = asset("bluelamp.css").unwrap();
        let script = asset("bluelamp.js").unwrap();
        let plain = css.bytes.len() + script.bytes.len();
        assert!(plain < 104_000, "{plain}");
        let packed = css.gzip.unwrap().len() + script.gzip.unwrap().len();
        assert!(packed < 20_000, "{packed}");
    }

    #[test]
    fn the_script_asks_for_the_design_system_by_its_fingerprint() {
        let govuk = asset("govuk-frontend.js").unwrap().fingerprinted;
        assert!(text("bluelamp.js").contains(&format!("./{govuk}")));
    }

    #[test]
    fn every_picture_is_a_small_drawing() {
        assert!(pictures().count() >= 49);
        for id in pictures() {
            let picture = asset(&format!("pictures/{id}.svg")).unwrap();
            assert_eq!(picture.content_type, "image/svg+xml");
            assert!(
                picture.bytes.starts_with(b"<svg") && picture.bytes.len() < 20_000,
                "{id}"
            );
            assert!(
                !String::from_utf8_lossy(picture.bytes).contains("<script"),
                "{id}"
            );
        }
    }
}
