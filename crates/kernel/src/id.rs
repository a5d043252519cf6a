//! Identifiers of rows, and the reference that a person is given.

use std::fmt;

use crate::clock::Moment;

/// Sixteen random bytes, made by the edge and handed in.
pub type Random = [u8; 16];

/// Letters and digits that cannot be mistaken for one another when read aloud: no I, L, O, U.
const SAYABLE: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SMALL: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Time first, so that ids made later sort later; then 80 random bits.
pub fn sorted_text(now: Moment, random: &Random) -> String {
    let millis = u128::from(u64::try_from(now.millis()).unwrap_or(0)) & 0xFFFF_FFFF_FFFF;
    let noise = random
        .iter()
        .take(10)
        .fold(0_u128, |n, b| n << 8 | u128::from(*b));
    base32(millis << 80 | noise, 26)
}

fn base32(number: u128, digits: u32) -> String {
    (0..digits)
        .rev()
        .map(|i| digit(SMALL, usize::try_from(number >> (5 * i) & 31).unwrap_or(0)))
        .collect()
}

fn digit(alphabet: &[u8; 32], value: usize) -> char {
    alphabet.get(value & 31).map_or('0', |b| char::from(*b))
}

/// Makes an id type: `id!(/// A report. ReportId, "rep");`
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(now: $crate::clock::Moment, random: $crate::id::Random) -> Self {
                Self(format!(concat!($prefix, "_{}"), $crate::id::sorted_text(now, &random)))
            }

            pub fn parse(text: &str) -> Option<Self> {
                let rest = text.strip_prefix(concat!($prefix, "_"))?;
                let known = !rest.is_empty()
                    && rest.len() <= 26
                    && rest.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
                known.then(|| Self(text.to_owned()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&$name> for $crate::db::Value {
            fn from(id: &$name) -> Self {
                Self::Text(id.0.clone())
            }
        }

        impl $crate::db::FromValue for $name {
            fn from_value(value: &$crate::db::Value) -> Option<Self> {
                match value {
                    $crate::db::Value::Text(text) => Self::parse(text),
                    _ => None,
                }
            }
        }
    };
}

/// What a person writes down to come back with, on any machine: `7K3M-Q2P9-D4HT`. Sixty random bits; what it opens is
/// kept under a hash of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    pub fn new(random: [u8; 12]) -> Self {
        Self(random.iter().map(|b| digit(SAYABLE, usize::from(*b))).collect())
    }

    /// Reads it however it was typed; an I or L is taken for 1 and an O for 0, because a code never has those letters.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(13)
            .map(|c| match c.to_ascii_uppercase() {
                'I' | 'L' => '1',
                'O' => '0',
                c => c,
            })
            .collect();
        let sayable = plain.bytes().all(|b| SAYABLE.contains(&b));
        (plain.len() == 12 && sayable).then_some(Self(plain))
    }

    /// The letters alone, for a hash of them.
    pub fn plain(&self) -> &str {
        &self.0
    }
}

/// Whoever has it can open what it opens: it does not get into a log.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |from: usize| self.0.get(from..from + 4).unwrap_or_default();
        write!(f, "{}-{}-{}", part(0), part(4), part(8))
    }
}

/// What a person is given to keep: `BL-7K3M-Q2P9-X`. Random, says nothing about when or where, and has a
/// check character that catches every single wrong character and every two that changed places.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference(String);

impl Reference {
    pub fn new(random: Random) -> Self {
        let mut bits = random.iter().take(5).fold(0_u64, |n, b| n << 8 | u64::from(*b));
        let mut values = [0_u8; 8];
        for value in &mut values {
            *value = u8::try_from(bits & 31).unwrap_or(0);
            bits >>= 5;
        }
        Self::from_values(&values)
    }

    fn from_values(values: &[u8; 8]) -> Self {
        let text: String = values.iter().map(|v| digit(SAYABLE, usize::from(*v))).collect();
        let (left, right) = text.split_at(4);
        Self(format!(
            "BL-{left}-{right}-{}",
            digit(SAYABLE, usize::from(check(values)))
        ))
    }

    /// Reads what a person typed or said: any case, with or without dashes, spaces and the `BL`; an I or L is
    /// taken for 1 and an O for 0, because the reference never has those letters.
    pub fn parse(text: &str) -> Option<Self> {
        let mut plain: Vec<u8> = Vec::with_capacity(12);
        for c in text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}'))
        {
            plain.push(u8::try_from(c.to_ascii_uppercase()).ok()?);
            if plain.len() > 11 {
                return None;
            }
        }
        let body = if plain.len() == 11 {
            plain.strip_prefix(b"BL")?
        } else {
            &plain
        };
        let mut values = [0_u8; 9];
        if body.len() != values.len() {
            return None;
        }
        for (value, c) in values.iter_mut().zip(body) {
            let c = match c {
                b'I' | b'L' => b'1',
                b'O' => b'0',
                c => *c,
            };
            *value = u8::try_from(SAYABLE.iter().position(|s| *s == c)?).ok()?;
        }
        let [a, b, c, d, e, f, g, h, last] = values;
        let first = [a, b, c, d, e, f, g, h];
        (check(&first) == last).then(|| Self::from_values(&first))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A weighted sum in the field of 32 elements, each place with another power of the generator.
fn check(values: &[u8; 8]) -> u8 {
    values.iter().fold(0, |sum, v| double(sum ^ v))
}

/// Multiplication by the generator in GF(32) with x^5 + x^2 + 1.
fn double(v: u8) -> u8 {
    let shifted = v << 1;
    if shifted & 32 == 0 {
        shifted
    } else {
        (shifted ^ 0b10_0101) & 31
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&Reference> for crate::db::Value {
    fn from(reference: &Reference) -> Self {
        Self::Text(reference.0.clone())
    }
}

impl crate::db::FromValue for Reference {
    fn from_value(value: &crate::db::Value) -> Option<Self> {
        match value {
            crate::db::Value::Text(text) => Self::parse(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_reference_is_read_back_however_it_is_typed(random: Random) {
            let reference = Reference::new(random);
            let said = reference.as_str().to_lowercase().replace('-', " ");
            prop_assert_eq!(Reference::parse(&said), Some(reference.clone()));
            let bare = reference.as_str().trim_start_matches("BL-").replace('-', "");
            prop_assert_eq!(Reference::parse(&bare), Some(reference));
        }

        #[test]
        fn one_wrong_character_is_always_noticed(random: Random, place in 0_usize..9, other in 0_usize..32) {
            let reference = Reference::new(random);
            let mut chars: Vec<char> = reference.as_str().trim_start_matches("BL-").replace('-', "").chars().collect();
            let wrong = digit(SAYABLE, other);
            prop_assume!(chars[place] != wrong);
            chars[place] = wrong;
            prop_assert_eq!(Reference::parse(&chars.iter().collect::<String>()), None);
        }

        #[test]
        fn two_characters_that_changed_places_are_always_noticed(random: Random, place in 0_usize..8) {
            let reference = Reference::new(random);
            let mut chars: Vec<char> = reference.as_str().trim_start_matches("BL-").replace('-', "").chars().collect();
            prop_assume!(chars[place] != chars[place + 1]);
            chars.swap(place, place + 1);
            prop_assert_eq!(Reference::parse(&chars.iter().collect::<String>()), None);
        }

        #[test]
        fn any_text_at_all_can_be_offered_as_a_reference_or_a_code(text in "\\PC*") {
            let _ = Reference::parse(&text);
            let _ = Code::parse(&text);
        }

        #[test]
        fn a_code_is_read_back_however_it_is_typed(random: [u8; 12]) {
            let code = Code::new(random);
            let shown = code.to_string();
            prop_assert_eq!(shown.len(), 14);
            prop_assert_eq!(Code::parse(&shown.to_lowercase().replace('-', " ")), Some(code.clone()));
            prop_assert_eq!(Code::parse(&shown.replace('1', "l").replace('0', "o")), Some(code.clone()));
            prop_assert_eq!(Code::parse(&format!("{shown}7")), None);
            prop_assert_eq!(Code::parse(&shown[1..]), None);
            let logged = format!("{code:?}");
            prop_assert!(!logged.contains(code.plain()));
        }

        #[test]
        fn ids_made_later_sort_later(a in 0_i64..4_000_000_000_000, b in 0_i64..4_000_000_000_000, r: Random, s: Random) {
            prop_assume!(a < b);
            prop_assert!(sorted_text(Moment::from_millis(a), &r) < sorted_text(Moment::from_millis(b), &s));
        }
    }
}
