use super::a_town;
use crate::keeper::Keeping;
use crate::store as db;

#[tokio::test]
async fn a_poster_is_printed_in_each_language_and_size_that_is_offered_and_in_no_other() {
    let town = a_town().await;
    let mut plan = town.plan(&town.ward);
    plan.title = "#set page(fill: red) *bikes* $x$ \\ <label> @ref".to_owned();
    let slot = {
        let session = town.session(&town.ward, 6).await;
        crate::repeat::Slot {
            starts_at: session.starts_at,
            ends_at: session.ends_at,
        }
    };
    let session = town.planned(&plan, slot).await;
    let mut anyone = town.site.other_browser();
    let base = format!("/session/{}/poster.pdf", session.id);
    for query in [
        "",
        "?size=a4&lang=cy",
        "?size=large&lang=en",
        "?size=large&lang=en-simple",
    ] {
        let answer = anyone.get(&format!("{base}{query}")).await.unwrap();
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        assert_eq!(answer.headers["content-type"], "application/pdf");
        assert!(answer.body.starts_with("%PDF"), "{query}");
    }
    for query in ["?size=a0", "?lang=xx", "?lang=ur"] {
        assert_eq!(
            anyone.get(&format!("{base}{query}")).await.unwrap().status,
            404,
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_poster_of_a_cancelled_session_says_so() {
    let town = a_town().await;
    let session = town.session(&town.ward, 6).await;
    let site = &town.site.site;
    let mut tx = site.db().begin().await.unwrap();
    let by = Keeping::by_program(&town.ward);
    db::cancel(&mut tx, site, &by, &session, "Snow.", site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let session = town.found(&session.id).await;
    let words = site.words();
    let poster = crate::poster::made(
        &print::Press::new(),
        &session,
        town.ground.areas(),
        &words.tongue(page::Lang::EN),
        &words.tongue(page::Lang::EN_SIMPLE),
        print::Size::A4,
        "Doggerham Police",
        "https://police.example",
    );
    assert_eq!(poster.notice.as_deref(), Some("This was cancelled. Why: Snow."));
    assert_eq!(poster.facts[0].lines, ["Tuesday 1 December 2026", "6pm to 7pm"]);
    assert_eq!(
        poster.address.unwrap().url,
        format!("https://police.example/session/{}", session.id)
    );
    let easy = poster.easy.unwrap();
    assert_eq!(easy.steps.len(), 1);
    assert_eq!(easy.steps[0].text, "This is not happening.");
    assert!(poster.map.unwrap().svg.contains("<path"));
}
