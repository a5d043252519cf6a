//! What a counter costs, entered by an administrator.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Chrome, Problems, Tongue};
use places::Place;

use super::found;
use crate::store;
use crate::usage::{Cost, year_of};

#[derive(askama::Template)]
#[template(path = "desk/cost.html")]
struct CostPage {
    chrome: Chrome,
    problems: Problems,
    base: String,
    name: String,
    costs: Vec<[String; 3]>,
    year: String,
    pounds: String,
    source: String,
}

/// `April 2026 to March 2027`.
pub(crate) fn said_year(tongue: &Tongue, year: i16) -> String {
    tongue.ta(
        "cost-year-said",
        &[
            ("from", year.to_string().into()),
            ("to", (year + 1).to_string().into()),
        ],
    )
}

pub(crate) async fn form(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let year = year_of(visit.now.date(visit.site.days().zone())).to_string();
    cost_page(&visit, &place, Problems::default(), [&year, "", ""]).await
}

async fn cost_page(
    visit: &Visit,
    place: &Place,
    problems: Problems,
    [year, pounds, source]: [&str; 3],
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let costs = store::costs(&mut visit.site.db().read(), Some(&place.id)).await?;
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = CostPage {
        base: format!("/desk/counters/{}", place.id),
        name: place.name(visit.lang()).to_owned(),
        costs: costs
            .into_iter()
            .map(|(_, c)| {
                let pounds = format!("£{}", chrome.tongue.number(c.pounds));
                [said_year(&chrome.tongue, c.year), pounds, c.source]
            })
            .collect(),
        year: year.to_owned(),
        pounds: pounds.to_owned(),
        source: source.to_owned(),
        chrome,
        problems,
    };
    html_with(status, &page)
}

/// A sum as people write it: `£1,250,000` or `1250000.00`.
fn read_pounds(text: &str) -> Option<i64> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '£' | ','))
        .collect();
    let whole = match plain.split_once('.') {
        Some((whole, pence)) if pence.len() == 2 && pence.bytes().all(|b| b.is_ascii_digit()) => whole,
        Some(_) => return None,
        None => plain.as_str(),
    };
    whole.parse().ok().filter(|p| (0..=1_000_000_000).contains(p))
}

pub(crate) async fn take(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let tongue = visit.tongue();
    let typed = ["year", "pounds", "source"].map(|name| posted.text(name).trim());
    let [year, pounds, source] = typed;
    let mut problems = Problems::default();
    let this = year_of(visit.now.date(visit.site.days().zone()));
    let year = year.parse().ok().filter(|y| (2000..=this + 1).contains(y));
    if year.is_none() {
        problems.add("year", tongue.t("cost-year-wrong"));
    }
    let pounds = read_pounds(pounds);
    if pounds.is_none() {
        problems.add("pounds", tongue.t("cost-pounds-wrong"));
    }
    if source.is_empty() || source.chars().count() > 200 {
        problems.add("source", tongue.t("cost-source-needed"));
    }
    let (Some(year), Some(pounds), true) = (year, pounds, problems.is_empty()) else {
        return cost_page(&visit, &place, problems, typed).await;
    };
    let cost = Cost {
        year,
        pounds,
        source: source.to_owned(),
    };
    let actor = visit.desk()?.actor();
    let mut tx = visit.site.db().begin().await?;
    store::set_cost(&mut tx, &visit.site, &place.id, &cost, &actor, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/counters/{}/cost", place.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_people_write_it() {
        for (text, pounds) in [
            ("£1,250,000", Some(1_250_000)),
            ("880 000", Some(880_000)),
            ("12.50", Some(12)),
            ("12.5", None),
            ("-3", None),
            ("a lot", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(read_pounds(text), pounds, "{text}");
        }
    }
}
