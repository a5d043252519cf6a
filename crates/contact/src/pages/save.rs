//! Leaving a report and coming back to it: a code to write down opens it again, on any machine, once.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html, html_with, see};
use page::{Chrome, Problems};

use super::{address, book, draft_of, keep_cookie, today};
use crate::book::Flow;
use crate::draft::{self, Draft};
use crate::store;

#[derive(askama::Template)]
#[template(path = "pages/save.html")]
struct SavePage {
    chrome: Chrome,
    action: String,
    back: String,
    code: String,
    days: i64,
    sensitive: bool,
}

pub(super) async fn save(
    visit: Visit,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let draft = draft_of(&visit, &headers, flow).await?;
    html(&save_page(&visit, flow, draft.as_ref(), String::new()))
}

fn save_page(visit: &Visit, flow: &Flow, draft: Option<&Draft>, code: String) -> SavePage {
    let back = draft.map(|d| flow.definition.resume(&d.answers, today(visit)));
    SavePage {
        chrome: visit.chrome_with_exit(flow.sensitive),
        action: format!("/report/{}/save", flow.name),
        back: back.map_or_else(|| format!("/report/{}", flow.name), |step| address(flow, &step)),
        days: visit.site.config().force.draft_days,
        sensitive: flow.sensitive,
        code,
    }
}

pub(super) async fn save_take(
    visit: Visit,
    Path(name): Path<String>,
    headers: HeaderMap,
    _posted: Posted,
) -> Result<Response, Fault> {
    let book = book(&visit)?;
    let flow = book.flow(&name).ok_or(Fault::Missing)?;
    let Some(draft) = draft_of(&visit, &headers, flow)
        .await?
        .filter(|d| d.report.is_none())
    else {
        return Ok(see(&format!("/report/{}", flow.name)));
    };
    let code = draft::new_return_code();
    let hash = draft::return_hash(&code).ok_or(Fault::Broken)?;
    let mut tx = visit.site.db().begin().await?;
    if !store::set_return_code(&mut tx, &draft.token_hash, &hash).await? {
        return Ok(see(&format!("/report/{}", flow.name)));
    }
    tx.commit().await?;
    html(&save_page(&visit, flow, Some(&draft), code))
}

#[derive(askama::Template)]
#[template(path = "pages/return.html")]
struct ReturnPage {
    chrome: Chrome,
    problems: Problems,
    code: String,
}

pub(super) async fn return_form(visit: Visit) -> Result<Response, Fault> {
    html(&ReturnPage {
        chrome: visit.chrome(),
        problems: Problems::default(),
        code: String::new(),
    })
}

pub(super) async fn return_take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let code = posted.text("code").trim().to_owned();
    let again = |key: &str| {
        let mut problems = Problems::default();
        problems.add("code", visit.tongue().t(key));
        html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &ReturnPage {
                chrome: visit.chrome(),
                problems,
                code: code.clone(),
            },
        )
    };
    if code.is_empty() {
        return again("return-no-code");
    }
    if !kernel::account::may_try(&visit.site, "return", &visit.ip(), 10, 600, visit.now).await? {
        return again("return-too-often");
    }
    let Some(hash) = draft::return_hash(&code) else {
        return again("return-wrong");
    };
    let site = &visit.site;
    let Some(old) = store::by_return_code(&mut site.db().read(), site.keys(), &hash).await? else {
        return again("return-wrong");
    };
    let book = book(&visit)?;
    let flow = book.flow(&old.flow).ok_or(Fault::Missing)?;
    let mut answer = see(&address(
        flow,
        &flow.definition.resume(&old.answers, today(&visit)),
    ));
    // The code moves the report to this browser; it works once.
    let (token, token_hash) = draft::new_token();
    store::move_to(site.db(), &old, &token_hash, visit.now).await?;
    keep_cookie(&visit, &mut answer, flow, &token);
    Ok(answer)
}
