//! The planner's pages: the desk where plans are made, and the plans that the public reads and tries.

pub(crate) mod accounts;
mod answer;
pub(crate) mod changes;
mod compare;
mod custody;
mod desk;
mod draft;
mod edit;
mod fields;
pub(crate) mod found;
mod ground;
mod handlers;
mod load;
mod mine;
mod opening;
pub(crate) mod picture;
mod propose;
mod public;
mod seek;
pub(crate) mod shown;
mod switch;
mod telling;
mod tried;
mod wards;
mod whole;

use std::sync::Arc;

use kernel::web::{Access, Fault, Routes, Visit};
use page::{Choice, Tongue};

use crate::at::At;
use crate::error::PlanError;
use crate::said::Said;
use crate::service::{Desk, away};
use crate::way::Way;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk/plan", Access::Supervisor, desk::overview)
        .get("/desk/plan/load", Access::Supervisor, load::form)
        .post_files("/desk/plan/load", Access::Supervisor, 60_000_000, load::take)
        .get("/desk/plan/load/{id}", Access::Supervisor, load::far)
        .post("/desk/plan/data/{id}", Access::Supervisor, desk::take)
        .get("/desk/plan/compare", Access::Supervisor, compare::compare)
        .get("/desk/plan/wards", Access::Supervisor, wards::desk)
        .get("/desk/plan/map.svg", Access::Supervisor, desk::map)
        .get("/desk/plan/figures.csv", Access::Supervisor, desk::csv)
        .get("/desk/plan/propose", Access::Supervisor, propose::form)
        .post("/desk/plan/propose", Access::Supervisor, propose::take)
        .get("/desk/plan/propose/custody", Access::Supervisor, custody::form)
        .post("/desk/plan/propose/custody", Access::Supervisor, custody::take)
        .get("/desk/plan/propose/handlers", Access::Supervisor, handlers::form)
        .post("/desk/plan/propose/handlers", Access::Supervisor, handlers::take)
        .post("/desk/plan/scenarios", Access::Supervisor, whole::make)
        .get("/desk/plan/scenarios/{id}", Access::Supervisor, draft::show)
        .post(
            "/desk/plan/scenarios/{id}/places",
            Access::Supervisor,
            edit::places,
        )
        .post("/desk/plan/scenarios/{id}/add", Access::Supervisor, edit::add)
        .post("/desk/plan/scenarios/{id}/undo", Access::Supervisor, edit::undo)
        .post(
            "/desk/plan/scenarios/{id}/move",
            Access::Supervisor,
            edit::move_to,
        )
        .get("/desk/plan/scenarios/{id}/map", Access::Supervisor, ground::desk)
        .post("/desk/plan/scenarios/{id}/name", Access::Supervisor, whole::name)
        .post(
            "/desk/plan/scenarios/{id}/money",
            Access::Supervisor,
            whole::money,
        )
        .post(
            "/desk/plan/scenarios/{id}/money/remove",
            Access::Supervisor,
            whole::no_money,
        )
        .post(
            "/desk/plan/scenarios/{id}/state",
            Access::Supervisor,
            whole::state,
        )
        .post("/desk/plan/scenarios/{id}/copy", Access::Supervisor, whole::copy)
        .post("/desk/plan/scenarios/{id}/anew", Access::Supervisor, whole::anew)
        .get(
            "/desk/plan/scenarios/{id}/delete",
            Access::Supervisor,
            whole::may_delete,
        )
        .post(
            "/desk/plan/scenarios/{id}/delete",
            Access::Supervisor,
            whole::delete,
        )
        .get(
            "/desk/plan/scenarios/{id}/figures.csv",
            Access::Supervisor,
            draft::csv,
        )
        .get(
            "/desk/plan/scenarios/{id}/map.geojson",
            Access::Supervisor,
            draft::geojson,
        )
        .get(
            "/desk/plan/scenarios/{id}/report.pdf",
            Access::Supervisor,
            draft::pdf,
        )
        .get("/plans", Access::Anyone, public::list)
        .get("/plans/method", Access::Anyone, public::method)
        .get("/plans/{slug}", Access::Anyone, public::plan)
        .get("/plans/{slug}/wards", Access::Anyone, wards::public)
        .get("/plans/{slug}/map", Access::Anyone, ground::public)
        .get("/plans/{slug}/map.svg", Access::Anyone, public::map)
        .get("/plans/{slug}/figures.csv", Access::Anyone, public::csv)
        .get("/plans/{slug}/map.geojson", Access::Anyone, public::geojson)
        .get("/plans/{slug}/report.pdf", Access::Anyone, public::pdf)
}

/// The question of a page: how people travel and when. What an address has wrong is the usual.
#[derive(Debug, Clone, Copy, PartialEq)]
struct How {
    way: Way,
    at: At,
}

impl How {
    fn read(mode: &str, at: &str) -> Self {
        Self {
            way: Way::parse(mode)
                .filter(|w| w.of_people().is_ok())
                .unwrap_or(Way::USUAL),
            at: At::from_slug(at).unwrap_or(At::USUAL),
        }
    }

    fn modes(self, visit: &Visit) -> Vec<Choice> {
        let tongue = visit.tongue();
        Way::FOUR
            .into_iter()
            .map(|w| Choice::new(w.name(), w.words(&tongue)).checked(w == self.way))
            .collect()
    }

    fn times(self, visit: &Visit) -> Vec<Choice> {
        let tongue = visit.tongue();
        At::FIVE
            .into_iter()
            .map(|a| Choice::new(a.slug(), a.words(&tongue)).checked(a == self.at))
            .collect()
    }

    /// `Public transport, Tuesday 10am`
    fn words(self, tongue: &Tongue) -> String {
        format!("{}, {}", self.way.words(tongue), self.at.words(tongue))
    }

    fn query(self) -> String {
        format!("mode={}&at={}", self.way, self.at.slug())
    }
}

/// What a person can put right becomes a sentence on the form, in their language; the rest a fault.
fn said(visit: &Visit, error: PlanError) -> Result<String, Fault> {
    sentence(error).map(|said| said.told(&visit.tongue()))
}

fn sentence(error: PlanError) -> Result<Said, Fault> {
    match error {
        PlanError::Db(e) => Err(e.into()),
        PlanError::NoScenario(_) => Err(Fault::Missing),
        PlanError::Damaged(_) | PlanError::Broken(_) => Err(Fault::broken("plan", error)),
        PlanError::File { .. }
        | PlanError::Row { .. }
        | PlanError::Rows { .. }
        | PlanError::Question(_)
        | PlanError::Nothing
        | PlanError::Lost
        | PlanError::Stale
        | PlanError::Siting(_)
        | PlanError::Travel(_) => Ok(error.said()),
    }
}

/// A fault that speaks the reader's language.
trait InWords<T> {
    fn for_reader(self, visit: &Visit) -> Result<T, Fault>;
}

impl<T> InWords<T> for crate::error::Result<T> {
    fn for_reader(self, visit: &Visit) -> Result<T, Fault> {
        self.map_err(|error| match sentence(error) {
            Ok(said) => Fault::Refused(said.told(&visit.tongue())),
            Err(fault) => fault,
        })
    }
}

#[cfg(test)]
mod tests;

/// That the timetable has ended of which minutes are still told.
pub(super) async fn ended(visit: &Visit, desk: &Desk) -> Result<Option<String>, Fault> {
    let base = Arc::clone(&desk.base);
    let last = away(move || base.timetable_ends()).await.for_reader(visit)?;
    let tongue = visit.tongue();
    let over = last.filter(|last| *last < visit.now.date(visit.site.days().zone()));
    Ok(over.map(|last| {
        tongue.ta(
            "planner-timetable-ended",
            &[
                ("last", tongue.date(last).into()),
                ("monday", tongue.date(desk.row.week).into()),
            ],
        )
    }))
}
