//! What a plan costs and saves, with where each figure is from.

use page::{Cell, Tongue};

use super::shown::Shown;
use crate::ask::Accounts;
use crate::scenario::{FROM_FILE, Money};

/// The accounts for a public page: lines of one kind from one source are added up.
pub fn accounts_in_short(tongue: &Tongue, a: &Accounts) -> Option<Shown> {
    let mut sums: Vec<(Money, usize)> = Vec::new();
    for line in &a.lines {
        match sums
            .iter_mut()
            .find(|(s, _)| s.kind == line.kind && s.source == line.source)
        {
            Some((sum, count)) => {
                sum.amount += line.amount;
                *count += 1;
            }
            None => sums.push((line.clone(), 1)),
        }
    }
    let lines = sums
        .into_iter()
        .map(|(line, count)| Money {
            what: if count == 1 {
                line.what
            } else {
                tongue.t1("planner-money-places", "count", i64::try_from(count).unwrap_or(0))
            },
            ..line
        })
        .collect();
    accounts(
        tongue,
        &Accounts {
            a_year: a.a_year,
            once: a.once,
            lines,
        },
    )
}

/// The accounts, line by line with their sources.
pub fn accounts(tongue: &Tongue, a: &Accounts) -> Option<Shown> {
    if a.lines.is_empty() {
        return None;
    }
    let money = |x: f64| {
        let sign = if x < 0.0 { "−" } else { "" };
        format!("{sign}£{}", tongue.number(x.abs().round() as i64))
    };
    let mut rows: Vec<Vec<Cell>> = a
        .lines
        .iter()
        .map(|m| {
            vec![
                Cell::text(m.what.clone()),
                Cell::text(tongue.t(&format!("planner-money-{}", m.kind.name().replace('_', "-")))),
                Cell::number(money(m.amount)),
                Cell::text(if m.source == FROM_FILE {
                    tongue.t("planner-money-file").into_owned()
                } else if m.source.is_empty() {
                    tongue.t("planner-money-unsaid").into_owned()
                } else {
                    m.source.clone()
                }),
            ]
        })
        .collect();
    for (key, amount) in [("planner-money-year", a.a_year), ("planner-money-once", a.once)] {
        rows.push(vec![
            Cell::text(tongue.t(key)),
            Cell::default(),
            Cell::number(money(amount)),
            Cell::default(),
        ]);
    }
    Some(Shown {
        caption: tongue.t("planner-money").into_owned(),
        heads: vec![
            Cell::text(tongue.t("planner-what")),
            Cell::text(tongue.t("planner-money-kind")),
            Cell::number(tongue.t("planner-money-amount")),
            Cell::text(tongue.t("planner-source")),
        ],
        rows,
        chart: String::new(),
    })
}
