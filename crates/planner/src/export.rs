//! Every figure of a scenario as a table, and its places and points as a map.

use serde_json::{Value, json};

use crate::ask::{Affected, Called, Change, Compared, Side, Stamp};
use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::{Figures, Reach, round2};
use crate::scenario::Spot;

/// The columns of the table: what it is about, the change, each figure before and after, what it rests on.
const ABOUT: [&str; 9] = [
    "scenario", "against", "mode", "at", "estimate", "level", "code", "name", "people",
];
const CHANGE: [&str; 9] = [
    "mean_before_of_who_gets_there_both_times",
    "mean_after_of_who_gets_there_both_times",
    "change",
    "over_45_change",
    "over_60_change",
    "longer",
    "shorter",
    "lost",
    "gained",
];
const EACH: [&str; 9] = [
    "median",
    "p90",
    "longest",
    "over_45",
    "over_60",
    "undecided_45",
    "undecided_60",
    "not_reached",
    "untold",
];
const RESTS_ON: [&str; 5] = ["data", "licences", "week", "method", "seed"];

pub fn columns() -> Vec<String> {
    let each = EACH
        .iter()
        .flat_map(|c| [format!("{c}_before"), format!("{c}_after")]);
    let plain = |list: &[&str]| list.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    let mut all = plain(&ABOUT);
    all.extend(plain(&CHANGE));
    all.extend(each);
    all.extend(plain(&RESTS_ON));
    all
}

fn each(f: &Figures) -> [Option<f64>; 9] {
    [
        f.median,
        f.p90,
        f.longest,
        Some(f.over_45),
        Some(f.over_60),
        Some(f.undecided_45),
        Some(f.undecided_60),
        Some(f.not_reached),
        Some(f.untold),
    ]
}

/// The days of the data in one line: `people 2026-03-01, places 2026-03-01`.
pub fn data_days(stamp: &Stamp) -> String {
    let days: Vec<String> = stamp
        .data
        .iter()
        .map(|d| format!("{} {}", d.kind, d.date))
        .collect();
    days.join(", ")
}

/// The licences of the data in one line, as they must be said.
fn licences(stamp: &Stamp) -> String {
    let said: Vec<String> = stamp
        .data
        .iter()
        .filter(|d| !d.licence.is_empty())
        .map(|d| format!("{} {}", d.kind, d.licence))
        .collect();
    said.join("; ")
}

/// A text that a spreadsheet does not take for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What a row begins with.
fn about(c: &Compared, level: &str, code: &str, name: &str, people: f64) -> Vec<String> {
    vec![
        plain(&c.b.name),
        plain(&c.a.name),
        c.mode.to_string(),
        c.at.to_string(),
        if c.estimate { "yes" } else { "no" }.to_owned(),
        level.to_owned(),
        plain(code),
        plain(name),
        people.to_string(),
    ]
}

fn rests_on(stamp: &Stamp) -> [String; 5] {
    [
        data_days(stamp),
        licences(stamp),
        stamp.week.clone(),
        stamp.method.clone(),
        stamp.seed.to_string(),
    ]
}

/// A figure, or nothing where there is none.
fn figure(x: Option<f64>) -> String {
    x.map(|x| x.to_string()).unwrap_or_default()
}

/// The row of one small area: its minutes, and nothing where only a set of people has a figure.
fn point(c: &Compared, level: &str, x: &Affected) -> Vec<String> {
    let name = match x.ward.as_str() {
        "" => x.name.clone(),
        ward => format!("{} ({ward})", x.name),
    };
    let mut row = about(c, level, &x.point, &name, x.people);
    row.extend([figure(x.before), figure(x.after)]);
    row.push(figure(x.before.zip(x.after).map(|(b, a)| round2(a - b))));
    row.resize(ABOUT.len() + CHANGE.len() + 2 * EACH.len(), String::new());
    row.extend(rests_on(&c.stamp));
    row
}

/// One row for each set of people of each comparison, and one for each small area that is newly far away.
pub fn csv<'a>(all: impl Iterator<Item = &'a Compared>) -> Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| PlanError::broken(e);
    out.write_record(columns()).map_err(failed)?;
    for c in all {
        let mut rows: Vec<(&str, &Change)> = vec![("all", &c.all)];
        rows.extend(c.groups.iter().map(|x| ("group", x)));
        rows.extend(c.deciles.iter().map(|x| ("decile", x)));
        rows.extend(c.boroughs.iter().map(|x| ("borough", x)));
        rows.extend(c.wards.iter().map(|x| ("ward", x)));
        rows.extend(c.on_a_bad_departure.iter().map(|x| ("all_on_a_bad_departure", x)));
        for (level, x) in rows {
            let mut row = about(c, level, &x.code, &x.name, x.people);
            row.extend([
                figure(x.mean_before),
                figure(x.mean_after),
                figure(x.change),
                x.over_45.to_string(),
                x.over_60.to_string(),
                x.longer.to_string(),
                x.shorter.to_string(),
                x.lost.to_string(),
                x.gained.to_string(),
            ]);
            let both = each(&x.before).into_iter().zip(each(&x.after));
            row.extend(both.flat_map(|(before, after)| [figure(before), figure(after)]));
            row.extend(rests_on(&c.stamp));
            out.write_record(row).map_err(failed)?;
        }
        for (level, list) in [
            ("point_newly_over_45", &c.newly_over_45.named),
            ("point_may_be_newly_over_45", &c.newly_over_45.perhaps),
        ] {
            for x in list {
                out.write_record(point(c, level, x)).map_err(failed)?;
            }
        }
    }
    let bytes = out.into_inner().map_err(PlanError::broken)?;
    String::from_utf8(bytes).map_err(PlanError::broken)
}

/// Places as they are and would be, and every point with its minutes before and after.
pub fn geojson<'a>(base: &Base, a: (&'a Side, &Reach), b: (&'a Side, &Reach), how: &Compared) -> String {
    let spot = |(side, reach): (&'a Side, &Reach), point: usize| -> (Option<&'a str>, Option<&'a str>) {
        let to = reach.to.get(point).and_then(|t| usize::try_from(*t).ok());
        to.and_then(|t| side.spots.get(t))
            .map(|s| (s.site.id.as_str(), s.site.name.as_str()))
            .unzip()
    };
    let minutes = |r: &Reach, point: usize| {
        r.minutes
            .get(point)
            .filter(|m| m.is_finite())
            .map(|m| round2(f64::from(*m)))
    };
    let point = |lon: f64, lat: f64| json!({"type": "Point", "coordinates": [lon, lat]});
    let before = |id: &str| a.0.spots.iter().find(|s| s.site.id == id);
    let mut features: Vec<Value> =
        b.0.spots
            .iter()
            .map(|s: &Spot| {
                let old = before(&s.site.id);
                json!({"type": "Feature", "geometry": point(s.site.at.lon, s.site.at.lat), "properties": {
                    "level": "place", "id": s.site.id, "name": s.site.name, "kind": s.site.kind,
                    "open_before": old.is_some_and(|o| o.site.open), "open_after": s.site.open,
                    "hours_before": old.map(|o| o.site.hours.clone()), "hours_after": s.site.hours,
                }})
            })
            .collect();
    for i in 0..base.people.len() {
        let Some(at) = base.people.at.get(i) else { continue };
        let (before, after) = (spot(a, i), spot(b, i));
        features.push(
            json!({"type": "Feature", "geometry": point(at.lon, at.lat), "properties": {
                "level": "point", "id": base.people.ids.get(i), "name": base.people.name(i),
                "people": base.people.people.get(i),
                "minutes_before": minutes(a.1, i), "minutes_after": minutes(b.1, i),
                "place_before": before.0, "place_before_name": before.1,
                "place_after": after.0, "place_after_name": after.1,
            }}),
        );
    }
    // Ids are given anew with every load: without them the same files make the same bytes.
    let stamp = Stamp {
        base: String::new(),
        ..how.stamp.clone()
    };
    let called = |c: &Called| json!({"name": c.name});
    let mut whole = json!({"type": "FeatureCollection", "scenario": called(&how.b), "against": called(&how.a),
        "mode": how.mode, "at": how.at, "estimate": how.estimate, "stamp": stamp, "features": features});
    if let (Some(evidence), Some(fields)) = (&how.evidence_b, whole.as_object_mut()) {
        fields.insert("evidence".to_owned(), json!(evidence));
    }
    whole.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_becomes_a_formula() {
        assert_eq!(plain("=1+1"), "'=1+1");
        assert_eq!(plain("@x"), "'@x");
        assert_eq!(plain("Saltway"), "Saltway");
    }
}
