//! The planner of the demonstration: where its people live, the places there are and could be, one published plan.

use std::fmt::Write;

use ::planner::{Desk, Edit, Load, Planner, State, load};
use anyhow::anyhow;
use atlas::{Gazetteer, LatLon, WardIx};
use kernel::Site;

use super::fill::Chance;

/// Points of each ward.
const POINTS: usize = 8;
/// Counters that are open by day, besides the one of each borough that never closes.
const DAYTIME: usize = 40;

pub async fn fill(site: &Site, chance: &mut Chance) -> anyhow::Result<()> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    let folder = site.data().path().join("plan").join("demo");
    std::fs::create_dir_all(&folder)?;
    let (people, places) = (folder.join("people.csv"), folder.join("places.csv"));
    std::fs::write(&people, people_of(&ground, chance)?)?;
    std::fs::write(&places, places_of(&ground, chance)?)?;
    let what = Load {
        people,
        places,
        name: Some("Doggerham, invented".to_owned()),
        date: Some(site.now().date(site.days().zone())),
        licence: "Invented for the demonstration".to_owned(),
        source: "bluelamp demo".to_owned(),
        ..Load::default()
    };
    load(site, &Planner::operator(), what, |_, _, _| {}).await?;
    std::fs::remove_dir_all(&folder)?;
    publish(site).await
}

/// Small areas around postcodes of each ward.
fn people_of(ground: &Gazetteer, chance: &mut Chance) -> anyhow::Result<String> {
    let areas = ground.areas();
    let mut of_ward: Vec<Vec<LatLon>> = vec![Vec::new(); areas.wards().len()];
    for place in ground.postcodes().iter() {
        if let Some(list) = place.ward.and_then(|w| of_ward.get_mut(usize::from(w.0))) {
            list.push(place.at);
        }
    }
    let mut text = String::from("id,name,lat,lon,people,aged_65,disabled,no_car,little_english,decile\n");
    for (number, ward) in (0_u16..).zip(areas.wards()) {
        let spots = of_ward
            .get(usize::from(WardIx(number).0))
            .map_or(&[][..], Vec::as_slice);
        let all = u64::from(ward.population.unwrap_or(10_000));
        // Neighbouring small areas are alike: each ward has a middle, each area lies around it.
        let middle = 1 + chance.below(10);
        for part in 0..POINTS {
            let at = spots
                .get(part * spots.len() / POINTS)
                .copied()
                .unwrap_or(ward.middle);
            let people = all / 10 + chance.below(all / 20);
            let decile = (middle + chance.below(3)).saturating_sub(1).clamp(1, 10);
            let mut share = |least: u64, more: u64| people * (least + chance.below(more)) / 100;
            let (old, disabled, no_car, little) = (share(8, 14), share(10, 12), share(20, 45), share(1, 9));
            writeln!(
                text,
                "{}-{},{} {},{:.6},{:.6},{people},{old},{disabled},{no_car},{little},{decile}",
                ward.code,
                part + 1,
                ward.name,
                part + 1,
                at.lat(),
                at.lon()
            )?;
        }
    }
    Ok(text)
}

/// A counter in each borough that never closes, others by day, libraries and fire stations that could open a desk,
/// custody suites.
fn places_of(ground: &Gazetteer, chance: &mut Chance) -> anyhow::Result<String> {
    let areas = ground.areas();
    let mut text = String::from("id,name,kind,lat,lon,hours,state,step_free,cost,receipt,cells\n");
    let mut line = |id: String, name: String, kind: &str, at: LatLon, rest: String| {
        writeln!(text, "{id},{name},{kind},{:.6},{:.6},{rest}", at.lat(), at.lon())
    };
    let code = |c: &str| c.to_lowercase();
    for borough in areas.boroughs() {
        let at = borough.shape.middle();
        let cost = 520_000 + chance.below(80) * 1_000;
        let id = format!("counter-{}", code(borough.code.as_str()));
        let name = format!("{} Police Station", borough.name);
        line(id, name, "counter", at, format!("24/7,open,yes,{cost},,"))?;
        let id = format!("custody-{}", code(borough.code.as_str()));
        let cells = 14 + chance.below(20);
        line(
            id,
            format!("{} Custody Suite", borough.name),
            "custody",
            at,
            format!("24/7,open,yes,,,{cells}"),
        )?;
    }
    let wards = areas.wards();
    for number in 0..DAYTIME {
        let Some(ward) = wards.get(number * wards.len() / DAYTIME) else {
            continue;
        };
        let (cost, receipt) = (
            180_000 + chance.below(90) * 1_000,
            900_000 + chance.below(40) * 100_000,
        );
        let step_free = if chance.below(4) == 0 { "no" } else { "yes" };
        let id = format!("counter-{}", code(ward.code.as_str()));
        let rest = format!("\"Mo-Fr 10:00-22:00; Sa,Su 09:00-19:00\",open,{step_free},{cost},{receipt},");
        line(id, format!("{} Counter", ward.name), "counter", ward.middle, rest)?;
    }
    for (number, ward) in wards.iter().enumerate().filter(|(n, _)| n % 3 == 1) {
        let (kind, name) = if number % 4 == 1 {
            ("fire-station", "Fire Station")
        } else {
            ("library", "Library")
        };
        let cost = 20_000 + chance.below(15) * 1_000;
        let id = format!("{kind}-{}", code(ward.code.as_str()));
        let rest = format!("\"Mo-Sa 09:00-18:00\",candidate,yes,{cost},,");
        line(id, format!("{} {name}", ward.name), kind, ward.middle, rest)?;
    }
    Ok(text)
}

/// One plan that everyone can read and try: a third of the daytime counters close, desks in libraries open.
async fn publish(site: &Site) -> anyhow::Result<()> {
    let desk = Desk::newest(site).await?;
    let by = Planner::operator();
    let ids = |wanted: &dyn Fn(&::planner::Site) -> bool| -> Vec<String> {
        desk.base
            .sites
            .iter()
            .filter(|s| wanted(s))
            .map(|s| s.id.clone())
            .collect()
    };
    let daytime = ids(&|s| s.kind == "counter" && s.hours != "24/7");
    let libraries = ids(&|s| s.kind == "library");
    let mut edits: Vec<Edit> = Vec::new();
    for site in libraries.iter().step_by(14).take(9) {
        edits.push(Edit::Open { site: site.clone() });
    }
    for site in daytime.iter().step_by(3) {
        edits.push(Edit::Close { site: site.clone() });
    }
    let why = "Fourteen daytime counters are used for less than one report a day. Their officers would work in the wards, \
               and desks would open in nine libraries.\nOne counter in each borough stays open day and night.";
    let id = desk.draft(&by, "Desks in libraries", why, edits).await?;
    let seen = desk.scenario(id.as_str()).await?;
    desk.publish(&by, &seen, State::Published).await?;
    desk.draft(&by, "Close nothing, open one library", "", {
        libraries
            .first()
            .map(|site| Edit::Open { site: site.clone() })
            .into_iter()
            .collect()
    })
    .await?;
    Ok(())
}
