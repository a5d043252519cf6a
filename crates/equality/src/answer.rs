//! Answers on their way, and how they are found again.

use forms::Answers;
use kernel::db::{DbError, Row};
use kernel::id::Code;
use kernel::seal::{Keys, hex, random, sha256};

/// What they are sealed as.
pub const DRAFT: &str = "equality-draft";
pub const KEPT: &str = "equality";

/// Sealed answers are as long as the next multiple of this, so that their length does not tell a religion.
const STEP: usize = 1_024;

/// Answers of someone who has not sent them yet.
#[derive(Debug, Clone)]
pub struct Draft {
    pub token_hash: String,
    /// What they sent before: a [`kernel::site::Subject`].
    pub about: String,
    pub answers: Answers,
    /// The hash of the code whose answers are being changed.
    pub replaces: Option<String>,
}

impl Draft {
    pub(crate) fn from_row(row: &Row, keys: &Keys) -> Result<Self, DbError> {
        Ok(Self {
            token_hash: row.get("token_hash")?,
            about: row.get("about")?,
            answers: open(keys, DRAFT, row)?,
            replaces: row.get("replaces")?,
        })
    }
}

pub fn seal(keys: &Keys, kind: &str, answers: &Answers) -> Vec<u8> {
    let mut text = answers.to_json().to_string().into_bytes();
    // Spaces at the end are no part of JSON.
    text.resize(text.len().next_multiple_of(STEP), b' ');
    keys.seal(kind, &text)
}

pub fn open(keys: &Keys, kind: &str, row: &Row) -> Result<Answers, DbError> {
    let sealed: Vec<u8> = row.get("answers")?;
    let json = keys
        .open_json(kind, &sealed)
        .map_err(|e| DbError::Broken(e.to_string()))?;
    Answers::from_json(json).ok_or_else(|| DbError::Shape("answers".to_owned()))
}

/// A token for a browser's cookie.
pub fn new_token() -> String {
    hex(&random::<24>())
}

pub fn token_hash(keys: &Keys, token: &str) -> String {
    keys.lookup("equality-token", token)
}

/// The code that belongs to a browser's token. Made of the token, so that pressing "send" twice shows the same one; it
/// is kept nowhere.
pub fn code_of(keys: &Keys, token: &str) -> Code {
    let made = sha256(&[keys.lookup("equality-code", token).as_bytes()]);
    Code::new(made.first_chunk::<12>().copied().unwrap_or_default())
}

/// Under which answers are kept: without the force's keys nobody can try codes on a copy of the database.
pub fn code_hash(keys: &Keys, code: &Code) -> String {
    keys.lookup("equality", code.plain())
}

/// Whether anything was answered.
pub fn says_something(answers: &Answers) -> bool {
    answers.iter().any(|(_, value)| !value.is_null())
}
