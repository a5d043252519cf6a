//! Facts of wards that are no more, after a change of boundaries: a supervisor says which ward has them now.

use std::collections::BTreeMap;

use atlas::{Ended, WardCode};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Choice, Chrome, Problems};

use sessions::ended::Held;

use super::ward_of;
use crate::area::Area;
use crate::keeper::Keeper;
use crate::store;
use crate::ward::{WardName, ground};

struct Lost {
    code: String,
    name: String,
    facts: Vec<String>,
    held: Held,
    /// The field that says which ward has them now.
    field: String,
    /// The wards that lie there now.
    choices: Vec<Choice>,
}

#[derive(askama::Template)]
#[template(path = "desk/lost.html")]
struct LostPage {
    chrome: Chrome,
    problems: Problems,
    lost: Vec<Lost>,
}

pub async fn list(visit: Visit) -> Result<Response, Fault> {
    show(&visit, Problems::default()).await
}

/// How many wards have facts and are not on the map.
pub async fn count(visit: &Visit) -> Result<usize, Fault> {
    Ok(without_a_place(visit).await?.len())
}

/// How many of which kind.
type Facts = Vec<(&'static str, i64)>;

/// The codes that lead to no area of the map any more, each with its facts, sessions and followers.
async fn without_a_place(visit: &Visit) -> Result<BTreeMap<String, (Facts, Held)>, Fault> {
    let ground = ground(&visit.site)?;
    let mut read = visit.site.db().read();
    let mut all: BTreeMap<String, (Facts, Held)> = BTreeMap::new();
    for (code, kind, facts) in store::lost::wards_with_facts(&mut read).await? {
        all.entry(code).or_default().0.push((kind, facts));
    }
    for (code, held) in sessions::ended::held(&mut read).await? {
        all.entry(code).or_default().1 = held;
    }
    all.retain(|code, _| Area::find(ground.areas(), code, visit.lang()).is_none());
    Ok(all)
}

async fn show(visit: &Visit, problems: Problems) -> Result<Response, Fault> {
    let ground = ground(&visit.site)?;
    let areas = ground.areas();
    let ended = visit.site.part::<Ended>()?;
    let lang = visit.lang();
    let tongue = visit.tongue();
    let mut lost = BTreeMap::new();
    for (code, (facts, held)) in without_a_place(visit).await? {
        let gone = WardCode::parse(&code).and_then(|c| ended.get(&c));
        let choices = gone
            .map(|g| g.successors.as_slice())
            .unwrap_or_default()
            .iter()
            .filter_map(|s| {
                let ward = WardName::find(areas, s.code.as_str(), lang)?;
                let label = format!("{}, {} ({}%)", ward.name, ward.borough_name, s.percent);
                Some(Choice::new(ward.code, label))
            })
            .collect();
        let name = gone.map_or_else(String::new, |g| g.name.clone());
        lost.insert(
            code.clone(),
            Lost {
                field: format!("to-{code}"),
                code,
                name,
                facts: facts
                    .iter()
                    .map(|(kind, many)| {
                        let key = format!("lost-facts-{}", kind.replace('_', "-"));
                        tongue.t1(&key, "count", *many)
                    })
                    .collect(),
                held,
                choices,
            },
        );
    }
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        &LostPage {
            chrome: visit.chrome(),
            problems,
            lost: lost.into_values().collect(),
        },
    )
}

pub async fn give(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let old = posted.text("old").trim().to_owned();
    let ground = ground(&visit.site)?;
    if old.is_empty() || WardName::find(ground.areas(), &old, visit.lang()).is_some() {
        return Err(Fault::Missing);
    }
    let to = posted.text(&format!("to-{old}")).trim().to_owned();
    let Ok(ward) = ward_of(&visit, &to) else {
        let mut problems = Problems::default();
        problems.add(format!("to-{old}"), visit.tongue().t("lost-choose"));
        return show(&visit, problems).await;
    };
    let by = Keeper::of(visit.desk()?, &ward.code).ok_or(Fault::Forbidden)?;
    let mut tx = visit.site.db().begin().await?;
    store::lost::give_to(&mut tx, &visit.site, &by, &old, &ward.borough, visit.now).await?;
    // The page is for those who keep every ward.
    let keeping = sessions::Keeper::of(visit.desk()?).of_any_ward(&ward.code);
    let keeping = keeping.ok_or(Fault::Forbidden)?;
    sessions::ended::give(&mut tx, &visit.site, &keeping, &old, &ward.borough, visit.now).await?;
    tx.commit().await?;
    Ok(see("/desk/wards/lost"))
}
