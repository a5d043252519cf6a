//! The directory in and out as a table: what an import would change is shown before it is done.

use atlas::Gazetteer;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, download, html, html_with};
use page::{Cell, Chrome, Problems};

use crate::directory::{Directory, directory};
use crate::hours::Holidays;
use crate::import::{ID, Plan, Step};
use crate::place::FIELDS;
use crate::store::By;
use crate::table::Table;

/// Lines of the preview; the figures count all.
const SHOWN: usize = 500;

#[derive(askama::Template)]
#[template(path = "desk/import.html")]
struct ImportPage {
    chrome: Chrome,
    problems: Problems,
    fields: String,
}

pub(super) async fn import(visit: Visit) -> Result<Response, Fault> {
    html(&import_page(&visit, Problems::default()))
}

fn import_page(visit: &Visit, problems: Problems) -> ImportPage {
    ImportPage {
        chrome: visit.chrome(),
        problems,
        fields: FIELDS.join(", "),
    }
}

#[derive(askama::Template)]
#[template(path = "desk/preview.html")]
struct PreviewPage {
    chrome: Chrome,
    file: String,
    figures: Vec<(String, u64)>,
    /// Columns of which nothing is read; "" when there is none.
    unread: String,
    heads: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    more: String,
    /// The table again, for the step that does it.
    table: String,
    nothing: bool,
    /// Rows that were done; none yet in a preview.
    done: Option<String>,
}

pub(super) async fn preview(visit: Visit, mut posted: Posted) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let mut problems = Problems::default();
    let Some(file) = posted.take_files().into_iter().next() else {
        problems.add("file", tongue.t("import-choose"));
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &import_page(&visit, problems));
    };
    let table = if file.too_large {
        Err(crate::table::TableError::TooLarge)
    } else {
        Table::read(&file.bytes)
    };
    let table = match table {
        Ok(table) => table,
        Err(error) => {
            problems.add("file", tongue.t1("import-unreadable", "why", error.say(&tongue)));
            return html_with(StatusCode::UNPROCESSABLE_ENTITY, &import_page(&visit, problems));
        }
    };
    let directory = directory(&visit.site).await?;
    let plan = plan(&visit, &file.name, &table, &directory)?;
    let again = String::from_utf8(table.numbered().to_csv()).unwrap_or_default();
    html(&preview_page(&visit, &plan, again, None))
}

fn plan(visit: &Visit, name: &str, table: &Table, directory: &Directory) -> Result<Plan, Fault> {
    let ground = visit.site.part::<Gazetteer>()?;
    let holidays = Holidays::of(visit.site.days());
    Ok(Plan::new(name, table, directory, &ground, &holidays))
}

fn preview_page(visit: &Visit, plan: &Plan, table: String, done: Option<String>) -> PreviewPage {
    let tongue = visit.tongue();
    let summary = plan.summary(&tongue);
    let figures = [
        ("import-read", summary.read),
        ("import-added", summary.added),
        ("import-changed", summary.changed),
        ("import-same", summary.same),
        ("import-refused", summary.refused),
    ];
    let telling = |step: &Step| !matches!(step, Step::Same(_));
    let mut told: Vec<_> = plan.rows.iter().filter(|r| telling(&r.step)).collect();
    // What needs a person comes first.
    told.sort_by_key(|r| !matches!(r.step, Step::Refuse(_)));
    let rows = told.iter().take(SHOWN).map(|planned| {
        let (tag, what) = match &planned.step {
            Step::Add(facts) => (
                Cell::tag(tongue.t("import-tag-added"), "green"),
                facts.address.clone(),
            ),
            Step::Change(place, facts) => {
                let changes = place.facts.differences(facts);
                let said = changes.iter().map(|(field, before, after)| {
                    let field = tongue
                        .t(&format!("place-field-{}", field.replace('_', "-")))
                        .into_owned();
                    format!("{field}: {before} → {after}")
                });
                (
                    Cell::tag(tongue.t("import-tag-changed"), "blue"),
                    said.collect::<Vec<_>>().join("; "),
                )
            }
            Step::Refuse(troubles) => {
                let said = troubles
                    .iter()
                    .map(|t| t.say(&tongue))
                    .collect::<Vec<_>>()
                    .join("; ");
                (Cell::tag(tongue.t("import-tag-refused"), "red"), said)
            }
            Step::Same(_) => (Cell::text(""), String::new()),
        };
        vec![
            Cell::text(planned.row.to_string()),
            tag,
            Cell::text(planned.name.clone()),
            Cell::text(what),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let left = told.len() - rows.len();
    PreviewPage {
        chrome: visit.chrome(),
        file: plan.file.clone(),
        unread: match plan.unread.as_slice() {
            [] => String::new(),
            some => tongue.t1("import-unknown-headings", "what", some.join(", ")),
        },
        figures: figures.map(|(key, n)| (tongue.t(key).into_owned(), n)).into(),
        heads: [
            "import-col-row",
            "import-col-what",
            "places-col-name",
            "import-col-more",
        ]
        .map(|k| Cell::text(tongue.t(k)))
        .into(),
        rows,
        more: if left > 0 {
            tongue.t1("import-more", "count", left)
        } else {
            String::new()
        },
        table,
        nothing: summary.added + summary.changed + summary.same == 0,
        done,
    }
}

pub(super) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let (site, tongue, staff) = (&visit.site, visit.tongue(), visit.desk()?);
    let table = Table::read(posted.text("table").as_bytes());
    let table = table.map_err(|e| Fault::Refused(tongue.t1("import-unreadable", "why", e.to_string())))?;
    let directory = directory(site).await?;
    let plan = plan(&visit, posted.text("file"), &table, &directory)?;
    let actor = staff.actor();
    let by = By {
        actor: &actor,
        role: staff.role.as_str(),
    };
    let mut tx = site.db().begin().await?;
    let missed = plan.take(&mut tx, site, by, visit.now).await?;
    tx.commit().await?;
    let missed: Vec<String> = missed.iter().map(u64::to_string).collect();
    let done = if missed.is_empty() {
        tongue.t("import-done").into_owned()
    } else {
        tongue.t1("import-missed", "rows", missed.join(", "))
    };
    html(&preview_page(&visit, &plan, String::new(), Some(done)))
}

/// All places, in the columns that an import reads.
pub(super) async fn export(visit: Visit, Path(format): Path<String>) -> Result<Response, Fault> {
    let directory = directory(&visit.site).await?;
    let rows = directory.all().iter().map(|p| {
        let fields = FIELDS.iter().map(|f| p.facts.field(f));
        std::iter::once(p.id.to_string()).chain(fields).collect()
    });
    let headings: Vec<&str> = std::iter::once(ID).chain(FIELDS.iter().copied()).collect();
    let table = Table::new(&headings, rows.collect(), 2);
    match format.as_str() {
        "csv" => Ok(download(
            "places.csv",
            "text/csv; charset=utf-8",
            table.to_csv(),
            false,
        )),
        "xlsx" => Ok(download(
            "places.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            table.to_xlsx(),
            false,
        )),
        _ => Err(Fault::Missing),
    }
}
