//! A published plan as its reader tries it: with the places that they switched on and off. It travels in the address.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Visit, html_with};
use page::{Chrome, Link, Tongue, encode};
use serde::Deserialize;

use super::opening::opening;
use super::switch::Switches;
use super::{How, InWords};
use crate::ask::{Called, Compared, Side};
use crate::pick::Stand;
use crate::scenario::{Edit, Spot, TODAY};
use crate::service::Desk;
use crate::site::CUSTODY;
use crate::store::{self, Scenario, State};

/// The address of a plan: whose postcode, how, and which places the reader switched on and off.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub q: String,
    pub mode: String,
    pub at: String,
    /// For the map: one borough, nearer.
    pub borough: String,
    pub on: String,
    pub off: String,
    /// For the picture of the map: without its places.
    pub bare: String,
}

impl Asked {
    pub fn how(&self) -> How {
        How::read(&self.mode, &self.at)
    }

    /// The address of a page of the plan, with these switches.
    pub fn address(&self, page: &str, switches: &Switches, anchor: &str) -> String {
        let (on, off) = switches.words();
        let mut parts = Vec::new();
        for (name, value) in [
            ("q", &self.q),
            ("mode", &self.mode),
            ("at", &self.at),
            ("borough", &self.borough),
            ("on", &on),
            ("off", &off),
        ] {
            if !value.is_empty() {
                parts.push(format!("{name}={}", encode(value)));
            }
        }
        let query = if parts.is_empty() {
            String::new()
        } else {
            format!("?{}", parts.join("&"))
        };
        format!("/plans/{page}{query}{anchor}")
    }
}

/// A published plan with what the reader switched.
pub(super) struct Tried {
    pub desk: Desk,
    pub scenario: Scenario,
    pub slug: String,
    pub today: Side,
    pub plan: Side,
    /// The reader's own version, where they switched anything.
    pub switches: Switches,
    /// The place that stays open although it was switched off, as no other would be.
    pub stays: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "pages/gone.html")]
struct GonePage {
    chrome: Chrome,
    name: String,
    plans: Vec<Link>,
}

/// Says that a plan was withdrawn, and which others there are.
async fn gone(visit: &Visit, scenario: Scenario) -> Result<Response, Fault> {
    let others = store::published(&mut visit.site.db().read()).await?;
    let link = |s: Scenario| Some(Link::new(format!("/plans/{}", s.slug?), s.name));
    html_with(
        StatusCode::GONE,
        &GonePage {
            chrome: visit.chrome(),
            name: scenario.name,
            plans: others.into_iter().filter_map(link).collect(),
        },
    )
}

/// A published plan with what the reader switched; or what is answered where it was withdrawn.
pub(super) async fn tried(
    visit: &Visit,
    slug: &str,
    asked: &Asked,
) -> Result<Result<Tried, Response>, Fault> {
    let scenario = store::by_slug(&mut visit.site.db().read(), slug)
        .await?
        .ok_or(Fault::Missing)?;
    if scenario.state != State::Published {
        return Ok(Err(gone(visit, scenario).await?));
    }
    let desk = Desk::of(&visit.site, &scenario.base).await.for_reader(visit)?;
    let today = Side {
        called: Called {
            id: TODAY.to_owned(),
            name: visit.tongue().t("planner-today").into_owned(),
        },
        ..desk.side(TODAY).await.for_reader(visit)?
    };
    let mut plan = desk.side_of(&scenario).for_reader(visit)?;
    let mut switches = Switches::read(&asked.on, &asked.off, &plan.spots);
    let mut stays = None;
    let (edits, spots) = loop {
        let edits: Vec<Edit> = scenario
            .edits
            .iter()
            .cloned()
            .chain(switches.edits(&plan.spots))
            .collect();
        match desk.base.apply(&edits) {
            Ok(spots) => break (edits, spots),
            // Nothing would be open any more: all else that was switched is kept.
            Err(e) => match switches.reopen().and_then(|n| plan.spots.get(n)) {
                Some(spot) => stays = Some(spot.site.name.clone()),
                None => return Err(e).for_reader(visit),
            },
        }
    };
    if !switches.is_empty() {
        plan = Side {
            called: Called {
                id: scenario.id.to_string(),
                name: visit
                    .tongue()
                    .t1("planner-your-version", "plan", scenario.name.as_str()),
            },
            spots,
            money: crate::scenario::accounts(&desk.base.sites, &edits, &scenario.money),
            // It is the reader's own, not what the planner proposed.
            evidence: None,
        };
    }
    Ok(Ok(Tried {
        slug: slug.to_owned(),
        desk,
        scenario,
        today,
        plan,
        switches,
        stays,
    }))
}

/// A place of the list, with the address at which it is switched over.
pub(super) struct Item {
    pub name: String,
    pub about: String,
    pub state: String,
    pub colour: &'static str,
    pub href: String,
    pub act: String,
}

impl Tried {
    /// The address at which others see the same version: it does not say where its reader lives.
    pub fn share(&self, visit: &Visit, asked: &Asked, page: &str) -> String {
        if self.switches.is_empty() {
            return String::new();
        }
        let without = Asked {
            q: String::new(),
            ..asked.clone()
        };
        let address = without.address(page, &self.switches, "");
        format!("{}{address}", visit.site.public_url().trim_end_matches('/'))
    }

    /// Which place stays open although it was switched off; "" where nothing must.
    pub fn must_stay(&self, tongue: &Tongue) -> String {
        self.stays.as_ref().map_or_else(String::new, |place| {
            tongue.t1("planner-one-must-stay", "place", place.as_str())
        })
    }

    /// What a file of figures is called: someone's own version is not taken for the plan.
    pub fn file(&self, kind: &str) -> String {
        let own = if self.switches.is_empty() {
            ""
        } else {
            "-own-version"
        };
        format!("{}{own}.{kind}", self.slug)
    }

    /// Whether a place is the only one that is open: it cannot be switched off.
    pub fn is_last(&self, spot: &Spot) -> bool {
        let open = |s: &&Spot| s.site.open && s.site.kind != CUSTODY;
        spot.site.open && self.plan.spots.iter().filter(open).count() == 1
    }

    /// What switching a place over is called, and the address that does it; none where it must stay.
    pub fn switch(&self, asked: &Asked, number: usize, spot: &Spot, page: &str) -> (&'static str, String) {
        if self.is_last(spot) {
            return ("planner-must-stay", String::new());
        }
        let act = if spot.site.open {
            "planner-switch-off"
        } else {
            "planner-switch-on"
        };
        let switches = self.switches.with(number, spot.site.open);
        (act, asked.address(page, &switches, ""))
    }

    pub fn stand(&self, spot: &Spot) -> Stand {
        let was = |id: &str| self.today.spots.iter().any(|s| s.site.id == id && s.site.open);
        Stand::of(was(&spot.site.id), spot.site.open)
    }
}

pub(super) fn item(
    visit: &Visit,
    tried: &Tried,
    asked: &Asked,
    number: usize,
    spot: &Spot,
    page: &str,
    anchor: &str,
) -> Item {
    let tongue = visit.tongue();
    let stand = tried.stand(spot);
    let (act, href) = tried.switch(asked, number, spot, &format!("{}{page}", tried.slug));
    Item {
        name: spot.site.name.clone(),
        about: opening(&tongue, &spot.hours, tried.desk.base.week),
        state: tongue.t(stand.key()).into_owned(),
        colour: stand.colour(),
        href: if href.is_empty() { href } else { href + anchor },
        act: tongue.t(act).into_owned(),
    }
}

pub(super) async fn compared(visit: &Visit, tried: &Tried, how: How) -> Result<Compared, Fault> {
    tried
        .desk
        .compare_sides(tried.today.clone(), tried.plan.clone(), how.way, how.at)
        .await
        .for_reader(visit)
}
