//! What a plan costs and saves, with where each figure is from.

use page::{Cell, Tongue};

use super::shown::Shown;
use crate::ask::Accounts;
use crate::scenario::{FROM_FILE, Money, MoneyKind};

fn pounds(tongue: &Tongue, amount: f64) -> String {
    format!("£{}", tongue.number(amount.round() as i64))
}

/// Which kind of money it is, in the reader's words.
pub fn kind(tongue: &Tongue, kind: MoneyKind) -> String {
    let key = format!("planner-money-{}", kind.name().replace('_', "-"));
    tongue.t(&key).into_owned()
}

fn source(tongue: &Tongue, m: &Money) -> String {
    if m.source == FROM_FILE {
        tongue.t("planner-money-file").into_owned()
    } else if m.source.is_empty() {
        tongue.t("planner-money-unsaid").into_owned()
    } else {
        m.source.clone()
    }
}

/// `Building: Received once, £2,000,000 (Estates)`
pub fn line(tongue: &Tongue, m: &Money) -> String {
    format!(
        "{}: {}, {} ({})",
        m.what,
        kind(tongue, m.kind),
        pounds(tongue, m.amount),
        source(tongue, m)
    )
}

/// A sum, a year or once, with whether it is saved or spent: `Saves £2,942,000 a year`.
fn told(tongue: &Tongue, when: &str, sum: f64) -> String {
    let what = match sum.round() {
        sum if sum > 0.0 => "saves",
        sum if sum < 0.0 => "costs",
        _ => "even",
    };
    let key = format!("planner-money-{what}-{when}");
    tongue.t1(&key, "amount", pounds(tongue, sum.abs()))
}

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
    let mut rows: Vec<Vec<Cell>> = a
        .lines
        .iter()
        .map(|m| {
            vec![
                Cell::text(m.what.clone()),
                Cell::text(kind(tongue, m.kind)),
                Cell::number(pounds(tongue, m.amount)),
                Cell::text(source(tongue, m)),
            ]
        })
        .collect();
    for (when, sum) in [("year", a.a_year), ("once", a.once)] {
        rows.push(vec![
            Cell::text(tongue.t(&format!("planner-money-{when}"))),
            Cell::default(),
            Cell::number(told(tongue, when, sum)),
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
