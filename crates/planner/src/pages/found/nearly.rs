//! Answers that are nearly as good, as tables: places, numbers of suites, rotas.

use page::{Cell, Tongue};

use super::super::shown::{Shown, figure, people};
use crate::solve::Nearly;

/// One table for each kind of alternative that there is.
pub(super) fn alternatives(tongue: &Tongue, all: &[Nearly], name: &dyn Fn(&str) -> String) -> Vec<Shown> {
    let those =
        |which: &dyn Fn(&Nearly) -> bool| -> Vec<&Nearly> { all.iter().filter(|n| which(n)).collect() };
    let numbers = those(&|n| n.rota.is_none() && n.what.is_some());
    let places = those(&|n| n.what.is_none());
    let rotas = those(&|n| n.rota.is_some());
    [
        table(tongue, "planner-alternatives", &places, &|n| {
            let mut cells = vec![
                ("planner-instead-open", Cell::text(name(&n.open))),
                ("planner-instead-of", Cell::text(name(&n.instead_of))),
                ("planner-objective", Cell::number(figure(tongue, n.objective))),
            ];
            cells.extend(
                n.people
                    .map(|n| ("planner-people-within", Cell::number(people(tongue, n)))),
            );
            cells.extend(of_suites(n));
            cells
        }),
        table(tongue, "planner-other-numbers", &numbers, &|n| {
            let what = n.what.as_ref().map_or_else(String::new, |w| w.told(tongue));
            let mut cells = vec![
                ("planner-other-what", Cell::text(what)),
                ("planner-objective", Cell::number(figure(tongue, n.objective))),
            ];
            cells.extend(of_suites(n));
            cells
        }),
        table(tongue, "planner-other-rotas", &rotas, &|n| {
            let what = n.what.as_ref().map_or_else(String::new, |w| w.told(tongue));
            let Some(rota) = &n.rota else { return Vec::new() };
            vec![
                ("planner-line-name", Cell::text(rota.line.clone())),
                ("planner-other-what", Cell::text(what)),
                (
                    "planner-handler-hours",
                    Cell::number(figure(tongue, rota.handler_hours)),
                ),
                (
                    "planner-most-handlers",
                    Cell::number(rota.most_handlers.to_string()),
                ),
                ("planner-within", Cell::number(percent(rota.within))),
                ("planner-worst-within", Cell::number(percent(rota.worst_within))),
                ("planner-gives-up", Cell::number(percent(rota.gives_up))),
            ]
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_suites(n: &Nearly) -> impl Iterator<Item = (&'static str, Cell)> {
    let furthest = n
        .furthest
        .map(|m| ("planner-suites-furthest", Cell::number(m.to_string())));
    let fullest = n.fullest.map(|f| {
        (
            "planner-suites-fullest",
            Cell::number(format!("{:.2} %", f * 100.0)),
        )
    });
    furthest.into_iter().chain(fullest)
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A row for each, with the heads of the first.
fn table(
    tongue: &Tongue,
    caption: &str,
    list: &[&Nearly],
    row: &dyn Fn(&Nearly) -> Vec<(&'static str, Cell)>,
) -> Option<Shown> {
    let first = row(list.first()?);
    let head = |(key, cell): (&str, Cell)| Cell {
        text: tongue.t(key).into_owned(),
        ..cell
    };
    Some(Shown {
        caption: tongue.t(caption).into_owned(),
        heads: first.into_iter().map(head).collect(),
        rows: list
            .iter()
            .map(|n| row(n).into_iter().map(|(_, cell)| cell).collect())
            .collect(),
        chart: String::new(),
    })
}
