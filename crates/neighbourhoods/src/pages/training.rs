//! Courses for residents and ways to volunteer, with the next dates.

use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, html};
use page::{Chrome, Link};
use serde::Deserialize;

use crate::area::{Area, FORCE};
use crate::course::{Course, CourseKind};
use crate::fact::Badge;
use crate::store;
use crate::ward::{boroughs, ground};

/// A course, as everyone sees it.
pub struct Card {
    pub name: String,
    pub place: String,
    pub about: String,
    pub rows: Vec<(String, String)>,
    pub badge: Badge,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    borough: String,
}

#[derive(askama::Template)]
#[template(path = "pages/training.html")]
struct TrainingPage {
    chrome: Chrome,
    training: Vec<Card>,
    volunteering: Vec<Card>,
    dates: Vec<Link>,
    boroughs: Vec<Link>,
}

pub fn card(chrome: &Chrome, visit: &Visit, course: &Course, place: String) -> Card {
    let facts = &course.facts;
    let rows = [
        (
            "course-format",
            chrome
                .t(&format!("format-{}", facts.format.as_str()))
                .into_owned(),
        ),
        ("course-languages", facts.languages.clone()),
        ("course-needs", facts.needs.clone()),
        ("course-gives", facts.gives.clone()),
        ("course-joining", facts.joining.clone()),
    ];
    Card {
        name: facts.name.clone(),
        place,
        about: facts.about.clone(),
        rows: rows
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(key, text)| (chrome.t(key).into_owned(), text))
            .collect(),
        badge: course
            .confirmed
            .badge(&chrome.tongue, visit.now, visit.site.days().zone()),
    }
}

pub async fn training(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let ground = ground(&visit.site)?;
    let areas = ground.areas();
    let chrome = visit.chrome();
    let lang = visit.lang();
    let force = visit.site.config().force.name.clone();
    let mut read = visit.site.db().read();
    let all = store::course::all(&mut read).await?;
    let (mut training, mut volunteering) = (Vec::new(), Vec::new());
    for course in &all {
        let area = Area::find(areas, &course.area, lang);
        let wanted = asked.borough.is_empty()
            || course.area == FORCE
            || area.as_ref().is_some_and(|a| a.borough() == asked.borough);
        if !wanted {
            continue;
        }
        let place = area.map_or_else(|| course.area.clone(), |a| a.name(&force).to_owned());
        let card = card(&chrome, &visit, course, place);
        match course.facts.kind {
            CourseKind::Training => training.push(card),
            CourseKind::Volunteering => volunteering.push(card),
        }
    }
    let of = sessions::Area::borough(&asked.borough, areas).unwrap_or(sessions::Area::Force);
    let dates = super::ward::coming(&chrome, areas, &mut read, &of, visit.now, 100).await?;
    html(&TrainingPage {
        training,
        volunteering,
        dates: dates
            .into_iter()
            .filter(|d| d.is_training)
            .take(20)
            .map(|d| Link::new(d.href, format!("{}, {}, {}", d.when, d.title, d.place)))
            .collect(),
        boroughs: std::iter::once(
            Link::new("/training", chrome.t("training-everywhere").into_owned())
                .current(asked.borough.is_empty()),
        )
        .chain(boroughs(areas, lang).into_iter().map(|b| {
            let current = b.code == asked.borough;
            Link::new(format!("/training?borough={}", b.code), b.name).current(current)
        }))
        .collect(),
        chrome,
    })
}
