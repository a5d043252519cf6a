//! Places from a table: what each row would change, then the change itself. Nothing is decided silently.

use std::sync::Arc;

use atlas::Gazetteer;
use atlas::read::{RowProblem, Summary};
use kernel::Moment;
use kernel::db::{DbError, Tx};
use kernel::site::Site;
use page::Tongue;

use crate::alike::{Among, Likeness};
use crate::directory::Directory;
use crate::hours::Holidays;
use crate::place::{FIELDS, Facts, Place, PlaceId, Trouble};
use crate::store::{self, By};
use crate::table::{Row, Table};

/// What one row would do.
#[derive(Debug, Clone)]
pub enum Step {
    Add(Box<Facts>),
    Change(Arc<Place>, Box<Facts>),
    Same(PlaceId),
    Refuse(Vec<Trouble>),
}

/// One row of the file.
#[derive(Debug, Clone)]
pub struct Planned {
    pub row: u64,
    /// As the row calls it.
    pub name: String,
    pub step: Step,
}

/// What a file would change.
#[derive(Debug, Clone)]
pub struct Plan {
    pub file: String,
    pub rows: Vec<Planned>,
    /// Headings of columns of which nothing is read.
    pub unread: Vec<String>,
}

/// The heading of a place's own id, as an export has it.
pub const ID: &str = "place";

/// The headings under which a field may stand, its own name first.
fn headings(field: &str) -> &'static [&'static str] {
    match field {
        "code" => &["code", "id", "ref", "reference", "site_code"],
        "kind" => &["kind", "type", "category"],
        "name" => &["name", "site", "site_name"],
        "name_cy" => &["name_cy", "welsh_name"],
        "address" => &["address", "addr", "street"],
        "postcode" => &["postcode", "post_code", "postal_code"],
        "lat" => &["lat", "latitude"],
        "lon" => &["lon", "lng", "long", "longitude"],
        "serves" => &["serves", "wards", "areas"],
        "hours" => &["hours", "opening_hours", "opening_times"],
        "step_free" => &["step_free", "step_free_access", "wheelchair"],
        "private_room" => &["private_room", "room"],
        "parking" => &["parking", "car_park"],
        "bsl" => &["bsl", "sign_language"],
        "languages" => &["languages", "language"],
        "offers" => &["offers", "services"],
        "phone" => &["phone", "telephone", "tel"],
        "host" => &["host", "building"],
        "notes" => &["notes", "note", "description"],
        "notes_cy" => &["notes_cy"],
        "notes_easy" => &["notes_easy"],
        "opens_on" => &["opens_on", "opened"],
        "closes_on" => &["closes_on", "closed"],
        "closing_why" => &["closing_why"],
        _ => &[],
    }
}

const WEEK: [(&str, &str); 7] = [
    ("monday", "Mo"),
    ("tuesday", "Tu"),
    ("wednesday", "We"),
    ("thursday", "Th"),
    ("friday", "Fr"),
    ("saturday", "Sa"),
    ("sunday", "Su"),
];

/// A week of columns, `monday` to `sunday`, as one string; closed days are left out.
fn week(row: &Row<'_>) -> String {
    let said: Vec<String> = WEEK
        .iter()
        .map(|(day, short)| (short, row.get(day)))
        .filter(|(_, hours)| !hours.is_empty() && !hours.eq_ignore_ascii_case("closed"))
        .map(|(short, hours)| format!("{short} {hours}"))
        .collect();
    said.join("; ")
}

impl Plan {
    /// Compares every row with the directory and with the rows before it.
    pub fn new(
        file: &str,
        table: &Table,
        directory: &Directory,
        ground: &Gazetteer,
        holidays: &Holidays,
    ) -> Self {
        let mut rows: Vec<Planned> = Vec::new();
        let (mut known, mut before) = (Among::default(), Among::default());
        for (number, place) in directory.all().iter().enumerate() {
            known.put(number, &place.facts);
        }
        for row in table.rows() {
            let there = There {
                all: directory.all(),
                known: &known,
                before: &before,
            };
            let step = step(table, &row, &there, &rows, ground, holidays);
            if let Step::Add(facts) | Step::Change(_, facts) = &step {
                before.put(rows.len(), facts);
            }
            rows.push(Planned {
                row: row.number(),
                name: row.any(headings("name")).to_owned(),
                step,
            });
        }
        let own = |h: &str| h == ID || WEEK.iter().any(|(day, _)| *day == h);
        let known = |h: &str| own(h) || FIELDS.iter().any(|f| headings(f).contains(&h));
        Self {
            file: file.to_owned(),
            rows,
            unread: table.unread(known).map(str::to_owned).collect(),
        }
    }

    /// The figures, and every refused row with its reason.
    pub fn summary(&self, tongue: &Tongue) -> Summary {
        let mut summary = Summary {
            file: self.file.clone(),
            ..Summary::default()
        };
        for planned in &self.rows {
            summary.read += 1;
            match &planned.step {
                Step::Add(_) => summary.added += 1,
                Step::Change(..) => summary.changed += 1,
                Step::Same(_) => summary.same += 1,
                Step::Refuse(troubles) => {
                    summary.refused += 1;
                    summary.problems.push(RowProblem {
                        file: self.file.clone(),
                        row: planned.row,
                        why: planned.why(troubles, tongue),
                    });
                }
            }
        }
        summary
    }

    /// Does what the plan says. A place that someone changed meanwhile stays as it is now; gives the rows of those.
    pub async fn take(&self, tx: &mut Tx, site: &Site, by: By<'_>, now: Moment) -> Result<Vec<u64>, DbError> {
        let mut missed = Vec::new();
        for planned in &self.rows {
            let done = match &planned.step {
                Step::Add(facts) => {
                    let id = PlaceId::new(now, site.random());
                    store::add(tx, site, by, &id, facts, now).await?
                }
                Step::Change(before, facts) => store::change(tx, site, by, before, facts, now).await?,
                Step::Same(id) => store::confirm(tx, site, by, id, now).await?,
                Step::Refuse(_) => true,
            };
            if !done {
                missed.push(planned.row);
            }
        }
        Ok(missed)
    }
}

impl Planned {
    /// Its troubles in words, after what the row calls itself.
    pub fn why(&self, troubles: &[Trouble], tongue: &Tongue) -> String {
        let said: Vec<String> = troubles.iter().map(|t| t.say(tongue)).collect();
        let said = said.join("; ");
        if self.name.is_empty() {
            said
        } else {
            format!("{}: {said}", self.name)
        }
    }
}

/// What a row is compared with: the directory, and the rows before it.
struct There<'a> {
    all: &'a [Arc<Place>],
    known: &'a Among,
    before: &'a Among,
}

fn step(
    table: &Table,
    row: &Row<'_>,
    there: &There<'_>,
    before: &[Planned],
    ground: &Gazetteer,
    holidays: &Holidays,
) -> Step {
    let (id, code) = (row.get(ID), row.any(headings("code")));
    let place = |number: usize| there.all.get(number);
    let coded = match id {
        "" => there.known.coded(code).and_then(place),
        id => match there.all.iter().find(|p| p.id.as_str() == id) {
            Some(place) => Some(place),
            None => {
                return Step::Refuse(vec![Trouble {
                    field: "name",
                    key: "place-no-such",
                    what: id.chars().take(40).collect(),
                }]);
            }
        },
    };
    let read = |existing: Option<&Place>| -> Result<Facts, Vec<Trouble>> {
        // What the table has no column for stays as it is.
        let fields: Vec<(&str, String)> = FIELDS
            .iter()
            .map(|f| (*f, cell(table, row, f, existing)))
            .collect();
        let field = |name: &str| {
            fields
                .iter()
                .find(|(f, _)| *f == name)
                .map_or("", |(_, v)| v.as_str())
        };
        Facts::parse(field, ground, holidays)
    };
    let facts = match read(coded.map(|p| &**p)) {
        Ok(facts) => facts,
        Err(troubles) => return Step::Refuse(troubles),
    };
    let earlier = there.before.coded(&facts.code);
    let earlier = earlier.or_else(|| Some(there.before.alike(&facts)?.0));
    if let Some(planned) = earlier.and_then(|number| before.get(number)) {
        return Step::Refuse(vec![Trouble {
            field: "name",
            key: "place-row-twice",
            what: planned.row.to_string(),
        }]);
    }
    if let Some(place) = coded {
        let other = there
            .known
            .coded(&facts.code)
            .and_then(|number| there.all.get(number));
        if other.is_some_and(|other| other.id != place.id) {
            return Step::Refuse(vec![Trouble {
                field: "code",
                key: "place-code-taken",
                what: facts.code,
            }]);
        }
        return changed(place, facts);
    }
    let alike = there.known.alike(&facts);
    let alike = alike.and_then(|(number, likeness)| Some((place(number)?, likeness)));
    match alike {
        None => Step::Add(Box::new(facts)),
        Some((place, Likeness::Same)) if facts.code.is_empty() || place.facts.code.is_empty() => {
            match read(Some(place)) {
                Ok(facts) => changed(place, facts),
                Err(troubles) => Step::Refuse(troubles),
            }
        }
        Some((place, _)) => Step::Refuse(vec![Trouble {
            field: "name",
            key: "place-like-another",
            what: format!("{} ({})", place.facts.name, place.whole_address()),
        }]),
    }
}

fn changed(place: &Arc<Place>, facts: Facts) -> Step {
    if place.facts.differences(&facts).is_empty() {
        Step::Same(place.id.clone())
    } else {
        Step::Change(Arc::clone(place), Box::new(facts))
    }
}

fn cell(table: &Table, row: &Row<'_>, field: &str, existing: Option<&Place>) -> String {
    let names = headings(field);
    if names.iter().any(|n| table.has(n)) {
        return row.any(names).to_owned();
    }
    if field == "hours" && WEEK.iter().any(|(day, _)| table.has(day)) {
        return week(row);
    }
    existing.map(|p| p.facts.field(field)).unwrap_or_default()
}
