//! Letting the engines propose: a wish in fields or as data, the answer with how near to the best it is.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html, html_with};
use page::{Choice, Chrome, Problems};

use super::answer::{Answer, answer};
use super::desk::newest;
use super::fields::{Field, Fields};
use super::{How, said};
use crate::base::Base;
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
    named: Vec<Field>,
    answer: Option<Answer>,
}

#[derive(Default)]
struct Typed {
    minutes: String,
    share: String,
    places: String,
    budget: String,
    walk: String,
    kinds: String,
    each_borough: bool,
    round_the_clock: bool,
    wish: String,
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
    let mut fields = Fields::new(visit, posted);
    fields.problems = problems;
    ProposePage {
        chrome: visit.chrome(),
        named: vec![
            fields.list("keep", "planner-keep", 2),
            fields.list("close", "planner-close", 2),
            fields.list("not_together", "planner-apart", 2),
        ],
        problems: fields.problems,
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
fn wish_of(visit: &Visit, posted: &Posted, base: &Base) -> Result<Wish, Problems> {
    let mut fields = Fields::new(visit, posted);
    if !posted.text("wish").trim().is_empty() {
        return Wish::parse("JSON", posted.text("wish")).map_err(|e| {
            fields.problems.add("wish", e.said().told(&visit.tongue()));
            fields.problems
        });
    }
    let minutes = fields.number("minutes", "planner-within-minutes", 1.0, 600.0);
    let share = fields.number("share", "planner-share", 1.0, 100.0);
    let places = fields.number("places", "planner-how-many", 1.0, 20_000.0);
    let budget = fields.number("budget", "planner-budget", 0.0, 1e12);
    let walk = fields.number("walk", "planner-walk", 1.0, 600.0);
    let how = How::read(posted.text("mode"), posted.text("at"));
    let rules = Rules {
        kinds: fields.kinds("kinds", base),
        each_borough: posted.has("each_borough").then_some(1),
        round_the_clock: posted.has("round_the_clock"),
        budget,
        no_group_worse: posted
            .fields()
            .iter()
            .filter(|(n, _)| n == "no_group_worse")
            .map(|(_, v)| v.clone())
            .collect(),
        ..fields.rules(base)
    };
    let whole = |x: f64| x.round() as usize;
    let wish = match posted.text("ask") {
        "best" => {
            if places.is_none() && budget.is_none() && fields.problems.is_empty() {
                fields.wrong("places", "planner-need-number");
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
            if places.is_none() && fields.problems.is_empty() {
                fields.wrong("places", "planner-need-sessions");
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
    fields.problems.check(Some(wish))
}

/// As long as someone waits for a page.
pub(super) fn effort() -> Effort {
    Effort {
        seconds: SECONDS,
        ..Effort::default()
    }
}

/// Answers a wish in the time that someone waits for a page.
pub(super) async fn asked(desk: &Desk, wish: Wish) -> crate::error::Result<Proposal> {
    desk.solve(wish, effort()).await
}

pub(super) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let desk = newest(&visit).await?.ok_or(Fault::Missing)?;
    let wish = match wish_of(&visit, &posted, &desk.base) {
        Ok(wish) => wish,
        Err(problems) => {
            return html_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &blank(&visit, &posted, problems, None),
            );
        }
    };
    match asked(&desk, wish).await {
        Ok(found) => {
            let answer = answer(&visit, Some(&desk), &found)?;
            html(&blank(&visit, &posted, Problems::default(), Some(answer)))
        }
        Err(e) => {
            let mut problems = Problems::default();
            problems.add("ask", said(&visit, e)?);
            html_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &blank(&visit, &posted, problems, None),
            )
        }
    }
}
