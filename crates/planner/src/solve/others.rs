//! Answers that are nearly as good: another place instead of one that was chosen.

use serde::{Deserialize, Serialize};
use siting::{Problem, Swapped, swaps};

use crate::said::{Said, said};

/// Another answer that keeps the same rules. What it is: one place instead of another, or `what` in words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Nearly {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instead_of: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub open: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<Said>,
    pub objective: f64,
    /// Where a limit is asked about: people within it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<f64>,
    /// Of custody suites: minutes of the borough that goes furthest, and the chance that the fullest one is full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub furthest: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fullest: Option<f64>,
    /// Of call handlers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rota: Option<Rota>,
}

/// What a line's callers meet with another rota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rota {
    pub line: String,
    pub handler_hours: f64,
    pub most_handlers: u32,
    /// Shares of all calls.
    pub within: f64,
    pub gives_up: f64,
    /// The share within the promise in the half-hour in which it is smallest.
    pub worst_within: f64,
}

/// Alternatives that are told.
pub const SHOWN: usize = 5;
/// Swaps that are held against the wish before it is said that there is none.
const TRIES: usize = 2_000;

/// The best swaps that hold all that was wished, so many at most.
pub fn others(
    question: &Problem,
    open: &[usize],
    limit: f64,
    holds: impl Fn(&Swapped, &[usize]) -> bool,
    most: usize,
) -> Vec<Swapped> {
    let all = swaps(
        &question.matrix,
        &question.weights,
        &|j| question.fixed.get(j).copied().unwrap_or(0.0),
        open,
        limit,
        TRIES,
    );
    all.into_iter()
        .filter(|swap| {
            let then = swapped(open, swap);
            question.keeps(&then) && holds(swap, &then)
        })
        .take(most)
        .collect()
}

/// The open places after a swap.
pub fn swapped(open: &[usize], swap: &Swapped) -> Vec<usize> {
    open.iter()
        .map(|&j| if j == swap.close { swap.open } else { j })
        .collect()
}

/// Says that there is no other answer so near, where none is told.
pub fn note_none(found: bool, alternatives: &[Nearly], notes: &mut Vec<Said>) {
    if found && alternatives.is_empty() {
        notes.push(said!("planner-said-note-no-other"));
    }
}
