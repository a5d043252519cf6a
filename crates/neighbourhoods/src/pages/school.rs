//! A school asks its officer: by a link that only the school has, without an account, with the same clock.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::account;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Chrome, Problems};

use crate::fact::Badge;
use crate::letter::{self, News};
use crate::officer::NewOfficer;
use crate::question::{HOURS, NewQuestion};
use crate::school::{School, SchoolDuty, named_on};
use crate::store;
use crate::store::question::To;
use crate::written::Written;

/// A school on its ward's page.
pub struct Line {
    pub name: String,
    pub phase: String,
    /// Who is its officer, in words; "" is a gap.
    pub officer: String,
    /// The officer is away today.
    pub away: bool,
    /// Who covers, as a sentence; "" for nobody.
    pub cover: String,
    pub badge: Badge,
}

/// What a ward page says of its schools: named officer, cover, and where there is none.
pub async fn lines(chrome: &Chrome, visit: &Visit, ward: &str) -> Result<Vec<Line>, Fault> {
    let mut read = visit.site.db().read();
    let today = visit.now.date(visit.site.days().zone());
    let schools = store::school::of_ward(&mut read, ward).await?;
    if schools.is_empty() {
        return Ok(Vec::new());
    }
    let charges = store::school::charges_of_ward(&mut read, ward, today).await?;
    let zone = visit.site.days().zone();
    let mut lines = Vec::new();
    for school in schools {
        let own: Vec<_> = charges
            .iter()
            .filter(|c| c.school == school.id)
            .cloned()
            .collect();
        let named = match named_on(&own, today) {
            Some(charge) => store::officer::find(&mut read, &charge.officer).await?,
            None => None,
        };
        let cover = own
            .iter()
            .find(|c| c.duty == SchoolDuty::Cover && c.days.has(today));
        let mut cover = match cover {
            Some(charge) => store::officer::find(&mut read, &charge.officer).await?,
            None => None,
        };
        // On leave they are still the school's own; whoever covers for them covers the school too.
        let absent = match &named {
            Some(officer) => store::officer::absences_of(&mut read, &officer.id, today).await?,
            None => Vec::new(),
        };
        let absence = absent.iter().find(|a| a.days.has(today));
        if let (None, Some(id)) = (&cover, absence.and_then(|a| a.cover.as_ref())) {
            cover = store::officer::find(&mut read, id).await?;
        }
        let name = |facts: &NewOfficer| super::ward::public_name(chrome, facts);
        lines.push(Line {
            phase: chrome
                .t(&format!("phase-{}", school.facts.phase.as_str()))
                .into_owned(),
            name: school.facts.name,
            away: absence.is_some(),
            cover: match (&named, cover.map(|o| name(&o.facts))) {
                (_, None) => String::new(),
                // Somebody helps until there is an officer, or while theirs is away, or beside them.
                (None, Some(who)) => chrome.t1("school-cover-gap", "who", who.as_str()),
                (Some(_), Some(who)) => chrome.t1("school-cover", "who", who.as_str()),
            },
            officer: named.map(|o| name(&o.facts)).unwrap_or_default(),
            badge: school.confirmed.badge(&chrome.tongue, visit.now, zone),
        });
    }
    Ok(lines)
}

#[derive(askama::Template)]
#[template(path = "pages/school.html")]
struct SchoolPage {
    chrome: Chrome,
    school: School,
    officer: String,
    token: String,
    hours: i64,
    written: Written,
    problems: Problems,
    danger: bool,
}

async fn found(visit: &Visit, token: &str) -> Result<School, Fault> {
    store::school::by_link(&mut visit.site.db().read(), token)
        .await?
        .ok_or(Fault::Missing)
}

pub async fn form(visit: Visit, Path(token): Path<String>) -> Result<Response, Fault> {
    let school = found(&visit, &token).await?;
    show(
        &visit,
        school,
        &token,
        Written::default(),
        Problems::default(),
        false,
    )
    .await
}

async fn show(
    visit: &Visit,
    school: School,
    token: &str,
    written: Written,
    problems: Problems,
    danger: bool,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let today = visit.now.date(visit.site.days().zone());
    let mut read = visit.site.db().read();
    let charges = store::school::serving(&mut read, &school.id, today).await?;
    let officer = match named_on(&charges, today) {
        Some(charge) => store::officer::find(&mut read, &charge.officer).await?,
        None => None,
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        &SchoolPage {
            officer: officer
                .map(|o| super::ward::public_name(&chrome, &o.facts))
                .unwrap_or_default(),
            chrome,
            school,
            token: token.to_owned(),
            hours: HOURS,
            written,
            problems,
            danger,
        },
    )
}

pub async fn take(visit: Visit, Path(token): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let school = found(&visit, &token).await?;
    let written = Written::posted(&posted);
    let new = match NewQuestion::parse_school(&written) {
        Ok(new) => new,
        Err(wrong) => {
            let problems = wrong.problems(&visit.tongue());
            return show(&visit, school, &token, written, problems, false).await;
        }
    };
    if written.of("sure") != "yes" && visit.site.is_danger(&new.content().words) {
        let mut problems = Problems::default();
        problems.add("question", visit.tongue().t("danger-problem"));
        return show(&visit, school, &token, written, problems, true).await;
    }
    let (site, now) = (&visit.site, visit.now);
    if !account::may_try(site, "school", school.id.as_str(), 50, 86_400, now).await? {
        let mut problems = Problems::default();
        problems.add("question", visit.tongue().t("ask-too-often"));
        return show(&visit, school, &token, written, problems, false).await;
    }
    let lang = visit.lang().code();
    let to = To {
        ward: &school.facts.ward,
        borough: &school.facts.borough,
        school: Some(school.id.as_str()),
        lang,
    };
    let mut tx = site.db().begin().await?;
    let (id, own) = store::question::ask(&mut tx, site, &new, to, now).await?;
    let own = format!("/question/{own}");
    letter::tell(
        &mut tx,
        site,
        &id,
        lang,
        new.content(),
        &school.facts.name,
        Some(&own),
        News::Received,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(see(&own))
}
