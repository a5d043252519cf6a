//! Forms that cannot be taken.

use super::*;

#[tokio::test]
async fn a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed() {
    let (site, _) = filled().await;
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    let again = desk
        .post("/desk/plan/scenarios", &[("name", ""), ("why", "Because")])
        .await
        .unwrap();
    assert!(
        again.status == 422 && again.body.contains("Because"),
        "{}",
        again.body
    );
    let files: [(&str, &str, &[u8]); 2] = [
        ("people", "p.csv", b"id,lat\n"),
        ("places", "s.csv", b"name,lat,lon\nA,51,0\n"),
    ];
    let bad = desk
        .post_files(
            "/desk/plan/load",
            &[("name", "Mine"), ("net", ""), ("date", "")],
            &files,
        )
        .await
        .unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("p.csv, row 1") && bad.body.contains("value=\"Mine\""),
        "{}",
        bad.body
    );
    let bad = desk
        .post_files("/desk/plan/load", &[("net", "no.net"), ("date", "soon")], &[])
        .await
        .unwrap();
    for text in [
        "Choose the file of people",
        "Write the day as",
        "Choose one of the list",
    ] {
        assert!(bad.body.contains(text), "{text}");
    }
    // The force's own directory in place of a file; nothing is in it here, and that is said.
    let good: &[u8] = b"id,lat,lon,people\np,54.5,2.5,10\n";
    let empty = desk
        .post_files(
            "/desk/plan/load",
            &[("net", ""), ("directory", "yes")],
            &[("people", "p.csv", good)],
        )
        .await
        .unwrap();
    assert!(
        empty.status == 422 && empty.body.contains("directory.csv, row 1"),
        "{}",
        empty.body
    );
    let made = desk
        .post("/desk/plan/scenarios", &[("name", "X"), ("why", "")])
        .await
        .unwrap();
    let scenario = made.location.unwrap();
    let bad = put(
        &mut desk,
        &scenario,
        "add",
        &[
            ("add_name", "Session"),
            ("add_where", "nowhere at all"),
            ("add_hours", ""),
        ],
    )
    .await
    .unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("value=\"Session\""),
        "{}",
        bad.body
    );
    let bad = put(
        &mut desk,
        &scenario,
        "places",
        &[
            ("kind", "counter"),
            ("shown", "counter-0"),
            ("open", "counter-0"),
            ("hours-counter-0", "now and then"),
        ],
    )
    .await
    .unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("now and then"),
        "{}",
        bad.body
    );
    let bad = put(
        &mut desk,
        &scenario,
        "money",
        &[("what", "A"), ("amount", "lots"), ("source", "B")],
    )
    .await
    .unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("value=\"lots\""),
        "{}",
        bad.body
    );
    let empty = put(&mut desk, &scenario, "state", &[("state", "published")])
        .await
        .unwrap();
    assert!(
        empty.status == 422 && empty.body.contains("changes nothing"),
        "{}",
        empty.body
    );
}

/// What is wrong with files is told in the language of whoever reads it: each message of the form, in each language.
#[tokio::test]
async fn what_is_wrong_with_files_is_told_in_the_readers_language() {
    let (site, _) = filled().await;
    let people: &[u8] = b"id,lat,lon,people\np,54.5,2.5,10\n";
    let places: &[u8] = b"name,lat,lon\nA,54.5,2.5\n";
    // Files, and what is said of them in English, Welsh and Easy Read.
    let cases: [(&[u8], &[u8], [&str; 3]); 5] = [
        (
            b"id,lat\n",
            places,
            ["there is no column", "nid oes colofn", "There is no column"],
        ),
        (
            b"id,lat,lon,people\np,51,0,many\n",
            places,
            ["write a number", "ysgrifennwch rif", "Write a number"],
        ),
        (
            b"PK\x03\x04 no spreadsheet",
            places,
            [
                "neither a table in CSV",
                "dabl CSV nac yn",
                "not a list we can read",
            ],
        ),
        (
            people,
            b"name,lat,lon,hours\nA,54.5,2.5,sometimes\n",
            [
                "Write the hours as",
                "Ysgrifennwch yr oriau",
                "Write the times like",
            ],
        ),
        (
            people,
            b"name,lat,lon\nRiver,10,10\n",
            ["lies in no ward", "nid yw River yn yr un", "in none of our wards"],
        ),
    ];
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    for (people, places, told) in cases {
        for (language, said) in ["en", "cy", "en-simple"].into_iter().zip(told) {
            desk = desk.speaking(language);
            let page = desk
                .post_files(
                    "/desk/plan/load",
                    &[("net", ""), ("date", "")],
                    &[("people", "p.csv", people), ("places", "s.csv", places)],
                )
                .await
                .unwrap();
            assert!(
                page.status == 422 && page.body.contains(said),
                "{language} {said}: {}",
                page.body
            );
        }
    }
}

/// Rows that were left out and what is to be known of the data were written down at load, and are read in any language.
#[tokio::test]
async fn what_was_left_out_is_read_later_in_any_language() {
    let (site, ground) = city().await;
    let (people, places) = tables(&ground);
    let people = format!("{people}moon,The moon,10,10,5,1,1\n");
    let mut desk = site.signed_in("sunita", Role::Supervisor, "desk").await.unwrap();
    desk.post_files(
        "/desk/plan/load",
        &[("net", ""), ("date", "")],
        &[
            ("people", "p.csv", people.as_bytes()),
            ("places", "s.csv", places.as_bytes()),
        ],
    )
    .await
    .unwrap();
    for (language, row, note) in [
        ("en", "moon lies in no ward", "no streets and no timetable"),
        ("cy", "nid yw moon yn yr un", "dim strydoedd a dim amserlen"),
        (
            "en-simple",
            "moon is in none of our wards",
            "So we guess all times",
        ),
    ] {
        desk = desk.speaking(language);
        let page = desk.get("/desk/plan").await.unwrap();
        assert!(
            page.status == 200 && page.body.contains(row) && page.body.contains(note),
            "{language}: {}",
            page.body
        );
    }
}
