//! Where ward officers keep their sessions. Everyone of the force may look; who changes is asked ward by ward.

mod after;
mod gaps;
mod plan;
mod table;

use atlas::Areas;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contact::{Authority, Origin};
use kernel::web::{Access, Fault, Posted, Routes, UrlQuery, Visit, html_with, see};
use page::{Cell, Chrome, Happening, Problems, Row};
use serde::Deserialize;

use crate::area::{self, Area};
use crate::jobs;
use crate::keeper::{Keeper, Keeping};
use crate::pages::{found, gazetteer, tag};
use crate::rota;
use crate::session::{Session, StepKind};
use crate::store::{self, Changed};
use crate::venue;
use crate::view::Said;

/// The most that a table may weigh, and a little for the fields beside it.
const TABLE: usize = 31 * 1_000_000;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk/sessions", Access::Desk, list)
        .get("/desk/sessions/new", Access::Desk, plan::form)
        .post("/desk/sessions/new", Access::Desk, plan::take)
        .get("/desk/sessions/gaps", Access::Desk, gaps::list)
        .get("/desk/sessions/import", Access::Supervisor, table::form)
        .post_files("/desk/sessions/import", Access::Supervisor, TABLE, table::preview)
        .post_files(
            "/desk/sessions/import/take",
            Access::Supervisor,
            TABLE,
            table::take,
        )
        .get("/desk/sessions/export/{format}", Access::Desk, table::export)
        .get("/desk/sessions/{id}", Access::Desk, one)
        .get("/desk/sessions/{id}/change", Access::Desk, plan::change_form)
        .post("/desk/sessions/{id}/change", Access::Desk, plan::change_take)
        .post("/desk/sessions/{id}/cancel", Access::Desk, cancel)
        .get("/desk/sessions/{id}/after", Access::Desk, after::form)
        .post("/desk/sessions/{id}/after", Access::Desk, after::take)
}

/// The visitor as a keeper: of what is theirs, and of the wards in which they cover today.
pub(crate) async fn keeper(visit: &Visit) -> Result<Keeper, Fault> {
    let staff = visit.desk()?;
    let today = visit.now.date(visit.site.days().zone());
    let covers = rota::covers(&visit.site, staff, today).await?;
    Ok(Keeper::of(staff).covering(covers))
}

/// The session and the proof that this member of staff may change it.
pub(crate) async fn kept(visit: &Visit, id: &str) -> Result<(Session, Keeping), Fault> {
    let session = found(visit, id).await?;
    let gazetteer = gazetteer(visit)?;
    let keeping = keeper(visit)
        .await?
        .of_ward(gazetteer.areas(), &session.ward)
        .ok_or(Fault::Forbidden)?;
    Ok((session, keeping))
}

/// Someone else was quicker: what they did is on the page that this leads to.
pub(crate) fn stale(visit: &Visit) -> Fault {
    Fault::Refused(visit.tongue().t("session-stale").into_owned())
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    ward: String,
    #[serde(default)]
    q: String,
}

#[derive(askama::Template)]
#[template(path = "desk/list.html")]
struct ListPage {
    chrome: Chrome,
    problems: Problems,
    q: String,
    title: String,
    /// The ward that is shown; empty for the whole force.
    ward: String,
    may_plan: bool,
    /// Whether to offer to take a table in.
    may_import: bool,
    /// For someone whose own area is not on the map (any more); "" for everyone else.
    lost: String,
    unwritten: Vec<(String, String)>,
    heads: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    followers: String,
}

async fn list(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let gazetteer = gazetteer(&visit)?;
    let areas = gazetteer.areas();
    let keeper = keeper(&visit).await?;
    let chrome = visit.chrome();
    let q: String = asked.q.trim().chars().take(200).collect();
    let mut problems = Problems::default();
    if !q.is_empty() {
        let located = gazetteer.locate(&q);
        let sure = located.confidence != atlas::Confidence::Unsure;
        match located.ward.filter(|_| sure).and_then(|ix| areas.ward(ix)) {
            Some(ward) => return Ok(see(&format!("/desk/sessions?ward={}", ward.code))),
            None => problems.add("q", chrome.t("desk-sessions-no-ward")),
        }
    }
    // An officer comes to their own ward; who keeps all of them sees all.
    let own = visit.desk()?.area.clone().unwrap_or_default();
    let code = if asked.ward.is_empty() {
        own
    } else {
        asked.ward.clone()
    };
    // Boundaries change: an officer whose ward is no more is told, and sees the whole force.
    let lost = asked.ward.is_empty() && Area::parse(&code, areas).is_none();
    let area = match code.as_str() {
        "" | "force" => Area::Force,
        _ if lost => Area::Force,
        code => Area::parse(code, areas).ok_or(Fault::Missing)?,
    };
    let lost = if lost && !code.is_empty() {
        code.as_str()
    } else {
        ""
    };
    let ward = match area {
        Area::Ward(code) => code.to_string(),
        _ => String::new(),
    };
    let mut read = visit.site.db().read();
    let coming = store::coming(&mut read, &area, visit.now, 100).await?;
    let unwritten = match ward.is_empty() {
        true => Vec::new(),
        false => store::unwritten(&mut read, &ward, visit.now, 20).await?,
    };
    let followers = store::count_of_area(&mut read, area.key()).await?;
    let tongue = &chrome.tongue;
    let directory = places::directory(&visit.site).await?;
    let zone = visit.site.days().zone();
    let said = |session| Said {
        session,
        areas,
        tongue,
    };
    let rows = coming
        .iter()
        .map(|session| {
            let said = said(session);
            let (key, colour) = match tag(session) {
                ("" | "session-tag-moved", _) if venue::is_shut(&directory, session, zone, visit.now) => {
                    ("session-venue-shut", "red")
                }
                usual => usual,
            };
            let state = if key.is_empty() {
                Cell::text("")
            } else {
                Cell::tag(tongue.t(key), colour)
            };
            vec![
                Cell::link(said.when(), format!("/desk/sessions/{}", session.id)),
                Cell::text(said.title()),
                Cell::text(said.ward()),
                Cell::text(session.venue.name.clone()),
                Cell::text(said.officers()),
                state,
            ]
        })
        .collect();
    let heads = ["when", "what", "ward", "where", "who", "state"]
        .iter()
        .map(|key| Cell::text(tongue.t(&format!("desk-sessions-{key}"))))
        .collect();
    let page = ListPage {
        title: area.title(areas, tongue, &visit.site.config().force.name),
        may_import: keeper.keeps_all(),
        lost: match lost {
            "" => String::new(),
            code => chrome.t1("desk-sessions-lost", "code", code),
        },
        may_plan: match ward.as_str() {
            "" => keeper.keeps_all(),
            ward => keeper.keeps(areas, ward),
        },
        unwritten: unwritten
            .iter()
            .map(|s| {
                let text = format!("{}, {}", said(s).title(), said(s).when());
                (format!("/desk/sessions/{}/after", s.id), text)
            })
            .collect(),
        followers: tongue.t1("desk-sessions-followers", "count", followers),
        q,
        ward,
        heads,
        rows,
        problems,
        chrome,
    };
    let status = if page.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

#[derive(askama::Template)]
#[template(path = "desk/session.html")]
struct OnePage {
    chrome: Chrome,
    problems: Problems,
    id: String,
    version: i64,
    title: String,
    ward: String,
    /// Its venue has announced since that it is closed then.
    shut: bool,
    tag: &'static str,
    colour: &'static str,
    rows: Vec<Row>,
    may_keep: bool,
    open: bool,
    /// It has begun: what came of it can be written down.
    begun: bool,
    /// It is about now: someone there may want to report something.
    on_now: bool,
    later: usize,
    /// Made there with help: where each is read ("" for who may not), and its reference.
    reports: Vec<(String, String)>,
    why: String,
    steps: Vec<Happening>,
}

async fn one(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let session = found(&visit, &id).await?;
    one_page(&visit, &session, Problems::default(), "").await
}

async fn one_page(
    visit: &Visit,
    session: &Session,
    problems: Problems,
    why: &str,
) -> Result<Response, Fault> {
    let gazetteer = gazetteer(visit)?;
    let areas = gazetteer.areas();
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let mut read = visit.site.db().read();
    let later = match session.series {
        Some(_) => store::later_of_series(&mut read, session).await?.len(),
        None => 0,
    };
    let steps = store::steps(&mut read, &session.id).await?;
    let reports = match Origin::new("session", session.id.as_str()) {
        Some(origin) => contact::by_origin(&mut read, &origin).await?,
        None => Vec::new(),
    };
    let said = Said {
        session,
        areas,
        tongue,
    };
    let may = Authority::of(visit.desk()?);
    let (tag, colour) = tag(session);
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = OnePage {
        id: session.id.to_string(),
        version: session.version,
        title: said.title(),
        ward: said.ward(),
        shut: {
            let directory = places::directory(&visit.site).await?;
            venue::is_shut(&directory, session, visit.site.days().zone(), visit.now)
        },
        tag,
        colour,
        rows: rows(&said, areas),
        may_keep: keeper(visit).await?.keeps(areas, &session.ward),
        open: session.is_open(visit.now),
        begun: !session.is_cancelled() && session.starts_at <= visit.now,
        on_now: !session.is_cancelled()
            && session.starts_at.plus_minutes(-60) <= visit.now
            && visit.now <= session.ends_at.plus_minutes(3 * 60),
        later,
        reports: reports
            .iter()
            .map(|r| {
                let href = match may.may_see(r) {
                    true => format!("/desk/reports/{}", r.id),
                    false => String::new(),
                };
                (href, r.reference.to_string())
            })
            .collect(),
        why: why.to_owned(),
        steps: steps
            .iter()
            .rev()
            .map(|step| Happening {
                title: tongue
                    .t(&format!("session-step-{}", step.kind.as_str()))
                    .into_owned(),
                by: step.by_name.clone(),
                when: tongue.date_time(step.at.timestamp()),
                machine_when: step.at.to_string(),
                text: match (&step.was, step.kind) {
                    (Some(was), StepKind::Moved) => format!("{}\n{}", said.before(was), step.why),
                    _ => step.why.clone(),
                },
            })
            .collect(),
        problems,
        chrome,
    };
    html_with(status, &page)
}

fn rows(said: &Said<'_>, areas: &Areas) -> Vec<Row> {
    let tongue = said.tongue;
    let session = said.session;
    let mut rows = Vec::new();
    let mut row = |key: &str, value: String| {
        if !value.is_empty() {
            rows.push(Row::new(tongue.t(key), value));
        }
    };
    row("session-kind-label", said.kind());
    row("session-when-label", said.when());
    row("session-where-label", said.place());
    let away = area::ward(areas, &session.ward).map_or(0, |w| crate::warn::metres_away(&session.venue, w));
    if away > 0 {
        row(
            "session-away-label",
            tongue.ta(
                "session-away",
                &[
                    ("metres", away.into()),
                    ("minutes", crate::view::walk_minutes(away).into()),
                ],
            ),
        );
    }
    row("session-who-label", said.officers());
    row("session-languages-label", said.languages());
    row("session-offered-label", said.offered().join("\n"));
    row("session-about-label", session.about.clone());
    row("session-notice-label", said.notice());
    if let Some(after) = &session.after {
        row(
            "session-came-label",
            tongue.t1("session-came", "count", after.attendance),
        );
        let topics = after.topics.iter().map(|t| match t.did.is_empty() {
            true => t.said.clone(),
            false => format!("{} → {}", t.said, t.did),
        });
        row("session-topics-label", topics.collect::<Vec<_>>().join("\n"));
        row("session-follow-up-label", after.follow_up.clone());
    }
    rows
}

/// Cancels one, or one and all that come after it in its series; everyone who follows is told.
async fn cancel(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (session, keeping) = kept(&visit, &id).await?;
    let why = posted.text("why").trim();
    let length = why.chars().count();
    if !(1..=500).contains(&length) {
        let mut problems = Problems::default();
        problems.add("why", visit.tongue().t("session-problem-why"));
        return one_page(&visit, &session, problems, why).await;
    }
    if !session.is_open(visit.now) || posted.text("version") != session.version.to_string() {
        return Err(stale(&visit));
    }
    let site = &visit.site;
    let mut tx = site.db().begin().await?;
    let mut all = vec![session.clone()];
    if posted.text("later") == "yes" && session.series.is_some() {
        all.extend(store::later_of_series(&mut tx, &session).await?);
    }
    let mut first = None;
    for session in &all {
        match store::cancel(&mut tx, site, &keeping, session, why, visit.now).await? {
            Changed::Done(step) => first = first.or(Some(step)),
            Changed::Stale => return Err(stale(&visit)),
        }
    }
    if let Some(step) = first {
        jobs::tell(&mut tx, site, &session, &step, all.len() - 1, visit.now).await?;
    }
    tx.commit().await?;
    Ok(see(&format!("/desk/sessions/{}", session.id)))
}
