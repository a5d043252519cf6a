//! What a ward's team and its supervisors see and keep.

mod complaints;
mod course;
mod form;
mod group;
mod lost;
mod meeting;
mod officer;
mod promise;
mod question;
mod reminders;
mod school;
mod table;
mod team;
mod ward;
mod wards;

use kernel::account::Role;
use kernel::web::{Access, Fault, Routes, Visit};

use crate::area::Area;
use crate::keeper::Keeper;
use crate::school::SchoolId;
use crate::store;
use crate::ward::{WardName, ground};

/// The most that a table may weigh, and a little for the fields beside it.
const TABLE: usize = 31 * 1_000_000;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk/wards", Access::Desk, wards::list)
        .get("/desk/wards/complaints", Access::Supervisor, complaints::list)
        .post(
            "/desk/wards/complaints/{id}",
            Access::Supervisor,
            complaints::reply,
        )
        .get("/desk/wards/lost", Access::Supervisor, lost::list)
        .post("/desk/wards/lost", Access::Supervisor, lost::give)
        .get("/desk/wards/{code}", Access::Desk, ward::show)
        .post("/desk/wards/{code}/confirm", Access::Desk, ward::confirm)
        .get("/desk/wards/{code}/history", Access::Desk, ward::history)
        .get("/desk/wards/{code}/team", Access::Desk, team::form)
        .post("/desk/wards/{code}/team", Access::Desk, team::take)
        .get("/desk/wards/{code}/reminders", Access::Desk, reminders::form)
        .post("/desk/wards/{code}/reminders", Access::Desk, reminders::take)
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
        .get("/desk/tables/{kind}", Access::Supervisor, table::form)
        .post_files("/desk/tables/{kind}", Access::Supervisor, TABLE, table::preview)
        .post_files("/desk/tables/{kind}/take", Access::Supervisor, TABLE, table::take)
        .get(
            "/desk/tables/{kind}/export/{format}",
            Access::Supervisor,
            table::export,
        )
        .merge(schools())
        .merge(groups())
}

fn schools() -> Routes {
    Routes::default()
        .get("/desk/schools", Access::Desk, school::list)
        .get("/desk/wards/{code}/schools/new", Access::Desk, school::new)
        .post("/desk/wards/{code}/schools/new", Access::Desk, school::make)
        .get("/desk/wards/{code}/schools/{id}", Access::Desk, school::form)
        .post("/desk/wards/{code}/schools/{id}", Access::Desk, school::take)
        .post("/desk/wards/{code}/schools/{id}/give", Access::Desk, school::give)
        .post(
            "/desk/wards/{code}/schools/{id}/take",
            Access::Desk,
            school::take_away,
        )
        .post("/desk/wards/{code}/schools/{id}/link", Access::Desk, school::link)
        .post("/desk/wards/{code}/schools/{id}/end", Access::Desk, school::end)
}

/// Groups and courses can be a ward's, a borough's or (courses) the force's.
fn groups() -> Routes {
    const PAPER: usize = 21 * 1_000_000;
    Routes::default()
        .get("/desk/groups/{area}/new", Access::Desk, group::new)
        .post("/desk/groups/{area}/new", Access::Desk, group::make)
        .get("/desk/groups/{area}/{id}", Access::Desk, group::form)
        .post("/desk/groups/{area}/{id}", Access::Desk, group::take)
        .post("/desk/groups/{area}/{id}/seat", Access::Desk, group::seat)
        .post("/desk/groups/{area}/{id}/unseat", Access::Desk, group::unseat)
        .post_files(
            "/desk/groups/{area}/{id}/paper",
            Access::Desk,
            PAPER,
            group::paper,
        )
        .get("/desk/groups/{area}/{id}/meeting", Access::Desk, meeting::form)
        .post("/desk/groups/{area}/{id}/meeting", Access::Desk, meeting::take)
        .get("/desk/groups/{area}/{id}/bids/{bid}", Access::Desk, meeting::bid)
        .post(
            "/desk/groups/{area}/{id}/bids/{bid}",
            Access::Desk,
            meeting::bid_take,
        )
        .post("/desk/groups/{area}/{id}/end", Access::Desk, group::end)
        .get("/desk/courses", Access::Desk, course::list)
        .get("/desk/courses/{area}/new", Access::Desk, course::new)
        .post("/desk/courses/{area}/new", Access::Desk, course::make)
        .get("/desk/courses/{area}/{id}", Access::Desk, course::form)
        .post("/desk/courses/{area}/{id}", Access::Desk, course::take)
        .post("/desk/courses/{area}/{id}/end", Access::Desk, course::end)
}

/// A ward of the map, for whoever is signed in.
fn ward_of(visit: &Visit, code: &str) -> Result<WardName, Fault> {
    let ground = ground(&visit.site)?;
    WardName::find(ground.areas(), code, visit.lang()).ok_or(Fault::Missing)
}

/// The visitor as the keeper of an area: of their own, and of the ward in which they cover today.
async fn keeper(visit: &Visit, area: &str) -> Result<Option<Keeper>, Fault> {
    let staff = visit.desk()?;
    if let Some(keeper) = Keeper::of(staff, area) {
        return Ok(Some(keeper));
    }
    if staff.role != Role::Officer {
        return Ok(None);
    }
    let today = visit.now.date(visit.site.days().zone());
    let lent = store::lent::covered_by(&mut visit.site.db().read(), &staff.id, today).await?;
    Ok(Keeper::lent(staff, area, &lent))
}

/// The same for a school of a ward: whoever has the school keeps it too.
async fn keeper_of_school(visit: &Visit, ward: &str, school: &SchoolId) -> Result<Option<Keeper>, Fault> {
    if let Some(keeper) = keeper(visit, ward).await? {
        return Ok(Some(keeper));
    }
    let staff = visit.desk()?;
    let today = visit.now.date(visit.site.days().zone());
    let lent = store::lent::with_school(&mut visit.site.db().read(), &staff.id, school, today).await?;
    Ok(Keeper::lent(staff, ward, &lent))
}

/// A ward that the visitor may keep; anyone else is refused.
async fn kept(visit: &Visit, code: &str) -> Result<(WardName, Keeper), Fault> {
    let ward = ward_of(visit, code)?;
    let keeper = keeper(visit, &ward.code).await?.ok_or(Fault::Forbidden)?;
    Ok((ward, keeper))
}

/// An area that the visitor may keep; anyone else is refused.
async fn kept_area(visit: &Visit, code: &str) -> Result<(Area, Keeper), Fault> {
    let ground = ground(&visit.site)?;
    let area = Area::find(ground.areas(), code, visit.lang()).ok_or(Fault::Missing)?;
    let keeper = keeper(visit, area.code()).await?.ok_or(Fault::Forbidden)?;
    Ok((area, keeper))
}
