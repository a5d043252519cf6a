//! Loading people and places from the page: the files are taken, the work goes on by itself, and whoever waits sees how
//! far it is.

use std::path::{Path as FilePath, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use kernel::db::DbError;
use kernel::site::Site;
use kernel::web::{Fault, Posted, Upload, Visit, html, html_with, see};
use page::{Cell, Choice, Chrome, Problems, Tongue};

use super::{InWords, sentence};
use crate::error::{PlanError, more_rows};
use crate::load::{Load, Origin, Report};
use crate::read::Refused;
use crate::said::{Said, said};
use crate::service;
use crate::store::{self, Loading, LoadingId, Planner, Problem, Stands, Typed};

/// Where it is told what was loaded.
const LOADED: &str = "/desk/plan?news=loaded";
/// A small load is there before anyone would look again.
const WAIT: Duration = Duration::from_secs(6);
/// How often it is written down how far a load is.
const TELL: Duration = Duration::from_millis(800);

#[derive(askama::Template)]
#[template(path = "pages/load.html")]
struct LoadPage {
    chrome: Chrome,
    problems: Problems,
    typed: Typed,
    nets: Vec<Choice>,
    /// The first of the rows for which nothing was loaded, and how many more there are.
    rows: Vec<Vec<Cell>>,
    heads: Vec<Cell>,
    more: String,
}

#[derive(askama::Template)]
#[template(path = "pages/loading.html")]
struct LoadingPage {
    chrome: Chrome,
    address: String,
    step: String,
    done: u64,
    parts: u64,
    share: String,
}

/// Networks that `travel build` left in the data folder.
fn nets(visit: &Visit, chosen: &str) -> Vec<Choice> {
    let folder = visit.site.data().path().join("travel");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".net"))
        .collect();
    names.sort();
    std::iter::once(Choice::new("", visit.tongue().t("planner-no-net")).checked(chosen.is_empty()))
        .chain(
            names
                .into_iter()
                .map(|n| Choice::new(n.clone(), n.clone()).checked(n == chosen)),
        )
        .collect()
}

fn page(visit: &Visit, typed: Typed, problems: Problems) -> LoadPage {
    LoadPage {
        chrome: visit.chrome(),
        nets: nets(visit, &typed.net),
        problems,
        typed,
        rows: Vec::new(),
        heads: Vec::new(),
        more: String::new(),
    }
}

/// The form again with why a load failed, and the rows that cannot be used.
fn failed(visit: &Visit, typed: Typed, problem: &Problem) -> LoadPage {
    let tongue = visit.tongue();
    let mut problems = Problems::default();
    problems.add(&problem.field, problem.why.told(&tongue));
    LoadPage {
        rows: refused_rows(&tongue, problem.rows.iter()),
        heads: refused_heads(&tongue),
        more: more(&tongue, &problem.rows, problem.rows_in_all),
        ..page(visit, typed, problems)
    }
}

/// How many rows that cannot be used are not named; "" for none.
pub(super) fn more(tongue: &Tongue, named: &[Refused], in_all: u64) -> String {
    match more_rows(named, in_all) {
        0 => String::new(),
        more => said!("planner-said-rows-more", count = more).told(tongue),
    }
}

pub(super) fn refused_rows<'a>(tongue: &Tongue, rows: impl Iterator<Item = &'a Refused>) -> Vec<Vec<Cell>> {
    rows.map(|r| {
        vec![
            Cell::text(r.file.clone()),
            Cell::number(r.row.to_string()),
            Cell::text(r.why.told(tongue)),
        ]
    })
    .collect()
}

pub(super) fn refused_heads(tongue: &Tongue) -> Vec<Cell> {
    vec![
        Cell::text(tongue.t("planner-file")),
        Cell::number(tongue.t("planner-row")),
        Cell::text(tongue.t("planner-why-refused")),
    ]
}

fn refused(visit: &Visit, typed: Typed, problems: Problems) -> Result<Response, Fault> {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page(visit, typed, problems))
}

pub(super) async fn form(visit: Visit) -> Result<Response, Fault> {
    html(&page(&visit, Typed::default(), Problems::default()))
}

fn typed(posted: &Posted) -> Typed {
    let text = |field: &str| posted.text(field).trim().chars().take(200).collect::<String>();
    Typed {
        name: text("name"),
        date: text("date"),
        licence: text("licence"),
        source: text("source"),
        net: text("net"),
        net_licence: text("net_licence"),
        week: text("week"),
        directory: posted.has("directory"),
    }
}

pub(super) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let typed = typed(&posted);
    let mut problems = Problems::default();
    let file = |field: &str| posted.files().iter().find(|f| f.field == field);
    let from_directory = typed.directory && file("places").is_none();
    for field in ["people", "places"] {
        match file(field) {
            None if field == "places" && from_directory => {}
            None => problems.add(field, tongue.t(&format!("planner-need-{field}"))),
            Some(f) if f.too_large => problems.add(field, tongue.t("planner-too-large")),
            Some(_) => {}
        }
    }
    let mut day = |field: &str, text: &str| match text {
        "" => None,
        text => match text.parse::<jiff::civil::Date>() {
            Ok(date) => Some(date),
            Err(_) => {
                problems.add(field, tongue.t("planner-wrong-date"));
                None
            }
        },
    };
    let (date, week) = (day("date", &typed.date), day("week", &typed.week));
    let today = visit.now.date(visit.site.days().zone());
    if date.is_some_and(|d| d > today) {
        problems.add("date", tongue.t("planner-future-date"));
    }
    if !nets(&visit, "").iter().any(|c| c.value == typed.net) {
        problems.add("net", tongue.t("planner-no-such-net"));
    }
    let own = if from_directory && problems.is_empty() {
        Some(Upload {
            field: "places".to_owned(),
            name: "directory.csv".to_owned(),
            bytes: crate::directory_table(&visit.site)
                .await
                .for_reader(&visit)?
                .into_bytes(),
            too_large: false,
        })
    } else {
        None
    };
    let chosen = file("places").or(own.as_ref());
    let (Some(people), Some(places), true) = (file("people"), chosen, problems.is_empty()) else {
        return refused(&visit, typed, problems);
    };
    // The files go where the reader looks for them, under the names they came with, and are gone afterwards.
    let folder = visit
        .site
        .data()
        .path()
        .join("plan")
        .join(format!("in-{}", kernel::seal::hex(&visit.random())));
    let first = kept(&folder.join("people"), people, "people.csv");
    let second = kept(&folder.join("places"), places, "places.csv");
    let (Ok(first), Ok(second)) = (first, second) else {
        let _ = std::fs::remove_dir_all(&folder);
        return Err(Fault::Refused(tongue.t("planner-not-kept").into_owned()));
    };
    let what = Load {
        people: first,
        places: second,
        net: (!typed.net.is_empty()).then(|| visit.site.data().path().join("travel").join(&typed.net)),
        name: Some(typed.name.clone()).filter(|n| !n.is_empty()),
        date: date.or(Some(today)),
        licence: typed.licence.clone(),
        source: typed.source.clone(),
        of_places: Origin::default(),
        of_net: Origin {
            licence: typed.net_licence.clone(),
            ..Origin::default()
        },
        week,
    };
    let id = LoadingId::new(visit.now, visit.random());
    let mut tx = visit.site.db().begin().await?;
    store::begin_loading(&mut tx, &id, &typed, visit.now).await?;
    tx.commit().await?;
    let work = work(
        visit.site.clone(),
        Planner::staff(visit.desk()?),
        id.clone(),
        what,
        folder,
    );
    // It goes on when nobody waits any more: a browser that is closed stops nothing.
    let mut running = tokio::spawn(work);
    match tokio::time::timeout(WAIT, &mut running).await {
        Ok(_) => match find(&visit, &id).await? {
            Loading {
                state: Stands::Failed,
                problem: Some(problem),
                ..
            } => html_with(StatusCode::UNPROCESSABLE_ENTITY, &failed(&visit, typed, &problem)),
            _ => Ok(see(LOADED)),
        },
        Err(_) => Ok(see(&format!("/desk/plan/load/{id}"))),
    }
}

fn kept(folder: &FilePath, file: &Upload, usual: &str) -> std::io::Result<PathBuf> {
    let plain = kernel::file::plain_name(&file.name);
    let name = if plain.is_empty() { usual.to_owned() } else { plain };
    std::fs::create_dir_all(folder)?;
    let path = folder.join(name);
    std::fs::write(&path, &file.bytes)?;
    Ok(path)
}

/// Loads, writing down how far it is, and in the end what became of it.
async fn work(site: Site, by: Planner, id: LoadingId, what: Load, folder: PathBuf) {
    let places = what
        .places
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let heard = Arc::new(Mutex::new((String::new(), 0_u64, 0_u64)));
    let told = Arc::clone(&heard);
    let load = service::load(&site, &by, what, move |step, done, parts| {
        // Finer steps within a table are left to the bar of the command line.
        if STEPS.contains(&step) {
            *told.lock().unwrap_or_else(PoisonError::into_inner) = (step.to_owned(), done, parts);
        }
    });
    let mut load = std::pin::pin!(load);
    let done = loop {
        tokio::select! {
            done = &mut load => break done,
            () = tokio::time::sleep(TELL) => {
                let now = heard.lock().unwrap_or_else(PoisonError::into_inner).clone();
                // Only a help for whoever waits; the next one is told.
                let _ = tell(&site, &id, &now, site.now()).await;
            }
        }
    };
    let _ = std::fs::remove_dir_all(&folder);
    let problem = problem(done, &places);
    if let Err(error) = end(&site, &id, problem.as_ref()).await {
        tracing::warn!("The end of a load could not be written down: {error}");
    }
}

const STEPS: [&str; 5] = ["people", "places", "streets", "files", "tables"];

/// The field that is wrong, and why.
fn problem(done: crate::error::Result<Report>, places: &str) -> Option<Problem> {
    let error = done.err()?;
    let field = match &error {
        PlanError::File { file, .. } | PlanError::Row { file, .. } | PlanError::Rows { file, .. }
            if file == places =>
        {
            "places"
        }
        PlanError::File { file, .. } if file.ends_with(".net") => "net",
        PlanError::Travel(_) => "net",
        _ => "people",
    };
    let (rows, rows_in_all) = match &error {
        PlanError::Rows {
            refused,
            refused_in_all,
            ..
        } => (refused.clone(), *refused_in_all),
        _ => (Vec::new(), 0),
    };
    let why = match sentence(error) {
        Ok(why) => why,
        Err(fault) => {
            tracing::warn!("A load ended with a fault: {fault:?}");
            PlanError::Lost.said()
        }
    };
    Some(Problem {
        rows,
        rows_in_all,
        ..Problem::new(field, why)
    })
}

async fn tell(site: &Site, id: &LoadingId, at: &(String, u64, u64), now: Moment) -> Result<(), DbError> {
    let mut tx = site.db().begin().await?;
    store::tell_loading(&mut tx, id, (&at.0, at.1, at.2), now).await?;
    tx.commit().await
}

async fn end(site: &Site, id: &LoadingId, problem: Option<&Problem>) -> Result<(), DbError> {
    let mut tx = site.db().begin().await?;
    store::end_loading(&mut tx, id, problem, site.now()).await?;
    tx.commit().await
}

async fn find(visit: &Visit, id: &LoadingId) -> Result<Loading, Fault> {
    store::loading(&mut visit.site.db().read(), id)
        .await?
        .ok_or(Fault::Missing)
}

/// How far it is; the form again when something was wrong.
pub(super) async fn far(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let id = LoadingId::parse(&id).ok_or(Fault::Missing)?;
    let loading = find(&visit, &id).await?;
    let lost = loading.is_lost(visit.now);
    let problem = match loading.state {
        Stands::Done => return Ok(see(LOADED)),
        Stands::Running if lost => Some(Problem::new("people", Said::new("planner-load-lost"))),
        Stands::Running => None,
        Stands::Failed => loading.problem.clone(),
    };
    if let Some(problem) = problem {
        return html(&failed(&visit, loading.typed, &problem));
    }
    let tongue = visit.tongue();
    let key = format!("planner-step-{}", loading.step);
    let whole = loading.parts.max(1);
    html(&LoadingPage {
        chrome: visit.chrome(),
        address: format!("/desk/plan/load/{id}"),
        step: if tongue.has(&key) {
            tongue.t(&key).into_owned()
        } else {
            tongue.t("planner-step-begins").into_owned()
        },
        share: tongue.ta(
            "planner-step-of",
            &[
                ("done", i64::try_from(loading.done).unwrap_or(0).into()),
                ("parts", i64::try_from(whole).unwrap_or(1).into()),
            ],
        ),
        done: loading.done,
        parts: whole,
    })
}
