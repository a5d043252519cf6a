//! What a ward's team and its supervisors see and keep.

mod complaints;
mod form;
mod officer;
mod promise;
mod question;
mod team;
mod ward;
mod wards;

use kernel::web::{Access, Fault, Routes, Visit};

use crate::keeper::Keeper;
use crate::ward::{WardName, ground};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk/wards", Access::Desk, wards::list)
        .get("/desk/wards/complaints", Access::Supervisor, complaints::list)
        .post(
            "/desk/wards/complaints/{id}",
            Access::Supervisor,
            complaints::reply,
        )
        .get("/desk/wards/{code}", Access::Desk, ward::show)
        .get("/desk/wards/{code}/history", Access::Desk, ward::history)
        .get("/desk/wards/{code}/team", Access::Desk, team::form)
        .post("/desk/wards/{code}/team", Access::Desk, team::take)
        .get("/desk/wards/{code}/officers/new", Access::Desk, officer::new)
        .post("/desk/wards/{code}/officers/new", Access::Desk, officer::add)
        .get("/desk/wards/{code}/officers/{id}", Access::Desk, officer::form)
        .post("/desk/wards/{code}/officers/{id}", Access::Desk, officer::take)
        .post(
            "/desk/wards/{code}/officers/{id}/away",
            Access::Desk,
            officer::away,
        )
        .post(
            "/desk/wards/{code}/officers/{id}/back",
            Access::Desk,
            officer::back,
        )
        .post(
            "/desk/wards/{code}/officers/{id}/leave",
            Access::Desk,
            officer::leave,
        )
        .get("/desk/wards/{code}/promises/new", Access::Desk, promise::new)
        .post("/desk/wards/{code}/promises/new", Access::Desk, promise::make)
        .get("/desk/wards/{code}/promises/{id}", Access::Desk, promise::form)
        .post("/desk/wards/{code}/promises/{id}", Access::Desk, promise::take)
        .post(
            "/desk/wards/{code}/promises/{id}/news",
            Access::Desk,
            promise::news,
        )
        .post("/desk/wards/{code}/promises/{id}/end", Access::Desk, promise::end)
        .get("/desk/wards/{code}/questions/{id}", Access::Desk, question::form)
        .post("/desk/wards/{code}/questions/{id}", Access::Desk, question::take)
        .post(
            "/desk/wards/{code}/questions/{id}/unpublish",
            Access::Desk,
            question::unpublish,
        )
}

/// A ward of the map, for whoever is signed in.
fn ward_of(visit: &Visit, code: &str) -> Result<WardName, Fault> {
    let ground = ground(&visit.site)?;
    WardName::find(ground.areas(), code, visit.lang()).ok_or(Fault::Missing)
}

/// A ward that the visitor may keep; anyone else is refused.
fn kept(visit: &Visit, code: &str) -> Result<(WardName, Keeper), Fault> {
    let ward = ward_of(visit, code)?;
    let keeper = Keeper::of(visit.desk()?, &ward.code).ok_or(Fault::Forbidden)?;
    Ok((ward, keeper))
}
