//! `/near`: what is open near someone, now and next.

mod asked;
mod look;

use atlas::Gazetteer;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, html, with_map};
use page::{Choice, Chrome, Link, MapView, Problems, encode};

use super::find::{self, Hit};
use super::wall;
use crate::directory::directory;
use crate::map::bounds;
use crate::place::Kind;
use asked::{Asked, MODES, locate};
use look::{Found, look};

/// Pages that know the words, where no place does.
const HITS: usize = 8;

#[derive(askama::Template)]
#[template(path = "pages/near.html")]
struct NearPage {
    chrome: Chrome,
    problems: Problems,
    q: String,
    at: String,
    modes: Vec<Choice>,
    kinds: Vec<Choice>,
    filters: Vec<(&'static str, String, bool)>,
    filtered: bool,
    choices: Vec<Link>,
    /// Other pages about these words, and where all of them are.
    hits: Vec<Hit>,
    search: String,
    found: Option<Found>,
    view: Option<MapView>,
}

pub(super) async fn near(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let (site, tongue) = (&visit.site, visit.tongue());
    let ground = site.part::<Gazetteer>()?;
    let asked = asked.trimmed();
    let directory = directory(site).await?;
    let meant = locate(&asked, &ground, &directory, &tongue, wall(&visit).date());
    let found = match &meant.spot {
        Some(spot) => Some(look(&visit, &directory, &asked, spot, &ground).await?),
        None => None,
    };
    let hits = if meant.words && found.is_none() {
        find::hits(site, &tongue, &asked.q, HITS).await?
    } else {
        Vec::new()
    };
    let (mode, _) = asked.mode();
    let modes = MODES
        .iter()
        .map(|(name, _)| Choice::new(*name, tongue.t(&format!("near-mode-{name}"))).checked(*name == mode))
        .collect();
    let mut kinds = vec![Choice::new("", tongue.t("near-kind-police")).checked(asked.kind().is_none())];
    kinds.extend(Kind::ALL.iter().map(|kind| {
        let label = tongue.t(&format!("place-kind-{}", kind.as_str())).into_owned();
        Choice::new(kind.as_str(), label).checked(asked.kind() == Some(*kind))
    }));
    let filters = [
        ("open", &asked.open),
        ("step_free", &asked.step_free),
        ("room", &asked.room),
        ("parking", &asked.parking),
        ("bsl", &asked.bsl),
    ]
    .map(|(name, value)| {
        let label = tongue
            .t(&format!("near-only-{}", name.replace('_', "-")))
            .into_owned();
        (name, label, !value.is_empty())
    });
    let whole = bounds(&ground);
    let shown = found.as_ref().map(|f| f.bounds.clone());
    let view = whole.map(|whole| MapView {
        at: meant.spot.as_ref().map(|s| s.at.to_string()).unwrap_or_default(),
        ..visit.map(shown.unwrap_or(whole))
    });
    let page = html(&NearPage {
        chrome: visit.chrome(),
        problems: meant.problems,
        at: if asked.q.is_empty() {
            asked.at.clone()
        } else {
            String::new()
        },
        search: if meant.words {
            format!("/find?q={}", encode(&asked.q))
        } else {
            String::new()
        },
        q: asked.q,
        modes,
        kinds,
        filtered: filters.iter().any(|(_, _, on)| *on),
        filters: filters.into(),
        choices: meant.choices,
        hits,
        found,
        view,
    })?;
    Ok(with_map(page))
}
