//! What is done to the places of a scenario from its pages.

use atlas::Gazetteer;
use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, see};
use page::{Problems, encode};
use travel::geo::Place;

use super::draft::{Asked, Typed, found, wrong};
use super::{InWords, ground, said};
use crate::error::PlanError;
use crate::hours::Hours;
use crate::scenario::Edit;
use crate::service::Desk;
use crate::site::{Site, slug};
use crate::store::{NewScenario, Planner, Scenario};

/// Where someone came from, and goes back to: the list of a borough or kind, or the map with a place chosen.
struct From {
    map: bool,
    list: Asked,
    place: String,
}

impl From {
    fn read(posted: &Posted) -> Self {
        let text = |field: &str| posted.text(field).chars().take(100).collect::<String>();
        Self {
            map: posted.text("back") == "map",
            list: Asked {
                borough: text("borough"),
                kind: text("kind"),
                find: text("find"),
                ..Asked::default()
            },
            place: text("place"),
        }
    }

    fn address(&self, scenario: &Scenario) -> String {
        let page = if self.map { "/map" } else { "" };
        let mut address = format!("/desk/plan/scenarios/{}{page}", scenario.id);
        let mut sign = '?';
        for (name, value) in [
            ("borough", &self.list.borough),
            ("kind", &self.list.kind),
            ("find", &self.list.find),
            ("place", &self.place),
        ] {
            if !value.is_empty() {
                address.push_str(&format!("{sign}{name}={}", encode(value)));
                sign = '&';
            }
        }
        if sign == '&' && !self.map {
            address.push_str("#places");
        }
        address
    }
}

/// A scenario with what is to be done to it.
pub(super) struct Doing<'a> {
    pub visit: &'a Visit,
    pub desk: Desk,
    pub scenario: Scenario,
    from: From,
    pub typed: Typed,
    /// What was typed for the place chosen on the map.
    chosen: ground::Wrong,
}

/// What is to be done, or the page as it is now for a form that was made of an older state.
pub(super) type Begun<'a> = Result<Doing<'a>, Response>;

impl<'a> Doing<'a> {
    pub async fn begin(visit: &'a Visit, id: &str, posted: &Posted) -> Result<Begun<'a>, Fault> {
        let (desk, scenario) = found(visit, id).await?;
        let doing = Self {
            visit,
            desk,
            scenario,
            from: From::read(posted),
            typed: Typed::read(posted),
            chosen: ground::Wrong {
                to: posted.text("to").trim().to_owned(),
                ..ground::Wrong::default()
            },
        };
        if posted.text("version") == doing.scenario.version.to_string() {
            return Ok(Ok(doing));
        }
        Ok(Err(doing.stale().await?))
    }

    /// Someone changed it meanwhile: how it is now, and what was typed of new things. What was ticked, and what was to be
    /// taken back, was so of another state.
    pub async fn stale(self) -> Result<Response, Fault> {
        let id = self.scenario.id.to_string();
        let (desk, scenario) = found(self.visit, &id).await?;
        let now = Self {
            desk,
            scenario,
            ..self
        };
        let why = said(now.visit, PlanError::Stale)?;
        let field = if now.from.map { "place" } else { "edits" };
        now.wrong(field, why).await
    }

    /// The page again, with what is wrong and all that was typed.
    pub async fn wrong(self, field: &str, why: String) -> Result<Response, Fault> {
        let mut problems = Problems::default();
        problems.add(field, why);
        self.all_wrong(problems).await
    }

    pub async fn all_wrong(self, problems: Problems) -> Result<Response, Fault> {
        if self.from.map {
            let asked = ground::Asked {
                borough: self.from.list.borough,
                place: self.from.place,
                ..ground::Asked::default()
            };
            return ground::again(
                self.visit,
                &self.desk,
                &self.scenario,
                &asked,
                problems,
                self.chosen,
            )
            .await;
        }
        wrong(
            self.visit,
            &self.desk,
            self.scenario,
            &self.from.list,
            problems,
            self.typed,
        )
        .await
    }

    /// The scenario as it is, to be kept with something of it changed.
    pub fn new_of(&self) -> NewScenario {
        NewScenario {
            base: self.scenario.base.clone(),
            name: self.scenario.name.clone(),
            why: self.scenario.why.clone(),
            edits: self.scenario.edits.clone(),
            money: self.scenario.money.clone(),
        }
    }

    pub async fn keep(self, new: NewScenario, field: &str) -> Result<Response, Fault> {
        let by = Planner::staff(self.visit.desk()?);
        match self.desk.amend(&by, &self.scenario, new).await {
            Ok(()) => Ok(see(&self.from.address(&self.scenario))),
            Err(e) => self.failed(e, field).await,
        }
    }

    async fn keep_edits(self, edits: Vec<Edit>, field: &str) -> Result<Response, Fault> {
        let new = NewScenario {
            edits: shorter(edits),
            ..self.new_of()
        };
        self.keep(new, field).await
    }

    pub async fn failed(self, error: PlanError, field: &str) -> Result<Response, Fault> {
        if matches!(error, PlanError::Stale) {
            return self.stale().await;
        }
        let why = said(self.visit, error)?;
        self.wrong(field, why).await
    }
}

/// The list of places as it was posted: what differs from the scenario becomes a change.
pub(super) async fn places(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let mut doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let spots = doing.desk.base.apply(&doing.scenario.edits).for_reader(&visit)?;
    let values = |name: &str| -> Vec<String> {
        let own = posted.fields().iter().filter(|(n, _)| n == name);
        own.map(|(_, v)| v.clone()).collect()
    };
    let (ticked, listed) = (values("open"), values("shown"));
    let tongue = visit.tongue();
    let mut problems = Problems::default();
    let (mut opens, mut others) = (Vec::new(), Vec::new());
    for spot in spots.iter().filter(|s| listed.contains(&s.site.id)) {
        let site = spot.site.id.clone();
        // The list has hours for each of its places, the map for the one that was chosen.
        let field = if doing.from.map {
            "hours".to_owned()
        } else {
            format!("hours-{site}")
        };
        let hours = posted.text(&field).trim().to_owned();
        if posted.has(&field) && hours != spot.site.hours {
            if let Err(why) = Hours::parse(&hours, doing.desk.base.holidays()) {
                problems.add(&field, format!("{}: {}", spot.site.name, tongue.t(why.key())));
            }
            others.push(Edit::Hours {
                site: site.clone(),
                hours: hours.clone(),
            });
        }
        let open = ticked.contains(&site);
        match (spot.site.open, open) {
            (true, false) => others.push(Edit::Close { site: site.clone() }),
            (false, true) => opens.push(Edit::Open { site: site.clone() }),
            _ => {}
        }
        (doing.chosen.hours, doing.chosen.open) = (Some(hours.clone()), Some(open));
        doing.typed.hours.insert(site, hours);
    }
    doing.typed.ticked = Some(ticked.into_iter().collect());
    if !problems.is_empty() {
        return doing.all_wrong(problems).await;
    }
    let mut edits = doing.scenario.edits.clone();
    edits.extend(opens);
    edits.extend(others);
    let field = if doing.from.map { "hours" } else { "places" };
    doing.keep_edits(edits, field).await
}

/// A place somewhere else.
pub(super) async fn move_to(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let Some((at, to)) = place_of(&visit, &doing.chosen.to) else {
        let why = visit.tongue().t("planner-need-where").into_owned();
        return doing.wrong("to", why).await;
    };
    let mut edits = doing.scenario.edits.clone();
    edits.push(Edit::Move {
        site: doing.from.place.clone(),
        at,
        to,
    });
    doing.keep_edits(edits, "to").await
}

/// A place that is not on the list: a weekly session, a shared desk.
pub(super) async fn add(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let tongue = visit.tongue();
    let mut problems = Problems::default();
    let typed = &doing.typed;
    let (name, hours) = (typed.add_name.clone(), typed.add_hours.clone());
    if name.is_empty() {
        problems.add("add_name", tongue.t("planner-need-name"));
    }
    let at = place_of(&visit, &typed.add_where).map(|(at, _)| at);
    if at.is_none() {
        problems.add("add_where", tongue.t("planner-need-where"));
    }
    if let Err(why) = Hours::parse(&hours, doing.desk.base.holidays()) {
        problems.add("add_hours", tongue.t(why.key()));
    }
    let cost = amount(&typed.add_cost);
    if cost.is_none() && !typed.add_cost.is_empty() {
        problems.add("add_cost", tongue.t("planner-wrong-amount"));
    }
    let source = typed.add_source.clone();
    if !typed.add_cost.is_empty() && source.is_empty() {
        problems.add("add_source", tongue.t("planner-need-source"));
    }
    // Pressed twice, or typed again: it would cost twice and serve nobody more.
    let there = |e: &Edit| match e {
        Edit::Add { site } => {
            site.name.eq_ignore_ascii_case(&name) && at.is_some_and(|at| site.at.metres_to(at) < 1.0)
        }
        _ => false,
    };
    if doing.scenario.edits.iter().any(there) {
        problems.add("add_name", tongue.t("planner-added-already"));
    }
    let at = match problems.check(at) {
        Ok(at) => at,
        Err(problems) => return doing.all_wrong(problems).await,
    };
    let sites = &doing.desk.base.sites;
    let taken =
        |id: &str| sites.iter().any(|s| s.id == id) || doing.scenario.edits.iter().any(|e| e.site() == id);
    let base = slug(&name);
    let mut own = base.clone();
    let mut number = 2;
    while taken(&own) {
        own = format!("{base}-{number}");
        number += 1;
    }
    let site = Site {
        id: own,
        name: name.chars().take(120).collect(),
        kind: "session".to_owned(),
        at,
        grid: None,
        hours,
        open: true,
        step_free: match typed.add_steps.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        address: String::new(),
        ward: None,
        borough: None,
        cost,
        cost_source: source,
        receipt: None,
        cells: None,
    };
    let mut edits = doing.scenario.edits.clone();
    edits.push(Edit::Add { site: Box::new(site) });
    doing.keep_edits(edits, "add_where").await
}

/// An amount of money as people write it; none where it is none.
pub(super) fn amount(text: &str) -> Option<f64> {
    let amount = text.replace([',', '£', ' '], "").parse::<f64>().ok();
    amount.filter(|a| a.is_finite() && (0.0..=1e12).contains(a))
}

/// Where a postcode, an address or a pin is; with how it was written, but for a pin.
fn place_of(visit: &Visit, text: &str) -> Option<(Place, String)> {
    if let Ok(place) = Place::parse(text) {
        return Some((place, String::new()));
    }
    let ground = visit.site.part::<Gazetteer>().ok()?;
    let found = ground.locate(text);
    let at = found
        .at
        .filter(|_| found.confidence != atlas::Confidence::Unsure)?;
    let written = text.chars().take(120).collect();
    Some((Place::new(at.lat(), at.lon())?, written))
}

pub(super) async fn undo(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let mut edits = doing.scenario.edits.clone();
    if let Some(at) = number_in(&posted, edits.len()) {
        let gone = edits.remove(at);
        // With a place that was added goes all that was changed of it.
        if let Edit::Add { site } = gone {
            edits.retain(|e| e.site() != site.id);
        }
    }
    doing.keep_edits(edits, "edits").await
}

/// The number that was posted of a list of so many.
pub(super) fn number_in(posted: &Posted, count: usize) -> Option<usize> {
    posted.text("number").parse().ok().filter(|n| *n < count)
}

/// Takes out changes that undo one another: closing and opening again, hours that are changed again later.
fn shorter(edits: Vec<Edit>) -> Vec<Edit> {
    let mut kept: Vec<Edit> = Vec::new();
    for edit in edits {
        let before = kept
            .iter()
            .rposition(|k| k.site() == edit.site() && same_matter(k, &edit));
        match (before.and_then(|b| kept.get(b)), &edit) {
            (Some(Edit::Close { .. }), Edit::Open { .. }) | (Some(Edit::Open { .. }), Edit::Close { .. }) => {
                if let Some(b) = before {
                    kept.remove(b);
                }
            }
            (Some(Edit::Hours { .. }), Edit::Hours { .. }) | (Some(Edit::Move { .. }), Edit::Move { .. }) => {
                if let Some(b) = before {
                    kept.remove(b);
                }
                kept.push(edit);
            }
            _ => kept.push(edit),
        }
    }
    kept
}

fn same_matter(a: &Edit, b: &Edit) -> bool {
    let is_open = |e: &Edit| matches!(e, Edit::Close { .. } | Edit::Open { .. });
    (is_open(a) && is_open(b)) || std::mem::discriminant(a) == std::mem::discriminant(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(id: &str) -> Edit {
        Edit::Close { site: id.into() }
    }

    fn open(id: &str) -> Edit {
        Edit::Open { site: id.into() }
    }

    fn hours(id: &str, hours: &str) -> Edit {
        Edit::Hours {
            site: id.into(),
            hours: hours.into(),
        }
    }

    #[test]
    fn changes_that_undo_one_another_are_taken_out() {
        assert_eq!(shorter(vec![close("a"), open("a")]), []);
        assert_eq!(shorter(vec![open("a"), close("b"), close("a")]), [close("b")]);
        assert_eq!(
            shorter(vec![hours("a", "24/7"), hours("a", "Mo 10:00-12:00")]),
            [hours("a", "Mo 10:00-12:00")]
        );
        let both = vec![close("a"), hours("b", "24/7"), open("c")];
        assert_eq!(shorter(both.clone()), both);
    }
}
