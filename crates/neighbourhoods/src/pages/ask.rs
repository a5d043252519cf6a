//! Asking a ward's team, following the question, complaining when the clock was missed.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::account;
use kernel::web::{Fault, Posted, UrlQuery, Visit, html_with, see};
use page::{Chrome, Problems};
use serde::Deserialize;

use super::{ended, pace, ward_of};
use crate::group::GroupId;
use crate::letter::{self, News};
use crate::question::{HOURS, LONGEST, NewQuestion};
use crate::store;
use crate::store::question::{self, Of, To};
use crate::ward::{WardName, ground};
use crate::written::Written;

/// Questions that one address may ask in a day, and tries to open a page.
const MOST_A_DAY: i64 = 20;

#[derive(askama::Template)]
#[template(path = "pages/ask.html")]
struct AskPage {
    chrome: Chrome,
    ward: WardName,
    pace: String,
    hours: i64,
    written: Written,
    problems: Problems,
    danger: bool,
}

#[derive(Deserialize)]
pub struct Asked {
    /// A group that someone asks to join: the question is written for them.
    #[serde(default)]
    group: String,
}

/// The question of someone who wants to join a group that has a say in this ward; nothing for any other.
async fn joining(visit: &Visit, ward: &WardName, group: &str) -> Result<Written, Fault> {
    let Some(id) = GroupId::parse(group) else {
        return Ok(Written::default());
    };
    let found = store::group::find(&mut visit.site.db().read(), &id).await?;
    let found = found.filter(|g| g.ended_on.is_none() && (g.area() == ward.code || g.area() == ward.borough));
    Ok(found.map_or_else(Written::default, |g| {
        let words = visit.tongue().t1("ask-to-join", "group", g.facts.name.as_str());
        Written::default().with("question", words)
    }))
}

pub async fn form(
    visit: Visit,
    Path(code): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let ward = match ward_of(&visit, &code) {
        Err(Fault::Missing) => return ended::page(&visit, &code, "/ask"),
        found => found?,
    };
    let written = joining(&visit, &ward, &asked.group).await?;
    page(&visit, ward, written, Problems::default(), false).await
}

async fn page(
    visit: &Visit,
    ward: WardName,
    written: Written,
    problems: Problems,
    danger: bool,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let pace = pace::said(&chrome.tongue, pace::of(visit, Of::Ward(&ward.code)).await?);
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        &AskPage {
            chrome,
            ward,
            pace,
            hours: HOURS,
            written,
            problems,
            danger,
        },
    )
}

pub async fn take(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let ward = match ward_of(&visit, &code) {
        Err(Fault::Missing) => return ended::page(&visit, &code, "/ask"),
        found => found?,
    };
    let written = Written::posted(&posted);
    let new = match NewQuestion::parse(&written) {
        Ok(new) => new,
        Err(wrong) => {
            let problems = wrong.problems(&visit.tongue());
            return page(&visit, ward, written, problems, false).await;
        }
    };
    if written.of("sure") != "yes" && visit.site.is_danger(&new.content().words) {
        let mut problems = Problems::default();
        problems.add("question", visit.tongue().t("danger-problem"));
        return page(&visit, ward, written, problems, true).await;
    }
    let (site, now) = (&visit.site, visit.now);
    if !account::may_try(site, "ask", &visit.ip(), MOST_A_DAY, 86_400, now).await? {
        let mut problems = Problems::default();
        problems.add("question", visit.tongue().t("ask-too-often"));
        return page(&visit, ward, written, problems, false).await;
    }
    let lang = visit.lang().code();
    let to = To {
        ward: &ward.code,
        borough: &ward.borough,
        school: None,
        lang,
    };
    let mut tx = site.db().begin().await?;
    let (id, token) = question::ask(&mut tx, site, &new, to, now).await?;
    let own = format!("/question/{token}");
    let content = new.content();
    letter::tell(
        &mut tx,
        site,
        &id,
        lang,
        content,
        &ward.name,
        Some(&own),
        News::Received,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(see(&own))
}

#[derive(askama::Template)]
#[template(path = "pages/question.html")]
struct QuestionPage {
    chrome: Chrome,
    token: String,
    ward: Option<WardName>,
    opened: question::Opened,
    asked: String,
    clock: String,
    missed: bool,
    answered: String,
    may_complain: bool,
    complained: String,
    typed: String,
    problems: Problems,
    fresh: bool,
    email: bool,
}

pub async fn own(visit: Visit, Path(token): Path<String>) -> Result<Response, Fault> {
    show(&visit, &token, String::new(), Problems::default()).await
}

async fn show(visit: &Visit, token: &str, typed: String, problems: Problems) -> Result<Response, Fault> {
    let (site, now) = (&visit.site, visit.now);
    let one = question::by_token(&mut site.db().read(), token)
        .await?
        .ok_or(Fault::Missing)?;
    let opened = question::open(site.keys(), &one)?;
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let when = |m: kernel::Moment| tongue.day_time(m.timestamp());
    let missed = one.is_missed(now);
    let clock = match one.answered_at {
        Some(_) => String::new(),
        None if missed => tongue.ta(
            "question-missed",
            &[
                ("due", when(one.due_at).as_str().into()),
                (
                    "ago",
                    tongue
                        .ago(one.due_at.timestamp(), now.timestamp())
                        .as_str()
                        .into(),
                ),
            ],
        ),
        None => tongue.ta(
            "question-due",
            &[
                ("due", when(one.due_at).as_str().into()),
                (
                    "within",
                    tongue
                        .within(one.due_at.timestamp(), now.timestamp())
                        .as_str()
                        .into(),
                ),
            ],
        ),
    };
    let ground = ground(site)?;
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = QuestionPage {
        token: token.to_owned(),
        ward: WardName::find(ground.areas(), &one.ward, visit.lang()),
        asked: when(one.asked_at),
        clock,
        missed,
        answered: one.answered_at.map(when).unwrap_or_default(),
        may_complain: one.may_complain(now),
        complained: one.complained_at.map(when).unwrap_or_default(),
        typed,
        problems,
        fresh: now.seconds_since(one.asked_at) < 600,
        email: !opened.content.email.is_empty(),
        opened,
        chrome,
    };
    let mut answer = html_with(status, &page)?;
    // The address is the key: no page that it leads to is told of it.
    answer.headers_mut().insert(
        axum::http::header::REFERRER_POLICY,
        axum::http::HeaderValue::from_static("no-referrer"),
    );
    Ok(answer)
}

pub async fn complain(visit: Visit, Path(token): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (site, now) = (&visit.site, visit.now);
    let one = question::by_token(&mut site.db().read(), &token)
        .await?
        .ok_or(Fault::Missing)?;
    let words = posted.text("complaint").trim().to_owned();
    if words.chars().count() > LONGEST {
        let mut problems = Problems::default();
        problems.add(
            "complaint",
            visit.tongue().t1("written-too-long", "most", LONGEST),
        );
        return show(&visit, &token, words, problems).await;
    }
    let mut tx = site.db().begin().await?;
    let done = question::complain(&mut tx, site, &one, &words, now).await?;
    tx.commit().await?;
    if !done && one.complained_at.is_none() {
        return Err(Fault::Refused(visit.tongue().t("complain-not-yet").into_owned()));
    }
    Ok(see(&format!("/question/{token}")))
}
