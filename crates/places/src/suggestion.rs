//! Where residents would like a hub or a session, and what became of it.

use atlas::{Confidence, Gazetteer, LatLon};
use kernel::{Moment, id};
use page::{Lang, Problems, Tongue};
use serde::{Deserialize, Serialize};

use crate::place::named;

id!(
    /// A suggestion.
    SuggestionId,
    "sug"
);

named! {
    /// What is wished for.
    Wish {
        Hub = "hub",
        Session = "session",
    }
}

named! {
    /// How a suggestion stands. The words for it are `suggest-state-…`.
    State {
        New = "new",
        Looking = "looking",
        Yes = "yes",
        No = "no",
        Aside = "aside",
    }
}

impl State {
    /// A person decided and says so to the public.
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Yes | Self::No)
    }

    pub fn may_become(self, next: Self) -> bool {
        // What was answered can be answered otherwise, never be as if nobody had looked.
        next != Self::New || self == Self::New
    }
}

/// What someone wrote. Sealed at rest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    pub place: String,
    pub why: String,
    pub name: String,
    pub email: String,
}

/// A suggestion as it came. Made by [`NewSuggestion::parse`] alone.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NewSuggestion {
    pub wish: Wish,
    pub said: Said,
    pub at: LatLon,
    pub ward: Option<String>,
    pub borough: String,
    pub lang: Lang,
}

const LONGEST_LINE: usize = 200;
const LONGEST_WHY: usize = 3_000;

impl NewSuggestion {
    /// Reads the fields `wish`, `place`, `where`, `why`, `name`, `email`; all problems at once.
    pub fn parse<'t>(
        field: impl Fn(&str) -> &'t str,
        ground: &Gazetteer,
        tongue: &Tongue,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let text = |name: &str| field(name).trim();
        let wish = Wish::parse(text("wish"));
        if wish.is_none() {
            problems.add("wish", tongue.t("suggest-wish-needed"));
        }
        if text("place").is_empty() {
            problems.add("place", tongue.t("suggest-place-needed"));
        }
        let (at, ward, borough) = spot(text("where"), ground, tongue, &mut problems);
        if text("why").is_empty() {
            problems.add("why", tongue.t("suggest-why-needed"));
        }
        for (name, most) in [
            ("place", LONGEST_LINE),
            ("why", LONGEST_WHY),
            ("name", LONGEST_LINE),
        ] {
            if text(name).chars().count() > most {
                problems.add(name, tongue.t1("place-too-long", "what", most));
            }
        }
        let email = text("email");
        if !email.is_empty() && !is_email(email) {
            problems.add("email", tongue.t("suggest-email-wrong"));
        }
        let made = wish.zip(at).zip(borough).map(|((wish, at), borough)| Self {
            wish,
            said: Said {
                place: text("place").to_owned(),
                why: text("why").replace("\r\n", "\n"),
                name: text("name").to_owned(),
                email: email.to_owned(),
            },
            at,
            ward,
            borough,
            lang: tongue.lang(),
        });
        problems.check(made)
    }
}

type Spot = (Option<LatLon>, Option<String>, Option<String>);

/// The point, ward and borough that are meant.
fn spot(text: &str, ground: &Gazetteer, tongue: &Tongue, problems: &mut Problems) -> Spot {
    if text.is_empty() {
        problems.add("where", tongue.t("suggest-where-needed"));
        return (None, None, None);
    }
    let found = ground.locate(text);
    let areas = ground.areas();
    let ward = found.ward.and_then(|ix| areas.ward(ix));
    let borough = found.borough.and_then(|ix| areas.borough(ix));
    match (found.at, borough) {
        (Some(at), Some(borough)) if found.confidence != Confidence::Unsure => (
            Some(at),
            ward.map(|w| w.code.as_str().to_owned()),
            Some(borough.code.as_str().to_owned()),
        ),
        _ => {
            let names: Vec<&str> = found.candidates.iter().take(3).map(|c| c.name.as_str()).collect();
            let problem = match (found.outside, names.is_empty()) {
                (true, _) => tongue.t1("near-outside", "what", text),
                (false, true) => tongue.t1("near-nothing", "what", text),
                (false, false) => tongue.t1("suggest-where-several", "names", names.join("; ")),
            };
            problems.add("where", problem);
            (None, None, None)
        }
    }
}

fn is_email(text: &str) -> bool {
    let mut halves = text.split('@');
    let (name, host) = (
        halves.next().unwrap_or_default(),
        halves.next().unwrap_or_default(),
    );
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && halves.next().is_none()
        && text.len() <= 254
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'))
}

/// A suggestion as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub id: SuggestionId,
    pub wish: Wish,
    pub at: Option<LatLon>,
    pub ward: Option<String>,
    pub borough: Option<String>,
    pub lang: String,
    pub made_at: Moment,
    pub state: State,
    pub same_as: Option<SuggestionId>,
    /// What the public reads.
    pub title: String,
    pub answer: String,
    pub answered_at: Option<Moment>,
    pub answered_by: String,
    pub version: i64,
}

/// What staff make of a suggestion. Made by [`Verdict::parse`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    pub state: State,
    pub title: String,
    pub answer: String,
    pub same_as: Option<SuggestionId>,
}

impl Verdict {
    /// Reads the fields `state`, `title`, `answer`, `same_as`.
    pub fn parse<'t>(
        field: impl Fn(&str) -> &'t str,
        before: State,
        tongue: &Tongue,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let text = |name: &str| field(name).trim();
        let same_as = SuggestionId::parse(text("same_as"));
        let state = State::parse(text("state")).filter(|s| before.may_become(*s));
        if state.is_none() {
            problems.add("state", tongue.t("suggest-state-needed"));
        }
        if state.is_some_and(State::is_answered) && same_as.is_none() {
            if text("title").is_empty() {
                problems.add("title", tongue.t("suggest-title-needed"));
            }
            if text("answer").is_empty() {
                problems.add("answer", tongue.t("suggest-answer-needed"));
            }
        }
        for (name, most) in [("title", LONGEST_LINE), ("answer", LONGEST_WHY)] {
            if text(name).chars().count() > most {
                problems.add(name, tongue.t1("place-too-long", "what", most));
            }
        }
        let made = state.map(|state| Self {
            state,
            title: text("title").to_owned(),
            answer: text("answer").replace("\r\n", "\n"),
            same_as,
        });
        problems.check(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_an_e_mail_is_one_and_nothing_more() {
        for good in ["robin@example.org", "r.o+b@mail.example.co.uk"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "robin",
            "@example.org",
            "robin@",
            "robin@example",
            "a@b.c\nBcc: x@y.z",
            "a@b.c,d@e.f",
            "a@@b.c",
            "a b@c.d",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn what_was_answered_is_never_new_again() {
        assert!(State::New.may_become(State::Yes) && State::Yes.may_become(State::No));
        assert!(
            State::ALL
                .iter()
                .all(|s| *s == State::New || !s.may_become(State::New))
        );
    }
}
