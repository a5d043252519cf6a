use kernel::testing::TestSite;

use super::{Town, a_town};
use crate::keeper::Keeping;
use crate::store as db;

/// Asks to follow an area and gives the path of the link in the letter.
async fn asked(town: &Town, area: &str, email: &str, lang: &str) -> String {
    let mut browser = town.site.other_browser();
    browser.get(&format!("/follow?area={area}")).await.unwrap();
    let fields = [("area", area), ("email", email), ("language", lang)];
    let answer = browser.post("/follow", &fields).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    town.site.wait_minutes(1);
    town.site.work().await.unwrap();
    let letters = town.site.letters().await.unwrap();
    let letter = letters
        .iter()
        .find(|l| l.template == "follow" && l.letter.to == email)
        .unwrap();
    let at = letter.letter.text.find("/follow/").unwrap();
    letter.letter.text[at..]
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned()
}

pub(super) async fn follows(town: &Town, area: &str, email: &str, lang: &str) -> String {
    let link = asked(town, area, email, lang).await;
    let mut browser = town.site.other_browser();
    browser.get(&link).await.unwrap();
    browser.post(&format!("{link}/confirm"), &[]).await.unwrap();
    link
}

/// Cancels as an officer would, with the letters that follow from it.
async fn cancelled(town: &Town, ward: &str) {
    let session = town.session(ward, 6).await;
    let site = &town.site.site;
    let mut tx = site.db().begin().await.unwrap();
    let by = Keeping::by_program(ward);
    match db::cancel(&mut tx, site, &by, &session, "Snow.", site.now())
        .await
        .unwrap()
    {
        db::Changed::Done(step) => crate::jobs::tell(&mut tx, site, &session, &step, 0, site.now())
            .await
            .unwrap(),
        db::Changed::Stale => panic!("stale"),
    }
    tx.commit().await.unwrap();
    town.site.work().await.unwrap();
}

/// To whom letters of this kind went, and what they say.
pub(super) async fn told(site: &TestSite, template: &str) -> Vec<(String, String, String)> {
    let letters = site.letters().await.unwrap();
    let mut told: Vec<_> = letters
        .into_iter()
        .filter(|l| l.template == template)
        .map(|l| (l.letter.to, l.letter.subject, l.letter.text))
        .collect();
    told.sort();
    told
}

#[tokio::test]
async fn who_follows_ward_borough_or_force_is_told_once_in_their_language() {
    let town = a_town().await;
    follows(&town, &town.ward, "ward@example.org", "en").await;
    follows(&town, &town.borough(), "ward@example.org", "en").await;
    follows(&town, &town.borough(), "borough@example.org", "cy").await;
    follows(&town, "force", "force@example.org", "en-simple").await;
    follows(&town, &town.other, "other@example.org", "en").await;
    cancelled(&town, &town.ward).await;
    let told = told(&town.site, "session").await;
    let to: Vec<&str> = told.iter().map(|(to, ..)| to.as_str()).collect();
    assert_eq!(
        to,
        ["borough@example.org", "force@example.org", "ward@example.org"]
    );
    assert!(
        told[0].1.starts_with("Wedi'i ganslo") && told[0].2.contains("I weld neu atal"),
        "{:?}",
        told[0]
    );
    assert!(told[1].2.contains("This is not happening"), "{:?}", told[1]);
    assert!(
        told[2].2.contains("Snow.") && told[2].2.contains("/session/ses_"),
        "{:?}",
        told[2]
    );
}

#[tokio::test]
async fn a_series_that_is_cancelled_is_told_of_in_one_letter() {
    let town = a_town().await;
    follows(&town, &town.ward, "robin@example.org", "en").await;
    let site = &town.site.site;
    let first = town.session(&town.ward, 6).await;
    let mut tx = site.db().begin().await.unwrap();
    crate::jobs::tell(&mut tx, site, &first, "sst_1", 3, site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    town.site.work().await.unwrap();
    let told = told(&town.site, "session").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].2.contains("The 3 after it"), "{}", told[0].2);
}

#[tokio::test]
async fn nobody_gets_letters_who_did_not_confirm_and_they_are_forgotten() {
    let town = a_town().await;
    let link = asked(&town, &town.ward, "robin@example.org", "en").await;
    cancelled(&town, &town.ward).await;
    assert!(told(&town.site, "session").await.is_empty());
    let mut browser = town.site.other_browser();
    let page = browser.get(&link).await.unwrap();
    assert!(page.body.contains("Yes, send me letters"), "{}", page.body);
    town.site.wait_minutes(3 * 24 * 60 + 1);
    let site = &town.site.site;
    let mut tx = site.db().begin().await.unwrap();
    let gone = db::forget_unconfirmed(&mut tx, site.now().plus_days(-3))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(gone, 1);
    let page = browser.get(&link).await.unwrap();
    assert!(
        page.body.contains("This link leads to no letters"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn looking_at_a_link_changes_nothing_and_one_press_ends_it() {
    let town = a_town().await;
    let link = follows(&town, &town.ward, "robin@example.org", "en").await;
    let second = follows(&town, "force", "robin@example.org", "en").await;
    let mut browser = town.site.other_browser();
    for _ in 0..2 {
        let page = browser.get(&link).await.unwrap();
        assert!(
            page.body.contains("Stop all letters"),
            "both are listed: {}",
            page.body
        );
    }
    // As a mail program posts it: no form of ours, no token of ours, no cookie.
    let mut program = town.site.other_browser();
    let answer = program
        .post_bare(&format!("{link}/leave"), &[("List-Unsubscribe", "One-Click")])
        .await
        .unwrap();
    assert_eq!(answer.status, 303);
    cancelled(&town, &town.ward).await;
    let told = told(&town.site, "session").await;
    assert_eq!(told.len(), 1, "the force is still followed");
    browser.post(&format!("{second}/leave-all"), &[]).await.unwrap();
    assert!(
        browser
            .get(&second)
            .await
            .unwrap()
            .body
            .contains("This link leads to no letters")
    );
}

#[tokio::test]
async fn asking_again_tells_a_stranger_nothing_and_the_follower_the_truth() {
    let town = a_town().await;
    let first = follows(&town, &town.ward, "Robin@example.org", "en").await;
    let mut browser = town.site.other_browser();
    browser.get("/follow").await.unwrap();
    let mut ask = async |email: &str| {
        let fields = [("area", town.ward.as_str()), ("email", email), ("language", "en")];
        let answer = browser.post("/follow", &fields).await.unwrap();
        (answer.status, answer.body.replace(email, ""))
    };
    assert_eq!(ask("robin@example.org").await, ask("other@example.org").await);
    town.site.work().await.unwrap();
    let told = told(&town.site, "follow").await;
    let already = told
        .iter()
        .find(|(_, subject, _)| subject.starts_with("You get letters"))
        .unwrap();
    assert!(already.2.contains(&first), "the link of before");
    assert_eq!(already.0, "Robin@example.org", "to the address that confirmed");
    for wrong in ["", "robin", "a@b\r\nBcc: c@d.example"] {
        assert_eq!(ask(wrong).await.0, 422, "{wrong}");
    }
    for _ in 0..10 {
        ask("often@example.org").await;
    }
    assert_eq!(ask("often@example.org").await.0, 422);
}

#[tokio::test]
async fn on_monday_each_follower_gets_one_letter_of_what_is_on() {
    let town = a_town().await;
    town.session(&town.ward, 6).await;
    follows(&town, &town.ward, "robin@example.org", "en").await;
    follows(&town, &town.other, "quiet@example.org", "en").await;
    let week = async || {
        let site = &town.site.site;
        let mut tx = site.db().begin().await.unwrap();
        kernel::job::queue(
            &mut tx,
            &crate::jobs::WriteWeek {},
            None,
            site.now(),
            site.random(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        town.site.work().await.unwrap();
        told(&town.site, "week").await
    };
    // Wednesday: who is new is told at once; where nothing is on, nobody is.
    let told = week().await;
    assert_eq!(told.len(), 1);
    assert!(
        told[0].2.contains("Tuesday 1 December 2026, 6pm") && told[0].2.contains("Mill Library"),
        "{told:?}"
    );
    assert_eq!(week().await.len(), 1, "once a week");
    // Monday at six, then at eight.
    town.site.wait_minutes((4 * 24 + 20) * 60 - 10);
    assert_eq!(week().await.len(), 1);
    town.site.wait_minutes(120);
    assert_eq!(week().await.len(), 2);
}

#[tokio::test]
async fn sessions_and_followers_of_a_ward_that_ended_are_counted_and_given_to_another() {
    let town = a_town().await;
    let session = town.session(&town.ward, 6).await;
    follows(&town, &town.ward, "one@example.org", "cy").await;
    follows(&town, &town.ward, "both@example.org", "en").await;
    follows(&town, &town.other, "both@example.org", "en").await;
    let site = &town.site.site;
    let held = db::held(&mut site.db().read()).await.unwrap();
    let of = |sessions, followers| Some(db::Held { sessions, followers });
    assert_eq!(held.get(&town.ward).copied(), of(1, 2));
    assert_eq!(held.get(&town.other).copied(), of(0, 1));
    let by = Keeping::by_program(&town.other);
    for given in [3, 0] {
        let mut tx = site.db().begin().await.unwrap();
        let done = db::give(&mut tx, site, &by, &town.ward, &town.borough(), site.now()).await;
        assert_eq!(done.unwrap(), given);
        tx.commit().await.unwrap();
    }
    let held = db::held(&mut site.db().read()).await.unwrap();
    assert_eq!(held.get(&town.ward), None);
    assert_eq!(held.get(&town.other).copied(), of(1, 2));
    assert_eq!(town.found(&session.id).await.ward, town.other);
    // Who followed the old ward hears of the new one's sessions, once.
    cancelled(&town, &town.other).await;
    let told = told(&town.site, "session").await;
    let to: Vec<&str> = told.iter().map(|(to, ..)| to.as_str()).collect();
    assert_eq!(to, ["both@example.org", "one@example.org"]);
}
