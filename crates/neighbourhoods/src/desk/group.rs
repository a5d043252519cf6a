//! Keeping a group: what it says of itself, who sits, its papers.

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use kernel::file::{self, FileId, NewFile};
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Chrome, Problems};

use super::form::{Fields, Form, HistoryLine, history_lines};
use super::kept_area;
use crate::area::Area;
use crate::group::{Group, GroupId, GroupKind, NewGroup, NewPaper, NewSeat, PaperKind, SeatRole};
use crate::store;
use crate::written::{Written, Wrongs};

fn fields(chrome: &Chrome) -> Fields<'_> {
    let kinds: Vec<_> = GroupKind::ALL.iter().map(|k| k.as_str()).collect();
    Fields::new(chrome)
        .choice("kind", "group-kind", "group-kind", &kinds)
        .line("name", "group-name")
        .long("does", "group-does", 3)
        .long("joining", "group-joining", 2)
        .line("meets", "group-meets")
        .day("next", "group-next")
        .line("next-time", "group-next-time")
        .line("next-where", "group-next-where")
        .line("quorum", "group-quorum")
        .email("email", "group-email")
        .phone("phone", "group-phone")
        .line("web", "group-web")
}

fn name_of(visit: &Visit, area: &Area) -> String {
    area.name(&visit.site.config().force.name).to_owned()
}

fn today(visit: &Visit) -> Date {
    visit.now.date(visit.site.days().zone())
}

pub async fn new(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (area, _) = kept_area(&visit, &code).await?;
    show_new(&visit, &area, Written::default(), Wrongs::default())
}

fn show_new(visit: &Visit, area: &Area, written: Written, wrong: Wrongs) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    Form {
        title: chrome.t("group-new").into_owned(),
        caption: name_of(visit, area),
        back: area.desk(),
        action: format!("/desk/groups/{}/new", area.code()),
        button: chrome.t("wards-keep-button").into_owned(),
        fields: fields(&chrome).done(),
        problems: wrong.problems(&chrome.tongue),
        written,
        ..Form::default()
    }
    .page(visit)
}

pub async fn make(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    if area == Area::Force {
        return Err(Fault::Missing);
    }
    let written = Written::posted(&posted);
    let new = match NewGroup::parse(&written, visit.site.days().zone()) {
        Ok(new) => new,
        Err(wrong) => return show_new(&visit, &area, written, wrong),
    };
    let mut tx = visit.site.db().begin().await?;
    let id = store::group::make(&mut tx, &visit.site, &by, area.borough(), &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/groups/{}/{id}", area.code())))
}

#[derive(askama::Template)]
#[template(path = "desk/group.html")]
struct GroupPage {
    chrome: Chrome,
    area: String,
    back: String,
    base: String,
    group: Group,
    problems: Problems,
    form: Form,
    seat: Form,
    paper: Form,
    /// (id, words)
    seats: Vec<(String, String)>,
    papers: Vec<String>,
    meetings: Vec<String>,
    /// (id, words)
    bids: Vec<(String, String)>,
    history: Vec<HistoryLine>,
}

/// A group of this area that has not ended.
pub(super) async fn found(visit: &Visit, area: &Area, id: &str) -> Result<Group, Fault> {
    let id = GroupId::parse(id).ok_or(Fault::Missing)?;
    let found = store::group::find(&mut visit.site.db().read(), &id).await?;
    found
        .filter(|g| g.area() == area.code() && g.ended_on.is_none())
        .ok_or(Fault::Missing)
}

pub async fn form(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let (area, _) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    show(
        &visit,
        &area,
        group,
        Part::None,
        Written::default(),
        Problems::default(),
    )
    .await
}

/// Which of the page's forms had something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    Facts,
    Seat,
    Paper,
}

async fn show(
    visit: &Visit,
    area: &Area,
    group: Group,
    part: Part,
    typed: Written,
    problems: Problems,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let mut read = visit.site.db().read();
    let seats = store::group::seats(&mut read, &group.id, today(visit)).await?;
    let papers = store::group::papers(&mut read, &group.id).await?;
    let meetings = store::meeting::of_group(&mut read, &group.id).await?;
    let bids = store::meeting::bids(&mut read, &group.id).await?;
    let history = store::history::of_thing(&mut read, group.id.as_str(), 30).await?;
    let base = format!("/desk/groups/{}/{}", area.code(), group.id);
    let of = |p: Part| {
        if p == part {
            problems.clone()
        } else {
            Problems::default()
        }
    };
    let said = |p: Part, otherwise: Written| if p == part { typed.clone() } else { otherwise };
    let roles: Vec<_> = SeatRole::ALL.iter().map(|r| r.as_str()).collect();
    let kinds: Vec<_> = PaperKind::ALL.iter().map(|k| k.as_str()).collect();
    let mut page = GroupPage {
        area: name_of(visit, area),
        back: area.desk(),
        form: Form {
            action: base.clone(),
            button: chrome.t("wards-confirm-button").into_owned(),
            fields: fields(&chrome).done(),
            written: said(Part::Facts, group.facts.written(visit.site.days().zone())),
            problems: of(Part::Facts),
            ..Form::default()
        },
        seat: Form {
            action: format!("{base}/seat"),
            button: chrome.t("seat-add").into_owned(),
            fields: Fields::new(&chrome)
                .choice("role", "seat-role", "seat", &roles)
                .line("stands-for", "seat-stands-for")
                .line("seat-name", "seat-name")
                .day("seat-from", "seat-from")
                .done(),
            written: said(
                Part::Seat,
                Written::default().with_day("seat-from", Some(today(visit))),
            ),
            problems: of(Part::Seat),
            ..Form::default()
        },
        paper: Form {
            fields: Fields::new(&chrome)
                .choice("paper-kind", "paper-kind", "paper-kind", &kinds)
                .line("title", "paper-title")
                .day("paper-day", "paper-day")
                .line("paper-web", "paper-web")
                .done(),
            written: said(Part::Paper, Written::default()),
            problems: of(Part::Paper),
            ..Form::default()
        },
        seats: seats
            .into_iter()
            .map(|s| {
                let role = chrome.t(&format!("seat-{}", s.role.as_str())).into_owned();
                let name = if s.name.is_empty() {
                    String::new()
                } else {
                    format!(", {}", s.name)
                };
                (s.id, format!("{role}: {}{name}", s.stands_for))
            })
            .collect(),
        papers: papers
            .into_iter()
            .map(|p| format!("{}, {}", p.title, chrome.tongue.date(p.day)))
            .collect(),
        meetings: meetings
            .iter()
            .map(|m| {
                let came = chrome.t1("meeting-came-said", "count", m.held.came);
                format!("{}: {came}", chrome.tongue.date(m.held.day))
            })
            .collect(),
        bids: bids
            .into_iter()
            .map(|b| (b.id.clone(), crate::pages::bid_words(&chrome, &b)))
            .collect(),
        history: history_lines(&chrome, visit, history),
        base,
        group,
        problems,
        chrome,
    };
    page.form.check();
    page.seat.check();
    page.paper.check();
    let status = Form {
        problems: page.problems.clone(),
        ..Form::default()
    }
    .status();
    html_with(status, &page)
}

pub async fn take(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    let written = Written::posted(&posted);
    let new = match NewGroup::parse(&written, visit.site.days().zone()) {
        Ok(new) => new,
        Err(wrong) => {
            let problems = wrong.problems(&visit.tongue());
            return show(&visit, &area, group, Part::Facts, written, problems).await;
        }
    };
    let mut tx = visit.site.db().begin().await?;
    store::group::change(&mut tx, &visit.site, &by, &group, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&area.desk()))
}

pub async fn seat(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    let written = Written::posted(&posted);
    let new = match NewSeat::parse(&written) {
        Ok(new) => new,
        Err(wrong) => {
            let problems = wrong.problems(&visit.tongue());
            return show(&visit, &area, group, Part::Seat, written, problems).await;
        }
    };
    let mut tx = visit.site.db().begin().await?;
    store::group::seat(&mut tx, &visit.site, &by, &group.id, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/groups/{}/{}", area.code(), group.id)))
}

pub async fn unseat(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    let last = today(&visit).yesterday().unwrap_or_else(|_| today(&visit));
    let mut tx = visit.site.db().begin().await?;
    store::group::unseat(
        &mut tx,
        &visit.site,
        &by,
        &group.id,
        posted.text("seat"),
        last,
        visit.now,
    )
    .await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/groups/{}/{}", area.code(), group.id)))
}

/// A paper comes as a file or as an address elsewhere.
pub async fn paper(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    mut posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    let written = Written::posted(&posted);
    let (site, now) = (&visit.site, visit.now);
    let upload = posted.take_files().into_iter().find(|f| f.field == "file");
    let file = match upload.map(|u| NewFile::of_upload(u, &site.config().files, &visit.tongue())) {
        Some(Err(why)) => {
            let mut problems = Problems::default();
            problems.add("file", why);
            return show(&visit, &area, group, Part::Paper, written, problems).await;
        }
        Some(Ok(file)) => Some(file),
        None => None,
    };
    let new = match NewPaper::parse(&written, file.is_some()) {
        Ok(new) => new,
        Err(wrong) => {
            let problems = wrong.problems(&visit.tongue());
            return show(&visit, &area, group, Part::Paper, written, problems).await;
        }
    };
    let file_id = FileId::new(now, visit.random());
    if let Some(file) = &file {
        file::put(site, &file_id, file).await?;
    }
    let mut tx = site.db().begin().await?;
    if let Some(file) = &file {
        file::insert(&mut tx, site, &file_id, file, group.id.as_str(), now).await?;
    }
    let kept = file.as_ref().map(|_| file_id.as_str());
    store::group::paper(&mut tx, site, &by, &group.id, &new, kept, now).await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/groups/{}/{}", area.code(), group.id)))
}

pub async fn end(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    let mut tx = visit.site.db().begin().await?;
    store::group::end(&mut tx, &visit.site, &by, &group.id, today(&visit), visit.now).await?;
    tx.commit().await?;
    Ok(see(&area.desk()))
}
