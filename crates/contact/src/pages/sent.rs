//! The receipt: what comes next for this person, by the way they chose, and nothing that cannot come.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::site::AfterLink;
use kernel::web::{Fault, Posted, Visit, html, see};
use page::{Chrome, Tongue};

use super::{book, cookie_name};
use crate::book::Flow;
use crate::draft;
use crate::helped::help;
use crate::report::{Contact, Reach, Report};
use crate::send::{self, Promise};
use crate::store;

/// Minutes in which the code to write down is shown in the browser that sent the report.
const CODE_MINUTES: i64 = 30;

/// How this person can follow the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follow {
    /// A code is sent each time.
    Sent,
    /// A code to write down is on the page.
    Paper,
    /// It is shown to who asks: on paper it could be found.
    OnAsking,
    /// It was shown, and is not shown again.
    TooLate,
    /// An addition is followed with the report it belongs to.
    First,
}

#[derive(askama::Template)]
#[template(path = "pages/sent.html")]
struct SentPage {
    chrome: Chrome,
    /// Where someone of the force who helped goes on; empty at home.
    helping: String,
    report: Report,
    urgent: bool,
    keep: String,
    next: Vec<String>,
    worse: String,
    follow: Follow,
    follow_text: String,
    code: String,
    ask: String,
    sensitive: bool,
    offers: Vec<Offer>,
}

/// What other features offer to whoever has sent a report, in words.
struct Offer {
    href: String,
    picture: &'static str,
    title: String,
    text: String,
    link: String,
}

fn offers(visit: &Visit, flow: &Flow) -> Vec<Offer> {
    let tongue = visit.tongue();
    let said = |key: &str, part: &str| tongue.t(&format!("{key}-after-{part}")).into_owned();
    let offer = |after: &AfterLink| Offer {
        href: format!("{}?about={}", after.href, page::encode(&flow.name)),
        picture: after.picture,
        title: said(after.key, "title"),
        text: said(after.key, "text"),
        link: said(after.key, "link"),
    };
    visit.site.after().iter().map(offer).collect()
}

pub(super) async fn sent(
    visit: Visit,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    receipt(&visit, &name, &headers, false).await
}

/// The code to write down, for who asks for it.
pub(super) async fn sent_code(
    visit: Visit,
    Path(name): Path<String>,
    headers: HeaderMap,
    _posted: Posted,
) -> Result<Response, Fault> {
    if visit.cookie(&headers, &cookie_name(&name)).is_none() {
        return Ok(see(&format!("/report/{name}")));
    }
    receipt(&visit, &name, &headers, true).await
}

async fn receipt(visit: &Visit, name: &str, headers: &HeaderMap, asked: bool) -> Result<Response, Fault> {
    let book = book(visit)?;
    let flow = book.flow(name).ok_or(Fault::Missing)?;
    let site = &visit.site;
    let token = visit
        .cookie(headers, &cookie_name(&flow.name))
        .ok_or(Fault::Missing)?;
    let mut read = site.db().read();
    let report = store::by_draft(&mut read, &draft::token_hash(token))
        .await?
        .ok_or(Fault::Missing)?;
    let (content, _) = store::content(&mut read, site.keys(), &report.id)
        .await?
        .ok_or(Fault::Missing)?;
    let promise = send::promise(site, &book, &report.suggested, report.received_at);
    let tongue = visit.tongue();
    let contact = &content.contact;
    let follow = follow(visit, flow, contact, &report, asked);
    let code = match follow {
        Follow::Paper => send::paper_code(site.keys(), &report.id),
        _ => String::new(),
    };
    let keep = match follow {
        Follow::First => "sent-keep-first",
        _ if flow.sensitive => "sent-keep-safe",
        _ => "sent-keep",
    };
    html(&SentPage {
        chrome: visit.chrome_with_exit(flow.sensitive),
        helping: help(visit, headers).map_or_else(String::new, |h| h.origin.page()),
        urgent: promise.urgent,
        keep: tongue.t(keep).into_owned(),
        next: next(&tongue, flow, contact, &report, &promise),
        worse: tongue.t(worse(flow)).into_owned(),
        follow_text: tongue.t(follow_key(follow)).into_owned(),
        follow,
        code,
        ask: format!("/report/{}/sent", flow.name),
        sensitive: flow.sensitive,
        offers: offers(visit, flow),
        report,
    })
}

fn is_addition(flow: &Flow) -> bool {
    flow.kind == "add-to-report"
}

fn follow(visit: &Visit, flow: &Flow, contact: &Contact, report: &Report, asked: bool) -> Follow {
    let young = visit.now <= report.received_at.plus_minutes(CODE_MINUTES);
    match contact.reach() {
        _ if is_addition(flow) => Follow::First,
        Reach::Email | Reach::Text => Follow::Sent,
        _ if !young => Follow::TooLate,
        _ if flow.sensitive && !asked => Follow::OnAsking,
        _ => Follow::Paper,
    }
}

fn follow_key(follow: Follow) -> &'static str {
    match follow {
        Follow::Sent => "sent-follow-text",
        Follow::Paper => "sent-follow-paper",
        Follow::OnAsking => "sent-follow-ask",
        Follow::TooLate => "sent-follow-late",
        Follow::First => "sent-follow-first",
    }
}

/// What to do when there is more to say: nobody who lost a phone is told that it may get worse.
fn worse(flow: &Flow) -> &'static str {
    match flow.kind.as_str() {
        "add-to-report" => "sent-more-again",
        "lost-found-property" => "sent-more",
        _ => "sent-worse",
    }
}

/// What comes next, in order, each with its time.
fn next(tongue: &Tongue, flow: &Flow, contact: &Contact, report: &Report, promise: &Promise) -> Vec<String> {
    let by = |key: &str, at: kernel::Moment| tongue.t1(key, "when", tongue.day_time(at.timestamp()).as_str());
    let mut lines = vec![by("sent-next-read", promise.read_by)];
    if is_addition(flow) {
        lines.push(tongue.t("sent-next-added").into_owned());
        return lines;
    }
    let answer = match contact.reach() {
        Reach::Email => "sent-next-email",
        Reach::Text => "sent-next-text",
        Reach::Phone => "sent-next-phone",
        Reach::Letter => "sent-next-letter",
        Reach::Nobody if report.role == "anonymous" => "sent-next-anonymous",
        Reach::Nobody => "sent-next-nobody",
    };
    lines.push(by(answer, promise.answer_by));
    match contact.reach() {
        Reach::Email | Reach::Text => lines.push(tongue.t("sent-next-unclear").into_owned()),
        Reach::Phone => lines.push(tongue.t("sent-next-call").into_owned()),
        Reach::Letter | Reach::Nobody => {}
    }
    if matches!(contact.reach(), Reach::Email | Reach::Text)
        && (flow.sensitive || !contact.cautions.is_empty())
    {
        lines.push(tongue.t("sent-next-careful").into_owned());
    }
    lines
}
