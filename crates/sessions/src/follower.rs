//! Someone who is told by letter of an area's sessions. No account: the links in the letters are the key.

use kernel::Moment;
use kernel::db::{DbError, Row};
use kernel::id;
use kernel::seal::{Keys, hex, sha256};
use page::Lang;
use serde::{Deserialize, Serialize};

id!(
    /// A follower of one area.
    FollowerId,
    "fol"
);

/// What is sealed of a follower.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub email: String,
    /// Opens the page of the links in their letters.
    pub token: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    pub id: FollowerId,
    /// A code, or `force`.
    pub area: String,
    /// Finds the same address again.
    pub email_key: String,
    pub email: String,
    pub token: String,
    pub lang: Lang,
    pub asked_at: Moment,
    pub confirmed_at: Option<Moment>,
}

impl Follower {
    pub(crate) fn from_row(row: &Row, keys: &Keys) -> Result<Self, DbError> {
        let sealed: Sealed = keys
            .open_json("follower", &row.get::<Vec<u8>>("sealed")?)
            .map_err(|e| DbError::Broken(e.to_string()))?;
        Ok(Self {
            id: row.get("id")?,
            area: row.get("area")?,
            email_key: row.get("email_key")?,
            email: sealed.email,
            token: sealed.token,
            lang: row.parse("lang", |l| Some(Lang::parse(l).unwrap_or(Lang::EN)))?,
            asked_at: row.get("asked_at")?,
            confirmed_at: row.get("confirmed_at")?,
        })
    }
}

/// An address as it is written to: one `@`, a domain with a dot, nothing that a header would mind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, domain) = text.split_once('@')?;
        let plain = |t: &str| {
            !t.is_empty()
                && t.chars()
                    .all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c))
        };
        let good = text.len() <= 254
            && name.len() <= 64
            && plain(name)
            && plain(domain)
            && domain.contains('.')
            && !domain.starts_with(['.', '-'])
            && !domain.ends_with(['.', '-'])
            && !domain.contains("..");
        good.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same for every way to write the same address.
    pub fn key(&self, keys: &Keys) -> String {
        keys.lookup("follower", &self.0.to_lowercase())
    }
}

pub fn token_hash(token: &str) -> String {
    hex(&sha256(&[b"follower ", token.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_one_that_a_letter_can_go_to() {
        for good in [
            "robin@example.org",
            " Ada.Lamp+ward@mail.example.co.uk ",
            "zoë@exämple.org",
        ] {
            assert!(Email::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "robin",
            "robin@",
            "@example.org",
            "robin@example",
            "a@b@example.org",
            "robin @example.org",
            "robin@example..org",
            "robin@-example.org",
            "robin@example.org\r\nBcc: all@example.org",
            "<robin@example.org>",
        ] {
            assert_eq!(Email::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_at_all_can_be_offered_as_an_address(text in ".{0,300}") {
            if let Some(email) = Email::parse(&text) {
                prop_assert!(!email.as_str().contains(['\r', '\n', ' ']));
            }
        }
    }
}
