//! Figures as pages show them: tables, and bars beside them.

use page::{Cell, Row, Tongue};

pub use super::telling::{licences, stamp, stamp_of_calls, told};

use crate::ask::{Affected, Change, Compared, Measured};
use crate::chart::{Bar, Legend, bars};
use crate::measure::{Figures, Named};
use crate::said::Said;
use crate::solve::Further;
use crate::table::longest_ride;
use crate::way::Way;

/// A count of people, in whole numbers.
pub fn people(tongue: &Tongue, n: f64) -> String {
    tongue.number(n.round() as i64)
}

pub fn minutes(m: Option<f64>) -> String {
    m.map_or_else(|| "–".to_owned(), |m| format!("{m:.1}"))
}

pub fn change(m: Option<f64>) -> String {
    let told = m.map_or_else(|| "–".to_owned(), |m| format!("{m:+.1}"));
    // What rounds to nothing has no sign.
    match told.as_str() {
        "+0.0" | "-0.0" => "0.0".to_owned(),
        _ => told,
    }
}

/// A figure as it is, with its thousands set apart.
pub fn figure(tongue: &Tongue, x: f64) -> String {
    let sign = if x < 0.0 { "-" } else { "" };
    let whole = tongue.number(x.abs().trunc() as i64);
    match x.to_string().split_once('.') {
        Some((_, part)) => format!("{sign}{whole}.{part}"),
        None => format!("{sign}{whole}"),
    }
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

/// What must be known beside figures, in the reader's language.
pub fn notes(tongue: &Tongue, notes: &[Said]) -> Vec<String> {
    notes.iter().map(|n| n.told(tongue)).collect()
}

/// A table with its caption, heads and rows, and the chart beside it; "" for none.
pub struct Shown {
    pub caption: String,
    pub heads: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
    pub chart: String,
}

impl Shown {
    /// Heads stand above figures as figures do.
    pub fn aligned(mut self) -> Self {
        for (head, cell) in self.heads.iter_mut().zip(self.rows.iter().flatten()) {
            head.number = cell.number;
        }
        self
    }
}

/// A sentence about who cannot get there; where journeys were looked for up to so many minutes only, it says so.
pub fn within(tongue: &Tongue, key: &str, way: Way, estimate: bool) -> String {
    match longest_ride(way, estimate) {
        Some(most) => tongue.t1(&format!("{key}-within"), "most", most.to_string()),
        None => tongue.t(key).into_owned(),
    }
}

/// Why there is no figure of the person in the middle, or of the ninetieth of a hundred.
fn share(tongue: &Tongue, f: &Figures, m: Option<f64>, none: &str) -> String {
    match m {
        None if f.not_reached > 0.0 => tongue.t(none).into_owned(),
        m => minutes(m),
    }
}

/// A number of people who are surely over a limit, and how many more may be.
fn up_to(tongue: &Tongue, over: f64, undecided: f64) -> String {
    if undecided <= 0.0 {
        return people(tongue, over);
    }
    tongue.ta(
        "planner-and-up-to",
        &[
            ("sure", people(tongue, over).into()),
            ("more", people(tongue, undecided).into()),
        ],
    )
}

/// What is said first of everyone.
pub fn summary(tongue: &Tongue, m: &Measured) -> Vec<Row> {
    let (f, estimate) = (&m.told.all, m.estimate);
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
    let share = |m: Option<f64>, none: &str| match m {
        None if f.not_reached > 0.0 => tongue.t(none).into_owned(),
        m => long(m),
    };
    let mut rows = vec![
        Row::new(tongue.t("planner-people"), people(tongue, f.people)),
        Row::new(tongue.t("planner-over-45"), limit(f.over_45, f.undecided_45)),
        Row::new(tongue.t("planner-over-60"), limit(f.over_60, f.undecided_60)),
        Row::new(
            within(tongue, "planner-not-reached", m.mode, estimate),
            people(tongue, f.not_reached),
        ),
    ];
    if f.untold > 0.0 {
        rows.push(Row::new(tongue.t("planner-untold"), people(tongue, f.untold)));
    }
    rows.extend([
        Row::new(tongue.t("planner-mean"), long(f.mean)),
        Row::new(tongue.t("planner-median"), share(f.median, "planner-half-cannot")),
        Row::new(tongue.t("planner-p90"), share(f.p90, "planner-tenth-cannot")),
    ]);
    if let Some(bad) = &m.told.on_a_bad_departure {
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
    let line = |what: String, before: String, after: String| {
        vec![Cell::text(what), Cell::number(before), Cell::number(after)]
    };
    let row = |key: &str, before: String, after: String| line(tongue.t(key).into_owned(), before, after);
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
    rows.push(line(
        within(tongue, "planner-not-reached", c.mode, c.estimate),
        n(b.not_reached),
        n(a.not_reached),
    ));
    if b.untold > 0.0 {
        rows.push(row("planner-untold", n(b.untold), n(a.untold)));
    }
    rows.extend([
        row(mean, minutes(b.mean), minutes(a.mean)),
        row(
            "planner-median",
            share(tongue, b, b.median, "planner-half-cannot"),
            share(tongue, a, a.median, "planner-half-cannot"),
        ),
        row(
            "planner-p90",
            share(tongue, b, b.p90, "planner-tenth-cannot"),
            share(tongue, a, a.p90, "planner-tenth-cannot"),
        ),
    ]);
    if let Some(bad) = &c.on_a_bad_departure {
        let (b, a) = (&bad.before, &bad.after);
        let bad = |key: &str| format!("{}: {}", tongue.t("planner-bad-departure"), tongue.t(key));
        rows.extend([
            line(bad(mean), minutes(b.mean), minutes(a.mean)),
            line(bad("planner-over-45"), n(b.over_45), n(a.over_45)),
            line(bad("planner-over-60"), n(b.over_60), n(a.over_60)),
        ]);
    }
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
    // A column of noughts would tell nothing.
    let near = list
        .iter()
        .any(|n| n.figures.undecided_45 > 0.0 || n.figures.undecided_60 > 0.0);
    let near_45: &[&str] = if near { &["planner-undecided-45"] } else { &[] };
    let near_60: &[&str] = if near { &["planner-undecided-60"] } else { &[] };
    let heads: Vec<&str> = [
        &["planner-who", "planner-people", "planner-over-45"],
        near_45,
        &["planner-over-60"],
        near_60,
        &["planner-mean", "planner-p90"],
    ]
    .concat();
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
                let count = |n: f64| Cell::number(people(tongue, n));
                let mut row = vec![
                    Cell::text(called(tongue, &n.code, &n.name)),
                    count(f.people),
                    count(f.over_45),
                ];
                row.extend(near.then(|| count(f.undecided_45)));
                row.push(count(f.over_60));
                row.extend(near.then(|| count(f.undecided_60)));
                row.push(Cell::number(minutes(f.mean)));
                row.push(Cell::number(share(tongue, f, f.p90, "planner-tenth-cannot")));
                row
            })
            .collect(),
        chart: bars(id, &title, &legend(tongue, "planner-chart-now"), &chart),
        caption,
    })
}

/// What the bars of a chart are, and their unit.
fn legend(tongue: &Tongue, figure: &str) -> Legend {
    Legend {
        before: tongue.t("planner-chart-before").into_owned(),
        after: tongue.t(figure).into_owned(),
    }
}

/// All the tables of a measure.
pub fn tables(tongue: &Tongue, m: &Measured) -> Vec<Shown> {
    let (groups, areas) = tables_apart(tongue, m);
    groups.into_iter().chain(areas).collect()
}

/// The tables of groups, and those of areas.
pub fn tables_apart(tongue: &Tongue, m: &Measured) -> (Vec<Shown>, Vec<Shown>) {
    let table = |key: &str, id: &str, list: &[Named], most: usize| by(tongue, key, id, list, most);
    let groups = [
        table("planner-table-groups", "chart-groups", &m.told.groups, 20),
        table("planner-table-deciles", "chart-deciles", &m.told.deciles, 10),
    ];
    let areas = [
        table("planner-table-boroughs", "chart-boroughs", &m.told.boroughs, 60),
        table("planner-table-wards-furthest", "chart-wards", &m.told.wards, 20),
    ];
    (
        groups.into_iter().flatten().collect(),
        areas.into_iter().flatten().collect(),
    )
}

/// Every ward by its name, of one scenario.
pub fn all_wards(tongue: &Tongue, list: &[Named]) -> Option<Shown> {
    let mut shown = by(tongue, "planner-table-all-wards", "chart-all", list, usize::MAX)?;
    by_name(&mut shown);
    Some(shown)
}

/// Every ward by its name, before and after.
pub fn all_wards_of_change(tongue: &Tongue, list: &[Change]) -> Option<Shown> {
    let mut shown = changes(tongue, "planner-table-all-wards", "chart-all", list, usize::MAX)?;
    by_name(&mut shown);
    Some(shown)
}

fn by_name(shown: &mut Shown) {
    let name = |row: &Vec<Cell>| row.first().map_or_else(String::new, |c| c.text.to_lowercase());
    shown.rows.sort_by_key(name);
    shown.chart.clear();
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
        chart: bars(id, &title, &legend(tongue, "planner-chart-after"), &chart),
        caption,
    })
}

/// Whether anyone of a set of people is worse off.
pub(super) fn is_worse(c: &Change) -> bool {
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
        vec![
            Cell::text(called(tongue, &c.code, &c.name)),
            Cell::number(people(tongue, c.people)),
            Cell::number(up_to(tongue, b.over_45, b.undecided_45)),
            Cell::number(up_to(tongue, a.over_45, a.undecided_45)),
            Cell::number(up_to(tongue, b.over_60, b.undecided_60)),
            Cell::number(up_to(tongue, a.over_60, a.undecided_60)),
        ]
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

/// So many areas that are newly far away are shown at the desk and on paper.
pub const AREAS: usize = 25;
/// And so many to the public, and of those that only may be: the table of figures has all.
pub const FEW_AREAS: usize = 10;

/// Who is newly far away, by name, and who may be.
pub fn newly(tongue: &Tongue, c: &Compared, most: usize) -> Vec<Shown> {
    let list = &c.newly_over_45;
    let sure = affected(
        tongue,
        ("planner-table-newly", most),
        (list.people, list.points),
        &list.named,
    );
    let perhaps = affected(
        tongue,
        ("planner-table-perhaps", FEW_AREAS),
        (list.undecided, list.points_perhaps),
        &list.perhaps,
    );
    sure.into_iter().chain(perhaps).collect()
}

fn affected(
    tongue: &Tongue,
    (key, most): (&str, usize),
    (count, points): (f64, usize),
    list: &[Affected],
) -> Option<Shown> {
    if list.is_empty() {
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
    let mut caption = tongue.t1(key, "people", people(tongue, count));
    if points > most {
        let number = |n: usize| tongue.number(i64::try_from(n).unwrap_or(i64::MAX));
        caption += " ";
        caption += &tongue.ta(
            "planner-first-of-areas",
            &[("first", number(most).into()), ("all", number(points).into())],
        );
    }
    Some(Shown {
        caption,
        heads: heads
            .iter()
            .enumerate()
            .map(|(i, k)| match i {
                2..=4 => Cell::number(tongue.t(k)),
                _ => Cell::text(tongue.t(k)),
            })
            .collect(),
        rows: list
            .iter()
            .take(most)
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
