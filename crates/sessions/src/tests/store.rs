use kernel::Moment;

use super::{Town, a_town};
use crate::area::Area;
use crate::keeper::Keeping;
use crate::session::{SessionId, StepKind};
use crate::store as db;

fn ward(town: &Town, code: &str) -> Area {
    Area::ward(code, town.ground.areas()).unwrap()
}

#[tokio::test]
async fn lists_hold_what_is_coming_and_what_is_past_in_their_order() {
    let town = a_town().await;
    let mut ids: Vec<SessionId> = Vec::new();
    for days in [-8, -1, 0, 3, 30] {
        ids.push(town.session(&town.ward, days).await.id);
    }
    let elsewhere = town.session(&town.other, 2).await.id;
    let site = &town.site.site;
    let mut read = site.db().read();
    let now = site.now();
    let own = ward(&town, &town.ward);
    let names = |all: Vec<crate::Session>| all.into_iter().map(|s| s.id).collect::<Vec<_>>();
    let coming = names(db::coming(&mut read, &own, now, 10).await.unwrap());
    assert_eq!(coming, ids[2..]);
    let past = names(db::past(&mut read, &own, now, 10).await.unwrap());
    assert_eq!(past, [ids[1].clone(), ids[0].clone()]);
    let few = db::past(&mut read, &own, now, 1).await.unwrap();
    let next = db::past_before(&mut read, &own, &few[0], now, 1).await.unwrap();
    assert_eq!(next[0].id, ids[0], "read on from the last one");
    let force = names(db::coming(&mut read, &Area::Force, now, 10).await.unwrap());
    assert!(force.contains(&elsewhere) && force.len() == 4);
    let borough = Area::borough(&town.borough(), town.ground.areas()).unwrap();
    assert_eq!(db::coming(&mut read, &borough, now, 10).await.unwrap().len(), 4);
    let week = db::between(&mut read, &own, now, now.plus_days(7), 10)
        .await
        .unwrap();
    assert_eq!(names(week), ids[2..4]);
    let changed = db::changed(&mut read, &own, 2).await.unwrap();
    assert_eq!(changed.len(), 2);
    let unwritten = names(db::unwritten(&mut read, &town.ward, now, 10).await.unwrap());
    assert_eq!(unwritten, ids[..2]);
}

#[tokio::test]
async fn one_that_is_on_now_is_still_coming() {
    let town = a_town().await;
    let session = town.session(&town.ward, 0).await;
    let mut read = town.site.site.db().read();
    let own = ward(&town, &town.ward);
    let during = session.starts_at.plus_minutes(30);
    assert_eq!(db::coming(&mut read, &own, during, 5).await.unwrap().len(), 1);
    assert!(db::past(&mut read, &own, during, 5).await.unwrap().is_empty());
    let after = session.ends_at;
    assert!(db::coming(&mut read, &own, after, 5).await.unwrap().is_empty());
    assert_eq!(db::past(&mut read, &own, after, 5).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_overlaps_is_found_and_what_touches_is_not() {
    let town = a_town().await;
    let session = town.session(&town.ward, 1).await;
    let mut read = town.site.site.db().read();
    let (from, to) = (session.starts_at, session.ends_at);
    let mut many = async |from: Moment, to: Moment| db::overlapping(&mut read, from, to).await.unwrap().len();
    assert_eq!(many(from.plus_minutes(30), to.plus_minutes(30)).await, 1);
    assert_eq!(many(from.plus_minutes(-30), to.plus_minutes(30)).await, 1);
    assert_eq!(many(to, to.plus_minutes(30)).await, 0);
    assert_eq!(many(from.plus_minutes(-30), from).await, 0);
}

#[tokio::test]
async fn the_store_changes_nothing_of_another_ward_whatever_it_is_handed() {
    let town = a_town().await;
    let session = town.session(&town.ward, -1).await;
    let site = &town.site.site;
    let by = Keeping::by_program(&town.other);
    let mut tx = site.db().begin().await.unwrap();
    let slot = crate::repeat::Slot {
        starts_at: session.starts_at,
        ends_at: session.ends_at,
    };
    let plan = town.plan(&town.ward);
    let now = site.now();
    let after = crate::session::After::default();
    let all = [
        db::cancel(&mut tx, site, &by, &session, "x", now).await.unwrap(),
        db::change(&mut tx, site, &by, &session, &plan, slot, None, now)
            .await
            .unwrap(),
        db::note_after(&mut tx, site, &by, &session, &after, now)
            .await
            .unwrap(),
    ];
    assert_eq!(all, [const { db::Changed::Stale }; 3]);
    tx.commit().await.unwrap();
    assert_eq!(town.found(&session.id).await, session);
}

#[tokio::test]
async fn what_was_written_down_is_not_cancelled_any_more() {
    let town = a_town().await;
    let session = town.session(&town.ward, -1).await;
    let site = &town.site.site;
    let by = Keeping::by_program(&town.ward);
    let after = crate::session::After {
        attendance: 3,
        ..Default::default()
    };
    town.site.wait_minutes(1);
    let mut tx = site.db().begin().await.unwrap();
    db::note_after(&mut tx, site, &by, &session, &after, site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let session = town.found(&session.id).await;
    assert_eq!(session.after, Some(after));
    let mut tx = site.db().begin().await.unwrap();
    let late = db::cancel(&mut tx, site, &by, &session, "x", site.now())
        .await
        .unwrap();
    assert_eq!(late, db::Changed::Stale);
    tx.commit().await.unwrap();
    let steps = db::steps(&mut site.db().read(), &session.id).await.unwrap();
    let kinds: Vec<StepKind> = steps.iter().map(|s| s.kind).collect();
    assert_eq!(kinds, [StepKind::Planned, StepKind::Held]);
}

#[tokio::test]
async fn a_wards_venues_are_each_known_by_their_newest_session() {
    let town = a_town().await;
    town.session(&town.ward, -10).await;
    let newest = town.session(&town.ward, -3).await;
    let mut plan = town.plan(&town.ward);
    plan.venue.name = "Fire station".to_owned();
    let slot = crate::repeat::Slot {
        starts_at: newest.starts_at.plus_days(-1),
        ends_at: newest.ends_at.plus_days(-1),
    };
    let other = town.planned(&plan, slot).await;
    let mut read = town.site.site.db().read();
    let found = db::latest_venues(&mut read, &town.ward, 8).await.unwrap();
    let ids: Vec<_> = found.iter().map(|s| &s.id).collect();
    assert_eq!(ids, [&newest.id, &other.id]);
}
