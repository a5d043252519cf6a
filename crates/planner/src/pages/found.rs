//! How the planner found the places of a plan, as pages and reports show it: what was weighed, how near to the best
//! possible it is, what stood in the way, and answers nearly as good.

mod nearly;

use page::{Cell, Row, Tongue};

use self::nearly::alternatives;
use super::shown::{self, Shown};
use crate::evidence::Evidence;
use crate::said::Said;
use crate::service::Desk;
use crate::solve::CustodyAnswer;

/// What is shown of how places were found.
pub(crate) struct HowFound {
    /// That it is no longer what was proposed.
    pub since: Vec<String>,
    pub weighs: String,
    pub proved: bool,
    pub rows: Vec<Row>,
    pub told: Vec<String>,
    pub notes: Vec<String>,
    pub binding: Vec<String>,
    pub alternatives: Vec<Shown>,
    pub suites: Option<Shown>,
    /// Who goes how far where residents go nowhere.
    pub further: Option<Shown>,
    pub stamp: String,
}

const MOST_BINDING: usize = 10;

/// Heads of a table of texts.
pub(super) fn heads(tongue: &Tongue, keys: &[&str]) -> Vec<Cell> {
    keys.iter().map(|k| Cell::text(tongue.t(k))).collect()
}

/// `desk` is none for what rests on nothing that was loaded.
pub(crate) fn how_found(tongue: &Tongue, desk: Option<&Desk>, e: &Evidence) -> HowFound {
    let unit = tongue
        .t(&format!("planner-said-unit-{}", e.unit.replace(' ', "-")))
        .into_owned();
    let figure = |x: Option<f64>| {
        x.map_or_else(
            || "–".to_owned(),
            |x| format!("{} {unit}", shown::figure(tongue, x)),
        )
    };
    let mut rows = vec![
        Row::new(tongue.t("planner-objective"), figure(e.objective)),
        Row::new(tongue.t("planner-bound"), figure(e.bound)),
        Row::new(
            tongue.t("planner-gap"),
            e.gap
                .map_or_else(|| "–".to_owned(), |g| format!("{:.2} %", g * 100.0)),
        ),
        Row::new(tongue.t("planner-method"), e.method.told(tongue)),
    ];
    if let Some(n) = &e.nights {
        let names: Vec<&str> = n.open.iter().map(|o| o.name.as_str()).collect();
        rows.push(Row::new(tongue.t("planner-nights"), names.join("\n")));
    }
    let name = |id: &str| {
        desk.and_then(|d| d.base.sites.iter().find(|s| s.id == id))
            .map_or_else(|| id.to_owned(), |s| s.name.clone())
    };
    let since = [
        (e.changed, "planner-changed-since"),
        (e.other_data, "planner-other-data"),
    ];
    HowFound {
        since: since
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, key)| tongue.t(key).into_owned())
            .collect(),
        weighs: tongue.t1("planner-weighs", "what", e.weighs.told(tongue)),
        proved: e.proved,
        rows,
        told: e.custody.as_ref().map(|c| told(tongue, c)).into_iter().collect(),
        notes: e.notes.iter().map(|s| s.told(tongue)).collect(),
        binding: binding(tongue, &e.binding),
        alternatives: alternatives(tongue, &e.alternatives, &name),
        suites: e.custody.as_ref().map(|c| suites(tongue, c)),
        further: shown::further(tongue, e.wish.name(), &e.further),
        stamp: if e.stamp.data.is_empty() {
            shown::stamp_of_calls(tongue, &e.stamp)
        } else {
            shown::stamp(tongue, &e.stamp)
        },
    }
}

/// The first of what stands in the way, and how much more there is: a place for each borough fills pages.
fn binding(tongue: &Tongue, list: &[Said]) -> Vec<String> {
    let more = list.len().saturating_sub(MOST_BINDING);
    let more =
        (more > 0).then(|| tongue.t1("planner-binding-more", "count", i64::try_from(more).unwrap_or(0)));
    let told = list.iter().take(MOST_BINDING).map(|s| s.told(tongue));
    told.chain(more).collect()
}

fn suites(tongue: &Tongue, c: &CustodyAnswer) -> Shown {
    let percent = |share: f64| Cell::number(format!("{:.2} %", share * 100.0));
    Shown {
        caption: tongue.t1("planner-suites", "hour", i64::try_from(c.peak_hour).unwrap_or(0)),
        heads: heads(
            tongue,
            &[
                "planner-place",
                "planner-cells",
                "planner-load-held",
                "planner-full",
                "planner-full-simulated",
                "planner-arrests-of",
                "planner-when-full",
            ],
        ),
        rows: c
            .suites
            .iter()
            .map(|s| {
                vec![
                    Cell::text(s.name.clone()),
                    Cell::number(s.cells.to_string()),
                    Cell::number(shown::figure(tongue, s.load)),
                    percent(s.full),
                    percent(s.simulated_full),
                    Cell::text(s.boroughs.join(", ")),
                    Cell::text(s.then.clone()),
                ]
            })
            .collect(),
        chart: String::new(),
    }
    .aligned()
}

/// Of custody suites, what was found in sentences.
fn told(tongue: &Tongue, c: &CustodyAnswer) -> String {
    let sum: f64 = c.suites.iter().map(|s| s.load).sum();
    let told = tongue.ta(
        "planner-custody-told",
        &[
            ("held", shown::figure(tongue, c.held_at_peak).into()),
            ("hour", format!("{:02}:00", c.peak_hour).into()),
            ("stay", shown::figure(tongue, c.mean_stay_hours).into()),
            ("furthest", shown::figure(tongue, c.furthest).into()),
            ("days", i64::from(c.simulated_days).into()),
        ],
    );
    if sum < c.held_at_peak + 0.05 {
        return told;
    }
    let more = tongue.t1(
        "planner-custody-overflow",
        "sum",
        shown::figure(tongue, crate::measure::round2(sum)),
    );
    format!("{told} {more}")
}
