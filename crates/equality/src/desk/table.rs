//! The same numbers as a table for other programs: CSV, small numbers left out alike.

use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, download};

use super::{Asked, Chosen, sent, sent_of};
use crate::questions::Questions;
use crate::tally::{Column, tally};

/// How a number that is not shown stands in the table.
const NOT_SHOWN: &str = "fewer than 5, or not shown";

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::broken("a table", error)
}

/// All columns of a quarter. Names of kinds, questions and options are those of addresses and forms, the same in every
/// language.
pub(super) async fn csv(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let chosen = Chosen::of(&visit, &asked.quarter).await?;
    let quarter = chosen.quarter.ok_or(Fault::Missing)?;
    let questions = visit.site.part::<Questions>()?;
    let tally = tally(&visit.site, &questions, quarter).await?;
    let sent = sent(&visit, quarter).await?;
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["quarter", "kind", "question", "option", "answers"])
        .map_err(broken)?;
    let mut put = |kind: &str, question: &str, option: &str, number: Option<i64>| {
        let said = number.map_or_else(|| NOT_SHOWN.to_owned(), |n| n.to_string());
        csv.write_record([&quarter.to_string(), kind, question, option, &said])
    };
    let kind = |column: &Column| match column {
        Column::One(name) => name.clone(),
        Column::Rest(names) => {
            let mut names = names.clone();
            names.sort();
            names.join(" ")
        }
        Column::All => "all".to_owned(),
    };
    for (at, (column, answered)) in tally.columns.iter().enumerate() {
        let kind = kind(column);
        put(&kind, "take-up", "sent", Some(sent_of(&sent, column))).map_err(broken)?;
        put(&kind, "take-up", "answered", Some(*answered)).map_err(broken)?;
        for (question, rows) in questions.counted("en").iter().zip(&tally.shown) {
            for ((option, _), numbers) in question.options.iter().zip(rows) {
                let number = numbers.get(at).copied().flatten();
                put(&kind, &question.name, option, number).map_err(broken)?;
            }
        }
    }
    let bytes = csv.into_inner().map_err(broken)?;
    Ok(download(
        &format!("equality-{quarter}.csv"),
        "text/csv; charset=utf-8",
        bytes,
        false,
    ))
}
