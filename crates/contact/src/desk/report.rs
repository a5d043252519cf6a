//! One report as its handler sees it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Time;
use kernel::web::{Fault, Visit, html_with};
use kernel::{Moment, account, file};
use page::{Choice, Chrome, Happening, Link, Problems, Row as SummaryRow, Tongue};

use super::list::{Line, colour, line, state_words};
use super::{authority, book};
use crate::book::Book;
use crate::report::{Contact, Outcome, Report, ReportId, State, Step};
use crate::store::{self, Opened, Repeats};

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
pub(super) struct Typed {
    pub(super) grade_why: String,
    pub(super) outcome_why: String,
    pub(super) team_why: String,
    pub(super) note: String,
}

pub(super) fn parse_id(id: &str) -> Result<ReportId, Fault> {
    ReportId::parse(id).ok_or(Fault::Missing)
}

pub(super) async fn report(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
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

pub(super) async fn report_page(
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
        tabs: tabs(&chrome, id, Tab::Report),
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

/// The pages about one report, for the line of tabs above each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Report,
    Messages,
}

/// The tabs, with the one that is open.
pub fn tabs(chrome: &Chrome, id: &ReportId, open: Tab) -> Vec<Link> {
    [
        (Tab::Report, "", "report-tab-report"),
        (Tab::Messages, "/messages", "report-tab-messages"),
    ]
    .into_iter()
    .map(|(tab, end, key)| {
        Link::new(format!("/desk/reports/{id}{end}"), chrome.t(key).into_owned()).current(tab == open)
    })
    .collect()
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

pub(super) fn promised_words(tongue: &Tongue, report: &Report) -> String {
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
