//! What is done to a scenario from its pages.

use atlas::Gazetteer;
use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, see};
use page::encode;
use travel::geo::Place;

use super::desk::{again, newest};
use super::draft::{Asked, Typed, found, wrong};
use super::{InWords, ground, said};
use crate::evidence::Evidence;
use crate::hours::Hours;
use crate::scenario::{Edit, Money, MoneyKind};
use crate::service::Desk;
use crate::site::{Site, slug};
use crate::store::{NewScenario, Planner, Scenario, State};

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

/// A draft with what is to be done to it.
struct Doing<'a> {
    visit: &'a Visit,
    desk: Desk,
    scenario: Scenario,
    from: From,
    typed: Typed,
    /// What was typed for the place chosen on the map.
    chosen: ground::Wrong,
}

impl<'a> Doing<'a> {
    async fn new(visit: &'a Visit, id: &str, posted: &Posted) -> Result<Self, Fault> {
        let (desk, scenario) = found(visit, id).await?;
        Ok(Self {
            visit,
            desk,
            scenario,
            from: From::read(posted),
            typed: Typed::default(),
            chosen: ground::Wrong::default(),
        })
    }

    /// The page again, with what is wrong and all that was typed.
    async fn wrong(self, field: &str, why: String) -> Result<Response, Fault> {
        if self.from.map {
            let asked = ground::Asked {
                borough: self.from.list.borough,
                place: self.from.place,
                ..ground::Asked::default()
            };
            let wrong = ground::Wrong {
                field: if field == "places" { "hours" } else { field }.to_owned(),
                why,
                ..self.chosen
            };
            return ground::again(self.visit, &self.desk, &self.scenario, &asked, wrong).await;
        }
        wrong(
            self.visit,
            &self.desk,
            self.scenario,
            &self.from.list,
            (field, why),
            self.typed,
        )
        .await
    }

    async fn keep(self, edits: Vec<Edit>, money: Vec<Money>, field: &str) -> Result<Response, Fault> {
        let new = NewScenario {
            base: self.scenario.base.clone(),
            name: self.scenario.name.clone(),
            why: self.scenario.why.clone(),
            edits,
            money,
        };
        let by = Planner::staff(self.visit.desk()?);
        match self.desk.amend(&by, &self.scenario, new).await {
            Ok(()) => Ok(see(&self.from.address(&self.scenario))),
            Err(e) => {
                let why = said(self.visit, e)?;
                self.wrong(field, why).await
            }
        }
    }
}

pub(super) async fn make(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let Some(desk) = newest(&visit).await? else {
        return Ok(see("/desk/plan"));
    };
    let by = Planner::staff(visit.desk()?);
    let (name, why) = (posted.text("name"), posted.text("why"));
    let made = match posted.text("evidence") {
        "" => desk.draft(&by, name, why, Vec::new()).await,
        text => {
            let tongue = visit.tongue();
            let found = Evidence::of_signed(visit.site.keys(), text, posted.text("sign"))
                .ok_or_else(|| Fault::Refused(tongue.t("planner-wrong-edits").into_owned()))?;
            // The proposal is not lost for want of a name.
            let key = format!("planner-ask-{}", found.wish.name());
            let ask = tongue.t(&key);
            let usual = tongue.t1("planner-proposed-name", "ask", ask);
            let name = if name.trim().is_empty() { &usual } else { name };
            desk.keep(&by, name, why, found).await
        }
    };
    match made {
        Ok(id) => Ok(see(&format!("/desk/plan/scenarios/{id}"))),
        Err(e) => again(&visit, "name", said(&visit, e)?, name, why).await,
    }
}

/// The list of places as it was posted: what differs from the scenario becomes a change.
pub(super) async fn places(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let mut doing = Doing::new(&visit, &id, &posted).await?;
    let spots = doing.desk.base.apply(&doing.scenario.edits).for_reader(&visit)?;
    let values = |name: &str| -> Vec<String> {
        let own = posted.fields().iter().filter(|(n, _)| n == name);
        own.map(|(_, v)| v.clone()).collect()
    };
    let (ticked, listed) = (values("open"), values("shown"));
    let tongue = visit.tongue();
    let mut unread = None;
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
                unread = Some(format!("{}: {}", spot.site.name, tongue.t(why.key())));
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
    if let Some(why) = unread {
        return doing.wrong("places", why).await;
    }
    let mut edits = doing.scenario.edits.clone();
    edits.extend(opens);
    edits.extend(others);
    let money = doing.scenario.money.clone();
    doing.keep(shorter(edits), money, "places").await
}

/// A place somewhere else.
pub(super) async fn move_to(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let mut doing = Doing::new(&visit, &id, &posted).await?;
    doing.chosen.to = posted.text("to").trim().to_owned();
    let Some(at) = place_of(&visit, &doing.chosen.to) else {
        let why = visit.tongue().t("planner-need-where").into_owned();
        return doing.wrong("to", why).await;
    };
    let mut edits = doing.scenario.edits.clone();
    edits.push(Edit::Move {
        site: doing.from.place.clone(),
        at,
    });
    let money = doing.scenario.money.clone();
    doing.keep(shorter(edits), money, "to").await
}

/// A place that is not on the list: a weekly session, a shared desk.
pub(super) async fn add(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let mut doing = Doing::new(&visit, &id, &posted).await?;
    let tongue = visit.tongue();
    let text = |f: &str| posted.text(f).trim().to_owned();
    doing.typed = Typed {
        add_name: text("add_name"),
        add_where: text("add_where"),
        add_hours: text("add_hours"),
        add_steps: text("add_steps"),
        add_cost: text("add_cost"),
        ..Typed::default()
    };
    let name = text("add_name");
    doing.typed.add_source = text("add_source");
    if name.is_empty() {
        return doing
            .wrong("add_name", tongue.t("planner-need-name").into_owned())
            .await;
    }
    let Some(at) = place_of(&visit, &text("add_where")) else {
        return doing
            .wrong("add_where", tongue.t("planner-need-where").into_owned())
            .await;
    };
    let hours = text("add_hours");
    if let Err(why) = Hours::parse(&hours, doing.desk.base.holidays()) {
        return doing.wrong("add_hours", tongue.t(why.key()).into_owned()).await;
    }
    let cost = match text("add_cost").replace([',', '£'], "").as_str() {
        "" => None,
        t => match t.parse::<f64>().ok().filter(|c| (0.0..=1e12).contains(c)) {
            Some(cost) => Some(cost),
            None => {
                return doing
                    .wrong("add_cost", tongue.t("planner-wrong-amount").into_owned())
                    .await;
            }
        },
    };
    let source: String = text("add_source").chars().take(200).collect();
    if cost.is_some() && source.is_empty() {
        return doing
            .wrong("add_source", tongue.t("planner-need-source").into_owned())
            .await;
    }
    // Pressed twice, or typed again: it would cost twice and serve nobody more.
    let there = doing.scenario.edits.iter().any(|e| match e {
        Edit::Add { site } => site.name.eq_ignore_ascii_case(&name) && site.at.metres_to(at) < 1.0,
        _ => false,
    });
    if there {
        return doing
            .wrong("add_name", tongue.t("planner-added-already").into_owned())
            .await;
    }
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
        step_free: match text("add_steps").as_str() {
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
    let money = doing.scenario.money.clone();
    doing.keep(edits, money, "add_where").await
}

/// A postcode, an address, a pin.
fn place_of(visit: &Visit, text: &str) -> Option<Place> {
    if let Ok(place) = Place::parse(text) {
        return Some(place);
    }
    let ground = visit.site.part::<Gazetteer>().ok()?;
    let found = ground.locate(text);
    let at = found
        .at
        .filter(|_| found.confidence != atlas::Confidence::Unsure)?;
    Place::new(at.lat(), at.lon())
}

pub(super) async fn undo(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = Doing::new(&visit, &id, &posted).await?;
    let mut edits = doing.scenario.edits.clone();
    let at = posted
        .text("number")
        .parse::<usize>()
        .ok()
        .filter(|n| *n < edits.len());
    if let Some(at) = at {
        edits.remove(at);
    }
    let money = doing.scenario.money.clone();
    doing.keep(edits, money, "edits").await
}

pub(super) async fn money(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let mut doing = Doing::new(&visit, &id, &posted).await?;
    let tongue = visit.tongue();
    let text = |f: &str| posted.text(f).trim().chars().take(200).collect::<String>();
    doing.typed = Typed {
        what: text("what"),
        amount: text("amount"),
        source: text("source"),
        ..Typed::default()
    };
    let amount = text("amount").replace([',', '£'], "").parse::<f64>().ok();
    let amount = amount.filter(|a| a.is_finite() && (0.0..=1e12).contains(a));
    let missing = [
        ("what", text("what").is_empty(), "planner-need-what"),
        ("amount", amount.is_none(), "planner-wrong-amount"),
        ("source", text("source").is_empty(), "planner-need-source"),
    ];
    if let Some((field, _, key)) = missing.into_iter().find(|m| m.1) {
        return doing.wrong(field, tongue.t(key).into_owned()).await;
    }
    let mut money = doing.scenario.money.clone();
    money.push(Money {
        kind: MoneyKind::parse(posted.text("kind")).unwrap_or(MoneyKind::CostAYear),
        what: text("what"),
        amount: amount.unwrap_or(0.0),
        source: text("source"),
    });
    let edits = doing.scenario.edits.clone();
    doing.keep(edits, money, "what").await
}

pub(super) async fn state(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = Doing::new(&visit, &id, &posted).await?;
    let to = State::parse(posted.text("state")).ok_or(Fault::Missing)?;
    let by = Planner::staff(visit.desk()?);
    match doing.desk.publish(&by, &doing.scenario, to).await {
        Ok(_) => Ok(see(&format!("/desk/plan/scenarios/{}", doing.scenario.id))),
        Err(e) => {
            let why = said(&visit, e)?;
            doing.wrong("state", why).await
        }
    }
}

/// The same scenario again as a draft, with the data that were loaded last.
pub(super) async fn anew(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = Doing::new(&visit, &id, &posted).await?;
    let newest = newest(&visit).await?.ok_or(Fault::Missing)?;
    match newest.anew(&Planner::staff(visit.desk()?), &doing.scenario).await {
        Ok(made) => Ok(see(&format!("/desk/plan/scenarios/{made}"))),
        Err(e) => {
            let why = said(&visit, e)?;
            doing.wrong("anew", why).await
        }
    }
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
