//! What goes over the wire, field by field as data.police.uk sends it: numbers and coordinates are texts there.

use atlas::{LatLon, Shape};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Reference {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Force {
    pub id: String,
    pub name: String,
    pub url: String,
    pub telephone: String,
    pub description: Option<String>,
    pub engagement_methods: Vec<Engagement>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Engagement {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: String,
    pub description: Option<String>,
    pub url: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Neighbourhood {
    pub id: String,
    pub name: String,
    pub url_force: String,
    /// `None` when nobody knows. The original says "0".
    pub population: Option<String>,
    pub centre: Point,
    pub description: Option<String>,
    pub contact_details: Contact,
    pub links: Vec<Link>,
    pub locations: Vec<Location>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Point {
    pub latitude: String,
    pub longitude: String,
}

impl From<LatLon> for Point {
    fn from(p: LatLon) -> Self {
        Self {
            latitude: p.lat().to_string(),
            longitude: p.lon().to_string(),
        }
    }
}

/// What is not there is left out; clients take `{}`.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Contact {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Link {
    pub title: String,
    pub url: String,
    pub description: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Location {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub address: String,
    pub postcode: Option<String>,
    pub telephone: Option<String>,
    pub latitude: Option<String>,
    pub longitude: Option<String>,
    pub description: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Officer {
    pub name: String,
    pub rank: String,
    pub bio: Option<String>,
    pub contact_details: Contact,
}

/// Days and times are the force's own, without a zone.
#[derive(Debug, Serialize)]
pub(crate) struct Event {
    pub title: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub description: Option<String>,
    pub address: String,
    pub start_date: String,
    pub end_date: String,
    pub contact_details: Contact,
}

#[derive(Debug, Serialize)]
pub(crate) struct Priority {
    pub issue: String,
    #[serde(rename = "issue-date")]
    pub issue_date: String,
    pub action: Option<String>,
    #[serde(rename = "action-date")]
    pub action_date: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Located {
    pub force: String,
    pub neighbourhood: String,
}

/// The ring of an area, its first point again at its end. The format has room for one ring: of a neighbourhood in
/// several pieces it is the largest, without holes; the whole outline is at `boundary.geojson`.
pub(crate) fn boundary(shape: &Shape) -> Vec<Point> {
    let outer = shape.polygons().iter().filter_map(|rings| rings.first());
    let largest = outer.max_by(|a, b| area(a).total_cmp(&area(b)));
    let Some(ring) = largest else { return Vec::new() };
    ring.iter().chain(ring.first()).map(|p| Point::from(*p)).collect()
}

/// In square degrees: good enough to tell an island from a ward.
fn area(ring: &[LatLon]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| a.lon() * b.lat() - b.lon() * a.lat())
        .sum();
    twice.abs()
}

/// Plain text as the HTML that clients expect in descriptions.
pub(crate) fn paragraphs(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let lines = escaped.lines().map(str::trim).filter(|l| !l.is_empty());
    lines
        .map(|l| format!("<p>{l}</p>"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_html_in_which_no_text_is_markup() {
        assert_eq!(
            paragraphs("Tea & cake\n\n<b>\"bold\"</b>"),
            "<p>Tea &amp; cake</p>\n<p>&lt;b&gt;&quot;bold&quot;&lt;/b&gt;</p>"
        );
        assert_eq!(paragraphs(" \n "), "");
    }

    #[test]
    fn the_boundary_of_a_ward_with_an_island_is_that_of_the_larger_piece() {
        let ring = |lat: f64, size: f64| {
            let corners = [(0.0, 0.0), (size, 0.0), (size, size), (0.0, size)];
            corners
                .iter()
                .filter_map(|(x, y)| LatLon::new(lat + x, *y))
                .collect::<Vec<_>>()
        };
        let shape = Shape::new(vec![
            vec![ring(10.0, 1.0)],
            vec![ring(50.0, 2.0), ring(50.5, 0.1)],
        ])
        .unwrap();
        let points = boundary(&shape);
        assert_eq!(points.len(), 5);
        assert_eq!(
            (points[0].latitude.as_str(), points[4].latitude.as_str()),
            ("50", "50")
        );
    }
}
