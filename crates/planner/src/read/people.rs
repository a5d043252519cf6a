//! Where people live, and who they are.

use std::collections::{BTreeMap, HashMap};

use atlas::{Areas, LatLon};

use super::{Column, GAP_M, Read1, Sheet, Where, figure, judge, short, table};
use crate::error::{PlanError, Result};
use crate::people::{Area, Group, People};
use crate::said::{Said, said};
use crate::site::is_id;

/// A list of areas that grows as codes are met, sorted at the end.
#[derive(Default)]
struct AreaList(BTreeMap<String, String>);

impl AreaList {
    fn meet(&mut self, code: &str, name: &str) {
        let known = self.0.entry(code.to_owned()).or_default();
        if known.is_empty() {
            name.clone_into(known);
        }
    }

    fn finish(self) -> (Vec<Area>, HashMap<String, u32>) {
        let areas: Vec<Area> = self
            .0
            .into_iter()
            .map(|(code, name)| Area {
                name: if name.is_empty() { code.clone() } else { name },
                code,
                borough: None,
            })
            .collect();
        let places = (0..).zip(&areas).map(|(i, a)| (a.code.clone(), i)).collect();
        (areas, places)
    }
}

const PEOPLE: &[Column] = &["people", "population", "population_2021", "pop", "residents"];
const GROUPS: [(Group, &[Column]); 4] = [
    (Group::Aged65, &["aged_65", "over_65", "65", "age_65_plus"]),
    (Group::Disabled, &["disabled", "disability"]),
    (Group::NoCar, &["no_car", "no_cars", "without_car"]),
    (
        Group::LittleEnglish,
        &["little_english", "limited_english", "language"],
    ),
];

/// A small area has no more people than this; one that has may be a slip of the hand.
const LARGE: f64 = 100_000.0;

/// Says what can be, but hardly is: more people of a group than live there, or a small area with those of a city.
fn doubtful(file: &str, found: &People, warnings: &mut Vec<Said>) {
    for (group, counts) in &found.groups {
        // Counts are rounded and swapped a little before they are published.
        let too_many = |(people, own): &(&f64, &f64)| **own > **people * 1.1 + 10.0;
        let points: Vec<usize> = (0..)
            .zip(found.people.iter().zip(counts))
            .filter(|(_, pair)| too_many(pair))
            .map(|(i, _)| i)
            .collect();
        if let Some(first) = points.first() {
            warnings.push(said!(
                "planner-said-warn-group-above",
                file = file,
                group = Said::new(&format!("planner-group-{}", group.name().replace('_', "-"))),
                points = points.len(),
                first = found.name(*first)
            ));
        }
    }
    let mut sizes = found.people.clone();
    sizes.sort_by(f64::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    for (i, people) in found.people.iter().enumerate() {
        if *people > LARGE && *people > 20.0 * usual {
            warnings.push(said!(
                "planner-said-warn-large",
                file = file,
                name = found.name(i),
                people = *people
            ));
        }
    }
}

/// Points with people. With the force's areas each point is put in its ward, and one outside is refused; without
/// them the file's own columns say it.
pub fn people(file: &str, bytes: &[u8], areas: Option<&Areas>) -> Result<Read1<People>> {
    let table = table(file, bytes)?;
    let mut sheet = Sheet::new(file, &table);
    let id = sheet.column(&["id", "code", "oa21cd", "lsoa21cd", "msoa21cd", "point", "node"]);
    let name = sheet.column(&["name", "lsoa21nm", "msoa21nm"]);
    let lies = Where::of(&mut sheet)?;
    let count = sheet.needed(PEOPLE)?;
    let groups: Vec<(Group, Column)> = GROUPS
        .iter()
        .filter_map(|(g, names)| Some((*g, sheet.column(names)?)))
        .collect();
    let decile = sheet.column(&["decile", "imd_decile", "deprivation"]);
    let ward = sheet.column(&["ward_code", "ward24_code", "ward24cd", "ward"]);
    let ward_name = sheet.column(&["ward_name", "ward24_name", "ward24nm"]);
    let borough = sheet.column(&["borough_code", "lad22cd", "lad24cd", "borough"]);
    let borough_name = sheet.column(&["borough_name", "lad22nm", "lad24nm"]);
    let mut found = People {
        groups: groups.iter().map(|(g, _)| (*g, Vec::new())).collect(),
        ..People::default()
    };
    let (mut wards, mut boroughs) = (AreaList::default(), AreaList::default());
    let mut homes: Vec<(Option<String>, Option<String>)> = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    let (mut outside, mut all_grid) = (0.0, true);
    let mut row_of = Vec::new();
    for line in table.rows() {
        let row = line.number();
        let text = |at: Option<Column>| at.map_or("", |a| line.get(a));
        let number = |at: Column, what: &str| -> std::result::Result<f64, Said> {
            let text = line.get(at);
            if text.is_empty() {
                return Err(said!("planner-said-row-no-figure", what = what));
            }
            figure(text)
                .filter(|n| (0.0..=1e8).contains(n))
                .ok_or_else(|| said!("planner-said-row-no-number", what = what, found = short(text)))
        };
        let read = (|| {
            let (place, grid) = lies.read(line)?;
            let people = number(count, "people")?;
            let own = groups
                .iter()
                .map(|(g, at)| number(*at, g.name()))
                .collect::<std::result::Result<Vec<f64>, Said>>()?;
            let decile = match text(decile) {
                "" => 0,
                t => t
                    .parse::<u8>()
                    .ok()
                    .filter(|d| (1..=10).contains(d))
                    .ok_or_else(|| said!("planner-said-row-no-decile", found = short(t)))?,
            };
            let id = match text(id) {
                "" => format!("row-{row}"),
                t if is_id(t) => t.to_owned(),
                t => return Err(said!("planner-said-row-no-id", found = short(t))),
            };
            if let Some(first) = seen.get(&id) {
                return Err(said!("planner-said-row-twice", id = &id, first = *first));
            }
            Ok((place, grid, people, own, decile, id))
        })();
        let (place, grid, people, own, decile, id) = match read {
            Ok(read) => read,
            Err(why) => {
                sheet.refuse(row, why);
                continue;
            }
        };
        let home = match areas {
            Some(areas) => {
                let at = LatLon::new(place.lat, place.lon);
                let found = at
                    .and_then(|p| areas.find_near(p, GAP_M))
                    .and_then(|w| areas.ward(w));
                let Some(ward) = found else {
                    outside += people;
                    sheet.refuse(row, said!("planner-said-row-no-ward", id = &id));
                    continue;
                };
                wards.meet(ward.code.as_str(), &ward.name);
                let borough = areas.borough(ward.borough);
                if let Some(b) = borough {
                    boroughs.meet(b.code.as_str(), &b.name);
                }
                (
                    Some(ward.code.as_str().to_owned()),
                    borough.map(|b| b.code.as_str().to_owned()),
                )
            }
            None => {
                let code = |t: &str| (!t.is_empty()).then(|| short(t));
                let (w, b) = (code(text(ward)), code(text(borough)));
                if let Some(w) = &w {
                    wards.meet(w, text(ward_name));
                }
                if let Some(b) = &b {
                    boroughs.meet(b, text(borough_name));
                }
                (w, b)
            }
        };
        homes.push(home);
        seen.insert(id.clone(), row);
        row_of.push(row);
        found.ids.push(id);
        found.names.push(text(name).chars().take(120).collect());
        found.at.push(place);
        found.grid.push(grid.unwrap_or_default());
        all_grid &= grid.is_some();
        found.people.push(people);
        for ((_, counts), n) in found.groups.iter_mut().zip(own) {
            counts.push(n);
        }
        found.decile.push(decile);
    }
    judge(&sheet.file, sheet.rows(), sheet.refused_in_all, &sheet.refused)?;
    let (mut ward_list, ward_at) = wards.finish();
    let (borough_list, borough_at) = boroughs.finish();
    for (ward, borough) in &homes {
        let place = |map: &HashMap<String, u32>, code: &Option<String>| {
            code.as_ref().and_then(|c| map.get(c)).copied()
        };
        let (w, b) = (place(&ward_at, ward), place(&borough_at, borough));
        if let Some(area) = w.and_then(|w| ward_list.get_mut(usize::try_from(w).ok()?)) {
            area.borough = area.borough.or(b);
        }
        found.ward.push(w);
        found.borough.push(b);
    }
    found.wards = ward_list;
    found.boroughs = borough_list;
    if !all_grid {
        found.grid.clear();
    }
    if found.names.iter().all(String::is_empty) {
        found.names.clear();
    }
    if found.decile.iter().all(|d| *d == 0) {
        found.decile.clear();
    }
    if found.all() <= 0.0 {
        return Err(PlanError::file(file, Said::new("planner-said-file-nobody")));
    }
    let mut warnings = Vec::new();
    doubtful(file, &found, &mut warnings);
    if outside > 0.0 {
        warnings.push(said!("planner-said-warn-outside", file = file, people = outside));
    }
    if found.wards.is_empty() {
        warnings.push(said!("planner-said-warn-no-wards", file = file));
    }
    Ok(sheet.finish(found, row_of, warnings))
}
