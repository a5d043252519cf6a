//! The desk: what waits, most urgent first; one report with its reasons; a person decides.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query as UrlQuery};
use axum::http::StatusCode;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use jiff::civil::Time;
use kernel::Moment;
use kernel::account;
use kernel::audit;
use kernel::event;
use kernel::file::{self, FileId};
use kernel::id::Reference;
use kernel::site::Site;
use kernel::web::{Access, Fault, Posted, Routes, Visit, download, html, html_with, see};
use page::{Choice, Chrome, Happening, Link, Problems, Row as SummaryRow, Tongue};
use serde::Deserialize;

use crate::book::Book;
use crate::error::ContactError;
use crate::place;
use crate::report::{Contact, Outcome, Report, ReportId, State, Step};
use crate::send::OutcomeChosen;
use crate::store::{self, Authority, Change, Filter, Opened, Repeats};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk", Access::Desk, list)
        .get("/desk/list", Access::Desk, list_fragment)
        .get("/desk/live", Access::Desk, live)
        .get("/desk/find", Access::Desk, find)
        .get("/desk/redirects", Access::Desk, redirects)
        .get("/desk/reports/{id}", Access::Desk, report)
        .post("/desk/reports/{id}/take", Access::Desk, take)
        .post("/desk/reports/{id}/grade", Access::Desk, grade)
        .post("/desk/reports/{id}/outcome", Access::Desk, outcome)
        .post("/desk/reports/{id}/kept", Access::Desk, kept)
        .post("/desk/reports/{id}/close", Access::Desk, close)
        .post("/desk/reports/{id}/team", Access::Desk, team)
        .post("/desk/reports/{id}/note", Access::Desk, note)
        .get("/desk/reports/{id}/files/{file}", Access::Desk, report_file)
}

/// Reports on one page of a list.
const PAGE: u32 = 50;

fn authority(visit: &Visit) -> Result<Authority, Fault> {
    visit.desk().map(Authority::of)
}

fn book(visit: &Visit) -> Result<Arc<Book>, Fault> {
    visit.site.part::<Book>()
}

#[derive(Deserialize)]
struct At {
    #[serde(default)]
    list: String,
    #[serde(default)]
    after: String,
}

/// One line of a list, in words.
struct Line {
    href: String,
    reference: String,
    grade: String,
    colour: &'static str,
    about: String,
    place: String,
    received: String,
    due: String,
    late: bool,
    state: String,
}

#[derive(askama::Template)]
#[template(path = "desk/list.html")]
struct ListPage {
    chrome: Chrome,
    tabs: Vec<Link>,
    table: String,
    events: &'static str,
    fragment: String,
    not_found: bool,
}

#[derive(askama::Template)]
#[template(path = "desk/table.html")]
struct Table<'a> {
    chrome: &'a Chrome,
    caption: String,
    lines: Vec<Line>,
    more: String,
}

fn colour(urgency: i64) -> &'static str {
    match urgency {
        ..=1 => "red",
        2 => "orange",
        3 => "yellow",
        _ => "grey",
    }
}

fn line(book: &Book, tongue: &Tongue, report: &Report, now: Moment) -> Line {
    let lang = tongue.lang().code();
    let waiting = report
        .promised_to
        .filter(|_| report.state == State::Accepted && report.kept_at.is_none());
    let due = waiting.unwrap_or(report.due_at);
    Line {
        href: format!("/desk/reports/{}", report.id),
        reference: report.reference.to_string(),
        grade: report.grade.clone(),
        colour: colour(report.urgency),
        about: book
            .flow(&report.flow)
            .map_or_else(|| report.flow.clone(), |f| f.title(lang)),
        place: place::names(book.ground(), report.ward.as_deref(), report.borough.as_deref()),
        received: tongue.ago(report.received_at.timestamp(), now.timestamp()),
        due: tongue.day_time(due.timestamp()),
        late: report.state.is_open() && report.kept_at.is_none() && due < now,
        state: state_words(tongue, report),
    }
}

fn state_words(tongue: &Tongue, report: &Report) -> String {
    match (report.state, report.outcome) {
        (State::Accepted, Some(outcome)) => tongue.t(&outcome.key()).into_owned(),
        (state, _) => tongue.t(&format!("state-{}", state.as_str())).into_owned(),
    }
}

async fn table(visit: &Visit, chrome: &Chrome, at: &At) -> Result<String, Fault> {
    let book = book(visit)?;
    let by = authority(visit)?;
    let filter = Filter::parse(&at.list);
    let mut read = visit.site.db().read();
    let after = match ReportId::parse(&at.after) {
        Some(id) => store::find(&mut read, &id).await?.filter(|r| by.may_see(r)),
        None => None,
    };
    let reports = store::queue(&mut read, &by, filter, after.as_ref(), PAGE).await?;
    let full = reports.len() == usize::try_from(PAGE).unwrap_or(0);
    let more = reports.last().filter(|_| full);
    let table = Table {
        chrome,
        caption: chrome
            .t(&format!("desk-caption-{}", filter.as_str()))
            .into_owned(),
        more: more
            .map(|r| format!("/desk?list={}&after={}", filter.as_str(), r.id))
            .unwrap_or_default(),
        lines: reports
            .iter()
            .map(|r| line(&book, &chrome.tongue, r, visit.now))
            .collect(),
    };
    askama::Template::render(&table).map_err(|e| Fault::broken("the list could not be made", e))
}

async fn list_page(visit: &Visit, at: &At, not_found: bool) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let filter = Filter::parse(&at.list);
    let tab = |f: Filter| {
        let text = chrome.t(&format!("desk-{}", f.as_str())).into_owned();
        Link::new(format!("/desk?list={}", f.as_str()), text).current(f == filter)
    };
    let table = table(visit, &chrome, at).await?;
    let page = ListPage {
        tabs: [Filter::Waiting, Filter::Promised, Filter::Mine, Filter::Newest]
            .map(tab)
            .to_vec(),
        fragment: format!(
            "/desk/list?list={}&after={}",
            filter.as_str(),
            page::encode(&at.after)
        ),
        events: "/desk/live",
        table,
        chrome,
        not_found,
    };
    html_with(
        if not_found {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::OK
        },
        &page,
    )
}

async fn list(visit: Visit, UrlQuery(at): UrlQuery<At>) -> Result<Response, Fault> {
    list_page(&visit, &at, false).await
}

/// The list alone, for the page to lay in place of the old one.
async fn list_fragment(visit: Visit, UrlQuery(at): UrlQuery<At>) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    Ok(axum::response::Html(table(&visit, &chrome, &at).await?).into_response())
}

/// Tells an open list when something changed. Processes do not talk to one another: each asks the database every
/// second for a number that changes with any step.
async fn live(visit: Visit) -> Result<Response, Fault> {
    authority(&visit)?;
    let seen = newest_step(&visit.site).await;
    let stream = futures_util::stream::unfold((visit.site, seen), |(site, seen)| async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let now = newest_step(&site).await;
            if now != seen {
                let event = SseEvent::default().data("changed");
                return Some((Ok::<_, Infallible>(event), (site, now)));
            }
        }
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()).into_response())
}

async fn newest_step(site: &Site) -> String {
    store::newest_step(&mut site.db().read())
        .await
        .unwrap_or_default()
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    reference: String,
}

async fn find(visit: Visit, UrlQuery(wanted): UrlQuery<Wanted>) -> Result<Response, Fault> {
    let by = authority(&visit)?;
    let found = match Reference::parse(&wanted.reference) {
        Some(reference) => store::by_reference(&mut visit.site.db().read(), &reference).await?,
        None => None,
    };
    match found.filter(|r| by.may_see(r)) {
        Some(report) => Ok(see(&format!("/desk/reports/{}", report.id))),
        None => {
            list_page(
                &visit,
                &At {
                    list: String::new(),
                    after: String::new(),
                },
                true,
            )
            .await
        }
    }
}

struct ReasonLine {
    text: String,
    rule: String,
    facts: String,
}

struct ThriveLine {
    title: String,
    facts: Vec<String>,
    unknown: String,
}

#[derive(askama::Template)]
#[template(path = "desk/report.html")]
struct ReportPage {
    chrome: Chrome,
    report: Report,
    problems: Problems,
    title: String,
    tabs: Vec<Link>,
    colour: &'static str,
    received: String,
    state: String,
    promised: String,
    with: String,
    answers: Vec<SummaryRow>,
    contact: Vec<SummaryRow>,
    files: Vec<(String, String, String)>,
    reasons: Vec<ReasonLine>,
    thrive: Vec<ThriveLine>,
    repeats: Vec<(String, Vec<Line>)>,
    history: Vec<Happening>,
    grades: Vec<Choice>,
    outcomes: Vec<Choice>,
    slots: Vec<Choice>,
    teams: Vec<Choice>,
    posted: Typed,
}

/// What the handler typed into a form that had a problem: shown again.
#[derive(Debug, Clone, Default)]
struct Typed {
    grade_why: String,
    outcome_why: String,
    team_why: String,
    note: String,
}

fn parse_id(id: &str) -> Result<ReportId, Fault> {
    ReportId::parse(id).ok_or(Fault::Missing)
}

async fn report(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    report_page(
        &visit,
        &parse_id(&id)?,
        Problems::default(),
        Typed::default(),
        "",
        "",
    )
    .await
}

async fn report_page(
    visit: &Visit,
    id: &ReportId,
    problems: Problems,
    posted: Typed,
    grade: &str,
    outcome: &str,
) -> Result<Response, Fault> {
    let book = book(visit)?;
    let by = authority(visit)?;
    let site = &visit.site;
    let chrome = visit.chrome();
    let tongue = chrome.tongue.clone();
    let Opened {
        report,
        content,
        suggestion,
    } = store::open_one(site, &by, id, visit.now)
        .await
        .map_err(|e| e.told(&tongue))?;
    let mut read = site.db().read();
    let steps = store::steps(&mut read, site.keys(), id).await?;
    let repeats = store::repeats_of(&mut read, &by, id, visit.now.plus_days(-365)).await?;
    let kept = file::of_owner(&mut read, id.as_str()).await?;
    let lang = triage::Lang::of(tongue.lang().code());
    let triage = book.triage();
    let with = match &report.owner {
        Some(owner) => {
            let staff = match account::StaffId::parse(owner) {
                Some(id) => account::find(&mut read, &id).await?,
                None => None,
            };
            tongue.t1(
                "report-with",
                "name",
                staff.map_or_else(String::new, |s| s.name).as_str(),
            )
        }
        None => tongue.t("report-with-nobody").into_owned(),
    };
    let facts_of = |names: &[String]| {
        let said: Vec<String> = names
            .iter()
            .map(|name| {
                let label = triage.answer_label(name, lang).to_owned();
                let value = content
                    .answers
                    .get(name.as_str())
                    .map(plain_value)
                    .filter(|v| !v.is_empty());
                value.map_or(label.clone(), |v| format!("{label}: {v}"))
            })
            .collect();
        said.join("; ")
    };
    let reasons = suggestion.reasons.iter().map(|r| ReasonLine {
        text: triage.reason_text(&r.key, lang).to_owned(),
        rule: tongue.ta(
            "report-rule",
            &[
                ("rule", r.rule.as_str().into()),
                ("table", r.table.as_str().into()),
                ("version", r.version.as_str().into()),
            ],
        ),
        facts: facts_of(&r.facts),
    });
    let files = kept.iter().map(|f| {
        let href = format!("/desk/reports/{id}/files/{}", f.id);
        (f.name(site), href, f.kind.clone())
    });
    let teams = account::teams(&mut read).await?;
    let team_names = teams.iter().filter(|t| **t != report.team);
    let slots = free_slots(visit, &report).await?;
    let chosen_grade = if grade.is_empty() {
        report.grade.clone()
    } else {
        grade.to_owned()
    };
    let page = ReportPage {
        problems,
        posted,
        title: book
            .flow(&report.flow)
            .map_or_else(|| report.flow.clone(), |f| f.title(tongue.lang().code())),
        tabs: tabs(&chrome, id),
        colour: colour(report.urgency),
        received: tongue.t1(
            "report-received",
            "ago",
            tongue
                .ago(report.received_at.timestamp(), visit.now.timestamp())
                .as_str(),
        ),
        state: state_words(&tongue, &report),
        promised: promised_words(&tongue, &report),
        with,
        answers: content
            .rows
            .iter()
            .map(|r| SummaryRow::new(r.title.clone(), &r.text))
            .collect(),
        contact: contact_rows(&tongue, &content.contact),
        files: files.collect(),
        reasons: reasons.collect(),
        thrive: thrive_lines(&book, &tongue, &content.thrive),
        repeats: repeat_lines(&book, &tongue, &repeats, visit.now),
        history: steps.iter().map(|s| happening(&tongue, s)).collect(),
        grades: triage
            .grades()
            .iter()
            .map(|g| {
                Choice::new(
                    g.code.to_string(),
                    format!("{}: {}", g.code, g.names.in_lang(lang)),
                )
                .checked(*g.code == *chosen_grade)
            })
            .collect(),
        outcomes: Outcome::ALL
            .iter()
            .map(|o| Choice::new(o.as_str(), tongue.t(&o.key()).into_owned()).checked(o.as_str() == outcome))
            .collect(),
        slots,
        teams: team_names.map(|t| Choice::new(t.clone(), t.clone())).collect(),
        report,
        chrome,
    };
    let status = if page.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

/// The pages about one report: this one, and what other features add below it.
fn tabs(chrome: &Chrome, id: &ReportId) -> Vec<Link> {
    let report = Link::new(
        format!("/desk/reports/{id}"),
        chrome.t("report-tab-report").into_owned(),
    );
    let messages = Link::new(
        format!("/desk/reports/{id}/messages"),
        chrome.t("report-tab-messages").into_owned(),
    );
    vec![report.current(true), messages]
}

fn plain_value(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(s) => s.chars().take(80).collect(),
        serde_json::Value::Array(all) => all
            .iter()
            .filter_map(|v| v.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        serde_json::Value::Null | serde_json::Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

fn contact_rows(tongue: &Tongue, contact: &Contact) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut add = |label: &str, text: &str| {
        if !text.is_empty() {
            rows.push(SummaryRow::new(label.to_owned(), text));
        }
    };
    add("", &contact.name);
    add(&tongue.t("report-contact-channel"), &contact.channel);
    add("", &contact.email);
    add("", &contact.phone);
    add(&tongue.t("report-contact-hours"), &contact.hours);
    add(&tongue.t("report-contact-care"), &contact.cautions.join(", "));
    add(&tongue.t("report-contact-safe-word"), &contact.safe_word);
    let mut needs = contact.needs.clone();
    needs.extend(Some(contact.language.clone()).filter(|l| !l.is_empty()));
    add(&tongue.t("report-contact-needs"), &needs.join(", "));
    rows
}

fn thrive_lines(book: &Book, tongue: &Tongue, thrive: &serde_json::Value) -> Vec<ThriveLine> {
    let lang = triage::Lang::of(tongue.lang().code());
    let label = |name: &str| book.triage().answer_label(name, lang).to_owned();
    let names = |list: Option<&serde_json::Value>| -> Vec<String> {
        list.and_then(|l| l.as_array())
            .into_iter()
            .flatten()
            .filter_map(|v| v.as_str())
            .map(label)
            .collect()
    };
    [
        "threat",
        "harm",
        "risk",
        "investigation",
        "vulnerability",
        "engagement",
    ]
    .iter()
    .map(|name| {
        let element = thrive.get(*name);
        let facts = element.and_then(|e| e.get("facts")).and_then(|f| f.as_array());
        let facts = facts.into_iter().flatten().filter_map(|f| {
            let title = label(f.get("label")?.as_str()?);
            Some(format!("{title}: {}", plain_value(f.get("value")?)))
        });
        let unknown = names(element.and_then(|e| e.get("unknown")));
        ThriveLine {
            title: tongue.t(&format!("report-thrive-{name}")).into_owned(),
            facts: facts.collect(),
            unknown: unknown.join(", "),
        }
    })
    .collect()
}

fn repeat_lines(book: &Book, tongue: &Tongue, repeats: &Repeats, now: Moment) -> Vec<(String, Vec<Line>)> {
    [
        ("person", &repeats.person),
        ("phone", &repeats.phone),
        ("place", &repeats.place),
    ]
    .into_iter()
    .filter(|(_, found)| !found.is_empty())
    .map(|(name, found)| {
        let title = tongue.t(&format!("report-repeats-{name}")).into_owned();
        (title, found.iter().map(|r| line(book, tongue, r, now)).collect())
    })
    .collect()
}

fn promised_words(tongue: &Tongue, report: &Report) -> String {
    let when = |m: Moment| tongue.day_time(m.timestamp());
    match (report.promised_from, report.promised_to) {
        (Some(from), Some(to)) if to.seconds_since(from) >= 3_600 => tongue.ta(
            "report-promised",
            &[
                ("from", when(from).as_str().into()),
                ("to", when(to).as_str().into()),
            ],
        ),
        (_, Some(to)) => tongue.t1("report-promised-by", "to", when(to).as_str()),
        _ => String::new(),
    }
}

fn happening(tongue: &Tongue, step: &Step) -> Happening {
    let values = [
        ("was", step.was.as_str().into()),
        ("became", step.became.as_str().into()),
    ];
    let title = match step.kind.as_str() {
        "grade" if step.was == step.became => tongue.ta("step-grade-same", &values),
        "outcome" => {
            let chosen = Outcome::parse(&step.became)
                .map(|o| tongue.t(&o.key()).into_owned())
                .unwrap_or_default();
            format!("{}: {chosen}", tongue.t("step-outcome"))
        }
        kind => tongue.ta(&format!("step-{kind}"), &values),
    };
    Happening {
        title,
        by: step.by_name.clone(),
        when: tongue.day_time(step.at.timestamp()),
        machine_when: step.at.to_string(),
        text: step.words.clone(),
    }
}

/// Times that can be promised: every two hours from eight to six on the next seven days, two at a time for each team.
async fn free_slots(visit: &Visit, report: &Report) -> Result<Vec<Choice>, Fault> {
    const PLACES: i64 = 2;
    let zone = visit.site.days().zone();
    let today = visit.now.date(zone);
    let mut starts = Vec::new();
    for day in 0..7 {
        let Ok(date) = today.checked_add(i64::from(day).days()) else {
            continue;
        };
        for hour in [8, 10, 12, 14, 16, 18] {
            let at = Time::new(hour, 0, 0, 0)
                .ok()
                .and_then(|t| date.to_datetime(t).to_zoned_datetime(zone.clone()).ok());
            starts.extend(at.map(|z| Moment::from(z.timestamp())).filter(|m| *m > visit.now));
        }
    }
    let free = store::free_slots(&mut visit.site.db().read(), &report.team, &starts, PLACES).await?;
    let tongue = visit.tongue();
    let mut choices = vec![Choice::new("", tongue.t("report-slot-none").into_owned())];
    choices.extend(free.into_iter().map(|(at, place)| {
        Choice::new(
            format!("{}-{place}", at.millis()),
            tongue.day_time(at.timestamp()),
        )
    }));
    Ok(choices)
}

/// The version of the report that the handler saw.
fn version(posted: &Posted) -> i64 {
    posted.text("version").parse().unwrap_or(-1)
}

fn back_to(id: &ReportId) -> Response {
    see(&format!("/desk/reports/{id}"))
}

async fn take(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by, tongue) = (parse_id(&id)?, authority(&visit)?, visit.tongue());
    let mut tx = visit.site.db().begin().await?;
    let done = store::take(&mut tx, &visit.site, &by, &id, version(&posted), visit.now).await;
    done.map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    Ok(back_to(&id))
}

async fn changed(
    visit: &Visit,
    id: &ReportId,
    posted: &Posted,
    change: &Change<'_>,
    why: &str,
) -> Result<Report, Fault> {
    let (by, tongue) = (authority(visit)?, visit.tongue());
    let mut tx = visit.site.db().begin().await?;
    let report = store::change(
        &mut tx,
        &visit.site,
        &by,
        (id, version(posted)),
        change,
        why,
        visit.now,
    )
    .await
    .map_err(|e| e.told(&tongue))?;
    if let Change::Outcome { outcome, .. } = change {
        let news = OutcomeChosen {
            report: id.clone(),
            outcome: outcome.as_str().to_owned(),
            version: report.version,
        };
        event::tell(&mut tx, &visit.site, &news, visit.now, visit.random()).await?;
    }
    tx.commit().await?;
    Ok(report)
}

async fn grade(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let book = book(&visit)?;
    let tongue = visit.tongue();
    let why = posted.text("grade-why").trim();
    let chosen = book.triage().grade(posted.text("grade"));
    let report = store::find(&mut visit.site.db().read(), &id)
        .await?
        .ok_or(Fault::Missing)?;
    let suggested = book.triage().grade(&report.suggested);
    let mut problems = Problems::default();
    if chosen.is_none() {
        problems.add("grade", tongue.t("report-grade-needed"));
    }
    let lower = chosen.zip(suggested).is_some_and(|(c, s)| c.order > s.order);
    if why.is_empty() {
        problems.add("grade-why", tongue.t("report-why-needed"));
    } else if lower && why.chars().count() < 20 {
        // Nobody lowers a grade in passing.
        problems.add(
            "grade-why",
            tongue.t1("report-lower-needed", "grade", report.suggested.as_str()),
        );
    }
    let Some(chosen) = chosen.filter(|_| problems.is_empty()) else {
        let typed = Typed {
            grade_why: why.to_owned(),
            ..Typed::default()
        };
        return report_page(&visit, &id, problems, typed, posted.text("grade"), "").await;
    };
    let minutes = chosen
        .clock_minutes
        .map_or(visit.site.config().force.answer_hours * 60, i64::from);
    let change = Change::Grade {
        grade: &chosen.code,
        urgency: chosen.order.into(),
        due_at: report.received_at.plus_minutes(minutes),
    };
    changed(&visit, &id, &posted, &change, why).await?;
    Ok(back_to(&id))
}

async fn outcome(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let tongue = visit.tongue();
    let why = posted.text("outcome-why").trim();
    let chosen = Outcome::parse(posted.text("outcome"));
    let slot = posted
        .text("slot")
        .split_once('-')
        .and_then(|(at, place)| Some((at.parse::<i64>().ok()?, place.parse::<i64>().ok()?)));
    let slot = slot
        .map(|(at, place)| (Moment::from_millis(at), place))
        .filter(|(at, place)| *at > visit.now && (0..10).contains(place));
    let mut problems = Problems::default();
    if chosen.is_none() {
        problems.add("outcome", tongue.t("report-outcome-needed"));
    }
    if matches!(chosen, Some(Outcome::Callback | Outcome::Appointment)) && slot.is_none() {
        problems.add("slot", tongue.t("report-window-needed"));
    }
    if why.is_empty() {
        problems.add("outcome-why", tongue.t("report-why-needed"));
    }
    let Some(chosen) = chosen.filter(|_| problems.is_empty()) else {
        let typed = Typed {
            outcome_why: why.to_owned(),
            ..Typed::default()
        };
        return report_page(&visit, &id, problems, typed, "", posted.text("outcome")).await;
    };
    let from_now = |(from, to): (i64, i64)| (visit.now.plus_minutes(from), visit.now.plus_minutes(to));
    let (window, place) = match (chosen, slot) {
        (Outcome::Appointment, Some((at, place))) => (Some((at, at.plus_minutes(120))), Some(place)),
        (Outcome::Callback, Some((at, _))) => (Some((at, at.plus_minutes(120))), None),
        _ => (chosen.default_window().map(from_now), None),
    };
    let change = Change::Outcome {
        outcome: chosen,
        window,
        slot: place,
    };
    changed(&visit, &id, &posted, &change, why).await?;
    Ok(back_to(&id))
}

async fn kept(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    changed(&visit, &id, &posted, &Change::Kept, "").await?;
    Ok(back_to(&id))
}

async fn close(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let why = posted.text("close-why").trim();
    if why.is_empty() {
        let mut problems = Problems::default();
        problems.add("close-why", visit.tongue().t("report-why-needed"));
        return report_page(&visit, &id, problems, Typed::default(), "", "").await;
    }
    changed(&visit, &id, &posted, &Change::Close, why).await?;
    Ok(back_to(&id))
}

async fn team(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by, tongue) = (parse_id(&id)?, authority(&visit)?, visit.tongue());
    let why = posted.text("team-why").trim();
    let known = account::teams(&mut visit.site.db().read()).await?;
    let wanted = known.iter().find(|t| *t == posted.text("team"));
    let mut problems = Problems::default();
    if wanted.is_none() {
        problems.add("team", tongue.t("report-team-needed"));
    }
    if why.is_empty() {
        problems.add("team-why", tongue.t("report-why-needed"));
    }
    let Some(wanted) = wanted.filter(|_| problems.is_empty()) else {
        let typed = Typed {
            team_why: why.to_owned(),
            ..Typed::default()
        };
        return report_page(&visit, &id, problems, typed, "", "").await;
    };
    let mut tx = visit.site.db().begin().await?;
    store::hand_over(
        &mut tx,
        &visit.site,
        &by,
        (&id, version(&posted)),
        wanted,
        why,
        visit.now,
    )
    .await
    .map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    let still = store::find(&mut visit.site.db().read(), &id)
        .await?
        .is_some_and(|r| by.may_see(&r));
    Ok(if still { back_to(&id) } else { see("/desk") })
}

async fn note(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by, tongue) = (parse_id(&id)?, authority(&visit)?, visit.tongue());
    let words = posted.text("note").trim();
    if words.is_empty() {
        let mut problems = Problems::default();
        problems.add("note", tongue.t("report-note-needed"));
        return report_page(&visit, &id, problems, Typed::default(), "", "").await;
    }
    let mut tx = visit.site.db().begin().await?;
    store::note(&mut tx, &visit.site, &by, &id, words, visit.now)
        .await
        .map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    Ok(back_to(&id))
}

#[derive(Deserialize)]
struct Which {
    #[serde(default)]
    original: String,
}

/// The copy without place and device, or the original as evidence; each opening is in the audit log.
async fn report_file(
    visit: Visit,
    Path((id, wanted)): Path<(String, String)>,
    UrlQuery(which): UrlQuery<Which>,
) -> Result<Response, Fault> {
    let (id, by) = (parse_id(&id)?, authority(&visit)?);
    let site = &visit.site;
    let mut read = site.db().read();
    let report = store::find(&mut read, &id).await?.filter(|r| by.may_see(r));
    if report.is_none() {
        return Err(ContactError::NoSuchReport.told(&visit.tongue()));
    }
    let wanted = FileId::parse(&wanted).ok_or(Fault::Missing)?;
    let found = file::find(&mut read, &wanted)
        .await?
        .filter(|f| f.owner == id.as_str())
        .ok_or(Fault::Missing)?;
    let original = which.original == "yes";
    let action = if original {
        "file.original-viewed"
    } else {
        "file.viewed"
    };
    let mut tx = site.db().begin().await?;
    audit::write(
        &mut tx,
        by.actor(),
        action,
        wanted.as_str(),
        id.as_str(),
        visit.now,
        visit.random(),
    )
    .await?;
    tx.commit().await?;
    let bytes = if original {
        file::original(site, &found).await?
    } else {
        file::shown(site, &found).await?
    };
    let inline = found.kind.starts_with("image/") && !original;
    Ok(download(&found.name(site), &found.kind, bytes, inline))
}

#[derive(askama::Template)]
#[template(path = "desk/redirects.html")]
struct RedirectsPage {
    chrome: Chrome,
    lines: Vec<(String, i64, i64, i64)>,
}

async fn redirects(visit: Visit) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let lang = visit.lang().code();
    let counts = store::counts(&mut visit.site.db().read()).await?;
    let name = |id: &str| {
        book.matter(id)
            .map_or_else(|| id.to_owned(), |m| m.name.of(lang).to_owned())
    };
    let lines = counts
        .into_iter()
        .map(|c| (name(&c.matter), c.shown, c.went, c.told))
        .collect();
    html(&RedirectsPage {
        chrome: visit.chrome(),
        lines,
    })
}
