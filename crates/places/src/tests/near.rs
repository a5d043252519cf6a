//! The finder takes whatever someone knows of where they are, and shows all of the force that is near.

use axum::http::{Request, header};
use kernel::config::{Config, MapConfig};
use kernel::testing::site_with;

use super::*;
use crate::{NearAsked, NearFound, NearSource, NearThing};

/// A feature that has a thing in each ward around, in the middle of it, and knows the asker's ward.
const WALKS: NearSource = NearSource(|site, asked| Box::pin(async move { Ok(walks(&site, &asked)) }));

fn walks(site: &kernel::Site, asked: &NearAsked) -> NearFound {
    let ground = site.part::<Gazetteer>().unwrap();
    let middle = |code: &String| {
        let code = atlas::WardCode::parse(code)?;
        let areas = ground.areas();
        Some(areas.ward(areas.ward_by_code(&code)?)?.middle)
    };
    let thing = |code: &String| NearThing {
        name: format!("Walk in {code}"),
        href: format!("/walk/{code}"),
        tag: "On now".to_owned(),
        colour: "green",
        lines: vec![format!(
            "Asked from {}",
            asked.ward.as_deref().unwrap_or("nowhere")
        )],
        at: middle(code),
        venue: Some(String::new()),
    };
    NearFound {
        title: "Walks near you".to_owned(),
        things: asked.around.iter().rev().map(thing).collect(),
        none: "No walks".to_owned(),
        ..NearFound::default()
    }
}

async fn a_site_with(config: Config) -> (TestSite, Arc<Gazetteer>) {
    let ground = ground();
    let part = Arc::clone(&ground);
    let site = site_with(config, || {
        let ground = Feature {
            name: "ground",
            parts: vec![part],
            ..Feature::default()
        };
        vec![
            ground,
            crate::feature(Arc::new(Ways::default())),
            crate::finder(vec![crate::SOURCE]),
            crate::beside(vec![WALKS]),
        ]
    })
    .await
    .unwrap();
    (site, ground)
}

#[tokio::test]
async fn the_name_of_a_place_is_where_someone_is_and_slips_are_forgiven() {
    let (mut site, ground) = a_site().await;
    put(
        &site,
        &ground,
        &[("name", "Quillfeather Zibeline"), ("name_cy", "Tŷ Cwilsyn")],
    )
    .await;
    let far = ground.areas().wards()[20].middle;
    let (lat, lon) = (far.lat().to_string(), far.lon().to_string());
    put(
        &site,
        &ground,
        &[
            ("name", "Quillfeather Xanthic"),
            ("kind", "library"),
            ("lat", &lat),
            ("lon", &lon),
        ],
    )
    .await;
    for asked in [
        "Quillfeather Zibeline",
        "QUILLFEATHER zibeline",
        "tŷ cwilsyn",
        "ty cwilsyn",
        "quilfeather zibelin",
    ] {
        let page = site
            .get(&format!("/near?q={}", page::encode(asked)))
            .await
            .unwrap();
        assert!(
            page.body.contains("Near Quillfeather Zibeline"),
            "{asked}: {}",
            page.body
        );
    }
    let page = site.get("/near?q=quillfeather").await.unwrap();
    assert!(page.body.contains("Which one do you mean?"), "{}", page.body);
    for said in [
        "Quillfeather Zibeline",
        "Quillfeather Xanthic",
        &format!("/near?at={far}"),
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // A postcode stays a postcode.
    let postcode = ground.postcodes().iter().next().unwrap().postcode.to_string();
    let page = site
        .get(&format!("/near?q={}", page::encode(&postcode)))
        .await
        .unwrap();
    assert!(page.body.contains(&format!("Near {postcode}")) && !page.body.contains("/find?q="));
}

#[tokio::test]
async fn what_no_place_is_called_is_looked_for_on_all_pages() {
    let (mut site, ground) = a_site().await;
    put(&site, &ground, &[("offers", "found"), ("name", "Lamp House")]).await;
    // No name has these words, the offer has.
    let page = site.get("/near?q=something%20you%20found").await.unwrap();
    assert!(
        page.body.contains("Pages with these words") && page.body.contains(">Lamp House</a>"),
        "{}",
        page.body
    );
    assert!(page.body.contains("/find?q=something%20you%20found"));
}

#[tokio::test]
async fn what_other_features_have_near_stands_in_the_list_and_on_the_map_with_its_number() {
    let (mut site, ground) = a_site_with(Config::default()).await;
    put(&site, &ground, &[]).await;
    let ward = ground.areas().wards()[3].clone();
    let page = site
        .get(&format!("/near?at={}&mode=drive", ward.middle))
        .await
        .unwrap();
    let body = &page.body;
    let all = body.matches("/walk/").count();
    assert_eq!(all, 5, "the nearest of them: {body}");
    for said in [
        "Walks near you",
        &format!("href=\"/walk/{}\"", ward.code),
        &format!("Asked from {}", ward.code),
        "id=\"place-1\" data-number=\"1\"",
        "id=\"place-6\" data-number=\"6\"",
        "by car",
        &format!("Walk in {}</title>", ward.code),
        "href=\"/custody\"",
    ] {
        assert!(body.contains(said), "{said}: {body}");
    }
    let numbers = body.matches("data-number=").count();
    assert_eq!(
        numbers,
        body.matches("data-at=\"").count() - 1,
        "each with its spot, and the map's own"
    );
    // Who looks for one kind of place is shown that alone.
    let page = site
        .get(&format!("/near?at={}&kind=library", ward.middle))
        .await
        .unwrap();
    assert!(!page.body.contains("/walk/"));
}

#[tokio::test]
async fn a_pin_just_outside_still_finds_the_nearest_and_one_far_away_is_told_so() {
    let (mut site, ground) = a_site_with(Config::default()).await;
    put(&site, &ground, &[]).await;
    let east = ground.areas().wards().iter().map(|w| w.middle);
    let east = east.max_by(|a, b| a.lon().total_cmp(&b.lon())).unwrap();
    let outside = east.moved_m(9_000.0, 0.0).unwrap();
    assert!(ground.at_point(outside).ward.is_none());
    let page = site
        .get(&format!("/near?at={outside}&mode=transit"))
        .await
        .unwrap();
    assert!(
        page.status == 200
            && page.body.contains("Lantern Square")
            && page.body.contains("Asked from nowhere")
    );
    let page = site.get("/near?at=10.0,10.0&mode=transit").await.unwrap();
    assert!(page.body.contains("outside our area") && !page.body.contains("Lantern Square"));
}

#[tokio::test]
async fn who_wants_no_steps_is_not_sent_to_a_room_of_which_nobody_knows() {
    let (mut site, ground) = a_site_with(Config::default()).await;
    put(&site, &ground, &[("step_free", "yes")]).await;
    let middle = ground.areas().wards()[3].middle;
    let all = site.get(&format!("/near?at={middle}")).await.unwrap();
    let some = site
        .get(&format!("/near?at={middle}&step_free=yes"))
        .await
        .unwrap();
    assert!(all.body.contains("/walk/") && !some.body.contains("/walk/"));
    assert!(some.body.contains("Lantern Square"));
}

#[tokio::test]
async fn boundaries_are_sent_small_and_once() {
    let (mut site, ground) = a_site().await;
    for (path, many) in [
        ("/map/wards.json", ground.areas().wards().len()),
        ("/map/boroughs.json", ground.areas().boroughs().len()),
    ] {
        let answer = site.get(path).await.unwrap();
        let header = |name: &str| answer.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/geo+json");
        let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(json["features"].as_array().unwrap().len(), many);
        assert!(json["features"][0]["properties"]["name"].is_string());
        let again = Request::get(path).header(header::IF_NONE_MATCH, header("etag"));
        let again = site
            .send(again.body(axum::body::Body::empty()).unwrap())
            .await
            .unwrap();
        assert!(again.status == 304 && again.body.is_empty());
        let packed = Request::get(path).header(header::ACCEPT_ENCODING, "gzip");
        let packed = site
            .send(packed.body(axum::body::Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(packed.headers.get("content-encoding").unwrap(), "gzip");
    }
}

#[tokio::test]
async fn only_a_page_with_a_map_may_fetch_the_base_map() {
    let config = Config {
        map: MapConfig {
            style: "https://tiles.example/style.json".to_owned(),
            origins: vec!["https://letters.example".to_owned()],
            credit: "Map by \"Someone\"".to_owned(),
        },
        ..Config::default()
    };
    let (mut site, _) = a_site_with(config).await;
    let policy = |answer: &kernel::testing::Answer| {
        answer
            .headers
            .get("content-security-policy")
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    let near = site.get("/near").await.unwrap();
    assert!(
        near.body
            .contains("data-style=\"https://tiles.example/style.json\"")
    );
    assert!(
        near.body.contains("data-credit=\"Map by &#34;Someone&#34;\""),
        "{}",
        near.body
    );
    let said = policy(&near);
    assert!(
        said.contains("connect-src 'self' https://tiles.example https://letters.example;"),
        "{said}"
    );
    assert!(
        said.contains("script-src 'self';") && said.contains("worker-src 'self';") && !said.contains("blob:")
    );
    let other = site.get("/find").await.unwrap();
    assert!(
        policy(&other).contains("connect-src 'self';"),
        "{}",
        policy(&other)
    );
}
