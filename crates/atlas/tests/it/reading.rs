//! Files that are odd, broken or hostile.

use std::io::Write;

use atlas::read::{
    AreaLevel, AreaOptions, MOST_PROBLEMS, PostcodeOptions, Summary, read_areas, read_postcodes,
};
use atlas::{Areas, AreasDraft, AtlasError, LatLon, Postcode, PostcodesDraft, WardCode};

fn feature(properties: &str, ring: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

const SQUARE: &str = "[[2.5,54.5],[2.6,54.5],[2.6,54.6],[2.5,54.6],[2.5,54.5]]";

fn take(text: impl AsRef<[u8]>) -> (AreasDraft, Result<Summary, AtlasError>) {
    take_as(text, &AreaOptions::default())
}

fn take_as(text: impl AsRef<[u8]>, options: &AreaOptions) -> (AreasDraft, Result<Summary, AtlasError>) {
    let mut draft = AreasDraft::default();
    let summary = read_areas(&mut draft, "areas.geojson", text.as_ref(), options, &mut |_| ());
    (draft, summary)
}

fn areas() -> Areas {
    let ward = feature(
        r#""code":"DH-W1","name":"Saltway","borough_code":"DH-1","borough_name":"Farside""#,
        SQUARE,
    );
    take(collection(&[ward])).0.build().unwrap().0
}

fn postcodes(bytes: &[u8]) -> Result<(PostcodesDraft, Summary), AtlasError> {
    let mut draft = PostcodesDraft::default();
    let options = PostcodeOptions::default();
    let summary = read_postcodes(&mut draft, &areas(), "codes.csv", bytes, &options, &mut |_| ())?;
    Ok((draft, summary))
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn the_offices_own_property_names_are_understood() {
    let ward = feature(
        r#""FID":7,"WD22CD":"W05000001","WD22NM":"Pant","WD22NMW":"Y Pant","LAD22CD":"W06000099","LAD22NM":"Glanfa""#,
        SQUARE,
    );
    let (draft, summary) = take(collection(&[ward]));
    assert_eq!(summary.unwrap().added, 1);
    let (areas, _) = draft.build().unwrap();
    let ward = &areas.wards()[0];
    assert_eq!(
        (ward.name.as_str(), ward.name_cy.as_deref()),
        ("Pant", Some("Y Pant"))
    );
    assert_eq!(areas.borough(ward.borough).unwrap().name, "Glanfa");
    assert!(areas.find(LatLon::new(54.55, 2.55).unwrap()).is_some());
}

#[test]
fn a_ward_that_names_no_borough_is_put_where_its_middle_lies() {
    let borough = feature(r#""LAD24CD":"E09000099","LAD24NM":"Farside""#, SQUARE);
    let small = "[[2.51,54.51],[2.52,54.51],[2.52,54.52],[2.51,54.51]]";
    let far = "[[3.51,54.51],[3.52,54.51],[3.52,54.52],[3.51,54.51]]";
    let (draft, summary) = take(collection(&[
        feature(r#""WD24CD":"E05999999","WD24NM":"Saltway""#, small),
        feature(r#""WD24CD":"E05999998","WD24NM":"Lost""#, far),
        borough,
    ]));
    assert_eq!(summary.unwrap().added, 3);
    let (areas, lost) = draft.build().unwrap();
    assert_eq!(areas.wards().len(), 1);
    assert_eq!(areas.boroughs()[0].wards.len(), 1);
    assert_eq!(lost[0].code, WardCode::parse("E05999998").unwrap());
}

#[test]
fn metres_of_the_national_grid_are_noticed() {
    let metres = "[[530000,180000],[531000,180000],[531000,181000],[530000,181000]]";
    let (draft, _) = take(collection(&[feature(
        r#""code":"E09000099","name":"Gridside""#,
        metres,
    )]));
    let (areas, _) = draft.build().unwrap();
    assert!(areas.find_borough(LatLon::new(51.508, -0.126).unwrap()).is_some());
    let shape = &areas.boroughs()[0].shape;
    assert!((shape.area_m2() / 1e6 - 1.0).abs() < 0.01);
}

#[test]
fn what_is_wrong_with_a_feature_is_told_by_its_number() {
    let (_, summary) = take(collection(&[
        feature(r#""code":"E09000099","name":"Good""#, SQUARE),
        feature(r#""name":"No code""#, SQUARE),
        feature(r#""code":"!","name":"Bad code""#, SQUARE),
        feature(r#""code":"E09000098""#, SQUARE),
        feature(r#""code":"E09000097","name":"Flat""#, "[[0,0],[1,1],[0,0]]"),
        feature(r#""code":"E09000096","name":"Mercator""#, "[[-13000,6700000],[0,6700000],[0,6800000]]"),
        feature(r#""code":"E09000095","name":"Nested""#, "[[[0,0],[1,1],[0,1]]]"),
        r#"{"type":"Feature","properties":null,"geometry":null}"#.to_owned(),
        r#"{"type":"Feature","properties":{"code":"E09000094","name":"Pt"},"geometry":{"type":"Point","coordinates":[1,2]}}"#.to_owned(),
        feature(r#""code":"E01000001","name":"Another kind of area""#, SQUARE),
    ]));
    let summary = summary.unwrap();
    assert_eq!(
        (summary.read, summary.added, summary.skipped, summary.refused),
        (10, 1, 1, 8)
    );
    let told: Vec<String> = summary.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told[0], "areas.geojson: row 2: has no code among its properties");
    assert_eq!(
        told[2],
        "areas.geojson: row 4: E09000098 has no name among its properties"
    );
    assert!(
        told[4].contains("neither longitude and latitude nor metres"),
        "{}",
        told[4]
    );
    assert!(told[7].contains("is a Point"), "{}", told[7]);
}

#[test]
fn a_file_that_is_no_feature_collection_is_an_error_with_its_place() {
    assert!(matches!(take("{}").1, Err(AtlasError::NotFeatures { .. })));
    for text in ["", "[]", "nonsense", "{\"features\":[", "{\"features\":7}"] {
        let error = take(text).1.unwrap_err();
        assert!(matches!(error, AtlasError::NotGeoJson { .. }), "{text}: {error}");
    }
    let mut bad = collection(&[feature(r#""code":"E09000099","name":"X?""#, SQUARE)]).into_bytes();
    let at = bad.iter().position(|b| *b == b'?').unwrap();
    bad[at] = 0xFF;
    assert!(matches!(take(bad).1, Err(AtlasError::NotGeoJson { line: 1, .. })));
    let deep = format!(
        r#"{{"features":[{{"geometry":{{"type":"Polygon","coordinates":{}"#,
        "[".repeat(100_000)
    );
    assert!(matches!(take(deep).1, Err(AtlasError::NotGeoJson { .. })));
}

#[test]
fn the_same_file_again_changes_nothing_and_a_new_name_is_a_change() {
    let text = |name: &str| collection(&[feature(&format!(r#""code":"E09000099","name":"{name}""#), SQUARE)]);
    let (areas, _) = take(text("Old")).0.build().unwrap();
    let mut draft = AreasDraft::from(&areas);
    let options = AreaOptions {
        level: AreaLevel::Borough,
        ..AreaOptions::default()
    };
    let again = read_areas(&mut draft, "a", text("Old").as_bytes(), &options, &mut |_| ()).unwrap();
    assert_eq!((again.same, again.changed), (1, 0));
    let renamed = read_areas(&mut draft, "a", text("New").as_bytes(), &options, &mut |_| ()).unwrap();
    assert_eq!((renamed.same, renamed.changed), (0, 1));
}

#[test]
fn postcodes_are_read_plain_gzipped_and_zstandard_with_any_usual_header() {
    let plain =
        "\u{FEFF}pcds,Latitude,LONG,doterm\r\nqx1 1aa,54.55,2.55,\nQX1 1AB,54.55,2.7,\nQX1 1AD,,,202401\n";
    for bytes in [
        plain.as_bytes().to_vec(),
        gz(plain.as_bytes()),
        zst(plain.as_bytes()),
    ] {
        let (draft, summary) = postcodes(&bytes).unwrap();
        assert_eq!(
            (summary.read, summary.added, summary.skipped),
            (3, 2, 1),
            "{:?}",
            summary.problems
        );
        assert_eq!(summary.bytes, bytes.len() as u64);
        let built = draft.build().unwrap();
        assert!(
            built
                .get(Postcode::parse("QX1 1AA").unwrap())
                .unwrap()
                .ward
                .is_some()
        );
        assert_eq!(built.get(Postcode::parse("QX1 1AB").unwrap()).unwrap().ward, None);
        assert!(built.is_retired(Postcode::parse("QX1 1AD").unwrap()));
    }
    let two = [
        gz(b"postcode,lat,lon\nQX1 1AA,54.55,2.55\n"),
        gz(b"QX1 1AB,54.55,2.55\n"),
    ]
    .concat();
    assert_eq!(postcodes(&two).unwrap().1.added, 2);
    let two = [
        zst(b"postcode,lat,lon\nQX1 1AA,54.55,2.55\n"),
        zst(b"QX1 1AB,54.55,2.55\n"),
    ]
    .concat();
    assert_eq!(postcodes(&two).unwrap().1.added, 2);
}

#[test]
fn code_point_open_needs_no_header() {
    let rows = "\"QX1 1AA\",10,530000,180000,\"E92000001\",\"\",\"\",\"\",\"E09000099\",\"E05999999\"\n";
    let (draft, summary) = postcodes(rows.as_bytes()).unwrap();
    assert_eq!(summary.added, 1, "{:?}", summary.problems);
    let at = draft
        .build()
        .unwrap()
        .get(Postcode::parse("QX1 1AA").unwrap())
        .unwrap()
        .at;
    assert!(at.distance_m(LatLon::new(51.504, -0.1285).unwrap()) < 1_000.0);
}

#[test]
fn rows_that_cannot_be_used_are_told_by_line_and_the_rest_is_kept() {
    let text = b"postcode,lat,lon\nQX1 1AA,54.55,2.55\nnonsense,1,2\nQX1 1AB,north,2\nQX1 1AD,99.999999,0\nQX1 1AE\n\
        QX1 \xFF\xFE,1,2\nQX1 1AF,54.55,2.55\n";
    let (_, summary) = postcodes(text).unwrap();
    assert_eq!((summary.read, summary.added, summary.refused), (7, 2, 5));
    let told: Vec<String> = summary.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "codes.csv: row 3: \"nonsense\" is not a postcode",
            "codes.csv: row 4: QX1 1AB: latitude \"north\" is not a number",
            "codes.csv: row 5: QX1 1AD: 99.999999, 0 is not a place",
            "codes.csv: row 6: has only 1 columns",
            "codes.csv: row 7: column 1 is not UTF-8",
        ]
    );
}

#[test]
fn of_many_problems_the_first_hundred_are_listed_and_all_are_counted() {
    let text = format!("postcode,lat,lon\n{}", "x,1,2\n".repeat(5_000));
    let (_, summary) = postcodes(text.as_bytes()).unwrap();
    assert_eq!((summary.refused, summary.problems.len()), (5_000, MOST_PROBLEMS));
}

#[test]
fn a_csv_file_without_the_needed_columns_says_which() {
    let error = postcodes(b"name,lat,lon\na,1,2\n").err().unwrap();
    assert_eq!(
        error.to_string(),
        "codes.csv: has no column for the postcode; its columns are: name, lat, lon"
    );
    assert!(matches!(
        postcodes(b"postcode,a\nb,c\n"),
        Err(AtlasError::NoColumn { .. })
    ));
    assert!(matches!(postcodes(b""), Err(AtlasError::NoColumn { .. })));
}

#[test]
fn a_bomb_a_giant_line_and_a_broken_file_are_refused_early() {
    let zeros = vec![b'\n'; 64 << 20];
    assert!(matches!(postcodes(&gz(&zeros)), Err(AtlasError::Bomb { .. })));
    let line = vec![b'a'; 1 << 20];
    assert!(matches!(postcodes(&line), Err(AtlasError::LongLine { .. })));
    let mut broken = gz(b"postcode,lat,lon\nQX1 1AA,54.55,2.55\n");
    broken.truncate(broken.len() - 9);
    assert!(matches!(postcodes(&broken), Err(AtlasError::Io { .. })));
    let mut broken = zst(b"postcode,lat,lon\nQX1 1AA,54.55,2.55\n");
    broken.truncate(broken.len() - 5);
    assert!(matches!(postcodes(&broken), Err(AtlasError::Io { .. })));
    let options = AreaOptions {
        most_bytes: 100,
        ..AreaOptions::default()
    };
    let text = collection(&[feature(r#""code":"E09000099","name":"X""#, SQUARE)]);
    assert!(matches!(
        take_as(text, &options).1,
        Err(AtlasError::TooBig { limit: 100, .. })
    ));
}

mod whatever_comes {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reading_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300), head in 0..5usize) {
            let heads: [&[u8]; 5] =
                [b"", b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x00", b"\x28\xB5\x2F\xFD", b"postcode,lat,lon\n", b"{\"features\":[{\"geometry\":"];
            let whole = [heads[head], &bytes].concat();
            let _ = postcodes(&whole);
            let _ = take(&whole);
        }

        #[test]
        fn stored_areas_that_were_cut_or_changed_are_refused(cut: prop::sample::Index, at: prop::sample::Index) {
            let blob = areas().to_blob();
            prop_assert!(Areas::from_blob(&blob[..cut.index(blob.len())]).is_err());
            let mut changed = blob.clone();
            changed[at.index(blob.len())] ^= 0x10;
            prop_assert!(Areas::from_blob(&changed).is_err());
            prop_assert!(Areas::from_blob(&blob).is_ok());
        }
    }
}
