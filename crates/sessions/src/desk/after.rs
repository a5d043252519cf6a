//! What came of a session: how many came, what they said, what was done, what follows.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Chrome, Problems};

use super::{kept, stale};
use crate::pages::gazetteer;
use crate::plan;
use crate::session::{After, Session, Topic};
use crate::store::{self, Changed};
use crate::view::Said;

/// Topics on the page; there is always room for more than were written before.
const ROWS: usize = 4;
const MOST: usize = 20;
const LONGEST: usize = 1_000;

/// What was typed.
#[derive(Debug, Clone, Default)]
struct Form {
    attendance: String,
    topics: Vec<Topic>,
    follow_up: String,
    day: String,
    month: String,
    year: String,
}

impl Form {
    fn of(posted: &Posted) -> Self {
        let text = |name: &str| posted.text(name).trim().to_owned();
        let topics = (1..=MOST).map(|n| Topic {
            said: text(&format!("said-{n}")),
            did: text(&format!("did-{n}")),
        });
        Self {
            attendance: text("attendance"),
            topics: topics.collect(),
            follow_up: text("follow-up"),
            day: text("follow-up-on__day"),
            month: text("follow-up-on__month"),
            year: text("follow-up-on__year"),
        }
    }

    fn like(after: &After) -> Self {
        let on = after.follow_up_on;
        let part = |of: &dyn Fn(jiff::civil::Date) -> String| on.map_or_else(String::new, of);
        Self {
            attendance: after.attendance.to_string(),
            topics: after.topics.clone(),
            follow_up: after.follow_up.clone(),
            day: part(&|d| d.day().to_string()),
            month: part(&|d| d.month().to_string()),
            year: part(&|d| d.year().to_string()),
        }
    }

    /// `before` is the day that was written down earlier: it may have come since, another one may not.
    fn parse(&self, today: Date, before: Option<Date>, wrong: &mut impl FnMut(&str, &str)) -> Option<After> {
        let attendance = self
            .attendance
            .parse::<i64>()
            .ok()
            .filter(|n| (0..=100_000).contains(n));
        if attendance.is_none() {
            wrong("attendance", "after-problem-attendance");
        }
        let mut fine = true;
        for (n, topic) in self.topics.iter().enumerate() {
            let long = topic.said.chars().count() > LONGEST || topic.did.chars().count() > LONGEST;
            // What was done without what was said cannot be understood.
            if long || (topic.said.is_empty() && !topic.did.is_empty()) {
                let key = if long {
                    "after-problem-long"
                } else {
                    "after-problem-said"
                };
                wrong(&format!("said-{}", n + 1), key);
                fine = false;
            }
        }
        if self.follow_up.chars().count() > LONGEST {
            wrong("follow-up", "after-problem-long");
            fine = false;
        }
        let dated = ![&self.day, &self.month, &self.year].iter().all(|p| p.is_empty());
        let on = plan::date(&self.day, &self.month, &self.year);
        if dated && on.is_none() {
            wrong("follow-up-on", "after-problem-date");
            fine = false;
        }
        if on.is_some_and(|day| day < today) && on != before {
            wrong("follow-up-on", "after-problem-past");
            fine = false;
        }
        let topics = self.topics.iter().filter(|t| !t.said.is_empty());
        fine.then_some(After {
            attendance: attendance?,
            topics: topics.cloned().collect(),
            follow_up: self.follow_up.clone(),
            follow_up_on: on,
        })
    }
}

#[derive(askama::Template)]
#[template(path = "desk/after.html")]
struct AfterPage {
    chrome: Chrome,
    problems: Problems,
    id: String,
    version: i64,
    title: String,
    form: Form,
    rows: Vec<(usize, Topic)>,
}

fn after_page(visit: &Visit, session: &Session, form: Form, problems: Problems) -> Result<Response, Fault> {
    let gazetteer = gazetteer(visit)?;
    let chrome = visit.chrome();
    let said = Said {
        session,
        areas: gazetteer.areas(),
        tongue: &chrome.tongue,
    };
    let written = form
        .topics
        .iter()
        .rposition(|t| !t.said.is_empty() || !t.did.is_empty())
        .map_or(0, |at| at + 1);
    let many = (written + 2).clamp(ROWS, MOST);
    let rows = (0..many).map(|n| (n + 1, form.topics.get(n).cloned().unwrap_or_default()));
    let page = AfterPage {
        id: session.id.to_string(),
        version: session.version,
        title: format!("{}, {}", said.title(), said.when()),
        rows: rows.collect(),
        form,
        problems,
        chrome,
    };
    let status = if page.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

fn has_begun(session: &Session, visit: &Visit) -> bool {
    !session.is_cancelled() && session.starts_at <= visit.now
}

pub(crate) async fn form(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let (session, _) = kept(&visit, &id).await?;
    if !has_begun(&session, &visit) {
        return Err(stale(&visit));
    }
    let form = session.after.as_ref().map(Form::like).unwrap_or_default();
    after_page(&visit, &session, form, Problems::default())
}

pub(crate) async fn take(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (session, keeping) = kept(&visit, &id).await?;
    if !has_begun(&session, &visit) || posted.text("version") != session.version.to_string() {
        return Err(stale(&visit));
    }
    let form = Form::of(&posted);
    let tongue = visit.tongue();
    let mut problems = Problems::default();
    let today = visit.now.date(visit.site.days().zone());
    let before = session.after.as_ref().and_then(|a| a.follow_up_on);
    let after = form.parse(today, before, &mut |field, key| {
        problems.add(field, tongue.t(key))
    });
    let Some(after) = after else {
        return after_page(&visit, &session, form, problems);
    };
    let site = &visit.site;
    let mut tx = site.db().begin().await?;
    match store::note_after(&mut tx, site, &keeping, &session, &after, visit.now).await? {
        Changed::Done(_) => tx.commit().await?,
        Changed::Stale => return Err(stale(&visit)),
    }
    Ok(see(&format!("/desk/sessions/{}", session.id)))
}
