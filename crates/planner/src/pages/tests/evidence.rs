//! What stays with a scenario of the proposal that it was made of.

use kernel::testing::Answer;

use super::*;

/// What the form below a proposal sends: the proposal and its sign.
pub fn signed(page: &Answer) -> (String, String) {
    let field = |name: &str| {
        let text = page.field(name).unwrap_or_else(|| panic!("{}", page.body));
        [
            ("&#34;", "\""),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("&#38;", "&"),
        ]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    (field("evidence"), field("sign"))
}

const WISH: &str = r#"{"ask":"fewest","minutes":60,"share":0.9,"rules":{"each_borough":1}}"#;

#[tokio::test]
async fn a_published_proposal_says_what_it_weighs_how_near_to_the_best_it_is_and_what_stood_in_the_way() {
    let (site, _) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let page = desk.post("/desk/plan/propose", &[("wish", WISH)]).await.unwrap();
    let why = "The planner proposed these changes. It looked for the least: the number of open places";
    assert!(page.status == 200 && page.body.contains(why), "{}", page.body);
    let (text, sign) = signed(&page);
    let form = [
        ("name", "As few"),
        ("why", why),
        ("evidence", &text),
        ("sign", &sign),
    ];
    let scenario = desk
        .post("/desk/plan/scenarios", &form)
        .await
        .unwrap()
        .location
        .unwrap();
    let page = desk.get(&scenario).await.unwrap();
    let since = "changed after the planner proposed it";
    assert!(
        page.body.contains("How this was found") && !page.body.contains(since),
        "{}",
        page.body
    );
    put(&mut desk, &scenario, "state", &[("state", "published")])
        .await
        .unwrap();
    let mut anyone = site.other_browser();
    for (language, said) in [
        (
            "en",
            [
                "How this was found",
                "What was weighed: the number of open places",
                "Nothing can be better than",
            ],
        ),
        (
            "cy",
            [
                "Sut y cafwyd hyd i hyn",
                "Yr hyn a bwyswyd: nifer y lleoedd agored",
                "Bron cystal",
            ],
        ),
        (
            "en-simple",
            [
                "How we found this plan",
                "What we looked at: few open places",
                "Nearly as good",
            ],
        ),
    ] {
        anyone = anyone.speaking(language);
        let page = anyone.get("/plans/as-few").await.unwrap();
        for text in said {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }
    }
    // Places are named, not numbered.
    let own = Desk::newest(&site.site).await.unwrap();
    let found = own.scenario("As few").await.unwrap().evidence.unwrap();
    let other = found.alternatives.first().unwrap();
    let name = own
        .base
        .sites
        .iter()
        .find(|s| s.id == other.open)
        .unwrap()
        .name
        .clone();
    let page = anyone.speaking("en").get("/plans/as-few").await.unwrap();
    let (_, section) = page.body.split_once("id=\"found\"").unwrap();
    assert!(section.contains(&name), "{name}: {section}");
    let c = own.compare(TODAY, "As few", Way::USUAL, At::USUAL).await.unwrap();
    let json = serde_json::to_value(&c).unwrap();
    assert_eq!(
        json["evidence_b"]["bound"],
        serde_json::to_value(found.bound).unwrap()
    );
    assert_eq!(json["evidence_b"]["changed"], false);
    let map = own.geojson("As few", Way::USUAL, At::USUAL).await.unwrap();
    assert!(map.contains("\"evidence\":{"), "{map}");
    let tongue = site.site.words().tongue(page::Lang::EN);
    let kept = own.scenario("As few").await.unwrap();
    assert!(
        own.pdf(&kept, Way::USUAL, At::USUAL, &tongue)
            .await
            .unwrap()
            .starts_with(b"%PDF")
    );
}

#[tokio::test]
async fn a_proposal_that_someone_changed_is_told_as_changed() {
    let (site, ground) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let page = desk.post("/desk/plan/propose", &[("wish", WISH)]).await.unwrap();
    let (text, sign) = signed(&page);
    let form = [("name", ""), ("why", ""), ("evidence", &text), ("sign", &sign)];
    let scenario = desk
        .post("/desk/plan/scenarios", &form)
        .await
        .unwrap()
        .location
        .unwrap();
    let own = Desk::newest(&site.site).await.unwrap();
    let kept = own.scenarios().await.unwrap().remove(0);
    assert_eq!(
        kept.name,
        "Proposal: The fewest places such that a share of people are within a time"
    );
    let spots = own.base.apply(&kept.edits).unwrap();
    let shut = &spots.iter().find(|s| !s.site.open).unwrap().site.id;
    let hours = format!("hours-{shut}");
    let places = [("shown", shut.as_str()), ("open", shut), (hours.as_str(), "24/7")];
    put(&mut desk, &scenario, "places", &places).await.unwrap();
    let page = desk.get(&scenario).await.unwrap();
    assert!(
        page.body.contains("changed after the planner proposed it"),
        "{}",
        page.body
    );
    // Data loaded later are not those with which it was proposed.
    site.wait_minutes(1);
    let (people, places) = tables(&ground);
    fill_with(&site, &people.replace(",90,", ",91,"), &places).await;
    let newest = Desk::newest(&site.site).await.unwrap();
    let again = newest.anew(&Planner::operator(), &own, &kept).await.unwrap();
    let page = desk.get(&format!("/desk/plan/scenarios/{again}")).await.unwrap();
    assert!(page.body.contains("with other data"), "{}", page.body);
}

#[tokio::test]
async fn what_is_not_the_planners_own_is_not_kept_as_its_proposal() {
    let (site, _) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let page = desk.post("/desk/plan/propose", &[("wish", WISH)]).await.unwrap();
    let (text, sign) = signed(&page);
    let better = text.replacen("\"proved\":true", "\"proved\":false", 1);
    assert_ne!(better, text);
    for (text, sign) in [
        (better.as_str(), sign.as_str()),
        ("{}", &sign),
        (&text, ""),
        (&text, "no sign"),
    ] {
        let form = [
            ("name", "Forged"),
            ("why", ""),
            ("evidence", text),
            ("sign", sign),
        ];
        let page = desk.post("/desk/plan/scenarios", &form).await.unwrap();
        assert!(
            page.body.contains("Ask the planner again"),
            "{text}: {}",
            page.body
        );
    }
    assert!(
        Desk::newest(&site.site)
            .await
            .unwrap()
            .scenarios()
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn today_has_a_report_too() {
    let (site, _) = filled().await;
    let desk = Desk::newest(&site.site).await.unwrap();
    for lang in ["en", "cy", "en-simple"] {
        let tongue = site.site.words().tongue(page::Lang::parse(lang).unwrap());
        let first = desk.pdf_of_today(Way::USUAL, At::USUAL, &tongue).await.unwrap();
        let again = desk.pdf_of_today(Way::USUAL, At::USUAL, &tongue).await.unwrap();
        assert!(first.starts_with(b"%PDF") && first == again);
    }
}
