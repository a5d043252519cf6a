//! Where someone means, from whatever they write.

mod pin;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::areas::{Areas, BoroughIx, WardIx};
use crate::place::{Place, PlaceKind};
use crate::point::LatLon;
use crate::postcode::{Postcode, PostcodePrefix};
use crate::postcodes::{PostcodePlace, Postcodes};
use words::{Index, Match};
pub use words::{within, words};

/// More of a text than this is not looked at.
const LONGEST: usize = 500;
/// Roughly drawn wards leave gaps of a few metres; a pin on the river's edge is still in the ward beside it.
const GAP_M: f64 = 60.0;
const MOST_CANDIDATES: usize = 10;

/// By what a place was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    Postcode,
    /// An outcode or sector, or a postcode that is not known but whose neighbours are.
    PartialPostcode,
    /// Latitude and longitude, a map's address, or a National Grid reference.
    Pin,
    AreaName,
    StreetName,
    PlaceName,
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Ask: several places fit, or none well.
    Unsure,
    /// Show it and let the person change it: a spelling was put right, or it is a middle of many.
    Likely,
    Sure,
}

/// What a person should be told about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// The postcode was in use once and is no longer.
    RetiredPostcode,
    /// It has the form of a postcode, but none such is known here.
    UnknownPostcode,
    /// Something in the text was read as if it were spelt otherwise.
    SpellingPutRight,
}

/// One place that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub how: How,
    /// To show: `QN1 1AB`, `Mill Lane, Saltway, Farside`.
    pub name: String,
    /// `None`: more than one ward, or outside.
    pub ward: Option<WardIx>,
    pub borough: Option<BoroughIx>,
    pub at: LatLon,
    /// Only to compare with others of the same answer.
    pub score: f32,
}

/// The answer to a location question.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    pub how: How,
    pub name: String,
    pub ward: Option<WardIx>,
    pub borough: Option<BoroughIx>,
    pub at: Option<LatLon>,
    pub confidence: Confidence,
    /// The place is known and lies outside the force's area.
    pub outside: bool,
    pub note: Option<Note>,
    /// Best first, the answer itself among them when it is one of several; at most ten.
    pub candidates: Vec<Candidate>,
}

/// Finds wards by postcode, pin or words.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    areas: Arc<Areas>,
    postcodes: Arc<Postcodes>,
    places: Vec<Place>,
    entries: Vec<Entry>,
    index: Index,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    what: What,
    ward: Option<WardIx>,
    borough: Option<BoroughIx>,
    at: LatLon,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Borough(BoroughIx),
    Ward(WardIx),
    Place(usize),
}

impl Gazetteer {
    /// `places` may be empty.
    pub fn new(areas: Arc<Areas>, postcodes: Arc<Postcodes>, places: Vec<Place>) -> Self {
        let mut entries = Vec::new();
        let mut index = Index::default();
        let mut add = |name: &str, entry: Entry| {
            index.add(name);
            entries.push(entry);
        };
        for (i, b) in (0u16..).zip(areas.boroughs()) {
            let ix = BoroughIx(i);
            let entry = Entry {
                what: What::Borough(ix),
                ward: None,
                borough: Some(ix),
                at: b.shape.middle(),
            };
            std::iter::once(&b.name)
                .chain(&b.name_cy)
                .for_each(|n| add(n, entry));
        }
        for (i, w) in (0u16..).zip(areas.wards()) {
            let ix = WardIx(i);
            let entry = Entry {
                what: What::Ward(ix),
                ward: Some(ix),
                borough: Some(w.borough),
                at: w.middle,
            };
            std::iter::once(&w.name)
                .chain(&w.name_cy)
                .for_each(|n| add(n, entry));
        }
        for (i, p) in places.iter().enumerate() {
            let ward = areas.find_near(p.at, GAP_M);
            let borough = ward
                .and_then(|w| areas.ward(w))
                .map(|w| w.borough)
                .or_else(|| areas.find_borough(p.at));
            add(
                &p.name,
                Entry {
                    what: What::Place(i),
                    ward,
                    borough,
                    at: p.at,
                },
            );
        }
        index.settle();
        Self {
            areas,
            postcodes,
            places,
            entries,
            index,
        }
    }

    pub fn areas(&self) -> &Arc<Areas> {
        &self.areas
    }

    pub fn postcodes(&self) -> &Arc<Postcodes> {
        &self.postcodes
    }

    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Understands a postcode anywhere in an address, a pin (`54.5,2.5`, a map's address, `TQ 300 804`), part of a
    /// postcode, and names of wards, boroughs, streets and places, with small slips of spelling and with or without accents.
    pub fn locate(&self, text: &str) -> Located {
        let text: String = text.chars().take(LONGEST).collect();
        let text = text.trim();
        if text.is_empty() {
            return Located::nothing();
        }
        let written = postcodes_in(text);
        if let Some(found) = self.known_postcode(&written) {
            return found;
        }
        if let Some(found) = pin::find(text).map(|pins| self.pinned(&pins)) {
            return found;
        }
        let outcode = self.outcode_in(text, &written);
        let named = self.named(text, outcode.as_ref().map(|(prefix, _)| *prefix));
        if named.confidence == Confidence::Sure {
            return named;
        }
        let unknown = written.iter().find(|w| !w.repaired).map(|w| w.postcode);
        match (outcode, unknown) {
            // An address whose street is known says more than an outcode.
            _ if named.confidence == Confidence::Likely && unknown.is_none() => named,
            (Some((prefix, shown)), unknown) => self.partial(prefix, &shown, unknown, named),
            (None, Some(unknown)) => self.unknown(unknown, named),
            (None, None) => named,
        }
    }

    /// The place of a pin set on a map.
    pub fn at_point(&self, p: LatLon) -> Located {
        self.pinned(&[p])
    }

    fn pinned(&self, pins: &[LatLon]) -> Located {
        // Some write longitude first: the reading that lies in the area is meant.
        let home = pins.iter().find(|p| self.home_of(**p, None).1.is_some());
        let Some(&p) = home.or(pins.first()) else {
            return Located::nothing();
        };
        let (ward, borough) = self.home_of(p, None);
        let sure = pins.first() == Some(&p);
        Located {
            how: How::Pin,
            name: self.described(p.to_string(), ward, borough),
            ward,
            borough,
            at: Some(p),
            confidence: if sure {
                Confidence::Sure
            } else {
                Confidence::Likely
            },
            outside: borough.is_none(),
            note: None,
            candidates: Vec::new(),
        }
    }

    fn home_of(&self, p: LatLon, ward: Option<WardIx>) -> (Option<WardIx>, Option<BoroughIx>) {
        let ward = ward.or_else(|| self.areas.find_near(p, GAP_M));
        let of_ward = ward.and_then(|w| self.areas.ward(w)).map(|w| w.borough);
        (ward, of_ward.or_else(|| self.areas.find_borough(p)))
    }

    fn known_postcode(&self, written: &[Written]) -> Option<Located> {
        // In an address the postcode stands last; one that is right as written comes before one put right.
        let known = |w: &&Written| self.postcodes.get(w.postcode).is_some();
        let found = written.iter().rev().filter(|w| !w.repaired).find(known);
        let found = found.or_else(|| written.iter().rev().filter(|w| w.repaired).find(known))?;
        let PostcodePlace { postcode, at, ward } = self.postcodes.get(found.postcode)?;
        let (ward, borough) = self.home_of(at, ward);
        Some(Located {
            how: How::Postcode,
            name: self.described(postcode.to_string(), ward, borough),
            ward,
            borough,
            at: Some(at),
            confidence: if found.repaired {
                Confidence::Likely
            } else {
                Confidence::Sure
            },
            outside: borough.is_none(),
            note: found.repaired.then_some(Note::SpellingPutRight),
            candidates: Vec::new(),
        })
    }

    /// A sector or outcode in the text that has postcodes here.
    fn outcode_in(&self, text: &str, written: &[Written]) -> Option<(PostcodePrefix, String)> {
        let some = |prefix: PostcodePrefix| self.postcodes.with_prefix(prefix).len() > 0;
        for w in written.iter().filter(|w| !w.repaired) {
            for shown in [w.postcode.sector(), w.postcode.outcode()] {
                let prefix = PostcodePrefix::parse(&format!("{shown} ")).filter(|p| some(*p));
                if let Some(prefix) = prefix {
                    return Some((prefix, shown));
                }
            }
        }
        let tokens: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|t| !t.is_empty())
            .collect();
        let digit = |t: &str| t.bytes().any(|b| b.is_ascii_digit());
        for (i, token) in tokens
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, t)| digit(t) && t.len() <= 5)
        {
            let inward = tokens.get(i + 1).filter(|t| t.len() == 1 && digit(t));
            if let Some(inward) = inward {
                let shown = format!("{token} {inward}").to_uppercase();
                if let Some(prefix) = PostcodePrefix::parse(&shown).filter(|p| some(*p)) {
                    return Some((prefix, shown));
                }
            }
            if let Some(prefix) = PostcodePrefix::outcode(token).filter(|p| some(*p)) {
                return Some((prefix, token.to_uppercase()));
            }
        }
        None
    }

    /// The wards in which postcodes begin so, those with most of them first.
    fn partial(
        &self,
        prefix: PostcodePrefix,
        shown: &str,
        unknown: Option<Postcode>,
        named: Located,
    ) -> Located {
        let mut wards: BTreeMap<Option<WardIx>, (u32, Option<LatLon>)> = BTreeMap::new();
        let (mut lat, mut lon, mut count) = (0.0, 0.0, 0u32);
        for p in self.postcodes.with_prefix(prefix) {
            let seen = wards.entry(p.ward).or_default();
            seen.0 += 1;
            seen.1.get_or_insert(p.at);
            (lat, lon, count) = (lat + p.at.lat(), lon + p.at.lon(), count + 1);
        }
        let n = f64::from(count.max(1));
        let middle = LatLon::new(lat / n, lon / n);
        let retired = unknown.is_some_and(|p| self.postcodes.is_retired(p));
        let mut candidates: Vec<Candidate> = wards
            .iter()
            .filter_map(|(ward, (postcodes, at))| {
                let ward = (*ward)?;
                let entry = self.areas.ward(ward)?;
                Some(Candidate {
                    how: How::PartialPostcode,
                    name: self.described(shown.to_owned(), Some(ward), Some(entry.borough)),
                    ward: Some(ward),
                    borough: Some(entry.borough),
                    at: (*at)?,
                    score: *postcodes as f32 / count.max(1) as f32,
                })
            })
            .collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.ward.cmp(&b.ward)));
        let boroughs: BTreeSet<BoroughIx> = candidates.iter().filter_map(|c| c.borough).collect();
        let ward = candidates
            .first()
            .filter(|_| wards.len() == 1)
            .and_then(|c| c.ward);
        let borough = boroughs
            .first()
            .copied()
            .filter(|_| boroughs.len() == 1 && !wards.contains_key(&None));
        let outside = candidates.is_empty();
        candidates.truncate(MOST_CANDIDATES);
        candidates.extend(
            named
                .candidates
                .into_iter()
                .take(MOST_CANDIDATES - candidates.len()),
        );
        Located {
            how: How::PartialPostcode,
            name: self.described(unknown.map_or(shown.to_owned(), |p| p.to_string()), ward, borough),
            ward,
            borough,
            at: middle,
            confidence: if ward.is_some() {
                Confidence::Likely
            } else {
                Confidence::Unsure
            },
            outside,
            note: unknown.map(|_| {
                if retired {
                    Note::RetiredPostcode
                } else {
                    Note::UnknownPostcode
                }
            }),
            candidates,
        }
    }

    /// Has the form of a postcode, and nothing near it is known here.
    fn unknown(&self, postcode: Postcode, named: Located) -> Located {
        if named.confidence == Confidence::Likely {
            return named;
        }
        let retired = self.postcodes.is_retired(postcode);
        Located {
            how: How::Nothing,
            name: postcode.to_string(),
            // With postcodes of the whole area at hand, one whose outcode is not among them is elsewhere.
            outside: !self.postcodes.is_empty() && !retired,
            note: Some(if retired {
                Note::RetiredPostcode
            } else {
                Note::UnknownPostcode
            }),
            candidates: named.candidates,
            ..Located::nothing()
        }
    }

    fn named(&self, text: &str, outcode: Option<PostcodePrefix>) -> Located {
        let mut matches = self.index.search(text);
        if matches.is_empty() {
            return Located::nothing();
        }
        let near: BTreeSet<WardIx> = outcode
            .map(|p| self.postcodes.with_prefix(p).filter_map(|p| p.ward).collect())
            .unwrap_or_default();
        self.weigh(&mut matches, &near);
        let top = matches.first().map_or(0.0, |m| m.score);
        let shown: Vec<Candidate> = matches
            .iter()
            .filter(|m| m.score >= top * 0.5)
            .filter_map(|m| self.candidate(m))
            .take(MOST_CANDIDATES)
            .collect();
        // Several with nearly the same score: the best is only one of them.
        let rivals: Vec<&Candidate> = shown.iter().filter(|c| c.score >= top * 0.93).collect();
        let Some(best) = rivals.first() else {
            return Located::nothing();
        };
        let wards: BTreeSet<Option<WardIx>> = rivals.iter().map(|c| c.ward).collect();
        let boroughs: BTreeSet<Option<BoroughIx>> = rivals.iter().map(|c| c.borough).collect();
        let exact = matches.first().is_some_and(|m| m.exact);
        let one = rivals.len() == 1 || wards.len() == 1 && best.ward.is_some();
        let ward = best.ward.filter(|_| one);
        let borough = best.borough.filter(|_| boroughs.len() == 1);
        let confidence = match (one, exact) {
            (true, true) => Confidence::Sure,
            (true, false) => Confidence::Likely,
            _ => Confidence::Unsure,
        };
        Located {
            how: best.how,
            name: best.name.clone(),
            ward,
            borough,
            at: one.then_some(best.at),
            confidence,
            outside: one && best.borough.is_none(),
            note: (!exact).then_some(Note::SpellingPutRight),
            candidates: if shown.len() > 1 { shown } else { Vec::new() },
        }
    }

    /// A street or place weighs more when the text names its ward, borough or outcode too.
    fn weigh(&self, matches: &mut [Match], near: &BTreeSet<WardIx>) {
        let mut wards = BTreeSet::new();
        let mut boroughs = BTreeSet::new();
        for m in matches.iter().filter(|m| m.coverage > 0.95) {
            match self.entries.get(m.entry).map(|e| e.what) {
                Some(What::Ward(w)) => drop(wards.insert((w, m.first, m.last))),
                Some(What::Borough(b)) => drop(boroughs.insert((b, m.first, m.last))),
                _ => {}
            }
        }
        for m in matches.iter_mut() {
            let Some(entry) = self.entries.get(m.entry) else {
                continue;
            };
            let apart = |first: usize, last: usize| last < m.first || m.last < first;
            let in_ward = wards
                .iter()
                .any(|&(w, f, l)| entry.ward == Some(w) && apart(f, l));
            let in_borough = boroughs
                .iter()
                .any(|&(b, f, l)| entry.borough == Some(b) && apart(f, l));
            let in_outcode = entry.ward.is_some_and(|w| near.contains(&w));
            let bonus =
                1.0 + 0.5 * f32::from(in_ward) + 0.4 * f32::from(in_borough) + 0.5 * f32::from(in_outcode);
            let bonus = if matches!(entry.what, What::Place(_)) || in_borough {
                bonus
            } else {
                1.0
            };
            m.score *= bonus;
        }
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
    }

    fn candidate(&self, m: &Match) -> Option<Candidate> {
        let entry = self.entries.get(m.entry)?;
        let (how, name, ward, borough) = match entry.what {
            What::Borough(b) => (How::AreaName, self.areas.borough(b)?.name.clone(), None, None),
            What::Ward(w) => (
                How::AreaName,
                self.areas.ward(w)?.name.clone(),
                None,
                entry.borough,
            ),
            What::Place(i) => {
                let place = self.places.get(i)?;
                let how = if place.kind == PlaceKind::Street {
                    How::StreetName
                } else {
                    How::PlaceName
                };
                (how, place.name.clone(), entry.ward, entry.borough)
            }
        };
        let name = self.described(name, ward, borough);
        Some(Candidate {
            how,
            name,
            ward: entry.ward,
            borough: entry.borough,
            at: entry.at,
            score: m.score,
        })
    }

    fn described(&self, name: String, ward: Option<WardIx>, borough: Option<BoroughIx>) -> String {
        let ward = ward.and_then(|w| self.areas.ward(w)).map(|w| w.name.as_str());
        let borough = borough
            .and_then(|b| self.areas.borough(b))
            .map(|b| b.name.as_str());
        [Some(name.as_str()), ward, borough]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl Located {
    fn nothing() -> Self {
        Self {
            how: How::Nothing,
            name: String::new(),
            ward: None,
            borough: None,
            at: None,
            confidence: Confidence::Unsure,
            outside: false,
            note: None,
            candidates: Vec::new(),
        }
    }
}

/// Something in a text that reads as a whole postcode.
struct Written {
    postcode: Postcode,
    repaired: bool,
}

fn postcodes_in(text: &str) -> Vec<Written> {
    let tokens: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|t| !t.is_empty())
        .take(100)
        .collect();
    let mut found = Vec::new();
    for i in 0..tokens.len() {
        for count in [1, 2, 3] {
            let Some(group) = tokens.get(i..i + count) else {
                break;
            };
            let joined = group.concat();
            if !(5..=7).contains(&joined.chars().count()) {
                continue;
            }
            let exact = Postcode::parse_exact(&joined);
            let ordinal = ["1ST", "2ND", "3RD"]
                .iter()
                .any(|o| joined.to_uppercase().ends_with(o))
                || joined.to_uppercase().ends_with("TH");
            match exact {
                Some(postcode) => found.push(Written {
                    postcode,
                    repaired: ordinal,
                }),
                None => found.extend(Postcode::parse(&joined).map(|postcode| Written {
                    postcode,
                    repaired: true,
                })),
            }
        }
    }
    found
}
