//! The answers given so far.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The answers given so far, in the order they were given, by component name.
///
/// | component | value |
/// |---|---|
/// | text, e-mail, telephone, grid references, hidden | `"text"` |
/// | number | `12.5` |
/// | date; month and year | `"2026-11-25"`; `"2026-11"` |
/// | yes or no, declaration | `true` |
/// | radios, select, autocomplete | the option's value: `"car"` or `3` |
/// | checkboxes | `["car", "bus"]` |
/// | address | `{"addressLine1": …, "addressLine2": …, "town": …, "postcode": …}` |
/// | easting and northing; latitude and longitude | `{"easting": 1, "northing": 2}`; `{"latitude": 1.5, "longitude": 2.5}` |
/// | places on a map | a list of GeoJSON features |
/// | files | `[{"id": …, "name": …, "size": 123, "type": "image/png"}]` |
/// | repeat page, under the repeat's name | a list of such objects |
///
/// A question that was put and left empty is there with `null`; one that was never put is not there.
/// Answers whose page no longer applies stay, so that going back and changing one answer loses no
/// other; [`crate::Definition::finish`] leaves them out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub(crate) Map<String, Value>);

impl Answers {
    /// The answer of this name; `Null` was asked and left empty.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Sets an answer without checking it, for prefilling and tests; `finish` checks everything.
    pub fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// Takes an answer away.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values in the order given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// All answers as one JSON object.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// Takes any JSON object as answers; nothing is checked here.
    pub fn from_json(value: Value) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self(map)),
            _ => None,
        }
    }

    pub(crate) fn items(&self, name: &str) -> &[Value] {
        self.0
            .get(name)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn items_mut(&mut self, name: &str) -> &mut Vec<Value> {
        let slot = self.0.entry(name.to_owned()).or_insert(Value::Null);
        if !slot.is_array() {
            *slot = Value::Array(Vec::new());
        }
        match slot {
            Value::Array(items) => items,
            _ => unreachable!("made an array in the line before"),
        }
    }
}

/// A file that the caller has stored already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// The caller's id for it; comes back in `name="remove"`.
    pub id: String,
    /// The name the resident gave it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type as found by the caller, such as `image/png`.
    #[serde(rename = "type")]
    pub media_type: String,
}
