//! Pages that the search over everything finds by their words, whichever feature they belong to.

use kernel::site::Site;
use places::{Entry, Source, in_all};

/// Where it leads, what it is called, and more words by which it is found.
const PAGES: [(&str, &str, &str); 14] = [
    ("/report", "start-report-title", "start-report-text"),
    ("/track", "start-track-title", "start-track-text"),
    ("/emergency", "emergency-title", "emergency-deaf-title"),
    ("/about/contact", "about-contact-title", "start-other-title"),
    ("/about/accessibility", "about-accessibility-title", ""),
    ("/about/privacy", "about-privacy-title", ""),
    ("/near", "near-start-title", "near-start-text"),
    ("/wards", "wards-title", "wards-find-label"),
    ("/sessions", "sessions-start-title", "sessions-start-text"),
    ("/training", "training-title", "training-text"),
    ("/custody", "suite-title", "custody-start-title"),
    ("/suggest", "suggest-title", "suggest-lead"),
    ("/counters", "use-title-all", "use-lead"),
    ("/plans", "plans-title", "plans-lead"),
];

/// Handed to the search by the list of features.
pub const SOURCE: Source = Source {
    revision: |_| Box::pin(async { Ok(0) }),
    entries: |site| Box::pin(async move { Ok(entries(&site)) }),
};

fn entries(site: &Site) -> Vec<Entry> {
    let words = |key: &str| {
        if key.is_empty() {
            String::new()
        } else {
            in_all(site, key)
        }
    };
    let entry = |(href, title, more): &(&str, &str, &str)| Entry {
        title: words(title),
        called: (*title).to_owned(),
        href: (*href).to_owned(),
        kind: "find-kind-page".to_owned(),
        words: words(more),
        ..Entry::default()
    };
    PAGES.iter().map(entry).collect()
}
