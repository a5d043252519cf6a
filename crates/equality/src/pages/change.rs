//! Coming back with the code: to see the answers, change them or delete them.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kernel::id::Code;
use kernel::web::{Fault, Posted, UrlQuery, Visit, html, html_with, see, set_cookie};
use page::{Chrome, Problems};

use super::{About, BASE, COOKIE, chrome, draft_of, gone, questions, start, with_about};
use crate::answer;
use crate::store;

/// Tries with a wrong code from one address, and in how many seconds.
const TRIES: i64 = 10;
const SECONDS: i64 = 600;

#[derive(askama::Template)]
#[template(path = "pages/change.html")]
struct ChangePage {
    chrome: Chrome,
    problems: Problems,
    code: String,
}

pub(super) async fn form(visit: Visit, UrlQuery(asked): UrlQuery<About>) -> Result<Response, Fault> {
    html(&ChangePage {
        chrome: chrome(&visit, &asked.about),
        problems: Problems::default(),
        code: String::new(),
    })
}

pub(super) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let site = &visit.site;
    let typed = posted.text("code").trim().to_owned();
    let again = |key: &str| {
        let mut problems = Problems::default();
        problems.add("code", visit.tongue().t(key));
        html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &ChangePage {
                chrome: visit.chrome(),
                problems,
                code: typed.clone(),
            },
        )
    };
    if typed.is_empty() {
        return again("equality-change-no-code");
    }
    if !kernel::account::may_try(site, "equality", &visit.ip(), TRIES, SECONDS, visit.now).await? {
        return again("equality-change-too-often");
    }
    let Some(code) = Code::parse(&typed) else {
        return again("equality-change-wrong");
    };
    let hash = answer::code_hash(site.keys(), &code);
    let found = store::by_code(&mut site.db().read(), site.keys(), &hash).await?;
    let Some((about, answers)) = found else {
        return again("equality-change-wrong");
    };
    let token = start(&visit, &about, answers, Some(hash)).await?;
    let summary = questions(&visit)?.definition().summary_path();
    let mut answer = see(&format!("{BASE}{summary}"));
    set_cookie(&mut answer, site, COOKIE, &token, -1);
    Ok(answer)
}

#[derive(askama::Template)]
#[template(path = "pages/delete.html")]
struct DeletePage {
    chrome: Chrome,
    back: String,
}

/// Asks once more.
pub(super) async fn sure(visit: Visit, headers: HeaderMap) -> Result<Response, Fault> {
    let draft = draft_of(&visit, &headers).await?;
    let Some(draft) = draft.filter(|d| d.replaces.is_some()) else {
        return gone(&visit);
    };
    let summary = questions(&visit)?.definition().summary_path();
    html(&DeletePage {
        chrome: chrome(&visit, &draft.about),
        back: format!("{BASE}{summary}"),
    })
}

pub(super) async fn delete(visit: Visit, headers: HeaderMap, _posted: Posted) -> Result<Response, Fault> {
    let draft = draft_of(&visit, &headers).await?;
    let Some((about, code_hash)) = draft.and_then(|d| Some((d.about, d.replaces?))) else {
        return gone(&visit);
    };
    let mut tx = visit.site.db().begin().await?;
    store::delete(&mut tx, &code_hash).await?;
    tx.commit().await?;
    let mut answer = see(&with_about("/about-you/deleted", &about));
    set_cookie(&mut answer, &visit.site, COOKIE, "", 0);
    Ok(answer)
}

#[derive(askama::Template)]
#[template(path = "pages/deleted.html")]
struct DeletedPage {
    chrome: Chrome,
}

pub(super) async fn deleted(visit: Visit, UrlQuery(asked): UrlQuery<About>) -> Result<Response, Fault> {
    html(&DeletedPage {
        chrome: chrome(&visit, &asked.about),
    })
}
