//! One page to plan a session, to plan one like another, and to change or move one.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use kernel::account::{self, Role};
use kernel::id::sorted_text;
use kernel::web::{Fault, Posted, UrlQuery, Visit, html_with, see};
use page::{Choice, Chrome, Problems, Tongue};
use places::{Directory, Place, PlaceId};
use serde::Deserialize;

use super::{keeper, kept, stale};
use crate::area;
use crate::jobs;
use crate::pages::{found, gazetteer};
use crate::plan::{Form, Known, Plan, date, spoken};
use crate::repeat::{MOST, Repeat, Slot};
use crate::rota;
use crate::session::{Kind, Officer, Session, SessionId, Venue};
use crate::store::{self, Changed};
use crate::venue::{self, Fit};
use crate::view::{Said, walk_minutes};
use crate::warn::{Around, Warning, is_same_venue, warnings};

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    ward: String,
    /// A session to plan another one like.
    #[serde(default)]
    like: String,
}

#[derive(askama::Template)]
#[template(path = "desk/plan.html")]
struct PlanPage {
    chrome: Chrome,
    problems: Problems,
    warnings: Vec<String>,
    /// Tells whether the same warnings were read before.
    sure: String,
    /// The session that is changed; none for a new one. And how many come after it in its series.
    changing: Option<Session>,
    later: usize,
    action: String,
    form: Form,
    ward_name: String,
    kinds: Vec<Choice>,
    wards: Vec<Choice>,
    venues: Vec<Choice>,
    repeats: Vec<Choice>,
    officers: Vec<Choice>,
    languages: Vec<Choice>,
    offered: Vec<Choice>,
    most: usize,
    /// Times that fit when the venue is open: what is posted, and the words.
    fits: Vec<(String, String)>,
}

#[derive(Default)]
struct Shown {
    problems: Problems,
    warnings: Vec<String>,
    sure: String,
    fits: Vec<Fit>,
}

async fn plan_page(
    visit: &Visit,
    form: Form,
    changing: Option<Session>,
    shown: Shown,
) -> Result<Response, Fault> {
    let gazetteer = gazetteer(visit)?;
    let areas = gazetteer.areas();
    let keeper = keeper(visit).await?;
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let mut read = visit.site.db().read();
    let wards: Vec<Choice> = match changing {
        Some(_) => Vec::new(),
        None => keeper
            .wards(areas)
            .map(|w| Choice::new(w.code.as_str(), w.name.as_str()).checked(w.code.as_str() == form.ward))
            .collect(),
    };
    let known = store::latest_venues(&mut read, &form.ward, 8).await?;
    let directory = places::directory(&visit.site).await?;
    let today = visit.now.date(visit.site.days().zone());
    let day = date(&form.day, &form.month, &form.year).unwrap_or(today);
    let walk = visit.site.config().force.session_walk_metres;
    let rooms = match area::ward(areas, &form.ward) {
        Some(ward) => venue::rooms(&directory, areas, ward, walk, day, 8),
        None => Vec::new(),
    };
    let officers = officers(visit, &form.ward, changing.as_ref()).await?;
    let later = match changing.as_ref().filter(|s| s.series.is_some()) {
        Some(session) => store::later_of_series(&mut read, session).await?.len(),
        None => 0,
    };
    let word = |key: String| tongue.t(&key).into_owned();
    let status = if shown.problems.is_empty() && shown.warnings.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = PlanPage {
        action: changing.as_ref().map_or_else(
            || "/desk/sessions/new".to_owned(),
            |s| format!("/desk/sessions/{}/change", s.id),
        ),
        ward_name: area::ward_name(areas, &form.ward, tongue),
        kinds: Kind::ALL
            .iter()
            .map(|k| {
                let name = k.as_str();
                Choice::new(name, word(format!("session-kind-{name}"))).checked(form.kind == name)
            })
            .collect(),
        wards,
        venues: venues(&form, &known, changing.as_ref(), &directory, &rooms, day, tongue),
        repeats: Repeat::ALL
            .iter()
            .map(|r| {
                let name = r.as_str();
                Choice::new(name, word(format!("session-repeat-{name}"))).checked(form.repeat == name)
            })
            .collect(),
        officers: officers
            .iter()
            .map(|o| {
                let chosen = form.officers.iter().any(|id| id == o.id.as_str());
                Choice::new(o.id.as_str(), o.name.as_str()).checked(chosen)
            })
            .collect(),
        languages: spoken()
            .map(|l| {
                let chosen = form.languages.iter().any(|c| c == l.code());
                Choice::new(l.code(), l.name()).checked(chosen)
            })
            .collect(),
        offered: ["step-free", "private", "bsl"]
            .iter()
            .map(|name| {
                let chosen = form.offered.iter().any(|o| o == name);
                Choice::new(*name, word(format!("session-has-{name}"))).checked(chosen)
            })
            .collect(),
        most: MOST,
        fits: shown.fits.iter().map(|fit| fit_words(fit, tongue)).collect(),
        problems: shown.problems,
        warnings: shown.warnings,
        sure: shown.sure,
        changing,
        later,
        form,
        chrome,
    };
    html_with(status, &page)
}

/// Where the ward's sessions were before, the rooms of the directory, and somewhere new. What the directory knows says
/// when it is open on that day.
fn venues(
    form: &Form,
    known: &[Session],
    changing: Option<&Session>,
    directory: &Directory,
    rooms: &[Arc<Place>],
    day: Date,
    tongue: &Tongue,
) -> Vec<Choice> {
    let mut seen: Vec<Venue> = Vec::new();
    let mut choices: Vec<Choice> = Vec::new();
    let mut add = |id: &str, venue: Venue| {
        if seen.iter().any(|v| is_same_venue(v, &venue)) {
            return;
        }
        let hours = venue::place(directory, &venue)
            .filter(|place| place.facts.hours.is_known())
            .map(|place| place.day(day).say(tongue));
        let hint = match hours {
            Some(hours) => tongue.ta(
                "plan-venue-open",
                &[
                    ("address", venue.address.as_str().into()),
                    ("day", tongue.day(day).as_str().into()),
                    ("hours", hours.as_str().into()),
                ],
            ),
            None => venue.address.clone(),
        };
        choices.push(
            Choice::new(id, venue.name.as_str())
                .hint(hint)
                .checked(form.venue == id),
        );
        seen.push(venue);
    };
    for session in changing.into_iter().chain(known) {
        add(session.id.as_str(), session.venue.clone());
    }
    for room in rooms {
        add(room.id.as_str(), Venue::of(room));
    }
    if !choices.iter().any(|c| c.checked)
        && let Some(first) = choices.first_mut()
        && form.venue != "new"
    {
        first.checked = true;
    }
    let new = choices.is_empty() || form.venue == "new";
    choices.push(Choice::new("new", tongue.t("session-venue-new")).checked(new));
    choices
}

/// A time that fits, as it is posted and as it is read.
fn fit_words(fit: &Fit, tongue: &Tongue) -> (String, String) {
    let time = |t: jiff::civil::Time| format!("{:02}:{:02}", t.hour(), t.minute());
    let words = tongue.ta(
        "session-when",
        &[
            ("date", tongue.full_date(fit.day).as_str().into()),
            ("from", tongue.time(fit.from).as_str().into()),
            ("to", tongue.time(fit.to).as_str().into()),
        ],
    );
    (format!("{} {} {}", fit.day, time(fit.from), time(fit.to)), words)
}

/// Puts the time of a pressed button into the form.
fn take_fit(form: &mut Form, posted: &str) {
    let mut parts = posted.split(' ');
    if let (Some(day), Some(from), Some(to)) = (
        parts.next().and_then(|d| d.parse::<Date>().ok()),
        parts.next(),
        parts.next(),
    ) {
        form.set_date(day);
        from.clone_into(&mut form.from);
        to.clone_into(&mut form.to);
    }
}

/// The officers of the ward, and who is down for the session already.
async fn officers(visit: &Visit, ward: &str, session: Option<&Session>) -> Result<Vec<Officer>, Fault> {
    let staff = account::of_area(&mut visit.site.db().read(), ward).await?;
    let mut all: Vec<Officer> = staff
        .into_iter()
        .map(|s| Officer {
            id: s.id,
            name: s.name,
        })
        .collect();
    // Whoever covers here is of another ward.
    let own = visit.desk()?;
    let here = gazetteer(visit)?;
    if own.role == Role::Officer
        && !all.iter().any(|o| o.id == own.id)
        && keeper(visit).await?.keeps(here.areas(), ward)
    {
        all.push(Officer {
            id: own.id.clone(),
            name: own.name.clone(),
        });
    }
    for officer in session.map_or(&[][..], |s| &s.officers) {
        if !all.iter().any(|o| o.id == officer.id) {
            all.push(officer.clone());
        }
    }
    Ok(all)
}

pub(crate) async fn form(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let gazetteer = gazetteer(&visit)?;
    let areas = gazetteer.areas();
    let keeper = keeper(&visit).await?;
    if keeper.keeps_none() {
        return Err(Fault::Forbidden);
    }
    let mut read = visit.site.db().read();
    let like = match SessionId::parse(&asked.like) {
        Some(id) => store::find(&mut read, &id).await?,
        None => None,
    };
    let ward = match &like {
        Some(session) => session.ward.clone(),
        None if asked.ward.is_empty() => keeper
            .wards(areas)
            .next()
            .map_or_else(String::new, |w| w.code.to_string()),
        None => asked.ward,
    };
    if !keeper.keeps(areas, &ward) {
        return Err(Fault::Forbidden);
    }
    let like = match like {
        Some(session) => Some(session),
        None => store::latest_venues(&mut read, &ward, 1)
            .await?
            .into_iter()
            .next(),
    };
    let zone = visit.site.days().zone();
    let today = visit.now.date(zone);
    let mut form = match &like {
        Some(session) => Form {
            title: String::new(),
            about: String::new(),
            ..Form::like(session, zone)
        },
        None => Form {
            kind: Kind::Contact.as_str().to_owned(),
            venue: "new".to_owned(),
            repeat: Repeat::Once.as_str().to_owned(),
            times: "6".to_owned(),
            ..Form::default()
        },
    };
    if let Some(session) = like.as_ref().filter(|s| s.id.as_str() == asked.like) {
        form.title.clone_from(&session.title);
        form.about.clone_from(&session.about);
    }
    form.ward = ward;
    form.set_date(next_day(like.as_ref().map(|s| s.starts_at.date(zone)), today));
    plan_page(&visit, form, None, Shown::default()).await
}

/// A week after the last one, or the same weekday of the coming week.
fn next_day(last: Option<Date>, today: Date) -> Date {
    let week = jiff::Span::new().days(7);
    let mut day = last.unwrap_or(today);
    if day < today {
        let ahead = (i64::from(day.weekday().to_monday_zero_offset())
            - i64::from(today.weekday().to_monday_zero_offset()))
        .rem_euclid(7);
        day = today
            .checked_add(jiff::Span::new().days(if ahead == 0 { 7 } else { ahead }))
            .unwrap_or(today);
        return day;
    }
    day.checked_add(week).unwrap_or(day)
}

/// Reads the form with what it needs to know.
async fn read(
    visit: &Visit,
    form: &Form,
    changing: Option<&Session>,
) -> Result<Result<(Plan, Vec<Slot>), Problems>, Fault> {
    let gazetteer = gazetteer(visit)?;
    let officers = officers(visit, &form.ward, changing).await?;
    let venue = match (SessionId::parse(&form.venue), PlaceId::parse(&form.venue)) {
        (Some(id), _) => store::find(&mut visit.site.db().read(), &id)
            .await?
            .map(|s| s.venue),
        (_, Some(id)) => places::directory(&visit.site)
            .await?
            .find(&id)
            .map(|p| Venue::of(p)),
        _ => None,
    };
    let known = Known {
        gazetteer: &gazetteer,
        zone: visit.site.days().zone(),
        officers: &officers,
        venue,
        now: visit.now,
        past: false,
    };
    Ok(form.parse(&known, &visit.tongue()))
}

/// The warnings of a plan in words, and the mark that says they were read.
async fn warned(
    visit: &Visit,
    plan: &Plan,
    slots: &[Slot],
    own: &[SessionId],
) -> Result<(Vec<String>, String), Fault> {
    let gazetteer = gazetteer(visit)?;
    let areas = gazetteer.areas();
    let tongue = visit.tongue();
    let mut others: Vec<Session> = Vec::new();
    for slot in slots {
        others.extend(store::overlapping(&mut visit.site.db().read(), slot.starts_at, slot.ends_at).await?);
    }
    let directory = places::directory(&visit.site).await?;
    let zone = visit.site.days().zone();
    let asked = rota::Asked {
        ward: plan.ward.clone(),
        officers: plan.officers.clone(),
        days: slots.iter().map(|s| s.starts_at.date(zone)).collect(),
    };
    let gone = rota::gone(&visit.site, asked).await?;
    let around = Around {
        others: &others,
        own,
        ward: area::ward(areas, &plan.ward),
        room: venue::place(&directory, &plan.venue).map(AsRef::as_ref),
        walk_m: visit.site.config().force.session_walk_metres,
        days: visit.site.days(),
        gone: &gone,
    };
    let found = warnings(plan, slots, &around);
    let words: Vec<String> = found.iter().map(|w| in_words(w, &tongue, areas)).collect();
    let mark = kernel::seal::hex(&kernel::seal::sha256(&[words.join("\n").as_bytes()])[..8]);
    Ok((words, mark))
}

/// Times like the one that was wanted at which the venue is open, when it is not open then.
async fn offered(visit: &Visit, plan: &Plan, slots: &[Slot]) -> Result<Vec<Fit>, Fault> {
    let directory = places::directory(&visit.site).await?;
    let (Some(room), Some(slot)) = (venue::place(&directory, &plan.venue), slots.first()) else {
        return Ok(Vec::new());
    };
    let zone = visit.site.days().zone();
    let local = |at: kernel::Moment| at.timestamp().to_zoned_datetime(zone.clone());
    let (from, to) = (local(slot.starts_at), local(slot.ends_at));
    if venue::is_open(room, from.date(), from.time(), to.time()) {
        return Ok(Vec::new());
    }
    let now = local(visit.now).datetime();
    Ok(venue::fits(room, from.date(), from.time(), to.time(), now))
}

fn in_words(warning: &Warning, tongue: &Tongue, areas: &atlas::Areas) -> String {
    let other = |session: &Session| {
        let said = Said {
            session,
            areas,
            tongue,
        };
        format!("{}, {}, {}", said.title(), said.ward(), said.when())
    };
    match warning {
        Warning::OfficerBusy {
            officer,
            other: session,
        } => tongue.ta(
            "session-warn-officer",
            &[
                ("officer", officer.as_str().into()),
                ("other", other(session).as_str().into()),
            ],
        ),
        Warning::VenueBusy { other: session } => tongue.t1("session-warn-venue", "other", other(session)),
        Warning::TooFar { metres } => tongue.ta(
            "session-warn-far",
            &[
                ("metres", (*metres).into()),
                ("minutes", walk_minutes(*metres).into()),
            ],
        ),
        Warning::NoPoint => tongue.t("session-warn-no-point").into_owned(),
        Warning::Closed { hours } => tongue.ta(
            "session-warn-closed",
            &[
                ("day", tongue.full_date(hours.date).as_str().into()),
                ("hours", hours.say(tongue).as_str().into()),
            ],
        ),
        Warning::OfficerGone { officer, day, left } => tongue.ta(
            if *left {
                "session-warn-left"
            } else {
                "session-warn-away"
            },
            &[
                ("officer", officer.as_str().into()),
                ("day", tongue.full_date(*day).as_str().into()),
            ],
        ),
        Warning::Nobody => tongue.t("session-warn-nobody").into_owned(),
        Warning::BankHoliday { day } => tongue.t1("session-warn-holiday", "day", tongue.full_date(*day)),
    }
}

pub(crate) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let mut form = Form::of(&posted);
    take_fit(&mut form, posted.text("fit"));
    let gazetteer = gazetteer(&visit)?;
    let areas = gazetteer.areas();
    let keeper = keeper(&visit).await?;
    if keeper.keeps_none() {
        return Err(Fault::Forbidden);
    }
    // Who keeps one ward is not asked which.
    if form.ward.is_empty() {
        let mut wards = keeper.wards(areas);
        if let (Some(only), None) = (wards.next(), wards.next()) {
            form.ward = only.code.to_string();
        }
    }
    let (plan, slots) = match read(&visit, &form, None).await? {
        Ok(read) => read,
        Err(problems) => {
            let shown = Shown {
                problems,
                ..Shown::default()
            };
            return plan_page(&visit, form, None, shown).await;
        }
    };
    let keeping = keeper.of_ward(areas, &plan.ward).ok_or(Fault::Forbidden)?;
    let (warnings, sure) = warned(&visit, &plan, &slots, &[]).await?;
    if !warnings.is_empty() && posted.text("sure") != sure {
        let shown = Shown {
            fits: offered(&visit, &plan, &slots).await?,
            warnings,
            sure,
            ..Shown::default()
        };
        return plan_page(&visit, form, None, shown).await;
    }
    let site = &visit.site;
    let series = (slots.len() > 1).then(|| format!("ser_{}", sorted_text(visit.now, &visit.random())));
    let mut tx = site.db().begin().await?;
    let mut first = None;
    for slot in slots {
        let id = store::insert(&mut tx, site, &keeping, &plan, slot, series.as_deref(), visit.now).await?;
        first.get_or_insert(id);
    }
    tx.commit().await?;
    Ok(match first {
        Some(id) => see(&format!("/desk/sessions/{id}")),
        None => see("/desk/sessions"),
    })
}

pub(crate) async fn change_form(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let (session, _) = kept(&visit, &id).await?;
    if !session.is_open(visit.now) {
        return Err(stale(&visit));
    }
    let form = Form::like(&session, visit.site.days().zone());
    plan_page(&visit, form, Some(session), Shown::default()).await
}

pub(crate) async fn change_take(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (session, keeping) = kept(&visit, &id).await?;
    if !session.is_open(visit.now) || posted.text("version") != session.version.to_string() {
        return Err(stale(&visit));
    }
    let mut form = Form::of(&posted);
    take_fit(&mut form, posted.text("fit"));
    form.ward.clone_from(&session.ward);
    form.repeat = Repeat::Once.as_str().to_owned();
    let (plan, slot) = match read(&visit, &form, Some(&session)).await? {
        Ok((plan, slots)) => (plan, slots.first().copied().ok_or_else(|| stale(&visit))?),
        Err(problems) => {
            let shown = Shown {
                problems,
                ..Shown::default()
            };
            return plan_page(&visit, form, Some(session), shown).await;
        }
    };
    let moved = slot.starts_at != session.starts_at
        || slot.ends_at != session.ends_at
        || !is_same_venue(&plan.venue, &session.venue);
    if moved && !(1..=500).contains(&form.why.chars().count()) {
        let mut problems = Problems::default();
        problems.add("why", visit.tongue().t("session-problem-why-moved"));
        let shown = Shown {
            problems,
            ..Shown::default()
        };
        return plan_page(&visit, form, Some(session), shown).await;
    }
    let why = moved.then_some(form.why.as_str());
    let mut all = vec![(session.clone(), plan.clone(), slot)];
    if moved && form.later {
        all.extend(moved_alike(&visit, &session, &plan, slot).await?);
    }
    let slots: Vec<Slot> = all.iter().map(|(_, _, slot)| *slot).collect();
    let own: Vec<SessionId> = all.iter().map(|(session, _, _)| session.id.clone()).collect();
    let (warnings, sure) = warned(&visit, &plan, &slots, &own).await?;
    if !warnings.is_empty() && posted.text("sure") != sure {
        let shown = Shown {
            fits: offered(&visit, &plan, &[slot]).await?,
            warnings,
            sure,
            ..Shown::default()
        };
        return plan_page(&visit, form, Some(session), shown).await;
    }
    let site = &visit.site;
    let mut tx = site.db().begin().await?;
    let mut first = None;
    for (session, plan, slot) in &all {
        match store::change(&mut tx, site, &keeping, session, plan, *slot, why, visit.now).await? {
            Changed::Done(step) => first = first.or(Some(step)),
            Changed::Stale => return Err(stale(&visit)),
        }
    }
    if let Some(step) = first.filter(|_| moved) {
        jobs::tell(&mut tx, site, &session, &step, all.len() - 1, visit.now).await?;
    }
    tx.commit().await?;
    // What is shown is what was kept.
    let session = found(&visit, session.id.as_str()).await?;
    Ok(see(&format!("/desk/sessions/{}", session.id)))
}

/// The sessions after one of a series, moved as it is: by as many days, to the same time of the day, and to its venue when
/// that is another one. The rest of each stays.
async fn moved_alike(
    visit: &Visit,
    session: &Session,
    plan: &Plan,
    slot: Slot,
) -> Result<Vec<(Session, Plan, Slot)>, Fault> {
    if session.series.is_none() {
        return Ok(Vec::new());
    }
    let zone = visit.site.days().zone();
    let local = |at: kernel::Moment| at.timestamp().to_zoned_datetime(zone.clone());
    let (from, to) = (local(slot.starts_at), local(slot.ends_at));
    let by = from.date() - session.starts_at.date(zone);
    let new_venue = !is_same_venue(&plan.venue, &session.venue);
    let later = store::later_of_series(&mut visit.site.db().read(), session).await?;
    let mut all = Vec::new();
    for other in later {
        let day = other.starts_at.date(zone).checked_add(by);
        let slot = day
            .ok()
            .and_then(|day| Slot::new(day, from.time(), to.time(), zone));
        let slot = slot.ok_or_else(|| stale(visit))?;
        let plan = Plan {
            kind: other.kind,
            ward: other.ward.clone(),
            borough: other.borough.clone(),
            title: other.title.clone(),
            about: other.about.clone(),
            venue: if new_venue {
                plan.venue.clone()
            } else {
                other.venue.clone()
            },
            officers: other.officers.clone(),
            offered: other.offered.clone(),
        };
        all.push((other, plan, slot));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_next_one_is_a_week_after_the_last_or_on_its_weekday() {
        let wednesday = date(2026, 11, 25);
        assert_eq!(next_day(Some(date(2026, 12, 1)), wednesday), date(2026, 12, 8));
        // The last was a Tuesday long ago; tomorrow week is the next Tuesday.
        assert_eq!(next_day(Some(date(2026, 9, 1)), wednesday), date(2026, 12, 1));
        assert_eq!(next_day(Some(date(2026, 9, 2)), wednesday), date(2026, 12, 2));
        assert_eq!(next_day(None, wednesday), date(2026, 12, 2));
    }
}
