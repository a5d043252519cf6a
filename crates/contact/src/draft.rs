//! A report that is not sent yet.

use forms::Answers;
use kernel::Moment;
use kernel::db::{DbError, Row};
use kernel::id::Code;
use kernel::seal::{Keys, hex, random, sha256};

use crate::helped::Help;

/// What a browser, or a piece of paper with a return code, opens.
#[derive(Debug, Clone)]
pub struct Draft {
    pub token_hash: String,
    pub flow: String,
    pub answers: Answers,
    /// The kinds of danger the person was already told about, so that nobody is stopped twice for the same.
    pub warned: String,
    pub touched_at: Moment,
    /// The report that it became.
    pub report: Option<String>,
    /// Who of the force helps with it, and where; nobody at home.
    pub help: Option<Help>,
    /// How often it was kept; zero when it never was.
    pub version: i64,
}

impl Draft {
    pub(crate) fn from_row(row: &Row, keys: &Keys) -> Result<Self, DbError> {
        let sealed: Vec<u8> = row.get("answers")?;
        let json: serde_json::Value = keys
            .open_json("draft", &sealed)
            .map_err(|e| DbError::Broken(e.to_string()))?;
        Ok(Self {
            token_hash: row.get("token_hash")?,
            flow: row.get("flow")?,
            answers: Answers::from_json(json).ok_or_else(|| DbError::Shape("answers".to_owned()))?,
            warned: row.get("warned")?,
            touched_at: row.get("touched_at")?,
            report: row.get("report")?,
            help: Help::from_row(row)?,
            version: row.get("version")?,
        })
    }

    /// The owner of its files.
    pub fn file_owner(&self) -> String {
        format!("draft {}", self.token_hash)
    }
}

/// A token for a browser's cookie, and the hash that is kept.
pub fn new_token() -> (String, String) {
    let token = hex(&random::<24>());
    let hash = token_hash(&token);
    (token, hash)
}

pub fn token_hash(token: &str) -> String {
    hex(&sha256(&[b"draft ", token.as_bytes()]))
}

/// A code to write down, of these bytes.
pub fn sayable(bytes: &[u8]) -> String {
    Code::new(bytes.first_chunk::<12>().copied().unwrap_or_default()).to_string()
}

pub fn new_return_code() -> String {
    sayable(&random::<12>())
}

/// A code without what people put between its characters, and with what they take for one another made alike.
pub fn plain_code(code: &str) -> Option<String> {
    Code::parse(code).map(|c| c.plain().to_owned())
}

/// The hash of a return code however it was typed.
pub fn return_hash(code: &str) -> Option<String> {
    plain_code(code).map(|plain| hex(&sha256(&[b"return ", plain.as_bytes()])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_code_is_read_however_it_is_typed() {
        let code = new_return_code();
        assert_eq!(code.len(), 14);
        assert_eq!(
            return_hash(&code),
            return_hash(&code.to_lowercase().replace('-', " "))
        );
        assert_eq!(return_hash("ABCD"), None);
    }
}
