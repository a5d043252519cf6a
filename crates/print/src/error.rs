//! Why something cannot be printed.

use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, PrintError>;

#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// Letters that would come out as boxes. A font for them goes into the folder of fonts.
    #[error("no font has these letters: {}", spaced(.0))]
    Letters(Vec<char>),
    /// A text that must be there is empty; which one.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A picture that nobody can hear described.
    #[error("a picture has no description")]
    NoDescription,
    #[error("the picture “{0}” is not SVG that can be drawn")]
    Picture(String),
    /// More than any printed page of ours says.
    #[error("the text is too long: {letters} letters, {most} at most")]
    TooLong { letters: usize, most: usize },
    #[error("{0} is not the code of a language")]
    Language(String),
    /// Neither `http://` nor `https://`, or too long for a code to scan.
    #[error("{0} is not an address that can be printed")]
    Address(String),
    #[error("a row of the table “{0}” does not have as many cells as its head")]
    Row(String),
    #[error("the font {path} cannot be read: {why}")]
    Font { path: PathBuf, why: String },
    /// Ours to mend.
    #[error("the page could not be set: {0}")]
    Broken(String),
}

fn spaced(letters: &[char]) -> String {
    let shown: Vec<String> = letters.iter().take(20).map(char::to_string).collect();
    shown.join(" ")
}
