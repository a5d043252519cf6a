//! Groups, schools, training, and what other slices bring to the ward page.

use super::*;
use contact::Draft;
use forms::Answers;
use serde_json::json;

const GROUP: [(&str, &str); 8] = [
    ("kind", "panel"),
    ("name", "Riverside ward panel"),
    ("does", "Sets the promises with the team"),
    ("joining", "Come to a meeting and say hello"),
    ("next__day", "3"),
    ("next__month", "12"),
    ("next__year", "2026"),
    ("next-time", "7pm"),
];

#[tokio::test]
async fn a_group_says_what_it_does_who_sits_when_it_meets_and_shows_its_papers() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let made = officer
        .post(&format!("/desk/groups/{WARD}/new"), &GROUP)
        .await
        .unwrap();
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.location.unwrap();
    let seat = [
        ("role", "chair"),
        ("stands-for", "Young people"),
        ("seat-name", "Efua Plover"),
        ("seat-from__day", "1"),
        ("seat-from__month", "9"),
        ("seat-from__year", "2026"),
    ];
    assert_eq!(
        officer.post(&format!("{path}/seat"), &seat).await.unwrap().status,
        303
    );
    let paper = [
        ("paper-kind", "minutes"),
        ("title", "Autumn meeting"),
        ("paper-day__day", "1"),
        ("paper-day__month", "10"),
        ("paper-day__year", "2026"),
    ];
    let bare = officer
        .post_files(&format!("{path}/paper"), &paper, &[])
        .await
        .unwrap();
    assert!(
        bare.status == 422 && bare.body.contains("href=\"#file\""),
        "{}",
        bare.body
    );
    let program = officer
        .post_files(
            &format!("{path}/paper"),
            &paper,
            &[("file", "a.exe", b"MZ\x90\x00\x03")],
        )
        .await
        .unwrap();
    assert_eq!(program.status, 422, "only what nobody is harmed by");
    let kept = officer
        .post_files(
            &format!("{path}/paper"),
            &paper,
            &[("file", "minutes.txt", b"We met and talked.")],
        )
        .await
        .unwrap();
    assert_eq!(kept.status, 303, "{}", kept.body);
    let mut resident = site.other_browser();
    let ward = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    let group = resident.get(&link(&ward.body, "/group/")).await.unwrap();
    for part in [
        "Riverside ward panel",
        "Thursday 3 December at 7pm",
        "Efua Plover, Young people",
        "Autumn meeting",
        "Confirmed just now by a ward officer",
    ] {
        assert!(group.body.contains(part), "{part}: {}", group.body);
    }
    let file = resident.get(&link(&group.body, "/group/grp_")).await;
    assert!(file.is_ok());
    let at = group.body.find("/papers/").unwrap();
    let from = group.body[..at].rfind('"').unwrap() + 1;
    let href: String = group.body[from..].chars().take_while(|c| *c != '"').collect();
    let paper = resident.get(&href).await.unwrap();
    assert_eq!(paper.body, "We met and talked.");
    // A seat that is left keeps no name; a group that ended leaves the pages.
    let page = officer.get(&path).await.unwrap();
    let at = page.body.find("value=\"sea_").unwrap() + 7;
    let seat: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
    officer
        .post(&format!("{path}/unseat"), &[("seat", &seat)])
        .await
        .unwrap();
    let group = format!("/group/{}", path.rsplit('/').next().unwrap());
    assert!(!resident.get(&group).await.unwrap().body.contains("Efua Plover"));
    let mut changed = GROUP;
    changed[1] = ("name", "Riverside panel");
    assert_eq!(officer.post(&path, &changed).await.unwrap().status, 303);
    assert!(
        resident
            .get(&group)
            .await
            .unwrap()
            .body
            .contains("Riverside panel")
    );
    assert_eq!(
        officer.post(&format!("{path}/end"), &[]).await.unwrap().status,
        303
    );
    assert_eq!(resident.get(&group).await.unwrap().status, 404);
}

#[tokio::test]
async fn a_board_of_a_borough_is_kept_by_supervisors_and_shown_in_each_of_its_wards() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let new = format!("/desk/groups/{BOROUGH}/new");
    assert_eq!(officer.post(&new, &GROUP).await.unwrap().status, 403);
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let mut board = GROUP;
    board[0] = ("kind", "board");
    board[1] = ("name", "The Safer Board");
    let made = boss.post(&new, &board).await.unwrap();
    assert_eq!(made.status, 303);
    let mut resident = site.other_browser();
    for path in [
        format!("/ward/{WARD}"),
        format!("/ward/{NEXT}"),
        format!("/borough/{BOROUGH}"),
    ] {
        let page = resident.get(&path).await.unwrap();
        assert!(page.body.contains("The Safer Board"), "{path}");
    }
    let other = resident.get("/ward/DH-02-01").await.unwrap();
    assert!(!other.body.contains("The Safer Board"));
    // The path of another area does not open it.
    let path = made.location.unwrap().replace(BOROUGH, "DH-02");
    assert_eq!(boss.get(&path).await.unwrap().status, 404);
    let desk = boss.get(&format!("/desk/wards?borough={BOROUGH}")).await.unwrap();
    assert!(desk.body.contains("The Safer Board"));
}

/// A school of the ward, by an officer who keeps it; gives its path at the desk.
async fn a_school(officer: &mut TestSite, name: &str) -> String {
    let made = officer
        .post(
            &format!("/desk/wards/{WARD}/schools/new"),
            &[("name", name), ("phase", "primary"), ("urn", "")],
        )
        .await
        .unwrap();
    assert_eq!(made.status, 303, "{}", made.body);
    made.location.unwrap()
}

#[tokio::test]
async fn a_school_without_an_officer_is_a_gap_until_it_gets_one_and_again_when_they_leave() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    officer
        .post(&format!("/desk/wards/{WARD}/officers/new"), &OFFICER)
        .await
        .unwrap();
    let path = a_school(&mut officer, "Mill Lane Primary School").await;
    let twice = officer
        .post(
            &format!("/desk/wards/{WARD}/schools/new"),
            &[("name", "Mill Lane Primary school"), ("phase", "primary")],
        )
        .await
        .unwrap();
    assert!(twice.status == 422 && twice.body.contains("listed in this ward already"));
    let mut resident = site.other_browser();
    let public = format!("/ward/{WARD}");
    let page = resident.get(&public).await.unwrap();
    assert!(page.body.contains("Mill Lane Primary School") && page.body.contains("No officer of its own"));
    let page = officer.get(&path).await.unwrap();
    let at = page.body.find("value=\"off_").unwrap() + 7;
    let id: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
    let give = [
        ("officer", id.as_str()),
        ("duty", "named"),
        ("from__day", "25"),
        ("from__month", "11"),
        ("from__year", "2026"),
    ];
    let wrong = officer
        .post(&format!("{path}/give"), &[("officer", "off_nobody")])
        .await
        .unwrap();
    assert!(wrong.status == 422 && wrong.body.contains("href=\"#duty\""));
    assert_eq!(
        officer.post(&format!("{path}/give"), &give).await.unwrap().status,
        303
    );
    let page = resident.get(&public).await.unwrap();
    assert!(page.body.contains("PC Ada Fennick") && !page.body.contains("No officer of its own"));
    let list = officer
        .get(&format!("/desk/schools?borough={BOROUGH}&gaps=1"))
        .await
        .unwrap();
    assert!(list.body.contains("There are none."), "{}", list.body);
    let page = officer.get(&path).await.unwrap();
    assert!(page.body.contains("since 25 November 2026"));
    let at = page.body.find("value=\"chr_").unwrap() + 7;
    let charge: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
    site.wait_minutes(2 * 24 * 60);
    let mut officer = site.signed_in("ward-9", Role::Officer, WARD).await.unwrap();
    assert_eq!(
        officer
            .post(&format!("{path}/take"), &[("charge", &charge)])
            .await
            .unwrap()
            .status,
        303
    );
    let page = resident.get(&public).await.unwrap();
    assert!(page.body.contains("No officer of its own"));
    let page = officer.get(&path).await.unwrap();
    assert!(
        page.body.contains("from 25 November 2026 to 26 November 2026"),
        "who had it stays known: {}",
        page.body
    );
    assert_eq!(
        officer.post(&format!("{path}/end"), &[]).await.unwrap().status,
        303
    );
    assert!(
        !resident
            .get(&public)
            .await
            .unwrap()
            .body
            .contains("Mill Lane Primary")
    );
}

#[tokio::test]
async fn a_school_asks_by_its_own_link_and_is_answered_within_the_clock_never_in_public() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let path = a_school(&mut officer, "Harbour High").await;
    let page = officer.post(&format!("{path}/link"), &[]).await.unwrap();
    let at = page.body.find("/school/").unwrap();
    let address: String = page.body[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect();
    assert!(
        !officer.get(&path).await.unwrap().body.contains(&address),
        "it is shown once"
    );
    let mut school = site.other_browser();
    let form = school.get(&address).await.unwrap();
    assert!(form.status == 200 && form.body.contains("Harbour High"));
    let bare = school
        .post(&address, &[("question", "Could you talk to year 9?")])
        .await
        .unwrap();
    assert!(bare.status == 422 && bare.body.contains("href=\"#name\"") && bare.body.contains("year 9"));
    let sent = school
        .post(
            &address,
            &[
                ("question", "Could you talk to year 9?"),
                ("name", "Head of year"),
                ("phone", "020 7946 0000"),
            ],
        )
        .await
        .unwrap();
    assert_eq!(sent.status, 303, "{}", sent.body);
    let own = sent.location.unwrap();
    let desk = officer.get(&format!("/desk/wards/{WARD}")).await.unwrap();
    assert!(
        desk.body.contains("govuk-tag--purple"),
        "a school's question is marked"
    );
    let question = link(&desk.body, &format!("/desk/wards/{WARD}/questions/"));
    let form = officer.get(&question).await.unwrap();
    assert!(form.body.contains("020 7946 0000") && !form.body.contains("name=\"publish\""));
    let answer = [
        ("answer", "Yes, next Tuesday."),
        ("publish", "yes"),
        ("public-question", "x"),
    ];
    assert_eq!(officer.post(&question, &answer).await.unwrap().status, 303);
    assert!(school.get(&own).await.unwrap().body.contains("next Tuesday"));
    let ward = school.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(!ward.body.contains("next Tuesday") && !ward.body.contains("year 9"));
    assert!(officer.get(&path).await.unwrap().body.contains("Answered after"));
    // A new link ends the one before; a guess opens nothing.
    officer.post(&format!("{path}/link"), &[]).await.unwrap();
    assert_eq!(school.get(&address).await.unwrap().status, 404);
    let guess = format!("/school/{}", "0".repeat(32));
    assert_eq!(school.get(&guess).await.unwrap().status, 404);
}

/// Sends a report that says it was at a school called so; gives its reference.
async fn a_report(site: &TestSite, called: &str) -> String {
    let book = book();
    let flow = book.flow("theft").unwrap();
    let today = site.now().date(site.site.days().zone());
    let mut answers: Answers = forms::sample::complete(&flow.definition, today, &mut |_| 0);
    for (name, value) in [
        ("happeningNow", json!("no")),
        ("suspectPresent", json!("no")),
        ("childPresent", json!("no")),
        ("weapon", json!("no")),
        ("injury", json!("none")),
        ("whereKind", json!("school")),
        ("school", json!(called)),
        ("where", json!("")),
        ("whenKind", json!("exact")),
        ("whenDate", json!("2026-11-24")),
        ("role", json!("victim")),
        ("whatHappened", json!("My bag was taken from the hall.")),
        ("contactChannel", json!("none")),
    ] {
        answers.set(name, value);
    }
    let finished = flow
        .definition
        .finish(&answers, "en", today)
        .unwrap_or_else(|e| panic!("{e:?}"));
    let draft = Draft {
        token_hash: kernel::seal::hex(&kernel::seal::random::<32>()),
        flow: flow.name.clone(),
        answers,
        warned: String::new(),
        touched_at: site.now(),
        report: None,
        help: None,
        version: 0,
    };
    let new = contact::make(
        &site.site,
        &book,
        flow,
        &draft,
        &finished,
        "en",
        "web",
        site.now(),
    )
    .await
    .unwrap();
    let tongue = site.site.words().tongue(page::Lang::EN);
    contact::keep(&site.site, flow, &draft, &new, &tongue)
        .await
        .unwrap();
    site.work().await.unwrap();
    new.reference.to_string()
}

#[tokio::test]
async fn staff_see_which_reports_name_a_school_and_the_public_never_does() {
    let site = a_site().await;
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let path = a_school(&mut boss, "Mill Lane Primary School").await;
    let reference = a_report(&site, "mill lane primary").await;
    let lost = a_report(&site, "Some school far away").await;
    let page = boss.get(&path).await.unwrap();
    assert!(
        page.body.contains(&reference) && !page.body.contains(&lost),
        "{}",
        page.body
    );
    let list = boss.get("/desk/schools").await.unwrap();
    assert!(
        list.body.contains("Some school far away"),
        "a person can look at it"
    );
    let mut officer = an_officer(&site).await;
    let page = officer.get(&path).await.unwrap();
    assert!(
        !page.body.contains(&reference) && page.body.contains("1 more that you may not open"),
        "who may not see the report does not: {}",
        page.body
    );
    assert!(
        !officer
            .get("/desk/schools")
            .await
            .unwrap()
            .body
            .contains("Some school far away")
    );
    let mut resident = site.other_browser();
    let page = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(page.body.contains("Mill Lane Primary School") && !page.body.contains(&reference));
}

#[tokio::test]
async fn a_course_of_the_force_is_in_every_ward_and_one_of_a_ward_only_there() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let course = [
        ("kind", "training"),
        ("name", "Home and bicycle security"),
        ("about", "An evening with locks to try"),
        ("format", "in-person"),
        ("joining", "Come along, no need to book"),
    ];
    assert_eq!(
        officer
            .post("/desk/courses/force/new", &course)
            .await
            .unwrap()
            .status,
        403
    );
    let wrong = officer
        .post(&format!("/desk/courses/{WARD}/new"), &course[..2])
        .await
        .unwrap();
    assert!(wrong.status == 422 && wrong.body.contains("Home and bicycle security"));
    assert_eq!(
        officer
            .post(&format!("/desk/courses/{WARD}/new"), &course)
            .await
            .unwrap()
            .status,
        303
    );
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let mut helping = course;
    helping[0] = ("kind", "volunteering");
    helping[1] = ("name", "Custody visiting");
    boss.post("/desk/courses/force/new", &helping).await.unwrap();
    let mut resident = site.other_browser();
    let here = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(here.body.contains("Home and bicycle security") && here.body.contains("Custody visiting"));
    let next = resident.get(&format!("/ward/{NEXT}")).await.unwrap();
    assert!(!next.body.contains("Home and bicycle security") && next.body.contains("Custody visiting"));
    let all = resident.get("/training").await.unwrap();
    assert!(all.body.contains("Home and bicycle security") && all.body.contains("Custody visiting"));
    let elsewhere = resident.get("/training?borough=DH-02").await.unwrap();
    assert!(!elsewhere.body.contains("Home and bicycle security"));
    let list = boss.get("/desk/courses").await.unwrap();
    let path = link(&list.body, "/desk/courses/force/crs_");
    helping[1] = ("name", "Visiting people in custody");
    assert_eq!(boss.post(&path, &helping).await.unwrap().status, 303);
    assert!(
        boss.get(&path)
            .await
            .unwrap()
            .body
            .contains("Visiting people in custody")
    );
    assert_eq!(boss.post(&format!("{path}/end"), &[]).await.unwrap().status, 303);
    let all = resident.get("/training").await.unwrap();
    assert!(!all.body.contains("Visiting people in custody"));
}

#[tokio::test]
async fn officers_groups_schools_and_courses_are_found_by_words_and_hidden_names_are_not() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let new = format!("/desk/wards/{WARD}/officers/new");
    officer.post(&new, &OFFICER).await.unwrap();
    let mut hidden = OFFICER;
    hidden[0] = ("name", "Secret Person");
    hidden[2] = ("named", "no");
    hidden[8] = ("number", "");
    officer.post(&new, &hidden).await.unwrap();
    officer
        .post(&format!("/desk/groups/{WARD}/new"), &GROUP)
        .await
        .unwrap();
    a_school(&mut officer, "Mill Lane Primary School").await;
    let mut resident = site.other_browser();
    for (words, href) in [
        ("fennik", format!("/ward/{WARD}#team")),
        ("riverside panel", "/group/grp_".to_owned()),
        ("ysgol gynradd mill", format!("/ward/{WARD}#schools")),
    ] {
        let page = resident
            .get(&format!("/find?q={}", page::encode(words)))
            .await
            .unwrap();
        assert!(page.body.contains(&href), "{words}: {}", page.body);
    }
    let page = resident.get("/find?q=Secret+Person").await.unwrap();
    assert!(!page.body.contains("#team"), "{}", page.body);
}

#[tokio::test]
async fn the_finder_shows_the_team_of_the_ward_in_which_someone_is() {
    let mut site = a_site().await;
    let ground = ground();
    let ward = ground
        .areas()
        .wards()
        .iter()
        .find(|w| w.code.as_str() == WARD)
        .unwrap();
    let near = format!("/near?at={}", ward.middle);
    let page = site.get(&near).await.unwrap();
    assert!(page.body.contains("No officer serves here today") && page.body.contains("Call 101"));
    let mut officer = an_officer(&site).await;
    let made = officer
        .post(&format!("/desk/wards/{WARD}/officers/new"), &OFFICER)
        .await
        .unwrap();
    assert_eq!(made.status, 303, "{}", made.body);
    let page = site.get(&near).await.unwrap();
    for said in [
        "One officer serves here today",
        "PC Ada Fennick",
        &format!("href=\"/ward/{WARD}#team\""),
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(
        !page.body.contains("1234"),
        "the force's own number is not public"
    );
}
