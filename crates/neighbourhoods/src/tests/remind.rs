//! Letters that remind a team of what nobody confirmed for three months.

use kernel::job::Job;
use kernel::mail::Sent;
use kernel::testing::TestSite;

use super::*;
use crate::remind::Remind;

const DAY: i64 = 24 * 60;

/// What the hourly job writes now, newest first.
async fn reminded(site: &TestSite) -> Vec<Sent> {
    Remind {}.run(site.site.clone(), site.now()).await.unwrap();
    let all = site.letters().await.unwrap();
    all.into_iter().filter(|l| l.template == "facts-old").collect()
}

async fn a_team(officer: &mut TestSite) {
    let team = [
        ("email", "saltway@police.example"),
        ("phone", "0300 000 0000"),
        ("base-words", "Old Mill"),
    ];
    let path = format!("/desk/wards/{WARD}");
    for (page, fields) in [("team", &team[..]), ("officers/new", &OFFICER[..])] {
        let answer = officer.post(&format!("{path}/{page}"), fields).await.unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
}

#[tokio::test]
async fn a_team_is_reminded_once_a_month_while_something_is_old_and_never_of_names() {
    let site = a_site().await;
    a_team(&mut an_officer(&site).await).await;
    assert!(reminded(&site).await.is_empty(), "nothing is old yet");
    // It is the 25th of November; three months later, in the same hour again and again.
    site.wait_minutes(93 * DAY);
    for _ in 0..3 {
        let letters = reminded(&site).await;
        assert_eq!(letters.len(), 1);
        let letter = &letters[0].letter;
        assert_eq!(letter.to, "saltway@police.example");
        for part in [
            "- Contact and base\n- One officer",
            &format!("/desk/wards/{WARD}#old"),
            &format!("/desk/wards/{WARD}/reminders"),
        ] {
            assert!(letter.text.contains(part), "{part}: {}", letter.text);
        }
        assert!(!letter.text.contains("Ada"), "{}", letter.text);
        site.wait_minutes(60);
    }
    site.wait_minutes(20 * DAY);
    assert_eq!(reminded(&site).await.len(), 2, "the next month there is another");
    let mut officer = site.signed_in("ward-1b", Role::Officer, WARD).await.unwrap();
    let path = format!("/desk/wards/{WARD}");
    let page = officer.get(&path).await.unwrap();
    let id = page.body.split("name=\"id\" value=\"off_").nth(1).unwrap();
    let id = format!("off_{}", id.split('"').next().unwrap());
    for fields in [
        [("what", "team"), ("id", WARD)],
        [("what", "officer"), ("id", &id)],
    ] {
        let answer = officer.post(&format!("{path}/confirm"), &fields).await.unwrap();
        assert_eq!(answer.status, 303);
    }
    site.wait_minutes(31 * DAY);
    assert_eq!(reminded(&site).await.len(), 2, "all is confirmed");
}

#[tokio::test]
async fn a_team_chooses_the_language_of_its_reminders_or_none() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    a_team(&mut officer).await;
    let path = format!("/desk/wards/{WARD}/reminders");
    let page = officer.get(&path).await.unwrap();
    assert!(page.body.contains("In Cymraeg"), "{}", page.body);
    let wrong = officer.post(&path, &[("reminders", "xx")]).await.unwrap();
    assert!(wrong.status == 422 && wrong.body.contains("Choose a language"));
    let mut other = site.signed_in("ward-2", Role::Officer, NEXT).await.unwrap();
    assert_eq!(
        other.post(&path, &[("reminders", "none")]).await.unwrap().status,
        403
    );
    for language in ["cy", "none", "en-simple"] {
        let answer = officer.post(&path, &[("reminders", language)]).await.unwrap();
        assert_eq!(answer.status, 303);
        let page = officer.get(&path).await.unwrap();
        assert!(
            page.body.contains(&format!("value=\"{language}\" selected")),
            "{}",
            page.body
        );
    }
    let history = officer.get(&format!("/desk/wards/{WARD}/history")).await.unwrap();
    assert!(history.body.contains("changed the reminders by letter"));
    site.wait_minutes(93 * DAY);
    let letters = reminded(&site).await;
    assert!(
        letters.len() == 1 && letters[0].letter.text.starts_with("No one has checked this"),
        "{letters:?}"
    );
    for (language, letters) in [("none", 1), ("cy", 2)] {
        let mut officer = site
            .signed_in(&format!("again-{language}"), Role::Officer, WARD)
            .await
            .unwrap();
        officer.post(&path, &[("reminders", language)]).await.unwrap();
        site.wait_minutes(31 * DAY);
        let all = reminded(&site).await;
        assert_eq!(all.len(), letters, "{language}");
        if language == "cy" {
            let welsh = all
                .iter()
                .filter(|l| l.letter.text.starts_with("Ers tri mis"))
                .count();
            assert_eq!(welsh, 1);
        }
    }
}

#[tokio::test]
async fn without_an_address_of_the_team_its_officers_are_reminded_and_nobody_of_a_ward_without_both() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    officer
        .post(&format!("/desk/wards/{WARD}/officers/new"), &OFFICER)
        .await
        .unwrap();
    let mut other = site.signed_in("ward-2", Role::Officer, NEXT).await.unwrap();
    let team = [("phone", "0300 000 0000")];
    other
        .post(&format!("/desk/wards/{NEXT}/team"), &team)
        .await
        .unwrap();
    site.wait_minutes(93 * DAY);
    let letters = reminded(&site).await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].letter.to, "ada.fennick@police.example");
    assert_eq!(letters[0].letter.text.matches("- ").count(), 1);
}
