//! What is done to a scenario as a whole: made, named, copied, deleted, its money, whether the public reads it.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html, see};
use page::{Chrome, Problems};

use super::desk::{again, newest};
use super::draft::found;
use super::edit::{Doing, amount, number_in};
use super::said;
use crate::evidence::Evidence;
use crate::scenario::{Money, MoneyKind};
use crate::store::{NewScenario, Planner, Scenario, State};

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
            let usual = tongue.t1("planner-proposed-name", "ask", tongue.t(&key));
            let name = if name.trim().is_empty() { &usual } else { name };
            desk.keep(&by, name, why, found).await
        }
    };
    match made {
        Ok(id) => Ok(see(&format!("/desk/plan/scenarios/{id}"))),
        Err(e) => again(&visit, "name", said(&visit, e)?, name, why).await,
    }
}

/// Another name, another reason.
pub(super) async fn name(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let new = NewScenario {
        name: posted.text("name").to_owned(),
        why: posted.text("why").to_owned(),
        ..doing.new_of()
    };
    doing.keep(new, "name").await
}

pub(super) async fn money(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let tongue = visit.tongue();
    let typed = &doing.typed;
    let mut problems = Problems::default();
    for (field, missing, key) in [
        ("what", typed.what.is_empty(), "planner-need-what"),
        ("amount", amount(&typed.amount).is_none(), "planner-wrong-amount"),
        ("source", typed.source.is_empty(), "planner-need-source"),
    ] {
        if missing {
            problems.add(field, tongue.t(key));
        }
    }
    let line = amount(&typed.amount).map(|amount| Money {
        kind: MoneyKind::parse(&typed.money_kind).unwrap_or(MoneyKind::CostAYear),
        what: typed.what.clone(),
        amount,
        source: typed.source.clone(),
    });
    let line = match problems.check(line) {
        Ok(line) => line,
        Err(problems) => return doing.all_wrong(problems).await,
    };
    let mut new = doing.new_of();
    new.money.push(line);
    doing.keep(new, "what").await
}

/// An amount that was entered is taken out again.
pub(super) async fn no_money(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let mut new = doing.new_of();
    if let Some(at) = number_in(&posted, new.money.len()) {
        new.money.remove(at);
    }
    doing.keep(new, "money").await
}

pub(super) async fn state(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let to = State::parse(posted.text("state")).ok_or(Fault::Missing)?;
    let by = Planner::staff(visit.desk()?);
    match doing.desk.publish(&by, &doing.scenario, to).await {
        Ok(_) => Ok(see(&format!("/desk/plan/scenarios/{}", doing.scenario.id))),
        Err(e) => doing.failed(e, "state").await,
    }
}

/// The same again as a draft, so that a mistake in what is public need not be built again to be put right.
pub(super) async fn copy(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    match doing
        .desk
        .copy(&Planner::staff(visit.desk()?), &doing.scenario)
        .await
    {
        Ok(made) => Ok(see(&format!("/desk/plan/scenarios/{made}"))),
        Err(e) => doing.failed(e, "copy").await,
    }
}

/// The same scenario again as a draft, with the data of today.
pub(super) async fn anew(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    let newest = newest(&visit).await?.ok_or(Fault::Missing)?;
    let by = Planner::staff(visit.desk()?);
    match newest.anew(&by, &doing.desk, &doing.scenario).await {
        Ok(made) => Ok(see(&format!("/desk/plan/scenarios/{made}"))),
        Err(e) => doing.failed(e, "anew").await,
    }
}

#[derive(askama::Template)]
#[template(path = "pages/delete.html")]
struct DeletePage {
    chrome: Chrome,
    scenario: Scenario,
    back: String,
}

/// Asks whether a draft is really to be deleted.
pub(super) async fn may_delete(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let (_, scenario) = found(&visit, &id).await?;
    let back = format!("/desk/plan/scenarios/{}", scenario.id);
    if scenario.state != State::Draft {
        return Ok(see(&back));
    }
    html(&DeletePage {
        chrome: visit.chrome(),
        scenario,
        back,
    })
}

pub(super) async fn delete(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let doing = match Doing::begin(&visit, &id, &posted).await? {
        Ok(doing) => doing,
        Err(stale) => return Ok(stale),
    };
    match doing
        .desk
        .delete(&Planner::staff(visit.desk()?), &doing.scenario)
        .await
    {
        Ok(()) => Ok(see("/desk/plan")),
        Err(e) => doing.failed(e, "edits").await,
    }
}
