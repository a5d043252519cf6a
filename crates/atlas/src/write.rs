//! Areas as GeoJSON, for maps.

use std::fmt::Write;

use crate::areas::Areas;
use crate::shape::Shape;

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
        write_geometry(out, shape);
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

fn write_geometry(out: &mut String, shape: &Shape) {
    out.push_str("\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (i, polygon) in shape.polygons().iter().enumerate() {
        out.push_str(if i > 0 { ",[" } else { "[" });
        for (j, ring) in polygon.iter().enumerate() {
            out.push_str(if j > 0 { ",[" } else { "[" });
            for p in ring.iter().chain(ring.first()) {
                let _ = write!(out, "[{},{}],", p.lon(), p.lat());
            }
            out.pop();
            out.push(']');
        }
        out.push(']');
    }
    out.push_str("]}");
}
