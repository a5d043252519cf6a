use std::str::FromStr;

use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime, EventLike, EventStatus};
use kernel::testing::Answer;

use super::{Town, a_town};
use crate::keeper::Keeping;
use crate::store as db;

async fn fetched(town: &Town, path: &str) -> Answer {
    town.site.other_browser().get(path).await.unwrap()
}

#[tokio::test]
async fn a_calendar_is_read_again_as_it_was_written() {
    let town = a_town().await;
    let session = town.session(&town.ward, 6).await;
    let summer = town.session(&town.ward, 220).await;
    let answer = fetched(&town, &format!("/ward/{}/calendar.ics", town.ward)).await;
    assert_eq!(answer.headers["content-type"], "text/calendar; charset=utf-8");
    let text = answer.body;
    assert!(text.lines().all(|l| l.len() <= 75), "lines are folded");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(
        text.matches("BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n").count(),
        1
    );
    let calendar = Calendar::from_str(&text).unwrap();
    let events: Vec<_> = calendar.events().collect();
    assert_eq!(events.len(), 2);
    let starts = |n: usize| match events[n].get_start() {
        Some(DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid })) => {
            (date_time.to_string(), tzid)
        }
        other => panic!("{other:?}"),
    };
    let london = || "Europe/London".to_owned();
    assert_eq!(starts(0), ("2026-12-01 18:00:00".to_owned(), london()));
    assert_eq!(
        starts(1),
        ("2027-07-03 18:00:00".to_owned(), london()),
        "six in summer too"
    );
    let uid = events[0].get_uid().unwrap();
    assert!(uid.starts_with(session.id.as_str()) && uid.contains('@'), "{uid}");
    assert_ne!(uid, events[1].get_uid().unwrap());
    assert_eq!(events[0].get_status(), Some(EventStatus::Confirmed));
    assert_eq!(events[0].get_sequence(), Some(0));
    assert_eq!(events[0].get_location(), Some("Mill Library, 2 Mill Lane"));
    assert!(summer.starts_at > session.starts_at);
}

#[tokio::test]
async fn a_calendar_that_was_kept_learns_of_moving_and_cancelling_by_uid_and_sequence() {
    let town = a_town().await;
    let site = &town.site.site;
    let session = town.session(&town.ward, 6).await;
    let by = Keeping::by_program(&town.ward);
    let path = format!("/session/{}/calendar.ics", session.id);
    let read = |text: &str| {
        let calendar = Calendar::from_str(text).unwrap();
        let event = calendar.events().next().unwrap();
        (
            event.get_uid().unwrap().to_owned(),
            event.get_sequence().unwrap(),
            event.get_status(),
            event.get_summary().unwrap().to_owned(),
        )
    };
    let first = read(&fetched(&town, &path).await.body);
    let mut plan = town.plan(&town.ward);
    plan.venue.name = "Fire station; hall, 1\nback".to_owned();
    let slot = crate::repeat::Slot {
        starts_at: session.starts_at.plus_days(1),
        ends_at: session.ends_at.plus_days(1),
    };
    let mut tx = site.db().begin().await.unwrap();
    let done = db::change(
        &mut tx,
        site,
        &by,
        &session,
        &plan,
        slot,
        Some("Paint"),
        site.now(),
    )
    .await;
    assert!(matches!(done.unwrap(), db::Changed::Done(_)));
    tx.commit().await.unwrap();
    let text = fetched(&town, &path).await.body;
    let moved = read(&text);
    assert_eq!(
        (&moved.0, moved.1, moved.2),
        (&first.0, 1, Some(EventStatus::Confirmed))
    );
    let calendar = Calendar::from_str(&text).unwrap();
    let place = calendar
        .events()
        .next()
        .unwrap()
        .get_location()
        .unwrap()
        .to_owned();
    assert_eq!(
        place, "Fire station; hall, 1\nback, 2 Mill Lane",
        "nothing of a text breaks out of it"
    );
    let session = town.found(&session.id).await;
    let mut tx = site.db().begin().await.unwrap();
    db::cancel(&mut tx, site, &by, &session, "Snow", site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let gone = read(&fetched(&town, &path).await.body);
    assert_eq!(
        (&gone.0, gone.1, gone.2),
        (&first.0, 2, Some(EventStatus::Cancelled))
    );
    assert!(gone.3.starts_with("Cancelled: "), "{}", gone.3);
    let all = fetched(&town, "/calendar.ics").await.body;
    assert!(
        all.contains("STATUS:CANCELLED"),
        "it stays in the calendars of ward, borough and force"
    );
}

#[tokio::test]
async fn the_larger_the_area_the_fewer_days_its_calendar_goes_ahead() {
    let town = a_town().await;
    for days in [6, 60, 220] {
        town.session(&town.ward, days).await;
    }
    for (path, many) in [
        (format!("/ward/{}/calendar.ics", town.ward), 3),
        (format!("/borough/{}/calendar.ics", town.borough()), 2),
        ("/calendar.ics".to_owned(), 1),
    ] {
        let text = fetched(&town, &path).await.body;
        assert_eq!(text.matches("BEGIN:VEVENT").count(), many, "{path}");
    }
}

#[tokio::test]
async fn an_empty_calendar_is_a_calendar() {
    let town = a_town().await;
    let answer = fetched(&town, "/calendar.ics").await;
    let calendar = Calendar::from_str(&answer.body).unwrap();
    assert_eq!(calendar.events().count(), 0);
}

#[tokio::test]
async fn a_feed_is_read_again_as_it_was_written_and_holds_its_own_area_alone() {
    let town = a_town().await;
    let mut plan = town.plan(&town.ward);
    plan.title = "Locks <b>& \u{1}bolts".to_owned();
    let session = town.session(&town.other, 6).await;
    town.site.wait_minutes(5);
    let slot = crate::repeat::Slot {
        starts_at: session.starts_at,
        ends_at: session.ends_at,
    };
    let marked = town.planned(&plan, slot).await;
    let entries = |body: &str| {
        let feed: atom_syndication::Feed = body.parse().unwrap();
        assert_eq!(feed.authors()[0].name(), "Bluelamp");
        let entries = feed.entries().iter();
        entries
            .map(|e| (e.title().as_str().to_owned(), e.id().to_owned()))
            .collect::<Vec<_>>()
    };
    let answer = fetched(&town, "/feed.atom").await;
    assert_eq!(
        answer.headers["content-type"],
        "application/atom+xml; charset=utf-8"
    );
    let all = entries(&answer.body);
    assert_eq!(all.len(), 2);
    assert!(
        all[0].0.contains("Locks") && all[0].0.contains("& bolts"),
        "{all:?}"
    );
    assert!(all[0].1.ends_with(&format!("/session/{}", marked.id)));
    let own = entries(
        &fetched(&town, &format!("/ward/{}/feed.atom", town.ward))
            .await
            .body,
    );
    assert_eq!(own.len(), 1);
    let borough = entries(
        &fetched(&town, &format!("/borough/{}/feed.atom", town.borough()))
            .await
            .body,
    );
    assert_eq!(borough.len(), 2);
    let welsh = fetched(&town, "/feed.atom?lang=cy").await.body;
    assert!(welsh.contains("Sesiwn cyswllt"), "{welsh}");
}

#[tokio::test]
async fn a_program_that_has_the_newest_is_told_so_and_nothing_else() {
    let town = a_town().await;
    town.session(&town.ward, 6).await;
    let mut program = town.site.other_browser();
    for path in ["/calendar.ics", "/feed.atom"] {
        let first = program.get(path).await.unwrap();
        let etag = first.headers["etag"].to_str().unwrap().to_owned();
        let ask = |etag: &str| {
            axum::http::Request::get(path)
                .header("host", "bluelamp.test")
                .header("if-none-match", etag)
                .body(axum::body::Body::empty())
                .unwrap()
        };
        let again = program.send(ask(&etag)).await.unwrap();
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        let other = program.send(ask("\"else\"")).await.unwrap();
        assert_eq!(other.status, 200);
    }
}
