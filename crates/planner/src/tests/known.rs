//! What is said of places of which something is not known, of those that are open for a part of the week, and of
//! figures that an estimate cannot tell.

use super::*;
use crate::pages::shown;
use page::{Lang, Tongue};

async fn with_places(places: &str) -> (TestSite, Desk, crate::Report) {
    let site = site(|| vec![crate::feature()]).await.unwrap();
    let mut what = what(&site);
    what.places = file(&site, "own.csv", places);
    let report = load(&site.site, &Planner::operator(), what, |_, _, _| {})
        .await
        .unwrap();
    let desk = Desk::newest(&site.site).await.unwrap();
    (site, desk, report)
}

fn tongue(site: &TestSite, lang: &str) -> Tongue {
    site.site.words().tongue(Lang::parse(lang).unwrap())
}

const STEP_FREE: Way = Way::FOUR[3];

#[tokio::test]
async fn hours_and_steps_that_nobody_has_said_count_against_a_place_and_that_is_said_everywhere() {
    let (site, desk, report) = with_places(
        "id,name,lat,lon,hours,state,step_free\nsouth,South,51.40,-0.1,24/7,open,yes\n\
         hall,Hall,51.60,-0.1,,open,\nnorth,North,51.70,-0.1,Mo-Su 08:00-22:00,open,no\n",
    )
    .await;
    let warned: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    for said in [
        "1 places have no opening hours: they are counted as open from 08:00 to 20:00",
        "of 1 places it is not said whether they have steps",
    ] {
        assert!(warned.iter().any(|w| w.contains(said)), "{warned:?}");
    }
    for (way, at, places) in [
        (Way::USUAL, At::USUAL, 3),
        (Way::USUAL, At::NIGHT, 1),
        (STEP_FREE, At::USUAL, 1),
    ] {
        let m = desk.measure(TODAY, way, at).await.unwrap();
        assert_eq!(m.places, places, "{way} {at}");
        let notes: Vec<String> = m.notes.iter().map(ToString::to_string).collect();
        assert!(
            notes.iter().any(|n| n.contains("from 08:00 to 20:00")),
            "{notes:?}"
        );
        let steps = notes.iter().any(|n| n.contains("count as places with steps"));
        assert_eq!(steps, way.is_step_free(), "{notes:?}");
        for lang in ["en", "cy", "en-simple"] {
            let told = shown::notes(&tongue(&site, lang), &m.notes);
            assert!(
                told.len() == notes.len() && told.iter().all(|t| !t.contains("planner-")),
                "{told:?}"
            );
        }
    }
    let c = desk.compare(TODAY, TODAY, Way::USUAL, At::NIGHT).await.unwrap();
    assert_eq!(c.notes.len(), 1, "{:?}", c.notes);
}

#[tokio::test]
async fn a_column_that_no_place_has_plays_no_part_and_that_is_said_too() {
    let (_site, desk, report) =
        with_places("id,name,lat,lon\nsouth,South,51.40,-0.1\nnorth,North,51.70,-0.1\n").await;
    let warned: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    assert!(
        warned.iter().any(|w| w.contains("no place has opening hours"))
            && warned.iter().any(|w| w.contains("all are counted as step-free")),
        "{warned:?}"
    );
    let night = desk.measure(TODAY, STEP_FREE, At::NIGHT).await.unwrap();
    assert_eq!((night.places, night.hours_unknown), (2, 2));
    let notes: Vec<String> = night.notes.iter().map(ToString::to_string).collect();
    assert!(
        notes[0].starts_with("No place in these data has opening hours")
            && notes[1].starts_with("No place in these data says whether it has steps"),
        "{notes:?}"
    );
}

fn session(id: &str, hours: &str) -> Edit {
    let text = format!(
        r#"{{"id":"{id}","name":"Session {id}","kind":"session","at":{{"lat":51.55,"lon":-0.1}},"hours":"{hours}","open":true}}"#
    );
    Edit::Add {
        site: serde_json::from_str(&text).unwrap(),
    }
}

#[tokio::test]
async fn a_place_that_is_open_for_a_part_of_the_week_says_for_how_much_of_it() {
    let (_site, desk) = loaded().await;
    let edits = vec![
        session("tue", "Tu 09:00-12:00"),
        session("wed", "We 14:00-16:30"),
        session("always", "24/7"),
        Edit::Hours {
            site: "south".into(),
            hours: "Sa 10:00-20:00".into(),
        },
        // It opens on most days of the week, as others do.
        Edit::Open {
            site: "middle".into(),
        },
    ];
    let made = desk
        .change(&Planner::operator(), "Sessions", "", edits, Vec::new())
        .await
        .unwrap();
    let notes: Vec<String> = made.compared.notes.iter().map(ToString::to_string).collect();
    let one = |name: &str| notes.iter().filter(|n| n.starts_with(name)).collect::<Vec<_>>();
    let [tue, wed, south] = ["Session tue", "Session wed", "South counter"].map(one);
    assert!(
        tue[0].contains("3 hours a week, and at 1 of the five"),
        "{notes:?}"
    );
    assert!(
        wed[0].contains("2.5 hours a week") && wed[0].contains("it does not count in these figures"),
        "{notes:?}"
    );
    assert!(south[0].contains("10 hours a week, and at 1 of"), "{notes:?}");
    assert_eq!(one("Session always").len() + one("Middle").len(), 0, "{notes:?}");
}

#[tokio::test]
async fn tables_of_an_estimate_say_how_many_it_cannot_tell_and_name_the_areas() {
    let (site, desk) = loaded().await;
    let made = desk
        .change(
            &Planner::operator(),
            "Only the south",
            "",
            vec![close("north")],
            Vec::new(),
        )
        .await
        .unwrap();
    let c = &made.compared;
    let english = tongue(&site, "en");
    let m = desk
        .measure(&made.scenario.id, Way::USUAL, At::USUAL)
        .await
        .unwrap();
    for table in shown::tables(&english, &m) {
        let heads: Vec<&str> = table.heads.iter().map(|h| h.text.as_str()).collect();
        let near = heads.iter().position(|h| h.starts_with("Too near 45"));
        assert!(near == Some(3), "{heads:?}");
        assert!(table.rows.iter().all(|r| r.len() == heads.len()));
    }
    let undecided: f64 = c.boroughs.iter().map(|b| b.after.undecided_45).sum();
    assert!(undecided > 0.0);
    let limits = shown::limits(&english, "planner-table-limits", &c.boroughs).unwrap();
    assert!(
        limits
            .rows
            .iter()
            .flatten()
            .any(|cell| cell.text.contains("up to")),
        "{:?}",
        limits.rows
    );
    let newly = &c.newly_over_45;
    assert!(newly.points_perhaps > 0 && newly.perhaps.len() == newly.points_perhaps);
    let people: f64 = newly.perhaps.iter().map(|a| a.people).sum();
    assert!((people - newly.undecided).abs() < 0.01);
    let tables = shown::newly(&english, c, shown::AREAS);
    assert!(
        tables
            .iter()
            .any(|t| t.caption.starts_with("May be newly over 45")
                && t.rows.iter().any(|r| r[0].text == newly.perhaps[0].name)),
        "{:?}",
        tables.iter().map(|t| &t.caption).collect::<Vec<_>>()
    );
    // In the table of figures each of these areas has a row.
    let table = desk.csv(&made.scenario.id).await.unwrap();
    let usual = table.lines().filter(|l| l.contains("transit,Tue 10:00"));
    let usual: Vec<&str> = usual.filter(|l| !l.contains("step-free")).collect();
    let count = |level: &str| usual.iter().filter(|l| l.contains(level)).count();
    assert_eq!(count(",point_newly_over_45,"), newly.points);
    assert_eq!(count(",point_may_be_newly_over_45,"), newly.points_perhaps);
}

#[tokio::test]
async fn more_areas_than_are_shown_are_told_and_every_ward_can_be_found_by_name() {
    let (site, desk) = loaded().await;
    let made = desk
        .change(&Planner::operator(), "S", "", vec![close("north")], Vec::new())
        .await
        .unwrap();
    let mut c = made.compared;
    let first = c.newly_over_60.named[0].clone();
    c.newly_over_45.named = vec![first; 120];
    c.newly_over_45.points = 120;
    for (lang, said) in [
        ("en", "25 of 120"),
        ("cy", "25 o 120"),
        ("en-simple", "120 in all"),
    ] {
        let table = &shown::newly(&tongue(&site, lang), &c, shown::AREAS)[0];
        assert!(table.caption.contains(said), "{}", table.caption);
        assert_eq!(table.rows.len(), 25);
    }
    let english = tongue(&site, "en");
    let all = shown::all_wards_of_change(&english, &c.wards).unwrap();
    let names: Vec<&str> = all.rows.iter().map(|r| r[0].text.as_str()).collect();
    assert_eq!(names, ["Ward 0", "Ward 1", "Ward 2", "Ward 3"]);
    // What is furthest away and what gets longest are not called the same.
    let m = desk.measure(TODAY, Way::USUAL, At::USUAL).await.unwrap();
    let caption = |list: Vec<shown::Shown>| list.last().unwrap().caption.clone();
    assert_ne!(
        caption(shown::tables(&english, &m)),
        caption(shown::tables_of_change(&english, &c))
    );
}

#[tokio::test]
async fn every_way_and_time_has_words_and_metres_are_not_called_minutes() {
    let (site, desk) = loaded().await;
    for lang in ["en", "cy", "en-simple"] {
        let tongue = tongue(&site, lang);
        for way in [
            "transit",
            "walk",
            "drive",
            "step-free-transit",
            "step-free",
            "cycle",
        ] {
            let words = Way::parse(way).unwrap().words(&tongue);
            assert!(!words.contains("planner-"), "{words}");
        }
        for at in ["Tue 14:00", "Mon 00:00", "Sun 23:59", "Wed 12:00"] {
            let words = At::parse(at).unwrap().words(&tongue);
            assert!(
                !words.contains("planner-") && !words.contains("weekday"),
                "{words}"
            );
        }
    }
    let english = tongue(&site, "en");
    assert_eq!(At::parse("Tue 14:00").unwrap().words(&english), "Tuesday 2pm");
    let metres = Way::Straight;
    for why in [
        desk.measure(TODAY, metres, At::USUAL)
            .await
            .map(|_| ())
            .unwrap_err(),
        desk.compare(TODAY, TODAY, metres, At::USUAL)
            .await
            .map(|_| ())
            .unwrap_err(),
        desk.geojson(TODAY, metres, At::USUAL)
            .await
            .map(|_| ())
            .unwrap_err(),
    ] {
        assert!(why.to_string().contains("metres, not minutes"), "{why}");
    }
}

#[tokio::test]
async fn no_figure_of_the_ninetieth_of_a_hundred_is_explained() {
    let (site, _, made) = shut_at_three().await;
    let desk = Desk::newest(&site.site).await.unwrap();
    let c = desk
        .compare(TODAY, &made.scenario.id, Way::USUAL, At::NIGHT)
        .await
        .unwrap();
    assert!(c.after.p90.is_none());
    let table = shown::summary_of_change(&tongue(&site, "en"), &c);
    let cells: Vec<&str> = table.rows.iter().flatten().map(|c| c.text.as_str()).collect();
    assert!(
        cells.contains(&"more than one in ten people cannot get there"),
        "{cells:?}"
    );
}
