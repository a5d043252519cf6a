//! Questions and their clock.

use super::*;

const QUESTION: &str = "When is the subway at Mill Lane lit again? I am Kim, I live at number 7.";

/// Asks, and gives the path of the asker's own page.
async fn asked(browser: &mut TestSite, ward: &str, email: &str) -> String {
    let path = format!("/ward/{ward}/ask");
    browser.get(&path).await.unwrap();
    let answer = browser
        .post(
            &path,
            &[("question", QUESTION), ("name", "Kim"), ("email", email)],
        )
        .await
        .unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location.unwrap()
}

#[tokio::test]
async fn a_question_is_answered_in_public_without_what_shows_who_asked() {
    let site = a_site().await;
    let mut resident = site.other_browser();
    let own = asked(&mut resident, WARD, "kim@example.org").await;
    let page = resident.get(&own).await.unwrap();
    assert!(
        page.body.contains("answers by Saturday 28 November at 10am"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("Send complaint"), "the clock still runs");
    site.wait_minutes(20 * 60);
    let mut officer = an_officer(&site).await;
    let list = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    let desk = link(&list.body, &format!("/desk/wards/{WARD}/questions/"));
    let form = officer.get(&desk).await.unwrap();
    assert!(form.body.contains("Mill Lane") && form.body.contains("kim@example.org"));
    let public = [
        ("answer", "Dear Kim, the lamps come on 2 December."),
        ("publish", "yes"),
        ("public-question", "When is the subway at Mill Lane lit again?"),
        ("public-answer", "The lamps come on 2 December."),
    ];
    assert_eq!(officer.post(&desk, &public).await.unwrap().status, 303);
    assert_eq!(
        officer.post(&desk, &public).await.unwrap().status,
        409,
        "a question is answered once"
    );
    let page = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(page.body.contains("lamps come on 2 December") && page.body.contains("within 20 hours"));
    for hidden in ["Kim", "number 7", "kim@example.org"] {
        assert!(!page.body.contains(hidden), "{hidden}");
    }
    assert!(resident.get(&own).await.unwrap().body.contains("Dear Kim"));
    site.work().await.unwrap();
    let letters = site.letters().await.unwrap();
    assert_eq!(letters.len(), 2);
    assert!(letters.iter().all(|l| l.letter.to == "kim@example.org"));
    assert!(letters[0].letter.text.contains("Dear Kim"));
    assert!(letters.iter().all(|l| !l.letter.subject.contains("Kim")));
    // What should not have been public is taken off the page again.
    officer.post(&format!("{desk}/unpublish"), &[]).await.unwrap();
    let page = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(!page.body.contains("lamps come on"));
}

#[tokio::test]
async fn a_missed_clock_gives_a_button_that_leads_to_the_inspectors_list() {
    let site = a_site().await;
    let mut resident = site.other_browser();
    let own = asked(&mut resident, WARD, "").await;
    let early = resident
        .post(&format!("{own}/complain"), &[("complaint", "Slow!")])
        .await
        .unwrap();
    assert_eq!(early.status, 409);
    site.wait_minutes(72 * 60 + 1);
    let page = resident.get(&own).await.unwrap();
    assert!(page.body.contains("Send complaint"), "{}", page.body);
    let pace = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(
        pace.body.contains("0 of 1 came within 72 hours"),
        "silence counts: {}",
        pace.body
    );
    let words = [("complaint", "Nobody answers me.")];
    for _ in 0..2 {
        let sent = resident.post(&format!("{own}/complain"), &words).await.unwrap();
        assert_eq!(sent.status, 303, "twice does no harm");
    }
    let mut officer = an_officer(&site).await;
    assert_eq!(
        officer.get("/desk/wards/complaints").await.unwrap().status,
        403,
        "an officer does not answer a complaint about themselves"
    );
    let mut inspector = site
        .signed_in("inspector", Role::Supervisor, "desk")
        .await
        .unwrap();
    let list = inspector.get("/desk/wards/complaints").await.unwrap();
    assert!(list.body.contains("Nobody answers me."));
    let action = list
        .body
        .split("action=\"/desk/wards/complaints/")
        .nth(1)
        .unwrap();
    let id: String = action.chars().take_while(|c| *c != '"').collect();
    let path = format!("/desk/wards/complaints/{id}");
    let field = format!("reply-{id}");
    let empty = inspector.post(&path, &[(&field, " ")]).await.unwrap();
    assert!(empty.status == 422 && empty.body.contains(&format!("href=\"#{field}\"")));
    let reply = inspector
        .post(&path, &[(&field, "You are right, I am sorry.")])
        .await
        .unwrap();
    assert_eq!(reply.status, 303);
    assert!(
        inspector
            .get("/desk/wards/complaints")
            .await
            .unwrap()
            .body
            .contains("No complaint waits")
    );
    assert!(resident.get(&own).await.unwrap().body.contains("I am sorry"));
}

#[tokio::test]
async fn words_of_danger_are_answered_with_999_before_the_question_is_kept() {
    let site = a_site().await;
    let mut resident = site.other_browser();
    let path = format!("/ward/{WARD}/ask");
    resident.get(&path).await.unwrap();
    let words = "He is here with a knife and says he will kill me";
    let stopped = resident
        .post(&path, &[("question", words), ("email", "kim@example.org")])
        .await
        .unwrap();
    assert_eq!(stopped.status, 422);
    for kept in ["999", "with a knife", "kim@example.org"] {
        assert!(stopped.body.contains(kept), "{kept}: {}", stopped.body);
    }
    let mut officer = an_officer(&site).await;
    let desk = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    assert!(desk.body.contains("No question waits"));
    let sure = resident
        .post(&path, &[("question", words), ("sure", "yes")])
        .await
        .unwrap();
    assert_eq!(sure.status, 303);
}

#[tokio::test]
async fn wrong_input_gets_an_error_and_loses_nothing() {
    let mut site = a_site().await;
    let path = format!("/ward/{WARD}/ask");
    site.get(&path).await.unwrap();
    let fields = [("question", ""), ("name", "Kim <b>"), ("email", "not an address")];
    let page = site.post(&path, &fields).await.unwrap();
    assert_eq!(page.status, 422);
    for part in [
        "<title>Error: ",
        "href=\"#question\"",
        "href=\"#email\"",
        "Kim &#60;b&#62;",
        "not an address",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let long = "x".repeat(3_001);
    let page = site.post(&path, &[("question", &long)]).await.unwrap();
    assert!(
        page.status == 422 && page.body.contains("3000 characters or less"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn nobody_reads_a_question_but_the_asker_the_ward_and_its_supervisors() {
    let site = a_site().await;
    let mut resident = site.other_browser();
    let own = asked(&mut resident, WARD, "kim@example.org").await;
    let mut other = site.other_browser();
    let guess = format!("/question/{}", "0".repeat(32));
    assert_eq!(other.get(&guess).await.unwrap().status, 404);
    assert_eq!(
        other.get(&own).await.unwrap().status,
        200,
        "the address itself is the key"
    );
    let mut officer = an_officer(&site).await;
    let list = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    let desk = link(&list.body, &format!("/desk/wards/{WARD}/questions/"));
    for (login, role, team) in [
        ("next", Role::Officer, NEXT),
        ("handler", Role::Handler, "desk"),
        ("tdiu", Role::Investigator, "tdiu"),
    ] {
        let mut browser = site.signed_in(login, role, team).await.unwrap();
        assert_eq!(browser.get(&desk).await.unwrap().status, 403, "{login}");
        let list = browser.get(&format!("/desk/wards/{WARD}")).await.unwrap();
        assert!(!list.body.contains("/questions/"), "{login}");
    }
    // Another ward's address does not open it either.
    let mut next = site.signed_in("next-2", Role::Officer, NEXT).await.unwrap();
    let moved = desk.replace(WARD, NEXT);
    assert_eq!(next.get(&moved).await.unwrap().status, 404);
    assert_eq!(next.post(&moved, &[("answer", "x")]).await.unwrap().status, 404);
    let mut supervisor = site
        .signed_in("supervisor", Role::Supervisor, "desk")
        .await
        .unwrap();
    assert_eq!(supervisor.get(&desk).await.unwrap().status, 200);
}
