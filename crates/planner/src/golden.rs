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
    assert!(report.estimate && report.warnings.iter().any(|w| w.contains("estimate")));
    // Two rows have no coordinates: named, and the others are there.
    let refused = &report.datasets[1].refused;
    assert!(
        !refused.is_empty() && refused.iter().all(|r| r.why.contains("no latitude")),
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
