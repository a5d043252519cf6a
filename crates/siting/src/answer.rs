//! Answers that carry their proof.

use serde::{Deserialize, Serialize};

use crate::problem::Model;

/// What a search hands back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub model: Model,
    /// Whether any answer exists: `open` is empty where none was found.
    pub found: bool,
    /// Open sites, numbered from 0, in order.
    pub open: Vec<usize>,
    /// Names of the open sites, where the problem has names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The serving site of each demand; for the capacitated model, see `flows`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assignment: Vec<Option<usize>>,
    /// Shares served where a demand may be split: (demand, site, share from 0 to 1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<(usize, usize, f64)>,
    /// What the open sites achieve. `None` when no answer was found.
    pub objective: Option<f64>,
    /// No answer can be better than this. `None` when nothing was proved.
    pub bound: Option<f64>,
    /// Relative distance between objective and bound; 0 when proved.
    pub gap: Option<f64>,
    /// The bound meets the objective and the separate checker agreed.
    pub proved: bool,
    /// No answer exists, proved.
    #[serde(default)]
    pub infeasible: bool,
    /// A smallest set of rules that cannot hold together, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<String>,
    /// How it was found.
    pub method: String,
    /// The nearest other answers: one site closed, one opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// What stands in the way of a better answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub binding: Vec<String>,
    /// Branches looked at.
    #[serde(default)]
    pub branches: usize,
    /// Seconds by the caller's clock, where it brought one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_s: Option<f64>,
    /// Why the bound holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// Another answer, one swap away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    pub close: Option<usize>,
    pub open: Option<usize>,
    pub objective: f64,
}

/// A proof that no answer is better than a bound: a tree of cases. Case 0 is the whole question.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Proof {
    pub cases: Vec<Case>,
    /// Prices used by the cases: one per demand, then one per rule.
    pub prices: Vec<Vec<f64>>,
    /// For the centre: the next smaller distance, at which the cases prove that `p` sites cannot reach everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius: Option<f64>,
}

/// One case: some sites are decided, the rest are free.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// These prices alone show the bound.
    Bound { prices: usize },
    /// Every site is decided: the cost can simply be added up.
    Decided,
    /// These prices show that the named sites must be open or closed in anything better; `then` goes on with that.
    Sure {
        prices: usize,
        opened: Vec<u32>,
        closed: Vec<u32>,
        then: usize,
    },
    /// Without any of this the best is as good: see [`Spared`].
    Spare { rounds: Vec<Spared>, then: usize },
    /// Two cases: the site open, the site closed.
    Split { site: u32, opened: usize, closed: usize },
}

/// What a set cover need not look at, one after the other: demands first, then sites.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Spared {
    /// A demand, and another one that no site reaches without reaching the first.
    pub demands: Vec<(u32, u32)>,
    /// A site, and another one that costs no more and reaches all that it reaches.
    pub sites: Vec<(u32, u32)>,
}
