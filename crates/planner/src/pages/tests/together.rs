//! Several people at the same scenario.

use super::*;

const SAID: &str = "Someone changed this meanwhile";

async fn drafted(desk: &mut TestSite) -> String {
    let made = desk
        .post("/desk/plan/scenarios", &[("name", "Ours"), ("why", "")])
        .await
        .unwrap();
    made.location.unwrap()
}

async fn changes(site: &TestSite, scenario: &str) -> String {
    let id = crate::ScenarioId::parse(scenario.rsplit('/').next().unwrap()).unwrap();
    let found = store::scenario(&mut site.site.db().read(), &id).await.unwrap();
    let found = found.unwrap();
    format!(
        "{} {:?} {} {:?}",
        found.name,
        found.edits,
        found.money.len(),
        found.state
    )
}

/// Each form of each page of a scenario, sent as it was before someone else changed the scenario, changes nothing and says so.
#[tokio::test]
async fn a_form_made_of_an_older_state_changes_nothing_and_says_so() {
    let (site, ground) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let scenario = drafted(&mut desk).await;
    for line in [("receipt", "Building"), ("cost_a_year", "Rent")] {
        let form = [
            ("money_kind", line.0),
            ("what", line.1),
            ("amount", "5"),
            ("source", "Estates"),
        ];
        put(&mut desk, &scenario, "money", &form).await.unwrap();
    }
    let page = desk.get(&scenario).await.unwrap();
    let seen = page.field("version").unwrap().to_owned();
    // Someone else closes the first.
    let first = [("shown", "counter-1"), ("hours-counter-1", "Mo-Su 08:00-22:00")];
    put(&mut desk, &scenario, "places", &first).await.unwrap();
    let now = changes(&site, &scenario).await;
    assert!(now.contains("counter-1"), "{now}");
    let at = ground.areas().wards()[2].middle;
    let pin = format!("{},{}", at.lat(), at.lon());
    let forms: [(&str, &[(&str, &str)]); 11] = [
        (
            "places",
            &[
                ("shown", "counter-1"),
                ("open", "counter-1"),
                ("hours-counter-1", "Mo-Su 08:00-22:00"),
                ("shown", "counter-2"),
                ("hours-counter-2", "Mo-Su 08:00-22:00"),
            ],
        ),
        (
            "places",
            &[("back", "map"), ("place", "counter-2"), ("shown", "counter-2")],
        ),
        ("move", &[("back", "map"), ("place", "counter-2"), ("to", &pin)]),
        ("add", &[("add_name", "A desk of theirs"), ("add_where", &pin)]),
        ("undo", &[("number", "0")]),
        ("name", &[("name", "A name of theirs"), ("why", "")]),
        (
            "money",
            &[("what", "A sum of theirs"), ("amount", "5"), ("source", "X")],
        ),
        ("money/remove", &[("number", "0")]),
        ("state", &[("state", "published")]),
        ("copy", &[]),
        ("delete", &[]),
    ];
    for (form, fields) in forms {
        for version in [Some(seen.as_str()), None] {
            let own: Vec<(&str, &str)> = version.map(|v| ("version", v)).into_iter().collect();
            let late = desk
                .post(&format!("{scenario}/{form}"), &[&own[..], fields].concat())
                .await
                .unwrap();
            assert!(
                late.status == 422 && late.body.contains(SAID),
                "{form}: {} {}",
                late.status,
                late.body
            );
            assert_eq!(changes(&site, &scenario).await, now, "{form}");
            // What was typed of new things is there still, and the form is now of the newest state.
            for (_, typed) in fields.iter().filter(|(_, v)| v.contains("of theirs")) {
                assert!(
                    late.body.contains(&format!("value=\"{typed}\"")),
                    "{form}: {typed}"
                );
            }
            assert_ne!(late.field("version"), Some(seen.as_str()), "{form}");
            assert!(!late.body.contains("value=\"counter-1\" checked"), "{form}");
        }
    }
}

#[tokio::test]
async fn taking_back_the_first_twice_takes_back_one() {
    let (site, _) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let scenario = drafted(&mut desk).await;
    let both = [("shown", "counter-1"), ("shown", "counter-2")];
    put(&mut desk, &scenario, "places", &both).await.unwrap();
    let page = desk.get(&scenario).await.unwrap();
    let form = [("version", page.field("version").unwrap()), ("number", "0")];
    let undo = format!("{scenario}/undo");
    assert!(desk.post(&undo, &form).await.unwrap().location.is_some());
    assert!(desk.post(&undo, &form).await.unwrap().body.contains(SAID));
    assert!(changes(&site, &scenario).await.contains("counter-2"));
}

#[tokio::test]
async fn every_form_of_a_scenario_carries_the_version_that_it_was_made_from() {
    let (site, ground) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let scenario = drafted(&mut desk).await;
    let line = [("what", "Rent"), ("amount", "5"), ("source", "Estates")];
    put(&mut desk, &scenario, "money", &line).await.unwrap();
    put(&mut desk, &scenario, "places", &[("shown", "counter-1")])
        .await
        .unwrap();
    site.wait_minutes(1);
    let pages = ["", "/map?place=counter-2", "/delete"];
    let carried = async |desk: &mut TestSite, least: usize| {
        let mut forms = 0;
        for page in pages {
            let page = desk.get(&format!("{scenario}{page}")).await.unwrap();
            for form in page.body.split("<form method=\"post\"").skip(1) {
                let form = form.split("</form>").next().unwrap();
                if form.contains("action=\"/desk/plan/scenarios/") {
                    forms += 1;
                    assert!(form.contains("name=\"version\""), "{form}");
                }
            }
        }
        assert!(forms >= least, "{forms}");
    };
    carried(&mut desk, 11).await;
    // One more of data loaded before: it can be made anew.
    fill(&site, &ground).await;
    carried(&mut desk, 12).await;
}
