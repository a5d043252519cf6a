//! One report as its handler sees it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::db::Query;
use kernel::id::Reference;
use kernel::web::{Fault, Visit, html_with};
use kernel::{Moment, account, file};
use page::{Choice, Chrome, Happening, Link, Problems, Row as SummaryRow, Tongue};

use super::care;
use super::decide::{LATER, free_slots, window_of};
use super::list::{Line, colour, line, state_words};
use super::reach::WAYS;
use super::teams::{self, TeamGroup};
use super::{authority, book};
use crate::book::Book;
use crate::report::{AnswerRow, Content, Outcome, Report, ReportId, State, Step};
use crate::store::{self, Authority, Opened, Repeats};

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
    files: Vec<(String, String, String, bool)>,
    reasons: Vec<ReasonLine>,
    thrive: Vec<ThriveLine>,
    repeats: Vec<(String, Vec<Line>)>,
    history: Vec<Happening>,
    grades: Vec<Choice>,
    outcomes: Vec<Choice>,
    slots: Vec<Choice>,
    windows: Vec<Choice>,
    bodies: Vec<Choice>,
    ways: Vec<Choice>,
    teams: Vec<TeamGroup>,
    team: String,
    /// What to be careful of, beside where it is decided.
    cautions: Vec<String>,
    spoke: String,
    /// Reports that say they belong to this one, and the one this says it belongs to.
    added: Vec<(String, String, String)>,
    posted: Typed,
}

/// What the handler typed into a form that had a problem: shown again.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) grade: String,
    pub(super) grade_why: String,
    pub(super) outcome: String,
    pub(super) outcome_why: String,
    pub(super) slot: String,
    pub(super) window: String,
    pub(super) body: String,
    pub(super) despite: String,
    pub(super) meeting: String,
    pub(super) close_why: String,
    pub(super) team: String,
    pub(super) team_why: String,
    pub(super) note: String,
    /// Way, e-mail, phone, and how it was checked.
    pub(super) reach: [String; 4],
    /// The report was not as the handler saw it.
    pub(super) conflict: bool,
}

pub(super) fn parse_id(id: &str) -> Result<ReportId, Fault> {
    ReportId::parse(id).ok_or(Fault::Missing)
}

pub(super) async fn report(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    report_page(&visit, &parse_id(&id)?, Problems::default(), Typed::default()).await
}

pub(super) async fn report_page(
    visit: &Visit,
    id: &ReportId,
    problems: Problems,
    posted: Typed,
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
    let rows = rows_for(&book, &report, &content, tongue.lang().code(), site.days().zone());
    let facts_of = |names: &[String]| {
        let said: Vec<String> = names
            .iter()
            .map(|name| {
                let label = triage.answer_label(name, lang).to_owned();
                let value = content
                    .answers
                    .get(name.as_str())
                    .map(|v| said(&rows, name, v))
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
        (f.name(site), href, f.kind.clone(), f.is_shown())
    });
    let teams = account::teams(&mut read).await?;
    let slots = slot_choices(visit, &tongue, &report, &content, &posted.slot).await?;
    let added = additions(&mut read, &by, &tongue, &report, &content, &steps).await?;
    let chosen_grade = if posted.grade.is_empty() {
        report.grade.clone()
    } else {
        posted.grade.clone()
    };
    let cautions = care::cautions(&report, &content);
    let minutes = |m: &i64| tongue.t(&format!("report-later-{m}")).into_owned();
    let conflict = posted.conflict;
    let page = ReportPage {
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
        answers: rows
            .iter()
            .map(|r| SummaryRow::new(r.title.clone(), &r.text))
            .collect(),
        contact: contact_rows(&rows),
        cautions: cautions.iter().map(|key| tongue.t(key).into_owned()).collect(),
        spoke: spoke(&tongue, &report.lang),
        added,
        files: files.collect(),
        reasons: reasons.collect(),
        thrive: thrive_lines(&book, &tongue, &rows, &content.thrive),
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
            .map(|o| {
                Choice::new(o.as_str(), tongue.t(&o.key()).into_owned()).checked(o.as_str() == posted.outcome)
            })
            .collect(),
        slots,
        windows: std::iter::once(Choice::new("", tongue.t("report-choose").into_owned()))
            .chain(LATER.iter().map(|m| {
                let value = m.to_string();
                let checked = value == posted.window;
                Choice::new(value, minutes(m)).checked(checked)
            }))
            .collect(),
        bodies: body_choices(&book, &tongue, &posted.body),
        ways: WAYS
            .iter()
            .map(|w| {
                let current = posted.reach.first().filter(|r| !r.is_empty());
                let current = current.unwrap_or(&content.contact.channel);
                Choice::new(*w, tongue.t(&format!("reach-{w}")).into_owned()).checked(w == current)
            })
            .collect(),
        teams: teams::groups(book.ground(), &tongue, &report, &teams, &posted.team),
        team: teams::name(book.ground(), &tongue, &report.team),
        report,
        chrome,
        problems,
        posted,
    };
    let status = if conflict {
        StatusCode::CONFLICT
    } else if page.problems.is_empty() {
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

/// The answers in the handler's language: choices anew from the form, what was written as it was written. What the form
/// of today does not know is shown as it was told then.
fn rows_for(book: &Book, report: &Report, content: &Content, lang: &str, zone: &TimeZone) -> Vec<AnswerRow> {
    let mut rows: Vec<AnswerRow> = Vec::new();
    let answers = forms::Answers::from_json(content.answers.clone());
    if let (Some(flow), Some(answers)) = (book.flow(&report.flow), answers) {
        let now = flow
            .definition
            .rows(&answers, lang, report.received_at.date(zone));
        rows.extend(now.into_iter().filter(|r| !r.text.is_empty()).map(|r| AnswerRow {
            section: r.section,
            name: r.name,
            title: r.title,
            text: r.text,
        }));
    }
    let missing = content
        .rows
        .iter()
        .filter(|r| !rows.iter().any(|n| n.name == r.name));
    let missing: Vec<AnswerRow> = missing.cloned().collect();
    rows.extend(missing);
    rows
}

/// An answer in words where the form has them.
fn said(rows: &[AnswerRow], name: &str, value: &serde_json::Value) -> String {
    let words = rows.iter().find(|r| r.name == name);
    words.map_or_else(|| plain_value(value), |r| r.text.chars().take(80).collect())
}

/// In which language or edition the person wrote, when it is not plain English.
fn spoke(tongue: &Tongue, lang: &str) -> String {
    match lang {
        "cy" => tongue.t("report-spoke-cy").into_owned(),
        "en-simple" => tongue.t("report-spoke-en-simple").into_owned(),
        _ => String::new(),
    }
}

/// What belongs together because someone said so: the reports that add to this one, and the one that this adds to.
async fn additions(
    read: &mut impl Query,
    by: &Authority,
    tongue: &Tongue,
    report: &Report,
    content: &Content,
    steps: &[Step],
) -> Result<Vec<(String, String, String)>, Fault> {
    let mut found = Vec::new();
    let later = steps.iter().filter(|s| s.kind == "added");
    let later = later.filter_map(|s| Reference::parse(&s.became).map(|r| ("report-added-later", r)));
    let first = content.answers.get("existingReference").and_then(|v| v.as_str());
    let first = first.and_then(Reference::parse).map(|r| ("report-added-to", r));
    for (key, reference) in later.chain(first) {
        let other = store::by_reference(read, &reference).await?;
        let other = other.filter(|r| by.may_see(r) && r.id != report.id);
        found.extend(other.map(|r| {
            let href = format!("/desk/reports/{}", r.id);
            (tongue.t(key).into_owned(), href, reference.to_string())
        }));
    }
    Ok(found)
}

/// Times on offer; one outside the hours that are good for the person says so.
async fn slot_choices(
    visit: &Visit,
    tongue: &Tongue,
    report: &Report,
    content: &Content,
    chosen: &str,
) -> Result<Vec<Choice>, Fault> {
    let zone = visit.site.days().zone();
    let mut choices = vec![Choice::new("", tongue.t("report-slot-none").into_owned())];
    for (at, place) in free_slots(visit, report).await? {
        let when = tongue.day_time(at.timestamp());
        let label = if care::in_hours(content, window_of(at), zone) {
            when
        } else {
            tongue.t1("report-slot-outside", "when", when.as_str())
        };
        let value = format!("{}-{place}", at.millis());
        let checked = value == chosen;
        choices.push(Choice::new(value, label).checked(checked));
    }
    Ok(choices)
}

fn body_choices(book: &Book, tongue: &Tongue, chosen: &str) -> Vec<Choice> {
    let lang = tongue.lang().code();
    let none = Choice::new("", tongue.t("report-choose").into_owned());
    let other = Choice::new("other", tongue.t("report-body-other").into_owned());
    let bodies = book.matters().iter().map(|m| {
        let label = format!("{}: {}", m.name.of(lang), m.body.of(lang));
        Choice::new(m.id.clone(), label)
    });
    let all = std::iter::once(none).chain(bodies).chain(std::iter::once(other));
    all.map(|c| {
        let checked = c.value == chosen;
        c.checked(checked)
    })
    .collect()
}

fn contact_rows(rows: &[AnswerRow]) -> Vec<SummaryRow> {
    [
        "fullName",
        "contactChannel",
        "email",
        "phone",
        "address",
        "contactHours",
        "contactCautions",
        "contactSafeWord",
        "needs",
        "needsLanguage",
        "onBehalfName",
        "onBehalfSafe",
    ]
    .iter()
    .flat_map(|name| rows.iter().filter(move |r| r.name == *name))
    .map(|r| SummaryRow::new(r.title.clone(), &r.text))
    .collect()
}

fn thrive_lines(
    book: &Book,
    tongue: &Tongue,
    rows: &[AnswerRow],
    thrive: &serde_json::Value,
) -> Vec<ThriveLine> {
    let lang = triage::Lang::of(tongue.lang().code());
    let label = |name: &str| book.triage().answer_label(name, lang).to_owned();
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
        let facts: Vec<&serde_json::Value> = facts.into_iter().flatten().collect();
        let named = |f: &&serde_json::Value| f.get("label").and_then(|l| l.as_str()).map(str::to_owned);
        let known: Vec<String> = facts.iter().filter_map(named).collect();
        let facts = facts.iter().filter_map(|f| {
            let name = f.get("label")?.as_str()?;
            Some(format!("{}: {}", label(name), said(rows, name, f.get("value")?)))
        });
        let unknown = element.and_then(|e| e.get("unknown")).and_then(|u| u.as_array());
        let unknown = unknown.into_iter().flatten().filter_map(|v| v.as_str());
        let unknown = unknown.filter(|u| !known.iter().any(|k| k == u)).map(label);
        let unknown: Vec<String> = unknown.collect();
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
        "received" if !step.by_name.is_empty() => tongue.ta("step-received-helped", &values),
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
