//! What the search over everything finds of this slice: the sessions of the next weeks.

use std::collections::HashSet;

use atlas::Gazetteer;
use kernel::db::DbError;
use kernel::site::Site;
use places::{Entry, Source, in_all};

use crate::area::{Area, ward_name};
use crate::store;

/// Handed to the search by the program.
pub const SOURCE: Source = Source {
    revision: |site| Box::pin(async move { revision(&site).await }),
    entries: |site| Box::pin(entries(site)),
};

/// Sessions further away are on the page of their ward.
const DAYS: i64 = 28;

/// Another one when a session changed, and on another day: what is over is not found.
async fn revision(site: &Site) -> Result<i64, DbError> {
    let newest = store::changed(&mut site.db().read(), &Area::Force, 1).await?;
    let changed = newest.first().map_or(0, |s| s.changed_at.millis());
    Ok(changed.wrapping_add(site.now().millis() / 86_400_000))
}

/// The next session of each kind in each venue of each ward.
async fn entries(site: Site) -> Result<Vec<Entry>, DbError> {
    let now = site.now();
    let until = now.plus_minutes(DAYS * 24 * 60);
    let coming = store::overlapping(&mut site.db().read(), now, until).await?;
    let ground = site.part::<Gazetteer>().ok();
    let tongue = site.words().tongue(page::Lang::EN);
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    for session in coming {
        let kind = format!("session-kind-{}", session.kind.as_str());
        let of = (
            session.ward.clone(),
            session.venue.name.clone(),
            kind.clone(),
            session.title.clone(),
        );
        if !seen.insert(of) {
            continue;
        }
        let ward = match &ground {
            Some(ground) => ward_name(ground.areas(), &session.ward, &tongue),
            None => session.ward.clone(),
        };
        let begins = in_figures(&site, session.starts_at);
        entries.push(Entry {
            title: match session.title.as_str() {
                "" => ward.clone(),
                title => format!("{title}, {ward}"),
            },
            href: format!("/session/{}", session.id),
            words: in_all(&site, &kind),
            kind,
            detail: format!("{}, {begins}", session.venue.name),
            ..Entry::default()
        });
    }
    Ok(entries)
}

/// `02/12/2026 10:00`, read alike in all languages.
fn in_figures(site: &Site, at: kernel::Moment) -> String {
    let at = site.days().zone().to_datetime(at.timestamp());
    at.strftime("%d/%m/%Y %H:%M").to_string()
}
