//! A ward that ended with a change of boundaries: which wards lie there now.

use atlas::{Ended, WardCode};
use axum::response::Response;
use kernel::web::{Fault, Visit};

use crate::ward::{WardName, ground};

/// The wards that lie now where an ended one was; nothing when the code was never one.
pub fn now_there(visit: &Visit, code: &str) -> Result<Option<(String, Vec<WardName>)>, Fault> {
    let Some(code) = WardCode::parse(code) else {
        return Ok(None);
    };
    let ended = visit.site.part::<Ended>()?;
    let Some(gone) = ended.get(&code) else {
        return Ok(None);
    };
    let ground = ground(&visit.site)?;
    let wards = gone.successors.iter();
    let wards = wards.filter_map(|s| WardName::find(ground.areas(), s.code.as_str(), visit.lang()));
    Ok(Some((gone.name.clone(), wards.collect())))
}

/// The answer for an address of an ended ward; nothing when the code was never one. `under` is what follows the ward in
/// the address.
pub fn page(visit: &Visit, code: &str, under: &str) -> Result<Response, Fault> {
    sessions::ended::page(visit, code, under)
}
