//! The planner of the demonstration: where its people live, the places there are and could be, one published plan.

use std::fmt::Write;

use ::planner::{Desk, Edit, Load, Planner, State, directory_table, load};
use anyhow::anyhow;
use atlas::{Gazetteer, LatLon, WardIx};
use kernel::Site;

use super::fill::Chance;

/// Points of each ward.
const POINTS: usize = 8;

pub async fn fill(site: &Site, chance: &mut Chance) -> anyhow::Result<()> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    let folder = site.data().path().join("plan").join("demo");
    std::fs::create_dir_all(&folder)?;
    let (people, places) = (folder.join("people.csv"), folder.join("places.csv"));
    std::fs::write(&people, people_of(&ground, chance)?)?;
    std::fs::write(&places, places_of(site, chance).await?)?;
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

/// The directory of places, with what each costs and how many cells it has.
async fn places_of(site: &Site, chance: &mut Chance) -> anyhow::Result<String> {
    let table = directory_table(site).await?;
    let mut text = String::new();
    for (number, line) in table.lines().enumerate() {
        if number == 0 {
            writeln!(text, "{line},cost,receipt,cells")?;
            continue;
        }
        // Plans are of counters: hubs and halls have no desk.
        if [",hub,", ",venue,", ",council,"]
            .iter()
            .any(|kind| line.contains(kind))
        {
            continue;
        }
        // The kind is the third field; names hold no comma before it in this city.
        let is = |kind: &str| line.contains(&format!(",{kind},"));
        let more = if is("custody") {
            format!(",,{}", 14 + chance.below(20))
        } else if is("counter") && line.contains("24/7") {
            format!("{},,", 520_000 + chance.below(80) * 1_000)
        } else if is("counter") {
            let cost = 180_000 + chance.below(90) * 1_000;
            format!("{cost},{},", 900_000 + chance.below(40) * 100_000)
        } else {
            format!("{},,", 20_000 + chance.below(15) * 1_000)
        };
        writeln!(text, "{line},{more}")?;
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
    let libraries = ids(&|s| s.kind == "library" && !s.open);
    let opens = libraries.iter().step_by((libraries.len() / 9).max(1)).take(9);
    let closes = daytime.iter().step_by(3);
    let why = format!(
        "{} of the {} counters that are open by day are used for less than one report a day. Their officers would work in the \
         wards, and desks would open in {} libraries.\nOne counter in each borough stays open day and night.",
        closes.len(),
        daytime.len(),
        opens.len()
    );
    let mut edits: Vec<Edit> = opens.map(|site| Edit::Open { site: site.clone() }).collect();
    edits.extend(closes.map(|site| Edit::Close { site: site.clone() }));
    let id = desk.draft(&by, "Desks in libraries", &why, edits).await?;
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
