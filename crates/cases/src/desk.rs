//! The desk's side of a case: messages, clocks, reviews.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contact::{Authority, Reach, Report, ReportId};
use kernel::Moment;
use kernel::audit;
use kernel::db::{DbError, Query, Tx};
use kernel::web::{Access, Fault, Posted, Routes, Visit, html, html_with, see};
use page::{Chrome, Link, Message as Said, Problems, Tongue};

use crate::case::{Clock, ClockKind, decision_days};
use crate::jobs::{self, News};
use crate::store::{self, Due, Review, Verdict, Writer};
use crate::todo::{self, How, Todo};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk/reports/{id}/messages", Access::Desk, messages)
        .post("/desk/reports/{id}/messages", Access::Desk, write)
        .post("/desk/reports/{id}/told", Access::Desk, told)
        .post("/desk/reports/{id}/support", Access::Desk, support)
        .post("/desk/reports/{id}/review/take-up", Access::Supervisor, take_up)
        .post("/desk/reports/{id}/review/decide", Access::Supervisor, decide)
        .get("/desk/clocks", Access::Desk, clocks)
}

async fn seen(visit: &Visit, id: &str) -> Result<(Authority, Report), Fault> {
    let by = Authority::of(visit.desk()?);
    let id = ReportId::parse(id).ok_or(Fault::Missing)?;
    let report = contact::find(&mut visit.site.db().read(), &id).await?;
    let report = report.filter(|r| by.may_see(r)).ok_or(Fault::Missing)?;
    Ok((by, report))
}

#[derive(askama::Template)]
#[template(path = "desk/messages.html")]
struct MessagesPage {
    chrome: Chrome,
    report: Report,
    tabs: Vec<Link>,
    problems: Problems,
    messages: Vec<Said>,
    review: Option<Review>,
    supervisor: bool,
    reaches: String,
    text: String,
    /// What someone has to do so that the person is told.
    to_do: Vec<String>,
    /// Whether a support service waits for the person's details.
    support: bool,
}

async fn messages(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let (by, report) = seen(&visit, &id).await?;
    let mut tx = visit.site.db().begin().await?;
    contact::was_read(&mut tx, &report.id).await?;
    let name = visit.desk()?.name.clone();
    audit::write(
        &mut tx,
        by.actor(),
        "report.viewed",
        report.id.as_str(),
        &name,
        visit.now,
        visit.random(),
    )
    .await?;
    tx.commit().await?;
    messages_page(&visit, report, Problems::default(), String::new()).await
}

async fn messages_page(
    visit: &Visit,
    report: Report,
    problems: Problems,
    text: String,
) -> Result<Response, Fault> {
    let site = &visit.site;
    let chrome = visit.chrome();
    let mut read = site.db().read();
    let all = store::messages(&mut read, site.keys(), &report.id).await?;
    let review = store::review(&mut read, site.keys(), &report.id).await?;
    let content = contact::content(&mut read, site.keys(), &report.id).await?;
    let reach = content.as_ref().map_or(Reach::Nobody, |(c, _)| c.contact.reach());
    let reaches = match (How::by_hand(&report, reach), reach) {
        (Some(How::Safe), _) => "messages-held",
        (Some(How::Post), _) => "messages-post",
        (Some(_), _) => "messages-call",
        (None, Reach::Nobody) => "messages-nobody",
        (None, _) => "messages-tells",
    };
    let todos = todo::of(&mut read, &report.id).await?;
    let support = todos.iter().any(|t| t.how == How::Support);
    let to_do = todos.iter().filter(|t| t.how != How::Support);
    let to_do = to_do.map(|t| todo_words(&chrome.tongue, t)).collect();
    let page = MessagesPage {
        tabs: contact::tabs(&chrome, &report.id, contact::Tab::Messages),
        reaches: chrome.t(reaches).into_owned(),
        to_do,
        support,
        messages: all
            .into_iter()
            .map(|m| Said {
                id: m.id,
                by: if m.from_police {
                    m.by_name
                } else {
                    chrome.t("messages-person").into_owned()
                },
                when: chrome.tongue.day_time(m.at.timestamp()),
                machine_when: m.at.to_string(),
                text: m.words,
                sent: m.from_police,
            })
            .collect(),
        supervisor: visit.desk()?.role >= kernel::account::Role::Supervisor,
        chrome,
        report,
        problems,
        review,
        text,
    };
    let status = if page.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

/// "Call them: we decided. By the end of Monday".
fn todo_words(tongue: &Tongue, todo: &Todo) -> String {
    let how = tongue.t(&format!("todo-{}", todo.how.as_str())).into_owned();
    let what = tongue.t(&format!("todo-about-{}", todo.what)).into_owned();
    format!("{how} {what}")
}

/// Writes to the person; they are told by their own channel, in their hours, that there is a message.
async fn write(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (by, report) = seen(&visit, &id).await?;
    let words = posted.text("message").trim().to_owned();
    if words.is_empty() || words.chars().count() > 10_000 {
        let mut problems = Problems::default();
        problems.add("message", visit.tongue().t("message-needed"));
        return messages_page(&visit, report, problems, words).await;
    }
    let name = visit.desk()?.name.clone();
    let writer = Writer::Police {
        name: &name,
        actor: by.actor(),
    };
    let mut tx = visit.site.db().begin().await?;
    let message = store::write(&mut tx, &visit.site, &report.id, writer, &words, visit.now).await?;
    contact::was_read(&mut tx, &report.id).await?;
    jobs::tell(
        &mut tx,
        &visit.site,
        &report.id,
        News {
            key: &format!("message {message}"),
            what: "message",
            meets: &[],
            at: visit.now,
        },
        visit.now,
    )
    .await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/reports/{}/messages", report.id)))
}

async fn take_up(visit: Visit, Path(id): Path<String>, _posted: Posted) -> Result<Response, Fault> {
    let (by, report) = seen(&visit, &id).await?;
    let mut tx = visit.site.db().begin().await?;
    if store::acknowledge_review(&mut tx, &visit.site, &report.id, by.actor(), visit.now).await? {
        jobs::tell(
            &mut tx,
            &visit.site,
            &report.id,
            News {
                key: &format!("review {}", report.id),
                what: "news",
                meets: &[ClockKind::ReviewAcknowledge],
                at: visit.now,
            },
            visit.now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(see(&format!("/desk/reports/{}/messages", report.id)))
}

async fn decide(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (by, report) = seen(&visit, &id).await?;
    let tongue = visit.tongue();
    let answer = posted.text("answer").trim().to_owned();
    let decision = posted.text("decision");
    if !matches!(decision, "stands" | "changed") || answer.is_empty() {
        let mut problems = Problems::default();
        problems.add("answer", tongue.t("review-decide-needed"));
        return messages_page(&visit, report, problems, String::new()).await;
    }
    if store::was_decided_by(&mut visit.site.db().read(), &report, by.actor()).await? {
        return Err(Fault::Refused(tongue.t("review-not-yourself").into_owned()));
    }
    let name = visit.desk()?.name.clone();
    let verdict = Verdict {
        decision,
        answer: &answer,
        actor: by.actor(),
        name: &name,
    };
    let mut tx = visit.site.db().begin().await?;
    if store::decide_review(&mut tx, &visit.site, &report.id, verdict, visit.now).await? {
        if decision == "changed" {
            decide_again(&mut tx, &visit, &report, (by.actor(), &name)).await?;
        }
        jobs::tell(
            &mut tx,
            &visit.site,
            &report.id,
            News {
                key: &format!("review decided {}", report.id),
                what: "news",
                meets: &[ClockKind::ReviewAcknowledge, ClockKind::Review],
                at: visit.now,
            },
            visit.now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(see(&format!("/desk/reports/{}/messages", report.id)))
}

/// A review changed the decision: the report waits for a new one, and the person sees until when.
async fn decide_again(tx: &mut Tx, visit: &Visit, report: &Report, by: (&str, &str)) -> Result<(), Fault> {
    let (site, now) = (&visit.site, visit.now);
    contact::reopen(tx, site, &report.id, by, "", now).await?;
    let days = decision_days(report, &site.config().force);
    let clock = Clock {
        kind: ClockKind::Again,
        starts_at: now,
        due_at: site.days().after(now, days),
        met_at: None,
    };
    store::start(tx, &report.id, &clock).await?;
    Ok(())
}

/// The person was told by phone or post of all that waited; in the handler's words how it went.
async fn told(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    hand_done(visit, &id, posted.text("told-words"), false).await
}

/// A support service has the person's details; which one.
async fn support(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    hand_done(visit, &id, posted.text("support-words"), true).await
}

async fn hand_done(visit: Visit, id: &str, words: &str, support: bool) -> Result<Response, Fault> {
    let (by, report) = seen(&visit, id).await?;
    let words: String = words.trim().chars().take(1_000).collect();
    if words.is_empty() {
        let mut problems = Problems::default();
        let (field, key) = if support {
            ("support-words", "todo-support-needed")
        } else {
            ("told-words", "todo-told-needed")
        };
        problems.add(field, visit.tongue().t(key));
        return messages_page(&visit, report, problems, String::new()).await;
    }
    let mut tx = visit.site.db().begin().await?;
    if todo::done(&mut tx, &visit.site, &report.id, support, by.actor(), visit.now).await? {
        contact::person_told(&mut tx, &visit.site, &by, &report.id, &words, visit.now).await?;
    }
    tx.commit().await?;
    Ok(see(&format!("/desk/reports/{}/messages", report.id)))
}

struct DueLine {
    href: String,
    reference: String,
    kind: String,
    due: String,
    late: bool,
}

#[derive(askama::Template)]
#[template(path = "desk/clocks.html")]
struct ClocksPage {
    chrome: Chrome,
    due: Vec<DueLine>,
    to_do: Vec<DueLine>,
    kept_title: String,
    kept: Vec<(String, [i64; 4])>,
}

/// Lines of one list on the page, and how many are read at once: those of another team are left out, and must not stand
/// in the way of one's own.
const SHOWN: usize = 200;
const PORTION: u32 = 200;
/// Days over which the clocks are counted.
const KEPT_DAYS: i64 = 30;

/// Something of a report that is due by a moment.
trait Waits: Sized {
    /// The page of the report where it is seen to.
    const PAGE: &'static str;

    fn next(
        read: &mut impl Query,
        after: Option<&Self>,
        most: u32,
    ) -> impl Future<Output = Result<Vec<Self>, DbError>> + Send;

    fn report(&self) -> &ReportId;
    fn due_at(&self) -> Moment;
    fn words(&self, tongue: &Tongue) -> String;
}

impl Waits for Due {
    const PAGE: &'static str = "";

    async fn next(read: &mut impl Query, after: Option<&Self>, most: u32) -> Result<Vec<Self>, DbError> {
        store::due(read, after, most).await
    }

    fn report(&self) -> &ReportId {
        &self.report
    }

    fn due_at(&self) -> Moment {
        self.clock.due_at
    }

    fn words(&self, tongue: &Tongue) -> String {
        tongue
            .t(&format!("clock-{}", self.clock.kind.as_str()))
            .into_owned()
    }
}

impl Waits for Todo {
    const PAGE: &'static str = "/messages";

    async fn next(read: &mut impl Query, after: Option<&Self>, most: u32) -> Result<Vec<Self>, DbError> {
        todo::open(read, after, most).await
    }

    fn report(&self) -> &ReportId {
        &self.report
    }

    fn due_at(&self) -> Moment {
        self.due_at
    }

    fn words(&self, tongue: &Tongue) -> String {
        todo_words(tongue, self)
    }
}

/// What waits of the reports that someone may see, first due first.
async fn lines<W: Waits>(
    read: &mut impl Query,
    by: &Authority,
    tongue: &Tongue,
    now: Moment,
) -> Result<Vec<DueLine>, Fault> {
    let mut lines = Vec::new();
    let mut after = None;
    loop {
        let some = W::next(read, after.as_ref(), PORTION).await?;
        let reports = contact::visible(read, by, some.iter().map(W::report)).await?;
        for one in &some {
            let Some(report) = reports.get(one.report()) else {
                continue;
            };
            lines.push(DueLine {
                href: format!("/desk/reports/{}{}", report.id, W::PAGE),
                reference: report.reference.to_string(),
                kind: one.words(tongue),
                due: tongue.day_time(one.due_at().timestamp()),
                late: one.due_at() < now,
            });
        }
        after = some.into_iter().last();
        if after.is_none() || lines.len() >= SHOWN {
            lines.truncate(SHOWN);
            return Ok(lines);
        }
    }
}

async fn clocks(visit: Visit) -> Result<Response, Fault> {
    let by = Authority::of(visit.desk()?);
    let mut read = visit.site.db().read();
    let chrome = visit.chrome();
    let due = lines::<Due>(&mut read, &by, &chrome.tongue, visit.now).await?;
    let to_do = lines::<Todo>(&mut read, &by, &chrome.tongue, visit.now).await?;
    let kept = store::kept(&mut read, visit.now.plus_days(-KEPT_DAYS), visit.now).await?;
    let kept = kept
        .into_iter()
        .map(|(kind, counts)| (chrome.t(&format!("clock-{kind}")).into_owned(), counts))
        .collect();
    html(&ClocksPage {
        kept_title: chrome.t1("clocks-kept", "days", KEPT_DAYS),
        chrome,
        due,
        to_do,
        kept,
    })
}
