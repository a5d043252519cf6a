//! Decisions at the desk, and the person at the other end of them.

use super::*;

async fn a_report(site: &TestSite, flow: &str, own: &[(&str, &str)]) -> String {
    let mut browser = site.other_browser();
    let kept = CALM.iter().filter(|(n, _)| !own.iter().any(|(o, _)| o == n));
    let set: Vec<(&str, &str)> = kept.copied().chain(own.iter().copied()).collect();
    walk(&mut browser, flow, &set).await;
    browser.post(&format!("/report/{flow}/send"), &[]).await.unwrap();
    let page = browser.get(&format!("/report/{flow}/sent")).await.unwrap();
    let at = page.body.find("BL-").unwrap();
    page.body[at..at + 14].to_owned()
}

async fn decide(desk: &mut TestSite, reference: &str, fields: &[(&str, &str)]) -> Answer {
    let (path, page) = opened(desk, reference).await;
    let version = page.field("version").unwrap().to_owned();
    let all: Vec<(&str, &str)> = std::iter::once(("version", version.as_str()))
        .chain(fields.iter().copied())
        .collect();
    desk.post(&format!("{path}/outcome"), &all).await.unwrap()
}

fn slot(hours: i64, place: i64) -> String {
    format!("{}-{place}", kernel::testing::TODAY + hours * 3_600_000)
}

const WHY: (&str, &str) = ("outcome-why", "Someone should look at it.");
const DESPITE: (&str, &str) = ("despite", "They asked for it on the phone just now.");

#[tokio::test]
async fn a_decision_against_the_persons_safety_needs_a_reason_of_its_own() {
    let site = a_site().await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let own = [("contactChannel", "none"), ("deviceWatched", "yes")];
    let reference = a_report(&site, "domestic-abuse", &own).await;
    let (_, page) = opened(&mut desk, &reference).await;
    assert!(page.body.contains("may see this person"), "{}", page.body);
    let now = ("outcome", "deploy_now");
    let refused = decide(&mut desk, &reference, &[now, WHY]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("Say why you decide so all the same"),
        "{}",
        refused.body
    );
    let taken = decide(&mut desk, &reference, &[now, WHY, DESPITE]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let (_, page) = opened(&mut desk, &reference).await;
    assert!(page.body.contains("They asked for it on the phone"));
}

#[tokio::test]
async fn nobody_is_promised_a_call_without_a_number_or_outside_their_hours_in_passing() {
    let site = a_site().await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let reference = a_report(&site, "theft", &[]).await;
    let at = slot(2, 0);
    let call = [("outcome", "callback"), ("slot", at.as_str()), WHY, DESPITE];
    let refused = decide(&mut desk, &reference, &call).await;
    assert!(refused.status == 422 && refused.body.contains("no phone number to call"));
    let own = [
        ("contactChannel", "phone"),
        ("phone", "07700 900123"),
        ("contactHours", "evening"),
    ];
    let reference = a_report(&site, "theft", &own).await;
    let call = [("outcome", "callback"), ("slot", at.as_str()), WHY];
    let refused = decide(&mut desk, &reference, &call).await;
    assert!(refused.status == 422 && refused.body.contains("outside their hours"));
    let evening = slot(8, 0);
    let call = [("outcome", "callback"), ("slot", evening.as_str()), WHY];
    assert_eq!(decide(&mut desk, &reference, &call).await.status, 303);
}

#[tokio::test]
async fn only_times_that_are_offered_can_be_promised() {
    let site = a_site().await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let reference = a_report(&site, "theft", &[]).await;
    let soon = format!("{}-0", kernel::testing::TODAY + 60_000);
    let far = format!("{}-0", 99_999_999_999_999_i64);
    for wrong in [soon, far, slot(2, 9), slot(3, 0), slot(24 * 30, 0), slot(-2, 0)] {
        let at = ("meeting", "At your home, with PC Sam Example");
        let fields = [("outcome", "appointment"), ("slot", wrong.as_str()), at, WHY];
        assert_eq!(
            decide(&mut desk, &reference, &fields).await.status,
            422,
            "{wrong}"
        );
    }
    let fields = [("outcome", "deploy_later"), ("window", "7"), WHY];
    assert_eq!(decide(&mut desk, &reference, &fields).await.status, 422);
    let fields = [("outcome", "deploy_later"), ("window", "2880"), WHY];
    assert_eq!(decide(&mut desk, &reference, &fields).await.status, 303);
}

#[tokio::test]
async fn what_is_urgent_is_not_closed_in_passing_and_what_is_closed_is_opened_before_it_is_decided_again() {
    let site = a_site().await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let own = [("injury", "serious"), ("happeningNow", "yes")];
    let reference = a_report(&site, "assault", &own).await;
    let short = [("outcome", "advised"), ("outcome-why", "x")];
    let refused = decide(&mut desk, &reference, &short).await;
    assert!(
        refused.status == 422 && refused.body.contains("nobody will come"),
        "{}",
        refused.body
    );
    let long = [
        ("outcome", "advised"),
        ("outcome-why", "The hospital has called and all is known."),
    ];
    assert_eq!(decide(&mut desk, &reference, &long).await.status, 303);
    let (path, page) = opened(&mut desk, &reference).await;
    assert!(
        !page.body.contains(&format!("{path}/outcome")),
        "there is no form for it"
    );
    assert_eq!(decide(&mut desk, &reference, &long).await.status, 409);
    let version = page.field("version").unwrap().to_owned();
    let fields = [
        ("version", version.as_str()),
        ("reopen-why", "There is film of it"),
    ];
    assert_eq!(
        desk.post(&format!("{path}/reopen"), &fields)
            .await
            .unwrap()
            .status,
        303
    );
    assert_eq!(decide(&mut desk, &reference, &long).await.status, 303);
}

#[tokio::test]
async fn a_report_for_another_body_says_which() {
    let site = a_site().await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let reference = a_report(&site, "theft", &[]).await;
    let fields = [("outcome", "signposted"), WHY];
    assert_eq!(decide(&mut desk, &reference, &fields).await.status, 422);
    let book = site.site.part::<Book>().unwrap();
    let matter = book.matters().first().unwrap();
    let fields = [("outcome", "signposted"), ("body", matter.id.as_str()), WHY];
    assert_eq!(decide(&mut desk, &reference, &fields).await.status, 303);
    let known = kernel::id::Reference::parse(&reference).unwrap();
    let report = crate::by_reference(&mut site.site.db().read(), &known)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(report.body.as_deref(), Some(matter.id.as_str()));
}

#[tokio::test]
async fn of_two_who_decide_at_once_the_second_loses_nothing_that_was_typed() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut first = site.signed_in("first", Role::Handler, "desk").await.unwrap();
    let mut second = site.signed_in("second", Role::Handler, "desk").await.unwrap();
    let (path, page) = opened(&mut second, &reference).await;
    let version = page.field("version").unwrap().to_owned();
    let fields = [("outcome", "deploy_now"), WHY];
    assert_eq!(decide(&mut first, &reference, &fields).await.status, 303);
    let fields = [
        ("version", version.as_str()),
        ("outcome", "advised"),
        ("outcome-why", "My careful words about locks"),
    ];
    let answer = second.post(&format!("{path}/outcome"), &fields).await.unwrap();
    assert_eq!(answer.status, 409);
    assert!(
        answer.body.contains("My careful words about locks") && answer.body.contains("href=\"#history\"")
    );
    assert_ne!(answer.field("version").unwrap(), version, "pressing again works");
}

#[tokio::test]
async fn letters_stop_when_the_old_way_is_not_safe_and_go_again_when_a_handler_has_checked_another() {
    let site = a_site().await;
    let own = [("contactHours", "evening"), ("contactCautions", "only-me")];
    let text = [("contactChannel", "text"), ("phone", "07700 900123")];
    let own: Vec<(&str, &str)> = own.into_iter().chain(text).collect();
    let reference = a_report(&site, "theft", &own).await;
    let change = [
        ("existingReference", reference.as_str()),
        ("existingWhat", "contact-change"),
        ("email", "new@example.org"),
        ("oldContactSafe", "no"),
    ];
    let addition = a_report(&site, "add-to-report", &change).await;
    site.wait_minutes(9 * 60);
    site.work().await.unwrap();
    assert!(
        site.letters().await.unwrap().is_empty(),
        "the receipt waited and never leaves"
    );
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let (path, page) = opened(&mut desk, &reference).await;
    assert!(
        page.body.contains("may not be safe") && page.body.contains(&addition),
        "{}",
        page.body
    );
    let version = page.field("version").unwrap().to_owned();
    let mut fields = vec![
        ("version", version.as_str()),
        ("reach-way", "email"),
        ("reach-email", "new@example.org"),
        ("reach-phone", ""),
        ("reach-how", "asked"),
    ];
    let refused = desk.post(&format!("{path}/reach"), &fields).await.unwrap();
    assert_eq!(refused.status, 422, "{}", refused.body);
    fields.pop();
    fields.push((
        "reach-how",
        "Called the old number with the safe word; it is theirs.",
    ));
    let taken = desk.post(&format!("{path}/reach"), &fields).await.unwrap();
    assert_eq!(taken.status, 303, "{}", taken.body);
    let (_, page) = opened(&mut desk, &reference).await;
    assert!(page.body.contains("new@example.org") && !page.body.contains("Nothing is sent until"));
    let (_, page) = opened(&mut desk, &addition).await;
    assert!(
        page.body.contains(&reference) && page.body.contains(&path),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_handler_reads_choices_in_their_own_language_and_is_told_the_persons() {
    let site = a_site().await;
    let mut browser = site.other_browser().speaking("cy");
    walk(&mut browser, "theft", CALM).await;
    browser.post("/report/theft/send", &[]).await.unwrap();
    let page = browser.get("/report/theft/sent").await.unwrap();
    let at = page.body.find("BL-").unwrap();
    let reference = page.body[at..at + 14].to_owned();
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let (_, page) = opened(&mut desk, &reference).await;
    assert!(page.body.contains("The person uses Welsh"), "{}", page.body);
    assert!(page.body.contains("How to contact you") && page.body.contains("green bicycle"));
    assert!(!page.body.contains("Sut i gysylltu"), "{}", page.body);
}

#[tokio::test]
async fn a_team_has_a_name_and_none_is_chosen_beforehand() {
    let (site, ground) = a_site_in_the_city().await;
    let areas = ground.areas();
    let ward = areas.wards().first().unwrap();
    site.signed_in("ward", Role::Officer, ward.code.as_str())
        .await
        .unwrap();
    let reference = a_report(&site, "theft", &[]).await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let (path, page) = opened(&mut desk, &reference).await;
    assert!(
        page.body
            .contains(&format!(">{} ({})<", ward.name, ward.code.as_str())),
        "{}",
        page.body
    );
    let version = page.field("version").unwrap().to_owned();
    let fields = [("version", version.as_str()), ("team", ""), ("team-why", "x")];
    assert_eq!(
        desk.post(&format!("{path}/team"), &fields).await.unwrap().status,
        422
    );
}

#[test]
fn only_a_place_that_is_known_exactly_is_the_same_place() {
    let city = City::new(7, Size::SMALL).unwrap();
    let ground = Gazetteer::new(Arc::new(city.areas), Arc::new(city.postcodes), city.places);
    let exact = |words: &str| crate::place::exact(&ground, words);
    for vague in ["Facebook", "", "High Street", "the park"] {
        assert_eq!(exact(vague), None, "{vague}");
    }
    let street = ground.places().first().unwrap().name.to_string();
    let postcode = ground.postcodes().iter().next().map(|p| p.postcode.to_string());
    if let Some(postcode) = postcode {
        let one = exact(&format!("12 {street}, {postcode}"));
        assert!(one.is_some());
        assert_eq!(one, exact(&format!("No. 12, {postcode}")));
        assert_ne!(one, exact(&format!("14 {street}, {postcode}")));
    }
}
