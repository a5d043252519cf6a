//! Names found by their words, with small slips forgiven.

use std::collections::HashMap;

/// Names and their words.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    names: Vec<Vec<u32>>,
    words: Vec<Word>,
    numbers: HashMap<String, u32>,
}

#[derive(Debug, Clone)]
struct Word {
    letters: Vec<char>,
    /// Names in which it stands.
    names: Vec<u32>,
    /// Rare words tell more than `road`.
    weight: f32,
}

/// A name that is in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub entry: usize,
    pub score: f32,
    /// The part of the name that was found, by weight; 1 is all.
    pub coverage: f32,
    /// Every word was found as it is spelt.
    pub exact: bool,
    /// The first and last word of the text that belong to it.
    pub first: usize,
    pub last: usize,
}

const MOST_WORDS: usize = 40;
const ENOUGH: f32 = 0.72;

impl Index {
    pub fn add(&mut self, name: &str) {
        let entry = self.names.len() as u32;
        let mut numbers = Vec::new();
        for word in words(name) {
            let next = self.words.len() as u32;
            let number = *self.numbers.entry(word.clone()).or_insert(next);
            if number == next {
                self.words.push(Word {
                    letters: word.chars().collect(),
                    names: Vec::new(),
                    weight: 0.0,
                });
            }
            if let Some(w) = self.words.get_mut(number as usize)
                && w.names.last() != Some(&entry)
            {
                w.names.push(entry);
            }
            numbers.push(number);
        }
        self.names.push(numbers);
    }

    pub fn settle(&mut self) {
        let all = self.names.len() as f32;
        for word in &mut self.words {
            word.weight = (1.0 + all / word.names.len().max(1) as f32).ln().max(0.3);
        }
    }

    pub fn search(&self, text: &str) -> Vec<Match> {
        let mut asked = words(text);
        asked.truncate(MOST_WORDS);
        // For every name, which of its words were found where and how well.
        let mut found: HashMap<u32, Vec<(u32, usize, f32)>> = HashMap::new();
        for (place, word) in asked.iter().enumerate() {
            for (number, quality) in self.like(word, place + 1 == asked.len()) {
                for &name in self.words.get(number as usize).map_or(&[][..], |w| &w.names) {
                    found.entry(name).or_default().push((number, place, quality));
                }
            }
        }
        let mut matches: Vec<Match> = found
            .into_iter()
            .filter_map(|(name, hits)| self.judge(name, &hits, asked.len()))
            .collect();
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
        matches.truncate(400);
        matches
    }

    fn judge(&self, name: u32, hits: &[(u32, usize, f32)], asked: usize) -> Option<Match> {
        let numbers = self.names.get(name as usize)?;
        let weight = |n: &u32| self.words.get(*n as usize).map_or(0.0, |w| w.weight);
        let all: f32 = numbers.iter().map(weight).sum();
        let (mut got, mut full) = (0.0, 0.0);
        let mut places: Vec<usize> = Vec::new();
        for number in numbers {
            let best = hits
                .iter()
                .filter(|(n, place, _)| n == number && !places.contains(place))
                .max_by(|a, b| a.2.total_cmp(&b.2).then(b.1.cmp(&a.1)));
            if let Some(&(_, place, quality)) = best {
                got += quality * weight(number);
                full += weight(number);
                places.push(place);
            }
        }
        let coverage = if all > 0.0 { got / all } else { 0.0 };
        if coverage < ENOUGH {
            return None;
        }
        let (first, last) = (*places.iter().min()?, *places.iter().max()?);
        // Words that stand together as in the name are that name; scattered ones less so.
        let together = places.is_sorted() && last - first + 1 == places.len();
        let share = places.len() as f32 / asked.max(1) as f32;
        let score = coverage * coverage * full * if together { 1.0 } else { 0.7 } * (1.0 + 0.2 * share);
        let exact = (got - all).abs() < 1e-4 && together;
        Some(Match {
            entry: name as usize,
            score,
            coverage,
            exact,
            first,
            last,
        })
    }

    /// The words of names that the word may be, and how well it fits.
    fn like(&self, word: &str, unfinished: bool) -> Vec<(u32, f32)> {
        let letters: Vec<char> = word.chars().collect();
        let exact = self.numbers.get(word).copied();
        let mut found: Vec<(u32, f32)> = exact.map(|n| (n, 1.0)).into_iter().collect();
        if exact.is_some() || letters.iter().any(char::is_ascii_digit) {
            return found;
        }
        let slips = match letters.len() {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        for (number, known) in (0u32..).zip(&self.words) {
            let begun = unfinished && letters.len() >= 3 && known.letters.starts_with(&letters);
            if begun {
                found.push((number, 0.9));
            } else if slips > 0 && known.letters.len() >= 4 && within(&letters, &known.letters, slips) {
                let near = if within(&letters, &known.letters, 1) {
                    0.88
                } else {
                    0.8
                };
                found.push((number, near));
            }
        }
        found
    }
}

/// Whether so many letters left out, put in, changed or swapped with their neighbour make one word the other.
pub fn within(a: &[char], b: &[char], most: usize) -> bool {
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&last, j) + usize::from(x != y))
                .min(at(&last, j + 1) + 1)
                .min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        if row.iter().all(|d| *d > most) {
            return false;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().is_some_and(|d| *d <= most)
}

/// Lower-case words without accents or apostrophes, the usual abbreviations written out.
pub fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match fold(c) {
            Some(folded) => plain.push_str(folded),
            None if c.is_alphanumeric() => plain.push(c),
            None if c == '&' => plain.push_str(" and "),
            None if "'’‘`\u{300}\u{301}\u{302}\u{308}".contains(c) => {}
            None => plain.push(' '),
        }
    }
    let mut all: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    let count = all.len();
    for (i, word) in all.iter_mut().enumerate() {
        let long = match word.as_str() {
            "st" if i == 0 && count > 1 => "saint",
            "st" | "str" => "street",
            "rd" => "road",
            "ave" | "av" => "avenue",
            "ln" => "lane",
            "cl" => "close",
            "gdns" => "gardens",
            "pl" => "place",
            "ter" | "tce" | "terr" => "terrace",
            "sq" => "square",
            "pk" => "park",
            "stn" => "station",
            _ => continue,
        };
        *word = long.to_owned();
    }
    all
}

fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ē' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' => "u",
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ŷ' | 'ỳ' | 'ý' | 'ÿ' => "y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slip(a: &str, b: &str, most: usize) -> bool {
        within(
            &a.chars().collect::<Vec<_>>(),
            &b.chars().collect::<Vec<_>>(),
            most,
        )
    }

    #[test]
    fn words_are_compared_without_case_accents_and_abbreviations() {
        assert_eq!(words("St. Mary's Rd"), ["saint", "marys", "road"]);
        assert_eq!(words("Mill St"), ["mill", "street"]);
        assert_eq!(words("Tŷ Gŵyl & Brân"), ["ty", "gwyl", "and", "bran"]);
    }

    #[test]
    fn a_slip_is_one_letter_more_less_other_or_swapped() {
        for other in ["marrm", "marrams", "narram", "mrarma", "marram"] {
            assert!(slip(other, "marram", 2), "{other}");
        }
        assert!(slip("amrram", "marram", 1));
        assert!(!slip("mrrm", "marram", 1));
        assert!(!slip("quay", "marram", 2));
    }

    proptest! {
        #[test]
        fn slips_are_the_same_both_ways(a in "[abc]{0,8}", b in "[abc]{0,8}") {
            prop_assert_eq!(slip(&a, &b, 2), slip(&b, &a, 2));
            prop_assert!(slip(&a, &a, 0));
        }
    }
}
