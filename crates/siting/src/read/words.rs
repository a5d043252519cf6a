//! Numbers separated by white space, with the row each one stands in.

use crate::error::{Result, SitingError};

pub(crate) struct Words<'a> {
    file: &'a str,
    rows: std::iter::Enumerate<std::str::Lines<'a>>,
    row: usize,
    now: std::str::SplitAsciiWhitespace<'a>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            rows: text.lines().enumerate(),
            row: 0,
            now: "".split_ascii_whitespace(),
        }
    }

    pub(crate) fn next(&mut self) -> Option<&'a str> {
        loop {
            if let Some(word) = self.now.next() {
                return Some(word);
            }
            let (at, line) = self.rows.next()?;
            self.row = at + 1;
            self.now = line.split_ascii_whitespace();
        }
    }

    pub(crate) fn fail<T>(&self, what: impl Into<String>) -> Result<T> {
        Err(SitingError::row(self.file, self.row.max(1), what))
    }

    fn word(&mut self, what: &str) -> Result<&'a str> {
        match self.next() {
            Some(word) => Ok(word),
            None => self.fail(format!("the file ends where {what} should stand")),
        }
    }

    /// A whole number from `least` to `most`.
    pub(crate) fn whole(&mut self, what: &str, least: usize, most: usize) -> Result<usize> {
        let word = self.word(what)?;
        match word.parse::<usize>() {
            Ok(n) if (least..=most).contains(&n) => Ok(n),
            _ => self.fail(format!(
                "{what} should be a whole number from {least} to {most}, not \u{201c}{}\u{201d}",
                short(word)
            )),
        }
    }

    /// A number that is zero or more and finite.
    pub(crate) fn number(&mut self, what: &str) -> Result<f64> {
        let word = self.word(what)?;
        self.parse(what, word)
    }

    pub(crate) fn parse(&self, what: &str, word: &str) -> Result<f64> {
        match word.parse::<f64>() {
            Ok(n) if n.is_finite() && n >= 0.0 => Ok(n),
            _ => self.fail(format!(
                "{what} should be a number, zero or more, not \u{201c}{}\u{201d}",
                short(word)
            )),
        }
    }

    /// The next word as it stands.
    pub(crate) fn raw(&mut self, what: &str) -> Result<&'a str> {
        self.word(what)
    }
}

pub(crate) fn short(word: &str) -> String {
    word.chars().take(24).collect()
}
