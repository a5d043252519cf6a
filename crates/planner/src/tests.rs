//! The slice through its front door.

mod known;

use std::path::PathBuf;

use kernel::testing::{TestSite, site};

use crate::at::At;
use crate::scenario::{Edit, TODAY};
use crate::store::{self, Planner, State};
use crate::way::Way;
use crate::{Desk, Load, PlanError, load};

/// Sixteen points on a line that runs north, a hundred people each; a counter at each end and one that could be
/// opened in the middle.
pub const PEOPLE: &str =
    "id,name,lat,lon,people,aged_65,no_car,decile,ward_code,ward_name,borough_code,borough_name\n";

pub fn people() -> String {
    let mut text = PEOPLE.to_owned();
    for i in 0..16 {
        let lat = 51.40 + f64::from(i) * 0.02;
        text += &format!(
            "p{i},Point {i},{lat},-0.1,100,{},{},{},W{},Ward {},B{},Borough {}\n",
            i * 5,
            10,
            1 + i % 10,
            i / 4,
            i / 4,
            i / 8,
            i / 8
        );
    }
    text
}

pub const PLACES: &str = "id,name,kind,lat,lon,hours,state,step_free,borough_code,cost,receipt\n\
    south,South counter,counter,51.40,-0.1,24/7,open,yes,B0,100000,\n\
    north,North counter,counter,51.70,-0.1,Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00,open,no,B1,80000,2000000\n\
    middle,Middle library,library,51.54,-0.1,Mo-Sa 09:00-18:00,candidate,yes,B0,,\n";

pub fn file(site: &TestSite, name: &str, text: &str) -> PathBuf {
    let path = site.folder().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

pub fn what(site: &TestSite) -> Load {
    Load {
        people: file(site, "people.csv", &people()),
        places: file(site, "places.csv", PLACES),
        licence: "OGL v3.0".into(),
        date: Some("2026-03-01".parse().unwrap()),
        ..Load::default()
    }
}

pub async fn loaded() -> (TestSite, Desk) {
    let site = site(|| vec![crate::feature()]).await.unwrap();
    let what = what(&site);
    load(&site.site, &Planner::operator(), what, |_, _, _| {})
        .await
        .unwrap();
    let desk = Desk::newest(&site.site).await.unwrap();
    (site, desk)
}

fn close(id: &str) -> Edit {
    Edit::Close { site: id.into() }
}

#[tokio::test]
async fn what_is_loaded_is_kept_with_its_name_day_licence_and_checksum() {
    let (_site, desk) = loaded().await;
    assert_eq!(desk.datasets.len(), 2);
    let people = &desk.datasets[0];
    assert_eq!(
        (people.kind.as_str(), people.name.as_str()),
        ("people", "people.csv")
    );
    assert_eq!(
        (people.date.as_str(), people.licence.as_str()),
        ("2026-03-01", "OGL v3.0")
    );
    assert_eq!(people.checksum.len(), 64);
    assert_eq!((people.rows, people.rows_refused), (16, 0));
    assert!(
        desk.row.estimate
            && desk
                .row
                .warnings
                .iter()
                .any(|w| w.to_string().contains("estimate"))
    );
    assert_eq!(desk.base.sites.len(), 3);
}

#[tokio::test]
async fn today_is_measured_by_area_and_group_at_a_time_of_the_week() {
    let (_site, desk) = loaded().await;
    let day = desk.measure(TODAY, Way::USUAL, At::USUAL).await.unwrap();
    assert!(day.estimate);
    assert_eq!((day.places, day.hours_unknown), (2, 0));
    assert!((day.told.all.people - 1_600.0).abs() < 1e-6);
    assert_eq!((day.told.boroughs.len(), day.told.wards.len()), (2, 4));
    assert_eq!(day.told.groups.len(), 2);
    assert_eq!(day.told.deciles.len(), 10);
    let night = desk.measure(TODAY, Way::USUAL, At::NIGHT).await.unwrap();
    assert_eq!(night.places, 1);
    assert!(night.told.all.mean > day.told.all.mean);
    assert!(night.told.all.over_60 > day.told.all.over_60);
    // Whoever needs a way without steps cannot use the northern counter even by day.
    let without = desk
        .measure(TODAY, Way::parse("step-free-transit").unwrap(), At::USUAL)
        .await
        .unwrap();
    assert_eq!(without.places, 1);
}

#[tokio::test]
async fn the_same_question_gives_the_same_bytes() {
    let (site, desk) = loaded().await;
    let text = |m: &crate::Measured| serde_json::to_string(m).unwrap();
    let first = desk.measure(TODAY, Way::USUAL, At::USUAL).await.unwrap();
    // Read anew from the folder, as a program does that was started again.
    let fresh = crate::Base::open(
        desk.row.id.clone(),
        desk.row.week,
        site.site.data().path().join("plan").join(desk.row.id.as_str()),
        &[
            ("people", &desk.datasets[0].kept),
            ("places", &desk.datasets[1].kept),
        ],
        places::Holidays::of(site.site.days()),
    )
    .unwrap();
    assert_eq!(fresh.people, desk.base.people);
    let mut desk = desk;
    desk.base = std::sync::Arc::new(fresh);
    let second = desk.measure(TODAY, Way::USUAL, At::USUAL).await.unwrap();
    assert_eq!(text(&first), text(&second));
    assert_eq!(first.stamp.method, crate::ask::METHOD);
}

#[tokio::test]
async fn a_scenario_is_kept_and_compared_with_today() {
    let (site, desk) = loaded().await;
    let edits = vec![
        close("north"),
        Edit::Open {
            site: "middle".into(),
        },
    ];
    let made = desk
        .change(
            &Planner::operator(),
            "Into the library",
            "It is nearer",
            edits,
            Vec::new(),
        )
        .await
        .unwrap();
    assert!((made.money.a_year - 80_000.0).abs() < 1e-6 && (made.money.once - 2_000_000.0).abs() < 1e-6);
    let c = &made.compared;
    assert!(c.all.longer > 0.0 && c.all.shorter > 0.0);
    assert_eq!(c.boroughs[0].code, "B1", "worst off first");
    assert!(c.boroughs[0].change > Some(0.0));
    // By id and by name; and the other way round it is the negative.
    let back = desk
        .compare("Into the library", TODAY, Way::USUAL, At::USUAL)
        .await
        .unwrap();
    assert_eq!(back.all.change.map(|c| -c), c.all.change);
    let kept = store::scenarios(&mut site.site.db().read(), &desk.row.id)
        .await
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].state, kept[0].version), (State::Draft, 1));
    assert_eq!(kept[0].why, "It is nearer");
    let found = desk
        .measure(&kept[0].id.to_string(), Way::USUAL, At::USUAL)
        .await
        .unwrap();
    assert_eq!(found.told.all, c.after);
    let entries = kernel::audit::about(&mut site.site.db().read(), kept[0].id.as_str(), None, 9)
        .await
        .unwrap();
    assert_eq!(entries[0].action, "plan.scenario-made");
}

/// The counter that is open at night closes at three: who needs over an hour to it stands before a shut door.
async fn shut_at_three() -> (TestSite, Desk, crate::Made) {
    let (site, desk) = loaded().await;
    let hours = Edit::Hours {
        site: "south".into(),
        hours: "Mo-Su 00:00-03:00".into(),
    };
    let made = desk
        .change(&Planner::operator(), "Shut at three", "", vec![hours], Vec::new())
        .await
        .unwrap();
    (site, desk, made)
}

#[tokio::test]
async fn who_can_get_there_no_more_is_counted_as_that_and_comes_first_everywhere() {
    let (site, desk, made) = shut_at_three().await;
    let c = desk
        .compare(TODAY, &made.scenario.id, Way::USUAL, At::NIGHT)
        .await
        .unwrap();
    assert!(c.lost > 0.0 && c.lost < 1_600.0 && c.gained == 0.0, "{c:?}");
    // Those who still get there need as long as before, and nobody else is in either mean.
    assert_eq!(c.all.mean_before, c.all.mean_after);
    assert_eq!((c.all.change, c.all.longer), (Some(0.0), 0.0));
    assert_eq!(
        (c.before.mean, c.after.mean),
        (c.all.mean_before, c.all.mean_after)
    );
    for list in [&c.wards, &c.boroughs, &c.groups, &c.deciles] {
        assert!(
            list[0].lost > 0.0 && list.is_sorted_by(|a, b| a.lost >= b.lost),
            "{list:?}"
        );
    }
    // On the map a ward that is cut off has a colour of its own.
    assert_eq!(crate::map::change_colour(&c.wards[0]), Some(crate::map::LOST.1));
    assert!(c.wards[0].change.is_none());
    let tongue = site.site.words().tongue(page::Lang::EN);
    let told = crate::pages::shown::told(&tongue, &c);
    assert!(told.contains("could no longer get there at all"), "{told}");
    let tables = crate::pages::shown::tables_of_change(&tongue, &c);
    assert!(
        tables
            .iter()
            .all(|t| t.heads.last().unwrap().text == "People who can no longer get there")
    );
    // In the table what is after less what was before is the change, and who is lost has a column.
    let table = desk.csv(&made.scenario.id).await.unwrap();
    let column = |name: &str| crate::export::columns().iter().position(|c| c == name).unwrap();
    let mut lost = 0;
    for row in csv::Reader::from_reader(table.as_bytes()).records() {
        let row = row.unwrap();
        let number = |name: &str| row[column(name)].parse::<f64>().ok();
        let (before, after) = (
            number("mean_before_of_who_gets_there_both_times"),
            number("mean_after_of_who_gets_there_both_times"),
        );
        if row[5].starts_with("point_") {
            continue;
        }
        let change = before.zip(after).map(|(b, a)| crate::measure::round2(a - b));
        assert_eq!(change, number("change"), "{row:?}");
        lost += usize::from(number("lost") > Some(0.0));
    }
    assert!(lost > 0);
}

#[tokio::test]
async fn what_an_estimate_cannot_tell_is_said_beside_what_it_can() {
    let (site, desk, _) = shut_at_three().await;
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
    let c = made.compared;
    let newly = &c.newly_over_45;
    assert!(c.estimate && newly.undecided > 0.0, "{newly:?}");
    // Together they are at least as many as are over or near the limit after and were not before.
    let near = |f: &crate::Figures| f.over_45 + f.undecided_45;
    assert!(newly.people + newly.undecided >= near(&c.after) - near(&c.before) - 0.02);
    for (lang, said) in [
        ("en", "an estimate cannot tell"),
        ("cy", "ni all amcangyfrif"),
        ("en-simple", "up to"),
    ] {
        let tongue = site.site.words().tongue(page::Lang::parse(lang).unwrap());
        let told = crate::pages::shown::told(&tongue, &c);
        let more = tongue.number(newly.undecided.round() as i64);
        assert!(told.contains(said) && told.contains(&more), "{told}");
    }
    // Where nothing changes no ward is the worst.
    let none = desk.compare(TODAY, TODAY, Way::USUAL, At::USUAL).await.unwrap();
    let tongue = site.site.words().tongue(page::Lang::EN);
    assert!(crate::pages::shown::told(&tongue, &none).contains("Nothing changes for anyone"));
    let tables = crate::pages::shown::tables_of_change(&tongue, &none);
    assert!(!tables.iter().any(|t| t.caption.contains("gets longest")));
}

#[tokio::test]
async fn a_place_far_outside_the_force_is_refused_in_a_scenario_as_in_a_load() {
    let (_site, desk) = loaded().await;
    let nowhere = travel::geo::Place { lat: 0.0, lon: 0.0 };
    let mut added = desk.base.sites[0].clone();
    added.id = "far".into();
    added.at = nowhere;
    let by = Planner::operator();
    for edit in [
        Edit::Move {
            site: "south".into(),
            at: nowhere,
            to: String::new(),
        },
        Edit::Add { site: added.into() },
    ] {
        let change = desk.change(&by, "Far", "", vec![edit.clone()], Vec::new()).await;
        let draft = desk.draft(&by, "Far", "", vec![edit]).await;
        for why in [change.map(|_| ()).unwrap_err(), draft.map(|_| ()).unwrap_err()] {
            assert!(why.to_string().contains("outside the force"), "{why}");
        }
    }
    assert!(desk.scenarios().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_name_is_of_one_scenario_or_an_id_is_asked_for() {
    let (site, desk) = loaded().await;
    let by = Planner::operator();
    for _ in 0..2 {
        desk.draft(&by, "Twice", "", vec![close("north")]).await.unwrap();
    }
    let names = async |desk: &Desk| -> Vec<String> {
        let mut names: Vec<String> = desk
            .scenarios()
            .await
            .unwrap()
            .into_iter()
            .map(|s| s.name)
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(&desk).await, ["Twice", "Twice (2)"]);
    // Of data loaded before they are still there, and can be made anew.
    for _ in 0..2 {
        site.wait_minutes(1);
        load(&site.site, &by, what(&site), |_, _, _| {}).await.unwrap();
        let newest = Desk::newest(&site.site).await.unwrap();
        let earlier = newest.earlier().await.unwrap();
        assert!(earlier.len() >= 2 && names(&newest).await.is_empty());
        let old = &earlier.iter().find(|(s, _)| s.name == "Twice").unwrap().0;
        newest.anew(&by, &desk, old).await.unwrap();
        assert_eq!(names(&newest).await, ["Twice"]);
    }
    site.wait_minutes(1);
    load(&site.site, &by, what(&site), |_, _, _| {}).await.unwrap();
    let why = Desk::holding(&site.site, "Twice").await.unwrap_err().to_string();
    assert!(why.contains("several scenarios") && why.contains("scn_"), "{why}");
}

#[tokio::test]
async fn who_is_newly_far_away_is_named() {
    let (_site, desk) = loaded().await;
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
    let newly = &made.compared.newly_over_60;
    assert!(newly.people > 0.0 && newly.points == newly.named.len());
    let one = &newly.named[0];
    assert_eq!(
        (one.place_before.as_str(), one.place_after.as_str()),
        ("North counter", "South counter")
    );
    assert!(one.before < one.after && one.borough == "Borough 1");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_nothing_is_kept() {
    let (site, desk) = loaded().await;
    let by = Planner::operator();
    let change = async |name: &str, edits: Vec<Edit>| {
        desk.change(&by, name, "", edits, Vec::new())
            .await
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert!(
        change("A", vec![close("nowhere")])
            .await
            .contains("no place nowhere")
    );
    assert!(
        change("A", vec![close("south"), close("north")])
            .await
            .contains("no place would be open")
    );
    assert!(change(" ", vec![close("south")]).await.contains("needs a name"));
    assert!(
        change("today", vec![close("south")])
            .await
            .contains("needs a name")
    );
    assert!(change("A", Vec::new()).await.contains("at least one change"));
    assert!(
        store::scenarios(&mut site.site.db().read(), &desk.row.id)
            .await
            .unwrap()
            .is_empty()
    );
    let none = desk
        .measure("scn_nothere", Way::USUAL, At::USUAL)
        .await
        .unwrap_err();
    assert!(matches!(none, PlanError::NoScenario(_)));
}

#[tokio::test]
async fn a_load_that_fails_leaves_nothing_and_the_base_before_stays() {
    let (site, desk) = loaded().await;
    let bases = || {
        std::fs::read_dir(site.site.data().path().join("plan"))
            .unwrap()
            .count()
    };
    let before = bases();
    let mut bad = what(&site);
    bad.places = file(&site, "bad.csv", "id,name,lat\nx,X,51\n");
    let why = load(&site.site, &Planner::operator(), bad, |_, _, _| {})
        .await
        .unwrap_err();
    assert!(
        why.to_string()
            .starts_with("bad.csv, row 1: there is no column lon"),
        "{why}"
    );
    let mut absent = what(&site);
    absent.net = Some("no.net".into());
    assert!(
        load(&site.site, &Planner::operator(), absent, |_, _, _| {})
            .await
            .is_err()
    );
    assert_eq!(bases(), before);
    let newest = store::newest_base(&mut site.site.db().read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(newest.id, desk.row.id);
    let same = store::base(&mut site.site.db().read(), &newest.id).await.unwrap();
    assert_eq!(same.map(|b| b.name).as_deref(), Some("people"));
}

#[tokio::test]
async fn what_lies_far_from_all_others_is_outside_the_force_and_left_out_by_row() {
    let site = site(|| vec![crate::feature()]).await.unwrap();
    let mut far = what(&site);
    far.people = file(
        &site,
        "p.csv",
        &(people() + "moon,Moon,10.0,10.0,7,1,1,1,W0,,B0,\n"),
    );
    far.places = file(
        &site,
        "s.csv",
        &(PLACES.to_owned() + "sun,Sun,counter,0.1,0.1,24/7,open,yes,B0,1,\n"),
    );
    let report = load(&site.site, &Planner::operator(), far, |_, _, _| {})
        .await
        .unwrap();
    assert_eq!((report.points, report.places), (16, 3));
    let told = |i: usize| &report.datasets[i].refused[0];
    assert_eq!((told(0).row, told(1).row), (18, 5));
    assert!(
        told(0).why.to_string().contains("moon lies")
            && told(1).why.to_string().contains("outside the force")
    );
}

#[tokio::test]
async fn a_scenario_of_data_loaded_before_is_still_measured_with_them() {
    let (site, desk) = loaded().await;
    let made = desk
        .change(&Planner::operator(), "Old", "", vec![close("north")], Vec::new())
        .await
        .unwrap();
    site.wait_minutes(1);
    load(&site.site, &Planner::operator(), what(&site), |_, _, _| {})
        .await
        .unwrap();
    let newest = Desk::newest(&site.site).await.unwrap();
    assert_ne!(newest.row.id, desk.row.id);
    for name in [made.scenario.id.as_str(), "Old"] {
        let own = Desk::holding(&site.site, name).await.unwrap();
        assert_eq!(own.row.id, desk.row.id);
        let told = own.measure(name, Way::USUAL, At::USUAL).await.unwrap();
        assert_eq!(told.told.all, made.compared.after);
    }
    assert_eq!(
        Desk::holding(&site.site, TODAY).await.unwrap().row.id,
        newest.row.id
    );
    let none = Desk::holding(&site.site, "Nothing").await.unwrap();
    assert_eq!(none.row.id, newest.row.id);
}

#[tokio::test]
async fn before_anything_is_loaded_the_answer_says_so() {
    let site = site(|| vec![crate::feature()]).await.unwrap();
    assert!(matches!(Desk::newest(&site.site).await, Err(PlanError::Nothing)));
}

#[tokio::test]
async fn every_figure_of_a_scenario_is_there_as_a_table_and_as_a_map() {
    let (_site, desk) = loaded().await;
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
    let table = desk.csv("Only the south").await.unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(rows.headers().unwrap().len(), crate::export::columns().len());
    let mut rows: Vec<csv::StringRecord> = rows.records().map(|r| r.unwrap()).collect();
    rows.retain(|r| !r[5].starts_with("point_"));
    // Four ways, five times; everyone, two groups, ten deciles, two boroughs, four wards.
    assert_eq!(rows.len(), 4 * 5 * (1 + 2 + 10 + 2 + 4));
    let usual = rows
        .iter()
        .find(|r| &r[2] == "transit" && &r[3] == "Tue 10:00" && &r[5] == "all")
        .unwrap();
    assert_eq!(usual[11].parse::<f64>().ok(), made.compared.all.change);
    let column = |name: &str| {
        let at = crate::export::columns().iter().position(|c| c == name).unwrap();
        usual[at].parse::<f64>().ok()
    };
    assert_eq!(column("over_60_after"), Some(made.compared.after.over_60));
    assert_eq!(column("p90_before"), made.compared.before.p90);
    let map = desk
        .geojson(&made.scenario.id, Way::USUAL, At::USUAL)
        .await
        .unwrap();
    let map: serde_json::Value = serde_json::from_str(&map).unwrap();
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), 3 + 16);
    let point = &features.last().unwrap()["properties"];
    assert_eq!(
        (&point["place_before_name"], &point["place_after_name"]),
        (&"North counter".into(), &"South counter".into())
    );
    let north = features
        .iter()
        .find(|f| f["properties"]["id"] == "north")
        .unwrap();
    assert_eq!(
        (
            &north["properties"]["open_before"],
            &north["properties"]["open_after"]
        ),
        (&true.into(), &false.into())
    );
}

#[tokio::test]
async fn a_wish_is_answered_about_what_is_loaded() {
    let (_site, desk) = loaded().await;
    let wish = crate::Wish::parse("w", r#"{"ask":"best","places":2}"#).unwrap();
    let p = desk.solve(wish, crate::Effort::default()).await.unwrap();
    assert!(p.found && p.proved && p.open.len() == 2 && p.estimate);
    let made = desk
        .change(&Planner::operator(), "Proposed", "", p.edits.clone(), Vec::new())
        .await;
    assert_eq!(made.is_ok(), !p.edits.is_empty());
}

#[tokio::test]
async fn files_that_lie_apart_are_both_named_and_a_day_to_come_is_refused() {
    let site = site(|| vec![crate::feature()]).await.unwrap();
    let by = Planner::operator();
    let swap = |text: &str| text.replacen("lat,lon", "lon,lat", 1);
    let mut swapped = what(&site);
    swapped.people = file(&site, "people.csv", &swap(&people()));
    let why = load(&site.site, &by, swapped, |_, _, _| {})
        .await
        .unwrap_err()
        .to_string();
    assert!(
        why.starts_with("people.csv, places.csv: ") && why.contains("swapped"),
        "{why}"
    );
    let mut swapped = what(&site);
    swapped.places = file(&site, "s.csv", &swap(PLACES));
    swapped.people = file(&site, "people.csv", &people());
    let why = load(&site.site, &by, swapped, |_, _, _| {})
        .await
        .unwrap_err()
        .to_string();
    assert!(
        why.starts_with("people.csv, s.csv: ") && why.contains("swapped"),
        "{why}"
    );
    let mut future = what(&site);
    future.date = Some("2099-01-01".parse().unwrap());
    let why = load(&site.site, &by, future, |_, _, _| {})
        .await
        .unwrap_err()
        .to_string();
    assert_eq!(why, "people.csv: its day 2099-01-01 is in the future");
}

#[tokio::test]
async fn the_same_files_loaded_again_make_the_same_map_and_sets_of_people_have_names() {
    let (site, desk) = loaded().await;
    let make = async |desk: &Desk| {
        let by = Planner::operator();
        let made = desk
            .change(&by, "Same", "", vec![close("north")], Vec::new())
            .await
            .unwrap();
        let map = desk
            .geojson(&made.scenario.id, Way::USUAL, At::USUAL)
            .await
            .unwrap();
        (map, made.compared, desk.csv(&made.scenario.id).await.unwrap())
    };
    let (first, compared, table) = make(&desk).await;
    site.wait_minutes(1);
    load(&site.site, &Planner::operator(), what(&site), |_, _, _| {})
        .await
        .unwrap();
    let (again, _, _) = make(&Desk::newest(&site.site).await.unwrap()).await;
    assert_eq!(first, again);
    let aged = compared.groups.iter().find(|g| g.code == "aged_65").unwrap();
    assert_eq!(aged.name, "People aged 65 and over");
    assert!(
        compared
            .deciles
            .iter()
            .any(|d| d.name == "Deprivation group 3 of 10")
    );
    assert!(
        table.contains(",group,aged_65,People aged 65 and over,"),
        "{table}"
    );
}
