//! What the search over everything finds of this slice: officers whose names are public, groups, schools, courses.

use atlas::{Gazetteer, WardCode};
use kernel::db::DbError;
use kernel::seal::sha256;
use kernel::site::Site;
use places::{Entry, Source};

use crate::store;

/// Handed to the search by the program.
pub const SOURCE: Source = Source {
    revision: |site| Box::pin(async move { revision(&site).await }),
    entries: |site| Box::pin(entries(site)),
};

/// Every change of a fact is a row of the history: its newest id is another one when something changed.
async fn revision(site: &Site) -> Result<i64, DbError> {
    let newest = store::history::newest(&mut site.db().read()).await?;
    let hash = sha256(&[newest.unwrap_or_default().as_bytes()]);
    Ok(hash.first_chunk::<8>().map_or(0, |b| i64::from_be_bytes(*b)))
}

async fn entries(site: Site) -> Result<Vec<Entry>, DbError> {
    let in_all = |key: &str| places::in_all(&site, key);
    let ground = site.part::<Gazetteer>().ok();
    let ward_name = |code: &str| {
        let areas = ground.as_ref()?.areas();
        let ward = areas.ward(areas.ward_by_code(&WardCode::parse(code)?)?)?;
        Some(ward.name.clone())
    };
    let today = site.now().date(site.days().zone());
    let mut read = site.db().read();
    let mut entries = Vec::new();
    for (name, ward) in store::officer::named_everywhere(&mut read, today).await? {
        entries.push(Entry {
            title: name,
            href: format!("/ward/{ward}#team"),
            kind: "find-kind-officer".to_owned(),
            words: in_all("find-kind-officer"),
            detail: ward_name(&ward).unwrap_or(ward),
            ..Entry::default()
        });
    }
    for group in store::group::all(&mut read).await? {
        let kind = format!("group-kind-{}", group.facts.kind.as_str());
        let area = group.area().to_owned();
        entries.push(Entry {
            title: group.facts.name,
            href: format!("/group/{}", group.id),
            words: in_all(&kind),
            kind,
            detail: ward_name(&area).unwrap_or_default(),
            ..Entry::default()
        });
    }
    for school in store::school::all(&mut read).await? {
        let kind = format!("phase-{}", school.facts.phase.as_str());
        entries.push(Entry {
            title: school.facts.name,
            href: format!("/ward/{}#schools", school.facts.ward),
            words: format!("{} {}", in_all(&kind), in_all("phase-other")),
            kind,
            detail: ward_name(&school.facts.ward).unwrap_or_default(),
            ..Entry::default()
        });
    }
    for course in store::course::all(&mut read).await? {
        let kind = format!("course-kind-{}", course.facts.kind.as_str());
        entries.push(Entry {
            title: course.facts.name,
            href: "/training".to_owned(),
            words: in_all(&kind),
            kind,
            detail: course.facts.about,
            ..Entry::default()
        });
    }
    Ok(entries)
}
