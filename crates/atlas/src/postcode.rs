//! Postcodes as people write them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A whole postcode, such as `SW1A 1AA`. Ordered as its text is; four bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(u32);

/// Forms that a second letter of the area, and of the district, may not take: they look like digits.
const NEVER_SECOND: &[u8] = b"IJZ";
const NEVER_IN_DISTRICT: &[u8] = b"IO";
/// Letters that the last two places never hold.
const NEVER_IN_UNIT: &[u8] = b"CIKMOV";

const DISTRICTS: u32 = 10 * 37;
const UNITS: u32 = 26 * 26;
const IN_OUTCODE: u32 = 10 * UNITS;

impl Postcode {
    /// `A0 0AA`, the first in order.
    pub(crate) const FIRST: Self = Self(0);

    /// Reads any human spelling: `sw1a1aa`, ` SW1A  1AA`, `SW1A-1AA.`, full-width letters.
    ///
    /// O and 0, I, L and 1 are put right when what is written is no postcode and exactly one way of
    /// swapping the fewest of them makes one. Whether the postcode is in use is not known here.
    pub fn parse(text: &str) -> Option<Self> {
        let (letters, len) = squeeze(text)?;
        let letters = letters.get(..len)?;
        Self::exact(letters).or_else(|| Self::repaired(letters))
    }

    /// As [`parse`](Self::parse), but nothing is put right.
    pub fn parse_exact(text: &str) -> Option<Self> {
        let (letters, len) = squeeze(text)?;
        Self::exact(letters.get(..len)?)
    }

    fn exact(text: &[u8]) -> Option<Self> {
        let (out, inward) = text.split_at_checked(text.len().checked_sub(3)?)?;
        let out = pack_outcode(out)?;
        let &[sector, a, b] = inward else { return None };
        let unit = |c: u8| c.is_ascii_uppercase() && !NEVER_IN_UNIT.contains(&c);
        if !sector.is_ascii_digit() || !unit(a) || !unit(b) {
            return None;
        }
        let (sector, a, b) = (u32::from(sector - b'0'), u32::from(a - b'A'), u32::from(b - b'A'));
        Some(Self(out * IN_OUTCODE + sector * UNITS + a * 26 + b))
    }

    fn repaired(text: &[u8]) -> Option<Self> {
        let doubtful: Vec<usize> = (0..text.len())
            .filter(|&i| text.get(i).is_some_and(|c| b"O0I1L".contains(c)))
            .collect();
        let mut best: Option<(u32, Self)> = None;
        let mut ties = false;
        for swaps in 1u32..1 << doubtful.len() {
            let mut tried = text.to_vec();
            for (bit, &at) in doubtful.iter().enumerate() {
                if let Some(c) = tried.get_mut(at).filter(|_| swaps >> bit & 1 == 1) {
                    *c = match *c {
                        b'O' => b'0',
                        b'0' => b'O',
                        b'1' => b'I',
                        _ => b'1',
                    };
                }
            }
            let Some(found) = Self::exact(&tried) else {
                continue;
            };
            match best {
                Some((fewest, _)) if fewest < swaps.count_ones() => {}
                Some((fewest, same)) if fewest == swaps.count_ones() => ties |= same != found,
                _ => (best, ties) = (Some((swaps.count_ones(), found)), false),
            }
        }
        best.filter(|_| !ties).map(|(_, found)| found)
    }

    /// The part before the space: `SW1A`.
    pub fn outcode(self) -> String {
        let (text, len) = unpack_outcode(self.0 / IN_OUTCODE);
        String::from_utf8_lossy(text.get(..len).unwrap_or_default()).into_owned()
    }

    /// The outcode and the digit after the space: `SW1A 1`.
    pub fn sector(self) -> String {
        format!("{} {}", self.outcode(), self.0 % IN_OUTCODE / UNITS)
    }

    /// A number that sorts as the text does.
    pub fn key(self) -> u32 {
        self.0
    }

    pub(crate) fn from_key(key: u32) -> Option<Self> {
        // Text and back proves that every place holds what it may.
        let whole = Self(key);
        (key / IN_OUTCODE < 26 * 27 * DISTRICTS && Self::parse_exact(&whole.to_string()) == Some(whole))
            .then_some(whole)
    }
}

/// The beginning of a postcode: an area `SW`, an outcode `SW1A`, a sector `SW1A 1`, or one with a letter more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostcodePrefix {
    first: u32,
    last: u32,
    kind: PrefixKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrefixKind {
    /// `SW`, or `SW1` where it may go on to be `SW10` or `SW1A`.
    Beginning,
    Outcode,
    Sector,
    /// A sector and the first letter of the unit: `SW1A 1A`.
    Unit,
    Whole,
}

impl PostcodePrefix {
    /// What may be the beginning of a postcode, as someone types it. `SW1` without a space may go on
    /// (`SW10`, `SW1A`); `SW1 ` with a space, or [`outcode`](Self::outcode), is that outcode alone.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.trim_start().to_ascii_uppercase();
        if let Some((out, inward)) = upper.split_once(' ') {
            return Self::with_inward(out.as_bytes(), inward.trim().as_bytes());
        }
        let (letters, len) = squeeze(&upper)?;
        let letters = letters.get(..len)?;
        if let Some(whole) = Postcode::exact(letters) {
            return Some(Self {
                first: whole.0,
                last: whole.0,
                kind: PrefixKind::Whole,
            });
        }
        // Without a space the longest reading that leaves an inward part wins: SW1A1 is sector SW1A 1.
        for inward in [2, 1] {
            if let Some((out, rest)) = letters
                .len()
                .checked_sub(inward)
                .and_then(|at| letters.split_at_checked(at))
                && rest.first().is_some_and(u8::is_ascii_digit)
                && out.iter().any(u8::is_ascii_digit)
                && !letters.is_empty()
                && pack_outcode(letters).is_none()
                && let Some(found) = Self::with_inward(out, rest)
            {
                return Some(found);
            }
        }
        Self::beginning(letters)
    }

    /// An outcode alone: `SW1A`.
    pub fn outcode(text: &str) -> Option<Self> {
        let (letters, len) = squeeze(text)?;
        Self::with_inward(letters.get(..len)?, b"")
    }

    fn with_inward(out: &[u8], inward: &[u8]) -> Option<Self> {
        let first = pack_outcode(out)? * IN_OUTCODE;
        let made = |first, width, kind| {
            Some(Self {
                first,
                last: first + width - 1,
                kind,
            })
        };
        match *inward {
            [] => made(first, IN_OUTCODE, PrefixKind::Outcode),
            [s] if s.is_ascii_digit() => made(first + u32::from(s - b'0') * UNITS, UNITS, PrefixKind::Sector),
            [s, a] if s.is_ascii_digit() && a.is_ascii_uppercase() => {
                let sector = first + u32::from(s - b'0') * UNITS;
                made(sector + u32::from(a - b'A') * 26, 26, PrefixKind::Unit)
            }
            [s, a, b] => {
                let whole = Postcode::exact(&[out, &[s, a, b]].concat())?;
                made(whole.0, 1, PrefixKind::Whole)
            }
            _ => None,
        }
    }

    fn beginning(letters: &[u8]) -> Option<Self> {
        let (&a, rest) = letters.split_first().filter(|(a, _)| a.is_ascii_uppercase())?;
        let area = u32::from(a - b'A') * 27;
        let (area, rest, open) = match rest.split_first() {
            Some((&b, rest)) if b.is_ascii_uppercase() && !NEVER_SECOND.contains(&b) => {
                (area + 1 + u32::from(b - b'A'), rest, false)
            }
            _ => (area, rest, true),
        };
        let (first, width) = match *rest {
            [] if open => (area * DISTRICTS, 27 * DISTRICTS),
            [] => (area * DISTRICTS, DISTRICTS),
            [d] if d.is_ascii_digit() => (area * DISTRICTS + u32::from(d - b'0') * 37, 37),
            [_, _] => (pack_outcode(letters)?, 1),
            _ => return None,
        };
        let last = (first + width) * IN_OUTCODE - 1;
        let kind = if width == 1 {
            PrefixKind::Outcode
        } else {
            PrefixKind::Beginning
        };
        Some(Self {
            first: first * IN_OUTCODE,
            last,
            kind,
        })
    }

    pub fn kind(self) -> PrefixKind {
        self.kind
    }

    pub fn covers(self, postcode: Postcode) -> bool {
        (self.first..=self.last).contains(&postcode.0)
    }

    /// The first and last [`Postcode::key`] that begin so.
    pub fn keys(self) -> (u32, u32) {
        (self.first, self.last)
    }
}

/// Capitals and digits only, at most 7 of them; `None` when there is anything that no postcode holds.
fn squeeze(text: &str) -> Option<([u8; 7], usize)> {
    let mut letters = [0u8; 7];
    let mut len = 0;
    for c in text.chars().take(64) {
        let c = match c {
            // Full-width forms, which some keyboards give.
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
            other => other,
        };
        if c.is_ascii_alphanumeric() {
            *letters.get_mut(len)? = c.to_ascii_uppercase() as u8;
            len += 1;
        } else if !(c.is_whitespace() || ".,-_/'\u{200B}\u{FEFF}\u{2010}\u{2011}\u{2013}".contains(c)) {
            return None;
        }
    }
    (text.chars().nth(64).is_none()).then_some((letters, len))
}

/// A number below 26 * 27 * 370 that sorts as the outcode's text does.
fn pack_outcode(out: &[u8]) -> Option<u32> {
    let (&a, rest) = out.split_first()?;
    let letter = |c: u8| c.is_ascii_uppercase().then(|| u32::from(c - b'A'));
    let (area, district) = match *rest.first()? {
        b if b.is_ascii_digit() => (letter(a)? * 27, rest),
        b if NEVER_SECOND.contains(&b) => return None,
        b => (letter(a)? * 27 + 1 + letter(b)?, rest.get(1..)?),
    };
    let number = |c: u8| c.is_ascii_digit().then(|| u32::from(c - b'0'));
    let district = match *district {
        [d] => number(d)? * 37,
        // No district is written with a nought before it.
        [b'0', d] if d.is_ascii_digit() => return None,
        [d, e] if e.is_ascii_digit() => number(d)? * 37 + 1 + number(e)?,
        [d, e] if !NEVER_IN_DISTRICT.contains(&e) => number(d)? * 37 + 11 + letter(e)?,
        _ => return None,
    };
    Some(area * DISTRICTS + district)
}

fn unpack_outcode(key: u32) -> ([u8; 4], usize) {
    let mut text = [0; 4];
    let mut len = 0;
    let mut push = |c: u32| {
        if let Some(to) = text.get_mut(len) {
            *to = c as u8;
            len += 1;
        }
    };
    let (area, district) = (key / DISTRICTS, key % DISTRICTS);
    push(u32::from(b'A') + area / 27);
    if area % 27 > 0 {
        push(u32::from(b'A') + area % 27 - 1);
    }
    push(u32::from(b'0') + district / 37);
    match district % 37 {
        0 => {}
        d @ 1..=10 => push(u32::from(b'0') + d - 1),
        d => push(u32::from(b'A') + d - 11),
    }
    (text, len)
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (out, len) = unpack_outcode(self.0 / IN_OUTCODE);
        let mut text = [b' '; 8];
        let inward = self.0 % IN_OUTCODE;
        let letter = |n: u32| b'A' + (n % 26) as u8;
        let tail = [
            b' ',
            b'0' + (inward / UNITS) as u8,
            letter(inward % UNITS / 26),
            letter(inward),
        ];
        for (to, from) in text.iter_mut().zip(out.iter().take(len).chain(&tail)) {
            *to = *from;
        }
        f.pad(
            text.get(..len + 4)
                .and_then(|t| std::str::from_utf8(t).ok())
                .unwrap_or(""),
        )
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Postcode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Postcode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse_exact(&text).ok_or_else(|| serde::de::Error::custom("is not a postcode"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        Postcode::parse(text).map(|p| p.to_string()).unwrap_or_default()
    }

    #[test]
    fn any_human_spelling_is_read() {
        for (written, meant) in [
            ("sw1a1aa", "SW1A 1AA"),
            ("  Sw1a   1aA ", "SW1A 1AA"),
            ("SW1A-1AA.", "SW1A 1AA"),
            ("s w 1 a 1 a a", "SW1A 1AA"),
            ("SW1A\u{a0}1AA", "SW1A 1AA"),
            ("ＳＷ１Ａ １ＡＡ", "SW1A 1AA"),
            ("m1 1ae", "M1 1AE"),
            ("b33 8th", "B33 8TH"),
            ("cr2 6xh", "CR2 6XH"),
            ("dn55 1pt", "DN55 1PT"),
            ("w1a 0ax", "W1A 0AX"),
            ("ec1a 1bb", "EC1A 1BB"),
            ("qx1 2ab", "QX1 2AB"),
        ] {
            assert_eq!(read(written), meant, "{written}");
        }
    }

    #[test]
    fn letters_taken_for_digits_are_put_right_only_where_there_is_one_way() {
        for (written, meant) in [
            ("SWIA 1AA", "SW1A 1AA"),
            ("SW1A IAA", "SW1A 1AA"),
            ("SW1A lAA", "SW1A 1AA"),
            ("SEIO 8XX", "SE10 8XX"),
            ("SE1O 8XX", "SE10 8XX"),
            ("0X1 2AB", "OX1 2AB"),
            ("1P1 2AB", "IP1 2AB"),
            ("S01 1AA", "SO1 1AA"),
            ("EI4 7AA", "E14 7AA"),
            ("N1 OAA", "N1 0AA"),
            ("O1O 1AA", "O10 1AA"),
            ("SO 1AA", "S0 1AA"),
            // As written they are postcodes; nothing is changed.
            ("SO1 1AA", "SO1 1AA"),
            ("BS0 1AA", "BS0 1AA"),
            // No swap makes a postcode of these.
            ("SW1A 1A0", ""),
            ("AAA 1AA", ""),
        ] {
            assert_eq!(read(written), meant, "{written}");
        }
    }

    #[test]
    fn what_is_no_postcode_is_refused() {
        for bad in [
            "",
            " ",
            "SW1A",
            "1AA",
            "SW1A 1A",
            "SW1A 1AAA",
            "SW1A 1CA",
            "99 999",
            "SW1A+1AA",
            "🙂",
        ] {
            assert_eq!(read(bad), "", "{bad}");
        }
        assert_eq!(read(&"x".repeat(1_000_000)), "");
        assert_eq!(read(&format!("SW1A 1AA{}", " ".repeat(100))), "");
    }

    #[test]
    fn the_parts_are_outcode_and_sector() {
        let p = Postcode::parse("sw1a1aa").unwrap();
        assert_eq!(
            (p.outcode(), p.sector()),
            ("SW1A".to_owned(), "SW1A 1".to_owned())
        );
    }

    #[test]
    fn the_beginning_of_a_postcode_covers_what_it_may_become() {
        let covers = |text: &str, whole: &str| {
            PostcodePrefix::parse(text)
                .unwrap()
                .covers(Postcode::parse_exact(whole).unwrap())
        };
        assert!(covers("S", "SW1A 1AA") && covers("S", "S1 1AA"));
        assert!(covers("sw1", "SW1A 1AA") && covers("sw1", "SW10 1AA") && covers("sw1", "SW1 1AA"));
        assert!(!covers("SW1 ", "SW1A 1AA") && !covers("SW1 ", "SW10 1AA"));
        assert!(covers("SW1A", "SW1A 1AA") && covers("SW1A1", "SW1A 1AA") && covers("sw1a 1a", "SW1A 1AA"));
        assert!(
            !covers("SW1A 2", "SW1A 1AA") && covers("SW1A1A", "SW1A 1AA") && covers("SW1A1AA", "SW1A 1AA")
        );
        for bad in ["", "1", "SW1A 11", "hello", "SW1A 1AA 2", "S?"] {
            assert_eq!(PostcodePrefix::parse(bad), None, "{bad}");
        }
    }

    fn written() -> impl Strategy<Value = String> {
        "[A-Z]([A-HK-Y]?([0-9]|[1-9][0-9]|[0-9][A-HJ-NP-Z])) [0-9][ABD-HJLNP-UW-Z]{2}"
    }

    proptest! {
        #[test]
        fn every_postcode_is_itself_again_from_text_and_from_key(text in written()) {
            let p = Postcode::parse(&text).unwrap();
            prop_assert_eq!(p.to_string(), text.clone());
            prop_assert_eq!(Postcode::from_key(p.key()), Some(p));
            prop_assert_eq!(Postcode::parse(&text.to_lowercase().replace(' ', "")), Some(p));
            prop_assert!(PostcodePrefix::outcode(&p.outcode()).unwrap().covers(p));
            prop_assert!(PostcodePrefix::parse(&p.sector()).unwrap().covers(p));
        }

        #[test]
        fn they_sort_as_their_text_does(a in written(), b in written()) {
            let (p, q) = (Postcode::parse(&a).unwrap(), Postcode::parse(&b).unwrap());
            prop_assert_eq!(p.cmp(&q), a.cmp(&b));
        }

        #[test]
        fn no_text_and_no_key_makes_it_panic(text in ".{0,40}", key: u32) {
            let _ = Postcode::parse(&text);
            let _ = PostcodePrefix::parse(&text);
            if let Some(p) = Postcode::from_key(key) {
                prop_assert_eq!(p.key(), key);
            }
        }
    }
}
