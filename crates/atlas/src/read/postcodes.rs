//! Postcodes from CSV files: the ONS directories, OS Code-Point Open, and plain lists.

use std::io::Read;

use csv::ByteRecord;

use super::geojson::is_named;
use super::source::{Bounds, Source};
use super::{OnProgress, Progress, Summary, shown};
use crate::areas::{Areas, Put, WardIx};
use crate::code::WardCode;
use crate::error::{AtlasError, Result};
use crate::national_grid::from_national_grid;
use crate::point::LatLon;
use crate::postcode::Postcode;
use crate::postcodes::PostcodesDraft;

/// How to read postcodes.
#[derive(Debug, Clone)]
pub struct PostcodeOptions {
    /// Keep postcodes that lie in none of the areas, so that a caller from outside can be told so.
    pub keep_outside: bool,
    /// Most bytes after unpacking.
    pub most_bytes: u64,
}

impl Default for PostcodeOptions {
    fn default() -> Self {
        Self {
            keep_outside: true,
            most_bytes: 4 << 30,
        }
    }
}

const LONGEST_LINE: usize = 64 << 10;
const POSTCODES: &[&str] = &[
    "postcode",
    "pcds",
    "pcd",
    "pcd2",
    "pcd7",
    "pcd8",
    "post_code",
    "pc",
];
const LATS: &[&str] = &["lat", "latitude"];
const LONS: &[&str] = &["lon", "long", "lng", "longitude"];
const EASTINGS: &[&str] = &["easting", "eastings", "oseast1m", "east1m", "gridgb1e", "x"];
const NORTHINGS: &[&str] = &["northing", "northings", "osnrth1m", "north1m", "gridgb1n", "y"];
const WARDS: &[&str] = &[
    "ward_code",
    "osward",
    "WD#CD",
    "admin_ward_code",
    "wardcode",
    "ward",
];
const ENDED: &[&str] = &["doterm", "terminated", "date_of_termination"];
/// Where a wrong place would be worse than none: 60 and up are means of many postcodes, 90 is no place.
const QUALITIES: &[&str] = &["positional_quality", "osgrdind", "quality", "q"];

struct Columns {
    postcode: usize,
    place: Option<Place>,
    ward: Option<usize>,
    ended: Option<usize>,
    quality: Option<usize>,
}

#[derive(Clone, Copy)]
enum Place {
    Degrees(usize, usize),
    Metres(usize, usize),
}

impl Columns {
    fn of(header: &ByteRecord, file: &str) -> Result<Self> {
        let names: Vec<String> = header
            .iter()
            .map(|h| String::from_utf8_lossy(h).trim().to_owned())
            .collect();
        let find = |wanted: &[&str]| {
            wanted
                .iter()
                .find_map(|w| names.iter().position(|n| is_named(n, w)))
        };
        let missing = |missing| {
            let found = shown(&names.join(", "));
            AtlasError::NoColumn {
                file: file.to_owned(),
                missing,
                found,
            }
        };
        let degrees = find(LATS).zip(find(LONS)).map(|(a, b)| Place::Degrees(a, b));
        let metres = find(EASTINGS)
            .zip(find(NORTHINGS))
            .map(|(e, n)| Place::Metres(e, n));
        let found = Self {
            postcode: find(POSTCODES).ok_or_else(|| missing("the postcode"))?,
            place: degrees.or(metres),
            ward: find(WARDS),
            ended: find(ENDED),
            quality: find(QUALITIES),
        };
        // A list of postcodes no longer in use needs no places.
        if found.place.is_none() && found.ended.is_none() {
            return Err(missing(
                "the place (latitude and longitude, or easting and northing)",
            ));
        }
        Ok(found)
    }

    /// Code-Point Open has no header: postcode, quality, easting, northing, five codes of which the last is the ward.
    fn without_header(first: &ByteRecord) -> Option<Self> {
        let text = |i| first.get(i).and_then(|f: &[u8]| std::str::from_utf8(f).ok());
        Postcode::parse_exact(text(0)?)?;
        let plain = |e, n, ward, quality| Self {
            postcode: 0,
            place: Some(Place::Metres(e, n)),
            ward,
            ended: None,
            quality,
        };
        match first.len() {
            10 => Some(plain(2, 3, Some(9), Some(1))),
            _ => None,
        }
    }
}

/// Reads postcodes (plain, gzip or Zstandard CSV) into the draft.
///
/// The header is understood by the usual names. A ward code that the areas know is believed; else the ward is
/// looked up by the place. Rows with a date of termination count as skipped and are remembered as no longer in use.
///
/// # Errors
/// When it is no such CSV file, cannot be read, or unpacks to too much. What was read before stays in the draft.
pub fn read_postcodes(
    draft: &mut PostcodesDraft,
    areas: &Areas,
    file: &str,
    reader: impl Read,
    options: &PostcodeOptions,
    progress: OnProgress<'_>,
) -> Result<Summary> {
    let bounds = Bounds {
        bytes: options.most_bytes,
        line: LONGEST_LINE,
    };
    let (source, meter) = Source::open(file, reader, bounds)?;
    let mut csv = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(source);
    let mut summary = Summary::new(file);
    let mut row = ByteRecord::new();
    let mut columns: Option<Columns> = None;
    let explain = |e: csv::Error| {
        let line = e.position().map_or(0, csv::Position::line);
        let (file, why) = (file.to_owned(), shown(&e.to_string()));
        meter.explain(match e.into_kind() {
            csv::ErrorKind::Io(source) => AtlasError::Io { file, source },
            _ => AtlasError::NotCsv { file, line, why },
        })
    };
    while csv.read_byte_record(&mut row).map_err(explain)? {
        let columns = match &columns {
            Some(known) => known,
            None => match Columns::without_header(&row) {
                Some(known) => columns.insert(known),
                None => {
                    columns = Some(Columns::of(&row, file)?);
                    continue;
                }
            },
        };
        summary.read += 1;
        let line = row.position().map_or(0, csv::Position::line);
        match take(draft, areas, options, columns, &row) {
            Ok(Some(Put::Added)) => summary.added += 1,
            Ok(Some(Put::Changed)) => summary.changed += 1,
            Ok(Some(Put::Same)) => summary.same += 1,
            Ok(None) => summary.skipped += 1,
            Err(why) => summary.refuse(line, why),
        }
        if summary.read.is_multiple_of(8192) {
            progress(Progress {
                bytes: meter.bytes(),
                rows: summary.read,
            });
        }
    }
    if columns.is_none() {
        return Err(AtlasError::NoColumn {
            file: file.to_owned(),
            missing: "the postcode",
            found: String::new(),
        });
    }
    summary.bytes = meter.bytes();
    progress(Progress {
        bytes: summary.bytes,
        rows: summary.read,
    });
    Ok(summary)
}

fn take(
    draft: &mut PostcodesDraft,
    areas: &Areas,
    options: &PostcodeOptions,
    columns: &Columns,
    row: &ByteRecord,
) -> std::result::Result<Option<Put>, String> {
    let field = |i: usize| -> std::result::Result<&str, String> {
        let bytes = row
            .get(i)
            .ok_or_else(|| format!("has only {} columns", row.len()))?;
        std::str::from_utf8(bytes)
            .map(str::trim)
            .map_err(|_| format!("column {} is not UTF-8", i + 1))
    };
    let text = field(columns.postcode)?;
    let postcode =
        Postcode::parse_exact(text).ok_or_else(|| format!("{:?} is not a postcode", shown(text)))?;
    if let Some(ended) = columns.ended
        && !field(ended)?.is_empty()
    {
        draft.retire(postcode);
        return Ok(None);
    }
    let Some(place) = columns.place else {
        return Ok(None);
    };
    if let Some(quality) = columns.quality
        && field(quality)? == "90"
    {
        return Err(format!("{postcode} has no known place (quality 90)"));
    }
    let number = |i: usize, what: &str| {
        let text = field(i)?;
        text.parse::<f64>()
            .map_err(|_| format!("{postcode}: {what} {:?} is not a number", shown(text)))
    };
    let at = match place {
        Place::Degrees(lat, lon) => {
            let (lat, lon) = (number(lat, "latitude")?, number(lon, "longitude")?);
            // The ONS directory writes 99.999999 and 0 where it knows no place; 0, 0 is in the sea.
            let real = (lat, lon) != (0.0, 0.0);
            LatLon::new(lat, lon)
                .filter(|_| real)
                .ok_or_else(|| format!("{postcode}: {lat}, {lon} is not a place"))?
        }
        Place::Metres(e, n) => {
            let (e, n) = (number(e, "easting")?, number(n, "northing")?);
            from_national_grid(e, n)
                .ok_or_else(|| format!("{postcode}: {e}, {n} is not on the National Grid"))?
        }
    };
    let ward = match columns.ward {
        Some(i) => WardCode::parse(field(i)?).and_then(|code| areas.ward_by_code(&code)),
        None => None,
    };
    let ward: Option<WardIx> = ward.or_else(|| areas.find(at));
    if ward.is_none() && !options.keep_outside {
        return Ok(None);
    }
    Ok(Some(draft.put(postcode, at, ward)))
}
