//! How counters are used, for everyone: all visits by reason, hour and month, waits and cost, without small numbers.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use kernel::web::{Access, Fault, Routes, UrlQuery, Visit, html, see};
use page::{Chrome, Link, Tongue};
use places::{PlaceId, directory};
use serde::Deserialize;

use crate::desk::{cost::said_year, found};
use crate::protect::{self, Number};
use crate::reason::Reason;
use crate::store;
use crate::usage::{Cost, Usage, pence_a_visit, year_of};

mod table;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/counters", Access::Anyone, all)
        .get("/counters/visits.csv", Access::Anyone, table::all)
        .get("/counters/{id}", Access::Anyone, one)
        .get("/counters/{id}/visits.csv", Access::Anyone, table::one)
        // What a report that was made at a counter says of where it came in.
        .get("/counter/{id}", Access::Anyone, counter)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    month: String,
}

/// The months that can be chosen, and the one that is.
struct Months {
    chosen: String,
    links: Vec<Link>,
}

impl Months {
    /// The month that was asked for; otherwise the last. None when there is none yet.
    fn of(visit: &Visit, months: &[String], asked: &str, base: &str) -> Result<Option<Self>, Fault> {
        let chosen = if asked.is_empty() {
            match months.last() {
                Some(month) => month.clone(),
                None => return Ok(None),
            }
        } else {
            let known = months.iter().find(|m| *m == asked);
            known.cloned().ok_or(Fault::Missing)?
        };
        let tongue = visit.tongue();
        let newest = months.iter().rev().take(24);
        let links = newest
            .map(|m| Link::new(format!("{base}?month={m}"), said_month(&tongue, m)).current(*m == chosen));
        Ok(Some(Self {
            links: links.collect(),
            chosen,
        }))
    }
}

/// The month that is not over yet.
fn this_month(visit: &Visit) -> String {
    store::month(visit.site.days().zone(), visit.now)
}

/// `November 2026`.
pub(crate) fn said_month(tongue: &Tongue, month: &str) -> String {
    match format!("{month}-01").parse::<Date>() {
        Ok(day) => {
            let name = tongue.t(&format!("month-{}", day.month())).into_owned();
            let values = [
                ("month", name.as_str().into()),
                ("year", day.year().to_string().into()),
            ];
            tongue.ta("use-month", &values)
        }
        Err(_) => month.to_owned(),
    }
}

/// How many days a month has, and the year of costs in which it lies.
fn days_of(month: &str) -> Option<(i64, i16)> {
    let first: Date = format!("{month}-01").parse().ok()?;
    Some((i64::from(first.days_in_month()), year_of(first)))
}

pub(crate) fn say(tongue: &Tongue, number: Number) -> String {
    match number {
        Number::Exact(n) => tongue.number(n),
        Number::Few => tongue.t("use-few").into_owned(),
        Number::Some => tongue.t("use-some").into_owned(),
        Number::AtLeast(n) => tongue.t1("use-at-least", "count", tongue.number(n)),
    }
}

/// A line of a table with its bar.
struct Bar {
    name: String,
    number: String,
    /// Of a hundred; the longest has all of it.
    width: i64,
    current: bool,
}

fn bars(tongue: &Tongue, lines: Vec<(String, Number)>) -> Vec<Bar> {
    let most = lines.iter().map(|(_, n)| n.least()).max().unwrap_or(0).max(1);
    lines
        .into_iter()
        .map(|(name, number)| Bar {
            name,
            number: say(tongue, number),
            width: number.least() * 100 / most,
            current: false,
        })
        .collect()
}

fn said_reason(tongue: &Tongue, reason: Reason) -> String {
    tongue
        .t(&format!("visit-reason-{}", reason.as_str()))
        .into_owned()
}

/// Half waited no longer than this, nine in ten no longer than that.
fn said_waits(tongue: &Tongue, usage: &Usage) -> Vec<String> {
    // "Less than a minute or less" says nothing more than a minute.
    let minutes = |m: i64| tongue.span(m.max(1) * 60);
    let one = |key: &str, of: &crate::usage::Minutes, percent| {
        of.within(percent)
            .map(|m| tongue.t1(key, "span", minutes(m).as_str()))
    };
    let said: Vec<String> = [
        one("use-wait-half", &usage.waits, 50),
        one("use-wait-most", &usage.waits, 90),
        one("use-duration-half", &usage.durations, 50),
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() {
        vec![tongue.t("use-wait-unsaid").into_owned()]
    } else {
        said
    }
}

/// The cost of the year in which the month lies, or of the newest year before it.
fn cost_in(costs: &[Cost], year: i16) -> Option<&Cost> {
    costs.iter().filter(|c| c.year <= year).max_by_key(|c| c.year)
}

fn money(tongue: &Tongue, pence: i64) -> String {
    format!("£{}.{:02}", tongue.number(pence / 100), pence % 100)
}

struct CounterLine {
    href: String,
    name: String,
    total: String,
    split: [String; 3],
    wait: String,
    cost: String,
}

#[derive(askama::Template)]
#[template(path = "pages/all.html")]
struct AllPage {
    chrome: Chrome,
    months: Option<Months>,
    title: String,
    total: String,
    split: [String; 3],
    lines: Vec<CounterLine>,
    reasons: Vec<Bar>,
}

async fn all(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let mut read = visit.site.db().read();
    let list = store::months(&mut read, &this_month(&visit)).await?;
    let months = Months::of(&visit, &list, &asked.month, "/counters")?;
    let chosen = months.as_ref().map_or("", |m| m.chosen.as_str()).to_owned();
    let usage = store::usage(&mut read, None, &chosen).await?;
    let costs = costs(&mut read).await?;
    let directory = directory(&visit.site).await?;
    let mut lines = Vec::new();
    for (id, usage) in &usage {
        let Some(place) = directory.find(id) else { continue };
        let cost = days_of(&chosen).and_then(|(days, year)| {
            let cost = cost_in(costs.get(id)?, year)?;
            pence_a_visit(cost, days, usage.total())
        });
        lines.push(CounterLine {
            href: format!("/counters/{id}?month={chosen}"),
            name: place.name(visit.lang()).to_owned(),
            total: say(&tongue, usage.total()),
            split: usage.split().map(|n| say(&tongue, n)),
            wait: usage
                .waits
                .within(50)
                .map_or_else(|| tongue.t("use-unsaid").into_owned(), |m| tongue.span(m * 60)),
            cost: cost.map_or_else(|| tongue.t("use-unsaid").into_owned(), |p| money(&tongue, p)),
        });
    }
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    // What is said of all counters says no more than what is said of each.
    let published: Vec<_> = usage.iter().map(|(_, u)| u.reasons()).collect();
    let of_all = |reason: Reason| {
        let numbers: Vec<Number> = published
            .iter()
            .flatten()
            .filter(|p| p.of == reason)
            .map(|p| p.number)
            .collect();
        protect::sum(&numbers)
    };
    let reasons = Reason::ALL
        .iter()
        .map(|r| (said_reason(&tongue, *r), of_all(*r)))
        .collect();
    let totals: Vec<Number> = usage.iter().map(|(_, u)| u.total()).collect();
    let splits: Vec<[Number; 3]> = usage.iter().map(|(_, u)| u.split()).collect();
    let part = |i: usize| {
        protect::sum(
            &splits
                .iter()
                .filter_map(|s| s.get(i).copied())
                .collect::<Vec<_>>(),
        )
    };
    html(&AllPage {
        title: said_month(&tongue, &chosen),
        total: say(&tongue, protect::sum(&totals)),
        split: [part(0), part(1), part(2)].map(|n| say(&tongue, n)),
        reasons: bars(&tongue, reasons),
        chrome: visit.chrome(),
        months,
        lines,
    })
}

async fn costs(q: &mut impl kernel::db::Query) -> Result<HashMap<PlaceId, Vec<Cost>>, Fault> {
    let mut of = HashMap::<PlaceId, Vec<Cost>>::new();
    for (place, cost) in store::costs(q, None).await? {
        of.entry(place).or_default().push(cost);
    }
    Ok(of)
}

#[derive(askama::Template)]
#[template(path = "pages/one.html")]
struct OnePage {
    chrome: Chrome,
    name: String,
    base: String,
    place: String,
    months: Option<Months>,
    title: String,
    total: String,
    split: Vec<(String, String)>,
    reasons: Vec<Bar>,
    hours: Vec<Bar>,
    outcomes: Vec<Bar>,
    referred: Vec<Bar>,
    by_month: Vec<Bar>,
    waits: Vec<String>,
    cost: Vec<String>,
}

async fn one(
    visit: Visit,
    Path(id): Path<String>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let tongue = visit.tongue();
    let base = format!("/counters/{}", place.id);
    let history = store::history(&mut visit.site.db().read(), Some(&place.id), &this_month(&visit)).await?;
    let list: Vec<String> = history
        .iter()
        .filter(|(_, _, u)| !u.is_empty())
        .map(|(_, m, _)| m.clone())
        .collect();
    let months = Months::of(&visit, &list, &asked.month, &base)?;
    let chosen = months.as_ref().map_or("", |m| m.chosen.as_str()).to_owned();
    let none = Usage::default();
    let usage = history
        .iter()
        .find(|(_, m, _)| *m == chosen)
        .map_or(&none, |(_, _, u)| u);
    let costs = store::costs(&mut visit.site.db().read(), Some(&place.id)).await?;
    let costs: Vec<Cost> = costs.into_iter().map(|(_, c)| c).collect();
    let mut by_month = bars(
        &tongue,
        history
            .iter()
            .filter(|(_, _, u)| !u.is_empty())
            .map(|(_, m, u)| (said_month(&tongue, m), u.total()))
            .collect(),
    );
    for (bar, month) in by_month.iter_mut().zip(&list) {
        bar.current = *month == chosen;
    }
    let named = |key: &str, of: &str| tongue.t(&format!("{key}-{of}")).into_owned();
    html(&OnePage {
        name: place.name(visit.lang()).to_owned(),
        place: format!("/place/{}", place.id),
        title: said_month(&tongue, &chosen),
        total: say(&tongue, usage.total()),
        split: ["use-crimes", "use-collisions", "use-other"]
            .into_iter()
            .zip(usage.split())
            .map(|(key, n)| (tongue.t(key).into_owned(), say(&tongue, n)))
            .collect(),
        reasons: bars(
            &tongue,
            usage
                .reasons()
                .iter()
                .map(|p| (said_reason(&tongue, p.of), p.number))
                .collect(),
        ),
        hours: hours(&tongue, usage),
        outcomes: bars(
            &tongue,
            usage
                .outcomes()
                .iter()
                .map(|p| (named("visit-outcome", p.of.as_str()), p.number))
                .collect(),
        ),
        referred: bars(
            &tongue,
            usage
                .referred()
                .iter()
                .map(|p| (named("visit-referred", p.of.as_str()), p.number))
                .collect(),
        ),
        waits: said_waits(&tongue, usage),
        cost: said_cost(&tongue, &costs, &chosen, usage),
        chrome: visit.chrome(),
        base,
        months,
        by_month,
    })
}

async fn counter(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    Ok(see(&format!("/place/{}", place.id)))
}

/// The hours in which more than a few came, and those between them.
fn hours(tongue: &Tongue, usage: &Usage) -> Vec<Bar> {
    let hours = usage.hours();
    let first = hours.iter().position(|p| p.number != Number::Few);
    let last = hours.iter().rposition(|p| p.number != Number::Few);
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let shown = hours.iter().skip(first).take(last - first + 1);
    let lines = shown.map(|p| {
        let hour = i8::try_from(p.of).unwrap_or(0);
        let clock = |h: i8| tongue.time(jiff::civil::time(h % 24, 0, 0, 0));
        let values = [
            ("from", clock(hour).as_str().to_owned().into()),
            ("to", clock(hour + 1).as_str().to_owned().into()),
        ];
        (tongue.ta("use-hour", &values), p.number)
    });
    bars(tongue, lines.collect())
}

fn said_cost(tongue: &Tongue, costs: &[Cost], month: &str, usage: &Usage) -> Vec<String> {
    let Some((days, year)) = days_of(month) else {
        return Vec::new();
    };
    let Some(cost) = cost_in(costs, year) else {
        return vec![tongue.t("use-cost-unknown").into_owned()];
    };
    let (pounds, said) = (
        format!("£{}", tongue.number(cost.pounds)),
        said_year(tongue, cost.year),
    );
    let mut lines = vec![tongue.ta(
        "use-cost-year",
        &[
            ("pounds", pounds.as_str().into()),
            ("year", said.as_str().into()),
            ("source", cost.source.as_str().into()),
        ],
    )];
    if let Some(pence) = pence_a_visit(cost, days, usage.total()) {
        lines.push(tongue.t1("use-cost-visit", "pounds", money(tongue, pence).as_str()));
    }
    lines
}
