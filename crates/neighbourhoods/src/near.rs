//! What the finder shows of the team of the ward in which someone is.

use atlas::{Gazetteer, WardCode};
use kernel::db::DbError;
use kernel::site::Site;
use places::{NearAsked, NearFound, NearSource, NearThing};

use crate::officer::cover_on;
use crate::store;

/// Handed to the finder by the program.
pub const NEAR: NearSource = NearSource(|site, asked| Box::pin(near(site, asked)));

async fn near(site: Site, asked: NearAsked) -> Result<NearFound, DbError> {
    let tongue = &asked.tongue;
    let (Ok(ground), Some(code)) = (site.part::<Gazetteer>(), &asked.ward) else {
        return Ok(NearFound::default());
    };
    let areas = ground.areas();
    let Some(ward) = WardCode::parse(code).and_then(|c| areas.ward(areas.ward_by_code(&c)?)) else {
        return Ok(NearFound::default());
    };
    let today = asked.now.date(site.days().zone());
    let mut read = site.db().read();
    let team = store::team::find(&mut read, code).await?;
    let members = store::officer::team(&mut read, code, today).await?;
    let absences = store::officer::absences(&mut read, code, today).await?;
    let posts: Vec<_> = members.iter().map(|m| m.post.clone()).collect();
    let there = cover_on(today, &posts, &absences).there;
    let away = |m: &store::officer::Member| {
        absences
            .iter()
            .any(|a| a.officer == m.officer.id && a.days.has(today))
    };
    let names: Vec<String> = members
        .iter()
        .filter(|m| m.post.days.has(today) && !away(m))
        .filter_map(|m| {
            let rank = tongue
                .t(&format!("rank-short-{}", m.officer.facts.rank().as_str()))
                .into_owned();
            Some(format!("{rank} {}", m.officer.facts.public_name()?))
        })
        .collect();
    let mut lines = vec![tongue.t1("ward-near-there", "count", there)];
    if !names.is_empty() {
        lines.push(names.join(", "));
    }
    let ways = team.map(|t| [t.facts.phone().to_owned(), t.facts.email().to_owned()]);
    let ways: Vec<String> = ways.into_iter().flatten().filter(|w| !w.is_empty()).collect();
    lines.push(if ways.is_empty() {
        tongue.t("ward-reach-none").into_owned()
    } else {
        ways.join(", ")
    });
    let name = match &ward.name_cy {
        Some(cy) if tongue.lang() == page::Lang::CY => cy,
        _ => &ward.name,
    };
    Ok(NearFound {
        title: tongue.t("ward-team").into_owned(),
        things: vec![NearThing {
            name: tongue.t1("ward-near", "ward", name.as_str()),
            href: format!("/ward/{code}#team"),
            lines,
            ..NearThing::default()
        }],
        ..NearFound::default()
    })
}
