//! Which custody suites can close: the wish in fields, the answer in words and a table.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html, html_with};
use page::{Choice, Chrome, Problems};

use super::answer::{Answer, answer};
use super::desk::newest;
use super::fields::{Field, Fields};
use super::propose::asked;
use super::{How, said};
use crate::base::Base;
use crate::way::Way;
use crate::wish::{Arrivals, Custody, Stay, Wish};

#[derive(askama::Template)]
#[template(path = "pages/custody.html")]
struct CustodyPage {
    chrome: Chrome,
    problems: Problems,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    fields: Vec<Field>,
    more: Vec<Field>,
    /// Something stands in the fields that need not be filled in.
    open: bool,
    answer: Option<Answer>,
}

fn page(visit: &Visit, posted: &Posted, fields: Fields<'_>, answer: Option<Answer>) -> CustodyPage {
    let mode = if posted.has("mode") {
        posted.text("mode")
    } else {
        "drive"
    };
    let how = How::read(mode, posted.text("at"));
    let more = vec![
        fields.list("by_hour", "planner-by-hour", 6),
        fields.list("by_borough", "planner-by-borough", 6),
        fields.list("stays", "planner-stay-list", 6),
        fields.list("keep", "planner-keep-suites", 2),
        fields.list("close", "planner-close-suites", 2),
        fields.list("not_together", "planner-apart", 2),
    ];
    CustodyPage {
        chrome: visit.chrome(),
        modes: how.modes(visit),
        times: how.times(visit),
        fields: vec![
            fields.field("closing", "planner-closing", "", ("3", "")),
            fields.field("minutes", "planner-furthest", "60", ("3", "")),
            fields.field("most_full", "planner-most-full", "1", ("4", "%")),
            fields.field("a_day", "planner-arrests", "", ("5", "")),
            fields.field("mean_hours", "planner-mean-stay", "", ("4", "")),
        ],
        open: more
            .iter()
            .any(|f| !f.value.trim().is_empty() || !f.error.is_empty()),
        more,
        problems: fields.problems,
        answer,
    }
}

pub(super) async fn form(visit: Visit) -> Result<Response, Fault> {
    newest(&visit).await?.ok_or(Fault::Missing)?;
    let posted = Posted::default();
    html(&page(&visit, &posted, Fields::new(&visit, &posted), None))
}

fn wish(fields: &mut Fields<'_>, posted: &Posted, base: &Base) -> Wish {
    let how = How::read(posted.text("mode"), posted.text("at"));
    let close = fields.needed("closing", "planner-closing", 0.0, 1_000.0);
    let minutes = fields.needed("minutes", "planner-furthest", 1.0, 600.0);
    let most_full = fields.needed("most_full", "planner-most-full", 0.0001, 90.0) / 100.0;
    let a_day = fields.needed("a_day", "planner-arrests", 0.01, 100_000.0);
    let mean_hours = fields.number("mean_hours", "planner-mean-stay", 0.1, 1_000.0);
    let hours = fields.figures("stays", "planner-stay-list", 1_000.0);
    if hours.contains(&0.0) {
        fields.wrong("stays", "planner-no-stay-zero");
    }
    if mean_hours.is_none() && hours.is_empty() && fields.problems.of("mean_hours").is_none() {
        fields.wrong("mean_hours", "planner-need-stay");
    }
    let by_hour = fields.figures("by_hour", "planner-by-hour", 1e9);
    if !matches!(by_hour.len(), 0 | 24) && fields.problems.of("by_hour").is_none() {
        fields.wrong("by_hour", "planner-need-24");
    }
    Wish::Custody(Custody {
        close: close.round() as usize,
        mode: if posted.has("mode") {
            how.way
        } else {
            Way::Travel(travel::Mode::Drive)
        },
        at: how.at,
        minutes,
        most_full,
        arrivals: Arrivals {
            a_day,
            by_hour,
            by_borough: fields.by_borough("by_borough", base),
        },
        // Measured lengths say more than their mean.
        stay: Stay {
            mean_hours: mean_hours.filter(|_| hours.is_empty()),
            hours,
        },
        rules: fields.rules(base),
    })
}

pub(super) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let desk = newest(&visit).await?.ok_or(Fault::Missing)?;
    let mut fields = Fields::new(&visit, &posted);
    let wish = wish(&mut fields, &posted, &desk.base);
    if fields.problems.is_empty() {
        match asked(&desk, wish).await {
            Ok(found) => {
                let answer = answer(&visit, Some(&desk), &found)?;
                return html(&page(&visit, &posted, fields, Some(answer)));
            }
            Err(e) => fields.problems.add("closing", said(&visit, e)?),
        }
    }
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(&visit, &posted, fields, None),
    )
}
