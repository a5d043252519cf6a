//! Help to report online at the counter: the report says where and by whom, the visit what came of it.

use contact::{Draft, Help, Origin};
use forms::Answers;
use kernel::account::Role;
use kernel::job::Job as _;
use kernel::testing::TestSite;

use super::{a_site, id, send, tap, usage};
use crate::jobs::TieReport;
use crate::reason::Outcome;
use crate::store;
use crate::tap::TapId;

/// A report made with this help.
async fn a_report(site: &TestSite, help: Help) -> contact::Report {
    let book = site.site.part::<contact::Book>().unwrap();
    let flow = book.flow("theft").unwrap();
    let today = site.now().date(site.site.days().zone());
    let answers = forms::sample::complete(&flow.definition, today, &mut |_| 0);
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
        help: Some(help),
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
        "counter",
        site.now(),
    )
    .await
    .unwrap();
    let kept = contact::keep(&site.site, flow, &draft, &new, &tongue).await;
    assert!(kept.unwrap());
    let found = contact::find(&mut site.site.db().read(), &new.id).await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn a_report_made_with_help_at_a_counter_is_what_came_of_that_visit() {
    let (site, place) = a_site().await;
    let mut desk = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    tap(&mut desk, &place, 1, &[("kind", "come"), ("reason", "digital")]).await;
    let visit = id(1);
    let page = desk.get(&format!("/desk/counters/{place}")).await.unwrap();
    assert!(page.body.contains("action=\"/desk/help\""), "{}", page.body);
    let begun = desk
        .post("/desk/help", &[("channel", "counter"), ("id", &visit)])
        .await
        .unwrap();
    assert_eq!(begun.location.as_deref(), Some("/report"));
    let choose = desk.get("/report").await.unwrap();
    let there = format!("href=\"/desk/visits/{visit}\"");
    assert!(choose.body.contains(&there), "{}", choose.body);

    site.wait_minutes(9);
    let help = Help {
        origin: Origin::new("counter", &visit).unwrap(),
        actor: "staff:stf_1".to_owned(),
        name: "Petra Example".to_owned(),
    };
    let report = a_report(&site, help.clone()).await;
    site.work().await.unwrap();
    let page = desk.get(&format!("/desk/visits/{visit}")).await.unwrap();
    assert!(page.body.contains(report.reference.as_str()), "{}", page.body);
    assert!(
        page.body.contains("Report made") && !page.body.contains("action=\"/desk/help\""),
        "{}",
        page.body
    );
    assert_eq!(usage(&site, &place).await.durations.many(), 1);
    // Run again nothing is counted twice.
    let again = TieReport {
        report: report.id.clone(),
    };
    again.run(site.site.clone(), site.now()).await.unwrap();
    assert_eq!(usage(&site, &place).await.durations.many(), 1);
    let known = TapId::parse(&visit).unwrap();
    let (_, ended) = store::find(&mut site.site.db().read(), &known)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ended.outcome, Some(Outcome::Report));
    // Who helped is in the report's history; who counted the visit may take its end back.
    let steps = contact::steps(&mut site.site.db().read(), site.site.keys(), &report.id)
        .await
        .unwrap();
    assert_eq!(steps[0].by_name, "Petra Example");
    let page = desk.get(&format!("/desk/counters/{place}")).await.unwrap();
    assert!(
        page.body
            .contains("Your last tap: Help with online services, finished"),
        "{}",
        page.body
    );

    // A visit that nobody counted changes nothing.
    let stray = Help {
        origin: Origin::new("counter", &id(77)).unwrap(),
        ..help
    };
    a_report(&site, stray).await;
    site.work().await.unwrap();
    assert_eq!(usage(&site, &place).await.durations.many(), 1);
    let none = desk.get(&format!("/desk/visits/{}", id(77))).await.unwrap();
    assert_eq!(none.status, 404);
}

#[tokio::test]
async fn two_who_send_their_queues_at_once_both_count() {
    let (site, place) = a_site().await;
    let mut one = site.signed_in("petra", Role::Officer, "counter").await.unwrap();
    let mut other = site.signed_in("quentin", Role::Officer, "counter").await.unwrap();
    let queue = |from: u32, reasons: [&str; 6]| -> Vec<serde_json::Value> {
        (from..)
            .zip(reasons)
            .map(|(n, reason)| serde_json::json!({ "id": id(n), "kind": "come", "reason": reason, "ago": "0" }))
            .collect()
    };
    // In opposite orders: each would hold what the other wants next.
    let forth = ["crime", "lost", "found", "bail", "safety", "other"];
    let mut back = forth;
    back.reverse();
    for round in 0..6_u32 {
        let (first, second) = (queue(round * 100, forth), queue(round * 100 + 50, back));

        let (a, b) = tokio::join!(send(&mut one, &place, &first), send(&mut other, &place, &second));
        assert_eq!((a, b), (vec!["kept".to_owned(); 6], vec!["kept".to_owned(); 6]));
    }
    assert_eq!(usage(&site, &place).await.waits.many(), 72);
}
