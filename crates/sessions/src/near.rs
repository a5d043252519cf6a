//! What the finder shows of sessions near someone.

use atlas::Gazetteer;
use kernel::db::DbError;
use kernel::site::Site;
use page::Link;
use places::{NearAsked, NearFound, NearSource, NearThing};

use crate::store;
use crate::view::Said;

/// Sessions of two weeks: who looks for someone to talk to does not wait longer.
const DAYS: i64 = 14;
/// Of these the finder shows the nearest.
const MOST: u32 = 24;

/// Handed to the finder by the program.
pub const NEAR: NearSource = NearSource(|site, asked| Box::pin(near(site, asked)));

async fn near(site: Site, asked: NearAsked) -> Result<NearFound, DbError> {
    let Ok(ground) = site.part::<Gazetteer>() else {
        return Ok(NearFound::default());
    };
    let (now, tongue) = (asked.now, &asked.tongue);
    let until = now.plus_minutes(DAYS * 24 * 60);
    let coming = store::coming_near(&mut site.db().read(), &asked.around, now, until, MOST).await?;
    let things = coming.iter().map(|session| {
        let said = Said {
            session,
            areas: ground.areas(),
            tongue,
        };
        let (key, colour) = match (session.is_cancelled(), session.starts_at <= now) {
            (true, _) => ("session-tag-cancelled", "red"),
            (_, true) => ("session-now", "green"),
            _ if session.is_moved() => ("session-tag-moved", "yellow"),
            _ => ("session-coming", "blue"),
        };
        let mut lines = vec![said.when(), said.place()];
        lines.extend(Some(said.notice()).filter(|n| !n.is_empty()));
        NearThing {
            name: format!("{}, {}", said.title(), said.ward()),
            href: format!("/session/{}", session.id),
            tag: tongue.t(key).into_owned(),
            colour,
            lines,
            at: session.venue.at,
            venue: Some(session.venue.place.clone().unwrap_or_default()),
        }
    });
    Ok(NearFound {
        title: tongue.t("sessions-near").into_owned(),
        things: things.collect(),
        none: tongue.t("sessions-near-none").into_owned(),
        more: Some(Link::new("/sessions", tongue.t("sessions-all").into_owned())),
    })
}
