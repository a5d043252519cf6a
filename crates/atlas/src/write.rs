//! Areas as GeoJSON, for maps.

use std::fmt::Write;

use crate::areas::Areas;
use crate::point::LatLon;
use crate::shape::{Ring, Shape};

/// An outline to be written beside the boroughs and wards.
pub(crate) struct Feature<'a> {
    pub level: &'a str,
    pub code: &'a str,
    pub name: &'a str,
    pub shape: &'a Shape,
}

/// Boroughs, wards or both as a GeoJSON feature collection. Properties: `level` (`borough` or `ward`), `code`,
/// `name`, for wards `borough_code`, `borough_name` and `population`. [`read_areas`](crate::read::read_areas) reads
/// it back to the same areas.
pub fn to_geojson(areas: &Areas, boroughs: bool, wards: bool) -> String {
    geojson(areas, boroughs, wards, &[])
}

/// Boroughs and wards for a map on a screen, each as a GeoJSON feature collection with the properties `code` and
/// `name`: borders are thinned by at most `slack_m` metres, the same for both neighbours, and written to a metre.
pub fn to_map(areas: &Areas, slack_m: f64) -> (String, String) {
    let (boroughs, wards) = crate::drawing::thinned(areas, slack_m);
    let named = areas.boroughs().iter().map(|b| (b.code.to_string(), &b.name));
    let boroughs = collection(named.zip(&boroughs));
    let named = areas.wards().iter().map(|w| (w.code.to_string(), &w.name));
    (boroughs, collection(named.zip(&wards)))
}

fn collection<'a>(
    areas: impl Iterator<Item = ((String, &'a String), &'a crate::drawing::Outline)>,
) -> String {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (i, ((code, name), polygons)) in areas.enumerate() {
        let name = quoted(name);
        // Writing into a String cannot fail.
        let _ = write!(
            out,
            "{}{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\",\"name\":{name}}},",
            if i > 0 { "," } else { "" }
        );
        write_geometry(&mut out, polygons, |p| (rounded(p.lon()), rounded(p.lat())));
        out.push('}');
    }
    out.push_str("]}");
    out
}

fn rounded(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

pub(crate) fn geojson(areas: &Areas, boroughs: bool, wards: bool, others: &[Feature<'_>]) -> String {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    let first = out.len();
    let add = |out: &mut String, feature: Feature<'_>, more: &str| {
        if out.len() > first {
            out.push(',');
        }
        let Feature {
            level,
            code,
            name,
            shape,
        } = feature;
        let name = quoted(name);
        // Writing into a String cannot fail.
        let _ = write!(
            out,
            "{{\"type\":\"Feature\",\"properties\":{{\"level\":\"{level}\",\"code\":\"{code}\",\"name\":{name}{more}}},"
        );
        write_geometry(out, shape.polygons(), |p| (p.lon(), p.lat()));
        out.push('}');
    };
    let cy = |name: &Option<String>| {
        name.as_ref()
            .map(|n| format!(",\"name_cy\":{}", quoted(n)))
            .unwrap_or_default()
    };
    if boroughs {
        for b in areas.boroughs() {
            let feature = Feature {
                level: "borough",
                code: b.code.as_str(),
                name: &b.name,
                shape: &b.shape,
            };
            add(&mut out, feature, &cy(&b.name_cy));
        }
    }
    if wards {
        for w in areas.wards() {
            let mut more = cy(&w.name_cy);
            if let Some(b) = areas.borough(w.borough) {
                let name = quoted(&b.name);
                let _ = write!(more, ",\"borough_code\":\"{}\",\"borough_name\":{name}", b.code);
            }
            if let Some(n) = w.population {
                let _ = write!(more, ",\"population\":{n}");
            }
            let feature = Feature {
                level: "ward",
                code: w.code.as_str(),
                name: &w.name,
                shape: &w.shape,
            };
            add(&mut out, feature, &more);
        }
    }
    for &Feature {
        level,
        code,
        name,
        shape,
    } in others
    {
        add(
            &mut out,
            Feature {
                level,
                code,
                name,
                shape,
            },
            "",
        );
    }
    out.push_str("]}");
    out
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn write_geometry(out: &mut String, polygons: &[Vec<Ring>], xy: impl Fn(&LatLon) -> (f64, f64)) {
    out.push_str("\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (i, polygon) in polygons.iter().enumerate() {
        out.push_str(if i > 0 { ",[" } else { "[" });
        for (j, ring) in polygon.iter().enumerate() {
            out.push_str(if j > 0 { ",[" } else { "[" });
            for p in ring.iter().chain(ring.first()) {
                let (x, y) = xy(p);
                let _ = write!(out, "[{x},{y}],");
            }
            out.pop();
            out.push(']');
        }
        out.push(']');
    }
    out.push_str("]}");
}
