//! Location questions answered in the made-up city.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use atlas::made_up::{City, Size};
use atlas::read::{AreaOptions, read_areas};
use atlas::{
    AreasDraft, Confidence, Gazetteer, How, LatLon, Note, Place, PlaceKind, Postcodes, PostcodesDraft, WardIx,
};
use proptest::prelude::*;

fn gazetteer() -> &'static Gazetteer {
    static CITY: LazyLock<Gazetteer> = LazyLock::new(|| {
        let city = City::new(
            1,
            Size {
                boroughs: 6,
                wards: 90,
                postcodes_per_ward: 20,
            },
        )
        .unwrap();
        Gazetteer::new(Arc::new(city.areas), Arc::new(city.postcodes), city.places)
    });
    &CITY
}

fn ward_name(ix: WardIx) -> &'static str {
    &gazetteer().areas().ward(ix).unwrap().name
}

#[test]
fn a_postcode_anywhere_in_an_address_finds_its_ward() {
    let g = gazetteer();
    let p = g.postcodes().iter().nth(321).unwrap();
    let squeezed = p.postcode.to_string().replace(' ', "").to_lowercase();
    for text in [
        p.postcode.to_string(),
        squeezed.clone(),
        format!("Flat 3, 14 Mill Lane, Doggerham, {}", p.postcode),
        format!("near the gate ({squeezed}), by the shop"),
    ] {
        let found = g.locate(&text);
        assert_eq!(
            (found.how, found.confidence),
            (How::Postcode, Confidence::Sure),
            "{text}"
        );
        assert_eq!(
            (found.ward, found.at, found.outside),
            (p.ward, Some(p.at), false),
            "{text}"
        );
        assert!(found.name.contains(ward_name(p.ward.unwrap())));
    }
}

#[test]
fn a_letter_taken_for_a_digit_is_put_right_and_told() {
    let g = gazetteer();
    let p = g
        .postcodes()
        .iter()
        .find(|p| p.postcode.to_string().contains(" 1"))
        .unwrap();
    let found = g.locate(&p.postcode.to_string().replace(" 1", " I"));
    assert_eq!((found.how, found.ward), (How::Postcode, p.ward));
    assert_eq!(
        (found.confidence, found.note),
        (Confidence::Likely, Some(Note::SpellingPutRight))
    );
}

#[test]
fn part_of_a_postcode_offers_the_wards_it_covers() {
    let g = gazetteer();
    let p = g.postcodes().iter().next().unwrap();
    let found = g.locate(&p.postcode.sector());
    assert_eq!(
        (found.how, found.ward, found.confidence),
        (How::PartialPostcode, p.ward, Confidence::Likely)
    );
    let found = g.locate(&p.postcode.outcode());
    assert_eq!(
        (found.how, found.ward, found.confidence),
        (How::PartialPostcode, None, Confidence::Unsure)
    );
    assert!(found.candidates.len() > 1 && found.borough.is_some());
    // In use nowhere, but its neighbours are known.
    let taken: Vec<_> = g.postcodes().iter().map(|p| p.postcode).collect();
    let free = ["AA", "AB", "AD", "AE", "XY", "ZZ"]
        .iter()
        .filter_map(|u| atlas::Postcode::parse(&format!("{}{u}", p.postcode.sector())))
        .find(|p| !taken.contains(p))
        .unwrap();
    let found = g.locate(&free.to_string());
    assert_eq!(
        (found.how, found.ward, found.note),
        (How::PartialPostcode, p.ward, Some(Note::UnknownPostcode))
    );
}

#[test]
fn a_postcode_from_elsewhere_is_told_to_be_outside() {
    let found = gazetteer().locate("10 Some Street, LS1 4AP");
    assert!(found.outside && found.ward.is_none());
    assert_eq!(found.note, Some(Note::UnknownPostcode));
}

#[test]
fn a_pin_finds_its_ward_whichever_number_comes_first_and_says_when_it_is_outside() {
    let g = gazetteer();
    let ward = &g.areas().wards()[40];
    let m = ward.middle;
    for text in [
        format!("{m}"),
        format!("{} {}", m.lat(), m.lon()),
        format!("geo:{m}"),
        format!("{}, {}", m.lon(), m.lat()),
    ] {
        let found = g.locate(&text);
        assert_eq!((found.how, found.ward), (How::Pin, Some(WardIx(40))), "{text}");
    }
    let found = g.locate("51.5,-0.1");
    assert_eq!((found.how, found.ward, found.outside), (How::Pin, None, true));
    assert!(g.at_point(LatLon::new(0.0, 0.0).unwrap()).outside);
}

#[test]
fn names_of_wards_and_boroughs_are_found_with_slips_of_spelling() {
    let g = gazetteer();
    for (i, ward) in g.areas().wards().iter().enumerate() {
        let found = g.locate(&ward.name.to_uppercase());
        assert_eq!(
            (found.how, found.ward),
            (How::AreaName, Some(WardIx(i as u16))),
            "{}: {found:?}",
            ward.name
        );
    }
    for borough in g.areas().boroughs() {
        let found = g.locate(&borough.name);
        assert_eq!(
            found.borough.and_then(|b| g.areas().borough(b)).map(|b| b.code),
            Some(borough.code),
            "{found:?}"
        );
        // Two letters swapped.
        let mut letters: Vec<char> = borough.name.to_lowercase().chars().collect();
        letters.swap(2, 3);
        let wrong: String = letters.iter().collect();
        let found = g.locate(&wrong);
        assert_eq!(
            found.borough.and_then(|b| g.areas().borough(b)).map(|b| b.code),
            Some(borough.code),
            "{wrong}"
        );
    }
}

#[test]
fn a_street_that_is_in_several_wards_is_asked_about_and_its_ward_or_outcode_decides() {
    let g = gazetteer();
    let mut by_name: HashMap<&str, Vec<&Place>> = HashMap::new();
    for street in g.places().iter().filter(|p| p.kind == PlaceKind::Street) {
        by_name.entry(&street.name).or_default().push(street);
    }
    let several: Vec<_> = by_name.values().filter(|v| v.len() >= 3).take(20).collect();
    assert!(!several.is_empty());
    for streets in several {
        let street = streets[1];
        let found = g.locate(&street.name);
        assert_eq!(
            (found.how, found.confidence, found.ward),
            (How::StreetName, Confidence::Unsure, None)
        );
        assert!(found.candidates.len() >= 3, "{found:?}");
        let ward = g.areas().find(street.at).unwrap();
        for place in [ward_name(ward).to_owned(), street.postcode.unwrap().outcode()] {
            let text = format!("14 {}, {place}", street.name);
            let found = g.locate(&text);
            let fits = found.ward == Some(ward) || found.candidates.iter().any(|c| c.ward == Some(ward));
            assert!(fits, "{text}: {found:?}");
        }
        let text = format!("14 {}, {}", street.name, ward_name(ward));
        assert_eq!(g.locate(&text).ward, Some(ward), "{text}: {:?}", g.locate(&text));
    }
}

#[test]
fn libraries_and_town_halls_are_found_by_name() {
    let g = gazetteer();
    for place in g
        .places()
        .iter()
        .filter(|p| matches!(p.kind, PlaceKind::Library | PlaceKind::TownHall))
    {
        let found = g.locate(&place.name.to_lowercase());
        assert_eq!(
            (found.how, found.ward),
            (How::PlaceName, g.areas().find(place.at)),
            "{}: {found:?}",
            place.name
        );
    }
}

#[test]
fn welsh_names_are_found_with_and_without_their_accents() {
    let square = "[[[2.5,54.5],[2.6,54.5],[2.6,54.6],[2.5,54.6]]]";
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"WD24CD":"W05999999","WD24NM":"Swan's Ford",
        "WD24NMW":"Rhyd yr Alarch Ŵyn","LAD24CD":"W06999999","LAD24NM":"Glan-y-môr"}},"geometry":{{"type":"Polygon","coordinates":{square}}}}}]}}"#
    );
    let mut draft = AreasDraft::default();
    read_areas(
        &mut draft,
        "w",
        text.as_bytes(),
        &AreaOptions::default(),
        &mut |_| (),
    )
    .unwrap();
    let g = Gazetteer::new(
        Arc::new(draft.build().unwrap().0),
        Arc::new(Postcodes::default()),
        Vec::new(),
    );
    for name in [
        "Rhyd yr Alarch Ŵyn",
        "rhyd yr alarch wyn",
        "swans ford",
        "Swan’s Ford",
    ] {
        assert_eq!(g.locate(name).ward, Some(WardIx(0)), "{name}");
    }
    assert!(g.locate("glan y mor").borough.is_some());
}

#[test]
fn what_names_no_place_finds_nothing() {
    for text in [
        "",
        "   ",
        "help",
        "it was dark",
        "zzzzzzzz qqqqqq",
        "12",
        "🙂🙂",
        "the 2nd house",
    ] {
        let found = gazetteer().locate(text);
        assert_eq!((found.ward, found.outside), (None, false), "{text}: {found:?}");
    }
}

#[test]
fn a_retired_postcode_is_told_as_such() {
    let city = City::new(1, Size::SMALL).unwrap();
    let gone = city.postcodes.iter().next().unwrap();
    let mut draft = PostcodesDraft::default();
    for p in city.postcodes.iter().skip(1) {
        draft.put(p.postcode, p.at, p.ward);
    }
    draft.retire(gone.postcode);
    let g = Gazetteer::new(Arc::new(city.areas), Arc::new(draft.build().unwrap()), Vec::new());
    let found = g.locate(&gone.postcode.to_string());
    assert_eq!((found.note, found.ward), (Some(Note::RetiredPostcode), gone.ward));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_what_is_found_is_in_the_area(text in "\\PC{0,60}|[A-Z0-9 ,.-]{0,40}|(mill|lane|[0-9]{1,2}\\.[0-9]{1,3}|QN1| ){0,12}") {
        let g = gazetteer();
        let found = g.locate(&text);
        if let Some(ward) = found.ward {
            prop_assert_eq!(g.areas().ward(ward).map(|w| w.borough), found.borough);
            prop_assert!(!found.outside);
        }
        prop_assert!(found.candidates.len() <= 10);
    }
}
