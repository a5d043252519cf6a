//! What is asked about one neighbourhood. Ours are wards, and their codes are the ids.

use std::sync::Arc;

use atlas::{Gazetteer, LatLon, Ward, WardCode};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use jiff::civil::Date;
use kernel::Moment;
use kernel::web::{Fault, Visit};
use neighbourhoods::{Promise, Rank, officers, promises, teams};
use page::Lang;
use places::Place;
use serde_json::json;
use sessions::{Area, Said};

use crate::police::{admit, answer, answer_as, this_force};
use crate::wire::{Contact, Event, Link, Location, Neighbourhood, Officer, Priority, boundary, paragraphs};

/// More is no list.
const MOST_EVENTS: u32 = 200;

/// The map, and the ward on it that was asked about.
struct Asked {
    ground: Arc<Gazetteer>,
    ix: atlas::WardIx,
}

impl Asked {
    /// Counts the request and looks for the ward. Capitals or not does not matter.
    fn new(visit: &Visit, (force, id): &(String, String)) -> Result<Self, Fault> {
        admit(visit)?;
        this_force(visit, force)?;
        let ground = visit.site.part::<Gazetteer>()?;
        let code = WardCode::parse(id).ok_or(Fault::Missing)?;
        let ix = ground.areas().ward_by_code(&code).ok_or(Fault::Missing)?;
        Ok(Self { ground, ix })
    }

    fn ward(&self) -> Result<&Ward, Fault> {
        self.ground.areas().ward(self.ix).ok_or(Fault::Missing)
    }
}

/// The same answer with the moment of its newest fact.
fn as_of(mut answer: Response, newest: Option<Moment>) -> Response {
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    let text = newest.and_then(|m| printer.timestamp_to_rfc9110_string(&m.timestamp()).ok());
    if let Some(value) = text.and_then(|t| HeaderValue::from_str(&t).ok()) {
        answer.headers_mut().insert(header::LAST_MODIFIED, value);
    }
    answer
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|t| !t.is_empty())
}

pub(crate) async fn neighbourhood(
    visit: Visit,
    Path(asked): Path<(String, String)>,
) -> Result<Response, Fault> {
    let asked = Asked::new(&visit, &asked)?;
    let ward = asked.ward()?;
    let code = ward.code.to_string();
    let public = visit.site.public_url();
    let team = teams::find(&mut visit.site.db().read(), &code).await?;
    let facts = team.as_ref().map(|t| &t.facts);
    let url = format!("{public}/ward/{code}");
    let borough = asked.ground.areas().borough(ward.borough).map(|b| Link {
        title: b.name.clone(),
        url: format!("{public}/borough/{}", b.code),
        description: None,
    });
    let force_phone = some(&visit.site.config().force.phone);
    let found = Neighbourhood {
        name: ward.name.clone(),
        url_force: url.clone(),
        population: ward.population.map(|p| p.to_string()),
        centre: ward.middle.into(),
        description: facts.and_then(|f| some(f.about())).map(|t| paragraphs(&t)),
        contact_details: Contact {
            email: facts.and_then(|f| some(f.email())),
            telephone: facts.and_then(|f| some(f.phone())).or(force_phone),
            web: Some(url),
        },
        links: borough.into_iter().collect(),
        locations: locations(&visit, &code).await?,
        id: code,
    };
    Ok(as_of(answer(&found)?, team.map(|t| t.confirmed.at)))
}

/// Where the police themselves can be met: in the ward, or meant for it wherever it lies.
async fn locations(visit: &Visit, code: &str) -> Result<Vec<Location>, Fault> {
    let today = visit.now.date(visit.site.days().zone());
    let directory = places::directory(&visit.site).await?;
    let mut all: Vec<&Arc<Place>> = directory.in_ward(code).chain(directory.serving(code)).collect();
    all.retain(|p| p.facts.kind.is_for_visitors() && p.is_there(today));
    all.sort_by(|a, b| (&a.facts.name, &a.id).cmp(&(&b.facts.name, &b.id)));
    all.dedup_by(|a, b| a.id == b.id);
    Ok(all.into_iter().map(|p| location(p)).collect())
}

fn location(place: &Place) -> Location {
    let facts = &place.facts;
    let kind = match facts.kind {
        places::Kind::Counter => "station",
        other => other.as_str(),
    };
    Location {
        name: facts.name.clone(),
        kind: Some(kind.to_owned()),
        address: facts.address.clone(),
        postcode: some(&facts.postcode),
        telephone: some(&facts.phone),
        latitude: Some(facts.at.lat().to_string()),
        longitude: Some(facts.at.lon().to_string()),
        description: some(place.notes(Lang::EN)),
    }
}

pub(crate) async fn ring(visit: Visit, Path(asked): Path<(String, String)>) -> Result<Response, Fault> {
    let asked = Asked::new(&visit, &asked)?;
    answer(&boundary(&asked.ward()?.shape))
}

/// The whole outline: every piece, and the holes.
pub(crate) async fn outline(visit: Visit, Path(asked): Path<(String, String)>) -> Result<Response, Fault> {
    let asked = Asked::new(&visit, &asked)?;
    let ward = asked.ward()?;
    let ring = |points: &Vec<LatLon>| -> Vec<[f64; 2]> {
        let closed = points.iter().chain(points.first());
        closed.map(|p| [p.lon(), p.lat()]).collect()
    };
    let polygons = ward.shape.polygons().iter();
    let polygons: Vec<Vec<Vec<[f64; 2]>>> = polygons.map(|rings| rings.iter().map(ring).collect()).collect();
    let feature = json!({
        "type": "Feature",
        "id": ward.code.to_string(),
        "properties": { "name": ward.name },
        "geometry": { "type": "MultiPolygon", "coordinates": polygons },
    });
    answer_as("application/geo+json", &feature)
}

/// Who serves in the ward today. An officer who is not to be named is told of by rank alone.
pub(crate) async fn people(visit: Visit, Path(asked): Path<(String, String)>) -> Result<Response, Fault> {
    let asked = Asked::new(&visit, &asked)?;
    let code = asked.ward()?.code.to_string();
    let today = visit.now.date(visit.site.days().zone());
    let mut team = officers::team(&mut visit.site.db().read(), &code, today).await?;
    team.retain(|m| m.post.days.has(today));
    let all: Vec<Officer> = team
        .iter()
        .map(|member| {
            let facts = &member.officer.facts;
            Officer {
                name: facts.public_name().unwrap_or("").to_owned(),
                rank: rank(facts.rank()).to_owned(),
                bio: some(facts.about()).map(|t| paragraphs(&t)),
                contact_details: Contact {
                    email: some(facts.email()),
                    telephone: some(facts.phone()),
                    web: None,
                },
            }
        })
        .collect();
    let newest = team.iter().map(|m| m.officer.confirmed.at).max();
    Ok(as_of(answer(&all)?, newest))
}

/// As the original shortens them.
fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Pcso => "PCSO",
        Rank::Constable => "PC",
        Rank::Sergeant => "Sgt",
        Rank::Inspector => "Insp",
    }
}

/// Sessions, meetings and training that are not over. A cancelled one stays until its time, and says so in its title.
pub(crate) async fn events(visit: Visit, Path(asked): Path<(String, String)>) -> Result<Response, Fault> {
    let asked = Asked::new(&visit, &asked)?;
    let code = asked.ward()?.code;
    let (mut read, area) = (visit.site.db().read(), Area::Ward(code));
    let coming = sessions::coming(&mut read, &area, visit.now, MOST_EVENTS).await?;
    let tongue = visit.site.words().tongue(Lang::EN);
    let zone = visit.site.days().zone();
    let local = |m: Moment| {
        m.timestamp()
            .to_zoned_datetime(zone.clone())
            .datetime()
            .to_string()
    };
    let public = visit.site.public_url();
    let all: Vec<Event> = coming
        .iter()
        .map(|session| {
            let said = Said {
                session,
                areas: asked.ground.areas(),
                tongue: &tongue,
            };
            let lines = std::iter::once(said.notice())
                .chain(std::iter::once(session.about.clone()))
                .chain(said.offered());
            Event {
                title: said.headline(),
                kind: said.kind().to_lowercase(),
                description: some(&paragraphs(&lines.collect::<Vec<_>>().join("\n"))),
                address: said.place(),
                start_date: local(session.starts_at),
                end_date: local(session.ends_at),
                contact_details: Contact {
                    web: Some(format!("{public}/session/{}", session.id)),
                    ..Contact::default()
                },
            }
        })
        .collect();
    let newest = coming.iter().map(|s| s.changed_at).max();
    Ok(as_of(answer(&all)?, newest))
}

pub(crate) async fn priorities(visit: Visit, Path(asked): Path<(String, String)>) -> Result<Response, Fault> {
    let asked = Asked::new(&visit, &asked)?;
    let code = asked.ward()?.code.to_string();
    let all = promises::of_ward(&mut visit.site.db().read(), &code).await?;
    let news = promises::news(&mut visit.site.db().read(), &code).await?;
    let zone = visit.site.days().zone();
    let newest = all.iter().map(|p| p.updated_at).max();
    let all: Vec<Priority> = all
        .iter()
        .map(|p| {
            let done = news.iter().filter(|n| n.promise == p.id).max_by_key(|n| n.at);
            let done = done.map_or("", |n| n.words.as_str());
            priority(p, done, p.updated_at.date(zone))
        })
        .collect();
    Ok(as_of(answer(&all)?, newest))
}

/// A promise as the original words it: what the problem is; what is done about it, what was done last, what came of it.
fn priority(promise: &Promise, done: &str, updated: Date) -> Priority {
    let midnight = |day: Date| format!("{day}T00:00:00");
    let facts = &promise.facts;
    Priority {
        issue: paragraphs(&format!("{}\n{}", facts.problem(), facts.evidence())),
        issue_date: midnight(promise.made_on),
        action: some(&paragraphs(&format!(
            "{}\n{done}\n{}",
            facts.action(),
            promise.outcome
        ))),
        action_date: Some(midnight(promise.ended_on.unwrap_or(updated))),
    }
}
