//! The slice through its front doors: a resident finds what is open, and reads about it.

use std::collections::HashMap;
use std::sync::Arc;

use atlas::made_up::{City, Size};
use atlas::{Gazetteer, LatLon};
use kernel::Feature;
use kernel::testing::{TestSite, site};

use crate::hours::Holidays;
use crate::place::{Facts, PlaceId, Trouble};
use crate::store::{self, By};
use crate::{Ways, directory};

const DESK: By<'_> = By {
    actor: "staff:stf_0",
    role: "officer",
};

fn ground() -> Arc<Gazetteer> {
    let city = City::new(5, Size::SMALL).unwrap();
    Arc::new(Gazetteer::new(
        Arc::new(city.areas),
        Arc::new(city.postcodes),
        city.places,
    ))
}

async fn a_site() -> (TestSite, Arc<Gazetteer>) {
    let ground = ground();
    let part = Arc::clone(&ground);
    let site = site(|| {
        let ground = Feature {
            name: "ground",
            parts: vec![part],
            ..Feature::default()
        };
        vec![ground, crate::feature(Arc::new(Ways::default()))]
    })
    .await
    .unwrap();
    (site, ground)
}

fn facts(site: &TestSite, ground: &Gazetteer, own: &[(&str, &str)]) -> Result<Facts, Vec<Trouble>> {
    let at = ground.areas().wards()[3].middle;
    let (lat, lon) = (at.lat().to_string(), at.lon().to_string());
    let mut fields = HashMap::from([
        ("kind", "counter"),
        ("name", "Lantern Square"),
        ("lat", lat.as_str()),
        ("lon", lon.as_str()),
        ("hours", "Mo-Fr 09:00-17:00; PH off"),
    ]);
    fields.extend(own.iter().copied());
    let fields: HashMap<String, String> = fields
        .into_iter()
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .collect();
    let holidays = Holidays::of(site.site.days());
    Facts::parse(
        |name| fields.get(name).map_or("", String::as_str),
        ground,
        &holidays,
    )
}

async fn put(site: &TestSite, ground: &Gazetteer, own: &[(&str, &str)]) -> PlaceId {
    let facts = facts(site, ground, own).unwrap();
    let id = PlaceId::new(site.now(), site.site.random());
    let mut tx = site.site.db().begin().await.unwrap();
    assert!(
        store::add(&mut tx, &site.site, DESK, &id, &facts, site.now())
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_resident_sees_what_is_open_near_them_and_when_the_rest_opens() {
    let (mut site, ground) = a_site().await;
    put(&site, &ground, &[]).await;
    put(
        &site,
        &ground,
        &[("name", "Tallow Street"), ("hours", "Mo-Fr 12:00-20:00")],
    )
    .await;
    put(&site, &ground, &[("name", "A Library"), ("kind", "library")]).await;
    let ward = &ground.areas().wards()[3];
    // Wednesday 25 November 2026, ten in the morning.
    let page = site
        .get(&format!("/near?at={}&mode=walk", ward.middle))
        .await
        .unwrap();
    assert_eq!(page.status, 200);
    for said in [
        "Open until 5pm",
        "Closed. Opens at midday",
        "Times are estimates",
        &format!("/ward/{}", ward.code),
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(
        !page.body.contains("A Library"),
        "a library is not where the police are met"
    );
    let page = site
        .get(&format!("/near?at={}&kind=library", ward.middle))
        .await
        .unwrap();
    assert!(page.body.contains("A Library"));
}

#[tokio::test]
async fn a_postcode_a_ward_and_a_slip_of_spelling_lead_to_places() {
    let (mut site, ground) = a_site().await;
    put(&site, &ground, &[]).await;
    let postcode = ground.postcodes().iter().next().unwrap().postcode.to_string();
    let ward = ground.areas().wards()[3].name.clone();
    for asked in [postcode.to_lowercase(), ward] {
        let page = site
            .get(&format!("/near?q={}", page::encode(&asked)))
            .await
            .unwrap();
        assert!(page.body.contains("Lantern Square"), "{asked}");
    }
    let page = site.get("/near?q=Xyzzy%20Nowhere%20%3Cb%3E").await.unwrap();
    assert!(
        page.body.contains("We cannot find")
            && page.body.contains("&#60;b&#62;")
            && !page.body.contains("<b>")
    );
    for strange in ["999,999", "NaN,NaN", "x", "51", ",", "inf,0"] {
        let page = site.get(&format!("/near?at={strange}")).await.unwrap();
        assert!(
            page.status == 200 && page.body.contains("There is a problem"),
            "{strange}"
        );
    }
}

#[tokio::test]
async fn the_page_of_a_place_says_all_that_is_known_and_what_is_not() {
    let (mut site, ground) = a_site().await;
    let own = [
        ("step_free", "yes"),
        ("languages", "cy pl"),
        ("offers", "report found"),
        ("phone", "01632 960 001"),
        ("notes", "Use the side door."),
        ("notes_cy", "Defnyddiwch y drws ochr."),
    ];
    let id = put(&site, &ground, &own).await;
    let page = site.get(&format!("/place/{id}")).await.unwrap();
    for said in [
        "Lantern Square",
        "9am to 5pm",
        "Cymraeg, Polski",
        "Hand in something you found",
        "Use the side door.",
        "Not known",
        "Last confirmed on 25 November 2026 by an officer.",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let mut welsh = site.other_browser().speaking("cy");
    let page = welsh.get(&format!("/place/{id}")).await.unwrap();
    assert!(page.body.contains("Defnyddiwch y drws ochr.") && page.body.contains("9yb tan 5yp"));
    for missing in ["/place/plc_0", "/place/x", "/place/plc_%00"] {
        assert_eq!(site.get(missing).await.unwrap().status, 404, "{missing}");
    }
}

#[tokio::test]
async fn a_change_is_seen_at_once_by_everyone_and_only_from_what_was_seen() {
    let (mut site, ground) = a_site().await;
    let id = put(&site, &ground, &[]).await;
    site.wait_minutes(1);
    let before = directory(&site.site).await.unwrap();
    let seen = Arc::clone(before.find(&id).unwrap());
    let new = facts(&site, &ground, &[("hours", "24/7"), ("name", "Lamp Square")]).unwrap();
    let mut tx = site.site.db().begin().await.unwrap();
    assert!(
        store::change(&mut tx, &site.site, DESK, &seen, &new, site.now())
            .await
            .unwrap()
    );
    assert!(
        !store::change(&mut tx, &site.site, DESK, &seen, &new, site.now())
            .await
            .unwrap(),
        "someone else was there first"
    );
    tx.commit().await.unwrap();
    let page = site.get(&format!("/place/{id}")).await.unwrap();
    assert!(page.body.contains("Lamp Square") && page.body.contains("Open day and night"));
    let history = kernel::audit::about(&mut site.site.db().read(), id.as_str(), None, 10)
        .await
        .unwrap();
    assert!(history[0].detail.contains("Mo-Fr 09:00-17:00; PH off") && history[0].detail.contains("24/7"));
    site.wait_minutes(60 * 24 * 40);
    let mut tx = site.site.db().begin().await.unwrap();
    assert!(
        store::confirm(&mut tx, &site.site, DESK, &id, site.now())
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let holidays = Holidays::of(site.site.days());
    let place = store::find(&mut site.site.db().read(), &id, &holidays)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(place.confirmed.unwrap().at, site.now());
    assert_eq!(place.facts, new);
}

#[tokio::test]
async fn the_directory_knows_what_lies_in_a_ward_what_is_for_it_and_what_is_nearest() {
    let (site, ground) = a_site().await;
    let wards = ground.areas().wards();
    let (here, there) = (wards[3].code.as_str(), wards[4].code.as_str());
    let first = put(
        &site,
        &ground,
        &[("kind", "hub"), ("serves", &format!("{here}, {there}"))],
    )
    .await;
    let at = wards[4].middle;
    let own = [("lat", at.lat().to_string()), ("lon", at.lon().to_string())];
    let own = own.each_ref().map(|(k, v)| (*k, v.as_str()));
    let second = put(&site, &ground, &own).await;
    let directory = directory(&site.site).await.unwrap();
    assert_eq!(directory.all().len(), 2);
    assert!(
        directory.in_ward(here).all(|p| p.id == first) && directory.in_ward(there).all(|p| p.id == second)
    );
    assert!(directory.serving(there).map(|p| &p.id).eq([&first]));
    let near = directory.near(at, |_| true);
    assert!(near[0].0.id == second && near[0].1 < 1.0 && near[1].1 > near[0].1);
}

#[tokio::test]
async fn what_is_wrong_with_a_place_is_said_all_at_once() {
    let (site, ground) = a_site().await;
    let wrong = [
        ("kind", "castle"),
        ("name", " "),
        ("lat", "north"),
        ("postcode", "nonsense"),
        ("serves", "E99999999"),
        ("hours", "sometimes"),
        ("step_free", "perhaps"),
        ("offers", "tea"),
        ("phone", "call me"),
        ("opens_on", "2026-02-30"),
        ("languages", "english please"),
    ];
    let troubles = facts(&site, &ground, &wrong).unwrap_err();
    let fields: Vec<&str> = troubles.iter().map(|t| t.field).collect();
    let expected = [
        "kind",
        "name",
        "postcode",
        "lat",
        "serves",
        "hours",
        "step_free",
        "languages",
        "languages",
        "offers",
        "phone",
        "opens_on",
    ];
    assert_eq!(fields, expected);
    let outside = LatLon::new(10.0, 10.0).unwrap();
    let (lat, lon) = (outside.lat().to_string(), outside.lon().to_string());
    let troubles = facts(&site, &ground, &[("lat", &lat), ("lon", &lon)]).unwrap_err();
    assert_eq!(troubles[0].key, "place-outside");
    let tongue = site.site.words().tongue(page::Lang::EN);
    for trouble in troubles {
        assert!(tongue.has(trouble.key), "{}", trouble.key);
    }
}

#[test]
fn every_message_is_there_in_every_language() {
    assert_eq!(page::check_words(crate::WORDS), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}
