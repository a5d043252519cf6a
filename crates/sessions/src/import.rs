//! Sessions from a table: what each row would do, then the doing. Nothing is decided silently.
//!
//! A row is the same session as one that is there when it has its `id`, or the same ward, kind and beginning.

use std::collections::HashMap;

use atlas::Gazetteer;
use atlas::read::{RowProblem, Summary};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::account;
use kernel::db::{DbError, Tx};
use kernel::site::Site;
use page::{Problems, Tongue};
use places::{Directory, Table, TableRow as Row};

use crate::area;
use crate::jobs;
use crate::keeper::{Keeper, Keeping};
use crate::plan::{Form, Known, Plan};
use crate::repeat::{Repeat, Slot};
use crate::session::{After, Officer, Session, SessionId, State, Topic, Venue};
use crate::store::{self, Changed};
use crate::warn::is_same_venue;

/// What one row would do.
#[derive(Debug, Clone)]
enum Step {
    Add(Box<Plan>, Slot, Option<After>),
    Change(Box<Session>, Box<Plan>, Slot, Option<String>, Option<After>),
    /// With the reason, for everyone to read.
    Cancel(Box<Session>, String),
    Same,
    Refuse(Vec<String>),
}

/// What a file would do.
#[derive(Debug, Clone)]
pub struct Import {
    file: String,
    rows: Vec<(u64, Step)>,
    /// Columns that are not read, by their headings.
    unknown: Vec<String>,
    /// Said once of the whole table: what it has no column for. And how many rows it has.
    missing: Option<(String, u64)>,
}

/// What a table must say of each session, with the headings under which others keep it.
const NEEDED: &[&[&str]] = &[
    &["ward", "ward_code", "ward_name", "neighbourhood"],
    &["date", "day"],
    &["from", "start", "starts", "start_time"],
    &["to", "end", "ends", "end_time"],
    &["venue", "place", "location"],
];

/// What it may say besides.
const MORE: &[&str] = &[
    "id",
    "kind",
    "type",
    "title",
    "address",
    "venue_address",
    "postcode",
    "officers",
    "officer",
    "who",
    "languages",
    "language",
    "bsl",
    "private_room",
    "step_free",
    "about",
    "description",
    "notes",
    "attendance",
    "came",
    "attended",
    "topics",
    "follow_up",
    "follow_up_on",
    "state",
    "why",
    "reason",
];

impl Import {
    /// Compares every row with what is there and with the rows before it.
    pub async fn new(
        site: &Site,
        tx: &mut Tx,
        file: &str,
        table: &Table,
        directory: &Directory,
        tongue: &Tongue,
        now: Moment,
    ) -> Result<Self, DbError> {
        let ground = site
            .part::<Gazetteer>()
            .map_err(|e| DbError::Broken(e.to_string()))?;
        let known = |h: &str| MORE.contains(&h) || NEEDED.iter().any(|n| n.contains(&h));
        let unknown: Vec<String> = table.unread(known).map(str::to_owned).collect();
        let missing: Vec<&str> = NEEDED
            .iter()
            .filter(|headings| !headings.iter().any(|h| table.has(h)))
            .filter_map(|headings| headings.first().copied())
            .collect();
        if !missing.is_empty() {
            let why = tongue.t1("import-missing-heading", "what", missing.join(", "));
            return Ok(Self {
                file: file.to_owned(),
                rows: Vec::new(),
                unknown,
                missing: Some((why, u64::try_from(table.len()).unwrap_or(u64::MAX))),
            });
        }
        let mut officers: HashMap<String, Vec<(String, Officer)>> = HashMap::new();
        let mut seen: HashMap<(String, String, i64), u64> = HashMap::new();
        let mut rows = Vec::new();
        for row in table.rows() {
            let ward = ward_of(&row, &ground);
            if let Some(code) = &ward
                && !officers.contains_key(code)
            {
                let staff = account::of_area(tx, code).await?;
                let known = staff.into_iter().map(|s| {
                    let officer = Officer {
                        id: s.id,
                        name: s.name,
                    };
                    (s.login, officer)
                });
                officers.insert(code.clone(), known.collect());
            }
            let staff = ward
                .as_ref()
                .and_then(|w| officers.get(w))
                .map_or(&[][..], Vec::as_slice);
            // What is there already may name officers who have left since, and a venue by its own words.
            let there = match SessionId::parse(row.get("id")) {
                Some(id) => store::find(tx, &id).await?,
                None => None,
            };
            let read = Read {
                row,
                there: there.as_ref(),
                ground: &ground,
                directory,
                staff,
                zone: site.days().zone(),
                tongue,
                now,
            };
            let step = match read.plan(ward.as_deref().unwrap_or("")) {
                Err(troubles) => Step::Refuse(troubles),
                Ok(done) => {
                    let key = (
                        done.plan.ward.clone(),
                        done.plan.kind.as_str().to_owned(),
                        done.slot.starts_at.millis(),
                    );
                    match seen.insert(key, row.number()) {
                        Some(first) => Step::Refuse(vec![tongue.t1("import-session-twice", "row", first)]),
                        None => compared(tx, &read, done).await?,
                    }
                }
            };
            rows.push((row.number(), step));
        }
        Ok(Self {
            file: file.to_owned(),
            rows,
            unknown,
            missing: None,
        })
    }

    /// The headings of columns that are not read.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// What would be added or changed, row by row: its number, whether it is new, what it is, and field by field.
    pub fn told(&self, zone: &TimeZone) -> Vec<(u64, bool, String, Vec<String>)> {
        let mut told = Vec::new();
        for (row, step) in &self.rows {
            let when = |slot: &Slot| {
                let at = |m: Moment| m.timestamp().to_zoned_datetime(zone.clone()).datetime();
                format!("{} to {}", at(slot.starts_at), at(slot.ends_at))
            };
            match step {
                Step::Add(plan, slot, _) => {
                    told.push((*row, true, plan.venue.name.clone(), vec![when(slot)]));
                }
                Step::Change(session, plan, slot, _, after) => {
                    let name = format!("{} {}", plan.kind.as_str(), session.id);
                    told.push((
                        *row,
                        false,
                        name,
                        changes(session, plan, slot, after.as_ref(), &when),
                    ));
                }
                Step::Cancel(session, why) => {
                    let name = format!("{} {}", session.kind.as_str(), session.id);
                    let lines = vec!["state: planned → cancelled".to_owned(), format!("why: {why}")];
                    told.push((*row, false, name, lines));
                }
                Step::Same | Step::Refuse(_) => {}
            }
        }
        told
    }

    /// The figures, and every refused row with its reason.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary {
            file: self.file.clone(),
            ..Summary::default()
        };
        if let Some((why, rows)) = &self.missing {
            summary.read = *rows;
            summary.refused = *rows;
            summary.problems.push(RowProblem {
                file: self.file.clone(),
                row: 1,
                why: why.clone(),
            });
        }
        for (row, step) in &self.rows {
            summary.read += 1;
            match step {
                Step::Add(..) => summary.added += 1,
                Step::Change(..) | Step::Cancel(..) => summary.changed += 1,
                Step::Same => summary.same += 1,
                Step::Refuse(why) => {
                    summary.refused += 1;
                    summary.problems.push(RowProblem {
                        file: self.file.clone(),
                        row: *row,
                        why: why.join("; "),
                    });
                }
            }
        }
        summary
    }

    /// Does it, in the transaction in which it was compared. Followers are written to of what it cancels, not of the rest: a
    /// table brings what was decided elsewhere.
    ///
    /// `by` is who does it, someone who keeps every ward; nobody at the desk for the operator's command.
    pub async fn take(
        &self,
        tx: &mut Tx,
        site: &Site,
        by: Option<&Keeper>,
        now: Moment,
    ) -> Result<(), DbError> {
        let keeping = |ward: &str| match by {
            Some(by) => by
                .of_any_ward(ward)
                .ok_or_else(|| DbError::Broken("this person does not keep every ward".to_owned())),
            None => Ok(Keeping::by_program(ward)),
        };
        for (_, step) in &self.rows {
            let (id, plan, after) = match step {
                Step::Add(plan, slot, after) => {
                    let by = keeping(&plan.ward)?;
                    let made = if slot.starts_at < now { slot.starts_at } else { now };
                    let id = store::insert(tx, site, &by, plan, *slot, None, made).await?;
                    (id, plan, after)
                }
                Step::Change(session, plan, slot, why, after) => {
                    let by = keeping(&plan.ward)?;
                    let changed =
                        store::change(tx, site, &by, session, plan, *slot, why.as_deref(), now).await?;
                    if changed == Changed::Stale {
                        return Err(DbError::Broken(format!("{} was changed meanwhile", session.id)));
                    }
                    (session.id.clone(), plan, after)
                }
                Step::Cancel(session, why) => {
                    let by = keeping(&session.ward)?;
                    match store::cancel(tx, site, &by, session, why, now).await? {
                        Changed::Done(step) => jobs::tell(tx, site, session, &step, 0, now).await?,
                        Changed::Stale => {
                            return Err(DbError::Broken(format!("{} was changed meanwhile", session.id)));
                        }
                    }
                    continue;
                }
                Step::Same | Step::Refuse(_) => continue,
            };
            if let Some(after) = after
                && let Some(session) = store::find(tx, &id).await?
            {
                store::note_after(tx, site, &keeping(&plan.ward)?, &session, after, now).await?;
            }
        }
        Ok(())
    }
}

/// Field by field, what a row changes of a session.
fn changes(
    session: &Session,
    plan: &Plan,
    slot: &Slot,
    after: Option<&After>,
    when: &impl Fn(&Slot) -> String,
) -> Vec<String> {
    let was = Slot {
        starts_at: session.starts_at,
        ends_at: session.ends_at,
    };
    let names = |officers: &[Officer]| {
        let all: Vec<&str> = officers.iter().map(|o| o.name.as_str()).collect();
        all.join(", ")
    };
    let offered = |o: &crate::session::Offered| {
        let mut all = o.languages.clone();
        for (is, name) in [
            (o.bsl, "bsl"),
            (o.private_room, "private_room"),
            (o.step_free, "step_free"),
        ] {
            if is {
                all.push(name.to_owned());
            }
        }
        all.join(", ")
    };
    let next = |after: Option<&After>| {
        after.map_or_else(String::new, |a| {
            let on = a.follow_up_on.map_or_else(String::new, |d| format!(" ({d})"));
            format!("{}{on}", a.follow_up)
        })
    };
    let came = |after: Option<&After>| after.map_or_else(String::new, |a| a.attendance.to_string());
    [
        (
            "kind",
            session.kind.as_str().to_owned(),
            plan.kind.as_str().to_owned(),
        ),
        ("title", session.title.clone(), plan.title.clone()),
        ("about", session.about.clone(), plan.about.clone()),
        ("when", when(&was), when(slot)),
        ("venue", session.venue.name.clone(), plan.venue.name.clone()),
        (
            "address",
            session.venue.address.clone(),
            plan.venue.address.clone(),
        ),
        ("officers", names(&session.officers), names(&plan.officers)),
        ("offered", offered(&session.offered), offered(&plan.offered)),
        (
            "attendance",
            came(session.after.as_ref()),
            came(after.or(session.after.as_ref())),
        ),
        (
            "topics",
            topics_cell(session.after.as_ref()),
            topics_cell(after.or(session.after.as_ref())),
        ),
        (
            "follow_up",
            next(session.after.as_ref()),
            next(after.or(session.after.as_ref())),
        ),
    ]
    .into_iter()
    .filter(|(_, was, became)| was != became)
    .map(|(field, was, became)| format!("{field}: {was} → {became}"))
    .collect()
}

struct Read<'a> {
    row: Row<'a>,
    /// The session of the row's id.
    there: Option<&'a Session>,
    ground: &'a Gazetteer,
    directory: &'a Directory,
    staff: &'a [(String, Officer)],
    zone: &'a jiff::tz::TimeZone,
    tongue: &'a Tongue,
    now: Moment,
}

struct Done {
    plan: Plan,
    slot: Slot,
    after: Noted,
    id: Option<SessionId>,
    why: String,
}

/// What a row says of what came of a session; where it says nothing, what was written down before stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Noted {
    attendance: Option<i64>,
    topics: Option<Vec<Topic>>,
    follow_up: Option<String>,
    follow_up_on: Option<Date>,
}

impl Noted {
    fn says_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// With what was there; none where nobody says how many came.
    fn with(self, before: Option<&After>) -> Option<After> {
        let before = before.cloned();
        let attendance = self.attendance.or(before.as_ref().map(|b| b.attendance))?;
        let before = before.unwrap_or_default();
        Some(After {
            attendance,
            topics: self.topics.unwrap_or(before.topics),
            follow_up: self.follow_up.unwrap_or(before.follow_up),
            follow_up_on: self.follow_up_on.or(before.follow_up_on),
        })
    }
}

/// Between what was said and what was done, in a cell.
const DID: &str = "=>";

/// What was said and done as a cell: a line for each, `said => did`.
pub fn topics_cell(after: Option<&After>) -> String {
    let topics = after.map_or(&[][..], |a| a.topics.as_slice());
    let lines: Vec<String> = topics
        .iter()
        .map(|t| match t.did.is_empty() {
            true => one_line(&t.said),
            false => format!("{} {DID} {}", one_line(&t.said), one_line(&t.did)),
        })
        .collect();
    lines.join("\n")
}

fn topics_of(cell: &str) -> Vec<Topic> {
    let lines = cell.lines().map(str::trim).filter(|l| !l.is_empty());
    lines
        .map(|line| {
            let (said, did) = line.split_once(DID).unwrap_or((line, ""));
            Topic {
                said: one_line(said),
                did: one_line(did),
            }
        })
        .collect()
}

/// A ward by its code, or by a name that only one has.
fn ward_of(row: &Row<'_>, ground: &Gazetteer) -> Option<String> {
    let said = row.any(&["ward", "ward_code", "ward_name", "neighbourhood"]);
    let areas = ground.areas();
    if let Some(ward) = area::ward(areas, said) {
        return Some(ward.code.to_string());
    }
    let mut named = areas.wards().iter().filter(|w| {
        let welsh = w.name_cy.as_deref().unwrap_or_default();
        w.name.eq_ignore_ascii_case(said) || (!welsh.is_empty() && welsh.eq_ignore_ascii_case(said))
    });
    match (named.next(), named.next()) {
        (Some(ward), None) => Some(ward.code.to_string()),
        _ => None,
    }
}

fn is_yes(text: &str) -> bool {
    places::Known::read(text).is_some_and(places::Known::is_yes)
}

impl Read<'_> {
    fn plan(&self, ward: &str) -> Result<Done, Vec<String>> {
        let row = &self.row;
        let mut troubles = Vec::new();
        let mut wrong = |key: &str, what: &str| troubles.push(self.tongue.t1(key, "what", what));
        let kind = row.any(&["kind", "type"]).to_lowercase();
        let name = row.any(&["venue", "place", "location"]);
        let address = [row.any(&["address", "venue_address"]), row.get("postcode")];
        let address: Vec<&str> = address.into_iter().filter(|p| !p.is_empty()).collect();
        let room = self.same_venue(name, &address).or_else(|| self.room(name, ward));
        let mut chosen: Vec<String> = Vec::new();
        for said in row
            .any(&["officers", "officer", "who"])
            .split([',', ';'])
            .map(str::trim)
        {
            if said.is_empty() {
                continue;
            }
            let known = self.staff.iter().find(|(login, officer)| {
                login.eq_ignore_ascii_case(said) || officer.name.eq_ignore_ascii_case(said)
            });
            let before = self.there.map_or(&[][..], |s| s.officers.as_slice());
            let before = before.iter().find(|o| o.name.eq_ignore_ascii_case(said));
            match known.map(|(_, officer)| officer).or(before) {
                Some(officer) => chosen.push(officer.id.to_string()),
                None => wrong("import-session-officer", said),
            }
        }
        let id = match row.get("id") {
            "" => None,
            text => {
                let id = SessionId::parse(text);
                if id.is_none() {
                    wrong("import-session-id", text);
                }
                id
            }
        };
        let mut after = Noted::default();
        let came = row.any(&["attendance", "came", "attended"]);
        if !came.is_empty() {
            after.attendance = came.parse::<i64>().ok().filter(|n| (0..=100_000).contains(n));
            if after.attendance.is_none() {
                wrong("import-session-attendance", came);
            }
        }
        let before = self.there.and_then(|s| s.after.as_ref());
        let topics = row.get("topics");
        // As it was given out it is what was there, however it was written.
        if !topics.is_empty() && topics != topics_cell(before) {
            after.topics = Some(topics_of(topics));
        }
        let follow_up = row.get("follow_up");
        if !follow_up.is_empty() {
            after.follow_up = Some(follow_up.to_owned());
        }
        let on = row.get("follow_up_on");
        if !on.is_empty() {
            let (day, month, year) = date_parts(on);
            after.follow_up_on = crate::plan::date(&day, &month, &year);
            if after.follow_up_on.is_none() {
                wrong("import-session-follow-up-on", on);
            }
        }
        let date = row.any(&["date", "day"]);
        let (day, month, year) = date_parts(date);
        let form = Form {
            kind: if kind.is_empty() {
                "contact".to_owned()
            } else {
                kind
            },
            ward: ward.to_owned(),
            title: one_line(row.get("title")),
            about: row.any(&["about", "description", "notes"]).to_owned(),
            venue: if room.is_some() { "room" } else { "new" }.to_owned(),
            venue_name: one_line(name),
            venue_address: one_line(&address.join(", ")),
            day,
            month,
            year,
            from: row.any(&["from", "start", "starts", "start_time"]).to_owned(),
            to: row.any(&["to", "end", "ends", "end_time"]).to_owned(),
            repeat: Repeat::Once.as_str().to_owned(),
            officers: chosen,
            languages: vec![row.any(&["languages", "language"]).to_owned()],
            offered: [
                ("bsl", "bsl"),
                ("private", "private_room"),
                ("step-free", "step_free"),
            ]
            .into_iter()
            .filter(|(_, heading)| is_yes(row.get(heading)))
            .map(|(name, _)| name.to_owned())
            .collect(),
            ..Form::default()
        };
        let mut officers: Vec<Officer> = self.staff.iter().map(|(_, o)| o.clone()).collect();
        for officer in self.there.map_or(&[][..], |s| s.officers.as_slice()) {
            if !officers.iter().any(|o| o.id == officer.id) {
                officers.push(officer.clone());
            }
        }
        let known = Known {
            gazetteer: self.ground,
            zone: self.zone,
            officers: &officers,
            venue: room,
            now: self.now,
            past: true,
        };
        let parsed = form.parse(&known, self.tongue);
        let said = |problems: Problems| problems.iter().map(|p| p.message.clone()).collect::<Vec<_>>();
        if let Ok((_, slots)) = &parsed
            && !after.says_nothing()
            && slots.first().is_some_and(|slot| slot.starts_at > self.now)
        {
            wrong("import-session-not-held", "");
        }
        match parsed {
            Ok((plan, slots)) if troubles.is_empty() => match slots.first() {
                Some(slot) => Ok(Done {
                    plan,
                    slot: *slot,
                    after,
                    id,
                    why: one_line(row.any(&["why", "reason"])),
                }),
                None => Err(troubles),
            },
            Ok(_) => Err(troubles),
            Err(problems) => {
                troubles.extend(said(problems));
                Err(troubles)
            }
        }
    }

    /// The venue that the session has, when the row says the same of it.
    fn same_venue(&self, name: &str, address: &[&str]) -> Option<Venue> {
        let venue = &self.there?.venue;
        let address = one_line(&address.join(", "));
        let same =
            venue.name == one_line(name) && (address.is_empty() || one_line(&venue.address) == address);
        same.then(|| venue.clone())
    }

    /// The room of the directory that is called so: in the ward, or the only one of its name.
    fn room(&self, name: &str, ward: &str) -> Option<Venue> {
        let called = |p: &&std::sync::Arc<places::Place>| {
            !name.is_empty() && (p.facts.name.eq_ignore_ascii_case(name) || p.facts.code == name)
        };
        let mut all = self.directory.all().iter().filter(called);
        let inside = self
            .directory
            .all()
            .iter()
            .filter(called)
            .find(|p| p.facts.ward.as_deref() == Some(ward));
        let only = match (all.next(), all.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        inside.or(only).map(|p| Venue::of(p))
    }
}

/// `2027-03-27`, `27/03/2027`, `27.3.2027`, as spreadsheets write days; the rest is refused as no date.
fn date_parts(text: &str) -> (String, String, String) {
    let day = text.split([' ', 'T']).next().unwrap_or("");
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let owned = |d: &str, m: &str, y: &str| (d.to_owned(), m.to_owned(), y.to_owned());
    match parts.as_slice() {
        [y, m, d] if y.len() == 4 => owned(d, m, y),
        [d, m, y] => owned(d, m, y),
        _ => Default::default(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn compared(tx: &mut Tx, read: &Read<'_>, done: Done) -> Result<Step, DbError> {
    let Done {
        plan,
        slot,
        after,
        id,
        why,
    } = done;
    let existing = match &id {
        Some(id) => store::find(tx, id).await?,
        None => store::same(tx, &plan.ward, plan.kind, slot.starts_at).await?,
    };
    let refuse = |key: &str| Ok(Step::Refuse(vec![read.tongue.t(key).into_owned()]));
    let said = read.row.get("state").to_lowercase();
    let state = match said.as_str() {
        "" => None,
        // As the other spelling of English has it.
        "canceled" => Some(State::Cancelled),
        text => match State::parse(text) {
            Some(state) => Some(state),
            None => {
                let why = read.tongue.t1("import-session-state", "what", text);
                return Ok(Step::Refuse(vec![why]));
            }
        },
    };
    let Some(session) = existing else {
        return match id {
            Some(_) => refuse("import-session-no-such"),
            None if state == Some(State::Cancelled) => refuse("import-session-cancel-new"),
            None if !after.says_nothing() && after.attendance.is_none() => refuse("import-session-topics"),
            None => Ok(Step::Add(Box::new(plan), slot, after.with(None))),
        };
    };
    if session.ward != plan.ward {
        return refuse("import-session-other-ward");
    }
    if session.is_cancelled() && state == Some(State::Cancelled) {
        return Ok(Step::Same);
    }
    if session.is_cancelled() {
        return refuse("import-session-cancelled");
    }
    if state == Some(State::Cancelled) {
        return match why.chars().count() {
            _ if !session.is_open(read.now) || session.after.is_some() => {
                refuse("import-session-cancel-over")
            }
            1..=500 => Ok(Step::Cancel(Box::new(session), why)),
            _ => refuse("import-session-cancel-why"),
        };
    }
    let nothing = after.says_nothing();
    let after = after.with(session.after.as_ref());
    if after.is_none() && !nothing {
        return refuse("import-session-topics");
    }
    let same_time = session.starts_at == slot.starts_at && session.ends_at == slot.ends_at;
    let moved = !same_time || !is_same_venue(&session.venue, &plan.venue);
    let same = !moved
        && session.kind == plan.kind
        && session.title == plan.title
        && session.about == plan.about
        && same_people(&session.officers, &plan.officers)
        && session.offered == plan.offered
        && after == session.after;
    if same {
        return Ok(Step::Same);
    }
    if moved && why.is_empty() {
        return refuse("session-problem-why-moved");
    }
    let after = after.filter(|_| !nothing);
    let why = moved.then_some(why);
    Ok(Step::Change(Box::new(session), Box::new(plan), slot, why, after))
}

fn same_people(a: &[Officer], b: &[Officer]) -> bool {
    a.len() == b.len() && a.iter().all(|o| b.iter().any(|p| p.id == o.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_spreadsheets_write_it() {
        let parts = |t| {
            let (d, m, y) = date_parts(t);
            crate::plan::date(&d, &m, &y).map(|d| d.to_string())
        };
        for text in [
            "2027-03-27",
            "27/03/2027",
            "27.3.2027",
            "2027-03-27 00:00:00",
            "2027-03-27T00:00:00",
        ] {
            assert_eq!(parts(text).as_deref(), Some("2027-03-27"), "{text}");
        }
        for text in ["", "soon", "27/3", "3/27/2027", "27/3/27", "1-2-3-4"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
