//! What was proved or computed elsewhere, where the shared data folder is present: `BLUELAMP_SHARED`, or the folder
//! `shared` beside the project.

use std::path::PathBuf;

use kernel::testing::site;

use crate::solve::Effort;
use crate::store::Planner;
use crate::wish::Wish;
use crate::{At, Desk, Load, TODAY, Way, load};

fn shared(file: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BLUELAMP_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let path = root.join("data").join(file);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {file} of the shared data folder is not here");
    None
}

#[tokio::test]
async fn the_london_instance_reaches_its_proved_optima() {
    let Some(people) = shared("07_location/london_ref_demand_msoa.csv") else {
        return;
    };
    let Some(places) = shared("07_location/london_ref_candidates_police.csv") else {
        return;
    };
    let Some(optima) = shared("07_location/london_ref_optima.json") else {
        return;
    };
    let site = site(|| vec![crate::feature()]).await.unwrap();
    let what = Load {
        people,
        places,
        ..Load::default()
    };
    let report = load(&site.site, &Planner::operator(), what, |_, _, _| {})
        .await
        .unwrap();
    assert_eq!((report.points, report.places), (1_002, 184));
    let desk = Desk::newest(&site.site).await.unwrap();
    let optima: serde_json::Value = serde_json::from_slice(&std::fs::read(optima).unwrap()).unwrap();
    for one in optima.as_array().unwrap() {
        let p = one["p"].as_u64().unwrap();
        let wish = format!(r#"{{"ask":"best","places":{p},"mode":"straight-line"}}"#);
        let found = desk
            .solve(Wish::parse("wish", &wish).unwrap(), Effort::default())
            .await
            .unwrap();
        assert_eq!(
            found.objective,
            one["objective_pop_metres"].as_f64(),
            "p {p}: {}",
            found.method
        );
        assert!(found.proved && !found.estimate, "p {p}: {found:?}");
    }
}

#[tokio::test]
async fn london_loads_from_open_data_with_estimates_and_says_so() {
    let Some(people) = shared("03_demography/london_lsoa21_master.csv") else {
        return;
    };
    let Some(places) = shared("04_sites/police_sites_london.csv") else {
        return;
    };
    let site = site(|| vec![crate::feature()]).await.unwrap();
    let what = Load {
        people,
        places,
        ..Load::default()
    };
    let report = load(&site.site, &Planner::operator(), what, |_, _, _| {})
        .await
        .unwrap();
    assert_eq!(report.points, 4_994);
    assert!(report.estimate && report.warnings.iter().any(|w| w.to_string().contains("estimate")));
    // Two rows have no coordinates: named, and the others are there.
    let refused = &report.datasets[1].refused;
    assert!(
        !refused.is_empty() && refused.iter().all(|r| r.why.to_string().contains("no latitude")),
        "{refused:?}"
    );
    let desk = Desk::newest(&site.site).await.unwrap();
    let found = desk.measure(TODAY, Way::USUAL, At::USUAL).await.unwrap();
    assert_eq!(found.told.boroughs.len(), 33);
    assert_eq!(found.told.deciles.len(), 10);
    assert!(
        (found.told.all.people - 8_799_728.0).abs() < 2_000.0,
        "{}",
        found.told.all.people
    );
    assert!(found.estimate && found.told.all.over_60 < 1.0);
}

/// Streets and timetables of two cities: the planner's figures are those that follow from the table that `travel matrix`
/// writes, added up here in another way.
async fn agrees(osm: &str, gtfs: &[&str], people: PathBuf, places: PathBuf, depart: &str) {
    let Some(osm) = shared(osm) else { return };
    let Some(gtfs) = gtfs.iter().map(|g| shared(g)).collect::<Option<Vec<_>>>() else {
        return;
    };
    let site = site(|| vec![crate::feature()]).await.unwrap();
    let net = site.folder().join("city.net");
    let inputs = travel::Inputs {
        osm: vec![osm],
        gtfs,
        ..travel::Inputs::default()
    };
    let none = travel::Progress::none();
    travel::run::build(&inputs, &net, &none).unwrap();
    let when = travel::When::parse(depart).unwrap();
    let what = Load {
        people: people.clone(),
        places: places.clone(),
        net: Some(net.clone()),
        week: Some(depart[..10].parse().unwrap()),
        licence: "OGL v3.0".into(),
        date: Some("2021-03-21".parse().unwrap()),
        ..Load::default()
    };
    let report = load(&site.site, &Planner::operator(), what, |_, _, _| {})
        .await
        .unwrap();
    assert!(!report.estimate, "{:?}", report.warnings);
    assert!(
        report
            .warnings
            .iter()
            .any(|w| w.to_string().contains("its timetable ended on")),
        "{:?}",
        report.warnings
    );
    // The streets are OpenStreetMap's, whatever the licence of the people is, and the day is that of the timetable.
    let streets = report.datasets.iter().find(|d| d.kind == "net").unwrap();
    assert!(
        streets.licence.contains("OpenStreetMap contributors"),
        "{streets:?}"
    );
    assert!(streets.source.contains(".pbf"), "{streets:?}");
    assert_ne!(streets.date, "2021-03-21");
    let trips = report
        .warnings
        .iter()
        .any(|w| w.to_string().contains("trips under way"));
    assert!(trips, "{:?}", report.warnings);
    let desk = Desk::newest(&site.site).await.unwrap();
    let net = travel::Network::load(&net).unwrap();
    for mode in [travel::Mode::Walk, travel::Mode::Drive, travel::Mode::Transit] {
        let point = |id: &str, place: travel::geo::Place| travel::run::Point {
            id: id.to_owned(),
            place,
        };
        let from: Vec<_> = desk
            .base
            .people
            .ids
            .iter()
            .zip(&desk.base.people.at)
            .map(|(i, p)| point(i, *p))
            .collect();
        let to: Vec<_> = desk.base.sites.iter().map(|s| point(&s.id, s.at)).collect();
        let out = site.folder().join("matrix.csv");
        let how = travel::run::Options::default();
        travel::run::matrix(&net, &from, &to, mode, Some(&when), &out, &how, &none).unwrap();
        // The nearest place of each point, from the text of the table.
        let mut nearest = std::collections::HashMap::<String, f64>::new();
        for row in csv::Reader::from_path(&out).unwrap().records() {
            let row = row.unwrap();
            if let Ok(minutes) = row[2].parse::<f64>() {
                let slot = nearest.entry(row[0].to_owned()).or_insert(f64::INFINITY);
                *slot = slot.min(minutes);
            }
        }
        // Who is near no street of the way cannot be told, and is counted apart.
        let far = crate::base::far_from(&net, mode.street(), &desk.base.people.at);
        let points = desk.base.people.ids.iter().zip(&desk.base.people.people);
        let mut list: Vec<(f64, f64)> = points
            .zip(&far)
            .filter(|((_, n), far)| **n > 0.0 && !**far)
            .map(|((id, n), _)| (nearest.get(id).copied().unwrap_or(f64::INFINITY), *n))
            .collect();
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = list.iter().map(|p| p.1).sum();
        let beyond = |limit: f64| list.iter().filter(|p| p.0 > limit).map(|p| p.1).sum::<f64>();
        let reached: Vec<&(f64, f64)> = list.iter().filter(|p| p.0.is_finite()).collect();
        let mean = reached.iter().map(|p| p.0 * p.1).sum::<f64>() / reached.iter().map(|p| p.1).sum::<f64>();
        let share = |q: f64| {
            let mut so_far = 0.0;
            list.iter()
                .find(|p| {
                    so_far += p.1;
                    so_far >= q * all - 1e-9
                })
                .map(|p| p.0)
        };
        let told = desk
            .measure(TODAY, Way::Travel(mode), At::USUAL)
            .await
            .unwrap()
            .told
            .all;
        let near = |a: Option<f64>, b: f64| {
            (a.unwrap_or(f64::INFINITY) - b).abs() < 0.011 || (a.is_none() && b.is_infinite())
        };
        assert!((told.people - told.untold - all).abs() < 0.01);
        assert!(
            (told.over_45 - beyond(45.0)).abs() < 0.01 && (told.over_60 - beyond(60.0)).abs() < 0.01,
            "{mode:?} {told:?}"
        );
        assert!(near(told.mean, mean), "{mode:?} {told:?} {mean}");
        assert!(
            near(told.median, share(0.5).unwrap()) && near(told.p90, share(0.9).unwrap()),
            "{mode:?} {told:?}"
        );
        assert!((told.not_reached - (all - reached.iter().map(|p| p.1).sum::<f64>())).abs() < 0.01);
        assert_eq!((told.undecided_45, told.undecided_60), (0.0, 0.0));
    }
    // At night nothing runs, or less: nobody gets there sooner by public transport.
    let by_day = desk.measure(TODAY, Way::USUAL, At::USUAL).await.unwrap().told.all;
    let by_night = desk.measure(TODAY, Way::USUAL, At::NIGHT).await.unwrap().told.all;
    assert!(by_night.over_60 >= by_day.over_60);
}

#[tokio::test]
async fn porto_alegre_is_measured_as_the_table_of_its_streets_and_timetable_says() {
    let Some(people) = shared("06_travel/porto_alegre_br/poa_hexgrid.csv") else {
        return;
    };
    let Some(points) = shared("06_travel/porto_alegre_br/poa_points_of_interest.csv") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    // Every hundredth of a city's people and a few of its places: the sum is the same work as the whole.
    let some = |from: &PathBuf, to: &str, every: usize| {
        let text = std::fs::read_to_string(from).unwrap();
        let mut kept: Vec<&str> = text.lines().take(1).collect();
        kept.extend(text.lines().skip(1).step_by(every));
        let path = folder.path().join(to);
        std::fs::write(&path, kept.join("\n")).unwrap();
        path
    };
    let (people, places) = (some(&people, "people.csv", 6), some(&points, "places.csv", 2));
    let gtfs = [
        "06_travel/porto_alegre_br/poa_eptc.zip",
        "06_travel/porto_alegre_br/poa_trensurb.zip",
    ];
    agrees(
        "06_travel/porto_alegre_br/poa_osm.pbf",
        &gtfs,
        people,
        places,
        "2019-05-14T10:00",
    )
    .await;
}

#[tokio::test]
async fn newport_is_measured_as_the_table_of_its_streets_and_timetable_says() {
    let folder = tempfile::tempdir().unwrap();
    // Invented people on a grid over the middle of the city, three places.
    let mut people = String::from("id,lat,lon,people\n");
    for i in 0..20 {
        for j in 0..20 {
            people += &format!(
                "g{i}-{j},{},{},{}\n",
                51.575 + f64::from(i) * 0.0015,
                -3.03 + f64::from(j) * 0.0035,
                10 + (i * j) % 7
            );
        }
    }
    let places = "name,lat,lon,hours\nCentre,51.588,-2.997,24/7\nWest,51.583,-3.03,24/7\nEast,51.592,-2.95,Mo-Su 08:00-22:00\n";
    let (first, second) = (folder.path().join("people.csv"), folder.path().join("places.csv"));
    std::fs::write(&first, people).unwrap();
    std::fs::write(&second, places).unwrap();
    let gtfs = ["06_travel/newport_uk/newport-20230613_gtfs.zip"];
    agrees(
        "06_travel/newport_uk/newport-2023-06-13.osm.pbf",
        &gtfs,
        first,
        second,
        "2023-07-11T10:00",
    )
    .await;
}

#[tokio::test]
async fn streets_that_miss_part_of_the_force_and_places_in_the_river_are_named_by_row() {
    let Some(osm) = shared("06_travel/newport_uk/newport-2023-06-13.osm.pbf") else {
        return;
    };
    let site = site(|| vec![crate::feature()]).await.unwrap();
    let net = site.folder().join("streets.net");
    let inputs = travel::Inputs {
        osm: vec![osm],
        ..travel::Inputs::default()
    };
    travel::run::build(&inputs, &net, &travel::Progress::none()).unwrap();
    let mut people = String::from("id,lat,lon,people\n");
    for i in 0..30 {
        people += &format!("p{i},{},-2.997,10\n", 51.58 + f64::from(i) * 0.0005);
    }
    people += "far,52.9,-2.0,77\n";
    // The second stands in the Severn estuary.
    let places = "name,lat,lon\nCentre,51.588,-2.997\nEstuary,51.50,-2.98\nOther,51.59,-2.99\n";
    let (first, second) = (site.folder().join("people.csv"), site.folder().join("places.csv"));
    std::fs::write(&first, people).unwrap();
    std::fs::write(&second, places).unwrap();
    let what = Load {
        people: first,
        places: second,
        net: Some(net),
        ..Load::default()
    };
    let report = load(&site.site, &Planner::operator(), what, |_, _, _| {})
        .await
        .unwrap();
    let told = |i: usize| &report.datasets[i].refused[0];
    assert_eq!((told(0).row, told(1).row), (32, 3), "{:?}", report.datasets);
    assert!(
        told(0).why.to_string().contains("no street of streets.net")
            && told(1).why.to_string().contains("in the water")
    );
    assert!(
        report
            .warnings
            .iter()
            .any(|w| w.to_string().contains("its streets miss 1 points with 77 people")),
        "{:?}",
        report.warnings
    );
    assert!(
        report
            .warnings
            .iter()
            .any(|w| w.to_string().contains("no timetable"))
    );
}
