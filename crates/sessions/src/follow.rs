//! Following an area by letter: asked for, confirmed by the letter's link, left with one press. No account.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::account::may_try;
use kernel::mail::{self, Channel, Letter};
use kernel::web::{Access, Fault, Posted, Routes, UrlQuery, Visit, html, html_with, see};
use page::{Choice, Chrome, Lang, Problems, Tongue};
use serde::Deserialize;

use crate::area::Area;
use crate::follower::{Email, Follower};
use crate::gone;
use crate::pages::gazetteer;
use crate::store::{self, Follow};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/follow", Access::Anyone, form)
        .post("/follow", Access::Anyone, take)
        .get("/follow/{token}", Access::Anyone, mine)
        .post("/follow/{token}/confirm", Access::Anyone, confirm)
        .post("/follow/{token}/leave", Access::Anyone, leave)
        .post("/follow/{token}/leave-all", Access::Anyone, leave_all)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    area: String,
}

#[derive(askama::Template)]
#[template(path = "pages/follow.html")]
struct FollowPage {
    chrome: Chrome,
    problems: Problems,
    area: Area,
    name: String,
    back: String,
    email: String,
    languages: Vec<Choice>,
    /// The letter is on its way.
    sent: bool,
}

fn follow_page(
    visit: &Visit,
    area: Area,
    email: &str,
    lang: Lang,
    problems: Problems,
    sent: bool,
) -> Result<Response, Fault> {
    let gazetteer = gazetteer(visit)?;
    let tongue = visit.tongue();
    let page = FollowPage {
        name: area.name(gazetteer.areas(), &tongue, &visit.site.config().force.name),
        back: format!("{}/sessions", area.path()),
        email: email.to_owned(),
        languages: visit
            .site
            .words()
            .languages()
            .map(|l| Choice::new(l.code(), l.name()).checked(l == lang))
            .collect(),
        chrome: visit.chrome(),
        problems,
        area,
        sent,
    };
    let status = if page.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

async fn form(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let gazetteer = gazetteer(&visit)?;
    let area = match asked.area.as_str() {
        "" => Some(Area::Force),
        area => Area::parse(area, gazetteer.areas()),
    };
    let Some(area) = area else {
        return gone::page(&visit, &asked.area, "/sessions");
    };
    follow_page(&visit, area, "", visit.lang(), Problems::default(), false)
}

/// The answer is the same whether the address follows already or not: who follows what is nobody's business.
async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let gazetteer = gazetteer(&visit)?;
    let tongue = visit.tongue();
    let Some(area) = Area::parse(posted.text("area"), gazetteer.areas()) else {
        return gone::page(&visit, posted.text("area"), "/sessions");
    };
    let typed = posted.text("email").trim();
    let lang = visit
        .site
        .words()
        .offered(posted.text("language"))
        .unwrap_or(visit.lang());
    let again = |key: &str| {
        let mut problems = Problems::default();
        problems.add("email", tongue.t(key));
        follow_page(&visit, area, typed, lang, problems, false)
    };
    let Some(email) = Email::parse(typed) else {
        return again("follow-problem-email");
    };
    let (site, now) = (&visit.site, visit.now);
    let address = email.as_str().to_lowercase();
    if !may_try(site, "follow", &visit.ip(), 30, 600, now).await?
        || !may_try(site, "follow-address", &address, 10, 86_400, now).await?
    {
        return again("follow-problem-often");
    }
    let theirs = site.words().tongue(lang);
    let name = area.name(gazetteer.areas(), &theirs, &site.config().force.name);
    let mut tx = site.db().begin().await?;
    let asked = store::ask(&mut tx, site, &email, &area, lang, now).await?;
    let (key, follower) = match &asked {
        Follow::Asked(follower) => ("confirm", follower),
        Follow::Already(follower) => ("already", follower),
    };
    let letter = Letter {
        to: follower.email.clone(),
        subject: theirs.t1(&format!("letter-follow-{key}-subject"), "area", name.as_str()),
        text: theirs.ta(
            &format!("letter-follow-{key}"),
            &[
                ("area", name.as_str().into()),
                ("force", site.config().force.name.as_str().into()),
                ("link", link(&visit, follower).as_str().into()),
            ],
        ),
        html: None,
    };
    // Each asking is answered, so each has a letter of its own.
    let of = format!("follow {} {}", follower.id, now.millis());
    let (channel, about) = (Channel::Email, follower.id.as_str());
    mail::queue(&mut tx, site, &of, channel, "follow", about, &letter, now).await?;
    tx.commit().await?;
    follow_page(&visit, area, typed, lang, Problems::default(), true)
}

fn link(visit: &Visit, follower: &Follower) -> String {
    format!("{}/follow/{}", visit.site.public_url(), follower.token)
}

struct Followed {
    name: String,
    href: String,
    leave: String,
}

#[derive(askama::Template)]
#[template(path = "pages/mine.html")]
struct MinePage {
    chrome: Chrome,
    token: String,
    confirmed: bool,
    name: String,
    all: Vec<Followed>,
}

#[derive(askama::Template)]
#[template(path = "pages/left.html")]
struct LeftPage {
    chrome: Chrome,
}

async fn of_token(visit: &Visit, token: &str) -> Result<Option<Follower>, Fault> {
    if token.len() != 48 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let site = &visit.site;
    Ok(store::of_token(&mut site.db().read(), site.keys(), token).await?)
}

fn named(visit: &Visit, tongue: &Tongue, area: &str) -> Result<(String, String), Fault> {
    let gazetteer = gazetteer(visit)?;
    Ok(match Area::parse(area, gazetteer.areas()) {
        Some(area) => (
            area.name(gazetteer.areas(), tongue, &visit.site.config().force.name),
            format!("{}/sessions", area.path()),
        ),
        // A ward that is no more.
        None => (area.to_owned(), "/sessions".to_owned()),
    })
}

/// The page of the links in letters. Looking changes nothing: programs that check mail look at every link.
async fn mine(visit: Visit, Path(token): Path<String>) -> Result<Response, Fault> {
    let Some(follower) = of_token(&visit, &token).await? else {
        return html(&LeftPage {
            chrome: visit.chrome(),
        });
    };
    let site = &visit.site;
    let tongue = visit.tongue();
    let all = store::follows_of(&mut site.db().read(), site.keys(), &follower).await?;
    let all: Result<Vec<Followed>, Fault> = all
        .iter()
        .map(|f| {
            let (name, href) = named(&visit, &tongue, &f.area)?;
            let leave = format!("/follow/{}/leave", f.token);
            Ok(Followed { name, href, leave })
        })
        .collect();
    html(&MinePage {
        confirmed: follower.confirmed_at.is_some(),
        name: named(&visit, &tongue, &follower.area)?.0,
        all: all?,
        chrome: visit.chrome(),
        token,
    })
}

/// The token in the address is the proof: it was sent to the follower alone. A mail program that offers "unsubscribe"
/// posts here as well (RFC 8058), and has no form of ours.
async fn confirm(visit: Visit, Path(token): Path<String>) -> Result<Response, Fault> {
    let back = format!("/follow/{token}");
    if let Some(follower) = of_token(&visit, &token).await? {
        let mut tx = visit.site.db().begin().await?;
        store::confirm(&mut tx, &visit.site, &follower, visit.now).await?;
        tx.commit().await?;
    }
    Ok(see(&back))
}

/// Leads to the letters that are left, so that nobody takes one that was stopped for all of them.
async fn leave(visit: Visit, Path(token): Path<String>) -> Result<Response, Fault> {
    let mut back = token.clone();
    if let Some(follower) = of_token(&visit, &token).await? {
        let site = &visit.site;
        let mut tx = site.db().begin().await?;
        store::leave(&mut tx, site, &follower, visit.now).await?;
        tx.commit().await?;
        let left = store::follows_of(&mut site.db().read(), site.keys(), &follower).await?;
        if let Some(other) = left.into_iter().next() {
            back = other.token;
        }
    }
    Ok(see(&format!("/follow/{back}")))
}

async fn leave_all(visit: Visit, Path(token): Path<String>) -> Result<Response, Fault> {
    let back = format!("/follow/{token}");
    if let Some(follower) = of_token(&visit, &token).await? {
        let mut tx = visit.site.db().begin().await?;
        store::leave_all(&mut tx, &visit.site, &follower, visit.now).await?;
        tx.commit().await?;
    }
    Ok(see(&back))
}
