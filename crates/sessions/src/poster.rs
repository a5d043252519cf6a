//! The poster of a session: A4 or in large print, with a map, a code to scan and an Easy Read panel.

use atlas::Areas;
use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Access, Fault, Routes, UrlQuery, Visit, download};
use page::{Lang, Tongue};
use print::{Address, EasyRead, EasyStep, Fact, Language, Picture, Poster, Press, PrintError, Size};
use serde::Deserialize;

use crate::area;
use crate::map::Map;
use crate::pages::{found, gazetteer};
use crate::session::Session;
use crate::view::Said;

pub(crate) fn routes() -> Routes {
    Routes::default().get("/session/{id}/poster.pdf", Access::Anyone, poster)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    size: String,
    #[serde(default)]
    lang: String,
}

async fn poster(
    visit: Visit,
    Path(id): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let session = found(&visit, &id).await?;
    let words = visit.site.words();
    let size = match asked.size.as_str() {
        "" | "a4" => Size::A4,
        "large" => Size::Large,
        _ => return Err(Fault::Missing),
    };
    let lang = match asked.lang.as_str() {
        "" => visit.lang(),
        code => words.offered(code).ok_or(Fault::Missing)?,
    };
    let gazetteer = gazetteer(&visit)?;
    let press = visit.site.part::<Press>()?;
    let poster = made(
        &press,
        &session,
        gazetteer.areas(),
        &words.tongue(lang),
        &words.tongue(Lang::EN_SIMPLE),
        size,
        &visit.site.config().force.name,
        &visit.site.public_url(),
    );
    let printed = tokio::task::spawn_blocking(move || press.poster(&poster)).await;
    let printed = printed.map_err(|e| Fault::broken("a poster was not printed", e))?;
    let pdf = printed.map_err(|e| match e {
        PrintError::Letters(_) | PrintError::TooLong { .. } => {
            Fault::Refused(visit.tongue().t("poster-not-printed").into_owned())
        }
        other => Fault::broken("a poster could not be printed", other),
    })?;
    let name = format!(
        "{}-{}.pdf",
        session.ward,
        session.starts_at.date(visit.site.days().zone())
    );
    Ok(download(&name, "application/pdf", pdf, true))
}

fn language(lang: Lang) -> Language {
    Language::new(lang.html(), lang.dir() == "rtl")
}

#[allow(clippy::too_many_arguments)]
pub(crate) fn made(
    press: &Press,
    session: &Session,
    areas: &Areas,
    tongue: &Tongue,
    simple: &Tongue,
    size: Size,
    force: &str,
    url: &str,
) -> Poster {
    let said = Said {
        session,
        areas,
        tongue,
    };
    let address = format!("{url}/session/{}", session.id);
    let notice = said.notice();
    let fact = |key: &str, lines: Vec<String>| {
        let lines: Vec<String> = lines.into_iter().filter(|l| !l.is_empty()).collect();
        (!lines.is_empty()).then(|| Fact::new(tongue.t(key), lines))
    };
    let venue = &session.venue;
    let facts = [
        fact("session-when-label", said.when_lines()),
        fact(
            "session-where-label",
            vec![venue.name.clone(), venue.address.clone()],
        ),
        fact("session-who-label", vec![said.officers()]),
        fact("session-languages-label", vec![said.printed_languages(press)]),
        fact("session-offered-label", said.offered()),
        fact(
            "session-about-label",
            session.about.lines().map(str::to_owned).collect(),
        ),
    ];
    let map = match (area::ward(areas, &session.ward), venue.at) {
        (Some(ward), Some(at)) => Some(Picture {
            svg: Map::new(areas, ward, Some(at)).to_svg(),
            description: tongue.ta(
                "session-map-alt",
                &[
                    ("venue", venue.name.as_str().into()),
                    ("ward", said.ward().as_str().into()),
                ],
            ),
            caption: String::new(),
        }),
        _ => None,
    };
    Poster {
        size,
        language: language(tongue.lang()),
        from: force.to_owned(),
        over: if session.title.is_empty() {
            String::new()
        } else {
            said.kind()
        },
        title: format!("{}, {}", said.title(), said.ward()),
        notice: Some(notice).filter(|n| !n.is_empty()),
        facts: facts.into_iter().flatten().collect(),
        map,
        easy: Some(easy(session, areas, simple)),
        address: Some(Address {
            description: tongue.t1("poster-code", "address", address.as_str()),
            lead: tongue.t("poster-scan").into_owned(),
            url: address,
        }),
        foot: vec![tongue.t("poster-foot").into_owned()],
    }
}

/// What matters most, one sentence and one picture at a time.
fn easy(session: &Session, areas: &Areas, tongue: &Tongue) -> EasyRead {
    let said = Said {
        session,
        areas,
        tongue,
    };
    let when = said.when_lines().join(", ");
    let state = if session.is_cancelled() {
        ("cross", tongue.t("poster-easy-cancelled").into_owned())
    } else {
        ("police", tongue.t("poster-easy-talk").into_owned())
    };
    let steps = [
        state,
        ("calendar", tongue.t1("poster-easy-when", "when", when)),
        (
            "house",
            tongue.t1("poster-easy-where", "where", session.venue.name.as_str()),
        ),
        ("tick", tongue.t("session-just-come").into_owned()),
    ];
    // Who would come to one that is cancelled needs to know that alone.
    let many = if session.is_cancelled() { 1 } else { steps.len() };
    EasyRead {
        language: language(tongue.lang()),
        heading: tongue.t("poster-easy-heading").into_owned(),
        steps: steps
            .into_iter()
            .take(many)
            .map(|(id, text)| EasyStep {
                picture: picture(id, &text),
                text,
            })
            .collect(),
    }
}

fn picture(id: &str, description: &str) -> Option<Picture> {
    let asset = page::asset(&format!("pictures/{id}.svg"))?;
    Some(Picture {
        svg: String::from_utf8(asset.bytes.to_vec()).ok()?,
        description: description.to_owned(),
        caption: String::new(),
    })
}
