//! People and places from tables that others wrote: every row that cannot be used is named, and a file that is
//! mostly wrong is refused as a whole.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use atlas::{Areas, LatLon};
use serde::{Deserialize, Serialize};
use travel::geo::Place;

use crate::error::{PlanError, Result};
use crate::hours::Hours;
use crate::people::{Area, Group, People};
use crate::site::{Site, is_id, slug};

const MOST_PEOPLE: usize = 400_000;
const MOST_PLACES: usize = 20_000;
/// Of the refused rows of a file so many are kept by name; the rest is counted.
const MOST_NAMED: usize = 1_000;
/// Wards leave gaps of a few metres between roughly drawn borders.
const GAP_M: f64 = 60.0;

/// A row that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    pub file: String,
    pub row: u64,
    pub why: String,
}

/// What a file gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Read1<T> {
    pub found: T,
    pub file: String,
    /// Rows of the file; and of each thing found, the row it stood in.
    pub rows: u64,
    pub row_of: Vec<u64>,
    pub refused: Vec<Refused>,
    pub refused_in_all: u64,
    pub warnings: Vec<String>,
}

impl<T> Read1<T> {
    /// Leaves out what turned out not to fit elsewhere, by its row.
    pub(crate) fn leave_out(
        &mut self,
        which: &[usize],
        drop: impl FnOnce(&mut T, &[bool]),
        why: impl Fn(&T, usize) -> String,
    ) -> Result<()> {
        let mut keep = vec![true; self.row_of.len()];
        for &i in which {
            if let Some(k) = keep.get_mut(i) {
                *k = false;
            }
            self.refused_in_all += 1;
            if self.refused.len() < MOST_NAMED {
                self.refused.push(Refused {
                    file: self.file.clone(),
                    row: self.row_of.get(i).copied().unwrap_or(0),
                    why: why(&self.found, i),
                });
            }
        }
        judge(&self.file, self.rows, self.refused_in_all, &self.refused)?;
        drop(&mut self.found, &keep);
        let mut kept = keep.iter();
        self.row_of.retain(|_| kept.next() == Some(&true));
        Ok(())
    }
}

/// More than a tenth of the rows left out, or all: the file as a whole is not what it should be.
fn judge(file: &str, rows: u64, refused_in_all: u64, refused: &[Refused]) -> Result<()> {
    if rows == 0 {
        return Err(PlanError::Row {
            file: file.to_owned(),
            row: 1,
            why: "there is no row below the names of the columns".to_owned(),
        });
    }
    let most = (rows / 10).max(1);
    if refused_in_all > most || refused_in_all == rows {
        let last = refused.last();
        return Err(PlanError::Row {
            file: file.to_owned(),
            row: last.map_or(1, |r| r.row),
            why: format!(
                "{}; {refused_in_all} of {rows} rows cannot be used, so nothing was loaded",
                last.map_or("", |r| r.why.as_str())
            ),
        });
    }
    Ok(())
}

struct Sheet<R: Read> {
    file: String,
    reader: csv::Reader<R>,
    head: Vec<String>,
    rows: u64,
    refused: Vec<Refused>,
    refused_in_all: u64,
}

impl<R: Read> Sheet<R> {
    fn new(file: &str, from: R) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(from);
        let head = reader
            .headers()
            .map_err(|e| PlanError::file(file, format!("is not a table in CSV: {e}")))?;
        let head: Vec<String> = head
            .iter()
            .map(|h| h.trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect();
        if head.iter().all(String::is_empty) {
            return Err(PlanError::file(file, "is empty: the first row names the columns"));
        }
        Ok(Self {
            file: file.to_owned(),
            reader,
            head,
            rows: 0,
            refused: Vec::new(),
            refused_in_all: 0,
        })
    }

    /// The first of these columns that is there; earlier names count more.
    fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|n| self.head.iter().position(|h| h == n))
    }

    fn needed(&self, names: &[&str]) -> Result<usize> {
        self.column(names).ok_or_else(|| PlanError::Row {
            file: self.file.clone(),
            row: 1,
            why: format!(
                "there is no column {}; the first row names {}",
                names.join(" or "),
                self.head.join(", ")
            ),
        })
    }

    fn next(&mut self, record: &mut csv::StringRecord) -> Result<Option<u64>> {
        let file = self.file.clone();
        let more = self.reader.read_record(record).map_err(|e| PlanError::Row {
            row: e.position().map_or(self.rows + 2, csv::Position::line),
            why: e.to_string(),
            file,
        })?;
        if !more {
            return Ok(None);
        }
        self.rows += 1;
        Ok(Some(record.position().map_or(0, csv::Position::line)))
    }

    fn refuse(&mut self, row: u64, why: String) {
        self.refused_in_all += 1;
        if self.refused.len() < MOST_NAMED {
            self.refused.push(Refused {
                file: self.file.clone(),
                row,
                why,
            });
        }
    }

    fn finish<T>(self, found: T, row_of: Vec<u64>, warnings: Vec<String>) -> Read1<T> {
        Read1 {
            found,
            file: self.file,
            rows: self.rows,
            row_of,
            refused: self.refused,
            refused_in_all: self.refused_in_all,
            warnings,
        }
    }
}

/// Where a row lies: degrees, or metres of the British National Grid.
struct Where {
    degrees: Option<(usize, usize)>,
    grid: Option<(usize, usize)>,
}

impl Where {
    fn of<R: Read>(sheet: &Sheet<R>) -> Result<Self> {
        let pair = |a: &[&str], b: &[&str]| sheet.column(a).zip(sheet.column(b));
        let degrees = pair(&["lat", "latitude"], &["lon", "lng", "long", "longitude"]);
        let grid = pair(&["e", "easting", "x"], &["n", "northing", "y"]);
        if degrees.is_none() && grid.is_none() {
            sheet.needed(&["lat", "latitude"])?;
            sheet.needed(&["lon", "lng", "long", "longitude"])?;
        }
        Ok(Self { degrees, grid })
    }

    fn read(&self, record: &csv::StringRecord) -> std::result::Result<(Place, Option<(f64, f64)>), String> {
        let number = |at: usize| {
            record
                .get(at)
                .and_then(|t| t.parse::<f64>().ok())
                .filter(|n| n.is_finite())
        };
        let grid = self.grid.and_then(|(e, n)| number(e).zip(number(n)));
        if let Some((lat, lon)) = self.degrees {
            let text = |at: usize| record.get(at).unwrap_or_default();
            if text(lat).is_empty() && text(lon).is_empty() {
                return Err("has no latitude and longitude".to_owned());
            }
            let place = number(lat).zip(number(lon)).and_then(|(a, o)| Place::new(a, o));
            let place = place.ok_or_else(|| {
                format!(
                    "latitude {} and longitude {} are no place on the world",
                    short(text(lat)),
                    short(text(lon))
                )
            })?;
            return Ok((place, grid));
        }
        let (e, n) = grid.ok_or("has no easting and northing")?;
        let place = atlas::from_national_grid(e, n)
            .and_then(|p| Place::new(p.lat(), p.lon()))
            .ok_or_else(|| format!("{e}, {n} is not on the National Grid"))?;
        Ok((place, grid))
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

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

const PEOPLE: &[&str] = &["people", "population", "population_2021", "pop", "residents"];
const GROUPS: [(Group, &[&str]); 4] = [
    (Group::Aged65, &["aged_65", "over_65", "65+", "age_65_plus"]),
    (Group::Disabled, &["disabled", "disability"]),
    (Group::NoCar, &["no_car", "no_cars", "without_car"]),
    (
        Group::LittleEnglish,
        &["little_english", "limited_english", "language"],
    ),
];

/// Points with people. With the force's areas each point is put in its ward, and one outside is refused; without
/// them the file's own columns say it.
pub fn people(file: &str, from: impl Read, areas: Option<&Areas>) -> Result<Read1<People>> {
    let mut sheet = Sheet::new(file, from)?;
    let id = sheet.column(&["id", "code", "oa21cd", "lsoa21cd", "msoa21cd", "point", "node"]);
    let name = sheet.column(&["name", "lsoa21nm", "msoa21nm"]);
    let lies = Where::of(&sheet)?;
    let count = sheet.needed(PEOPLE)?;
    let groups: Vec<(Group, usize)> = GROUPS
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
    let mut record = csv::StringRecord::new();
    let (mut outside, mut all_grid) = (0.0, true);
    let mut row_of = Vec::new();
    while let Some(row) = sheet.next(&mut record)? {
        if found.len() >= MOST_PEOPLE {
            return Err(PlanError::file(file, format!("holds over {MOST_PEOPLE} points")));
        }
        let text = |at: Option<usize>| at.and_then(|a| record.get(a)).unwrap_or_default();
        let number = |at: usize, what: &str| -> std::result::Result<f64, String> {
            let text = record.get(at).unwrap_or_default();
            if text.is_empty() {
                return Err(format!("has no figure for {what}"));
            }
            text.parse::<f64>()
                .ok()
                .filter(|n| n.is_finite() && (0.0..=1e8).contains(n))
                .ok_or_else(|| format!("{what} is {}: write a number, zero or more", short(text)))
        };
        let read = (|| {
            let (place, grid) = lies.read(&record)?;
            let people = number(count, "people")?;
            let own = groups
                .iter()
                .map(|(g, at)| number(*at, g.name()))
                .collect::<std::result::Result<Vec<f64>, String>>()?;
            let decile = match text(decile) {
                "" => 0,
                t => t
                    .parse::<u8>()
                    .ok()
                    .filter(|d| (1..=10).contains(d))
                    .ok_or_else(|| format!("decile is {}: write 1 to 10", short(t)))?,
            };
            let id = match text(id) {
                "" => format!("row-{row}"),
                t if is_id(t) => t.to_owned(),
                t => return Err(format!("{} cannot be an id", short(t))),
            };
            if let Some(first) = seen.get(&id) {
                return Err(format!("{id} is there twice: first in row {first}"));
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
                    sheet.refuse(row, format!("{id} lies in no ward of the force"));
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
    judge(&sheet.file, sheet.rows, sheet.refused_in_all, &sheet.refused)?;
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
        return Err(PlanError::file(file, "nobody lives at any of its points"));
    }
    let mut warnings = Vec::new();
    if outside > 0.0 {
        warnings.push(format!(
            "{file}: {outside} people live in no ward of the force and are left out"
        ));
    }
    if found.wards.is_empty() {
        warnings.push(format!(
            "{file}: no wards: import the force's areas, or give a column ward_code"
        ));
    }
    Ok(sheet.finish(found, row_of, warnings))
}

/// Places. With the force's areas, one that lies in no ward is refused.
pub fn places(file: &str, from: impl Read, areas: Option<&Areas>) -> Result<Read1<Vec<Site>>> {
    let mut sheet = Sheet::new(file, from)?;
    let id = sheet.column(&["id", "site", "code"]);
    let name = sheet.needed(&["name", "title", "id"])?;
    let lies = Where::of(&sheet)?;
    let kind = sheet.column(&["kind", "type"]);
    let hours = sheet.column(&["hours", "opening_hours"]);
    let state = sheet.column(&["state", "status", "open"]);
    let step_free = sheet.column(&["step_free", "wheelchair", "accessible"]);
    let address = sheet.column(&["address"]);
    let ward = sheet.column(&["ward_code", "ward"]);
    let borough = sheet.column(&["borough_code", "borough"]);
    let cost = sheet.column(&["cost", "cost_a_year"]);
    let receipt = sheet.column(&["receipt", "worth"]);
    let cells = sheet.column(&["cells"]);
    let mut found: Vec<Site> = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut record = csv::StringRecord::new();
    let mut unknown_hours = 0_u32;
    let mut row_of = Vec::new();
    while let Some(row) = sheet.next(&mut record)? {
        if found.len() >= MOST_PLACES {
            return Err(PlanError::file(file, format!("holds over {MOST_PLACES} places")));
        }
        let text = |at: Option<usize>| at.and_then(|a| record.get(a)).unwrap_or_default();
        let read = (|| {
            let name = short_name(text(Some(name)));
            if name.is_empty() {
                return Err("has no name".to_owned());
            }
            let (at, grid) = lies.read(&record)?;
            let id = match text(id) {
                // Without ids of its own a place goes by its name; the second of that name gets a number.
                "" => {
                    let base = slug(&name);
                    let mut id = base.clone();
                    let mut n = 2;
                    while seen.contains_key(&id) {
                        id = format!("{base}-{n}");
                        n += 1;
                    }
                    id
                }
                t if is_id(t) => t.to_owned(),
                t => return Err(format!("{} cannot be an id", short(t))),
            };
            if let Some(first) = seen.get(&id) {
                return Err(format!("{id} is there twice: first in row {first}"));
            }
            let hours = text(hours).to_owned();
            Hours::parse(&hours).map_err(|why| format!("opening hours {}: {why}", short(&hours)))?;
            let money = |at: Option<usize>, what: &str| match text(at) {
                "" => Ok(None),
                t => t
                    .replace([',', '£'], "")
                    .parse::<f64>()
                    .ok()
                    .filter(|n| n.is_finite() && (0.0..=1e12).contains(n))
                    .map(Some)
                    .ok_or_else(|| format!("{what} is {}: write an amount", short(t))),
            };
            let cells = match text(cells) {
                "" => None,
                t => Some(
                    t.parse::<u32>()
                        .ok()
                        .filter(|c| *c <= 10_000)
                        .ok_or_else(|| format!("cells is {}: write a number", short(t)))?,
                ),
            };
            let open = match text(state).to_lowercase().as_str() {
                "" | "open" | "yes" | "true" | "1" => true,
                "candidate" | "closed" | "possible" | "no" | "false" | "0" => false,
                other => return Err(format!("state is {}: write open or candidate", short(other))),
            };
            let step_free = match text(step_free).to_lowercase().as_str() {
                "" | "unknown" => None,
                "yes" | "true" | "1" => Some(true),
                "no" | "false" | "0" | "limited" => Some(false),
                other => return Err(format!("step_free is {}: write yes or no", short(other))),
            };
            let code = |t: &str| (!t.is_empty()).then(|| short(t));
            let (mut w, mut b) = (code(text(ward)), code(text(borough)));
            if let Some(areas) = areas {
                let home = LatLon::new(at.lat, at.lon)
                    .and_then(|p| areas.find_near(p, GAP_M))
                    .and_then(|w| areas.ward(w))
                    .ok_or_else(|| {
                        format!("{name} lies in no ward of the force: it is outside, or in the water")
                    })?;
                w = Some(home.code.as_str().to_owned());
                b = areas.borough(home.borough).map(|b| b.code.as_str().to_owned());
            }
            Ok(Site {
                id,
                name,
                kind: slug(match text(kind) {
                    "" => "counter",
                    t => t,
                }),
                at,
                grid,
                hours,
                open,
                step_free,
                address: text(address).chars().take(200).collect(),
                ward: w,
                borough: b,
                cost: money(cost, "cost")?,
                receipt: money(receipt, "receipt")?,
                cells,
            })
        })();
        match read {
            Ok(site) => {
                unknown_hours += u32::from(site.hours.is_empty());
                seen.insert(site.id.clone(), row);
                row_of.push(row);
                found.push(site);
            }
            Err(why) => sheet.refuse(row, why),
        }
    }
    judge(&sheet.file, sheet.rows, sheet.refused_in_all, &sheet.refused)?;
    let mut warnings = Vec::new();
    if unknown_hours > 0 {
        warnings.push(format!(
            "{file}: {unknown_hours} places have no opening hours and are counted as open at every time"
        ));
    }
    Ok(sheet.finish(found, row_of, warnings))
}

fn short_name(text: &str) -> String {
    let name: String = text.chars().filter(|c| !c.is_control()).take(120).collect();
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id,lat,lon,people,aged_65,decile,ward_code,borough_code\n\
        a,51.5,-0.1,100,10,1,W1,B1\nb,51.51,-0.1,200,50,9,W2,B1\n";

    #[test]
    fn people_are_read_with_their_groups_and_areas() {
        let read = people("people.csv", GOOD.as_bytes(), None).unwrap();
        let p = read.found;
        assert!(p.is_whole() && read.refused.is_empty());
        assert_eq!(p.len(), 2);
        assert!((p.all() - 300.0).abs() < 1e-9);
        assert_eq!(p.group(Group::Aged65).unwrap(), [10.0, 50.0]);
        assert!(p.group(Group::NoCar).is_none());
        assert_eq!(p.ward_of(1).unwrap().code, "W2");
        assert_eq!(p.wards[0].borough, Some(0));
        assert_eq!(p.decile, [1, 9]);
    }

    #[test]
    fn a_header_that_is_missing_is_named_with_the_file() {
        let why = people("p.csv", "id,lat,lon\na,1,2\n".as_bytes(), None).unwrap_err();
        let why = why.to_string();
        assert!(
            why.starts_with("p.csv, row 1: there is no column people"),
            "{why}"
        );
        let why = people("p.csv", "id,lat,people\na,1,2\n".as_bytes(), None).unwrap_err();
        assert!(why.to_string().contains("lon"), "{why}");
        assert!(people("p.csv", "".as_bytes(), None).is_err());
        assert!(people("p.csv", "id,lat,lon,people\n".as_bytes(), None).is_err());
    }

    #[test]
    fn a_row_that_cannot_be_used_is_named_and_the_others_are_taken() {
        let mut text = String::from("id,lat,lon,people\n");
        for i in 0..40 {
            text += &format!("p{i},51.5,-0.{i:02},10\n");
        }
        text += "p1,51.5,-0.1,10\nq,95,0,10\nr,51.5,-0.1,-4\n";
        let read = people("p.csv", text.as_bytes(), None).unwrap();
        assert_eq!((read.rows, read.found.len(), read.refused.len()), (43, 40, 3));
        assert_eq!(read.refused[0].row, 42);
        assert!(
            read.refused[0].why.contains("first in row 3"),
            "{:?}",
            read.refused[0]
        );
        assert!(read.refused[1].why.contains("no place on the world"));
        assert!(read.refused[2].why.contains("people is -4"));
        // Mostly wrong: nothing is taken.
        let text = "id,lat,lon,people\na,95,0,1\nb,95,0,1\nc,51,0,1\n";
        let why = people("p.csv", text.as_bytes(), None).unwrap_err().to_string();
        assert!(
            why.starts_with("p.csv, row 3:") && why.contains("nothing was loaded"),
            "{why}"
        );
    }

    #[test]
    fn people_outside_the_force_and_places_in_the_water_are_refused_by_row() {
        let city = atlas::made_up::City::new(5, atlas::made_up::Size::SMALL).unwrap();
        let mut text = String::from("id,lat,lon,people,hours,name\n");
        for w in city.areas.wards() {
            text += &format!("{},{},{},7,24/7,N\n", w.code, w.middle.lat(), w.middle.lon());
        }
        text += "far,10.0,10.0,5,24/7,Far\n";
        let read = people("p.csv", text.as_bytes(), Some(&city.areas)).unwrap();
        assert_eq!(read.found.len(), city.areas.wards().len());
        assert_eq!(read.refused[0].row, 38);
        assert!(read.refused[0].why.contains("no ward"), "{:?}", read.refused);
        assert!(read.found.wards.len() == 36 && read.found.boroughs.len() == 4);
        let read = places("s.csv", text.as_bytes(), Some(&city.areas)).unwrap();
        assert_eq!(read.found.len(), 36);
        assert!(read.refused[0].why.contains("in the water"), "{:?}", read.refused);
        assert!(read.found.iter().all(|s| s.ward.is_some() && s.borough.is_some()));
    }

    #[test]
    fn places_without_ids_go_by_their_names() {
        let text = "name,lat,lon\nWood Green,51.5,-0.1\nWood Green,51.6,-0.1\n";
        let read = places("s.csv", text.as_bytes(), None).unwrap();
        let ids: Vec<&str> = read.found.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["wood-green", "wood-green-2"]);
        assert!(read.warnings[0].contains("2 places have no opening hours"));
    }

    #[test]
    fn the_national_grid_is_read_where_there_are_no_degrees() {
        let text = "node,msoa21cd,e,n,population_2021\n0,E02000001,532449,181512,8579\n";
        let read = people("p.csv", text.as_bytes(), None).unwrap();
        assert_eq!(read.found.ids, ["E02000001"]);
        assert_eq!(read.found.grid, [(532_449.0, 181_512.0)]);
        assert!(
            (read.found.at[0].lat - 51.5170).abs() < 0.001,
            "{:?}",
            read.found.at
        );
    }
}
