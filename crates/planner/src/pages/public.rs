//! What the public reads and tries: the plan, the evidence, what changes for them. Nothing they ask is kept.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, download, html};
use page::{Choice, Chrome, Link, Problems, encode};
use serde::Deserialize;
use travel::geo::Place;

use super::accounts;
use super::draft::words;
use super::found::{HowFound, how_found};
use super::mine::{Mine, Where, locate, mine_of};
use super::opening::opening;
use super::picture::{self, Key};
use super::shown::{self, Shown};
use super::switch::Switches;
use super::{How, InWords};
use crate::ask::{Called, Compared, Side};
use crate::pick::Stand;
use crate::scenario::{Edit, Spot, TODAY};
use crate::service::Desk;
use crate::store::{self, Scenario};

#[derive(askama::Template)]
#[template(path = "pages/plans.html")]
struct PlansPage {
    chrome: Chrome,
    plans: Vec<(String, String, String, String)>,
}

pub(super) async fn list(visit: Visit) -> Result<Response, Fault> {
    let found = store::published(&mut visit.site.db().read()).await?;
    let tongue = visit.tongue();
    let plans = found
        .into_iter()
        .filter_map(|s| {
            let when = s
                .published_at
                .map_or_else(String::new, |m| tongue.date(m.date(visit.site.days().zone())));
            Some((format!("/plans/{}", s.slug?), s.name, s.why, when))
        })
        .collect();
    html(&PlansPage {
        chrome: visit.chrome(),
        plans,
    })
}

#[derive(askama::Template)]
#[template(path = "pages/method.html")]
struct MethodPage {
    chrome: Chrome,
}

pub(super) async fn method(visit: Visit) -> Result<Response, Fault> {
    html(&MethodPage {
        chrome: visit.chrome(),
    })
}

/// The address of a plan: whose postcode, how, and which places the reader switched on and off.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub q: String,
    pub mode: String,
    pub at: String,
    /// For the map: one borough, nearer.
    pub borough: String,
    on: String,
    off: String,
    /// For the picture of the map: without its places.
    bare: String,
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
}

pub(super) async fn tried(visit: &Visit, slug: &str, asked: &Asked) -> Result<Tried, Fault> {
    let scenario = store::by_slug(&mut visit.site.db().read(), slug)
        .await?
        .ok_or(Fault::Missing)?;
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
    let edits: Vec<Edit> = scenario
        .edits
        .iter()
        .cloned()
        .chain(switches.edits(&plan.spots))
        .collect();
    match desk.base.apply(&edits) {
        Ok(spots) if !switches.is_empty() => {
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
        // Nothing would be open any more: the plan as it was proposed.
        _ => switches = Switches::default(),
    }
    Ok(Tried {
        slug: slug.to_owned(),
        desk,
        scenario,
        today,
        plan,
        switches,
    })
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

#[derive(askama::Template)]
#[template(path = "pages/plan.html")]
struct PlanPage {
    chrome: Chrome,
    problems: Problems,
    title: String,
    why: Vec<String>,
    when: String,
    slug: String,
    changes: Vec<String>,
    q: String,
    choices: Vec<Link>,
    mine: Option<Mine>,
    on: String,
    off: String,
    mode: String,
    at: String,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    switched: bool,
    /// The address of the reader's own version, without where they live.
    share: String,
    plain: String,
    own: String,
    ground: String,
    estimate: bool,
    /// How and when the figures are of.
    how: String,
    told: String,
    summary: Shown,
    money: Option<Shown>,
    tables: Vec<Shown>,
    newly: Option<Shown>,
    how_found: Option<HowFound>,
    first_items: Vec<Item>,
    more_items: Vec<Item>,
    map: String,
    key: Vec<Key>,
    stamp: String,
    licences: Vec<String>,
}

pub(super) async fn plan(
    visit: Visit,
    Path(slug): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let tried = tried(&visit, &slug, &asked).await?;
    let tongue = visit.tongue();
    let how = asked.how();
    let c = compared(&visit, &tried, how).await?;
    let mut problems = Problems::default();
    let mut choices = Vec::new();
    let mut mine = None;
    let mut spot = None;
    let q: String = asked.q.trim().chars().take(200).collect();
    if !q.is_empty() {
        match locate(&visit, &q) {
            Where::At(name, place) => {
                spot = Some(place);
                mine = mine_of(&visit, &tried, how.way, name, place).await?;
                if mine.is_none() {
                    problems.add("q", tongue.t("planner-q-outside"));
                }
            }
            Where::Choose(list) => {
                problems.add("q", tongue.t("planner-q-choose"));
                choices = list
                    .into_iter()
                    .map(|(name, at)| {
                        let asked = Asked {
                            q: at,
                            ..asked.clone()
                        };
                        Link::new(asked.address(&slug, &tried.switches, "#mine"), name)
                    })
                    .collect();
            }
            Where::Nothing => problems.add("q", tongue.t("planner-q-nothing")),
        }
    }
    let scenario = &tried.scenario;
    let (on, off) = tried.switches.words();
    let mut first_items = items(&visit, &tried, &asked, spot);
    let more_items = first_items.split_off(FIRST.min(first_items.len()));
    let own = format!("{}&on={}&off={}", how.query(), encode(&on), encode(&off));
    html(&PlanPage {
        chrome: visit.chrome(),
        problems,
        title: scenario.name.clone(),
        why: scenario.why.lines().map(str::to_owned).collect(),
        when: scenario
            .published_at
            .map_or_else(String::new, |m| tongue.date(m.date(visit.site.days().zone()))),
        changes: scenario
            .edits
            .iter()
            .map(|e| words(&tongue, &tried.desk, e))
            .collect(),
        q,
        choices,
        mine,
        on,
        off,
        mode: how.way.to_string(),
        at: how.at.slug(),
        modes: how.modes(&visit),
        times: how.times(&visit),
        switched: !tried.switches.is_empty(),
        share: tried.share(&visit, &asked, &slug),
        plain: asked.address(&slug, &Switches::default(), ""),
        ground: asked.address(&format!("{slug}/map"), &tried.switches, ""),
        estimate: c.estimate,
        how: how.words(&tongue),
        told: shown::told(&tongue, &c),
        summary: shown::summary_of_change(&tongue, &c),
        money: accounts::accounts_in_short(&tongue, &c.money_b),
        newly: shown::newly(&tongue, &c),
        how_found: c
            .evidence_b
            .as_ref()
            .map(|e| how_found(&tongue, Some(&tried.desk), e)),
        first_items,
        more_items,
        map: format!("/plans/{slug}/map.svg?{own}"),
        own,
        key: picture::key_of_change(&tongue),
        stamp: shown::stamp(&tongue, &c.stamp),
        licences: shown::licences(&tongue, &c.stamp),
        tables: light(shown::tables_of_change(&tongue, &c)),
        slug,
    })
}

/// On the public's page a long table goes without its chart, which says the same and weighs more.
fn light(mut tables: Vec<Shown>) -> Vec<Shown> {
    for table in tables.iter_mut().filter(|t| t.rows.len() > LONG) {
        table.chart.clear();
    }
    tables
}

/// Rows of a table that is long.
const LONG: usize = 12;

/// So many changes, and places to switch, are in sight; the others are opened by whoever wants them.
const FIRST: usize = 6;

/// Of places that stay, and of those that could open, so many are listed: those nearest the reader.
const LISTED: usize = 14;

/// Every place that changes, and some that stay or could open.
fn items(visit: &Visit, tried: &Tried, asked: &Asked, near: Option<Place>) -> Vec<Item> {
    let mut spots: Vec<(usize, &Spot)> = tried
        .plan
        .spots
        .iter()
        .enumerate()
        .filter(|(_, s)| s.site.kind != "custody")
        .collect();
    if let Some(place) = near {
        let away = |s: &Spot| s.site.at.metres_to(place);
        spots.sort_by(|a, b| away(a.1).total_cmp(&away(b.1)).then(a.0.cmp(&b.0)));
    }
    let ways = [
        (Stand::Closes, usize::MAX),
        (Stand::Opens, usize::MAX),
        (Stand::Stays, LISTED),
        (Stand::CouldOpen, LISTED),
    ];
    let mut list = Vec::new();
    for (stand, most) in ways {
        let own = spots.iter().filter(|(_, s)| tried.stand(s) == stand).take(most);
        list.extend(own.map(|(number, s)| item(visit, tried, asked, *number, s, "", "#places")));
    }
    list
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
    let act = if spot.site.open {
        "planner-switch-off"
    } else {
        "planner-switch-on"
    };
    Item {
        name: spot.site.name.clone(),
        about: opening(&tongue, &spot.hours, tried.desk.base.week),
        state: tongue.t(stand.key()).into_owned(),
        colour: stand.colour(),
        href: asked.address(
            &format!("{}{page}", tried.slug),
            &tried.switches.with(number, spot.site.open),
            anchor,
        ),
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

pub(super) async fn map(
    visit: Visit,
    Path(slug): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let tried = tried(&visit, &slug, &asked).await?;
    let c = compared(&visit, &tried, asked.how()).await?;
    let svg = picture::picture(
        &visit.site,
        &tried.desk.base.people,
        c.b.name.clone(),
        (&tried.today.spots, &tried.plan.spots),
        asked.bare.is_empty(),
        Vec::new(),
        Ok(&c.wards),
    )?;
    Ok(download("map.svg", "image/svg+xml", svg.into_bytes(), true))
}

pub(super) async fn csv(
    visit: Visit,
    Path(slug): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let tried = tried(&visit, &slug, &asked).await?;
    let table = tried
        .desk
        .csv_of(tried.today, tried.plan)
        .await
        .for_reader(&visit)?;
    Ok(download(
        &format!("{slug}.csv"),
        "text/csv; charset=utf-8",
        table.into_bytes(),
        false,
    ))
}

pub(super) async fn geojson(
    visit: Visit,
    Path(slug): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let tried = tried(&visit, &slug, &asked).await?;
    let how = asked.how();
    let map = tried
        .desk
        .geojson_of(tried.today, tried.plan, how.way, how.at)
        .await
        .for_reader(&visit)?;
    Ok(download(
        &format!("{slug}.geojson"),
        "application/geo+json",
        map.into_bytes(),
        false,
    ))
}

pub(super) async fn pdf(
    visit: Visit,
    Path(slug): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    // Making it takes a moment of a processor: not for whoever asks without end.
    if !kernel::account::may_try(&visit.site, "plan-pdf", &visit.ip(), 30, 600, visit.now).await? {
        return Err(Fault::Often(std::time::Duration::from_secs(600)));
    }
    let tried = tried(&visit, &slug, &Asked::default()).await?;
    let how = asked.how();
    let bytes = tried
        .desk
        .pdf(&tried.scenario, how.way, how.at, &visit.tongue())
        .await
        .for_reader(&visit)?;
    Ok(download(&format!("{slug}.pdf"), "application/pdf", bytes, false))
}
