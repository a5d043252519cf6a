//! The kernel's own pages: languages, signing in, jobs put aside, the demo's mailbox, what every service says of itself.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use page::{Chrome, Problems, Row as SummaryRow};
use serde::Deserialize;

use crate::account::{self, SignIn};
use crate::site::{DeskLink, Feature};
use crate::web::{Access, Fault, Posted, Routes, UrlQuery, Visit, html, html_with, see, set_cookie};
use crate::{audit, job, mail};

pub const WORDS: &[page::Source] = &[
    ("en", "kernel", include_str!("words/en.ftl")),
    ("cy", "kernel", include_str!("words/cy.ftl")),
    ("en-simple", "kernel", include_str!("words/en-simple.ftl")),
];

const DESK_COOKIE: &str = "bl_desk";
const LANGUAGE_COOKIE: &str = "bl_lang";

pub(crate) fn feature(demo: bool) -> Feature {
    let mut routes = Routes::default()
        .get("/language/{code}", Access::Anyone, language)
        .get("/desk/sign-in", Access::Anyone, sign_in)
        .post("/desk/sign-in", Access::Anyone, take_password)
        .get("/desk/sign-in/code", Access::Anyone, code)
        .post("/desk/sign-in/code", Access::Anyone, take_code)
        .post("/sign-out", Access::Anyone, sign_out)
        .get("/desk/jobs", Access::Supervisor, jobs)
        .post("/desk/jobs/{id}/again", Access::Supervisor, job_again)
        .get("/about/contact", Access::Anyone, about_contact)
        .get("/about/accessibility", Access::Anyone, about_accessibility)
        .get("/about/privacy", Access::Anyone, about_privacy)
        .get("/about/pictures", Access::Anyone, about_pictures);
    if demo {
        // Only a demonstration has people's letters on a page.
        routes = routes.get("/mailbox", Access::Anyone, mailbox);
    }
    Feature {
        name: "kernel",
        words: WORDS,
        routes,
        desk: vec![DeskLink {
            href: "/desk/jobs",
            key: "jobs-link",
            access: Access::Supervisor,
        }],
        ..Feature::default()
    }
}

/// A path of this site to go back to; anything else leads to the start page. Browsers read a backslash as a slash
/// and leave out tabs and the like, so neither is let through.
fn local_path(to: &str) -> &str {
    let fits = to.starts_with('/')
        && !to.starts_with("//")
        && to.chars().all(|c| c != '\\' && !c.is_control())
        && to.len() < 2_000;
    if fits { to } else { "/" }
}

#[derive(Deserialize)]
struct To {
    #[serde(default)]
    to: String,
}

async fn language(
    visit: Visit,
    Path(code): Path<String>,
    UrlQuery(to): UrlQuery<To>,
) -> Result<Response, Fault> {
    let lang = visit.site.words().offered(&code).ok_or(Fault::Missing)?;
    let mut answer = see(local_path(&to.to));
    set_cookie(
        &mut answer,
        &visit.site,
        LANGUAGE_COOKIE,
        lang.code(),
        365 * 86_400,
    );
    Ok(answer)
}

#[derive(askama::Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    chrome: Chrome,
    problems: Problems,
    login: String,
    to: String,
}

async fn sign_in(visit: Visit, UrlQuery(to): UrlQuery<To>) -> Result<Response, Fault> {
    if visit.staff().is_some() {
        return Ok(see("/desk"));
    }
    html(&SignInPage {
        chrome: visit.chrome(),
        problems: Problems::default(),
        login: String::new(),
        to: to.to,
    })
}

/// Passwords tried for one name from one address.
const TRIES: &str = "sign-in-name";

async fn take_password(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let (site, now) = (&visit.site, visit.now);
    let login = posted.text("login").trim().to_owned();
    let again = |key: &str, problem_key: &str| {
        let mut problems = Problems::default();
        problems.add(key, visit.tongue().t(problem_key));
        let page = SignInPage {
            chrome: visit.chrome(),
            problems,
            login: login.clone(),
            to: posted.text("to").to_owned(),
        };
        html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    if login.is_empty() {
        return again("login", "sign-in-no-login");
    }
    if posted.text("password").is_empty() {
        return again("password", "sign-in-no-password");
    }
    // Each try is counted before it is looked at, so that tries at once count as well; the same for a name that
    // nobody has. Counted by name and address together, nobody can lock others out from elsewhere; over all
    // addresses the bound is wide, for then someone guesses with many machines.
    let name = login.to_lowercase();
    let (here, at) = (visit.ip(), format!("{name} {}", visit.ip()));
    for (what, who, most, seconds) in [
        ("sign-in", &here, 60, 600),
        (TRIES, &at, 8, 900),
        ("sign-in-anywhere", &name, 200, 900),
    ] {
        if !account::may_try(site, what, who, most, seconds, now).await? {
            return again("login", "sign-in-locked");
        }
    }
    match account::check_password(site, &login, posted.text("password"), now).await? {
        SignIn::Wrong => again("login", "sign-in-wrong"),
        SignIn::Locked(_) => again("login", "sign-in-locked"),
        SignIn::Token(token) => {
            account::forget_tries(site, TRIES, &at).await?;
            let to = page::encode(local_path(posted.text("to")));
            let mut answer = see(&format!("/desk/sign-in/code?to={to}"));
            set_cookie(&mut answer, site, DESK_COOKIE, &token, 600);
            Ok(answer)
        }
    }
}

#[derive(askama::Template)]
#[template(path = "pages/sign_in_code.html")]
struct CodePage {
    chrome: Chrome,
    problems: Problems,
    to: String,
}

async fn code(visit: Visit, headers: HeaderMap, UrlQuery(to): UrlQuery<To>) -> Result<Response, Fault> {
    let token = visit.cookie(&headers, DESK_COOKIE).unwrap_or_default();
    if !account::awaits_code(&visit.site, token, visit.now).await? {
        return Ok(see("/desk/sign-in"));
    }
    html(&CodePage {
        chrome: visit.chrome(),
        problems: Problems::default(),
        to: to.to,
    })
}

async fn take_code(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response, Fault> {
    let token = visit.cookie(&headers, DESK_COOKIE).unwrap_or_default();
    let key = match account::check_code(&visit.site, token, posted.text("code"), visit.now).await? {
        SignIn::Token(token) => {
            let to = local_path(posted.text("to"));
            let mut answer = see(if to.starts_with("/desk") { to } else { "/desk" });
            set_cookie(&mut answer, &visit.site, DESK_COOKIE, &token, 12 * 3_600);
            return Ok(answer);
        }
        SignIn::Locked(_) => "sign-in-locked",
        SignIn::Wrong if !account::awaits_code(&visit.site, token, visit.now).await? => {
            return Ok(see("/desk/sign-in"));
        }
        SignIn::Wrong => "sign-in-wrong-code",
    };
    let mut problems = Problems::default();
    problems.add("code", visit.tongue().t(key));
    let page = CodePage {
        chrome: visit.chrome(),
        problems,
        to: posted.text("to").to_owned(),
    };
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn sign_out(visit: Visit, headers: HeaderMap, _posted: Posted) -> Result<Response, Fault> {
    if let Some(token) = visit.cookie(&headers, DESK_COOKIE) {
        let mut tx = visit.site.db().begin().await?;
        account::sign_out(&mut tx, token).await?;
        if let Some(staff) = visit.staff() {
            let id = staff.id.as_str();
            audit::write(
                &mut tx,
                &staff.actor(),
                "staff.signed-out",
                id,
                "",
                visit.now,
                visit.random(),
            )
            .await?;
        }
        tx.commit().await?;
    }
    let mut answer = see("/desk/sign-in");
    set_cookie(&mut answer, &visit.site, DESK_COOKIE, "", 0);
    Ok(answer)
}

#[derive(askama::Template)]
#[template(path = "pages/jobs.html")]
struct JobsPage {
    chrome: Chrome,
    jobs: Vec<(job::Dead, String)>,
    waiting: String,
}

async fn jobs(visit: Visit) -> Result<Response, Fault> {
    let mut read = visit.site.db().read();
    let tongue = visit.tongue();
    let dead = job::dead(&mut read).await?;
    let (many, _) = job::backlog(&mut read, visit.now).await?;
    let jobs = dead
        .into_iter()
        .map(|j| {
            let when = tongue.date_time(j.dead_at.timestamp());
            (j, when)
        })
        .collect();
    html(&JobsPage {
        chrome: visit.chrome(),
        jobs,
        waiting: tongue.t1("jobs-waiting", "count", many),
    })
}

async fn job_again(visit: Visit, Path(id): Path<String>, _posted: Posted) -> Result<Response, Fault> {
    let mut tx = visit.site.db().begin().await?;
    if !job::revive(&mut tx, &id, visit.now).await? {
        return Err(Fault::Missing);
    }
    let actor = visit.desk()?.actor();
    audit::write(&mut tx, &actor, "job.revived", &id, "", visit.now, visit.random()).await?;
    tx.commit().await?;
    Ok(see("/desk/jobs"))
}

#[derive(askama::Template)]
#[template(path = "pages/mailbox.html")]
struct MailboxPage {
    chrome: Chrome,
    /// With when it was written, and what of it is not sent.
    letters: Vec<(mail::Sent, String, String)>,
}

async fn mailbox(visit: Visit) -> Result<Response, Fault> {
    let letters = mail::newest(&mut visit.site.db().read(), visit.site.keys(), 50).await?;
    let tongue = visit.tongue();
    let letters = letters
        .into_iter()
        .map(|l| {
            let when = tongue.date_time(l.queued_at.timestamp());
            let standing = match (l.sent_at, l.leaves_at) {
                (Some(_), _) => String::new(),
                (None, Some(at)) if at > visit.now => {
                    tongue.t1("mailbox-held", "when", tongue.date_time(at.timestamp()))
                }
                (None, Some(_)) => tongue.t("mailbox-waits").into_owned(),
                (None, None) => tongue.t("mailbox-stopped").into_owned(),
            };
            (l, when, standing)
        })
        .collect();
    html(&MailboxPage {
        chrome: visit.chrome(),
        letters,
    })
}

/// One way to reach the force: a number is pressed to call it.
struct WayToUs {
    title: String,
    picture: &'static str,
    /// `tel:…`; empty for what cannot be pressed.
    href: String,
    text: String,
    more: String,
}

#[derive(askama::Template)]
#[template(path = "pages/about.html")]
struct AboutPage {
    chrome: Chrome,
    title: String,
    /// What is said, each with the picture that Easy Read sets beside it.
    paragraphs: Vec<(&'static str, String)>,
    ways: Vec<WayToUs>,
    rows: Vec<SummaryRow>,
}

/// `pictures`: one for each paragraph, in their order.
fn about(
    visit: &Visit,
    name: &str,
    pictures: &[&'static str],
    ways: Vec<WayToUs>,
    rows: Vec<SummaryRow>,
) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let force = &visit.site.config().force;
    let values = [
        ("force", force.name.as_str().into()),
        ("days", force.draft_days.into()),
    ];
    let said = |(i, picture): (usize, &&'static str)| {
        (*picture, tongue.ta(&format!("about-{name}-{}", i + 1), &values))
    };
    let title = tongue.t(&format!("about-{name}-title")).into_owned();
    html(&AboutPage {
        chrome: visit.chrome(),
        title,
        paragraphs: pictures.iter().enumerate().map(said).collect(),
        ways,
        rows,
    })
}

async fn about_contact(visit: Visit) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let force = &visit.site.config().force;
    let way = |key: &str, picture, number: &str| WayToUs {
        title: tongue.t(&format!("about-contact-{key}")).into_owned(),
        picture,
        href: format!("tel:{}", number.replace(' ', "")),
        text: number.to_owned(),
        more: tongue.t(&format!("about-contact-{key}-more")).into_owned(),
    };
    let mut ways = vec![
        way("emergency", "warning", "999"),
        way("phone", "phone", &force.phone),
        way("relay", "ear", &format!("18001 {}", force.phone)),
    ];
    if !force.address.is_empty() {
        ways.push(WayToUs {
            title: tongue.t("about-contact-letter").into_owned(),
            picture: "letter",
            href: String::new(),
            text: force.address.clone(),
            more: tongue.t("about-contact-letter-more").into_owned(),
        });
    }
    about(&visit, "contact", &["warning"], ways, Vec::new())
}

async fn about_accessibility(visit: Visit) -> Result<Response, Fault> {
    let pictures = ["people", "computer", "speech", "help"];
    about(&visit, "accessibility", &pictures, Vec::new(), Vec::new())
}

async fn about_privacy(visit: Visit) -> Result<Response, Fault> {
    let pictures = ["police", "lock", "rubbish", "computer", "question"];
    about(&visit, "privacy", &pictures, Vec::new(), Vec::new())
}

async fn about_pictures(visit: Visit) -> Result<Response, Fault> {
    let credit = page::assets::PICTURES_CREDIT;
    let rows = vec![SummaryRow::new("OpenMoji", credit)];
    about(&visit, "pictures", &["eye"], Vec::new(), rows)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn a_way_back_never_leads_to_another_site() {
        for outside in [
            "//other.example",
            "/\t/other.example",
            "/\\other.example",
            "\\\\other.example",
            "https://other.example",
            "/\n/other.example",
            "/\u{0}/other.example",
            "/\u{85}/x",
            "",
            "x",
        ] {
            assert_eq!(local_path(outside), "/", "{outside:?}");
        }
        assert_eq!(local_path("/near?q=a&b=%2F%2F"), "/near?q=a&b=%2F%2F");
    }
}
