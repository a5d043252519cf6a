//! Officers and schools in and out as tables: what an import would change is shown before it is done.

use atlas::{Ended, Gazetteer};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, download, html, html_with};
use page::{Cell, Chrome, Problems};
use places::{Table, TableError};

use crate::import::{By, Imported, table};
use crate::keeper::Keeper;
use crate::{import, officer};

/// Lines of the preview; the figures count all.
const SHOWN: usize = 300;

officer::words!(
    /// What the rows are.
    Kind {
        Officers => "officers",
        Schools => "schools",
    }
);

impl Kind {
    fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Officers => table::OFFICERS,
            Self::Schools => table::SCHOOLS,
        }
    }
}

#[derive(askama::Template)]
#[template(path = "desk/table.html")]
struct TablePage {
    chrome: Chrome,
    problems: Problems,
    kind: Kind,
    title: String,
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

fn kind_of(name: &str) -> Result<Kind, Fault> {
    Kind::parse(name).ok_or(Fault::Missing)
}

fn page_of(visit: &Visit, kind: Kind, problems: Problems, told: Option<Told>) -> TablePage {
    let chrome = visit.chrome();
    TablePage {
        title: chrome.t(&format!("tables-{}", kind.as_str())).into_owned(),
        fields: kind.headings().join(", "),
        chrome,
        problems,
        kind,
        told,
    }
}

pub async fn form(visit: Visit, Path(kind): Path<String>) -> Result<Response, Fault> {
    html(&page_of(&visit, kind_of(&kind)?, Problems::default(), None))
}

fn refuse(visit: &Visit, kind: Kind, why: impl Into<String>) -> Result<Response, Fault> {
    let mut problems = Problems::default();
    problems.add("file", why.into());
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page_of(visit, kind, problems, None),
    )
}

/// Does the work of the table in a transaction, which falls unless `keep`.
async fn run(visit: &Visit, kind: Kind, name: &str, table: &Table, keep: bool) -> Result<Imported, Fault> {
    let (site, now) = (&visit.site, visit.now);
    let ground = site.part::<Gazetteer>()?;
    let ended = site.part::<Ended>()?;
    // The page is for those who keep every ward.
    let by = By::new(Keeper::of(visit.desk()?, "").ok_or(Fault::Forbidden)?);
    let mut tx = site.db().begin().await?;
    let done = match kind {
        Kind::Officers => import::officers(&mut tx, site, &ground, &ended, &by, name, table, now).await?,
        Kind::Schools => import::schools(&mut tx, site, &ground, &ended, &by, name, table, now).await?,
    };
    if keep {
        tx.commit().await?;
    }
    Ok(done)
}

pub async fn preview(visit: Visit, Path(kind): Path<String>, mut posted: Posted) -> Result<Response, Fault> {
    let kind = kind_of(&kind)?;
    let tongue = visit.tongue();
    let Some(file) = posted.take_files().into_iter().next() else {
        return refuse(&visit, kind, tongue.t("import-choose"));
    };
    let table = if file.too_large {
        Err(TableError::TooLarge)
    } else {
        Table::read(&file.bytes)
    };
    let table = match table {
        Ok(table) => table,
        Err(why) => {
            let why = tongue.t1("import-unreadable", "why", why.say(&tongue));
            return refuse(&visit, kind, why);
        }
    };
    let imported = run(&visit, kind, &file.name, &table, false).await?;
    let again = String::from_utf8(table.numbered().to_csv()).unwrap_or_default();
    let told = told(&visit, &imported, again, false);
    html(&page_of(&visit, kind, Problems::default(), Some(told)))
}

pub async fn take(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let kind = kind_of(&kind)?;
    let tongue = visit.tongue();
    let table = match Table::read(posted.text("table").as_bytes()) {
        Ok(table) => table,
        Err(why) => {
            let why = tongue.t1("import-unreadable", "why", why.say(&tongue));
            return refuse(&visit, kind, why);
        }
    };
    let imported = run(&visit, kind, posted.text("file"), &table, true).await?;
    let told = told(&visit, &imported, String::new(), true);
    html(&page_of(&visit, kind, Problems::default(), Some(told)))
}

fn told(visit: &Visit, imported: &Imported, table: String, done: bool) -> Told {
    let tongue = visit.tongue();
    let summary = &imported.summary;
    let figures = [
        ("import-read", summary.read),
        ("import-added", summary.added),
        ("import-changed", summary.changed),
        ("tables-same", summary.same),
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
    let others = imported.rows.iter().map(|row| {
        let (key, colour) = match row.added {
            true => ("import-tag-added", "green"),
            false => ("import-tag-changed", "blue"),
        };
        vec![
            Cell::text(row.row.to_string()),
            Cell::tag(tongue.t(key), colour),
            Cell::text(row.name.clone()),
            Cell::text(row.lines().join("; ")),
        ]
    });
    let rows: Vec<Vec<Cell>> = refused.chain(others).take(SHOWN).collect();
    let all = usize::try_from(summary.refused).unwrap_or(usize::MAX) + imported.rows.len();
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
        more: match all.saturating_sub(rows.len()) {
            0 => String::new(),
            left => tongue.t1("import-more", "count", left),
        },
        unknown: match imported.unknown.as_slice() {
            [] => String::new(),
            headings => tongue.t1("import-unknown-headings", "what", headings.join(", ")),
        },
        rows,
        table: if summary.added + summary.changed == 0 {
            String::new()
        } else {
            table
        },
    }
}

/// All of them, in the columns that an import reads: for those who keep every ward, because officers' names are there
/// that are not for the public.
pub async fn export(visit: Visit, Path((kind, format)): Path<(String, String)>) -> Result<Response, Fault> {
    let kind = kind_of(&kind)?;
    let today = visit.now.date(visit.site.days().zone());
    let mut read = visit.site.db().read();
    let table = match kind {
        Kind::Officers => table::officers(&mut read, today).await?,
        Kind::Schools => table::schools(&mut read, today).await?,
    };
    let (media, bytes) = match format.as_str() {
        "csv" => ("text/csv; charset=utf-8", table.to_csv()),
        "xlsx" => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            table.to_xlsx(),
        ),
        _ => return Err(Fault::Missing),
    };
    let name = format!("{}.{format}", kind.as_str());
    Ok(download(&name, media, bytes, false))
}
