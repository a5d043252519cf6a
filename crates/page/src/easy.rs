//! Whether a text is Easy Read: short sentences, plain words, one idea each.
//!
//! The rules are those a program can test; only people with learning disabilities can say that a text is
//! truly easy. A text that passes here is worth their time.

use crate::words::{Source, texts};

/// The most words a sentence may have.
pub const MOST_WORDS: usize = 15;
/// The highest school grade (Flesch-Kincaid) that a source of words may read at as a whole.
pub const HIGHEST_GRADE: f64 = 6.0;
/// From this many syllables a word is long.
const LONG_WORD: usize = 5;

/// A place where a text is not Easy Read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EasyProblem {
    /// The sentence.
    pub sentence: String,
    /// What is wrong with it and what to do.
    pub why: String,
}

impl std::fmt::Display for EasyProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} In: {}", self.why, self.sentence)
    }
}

/// Names that are known by their letters: people say them so, or a telephone or computer shows them so.
const KNOWN_CAPITALS: &[&str] = &["BBC", "BSL", "MB", "NHS", "OK", "PC", "PDF", "TV", "UK"];

/// Numbers that are called, not counted.
const CALLED: &[&str] = &["18000", "18001", "40404", "61016", "3212"];

/// Words that have a plainer one.
const HARD: &[(&str, &str)] = &[
    ("accommodation", "place to live"),
    ("additional", "more"),
    ("advise", "tell"),
    ("allocate", "give"),
    ("allocated", "given"),
    ("alternatively", "or"),
    ("anonymous", "without your name"),
    ("anonymously", "without your name"),
    ("antisocial", "causing trouble, and say how"),
    ("appropriate", "right"),
    ("approximately", "about"),
    ("ascertain", "find out"),
    ("assistance", "help"),
    ("attend", "come"),
    ("authorities", "people in charge"),
    ("authorised", "allowed"),
    ("commence", "start"),
    ("complete", "finish or fill in"),
    ("comply", "keep to the rules"),
    ("confidential", "private"),
    ("consent", "saying yes"),
    ("consequently", "so"),
    ("constabulary", "police"),
    ("demonstration", "test or march"),
    ("discontinue", "stop"),
    ("eligible", "can have"),
    ("endeavour", "try"),
    ("enquire", "ask"),
    ("enquiry", "question"),
    ("ensure", "make sure"),
    ("exceed", "be more than"),
    ("facilitate", "help"),
    ("forthwith", "now"),
    ("frequently", "often"),
    ("furthermore", "also"),
    ("identify", "find or show"),
    ("immediately", "now"),
    ("implement", "do"),
    ("incident", "what happened"),
    ("inform", "tell"),
    ("initially", "at first"),
    ("initiate", "start"),
    ("investigation", "finding out what happened"),
    ("legislation", "law"),
    ("liaise", "work with"),
    ("location", "place"),
    ("materials", "things"),
    ("monitor", "watch"),
    ("notify", "tell"),
    ("numerous", "many"),
    ("obtain", "get"),
    ("occur", "happen"),
    ("occurred", "happened"),
    ("offence", "crime"),
    ("perpetrator", "person who did it"),
    ("personnel", "people"),
    ("prior", "before"),
    ("proceed", "go on"),
    ("provide", "give"),
    ("pursuant", "under"),
    ("purchase", "buy"),
    ("regarding", "about"),
    ("remuneration", "pay"),
    ("request", "ask for"),
    ("require", "need"),
    ("required", "needed"),
    ("requirements", "what is needed"),
    ("reside", "live"),
    ("residence", "home"),
    ("retain", "keep"),
    ("select", "choose"),
    ("submit", "send"),
    ("subsequently", "later"),
    ("sufficient", "enough"),
    ("suspicious", "odd, and say what worries you"),
    ("terminate", "end"),
    ("unable", "cannot"),
    ("utilise", "use"),
    ("vehicle", "car, bike or van"),
    ("whilst", "while"),
];

/// Everything in a text that is not Easy Read. An empty answer is good.
pub fn check(text: &str) -> Vec<EasyProblem> {
    let mut problems = Vec::new();
    for sentence in sentences(text) {
        let mut say = |why: String| {
            problems.push(EasyProblem {
                sentence: sentence.clone(),
                why,
            })
        };
        let words: Vec<&str> = words(&sentence).collect();
        if words.len() > MOST_WORDS {
            say(format!(
                "{} words; use at most {MOST_WORDS} and split the sentence.",
                words.len()
            ));
        }
        if sentence.contains(';') {
            say("A semicolon; write two sentences.".to_owned());
        }
        if sentence.contains('%')
            || has_word(&words, &["percent"])
            || sentence.to_lowercase().contains("per cent")
        {
            say("A percentage; say few, half, most, or 1 in 4.".to_owned());
        }
        if sentence.contains('&') {
            say("`&`; write and.".to_owned());
        }
        for pair in words.windows(2) {
            if let [a, b] = pair
                && a.eq_ignore_ascii_case(b)
                && a.chars().all(char::is_alphabetic)
                && !a.eq_ignore_ascii_case("thing")
            {
                say(format!("`{a}` stands twice."));
            }
        }
        numbers(&sentence, &mut say);
        for word in &words {
            one_word(word, &mut say);
        }
        if passive(&words) {
            say("Somebody is done to; say who does it first.".to_owned());
        }
    }
    problems
}

/// Checks every `en-simple` source, for a feature's tests: one line for each problem, naming the message.
pub fn check_words<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Vec<String> {
    let mut problems = Vec::new();
    for (_, name, ftl) in sources.into_iter().filter(|(code, ..)| *code == "en-simple") {
        let mut whole = String::new();
        for (key, text) in texts(ftl) {
            problems.extend(
                check(&text)
                    .into_iter()
                    .map(|problem| format!("{name} `{key}`: {problem}")),
            );
            whole.push_str(&text);
            whole.push_str(".\n");
        }
        let grade = grade(&whole);
        if grade > HIGHEST_GRADE {
            problems.push(format!(
                "{name}: reads at school grade {grade:.1}; Easy Read is at most {HIGHEST_GRADE}. Use shorter words."
            ));
        }
    }
    problems
}

/// The Flesch-Kincaid grade: years of American schooling needed, usually 0 to 18. Text without words is 0.
pub fn grade(text: &str) -> f64 {
    let (sentences, words, syllables) = counts(text);
    if words == 0.0 {
        0.0
    } else {
        0.39 * words / sentences + 11.8 * syllables / words - 15.59
    }
}

/// The Flesch reading ease: 90 and more is very easy, below 30 very hard. Text without words is 100.
pub fn ease(text: &str) -> f64 {
    let (sentences, words, syllables) = counts(text);
    if words == 0.0 {
        100.0
    } else {
        206.835 - 1.015 * words / sentences - 84.6 * syllables / words
    }
}

fn counts(text: &str) -> (f64, f64, f64) {
    let (mut of_sentences, mut of_words, mut of_syllables) = (0.0, 0.0, 0.0);
    for sentence in sentences(text) {
        let mut any = false;
        for word in words(&sentence) {
            any = true;
            of_words += 1.0;
            of_syllables += f64::from(u16::try_from(syllables(word)).unwrap_or(u16::MAX));
        }
        if any {
            of_sentences += 1.0;
        }
    }
    (of_sentences, of_words, of_syllables)
}

/// The sentences of a text. A new line ends one unless it goes on in small letters.
pub fn sentences(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut now = String::new();
    let close = |now: &mut String, out: &mut Vec<String>| {
        let sentence = now.trim();
        if sentence.chars().any(char::is_alphanumeric) {
            out.push(sentence.to_owned());
        }
        now.clear();
    };
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => {
                let goes_on = letters
                    .clone()
                    .find(|c| !matches!(c, ' ' | '\t'))
                    .is_some_and(char::is_lowercase);
                if goes_on {
                    now.push(' ');
                } else {
                    close(&mut now, &mut out);
                }
            }
            '.' | '!' | '?' => {
                now.push(letter);
                let ends = letters
                    .peek()
                    .is_none_or(|next| !next.is_alphanumeric() && !".!?,".contains(*next));
                let short = [" e.g.", " i.e.", " etc.", " approx.", " no."]
                    .iter()
                    .any(|s| now.to_lowercase().ends_with(s) && letters.clone().any(char::is_alphanumeric));
                if ends && !short {
                    close(&mut now, &mut out);
                }
            }
            _ => now.push(letter),
        }
    }
    close(&mut now, &mut out);
    out
}

/// The words of a sentence, without the marks around them.
fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split(|c: char| c.is_whitespace() || matches!(c, '–' | '—'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&'))
        .filter(|word| !word.is_empty())
}

fn has_word(words: &[&str], any: &[&str]) -> bool {
    words
        .iter()
        .any(|word| any.iter().any(|a| word.eq_ignore_ascii_case(a)))
}

fn one_word(word: &str, say: &mut impl FnMut(String)) {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let bare = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    if letters > 1
        && bare.chars().all(|c| c.is_uppercase() || "./-'’".contains(c))
        && !KNOWN_CAPITALS.contains(&bare)
    {
        say(format!("`{word}` in capitals or initials; write the words out."));
    }
    let low = bare.to_lowercase();
    if matches!(
        low.as_str(),
        "e.g" | "eg" | "i.e" | "ie" | "etc" | "approx" | "asap" | "vs" | "n/a" | "incl" | "min" | "hrs"
    ) {
        say(format!("`{word}` is cut short; write the words out."));
    } else if let Some((either, or)) = low.split_once('/')
        && either.chars().all(char::is_alphabetic)
        && or.chars().all(char::is_alphabetic)
    {
        say(format!("`{word}`: write or, or and."));
    } else if let Some((_, plain)) = HARD.iter().find(|(hard, _)| *hard == low) {
        say(format!("`{word}` is a hard word; say {plain}."));
    } else if bare.chars().all(char::is_alphabetic) && syllables(bare) >= LONG_WORD {
        say(format!(
            "`{word}` is a long word; find a shorter one or explain it."
        ));
    }
}

fn numbers(sentence: &str, say: &mut impl FnMut(String)) {
    let tokens: Vec<&str> = sentence
        .split_whitespace()
        .map(|t| t.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    for (at, token) in tokens.iter().enumerate() {
        let digits: String = token.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() || !token.chars().all(|c| c.is_ascii_digit() || ",./".contains(c)) {
            continue;
        }
        if token.matches('/').count() == 2 {
            say(format!("`{token}`: write the date in full."));
            continue;
        }
        // A telephone number starts with 0 or stands in groups.
        let grouped = |other: Option<&&str>| {
            other.is_some_and(|t| t.len() >= 3 && t.chars().all(|c| c.is_ascii_digit()))
        };
        let called = digits.starts_with('0')
            || CALLED.contains(&digits.as_str())
            || grouped(tokens.get(at + 1))
            || at
                .checked_sub(1)
                .is_some_and(|before| grouped(tokens.get(before)));
        let year = !token.contains(',')
            && digits.len() == 4
            && (digits.starts_with("19") || digits.starts_with("20"));
        if digits.len() >= 4 && !called && !year && !token.contains('.') {
            say(format!(
                "`{token}` is a big number; say many, or compare it with something."
            ));
        }
    }
}

/// "was stolen by": the doer stands last.
fn passive(words: &[&str]) -> bool {
    words.windows(3).any(|three| {
        let [be, done, by] = three else { return false };
        has_word(&[be], &["is", "are", "was", "were", "be", "been", "being"])
            && (done.ends_with("ed") || done.ends_with("en"))
            && by.eq_ignore_ascii_case("by")
    })
}

/// Syllables of an English word, by its vowels; right for nearly all plain words. A number counts one.
fn syllables(word: &str) -> usize {
    let low = word.to_lowercase();
    let letters: Vec<char> = low.chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: char| "aeiouy".contains(c);
    let mut count = 0usize;
    let mut before = false;
    for letter in &letters {
        let is = vowel(*letter);
        if is && !before {
            count += 1;
        }
        before = is;
    }
    let text: String = letters.iter().collect();
    let consonant_before_end = |tail: usize| {
        letters.len() > tail && letters.get(letters.len() - tail - 1).is_some_and(|c| !vowel(*c))
    };
    let silent_e = text.ends_with('e') && !text.ends_with("le") && consonant_before_end(1);
    let silent_ed =
        text.ends_with("ed") && !text.ends_with("ted") && !text.ends_with("ded") && consonant_before_end(2);
    let silent_es = text.ends_with("es")
        && !["ses", "zes", "ches", "shes", "xes", "ges", "ces"]
            .iter()
            .any(|end| text.ends_with(end))
        && consonant_before_end(2);
    let silent_ely = text.ends_with("ely") && letters.len() > 4;
    if count > 1 && (silent_e || silent_ed || silent_es || silent_ely) {
        count -= 1;
    }
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whys(text: &str) -> String {
        check(text)
            .into_iter()
            .map(|p| p.why)
            .collect::<Vec<_>>()
            .join(" | ")
    }

    #[test]
    fn plain_sentences_pass() {
        for good in [
            "Call 999 if someone is hurt.",
            "Call 999 now. If you cannot speak, press 55.",
            "You can phone us on 020 7946 0123.",
            "Text relay is 18000.",
            "Your number is BL-7K3M-Q2P9-X.",
            "We will phone you on Tuesday 2 March 2027 at 3:05pm.",
            "Do you need help?\nTell us what you need.",
            "999 BSL is for people who use sign language.",
            "The police officer will visit you at home.",
            "Was anything stolen?",
            "It cost £4.50.",
        ] {
            assert_eq!(whys(good), "", "{good}");
        }
    }

    #[test]
    fn a_sentence_of_sixteen_words_is_too_long_and_fifteen_are_not() {
        let fifteen = "one two three four five six seven eight nine ten one two three four five";
        assert_eq!(whys(fifteen), "");
        assert!(whys(&format!("{fifteen} six")).contains("16 words"));
    }

    #[test]
    fn what_is_hard_to_read_is_named() {
        for (bad, why) in [
            ("About 45% of people said yes.", "percentage"),
            ("Half, or 50 per cent, said yes.", "percentage"),
            ("There were 12,345 crimes.", "big number"),
            ("There were 4500 crimes.", "big number"),
            ("DO NOT touch it.", "`DO` in capitals"),
            ("MOPAC will decide.", "`MOPAC` in capitals"),
            ("Bring a letter, e.g. a bill.", "`e.g` is cut short"),
            ("Your phone and/or your bag.", "`and/or`"),
            ("We saw it; we will come.", "semicolon"),
            ("Your bag was stolen by a man.", "say who does it first"),
            ("You must submit it.", "`submit` is a hard word; say send"),
            ("Tell us the the street.", "`the` stands twice"),
            ("It was on 02/03/2027.", "write the date in full"),
            ("We offer responsibility.", "long word"),
            ("You & me.", "write and"),
        ] {
            let found = whys(bad);
            assert!(found.contains(why), "{bad}: {found:?}");
        }
    }

    #[test]
    fn a_new_line_ends_a_sentence_unless_it_goes_on() {
        assert_eq!(sentences("Call us\nor write to us.\nWe will help").len(), 2);
        assert_eq!(sentences("The car cost 4.50 pounds. It is red!").len(), 2);
        assert_eq!(sentences("...").len(), 0);
    }

    #[test]
    fn the_grade_of_known_texts_is_near_what_the_formula_gives_by_hand() {
        // 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 - 15.59.
        assert!((grade("The cat sat on the mat.") - -1.45).abs() < 0.01);
        assert!((ease("The cat sat on the mat.") - 116.145).abs() < 0.01);
        let law =
            "Notwithstanding any provision of the legislation, the authority may exercise its discretion.";
        assert!(grade(law) > 14.0, "{}", grade(law));
        assert_eq!(grade(""), 0.0);
    }

    #[test]
    fn syllables_of_common_words_are_right() {
        for (word, count) in [
            ("cat", 1),
            ("police", 2),
            ("people", 2),
            ("stolen", 2),
            ("emergency", 4),
            ("called", 1),
            ("wanted", 2),
            ("officer", 3),
            ("house", 1),
            ("houses", 2),
            ("safely", 2),
            ("table", 2),
            ("information", 4),
            ("phones", 1),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn the_layout_speaks_easy_read() {
        assert_eq!(check_words(crate::WORDS), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_trouble(text in "\\PC{0,200}") {
            let _ = check(&text);
            prop_assert!(grade(&text).is_finite());
        }

        #[test]
        fn no_word_is_lost_between_sentences(text in "([a-zA-Z]{1,8}[ .!?\n]{1,2}){0,30}") {
            let whole = words(&text.replace(['.', '!', '?'], " ")).count();
            let parts: usize = sentences(&text).iter().map(|s| words(&s.replace(['.', '!', '?'], " ")).count()).sum();
            prop_assert_eq!(whole, parts);
        }
    }
}
