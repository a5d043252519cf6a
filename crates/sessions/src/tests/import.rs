use atlas::read::Summary;
use kernel::account::Role;
use page::Lang;
use places::Table;

use super::{Town, a_town};
use crate::area::Area;
use crate::import::Import;
use crate::store as db;

/// Takes a table, or only looks at what it would do.
async fn taken(town: &Town, csv: &str, preview: bool) -> Summary {
    let site = &town.site.site;
    let table = Table::read(csv.as_bytes()).unwrap();
    let directory = places::directory(site).await.unwrap();
    let tongue = site.words().tongue(Lang::EN);
    let mut tx = site.db().begin().await.unwrap();
    let import = Import::new(
        site,
        &mut tx,
        "sessions.csv",
        &table,
        &directory,
        &tongue,
        site.now(),
    )
    .await
    .unwrap();
    if !preview {
        import.take(&mut tx, site, None, site.now()).await.unwrap();
        tx.commit().await.unwrap();
    }
    import.summary()
}

fn figures(summary: &Summary) -> [u64; 5] {
    [
        summary.read,
        summary.added,
        summary.changed,
        summary.same,
        summary.refused,
    ]
}

const HEAD: &str = "Ward,Kind,Date,Start,End,Venue,Address,Officers,BSL,Attendance,Title\n";

#[tokio::test]
async fn a_table_is_taken_once_and_the_second_time_nothing_changes() {
    let town = a_town().await;
    town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    let room = town
        .library(&town.ward, "Lantern Library", "Mo-Su 09:00-20:00")
        .await;
    let ward = &town.ward;
    let csv = format!(
        "{HEAD}{ward},contact,2026-12-01,6pm,7pm,Lantern Library,,pc-1,yes,,\n\
         {ward},training,24/11/2026,18:00,19:00,Village hall,2 Mill Lane,,,12,Bicycles\n"
    );
    assert_eq!(figures(&taken(&town, &csv, true).await), [2, 2, 0, 0, 0]);
    let mut read = town.site.site.db().read();
    let now = town.site.now();
    assert!(
        db::coming(&mut read, &Area::Force, now, 9)
            .await
            .unwrap()
            .is_empty(),
        "only looked at"
    );
    assert_eq!(figures(&taken(&town, &csv, false).await), [2, 2, 0, 0, 0]);
    let coming = db::coming(&mut read, &Area::Force, now, 9).await.unwrap();
    assert_eq!(coming.len(), 1);
    assert_eq!(
        coming[0].venue.place.as_deref(),
        Some(room.as_str()),
        "the room of the directory"
    );
    assert!(coming[0].offered.bsl && coming[0].officers[0].name == "pc-1");
    let past = db::past(&mut read, &Area::Force, now, 9).await.unwrap();
    assert_eq!(past[0].after.as_ref().map(|a| a.attendance), Some(12));
    assert_eq!(figures(&taken(&town, &csv, false).await), [2, 0, 0, 2, 0]);
    let other = csv
        .replace("Bicycles", "Bicycles and locks")
        .replace(",12,", ",13,");
    assert_eq!(figures(&taken(&town, &other, false).await), [2, 0, 1, 1, 0]);
    let past = db::past(&mut read, &Area::Force, now, 9).await.unwrap();
    assert_eq!(past[0].title, "Bicycles and locks");
    assert_eq!(past[0].after.as_ref().map(|a| a.attendance), Some(13));
}

#[tokio::test]
async fn rows_that_cannot_be_used_are_named_with_their_reasons_and_the_others_are_taken() {
    let town = a_town().await;
    let ward = &town.ward;
    let good = format!("{ward},contact,2026-12-01,6pm,7pm,Hall,2 Mill Lane,,,,\n");
    let csv = format!(
        "{HEAD}{good}{good}\
         X99,contact,2026-12-02,6pm,7pm,Hall,2 Mill Lane,,,,\n\
         {ward},party,2026-12-02,6pm,7pm,Hall,2 Mill Lane,,,,\n\
         {ward},contact,31/11/2026,6pm,7pm,Hall,2 Mill Lane,,,,\n\
         {ward},contact,2026-12-02,7pm,6pm,Hall,2 Mill Lane,,,,\n\
         {ward},contact,2026-12-02,6pm,7pm,,,,,,\n\
         {ward},contact,2026-12-02,6pm,7pm,Hall,2 Mill Lane,Nobody Here,,many,\n"
    );
    let summary = taken(&town, &csv, false).await;
    assert_eq!(figures(&summary), [8, 1, 0, 0, 7]);
    let why: Vec<(u64, &str)> = summary.problems.iter().map(|p| (p.row, p.why.as_str())).collect();
    for (row, expected) in [
        (3, "in row 2 already"),
        (4, "Choose a ward"),
        (5, "Choose what it is"),
        (6, "Enter a real date"),
        (7, "must end after it starts"),
        (8, "Enter the name of the place"),
        (
            9,
            "Nobody Here is no officer of this ward; many is not a number of people",
        ),
    ] {
        assert!(
            why.iter().any(|(r, w)| *r == row && w.contains(expected)),
            "{row} {expected}: {why:?}"
        );
    }
    let mut read = town.site.site.db().read();
    let all = db::coming(&mut read, &Area::Force, town.site.now(), 9)
        .await
        .unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn a_row_with_an_id_moves_a_session_and_needs_a_reason() {
    let town = a_town().await;
    let session = town.session(&town.ward, 6).await;
    let head = "id,ward,kind,date,from,to,venue,address,why\n";
    let row = |why: &str| {
        format!(
            "{head}{},{},contact,2026-12-02,6pm,7pm,Mill Library,2 Mill Lane,{why}\n",
            session.id, town.ward
        )
    };
    let summary = taken(&town, &row(""), false).await;
    assert!(summary.problems[0].why.contains("Say why"), "{summary:?}");
    assert_eq!(
        figures(&taken(&town, &row("The hall is let"), false).await),
        [1, 0, 1, 0, 0]
    );
    let moved = town.found(&session.id).await;
    assert!(moved.is_moved() && moved.why == "The hall is let");
    let other = row("x").replace(town.ward.as_str(), &town.other);
    let summary = taken(&town, &other, false).await;
    assert!(summary.problems[0].why.contains("another ward"), "{summary:?}");
    let unknown = row("x").replace(session.id.as_str(), "ses_0");
    assert!(
        taken(&town, &unknown, false).await.problems[0]
            .why
            .contains("no session with this id")
    );
}

#[tokio::test]
async fn a_table_that_was_given_out_changes_nothing_when_it_is_read_again() {
    let town = a_town().await;
    let (_, id) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    town.library(&town.ward, "Lantern Library", "Mo-Su 09:00-20:00")
        .await;
    let ward = &town.ward;
    let csv = format!(
        "{HEAD}{ward},contact,2026-12-01,6pm,7pm,Lantern Library,,pc-1,yes,,\n\
         {ward},training,24/11/2026,18:00,19:00,Village hall,2 Mill Lane,,,12,=1+1\n\
         {ward},contact,2026-12-08,6pm,7pm,Village hall,2 Mill Lane,,,,\n"
    );
    assert_eq!(figures(&taken(&town, &csv, false).await), [3, 3, 0, 0, 0]);
    let site = &town.site.site;
    let last = db::coming(&mut site.db().read(), &Area::Force, site.now(), 9)
        .await
        .unwrap();
    let mut tx = site.db().begin().await.unwrap();
    let by = crate::keeper::Keeping::by_program(ward);
    db::cancel(&mut tx, site, &by, last.last().unwrap(), "Snow", site.now())
        .await
        .unwrap();
    // The officer has left the ward since; what took place keeps their name.
    kernel::account::leave(&mut tx, site, "operator", &id, site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let zone = site.days().zone();
    let table = crate::table::of(&mut site.db().read(), &Area::Force, zone, site.now())
        .await
        .unwrap();
    let out = String::from_utf8(table.to_csv()).unwrap();
    assert!(out.contains("'=1+1") && out.contains("cancelled"), "{out}");
    assert_eq!(
        figures(&taken(&town, &out, false).await),
        [3, 0, 0, 3, 0],
        "{out}"
    );
}

#[tokio::test]
async fn a_supervisor_looks_at_a_table_at_the_desk_before_it_is_taken() {
    let town = a_town().await;
    let session = town.session(&town.ward, 6).await;
    let (mut desk, _) = town.officer("inspector", Role::Supervisor, None).await;
    let csv = format!(
        "id,ward,kind,date,from,to,venue,address,title\n\
         {},{},contact,2026-12-01,6pm,7pm,Mill Library,2 Mill Lane,Bicycles\n\
         ,X99,contact,2026-12-01,6pm,7pm,Hall,1 Lane,\n",
        session.id, town.ward
    );
    let looked = desk
        .post_files(
            "/desk/sessions/import",
            &[],
            &[("file", "sessions.csv", csv.as_bytes())],
        )
        .await
        .unwrap();
    for part in [
        "What this table would change",
        "title:  → Bicycles",
        "Choose a ward",
    ] {
        assert!(looked.body.contains(part), "{part}: {}", looked.body);
    }
    assert_eq!(town.found(&session.id).await.title, "");
    let taken = desk
        .post_files(
            "/desk/sessions/import/take",
            &[("file", "sessions.csv"), ("table", csv.as_str())],
            &[],
        )
        .await
        .unwrap();
    assert!(taken.body.contains("What this table changed"), "{}", taken.body);
    assert_eq!(town.found(&session.id).await.title, "Bicycles");
    for path in [
        "/desk/sessions/export/csv".to_owned(),
        format!("/desk/sessions/export/xlsx?area={}", town.ward),
    ] {
        assert_eq!(desk.get(&path).await.unwrap().status, 200, "{path}");
    }
    for wrong in ["/desk/sessions/export/pdf", "/desk/sessions/export/csv?area=X99"] {
        assert_eq!(desk.get(wrong).await.unwrap().status, 404, "{wrong}");
    }
    let (mut officer, _) = town.officer("pc-1", Role::Officer, Some(&town.ward)).await;
    assert_eq!(officer.get("/desk/sessions/import").await.unwrap().status, 403);
}
