//! The map whose places are links: for the desk, that makes plans, and for everyone, who tries one.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, html, html_with};
use page::{Choice, Chrome, Link, Problems, Tongue};
use serde::Deserialize;

use super::draft::found;
use super::opening::opening;
use super::picture::paper;
use super::shown::{self, Shown};
use super::tried::{self, Item, compared, item, tried};
use super::{How, InWords};
use crate::pick::{Mark, Stand, View, svg};
use crate::scenario::{Spot, TODAY};
use crate::service::Desk;
use crate::store::{Scenario, State};

/// On the map of the whole force so many places are links; more would lie upon one another, and weigh too much.
const MOST_MARKS: usize = 260;
/// The list beside it.
const LISTED: usize = 60;

#[derive(askama::Template)]
#[template(path = "pages/ground.html")]
struct GroundPage {
    chrome: Chrome,
    problems: Problems,
    title: String,
    back: Link,
    /// Where the form that chooses a borough goes, and what it takes along.
    action: String,
    along: Vec<(&'static str, String)>,
    boroughs: Vec<Choice>,
    map: String,
    more: bool,
    told: String,
    notes: Vec<String>,
    /// What is said where the last open place was switched off.
    stays: String,
    estimate: bool,
    summary: Shown,
    items: Vec<Item>,
    chosen: Option<Chosen>,
    /// The address of someone's own version, which can be handed on.
    share: String,
}

/// The place that was followed on the map, to be changed.
struct Chosen {
    scenario: String,
    version: i64,
    is_draft: bool,
    id: String,
    name: String,
    state: String,
    colour: &'static str,
    about: String,
    open: bool,
    hours: String,
    to: String,
    borough: String,
}

/// Boroughs that have places, by name; the force as a whole first.
fn boroughs(tongue: &Tongue, desk: &Desk, spots: &[Spot], asked: &str) -> Vec<Choice> {
    let mut list: Vec<(String, &str)> = desk
        .base
        .people
        .boroughs
        .iter()
        .filter(|b| spots.iter().any(|s| s.site.borough.as_deref() == Some(&b.code)))
        .map(|b| (b.name.clone(), b.code.as_str()))
        .collect();
    list.sort();
    std::iter::once(Choice::new("", tongue.t("planner-every-borough")).checked(asked.is_empty()))
        .chain(
            list.into_iter()
                .map(|(name, code)| Choice::new(code, name).checked(code == asked)),
        )
        .collect()
}

/// The places that are shown: those of a borough, or of the whole force as many as there is room for.
fn seen(spots: &[Spot], borough: &str, custody: bool, stand: impl Fn(&Spot) -> Stand) -> (Vec<usize>, bool) {
    let mut list: Vec<(Stand, usize)> = spots
        .iter()
        .enumerate()
        .filter(|(_, s)| custody || s.site.kind != "custody")
        .filter(|(_, s)| borough.is_empty() || s.site.borough.as_deref() == Some(borough))
        .map(|(i, s)| (stand(s), i))
        .collect();
    // What changes first, then what is open, then what could be.
    list.sort_by_key(|(stand, i)| (std::cmp::Reverse(*stand), *i));
    let more = list.len() > MOST_MARKS;
    list.truncate(MOST_MARKS);
    (list.into_iter().map(|(_, i)| i).collect(), more)
}

fn drawn(
    visit: &Visit,
    desk: &Desk,
    title: &str,
    behind: &str,
    near: bool,
    marks: &[(usize, Mark)],
    spots: &[Spot],
) -> Result<String, Fault> {
    paper(&visit.site, &desk.base.people, |paper| {
        let mut placed = Vec::with_capacity(marks.len());
        for (number, mark) in marks {
            let at = spots.get(*number).and_then(|s| paper.xy(s.site.at));
            if let Some((x, y)) = at {
                placed.push(Mark { x, y, ..mark.clone() });
            }
        }
        let view = if near {
            View::around(placed.iter().map(|m| (m.x, m.y)), paper.size())
        } else {
            View::whole(paper.size())
        };
        svg(title, behind, paper.size(), view, &placed)
    })
}

/// `/plans/{slug}/map`: every place is a link that switches it over.
pub(super) async fn public(
    visit: Visit,
    Path(slug): Path<String>,
    UrlQuery(asked): UrlQuery<tried::Asked>,
) -> Result<Response, Fault> {
    let tried = match tried(&visit, &slug, &asked).await? {
        Ok(tried) => tried,
        Err(gone) => return Ok(gone),
    };
    let tongue = visit.tongue();
    let how = asked.how();
    let c = compared(&visit, &tried, how).await?;
    let spots = &tried.plan.spots;
    let (numbers, more) = seen(spots, &asked.borough, false, |s| tried.stand(s));
    let page = format!("{slug}/map");
    let marks: Vec<(usize, Mark)> = numbers
        .iter()
        .filter_map(|n| {
            let spot = spots.get(*n)?;
            let stand = tried.stand(spot);
            let (act, href) = tried.switch(&asked, *n, spot, &page);
            Some((
                *n,
                Mark {
                    x: 0.0,
                    y: 0.0,
                    stand,
                    label: format!("{}: {}. {}", spot.site.name, tongue.t(stand.key()), tongue.t(act)),
                    // On the map every mark is a link; that of the last open place leads to the map as it is.
                    href: if href.is_empty() {
                        asked.address(&page, &tried.switches, "")
                    } else {
                        href
                    },
                    chosen: false,
                },
            ))
        })
        .collect();
    let (on, off) = tried.switches.words();
    let behind = format!(
        "/plans/{slug}/map.svg?bare=yes&{}&on={}&off={}",
        how.query(),
        page::encode(&on),
        page::encode(&off)
    );
    let map = drawn(
        &visit,
        &tried.desk,
        &tongue.t("planner-ground-title"),
        &behind,
        !asked.borough.is_empty(),
        &marks,
        spots,
    )?;
    let listed = numbers
        .iter()
        .filter_map(|n| Some((*n, spots.get(*n)?)))
        .filter(|(_, s)| {
            !asked.borough.is_empty() || !matches!(tried.stand(s), Stand::Stays | Stand::CouldOpen)
        })
        .take(LISTED)
        .map(|(n, s)| item(&visit, &tried, &asked, n, s, "/map", ""))
        .collect();
    let along = [
        ("q", asked.q.clone()),
        ("mode", asked.mode.clone()),
        ("at", asked.at.clone()),
        ("on", on),
        ("off", off),
    ];
    html(&GroundPage {
        chrome: visit.chrome(),
        problems: Problems::default(),
        title: tried.plan.called.name.clone(),
        back: Link::new(
            asked.address(&slug, &tried.switches, ""),
            tongue.t("planner-ground-back"),
        ),
        action: format!("/plans/{slug}/map"),
        along: along.into_iter().filter(|(_, v)| !v.is_empty()).collect(),
        boroughs: boroughs(&tongue, &tried.desk, spots, &asked.borough),
        map,
        more,
        told: shown::told(&tongue, &c),
        notes: shown::notes(&tongue, &c.notes),
        stays: tried.must_stay(&tongue),
        estimate: c.estimate,
        summary: shown::summary_of_change(&tongue, &c),
        items: listed,
        chosen: None,
        share: tried.share(&visit, &asked, &page),
    })
}

/// What the desk's map asks: a borough, the place that was followed, how people travel and when.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub borough: String,
    pub place: String,
    pub mode: String,
    pub at: String,
}

impl Asked {
    fn address(&self, scenario: &str, place: &str, anchor: &str) -> String {
        let mut address = format!(
            "/desk/plan/scenarios/{scenario}/map?place={}",
            page::encode(place)
        );
        for (name, value) in [("borough", &self.borough), ("mode", &self.mode), ("at", &self.at)] {
            if !value.is_empty() {
                address.push_str(&format!("&{name}={}", page::encode(value)));
            }
        }
        address + anchor
    }
}

/// What was typed for the chosen place, of which something is wrong.
#[derive(Debug, Clone, Default)]
pub(super) struct Wrong {
    pub to: String,
    pub hours: Option<String>,
    pub open: Option<bool>,
}

/// `/desk/plan/scenarios/{id}/map`: every place is a link to what can be done with it.
pub(super) async fn desk(
    visit: Visit,
    Path(id): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let (desk, scenario) = found(&visit, &id).await?;
    let page = desk_page(
        &visit,
        &desk,
        &scenario,
        &asked,
        Problems::default(),
        Wrong::default(),
    );
    html(&page.await?)
}

/// The same again with what is wrong.
pub(super) async fn again(
    visit: &Visit,
    desk: &Desk,
    scenario: &Scenario,
    asked: &Asked,
    problems: Problems,
    wrong: Wrong,
) -> Result<Response, Fault> {
    let page = desk_page(visit, desk, scenario, asked, problems, wrong).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn desk_page(
    visit: &Visit,
    desk: &Desk,
    scenario: &Scenario,
    asked: &Asked,
    problems: Problems,
    wrong: Wrong,
) -> Result<GroundPage, Fault> {
    let tongue = visit.tongue();
    let how = How::read(&asked.mode, &asked.at);
    let (today, side) = (
        desk.side(TODAY).await.for_reader(visit)?,
        desk.side_of(scenario).for_reader(visit)?,
    );
    let was = |id: &str| today.spots.iter().any(|s| s.site.id == id && s.site.open);
    let stand = |s: &Spot| Stand::of(was(&s.site.id), s.site.open);
    let (numbers, more) = seen(&side.spots, &asked.borough, true, stand);
    let id = scenario.id.to_string();
    let label = |s: &Spot| format!("{}: {}", s.site.name, tongue.t(stand(s).key()));
    let marks: Vec<(usize, Mark)> = numbers
        .iter()
        .filter_map(|n| {
            let spot = side.spots.get(*n)?;
            Some((
                *n,
                Mark {
                    x: 0.0,
                    y: 0.0,
                    stand: stand(spot),
                    label: label(spot),
                    href: asked.address(&id, &spot.site.id, "#place"),
                    chosen: spot.site.id == asked.place,
                },
            ))
        })
        .collect();
    let behind = format!("/desk/plan/map.svg?bare=yes&a={TODAY}&b={id}&{}", how.query());
    let map = drawn(
        visit,
        desk,
        &tongue.t("planner-ground-title"),
        &behind,
        !asked.borough.is_empty(),
        &marks,
        &side.spots,
    )?;
    let monday = desk.base.week;
    let items = numbers
        .iter()
        .filter_map(|n| side.spots.get(*n))
        .filter(|s| !asked.borough.is_empty() || !matches!(stand(s), Stand::Stays | Stand::CouldOpen))
        .take(LISTED)
        .map(|s| Item {
            name: s.site.name.clone(),
            about: opening(&tongue, &s.hours, monday),
            state: tongue.t(stand(s).key()).into_owned(),
            colour: stand(s).colour(),
            href: asked.address(&id, &s.site.id, "#place"),
            act: tongue.t("planner-look-at").into_owned(),
        })
        .collect();
    let c = desk
        .compare_sides(today.clone(), side.clone(), how.way, how.at)
        .await
        .for_reader(visit)?;
    let chosen = side
        .spots
        .iter()
        .find(|s| s.site.id == asked.place)
        .map(|s| Chosen {
            scenario: id.clone(),
            version: scenario.version,
            is_draft: scenario.state == State::Draft,
            id: s.site.id.clone(),
            name: s.site.name.clone(),
            state: tongue.t(stand(s).key()).into_owned(),
            colour: stand(s).colour(),
            about: opening(&tongue, &s.hours, monday),
            open: wrong.open.unwrap_or(s.site.open),
            hours: wrong.hours.clone().unwrap_or_else(|| s.site.hours.clone()),
            to: wrong.to.clone(),
            borough: asked.borough.clone(),
        });
    Ok(GroundPage {
        chrome: visit.chrome(),
        problems,
        title: scenario.name.clone(),
        back: Link::new(format!("/desk/plan/scenarios/{id}"), scenario.name.clone()),
        action: format!("/desk/plan/scenarios/{id}/map"),
        along: Vec::new(),
        boroughs: boroughs(&tongue, desk, &side.spots, &asked.borough),
        map,
        more,
        told: shown::told(&tongue, &c),
        notes: shown::notes(&tongue, &c.notes),
        stays: String::new(),
        estimate: c.estimate,
        summary: shown::summary_of_change(&tongue, &c),
        items,
        chosen,
        share: String::new(),
    })
}
