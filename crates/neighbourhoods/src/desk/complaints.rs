//! The inspector's list: people who complained that a question was not answered in time.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Chrome, Problems};

use super::question::clock;
use crate::keeper::Keeper;
use crate::letter::{self, News};
use crate::question::QuestionId;
use crate::store;
use crate::ward::{WardName, ground};

struct Waiting {
    id: String,
    href: String,
    place: String,
    question: String,
    complaint: String,
    since: String,
    clock: String,
    typed: String,
    error: String,
}

#[derive(askama::Template)]
#[template(path = "desk/complaints.html")]
struct ComplaintsPage {
    chrome: Chrome,
    problems: Problems,
    waiting: Vec<Waiting>,
}

pub async fn list(visit: Visit) -> Result<Response, Fault> {
    show(&visit, None).await
}

/// `wrong`: the complaint whose reply was not taken, and what was typed.
async fn show(visit: &Visit, wrong: Option<(&QuestionId, &str)>) -> Result<Response, Fault> {
    let site = &visit.site;
    let chrome = visit.chrome();
    let ground = ground(site)?;
    let mut problems = Problems::default();
    let mut waiting = Vec::new();
    let all = store::question::complaints(&mut site.db().read()).await?;
    let actor = visit.desk()?.actor();
    let mut tx = site.db().begin().await?;
    for one in all {
        store::question::viewed(&mut tx, site, &actor, &one.id, visit.now).await?;
        let opened = store::question::open(site.keys(), &one)?;
        let ward = WardName::find(ground.areas(), &one.ward, visit.lang());
        let mine = wrong.filter(|(id, _)| **id == one.id);
        let error = mine
            .map(|_| chrome.t("complaint-no-reply").into_owned())
            .unwrap_or_default();
        if mine.is_some() {
            problems.add(format!("reply-{}", one.id), &error);
        }
        waiting.push(Waiting {
            href: format!("/desk/wards/{}/questions/{}", one.ward, one.id),
            place: ward.map_or_else(|| one.ward.clone(), |w| format!("{}, {}", w.name, w.borough_name)),
            question: opened.content.words,
            complaint: opened.complaint,
            since: one
                .complained_at
                .map(|at| chrome.tongue.day_time(at.timestamp()))
                .unwrap_or_default(),
            clock: clock(&chrome, visit, &one),
            typed: mine.map(|(_, t)| t.to_owned()).unwrap_or_default(),
            error,
            id: one.id.as_str().to_owned(),
        });
    }
    tx.commit().await?;
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        &ComplaintsPage {
            chrome,
            problems,
            waiting,
        },
    )
}

pub async fn reply(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = QuestionId::parse(&id).ok_or(Fault::Missing)?;
    let (site, now) = (&visit.site, visit.now);
    let question = store::question::find(&mut site.db().read(), &id)
        .await?
        .ok_or(Fault::Missing)?;
    let by = Keeper::of(visit.desk()?, &question.ward).ok_or(Fault::Forbidden)?;
    let words = posted.text(&format!("reply-{id}")).trim().to_owned();
    if words.is_empty() || words.chars().count() > 5_000 {
        return show(&visit, Some((&id, &words))).await;
    }
    let opened = store::question::open(site.keys(), &question)?;
    let ground = ground(site)?;
    let name = WardName::find(ground.areas(), &question.ward, visit.lang())
        .map_or_else(|| question.ward.clone(), |w| w.name);
    let mut tx = site.db().begin().await?;
    if store::question::reply(&mut tx, site, &by, &id, &words, now).await? {
        let news = News::Replied(&words);
        letter::tell(
            &mut tx,
            site,
            &id,
            &question.lang,
            &opened.content,
            &name,
            opened.page().as_deref(),
            news,
            now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(see("/desk/wards/complaints"))
}
