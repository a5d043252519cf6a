//! The interface as its clients meet it.

use std::sync::Arc;

use atlas::made_up::{City, Size};
use atlas::{Gazetteer, LatLon, Ward};
use jiff::civil::date;
use kernel::config::{ChiefOfficer, Config};
use kernel::site::Feature;
use kernel::testing::{Answer, TestSite, site_with};
use neighbourhoods::{Duty, Known, NewOfficer, NewPromise, NewTeam, Written, officers, promises, teams};
use serde_json::{Value, json};
use sessions::{Keeping, Offered, Plan, Slot, Venue};

fn ground() -> Arc<Gazetteer> {
    let city = City::new(5, Size::SMALL).unwrap();
    Arc::new(Gazetteer::new(
        Arc::new(city.areas),
        Arc::new(city.postcodes),
        Vec::new(),
    ))
}

fn a_ward() -> Ward {
    ground().areas().wards()[3].clone()
}

async fn a_site() -> TestSite {
    a_site_led_by(Vec::new()).await
}

async fn a_site_led_by(chief_officers: Vec<ChiefOfficer>) -> TestSite {
    let mut config = Config::default();
    config.force.chief_officers = chief_officers;
    config.force.name = "Farside Police".into();
    config.server.public_url = "https://farside.example".into();
    let ground = ground();
    let book =
        contact::Book::load(None, Arc::clone(&ground)).unwrap_or_else(|all| panic!("{}", all.join("\n")));
    let map = Feature {
        name: "ground",
        parts: vec![ground],
        ..Feature::default()
    };
    let features = || {
        vec![
            map,
            contact::feature(book),
            sessions::feature(Arc::default()),
            places::feature(Arc::default()),
            neighbourhoods::feature(Arc::default()),
            crate::feature(),
        ]
    };
    site_with(config, features).await.unwrap()
}

/// A team of two, a promise and a counter in the ward, and a session to come that was cancelled.
async fn filled(test: &TestSite) -> Ward {
    let (site, now, ward) = (&test.site, test.now(), a_ward());
    let code = ward.code.as_str();
    let mut tx = site.db().begin().await.unwrap();
    let keeper = neighbourhoods::Keeper::import(code, "a test");
    let written = |fields: &[(&str, &str)]| {
        let all = fields.iter();
        all.fold(Written::default(), |w, (name, value)| w.with(name, *value))
    };
    let team = written(&[("email", "saltway@farside.example"), ("about", "We walk & talk.")]);
    let team = NewTeam::parse(&team).unwrap();
    teams::put(&mut tx, site, &keeper, &team, now).await.unwrap();
    for (name, named, rank) in [("Ada Alder", "yes", "sergeant"), ("Bea Birch", "no", "constable")] {
        let fields = [
            ("rank", rank),
            ("name", name),
            ("named", named),
            ("about", "Likes <tea>"),
        ];
        let officer = NewOfficer::parse(&written(&fields)).unwrap();
        let known = Known {
            number: None,
            staff: None,
        };
        let from = date(2026, 1, 1);
        officers::add(
            &mut tx,
            site,
            &keeper,
            &officer,
            known,
            Duty::Dedicated,
            from,
            now,
        )
        .await
        .unwrap();
    }
    let promise = written(&[
        ("problem", "Mopeds & noise"),
        ("evidence", "41 calls"),
        ("action", "Patrols"),
        ("owner", "The team"),
        ("due__day", "1"),
        ("due__month", "2"),
        ("due__year", "2027"),
    ]);
    let promise = NewPromise::parse(&promise, date(2026, 11, 1)).unwrap();
    promises::make(&mut tx, site, &keeper, &promise, date(2026, 11, 1), now)
        .await
        .unwrap();
    let plan = Plan {
        kind: sessions::Kind::Contact,
        ward: code.to_owned(),
        borough: ground().areas().borough(ward.borough).unwrap().code.to_string(),
        title: String::new(),
        about: "Come <and> talk".into(),
        venue: Venue {
            name: "Mill Library".into(),
            address: "2 Mill Lane".into(),
            ..Venue::default()
        },
        officers: Vec::new(),
        offered: Offered::default(),
    };
    let by = Keeping::by_program(code);
    for days in [-7, 7] {
        let starts_at = now.plus_days(days);
        let slot = Slot {
            starts_at,
            ends_at: starts_at.plus_minutes(60),
        };
        let id = sessions::insert(&mut tx, site, &by, &plan, slot, None, now)
            .await
            .unwrap();
        if days > 0 {
            let session = sessions::find(&mut tx, &id).await.unwrap().unwrap();
            sessions::cancel(&mut tx, site, &by, &session, "The library is closed", now)
                .await
                .unwrap();
        }
    }
    let (lat, lon) = (ward.middle.lat().to_string(), ward.middle.lon().to_string());
    let facts = [
        ("kind", "counter"),
        ("name", "Saltway Counter"),
        ("address", "1 High Street"),
        ("lat", lat.as_str()),
        ("lon", lon.as_str()),
    ];
    let field = |name: &str| facts.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| *v);
    let facts = places::Facts::parse(field, &ground(), &places::Holidays::of(site.days())).unwrap();
    let id = places::PlaceId::new(now, site.random());
    let by = places::By {
        actor: "system",
        role: "import",
    };
    assert!(places::add(&mut tx, site, by, &id, &facts, now).await.unwrap());
    tx.commit().await.unwrap();
    ward
}

async fn asked(site: &mut TestSite, path: &str) -> Answer {
    site.get(path).await.unwrap()
}

async fn told(site: &mut TestSite, path: &str) -> Value {
    let answer = asked(site, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/json");
    serde_json::from_str(&answer.body).unwrap()
}

/// The names of the fields and what kind of value each has; of a list, those of its first entry.
fn form(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(k, v)| (k.clone(), form(v))).collect(),
        Value::Array(all) => json!(all.first().map(form)),
        Value::String(_) => json!("text"),
        Value::Null => json!("nothing"),
        Value::Number(_) => json!("number"),
        Value::Bool(_) => json!("yes or no"),
    }
}

#[tokio::test]
async fn the_force_and_its_neighbourhoods_are_listed() {
    let mut site = a_site().await;
    let forces = told(&mut site, "/api/forces").await;
    assert_eq!(forces, json!([{ "id": "farside", "name": "Farside Police" }]));
    let force = told(&mut site, "/api/forces/farside").await;
    assert_eq!(
        (&force["id"], &force["telephone"]),
        (&json!("farside"), &json!("101"))
    );
    assert_eq!(force["url"], "https://farside.example");
    assert!(force["engagement_methods"].is_array());
    let all = told(&mut site, "/api/farside/neighbourhoods").await;
    assert_eq!(all.as_array().unwrap().len(), ground().areas().wards().len());
    assert_eq!(form(&all[0]), json!({ "id": "text", "name": "text" }));
}

#[tokio::test]
async fn a_neighbourhood_has_the_fields_and_types_of_the_original() {
    let mut site = a_site().await;
    let ward = filled(&site).await;
    let told = told(&mut site, &format!("/api/farside/{}", ward.code)).await;
    let population = if ward.population.is_some() {
        "text"
    } else {
        "nothing"
    };
    assert_eq!(
        form(&told),
        json!({
            "id": "text", "name": "text", "url_force": "text", "population": population,
            "centre": { "latitude": "text", "longitude": "text" },
            "description": "text",
            "contact_details": { "email": "text", "telephone": "text", "web": "text" },
            "links": { "title": "text", "url": "text", "description": "nothing" },
            "locations": {
                "name": "text", "type": "text", "address": "text", "postcode": "nothing", "telephone": "nothing",
                "latitude": "text", "longitude": "text", "description": "nothing",
            },
        })
    );
    assert_eq!(told["id"], ward.code.as_str());
    assert_eq!(told["description"], "<p>We walk &amp; talk.</p>");
    assert_eq!(told["contact_details"]["email"], "saltway@farside.example");
    assert_eq!(told["locations"][0]["name"], "Saltway Counter");
    assert_eq!(
        told["url_force"],
        format!("https://farside.example/ward/{}", ward.code)
    );
}

#[tokio::test]
async fn a_boundary_is_a_closed_ring_of_texts_around_the_middle() {
    let mut site = a_site().await;
    let ward = a_ward();
    let ring = told(&mut site, &format!("/api/farside/{}/boundary", ward.code)).await;
    let ring = ring.as_array().unwrap();
    assert!(ring.len() > 3 && ring.first() == ring.last());
    assert!(ring[0]["latitude"].as_str().unwrap().parse::<f64>().is_ok());
    let whole = asked(&mut site, &format!("/api/farside/{}/boundary.geojson", ward.code)).await;
    assert_eq!(whole.headers["content-type"], "application/geo+json");
    let whole: Value = serde_json::from_str(&whole.body).unwrap();
    assert_eq!(
        whole["geometry"]["coordinates"].as_array().unwrap().len(),
        ward.shape.polygons().len()
    );
}

#[tokio::test]
async fn the_neighbourhood_of_a_place_is_found() {
    let mut site = a_site().await;
    let ward = a_ward();
    let at = |p: LatLon| format!("/api/locate-neighbourhood?q={},{}", p.lat(), p.lon());
    assert_eq!(
        told(&mut site, &at(ward.middle)).await,
        json!({ "force": "farside", "neighbourhood": ward.code.as_str() })
    );
    assert_eq!(asked(&mut site, &at(LatLon::ORIGIN)).await.status, 404);
    for unclear in [
        "",
        "?q=",
        "?q=1",
        "?q=north,west",
        "?q=91,0",
        "?q=NaN,NaN",
        "?q=%00",
    ] {
        let answer = asked(&mut site, &format!("/api/locate-neighbourhood{unclear}")).await;
        assert_eq!(answer.status, 400, "{unclear}");
        assert!(answer.body.contains("latitude"), "{}", answer.body);
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_in_json_whatever_is_asked() {
    let mut site = a_site().await;
    let ward = a_ward().code;
    for (i, path) in [
        "/api/forces/elsewhere".to_owned(),
        "/api/forces/elsewhere/people".to_owned(),
        "/api/elsewhere/neighbourhoods".to_owned(),
        format!("/api/elsewhere/{ward}"),
        format!("/api/elsewhere/{ward}/boundary"),
        "/api/farside/E05999999".to_owned(),
        "/api/farside/..%2f..%2fetc".to_owned(),
        "/api/farside/E05999999/boundary".to_owned(),
        "/api/nothing".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        let answer = asked(&mut site, path).await;
        assert_eq!(answer.status, 404, "{i} {path}");
        assert_eq!(
            answer.headers["content-type"], "application/problem+json",
            "{path}"
        );
    }
    let lower = ward.as_str().to_lowercase();
    assert_eq!(
        asked(&mut site, &format!("/api/FARSIDE/{lower}")).await.status,
        200
    );
}

#[tokio::test]
async fn the_thirty_first_request_at_once_is_429_and_the_next_second_is_free() {
    let mut site = a_site().await;
    for _ in 0..30 {
        assert_eq!(asked(&mut site, "/api/forces").await.status, 200);
    }
    let answer = asked(&mut site, "/api/locate-neighbourhood?q=1,1").await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.headers["retry-after"], "1");
    site.wait_minutes(1);
    assert_eq!(asked(&mut site, "/api/forces").await.status, 200);
}

#[tokio::test]
async fn an_answer_can_be_read_by_any_page_and_leaves_no_cookie() {
    let mut site = a_site().await;
    let answer = asked(&mut site, "/api/forces").await;
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    assert_eq!(answer.headers["cross-origin-resource-policy"], "cross-origin");
    assert!(!answer.headers.contains_key("set-cookie"));
    assert_eq!(answer.headers["cache-control"], "public, max-age=60");
}

#[tokio::test]
async fn the_team_is_listed_and_an_officer_who_is_not_to_be_named_is_not() {
    let mut site = a_site().await;
    let ward = filled(&site).await;
    let team = told(&mut site, &format!("/api/farside/{}/people", ward.code)).await;
    let bio = "<p>Likes &lt;tea&gt;</p>";
    let one =
        |name: &str, rank: &str| json!({ "name": name, "rank": rank, "bio": bio, "contact_details": {} });
    assert_eq!(team, json!([one("Ada Alder", "Sgt"), one("", "PC")]));
    let answer = asked(&mut site, &format!("/api/farside/{}/people", ward.code)).await;
    assert_eq!(answer.headers["last-modified"], "Wed, 25 Nov 2026 10:00:00 GMT");
    assert!(!answer.body.contains("Bea"));
    let force = told(&mut site, "/api/forces/farside/people").await;
    assert_eq!(force, json!([]));
}

#[tokio::test]
async fn the_chief_officers_are_those_of_the_configuration() {
    let chief = ChiefOfficer {
        name: "Cerys Ceder".into(),
        rank: "Chief Constable".into(),
        bio: "Leads & listens".into(),
        web: "https://farside.example/chief".into(),
        ..ChiefOfficer::default()
    };
    let mut site = a_site_led_by(vec![chief]).await;
    assert_eq!(
        told(&mut site, "/api/forces/farside/people").await,
        json!([{
            "name": "Cerys Ceder",
            "rank": "Chief Constable",
            "bio": "<p>Leads &amp; listens</p>",
            "contact_details": { "web": "https://farside.example/chief" },
        }])
    );
}

#[tokio::test]
async fn events_are_those_to_come_and_a_cancelled_one_says_so() {
    let mut site = a_site().await;
    let ward = filled(&site).await;
    let path = format!("/api/farside/{}/events", ward.code);
    let events = told(&mut site, &path).await;
    assert_eq!(events.as_array().unwrap().len(), 1, "{events}");
    let event = &events[0];
    assert!(
        event["title"].as_str().unwrap().starts_with("Cancelled"),
        "{event}"
    );
    assert_eq!(event["start_date"], "2026-12-02T10:00:00");
    assert_eq!(event["end_date"], "2026-12-02T11:00:00");
    assert_eq!(event["address"], "Mill Library, 2 Mill Lane");
    let description = event["description"].as_str().unwrap();
    assert!(
        description.contains("The library is closed") && description.contains("Come &lt;and&gt; talk"),
        "{description}"
    );
    assert!(
        event["contact_details"]["web"]
            .as_str()
            .unwrap()
            .starts_with("https://farside.example/session/ses_")
    );
    site.wait_minutes(8 * 24 * 60);
    assert_eq!(told(&mut site, &path).await, json!([]));
}

#[tokio::test]
async fn priorities_are_the_promises_with_their_dates_as_html() {
    let mut site = a_site().await;
    let ward = filled(&site).await;
    let priorities = told(&mut site, &format!("/api/farside/{}/priorities", ward.code)).await;
    assert_eq!(
        priorities,
        json!([{
            "issue": "<p>Mopeds &amp; noise</p>\n<p>41 calls</p>",
            "issue-date": "2026-11-01T00:00:00",
            "action": "<p>Patrols</p>",
            "action-date": "2026-11-25T00:00:00",
        }])
    );
}

#[tokio::test]
async fn coverage_tells_what_is_not_known_from_what_there_is_none_of() {
    let mut site = a_site().await;
    let ward = filled(&site).await;
    let told = told(&mut site, "/api/coverage").await;
    let (all, code) = (ground().areas().wards().len(), json!(ward.code.as_str()));
    assert_eq!(
        (&told["force"], &told["neighbourhoods"]["count"]),
        (&json!("farside"), &json!(all))
    );
    let without = |kind: &str| told[kind]["without"].as_array().unwrap().clone();
    assert_eq!(without("people").len(), all - 1);
    assert!(!without("people").contains(&code) && !without("priorities").contains(&code));
    assert!(without("events").contains(&code), "its one session was cancelled");
    assert_eq!(told["priorities"]["open"], 1);
    assert_eq!(told["as_of"], "2026-11-25T10:00:00Z");
}

/// The samples of the original's own documentation: our answers have their fields, of their types.
#[tokio::test]
async fn every_answer_has_the_fields_of_the_originals_samples() {
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/05_police_uk/api_json/api_docs_samples");
    if !samples.is_dir() {
        println!("skipped: the samples are not beside the repository");
        return;
    }
    let mut site = a_site().await;
    let code = filled(&site).await.code;
    for (sample, path) in [
        ("forces.json", "/api/forces".to_owned()),
        ("forces_leicestershire.json", "/api/forces/farside".to_owned()),
        (
            "leicestershire_neighbourhoods.json",
            "/api/farside/neighbourhoods".to_owned(),
        ),
        ("leicestershire_NC04.json", format!("/api/farside/{code}")),
        (
            "leicestershire_NC04_boundary.json",
            format!("/api/farside/{code}/boundary"),
        ),
        (
            "leicestershire_NC04_people.json",
            format!("/api/farside/{code}/people"),
        ),
        (
            "leicestershire_NC04_events.json",
            format!("/api/farside/{code}/events"),
        ),
        (
            "leicestershire_NC04_priorities.json",
            format!("/api/farside/{code}/priorities"),
        ),
        ("locate-neighbourhood.json", {
            let middle = a_ward().middle;
            format!("/api/locate-neighbourhood?q={},{}", middle.lat(), middle.lon())
        }),
    ] {
        let original: Value =
            serde_json::from_str(&std::fs::read_to_string(samples.join(sample)).unwrap()).unwrap();
        let ours = told(&mut site, &path).await;
        let missing = lacks(&original, &ours, "");
        assert!(missing.is_empty(), "{path} against {sample}: {missing:?}");
    }
}

/// What the original has and ours has not, or has of another type. Contact details are open: each force has others.
fn lacks(original: &Value, ours: &Value, at: &str) -> Vec<String> {
    match (original, ours) {
        (Value::Object(original), Value::Object(ours)) if !at.ends_with("contact_details") => original
            .iter()
            .flat_map(|(name, value)| match ours.get(name) {
                Some(own) => lacks(value, own, &format!("{at}.{name}")),
                None => vec![format!("{at}.{name} is not there")],
            })
            .collect(),
        (Value::Array(original), Value::Array(ours)) => match (original.first(), ours.first()) {
            (Some(original), Some(ours)) => lacks(original, ours, &format!("{at}[]")),
            _ => Vec::new(),
        },
        (Value::Null, _) | (_, Value::Null) => Vec::new(),
        (original, ours) if std::mem::discriminant(original) == std::mem::discriminant(ours) => Vec::new(),
        _ => vec![format!("{at} is of another type")],
    }
}
