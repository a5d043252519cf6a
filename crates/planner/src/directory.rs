//! The force's own places, for whoever has no table of them.

use kernel::site::Site;

use crate::error::{PlanError, Result};

/// The force's own directory of places as a table that [`load`] takes: counters, hubs and custody suites are open, rooms of
/// others could be.
pub async fn directory_table(site: &Site) -> Result<String> {
    let today = site.now().date(site.days().zone());
    let mut out = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| PlanError::broken(e);
    out.write_record([
        "id",
        "name",
        "kind",
        "lat",
        "lon",
        "hours",
        "state",
        "step_free",
        "address",
    ])
    .map_err(failed)?;
    for place in places::directory(site).await?.all() {
        let facts = &place.facts;
        if !place.is_there(today) {
            continue;
        }
        let state = if facts.kind.is_for_visitors() || facts.kind == places::Kind::Custody {
            "open"
        } else {
            "candidate"
        };
        out.write_record([
            place.id.as_str(),
            &facts.name,
            facts.kind.as_str(),
            &facts.at.lat().to_string(),
            &facts.at.lon().to_string(),
            facts.hours.text(),
            state,
            facts.step_free.as_str(),
            &place.whole_address(),
        ])
        .map_err(failed)?;
    }
    let bytes = out.into_inner().map_err(PlanError::broken)?;
    String::from_utf8(bytes).map_err(PlanError::broken)
}
