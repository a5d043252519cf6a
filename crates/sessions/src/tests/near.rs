use kernel::Moment;

use super::a_town;
use crate::store as db;

#[tokio::test]
async fn the_finder_shows_sessions_near_someone_and_what_became_of_them() {
    let mut town = a_town().await;
    let soon = town.session(&town.ward, 2).await;
    let off = town.session(&town.other, 3).await;
    let far_ahead = town.session(&town.ward, 30).await;
    let site = town.site.site.clone();
    let mut tx = site.db().begin().await.unwrap();
    let by = crate::keeper::Keeping::by_program(&town.other);
    db::cancel(&mut tx, &site, &by, &off, "Nobody has the key", site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let at = soon.venue.at.unwrap();
    let page = town.site.get(&format!("/near?at={at}")).await.unwrap();
    for said in [
        "Sessions and meetings near you",
        &format!("/session/{}", soon.id),
        "Mill Library, 2 Mill Lane",
        "Nobody has the key",
        "on foot",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(!page.body.contains(&format!("/session/{}", far_ahead.id)));
    assert!(
        page.body.contains(&format!("data-at=\"{at}\"")),
        "each on the map"
    );
    let now: Moment = site.now();
    let mut read = site.db().read();
    let none = db::coming_near(&mut read, &[], now, now.plus_days(60), 9)
        .await
        .unwrap();
    let few = db::coming_near(
        &mut read,
        &[town.ward.clone(), town.other.clone()],
        now,
        now.plus_days(60),
        2,
    )
    .await
    .unwrap();
    assert!(none.is_empty() && few.iter().map(|s| &s.id).eq([&soon.id, &off.id]));
}
