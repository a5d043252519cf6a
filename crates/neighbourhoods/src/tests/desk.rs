//! Keeping a ward's facts.

use super::*;

#[tokio::test]
async fn an_officer_makes_a_promise_tells_what_was_done_and_ends_it_in_public() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let new = format!("/desk/wards/{WARD}/promises/new");
    let made = officer.post(&new, &PROMISE).await.unwrap();
    assert_eq!(made.status, 303, "{}", made.body);
    let mut resident = site.other_browser();
    let public = format!("/ward/{WARD}");
    let page = resident.get(&public).await.unwrap();
    for part in [
        "Mopeds race",
        "41 calls since June",
        "Ward sergeant",
        "31 January 2027",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    let list = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    let path = link(&list.body, &format!("/desk/wards/{WARD}/promises/prm_"));
    let said = officer
        .post(&format!("{path}/news"), &[("news", "Three evenings patrolled")])
        .await
        .unwrap();
    assert_eq!(said.status, 303);
    assert!(
        resident
            .get(&public)
            .await
            .unwrap()
            .body
            .contains("Three evenings patrolled")
    );
    // Three months of silence turn it red.
    site.wait_minutes(93 * 24 * 60);
    let page = resident.get(&public).await.unwrap();
    assert!(page.body.contains("bl-fresh--old") && page.body.contains("Nobody has said anything new"));
    assert!(page.body.contains("govuk-tag--red"), "it is late too");
    let mut officer = site.signed_in("ward-2", Role::Officer, WARD).await.unwrap();
    let bare = officer
        .post(&format!("{path}/end"), &[("state", "kept")])
        .await
        .unwrap();
    assert!(bare.status == 422 && bare.body.contains("href=\"#outcome\""));
    let end = [("state", "kept"), ("outcome", "Calls fell to 6 a month")];
    assert_eq!(
        officer.post(&format!("{path}/end"), &end).await.unwrap().status,
        303
    );
    for again in [
        officer.post(&format!("{path}/end"), &end).await.unwrap(),
        officer
            .post(&format!("{path}/news"), &[("news", "x")])
            .await
            .unwrap(),
        officer.post(&path, &PROMISE).await.unwrap(),
    ] {
        assert_eq!(again.status, 409, "an ended promise stays as it is");
    }
    let page = resident.get(&public).await.unwrap();
    assert!(
        page.body.contains("Calls fell to 6 a month"),
        "never silently dropped"
    );
    let page = resident.get(&format!("/ward/{WARD}/promises")).await.unwrap();
    assert!(page.body.contains("Calls fell to 6 a month"));
}

#[tokio::test]
async fn the_team_is_shown_with_ways_to_reach_it_and_names_only_where_safe() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let new = format!("/desk/wards/{WARD}/officers/new");
    assert_eq!(officer.post(&new, &OFFICER).await.unwrap().status, 303);
    let twice = officer.post(&new, &OFFICER).await.unwrap();
    assert!(twice.status == 422 && twice.body.contains("serves in this ward already"));
    let mut hidden = OFFICER;
    hidden[0] = ("name", "Secret Person");
    hidden[2] = ("named", "no");
    hidden[3] = ("email", "");
    hidden[8] = ("number", "");
    assert_eq!(officer.post(&new, &hidden).await.unwrap().status, 303);
    let team = [
        ("email", "team@police.example"),
        ("base-words", "Above the library, Mill Lane"),
    ];
    let path = format!("/desk/wards/{WARD}/team");
    assert_eq!(officer.post(&path, &team).await.unwrap().status, 303);
    let mut resident = site.other_browser();
    let page = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    for part in [
        "PC Ada Fennick",
        "mailto:ada.fennick@police.example",
        "Police constable",
        "Above the library",
        "mailto:team@police.example",
        "Confirmed just now by a ward officer",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(!page.body.contains("Secret Person") && !page.body.contains("Today it has"));
    assert!(!page.body.contains("ward-1"), "who confirmed it is not named");
    let desk = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    assert!(desk.body.contains("Secret Person") && desk.body.contains("2 of 2 officers today"));
}

#[tokio::test]
async fn leave_shows_a_gap_to_everyone_until_somebody_covers() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let new = format!("/desk/wards/{WARD}/officers/new");
    let mut second = OFFICER;
    second[0] = ("name", "Bola Gannet");
    second[8] = ("number", "PC5");
    officer.post(&new, &OFFICER).await.unwrap();
    officer.post(&new, &second).await.unwrap();
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let mut third = OFFICER;
    third[0] = ("name", "Carys Hollin");
    third[8] = ("number", "PC6");
    boss.post(&format!("/desk/wards/{NEXT}/officers/new"), &third)
        .await
        .unwrap();
    let desk = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    let path = link(&desk.body, &format!("/desk/wards/{WARD}/officers/off_"));
    let page = officer.get(&path).await.unwrap();
    assert!(
        page.body.contains("Carys Hollin"),
        "officers of the borough can cover: {}",
        page.body
    );
    let days = [
        ("why", "sick"),
        ("from__day", "25"),
        ("from__month", "11"),
        ("from__year", "2026"),
        ("to__day", "2"),
        ("to__month", "12"),
        ("to__year", "2026"),
    ];
    let away = format!("{path}/away");
    let wrong = officer.post(&away, &days[..1]).await.unwrap();
    assert!(wrong.status == 422 && wrong.body.contains("href=\"#from\""));
    assert_eq!(officer.post(&away, &days).await.unwrap().status, 303);
    let mut resident = site.other_browser();
    let public = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(public.body.contains("Until Wednesday 2 December.") && public.body.contains("Today it has 1"));
    assert!(
        !public.body.to_lowercase().contains("sick"),
        "why is the desk's alone"
    );
    let list = boss.get(&format!("/desk/wards?borough={BOROUGH}")).await.unwrap();
    assert!(list.body.contains("Wednesday 25 November"), "{}", list.body);
    // Taken back, and entered again with someone who covers.
    let page = officer.get(&path).await.unwrap();
    let at = page.body.find("value=\"abs_").unwrap();
    let absence: String = page.body[at + 7..].chars().take_while(|c| *c != '"').collect();
    officer
        .post(&format!("{path}/back"), &[("absence", &absence)])
        .await
        .unwrap();
    let at = page.body.find("Carys Hollin").unwrap();
    let before = &page.body[..at];
    let id: String = before[before.rfind("value=\"").unwrap() + 7..]
        .chars()
        .take_while(|c| *c != '"')
        .collect();
    let covered: Vec<(&str, &str)> = days.iter().copied().chain([("cover", id.as_str())]).collect();
    assert_eq!(officer.post(&away, &covered).await.unwrap().status, 303);
    let public = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(public.body.contains("PC Carys Hollin covers"), "{}", public.body);
    assert!(!public.body.contains("Today it has"));
}

#[tokio::test]
async fn an_officer_who_leaves_is_gone_from_the_page_and_not_from_the_history() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    officer
        .post(&format!("/desk/wards/{WARD}/officers/new"), &OFFICER)
        .await
        .unwrap();
    let desk = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    let path = link(&desk.body, &format!("/desk/wards/{WARD}/officers/off_"));
    let changed = [
        ("name", "Ada Fennick"),
        ("rank", "sergeant"),
        ("named", "yes"),
        ("email", "ada@police.example"),
    ];
    assert_eq!(officer.post(&path, &changed).await.unwrap().status, 303);
    let last = [("last__day", "24"), ("last__month", "11"), ("last__year", "2026")];
    let leave = format!("{path}/leave");
    assert_eq!(officer.post(&leave, &[]).await.unwrap().status, 422);
    assert_eq!(officer.post(&leave, &last).await.unwrap().status, 303);
    let mut resident = site.other_browser();
    assert!(
        !resident
            .get(&format!("/ward/{WARD}"))
            .await
            .unwrap()
            .body
            .contains("Ada Fennick")
    );
    let history = officer.get(&format!("/desk/wards/{WARD}/history")).await.unwrap();
    for part in [
        "added an officer",
        "changed an officer",
        "constable",
        "sergeant",
        "ended a post",
        "ward-1",
    ] {
        assert!(history.body.contains(part), "{part}: {}", history.body);
    }
}

#[tokio::test]
async fn strangers_and_officers_of_another_ward_change_nothing() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    officer
        .post(&format!("/desk/wards/{WARD}/officers/new"), &OFFICER)
        .await
        .unwrap();
    officer
        .post(&format!("/desk/wards/{WARD}/promises/new"), &PROMISE)
        .await
        .unwrap();
    let desk = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    let promise = link(&desk.body, &format!("/desk/wards/{WARD}/promises/prm_"));
    let person = link(&desk.body, &format!("/desk/wards/{WARD}/officers/off_"));
    let ids = |path: &str| {
        let (promise, person) = (promise.rsplit('/').next(), person.rsplit('/').next());
        let path = path.replace("{code}", WARD).replace("{area}", WARD);
        path.replace(
            "{id}",
            if path.contains("promises") {
                promise.unwrap()
            } else if path.contains("officers") {
                person.unwrap()
            } else {
                "ask_0"
            },
        )
    };
    let mut stranger = site.other_browser();
    stranger.get("/").await.unwrap();
    let mut next = site.signed_in("next", Role::Officer, NEXT).await.unwrap();
    let mut handler = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let lines = crate::feature(ended()).routes.lines().to_vec();
    let mut seen = 0;
    for line in lines.iter().filter(|l| l.path.starts_with("/desk/")) {
        let path = ids(line.path);
        let answer = match line.method {
            "GET" => stranger.get(&path).await.unwrap(),
            _ => stranger.post(&path, &[]).await.unwrap(),
        };
        assert!(
            answer.status == 401
                || answer
                    .location
                    .as_deref()
                    .is_some_and(|l| l.starts_with("/desk/sign-in")),
            "{} {path}: {}",
            line.method,
            answer.status
        );
        // What anyone of the force may look at.
        if line.method == "GET"
            && matches!(
                line.path,
                "/desk/wards"
                    | "/desk/wards/{code}"
                    | "/desk/wards/{code}/history"
                    | "/desk/schools"
                    | "/desk/courses"
            )
        {
            continue;
        }
        for browser in [&mut next, &mut handler] {
            let answer = match line.method {
                "GET" => browser.get(&path).await.unwrap(),
                _ => browser.post(&path, &[]).await.unwrap(),
            };
            assert_eq!(answer.status, 403, "{} {path}", line.method);
        }
        seen += 1;
    }
    assert!(seen >= 38, "{seen}");
}
