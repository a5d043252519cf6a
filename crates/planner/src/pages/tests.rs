//! The desk where plans are made, and what the public reads.

mod evidence;
mod ground;
mod reader;
mod right;
mod together;
mod wishes;
mod wrong;

use std::sync::Arc;

use atlas::Gazetteer;
use atlas::made_up::{City, Size};
use kernel::Feature;
use kernel::account::Role;
use kernel::testing::{Answer, TestSite, site};

use crate::scenario::TODAY;
use crate::store::{self, Planner, State};
use crate::{At, Desk, Load, Way, load};

/// A part of the site.
type Part = Arc<dyn std::any::Any + Send + Sync>;

/// The made-up city: a counter in each borough, a library in each ward that could be opened.
async fn city() -> (TestSite, Arc<Gazetteer>) {
    city_with(vec![Arc::new(print::Press::new())]).await
}

/// The same with these parts of the site.
async fn city_with(parts: Vec<Part>) -> (TestSite, Arc<Gazetteer>) {
    let city = City::new(5, Size::SMALL).unwrap();
    let ground = Arc::new(Gazetteer::new(
        Arc::new(city.areas),
        Arc::new(city.postcodes),
        city.places,
    ));
    let part = Arc::clone(&ground);
    let site = site(|| {
        let ground = Feature {
            name: "ground",
            parts: std::iter::once(part as Part).chain(parts).collect(),
            ..Feature::default()
        };
        let ways = Arc::new(places::Ways::default());
        vec![ground, places::feature(ways), crate::feature()]
    })
    .await
    .unwrap();
    (site, ground)
}

fn tables(ground: &Gazetteer) -> (String, String) {
    let areas = ground.areas();
    let mut people = String::from("id,name,lat,lon,people,aged_65,decile\n");
    let mut places = String::from("id,name,kind,lat,lon,hours,state,cost\n");
    for (i, ward) in areas.wards().iter().enumerate() {
        let (lat, lon) = (ward.middle.lat(), ward.middle.lon());
        people += &format!(
            "{},{},{lat},{lon},{},{},{}\n",
            ward.code,
            ward.name,
            900 + i * 10,
            90,
            1 + i % 10
        );
        places += &format!("lib-{i},Library {i},library,{lat},{lon},Mo-Sa 09:00-18:00,candidate,1000\n");
    }
    for (i, borough) in areas.boroughs().iter().enumerate() {
        let at = borough.shape.middle();
        let hours = if i == 0 { "24/7" } else { "Mo-Su 08:00-22:00" };
        places += &format!(
            "counter-{i},Counter {i},counter,{},{},{hours},open,100000\n",
            at.lat(),
            at.lon()
        );
    }
    (people, places)
}

async fn filled() -> (TestSite, Arc<Gazetteer>) {
    let (site, ground) = city().await;
    fill(&site, &ground).await;
    (site, ground)
}

async fn fill(site: &TestSite, ground: &Gazetteer) {
    let (people, places) = tables(ground);
    fill_with(site, &people, &places).await;
}

async fn fill_with(site: &TestSite, people: &str, places: &str) {
    let file = |name: &str, text: &str| {
        let path = site.folder().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let what = Load {
        people: file("people.csv", people),
        places: file("places.csv", places),
        licence: "OGL".into(),
        ..Load::default()
    };
    load(&site.site, &Planner::operator(), what, |_, _, _| {})
        .await
        .unwrap();
}

/// Posts a form of a scenario as its page has it now.
async fn put(
    desk: &mut TestSite,
    scenario: &str,
    form: &str,
    fields: &[(&str, &str)],
) -> Result<Answer, Box<dyn std::error::Error>> {
    let page = desk.get(scenario).await?;
    let version = page.field("version").unwrap_or_default();
    let fields = [&[("version", version)], fields].concat();
    desk.post(&format!("{scenario}/{form}"), &fields).await
}

async fn published(site: &TestSite) -> String {
    let desk = Desk::newest(&site.site).await.unwrap();
    let edits =
        serde_json::from_str(r#"[{"edit":"close","site":"counter-1"},{"edit":"open","site":"lib-3"}]"#)
            .unwrap();
    let by = Planner::operator();
    let id = desk
        .draft(
            &by,
            "Fewer, but open longer",
            "Counters are quiet at night.",
            edits,
        )
        .await
        .unwrap();
    let seen = store::scenario(&mut site.site.db().read(), &id)
        .await
        .unwrap()
        .unwrap();
    desk.publish(&by, &seen, State::Published).await.unwrap()
}

#[tokio::test]
async fn a_supervisor_loads_makes_changes_and_publishes_and_everyone_reads_it() {
    let (site, ground) = city().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let page = desk.get("/desk/plan").await.unwrap();
    assert!(page.body.contains("Nothing has been loaded yet"), "{}", page.body);
    let (people, places) = tables(&ground);
    let files = [
        ("people", "people.csv", people.as_bytes()),
        ("places", "places.csv", places.as_bytes()),
    ];
    let done = desk
        .post_files(
            "/desk/plan/load",
            &[("name", "Doggerham"), ("licence", "OGL"), ("net", "")],
            &files,
        )
        .await
        .unwrap();
    assert_eq!(
        done.location.as_deref(),
        Some("/desk/plan?news=loaded"),
        "{}",
        done.body
    );
    let page = desk.get("/desk/plan?news=loaded").await.unwrap();
    let told = "Loaded: 36 points with people, 40 places, no row left out.";
    assert!(page.body.contains(told), "{}", page.body);
    assert!(
        page.body.contains("people.csv") && page.body.contains("These times are estimates"),
        "{}",
        page.body
    );
    assert!(page.body.contains("<svg class=\"bl-chart\"") && page.body.contains("By borough"));
    let made = desk
        .post(
            "/desk/plan/scenarios",
            &[("name", "Close one"), ("why", "It is quiet")],
        )
        .await
        .unwrap();
    let scenario = made.location.unwrap();
    let page = desk.get(&format!("{scenario}?kind=counter")).await.unwrap();
    assert!(page.body.contains("open-counter-1"), "{}", page.body);
    let done = put(
        &mut desk,
        &scenario,
        "places",
        &[
            ("shown", "counter-0"),
            ("hours-counter-0", "24/7"),
            ("open", "counter-0"),
            ("shown", "counter-1"),
            ("hours-counter-1", "Mo-Su 08:00-22:00"),
        ],
    )
    .await
    .unwrap();
    assert_eq!(done.location.as_deref(), Some(scenario.as_str()), "{}", done.body);
    let at = ground.areas().wards()[2].middle;
    let pin = format!("{},{}", at.lat(), at.lon());
    put(
        &mut desk,
        &scenario,
        "add",
        &[
            ("add_name", "Weekly session"),
            ("add_where", &pin),
            ("add_hours", "Tu 10:00-12:00"),
            ("add_cost", "500"),
            ("add_source", "Quote of the library"),
        ],
    )
    .await
    .unwrap();
    put(
        &mut desk,
        &scenario,
        "money",
        &[
            ("kind", "receipt"),
            ("what", "Building"),
            ("amount", "2,000,000"),
            ("source", "Estates"),
        ],
    )
    .await
    .unwrap();
    let page = desk.get(&scenario).await.unwrap();
    for text in [
        "Counter 1 closes",
        "Weekly session is added",
        "£2,000,000",
        "Estates",
        "people would go further",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    put(&mut desk, &scenario, "state", &[("state", "published")])
        .await
        .unwrap();
    let page = desk.get(&scenario).await.unwrap();
    assert!(page.body.contains("/plans/close-one"), "{}", page.body);
    // What the public has seen is changed no more.
    let late = put(&mut desk, &scenario, "undo", &[("number", "0")])
        .await
        .unwrap();
    assert_eq!(late.status, 422);
    let mut anyone = site.other_browser();
    let list = anyone.get("/plans").await.unwrap();
    assert!(list.body.contains("Close one") && list.body.contains("It is quiet"));
    let plan = anyone.get("/plans/close-one").await.unwrap();
    assert!(
        plan.body.contains("Counter 1 closes") && plan.body.contains("Nothing is decided"),
        "{}",
        plan.body
    );
    put(&mut desk, &scenario, "state", &[("state", "withdrawn")])
        .await
        .unwrap();
    assert_eq!(anyone.get("/plans/close-one").await.unwrap().status, 410);
}

#[tokio::test]
async fn what_was_made_with_data_loaded_before_is_listed_withdrawn_and_made_anew() {
    let (site, ground) = filled().await;
    let slug = published(&site).await;
    let scenario = {
        let all = store::published(&mut site.site.db().read()).await.unwrap();
        format!("/desk/plan/scenarios/{}", all[0].id)
    };
    site.wait_minutes(1);
    fill(&site, &ground).await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    for language in ["en", "cy", "en-simple"] {
        desk = desk.speaking(language);
        let page = desk.get("/desk/plan").await.unwrap();
        assert!(page.body.contains(&scenario), "{}", page.body);
    }
    desk = desk.speaking("en");
    let page = desk.get(&scenario).await.unwrap();
    assert!(
        page.status == 200 && page.body.contains("Make it anew"),
        "{}",
        page.body
    );
    let id = scenario.rsplit('/').next().unwrap();
    for address in [
        format!("/desk/plan/map.svg?a=today&b={id}"),
        format!("/desk/plan/compare?a=today&b={id}"),
    ] {
        assert_eq!(desk.get(&address).await.unwrap().status, 200, "{address}");
    }
    let made = put(&mut desk, &scenario, "anew", &[]).await.unwrap();
    let anew = made.location.unwrap();
    assert_ne!(anew, scenario);
    let page = desk.get(&anew).await.unwrap();
    assert!(
        page.body.contains("Counter 1 closes") && !page.body.contains("Make it anew"),
        "{}",
        page.body
    );
    put(&mut desk, &scenario, "state", &[("state", "withdrawn")])
        .await
        .unwrap();
    let mut anyone = site.other_browser();
    assert_eq!(anyone.get(&format!("/plans/{slug}")).await.unwrap().status, 410);
}

#[tokio::test]
async fn a_place_that_is_added_has_the_source_of_its_cost_and_is_added_once() {
    let (site, ground) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let made = desk
        .post("/desk/plan/scenarios", &[("name", "A desk"), ("why", "")])
        .await
        .unwrap();
    let scenario = made.location.unwrap();
    let at = ground.areas().wards()[2].middle;
    let pin = format!("{},{}", at.lat(), at.lon());
    let form = |source: &'static str, pin: &str| {
        vec![
            ("add_name", "Shared desk".to_owned()),
            ("add_where", pin.to_owned()),
            ("add_hours", "Tu 10:00-12:00".to_owned()),
            ("add_cost", "500".to_owned()),
            ("add_source", source.to_owned()),
        ]
    };
    for (source, pin, said) in [
        ("", pin.as_str(), Some("Say where the figure is from")),
        ("Estates team", "0.0,0.0", Some("lies in no ward of the force")),
        ("Estates team", pin.as_str(), None),
        ("Estates team", pin.as_str(), Some("added already")),
    ] {
        let form = form(source, pin);
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let page = put(&mut desk, &scenario, "add", &form).await.unwrap();
        match said {
            Some(said) => assert!(
                page.status == 422 && page.body.contains(said),
                "{said}: {}",
                page.body
            ),
            None => assert!(page.location.is_some(), "{}", page.body),
        }
    }
    let page = desk.get(&scenario).await.unwrap();
    assert!(
        page.body.contains("Estates team") && !page.body.contains("The table of places that was loaded"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn everyone_sees_what_changes_for_them_and_tries_another_plan_by_its_address() {
    let (site, ground) = filled().await;
    let slug = published(&site).await;
    assert_eq!(slug, "fewer-but-open-longer");
    let mut anyone = site.other_browser();
    let postcode = ground.postcodes().iter().next().unwrap().postcode.to_string();
    let q = page::encode(&postcode);
    let page = anyone.get(&format!("/plans/{slug}?q={q}")).await.unwrap();
    assert_eq!(page.status, 200);
    assert!(
        page.body
            .contains("Public transport: your nearest open place, now and in this plan"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Tuesday 2am") && page.body.contains("Public transport without steps"));
    // What is handed on to others does not say where its reader lives, on the page and on the map.
    for address in ["", "/map"] {
        let own = anyone
            .get(&format!("/plans/{slug}{address}?q={q}&on=~0"))
            .await
            .unwrap();
        let (_, share) = own.body.split_once("To share it").unwrap();
        let (share, _) = share.split_once("</a>").unwrap();
        assert!(share.contains("on=") && !share.contains("q="), "{share}");
        assert!(share.contains(&format!("/plans/{slug}{address}?")), "{share}");
    }
    assert!(page.body.contains("Open at 2 in the night") && page.body.contains("Counter 0"));
    let none = anyone.get(&format!("/plans/{slug}?q=10.0,10.0")).await.unwrap();
    assert!(none.body.contains("too far from the area"), "{}", none.body);
    let none = anyone.get(&format!("/plans/{slug}?q=zzzz")).await.unwrap();
    assert!(none.body.contains("There is a problem") && none.body.contains("value=\"zzzz\""));
    assert!(!none.body.contains("too far from the area"));
    // Switched over in the address alone.
    let own = anyone
        .get(&format!("/plans/{slug}?off=counter-2&on=lib-9,nowhere"))
        .await
        .unwrap();
    assert!(own.body.contains("your own version"), "{}", own.body);
    let all = anyone
        .get(&format!("/plans/{slug}?off=counter-0,counter-2,counter-3,lib-3"))
        .await
        .unwrap();
    assert_eq!(all.status, 200, "a version in which nothing is open is not tried");
    assert!(all.body.contains("One place must stay open") && all.body.contains("your own version"));
    for (path, kind) in [
        ("map.svg", "image/svg+xml"),
        ("figures.csv", "text/csv; charset=utf-8"),
        ("map.geojson", "application/geo+json"),
    ] {
        let file = anyone.get(&format!("/plans/{slug}/{path}")).await.unwrap();
        assert_eq!(
            (file.status, file.headers["content-type"].to_str().unwrap()),
            (200, kind)
        );
        assert!(!file.body.contains("<script"));
    }
    let report = anyone.get(&format!("/plans/{slug}/report.pdf")).await.unwrap();
    assert!(report.status == 200 && report.body.starts_with("%PDF"));
    let again = anyone.get(&format!("/plans/{slug}/report.pdf")).await.unwrap();
    assert!(again.body == report.body, "the same plan gives the same bytes");
    assert_eq!(anyone.get("/plans/method").await.unwrap().status, 200);
    assert_eq!(anyone.get("/plans/not-there").await.unwrap().status, 404);
    let mut easy = site.other_browser().speaking("en-simple");
    assert!(
        easy.get(&format!("/plans/{slug}"))
            .await
            .unwrap()
            .body
            .contains("We have not decided yet")
    );
    // A plan page stays small without its pictures, and what changes for its reader comes first.
    assert!(page.body.len() < 100_000, "{}", page.body.len());
    let at = |text: &str| {
        page.body
            .find(text)
            .unwrap_or_else(|| panic!("{text} is not there"))
    };
    assert!(at("id=\"mine\"") < at("What is proposed") && at("What is proposed") < at("id=\"figures\""));
    // Figures by area and group are folded; the caption alone names a table.
    assert!(page.body.matches("<details").count() >= 6);
    assert_eq!(page.body.matches("aria-label=\"Everyone\"").count(), 0);
}

#[tokio::test]
async fn a_report_is_printed_with_the_fonts_of_the_site() {
    let (site, ground) = city_with(Vec::new()).await;
    fill(&site, &ground).await;
    let slug = published(&site).await;
    let page = site
        .other_browser()
        .get(&format!("/plans/{slug}/report.pdf"))
        .await
        .unwrap();
    assert_eq!(page.status, 500, "it was printed without the site's press");
    // Letters that none of its fonts has are named, in the reader's language.
    let (site, _) = filled().await;
    let desk = Desk::newest(&site.site).await.unwrap();
    let by = Planner::operator();
    let edits = serde_json::from_str(r#"[{"edit":"close","site":"counter-1"}]"#).unwrap();
    let id = desk.draft(&by, "সভা", "", edits).await.unwrap();
    let seen = desk.scenario(id.as_str()).await.unwrap();
    let slug = desk.publish(&by, &seen, State::Published).await.unwrap();
    for (language, said) in [
        ("en", "has these letters"),
        ("cy", "llythrennau"),
        ("en-simple", "We cannot print"),
    ] {
        let mut reader = site.other_browser().speaking(language);
        let page = reader.get(&format!("/plans/{slug}/report.pdf")).await.unwrap();
        assert!(
            page.status == 409 && page.body.contains(said) && page.body.contains('স'),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn the_planner_proposes_and_its_proposal_becomes_a_scenario() {
    let (site, _) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    assert_eq!(desk.get("/desk/plan/propose").await.unwrap().status, 200);
    let form = [
        ("ask", "best"),
        ("places", "3"),
        ("mode", "transit"),
        ("at", "tue-1000"),
        ("each_borough", ""),
    ];
    let none = desk
        .post("/desk/plan/propose", &[("ask", "best"), ("mode", "transit")])
        .await
        .unwrap();
    assert!(
        none.status == 422 && none.body.contains("Say how many places, or a budget"),
        "{}",
        none.body
    );
    let odd = desk
        .post("/desk/plan/propose", &[("ask", "best"), ("places", "many")])
        .await
        .unwrap();
    assert!(
        odd.status == 422 && odd.body.contains("value=\"many\""),
        "{}",
        odd.body
    );
    let page = desk.post("/desk/plan/propose", &form[..4]).await.unwrap();
    assert!(page.body.contains("Proved: nothing is better"), "{}", page.body);
    assert!(page.body.contains("Who pays for it and who gains"));
    let (text, sign) = evidence::signed(&page);
    let made = desk
        .post(
            "/desk/plan/scenarios",
            &[
                ("name", "Three"),
                ("why", ""),
                ("evidence", &text),
                ("sign", &sign),
            ],
        )
        .await
        .unwrap();
    assert!(made.location.unwrap().starts_with("/desk/plan/scenarios/scn_"));
    let wish = r#"{"ask":"handlers","lines":[{"name":"999","calls":[20,40],"handle_seconds":150,"patience_seconds":60,"share":0.9,"seconds":10}]}"#;
    let page = desk.post("/desk/plan/propose", &[("wish", wish)]).await.unwrap();
    assert!(
        page.body.contains("Answered in time") && page.body.contains("00:30"),
        "{}",
        page.body
    );
    let bad = desk.post("/desk/plan/propose", &[("wish", "{")]).await.unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("not a wish"),
        "{}",
        bad.body
    );
    let compare = desk
        .get("/desk/plan/compare?a=today&b=Three&mode=walk&at=tue-0200")
        .await
        .unwrap();
    assert!(
        compare.status == 200 && compare.body.contains("Three"),
        "{}",
        compare.body
    );
}

#[tokio::test]
async fn nobody_but_a_supervisor_plans() {
    let (site, _) = filled().await;
    let mut handler = site.signed_in("hana", Role::Handler, "desk").await.unwrap();
    let mut stranger = site.other_browser();
    for line in super::routes()
        .lines()
        .iter()
        .filter(|l| l.path.starts_with("/desk"))
    {
        let path = line.path.replace("{id}", "scn_0");
        let (inside, outside) = if line.method == "GET" {
            (
                handler.get(&path).await.unwrap(),
                stranger.get(&path).await.unwrap(),
            )
        } else {
            (
                handler.post(&path, &[]).await.unwrap(),
                stranger.post(&path, &[]).await.unwrap(),
            )
        };
        assert_eq!(inside.status, 403, "{}", line.path);
        assert!(
            matches!(outside.status, 303 | 401 | 403),
            "{} {}",
            line.path,
            outside.status
        );
    }
}

#[tokio::test]
async fn two_who_change_a_draft_at_once_are_told_apart() {
    let (site, _) = filled().await;
    let desk = Desk::newest(&site.site).await.unwrap();
    let by = Planner::operator();
    let id = desk.draft(&by, "Both", "", Vec::new()).await.unwrap();
    let seen = desk.scenario(id.as_str()).await.unwrap();
    let new = |name: &str| store::NewScenario {
        base: seen.base.clone(),
        name: name.to_owned(),
        why: String::new(),
        edits: Vec::new(),
        money: Vec::new(),
    };
    desk.amend(&by, &seen, new("First")).await.unwrap();
    let why = desk
        .amend(&by, &seen, new("Second"))
        .await
        .unwrap_err()
        .to_string();
    assert!(why.contains("Someone changed this meanwhile"), "{why}");
    assert_eq!(desk.scenarios().await.unwrap()[0].name, "First");
    assert!(desk.measure(TODAY, Way::USUAL, At::USUAL).await.is_ok());
    let one = published(&site).await;
    let two = published(&site).await;
    assert_eq!(
        (one.as_str(), two.as_str()),
        ("fewer-but-open-longer", "fewer-but-open-longer-2")
    );
    assert!(
        store::slug_is_taken(&mut site.site.db().read(), &one)
            .await
            .unwrap()
    );
    assert_eq!(
        store::published(&mut site.site.db().read()).await.unwrap().len(),
        2
    );
    assert!(
        store::by_slug(&mut site.site.db().read(), &two)
            .await
            .unwrap()
            .is_some()
    );
}

#[test]
fn every_text_is_there_in_every_language() {
    assert_eq!(page::check_words(crate::WORDS), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}
