//! Places that people can go to, or could.

use serde::{Deserialize, Serialize};
use travel::geo::Place;

/// The kind of place that is not for visitors.
pub const CUSTODY: &str = "custody";

/// A place: open today, or one that could be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub id: String,
    pub name: String,
    /// `counter`, `hub`, `session`, `custody`, `library`, …
    #[serde(default)]
    pub kind: String,
    pub at: Place,
    /// Metres east and north, where the file gave them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<(f64, f64)>,
    /// As OpenStreetMap writes them; empty when not known.
    #[serde(default)]
    pub hours: String,
    /// Open today; otherwise a candidate.
    pub open: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_free: Option<bool>,
    #[serde(default)]
    pub address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ward: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borough: Option<String>,
    /// What keeping it open costs a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// Where the cost is from; empty for the file of places.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cost_source: String,
    /// What selling it would bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<f64>,
    /// Cells, of a custody suite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<u32>,
}

/// Whether a text can be the id of a place: short, printable, without what separates ids on a command line.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 80
        && !text
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || matches!(c, ',' | '=' | '"' | '<' | '>' | '&'))
}

/// An id made of a name: `wood-green`.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "place" } else { out }.to_owned()
}
