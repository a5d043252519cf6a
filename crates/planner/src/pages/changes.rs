//! The changes of a scenario in the reader's words: what closes first, and how many of each kind there are.

use page::Tongue;

use super::opening::opening;
use crate::hours::Hours;
use crate::scenario::Edit;
use crate::service::Desk;

/// In this order changes are listed: what takes something away before what gives.
const KINDS: [&str; 5] = ["close", "hours", "move", "open", "add"];

fn kind(edit: &Edit) -> &'static str {
    match edit {
        Edit::Close { .. } => "close",
        Edit::Hours { .. } => "hours",
        Edit::Move { .. } => "move",
        Edit::Open { .. } => "open",
        Edit::Add { .. } => "add",
    }
}

fn of_kind<'a>(edits: &'a [Edit], which: &'static str) -> impl Iterator<Item = (usize, &'a Edit)> {
    edits
        .iter()
        .enumerate()
        .filter(move |(_, edit)| kind(edit) == which)
}

/// Each change with its number in the scenario, what closes first.
pub(crate) fn listed(tongue: &Tongue, desk: &Desk, edits: &[Edit]) -> Vec<(usize, String)> {
    KINDS
        .into_iter()
        .flat_map(|which| of_kind(edits, which))
        .map(|(number, edit)| (number, words(tongue, desk, edits, edit)))
        .collect()
}

/// How many of each kind: `14 close, 9 open`; nothing of a single change, which says it itself.
pub(crate) fn counted(tongue: &Tongue, edits: &[Edit]) -> String {
    if edits.len() < 2 {
        return String::new();
    }
    let counts = KINDS.into_iter().filter_map(|which| {
        let count = of_kind(edits, which).count();
        (count > 0).then(|| tongue.t1(&format!("planner-count-{which}"), "count", count))
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// What a place of the scenario is called; one that the scenario adds as it names it.
fn name_in(desk: &Desk, edits: &[Edit], id: &str) -> String {
    let added = edits.iter().find_map(|edit| match edit {
        Edit::Add { site } if site.id == id => Some(site.name.clone()),
        _ => None,
    });
    added.unwrap_or_else(|| desk.name_of(id))
}

/// A change in the reader's words.
fn words(tongue: &Tongue, desk: &Desk, edits: &[Edit], edit: &Edit) -> String {
    let name = name_in(desk, edits, edit.site());
    match edit {
        Edit::Close { .. } => tongue.t1("planner-edit-close", "place", name),
        Edit::Open { .. } => tongue.t1("planner-edit-open", "place", name),
        Edit::Hours { hours, .. } => tongue.ta(
            "planner-edit-hours",
            &[
                ("place", name.into()),
                ("hours", said_hours(tongue, desk, hours).into()),
            ],
        ),
        Edit::Move { at, to, .. } => {
            let degrees = format!("{:.5}, {:.5}", at.lat, at.lon);
            let to = if to.is_empty() {
                degrees
            } else {
                format!("{to} ({degrees})")
            };
            tongue.ta(
                "planner-edit-move",
                &[("place", name.into()), ("where", to.into())],
            )
        }
        Edit::Add { site } => tongue.ta(
            "planner-edit-add",
            &[
                ("place", name.into()),
                ("hours", said_hours(tongue, desk, &site.hours).into()),
            ],
        ),
    }
}

/// Opening hours in the reader's words; as they were written where they cannot be read.
fn said_hours(tongue: &Tongue, desk: &Desk, text: &str) -> String {
    Hours::parse(text, desk.base.holidays()).map_or_else(
        |_| text.to_owned(),
        |hours| opening(tongue, &hours, desk.base.week),
    )
}
