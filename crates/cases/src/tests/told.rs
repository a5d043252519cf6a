//! What people are told, and that it is true.

use super::*;

/// A handler arranges a time through the desk's own page: the first that is free.
pub(super) async fn arranged(desk: &mut TestSite, reference: &str, outcome: &str) {
    let path = desk
        .get(&format!("/desk/find?reference={reference}"))
        .await
        .unwrap()
        .location
        .unwrap();
    let page = desk.get(&path).await.unwrap();
    let version = page.field("version").unwrap().to_owned();
    let slot = page
        .body
        .split("<option value=\"")
        .filter_map(|o| o.split('"').next());
    let slot = slot
        .filter(|o| o.len() > 10 && o.ends_with("-0"))
        .last()
        .unwrap()
        .to_owned();
    let fields = [
        ("version", version.as_str()),
        ("outcome", outcome),
        ("slot", slot.as_str()),
        ("outcome-why", "Someone should hear what was seen."),
        ("meeting", "At Northside counter, with PC Sam Example"),
    ];
    let answer = desk.post(&format!("{path}/outcome"), &fields).await.unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
}

#[tokio::test]
async fn a_witness_with_an_appointment_or_a_call_is_told_when_it_is() {
    let site = a_site().await;
    for (outcome, says) in [
        ("appointment", "You have an appointment with an officer"),
        ("callback", "We will call you"),
    ] {
        let own = [("role", json!("witness"))];
        let reference = a_report(&site, "vehicle-crime", &own).await;
        let mut desk = site.signed_in(outcome, Role::Handler, "desk").await.unwrap();
        arranged(&mut desk, &reference, outcome).await;
        let page = opened(&site, &reference)
            .await
            .get("/track/case")
            .await
            .unwrap()
            .body;
        assert!(page.contains(says) && page.contains("Between "), "{page}");
        assert!(!page.contains("Someone should hear"), "{page}");
        assert!(page.contains("If this time does not suit you"), "{page}");
        assert_eq!(page.contains("At Northside counter"), outcome == "appointment");
    }
}

#[tokio::test]
async fn whoever_waits_sees_the_time_of_the_receipt_and_is_told_when_it_has_passed() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[("role", json!("witness"))]).await;
    let page = opened(&site, &reference)
        .await
        .get("/track/case")
        .await
        .unwrap()
        .body;
    assert!(
        page.contains("We decide by Wednesday 25 November at 11am"),
        "{page}"
    );
    site.wait_minutes(3 * 24 * 60);
    let page = opened(&site, &reference)
        .await
        .get("/track/case")
        .await
        .unwrap()
        .body;
    assert!(page.contains("We are late"), "{page}");
}

#[tokio::test]
async fn the_page_does_not_contradict_itself_once_something_is_done() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    arranged(&mut desk, &reference, "callback").await;
    let path = desk
        .get(&format!("/desk/find?reference={reference}"))
        .await
        .unwrap()
        .location
        .unwrap();
    let version = desk
        .get(&path)
        .await
        .unwrap()
        .field("version")
        .unwrap()
        .to_owned();
    desk.post(&format!("{path}/kept"), &[("version", version.as_str())])
        .await
        .unwrap();
    let mut browser = opened(&site, &reference).await;
    let page = browser.get("/track/case").await.unwrap().body;
    assert!(page.contains("We have done what we said"), "{page}");
    assert!(!page.contains("<strong>We will call you"), "{page}");
}

#[tokio::test]
async fn a_code_on_paper_opens_a_case_whose_person_gets_no_letters() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[("contactChannel", json!("none"))]).await;
    let known = kernel::id::Reference::parse(&reference).unwrap();
    let report = contact::by_reference(&mut site.site.db().read(), &known)
        .await
        .unwrap()
        .unwrap();
    let code = contact::paper_code(site.site.keys(), &report.id);
    let mut browser = site.other_browser();
    browser.get("/track").await.unwrap();
    browser
        .post("/track", &[("reference", &reference)])
        .await
        .unwrap();
    for wrong in ["0000-0000-0000", "000000", &code[..12]] {
        let answer = browser
            .post("/track/code", &[("reference", &reference), ("code", wrong)])
            .await
            .unwrap();
        assert_eq!(answer.status, 422, "{wrong}");
    }
    let typed = code.to_lowercase().replace('-', "");
    let answer = browser
        .post("/track/code", &[("reference", &reference), ("code", &typed)])
        .await
        .unwrap();
    assert_eq!(answer.location.as_deref(), Some("/track/case"), "{}", answer.body);
    let other = a_report(&site, "theft", &[("contactChannel", json!("none"))]).await;
    let answer = browser
        .post("/track/code", &[("reference", &other), ("code", &typed)])
        .await
        .unwrap();
    assert_eq!(answer.status, 422, "it opens one case only");
}

#[tokio::test]
async fn a_stranger_who_mistypes_codes_does_not_keep_the_person_out() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut owner = site.other_browser();
    owner.get("/track").await.unwrap();
    owner.post("/track", &[("reference", &reference)]).await.unwrap();
    let code = newest_code(&site).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let mut stranger = site.other_browser();
    stranger.get("/track").await.unwrap();
    stranger
        .post("/track", &[("reference", &reference)])
        .await
        .unwrap();
    for _ in 0..6 {
        stranger
            .post("/track/code", &[("reference", &reference), ("code", wrong)])
            .await
            .unwrap();
    }
    let theirs = stranger
        .post("/track/code", &[("reference", &reference), ("code", &code)])
        .await
        .unwrap();
    assert_eq!(
        theirs.status, 422,
        "a code works in the browser that asked for it"
    );
    let answer = owner
        .post("/track/code", &[("reference", &reference), ("code", &code)])
        .await
        .unwrap();
    assert_eq!(answer.location.as_deref(), Some("/track/case"));
}

#[tokio::test]
async fn a_review_is_not_taken_after_its_months() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    decided(&mut desk, &reference, "advised", "There is nothing to go on.").await;
    site.wait_minutes(120 * 24 * 60);
    let mut browser = opened(&site, &reference).await;
    let asked = browser
        .post("/track/case/review", &[("review", "Look again")])
        .await
        .unwrap();
    assert_eq!(asked.status, 409);
}

#[tokio::test]
async fn what_a_stranger_sends_for_a_reference_is_not_said_to_be_the_persons() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let own = [
        ("existingReference", json!(reference)),
        ("existingWhat", json!("question")),
    ];
    a_report(&site, "add-to-report", &own).await;
    let page = opened(&site, &reference)
        .await
        .get("/track/case")
        .await
        .unwrap()
        .body;
    assert!(page.contains("Someone who knows your reference"), "{page}");
    assert!(!page.contains("You added something"), "{page}");
}
