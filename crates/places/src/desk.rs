//! Where staff keep the directory: supervisors all of it, an officer what lies in their own area or is for it.

mod days;
mod edit;
mod list;
mod moves;
mod suggestions;

use std::sync::Arc;

use kernel::account::{Role, Staff};
use kernel::web::{Access, Fault, Routes, Visit};
use page::{Problems, Tongue};

use crate::directory::directory;
use crate::place::{Facts, Place, PlaceId, Trouble};

pub(crate) fn routes() -> Routes {
    const TABLE: usize = 40_000_000;
    Routes::default()
        .get("/desk/places", Access::Desk, list::list)
        .get("/desk/places/new", Access::Desk, edit::new)
        .post("/desk/places/new", Access::Desk, edit::new_take)
        .get("/desk/places/import", Access::Supervisor, moves::import)
        .post_files("/desk/places/import", Access::Supervisor, TABLE, moves::preview)
        .post_files("/desk/places/import/take", Access::Supervisor, TABLE, moves::take)
        .get("/desk/places/export/{format}", Access::Desk, moves::export)
        .get("/desk/suggestions", Access::Desk, suggestions::list)
        .get("/desk/suggestions/{id}", Access::Desk, suggestions::one)
        .post("/desk/suggestions/{id}", Access::Desk, suggestions::take)
        .get("/desk/places/{id}", Access::Desk, edit::edit)
        .post("/desk/places/{id}", Access::Desk, edit::take)
        .post("/desk/places/{id}/confirm", Access::Desk, edit::confirm)
        .get("/desk/places/{id}/days", Access::Desk, days::days)
        .post("/desk/places/{id}/days", Access::Desk, days::take)
        .post(
            "/desk/places/{id}/days/{exception}/remove",
            Access::Desk,
            days::remove,
        )
}

/// Whether someone may change what is said of a place.
fn may_keep(staff: &Staff, facts: &Facts) -> bool {
    match staff.role {
        Role::Supervisor | Role::Admin => true,
        Role::Officer => staff.area.as_ref().is_some_and(|area| {
            let lies_in = [&facts.ward, &facts.borough]
                .into_iter()
                .flatten()
                .any(|code| code == area);
            lies_in || facts.serves.contains(area)
        }),
        Role::Handler | Role::Investigator => false,
    }
}

/// Whether there is any place that someone may change.
fn keeps_any(staff: &Staff) -> bool {
    match staff.role {
        Role::Supervisor | Role::Admin => true,
        Role::Officer => staff.area.is_some(),
        Role::Handler | Role::Investigator => false,
    }
}

/// The place of an address, for reading.
async fn found(visit: &Visit, id: &str) -> Result<Arc<Place>, Fault> {
    let id = PlaceId::parse(id).ok_or(Fault::Missing)?;
    let directory = directory(&visit.site).await?;
    directory.find(&id).cloned().ok_or(Fault::Missing)
}

/// The place of an address, for changing.
async fn kept<'v>(visit: &'v Visit, id: &str) -> Result<(Arc<Place>, &'v Staff), Fault> {
    let place = found(visit, id).await?;
    let staff = visit.desk()?;
    if may_keep(staff, &place.facts) {
        Ok((place, staff))
    } else {
        Err(Fault::Forbidden)
    }
}

fn problems(troubles: &[Trouble], tongue: &Tongue) -> Problems {
    let mut problems = Problems::default();
    for trouble in troubles {
        problems.add(trouble.field, trouble.say(tongue));
    }
    problems
}
