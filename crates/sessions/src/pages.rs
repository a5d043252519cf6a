//! What the public sees: lists by ward, borough and force, one session, calendars and feeds.

use std::sync::Arc;

use atlas::{Areas, Gazetteer};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Moment;
use kernel::web::{Access, Fault, Routes, UrlQuery, Visit, html, see};
use page::{Chrome, Link, Tongue};
use serde::Deserialize;

use crate::area::{self, Area};
use crate::feed::{self, Feed};
use crate::gone;
use crate::map::{Map, PIN};
use crate::meetings::{self, Meeting};
use crate::session::{After, Session, SessionId};
use crate::store;
use crate::venue;
use crate::view::Said;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/sessions", Access::Anyone, of_force)
        .get("/ward/{code}/sessions", Access::Anyone, of_ward)
        .get("/borough/{code}/sessions", Access::Anyone, of_borough)
        .get("/calendar.ics", Access::Anyone, calendar_of_force)
        .get("/ward/{code}/calendar.ics", Access::Anyone, calendar_of_ward)
        .get(
            "/borough/{code}/calendar.ics",
            Access::Anyone,
            calendar_of_borough,
        )
        .get("/feed.atom", Access::Anyone, feed_of_force)
        .get("/ward/{code}/feed.atom", Access::Anyone, feed_of_ward)
        .get("/borough/{code}/feed.atom", Access::Anyone, feed_of_borough)
        .get("/session/{id}", Access::Anyone, one)
        .get("/session/{id}/calendar.ics", Access::Anyone, calendar_of_one)
}

pub(crate) fn gazetteer(visit: &Visit) -> Result<Arc<Gazetteer>, Fault> {
    visit.site.part::<Gazetteer>()
}

/// A session as a line of a list.
pub(crate) struct Line {
    pub href: String,
    pub title: String,
    pub when: String,
    pub machine_when: String,
    pub place: String,
    /// What stands beside it in a coloured tag, and the colour.
    pub tag: String,
    pub colour: &'static str,
    pub notice: String,
    /// "" unless the venue has announced since that it is closed then.
    pub shut: String,
    pub ward: String,
    pub after: Option<After>,
    pub came: String,
}

impl Line {
    pub fn new(session: &Session, areas: &Areas, tongue: &Tongue, shut: bool) -> Self {
        let said = Said {
            session,
            areas,
            tongue,
        };
        let (tag, colour) = tag(session);
        let came = session.after.as_ref();
        Self {
            href: format!("/session/{}", session.id),
            title: said.title(),
            when: said.when(),
            machine_when: session.starts_at.to_string(),
            place: said.place(),
            tag: if tag.is_empty() {
                String::new()
            } else {
                tongue.t(tag).into_owned()
            },
            colour,
            notice: said.notice(),
            shut: match shut {
                true => tongue.t("session-shut").into_owned(),
                false => String::new(),
            },
            ward: said.ward(),
            came: came.map_or_else(String::new, |a| tongue.t1("session-came", "count", a.attendance)),
            after: session.after.clone(),
        }
    }

    /// The next meeting of a group.
    fn meeting(meeting: &Meeting, tongue: &Tongue) -> Self {
        Self {
            href: meeting.path.clone(),
            title: meeting.title.clone(),
            when: tongue.day_time(meeting.at.timestamp()),
            machine_when: meeting.at.to_string(),
            place: meeting.place.clone(),
            tag: tongue.t("session-group-meeting").into_owned(),
            colour: "purple",
            notice: String::new(),
            shut: String::new(),
            ward: String::new(),
            after: None,
            came: String::new(),
        }
    }
}

/// The key and the colour of what a session is marked as; nothing for one that stands as planned.
pub(crate) fn tag(session: &Session) -> (&'static str, &'static str) {
    match (session.is_cancelled(), session.is_moved()) {
        (true, _) => ("session-tag-cancelled", "red"),
        (_, true) => ("session-tag-moved", "yellow"),
        _ => ("", ""),
    }
}

/// How many a list holds.
const COMING: u32 = 60;
const PAST: u32 = 20;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    /// The session before which someone reads on.
    #[serde(default)]
    before: String,
    #[serde(default)]
    lang: String,
}

#[derive(askama::Template)]
#[template(path = "pages/list.html")]
struct ListPage {
    chrome: Chrome,
    title: String,
    trail: Vec<Link>,
    /// Which ward it is, on pages of more than one.
    wide: bool,
    force: bool,
    q: String,
    wrong: String,
    choices: Vec<Link>,
    /// Read on through what is past: no coming ones then.
    older_only: bool,
    changed: Vec<Line>,
    coming: Vec<Line>,
    past: Vec<Line>,
    older: String,
    follow: String,
    calendar: String,
    feed: String,
}

async fn of_force(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    list(&visit, Area::Force, asked).await
}

async fn of_ward(
    visit: Visit,
    Path(code): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let gazetteer = gazetteer(&visit)?;
    let Some(area) = Area::ward(&code, gazetteer.areas()) else {
        return gone::page(&visit, &code, "/sessions");
    };
    list(&visit, area, asked).await
}

async fn of_borough(
    visit: Visit,
    Path(code): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let gazetteer = gazetteer(&visit)?;
    let area = Area::borough(&code, gazetteer.areas()).ok_or(Fault::Missing)?;
    list(&visit, area, asked).await
}

/// Where what someone typed leads: a ward or a borough that it clearly means, or the ones that it may mean.
fn meant(gazetteer: &Gazetteer, q: &str, tongue: &Tongue) -> Result<String, Vec<Link>> {
    let areas = gazetteer.areas();
    let page = |area: &Area| format!("{}/sessions", area.path());
    let of = |ward: Option<atlas::WardIx>, borough: Option<atlas::BoroughIx>| {
        let ward = ward.and_then(|w| areas.ward(w)).map(|w| Area::Ward(w.code));
        ward.or_else(|| {
            borough
                .and_then(|b| areas.borough(b))
                .map(|b| Area::Borough(b.code))
        })
    };
    let found = gazetteer.locate(q);
    if found.confidence != atlas::Confidence::Unsure
        && let Some(area) = of(found.ward, found.borough)
    {
        return Ok(page(&area));
    }
    let mut links: Vec<Link> = Vec::new();
    for candidate in &found.candidates {
        let Some(area) = of(candidate.ward, candidate.borough) else {
            continue;
        };
        let href = page(&area);
        if !links.iter().any(|l| l.href == href) {
            links.push(Link::new(href, area.name(areas, tongue, "")));
        }
    }
    Err(links)
}

async fn list(visit: &Visit, area: Area, asked: Asked) -> Result<Response, Fault> {
    let gazetteer = gazetteer(visit)?;
    let areas = gazetteer.areas();
    let tongue = visit.tongue();
    let q: String = asked.q.trim().chars().take(200).collect();
    let choices = match q.is_empty() {
        true => Vec::new(),
        false => match meant(&gazetteer, &q, &tongue) {
            Ok(to) => return Ok(see(&to)),
            Err(choices) => choices,
        },
    };
    let mut read = visit.site.db().read();
    let before = match SessionId::parse(&asked.before) {
        Some(id) => store::find(&mut read, &id).await?,
        None => None,
    };
    let coming = match &before {
        Some(_) => Vec::new(),
        None => store::coming(&mut read, &area, visit.now, COMING).await?,
    };
    let mut past = match &before {
        Some(last) => store::past_before(&mut read, &area, last, visit.now, PAST + 1).await?,
        None => store::past(&mut read, &area, visit.now, PAST + 1).await?,
    };
    let meetings = match &before {
        Some(_) => Vec::new(),
        None => meetings::coming(&visit.site, &area, visit.now).await?,
    };
    let more = past.len() > PAST as usize;
    past.truncate(PAST as usize);
    let base = format!("{}/sessions", area.path());
    let older = past
        .last()
        .filter(|_| more)
        .map_or_else(String::new, |s| format!("{base}?before={}", s.id));
    let directory = places::directory(&visit.site).await?;
    let zone = visit.site.days().zone();
    let line = |s: &Session| {
        let shut = venue::is_shut(&directory, s, zone, visit.now);
        Line::new(s, areas, &tongue, shut)
    };
    let soon = visit.now.plus_days(14);
    let is_change = |s: &&Session| s.starts_at < soon && (s.is_cancelled() || s.is_moved());
    html(&ListPage {
        title: area.title(areas, &tongue, &visit.site.config().force.name),
        trail: trail(&area, areas, &tongue),
        wide: !matches!(area, Area::Ward(_)),
        force: area == Area::Force,
        wrong: match !q.is_empty() && choices.is_empty() {
            true => tongue.t("sessions-not-found").into_owned(),
            false => String::new(),
        },
        q,
        choices,
        older_only: before.is_some(),
        changed: coming.iter().filter(is_change).map(line).collect(),
        coming: {
            let mut all: Vec<(Moment, Line)> = coming.iter().map(|s| (s.starts_at, line(s))).collect();
            all.extend(meetings.iter().map(|m| (m.at, Line::meeting(m, &tongue))));
            all.sort_by_key(|(at, _)| *at);
            all.into_iter().map(|(_, line)| line).collect()
        },
        past: past.iter().map(line).collect(),
        older,
        follow: format!("/follow?area={}", area.key()),
        calendar: format!("{}/calendar.ics", area.path()),
        feed: format!("{}/feed.atom", area.path()),
        chrome: visit.chrome(),
    })
}

/// From the force down to the area above this one.
fn trail(area: &Area, areas: &Areas, tongue: &Tongue) -> Vec<Link> {
    let mut links = Vec::new();
    let mut add = |area: Area| {
        links.push(Link::new(
            format!("{}/sessions", area.path()),
            match area {
                Area::Force => tongue.t("sessions-all").into_owned(),
                _ => area.name(areas, tongue, ""),
            },
        ));
    };
    match area {
        Area::Force => return Vec::new(),
        Area::Borough(_) => add(Area::Force),
        Area::Ward(code) => {
            add(Area::Force);
            if let Some(borough) = area::borough_of(areas, code.as_str()) {
                add(Area::Borough(borough.code));
            }
        }
    }
    links
}

#[derive(askama::Template)]
#[template(path = "pages/session.html")]
struct SessionPage {
    chrome: Chrome,
    trail: Vec<Link>,
    session: Session,
    title: String,
    kind: String,
    when: String,
    starts: String,
    ends: String,
    was_starts: String,
    officers: String,
    languages: String,
    offered: Vec<String>,
    tag: &'static str,
    colour: &'static str,
    notice: String,
    shut: bool,
    over: bool,
    came: String,
    follow_up_on: String,
    ward: String,
    ward_name: String,
    map: Map,
    pin: &'static str,
    way: String,
    organiser: String,
    address: String,
}

pub(crate) async fn found(visit: &Visit, id: &str) -> Result<Session, Fault> {
    let id = SessionId::parse(id).ok_or(Fault::Missing)?;
    store::find(&mut visit.site.db().read(), &id)
        .await?
        .ok_or(Fault::Missing)
}

async fn one(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let session = found(&visit, &id).await?;
    let gazetteer = gazetteer(&visit)?;
    let areas = gazetteer.areas();
    let tongue = visit.tongue();
    let said = Said {
        session: &session,
        areas,
        tongue: &tongue,
    };
    let zone = visit.site.days().zone();
    let local = |at: Moment| {
        let at = at.timestamp().to_zoned_datetime(zone.clone());
        at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let (tag, colour) = tag(&session);
    let ward = area::ward(areas, &session.ward);
    let mut trail = match ward {
        Some(ward) => trail(&Area::Ward(ward.code), areas, &tongue),
        None => Vec::new(),
    };
    if let Some(ward) = ward {
        trail.push(Link::new(format!("/ward/{}/sessions", ward.code), said.ward()));
    }
    let page = SessionPage {
        trail,
        title: said.title(),
        kind: said.kind(),
        when: said.when(),
        starts: local(session.starts_at),
        ends: local(session.ends_at),
        was_starts: session
            .before
            .as_ref()
            .map_or_else(String::new, |b| local(b.starts_at)),
        officers: said.officers(),
        languages: said.languages(),
        offered: said.offered(),
        tag,
        colour,
        notice: said.notice(),
        shut: {
            let directory = places::directory(&visit.site).await?;
            venue::is_shut(&directory, &session, zone, visit.now)
        },
        over: session.is_over(visit.now),
        came: session
            .after
            .as_ref()
            .map_or_else(String::new, |a| tongue.t1("session-came", "count", a.attendance)),
        follow_up_on: session
            .after
            .as_ref()
            .and_then(|a| a.follow_up_on)
            .map_or_else(String::new, |d| tongue.full_date(d)),
        ward: ward.map_or_else(String::new, |w| w.code.to_string()),
        ward_name: said.ward(),
        map: match (ward, session.venue.at) {
            (Some(ward), Some(at)) => Map::new(areas, ward, Some(at)),
            _ => Map::default(),
        },
        pin: PIN,
        way: session
            .venue
            .at
            .map_or_else(String::new, |at| format!("/near?at={at}")),
        organiser: visit.site.config().force.name.clone(),
        address: format!("{}/session/{}", visit.site.public_url(), session.id),
        chrome: visit.chrome(),
        session,
    };
    html(&page)
}

/// Feeds are asked for by programs that send no cookie: `?lang=cy` says the language.
fn tongue_of(visit: &Visit, lang: &str) -> Tongue {
    let words = visit.site.words();
    words.tongue(words.offered(lang).unwrap_or(visit.lang()))
}

/// What a feed program is answered: nothing but "not changed" if it has the newest.
fn fed(headers: &HeaderMap, body: String, kind: &'static str) -> Response {
    let etag = format!(
        "\"{}\"",
        kernel::seal::hex(&kernel::seal::sha256(&[body.as_bytes()])[..12])
    );
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|v| v.trim().trim_start_matches("W/") == etag);
    let mut answer = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        body.into_response()
    };
    let set = answer.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // In the asking program alone: an answer to a new browser carries its cookie.
    set.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=900"),
    );
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        set.insert(header::ETAG, etag);
    }
    answer
}

const ICAL: &str = "text/calendar; charset=utf-8";
const ATOM: &str = "application/atom+xml; charset=utf-8";

const MOST: u32 = 5_000;
const NEWEST: u32 = 50;

/// How many days back and ahead a calendar goes: the larger the area, the fewer, so that a calendar of a large force
/// stays one that a telephone can fetch.
fn days_of(area: &Area) -> (i64, i64) {
    match area {
        Area::Ward(_) => (31, 400),
        Area::Borough(_) => (31, 92),
        Area::Force => (7, 28),
    }
}

async fn calendar(visit: Visit, area: Area, asked: Asked, headers: HeaderMap) -> Result<Response, Fault> {
    let (back, ahead) = days_of(&area);
    let (from, to) = (visit.now.plus_days(-back), visit.now.plus_days(ahead));
    let sessions = store::between(&mut visit.site.db().read(), &area, from, to, MOST).await?;
    let meetings = meetings::coming(&visit.site, &area, visit.now).await?;
    let entries = (sessions.as_slice(), meetings.as_slice());
    let body = with_feed(&visit, &area, &asked.lang, "calendar.ics", entries, feed::ical)?;
    let body = body.map_err(|e| Fault::broken("a calendar could not be written", e))?;
    Ok(fed(&headers, body, ICAL))
}

async fn atom(visit: Visit, area: Area, asked: Asked, headers: HeaderMap) -> Result<Response, Fault> {
    let sessions = store::changed(&mut visit.site.db().read(), &area, NEWEST).await?;
    let entries = (sessions.as_slice(), &[][..]);
    let body = with_feed(&visit, &area, &asked.lang, "feed.atom", entries, feed::atom)?;
    Ok(fed(&headers, body, ATOM))
}

fn with_feed<T>(
    visit: &Visit,
    area: &Area,
    lang: &str,
    own: &str,
    (sessions, meetings): (&[Session], &[Meeting]),
    make: impl FnOnce(&Feed<'_>) -> T,
) -> Result<T, Fault> {
    let gazetteer = gazetteer(visit)?;
    let tongue = tongue_of(visit, lang);
    let title = area.title(gazetteer.areas(), &tongue, &visit.site.config().force.name);
    Ok(make(&Feed {
        site: &visit.site,
        areas: gazetteer.areas(),
        tongue: &tongue,
        title,
        page: format!("{}/sessions", area.path()),
        own: format!("{}/{own}", area.path()),
        sessions,
        meetings,
    }))
}

async fn calendar_of_force(
    visit: Visit,
    UrlQuery(asked): UrlQuery<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    calendar(visit, Area::Force, asked, headers).await
}

async fn calendar_of_ward(
    visit: Visit,
    Path(code): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let Some(area) = Area::ward(&code, gazetteer(&visit)?.areas()) else {
        return gone::page(&visit, &code, "/calendar.ics");
    };
    calendar(visit, area, asked, headers).await
}

async fn calendar_of_borough(
    visit: Visit,
    Path(code): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let area = Area::borough(&code, gazetteer(&visit)?.areas()).ok_or(Fault::Missing)?;
    calendar(visit, area, asked, headers).await
}

async fn feed_of_force(
    visit: Visit,
    UrlQuery(asked): UrlQuery<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    atom(visit, Area::Force, asked, headers).await
}

async fn feed_of_ward(
    visit: Visit,
    Path(code): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let Some(area) = Area::ward(&code, gazetteer(&visit)?.areas()) else {
        return gone::page(&visit, &code, "/feed.atom");
    };
    atom(visit, area, asked, headers).await
}

async fn feed_of_borough(
    visit: Visit,
    Path(code): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let area = Area::borough(&code, gazetteer(&visit)?.areas()).ok_or(Fault::Missing)?;
    atom(visit, area, asked, headers).await
}

async fn calendar_of_one(
    visit: Visit,
    Path(id): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let session = found(&visit, &id).await?;
    let gazetteer = gazetteer(&visit)?;
    let tongue = tongue_of(&visit, &asked.lang);
    let said = Said {
        session: &session,
        areas: gazetteer.areas(),
        tongue: &tongue,
    };
    let body = feed::ical(&Feed {
        site: &visit.site,
        areas: gazetteer.areas(),
        tongue: &tongue,
        title: said.title(),
        page: format!("/session/{}", session.id),
        own: format!("/session/{}/calendar.ics", session.id),
        sessions: std::slice::from_ref(&session),
        meetings: &[],
    });
    let body = body.map_err(|e| Fault::broken("a calendar could not be written", e))?;
    Ok(fed(&headers, body, ICAL))
}
