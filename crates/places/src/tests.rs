//! The slice through its front doors: a resident finds what is open, and reads about it.

mod near;

use std::collections::HashMap;
use std::sync::Arc;

use atlas::made_up::{City, Size};
use atlas::{Ended, Gazetteer, LatLon};
use kernel::Feature;
use kernel::account::Role;
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

/// A ward that ended: where it was lie the first two.
fn ended(ground: &Gazetteer) -> Arc<Ended> {
    let wards = ground.areas().wards();
    let code = |n: usize| wards[n].code.to_string();
    let ended = serde_json::json!({ "E05000026": { "name": "Old Ward", "successors": [
        { "code": code(0), "percent": 61 }, { "code": code(1), "percent": 38 } ] } });
    Arc::new(serde_json::from_value(ended).unwrap())
}

/// Stands for the feature that takes reports.
struct Ears;

impl kernel::site::Sends for Ears {
    fn subject(&self, _: &str, _: &str) -> Option<kernel::site::Subject> {
        None
    }

    fn sent(&self, _: kernel::db::Reader, _: kernel::Moment, _: kernel::Moment) -> kernel::site::Sent<'_> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn is_danger(&self, words: &str) -> bool {
        words.contains("knife")
    }
}

#[tokio::test]
async fn a_suggestion_that_speaks_of_danger_is_answered_with_999_before_it_is_taken() {
    let (mut site, ground) = a_site().await;
    let ward = &ground.areas().wards()[3];
    let words = [
        ("wish", "hub"),
        ("place", "The library"),
        ("where", ward.name.as_str()),
        ("why", "He has a knife and stands outside my door"),
    ];
    site.get("/suggest").await.unwrap();
    let page = site.post("/suggest", &words).await.unwrap();
    assert_eq!(page.status, 422);
    for said in ["call 999", "href=\"/emergency\"", "has a knife", "name=\"sure\""] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let sure: Vec<_> = words.into_iter().chain([("sure", "yes")]).collect();
    assert_eq!(site.post("/suggest", &sure).await.unwrap().status, 303);
}

#[tokio::test]
async fn a_place_that_looks_like_one_that_is_there_is_asked_about_once() {
    let (site, ground) = a_site().await;
    put(&site, &ground, &[]).await;
    let mut desk = site.signed_in("ada", Role::Admin, "desk").await.unwrap();
    let at = ground.areas().wards()[3].middle;
    let (lat, lon) = (at.lat().to_string(), at.lon().to_string());
    let fields = [
        ("kind", "counter"),
        ("name", "LANTERN SQUARE, police station"),
        ("lat", lat.as_str()),
        ("lon", lon.as_str()),
    ];
    let page = desk.post("/desk/places/new", &fields).await.unwrap();
    assert!(
        page.status == 422 && page.body.contains("This looks like Lantern Square"),
        "{}",
        page.body
    );
    let sure: Vec<_> = fields.into_iter().chain([("sure", "yes")]).collect();
    assert_eq!(desk.post("/desk/places/new", &sure).await.unwrap().status, 303);
}

async fn a_site() -> (TestSite, Arc<Gazetteer>) {
    let ground = ground();
    let part = Arc::clone(&ground);
    let gone = ended(&ground);
    let site = site(|| {
        let ground = Feature {
            name: "ground",
            parts: vec![part, gone],
            sends: Some(Arc::new(Ears)),
            ..Feature::default()
        };
        vec![
            ground,
            crate::feature(Arc::new(Ways::default())),
            crate::finder(vec![crate::SOURCE]),
        ]
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
async fn a_place_lies_in_the_ward_of_todays_map_and_is_for_those_that_follow_an_ended_one() {
    let (site, ground) = a_site().await;
    // As it was before the boundaries changed.
    let mut old = facts(&site, &ground, &[]).unwrap();
    old.ward = Some("E05000026".to_owned());
    old.borough = Some("E09000099".to_owned());
    let wards = ground.areas().wards();
    old.serves = vec!["E05000026".to_owned(), wards[1].code.to_string()];
    let id = PlaceId::new(site.now(), site.site.random());
    let mut tx = site.site.db().begin().await.unwrap();
    store::add(&mut tx, &site.site, DESK, &id, &old, site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let directory = directory(&site.site).await.unwrap();
    let place = directory.find(&id).unwrap();
    assert_eq!(place.facts.ward.as_deref(), Some(wards[3].code.as_str()));
    let borough = ground.areas().borough(wards[3].borough).unwrap();
    assert_eq!(place.facts.borough.as_deref(), Some(borough.code.as_str()));
    let now: Vec<String> = wards[..2].iter().map(|w| w.code.to_string()).collect();
    assert_eq!(place.facts.serves, now);
    assert_eq!(directory.in_ward(wards[3].code.as_str()).count(), 1);
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
        "<svg class=\"bl-near-map\"",
        "<title>1 Lantern Square</title>",
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

const PLACE: [(&str, &str); 8] = [
    ("kind", "hub"),
    ("name", "Lamp House"),
    ("hours", "Mo-Fr 10:00-16:00"),
    ("step_free", "yes"),
    ("private_room", "unknown"),
    ("parking", "no"),
    ("bsl", "unknown"),
    ("offers", "report"),
];

fn with<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = PLACE.iter().filter(|(n, _)| !own.iter().any(|(o, _)| o == n));
    kept.chain(own).copied().collect()
}

#[tokio::test]
async fn places_and_areas_are_found_by_words_and_a_change_is_found_at_once() {
    let (mut site, ground) = a_site().await;
    let id = put(&site, &ground, &[("name_cy", "Sgwâr y Llusern")]).await;
    let ward = ground.areas().wards()[3].clone();
    for asked in [
        "lantern",
        "Lantrn Sqare",
        "sgwar llusern",
        "cownter heddlu",
        "police desk",
    ] {
        let page = site
            .get(&format!("/find?q={}", page::encode(asked)))
            .await
            .unwrap();
        assert!(page.body.contains(&format!("/place/{id}")), "{asked}");
    }
    let page = site
        .get(&format!("/find?q={}", page::encode(&ward.name)))
        .await
        .unwrap();
    assert!(page.body.contains(&format!("/ward/{}", ward.code)));
    let other = put(&site, &ground, &[("name", "Quillfeather House")]).await;
    let page = site.get("/find?q=quilfether").await.unwrap();
    assert!(page.body.contains(&format!("/place/{other}")), "{}", page.body);
    let page = site.get("/find?q=%3Cscript%3E%20zzz").await.unwrap();
    assert!(page.status == 200 && page.body.contains("Nothing with") && !page.body.contains("<script> zzz"));
    assert_eq!(site.get("/find").await.unwrap().status, 200);
}

#[tokio::test]
async fn a_suggestion_is_answered_counted_and_told_to_who_made_it_and_names_nobody() {
    let (mut site, ground) = a_site().await;
    let ward = ground.areas().wards()[3].clone();
    let good = [
        ("wish", "hub"),
        ("place", "The Corner Bakery"),
        ("where", ward.name.as_str()),
        ("why", "I am Robin Quince and the bus stops there."),
        ("name", "Robin Quince"),
        ("email", "robin@example.org"),
    ];
    site.get("/suggest").await.unwrap();
    for (field, bad, said) in [
        ("wish", "castle", "Choose what should be there"),
        ("place", "", "Enter the place"),
        ("where", "Xyzzy", "We cannot find"),
        ("where", "10,10", "is outside our area"),
        ("why", " ", "Say why there"),
        ("email", "robin", "Enter an e-mail address"),
    ] {
        let fields: Vec<(&str, &str)> = good
            .iter()
            .map(|(n, v)| (*n, if *n == field { bad } else { *v }))
            .collect();
        let page = site.post("/suggest", &fields).await.unwrap();
        assert!(
            page.status == 422 && page.body.contains(said),
            "{said}: {}",
            page.body
        );
        assert!(
            page.body.contains("value=\"Robin Quince\"")
                && (field == "place" || page.body.contains("The Corner Bakery")),
            "nothing typed is lost"
        );
    }
    for _ in 0..2 {
        let sent = site.post("/suggest", &good).await.unwrap();
        assert_eq!(sent.location.as_deref(), Some("/suggest/sent"));
        site.wait_minutes(1);
    }
    assert!(
        site.get("/suggest/sent")
            .await
            .unwrap()
            .body
            .contains("Thank you")
    );
    let mut stranger = site
        .signed_in("away", Role::Officer, ground.areas().wards()[20].code.as_str())
        .await
        .unwrap();
    let list = stranger.get("/desk/suggestions").await.unwrap();
    assert!(list.body.contains("Nothing waits for you"));
    let mut officer = site
        .signed_in("owen", Role::Officer, ward.code.as_str())
        .await
        .unwrap();
    let list = officer.get("/desk/suggestions").await.unwrap();
    let hrefs: Vec<String> = list
        .body
        .match_indices("/desk/suggestions/sug_")
        .map(|(at, _)| list.body[at..].chars().take_while(|c| *c != '"').collect())
        .collect();
    let [first, second] = hrefs.as_slice() else {
        panic!("{hrefs:?}")
    };
    assert_eq!(stranger.get(first).await.unwrap().status, 403);
    assert_eq!(stranger.post(first, &[]).await.unwrap().status, 403);
    let page = officer.get(first).await.unwrap();
    assert!(page.body.contains("the bus stops there") && page.body.contains("robin@example.org"));
    let other = second.rsplit('/').next().unwrap();
    let twice = officer
        .post(
            first,
            &[("version", "1"), ("state", "looking"), ("same_as", other)],
        )
        .await
        .unwrap();
    assert_eq!(twice.status, 303, "{}", twice.body);
    let bare = officer
        .post(second, &[("version", "1"), ("state", "yes")])
        .await
        .unwrap();
    assert!(bare.status == 422 && bare.body.contains("Enter an answer"));
    let answer = [
        ("version", "1"),
        ("state", "yes"),
        ("title", "A hub at the bakery"),
        ("answer", "It opens in spring."),
    ];
    assert_eq!(officer.post(second, &answer).await.unwrap().status, 303);
    assert_eq!(
        officer.post(second, &answer).await.unwrap().status,
        422,
        "it was seen as it is no longer"
    );
    site.work().await.unwrap();
    let letters = site.letters().await.unwrap();
    assert_eq!(letters.len(), 2);
    assert!(
        letters
            .iter()
            .all(|l| l.letter.text.contains("It opens in spring.") && l.letter.to == "robin@example.org")
    );
    let page = site.get("/suggestions").await.unwrap();
    for said in [
        "A hub at the bakery",
        "It opens in spring.",
        "Suggested by 2",
        ward.name.as_str(),
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(!page.body.contains("Quince") && !page.body.contains("robin@"));
    let viewed = kernel::audit::about(
        &mut site.site.db().read(),
        first.rsplit('/').next().unwrap(),
        None,
        20,
    )
    .await
    .unwrap();
    for action in ["suggestion.made", "suggestion.viewed", "suggestion.decided"] {
        assert!(viewed.iter().any(|e| e.action == action), "{action}");
    }
}

#[tokio::test]
async fn a_supervisor_adds_changes_and_confirms_a_place_and_sees_who_did() {
    let (site, ground) = a_site().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let postcode = ground.postcodes().iter().next().unwrap().postcode.to_string();
    let wrong = desk
        .post(
            "/desk/places/new",
            &with(&[("hours", "9am-5pm"), ("postcode", &postcode)]),
        )
        .await
        .unwrap();
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("24-hour times") && wrong.body.contains("Lamp House"),
        "nothing typed is lost"
    );
    let made = desk
        .post(
            "/desk/places/new",
            &with(&[("postcode", &postcode), ("opens_on__day", "")]),
        )
        .await
        .unwrap();
    let path = made.location.unwrap();
    let page = desk.get(&path).await.unwrap();
    let version = page.field("version").unwrap().to_owned();
    assert!(page.body.contains("10:00-16:00") && page.body.contains("value=\"hub\" selected"));
    let fields = with(&[
        ("postcode", &postcode),
        ("version", &version),
        ("hours", "24/7"),
        ("offers", "found"),
        ("closes_on__day", "1"),
        ("closes_on__month", "3"),
        ("closes_on__year", "2027"),
        ("closing_why", "The lease ends."),
    ]);
    assert_eq!(desk.post(&path, &fields).await.unwrap().status, 303);
    let late = desk.post(&path, &fields).await.unwrap();
    assert!(late.status == 422 && late.body.contains("Someone else changed this place"));
    let page = desk.get(&path).await.unwrap();
    for said in [
        "Opening hours: Mo-Fr 10:00-16:00 became 24/7",
        "Closed for good from: nothing became 2027-03-01",
        "sunita",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let public = desk.get(&path.replace("/desk/places/", "/place/")).await.unwrap();
    assert!(
        public
            .body
            .contains("closes for good on Monday 1 March 2027. The lease ends.")
    );
    site.wait_minutes(91 * 1_440);
    let mut desk = site.signed_in("again", Role::Supervisor, "desk").await.unwrap();
    let list = desk.get("/desk/places?show=stale").await.unwrap();
    assert!(list.body.contains("Lamp House") && list.body.contains("1 places that you keep"));
    assert_eq!(
        desk.post(&format!("{path}/confirm"), &[]).await.unwrap().status,
        303
    );
    let list = desk.get("/desk/places?show=stale").await.unwrap();
    assert!(!list.body.contains("Lamp House"));
}

#[tokio::test]
async fn an_officer_keeps_the_places_of_their_own_ward_and_nobody_elses() {
    let (site, ground) = a_site().await;
    let wards = ground.areas().wards();
    let own = put(&site, &ground, &[("kind", "hub")]).await;
    let at = wards[9].middle;
    let there = [("lat", at.lat().to_string()), ("lon", at.lon().to_string())];
    let there = there.each_ref().map(|(k, v)| (*k, v.as_str()));
    let other = put(&site, &ground, &there).await;
    let mut officer = site
        .signed_in("owen", Role::Officer, wards[3].code.as_str())
        .await
        .unwrap();
    assert_eq!(officer.get("/desk/places").await.unwrap().status, 200);
    let page = officer.get(&format!("/desk/places/{other}")).await.unwrap();
    assert!(page.body.contains("You can read this place") && !page.body.contains("name=\"hours\""));
    for path in ["", "/confirm", "/days", "/days/exc_0/remove"] {
        let refused = officer
            .post(&format!("/desk/places/{other}{path}"), &[])
            .await
            .unwrap();
        assert_eq!(refused.status, 403, "{path}");
    }
    let page = officer.get(&format!("/desk/places/{own}")).await.unwrap();
    let version = page.field("version").unwrap().to_owned();
    let (lat, lon) = (
        wards[3].middle.lat().to_string(),
        wards[3].middle.lon().to_string(),
    );
    let here = with(&[("version", &version), ("lat", &lat), ("lon", &lon)]);
    assert_eq!(
        officer
            .post(&format!("/desk/places/{own}"), &here)
            .await
            .unwrap()
            .status,
        303
    );
    let page = officer.get(&format!("/desk/places/{own}")).await.unwrap();
    let version = page.field("version").unwrap().to_owned();
    let mut away = with(&[("version", &version)]);
    away.extend(there);
    let refused = officer.post(&format!("/desk/places/{own}"), &away).await.unwrap();
    assert!(refused.status == 422 && refused.body.contains("in your own area"));
    let refused = officer.post("/desk/places/new", &with(&there)).await.unwrap();
    assert_eq!(refused.status, 422);
    for path in ["/desk/places/import", "/desk/places/import/take"] {
        assert_eq!(officer.post(path, &[]).await.unwrap().status, 403, "{path}");
    }
    let mut handler = site.signed_in("hana", Role::Handler, "desk").await.unwrap();
    assert_eq!(handler.get("/desk/places/new").await.unwrap().status, 403);
    assert_eq!(
        handler
            .post(&format!("/desk/places/{own}/confirm"), &[])
            .await
            .unwrap()
            .status,
        403
    );
    let mut nobody = site.other_browser();
    let sent = nobody.get("/desk/places").await.unwrap();
    assert!(sent.location.is_some_and(|l| l.starts_with("/desk/sign-in")));
}

#[tokio::test]
async fn a_closure_is_announced_ahead_and_said_everywhere_until_it_is_taken_back() {
    let (mut site, ground) = a_site().await;
    let id = put(&site, &ground, &[]).await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let path = format!("/desk/places/{id}/days");
    let day = |name: &'static str, d: &'static str| {
        [
            (format!("{name}__day"), d),
            (format!("{name}__month"), "11"),
            (format!("{name}__year"), "2026"),
        ]
    };
    let days = |from, to| -> Vec<(String, &'static str)> {
        day("from", from).into_iter().chain(day("to", to)).collect()
    };
    let post =
        |own: &[(String, &'static str)], more: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
            own.iter()
                .map(|(n, v)| (n.clone(), (*v).to_owned()))
                .chain(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())))
                .collect()
        };
    let tries = [
        (
            days("27", "26"),
            vec![("closed", "yes")],
            "last day must be after",
        ),
        (days("20", "24"), vec![("closed", "yes")], "These days are over"),
        (days("27", "27"), vec![], "Choose whether"),
        (days("27", "27"), vec![("closed", "no")], "Enter the times"),
        (days("31", "31"), vec![("closed", "yes")], "is not a date"),
    ];
    for (days, more, said) in tries {
        let fields = post(&days, &more);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = desk.post(&path, &fields).await.unwrap();
        assert!(
            answer.status == 422 && answer.body.contains(said),
            "{said}: {}",
            answer.body
        );
    }
    for (days, more) in [
        (
            days("25", "25"),
            vec![("closed", "yes"), ("why", "A burst pipe.")],
        ),
        (days("26", "27"), vec![("closed", "no"), ("hours", "11:00-13:00")]),
    ] {
        let fields = post(&days, &more);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(desk.post(&path, &fields).await.unwrap().status, 303);
    }
    let page = site.get(&format!("/place/{id}")).await.unwrap();
    for said in [
        "Closed. Opens tomorrow at 11am",
        "A burst pipe.",
        "11am to 1pm",
        "From Thursday 26 November to Friday 27 November",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let page = desk.get(&path).await.unwrap();
    let at = page.body.find("/days/exc_").unwrap();
    let href: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
    assert_eq!(
        desk.post(&format!("/desk/places/{id}{href}"), &[])
            .await
            .unwrap()
            .status,
        303
    );
    let page = site.get(&format!("/place/{id}")).await.unwrap();
    assert!(page.body.contains("Open until 5pm"), "{}", page.body);
}

#[tokio::test]
async fn a_table_is_shown_before_it_is_taken_and_nothing_of_it_is_lost() {
    let (site, ground) = a_site().await;
    put(&site, &ground, &[("code", "A1")]).await;
    put(&site, &ground, &[("name", "Harbour Police Station")]).await;
    let at = ground.areas().wards()[3].middle;
    let (lat, lon) = (at.lat(), at.lon());
    let far = ground.areas().wards()[9].middle;
    let table = format!(
        "Code;Kind;Name;Latitude;Longitude;Opening hours\n\
         A1;counter;Lantern Square;{lat};{lon};24/7\n\
         ;counter;Harbor Police Station;{lat};{lon};\n\
         ;counter;harbour (front counter);{lat};{lon};Mo-Fr 09:00-17:00\n\
         N1;counter;New Place;{};{};Mo-Fr 09:00-17:00\n\
         N1;counter;Newer Place;{};{};\n\
         N2;castle;Odd Place;{lat};{lon};sometimes\n\
         N3;counter;Nowhere;10;10;\n",
        far.lat(),
        far.lon(),
        far.lat(),
        far.lon(),
    );
    let mut desk = site.signed_in("ada", Role::Admin, "desk").await.unwrap();
    let page = desk
        .post_files(
            "/desk/places/import",
            &[],
            &[("file", "places.csv", table.as_bytes())],
        )
        .await
        .unwrap();
    for said in [
        "This looks like Harbour Police Station",
        "This is the same place as row 5",
        "is not a kind of place",
        "outside our area",
        "Mo-Fr 09:00-17:00; PH off → 24/7",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert_eq!(
        directory(&site.site).await.unwrap().all().len(),
        2,
        "a preview changes nothing"
    );
    let again = page
        .body
        .split("name=\"table\">\n")
        .nth(1)
        .unwrap()
        .split("</textarea>")
        .next()
        .unwrap();
    let again = again
        .replace("&#34;", "\"")
        .replace("&#38;", "&")
        .replace("&#39;", "'");
    let done = desk
        .post(
            "/desk/places/import/take",
            &[("file", "places.csv"), ("table", &again)],
        )
        .await
        .unwrap();
    assert!(done.body.contains("The table was taken in"), "{}", done.body);
    let directory = directory(&site.site).await.unwrap();
    let hours = |name: &str| {
        let place = directory
            .all()
            .iter()
            .find(|p| p.facts.name == name)
            .unwrap_or_else(|| panic!("{name}"));
        place.facts.hours.text().to_owned()
    };
    assert_eq!(directory.all().len(), 3);
    assert_eq!(
        (hours("Lantern Square"), hours("New Place")),
        ("24/7".to_owned(), "Mo-Fr 09:00-17:00".to_owned())
    );
    assert_eq!(hours("harbour (front counter)"), "Mo-Fr 09:00-17:00");
    // What comes out goes in again as it is.
    let out = desk.get("/desk/places/export/csv").await.unwrap();
    // A name that changed in the table is the same place, an unknown id none, a heading nobody knows is named.
    let renamed = out
        .body
        .replace("New Place", "Newest Place")
        .replacen(",hours,", ",openingtimes,", 1);
    let strange = renamed.replacen("plc_", "plc_0", 1);
    let page = desk
        .post_files(
            "/desk/places/import",
            &[],
            &[("file", "out.csv", strange.as_bytes())],
        )
        .await
        .unwrap();
    for said in [
        "New Place → Newest Place",
        "There is no place plc_0",
        "openingtimes",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let table = crate::Table::read(out.body.as_bytes()).unwrap();
    let plan = crate::Plan::new(
        "out.csv",
        &table,
        &directory,
        &ground,
        &Holidays::of(site.site.days()),
    );
    assert!(
        plan.rows.iter().all(|r| matches!(r.step, crate::Step::Same(_))),
        "{:?}",
        plan.rows
    );
    assert_eq!(desk.get("/desk/places/export/xlsx").await.unwrap().status, 200);
    assert_eq!(desk.get("/desk/places/export/pdf").await.unwrap().status, 404);
    for (name, bytes) in [
        ("x.png", &b"\x89PNG\0\0"[..]),
        ("x.csv", b""),
        ("x.xlsx", b"PK\x03\x04"),
    ] {
        let page = desk
            .post_files("/desk/places/import", &[], &[("file", name, bytes)])
            .await
            .unwrap();
        assert!(
            page.status == 422 && page.body.contains("cannot be read"),
            "{name}"
        );
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
