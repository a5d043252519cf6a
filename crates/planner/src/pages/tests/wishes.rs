//! Wishes about custody suites and call handlers, in fields.

use super::*;

/// The city with a custody suite in each borough.
async fn with_suites() -> TestSite {
    let (site, ground) = city().await;
    let (people, mut places) = tables(&ground);
    places = places.replacen("cost\n", "cost,cells\n", 1);
    for (i, borough) in ground.areas().boroughs().iter().enumerate() {
        let at = borough.shape.middle();
        places += &format!(
            "suite-{i},Suite {i},custody,{},{},24/7,open,,20\n",
            at.lat(),
            at.lon()
        );
    }
    fill_with(&site, &people, &places).await;
    site
}

const CUSTODY: [(&str, &str); 7] = [
    ("closing", "1"),
    ("minutes", "600"),
    ("most_full", "5"),
    ("a_day", "12"),
    ("mean_hours", "14"),
    ("mode", "drive"),
    ("at", "tue-1000"),
];

fn with<'a>(usual: &[(&'a str, &'a str)], own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form: Vec<_> = usual
        .iter()
        .filter(|(n, _)| !own.iter().any(|(o, _)| o == n))
        .copied()
        .collect();
    form.extend(own);
    form
}

#[tokio::test]
async fn which_suites_can_close_is_asked_in_fields_and_answered_in_words_and_a_table() {
    let site = with_suites().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let address = "/desk/plan/propose/custody";
    assert_eq!(desk.get(address).await.unwrap().status, 200);
    let page = desk.post(address, &CUSTODY).await.unwrap();
    assert!(
        page.status == 200 && page.body.contains("At the fullest hour") && page.body.contains("Suite 0"),
        "{}",
        page.body
    );
    // The same as the command's.
    let wish = r#"{"ask":"custody","close":1,"minutes":600,"most_full":0.05,"arrivals":{"a_day":12},"stay":{"mean_hours":14}}"#;
    let own = Desk::newest(&site.site)
        .await
        .unwrap()
        .solve(crate::Wish::parse("w", wish).unwrap(), crate::Effort::default())
        .await
        .unwrap();
    assert!(own.found && own.closes.len() == 1);
    assert!(
        page.body
            .contains(&format!("Suite {} closes", &own.closes[0][6..])),
        "{own:?}"
    );
    // A name says the same as an id, and must keep binds.
    let kept = desk
        .post(address, &with(&CUSTODY, &[("keep", &own.closes[0])]))
        .await
        .unwrap();
    let other = !kept
        .body
        .contains(&format!("Suite {} closes", &own.closes[0][6..]));
    assert!(kept.status == 200 && other, "{}", kept.body);
    for (language, said) in [
        ("cy", "Ar yr awr lawnaf"),
        ("en-simple", "The cells are most full"),
    ] {
        desk = desk.speaking(language);
        let page = desk.post(address, &CUSTODY).await.unwrap();
        assert!(page.body.contains(said), "{}", page.body);
    }
}

#[tokio::test]
async fn a_custody_wish_that_cannot_be_taken_says_why_beside_each_field_and_keeps_what_was_typed() {
    let site = with_suites().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let wrong = [
        ("closing", "some", "closing-error"),
        ("minutes", "", "minutes-error"),
        ("most_full", "200", "most_full-error"),
        ("a_day", "-1", "a_day-error"),
        ("mean_hours", "", "mean_hours-error"),
        ("by_hour", "1 2 3", "by_hour-error"),
        ("by_hour", "1 lots", "by_hour-error"),
        ("by_borough", "Nowhere 5", "by_borough-error"),
        ("stays", "0", "stays-error"),
        ("keep", "Suite of nowhere", "keep-error"),
        ("not_together", "Suite 0", "not_together-error"),
        ("closing", "100", "closing-error"),
    ];
    for (field, value, error) in wrong {
        let page = desk
            .post("/desk/plan/propose/custody", &with(&CUSTODY, &[(field, value)]))
            .await
            .unwrap();
        assert!(
            page.status == 422 && page.body.contains(error) && page.body.contains(value),
            "{field} {value}: {}",
            page.body
        );
        assert!(page.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
}

const LINE: [(&str, &str); 7] = [
    ("name_1", "999"),
    ("calls_1", "40\n60\n80\n"),
    ("handle_1", "180"),
    ("patience_1", "120"),
    ("share_1", "90"),
    ("seconds_1", "10"),
    ("give_up_1", ""),
];

#[tokio::test]
async fn how_many_handlers_are_needed_is_asked_in_fields_and_answered_in_words_and_a_table() {
    let (site, ground) = city().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let address = "/desk/plan/propose/handlers";
    // It rests on the calls alone: nothing need be loaded, and nothing that is loaded is named.
    assert_eq!(desk.get(address).await.unwrap().status, 200);
    let page = desk.post(address, &LINE).await.unwrap();
    assert!(
        page.status == 200 && page.body.contains("Made from the calls that were entered"),
        "{}",
        page.body
    );
    fill(&site, &ground).await;
    let wish = r#"{"ask":"handlers","lines":[{"name":"999","calls":[40,60,80],"handle_seconds":180,"patience_seconds":120,"share":0.9,"seconds":10}]}"#;
    let own = Desk::newest(&site.site)
        .await
        .unwrap()
        .solve(crate::Wish::parse("w", wish).unwrap(), crate::Effort::default())
        .await
        .unwrap();
    let most = own.lines[0].most_handlers;
    for (language, said) in [
        ("en", format!("999: up to {most} handlers at once")),
        ("cy", format!("999: hyd at {most} o drinwyr")),
        ("en-simple", format!("999: You need {most} people")),
    ] {
        desk = desk.speaking(language);
        let page = desk.post(address, &LINE).await.unwrap();
        assert!(
            page.status == 200 && page.body.contains(&said),
            "{said}: {}",
            page.body
        );
        assert!(
            page.body.contains("01:00") && page.body.contains("<td"),
            "no table"
        );
    }
    let mut desk = desk.speaking("en");
    for (field, value) in [
        ("calls_1", "40 lots"),
        ("calls_1", ""),
        ("handle_1", "0"),
        ("patience_1", ""),
        ("share_1", "100"),
        ("seconds_1", "soon"),
        ("give_up_1", "101"),
    ] {
        let page = desk.post(address, &with(&LINE, &[(field, value)])).await.unwrap();
        assert!(
            page.status == 422 && page.body.contains(&format!("{field}-error")) && page.body.contains(value),
            "{field} {value}: {}",
            page.body
        );
    }
}

#[tokio::test]
async fn places_are_named_in_a_wish_by_name_or_id_and_an_impossible_one_says_why_in_every_language() {
    let (site, _) = filled().await;
    let form = [
        ("ask", "best"),
        ("mode", "transit"),
        ("at", "tue-1000"),
        ("places", "1"),
        ("keep", "Counter 0\ncounter-1"),
    ];
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    for (language, rule) in [
        ("en", "at most 1 place"),
        ("cy", "1 lle ar y mwyaf"),
        ("en-simple", "1 places or fewer"),
    ] {
        desk = desk.speaking(language);
        let page = desk.post("/desk/plan/propose", &form).await.unwrap();
        assert!(
            page.status == 200 && page.body.contains(rule),
            "{rule}: {}",
            page.body
        );
        assert!(page.body.contains("Counter 0") && page.body.contains("Counter 1"));
        // Not together, and no such place.
        let apart = with(
            &form,
            &[
                ("places", "2"),
                ("keep", ""),
                ("not_together", "Counter 0, counter-1"),
            ],
        );
        assert_eq!(desk.post("/desk/plan/propose", &apart).await.unwrap().status, 200);
        let page = desk
            .post("/desk/plan/propose", &with(&form, &[("close", "Atlantis")]))
            .await
            .unwrap();
        assert!(page.status == 422 && page.body.contains("close-error") && page.body.contains("Atlantis"));
    }
}
