//! `/desk/places`: all places, and those that nobody has confirmed for a long time.

use axum::response::Response;
use kernel::Moment;
use kernel::web::{Fault, UrlQuery, Visit, html};
use page::{Cell, Choice, Chrome, encode};
use serde::Deserialize;

use super::{keeps_any, may_keep};
use crate::directory::directory;
use crate::pages::wall;
use crate::place::{Kind, Place};

/// After so many days someone should look whether it is still right.
const STALE_DAYS: i64 = 90;
const A_PAGE: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    kind: String,
    show: String,
    page: usize,
}

impl Asked {
    fn href(&self, page: usize) -> String {
        let parts = [("q", &self.q), ("kind", &self.kind), ("show", &self.show)];
        let parts = parts.iter().filter(|(_, v)| !v.is_empty());
        let mut href = format!("/desk/places?page={page}");
        for (name, value) in parts {
            href.push_str(&format!("&{name}={}", encode(value)));
        }
        href
    }
}

#[derive(askama::Template)]
#[template(path = "desk/list.html")]
struct ListPage {
    chrome: Chrome,
    q: String,
    kinds: Vec<Choice>,
    shows: Vec<Choice>,
    counted: String,
    stale: usize,
    stale_text: String,
    heads: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    newer: String,
    older: String,
    may_add: bool,
    may_import: bool,
}

fn is_stale(place: &Place, now: Moment) -> bool {
    let day = 86_400;
    place
        .confirmed
        .as_ref()
        .is_none_or(|c| now.seconds_since(c.at) >= STALE_DAYS * day)
}

pub(super) async fn list(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let (staff, tongue) = (visit.desk()?.clone(), visit.tongue());
    let (now, today) = (wall(&visit), wall(&visit).date());
    let directory = directory(&visit.site).await?;
    let there = |p: &Place| !p.is_gone(today);
    let own = |p: &Place| there(p) && may_keep(&staff, &p.facts) && is_stale(p, visit.now);
    let stale = directory.all().iter().filter(|p| own(p)).count();
    let words = atlas::words(&asked.q);
    let kind = Kind::parse(&asked.kind);
    let wanted = |p: &Place| {
        let shown = match asked.show.as_str() {
            "stale" => own(p),
            "mine" => there(p) && may_keep(&staff, &p.facts),
            "gone" => p.is_gone(today),
            _ => there(p),
        };
        let said = || {
            atlas::words(&format!(
                "{} {} {}",
                p.facts.name,
                p.whole_address(),
                p.facts.code
            ))
        };
        shown
            && kind.is_none_or(|k| k == p.facts.kind)
            && (words.is_empty() || {
                let said = said();
                words
                    .iter()
                    .all(|w| said.iter().any(|s| s.starts_with(w.as_str())))
            })
    };
    let mut all: Vec<_> = directory.all().iter().filter(|p| wanted(p)).collect();
    if asked.show == "stale" {
        all.sort_by_key(|p| p.confirmed.as_ref().map(|c| c.at));
    }
    let (many, from) = (all.len(), asked.page.saturating_mul(A_PAGE));
    let rows = all.iter().skip(from).take(A_PAGE).map(|place| {
        let standing = place.standing(now);
        let confirmed = place.confirmed.as_ref().map_or_else(
            || tongue.t("places-never").into_owned(),
            |c| tongue.ago(c.at.timestamp(), visit.now.timestamp()),
        );
        let confirmed = if is_stale(place, visit.now) && there(place) {
            Cell::tag(confirmed, "red")
        } else {
            Cell::text(confirmed)
        };
        vec![
            Cell::link(place.facts.name.clone(), format!("/desk/places/{}", place.id)),
            Cell::text(tongue.t(&format!("place-kind-{}", place.facts.kind.as_str()))),
            Cell::text(place.whole_address()),
            Cell::text(place.say_standing(&tongue, &standing, now)),
            confirmed,
        ]
    });
    let rows = rows.collect();
    let heads = ["name", "kind", "address", "now", "confirmed"];
    let mut kinds = vec![Choice::new("", tongue.t("places-every-kind")).checked(kind.is_none())];
    kinds.extend(Kind::ALL.iter().map(|k| {
        Choice::new(k.as_str(), tongue.t(&format!("place-kind-{}", k.as_str()))).checked(kind == Some(*k))
    }));
    let shows = ["", "mine", "stale", "gone"].map(|show| {
        let key = if show.is_empty() {
            "places-show-all".to_owned()
        } else {
            format!("places-show-{show}")
        };
        Choice::new(show, tongue.t(&key)).checked(asked.show == show)
    });
    html(&ListPage {
        chrome: visit.chrome(),
        kinds,
        shows: shows.into(),
        counted: tongue.t1("places-counted", "count", many),
        stale,
        stale_text: tongue.t1("places-stale", "count", stale),
        heads: heads
            .iter()
            .map(|h| Cell::text(tongue.t(&format!("places-col-{h}"))))
            .collect(),
        rows,
        newer: asked
            .page
            .checked_sub(1)
            .map(|p| asked.href(p))
            .unwrap_or_default(),
        older: if many > from.saturating_add(A_PAGE) {
            asked.href(asked.page + 1)
        } else {
            String::new()
        },
        may_add: keeps_any(&staff),
        may_import: staff.role >= kernel::account::Role::Supervisor,
        q: asked.q,
    })
}
