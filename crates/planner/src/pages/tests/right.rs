//! What is wrong is put right: in a scenario, in the data, in a form.

use super::*;
use crate::pages::shown::change;

async fn desk_of(site: &TestSite) -> TestSite {
    site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap()
}

async fn drafted(desk: &mut TestSite, name: &str) -> String {
    let made = desk
        .post("/desk/plan/scenarios", &[("name", name), ("why", "Quiet")])
        .await
        .unwrap();
    made.location.unwrap()
}

#[tokio::test]
async fn a_name_a_reason_and_an_amount_are_put_right_and_a_draft_is_copied_and_deleted() {
    let (site, _) = filled().await;
    let mut desk = desk_of(&site).await;
    let scenario = drafted(&mut desk, "Fewr").await;
    put(&mut desk, &scenario, "places", &[("shown", "counter-1")])
        .await
        .unwrap();
    for (what, amount) in [("Building", "70"), ("Moving", "8")] {
        let form = [
            ("money_kind", "receipt"),
            ("what", what),
            ("amount", amount),
            ("source", "Estates"),
        ];
        put(&mut desk, &scenario, "money", &form).await.unwrap();
    }
    put(&mut desk, &scenario, "money/remove", &[("number", "0")])
        .await
        .unwrap();
    let bad = put(&mut desk, &scenario, "name", &[("name", ""), ("why", "Because")])
        .await
        .unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("Because</textarea>"),
        "{}",
        bad.body
    );
    put(
        &mut desk,
        &scenario,
        "name",
        &[("name", "Fewer"), ("why", "At night nobody comes")],
    )
    .await
    .unwrap();
    let page = desk.get(&scenario).await.unwrap();
    for text in [
        "<h1 class=\"govuk-heading-l\">Fewer</h1>",
        "At night nobody comes",
        "Moving: Received once, £8 (Estates)",
        "Counter 1 closes",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("Building"), "{}", page.body);
    // What is public stays, and its copy is a draft with all that it has.
    put(&mut desk, &scenario, "state", &[("state", "published")])
        .await
        .unwrap();
    let copy = put(&mut desk, &scenario, "copy", &[]).await.unwrap();
    let copy = copy.location.unwrap();
    let page = desk.get(&copy).await.unwrap();
    for text in [
        "Fewer (2)",
        "Draft",
        "Moving: Received once, £8",
        "Counter 1 closes",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    // Deleting asks first, and is for drafts alone.
    let asks = desk.get(&format!("{copy}/delete")).await.unwrap();
    assert!(asks.body.contains("Delete Fewer (2)?"), "{}", asks.body);
    put(&mut desk, &copy, "delete", &[]).await.unwrap();
    assert_eq!(desk.get(&copy).await.unwrap().status, 404);
    let public = desk.get(&format!("{scenario}/delete")).await.unwrap();
    assert_eq!(public.location.as_deref(), Some(scenario.as_str()));
    let kept = put(&mut desk, &scenario, "delete", &[]).await.unwrap();
    assert_eq!(kept.status, 422);
    assert_eq!(desk.get(&scenario).await.unwrap().status, 200);
}

#[tokio::test]
async fn data_loaded_before_are_taken_again_and_what_they_lack_is_named() {
    let (site, ground) = filled().await;
    let mut desk = desk_of(&site).await;
    let first = Desk::newest(&site.site).await.unwrap().row.id;
    let scenario = drafted(&mut desk, "Close one").await;
    put(&mut desk, &scenario, "places", &[("shown", "counter-1")])
        .await
        .unwrap();
    site.wait_minutes(1);
    let (people, places) = tables(&ground);
    let without: Vec<&str> = places.lines().filter(|l| !l.contains("counter-1,")).collect();
    fill_with(&site, &people, &without.join("\n")).await;
    let none = put(&mut desk, &scenario, "anew", &[]).await.unwrap();
    assert!(
        none.status == 422
            && none.body.contains("Counter 1. Make a copy")
            && !none.body.contains("place counter-1"),
        "{}",
        none.body
    );
    // Scenarios of different data are not compared; the page stays, names the one and leads to it.
    let new = drafted(&mut desk, "Of the new").await;
    let id = |address: &str| address.rsplit('/').next().unwrap().to_owned();
    let page = desk
        .get(&format!("/desk/plan/compare?a={}&b={}", id(&scenario), id(&new)))
        .await
        .unwrap();
    assert!(
        page.status == 409
            && page.body.contains("Close one was made with data loaded before")
            && page
                .body
                .contains(&format!("href=\"{scenario}\">Go to Close one"))
            && page.body.contains("name=\"b\""),
        "{}",
        page.body
    );
    // The first load is that of which questions are asked again, until the next.
    site.wait_minutes(1);
    let done = desk.post(&format!("/desk/plan/data/{first}"), &[]).await.unwrap();
    let page = desk.get(done.location.as_deref().unwrap()).await.unwrap();
    assert!(
        page.body.contains("asked of these data again") && page.body.contains("Data loaded before"),
        "{}",
        page.body
    );
    assert_eq!(Desk::newest(&site.site).await.unwrap().row.id, first);
    let page = desk.get(&scenario).await.unwrap();
    assert!(!page.body.contains("Make it anew"), "{}", page.body);
    assert_eq!(desk.post("/desk/plan/data/pbs_0", &[]).await.unwrap().status, 404);
    site.wait_minutes(1);
    fill(&site, &ground).await;
    assert_ne!(Desk::newest(&site.site).await.unwrap().row.id, first);
}

#[tokio::test]
async fn a_load_that_is_refused_names_the_first_fifty_rows_and_how_many_more() {
    let (site, ground) = city().await;
    let mut desk = desk_of(&site).await;
    let (people, places) = tables(&ground);
    let bad: String = (0..60)
        .map(|i| format!("bad-{i},Bad,54.5,2.5,many,1,1\n"))
        .collect();
    let people = people + &bad;
    let files = [
        ("people", "people.csv", people.as_bytes()),
        ("places", "places.csv", places.as_bytes()),
    ];
    let page = desk
        .post_files("/desk/plan/load", &[("net", "")], &files)
        .await
        .unwrap();
    assert_eq!(page.status, 422);
    let said = "people is many: write a number";
    assert_eq!(page.body.matches(said).count(), 50, "{}", page.body);
    for text in [
        "60 of 96 rows cannot be used, so nothing was loaded",
        ">38</td>",
        ">87</td>",
        "and 10 more rows",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    // A command prints the same.
    let file = |name: &str, text: &str| {
        let path = site.folder().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let what = Load {
        people: file("people.csv", &people),
        places: file("places.csv", &places),
        ..Load::default()
    };
    let why = load(&site.site, &Planner::operator(), what, |_, _, _| {})
        .await
        .unwrap_err()
        .to_string();
    assert_eq!(why.lines().count(), 1 + 50 + 1, "{why}");
    assert!(why.contains("\n  people.csv, row 38: people is many"), "{why}");
}

#[tokio::test]
async fn each_error_stands_at_its_own_field_and_names_it() {
    let (site, _) = filled().await;
    let mut desk = desk_of(&site).await;
    let scenario = drafted(&mut desk, "Wrong").await;
    let bad = put(
        &mut desk,
        &scenario,
        "places",
        &[
            ("kind", "counter"),
            ("shown", "counter-0"),
            ("hours-counter-0", "now"),
            ("shown", "counter-1"),
            ("hours-counter-1", "then"),
            ("shown", "counter-2"),
            ("hours-counter-2", "always"),
        ],
    )
    .await
    .unwrap();
    for i in 0..3 {
        assert!(
            bad.body
                .contains(&format!("href=\"#hours-counter-{i}\">Counter {i}: "))
        );
        assert!(bad.body.contains(&format!("id=\"hours-counter-{i}-error\"")));
    }
    let bad = put(&mut desk, &scenario, "add", &[("add_cost", "much")])
        .await
        .unwrap();
    for field in ["add_name", "add_where", "add_cost", "add_source"] {
        assert!(
            bad.body.contains(&format!("href=\"#{field}\"")),
            "{field}: {}",
            bad.body
        );
    }
    // An amount that is wrong leaves the list of places as it is, and the kind of money as it was chosen.
    let bad = put(
        &mut desk,
        &scenario,
        "money",
        &[("money_kind", "receipt"), ("amount", "lots")],
    )
    .await
    .unwrap();
    for text in [
        "href=\"#what\"",
        "href=\"#amount\"",
        "href=\"#source\"",
        "value=\"receipt\" selected",
        "id=\"open-lib-0\"",
    ] {
        assert!(bad.body.contains(text), "{text}: {}", bad.body);
    }
    let bad = desk
        .post(
            "/desk/plan/propose",
            &[
                ("ask", "best"),
                ("minutes", "x"),
                ("walk", "x"),
                ("kinds", "counter, police box"),
            ],
        )
        .await
        .unwrap();
    for text in [
        "Within how many minutes: enter a number from 1 to 600",
        "Longest walk in minutes: enter a number from 1 to 600",
        "There is no place of the kind police. There are: counter, library",
    ] {
        assert!(bad.body.contains(text), "{text}: {}", bad.body);
    }
    let bad = desk
        .post("/desk/plan/propose/custody", &[("a_day", "")])
        .await
        .unwrap();
    assert!(
        bad.body
            .contains("Arrests in a day: enter a number from 0.01 to 100,000"),
        "{}",
        bad.body
    );
    let bad = desk
        .post(
            "/desk/plan/propose/handlers",
            &[("name_2", "Front desk"), ("calls_2", "1 2 x")],
        )
        .await
        .unwrap();
    for text in [
        "Front desk: Calls in each half-hour, number 3 is x",
        "Front desk: Seconds that a call takes, on average: enter a number from 1 to 86,400",
    ] {
        assert!(bad.body.contains(text), "{text}: {}", bad.body);
    }
}

#[tokio::test]
async fn places_are_found_by_name_and_boroughs_stand_in_the_order_of_their_names() {
    let (site, ground) = filled().await;
    let mut desk = desk_of(&site).await;
    let scenario = drafted(&mut desk, "By name").await;
    let page = desk.get(&format!("{scenario}?find=LIBRARY+35")).await.unwrap();
    assert!(
        page.body.contains("id=\"open-lib-35\"") && page.body.matches("name=\"shown\"").count() == 1,
        "{}",
        page.body
    );
    let none = desk.get(&format!("{scenario}?find=nowhere")).await.unwrap();
    assert!(none.body.contains("No place is of that borough, kind and name"));
    let done = put(
        &mut desk,
        &scenario,
        "places",
        &[("find", "library 35"), ("shown", "lib-35")],
    )
    .await
    .unwrap();
    assert!(done.location.unwrap().ends_with("?find=library%2035#places"));
    let mut names: Vec<&str> = ground.areas().boroughs().iter().map(|b| &*b.name).collect();
    names.sort_unstable();
    let at: Vec<usize> = names
        .iter()
        .map(|n| {
            page.body
                .find(&format!(">{n}</option>"))
                .unwrap_or_else(|| panic!("{n}: {}", page.body))
        })
        .collect();
    assert!(at.is_sorted(), "{names:?} {at:?}");
}

#[tokio::test]
async fn what_closes_comes_first_and_is_counted_and_money_says_which_way_it_goes() {
    let (site, ground) = filled().await;
    let mut desk = desk_of(&site).await;
    let scenario = drafted(&mut desk, "Both ways").await;
    for lib in ["lib-1", "lib-2", "lib-3"] {
        put(&mut desk, &scenario, "places", &[("shown", lib), ("open", lib)])
            .await
            .unwrap();
    }
    put(&mut desk, &scenario, "places", &[("shown", "counter-1")])
        .await
        .unwrap();
    let postcode = ground.postcodes().iter().next().unwrap().postcode.to_string();
    let form = [("back", "map"), ("place", "counter-2"), ("to", postcode.as_str())];
    put(&mut desk, &scenario, "move", &form).await.unwrap();
    let form = [
        ("money_kind", "one_off_cost"),
        ("what", "Vans"),
        ("amount", "9000"),
        ("source", "S"),
    ];
    put(&mut desk, &scenario, "money", &form).await.unwrap();
    put(&mut desk, &scenario, "state", &[("state", "published")])
        .await
        .unwrap();
    let id = scenario.rsplit('/').next().unwrap().to_owned();
    let compare = format!("/desk/plan/compare?a=today&b={id}");
    for address in [scenario.as_str(), "/plans/both-ways", &compare] {
        let page = desk.get(address).await.unwrap();
        for text in ["Saves £97,000 a year", "Costs £9,000 once"] {
            assert!(page.body.contains(text), "{address} {text}: {}", page.body);
        }
        if address == compare {
            assert!(page.body.contains("Cost and saving: Both ways"));
            continue;
        }
        let at = |text: &str| {
            page.body
                .find(text)
                .unwrap_or_else(|| panic!("{text}: {}", page.body))
        };
        assert!(page.body.contains("1 closes, 1 moves, 3 open"), "{}", page.body);
        assert!(
            page.body.contains(&format!("Counter 2 moves to {postcode} (5")),
            "{}",
            page.body
        );
        assert!(at("Counter 1 closes") < at("Library 1 opens"));
    }
}

#[test]
fn a_change_that_rounds_to_nothing_has_no_sign() {
    for (minutes, told) in [(0.04, "0.0"), (-0.04, "0.0"), (0.06, "+0.1"), (-1.0, "-1.0")] {
        assert_eq!(change(Some(minutes)), told);
    }
}

#[test]
fn figures_of_a_proposal_have_their_thousands_set_apart() {
    let words = page::Words::load(crate::WORDS).unwrap();
    let tongue = words.tongue(page::Lang::EN);
    for (figure, told) in [
        (2_484_056.0, "2,484,056"),
        (1_234.56, "1,234.56"),
        (-0.5, "-0.5"),
        (12.0, "12"),
    ] {
        assert_eq!(crate::pages::shown::figure(&tongue, figure), told);
    }
    let budget = crate::engine::of_rule("the open sites cost at most 12000000 together");
    assert_eq!(
        budget.told(&tongue),
        "the open places cost at most £12,000,000 together"
    );
    let one = crate::engine::of_rule("at most 1 sites");
    assert_eq!(one.told(&tongue), "at most 1 place");
}
