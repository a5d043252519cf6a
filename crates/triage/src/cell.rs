//! One cell of a table: a unary expression, compiled once. The shapes editors mostly write (`'yes'`, `'a', null`,
//! `> 3`, `[1..3]`, `contains($, 'x')`) are compared directly, which is some ten times faster; a property test holds both ways
//! to the same answers. Everything else runs on zen-expression.

use rust_decimal::Decimal;
use zen_expression::compiler::{FetchFastTarget, Jump, Opcode};
use zen_expression::expression::Unary;
use zen_expression::{Expression, Isolate, compile_unary_expression};

use crate::facts::Val;

/// A cell longer than this is not written by a person.
const LONGEST: usize = 400;
/// Brackets inside brackets.
const DEEPEST: usize = 12;

#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) source: Box<str>,
    expression: Expression<Unary>,
    direct: Option<Box<[Alternative]>>,
    /// The cell looks at its own column's answer and at nothing else.
    pub(crate) own_answer_only: bool,
}

/// One of the comma-separated tests of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Alternative {
    Is(Box<str>),
    Null,
    Number(Decimal),
    Bool(bool),
    Compare(Sign, Decimal),
    Between {
        low: Decimal,
        low_in: bool,
        high: Decimal,
        high_in: bool,
    },
    /// `contains($, 'x')`
    Has(Box<str>),
    /// `['a', 'b']`
    OneOf(Box<[Box<str>]>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    More,
    MoreOrSame,
    Less,
    LessOrSame,
}

/// A constant in a cell.
pub(crate) enum Literal<'c> {
    Number(Decimal),
    Word(&'c str),
}

/// The cell could not be answered for this value, such as `> 3` for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellFails;

/// Whether a cell is left open, so that it matches anything.
pub(crate) fn is_open(source: &str) -> bool {
    matches!(source.trim(), "" | "-")
}

/// Refuses what is too long or too deep to hand to the parser.
pub(crate) fn check_size(source: &str) -> Result<(), String> {
    if source.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    // The expression engine stops the program at a lone backtick, and a table needs no template texts.
    if source.contains('`') {
        return Err("it has a backtick (`): texts stand in quotes here".to_owned());
    }
    let mut depth = 0usize;
    for c in source.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(format!("it has more than {DEEPEST} brackets inside each other"));
        }
    }
    // Signs before signs nest without brackets.
    let signs = source
        .split_whitespace()
        .filter(|w| matches!(*w, "not" | "-" | "!"))
        .count()
        + source.matches("--").count()
        + source.matches("!!").count()
        + source.matches('?').count();
    if signs > DEEPEST {
        Err("it has too many signs".to_owned())
    } else {
        Ok(())
    }
}

/// Refuses what compiles and is still not fit for a table.
pub(crate) fn check_code(code: &[Opcode]) -> Result<(), String> {
    check_steady(code)?;
    check_ranges(code)
}

/// Two runs must give the same answer, so neither chance nor the clock may be asked.
fn check_steady(code: &[Opcode]) -> Result<(), String> {
    for op in code {
        if let Opcode::CallFunction { kind, .. } = op {
            let name = format!("{kind:?}");
            if name.contains("Rand") || name.contains("Date") {
                return Err("chance and the clock cannot be asked in a table".to_owned());
            }
        }
    }
    Ok(())
}

/// A range is there to be compared with. Gone through number by number it can fill the memory from twenty letters.
fn check_ranges(code: &[Opcode]) -> Result<(), String> {
    let has_range = code.iter().any(|op| matches!(op, Opcode::Interval { .. }));
    let goes_through = code.iter().any(|op| {
        matches!(
            op,
            Opcode::Jump(Jump::Backward, _)
                | Opcode::Flatten
                | Opcode::Len
                | Opcode::GetLen
                | Opcode::Slice
                | Opcode::CallFunction { .. }
                | Opcode::CallMethod { .. }
        )
    });
    if has_range && goes_through {
        return Err("a range can be compared with, not gone through or given to a function".to_owned());
    }
    Ok(())
}

fn looks_elsewhere(code: &[Opcode]) -> bool {
    code.iter().any(|op| match op {
        Opcode::FetchRootEnv => true,
        Opcode::FetchEnv(name) => name.as_ref() != "$",
        Opcode::FetchFast(path) => match path.as_slice() {
            [FetchFastTarget::Begin, FetchFastTarget::String(name), ..]
            | [FetchFastTarget::String(name), ..] => name.as_ref() != "$",
            _ => true,
        },
        _ => false,
    })
}

impl Cell {
    /// Compiles a cell that is not open.
    ///
    /// # Errors
    /// A sentence about what is wrong with it.
    pub(crate) fn compile(source: &str) -> Result<Self, String> {
        let source = source.trim();
        check_size(source)?;
        let expression = compile_unary_expression(source).map_err(|e| e.to_string())?;
        check_code(expression.bytecode())?;
        let own_answer_only = !looks_elsewhere(expression.bytecode());
        let direct = read_alternatives(source);
        Ok(Self {
            source: source.into(),
            expression,
            direct,
            own_answer_only,
        })
    }

    pub(crate) fn alternatives(&self) -> Option<&[Alternative]> {
        self.direct.as_deref()
    }

    /// The numbers and words that the cell names, whatever its shape.
    pub(crate) fn literals(&self) -> impl Iterator<Item = Literal<'_>> {
        self.expression.bytecode().iter().filter_map(|op| match op {
            Opcode::PushNumber(n) => Some(Literal::Number(*n)),
            Opcode::PushString(s) => Some(Literal::Word(s)),
            _ => None,
        })
    }

    /// Whether the value matches. `isolate` is asked for only when the cell needs it.
    pub(crate) fn matches<'i>(
        &self,
        value: Val<'_>,
        isolate: impl FnOnce() -> &'i mut Isolate,
    ) -> Result<bool, CellFails> {
        match &self.direct {
            Some(alternatives) => direct(alternatives, value),
            None => self.run(value, isolate()),
        }
    }

    /// The same answer by way of zen-expression, whatever the cell's shape.
    pub(crate) fn run(&self, value: Val<'_>, isolate: &mut Isolate) -> Result<bool, CellFails> {
        isolate
            .set_reference_value(value.to_variable())
            .map_err(|_| CellFails)?;
        isolate
            .run_unary_compiled(self.expression.bytecode())
            .map_err(|_| CellFails)
    }
}

fn direct(alternatives: &[Alternative], value: Val<'_>) -> Result<bool, CellFails> {
    for alternative in alternatives {
        if alternative.matches(value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Alternative {
    fn matches(&self, value: Val<'_>) -> Result<bool, CellFails> {
        match (self, value) {
            (Self::Is(word), Val::Text(text)) => Ok(word.as_ref() == text),
            (Self::Null, Val::Null) => Ok(true),
            (Self::Number(a), Val::Number(b)) => Ok(a == b),
            (Self::Bool(a), Val::Bool(b)) => Ok(*a == b),
            (Self::Is(_) | Self::Null | Self::Number(_) | Self::Bool(_), _) => Ok(false),
            (Self::Compare(sign, than), Val::Number(number)) => Ok(match sign {
                Sign::More => number > than,
                Sign::MoreOrSame => number >= than,
                Sign::Less => number < than,
                Sign::LessOrSame => number <= than,
            }),
            (
                Self::Between {
                    low,
                    low_in,
                    high,
                    high_in,
                },
                Val::Number(number),
            ) => {
                let above = if *low_in { number >= low } else { number > low };
                let below = if *high_in { number <= high } else { number < high };
                Ok(above && below)
            }
            (Self::Has(word), Val::List(list)) => Ok(list.iter().any(|v| v == word)),
            (Self::Has(word), Val::One(one)) => Ok(word.as_ref() == one),
            (Self::Has(word), Val::Text(text)) => Ok(text.contains(word.as_ref())),
            (Self::OneOf(words), Val::Text(text)) => Ok(words.iter().any(|w| w.as_ref() == text)),
            (Self::OneOf(_), Val::Null | Val::Bool(_) | Val::Number(_)) => Ok(false),
            (Self::Compare(..) | Self::Between { .. } | Self::Has(_) | Self::OneOf(_), _) => Err(CellFails),
        }
    }
}

/// Splits at commas outside quotes and brackets. None when the quotes do not close.
fn split(source: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0usize, 0i32, None);
    for (at, c) in source.char_indices() {
        match (quote, c) {
            // Escapes are left to the real parser.
            (_, '\\' | '`') => return None,
            (Some(q), _) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(source.get(start..at)?.trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    if quote.is_some() {
        return None;
    }
    parts.push(source.get(start..)?.trim());
    Some(parts)
}

fn read_alternatives(source: &str) -> Option<Box<[Alternative]>> {
    split(source)?.into_iter().map(read_alternative).collect()
}

fn read_word(source: &str) -> Option<&str> {
    let inner = source
        .strip_prefix('\'')
        .and_then(|s| s.strip_suffix('\''))
        .or_else(|| source.strip_prefix('"').and_then(|s| s.strip_suffix('"')))?;
    (!inner.contains(['\'', '"'])).then_some(inner)
}

fn read_number(source: &str) -> Option<Decimal> {
    let digits = source.strip_prefix('-').unwrap_or(source);
    let plain = !digits.is_empty()
        && digits.len() <= 12
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.matches('.').count() <= 1;
    if plain { source.parse().ok() } else { None }
}

fn read_alternative(source: &str) -> Option<Alternative> {
    match source {
        "null" => return Some(Alternative::Null),
        "true" => return Some(Alternative::Bool(true)),
        "false" => return Some(Alternative::Bool(false)),
        _ => {}
    }
    if let Some(word) = read_word(source) {
        return Some(Alternative::Is(word.into()));
    }
    if let Some(number) = read_number(source) {
        return Some(Alternative::Number(number));
    }
    for (sign, text) in [
        (Sign::MoreOrSame, ">="),
        (Sign::LessOrSame, "<="),
        (Sign::More, ">"),
        (Sign::Less, "<"),
    ] {
        if let Some(rest) = source.strip_prefix(text) {
            return read_number(rest.trim()).map(|n| Alternative::Compare(sign, n));
        }
    }
    if let Some(rest) = source.strip_prefix("contains($,") {
        return rest
            .strip_suffix(')')
            .and_then(|r| read_word(r.trim()))
            .map(|w| Alternative::Has(w.into()));
    }
    let low_in = source.starts_with('[');
    let high_in = source.ends_with(']');
    if (low_in || source.starts_with('(')) && (high_in || source.ends_with(')')) {
        let inner = source.get(1..source.len().checked_sub(1)?)?;
        if let Some((low, high)) = inner.split_once("..") {
            let (low, high) = (read_number(low.trim())?, read_number(high.trim())?);
            return (low <= high).then_some(Alternative::Between {
                low,
                low_in,
                high,
                high_in,
            });
        }
        if low_in && high_in {
            let words: Option<Box<[Box<str>]>> = split(inner)?
                .into_iter()
                .map(|w| read_word(w).map(Box::from))
                .collect();
            return words.map(Alternative::OneOf);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::facts::Fact;

    fn fact(value: &Value) -> Option<Fact> {
        let facts = crate::Facts::from_json(json!({"x": value})).expect("object");
        facts.sorted().first().map(|(_, f)| f.clone())
    }

    /// A fact as a cell would see it in a column of its own type.
    fn val(fact: Option<&Fact>) -> Val<'_> {
        match fact {
            None => Val::Null,
            Some(Fact::Bool(b)) => Val::Bool(*b),
            Some(Fact::Number(n)) => Val::Number(n),
            Some(Fact::Text(t) | Fact::Digits(t, _)) => Val::Text(t),
            Some(Fact::List(l)) => Val::List(l),
            Some(Fact::Other(v)) => Val::Other(v),
        }
    }

    fn one_test() -> impl Strategy<Value = String> {
        let word = || proptest::sample::select(vec!["a", "b", "yes", "ab", "", "1"]);
        let number = || proptest::sample::select(vec!["0", "1", "2", "-3", "2.5", "0.1", "100"]);
        prop_oneof![
            word().prop_map(|w| format!("'{w}'")),
            word().prop_map(|w| format!("\"{w}\"")),
            Just("null".to_owned()),
            Just("true".to_owned()),
            Just("false".to_owned()),
            number().prop_map(str::to_owned),
            (proptest::sample::select(vec![">", ">=", "<", "<="]), number())
                .prop_map(|(s, n)| format!("{s} {n}")),
            (
                proptest::sample::select(vec!["[", "("]),
                number(),
                number(),
                proptest::sample::select(vec!["]", ")"])
            )
                .prop_map(|(l, a, b, r)| format!("{l}{a}..{b}{r}")),
            word().prop_map(|w| format!("contains($, '{w}')")),
            (word(), word()).prop_map(|(a, b)| format!("['{a}', '{b}']")),
        ]
    }

    fn value() -> impl Strategy<Value = Value> {
        let word = || proptest::sample::select(vec!["a", "b", "yes", "ab", "", "no", "1"]);
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(|b| json!(b)),
            word().prop_map(|w| json!(w)),
            (-4i32..4).prop_map(|n| json!(n)),
            (-40i32..40).prop_map(|n| json!(f64::from(n) / 10.0)),
            any::<f64>()
                .prop_filter("finite", |n| n.is_finite())
                .prop_map(|n| json!(n)),
            prop::collection::vec(word(), 0..4).prop_map(|l| json!(l)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

        #[test]
        fn direct_comparison_and_zen_expression_give_the_same_answer(
            tests in prop::collection::vec(one_test(), 1..4),
            value in value(),
        ) {
            let source = tests.join(", ");
            let cell = match Cell::compile(&source) {
                Ok(cell) => cell,
                Err(_) => return Ok(()),
            };
            let fact = fact(&value);
            let mut isolate = Isolate::with_environment(zen_expression::Variable::empty_object());
            let zen = cell.run(val(fact.as_ref()), &mut isolate);
            if let Some(alternatives) = cell.alternatives() {
                prop_assert_eq!(direct(alternatives, val(fact.as_ref())), zen, "{} for {}", source, value);
            }
        }
    }

    #[test]
    fn a_range_is_compared_with_and_not_gone_through() {
        for fine in ["[1..5]", "(0..1000000000)", "[1..5], > 7", "not([1..5])"] {
            Cell::compile(fine).unwrap_or_else(|e| panic!("{fine}: {e}"));
        }
        for endless in [
            "map([0..1000000000], #)",
            "len([0..1000000000]) > 1",
            "some([0..1000000000], # > 1)",
            "sum(map([0..1000000000], #)) > 1",
        ] {
            assert!(Cell::compile(endless).is_err(), "{endless} was taken");
        }
    }

    #[test]
    fn what_editors_mostly_write_is_compared_directly() {
        for source in [
            "'yes'",
            "'a', 'b', null",
            "> 3",
            "null, <= 24",
            "[1..3)",
            "contains($, 'cctv')",
            "['a', 'b']",
        ] {
            assert!(
                Cell::compile(source).expect("cell").alternatives().is_some(),
                "{source}"
            );
        }
        for source in [
            "startsWith($, 'a')",
            "some($, # == 'a')",
            "len($) > 2",
            "$ == weapon",
        ] {
            assert!(
                Cell::compile(source).expect("cell").alternatives().is_none(),
                "{source}"
            );
        }
        assert!(!Cell::compile("$ == weapon").expect("cell").own_answer_only);
        assert!(Cell::compile("len($) > 2").expect("cell").own_answer_only);
        assert!(Cell::compile("some($, # == 'a')").expect("cell").own_answer_only);
    }
}
