//! Whether two descriptions are of the same place, spelt otherwise.

use crate::place::Facts;

/// No two doors of one place are further apart, and postcodes put a point no worse.
const NEAR_M: f64 = 200.0;
/// Words that many places have in their names.
const COMMON: &[&str] = &[
    "a",
    "and",
    "at",
    "building",
    "centre",
    "contact",
    "council",
    "counter",
    "custody",
    "desk",
    "fire",
    "front",
    "gorsaf",
    "heddlu",
    "hub",
    "library",
    "llyfrgell",
    "of",
    "office",
    "point",
    "police",
    "public",
    "station",
    "suite",
    "the",
];

/// How alike two descriptions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// The same words at the same spot.
    Same,
    /// Nearly the same words at the same spot: a person should look.
    Like,
    Other,
}

pub(crate) fn likeness(a: &Facts, b: &Facts) -> Likeness {
    let same_postcode = !a.postcode.is_empty() && a.postcode == b.postcode;
    if a.kind != b.kind || !(same_postcode || a.at.distance_m(b.at) <= NEAR_M) {
        return Likeness::Other;
    }
    let (mine, theirs) = (key(&a.name), key(&b.name));
    if mine == theirs {
        return Likeness::Same;
    }
    let letters = |words: &[String]| -> Vec<char> { words.join(" ").chars().collect() };
    let (mine, theirs) = (letters(&mine), letters(&theirs));
    let most = if mine.len().min(theirs.len()) >= 8 { 2 } else { 1 };
    if atlas::within(&mine, &theirs, most) {
        Likeness::Like
    } else {
        Likeness::Other
    }
}

/// The words that tell a name from others, without case, accents and marks.
fn key(name: &str) -> Vec<String> {
    let words = atlas::words(name);
    let own: Vec<String> = words
        .iter()
        .filter(|w| !COMMON.contains(&w.as_str()))
        .cloned()
        .collect();
    if own.is_empty() { words } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_place_is_called_does_not_tell_them_apart() {
        assert_eq!(
            key("Lamp Square Police Station"),
            key("LAMP SQUARE (front counter)")
        );
        assert_eq!(key("Police Station"), ["police", "station"]);
        assert_ne!(key("Tallow Street Library"), key("Tallow Lane Library"));
        assert_eq!(key("Café Tŷ"), ["cafe", "ty"]);
    }
}
