//! Two scenarios beside each other.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, html, html_with};
use page::{Choice, Chrome, Link, Problems};

use super::accounts;
use super::desk::{Asked, holding, newest};
use super::picture::{self, Key};
use super::shown::{self, Shown};
use super::{How, InWords};
use crate::ask::Accounts;
use crate::scenario::TODAY;
use crate::service::Desk;
use crate::store::{self, Scenario};

#[derive(askama::Template)]
#[template(path = "pages/compare.html")]
struct ComparePage {
    chrome: Chrome,
    problems: Problems,
    /// Scenarios of other data, which cannot be compared before they are made anew: their names and pages.
    older: Vec<Link>,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    a: Vec<Choice>,
    b: Vec<Choice>,
    found: Option<Between>,
}

/// What lies between two scenarios.
struct Between {
    estimate: bool,
    told: String,
    notes: Vec<String>,
    summary: Shown,
    money: Vec<Shown>,
    tables: Vec<Shown>,
    newly: Vec<Shown>,
    wards: String,
    table: String,
    map: String,
    key: Vec<Key>,
    stamp: String,
    licences: Vec<String>,
}

pub(super) async fn compare(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let how = asked.how();
    let pick = |text: &str| {
        if text.is_empty() {
            TODAY.to_owned()
        } else {
            text.to_owned()
        }
    };
    let (a, b) = (pick(&asked.a), pick(&asked.b));
    let mut desk = holding(&visit, &asked).await?;
    let mut problems = Problems::default();
    let mut others = Vec::new();
    if let Some(newest) = newest(&visit).await?
        && let Some((field, older)) = apart(&visit, &newest, [&a, &b]).await?
    {
        problems.add(field, tongue.t1("planner-older", "name", older.name.as_str()));
        others.push(older);
        desk = newest;
    }
    let scenarios = desk.scenarios().await.for_reader(&visit)?;
    let choices = |now: &str| {
        std::iter::once(Choice::new(TODAY, tongue.t("planner-today")).checked(now == TODAY))
            .chain(
                scenarios
                    .iter()
                    .chain(&others)
                    .map(|s| Choice::new(s.id.as_str(), s.name.clone()).checked(s.id.as_str() == now)),
            )
            .collect()
    };
    let page = ComparePage {
        chrome: visit.chrome(),
        modes: how.modes(&visit),
        times: how.times(&visit),
        a: choices(&a),
        b: choices(&b),
        found: if problems.is_empty() {
            Some(between(&visit, &desk, (&a, &b), how).await?)
        } else {
            None
        },
        older: others
            .iter()
            .map(|s| Link::new(format!("/desk/plan/scenarios/{}", s.id), s.name.clone()))
            .collect(),
        problems,
    };
    if page.problems.is_empty() {
        html(&page)
    } else {
        html_with(StatusCode::CONFLICT, &page)
    }
}

/// Of two scenarios of different data, the one whose data are not those of today, and its field.
async fn apart(
    visit: &Visit,
    newest: &Desk,
    two: [&str; 2],
) -> Result<Option<(&'static str, Scenario)>, Fault> {
    let mut found = Vec::new();
    for (field, which) in ["a", "b"].into_iter().zip(two) {
        let Some(id) = crate::ScenarioId::parse(which) else {
            continue;
        };
        found.extend(
            store::scenario(&mut visit.site.db().read(), &id)
                .await?
                .map(|s| (field, s)),
        );
    }
    let same = found
        .iter()
        .all(|(_, s)| Some(&s.base) == found.first().map(|(_, s)| &s.base));
    Ok(found.into_iter().find(|(_, s)| !same && s.base != newest.row.id))
}

async fn between(visit: &Visit, desk: &Desk, (a, b): (&str, &str), how: How) -> Result<Between, Fault> {
    let tongue = visit.tongue();
    let c = desk.compare(a, b, how.way, how.at).await.for_reader(visit)?;
    // Each table says whose money it is.
    let money = |money: &Accounts, of: &str| {
        accounts::accounts(&tongue, money).map(|shown| Shown {
            caption: tongue.t1("planner-money-of", "scenario", of),
            ..shown
        })
    };
    Ok(Between {
        estimate: c.estimate,
        told: shown::told(&tongue, &c),
        summary: shown::summary_of_change(&tongue, &c),
        money: [(&c.money_a, &c.a), (&c.money_b, &c.b)]
            .into_iter()
            .filter_map(|(m, of)| money(m, &of.name))
            .collect(),
        notes: shown::notes(&tongue, &c.notes),
        wards: format!("/desk/plan/wards?a={a}&b={b}&{}", how.query()),
        table: format!("/desk/plan/figures.csv?a={a}&b={b}"),
        newly: shown::newly(&tongue, &c, shown::AREAS),
        map: format!("/desk/plan/map.svg?a={a}&b={b}&{}", how.query()),
        key: picture::key_of_change(&tongue),
        stamp: shown::stamp(&tongue, &c.stamp),
        licences: shown::licences(&tongue, &c.stamp),
        tables: shown::tables_of_change(&tongue, &c),
    })
}
