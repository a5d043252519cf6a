//! Finding by words: a small index in memory that any feature can fill, and the page that searches in all of them.
//!
//! Words are compared without case and accents, the beginning of a word is enough, slips of a letter or two are
//! forgiven. It is made again when one of those who fill it says that something changed.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use std::collections::HashMap;

use kernel::db::DbError;
use kernel::site::Site;

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// The key of the words for what it is called, where that is not the same in all languages; "" where it is.
    pub called: String,
    /// Where it leads.
    pub href: String,
    /// A key of the words that says what kind of thing it is: `place-kind-hub`.
    pub kind: String,
    /// A line that tells it from others of the name.
    pub detail: String,
    /// More words by which it is found, in any language.
    pub words: String,
}

/// Entries and their words.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    vocabulary: Vec<Word>,
    by_text: HashMap<String, usize>,
}

#[derive(Debug)]
struct Word {
    letters: Vec<char>,
    /// Which letters it has, for a quick look whether it can be alike.
    mask: u64,
    /// Entries in which it stands, in order, each with how much it says there.
    entries: Vec<(u32, f32)>,
    rare: f32,
}

/// Words of a question that are looked at.
const MOST_WORDS: usize = 8;
const LONGEST: usize = 120;

fn mask(letters: &[char]) -> u64 {
    letters.iter().fold(0, |mask, c| mask | 1 << (u32::from(*c) % 64))
}

impl Index {
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut index = Self::default();
        for (number, entry) in (0_u32..).zip(&entries) {
            for (text, weight) in [(&entry.title, 1.0), (&entry.detail, 0.5), (&entry.words, 0.4)] {
                for word in atlas::words(text) {
                    index.put(word, number, weight);
                }
            }
        }
        let all = entries.len() as f32;
        for word in &mut index.vocabulary {
            word.rare = (1.0 + all / word.entries.len().max(1) as f32).ln();
        }
        index.entries = entries;
        index
    }

    fn put(&mut self, word: String, entry: u32, weight: f32) {
        let next = self.vocabulary.len();
        let at = match self.by_text.get(&word) {
            Some(at) => *at,
            None => {
                let letters: Vec<char> = word.chars().collect();
                self.vocabulary.push(Word {
                    mask: mask(&letters),
                    letters,
                    entries: Vec::new(),
                    rare: 0.0,
                });
                self.by_text.insert(word, next);
                next
            }
        };
        let Some(known) = self.vocabulary.get_mut(at) else {
            return;
        };
        match known.entries.last_mut() {
            Some((last, have)) if *last == entry => *have = have.max(weight),
            _ => known.entries.push((entry, weight)),
        }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries that fit best, best first. Every word of the question must be in an entry; if none has them all,
    /// those that have what says most: a name that few have before words that stand everywhere.
    pub fn search(&self, text: &str, most: usize) -> Vec<&Entry> {
        let mut found = self.ranked(text, true);
        found.truncate(most);
        found
    }

    /// The entries in which every word of the question is, best first.
    pub fn with_all(&self, text: &str) -> Vec<&Entry> {
        self.ranked(text, false)
    }

    /// Those with all of the words; if none has them, and `partly` will do, those with what says most.
    fn ranked(&self, text: &str, partly: bool) -> Vec<&Entry> {
        let text: String = text.chars().take(LONGEST).collect();
        let mut asked = atlas::words(&text);
        asked.truncate(MOST_WORDS);
        let mut scores: HashMap<u32, (usize, f32)> = HashMap::new();
        // How many of the words are known, and how much all of them say where they say most.
        let (mut known_words, mut all) = (0, 0.0_f32);
        for word in &asked {
            let mut of_word: HashMap<u32, f32> = HashMap::new();
            for (known, quality) in self.like(word) {
                for (entry, weight) in &known.entries {
                    let score = of_word.entry(*entry).or_default();
                    *score = score.max(quality * weight * known.rare);
                }
            }
            known_words += usize::from(!of_word.is_empty());
            all += of_word.values().copied().fold(0.0, f32::max);
            for (entry, score) in of_word {
                let (words, sum) = scores.entry(entry).or_default();
                *words += 1;
                *sum += score;
            }
        }
        let whole = scores.values().any(|(words, _)| *words == asked.len());
        // Half of the words at least: one word of five is chance.
        let will_do = whole || (partly && known_words * 2 >= asked.len());
        if !will_do {
            return Vec::new();
        }
        let mut found: Vec<(u32, f32)> = scores
            .into_iter()
            .filter(|(_, (words, score))| match whole {
                true => *words == asked.len(),
                false => score * 2.0 >= all,
            })
            .map(|(entry, (_, score))| (entry, score / self.length(entry)))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
            .iter()
            .filter_map(|(entry, _)| self.entries.get(*entry as usize))
            .collect()
    }

    /// Of two that have the words, the one with fewer others is meant.
    fn length(&self, entry: u32) -> f32 {
        let title = self.entries.get(entry as usize).map_or("", |e| e.title.as_str());
        (3.0 + title.split_whitespace().count() as f32).ln()
    }

    /// The words of the index that a word may be, and how well each fits.
    fn like(&self, word: &str) -> Vec<(&Word, f32)> {
        let letters: Vec<char> = word.chars().collect();
        let exact = self.by_text.get(word).and_then(|at| self.vocabulary.get(*at));
        let number = letters.iter().any(char::is_ascii_digit);
        let slips = match letters.len() {
            _ if number || exact.is_some() => 0,
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        let own = mask(&letters);
        let mut found: Vec<(&Word, f32)> = exact.map(|w| (w, 1.0)).into_iter().collect();
        for known in &self.vocabulary {
            let begins = letters.len() >= 2
                && known.letters.len() > letters.len()
                && known.letters.starts_with(&letters);
            if begins {
                found.push((known, 0.8));
            } else if slips > 0
                && known.letters.len().abs_diff(letters.len()) <= slips
                && (known.mask ^ own).count_ones() as usize <= 2 * slips
                && atlas::within(&letters, &known.letters, slips)
            {
                found.push((known, 0.6));
            }
        }
        found
    }
}

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, DbError>> + Send>>;

/// Someone who fills the index.
#[derive(Clone, Copy)]
pub struct Source {
    /// A number that is another one when something changed.
    pub revision: fn(Site) -> Answer<i64>,
    pub entries: fn(Site) -> Answer<Vec<Entry>>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Source")
    }
}

/// The index of a site, as its sources last filled it.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    sources: Vec<Source>,
    made: Mutex<Option<(Vec<i64>, Arc<Index>)>>,
}

impl Finder {
    pub fn new(sources: Vec<Source>) -> Self {
        Self {
            sources,
            made: Mutex::default(),
        }
    }

    pub async fn index(&self, site: &Site) -> Result<Arc<Index>, DbError> {
        let mut revisions = Vec::with_capacity(self.sources.len());
        for source in &self.sources {
            revisions.push((source.revision)(site.clone()).await?);
        }
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, index)) = made.filter(|(then, _)| *then == revisions) {
            return Ok(index);
        }
        let mut entries = Vec::new();
        for source in &self.sources {
            entries.extend((source.entries)(site.clone()).await?);
        }
        let index = Arc::new(Index::new(entries));
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some((revisions, Arc::clone(&index)));
        Ok(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(title: &str, words: &str) -> Entry {
        Entry {
            title: title.to_owned(),
            words: words.to_owned(),
            ..Entry::default()
        }
    }

    fn titles(index: &Index, text: &str) -> Vec<String> {
        index.search(text, 5).iter().map(|e| e.title.clone()).collect()
    }

    fn index() -> Index {
        Index::new(vec![
            entry(
                "Lantern Square Police Station",
                "police counter cownter heddlu desk",
            ),
            entry("Lanternhoe Library", "library llyfrgell"),
            entry("Tŷ Gwyn Hub", "police hub hyb heddlu"),
            entry("Saltmarsh Primary School", "school ysgol"),
        ])
    }

    #[test]
    fn the_beginning_a_slip_an_accent_and_a_welsh_word_find_it() {
        let index = index();
        for (asked, first) in [
            ("lantern square", "Lantern Square Police Station"),
            ("lantrn sqare", "Lantern Square Police Station"),
            ("sal", "Saltmarsh Primary School"),
            ("ty gwyn", "Tŷ Gwyn Hub"),
            ("llyfrgell", "Lanternhoe Library"),
            ("HYB", "Tŷ Gwyn Hub"),
            ("salmtarsh", "Saltmarsh Primary School"),
        ] {
            assert_eq!(
                titles(&index, asked).first().map(String::as_str),
                Some(first),
                "{asked}"
            );
        }
        assert!(titles(&index, "xyzzy").is_empty() && titles(&index, "").is_empty());
        assert!(titles(&index, "one two three lantern four").is_empty());
    }

    #[test]
    fn who_has_all_the_words_comes_alone() {
        assert_eq!(titles(&index(), "lantern library"), ["Lanternhoe Library"]);
    }

    #[test]
    fn where_nothing_has_all_the_words_a_rare_name_says_more_than_common_ones() {
        let mut entries: Vec<Entry> = (0..40)
            .map(|n| entry(&format!("Ward{n}"), "contact session"))
            .collect();
        entries.push(entry("Thriftmere", "ward"));
        entries.push(entry("Thriftmere High School", "school"));
        let index = Index::new(entries);
        let found = titles(&index, "contact session thriftmere");
        assert_eq!(found, ["Thriftmere", "Thriftmere High School"]);
        assert_eq!(titles(&index, "contact session").len(), 5);
        assert_eq!(titles(&index, "session nowhere").len(), 5);
        assert!(titles(&index, "session nowhere atall").is_empty());
    }

    proptest! {
        #[test]
        fn what_is_there_is_found_by_its_whole_name(names in prop::collection::vec("[a-z]{3,8} [a-z]{3,8}", 1..20), at in 0_usize..20) {
            let index = Index::new(names.iter().map(|n| entry(n, "")).collect());
            let name = &names[at % names.len()];
            prop_assert!(index.search(name, 50).iter().any(|e| e.title == *name), "{}", name);
        }

        #[test]
        fn any_text_can_be_asked(text in "\\PC{0,60}") {
            let _ = index().search(&text, 5);
        }
    }
}
