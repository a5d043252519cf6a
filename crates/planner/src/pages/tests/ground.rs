//! The map whose places are links, and the load that goes on by itself.

use kernel::Moment;

use super::*;
use crate::store::{LoadingId, Typed};

#[tokio::test]
async fn everyone_switches_places_on_the_map_and_takes_their_own_figures_away() {
    let (site, ground) = filled().await;
    let slug = published(&site).await;
    let mut anyone = site.other_browser();
    let page = anyone.get(&format!("/plans/{slug}/map")).await.unwrap();
    assert_eq!(page.status, 200);
    // Four counters and a library in each ward, each a link that says what it does.
    assert_eq!(
        page.body.matches("rel=\"nofollow\"><title>").count(),
        4 + ground.areas().wards().len(),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("<title>Counter 1: Closes. Open it</title>"),
        "{}",
        page.body
    );
    assert!(page.body.contains("<title>Counter 2: Stays. Close it</title>"));
    assert!(
        page.body
            .contains("href=\"/plans/fewer-but-open-longer/map.svg?bare=yes&amp;")
    );
    assert!(page.body.len() < 100_000, "{}", page.body.len());
    let bare = anyone
        .get(&format!("/plans/{slug}/map.svg?bare=yes"))
        .await
        .unwrap();
    let whole = anyone.get(&format!("/plans/{slug}/map.svg")).await.unwrap();
    assert!(!bare.body.contains("Counter 1") && whole.body.contains("Counter 1"));
    // A borough brings its places nearer, and lists them.
    let borough = &ground.areas().boroughs()[2];
    let near = anyone
        .get(&format!("/plans/{slug}/map?borough={}", borough.code))
        .await
        .unwrap();
    assert!(near.body.matches("<title>").count() < page.body.matches("<title>").count());
    assert!(
        near.body.contains("Counter 2") && near.body.contains("8am to 10pm"),
        "{}",
        near.body
    );
    // Following a link of the map switches the place over, and the address holds it.
    let address = "/plans/fewer-but-open-longer/map?off=~38";
    assert!(
        page.body.contains(&format!("href=\"{address}\"")),
        "{}",
        page.body
    );
    let own = anyone.get(address).await.unwrap();
    assert!(
        own.body.contains("<title>Counter 2: Closes. Open it</title>"),
        "{}",
        own.body
    );
    assert!(own.body.contains("your own version"));
    // The figures of one's own version are those that are taken away.
    let theirs = anyone.get(&format!("/plans/{slug}/figures.csv")).await.unwrap();
    let mine = anyone
        .get(&format!("/plans/{slug}/figures.csv?off=~38"))
        .await
        .unwrap();
    assert!(
        mine.body != theirs.body && mine.body.contains("your version"),
        "{}",
        mine.body
    );
    let mine = anyone
        .get(&format!("/plans/{slug}/map.geojson?off=~38"))
        .await
        .unwrap();
    let map: serde_json::Value = serde_json::from_str(&mine.body).unwrap();
    let two = map["features"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["properties"]["id"] == "counter-2")
        .unwrap();
    assert_eq!(two["properties"]["open_after"], false);
}

#[tokio::test]
async fn the_desk_changes_a_place_that_it_followed_on_the_map() {
    let (site, ground) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let made = desk
        .post("/desk/plan/scenarios", &[("name", "By map"), ("why", "")])
        .await
        .unwrap();
    let scenario = made.location.unwrap();
    let map = desk.get(&format!("{scenario}/map")).await.unwrap();
    assert!(
        map.body
            .contains("map?place=counter-1#place\" rel=\"nofollow\"><title>Counter 1: Stays</title>"),
        "{}",
        map.body
    );
    let page = desk
        .get(&format!("{scenario}/map?place=counter-1"))
        .await
        .unwrap();
    assert!(
        page.body.contains("value=\"Mo-Su 08:00-22:00\"") && page.body.contains("Move it to"),
        "{}",
        page.body
    );
    let chosen = [("back", "map"), ("place", "counter-1"), ("shown", "counter-1")];
    let done = put(
        &mut desk,
        &scenario,
        "places",
        &[
            &chosen[..],
            &[("hours", "Mo-Fr 10:00-18:00"), ("open", "counter-1")],
        ]
        .concat(),
    )
    .await
    .unwrap();
    assert_eq!(
        done.location.as_deref(),
        Some(format!("{scenario}/map?place=counter-1").as_str()),
        "{}",
        done.body
    );
    let at = ground.areas().wards()[4].middle;
    let pin = format!("{},{}", at.lat(), at.lon());
    put(
        &mut desk,
        &scenario,
        "move",
        &[&chosen[..2], &[("to", &pin)]].concat(),
    )
    .await
    .unwrap();
    let page = desk.get(&scenario).await.unwrap();
    assert!(
        page.body
            .contains("Counter 1 has other hours: Monday to Friday 10am to 6pm")
            && page.body.contains("Counter 1 moves to"),
        "{}",
        page.body
    );
    // What is wrong is said beside what was typed.
    let bad = put(
        &mut desk,
        &scenario,
        "move",
        &[&chosen[..2], &[("to", "the moon")]].concat(),
    )
    .await
    .unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("value=\"the moon\""),
        "{}",
        bad.body
    );
    let bad = put(
        &mut desk,
        &scenario,
        "places",
        &[&chosen[..], &[("hours", "now and then"), ("open", "counter-1")]].concat(),
    )
    .await
    .unwrap();
    assert!(
        bad.status == 422
            && bad.body.contains("value=\"now and then\"")
            && bad.body.contains("There is a problem"),
        "{}",
        bad.body
    );
    let none = put(
        &mut desk,
        &scenario,
        "move",
        &[("back", "map"), ("place", "nowhere"), ("to", &pin)],
    )
    .await
    .unwrap();
    assert!(
        none.status == 422 && none.body.contains("no place nowhere"),
        "{}",
        none.body
    );
}

#[tokio::test]
async fn the_list_of_places_keeps_its_filter_and_what_was_typed() {
    let (site, _) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let made = desk
        .post("/desk/plan/scenarios", &[("name", "By list"), ("why", "")])
        .await
        .unwrap();
    let scenario = made.location.unwrap();
    let page = desk.get(&scenario).await.unwrap();
    assert!(
        page.body.contains("20 more places are not shown"),
        "{}",
        page.body
    );
    let form = [
        ("kind", "counter"),
        ("shown", "counter-0"),
        ("hours-counter-0", "24/7"),
        ("open", "counter-0"),
        ("shown", "counter-1"),
        ("hours-counter-1", "whenever"),
    ];
    let bad = put(&mut desk, &scenario, "places", &form).await.unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("value=\"whenever\""),
        "{}",
        bad.body
    );
    // Counter 1 stays without its tick, and only counters are listed.
    assert!(
        bad.body.contains("value=\"counter-0\" checked") && !bad.body.contains("value=\"counter-1\" checked")
    );
    assert!(!bad.body.contains("name=\"open\" value=\"lib-1\""));
    let done = put(&mut desk, &scenario, "places", &form[..4]).await.unwrap();
    assert_eq!(
        done.location.as_deref(),
        Some(format!("{scenario}?kind=counter#places").as_str())
    );
}

#[tokio::test]
async fn whoever_waits_for_a_load_sees_how_far_it_is_and_what_became_of_it() {
    let (site, _) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let (now, typed) = (
        site.site.now(),
        Typed {
            name: "Saltway".into(),
            licence: "OGL".into(),
            ..Typed::default()
        },
    );
    let id = LoadingId::new(now, site.site.random());
    let tell = async |step: (&str, u64, u64), at: Moment| {
        let mut tx = site.site.db().begin().await.unwrap();
        store::tell_loading(&mut tx, &id, step, at).await.unwrap();
        tx.commit().await.unwrap();
    };
    let mut tx = site.site.db().begin().await.unwrap();
    store::begin_loading(&mut tx, &id, &typed, now).await.unwrap();
    tx.commit().await.unwrap();
    let address = format!("/desk/plan/load/{id}");
    let page = desk.get(&address).await.unwrap();
    assert!(
        page.status == 200 && page.body.contains("It begins"),
        "{}",
        page.body
    );
    tell(("tables", 5, 12), now).await;
    let page = desk.get(&address).await.unwrap();
    assert!(
        page.body.contains("Working out minutes") && page.body.contains("value=\"5\" max=\"12\""),
        "{}",
        page.body
    );
    // A process that ended says nothing any more: after a while that is said, and the form is there again.
    tell(("tables", 6, 12), now.plus_seconds(-600)).await;
    let page = desk.get(&address).await.unwrap();
    assert!(
        page.body.contains("The program stopped while it was loading")
            && page.body.contains("value=\"Saltway\""),
        "{}",
        page.body
    );
    let why = crate::said::Said::new("planner-said-row-no-name");
    let why = crate::said::said!("planner-said-of-row", file = "s.csv", row = 7_u64, why = why);
    let problem = store::Problem::new("places", why);
    let mut tx = site.site.db().begin().await.unwrap();
    store::end_loading(&mut tx, &id, Some(&problem), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = desk.get(&address).await.unwrap();
    assert!(
        page.body.contains("s.csv, row 7: has no name") && page.body.contains("value=\"OGL\""),
        "{}",
        page.body
    );
    let mut tx = site.site.db().begin().await.unwrap();
    store::end_loading(&mut tx, &id, None, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        desk.get(&address).await.unwrap().location.as_deref(),
        Some("/desk/plan?news=loaded")
    );
    assert_eq!(desk.get("/desk/plan/load/pld_0").await.unwrap().status, 404);
    let found = store::loading(&mut site.site.db().read(), &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.state, found.typed), (store::Stands::Done, typed));
}

#[test]
fn every_wish_of_the_handbook_is_a_wish() {
    let handbook = include_str!("../../../../../docs/running/planner.md");
    let wishes: Vec<&str> = handbook
        .split("```json")
        .skip(1)
        .filter_map(|part| part.split("```").next())
        .collect();
    assert_eq!(wishes.len(), 6);
    for wish in wishes {
        let read = crate::Wish::parse("planner.md", wish);
        assert!(read.is_ok(), "{wish}: {read:?}");
    }
}
