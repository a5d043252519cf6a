//! What every page carries around its own content.

use std::borrow::Cow;

use crate::assets;
use crate::lang::Lang;
use crate::parts::Link;
use crate::words::{Arg, Tongue};

/// Which side of the counter the page is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// For everyone.
    #[default]
    Public,
    /// For the force's own people.
    Desk,
}

/// Who is signed in, as the header shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The person.
    pub name: String,
    /// Their team; "" for none.
    pub team: String,
}

/// What the layout needs: every page template has `chrome: &Chrome` (or `Chrome`).
#[derive(Debug, Clone)]
pub struct Chrome {
    /// The reader's language.
    pub tongue: Tongue,
    /// The path of this page, such as `/report`.
    pub path: String,
    /// The query string without `?`; "" for none.
    pub query: String,
    /// The anti-forgery token of this sign-in or visit; "" for none.
    pub csrf: String,
    /// Who is signed in.
    pub sign_in: Option<SignedIn>,
    /// The service's or force's name, as the header and title say it.
    pub service_name: String,
    /// Public or desk.
    pub section: Section,
    /// Links under the header, for this section.
    pub navigation: Vec<Link>,
    /// A demonstration with invented people: says so on top of each page.
    pub demo: bool,
    /// A sensitive page: shows the button that leaves it at once.
    pub exit: bool,
    /// The Easy Read edition.
    pub easy: bool,
    /// For the footer.
    pub year: i16,
}

/// A language to change to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageLink {
    /// The language.
    pub lang: Lang,
    /// Its name in itself.
    pub name: &'static str,
    /// Where to change to it; it leads back to this page.
    pub href: String,
    /// Whether the page is in it already.
    pub current: bool,
}

impl Chrome {
    /// A public page in this language at this path, with nothing else about it known.
    pub fn new(tongue: Tongue, path: impl Into<String>) -> Self {
        let easy = tongue.lang().is_easy();
        let service_name = tongue.t("service-bluelamp").into_owned();
        Self {
            tongue,
            path: path.into(),
            query: String::new(),
            csrf: String::new(),
            sign_in: None,
            service_name,
            section: Section::Public,
            navigation: Vec::new(),
            demo: false,
            exit: false,
            easy,
            year: 2026,
        }
    }

    /// [`Tongue::t`].
    pub fn t<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.tongue.t(key)
    }

    /// [`Tongue::t1`].
    pub fn t1<'a>(&self, key: &str, name: &'a str, value: impl Into<Arg<'a>>) -> String {
        self.tongue.t1(key, name, value)
    }

    /// [`Tongue::ta`].
    pub fn ta(&self, key: &str, values: &[(&str, Arg<'_>)]) -> String {
        self.tongue.ta(key, values)
    }

    /// The address of an asset with its fingerprint: `asset("bluelamp.css")`.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// The address of a picture: `picture("phone")`.
    pub fn picture(&self, id: &str) -> String {
        format!("/assets/pictures/{id}.svg")
    }

    /// The languages offered, each leading back to this page.
    pub fn languages(&self) -> Vec<LanguageLink> {
        let mut here = self.path.clone();
        if !self.query.is_empty() {
            here.push('?');
            here.push_str(&self.query);
        }
        let here = encode(&here);
        self.tongue
            .words()
            .languages()
            .map(|lang| LanguageLink {
                lang,
                name: lang.name(),
                href: format!("/language/{}?to={here}", lang.code()),
                current: lang == self.tongue.lang(),
            })
            .collect()
    }

    /// Whether this is a desk page.
    pub fn is_desk(&self) -> bool {
        self.section == Section::Desk
    }

    /// What the links under the header are called for a screen reader.
    pub fn navigation_label(&self) -> Cow<'_, str> {
        if self.is_desk() {
            self.tongue.t("desk-navigation-label")
        } else {
            self.tongue.t("footer-label")
        }
    }

    /// Where "Exit this page" leads: to our own address that closes what is open in
    /// this browser, and from there to another site.
    pub fn exit_to(&self) -> &'static str {
        "/leave"
    }

    /// A counting message with `%{count}` where the script puts the number, in the plural form of `like`.
    pub fn count_words<'a>(&self, key: &str, like: impl Into<Arg<'a>>) -> String {
        let like = like.into();
        let number = like.to_string();
        self.tongue
            .t1(key, "count", like)
            .replacen(&number, "%{count}", 1)
    }

    /// "You can enter up to 4,000 characters", for a reader without script.
    pub fn characters_allowed<'a>(&self, limit: impl Into<Arg<'a>>) -> String {
        let limit = limit.into();
        self.count_words("characters-allowed", limit.clone()).replacen(
            "%{count}",
            &self.tongue.number(limit),
            1,
        )
    }

    /// Where the wordmark leads.
    pub fn home(&self) -> &'static str {
        if self.is_desk() { "/desk" } else { "/" }
    }
}

/// Percent-encodes text for the value of a query parameter.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(
                    char::from_digit(u32::from(half), 16)
                        .unwrap_or('0')
                        .to_ascii_uppercase(),
                );
            }
        }
    }
    out
}
