//! Officers and schools as tables with the headings that an import reads: read again, they change nothing.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use kernel::db::{DbError, Query};
use places::Table;

use crate::officer::OfficerId;
use crate::school::SchoolDuty;
use crate::store::{officer, school, team};

pub const OFFICERS: &[&str] = &[
    "number",
    "id",
    "rank",
    "name",
    "named",
    "email",
    "phone",
    "about",
    "languages",
    "hours",
    "duty",
    "from",
    "to",
    "ward",
    "team_email",
    "team_phone",
    "base",
    "base_place",
    "hub",
];

pub const SCHOOLS: &[&str] = &[
    "id", "urn", "name", "phase", "address", "postcode", "lat", "lon", "ward", "officer", "cover",
];

/// Everyone who serves in a ward or will, a row for each post, with what is said of the ward's team.
pub async fn officers(q: &mut impl Query, today: Date) -> Result<Table, DbError> {
    let teams = team::all(q).await?;
    let teams: HashMap<&str, _> = teams.iter().map(|t| (t.ward.as_str(), t)).collect();
    let all = officer::serving(q, today).await?;
    let rows = all.iter().map(|member| {
        let said = member.officer.facts.written();
        let told = teams.get(member.post.ward.as_str());
        let told = told.map(|t| t.facts.written()).unwrap_or_default();
        OFFICERS
            .iter()
            .map(|heading| match *heading {
                "number" => member.officer.number.clone().unwrap_or_default(),
                "id" => member.officer.id.to_string(),
                "duty" => member.post.duty.as_str().to_owned(),
                "from" => member.post.days.from.to_string(),
                "to" => member.post.days.to.map_or_else(String::new, |d| d.to_string()),
                "ward" => member.post.ward.clone(),
                "team_email" => told.of("email").to_owned(),
                "team_phone" => told.of("phone").to_owned(),
                "base" => told.of("base-words").to_owned(),
                "base_place" => told.of("base").to_owned(),
                "hub" => told.of("hub").to_owned(),
                field => said.of(field).to_owned(),
            })
            .collect()
    });
    Ok(Table::new(OFFICERS, rows.collect(), 2))
}

/// Every school that has not closed, with its officer of today and who covers.
pub async fn schools(q: &mut impl Query, today: Date) -> Result<Table, DbError> {
    let numbers: HashMap<OfficerId, String> = officer::numbers(q).await?.into_iter().collect();
    let charges = school::all_charges(q, today).await?;
    let mut of: BTreeMap<(&str, SchoolDuty), &str> = BTreeMap::new();
    for charge in &charges {
        if let Some(number) = numbers.get(&charge.officer) {
            // The one who began last, as on the school's page.
            of.insert((charge.school.as_str(), charge.duty), number);
        }
    }
    let all = school::all(q).await?;
    let rows = all.iter().map(|school| {
        let said = school.facts.written();
        let point = |pick: fn(atlas::LatLon) -> f64| {
            school
                .facts
                .at
                .map_or_else(String::new, |at| pick(at).to_string())
        };
        let who = |duty| {
            of.get(&(school.id.as_str(), duty))
                .map_or_else(String::new, |n| (*n).to_owned())
        };
        SCHOOLS
            .iter()
            .map(|heading| match *heading {
                "id" => school.id.to_string(),
                "lat" => point(|p| p.lat()),
                "lon" => point(|p| p.lon()),
                "officer" => who(SchoolDuty::Named),
                "cover" => who(SchoolDuty::Cover),
                field => said.of(field).to_owned(),
            })
            .collect()
    });
    Ok(Table::new(SCHOOLS, rows.collect(), 2))
}
