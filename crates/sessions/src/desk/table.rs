//! Sessions in and out as a table: what an import would change is shown before it is done.

use atlas::read::Summary;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, UrlQuery, Visit, download, html, html_with};
use page::{Cell, Chrome, Problems};
use places::{Table, TableError};
use serde::Deserialize;

use super::keeper;
use crate::area::Area;
use crate::import::Import;
use crate::pages::gazetteer;
use crate::table;

/// Lines of the preview; the figures count all.
const SHOWN: usize = 300;

#[derive(askama::Template)]
#[template(path = "desk/table.html")]
struct TablePage {
    chrome: Chrome,
    problems: Problems,
    fields: String,
    /// What a table would do or did; none before there is one.
    told: Option<Told>,
}

struct Told {
    file: String,
    done: bool,
    figures: Vec<(String, u64)>,
    heads: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    more: String,
    /// Columns that are not read; "" for none.
    unknown: String,
    /// The table again, for the step that does it.
    table: String,
}

fn page_of(visit: &Visit, problems: Problems, told: Option<Told>) -> TablePage {
    TablePage {
        chrome: visit.chrome(),
        problems,
        fields: table::HEADINGS.join(", "),
        told,
    }
}

pub(crate) async fn form(visit: Visit) -> Result<Response, Fault> {
    html(&page_of(&visit, Problems::default(), None))
}

fn refuse(visit: &Visit, why: impl Into<String>) -> Result<Response, Fault> {
    let mut problems = Problems::default();
    problems.add("file", why.into());
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page_of(visit, problems, None))
}

/// Compares the table with what is there, and does it when `keep`.
async fn run(visit: &Visit, name: &str, table: &Table, keep: bool) -> Result<Import, Fault> {
    let (site, now) = (&visit.site, visit.now);
    let directory = places::directory(site).await?;
    let tongue = visit.tongue();
    let mut tx = site.db().begin().await?;
    let import = Import::new(site, &mut tx, name, table, &directory, &tongue, now).await?;
    if keep {
        import
            .take(&mut tx, site, Some(&keeper(visit).await?), now)
            .await?;
        tx.commit().await?;
    }
    Ok(import)
}

pub(crate) async fn preview(visit: Visit, mut posted: Posted) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let Some(file) = posted.take_files().into_iter().next() else {
        return refuse(&visit, tongue.t("import-choose"));
    };
    let table = if file.too_large {
        Err(TableError::TooLarge)
    } else {
        Table::read(&file.bytes)
    };
    let table = match table {
        Ok(table) => table,
        Err(why) => return refuse(&visit, tongue.t1("import-unreadable", "why", why.say(&tongue))),
    };
    let import = run(&visit, &file.name, &table, false).await?;
    let again = String::from_utf8(table.numbered().to_csv()).unwrap_or_default();
    let told = told(&visit, &import, again, false);
    html(&page_of(&visit, Problems::default(), Some(told)))
}

pub(crate) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let table = match Table::read(posted.text("table").as_bytes()) {
        Ok(table) => table,
        Err(why) => {
            return refuse(
                &visit,
                visit
                    .tongue()
                    .t1("import-unreadable", "why", why.say(&visit.tongue())),
            );
        }
    };
    let import = run(&visit, posted.text("file"), &table, true).await?;
    let told = told(&visit, &import, String::new(), true);
    html(&page_of(&visit, Problems::default(), Some(told)))
}

fn told(visit: &Visit, import: &Import, table: String, done: bool) -> Told {
    let tongue = visit.tongue();
    let summary: Summary = import.summary();
    let figures = [
        ("import-read", summary.read),
        ("import-added", summary.added),
        ("import-changed", summary.changed),
        ("sessions-table-same", summary.same),
        ("import-refused", summary.refused),
    ];
    // What needs a person comes first.
    let refused = summary.problems.iter().map(|p| {
        vec![
            Cell::text(p.row.to_string()),
            Cell::tag(tongue.t("import-tag-refused"), "red"),
            Cell::text(""),
            Cell::text(p.why.clone()),
        ]
    });
    let others = import.told(visit.site.days().zone()).into_iter();
    let others = others.map(|(row, added, name, lines)| {
        let (key, colour) = match added {
            true => ("import-tag-added", "green"),
            false => ("import-tag-changed", "blue"),
        };
        vec![
            Cell::text(row.to_string()),
            Cell::tag(tongue.t(key), colour),
            Cell::text(name),
            Cell::text(lines.join("; ")),
        ]
    });
    let all: Vec<Vec<Cell>> = refused.chain(others).collect();
    let left = all.len().saturating_sub(SHOWN);
    Told {
        file: summary.file.clone(),
        done,
        figures: figures.map(|(key, n)| (tongue.t(key).into_owned(), n)).into(),
        heads: [
            "import-col-row",
            "import-col-what",
            "places-col-name",
            "import-col-more",
        ]
        .map(|k| Cell::text(tongue.t(k)))
        .into(),
        unknown: match import.unknown() {
            [] => String::new(),
            headings => tongue.t1("import-unknown-headings", "what", headings.join(", ")),
        },
        rows: all.into_iter().take(SHOWN).collect(),
        more: match left {
            0 => String::new(),
            left => tongue.t1("import-more", "count", left),
        },
        table: if summary.added + summary.changed == 0 {
            String::new()
        } else {
            table
        },
    }
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    area: String,
}

/// Sessions of an area, or of the whole force, in the columns that an import reads.
pub(crate) async fn export(
    visit: Visit,
    Path(format): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let gazetteer = gazetteer(&visit)?;
    let area = match asked.area.as_str() {
        "" | "force" => Area::Force,
        code => Area::parse(code, gazetteer.areas()).ok_or(Fault::Missing)?,
    };
    let zone = visit.site.days().zone();
    let table = table::of(&mut visit.site.db().read(), &area, zone, visit.now).await?;
    let (media, bytes) = match format.as_str() {
        "csv" => ("text/csv; charset=utf-8", table.to_csv()),
        "xlsx" => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            table.to_xlsx(),
        ),
        _ => return Err(Fault::Missing),
    };
    Ok(download(&format!("sessions.{format}"), media, bytes, false))
}
