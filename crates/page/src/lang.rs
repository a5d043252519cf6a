//! The languages and editions a page can be written in.

/// What is known of a language before a single word of it is there.
#[derive(Debug)]
struct Known {
    code: &'static str,
    /// For the `lang` attribute: Easy Read is English to a screen reader.
    html: &'static str,
    /// In the language itself, because that is what its reader looks for.
    name: &'static str,
    right_to_left: bool,
    /// Where a message is taken from when this language lacks it; `en` ends every chain.
    fallback: &'static str,
}

const fn known(code: &'static str, name: &'static str, right_to_left: bool) -> Known {
    Known {
        code,
        html: code,
        name,
        right_to_left,
        fallback: "en",
    }
}

/// Everything a force may offer. A language is offered once a feature registers words for it, so a line
/// here costs nothing and adding a language is adding `.ftl` files.
static KNOWN: [Known; 22] = [
    known("en", "English", false),
    known("cy", "Cymraeg", false),
    Known {
        code: "en-simple",
        html: "en",
        name: "Easy Read",
        right_to_left: false,
        fallback: "en",
    },
    known("ar", "العربية", true),
    known("bn", "বাংলা", false),
    known("es", "Español", false),
    known("fa", "فارسی", true),
    known("fr", "Français", false),
    known("gu", "ગુજરાતી", false),
    known("he", "עברית", true),
    known("it", "Italiano", false),
    known("ku-arab", "کوردی", true),
    known("lt", "Lietuvių", false),
    known("pa", "ਪੰਜਾਬੀ", false),
    known("pl", "Polski", false),
    known("ps", "پښتو", true),
    known("pt", "Português", false),
    known("ro", "Română", false),
    known("so", "Soomaali", false),
    known("ta", "தமிழ்", false),
    known("tr", "Türkçe", false),
    known("ur", "اردو", true),
];

/// A language or edition by its code: `en`, `cy`, `en-simple` (Easy Read) and others that may be added.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(u8);

impl Lang {
    /// English, where every fallback ends.
    pub const EN: Self = Self(0);
    /// Welsh.
    pub const CY: Self = Self(1);
    /// Easy Read: short English sentences, a picture beside each, larger type.
    pub const EN_SIMPLE: Self = Self(2);

    /// The language of this code, in any case of letters; `None` if it is not known.
    pub fn parse(code: &str) -> Option<Self> {
        let at = KNOWN.iter().position(|k| k.code.eq_ignore_ascii_case(code))?;
        u8::try_from(at).ok().map(Self)
    }

    /// Every language that words may be written in, English first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0u8..).take(KNOWN.len()).map(Self)
    }

    fn known(self) -> &'static Known {
        KNOWN.get(usize::from(self.0)).unwrap_or(&KNOWN[0])
    }

    /// The code that links, cookies and file names use.
    pub fn code(self) -> &'static str {
        self.known().code
    }

    /// The value of the `lang` attribute.
    pub fn html(self) -> &'static str {
        self.known().html
    }

    /// The value of the `dir` attribute: `ltr` or `rtl`.
    pub fn dir(self) -> &'static str {
        if self.known().right_to_left { "rtl" } else { "ltr" }
    }

    /// The language's own name for itself.
    pub fn name(self) -> &'static str {
        self.known().name
    }

    /// Whether this is the Easy Read edition.
    pub fn is_easy(self) -> bool {
        self == Self::EN_SIMPLE
    }

    /// The next language to look in for a message; `None` for English.
    pub fn fallback(self) -> Option<Self> {
        if self == Self::EN {
            None
        } else {
            Self::parse(self.known().fallback)
        }
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::fmt::Debug for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_editions_are_where_their_names_say() {
        assert_eq!(Lang::parse("en"), Some(Lang::EN));
        assert_eq!(Lang::parse("CY"), Some(Lang::CY));
        assert_eq!(Lang::parse("en-simple"), Some(Lang::EN_SIMPLE));
        assert_eq!(Lang::parse("../etc"), None);
    }

    #[test]
    fn easy_read_is_english_to_a_screen_reader() {
        assert_eq!(Lang::EN_SIMPLE.html(), "en");
        assert_eq!(Lang::parse("ur").map(Lang::dir), Some("rtl"));
    }

    #[test]
    fn every_fallback_ends_in_english() {
        for lang in Lang::all() {
            let mut at = lang;
            for _ in 0..3 {
                at = at.fallback().unwrap_or(Lang::EN);
            }
            assert_eq!(at, Lang::EN, "{lang}");
        }
    }
}
