//! A proposal as the desk shows it: in sentences and tables, with how near to the best possible it is, and a form that
//! makes a scenario of it.

use kernel::web::{Fault, Visit};
use page::{Cell, Tongue};

use super::changes::{counted, listed};
use super::found::{HowFound, heads, how_found};
use super::shown::{self, Shown};
use crate::evidence::Evidence;
use crate::service::Desk;
use crate::solve::{LineTold, Proposal};

/// What is shown of a proposal.
pub(super) struct Answer {
    pub found: bool,
    pub how: HowFound,
    /// Telephone lines in sentences.
    pub told: Vec<String>,
    pub conflict: Vec<String>,
    pub estimate: bool,
    pub counted: String,
    pub changes: Vec<String>,
    pub open: Option<Shown>,
    pub tables: Vec<Shown>,
    pub lines: Vec<Shown>,
    /// What a scenario is made of, signed; its name and its reason.
    pub evidence: String,
    pub sign: String,
    pub name: String,
    pub why: String,
}

/// `desk` is none for what rests on nothing that was loaded.
pub(super) fn answer(visit: &Visit, desk: Option<&Desk>, p: &Proposal) -> Result<Answer, Fault> {
    let tongue = visit.tongue();
    let evidence = Evidence::from(p);
    let how = how_found(&tongue, desk, &evidence);
    let (evidence_text, sign) = evidence
        .signed(visit.site.keys())
        .map_err(|e| Fault::broken("a proposal cannot be kept", e))?;
    let borough = |code: &str| {
        let known = desk.and_then(|d| d.base.people.boroughs.iter().find(|b| b.code == code));
        known.map_or_else(|| code.to_owned(), |b| b.name.clone())
    };
    let open = (!p.open.is_empty()).then(|| Shown {
        caption: tongue.t1(
            "planner-open-proposed",
            "count",
            i64::try_from(p.open.len()).unwrap_or(0),
        ),
        heads: heads(
            &tongue,
            &["planner-place", "planner-borough", "planner-open-today"],
        ),
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
    Ok(Answer {
        found: p.found,
        how,
        told: p.lines.iter().map(|l| told(&tongue, l)).collect(),
        conflict: p.conflict.iter().map(|s| s.told(&tongue)).collect(),
        estimate: p.estimate,
        counted: counted(&tongue, &p.edits),
        changes: desk.map_or_else(Vec::new, |d| {
            listed(&tongue, d, &p.edits)
                .into_iter()
                .map(|(_, text)| text)
                .collect()
        }),
        open,
        tables: shown::who_pays(&tongue, &p.groups, &p.deciles, &p.boroughs),
        lines: p.lines.iter().map(|l| half_hours(&tongue, l)).collect(),
        evidence: evidence_text,
        sign,
        name: tongue.t1(
            "planner-proposed-name",
            "ask",
            tongue.t(&format!("planner-ask-{}", p.ask)),
        ),
        why: evidence.why().told(&tongue),
    })
}

/// The half-hours of a telephone line.
fn half_hours(tongue: &Tongue, line: &LineTold) -> Shown {
    Shown {
        caption: line.name.clone(),
        heads: heads(
            tongue,
            &[
                "planner-half-hour",
                "planner-calls",
                "planner-handlers",
                "planner-within",
                "planner-simulated",
            ],
        ),
        rows: line
            .half_hours
            .iter()
            .enumerate()
            .map(|(i, h)| {
                vec![
                    Cell::text(format!("{:02}:{:02}", i / 2 % 24, i % 2 * 30)),
                    Cell::number(shown::figure(tongue, h.calls)),
                    Cell::number(h.handlers.to_string()),
                    Cell::number(format!("{:.1} %", h.within * 100.0)),
                    Cell::number(format!("{:.1} %", h.simulated_within * 100.0)),
                ]
            })
            .collect(),
        chart: String::new(),
    }
    .aligned()
}

/// Of a telephone line, what was found in a sentence.
fn told(tongue: &Tongue, l: &LineTold) -> String {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    tongue.ta(
        "planner-line-told",
        &[
            ("line", l.name.as_str().into()),
            ("most", i64::from(l.most_handlers).into()),
            ("hours", shown::figure(tongue, l.handler_hours).into()),
            ("within", percent(l.within).into()),
            ("seconds", l.seconds.to_string().into()),
            ("gone", percent(l.gives_up).into()),
            ("off", percent(l.furthest_from_simulation).into()),
        ],
    )
}
