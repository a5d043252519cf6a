//! `/custody`: where to ask about someone, which suite is for my borough, how to become a visitor, use by month.

use std::collections::{BTreeMap, HashMap};

use axum::response::Response;
use kernel::web::{Access, Fault, Routes, Visit, html};
use page::{Chrome, Link};
use places::{Kind, PlaceId, directory};

use super::{Suite, by, store};
use crate::pages::{said_month, say};

pub(crate) fn routes() -> Routes {
    Routes::default().get("/custody", Access::Anyone, custody)
}

/// Months of use that the public sees.
const MONTHS: usize = 12;

struct SuiteLine {
    place: Link,
    address: String,
    cells: String,
    visiting: Vec<String>,
    /// Month, how many held and of how many cells, how much of a hundred.
    months: Vec<(String, String, i64)>,
}

#[derive(askama::Template)]
#[template(path = "custody/public.html")]
struct CustodyPage {
    chrome: Chrome,
    phone: String,
    /// Borough or ward, and the suites that serve it.
    serves: Vec<(String, Vec<Link>)>,
    suites: Vec<SuiteLine>,
}

async fn custody(visit: Visit) -> Result<Response, Fault> {
    let mut read = visit.site.db().read();
    let said: HashMap<PlaceId, Suite> = store::suites(&mut read).await?.into_iter().collect();
    let directory = directory(&visit.site).await?;
    let chrome = visit.chrome();
    let zone = visit.site.days().zone();
    let today = visit.now.date(zone);
    let this_month = crate::store::month(zone, visit.now);
    let mut serves = BTreeMap::<String, Vec<Link>>::new();
    let mut suites = Vec::new();
    let there = directory
        .all()
        .iter()
        .filter(|p| p.facts.kind == Kind::Custody && p.is_there(today));
    for place in there {
        let link = Link::new(format!("/place/{}", place.id), place.name(visit.lang()));
        for code in &place.facts.serves {
            serves.entry(code.clone()).or_default().push(link.clone());
        }
        let since = visit.now.plus_days(-31 * i64::try_from(MONTHS).unwrap_or(12));
        let counts = store::counts(&mut read, &place.id, since).await?;
        let months = by(&counts, |c| crate::store::month(zone, c.at));
        let months = months.iter().rev().filter(|(m, _)| **m < this_month).take(MONTHS);
        let months = months.map(|(month, mean)| {
            let month = said_month(&chrome.tongue, month);
            match mean.published() {
                None => (month, chrome.t("suite-too-few").into_owned(), 0),
                Some((held, cells)) => {
                    let width = held.exact().map_or(0, |h| (h * 100 / cells.max(1)).min(100));
                    let said = chrome.ta(
                        "suite-of",
                        &[
                            ("held", say(&chrome.tongue, held).into()),
                            ("cells", cells.into()),
                        ],
                    );
                    (month, said, width)
                }
            }
        });
        let suite = said.get(&place.id);
        suites.push(SuiteLine {
            months: months.collect(),
            address: place.whole_address(),
            cells: suite.map_or_else(String::new, |s| chrome.t1("suite-has-cells", "count", s.cells)),
            visiting: suite
                .map(|s| s.visiting.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            place: link,
        });
    }
    let serves = crate::area::names(&visit.site, serves)?;
    html(&CustodyPage {
        phone: visit.site.config().force.phone.clone(),
        chrome,
        serves,
        suites,
    })
}
