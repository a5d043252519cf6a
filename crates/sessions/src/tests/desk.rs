use kernel::account::Role;
use kernel::testing::TestSite;

use super::{Town, a_town};
use crate::area::Area;
use crate::session::{SessionId, State};
use crate::store as db;

/// What an officer posts to plan a session next Tuesday.
fn form<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("kind", "contact"),
        ("venue", "new"),
        ("venue-name", "Mill Library"),
        ("venue-address", "2 Mill Lane"),
        ("date__day", "1"),
        ("date__month", "12"),
        ("date__year", "2026"),
        ("from", "6pm"),
        ("to", "7.30pm"),
        ("repeat", "once"),
    ];
    for (name, value) in own {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value));
    }
    fields
}

/// Posts and, where there are warnings, posts again that they were read; the id of the first session.
async fn planned(browser: &mut TestSite, path: &str, own: &[(&str, &str)]) -> SessionId {
    let fields = form(own);
    let mut answer = browser.post(path, &fields).await.unwrap();
    if answer.status == 422 {
        let sure = answer
            .field("sure")
            .unwrap_or_else(|| panic!("{}", answer.body))
            .to_owned();
        let mut again = fields.clone();
        again.push(("sure", &sure));
        answer = browser.post(path, &again).await.unwrap();
    }
    assert_eq!(answer.status, 303, "{}", answer.body);
    let to = answer.location.unwrap();
    SessionId::parse(to.rsplit('/').next().unwrap()).unwrap()
}

#[tokio::test]
async fn an_officer_plans_weeks_ahead_and_the_public_sees_them() {
    let town = a_town().await;
    let (mut officer, id) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let page = officer.get("/desk/sessions/new").await.unwrap();
    assert!(page.status == 200 && page.body.contains("pc-1"), "{}", page.body);
    let own = [
        ("repeat", "weekly"),
        ("times", "3"),
        ("officers", id.as_str()),
        ("languages", "pl"),
        ("offered", "bsl"),
        ("about", "Bikes & locks <marked>"),
    ];
    let first = planned(&mut officer, "/desk/sessions/new", &own).await;
    let mut anyone = town.site.other_browser();
    let page = anyone.get(&format!("/session/{first}")).await.unwrap();
    for expected in [
        "Tuesday 1 December 2026, 6pm to 7:30pm",
        "Mill Library",
        "pc-1",
        "Polski",
        "British Sign Language interpreter",
        "Bikes &#38; locks &#60;marked&#62;",
        "https://schema.org/EventScheduled",
    ] {
        assert!(page.body.contains(expected), "{expected}: {}", page.body);
    }
    let list = anyone
        .get(&format!("/ward/{}/sessions", town.ward))
        .await
        .unwrap();
    for day in ["1 December", "8 December", "15 December"] {
        assert!(list.body.contains(day), "{day}: {}", list.body);
    }
    let other = anyone
        .get(&format!("/ward/{}/sessions", town.other))
        .await
        .unwrap();
    assert!(other.body.contains("None is planned"), "{}", other.body);
}

#[tokio::test]
async fn nobody_keeps_the_sessions_of_a_ward_that_is_not_theirs() {
    let town = a_town().await;
    let session = town.session(&town.ward, 6).await;
    let (mut stranger, _) = town.officer("pc-2", Role::Officer, Some(&town.other)).await;
    let (mut handler, _) = town.officer("hana", Role::Handler, None).await;
    let (mut nowhere, _) = town.officer("pc-3", Role::Officer, None).await;
    let base = format!("/desk/sessions/{}", session.id);
    for browser in [&mut stranger, &mut handler, &mut nowhere] {
        assert_eq!(browser.get(&base).await.unwrap().status, 200, "everyone may look");
        let fields = form(&[("ward", &town.ward), ("why", "x"), ("version", "1")]);
        for (path, get) in [("change", true), ("cancel", false), ("after", true)] {
            let path = format!("{base}/{path}");
            if get {
                assert_eq!(browser.get(&path).await.unwrap().status, 403, "{path}");
            }
            assert_eq!(browser.post(&path, &fields).await.unwrap().status, 403, "{path}");
        }
        let new = format!("/desk/sessions/new?ward={}", town.ward);
        assert_eq!(browser.get(&new).await.unwrap().status, 403);
        let answer = browser.post("/desk/sessions/new", &fields).await.unwrap();
        assert_ne!(answer.status, 303, "{}", answer.body);
    }
    let mut nobody = town.site.other_browser();
    for path in [
        "/desk/sessions",
        "/desk/sessions/new",
        "/desk/sessions/gaps",
        base.as_str(),
    ] {
        let answer = nobody.get(path).await.unwrap();
        assert!(answer.location.unwrap().starts_with("/desk/sign-in"), "{path}");
    }
    assert_eq!(town.found(&session.id).await, session);
    let mut read = town.site.site.db().read();
    let all = db::coming(&mut read, &Area::Force, town.site.now(), 10)
        .await
        .unwrap();
    assert_eq!(all.len(), 1, "nothing was planned");
    let (mut supervisor, _) = town.officer("sunita", Role::Supervisor, None).await;
    assert_eq!(
        supervisor.get(&format!("{base}/change")).await.unwrap().status,
        200
    );
    planned(&mut supervisor, "/desk/sessions/new", &[("ward", &town.other)]).await;
}

#[tokio::test]
async fn what_cannot_be_planned_is_told_by_field_and_nothing_typed_is_lost() {
    let town = a_town().await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    for (name, value, problem) in [
        ("kind", "party", "Choose what it is"),
        ("venue", "ses_unknown", "Choose where it is"),
        ("venue-name", "", "Enter the name of the place"),
        ("venue-address", "", "Enter the address"),
        ("date__day", "31", "Enter a real date"),
        ("date__year", "2025", "must be in the future"),
        ("date__year", "2031", "within the next 18 months"),
        ("from", "when the bell rings", "Enter when it starts"),
        ("to", "", "Enter when it ends"),
        ("to", "5pm", "must end after it starts"),
        ("from", "1am", "12 hours or less"),
        ("repeat", "daily", "Choose how often"),
        ("languages", "xx", "Choose languages"),
    ] {
        let mut own = vec![("about", "Typed words"), (name, value)];
        if name == "date__day" {
            own.push(("date__month", "11"));
        }
        let answer = officer.post("/desk/sessions/new", &form(&own)).await.unwrap();
        assert_eq!(answer.status, 422, "{name}={value}");
        assert!(answer.body.contains(problem), "{name}={value}: {}", answer.body);
        assert!(answer.body.contains("Typed words"), "{name}={value}");
    }
    let own = [("repeat", "weekly"), ("times", "99")];
    let answer = officer.post("/desk/sessions/new", &form(&own)).await.unwrap();
    assert!(answer.body.contains("from 2 to 26"), "{}", answer.body);
}

#[tokio::test]
async fn an_officer_is_warned_of_clashes_and_decides() {
    let town = a_town().await;
    let (mut officer, id) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let own = [("officers", id.as_str())];
    planned(&mut officer, "/desk/sessions/new", &own).await;
    let own = [("officers", id.as_str()), ("from", "7pm"), ("to", "8pm")];
    let answer = officer.post("/desk/sessions/new", &form(&own)).await.unwrap();
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("pc-1 is at another session then"),
        "{}",
        answer.body
    );
    assert!(
        answer.body.contains("another session at this place"),
        "{}",
        answer.body
    );
    // Warned of one thing, then another comes: that is to be read too.
    let sure = answer.field("sure").unwrap().to_owned();
    let own = [("officers", id.as_str()), ("date__day", "25"), ("sure", &sure)];
    let answer = officer.post("/desk/sessions/new", &form(&own)).await.unwrap();
    assert!(
        answer.status == 422 && answer.body.contains("bank holiday"),
        "{}",
        answer.body
    );
    let own = [("officers", id.as_str()), ("from", "7:30pm"), ("to", "8pm")];
    let answer = officer.post("/desk/sessions/new", &form(&own)).await.unwrap();
    assert!(
        !answer.body.contains("another session"),
        "one after the other is no clash: {}",
        answer.body
    );
}

#[tokio::test]
async fn a_venue_far_from_the_ward_is_warned_of_with_its_distance() {
    let town = a_town().await;
    let (mut officer, id) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let areas = town.ground.areas();
    let far = areas
        .wards()
        .iter()
        .max_by_key(|w| {
            let own = crate::area::ward(areas, &town.ward).unwrap();
            w.middle.distance_m(own.middle) as u64
        })
        .unwrap();
    let pin = far.middle.to_string();
    let answer = officer
        .post("/desk/sessions/new", &form(&[("venue-address", &pin)]))
        .await
        .unwrap();
    assert!(
        answer.status == 422 && answer.body.contains("metres outside the ward"),
        "{}",
        answer.body
    );
    let near = crate::area::ward(areas, &town.ward).unwrap().middle.to_string();
    let answer = officer
        .post(
            "/desk/sessions/new",
            &form(&[("venue-address", &near), ("officers", id.as_str())]),
        )
        .await
        .unwrap();
    assert_eq!(answer.status, 303, "inside the ward there is nothing to warn of");
}

#[tokio::test]
async fn a_room_of_the_directory_is_offered_with_its_hours_and_times_that_fit_when_it_is_closed() {
    let town = a_town().await;
    let room = town
        .library(&town.ward, "Lantern Library", "Tu 10:00-18:00; Th 10:00-20:00")
        .await;
    town.library(&town.other, "Far Library", "Mo-Su 09:00-17:00")
        .await;
    let (mut officer, id) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let page = officer.get("/desk/sessions/new").await.unwrap();
    assert!(page.body.contains("Lantern Library"), "{}", page.body);
    // Tuesday at six it closes: an hour and a half before that fits, and Thursday at six.
    let own = [("venue", room.as_str())];
    let answer = officer.post("/desk/sessions/new", &form(&own)).await.unwrap();
    assert_eq!(answer.status, 422);
    for expected in [
        "not open all that time. On Tuesday 1 December 2026: 10am to 6pm",
        "Tuesday 1 December 2026, 4:30pm to 6pm",
        "Thursday 3 December 2026, 6pm to 7:30pm",
    ] {
        assert!(answer.body.contains(expected), "{expected}: {}", answer.body);
    }
    let own = [
        ("venue", room.as_str()),
        ("fit", "2026-12-03 18:00 19:30"),
        ("officers", id.as_str()),
    ];
    let answer = officer.post("/desk/sessions/new", &form(&own)).await.unwrap();
    assert_eq!(
        answer.status, 303,
        "one press and nothing is left to warn of: {}",
        answer.body
    );
    let id = answer.location.unwrap();
    let id = SessionId::parse(id.rsplit('/').next().unwrap()).unwrap();
    let session = town.found(&id).await;
    assert_eq!(session.venue.place.as_deref(), Some(room.as_str()));
    assert!(session.venue.at.is_some());
}

#[tokio::test]
async fn a_moved_session_says_everywhere_where_and_when_it_was_to_be() {
    let town = a_town().await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let id = planned(&mut officer, "/desk/sessions/new", &[]).await;
    let path = format!("/desk/sessions/{id}/change");
    let form_page = officer.get(&path).await.unwrap();
    assert!(form_page.body.contains("value=\"18:00\""), "{}", form_page.body);
    let like = [("venue", id.as_str()), ("version", "1")];
    let mut own = like.to_vec();
    own.extend([("date__day", "2"), ("from", "5pm")]);
    let answer = officer.post(&path, &form(&own)).await.unwrap();
    assert!(
        answer.status == 422 && answer.body.contains("Say why"),
        "{}",
        answer.body
    );
    own.push(("why", "The library closes early on Tuesdays."));
    planned(&mut officer, &path, &own).await;
    let mut anyone = town.site.other_browser();
    for path in [
        format!("/session/{id}"),
        format!("/ward/{}/sessions", town.ward),
        "/sessions".to_owned(),
    ] {
        let page = anyone.get(&path).await.unwrap();
        for expected in [
            "Wednesday 2 December 2026, 5pm to 7:30pm",
            "Tuesday 1 December 2026, 6pm to 7:30pm, at Mill Library",
            "The library closes early on Tuesdays.",
            ">Moved<",
        ] {
            assert!(page.body.contains(expected), "{path} {expected}: {}", page.body);
        }
    }
    let page = anyone.get(&format!("/session/{id}")).await.unwrap();
    assert!(page.body.contains("EventRescheduled") && page.body.contains("2026-12-01T18:00:00+00:00"));
    // Moved again: what people have on paper is the first time.
    let own = [
        ("venue", id.as_str()),
        ("version", "2"),
        ("date__day", "3"),
        ("why", "The heating is broken."),
    ];
    planned(&mut officer, &path, &own).await;
    let page = anyone.get(&format!("/session/{id}")).await.unwrap();
    assert!(
        page.body.contains("Thursday 3 December 2026") && page.body.contains("Tuesday 1 December 2026, 6pm")
    );
}

#[tokio::test]
async fn a_change_of_words_is_no_move() {
    let town = a_town().await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let id = planned(&mut officer, "/desk/sessions/new", &[]).await;
    let own = [
        ("venue", id.as_str()),
        ("version", "1"),
        ("title", "Come and talk"),
    ];
    planned(&mut officer, &format!("/desk/sessions/{id}/change"), &own).await;
    let session = town.found(&id).await;
    assert_eq!((session.title.as_str(), session.version), ("Come and talk", 2));
    assert!(!session.is_moved());
}

#[tokio::test]
async fn a_cancelled_session_stays_to_be_seen_with_its_reason() {
    let town = a_town().await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let own = [("repeat", "weekly"), ("times", "3")];
    let id = planned(&mut officer, "/desk/sessions/new", &own).await;
    let path = format!("/desk/sessions/{id}/cancel");
    let answer = officer
        .post(&path, &[("version", "1"), ("why", " ")])
        .await
        .unwrap();
    assert!(
        answer.status == 422 && answer.body.contains("Say why"),
        "{}",
        answer.body
    );
    let fields = [("version", "1"), ("why", "Snow."), ("later", "yes")];
    assert_eq!(officer.post(&path, &fields).await.unwrap().status, 303);
    assert_eq!(
        officer.post(&path, &fields).await.unwrap().status,
        409,
        "once is enough"
    );
    let mut anyone = town.site.other_browser();
    let list = anyone
        .get(&format!("/ward/{}/sessions", town.ward))
        .await
        .unwrap();
    assert!(list.body.matches(">Cancelled<").count() >= 3, "{}", list.body);
    assert!(list.body.contains("Snow."));
    let page = anyone.get(&format!("/session/{id}")).await.unwrap();
    assert!(
        page.body.contains("EventCancelled") && page.body.contains("Snow."),
        "{}",
        page.body
    );
    let mut read = town.site.site.db().read();
    let audit = kernel::audit::about(&mut read, id.as_str(), Some("session.cancelled"), 5);
    assert_eq!(audit.await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_who_change_a_session_at_once_are_told_apart() {
    let town = a_town().await;
    let session = town.session(&town.ward, 6).await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let own = [
        ("venue", session.id.as_str()),
        ("version", "1"),
        ("to", "7pm"),
        ("title", "First"),
    ];
    let path = format!("/desk/sessions/{}/change", session.id);
    planned(&mut officer, &path, &own).await;
    let late = officer.post(&path, &form(&own)).await.unwrap();
    assert!(
        late.status == 409 && late.body.contains("Someone else changed"),
        "{}",
        late.body
    );
}

#[tokio::test]
async fn what_came_of_it_is_written_down_when_it_has_begun_and_read_by_everyone() {
    let town = a_town().await;
    let session = town.session(&town.ward, 0).await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let path = format!("/desk/sessions/{}/after", session.id);
    assert_eq!(officer.get(&path).await.unwrap().status, 409, "it has not begun");
    town.site.wait_minutes(8 * 60 + 30);
    let (mut officer, _) = town.officer("pc-2", Role::Officer, Some(&town.ward)).await;
    assert_eq!(officer.get(&path).await.unwrap().status, 200);
    let wrong = [
        ("version", "1"),
        ("attendance", "many"),
        ("did-2", "We looked"),
        ("said-1", "Mopeds race"),
        ("follow-up-on__day", "40"),
    ];
    let answer = officer.post(&path, &wrong).await.unwrap();
    assert_eq!(answer.status, 422);
    for problem in [
        "Enter how many people came",
        "not only what was done",
        "Enter a real date",
        "Mopeds race",
    ] {
        assert!(answer.body.contains(problem), "{problem}: {}", answer.body);
    }
    let right = [
        ("version", "1"),
        ("attendance", "7"),
        ("said-1", "Mopeds race in Mill Lane"),
        ("did-1", "We stopped four of them"),
        ("said-2", "The park is dark"),
        ("follow-up", "We ask the council for lamps."),
        ("follow-up-on__day", "31"),
        ("follow-up-on__month", "1"),
        ("follow-up-on__year", "2027"),
    ];
    assert_eq!(officer.post(&path, &right).await.unwrap().status, 303);
    town.site.wait_minutes(60);
    let mut anyone = town.site.other_browser();
    for path in [
        format!("/session/{}", session.id),
        format!("/ward/{}/sessions", town.ward),
    ] {
        let page = anyone.get(&path).await.unwrap();
        for expected in [
            "7 people came",
            "Mopeds race in Mill Lane",
            "We stopped four",
            "Not done yet",
        ] {
            assert!(page.body.contains(expected), "{path} {expected}: {}", page.body);
        }
    }
    let page = anyone.get(&format!("/session/{}", session.id)).await.unwrap();
    assert!(page.body.contains("We ask the council for lamps.") && page.body.contains("31 January 2027"));
}

#[tokio::test]
async fn while_it_is_on_an_officer_can_help_someone_to_report() {
    let town = a_town().await;
    let session = town.session(&town.ward, 0).await;
    let path = format!("/desk/sessions/{}", session.id);
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    assert!(
        !officer.get(&path).await.unwrap().body.contains("/desk/help"),
        "hours before"
    );
    town.site.wait_minutes(8 * 60 + 30);
    let (mut officer, _) = town.officer("pc-2", Role::Officer, Some(&town.ward)).await;
    let page = officer.get(&path).await.unwrap();
    assert!(page.body.contains("action=\"/desk/help\""), "{}", page.body);
    assert_eq!(page.field("channel"), Some("session"));
    assert_eq!(page.field("id"), Some(session.id.as_str()));
}

#[tokio::test]
async fn the_desk_lists_what_is_not_written_down_and_wards_without_a_session() {
    let town = a_town().await;
    let past = town.session(&town.ward, -1).await;
    town.session(&town.other, 10).await;
    town.session(&town.ward, 40).await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let list = officer.get("/desk/sessions").await.unwrap();
    assert!(
        list.body.contains(&format!("/desk/sessions/{}/after", past.id)),
        "{}",
        list.body
    );
    let gaps = officer.get("/desk/sessions/gaps").await.unwrap();
    let link = |ward: &str| format!("/desk/sessions?ward={ward}");
    assert!(
        gaps.body.contains(&link(&town.ward)),
        "the next is forty days away"
    );
    assert!(!gaps.body.contains(&link(&town.other)), "{}", gaps.body);
    let elsewhere = town.ground.areas().boroughs()[1].code;
    let gaps = officer
        .get(&format!("/desk/sessions/gaps?area={elsewhere}"))
        .await
        .unwrap();
    assert!(!gaps.body.contains(&link(&town.ward)), "another borough");
    assert_eq!(
        officer.get("/desk/sessions/gaps?area=X9").await.unwrap().status,
        404
    );
}

#[tokio::test]
async fn a_ward_to_whose_last_four_hardly_anyone_came_is_named() {
    let town = a_town().await;
    let site = &town.site.site;
    for (days, ward, came) in [
        (-1, &town.ward, 0),
        (-8, &town.ward, 2),
        (-15, &town.ward, 1),
        (-22, &town.ward, 0),
        (-29, &town.ward, 90),
        (-1, &town.other, 0),
        (-8, &town.other, 12),
        (-15, &town.other, 0),
        (-22, &town.other, 0),
    ] {
        let session = town.session(ward, days).await;
        let after = crate::session::After {
            attendance: came,
            ..Default::default()
        };
        let by = crate::keeper::Keeping::by_program(ward);
        let mut tx = site.db().begin().await.unwrap();
        let done = db::note_after(&mut tx, site, &by, &session, &after, site.now())
            .await
            .unwrap();
        assert!(matches!(done, db::Changed::Done(_)));
        tx.commit().await.unwrap();
    }
    town.library(&town.ward, "Lantern Library", "Tu 10:00-18:00; Th 10:00-20:00")
        .await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let gaps = officer.get("/desk/sessions/gaps").await.unwrap();
    assert!(
        gaps.body
            .contains("Lantern Library, open longest on Thursday 26 November, until 8pm"),
        "{}",
        gaps.body
    );
    let low = gaps.body.split("id=\"low\"").nth(1).unwrap();
    assert!(
        low.contains(&format!("?ward={}", town.ward)) && low.contains("0, 2, 1, 0"),
        "{low}"
    );
    assert!(!low.contains(&format!("?ward={}", town.other)), "{low}");
}

#[tokio::test]
async fn an_id_that_is_none_leads_nowhere() {
    let town: Town = a_town().await;
    let mut anyone = town.site.other_browser();
    for path in [
        "/session/x",
        "/session/ses_0",
        "/session/ses_0/calendar.ics",
        "/ward/NONE/sessions",
        "/borough/NONE/calendar.ics",
        "/ward/NONE/feed.atom",
        "/follow?area=NONE",
    ] {
        assert_eq!(anyone.get(path).await.unwrap().status, 404, "{path}");
    }
    assert_eq!(State::parse("planned"), Some(State::Planned));
}
