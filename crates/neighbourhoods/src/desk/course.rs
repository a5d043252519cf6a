//! Keeping the list of courses and ways to volunteer.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html, see};
use page::{Chrome, Link};

use super::form::{Fields, Form};
use super::kept_area;
use crate::area::{Area, FORCE};
use crate::course::{Course, CourseId, CourseKind, Format, NewCourse};
use crate::fact::Badge;
use crate::keeper::Keeper;
use crate::store;
use crate::ward::ground;
use crate::written::{Written, Wrongs};

struct Line {
    /// "" for who may not keep it.
    href: String,
    name: String,
    place: String,
    badge: Badge,
}

#[derive(askama::Template)]
#[template(path = "desk/courses.html")]
struct CoursesPage {
    chrome: Chrome,
    new: Vec<Link>,
    courses: Vec<Line>,
}

pub async fn list(visit: Visit) -> Result<Response, Fault> {
    let staff = visit.desk()?;
    let ground = ground(&visit.site)?;
    let chrome = visit.chrome();
    let force = visit.site.config().force.name.clone();
    let zone = visit.site.days().zone();
    let all = store::course::all(&mut visit.site.db().read()).await?;
    let courses = all
        .into_iter()
        .map(|c| Line {
            href: Keeper::of(staff, &c.area)
                .map(|_| format!("/desk/courses/{}/{}", c.area, c.id))
                .unwrap_or_default(),
            place: Area::find(ground.areas(), &c.area, visit.lang())
                .map_or_else(|| c.area.clone(), |a| a.name(&force).to_owned()),
            badge: c.confirmed.badge(&chrome.tongue, visit.now, zone),
            name: c.facts.name,
        })
        .collect();
    let mut new = Vec::new();
    for area in [Some(FORCE), staff.area.as_deref()].into_iter().flatten() {
        if Keeper::of(staff, area).is_some() {
            new.push(Link::new(
                format!("/desk/courses/{area}/new"),
                chrome.t1(
                    "course-new-for",
                    "area",
                    if area == FORCE { &force } else { area },
                ),
            ));
        }
    }
    html(&CoursesPage { new, courses, chrome })
}

fn form_of(visit: &Visit, area: &Area, action: String, written: Written, wrong: &Wrongs) -> Form {
    let chrome = visit.chrome();
    let kinds: Vec<_> = CourseKind::ALL.iter().map(|k| k.as_str()).collect();
    let formats: Vec<_> = Format::ALL.iter().map(|f| f.as_str()).collect();
    Form {
        title: chrome.t("course-title").into_owned(),
        caption: area.name(&visit.site.config().force.name).to_owned(),
        back: "/desk/courses".to_owned(),
        action,
        button: chrome.t("wards-confirm-button").into_owned(),
        fields: Fields::new(&chrome)
            .choice("kind", "course-kind", "course-kind", &kinds)
            .line("name", "course-name")
            .long("about", "course-about", 3)
            .choice("format", "course-format", "format", &formats)
            .line("languages", "course-languages")
            .line("needs", "course-needs")
            .line("gives", "course-gives")
            .long("joining", "course-joining", 2)
            .done(),
        problems: wrong.problems(&chrome.tongue),
        written,
        ..Form::default()
    }
}

pub async fn new(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (area, _) = kept_area(&visit, &code).await?;
    let action = format!("/desk/courses/{}/new", area.code());
    form_of(&visit, &area, action, Written::default(), &Wrongs::default()).page(&visit)
}

pub async fn make(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let written = Written::posted(&posted);
    let new = match NewCourse::parse(&written) {
        Ok(new) => new,
        Err(wrong) => {
            let action = format!("/desk/courses/{}/new", area.code());
            return form_of(&visit, &area, action, written, &wrong).page(&visit);
        }
    };
    let mut tx = visit.site.db().begin().await?;
    store::course::make(&mut tx, &visit.site, &by, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see("/desk/courses"))
}

async fn found(visit: &Visit, area: &Area, id: &str) -> Result<Course, Fault> {
    let id = CourseId::parse(id).ok_or(Fault::Missing)?;
    let found = store::course::find(&mut visit.site.db().read(), &id).await?;
    found
        .filter(|c| c.area == area.code() && c.ended_on.is_none())
        .ok_or(Fault::Missing)
}

async fn show(
    visit: &Visit,
    area: &Area,
    course: &Course,
    written: Written,
    wrong: &Wrongs,
) -> Result<Response, Fault> {
    let action = format!("/desk/courses/{}/{}", area.code(), course.id);
    let history = store::history::of_thing(&mut visit.site.db().read(), course.id.as_str(), 30).await?;
    let end = format!("{action}/end");
    Form {
        history,
        end,
        ..form_of(visit, area, action, written, wrong)
    }
    .page(visit)
}

pub async fn form(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let (area, _) = kept_area(&visit, &code).await?;
    let course = found(&visit, &area, &id).await?;
    let written = course.facts.written();
    show(&visit, &area, &course, written, &Wrongs::default()).await
}

pub async fn take(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let course = found(&visit, &area, &id).await?;
    let written = Written::posted(&posted);
    let new = match NewCourse::parse(&written) {
        Ok(new) => new,
        Err(wrong) => return show(&visit, &area, &course, written, &wrong).await,
    };
    let mut tx = visit.site.db().begin().await?;
    store::course::change(&mut tx, &visit.site, &by, &course, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see("/desk/courses"))
}

pub async fn end(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let course = found(&visit, &area, &id).await?;
    let today = visit.now.date(visit.site.days().zone());
    let mut tx = visit.site.db().begin().await?;
    store::course::end(&mut tx, &visit.site, &by, &course.id, today, visit.now).await?;
    tx.commit().await?;
    Ok(see("/desk/courses"))
}
