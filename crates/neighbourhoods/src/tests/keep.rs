//! What keeps a ward's facts right: meetings and bids of groups, a base from the directory, reminders, tables at the
//! desk, and officers whose ward is no more.

use std::collections::HashMap;

use places::{Facts, Holidays, PlaceId};

use super::*;

async fn a_group(officer: &mut TestSite, quorum: &str) -> String {
    let group = [
        ("kind", "panel"),
        ("name", "Riverside ward panel"),
        ("does", "Sets the promises with the team"),
        ("joining", "Come to a meeting"),
        ("quorum", quorum),
    ];
    let made = officer
        .post(&format!("/desk/groups/{WARD}/new"), &group)
        .await
        .unwrap();
    assert_eq!(made.status, 303, "{}", made.body);
    made.location.unwrap()
}

fn held<'a>(day: &'a str, came: &'a str, members: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("held-day__day", day),
        ("held-day__month", "11"),
        ("held-day__year", "2026"),
        ("held-where", "Mill Library"),
        ("came", came),
        ("members", members),
        ("decided", "Lights first, benches later."),
    ]
}

#[tokio::test]
async fn a_meeting_says_how_many_came_whether_they_could_decide_and_what_they_decided() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let path = a_group(&mut officer, "6").await;
    let meeting = format!("{path}/meeting");
    assert_eq!(
        officer
            .post(&meeting, &held("3", "31", "8"))
            .await
            .unwrap()
            .status,
        303
    );
    assert_eq!(
        officer
            .post(&meeting, &held("10", "9", "5"))
            .await
            .unwrap()
            .status,
        303
    );
    // Written down again, the day is corrected.
    assert_eq!(
        officer
            .post(&meeting, &held("10", "9", "4"))
            .await
            .unwrap()
            .status,
        303
    );
    let wrong = officer.post(&meeting, &held("30", "2", "3")).await.unwrap();
    assert_eq!(wrong.status, 422);
    for part in [
        "The day must be today or before",
        "more members than people",
        "Lights first",
    ] {
        assert!(wrong.body.contains(part), "{part}: {}", wrong.body);
    }
    let mut resident = site.other_browser();
    let ward = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    let page = resident.get(&link(&ward.body, "/group/")).await.unwrap();
    for part in [
        "At least 6 members must be there",
        "31 people came, 8 of them members",
        "Enough members were there",
        "9 people came, 4 of them members",
        "Too few members were there to decide. It takes 6",
        "Lights first, benches later.",
        "Mill Library",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert_eq!(page.body.matches("people came").count(), 2);
}

#[tokio::test]
async fn a_bid_for_money_is_followed_to_what_the_money_did() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let path = a_group(&mut officer, "").await;
    let mut bid = vec![
        ("what", "Lights on the footpath"),
        ("fund", "the safety fund"),
        ("pounds", "£2,500"),
        ("asked__day", "1"),
        ("asked__month", "6"),
        ("asked__year", "2026"),
        ("state", "asked"),
    ];
    let new = format!("{path}/bids/new");
    assert_eq!(officer.post(&new, &bid).await.unwrap().status, 303);
    let desk = officer.get(&path).await.unwrap();
    let one = link(&desk.body, &format!("{path}/bids/bid_"));
    bid[6].1 = "granted";
    let unsaid = officer.post(&one, &bid).await.unwrap();
    assert!(
        unsaid.status == 422 && unsaid.body.contains("href=\"#granted\""),
        "{}",
        unsaid.body
    );
    bid.extend([("granted", "1,800"), ("outcome", "Six lights are up.")]);
    assert_eq!(officer.post(&one, &bid).await.unwrap().status, 303);
    let mut resident = site.other_browser();
    let ward = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    let page = resident.get(&link(&ward.body, "/group/")).await.unwrap();
    for part in [
        "Lights on the footpath: asked the safety fund for £2,500",
        "£1,800 was given.",
        "Six lights are up.",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    // The group of another ward is not theirs, and a bid that is not there is missing.
    let mut other = site.signed_in("ward-2", Role::Officer, NEXT).await.unwrap();
    assert_eq!(other.post(&new, &bid).await.unwrap().status, 403);
    assert_eq!(
        officer.get(&format!("{path}/bids/bid_0")).await.unwrap().status,
        404
    );
}

async fn a_place(site: &TestSite, name: &str) -> PlaceId {
    let ground = ground();
    let at = ground.areas().wards()[0].middle;
    let (lat, lon) = (at.lat().to_string(), at.lon().to_string());
    let fields = HashMap::from([
        ("kind", "hub"),
        ("name", name),
        ("lat", lat.as_str()),
        ("lon", lon.as_str()),
        ("hours", "Mo-Fr 09:00-17:00"),
    ]);
    let facts = Facts::parse(
        |name| fields.get(name).copied().unwrap_or(""),
        &ground,
        &Holidays::of(site.site.days()),
    )
    .unwrap();
    let id = PlaceId::new(site.now(), site.site.random());
    let by = places::By {
        actor: "system",
        role: "import",
    };
    let mut tx = site.site.db().begin().await.unwrap();
    assert!(
        places::add(&mut tx, &site.site, by, &id, &facts, site.now())
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_base_is_chosen_from_the_directory_and_saving_again_keeps_it() {
    let site = a_site().await;
    let hub = a_place(&site, "Lantern Hub").await;
    let mut officer = an_officer(&site).await;
    let path = format!("/desk/wards/{WARD}/team");
    let form = officer.get(&path).await.unwrap();
    let choice = format!("<option value=\"{hub}\"");
    assert!(form.body.contains(&choice), "{}", form.body);
    let fields = [
        ("email", "riverside@police.example"),
        ("base", hub.as_str()),
        ("hub", ""),
    ];
    assert_eq!(officer.post(&path, &fields).await.unwrap().status, 303);
    let again = officer.get(&path).await.unwrap();
    assert!(
        again.body.contains(&format!("{choice} selected")),
        "{}",
        again.body
    );
    let mut resident = site.other_browser();
    let page = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(page.body.contains("Lantern Hub"), "{}", page.body);
    let invented = [("email", "riverside@police.example"), ("base", "plc_0")];
    let refused = officer.post(&path, &invented).await.unwrap();
    assert!(
        refused.status == 422 && refused.body.contains("Choose a place from the list"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn what_nobody_confirmed_for_three_months_is_asked_about_and_confirmed_with_one_press() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    a_group(&mut officer, "").await;
    officer
        .post(&format!("/desk/wards/{WARD}/officers/new"), &OFFICER)
        .await
        .unwrap();
    let path = format!("/desk/wards/{WARD}");
    assert!(
        !officer
            .get(&path)
            .await
            .unwrap()
            .body
            .contains("Nobody has confirmed")
    );
    site.wait_minutes(100 * 24 * 60);
    let mut officer = an_officer_again(&site).await;
    let page = officer.get(&path).await.unwrap();
    assert!(page.body.contains("Nobody has confirmed these"), "{}", page.body);
    let at = page.body.find("name=\"what\" value=\"group\"").unwrap();
    let id: String = page.body[at..]
        .split("name=\"id\" value=\"")
        .nth(1)
        .unwrap()
        .chars()
        .take_while(|c| *c != '"')
        .collect();
    let confirm = format!("{path}/confirm");
    let fields = [("what", "group"), ("id", id.as_str())];
    assert_eq!(officer.post(&confirm, &fields).await.unwrap().status, 303);
    let page = officer.get(&path).await.unwrap();
    assert!(!page.body.contains("name=\"what\" value=\"group\""));
    assert!(
        page.body.contains("name=\"what\" value=\"officer\""),
        "{}",
        page.body
    );
    let history = officer.get(&format!("{path}/history")).await.unwrap();
    assert!(history.body.contains("confirmed a group"), "{}", history.body);
    // What is another ward's is not confirmed here, and nothing is confirmed that is not there.
    let mut other = site.signed_in("ward-2", Role::Officer, NEXT).await.unwrap();
    let elsewhere = format!("/desk/wards/{NEXT}/confirm");
    assert_eq!(other.post(&elsewhere, &fields).await.unwrap().status, 404);
    assert_eq!(other.post(&confirm, &fields).await.unwrap().status, 403);
    for wrong in [[("what", "team"), ("id", NEXT)], [("what", "x"), ("id", "y")]] {
        assert_eq!(officer.post(&confirm, &wrong).await.unwrap().status, 404);
    }
    // Their inspector sees how many wait, ward by ward.
    let mut inspector = site
        .signed_in("inspector", Role::Supervisor, "desk")
        .await
        .unwrap();
    let list = inspector
        .get(&format!("/desk/wards?borough={BOROUGH}"))
        .await
        .unwrap();
    assert!(
        list.body
            .contains(&format!("href=\"/desk/wards/{WARD}#old\">1</a>")),
        "{}",
        list.body
    );
}

/// The sign-in has ended meanwhile: another officer of the ward.
async fn an_officer_again(site: &TestSite) -> TestSite {
    site.signed_in("ward-1b", Role::Officer, WARD).await.unwrap()
}

#[tokio::test]
async fn an_officer_whose_ward_ended_is_told_which_wards_lie_there_now() {
    let site = a_site().await;
    let mut officer = site
        .signed_in("old-ward", Role::Officer, "E05000026")
        .await
        .unwrap();
    let page = officer.get("/desk/wards").await.unwrap();
    assert_eq!(page.status, 200);
    for part in [
        "Your ward, Old Ward, has ended",
        "Ask whoever runs this program",
        "href=\"/desk/wards/DH-01-01\"",
        "href=\"/desk/wards/DH-01-02\"",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let gone = officer.get("/desk/wards/E05000026").await.unwrap();
    assert!(
        gone.status == 410 && gone.body.contains("Old Ward"),
        "{} {}",
        gone.status,
        gone.body
    );
    // They keep nothing meanwhile, and the sessions' pages stand all the same.
    let team = [("email", "x@police.example")];
    assert_eq!(
        officer
            .post(&format!("/desk/wards/{WARD}/team"), &team)
            .await
            .unwrap()
            .status,
        403
    );
    let sessions = officer.get("/desk/sessions").await.unwrap();
    assert!(
        sessions.status == 200 && sessions.body.contains("Your area, E05000026, is not on the map"),
        "{}",
        sessions.body
    );
    assert_eq!(officer.get("/desk/sessions/gaps").await.unwrap().status, 200);
}

const TABLE: &str = "\
number,rank,name,ward,duty,email,about,base
p1,PC,Ada Fennick,DH-01-01,,ada@police.example,=1+1,Lantern Hub
p2,PCSO,Bola Gannet,DH-01-01,support,,\"Two lines,
and a comma\",Lantern Hub
p3,Wizard,Carys Hollin,DH-01-02,,,,
";

#[tokio::test]
async fn a_table_of_officers_is_looked_at_at_the_desk_then_taken_and_given_out_again() {
    let site = a_site().await;
    let hub = a_place(&site, "Lantern Hub").await;
    let mut desk = site
        .signed_in("inspector", Role::Supervisor, "desk")
        .await
        .unwrap();
    let page = desk.get("/desk/tables/officers").await.unwrap();
    assert!(page.body.contains("team_email"), "{}", page.body);
    let looked = desk
        .post_files(
            "/desk/tables/officers",
            &[],
            &[("file", "officers.csv", TABLE.as_bytes())],
        )
        .await
        .unwrap();
    for part in [
        "What this table would change",
        "Ada Fennick",
        "rank is missing or not known",
        "name: Ada Fennick",
    ] {
        assert!(looked.body.contains(part), "{part}: {}", looked.body);
    }
    let mut resident = site.other_browser();
    let ward = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(!ward.body.contains("Ada Fennick"), "a preview changes nothing");
    let taken = desk
        .post_files(
            "/desk/tables/officers/take",
            &[("file", "officers.csv"), ("table", TABLE)],
            &[],
        )
        .await
        .unwrap();
    assert!(taken.body.contains("What this table changed"), "{}", taken.body);
    let ward = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(
        ward.body.contains("Ada Fennick") && ward.body.contains("Lantern Hub"),
        "{}",
        ward.body
    );

    // Read again it changes nothing, and no cell is a formula.
    for format in ["csv", "xlsx"] {
        let out = desk
            .get(&format!("/desk/tables/officers/export/{format}"))
            .await
            .unwrap();
        assert_eq!(out.status, 200);
    }
    let today = site.now().date(site.site.days().zone());
    let table = crate::import::table::officers(&mut site.site.db().read(), today)
        .await
        .unwrap();
    let csv = String::from_utf8(table.to_csv()).unwrap();
    assert!(csv.contains("'=1+1") && csv.contains(hub.as_str()), "{csv}");
    for bytes in [table.to_csv(), table.to_xlsx()] {
        let again = desk
            .post_files("/desk/tables/officers", &[], &[("file", "again", &bytes)])
            .await
            .unwrap();
        let figures: String = again
            .body
            .split("<dl")
            .nth(1)
            .unwrap()
            .chars()
            .take(900)
            .collect();
        let numbers: Vec<&str> = figures
            .split("__value\">")
            .skip(1)
            .map(|p| p.split('<').next().unwrap())
            .collect();
        assert_eq!(numbers, ["2", "0", "0", "2", "0"], "{}", again.body);
    }

    for (name, bytes, why) in [
        ("empty.csv", &b""[..], "no row of headings"),
        ("picture.png", &b"\x89PNG\0\0\0"[..], "cannot be read"),
        ("twice.csv", &b"name,Name\na,b\n"[..], "there twice"),
    ] {
        let refused = desk
            .post_files("/desk/tables/officers", &[], &[("file", name, bytes)])
            .await
            .unwrap();
        assert!(
            refused.status == 422 && refused.body.contains(why),
            "{name}: {}",
            refused.body
        );
    }
    let mut officer = an_officer(&site).await;
    assert_eq!(officer.get("/desk/tables/officers").await.unwrap().status, 403);
}

#[tokio::test]
async fn a_table_of_schools_that_was_given_out_changes_nothing_when_it_is_read_again() {
    let site = a_site().await;
    let mut desk = site
        .signed_in("inspector", Role::Supervisor, "desk")
        .await
        .unwrap();
    let officers = "number,rank,name,ward\np1,PC,Ada Fennick,DH-01-01\np2,PC,Bola Gannet,DH-01-02\n";
    desk.post_files("/desk/tables/officers/take", &[("table", officers)], &[])
        .await
        .unwrap();
    let schools = "urn,name,phase,ward,officer,cover\n\
        100001,Mill Lane Primary School,primary,DH-01-01,p1,p2\n\
        ,Café Road Nursery,nursery,DH-01-02,,\n";
    let taken = desk
        .post_files("/desk/tables/schools/take", &[("table", schools)], &[])
        .await
        .unwrap();
    assert!(taken.body.contains("What this table changed"), "{}", taken.body);
    let today = site.now().date(site.site.days().zone());
    let table = crate::import::table::schools(&mut site.site.db().read(), today)
        .await
        .unwrap();
    assert_eq!(table.len(), 2);
    let again = desk
        .post_files("/desk/tables/schools", &[], &[("file", "a.csv", &table.to_csv())])
        .await
        .unwrap();
    assert!(!again.body.contains("Do this"), "{}", again.body);
    let moved = String::from_utf8(table.to_csv())
        .unwrap()
        .replace("Mill Lane Primary", "Mill Road Primary");
    let shown = desk
        .post_files(
            "/desk/tables/schools",
            &[],
            &[("file", "a.csv", moved.as_bytes())],
        )
        .await
        .unwrap();
    assert!(
        shown
            .body
            .contains("name: Mill Lane Primary School → Mill Road Primary School"),
        "{}",
        shown.body
    );
}
