//! Answering a question, and choosing whether everyone may read the answer.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Chrome, Problems};

use super::form::{Form, HistoryLine, history_lines};
use super::{keeper, keeper_of_school, kept, ward_of};
use crate::keeper::Keeper;
use crate::letter::{self, News};
use crate::question::{NewAnswer, Question, QuestionId};
use crate::school::SchoolId;
use crate::store;
use crate::store::question::Opened;
use crate::ward::WardName;
use crate::written::{Written, Wrongs};

#[derive(askama::Template)]
#[template(path = "desk/question.html")]
struct QuestionPage {
    chrome: Chrome,
    ward: WardName,
    question: Question,
    opened: Opened,
    asked: String,
    clock: String,
    late: bool,
    answered: String,
    written: Written,
    problems: Problems,
    may_be_public: bool,
    choices: Vec<page::Choice>,
    history: Vec<HistoryLine>,
}

/// A question to this ward.
async fn found(visit: &Visit, ward: &WardName, id: &str) -> Result<Question, Fault> {
    let id = QuestionId::parse(id).ok_or(Fault::Missing)?;
    let found = store::question::find(&mut visit.site.db().read(), &id).await?;
    found.filter(|q| q.ward == ward.code).ok_or(Fault::Missing)
}

/// A question of a ward, for whoever keeps the ward; one of a school for whoever has that school too.
async fn kept_question(visit: &Visit, code: &str, id: &str) -> Result<(WardName, Keeper, Question), Fault> {
    let ward = ward_of(visit, code)?;
    if let Some(by) = keeper(visit, &ward.code).await? {
        let question = found(visit, &ward, id).await?;
        return Ok((ward, by, question));
    }
    let question = found(visit, &ward, id).await.map_err(|_| Fault::Forbidden)?;
    let school = question.school.as_deref().and_then(SchoolId::parse);
    let school = school.ok_or(Fault::Forbidden)?;
    let by = keeper_of_school(visit, &ward.code, &school).await?;
    Ok((ward, by.ok_or(Fault::Forbidden)?, question))
}

/// Only those who keep the ward open a question: it holds what a resident told in private.
pub async fn form(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let (ward, by, question) = kept_question(&visit, &code, &id).await?;
    let mut tx = visit.site.db().begin().await?;
    store::question::viewed(&mut tx, &visit.site, by.actor(), &question.id, visit.now).await?;
    tx.commit().await?;
    show(&visit, ward, question, Written::default(), Wrongs::default()).await
}

/// How a clock stands, in words.
pub fn clock(chrome: &Chrome, visit: &Visit, question: &Question) -> String {
    let tongue = &chrome.tongue;
    let (due, now) = (question.due_at.timestamp(), visit.now.timestamp());
    match question.answered_at {
        Some(at) => tongue.t1(
            "clock-answered",
            "span",
            tongue.span(at.seconds_since(question.asked_at)),
        ),
        None if question.is_missed(visit.now) => tongue.t1("clock-late", "ago", tongue.ago(due, now)),
        None => tongue.t1("clock-left", "within", tongue.within(due, now)),
    }
}

async fn show(
    visit: &Visit,
    ward: WardName,
    question: Question,
    written: Written,
    wrong: Wrongs,
) -> Result<Response, Fault> {
    let site = &visit.site;
    let chrome = visit.chrome();
    let opened = store::question::open(site.keys(), &question)?;
    let history = store::history::of_thing(&mut site.db().read(), question.id.as_str(), 20).await?;
    let may_be_public = question.school.is_none();
    let choices = ["yes", "no"]
        .into_iter()
        .map(|v| {
            page::Choice::new(v, chrome.t(&format!("answer-publish-{v}")).into_owned())
                .checked(written.of("publish") == v)
        })
        .collect();
    let page = QuestionPage {
        asked: chrome.tongue.day_time(question.asked_at.timestamp()),
        clock: clock(&chrome, visit, &question),
        late: question.is_missed(visit.now),
        answered: question
            .answered_at
            .map(|at| chrome.tongue.day_time(at.timestamp()))
            .unwrap_or_default(),
        problems: wrong.problems(&chrome.tongue),
        history: history_lines(&chrome, visit, history),
        chrome,
        ward,
        question,
        opened,
        written,
        may_be_public,
        choices,
    };
    let status = Form {
        problems: page.problems.clone(),
        ..Form::default()
    }
    .status();
    html_with(status, &page)
}

pub async fn take(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by, question) = kept_question(&visit, &code, &id).await?;
    let written = Written::posted(&posted);
    let (site, now) = (&visit.site, visit.now);
    let opened = store::question::open(site.keys(), &question)?;
    let parsed = NewAnswer::parse(&written, question.school.is_none());
    // How the team and its officers are reached is on the same page.
    let mut read = site.db().read();
    let team = store::team::find(&mut read, &ward.code).await?;
    let members = store::officer::team(&mut read, &ward.code, now.date(site.days().zone())).await?;
    let mut known: Vec<&str> = vec![&site.config().force.phone];
    known.extend(
        team.iter()
            .flat_map(|t| [t.facts.email(), t.facts.phone(), &t.facts.base_words]),
    );
    known.extend(
        members
            .iter()
            .flat_map(|m| [m.officer.facts.email(), m.officer.facts.phone()]),
    );
    let new = match parsed.and_then(|new| new.hides(&opened.content, &known).map(|()| new)) {
        Ok(new) => new,
        Err(wrong) => return show(&visit, ward, question, written, wrong).await,
    };
    let mut tx = site.db().begin().await?;
    if !store::question::answer(&mut tx, site, &by, &question.id, &new, now).await? {
        return Err(Fault::Refused(visit.tongue().t("answer-before").into_owned()));
    }
    let news = News::Answered(&new.answer);
    letter::tell(
        &mut tx,
        site,
        &question.id,
        &question.lang,
        &opened.content,
        &ward.name,
        opened.page().as_deref(),
        news,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(see(&format!("{}#questions", ward.desk())))
}

pub async fn unpublish(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let question = found(&visit, &ward, &id).await?;
    let mut tx = visit.site.db().begin().await?;
    store::question::unpublish(&mut tx, &visit.site, &by, &question.id, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("{}/questions/{}", ward.desk(), question.id)))
}
