//! The kernel through its front doors: audit, jobs, letters, signing in, what every request meets.

use serde::{Deserialize, Serialize};

use crate::account::Role;
use crate::args;
use crate::clock::Moment;
use crate::job::{self, Job, JobError, Jobs};
use crate::mail::{self, Channel, Letter};
use crate::site::{Feature, Site};
use crate::testing::{TestSite, site};
use crate::web::{Access, Fault, Posted, Routes, Visit, html, see};
use crate::{account, audit, event};

#[derive(Debug, Serialize, Deserialize)]
struct Count {}

impl Job for Count {
    const NAME: &'static str = "test.count";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        audit::write(&mut tx, "system", "counted", "test", "", now, site.random()).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Fails {}

impl Job for Fails {
    const NAME: &'static str = "test.fails";

    async fn run(self, _: Site, _: Moment) -> Result<(), JobError> {
        Err(JobError::Later("the other side is away".to_owned()))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Happened {}

impl event::Event for Happened {
    const NAME: &'static str = "test.happened";
}

async fn takes(_: Visit, posted: Posted) -> Result<axum::response::Response, Fault> {
    if posted.text("break") == "yes" {
        return Err(Fault::broken("test", "asked to"));
    }
    Ok(see("/"))
}

async fn stops(_: Visit) -> Result<axum::response::Response, Fault> {
    panic!("in the middle")
}

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = "{% extends \"layout.html\" %}{% block title %}Shown{% endblock %}{% block main %}<h1>Shown</h1>{% endblock %}"
)]
struct Page {
    chrome: page::Chrome,
}

async fn shows(visit: Visit) -> Result<axum::response::Response, Fault> {
    html(&Page {
        chrome: visit.chrome(),
    })
}

async fn a_site() -> TestSite {
    site(|| {
        vec![Feature {
            name: "test",
            routes: Routes::default()
                .get("/test/shows", Access::Anyone, shows)
                .post("/test/takes", Access::Anyone, takes)
                .get("/desk", Access::Desk, shows)
                .get("/desk/admin", Access::Admin, shows)
                .get("/test/stops", Access::Anyone, stops),
            jobs: Jobs::default().add::<Count>().add::<Fails>(),
            subscribes: vec![("test.happened", "test.count")],
            ..Feature::default()
        }]
    })
    .await
    .unwrap()
}

async fn note(site: &TestSite, action: &str) {
    let mut tx = site.site.db().begin().await.unwrap();
    audit::write(
        &mut tx,
        "system",
        action,
        "thing",
        "",
        site.now(),
        site.site.random(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn every_way_to_change_the_past_is_noticed() {
    let harm = [
        "UPDATE audit SET detail = 'other' WHERE seq = 5",
        "UPDATE audit SET at = at + 1 WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 5",
        "DELETE FROM audit WHERE seq = 10",
        "UPDATE audit SET seq = 100 WHERE seq = 3",
    ];
    for sql in harm {
        let site = a_site().await;
        for i in 0..10 {
            note(&site, &format!("act.{i}")).await;
        }
        let head = site.site.audit_head();
        while audit::seal(site.site.db(), &head, 4).await.unwrap() > 0 {}
        let well = audit::verify(site.site.db(), &head).await.unwrap();
        assert_eq!((well.chained, well.waiting, well.wrong), (10, 0, None));
        let mut tx = site.site.db().begin().await.unwrap();
        assert_eq!(tx.exec(sql, args![]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(
            audit::verify(site.site.db(), &head)
                .await
                .unwrap()
                .wrong
                .is_some(),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn a_head_that_is_gone_or_rubbish_is_not_taken_for_well() {
    let site = a_site().await;
    let head = site.site.audit_head();
    assert_eq!(audit::verify(site.site.db(), &head).await.unwrap().wrong, None);
    note(&site, "act").await;
    audit::seal(site.site.db(), &head, 10).await.unwrap();
    assert_eq!(audit::verify(site.site.db(), &head).await.unwrap().wrong, None);
    for rubbish in [Some(""), Some("seven eight"), Some("x"), None] {
        match rubbish {
            Some(text) => std::fs::write(&head, text).unwrap(),
            None => std::fs::remove_file(&head).unwrap(),
        }
        let wrong = audit::verify(site.site.db(), &head).await.unwrap().wrong;
        assert!(wrong.is_some_and(|w| w.contains("head file")), "{rubbish:?}");
    }
}

#[tokio::test]
async fn news_reaches_each_subscriber_once() {
    let site = a_site().await;
    let mut tx = site.site.db().begin().await.unwrap();
    event::tell(&mut tx, &site.site, &Happened {}, site.now(), site.site.random())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    site.work().await.unwrap();
    site.work().await.unwrap();
    let counted = audit::about(&mut site.site.db().read(), "test", Some("counted"), 10)
        .await
        .unwrap();
    assert_eq!(counted.len(), 1);
}

#[tokio::test]
async fn news_of_a_change_that_did_not_happen_reaches_nobody() {
    let site = a_site().await;
    let mut tx = site.site.db().begin().await.unwrap();
    event::tell(&mut tx, &site.site, &Happened {}, site.now(), site.site.random())
        .await
        .unwrap();
    drop(tx);
    site.work().await.unwrap();
    assert!(
        audit::about(&mut site.site.db().read(), "test", None, 10)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_job_that_keeps_failing_is_tried_later_and_later_and_then_put_aside() {
    let site = a_site().await;
    let mut tx = site.site.db().begin().await.unwrap();
    job::queue(&mut tx, &Fails {}, Some("one"), site.now(), site.site.random())
        .await
        .unwrap();
    job::queue(&mut tx, &Fails {}, Some("one"), site.now(), site.site.random())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tries = 0;
    for _ in 0..60 {
        tries += job::work_once(&site.site).await.unwrap();
        site.wait_minutes(6 * 60 + 1);
    }
    assert_eq!(tries, 20, "queued twice under one key it is one job");
    let dead = job::dead(&mut site.site.db().read()).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].last_error, "the other side is away");
}

#[tokio::test]
async fn a_regular_job_that_was_put_aside_is_tried_again_when_its_time_comes() {
    let site = a_site().await;
    for round in 1..=2 {
        let mut tx = site.site.db().begin().await.unwrap();
        let now = site.now();
        job::queue(&mut tx, &Fails {}, Some("regular"), now, site.site.random())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for _ in 0..30 {
            job::work_once(&site.site).await.unwrap();
            site.wait_minutes(6 * 60 + 1);
        }
        let dead = job::dead(&mut site.site.db().read()).await.unwrap();
        assert_eq!(dead.len(), 1, "round {round}");
    }
}

#[tokio::test]
async fn a_clock_that_jumps_back_and_forth_loses_no_work() {
    let site = a_site().await;
    let mut tx = site.site.db().begin().await.unwrap();
    let now = site.now();
    job::queue(&mut tx, &Count {}, None, now, site.site.random())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    site.wait_minutes(-90);
    site.work().await.unwrap();
    let mut tx = site.site.db().begin().await.unwrap();
    let now = site.now();
    job::queue(&mut tx, &Count {}, None, now, site.site.random())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    site.work().await.unwrap();
    site.wait_minutes(48 * 60);
    site.work().await.unwrap();
    let counted = audit::about(&mut site.site.db().read(), "test", Some("counted"), 10)
        .await
        .unwrap();
    assert_eq!(counted.len(), 2);
    let head = site.site.audit_head();
    while audit::seal(site.site.db(), &head, 100).await.unwrap() > 0 {}
    assert_eq!(audit::verify(site.site.db(), &head).await.unwrap().wrong, None);
}

#[tokio::test]
async fn a_job_whose_worker_was_killed_is_taken_by_another_after_its_lease() {
    let site = a_site().await;
    let mut tx = site.site.db().begin().await.unwrap();
    job::queue(&mut tx, &Count {}, None, site.now(), site.site.random())
        .await
        .unwrap();
    // As a worker leaves it that took the job and was killed.
    tx.exec(
        "UPDATE job SET leased_until = $1, attempts = 1",
        args![site.now().plus_seconds(60)],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(job::work_once(&site.site).await.unwrap(), 0);
    site.wait_minutes(2);
    assert_eq!(job::work_once(&site.site).await.unwrap(), 1);
}

fn hello() -> Letter {
    Letter {
        to: "a@example.org".into(),
        subject: "Hello".into(),
        text: "Words".into(),
        html: None,
    }
}

#[tokio::test]
async fn a_letter_is_sent_once_however_often_it_is_queued() {
    let site = a_site().await;
    let letter = hello();
    for _ in 0..3 {
        let mut tx = site.site.db().begin().await.unwrap();
        mail::queue(
            &mut tx,
            &site.site,
            "hello 1",
            Channel::Email,
            "hello",
            "rep_1",
            &letter,
            site.now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        site.work().await.unwrap();
    }
    let letters = site.letters().await.unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].letter.text, "Words");
    assert!(letters[0].sent_at.is_some());
}

#[tokio::test]
async fn a_letter_for_later_says_when_it_leaves() {
    let site = a_site().await;
    let letter = hello();
    let leave = site.now().plus_minutes(90);
    let mut tx = site.site.db().begin().await.unwrap();
    mail::queue_for(
        &mut tx,
        &site.site,
        "hello 2",
        Channel::Email,
        "hello",
        "rep_2",
        &letter,
        leave,
        site.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    site.work().await.unwrap();
    let held = &site.letters().await.unwrap()[0];
    assert_eq!((held.sent_at, held.leaves_at), (None, Some(leave)));
    site.wait_minutes(91);
    site.work().await.unwrap();
    let sent = &site.letters().await.unwrap()[0];
    assert!(sent.sent_at.is_some() && sent.leaves_at.is_none());
}

#[tokio::test]
async fn the_officers_of_a_ward_are_those_who_work_there_now() {
    let site = a_site().await;
    let mut tx = site.site.db().begin().await.unwrap();
    for (login, area) in [
        ("b", Some("NW-17")),
        ("a", Some("NW-17")),
        ("c", Some("NW-18")),
        ("d", None),
    ] {
        let id = account::StaffId::new(site.now(), site.site.random());
        let new = account::NewStaff {
            login,
            name: login,
            role: Role::Officer,
            team: "NW-17",
            area,
            password_hash: "",
            totp_secret: b"",
        };
        account::add(&mut tx, site.site.keys(), &id, &new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut read = site.site.db().read();
    let found = account::of_area(&mut read, "NW-17").await.unwrap();
    let names: Vec<&str> = found.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
}

#[tokio::test]
async fn the_desk_opens_with_password_and_code_and_the_token_is_a_new_one_each_time() {
    let site = a_site().await;
    let mut stranger = site.other_browser();
    assert_eq!(
        stranger.get("/desk").await.unwrap().location.as_deref(),
        Some("/desk/sign-in?to=/desk")
    );
    let mut signed_in = site.signed_in("pc-example", Role::Handler, "desk").await.unwrap();
    let page = signed_in.get("/desk").await.unwrap();
    assert_eq!(page.status, 200);
    assert!(page.body.contains("pc-example"));
    assert_eq!(signed_in.get("/desk/admin").await.unwrap().status, 403);
    assert_eq!(signed_in.get("/desk/jobs").await.unwrap().status, 403);
    let answer = signed_in.post("/sign-out", &[]).await.unwrap();
    assert_eq!(answer.status, 303);
    assert_eq!(signed_in.get("/desk").await.unwrap().status, 303);
}

#[tokio::test]
async fn a_token_planted_before_signing_in_is_worth_nothing_after() {
    let site = a_site().await;
    let mut victim = site.other_browser();
    victim.get("/desk/sign-in").await.unwrap();
    victim.plant("bl_desk", "0123456789abcdef0123456789abcdef0123456789abcdef");
    victim.get("/desk/sign-in").await.unwrap();
    let signed_in = site.signed_in("pc-example", Role::Handler, "desk").await.unwrap();
    assert_ne!(signed_in.cookie("bl_desk"), victim.cookie("bl_desk"));
    assert_eq!(victim.get("/desk").await.unwrap().status, 303);
}

#[tokio::test]
async fn wrong_passwords_say_the_same_for_a_known_and_an_unknown_name_and_lock_after_some() {
    let site = a_site().await;
    site.signed_in("pc-example", Role::Handler, "desk").await.unwrap();
    let mut browser = site.other_browser();
    browser.get("/desk/sign-in").await.unwrap();
    let known = browser
        .post("/desk/sign-in", &[("login", "pc-example"), ("password", "no")])
        .await
        .unwrap();
    let unknown = browser
        .post("/desk/sign-in", &[("login", "pc-nobody0"), ("password", "no")])
        .await
        .unwrap();
    assert_eq!(known.status, 422);
    assert_eq!(
        known.body.replace("pc-example", ""),
        unknown.body.replace("pc-nobody0", "")
    );
    // Tries at once are all counted, and for a name that nobody has as for one that somebody has.
    for login in ["pc-example", "pc-nobody0"] {
        let tries = (0..12).map(|_| {
            let mut one = browser.other_browser();
            async move {
                one.get("/desk/sign-in").await.unwrap();
                let fields = [("login", login), ("password", "no")];
                one.post("/desk/sign-in", &fields).await.unwrap().body
            }
        });
        let answers = futures_util::future::join_all(tries).await;
        let locked = answers.iter().filter(|b| b.contains("15 minutes")).count();
        assert_eq!(locked, 5, "{login}");
    }
    let right = browser
        .post(
            "/desk/sign-in",
            &[("login", "pc-example"), ("password", "correct horse")],
        )
        .await
        .unwrap();
    assert_eq!(right.status, 422);
    assert!(right.body.contains("15 minutes"));
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused_however_it_comes() {
    let mut site = a_site().await;
    site.get("/test/shows").await.unwrap();
    assert_eq!(site.post("/test/takes", &[]).await.unwrap().status, 303);
    assert_eq!(site.post_bare("/test/takes", &[]).await.unwrap().status, 403);
    assert_eq!(
        site.post_bare("/test/takes", &[("csrf", "AAAAAAAAAAAAAAAAAAAAAAAA")])
            .await
            .unwrap()
            .status,
        403
    );
    let mut other = site.other_browser();
    other.get("/test/shows").await.unwrap();
    assert_eq!(other.post("/test/takes", &[]).await.unwrap().status, 303);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "null"),
    ] {
        let request = axum::http::Request::builder()
            .method("POST")
            .uri("/test/takes")
            .header("host", "bluelamp.test");
        let request = request
            .header(name, value)
            .body(axum::body::Body::empty())
            .unwrap();
        assert_eq!(site.send(request).await.unwrap().status, 403, "{name}: {value}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_a_reader_safe() {
    let mut site = a_site().await;
    for path in ["/test/shows", "/nowhere", "/desk", "/about/privacy"] {
        let answer = site.get(path).await.unwrap();
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("script-src 'self'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(
            !answer.body.contains("<script>") && !answer.body.contains(" onclick="),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_fault_is_a_page_in_the_readers_language_and_tells_only_a_number() {
    let mut site = a_site().await.speaking("cy");
    let page = site.get("/nowhere").await.unwrap();
    assert_eq!(page.status, 404);
    assert!(page.body.contains("Heb ddod o hyd i"), "{}", page.body);
    let page = site.post("/test/takes", &[("break", "yes")]).await;
    assert!(page.is_ok());
    let mut site = a_site().await;
    site.get("/test/shows").await.unwrap();
    let page = site.post("/test/takes", &[("break", "yes")]).await.unwrap();
    assert_eq!(page.status, 500);
    assert!(!page.body.contains("asked to"));
    assert_eq!(
        site.get("/test/stops").await.unwrap().status,
        500,
        "a handler that stops is answered too"
    );
}

#[tokio::test]
async fn the_language_is_remembered_and_leads_back_only_into_this_site() {
    let mut site = a_site().await;
    let answer = site.get("/language/cy?to=/about/privacy").await.unwrap();
    assert_eq!(answer.location.as_deref(), Some("/about/privacy"));
    assert!(
        site.get("/about/privacy")
            .await
            .unwrap()
            .body
            .contains("Preifatrwydd")
    );
    for to in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil.example",
        "/a%0d%0ab",
    ] {
        let answer = site.get(&format!("/language/en?to={to}")).await.unwrap();
        assert_eq!(answer.location.as_deref(), Some("/"), "{to}");
    }
    assert_eq!(site.get("/language/xx?to=/").await.unwrap().status, 404);
}

#[tokio::test]
async fn a_number_can_be_pressed_and_easy_read_sets_a_picture_beside_each_paragraph() {
    let mut site = a_site().await;
    let contact = site.get("/about/contact").await.unwrap().body;
    for href in ["tel:999", "tel:101", "tel:18001101"] {
        assert!(contact.contains(&format!("href=\"{href}\"")), "{href}: {contact}");
    }
    for page in ["contact", "accessibility", "privacy", "pictures"] {
        let path = format!("/about/{page}");
        let plain = site.get(&path).await.unwrap().body;
        assert!(!plain.contains("about-") && !plain.contains("<img"), "{plain}");
        let mut easy = site.other_browser().speaking("en-simple");
        let easy = easy.get(&path).await.unwrap().body;
        let said = easy.matches("class=\"picture-row\"").count();
        assert_eq!(easy.matches("<img").count(), said, "{easy}");
        assert!(said > 0 && !easy.contains("about-"), "{easy}");
    }
}

#[test]
fn every_message_is_there_in_every_language() {
    assert_eq!(page::check_words(crate::WORDS), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}

#[tokio::test]
async fn after_a_new_key_everything_is_sealed_anew_and_the_old_key_can_go() {
    let site = a_site().await;
    let letter = hello();
    let mut tx = site.site.db().begin().await.unwrap();
    mail::queue(
        &mut tx,
        &site.site,
        "hello 1",
        Channel::Email,
        "hello",
        "rep_1",
        &letter,
        site.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let file = site.site.data().keys();
    crate::seal::Keys::rotate(&file, crate::seal::random()).unwrap();
    let parts = crate::site::Parts {
        config: site.site.config().clone(),
        data: site.site.data().clone(),
        db: site.site.db().clone(),
        keys: crate::seal::Keys::of(site.site.db(), &file).await.unwrap(),
        clock: crate::clock::Clock::system(),
        features: vec![],
    };
    let (again, _) = Site::new(parts).unwrap();
    let done = crate::reseal::reseal(&again).await.unwrap();
    assert_eq!((done.fields, done.anew), (2, 2));
    assert_eq!(crate::reseal::reseal(&again).await.unwrap().anew, 0);
    let text = std::fs::read_to_string(&file).unwrap();
    // The first sealing key is taken out, as an operator would.
    let first = text.find("[[sealing]]").unwrap();
    let second = text.rfind("[[sealing]]").unwrap();
    std::fs::write(&file, format!("{}{}", &text[..first], &text[second..])).unwrap();
    let keys = crate::seal::Keys::load(&file).unwrap();
    let letters = mail::newest(&mut again.db().read(), &keys, 10).await.unwrap();
    assert_eq!(letters[0].letter.text, "Words");
}
