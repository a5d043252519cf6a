//! Everything a page says, in every language it says it in.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast;
use jiff::tz::TimeZone;

use crate::lang::Lang;

/// The most keys remembered by [`Words::missing`], so that a broken page cannot fill memory.
const MOST_MISSING: usize = 1_000;

/// One file of messages: the language's code, a name for error messages, the Fluent text.
pub type Source = (&'static str, &'static str, &'static str);

/// Why words could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("the words cannot be read: {}", problems.join("; "))]
pub struct WordsError {
    /// One line for each problem, naming language, file and what is wrong.
    pub problems: Vec<String>,
}

/// All messages of all languages, read once at start and shared by every page.
///
/// Messages without arguments are formatted at load, so that [`Tongue::t`] is one look-up. Results are
/// plain text and never HTML: a template escapes them as it does anything else. Fluent's isolation marks
/// around arguments are off, because they show up as boxes in titles and in copied text; a template that
/// puts a reference or phone number into right-to-left text wraps it in `<bdi>`.
pub struct Words {
    bundles: BTreeMap<Lang, FluentBundle<FluentResource>>,
    /// Per offered language: key to finished text, fallbacks already merged in.
    fixed: BTreeMap<Lang, HashMap<String, Box<str>>>,
    /// Known at load: in English but not here.
    untranslated: BTreeSet<(Lang, String)>,
    /// Asked for at run time and nowhere to be found.
    unknown: Mutex<BTreeSet<(Lang, String)>>,
    zone: TimeZone,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("languages", &self.languages().collect::<Vec<_>>())
            .finish()
    }
}

impl Words {
    /// Reads every feature's words and the layout's own ([`crate::WORDS`], which need not be passed).
    ///
    /// # Errors
    /// Lists every problem at once: an unknown language, a Fluent syntax error with its line, a key that
    /// is defined twice in one language, a time zone that is not there.
    pub fn load<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Result<Arc<Self>, WordsError> {
        let mut problems = Vec::new();
        let mut bundles = BTreeMap::new();
        let mut keys: BTreeMap<Lang, BTreeSet<String>> = BTreeMap::new();
        for source in crate::WORDS.iter().chain(sources) {
            let (code, name, text) = *source;
            let Some(lang) = Lang::parse(code) else {
                problems.push(format!("{code} {name}: this language is not known"));
                continue;
            };
            let resource = read(code, name, text, &mut problems);
            keys.entry(lang)
                .or_default()
                .extend(messages(&resource).map(|m| m.id.name.to_owned()));
            let bundle = match bundles.entry(lang) {
                std::collections::btree_map::Entry::Occupied(there) => there.into_mut(),
                std::collections::btree_map::Entry::Vacant(space) => match new_bundle(lang) {
                    Ok(bundle) => space.insert(bundle),
                    Err(why) => {
                        problems.push(format!("{code} {name}: {why}"));
                        continue;
                    }
                },
            };
            for error in bundle.add_resource(resource).err().unwrap_or_default() {
                problems.push(match error {
                    FluentError::Overriding { id, .. } => {
                        format!("{code} {name}: `{id}` is already defined in this language")
                    }
                    other => format!("{code} {name}: {other}"),
                });
            }
        }
        let zone = TimeZone::get("Europe/London").unwrap_or_else(|why| {
            problems.push(format!("time zone Europe/London: {why}"));
            TimeZone::UTC
        });
        if !problems.is_empty() {
            return Err(WordsError { problems });
        }

        let english = keys.get(&Lang::EN).cloned().unwrap_or_default();
        let mut untranslated = BTreeSet::new();
        let mut fixed: BTreeMap<Lang, HashMap<String, Box<str>>> = BTreeMap::new();
        for (lang, has) in &keys {
            untranslated.extend(english.difference(has).map(|key| (*lang, key.clone())));
            let texts = fixed.entry(*lang).or_default();
            for key in english.union(has) {
                let mut at = Some(*lang);
                while let Some(step) = at {
                    if let Some(found) = fixed_text(&bundles, step, key) {
                        if let Some(text) = found {
                            texts.insert(key.clone(), text);
                        }
                        break;
                    }
                    at = step.fallback();
                }
            }
        }
        Ok(Arc::new(Self {
            bundles,
            fixed,
            untranslated,
            unknown: Mutex::default(),
            zone,
        }))
    }

    /// The languages that have words, English first.
    pub fn languages(&self) -> impl Iterator<Item = Lang> + '_ {
        self.bundles.keys().copied()
    }

    /// The language of this code, if it is offered.
    pub fn offered(&self, code: &str) -> Option<Lang> {
        Lang::parse(code).filter(|lang| self.bundles.contains_key(lang))
    }

    /// The best offered language for a browser's `Accept-Language` header; English when none fits.
    pub fn best(&self, accept_language: &str) -> Lang {
        let mut wanted: Vec<(f32, &str)> = accept_language
            .split(',')
            .take(20)
            .filter_map(|part| {
                let mut parts = part.split(';');
                let code = parts.next()?.trim();
                let weight = parts
                    .find_map(|p| p.trim().strip_prefix("q="))
                    .map_or(Some(1.0), |q| q.parse().ok());
                Some((weight.filter(|w: &f32| *w > 0.0 && *w <= 1.0)?, code))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted
            .into_iter()
            .find_map(|(_, code)| {
                self.offered(code)
                    .or_else(|| self.offered(code.split('-').next().unwrap_or(code)))
            })
            .unwrap_or(Lang::EN)
    }

    /// This language's voice; English if it is not offered.
    pub fn tongue(self: &Arc<Self>, lang: Lang) -> Tongue {
        let lang = if self.bundles.contains_key(&lang) {
            lang
        } else {
            Lang::EN
        };
        Tongue {
            words: Arc::clone(self),
            lang,
        }
    }

    /// What pages lack: keys that are in English and not in another offered language, and keys that were
    /// asked for and are nowhere. Each as (language code, key).
    pub fn missing(&self) -> Vec<(Lang, String)> {
        let unknown = match self.unknown.lock() {
            Ok(unknown) => unknown.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        };
        self.untranslated.iter().cloned().chain(unknown).collect()
    }

    fn note_unknown(&self, lang: Lang, key: &str) {
        if let Ok(mut unknown) = self.unknown.lock()
            && unknown.len() < MOST_MISSING
        {
            unknown.insert((lang, key.to_owned()));
        }
    }

    fn format(&self, lang: Lang, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let mut at = Some(lang);
        while let Some(step) = at {
            let pattern = self
                .bundles
                .get(&step)
                .and_then(|bundle| Some((bundle, bundle.get_message(key)?.value()?)));
            if let Some((bundle, pattern)) = pattern {
                // A missing argument is written as `{$name}`: seen in tests, harmless to a reader.
                let mut errors = Vec::new();
                return Some(
                    bundle
                        .format_pattern(pattern, Some(args), &mut errors)
                        .into_owned(),
                );
            }
            at = step.fallback();
        }
        None
    }
}

fn new_bundle(lang: Lang) -> Result<FluentBundle<FluentResource>, String> {
    let id = lang.code().parse().map_err(|_| "not a language tag".to_owned())?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    Ok(bundle)
}

fn read(code: &str, name: &str, text: &str, problems: &mut Vec<String>) -> FluentResource {
    FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, errors)| {
        for error in errors {
            let line = text.get(..error.pos.start).unwrap_or("").matches('\n').count() + 1;
            problems.push(format!("{code} {name} line {line}: {error}"));
        }
        resource
    })
}

fn messages(resource: &FluentResource) -> impl Iterator<Item = &ast::Message<&str>> {
    resource.entries().filter_map(|entry| match entry {
        ast::Entry::Message(message) if message.value.is_some() => Some(message),
        _ => None,
    })
}

/// `None`: the language lacks the message. `Some(None)`: it has it and it needs arguments.
fn fixed_text(
    bundles: &BTreeMap<Lang, FluentBundle<FluentResource>>,
    lang: Lang,
    key: &str,
) -> Option<Option<Box<str>>> {
    let bundle = bundles.get(&lang)?;
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, None, &mut errors);
    Some(errors.is_empty().then(|| text.into_owned().into_boxed_str()))
}

/// A value put into a message: text or a number (numbers choose plural forms).
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// Any text, put in as it is.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
}

impl std::fmt::Display for Arg<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

macro_rules! arg_from_number {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Arg<'_> {
            fn from(number: $kind) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
        impl From<&$kind> for Arg<'_> {
            fn from(number: &$kind) -> Self {
                Self::from(*number)
            }
        }
    )*};
}
arg_from_number!(i64, u64, usize, isize, i32, u32, i16, u16, i8, u8);

macro_rules! arg_from_text {
    ($($kind:ty),*) => {$(
        impl<'a> From<&'a $kind> for Arg<'a> {
            fn from(text: &'a $kind) -> Self {
                Self::Text(Cow::Borrowed(text.as_ref()))
            }
        }
    )*};
}
arg_from_text!(str, String, &str, &String, Cow<'_, str>, Box<str>, Arc<str>);

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<Arg<'a>> for FluentValue<'a> {
    fn from(arg: Arg<'a>) -> Self {
        match arg {
            Arg::Text(text) => FluentValue::String(text),
            Arg::Number(number) => number.into(),
        }
    }
}

/// One language's voice: what a page is handed to speak with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tongue {
    words: Arc<Words>,
    lang: Lang,
}

impl Tongue {
    /// The language spoken.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// All words, for changing language or listing what is offered.
    pub fn words(&self) -> &Arc<Words> {
        &self.words
    }

    /// The same words in another language.
    pub fn to(&self, lang: Lang) -> Self {
        self.words.tongue(lang)
    }

    pub(crate) fn zone(&self) -> &TimeZone {
        &self.words.zone
    }

    /// The message of this key. A key that no language has comes back as itself and is recorded.
    pub fn t<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        if let Some(text) = self.words.fixed.get(&self.lang).and_then(|texts| texts.get(key)) {
            return Cow::Borrowed(text);
        }
        self.ta(key, &[]).into()
    }

    /// The message of this key with one argument.
    pub fn t1<'a>(&self, key: &str, name: &'a str, value: impl Into<Arg<'a>>) -> String {
        let mut args = FluentArgs::with_capacity(1);
        args.set(name, FluentValue::from(value.into()));
        self.filled(key, &args)
    }

    /// The message of this key with any number of arguments.
    pub fn ta(&self, key: &str, values: &[(&str, Arg<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, FluentValue::from(value.clone()));
        }
        self.filled(key, &args)
    }

    fn filled(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let said = self.words.format(self.lang, key, args).unwrap_or_else(|| {
            self.words.note_unknown(self.lang, key);
            key.to_owned()
        });
        if self.lang == Lang::CY {
            crate::welsh::days_within(said)
        } else {
            said
        }
    }

    /// Whether any language has this key (fallbacks included).
    pub fn has(&self, key: &str) -> bool {
        let mut at = Some(self.lang);
        while let Some(step) = at {
            if self
                .words
                .bundles
                .get(&step)
                .is_some_and(|bundle| bundle.has_message(key))
            {
                return true;
            }
            at = step.fallback();
        }
        false
    }
}

/// Compares a feature's words across languages, for its tests: every English key is in every other language
/// given, nothing is there that English lacks, the same arguments are used, nothing is defined twice, every
/// text is Fluent. An empty answer is good.
pub fn check_words<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut keys: BTreeMap<Lang, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for source in sources {
        let (code, name, text) = *source;
        let Some(lang) = Lang::parse(code) else {
            problems.push(format!("{code} {name}: this language is not known"));
            continue;
        };
        let resource = read(code, name, text, &mut problems);
        let known = keys.entry(lang).or_default();
        for message in messages(&resource) {
            let mut used = BTreeSet::new();
            if let Some(pattern) = &message.value {
                variables(pattern, &mut used);
            }
            if known.insert(message.id.name.to_owned(), used).is_some() {
                problems.push(format!("{code} {name}: `{}` is defined twice", message.id.name));
            }
        }
    }
    for must in [Lang::EN, Lang::CY, Lang::EN_SIMPLE] {
        keys.entry(must).or_default();
    }
    let english = keys.get(&Lang::EN).cloned().unwrap_or_default();
    for (lang, known) in keys.iter().filter(|(lang, _)| **lang != Lang::EN) {
        for (key, used) in &english {
            match known.get(key) {
                None => problems.push(format!("{lang}: `{key}` is missing")),
                Some(theirs) if theirs != used => {
                    problems.push(format!("{lang}: `{key}` uses {theirs:?}, English uses {used:?}"));
                }
                Some(_) => {}
            }
        }
        for key in known.keys().filter(|key| !english.contains_key(*key)) {
            problems.push(format!("{lang}: `{key}` is not in English"));
        }
    }
    problems
}

/// Every message of one source as (key, text), arguments written as `{name}`: for the Easy Read check.
pub fn texts(ftl: &str) -> Vec<(String, String)> {
    let resource = read("", "", ftl, &mut Vec::new());
    messages(&resource)
        .map(|message| {
            let mut text = String::new();
            if let Some(pattern) = &message.value {
                plain(pattern, &mut text);
            }
            (message.id.name.to_owned(), text)
        })
        .collect()
}

/// The pattern as a reader may see it: of a choice the default form, for an argument its name.
fn plain(pattern: &ast::Pattern<&str>, out: &mut String) {
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => out.push_str(value),
            ast::PatternElement::Placeable { expression } => match expression {
                ast::Expression::Select { variants, .. } => {
                    if let Some(variant) = variants.iter().find(|v| v.default) {
                        plain(&variant.value, out);
                    }
                }
                ast::Expression::Inline(inline) => match inline {
                    ast::InlineExpression::StringLiteral { value }
                    | ast::InlineExpression::NumberLiteral { value } => out.push_str(value),
                    _ => out.push_str("thing"),
                },
            },
        }
    }
}

fn variables(pattern: &ast::Pattern<&str>, used: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, used);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, used: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, used);
            for variant in variants {
                variables(&variant.value, used);
            }
        }
        ast::Expression::Inline(inline) => in_inline(inline, used),
    }
}

fn in_inline(inline: &ast::InlineExpression<&str>, used: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            used.insert(id.name.to_owned());
        }
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                in_inline(argument, used);
            }
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, used),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEATURE: &[Source] = &[
        (
            "en",
            "f",
            "only-english = Only English\nboth = Both\nwaits = { $n ->\n    [one] One waits\n   *[other] { $n } wait\n}\nhello = Hello { $name }",
        ),
        (
            "cy",
            "f",
            "both = Y ddau\nwaits = { $n ->\n    [zero] neb\n    [one] un\n    [two] dau\n    [few] tri\n    [many] chwech\n   *[other] { $n }\n}",
        ),
        ("en-simple", "f", "both = The 2"),
    ];

    fn tongue(code: &str) -> Tongue {
        let words = Words::load(FEATURE).unwrap();
        let lang = words.offered(code).unwrap();
        words.tongue(lang)
    }

    #[test]
    fn a_message_that_a_language_lacks_is_said_in_english_and_listed() {
        assert_eq!(tongue("cy").t("only-english"), "Only English");
        assert_eq!(tongue("en-simple").t("both"), "The 2");
        let missing = tongue("en").words().missing();
        assert!(
            missing.contains(&(Lang::CY, "only-english".to_owned())),
            "{missing:?}"
        );
        assert!(!missing.contains(&(Lang::CY, "both".to_owned())));
    }

    #[test]
    fn a_key_that_is_nowhere_comes_back_and_is_remembered() {
        let tongue = tongue("cy");
        assert_eq!(tongue.t("no-such-key"), "no-such-key");
        assert!(!tongue.has("no-such-key"));
        assert!(
            tongue
                .words()
                .missing()
                .contains(&(Lang::CY, "no-such-key".to_owned()))
        );
    }

    #[test]
    fn a_language_lacking_a_message_with_arguments_says_it_in_english() {
        assert_eq!(tongue("cy").t1("hello", "name", "Ann"), "Hello Ann");
        // Nothing is added around the argument, and nothing is escaped: the template does that.
        assert_eq!(tongue("en").t1("hello", "name", "<b>"), "Hello <b>");
    }

    #[test]
    fn welsh_counts_in_its_six_forms() {
        let tongue = tongue("cy");
        let said: Vec<String> = [0, 1, 2, 3, 6, 7]
            .iter()
            .map(|n| tongue.t1("waits", "n", n))
            .collect();
        assert_eq!(said, ["neb", "un", "dau", "tri", "chwech", "7"]);
    }

    #[test]
    fn every_problem_of_a_source_is_told_at_once() {
        let bad: &[Source] = &[
            ("en", "a", "skip-link = Twice"),
            ("xx", "b", "a = A"),
            ("en", "c", "ok = Fine\n???\n"),
        ];
        let why = Words::load(bad).unwrap_err().to_string();
        assert!(why.contains("en a: `skip-link` is already defined"), "{why}");
        assert!(why.contains("xx b: this language is not known"), "{why}");
        assert!(why.contains("en c line 2"), "{why}");
    }

    #[test]
    fn the_checker_finds_what_is_missing_and_what_differs() {
        let found = check_words(&[
            ("en", "f", "a = A\nb = B { $x }\nc = C"),
            ("cy", "f", "a = A\nb = B { $y }\nd = D\nc = C"),
            ("en-simple", "f", "a = A\nb = B { $x }"),
        ]);
        assert_eq!(
            found,
            [
                "cy: `b` uses {\"y\"}, English uses {\"x\"}",
                "cy: `d` is not in English",
                "en-simple: `c` is missing"
            ]
        );
    }

    #[test]
    fn the_layout_says_everything_in_three_editions() {
        assert_eq!(check_words(crate::WORDS), Vec::<String>::new());
    }

    #[test]
    fn a_browser_gets_the_best_language_it_asks_for() {
        let words = Words::load(&[]).unwrap();
        assert_eq!(words.best("cy-GB,cy;q=0.9,en;q=0.8"), Lang::CY);
        assert_eq!(words.best("fr, en;q=0.5, cy;q=0.7"), Lang::CY);
        assert_eq!(words.best("cy;q=0, de"), Lang::EN);
        assert_eq!(words.best(";;;q=,,"), Lang::EN);
        assert_eq!(words.offered("ur"), None);
    }
}
