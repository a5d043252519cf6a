//! What a person sees who wants to tell us something.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use forms::{Answers, Open, PageKind, Problem, Step as FormStep};
use jiff::civil::Date;
use kernel::web::{
    Access, Fault, Posted, Routes, UrlQuery, Visit, WITH_FILES, html, html_with, see, set_cookie, with_map,
};
use page::{Chrome, MapView, Problems};
use serde::Deserialize;
use std::sync::Arc;

use crate::book::{Book, Flow, Hit, Matter};
use crate::draft::{self, Draft};
use crate::helped::help;
use crate::{send, store};

mod files;
mod leave;
mod place;
mod save;
mod sense;
mod sent;

use files::{erase_unused, forget_file, hand_over, take_files};
use leave::leave;
pub(crate) use leave::put_away;
use place::{by_way_of, which_place, which_place_take};
use save::{return_form, return_take, save, save_take};
use sent::{sent, sent_code};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/", Access::Anyone, start)
        .get("/emergency", Access::Anyone, emergency)
        .get("/leave", Access::Anyone, leave)
        .get("/report", Access::Anyone, choose)
        .get("/report/not-ours/{matter}", Access::Anyone, not_ours)
        .get("/report/not-ours/{matter}/go", Access::Anyone, not_ours_go)
        .get("/report/return", Access::Anyone, return_form)
        .post("/report/return", Access::Anyone, return_take)
        .get("/report/{flow}", Access::Anyone, safety)
        .post("/report/{flow}", Access::Anyone, safety_take)
        .get("/report/{flow}/sent", Access::Anyone, sent)
        .post("/report/{flow}/sent", Access::Anyone, sent_code)
        .get("/report/{flow}/warning", Access::Anyone, warning)
        .get("/report/{flow}/which-place", Access::Anyone, which_place)
        .post("/report/{flow}/which-place", Access::Anyone, which_place_take)
        .get("/report/{flow}/save", Access::Anyone, save)
        .post("/report/{flow}/save", Access::Anyone, save_take)
        .post("/report/{flow}/send", Access::Anyone, send_report)
        .get("/report/{flow}/{page}", Access::Anyone, question)
        .post_files("/report/{flow}/{page}", Access::Anyone, WITH_FILES, question_take)
}

fn book(visit: &Visit) -> Result<Arc<Book>, Fault> {
    visit.site.part::<Book>()
}

fn today(visit: &Visit) -> Date {
    visit.now.date(visit.site.days().zone())
}

/// Which form this is in which browser: one cookie for each flow, so that two reports do not meet. Its name does not
/// say what the report is about.
pub(crate) fn cookie_name(flow: &str) -> String {
    let hash = kernel::seal::hex(&kernel::seal::sha256(&[b"flow ", flow.as_bytes()]));
    format!("bl_d_{}", hash.get(..8).unwrap_or_default())
}

/// The cookie of someone who answered whether anyone is in danger, and has written nothing yet. The token of a draft
/// is made when there is something to keep: nobody gets to choose it beforehand.
const BEGUN: &str = "begun";

/// Whether this browser may go on with the form: it has a draft, or has just answered the first question.
fn is_begun(visit: &Visit, headers: &HeaderMap, flow: &Flow, draft: Option<&Draft>) -> bool {
    draft.is_some() || visit.cookie(headers, &cookie_name(&flow.name)) == Some(BEGUN)
}

async fn draft_of(visit: &Visit, headers: &HeaderMap, flow: &Flow) -> Result<Option<Draft>, Fault> {
    match visit.cookie(headers, &cookie_name(&flow.name)) {
        Some(token) => stored(visit, flow, token).await,
        None => Ok(None),
    }
}

async fn stored(visit: &Visit, flow: &Flow, token: &str) -> Result<Option<Draft>, Fault> {
    let hash = draft::token_hash(token);
    let found = store::by_token(&mut visit.site.db().read(), visit.site.keys(), &hash).await?;
    Ok(found.filter(|d| d.flow == flow.name))
}

fn keep_cookie(visit: &Visit, answer: &mut Response, flow: &Flow, token: &str) {
    let days = visit.site.config().force.draft_days;
    let seconds = if flow.sensitive { -1 } else { days * 86_400 };
    set_cookie(answer, &visit.site, &cookie_name(&flow.name), token, seconds);
}

#[derive(askama::Template)]
#[template(path = "pages/start.html")]
struct StartPage {
    chrome: Chrome,
    ways: Vec<Entry>,
    demo: bool,
}

/// A way into another feature, in words.
struct Entry {
    key: &'static str,
    href: &'static str,
    picture: &'static str,
    asks: Option<&'static str>,
    title: String,
    text: String,
    link: String,
}

async fn start(visit: Visit) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let said = |key: &str, part: &str| tongue.t(&format!("{key}-start-{part}")).into_owned();
    let ways = visit.site.start().iter().map(|way| Entry {
        key: way.key,
        href: way.href,
        picture: way.picture,
        asks: way.asks,
        title: said(way.key, "title"),
        text: said(way.key, "text"),
        link: said(way.key, "link"),
    });
    html(&StartPage {
        ways: ways.collect(),
        chrome: visit.chrome(),
        demo: visit.site.config().demo,
    })
}

#[derive(Deserialize)]
struct Way {
    #[serde(default)]
    to: String,
}

#[derive(askama::Template)]
#[template(path = "pages/emergency.html")]
struct EmergencyPage {
    chrome: Chrome,
    /// Where "nobody is in danger any more" leads; empty from the header's link.
    on: String,
}

async fn emergency(visit: Visit, UrlQuery(way): UrlQuery<Way>) -> Result<Response, Fault> {
    let on = if way.to.starts_with("/report/") && !way.to.contains("//") {
        way.to
    } else {
        String::new()
    };
    html(&EmergencyPage {
        chrome: visit.chrome(),
        on,
    })
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

struct Listed<'b> {
    href: String,
    title: String,
    summary: String,
    ours: bool,
    picture: &'b str,
}

struct Group<'b> {
    title: String,
    items: Vec<Listed<'b>>,
}

#[derive(askama::Template)]
#[template(path = "pages/choose.html")]
struct ChoosePage<'b> {
    chrome: Chrome,
    /// The page of what someone of the force helps at; empty for everyone else.
    helping: String,
    q: String,
    /// The words speak of danger: 999 first.
    danger: bool,
    suicide: bool,
    asked: bool,
    found: Vec<Listed<'b>>,
    groups: Vec<Group<'b>>,
}

fn listed<'b>(hit: Hit<'b>, lang: &str) -> Listed<'b> {
    match hit {
        Hit::Flow(flow) => Listed {
            href: format!("/report/{}", flow.name),
            title: flow.title(lang),
            summary: flow.summary(lang).to_owned(),
            ours: true,
            picture: flow.picture(),
        },
        Hit::Matter(matter) => Listed {
            href: format!("/report/not-ours/{}", matter.id),
            title: matter.name.of(lang).to_owned(),
            summary: matter.body.of(lang).to_owned(),
            ours: false,
            picture: &matter.picture,
        },
    }
}

async fn choose(
    visit: Visit,
    UrlQuery(asked): UrlQuery<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let chrome = visit.chrome();
    let lang = visit.lang().code();
    let q = asked.q.trim().to_owned();
    let found = if q.is_empty() { Vec::new() } else { book.search(&q) };
    let found = found.into_iter().map(|hit| listed(hit, lang)).collect();
    let groups = ["crime", "antisocial", "traffic", "property", "worry", "other"]
        .iter()
        .map(|name| Group {
            title: chrome.t(&format!("group-{name}")).into_owned(),
            items: book
                .flows()
                .iter()
                .filter(|f| f.group == *name)
                .map(|f| listed(Hit::Flow(f), lang))
                .collect(),
        });
    let mut groups: Vec<Group<'_>> = groups.filter(|g| !g.items.is_empty()).collect();
    groups.push(Group {
        title: chrome.t("group-not-ours").into_owned(),
        items: book
            .matters()
            .iter()
            .map(|m| listed(Hit::Matter(m), lang))
            .collect(),
    });
    let urgency = book.urgency_of("something-else", &q);
    html(&ChoosePage {
        danger: urgency.danger,
        suicide: urgency.kinds.iter().any(|k| k == "suicide"),
        helping: help(&visit, &headers).map_or_else(String::new, |h| h.origin.page()),
        asked: !q.is_empty(),
        chrome,
        q,
        found,
        groups,
    })
}

#[derive(askama::Template)]
#[template(path = "pages/not_ours.html")]
struct NotOursPage<'b> {
    chrome: Chrome,
    matter: &'b Matter,
    lang: &'static str,
    tell: String,
}

async fn not_ours(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let matter = book.matter(&id).ok_or(Fault::Missing)?;
    store::shown(visit.site.db(), &matter.id, &today(&visit).to_string()).await;
    let flow = matter
        .tell_flow
        .as_deref()
        .and_then(|f| book.flow(f))
        .map_or("something-else", |f| f.name.as_str());
    let tell = format!("/report/{flow}?from={}", matter.id);
    html(&NotOursPage {
        chrome: visit.chrome(),
        matter,
        lang: visit.lang().code(),
        tell,
    })
}

async fn not_ours_go(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let matter = book.matter(&id).ok_or(Fault::Missing)?;
    let link = matter
        .link
        .as_deref()
        .filter(|l| l.starts_with("https://"))
        .ok_or(Fault::Missing)?;
    store::went(visit.site.db(), &matter.id, &today(&visit).to_string()).await;
    Ok(see(link))
}

#[derive(Deserialize)]
struct From {
    #[serde(default)]
    from: String,
}

#[derive(askama::Template)]
#[template(path = "pages/safety.html")]
struct SafetyPage {
    chrome: Chrome,
    problems: Problems,
    title: String,
    action: String,
    from: String,
    /// Where an unfinished report of this kind goes on.
    unfinished: String,
}

async fn safety_page(
    visit: &Visit,
    flow: &Flow,
    draft: Option<&Draft>,
    from: &str,
    problems: Problems,
) -> Result<Response, Fault> {
    // Whoever else uses this browser is not told that someone wrote about a sensitive matter.
    let draft = draft.filter(|d| !flow.sensitive && d.report.is_none() && !d.answers.is_empty());
    let unfinished = match draft {
        Some(d) => address(flow, &flow.definition.resume(&d.answers, today(visit))),
        None => String::new(),
    };
    let page = SafetyPage {
        chrome: visit.chrome_with_exit(flow.sensitive),
        title: flow.title(visit.lang().code()),
        action: format!("/report/{}", flow.name),
        from: from.to_owned(),
        unfinished,
        problems,
    };
    let status = if page.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

async fn safety(
    visit: Visit,
    Path(name): Path<String>,
    UrlQuery(from): UrlQuery<From>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let draft = draft_of(&visit, &headers, flow).await?;
    safety_page(&visit, flow, draft.as_ref(), &from.from, Problems::default()).await
}

/// The answer is not kept: it only leads on or to the page that says how to get help at once.
async fn safety_take(
    visit: Visit,
    Path(name): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let first = format!("/report/{}{}", flow.name, flow.definition.first_page().path());
    match posted.text("danger") {
        "yes" => return Ok(see(&format!("/emergency?to={}", page::encode(&first)))),
        "no" => {}
        _ => {
            let mut problems = Problems::default();
            problems.add("danger", visit.tongue().t("safety-choose"));
            let draft = draft_of(&visit, &headers, flow).await?;
            return safety_page(&visit, flow, draft.as_ref(), posted.text("from"), problems).await;
        }
    }
    if let Some(matter) = book.matter(posted.text("from")) {
        store::told(visit.site.db(), &matter.id, &today(&visit).to_string()).await;
    }
    let mut answer = see(&first);
    // A new beginning: what was sent, or is to be left, is not in the way.
    keep_cookie(&visit, &mut answer, flow, BEGUN);
    Ok(answer)
}

/// The address of a step of a form.
fn address(flow: &Flow, step: &FormStep) -> String {
    match step {
        FormStep::Next(path) | FormStep::Check(path) => format!("/report/{}{path}", flow.name),
        FormStep::Problems(_) => format!("/report/{}", flow.name),
    }
}

#[derive(Deserialize)]
struct Where {
    #[serde(default)]
    change: String,
    item: Option<String>,
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
    save: String,
    files: bool,
    changing: bool,
    progress: String,
    /// Where it happened can be pressed on a map too.
    map: Option<MapView>,
}

#[derive(askama::Template)]
#[template(path = "pages/check.html")]
struct CheckPage {
    chrome: Chrome,
    list: String,
    back: String,
    send: String,
    save: String,
    declaration: String,
}

async fn question(
    visit: Visit,
    Path((name, page)): Path<(String, String)>,
    UrlQuery(at): UrlQuery<Where>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let draft = draft_of(&visit, &headers, flow).await?;
    if draft.as_ref().is_some_and(|d| d.report.is_some()) {
        return Ok(see(&format!("/report/{}/sent", flow.name)));
    }
    if !is_begun(&visit, &headers, flow, draft.as_ref()) {
        return Ok(see(&format!("/report/{}", flow.name)));
    }
    let none = Answers::default();
    let answers = draft.as_ref().map_or(&none, |d| &d.answers);
    let path = format!("/{page}");
    if path == flow.definition.summary_path() {
        return check(&visit, flow, answers);
    }
    match flow
        .definition
        .open(&path, answers, today(&visit))
        .map_err(|_| Fault::Missing)?
    {
        Open::Instead(to) => Ok(see(&format!("/report/{}{to}", flow.name))),
        Open::Here => show(
            &visit,
            flow,
            &path,
            answers,
            None,
            &[],
            at.item.as_deref(),
            at.change == "yes",
        ),
    }
}

#[allow(clippy::too_many_arguments)]
fn show(
    visit: &Visit,
    flow: &Flow,
    path: &str,
    answers: &Answers,
    posted: Option<&[(String, String)]>,
    problems: &[Problem],
    item: Option<&str>,
    changing: bool,
) -> Result<Response, Fault> {
    let lang = visit.lang().code();
    let today = today(visit);
    let definition = &flow.definition;
    let view = definition
        .view(path, answers, lang, today)
        .map_err(|_| Fault::Missing)?;
    let view = match posted {
        Some(posted) => view.with_posted(posted, problems),
        None => view.with_item(item),
    };
    let chrome = visit.chrome_with_exit(flow.sensitive);
    let base = format!("/report/{}", flow.name);
    let back = match definition.back(path, answers, today) {
        _ if changing => format!("{base}{}", definition.summary_path()),
        Some(before) => format!("{base}{}", before.path()),
        None => base.clone(),
    };
    let (done, all) = definition.progress(path, answers, today);
    let progress = chrome.ta(
        "form-progress",
        &[("done", (done + 1).into()), ("all", all.into())],
    );
    let page = QuestionPage {
        title: view.title(),
        has_problems: !problems.is_empty(),
        summary: forms::html::error_summary(problems, lang),
        fragment: forms::html::fragment(&view),
        action: format!("{base}{path}"),
        save: format!("{base}/save"),
        files: view.takes_files(),
        map: place::map(visit, flow, &view)?,
        progress: if view.has_questions() && view.kind() != PageKind::Terminal {
            progress
        } else {
            String::new()
        },
        chrome,
        back,
        changing,
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let answer = html_with(status, &page)?;
    Ok(if page.map.is_some() {
        with_map(answer)
    } else {
        answer
    })
}

fn check(visit: &Visit, flow: &Flow, answers: &Answers) -> Result<Response, Fault> {
    let lang = visit.lang().code();
    let base = format!("/report/{}", flow.name);
    let finished = match flow.definition.finish(answers, lang, today(visit)) {
        Ok(finished) => finished,
        Err(unfinished) => return Ok(see(&format!("{base}{}", unfinished.page))),
    };
    let walk = flow.definition.walk(answers, today(visit));
    let last = walk.pages.iter().rev().find(|p| p.kind() != PageKind::Summary);
    html(&CheckPage {
        chrome: visit.chrome_with_exit(flow.sensitive),
        list: forms::html::summary_list(&finished.rows, Some(&base), "?change=yes", lang),
        back: last.map_or_else(|| base.clone(), |p| format!("{base}{}", p.path())),
        send: format!("{base}/send"),
        save: format!("{base}/save"),
        declaration: flow.definition.declaration(lang),
    })
}

/// Pages of one report that are sent at the same moment are taken one on top of the other: so often at most.
const MOST_TABS: usize = 20;

async fn question_take(
    visit: Visit,
    Path((name, page)): Path<(String, String)>,
    headers: HeaderMap,
    mut posted: Posted,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let kept = draft_of(&visit, &headers, flow).await?;
    if !is_begun(&visit, &headers, flow, kept.as_ref()) {
        return Ok(see(&format!("/report/{}", flow.name)));
    }
    let cookie = visit.cookie(&headers, &cookie_name(&flow.name));
    let token = match (&kept, cookie) {
        (Some(_), Some(token)) => token.to_owned(),
        _ => draft::new_token().0,
    };
    // As it was read a moment ago; read again only when another page of it was kept meanwhile.
    let mut known = Some(kept);
    let path = format!("/{page}");
    let changing = posted.text("changing") == "yes";
    let lang = visit.lang().code();
    let mut taken = None;
    for _ in 0..MOST_TABS {
        let kept = match known.take() {
            Some(kept) => kept,
            None => stored(&visit, flow, &token).await?,
        };
        let mut draft = match kept {
            Some(draft) => draft,
            None => new_draft(flow, draft::token_hash(&token), &visit, &headers),
        };
        if let Some(report) = &draft.report {
            // Sent from elsewhere while the files of this page were on their way: they belong to the report.
            if let Some((files, _)) = &taken {
                hand_over(&visit, &draft, report, files).await?;
            }
            return Ok(see(&format!("/report/{}/sent", flow.name)));
        }
        match flow.definition.open(&path, &draft.answers, today(&visit)) {
            Ok(Open::Here) => {}
            Ok(Open::Instead(to)) => return Ok(see(&format!("/report/{}{to}", flow.name))),
            Err(_) => return Err(Fault::Missing),
        }
        let (files, refused) = match taken.take() {
            Some(before) => before,
            None => {
                if !posted.text("remove").is_empty() {
                    forget_file(&visit, &draft, posted.text("remove")).await?;
                }
                take_files(&visit, flow, &path, &draft, &mut posted).await?
            }
        };
        let step = flow
            .definition
            .submit(
                &mut draft.answers,
                &path,
                forms::Posted {
                    fields: posted.fields(),
                    files: &files,
                },
                lang,
                today(&visit),
                changing,
            )
            .map_err(|_| Fault::Missing)?;
        let mut problems = refused.clone();
        if posted.text("action") == "upload" && files.is_empty() && refused.is_empty() {
            problems.extend(no_files(&visit, flow, &path));
        }
        if let FormStep::Problems(found) = &step {
            problems.extend(found.iter().cloned());
        }
        sense::short_years(&visit, &posted, &mut problems);
        problems.extend(sense::problems(&visit, flow, &path, &posted, &draft.answers));
        let to = by_way_of(&book, flow, &posted, &draft.answers, address(flow, &step));
        let warning = problems.is_empty() && warn(&book, flow, &mut draft, today(&visit));
        let keep = problems.is_empty() || !files.is_empty();
        if keep && !store::save(visit.site.db(), visit.site.keys(), &draft, visit.now).await? {
            taken = Some((files, refused));
            continue;
        }
        erase_unused(&visit, &draft, &files).await?;
        let mut answer = if !problems.is_empty() {
            let fields = Some(posted.fields());
            show(
                &visit,
                flow,
                &path,
                &draft.answers,
                fields,
                &problems,
                None,
                changing,
            )?
        } else if warning {
            see(&format!("/report/{}/warning?to={}", flow.name, page::encode(&to)))
        } else {
            see(&to)
        };
        // Until something is kept there is no draft that a token could open.
        let value = if keep || draft.version > 0 {
            token.as_str()
        } else {
            BEGUN
        };
        keep_cookie(&visit, &mut answer, flow, value);
        return Ok(answer);
    }
    Err(Fault::Busy(None))
}

/// "Add these files" was pressed and none was chosen.
fn no_files(visit: &Visit, flow: &Flow, path: &str) -> Option<Problem> {
    let page = flow.definition.page(path)?;
    let asks = flow.definition.components(page).find(|c| c.most_files() > 0)?;
    Some(Problem {
        component: asks.name().to_owned(),
        field: asks.name().to_owned(),
        message: visit.tongue().t("form-no-files").into_owned(),
    })
}

fn new_draft(flow: &Flow, token_hash: String, visit: &Visit, headers: &HeaderMap) -> Draft {
    Draft {
        token_hash,
        flow: flow.name.clone(),
        answers: Answers::default(),
        warned: String::new(),
        touched_at: visit.now,
        report: None,
        help: help(visit, headers),
        version: 0,
    }
}

/// Whether the answers so far speak of a danger that the person was not told about yet.
fn warn(book: &Book, flow: &Flow, draft: &mut Draft, today: Date) -> bool {
    let facts = send::facts(flow, &draft.answers.to_json(), today, 0);
    let mut new = false;
    for interrupt in book.triage().decide(&facts).interrupts {
        if !draft.warned.split(' ').any(|w| *w == *interrupt.kind) {
            draft.warned = format!("{} {}", draft.warned, interrupt.kind).trim().to_owned();
            new = true;
        }
    }
    new
}

#[derive(askama::Template)]
#[template(path = "pages/warning.html")]
struct WarningPage {
    chrome: Chrome,
    on: String,
    suicide: bool,
    /// It is only that a sexual offence may have been lately: help is offered, nobody is alarmed.
    gentle: bool,
}

/// What they wrote speaks of danger: 999 first, and a way on for those who are sure.
async fn warning(
    visit: Visit,
    Path(name): Path<String>,
    UrlQuery(way): UrlQuery<Way>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let warned = draft_of(&visit, &headers, flow).await?.map(|d| d.warned);
    let warned = warned.unwrap_or_default();
    let kinds: Vec<&str> = warned.split_whitespace().collect();
    let base = format!("/report/{}/", flow.name);
    let on = if way.to.starts_with(&base) {
        way.to
    } else {
        format!("/report/{}", flow.name)
    };
    html(&WarningPage {
        chrome: visit.chrome_with_exit(flow.sensitive),
        suicide: kinds.contains(&"suicide"),
        gentle: kinds == ["sexual-recent"],
        on,
    })
}

async fn send_report(
    visit: Visit,
    Path(name): Path<String>,
    headers: HeaderMap,
    _posted: Posted,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let Some(draft) = draft_of(&visit, &headers, flow).await? else {
        return Ok(see(&format!("/report/{}", flow.name)));
    };
    let done = format!("/report/{}/sent", flow.name);
    if draft.report.is_some() {
        return Ok(see(&done));
    }
    let lang = visit.lang().code();
    let finished = match flow.definition.finish(&draft.answers, lang, today(&visit)) {
        Ok(finished) => finished,
        Err(unfinished) => return Ok(see(&format!("/report/{}{}", flow.name, unfinished.page))),
    };
    let new = send::make(
        &visit.site,
        &book,
        flow,
        &draft,
        &finished,
        lang,
        draft.help.as_ref().map_or("web", |h| h.origin.channel()),
        visit.now,
    )
    .await?;
    send::keep(&visit.site, flow, &draft, &new, &visit.tongue()).await?;
    Ok(see(&done))
}
