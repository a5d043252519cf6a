use std::collections::HashMap;

use atlas::{Ended, Gazetteer, LatLon};
use kernel::Moment;
use kernel::db::{DbError, Tx};
use kernel::site::Site;
use places::{Table, TableRow};

use super::{By, Done, Imported, Stopped, borough_of, count, refused, ward_at, ward_of, written};
use crate::officer::OfficerId;
use crate::school::{NewSchool, Phase, School, SchoolDuty, SchoolId, named_on};
use crate::store::{officer, school};
use crate::written::Written;

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

const WARD: &[&str] = &["ward", "ward_code", "ward_name"];
const LAT: &[&str] = &["lat", "latitude"];
const LON: &[&str] = &["lon", "lng", "long", "longitude"];
const NAMED: &[&str] = &["officer", "officer_number", "named_officer"];
const COVER: &[&str] = &["cover", "cover_number", "cover_officer"];

/// Takes the schools of a table, in this transaction; dropping it makes it a preview.
///
/// A school is found by our own id, by its number, or by its name and postcode in its ward. Where it lies says its ward: its
/// point, its postcode, or the ward's code, in this order.
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
    let mut known: Vec<&[&str]> = vec![&["id"], WARD, LAT, LON, NAMED, COVER];
    known.extend(FIELDS.iter().map(|(_, headings)| *headings));
    let name = FIELDS.iter().filter(|(field, _)| *field == "name");
    let name: Vec<&[&str]> = name.map(|(_, headings)| *headings).collect();
    let (mut imported, fits) = Imported::begin(file, table, &known, &[("name", &name)]);
    if !fits {
        return Ok(imported);
    }
    let mut before = HashMap::new();
    for row in table.rows() {
        let done = one(tx, site, ground, ended, by, table, &row, &mut before, now).await;
        count(&mut imported, by, row.number(), name_of(&row), done)?;
    }
    Ok(imported)
}

/// Where a row says that its school lies.
struct Home<'a> {
    ward: &'a atlas::Ward,
    at: Option<LatLon>,
}

/// The ward and the point of a row. What is known of the school and not changed by the row stays as it is.
fn home<'a>(
    ground: &'a Gazetteer,
    ended: &Ended,
    row: &TableRow<'_>,
    said: &Written,
    known: Option<&School>,
) -> Result<Home<'a>, Stopped> {
    let areas = ground.areas();
    let cell = row.any(WARD);
    let point = point_of(row)?;
    let code = |ward: &atlas::Ward| ward.code.as_str().to_owned();
    if let Some(known) = known {
        let old = &known.facts;
        let same_point = point.is_none() || point == old.at;
        let same_postcode =
            said.of("postcode").is_empty() || is_same_postcode(said.of("postcode"), &old.postcode);
        let there = atlas::WardCode::parse(&old.ward)
            .and_then(|c| areas.ward_by_code(&c))
            .and_then(|ix| areas.ward(ix));
        // A ward that is no more is another matter: the school lies in one of those that are there now.
        if let Some(ward) = there.filter(|_| same_point && same_postcode) {
            if cell.is_empty() {
                return Ok(Home { ward, at: old.at });
            }
            let named = ward_of(areas, ended, cell)?;
            if code(named) == old.ward {
                return Ok(Home { ward, at: old.at });
            }
            if point.is_some() || !said.of("postcode").is_empty() {
                return refused(format!(
                    "the row moves the school from {} to {}, but its point and postcode are those of before: change them \
                     too, or leave them empty",
                    old.ward,
                    code(named)
                ));
            }
            return Ok(Home {
                ward: named,
                at: None,
            });
        }
    }
    if let Some(at) = point {
        // Where it lies comes before what the file calls the ward: boundaries change, buildings do not move.
        let ward = areas.find_near(at, 60.0).and_then(|ix| areas.ward(ix));
        return match ward {
            Some(ward) => Ok(Home { ward, at: Some(at) }),
            None => refused(format!("{}, {} is outside our area", at.lat(), at.lon())),
        };
    }
    if let Some((ward, at)) = ward_at(ground, said.of("postcode")) {
        return Ok(Home { ward, at });
    }
    if cell.is_empty() {
        return refused(format!(
            "{} lies in none of the wards: neither a ward, a point nor a postcode says where",
            said.of("name")
        ));
    }
    Ok(Home {
        ward: ward_of(areas, ended, cell)?,
        at: None,
    })
}

fn is_same_postcode(a: &str, b: &str) -> bool {
    let plain = |t: &str| t.split_whitespace().collect::<String>().to_uppercase();
    plain(a) == plain(b)
}

/// The school that a row means by our own id or by its number.
async fn by_numbers(tx: &mut Tx, row: &TableRow<'_>, urn: &str) -> Result<Option<School>, Stopped> {
    let by_urn = match urn {
        "" => None,
        urn => school::by_urn(tx, urn).await?,
    };
    let cell = row.get("id");
    if cell.is_empty() {
        return Ok(by_urn);
    }
    let found = match SchoolId::parse(cell) {
        Some(id) => school::find(tx, &id).await?,
        None => None,
    };
    let Some(found) = found else {
        return refused(format!("there is no school with the id {cell}"));
    };
    match by_urn {
        Some(other) if other.id != found.id => refused(format!(
            "the id is that of {}, and the number {urn} that of {}",
            found.facts.name, other.facts.name
        )),
        _ => Ok(Some(found)),
    }
}

/// The school of a ward that a row without id and number means: by its name, and its postcode where both have one.
async fn by_name(tx: &mut Tx, new: &NewSchool) -> Result<Option<School>, Stopped> {
    let alike = school::by_name(tx, &new.ward, &new.name).await?;
    // One that has another number is another school.
    let alike = alike
        .into_iter()
        .filter(|k| k.facts.urn.is_none() || new.urn.is_none());
    let near = |k: &School| {
        new.postcode.is_empty()
            || k.facts.postcode.is_empty()
            || is_same_postcode(&k.facts.postcode, &new.postcode)
    };
    let mut found: Vec<School> = alike.filter(near).collect();
    if found.len() > 1 {
        return refused(format!(
            "{} schools of this ward are called {}: give the id, the number or the postcode",
            found.len(),
            new.name
        ));
    }
    Ok(found.pop())
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
    before: &mut HashMap<SchoolId, u64>,
    now: Moment,
) -> Result<Done, Stopped> {
    let mut said = written(row, |h| table.has(h), FIELDS);
    if said.of("name").is_empty() {
        return refused("the school has no name");
    }
    let known = by_numbers(tx, row, said.of("urn")).await?;
    if said.of("phase").is_empty() {
        let phase = known.as_ref().map_or(Phase::Other, |k| k.facts.phase);
        said.set("phase", phase.as_str());
    } else if Phase::from_words(said.of("phase")).is_none() {
        let all: Vec<&str> = Phase::ALL.iter().map(|p| p.as_str()).collect();
        return refused(format!(
            "the phase {} is not known: write one of {}",
            said.of("phase"),
            all.join(", ")
        ));
    }
    let home = home(ground, ended, row, &said, known.as_ref())?;
    let borough = borough_of(ground.areas(), home.ward).to_owned();
    let code = home.ward.code.as_str().to_owned();
    let mut new = NewSchool::parse(&said, |_| Some((code.clone(), borough, home.at)))
        .map_err(|_| Stopped::Refused("the name or another field is too long".to_owned()))?;
    let known = match known {
        Some(known) => Some(known),
        None => by_name(tx, &new).await?,
    };
    if let Some(known) = &known {
        if let Some(first) = before.get(&known.id) {
            return refused(format!("row {first} has the same school"));
        }
        stays(&mut new, known);
    }
    let officers = officers_of(tx, row).await?;
    let by = all.of(&code);
    let (id, mut done) = match known {
        None => (school::add(tx, site, &by, &new, now).await?, Done::Added),
        Some(known) if known.facts == new && known.ended_on.is_none() => (known.id, Done::Same),
        Some(known) => {
            school::change(tx, site, &by, &known, &new, now).await?;
            (known.id, Done::Changed)
        }
    };
    before.insert(id.clone(), row.number());
    let today = now.date(site.days().zone());
    for (duty, number, officer) in officers {
        let Some(officer) = officer else {
            return refused(format!(
                "the school is kept, but no officer has the number {number}: import the officers first"
            ));
        };
        let charges = school::serving(tx, &id, today).await?;
        let has = match duty {
            SchoolDuty::Named => named_on(&charges, today).is_some_and(|c| c.officer == officer),
            SchoolDuty::Cover => charges
                .iter()
                .any(|c| c.duty == duty && c.days.has(today) && c.officer == officer),
        };
        if !has {
            school::give(tx, site, &by, &id, &officer, duty, today, now).await?;
            if done == Done::Same {
                done = Done::Changed;
            }
        }
    }
    Ok(done)
}

/// Who a row says has the school, by their numbers; nobody for a number that no officer has. One cannot be both.
async fn officers_of(
    tx: &mut Tx,
    row: &TableRow<'_>,
) -> Result<Vec<(SchoolDuty, String, Option<OfficerId>)>, Stopped> {
    let mut found = Vec::new();
    for (duty, headings) in [(SchoolDuty::Named, NAMED), (SchoolDuty::Cover, COVER)] {
        let number = row.any(headings).to_uppercase();
        if number.is_empty() {
            continue;
        }
        if found.iter().any(|(_, other, _)| *other == number) {
            return refused(format!(
                "officer {number} cannot be the school's own and cover for themselves"
            ));
        }
        let officer = officer::by_number(tx, &number).await?;
        found.push((duty, number, officer.map(|o| o.id)));
    }
    Ok(found)
}

/// What the file says nothing of stays as it was.
fn stays(new: &mut NewSchool, known: &School) {
    let old = &known.facts;
    if new.urn.is_none() {
        new.urn.clone_from(&old.urn);
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
    let (lat, lon) = (row.any(LAT), row.any(LON));
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
