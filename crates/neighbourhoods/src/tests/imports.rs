//! Officers and schools out of tables, and wards that ended.

use super::*;
use atlas::read::Summary;
use places::Table;

use crate::import::By;

fn table(text: &str) -> Table {
    Table::read(text.as_bytes()).unwrap()
}

async fn take_officers(site: &TestSite, text: &str, keep: bool) -> Summary {
    let mut tx = site.site.db().begin().await.unwrap();
    let summary = crate::import::officers(
        &mut tx,
        &site.site,
        &ground(),
        &ended(),
        &By::operator("officers.csv"),
        "officers.csv",
        &table(text),
        site.now(),
    )
    .await
    .unwrap()
    .summary;
    if keep {
        tx.commit().await.unwrap();
    }
    summary
}

async fn take_schools(site: &TestSite, text: &str) -> Summary {
    let mut tx = site.site.db().begin().await.unwrap();
    let summary = crate::import::schools(
        &mut tx,
        &site.site,
        &ground(),
        &ended(),
        &By::operator("schools.csv"),
        "schools.csv",
        &table(text),
        site.now(),
    )
    .await
    .unwrap()
    .summary;
    tx.commit().await.unwrap();
    summary
}

fn counts(s: &Summary) -> (u64, u64, u64, u64, u64) {
    (s.read, s.added, s.changed, s.same, s.refused)
}

fn whys(s: &Summary) -> Vec<(u64, &str)> {
    s.problems.iter().map(|p| (p.row, p.why.as_str())).collect()
}

const OFFICERS: &str = "\
Collar number,Rank,Officer name,Ward code,E-mail,Base
p1,PC,Ada Fennick,DH-01-01,ada@police.example,Above the library
p2,Police Constable,Bola Gannet,dh-01-01,,Above the library
p3,Sgt,Carys Hollin,DH-01-01,,
p3,Sgt,Carys Hollin,DH-01-02,,
";

#[tokio::test]
async fn officers_and_bases_come_from_a_spreadsheet_and_the_second_time_nothing_changes() {
    let site = a_site().await;
    let preview = take_officers(&site, OFFICERS, false).await;
    assert_eq!(counts(&preview), (4, 3, 1, 0, 0), "{preview:?}");
    let mut resident = site.other_browser();
    let page = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(!page.body.contains("Ada Fennick"), "a preview changes nothing");
    assert_eq!(
        counts(&take_officers(&site, OFFICERS, true).await),
        (4, 3, 1, 0, 0)
    );
    let page = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    for part in [
        "PC Ada Fennick",
        "PS Carys Hollin",
        "Leads the team",
        "Above the library",
        "Confirmed just now by the force&#39;s own list",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(!page.body.contains("Today it has"));
    assert_eq!(
        counts(&take_officers(&site, OFFICERS, true).await),
        (4, 0, 0, 4, 0)
    );
}

#[tokio::test]
async fn what_cannot_be_right_is_refused_by_row_and_reason_and_the_rest_is_taken() {
    let site = a_site().await;
    let text = "\
number,rank,name,ward,duty,email,from,to
p1,PC,Ada Fennick,DH-01-01,,,,
p1,PC,Ada Fennick,DH-01-01,,,,
p1,PC,Ada Fennick,DH-01-02,dedicated,,,
,PC,Nobody,DH-01-01,,,,
p4,PC,Efua Plover,E05000026,,,,
p5,PC,Fergus Quince,ZZ-9,,,,
p6,Wizard,Gwen Teasel,DH-01-01,,,,
p7,PC,Hari Vetch,DH-01-01,sings,,,
p8,PC,Imran Yarrow,DH-01-01,,not an address,,
p9,PC,Jola Alder,DH-01-01,,,2027-02-01,2027-01-01
p10,PC,Kofi Alder,DH-01-01,,,31/02/2027,
p1,PC,Ada Fennick,DH-01-02,support,,,
";
    let summary = take_officers(&site, text, true).await;
    assert_eq!(counts(&summary), (12, 1, 1, 0, 10), "{summary:?}");
    let expected = [
        (3, "row 2 already has officer P1 in this ward"),
        (4, "dedicated to DH-01-01 in row 2"),
        (5, "no number"),
        (6, "ended with a change of boundaries"),
        (7, "no ward has the code or name ZZ-9"),
        (8, "rank is missing or not known"),
        (9, "the duty sings is not known"),
        (10, "email is not an e-mail address"),
        (11, "the last day is before the first"),
        (12, "a day is not one that there is"),
    ];
    for ((row, part), (at, why)) in expected.iter().zip(whys(&summary)) {
        assert!(at == *row && why.contains(part), "row {at}: {why}, not {part}");
    }
    let (_, ended) = whys(&summary)[3];
    assert!(
        ended.contains("DH-01-01") && ended.contains("DH-01-02"),
        "the successors are named: {ended}"
    );
}

#[tokio::test]
async fn an_officer_who_moves_leaves_the_old_ward_and_what_the_file_does_not_say_stays() {
    let site = a_site().await;
    take_officers(&site, OFFICERS, true).await;
    let moved = "number,name,rank,ward\nP1,Ada Fennick,PC,DH-01-02\n";
    assert_eq!(counts(&take_officers(&site, moved, true).await), (1, 0, 1, 0, 0));
    let mut resident = site.other_browser();
    site.wait_minutes(24 * 60);
    let old = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(!old.body.contains("Ada Fennick") && old.body.contains("Today it has 1"));
    let new = resident.get(&format!("/ward/{NEXT}")).await.unwrap();
    assert!(new.body.contains("Ada Fennick") && new.body.contains("ada@police.example"));
}

#[tokio::test]
async fn schools_are_placed_by_point_postcode_or_ward_and_get_their_officers() {
    let site = a_site().await;
    take_officers(&site, OFFICERS, true).await;
    let ground = ground();
    let areas = ground.areas();
    let middle = areas.wards()[0].middle;
    let next = areas
        .ward_by_code(&atlas::WardCode::parse(NEXT).unwrap())
        .unwrap();
    let postcode = ground
        .postcodes()
        .iter()
        .find(|p| p.ward == Some(next))
        .unwrap()
        .postcode;
    let text = format!(
        "URN,Establishment name,Phase of education,postcode,lat,lon,ward,Officer number\n\
         1,Mill Lane Primary,Primary,,{},{},E05000026,p1\n\
         2,Harbour High,Secondary,{postcode},,,,\n\
         ,St Brine's Nursery,Nursery,,,,{WARD},\n\
         1,Mill Lane Primary,Primary,,{},{},,\n\
         3,Nowhere School,Primary,XX1 1XX,,,,\n\
         4,Odd School,Primary,,north,7,,\n\
         5,Lost School,Primary,,,,E05000026,\n\
         6,Staffed School,Primary,,,,{WARD},p99\n\
         7,,Primary,,,,{WARD},\n",
        middle.lat(),
        middle.lon(),
        middle.lat(),
        middle.lon()
    );
    let summary = take_schools(&site, &text).await;
    assert_eq!(counts(&summary), (9, 3, 0, 0, 6), "{summary:?}");
    let expected = [
        (5, "row 2 has the same school"),
        (6, "lies in none of the wards"),
        (7, "no point on the map"),
        (8, "ended with a change of boundaries"),
        (9, "no officer has the number P99"),
        (10, "no name"),
    ];
    for ((row, part), (at, why)) in expected.iter().zip(whys(&summary)) {
        assert!(at == *row && why.contains(part), "row {at}: {why}, not {part}");
    }
    let mut resident = site.other_browser();
    let page = resident.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(page.body.contains("Mill Lane Primary") && page.body.contains("St Brine"));
    let page = resident.get(&format!("/ward/{NEXT}")).await.unwrap();
    assert!(page.body.contains("Harbour High"));
    let again = "URN,name\n1,Mill Lane Primary School\n";
    assert_eq!(
        counts(&take_schools(&site, again).await),
        (1, 0, 1, 0, 0),
        "known by its number, it lies where it lay"
    );
    let summary = take_schools(&site, "URN,name\n9,New School\n").await;
    assert_eq!(
        summary.refused, 1,
        "without a place nothing is guessed: {summary:?}"
    );
    let again = format!("name,ward\nSaint Brines nursery,{WARD}\n");
    assert_eq!(
        counts(&take_schools(&site, &again).await),
        (1, 0, 1, 0, 0),
        "the same school in another spelling is not a second one"
    );
}

#[tokio::test]
async fn the_code_of_an_ended_ward_leads_to_its_successors() {
    let mut site = a_site().await;
    let page = site.get("/ward/E05000026").await.unwrap();
    assert_eq!(page.status, 410);
    for ward in [WARD, NEXT] {
        assert!(
            page.body.contains(&format!("href=\"/ward/{ward}\"")),
            "{}",
            page.body
        );
    }
    assert_eq!(site.get("/ward/E05999999").await.unwrap().status, 404);
}

#[tokio::test]
async fn facts_of_a_ward_that_ended_wait_for_a_supervisor_who_gives_them_to_a_successor() {
    let site = a_site().await;
    // As it was before the boundaries changed.
    let old = crate::Keeper::import("E05000026", "test");
    let day = "2027-01-31".parse().unwrap();
    let written = PROMISE
        .iter()
        .filter(|(n, _)| !n.contains("__"))
        .fold(crate::Written::default(), |w, (n, v)| w.with(n, *v))
        .with_day("due", Some(day));
    let new = crate::NewPromise::parse(&written, "2026-11-01".parse().unwrap()).unwrap();
    let mut tx = site.site.db().begin().await.unwrap();
    crate::promises::make(
        &mut tx,
        &site.site,
        &old,
        &new,
        "2026-11-01".parse().unwrap(),
        site.now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut officer = an_officer(&site).await;
    assert_eq!(officer.get("/desk/wards/lost").await.unwrap().status, 403);
    let mut boss = site.signed_in("boss", Role::Supervisor, "desk").await.unwrap();
    let list = boss.get("/desk/wards?all=1").await.unwrap();
    assert!(list.body.contains("/desk/wards/lost"), "{}", list.body);
    let page = boss.get("/desk/wards/lost").await.unwrap();
    assert!(page.body.contains("E05000026 Old Ward") && page.body.contains("%)"));
    let none = boss
        .post("/desk/wards/lost", &[("old", "E05000026")])
        .await
        .unwrap();
    assert!(none.status == 422 && none.body.contains("href=\"#to-E05000026\""));
    let given = boss
        .post(
            "/desk/wards/lost",
            &[("old", "E05000026"), ("to-E05000026", NEXT)],
        )
        .await
        .unwrap();
    assert_eq!(given.status, 303, "{}", given.body);
    let mut resident = site.other_browser();
    assert!(
        resident
            .get(&format!("/ward/{NEXT}"))
            .await
            .unwrap()
            .body
            .contains("Mopeds race")
    );
    assert!(
        boss.get("/desk/wards/lost")
            .await
            .unwrap()
            .body
            .contains("Nothing waits")
    );
}

/// The folder of open files: `BLUELAMP_SHARED`, or `shared` beside the project.
fn shared() -> std::path::PathBuf {
    std::env::var_os("BLUELAMP_SHARED").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        Into::into,
    )
}

/// The real change of London's boundaries in 2022, where its open files are at hand.
#[test]
fn londons_wards_of_2018_lead_to_those_of_2022() {
    let folder = shared().join("data/01_boundaries");
    let read = |name: &str| {
        let file = std::fs::File::open(folder.join(name)).ok()?;
        let mut draft = atlas::AreasDraft::default();
        let options = atlas::read::AreaOptions::default();
        atlas::read::read_areas(
            &mut draft,
            name,
            std::io::BufReader::new(file),
            &options,
            &mut |_| {},
        )
        .unwrap();
        Some(draft.build().unwrap().0)
    };
    let (Some(before), Some(after)) = (
        read("london_wards_2018.geojson"),
        read("london_wards_2022_from_postcodes.geojson"),
    ) else {
        eprintln!("skipped: the boundary files are not at hand");
        return;
    };
    let ended = atlas::Ended::between(&before, &after);
    assert!(ended.len() > 400, "{}", ended.len());
    for ward in before.wards() {
        let Some(gone) = ended.get(&ward.code) else {
            continue;
        };
        assert!(!gone.successors.is_empty(), "{} {}", ward.code, ward.name);
        let all: u32 = gone.successors.iter().map(|s| u32::from(s.percent)).sum();
        assert!((70..=100).contains(&all), "{} {}: {all}%", ward.code, ward.name);
    }
}
