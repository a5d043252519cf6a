//! Emergency words in free text, in every language offered, whatever language the page was in.
//!
//! The text is folded to plain lower-case words with single spaces, one pass; one automaton holds all phrases. A phrase counts
//! only where it begins and ends with a word. "No", "not" and the like before it are told to the handler and change nothing:
//! "I do not want to die" is read by a person, not by a rule.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::{Deserialize, Serialize};

use crate::error::{Flaw, Problems};
use crate::grades::{Catalogue, Reasons};
use crate::texts::{Lang, Texts};

/// What an emergency word can point to, and what follows from it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmergencyKind {
    pub code: Arc<str>,
    /// The grade that is suggested at least.
    pub grade: Arc<str>,
    #[serde(default)]
    pub outcome: Option<Arc<str>>,
    /// Key of the sentence for handlers.
    pub reason: Arc<str>,
    /// Whether the web offers 999 before the report is sent.
    pub interrupt: bool,
    pub names: Texts,
    #[serde(skip)]
    pub(crate) place: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    version: String,
    kinds: Vec<EmergencyKind>,
    /// Words that turn a meaning round, by language.
    negations: Vec<String>,
    phrases: Vec<PhraseLine>,
}

/// `"{he|she} has a {knife|gun}"`: each way through the braces is one phrase; a star at the end takes any ending.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseLine {
    kind: String,
    lang: Lang,
    say: Vec<String>,
}

#[derive(Debug)]
struct Phrase {
    kind: usize,
    lang: Lang,
    shown: Arc<str>,
    open_end: bool,
}

/// Emergency words that were found, with the place in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Emergency {
    pub kind: Arc<str>,
    /// The phrase of the list that matched.
    pub phrase: Arc<str>,
    pub lang: Lang,
    /// The answer it was found in; none when a text was scanned by itself.
    pub answer: Option<Arc<str>>,
    /// Byte offsets in the text that was scanned; always at character borders.
    pub start: usize,
    pub end: usize,
    /// A word such as "not" stands shortly before. It changes nothing but what the handler is shown.
    pub negated: bool,
    /// Offer 999 before sending.
    pub interrupt: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) version: Arc<str>,
    pub(crate) kinds: Vec<EmergencyKind>,
    phrases: Vec<Phrase>,
    negations: Vec<Box<str>>,
    finder: Option<AhoCorasick>,
}

const MOST_KINDS: usize = 64;
const MOST_PHRASES: usize = 30_000;
const LONGEST_PHRASE: usize = 800;
/// The same words again and again say nothing new, and a handler reads the first.
const MOST_FOUND: usize = 200;
/// How many words before a phrase can turn it round.
const NEGATION_REACH: usize = 3;

impl Words {
    pub(crate) fn parse(
        text: &str,
        catalogue: &Catalogue,
        reasons: &Reasons,
        problems: &mut Problems<'_>,
    ) -> Self {
        let file: WordsFile = match serde_json::from_str(text) {
            Ok(file) => file,
            Err(e) => {
                problems.add(Flaw::NotJson(e.to_string()));
                return Self::default();
            }
        };
        if file.version.trim().is_empty() {
            problems.add(Flaw::NoVersion);
        }
        let mut kinds = file.kinds;
        if kinds.len() > MOST_KINDS {
            problems.add(Flaw::TooMany("kinds", kinds.len(), MOST_KINDS));
            kinds.truncate(MOST_KINDS);
        }
        for at in 0..kinds.len() {
            let (before, rest) = kinds.split_at_mut(at);
            let Some(kind) = rest.first_mut() else { continue };
            if before.iter().any(|k| k.code == kind.code) {
                problems.add(Flaw::Twice(kind.code.to_string()));
            }
            match catalogue.place(&kind.grade) {
                Some(place) => {
                    kind.place = place;
                    if let (Some(outcome), Some(grade)) = (&kind.outcome, catalogue.grades.get(place))
                        && !grade.outcomes.contains(outcome)
                    {
                        problems.add(Flaw::OutcomeOfOtherGrade(
                            outcome.to_string(),
                            kind.grade.to_string(),
                        ));
                    }
                }
                None => problems.add(Flaw::UnknownGrade(kind.grade.to_string())),
            }
            if !reasons.texts.contains_key(kind.reason.as_ref()) {
                problems.add(Flaw::UnknownReason(kind.reason.to_string()));
            }
            kind.names.check(&kind.code, problems);
        }
        let (phrases, patterns) = read_phrases(&file.phrases, &kinds, problems);
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&patterns)
            .map_err(|e| problems.add(Flaw::Other(format!("the phrases cannot be put together: {e}"))))
            .ok();
        Self {
            version: file.version.into(),
            kinds,
            phrases,
            negations: file
                .negations
                .iter()
                .map(|n| fold(n).words.trim().into())
                .collect(),
            finder,
        }
    }

    /// All that is found, in the order of the text. Time grows with the text's length alone.
    pub(crate) fn scan(&self, text: &str) -> Vec<Emergency> {
        let mut found: Vec<Emergency> = Vec::new();
        let Some(finder) = &self.finder else { return found };
        let folded = fold(text);
        let bytes = folded.words.as_bytes();
        for hit in finder.find_overlapping_iter(&folded.words) {
            let Some(phrase) = self.phrases.get(hit.pattern().as_usize()) else {
                continue;
            };
            let starts = hit
                .start()
                .checked_sub(1)
                .is_none_or(|b| bytes.get(b) == Some(&b' '));
            let ends = phrase.open_end || bytes.get(hit.end()).is_none_or(|b| *b == b' ');
            if !starts || !ends {
                continue;
            }
            let Some(kind) = self.kinds.get(phrase.kind) else {
                continue;
            };
            let (start, end) = folded.original(hit.start(), hit.end());
            // Of phrases inside each other with one meaning, the longest is shown.
            if let Some(last) = found.iter_mut().rev().take(4).find(|l| {
                l.kind == kind.code && (l.start <= start && end <= l.end || start <= l.start && l.end <= end)
            }) {
                if end - start > last.end - last.start {
                    (last.start, last.end) = (start, end);
                    last.phrase = phrase.shown.clone();
                    last.lang = phrase.lang;
                    last.negated = self.negated(&folded.words, hit.start());
                }
                continue;
            }
            found.push(Emergency {
                kind: kind.code.clone(),
                phrase: phrase.shown.clone(),
                lang: phrase.lang,
                answer: None,
                start,
                end,
                negated: self.negated(&folded.words, hit.start()),
                interrupt: kind.interrupt,
            });
            if found.len() >= MOST_FOUND {
                break;
            }
        }
        found
    }

    fn negated(&self, words: &str, start: usize) -> bool {
        // A window of bytes keeps the look back short even where a "word" is ten thousand letters long.
        let mut from = start.saturating_sub(60);
        while !words.is_char_boundary(from) {
            from += 1;
        }
        words
            .get(from..start)
            .unwrap_or_default()
            .rsplit(' ')
            .filter(|w| !w.is_empty())
            .take(NEGATION_REACH)
            .any(|w| self.negations.iter().any(|n| n.as_ref() == w))
    }
}

fn read_phrases(
    lines: &[PhraseLine],
    kinds: &[EmergencyKind],
    problems: &mut Problems<'_>,
) -> (Vec<Phrase>, Vec<String>) {
    let (mut phrases, mut patterns) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for line in lines {
        let Some(kind) = kinds.iter().position(|k| k.code.as_ref() == line.kind) else {
            problems.add(Flaw::UnknownKind(line.kind.clone()));
            continue;
        };
        for say in &line.say {
            let expanded = match expand(say) {
                Ok(expanded) => expanded,
                Err(why) => {
                    problems.add(Flaw::Other(format!("phrase `{say}`: {why}")));
                    continue;
                }
            };
            for one in expanded {
                let (body, open_end) = match one.trim_end().strip_suffix('*') {
                    Some(body) => (body, true),
                    None => (one.as_str(), false),
                };
                let pattern = fold(body).words.trim().to_owned();
                if pattern.chars().count() < 2 {
                    problems.add(Flaw::Other(format!("phrase `{say}` is too short")));
                    continue;
                }
                if !seen.insert((kind, open_end, pattern.clone())) {
                    continue;
                }
                if phrases.len() >= MOST_PHRASES {
                    problems.add(Flaw::TooMany("phrases", phrases.len() + 1, MOST_PHRASES));
                    return (phrases, patterns);
                }
                phrases.push(Phrase {
                    kind,
                    lang: line.lang,
                    shown: body.trim().into(),
                    open_end,
                });
                patterns.push(pattern);
            }
        }
    }
    (phrases, patterns)
}

/// Every way through `{a|b}`. Braces do not nest.
fn expand(phrase: &str) -> Result<Vec<String>, &'static str> {
    if phrase.len() > LONGEST_PHRASE {
        return Err("it is too long");
    }
    let mut ways = vec![String::new()];
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        let (choices, tail) = after.split_once('}').ok_or("a brace is not closed")?;
        if choices.contains('{') {
            return Err("braces do not go inside braces");
        }
        ways = ways
            .iter()
            .flat_map(|way| {
                choices
                    .split('|')
                    .map(move |choice| format!("{way}{before}{choice}"))
            })
            .collect();
        if ways.len() > 2_000 {
            return Err("its braces make more than 2,000 phrases");
        }
        rest = tail;
    }
    if rest.contains('}') {
        return Err("a brace is closed that was not opened");
    }
    for way in &mut ways {
        way.push_str(rest);
    }
    Ok(ways)
}

/// A text as plain words, and where each of its bytes came from.
struct Folded {
    words: String,
    /// For each byte of `words`, the byte range of the original character.
    from: Vec<(u32, u32)>,
}

impl Folded {
    fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.from.get(start).map_or(0, |(s, _)| *s as usize);
        let last = end
            .checked_sub(1)
            .and_then(|e| self.from.get(e))
            .map_or(first, |(_, e)| *e as usize);
        (first, last.max(first))
    }
}

/// Lower case without accents; apostrophes fall away ("he's" is "hes"); everything else that is not a letter or a
/// digit is one space.
fn fold(text: &str) -> Folded {
    let mut words = String::with_capacity(text.len());
    let mut from = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        // Texts of more than four gigabytes do not arrive; their ends would point at the last place.
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let range = (place(at), place(at + c.len_utf8()));
        if c.is_ascii() {
            match c {
                'a'..='z' | '0'..='9' => {
                    words.push(c);
                    from.push(range);
                }
                'A'..='Z' => {
                    words.push(c.to_ascii_lowercase());
                    from.push(range);
                }
                '\'' | '`' => {}
                _ => space(&mut words, &mut from, range),
            }
            continue;
        }
        match c {
            '\u{2018}'
            | '\u{2019}'
            | '\u{2bc}'
            | '\u{b4}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200d}'
            | '\u{feff}' => {}
            // Accents that stand by themselves.
            '\u{300}'..='\u{36f}' => {}
            c if c.is_alphanumeric() => {
                for lower in c.to_lowercase() {
                    let plain = plain(lower);
                    let before = words.len();
                    match plain {
                        Some(ascii) => words.push_str(ascii),
                        None if ('\u{300}'..='\u{36f}').contains(&lower) => {}
                        None => words.push(lower),
                    }
                    from.extend(std::iter::repeat_n(range, words.len() - before));
                }
            }
            _ => space(&mut words, &mut from, range),
        }
    }
    Folded { words, from }
}

fn space(words: &mut String, from: &mut Vec<(u32, u32)>, range: (u32, u32)) {
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
        from.push(range);
    }
}

/// The plain letter under an accent, for the languages of these islands and their neighbours.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' => "y",
        'ç' | 'ć' | 'č' => "c",
        'ñ' | 'ń' | 'ň' => "n",
        'š' | 'ś' | 'ş' => "s",
        'ž' | 'ź' | 'ż' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ð' | 'đ' => "d",
        'þ' => "th",
        'ł' => "l",
        'ğ' => "g",
        // Letters typed in full width.
        'ａ'..='ｚ' => {
            const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
            let at = (u32::from(c) - u32::from('ａ')) as usize;
            LETTERS.get(at..=at)?
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_leaves_plain_words_with_single_spaces() {
        assert_eq!(fold("He’s  GOT a—knife!\n").words, "hes got a knife ");
        assert_eq!(
            fold("Mae gan e gyllell, ŵyr tŷ a\u{302}").words,
            "mae gan e gyllell wyr ty a"
        );
    }

    #[test]
    fn braces_stand_for_every_way_through() {
        let ways = expand("{he|she} has a {knife|gun}").expect("phrase");
        assert_eq!(
            ways,
            [
                "he has a knife",
                "he has a gun",
                "she has a knife",
                "she has a gun"
            ]
        );
        assert!(expand("{a|b").is_err());
        assert!(expand("a}").is_err());
        assert!(expand("{a|{b}}").is_err());
    }
}
