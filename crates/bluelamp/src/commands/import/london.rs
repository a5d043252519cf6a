//! The London example: what the open files of a folder say of places, in the columns of `import places`.
//!
//! The files are lists that others keep for purposes of their own. What they do not say stays unsaid; the one
//! assumption, which counter of each borough is open at all hours, is written into the notes of that place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use places::{Table, TableRow as Row};

use super::tables;

pub const BOROUGHS: &str = "01_boundaries/london_boroughs_2022.geojson";
pub const WARDS: &str = "01_boundaries/london_wards_2022_from_postcodes.geojson";
pub const POSTCODES: &str = "02_postcodes/london_postcodes.csv.gz";
/// The older list first, so that the newer has the last word.
const SCHOOLS: &[&str] = &[
    "schools_sample_all_phases_london_2017.csv",
    "schools_secondary_london_2024.csv",
];
const POLICE: &str = "police_sites_london.csv";

const HEADINGS: &[&str] = &[
    "code",
    "kind",
    "name",
    "address",
    "postcode",
    "lat",
    "lon",
    "hours",
    "host",
    "offers",
    "notes",
    "closes_on",
    "closing_why",
];

const ALL_HOURS: &str = "24/7";
const ASSUMED: &str = "Assumed to be the counter of this borough that is open at all hours.";
const HISTORY: &str = "In a list of the network of about 2013 that has no date of its own.";
/// When the network of that list was given up, by the decision of November 2017.
const GIVEN_UP: &str = "2018-03-31";

const DAYS: [(&str, &str); 7] = [
    ("monday", "Mo"),
    ("tuesday", "Tu"),
    ("wednesday", "We"),
    ("thursday", "Th"),
    ("friday", "Fr"),
    ("saturday", "Sa"),
    ("sunday", "Su"),
];

/// One place on its way into a table.
#[derive(Debug, Default)]
struct Site<'t> {
    code: String,
    kind: &'static str,
    name: String,
    address: String,
    postcode: &'t str,
    lat: &'t str,
    lon: &'t str,
    hours: String,
    host: &'t str,
    offers: &'static str,
    notes: &'static str,
    closes_on: String,
    closing_why: &'static str,
}

impl Site<'_> {
    fn cells(self) -> Vec<String> {
        let Self {
            code,
            kind,
            name,
            address,
            postcode,
            lat,
            lon,
            hours,
            host,
            offers,
            notes,
            closes_on,
            closing_why,
        } = self;
        vec![
            code,
            kind.to_owned(),
            name,
            address,
            postcode.to_owned(),
            lat.to_owned(),
            lon.to_owned(),
            hours,
            host.to_owned(),
            offers.to_owned(),
            notes.to_owned(),
            closes_on,
            closing_why.to_owned(),
        ]
    }
}

/// The tables, each with the name of the file that its rows are from and the numbers that they have there.
pub fn places(folder: &Path) -> anyhow::Result<Vec<(String, Table)>> {
    let read = |name: &str| -> anyhow::Result<Table> {
        let path = folder.join("04_sites").join(name);
        tables::table(&path)
    };
    let hours = read("library_opening_hours_london.csv")?;
    let sites = read(POLICE)?;
    let made = [
        // The network of today first: what stands in the old list too is then the same place and no second one.
        (POLICE, counters(&sites)),
        (POLICE, custody(&sites)),
        (POLICE, history(&sites)),
        (
            "libraries_london_2023.csv",
            libraries(&read("libraries_london_2023.csv")?, &hours),
        ),
        (
            "fire_stations_london.csv",
            fire_stations(&read("fire_stations_london.csv")?),
        ),
        (
            "council_offices_london.csv",
            council_offices(&read("council_offices_london.csv")?),
        ),
    ];
    Ok(made
        .into_iter()
        .map(|(name, table)| (name.to_owned(), table))
        .collect())
}

fn table(rows: Vec<Vec<String>>) -> Table {
    // The first row of a file below its headings is row 2.
    Table::new(HEADINGS, rows, 2)
}

/// Letters and digits joined by lines, for a code that stays the same from import to import.
fn code(prefix: &str, words: &[&str]) -> String {
    let mut code = prefix.to_owned();
    for word in words.iter().flat_map(|w| w.split(|c: char| !c.is_alphanumeric())) {
        if !word.is_empty() {
            code.push('-');
            code.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    code
}

/// The rows of one list of the police sites; they follow one another and keep their numbers.
fn listed<'t>(sites: &'t Table, list: &str, make: impl FnMut(Row<'t>) -> Site<'t>) -> Table {
    let mut rows = sites.rows().filter(|row| row.get("list") == list).peekable();
    let first = rows.peek().map_or(2, Row::number);
    Table::new(HEADINGS, rows.map(make).map(Site::cells).collect(), first)
}

fn counters(sites: &Table) -> Table {
    let mut with_one: BTreeSet<&str> = BTreeSet::new();
    listed(sites, "front_counters_2024", |row| {
        let (name, postcode) = (row.get("name"), row.get("postcode"));
        let always = with_one.insert(row.get("borough_code"));
        Site {
            code: code("counter", &[name, postcode]),
            kind: "counter",
            name: format!("{name} police station"),
            offers: "report, officer, help, statement, property, documents",
            hours: if always { ALL_HOURS } else { "" }.to_owned(),
            notes: if always { ASSUMED } else { "" },
            ..at(&row)
        }
    })
}

fn custody(sites: &Table) -> Table {
    listed(sites, "mps_custody_estate_2019_06", |row| Site {
        code: code("custody", &[row.get("name")]),
        kind: "custody",
        name: format!("{} custody suite", row.get("name")),
        hours: ALL_HOURS.to_owned(),
        ..at(&row)
    })
}

fn history(sites: &Table) -> Table {
    listed(sites, "legacy_2013", |row| {
        let (kind, name) = (row.get("kind"), row.get("name"));
        Site {
            code: code("2013", &[kind, name, row.get("postcode")]),
            kind: if kind == "contact_point" { "hub" } else { "counter" },
            name: format!("{name} ({})", kind.replace('_', " ")),
            notes: HISTORY,
            closes_on: GIVEN_UP.to_owned(),
            closing_why: "Part of the network before 2018.",
            ..at(&row)
        }
    })
}

/// Where a row says that it is.
fn at<'t>(row: &Row<'t>) -> Site<'t> {
    Site {
        address: row.get("address").to_owned(),
        postcode: row.get("postcode"),
        lat: row.get("lat"),
        lon: row.get("lon"),
        ..Site::default()
    }
}

fn libraries(list: &Table, hours: &Table) -> Table {
    let plain = |name: &str| -> String {
        name.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut known: BTreeMap<(String, &str), String> = BTreeMap::new();
    for row in hours.rows() {
        let open = week(|day| row.get(&format!("{day}_staffed_hours")));
        if !open.is_empty() {
            known.insert((plain(row.get("library_name")), row.get("postcode")), open);
        }
    }
    let rows = list.rows().map(|row| {
        let (name, postcode) = (row.get("name"), row.get("postcode"));
        let parts: Vec<&str> = ["address1", "address2", "address3"]
            .into_iter()
            .map(|a| row.get(a))
            .filter(|a| !a.is_empty())
            .collect();
        let closed = row.get("closed");
        let site = Site {
            code: code("library", &[name, postcode]),
            kind: "library",
            name: name.to_owned(),
            address: parts.join(", "),
            postcode,
            lat: row.get("lat"),
            lon: row.get("lon"),
            hours: known.get(&(plain(name), postcode)).cloned().unwrap_or_default(),
            host: row.get("authority"),
            closes_on: closed
                .get(..4)
                .filter(|year| year.bytes().all(|b| b.is_ascii_digit()))
                .map_or_else(String::new, |year| format!("{year}-12-31")),
            closing_why: if closed.is_empty() {
                ""
            } else {
                "The library has closed."
            },
            ..Site::default()
        };
        site.cells()
    });
    table(rows.collect())
}

fn fire_stations(list: &Table) -> Table {
    let rows = list.rows().map(|row| {
        let site = Site {
            code: code("fire-station", &[row.get("name"), row.get("postcode")]),
            kind: "fire-station",
            name: format!("{} fire station", row.get("name")),
            host: "London Fire Brigade",
            ..at(&row)
        };
        site.cells()
    });
    table(rows.collect())
}

fn council_offices(list: &Table) -> Table {
    let rows = list.rows().map(|row| {
        let site = Site {
            code: code("council", &[row.get("name"), row.get("postcode")]),
            kind: "council",
            name: format!("{} council office", row.get("name")),
            host: row.get("name"),
            ..at(&row)
        };
        site.cells()
    });
    table(rows.collect())
}

/// A week of hours as OpenStreetMap writes it; days on which the same hours hold one after another are one stretch.
fn week<'t>(hours: impl Fn(&str) -> &'t str) -> String {
    let mut stretches: Vec<(usize, usize, &str)> = Vec::new();
    for (at, (day, _)) in DAYS.iter().enumerate() {
        let open = hours(day);
        match stretches.last_mut() {
            Some((_, last, same)) if *same == open && *last + 1 == at => *last = at,
            _ => stretches.push((at, at, open)),
        }
    }
    let short = |at: usize| DAYS.get(at).map_or("", |(_, short)| *short);
    let said: Vec<String> = stretches
        .into_iter()
        .filter(|(.., open)| !open.is_empty())
        .map(|(first, last, open)| {
            if first == last {
                format!("{} {open}", short(first))
            } else {
                format!("{}-{} {open}", short(first), short(last))
            }
        })
        .collect();
    said.join("; ")
}

/// The schools of the folder, in the columns that their own lists have.
pub fn schools(folder: &Path) -> anyhow::Result<Vec<(String, Table)>> {
    let mut tables = Vec::new();
    for name in SCHOOLS {
        let file = folder.join("04_sites").join(name);
        tables.push(((*name).to_owned(), phased(&tables::table(&file)?)));
    }
    Ok(tables)
}

/// Schools with their phase, as far as the import of schools does not read it from the list: the newer one is of schools
/// with pupils of 14 to 16 and does not name it, and of special schools both say so elsewhere.
fn phased(list: &Table) -> Table {
    const PHASE: &str = "phase_of_education";
    let mut headings: Vec<&str> = list.headings().iter().map(String::as_str).collect();
    let is_told = list.has(PHASE);
    if !is_told {
        headings.push(PHASE);
    }
    let rows = list.rows().map(|row| {
        let kind = ["type_of_establishment", "establishment_type_group"].map(|h| row.get(h).to_lowercase());
        let is = |what: &str| kind.iter().any(|k| k.contains(what));
        let phase = match row.get(PHASE) {
            _ if is("special") => "special",
            _ if is("referral") => "referral",
            told if is_told => told,
            _ => "secondary",
        };
        let cell = |h: &&str| if *h == PHASE { phase } else { row.get(h) }.to_owned();
        headings.iter().map(cell).collect()
    });
    Table::new(&headings, rows.collect(), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Table {
        Table::read(text.as_bytes()).unwrap()
    }

    fn column(table: &Table, heading: &str) -> Vec<String> {
        table.rows().map(|r| r.get(heading).to_owned()).collect()
    }

    #[test]
    fn days_with_the_same_hours_are_one_stretch_and_closed_days_are_unsaid() {
        let hours = |day: &str| match day {
            "monday" | "tuesday" => "10:00-18:00",
            "thursday" => "10:00-12:00,13:00-18:00",
            _ => "",
        };
        assert_eq!(week(hours), "Mo-Tu 10:00-18:00; Th 10:00-12:00,13:00-18:00");
        assert_eq!(week(|_| ""), "");
    }

    #[test]
    fn one_counter_of_each_borough_is_taken_to_be_open_at_all_hours_and_says_so() {
        let sites = read(
            "list,kind,name,address,postcode,lat,lon,borough_code\n\
             legacy_2013,contact_point,Cedar,,QN1 1AD,54.5,2.5,E09000001\n\
             front_counters_2024,front_counter,Alder,,QN1 1AA,54.5,2.5,E09000001\n\
             front_counters_2024,front_counter,Birch,,QN1 1AB,54.5,2.5,E09000001\n\
             home_office_designated_2025,front_counter,Alder,,QN1 1AA,54.5,2.5,E09000001\n",
        );
        let made = counters(&sites);
        assert_eq!(column(&made, "hours"), ["24/7", ""]);
        assert_eq!(column(&made, "notes"), [ASSUMED, ""]);
        let numbers: Vec<u64> = made.rows().map(|r| r.number()).collect();
        assert_eq!(numbers, [3, 4], "rows keep the numbers of their file");
        let old = history(&sites);
        assert_eq!(column(&old, "kind"), ["hub"]);
        assert_eq!(column(&old, "closes_on"), [GIVEN_UP]);
    }

    #[test]
    fn a_library_has_the_hours_of_the_other_list_and_the_year_it_closed() {
        let list = read(
            "authority,name,address1,address2,address3,postcode,closed,lat,lon\n\
             Alder Council,Birch Library,1 High Street,,,QN1 1AA,,54.5,2.5\n\
             Alder Council,Cedar Library,2 High Street,,,QN1 1AB,2019,54.5,2.5\n",
        );
        let hours = read(
            "Library name,Postcode,Monday staffed hours,Tuesday staffed hours,Wednesday staffed hours,Thursday staffed hours,Friday staffed hours,Saturday staffed hours,Sunday staffed hours\n\
             BIRCH LIBRARY,QN1 1AA,09:00-17:00,,,,,,\n",
        );
        let made = libraries(&list, &hours);
        assert_eq!(column(&made, "hours"), ["Mo 09:00-17:00", ""]);
        assert_eq!(column(&made, "closes_on"), ["", "2019-12-31"]);
    }
}
