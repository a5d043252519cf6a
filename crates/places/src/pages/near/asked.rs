//! What is asked of the finder, and where that is.

use atlas::{Confidence, Gazetteer, How, LatLon, Located};
use jiff::civil::{Date, DateTime};
use page::{Lang, Link, Problems, Tongue, encode};
use serde::Deserialize;
use travel::Mode;

use crate::directory::Directory;
use crate::place::{Facts, Kind, Known, Place};

const LONGEST_QUESTION: usize = 200;
/// A pin outside the force with nothing of it so near is answered with where to turn instead.
const FARTHEST_M: f64 = 25_000.0;
/// Places of the directory whose names fit, when it is asked which is meant.
const NAMED: usize = 6;

/// The address of the page; each part may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub q: String,
    pub at: String,
    pub mode: String,
    pub kind: String,
    pub open: String,
    pub step_free: String,
    pub room: String,
    pub parking: String,
    pub bsl: String,
    pub more: String,
}

/// Ways of getting there, as the page offers them.
pub(super) const MODES: [(&str, Mode); 5] = [
    ("walk", Mode::Walk),
    ("step-free", Mode::StepFree),
    ("cycle", Mode::Cycle),
    ("drive", Mode::Drive),
    ("transit", Mode::Transit),
];

impl Asked {
    pub(super) fn trimmed(mut self) -> Self {
        self.q = self.q.trim().chars().take(LONGEST_QUESTION).collect();
        self
    }

    /// As the page names it, and as it is reckoned: who wants no steps does not change trains by stairs.
    pub(super) fn mode(&self) -> (&'static str, Mode) {
        let named = MODES.into_iter().find(|(name, _)| *name == self.mode);
        match named.unwrap_or(("walk", Mode::Walk)) {
            ("transit", _) if !self.step_free.is_empty() => ("transit", Mode::StepFreeTransit),
            mode => mode,
        }
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::parse(&self.kind)
    }

    pub(super) fn wants(&self, place: &Place, now: DateTime) -> bool {
        let facts = &place.facts;
        let kind = match self.kind() {
            Some(kind) => facts.kind == kind,
            None => facts.kind.is_for_visitors(),
        };
        kind && !place.is_gone(now.date()) && self.suits(Some(facts))
    }

    /// Whether a place is known to have all that is asked of it.
    pub(super) fn suits(&self, facts: Option<&Facts>) -> bool {
        let has = |wanted: &str, known: fn(&Facts) -> Known| {
            wanted.is_empty() || facts.is_some_and(|f| known(f).is_yes())
        };
        has(&self.step_free, |f| f.step_free)
            && has(&self.room, |f| f.private_room)
            && has(&self.parking, |f| f.parking)
            && has(&self.bsl, |f| f.bsl)
    }

    /// The same question about another spot.
    pub(super) fn about(&self, at: LatLon) -> String {
        let mut href = format!("/near?at={at}");
        let own = [
            ("mode", &self.mode),
            ("kind", &self.kind),
            ("open", &self.open),
            ("step_free", &self.step_free),
            ("room", &self.room),
            ("parking", &self.parking),
            ("bsl", &self.bsl),
        ];
        for (name, value) in own.iter().filter(|(_, v)| !v.is_empty()) {
            href.push_str(&format!("&{name}={}", encode(value)));
        }
        href
    }
}

/// A spot, and what it is called.
pub(super) struct Spot {
    pub at: LatLon,
    pub located: Located,
    /// "" for a pin: its ward says more than its numbers.
    pub name: String,
}

/// What was found of the words; a spot, or several that may be meant, or what is wrong.
#[derive(Default)]
pub(super) struct Meant {
    pub spot: Option<Spot>,
    pub choices: Vec<Link>,
    pub problems: Problems,
    /// Words of which the other pages may know more: not a postcode, not a pin.
    pub words: bool,
}

/// Postcodes, addresses, wards and pins by the map of the force, the names of its places by its directory.
pub(super) fn locate(
    asked: &Asked,
    ground: &Gazetteer,
    directory: &Directory,
    tongue: &Tongue,
    today: Date,
) -> Meant {
    let mut meant = Meant::default();
    if asked.q.is_empty() {
        if asked.at.is_empty() {
            return meant;
        }
        match asked.at.parse::<LatLon>() {
            Ok(at) => {
                let located = ground.at_point(at);
                // Who is just across the border may still come here; from further away this is no help.
                if located.ward.is_none() && !directory.has_near(at, FARTHEST_M) {
                    meant.problems.add("q", tongue.t("near-pin-outside"));
                    return meant;
                }
                meant.spot = Some(Spot {
                    at,
                    located,
                    name: String::new(),
                });
            }
            Err(_) => meant.problems.add("q", tongue.t("near-pin-wrong")),
        }
        return meant;
    }
    let lang = tongue.lang();
    let located = ground.locate(&asked.q);
    meant.words = !matches!(located.how, How::Postcode | How::Pin);
    let named = if meant.words {
        directory.named(&asked.q, today, NAMED)
    } else {
        Vec::new()
    };
    let found = located.at.filter(|_| located.confidence != Confidence::Unsure);
    let certain = found.is_some() && located.confidence == Confidence::Sure;
    // Its own name is the surest sign of a place; a name of which some is left out, or in which a letter is wrong, means
    // the one place that has such a name, where no street or ward is called so.
    let whole = named.iter().find(|p| p.is_called(&asked.q));
    let alone = match named.as_slice() {
        [one] if found.is_none() && located.candidates.is_empty() => Some(one),
        _ => None,
    };
    if let Some(place) = whole.or(alone) {
        meant.spot = Some(at_place(place, ground, lang));
    } else if let Some(at) = found.filter(|_| certain || named.is_empty()) {
        meant.spot = Some(Spot {
            at,
            name: located.name.clone(),
            located,
        });
    } else {
        let places = named
            .iter()
            .map(|p| Link::new(asked.about(p.facts.at), p.name(lang).to_owned()));
        let own = found.map(|at| Link::new(asked.about(at), located.name.clone()));
        let others = located.candidates.iter();
        let others = others.map(|c| Link::new(asked.about(c.at), c.name.clone()));
        for choice in own.into_iter().chain(places).chain(others) {
            if !meant.choices.iter().any(|c| c.text == choice.text) {
                meant.choices.push(choice);
            }
        }
        if meant.choices.is_empty() {
            let key = if located.outside {
                "near-outside"
            } else {
                "near-nothing"
            };
            meant.problems.add("q", tongue.t1(key, "what", asked.q.as_str()));
        }
    }
    meant
}

fn at_place(place: &Place, ground: &Gazetteer, lang: Lang) -> Spot {
    Spot {
        at: place.facts.at,
        located: ground.at_point(place.facts.at),
        name: place.name(lang).to_owned(),
    }
}
