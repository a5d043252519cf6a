//! The slice through its front doors, on a site of its own.

use std::sync::Arc;

use atlas::made_up::{City, Size};
use atlas::{Confidence, Gazetteer};
use kernel::account::Role;
use kernel::testing::{Answer, TestSite, site};

use crate::{Book, feature, reconcile};

mod decide;
mod files;
mod receipt;
mod words;

async fn a_site() -> TestSite {
    let book = Book::load(None, Arc::default()).unwrap_or_else(|all| panic!("{}", all.join("\n")));
    site(|| vec![feature(book)]).await.unwrap()
}

/// A site that knows the made-up city.
async fn a_site_in_the_city() -> (TestSite, Arc<Gazetteer>) {
    let city = City::new(7, Size::SMALL).unwrap();
    let ground = Arc::new(Gazetteer::new(
        Arc::new(city.areas),
        Arc::new(city.postcodes),
        city.places,
    ));
    let book = Book::load(None, Arc::clone(&ground)).unwrap_or_else(|all| panic!("{}", all.join("\n")));
    (site(|| vec![feature(book)]).await.unwrap(), ground)
}

/// Good answers for any page of any flow, so that a test can walk it to its end.
async fn walk(browser: &mut TestSite, flow: &str, set: &[(&str, &str)]) -> Answer {
    let page = browser.get(&format!("/report/{flow}")).await.unwrap();
    assert_eq!(page.status, 200, "{}", page.body);
    let mut answer = browser
        .post(&format!("/report/{flow}"), &[("danger", "no")])
        .await
        .unwrap();
    for _ in 0..60 {
        let to = answer
            .location
            .clone()
            .unwrap_or_else(|| panic!("no way on: {} {}", answer.status, answer.body));
        let page = browser.get(&to).await.unwrap();
        if to.contains("/warning") {
            let on = page
                .body
                .split("href=\"/report/")
                .filter_map(|p| p.split('"').next())
                .last()
                .unwrap();
            answer.location = Some(format!("/report/{on}"));
            continue;
        }
        if let Some(other) = page.location {
            answer.location = Some(other);
            continue;
        }
        assert_eq!(page.status, 200, "{to}: {}", page.body);
        if to.ends_with("/summary") {
            return page;
        }
        let book = browser.site.part::<Book>().unwrap();
        let definition = &book.flow(flow).unwrap().definition;
        let path = to
            .trim_start_matches(&format!("/report/{flow}"))
            .split('?')
            .next()
            .unwrap()
            .to_owned();
        let fields = fields_of(definition, &path, set);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        answer = browser
            .post(&format!("/report/{flow}{path}"), &fields)
            .await
            .unwrap();
        assert_eq!(answer.status, 303, "{path} with {fields:?}: {}", answer.body);
    }
    panic!("the form has no end")
}

fn fields_of(definition: &forms::Definition, path: &str, set: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = definition.page(path).unwrap();
    // The first choice everywhere leads past some pages: another choice leads to them.
    let complete = (0..8).map(|choice| {
        let mut answers = forms::sample::complete(definition, TODAY, &mut |_| choice);
        for (name, value) in set {
            let many = definition
                .component(name)
                .is_some_and(|c| c.type_name() == "CheckboxesField");
            answers.set(
                name,
                if many {
                    serde_json::json!([value])
                } else {
                    serde_json::json!(value)
                },
            );
        }
        answers
    });
    let complete: Vec<_> = complete.collect();
    let names: Vec<&str> = definition
        .components(page)
        .filter(|c| c.is_question())
        .map(|c| c.name())
        .collect();
    let best = complete
        .iter()
        .max_by_key(|a| names.iter().filter(|n| a.get(n).is_some()).count())
        .unwrap();
    forms::sample::posted(definition, path, best)
}

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 25);

const CALM: &[(&str, &str)] = &[
    ("happeningNow", "no"),
    ("injury", "none"),
    ("weapon", "no"),
    ("evidenceKinds", "photos"),
    (
        "whatHappened",
        "My green bicycle was taken from the rack outside the library.",
    ),
    ("role", "victim"),
    ("fullName", "Robin Example"),
    ("contactChannel", "email"),
    ("email", "robin@example.org"),
];

async fn a_sent_report(browser: &mut TestSite, flow: &str) -> (String, Answer) {
    walk(browser, flow, CALM).await;
    let answer = browser.post(&format!("/report/{flow}/send"), &[]).await.unwrap();
    assert_eq!(
        answer.location.as_deref(),
        Some(format!("/report/{flow}/sent").as_str())
    );
    let page = browser.get(&format!("/report/{flow}/sent")).await.unwrap();
    let at = page.body.find("BL-").unwrap();
    (page.body[at..at + 14].to_owned(), page)
}

#[tokio::test]
async fn a_report_travels_from_the_first_question_to_the_desk_and_its_receipt_to_the_person() {
    let mut browser = a_site().await;
    let (reference, page) = a_sent_report(&mut browser, "theft").await;
    assert!(
        page.body.contains("10:45am"),
        "read within 45 minutes: {}",
        page.body
    );
    browser.work().await.unwrap();
    let letters = browser.letters().await.unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].letter.to, "robin@example.org");
    assert!(letters[0].letter.subject.contains(&reference));
    assert!(
        !letters[0].letter.text.contains("bicycle"),
        "a mistyped address must not give the answers away"
    );
    let mut desk = browser.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let list = desk.get("/desk").await.unwrap();
    assert!(list.body.contains(&reference), "{}", list.body);
    assert!(!list.body.contains("Robin"));
    let found = desk
        .get(&format!("/desk/find?reference={}", reference.to_lowercase()))
        .await
        .unwrap();
    let page = desk.get(&found.location.unwrap()).await.unwrap();
    assert!(page.body.contains("green bicycle") && page.body.contains("Robin Example"));
    let reconciled = reconcile(&browser.site).await.unwrap();
    assert_eq!(
        (
            reconciled.accepted,
            reconciled.owned,
            reconciled.mailed,
            reconciled.missing.len()
        ),
        (1, 1, 1, 0)
    );
}

#[tokio::test]
async fn a_report_that_an_officer_helps_with_says_where_it_came_in_and_is_one_like_any_other() {
    let site = a_site().await;
    let mut officer = site.signed_in("pc-1", Role::Handler, "desk").await.unwrap();
    let at = [("channel", "session"), ("id", "ses_01abc")];
    let begun = officer.post("/desk/help", &at).await.unwrap();
    assert_eq!(begun.location.as_deref(), Some("/report"));
    let page = officer.get("/report").await.unwrap();
    assert!(page.body.contains("You are helping someone"), "{}", page.body);
    let (reference, _) = a_sent_report(&mut officer, "theft").await;
    let (_, page) = opened(&mut officer, &reference).await;
    assert!(
        page.body.contains("href=\"/desk/sessions/ses_01abc\""),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("made with help") && page.body.contains("pc-1"),
        "{}",
        page.body
    );
    let known = kernel::id::Reference::parse(&reference).unwrap();
    let report = crate::by_reference(&mut site.site.db().read(), &known)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(report.channel, "session");
    let sent = officer.get("/report/theft/sent").await.unwrap();
    assert!(
        sent.body.contains("You helped to make this report"),
        "{}",
        sent.body
    );
    // The next person at this screen sees nothing of the last.
    officer.get("/report/burglary").await.unwrap();
    officer
        .post("/report/burglary", &[("danger", "no")])
        .await
        .unwrap();
    let cookie = crate::pages::cookie_name("burglary");
    assert!(officer.cookie(&cookie).is_some_and(|c| !c.is_empty()));
    officer.post("/desk/help", &at).await.unwrap();
    assert!(officer.cookie(&cookie).is_none_or(str::is_empty));
    assert_eq!(officer.get("/report/theft/sent").await.unwrap().status, 404);
    let ended = officer.post("/desk/help/end", &[]).await.unwrap();
    assert_eq!(ended.location.as_deref(), Some("/desk/sessions/ses_01abc"));
    let (reference, _) = a_sent_report(&mut officer, "theft").await;
    let known = kernel::id::Reference::parse(&reference).unwrap();
    let report = crate::by_reference(&mut site.site.db().read(), &known)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((report.channel.as_str(), report.origin), ("web", None));
    for wrong in [("channel", "web"), ("channel", "session")] {
        let answer = officer
            .post("/desk/help", &[wrong, ("id", "../x")])
            .await
            .unwrap();
        assert_eq!(answer.status, 404);
    }
}

#[tokio::test]
async fn a_stranger_cannot_say_that_an_officer_helped() {
    let mut stranger = a_site().await;
    stranger.get("/report").await.unwrap();
    let at = [("channel", "session"), ("id", "ses_01abc")];
    let answer = stranger.post("/desk/help", &at).await.unwrap();
    assert!(answer.location.unwrap().starts_with("/desk/sign-in"));
    stranger.plant("bl_help", "session-ses_01abc");
    let (reference, _) = a_sent_report(&mut stranger, "theft").await;
    let known = kernel::id::Reference::parse(&reference).unwrap();
    let found = crate::by_reference(&mut stranger.site.db().read(), &known)
        .await
        .unwrap();
    assert_eq!(found.unwrap().channel, "web");
}

#[tokio::test]
async fn every_flow_can_be_walked_to_its_end_and_sent() {
    let site = a_site().await;
    let book = site.site.part::<Book>().unwrap();
    assert!(book.flows().len() >= 15);
    for flow in book.flows() {
        let mut browser = site.other_browser();
        a_sent_report(&mut browser, &flow.name).await;
    }
}

#[tokio::test]
async fn pressing_send_many_times_sends_once() {
    let mut browser = a_site().await;
    walk(&mut browser, "theft", CALM).await;
    for _ in 0..5 {
        assert_eq!(browser.post("/report/theft/send", &[]).await.unwrap().status, 303);
    }
    assert_eq!(reconcile(&browser.site).await.unwrap().accepted, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_that_send_at_once_lose_nothing() {
    let mut one = a_site().await;
    walk(&mut one, "theft", CALM).await;
    let mut other = one.other_browser();
    let name = crate::pages::cookie_name("theft");
    other.plant(&name, one.cookie(&name).unwrap());
    other.get("/report/theft/summary").await.unwrap();
    for round in 0..10 {
        let (happened, effect) = (
            format!("What happened, told {round} times"),
            format!("Effect {round}"),
        );
        let first = async {
            let fields = [("whatHappened", happened.as_str()), ("changing", "yes")];
            one.post("/report/theft/what-happened", &fields)
                .await
                .unwrap()
                .status
        };
        let second = async {
            let fields = [("effect", effect.as_str()), ("changing", "yes")];
            other.post("/report/theft/effect", &fields).await.unwrap().status
        };
        assert_eq!(tokio::join!(first, second), (303, 303));
        let all = one.get("/report/theft/summary").await.unwrap().body;
        assert!(all.contains(&happened) && all.contains(&effect), "round {round}");
    }
}

#[tokio::test]
async fn what_was_typed_is_there_again_when_something_is_wrong() {
    let mut browser = a_site().await;
    browser.get("/report/theft").await.unwrap();
    let wrong = browser.post("/report/theft", &[]).await.unwrap();
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Error: ") && wrong.body.contains("href=\"#danger\""));
    browser.post("/report/theft", &[("danger", "no")]).await.unwrap();
    let again = browser.post("/report/theft/now", &[]).await.unwrap();
    assert_eq!(again.status, 422);
    assert!(again.body.contains("There is a problem"));
}

#[tokio::test]
async fn words_that_speak_of_danger_are_answered_with_999_once() {
    let mut browser = a_site().await;
    let mut alarming = CALM.to_vec();
    alarming.retain(|(n, _)| *n != "whatHappened");
    alarming.push(("whatHappened", "He has a knife and he is going to kill me"));
    let page = walk(&mut browser, "something-else", &alarming).await;
    assert_eq!(page.status, 200);
    let book = browser.site.part::<Book>().unwrap();
    let facts = crate::send::facts(
        book.flow("something-else").unwrap(),
        &serde_json::json!({ "whatHappened": "He has a knife and he is going to kill me" }),
        TODAY,
        0,
    );
    assert!(!book.triage().decide(&facts).interrupts.is_empty());
}

#[tokio::test]
async fn a_saved_report_goes_on_in_another_browser_and_its_code_works_once() {
    let mut browser = a_site().await;
    browser.get("/report/theft").await.unwrap();
    browser.post("/report/theft", &[("danger", "no")]).await.unwrap();
    browser
        .post("/report/theft/now", &[("happeningNow", "no")])
        .await
        .unwrap();
    let page = browser.post("/report/theft/save", &[]).await.unwrap();
    let at = page.body.find("id=\"return-code\">").unwrap() + 17;
    let code = page.body[at..at + 14].to_owned();
    let mut other = browser.other_browser();
    other.get("/report/return").await.unwrap();
    let answer = other
        .post("/report/return", &[("code", &code.to_lowercase())])
        .await
        .unwrap();
    assert_eq!(answer.status, 303);
    assert_ne!(
        answer.location.as_deref(),
        Some("/report/theft/now"),
        "the answered page is not asked again"
    );
    let again = browser.other_browser();
    let mut again = again;
    again.get("/report/return").await.unwrap();
    assert_eq!(
        again
            .post("/report/return", &[("code", &code)])
            .await
            .unwrap()
            .status,
        422
    );
}

#[tokio::test]
async fn drafts_are_forgotten_after_their_days_and_sent_reports_are_not() {
    let mut browser = a_site().await;
    a_sent_report(&mut browser, "theft").await;
    let mut other = browser.other_browser();
    other.get("/report/burglary").await.unwrap();
    other.post("/report/burglary", &[("danger", "no")]).await.unwrap();
    browser.wait_minutes(8 * 24 * 60);
    let mut tx = browser.site.db().begin().await.unwrap();
    kernel::job::queue(
        &mut tx,
        &crate::jobs::ForgetDrafts {},
        None,
        browser.now(),
        browser.site.random(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    browser.work().await.unwrap();
    let old = crate::store::old_drafts(&mut browser.site.db().read(), browser.now())
        .await
        .unwrap();
    assert!(old.is_empty());
    assert_eq!(reconcile(&browser.site).await.unwrap().accepted, 1);
}

async fn opened(desk: &mut TestSite, reference: &str) -> (String, Answer) {
    let path = desk
        .get(&format!("/desk/find?reference={reference}"))
        .await
        .unwrap()
        .location
        .unwrap();
    let page = desk.get(&path).await.unwrap();
    (path, page)
}

#[tokio::test]
async fn of_two_handlers_who_decide_at_once_one_wins_and_the_other_is_told() {
    let mut browser = a_site().await;
    let (reference, _) = a_sent_report(&mut browser, "theft").await;
    let mut first = browser.signed_in("first", Role::Handler, "desk").await.unwrap();
    let mut second = browser.signed_in("second", Role::Handler, "desk").await.unwrap();
    let (path, page) = opened(&mut first, &reference).await;
    let version = page.field("version").unwrap().to_owned();
    let decide = [
        ("version", version.as_str()),
        ("outcome", "advised"),
        ("outcome-why", "Mark your bicycle next time."),
    ];
    assert_eq!(
        first
            .post(&format!("{path}/outcome"), &decide)
            .await
            .unwrap()
            .status,
        303
    );
    let answer = second.post(&format!("{path}/outcome"), &decide).await.unwrap();
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("Someone else has changed this report"));
}

#[tokio::test]
async fn a_grade_is_lowered_only_with_a_reason_worth_the_name() {
    let mut browser = a_site().await;
    let mut hurt = CALM.to_vec();
    hurt.retain(|(n, _)| *n != "injury");
    hurt.push(("injury", "serious"));
    walk(&mut browser, "assault", &hurt).await;
    browser.post("/report/assault/send", &[]).await.unwrap();
    let page = browser.get("/report/assault/sent").await.unwrap();
    let at = page.body.find("BL-").unwrap();
    let reference = page.body[at..at + 14].to_owned();
    let mut desk = browser.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let (path, page) = opened(&mut desk, &reference).await;
    let version = page.field("version").unwrap().to_owned();
    let lower = [
        ("version", version.as_str()),
        ("grade", "R"),
        ("grade-why", "fine"),
    ];
    let refused = desk.post(&format!("{path}/grade"), &lower).await.unwrap();
    assert_eq!(refused.status, 422, "{}", refused.body);
    let why = "The person is in hospital and safe; I spoke with the ward.";
    let lower = [("version", version.as_str()), ("grade", "R"), ("grade-why", why)];
    assert_eq!(
        desk.post(&format!("{path}/grade"), &lower).await.unwrap().status,
        303
    );
    let page = desk.get(&path).await.unwrap();
    assert!(
        page.body.contains("I spoke with the ward"),
        "the history keeps the reason"
    );
}

#[tokio::test]
async fn a_callback_needs_a_time_and_an_appointment_is_given_once() {
    let mut browser = a_site().await;
    let (reference, _) = a_sent_report(&mut browser, "theft").await;
    let mut desk = browser.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let (path, page) = opened(&mut desk, &reference).await;
    let version = page.field("version").unwrap().to_owned();
    let without = [
        ("version", version.as_str()),
        ("outcome", "callback"),
        ("outcome-why", "x"),
    ];
    assert_eq!(
        desk.post(&format!("{path}/outcome"), &without)
            .await
            .unwrap()
            .status,
        422
    );
    let slot = format!("{}-0", kernel::testing::TODAY + 2 * 3_600_000);
    let with = [
        ("version", version.as_str()),
        ("outcome", "appointment"),
        ("outcome-why", "See you"),
        ("meeting", "At the front counter"),
        ("slot", &slot),
    ];
    assert_eq!(
        desk.post(&format!("{path}/outcome"), &with).await.unwrap().status,
        303
    );
    let mut other = browser.other_browser();
    let (reference, _) = a_sent_report(&mut other, "burglary").await;
    let (path, page) = opened(&mut desk, &reference).await;
    let version = page.field("version").unwrap().to_owned();
    let taken = [
        ("version", version.as_str()),
        ("outcome", "appointment"),
        ("outcome-why", "See you"),
        ("meeting", "At the front counter"),
        ("slot", &slot),
    ];
    assert_eq!(
        desk.post(&format!("{path}/outcome"), &taken)
            .await
            .unwrap()
            .status,
        409
    );
}

#[tokio::test]
async fn a_team_sees_what_was_handed_to_it_and_nothing_else_by_any_route() {
    let mut browser = a_site().await;
    let (reference, _) = a_sent_report(&mut browser, "theft").await;
    let mut desk = browser.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let mut tdiu = browser
        .signed_in("investigator", Role::Investigator, "tdiu")
        .await
        .unwrap();
    let (path, page) = opened(&mut desk, &reference).await;
    let version = page.field("version").unwrap().to_owned();
    assert!(
        !tdiu
            .get("/desk?list=newest")
            .await
            .unwrap()
            .body
            .contains(&reference)
    );
    assert_eq!(tdiu.get(&path).await.unwrap().status, 404);
    for action in ["take", "grade", "outcome", "kept", "close", "team", "note"] {
        let all = [
            ("version", version.as_str()),
            ("grade", "I"),
            ("grade-why", "because it is urgent enough"),
            ("outcome", "advised"),
            ("outcome-why", "x"),
            ("close-why", "x"),
            ("team", "desk"),
            ("team-why", "x"),
            ("note", "x"),
        ];
        let answer = tdiu.post(&format!("{path}/{action}"), &all).await.unwrap();
        assert_eq!(answer.status, 404, "{action}: {}", answer.body);
    }
    let over = [
        ("version", version.as_str()),
        ("team", "tdiu"),
        ("team-why", "There is film of it"),
    ];
    assert_eq!(
        desk.post(&format!("{path}/team"), &over).await.unwrap().status,
        303
    );
    assert_eq!(tdiu.get(&path).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_stranger_reaches_no_page_of_the_desk() {
    let mut site = a_site().await;
    let lines = site.site.routes().to_vec();
    site.get("/").await.unwrap();
    for line in lines.iter().filter(|l| l.access > kernel::Access::Resident) {
        let path = line.path.replace("{id}", "rep_0").replace("{file}", "fil_0");
        let answer = match line.method {
            "GET" => site.get(&path).await.unwrap(),
            _ => site.post(&path, &[]).await.unwrap(),
        };
        assert_eq!(answer.status, 303, "{} {path}", line.method);
        assert!(answer.location.unwrap().starts_with("/desk/sign-in"));
    }
}

#[tokio::test]
async fn words_that_fit_several_places_are_asked_about_and_the_chosen_one_has_a_ward() {
    let (mut browser, ground) = a_site_in_the_city().await;
    let (typed, names) = ground
        .places()
        .iter()
        .map(|p| (p.name.clone(), crate::place::choices(&ground, &p.name)))
        .find(|(_, names)| names.len() > 1)
        .expect("a name that two places of the city share");
    walk(&mut browser, "theft", CALM).await;
    let to = |answer: &Answer| answer.location.clone().unwrap();
    let answer = browser
        .post(
            "/report/theft/where",
            &[("whereKind", "street"), ("where", &typed), ("changing", "yes")],
        )
        .await
        .unwrap();
    let ask = to(&answer);
    assert!(ask.starts_with("/report/theft/which-place?to="), "{ask}");
    let page = browser.get(&ask).await.unwrap();
    for name in &names {
        assert!(
            page.body.contains(name.split('\'').next().unwrap()),
            "{name} is offered: {}",
            page.body
        );
    }
    let back = [("to", "/report/theft/summary"), ("place", "")];
    assert_eq!(
        browser
            .post("/report/theft/which-place", &back)
            .await
            .unwrap()
            .status,
        422
    );
    let elsewhere = [("to", "https://example.org/"), ("place", "none")];
    let answer = browser
        .post("/report/theft/which-place", &elsewhere)
        .await
        .unwrap();
    assert_eq!(to(&answer), "/report/theft", "no way out of the form");
    let chosen = [("to", "/report/theft/summary"), ("place", names[1].as_str())];
    let answer = browser.post("/report/theft/which-place", &chosen).await.unwrap();
    assert_eq!(to(&answer), "/report/theft/summary");
    let page = browser.get("/report/theft/summary").await.unwrap();
    assert!(
        page.body.contains(names[1].split('\'').next().unwrap()),
        "{}",
        page.body
    );
    // Every name that is offered is one that is found.
    for name in &names {
        let found = ground.locate(&format!("{name} ({typed})"));
        assert!(
            found.confidence > Confidence::Unsure && found.ward.is_some(),
            "{name}: {found:?}"
        );
    }
}

#[tokio::test]
async fn a_file_of_more_than_twenty_megabytes_is_refused_by_name_and_the_rest_of_the_page_is_kept() {
    let mut browser = a_site().await;
    walk(&mut browser, "theft", CALM).await;
    let mut photo = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".to_vec();
    let small = photo.clone();
    photo.resize(20_000_001, 0);
    let answer = browser
        .post_files(
            "/report/theft/photos",
            &[("changing", "yes")],
            &[("photos", "door.png", &photo), ("photos", "lock.png", &small)],
        )
        .await
        .unwrap();
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.body.contains("door.png: "), "{}", answer.body);
    assert!(
        answer.body.contains("lock.png"),
        "the file that could be taken is kept"
    );
    photo.truncate(20_000_000);
    let answer = browser
        .post_files(
            "/report/theft/photos",
            &[("changing", "yes")],
            &[("photos", "door.png", &photo)],
        )
        .await
        .unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
}

#[tokio::test]
async fn files_are_kept_shown_without_their_place_and_refused_when_they_are_not_what_they_say() {
    let mut browser = a_site().await;
    walk(&mut browser, "theft", CALM).await;
    let refused = browser
        .post_files(
            "/report/theft/photos",
            &[("changing", "yes")],
            &[("photos", "../../x.jpg", b"MZ\x90\0not a picture\0")],
        )
        .await
        .unwrap();
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("x.jpg: The file must be a photo") && !refused.body.contains("../"));
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82";
    let taken = browser
        .post_files(
            "/report/theft/photos",
            &[("changing", "yes")],
            &[("photos", "bike.png", png)],
        )
        .await
        .unwrap();
    assert_eq!(taken.status, 303, "{}", taken.body);
    browser.post("/report/theft/send", &[]).await.unwrap();
    let page = browser.get("/report/theft/sent").await.unwrap();
    let at = page.body.find("BL-").unwrap();
    let reference = page.body[at..at + 14].to_owned();
    let mut desk = browser.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let (path, page) = opened(&mut desk, &reference).await;
    let at = page
        .body
        .find(&format!("{path}/files/"))
        .unwrap_or_else(|| panic!("no file: {}", page.body));
    let href: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
    let file = desk.get(&href).await.unwrap();
    assert_eq!(
        (file.status, file.headers["content-type"].to_str().unwrap()),
        (200, "image/png")
    );
    let mut other = browser
        .signed_in("investigator", Role::Investigator, "tdiu")
        .await
        .unwrap();
    assert_eq!(other.get(&href).await.unwrap().status, 404);
}

#[tokio::test]
async fn hostile_words_come_back_as_words_in_every_field() {
    let mut browser = a_site().await;
    let hostile = "<script>alert(1)</script>\"' OR 1=1 --\r\nBcc: x@example.org {{7*7}} %00 \u{202e}";
    let mut set = CALM.to_vec();
    set.retain(|(n, _)| !matches!(*n, "whatHappened" | "fullName"));
    set.extend([
        ("whatHappened", hostile),
        ("fullName", "<b>Robin</b>"),
        ("where", hostile),
    ]);
    let page = walk(&mut browser, "theft", &set).await;
    assert!(
        !page.body.contains("<script>alert") && !page.body.contains("<b>Robin"),
        "{}",
        page.body
    );
    browser.post("/report/theft/send", &[]).await.unwrap();
    browser.work().await.unwrap();
    for letter in browser.letters().await.unwrap() {
        assert!(!letter.letter.subject.contains(['\r', '\n']));
    }
    let mut desk = browser.signed_in("handler", Role::Handler, "desk").await.unwrap();
    let page = browser.get("/report/theft/sent").await.unwrap();
    let at = page.body.find("BL-").unwrap();
    let reference = page.body[at..at + 14].to_owned();
    let (_, page) = opened(&mut desk, &reference).await;
    assert!(
        !page.body.contains("<script>alert") && page.body.contains("&#60;script&#62;"),
        "{}",
        page.body
    );
}

/// All words of one edition that a form definition has.
fn words_of(value: &serde_yaml_ng::Value, out: &mut Vec<String>) {
    match value {
        serde_yaml_ng::Value::String(text) => out.push(text.clone()),
        serde_yaml_ng::Value::Mapping(map) => map.values().for_each(|v| words_of(v, out)),
        serde_yaml_ng::Value::Sequence(all) => all.iter().for_each(|v| words_of(v, out)),
        _ => {}
    }
}

#[test]
fn the_easy_read_edition_of_every_form_is_easy_to_read() {
    // Names of bodies, and a number to send a text to.
    const NAMES: [&str; 3] = ["RSPCA", "DVLA", "7726"];
    let mut hard = Vec::new();
    let mut read = 0;
    for (name, text) in crate::book::FILES.iter().filter(|(n, _)| n.ends_with(".yaml")) {
        let file: serde_yaml_ng::Value = serde_yaml_ng::from_str(text).unwrap();
        let mut words = Vec::new();
        let translations = file.get("metadata").and_then(|m| m.get("translations"));
        if let Some(simple) = translations.and_then(|t| t.get("en-simple")) {
            words_of(simple, &mut words);
        }
        for text in words {
            read += 1;
            let plain = NAMES.iter().fold(text.clone(), |t, n| t.replace(n, "them"));
            let problems = page::easy::check(&plain);
            if !problems.is_empty() {
                hard.push(format!("{name}: {text}: {problems:?}"));
            }
        }
    }
    assert!(read > 500, "{read}");
    assert_eq!(hard, Vec::<String>::new());
}

#[tokio::test]
async fn hostile_words_in_any_text_field_of_any_flow_come_back_as_words() {
    let site = a_site().await;
    let book = site.site.part::<Book>().unwrap();
    let hostile = "<img src=x onerror=alert(1)>' OR ''='; DROP TABLE contact_report; -- {{7*7}}";
    for flow in book.flows() {
        let mut browser = site.other_browser();
        let mut set = CALM.to_vec();
        set.retain(|(n, _)| *n != "whatHappened" && *n != "fullName");
        let all = flow
            .definition
            .pages()
            .iter()
            .flat_map(|p| flow.definition.components(p));
        let names: Vec<&str> = all
            .filter(|c| c.type_name() == "MultilineTextField")
            .map(|c| c.name())
            .collect();
        set.extend(names.iter().map(|n| (*n, hostile)));
        set.extend([("fullName", hostile), ("where", hostile)]);
        let page = walk(&mut browser, &flow.name, &set).await;
        assert!(!page.body.contains("<img src=x"), "{}: {}", flow.name, page.body);
        assert!(
            !page.body.contains(">49<"),
            "{}: nothing is worked out",
            flow.name
        );
        browser
            .post(&format!("/report/{}/send", flow.name), &[])
            .await
            .unwrap();
    }
    let kept = reconcile(&site.site).await.unwrap().accepted;
    assert_eq!(kept, i64::try_from(book.flows().len()).unwrap());
}

#[tokio::test]
async fn the_way_to_another_body_is_shown_counted_and_never_a_dead_end() {
    let mut browser = a_site().await;
    let page = browser.get("/report?q=noisy+neighbours").await.unwrap();
    assert!(page.body.contains("/report/not-ours/noise"), "{}", page.body);
    let page = browser.get("/report/not-ours/noise").await.unwrap();
    let tell = page
        .body
        .split("href=\"")
        .find(|p| p.starts_with("/report/") && p.contains("from=noise"))
        .unwrap();
    let tell: String = tell.chars().take_while(|c| *c != '"').collect();
    assert_eq!(browser.get(&tell).await.unwrap().status, 200);
    let mut desk = browser.signed_in("handler", Role::Handler, "desk").await.unwrap();
    assert!(desk.get("/desk/redirects").await.unwrap().body.contains(">1<"));
}

#[tokio::test]
async fn the_receipt_offers_what_other_features_have_and_they_know_what_was_sent() {
    let book = Book::load(None, Arc::default()).unwrap_or_else(|all| panic!("{}", all.join("\n")));
    let other = kernel::Feature {
        name: "other",
        after: vec![kernel::site::AfterLink {
            href: "/elsewhere",
            key: "other",
            picture: "people",
        }],
        ..kernel::Feature::default()
    };
    let mut browser = site(|| vec![feature(book), other]).await.unwrap();
    let before = browser.now();
    for flow in ["theft", "domestic-abuse"] {
        walk(&mut browser, flow, CALM).await;
        browser.post(&format!("/report/{flow}/send"), &[]).await.unwrap();
        let page = browser.get(&format!("/report/{flow}/sent")).await.unwrap();
        let link = format!("href=\"/elsewhere?about={flow}\"");
        assert!(page.body.contains(&link), "{}", page.body);
    }
    let subject = browser.site.subject("theft", "cy").unwrap();
    assert_eq!(
        (subject.title.as_str(), subject.sensitive),
        ("Cafodd rhywbeth ei ddwyn", false)
    );
    assert!(browser.site.subject("domestic-abuse", "en").unwrap().sensitive);
    assert_eq!(browser.site.subject("about-you", "en"), None);
    browser.wait_minutes(1);
    let sent = browser.site.sent(before, browser.now()).await.unwrap();
    assert_eq!((sent.len(), sent["theft"], sent["domestic-abuse"]), (2, 1, 1));
    assert!(
        browser
            .site
            .sent(browser.now(), browser.now().plus_days(1))
            .await
            .unwrap()
            .is_empty()
    );
}

#[test]
fn every_message_is_there_in_every_language() {
    assert_eq!(page::check_words(crate::WORDS), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}
