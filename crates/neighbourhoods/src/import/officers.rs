use std::collections::HashMap;
use std::sync::Arc;

use atlas::{Ended, Gazetteer};
use jiff::civil::Date;
use kernel::Moment;
use kernel::account;
use kernel::db::{DbError, Tx};
use kernel::site::Site;
use places::{Directory, Place, PlaceId, Table, TableRow};

use super::{By, Done, Imported, Stopped, count, refused, ward_of, written};
use crate::keeper::Keeper;
use crate::officer::{Duty, NewOfficer, Officer, OfficerId, Post, Rank};
use crate::store::history::Changed;
use crate::store::officer::{self, Known};
use crate::store::team;
use crate::team::NewTeam;
use crate::whereabouts::tie;
use crate::written::{Reading, Written};

/// Our fields and the headings under which others keep them.
const FIELDS: &[(&str, &[&str])] = &[
    (
        "number",
        &[
            "number",
            "collar_number",
            "collar",
            "warrant_number",
            "shoulder_number",
            "officer_id",
        ],
    ),
    ("id", &["id"]),
    ("rank", &["rank", "grade", "rank_title"]),
    ("name", &["name", "officer", "officer_name", "full_name"]),
    ("named", &["named", "name_public", "show_name"]),
    ("email", &["email", "e_mail", "email_address"]),
    ("phone", &["phone", "telephone", "mobile", "tel"]),
    ("about", &["about", "bio", "biography"]),
    ("languages", &["languages", "language"]),
    ("hours", &["hours", "working_hours", "pattern"]),
    ("duty", &["duty", "role", "post"]),
    ("from", &["from", "start", "start_date", "starts_on", "since"]),
    ("to", &["to", "end", "end_date", "ends_on", "until"]),
];

/// What a row says of its ward's team.
const TEAM: &[(&str, &[&str])] = &[
    ("email", &["team_email", "ward_email"]),
    ("phone", &["team_phone", "ward_phone"]),
    ("base-words", &["base", "ward_base", "team_base"]),
    ("base", &["base_place", "base_id"]),
    ("hub", &["hub", "hub_id"]),
];

const WARD: &[&str] = &["ward", "ward_code", "ward_name", "area"];

/// Who a row is about, for people.
fn name_of<'t>(row: &TableRow<'t>) -> &'t str {
    row.any(&["name", "officer", "officer_name", "full_name"])
}

/// What earlier rows of the file said.
#[derive(Default)]
struct Before {
    /// (officer, ward) and the row that said it.
    posts: HashMap<(String, String), u64>,
    /// Officer, the ward they are dedicated to, and the row.
    dedicated: HashMap<String, (String, u64)>,
    /// Wards of whose teams something was said.
    teams: HashMap<String, Written>,
    /// Wards of whose teams rows say different things: the field, and two of the rows.
    disagree: HashMap<String, (String, u64, u64)>,
}

/// The wards of which two rows say something else, looked at before any row is taken: neither is right because it comes
/// first.
fn disagreeing(ground: &Gazetteer, ended: &Ended, table: &Table) -> HashMap<String, (String, u64, u64)> {
    let mut said: HashMap<(String, &str), (String, u64)> = HashMap::new();
    let mut found = HashMap::new();
    for row in table.rows() {
        let Ok(ward) = ward_of(ground.areas(), ended, row.any(WARD)) else {
            continue;
        };
        let team = written(&row, |h| table.has(h), TEAM);
        for (field, headings) in TEAM {
            let value = team.of(field).to_owned();
            if value.is_empty() {
                continue;
            }
            let first = said
                .entry((ward.code.as_str().to_owned(), *field))
                .or_insert_with(|| (value.clone(), row.number()));
            if first.0 != value {
                let heading = headings.first().copied().unwrap_or(field);
                let rows = (heading.to_owned(), first.1, row.number());
                found.entry(ward.code.as_str().to_owned()).or_insert(rows);
            }
        }
    }
    found
}

/// Takes the officers of a table into their wards' teams, in this transaction; dropping it makes it a preview.
///
/// An officer is found by the force's number for them. One who is dedicated to another ward moves when the file is the
/// first to say so, and is refused when the file says both.
#[allow(clippy::too_many_arguments)]
pub async fn officers(
    tx: &mut Tx,
    site: &Site,
    ground: &Gazetteer,
    ended: &Ended,
    by: &By,
    file: &str,
    table: &Table,
    now: Moment,
) -> Result<Imported, DbError> {
    let mut known: Vec<&[&str]> = vec![WARD];
    known.extend(FIELDS.iter().chain(TEAM).map(|(_, headings)| *headings));
    let who = FIELDS
        .iter()
        .filter(|(field, _)| ["number", "id"].contains(field));
    let who: Vec<&[&str]> = who.map(|(_, headings)| *headings).collect();
    let needed: [(&str, &[&[&str]]); 2] = [("number", &who), ("ward", &[WARD])];
    let (mut imported, fits) = Imported::begin(file, table, &known, &needed);
    if !fits {
        return Ok(imported);
    }
    let mut before = Before {
        disagree: disagreeing(ground, ended, table),
        ..Before::default()
    };
    let directory = places::directory(site).await?;
    for row in table.rows() {
        let done = one(
            tx,
            site,
            ground,
            ended,
            &directory,
            by,
            table,
            &row,
            &mut before,
            now,
        )
        .await;
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
    directory: &Directory,
    all: &By,
    table: &Table,
    row: &TableRow<'_>,
    before: &mut Before,
    now: Moment,
) -> Result<Done, Stopped> {
    let today = now.date(site.days().zone());
    let ward = ward_of(ground.areas(), ended, row.any(WARD))?;
    let code = ward.code.as_str();
    let mut said = written(row, |h| table.has(h), FIELDS);
    let number = said.of("number").to_uppercase();
    let id = OfficerId::parse(said.of("id"));
    if number.is_empty() && id.is_none() {
        return refused("the row has no number for the officer: without it nobody is found again");
    }
    if let Some(rank) = Rank::from_words(said.of("rank")) {
        said.set("rank", rank.as_str());
    }
    let named = match said.of("named").to_lowercase().as_str() {
        "no" | "n" | "false" | "0" => "no",
        _ => "yes",
    };
    said.set("named", named);
    let duty = duty_of(said.of("duty"), said.of("rank"))?;
    let mut known = match number.as_str() {
        "" => None,
        number => officer::by_number(tx, number).await?,
    };
    // Someone who was entered at the desk may have no number; the table that we wrote has our own id.
    if known.is_none()
        && let Some(id) = &id
    {
        known = officer::find(tx, id)
            .await?
            .filter(|o| o.number.is_none() || number.is_empty());
        if known.is_none() && number.is_empty() {
            return refused(format!("there is no officer with the id {id}"));
        }
    }
    let whose = if number.is_empty() {
        said.of("id").to_owned()
    } else {
        number.clone()
    };
    // What the file has no column for stays as it is.
    if let Some(known) = &known {
        let old = known.facts.written();
        for field in ["rank", "name", "email", "phone", "about", "languages", "hours"] {
            if !said.has(field) {
                said.set(field, old.of(field));
            }
        }
        if !table.has("named") && !table.has("name_public") && !table.has("show_name") {
            said.set("named", old.of("named"));
        }
    }
    let facts = NewOfficer::parse(&said).map_err(|w| Stopped::Refused(reasons(&w)))?;
    let mut read = Reading::new(&said);
    let (from, to) = (read.day("from"), read.day("to"));
    let days = read.end(Some((from, to)));
    let (from, to) = days.map_err(|_| Stopped::Refused("a day is not one that there is".to_owned()))?;
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return refused("the last day is before the first");
    }
    twice(before, row.number(), &whose, code, duty)?;
    let by = all.of(code);
    let told = team_of(tx, site, &by, before, directory, table, row).await?;
    let done = match known {
        None => {
            let known = Known {
                number: Some(number.as_str()).filter(|n| !n.is_empty()),
                staff: None,
            };
            let from = from.unwrap_or(today);
            let id = officer::add(tx, site, &by, &facts, known, duty, from, now).await?;
            if let Some(officer) = officer::find(tx, &id).await? {
                tie(tx, site, &by, &officer, now).await?;
            }
            if let Some(to) = to {
                officer::end_post(tx, site, &by, &id, to, now).await?;
            }
            Done::Added
        }
        Some(known) => update(tx, site, &by, &known, &facts, duty, (from, to), today, now).await?,
    };
    Ok(if told && done == Done::Same {
        Done::Changed
    } else {
        done
    })
}

fn reasons(wrong: &crate::written::Wrongs) -> String {
    let all: Vec<String> = wrong
        .0
        .iter()
        .map(|w| match w.key {
            "written-too-long" => format!("{} has more than {} characters", w.field, w.most),
            "written-no-email" => format!("{} is not an e-mail address", w.field),
            "written-no-phone" => format!("{} is not a telephone number", w.field),
            _ => format!("{} is missing or not known", w.field),
        })
        .collect();
    all.join("; ")
}

fn duty_of(words: &str, rank: &str) -> Result<Duty, Stopped> {
    let plain = words.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|w| plain.contains(w));
    if plain.is_empty() {
        // Sergeants and inspectors lead; who has no other word is dedicated.
        return Ok(match Rank::parse(rank) {
            Some(Rank::Sergeant | Rank::Inspector) => Duty::Leader,
            _ => Duty::Dedicated,
        });
    }
    if has(&["lead", "sergeant", "supervis"]) {
        Ok(Duty::Leader)
    } else if has(&["support", "pcso", "cover"]) {
        Ok(Duty::Support)
    } else if has(&["dedicated", "ward officer", "dwo", "named"]) {
        Ok(Duty::Dedicated)
    } else {
        refused(format!(
            "the duty {words} is not known: write dedicated, support or leader"
        ))
    }
}

/// The same officer twice in one file.
fn twice(before: &mut Before, row: u64, number: &str, ward: &str, duty: Duty) -> Result<(), Stopped> {
    let post = (number.to_owned(), ward.to_owned());
    if let Some(first) = before.posts.get(&post) {
        return refused(format!("row {first} already has officer {number} in this ward"));
    }
    if duty == Duty::Dedicated {
        if let Some((other, first)) = before.dedicated.get(number) {
            return refused(format!(
                "officer {number} is dedicated to {other} in row {first}; an officer is dedicated to one ward: write \
                 support or leader for the other, or end the first"
            ));
        }
        before.dedicated.insert(number.to_owned(), (ward.to_owned(), row));
    }
    before.posts.insert(post, row);
    Ok(())
}

/// What the row says of how its team is reached; whether that changed anything.
async fn team_of(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    before: &mut Before,
    directory: &Directory,
    table: &Table,
    row: &TableRow<'_>,
) -> Result<bool, Stopped> {
    let now = site.now();
    let mut said = written(row, |h| table.has(h), TEAM);
    if let Some((heading, first, second)) = before.disagree.get(by.area())
        && said.names().any(|n| !said.of(n).is_empty())
    {
        return refused(format!(
            "rows {first} and {second} say different things of this ward's team ({heading}): make its rows agree"
        ));
    }
    for field in ["base", "hub"] {
        let cell = said.of(field).to_owned();
        if !cell.is_empty() {
            let Some(place) = place_of(directory, by.area(), &cell) else {
                return refused(format!(
                    "{field}: no place of the directory is called {cell}, or several are"
                ));
            };
            said.set(field, place);
        }
    }
    // A base in words may be the name of a place that the directory has.
    if said.of("base").is_empty()
        && let Some(place) = place_of(directory, by.area(), said.of("base-words"))
    {
        said.set("base", place);
        said.set("base-words", "");
    }
    let says = said.names().any(|n| !said.of(n).is_empty());
    if !says {
        return Ok(false);
    }
    if before.teams.get(by.area()) == Some(&said) {
        return Ok(false);
    }
    let old = team::find(tx, by.area()).await?;
    let mut whole = old.as_ref().map(|t| t.facts.written()).unwrap_or_default();
    for name in said.names().filter(|n| !said.of(n).is_empty()) {
        whole.set(name, said.of(name));
    }
    if whole.of("email").is_empty() && whole.of("phone").is_empty() {
        whole.set("phone", &site.config().force.phone);
    }
    let new = NewTeam::parse(&whole).map_err(|w| Stopped::Refused(reasons(&w)))?;
    before.teams.insert(by.area().to_owned(), said);
    if old.is_some_and(|o| o.facts == new) {
        return Ok(false);
    }
    team::put(tx, site, by, &new, now).await?;
    Ok(true)
}

/// The place that a cell names: by its id, its code, or its name, in the ward or the only one of that name.
fn place_of(directory: &Directory, ward: &str, cell: &str) -> Option<String> {
    if cell.is_empty() {
        return None;
    }
    if let Some(place) = PlaceId::parse(cell).and_then(|id| directory.find(&id)) {
        return Some(place.id.to_string());
    }
    let called = |p: &&Arc<Place>| p.facts.name.eq_ignore_ascii_case(cell) || p.facts.code == cell;
    let mut all = directory.all().iter().filter(called);
    let inside = directory.in_ward(ward).find(called);
    let only = match (all.next(), all.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    inside.or(only).map(|p| p.id.to_string())
}

/// The sign-in of someone who moves goes with them from the day on which they begin. What cannot be done now, because that
/// day is to come or nobody knows which sign-in it is, is said.
async fn sign_in_follows(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    known: &Officer,
    old: &str,
    now_there: bool,
    now: Moment,
) -> Result<(), Stopped> {
    let staff = match officer::sign_in(tx, &known.id).await? {
        Some(id) => account::find(tx, &id).await?,
        None => {
            let there = account::of_area(tx, old).await?;
            there
                .into_iter()
                .find(|s| sessions::is_name(&s.name, &known.facts.name))
        }
    };
    let Some(staff) = staff.filter(|s| s.area.as_deref() == Some(old)) else {
        return Ok(());
    };
    let tied = officer::sign_in(tx, &known.id).await?.is_some();
    let became = if tied && now_there {
        let team = if staff.team == old {
            by.area()
        } else {
            staff.team.as_str()
        };
        account::move_to(tx, site, by.actor(), &staff.id, team, Some(by.area()), now).await?;
        by.area().to_owned()
    } else {
        format!("{} still: move it by hand", old)
    };
    by.tell(
        "officer.sign-in",
        &[Changed::new(&format!("sign-in {}", staff.login), old, became)],
    );
    Ok(())
}

/// Brings someone who is known to what the row says.
#[allow(clippy::too_many_arguments)]
async fn update(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    known: &Officer,
    facts: &NewOfficer,
    duty: Duty,
    (from, to): (Option<Date>, Option<Date>),
    today: Date,
    now: Moment,
) -> Result<Done, Stopped> {
    let mut done = Done::Same;
    if known.facts != *facts {
        officer::change(tx, site, by, known, facts, now).await?;
        done = Done::Changed;
    }
    let posts = officer::posts_of(tx, &known.id).await?;
    let open = |p: &&Post| p.days.to.is_none_or(|to| to >= today);
    let here = posts.iter().filter(open).find(|p| p.ward == by.area());
    // Dedicated to another ward until now: this is a move.
    let others: Vec<&Post> = match duty {
        Duty::Dedicated => posts
            .iter()
            .filter(open)
            .filter(|p| p.duty == Duty::Dedicated && p.ward != by.area())
            .collect(),
        _ => Vec::new(),
    };
    // The first day of the post of before, left beside another ward or duty, would say that it never was.
    let stands = |from: Date| {
        let before = others.iter().copied().chain(here.filter(|p| p.duty != duty));
        before
            .map(|p| p.days.from)
            .any(|began| from <= began && began <= today)
    };
    let begins = from.filter(|from| !stands(*from)).unwrap_or(today);
    for other in others {
        let there = by.elsewhere(&other.ward);
        let last = begins.yesterday().unwrap_or(begins);
        officer::end_post(tx, site, &there, &known.id, last, now).await?;
        sign_in_follows(tx, site, by, known, &other.ward, begins <= today, now).await?;
        done = Done::Changed;
    }
    match here {
        Some(post) if post.duty == duty => {}
        Some(_) => {
            let last = begins.yesterday().unwrap_or(begins);
            officer::end_post(tx, site, by, &known.id, last, now).await?;
            officer::post(tx, site, by, &known.id, duty, begins, now).await?;
            done = Done::Changed;
        }
        None => {
            officer::post(tx, site, by, &known.id, duty, begins, now).await?;
            done = Done::Changed;
        }
    }
    if let Some(last) = to
        && officer::end_post(tx, site, by, &known.id, last, now).await?
    {
        done = Done::Changed;
    }
    Ok(done)
}
