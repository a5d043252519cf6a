//! All the SQL of places.

mod suggestions;

use std::collections::HashMap;

use atlas::LatLon;
use jiff::civil::Date;
use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, Query, Row, Tx};
use kernel::site::Site;

use crate::hours::{Holidays, Hours};
use crate::place::{Announced, Confirmed, Exception, ExceptionId, Facts, Kind, Known, Offer, Place, PlaceId};

pub use suggestions::{answered, decide, seen, suggest, suggestion, suggestions_by_ward, suggestions_in};

/// Who changes something: the name in audit rows, and what the public is told of them.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    pub actor: &'a str,
    pub role: &'a str,
}

/// Goes up with each change of a place.
pub async fn revision(q: &mut impl Query) -> Result<i64, DbError> {
    q.one("SELECT number FROM place_revision WHERE one = 1", args![])
        .await
}

async fn revised(tx: &mut Tx) -> Result<(), DbError> {
    tx.exec(
        "UPDATE place_revision SET number = number + 1 WHERE one = 1",
        args![],
    )
    .await?;
    Ok(())
}

const PLACE: &str = "id, code, kind, name, name_cy, address, postcode, lat, lon, ward, borough, serves, hours, step_free,
    private_room, parking, bsl, languages, offers, phone, host, notes, notes_cy, notes_easy, opens_on, closes_on,
    closing_why, confirmed_at, confirmed_by, changed_at, version";

/// Every place, those closed for good too, in the order of their names.
pub async fn all(q: &mut impl Query, holidays: &Holidays) -> Result<Vec<Place>, DbError> {
    let places = q
        .rows(
            &format!("SELECT {PLACE} FROM place_place ORDER BY name, id"),
            args![],
        )
        .await?;
    let exceptions = q
        .rows(
            &format!("SELECT {EXCEPTION} FROM place_exception ORDER BY from_day DESC, id DESC"),
            args![],
        )
        .await?;
    let mut of: HashMap<String, Vec<Exception>> = HashMap::new();
    for row in &exceptions {
        of.entry(row.get("place")?)
            .or_default()
            .push(exception(row, holidays)?);
    }
    places
        .iter()
        .map(|row| {
            let mut place = place(row, holidays)?;
            place.exceptions = of.remove(place.id.as_str()).unwrap_or_default();
            Ok(place)
        })
        .collect()
}

pub async fn find(q: &mut impl Query, id: &PlaceId, holidays: &Holidays) -> Result<Option<Place>, DbError> {
    let row: Option<Row> = q
        .opt(
            &format!("SELECT {PLACE} FROM place_place WHERE id = $1"),
            args![id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut place = place(&row, holidays)?;
    let rows = q
        .rows(
            &format!(
                "SELECT {EXCEPTION} FROM place_exception WHERE place = $1 ORDER BY from_day DESC, id DESC"
            ),
            args![id],
        )
        .await?;
    place.exceptions = rows
        .iter()
        .map(|r| exception(r, holidays))
        .collect::<Result<_, _>>()?;
    Ok(Some(place))
}

const EXCEPTION: &str = "id, place, from_day, to_day, hours, why, announced_at, announced_by";

fn exception(row: &Row, holidays: &Holidays) -> Result<Exception, DbError> {
    let hours: String = row.get("hours")?;
    let hours = if hours.is_empty() {
        None
    } else {
        Some(read_hours(&hours, holidays)?)
    };
    Ok(Exception {
        id: row.get::<ExceptionId>("id")?,
        from: row.parse("from_day", |t| t.parse().ok())?,
        to: row.parse("to_day", |t| t.parse().ok())?,
        hours,
        why: row.get("why")?,
        announced_at: row.get("announced_at")?,
        announced_by: row.get("announced_by")?,
    })
}

/// Hours that were accepted once are read again.
fn read_hours(text: &str, holidays: &Holidays) -> Result<Hours, DbError> {
    Hours::parse(text, holidays).map_err(|_| DbError::Shape("hours".to_owned()))
}

fn place(row: &Row, holidays: &Holidays) -> Result<Place, DbError> {
    let list = |column: &str| -> Result<Vec<String>, DbError> {
        let text: String = row.get(column)?;
        Ok(text.split_whitespace().map(str::to_owned).collect())
    };
    let known = |column: &str| row.parse(column, Known::parse);
    let day = |column: &str| -> Result<Option<Date>, DbError> {
        let text: Option<String> = row.get(column)?;
        let day = text.map(|t| t.parse::<Date>()).transpose();
        day.map_err(|_| DbError::Shape(column.to_owned()))
    };
    let at = LatLon::new(row.get("lat")?, row.get("lon")?).ok_or_else(|| DbError::Shape("lat".to_owned()))?;
    let offers = list("offers")?;
    let facts = Facts {
        code: row.get::<Option<String>>("code")?.unwrap_or_default(),
        kind: row.parse("kind", Kind::parse)?,
        name: row.get("name")?,
        name_cy: row.get("name_cy")?,
        address: row.get("address")?,
        postcode: row.get("postcode")?,
        at,
        ward: row.get("ward")?,
        borough: row.get("borough")?,
        serves: list("serves")?,
        hours: read_hours(&row.get::<String>("hours")?, holidays)?,
        step_free: known("step_free")?,
        private_room: known("private_room")?,
        parking: known("parking")?,
        bsl: known("bsl")?,
        languages: list("languages")?,
        offers: offers.iter().filter_map(|o| Offer::parse(o)).collect(),
        phone: row.get("phone")?,
        host: row.get("host")?,
        notes: row.get("notes")?,
        notes_cy: row.get("notes_cy")?,
        notes_easy: row.get("notes_easy")?,
        opens_on: day("opens_on")?,
        closes_on: day("closes_on")?,
        closing_why: row.get("closing_why")?,
    };
    let by: String = row.get("confirmed_by")?;
    let confirmed_at: Option<Moment> = row.get("confirmed_at")?;
    Ok(Place {
        id: row.get("id")?,
        facts,
        exceptions: Vec::new(),
        confirmed: confirmed_at.map(|at| Confirmed { at, by }),
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
    })
}

/// The values of a place's columns from `code` to `closing_why`, in the order of [`PLACE`].
fn columns(facts: &Facts) -> Vec<kernel::db::Value> {
    let some = |t: &str| Some(t).filter(|t| !t.is_empty()).map(str::to_owned);
    let field = |name: &str| facts.field(name);
    args![
        some(&facts.code),
        facts.kind.as_str(),
        facts.name.as_str(),
        facts.name_cy.as_str(),
        facts.address.as_str(),
        facts.postcode.as_str(),
        facts.at.lat(),
        facts.at.lon(),
        facts.ward.clone(),
        facts.borough.clone(),
        field("serves"),
        facts.hours.text(),
        facts.step_free.as_str(),
        facts.private_room.as_str(),
        facts.parking.as_str(),
        facts.bsl.as_str(),
        field("languages"),
        field("offers"),
        facts.phone.as_str(),
        facts.host.as_str(),
        facts.notes.as_str(),
        facts.notes_cy.as_str(),
        facts.notes_easy.as_str(),
        some(&field("opens_on")),
        some(&field("closes_on")),
        facts.closing_why.as_str(),
    ]
}

/// A new place; who enters it confirms it. False when another has the same code.
pub async fn add(
    tx: &mut Tx,
    site: &Site,
    by: By<'_>,
    id: &PlaceId,
    facts: &Facts,
    now: Moment,
) -> Result<bool, DbError> {
    let mut values = args![id];
    values.extend(columns(facts));
    values.extend(args![now, by.role, now, 1_i64]);
    let numbers: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let new = tx
        .exec(
            &format!(
                "INSERT INTO place_place ({PLACE}) VALUES ({}) ON CONFLICT (code) DO NOTHING",
                numbers.join(", ")
            ),
            values,
        )
        .await?;
    if new == 1 {
        revised(tx).await?;
        audit::write(
            tx,
            by.actor,
            "place.added",
            id.as_str(),
            &facts.name,
            now,
            site.random(),
        )
        .await?;
    }
    Ok(new == 1)
}

/// Changes what is said of a place if it is still as it was seen; who changes it confirms it. Writes down each field
/// with its value before and after.
pub async fn change(
    tx: &mut Tx,
    site: &Site,
    by: By<'_>,
    before: &Place,
    facts: &Facts,
    now: Moment,
) -> Result<bool, DbError> {
    let mut values = columns(facts);
    values.extend(args![now, by.role, &before.id, before.version]);
    let changed = tx
        .exec(
            "UPDATE place_place SET code = $1, kind = $2, name = $3, name_cy = $4, address = $5, postcode = $6, lat = $7,
               lon = $8, ward = $9, borough = $10, serves = $11, hours = $12, step_free = $13, private_room = $14,
               parking = $15, bsl = $16, languages = $17, offers = $18, phone = $19, host = $20, notes = $21,
               notes_cy = $22, notes_easy = $23, opens_on = $24, closes_on = $25, closing_why = $26, confirmed_at = $27,
               changed_at = $27, confirmed_by = $28, version = version + 1
             WHERE id = $29 AND version = $30",
            values,
        )
        .await?;
    if changed == 1 {
        revised(tx).await?;
        let detail = serde_json::to_string(&before.facts.differences(facts))
            .map_err(|e| DbError::Broken(e.to_string()))?;
        audit::write(
            tx,
            by.actor,
            "place.changed",
            before.id.as_str(),
            &detail,
            now,
            site.random(),
        )
        .await?;
    }
    Ok(changed == 1)
}

/// Someone looked, and all of it is still right.
pub async fn confirm(
    tx: &mut Tx,
    site: &Site,
    by: By<'_>,
    id: &PlaceId,
    now: Moment,
) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE place_place SET confirmed_at = $1, confirmed_by = $2 WHERE id = $3",
            args![now, by.role, id],
        )
        .await?;
    if changed == 1 {
        revised(tx).await?;
        audit::write(
            tx,
            by.actor,
            "place.confirmed",
            id.as_str(),
            "",
            now,
            site.random(),
        )
        .await?;
    }
    Ok(changed == 1)
}

/// Announces that a place is closed, or open at other times, on some days.
pub async fn announce(
    tx: &mut Tx,
    site: &Site,
    by: By<'_>,
    place: &PlaceId,
    new: &Announced,
    now: Moment,
) -> Result<ExceptionId, DbError> {
    let id = ExceptionId::new(now, site.random());
    let hours = new.hours.as_ref().map_or("", Hours::text);
    tx.exec(
        "INSERT INTO place_exception (id, place, from_day, to_day, hours, why, announced_at, announced_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            &id,
            place,
            new.from.to_string(),
            new.to.to_string(),
            hours,
            new.why.as_str(),
            now,
            by.role
        ],
    )
    .await?;
    revised(tx).await?;
    let what = if hours.is_empty() { "closed" } else { hours };
    let detail = format!("{} {} {what}", new.from, new.to);
    audit::write(
        tx,
        by.actor,
        "place.announced",
        place.as_str(),
        &detail,
        now,
        site.random(),
    )
    .await?;
    Ok(id)
}

/// Takes an announced change back.
pub async fn withdraw(
    tx: &mut Tx,
    site: &Site,
    by: By<'_>,
    place: &PlaceId,
    id: &ExceptionId,
    now: Moment,
) -> Result<bool, DbError> {
    let row: Option<Row> = tx
        .opt(
            "DELETE FROM place_exception WHERE id = $1 AND place = $2 RETURNING from_day, to_day",
            args![id, place],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    revised(tx).await?;
    let detail = format!(
        "{} {}",
        row.get::<String>("from_day")?,
        row.get::<String>("to_day")?
    );
    audit::write(
        tx,
        by.actor,
        "place.withdrawn",
        place.as_str(),
        &detail,
        now,
        site.random(),
    )
    .await?;
    Ok(true)
}
