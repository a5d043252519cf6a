//! Letting the engines propose: a wish in fields or as data, the answer with how near to the best it is.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html, html_with};
use page::{Cell, Choice, Chrome, Problems, Row};

use super::desk::newest;
use super::draft::{heads, words};
use super::shown::{self, Shown};
use super::{How, said};
use crate::error::PlanError;
use crate::people::Group;
use crate::service::Desk;
use crate::solve::{Effort, Proposal};
use crate::wish::{Best, Fewest, Hubs, Rules, Sessions, Wish};

/// Someone waits for the page.
const SECONDS: f64 = 20.0;

#[derive(askama::Template)]
#[template(path = "pages/propose.html")]
struct ProposePage {
    chrome: Chrome,
    problems: Problems,
    asks: Vec<Choice>,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    groups: Vec<Choice>,
    typed: Typed,
    answer: Option<Answer>,
}

#[derive(Default)]
struct Typed {
    minutes: String,
    share: String,
    places: String,
    budget: String,
    walk: String,
    keep: String,
    close: String,
    kinds: String,
    each_borough: bool,
    round_the_clock: bool,
    wish: String,
}

struct Answer {
    found: bool,
    proved: bool,
    weighs: String,
    rows: Vec<Row>,
    conflict: Vec<String>,
    binding: Vec<String>,
    notes: Vec<String>,
    estimate: bool,
    changes: Vec<String>,
    open: Option<Shown>,
    alternatives: Option<Shown>,
    tables: Vec<Shown>,
    suites: Option<Shown>,
    lines: Vec<Shown>,
    edits: String,
    name: String,
    stamp: String,
}

const ASKS: [&str; 4] = ["fewest", "best", "hubs", "sessions"];

fn blank(visit: &Visit, posted: &Posted, problems: Problems, answer: Option<Answer>) -> ProposePage {
    let tongue = visit.tongue();
    let text = |f: &str| posted.text(f).to_owned();
    let how = How::read(posted.text("mode"), posted.text("at"));
    let ask = if posted.has("ask") {
        posted.text("ask")
    } else {
        "fewest"
    };
    let asked = |g: &str| {
        posted
            .fields()
            .iter()
            .any(|(n, v)| n == "no_group_worse" && v == g)
    };
    let or = |f: &str, usual: &str| if posted.has(f) { text(f) } else { usual.to_owned() };
    ProposePage {
        chrome: visit.chrome(),
        problems,
        asks: ASKS
            .iter()
            .map(|a| Choice::new(*a, tongue.t(&format!("planner-ask-{a}"))).checked(*a == ask))
            .collect(),
        modes: how.modes(visit),
        times: how.times(visit),
        groups: Group::ALL
            .iter()
            .map(|g| {
                let label = tongue
                    .t(&format!("planner-group-{}", g.name().replace('_', "-")))
                    .into_owned();
                Choice::new(g.name(), label).checked(asked(g.name()))
            })
            .chain(["decile_1"].map(|d| Choice::new(d, tongue.t("planner-decile-first")).checked(asked(d))))
            .collect(),
        typed: Typed {
            minutes: or("minutes", "45"),
            share: or("share", "95"),
            places: text("places"),
            budget: text("budget"),
            walk: or("walk", "20"),
            keep: text("keep"),
            close: text("close"),
            kinds: text("kinds"),
            each_borough: posted.has("each_borough") || !posted.has("ask"),
            round_the_clock: posted.has("round_the_clock"),
            wish: text("wish"),
        },
        answer,
    }
}

pub(super) async fn form(visit: Visit) -> Result<Response, Fault> {
    newest(&visit).await?.ok_or(Fault::Missing)?;
    html(&blank(&visit, &Posted::default(), Problems::default(), None))
}

/// The wish of the fields; all that is wrong with them at once.
fn wish_of(visit: &Visit, posted: &Posted) -> Result<Wish, Problems> {
    let tongue = visit.tongue();
    let mut problems = Problems::default();
    if !posted.text("wish").trim().is_empty() {
        return Wish::parse("JSON", posted.text("wish")).map_err(|e| {
            problems.add("wish", e.to_string());
            problems
        });
    }
    let mut number = |field: &str, least: f64, most: f64| -> Option<f64> {
        let text = posted.text(field).trim().replace([',', '£', '%'], "");
        if text.is_empty() {
            return None;
        }
        let found = text.parse::<f64>().ok().filter(|x| (least..=most).contains(x));
        if found.is_none() {
            problems.add(
                field,
                tongue.ta(
                    "planner-wrong-number",
                    &[
                        ("least", least.to_string().into()),
                        ("most", most.to_string().into()),
                    ],
                ),
            );
        }
        found
    };
    let minutes = number("minutes", 1.0, 600.0);
    let share = number("share", 1.0, 100.0);
    let places = number("places", 1.0, 20_000.0);
    let budget = number("budget", 0.0, 1e12);
    let walk = number("walk", 1.0, 600.0);
    let how = How::read(posted.text("mode"), posted.text("at"));
    let list = |field: &str| -> Vec<String> {
        posted
            .text(field)
            .split([',', ' ', '\n', '\r'])
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let rules = Rules {
        kinds: list("kinds"),
        keep: list("keep"),
        close: list("close"),
        each_borough: posted.has("each_borough").then_some(1),
        round_the_clock: posted.has("round_the_clock"),
        budget,
        no_group_worse: posted
            .fields()
            .iter()
            .filter(|(n, _)| n == "no_group_worse")
            .map(|(_, v)| v.clone())
            .collect(),
        ..Rules::default()
    };
    let whole = |x: f64| x.round() as usize;
    let wish = match posted.text("ask") {
        "best" => {
            if places.is_none() && budget.is_none() && problems.is_empty() {
                problems.add("places", tongue.t("planner-need-places"));
            }
            Wish::Best(Best {
                mode: how.way,
                at: how.at,
                places: places.map(whole),
                people: None,
                rules,
            })
        }
        "hubs" => Wish::Hubs(Hubs {
            mode: crate::Way::Travel(travel::Mode::Walk),
            minutes: walk.unwrap_or(20.0),
            most: places.map(whole),
            rules: Rules {
                each_borough: None,
                round_the_clock: false,
                ..rules
            },
        }),
        "sessions" => {
            if places.is_none() && problems.is_empty() {
                problems.add("places", tongue.t("planner-need-sessions"));
            }
            Wish::Sessions(Sessions {
                sessions: places.map_or(1, whole),
                beyond: minutes.unwrap_or(45.0),
                mode: how.way,
                at: how.at,
                walk: walk.unwrap_or(20.0),
                rules: Rules {
                    each_borough: None,
                    round_the_clock: false,
                    ..rules
                },
            })
        }
        _ => Wish::Fewest(Fewest {
            mode: how.way,
            at: how.at,
            minutes: minutes.unwrap_or(45.0),
            share: share.unwrap_or(95.0) / 100.0,
            rules,
        }),
    };
    problems.check(Some(wish))
}

pub(super) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let desk = newest(&visit).await?.ok_or(Fault::Missing)?;
    let wish = match wish_of(&visit, &posted) {
        Ok(wish) => wish,
        Err(problems) => {
            return html_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &blank(&visit, &posted, problems, None),
            );
        }
    };
    let effort = Effort {
        seconds: SECONDS,
        ..Effort::default()
    };
    match desk.solve(wish, effort).await {
        Ok(found) => {
            let answer = answer(&visit, &desk, &found)?;
            html(&blank(&visit, &posted, Problems::default(), Some(answer)))
        }
        Err(e) => {
            let mut problems = Problems::default();
            problems.add("ask", said(e)?);
            html_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &blank(&visit, &posted, problems, None),
            )
        }
    }
}

fn answer(visit: &Visit, desk: &Desk, p: &Proposal) -> Result<Answer, Fault> {
    let tongue = visit.tongue();
    let figure = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{x} {}", p.unit));
    let mut rows = vec![
        Row::new(tongue.t("planner-objective"), figure(p.objective)),
        Row::new(tongue.t("planner-bound"), figure(p.bound)),
        Row::new(
            tongue.t("planner-gap"),
            p.gap
                .map_or_else(|| "–".to_owned(), |g| format!("{:.2} %", g * 100.0)),
        ),
        Row::new(tongue.t("planner-method"), &p.method),
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
                    Cell::text(o.borough.clone()),
                    Cell::text(tongue.t(if o.open_today { "planner-yes" } else { "planner-no" })),
                ]
            })
            .collect(),
        chart: String::new(),
    });
    let name = |id: &str| {
        desk.base
            .sites
            .iter()
            .find(|s| s.id == id)
            .map_or_else(|| id.to_owned(), |s| s.name.clone())
    };
    let alternatives = (!p.alternatives.is_empty()).then(|| Shown {
        caption: tongue.t("planner-alternatives").into_owned(),
        heads: heads(
            visit,
            &["planner-instead-open", "planner-instead-of", "planner-objective"],
        ),
        rows: p
            .alternatives
            .iter()
            .map(|a| {
                vec![
                    Cell::text(name(&a.open)),
                    Cell::text(name(&a.instead_of)),
                    Cell::number(a.objective.to_string()),
                ]
            })
            .collect(),
        chart: String::new(),
    });
    Ok(Answer {
        found: p.found,
        proved: p.proved,
        weighs: p.weighs.clone(),
        rows,
        conflict: p.conflict.clone(),
        binding: p.binding.clone(),
        notes: p.notes.clone(),
        estimate: p.estimate,
        changes: p.edits.iter().map(|e| words(&tongue, desk, e)).collect(),
        open,
        alternatives,
        tables: shown::who_pays(&tongue, &p.groups, &p.deciles, &p.boroughs),
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
        edits: serde_json::to_string(&p.edits)
            .map_err(|e| Fault::from(PlanError::question(e.to_string())))?,
        name: tongue.t1(
            "planner-proposed-name",
            "ask",
            tongue.t(&format!("planner-ask-{}", p.ask)),
        ),
        stamp: shown::stamp(&tongue, &p.stamp),
    })
}
