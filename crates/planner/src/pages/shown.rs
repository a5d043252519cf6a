//! Figures as pages show them: tables, and bars beside them.

use page::{Cell, Row, Tongue};

use crate::ask::{Change, Compared, Measured, Stamp};
use crate::chart::{Bar, bars};
use crate::measure::{Figures, Named};
use crate::solve::Further;

/// A count of people, in whole numbers.
pub fn people(tongue: &Tongue, n: f64) -> String {
    tongue.number(n.round() as i64)
}

pub fn minutes(m: Option<f64>) -> String {
    m.map_or_else(|| "–".to_owned(), |m| format!("{m:.1}"))
}

pub fn change(m: Option<f64>) -> String {
    m.map_or_else(|| "–".to_owned(), |m| format!("{m:+.1}"))
}

/// The kind of a place in the reader's words; one that is not known as it was written.
pub fn kind(tongue: &Tongue, kind: &str) -> String {
    let key = format!("planner-kind-{kind}");
    if tongue.has(&key) {
        tongue.t(&key).into_owned()
    } else {
        kind.replace('-', " ")
    }
}

/// The name of a set of people in the reader's words.
pub fn called(tongue: &Tongue, code: &str, name: &str) -> String {
    let key = format!("planner-group-{}", code.replace('_', "-"));
    if tongue.has(&key) {
        return tongue.t(&key).into_owned();
    }
    match code.strip_prefix("decile_") {
        Some("1") => tongue.t("planner-decile-first").into_owned(),
        Some("10") => tongue.t("planner-decile-last").into_owned(),
        Some(n) => tongue.t1("planner-decile", "n", n),
        None => name.to_owned(),
    }
}

/// A table with its caption, heads and rows, and the chart beside it; "" for none.
pub struct Shown {
    pub caption: String,
    pub heads: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
    pub chart: String,
}

/// What is said first of everyone; `bad` is the same on a bad departure of the hour.
pub fn summary(tongue: &Tongue, f: &Figures, bad: Option<&Figures>, estimate: bool) -> Vec<Row> {
    let limit = |over: f64, undecided: f64| {
        let sure = people(tongue, over);
        if estimate {
            tongue.ta(
                "planner-sure-and-undecided",
                &[
                    ("sure", sure.into()),
                    ("undecided", people(tongue, undecided).into()),
                ],
            )
        } else {
            sure
        }
    };
    let long = |m: Option<f64>| match m {
        Some(m) => tongue.t1("planner-minutes", "minutes", format!("{m:.1}")),
        None => tongue.t("planner-cannot").into_owned(),
    };
    let mut rows = vec![
        Row::new(tongue.t("planner-people"), people(tongue, f.people)),
        Row::new(tongue.t("planner-over-45"), limit(f.over_45, f.undecided_45)),
        Row::new(tongue.t("planner-over-60"), limit(f.over_60, f.undecided_60)),
        Row::new(tongue.t("planner-not-reached"), people(tongue, f.not_reached)),
    ];
    if f.untold > 0.0 {
        rows.push(Row::new(tongue.t("planner-untold"), people(tongue, f.untold)));
    }
    rows.extend([
        Row::new(tongue.t("planner-mean"), long(f.mean)),
        Row::new(tongue.t("planner-median"), long(f.median)),
        Row::new(tongue.t("planner-p90"), long(f.p90)),
    ]);
    if let Some(bad) = bad {
        rows.push(Row::new(
            tongue.t("planner-bad-departure"),
            tongue.ta(
                "planner-bad-departure-told",
                &[
                    ("mean", minutes(bad.mean).into()),
                    ("over-45", people(tongue, bad.over_45).into()),
                    ("over-60", people(tongue, bad.over_60).into()),
                ],
            ),
        ));
    }
    rows
}

/// The same before and after.
pub fn summary_of_change(tongue: &Tongue, c: &Compared) -> Shown {
    let row = |key: &str, before: String, after: String| {
        vec![
            Cell::text(tongue.t(key)),
            Cell::number(before),
            Cell::number(after),
        ]
    };
    let (b, a) = (&c.before, &c.after);
    let n = |x: f64| people(tongue, x);
    let mean = if c.lost > 0.0 || c.gained > 0.0 {
        "planner-mean-both"
    } else {
        "planner-mean"
    };
    let mut rows = vec![
        row("planner-over-45", n(b.over_45), n(a.over_45)),
        row("planner-over-60", n(b.over_60), n(a.over_60)),
    ];
    if c.estimate {
        rows.push(row("planner-undecided-45", n(b.undecided_45), n(a.undecided_45)));
        rows.push(row("planner-undecided-60", n(b.undecided_60), n(a.undecided_60)));
    }
    rows.extend([row("planner-not-reached", n(b.not_reached), n(a.not_reached))]);
    if b.untold > 0.0 {
        rows.push(row("planner-untold", n(b.untold), n(a.untold)));
    }
    rows.extend([
        row(mean, minutes(b.mean), minutes(a.mean)),
        row("planner-median", minutes(b.median), minutes(a.median)),
        row("planner-p90", minutes(b.p90), minutes(a.p90)),
    ]);
    Shown {
        caption: tongue.t("planner-table-all").into_owned(),
        heads: vec![
            Cell::text(tongue.t("planner-what")),
            Cell::number(c.a.name.clone()),
            Cell::number(c.b.name.clone()),
        ],
        rows,
        chart: String::new(),
    }
}

/// Figures of each of a list.
pub fn by(tongue: &Tongue, key: &str, id: &str, list: &[Named], most: usize) -> Option<Shown> {
    if list.is_empty() {
        return None;
    }
    let caption = tongue.t(key).into_owned();
    let heads = [
        "planner-who",
        "planner-people",
        "planner-over-45",
        "planner-over-60",
        "planner-mean",
        "planner-p90",
    ];
    let mut sorted: Vec<&Named> = list.iter().collect();
    if key != "planner-table-deciles" {
        sorted.sort_by(|a, b| {
            b.figures
                .mean
                .unwrap_or(f64::INFINITY)
                .total_cmp(&a.figures.mean.unwrap_or(f64::INFINITY))
        });
    }
    sorted.truncate(most);
    let chart: Vec<Bar> = sorted
        .iter()
        .map(|n| Bar {
            label: called(tongue, &n.code, &n.name),
            before: None,
            after: n.figures.mean,
        })
        .collect();
    let title = tongue.t1("planner-chart-mean", "what", caption.as_str());
    Some(Shown {
        heads: heads
            .iter()
            .enumerate()
            .map(|(i, k)| {
                if i == 0 {
                    Cell::text(tongue.t(k))
                } else {
                    Cell::number(tongue.t(k))
                }
            })
            .collect(),
        rows: sorted
            .iter()
            .map(|n| {
                let f = &n.figures;
                vec![
                    Cell::text(called(tongue, &n.code, &n.name)),
                    Cell::number(people(tongue, f.people)),
                    Cell::number(people(tongue, f.over_45)),
                    Cell::number(people(tongue, f.over_60)),
                    Cell::number(minutes(f.mean)),
                    Cell::number(minutes(f.p90)),
                ]
            })
            .collect(),
        chart: bars(id, &title, &chart),
        caption,
    })
}

/// All the tables of a measure.
pub fn tables(tongue: &Tongue, m: &Measured) -> Vec<Shown> {
    let (groups, areas) = tables_apart(tongue, m);
    groups.into_iter().chain(areas).collect()
}

/// The tables of groups, and those of areas.
pub fn tables_apart(tongue: &Tongue, m: &Measured) -> (Vec<Shown>, Vec<Shown>) {
    let table = |what: &str, list: &[Named], most: usize| {
        let (key, id) = (format!("planner-table-{what}"), format!("chart-{what}"));
        by(tongue, &key, &id, list, most)
    };
    let groups = [
        table("groups", &m.told.groups, 20),
        table("deciles", &m.told.deciles, 10),
    ];
    let areas = [
        table("boroughs", &m.told.boroughs, 60),
        table("wards", &m.told.wards, 20),
    ];
    (
        groups.into_iter().flatten().collect(),
        areas.into_iter().flatten().collect(),
    )
}

fn changes(tongue: &Tongue, key: &str, id: &str, list: &[Change], most: usize) -> Option<Shown> {
    if list.is_empty() {
        return None;
    }
    let caption = tongue.t(key).into_owned();
    let mut heads = vec![
        "planner-who",
        "planner-before",
        "planner-after",
        "planner-change",
        "planner-longer",
        "planner-shorter",
    ];
    // A column of noughts would tell nothing.
    let lost = list.iter().any(|c| c.lost > 0.0);
    if lost {
        heads.push("planner-lost");
    }
    let list: Vec<&Change> = list.iter().take(most).collect();
    let chart: Vec<Bar> = list
        .iter()
        .map(|c| Bar {
            label: called(tongue, &c.code, &c.name),
            before: c.mean_before,
            after: c.mean_after,
        })
        .collect();
    let title = tongue.t1("planner-chart-change", "what", caption.as_str());
    Some(Shown {
        heads: heads
            .iter()
            .enumerate()
            .map(|(i, k)| {
                if i == 0 {
                    Cell::text(tongue.t(k))
                } else {
                    Cell::number(tongue.t(k))
                }
            })
            .collect(),
        rows: list
            .iter()
            .map(|c| {
                let mut row = vec![
                    Cell::text(called(tongue, &c.code, &c.name)),
                    Cell::number(minutes(c.mean_before)),
                    Cell::number(minutes(c.mean_after)),
                    Cell::number(change(c.change)),
                    Cell::number(people(tongue, c.longer)),
                    Cell::number(people(tongue, c.shorter)),
                ];
                if lost {
                    row.push(Cell::number(people(tongue, c.lost)));
                }
                row
            })
            .collect(),
        chart: bars(id, &title, &chart),
        caption,
    })
}

/// Whether anyone of a set of people is worse off.
fn is_worse(c: &Change) -> bool {
    c.lost > 0.0 || c.longer > 0.0
}

/// All the tables of a comparison, worst off first.
pub fn tables_of_change(tongue: &Tongue, c: &Compared) -> Vec<Shown> {
    let mut all = who_pays(tongue, &c.groups, &c.deciles, &c.boroughs);
    let worse: Vec<Change> = c.wards.iter().filter(|w| is_worse(w)).take(10).cloned().collect();
    all.extend(changes(tongue, "planner-table-wards", "chart-wards", &worse, 10));
    all
}

/// Who is over the two limits before and after, of each of a list.
pub fn limits(tongue: &Tongue, key: &str, list: &[Change]) -> Option<Shown> {
    if list.is_empty() {
        return None;
    }
    let caption = tongue.t(key).into_owned();
    let mut heads = vec![
        Cell::text(tongue.t("planner-who")),
        Cell::number(tongue.t("planner-people")),
    ];
    for limit in ["planner-over-45", "planner-over-60"] {
        for when in ["planner-short-before", "planner-short-after"] {
            heads.push(Cell::number(format!("{}, {}", tongue.t(limit), tongue.t(when))));
        }
    }
    let row = |c: &Change| {
        let (b, a) = (&c.before, &c.after);
        let figures = [c.people, b.over_45, a.over_45, b.over_60, a.over_60];
        std::iter::once(Cell::text(called(tongue, &c.code, &c.name)))
            .chain(figures.map(|f| Cell::number(people(tongue, f))))
            .collect()
    };
    Some(Shown {
        caption,
        heads,
        rows: list.iter().map(row).collect(),
        chart: String::new(),
    })
}

/// Who pays for a change and who gains.
pub fn who_pays(tongue: &Tongue, groups: &[Change], deciles: &[Change], boroughs: &[Change]) -> Vec<Shown> {
    [
        changes(tongue, "planner-table-groups", "chart-groups", groups, 20),
        changes(tongue, "planner-table-deciles", "chart-deciles", deciles, 10),
        changes(tongue, "planner-table-boroughs", "chart-boroughs", boroughs, 60),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who goes how far where residents go nowhere: the first twenty, who pays most first.
pub fn further(tongue: &Tongue, ask: &str, list: &[Further]) -> Option<Shown> {
    if list.is_empty() {
        return None;
    }
    Some(Shown {
        caption: tongue.t(&format!("planner-further-{ask}")).into_owned(),
        heads: vec![
            Cell::text(tongue.t("planner-area")),
            Cell::number(tongue.t("planner-before")),
            Cell::number(tongue.t("planner-after")),
            Cell::text(tongue.t("planner-goes-to")),
        ],
        rows: list
            .iter()
            .take(20)
            .map(|f| {
                vec![
                    Cell::text(f.name.clone()),
                    Cell::number(minutes(f.before)),
                    Cell::number(minutes(f.after)),
                    Cell::text(f.to.clone()),
                ]
            })
            .collect(),
        chart: String::new(),
    })
}

/// Who is newly far away, by name.
pub fn newly(tongue: &Tongue, c: &Compared) -> Option<Shown> {
    let list = &c.newly_over_45;
    if list.named.is_empty() {
        return None;
    }
    let heads = [
        "planner-area",
        "planner-ward",
        "planner-people",
        "planner-before",
        "planner-after",
        "planner-goes-to",
    ];
    Some(Shown {
        caption: tongue.t1("planner-table-newly", "people", people(tongue, list.people)),
        heads: heads
            .iter()
            .enumerate()
            .map(|(i, k)| match i {
                2..=4 => Cell::number(tongue.t(k)),
                _ => Cell::text(tongue.t(k)),
            })
            .collect(),
        rows: list
            .named
            .iter()
            .take(25)
            .map(|a| {
                vec![
                    Cell::text(a.name.clone()),
                    Cell::text(a.ward.clone()),
                    Cell::number(people(tongue, a.people)),
                    Cell::number(minutes(a.before)),
                    Cell::number(minutes(a.after)),
                    Cell::text(a.place_after.clone()),
                ]
            })
            .collect(),
        chart: String::new(),
    })
}

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
        said.push(tongue.t1("planner-told-lost", "lost", n(c.lost)));
    }
    if c.gained > 0.0 {
        said.push(tongue.t1("planner-told-gained", "gained", n(c.gained)));
    }
    let newly = &c.newly_over_45;
    said.push(if c.estimate {
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
