//! What a resident reads: what changes for them in plain words, and what is answered where something cannot be.

use super::*;

/// Four people's homes and three places; the middle one has steps and no hours.
async fn line() -> (TestSite, String) {
    let (site, ground) = city().await;
    let wards = ground.areas().wards();
    let at = |i: usize| (wards[i].middle.lat(), wards[i].middle.lon());
    let mut people = String::from("id,name,lat,lon,people\n");
    for i in 0..wards.len() {
        people += &format!("p{i},Point {i},{},{},1000\n", at(i).0, at(i).1);
    }
    let last = wards.len() - 1;
    let places = format!(
        "id,name,kind,lat,lon,hours,state,step_free\n\
         home,Near Counter,counter,{},{},24/7,open,yes\nhall,Old Hall,hub,{},{},,open,no\n\
         far,Far Counter,counter,{},{},Mo-Su 08:00-22:00,open,yes\n",
        at(0).0,
        at(0).1,
        at(1).0,
        at(1).1,
        at(last).0,
        at(last).1
    );
    fill_with(&site, &people, &places).await;
    let desk = Desk::newest(&site.site).await.unwrap();
    let edits = serde_json::from_str(r#"[{"edit":"close","site":"home"}]"#).unwrap();
    let by = Planner::operator();
    let id = desk.draft(&by, "One less", "It is quiet.", edits).await.unwrap();
    let seen = desk.scenario(id.as_str()).await.unwrap();
    let slug = desk.publish(&by, &seen, State::Published).await.unwrap();
    let pin = page::encode(&format!("{},{}", at(0).0, at(0).1));
    (site, format!("/plans/{slug}?q={pin}"))
}

#[tokio::test]
async fn what_changes_for_a_reader_is_a_sentence_before_it_is_a_table() {
    let (site, address) = line().await;
    let mut reader = site.other_browser();
    let page = reader.get(&address).await.unwrap().body;
    let said = page
        .find("Your nearest place now, Near Counter, would close.")
        .unwrap();
    let table = page
        .find("your nearest open place, now and in this plan")
        .unwrap();
    assert!(said < table && page.contains("You would go to Old Hall (hours not known, has steps): about"));
    assert!(page.contains("Near Counter (would close)"));
    // Each cell says its head, for a screen on which the table is a list.
    for head in [
        "Nearest now",
        "Minutes now",
        "Nearest in the plan",
        "Minutes in the plan",
        "Change",
    ] {
        assert!(page.contains(&format!("data-label=\"{head}\"")), "{head}");
    }
    // At night the hall, of which nobody has said hours, is in no row and no list, and who needs no steps is not sent there.
    let (_, night) = page.split_once("Open at 2 in the night").unwrap();
    let (night, near) = night.split_once("Places near you").unwrap();
    assert!(!night.contains("Old Hall") && near.contains("Old Hall") && near.contains("has steps"));
    let (_, at_two) = page.split_once("Tuesday 2am").unwrap();
    assert!(!at_two.split_once("</tr>").unwrap().0.contains("Old Hall"));
    let page = reader
        .get(&format!("{address}&mode=step-free-transit"))
        .await
        .unwrap()
        .body;
    assert!(page.contains("You would go to Far Counter"), "{page}");
    for (language, said) in [("cy", "byddai&#39;n cau"), ("en-simple", "It closes.")] {
        let mut reader = site.other_browser().speaking(language);
        let page = reader.get(&address).await.unwrap().body;
        assert!(page.contains(said), "{language}");
        // The force's own words are English on every page.
        assert!(page.contains("lang=\"en\">One less</h1>") && page.contains("lang=\"en\">It is quiet.</p>"));
    }
}

#[tokio::test]
async fn nothing_that_changes_is_said_too() {
    let (site, ground) = filled().await;
    let desk = Desk::newest(&site.site).await.unwrap();
    let by = Planner::operator();
    // The library of the last ward: of no use to whoever lives beside the first.
    let last = ground.areas().wards().len() - 1;
    let edits = format!(r#"[{{"edit":"open","site":"lib-{last}"}}]"#);
    let edits = serde_json::from_str(&edits).unwrap();
    let id = desk.draft(&by, "Far away", "", edits).await.unwrap();
    let seen = desk.scenario(id.as_str()).await.unwrap();
    let slug = desk.publish(&by, &seen, State::Published).await.unwrap();
    let middle = ground.areas().boroughs()[0].shape.middle();
    let pin = page::encode(&format!("{},{}", middle.lat(), middle.lon()));
    let page = site
        .other_browser()
        .get(&format!("/plans/{slug}?q={pin}"))
        .await
        .unwrap()
        .body;
    assert!(page.contains("Nothing changes for you at these times"), "{page}");
}

#[tokio::test]
async fn what_was_typed_is_answered_by_what_it_is() {
    let (site, ground) = filled().await;
    let slug = published(&site).await;
    let mut reader = site.other_browser();
    let borough = ground.areas().boroughs()[0].name.clone();
    for (q, said) in [
        (borough.as_str(), "is a whole borough"),
        ("M1 1AE", "too far from the area"),
        ("zzzz", "Enter a postcode or an address in the area"),
    ] {
        let page = reader
            .get(&format!("/plans/{slug}?q={}", page::encode(q)))
            .await
            .unwrap();
        assert!(
            page.body.contains("There is a problem") && page.body.contains(said),
            "{q}: {}",
            page.body
        );
        assert!(!page.body.contains("These times are from the middle"), "{q}");
    }
}

#[tokio::test]
async fn a_plan_that_was_withdrawn_says_so_at_each_of_its_addresses_and_names_the_others() {
    let (site, _) = filled().await;
    let (gone, stays) = (published(&site).await, published(&site).await);
    let desk = Desk::newest(&site.site).await.unwrap();
    let seen = store::by_slug(&mut site.site.db().read(), &gone)
        .await
        .unwrap()
        .unwrap();
    desk.publish(&Planner::operator(), &seen, State::Withdrawn)
        .await
        .unwrap();
    for (language, said) in [
        ("en", "This plan was withdrawn"),
        ("cy", "Tynnwyd y cynllun hwn yn ôl"),
        ("en-simple", "We took this plan back"),
    ] {
        let mut reader = site.other_browser().speaking(language);
        for under in [
            "",
            "/map",
            "/wards",
            "/figures.csv",
            "/map.geojson",
            "/map.svg",
            "/report.pdf",
        ] {
            let page = reader.get(&format!("/plans/{gone}{under}")).await.unwrap();
            assert_eq!(page.status, 410, "{under}");
            assert!(page.body.contains(said) && page.body.contains(&format!("/plans/{stays}\"")));
        }
        assert_eq!(reader.get("/plans/never").await.unwrap().status, 404);
    }
}

#[tokio::test]
async fn the_last_open_place_stays_open_and_all_else_that_was_switched_is_kept() {
    let (site, address) = line().await;
    let mut reader = site.other_browser();
    let (address, _) = address.split_once('?').unwrap();
    let one = reader.get(&format!("{address}?off=hall")).await.unwrap();
    assert!(one.body.contains("It must stay open") && one.body.contains("your own version"));
    let none = reader.get(&format!("{address}?off=hall,far")).await.unwrap();
    assert!(
        none.body
            .contains("One place must stay open, so Far Counter does")
            && none.body.contains("your own version"),
        "{}",
        none.body
    );
    let map = reader.get(&format!("{address}/map?off=hall,far")).await.unwrap();
    assert!(map.body.contains("One place must stay open"));
    // What is taken away of someone's own version is not called as the plan is.
    for (query, name) in [
        ("", "\"one-less.csv\""),
        ("?off=hall", "\"one-less-own-version.csv\""),
    ] {
        let file = reader
            .get(&format!("{address}/figures.csv{query}"))
            .await
            .unwrap();
        let said = file.headers["content-disposition"].to_str().unwrap();
        assert!(said.contains(name), "{said}");
    }
}

#[tokio::test]
async fn every_ward_is_found_by_its_name() {
    let (site, ground) = filled().await;
    let slug = published(&site).await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let mut reader = site.other_browser();
    let page = reader.get(&format!("/plans/{slug}")).await.unwrap().body;
    assert!(page.contains(&format!("/plans/{slug}/wards")));
    let public = reader.get(&format!("/plans/{slug}/wards")).await.unwrap().body;
    let own = desk.get("/desk/plan/wards").await.unwrap().body;
    let change = desk.get("/desk/plan/wards?a=today&b=today").await.unwrap().body;
    for ward in ground.areas().wards() {
        let name = ward.name.replace('\'', "&#39;");
        for page in [&public, &own, &change] {
            assert!(page.contains(&name), "{name}");
        }
    }
    let one = &ground.areas().boroughs()[0];
    let page = reader
        .get(&format!("/plans/{slug}/wards?borough={}", one.code))
        .await
        .unwrap()
        .body;
    for ward in ground.areas().wards() {
        let own = ground.areas().boroughs()[usize::from(ward.borough.0)].code == one.code;
        let name = ward.name.replace('\'', "&#39;");
        assert_eq!(page.contains(&format!(">{name}</th>")), own, "{name}");
    }
}

#[tokio::test]
async fn a_place_that_is_added_at_the_desk_says_whether_it_has_steps() {
    let (site, ground) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let made = desk
        .post("/desk/plan/scenarios", &[("name", "A desk"), ("why", "")])
        .await
        .unwrap();
    let scenario = made.location.unwrap();
    let at = ground.areas().wards()[2].middle;
    let pin = format!("{},{}", at.lat(), at.lon());
    for (name, steps, kept) in [
        ("With", "no", Some(false)),
        ("Without", "yes", Some(true)),
        ("Unsaid", "", None),
    ] {
        let form = [
            ("add_name", name),
            ("add_where", pin.as_str()),
            ("add_steps", steps),
        ];
        let page = put(&mut desk, &scenario, "add", &form).await.unwrap();
        assert!(page.location.is_some(), "{}", page.body);
        let id = crate::ScenarioId::parse(scenario.rsplit('/').next().unwrap()).unwrap();
        let found = store::scenario(&mut site.site.db().read(), &id)
            .await
            .unwrap()
            .unwrap();
        let crate::Edit::Add { site } = found.edits.last().unwrap() else {
            panic!("{:?}", found.edits)
        };
        assert_eq!(site.step_free, kept, "{name}");
    }
    // Typed for nothing, it is still chosen.
    let form = [("add_name", ""), ("add_steps", "no")];
    let page = put(&mut desk, &scenario, "add", &form).await.unwrap();
    let (_, radio) = page
        .body
        .split_once("name=\"add_steps\" type=\"radio\" value=\"no\"")
        .unwrap();
    assert!(
        radio.split_once('>').unwrap().0.contains("checked"),
        "{}",
        page.body
    );
}
