use std::collections::HashMap;

use atlas::{Ended, Gazetteer, LatLon};
use kernel::Moment;
use kernel::db::{DbError, Tx};
use kernel::site::Site;
use places::{Table, TableRow};

use super::{By, Done, Imported, Stopped, borough_of, count, refused, ward_at, ward_of, written};
use crate::school::{NewSchool, School, SchoolDuty, named_on, plain};
use crate::store::{officer, school};

/// Our fields and the headings under which others keep them, those of the national register among them.
const FIELDS: &[(&str, &[&str])] = &[
    ("urn", &["urn", "school_urn", "number"]),
    ("name", &["name", "school", "school_name", "establishment_name"]),
    (
        "phase",
        &[
            "phase",
            "phase_of_education",
            "kind",
            "type",
            "establishment_type_group",
            "type_of_establishment",
        ],
    ),
    ("address", &["address", "full_address", "street"]),
    ("postcode", &["postcode", "post_code"]),
];

/// Which school a row is about, for people.
fn name_of<'t>(row: &TableRow<'t>) -> &'t str {
    row.any(&["name", "school", "school_name", "establishment_name"])
}

/// Takes the schools of a table, in this transaction; dropping it makes it a preview.
///
/// A school is found by its number, or by its name in its ward. Where it lies says its ward: the ward's code, its
/// point, or its postcode, in this order.
#[allow(clippy::too_many_arguments)]
pub async fn schools(
    tx: &mut Tx,
    site: &Site,
    ground: &Gazetteer,
    ended: &Ended,
    by: &By,
    file: &str,
    table: &Table,
    now: Moment,
) -> Result<Imported, DbError> {
    let mut imported = Imported::default();
    imported.summary.file = file.to_owned();
    let mut before = HashMap::new();
    for row in table.rows() {
        let done = one(tx, site, ground, ended, by, table, &row, &mut before, now).await;
        count(&mut imported, by, row.number(), name_of(&row), done)?;
    }
    Ok(imported)
}

#[allow(clippy::too_many_arguments)]
async fn one(
    tx: &mut Tx,
    site: &Site,
    ground: &Gazetteer,
    ended: &Ended,
    all: &By,
    table: &Table,
    row: &TableRow<'_>,
    before: &mut HashMap<String, u64>,
    now: Moment,
) -> Result<Done, Stopped> {
    let said = written(row, |h| table.has(h), FIELDS);
    if said.of("name").is_empty() {
        return refused("the school has no name");
    }
    let point = point_of(row)?;
    let cell = row.any(&["ward", "ward_code", "ward_name"]);
    let areas = ground.areas();
    let by_point = point
        .and_then(|p| areas.find_near(p, 60.0))
        .and_then(|ix| areas.ward(ix));
    let (ward, at) = match (by_point, ward_at(ground, said.of("postcode"))) {
        // Where it lies comes before what the file calls the ward: boundaries change, buildings do not move.
        (Some(ward), _) => (ward, point),
        (None, Some((ward, at))) => (ward, at),
        (None, None) if cell.is_empty() => {
            return refused(format!(
                "{} lies in none of the wards: neither a ward, a point nor a postcode says where",
                said.of("name")
            ));
        }
        (None, None) => (ward_of(areas, ended, cell)?, None),
    };
    let borough = borough_of(areas, ward).to_owned();
    let code = ward.code.as_str().to_owned();
    let mut new = NewSchool::parse(&said, |_| Some((code.clone(), borough, at)))
        .map_err(|_| Stopped::Refused("the name or another field is too long".to_owned()))?;
    let key = match &new.urn {
        Some(urn) => format!("urn {urn}"),
        None => format!("{code} {}", plain(&new.name)),
    };
    if let Some(first) = before.get(&key) {
        return refused(format!("row {first} has the same school"));
    }
    let by_urn = match &new.urn {
        Some(urn) => school::by_urn(tx, urn).await?,
        None => None,
    };
    let known = match by_urn {
        Some(known) => Some(known),
        None => school::by_name(tx, &code, &new.name)
            .await?
            // One that has another number is another school.
            .filter(|k| k.facts.urn.is_none() || new.urn.is_none()),
    };
    if let Some(known) = &known {
        stays(&mut new, known, &said);
    }
    let by = all.of(&code);
    let (id, mut done) = match known {
        None => (school::add(tx, site, &by, &new, now).await?, Done::Added),
        Some(known) if known.facts == new && known.ended_on.is_none() => (known.id, Done::Same),
        Some(known) => {
            school::change(tx, site, &by, &known, &new, now).await?;
            (known.id, Done::Changed)
        }
    };
    before.insert(key, row.number());
    for (duty, headings) in [
        (
            SchoolDuty::Named,
            &["officer", "officer_number", "named_officer"][..],
        ),
        (SchoolDuty::Cover, &["cover", "cover_number", "cover_officer"][..]),
    ] {
        let number = row.any(headings).to_uppercase();
        if number.is_empty() {
            continue;
        }
        let Some(officer) = officer::by_number(tx, &number).await? else {
            return refused(format!(
                "the school is kept, but no officer has the number {number}: import the officers first"
            ));
        };
        let today = now.date(site.days().zone());
        let charges = school::charges(tx, &id).await?;
        let has = match duty {
            SchoolDuty::Named => named_on(&charges, today).is_some_and(|c| c.officer == officer.id),
            SchoolDuty::Cover => charges
                .iter()
                .any(|c| c.duty == duty && c.days.has(today) && c.officer == officer.id),
        };
        if !has {
            school::give(tx, site, &by, &id, &officer.id, duty, today, now).await?;
            if done == Done::Same {
                done = Done::Changed;
            }
        }
    }
    Ok(done)
}

/// What the file says nothing of stays as it was.
fn stays(new: &mut NewSchool, known: &School, said: &crate::written::Written) {
    let old = &known.facts;
    if new.urn.is_none() {
        new.urn.clone_from(&old.urn);
    }
    if said.of("phase").is_empty() {
        new.phase = old.phase;
    }
    if new.address.is_empty() {
        new.address.clone_from(&old.address);
    }
    if new.postcode.is_empty() {
        new.postcode.clone_from(&old.postcode);
    }
    if new.at.is_none() && new.ward == old.ward {
        new.at = old.at;
    }
}

/// The point of a row; none when the columns are empty.
fn point_of(row: &TableRow<'_>) -> Result<Option<LatLon>, Stopped> {
    let (lat, lon) = (
        row.any(&["lat", "latitude"]),
        row.any(&["lon", "lng", "long", "longitude"]),
    );
    if lat.is_empty() && lon.is_empty() {
        return Ok(None);
    }
    let point = lat
        .parse()
        .ok()
        .zip(lon.parse().ok())
        .and_then(|(lat, lon)| LatLon::new(lat, lon));
    match point {
        Some(point) => Ok(Some(point)),
        None => refused(format!("{lat}, {lon} is no point on the map")),
    }
}
