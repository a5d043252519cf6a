//! What residents see.

mod ask;
mod borough;
pub(crate) mod ended;
mod find;
mod group;
mod pace;
mod school;
mod training;
mod ward;

use kernel::web::{Access, Fault, Routes, Visit, see};

use page::Link;

use crate::ward::{BoroughName, WardName, ground};

pub(crate) use group::bid_words;
pub use pace::Paces;
pub(crate) use ward::{PromiseCard, promise_card};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/wards", Access::Anyone, find::find)
        .get("/borough/{code}", Access::Anyone, borough::borough)
        .get("/ward/{code}", Access::Anyone, ward::show)
        .get("/ward/{code}/promises", Access::Anyone, ward::promises)
        .get("/ward/{code}/answers", Access::Anyone, ward::answers)
        .get("/ward/{code}/ask", Access::Anyone, ask::form)
        .post("/ward/{code}/ask", Access::Anyone, ask::take)
        .get("/group/{id}", Access::Anyone, group::group)
        .get("/group/{id}/papers/{paper}", Access::Anyone, group::paper)
        .get("/training", Access::Anyone, training::training)
        .get("/school/{token}", Access::Resident, school::form)
        .post("/school/{token}", Access::Resident, school::take)
        .get("/question/{token}", Access::Resident, ask::own)
        .post("/question/{token}/complain", Access::Resident, ask::complain)
}

/// The ward of an address.
fn ward_of(visit: &Visit, code: &str) -> Result<WardName, Fault> {
    let ground = ground(&visit.site)?;
    WardName::find(ground.areas(), code, visit.lang()).ok_or(Fault::Missing)
}

fn borough_of(visit: &Visit, code: &str) -> Result<BoroughName, Fault> {
    let ground = ground(&visit.site)?;
    BoroughName::find(ground.areas(), code, visit.lang()).ok_or(Fault::Missing)
}

/// Links to an address and a number.
fn ways(email: &str, phone: &str) -> Vec<Link> {
    let mut ways = Vec::new();
    if !email.is_empty() {
        ways.push(Link::new(format!("mailto:{email}"), email));
    }
    if !phone.is_empty() {
        let digits: String = phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        ways.push(Link::new(format!("tel:{digits}"), phone));
    }
    ways
}

/// The address as it is written everywhere, so that each page has one.
fn elsewhere(code: &str, href: String, real: &str) -> Option<axum::response::Response> {
    (code != real).then(|| see(&href))
}
