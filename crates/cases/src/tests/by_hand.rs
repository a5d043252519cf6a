//! Who no letter of ours can reach is told by someone, and the clocks know when.

use super::*;
use kernel::testing::Answer;

async fn desk_page(desk: &mut TestSite, reference: &str, end: &str) -> (String, Answer) {
    let found = desk
        .get(&format!("/desk/find?reference={reference}"))
        .await
        .unwrap();
    let path = found.location.unwrap();
    let page = desk.get(&format!("{path}{end}")).await.unwrap();
    (path, page)
}

async fn clock(site: &TestSite, reference: &str, kind: crate::ClockKind) -> crate::Clock {
    let known = kernel::id::Reference::parse(reference).unwrap();
    let mut read = site.site.db().read();
    let report = contact::by_reference(&mut read, &known).await.unwrap().unwrap();
    let clocks = crate::store::clocks(&mut read, &report.id).await.unwrap();
    clocks.into_iter().find(|c| c.kind == kind).unwrap()
}

#[tokio::test]
async fn who_wants_a_call_or_a_letter_by_post_is_on_a_list_until_it_is_done() {
    use crate::ClockKind::{Acknowledge, Decision};
    let site = a_site().await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    for (way, says) in [("phone", "Call them:"), ("letter", "Post a letter:")] {
        let own = [("contactChannel", json!(way)), ("phone", json!("07700 900123"))];
        let reference = a_report(&site, "theft", &own).await;
        assert_eq!(clock(&site, &reference, Acknowledge).await.met_at, None);
        decided(
            &mut desk,
            &reference,
            "advised",
            "There is nothing to go on, sadly.",
        )
        .await;
        site.work().await.unwrap();
        assert_eq!(clock(&site, &reference, Decision).await.met_at, None, "{way}");
        let list = desk.get("/desk/clocks").await.unwrap().body;
        assert!(list.contains(says) && list.contains(&reference), "{list}");
        let (path, page) = desk_page(&mut desk, &reference, "/messages").await;
        assert!(page.body.contains(says), "{}", page.body);
        let empty = desk
            .post(&format!("{path}/told"), &[("told-words", "")])
            .await
            .unwrap();
        assert_eq!(empty.status, 422);
        let fields = [("told-words", "Called at noon, spoke with them.")];
        assert_eq!(
            desk.post(&format!("{path}/told"), &fields).await.unwrap().status,
            303
        );
        assert_eq!(clock(&site, &reference, Decision).await.met_at, Some(site.now()));
        assert_eq!(
            clock(&site, &reference, Acknowledge).await.met_at,
            Some(site.now())
        );
        let (_, page) = desk_page(&mut desk, &reference, "").await;
        assert!(page.body.contains("Called at noon"), "{}", page.body);
    }
    assert!(site.letters().await.unwrap().is_empty());
}

#[tokio::test]
async fn who_asked_not_to_be_contacted_is_on_no_list() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[("contactChannel", json!("none"))]).await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    decided(
        &mut desk,
        &reference,
        "advised",
        "There is nothing to go on, sadly.",
    )
    .await;
    site.work().await.unwrap();
    assert!(
        clock(&site, &reference, crate::ClockKind::Decision)
            .await
            .met_at
            .is_some()
    );
    let (_, page) = desk_page(&mut desk, &reference, "/messages").await;
    assert!(page.body.contains("Do not call or write") && !page.body.contains("Call them:"));
}

#[tokio::test]
async fn details_are_passed_to_a_support_service_and_the_clock_says_so() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[("supportReferral", json!("yes"))]).await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    assert!(
        desk.get("/desk/clocks")
            .await
            .unwrap()
            .body
            .contains("a support service")
    );
    let (path, page) = desk_page(&mut desk, &reference, "/messages").await;
    assert!(page.body.contains("I have passed them on"), "{}", page.body);
    let fields = [("support-words", "Doggerham Victim Help")];
    assert_eq!(
        desk.post(&format!("{path}/support"), &fields)
            .await
            .unwrap()
            .status,
        303
    );
    let support = clock(&site, &reference, crate::ClockKind::Support).await;
    assert_eq!(support.met_at, Some(site.now()));
}

#[tokio::test]
async fn a_way_that_is_not_safe_gets_no_code_and_no_news() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let before = site.letters().await.unwrap().len();
    let own = [
        ("existingReference", json!(reference)),
        ("existingWhat", json!("contact-change")),
        ("oldContactSafe", json!("no")),
        ("contactChannel", json!("none")),
    ];
    a_report(&site, "add-to-report", &own).await;
    let mut browser = site.other_browser();
    browser.get("/track").await.unwrap();
    browser
        .post("/track", &[("reference", &reference)])
        .await
        .unwrap();
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    decided(
        &mut desk,
        &reference,
        "advised",
        "There is nothing to go on, sadly.",
    )
    .await;
    site.work().await.unwrap();
    assert_eq!(site.letters().await.unwrap().len(), before);
    let list = desk.get("/desk/clocks").await.unwrap().body;
    assert!(list.contains("Find a safe way first"), "{list}");
}

#[tokio::test]
async fn a_review_that_changes_the_decision_starts_a_new_clock_and_the_page_says_so() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut first = site.signed_in("first", Role::Supervisor, "desk").await.unwrap();
    decided(
        &mut first,
        &reference,
        "advised",
        "There is nothing to go on, sadly.",
    )
    .await;
    site.work().await.unwrap();
    let mut browser = opened(&site, &reference).await;
    browser
        .post("/track/case/review", &[("review", "There is film of it.")])
        .await
        .unwrap();
    let mut second = site.signed_in("second", Role::Supervisor, "desk").await.unwrap();
    let (path, _) = desk_page(&mut second, &reference, "").await;
    let fields = [("decision", "changed"), ("answer", "You are right.")];
    assert_eq!(
        second
            .post(&format!("{path}/review/decide"), &fields)
            .await
            .unwrap()
            .status,
        303
    );
    let page = browser.get("/track/case").await.unwrap().body;
    assert!(page.contains("After the review we are deciding"), "{page}");
    assert!(page.contains("What we decide after the review") && page.contains("You asked for a review"));
    assert!(!page.contains("Nobody has decided"), "{page}");
    decided(
        &mut second,
        &reference,
        "resolved_remote",
        "The film showed who it was.",
    )
    .await;
    site.work().await.unwrap();
    assert!(
        clock(&site, &reference, crate::ClockKind::Again)
            .await
            .met_at
            .is_some()
    );
}

#[tokio::test]
async fn lost_property_has_no_clocks_of_the_victims_code() {
    let site = a_site().await;
    let reference = a_report(&site, "lost-found-property", &[]).await;
    let page = opened(&site, &reference)
        .await
        .get("/track/case")
        .await
        .unwrap()
        .body;
    assert!(!page.contains("Code gives you these rights"), "{page}");
}
