//! From someone's own words to what they may mean: whole phrases, words, beginnings of words, one slip of a finger.

/// What was typed, made alike: small letters, no accents, words apart.
#[derive(Debug)]
pub struct Asked {
    whole: String,
    words: Vec<String>,
}

/// Words that say nothing about the matter.
const EMPTY: [&str; 42] = [
    "a", "an", "and", "are", "at", "been", "from", "had", "has", "have", "i", "in", "is", "it", "me", "my",
    "of", "on", "our", "she", "he", "some", "someone", "somebody", "that", "the", "their", "them", "they",
    "this", "to", "was", "we", "with", "you", "your", "y", "yr", "mae", "fy", "wedi", "i'r",
];

impl Asked {
    pub fn new(text: &str) -> Self {
        let text: String = text.chars().take(300).collect();
        let words = words_of(&text);
        Self {
            whole: format!(" {} ", words.join(" ")),
            words: words
                .into_iter()
                .filter(|w| !EMPTY.contains(&w.as_str()))
                .collect(),
        }
    }

    /// How well these phrases fit; 0 is not at all.
    pub fn score<S: AsRef<str>>(&self, phrases: &[S]) -> u32 {
        let mut best = 0;
        let mut all = 0;
        for phrase in phrases {
            let words = words_of(phrase.as_ref());
            if words.is_empty() {
                continue;
            }
            if self.whole.contains(&format!(" {} ", words.join(" "))) {
                best = best.max(100 + 20 * u32::try_from(words.len()).unwrap_or(0));
            }
            let telling: Vec<&String> = words.iter().filter(|w| !EMPTY.contains(&w.as_str())).collect();
            let fits: u32 = telling
                .iter()
                .map(|w| self.words.iter().map(|asked| fit(asked, w)).max().unwrap_or(0))
                .sum();
            let share = fits * 10 / u32::try_from(telling.len().max(1)).unwrap_or(1);
            best = best.max(share);
            all += fits;
        }
        if best < 15 { 0 } else { best * 10 + all.min(9) }
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(|w| w.chars().flat_map(plain).collect::<String>())
        .map(|w| w.trim_matches('\'').to_owned())
        .filter(|w| !w.is_empty())
        .collect()
}

/// Small letters without the accents of Welsh and its neighbours.
fn plain(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => 'w',
        'ŷ' | 'ỳ' | 'ý' | 'ÿ' => 'y',
        '’' => '\'',
        c => c,
    })
}

/// 3 the same word, 2 the beginning of one, 1 but for one slip.
fn fit(asked: &str, word: &str) -> u32 {
    if asked == word {
        return 3;
    }
    let (short, long) = if asked.len() < word.len() {
        (asked, word)
    } else {
        (word, asked)
    };
    if short.chars().count() >= 4 && long.starts_with(short) {
        return 2;
    }
    u32::from(short.chars().count() >= 5 && one_slip(asked, word)) * 2
}

/// One letter more, less, other, or two that changed places.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (ra, rb) = (
        a.len().saturating_sub(start + end),
        b.len().saturating_sub(start + end),
    );
    if ra.max(rb) <= 1 {
        return true;
    }
    let swapped = || match (a.get(start..start + 2), b.get(start..start + 2)) {
        (Some([x, y]), Some([p, q])) => x == q && y == p,
        _ => false,
    };
    a.len() == b.len() && ra == 2 && swapped()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peoples_own_words_find_what_they_mean() {
        let theft = ["stolen", "stole", "theft", "took my"];
        let noise = ["noise", "noisy neighbours", "loud music"];
        for (words, wins) in [
            ("someone stole my bike", true),
            ("my bicycle was STOLEN", true),
            ("my bike got stoln", true),
            ("the neighbours are so noisy", false),
            ("loud musci at night", false),
        ] {
            let asked = Asked::new(words);
            let (a, b) = (asked.score(&theft), asked.score(&noise));
            assert!(a != b && (a > b) == wins, "{words}: {a} {b}");
        }
        assert_eq!(Asked::new("").score(&theft), 0);
        assert_eq!(Asked::new("xyzzy").score(&theft), 0);
    }

    #[test]
    fn accents_do_not_matter() {
        assert!(Asked::new("swn yn y ty").score(&["sŵn"]) > 0);
        assert!(Asked::new("tŷ").score(&["ty"]) > 0);
    }
}
