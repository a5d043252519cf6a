//! The neighbourhood half of the police data API: the force, and which neighbourhoods it has.

use std::time::Duration;

use atlas::{Gazetteer, LatLon};
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::web::{Access, Fault, Routes, UrlQuery, Visit};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::limit::Limit;
use crate::wire::{Contact, Engagement, Force, Located, Officer, Reference, paragraphs};
use crate::{coverage, force, ward};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/api/coverage", Access::Anyone, coverage::show)
        .get("/api/forces", Access::Anyone, forces)
        .get("/api/forces/{force}", Access::Anyone, one_force)
        .get("/api/forces/{force}/people", Access::Anyone, senior_officers)
        .get("/api/locate-neighbourhood", Access::Anyone, locate)
        .get("/api/{force}/neighbourhoods", Access::Anyone, neighbourhoods)
        .get("/api/{force}/{id}", Access::Anyone, ward::neighbourhood)
        .get("/api/{force}/{id}/boundary", Access::Anyone, ward::ring)
        .get(
            "/api/{force}/{id}/boundary.geojson",
            Access::Anyone,
            ward::outline,
        )
        .get("/api/{force}/{id}/people", Access::Anyone, ward::people)
        .get("/api/{force}/{id}/events", Access::Anyone, ward::events)
        .get("/api/{force}/{id}/priorities", Access::Anyone, ward::priorities)
}

/// Counts the request before anything is done for it.
pub(crate) fn admit(visit: &Visit) -> Result<(), Fault> {
    let limit = visit.site.part::<Limit>()?;
    // The header that says how long to wait counts in whole seconds.
    let whole = |wait: Duration| Fault::Often(Duration::from_secs(wait.as_secs() + 1));
    limit.take(visit.ip(), visit.now).map_err(whole)
}

pub(crate) fn answer(body: &impl Serialize) -> Result<Response, Fault> {
    answer_as("application/json", body)
}

pub(crate) fn answer_as(kind: &'static str, body: &impl Serialize) -> Result<Response, Fault> {
    let text = serde_json::to_string(body).map_err(|e| Fault::broken("an answer could not be written", e))?;
    let mut answer = text.into_response();
    let headers = answer.headers_mut();
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, kind);
    set(header::CACHE_CONTROL, "public, max-age=60");
    // What the answers cover, and how fresh they are.
    set(header::LINK, "</api/coverage>; rel=\"describedby\"");
    Ok(answer)
}

/// This force, if it is the one that was asked for.
pub(crate) fn this_force(visit: &Visit, asked: &str) -> Result<String, Fault> {
    let id = force::id(&visit.site.config().force.name);
    if asked.eq_ignore_ascii_case(&id) {
        Ok(id)
    } else {
        Err(Fault::Missing)
    }
}

async fn forces(visit: Visit) -> Result<Response, Fault> {
    admit(&visit)?;
    let name = visit.site.config().force.name.clone();
    answer(&[Reference {
        id: force::id(&name),
        name,
    }])
}

async fn one_force(visit: Visit, Path(asked): Path<String>) -> Result<Response, Fault> {
    admit(&visit)?;
    let id = this_force(&visit, &asked)?;
    let force = &visit.site.config().force;
    let url = visit.site.public_url();
    answer(&Force {
        id,
        name: force.name.clone(),
        telephone: force.phone.clone(),
        description: None,
        engagement_methods: vec![
            engagement("web", "Website", url.clone()),
            engagement("rss", "Sessions and meetings", format!("{url}/feed.atom")),
        ],
        url,
    })
}

fn engagement(kind: &'static str, title: &str, url: String) -> Engagement {
    Engagement {
        kind,
        title: title.to_owned(),
        description: None,
        url,
    }
}

/// Who leads the force, as its configuration says; an empty list where it says nobody.
async fn senior_officers(visit: Visit, Path(asked): Path<String>) -> Result<Response, Fault> {
    admit(&visit)?;
    this_force(&visit, &asked)?;
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let chiefs = visit.site.config().force.chief_officers.iter();
    let all: Vec<Officer> = chiefs
        .map(|chief| Officer {
            name: chief.name.clone(),
            rank: chief.rank.clone(),
            bio: some(&chief.bio).map(|t| paragraphs(&t)),
            contact_details: Contact {
                email: some(&chief.email),
                telephone: some(&chief.telephone),
                web: some(&chief.web),
            },
        })
        .collect();
    answer(&all)
}

async fn neighbourhoods(visit: Visit, Path(asked): Path<String>) -> Result<Response, Fault> {
    admit(&visit)?;
    this_force(&visit, &asked)?;
    let ground = visit.site.part::<Gazetteer>()?;
    let wards = ground.areas().wards().iter();
    let all: Vec<Reference> = wards
        .map(|w| Reference {
            id: w.code.to_string(),
            name: w.name.clone(),
        })
        .collect();
    answer(&all)
}

#[derive(Debug, Deserialize)]
struct Where {
    q: Option<String>,
}

async fn locate(visit: Visit, UrlQuery(asked): UrlQuery<Where>) -> Result<Response, Fault> {
    admit(&visit)?;
    let point = asked.q.as_deref().and_then(|q| q.parse::<LatLon>().ok());
    let Some(point) = point else {
        return Ok(unclear(
            "q must be a latitude and a longitude, as in q=51.5,-0.12",
        ));
    };
    let ground = visit.site.part::<Gazetteer>()?;
    let areas = ground.areas();
    let found = areas
        .find(point)
        .and_then(|ix| areas.ward(ix))
        .ok_or(Fault::Missing)?;
    answer(&Located {
        force: force::id(&visit.site.config().force.name),
        neighbourhood: found.code.to_string(),
    })
}

/// 400, in words for who writes a client. The original answers 404, as for a place that is nobody's.
fn unclear(why: &str) -> Response {
    let problem = json!({ "type": "about:blank", "title": "Bad Request", "status": 400, "detail": why });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (StatusCode::BAD_REQUEST, kind, problem.to_string()).into_response()
}
