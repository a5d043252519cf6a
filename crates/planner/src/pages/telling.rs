//! What is told of figures in sentences: who gains and loses, and what the figures rest on.

use page::Tongue;

use super::shown::{is_worse, people};
use crate::ask::{Compared, Stamp};
use crate::table::longest_ride;

/// The days of the data, as people read them: `People (1 March 2026), Places (1 March 2026)`.
fn days(tongue: &Tongue, s: &Stamp) -> String {
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |d| tongue.date(d));
    let days: Vec<String> = s
        .data
        .iter()
        .map(|d| {
            format!(
                "{} ({})",
                tongue.t(&format!("planner-data-{}", d.kind)),
                day(&d.date)
            )
        })
        .collect();
    days.join(", ")
}

/// What the figures rest on, in a sentence; with it they can be made again.
pub fn stamp(tongue: &Tongue, s: &Stamp) -> String {
    tongue.ta(
        "planner-stamp",
        &[
            ("data", days(tongue, s).into()),
            (
                "week",
                s.week
                    .parse()
                    .map_or_else(|_| s.week.clone(), |d| tongue.date(d))
                    .into(),
            ),
            ("method", s.method.clone().into()),
            ("seed", s.seed.to_string().into()),
        ],
    )
}

/// What figures rest on that come from the calls alone.
pub fn stamp_of_calls(tongue: &Tongue, s: &Stamp) -> String {
    tongue.ta(
        "planner-stamp-calls",
        &[
            ("method", s.method.clone().into()),
            ("seed", s.seed.to_string().into()),
        ],
    )
}

/// The licences, as they must be said.
pub fn licences(tongue: &Tongue, s: &Stamp) -> Vec<String> {
    s.data
        .iter()
        .filter(|d| !d.licence.is_empty())
        .map(|d| {
            let key = format!("planner-data-{}", d.kind);
            let kind = tongue.t(&key);
            let source = if d.source.is_empty() {
                String::new()
            } else {
                format!(", {}", d.source)
            };
            format!("{kind}: {}{source}", d.licence)
        })
        .collect()
}

/// Who can get there no more.
fn lost(tongue: &Tongue, c: &Compared) -> String {
    let lost = people(tongue, c.lost);
    match longest_ride(c.mode, c.estimate) {
        Some(most) => tongue.ta(
            "planner-told-lost-within",
            &[("lost", lost.into()), ("most", most.to_string().into())],
        ),
        None => tongue.t1("planner-told-lost", "lost", lost),
    }
}

/// Who goes further, who less far and who gets there no more, in sentences.
pub fn told(tongue: &Tongue, c: &Compared) -> String {
    let n = |x: f64| people(tongue, x);
    let all = &c.all;
    let mut said = Vec::new();
    if c.quiet {
        said.push(tongue.t("planner-quiet").into_owned());
    }
    if [all.longer, all.shorter, all.lost, all.gained]
        .iter()
        .all(|x| *x <= 0.0)
    {
        said.push(tongue.t("planner-told-nothing").into_owned());
        return said.join(" ");
    }
    said.push(tongue.ta(
        "planner-told",
        &[
            ("longer", n(all.longer).into()),
            ("shorter", n(all.shorter).into()),
        ],
    ));
    if c.lost > 0.0 {
        said.push(lost(tongue, c));
    }
    if c.gained > 0.0 {
        said.push(tongue.t1("planner-told-gained", "gained", n(c.gained)));
    }
    let newly = &c.newly_over_45;
    said.push(if c.estimate && newly.people <= 0.0 && newly.undecided > 0.0 {
        tongue.t1("planner-told-perhaps", "more", n(newly.undecided))
    } else if c.estimate && newly.undecided > 0.0 {
        tongue.ta(
            "planner-told-newly-estimate",
            &[
                ("newly", n(newly.people).into()),
                ("more", n(newly.undecided).into()),
            ],
        )
    } else {
        tongue.t1("planner-told-newly", "newly", n(newly.people))
    });
    if !c.wards.is_empty() && !c.wards.iter().any(is_worse) {
        said.push(tongue.t("planner-told-no-ward").into_owned());
    }
    said.join(" ")
}
