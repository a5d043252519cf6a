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
    let bad = desk
        .post(
            &format!("{scenario}/add"),
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
    let bad = desk
        .post(
            &format!("{scenario}/places"),
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
    let bad = desk
        .post(
            &format!("{scenario}/money"),
            &[("what", "A"), ("amount", "lots"), ("source", "B")],
        )
        .await
        .unwrap();
    assert!(
        bad.status == 422 && bad.body.contains("value=\"lots\""),
        "{}",
        bad.body
    );
    let empty = desk
        .post(&format!("{scenario}/state"), &[("state", "published")])
        .await
        .unwrap();
    assert!(
        empty.status == 422 && empty.body.contains("changes nothing"),
        "{}",
        empty.body
    );
}
