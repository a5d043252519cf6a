//! Boroughs and wards from GeoJSON feature collections.

use std::fmt;
use std::io::{BufReader, Read};

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::source::{Bounds, Meter, Source};
use super::{OnProgress, Progress, Summary, shown};
use crate::areas::{AreasDraft, DraftBorough, DraftWard, Put};
use crate::code::{AreaCode, BoroughCode, CodeKind, WardCode};
use crate::error::{AtlasError, Result};
use crate::national_grid::{from_national_grid, on_grid};
use crate::point::LatLon;
use crate::shape::{Ring, Shape};

/// What kind of area a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AreaLevel {
    /// By the national code, else by the names of the properties, else a ward when a borough is named.
    #[default]
    Auto,
    Borough,
    Ward,
}

/// How to read areas.
#[derive(Debug, Clone)]
pub struct AreaOptions {
    pub level: AreaLevel,
    /// Names of the properties, when the usual ones are not used.
    pub code: Option<String>,
    pub name: Option<String>,
    pub parent: Option<String>,
    /// Most bytes after unpacking.
    pub most_bytes: u64,
}

impl Default for AreaOptions {
    fn default() -> Self {
        Self {
            level: AreaLevel::Auto,
            code: None,
            name: None,
            parent: None,
            most_bytes: 1 << 30,
        }
    }
}

/// Reads a GeoJSON feature collection (plain, gzip or Zstandard) into the draft.
///
/// Coordinates are WGS84 longitude and latitude; metres of the National Grid (EPSG:27700) are noticed and turned,
/// to within about 5 m. `file` is only for messages.
///
/// # Errors
/// When it is no feature collection, cannot be read, or unpacks to too much. What was read before stays in the draft.
pub fn read_areas(
    draft: &mut AreasDraft,
    file: &str,
    reader: impl Read,
    options: &AreaOptions,
    progress: OnProgress<'_>,
) -> Result<Summary> {
    let bounds = Bounds {
        bytes: options.most_bytes,
        line: usize::MAX,
    };
    let (source, meter) = Source::open(file, reader, bounds)?;
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, source));
    let mut taker = Taker {
        draft,
        options,
        progress,
        meter: &meter,
        summary: Summary::new(file),
    };
    let outcome = json
        .deserialize_map(Collection { taker: &mut taker })
        .and_then(|found| json.end().map(|()| found));
    let mut summary = taker.summary;
    summary.bytes = meter.bytes();
    (taker.progress)(Progress {
        bytes: summary.bytes,
        rows: summary.read,
    });
    let file = || file.to_owned();
    match outcome {
        Ok(true) => Ok(summary),
        Ok(false) => Err(AtlasError::NotFeatures { file: file() }),
        Err(e) if e.is_io() => Err(meter.explain(AtlasError::Io {
            file: file(),
            source: e.into(),
        })),
        Err(e) => Err(meter.explain(AtlasError::NotGeoJson {
            file: file(),
            line: e.line(),
            column: e.column(),
            why: shown(&e.to_string()),
        })),
    }
}

struct Taker<'a> {
    draft: &'a mut AreasDraft,
    options: &'a AreaOptions,
    progress: OnProgress<'a>,
    meter: &'a Meter,
    summary: Summary,
}

impl Taker<'_> {
    fn take(&mut self, feature: Feature) {
        self.summary.read += 1;
        let row = self.summary.read;
        match self.put(feature) {
            Ok(Some(Put::Added)) => self.summary.added += 1,
            Ok(Some(Put::Changed)) => self.summary.changed += 1,
            Ok(Some(Put::Same)) => self.summary.same += 1,
            Ok(None) => self.summary.skipped += 1,
            Err(why) => self.summary.refuse(row, why),
        }
        if row.is_multiple_of(64) {
            (self.progress)(Progress {
                bytes: self.meter.bytes(),
                rows: row,
            });
        }
    }

    fn put(&mut self, feature: Feature) -> std::result::Result<Option<Put>, String> {
        let names = Names {
            properties: &feature.properties,
            options: self.options,
        };
        let found = names.read()?;
        let shape = feature.geometry.ok_or("has no geometry")?.shape()?;
        let ward_code = || WardCode::from_area(found.code);
        let level = match (self.options.level, found.code.kind()) {
            (_, CodeKind::Other) => return Ok(None),
            (AreaLevel::Auto, CodeKind::Ward) => AreaLevel::Ward,
            (AreaLevel::Auto, CodeKind::Borough) => AreaLevel::Borough,
            (AreaLevel::Auto, CodeKind::Own) if found.says_ward || found.parent.is_some() => AreaLevel::Ward,
            (AreaLevel::Auto, CodeKind::Own) => AreaLevel::Borough,
            (asked, _) => asked,
        };
        if level == AreaLevel::Ward {
            let code = ward_code().ok_or_else(|| format!("{} is not the code of a ward", found.code))?;
            if let Some(parent) = found.parent {
                self.draft.mention_borough(parent, found.parent_name.as_deref());
            }
            let ward = DraftWard {
                name: found.name,
                name_cy: found.name_cy,
                borough: found.parent,
                shape,
                population: found.population,
            };
            return Ok(Some(self.draft.put_ward(code, ward)));
        }
        let code = BoroughCode::from_area(found.code);
        let code = code.ok_or_else(|| format!("{} is not the code of a borough", found.code))?;
        let borough = DraftBorough {
            name: found.name,
            name_cy: found.name_cy,
            shape: Some(shape),
        };
        Ok(Some(self.draft.put_borough(code, borough)))
    }
}

/// What the properties of a feature say.
struct Found {
    code: AreaCode,
    name: String,
    name_cy: Option<String>,
    parent: Option<BoroughCode>,
    parent_name: Option<String>,
    population: Option<u32>,
    says_ward: bool,
}

struct Names<'a> {
    properties: &'a Map<String, Value>,
    options: &'a AreaOptions,
}

/// The usual names, most telling first. `WD#CD` stands for `WD22CD`, `WD2024CD` and so on.
const WARD_CODES: &[&str] = &["WD#CD", "ward_code", "wardcode"];
const WARD_NAMES: &[&str] = &["WD#NM", "ward_name", "wardname", "ward"];
const WARD_NAMES_CY: &[&str] = &["WD#NMW", "name_cy", "name:cy", "welsh_name"];
const BOROUGH_CODES: &[&str] = &[
    "LAD#CD",
    "LTLA#CD",
    "borough_code",
    "lad_code",
    "district_code",
    "district",
    "parent_code",
    "parent",
    "borough",
];
const BOROUGH_NAMES: &[&str] = &[
    "LAD#NM",
    "LTLA#NM",
    "borough_name",
    "lad_name",
    "district_name",
    "parent_name",
    "borough",
];
const BOROUGH_NAMES_CY: &[&str] = &["LAD#NMW", "name_cy", "name:cy", "welsh_name"];
const CODES: &[&str] = &[
    "code",
    "gss_code",
    "gss",
    "area_code",
    "ons_code",
    "cd",
    "id",
    "ref",
];
const NAMES: &[&str] = &["name", "area_name", "nm", "title", "label"];
const POPULATIONS: &[&str] = &["population", "pop", "residents", "usual_residents"];
const LONGEST_NAME: usize = 120;

impl Names<'_> {
    fn read(&self) -> std::result::Result<Found, String> {
        let ward_code = self.text(WARD_CODES);
        let says_ward = ward_code.is_some() || self.options.level == AreaLevel::Ward;
        let asked = |name: &Option<String>| name.as_ref().map(|n| self.exactly(n));
        let own_code = || {
            ward_code
                .clone()
                .or_else(|| self.text(CODES))
                .or_else(|| self.text(BOROUGH_CODES))
        };
        let code = asked(&self.options.code).unwrap_or_else(own_code);
        let code = code.ok_or("has no code among its properties")?;
        let area = AreaCode::parse(&code).ok_or_else(|| format!("{:?} is not an area code", shown(&code)))?;
        let is_ward = says_ward || area.kind() == CodeKind::Ward;
        let first_names = if is_ward { WARD_NAMES } else { BOROUGH_NAMES };
        // Named like the property that gave the code: beside a plain `code` stands a plain `name`.
        let plain_code = ward_code.is_none() && self.text(CODES).is_some();
        let own_name = || {
            let plain = || self.text(NAMES);
            if plain_code {
                plain().or_else(|| self.text(first_names))
            } else {
                self.text(first_names).or_else(plain)
            }
        };
        let name = asked(&self.options.name).unwrap_or_else(own_name);
        let name = name.ok_or_else(|| format!("{area} has no name among its properties"))?;
        if name.chars().count() > LONGEST_NAME {
            return Err(format!(
                "the name of {area} is longer than {LONGEST_NAME} characters"
            ));
        }
        let parent = asked(&self.options.parent).unwrap_or_else(|| self.text(BOROUGH_CODES));
        let parent = parent
            .as_deref()
            .and_then(BoroughCode::parse)
            .filter(|p| p.area() != area);
        let welsh = self.text(if is_ward { WARD_NAMES_CY } else { BOROUGH_NAMES_CY });
        let population = POPULATIONS
            .iter()
            .find_map(|n| self.value(n))
            .and_then(Value::as_f64);
        Ok(Found {
            code: area,
            name_cy: welsh.filter(|w| *w != name && w.chars().count() <= LONGEST_NAME),
            name,
            parent,
            parent_name: parent.and_then(|_| self.text(BOROUGH_NAMES)),
            population: population
                .filter(|n| (0.0..4e9).contains(n))
                .map(|n| n.round() as u32),
            says_ward,
        })
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|n| text(self.value(n)?))
    }

    fn exactly(&self, name: &str) -> Option<String> {
        text(self.properties.get(name)?)
    }

    fn value(&self, pattern: &str) -> Option<&Value> {
        self.properties
            .iter()
            .find(|(name, _)| is_named(name, pattern))
            .map(|(_, value)| value)
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => {
            Some(s.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|s| !s.is_empty())
        }
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// Case does not matter; `#` stands for a year of two or four digits.
pub(super) fn is_named(name: &str, pattern: &str) -> bool {
    match pattern.split_once('#') {
        None => name.eq_ignore_ascii_case(pattern),
        Some((before, after)) => {
            let year = name
                .get(..before.len())
                .filter(|b| b.eq_ignore_ascii_case(before))
                .and_then(|_| name.len().checked_sub(after.len()))
                .filter(|at| *at >= before.len())
                .and_then(|at| Some((name.get(before.len()..at)?, name.get(at..)?)));
            year.is_some_and(|(year, end)| {
                end.eq_ignore_ascii_case(after)
                    && matches!(year.len(), 2 | 4)
                    && year.bytes().all(|b| b.is_ascii_digit())
            })
        }
    }
}

struct Collection<'a, 'b> {
    taker: &'a mut Taker<'b>,
}

/// Answers whether there was a list of features.
impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON feature collection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<bool, A::Error> {
        let mut seen = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                seen = true;
                map.next_value_seed(Features {
                    taker: &mut *self.taker,
                })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(seen)
    }
}

struct Features<'a, 'b> {
    taker: &'a mut Taker<'b>,
}

impl<'de> serde::de::DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<(), A::Error> {
        while let Some(feature) = seq.next_element::<Feature>()? {
            self.taker.take(feature);
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default, deserialize_with = "null_is_empty")]
    properties: Map<String, Value>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

fn null_is_empty<'de, D: Deserializer<'de>>(d: D) -> std::result::Result<Map<String, Value>, D::Error> {
    Ok(Option::deserialize(d)?.unwrap_or_default())
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Coordinates,
}

impl Geometry {
    fn shape(self) -> std::result::Result<Shape, String> {
        let Coordinates {
            points,
            rings,
            polygons,
            height,
            odd,
        } = self.coordinates;
        let wanted = match self.kind.as_str() {
            "Polygon" => 3,
            "MultiPolygon" => 4,
            other => return Err(format!("is a {}, not a Polygon or MultiPolygon", shown(other))),
        };
        if odd || height != wanted {
            return Err(format!(
                "the coordinates of its {} are not nested as they should be",
                self.kind
            ));
        }
        let degrees = points.iter().all(|&(x, y)| x.abs() <= 180.0 && y.abs() <= 90.0);
        let metres = !degrees && points.iter().all(|&(x, y)| on_grid(x, y));
        if !degrees && !metres {
            return Err(
                "its coordinates are neither longitude and latitude nor metres of the National Grid"
                    .to_owned(),
            );
        }
        let place = |&(x, y): &(f64, f64)| {
            if metres {
                from_national_grid(x, y)
            } else {
                LatLon::new(y, x)
            }
        };
        let mut made: Vec<Ring> = Vec::with_capacity(rings.len());
        let mut from = 0;
        for to in rings {
            let ring: Option<Ring> = points
                .get(from..to)
                .unwrap_or_default()
                .iter()
                .map(place)
                .collect();
            made.push(ring.ok_or("one of its coordinates is not on the earth")?);
            from = to;
        }
        let mut made = made.into_iter();
        let mut from = 0;
        let mut grouped = Vec::new();
        for to in polygons {
            grouped.push(made.by_ref().take(to - from).collect());
            from = to;
        }
        Shape::new(grouped).ok_or_else(|| "its outline has no area".to_owned())
    }
}

/// Nested lists of numbers, laid flat as they are read: 2.5 million points cost 40 MB, not ten times that.
#[derive(Default)]
struct Coordinates {
    points: Vec<(f64, f64)>,
    /// Points before the end of each ring, rings before the end of each polygon.
    rings: Vec<usize>,
    polygons: Vec<usize>,
    /// 1 a position, 2 a ring, 3 a polygon, 4 several.
    height: usize,
    /// Something of another height stands among the rest.
    odd: bool,
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let mut all = Self::default();
        all.height = serde::de::DeserializeSeed::deserialize(
            Level {
                all: &mut all,
                depth: 0,
            },
            deserializer,
        )?
        .height();
        Ok(all)
    }
}

struct Level<'a> {
    all: &'a mut Coordinates,
    depth: usize,
}

enum Piece {
    Number(f64),
    List(usize),
}

impl Piece {
    fn height(&self) -> usize {
        match self {
            Self::Number(_) => 0,
            Self::List(height) => *height,
        }
    }
}

impl<'de> serde::de::DeserializeSeed<'de> for Level<'_> {
    type Value = Piece;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Piece, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Piece;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("numbers in lists of lists")
    }

    fn visit_f64<E>(self, n: f64) -> std::result::Result<Piece, E> {
        Ok(Piece::Number(n))
    }

    fn visit_i64<E>(self, n: i64) -> std::result::Result<Piece, E> {
        Ok(Piece::Number(n as f64))
    }

    fn visit_u64<E>(self, n: u64) -> std::result::Result<Piece, E> {
        Ok(Piece::Number(n as f64))
    }

    fn visit_unit<E>(self) -> std::result::Result<Piece, E> {
        Ok(Piece::List(0))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Piece, A::Error> {
        if self.depth > 5 {
            return Err(serde::de::Error::custom(
                "lists are nested too deep for coordinates",
            ));
        }
        let all = self.all;
        let mut numbers = [0.0; 2];
        let mut count = 0usize;
        let mut below: Option<usize> = None;
        while let Some(piece) = seq.next_element_seed(Level {
            all: &mut *all,
            depth: self.depth + 1,
        })? {
            if let (Piece::Number(n), Some(slot)) = (&piece, numbers.get_mut(count)) {
                *slot = *n;
            }
            all.odd |= below.is_some_and(|h| h != piece.height());
            below = Some(piece.height());
            count += 1;
        }
        let height = below.unwrap_or(0) + 1;
        match height {
            1 if count >= 2 => all.points.push((numbers[0], numbers[1])),
            2 => all.rings.push(all.points.len()),
            3 => all.polygons.push(all.rings.len()),
            4 => {}
            _ => all.odd = true,
        }
        Ok(Piece::List(height))
    }
}
