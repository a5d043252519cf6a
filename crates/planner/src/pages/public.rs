//! What the public reads and tries: the plan, the evidence, what changes for them. Nothing they ask is kept.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, download, html};
use page::{Choice, Chrome, Link, Problems, encode};
use travel::geo::Place;

use super::accounts;
use super::changes::{counted, listed};
use super::found::{HowFound, how_found};
use super::mine::{Mine, mine_of};
use super::picture::{self, Key};
use super::seek::{Where, locate};
use super::shown::{self, Shown};
use super::switch::Switches;
use super::tried::{Asked, Item, Tried, compared, item, tried};
use super::{InWords, ended};
use crate::pick::Stand;
use crate::scenario::Spot;
use crate::store;

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

#[derive(askama::Template)]
#[template(path = "pages/plan.html")]
struct PlanPage {
    chrome: Chrome,
    problems: Problems,
    title: String,
    why: Vec<String>,
    when: String,
    slug: String,
    /// How many places close, open and so on.
    counted: String,
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
    /// What is said where the last open place was switched off.
    stays: String,
    /// The address of the reader's own version, without where they live.
    share: String,
    plain: String,
    own: String,
    ground: String,
    estimate: bool,
    /// How and when the figures are of.
    how: String,
    told: String,
    notes: Vec<String>,
    summary: Shown,
    money: Option<Shown>,
    tables: Vec<Shown>,
    newly: Vec<Shown>,
    wards: String,
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
    let tried = match tried(&visit, &slug, &asked).await? {
        Ok(tried) => tried,
        Err(gone) => return Ok(gone),
    };
    let tongue = visit.tongue();
    let how = asked.how();
    let c = compared(&visit, &tried, how).await?;
    let mut notes = shown::notes(&tongue, &c.notes);
    notes.extend(ended(&visit, &tried.desk).await?);
    let mut problems = Problems::default();
    let mut choices = Vec::new();
    let mut mine = None;
    let mut spot = None;
    let q: String = asked.q.trim().chars().take(200).collect();
    if !q.is_empty() {
        match locate(&visit, &q) {
            Where::At(name, place) => {
                spot = Some(place);
                mine = mine_of(&visit, &tried, how, name, place).await?;
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
            Where::Borough(name) => problems.add("q", tongue.t1("planner-q-borough", "borough", name)),
            Where::Outside => problems.add("q", tongue.t("planner-q-outside")),
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
        counted: counted(&tongue, &scenario.edits),
        changes: listed(&tongue, &tried.desk, &scenario.edits)
            .into_iter()
            .map(|(_, text)| text)
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
        stays: tried.must_stay(&tongue),
        share: tried.share(&visit, &asked, &slug),
        plain: asked.address(&slug, &Switches::default(), ""),
        ground: asked.address(&format!("{slug}/map"), &tried.switches, ""),
        estimate: c.estimate,
        how: how.words(&tongue),
        told: shown::told(&tongue, &c),
        notes,
        summary: shown::summary_of_change(&tongue, &c),
        money: accounts::accounts_in_short(&tongue, &c.money_b),
        newly: shown::newly(&tongue, &c, shown::FEW_AREAS),
        wards: asked.address(&format!("{slug}/wards"), &tried.switches, ""),
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

/// Of places that close, and of those that open, so many are listed: those nearest the reader. All are on the map.
const CHANGED: usize = 12;
/// The same of places that stay, and of those that could open.
const LISTED: usize = 10;

/// Places that change, and some that stay or could open.
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
        (Stand::Closes, CHANGED),
        (Stand::Opens, CHANGED),
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

pub(super) async fn map(
    visit: Visit,
    Path(slug): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let tried = match tried(&visit, &slug, &asked).await? {
        Ok(tried) => tried,
        Err(gone) => return Ok(gone),
    };
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
    let tried = match tried(&visit, &slug, &asked).await? {
        Ok(tried) => tried,
        Err(gone) => return Ok(gone),
    };
    let name = tried.file("csv");
    let table = tried
        .desk
        .csv_of(tried.today, tried.plan)
        .await
        .for_reader(&visit)?;
    Ok(download(
        &name,
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
    let tried = match tried(&visit, &slug, &asked).await? {
        Ok(tried) => tried,
        Err(gone) => return Ok(gone),
    };
    let name = tried.file("geojson");
    let how = asked.how();
    let map = tried
        .desk
        .geojson_of(tried.today, tried.plan, how.way, how.at)
        .await
        .for_reader(&visit)?;
    Ok(download(&name, "application/geo+json", map.into_bytes(), false))
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
    let tried = match tried(&visit, &slug, &Asked::default()).await? {
        Ok(tried) => tried,
        Err(gone) => return Ok(gone),
    };
    let how = asked.how();
    let bytes = tried
        .desk
        .pdf(&tried.scenario, how.way, how.at, &visit.tongue())
        .await
        .for_reader(&visit)?;
    Ok(download(&format!("{slug}.pdf"), "application/pdf", bytes, false))
}
