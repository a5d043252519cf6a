//! The slice through its front doors: answering, coming back, what is kept, what the desk reads.

use std::collections::HashMap;
use std::sync::Arc;

use forms::Answers;
use jiff::civil::date;
use kernel::account::Role;
use kernel::db::{Query, Reader, Row};
use kernel::job::Job;
use kernel::site::{Sends, Sent, Subject};
use kernel::testing::{Answer, TestSite, site};
use kernel::{Feature, Moment, args};

use crate::jobs::{ForgetUnsent, LayDown};
use crate::{Quarter, Questions, answer, store};

/// Stands for a feature that takes reports.
struct Reports;

impl Sends for Reports {
    fn subject(&self, name: &str, lang: &str) -> Option<Subject> {
        let (title, sensitive) = match (name, lang) {
            ("theft", "cy") => ("Dwyn", false),
            ("theft", _) => ("Theft", false),
            ("burglary", _) => ("Burglary", false),
            ("domestic-abuse", _) => ("Domestic abuse", true),
            _ => return None,
        };
        Some(Subject {
            name: name.to_owned(),
            title: title.to_owned(),
            sensitive,
        })
    }

    fn sent(&self, _: Reader, from: Moment, _: Moment) -> Sent<'_> {
        // Nothing is known of times before July 2026.
        let many = if from.millis() < 1_782_000_000_000 { 0 } else { 40 };
        Box::pin(async move {
            Ok(vec![
                ("theft".to_owned(), many),
                ("burglary".to_owned(), many / 2),
            ])
        })
    }
}

async fn a_site() -> TestSite {
    let questions = Questions::load(None).unwrap_or_else(|all| panic!("{}", all.join("\n")));
    site(|| {
        let reports = Feature {
            name: "reports",
            sends: Some(Arc::new(Reports)),
            ..Feature::default()
        };
        vec![reports, crate::feature(questions)]
    })
    .await
    .unwrap()
}

/// Opens the first page, as from the receipt of a report.
async fn begin(browser: &mut TestSite, about: &str) -> String {
    let why = browser.get(&format!("/about-you?about={about}")).await.unwrap();
    assert_eq!(why.status, 200, "{}", why.body);
    let begun = browser.post("/about-you", &[("about", about)]).await.unwrap();
    assert_eq!(begun.status, 303, "{}", begun.body);
    begun.location.unwrap()
}

/// Answers what is given, page by page, and leaves the rest empty; ends at check answers.
async fn answer_all(browser: &mut TestSite, first: &str, given: &[(&str, &str)]) -> Answer {
    let mut at = first.to_owned();
    let mut pages = 0;
    while at != "/about-you/summary" {
        let page = browser.get(&at).await.unwrap();
        assert_eq!(page.status, 200, "{at}: {}", page.body);
        let fields: Vec<(&str, &str)> = given
            .iter()
            .filter(|(name, _)| page.body.contains(&format!("name=\"{name}\"")))
            .copied()
            .collect();
        let answer = browser.post(&at, &fields).await.unwrap();
        assert_eq!(answer.status, 303, "{at} {fields:?}: {}", answer.body);
        at = answer.location.unwrap();
        pages += 1;
        assert!(pages < 40, "the questions do not end");
    }
    browser.get(&at).await.unwrap()
}

/// From the first page to the code.
async fn answers(browser: &mut TestSite, about: &str, given: &[(&str, &str)]) -> String {
    let first = begin(browser, about).await;
    answer_all(browser, &first, given).await;
    let sent = browser.post("/about-you/send", &[]).await.unwrap();
    assert_eq!(sent.status, 303, "{}", sent.body);
    code(&browser.get(&sent.location.unwrap()).await.unwrap())
}

/// The code on the page.
fn code(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("id=\"equality-code\">").expect("a code");
    rest.split('<').next().unwrap().to_owned()
}

async fn rows(site: &TestSite, table: &str) -> Vec<Row> {
    let sql = format!("SELECT * FROM {table}");
    site.site.db().read().rows(&sql, args![]).await.unwrap()
}

async fn kept(site: &TestSite, typed: &str) -> Option<Answers> {
    let code = kernel::id::Code::parse(typed).unwrap();
    let keys = site.site.keys();
    let found = store::by_code(&mut site.site.db().read(), keys, &answer::code_hash(keys, &code)).await;
    found.unwrap().map(|(_, answers)| answers)
}

#[tokio::test]
async fn someone_says_something_of_themselves_and_gets_a_code_for_it() {
    let mut browser = a_site().await;
    let why = browser.get("/about-you?about=theft").await.unwrap();
    for words in ["You do not have to answer", "Theft", "nothing joins the two"] {
        assert!(why.body.contains(words), "{words}: {}", why.body);
    }
    let first = begin(&mut browser, "theft").await;
    assert_eq!(first, "/about-you/age");
    let given = [
        ("age", "35-44"),
        ("health", "yes"),
        ("healthEffect", "a-little"),
        ("ethnicGroup", "asian"),
        ("ethnicAsian", "any-other"),
        ("ethnicAsianWords", "Invented"),
        ("religion", "prefer-not-to-say"),
    ];
    let check = answer_all(&mut browser, &first, &given).await;
    for words in ["35 to 44", "Yes, a little", "Invented", "Prefer not to say"] {
        assert!(check.body.contains(words), "{words}: {}", check.body);
    }
    let sent = browser.post("/about-you/send", &[]).await.unwrap();
    let page = browser.get(&sent.location.unwrap()).await.unwrap();
    let code = code(&page);
    assert_eq!(code.len(), 14);
    let answers = kept(&browser, &code).await.unwrap();
    assert_eq!(answers.get("ethnicAsianWords").unwrap(), "Invented");
    assert_eq!(answers.get("healthEffect").unwrap(), "a-little");
    assert!(answers.get("ethnicWhite").is_none() && answers.get("sex").unwrap().is_null());
}

#[tokio::test]
async fn every_question_can_be_left_empty_and_then_there_is_nothing_to_keep() {
    let mut browser = a_site().await;
    let first = begin(&mut browser, "theft").await;
    let check = answer_all(&mut browser, &first, &[]).await;
    assert!(
        check.body.contains("You have not answered any question"),
        "{}",
        check.body
    );
    assert!(!check.body.contains("action=\"/about-you/send\""));
    let sent = browser.post("/about-you/send", &[]).await.unwrap();
    assert_eq!(sent.location.as_deref(), Some("/about-you/summary"));
    assert!(rows(&browser, "equality_answer").await.is_empty());
}

#[tokio::test]
async fn the_rest_is_left_out_with_one_link_from_any_page() {
    let mut browser = a_site().await;
    let first = begin(&mut browser, "theft").await;
    let page = browser.get(&first).await.unwrap();
    assert!(page.body.contains("href=\"/about-you/summary\""), "{}", page.body);
    browser.post(&first, &[("age", "75-84")]).await.unwrap();
    let check = browser.get("/about-you/summary").await.unwrap();
    assert!(
        check.status == 200 && check.body.contains("75 to 84"),
        "{}",
        check.body
    );
    let sent = browser.post("/about-you/send", &[]).await.unwrap();
    let code = code(&browser.get(&sent.location.unwrap()).await.unwrap());
    assert_eq!(kept(&browser, &code).await.unwrap().get("age").unwrap(), "75-84");
}

#[tokio::test]
async fn what_was_begun_goes_on_and_another_kind_of_report_begins_anew() {
    let mut browser = a_site().await;
    let first = begin(&mut browser, "theft").await;
    browser.post(&first, &[("age", "75-84")]).await.unwrap();
    assert_eq!(begin(&mut browser, "theft").await, "/about-you/health");
    assert_eq!(begin(&mut browser, "burglary").await, "/about-you/age");
    let page = browser.get("/about-you/age").await.unwrap();
    assert!(!page.body.contains(" checked"), "{}", page.body);
}

#[tokio::test]
async fn pressing_send_twice_keeps_one_set_and_shows_one_code() {
    let mut browser = a_site().await;
    let first = begin(&mut browser, "theft").await;
    browser.post(&first, &[("age", "75-84")]).await.unwrap();
    let token = browser.cookie("bl_about").unwrap().to_owned();
    let one = browser.post("/about-you/send", &[]).await.unwrap();
    let set = one.headers.get_all("set-cookie").iter().any(|c| {
        let cookie = c.to_str().unwrap();
        cookie.starts_with("bl_about=") && cookie.contains("Max-Age=600") && cookie.contains("HttpOnly")
    });
    assert!(set, "{:?}", one.headers);
    let code_one = code(&browser.get(&one.location.unwrap()).await.unwrap());
    let two = browser.post("/about-you/send", &[]).await.unwrap();
    assert_eq!(
        code(&browser.get(&two.location.unwrap()).await.unwrap()),
        code_one
    );
    assert_eq!(rows(&browser, "equality_answer").await.len(), 1);
    assert!(rows(&browser, "equality_draft").await.is_empty());
    // A page that was still open in another tab brings nothing back to life.
    browser.plant("bl_about", &token);
    let late = browser
        .post("/about-you/sex", &[("sex", "female")])
        .await
        .unwrap();
    assert_eq!(late.status, 404);
    assert!(late.body.contains("not open in this browser"), "{}", late.body);
    assert!(rows(&browser, "equality_draft").await.is_empty());
    // In another browser nothing of it can be seen.
    let mut other = browser.other_browser();
    let page = other.get("/about-you/sent").await.unwrap();
    assert!(
        page.status == 200 && !page.body.contains(&code_one),
        "{}",
        page.body
    );
    assert_eq!(other.get("/about-you/age").await.unwrap().status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_that_send_at_once_lose_nothing() {
    let mut one = a_site().await;
    begin(&mut one, "theft").await;
    let mut other = one.other_browser();
    other.plant("bl_about", one.cookie("bl_about").unwrap());
    other.get("/about-you/sex").await.unwrap();
    for (age, sex) in [
        ("16-24", "female"),
        ("25-34", "male"),
        ("35-44", "female"),
        ("45-54", "male"),
    ] {
        let (age_field, sex_field) = ([("age", age)], [("sex", sex)]);
        let first = one.post("/about-you/age", &age_field);
        let second = other.post("/about-you/sex", &sex_field);
        let (first, second) = tokio::join!(first, second);
        assert_eq!((first.unwrap().status, second.unwrap().status), (303, 303));
        let draft = &rows(&one, "equality_draft").await[0];
        let answers = answer::open(one.site.keys(), answer::DRAFT, draft).unwrap();
        assert_eq!(answers.get("age").unwrap(), age);
        assert_eq!(answers.get("sex").unwrap(), sex);
    }
}

#[tokio::test]
async fn with_the_code_answers_are_changed_and_the_code_stays() {
    let mut browser = a_site().await;
    let code = answers(&mut browser, "theft", &[("age", "75-84"), ("sex", "female")]).await;
    browser.wait_minutes(60 * 24 * 40);
    let mut later = browser.other_browser();
    later.get("/about-you/change").await.unwrap();
    let typed = code.to_lowercase().replace('-', " ");
    let opened = later
        .post("/about-you/change", &[("code", &typed)])
        .await
        .unwrap();
    assert_eq!(opened.location.as_deref(), Some("/about-you/summary"));
    let check = later.get("/about-you/summary").await.unwrap();
    assert!(
        check.body.contains("75 to 84") && check.body.contains("Female"),
        "{}",
        check.body
    );
    let page = later.get("/about-you/age?change=yes").await.unwrap();
    assert!(
        page.body.contains("name=\"changing\" value=\"yes\""),
        "{}",
        page.body
    );
    let back = later
        .post("/about-you/age", &[("age", "85-plus"), ("changing", "yes")])
        .await
        .unwrap();
    assert_eq!(back.location.as_deref(), Some("/about-you/summary"));
    // Nothing is changed before it is kept.
    assert_eq!(kept(&browser, &code).await.unwrap().get("age").unwrap(), "75-84");
    let done = later.post("/about-you/send", &[]).await.unwrap();
    let page = later.get(&done.location.unwrap()).await.unwrap();
    assert!(
        page.status == 200 && !page.body.contains("equality-code"),
        "{}",
        page.body
    );
    let now = kept(&browser, &code).await.unwrap();
    assert_eq!(now.get("age").unwrap(), "85-plus");
    assert_eq!(now.get("sex").unwrap(), "female");
    assert_eq!(rows(&browser, "equality_answer").await.len(), 1);
    assert!(rows(&browser, "equality_draft").await.is_empty());
}

#[tokio::test]
async fn with_the_code_answers_are_deleted_for_good() {
    let mut browser = a_site().await;
    let code = answers(&mut browser, "theft", &[("age", "75-84")]).await;
    let other = answers(&mut browser, "theft", &[("age", "16-24")]).await;
    let mut one = browser.other_browser();
    let mut two = browser.other_browser();
    for opened in [&mut one, &mut two] {
        opened.get("/about-you/change").await.unwrap();
        opened
            .post("/about-you/change", &[("code", &code)])
            .await
            .unwrap();
    }
    let sure = one.get("/about-you/delete").await.unwrap();
    assert!(
        sure.status == 200 && sure.body.contains("action=\"/about-you/delete\""),
        "{}",
        sure.body
    );
    let done = one.post("/about-you/delete", &[]).await.unwrap();
    assert_eq!(one.get(&done.location.unwrap()).await.unwrap().status, 200);
    assert_eq!(kept(&browser, &code).await, None);
    assert!(kept(&browser, &other).await.is_some());
    // Whoever had them open elsewhere cannot bring them back.
    assert_eq!(
        two.post("/about-you/send", &[])
            .await
            .unwrap()
            .location
            .as_deref(),
        Some("/about-you/sent")
    );
    assert_eq!(kept(&browser, &code).await, None);
    let again = one.post("/about-you/change", &[("code", &code)]).await.unwrap();
    assert!(again.status == 422 && again.body.contains("We have no answers with this code"));
    // Someone who is only answering has nothing to delete.
    begin(&mut one, "theft").await;
    assert_eq!(one.get("/about-you/delete").await.unwrap().status, 404);
    assert_eq!(one.post("/about-you/delete", &[]).await.unwrap().status, 404);
}

#[tokio::test]
async fn codes_cannot_be_tried_without_end() {
    let mut browser = a_site().await;
    let code = answers(&mut browser, "theft", &[("age", "75-84")]).await;
    let mut thief = browser.other_browser();
    thief.get("/about-you/change").await.unwrap();
    let empty = thief.post("/about-you/change", &[("code", " ")]).await.unwrap();
    assert!(
        empty.status == 422 && empty.body.contains("Enter your code"),
        "{}",
        empty.body
    );
    assert!(empty.body.contains("Error: "));
    for n in 0..10 {
        let wrong = if n == 0 {
            "<script>alert(1)</script>".to_owned()
        } else {
            format!("0000-0000-00{n:02}")
        };
        let tried = thief
            .post("/about-you/change", &[("code", &wrong)])
            .await
            .unwrap();
        assert_eq!(tried.status, 422);
        assert!(!tried.body.contains("<script>alert"), "{}", tried.body);
        assert!(
            tried.body.contains("We have no answers with this code"),
            "{}",
            tried.body
        );
    }
    let blocked = thief.post("/about-you/change", &[("code", &code)]).await.unwrap();
    assert!(
        blocked.status == 422 && blocked.body.contains("too many times"),
        "{}",
        blocked.body
    );
    thief.wait_minutes(11);
    let opened = thief.post("/about-you/change", &[("code", &code)]).await.unwrap();
    assert_eq!(opened.status, 303);
}

#[tokio::test]
async fn nothing_that_is_kept_joins_answers_to_a_report_a_person_or_a_time() {
    let mut browser = a_site().await;
    let mut codes = Vec::new();
    for age in ["75-84", "16-24", "85-plus", "under-16", "prefer-not-to-say"] {
        let more = if age == "85-plus" { "muslim" } else { "none" };
        codes.push(answers(&mut browser, "theft", &[("age", age), ("religion", more)]).await);
    }
    let before = rows(&browser, "equality_answer").await;
    LayDown {}.run(browser.site.clone(), browser.now()).await.unwrap();
    assert!(
        before
            .iter()
            .all(|r| r.get::<Option<String>>("day").unwrap().is_some())
    );
    browser.wait_minutes(60 * 24);
    // Twice is as good as once.
    for _ in 0..2 {
        LayDown {}.run(browser.site.clone(), browser.now()).await.unwrap();
    }
    let after = rows(&browser, "equality_answer").await;
    let text = |row: &Row, column: &str| row.get::<String>(column).unwrap();
    let hashes: Vec<String> = after.iter().map(|r| text(r, "code_hash")).collect();
    let mut sorted = hashes.clone();
    sorted.sort();
    // As the rows lie in the table, without an order asked for.
    assert_eq!(hashes, sorted, "the rows lie in the order of chance");
    let mut lengths = Vec::new();
    for row in &after {
        assert_eq!(row.get::<Option<String>>("day").unwrap(), None);
        assert_eq!(text(row, "about"), "theft");
        assert_eq!(text(row, "quarter"), "2026-Q4");
        lengths.push(row.get::<Vec<u8>>("answers").unwrap().len());
    }
    lengths.dedup();
    assert_eq!(lengths.len(), 1, "the length says what was answered");
    for code in &codes {
        assert!(kept(&browser, code).await.is_some());
    }
    // No row elsewhere was written for it, and no letter.
    for table in ["audit", "event", "mail"] {
        assert!(rows(&browser, table).await.is_empty(), "{table}");
    }
}

#[tokio::test]
async fn unfinished_answers_are_forgotten_after_the_days_that_the_page_says() {
    let mut browser = a_site().await;
    let first = begin(&mut browser, "theft").await;
    browser.post(&first, &[("age", "75-84")]).await.unwrap();
    let sealed = &rows(&browser, "equality_draft").await[0];
    assert!(!String::from_utf8_lossy(&sealed.get::<Vec<u8>>("answers").unwrap()).contains("75-84"));
    browser.wait_minutes(60 * 24 * 7);
    ForgetUnsent {}
        .run(browser.site.clone(), browser.now())
        .await
        .unwrap();
    assert_eq!(browser.get("/about-you/summary").await.unwrap().status, 200);
    browser.wait_minutes(60 * 24);
    ForgetUnsent {}
        .run(browser.site.clone(), browser.now())
        .await
        .unwrap();
    let gone = browser.get("/about-you/summary").await.unwrap();
    assert!(
        gone.status == 404 && gone.body.contains("deleted after 7 days"),
        "{}",
        gone.body
    );
    assert_eq!(
        browser
            .post("/about-you/age", &[("age", "16-24")])
            .await
            .unwrap()
            .status,
        404
    );
    // Who begins again begins anew.
    assert_eq!(begin(&mut browser, "theft").await, "/about-you/age");
}

#[tokio::test]
async fn a_sensitive_report_has_its_way_out_on_every_page() {
    let mut browser = a_site().await;
    let exit = "govuk-exit-this-page";
    let why = browser.get("/about-you?about=domestic-abuse").await.unwrap();
    assert!(why.body.contains(exit));
    let first = begin(&mut browser, "domestic-abuse").await;
    for path in [
        first.as_str(),
        "/about-you/summary",
        "/about-you/change?about=domestic-abuse",
    ] {
        assert!(browser.get(path).await.unwrap().body.contains(exit), "{path}");
    }
    browser.post(&first, &[("age", "75-84")]).await.unwrap();
    let sent = browser.post("/about-you/send", &[]).await.unwrap();
    assert!(
        browser
            .get(&sent.location.unwrap())
            .await
            .unwrap()
            .body
            .contains(exit)
    );
    assert!(
        browser
            .get("/about-you/deleted?about=domestic-abuse")
            .await
            .unwrap()
            .body
            .contains(exit)
    );
    assert!(
        !browser
            .get("/about-you?about=theft")
            .await
            .unwrap()
            .body
            .contains(exit)
    );
}

#[tokio::test]
async fn addresses_and_fields_that_nobody_offered_do_nothing() {
    let mut browser = a_site().await;
    for path in [
        "/about-you",
        "/about-you?about=",
        "/about-you?about=murder",
        "/about-you?about=%3Cscript%3E",
        "/about-you/no-such-page",
        "/about-you/..%2Fdesk",
    ] {
        assert_eq!(browser.get(path).await.unwrap().status, 404, "{path}");
    }
    let unknown = browser
        .post("/about-you", &[("about", "'; DROP TABLE equality_answer; --")])
        .await
        .unwrap();
    assert_eq!(unknown.status, 404);
    let first = begin(&mut browser, "theft").await;
    let odd = browser.post(&first, &[("age", "a thousand")]).await.unwrap();
    assert_eq!(odd.status, 422, "{}", odd.body);
    assert!(odd.body.contains("Error: "), "{}", odd.body);
    let hostile = "<img src=x onerror=alert(1)>'; DROP TABLE equality_answer; -- {{7*7}}";
    browser
        .post("/about-you/gender", &[("gender", "no"), ("genderWords", hostile)])
        .await
        .unwrap();
    let check = browser.get("/about-you/summary").await.unwrap();
    assert!(
        check.body.contains("DROP TABLE") && !check.body.contains("<img src=x"),
        "{}",
        check.body
    );
    let long = "x".repeat(101);
    let page = browser
        .post("/about-you/gender", &[("gender", "no"), ("genderWords", &long)])
        .await
        .unwrap();
    assert!(
        page.status == 422 && page.body.contains(&long),
        "what was typed is still there"
    );
    // A page that only others are asked.
    let page = browser.get("/about-you/ethnic-black").await.unwrap();
    assert_eq!(page.status, 303);
    // A cookie that someone else made.
    browser.plant("bl_about", &"f".repeat(48));
    assert_eq!(browser.get("/about-you/age").await.unwrap().status, 404);
}

#[tokio::test]
async fn a_form_from_elsewhere_is_not_taken() {
    let mut browser = a_site().await;
    begin(&mut browser, "theft").await;
    for path in [
        "/about-you",
        "/about-you/age",
        "/about-you/send",
        "/about-you/change",
        "/about-you/delete",
    ] {
        let answer = browser
            .post_bare(path, &[("about", "theft"), ("age", "16-24")])
            .await
            .unwrap();
        assert_eq!(answer.status, 403, "{path}");
    }
    let draft = &rows(&browser, "equality_draft").await[0];
    let answers = answer::open(browser.site.keys(), answer::DRAFT, draft).unwrap();
    assert!(!answer::says_something(&answers));
}

#[tokio::test]
async fn supervisors_read_the_numbers_and_nobody_else() {
    let site = a_site().await;
    for path in ["/desk/equality", "/desk/equality/answers.csv"] {
        let mut stranger = site.other_browser();
        let answer = stranger.get(path).await.unwrap();
        assert!(
            answer.status == 303 || answer.status == 401,
            "{path}: {}",
            answer.status
        );
        let mut handler = site
            .signed_in(&format!("handler{}", path.len()), Role::Handler, "desk")
            .await
            .unwrap();
        assert_eq!(handler.get(path).await.unwrap().status, 403, "{path}");
        assert!(
            !handler
                .get("/desk/jobs")
                .await
                .unwrap()
                .body
                .contains("/desk/equality")
        );
    }
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let page = boss.get("/desk/equality").await.unwrap();
    assert!(
        page.status == 200 && page.body.contains("No quarter with answers is over"),
        "{}",
        page.body
    );
    assert_eq!(boss.get("/desk/equality/answers.csv").await.unwrap().status, 404);
    assert_eq!(
        boss.get("/desk/equality?quarter=2026-Q4").await.unwrap().status,
        404
    );
}

/// Answers of a quarter, the same ones so many times.
async fn put(site: &TestSite, about: &str, quarter: &str, given: &[(&str, &str)], times: u8, mark: u8) {
    let mut answers = Answers::default();
    given
        .iter()
        .for_each(|(name, value)| answers.set(name, (*value).into()));
    let quarter = Quarter::parse(quarter).unwrap();
    let mut tx = site.site.db().begin().await.unwrap();
    for n in 0..times {
        let random = [mark, n, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        crate::fill(&mut tx, site.site.keys(), about, quarter, &answers, random)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_quarter_that_is_over_is_read_without_small_numbers() {
    let site = a_site().await;
    put(&site, "theft", "2026-Q3", &[("sex", "female")], 17, 1).await;
    put(&site, "theft", "2026-Q3", &[("sex", "male")], 13, 2).await;
    put(&site, "burglary", "2026-Q3", &[("sex", "female")], 12, 3).await;
    put(&site, "burglary", "2026-Q3", &[("sex", "male")], 3, 4).await;
    put(&site, "theft", "2026-Q2", &[("sex", "male")], 9, 5).await;
    put(&site, "theft", "2026-Q4", &[("sex", "male")], 31, 6).await;
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let page = boss.get("/desk/equality").await.unwrap();
    assert!(page.body.contains("July to September 2026"), "{}", page.body);
    assert!(
        page.body
            .contains("31 people answered so far, of 60 who sent something"),
        "{}",
        page.body
    );
    assert!(page.body.contains("from Friday 1 January"), "{}", page.body);
    // A question that hardly anyone answered has no table of its own.
    assert!(
        page.body.contains("<li>What is your religion?</li>"),
        "{}",
        page.body
    );
    // Thirty of forty, and fifteen of twenty.
    assert!(page.body.contains(">75 %<"), "{}", page.body);
    let csv = boss
        .get("/desk/equality/answers.csv?quarter=2026-Q3")
        .await
        .unwrap();
    let lines: HashMap<(&str, &str, &str), &str> = csv
        .body
        .lines()
        .map(|line| {
            let mut cells = line.splitn(5, ',').skip(1);
            let mut next = || cells.next().unwrap();
            ((next(), next(), next()), next().trim_matches('"'))
        })
        .collect();
    assert!(
        csv.body.starts_with("quarter,kind,question,option,answers\n"),
        "{}",
        csv.body
    );
    assert_eq!(lines[&("theft", "take-up", "answered")], "30");
    assert_eq!(lines[&("all", "take-up", "sent")], "60");
    assert_eq!(lines[&("all", "sex", "female")], "29");
    let few = "fewer than 5, or not shown";
    assert_eq!(lines[&("burglary", "sex", "male")], few);
    // What the three men of the burglaries could be worked out from is not there either.
    assert!(lines[&("theft", "sex", "male")] == few || lines[&("all", "sex", "male")] == few);
    for (key, said) in lines
        .iter()
        .filter(|(k, _)| k.1 != "take-up" && k.1 != "question")
    {
        assert!(
            said.parse::<i64>().map_or(*said == few, |n| n >= 5),
            "{key:?} {said}"
        );
    }
    // A quarter with fewer than ten is counted and not read; its reports are known no more.
    let page = boss.get("/desk/equality?quarter=2026-Q2").await.unwrap();
    assert!(
        page.body.contains("Fewer than 10 people answered"),
        "{}",
        page.body
    );
    // By kind, in Welsh; what is asked for and not there is all kinds.
    let mut welsh = boss.speaking("cy");
    let page = welsh
        .get("/desk/equality?quarter=2026-Q3&about=theft")
        .await
        .unwrap();
    assert!(
        page.body.contains("Gorffennaf i Medi 2026") && page.body.contains(">Dwyn<"),
        "{}",
        page.body
    );
    let page = welsh
        .get("/desk/equality?quarter=2026-Q3&about=%3Cscript%3E")
        .await
        .unwrap();
    assert!(
        page.status == 200 && !page.body.contains("about=<script>"),
        "{}",
        page.body
    );
    assert_eq!(
        welsh.get("/desk/equality?quarter=1999-Q1").await.unwrap().status,
        404
    );
}

#[tokio::test]
async fn answers_that_an_old_key_sealed_are_sealed_anew() {
    let mut browser = a_site().await;
    let code = answers(&mut browser, "theft", &[("age", "75-84")]).await;
    begin(&mut browser, "burglary").await;
    let done = kernel::reseal::reseal(&browser.site).await.unwrap();
    assert!(done.fields >= 2 && done.anew == 0, "{done:?}");
    assert!(kept(&browser, &code).await.is_some());
}

#[tokio::test]
async fn the_questions_are_asked_in_every_language_with_pictures_in_easy_read() {
    let site = a_site().await;
    for (lang, words, picture) in [
        ("en", "How old are you?", false),
        ("cy", "Faint yw eich oed?", false),
        ("en-simple", "I do not want to say", true),
    ] {
        let mut browser = site.other_browser();
        browser.get(&format!("/language/{lang}?to=/")).await.unwrap();
        let first = begin(&mut browser, "theft").await;
        let page = browser.get(&first).await.unwrap();
        assert!(page.body.contains(words), "{lang}: {}", page.body);
        assert_eq!(
            page.body.contains("/assets/pictures/calendar.svg"),
            picture,
            "{lang}"
        );
    }
}

#[test]
fn every_page_of_the_form_has_a_picture_that_is_there() {
    let questions = Questions::load(None).unwrap();
    let definition = questions.definition();
    let pictures = definition.bluelamp().get("pictures").unwrap();
    for page in definition.pages() {
        let picture = pictures
            .get(page.path())
            .and_then(|p| p.as_str())
            .unwrap_or_default();
        assert!(
            page::assets::pictures().any(|p| p == picture),
            "{}: {picture:?}",
            page.path()
        );
    }
}

#[test]
fn the_form_can_be_finished_in_every_language_whatever_is_chosen() {
    let questions = Questions::load(None).unwrap();
    let form = questions.definition();
    let today = date(2026, 11, 25);
    for seed in 0..40_usize {
        let mut n = seed;
        let answers = forms::sample::complete(form, today, &mut |_| {
            n = n
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            n >> 33
        });
        for lang in ["en", "cy", "en-simple"] {
            form.finish(&answers, lang, today)
                .unwrap_or_else(|u| panic!("{u:?}"));
        }
    }
    assert!(form.notes().is_empty(), "{:#?}", form.notes());
}

/// All words of one edition of the form.
fn words_of(value: &serde_yaml_ng::Value, out: &mut Vec<String>) {
    match value {
        serde_yaml_ng::Value::String(text) => out.push(text.clone()),
        serde_yaml_ng::Value::Mapping(map) => map.values().for_each(|v| words_of(v, out)),
        _ => {}
    }
}

#[test]
fn the_form_has_every_word_in_every_edition_and_its_easy_read_is_easy() {
    let file: serde_yaml_ng::Value =
        serde_yaml_ng::from_str(include_str!("../../../forms/equality/about-you.yaml")).unwrap();
    let edition = |lang: &str| file["metadata"]["translations"][lang].clone();
    let keys = |lang: &str, group: &str| -> Vec<String> {
        let group = edition(lang)[group].clone();
        let map = group.as_mapping().unwrap();
        map.keys().map(|k| k.as_str().unwrap().to_owned()).collect()
    };
    let text = include_str!("../../../forms/equality/about-you.yaml");
    for group in ["pages", "components", "listItems"] {
        assert_eq!(keys("cy", group), keys("en-simple", group));
        for id in keys("cy", group) {
            assert!(text.contains(&format!("id: {id}\n")), "{group}: {id}");
        }
    }
    let items = text
        .split("\nlists:")
        .nth(1)
        .unwrap()
        .split("\nsections:")
        .next()
        .unwrap();
    assert_eq!(
        keys("cy", "listItems").len(),
        items.matches("        value: ").count()
    );
    let mut words = Vec::new();
    words_of(&edition("en-simple"), &mut words);
    assert!(words.len() > 150, "{}", words.len());
    let hard: Vec<String> = words
        .iter()
        .filter(|w| !page::easy::check(w).is_empty())
        .map(|w| format!("{w}: {:?}", page::easy::check(w)))
        .collect();
    assert_eq!(hard, Vec::<String>::new());
}

#[test]
fn every_message_is_there_in_every_language() {
    assert_eq!(page::check_words(crate::WORDS), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}
