//! Whether two descriptions are of the same place, spelt otherwise.

use std::collections::HashMap;

use atlas::LatLon;

use crate::place::{Facts, Kind};

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

/// Whether two descriptions may be of one place.
pub(crate) fn alike(one: &Facts, other: &Facts) -> bool {
    Looks::of(one).likeness(&Looks::of(other)) != Likeness::Other
}

/// What of a place is compared.
struct Looks {
    kind: Kind,
    code: String,
    postcode: String,
    at: LatLon,
    letters: Vec<char>,
}

impl Looks {
    fn of(facts: &Facts) -> Self {
        Self {
            kind: facts.kind,
            code: facts.code.clone(),
            postcode: facts.postcode.clone(),
            at: facts.at,
            letters: key(&facts.name).join(" ").chars().collect(),
        }
    }

    fn likeness(&self, other: &Self) -> Likeness {
        let same_postcode = !self.postcode.is_empty() && self.postcode == other.postcode;
        if self.kind != other.kind || !(same_postcode || self.at.distance_m(other.at) <= NEAR_M) {
            return Likeness::Other;
        }
        let (mine, theirs) = (&self.letters, &other.letters);
        if mine == theirs {
            return Likeness::Same;
        }
        // `Room 4` is not a slip for `Room 5`.
        let digits = |letters: &[char]| {
            letters
                .iter()
                .copied()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        if digits(mine) != digits(theirs) {
            return Likeness::Other;
        }
        let most = if mine.len().min(theirs.len()) >= 8 { 2 } else { 1 };
        if atlas::within(mine, theirs, most) {
            Likeness::Like
        } else {
            Likeness::Other
        }
    }
}

/// Places among which one that is described again is looked for, each known by a number: the smallest that is alike is
/// found, and only what is near enough is compared.
#[derive(Default)]
pub(crate) struct Among {
    all: Vec<(usize, Looks)>,
    /// Indices into `all`, in the order of their coming.
    by_code: HashMap<String, Vec<usize>>,
    by_postcode: HashMap<String, Vec<usize>>,
    by_cell: HashMap<(i32, i32), Vec<usize>>,
}

/// Cells of a hundredth of a degree each way: no side is shorter than [`NEAR_M`] below 79° north.
fn cell(at: LatLon) -> (i32, i32) {
    let whole = |degrees: f64| (degrees * 100.0).floor() as i32;
    (whole(at.lat()), whole(at.lon()))
}

impl Among {
    pub fn put(&mut self, number: usize, facts: &Facts) {
        let (at, looks) = (self.all.len(), Looks::of(facts));
        self.by_cell.entry(cell(looks.at)).or_default().push(at);
        if !looks.postcode.is_empty() {
            self.by_postcode
                .entry(looks.postcode.clone())
                .or_default()
                .push(at);
        }
        if !looks.code.is_empty() {
            self.by_code.entry(looks.code.clone()).or_default().push(at);
        }
        self.all.push((number, looks));
    }

    /// The first that has this code.
    pub fn coded(&self, code: &str) -> Option<usize> {
        let at = self.by_code.get(code)?.first()?;
        self.all.get(*at).map(|(number, _)| *number)
    }

    /// The first that is alike.
    pub fn alike(&self, facts: &Facts) -> Option<(usize, Likeness)> {
        let looks = Looks::of(facts);
        let (lat, lon) = cell(looks.at);
        let around = (-1..=1).flat_map(|a| (-1..=1).map(move |b| (lat + a, lon + b)));
        let near = around.filter_map(|c| self.by_cell.get(&c)).flatten();
        let near = near.chain(self.by_postcode.get(&looks.postcode).into_iter().flatten());
        let alike = near.filter_map(|at| {
            let (number, other) = self.all.get(*at)?;
            let likeness = looks.likeness(other);
            (likeness != Likeness::Other).then_some((*at, *number, likeness))
        });
        alike
            .min_by_key(|(at, ..)| *at)
            .map(|(_, number, likeness)| (number, likeness))
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
