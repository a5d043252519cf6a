//! Facts of wards that are no more, after a change of boundaries: a supervisor says which ward has them now.

use std::collections::BTreeMap;

use atlas::{Ended, WardCode};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Choice, Chrome, Problems};

use super::ward_of;
use crate::keeper::Keeper;
use crate::store;
use crate::ward::{WardName, ground};

struct Lost {
    code: String,
    name: String,
    facts: i64,
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
    let ground = ground(&visit.site)?;
    let all = store::lost::wards_with_facts(&mut visit.site.db().read()).await?;
    let known = |code: &str| WardName::find(ground.areas(), code, visit.lang()).is_some();
    Ok(all.iter().filter(|(code, _)| !known(code)).count())
}

async fn show(visit: &Visit, problems: Problems) -> Result<Response, Fault> {
    let ground = ground(&visit.site)?;
    let areas = ground.areas();
    let ended = visit.site.part::<Ended>()?;
    let lang = visit.lang();
    let all = store::lost::wards_with_facts(&mut visit.site.db().read()).await?;
    let mut lost = BTreeMap::new();
    for (code, facts) in all {
        if WardName::find(areas, &code, lang).is_some() {
            continue;
        }
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
                facts,
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
    tx.commit().await?;
    Ok(see("/desk/wards/lost"))
}
