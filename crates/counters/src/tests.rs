//! The slice through its front doors: two taps, the queue, undoing, what is published.

mod help;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use atlas::Gazetteer;
use atlas::made_up::{City, Size};
use kernel::Feature;
use kernel::account::Role;
use kernel::job::Job;
use kernel::testing::{TestSite, site};
use places::{Facts, Holidays, PlaceId, Ways};

use crate::protect::Number;
use crate::reason::Reason;
use crate::store;
use crate::usage::Usage;

const DESK: places::By<'_> = places::By {
    actor: "staff:stf_0",
    role: "officer",
};

fn ground() -> Arc<Gazetteer> {
    let city = City::new(5, Size::SMALL).unwrap();
    Arc::new(Gazetteer::new(
        Arc::new(city.areas),
        Arc::new(city.postcodes),
        city.places,
    ))
}

fn book() -> Arc<contact::Book> {
    static BOOK: OnceLock<Arc<contact::Book>> = OnceLock::new();
    Arc::clone(BOOK.get_or_init(|| {
        contact::Book::load(None, ground()).unwrap_or_else(|all| panic!("{}", all.join("\n")))
    }))
}

/// A site with one counter.
async fn a_site() -> (TestSite, PlaceId) {
    let ground = ground();
    let part = Arc::clone(&ground);
    let site = site(|| {
        let ground = Feature {
            name: "ground",
            parts: vec![part],
            ..Feature::default()
        };
        vec![
            ground,
            contact::feature(book()),
            places::feature(Arc::new(Ways::default())),
            crate::feature(),
        ]
    })
    .await
    .unwrap();
    let id = put(&site, &ground, &[]).await;
    (site, id)
}

async fn put(site: &TestSite, ground: &Gazetteer, own: &[(&str, &str)]) -> PlaceId {
    let at = ground.areas().wards()[3].middle;
    let (lat, lon) = (at.lat().to_string(), at.lon().to_string());
    let mut fields = HashMap::from([
        ("kind", "counter"),
        ("name", "Lantern Square"),
        ("lat", lat.as_str()),
        ("lon", lon.as_str()),
        ("hours", "24/7"),
    ]);
    fields.extend(own.iter().copied());
    let facts = Facts::parse(
        |name| fields.get(name).copied().unwrap_or(""),
        ground,
        &Holidays::of(site.site.days()),
    )
    .unwrap();
    let id = PlaceId::new(site.now(), site.site.random());
    let mut tx = site.site.db().begin().await.unwrap();
    assert!(
        places::add(&mut tx, &site.site, DESK, &id, &facts, site.now())
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    id
}

/// An id as a browser makes it; the same number gives the same id.
fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

async fn tap(browser: &mut TestSite, place: &PlaceId, number: u32, fields: &[(&str, &str)]) -> u16 {
    let id = id(number);
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(fields);
    let path = format!("/desk/counters/{place}/tap");
    browser.post(&path, &all).await.unwrap().status
}

/// Sends a queue as the script does.
async fn send(browser: &mut TestSite, place: &PlaceId, taps: &[serde_json::Value]) -> Vec<String> {
    let texts: Vec<String> = taps.iter().map(ToString::to_string).collect();
    let fields: Vec<(&str, &str)> = texts.iter().map(|t| ("tap", t.as_str())).collect();
    let answer = browser
        .post(&format!("/desk/counters/{place}/taps"), &fields)
        .await
        .unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    serde_json::from_value(body["taps"].clone()).unwrap()
}

async fn usage(site: &TestSite, place: &PlaceId) -> Usage {
    let mut all = store::usage(&mut site.site.db().read(), Some(place), "2026-11")
        .await
        .unwrap();
    all.pop().map(|(_, usage)| usage).unwrap_or_default()
}

/// From the tests' day in November into December.
const A_WEEK: i64 = 7 * 24 * 60;

/// Kept visits of the past: so many for each reason, all in this month.
async fn fill(site: &TestSite, place: &PlaceId, many: &[(Reason, u32)]) {
    let mut visits = Vec::new();
    for (reason, times) in many {
        for _ in 0..*times {
            let came = site.now().plus_minutes(-30);
            visits.push(crate::CounterVisit {
                id: crate::TapId::new(site.site.random()),
                reason: *reason,
                came_at: came,
                begun_at: Some(came.plus_minutes(4)),
                ended_at: Some(came.plus_minutes(10)),
                outcome: Some(crate::Outcome::Done),
                referred: None,
            });
        }
    }
    let mut tx = site.site.db().begin().await.unwrap();
    store::fill(&mut tx, site.site.days().zone(), place, &visits)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_visit_is_two_taps_and_leaves_the_reason_the_wait_and_the_outcome() {
    let (site, place) = a_site().await;
    let mut desk = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    let list = desk.get("/desk/counters").await.unwrap();
    assert!(list.body.contains("Lantern Square"), "{}", list.body);
    let path = format!("/desk/counters/{place}");
    assert_eq!(desk.get(&path).await.unwrap().status, 200);
    assert_eq!(
        tap(&mut desk, &place, 1, &[("kind", "come"), ("reason", "lost")]).await,
        303
    );
    let page = desk.get(&path).await.unwrap();
    assert!(
        page.body.contains("since 10am") && page.body.contains("Came today: 1"),
        "{}",
        page.body
    );
    site.wait_minutes(7);
    let visit = id(1);
    let end = [("kind", "end"), ("visit", visit.as_str()), ("outcome", "done")];
    assert_eq!(tap(&mut desk, &place, 2, &end).await, 303);
    let usage = usage(&site, &place).await;
    let tallied = (usage.waits.many(), usage.durations.many());
    assert_eq!(tallied, (1, 1));
    assert!(
        desk.get(&path)
            .await
            .unwrap()
            .body
            .contains("Nobody is at the counter.")
    );
}

#[tokio::test]
async fn who_waits_is_seen_in_the_queue_and_their_wait_is_measured() {
    let (site, place) = a_site().await;
    let mut desk = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    let come = [("kind", "come"), ("reason", "bail"), ("waits", "yes")];
    tap(&mut desk, &place, 1, &come).await;
    site.wait_minutes(12);
    let part = desk.get(&format!("/desk/counters/{place}/now")).await.unwrap();
    assert!(
        part.body.contains("(12 minutes)") && !part.body.contains("<html"),
        "{}",
        part.body
    );
    let visit = id(1);
    tap(&mut desk, &place, 2, &[("kind", "begin"), ("visit", &visit)]).await;
    tap(
        &mut desk,
        &place,
        3,
        &[("kind", "end"), ("visit", &visit), ("referred", "council")],
    )
    .await;
    let mut tallied = usage(&site, &place).await;
    assert!(tallied.take("wait", "12", 4), "with four more it may be said");
    assert_eq!(tallied.waits.within(50), Some(12));
    // Someone who leaves before their turn has waited for nothing: no wait is counted.
    tap(&mut desk, &place, 4, &come).await;
    tap(
        &mut desk,
        &place,
        5,
        &[("kind", "end"), ("visit", &id(4)), ("outcome", "left")],
    )
    .await;
    assert_eq!(usage(&site, &place).await.waits.many(), 1);
}

#[tokio::test]
async fn the_last_tap_can_be_undone_and_leaves_no_trace_in_the_numbers() {
    let (site, place) = a_site().await;
    let mut desk = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    let mut other = site.signed_in("quinn", Role::Officer, "counter").await.unwrap();
    let before = usage(&site, &place).await;
    tap(
        &mut desk,
        &place,
        1,
        &[("kind", "come"), ("reason", "crime"), ("waits", "yes")],
    )
    .await;
    site.wait_minutes(3);
    let visit = id(1);
    tap(&mut desk, &place, 2, &[("kind", "begin"), ("visit", &visit)]).await;
    tap(
        &mut desk,
        &place,
        3,
        &[("kind", "end"), ("visit", &visit), ("outcome", "report")],
    )
    .await;
    // A tap upon which others stand, and the tap of someone else, stay.
    assert_eq!(
        tap(&mut desk, &place, 4, &[("kind", "undo"), ("of", &visit)]).await,
        409
    );
    assert_eq!(
        tap(&mut other, &place, 5, &[("kind", "undo"), ("of", &id(3))]).await,
        409
    );
    let page = desk.get(&format!("/desk/counters/{place}")).await.unwrap();
    assert!(
        page.body.contains("Your last tap: Report a crime, finished"),
        "{}",
        page.body
    );
    assert_eq!(
        page.body
            .matches(&format!("name=\"of\" value=\"{}\"", id(3)))
            .count(),
        1
    );
    for (number, of) in [(6, 3), (7, 2), (8, 1)] {
        let tapped = tap(&mut desk, &place, number, &[("kind", "undo"), ("of", &id(of))]).await;
        assert_eq!(tapped, 303, "{of}");
    }
    assert_eq!(usage(&site, &place).await, before);
    site.wait_minutes(1);
    tap(&mut desk, &place, 9, &[("kind", "come"), ("reason", "crime")]).await;
    // Looking at the page now and then keeps the sign-in, not the undoing.
    for _ in 0..2 {
        site.wait_minutes(31);
        desk.get(&format!("/desk/counters/{place}")).await.unwrap();
    }
    assert_eq!(
        tap(&mut desk, &place, 10, &[("kind", "undo"), ("of", &id(9))]).await,
        409
    );
}

#[tokio::test]
async fn a_queue_that_is_sent_twice_counts_once_and_keeps_the_times_of_the_taps() {
    let (site, place) = a_site().await;
    let mut desk = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    desk.get("/desk/counters").await.unwrap();
    let minutes = |m: i64| (m * 60_000).to_string();
    let queue = [
        serde_json::json!({"id": id(1), "kind": "come", "reason": "found", "waits": "yes", "ago": minutes(50)}),
        serde_json::json!({"id": id(2), "kind": "begin", "visit": id(1), "ago": minutes(40)}),
        serde_json::json!({"id": id(3), "kind": "end", "visit": id(1), "outcome": "done", "ago": minutes(25)}),
        serde_json::json!({"id": id(4), "kind": "end", "visit": id(1), "outcome": "left"}),
        serde_json::json!({"id": id(5), "kind": "dance"}),
        serde_json::json!("not a tap at all"),
    ];
    let first = send(&mut desk, &place, &queue).await;
    assert_eq!(first, ["kept", "kept", "kept", "late", "refused", "refused"]);
    let once = usage(&site, &place).await;
    let second = send(&mut desk, &place, &queue[..3]).await;
    assert_eq!(second, ["again", "again", "again"]);
    assert_eq!(usage(&site, &place).await, once);
    let mut wanted = Usage::default();
    for (what, value) in [
        ("reason", "found"),
        ("hour", "9"),
        ("wait", "10"),
        ("duration", "15"),
        ("outcome", "done"),
    ] {
        assert!(wanted.take(what, value, 1));
    }
    assert_eq!(once, wanted);
}

#[tokio::test]
async fn a_tap_that_makes_no_sense_is_refused_with_words_and_the_page_is_there_again() {
    let (site, place) = a_site().await;
    let mut desk = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    desk.get("/desk/counters").await.unwrap();
    let path = format!("/desk/counters/{place}/tap");
    for (fields, said) in [
        (
            vec![("id", id(1)), ("kind", "come".to_owned())],
            "Choose why someone has come",
        ),
        (
            vec![("kind", "come".to_owned()), ("reason", "lost".to_owned())],
            "could not be read",
        ),
        (
            vec![
                ("id", id(2)),
                ("kind", "end".to_owned()),
                ("visit", id(9)),
                ("outcome", "done".to_owned()),
            ],
            "Someone else changed this visit",
        ),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let answer = desk.post(&path, &fields).await.unwrap();
        assert!(answer.status == 422 || answer.status == 409, "{}", answer.status);
        assert!(
            answer.body.contains(said) && answer.body.contains("Lost property"),
            "{}",
            answer.body
        );
    }
    for missing in [
        "/desk/counters/plc_0",
        "/desk/counters/plc_0/now",
        "/counters/plc_0",
        "/counters/nonsense",
    ] {
        assert_eq!(desk.get(missing).await.unwrap().status, 404, "{missing}");
    }
    let mut stranger = site.other_browser();
    assert_eq!(
        stranger
            .get(&format!("/desk/counters/{place}"))
            .await
            .unwrap()
            .location
            .as_deref(),
        Some(format!("/desk/sign-in?to=/desk/counters/{place}").as_str())
    );
}

#[tokio::test]
async fn visits_that_nobody_ended_are_ended_by_the_next_day() {
    let (site, place) = a_site().await;
    let mut desk = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    tap(&mut desk, &place, 1, &[("kind", "come"), ("reason", "lost")]).await;
    let run = || async {
        crate::jobs::EndForgotten {}
            .run(site.site.clone(), site.now())
            .await
            .unwrap()
    };
    run().await;
    assert_eq!(
        store::there(&mut site.site.db().read(), &place)
            .await
            .unwrap()
            .len(),
        1
    );
    site.wait_minutes(15 * 60);
    run().await;
    run().await;
    assert!(
        store::there(&mut site.site.db().read(), &place)
            .await
            .unwrap()
            .is_empty()
    );
    let usage = usage(&site, &place).await;
    assert_eq!(usage.durations.many(), 0, "how long it took is not known");
}

#[tokio::test]
async fn the_public_reads_all_reasons_and_no_small_numbers() {
    let (mut site, place) = a_site().await;
    let empty = site.get("/counters").await.unwrap();
    assert!(
        empty.body.contains("Nothing has been counted yet, or"),
        "{}",
        empty.body
    );
    fill(
        &site,
        &place,
        &[
            (Reason::Crime, 21),
            (Reason::Lost, 60),
            (Reason::Bail, 3),
            (Reason::Safety, 2),
        ],
    )
    .await;
    // Who looks before and after someone went in must not read why they came.
    assert_eq!(site.get("/counters").await.unwrap().body, empty.body);
    assert_eq!(site.get("/counters?month=2026-11").await.unwrap().status, 404);
    let early = site.get("/counters/visits.csv").await.unwrap().body;
    assert!(!early.contains("2026-11"), "{early}");
    site.wait_minutes(A_WEEK);
    let page = site.get(&format!("/counters/{place}")).await.unwrap();
    for said in [
        "November 2026",
        "86",
        "21",
        "60",
        "fewer than 5",
        "Half of the people waited 4 minutes or less.",
        "9am to 10am",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    for hidden in [">3<", ">2<", ">5<"] {
        assert!(!page.body.contains(hidden), "{hidden}");
    }
    let all = site.get("/counters?month=2026-11").await.unwrap();
    assert!(all.body.contains(&format!("/counters/{place}?month=2026-11")) && all.body.contains("86"));
    assert_eq!(site.get("/counters?month=2031-01").await.unwrap().status, 404);
    assert_eq!(site.get("/counters?month=%27").await.unwrap().status, 404);
    let table = site.get(&format!("/counters/{place}/visits.csv")).await.unwrap();
    assert!(
        table.body.contains(",2026-11,reason,bail,fewer than 5\n"),
        "{}",
        table.body
    );
    assert!(table.body.contains(",2026-11,all,,86\n") && table.body.contains("wait-minutes-50,4,\n"));
    let both = site.get("/counters/visits.csv").await.unwrap();
    assert_eq!(both.body, table.body, "there is one counter");
}

#[tokio::test]
async fn what_all_counters_did_says_no_more_than_what_each_did() {
    let (mut site, place) = a_site().await;
    let other = put(&site, &ground(), &[("name", "Tallow Street")]).await;
    fill(&site, &place, &[(Reason::Crime, 3), (Reason::Lost, 40)]).await;
    fill(&site, &other, &[(Reason::Crime, 30), (Reason::Lost, 50)]).await;
    site.wait_minutes(A_WEEK);
    let page = site.get("/counters?month=2026-11").await.unwrap();
    // 33 crimes in all would tell that there were three at Lantern Square.
    assert!(page.body.contains("at least 30"), "{}", page.body);
    assert!(!page.body.contains(">33<") && page.body.contains(">123<"));
    let all = store::usage(&mut site.site.db().read(), None, "2026-11")
        .await
        .unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(
        all.iter().find(|(p, _)| *p == other).unwrap().1.total(),
        Number::Exact(80)
    );
}

#[tokio::test]
async fn an_administrator_enters_what_a_counter_costs_and_the_public_reads_it_with_its_source() {
    let (site, place) = a_site().await;
    fill(&site, &place, &[(Reason::Lost, 500)]).await;
    let path = format!("/desk/counters/{place}/cost");
    let mut officer = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    assert_eq!(officer.get(&path).await.unwrap().status, 403);
    let mut admin = site.signed_in("ada", Role::Admin, "desk").await.unwrap();
    assert!(admin.get(&path).await.unwrap().body.contains("value=\"2026\""));
    let wrong = [("year", "soon"), ("pounds", "plenty"), ("source", "")];
    let answer = admin.post(&path, &wrong).await.unwrap();
    assert_eq!(answer.status, 422);
    for said in [
        "value=\"plenty\"",
        "Enter the year in which it begins",
        "Enter the source",
    ] {
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
    let right = [
        ("year", "2026"),
        ("pounds", "£365,000"),
        ("source", "Invented accounts"),
    ];
    assert_eq!(admin.post(&path, &right).await.unwrap().status, 303);
    let again = [
        ("year", "2026"),
        ("pounds", "730,000"),
        ("source", "Invented accounts, corrected"),
    ];
    assert_eq!(admin.post(&path, &again).await.unwrap().status, 303);
    site.wait_minutes(A_WEEK);
    let page = admin.get(&format!("/counters/{place}")).await.unwrap();
    // 30 days of November at 2,000 a day, for 500 visits.
    for said in [
        "£730,000",
        "April 2026 to March 2027",
        "Invented accounts, corrected",
        "£120.00",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let log = kernel::audit::about(
        &mut site.site.db().read(),
        place.as_str(),
        Some("counter.cost"),
        9,
    )
    .await;
    assert_eq!(log.unwrap().len(), 2);
}

#[tokio::test]
async fn the_worker_of_the_counters_pages_is_found_beside_them() {
    let (mut site, _) = a_site().await;
    let worker = site.get("/desk/counters/worker.js").await.unwrap();
    assert_eq!(worker.status, 200);
    assert_eq!(worker.headers["content-type"], "text/javascript; charset=utf-8");
    assert!(worker.body.contains("addEventListener('fetch'"));
}

#[test]
fn every_message_is_there_in_every_language() {
    assert_eq!(page::check_words(crate::WORDS), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}

async fn a_suite(site: &TestSite, own: &[(&str, &str)]) -> PlaceId {
    let ground = ground();
    let borough = ground.areas().boroughs()[0].code.to_string();
    let mut fields = vec![
        ("kind", "custody"),
        ("name", "Kiln Lane"),
        ("serves", borough.as_str()),
    ];
    fields.extend_from_slice(own);
    put(site, &ground, &fields).await
}

#[tokio::test]
async fn two_numbers_are_entered_and_staff_see_the_use_day_by_day() {
    let (site, counter) = a_site().await;
    let place = a_suite(&site, &[]).await;
    let path = format!("/desk/custody/{place}");
    let mut desk = site.signed_in("petra", Role::Officer, "custody").await.unwrap();
    assert!(
        desk.get("/desk/custody")
            .await
            .unwrap()
            .body
            .contains("Kiln Lane")
    );
    let count = format!("{path}/count");
    let kept = desk
        .post(&count, &[("held", "12"), ("cells_now", "30")])
        .await
        .unwrap();
    assert_eq!(kept.status, 303);
    let earlier = [("held", "8"), ("cells_now", "30"), ("at", "2026-11-25 06:00")];
    assert_eq!(desk.post(&count, &earlier).await.unwrap().status, 303);
    let page = desk.get(&path).await.unwrap();
    assert!(page.body.contains("10 of 30 cells"), "{}", page.body);
    let wrong = desk
        .post(&count, &[("held", "many"), ("cells_now", "30")])
        .await
        .unwrap();
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("value=\"many\"") && wrong.body.contains("Enter how many people are held"));
    assert!(
        desk.get("/desk/custody")
            .await
            .unwrap()
            .body
            .contains("12 of 30 cells")
    );
    let log = kernel::audit::about(
        &mut site.site.db().read(),
        place.as_str(),
        Some("custody.count"),
        9,
    )
    .await;
    assert_eq!(log.unwrap().len(), 2);
    // More people than cells is asked about once; a slip is taken out again, and the log keeps it.
    let more = [("held", "46"), ("cells_now", "23"), ("at", "2026-11-25 07:00")];
    let asked = desk.post(&count, &more).await.unwrap();
    assert!(
        asked.status == 422 && asked.body.contains("more people than cells"),
        "{}",
        asked.body
    );
    let sure: Vec<_> = more.into_iter().chain([("sure", "yes")]).collect();
    assert_eq!(desk.post(&count, &sure).await.unwrap().status, 303);
    let page = desk.get(&path).await.unwrap();
    assert!(
        page.body.contains("46 of 23 cells") && page.body.contains("petra"),
        "{}",
        page.body
    );
    let at = kernel::Moment::from("2026-11-25T07:00:00Z".parse::<jiff::Timestamp>().unwrap());
    let at = at.millis().to_string();
    assert_eq!(
        desk.post(&format!("{path}/remove"), &[("at", &at)])
            .await
            .unwrap()
            .status,
        303
    );
    assert!(!desk.get(&path).await.unwrap().body.contains("46 of 23 cells"));
    let log = kernel::audit::about(
        &mut site.site.db().read(),
        place.as_str(),
        Some("custody.count-removed"),
        9,
    )
    .await;
    assert!(log.unwrap()[0].detail.starts_with("46 of 23"));
    let old = [("held", "4"), ("cells_now", "23"), ("at", "1999-11-25 07:00")];
    assert!(
        desk.post(&count, &old)
            .await
            .unwrap()
            .body
            .contains("more than ten years ago")
    );
    // A counter is no suite.
    assert_eq!(
        desk.get(&format!("/desk/custody/{counter}"))
            .await
            .unwrap()
            .status,
        404
    );
}

#[tokio::test]
async fn a_supervisor_says_how_many_cells_there_are_and_two_who_save_at_once_are_told_apart() {
    let (site, _) = a_site().await;
    let place = a_suite(&site, &[]).await;
    let path = format!("/desk/custody/{place}");
    let mut officer = site.signed_in("petra", Role::Officer, "custody").await.unwrap();
    officer.get(&path).await.unwrap();
    let fields = [
        ("cells", "40"),
        ("visiting", "Write to the invented panel."),
        ("version", "0"),
    ];
    assert_eq!(officer.post(&path, &fields).await.unwrap().status, 403);
    let mut supervisor = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    supervisor.get(&path).await.unwrap();
    let wrong = [
        ("cells", "forty"),
        ("visiting", "Typed already."),
        ("version", "0"),
    ];
    let answer = supervisor.post(&path, &wrong).await.unwrap();
    assert!(
        answer.status == 422 && answer.body.contains("Typed already."),
        "{}",
        answer.body
    );
    assert_eq!(supervisor.post(&path, &fields).await.unwrap().status, 303);
    let late = supervisor.post(&path, &fields).await.unwrap();
    assert!(
        late.status == 422 && late.body.contains("Someone else changed this suite"),
        "{}",
        late.body
    );
    let next = [("cells", "41"), ("visiting", ""), ("version", "1")];
    assert_eq!(supervisor.post(&path, &next).await.unwrap().status, 303);
    let page = supervisor.get(&path).await.unwrap();
    assert!(
        page.body.contains("value=\"41\"") && page.field("version") == Some("2"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn the_public_learns_where_to_ask_and_which_suite_is_theirs_and_never_who_is_held() {
    let (mut site, _) = a_site().await;
    let place = a_suite(&site, &[]).await;
    let borough = ground().areas().boroughs()[0].name.clone();
    let suite = crate::Suite {
        cells: 30,
        visiting: "Write to the invented panel.".to_owned(),
        version: 0,
    };
    let mut tx = site.site.db().begin().await.unwrap();
    let said = crate::set_suite(&mut tx, &site.site, &place, &suite, "staff:stf_0", site.now()).await;
    assert!(said.unwrap());
    for day in 0..6 {
        let count = crate::Count {
            at: site.now().plus_days(-30 - day),
            held: 13,
            cells: 30,
        };
        crate::put(&mut tx, &place, &count, "test", site.now())
            .await
            .unwrap();
    }
    let now = crate::Count {
        at: site.now(),
        held: 29,
        cells: 30,
    };
    crate::put(&mut tx, &place, &now, "test", site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = site.get("/custody").await.unwrap();
    for said in [
        borough.as_str(),
        "Kiln Lane",
        "Call 101",
        "We never say",
        "October 2026",
        "13 of 30 cells",
        "Write to the invented panel.",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // What is so at this moment is for staff.
    assert!(!page.body.contains("29 of 30") && !page.body.contains("November 2026"));
}

#[tokio::test]
async fn a_table_of_occupancy_is_taken_in_row_by_row_and_twice_changes_nothing() {
    let (site, _) = a_site().await;
    let place = a_suite(&site, &[("code", "K1")]).await;
    a_suite(&site, &[("name", "Same Name")]).await;
    a_suite(&site, &[("name", "Same Name")]).await;
    let table = "\u{feff}Suite,At,Held,Cells\n\
        K1,2026-11-24 06:00,12,30\n\
        kiln lane,2026-11-24T18:00:00Z,14,30\n\
        K1,2026-11-24 06:00,12,30\n\
        Nowhere,2026-11-24 06:00,1,30\n\
        Same Name,2026-11-24 06:00,1,30\n\
        K1,2026-11-24,1,30\n\
        K1,2026-11-24 07:00,1,\n\
        K1,2031-01-01 07:00,1,30\n\
        K1\n";
    let run = |preview| crate::import(&site.site, "cells.csv", table.as_bytes(), preview, site.now());
    let first = run(true).await.unwrap();
    assert_eq!((first.read, first.added, first.same, first.refused), (9, 2, 1, 6));
    let rows: Vec<u64> = first.problems.iter().map(|p| p.row).collect();
    assert_eq!(rows, [5, 6, 7, 8, 9, 10]);
    let counts = async || {
        let since = site.now().plus_days(-9);
        crate::custody::store::counts(&mut site.site.db().read(), &place, since)
            .await
            .unwrap()
    };
    assert!(counts().await.is_empty(), "a preview keeps nothing");
    assert_eq!(run(false).await.unwrap(), first);
    assert_eq!(counts().await.len(), 2);
    let again = run(false).await.unwrap();
    assert_eq!((again.added, again.changed, again.same), (0, 0, 3));
    let newest = crate::custody::store::newest(&mut site.site.db().read())
        .await
        .unwrap();
    assert_eq!(
        newest.iter().map(|(p, c)| (p, c.held)).collect::<Vec<_>>(),
        [(&place, 14)]
    );
    let lacking = crate::import(&site.site, "x.csv", "suite,when\n".as_bytes(), false, site.now()).await;
    assert!(lacking.unwrap_err().to_string().contains("lacks at"));
}
