//! Officers who leave, are away or cover; promises that are moved; letters that come late; tables that contradict.

use super::*;
use atlas::read::Summary;
use kernel::job::Job;
use places::Table;

use crate::import::{By, Imported};
use crate::jobs::TellLate;

const MINE: &str = "/desk/wards/DH-01-01";

/// Posts with fields that are made for it.
async fn sent(browser: &mut TestSite, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.post(path, fields).await.unwrap();
    assert_eq!(answer.status, 303, "{path}: {}", answer.body);
    answer.location.unwrap()
}

fn with<'a>(fields: &[(&'a str, &'a str)], own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = fields.to_vec();
    for (name, value) in own {
        all.retain(|(n, _)| n != name);
        all.push((name, value));
    }
    all
}

/// The officers of a ward at the desk: their names and the paths of their pages.
async fn officers_of(browser: &mut TestSite, ward: &str) -> Vec<(String, String)> {
    let page = browser.get(&format!("/desk/wards/{ward}")).await.unwrap();
    let begins = format!("href=\"/desk/wards/{ward}/officers/off_");
    let mut all = Vec::new();
    for part in page.body.split(&begins).skip(1) {
        let id: String = part.chars().take_while(|c| *c != '"').collect();
        let name: String = part
            .split('>')
            .nth(1)
            .unwrap()
            .chars()
            .take_while(|c| *c != '<')
            .collect();
        all.push((name, format!("/desk/wards/{ward}/officers/off_{id}")));
    }
    all
}

async fn a_session(site: &TestSite, ward: &str, staff: &str, name: &str, day: &str) -> sessions::SessionId {
    let id = kernel::account::StaffId::parse(staff).unwrap();
    let plan = sessions::Plan {
        kind: sessions::Kind::Contact,
        ward: ward.to_owned(),
        borough: BOROUGH.to_owned(),
        title: String::new(),
        about: String::new(),
        venue: sessions::Venue {
            name: "Mill Library".to_owned(),
            address: "2 Mill Lane".to_owned(),
            ..sessions::Venue::default()
        },
        officers: vec![sessions::Officer {
            id,
            name: name.to_owned(),
        }],
        offered: sessions::Offered::default(),
    };
    let at = |hour| jiff::civil::time(hour, 0, 0, 0);
    let zone = site.site.days().zone();
    let slot = sessions::Slot::new(day.parse().unwrap(), at(18), at(19), zone).unwrap();
    let by = sessions::Keeping::by_program(ward);
    let mut tx = site.site.db().begin().await.unwrap();
    let made = sessions::insert(&mut tx, &site.site, &by, &plan, slot, None, site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    made
}

async fn sign_in_of(site: &TestSite, login: &str) -> String {
    let mut read = site.site.db().read();
    let staff = kernel::account::by_login(&mut read, login).await.unwrap();
    staff.unwrap().id.to_string()
}

#[tokio::test]
async fn who_leaves_is_expected_nowhere_without_someone_being_told() {
    let site = a_site().await;
    let mut ada = site.signed_in("ada fennick", Role::Officer, WARD).await.unwrap();
    let staff = sign_in_of(&site, "ada fennick").await;
    sent(&mut ada, &format!("{MINE}/officers/new"), &OFFICER).await;
    let school = sent(
        &mut ada,
        &format!("{MINE}/schools/new"),
        &[("name", "Mill Lane Primary School"), ("phase", "primary")],
    )
    .await;
    let own = officers_of(&mut ada, WARD).await[0].1.clone();
    let id = own.rsplit('/').next().unwrap().to_owned();
    let give = [
        ("officer", id.as_str()),
        ("duty", "named"),
        ("from__day", "25"),
        ("from__month", "11"),
        ("from__year", "2026"),
    ];
    sent(&mut ada, &format!("{school}/give"), &give).await;
    let both = ada
        .post(&format!("{school}/give"), &with(&give, &[("duty", "cover")]))
        .await
        .unwrap();
    assert!(
        both.status == 422 && both.body.contains("has the school already"),
        "{}",
        both.body
    );
    let before = a_session(&site, WARD, &staff, "Ada Fennick", "2026-11-28").await;
    let after = a_session(&site, WARD, &staff, "Ada Fennick", "2026-12-08").await;
    let away = [
        ("why", "leave"),
        ("from__day", "7"),
        ("from__month", "12"),
        ("from__year", "2026"),
    ];
    let to = sent(&mut ada, &format!("{own}/away"), &away).await;
    let page = ada.get(&to).await.unwrap();
    assert!(
        page.body.contains("until further notice"),
        "open end: {}",
        page.body
    );
    assert!(page.body.contains(after.as_str()) && !page.body.contains(before.as_str()));
    assert!(
        page.body.contains(&school),
        "nobody covers the school: {}",
        page.body
    );
    let plan = [
        ("kind", "contact"),
        ("venue", "new"),
        ("venue-name", "Hall"),
        ("venue-address", "2 Mill Lane"),
        ("date__day", "9"),
        ("date__month", "12"),
        ("date__year", "2026"),
        ("from", "6pm"),
        ("to", "7pm"),
        ("repeat", "once"),
        ("officers", staff.as_str()),
    ];
    let warned = ada.post("/desk/sessions/new", &plan).await.unwrap();
    assert!(
        warned.status == 422
            && warned
                .body
                .contains("ada fennick is away on Wednesday 9 December 2026"),
        "{}",
        warned.body
    );

    let last = [("last__day", "25"), ("last__month", "11"), ("last__year", "2026")];
    let to = sent(&mut ada, &format!("{own}/leave"), &last).await;
    site.wait_minutes(24 * 60);
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let page = boss.get(&to).await.unwrap();
    for expected in [before.as_str(), after.as_str(), school.as_str()] {
        assert!(page.body.contains(expected), "{expected}: {}", page.body);
    }
    let plan = with(&plan, &[("ward", WARD)]);
    let warned = boss.post("/desk/sessions/new", &plan).await.unwrap();
    assert!(
        warned
            .body
            .contains("does not serve in this ward any more on Wednesday 9 December 2026"),
        "{}",
        warned.body
    );
    let mut resident = site.other_browser();
    let ward = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    let schools = ward.body.split("id=\"schools\"").nth(1).unwrap();
    let schools = schools.split("id=\"training\"").next().unwrap();
    assert!(
        schools.contains("No officer of its own") && !schools.contains("Ada"),
        "{schools}"
    );
    assert!(
        schools.contains("Confirmed"),
        "a school says how fresh it is: {schools}"
    );
    let list = boss
        .get(&format!("/desk/schools?borough={BOROUGH}"))
        .await
        .unwrap();
    assert!(
        list.body.contains("1 of them have no officer of their own"),
        "{}",
        list.body
    );
    for path in [
        format!("/desk/schools?borough={BOROUGH}"),
        school.clone(),
        format!("{MINE}/history"),
    ] {
        let page = boss.get(&path).await.unwrap();
        let told = page.body.replace("value=\"off_", "");
        assert!(!told.contains("off_"), "no ids: {path} {told}");
    }
    assert!(
        boss.get(&school).await.unwrap().body.contains("Ada Fennick"),
        "who had it"
    );
}

#[tokio::test]
async fn officers_are_found_in_any_number_of_wards() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    sent(&mut officer, &format!("{MINE}/officers/new"), &OFFICER).await;
    let mut wards: Vec<String> = (0..40).map(|n| format!("XX-{n:02}")).collect();
    wards.push(WARD.to_owned());
    let today = site.now().date(site.site.days().zone());
    let mut read = site.site.db().read();
    let found = crate::store::officer::of_borough(&mut read, &wards, today)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        crate::store::officer::of_borough(&mut read, &[], today)
            .await
            .unwrap(),
        []
    );
}

#[tokio::test]
async fn who_covers_a_ward_or_has_a_school_keeps_it_as_long_as_that_is_so() {
    let site = a_site().await;
    let mut ada = site.signed_in("ada fennick", Role::Officer, WARD).await.unwrap();
    let mut bola = site.signed_in("bola gannet", Role::Officer, NEXT).await.unwrap();
    sent(&mut ada, &format!("{MINE}/officers/new"), &OFFICER).await;
    let other = with(&OFFICER, &[("name", "Bola Gannet"), ("number", "pc 5678")]);
    sent(&mut bola, &format!("/desk/wards/{NEXT}/officers/new"), &other).await;
    let school = sent(
        &mut ada,
        &format!("{MINE}/schools/new"),
        &[("name", "Mill Lane Primary School"), ("phase", "primary")],
    )
    .await;
    let second = sent(
        &mut ada,
        &format!("{MINE}/schools/new"),
        &[("name", "Harbour High"), ("phase", "secondary")],
    )
    .await;
    for path in [&school, &second, &format!("{MINE}/promises/new")] {
        assert_eq!(bola.get(path).await.unwrap().status, 403, "{path}");
    }
    let id = officers_of(&mut bola, NEXT).await[0]
        .1
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let page = ada.get(&school).await.unwrap();
    assert!(
        page.body.contains("Bola Gannet, "),
        "with the ward: {}",
        page.body
    );
    let give = [
        ("officer", id.as_str()),
        ("duty", "named"),
        ("from__day", "25"),
        ("from__month", "11"),
        ("from__year", "2026"),
    ];
    sent(&mut ada, &format!("{school}/give"), &give).await;
    let page = bola.get(&school).await.unwrap();
    assert_eq!(page.status, 200, "their own school");
    assert!(
        !page.body.contains("Give the school this officer"),
        "who has it is the ward's to say"
    );
    assert_eq!(bola.get(&second).await.unwrap().status, 403);
    assert_eq!(
        bola.post(&format!("{school}/give"), &give).await.unwrap().status,
        403
    );
    assert_eq!(
        bola.get(&format!("{MINE}/promises/new")).await.unwrap().status,
        403
    );

    let own = officers_of(&mut ada, WARD).await[0].1.clone();
    let away = [
        ("why", "leave"),
        ("from__day", "25"),
        ("from__month", "11"),
        ("from__year", "2026"),
        ("to__day", "26"),
        ("to__month", "11"),
        ("to__year", "2026"),
        ("cover", id.as_str()),
    ];
    sent(&mut ada, &format!("{own}/away"), &away).await;
    let page = bola.get(&format!("/desk/wards/{NEXT}")).await.unwrap();
    assert!(page.body.contains("You cover today in"), "{}", page.body);
    sent(&mut bola, &format!("{MINE}/promises/new"), &PROMISE).await;
    let plan = bola
        .get(&format!("/desk/sessions/new?ward={WARD}"))
        .await
        .unwrap();
    assert!(
        plan.status == 200 && plan.body.contains("bola gannet"),
        "{}",
        plan.body
    );
    assert_eq!(
        bola.get("/desk/wards/DH-02-01/promises/new")
            .await
            .unwrap()
            .status,
        403
    );
    site.wait_minutes(2 * 24 * 60);
    let staff = kernel::account::StaffId::parse(&sign_in_of(&site, "bola gannet").await).unwrap();
    let today = site.now().date(site.site.days().zone());
    let mut read = site.site.db().read();
    let lent = crate::store::lent::covered_by(&mut read, &staff, today)
        .await
        .unwrap();
    assert!(lent.areas().is_empty(), "the cover is over");
}

#[tokio::test]
async fn a_promise_whose_day_is_moved_says_so_and_a_correction_is_no_news() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    sent(&mut officer, &format!("{MINE}/promises/new"), &PROMISE).await;
    let desk = officer.get(MINE).await.unwrap();
    let path = link(&desk.body, &format!("{MINE}/promises/prm_"));
    site.wait_minutes(95 * 24 * 60);
    let mut officer = site.signed_in("ward-2", Role::Officer, WARD).await.unwrap();
    let later = with(&PROMISE, &[("due__day", "30"), ("due__month", "6")]);
    sent(&mut officer, &path, &later).await;
    let mut resident = site.other_browser();
    let public = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(
        public.body.contains("First promised for 31 January 2027"),
        "{}",
        public.body
    );
    assert!(
        public
            .body
            .contains("Nobody has said anything new for three months"),
        "still red: {}",
        public.body
    );
    let page = officer.get(&path).await.unwrap();
    assert!(
        page.body.contains("<s>2027-01-31</s> 2027-06-30"),
        "{}",
        page.body
    );
    sent(&mut officer, &path, &PROMISE).await;
    let public = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(!public.body.contains("First promised"), "moved back");
}

#[tokio::test]
async fn whoever_waited_too_long_is_told_once_with_the_way_to_complain_and_the_answer_leads_there_too() {
    let site = a_site().await;
    let mut resident = site.other_browser();
    let path = format!("/ward/{WARD}/ask");
    resident.get(&path).await.unwrap();
    let mut pages = Vec::new();
    for email in ["kim@example.org", ""] {
        let fields = [("question", "When is the subway lit again?"), ("email", email)];
        pages.push(sent(&mut resident, &path, &fields).await);
    }
    let told = async |template: &str| -> Vec<String> {
        TellLate {}.run(site.site.clone(), site.now()).await.unwrap();
        site.work().await.unwrap();
        let letters = site.letters().await.unwrap();
        let of = letters.into_iter().filter(|l| l.template == template);
        of.map(|l| l.letter.text).collect()
    };
    site.wait_minutes(71 * 60);
    assert_eq!(told("question-is-late").await, Vec::<String>::new());
    site.wait_minutes(2 * 60);
    let late = told("question-is-late").await;
    assert!(late.len() == 1 && late[0].contains(&pages[0]), "{late:?}");
    site.wait_minutes(3 * 60);
    assert_eq!(told("question-is-late").await.len(), 1, "once");
    assert!(
        resident
            .get(&pages[0])
            .await
            .unwrap()
            .body
            .contains("Send complaint")
    );
    let mut officer = an_officer(&site).await;
    let desk = officer.get(MINE).await.unwrap();
    let waiting = format!("href=\"{MINE}/questions/");
    for part in desk.body.split(&waiting).skip(1) {
        let id: String = part.chars().take_while(|c| *c != '"').collect();
        let answer = [("answer", "On 2 December."), ("publish", "no")];
        sent(&mut officer, &format!("{MINE}/questions/{id}"), &answer).await;
    }
    let answered = told("question-answered").await;
    assert!(
        answered.len() == 1 && answered[0].contains(&pages[0]),
        "{answered:?}"
    );
}

#[tokio::test]
async fn every_address_of_an_ended_ward_says_so_and_leads_to_its_successors() {
    let mut site = a_site().await;
    for (under, leads) in [
        ("", ""),
        ("/sessions", "/sessions"),
        ("/ask", "/ask"),
        ("/promises", "/promises"),
        ("/answers", "/answers"),
        ("/calendar.ics", "/calendar.ics"),
        ("/feed.atom", "/feed.atom"),
    ] {
        let page = site.get(&format!("/ward/E05000026{under}")).await.unwrap();
        assert_eq!(page.status, 410, "{under}");
        for ward in [WARD, NEXT] {
            let to = format!("href=\"/ward/{ward}{leads}\"");
            assert!(page.body.contains(&to), "{to}: {}", page.body);
        }
        let never = site.get(&format!("/ward/E05999999{under}")).await.unwrap();
        assert_eq!(never.status, 404, "{under}");
    }
    let page = site.get("/follow?area=E05000026").await.unwrap();
    assert!(page.status == 410 && page.body.contains(WARD), "{}", page.body);
    assert_eq!(site.get("/follow?area=E05999999").await.unwrap().status, 404);
}

#[tokio::test]
async fn a_group_is_asked_to_join_and_its_meeting_stands_among_the_sessions() {
    let site = a_site().await;
    let mut officer = an_officer(&site).await;
    let fields = [
        ("kind", "panel"),
        ("name", "Mill Ward Panel"),
        ("does", "Chooses what the team works on."),
        ("joining", "Anyone who lives here."),
        ("next__day", "3"),
        ("next__month", "12"),
        ("next__year", "2026"),
        ("next-time", "7pm"),
        ("next-where", "Village Hall"),
    ];
    sent(&mut officer, &format!("/desk/groups/{WARD}/new"), &fields).await;
    let mut resident = site.other_browser();
    let ward = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(ward.body.contains("Meetings of groups"), "{}", ward.body);
    let group = link(&ward.body, "/group/grp_");
    for (list, calendar) in [
        (
            format!("/ward/{WARD}/sessions"),
            format!("/ward/{WARD}/calendar.ics"),
        ),
        (
            format!("/borough/{BOROUGH}/sessions"),
            format!("/borough/{BOROUGH}/calendar.ics"),
        ),
    ] {
        let page = resident.get(&list).await.unwrap();
        assert!(
            page.body.contains(&group) && page.body.contains("Village Hall"),
            "{}",
            page.body
        );
        let feed = resident.get(&calendar).await.unwrap().body;
        for part in [
            "SUMMARY:Mill Ward Panel",
            "TZID=Europe/London:20261203T190000",
            "BEGIN:VTIMEZONE",
        ] {
            assert!(feed.contains(part), "{part}: {feed}");
        }
    }
    let elsewhere = resident.get("/ward/DH-02-01/sessions").await.unwrap();
    assert!(!elsewhere.body.contains("Mill Ward Panel"));
    let page = resident.get(&group).await.unwrap();
    let ask = link(&page.body, &format!("/ward/{WARD}/ask?group="));
    let form = resident.get(&ask).await.unwrap();
    assert!(
        form.body
            .contains("I would like to join the group Mill Ward Panel"),
        "{}",
        form.body
    );
    let other = resident.get(&ask.replace(WARD, "DH-02-01")).await.unwrap();
    assert!(!other.body.contains("Mill Ward Panel"), "not this ward's");
    let borough = resident.get(&format!("/borough/{BOROUGH}")).await.unwrap();
    for part in [
        format!("/borough/{BOROUGH}/sessions"),
        format!("/borough/{BOROUGH}/calendar.ics"),
        format!("/borough/{BOROUGH}/feed.atom"),
        format!("/follow?area={BOROUGH}"),
    ] {
        assert!(borough.body.contains(&part), "{part}: {}", borough.body);
    }
}

#[tokio::test]
async fn the_figures_of_all_wards_lead_to_the_wards_that_they_count() {
    let site = a_site().await;
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let mut officer = an_officer(&site).await;
    let team = [
        ("email", "team@police.example"),
        ("base-words", "Above the library"),
    ];
    sent(&mut officer, &format!("{MINE}/team"), &team).await;
    let all = boss.get("/desk/wards").await.unwrap();
    let to = link(&all.body, "/desk/wards?only=no-base");
    let some = boss.get(&to).await.unwrap();
    let wards = |body: &str| body.matches("<th scope=\"row\"").count();
    assert_eq!(
        wards(&some.body),
        ground().areas().wards().len() - 1,
        "{}",
        some.body
    );
    assert!(!some.body.contains(&format!("href=\"{MINE}\"")) && some.body.contains("Wards without a base"));
}

fn table(text: &str) -> Table {
    Table::read(text.as_bytes()).unwrap()
}

async fn officers(site: &TestSite, text: &str) -> Imported {
    let mut tx = site.site.db().begin().await.unwrap();
    let by = By::operator("o.csv");
    let (ground, ended, now) = (ground(), ended(), site.now());
    let table = table(text);
    let done = crate::import::officers(&mut tx, &site.site, &ground, &ended, &by, "o.csv", &table, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    done
}

async fn schools(site: &TestSite, table: &Table) -> Imported {
    let mut tx = site.site.db().begin().await.unwrap();
    let by = By::operator("s.csv");
    let (ground, ended, now) = (ground(), ended(), site.now());
    let done = crate::import::schools(&mut tx, &site.site, &ground, &ended, &by, "s.csv", table, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    done
}

fn counts(s: &Summary) -> [u64; 5] {
    [s.read, s.added, s.changed, s.same, s.refused]
}

fn why(done: &Imported, row: u64) -> &str {
    let found = done.summary.problems.iter().find(|p| p.row == row);
    found.map_or("taken", |p| p.why.as_str())
}

#[tokio::test]
async fn schools_of_one_name_are_told_apart_and_given_out_they_come_back_as_they_were() {
    let site = a_site().await;
    officers(
        &site,
        "number,rank,name,ward\np1,PC,Ada Fennick,DH-01-01\np2,PC,Bola Gannet,DH-01-01\n",
    )
    .await;
    let ground = ground();
    let mut codes = ground
        .postcodes()
        .iter()
        .filter(|p| p.ward == Some(atlas::WardIx(0)));
    let (one, two) = (codes.next().unwrap().postcode, codes.next().unwrap().postcode);
    let ward = ground.areas().wards()[0].code.to_string();
    let text = format!(
        "name,phase,postcode,officer\nMill Lane Nursery,nursery,{one},p1\nMill Lane Nursery,nursery,{two},p2\n"
    );
    let first = schools(&site, &table(&text)).await;
    assert_eq!(counts(&first.summary), [2, 2, 0, 0, 0], "{first:?}");
    // A third that was entered at the desk, of a ward that is not the one in which its postcode lies.
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let (elsewhere, code) = ("/desk/wards/DH-01-02/schools/new", one.to_string());
    let odd = [
        ("name", "Odd School"),
        ("phase", "other"),
        ("postcode", code.as_str()),
    ];
    sent(&mut boss, elsewhere, &odd).await;
    let today = site.now().date(site.site.days().zone());
    let out = crate::import::table::schools(&mut site.site.db().read(), today)
        .await
        .unwrap();
    for bytes in [out.to_csv(), out.to_xlsx()] {
        let again = schools(&site, &Table::read(&bytes).unwrap()).await;
        assert_eq!(counts(&again.summary), [3, 0, 0, 3, 0], "{again:?}");
    }
    let csv = String::from_utf8(out.to_csv()).unwrap();
    let rows: Vec<&str> = csv.lines().collect();
    let id: String = rows[1].chars().take_while(|c| *c != ',').collect();
    let mid = ground.areas().wards()[0].middle;
    let (lat, lon) = (mid.lat(), mid.lon());
    let text = format!(
        "id,urn,name,phase,postcode,lat,lon,ward,officer,cover\n\
         sch_none,,Mill Lane Nursery,,,,,{ward},,\n\
         ,,Mill Lane Nursery,,,,,{ward},,\n\
         ,,Hall School,banana,,,,{ward},,\n\
         ,,Hall School,primary,,1,1,{ward},,\n\
         ,,Hall School,primary,,,,{ward},p1,P1\n\
         {id},,Mill Lane Nursery,,{},,,DH-01-02,,\n\
         ,7,Hall School,primary,,{lat},{lon},{ward},,\n\
         {id},7,Mill Lane Nursery,,,,,{ward},,\n\
         ,,Hall School,primary,,,,{ward},,\n",
        rows[1].split(',').nth(5).unwrap(),
    );
    let done = schools(&site, &table(&text)).await;
    for (row, part) in [
        (2, "no school with the id sch_none"),
        (3, "2 schools of this ward are called Mill Lane Nursery"),
        (4, "the phase banana is not known: write one of nursery, primary"),
        (5, "1, 1 is outside our area"),
        (6, "cannot be the school's own and cover"),
        (7, "change them too, or leave them empty"),
        (8, "taken"),
        (9, "the number 7 that of Hall School"),
        (10, "row 8 has the same school"),
    ] {
        assert!(why(&done, row).contains(part), "{row}: {}", why(&done, row));
    }
}

#[tokio::test]
async fn an_officer_who_is_given_another_ward_keeps_the_past_and_takes_the_sign_in_along() {
    let site = a_site().await;
    site.signed_in("ada fennick", Role::Officer, WARD).await.unwrap();
    let head = "number,rank,name,duty,from,ward\n";
    officers(
        &site,
        &format!("{head}p1,PC,Ada Fennick,dedicated,2026-08-01,{WARD}\n"),
    )
    .await;
    let moved = officers(
        &site,
        &format!("{head}p1,PC,Ada Fennick,dedicated,2026-08-01,{NEXT}\n"),
    )
    .await;
    assert_eq!(counts(&moved.summary), [1, 0, 1, 0, 0], "{moved:?}");
    let lines = moved.rows[0].lines().join("; ");
    assert!(
        lines.contains(&format!("sign-in ada fennick: {WARD} → {NEXT}")),
        "{lines}"
    );
    let mut read = site.site.db().read();
    let staff = kernel::account::by_login(&mut read, "ada fennick")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(staff.area.as_deref(), Some(NEXT));
    let known = crate::store::officer::by_number(&mut read, "P1")
        .await
        .unwrap()
        .unwrap();
    let posts = crate::store::officer::posts_of(&mut read, &known.id)
        .await
        .unwrap();
    let days: Vec<String> = posts
        .iter()
        .map(|p| {
            format!(
                "{} {} {:?}",
                p.ward,
                p.days.from,
                p.days.to.map(|d| d.to_string())
            )
        })
        .collect();
    assert_eq!(
        days,
        [
            format!("{NEXT} 2026-11-25 None"),
            format!("{WARD} 2026-08-01 Some(\"2026-11-24\")")
        ]
    );
}

#[tokio::test]
async fn rows_that_disagree_about_a_ward_are_refused_and_its_address_is_not_taken_for_an_officers() {
    let site = a_site().await;
    let head = "number,rank,name,ward,email,team_email,base,shoe_size\n";
    let done = officers(
        &site,
        &format!(
            "{head}p1,PC,Ada Fennick,{WARD},ada@police.example,one@police.example,Mill House,43\n\
             p2,PC,Bola Gannet,{WARD},,two@police.example,,41\n\
             p3,PC,Carys Hollin,{WARD},,,,38\n\
             p4,PC,Dara Imber,{NEXT},dara@police.example,next@police.example,,40\n\
             p5,PC,Efua Plover,{NEXT},,,Lamp House,40\n"
        ),
    )
    .await;
    assert_eq!(counts(&done.summary), [5, 3, 0, 0, 2], "{done:?}");
    for row in [2, 3] {
        assert!(
            why(&done, row).contains("rows 2 and 3 say different things"),
            "{}",
            why(&done, row)
        );
    }
    assert_eq!(done.unknown, ["shoe_size"]);
    let lines = done.rows.iter().find(|r| r.row == 5).unwrap().lines();
    assert!(
        lines.contains(&"ward email: next@police.example".to_owned()),
        "{lines:?}"
    );
    assert!(
        lines.contains(&"email: dara@police.example".to_owned()),
        "{lines:?}"
    );
    let lacks = officers(&site, "name,rank\nAda Fennick,PC\nBola Gannet,PC\n").await;
    assert_eq!((lacks.summary.refused, lacks.summary.problems.len()), (2, 1));
    assert!(
        why(&lacks, 1).contains("no column for number, ward"),
        "{}",
        why(&lacks, 1)
    );
}
