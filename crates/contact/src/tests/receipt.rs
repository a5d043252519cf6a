//! What the receipt says to whom, and what is left in a browser.

use super::*;
use crate::pages::cookie_name;

/// The answers of `CALM` with some changed.
fn calm_but<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = CALM.iter().filter(|(n, _)| !own.iter().any(|(o, _)| o == n));
    kept.copied().chain(own.iter().copied()).collect()
}

async fn receipt_of(browser: &mut TestSite, flow: &str, own: &[(&str, &str)]) -> String {
    walk(browser, flow, &calm_but(own)).await;
    let sent = browser.post(&format!("/report/{flow}/send"), &[]).await.unwrap();
    assert_eq!(sent.status, 303, "{}", sent.body);
    browser.get(&format!("/report/{flow}/sent")).await.unwrap().body
}

fn code_in(page: &str) -> Option<String> {
    let at = page.find("<strong id=\"code\">")?;
    page.get(at + 18..at + 32).map(str::to_owned)
}

#[tokio::test]
async fn a_receipt_promises_nothing_that_cannot_come() {
    let site = a_site().await;
    for (flow, own, says, never) in [
        (
            "theft",
            &[][..],
            "email you that there is news",
            &["call you", "text you"][..],
        ),
        (
            "theft",
            &[("contactChannel", "phone"), ("phone", "07700 900123")],
            "We then call you",
            &["send you a code", "email you"],
        ),
        (
            "theft",
            &[("contactChannel", "letter")],
            "send you a letter",
            &["call you", "email you", "send you a code each"],
        ),
        (
            "theft",
            &[("contactChannel", "none")],
            "We do not contact you",
            &["call you", "email you", "send you a letter"],
        ),
        (
            "theft",
            &[("role", "anonymous")],
            "You did not say who you are",
            &["call you", "email you", "send you a letter"],
        ),
        (
            "domestic-abuse",
            &[("contactChannel", "none"), ("deviceWatched", "yes")],
            "We do not contact you",
            &["call you", "email you", "print this page", "<strong id=\"code\">"],
        ),
        (
            "lost-found-property",
            &[],
            "If you remember something else",
            &["gets worse"],
        ),
    ] {
        let mut browser = site.other_browser();
        let page = receipt_of(&mut browser, flow, own).await;
        assert!(page.contains(says), "{flow} {own:?}: {page}");
        for never in never {
            assert!(!page.contains(never), "{flow} {own:?}: {never}: {page}");
        }
    }
}

#[tokio::test]
async fn who_can_be_sent_no_code_gets_one_to_write_down_and_in_a_sensitive_matter_only_on_asking() {
    let site = a_site().await;
    let mut browser = site.other_browser();
    let page = receipt_of(&mut browser, "theft", &[("contactChannel", "none")]).await;
    let code = code_in(&page).expect("a code");
    let at = page.find("BL-").unwrap();
    let reference = kernel::id::Reference::parse(&page[at..at + 14]).unwrap();
    let report = crate::by_reference(&mut site.site.db().read(), &reference)
        .await
        .unwrap()
        .unwrap();
    let typed = code.to_lowercase().replace('-', " ");
    assert!(crate::is_paper_code(site.site.keys(), &report.id, &typed));
    assert!(!crate::is_paper_code(
        site.site.keys(),
        &report.id,
        "0000-0000-0000"
    ));
    site.wait_minutes(31);
    let later = browser.get("/report/theft/sent").await.unwrap().body;
    assert_eq!(code_in(&later), None, "nobody finds it in this browser later");

    let mut careful = site.other_browser();
    let page = receipt_of(&mut careful, "domestic-abuse", &[("contactChannel", "none")]).await;
    assert_eq!(code_in(&page), None);
    let asked = careful.post("/report/domestic-abuse/sent", &[]).await.unwrap();
    assert!(code_in(&asked.body).is_some(), "{}", asked.body);
}

#[tokio::test]
async fn what_is_urgent_is_promised_soon_and_points_at_999() {
    let mut browser = a_site().await;
    let own = [
        ("happeningNow", "yes"),
        ("weapon", "yes"),
        ("suspectPresent", "yes"),
    ];
    let page = receipt_of(&mut browser, "assault", &own).await;
    assert!(
        page.contains("href=\"tel:999\"") && page.contains("Do not wait for us"),
        "{page}"
    );
    assert!(
        page.contains("By Wednesday 25 November at 10:15am we decide"),
        "{page}"
    );
    let calm = receipt_of(&mut browser.other_browser(), "theft", &[]).await;
    assert!(!calm.contains("Do not wait for us"));
}

#[tokio::test]
async fn leaving_closes_what_is_open_and_a_sensitive_report_is_never_spoken_of_again() {
    let site = a_site().await;
    let mut browser = site.other_browser();
    walk(&mut browser, "domestic-abuse", CALM).await;
    let page = browser.get("/report/domestic-abuse").await.unwrap();
    assert!(!page.body.contains("did not finish"), "{}", page.body);
    assert!(page.body.contains("href=\"/leave\""), "{}", page.body);
    let name = cookie_name("domestic-abuse");
    assert!(browser.cookie(&name).is_some() && !name.contains("abuse"));
    browser.plant("bl_about", "whatever-was-said");
    let left = browser.get("/leave").await.unwrap();
    assert_eq!(left.status, 303);
    assert_eq!(browser.cookie("bl_about"), Some(""));
    assert!(left.location.unwrap().starts_with("https://"));
    let back = browser.get("/report/domestic-abuse/summary").await.unwrap();
    assert_eq!(back.location.as_deref(), Some("/report/domestic-abuse"));
}

#[tokio::test]
async fn nobody_chooses_the_token_of_someone_elses_report_and_the_first_question_comes_first() {
    let site = a_site().await;
    let mut browser = site.other_browser();
    let name = cookie_name("theft");
    let deep = browser.get("/report/theft/now").await.unwrap();
    assert_eq!(deep.location.as_deref(), Some("/report/theft"));
    browser.plant(&name, "attackerchosen");
    let deep = browser.get("/report/theft/now").await.unwrap();
    assert_eq!(deep.location.as_deref(), Some("/report/theft"));
    let sent = browser
        .post("/report/theft/now", &[("happeningNow", "no")])
        .await
        .unwrap();
    assert_eq!(sent.location.as_deref(), Some("/report/theft"));
    browser.post("/report/theft", &[("danger", "no")]).await.unwrap();
    browser
        .post("/report/theft/now", &[("happeningNow", "no")])
        .await
        .unwrap();
    let token = browser.cookie(&name).unwrap().to_owned();
    assert!(token.len() > 40, "{token}");
    let mut other = site.other_browser();
    other.get("/report/theft").await.unwrap();
    other.post("/report/theft", &[("danger", "no")]).await.unwrap();
    other
        .post("/report/theft/now", &[("happeningNow", "no")])
        .await
        .unwrap();
    assert_ne!(other.cookie(&name), Some(token.as_str()));
}

#[tokio::test]
async fn a_mistyped_reference_is_told_at_once_and_a_crime_number_is_not_one() {
    let mut browser = a_site().await;
    browser.get("/report/add-to-report").await.unwrap();
    browser
        .post("/report/add-to-report", &[("danger", "no")])
        .await
        .unwrap();
    for (typed, status) in [
        ("BL-ZZZZ-ZZZZ-Z", 422),
        ("bl zzzz zzzz z", 422),
        ("12345/26", 303),
        ("", 303),
    ] {
        let fields = [("existingReference", typed), ("existingWhat", "question")];
        let answer = browser
            .post("/report/add-to-report/your-report", &fields)
            .await
            .unwrap();
        assert_eq!(answer.status, status, "{typed}: {}", answer.body);
        if status == 422 {
            assert!(answer.body.contains("Check the reference") && answer.body.contains(typed));
        }
    }
}
