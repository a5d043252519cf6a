//! The same numbers as a table for other programs: CSV, small numbers protected alike.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Visit, download};
use places::directory;

use super::{say, this_month};
use crate::desk::found;
use crate::protect::Number;
use crate::store;
use crate::usage::Usage;

pub(super) async fn all(visit: Visit) -> Result<Response, Fault> {
    let history = store::history(&mut visit.site.db().read(), None, &this_month(&visit)).await?;
    let directory = directory(&visit.site).await?;
    let mut table = Table::new()?;
    for (id, month, usage) in &history {
        if let Some(place) = directory.find(id) {
            table.put(&visit, id.as_str(), &place.facts.name, month, usage)?;
        }
    }
    table.answer("counters.csv")
}

pub(super) async fn one(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let history = store::history(&mut visit.site.db().read(), Some(&place.id), &this_month(&visit)).await?;
    let mut table = Table::new()?;
    for (_, month, usage) in &history {
        table.put(&visit, place.id.as_str(), &place.facts.name, month, usage)?;
    }
    table.answer("counter.csv")
}

struct Table(csv::Writer<Vec<u8>>);

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::broken("a table", error)
}

impl Table {
    fn new() -> Result<Self, Fault> {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["counter", "name", "month", "what", "value", "visits"])
            .map_err(broken)?;
        Ok(Self(csv))
    }

    fn put(&mut self, visit: &Visit, id: &str, name: &str, month: &str, usage: &Usage) -> Result<(), Fault> {
        if usage.is_empty() {
            return Ok(());
        }
        let tongue = visit.tongue();
        let mut lines: Vec<(&str, String, Number)> = vec![("all", String::new(), usage.total())];
        lines.extend(
            usage
                .reasons()
                .iter()
                .map(|p| ("reason", p.of.as_str().to_owned(), p.number)),
        );
        lines.extend(
            usage
                .hours()
                .iter()
                .map(|p| ("hour", format!("{:02}", p.of), p.number)),
        );
        lines.extend(
            usage
                .outcomes()
                .iter()
                .map(|p| ("outcome", p.of.as_str().to_owned(), p.number)),
        );
        lines.extend(
            usage
                .referred()
                .iter()
                .map(|p| ("referred", p.of.as_str().to_owned(), p.number)),
        );
        for (what, value, number) in lines {
            let said = number
                .exact()
                .map_or_else(|| say(&tongue, number), |n| n.to_string());
            self.0
                .write_record([id, &plain(name), month, what, &value, &said])
                .map_err(broken)?;
        }
        for (what, minutes) in [("wait", &usage.waits), ("duration", &usage.durations)] {
            for percent in [50, 90] {
                let Some(within) = minutes.within(percent) else {
                    continue;
                };
                let what = format!("{what}-minutes-{percent}");
                self.0
                    .write_record([id, &plain(name), month, &what, &within.to_string(), ""])
                    .map_err(broken)?;
            }
        }
        Ok(())
    }

    fn answer(self, name: &str) -> Result<Response, Fault> {
        let bytes = self.0.into_inner().map_err(broken)?;
        Ok(download(name, "text/csv; charset=utf-8", bytes, false))
    }
}

/// A name that a spreadsheet takes for a formula is taken for text.
fn plain(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@']) {
        format!("'{name}")
    } else {
        name.to_owned()
    }
}
