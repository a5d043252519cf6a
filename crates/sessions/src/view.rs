//! A session in someone's words: what pages, letters, feeds and posters have in common.

use atlas::Areas;
use kernel::Moment;
use page::{Lang, Tongue};

use crate::area::{borough_name, ward_name};
use crate::session::{Before, Session};

/// A session, spoken of in one language.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    pub session: &'a Session,
    pub areas: &'a Areas,
    pub tongue: &'a Tongue,
}

impl Said<'_> {
    /// Its own title, or the usual words of its kind.
    pub fn title(&self) -> String {
        if self.session.title.is_empty() {
            self.kind()
        } else {
            self.session.title.clone()
        }
    }

    pub fn kind(&self) -> String {
        let key = format!("session-kind-{}", self.session.kind.as_str());
        self.tongue.t(&key).into_owned()
    }

    /// The title with what became of it in front: "Cancelled: …".
    pub fn headline(&self) -> String {
        let key = match (self.session.is_cancelled(), self.session.is_moved()) {
            (true, _) => "session-headline-cancelled",
            (_, true) => "session-headline-moved",
            _ => return self.title(),
        };
        self.tongue.t1(key, "title", self.title())
    }

    pub fn when(&self) -> String {
        when(self.tongue, self.session.starts_at, self.session.ends_at)
    }

    /// The day, and the time, each on a line of its own.
    pub fn when_lines(&self) -> Vec<String> {
        let tongue = self.tongue;
        let (from, to) = (
            tongue.local(self.session.starts_at.timestamp()),
            tongue.local(self.session.ends_at.timestamp()),
        );
        let times = tongue.ta(
            "session-times",
            &[
                ("from", tongue.time(from.time()).as_str().into()),
                ("to", tongue.time(to.time()).as_str().into()),
            ],
        );
        vec![tongue.full_date(from.date()), times]
    }

    pub fn ward(&self) -> String {
        ward_name(self.areas, &self.session.ward, self.tongue)
    }

    pub fn borough(&self) -> String {
        borough_name(self.areas, &self.session.borough, self.tongue)
    }

    /// `Mill Library, 2 Mill Lane, QN1 1AB`.
    pub fn place(&self) -> String {
        let venue = &self.session.venue;
        match venue.address.is_empty() {
            true => venue.name.clone(),
            false => format!("{}, {}", venue.name, venue.address),
        }
    }

    pub fn officers(&self) -> String {
        let names: Vec<&str> = self.session.officers.iter().map(|o| o.name.as_str()).collect();
        names.join(", ")
    }

    /// English, and what else is spoken, each by its own name.
    pub fn languages(&self) -> String {
        let more = self.session.offered.languages.iter();
        let names: Vec<&str> = std::iter::once(Lang::EN)
            .chain(more.filter_map(|code| Lang::parse(code)))
            .map(Lang::name)
            .collect();
        names.join(", ")
    }

    /// The same for paper: a name whose letters the fonts for printing lack is said in the reader's language.
    pub fn printed_languages(&self, press: &print::Press) -> String {
        let more = self.session.offered.languages.iter();
        let names: Vec<String> = std::iter::once(Lang::EN)
            .chain(more.filter_map(|code| Lang::parse(code)))
            .map(|lang| {
                // In its own letters where the force's fonts have them.
                let key = format!("poster-language-{}", lang.code());
                if press.lacks(lang.name()).is_empty() || !self.tongue.has(&key) {
                    lang.name().to_owned()
                } else {
                    self.tongue.t(&key).into_owned()
                }
            })
            .collect();
        names.join(", ")
    }

    /// What there is for those who need it, a line for each.
    pub fn offered(&self) -> Vec<String> {
        let offered = &self.session.offered;
        let all = [
            ("session-has-step-free", offered.step_free),
            ("session-has-private", offered.private_room),
            ("session-has-bsl", offered.bsl),
        ];
        all.iter()
            .filter(|(_, is)| *is)
            .map(|(key, _)| self.tongue.t(key).into_owned())
            .collect()
    }

    /// Cancelled or moved, from what and why; empty when it stands as it was planned.
    pub fn notice(&self) -> String {
        let why = self.session.why.as_str();
        if self.session.is_cancelled() {
            return self.tongue.t1("session-cancelled-why", "why", why);
        }
        match &self.session.before {
            Some(before) => self.tongue.ta(
                "session-moved-why",
                &[("was", self.before(before).as_str().into()), ("why", why.into())],
            ),
            None => String::new(),
        }
    }

    pub fn before(&self, before: &Before) -> String {
        let when = when(self.tongue, before.starts_at, before.ends_at);
        self.tongue.ta(
            "session-was",
            &[
                ("when", when.as_str().into()),
                ("venue", before.venue.as_str().into()),
            ],
        )
    }

    /// All of it as plain text, for letters and calendars.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        let notice = self.notice();
        if !notice.is_empty() {
            lines.push(notice);
        }
        let mut line = |key: &str, value: &str| {
            if !value.is_empty() {
                lines.push(format!("{}: {value}", self.tongue.t(key)));
            }
        };
        line("session-when-label", &self.when());
        line("session-where-label", &self.place());
        line("session-who-label", &self.officers());
        line("session-languages-label", &self.languages());
        line("session-offered-label", &self.offered().join(", "));
        if !self.session.about.is_empty() {
            lines.push(self.session.about.clone());
        }
        lines.join("\n")
    }
}

/// `Tuesday 2 March, 3pm to 5pm`.
pub fn when(tongue: &Tongue, from: Moment, to: Moment) -> String {
    let (from, to) = (tongue.local(from.timestamp()), tongue.local(to.timestamp()));
    let (date, start, end) = (
        tongue.full_date(from.date()),
        tongue.time(from.time()),
        tongue.time(to.time()),
    );
    tongue.ta(
        "session-when",
        &[
            ("date", date.as_str().into()),
            ("from", start.as_str().into()),
            ("to", end.as_str().into()),
        ],
    )
}

/// About how many minutes someone walks this far as the crow flies: streets are a third longer, 80 metres a minute.
pub fn walk_minutes(metres: u32) -> u32 {
    metres.div_ceil(60)
}
