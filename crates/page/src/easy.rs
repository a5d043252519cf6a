//! Whether a text is Easy Read: short sentences, plain words, one idea each.

use crate::words::Source;

/// A place where a text is not Easy Read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EasyProblem {
    /// The sentence.
    pub sentence: String,
    /// What is wrong with it and what to do.
    pub why: String,
}

/// Everything in a text that is not Easy Read. An empty answer is good.
pub fn check(_text: &str) -> Vec<EasyProblem> {
    Vec::new()
}

/// Checks every `en-simple` source, for a feature's tests: one line for each problem.
pub fn check_words<'a>(_sources: impl IntoIterator<Item = &'a Source>) -> Vec<String> {
    Vec::new()
}
