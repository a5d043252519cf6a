//! Tables as others write them, good and bad.

use ::places::Holidays;

use super::*;
use crate::people::Group;

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
        read.refused[0].why.to_string().contains("first in row 3"),
        "{:?}",
        read.refused[0]
    );
    assert!(read.refused[1].why.to_string().contains("no place on the world"));
    assert!(read.refused[2].why.to_string().contains("people is -4"));
    // Mostly wrong: nothing is taken.
    let text = "id,lat,lon,people\na,95,0,1\nb,95,0,1\nc,51,0,1\n";
    let why = people("p.csv", text.as_bytes(), None).unwrap_err().to_string();
    assert!(
        why.starts_with("p.csv: 2 of 3 rows cannot be used, so nothing was loaded")
            && why.contains("\n  p.csv, row 2: ")
            && why.contains("\n  p.csv, row 3: "),
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
    assert!(
        read.refused[0].why.to_string().contains("no ward"),
        "{:?}",
        read.refused
    );
    assert!(read.found.wards.len() == 36 && read.found.boroughs.len() == 4);
    let read = places("s.csv", text.as_bytes(), Some(&city.areas), &Holidays::default()).unwrap();
    assert_eq!(read.found.len(), 36);
    assert!(
        read.refused[0].why.to_string().contains("in the water"),
        "{:?}",
        read.refused
    );
    assert!(read.found.iter().all(|s| s.ward.is_some() && s.borough.is_some()));
}

#[test]
fn places_without_ids_go_by_their_names() {
    let text = "name,lat,lon\nWood Green,51.5,-0.1\nWood Green,51.6,-0.1\n";
    let read = places("s.csv", text.as_bytes(), None, &Holidays::default()).unwrap();
    let ids: Vec<&str> = read.found.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["wood-green", "wood-green-2"]);
    let told = read.warnings[0].to_string();
    assert!(told.contains("no place has opening hours"), "{told}");
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

#[test]
fn what_can_hardly_be_is_told_though_it_is_taken() {
    let mut text = "id,lat,lon,people,aged_65\n".to_owned();
    for i in 0..30 {
        text += &format!("p{i},51.5,-0.1,1500,{}\n", if i == 3 { 2_000 } else { 300 });
    }
    text += "slip,51.5,-0.1,99999999,300\n";
    let read = people("p.csv", text.as_bytes(), None).unwrap();
    let told: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .any(|w| w.contains("p3 the first") && w.contains("aged 65")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|w| w.contains("slip has 99,999,999 people")),
        "{told:?}"
    );
    let usual = people("p.csv", GOOD.as_bytes(), None).unwrap();
    assert!(usual.warnings.is_empty(), "{:?}", usual.warnings);
}

#[test]
fn a_column_or_cell_that_nobody_reads_is_named_and_a_column_that_is_there_twice_refused() {
    let text = "id,lat,lon,people,foo,aged65,population\na,51.5,-0.1,1,2,3,4\nb,51.5,-0.1,2,3,4,5,6\nc,51.5,-0.1,3,,,\n";
    let read = people("p.csv", text.as_bytes(), None).unwrap();
    let told: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .any(|w| w == "p.csv: columns that nobody reads: foo, aged65, population"),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|w| w.starts_with("p.csv: rows with more cells than there are columns: 1, row 3 the first")),
        "{told:?}"
    );
    let twice = people("p.csv", b"id,lat,lon,people,people\na,51,0,1,2\n", None).unwrap_err();
    assert_eq!(twice.to_string(), "p.csv: the column people is there twice");
    // What an address has after its comma would stand under another column.
    let text = "name,lat,lon,hours,address,wheels\nA,51.5,-0.1,24/7,1 High St, London\n";
    let read = places("s.csv", text.as_bytes(), None, &Holidays::default()).unwrap();
    let told: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|w| w.contains("nobody reads: wheels")),
        "{told:?}"
    );
}

#[test]
fn any_separator_is_read_and_rows_have_the_numbers_of_a_spreadsheet() {
    for mark in [";", "\t"] {
        let text = GOOD.replace(',', mark);
        assert_eq!(people("p.csv", text.as_bytes(), None).unwrap().found.len(), 2);
    }
    let text = "id,name,lat,lon,people\na,\"A\nB\",51.5,-0.1,1\nb,B,51.5,-0.1,1\nc,C,95,0,1\n";
    let read = people("p.csv", text.as_bytes(), None).unwrap();
    assert_eq!(read.refused[0].row, 4);
}

#[test]
fn figures_with_commas_between_thousands_are_read_of_people_and_of_money() {
    let text = "id,lat,lon,people,aged_65\na,51.5,-0.1,\"1,234\",\"1,000.5\"\n";
    let read = people("p.csv", text.as_bytes(), None).unwrap();
    assert!((read.found.all() - 1_234.0).abs() < 1e-9);
    let text = "name,lat,lon,cost,receipt\nA,51.5,-0.1,\"£1,234,567\",2000000\nB,51.5,-0.1,\"12,50\",1\n";
    let read = places("s.csv", text.as_bytes(), None, &Holidays::default()).unwrap();
    assert_eq!(read.found[0].cost, Some(1_234_567.0));
    assert!(
        read.refused[0].why.to_string().contains("cost is 12,50"),
        "{:?}",
        read.refused
    );
}
