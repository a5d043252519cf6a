//! The slice through its front doors: a person follows their case, the desk writes, the clocks run.

use std::sync::Arc;

use contact::{Book, Draft};
use forms::Answers;
use kernel::account::Role;
use kernel::testing::{TestSite, site};
use serde_json::json;

async fn a_site() -> TestSite {
    let book = Book::load(None, Arc::default()).unwrap_or_else(|all| panic!("{}", all.join("\n")));
    site(|| vec![contact::feature(book), crate::feature()])
        .await
        .unwrap()
}

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 25);

/// A report that was sent with these answers; its reference.
async fn a_report(site: &TestSite, flow: &str, own: &[(&str, serde_json::Value)]) -> String {
    let book = site.site.part::<Book>().unwrap();
    let flow = book.flow(flow).unwrap();
    let mut answers = forms::sample::complete(&flow.definition, TODAY, &mut |_| 0);
    let calm = [
        ("happeningNow", json!("no")),
        ("injury", json!("none")),
        ("weapon", json!("no")),
        ("forceUsed", json!("no")),
        ("suspectPresent", json!("no")),
        ("childPresent", json!("no")),
        ("trackerLive", json!("no")),
        ("feelUnsafe", json!("no")),
        ("vulnerable", json!(["none"])),
        ("repeatVictim", json!("no")),
        ("role", json!("victim")),
        ("contactChannel", json!("email")),
        ("email", json!("robin@example.org")),
        ("phone", json!("07700 900123")),
        ("contactHours", json!("any")),
        ("contactCautions", json!([])),
        ("whatHappened", json!("My green bicycle was taken.")),
    ];
    for (name, value) in calm.into_iter().chain(own.iter().map(|(n, v)| (*n, v.clone()))) {
        answers.set(name, value);
    }
    let finished = forms::Finished {
        rows: Vec::new(),
        answers: answers.to_json(),
    };
    let draft = Draft {
        token_hash: kernel::seal::hex(&site.site.random()),
        flow: flow.name.clone(),
        answers: Answers::default(),
        warned: String::new(),
        touched_at: site.now(),
        report: None,
        help: None,
        version: 0,
    };
    let tongue = site.site.words().tongue(page::Lang::EN);
    let new = contact::make(
        &site.site,
        &book,
        flow,
        &draft,
        &finished,
        "en",
        "web",
        site.now(),
    )
    .await
    .unwrap();
    assert!(
        contact::keep(&site.site, flow, &draft, &new, &tongue)
            .await
            .unwrap()
    );
    site.work().await.unwrap();
    new.reference.to_string()
}

async fn newest_code(site: &TestSite) -> String {
    site.work().await.unwrap();
    let letters = site.letters().await.unwrap();
    let letter = letters
        .iter()
        .find(|l| l.template == "code")
        .expect("a letter with a code");
    letter
        .letter
        .text
        .split(|c: char| !c.is_ascii_digit())
        .find(|w| w.len() == 6)
        .unwrap()
        .to_owned()
}

async fn opened(site: &TestSite, reference: &str) -> TestSite {
    let mut browser = site.other_browser();
    // A later moment, so that the newest letter is the one of this case.
    site.wait_minutes(1);
    browser.get("/track").await.unwrap();
    let page = browser.post("/track", &[("reference", reference)]).await.unwrap();
    assert_eq!(page.status, 200);
    let code = newest_code(site).await;
    let answer = browser
        .post("/track/code", &[("reference", reference), ("code", &code)])
        .await
        .unwrap();
    assert_eq!(answer.location.as_deref(), Some("/track/case"), "{}", answer.body);
    browser
}

/// A handler decides through the desk's own page.
async fn decided(desk: &mut TestSite, reference: &str, outcome: &str, why: &str) {
    let path = desk
        .get(&format!("/desk/find?reference={reference}"))
        .await
        .unwrap()
        .location
        .unwrap();
    let page = desk.get(&path).await.unwrap();
    let version = page.field("version").unwrap().to_owned();
    let fields = [
        ("version", version.as_str()),
        ("outcome", outcome),
        ("outcome-why", why),
    ];
    let answer = desk.post(&format!("{path}/outcome"), &fields).await.unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
}

mod by_hand;
mod told;

#[tokio::test]
async fn a_victim_follows_the_case_sees_the_clocks_and_is_answered() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut browser = opened(&site, &reference).await;
    let page = browser.get("/track/case").await.unwrap();
    // Five working days after Wednesday 25 November.
    assert!(page.body.contains("Wednesday 2 December"), "{}", page.body);
    assert!(
        page.body.contains("Done in time"),
        "the receipt is the acknowledgement"
    );
    let sent = browser
        .post("/track/case/message", &[("message", "It has a bent wheel.")])
        .await
        .unwrap();
    assert_eq!(sent.status, 303);
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    assert!(desk.get("/desk/clocks").await.unwrap().body.contains(&reference));
    let wrote = desk.get("/desk?list=wrote").await.unwrap();
    assert!(wrote.body.contains(&reference));
    let path = desk
        .get(&format!("/desk/find?reference={reference}"))
        .await
        .unwrap()
        .location
        .unwrap();
    let thread = desk.get(&format!("{path}/messages")).await.unwrap();
    assert!(thread.body.contains("It has a bent wheel."));
    let wrote = desk.get("/desk?list=wrote").await.unwrap();
    assert!(!wrote.body.contains(&reference), "it was read");
    desk.post(
        &format!("{path}/messages"),
        &[("message", "Thank you, that helps.")],
    )
    .await
    .unwrap();
    decided(
        &mut desk,
        &reference,
        "advised",
        "We looked at the film and could see nobody.",
    )
    .await;
    site.work().await.unwrap();
    let letters = site.letters().await.unwrap();
    assert!(letters.iter().any(|l| l.template == "message") && letters.iter().any(|l| l.template == "news"));
    assert!(
        letters
            .iter()
            .all(|l| !l.letter.text.contains("film") && !l.letter.text.contains("bent wheel"))
    );
    let page = browser.get("/track/case").await.unwrap();
    assert!(page.body.contains("Thank you, that helps.") && page.body.contains("could see nobody"));
    assert!(
        page.body.contains("Someone from the police"),
        "the person sees who looked"
    );
    assert!(page.body.contains("Ask for a review"));
}

#[tokio::test]
async fn each_list_of_the_desk_says_who_wrote_until_it_is_read() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    decided(&mut desk, &reference, "advised", "Nobody could be seen.").await;
    let newest = "/desk?list=newest";
    assert!(!desk.get(newest).await.unwrap().body.contains(">wrote<"));
    let mut browser = opened(&site, &reference).await;
    browser
        .post("/track/case/message", &[("message", "I found a receipt.")])
        .await
        .unwrap();
    assert!(desk.get(newest).await.unwrap().body.contains(">wrote<"));
    let find = format!("/desk/find?reference={reference}");
    let path = desk.get(&find).await.unwrap().location.unwrap();
    let report = desk.get(&path).await.unwrap();
    assert!(report.body.contains("nobody has read it yet"), "{}", report.body);
    desk.get(&format!("{path}/messages")).await.unwrap();
    assert!(!desk.get(newest).await.unwrap().body.contains(">wrote<"));
}

/// What another team has to do fills no list of one's own.
#[tokio::test]
async fn clocks_are_read_in_portions_and_none_is_left_out() {
    let site = a_site().await;
    for _ in 0..3 {
        a_report(&site, "theft", &[]).await;
    }
    let mut read = site.site.db().read();
    let all = crate::store::due(&mut read, None, 100).await.unwrap();
    assert!(all.len() >= 3, "{all:?}");
    let mut one_by_one = Vec::new();
    let mut after = None;
    while let Some(next) = crate::store::due(&mut read, after.as_ref(), 1)
        .await
        .unwrap()
        .pop()
    {
        one_by_one.push(next.clone());
        after = Some(next);
    }
    assert_eq!(format!("{all:?}"), format!("{one_by_one:?}"));
}

#[tokio::test]
async fn someone_with_enhanced_rights_is_told_within_one_working_day() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[("vulnerable", json!(["disability"]))]).await;
    let mut browser = opened(&site, &reference).await;
    let page = browser.get("/track/case").await.unwrap();
    assert!(page.body.contains("Thursday 26 November"), "{}", page.body);
}

#[tokio::test]
async fn a_witness_sees_that_it_was_dealt_with_and_not_how() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[("role", json!("witness"))]).await;
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    decided(&mut desk, &reference, "advised", "The neighbour was spoken to.").await;
    let mut browser = opened(&site, &reference).await;
    let page = browser.get("/track/case").await.unwrap();
    assert!(page.body.contains("Someone has dealt with your report"));
    for hidden in ["neighbour", "What you can expect", "Ask for a review"] {
        assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
    }
    let asked = browser
        .post("/track/case/review", &[("review", "I want to know")])
        .await
        .unwrap();
    assert_eq!(asked.status, 409);
}

#[tokio::test]
async fn a_review_is_asked_for_once_and_never_decided_by_who_decided_before() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut first = site.signed_in("first", Role::Supervisor, "desk").await.unwrap();
    decided(&mut first, &reference, "advised", "No lines of enquiry.").await;
    site.work().await.unwrap();
    let mut browser = opened(&site, &reference).await;
    for _ in 0..2 {
        let asked = browser
            .post("/track/case/review", &[("review", "There is film of it.")])
            .await
            .unwrap();
        assert_eq!(asked.status, 303);
    }
    let path = first
        .get(&format!("/desk/find?reference={reference}"))
        .await
        .unwrap()
        .location
        .unwrap();
    let decide = [
        ("decision", "changed"),
        ("answer", "You are right, we look at the film."),
    ];
    let own = first
        .post(&format!("{path}/review/decide"), &decide)
        .await
        .unwrap();
    assert_eq!(own.status, 409);
    let mut handler = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    assert_eq!(
        handler
            .post(&format!("{path}/review/decide"), &decide)
            .await
            .unwrap()
            .status,
        403
    );
    let mut second = site.signed_in("second", Role::Supervisor, "desk").await.unwrap();
    assert_eq!(
        second
            .post(&format!("{path}/review/decide"), &decide)
            .await
            .unwrap()
            .status,
        303
    );
    let page = browser.get("/track/case").await.unwrap();
    assert!(page.body.contains("The decision is changed") && page.body.contains("we look at the film"));
}

#[tokio::test]
async fn a_report_can_be_taken_back_and_stays_so() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut browser = opened(&site, &reference).await;
    assert_eq!(
        browser
            .post("/track/case/withdraw", &[("why", "")])
            .await
            .unwrap()
            .status,
        303
    );
    assert!(
        browser
            .get("/track/case")
            .await
            .unwrap()
            .body
            .contains("You took your report back")
    );
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let path = desk
        .get(&format!("/desk/find?reference={reference}"))
        .await
        .unwrap()
        .location
        .unwrap();
    let page = desk.get(&path).await.unwrap();
    let version = page.field("version").unwrap().to_owned();
    let fields = [
        ("version", version.as_str()),
        ("outcome", "advised"),
        ("outcome-why", "x"),
    ];
    assert_eq!(
        desk.post(&format!("{path}/outcome"), &fields)
            .await
            .unwrap()
            .status,
        409
    );
}

#[tokio::test]
async fn guessing_a_reference_or_a_code_tells_nothing_and_ends_soon() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut browser = site.other_browser();
    browser.get("/track").await.unwrap();
    let known = browser
        .post("/track", &[("reference", &reference)])
        .await
        .unwrap();
    let other = kernel::id::Reference::new([7; 16]).to_string();
    let unknown = browser.post("/track", &[("reference", &other)]).await.unwrap();
    assert_eq!(known.status, unknown.status);
    assert_eq!(
        known.body.replace(&reference, ""),
        unknown.body.replace(&other, "")
    );
    let code = newest_code(&site).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        let answer = browser
            .post("/track/code", &[("reference", &reference), ("code", wrong)])
            .await
            .unwrap();
        assert_eq!(answer.status, 422);
    }
    let late = browser
        .post("/track/code", &[("reference", &reference), ("code", &code)])
        .await
        .unwrap();
    assert_eq!(
        late.status, 422,
        "after five wrong codes the right one has ended too"
    );
    for _ in 0..30 {
        browser
            .post("/track", &[("reference", &reference)])
            .await
            .unwrap();
    }
    site.work().await.unwrap();
    let stopped = browser
        .post("/track", &[("reference", &reference)])
        .await
        .unwrap();
    assert!(stopped.status == 422 && stopped.body.contains("too many tries"));
}

#[tokio::test]
async fn a_code_ends_after_a_quarter_of_an_hour_and_a_case_closes_after_an_hour() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut browser = site.other_browser();
    browser.get("/track").await.unwrap();
    browser
        .post("/track", &[("reference", &reference)])
        .await
        .unwrap();
    let code = newest_code(&site).await;
    site.wait_minutes(16);
    let late = browser
        .post("/track/code", &[("reference", &reference), ("code", &code)])
        .await
        .unwrap();
    assert_eq!(late.status, 422);
    let mut browser = opened(&site, &reference).await;
    assert_eq!(browser.get("/track/case").await.unwrap().status, 200);
    site.wait_minutes(61);
    assert_eq!(
        browser.get("/track/case").await.unwrap().location.as_deref(),
        Some("/track")
    );
}

#[tokio::test]
async fn nobody_opens_a_case_or_its_files_with_another_cases_key() {
    let site = a_site().await;
    let first = a_report(&site, "theft", &[]).await;
    let second = a_report(&site, "theft", &[("email", json!("kim@example.org"))]).await;
    let mut owner = opened(&site, &first).await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82";
    let added = owner
        .post_files("/track/case/files", &[], &[("files", "wheel.png", png)])
        .await
        .unwrap();
    assert_eq!(added.status, 303, "{}", added.body);
    let page = owner.get("/track/case").await.unwrap();
    let at = page.body.find("/track/case/files/fil_").unwrap();
    let href: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
    assert_eq!(owner.get(&href).await.unwrap().status, 200);
    let mut stranger = opened(&site, &second).await;
    assert_eq!(stranger.get(&href).await.unwrap().status, 404);
    let mut nobody = site.other_browser();
    assert_eq!(
        nobody.get(&href).await.unwrap().location.as_deref(),
        Some("/track")
    );
    nobody.plant("bl_case", "0123456789abcdef0123456789abcdef0123456789abcdef");
    assert_eq!(
        nobody.get("/track/case").await.unwrap().location.as_deref(),
        Some("/track")
    );
}

#[tokio::test]
async fn words_of_danger_in_a_message_are_answered_with_999_and_make_the_report_urgent() {
    let site = a_site().await;
    let reference = a_report(&site, "theft", &[]).await;
    let mut browser = opened(&site, &reference).await;
    let words = "He is here with a knife and says he will kill me";
    let stopped = browser
        .post("/track/case/message", &[("message", words)])
        .await
        .unwrap();
    assert_eq!(stopped.status, 422);
    assert!(
        stopped.body.contains("999") && stopped.body.contains("with a knife"),
        "nothing typed is lost"
    );
    browser
        .post("/track/case/message", &[("message", words), ("sure", "yes")])
        .await
        .unwrap();
    let mut desk = site.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let list = desk.get("/desk").await.unwrap();
    assert!(list.body.contains("govuk-tag--red\">I<"), "{}", list.body);
}

#[tokio::test]
async fn a_careful_person_gets_letters_that_say_nothing_and_only_in_their_hours() {
    let site = a_site().await;
    let own = [
        ("contactCautions", json!(["only-me"])),
        ("contactHours", json!("evening")),
    ];
    let reference = a_report(&site, "theft", &own).await;
    assert!(
        site.letters().await.unwrap().iter().all(|l| l.sent_at.is_none()),
        "it is ten in the morning"
    );
    site.wait_minutes(8 * 60);
    site.work().await.unwrap();
    let letters = site.letters().await.unwrap();
    assert_eq!(letters.iter().filter(|l| l.sent_at.is_some()).count(), 1);
    assert_eq!(letters[0].letter.subject, format!("Your reference {reference}"));
    assert!(!letters[0].letter.text.to_lowercase().contains("police"));
}

#[test]
fn every_message_is_there_in_every_language() {
    let words: Vec<_> = crate::WORDS.to_vec();
    assert_eq!(page::check_words(&words), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}
