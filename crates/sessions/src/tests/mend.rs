//! What goes wrong between planning and the day: venues that close, officers who leave, series that move, tables.

use kernel::account::Role;
use kernel::testing::TestSite;

use super::follow::{follows, told};
use super::{Town, a_town};
use crate::area::Area;
use crate::session::{SessionId, State};
use crate::store as db;

/// What an officer posts to plan three sessions from next Tuesday on.
fn series(own: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = [
        ("kind", "contact"),
        ("venue", "new"),
        ("venue-name", "Mill Library"),
        ("venue-address", "2 Mill Lane"),
        ("date__day", "1"),
        ("date__month", "12"),
        ("date__year", "2026"),
        ("from", "6pm"),
        ("to", "7.30pm"),
        ("repeat", "weekly"),
        ("times", "3"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    for (name, value) in own {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value.clone()));
    }
    fields
}

/// Posts and, where there are warnings, posts again that they were read; what was warned of, and the id of the session.
async fn kept(browser: &mut TestSite, path: &str, fields: &[(&'static str, String)]) -> (String, SessionId) {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let first = browser.post(path, &all).await.unwrap();
    let mut answer = first.clone();
    let sure = first.field("sure").map(str::to_owned).unwrap_or_default();
    if first.status == 422 {
        all.push(("sure", &sure));
        answer = browser.post(path, &all).await.unwrap();
    }
    assert_eq!(answer.status, 303, "{}", answer.body);
    let to = answer.location.unwrap();
    (
        first.body,
        SessionId::parse(to.rsplit('/').next().unwrap()).unwrap(),
    )
}

async fn closes(town: &Town, place: &places::PlaceId, day: &str) {
    let site = &town.site.site;
    let fields = [("from", day), ("closed", "yes"), ("why", "A burst pipe")];
    let field = |wanted: &str| fields.iter().find(|(n, _)| *n == wanted).map_or("", |(_, v)| *v);
    let holidays = places::Holidays::of(site.days());
    let today = site.now().date(site.days().zone());
    let new = places::Announced::parse(field, today, &holidays).unwrap();
    let by = places::By {
        actor: "system",
        role: "import",
    };
    let mut tx = site.db().begin().await.unwrap();
    places::announce(&mut tx, site, by, place, &new, site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_venue_that_announces_that_it_is_closed_is_said_wherever_its_session_is() {
    let town = a_town().await;
    let room = town
        .library(&town.ward, "Lantern Library", "Mo-Su 09:00-12:00")
        .await;
    let directory = places::directory(&town.site.site).await.unwrap();
    let venue = crate::session::Venue::of(directory.find(&room).unwrap());
    let mut plan = town.plan(&town.ward);
    plan.venue = venue;
    let at = |text| crate::repeat::time(text).unwrap();
    let zone = town.site.site.days().zone();
    let slot = |day| crate::repeat::Slot::new(day, at("6pm"), at("7pm"), zone).unwrap();
    // Outside the usual hours: that was known when it was planned.
    let first = town.planned(&plan, slot(jiff::civil::date(2026, 12, 1))).await;
    let second = town.planned(&plan, slot(jiff::civil::date(2026, 12, 2))).await;
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let mut anyone = town.site.other_browser();
    let list = format!("/ward/{}/sessions", town.ward);
    let quiet = anyone.get(&list).await.unwrap();
    assert!(!quiet.body.contains("Check before you come"), "{}", quiet.body);
    closes(&town, &room, "2026-12-01").await;
    let page = anyone.get(&list).await.unwrap();
    assert_eq!(
        page.body.matches("Check before you come").count(),
        1,
        "{}",
        page.body
    );
    let page = anyone.get(&format!("/session/{}", first.id)).await.unwrap();
    assert!(
        page.body
            .contains("Check before you come: the venue has announced")
    );
    let page = anyone.get(&format!("/session/{}", second.id)).await.unwrap();
    assert!(!page.body.contains("Check before you come"));
    let desk = officer.get("/desk/sessions").await.unwrap();
    assert_eq!(desk.body.matches("The venue says it is closed then").count(), 1);
    let desk = officer
        .get(&format!("/desk/sessions/{}", first.id))
        .await
        .unwrap();
    assert!(
        desk.body
            .contains("The venue says it is closed then. Move or cancel")
    );
}

#[tokio::test]
async fn a_session_without_anyone_is_kept_only_after_a_warning() {
    let town = a_town().await;
    let (mut officer, id) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let (warned, _) = kept(&mut officer, "/desk/sessions/new", &series(&[])).await;
    assert!(warned.contains("Nobody is down to be there"), "{warned}");
    let own = [("officers", id.to_string()), ("date__day", "2".to_owned())];
    let (warned, _) = kept(&mut officer, "/desk/sessions/new", &series(&own)).await;
    assert!(!warned.contains("Nobody is down to be there"), "{warned}");
}

#[tokio::test]
async fn a_series_is_moved_from_one_on_with_one_letter_that_says_so() {
    let town = a_town().await;
    follows(&town, &town.ward, "robin@example.org", "en").await;
    let (mut officer, id) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let own = [("officers", id.to_string())];
    let (_, first) = kept(&mut officer, "/desk/sessions/new", &series(&own)).await;
    let mut read = town.site.site.db().read();
    let now = town.site.now();
    let all = db::coming(&mut read, &Area::Force, now, 9).await.unwrap();
    let second = all.iter().find(|s| s.id != first).unwrap().clone();
    let path = format!("/desk/sessions/{}/change", second.id);
    let form = officer.get(&path).await.unwrap();
    assert!(
        form.body.contains("Move the one after it in the same way"),
        "{}",
        form.body
    );
    let own = [
        ("venue", second.id.to_string()),
        ("officers", id.to_string()),
        ("date__day", "9".to_owned()),
        ("from", "5pm".to_owned()),
        ("to", "6pm".to_owned()),
        ("why", "The library closes early.".to_owned()),
        ("later", "yes".to_owned()),
        ("version", "1".to_owned()),
    ];
    kept(&mut officer, &path, &series(&own)).await;
    let all = db::coming(&mut read, &Area::Force, now, 9).await.unwrap();
    let when: Vec<String> = all
        .iter()
        .map(|s| {
            let at = s
                .starts_at
                .timestamp()
                .to_zoned_datetime(town.site.site.days().zone().clone());
            format!("{} {}", at.strftime("%d %H:%M"), s.is_moved())
        })
        .collect();
    assert_eq!(when, ["01 18:00 false", "09 17:00 true", "16 17:00 true"]);
    town.site.work().await.unwrap();
    let told = told(&town.site, "session").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.starts_with("Moved"), "{told:?}");
    assert!(
        told[0].2.contains("The one after it is moved in the same way"),
        "{}",
        told[0].2
    );
}

#[tokio::test]
async fn moved_and_cancelled_at_once_it_is_told_of_in_one_letter() {
    let town = a_town().await;
    follows(&town, &town.ward, "robin@example.org", "en").await;
    let (mut officer, id) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let session = town.session(&town.ward, 6).await;
    let own = [
        ("venue", session.id.to_string()),
        ("officers", id.to_string()),
        ("date__day", "3".to_owned()),
        ("why", "The heating.".to_owned()),
        ("version", "1".to_owned()),
    ];
    let base = format!("/desk/sessions/{}", session.id);
    kept(&mut officer, &format!("{base}/change"), &series(&own)).await;
    town.site.wait_minutes(1);
    let gone = [("why", "No heating at all."), ("version", "2")];
    let answer = officer.post(&format!("{base}/cancel"), &gone).await.unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
    town.site.work().await.unwrap();
    let told = told(&town.site, "session").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.starts_with("Cancelled") && told[0].2.contains("No heating at all."));
}

#[tokio::test]
async fn what_follows_from_a_session_is_not_to_be_done_in_the_past() {
    let town = a_town().await;
    let session = town.session(&town.ward, 0).await;
    town.site.wait_minutes(14 * 60);
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let path = format!("/desk/sessions/{}/after", session.id);
    let fields = |day: &'static str| {
        [
            ("attendance", "4"),
            ("follow-up", "We write to the council."),
            ("follow-up-on__day", day),
            ("follow-up-on__month", "11"),
            ("follow-up-on__year", "2026"),
            ("version", "1"),
        ]
    };
    let past = officer.post(&path, &fields("20")).await.unwrap();
    assert!(
        past.status == 422 && past.body.contains("must be today or later"),
        "{}",
        past.body
    );
    assert_eq!(officer.post(&path, &fields("30")).await.unwrap().status, 303);
}

#[tokio::test]
async fn sessions_of_any_number_of_wards_are_found_together() {
    let town = a_town().await;
    let session = town.session(&town.ward, 2).await;
    let mut wards: Vec<String> = (0..40).map(|n| format!("XX-{n:02}")).collect();
    wards.push(town.ward.clone());
    let now = town.site.now();
    let mut read = town.site.site.db().read();
    let found = db::coming_near(&mut read, &wards, now, now.plus_days(9), 9)
        .await
        .unwrap();
    assert!(found.iter().map(|s| &s.id).eq([&session.id]));
}

#[tokio::test]
async fn a_session_names_someone_by_their_sign_in_or_by_their_name() {
    let town = a_town().await;
    let (_, id) = town
        .officer("pc ada fennick", Role::Officer, Some(&town.ward))
        .await;
    let mut plan = town.plan(&town.ward);
    plan.officers = vec![crate::session::Officer {
        id: id.clone(),
        name: "PC Ada Fennick".to_owned(),
    }];
    let at = |text| crate::repeat::time(text).unwrap();
    let slot = crate::repeat::Slot::new(
        jiff::civil::date(2026, 12, 1),
        at("6pm"),
        at("7pm"),
        town.site.site.days().zone(),
    )
    .unwrap();
    let session = town.planned(&plan, slot).await;
    town.session(&town.ward, 7).await;
    let now = town.site.now();
    let mut read = town.site.site.db().read();
    for (staff, name, ward, found) in [
        (Some(&id), "Somebody", "elsewhere", true),
        (None, "Ada Fennick", town.ward.as_str(), true),
        (None, "Ada Fennick", "elsewhere", false),
        (None, "Ada Fenn", town.ward.as_str(), false),
    ] {
        let all = db::naming(&mut read, staff, name, ward, now).await.unwrap();
        assert_eq!(all.iter().any(|s| s.id == session.id), found, "{name} {ward}");
        assert!(all.len() <= 1);
    }
}

#[tokio::test]
async fn a_table_cancels_with_a_reason_and_says_what_came_of_what_was() {
    let town = a_town().await;
    follows(&town, &town.ward, "robin@example.org", "en").await;
    let coming = town.session(&town.ward, 6).await;
    let held = town.session(&town.ward, -1).await;
    let ward = &town.ward;
    let (mut boss, _) = town.officer("boss", Role::Supervisor, None).await;
    let head =
        "id,ward,date,from,to,venue,address,attendance,topics,follow_up,follow_up_on,state,why,weather\n";
    let row = |id: &SessionId, day: &str, rest: &str| {
        format!("{id},{ward},{day},6pm,7pm,Mill Library,2 Mill Lane,{rest},wet\n")
    };
    let csv = format!(
        "{head}{}{}{}{}",
        row(&coming.id, "2026-12-01", ",,,,cancelled,"),
        row(
            &held.id,
            "2026-11-24",
            "5,Mopeds => Patrols,We come back,2026-12-24,planned,"
        ),
        row(&coming.id, "2026-12-02", "7,,,,planned,Wind"),
        row(&coming.id, "2026-12-03", ",,,,asleep,"),
    );
    let shown = boss
        .post_files("/desk/sessions/import", &[], &[("file", "a.csv", csv.as_bytes())])
        .await
        .unwrap();
    for part in [
        "say in the column why",
        "still to come",
        "the state asleep is not known",
        "not known and not read: weather",
        "topics:  → Mopeds =&#62; Patrols",
    ] {
        assert!(shown.body.contains(part), "{part}: {}", shown.body);
    }
    let csv = format!(
        "{head}{}{}",
        row(&coming.id, "2026-12-01", ",,,,cancelled,Snow."),
        row(
            &held.id,
            "2026-11-24",
            "5,Mopeds => Patrols,We come back,2026-12-24,planned,"
        ),
    );
    let done = boss
        .post_files("/desk/sessions/import/take", &[("table", &csv)], &[])
        .await
        .unwrap();
    assert!(done.body.contains("planned → cancelled"), "{}", done.body);
    assert_eq!(town.found(&coming.id).await.state, State::Cancelled);
    let after = town.found(&held.id).await.after.unwrap();
    assert_eq!((after.attendance, after.topics[0].did.as_str()), (5, "Patrols"));
    assert_eq!(after.follow_up_on, Some(jiff::civil::date(2026, 12, 24)));
    town.site.work().await.unwrap();
    let told = told(&town.site, "session").await;
    assert!(told.len() == 1 && told[0].2.contains("Snow."), "{told:?}");
    // Given out and read again it changes nothing.
    let out = boss.get("/desk/sessions/export/csv").await.unwrap();
    let again = boss
        .post_files(
            "/desk/sessions/import",
            &[],
            &[("file", "a.csv", out.body.as_bytes())],
        )
        .await
        .unwrap();
    assert!(!again.body.contains("Do this"), "{}", again.body);
    let lacks = boss
        .post_files(
            "/desk/sessions/import",
            &[],
            &[("file", "a.csv", b"ward,date,venue\na,b,c\nd,e,f\n".as_slice())],
        )
        .await
        .unwrap();
    assert_eq!(
        lacks.body.matches("no column for from, to").count(),
        1,
        "{}",
        lacks.body
    );
}

#[tokio::test]
async fn no_time_is_offered_that_has_begun() {
    let town = a_town().await;
    let room = town
        .library(&town.ward, "Lantern Library", "Mo-Su 09:00-12:00,13:00-18:00")
        .await;
    let directory = places::directory(&town.site.site).await.unwrap();
    let place = directory.find(&room).unwrap();
    let day = jiff::civil::date(2026, 11, 27);
    let at = |hour, minute| jiff::civil::time(hour, minute, 0, 0);
    for minute in (0_i16..24 * 60).step_by(7) {
        let part = |n: i16| i8::try_from(n).unwrap();
        let now = day.at(part(minute / 60), part(minute % 60), 0, 0);
        for wanted in [8, 11, 17, 20] {
            let found = crate::venue::fits(place, day, at(wanted, 30), at(wanted + 1, 30), now);
            for fit in &found {
                assert!(fit.day.to_datetime(fit.from) > now, "{now}: {fit:?}");
                assert!(crate::venue::is_open(place, fit.day, fit.from, fit.to), "{fit:?}");
            }
            if minute > 17 * 60 {
                assert!(found.iter().all(|f| f.day > day), "{now}: {found:?}");
            }
        }
    }
    let found = crate::venue::fits(place, day, at(17, 30), at(18, 30), day.at(14, 10, 0, 0));
    assert_eq!((found[0].day, found[0].from), (day, at(17, 0)));
}
