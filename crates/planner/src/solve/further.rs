//! Who goes how far where nobody's own way to a counter changes: a ward's team to its hub, arrests of a borough to their
//! suite.

use serde::{Deserialize, Serialize};

use crate::measure::round2;

/// One ward or borough: minutes today and as proposed, and where to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Further {
    pub name: String,
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub to: String,
}

impl Further {
    /// Minutes that are no number or without end are none.
    pub(super) fn new(name: &str, before: f64, after: f64, to: String) -> Self {
        let told = |m: f64| m.is_finite().then(|| round2(m));
        Self {
            name: name.to_owned(),
            before: told(before),
            after: told(after),
            to,
        }
    }

    /// Minutes more than today; where there is nothing to compare with, all of them.
    fn more(&self) -> f64 {
        match (self.before, self.after) {
            (_, None) => f64::INFINITY,
            (None, Some(after)) => after,
            (Some(before), Some(after)) => after - before,
        }
    }
}

/// Who pays most comes first.
pub(super) fn worst_first(mut list: Vec<Further>) -> Vec<Further> {
    list.sort_by(|a, b| b.more().total_cmp(&a.more()).then_with(|| a.name.cmp(&b.name)));
    list
}
