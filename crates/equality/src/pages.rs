//! What someone sees who has sent something and may say something of themselves.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use forms::{Answers, Open, Problem, Step};
use jiff::civil::Date;
use kernel::site::Subject;
use kernel::web::{Access, Fault, Posted, Routes, UrlQuery, Visit, html, html_with, see, set_cookie};
use page::Chrome;
use serde::Deserialize;

use crate::answer::{self, Draft};
use crate::quarter::Quarter;
use crate::questions::Questions;
use crate::store;

mod change;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/about-you", Access::Anyone, why)
        .post("/about-you", Access::Anyone, begin)
        .post("/about-you/send", Access::Anyone, send)
        .get("/about-you/sent", Access::Anyone, sent)
        .get("/about-you/change", Access::Anyone, change::form)
        .post("/about-you/change", Access::Anyone, change::take)
        .get("/about-you/delete", Access::Anyone, change::sure)
        .post("/about-you/delete", Access::Anyone, change::delete)
        .get("/about-you/deleted", Access::Anyone, change::deleted)
        .get("/about-you/{page}", Access::Anyone, question)
        .post("/about-you/{page}", Access::Anyone, question_take)
}

/// Where its pages are.
const BASE: &str = "/about-you";

/// Ends with the browser: nobody who comes to this browser later sees what was answered.
const COOKIE: &str = "bl_about";

/// So long the code can be read again after it was shown, in another language or when the page is loaded again.
const CODE_SECONDS: i64 = 600;

fn questions(visit: &Visit) -> Result<Arc<Questions>, Fault> {
    visit.site.part::<Questions>()
}

fn today(visit: &Visit) -> Date {
    visit.now.date(visit.site.days().zone())
}

fn subject(visit: &Visit, about: &str) -> Option<Subject> {
    visit.site.subject(about, visit.lang().code())
}

/// The layout, with the button that leaves at once where what was sent is sensitive.
fn chrome(visit: &Visit, about: &str) -> Chrome {
    visit.chrome_with_exit(subject(visit, about).is_some_and(|s| s.sensitive))
}

/// An address that says what was sent, so that its page has that button too.
fn with_about(path: &str, about: &str) -> String {
    format!("{path}?about={}", page::encode(about))
}

/// What this browser is in the middle of.
async fn draft_of(visit: &Visit, headers: &HeaderMap) -> Result<Option<Draft>, Fault> {
    let Some(token) = visit.cookie(headers, COOKIE) else {
        return Ok(None);
    };
    let keys = visit.site.keys();
    let hash = answer::token_hash(keys, token);
    Ok(store::draft(&mut visit.site.db().read(), keys, &hash).await?)
}

/// Begins in this browser; gives the token for its cookie.
async fn start(
    visit: &Visit,
    about: &str,
    answers: Answers,
    replaces: Option<String>,
) -> Result<String, Fault> {
    let (site, token) = (&visit.site, answer::new_token());
    let draft = Draft {
        token_hash: answer::token_hash(site.keys(), &token),
        about: about.to_owned(),
        answers,
        replaces,
    };
    let mut tx = site.db().begin().await?;
    store::begin(&mut tx, site.keys(), &draft, today(visit)).await?;
    tx.commit().await?;
    Ok(token)
}

#[derive(Deserialize)]
struct About {
    #[serde(default)]
    about: String,
}

#[derive(askama::Template)]
#[template(path = "pages/why.html")]
struct WhyPage {
    chrome: Chrome,
    subject: Subject,
    days: i64,
    how_many: i64,
}

async fn why(visit: Visit, UrlQuery(asked): UrlQuery<About>) -> Result<Response, Fault> {
    let subject = subject(&visit, &asked.about).ok_or(Fault::Missing)?;
    let questions = questions(&visit)?;
    // As many as someone answers whom nothing more is asked.
    let (_, how_many) = questions
        .definition()
        .progress("", &Answers::default(), today(&visit));
    html(&WhyPage {
        chrome: visit.chrome_with_exit(subject.sensitive),
        days: visit.site.config().force.draft_days,
        how_many: i64::try_from(how_many).unwrap_or(0),
        subject,
    })
}

/// Begins, or goes on with what was begun after the same kind of report.
async fn begin(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response, Fault> {
    let subject = subject(&visit, posted.text("about")).ok_or(Fault::Missing)?;
    let questions = questions(&visit)?;
    let definition = questions.definition();
    if let Some(draft) = draft_of(&visit, &headers).await?
        && draft.about == subject.name
        && draft.replaces.is_none()
    {
        return Ok(see(&address(&definition.resume(&draft.answers, today(&visit)))));
    }
    let token = start(&visit, &subject.name, Answers::default(), None).await?;
    let first = definition.resume(&Answers::default(), today(&visit));
    let mut answer = see(&address(&first));
    set_cookie(&mut answer, &visit.site, COOKIE, &token, -1);
    Ok(answer)
}

/// The address of a step of the form.
fn address(step: &Step) -> String {
    match step {
        Step::Next(path) | Step::Check(path) => format!("{BASE}{path}"),
        Step::Problems(_) => BASE.to_owned(),
    }
}

#[derive(askama::Template)]
#[template(path = "pages/gone.html")]
struct GonePage {
    chrome: Chrome,
    days: i64,
}

/// This browser is in the middle of nothing, or not any more.
fn gone(visit: &Visit) -> Result<Response, Fault> {
    html_with(
        StatusCode::NOT_FOUND,
        &GonePage {
            chrome: visit.chrome(),
            days: visit.site.config().force.draft_days,
        },
    )
}

#[derive(Deserialize)]
struct Where {
    #[serde(default)]
    change: String,
}

#[derive(askama::Template)]
#[template(path = "pages/question.html")]
struct QuestionPage {
    chrome: Chrome,
    title: String,
    has_problems: bool,
    summary: String,
    fragment: String,
    back: String,
    action: String,
    end: String,
    changing: bool,
    progress: String,
}

#[derive(askama::Template)]
#[template(path = "pages/check.html")]
struct CheckPage {
    chrome: Chrome,
    list: String,
    back: String,
    /// Nothing was answered: there is nothing to send.
    empty: bool,
    /// Answers that were sent before are being changed.
    replaces: bool,
}

async fn question(
    visit: Visit,
    Path(page): Path<String>,
    UrlQuery(at): UrlQuery<Where>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let questions = questions(&visit)?;
    let definition = questions.definition();
    let path = format!("/{page}");
    let summary = path == definition.summary_path();
    if !summary && definition.page(&path).is_none() {
        return Err(Fault::Missing);
    }
    let Some(draft) = draft_of(&visit, &headers).await? else {
        return gone(&visit);
    };
    if summary {
        return check(&visit, &questions, &draft);
    }
    match definition
        .open(&path, &draft.answers, today(&visit))
        .map_err(|_| Fault::Missing)?
    {
        Open::Instead(to) => Ok(see(&format!("{BASE}{to}"))),
        Open::Here => show(&visit, &questions, &path, &draft, None, &[], at.change == "yes"),
    }
}

fn show(
    visit: &Visit,
    questions: &Questions,
    path: &str,
    draft: &Draft,
    posted: Option<&[(String, String)]>,
    problems: &[Problem],
    changing: bool,
) -> Result<Response, Fault> {
    let (lang, today) = (visit.lang().code(), today(visit));
    let (definition, answers) = (questions.definition(), &draft.answers);
    let view = definition
        .view(path, answers, lang, today)
        .map_err(|_| Fault::Missing)?;
    let view = match posted {
        Some(posted) => view.with_posted(posted, problems),
        None => view,
    };
    let end = format!("{BASE}{}", definition.summary_path());
    let back = match definition.back(path, answers, today) {
        _ if changing => end.clone(),
        Some(before) => format!("{BASE}{}", before.path()),
        None => with_about(BASE, &draft.about),
    };
    let chrome = chrome(visit, &draft.about);
    let (done, all) = definition.progress(path, answers, today);
    let page = QuestionPage {
        title: view.title(),
        has_problems: !problems.is_empty(),
        summary: forms::html::error_summary(problems, lang),
        fragment: forms::html::fragment(&view),
        action: format!("{BASE}{path}"),
        progress: chrome.ta(
            "equality-progress",
            &[("done", (done + 1).into()), ("all", all.into())],
        ),
        chrome,
        back,
        end,
        changing,
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

fn check(visit: &Visit, questions: &Questions, draft: &Draft) -> Result<Response, Fault> {
    let definition = questions.definition();
    let (lang, today) = (visit.lang().code(), today(visit));
    let finished = match definition.finish(&draft.answers, lang, today) {
        Ok(finished) => finished,
        Err(unfinished) => return Ok(see(&format!("{BASE}{}", unfinished.page))),
    };
    let walk = definition.walk(&draft.answers, today);
    let last = walk
        .pages
        .iter()
        .rev()
        .find(|p| p.path() != definition.summary_path());
    html(&CheckPage {
        chrome: chrome(visit, &draft.about),
        list: forms::html::summary_list(&finished.rows, Some(BASE), "?change=yes", lang),
        back: last.map_or_else(|| BASE.to_owned(), |p| format!("{BASE}{}", p.path())),
        empty: finished.rows.iter().all(|r| r.value.is_null()),
        replaces: draft.replaces.is_some(),
    })
}

async fn question_take(
    visit: Visit,
    Path(page): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Fault> {
    let questions = questions(&visit)?;
    let definition = questions.definition();
    let path = format!("/{page}");
    if definition.page(&path).is_none() {
        return Err(Fault::Missing);
    }
    let Some(token) = visit.cookie(&headers, COOKIE) else {
        return gone(&visit);
    };
    let (site, today) = (&visit.site, today(&visit));
    let mut tx = site.db().begin().await?;
    let hash = answer::token_hash(site.keys(), token);
    let Some(mut draft) = store::hold(&mut tx, site.keys(), &hash, today).await? else {
        return gone(&visit);
    };
    match definition.open(&path, &draft.answers, today) {
        Ok(Open::Here) => {}
        Ok(Open::Instead(to)) => return Ok(see(&format!("{BASE}{to}"))),
        Err(_) => return Err(Fault::Missing),
    }
    let changing = posted.text("changing") == "yes";
    let fields = forms::Posted::fields(posted.fields());
    let lang = visit.lang().code();
    let step = definition
        .submit(&mut draft.answers, &path, fields, lang, today, changing)
        .map_err(|_| Fault::Missing)?;
    if let Step::Problems(problems) = &step {
        let fields = Some(posted.fields());
        return show(&visit, &questions, &path, &draft, fields, problems, changing);
    }
    store::save(&mut tx, site.keys(), &draft).await?;
    tx.commit().await?;
    Ok(see(&address(&step)))
}

/// Keeps the answers under a code, or in the place of those that they change. Pressed twice, it is done once and shown
/// twice.
async fn send(visit: Visit, headers: HeaderMap, _posted: Posted) -> Result<Response, Fault> {
    let Some(token) = visit.cookie(&headers, COOKIE) else {
        return gone(&visit);
    };
    let (site, today) = (&visit.site, today(&visit));
    let keys = site.keys();
    let questions = questions(&visit)?;
    let mut tx = site.db().begin().await?;
    let Some(draft) = store::take(&mut tx, keys, &answer::token_hash(keys, token)).await? else {
        return Ok(see("/about-you/sent"));
    };
    let mut answer = see(&with_about("/about-you/sent", &draft.about));
    // What is left here without a commit is as it was.
    let finished = match questions.definition().finish(&draft.answers, "en", today) {
        Ok(finished) => finished,
        Err(unfinished) => return Ok(see(&format!("{BASE}{}", unfinished.page))),
    };
    let answers = Answers::from_json(finished.answers).unwrap_or_default();
    if !answer::says_something(&answers) {
        return Ok(see(&format!("{BASE}{}", questions.definition().summary_path())));
    }
    match &draft.replaces {
        Some(code_hash) => {
            if !store::replace(&mut tx, keys, code_hash, &answers).await? {
                return gone(&visit);
            }
            set_cookie(&mut answer, site, COOKIE, "", 0);
        }
        None => {
            let code_hash = answer::code_hash(keys, &answer::code_of(keys, token));
            let quarter = Quarter::of(today);
            store::insert(
                &mut tx,
                keys,
                &code_hash,
                &draft.about,
                quarter,
                &answers,
                Some(today),
            )
            .await?;
            set_cookie(&mut answer, site, COOKIE, token, CODE_SECONDS);
        }
    }
    tx.commit().await?;
    Ok(answer)
}

#[derive(askama::Template)]
#[template(path = "pages/sent.html")]
struct SentPage {
    chrome: Chrome,
    /// Empty where there is none to show, or not any more.
    code: String,
}

async fn sent(visit: Visit, UrlQuery(asked): UrlQuery<About>, headers: HeaderMap) -> Result<Response, Fault> {
    let keys = visit.site.keys();
    let mut page = SentPage {
        chrome: chrome(&visit, &asked.about),
        code: String::new(),
    };
    if let Some(token) = visit.cookie(&headers, COOKIE) {
        let code = answer::code_of(keys, token);
        let hash = answer::code_hash(keys, &code);
        if let Some((about, _)) = store::by_code(&mut visit.site.db().read(), keys, &hash).await? {
            page.chrome = chrome(&visit, &about);
            page.code = code.to_string();
        }
    }
    html(&page)
}
