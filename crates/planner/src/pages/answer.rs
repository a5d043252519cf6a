//! A proposal as pages show it: in sentences and tables, with how near to the best possible it is.

mod nearly;

use kernel::web::{Fault, Visit};
use page::{Cell, Row, Tongue};

use self::nearly::alternatives;
use super::draft::{heads, words};
use super::shown::{self, Shown};
use crate::said::Said;
use crate::service::Desk;
use crate::solve::Proposal;

/// What is shown of a proposal.
pub(super) struct Answer {
    pub found: bool,
    pub proved: bool,
    pub weighs: String,
    /// The answer in sentences.
    pub told: Vec<String>,
    pub rows: Vec<Row>,
    pub conflict: Vec<String>,
    pub binding: Vec<String>,
    pub notes: Vec<String>,
    pub estimate: bool,
    pub changes: Vec<String>,
    pub open: Option<Shown>,
    pub alternatives: Vec<Shown>,
    pub tables: Vec<Shown>,
    pub suites: Option<Shown>,
    pub lines: Vec<Shown>,
    pub edits: String,
    pub name: String,
    pub stamp: String,
}

/// `desk` is none for what rests on nothing that was loaded.
pub(super) fn answer(visit: &Visit, desk: Option<&Desk>, p: &Proposal) -> Result<Answer, Fault> {
    let tongue = visit.tongue();
    let borough = |code: &str| {
        let known = desk.and_then(|d| d.base.people.boroughs.iter().find(|b| b.code == code));
        known.map_or_else(|| code.to_owned(), |b| b.name.clone())
    };
    let unit = tongue
        .t(&format!("planner-said-unit-{}", p.unit.replace(' ', "-")))
        .into_owned();
    let figure = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{x} {unit}"));
    let all = |list: &[Said]| list.iter().map(|s| s.told(&tongue)).collect();
    let mut rows = vec![
        Row::new(tongue.t("planner-objective"), figure(p.objective)),
        Row::new(tongue.t("planner-bound"), figure(p.bound)),
        Row::new(
            tongue.t("planner-gap"),
            p.gap
                .map_or_else(|| "–".to_owned(), |g| format!("{:.2} %", g * 100.0)),
        ),
        Row::new(tongue.t("planner-method"), p.method.told(&tongue)),
    ];
    if let Some(n) = &p.nights {
        let names: Vec<&str> = n.open.iter().map(|o| o.name.as_str()).collect();
        rows.push(Row::new(tongue.t("planner-nights"), names.join("\n")));
    }
    let open = (!p.open.is_empty()).then(|| Shown {
        caption: tongue.t1(
            "planner-open-proposed",
            "count",
            i64::try_from(p.open.len()).unwrap_or(0),
        ),
        heads: heads(visit, &["planner-place", "planner-borough", "planner-open-today"]),
        rows: p
            .open
            .iter()
            .map(|o| {
                vec![
                    Cell::text(o.name.clone()),
                    Cell::text(borough(&o.borough)),
                    Cell::text(tongue.t(if o.open_today { "planner-yes" } else { "planner-no" })),
                ]
            })
            .collect(),
        chart: String::new(),
    });
    let name = |id: &str| {
        desk.and_then(|d| d.base.sites.iter().find(|s| s.id == id))
            .map_or_else(|| id.to_owned(), |s| s.name.clone())
    };
    Ok(Answer {
        found: p.found,
        proved: p.proved,
        weighs: p.weighs.told(&tongue),
        told: told(&tongue, p),
        rows,
        conflict: all(&p.conflict),
        binding: all(&p.binding),
        notes: all(&p.notes),
        estimate: p.estimate,
        changes: desk.map_or_else(Vec::new, |d| {
            p.edits.iter().map(|e| words(&tongue, d, e)).collect()
        }),
        open,
        alternatives: alternatives(&tongue, p, &name),
        tables: shown::who_pays(&tongue, &p.groups, &p.deciles, &p.boroughs)
            .into_iter()
            .chain(shown::further(&tongue, &p.ask, &p.further))
            .collect(),
        suites: p.custody.as_ref().map(|c| Shown {
            caption: tongue.t1("planner-suites", "hour", i64::try_from(c.peak_hour).unwrap_or(0)),
            heads: heads(
                visit,
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
                        Cell::number(s.load.to_string()),
                        Cell::number(format!("{:.2} %", s.full * 100.0)),
                        Cell::number(format!("{:.2} %", s.simulated_full * 100.0)),
                        Cell::text(s.boroughs.join(", ")),
                        Cell::text(s.then.clone()),
                    ]
                })
                .collect(),
            chart: String::new(),
        }),
        lines: p
            .lines
            .iter()
            .map(|l| Shown {
                caption: l.name.clone(),
                heads: heads(
                    visit,
                    &[
                        "planner-half-hour",
                        "planner-calls",
                        "planner-handlers",
                        "planner-within",
                        "planner-simulated",
                    ],
                ),
                rows: l
                    .half_hours
                    .iter()
                    .enumerate()
                    .map(|(i, h)| {
                        vec![
                            Cell::text(format!("{:02}:{:02}", i / 2 % 24, i % 2 * 30)),
                            Cell::number(h.calls.to_string()),
                            Cell::number(h.handlers.to_string()),
                            Cell::number(format!("{:.1} %", h.within * 100.0)),
                            Cell::number(format!("{:.1} %", h.simulated_within * 100.0)),
                        ]
                    })
                    .collect(),
                chart: String::new(),
            })
            .collect(),
        edits: serde_json::to_string(&p.edits).map_err(|e| Fault::broken("a proposal has no edits", e))?,
        name: tongue.t1(
            "planner-proposed-name",
            "ask",
            tongue.t(&format!("planner-ask-{}", p.ask)),
        ),
        stamp: if p.stamp.data.is_empty() {
            shown::stamp_of_calls(&tongue, &p.stamp)
        } else {
            shown::stamp(&tongue, &p.stamp)
        },
    })
}

/// Of custody suites and telephone lines, what was found in sentences.
fn told(tongue: &Tongue, p: &Proposal) -> Vec<String> {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let custody = p.custody.as_ref().map(|c| {
        let sum: f64 = c.suites.iter().map(|s| s.load).sum();
        let told = tongue.ta(
            "planner-custody-told",
            &[
                ("held", c.held_at_peak.to_string().into()),
                ("hour", format!("{:02}:00", c.peak_hour).into()),
                ("stay", c.mean_stay_hours.to_string().into()),
                ("furthest", c.furthest.to_string().into()),
                ("days", i64::from(c.simulated_days).into()),
            ],
        );
        if sum < c.held_at_peak + 0.05 {
            return told;
        }
        let more = tongue.t1("planner-custody-overflow", "sum", format!("{sum:.1}"));
        format!("{told} {more}")
    });
    let lines = p.lines.iter().map(|l| {
        tongue.ta(
            "planner-line-told",
            &[
                ("line", l.name.as_str().into()),
                ("most", i64::from(l.most_handlers).into()),
                ("hours", l.handler_hours.to_string().into()),
                ("within", percent(l.within).into()),
                ("seconds", l.seconds.to_string().into()),
                ("gone", percent(l.gives_up).into()),
                ("off", percent(l.furthest_from_simulation).into()),
            ],
        )
    });
    custody.into_iter().chain(lines).collect()
}
